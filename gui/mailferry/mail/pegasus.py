"""Pegasus Mail: folders in .pmm files, new mail in single .cnm files, and the tree of folders in hierarch.pm.

A .pmm file begins with 128 octets: the name of the folder, and at octet 86 its mark, `XXXXXXXX:XXXX:FILE`. Then come
the messages with CRLF, each ended by one octet 1A. In a line `KIND,STATE,"MARK","MARK ABOVE","NAME"` hierarch.pm says
where each folder belongs; the topmost, the mailbox itself, is none. A mailbox in the format of Unix (unxNNNNN.mbx) is
named there, too. The index .pmi is not read: its bits are not documented. Layout: as found in files of the program.
"""

from __future__ import annotations

import csv
import io
import os
import re
from collections.abc import Collection, Iterator, Mapping

from mailferry.mail import boxed
from mailferry.mail.errors import printable
from mailferry.mail.files import open_plain, read_octets, read_start
from mailferry.mail.message import Fate, Finding, Message

HIERARCHY = "hierarch.pm"

_FILE_HEADER = 128
_NAME = re.compile(rb"[^\0-\x1f]{1,85}\0")
_MARK = re.compile(rb"[0-9A-Z]{8}:[0-9A-F]{4}:[^\0-\x1f]{1,24}\0")
_MARK_AT = 86
_MAILBOX = "2"
_NEXT = re.compile(rb"[!-9;-~]+[ \t]*:|\x1a")
_LOOK = 128  # octets behind an end that tell whether it is one: the octet may stand in a message, too
_LIMIT = 1024 * 1024
_PIECE_OCTETS = 1024 * 1024
_DEPTH = 32


def is_folder(head: bytes) -> bool:
    """Whether a file that begins so is a folder of Pegasus Mail."""
    return len(head) >= _FILE_HEADER and _NAME.match(head) is not None and _MARK.match(head, _MARK_AT) is not None


def read(path: str, folder: tuple[str, ...]) -> Iterator[Message | Finding]:
    """The messages of a .pmm file. Raises SourceVanished or SourceUnreadable, at the start or on the way."""
    with open_plain(path) as file:
        size = os.fstat(file.fileno()).st_size
        at = _FILE_HEADER
        while at < size:
            end = _end(file, path, at, size)
            if end > at:
                yield boxed.message(file, path, folder, at, end - at)
            else:
                yield Finding(path, Fate.SKIPPED, f"A message of {printable(path)} is empty.")
            at = end + 1


def folder_paths(directory: str, names: Collection[str]) -> dict[str, tuple[str, ...]]:
    """The paths of the folders of a store, by the names of their files without extension, in lower case.

    Raises SourceVanished or SourceUnreadable.
    """
    name = next((name for name in names if name.lower() == HIERARCHY), None)
    if name is None:
        return {}
    text = read_start(f"{directory}{os.sep}{name}", _LIMIT).octets.decode("cp1252", "replace")
    try:
        rows = {row[2]: (row[0], row[3], row[4]) for row in csv.reader(text.splitlines()) if len(row) >= 5}
    except csv.Error:
        return {}
    return {mark.rpartition(":")[2].lower(): path for mark in rows if (path := _path(mark, rows))}


def _path(mark: str, rows: Mapping[str, tuple[str, str, str]]) -> tuple[str, ...]:
    parts: list[str] = []
    while mark in rows and len(parts) < _DEPTH:
        kind, above, name = rows[mark]
        if kind == _MAILBOX:
            break
        parts.insert(0, name)
        mark = above
    return tuple(parts)


def _end(file: io.FileIO, path: str, at: int, size: int) -> int:
    """Where the message ends that begins at `at`: at the octet 1A, or at the end of the file."""
    held = b""
    file.seek(at)
    while piece := read_octets(file, path, _PIECE_OCTETS):
        octets = held + piece
        place = octets.find(b"\x1a")
        while place >= 0:
            here = at + place
            look = octets[place + 1:place + 1 + _LOOK]
            if here + 1 == size or _NEXT.match(look):
                return here
            if len(look) < _LOOK and here + 1 + len(look) < size:
                break
            place = octets.find(b"\x1a", place + 1)
        held = octets[place:] if place >= 0 else b""
        at += len(octets) - len(held)
    return size
