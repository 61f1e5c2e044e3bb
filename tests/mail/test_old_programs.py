"""Outlook Express 4 (JMF6) and Pegasus Mail: exact octets, the tree of folders, damage."""

from __future__ import annotations

import struct
import tempfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from tests.mail.mails import crlf, findings, folders, mail, messages, wire_octets, write

from mailferry.mail.message import Fate

BODIES = st.lists(st.binary(max_size=300).map(lambda body: body.replace(b"\r", b"").replace(b"\n", b".")), max_size=4)


def jmf(*mails: bytes) -> bytes:
    """A folder of Outlook Express 4: each record is filled up to 4 octets."""
    octets = b"JMF6".ljust(84, b"\x00")
    for number, one in enumerate(mails, 1):
        filled = one.ljust((len(one) + 3) // 4 * 4, b"\x00")
        octets += struct.pack("<4sIII", b"\x00\x7f\x00\x7f", number, 16 + len(filled), len(one)) + filled
    return octets


def pmm(name: bytes, mark: bytes, *mails: bytes) -> bytes:
    """A folder of Pegasus Mail."""
    return (name.ljust(86, b"\x00") + mark).ljust(128, b"\x00") + b"".join(one + b"\x1a" for one in mails)


FIRST, SECOND = crlf(mail(1, b"From here\n.\n")), crlf(mail(2, b"\n"))


def test_a_folder_of_outlook_express_4(tmp_path: Path) -> None:
    path = write(tmp_path / "Inbox.mbx", jmf(FIRST, SECOND))
    assert [wire_octets(message) for message in messages(path)] == [FIRST, SECOND]
    assert [message.folder for message in messages(tmp_path)] == [(tmp_path.name, "Inbox")] * 2


def test_damage_in_outlook_express_4_costs_one_message(tmp_path: Path) -> None:
    octets = jmf(FIRST, SECOND, FIRST)
    broken = octets.replace(b"\x00\x7f\x00\x7f\x02", b"\x00\x00\x00\x00\x02")
    path = write(tmp_path / "Inbox.mbx", broken)
    assert [wire_octets(message) for message in messages(path)] == [FIRST, FIRST]
    assert [finding.fate for finding in findings(path)] == [Fate.FAILED]


def test_a_folder_of_outlook_express_4_that_is_cut_off(tmp_path: Path) -> None:
    path = write(tmp_path / "Inbox.mbx", jmf(FIRST, SECOND)[:-20])
    assert wire_octets(messages(path)[0]) == FIRST
    assert SECOND.startswith(wire_octets(messages(path)[1]))
    assert "as far as it goes" in findings(path)[0].sentence


def test_wrong_sizes_in_outlook_express_4_swallow_no_neighbour(tmp_path: Path) -> None:
    """As an editor leaves it that has changed addresses in the mails."""
    octets = jmf(FIRST + b"gone" * 4, SECOND, FIRST).replace(b"gone" * 4, b"").replace(b"Hello", b"Hi")
    path = write(tmp_path / "Inbox.mbx", octets)
    assert [wire_octets(message) for message in messages(path)] == [
        one.replace(b"Hello", b"Hi") for one in (FIRST, SECOND, FIRST)]


def test_folders_of_pegasus_mail(tmp_path: Path) -> None:
    """New mail lies in single files; the names of folders are in hierarch.pm."""
    write(tmp_path / "mail/0oii8a2z.cnm", FIRST)
    write(tmp_path / "mail/FOL00001.PMM", pmm(b"Work", b"R1H9W7V5:0A64:FOL00001", FIRST, SECOND))
    write(tmp_path / "mail/FOL00001.PMI", b"\x80\x00\x08\x02" + b"\x00" * 114)
    write(tmp_path / "mail/unx00002.mbx", b"From ???@??? Tue Apr 19 13:39:40 2005\n" + mail(3) + b"\n")
    write(tmp_path / "mail/lost.pmm", pmm(b"Old", b"AAAAAAAA:0001:lost", SECOND))
    write(tmp_path / "mail/hierarch.pm", b'2,1,"225D2344:Mine","","My mailbox"\r\n'
          b'1,1,"75322345:Post","225D2344:Mine","Gr\xfc\xdfe"\r\n'
          b'0,0,"R1H9W7V5:0A64:FOL00001","75322345:Post","Work"\r\n'
          b'0,0,"6KEAA82B:16D0:UNX00002","75322345:Post","Lists"\r\n')
    found = messages(tmp_path / "mail")
    assert [(message.folder, wire_octets(message)) for message in found] == [
        (("mail",), FIRST), (("mail", "Grüße", "Work"), FIRST), (("mail", "Grüße", "Work"), SECOND),
        (("mail", "lost"), SECOND), (("mail", "Grüße", "Lists"), crlf(mail(3)))]


def test_an_octet_1a_in_a_mail_of_pegasus_does_not_end_it(tmp_path: Path) -> None:
    with_mark = crlf(mail(1, b"one\x1atwo\n\x1a\n\x1a three\n"))
    path = write(tmp_path / "x.pmm", pmm(b"Work", b"R1H9W7V5:0A64:X", with_mark, SECOND))
    assert [wire_octets(message) for message in messages(path)] == [with_mark, SECOND]


def test_an_empty_folder_of_pegasus_is_a_folder(tmp_path: Path) -> None:
    write(tmp_path / "mail/x.pmm", pmm(b"Work", b"R1H9W7V5:0A64:X"))
    assert folders(tmp_path / "mail") == [("mail",), ("mail", "x")]


def test_a_hierarchy_that_leads_in_a_circle(tmp_path: Path) -> None:
    write(tmp_path / "mail/x.pmm", pmm(b"Work", b"R1H9W7V5:0A64:X", FIRST))
    write(tmp_path / "mail/hierarch.pm", b'1,1,"R1H9W7V5:0A64:X","R1H9W7V5:0A64:X","Work"\r\n')
    assert [wire_octets(message) for message in messages(tmp_path / "mail")] == [FIRST]


@given(BODIES)
def test_what_was_written_is_read_back(bodies: list[bytes]) -> None:
    """Any octets but line ends alone, which every mail has changed."""
    mails = [crlf(mail(number)) + body for number, body in enumerate(bodies)]
    with tempfile.TemporaryDirectory() as directory:
        path = write(Path(directory, "x.mbx"), jmf(*mails))
        assert [wire_octets(message) for message in messages(path)] == mails
        plain = [one.replace(b"\x1a", b" ") for one in mails]
        path = write(Path(directory, "x.pmm"), pmm(b"Work", b"R1H9W7V5:0A64:X", *plain))
        assert [wire_octets(message) for message in messages(path)] == plain


@given(st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), max_size=8), st.floats(0, 1))
def test_damage_neither_crashes_nor_hangs(changes: list[tuple[float, int]], cut: float) -> None:
    for octets in (jmf(FIRST, SECOND, FIRST), pmm(b"Work", b"R1H9W7V5:0A64:X", FIRST, SECOND)):
        damaged = bytearray(octets)
        for place, value in changes:
            damaged[128 + int(place * (len(octets) - 129))] = value
        with tempfile.TemporaryDirectory() as directory:
            path = write(Path(directory, "x.mbx"), bytes(damaged[:128 + int(cut * len(octets))]))
            sizes = [message.locator.offset + message.locator.length for message in messages(path)]
            assert all(end <= path.stat().st_size for end in sizes)
