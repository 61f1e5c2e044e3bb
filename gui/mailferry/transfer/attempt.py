"""One batch, from its turn to its verdict: what the uploader does with it on a session that works.

Here the rules of the design meet: the source is checked before the first octet, `finishing` is noted before the last
CRLF, a lost answer or a refusal after it makes the batch doubtful, and a doubtful batch is settled by a look: how is in
`doubt.py`.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from mailferry.imap.append import Refused, Stored
from mailferry.imap.errors import BodyMismatch, CommandRefused, ConnectionLost, Interrupted, ServerProblem
from mailferry.imap.session import Session
from mailferry.imap.transmit import Watcher
from mailferry.mail.errors import SourceProblem, SourceVanished
from mailferry.mail.maildir import Renamed
from mailferry.mail.message import Measured
from mailferry.mail.wire import check_unchanged
from mailferry.transfer import verdicts
from mailferry.transfer.delivery import Ground, delivery, possible
from mailferry.transfer.doubt import WITHDRAWN, Doubt
from mailferry.transfer.journal import Journal
from mailferry.transfer.journal_accounts import LearntLimits
from mailferry.transfer.journal_attempts import ExchangeKeeper
from mailferry.transfer.journal_batches import BatchRecord
from mailferry.transfer.late import LateCopies
from mailferry.transfer.looking import LOST_WAIT, Settled
from mailferry.transfer.messages import QueuedMessage
from mailferry.transfer.pace import Pace
from mailferry.transfer.precedence import stand_back
from mailferry.transfer.preparing import Preparation, with_learnt
from mailferry.transfer.refused import Refusals
from mailferry.transfer.reread import found_again
from mailferry.transfer.staging import Staging
from mailferry.transfer.values import BatchId, BatchState, DeliveryKind, MessageId, ServerFacts
from mailferry.transfer.verdicts import Meaning

BYE_TRIES = 2
"""After so many BYEs while it is sent a batch counts as refused: some servers end the connection on a message that they
do not take (measured: Dovecot and Cyrus on sizes)."""


class Attempts:
    """Tries at batches of one account. `changed` is told of each batch whose state has changed, `progress` of octets.

    Its thread is the uploader's. `facts` are those of `session`, which it may give up (`usable` turns False).
    """

    def __init__(self, journal: Journal, session: Session, facts: ServerFacts, account: str, *, pace: Pace,
                 loopback: bool, changed: Callable[[BatchId], None], progress: Callable[[BatchId, int, int], None],
                 cancelling: Callable[[], bool]) -> None:
        self._journal = journal
        self._session = session
        self._account = account
        self._under_way = changed
        self._exchange = ExchangeKeeper(journal, session.exchange, changed)
        self._changed = changed = self._exchange.changed
        self._pace = pace
        self._refusals = Refusals(journal, account, binary=session.capabilities.binary)
        self.preparation = Preparation(journal, session, facts, account, self._refusals, pace=pace, changed=changed)
        self.doubt = Doubt(journal, session, facts, account, self._refusals, loopback=loopback, changed=changed)
        self._late = LateCopies(journal, session, account, loopback=loopback, changed=changed)
        self._progress = progress
        self._cancelling = cancelling
        self.usable = True
        self.finishing = False
        """Whether the batch under way has passed the point of no return."""
        self._sending_index = 0

    # --- sending -----------------------------------------------------------------------------------------------------

    def take(self, batch: BatchRecord) -> Settled:
        """What the journal gives out: a doubtful batch is looked for, of a settled one a late copy, any other is sent.
        Raises as `send`."""
        if not batch.state.settled:
            self._exchange.begin(batch.id, looking=batch.state is BatchState.DOUBTFUL)
        if batch.state is BatchState.DOUBTFUL:
            return self.doubt.settle(batch)
        return self._late.look(batch) if batch.state.settled else self.send(batch)

    def send(self, batch: BatchRecord) -> Settled:
        """Try a queued batch. Raises ServerProblem when the session is lost; the batch is then queued or doubtful."""
        self.finishing = False
        every = self._journal.messages_of(batch.id)
        messages = [message for message in every if message.uid is None]
        landed = len(messages) < len(every)
        batch = self.preparation.possible(batch)
        if not landed:
            batch, messages = self.preparation.cut(batch, messages)
        if not self._checked(batch, messages, landed=landed):
            return Settled(BatchState.CANCELLED)
        if batch.delivery is DeliveryKind.SEPARATE and landed:
            return self.doubt.conflict(batch, f"A part of the batch is in {batch.mailbox}, and this server can neither "
                                              f"take the rest as one nor remove that part.")
        if batch.delivery is DeliveryKind.SEPARATE and len(messages) > 1:
            self._tell(batch, self._journal.settle_cancelled(batch.id, "This server takes no batches any more.",
                                                             [[message.id] for message in messages]))
            return Settled(BatchState.CANCELLED)
        try:
            batch, status = self.preparation.made_ready(batch)
        except CommandRefused as error:
            if landed:
                return self.doubt.conflict(batch, f"A part of the batch was in {batch.mailbox}, which cannot be opened "
                                                  f"any more: {error.detail or error.sentence}", looked=None)
            return self._no_mailbox(batch, messages, error)
        if landed and status.uidvalidity != batch.uidvalidity:
            return self.doubt.conflict(batch, f"A part of the batch was in {batch.mailbox}, which was made anew "
                                              f"meanwhile.", looked=None)
        if not landed:  # else this was looked at before its first part landed
            messages = self.preparation.less_twins(batch, messages, status)
            messages = self.preparation.less_too_large(batch, messages, status)
        if not messages:  # left out, or refused unsent
            return Settled(self._journal.batch(batch.id).state)
        messages = self.preparation.with_fitting_flags(batch, messages)
        batch = self.preparation.roomy(batch, messages)
        if self._cancelling():
            self._tell(batch, self._journal.settle_cancelled(batch.id, ""))
            return Settled(BatchState.CANCELLED)
        self._journal.begin_attempt(batch.id, status.uidvalidity, status.uidnext)
        began = time.monotonic()
        batch = self._journal.batch(batch.id)
        self._sending_index = 0
        self._under_way(batch.id)
        watcher = Watcher(finishing=lambda: self._note_finishing(batch.id),
                          progress=lambda count, octets: self._note_progress(batch.id, count, octets))
        try:
            messages = list(self._refusals.prepared(messages))
            staging = Staging(self._journal, self._session, batch.import_id, self.preparation.facts.prefix)
            ground = Ground(self._session, self._journal, batch, staging)
            outcome = delivery(batch.delivery).deliver(ground, messages, watcher)
        except CommandRefused as error:
            return self._other_way(batch, messages, error)
        except BodyMismatch as error:
            return self._unreadable(batch, messages, error.index, error.sentence)
        except SourceProblem as error:
            index = min(self._sending_index, len(messages) - 1)
            if isinstance(error, SourceVanished) and not self.finishing and found_again(
                    self._journal, batch.import_id, messages[index], Renamed()) is not None:
                self._give_up()
                self._journal.requeue(batch.id, "renamed", error.sentence)
                self._changed(batch.id)
                return Settled(BatchState.QUEUED)
            return self._unreadable(batch, messages, index, error.sentence)
        except ServerProblem as error:
            if self._shown_the_door(batch, error):
                return self._refused(batch, messages, Refused("BYE", "", error.detail, None, committed=False,
                                                              in_step=False))
            self._lost(batch, error)
            raise
        except BaseException:
            self._give_up()
            raise
        if isinstance(outcome, Stored):
            told = outcome.uids if outcome.uidvalidity == status.uidvalidity and outcome.uids is not None else ()
            self._journal.settle_committed(
                batch.id, {message.id: uid for message, uid in zip(messages, told, strict=False)}, outcome.text)
            self._changed(batch.id)
            self._pace.took(len(messages), sum(message.wire_size for message in messages), time.monotonic() - began)
            if batch.parent is not None and self._journal.learn_command_limit(batch.id):
                self.preparation.learnt()
            self._refusals.arrived(messages)
            if batch.delivery is DeliveryKind.STAGED:
                self._emptied(staging)
            return Settled(BatchState.COMMITTED)
        if self._cancelling() and not self._journal.has_landed(batch.id):
            return self._withdrawn(batch, outcome)
        return self._refused(batch, messages, outcome)

    def _emptied(self, staging: Staging) -> None:
        """The batch has arrived; that its staging mailbox cannot be emptied now is mended before it is used again."""
        try:
            staging.empty()
        except CommandRefused:
            pass
        except ServerProblem:
            self._give_up()

    def _other_way(self, batch: BatchRecord, messages: list[QueuedMessage], error: CommandRefused) -> Settled:
        """The staging mailbox cannot be made or used: the batch goes straight into its target."""
        if batch.delivery is DeliveryKind.STAGED and not self.finishing and error.code not in ("OVERQUOTA", "INUSE"):
            self._journal.set_delivery(batch.id, DeliveryKind.REVERSIBLE)
            self._journal.requeue(batch.id, "no staging", error.detail or error.sentence)
            self._changed(batch.id)
            return Settled(BatchState.QUEUED)
        return self._refused(batch, messages, Refused(error.status, error.code, error.detail or error.sentence,
                                                      at_message=None, committed=self.finishing, in_step=True))

    def _checked(self, batch: BatchRecord, messages: list[QueuedMessage], *, landed: bool) -> bool:
        """Whether all are still what was scanned; if not, the good ones are a new batch.

        `landed`: others of the batch lie in the mailbox; then the bad ones alone leave it, and it goes on.
        """
        failed: list[tuple[int, str]] = []
        renamed = Renamed()
        for place, message in enumerate(messages):
            stand_back()
            try:
                check_unchanged(message.locator, Measured(message.wire_size, message.digest, message.header_digest))
            except SourceVanished as error:
                found = found_again(self._journal, batch.import_id, message, renamed)
                if found is None:
                    failed.append((message.id, error.sentence))
                else:
                    messages[place] = found
            except SourceProblem as error:
                failed.append((message.id, error.sentence))
        if landed:
            self._journal.fail_messages(batch.id, failed)
            if len(failed) == len(messages):
                self.doubt.conflict(batch, "The rest of a batch that is in the mailbox in part cannot be read any "
                                           "more.")
                return False
            messages[:] = [message for message in messages if message.id not in {bad for bad, _ in failed}]
            return True
        if not failed and messages:
            return True
        self._leave_out(batch, messages, failed)
        return False

    def _no_mailbox(self, batch: BatchRecord, messages: list[QueuedMessage], error: CommandRefused) -> Settled:
        # No octet was sent: the attempt is noted so that the verdict has its place in the journal.
        self._journal.begin_attempt(batch.id, 0, 0)
        return self._refused(self._journal.batch(batch.id), messages,
                             Refused(error.status, error.code, error.detail or error.sentence, at_message=None,
                                     committed=False, in_step=True), whole=True)

    def _withdrawn(self, batch: BatchRecord, refused: Refused) -> Settled:
        """The server has refused what we have cancelled (RFC 3502), or anything else: it is not tried again."""
        if not refused.in_step:
            self._give_up()
        if self.finishing:  # it had to be a cancelled command to the server, too; a look tells
            self._journal.mark_doubtful(batch.id, status=refused.status, code=WITHDRAWN, words=refused.text,
                                        wait=LOST_WAIT)
            self._changed(batch.id)
            return Settled(BatchState.DOUBTFUL)
        self._tell(batch, self._journal.settle_cancelled(batch.id, ""))
        return Settled(BatchState.CANCELLED)

    # --- what ends an attempt ----------------------------------------------------------------------------------------

    def _note_finishing(self, batch_id: BatchId) -> None:
        self._journal.mark_finishing(batch_id)
        self.finishing = True
        self._under_way(batch_id)

    def _note_progress(self, batch_id: BatchId, count: int, octets: int) -> None:
        stand_back()
        self._sending_index = count
        self._progress(batch_id, count, octets)

    def _give_up(self) -> None:
        self.usable = False
        self._session.abort()

    def _shown_the_door(self, batch: BatchRecord, error: ServerProblem) -> bool:
        """Whether the server ends the connection with a BYE each time this batch is sent: its way to refuse it."""
        return _is_bye(error) and not self.finishing and self._journal.byes(batch.id) + 1 >= BYE_TRIES

    def _lost(self, batch: BatchRecord, error: ServerProblem) -> None:
        """The session broke, or we were asked to stop, in the middle of this batch."""
        self._give_up()
        if not isinstance(error, Interrupted):
            self._pace.failed(batch.octets)
        if self.finishing:
            self._journal.mark_doubtful(batch.id, status="", code=WITHDRAWN if self._cancelling() else "",
                                        words=error.detail or error.sentence, wait=LOST_WAIT)
        elif self._cancelling() and not self._journal.has_landed(batch.id):
            self._journal.settle_cancelled(batch.id, "")
        elif (batch.delivery is DeliveryKind.MULTIAPPEND and batch.messages > 1 and self._sending_index > 0
              and not isinstance(error, Interrupted) and not _is_bye(error)):
            # If it was the server that died, it may bring back what it had: doubtful, though nothing shows late.
            self._journal.mark_doubtful(batch.id, status="", code="", words=error.detail or error.sentence, wait=0.0)
        else:
            outcome = "stopped" if isinstance(error, Interrupted) else "bye" if _is_bye(error) else "lost"
            self._journal.requeue(batch.id, outcome, error.detail or error.sentence)
        self._changed(batch.id)

    def _unreadable(self, batch: BatchRecord, messages: list[QueuedMessage], index: int, sentence: str) -> Settled:
        """A message could not be read, or not as it was; the others are a new batch, unless some of them are there."""
        self._give_up()
        bad = messages[min(index, len(messages) - 1)]
        if self.finishing or self._journal.has_landed(batch.id):  # a look tells what of the others is there
            self._journal.fail_messages(batch.id, [(bad.id, sentence)])
            self._journal.mark_doubtful(batch.id, status="", code="", words=sentence, wait=LOST_WAIT)
            self._changed(batch.id)
            return Settled(BatchState.DOUBTFUL)
        self._leave_out(batch, messages, [(bad.id, sentence)])
        return Settled(BatchState.CANCELLED)

    def _leave_out(self, batch: BatchRecord, messages: list[QueuedMessage],
                   failed: list[tuple[MessageId, str]]) -> None:
        """These cannot be sent, each with the sentence that says why; the others are a new batch."""
        places = {message.id: message.locator.offset for message in messages}
        bad = self._journal.fail_messages(batch.id, failed, places)
        rest = [message.id for message in messages if message.id not in bad]
        reason = failed[0][1] if failed else "Nothing of it is left to send."
        self._tell(batch, self._journal.settle_cancelled(batch.id, reason, [rest]))

    def _tell(self, batch: BatchRecord, children: list[BatchId]) -> None:
        for batch_id in (batch.id, *children):
            self._changed(batch_id)

    def _refused(self, batch: BatchRecord, messages: list[QueuedMessage], refused: Refused, *,
                 whole: bool = False) -> Settled:
        if verdicts.meaning(refused) is Meaning.COUNT:
            named = refused.arguments.partition(" ")[0]
            self._journal.note_save_limit(self._account, int(named) if named.isdigit() and int(named) > 0
                                          else (len(messages) + 1) // 2)
            self.preparation.learnt()
        if not refused.in_step or (self.finishing and not verdicts.keeps_in_step(refused)):
            self._give_up()
        # `finishing` is noted before the last CRLF, and so also if the refusal came just before that was sent. A part
        # that lies there from an attempt before is taken out in the doubtful state only: a crash then finds it so.
        if self.finishing or self._journal.has_landed(batch.id):
            place = verdicts.culprit_place(refused, len(messages))
            self._journal.mark_doubtful(batch.id, status=refused.status, code=refused.code, words=refused.text,
                                        wait=LOST_WAIT, culprit=None if place is None else messages[place].id)
            self._changed(batch.id)
            return Settled(BatchState.DOUBTFUL)
        return self.doubt.believed(batch, messages, refused, batch.attempts, whole=whole)

def _is_bye(error: ServerProblem) -> bool:
    return isinstance(error, ConnectionLost) and error.bye != ""


def facts_of(session: Session, kind: DeliveryKind, limits: LearntLimits) -> ServerFacts:
    """What planning must know of the server behind a session. An APPENDLIMIT of 0 is a mistake that servers make."""
    namespace = session.namespace()
    offered = session.capabilities
    return with_learnt(ServerFacts(namespace.delimiter, namespace.prefix, kind, offered.append_limit or None,
                                   offered.uidplus, offered.save_limit,
                                   ways=frozenset(way for way in DeliveryKind if possible(way, session))), limits)
