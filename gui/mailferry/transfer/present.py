"""What lies in a mailbox already, so that an import that is repeated brings nothing in twice.

The mailbox as it is now is asked, never the journal: what was deleted comes back, what was moved in counts. Two
messages are equal if their sizes and their header digests are. Sizes are fetched once for all messages; the first
octets only of those whose size fits. Copies are counted: each message in the mailbox stands for one of the source.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Sequence

from mailferry.imap.session import Session
from mailferry.mail.message import HEADER_DIGEST_LIMIT, header_digest
from mailferry.transfer.messages import QueuedMessage
from mailferry.transfer.values import MessageId


class Present:
    """The messages of one mailbox with UIDs below `baseline`, less those in `taken`. Lives as long as its session."""

    def __init__(self, session: Session, mailbox: str, baseline: int, taken: Container[int]) -> None:
        self._session = session
        self._mailbox = mailbox
        self._baseline = baseline
        self._taken = taken
        self._by_size: dict[int, list[int]] | None = None
        self._by_digest: dict[tuple[int, bytes], list[int]] = defaultdict(list)

    def twins(self, messages: Sequence[QueuedMessage]) -> dict[MessageId, int]:
        """Which of these lie in the mailbox, and with which UIDs; those are not found again. Raises ServerProblem."""
        if self._by_size is None:
            self._by_size = self._sizes()
        wanted = {message.wire_size for message in messages} & self._by_size.keys()
        uids = [uid for size in wanted for uid in self._by_size.pop(size)]
        if uids:
            for head in self._session.heads_of(self._mailbox, uids, HEADER_DIGEST_LIMIT):
                self._by_digest[head.size, header_digest(head.head)].append(head.uid)
        found: dict[MessageId, int] = {}
        for message in messages:
            same = self._by_digest.get((message.wire_size, message.header_digest))
            if same:
                found[message.id] = same.pop(0)
        return found

    def _sizes(self) -> dict[int, list[int]]:
        by_size: dict[int, list[int]] = defaultdict(list)
        if self._baseline > 1:
            _, sizes = self._session.sizes_below(self._mailbox, self._baseline)
            for uid, size in sizes.items():
                if uid not in self._taken:
                    by_size[size].append(uid)
        return by_size
