"""mbox files of every dialect: what is one message, its octets, its flags and its date."""

from __future__ import annotations

import io
import tracemalloc
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.mail.mails import FROM_LINE, crlf, findings, mail, messages, pieces_of, scan, wire_octets, write

from mailferry.mail import mbox, mbox_records, wire
from mailferry.mail.message import DateOrigin, Fate, Finding, Message
from mailferry.mail.source import SourceKind, open_source


def octets_of(path: Path) -> list[bytes]:
    return [wire_octets(message) for message in messages(path)]


def test_two_messages_and_the_empty_line_between_them(tmp_path: Path) -> None:
    path = write(tmp_path / "box", FROM_LINE + mail(1) + b"\n" + FROM_LINE + mail(2) + b"\n")
    assert octets_of(path) == [crlf(mail(1)), crlf(mail(2))]


@pytest.mark.parametrize("front", [b"\xef\xbb\xbf", b"\n", b"\r\n  \n\n", b"\xef\xbb\xbf\n"])
def test_a_byte_order_mark_and_blank_lines_may_stand_in_front(tmp_path: Path, front: bytes) -> None:
    path = write(tmp_path / "box", front + FROM_LINE + mail(1) + b"\n" + FROM_LINE + mail(2))
    assert octets_of(path) == [crlf(mail(1)), crlf(mail(2))]


@pytest.mark.parametrize(("end", "kept"), [(b"", b""), (b"\n", b""), (b"\n\n", b"\r\n"), (b"\r\n", b""), (b"x", b"x")])
def test_one_trailing_empty_line_belongs_to_the_format(tmp_path: Path, end: bytes, kept: bytes) -> None:
    path = write(tmp_path / "box", FROM_LINE + mail(1) + end)
    assert octets_of(path) == [crlf(mail(1)) + kept]


WITH_DATE = b"From x@example.org Mon Jan  1 00:00:00 2001\n"


@pytest.mark.parametrize(("before", "line", "after", "separates"), [
    (b"", b"From a@example.org  Mon Jan 00 00:00:00 0000\n", b"X-Odd: 1\n", True),  # no calendar has this day
    (b"", WITH_DATE, b"Subject: x\n", True),
    (b"\n", WITH_DATE, b"X-Anything: x\n", True),
    (b"", WITH_DATE, b"prose\n", False),
    (b"\n", WITH_DATE, b"prose\n", False),
    (b"\n", WITH_DATE, b"\nbody without header\n", True),
    (b"", WITH_DATE, b"\nprose\n", False),
    (b"\n", b"From THRID@xxx\n", b"MIME-Version: 1.0\n", True),
    (b"\n", b"From \n", b"From: a@example.org\n", True),
    (b"\n", b"From Russia with love\n", b"Year: 1963\n", False),
    (b"\n", b"From Russia with love\n", b"\n", False),
    (b"", b"From Russia with love\n", b"Subject: x\n", False),
    (b"", b"From -\n", b"Subject: x\n", True),
    (b"", b"From - \r\n", b"Return-Path: <>\r\n", True),
    (b"", b"From x@example.org\n", b"Received: x\n", True),
    (b"", b"From x@example.org\n", b"Year: 1963\n", False),
    (b"", b" From x@example.org Mon Jan  1 00:00:00 2001\n", b"Subject: x\n", False),
    (b"\n", b"From " + b"x" * 2000 + b" Mon Jan  1 00:00:00 2001\n", b"Subject: x\n", False),
    (b"\n", WITH_DATE, b"", True),
    (b"", WITH_DATE, b"", False),
])
def test_which_lines_separate_messages(tmp_path: Path, before: bytes, line: bytes, after: bytes,
                                       separates: bool) -> None:
    path = write(tmp_path / "box", FROM_LINE + mail(1) + before + line + after)
    for octets in (7, 1 << 20):
        with pieces_of(octets):
            first = octets_of(path)[0]
        assert (first == crlf(mail(1))) is separates
        assert (line[:15] in first) is not separates


