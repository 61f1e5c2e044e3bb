"""The process that reads a .pst or .ost: libpff is in C, and a damaged file may end it, or keep it for ever.

The file is its standard input. What it finds goes to standard output, a letter and a length before each piece:

    F  a folder: its path (JSON)         I  here begins the item with this number, in the folder named last (JSON)
    D  octets of the mail of the item    M  the mail is made: flags, keywords, date, subject, attachments that are lost,
    N  the item is no mail: its class       whether its blocks have their checksums (JSON)
    S  the item cannot be read           W  the list of messages of the folder named last does not have its checksum
    P  the file has a password           E  the end, without which the process has died: whether the pages of the file
                                            have their checksums (JSON)

Items have numbers in an order that is always the same, so that another process can go on behind one that was fatal.
"""

from __future__ import annotations

import contextlib
import io
import json
import struct
from collections.abc import Iterator
from typing import BinaryIO, Protocol, cast

from mailferry.mail.outlook import objects
from mailferry.mail.outlook.compose import mail
from mailferry.mail.outlook.item import WESTERN, Attachment, Item, Pages, Properties, Tag, Value, decoded, string_pages
from mailferry.mail.outlook.names import categories_id
from mailferry.mail.outlook.pst_heap import DAMAGE
from mailferry.mail.outlook.pst_layers import Layers

FRAME = struct.Struct("<cI")

MEMORY_OCTETS = 3 * 1024 * 1024 * 1024
"""What the process may take; a damaged file asks for any amount."""

DEPTH = 100
"""How deep folders are followed."""

_PIECE_OCTETS = 1024 * 1024
_SUBTREE_IN_ENTRY_ID = slice(20, 24)  # of an entry id: the number of the folder (MS-PST 2.4.3.2)
_SUBTREE_OF_OST = 0x2142  # the node of IPM_SUBTREE below "Root - Mailbox", as found in files of Outlook 2010 and 2016
_NO_PASSWORD = frozenset({0, -1})  # -1 in every .ost
_EMBEDDED = 5  # an ATTACH_METHOD
_GUIDS, _ENTRIES, _STRINGS = 2, 3, 4  # properties of the map of names (MS-PST 2.4.7)
_FOLDER, _SEARCH_FOLDER = 2, 3  # types of nodes (MS-PST 2.2.2.1)


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
    def get_name_to_id_map(self) -> _Thing | None: ...


def main(first: int) -> None:
    """Read the file from the item with the number `first` on."""
    _limit_memory()
    import pypff

    file = cast(_File, pypff.file())
    source = open(0, "rb", closefd=False)  # noqa: SIM115 - a program with a window may have no sys.stdin
    file.open_file_object(source)
    with open(1, "wb", closefd=False) as out:
        _Reading(file, Layers(source), out, first).run()


