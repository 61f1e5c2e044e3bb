"""Outlook Express: the messages of .dbx files are put together octet for octet."""

from __future__ import annotations

import random
import struct
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.mail.mails import crlf, findings, folders, mail, messages, wire_octets, write

from mailferry.mail.message import DateOrigin, Fate, Form
from mailferry.mail.source import open_source
from mailferry.mail.spool import Spool
from mailferry.mail.wire import measure

ARRIVED = datetime(2009, 2, 13, 23, 31, 30, tzinfo=UTC)
FILETIME = struct.pack("<Q", 128_790_414_900_000_000)
READ, MARKED, DRAFT, ANSWERED, FORWARDED = 0x80, 0x20, 0x08, 0x080000, 0x100000


class Dbx:
    """A .dbx file on its way."""

    def __init__(self, kind: bytes = b"\xc5\xfd\x74\x6f") -> None:
        self.octets = bytearray(0x24BC)
        self.octets[:8] = b"\xcf\xad\x12\xfe" + kind

    def add(self, octets: bytes) -> int:
        self.octets += bytes(-len(self.octets) % 4)
        self.octets += struct.pack("<I", len(self.octets)) + octets
        return len(self.octets) - len(octets) - 4

    def body(self, octets: bytes) -> int:
        pieces = [octets[at:at + 512] for at in range(0, len(octets), 512)]
        behind = 0
        for piece in reversed(pieces):  # the chain goes backwards through the file, as pieces may lie anywhere
            behind = self.add(struct.pack("<III", 512, len(piece), behind) + piece.ljust(512, b"\0"))
        return behind

    def record(self, **values: int | bytes) -> int:
        """Values by `v` and their number; octets are kept aside, numbers in place."""
        places, data = b"", b""
        for name, value in values.items():
            number = int(name[1:], 16)
            if isinstance(value, int) and value < 1 << 24:
                places += bytes((number | 0x80,)) + struct.pack("<I", value)[:3]
            else:
                places += bytes((number,)) + struct.pack("<I", len(data))[:3]
                data += value if isinstance(value, bytes) else struct.pack("<I", value)
        return self.add(struct.pack("<IHBB", len(places + data), 0, len(values), 0) + places + data)

    def message(self, octets: bytes, flags: int = READ) -> int:
        return self.record(v01=flags, v12=FILETIME, v08=b"subject\0", v04=self.body(octets))

    def tree(self, records: Sequence[int], below: int = 0) -> bytes:
        """The file with a tree: half of the records in the root, the others beneath."""
        middle = len(records) // 2
        lower = self._node(records[middle + 1:], 0) if len(records) > 2 else 0
        upper = records[:middle + 1] if len(records) > 2 else records
        root = self._node(upper, below, lower)
        self.octets[0xE4:0xE8] = struct.pack("<I", root)
        return bytes(self.octets)

    def _node(self, records: Sequence[int], before: int, last: int = 0) -> int:
        entries = b"".join(struct.pack("<III", record, last if number == len(records) - 1 else 0, 0)
                           for number, record in enumerate(records))
        return self.add(struct.pack("<IIIBBHI", 0, before, 0, 0, len(records), 0, 0) + entries)


def box(*mails: bytes) -> bytes:
    dbx = Dbx()
    return dbx.tree([dbx.message(octets) for octets in mails])


def test_messages_keep_their_octets_flags_and_dates(tmp_path: Path) -> None:
    dbx = Dbx()
    mails = [crlf(mail(number, b"x" * 700 * number + b"\n")) for number in range(5)]
    flags = [0, READ | ANSWERED, READ | MARKED, DRAFT, FORWARDED]
    path = write(tmp_path / "Inbox.dbx", dbx.tree([dbx.message(*each) for each in zip(mails, flags, strict=True)]))
    assert open_source(path, Spool(tmp_path / "spool")).reason == "it is a folder of Outlook Express"
    found = messages(path, tmp_path / "spool")
    assert [wire_octets(message) for message in found] == mails
    assert [set(message.flags) for message in found] == [
        set(), {"\\Seen", "\\Answered"}, {"\\Seen", "\\Flagged"}, {"\\Draft"}, set()]
    assert [set(message.keywords) for message in found] == [set()] * 4 + [{"$Forwarded"}]
    assert {(message.internal_date, message.date_origin, message.locator.form) for message in found} == {
        (ARRIVED, DateOrigin.SOURCE, Form.PLAIN)}
    assert findings(path, tmp_path / "spool") == []