@pytest.mark.parametrize(("counted", "gap"), [(0, b"\n"), (0, b""), (-1, b"\n"), (-1, b"")])
def test_a_right_content_length_is_believed(tmp_path: Path, counted: int, gap: bytes) -> None:
    body = b"Look:\n\n" + WITH_DATE + b"Subject: no message\n\n>From is not quoted\n"
    one = mail(1, body, b"Content-Length: %d\n" % (len(body) + counted))
    path = write(tmp_path / "box", FROM_LINE + one + gap + FROM_LINE + mail(2) + gap)
    for octets in (7, 1 << 20):
        with pieces_of(octets):
            assert octets_of(path) == [crlf(mail(1, body)), crlf(mail(2))]


@pytest.mark.parametrize("length", [b"1", b"0", b"30", b"9999", b"1" * 30, b"-1", b"abc", b""])
def test_a_wrong_content_length_is_not_believed(tmp_path: Path, length: bytes) -> None:
    one = mail(1, b"x" * 100 + b"\n", b"Content-Length: " + length + b"\n")
    path = write(tmp_path / "box", FROM_LINE + one + b"\n" + FROM_LINE + mail(2) + b"\n")
    assert octets_of(path) == [crlf(mail(1, b"x" * 100 + b"\n")), crlf(mail(2))]


def test_a_content_length_that_keeps_empty_lines_at_the_end(tmp_path: Path) -> None:
    one = mail(1, b"body\n\n\n", b"Content-Length: 7\n")
    path = write(tmp_path / "box", FROM_LINE + one + b"\n" + FROM_LINE + mail(2))
    assert octets_of(path) == [crlf(mail(1, b"body\n\n\n")), crlf(mail(2))]


def test_the_proof_that_nothing_is_quoted_may_come_late(tmp_path: Path) -> None:
    quoted, unquoted = b">From a reply\n", b"From the top\n"
    box = b"".join(FROM_LINE + mail(number, body, b"Content-Length: %d\n" % len(body)) + b"\n"
                   for number, body in enumerate([quoted, b"x\n" * 5000, unquoted]))
    path = write(tmp_path / "box", box)
    with pieces_of(1024):
        assert octets_of(path)[0] == crlf(mail(0, quoted))


@pytest.mark.parametrize("proven", [False, True])
@pytest.mark.parametrize("held", [1, 2, 3, 100])
def test_the_proof_is_found_behind_more_messages_than_are_held_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                                                                    held: int, proven: bool) -> None:
    monkeypatch.setattr(mbox, "HELD_MESSAGES", held)
    bodies = [b"first\n", b">From a reply\n", b"second\n", b">From another\n", b"third\n"]
    if proven:
        bodies += [b"From the top\n", b">From the last\n"]
    box = b"".join(FROM_LINE + mail(number, body, b"Content-Length: %d\n" % len(body)) + b"\n"
                   for number, body in enumerate(bodies))
    path = write(tmp_path / "box", box)
    assert octets_of(path) == [crlf(mail(number, body if proven else body.replace(b">From", b"From")))
                               for number, body in enumerate(bodies)]


def test_without_that_proof_quotes_are_taken_off(tmp_path: Path) -> None:
    body = b">From a reply\n"
    path = write(tmp_path / "box", FROM_LINE + mail(1, body, b"Content-Length: %d\n" % len(body)) + b"\n")
    assert octets_of(path) == [crlf(mail(1, b"From a reply\n"))]


def test_the_record_of_c_client_is_no_message(tmp_path: Path) -> None:
    data = mail(0, b"internal\n").replace(b"number 0", b"DON'T DELETE THIS MESSAGE -- FOLDER INTERNAL DATA")
    data = data.replace(b"\n\n", b"\nX-IMAP: 12 34 Todo\nStatus: RO\n\n", 1)
    path = write(tmp_path / "box", FROM_LINE + data + b"\n" + FROM_LINE + mail(1, fields=b"X-Keywords: Todo\n"))
    [message] = messages(path)
    assert message.keywords == {"Todo"}
    [finding] = findings(path)
    assert finding.fate is Fate.IGNORED


