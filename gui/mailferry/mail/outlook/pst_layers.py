"""Messages of a data file of Outlook from its lower layers up (MS-PST 2.2 and 2.3).

libpff's Python has no way to a message in an attachment, nor to the attachments of items whose class it does not know,
refuses some items that can be read in part, and looks at no checksum of a block. All that is done here: nodes and
blocks by two B-trees, heaps in blocks, and in heaps the properties and tables. Raises what reading by offsets raises at
damage (LookupError, ValueError, struct.error, zlib.error) and OSError.
"""

from __future__ import annotations

import functools
import struct
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO

from mailferry.mail.outlook import objects
from mailferry.mail.outlook.compose import DEPTH
from mailferry.mail.outlook.item import Attachment, Item, Pages, Properties, Tag, Value, decoded, string_pages
from mailferry.mail.outlook.pst_cipher import decoded as plain

DAMAGE = (LookupError, ValueError, struct.error, zlib.error, OverflowError, RecursionError)
"""What is raised at damage, besides OSError."""

_ANSI, _LARGE_PAGES = 15, 36  # versions: up to the first numbers have 4 octets; from the second on pages have 4096
_CONTENTS, _TYPE = 0x0E, 0x1F  # the type of the node with the list of a folder's messages, and the bits of a type
_RECIPIENTS = 0x692  # the node with the table of recipients (MS-PST 2.4.5.3)
_ATTACHMENT = 5  # a type of nodes
_EMBEDDED = 5  # an ATTACH_METHOD
_OBJECT = 0x000D
_IN_PLACE = frozenset({0x0002, 0x0003, 0x000B})  # types of properties whose value stands where others have a place
_BLOCK_LIMIT = 1024 * 1024
_LEVELS = 10
_VALUE_LIMIT = 1024 * 1024 * 1024
_NODES_IN_NODES = 2 * DEPTH + 2

Node = tuple[int, int]
"""The numbers of the block with a node's data, and of the one with its sub nodes."""


