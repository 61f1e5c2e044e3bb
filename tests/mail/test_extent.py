"""How much a source will take of our disk is estimated before it is read from names and sizes."""

from __future__ import annotations

import gzip
import os
import random
import tarfile
import zipfile
from pathlib import Path

import pytest

from mailferry.mail.archive import unpack
from mailferry.mail.extent import MESSAGE_OCTETS, Extent, extent_of
from mailferry.mail.spool import Spool

MAIL = b"From a Fri Mar  1 12:00:00 2019\nSubject: x\n\n" + b"word\n" * 20_000


def extent(path: Path, spool: Path) -> Extent:
    return extent_of(os.fspath(path), os.fspath(spool), lambda: None)


def test_a_folder_of_messages_counts_its_files(tmp_path: Path) -> None:
    for number in range(20):
        (tmp_path / "cur").mkdir(exist_ok=True)
        (tmp_path / "cur" / f"{number}").write_bytes(b"Subject: x\n\n")
    assert extent(tmp_path, tmp_path / "spool") == Extent(20, 0)


def test_a_mailbox_counts_by_its_size(tmp_path: Path) -> None:
    with (tmp_path / "big.mbox").open("wb") as file:
        file.truncate(1000 * MESSAGE_OCTETS)
    assert extent(tmp_path / "big.mbox", tmp_path / "spool") == Extent(1001, 0)


def test_a_zip_counts_what_may_be_mail_and_little_of_the_rest(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "takeout.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("Takeout/Mail/All.mbox", MAIL)
        archive.writestr("Takeout/Photos/1.jpg", bytes(5_000_000))
    found = extent(tmp_path / "takeout.zip", tmp_path / "spool")
    assert len(MAIL) <= found.unpacked < len(MAIL) + 300_000


def test_a_gzip_counts_what_it_says(tmp_path: Path) -> None:
    content = MAIL + random.Random(1).randbytes(20_000)
    packed = gzip.compress(content)
    (tmp_path / "box.mbox.gz").write_bytes(packed)
    assert extent(tmp_path / "box.mbox.gz", tmp_path / "spool").unpacked == len(content)
    (tmp_path / "box.mbox.gz").write_bytes(packed[:-9] + b"\xff\xff\xff\x7f")  # cut off in its middle
    assert extent(tmp_path / "box.mbox.gz", tmp_path / "spool").unpacked == len(packed) - 5


def test_a_tar_counts_its_size(tmp_path: Path) -> None:
    (tmp_path / "box").write_bytes(MAIL)
    with tarfile.open(tmp_path / "box.tar", "w") as archive:
        archive.add(tmp_path / "box", "box")
    assert extent(tmp_path / "box.tar", tmp_path / "spool").unpacked == (tmp_path / "box.tar").stat().st_size


def test_what_is_made_of_outlook_takes_more_than_its_size(tmp_path: Path) -> None:
    for name in ("a.msg", "a.pst"):
        (tmp_path / name).write_bytes(b"x" * 100_000)
        assert extent(tmp_path / name, tmp_path / "spool").unpacked == 140_000
    (tmp_path / "a.dbx").write_bytes(b"x" * 100_000)
    assert extent(tmp_path / "a.dbx", tmp_path / "spool").unpacked == 100_000


def test_what_is_unpacked_already_takes_no_more(tmp_path: Path) -> None:
    (tmp_path / "box.mbox.gz").write_bytes(gzip.compress(MAIL))
    unpack(os.fspath(tmp_path / "box.mbox.gz"), Spool(tmp_path / "spool"))
    assert extent(tmp_path / "box.mbox.gz", tmp_path / "spool").unpacked == 0


@pytest.mark.parametrize("name", ["broken.zip", "broken.gz", "empty.gz"])
def test_what_is_damaged_counts_as_its_size(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"" if name.startswith("empty") else b"PK no archive")
    assert extent(tmp_path / name, tmp_path / "spool").messages == 1


def test_what_is_not_there_counts_as_nothing(tmp_path: Path) -> None:
    assert extent(tmp_path / "gone", tmp_path / "spool") == Extent()


def test_the_walk_can_be_ended(tmp_path: Path) -> None:
    (tmp_path / "one").write_bytes(b"")

    def end() -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        extent_of(os.fspath(tmp_path), "", end)