def test_what_thunderbird_has_expunged_is_no_message(tmp_path: Path) -> None:
    expunged = mail(1, fields=b"X-Mozilla-Status: 0009\n")
    path = write(tmp_path / "box", FROM_LINE + expunged + b"\n" + FROM_LINE + mail(2))
    assert octets_of(path) == [crlf(mail(2))]
    assert [finding.fate for finding in findings(path)] == [Fate.IGNORED]


def test_empty_messages_are_skipped_and_told(tmp_path: Path) -> None:
    last = FROM_LINE.rstrip()  # cut off before its end
    path = write(tmp_path / "box", FROM_LINE + b"\n" + FROM_LINE + b"\n\n\n" + FROM_LINE + mail(1) + b"\n" + last)
    assert octets_of(path) == [crlf(mail(1))]
    assert [(finding.fate, finding.sentence[:9]) for finding in findings(path)] == [
        (Fate.SKIPPED, "Message 1"), (Fate.SKIPPED, "Message 2"), (Fate.SKIPPED, "Message 4")]


def test_flags_are_read_and_deleted_is_told_apart(tmp_path: Path) -> None:
    path = write(tmp_path / "box", FROM_LINE + mail(1, fields=b"Status: RO\nX-Status: DF\nX-Keywords: Todo\n"))
    [message] = messages(path)
    assert message.flags == {"\\Seen", "\\Flagged"}
    assert message.keywords == {"Todo"}
    assert message.deleted_in_source
    assert wire_octets(message) == crlf(mail(1))


def test_the_date_of_the_from_line_is_the_internal_date(tmp_path: Path) -> None:
    [message] = messages(write(tmp_path / "box", FROM_LINE + mail(1)))
    assert message.internal_date == datetime(2000, 7, 1, 19, 33, 2, tzinfo=UTC)
    assert message.date_origin is DateOrigin.SOURCE


def test_thunderbirds_time_of_saving_is_only_the_last_resort(tmp_path: Path) -> None:
    saved = b"From - Sat Jul  1 20:00:00 2000\n"
    [message] = messages(write(tmp_path / "box", saved + mail(1)))
    assert message.internal_date == datetime(2000, 7, 1, 19, 33, 2, tzinfo=UTC)
    [message] = messages(write(tmp_path / "box", saved + b"Subject: x\n\nno date\n"))
    assert message.internal_date == datetime(2000, 7, 1, 20, tzinfo=UTC)


def test_the_summary_of_a_message(tmp_path: Path) -> None:
    [message] = messages(write(tmp_path / "box", FROM_LINE + mail(7)))
    assert message.summary.subject == b"number 7"
    assert message.summary.sender == b"Ada <ada@example.org>"
    assert message.summary.message_id == b"<7@example.org>"


def test_a_header_that_no_empty_line_ends(tmp_path: Path) -> None:
    one = b"Subject: x\nStatus: RO\n"
    path = write(tmp_path / "box", FROM_LINE + one + FROM_LINE + mail(2, fields=b"Status: O\n"))
    assert octets_of(path) == [b"Subject: x\r\n", crlf(mail(2))]
    assert [message.flags for message in messages(path)] == [{"\\Seen"}, frozenset()]


def test_flags_behind_a_header_of_a_megabyte(tmp_path: Path) -> None:
    field = b"Cc: a@example.org" + b",\n\tb@example.org" * 70_000 + b"\n"
    path = write(tmp_path / "box", FROM_LINE + mail(1, fields=field + b"Status: RO\n") + b"\n" + FROM_LINE + mail(2))
    first, second = messages(path)
    assert first.flags == {"\\Seen"}
    assert wire_octets(first) == crlf(mail(1, fields=field))
    assert wire_octets(second) == crlf(mail(2))


def test_the_first_message_comes_before_the_file_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path / "box", (FROM_LINE + mail(1, b"x" * 70 + b"\n") + b"\n") * 50_000)
    seen = 0

    def counting(file: io.FileIO, name: str, octets: int) -> bytes:
        nonlocal seen
        found = file.read(octets) or b""
        seen += len(found)
        return found

    monkeypatch.setattr(mbox_records, "read_octets", counting)
    scanning = open_source(path).scan()
    next(scanning)
    assert isinstance(next(scanning), Message)
    assert seen <= 2 * mbox_records.PIECE_OCTETS < path.stat().st_size


