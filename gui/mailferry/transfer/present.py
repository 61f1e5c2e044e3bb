"""What lies in a mailbox already, so that an import that is repeated brings nothing in twice.

The mailbox as it is now is asked, never the journal: what was deleted comes back, what was moved in counts. Two
messages are equal if their sizes and header digests are, and the header names a Message-ID (RFC 5322 3.6.4). Without
one a header is no name: then all octets must be equal, which is known only of those up to HEADER_DIGEST_LIMIT octets;
a larger one is rather brought in twice than left out wrongly. Sizes are fetched once for all messages, the first octets
only of those whose size fits. Copies are counted: each message in the mailbox stands for one of the source.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Container, Sequence
from dataclasses import dataclass

from mailferry.imap.examined import StoredHead
from mailferry.imap.session import Session
from mailferry.mail.message import HEADER_DIGEST_LIMIT, header_digest
from mailferry.transfer.messages import QueuedMessage
from mailferry.transfer.values import MessageId

_MESSAGE_ID = re.compile(rb"(?:\A|\r\n)Message-ID[ \t]*:", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Lying:
    """A message in the mailbox. `octets` is the SHA-256 of all its octets, None if they were not all fetched."""

    uid: int
    has_message_id: bool
    octets: bytes | None

    def is_equal(self, message: QueuedMessage) -> bool:
        """For a message of the same size and header digest."""
        return self.has_message_id or self.octets == message.digest


class Present:
    """The messages of one mailbox with UIDs below `baseline`, less those in `taken`. Lives as long as its session."""

    def __init__(self, session: Session, mailbox: str, baseline: int, taken: Container[int]) -> None:
        self._session = session
        self._mailbox = mailbox
        self._baseline = baseline
        self._taken = taken
        self._by_size: dict[int, list[int]] | None = None
        self._by_digest: dict[tuple[int, bytes], list[_Lying]] = defaultdict(list)

    def twins(self, messages: Sequence[QueuedMessage]) -> dict[MessageId, int]:
        """Which of these lie in the mailbox, and with which UIDs; those are not found again. Raises ServerProblem."""
        if self._by_size is None:
            self._by_size = self._sizes()
        wanted = {message.wire_size for message in messages} & self._by_size.keys()
        uids = [uid for size in wanted for uid in self._by_size.pop(size)]
        if uids:
            for head in self._session.heads_of(self._mailbox, uids, HEADER_DIGEST_LIMIT):
                self._by_digest[head.size, header_digest(head.head)].append(_lying(head))
        found: dict[MessageId, int] = {}
        for message in messages:
            same = self._by_digest.get((message.wire_size, message.header_digest), [])
            twin = next((one for one in same if one.is_equal(message)), None)
            if twin is not None:
                same.remove(twin)
                found[message.id] = twin.uid
        return found

    def _sizes(self) -> dict[int, list[int]]:
        by_size: dict[int, list[int]] = defaultdict(list)
        if self._baseline > 1:
            _, sizes = self._session.sizes_below(self._mailbox, self._baseline)
            for uid, size in sizes.items():
                if uid not in self._taken:
                    by_size[size].append(uid)
        return by_size


def _lying(head: StoredHead) -> _Lying:
    header = head.head.partition(b"\r\n\r\n")[0]
    whole = head.size == len(head.head)
    return _Lying(head.uid, _MESSAGE_ID.search(header) is not None,
                  hashlib.sha256(head.head).digest() if whole else None)
