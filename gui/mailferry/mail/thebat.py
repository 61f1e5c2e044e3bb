"""The Bat!: a folder is a directory with a file MESSAGES.TBB, which keeps each message as it came, with CRLF.

A file begins with its mark (20 06 79 19) and the size of its header, 3080 octets. Before each message stand, in
numbers of 32 bits (little endian): the mark 21 09 70 19, the octets of this record (48), a sum, when the program
fetched the message (seconds since 1970), its number, its flags, its coding, a colour, a priority, its size. Flags: 1
deleted, 2 read, 4 answered, 64 flagged, 128 forwarded. The index, MESSAGES.TBI, is not read. Layout: as found in files
of the program, and as other programs read them.

Attachments that were stored apart from their messages lie in files elsewhere, and nothing in the message leads there.
"""

from __future__ import annotations

import os
import re
import struct
from collections.abc import Iterator

from mailferry.mail import boxed, dates
from mailferry.mail.errors import printable
from mailferry.mail.files import open_plain, read_octets
from mailferry.mail.message import Fate, Finding, Message
from mailferry.mail.status import Status

BOX = "messages.tbb"
"""The file of a folder; the directory that it lies in has the folder's name."""

MAGIC = b"\x20\x06\x79\x19"

_FILE_HEADER = struct.Struct("<4sH")
_RECORD = struct.Struct("<4sI4xI4xI12xI8x")
_MARK = b"\x21\x09\x70\x19" + struct.pack("<I", _RECORD.size)
_NEXT = re.compile(re.escape(_MARK))
_DELETED = 0x01
_FLAGS = ((0x02, "\\Seen"), (0x04, "\\Answered"), (0x40, "\\Flagged"))
_FORWARDED = 0x80


def read(path: str, folder: tuple[str, ...]) -> Iterator[Message | Finding]:
    """The messages of a folder. Raises SourceVanished or SourceUnreadable, at the start or on the way.

    A message goes to the next record that is found, at most: its size may be wrong.
    """
    with open_plain(path) as file:
        size = os.fstat(file.fileno()).st_size
        start = read_octets(file, path, _FILE_HEADER.size)
        at: int | None = _FILE_HEADER.unpack(start)[1] if len(start) == _FILE_HEADER.size else size
        while at is not None and at < size:
            file.seek(at)
            head = read_octets(file, path, _RECORD.size + boxed.HEAD_OCTETS)
            if not head.startswith(_MARK) or len(head) < _RECORD.size:
                yield Finding(path, Fate.FAILED, f"{printable(path)} is damaged at octet {at}: no message begins there."
                              " Reading went on with the next one.")
                at = boxed.find(file, path, _NEXT, at + 1, len(_MARK))
                continue
            _, _, seconds, bits, length = _RECORD.unpack_from(head)
            begin, end = at + _RECORD.size, at + _RECORD.size + length
            file.seek(min(end, size))
            following = boxed.find(file, path, _NEXT, begin, len(_MARK)) or size if (
                end > size or (end != size and read_octets(file, path, len(_MARK)) != _MARK)) else end
            if following < end:
                end = following
                yield Finding(path, Fate.IGNORED, f"A message of {printable(path)}, at octet {at}, is not as long as "
                              "the file says. It was read as far as it goes.")
            at = end
            if end == begin:
                yield Finding(path, Fate.SKIPPED, f"A message of {printable(path)} is empty.")
                continue
            status = Status(frozenset(flag for bit, flag in _FLAGS if bits & bit),
                            frozenset({"$Forwarded"} if bits & _FORWARDED else ()),
                            deleted=bool(bits & _DELETED), expunged=False)
            yield boxed.message(file, path, folder, begin, end - begin, head=head[_RECORD.size:], status=status,
                                fetched=dates.from_seconds(seconds))
