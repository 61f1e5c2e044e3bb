"""Archives: what is in them, as if it lay in a folder; and the spool."""

from __future__ import annotations

import bz2
import contextlib
import gzip
import io
import lzma
import os
import shutil
import stat
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from backports import zstd
from tests.mail.archives import BOTH, BOX, MTIME, by_folder, make_zip, member, tar_octets
from tests.mail.mails import FROM_LINE, crlf, findings, folders, mail, messages, scan, wire_octets, write

from mailferry.mail import archive, recognise, spool
from mailferry.mail.errors import NotMail
from mailferry.mail.message import Fate, Finding
from mailferry.mail.source import SourceKind, open_source
from mailferry.mail.spool import Spool
from mailferry.mail.wire import check_unchanged, measure


def plain(octets: bytes) -> bytes:
    return octets


@pytest.mark.parametrize(("name", "compress"), [
    ("x.mbox.gz", gzip.compress), ("x.mbox.bz2", bz2.compress), ("x.mbox.xz", lzma.compress), ("x.mbox", gzip.compress),
    ("x.mbox.zst", zstd.compress),
])
def test_a_single_compressed_file(tmp_path: Path, name: str, compress: Callable[[bytes], bytes]) -> None:
    path = write(tmp_path / "in" / name, compress(BOX))
    assert open_source(path, Spool(tmp_path / "spool")).kind is SourceKind.ARCHIVE
    assert by_folder(path, tmp_path / "spool") == {(): BOTH}


def test_every_member_of_a_gzip_file_is_read(tmp_path: Path) -> None:
    first, second = FROM_LINE + mail(1) + b"\n", FROM_LINE + mail(2)
    path = write(tmp_path / "x.mbox.gz", gzip.compress(first) + gzip.compress(second))
    assert by_folder(path, tmp_path / "spool") == {(): BOTH}


def test_a_single_compressed_mail(tmp_path: Path) -> None:
    path = write(tmp_path / "x.eml.gz", gzip.compress(mail(1)))
    assert by_folder(path, tmp_path / "spool") == {(): [crlf(mail(1))]}


@pytest.mark.parametrize(("suffix", "compress"), [
    (".tar", plain), (".tgz", gzip.compress), (".tar.bz2", bz2.compress), (".tar.xz", lzma.compress),
    (".tar.zst", zstd.compress)])
def test_tar_archives(tmp_path: Path, suffix: str, compress: Callable[[bytes], bytes]) -> None:
    members = {"Foo/Sent.mbox": BOX, "Foo/3.eml": mail(3), "4.eml": mail(4)}
    path = write(tmp_path / f"x{suffix}", compress(tar_octets(members)))
    assert by_folder(path, tmp_path / "spool") == {
        (): [crlf(mail(4))], ("Foo",): [crlf(mail(3))], ("Foo", "Sent"): BOTH}
    assert findings(path, tmp_path / "spool") == []


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_zip_archives(tmp_path: Path, method: int) -> None:
    path = make_zip(tmp_path / "x.zip", {
        "Ordner/Grüße 1.eml": mail(1), "Ordner/sub/2.EML": mail(2), "3.eml": mail(3), "Ordner/leer/": b"",
        "__MACOSX/Ordner/._Grüße 1.eml": b"\x00\x05\x16\x07", "Ordner/.DS_Store": b"\x00Bud1", "Ordner/a.txt": b"x",
    }, method)
    assert by_folder(path, tmp_path / "spool") == {
        (): [crlf(mail(3))], ("Ordner",): [crlf(mail(1))], ("Ordner", "sub"): [crlf(mail(2))]}
    found = findings(path, tmp_path / "spool")
    assert [finding.fate for finding in found] == [Fate.IGNORED] * 3
    assert all(finding.path.startswith(f"{path}{os.sep}") and str(path) in finding.sentence
               and "spool" not in finding.sentence for finding in found)


