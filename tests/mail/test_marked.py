"""MMDF and Foxmail: marks between the messages, at any place of a piece."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.mail.mails import FROM_LINE, crlf, findings, mail, messages, wire_octets, write

from mailferry.mail import marked
from mailferry.mail.message import DateOrigin, Fate
from mailferry.mail.source import open_source

MMDF = b"\x01\x01\x01\x01\n"
FOXMAIL = b"\x10" * 7 + b"\x11" * 6 + b"S\r\n"
BODIES = st.lists(st.binary(max_size=200).map(lambda body: body.replace(b"\r", b".").replace(b"\n", b".")), max_size=4)


def mmdf(*mails: bytes) -> bytes:
    return b"".join(MMDF + one + MMDF for one in mails)


def test_mmdf(tmp_path: Path) -> None:
    """Nothing is quoted; a From_ line in front and the fields of a store are no part of the message."""
    path = write(tmp_path / "inbox", mmdf(mail(1, b"From here\n>From there\n"),
                                          FROM_LINE + mail(2, fields=b"Status: RO\n")))
    assert "MMDF" in open_source(path).reason
    found = messages(path)
    assert [wire_octets(message) for message in found] == [crlf(mail(1, b"From here\n>From there\n")), crlf(mail(2))]
    assert [(set(message.flags), message.date_origin) for message in found] == [
        (set(), DateOrigin.DATE), ({"\\Seen"}, DateOrigin.SOURCE)]


def test_foxmail(tmp_path: Path) -> None:
    path = write(tmp_path / "Work.box", FOXMAIL + crlf(mail(1)) + FOXMAIL + FOXMAIL + crlf(mail(2)))
    assert [wire_octets(message) for message in messages(path)] == [crlf(mail(1)), crlf(mail(2))]
    assert [message.folder for message in messages(tmp_path)] == [(tmp_path.name, "Work")] * 2
    assert [finding.fate for finding in findings(path)] == [Fate.SKIPPED]


@pytest.mark.parametrize("octets", [1, 5, 16, 17, 64])
def test_where_the_pieces_are_cut_does_not_matter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, octets: int) -> None:
    monkeypatch.setattr(marked, "_PIECE_OCTETS", octets)
    stored = [crlf(mail(number, b"\x01\x01\x01\x01 " * number)) for number in range(4)]
    for name, box in (("m", mmdf(*stored)), ("f.box", b"".join(FOXMAIL + one for one in stored))):
        assert [wire_octets(message) for message in messages(write(tmp_path / name, box))] == stored


@given(BODIES)
def test_what_was_written_is_read_back(bodies: list[bytes]) -> None:
    mails = [crlf(mail(number)) + body for number, body in enumerate(bodies)]
    lines = [one + b"\r\n" for one in mails]
    with tempfile.TemporaryDirectory() as directory:
        path = write(Path(directory, "x.box"), b"".join(FOXMAIL + one for one in mails) or FOXMAIL)
        assert [wire_octets(message) for message in messages(path)] == mails
        path = write(Path(directory, "x"), mmdf(*lines) or MMDF)
        assert [wire_octets(message) for message in messages(path)] == lines
