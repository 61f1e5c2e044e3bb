"""Seven messages that Cyrus refuses as they are, each for another reason (measured on 3.6), and mail around them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tests.servers.cyrus import LIMIT_OCTETS

_HEADER = b"From: Ada <ada@example.org>\nSubject: %s\nMessage-ID: <%s@example.org>\n"


@dataclass(frozen=True)
class Odd:
    """A message that Cyrus refuses. `says` is in its words; `octets` have LF."""

    name: str
    octets: bytes
    says: str

    @property
    def wire(self) -> bytes:
        """As it is sent."""
        return self.octets.replace(b"\n", b"\r\n")


def _odd(name: str, before: bytes, after: bytes, says: str) -> Odd:
    header = _HEADER % (name.encode(), name.replace(" ", "-").encode())
    return Odd(name, before + header + after, says)


NUL_IN_HEADER = _odd("NUL in the header", b"", b"X-Note: a\0b\n\nHello.\n", "NUL characters")
NUL_IN_PART = _odd("NUL in a binary part", b"", b"Content-Transfer-Encoding: binary\n\nHel\0lo.\n", "NUL characters")
NO_HEADER = Odd("no header", b"A note without any header.\nIt has two lines.\n", "invalid header")
NO_COLON = _odd("no colon", b"", b"this line has none\nX-Note: b\n\nHello.\n", "invalid header")
SPACED = _odd("a space in a field name", b"X Odd Name: c\n", b"\nHello.\n", "invalid header")
FROM_LINE = _odd("a quoted From line", b">From ada@example.org Sat Mar  2 10:00:00 2019\n", b"\nHello.\n",
                 "invalid header")
LARGE = _odd("larger than the server takes", b"", b"\n" + (b"y" * 76 + b"\n") * (LIMIT_OCTETS // 76),
             "larger than this server takes")

SEVEN = (NUL_IN_HEADER, NUL_IN_PART, NO_HEADER, NO_COLON, SPACED, FROM_LINE, LARGE)
"""In the order of their places in `write_maildir`."""


def ordinary(number: int) -> bytes:
    """An ordinary mail of about 2 kB, with LF."""
    name = b"number %d" % number
    return _HEADER % (name, b"%d" % number) + b"\n" + (b"0123456789 " * 6 + b"\n") * 28


def write_maildir(path: Path, count: int, odd: tuple[Odd, ...] = SEVEN) -> Path:
    """A Maildir of `count` messages, of which `odd` stand evenly spread; the others are ordinary."""
    for name in ("cur", "new", "tmp"):
        (path / name).mkdir(parents=True)
    places = {(2 * place + 1) * count // (2 * len(odd)): one for place, one in enumerate(odd)} if odd else {}
    for number in range(count):
        octets = places[number].octets if number in places else ordinary(number)
        (path / "cur" / f"{1_500_000_000 + number}.M{number}.host:2,S").write_bytes(octets)
    return path
