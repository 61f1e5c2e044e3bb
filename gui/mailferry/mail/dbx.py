"""Outlook Express 5 and 6: a .dbx file for each folder, and Folders.dbx, the tree of them (A. Schloh's description).

Numbers are little-endian, places are octets from the start of the file. A tree leads to records; a record has up to a
few dozen values by number, one of which is the place of a message. Its octets lie in a chain of pieces of 512, so they
are put together in the spool; they are as they came. What was deleted is not in the tree any more, and is left alone.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from datetime import datetime

from mailferry.mail.files import open_plain, read_octets
from mailferry.mail.made import Maker
from mailferry.mail.message import Fate, Form
from mailferry.mail.order import folder_name
from mailferry.mail.outlook.item import moment_of
from mailferry.mail.spool import TooMuch

FOLDERS = "folders.dbx"

_TREE_OF_FOLDERS = b"\xcf\xad\x12\xfe\xc6\xfd\x74\x6f"
_ROOT = 0xE4
_NODE = struct.Struct("<8xI5xB6x")  # what is below before all entries, and the number of entries
_ENTRY = struct.Struct("<II4x")  # a record, and what is below behind it
_PIECE = struct.Struct("<4xIII")  # room, octets in use, the next piece
_FLAGS, _BODY, _SAVED, _RECEIVED = 0x01, 0x04, 0x06, 0x12  # values of a message
_ID, _PARENT, _NAME, _FILE, _STORE = 0x00, 0x01, 0x02, 0x03, 0x05  # values of a folder
_FLAG_BITS = ((0x08, "\\Draft"), (0x20, "\\Flagged"), (0x80, "\\Seen"), (0x080000, "\\Answered"))
_FORWARDED = 0x100000
_NODES_LIMIT = 1_000_000
_DEPTH = 100


def unpack(path: str, maker: Maker) -> Iterator[None]:
    """Put the messages of a folder together, with a stop behind each. Raises SourceVanished or SourceUnreadable."""
    maker.form = Form.PLAIN
    with open_plain(path) as file:
        opened = _File(file, path)
        try:
            for number, record in enumerate(opened.records(), 1):
                maker.tree.check()
                try:
                    if not _message(opened, record, maker):
                        maker.left_out("", Fate.FAILED, f"holds a message that is damaged (number {number}), so its "
                                       "end is missing. It was read as far as possible")
                except _Damaged:
                    maker.left_out("", Fate.FAILED, "holds a message that is damaged and was not read "
                                   f"(number {number})")
                yield
        except _Damaged:
            maker.left_out("", Fate.FAILED, "is damaged, so not all of its messages were read")
        except TooMuch:
            maker.left_out("", Fate.FAILED, TooMuch.what)


def folder_paths(path: str) -> dict[str, tuple[str, ...]]:
    """The paths of the folders that a Folders.dbx names, by their file's name in lower case; what is damaged in it is
    left out. Raises SourceVanished or SourceUnreadable."""
    with open_plain(path) as file:
        opened = _File(file, path)
        folders: dict[int, tuple[int, str, str]] = {}
        if opened.kind == _TREE_OF_FOLDERS:
            try:
                for record in opened.records():
                    number = opened.number(record, _ID)
                    if number and opened.text(record, _STORE) != "LocalStore":  # 0 is Outlook Express itself
                        folders[number] = (
                            opened.number(record, _PARENT), opened.text(record, _NAME), opened.text(record, _FILE))
            except _Damaged:
                pass
    paths = {}
    for above, name, file_name in folders.values():
        parts, parent = [name], above
        while parent in folders and len(parts) < _DEPTH:
            parts.append(folders[parent][1])
            parent = folders[parent][0]
        if file_name:
            paths[file_name.lower()] = tuple(folder_name(part) for part in reversed(parts))
    return paths


class _Damaged(Exception):
    """A number in the file leads nowhere."""


class _Endless(_Damaged):
    """Pieces follow each other for ever."""


class _Marks:
    """Flags, keywords and date of a message."""

    def __init__(self, flags: int, date: datetime | None) -> None:
        self.flags = frozenset(flag for bit, flag in _FLAG_BITS if flags & bit)
        self.keywords = frozenset({"$Forwarded"} if flags & _FORWARDED else ())
        self.date = date


def _message(file: _File, record: int, maker: Maker) -> bool:
    """Put a message together; False if its end is missing. Raises _Damaged if there is nothing of it."""
    body = file.number(record, _BODY)
    if not body:
        maker.left_out("", Fate.IGNORED, "names a message whose text was never fetched from its server")
        return True
    date = next((moment for value in (_RECEIVED, _SAVED)
                 if (moment := moment_of(int.from_bytes(file.value(record, value)[:8], "little")))), None)
    pieces = _Pieces(file.pieces(body))
    maker.message((), pieces, _Marks(file.number(record, _FLAGS), date))
    return pieces.are_all


class _Pieces:
    """The pieces of a message, as many as there are; `are_all` is known at their end."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self.are_all = True

    def __iter__(self) -> Iterator[bytes]:
        yield next(self._pieces, b"")  # without the first there is no message
        try:
            yield from self._pieces
        except _Endless:
            raise
        except _Damaged:
            self.are_all = False


