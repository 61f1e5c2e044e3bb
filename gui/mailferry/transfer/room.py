"""Is the mailbox full, or is a message too big for what is left? Told apart so: when STREAK refusals for want of room
come in a row, the smallest message that is left is tried alone. If that does not fit either the mailbox is full, and
everything that was refused for this reason is queued again.
"""

from __future__ import annotations

from collections.abc import Callable

from mailferry.transfer.journal import Journal
from mailferry.transfer.journal_batches import BatchRecord
from mailferry.transfer.values import BatchId, ImportId

STREAK = 3


class Room:
    """What refusals for want of room tell of one account. `changed` is told of each batch that has changed."""

    def __init__(self, journal: Journal, account: str, changed: Callable[[BatchId], None]) -> None:
        self._journal = journal
        self._account = account
        self._changed = changed
        self._streak: list[BatchId] = []
        self.probe: BatchId | None = None
        """The batch with the smallest message alone: it goes next."""

    def arrived(self) -> None:
        """A batch has arrived: there is some room."""
        self._streak.clear()
        self.probe = None

    def refused_otherwise(self, batch: BatchRecord) -> None:
        """A batch was refused for another reason."""
        if batch.id == self.probe:
            self.probe = None

    def refused(self, batch: BatchRecord, held: frozenset[ImportId]) -> bool:
        """A batch was refused for want of room. Returns whether the mailbox is full: then all wait for it.

        Imports in `held` are not worked on.
        """
        self._streak.append(batch.id)
        if batch.id == self.probe:
            self._queue_again()
            return True
        if len(self._streak) >= STREAK and (self.probe is None or self._journal.batch(self.probe).state.settled):
            self.probe = self._smallest_alone(held)
        return False

    def _smallest_alone(self, held: frozenset[ImportId]) -> BatchId | None:
        """The batch of the smallest message that waits, without any other. None if nothing waits."""
        smallest = self._journal.smallest_queued(self._account, held)
        if smallest is None:
            return None
        batch_id, message_id = smallest
        rest = [message.id for message in self._journal.messages_of(batch_id) if message.id != message_id]
        if not rest:
            return batch_id
        children = self._journal.settle_cancelled(batch_id, "Divided, to see whether its smallest message fits.",
                                                  [[message_id], rest])
        self._tell(batch_id, *children)
        return children[0]

    def _queue_again(self) -> None:
        for refused in self._streak:
            children = self._journal.retry(refused, [[message.id for message in self._journal.messages_of(refused)]])
            self._tell(refused, *children)
        self._streak.clear()
        self.probe = None

    def _tell(self, *batches: BatchId) -> None:
        for batch_id in batches:
            self._changed(batch_id)
