"""What the journal names is on the disk first: files that Mailferry has written itself survive a power failure."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from tests.mail.mails import mail, write
from tests.servers.common import ImapServer
from tests.servers.fixtures import NewDovecotAccount
from tests.transfer.conftest import NewFerry

from mailferry.mail import files
from mailferry.transfer.disk import settle_ours
from mailferry.transfer.errors import DiskFull


@pytest.fixture
def synced(monkeypatch: pytest.MonkeyPatch) -> set[int]:
    """The files, by inode, that were brought to the disk since."""
    found: set[int] = set()
    fsync = os.fsync

    def record(descriptor: int) -> None:
        fsync(descriptor)
        found.add(os.fstat(descriptor).st_ino)

    monkeypatch.setattr(os, "fsync", record)
    return found


def test_files_in_the_state_folder_are_settled_when_they_are_planned(
        dovecot: ImapServer, dovecot_account: NewDovecotAccount, new_ferry: NewFerry, tmp_path: Path,
        synced: set[int]) -> None:
    ferry = new_ferry(dovecot, dovecot_account())
    mine = write(tmp_path / "state/claimed/drag-1/Mail/1.eml", mail(1))
    inode = mine.stat().st_ino
    theirs = write(tmp_path / "theirs/1.eml", mail(2))
    ferry.start(mine, target=("Mine",))
    ferry.start(theirs, target=("Theirs",))
    ferry.rest()
    assert inode in synced
    assert theirs.stat().st_ino not in synced


def test_a_disk_that_fails_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mine = write(tmp_path / "fetched/1/1.eml", mail(1))

    def fail(_: int) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(DiskFull, match="could not be written"):
        settle_ours([str(mine)], tmp_path / "spool")


def test_a_file_that_is_gone_needs_no_disk(tmp_path: Path) -> None:
    files.settle([str(tmp_path / "gone.eml")])