class _File:
    """A .dbx file. Everything raises _Damaged where the file leads nowhere."""

    def __init__(self, file: io.FileIO, path: str) -> None:
        self._file = file
        self._path = path
        self._size = file.seek(0, io.SEEK_END)
        self.kind = self._read(0, 8) if self._size >= 8 else b""

    def _read(self, place: int, octets: int) -> bytes:
        if place + octets > self._size:
            raise _Damaged
        self._file.seek(place)
        found = b""
        while len(found) < octets and (piece := read_octets(self._file, self._path, octets - len(found))):
            found += piece
        if len(found) < octets:
            raise _Damaged
        return found

    def records(self) -> Iterator[int]:
        """The places of all records, in the order of the tree."""
        root = int.from_bytes(self._read(_ROOT, 4), "little")
        todo: list[tuple[int, bool]] = [(root, True)]  # a node to be opened, or a record
        been_in: set[int] = set()
        while todo:
            place, is_node = todo.pop()
            if not is_node:
                yield place
                continue
            if not place:
                continue
            if place in been_in or len(been_in) > _NODES_LIMIT:
                raise _Damaged
            been_in.add(place)
            head = self._read(place, _NODE.size)
            if int.from_bytes(head[:4], "little") != place:
                raise _Damaged
            before, count = _NODE.unpack(head)
            entries = list(_ENTRY.iter_unpack(self._read(place + _NODE.size, count * _ENTRY.size)))
            for record, behind in reversed(entries):
                todo += [(behind, True), (record, False)]
            todo.append((before, True))

    def value(self, record: int, number: int) -> bytes:
        """The octets of a value in a record, to the end of the record's data; b"" if it has none."""
        head = self._read(record, 12)
        if int.from_bytes(head[:4], "little") != record:
            raise _Damaged
        length, count = int.from_bytes(head[4:8], "little"), head[10]
        body = self._read(record + 12, length)
        for place in range(0, min(4 * count, len(body) - 3), 4):
            if body[place] & 0x7F == number:
                if body[place] & 0x80:
                    return body[place + 1:place + 4]
                return body[4 * count + int.from_bytes(body[place + 1:place + 4], "little"):]
        return b""

    def number(self, record: int, number: int) -> int:
        """A number in a record; 0 if it has none."""
        return int.from_bytes(self.value(record, number)[:4], "little")

    def text(self, record: int, number: int) -> str:
        """A text in a record."""
        octets = self.value(record, number).partition(b"\0")[0]
        try:
            return octets.decode()
        except UnicodeDecodeError:
            return octets.decode("cp1252", "replace")

    def pieces(self, place: int) -> Iterator[bytes]:
        """The octets of a message."""
        left = self._size
        while place:
            head = self._read(place, _PIECE.size)
            room, used, behind = _PIECE.unpack(head)
            if left < 0:
                raise _Endless
            if int.from_bytes(head[:4], "little") != place or used > room:
                raise _Damaged
            yield self._read(place + _PIECE.size, used)
            left -= used + _PIECE.size
            place = behind