@pytest.mark.parametrize("one_message", [False, True])
def test_memory_does_not_grow_with_the_file(tmp_path: Path, one_message: bool) -> None:
    body = b"line of text\n" * 200_000 if one_message else b"line of text\n" * 300
    path = write(tmp_path / "box", (FROM_LINE + mail(1, body) + b"\n") * (8 if one_message else 4000))
    tracemalloc.start()
    try:
        for _ in open_source(path).scan():
            pass
        assert tracemalloc.get_traced_memory()[1] < 6_000_000 < path.stat().st_size // 2
    finally:
        tracemalloc.stop()


BODY_LINES = st.sampled_from([
    b"", b"text", b"From here", b">From here", b">>From here", b"From x@example.org Mon Jan  1 00:00:00 2001",
    b"Subject: in the body", b"From -", b" From x", b"Fromage", b">", b"Status: RO", b"a\rb", b"\x00\xff", b"x" * 200])
BODIES = st.lists(BODY_LINES, max_size=12)
LONG = [b"x" * 50] * 40  # behind it is enough of the file that all before it is read the usual way
BOXES = st.lists(BODIES, min_size=1, max_size=5)


def written(bodies: list[list[bytes]], dialect: str, line_end: bytes) -> tuple[bytes, list[bytes]]:
    """A file by the rules of a dialect, and the mails that were written. mboxo cannot tell quoted from unquoted lines
    that begin with >From; such lines are left out there."""
    box = b""
    mails = []
    for number, lines in enumerate(bodies):
        kept = [line for line in lines if dialect != "mboxo" or not line.startswith(b">")]
        stored = []
        for line in kept:
            quotes = {"mboxo": line.startswith(b"From "), "mboxcl2": False}.get(
                dialect, line.lstrip(b">").startswith(b"From "))
            stored.append(b">" + line if quotes else line)
        body = b"".join(line + line_end for line in stored)
        length = b"Content-Length: %d\n" % len(body) if "cl" in dialect else b""
        header = mail(number, b"", length).replace(b"\n", line_end)
        box += FROM_LINE.replace(b"\n", line_end) + header + body + line_end
        mails.append(crlf(mail(number, b"")) + b"".join(line + b"\r\n" for line in kept))
    return box, mails


@settings(max_examples=300, deadline=None)
@given(bodies=BOXES, dialect=st.sampled_from(["mboxo", "mboxrd", "mboxcl", "mboxcl2"]),
       line_end=st.sampled_from([b"\n", b"\r\n"]), octets=st.sampled_from([1, 7, 64, 1 << 20]))
def test_what_each_dialect_writes_is_read_octet_for_octet(
        tmp_path_factory: pytest.TempPathFactory, bodies: list[list[bytes]], dialect: str, line_end: bytes,
        octets: int) -> None:
    if dialect == "mboxcl2" and not any(line.startswith(b"From ") for lines in bodies for line in lines):
        bodies = [*bodies, [b"From here"]]  # the proof that the file is one
    box, mails = written([*bodies, LONG], dialect, line_end)
    path = write(tmp_path_factory.getbasetemp() / "dialect", box)
    with pieces_of(octets):
        assert octets_of(path) == mails


@settings(max_examples=300, deadline=None)
@given(bodies=BOXES, dialect=st.sampled_from(["mboxrd", "mboxcl2"]), data=st.data())
def test_damage_never_stops_the_scan(tmp_path_factory: pytest.TempPathFactory, bodies: list[list[bytes]], dialect: str,
                                     data: st.DataObject) -> None:
    box = bytearray(written([*bodies, LONG], dialect, b"\n")[0])
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(box)))
        box[start:start + data.draw(st.integers(0, 60))] = data.draw(
            st.binary(max_size=8) | st.sampled_from([b"\n\n", b"From ", b"\r", b"\x00" * 300, b"Content-Length: 20\n"]))
    path = write(tmp_path_factory.getbasetemp() / "damaged", FROM_LINE + bytes(box))
    found = scan(path)
    end = 0
    for item in found:
        if isinstance(item, Message):
            assert item.locator.offset >= end  # no octet is in two messages
            end = item.locator.offset + item.locator.length
            wire.measure(item)
        else:
            assert not isinstance(item, Finding) or item.fate is not Fate.FAILED
    with pieces_of(data.draw(st.sampled_from([1, 13, 200]))):
        assert scan(path) == found  # where the pieces are cut does not matter


