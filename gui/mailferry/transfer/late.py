"""Copies that come late: an attempt was lost, nothing of it was there after the wait, the batch was sent again, and
then the first copy shows all the same. Looked for once more, as long after the batch was settled.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from mailferry.imap.errors import CommandRefused
from mailferry.transfer.journal_batches import BatchRecord
from mailferry.transfer.look import Sight, less
from mailferry.transfer.looking import LOST_WAIT, Looking, Settled
from mailferry.transfer.messages import QueuedMessage
from mailferry.transfer.proof import is_ours, is_untouched, removable
from mailferry.transfer.values import BatchState, DeliveryKind, MessageId

_WORDS = {
    BatchState.COMMITTED: "The connection broke while the batch was sent, nothing of it was there, and so it was sent "
                          "again; now there is more of it than was sent, and nobody can tell which may be removed.",
    BatchState.REJECTED: "The server has refused the batch, but messages of an attempt before, which was lost, have "
                         "come late.",
    BatchState.CANCELLED: "The batch was cancelled, but messages of an attempt before, which was lost, have come late.",
}
"""What a late copy means for a batch in this state."""


class LateCopies(Looking):
    """Looks for copies of settled batches."""

    def look(self, batch: BatchRecord) -> Settled:
        """An attempt was lost, nothing of it was there, and the batch was sent again: has it come all the same?"""
        left = self.left(batch.settled, LOST_WAIT)
        if left > 0:
            return Settled(batch.state, wait=left)
        messages = self._journal.messages_of(batch.id)
        new: dict[MessageId, int] = {}
        if messages and self._session.status(batch.mailbox) is not None:
            validity, heads = self.unclaimed(batch, messages, batch.late_from or 1)
            if validity == batch.uidvalidity:
                if batch.state is BatchState.COMMITTED:  # without UIDPLUS it does not know its own yet
                    unknown = [message for message in messages if message.uid is None]
                    own = self._altered.see(batch, unknown, heads).uids
                    new = {unknown[index].id: uid for index, uid in own.items()}
                    heads = [head for head in heads if head.uid not in own.values()]
                heads = less(heads, self._journal.stored_without_uid(batch.id))
                late = self._altered.see(batch, messages, heads)
                if late.sight is not Sight.NONE or (late.unsure and not new):
                    twice = {messages[index].id: uid for index, uid in late.uids.items()}
                    blurred = late.spare or late.astray or late.unsure
                    if blurred or not self._took_back(batch, messages, sorted(late.uids), list(late.uids.values())):
                        return self.conflict(batch, _WORDS[batch.state], twice | new, looked=heads, blurred=late.unsure)
                    new |= twice
        self._journal.end_late_watch(batch.id, new)
        self._changed(batch.id)
        return Settled(batch.state)

    def _took_back(self, batch: BatchRecord, every: Sequence[QueuedMessage], places: Sequence[int],
                   late: Sequence[int]) -> bool:
        """Remove the copies whose UIDs the server told us of messages that have come late, if the late ones are as good
        and one run of the batch, as one command or a part of it leaves them. Raises ServerProblem.

        Never the late ones: they could be another client's. After a crash in the middle the next look does the rest.
        """
        messages = [every[place] for place in places]
        one_run = batch.delivery is not DeliveryKind.REVERSIBLE  # there each message has a command of its own
        own = removable(messages)
        if (batch.state is not BatchState.COMMITTED or len(own) < len(messages)
                or (one_run and list(places) != list(range(places[0], places[0] + len(places))))):
            return False
        try:
            with self._session.opened(batch.mailbox) as mailbox:
                if mailbox.uidvalidity != batch.uidvalidity or not is_ours(
                        self._session.stored, messages, late, one_run=one_run):
                    return False
                marks = self._session.stored.marks(list(own))
                if not all(is_untouched(own[uid], replace(mark, flags=mark.flags - {"\\Deleted"}))
                           for uid, mark in marks.items()):
                    return False
                mailbox.remove(list(marks))
            # Should two programs take each other's copies for late ones of their own, the last to remove sees it here.
            with self._session.examined(batch.mailbox):
                return self._session.stored.marks(late).keys() == set(late)
        except CommandRefused:
            return False