def _limit_memory() -> None:
    with contextlib.suppress(ImportError, ValueError, OSError):  # Windows has no such limits
        import resource

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
        self._categories = self._categories_id()

    def run(self) -> None:
        """All of it. Raises OSError if nothing at all can be read."""
        root = self._file.get_root_folder()
        if root is None:
            raise OSError("the file has no folders")
        store = self._file.get_message_store()
        properties = self._properties(store) if store else Properties({})
        if properties.number(Tag.PST_PASSWORD) not in _NO_PASSWORD:
            self._frame(b"P")
        top = self._subtree(root, properties.octets(Tag.IPM_SUBTREE_ENTRY_ID)[_SUBTREE_IN_ENTRY_ID])
        self._messages(top, ())
        self._folders(top, (), 0)
        self._frame(b"E", json.dumps(self._layers.pages_are_sound))

    def _subtree(self, root: _Folder, identifier: bytes) -> _Folder:
        """The folder that Outlook shows the folders of; the root if that cannot be found."""
        wanted = int.from_bytes(identifier, "little")
        for folder in self._children(root):
            if folder.identifier == wanted:
                return folder
        for above in self._children(root) if not wanted else ():  # an .ost does not say which it is
            for folder in self._children(above):
                if folder.identifier == _SUBTREE_OF_OST:
                    return folder
        return root

    def _children(self, folder: _Folder) -> Iterator[_Folder]:
        for index in range(self._count(folder, "number_of_sub_folders")):
            try:
                child = folder.get_sub_folder(index)
                if child.identifier & 31 != _SEARCH_FOLDER:  # these show what lies elsewhere
                    yield child
            except (OSError, MemoryError, ValueError):
                if self._begin():
                    self._frame(b"S")

    def _folders(self, parent: _Folder, path: tuple[str, ...], depth: int) -> None:
        if depth >= DEPTH:
            return
        for number, child in enumerate(self._children(parent), 1):
            name = ""
            with contextlib.suppress(OSError, ValueError, MemoryError):
                name = self._properties(child, self._layers.pages).text(Tag.DISPLAY_NAME) or child.name or ""
                name = name.encode("utf-8", "replace").decode()
            own = (*path, name or f"Folder {number}")
            self._messages(child, own)
            self._folders(child, own, depth + 1)

    def _messages(self, folder: _Folder, path: tuple[str, ...]) -> None:
        count = self._count(folder, "number_of_sub_messages")
        told = not path
        if path:
            kind = ""
            with contextlib.suppress(OSError, ValueError, MemoryError):
                kind = self._properties(folder).text(Tag.CONTAINER_CLASS).lower()
            told = bool(count) or not kind or kind.startswith("ipf.note")
            if told:
                self._frame(b"F", json.dumps({"path": path, "mail": not kind or kind.startswith("ipf.note")}))
        if told and not self._layers.list_is_sound(folder.identifier):
            self._frame(b"W")
        for index in range(count):
            if not self._begin():
                continue
            try:
                number, item = self._read(folder, index)
                if not item.is_mail:
                    self._frame(b"N", json.dumps(item.message_class))
                    continue
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

    def _count(self, folder: _Folder, what: str) -> int:
        try:
            return int(getattr(folder, what))
        except (OSError, MemoryError, ValueError):
            if self._begin():
                self._frame(b"S")
            return 0

    def _frame(self, kind: bytes, content: bytes | str = b"") -> None:
        octets = content.encode("ascii") if isinstance(content, str) else content
        self._out.write(FRAME.pack(kind, len(octets)) + octets)
        if kind != b"D":
            self._out.flush()

    # --- from libpff's values to an item -----------------------------------------------------------------------------

    def _read(self, folder: _Folder, index: int) -> tuple[int, Item]:
        """The item at an index in a folder, and its number; as far as it can be read, if libpff refuses it."""
        try:
            thing = folder.get_sub_message(index)
            return thing.identifier, self._item(thing)
        except (OSError, MemoryError, *DAMAGE):
            number = self._layers.messages(folder.identifier)[index]
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
            elif tag == self._categories:
                categories = _several(entry.data or b"", kind, pages)
            elif tag < 0x8000 and (value := decoded(kind, entry.data or b"", pages)) is not None:
                values[tag] = value
        return Properties(values, categories)

    def _categories_id(self) -> int:
        with contextlib.suppress(OSError, ValueError, MemoryError):
            names = self._file.get_name_to_id_map()
            if names and (sets := names.record_sets):
                lists = {entry.entry_type: entry.data or b"" for entry in sets[0].entries
                         if entry.entry_type in {_GUIDS, _ENTRIES, _STRINGS}}
                return categories_id(*(lists.get(number, b"") for number in (_GUIDS, _ENTRIES, _STRINGS)))
        return -1


def _several(octets: bytes, kind: int, pages: Pages) -> tuple[str, ...]:
    """The strings of a property with several values (MS-PST 2.3.3.4.2): how many, where each begins, the strings."""
    if kind not in {0x101E, 0x101F}:
        return ()
    count = min(int.from_bytes(octets[:4], "little"), len(octets) // 4 - 1)
    starts = [int.from_bytes(octets[4 * number + 4:4 * number + 8], "little") for number in range(count)]
    return tuple(str(decoded(kind & 0xFFF, octets[start:end], pages)).rstrip("\0")
                 for start, end in zip(starts, [*starts[1:], len(octets)], strict=True))
