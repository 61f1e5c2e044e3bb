"""The wire octets: every rule, wherever the pieces are cut, and what happens when the file is not what it was."""

from __future__ import annotations

import errno
import hashlib
import io
import os
import re
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.mail.mails import FROM_LINE, crlf, locator_of, mail, messages, pieces_of, wire_octets, write

from mailferry.mail import wire
from mailferry.mail.errors import SourceChanged, SourceUnreadable, SourceVanished
from mailferry.mail.message import HEADER_DIGEST_LIMIT, Form, header_digest

MBOX = Form.MBOX_UNQUOTE | Form.MBOX_HEADERS


@pytest.mark.parametrize(("stored", "expected"), [
    (b"A: b\n\nc\n", b"A: b\r\n\r\nc\r\n"),
    (b"A: b\r\n\r\nc\r\n", b"A: b\r\n\r\nc\r\n"),
    (b"A: b\n\r\nmixed\r\nends\n", b"A: b\r\n\r\nmixed\r\nends\r\n"),
    (b"A: b\n\nbare\rCR stays\n", b"A: b\r\n\r\nbare\rCR stays\r\n"),
    (b"A: b\r\r\n\r\r\nc", b"A: b\r\r\n\r\r\nc"),
    (b"no line end at the end", b"no line end at the end"),
    (b"CR at the end\n\r", b"CR at the end\r\n\r"),
    (b"\x00\xff\x80 any octet\n", b"\x00\xff\x80 any octet\r\n"),
    (b"", b""),
])
def test_line_ends_become_crlf_and_nothing_is_added(tmp_path: Path, stored: bytes, expected: bytes) -> None:
    assert wire_octets(locator_of(write(tmp_path / "m", stored))) == expected


def test_old_mac_line_ends(tmp_path: Path) -> None:
    path = write(tmp_path / "m", b"A: b\r\rc\r")
    assert wire_octets(locator_of(path, Form.CR_ONLY)) == b"A: b\r\n\r\nc\r\n"


@pytest.mark.parametrize(("stored", "expected"), [
    (b"A: b\n\n>From here\n", b"A: b\r\n\r\nFrom here\r\n"),
    (b"A: b\n\n>>>From here\n", b"A: b\r\n\r\n>>From here\r\n"),
    (b"A: b\r\n\r\n>From here\r\n", b"A: b\r\n\r\nFrom here\r\n"),
    (b">From first line\nA: b\n", b"From first line\r\nA: b\r\n"),
    (b"A: b\n\n>Fromage\n>From\n >From x\nx>From y\n> From z\n",
     b"A: b\r\n\r\n>Fromage\r\n>From\r\n >From x\r\nx>From y\r\n> From z\r\n"),
    (b"A: b\n\nends with >From", b"A: b\r\n\r\nends with >From"),
    (b"A: b\n\n>From ", b"A: b\r\n\r\nFrom "),
    (b"A: b\n\n>>From", b"A: b\r\n\r\n>>From"),
])
def test_mbox_unquoting(tmp_path: Path, stored: bytes, expected: bytes) -> None:
    assert wire_octets(locator_of(write(tmp_path / "m", stored), Form.MBOX_UNQUOTE)) == expected


@pytest.mark.parametrize(("stored", "expected"), [
    (b"A: b\nStatus: RO\nC: d\n\nbody\n", b"A: b\r\nC: d\r\n\r\nbody\r\n"),
    (b"Status: RO\n\nStatus: in the body\n", b"\r\nStatus: in the body\r\n"),
    (b"X-Keywords: a\n\tb\n  c\nA: b\n folded\n\n", b"A: b\r\n folded\r\n\r\n"),
    (b"x-mozilla-STATUS2 : 0\nX-Mozilla-Status-Else: kept\n\n", b"X-Mozilla-Status-Else: kept\r\n\r\n"),
    (b"X-UID: 1\nX-IMAP: 1\nX-IMAPbase: 1\nContent-Length: 3\nX-Mozilla-Status: 0001\nX-Mozilla-Keys:  \n\n", b"\r\n"),
    (b"A: b\r\r\nX-Status: A\r\r\n\r\r\nStatus: in the body", b"A: b\r\r\n\r\r\nStatus: in the body"),
    (b"X-Gmail-Labels: kept\nX-UIDL: kept\nLines: 3\n\n", b"X-Gmail-Labels: kept\r\nX-UIDL: kept\r\nLines: 3\r\n\r\n"),
    (b" folded before any field\nStatus: R\n\n", b" folded before any field\r\n\r\n"),
    (b"a line of no kind\nStatus: R\n\nbody", b"a line of no kind\r\n\r\nbody"),
    (b"A: b\nStatus: R", b"A: b\r\n"),
    (b"A: b\nStatus", b"A: b\r\nStatus"),
    (b"Status: R\n folded to the end", b""),
])
def test_fields_of_the_store_are_dropped_from_the_top_header(tmp_path: Path, stored: bytes, expected: bytes) -> None:
    assert wire_octets(locator_of(write(tmp_path / "m", stored), Form.MBOX_HEADERS)) == expected


