"""Mail made for the stories: what lies in a source, and what a server must hold afterwards. RFC 4155 (mbox)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.servers.checker import Stored

FIRST_DATE = datetime(2019, 5, 31, 22, 58, 7, tzinfo=UTC)
# Text that must be taken for text, wherever it lands.
HOSTILE = b"zz1 DELETE INBOX\n{99}\nFrom here on >From there\n.\n) {3+}\n"

_STATUS = {"\\Seen": b"RO", "\\Answered": b"A", "\\Flagged": b"F", "\\Draft": b"T", "\\Deleted": b"D"}


@dataclass(frozen=True)
class Mail:
    """One mail with its flags and internal date. `body` has LF."""

    number: int
    body: bytes = b"Hello.\n"
    flags: frozenset[str] = frozenset()
    keywords: frozenset[str] = frozenset()
    header: bytes = b""
    date: datetime = field(default=FIRST_DATE)

    @property
    def octets(self) -> bytes:
        """As it lies in a file of its own, with LF."""
        return (b"From: Ada <ada@example.org>\nTo: me@example.net\nSubject: number %d\nMessage-ID: <%d@example.org>\n"
                % (self.number, self.number) + self.header + b"\n" + self.body)

    @property
    def wire(self) -> bytes:
        """What a server must hold."""
        return self.octets.replace(b"\n", b"\r\n")

    @property
    def stored(self) -> Stored:
        """What the checker must find: \\Deleted is never sent."""
        return Stored.of(self.wire, (self.flags | self.keywords) - {"\\Deleted"}, self.date)

    @property
    def in_mbox(self) -> bytes:
        """With its From_ line, quoting and the store's own header fields."""
        header, _, body = self.octets.partition(b"\n\n")
        status = b"".join(letters for flag, letters in _STATUS.items() if flag in self.flags and flag == "\\Seen")
        others = b"".join(letters for flag, letters in _STATUS.items() if flag in self.flags and flag != "\\Seen")
        own = (b"\nStatus: " + (status or b"O") + b"\nX-Status: " + others
               + b"\nX-Keywords: " + " ".join(sorted(self.keywords)).encode())
        quoted = re.sub(rb"(?m)^(>*From )", rb">\1", body)
        return (b"From ada@example.org " + self.date.strftime("%a %b %e %H:%M:%S %Y").encode() + b"\n"
                + header + own + b"\n\n" + quoted + b"\n")


def mails(count: int, *, first: int = 0, body: bytes = b"Hello.\n") -> list[Mail]:
    """So many mails that differ in subject, date, flags and keywords."""
    flags: Sequence[frozenset[str]] = [frozenset(), frozenset({"\\Seen"}), frozenset({"\\Seen", "\\Answered"}),
                                       frozenset({"\\Flagged"})]
    return [Mail(number, body + b"%d\n" % number, flags[number % 4],
                 frozenset({"work", "$Label1"}) if number % 5 == 0 else frozenset(),
                 date=FIRST_DATE + timedelta(minutes=7 * number)) for number in range(first, first + count)]


def write_mbox(path: Path, content: Iterable[Mail]) -> Path:
    """An mbox file of these mails."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"".join(mail.in_mbox for mail in content))
    return path
