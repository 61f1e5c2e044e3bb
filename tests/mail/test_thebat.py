"""The Bat!: exact octets, flags, dates and folder names; damage costs one message."""

from __future__ import annotations

import struct
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.mail.mails import crlf, findings, folders, mail, messages, wire_octets, write

from mailferry.mail.message import DateOrigin, Fate
from mailferry.mail.source import open_source

FETCHED = 1_113_927_000


def record(one: bytes, flags: int = 0, fetched: int = FETCHED, length: int | None = None) -> bytes:
    return struct.pack("<12I", 0x19700921, 48, 0x8DA31937, fetched, 7, flags, 1, 0, 0,
                       len(one) if length is None else length, 0, 0) + one


def tbb(*records: bytes) -> bytes:
    return struct.pack("<II", 0x19790620, 3080).ljust(3080, b"\0") + b"".join(records)


FIRST, SECOND = crlf(mail(1)), crlf(mail(2, b"\x21\x09\x70\x19 is no record\n"))


def test_a_directory_with_its_mail_is_a_folder(tmp_path: Path) -> None:
    account = tmp_path / "ada"
    write(account / "Inbox/MESSAGES.TBB", tbb(record(FIRST), record(SECOND)))
    write(account / "Inbox/MESSAGES.TBI", b"\x01\x01\x47\x19\xc1\x01" + b"\0" * 600)
    write(account / "Inbox/Work/messages.tbb", tbb(record(SECOND)))
    write(account / "Empty/messages.tbb", tbb())
    assert [(message.folder, wire_octets(message)) for message in messages(account)] == [
        (("ada", "Inbox"), FIRST), (("ada", "Inbox"), SECOND), (("ada", "Inbox", "Work"), SECOND)]
    assert ("ada", "Empty") in folders(account)
    assert [finding.fate for finding in findings(account)] == [Fate.IGNORED]


def test_a_file_alone_and_an_export(tmp_path: Path) -> None:
    path = write(tmp_path / "Old letters.msb", tbb(record(FIRST)))
    assert open_source(path).reason == "it is a folder of The Bat!"
    assert [message.folder for message in messages(path)] == [()]
    assert [message.folder for message in messages(tmp_path)] == [(tmp_path.name, "Old letters")]


@pytest.mark.parametrize(("bits", "flags", "keywords"), [
    (0, set(), set()), (2, {"\\Seen"}, set()), (0x802, {"\\Seen"}, set()), (6, {"\\Seen", "\\Answered"}, set()),
    (0x42, {"\\Seen", "\\Flagged"}, set()), (0x82, {"\\Seen"}, {"$Forwarded"})])
def test_flags(tmp_path: Path, bits: int, flags: set[str], keywords: set[str]) -> None:
    message, = messages(write(tmp_path / "messages.tbb", tbb(record(FIRST, bits))))
    assert (set(message.flags), set(message.keywords), message.deleted_in_source) == (flags, keywords, False)


def test_what_was_deleted_says_so(tmp_path: Path) -> None:
    assert messages(write(tmp_path / "messages.tbb", tbb(record(FIRST, 3))))[0].deleted_in_source


def test_the_time_of_fetching_counts_where_the_header_has_none(tmp_path: Path) -> None:
    dated, undated = messages(write(tmp_path / "messages.tbb", tbb(
        record(FIRST), record(b"Subject: no date\r\n\r\n\r\n"))))
    assert (dated.internal_date, dated.date_origin) == (datetime(2000, 7, 1, 19, 33, 2, tzinfo=UTC), DateOrigin.DATE)
    assert undated.internal_date == datetime.fromtimestamp(FETCHED, UTC)


def test_a_damaged_record_costs_its_message_only(tmp_path: Path) -> None:
    octets = bytearray(tbb(record(FIRST), record(FIRST), record(SECOND)))
    octets[3080 + 48 + len(FIRST)] = 0
    path = write(tmp_path / "messages.tbb", bytes(octets))
    assert [wire_octets(message) for message in messages(path)] == [FIRST, SECOND]
    assert [finding.fate for finding in findings(path)] == [Fate.FAILED]


@pytest.mark.parametrize("length", [len(FIRST) + 60, 1 << 31])
def test_a_wrong_size_swallows_no_neighbour(tmp_path: Path, length: int) -> None:
    path = write(tmp_path / "messages.tbb", tbb(record(FIRST, length=length), record(SECOND)))
    assert [wire_octets(message) for message in messages(path)] == [FIRST, SECOND]
    assert "as far as it goes" in findings(path)[0].sentence


def test_a_file_that_is_cut_off(tmp_path: Path) -> None:
    path = write(tmp_path / "messages.tbb", tbb(record(FIRST), record(SECOND))[:-10])
    assert [wire_octets(message) for message in messages(path)] == [FIRST, SECOND[:-10]]


@given(st.lists(st.binary(max_size=300).map(lambda body: body.replace(b"\n", b".").replace(b"\r", b".")), max_size=4))
def test_what_was_written_is_read_back(bodies: list[bytes]) -> None:
    mails = [crlf(mail(number)) + body for number, body in enumerate(bodies)]
    with tempfile.TemporaryDirectory() as directory:
        path = write(Path(directory, "messages.tbb"), tbb(*map(record, mails)))
        assert [wire_octets(message) for message in messages(path)] == mails


@given(st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), max_size=8), st.floats(0, 1))
def test_damage_neither_crashes_nor_hangs(changes: list[tuple[float, int]], cut: float) -> None:
    octets = tbb(record(FIRST), record(SECOND), record(FIRST))
    damaged = bytearray(octets)
    for place, value in changes:
        damaged[3080 + int(place * (len(octets) - 3081))] = value
    with tempfile.TemporaryDirectory() as directory:
        path = write(Path(directory, "messages.tbb"), bytes(damaged[:3080 + int(cut * len(octets))]))
        sizes = [message.locator.offset + message.locator.length for message in messages(path)]
        assert all(end <= path.stat().st_size for end in sizes)
