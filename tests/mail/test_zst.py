"""Archives compressed by zstandard: damage, bombs, and a missing library. What they hold: test_archive."""

from __future__ import annotations

import random
import sys
from pathlib import Path

import pytest
from backports import zstd
from tests.mail.archives import BOTH, BOX, by_folder, tar_octets
from tests.mail.mails import FROM_LINE, findings, mail, messages, scan, write

from mailferry.mail import spool
from mailferry.mail.message import Fate


def test_every_frame_is_read(tmp_path: Path) -> None:
    first, second = FROM_LINE + mail(1) + b"\n", FROM_LINE + mail(2)
    path = write(tmp_path / "x.mbox.zst", zstd.compress(first) + zstd.compress(second))
    assert by_folder(path, tmp_path / "spool") == {(): BOTH}


def test_a_tar_in_a_folder_and_one_that_is_cut(tmp_path: Path) -> None:
    chance = random.Random(1)
    octets = zstd.compress(tar_octets({f"{number}.eml": mail(number, chance.randbytes(3000).hex().encode())
                                       for number in range(200)}))
    write(tmp_path / "in/old.tar.zst", octets)
    assert len(messages(tmp_path / "in", tmp_path / "spool")) == 200
    assert {message.folder for message in messages(tmp_path / "in", tmp_path / "spool")} == {("in", "old")}
    cut = write(tmp_path / "cut.tar.zst", octets[:len(octets) // 2])
    assert 0 < len(messages(cut, tmp_path / "spool")) < 200
    [told] = findings(cut, tmp_path / "spool")
    assert (told.fate, "is damaged" in told.sentence) == (Fate.FAILED, True)


@pytest.mark.parametrize("seed", range(20))
def test_random_damage_is_told(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    octets = bytearray(zstd.compress(BOX * 50))
    for _ in range(3):
        octets[chance.randrange(4, len(octets))] = chance.randrange(256)
    assert scan(write(tmp_path / "x.mbox.zst", bytes(octets)), tmp_path / "spool")


def test_bombs_are_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spool, "FREE_OCTETS", 100_000)
    monkeypatch.setattr(spool, "RATIO", 10)
    path = write(tmp_path / "x.mbox.zst", zstd.compress(BOX + b"\0" * 20_000_000))
    assert "holds far more than its size can mean" in findings(path, tmp_path / "spool")[0].sentence


def test_without_the_library_the_sentence_says_what_to_install(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path / "x.mbox.zst", zstd.compress(BOX))
    monkeypatch.setitem(sys.modules, "backports", None)
    [told] = findings(path, tmp_path / "spool")
    assert (told.fate, "mailferry[zstd]" in told.sentence) == (Fate.FAILED, True)