class Layers:
    """A data file, read by nodes. The file's position is put back after each reading: libpff reads it, too.

    `pages_are_sound`: whether all pages of B-trees that were read so far have their checksum.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.pages_are_sound = True
        head = self._read(0, 564)
        version = int.from_bytes(head[10:12], "little")
        self._ansi = version <= _ANSI
        self._large = version >= _LARGE_PAGES
        if self._ansi:
            self._nodes, self._blocks = struct.unpack_from("<I", head, 188)[0], struct.unpack_from("<I", head, 196)[0]
            self._way = head[461]
        else:
            self._nodes, self._blocks = struct.unpack_from("<Q", head, 224)[0], struct.unpack_from("<Q", head, 240)[0]
            self._way = head[513]
        self._word = "I" if self._ansi else "Q"
        self._trailer = 12 if self._ansi else 24 if self._large else 16  # octets behind a block or page
        self._page = functools.lru_cache(maxsize=512)(self._read_page)

    def item(self, node: int, pages: Pages) -> Item:
        """The item with this node number."""
        return self._item(self._node(node), pages, 0)

    def embedded(self, node: int, attachment: int, pages: Pages) -> Item:
        """The item in an attachment of an item."""
        found = self._attachment(self._sub_nodes(self._node(node)[1])[attachment], pages, 0)
        if found.item is None:
            raise LookupError("no item in the attachment")
        return found.item

    def messages(self, folder: int) -> list[int]:
        """The node numbers of the messages in a folder, in the order of their rows' keys, which is libpff's."""
        return sorted(self._heap(self._node(folder & ~_TYPE | _CONTENTS)).row_keys())

    def is_sound(self, node: int) -> bool:
        """Whether all blocks of a node and its sub nodes are there and have their checksum; True if there is no such
        node."""
        try:
            data, sub = self._node(node)
        except LookupError:
            return True
        try:
            return self._are_sound(data, sub, 0)
        except (OSError, *DAMAGE):
            return False

    def list_is_sound(self, folder: int) -> bool:
        """The same of the list of a folder's messages."""
        return self.is_sound(folder & ~_TYPE | _CONTENTS)

    def _are_sound(self, data: int, sub: int, depth: int) -> bool:
        if depth > _NODES_IN_NODES:
            raise ValueError("sub nodes lead too deep")
        return self._is_sound(data) and self._is_sound(sub) and all(
            self._are_sound(*node, depth + 1) for node in self._sub_nodes(sub).values())

    def _is_sound(self, number: int, depth: int = 0) -> bool:
        """Whether a block has its checksum, and those that it lists."""
        if not number:
            return True
        stored, _, checksum = self._stored(number)
        if _checksum(stored) != checksum:
            return False
        if not number & 2:
            return True
        octets = self._block(number)
        kind, level, count = struct.unpack_from("<BBH", octets)
        if depth > 2:
            raise ValueError("a list of blocks is damaged")
        if kind == 1:
            below: Iterable[int] = struct.unpack_from(f"<{count}{self._word}", octets, 8)
        else:  # of sub nodes; their own blocks are looked at with them
            width = 2 * struct.calcsize(self._word)
            below = (struct.unpack_from(f"<2{self._word}", octets, place)[1]
                     for place in range(4 if self._ansi else 8, 8 + count * width if level else 0, width))
        return all(self._is_sound(each, depth + 1) for each in below)

    # --- nodes and blocks (MS-PST 2.2.2.7, 2.2.2.8) ------------------------------------------------------------------

    def _read(self, offset: int, octets: int) -> bytes:
        before = self._file.tell()
        self._file.seek(offset)
        found = self._file.read(octets)
        self._file.seek(before)
        if len(found) < octets:
            raise ValueError("the file ends too early")
        return found

    def _read_page(self, offset: int) -> tuple[int, list[bytes]]:
        """The level of a page of a B-tree (0: a leaf), and its entries."""
        page = self._read(offset, 4096 if self._large else 512)
        if self._large:
            count, _, size, level = struct.unpack_from("<HHBB", page, 4056)
        else:
            count, _, size, level = struct.unpack_from("<BBBB", page, 496 if self._ansi else 488)
        body, trailer = page[:-self._trailer], page[-self._trailer:]
        if _checksum(body) != self._checksum_in(trailer):
            self.pages_are_sound = False
        if not size or count * size > len(page):
            raise ValueError("a page is damaged")
        return level, [page[start:start + size] for start in range(0, count * size, size)]

    def _entry(self, page: int, key: int, mask: int) -> bytes:
        """The entry of a B-tree with this key."""
        width = struct.calcsize(self._word)
        for _ in range(_LEVELS):
            level, entries = self._page(page)
            before = None
            for entry in entries:
                own = int.from_bytes(entry[:width], "little") & mask
                if own == key and not level:
                    return entry
                if own <= key:
                    before = entry
            if not level or before is None:
                break
            page = int.from_bytes(before[2 * width:3 * width], "little")
        raise LookupError("there is no such node or block")

    def _node(self, number: int) -> Node:
        entry = self._entry(self._nodes, number, 0xFFFFFFFF)
        _, data, sub = struct.unpack_from(f"<3{self._word}", entry)
        return data, sub

    def _stored(self, number: int) -> tuple[bytes, int, int]:
        """The octets of a block as they are stored, their number when they are inflated, and their checksum."""
        entry = self._entry(self._blocks, number & ~1, ~1)
        _, offset = struct.unpack_from(f"<2{self._word}", entry)
        size, inflated = struct.unpack_from("<HH", entry, 2 * struct.calcsize(self._word))
        step = 512 if self._large else 64
        octets = self._read(offset, -(-(size + self._trailer) // step) * step)
        return octets[:size], inflated, self._checksum_in(octets[-self._trailer:])

    def _checksum_in(self, trailer: bytes) -> int:
        return int.from_bytes(trailer[8:12] if self._ansi else trailer[4:8], "little")

    def _block(self, number: int) -> bytes:
        octets, inflated, _ = self._stored(number)
        if self._large and inflated != len(octets):
            octets = zlib.decompressobj().decompress(octets, _BLOCK_LIMIT)
        return octets if number & 2 else plain(octets, self._way, number & 0xFFFFFFFF)

    def _data(self, number: int, depth: int = 0) -> Iterator[bytes]:
        """The octets of a node, block by block (MS-PST 2.2.2.8.3.1, .2)."""
        if not number:
            return
        octets = self._block(number)
        if not number & 2:
            yield octets
            return
        kind, _, count = struct.unpack_from("<BBH", octets)
        if kind != 1 or depth > 1:
            raise ValueError("a list of blocks is damaged")
        for below in struct.unpack_from(f"<{count}{self._word}", octets, 8):
            yield from self._data(below, depth + 1)

    def _sub_nodes(self, number: int, depth: int = 0) -> dict[int, Node]:
        """The sub nodes in a block and those beneath (MS-PST 2.2.2.8.3.3)."""
        if not number:
            return {}
        octets = self._block(number)
        kind, level, count = struct.unpack_from("<BBH", octets)
        if kind != 2 or level > 1 or depth > 1:
            raise ValueError("a list of sub nodes is damaged")
        fields = 2 if level else 3
        width = fields * struct.calcsize(self._word)
        start = 4 if self._ansi else 8
        found: dict[int, Node] = {}
        for place in range(start, start + count * width, width):
            entry = struct.unpack_from(f"<{fields}{self._word}", octets, place)
            if level:
                found |= self._sub_nodes(entry[1], depth + 1)
            else:
                found[entry[0] & 0xFFFFFFFF] = entry[1], entry[2]
        return found

    # --- items (MS-PST 2.4.5, 2.4.6) ---------------------------------------------------------------------------------

    def _heap(self, node: Node) -> _Heap:
        return _Heap(list(self._data(node[0])), self._large, self._data, self._sub_nodes(node[1]))

    def _item(self, node: Node, pages: Pages, depth: int) -> Item:
        heap = self._heap(node)
        properties = heap.properties(pages)
        pages = string_pages(properties, pages)
        properties = heap.properties(pages)
        recipients: list[Properties] = []
        if _RECIPIENTS in heap.sub_nodes:
            recipients = list(self._heap(heap.sub_nodes[_RECIPIENTS]).rows(pages))
        attachments = [self._attachment(sub, pages, depth) for number, sub in sorted(heap.sub_nodes.items())
                       if number & 31 == _ATTACHMENT]
        return Item(properties, tuple(recipients), tuple(attachments))

    def _attachment(self, node: Node, pages: Pages, depth: int) -> Attachment:
        heap = self._heap(node)
        properties = heap.properties(pages)
        place = heap.place_of(Tag.ATTACH_DATA)
        if place is None:
            return Attachment(properties)
        kind, where = place
        if properties.number(Tag.ATTACH_METHOD) == _EMBEDDED and kind == _OBJECT:
            number = int.from_bytes(heap.value(where)[:4], "little")
            if depth >= DEPTH:
                raise ValueError("too many messages in messages")
            return Attachment(properties, item=self._item(heap.sub_nodes[number], pages, depth + 1))
        if kind == _OBJECT:  # of another program: the number of its node and its size
            where = int.from_bytes(heap.value(where)[:4], "little")
        if properties.number(Tag.ATTACH_METHOD) == objects.METHOD:
            return objects.of_compound(properties, heap.value(where))
        return Attachment(properties, lambda: heap.pieces(where))


@dataclass(frozen=True, slots=True)
class _Heap:
    """A heap on a node (MS-PST 2.3.1): small pieces of data in blocks, each by its place; larger ones are sub nodes."""

    blocks: list[bytes]
    large: bool
    data: Callable[[int], Iterator[bytes]]
    sub_nodes: Mapping[int, Node]

    def value(self, where: int) -> bytes:
        """The octets at a place: of the heap (HID) or of a sub node (NID)."""
        found = b""
        for piece in self.pieces(where):
            found += piece
            if len(found) > _VALUE_LIMIT:
                raise ValueError("a value is too large")
        return found

    def pieces(self, where: int) -> Iterator[bytes]:
        """The same in pieces, as it lies in blocks."""
        if where & 31:
            return self.data(self.sub_nodes[where][0])
        return iter((self._allocated(where),) if where else ())

    def _allocated(self, where: int) -> bytes:
        index = where >> 5 & (0x3FFF if self.large else 0x7FF)
        block = self.blocks[where >> (19 if self.large else 16)]
        table = int.from_bytes(block[:2], "little")
        count = int.from_bytes(block[table:table + 2], "little")
        if not 1 <= index <= count:
            raise LookupError("there is no such place in a heap")
        start, end = struct.unpack_from("<2H", block, table + 4 + 2 * (index - 1))
        return block[start:end]

    def _root(self) -> tuple[int, int]:
        """What the heap holds (0xBC properties, 0x7C a table), and the place of its root."""
        _, signature, kind, root = struct.unpack_from("<HBBI", self.blocks[0])
        if signature != 0xEC:
            raise ValueError("a heap is damaged")
        return kind, root

    def _records(self, place: int) -> Iterator[bytes]:
        """The records of a B-tree on the heap (MS-PST 2.3.2), in order."""
        kind, key, data, levels, root = struct.unpack_from("<4BI", self._allocated(place))
        if kind != 0xB5 or not key + data or levels > _LEVELS:
            raise ValueError("a tree on a heap is damaged")
        places = [root] if root else []
        for _ in range(levels):
            pages = map(self._allocated, places)
            places = [int.from_bytes(page[at + key:at + key + 4], "little")
                      for page in pages for at in range(0, len(page) - key - 3, key + 4)]
        for leaf in places:
            page = self._allocated(leaf)
            yield from (page[at:at + key + data] for at in range(0, len(page) - key - data + 1, key + data))

    def _places(self) -> Iterator[tuple[int, int, int]]:
        """The properties: id, type, and a small value or the place of it (MS-PST 2.3.3.3)."""
        kind, root = self._root()
        if kind != 0xBC:
            raise ValueError("there are no properties where some should be")
        for record in self._records(root):
            yield struct.unpack("<HHI", record[:8])

    def place_of(self, tag: int) -> tuple[int, int] | None:
        """The type of a property and where its value is."""
        return next(((kind, where) for own, kind, where in self._places() if own == tag), None)

    def properties(self, pages: Pages) -> Properties:
        """All properties but the data of an attachment."""
        values: dict[int, Value] = {}
        for tag, kind, where in self._places():
            if tag != Tag.ATTACH_DATA and tag < 0x8000:
                self._decode(values, tag, kind, where, pages)
        return Properties(values)

    def _decode(self, values: dict[int, Value], tag: int, kind: int, where: int, pages: Pages) -> None:
        if kind in _IN_PLACE:
            octets = struct.pack("<I", where)
        elif kind in {0x001E, 0x001F, 0x0102, 0x0040}:
            try:
                octets = self.value(where)
            except (OSError, *DAMAGE):
                return  # the item is not sound then, which is told
        else:
            return
        if (value := decoded(kind, octets, pages)) is not None:
            values[tag] = value

    def row_keys(self) -> Iterator[int]:
        """The keys of the rows of a table (MS-PST 2.3.4.3)."""
        kind, root = self._root()
        if kind != 0x7C:
            raise ValueError("there is no table where one should be")
        for record in self._records(int.from_bytes(self._allocated(root)[10:14], "little")):
            yield int.from_bytes(record[:4], "little")

    def rows(self, pages: Pages) -> Iterator[Properties]:
        """The rows of a table (MS-PST 2.3.4)."""
        kind, root = self._root()
        octets = self._allocated(root)
        mark, columns, _, _, bits, size, _, matrix = struct.unpack_from("<BB4HII", octets)
        if kind != 0x7C or mark != 0x7C or not size:
            raise ValueError("there is no table where one should be")
        described = [struct.unpack_from("<HHHBB", octets, 22 + 8 * column) for column in range(columns)]
        for block in self.pieces(matrix):
            for start in range(0, len(block) - size + 1, size):
                row = block[start:start + size]
                values: dict[int, Value] = {}
                for own, tag, at, width, bit in described:
                    if not row[bits + bit // 8] >> (7 - bit % 8) & 1:
                        continue
                    cell = row[at:at + width]
                    if own == 0x0040:
                        if (value := decoded(own, cell, pages)) is not None:
                            values[tag] = value
                    else:
                        self._decode(values, tag, own, int.from_bytes(cell[:4], "little"), pages)
                yield Properties(values)


def _checksum(octets: bytes) -> int:
    """CRC-32 without the usual inversions (MS-PST 5.3)."""
    return zlib.crc32(octets, 0xFFFFFFFF) ^ 0xFFFFFFFF
