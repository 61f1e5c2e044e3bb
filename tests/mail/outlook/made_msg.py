"""Messages of Outlook made for tests (MS-OXMSG): properties, recipients, attachments, messages in messages."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from mailferry.mail.outlook.compound import Tree, compound

Value = str | int | bool | bytes | datetime | None

SENT = datetime(2009, 2, 13, 23, 31, 30, tzinfo=UTC)
ARRIVED = datetime(2009, 2, 13, 23, 32, 1, tzinfo=UTC)
_PUBLIC_STRINGS = 2  # the number of the set of names that needs no entry of its own


@dataclass
class Attached:
    """An attachment: a file, a message, an object of another program, or (without data) only a reference."""

    name: str = "notes.txt"
    data: bytes | None = b"noted"
    message: Msg | None = None
    values: dict[int, Value] = field(default_factory=dict)
    storage: Tree | None = None

    def properties(self) -> dict[int, Value]:
        """Its properties by id, with its data."""
        values: dict[int, Value] = {0x3705: 1, 0x3707: self.name}
        if self.message:
            values = {0x3705: 5, 0x3001: self.message.subject}
        elif self.storage is not None:
            values = {0x3705: 6, 0x3707: self.name}
        elif self.data is not None:
            values[0x3701] = self.data
        return values | self.values


@dataclass
class Msg:
    """A message of Outlook. `values` are further properties by id; `narrow`: strings are in this code page."""

    subject: str = "Hello"
    body: str = "Hello.\r\n"
    headers: str = ""
    sender: tuple[str, str] = ("Ada", "ada@example.org")
    to: Sequence[tuple[str, str]] = (("Bob", "bob@example.net"),)
    cc: Sequence[tuple[str, str]] = ()
    bcc: Sequence[tuple[str, str]] = ()
    attached: Sequence[Attached] = ()
    categories: Sequence[str] = ()
    values: dict[int, Value] = field(default_factory=dict)
    message_class: str = "IPM.Note"
    narrow: str = ""

    def octets(self) -> bytes:
        """The file."""
        return compound(self.tree())

    def write(self, path: Path) -> Path:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(self.octets())
        return path

    def properties(self) -> dict[int, Value]:
        """Its own properties by id."""
        values: dict[int, Value] = {
            0x001A: self.message_class, 0x0037: self.subject, 0x1000: self.body, 0x0039: SENT, 0x0E06: ARRIVED,
            0x0042: self.sender[0], 0x0064: "SMTP", 0x0065: self.sender[1], 0x0C1A: self.sender[0],
            0x0C1E: "SMTP", 0x0C1F: self.sender[1]}
        if self.headers:
            values[0x007D] = self.headers
        values |= self.values
        return {tag: value for tag, value in values.items() if value != ""}

    def people(self) -> list[dict[int, Value]]:
        """The properties of its recipients."""
        kinds = ((1, self.to), (2, self.cc), (3, self.bcc))
        return [{0x0C15: kind, 0x3001: name, 0x3002: "SMTP", 0x3003: mail}
                for kind, people in kinds for name, mail in people]

    def tree(self, *, embedded: bool = False) -> dict[str, bytes | Tree]:
        """The storage of a compound file."""
        counts = struct.pack("<II", len(self.people()), len(self.attached))
        header = bytes(8) + counts + counts + (b"" if embedded else bytes(8))
        tree = _storage(self.properties(), header, self.narrow)
        for number, person in enumerate(self.people()):
            tree[f"__recip_version1.0_#{number:08X}"] = _storage(person, bytes(8), self.narrow)
        for number, attached in enumerate(self.attached):
            tree[f"__attach_version1.0_#{number:08X}"] = self._attachment(attached)
        if self.categories:
            for number, category in enumerate(self.categories):
                tree[f"__substg1.0_8003101F-{number:08X}"] = category.encode("utf-16-le") + b"\0\0"
            tree["__substg1.0_8003101F"] = b"".join(struct.pack("<I", 2 * len(each) + 2) for each in self.categories)
        if not embedded:
            keywords = "Keywords".encode("utf-16-le")
            tree["__nameid_version1.0"] = {
                "__substg1.0_00020102": b"", "__substg1.0_00040102": struct.pack("<I", len(keywords)) + keywords,
                "__substg1.0_00030102": struct.pack("<IHH", 0x8233, 0, 0)
                + struct.pack("<IHH", 0, _PUBLIC_STRINGS << 1 | 1, 3)}
        return tree

    def _attachment(self, attached: Attached) -> Tree:
        tree = _storage(attached.properties(), bytes(8), self.narrow)
        if attached.message:
            tree["__substg1.0_3701000D"] = attached.message.tree(embedded=True)
        elif attached.storage is not None:
            tree["__substg1.0_3701000D"] = attached.storage
        return tree


def _storage(values: dict[int, Value], header: bytes, narrow: str) -> dict[str, bytes | Tree]:
    fixed = bytearray(header)
    tree: dict[str, bytes | Tree] = {}
    for tag, value in values.items():
        kind, octets = coded(value, narrow)
        if kind in VARIABLE:
            fixed += struct.pack("<HHIII", kind, tag, 6, len(octets), 0)
            tree[f"__substg1.0_{tag:04X}{kind:04X}"] = octets
        else:
            fixed += struct.pack("<HHI8s", kind, tag, 6, octets)
    tree["__properties_version1.0"] = bytes(fixed)
    return tree


def coded(value: Value, narrow: str) -> tuple[int, bytes]:
    """The type of a property's value and its octets (MS-OXCDATA 2.11.1); None is of no type."""
    if value is None:
        return 0x0000, bytes(8)
    if isinstance(value, bool):
        return 0x000B, struct.pack("<Q", value)
    if isinstance(value, int):
        return 0x0003, struct.pack("<i", value)
    if isinstance(value, datetime):
        since = value - datetime(1601, 1, 1, tzinfo=UTC)
        return 0x0040, struct.pack("<Q", (since.days * 86_400 + since.seconds) * 10_000_000)
    if isinstance(value, bytes):
        return 0x0102, value
    return (0x001E, value.encode(narrow)) if narrow else (0x001F, value.encode("utf-16-le"))


VARIABLE = frozenset({0x001E, 0x001F, 0x0102})
"""The types whose values have any length."""
