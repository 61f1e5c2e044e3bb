"""Heaps in a data file of Outlook (MS-PST 2.3): pieces of data on a node, and in them properties and tables.

Raises what reading by offsets raises at damage.
"""

from __future__ import annotations

import contextlib
import struct
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from mailferry.mail.outlook.item import Pages, Properties, Tag, Value, decoded

DAMAGE = (LookupError, ValueError, struct.error, zlib.error, OverflowError, RecursionError)
"""What is raised at damage, besides OSError."""

LEVELS = 10
"""How deep trees are followed."""

_IN_PLACE = frozenset({0x0002, 0x0003, 0x000B})  # types of properties whose value stands where others have a place
_VALUE_LIMIT = 1024 * 1024 * 1024

Node = tuple[int, int]
"""The numbers of the block with a node's data, and of the one with its sub nodes."""


@dataclass(frozen=True, slots=True)
class Heap:
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
        if kind != 0xB5 or not key + data or levels > LEVELS:
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

    def properties(self, pages: Pages, categories: int = -1) -> Properties:
        """All properties but the data of an attachment. `categories`: the id of the property that holds these."""
        values: dict[int, Value] = {}
        named: tuple[str, ...] = ()
        for tag, kind, where in self._places():
            if tag == categories:
                with contextlib.suppress(OSError, *DAMAGE):
                    named = several(self.value(where), kind, pages)
            elif tag != Tag.ATTACH_DATA and tag < 0x8000:
                self._decode(values, tag, kind, where, pages)
        return Properties(values, named)

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


def several(octets: bytes, kind: int, pages: Pages) -> tuple[str, ...]:
    """The strings of a property with several values (MS-PST 2.3.3.4.2): how many, where each begins, the strings."""
    if kind not in {0x101E, 0x101F}:
        return ()
    count = min(int.from_bytes(octets[:4], "little"), len(octets) // 4 - 1)
    starts = [int.from_bytes(octets[4 * number + 4:4 * number + 8], "little") for number in range(count)]
    return tuple(str(decoded(kind & 0xFFF, octets[start:end], pages)).rstrip("\0")
                 for start, end in zip(starts, [*starts[1:], len(octets)], strict=True))
