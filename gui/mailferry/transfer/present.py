"""What lies in a mailbox already, so that an import that is repeated brings nothing in twice.

The mailbox as it is now is asked, and the journal only says where to look: what was deleted comes back, what was moved
in counts. A message is there if, tried in this order,

- a message of the same source octets was brought to a UID of this mailbox, and that UID is there: also if the server
  has altered it, or if it was repaired;
- one there has its size and header digest, and the header names a Message-ID (RFC 5322 3.6.4). Without one a header is
  no name: then all octets must be equal, which is known only of those up to HEADER_DIGEST_LIMIT octets; a larger one is
  rather brought in twice than left out wrongly;
- one there has its Message-ID and Date, on a server that was seen to rewrite headers, and only there.

Copies are counted: each message in the mailbox stands for one of the source. Sizes are fetched once for all messages,
the first octets only of those whose size fits, and both are known for as long as the session lasts.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass

from mailferry.imap.examined import StoredHead
from mailferry.imap.session import Session
from mailferry.mail import headers
from mailferry.mail.errors import SourceProblem
from mailferry.mail.message import HEADER_DIGEST_LIMIT, header_digest
from mailferry.mail.wire import read_head
from mailferry.transfer.messages import QueuedMessage
from mailferry.transfer.values import MessageId

_MESSAGE_ID = re.compile(rb"(?:\A|\r\n)Message-ID[ \t]*:", re.IGNORECASE)
_LOOKED_AT = 3
"""Messages of a batch by which a server is seen to rewrite headers."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """A message that was brought to this UID with so many octets; `repaired` by us before."""

    uid: int
    wire_size: int
    repaired: bool


@dataclass(frozen=True, slots=True)
class _Lying:
    """A message in the mailbox. `octets` is the SHA-256 of all its octets, None if they were not all fetched."""

    likeness: tuple[int, bytes]
    has_message_id: bool
    octets: bytes | None

    def is_equal(self, message: QueuedMessage) -> bool:
        """For a message of the same size and header digest."""
        return self.has_message_id or self.octets == message.digest


class Contents:
    """The messages of one mailbox as they were seen on this session, by UID: under one UIDVALIDITY."""

    def __init__(self, session: Session, mailbox: str) -> None:
        self.session = session
        self.mailbox = mailbox
        self.sizes: dict[int, int] = {}
        self.uidvalidity = 0
        self.lying: dict[int, _Lying] = {}
        self.names: dict[int, bytes] = {}

    def look(self, below: int) -> None:
        """See what is there now, with UIDs below this one. What is known already is not asked again."""
        self.sizes = {} if below <= 1 else self._seen(below)

    def _seen(self, below: int) -> dict[int, int]:
        self.uidvalidity, sizes = self.session.sizes_below(self.mailbox, below, self.sizes)
        return sizes

    def fetch_heads(self, uids: Sequence[int]) -> None:
        """Fetch the first octets of these, where they are not known."""
        if unknown := [uid for uid in uids if uid not in self.lying]:
            for head in self.session.heads_of(self.mailbox, unknown, HEADER_DIGEST_LIMIT):
                self.lying[head.uid] = _lying(head)

    def fetch_names(self, uids: Sequence[int]) -> None:
        """Fetch what names these messages, where it is not known."""
        if unknown := [uid for uid in uids if uid not in self.names]:
            for uid, fields in self.session.fields_of(self.mailbox, unknown, ("MESSAGE-ID", "DATE")).items():
                self.names[uid] = name_of(fields)


class Present:
    """The messages of a mailbox with UIDs below `baseline`, less those in `taken`: for one import. Raises
    ServerProblem."""

    def __init__(self, contents: Contents, baseline: int, taken: Container[int]) -> None:
        contents.look(baseline)
        self._contents = contents
        self._free = {uid for uid in contents.sizes if uid < baseline and uid not in taken}
        self._by_size: dict[int, list[int]] = defaultdict(list)
        for uid in sorted(self._free):
            self._by_size[contents.sizes[uid]].append(uid)
        self._by_likeness: dict[tuple[int, bytes], list[int]] = defaultdict(list)
        self._by_name: dict[bytes, list[int]] | None = None

    def recorded(self, messages: Sequence[QueuedMessage],
                 records: Mapping[MessageId, Sequence[Recorded]]) -> dict[MessageId, Recorded]:
        """Which of these lie in the mailbox by what the journal knows; those are not found again."""
        found: dict[MessageId, Recorded] = {}
        for message in messages:
            record = next((one for one in records.get(message.id, ()) if one.uid in self._free), None)
            if record is not None:
                self._free.remove(record.uid)
                found[message.id] = record
        return found

    def rewritten(self, messages: Sequence[QueuedMessage], found: Mapping[MessageId, Recorded]) -> bool:
        """Whether the header of one of these, which lie at the UIDs found, is another there than in its source."""
        sizes = self._contents.sizes
        there = sorted((message for message in messages if message.id in found and not found[message.id].repaired),
                       key=lambda message: found[message.id].wire_size == sizes[found[message.id].uid])[:_LOOKED_AT]
        if not there:
            return False
        heads = {head.uid: head.head for head in self._contents.session.heads_of(
            self._contents.mailbox, [found[message.id].uid for message in there], HEADER_DIGEST_LIMIT)}
        for message in there:
            head = heads.get(found[message.id].uid)
            if head is not None and message.digest != hashlib.sha256(head).digest() and (
                    _plain_header(head) != _plain_header(head_of(message))):
                return True
        return False

    def like(self, messages: Sequence[QueuedMessage]) -> dict[MessageId, int]:
        """Which of these lie in the mailbox by size and header, with their UIDs; those are not found again."""
        wanted = {message.wire_size for message in messages} & self._by_size.keys()
        uids = [uid for size in wanted for uid in self._by_size.pop(size)]
        lying = self._contents.lying
        self._contents.fetch_heads(uids)
        for uid in sorted(uids):
            if uid in lying:
                self._by_likeness[lying[uid].likeness].append(uid)
        found: dict[MessageId, int] = {}
        for message in messages:
            same = self._by_likeness.get((message.wire_size, message.header_digest), [])
            twin = next((uid for uid in same if uid in self._free and lying[uid].is_equal(message)), None)
            if twin is not None:
                self._free.remove(twin)
                found[message.id] = twin
        return found

    def named(self, messages: Sequence[QueuedMessage]) -> dict[MessageId, int]:
        """Which of these lie in the mailbox by Message-ID and Date, with their UIDs; those are not found again."""
        if self._by_name is None:
            self._by_name = defaultdict(list)
            self._contents.fetch_names(sorted(self._free))
            for uid in sorted(self._free):
                if name := self._contents.names.get(uid):
                    self._by_name[name].append(uid)
        found: dict[MessageId, int] = {}
        for message in messages:
            name = name_of(head_of(message))
            twin = next((uid for uid in self._by_name.get(name, ()) if uid in self._free), None) if name else None
            if twin is not None:
                self._free.remove(twin)
                found[message.id] = twin
        return found


def _lying(head: StoredHead) -> _Lying:
    header = head.head.partition(b"\r\n\r\n")[0]
    whole = head.size == len(head.head)
    return _Lying((head.size, header_digest(head.head)), _MESSAGE_ID.search(header) is not None,
                  hashlib.sha256(head.head).digest() if whole else None)


def head_of(message: QueuedMessage) -> bytes:
    """The first octets of a message; none if its source cannot be read: whoever sends it will say so."""
    try:
        return read_head(message.locator, HEADER_DIGEST_LIMIT)
    except SourceProblem:
        return b""


def _plain_header(head: bytes) -> bytes:
    """A header without what servers change in any message: NULs, and CRs that end no line."""
    return head.replace(b"\0", b"\x80").replace(b"\r", b"").partition(b"\n\n")[0]


def name_of(head: bytes) -> bytes:
    """Message-ID and Date of a header, b"" unless it has both."""
    block = head.partition(b"\r\n\r\n")[0]
    fields = headers.parse(block)
    message_id, date = fields.get(b"message-id"), fields.get(b"date")
    return hashlib.sha256(message_id + b"\n" + b" ".join(date.split())).digest() if message_id and date else b""
