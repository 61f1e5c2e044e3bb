"""Messages for the tests of imap/: what the encoder asks for, and ways not to keep what they announce."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

from mailferry.imap.transmit import Patience, Watcher

DATE = datetime(2019, 3, 4, 4, 6, 7, tzinfo=UTC)
HOSTILE_LINES = (b"zz1 DELETE INBOX", b"zz2 DELETE victim", b"a1 LOGOUT", b"zz3 RENAME victim gone", b"",
                 b"zz4 APPEND victim {3+}", b"abc", b"* BYE", b")", b"zz5 STORE 1:* +FLAGS (\\Deleted)", b".")
HOSTILE = b"Subject: hostile\r\n\r\n" + b"\r\n".join(HOSTILE_LINES) + b"\r\n"

SHORT = Patience(connect=60, command=60, progress=60, commit=60, after_cancel=60, last_words=1, after_interrupt=0.2)
"""What a test waits out is shorter, and said there; all else is long enough for a busy machine."""
"""Enough for a busy machine; a test that waits for an end says how soon."""


@dataclass(frozen=True)
class Mail:
    """A message whose octets are `content`; `piece` octets come at once. `size` and `sha256` may be lies."""

    content: bytes
    flags: frozenset[str] = frozenset()
    keywords: frozenset[str] = frozenset()
    internal_date: datetime | None = DATE
    piece: int = 64 * 1024
    size: int | None = None
    sha256: bytes | None = None
    binary: bool = False

    @property
    def wire_size(self) -> int:
        return len(self.content) if self.size is None else self.size

    @property
    def digest(self) -> bytes:
        return hashlib.sha256(self.content).digest() if self.sha256 is None else self.sha256

    def chunks(self) -> Iterable[bytes]:
        return (self.content[start:start + self.piece] for start in range(0, len(self.content), self.piece))


@dataclass(frozen=True)
class MadeUp:
    """A message of `wire_size` octets that are never all in memory: one line of 64 octets again and again."""

    wire_size: int
    digest: bytes = field(init=False)
    flags: frozenset[str] = frozenset()
    keywords: frozenset[str] = frozenset()
    internal_date: datetime | None = DATE
    binary: bool = False

    def __post_init__(self) -> None:
        digest = hashlib.sha256()
        for chunk in self.chunks():
            digest.update(chunk)
        object.__setattr__(self, "digest", digest.digest())

    def chunks(self) -> Iterator[bytes]:
        head = b"Subject: made up\r\n\r\n"
        block = (b"x" * 62 + b"\r\n") * 1024
        yield head
        left = self.wire_size - len(head)
        while left > 0:
            yield block[:left]
            left -= len(block)


def numbered(number: int, size: int = 100) -> bytes:
    """A mail of exactly `size` octets, unlike that of any other number."""
    head = b"Subject: number %d\r\n\r\n" % number
    assert size >= len(head) + 2
    return head + b"y" * (size - len(head) - 2) + b"\r\n"


def quiet() -> Watcher:
    """A watcher that wants to hear nothing."""
    return Watcher(finishing=lambda: None, progress=lambda messages, octets: None)