def test_names_in_a_zip_that_does_not_say_their_encoding(tmp_path: Path) -> None:
    for name, octets in (("old.zip", "Küche.mbox".encode("cp437")), ("mac.zip", "Küche.mbox".encode())):
        path = make_zip(tmp_path / name, {"K" + "x" * (len(octets) - 6) + ".mbox": BOX})
        path.write_bytes(path.read_bytes().replace(b"K" + b"x" * (len(octets) - 6) + b".mbox", octets))
        assert folders(path, tmp_path / "spool") == [("Küche",)]


def test_the_time_in_a_zip(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as file:
        info = zipfile.ZipInfo("a.eml", (2004, 5, 6, 7, 8, 10))
        file.writestr(info, mail(1))
        info = zipfile.ZipInfo("b.eml", (2004, 5, 6, 7, 8, 10))
        info.extra = b"UT\x05\x00\x01" + MTIME.to_bytes(4, "little")
        file.writestr(info, mail(2))
    times = [message.locator.file_mtime_ns for message in messages(tmp_path / "x.zip", tmp_path / "spool")]
    assert times == [1_083_827_290_000_000_000, MTIME * 1_000_000_000]


@pytest.mark.parametrize("mtime", [-1, 1e30, float("inf"), float("nan"), 0])
def test_a_time_that_no_file_can_have(tmp_path: Path, mtime: float) -> None:
    octets = io.BytesIO()
    with tarfile.open(fileobj=octets, mode="w", format=tarfile.PAX_FORMAT) as file:
        info = member("a.eml", len(mail(1)))
        info.mtime, info.pax_headers = 1, {"mtime": str(mtime)}
        file.addfile(info, io.BytesIO(mail(1)))
        file.addfile(member("b.eml", len(mail(2))), io.BytesIO(mail(2)))
    assert by_folder(write(tmp_path / "x.tar", octets.getvalue()), tmp_path / "spool") == {(): BOTH}


def test_the_top_of_a_store_in_an_archive_is_no_folder(tmp_path: Path) -> None:
    maildir = write(tmp_path / "a.tar", tar_octets({
        "Maildir/cur/1112335276.0.host:2,S": mail(1), "Maildir/.Sent/cur/1112335276.0.host:2,": mail(2),
        "Maildir/dovecot-keywords": b"0 Todo\n"}))
    assert by_folder(maildir, tmp_path / "spool") == {(): [crlf(mail(1))], ("Sent",): [crlf(mail(2))]}
    assert messages(maildir, tmp_path / "spool")[0].internal_date is not None
    evolution = make_zip(tmp_path / "b.zip", {
        ".evolution/mail/local/Inbox": BOX, ".evolution/mail/local/Inbox.cmeta": b"x"})
    assert by_folder(evolution, tmp_path / "spool") == {("Inbox",): BOTH}
    mh = make_zip(tmp_path / "c.zip", {"Mail/inbox/1": mail(1), "Mail/inbox/.mh_sequences": b"unseen: 1\n"})
    assert by_folder(mh, tmp_path / "spool") == {("inbox",): [crlf(mail(1))]}
    two = make_zip(tmp_path / "d.zip", {"A/cur/1:2,": mail(1), "B/cur/1:2,": mail(2)})
    assert by_folder(two, tmp_path / "spool") == {("A",): [crlf(mail(1))], ("B",): [crlf(mail(2))]}


def test_google_takeout(tmp_path: Path) -> None:
    labelled = BOX.replace(b"Subject:", b"X-Gmail-Labels: Inbox,Unread\nSubject:", 1)
    picture = b"\xff\xd8" + os.urandom(500_000)
    members = {"Takeout/archive_browser.html": b"<html>", "Takeout/Mail/Alle Nachrichten.mbox": labelled,
               "Takeout/Mail/User Settings/Filters.json": b"{}", "Takeout/Photos/x.jpg": picture}
    path = make_zip(tmp_path / "takeout.zip", members)
    assert [message.folder for message in messages(path, tmp_path / "spool")] == [("Alle Nachrichten",)] * 2
    assert [finding.fate for finding in findings(path, tmp_path / "spool")] == [Fate.IGNORED] * 3
    assert not list((tmp_path / "spool").rglob("*.jpg"))
    with zipfile.ZipFile(path) as file:
        file.extractall(tmp_path)
    assert folders(tmp_path / "Takeout") == [("Alle Nachrichten",)]


def test_an_archive_in_a_folder_is_a_folder(tmp_path: Path) -> None:
    write(tmp_path / "Foo/old.mbox.gz", gzip.compress(BOX))
    make_zip(tmp_path / "Foo/letters.zip", {"1.eml": mail(3)})
    make_zip(tmp_path / "Foo/text.docx", {"1.eml": mail(4)})
    assert by_folder(tmp_path / "Foo", tmp_path / "spool") == {
        ("Foo", "old"): BOTH, ("Foo", "letters"): [crlf(mail(3))]}
    assert [finding.fate for finding in findings(tmp_path / "Foo")] == [Fate.IGNORED] * 3
    assert all("unpack it first" in finding.sentence for finding in findings(tmp_path / "Foo"))


def test_without_a_spool_an_archive_is_no_mail(tmp_path: Path) -> None:
    with pytest.raises(NotMail, match="it is a zip archive; unpack it first"):
        open_source(make_zip(tmp_path / "x.zip", {"1.eml": mail(1)}))


def test_an_archive_in_an_archive_is_read_and_one_in_that_is_not(tmp_path: Path) -> None:
    third = make_zip(tmp_path / "third.zip", {"3.eml": mail(3)}).read_bytes()
    second = make_zip(tmp_path / "second.zip", {"2.eml": mail(2), "third.zip": third}).read_bytes()
    path = make_zip(tmp_path / "in/first.zip", {"1.eml": mail(1), "second.zip": second})
    assert by_folder(path, tmp_path / "spool") == {(): [crlf(mail(1))], ("second",): [crlf(mail(2))]}
    [finding] = findings(path, tmp_path / "spool")
    assert finding.fate is Fate.FAILED
    assert finding.path == str(path / "second.zip" / "third.zip")
    assert "unpack it first" in finding.sentence


def test_hard_links_repeat_the_content(tmp_path: Path) -> None:
    octets = io.BytesIO()
    with tarfile.open(fileobj=octets, mode="w") as file:
        file.addfile(member("a.eml", len(mail(1))), io.BytesIO(mail(1)))
        file.addfile(member("b.eml", 0, tarfile.LNKTYPE, "a.eml"))
        file.addfile(member("c.eml", 0, tarfile.LNKTYPE, "../../../etc/passwd"))
        file.addfile(member("d.eml", 0, tarfile.LNKTYPE, "nowhere"))
    path = write(tmp_path / "x.tar", octets.getvalue())
    assert by_folder(path, tmp_path / "spool") == {(): [crlf(mail(1))] * 2}
    assert [finding.fate for finding in findings(path, tmp_path / "spool")] == [Fate.FAILED] * 2


# --- the spool -------------------------------------------------------------------------------------------------------


def test_the_same_archive_gives_the_same_locators_after_the_spool_was_emptied(tmp_path: Path) -> None:
    path = make_zip(tmp_path / "x.zip", {"a.mbox": BOX, "b/c.eml": mail(3)})
    first = messages(path, tmp_path / "spool")
    measured = [measure(message) for message in first]
    shutil.rmtree(tmp_path / "spool")
    again = messages(path, tmp_path / "spool")
    assert [message.locator for message in again] == [message.locator for message in first]
    for message, known in zip(first, measured, strict=True):
        check_unchanged(message.locator, known)
        assert measure(message) == known


def test_an_archive_is_unpacked_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = make_zip(tmp_path / "x.zip", {"a.mbox": BOX, "../b.eml": mail(3)})
    first = scan(path, tmp_path / "spool")
    monkeypatch.setattr(archive, "_zip", None)
    assert scan(path, tmp_path / "spool") == first
    assert len([item for item in first if isinstance(item, Finding)]) == 1


@pytest.mark.parametrize("count", [3, 150])
def test_what_was_unpacked_is_on_the_disk_before_it_takes_its_place(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch, count: int) -> None:
    """Else a power failure could leave a tree of empty files, which would never be unpacked again."""
    synced: set[int] = set()
    settled: list[set[int]] = []
    rename = os.rename
    monkeypatch.setattr(os, "fsync", lambda descriptor: synced.add(os.fstat(descriptor).st_ino))
    monkeypatch.setattr(os, "sync", lambda: synced.update(
        path.stat().st_ino for path in (tmp_path / "spool").rglob("*") if path.is_file()))

    def renamed(source: str, target: str) -> None:
        settled.append(set(synced))
        rename(source, target)

    monkeypatch.setattr(os, "rename", renamed)
    path = make_zip(tmp_path / "x.zip", {f"{number}.eml": mail(number) for number in range(count)})
    found = messages(path, tmp_path / "spool")
    assert len(found) == count
    assert {Path(message.locator.path).stat().st_ino for message in found} <= settled[0]


def test_a_changed_archive_is_unpacked_anew(tmp_path: Path) -> None:
    path = make_zip(tmp_path / "x.zip", {"a.mbox": BOX})
    [old, _] = messages(path, tmp_path / "spool")
    make_zip(path, {"a.mbox": FROM_LINE + mail(3)})
    [new] = messages(path, tmp_path / "spool")
    assert wire_octets(new) == crlf(mail(3))
    assert wire_octets(old) == crlf(mail(1))


def test_only_the_user_can_read_the_spool(tmp_path: Path) -> None:
    [message] = messages(make_zip(tmp_path / "x.zip", {"a.eml": mail(1)}), tmp_path / "spool")
    if os.name != "nt":
        assert stat.S_IMODE(Path(message.locator.path).stat().st_mode) == 0o600
        assert stat.S_IMODE((tmp_path / "spool").stat().st_mode) == 0o700


def test_what_is_used_stays_when_the_spool_is_cleaned(tmp_path: Path) -> None:
    one, two = (make_zip(tmp_path / f"{number}.zip", {"a.eml": mail(number)}) for number in (1, 2))
    [kept] = messages(one, tmp_path / "spool")
    messages(two, tmp_path / "spool")
    (tmp_path / "spool/unpacking-x").mkdir()
    Spool(tmp_path / "spool").clean([kept.locator.path, "/elsewhere/x.eml"])
    assert len(list((tmp_path / "spool").iterdir())) == 1
    assert wire_octets(kept) == crlf(mail(1))
    Spool(tmp_path / "nowhere").clean([])


def test_the_caller_can_stop_the_unpacking(tmp_path: Path) -> None:
    class StoppedError(Exception):
        pass

    def stop() -> None:
        raise StoppedError

    source = open_source(make_zip(tmp_path / "x.zip", {"a.eml": mail(1)}), Spool(tmp_path / "spool", stop))
    with pytest.raises(StoppedError):
        list(source.scan())
    assert list((tmp_path / "spool").iterdir()) == []


def test_a_full_disk_is_told_and_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = make_zip(tmp_path / "x.zip", {"a.eml": mail(1)})
    monkeypatch.setattr(spool, "RESERVE_OCTETS", 1 << 62)
    [finding] = scan(path, tmp_path / "spool")
    assert isinstance(finding, Finding)
    assert finding.fate is Fate.FAILED
    assert "not enough room" in finding.sentence
    assert list((tmp_path / "spool").iterdir()) == []
    monkeypatch.undo()
    assert len(messages(path, tmp_path / "spool")) == 1


def test_two_files_of_one_name_are_both_read(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as file:
        for number in (1, 2):
            with pytest.warns(UserWarning, match="Duplicate") if number == 2 else contextlib.nullcontext():
                file.writestr("a.eml", mail(number))
    assert by_folder(tmp_path / "x.zip", tmp_path / "spool") == {(): BOTH}


def test_stems_of_archives() -> None:
    assert [recognise.archive_stem(name) for name in ("a.tar.gz", "a.mbox.GZ", "a.zip", "a.docx", ".gz")] == [
        "a", "a.mbox", "a", "", ""]


@pytest.mark.parametrize("compress", [gzip.compress, bz2.compress, lzma.compress, zstd.compress])
def test_a_compressed_mailbox_that_is_cut_off_is_read_as_far_as_it_goes(
        tmp_path: Path, compress: Callable[[bytes], bytes]) -> None:
    """As a download leaves it that broke off."""
    words = os.urandom(600_000).hex().encode()
    octets = b"".join(FROM_LINE + mail(number, words[number * 6000:(number + 1) * 6000]) + b"\n\n"
                      for number in range(200))
    path = write(tmp_path / "x.mbox.gz", compress(octets)[:-3000])
    found = messages(path, tmp_path / "spool")
    assert 1 <= len(found) <= 200
    assert wire_octets(found[0]) == crlf(mail(0, words[:6000]) + b"\n")
    told = findings(path, tmp_path / "spool")
    assert [finding.fate for finding in told] == [Fate.FAILED]
    assert "its last message may not be whole" in told[0].sentence


def test_a_single_mail_that_is_cut_off_is_not_read(tmp_path: Path) -> None:
    path = write(tmp_path / "x.eml.gz", gzip.compress(mail(1, os.urandom(5000).hex().encode()))[:-100])
    assert not messages(path, tmp_path / "spool")
    assert [finding.fate for finding in findings(path, tmp_path / "spool")] == [Fate.FAILED]


@pytest.mark.parametrize("behind", [b"garbage", b"\0" * 100, b"\x1f\x8a"])
def test_what_stands_behind_a_gzip_file_is_none_of_it(tmp_path: Path, behind: bytes) -> None:
    path = write(tmp_path / "x.mbox.gz", gzip.compress(BOX) + behind)
    assert len(messages(path, tmp_path / "spool")) == 2
    assert not findings(path, tmp_path / "spool")


def test_a_tar_of_the_oldest_kind(tmp_path: Path) -> None:
    """Before POSIX, no word in it said what it is; its sum does."""
    header = bytearray(tar_octets({"Inbox.mbox": BOX})[:512])
    header[257:512] = b"\0" * 255
    header[148:156] = b" " * 8
    header[148:156] = b"%06o\0 " % sum(header)
    path = write(tmp_path / "x.tar", bytes(header) + tar_octets({"Inbox.mbox": BOX})[512:])
    assert [message.folder for message in messages(path, tmp_path / "spool")] == [("Inbox",)] * 2
    header[0] ^= 1
    assert recognise.recognise(bytes(header), "x", chosen=True).kind is recognise.Kind.FOREIGN


def test_a_tar_behind_a_tar_is_told(tmp_path: Path) -> None:
    path = write(tmp_path / "x.tar", tar_octets({"a.mbox": BOX}) + tar_octets({"b.mbox": BOX}))
    assert len(messages(path, tmp_path / "spool")) == 2
    assert "goes on behind its end" in findings(path, tmp_path / "spool")[0].sentence


@pytest.mark.parametrize(("name", "start", "word"), [
    ("x.z01", b"PK\x07\x08PK\x03\x04", "split"), ("x.z02", b"\x17\x99", "split"), ("x.zip.001", b"PK\x03\x04", "split"),
    ("x.zip", b"\x17\x99", "split"), ("x.part2.rar", b"\x17\x99", "split"), ("x.tar.Z", b"\x1f\x9d\x90", "compress"),
    ("x.cab", b"MSCF", "cabinet"), ("x.lz4", b"\x04\x22\x4d\x18", "lz4")])
def test_archives_that_are_not_read_are_told_by_name(tmp_path: Path, name: str, start: bytes, word: str) -> None:
    with pytest.raises(NotMail, match=word):
        open_source(write(tmp_path / name, start + b"\x99\x17" * 300), Spool(tmp_path / "spool"))


def test_the_last_part_of_a_split_zip_says_so(tmp_path: Path) -> None:
    """It may begin like a whole one."""
    write(tmp_path / "x.z01", b"PK\x07\x08PK\x03\x04" + b"\0" * 100)
    path = make_zip(tmp_path / "x.zip", {"Inbox.mbox": BOX})
    assert not messages(path, tmp_path / "spool")
    assert "split" in findings(path, tmp_path / "spool")[0].sentence
