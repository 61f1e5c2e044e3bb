"""Writes OLE compound files (MS-CFB, version 3): storages and streams, small ones in the mini stream.

An object of another program in a message is such a file when it is on its own.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass

Tree = Mapping[str, "bytes | Tree"]

_SECTOR, _MINI, _CUTOFF = 512, 64, 4096
_FREE, _END, _FAT, _LIST = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFC  # the last: sectors that list FAT sectors
_IN_HEAD, _IN_LIST = 109, 127  # FAT sectors that the header lists, and one of the others
_STORAGE, _STREAM, _ROOT = 1, 2, 5


@dataclass
class _Entry:
    """An entry of the directory."""

    name: str
    kind: int = _STREAM
    left: int = _FREE
    right: int = _FREE
    child: int = _FREE
    start: int = _END
    size: int = 0

    def octets(self) -> bytes:
        name = self.name.encode("utf-16-le")
        return struct.pack("<64sHBBIII16xI8x8xIQ", name, len(name) + 2, self.kind, 1, self.left, self.right, self.child,
                           0, self.start, self.size)


class _Chains:
    """Sectors of one size and which follows which."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.octets = bytearray()
        self.next: list[int] = []

    def add(self, content: bytes) -> int:
        count = -(-len(content) // self.size)
        if not count:
            return _END
        start = len(self.next)
        self.octets += content.ljust(count * self.size, b"\0")
        self.next += [*range(start + 1, start + count), _END]
        return start


def compound(tree: Tree) -> bytes:
    """The octets of a compound file that holds `tree`: names (31 UTF-16 units at most) with the octets of streams, or
    with trees of their own."""
    entries: list[_Entry] = []
    sectors, mini = _Chains(_SECTOR), _Chains(_MINI)

    def add(name: str, content: bytes | Tree) -> int:
        number = len(entries)
        entry = _Entry(name)
        entries.append(entry)
        if isinstance(content, bytes):
            entry.size = len(content)
            entry.start = (sectors if len(content) >= _CUTOFF else mini).add(content)
        else:
            entry.kind = _STORAGE
            names = sorted(content, key=lambda each: (len(each), each.upper()))
            entry.child = balanced([add(each, content[each]) for each in names])
        return number

    def balanced(numbers: list[int]) -> int:
        if not numbers:
            return _FREE
        middle = len(numbers) // 2
        entries[numbers[middle]].left = balanced(numbers[:middle])
        entries[numbers[middle]].right = balanced(numbers[middle + 1:])
        return numbers[middle]

    add("Root Entry", tree)
    root = entries[0]
    root.kind, root.start, root.size = _ROOT, sectors.add(bytes(mini.octets)), len(mini.octets)
    mini_fat = struct.pack(f"<{len(mini.next)}I", *mini.next)
    mini_start = sectors.add(mini_fat.ljust(-(-len(mini_fat) // _SECTOR) * _SECTOR, b"\xff"))
    directory_start = sectors.add(b"".join(entry.octets() for entry in entries))
    own, lists = 1, 0  # sectors of the FAT itself, and of the lists of these
    while own * _SECTOR // 4 < len(sectors.next) + own + lists:
        own += 1
        lists = -(-max(own - _IN_HEAD, 0) // _IN_LIST)
    first = len(sectors.next)
    places = [*range(first, first + own)]
    fat = sectors.next + [_FAT] * own + [_LIST] * lists
    fat += [_FREE] * (own * _SECTOR // 4 - len(fat))
    head = struct.pack("<8s16xHHHHH6xIIIIIIIII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6, 0, own,
                       directory_start, 0, _CUTOFF, mini_start, -(-len(mini_fat) // _SECTOR),
                       first + own if lists else _END, lists)
    head += struct.pack(f"<{_IN_HEAD}I", *places[:_IN_HEAD], *[_FREE] * (_IN_HEAD - own))
    listed = b"".join(
        struct.pack(f"<{_IN_LIST + 1}I", *_filled(places[_IN_HEAD + at * _IN_LIST:][:_IN_LIST]),
                    first + own + at + 1 if at + 1 < lists else _END)
        for at in range(lists))
    return head + bytes(sectors.octets) + struct.pack(f"<{len(fat)}I", *fat) + listed


def _filled(places: list[int]) -> list[int]:
    return places + [_FREE] * (_IN_LIST - len(places))
