"""What becomes of a batch that its server did not plainly accept: it is looked for, and then sent again, believed to be
refused, or shown to the user as a conflict.

The way to look is in `look.py`. Waits and rules are those of the design for doubtful batches.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from mailferry.imap.append import Refused
from mailferry.imap.errors import CommandRefused
from mailferry.imap.session import Session
from mailferry.mail.message import HEADER_DIGEST_LIMIT
from mailferry.transfer import verdicts
from mailferry.transfer.errors import Asked
from mailferry.transfer.journal import BatchRecord, Journal
from mailferry.transfer.look import Sight, compare
from mailferry.transfer.messages import QueuedMessage
from mailferry.transfer.values import BatchId, BatchState, DeliveryKind, OnReject, ServerFacts
from mailferry.transfer.verdicts import Meaning

LOOPBACK_WAIT = 5.0
LOST_WAIT = 30.0
"""Seconds that "none there" must hold after our own abort: a commit can show late."""

MAILBOX_TRIES = 3
"""So often a batch is sent although the server says that its mailbox is missing."""

FAULT_TRIES = 3
"""So often a batch is sent although the server reports a fault of its own; before the last time a person is asked."""

LATER_TRIES = 8
"""After so many times "not now" a person is asked; nothing is refused by that."""

BUSY_WAIT = 2.0
"""Seconds to wait after the first "not now", twice as long after each more."""


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of a batch. `quota` tells that it stays refused for want of room (nothing was split off it); `wait`
    is how many seconds nothing should be sent, `ask` what a person must do before anything is."""

    state: BatchState
    quota: bool = False
    wait: float = 0.0
    words: str = ""
    ask: Asked | None = None


