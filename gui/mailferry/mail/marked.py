"""Mailboxes with a mark between the messages: MMDF (MMDF and SCO, also Mutt), and Foxmail's .box files.

MMDF: before and behind each message stands a line of four octets 01. Some writers put a From_ line in front of the
message, which is none of it, and keep Status and its like as in mbox. No line is quoted.

Foxmail (to version 6): before each message stand seven octets 10 (hexadecimal), six octets 11, an `S` and a line end.
What was read or deleted is in an index (.ind) whose layout is not documented, so it is not known here.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

from mailferry.mail import boxed, dates, separators
from mailferry.mail.errors import printable
from mailferry.mail.files import open_plain, read_octets
from mailferry.mail.message import Fate, Finding, Message

MMDF = re.compile(rb"\x01{4}\r?\n")
FOXMAIL = re.compile(rb"\x10{7}\x11{6}S\r?\n")

_PIECE_OCTETS = 1024 * 1024
_LONGEST = 16


def read_mmdf(path: str, folder: tuple[str, ...]) -> Iterator[Message | Finding]:
    """The messages of an MMDF file. Raises SourceVanished or SourceUnreadable, at the start or on the way."""
    with open_plain(path) as file:
        for begin, end in _between(file, path, MMDF):
            file.seek(begin)
            line = read_octets(file, path, min(separators.LINE_LIMIT, end - begin)).partition(b"\n")
            dated = line[0].startswith(b"From ") and line[1] and dates.is_dated(line[0])
            skipped = len(line[0]) + 1 if dated else 0
            if begin + skipped < end:
                yield boxed.message(file, path, folder, begin + skipped, end - begin - skipped, in_mbox_store=True,
                                    own_date=dates.from_line_date(line[0]) if dated else None)


def read_foxmail(path: str, folder: tuple[str, ...]) -> Iterator[Message | Finding]:
    """The messages of a .box file. Raises SourceVanished or SourceUnreadable, at the start or on the way."""
    with open_plain(path) as file:
        for begin, end in _between(file, path, FOXMAIL):
            if end > begin:
                yield boxed.message(file, path, folder, begin, end - begin)
            elif begin:
                yield Finding(path, Fate.SKIPPED, f"A message of {printable(path)} is empty.")


def _between(file: io.FileIO, path: str, mark: re.Pattern[bytes]) -> Iterator[tuple[int, int]]:
    """Where the octets between two marks, or a mark and the end of the file, begin and end."""
    begin = at = 0
    held = b""
    while True:
        file.seek(at)
        piece = read_octets(file, path, _PIECE_OCTETS)
        octets = held + piece
        base = at - len(held)
        kept = 0  # up to here, marks were found
        for found in mark.finditer(octets):
            if base + found.start() or begin:
                yield begin, base + found.start()
            begin = base + found.end()
            kept = found.end()
        if not piece:
            break
        at += len(piece)
        held = octets[max(kept, len(octets) - _LONGEST):]
    if begin < at:
        yield begin, at
