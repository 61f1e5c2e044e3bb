"""Eudora for Windows: the states in its tables of contents, deleted mails, the names of folders."""

from __future__ import annotations

import struct
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.mail.mails import crlf, findings, mail, messages, wire_octets, write

from mailferry.mail import eudora

LINE = b"From ???@??? Fri Mar 10 09:04:22 1995\r\n"
MAILS = [crlf(mail(number)) for number in range(3)]
BOX = b"".join(LINE + one + b"\r\n" for one in MAILS)
OFFSETS = [len(LINE + MAILS[0] + b"\r\n") * number for number in range(3)]


def toc(states: Sequence[tuple[int, int]], size: int = len(BOX), version: int = 0x31) -> bytes:
    """A table of contents: offsets and states."""
    octets = struct.pack("<H6x32s", version, b"In").ljust(0x60, b"\0") + struct.pack("<IHH", size, 0, len(states))
    return octets + b"".join(struct.pack("<iiib", offset, 9, 0, state).ljust(218, b"\0") for offset, state in states)


@pytest.mark.parametrize(("state", "flags", "keywords"), [
    (0, set(), set()), (1, {"\\Seen"}, set()), (2, {"\\Seen", "\\Answered"}, set()), (3, {"\\Seen"}, {"$Forwarded"}),
    (6, {"\\Seen", "\\Draft"}, set()), (8, {"\\Seen"}, set()), (77, set(), set())])
def test_states_are_flags(tmp_path: Path, state: int, flags: set[str], keywords: set[str]) -> None:
    write(tmp_path / "In.mbx", BOX)
    write(tmp_path / "IN.TOC", toc([(offset, state) for offset in OFFSETS]))
    found = messages(tmp_path)
    assert [wire_octets(message) for message in found] == MAILS
    assert [(set(message.flags), set(message.keywords), message.deleted_in_source) for message in found] == [
        (flags, keywords, False)] * 3


def test_what_is_in_no_record_was_deleted(tmp_path: Path) -> None:
    write(tmp_path / "In.mbx", BOX)
    write(tmp_path / "In.toc", toc([(OFFSETS[0], 1), (OFFSETS[2], 0)]))
    assert [message.deleted_in_source for message in messages(tmp_path)] == [False, True, False]


def test_what_came_after_the_table_is_not_deleted(tmp_path: Path) -> None:
    write(tmp_path / "In.mbx", BOX)
    write(tmp_path / "In.toc", toc([(OFFSETS[0], 1)], size=OFFSETS[1]))
    found = messages(tmp_path)
    assert [message.deleted_in_source for message in found] == [False] * 3
    assert [set(message.flags) for message in found] == [{"\\Seen"}, set(), set()]


@pytest.mark.parametrize("octets", [
    b"", b"x" * 200, toc([]), toc([(OFFSETS[0], 1)], version=7), toc([(OFFSETS[0], 1), (5, 1)]), toc([(len(BOX), 1)]),
    toc([(-1, 1)])])
def test_a_table_that_does_not_fit_is_not_believed(tmp_path: Path, octets: bytes) -> None:
    write(tmp_path / "In.mbx", BOX)
    write(tmp_path / "In.toc", octets)
    assert [(set(message.flags), message.deleted_in_source) for message in messages(tmp_path)] == [(set(), False)] * 3


def test_names_of_folders(tmp_path: Path) -> None:
    top = tmp_path / "Eudora"
    write(top / "descmap.pce", b"Eing\xe4nge,In.mbx,S,N\r\nFriends, and others,Friends.fol,F,Y\r\nbroken\r\n,x,M,N\r\n")
    write(top / "In.mbx", LINE + MAILS[0])
    write(top / "Other.mbx", LINE + MAILS[0])
    write(top / "Friends.fol/descmap.pce", b"Ada L.,AdaL.mbx,M,N\r\n")
    write(top / "Friends.fol/AdaL.mbx", LINE + MAILS[1])
    assert {message.folder for message in messages(top)} == {
        ("Eudora", "Eingänge"), ("Eudora", "Other"), ("Eudora", "Friends, and others", "Ada L.")}
    assert len(findings(top)) == 2  # the two lists of names


@given(st.binary(max_size=1000), st.binary(max_size=80))
def test_any_table_is_read_or_not_believed(octets: bytes, names: bytes) -> None:
    with tempfile.TemporaryDirectory() as directory:
        box = write(Path(directory, "In.mbx"), BOX)
        for table in (octets, toc([(OFFSETS[1], 1)])[:120] + octets):
            eudora.read_contents(str(write(Path(directory, "In.toc"), table)), str(box))
        write(Path(directory, "descmap.pce"), names)
        assert len(messages(directory)) == 3
