"""The mbx format of the University of Washington's mail programs (c-client: Pine, UW IMAP). Exact octets with CRLF.

A file begins with 2048 octets: `*mbx*`, UIDVALIDITY and the last UID, and up to 30 lines with names of keywords. Each
message follows a line `DATE,SIZE;KEYWORDSFLAGS-UID`: a date as in IMAP, the size in octets, eight hexadecimal digits
that are bits of the keyword list, four that are flags, and the UID. Source: c-client's mbx.c.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator

from mailferry.mail import dates, headers
from mailferry.mail.errors import printable
from mailferry.mail.files import open_plain, read_octets
from mailferry.mail.message import Fate, Finding, Form, Locator, Message

_FILE_HEADER = 2048
_LINE_LIMIT = 128
_HEAD_OCTETS = 32 * 1024
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
        at = _FILE_HEADER
        while at < known.st_size:
            file.seek(at)
            head = read_octets(file, path, _LINE_LIMIT + _HEAD_OCTETS)
            line = _LINE.match(head)
            if not line or at + line.end() + int(line.group(2)) > known.st_size:
                yield Finding(path, Fate.FAILED, f"{printable(path)} is damaged at octet {at}: no message begins "
                              "there. Those before it were read.")
                return
            begin, size = at + line.end(), int(line.group(2))
            at = begin + size
            bits = int(line.group(4), 16)
            if bits & _EXPUNGED:
                yield Finding(path, Fate.IGNORED, f"A message of {printable(path)} was deleted; only its octets are "
                              "still there.")
                continue
            if not size:
                yield Finding(path, Fate.SKIPPED, f"A message of {printable(path)} is empty.")
                continue
            text = head[line.end():line.end() + size]
            if headers.block_end(text) < 0 and len(text) < size:
                file.seek(begin)
                text = read_octets(file, path, min(size, headers.HEADER_LIMIT))
            end = headers.block_end(text)
            fields = headers.parse(text[:end] if end >= 0 else text)
            date, origin = headers.internal_date(fields, known.st_mtime_ns, own=dates.field_date(line.group(1)))
            names = int(line.group(3), 16)
            yield Message(Locator(path, begin, size, Form.PLAIN, known.st_size, known.st_mtime_ns), folder,
                          frozenset(flag for bit, flag in _FLAGS if bits & bit),
                          frozenset(name for bit, name in enumerate(keywords) if names >> bit & 1 and name),
                          date, origin, headers.summary(fields), deleted_in_source=bool(bits & _DELETED))
