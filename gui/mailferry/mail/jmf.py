"""The .mbx files of Outlook Express 4 and of Internet Mail before it ("JMF6"). Exact octets with CRLF.

A file begins with 84 octets: `JMF6`, and numbers. Each message follows 16 octets: 00 7F 00 7F, its number, the octets
of the record with what fills it up, and those of the message (each 32 bits, little endian). Records lie one behind the
other. Flags and dates are in an index beside it, which is not read. Layout: as found in files of the program.
"""

from __future__ import annotations

import io
import os
import re
import struct
from collections.abc import Iterator

from mailferry.mail import boxed
from mailferry.mail.errors import printable
from mailferry.mail.files import open_plain, read_octets
from mailferry.mail.message import Fate, Finding, Message

_FILE_HEADER = 84
_FILL = 3  # octets to the next record at most
_RECORD = struct.Struct("<4sIII")
_MARK = b"\x00\x7f\x00\x7f"
_NEXT = re.compile(re.escape(_MARK))


def read(path: str, folder: tuple[str, ...]) -> Iterator[Message | Finding]:
    """The messages of a file. Raises SourceVanished or SourceUnreadable, at the start or on the way.

    Where no record follows a message, its sizes are wrong: it goes to the next record that is found, at most.
    """
    with open_plain(path) as file:
        size = os.fstat(file.fileno()).st_size
        at: int | None = _FILE_HEADER
        while at is not None and at + _RECORD.size <= size:
            mark, _, whole, length = _RECORD.unpack(_octets(file, path, at, _RECORD.size))
            begin = at + _RECORD.size
            if mark != _MARK:
                yield Finding(path, Fate.FAILED, f"{printable(path)} is damaged at octet {at}: no message begins there."
                              " Reading went on with the next one.")
                at = boxed.find(file, path, _NEXT, at + 1, len(_MARK))
                continue
            following: int | None = at + whole
            if whole < _RECORD.size + length or (at + whole != size and _octets(file, path, at + whole, 4) != _MARK):
                following = boxed.find(file, path, _NEXT, begin, len(_MARK))
                end = min(begin + length, following or size)
                while end > begin and _octets(file, path, end - 1, 1) == b"\0":  # what fills up
                    end -= 1
                if (following or size) - begin - length > _FILL:
                    yield Finding(path, Fate.FAILED, f"{printable(path)} is damaged at octet {begin + length}: no "
                                  "message begins there. Reading went on with the next one.")
                else:
                    yield Finding(path, Fate.IGNORED, f"A message of {printable(path)}, at octet {begin}, is not as "
                                  "long as the file says. It was read as far as it goes.")
                length = end - begin
            if length:
                yield boxed.message(file, path, folder, begin, length)
            else:
                yield Finding(path, Fate.SKIPPED, f"A message of {printable(path)} is empty.")
            at = following


def _octets(file: io.FileIO, path: str, at: int, octets: int) -> bytes:
    file.seek(at)
    return read_octets(file, path, octets)
