"""The process that reads a .pst or .ost: libpff is in C, and a damaged file may end it, or keep it for ever.

The file is its standard input. What it finds goes to standard output, a letter and a length before each piece:

    F  a folder: its path (JSON)         I  here begins the item with this number, in the folder named last (JSON)
    D  octets of the mail of the item    M  the mail is made: flags, keywords, date, subject, attachments that are lost,
    N  the item is no mail: its class       whether its blocks have their checksums (JSON)
    S  the item cannot be read           W  a list in a folder does not have its checksum: of what, which folder (JSON)
    P  the file has a password           E  the end, without which the process has died: whether the pages of the file
                                            have their checksums (JSON)

Items have numbers in an order that is always the same, so that another process can go on behind one that was fatal.
"""

from __future__ import annotations

import contextlib
import functools
import io
import itertools
import json
import struct
import sys
from collections.abc import Callable, Iterator
from typing import BinaryIO, Protocol, cast

from mailferry.mail.outlook import objects
from mailferry.mail.outlook.compose import mail
from mailferry.mail.outlook.item import WESTERN, Attachment, Item, Pages, Properties, Tag, Value, decoded, string_pages
from mailferry.mail.outlook.names import categories_id
from mailferry.mail.outlook.pst_heap import DAMAGE, several
from mailferry.mail.outlook.pst_layers import FOLDER, MESSAGE, SEARCH_FOLDER, Layers

FRAME = struct.Struct("<cI")

MEMORY_OCTETS = 3 * 1024 * 1024 * 1024
"""What the process may take; a damaged file asks for any amount."""

DEPTH = 100
"""How deep folders are followed."""

_PIECE_OCTETS = 1024 * 1024
_SUBTREE_IN_ENTRY_ID = slice(20, 24)  # of an entry id: the number of the folder (MS-PST 2.4.3.2)
_SUBTREE_OF_OST, _PUBLIC_FOLDERS = 0x2142, 0x2022
"""The nodes of IPM_SUBTREE below "Root - Mailbox" and "Root - Public", as found in files of Outlook 2010 and 2016."""

_NO_PASSWORD = frozenset({0, -1})  # -1 in every .ost
_EMBEDDED = 5  # an ATTACH_METHOD
_STORE, _NAMES, _ROOT = 0x21, 0x61, 0x122  # nodes of which there is one (MS-PST 2.4.1)
_GUIDS, _ENTRIES, _STRINGS = 2, 3, 4  # properties of the map of names (MS-PST 2.4.7)


class _Entry(Protocol):
    entry_type: int | None
    value_type: int | None
    data: bytes | None


class _Set(Protocol):
    @property
    def entries(self) -> list[_Entry]: ...


class _Thing(Protocol):
    """What libpff calls an item: a message, a folder, an attachment, a list of recipients."""

    identifier: int

    @property
    def record_sets(self) -> list[_Set]: ...


class _Folder(_Thing, Protocol):
    name: str | None
    number_of_sub_messages: int
    number_of_sub_folders: int

    def get_sub_message(self, index: int, /) -> _Thing: ...
    def get_sub_folder(self, index: int, /) -> _Folder: ...


class _Data(_Thing, Protocol):
    def get_size(self) -> int: ...
    def read_buffer(self, octets: int, /) -> bytes: ...
    def seek_offset(self, offset: int, whence: int, /) -> None: ...


class _File(Protocol):
    def open_file_object(self, file: BinaryIO, /) -> None: ...
    def get_root_folder(self) -> _Folder | None: ...
    def get_message_store(self) -> _Thing | None: ...


def main(first: int) -> None:
    """Read the file from the item with the number `first` on."""
    _limit_memory()
    import pypff

    file = cast(_File, pypff.file())
    source = open(0, "rb", closefd=False)  # noqa: SIM115 - a program with a window may have no sys.stdin
    with open(1, "wb", closefd=False) as out:
        reading = _Reading(file, Layers(source), out, first)
        try:
            file.open_file_object(source)
            root = file.get_root_folder()
        except (OSError, MemoryError):
            root = None
        if root is None:
            reading.run_without_libpff()
        else:
            reading.run(root)


def _limit_memory() -> None:
    if sys.platform != "win32":  # it has no such limits
        import resource

        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY_OCTETS, MEMORY_OCTETS))
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


