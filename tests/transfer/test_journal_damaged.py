"""A damaged journal is set aside and a new one begins; one that only cannot be opened is left where it is."""

from __future__ import annotations

import contextlib
import functools
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from tests.transfer.made import ids, new_batch

from mailferry.transfer.credentials import Passwords
from mailferry.transfer.engine import Engine
from mailferry.transfer.errors import DiskFull, JournalDamaged, StateProblem
from mailferry.transfer.journal import Journal


def no_database(path: Path) -> None:
    path.write_bytes(b"this is no database" * 1000)


def zeroed_pages(path: Path) -> None:
    octets = bytearray(path.read_bytes())
    octets[4096:12288] = bytes(8192)
    path.write_bytes(octets)


def cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:20_000])


def another_database(path: Path) -> None:
    path.unlink()
    with contextlib.closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE accounts (name TEXT)")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A journal with a batch in it, closed."""
    with contextlib.closing(Journal(tmp_path)) as journal:
        new_batch(journal, 200)
    return tmp_path / "journal.sqlite"


@pytest.mark.parametrize("harm", [no_database, zeroed_pages, cut_short, another_database])
def test_a_damaged_journal_is_set_aside_and_a_new_one_begins(path: Path, harm: Callable[[Path], None]) -> None:
    harm(path)
    damaged = path.read_bytes()
    with contextlib.closing(Journal(path.parent)) as journal:
        assert journal.set_aside is not None
        assert journal.set_aside.name.startswith("journal-damaged-")
        assert journal.set_aside.read_bytes() == damaged
        assert journal.accounts() == []
        assert len(ids(journal, new_batch(journal, 3))) == 3
    with contextlib.closing(Journal(path.parent)) as journal:
        assert journal.set_aside is None
        assert len(journal.accounts()) == 1


def test_what_stands_in_the_log_of_a_damaged_journal_does_not_reach_the_new_one(path: Path) -> None:
    log = path.with_name("journal.sqlite-wal")
    with contextlib.closing(Journal(path.parent)) as crashed:
        new_batch(crashed, 5)
        left = log.read_bytes()
    assert len(left) > 4096
    no_database(path)
    log.write_bytes(left)
    with contextlib.closing(Journal(path.parent)) as journal:
        assert journal.set_aside is not None
        assert journal.accounts() == []
    with contextlib.closing(Journal(path.parent)) as journal:
        assert (journal.set_aside, journal.accounts()) == (None, [])


def test_a_log_without_its_journal_means_nothing(path: Path) -> None:
    """A crash while a damaged journal was set aside: the file was gone already, the log not yet."""
    journal = Journal(path.parent)
    new_batch(journal, 5)
    log = path.with_name("journal.sqlite-wal").read_bytes()
    journal.close()
    path.unlink()
    path.with_name("journal.sqlite-wal").write_bytes(log)
    with contextlib.closing(Journal(path.parent)) as journal:
        assert journal.accounts() == []
        new_batch(journal, 5)


def test_a_person_is_told_what_it_means_and_where_the_file_lies(path: Path) -> None:
    no_database(path)
    with Engine(path.parent, lambda _: None, Passwords()) as engine:
        [kept] = path.parent.glob("journal-damaged-*")
        assert engine.warning is not None
        assert str(kept) in engine.warning.sentence
        assert "not brought in twice" in engine.warning.sentence
    with Engine(path.parent, lambda _: None, Passwords()) as engine:
        assert engine.warning is None


def test_the_journal_of_a_newer_mailferry_is_left_as_it_is(path: Path) -> None:
    with contextlib.closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA user_version = 99")
    before = path.read_bytes()
    with pytest.raises(StateProblem, match="newer Mailferry"):
        Journal(path.parent)
    assert path.read_bytes() == before
    assert not list(path.parent.glob("journal-damaged-*"))


def test_a_journal_that_another_program_holds_is_left_as_it_is(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("PRAGMA locking_mode = EXCLUSIVE")
        db.execute("BEGIN EXCLUSIVE")
        monkeypatch.setattr(sqlite3, "connect", functools.partial(sqlite3.connect, timeout=0.05))
        with pytest.raises(StateProblem, match="left as it is"):
            Journal(path.parent)
    with contextlib.closing(Journal(path.parent)) as journal:
        assert journal.set_aside is None
        assert len(journal.accounts()) == 1


def test_something_else_under_its_name_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "journal.sqlite").mkdir()
    with pytest.raises(StateProblem, match="left as it is"):
        Journal(tmp_path)
    assert (tmp_path / "journal.sqlite").is_dir()


def test_a_damaged_journal_that_cannot_be_moved_is_named(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    no_database(path)

    def refuse(self: Path, target: Path) -> Path:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(JournalDamaged, match=str(path)):
        Journal(path.parent)
    assert path.read_bytes().startswith(b"this is no database")


@pytest.mark.parametrize(("free", "problem"), [(0, DiskFull), (10**9, StateProblem)])
def test_a_full_disk_is_no_damage(path: Path, monkeypatch: pytest.MonkeyPatch, free: int,
                                  problem: type[StateProblem]) -> None:
    """SQLite tells of an I/O error where the file beside the journal cannot be made (measured on a full tmpfs)."""
    def fail(self: Journal) -> None:
        raise sqlite3.OperationalError("disk I/O error")

    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=free))
    with monkeypatch.context() as failing:
        failing.setattr(Journal, "_open", fail)
        with pytest.raises(StateProblem) as told:
            Journal(path.parent)
    assert type(told.value) is problem
    with contextlib.closing(Journal(path.parent)) as journal:
        assert len(journal.accounts()) == 1
