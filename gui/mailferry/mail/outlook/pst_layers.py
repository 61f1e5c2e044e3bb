"""Messages of a data file of Outlook from its lower layers up (MS-PST 2.2 and 2.4).

libpff's Python has no way to a message in an attachment, nor to the attachments of items whose class it does not know,
refuses some items that can be read in part, and looks at no checksum of a block. All that is done here: nodes and
blocks by two B-trees, and in blocks heaps (`pst_heap`). Raises what reading by offsets raises at damage, and OSError.
"""

from __future__ import annotations

import contextlib
import functools
import itertools
import struct
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from mailferry.mail.outlook import objects
from mailferry.mail.outlook.compose import DEPTH
from mailferry.mail.outlook.item import WESTERN, Attachment, Item, Pages, Properties, Tag, string_pages
from mailferry.mail.outlook.pst_cipher import decoded as plain
from mailferry.mail.outlook.pst_heap import DAMAGE, LEVELS, Heap, Node

_ANSI, _LARGE_PAGES = 15, 36  # versions: up to the first numbers have 4 octets; from the second on pages have 4096
FOLDER, SEARCH_FOLDER, MESSAGE = 2, 3, 4
"""Types of nodes (MS-PST 2.2.2.1)."""

_ATTACHMENT, _TYPE = 5, 0x1F  # another, and the bits of a type
_LISTS = {FOLDER: 0x0D, MESSAGE: 0x0E}  # types of the nodes with the lists of a folder
_RECIPIENTS = 0x692  # the node with the table of recipients (MS-PST 2.4.5.3)
_NODES_LOOKED_AT, _MESSAGES_LOOKED_AT = 10_000, 100
_EMBEDDED = 5  # an ATTACH_METHOD
_OBJECT = 0x000D
_BLOCK_LIMIT = 1024 * 1024
_NODES_IN_NODES = 2 * DEPTH + 2


class Layers:
    """A data file, read by nodes. The file's position is put back after each reading: libpff reads it, too.

    `categories`: the id of the property that holds the categories of an item.
    `pages`: the code pages that strings are in where an item does not say, as it was written by the same person.
    `pages_are_sound`: whether all pages of B-trees that were read so far have their checksum.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.categories = -1
        self.pages_are_sound = True
        head = self._read(0, 564)
        version = int.from_bytes(head[10:12], "little")
        self._ansi = version <= _ANSI
        self.pages: Pages = (WESTERN,)
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
        if self._ansi:
            self.pages = self._likely_pages()

    def item(self, node: int, pages: Pages) -> Item:
        """The item with this node number."""
        return self._item(self._node(node), pages, 0)

    def embedded(self, node: int, attachment: int, pages: Pages) -> Item:
        """The item in an attachment of an item."""
        found = self._attachment(self._sub_nodes(self._node(node)[1])[attachment], pages, 0)
        if found.item is None:
            raise LookupError("no item in the attachment")
        return found.item

    def _likely_pages(self) -> Pages:
        """The code pages that most of the first messages are in; names of folders have no other."""
        found: Counter[Pages] = Counter()
        numbers = (number for number, _ in itertools.islice(self._all_nodes(self._nodes, 0), _NODES_LOOKED_AT))
        with contextlib.suppress(OSError, *DAMAGE):
            for number in itertools.islice((each for each in numbers if each & _TYPE == MESSAGE), _MESSAGES_LOOKED_AT):
                with contextlib.suppress(OSError, *DAMAGE):
                    found[string_pages(self._heap(self._node(number)).properties(()), ())] += 1
        del found[(WESTERN,)]  # which is also what is taken where nothing is said
        return found.most_common(1)[0][0] if found else (WESTERN,)

    def _all_nodes(self, page: int, depth: int) -> Iterator[tuple[int, int]]:
        """The numbers of the nodes below a page, and of their parents; without those of pages that cannot be read."""
        try:
            level, entries = self._page(page)
        except (OSError, *DAMAGE):
            return
        width = struct.calcsize(self._word)
        for entry in entries:
            if not level:
                yield int.from_bytes(entry[:4], "little"), int.from_bytes(entry[3 * width:3 * width + 4], "little")
            elif depth < LEVELS:
                yield from self._all_nodes(int.from_bytes(entry[2 * width:3 * width], "little"), depth + 1)

    def properties(self, node: int) -> Properties:
        """The properties on a node."""
        return self._heap(self._node(node)).properties(self.pages)

    def below(self, folder: int, kind: int) -> list[int]:
        """The numbers of the nodes of a type that belong to a folder, by the tree of all nodes, not by its list."""
        return [number for number, parent in self._all_nodes(self._nodes, 0)
                if parent == folder and number & _TYPE == kind and number != folder]

    def messages(self, folder: int) -> list[int]:
        """The node numbers of the messages in a folder, in the order of their rows' keys, which is libpff's."""
        return sorted(self._heap(self._node(folder & ~_TYPE | _LISTS[MESSAGE])).row_keys())

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

    def list_is_sound(self, folder: int, kind: int) -> bool:
        """The same of the list of a folder's messages, or of the folders in it."""
        return self.is_sound(folder & ~_TYPE | _LISTS[kind])

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
        for _ in range(LEVELS):
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

    def _heap(self, node: Node) -> Heap:
        return Heap(list(self._data(node[0])), self._large, self._data, self._sub_nodes(node[1]))

    def _item(self, node: Node, pages: Pages, depth: int) -> Item:
        heap = self._heap(node)
        properties = heap.properties(pages)
        pages = string_pages(properties, pages)
        properties = heap.properties(pages, self.categories)
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


def _checksum(octets: bytes) -> int:
    """CRC-32 without the usual inversions (MS-PST 5.3)."""
    return zlib.crc32(octets, 0xFFFFFFFF) ^ 0xFFFFFFFF
