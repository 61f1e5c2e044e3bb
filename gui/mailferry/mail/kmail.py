"""The index that KMail 1 keeps beside an mbox file or a Maildir NAME, `.NAME.index`: what it knows of each message.

A line `# KMail-Index V1506`, an octet 0, and a header: its length, 0x12345678 in the octet order of the machine, and
the octets of a long (32 bits each). Then records: their length (32 bits), and in each parts of a kind (32 bits), a
length (16 bits) and a value. Of these count: 7, where the message begins in the mbox file; 9, its octets; 11, its file
in the Maildir (UTF-16, big endian); 16, its state in bits. KMail deletes a message by taking its record out, and cuts
it out of the mbox file only later. It does not keep the field Status up to date, nor all flags in names of a Maildir.
Format: as found in files of the program.

What does not fit is not believed, since another program has changed it: an index with other places than its mbox file,
a record with another name than its file has now.
"""

from __future__ import annotations

import os
import re
import struct
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from mailferry.mail.errors import SourceProblem
from mailferry.mail.files import open_plain, read_octets, read_start
from mailferry.mail.message import Finding, Message

_LIMIT = 256 * 1024 * 1024
_HEADER = re.compile(rb"# KMail-Index V1506\n\0")
_ORDER_MARK = 0x12345678
_OFFSET, _SIZE, _FILE, _STATE = 7, 9, 11, 16
_DELETED = 0x10
_FLAGS = ((0x4, "\\Seen"), (0x20, "\\Answered"), (0x200, "\\Flagged"))
_KEYWORDS = ((0x40, "$Forwarded"), (0x1000, "$TODO"), (0x2000, "$Junk"), (0x4000, "$NotJunk"))


@dataclass(frozen=True, slots=True)
class Index:
    """The states of the messages by the octet where they begin, and where the last one ends."""

    states: Mapping[int, int]
    end: int

    def applied(self, items: Iterable[Message | Finding]) -> Iterator[Message | Finding]:
        """The messages of the mbox file with what the index says of them."""
        for item in items:
            yield self._of(item) if isinstance(item, Message) else item

    def _of(self, message: Message) -> Message:
        state = self.states.get(message.locator.offset)
        if state is None:  # taken out, or added since by another program
            return message._replace(deleted_in_source=message.deleted_in_source or message.locator.offset < self.end)
        return _with_state(message, state) if state else message


@dataclass(frozen=True, slots=True)
class MaildirIndex:
    """The states of the messages of a Maildir by the names of their files."""

    states: Mapping[str, int]

    def applied(self, items: Iterable[Message | Finding]) -> Iterator[Message | Finding]:
        """The messages of the Maildir with what the index says of them."""
        for item in items:
            name = _as_anywhere(os.path.basename(item.locator.path)) if isinstance(item, Message) else ""  # noqa: PTH119
            state = self.states.get(name)
            yield _with_state(item, state) if isinstance(item, Message) and state else item


def index_name(name: str) -> str:
    """What the index of an mbox file is called."""
    return f".{name}.index"


def read_index(path: str, box: str) -> Index | None:
    """The index in the file `path`, or None if it is none, or does not fit the mbox file `box`."""
    try:
        octets = read_start(path, _LIMIT).octets
        return _fitting([(offset, size, state) for offset, size, state, _ in _records(octets)], box)
    except (SourceProblem, struct.error):
        return None


def read_maildir_index(directory: str) -> MaildirIndex | None:
    """The index beside the Maildir `directory`, or None if there is none."""
    above, name = os.path.split(directory)
    path = f"{above}{os.sep}{index_name(name)}"
    if not os.path.isfile(path):  # noqa: PTH113
        return None
    try:
        records = _records(read_start(path, _LIMIT).octets)
        return MaildirIndex({_as_anywhere(name): state for _, _, state, name in records if name and state})
    except (SourceProblem, struct.error):
        return None


def _as_anywhere(name: str) -> str:
    """The name of a file where a colon is allowed in it, or not."""
    return name.replace(":", "_")


def _with_state(message: Message, state: int) -> Message:
    told = frozenset(flag for bit, flag in _FLAGS if state & bit)
    return message._replace(flags=told | (message.flags & {"\\Draft"}),
                            keywords=message.keywords | {keyword for bit, keyword in _KEYWORDS if state & bit},
                            deleted_in_source=bool(state & _DELETED))


def _records(octets: bytes) -> Iterator[tuple[int, int, int, str]]:
    """Offset, size, state and file of each record. Raises struct.error where something is cut off."""
    header = _HEADER.match(octets)
    if not header:
        return
    at = header.end()
    order = next((order for order in "<>" if struct.unpack_from(f"{order}I", octets, at + 4)[0] == _ORDER_MARK), None)
    if order is None:
        return
    at += 4 + struct.unpack_from(f"{order}I", octets, at)[0]
    while at < len(octets):
        end = at + 4 + struct.unpack_from(f"{order}I", octets, at)[0]
        at += 4
        parts: dict[int, int] = {}
        name = ""
        while at < end:
            kind, length = struct.unpack_from(f"{order}IH", octets, at)
            at += 6
            if kind in {_OFFSET, _SIZE, _STATE} and length in {4, 8}:
                parts[kind] = struct.unpack_from(f"{order}{'I' if length == 4 else 'Q'}", octets, at)[0]
            elif kind == _FILE:
                name = octets[at:at + length].decode("utf-16-be", "replace")
            at += length
        at = end
        yield parts.get(_OFFSET, 0), parts.get(_SIZE, 0), parts.get(_STATE, 0), name


def _fitting(records: list[tuple[int, int, int]], box: str) -> Index | None:
    if not records:
        return None
    with open_plain(box) as file:
        size = os.fstat(file.fileno()).st_size
        for offset, octets, _ in records:
            if not 0 < offset < offset + octets <= size:
                return None
            file.seek(offset - 1)
            before = read_octets(file, box, 1)
            file.seek(offset + octets)
            if before != b"\n" or read_octets(file, box, 5) not in {b"From ", b""}:
                return None
    return Index({offset: state for offset, _, state in records}, max(offset + octets for offset, octets, _ in records))
