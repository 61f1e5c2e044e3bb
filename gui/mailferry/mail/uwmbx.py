"""The mbx format of the University of Washington's mail programs (c-client: Pine, UW IMAP). Exact octets with CRLF.

A file begins with 2048 octets: `*mbx*`, UIDVALIDITY and the last UID, and up to 30 lines with names of keywords. Each
message follows a line `DATE,SIZE;KEYWORDSFLAGS-UID`: a date as in IMAP, the size in octets, eight hexadecimal digits
that are bits of the keyword list, four that are flags, and the UID. Source: c-client's mbx.c.
"""

from __future__ import annotations

import io
import os
import re
from collections.abc import Iterator

from mailferry.mail import boxed, dates
from mailferry.mail.errors import printable
from mailferry.mail.files import open_plain, read_octets
from mailferry.mail.message import Fate, Finding, Message
from mailferry.mail.status import Status

_FILE_HEADER = 2048
_LINE_LIMIT = 128
_KEYWORDS = 30
_LINE = re.compile(rb"([ \d]\d-[A-Z][a-z]{2}-\d{4} \d\d:\d\d:\d\d [+-]\d{4}),(\d{1,12});"
                   rb"([0-9a-fA-F]{8})([0-9a-fA-F]{4})-[0-9a-fA-F]{8}\r\n")
_SEEN, _DELETED, _FLAGGED, _ANSWERED, _DRAFT, _EXPUNGED = 0x01, 0x02, 0x04, 0x08, 0x20, 0x8000
_FLAGS = ((_SEEN, "\\Seen"), (_FLAGGED, "\\Flagged"), (_ANSWERED, "\\Answered"), (_DRAFT, "\\Draft"))


def read(path: str, folder: tuple[str, ...]) -> Iterator[Message | Finding]:
    """The messages of an mbx file. Raises SourceVanished or SourceUnreadable, at the start or on the way."""
    with open_plain(path) as file:
        known = os.fstat(file.fileno())
        keywords = [line.decode("utf-8", "replace").strip("\0 ")
                    for line in read_octets(file, path, _FILE_HEADER).split(b"\r\n")[2:2 + _KEYWORDS]]
        at: int | None = _FILE_HEADER
        while at is not None and at < known.st_size:
            file.seek(at)
            head = read_octets(file, path, _LINE_LIMIT + boxed.HEAD_OCTETS)
            line = _LINE.match(head)
            end = at + line.end() + int(line.group(2)) if line else 0
            if line and end != known.st_size and not _LINE.match(_octets(file, path, end)):
                following = boxed.find(file, path, _LINE, at + line.end(), _LINE_LIMIT)
                if following is not None and following < end:
                    yield Finding(path, Fate.IGNORED, f"A message of {printable(path)}, at octet {at}, is not as long "
                                  "as the file says. It was read as far as it goes.")
                    end = following
            if not line or end > known.st_size:
                yield Finding(path, Fate.FAILED, f"{printable(path)} is damaged at octet {at}: no message begins "
                              "there. Reading went on with the next one.")
                at = boxed.find(file, path, _LINE, at + 1, _LINE_LIMIT)
                continue
            begin, size = at + line.end(), end - at - line.end()
            at = end
            bits = int(line.group(4), 16)
            if bits & _EXPUNGED:
                yield Finding(path, Fate.IGNORED, f"A message of {printable(path)} was deleted; only its octets are "
                              "still there.")
                continue
            if not size:
                yield Finding(path, Fate.SKIPPED, f"A message of {printable(path)} is empty.")
                continue
            names = int(line.group(3), 16)
            status = Status(frozenset(flag for bit, flag in _FLAGS if bits & bit),
                            frozenset(name for bit, name in enumerate(keywords) if names >> bit & 1 and name),
                            deleted=bool(bits & _DELETED), expunged=False)
            yield boxed.message(file, path, folder, begin, size, head=head[line.end():], status=status,
                                own_date=dates.field_date(line.group(1)))


def _octets(file: io.FileIO, path: str, at: int) -> bytes:
    file.seek(at)
    return read_octets(file, path, _LINE_LIMIT)
