"""Eudora for Windows: what the tables of contents (NAME.toc) know of the mails in NAME.mbx, and descmap.pce of names.

NAME.mbx is an mbox file. NAME.toc begins with 104 octets, among them a version and at octet 0x60 the size that the
mailbox had. Then come records of 218 octets for each mail (little endian): the octet where its From_ line begins and
its size (32 bits each), its date, and at octet 12 its state. Eudora deletes a mail by taking its record out, and cuts
it out of the mailbox only later. A table that does not fit its mailbox is not believed. Source: Eudora's own, as
published.

A line `NAME,FILE,KIND,UNREAD` in descmap.pce says what a mailbox or a folder (FILE is a directory then) is called.

Eudora keeps attachments in files of their own and leaves only a line with the name in the mail; they are not put back.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from mailferry.mail.errors import SourceProblem
from mailferry.mail.files import open_plain, read_octets, read_start
from mailferry.mail.message import Finding, Message

NAMES = "descmap.pce"
FOLDER = ".fol"
"""How the name of a directory ends that holds mailboxes."""

_LIMIT = 256 * 1024 * 1024
_NAMES_LIMIT = 1024 * 1024
_VERSIONS = frozenset({0x30, 0x31, 0x2E31})
_HEADER = struct.Struct("<H94xI4x")
_RECORD = struct.Struct("<iiib205x")
_LINE_LIMIT = 1000

_SEEN = frozenset({"\\Seen"})
_DRAFT = frozenset({"\\Seen", "\\Draft"})
_FLAGS = {0: frozenset[str](), 1: _SEEN, 2: frozenset({"\\Seen", "\\Answered"}), 3: _SEEN, 4: _SEEN, 5: _DRAFT,
          6: _DRAFT, 7: _DRAFT, 8: _SEEN, 9: _DRAFT, 10: _DRAFT, 11: _DRAFT, 12: _SEEN}
_FORWARDED = frozenset({3, 4})


@dataclass(frozen=True, slots=True)
class Contents:
    """The states of mails by the octet where they begin, and whether the mailbox is as it was then: what is in no
    record was deleted."""

    states: Mapping[int, int]
    is_current: bool

    def applied(self, items: Iterable[Message | Finding]) -> Iterator[Message | Finding]:
        """The mails of the mailbox with what is known of them."""
        for item in items:
            yield self._of(item) if isinstance(item, Message) else item

    def _of(self, message: Message) -> Message:
        state = self.states.get(message.locator.offset)
        if state is None:
            return message._replace(deleted_in_source=message.deleted_in_source or self.is_current)
        keywords = message.keywords | {"$Forwarded"} if state in _FORWARDED else message.keywords
        return message._replace(flags=_FLAGS.get(state, message.flags), keywords=keywords)


def contents_name(name: str, names: Collection[str]) -> str:
    """Which of these files is the table of contents of a mailbox; "" if none is."""
    stem, dot, suffix = name.rpartition(".")
    wanted = f"{stem}.toc".lower()
    return next((each for each in names if each.lower() == wanted), "") if dot and suffix.lower() == "mbx" else ""


def read_contents(path: str, box: str) -> Contents | None:
    """The table of contents in the file `path`, or None if it is none, or does not fit the mailbox `box`."""
    try:
        octets = read_start(path, _LIMIT).octets
        if len(octets) < _HEADER.size:
            return None
        version, size = _HEADER.unpack_from(octets)
        whole = len(octets) - (len(octets) - _HEADER.size) % _RECORD.size
        records = [(offset, state) for offset, _, _, state in _RECORD.iter_unpack(octets[_HEADER.size:whole])]
        return _fitting(records, box, size) if version in _VERSIONS else None
    except SourceProblem:
        return None


def folder_names(directory: str, names: Collection[str]) -> dict[str, str]:
    """What the mailboxes and folders in a directory are called, by their file names in lower case.

    Raises SourceVanished or SourceUnreadable.
    """
    name = next((name for name in names if name.lower() == NAMES), None)
    if name is None:
        return {}
    text = read_start(f"{directory}{os.sep}{name}", _NAMES_LIMIT).octets.decode("cp1252", "replace")
    rows = (line.rsplit(",", 3) for line in text.splitlines())  # a name may hold a comma
    return {row[1].strip().lower(): row[0].strip() for row in rows if len(row) == 4 and row[0].strip()}


def _fitting(records: list[tuple[int, int]], box: str, size: int) -> Contents | None:
    states = {}
    with open_plain(box) as file:
        known = os.fstat(file.fileno()).st_size
        for offset, state in records:
            if not 0 <= offset < known:
                return None
            file.seek(offset)
            line = read_octets(file, box, _LINE_LIMIT).partition(b"\n")
            if not line[0].startswith(b"From ") or not line[1]:
                return None
            states[offset + len(line[0]) + 1] = state
    return Contents(states, known in {size, size - 1}) if states else None