class _Reading:
    """One file on its way into frames."""

    def __init__(self, file: _File, layers: Layers, out: BinaryIO, first: int) -> None:
        self._file = file
        self._layers = layers
        self._out = out
        self._first = first
        self._number = 0
        with contextlib.suppress(OSError, MemoryError, *DAMAGE):
            names = layers.properties(_NAMES)
            layers.categories = categories_id(*(names.octets(number) for number in (_GUIDS, _ENTRIES, _STRINGS)))

    def run(self, root: _Folder) -> None:
        """All of it."""
        store = self._file.get_message_store()
        properties = self._properties(store) if store else Properties({})
        if properties.number(Tag.PST_PASSWORD) not in _NO_PASSWORD:
            self._frame(b"P")
        identifier = properties.octets(Tag.IPM_SUBTREE_ENTRY_ID)[_SUBTREE_IN_ENTRY_ID]
        top = self._below(root, int.from_bytes(identifier, "little") or _SUBTREE_OF_OST) or root
        self._messages(top, ())
        self._folders(top, (), 0)
        if not identifier and (public := self._below(root, _PUBLIC_FOLDERS)):
            self._folders(public, ("Public Folders",), 0)
        self._frame(b"E", json.dumps(self._layers.pages_are_sound))

    def run_without_libpff(self) -> None:
        """What the tree of nodes leads to. Raises OSError if that is nothing."""
        top = 0
        with contextlib.suppress(OSError, MemoryError, *DAMAGE):
            identifier = self._layers.properties(_STORE).octets(Tag.IPM_SUBTREE_ENTRY_ID)[_SUBTREE_IN_ENTRY_ID]
            top = int.from_bytes(identifier, "little") or _SUBTREE_OF_OST
        if not self._layers.below(top, FOLDER):
            top = _ROOT
        for number in self._layers.below(top, MESSAGE):
            self._message(functools.partial(self._by_number, number))
        for number in self._layers.below(top, FOLDER):
            self._found(number, (), 0)
        if not self._number:
            raise OSError("nothing in the file can be read")
        self._frame(b"E", json.dumps(False))

    def _below(self, root: _Folder, wanted: int) -> _Folder | None:
        """The folder with a number in the root, or one below that in an .ost."""
        children, _ = self._children(root)
        deeper = (folder for above in children for folder in self._children(above)[0])
        return next((folder for folder in itertools.chain(children, deeper) if folder.identifier == wanted), None)

    def _children(self, folder: _Folder) -> tuple[list[_Folder], bool]:
        """The folders in a folder, and whether that is all of them."""
        found, whole = [], self._layers.list_is_sound(folder.identifier, FOLDER)
        for index in range(self._count(folder, "number_of_sub_folders", FOLDER)):
            try:
                child = folder.get_sub_folder(index)
                if child.identifier & 31 != SEARCH_FOLDER:  # these show what lies elsewhere
                    found.append(child)
            except (OSError, MemoryError, ValueError):
                whole = False
        return found, whole

    def _folders(self, parent: _Folder, path: tuple[str, ...], depth: int) -> None:
        if depth >= DEPTH:
            return
        children, whole = self._children(parent)
        if not whole:
            self._frame(b"W", json.dumps(["folders", path]))
        listed = set()
        for number, child in enumerate(children, 1):
            listed.add(child.identifier)
            name = ""
            with contextlib.suppress(OSError, ValueError, MemoryError):
                name = self._properties(child, self._layers.pages).text(Tag.DISPLAY_NAME) or child.name or ""
            own = (*path, _text(name) or f"Folder {number}")
            self._messages(child, own)
            self._folders(child, own, depth + 1)
        for number in () if whole else self._layers.below(parent.identifier, FOLDER):
            if number not in listed:
                self._found(number, path, depth)

    def _found(self, number: int, path: tuple[str, ...], depth: int) -> None:
        """A folder that no sound list names, with what belongs to it by the tree of nodes."""
        properties = Properties({})
        with contextlib.suppress(OSError, MemoryError, *DAMAGE):
            properties = self._layers.properties(number)
        own = (*path, _text(properties.text(Tag.DISPLAY_NAME)) or f"Folder {number}")
        messages = self._layers.below(number, MESSAGE)
        self._enter(own, properties, len(messages))
        for each in messages:
            self._message(functools.partial(self._by_number, each))
        for each in self._layers.below(number, FOLDER) if depth < DEPTH else ():
            self._found(each, own, depth + 1)

    def _enter(self, path: tuple[str, ...], properties: Properties, count: int) -> bool:
        """Name a folder; False if it is none of mail and empty."""
        kind = properties.text(Tag.CONTAINER_CLASS).lower()
        is_mail = not kind or kind.startswith("ipf.note")
        if count or is_mail:
            self._frame(b"F", json.dumps({"path": path, "mail": is_mail}))
        return bool(count) or is_mail

    def _messages(self, folder: _Folder, path: tuple[str, ...]) -> None:
        count = self._count(folder, "number_of_sub_messages", MESSAGE)
        if path:
            properties = Properties({})
            with contextlib.suppress(OSError, ValueError, MemoryError):
                properties = self._properties(folder)
            if not self._enter(path, properties, count):
                return
        if not self._layers.list_is_sound(folder.identifier, MESSAGE):
            self._frame(b"W", json.dumps(["messages", path]))
            if numbers := self._layers.below(folder.identifier, MESSAGE):
                for number in numbers:
                    self._message(functools.partial(self._by_number, number))
                return
        for index in range(count):
            self._message(functools.partial(self._by_index, folder, index))

    def _message(self, read: Callable[[], tuple[int, Item]]) -> None:
        """An item: `read` gives its number and what it is."""
        if not self._begin():
            return
        try:
            number, item = read()
            if not item.is_mail:
                self._frame(b"N", json.dumps(item.message_class))
                return
            for piece in mail(item):
                for start in range(0, len(piece), _PIECE_OCTETS):
                    self._frame(b"D", piece[start:start + _PIECE_OCTETS])
            self._frame(b"M", json.dumps({"flags": sorted(item.flags), "keywords": sorted(item.keywords),
                                          "date": item.date.isoformat() if item.date else None,
                                          "subject": item.subject,
                                          "lost": sum(each.is_missing for each in item.attachments),
                                          "sound": self._layers.is_sound(number)}))
        except BrokenPipeError:
            raise
        except (OSError, MemoryError, *DAMAGE):
            self._frame(b"S")

    def _begin(self) -> bool:
        """Count an item; whether it is to be read."""
        self._number += 1
        if self._number - 1 < self._first:
            return False
        self._frame(b"I", json.dumps(self._number - 1))
        return True

    def _count(self, folder: _Folder, what: str, kind: int) -> int:
        try:
            return int(getattr(folder, what))
        except (OSError, MemoryError, ValueError):
            if self._layers.list_is_sound(folder.identifier, kind) and self._begin():
                self._frame(b"S")
            return 0

    def _frame(self, kind: bytes, content: bytes | str = b"") -> None:
        octets = content.encode("ascii") if isinstance(content, str) else content
        self._out.write(FRAME.pack(kind, len(octets)) + octets)
        if kind != b"D":
            self._out.flush()

    # --- from libpff's values to an item -----------------------------------------------------------------------------

    def _by_index(self, folder: _Folder, index: int) -> tuple[int, Item]:
        """The item at an index in a folder, as far as it can be read, if libpff refuses it."""
        try:
            thing = folder.get_sub_message(index)
            return thing.identifier, self._item(thing)
        except (OSError, MemoryError, *DAMAGE):
            return self._by_number(self._layers.messages(folder.identifier)[index])

    def _by_number(self, number: int) -> tuple[int, Item]:
        return number, self._layers.item(number, self._layers.pages)

    def _item(self, thing: _Thing) -> Item:
        properties = self._properties(thing)
        pages = string_pages(properties, self._layers.pages)
        properties = self._properties(thing, pages)
        if not Item(properties).is_mail:
            return Item(properties)
        if not hasattr(thing, "attachments"):  # its class is unknown to libpff
            below = self._layers.item(thing.identifier, pages)
            return Item(properties, below.recipients, below.attachments)
        recipients: list[Properties] = []
        listed = cast("_Thing | None", getattr(thing, "recipients", None))
        if listed is not None:
            recipients = [self._of_set(each, pages) for each in listed.record_sets]
        attachments = cast("list[_Data]", thing.attachments)
        return Item(properties, tuple(recipients),
                    tuple(self._attachment(thing, each, pages) for each in attachments))

    def _attachment(self, owner: _Thing, thing: _Data, pages: Pages) -> Attachment:
        properties = self._properties(thing, pages)
        if Tag.ATTACH_DATA not in properties.values:
            return Attachment(properties)
        method = properties.number(Tag.ATTACH_METHOD)
        if method not in {objects.METHOD, _EMBEDDED}:
            return Attachment(properties, lambda: self._data(thing))
        try:
            if method == objects.METHOD:
                return objects.of_compound(properties, b"".join(self._data(thing)))
            return Attachment(properties, item=self._layers.embedded(owner.identifier, thing.identifier, pages))
        except (OSError, MemoryError, *DAMAGE):
            return Attachment(properties)  # which is missing then, and told

    @staticmethod
    def _data(thing: _Data) -> Iterator[bytes]:
        left = thing.get_size()
        thing.seek_offset(0, io.SEEK_SET)
        while left > 0 and (piece := thing.read_buffer(min(left, _PIECE_OCTETS))):
            left -= len(piece)
            yield piece
        if left:
            raise OSError("an attachment is not whole")

    def _properties(self, thing: _Thing, pages: Pages = (WESTERN,)) -> Properties:
        sets = thing.record_sets
        return self._of_set(sets[0], pages) if sets else Properties({})

    def _of_set(self, record_set: _Set, pages: Pages) -> Properties:
        values: dict[int, Value] = {}
        categories: tuple[str, ...] = ()
        for entry in record_set.entries:
            tag, kind = entry.entry_type, entry.value_type
            if tag is None or kind is None:
                continue
            if tag == Tag.ATTACH_DATA:  # read when it is its turn
                values[tag] = b""
            elif tag == self._layers.categories:
                categories = several(entry.data or b"", kind, pages)
            elif tag < 0x8000 and (value := decoded(kind, entry.data or b"", pages)) is not None:
                values[tag] = value
        return Properties(values, categories)


def _text(name: str) -> str:
    """A name that can be said: without half characters."""
    return name.encode("utf-8", "replace").decode()