def test_folders_are_those_of_outlook_express(tmp_path: Path) -> None:
    tree = Dbx(b"\xc6\xfd\x74\x6f")
    records = [tree.record(v01=0xFFFFFFFF, v02=b"Outlook Express\0"),
               tree.record(v00=1, v02=b"Local\0", v05=b"LocalStore\0"),
               tree.record(v00=4, v01=1, v02=b"Inbox\0", v03=b"Inbox.dbx\0"),
               tree.record(v00=5, v01=4, v02=b"M\xfcller\0", v03=b"muller (1).dbx\0")]
    write(tmp_path / "OE/Folders.dbx", tree.tree(records))
    write(tmp_path / "OE/Inbox.dbx", box(mail(1)))
    write(tmp_path / "OE/Muller (1).dbx", box(mail(2)))
    write(tmp_path / "OE/Other.dbx", box())
    write(tmp_path / "OE/Offline.dbx", Dbx(b"\x30\x9d\xfe\x26").tree([]))
    assert {message.folder for message in messages(tmp_path / "OE", tmp_path / "spool")} == {
        ("OE", "Inbox"), ("OE", "Inbox", "Müller")}
    assert ("OE", "Other") in folders(tmp_path / "OE", tmp_path / "spool")
    told = findings(tmp_path / "OE", tmp_path / "spool")
    assert [Path(finding.path).name for finding in told] == ["Folders.dbx", "Offline.dbx"]
    assert {finding.fate for finding in told} == {Fate.IGNORED}


def test_a_message_of_which_only_the_header_was_fetched_is_told(tmp_path: Path) -> None:
    dbx = Dbx()
    path = write(tmp_path / "a.dbx", dbx.tree([dbx.record(v01=READ, v08=b"subject\0"), dbx.message(crlf(mail(1)))]))
    assert len(messages(path, tmp_path / "spool")) == 1
    [told] = findings(path, tmp_path / "spool")
    assert "never fetched from its server" in told.sentence


@pytest.mark.parametrize("seed", range(40))
def test_random_damage_is_told_and_ends_nothing(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    octets = bytearray(box(*(crlf(mail(number, b"x" * 900)) for number in range(6))))
    if seed % 4 == 0:
        del octets[chance.randrange(0x24BC, len(octets)):]
    for _ in range(chance.choice((1, 5, 50))):
        octets[chance.randrange(0x24BC, len(octets))] = chance.choice((0, 0xFF, chance.randrange(256)))
    path = write(tmp_path / "a.dbx", bytes(octets))
    found = messages(path, tmp_path / "spool")
    assert len(found) == 6 or findings(path, tmp_path / "spool")
    assert all(measure(message) for message in found)


def test_a_message_whose_end_is_missing_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    """As in a file that was cut off while it was copied."""
    dbx = Dbx()
    whole = crlf(mail(1, b"".join(b"line %d\n" % number for number in range(400))))
    first = dbx.body(whole)
    third = dbx.octets.index(whole[1024:1536]) - 16
    dbx.octets[third:third + 4] = bytes(4)
    path = write(tmp_path / "a.dbx", dbx.tree([dbx.record(v01=READ, v04=first), dbx.message(crlf(mail(2)))]))
    assert [wire_octets(message) for message in messages(path, tmp_path / "spool")] == [whole[:1024], crlf(mail(2))]
    [told] = findings(path, tmp_path / "spool")
    assert told.fate is Fate.FAILED
    assert "holds a message that is damaged (number 1), so its end is missing" in told.sentence


def test_a_chain_that_bites_its_tail_ends(tmp_path: Path) -> None:
    dbx = Dbx()
    first = dbx.body(b"x" * 512)
    dbx.octets[first + 12:first + 16] = struct.pack("<I", first)
    loop = dbx.record(v01=READ, v04=first)
    path = write(tmp_path / "a.dbx", dbx.tree([loop, dbx.message(crlf(mail(1)))]))
    assert len(messages(path, tmp_path / "spool")) == 1
    [told] = findings(path, tmp_path / "spool")
    assert "holds a message that is damaged and was not read (number 1)" in told.sentence


@given(st.lists(st.binary(max_size=1500).map(lambda body: body.replace(b"\r", b"").replace(b"\n", b".")), min_size=1,
                max_size=4))
def test_what_was_written_is_read_back(bodies: list[bytes]) -> None:
    """Whatever pieces it lies in."""
    mails = [crlf(mail(number)) + body for number, body in enumerate(bodies)]
    with tempfile.TemporaryDirectory() as directory:
        path = write(Path(directory, "Inbox.dbx"), box(*mails))
        assert sorted(wire_octets(message) for message in messages(path, Path(directory, "spool"))) == sorted(mails)


@given(st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), max_size=8), st.floats(0.01, 1))
def test_damage_neither_crashes_nor_hangs(changes: list[tuple[float, int]], cut: float) -> None:
    """What is read is part of what was there; the rest is told."""
    octets = bytearray(box(*(crlf(mail(number)) for number in range(3))))
    for place, value in changes:
        octets[8 + int(place * (len(octets) - 9))] = value
    with tempfile.TemporaryDirectory() as directory:
        path = write(Path(directory, "Inbox.dbx"), bytes(octets[:max(8, int(cut * len(octets)))]))
        found = messages(path, Path(directory, "spool"))
        assert found or findings(path, Path(directory, "spool")) or not changes