@pytest.mark.parametrize("block", [b"\nFrom ", b"From x\n", FROM_LINE, FROM_LINE + b"Subject: x\n", b"\n", b"\n>From ",
                                   FROM_LINE + b"Content-Length: 50\n\n", b"\x00", b"\r", b"A: b\n"])
def test_hostile_files_take_no_time(tmp_path: Path, block: bytes) -> None:
    path = write(tmp_path / "box", FROM_LINE + block * (3_000_000 // len(block)))
    count = sum(isinstance(item, Message) for item in open_source(path).scan())
    assert count <= 3_000_000 // len(block) + 1


@pytest.mark.parametrize("octets", [7, 64, 1 << 20])
def test_the_line_ends_of_an_old_mac(tmp_path: Path, octets: int) -> None:
    """As Eudora and others wrote it before Mac OS X: each CR ends a line."""
    path = write(tmp_path / "In", b"\n".join((FROM_LINE + mail(1, b">From here\nFrom prose\n\n"), FROM_LINE + mail(
        2, fields=b"Status: RO\n"), FROM_LINE + mail(3, b"x" * 40_000))).replace(b"\n", b"\r"))
    assert "old Mac" in open_source(path).reason
    with pieces_of(octets):
        found = messages(path)
        assert [wire_octets(message) for message in found] == [
            crlf(mail(1, b"From here\nFrom prose\n\n")), crlf(mail(2)), crlf(mail(3, b"x" * 40_000))]
    assert [message.flags for message in found] == [frozenset(), frozenset({"\\Seen"}), frozenset()]
    assert {message.date_origin for message in found} == {DateOrigin.SOURCE}


def test_one_mail_of_an_old_mac_saved_with_its_from_line(tmp_path: Path) -> None:
    path = write(tmp_path / "x.eml", (FROM_LINE + mail(1)).replace(b"\n", b"\r"))
    assert open_source(path).kind is SourceKind.MAIL
    assert [wire_octets(message) for message in messages(path)] == [crlf(mail(1))]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.binary(max_size=60).map(lambda body: body.replace(b"\n", b"\r")), max_size=4))
def test_what_an_old_mac_wrote_is_read_back(tmp_path_factory: pytest.TempPathFactory, bodies: list[bytes]) -> None:
    """An mbox is told the same whether CR or LF ends its lines."""
    box = FROM_LINE + mail(0) + b"\n" + b"".join(
        FROM_LINE + mail(number, body.replace(b"\r", b"\n")) + b"\n\n" for number, body in enumerate(bodies, 1))
    base = tmp_path_factory.getbasetemp()
    assert [wire_octets(message) for message in messages(write(base / "mac", box.replace(b"\n", b"\r")))] == [
        wire_octets(message) for message in messages(write(base / "unix", box))]


@pytest.mark.parametrize("line", [
    b">From - Sat Apr 12 2025 15:59:28\n", b">>From ada@example.org Sat Jul  1 19:33:02 2000\n"])
def test_a_quoted_from_line_in_front_of_a_mail_is_none_of_it(tmp_path: Path, line: bytes) -> None:
    """As ImportExportTools leaves it on macOS: it was the separator in the store that the mail was taken from."""
    path = write(tmp_path / "box", FROM_LINE + line + mail(1) + b"\n" + FROM_LINE + b">From here it is prose\n"
                 + mail(2))
    assert octets_of(path) == [crlf(mail(1)), b"From here it is prose\r\n" + crlf(mail(2))]