class Doubt:
    """Verdicts on batches of one account, by looking. `changed` is told of each batch whose state has changed.

    Raises ServerProblem when the session is lost; the batch is then as it was.
    """

    def __init__(self, journal: Journal, session: Session, facts: ServerFacts, account: str, *, loopback: bool,
                 changed: Callable[[BatchId], None]) -> None:
        self._journal = journal
        self._session = session
        self._facts = facts
        self._account = account
        self._loopback = loopback
        self._changed = changed

    def settle(self, batch: BatchRecord) -> Settled:
        """Look what of the batch is there. DOUBTFUL with a `wait` if it is too early to tell."""
        messages = [message for message in self._journal.messages_of(batch.id) if message.uid is None]
        if self._session.status(batch.mailbox) is None:
            return self.conflict(batch, f"The mailbox {batch.mailbox} is gone, so nobody can tell whether the batch "
                                        f"had arrived in it.")
        first = batch.uidnext or 1
        validity, heads = self._session.heads_from(batch.mailbox, first, HEADER_DIGEST_LIMIT)
        if validity != batch.uidvalidity:
            return self.conflict(batch, f"The mailbox {batch.mailbox} was made anew meanwhile, so nobody can tell "
                                        f"whether the batch had arrived in it.")
        others = self._journal.recorded_uids(batch.mailbox, self._account, validity, first)
        seen = compare(messages, [head for head in heads if head.uid not in others])
        if seen.sight is Sight.ALL:
            self._journal.settle_committed(
                batch.id, {messages[index].id: uid for index, uid in seen.uids.items()}, batch.words)
            self._changed(batch.id)
            return Settled(BatchState.COMMITTED)
        if seen.sight is Sight.SOME and batch.status:
            if batch.delivery is DeliveryKind.MULTIAPPEND:
                self._journal.note_not_atomic(self._account)
            return self.conflict(batch, f"The server refused the batch, but {seen.found} of its {seen.expected} "
                                        f"messages are in {batch.mailbox}. Nothing was sent again or removed.")
        if batch.status:  # the server has refused it, and indeed nothing is there
            refused = Refused(batch.status, batch.code, batch.words, None, committed=False, in_step=True)
            return self.believed(batch, messages, refused, batch.attempts)
        wait = LOOPBACK_WAIT if self._loopback else batch.doubtful_wait
        left = min(wait, batch.doubtful_since + wait - time.time())
        if left > 0:
            return Settled(BatchState.DOUBTFUL, wait=min(left, 1.0 if self._loopback else 5.0))
        if seen.astray:
            return self.conflict(batch, f"The connection broke, and now messages of the batch are in {batch.mailbox} "
                                        f"in another order, so nobody can tell which of them are of this import.")
        if seen.sight is Sight.SOME:
            # The server has crashed inside its commit, or appends one by one: what is missing is sent.
            self._journal.note_landed(batch.id, {messages[index].id: uid for index, uid in seen.uids.items()})
            self._journal.requeue(batch.id, "there in part", f"{seen.found} of {seen.expected} messages were stored.")
            self._changed(batch.id)
            return Settled(BatchState.QUEUED)
        self._journal.requeue(batch.id, "not there", "The connection broke; nothing of the batch was stored.")
        self._changed(batch.id)
        return Settled(BatchState.QUEUED)

    def conflict(self, batch: BatchRecord, reason: str) -> Settled:
        """Nobody can tell, or set right, what became of it: a person is shown it."""
        self._journal.settle_conflict(batch.id, reason)
        self._changed(batch.id)
        return Settled(BatchState.CONFLICT)

    def believed(self, batch: BatchRecord, messages: list[QueuedMessage], refused: Refused, tries: int, *,
                 whole: bool = False) -> Settled:
        """Nothing is stored, after so many tries: try once more, or take the no for an answer."""
        refused = self._classified(batch, messages, refused)
        what = verdicts.meaning(refused)
        wait, ask = 0.0, None
        match what:
            case Meaning.MAILBOX:
                again = not whole and tries < MAILBOX_TRIES
            case Meaning.LATER:
                again, wait = True, verdicts.wait_before(refused, tries, BUSY_WAIT)
                if tries % LATER_TRIES == 0:
                    ask = Asked("The server takes nothing now", f"The server has put us off {tries} times. Try again "
                                "later.", detail=refused.text)
            case Meaning.FAULT:
                again, wait = tries < FAULT_TRIES, verdicts.wait_before(refused, tries, BUSY_WAIT)
                if tries == FAULT_TRIES - 1:
                    ask = Asked("The server reports a fault of its own", "The server has twice reported a fault of its "
                                "own. Ask its operator, or try again: then what it does not take is left out.",
                                detail=refused.text)
            case Meaning.SIGN_IN:
                again, ask = True, Asked("The server wants you to sign in again", "The server does not let this "
                                         "sign-in go on. Check the password, then go on.", detail=refused.text)
            case _:
                again = False
        if not again:
            return self._rejected(batch, messages, refused, whole=whole or what is Meaning.FORBIDDEN)
        self._journal.requeue(batch.id, "refused for now", refused.text)
        self._changed(batch.id)
        return Settled(BatchState.QUEUED, wait=wait, words=refused.text, ask=ask)

    def _classified(self, batch: BatchRecord, messages: list[QueuedMessage], refused: Refused) -> Refused:
        """A bare NO may stand for want of room: some servers have no code and no words for it. Raises ServerProblem."""
        if refused.status != "NO" or refused.code or not refused.in_step or not messages:
            return refused
        quota = self._session.quota(batch.mailbox)
        if quota is None or min(message.wire_size for message in messages) <= quota.room:
            return refused
        return replace(refused, code="OVERQUOTA")

    def _rejected(self, batch: BatchRecord, messages: list[QueuedMessage], refused: Refused, *, whole: bool) -> Settled:
        """The verdict is no, and nothing is stored: note it, and what follows from it, in one transaction."""
        every = self._journal.messages_of(batch.id)
        landed = [message.uid for message in every if message.uid is not None]
        if landed and not self._taken_out(batch, landed):
            return self._half(batch, landed, len(every), refused.text)
        culprit = batch.culprit
        place = None if whole else verdicts.culprit_place(refused, len(messages))
        if place is not None:
            culprit = messages[place].id
        messages = every
        ids = [message.id for message in messages]
        place = ids.index(culprit) if culprit in ids and not whole else None
        isolate = self._journal.import_record(batch.import_id).options.on_reject is OnReject.ISOLATE
        groups = verdicts.isolating_groups(ids, place) if isolate and not whole else []
        if len(ids) > 1 and verdicts.meaning(refused) is Meaning.COUNT:
            limit = self._journal.learnt_limits(self._account).save_limit or len(ids)
            groups = verdicts.chunks(ids, min(limit, (len(ids) + 1) // 2))
        size = None if place is None else messages[place].wire_size
        children = self._journal.settle_rejected(
            batch.id, status=refused.status, code=refused.code, words=refused.text,
            reason=verdicts.sentence(refused, size, self._facts.append_limit),
            culprit=None if place is None else ids[place], groups=groups)
        for changed in (batch.id, *children):
            self._changed(changed)
        return Settled(BatchState.REJECTED, quota=not groups and verdicts.is_quota(refused.code, refused.text),
                       words=refused.text)

    def _taken_out(self, batch: BatchRecord, landed: list[int]) -> bool:
        """Remove what of a refused batch lies in the mailbox, by the UIDs that were noted. Raises ServerProblem."""
        if not self._session.capabilities.uidplus:
            return False
        try:
            with self._session.opened(batch.mailbox) as mailbox:
                if mailbox.uidvalidity != batch.uidvalidity:
                    return False
                mailbox.remove(landed)
        except CommandRefused:
            return False
        self._journal.note_taken_out(batch.id)
        return True

    def _half(self, batch: BatchRecord, landed: list[int], count: int, words: str) -> Settled:
        return self.conflict(batch, f"{len(landed)} of its {count} messages are in {batch.mailbox}, the others were "
                                    f"refused, and those that are there could not be removed again: {words}")
