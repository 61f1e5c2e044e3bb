"""Folders that lie deeper in one another than Python calls functions: each message is read all the same, or named."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.mail.archives import make_zip, tar_octets
from tests.mail.mails import crlf, mail, scan, wire_octets, write

from mailferry.mail.extent import extent_of
from mailferry.mail.files import remove_tree
from mailferry.mail.message import Fate, Finding, Message
from mailferry.mail.spool import Spool

DEEP = sys.getrecursionlimit() + 100
PATH_MAX = 4096

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no path is as long there")


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A folder that is removed whatever becomes of it: shutil.rmtree calls itself at each level."""
    (tmp_path / "deep").mkdir()
    yield tmp_path / "deep"
    subprocess.run(["rm", "-rf", tmp_path / "deep"], check=True)


def packed(path: Path, members: dict[str, bytes]) -> Path:
    return make_zip(path, members) if path.suffix == ".zip" else write(path, tar_octets(members))


def read_all(path: Path, spool: Path | None = None) -> tuple[dict[tuple[str, ...], bytes], list[Finding]]:
    found = scan(path, spool)
    return ({item.folder: wire_octets(item) for item in found if isinstance(item, Message)},
            [item for item in found if isinstance(item, Finding)])


@pytest.mark.parametrize("kind", ["zip", "tar"])
def test_an_archive_of_folders_deep_in_each_other_is_read(folder: Path, kind: str) -> None:
    path = packed(folder / f"x.{kind}", {"1.eml": mail(1), "d/" * DEEP + "2.eml": mail(2), "e/3.eml": mail(3)})
    assert read_all(path, folder / "spool") == (
        {(): crlf(mail(1)), ("d",) * DEEP: crlf(mail(2)), ("e",): crlf(mail(3))}, [])
    Spool(folder / "spool").clean([])
    assert list((folder / "spool").iterdir()) == []


@pytest.mark.parametrize("kind", ["zip", "tar"])
def test_what_lies_deeper_than_the_system_has_names_for_is_named(folder: Path, kind: str) -> None:
    """What just has a name is read: it has one also where it is unpacked to first."""
    left = PATH_MAX - 1 - len(str(folder / "spool" / ("0" * 32) / f"x.{kind}/2.eml"))
    way = ("d" * 99 + "/") * (left // 100 - 1) + "d" * (left % 100 + 99) + "/"
    members = {"1.eml": mail(1), way + "2.eml": mail(2), way + "22.eml": mail(22), way * 2 + "4.eml": mail(4),
               "e/3.eml": mail(3)}
    path = packed(folder / f"x.{kind}", {way * 2: b"", **members} if kind == "zip" else members)
    read, findings = read_all(path, folder / "spool")
    assert read == {(): crlf(mail(1)), tuple(way.split("/")[:-1]): crlf(mail(2)), ("e",): crlf(mail(3))}
    lost = [finding for finding in findings if finding.fate is Fate.FAILED]
    assert [finding.path[-6:] for finding in lost] == ["22.eml", "/4.eml"]
    assert all("has a name that cannot be a file here, so it was not read" in finding.sentence for finding in lost)
    Spool(folder / "spool").clean([])
    assert list((folder / "spool").iterdir()) == []


def test_folders_deep_in_each_other_are_read(folder: Path) -> None:
    top = folder / "Top"
    write(top / "1.eml", mail(1))
    write(top / "e/3.eml", mail(3))
    here = top
    for _ in range(DEEP):
        here = Path(f"{here}/d")
        os.mkdir(here)  # noqa: PTH102
    write(here / "2.eml", mail(2))
    assert read_all(top) == ({("Top",): crlf(mail(1)), ("Top", *("d",) * DEEP): crlf(mail(2)),
                              ("Top", "e"): crlf(mail(3))}, [])
    assert extent_of(str(top), "", lambda: None).messages == 3
    remove_tree(top)
    assert not top.exists()


def test_a_folder_that_no_path_can_name_is_told_and_the_rest_is_read(folder: Path) -> None:
    """Such a tree is made by moving one below another."""
    top = folder / "Top"
    write(top / "z/3.eml", mail(3))
    for name in ("a", "b"):
        (folder / name / ("x" * 200) / "/".join(["y" * 200] * 11)).mkdir(parents=True)
    write(folder / "b" / ("x" * 200) / "2.eml", mail(2))
    (folder / "b").rename(folder / "a" / ("x" * 200) / "/".join(["y" * 200] * 11) / "b")
    (folder / "a").rename(top / "a")
    read, findings = read_all(top)
    way = ("Top", "a", "x" * 200, *["y" * 200] * 11, "b", "x" * 200)
    assert read == {("Top", "z"): crlf(mail(3)), way: crlf(mail(2))}
    assert [finding.fate for finding in findings] == [Fate.FAILED]
    assert findings[0].sentence.endswith(" lies too deep to be read. Move it up in its folders, then try again.")
