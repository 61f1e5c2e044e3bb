"""UW mbx folders: exact octets, flags, keywords, deleted and expunged messages, damage."""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.mail.mails import crlf, findings, mail, messages, wire_octets, write

from mailferry.mail.message import DateOrigin, Fate

HEADER = (b"*mbx*\r\n395e5c6100000003\r\nTodo\r\n$Forwarded\r\n" + b"\r\n" * 28).ljust(2048, b"\x00")


def record(octets: bytes, keywords: int = 0, flags: int = 0) -> bytes:
    return b" 1-Jul-2000 19:33:02 +0200,%d;%08x%04x-00000001\r\n" % (len(octets), keywords, flags) + octets


@pytest.mark.parametrize(("flags", "expected", "deleted"), [
    (0, [], False), (0x1, ["\\Seen"], False), (0x4 | 0x8 | 0x10, ["\\Answered", "\\Flagged"], False),
    (0x20, ["\\Draft"], False), (0x2, [], True),
])
def test_flags(tmp_path: Path, flags: int, expected: list[str], deleted: bool) -> None:
    [message] = messages(write(tmp_path / "x.mbx", HEADER + record(crlf(mail(1)), 0, flags)))
    assert sorted(message.flags) == expected
    assert message.deleted_in_source is deleted
    assert message.internal_date == datetime(2000, 7, 1, 17, 33, 2, tzinfo=UTC)
    assert message.date_origin is DateOrigin.SOURCE


def test_octets_and_keywords_are_exact(tmp_path: Path) -> None:
    first = crlf(mail(1, b"From here\n*mbx*\n 1-Jul-2000 19:33:02 +0200,3;000000000000-00000001\n>From x\n"))
    second = crlf(mail(2, fields=b"Status: RO\n" + b"X-Long: " + b"x" * 70_000 + b"\n"))
    path = write(tmp_path / "Old.mbx", HEADER + record(first, 3) + record(second, 2))
    assert [wire_octets(message) for message in messages(path)] == [first, second]
    assert [message.keywords for message in messages(path)] == [{"Todo", "$Forwarded"}, {"$Forwarded"}]
    assert messages(path)[1].summary.subject == b"number 2"
    assert [message.folder for message in messages(tmp_path)] == [(tmp_path.name, "Old")] * 2


def test_expunged_and_empty_messages_are_left_out(tmp_path: Path) -> None:
    path = write(tmp_path / "x.mbx", HEADER + record(crlf(mail(1)), 0, 0x8000) + record(b"") + record(crlf(mail(2))))
    assert [wire_octets(message) for message in messages(path)] == [crlf(mail(2))]
    assert [finding.fate for finding in findings(path)] == [Fate.IGNORED, Fate.SKIPPED]


@pytest.mark.parametrize("damage", [b"garbage", record(crlf(mail(2)))[:-1], b"\x00" * 10])
def test_damage_leaves_the_messages_before_it(tmp_path: Path, damage: bytes) -> None:
    path = write(tmp_path / "x.mbx", HEADER + record(crlf(mail(1))) + damage)
    assert [wire_octets(message) for message in messages(path)] == [crlf(mail(1))]
    [finding] = findings(path)
    assert finding.fate is Fate.FAILED
    assert f"octet {2048 + len(record(crlf(mail(1))))}" in finding.sentence


def test_messages_behind_the_damage_are_read(tmp_path: Path) -> None:
    first, last = crlf(mail(1)), crlf(mail(3))
    path = write(tmp_path / "x.mbx", HEADER + record(first) + record(crlf(mail(2)))[2:] + record(last))
    assert [wire_octets(message) for message in messages(path)] == [first, last]
    assert [finding.fate for finding in findings(path)] == [Fate.FAILED]


@given(st.lists(st.tuples(st.binary(max_size=200).map(lambda body: body.replace(b"\r", b"").replace(b"\n", b".")),
                          st.integers(0, 0x3F)), max_size=5))
def test_what_was_written_is_read_back(content: list[tuple[bytes, int]]) -> None:
    mails = [crlf(mail(number)) + body for number, (body, _) in enumerate(content)]
    octets = HEADER + b"".join(record(one, 0, flags) for one, (_, flags) in zip(mails, content, strict=True))
    with tempfile.TemporaryDirectory() as directory:
        found = messages(write(Path(directory, "x.mbx"), octets))
        assert [wire_octets(message) for message in found] == mails
        assert ["\\Seen" in message.flags for message in found] == [bool(flags & 1) for _, flags in content]


@given(st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), max_size=6), st.floats(0, 1))
def test_damage_costs_no_neighbour(changes: list[tuple[float, int]], cut: float) -> None:
    """Whatever happened in the first record: the last one is there, unless its own octets are gone."""
    first, last = record(crlf(mail(1))), record(crlf(mail(2)))
    damaged = bytearray(first)
    for place, value in changes:
        damaged[int(place * (len(first) - 1))] = value
    with tempfile.TemporaryDirectory() as directory:
        path = write(Path(directory, "x.mbx"), HEADER + bytes(damaged[:int(cut * len(first))]) + last)
        assert any(wire_octets(message).endswith(crlf(mail(2))) for message in messages(path))


def test_a_file_that_ends_in_its_header(tmp_path: Path) -> None:
    assert messages(write(tmp_path / "x.mbx", HEADER[:100])) == []