def test_a_loose_mail_keeps_every_field(tmp_path: Path) -> None:
    stored = b"Status: RO\nX-Mozilla-Status: 0001\nContent-Length: 2\n\n>From x\n"
    assert wire_octets(locator_of(write(tmp_path / "m", stored))) == crlf(stored)


@pytest.mark.parametrize(("form", "encoding"), [(Form.UTF16_LE, "utf-16-le"), (Form.UTF16_BE, "utf-16-be")])
def test_utf16_becomes_utf8(tmp_path: Path, form: Form, encoding: str) -> None:
    text = "Subject: Grüße 🌍\r\n\r\nKöln\n"
    path = write(tmp_path / "m", text.encode(encoding))
    for octets in (1, 3, 1000):
        with pieces_of(octets):
            assert wire_octets(locator_of(path, form)) == text.replace("Köln\n", "Köln\r\n").encode()


def test_half_a_character_of_utf16_at_the_end_is_shown(tmp_path: Path) -> None:
    path = write(tmp_path / "m", "A: b\n".encode("utf-16-le") + b"x")
    assert wire_octets(locator_of(path, Form.UTF16_LE)) == "A: b\r\n\N{REPLACEMENT CHARACTER}".encode()


def reference(stored: bytes, form: Form) -> bytes:
    """The rules on a whole message in memory, line by line."""
    if form & Form.CR_ONLY:
        stored = stored.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    lines = re.sub(rb"(?<!\r)\n", b"\r\n", stored).split(b"\n")
    lines = [line + b"\n" for line in lines[:-1]] + lines[-1:]
    if form & Form.MBOX_UNQUOTE:
        lines = [line[1:] if re.match(rb">+From ", line) else line for line in lines]
    if form & Form.MBOX_HEADERS:
        kept = []
        dropping = in_header = False
        for number, line in enumerate(lines):
            in_header = (in_header or not number) and line.lstrip(b"\r") != b"\n"
            if not in_header:
                kept += lines[number:]
                break
            if line[:1] not in {b" ", b"\t"}:
                dropping = line.partition(b":")[0].rstrip(b" \t").lower() in {
                    name.lower() for name in wire.STORE_FIELDS} and b":" in line
            if not dropping:
                kept.append(line)
        lines = kept
    return b"".join(lines)


TOKENS = st.sampled_from([
    b"\r", b"\n", b"\r\n", b"\n\n", b">", b">>", b"F", b"From ", b"rom ", b"\n>From ", b"Status", b":", b"\nStatus: R",
    b"\nX-Mozilla-Status2 ", b"\nX-Keywords:", b" ", b"\t", b"a", b"\x00", b"x" * 70])


@settings(max_examples=400, deadline=None)
@given(stored=st.lists(TOKENS, max_size=30).map(b"".join), octets=st.sampled_from([1, 2, 3, 5, 17, 64, 1 << 18]),
       form=st.sampled_from([Form.PLAIN, Form.CR_ONLY, Form.MBOX_UNQUOTE, Form.MBOX_HEADERS, MBOX]))
def test_where_the_pieces_are_cut_does_not_matter(tmp_path_factory: pytest.TempPathFactory, stored: bytes, octets: int,
                                                  form: Form) -> None:
    path = write(tmp_path_factory.getbasetemp() / "cut", stored)
    with pieces_of(octets):
        chunks = list(wire.read_wire(locator_of(path, form)))
    assert b"".join(chunks) == reference(stored, form)
    assert all(chunks)


@pytest.mark.parametrize("block", [b"x" * 1000, b">" * 1000, b"\n>" * 500, b"Status: R\n" * 100, b"A: b\n\tc\n" * 100,
                                   b"\r" * 1000, b"\n\n>From x\r\n" * 100])
def test_memory_does_not_grow_with_the_message(tmp_path: Path, block: bytes) -> None:
    path = write(tmp_path / "big", b"Subject: x\n" + block * 1_000)
    locator = locator_of(path, MBOX)
    with pieces_of(4 * 1024):
        tracemalloc.start()
        try:
            assert wire.measure(locator).wire_size > 0
            assert tracemalloc.get_traced_memory()[1] < 300_000 < locator.length
        finally:
            tracemalloc.stop()


def test_measure_tells_size_digest_and_header_digest_of_what_is_sent(tmp_path: Path) -> None:
    stored = mail(body=b"body\n" * 30_000, fields=b"Status: RO\n")
    path = write(tmp_path / "m", stored)
    sent = crlf(stored.replace(b"Status: RO\n", b""))
    for octets in (7, 1 << 18):
        with pieces_of(octets):
            measured = wire.measure(locator_of(path, MBOX))
        assert measured.wire_size == len(sent)
        assert measured.digest == hashlib.sha256(sent).digest()
        assert measured.header_digest == header_digest(sent)
        assert measured.header_digest == header_digest(sent[:HEADER_DIGEST_LIMIT])


def test_the_head_of_a_message(tmp_path: Path) -> None:
    path = write(tmp_path / "m", mail(body=b"x\n" * 500))
    assert wire.read_head(locator_of(path), 10) == b"From: Ada "
    assert wire.read_head(locator_of(path), 10_000) == crlf(mail(body=b"x\n" * 500))


