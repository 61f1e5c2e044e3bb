"""Opening what was chosen: the paths of the folders, the order, and that nothing in a tree stops the rest."""

from __future__ import annotations

import os
import socket
import unicodedata
from pathlib import Path

import pytest
from tests.mail.mails import FROM_LINE, crlf, findings, folders, mail, messages, scan, wire_octets, write

from mailferry.mail.errors import NotMail, SourceUnreadable, SourceVanished
from mailferry.mail.message import Fate, Finding, Folder, Message
from mailferry.mail.outlook.compound import compound
from mailferry.mail.source import SourceKind, open_source
from mailferry.mail.spool import Spool


def by_folder(path: Path) -> dict[tuple[str, ...], list[bytes]]:
    found: dict[tuple[str, ...], list[bytes]] = {}
    for message in messages(path):
        found.setdefault(message.folder, []).append(wire_octets(message))
    return found


def test_a_tree_of_everything(tmp_path: Path) -> None:
    foo = tmp_path / "Foo"
    write(foo / "10.eml", mail(10))
    write(foo / "9.eml", mail(9))
    write(foo / "Sent.mbox", FROM_LINE + mail(1) + b"\n" + FROM_LINE + mail(2))
    write(foo / "Inbox", FROM_LINE + mail(3))
    write(foo / "Empty.mbox", b"")
    write(foo / "Box/cur/1111903221.M1.host:2,S", mail(4))
    write(foo / "2000/July/x.eml", mail(5))
    assert open_source(foo).kind is SourceKind.FOLDER
    assert by_folder(foo) == {
        ("Foo",): [crlf(mail(9)), crlf(mail(10))],
        ("Foo", "Inbox"): [crlf(mail(3))],
        ("Foo", "Sent"): [crlf(mail(1)), crlf(mail(2))],
        ("Foo", "2000", "July"): [crlf(mail(5))],
        ("Foo", "Box"): [crlf(mail(4))],
    }
    assert folders(foo) == [("Foo",), ("Foo", "Empty"), ("Foo", "Inbox"), ("Foo", "Sent"), ("Foo", "2000", "July"),
                            ("Foo", "Box")]
    assert findings(foo) == []


def test_every_folder_comes_before_its_messages_and_only_once(tmp_path: Path) -> None:
    for name in ("a.eml", "sub/b.eml", "sub/c.eml", "sub/sub/d.eml"):
        write(tmp_path / name, mail(1))
    seen: list[tuple[str, ...]] = []
    for item in scan(tmp_path):
        if isinstance(item, Folder):
            assert item.path not in seen
            seen.append(item.path)
        elif isinstance(item, Message):
            assert item.folder == seen[-1]


def test_a_single_file_is_the_folder_itself(tmp_path: Path) -> None:
    path = write(tmp_path / "Sent.mbox", FROM_LINE + mail(1))
    assert by_folder(path) == {(): [crlf(mail(1))]}
    source = open_source(path)
    assert (source.name, source.kind, source.path) == ("Sent.mbox", SourceKind.MBOX, str(path))


def test_a_file_named_cur_makes_no_maildir(tmp_path: Path) -> None:
    write(tmp_path / "cur", mail(1))
    assert open_source(tmp_path).kind is SourceKind.FOLDER
    assert by_folder(tmp_path) == {(tmp_path.name,): [crlf(mail(1))]}


def test_an_empty_mbox_is_a_folder_without_messages(tmp_path: Path) -> None:
    assert scan(write(tmp_path / "x.mbox", b"")) == [Folder(())]


def test_the_same_order_each_time(tmp_path: Path) -> None:
    for name in ("b.eml", "B.eml", "a 10.eml", "a 9.eml", "a 009.eml", "é.eml", "z/1.eml", "Z/1.eml"):
        write(tmp_path / name, mail(1))
    once = [message.locator.path for message in messages(tmp_path)]
    assert once == [message.locator.path for message in messages(tmp_path)]
    assert [Path(path).name for path in once][:4] == ["a 009.eml", "a 9.eml", "a 10.eml", "B.eml"]


