"""Data files of Outlook made for tests (MS-PST): of the old kind, of Unicode, with large pages; each way of encoding.

Only what is needed to be read: no maps of free space, no queues, no search folders.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.mail.outlook.made_msg import VARIABLE, Attached, Msg, Value, coded

from mailferry.mail.outlook.pst_cipher import CYCLIC, PERMUTED, PLAIN, cyclic, decoded

ANSI, UNICODE, LARGE = 15, 23, 36
STORE, NAMES, ROOT, SUBTREE = 0x21, 0x61, 0x122, 0x8022
FIRST_LIST = SUBTREE + 0x20 & ~31 | 0x0E  # of the messages in the first folder
FOLDER_LIST = SUBTREE & ~31 | 0x0D
# As in files of Outlook 2010 and 2016:
PUBLIC, PUBLIC_SUBTREE, MAILBOX, VIEWS, OFFLINE_SUBTREE = 0x2002, 0x2022, 0x20A2, 0x2122, 0x2142
CATEGORIES = 0x8000  # the id of the property that this file gives to the name Keywords
_RECIPIENTS, _ATTACHMENTS, _FIRST_ATTACHMENT, _FIRST_MESSAGE = 0x692, 0x671, 0x8025, 0x200024
_EMBEDDED = 0x200004
_HEAP_ITEM_LIMIT = 3580
_ENCODE = bytes(decoded(bytes(range(256)), PERMUTED, 0).index(octet) for octet in range(256))


@dataclass
class Node:
    """What a node is made of: its data, block by block, and its sub nodes."""

    blocks: Sequence[bytes]
    subs: Mapping[int, Node] = field(default_factory=dict)


@dataclass
class Folder:
    """A folder with what is in it."""

    name: str
    messages: Sequence[Msg] = ()
    folders: Sequence[Folder] = ()
    kind: str = "IPF.Note"


class Heap:
    """A heap on a node: pieces of data get places."""

    def __init__(self, version: int) -> None:
        self._large = version >= LARGE
        self._pieces: list[list[bytes]] = [[]]
        self._limit = 3500 if version <= ANSI else 3600  # small blocks, so that heaps have several

    def add(self, octets: bytes) -> int:
        if sum(map(len, self._pieces[-1])) + len(octets) > self._limit and self._pieces[-1]:
            self._pieces.append([])
        self._pieces[-1].append(octets)
        return len(self._pieces) - 1 << (19 if self._large else 16) | len(self._pieces[-1]) << 5

    def blocks(self, kind: int, root: int) -> list[bytes]:
        made = []
        for number, pieces in enumerate(self._pieces):
            at = [12 if number == 0 else 2]
            for piece in pieces:
                at.append(at[-1] + len(piece))
            table = at[-1] + at[-1] % 2
            head = struct.pack("<HBBII", table, 0xEC, kind, root, 0) if number == 0 else struct.pack("<H", table)
            made.append((head + b"".join(pieces)).ljust(table, b"\0")
                        + struct.pack(f"<HH{len(at)}H", len(pieces), 0, *at))
        return made


class Pst:
    """A data file on its way. `version`: ANSI, UNICODE or LARGE; `way`: PLAIN, PERMUTED or CYCLIC. `offline`: an .ost,
    with more folders above those that are shown."""

    def __init__(self, version: int = UNICODE, way: int = PERMUTED, *, narrow: str = "", password: int = 0,
                 offline: bool = False) -> None:
        self._version = version
        self._way = way
        self._narrow = narrow
        self._offline = offline
        self._word = "I" if version <= ANSI else "Q"
        self._block_limit = {ANSI: 8180, UNICODE: 8176, LARGE: 65512}[version]
        self._file = bytearray(0x4400)
        self._next = 4
        self._blocks: list[tuple[int, int, int, int]] = []  # number, offset, size, size when inflated
        self._nodes: list[tuple[int, int, int, int]] = []  # number, data, sub nodes, parent
        self._next_folder = SUBTREE + 0x20
        self._next_message = _FIRST_MESSAGE
        store: dict[int, Value] = {0x3001: "Data file", 0x35DF: 0xFF, 0x67FF: -1 if offline else password}
        if not offline:
            store[0x35E0] = bytes(20) + struct.pack("<I", SUBTREE)
        self._node(STORE, self._properties(store), 0)
        keywords = "Keywords".encode("utf-16-le")
        self._node(NAMES, self._properties({
            1: 251, 2: bytes(16), 3: struct.pack("<IHH", 0, 5, 0), 4: struct.pack("<I", len(keywords)) + keywords}), 0)

    def octets(self, *folders: Folder, top: Sequence[Msg] = (), public: Sequence[Folder] = ()) -> bytes:
        """The file with these folders below the one that Outlook shows, and in an .ost with public ones."""
        if self._offline:
            self._folder(ROOT, Folder("", kind=""), ROOT, below=[PUBLIC, MAILBOX])
            self._folder(PUBLIC, Folder("Root - Public", kind=""), ROOT, below=[PUBLIC_SUBTREE])
            self._folder(PUBLIC_SUBTREE, Folder("IPM_SUBTREE", (), public, kind=""), PUBLIC)
            self._folder(MAILBOX, Folder("Root - Mailbox", kind=""), ROOT, below=[VIEWS, OFFLINE_SUBTREE])
            self._folder(VIEWS, Folder("Views", kind=""), MAILBOX)
            self._folder(OFFLINE_SUBTREE, Folder("IPM_SUBTREE", top, folders, kind=""), MAILBOX)
            return self._finished()
        self._folder(ROOT, Folder("", kind=""), ROOT, below=[SUBTREE])
        self._folder(SUBTREE, Folder("Top of Outlook data file", top, folders, kind=""), ROOT)
        return self._finished()

    def write(self, path: Path, *folders: Folder, top: Sequence[Msg] = (), public: Sequence[Folder] = ()) -> Path:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(self.octets(*folders, top=top, public=public))
        return path

    def block(self, node: int) -> tuple[int, int]:
        """Where the block with a node's data is, and its size."""
        number = next(data for each, data, _, _ in self._nodes if each == node)
        return next((offset, size) for each, offset, size, _ in self._blocks if each == number)

    def checksums(self, node: int) -> tuple[int, int]:
        """Where the checksums are of the block with a node's data, and of the root of the tree of blocks."""
        trailer, place = {ANSI: (12, 8), UNICODE: (16, 4), LARGE: (24, 4)}[self._version]
        offset, size = self.block(node)
        step = 512 if self._version >= LARGE else 64
        return (offset + -(-(size + trailer) // step) * step - trailer + place, len(self._file) - trailer + place)

    def message(self, message: Msg) -> Node:
        """The node of a message."""
        made = self._properties(message.properties(), message.categories)
        subs = dict(made.subs)
        people = message.people()
        if people:
            subs[_RECIPIENTS] = self._table(people)
        if message.attached:
            subs[_ATTACHMENTS] = self._table([{0x67F2: _FIRST_ATTACHMENT + 32 * number, 0x0E20: 1, 0x3705: 1}
                                              for number in range(len(message.attached))])
        for number, attached in enumerate(message.attached):
            subs[_FIRST_ATTACHMENT + 32 * number] = self._attachment(attached)
        return Node(made.blocks, subs)

    def _attachment(self, attached: Attached) -> Node:
        if not attached.message:
            return self._properties(attached.properties())
        inner = self.message(attached.message)
        made = self._properties(attached.properties(), embedded=_EMBEDDED)
        return Node(made.blocks, {**made.subs, _EMBEDDED: inner})

    def _folder(self, number: int, folder: Folder, parent: int, below: Sequence[int] = ()) -> None:
        values: dict[int, Value] = {0x3001: folder.name, 0x3602: len(folder.messages), 0x3603: 0,
                                    0x360A: bool(folder.folders or below)}
        if folder.kind:
            values[0x3613] = folder.kind
        self._node(number, self._properties(values), parent)
        children = list(below)
        for child in folder.folders:
            children.append(self._next_folder)
            self._next_folder += 0x20
            self._folder(children[-1], child, number)
        numbers = []
        for message in folder.messages:
            numbers.append(self._next_message)
            self._next_message += 0x20
            self._node(numbers[-1], self.message(message), number)
        index = number & ~31
        self._node(index | 0x0D, self._table([{0x67F2: each, 0x67F3: 0, 0x3001: ""} for each in children]), 0)
        self._node(index | 0x0E, self._table([{0x67F2: each, 0x67F3: 0, 0x001A: ""} for each in numbers]), 0)
        self._node(index | 0x0F, self._table([]), 0)

    # --- heaps -------------------------------------------------------------------------------------------------------

    def _properties(self, values: Mapping[int, Value], categories: Sequence[str] = (), embedded: int = 0) -> Node:
        heap = Heap(self._version)
        subs: dict[int, Node] = {}
        records = []
        for tag, value in sorted(values.items()):
            kind, octets = coded(value, self._narrow)
            if kind in VARIABLE or kind == 0x0040:
                records.append(struct.pack("<HHI", tag, kind, self._place(heap, subs, octets)))
            else:
                records.append(struct.pack("<HH4s", tag, kind, octets))
        if embedded:
            records.append(struct.pack("<HHI", 0x3701, 0x000D, heap.add(struct.pack("<II", embedded, 0))))
        if categories:
            texts = [each.encode("utf-16-le") for each in categories]
            starts = [4 + 4 * len(texts) + sum(map(len, texts[:number])) for number in range(len(texts))]
            octets = struct.pack(f"<I{len(starts)}I", len(starts), *starts) + b"".join(texts)
            records.append(struct.pack("<HHI", CATEGORIES, 0x101F, self._place(heap, subs, octets)))
        root = self._tree(heap, 2, 6, sorted(records, key=lambda record: record[:2][::-1]))
        return Node(heap.blocks(0xBC, root), subs)

    @staticmethod
    def _place(heap: Heap, subs: dict[int, Node], octets: bytes) -> int:
        if len(octets) <= _HEAP_ITEM_LIMIT - 100:
            return heap.add(octets) if octets else 0
        number = 0x1F | 32 * (len(subs) + 0x100)
        subs[number] = Node([octets])
        return number

    @staticmethod
    def _tree(heap: Heap, key: int, data: int, records: Sequence[bytes]) -> int:
        leaves = [heap.add(b"".join(records[at:at + 300])) for at in range(0, len(records), 300)]
        top, levels = (leaves[0] if leaves else 0), 0
        if len(leaves) > 1:
            top = heap.add(b"".join(records[300 * number][:key] + struct.pack("<I", leaf)
                                    for number, leaf in enumerate(leaves)))
            levels = 1
        return heap.add(struct.pack("<4BI", 0xB5, key, data, levels, top))

    def _table(self, rows: Sequence[Mapping[int, Value]]) -> Node:
        """A table whose columns are those of its rows; the number of a row (0x67F2) is made up where it is missing."""
        heap = Heap(self._version)
        subs: dict[int, Node] = {}
        rows = [{0x67F2: number, 0x67F3: 0, **row} for number, row in enumerate(rows, 1)]
        kinds = {0x67F2: 0x0003, 0x67F3: 0x0003}
        for row in rows:
            kinds |= {tag: coded(value, self._narrow)[0] for tag, value in row.items()}
        columns = [(kind, tag, 4 * number, 4, number) for number, (tag, kind) in enumerate(kinds.items())]
        wide = 4 * len(columns)
        size = wide + (len(columns) + 7) // 8
        matrix = b""
        for row in rows:
            cells, bits = bytearray(wide), bytearray(size - wide)
            for kind, tag, at, _, bit in columns:
                if tag in row:
                    _, octets = coded(row[tag], self._narrow)
                    cells[at:at + 4] = (struct.pack("<I", self._place(heap, subs, octets)) if kind in VARIABLE
                                        else octets[:4])
                    bits[bit // 8] |= 1 << 7 - bit % 8
            matrix += bytes(cells) + bytes(bits)
        described = b"".join(struct.pack("<HHHBB", *column) for column in sorted(columns, key=lambda each: each[1]))
        places = [(row[0x67F2], number) for number, row in enumerate(rows)]
        index = self._tree(heap, 4, 2 if self._version <= ANSI else 4, [
            struct.pack("<IH" if self._version <= ANSI else "<II", *place) for place in sorted(places)])
        fit = self._block_limit // size * size  # no row is cut in two (MS-PST 2.3.4.4)
        if len(matrix) > fit:
            where = 0x1F | 32 * (len(subs) + 0x100)
            subs[where] = Node([matrix[at:at + fit].ljust(self._block_limit, b"\0") if at + fit < len(matrix)
                                else matrix[at:] for at in range(0, len(matrix), fit)])
        else:
            where = self._place(heap, subs, matrix)
        head = struct.pack("<BB4HIII", 0x7C, len(columns), wide, wide, wide, size, index, where, 0)
        root = heap.add(head + described)
        return Node(heap.blocks(0x7C, root), subs)

    # --- nodes and blocks --------------------------------------------------------------------------------------------

    def _node(self, number: int, node: Node, parent: int) -> None:
        self._nodes.append((number, self._data(node.blocks), self._sub_nodes(node.subs), parent))

    def _data(self, blocks: Sequence[bytes]) -> int:
        cut = [block[at:at + self._block_limit] for block in blocks
               for at in range(0, len(block) or 1, self._block_limit)]
        numbers = [self._block(block) for block in cut]
        if len(numbers) == 1:
            return numbers[0]
        total = sum(map(len, cut))
        return self._block(struct.pack(f"<BBHI{len(numbers)}{self._word}", 1, 1, len(numbers), total, *numbers),
                           internal=True)

    def _sub_nodes(self, subs: Mapping[int, Node]) -> int:
        if not subs:
            return 0
        entries = [(number, self._data(node.blocks), self._sub_nodes(node.subs))
                   for number, node in sorted(subs.items())]
        head = struct.pack("<BBH", 2, 0, len(entries)) + (b"" if self._version <= ANSI else bytes(4))
        return self._block(head + b"".join(struct.pack(f"<3{self._word}", *entry) for entry in entries), internal=True)

    def _block(self, octets: bytes, *, internal: bool = False) -> int:
        number = self._next | (2 if internal else 0)
        self._next += 4
        if not internal and self._way == PERMUTED:
            octets = octets.translate(_ENCODE)
        elif not internal and self._way == CYCLIC:
            octets = cyclic(octets, number)
        stored = zlib.compress(octets) if self._version >= LARGE and not internal and len(octets) > 100 else octets
        step = 512 if self._version >= LARGE else 64
        trailer = {ANSI: 12, UNICODE: 16, LARGE: 24}[self._version]
        offset = len(self._file)
        size = -(-(len(stored) + trailer) // step) * step
        mark = _mark(offset, number)
        if self._version <= ANSI:
            end = struct.pack("<HHII", len(stored), mark, number, _checksum(stored))
        else:
            end = struct.pack("<HHIQ", len(stored), mark, _checksum(stored), number)
        if self._version >= LARGE:
            end += struct.pack("<HHI", 0, len(octets), 0)
        self._file += stored.ljust(size - trailer, b"\0") + end
        self._blocks.append((number, offset, len(stored), len(octets)))
        return number

    def _pages(self, kind: int, entries: Sequence[tuple[int, bytes]]) -> tuple[int, int]:
        """The pages of a B-tree with entries by key; the number of the root and where it is."""
        level = 0
        counted = "<HHBB" if self._version >= LARGE else "<4B"
        room = {ANSI: 496, UNICODE: 488, LARGE: 4056}[self._version]
        while True:
            width = len(entries[0][1])
            fit = room // width
            above = []
            for at in range(0, len(entries), fit):
                part = entries[at:at + fit]
                counts = struct.pack(counted, len(part), room // width, width, level)
                number, offset = self._page(kind, b"".join(entry for _, entry in part).ljust(room, b"\0") + counts)
                above.append((part[0][0], struct.pack(f"<3{self._word}", part[0][0], number, offset)))
            if len(above) == 1:
                return number, offset
            entries, level = above, level + 1

    def _page(self, kind: int, octets: bytes) -> tuple[int, int]:
        size = 4096 if self._version >= LARGE else 512
        self._file += bytes(-len(self._file) % size)
        offset = len(self._file)
        number = self._next
        self._next += 4
        body = octets.ljust(size - {ANSI: 12, UNICODE: 16, LARGE: 24}[self._version], b"\0")
        mark = _mark(offset, number)
        if self._version <= ANSI:
            self._file += body + struct.pack("<BBHII", kind, kind, mark, number, _checksum(body))
        else:
            self._file += body + struct.pack("<BBHIQ", kind, kind, mark, _checksum(body), number)
            self._file += bytes(8 if self._version >= LARGE else 0)
        return number, offset

    def _finished(self) -> bytes:
        nodes = self._pages(0x81, [(node[0], struct.pack(
            "<4I" if self._version <= ANSI else "<3QI4x", *node)) for node in sorted(self._nodes)])
        blocks = self._pages(0x80, [(block[0] & ~1, struct.pack(
            "<2IHH" if self._version <= ANSI else "<2QHHHH", *block[:3],
            *((2,) if self._version <= ANSI else (block[3], 2, 0) if self._version >= LARGE else (2, 0, 0))))
            for block in sorted(self._blocks)])
        size = len(self._file)
        head = bytearray(564)
        struct.pack_into("<4sI2sHHBB", head, 0, b"!BDN", 0, b"SO" if self._offline else b"SM", self._version, 19, 1, 1)
        if self._version <= ANSI:
            struct.pack_into("<III", head, 24, self._next, self._next, 1)
            struct.pack_into("<I9I", head, 164, 0, size, 0, 0, 0, *nodes, *blocks, 1)
            head[460], head[461] = 0x80, self._way
        else:
            struct.pack_into("<QQI", head, 24, 0, self._next, 1)
            struct.pack_into("<I8QB", head, 180, 0, size, 0, 0, 0, *nodes, *blocks, 1)
            head[512], head[513] = 0x80, self._way
            struct.pack_into("<Q", head, 516, self._next)
            struct.pack_into("<I", head, 524, _checksum(bytes(head[8:524])))
        struct.pack_into("<I", head, 4, _checksum(bytes(head[8:479])))
        self._file[:564] = head
        return bytes(self._file)


def _mark(offset: int, number: int) -> int:
    """The signature of a block or page (MS-PST 5.5)."""
    both = (offset ^ number) & 0xFFFFFFFF
    return both >> 16 ^ both & 0xFFFF


def _checksum(octets: bytes) -> int:
    """CRC-32 without the usual inversions (MS-PST 5.3)."""
    return zlib.crc32(octets, 0xFFFFFFFF) ^ 0xFFFFFFFF


__all__ = ["ANSI", "CYCLIC", "FIRST_LIST", "FOLDER_LIST", "LARGE", "PERMUTED", "PLAIN", "UNICODE", "Folder", "Pst"]
