"""Archives that mean harm or came to harm: names that lead out, links, bombs, encryption, damage, cuts."""

from __future__ import annotations

import gzip
import io
import stat
import tarfile
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.mail.archives import BOX, by_folder, make_zip, member, tar_octets
from tests.mail.mails import FROM_LINE, crlf, findings, mail, messages, scan, wire_octets, write

from mailferry.mail import spool
from mailferry.mail.errors import NotMail
from mailferry.mail.message import Fate, Finding, Message
from mailferry.mail.source import open_source
from mailferry.mail.spool import Spool, safe_parts


@pytest.mark.parametrize(("name", "parts"), [
    ("a/b.eml", ["a", "b.eml"]), ("./a//b", ["a", "b"]), ("", []), ("../a", None), ("a/../../b", None), ("/a", ["a"]),
    ("//a/b", ["a", "b"]), ("C:/a", ["a"]), ("C:", []), ("/../a", None), ("C:/../a", None), ("c:\\a", ["c:\\a"]),
    ("a\0b", None), ("a/..", None), ("...", ["..."]),
    ("1112335276.0.host:2,S", ["1112335276.0.host:2,S"]),
])
def test_names_that_lead_out(name: str, parts: list[str] | None) -> None:
    assert safe_parts(name) == parts
    assert safe_parts("..\\a", ("\\",)) is None
    assert safe_parts("a\\b", ("\\",)) == ["a", "b"]


NAMES = ("../../evil.eml", "/../abs/evil.eml", "a/../../evil.eml", "..\\..\\evil.eml", "C:\\..\\evil.eml")


def test_nothing_is_written_outside_of_the_spool(tmp_path: Path) -> None:
    inside = tmp_path / "deep/deep/spool"
    paths = [make_zip(tmp_path / "in/x.zip", {**dict.fromkeys(NAMES, mail(9)), "ok.eml": mail(1)}),
             write(tmp_path / "in/x.tar", tar_octets({**dict.fromkeys(NAMES[:3], mail(9)), "ok.eml": mail(1)}))]
    for path, bad in zip(paths, (5, 3), strict=True):
        assert by_folder(path, inside) == {(): [crlf(mail(1))]}
        found = findings(path, inside)
        assert [finding.fate for finding in found] == [Fate.FAILED] * bad
        assert all("leads out of the archive" in finding.sentence for finding in found)
    assert not list(tmp_path.rglob("*evil*"))
    assert not Path("/abs/evil.eml").exists()


def test_what_is_not_looked_at_is_told_as_unread_whatever_it_is_called(tmp_path: Path) -> None:
    paths = [make_zip(tmp_path / "x.zip", {"../Inbox": BOX, "../": b""}),
             write(tmp_path / "x.tar", tar_octets({"../Inbox": BOX}))]
    for path in paths:
        [lost, *folder] = findings(path, tmp_path / "spool")
        assert (lost.fate, lost.path) == (Fate.FAILED, f"{path}/../Inbox")
        assert {finding.fate for finding in folder} <= {Fate.IGNORED}


def test_names_from_the_top_of_a_disk_on_are_read_within_the_archive(tmp_path: Path) -> None:
    """As `tar -P` and some programs for Windows write them; nothing is written where they point to."""
    tar = write(tmp_path / "x.tar", tar_octets({f"{tmp_path}/away/1.eml": mail(1)}))
    zipped = make_zip(tmp_path / "x.zip", {"C:\\Mail\\2.eml": mail(2)})
    assert [wire_octets(message) for message in messages(tar, tmp_path / "spool")] == [crlf(mail(1))]
    assert by_folder(zipped, tmp_path / "spool") == {("Mail",): [crlf(mail(2))]}
    assert not (tmp_path / "away").exists()