def test_folder_names_are_nfc(tmp_path: Path) -> None:
    write(tmp_path / unicodedata.normalize("NFD", "Küche") / "x.eml", mail(1))
    assert folders(tmp_path)[-1] == (tmp_path.name, "Küche")


@pytest.mark.skipif(os.name == "nt", reason="names are Unicode there")
def test_a_folder_name_in_no_encoding_is_taken_as_latin_1(tmp_path: Path) -> None:
    folder = Path(os.fsdecode(os.fsencode(tmp_path) + b"/K\xfcche"))
    try:
        write(folder / "x.eml", mail(1))
    except OSError:
        pytest.skip("this file system takes no such name")
    [message] = messages(tmp_path)
    assert message.folder == (tmp_path.name, "Küche")
    assert wire_octets(message) == crlf(mail(1))


def test_foreign_files_in_a_folder_are_ignored_with_a_reason(tmp_path: Path) -> None:
    write(tmp_path / "x.eml", mail(1))
    for name, octets in {
        "Inbox.msf": b"// <!-- <mdb:mork:z v=\"1.4\"/> -->\n", ".DS_Store": b"\x00\x00\x00\x01Bud1",
        "._x.eml": b"\x00\x05\x16\x07", "__MACOSX/._x.eml": mail(1), ".hidden/x.eml": mail(1),
        "notes.txt": b"Date: tomorrow\nbuy bread\n", "a.pdf": b"%PDF-1.4", "empty": b"",
        "popstate.dat": b"# POP3 State File\n", "x.index": b"# KMail-Index V1506\n", "photo.jpg": b"\xff\xd8\xff",
    }.items():
        write(tmp_path / name, octets)
    assert len(messages(tmp_path)) == 1
    found = findings(tmp_path)
    assert {finding.fate for finding in found} == {Fate.IGNORED}
    assert len(found) == 11
    assert all(finding.sentence.endswith(".") and finding.path.startswith(str(tmp_path)) for finding in found)


def test_a_file_that_should_hold_mail_but_does_not_fails(tmp_path: Path) -> None:
    write(tmp_path / "a.eml", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    write(tmp_path / "b.mbox", b"prose\n" * 20)
    write(tmp_path / "c.eml", b"")
    write(tmp_path / "d.eml", mail(1))
    assert len(messages(tmp_path)) == 1
    assert [finding.fate for finding in findings(tmp_path)] == [Fate.FAILED, Fate.FAILED, Fate.SKIPPED]


def test_links_in_a_circle_end(tmp_path: Path) -> None:
    write(tmp_path / "sub/x.eml", mail(1))
    (tmp_path / "sub/again").symlink_to(tmp_path)
    (tmp_path / "broken.eml").symlink_to(tmp_path / "nowhere")
    (tmp_path / "self.eml").symlink_to(tmp_path / "self.eml")
    assert len(messages(tmp_path)) == 1
    assert sorted(finding.fate for finding in findings(tmp_path)) == [Fate.FAILED, Fate.FAILED, Fate.IGNORED]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no FIFOs on this system")
def test_a_fifo_hangs_nothing(tmp_path: Path) -> None:
    write(tmp_path / "x.eml", mail(1))
    os.mkfifo(tmp_path / "fifo.eml")
    assert len(messages(tmp_path)) == 1
    assert [finding.fate for finding in findings(tmp_path)] == [Fate.IGNORED]
    with pytest.raises(SourceUnreadable, match="not a plain file"):
        open_source(tmp_path / "fifo.eml")


@pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="no sockets in folders on this system")
def test_a_socket_is_no_mail(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # the path of a socket is short
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("sock.eml")
        assert [finding.fate for finding in findings(tmp_path)] == [Fate.IGNORED]
        with pytest.raises(SourceUnreadable, match="not a plain file"):
            open_source(tmp_path / "sock.eml")


@pytest.mark.skipif(not os.path.exists("/proc/self/mounts"), reason="no such files on this system")  # noqa: PTH110
def test_a_file_that_hides_its_size_is_told_and_not_taken_for_empty(tmp_path: Path) -> None:
    """As in /proc, and on some disks that another program shows."""
    write(tmp_path / "1.eml", mail(1))
    (tmp_path / "2.eml").symlink_to("/proc/self/mounts")
    assert len(messages(tmp_path)) == 1
    [finding] = findings(tmp_path)
    assert finding.fate is Fate.FAILED
    assert "is not empty, though its size is given as 0" in finding.sentence


def test_a_link_in_a_circle_that_was_chosen_is_told_so(tmp_path: Path) -> None:
    (tmp_path / "self").symlink_to(tmp_path / "self")
    with pytest.raises(SourceUnreadable, match="is a link that leads in a circle"):
        open_source(tmp_path / "self")


def test_a_sub_folder_that_cannot_be_listed_is_told_and_the_rest_goes_on(tmp_path: Path,
                                                                        monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "a/x.eml", mail(1))
    write(tmp_path / "b/x.eml", mail(2))
    scandir = os.scandir

    def refusing(path: str) -> object:
        if path.endswith("a"):
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refusing)  # the tests may run as a user who may read everything
    assert by_folder(tmp_path) == {(tmp_path.name, "b"): [crlf(mail(2))]}
    [finding] = findings(tmp_path)
    assert finding.fate is Fate.FAILED
    assert "may not be read by you" in finding.sentence


