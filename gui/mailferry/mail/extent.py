"""How much a source will take of our disk, before it is read: an estimate, from names and sizes alone.

Files are walked, not read; of a zip the directory at its end is read (APPNOTE 4.3.12), of a gzip the size in its last
octets (RFC 1952 2.3.1). What is not known counts as little, so that nothing is refused that fits: the reader of an
archive looks again for room while it unpacks.
"""

from __future__ import annotations

import contextlib
import os
import stat
import struct
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import PurePath

from mailferry.mail.files import files_below
from mailferry.mail.spool import is_unpacked

MESSAGE_OCTETS = 50_000
"""A message with its attachments, on average; in mailboxes of lists it is less."""

_MADE = 1.4
"""Messages that are made of another format take so much of its size: their attachments become base64."""

_BELIEVED = 30
"""So many times its size may come out of a gzip, to be believed: mail shrinks to a third or a tenth."""

_SMALL_OCTETS = 256 * 1024
_MAIL_SUFFIXES = frozenset({"", ".mbox", ".eml", ".emlx", ".mbx", ".mbs", ".msg", ".mht", ".imapmbox", ".pst", ".olm",
                            ".tbb", ".msb", ".box", ".pmm", ".cnm"})
_CHECK_EVERY = 256


@dataclass(frozen=True, slots=True)
class Extent:
    """`messages`: about how many; `unpacked`: how many octets come out of archives that are not unpacked yet."""

    messages: int = 0
    unpacked: int = 0

    def __add__(self, other: Extent) -> Extent:
        return Extent(self.messages + other.messages, self.unpacked + other.unpacked)


def extent_of(path: str, spool: str, check: Callable[[], None]) -> Extent:
    """The extent of a file or folder. `spool` is where archives are unpacked; `check` is called now and then, and what
    it raises ends it. What cannot be read counts as nothing."""
    found = Extent()
    for number, (name, known) in enumerate(_files(path)):
        if number % _CHECK_EVERY == 0:
            check()
        found += _extent_of_file(name, known, spool)
    return found


def _files(path: str) -> Iterator[tuple[str, os.stat_result]]:
    with contextlib.suppress(OSError):
        known = os.stat(path)  # noqa: PTH116  # odd octets in names stay
        if not stat.S_ISDIR(known.st_mode):
            yield path, known
            return
    for whole in files_below(path):
        with contextlib.suppress(OSError):
            yield whole, os.lstat(whole)


def _extent_of_file(path: str, known: os.stat_result, spool: str) -> Extent:
    size = known.st_size
    unpacked = _unpacked(path, size)
    if unpacked and is_unpacked(path, known, spool):
        unpacked = 0
    return Extent(1 + max(size, unpacked) // MESSAGE_OCTETS, unpacked)


def _unpacked(path: str, size: int) -> int:
    """What comes out of an archive, 0 for other files."""
    name = PurePath(path).name.lower()
    try:
        if name.endswith((".zip", ".olm")):
            return _out_of_zip(path)
        if name.endswith((".gz", ".tgz")):
            claimed = _out_of_gzip(path)
            return claimed if size < claimed < _BELIEVED * size else size
    except (OSError, ValueError, zipfile.BadZipFile, NotImplementedError):
        return size  # damaged or not to be read: reading it will tell
    if name.endswith((".pst", ".ost", ".msg")):
        return int(size * _MADE)
    return size if name.endswith((".tar", ".bz2", ".tbz", ".tbz2", ".xz", ".txz", ".zst", ".tzst", ".dbx")) else 0


def _out_of_zip(path: str) -> int:
    """The members that may be mail, and of the others as much as is written to see what they are."""
    with zipfile.ZipFile(path) as archive:
        return sum(member.file_size if PurePath(member.filename).suffix.lower() in _MAIL_SUFFIXES
                   else min(member.file_size, _SMALL_OCTETS) for member in archive.infolist())


def _out_of_gzip(path: str) -> int:
    """The size of what was packed, modulo 4 GiB; rubbish where it was cut off."""
    with open(path, "rb") as file:  # noqa: PTH123
        file.seek(-4, os.SEEK_END)
        return int(struct.unpack("<I", file.read(4))[0])