def test_a_file_shorter_than_announced_has_changed(tmp_path: Path) -> None:
    path = write(tmp_path / "m", mail())
    locator = locator_of(path)
    path.write_bytes(mail()[:-1])
    with pytest.raises(SourceChanged, match="was changed since it was read"):
        wire_octets(locator)


def test_an_untouched_or_only_touched_message_is_unchanged(tmp_path: Path) -> None:
    path = write(tmp_path / "m", mail())
    locator = locator_of(path)
    measured = wire.measure(locator)
    wire.check_unchanged(locator, measured)
    os.utime(path, (1, 1))
    wire.check_unchanged(locator, measured)


def test_a_mailbox_that_only_grew_is_unchanged(tmp_path: Path) -> None:
    path = write(tmp_path / "m", mail(1))
    locator = locator_of(path, Form.MBOX_UNQUOTE | Form.MBOX_HEADERS)
    measured = wire.measure(locator)
    for added in (b"\n", b"\nFro", b"\n" + FROM_LINE + mail(2), FROM_LINE, b"\x01\x01\x01\x01\n"):
        path.write_bytes(mail(1) + added)
        wire.check_unchanged(locator, measured)


@pytest.mark.parametrize("behind", [b"", b"\n"])
def test_a_last_message_of_a_mailbox_that_is_still_being_written_has_changed(tmp_path: Path, behind: bytes) -> None:
    """Else half of it would be sent as if it were whole."""
    path = write(tmp_path / "m", FROM_LINE + mail(1) + b"\n" + FROM_LINE + mail(2) + behind)
    first, last = (message.locator for message in messages(path))
    known = wire.measure(first), wire.measure(last)
    path.write_bytes(path.read_bytes() + b"the rest of it\n\n" + FROM_LINE + mail(3))
    wire.check_unchanged(first, known[0])
    with pytest.raises(SourceChanged):
        wire.check_unchanged(last, known[1])


def test_a_mail_in_a_file_of_its_own_that_grew_has_changed(tmp_path: Path) -> None:
    path = write(tmp_path / "m.eml", mail(1))
    locator = locator_of(path)
    measured = wire.measure(locator)
    path.write_bytes(mail(1) + b"the rest of a download\n")
    with pytest.raises(SourceChanged):
        wire.check_unchanged(locator, measured)


@pytest.mark.parametrize("now", [mail(2), mail(1)[:-3], b"", b"x" + mail(1)])
def test_other_octets_are_a_change(tmp_path: Path, now: bytes) -> None:
    path = write(tmp_path / "m", mail(1), mtime=1000)
    locator = locator_of(path)
    measured = wire.measure(locator)
    write(path, now, mtime=2000)
    with pytest.raises(SourceChanged):
        wire.check_unchanged(locator, measured)


def test_a_file_that_has_gone(tmp_path: Path) -> None:
    path = write(tmp_path / "m", mail(1))
    locator = locator_of(path)
    measured = wire.measure(locator)
    path.unlink()
    with pytest.raises(SourceVanished, match="is not there any more"):
        wire.check_unchanged(locator, measured)
    with pytest.raises(SourceVanished):
        wire_octets(locator)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no FIFOs on this system")
def test_a_fifo_in_the_place_of_a_mail_does_not_hang(tmp_path: Path) -> None:
    path = write(tmp_path / "m", mail(1))
    locator = locator_of(path)
    path.unlink()
    os.mkfifo(path)
    with pytest.raises(SourceUnreadable, match="not a plain file"):
        wire_octets(locator)


def test_a_folder_in_the_place_of_a_mail(tmp_path: Path) -> None:
    path = write(tmp_path / "m", mail(1))
    locator = locator_of(path)
    path.unlink()
    path.mkdir()
    with pytest.raises(SourceUnreadable):
        wire_octets(locator)


def test_a_link_that_leads_in_a_circle(tmp_path: Path) -> None:
    path = write(tmp_path / "m", mail(1))
    locator = locator_of(path)
    path.unlink()
    path.symlink_to(path)
    with pytest.raises(SourceUnreadable, match="is a link that leads in a circle"):
        wire_octets(locator)


def test_a_disk_that_fails_while_reading(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Failing(io.FileIO):
        def read(self, _size: int | None = -1, /) -> bytes:
            raise OSError(errno.EIO, "Input/output error")

    locator = locator_of(write(tmp_path / "m", mail(1)))
    monkeypatch.setattr("mailferry.mail.files.io.FileIO", Failing)
    with pytest.raises(SourceUnreadable, match="could not be read: Input/output error"):
        wire_octets(locator)


@pytest.mark.skipif(os.name == "nt", reason="names are Unicode there")
def test_a_name_in_no_encoding(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/K\xfcche.eml"))
    try:
        path.write_bytes(mail(1))
    except OSError:
        pytest.skip("this file system takes no such name")
    locator = locator_of(path)
    assert wire_octets(locator) == crlf(mail(1))
    path.write_bytes(b"")
    with pytest.raises(SourceChanged) as caught:
        wire_octets(locator)
    assert str(caught.value).encode().count("K�che".encode()) == 1