def test_links_and_devices_are_not_followed(tmp_path: Path) -> None:
    outside = write(tmp_path / "outside/secret.eml", mail(9))
    octets = io.BytesIO()
    with tarfile.open(fileobj=octets, mode="w") as file:
        file.addfile(member("way", 0, tarfile.SYMTYPE, str(outside.parent)))
        file.addfile(member("way/evil.eml", len(mail(1))), io.BytesIO(mail(1)))
        file.addfile(member("a.eml", 0, tarfile.SYMTYPE, str(outside)))
        file.addfile(member("pipe.eml", 0, tarfile.FIFOTYPE))
        file.addfile(member("disk.eml", 0, tarfile.BLKTYPE))
    path = write(tmp_path / "x.tar", octets.getvalue())
    assert by_folder(path, tmp_path / "spool") == {("way",): [crlf(mail(1))]}
    assert [finding.fate for finding in findings(path, tmp_path / "spool")] == [Fate.IGNORED] * 4
    assert not (tmp_path / "outside/evil.eml").exists()
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archived:
        info = zipfile.ZipInfo("a.eml")
        info.create_system, info.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
        archived.writestr(info, str(outside))
    assert messages(tmp_path / "x.zip", tmp_path / "spool") == []


@pytest.fixture
def small_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spool, "FREE_OCTETS", 100_000)
    monkeypatch.setattr(spool, "RATIO", 10)


@pytest.mark.usefixtures("small_limits")
def test_bombs_are_not_unpacked(tmp_path: Path) -> None:
    huge = mail(2) + b"\0" * 20_000_000
    in_folder = {"1.eml": mail(1), "2.eml": huge}
    picture = {"1.eml": mail(1), "x.jpg": b"\xff\xd8" + huge}
    inner = make_zip(tmp_path / "inner.zip", {"2.eml": huge}).read_bytes()
    for path in (make_zip(tmp_path / "in/a.zip", in_folder),
                 write(tmp_path / "in/b.tgz", gzip.compress(tar_octets(in_folder))),
                 write(tmp_path / "in/c.tgz", gzip.compress(tar_octets(picture))),
                 make_zip(tmp_path / "in/d.zip", {"1.eml": mail(1), "e.zip": inner})):
        found = scan(path, tmp_path / "spool")
        assert [wire_octets(item) for item in found if isinstance(item, Message)] == [crlf(mail(1))]
        [finding] = [item for item in found if isinstance(item, Finding) and item.fate is Fate.FAILED]
        assert "far more than its size can mean" in finding.sentence
    bomb = write(tmp_path / "in/e.mbox.gz", gzip.compress(FROM_LINE + huge))
    assert [item.fate for item in scan(bomb, tmp_path / "spool") if isinstance(item, Finding)] == [Fate.FAILED]
    assert sum(file.stat().st_size for file in (tmp_path / "spool").rglob("*")) < 200_000


@pytest.mark.usefixtures("small_limits")
def test_a_million_empty_members_are_a_bomb(tmp_path: Path) -> None:
    path = write(tmp_path / "x.tgz", gzip.compress(tar_octets({f"{number}.eml": b"" for number in range(1000)})))
    assert any("far more than" in finding.sentence for finding in findings(path, tmp_path / "spool"))
    assert len(list((tmp_path / "spool").rglob("*.eml"))) < 200


def test_a_name_of_a_gigabyte_is_not_read(tmp_path: Path) -> None:
    header = member("././@LongLink", 1 << 30, tarfile.GNUTYPE_LONGNAME).tobuf(tarfile.GNU_FORMAT)
    path = write(tmp_path / "x.tar", tar_octets({"1.eml": mail(1)})[:1024] + header + b"\0" * 10_000)
    assert len(messages(path, tmp_path / "spool")) == 1
    [finding] = findings(path, tmp_path / "spool")
    assert "longer than any name" in finding.sentence


def test_a_damaged_member_of_a_zip_leaves_its_neighbours(tmp_path: Path) -> None:
    path = make_zip(tmp_path / "x.zip", {"1.eml": mail(1), "2.eml": mail(2), "3.eml": mail(3)}, zipfile.ZIP_STORED)
    path.write_bytes(path.read_bytes().replace(b"Subject: number 2", b"Subject: number X"))
    assert by_folder(path, tmp_path / "spool") == {(): [crlf(mail(1)), crlf(mail(3))]}
    [finding] = findings(path, tmp_path / "spool")
    assert finding.fate is Fate.FAILED
    assert "is damaged" in finding.sentence
    assert not list((tmp_path / "spool").rglob("2.eml"))


