"""What happens to a batch before its first octet goes out: it is given a way that the server allows, cut to what the
line and the server take at once, its mailbox is made, what lies there already is left out, what is too large is named,
and flags that the mailbox does not keep are left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from mailferry.imap.append import Refused
from mailferry.imap.errors import CommandRefused
from mailferry.imap.session import Session
from mailferry.imap.values import MailboxStatus
from mailferry.transfer import delivery, planner, verdicts
from mailferry.transfer.flags import fitted
from mailferry.transfer.journal import Journal
from mailferry.transfer.journal_accounts import LearntLimits
from mailferry.transfer.journal_batches import BatchRecord
from mailferry.transfer.messages import QueuedMessage
from mailferry.transfer.names import other_names
from mailferry.transfer.pace import Pace
from mailferry.transfer.present import Contents, Present
from mailferry.transfer.refused import Refusals
from mailferry.transfer.values import BatchId, DeliveryKind, MessageId, ServerFacts, with_more


class Preparation:
    """What Attempts does before an attempt, on its session. `changed` is told of each batch that has changed.

    Raises ServerProblem when the session is lost; the batch is then as it was.
    """

    def __init__(self, journal: Journal, session: Session, facts: ServerFacts, account: str,
                 refusals: Refusals, *, pace: Pace, changed: Callable[[BatchId], None]) -> None:
        self._journal = journal
        self._session = session
        self._account = account
        self._refusals = refusals
        self._pace = pace
        self._changed = changed
        self._present: dict[int, Present] = {}
        self._contents: dict[tuple[str, int], Contents] = {}
        self._kept_flags: dict[str, frozenset[str] | None] = {}
        self.facts = facts
        """Those of the session, with what was learnt since."""
        self.made_mailboxes = False
        """Whether mailboxes were created that the list of mailboxes lacks."""

    def learnt(self) -> None:
        """The journal knows more of what the server takes at once."""
        limits = self._journal.learnt_limits(self._account)
        self.facts = with_learnt(self.facts, limits)

    def possible(self, batch: BatchRecord) -> BatchRecord:
        """The batch with a way to deliver that this server allows now, whatever was planned."""
        if delivery.possible(batch.delivery, self._session) and self._journal.is_atomic(self._account, batch.delivery):
            return batch
        kind = delivery.best_way(self._journal, self._session, self._account)
        if kind is not batch.delivery:
            self._journal.set_delivery(batch.id, kind)
        return replace(batch, delivery=kind)

    def roomy(self, batch: BatchRecord, messages: Sequence[QueuedMessage]) -> BatchRecord:
        """A batch that is to go by way of a staging mailbox lies there twice for a moment. Where the server says that
        there is room for it once only, it goes straight into its target. Raises ServerProblem."""
        if batch.delivery is not DeliveryKind.STAGED:
            return batch
        quota = self._session.quota(batch.mailbox)
        octets = sum(message.wire_size for message in messages)
        if quota is None or not octets <= quota.room < 2 * octets:
            return batch
        self._journal.set_delivery(batch.id, DeliveryKind.REVERSIBLE)
        return replace(batch, delivery=DeliveryKind.REVERSIBLE)

    def cut(self, batch: BatchRecord, messages: list[QueuedMessage]) -> tuple[BatchRecord, list[QueuedMessage]]:
        """A batch that was never tried, cut to what the line can do in a few seconds and the server takes at once."""
        options = self._journal.import_record(batch.import_id).options
        planned = delivery.delivery(batch.delivery).limits(options, self.facts)
        limits = planner.Limits(min(planned.messages, self._pace.messages), min(planned.octets, self._pace.octets))
        if batch.attempts or (batch.messages <= limits.messages and batch.octets <= limits.octets):
            return batch, messages
        first = next(planner.cut(((batch.mailbox_id, message) for message in messages), limits))[1]
        return self._divided(batch, messages, first)

    def _divided(self, batch: BatchRecord, messages: list[QueuedMessage],
                 kept: list[QueuedMessage]) -> tuple[BatchRecord, list[QueuedMessage]]:
        """The batch with these messages only; the others follow in the queue."""
        ids = {message.id for message in kept}
        rest = [message.id for message in messages if message.id not in ids]
        if rest:
            self._tell(batch, self._journal.divide(batch.id, [rest]))
        return self._journal.batch(batch.id), kept

    def made_ready(self, batch: BatchRecord) -> tuple[BatchRecord, MailboxStatus]:
        """The mailbox exists; its UIDVALIDITY and UIDNEXT. Raises CommandRefused if it cannot be made."""
        status = self._session.status(batch.mailbox)
        if status is None:
            try:
                self._made(batch.mailbox_id, created=self._session.create(batch.mailbox))
            except CommandRefused as error:
                batch = self._renamed(batch, error)
            self.made_mailboxes = True
            status = self._session.status(batch.mailbox)
        elif batch.mailbox.upper() == "INBOX" and batch.mailbox not in self._kept_flags:
            # An INBOX of Courier has another UIDVALIDITY each second until it is opened by SELECT once (measured).
            self._flags_of(batch.mailbox)
            status = self._session.status(batch.mailbox)
        if status is None:
            raise CommandRefused(f"The mailbox {batch.mailbox} cannot be opened.", status="NO")
        return batch, status

    def _made(self, mailbox_id: int, *, created: bool) -> None:
        """What this import has made, it takes away again if it is taken back."""
        if created:
            self._journal.note_made(mailbox_id)

    def _renamed(self, batch: BatchRecord, refused: CommandRefused) -> BatchRecord:
        """Another name for a mailbox whose name the server refuses. Raises `refused` if that is refused too."""
        path = next((path for path, (mailbox_id, _) in self._journal.mailboxes(batch.import_id).items()
                     if mailbox_id == batch.mailbox_id), None)
        if path is None or refused.code in ("OVERQUOTA", "NOPERM", "LIMIT"):
            raise refused
        taken = {name for _, name in self._journal.mailboxes(batch.import_id).values()}
        taken |= {mailbox.name for mailbox in self._session.list_mailboxes()}
        before = self._journal.named_before(self._account, path)
        for name in [*before, *other_names(path, self.facts, taken)]:
            try:
                created = self._session.create(name)
            except CommandRefused:
                continue
            self._journal.rename_mailbox(batch.mailbox_id, name, f"The server refused the name {batch.mailbox}: "
                                                                 f"{refused.detail}")
            self._made(batch.mailbox_id, created=created)
            return replace(batch, mailbox=name)
        raise refused

    def less_twins(self, batch: BatchRecord, messages: list[QueuedMessage],
                    status: MailboxStatus) -> list[QueuedMessage]:
        """The messages that do not lie in the mailbox already, unless those are wanted twice.

        Raises ServerProblem. What lies there is noted as left out on purpose.
        """
        baseline = self._journal.baseline(batch.mailbox_id, status.uidvalidity, status.uidnext)
        if baseline is None or self._journal.import_record(batch.import_id).options.keep_duplicates:
            return messages
        try:
            present = self._present.get(batch.mailbox_id)
            if present is None:
                contents = self._contents.setdefault((batch.mailbox, status.uidvalidity),
                                                     Contents(self._session, batch.mailbox))
                present = self._present[batch.mailbox_id] = Present(contents, baseline,
                                                                    self._journal.twins(batch.mailbox_id))
            twins = self._twins(batch, messages, present, status.uidvalidity)
        except CommandRefused:
            return messages  # a mailbox that takes mail but shows none: nobody can tell
        if not twins:
            return messages
        self._journal.note_twins(batch.id, twins)
        rest = [message for message in messages if message.id not in twins]
        if not rest:
            self._journal.settle_cancelled(batch.id, "All of it is in the mailbox already.")
        self._changed(batch.id)
        return rest

    def _twins(self, batch: BatchRecord, messages: list[QueuedMessage], present: Present,
               uidvalidity: int) -> dict[MessageId, int]:
        """Which of the messages lie in the mailbox, and with which UIDs."""
        recorded = present.recorded(messages, self._journal.where_to_look(batch.id, uidvalidity))
        rewrites = self._journal.rewrites(self._account)
        if not rewrites and present.rewritten(messages, recorded):
            self._journal.note_rewrites(self._account)
            rewrites = True
        twins = {message_id: record.uid for message_id, record in recorded.items()}
        twins |= present.like([message for message in messages if message.id not in twins])
        if rewrites:
            twins |= present.named([message for message in messages if message.id not in twins])
        return twins

    def less_too_large(self, batch: BatchRecord, messages: list[QueuedMessage],
                        status: MailboxStatus) -> list[QueuedMessage]:
        """The messages that the mailbox takes by the limit that it names (RFC 7889). The others are refused unsent.

        A limit of 0 is a mistake that servers make, and what a person wants tried again is sent: the answer counts.
        """
        limit = status.append_limit
        large = [message for message in messages if limit and message.wire_size > limit]
        if not large or batch.attempts or batch.parent is not None:
            return messages
        if len(large) < len(messages):
            ids = {message.id for message in large}
            fitting = [message for message in messages if message.id not in ids]
            self._tell(batch, self._journal.divide(batch.id, [[message.id] for message in large]))
            return fitting
        self._journal.begin_attempt(batch.id, status.uidvalidity, status.uidnext)
        alone = large[0].id if len(large) == 1 else None
        refused = Refused("NO", "TOOBIG", "", None, committed=False, in_step=True)
        reason = verdicts.sentence(refused, large[0].wire_size, limit)
        groups, remedies = [[message.id] for message in large], []
        if alone is not None:
            step = self._refusals.next_step(batch.import_id, large[0], refused, reason)
            groups, remedies, reason = [], [step.remedy], with_more(reason, step.trouble)
        self._tell(batch, self._journal.settle_rejected(
            batch.id, status="", code="TOOBIG", words="", culprit=alone, groups=groups, reason=reason,
            remedies=remedies))
        return []

    def with_fitting_flags(self, batch: BatchRecord, messages: list[QueuedMessage]) -> list[QueuedMessage]:
        """The messages with those flags and keywords that the mailbox keeps. Raises ServerProblem."""
        if not any(message.flags or message.keywords for message in messages):
            return messages
        kept = self._flags_of(batch.mailbox)
        if kept is None:
            return messages
        sent = [fitted(message, kept) for message in messages]
        changed = [new for new, old in zip(sent, messages, strict=True) if new is not old]
        if changed:
            self._journal.note_flags(changed)
        return sent

    def _flags_of(self, mailbox: str) -> frozenset[str] | None:
        """What a mailbox keeps, asked once; None if it takes all, or if nobody can tell."""
        if mailbox not in self._kept_flags:
            try:
                self._kept_flags[mailbox] = self._session.permanent_flags(mailbox)
            except CommandRefused:
                self._kept_flags[mailbox] = None  # it takes mail but cannot be opened
        return self._kept_flags[mailbox]

    def _tell(self, batch: BatchRecord, others: Iterable[BatchId]) -> None:
        for batch_id in (batch.id, *others):
            self._changed(batch_id)


def with_learnt(facts: ServerFacts, limits: LearntLimits) -> ServerFacts:
    """The facts, with limits that the server does not name but was found to have."""
    known = [limit for limit in (facts.save_limit, limits.save_limit) if limit]
    return replace(facts, save_limit=min(known, default=None), command_limit=limits.command_limit)
