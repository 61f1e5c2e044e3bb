"""What becomes of a batch that its server did not plainly accept: it is looked for, and then sent again, believed to be
refused, or shown to the user as a conflict.

The way to look is in `look.py`. Waits and rules are those of the design for doubtful batches.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from mailferry.imap.append import Refused
from mailferry.imap.errors import CommandRefused
from mailferry.imap.examined import StoredHead
from mailferry.imap.opened import sequence_set
from mailferry.imap.session import Session
from mailferry.mail.message import HEADER_DIGEST_LIMIT
from mailferry.transfer import verdicts
from mailferry.transfer.errors import Asked
from mailferry.transfer.journal import BatchRecord, Journal
from mailferry.transfer.look import Sight, compare, less
from mailferry.transfer.messages import QueuedMessage
from mailferry.transfer.proof import is_ours, is_untouched
from mailferry.transfer.refused import Refusals, suspects
from mailferry.transfer.values import BatchId, BatchState, DeliveryKind, MessageId, OnReject, ServerFacts
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

WITHDRAWN = "CANCELLED BY THE USER"
"""In place of a response code (which holds no blanks): a doubtful batch that is not to be sent if it is not there."""

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

    def __init__(self, journal: Journal, session: Session, facts: ServerFacts, account: str, refusals: Refusals, *,
                 loopback: bool,
                 changed: Callable[[BatchId], None]) -> None:
        self._journal = journal
        self._session = session
        self._facts = facts
        self._account = account
        self._loopback = loopback
        self._changed = changed
        self._refusals = refusals

    def settle(self, batch: BatchRecord) -> Settled:
        """Look what of a doubtful batch is there; or of a settled one, whether a copy of it has come late.

        The state is as it was, with a `wait`, if it is too early to tell.
        """
        if batch.state is not BatchState.DOUBTFUL:
            return self._look_for_late(batch)
        messages = [message for message in self._journal.messages_of(batch.id) if message.uid is None]
        if self._session.status(batch.mailbox) is None:
            return self.conflict(batch, f"The mailbox {batch.mailbox} is gone, so nobody can tell whether the batch "
                                        f"had arrived in it.")
        first = batch.uidnext or 1
        validity, heads = self._unclaimed(batch, messages, first)
        if validity != batch.uidvalidity:
            return self.conflict(batch, f"The mailbox {batch.mailbox} was made anew meanwhile, so nobody can tell "
                                        f"whether the batch had arrived in it.")
        seen = compare(messages, heads)
        found = {messages[index].id: uid for index, uid in seen.uids.items()}
        if seen.sight is Sight.ALL:
            self._journal.settle_committed(batch.id, found, batch.words, found=True)
            self._changed(batch.id)
            return Settled(BatchState.COMMITTED)
        if batch.status:  # refused: the server has done with it, nothing comes late
            if seen.sight is Sight.SOME:
                self._journal.note_not_atomic(self._account, batch.delivery)
            if seen.astray:
                return self.conflict(batch, f"The server refused the batch, but messages of it are in {batch.mailbox} "
                                            f"in another order, so nobody can tell which of them are of this import.",
                                     found)
            refused = Refused(batch.status, batch.code, batch.words, None, committed=False, in_step=True)
            return self.believed(batch, messages, refused, batch.attempts, kept=found)
        left = self._left(batch.doubtful_since, batch.doubtful_wait)
        if left > 0:
            return Settled(BatchState.DOUBTFUL, wait=left)
        if seen.astray:
            return self.conflict(batch, f"The connection broke, and now messages of the batch are in {batch.mailbox} "
                                        f"in another order, so nobody can tell which of them are of this import.",
                                 found)
        if seen.sight is Sight.SOME:
            # The server has crashed inside its commit, or appends one by one: what is missing is sent.
            self._journal.note_landed(batch.id, found, found=True)
            self._journal.requeue(batch.id, "there in part", f"{seen.found} of {seen.expected} messages were stored.",
                                  may_come_late=True)
        else:
            self._journal.requeue(batch.id, "not there", "The connection broke; nothing of the batch was stored.",
                                  may_come_late=True)
            if batch.code == WITHDRAWN:
                return self._cancelled(batch)
        self._changed(batch.id)
        return Settled(BatchState.QUEUED)

    def _cancelled(self, batch: BatchRecord) -> Settled:
        """Nothing of it is there, and the user does not want it sent."""
        self._journal.settle_cancelled(batch.id, "")
        self._changed(batch.id)
        return Settled(BatchState.CANCELLED)

    def _unclaimed(self, batch: BatchRecord, messages: Sequence[QueuedMessage],
                   first: int) -> tuple[int, list[StoredHead]]:
        """UIDVALIDITY, and what lies in the mailbox from this UID on and may be of the batch: it is no message that the
        journal knows, and its internal date is one that was sent, if this server keeps dates."""
        validity, heads = self._session.heads_from(batch.mailbox, first, HEADER_DIGEST_LIMIT)
        known = self._journal.recorded_uids(batch.mailbox, self._account, validity, first)
        heads = [head for head in heads if head.uid not in known]
        dates = {message.internal_date for message in messages}
        kept = self._journal.dates_sent(batch.mailbox, self._account, validity)
        if not heads or not kept or None in dates:
            return validity, heads
        with self._session.examined(batch.mailbox):
            marks = self._session.stored.marks(sorted({*kept, *(head.uid for head in heads)}))
        if any(marks[uid].date != date for uid, date in kept.items() if uid in marks):
            return validity, heads
        sent = {int(date.timestamp()) for date in dates if date is not None}
        return validity, [head for head in heads if head.uid not in marks or marks[head.uid].date in sent]

    def _left(self, since: float, wait: float) -> float:
        """Seconds to wait before the next look; 0 if the time is over."""
        if self._loopback:
            wait = LOOPBACK_WAIT
        return max(0.0, min(wait, since + wait - time.time(), 1.0 if self._loopback else 5.0))

    # --- late copies -------------------------------------------------------------------------------------------------

    def _look_for_late(self, batch: BatchRecord) -> Settled:
        """An attempt was lost, nothing of it was there, and the batch was sent again: has it come all the same?"""
        left = self._left(batch.settled, LOST_WAIT)
        if left > 0:
            return Settled(batch.state, wait=left)
        messages = self._journal.messages_of(batch.id)
        new: dict[MessageId, int] = {}
        if messages and self._session.status(batch.mailbox) is not None:
            validity, heads = self._unclaimed(batch, messages, batch.late_from or 1)
            if validity == batch.uidvalidity:
                if batch.state is BatchState.COMMITTED:  # without UIDPLUS it does not know its own yet
                    unknown = [message for message in messages if message.uid is None]
                    own = compare(unknown, heads).uids
                    new = {unknown[index].id: uid for index, uid in own.items()}
                    heads = [head for head in heads if head.uid not in own.values()]
                heads = less(heads, self._journal.stored_without_uid(batch.id))
                late = compare(messages, heads)
                if late.sight is not Sight.NONE and not (
                        late.sight is Sight.ALL and not late.spare
                        and self._took_back(batch, messages, [late.uids[index] for index in range(len(messages))])):
                    return self.conflict(batch, _LATE[batch.state], {
                        messages[index].id: uid for index, uid in late.uids.items()})
        self._journal.end_late_watch(batch.id, new)
        self._changed(batch.id)
        return Settled(batch.state)

    def _took_back(self, batch: BatchRecord, messages: Sequence[QueuedMessage], late: Sequence[int]) -> bool:
        """Remove the copy whose UIDs the server told us, if the late one is as good. Raises ServerProblem.

        Never the late one: it could be another client's. After a crash in the middle the next look does the rest.
        """
        own = removable(messages)
        if batch.state is not BatchState.COMMITTED or len(own) < len(messages):
            return False
        try:
            with self._session.opened(batch.mailbox) as mailbox:
                if mailbox.uidvalidity != batch.uidvalidity or not is_ours(self._session.stored, messages, late):
                    return False
                marks = self._session.stored.marks(list(own))
                if not all(is_untouched(own[uid], replace(mark, flags=mark.flags - {"\\Deleted"}))
                           for uid, mark in marks.items()):
                    return False
                mailbox.remove(list(marks))
        except CommandRefused:
            return False
        self._journal.end_late_watch(batch.id, {message.id: uid for message, uid in zip(messages, late, strict=True)})
        return True

    # --- verdicts ----------------------------------------------------------------------------------------------------

    def conflict(self, batch: BatchRecord, reason: str, found: Mapping[MessageId, int] | None = None) -> Settled:
        """Nobody can tell, or set right, what became of it: a person is shown what was sent, and what was `found`."""
        messages = self._journal.messages_of(batch.id)
        there = {message.id: message.uid for message in messages if message.uid is not None} | dict(found or {})
        self._journal.settle_conflict(batch.id, f"{reason} {_both_sides(batch.mailbox, messages, there)}")
        self._changed(batch.id)
        return Settled(BatchState.CONFLICT)

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
        remedies = []
        stands = place is not None and (isolate or len(ids) == 1) and verdicts.meaning(refused) is Meaning.MESSAGE
        if place is not None and stands:
            step = self._refusals.next_step(batch.import_id, messages[place], refused, reason)
            groups = [*groups, [ids[place]]] if step.again else groups
            remedies = [step.remedy]
            reason = f"{reason} {step.trouble}".strip()
        children = self._journal.settle_rejected(
            batch.id, status=refused.status, code=refused.code, words=refused.text, reason=reason,
            culprit=None if place is None else ids[place], groups=groups, remedies=remedies, kept=kept)
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


def removable(messages: Sequence[QueuedMessage]) -> dict[int, QueuedMessage]:
    """The messages that may be removed, by UID: those whose UIDs the server told us when it stored them.

    Nothing tells one that was found by a look from what another program has brought of the same source meanwhile.
    """
    return {message.uid: message for message in messages if message.uid is not None and not message.found}


_LATE = {
    BatchState.COMMITTED: "The connection broke while the batch was sent, nothing of it was there, and so it was sent "
                          "again; now there is more of it than was sent, and nobody can tell which may be removed.",
    BatchState.REJECTED: "The server has refused the batch, but messages of an attempt before, which was lost, have "
                         "come late.",
    BatchState.CANCELLED: "The batch was cancelled, but messages of an attempt before, which was lost, have come late.",
}
"""What a late copy means for a batch in this state."""

_SUBJECTS = 3
"""So many messages are named."""


def _both_sides(mailbox: str, messages: Sequence[QueuedMessage], there: Mapping[MessageId, int | None]) -> str:
    """What was sent and what is there, for a person, and what he can do."""
    named = ", ".join(f"“{message.subject}”" if message.subject else "one without a subject"
                      for message in messages[:_SUBJECTS])
    more = ", …" if len(messages) > _SUBJECTS else ""
    sent = f"Sent: {_count(len(messages))} ({named}{more})."
    places = [str(place) for place, message in enumerate(messages, 1) if message.id in there]
    uids = sequence_set([uid for uid in there.values() if uid is not None]) if places else ""
    found = (f"There, in {mailbox}: {len(places)} of them, number {', '.join(places[:10])}"
             f"{', …' if len(places) > 10 else ''} of the batch (UID {uids})." if places
             else f"There, in {mailbox}: none that could be told.")
    return (f"{sent} {found} Look into the mailbox, then choose: try again, which sends all of it once more; leave it "
            f"out; or count it as arrived, if all of it is there.")


def _count(messages: int) -> str:
    return f"{messages:,} message{'s' if messages != 1 else ''}"