def test_a_file_without_the_right_to_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path / "x.eml", mail(1))

    def refusing(*_arguments: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", refusing)  # the tests may run as a user who may read everything
    with pytest.raises(SourceUnreadable, match="may not be read by you"):
        open_source(path)
    assert [finding.fate for finding in findings(tmp_path)] == [Fate.FAILED]


@pytest.mark.parametrize("name", ["nowhere", "nowhere.eml", "a\x00b"])
def test_what_is_not_there(tmp_path: Path, name: str) -> None:
    with pytest.raises(SourceUnreadable if "\x00" in name else SourceVanished):
        open_source(tmp_path / name)


def test_a_file_that_goes_between_opening_and_scanning_is_a_finding(tmp_path: Path) -> None:
    path = write(tmp_path / "x.eml", mail(1))
    source = open_source(path)
    path.unlink()
    [finding] = [item for item in source.scan() if isinstance(item, Finding)]
    assert finding.fate is Fate.FAILED
    assert "is not there any more" in finding.sentence


def test_paths_are_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "x.eml", mail(1))
    monkeypatch.chdir(tmp_path)
    assert open_source("x.eml").path == str(tmp_path / "x.eml")
    assert [message.locator.path for message in messages(Path())] == [str(tmp_path / "x.eml")]
    assert folders(".") == [(tmp_path.name,)]


@pytest.mark.parametrize(("octets", "kind", "reason"), [
    (mail(1), SourceKind.MAIL, "header"), (FROM_LINE + mail(1), SourceKind.MBOX, "From_ line"),
    (b"%d\n" % len(mail(1)) + mail(1), SourceKind.MAIL, "Apple Mail"), (b"*mbx*\r\n", SourceKind.MBOX, "UW mbx"),
    (b"PK\x03\x04", SourceKind.ARCHIVE, "zip"), (b"\x1f\x8b\x08", SourceKind.ARCHIVE, "gzip"),
    (b"", SourceKind.MAIL, "empty"),
])
def test_what_a_file_holds_is_told_with_the_reason(tmp_path: Path, octets: bytes, kind: SourceKind,
                                                   reason: str) -> None:
    source = open_source(write(tmp_path / "no.name", octets), Spool(tmp_path / "spool"))
    assert source.kind is kind
    assert source.reason.startswith("it ")
    assert reason in source.reason


@pytest.mark.parametrize(("octets", "reason"), [
    (compound({"WordDocument": b"x"}), "file of Office"), (b"%PDF-1.4", "PDF"),
    (b"7z\xbc\xaf", "7z archive"), (b"prose\n", "does not begin as a mail"),
    (b"// <!-- <mdb:mork:z", "index of Thunderbird"),
])
def test_why_a_file_is_no_mail_is_told(tmp_path: Path, octets: bytes, reason: str) -> None:
    with pytest.raises(NotMail, match=reason):
        open_source(write(tmp_path / "x.eml", octets), Spool(tmp_path / "spool"))
