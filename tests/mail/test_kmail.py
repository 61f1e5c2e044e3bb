"""The index of KMail 1 beside an mbox file: states and deleted mail; an index that does not fit is not believed."""

from __future__ import annotations

import struct
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.mail.mails import FROM_LINE, crlf, mail, messages, wire_octets, write

MAILS = [mail(number, fields=b"Status: R\n") for number in range(4)]
BOX = b"".join(FROM_LINE + one + b"\n" for one in MAILS)
READ, REPLIED, FORWARDED, IMPORTANT, JUNK = 0x4, 0x20, 0x40, 0x200, 0x2000


def part(order: str, kind: int, value: bytes) -> bytes:
    return struct.pack(f"{order}IH", kind, len(value)) + value


def index(states: dict[int, int], order: str = "<", long: str = "I", shift: int = 0) -> bytes:
    """An index as KMail writes it, with records of these mails."""
    octets = b"# KMail-Index V1506\n\0" + struct.pack(f"{order}III", 8, 0x12345678, struct.calcsize(long))
    for number, state in states.items():
        begin = BOX.index(MAILS[number])
        record = part(order, 2, "Größe".encode("utf-16-be"))
        for kind, value in ((7, begin + shift), (9, len(MAILS[number]) + 1), (10, 1_280_000_000), (16, state)):
            record += part(order, kind, struct.pack(f"{order}{long}", value))
        octets += struct.pack(f"{order}I", len(record)) + record
    return octets


def marks(folder: Path) -> list[tuple[list[str], list[str], bool]]:
    return [(sorted(message.flags), sorted(message.keywords), message.deleted_in_source)
            for message in messages(folder)]


@pytest.mark.parametrize(("order", "long"), [("<", "I"), (">", "I"), ("<", "Q"), (">", "Q")])
def test_states_are_those_of_the_index(tmp_path: Path, order: str, long: str) -> None:
    write(tmp_path / "inbox", BOX)
    write(tmp_path / ".inbox.index", index({0: 0x1, 1: READ | REPLIED, 2: READ | FORWARDED | IMPORTANT, 3: READ | JUNK},
                                           order, long))
    assert marks(tmp_path) == [
        ([], [], False), (["\\Answered", "\\Seen"], [], False), (["\\Flagged", "\\Seen"], ["$Forwarded"], False),
        (["\\Seen"], ["$Junk"], False)]
    assert [wire_octets(message) for message in messages(tmp_path)] == [
        crlf(one.replace(b"Status: R\n", b"")) for one in MAILS]


def test_mail_that_is_not_in_the_index_was_deleted(tmp_path: Path) -> None:
    """What was added behind the last mail that it knows was not."""
    write(tmp_path / "inbox", BOX)
    write(tmp_path / ".inbox.index", index({0: READ, 2: READ}))
    assert [deleted for _, _, deleted in marks(tmp_path)] == [False, True, False, False]


@pytest.mark.parametrize("octets", [b"", b"# KMail-Index V1503\n\0", index({0: 1}, shift=1), index({0: 1})[:-3],
                                    index({0: 1})[:24], b"# KMail-Index V1506\n\0" + b"\xff" * 40])
def test_an_index_that_does_not_fit_is_not_believed(tmp_path: Path, octets: bytes) -> None:
    write(tmp_path / "inbox", BOX)
    write(tmp_path / ".inbox.index", octets)
    assert marks(tmp_path) == [(["\\Seen"], [], False)] * 4


@given(st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), max_size=8), st.floats(0, 1))
def test_a_damaged_index_costs_no_mail(changes: list[tuple[float, int]], cut: float) -> None:
    octets = bytearray(index({0: 1, 1: READ, 3: READ}))
    for place, value in changes:
        octets[int(place * (len(octets) - 1))] = value
    with tempfile.TemporaryDirectory() as directory:
        write(Path(directory, "inbox"), BOX)
        write(Path(directory, ".inbox.index"), bytes(octets[:int(cut * len(octets)) + 1]))
        assert len(messages(directory)) == 4


def maildir_index(names: dict[str, int]) -> bytes:
    octets = b"# KMail-Index V1506\n\0" + struct.pack("<III", 8, 0x12345678, 4)
    for name, state in names.items():
        record = part("<", 11, name.encode("utf-16-be")) + part("<", 16, struct.pack("<I", state))
        octets += struct.pack("<I", len(record)) + record
    return octets


def test_states_of_a_maildir_are_those_of_the_index(tmp_path: Path) -> None:
    """KMail keeps only some of them in the names. A file with another name was changed by another program since."""
    for number, name in enumerate(("1000000001.1.a:2,S", "1000000002.1.b", "1000000003.1.c_2,S", "1000000004.1.d:2,RS",
                                   "1000000005.1.e:2,S")):
        write(tmp_path / f"inbox/cur/{name}", MAILS[0] + b"%d" % number)
    (tmp_path / "inbox/new").mkdir()
    write(tmp_path / ".inbox.index", maildir_index({
        "1000000001.1.a:2,S": READ | IMPORTANT, "1000000002.1.b": 0x2, "1000000003.1.c:2,S": 0x2,
        "1000000004.1.d:2,S": READ, "1000000009.1.x": READ}))
    for root in (tmp_path, tmp_path / "inbox"):
        assert marks(root) == [(["\\Flagged", "\\Seen"], [], False), ([], [], False), ([], [], False),
                               (["\\Answered", "\\Seen"], [], False), (["\\Seen"], [], False)]


def test_a_broken_index_of_a_maildir_is_not_believed(tmp_path: Path) -> None:
    write(tmp_path / "inbox/cur/1000000001.1.a:2,S", MAILS[0])
    write(tmp_path / ".inbox.index", maildir_index({"1000000001.1.a:2,S": IMPORTANT})[:-2])
    assert marks(tmp_path) == [(["\\Seen"], [], False)]