@pytest.mark.parametrize(("flags", "method", "words"), [(1, 0, "is encrypted"), (0, 9, "compressed in a way")])
def test_members_that_cannot_be_read_are_told(tmp_path: Path, flags: int, method: int, words: str) -> None:
    path = make_zip(tmp_path / "x.zip", {"1.eml": mail(1), "2.eml": mail(2)}, zipfile.ZIP_STORED)
    octets = bytearray(path.read_bytes())
    for magic, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = octets.find(magic)
        octets[start + at], octets[start + at + 2] = flags, method
    path.write_bytes(octets)
    assert by_folder(path, tmp_path / "spool") == {(): [crlf(mail(2))]}
    [finding] = findings(path, tmp_path / "spool")
    assert finding.fate is Fate.FAILED
    assert words in finding.sentence


def test_a_damaged_header_in_a_tar_does_not_end_it_in_silence(tmp_path: Path) -> None:
    octets = bytearray(tar_octets({"1.eml": mail(1), "2.eml": mail(2)}))
    octets[1024 + 10] ^= 1
    path = write(tmp_path / "x.tar", bytes(octets))
    assert by_folder(path, tmp_path / "spool") == {(): [crlf(mail(1))]}
    [finding] = findings(path, tmp_path / "spool")
    assert finding.fate is Fate.FAILED
    assert "nothing behind the damage was read" in finding.sentence


def test_a_damaged_single_file_fails(tmp_path: Path) -> None:
    octets = bytearray(gzip.compress(BOX))
    octets[-6] ^= 1  # its sum
    path = write(tmp_path / "x.mbox.gz", bytes(octets))
    [finding] = scan(path, tmp_path / "spool")
    assert isinstance(finding, Finding)
    assert finding.fate is Fate.FAILED
    assert "Get it once more" in finding.sentence


def test_an_archive_that_goes_is_told(tmp_path: Path) -> None:
    path = make_zip(tmp_path / "x.zip", {"1.eml": mail(1)})
    source = open_source(path, Spool(tmp_path / "spool"))
    path.unlink()
    [finding] = source.scan()
    assert isinstance(finding, Finding)
    assert "is not there any more" in finding.sentence


MEMBERS = {"a/1.eml": mail(1), "a/2.eml": mail(2), "b.mbox": FROM_LINE + mail(3) + b"\n" + FROM_LINE + mail(4)}
ALL = {crlf(mail(number)) for number in (1, 2, 3, 4)}


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(["zip", "tgz", "tar"]), st.data())
def test_a_cut_archive_gives_whole_mails_or_a_finding(tmp_path_factory: pytest.TempPathFactory, kind: str,
                                                      data: st.DataObject) -> None:
    root = tmp_path_factory.mktemp("cut")
    whole = make_zip(root / "x.zip", MEMBERS).read_bytes() if kind == "zip" else tar_octets(MEMBERS)
    if kind == "tgz":
        whole = gzip.compress(whole)
    cut = data.draw(st.integers(20 if kind == "tgz" else 600, len(whole)))
    found = scan(write(root / "y", whole[:cut]), root / "spool")
    octets = {wire_octets(item) for item in found if isinstance(item, Message)}
    assert octets <= ALL
    assert octets == ALL or any(isinstance(item, Finding) and item.fate is Fate.FAILED for item in found)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(["zip", "tgz", "tar"]), st.data())
def test_no_damage_stops_the_program(tmp_path_factory: pytest.TempPathFactory, kind: str, data: st.DataObject) -> None:
    root = tmp_path_factory.mktemp("damage")
    octets = bytearray(make_zip(root / "x.zip", MEMBERS).read_bytes() if kind == "zip" else tar_octets(MEMBERS))
    if kind == "tgz":
        octets = bytearray(gzip.compress(bytes(octets)))
    for _ in range(data.draw(st.integers(1, 6))):
        octets[data.draw(st.integers(4, len(octets) - 1))] = data.draw(st.integers(0, 255))
    try:
        found = scan(write(root / "y", bytes(octets)), root / "spool")
    except NotMail:  # nothing at its start says any more that it is a tar
        return
    octets_of = [wire_octets(item) for item in found if isinstance(item, Message)]
    if kind == "zip":  # its checksums find every change in a mail
        assert set(octets_of) <= ALL
    for path in root.rglob("*"):
        assert path.parent.is_relative_to(root / "spool") or path.parent == root
