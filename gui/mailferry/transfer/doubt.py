"""What becomes of a batch that its server did not plainly accept: it is looked for, and then sent again, believed to be
refused, or shown to the user as a conflict.

The way to look is in `looking.py`, and copies that come later still are in `late.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from mailferry.imap.append import Refused
from mailferry.imap.errors import CommandRefused
from mailferry.imap.session import Session
from mailferry.transfer import verdicts
from mailferry.transfer.errors import Asked
from mailferry.transfer.journal import Journal
from mailferry.transfer.journal_batches import BatchRecord
from mailferry.transfer.look import Seen, Sight
from mailferry.transfer.looking import Looking, Settled
from mailferry.transfer.messages import QueuedMessage
from mailferry.transfer.proof import removable
from mailferry.transfer.refused import Refusals, suspects
from mailferry.transfer.values import (
    BatchId,
    BatchState,
    DeliveryKind,
    MessageId,
    OnReject,
    ServerFacts,
    with_more,
)
from mailferry.transfer.verdicts import Meaning

MAILBOX_TRIES = 3
"""So often a batch is sent although the server says that its mailbox is missing."""

FAULT_TRIES = 3
"""So often a batch is sent although the server reports a fault of its own; before the last time a person is asked."""

LATER_TRIES = 8
"""After so many times "not now" a person is asked; nothing is refused by that."""

WITHDRAWN = "CANCELLED BY THE USER"
"""In place of a response code (which holds no blanks): a doubtful batch that is not to be sent if it is not there."""

BUSY_WAIT = 2.0
"""Seconds to wait after the first "not now", twice as long after each more."""


class Doubt(Looking):
    """Verdicts on batches of one account, by looking. `changed` is told of each batch whose state has changed.

    Raises ServerProblem when the session is lost; the batch is then as it was.
    """

    def __init__(self, journal: Journal, session: Session, facts: ServerFacts, account: str, refusals: Refusals, *,
                 loopback: bool, changed: Callable[[BatchId], None]) -> None:
        super().__init__(journal, session, account, loopback=loopback, changed=changed)
        self._facts = facts
        self._refusals = refusals

    def settle(self, batch: BatchRecord) -> Settled:
        """Look what of a doubtful batch is there. DOUBTFUL with a `wait` if it is too early to tell."""
        messages = [message for message in self._journal.messages_of(batch.id) if message.uid is None]
        mailbox = self._facts.shown(batch.mailbox)
        status = self._session.status(batch.mailbox)
        if status is None:
            return self.conflict(batch, f"The mailbox {mailbox} is gone, so nobody can tell whether the batch "
                                        f"had arrived in it.", looked=None)
        first = batch.uidnext or 1
        left = 0.0 if batch.status else self.left(batch.doubtful_since, batch.doubtful_wait)
        validity, heads = self.unclaimed(batch, messages, first)
        seen, mended = self._altered.see(batch, messages, heads), None
        if not batch.status and left <= 0 and seen.sight is not Sight.ALL and not seen.astray:
            mended = self.mended(batch, messages, status.uidnext)
        if mended is not None:
            validity, heads = self.unclaimed(batch, messages, first)
            seen = self._altered.see(batch, messages, heads)
        if validity != batch.uidvalidity:
            return self.conflict(batch, f"The mailbox {mailbox} was made anew meanwhile, so nobody can tell "
                                        f"whether the batch had arrived in it.", looked=None)
        found = {messages[index].id: uid for index, uid in seen.uids.items()}
        if seen.unsure and left <= 0:
            return self.conflict(batch, f"Messages have come into {mailbox} that may be those of the batch, "
                                        f"changed by the server, or another program's.", found, looked=heads,
                                 blurred=True)
        if mended is not None or batch.mended_from is not None:
            self.give_flags(batch, messages, found, mended or batch.mended_from or 1)
        if seen.sight is Sight.ALL and not seen.unsure:
            self._journal.settle_committed(batch.id, found, batch.words, found=True)
            self._changed(batch.id)
            return Settled(BatchState.COMMITTED)
        if batch.status:  # refused: the server has done with it, nothing comes late
            if seen.sight is Sight.SOME:
                self._journal.note_not_atomic(self._account, batch.delivery)
            if seen.astray:
                return self.conflict(batch, f"The server refused the batch, but messages of it are in {mailbox} "
                                            f"in another order, so nobody can tell which of them are of this import.",
                                     found, looked=heads)
            if batch.culprit in found:  # it is there after all; what follows it was not sent, or is there, too
                return self._made_whole(batch, seen, found)
            refused = Refused(batch.status, batch.code, batch.words, None, committed=False, in_step=True)
            return self.believed(batch, messages, refused, batch.attempts, kept=found)
        if left > 0:
            return Settled(BatchState.DOUBTFUL, wait=left)
        if seen.astray:
            return self.conflict(batch, f"The connection broke, and now messages of the batch are in {mailbox} "
                                        f"in another order, so nobody can tell which of them are of this import.",
                                 found, looked=heads)
        # Lost before the last CRLF (no wait), nothing comes late once the server has mended its store.
        may_come_late = batch.doubtful_wait > 0 or mended is None
        if seen.sight is Sight.SOME:
            # The server has crashed inside its commit, or appends one by one.
            return self._made_whole(batch, seen, found, may_come_late=may_come_late)
        self._journal.requeue(batch.id, "not there", "The connection broke; nothing more of it was stored.",
                              may_come_late=may_come_late)
        if batch.code == WITHDRAWN and not self._journal.has_landed(batch.id):
            return self._cancelled(batch)
        self._changed(batch.id)
        return Settled(BatchState.QUEUED)

    def _made_whole(self, batch: BatchRecord, seen: Seen, found: Mapping[MessageId, int], *,
                    may_come_late: bool = False) -> Settled:
        """A part of it was found: what is missing is sent."""
        self._journal.note_landed(batch.id, found, found=True)
        self._journal.requeue(batch.id, "there in part", f"{seen.found} of {seen.expected} messages were stored.",
                              may_come_late=may_come_late)
        self._changed(batch.id)
        return Settled(BatchState.QUEUED)

    def _cancelled(self, batch: BatchRecord) -> Settled:
        """Nothing of it is there, and the user does not want it sent."""
        self._journal.settle_cancelled(batch.id, "")
        self._changed(batch.id)
        return Settled(BatchState.CANCELLED)

    def believed(self, batch: BatchRecord, messages: list[QueuedMessage], refused: Refused, tries: int, *,
                 whole: bool = False, kept: Mapping[MessageId, int] | None = None) -> Settled:
        """Nothing is stored, or but what was found `kept`, after so many tries: try once more, or take the no for an
        answer."""
        if refused.code == WITHDRAWN and not kept:
            self._journal.requeue(batch.id, "cancelled", refused.text)
            return self._cancelled(batch)
        refused = self._classified(batch, messages, refused)
        if self._copy_lacks_room(batch, refused):
            return self._queued(batch, Settled(BatchState.QUEUED, words=refused.text), kept)
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
            return self._rejected(batch, messages, refused, whole=whole or what is Meaning.FORBIDDEN, kept=kept or {})
        return self._queued(batch, Settled(BatchState.QUEUED, wait=wait, words=refused.text, ask=ask), kept)

    def _classified(self, batch: BatchRecord, messages: list[QueuedMessage], refused: Refused) -> Refused:
        """A bare NO may stand for want of room: some servers have no code and no words for it. Raises ServerProblem."""
        if refused.status != "NO" or refused.code or not refused.in_step or not messages:
            return refused
        quota = self._session.quota(batch.mailbox)
        if quota is None or min(message.wire_size for message in messages) <= quota.room:
            return refused
        return replace(refused, code="OVERQUOTA")

    def _queued(self, batch: BatchRecord, settled: Settled, kept: Mapping[MessageId, int] | None) -> Settled:
        """It was refused, but may be taken later, or otherwise."""
        self._journal.note_landed(batch.id, kept or {}, found=True)
        self._journal.requeue(batch.id, "refused for now", settled.words)
        self._changed(batch.id)
        return settled

    def _copy_lacks_room(self, batch: BatchRecord, refused: Refused) -> bool:
        """Whether a batch was refused because it would be there twice for a moment; then it goes straight into its
        target from now on."""
        if batch.delivery is not DeliveryKind.STAGED or not batch.status or not verdicts.is_quota(
                refused.code, refused.text):
            return False
        self._journal.set_delivery(batch.id, DeliveryKind.REVERSIBLE)
        return True

    def _rejected(self, batch: BatchRecord, messages: list[QueuedMessage], refused: Refused, *, whole: bool,
                  kept: Mapping[MessageId, int]) -> Settled:
        """The verdict is no: note it, and what follows from it, in one transaction.

        What the server told that it is there is removed. What was only found is not: it could be another program's.
        Where the other messages get in without the refused one, it has arrived, and is a batch of its own; else a
        person is asked.
        """
        every = self._journal.messages_of(batch.id)
        isolate = self._journal.import_record(batch.import_id).options.on_reject is OnReject.ISOLATE and not whole
        kept = {message.id: message.uid for message in every if message.uid is not None and message.found} | dict(kept)
        if kept and not isolate:
            return self.conflict(batch, f"The server refused the batch, and yet a part of it is there. It was not "
                                        f"removed, since it could be of another program. The server said: "
                                        f"{refused.text}", kept)
        if not self._taken_out(batch, every):
            return self.conflict(batch, f"The server refused the batch after a part of it was stored, and that part "
                                        f"could not be removed again. The server said: {refused.text}")
        every = [message for message in every if message.id not in kept]
        culprit = batch.culprit
        place = None if whole else verdicts.culprit_place(refused, len(messages))
        if place is not None:
            culprit = messages[place].id
        messages = every
        ids = [message.id for message in messages]
        place = ids.index(culprit) if culprit in ids and not whole else None
        apart = suspects(messages, refused.text) if isolate and place is None else []
        groups = verdicts.isolating_groups(ids, place, apart) if isolate else []
        if len(ids) > 1 and verdicts.meaning(refused) is Meaning.COUNT:
            limit = self._journal.learnt_limits(self._account).save_limit or len(ids)
            groups = verdicts.chunks(ids, min(limit, (len(ids) + 1) // 2))
        size = None if place is None else messages[place].wire_size
        reason = verdicts.sentence(refused, size, self._facts.append_limit)
        remedies, offer = [], ""
        stands = place is not None and (isolate or len(ids) == 1) and verdicts.meaning(refused) is Meaning.MESSAGE
        if place is not None and stands:
            step = self._refusals.next_step(batch.import_id, messages[place], refused, reason)
            groups = [*groups, [ids[place]]] if step.again else groups
            remedies, offer = [step.remedy], step.offer
            reason = with_more(reason, step.trouble)
        children = self._journal.settle_rejected(
            batch.id, status=refused.status, code=refused.code, words=refused.text, reason=reason,
            culprit=None if place is None else ids[place], groups=groups, remedies=remedies, kept=kept,
            offer=offer)
        for changed in (batch.id, *children):
            self._changed(changed)
        return Settled(BatchState.REJECTED, quota=not groups and verdicts.is_quota(refused.code, refused.text),
                       words=refused.text)

    def _taken_out(self, batch: BatchRecord, messages: Sequence[QueuedMessage]) -> bool:
        """Remove what of a refused batch lies in the mailbox. Raises ServerProblem."""
        uids = list(removable(messages))
        if not uids:
            return True
        if not self._session.capabilities.uidplus:
            return False
        try:
            with self._session.opened(batch.mailbox) as mailbox:
                if mailbox.uidvalidity != batch.uidvalidity:
                    return False
                mailbox.remove(uids)
        except CommandRefused:
            return False
        self._journal.note_taken_out(batch.id)
        return True
