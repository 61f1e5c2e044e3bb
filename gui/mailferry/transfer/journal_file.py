"""The journal's file: opening it, bringing it in order after a crash, and one transaction at a time.

WAL, synchronous=FULL, one writing connection with its lock. Its format is the docstring of `schema.py`. A file that is
damaged is set aside, and a new one begins; one that only cannot be opened now, or is from a newer Mailferry, is not.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import sqlite3
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from mailferry.transfer.errors import DiskFull, JournalDamaged, StateProblem
from mailferry.transfer.schema import MIGRATIONS
from mailferry.transfer.states import AFTER_CRASH
from mailferry.transfer.values import BatchId

FILE_NAME = "journal.sqlite"
CRASH_WAIT = 180.0
"""Seconds that "none there" must hold after a crash of ours: octets of a dead process may still be under way."""

_LITTLE = 64 * 1024
_DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


class JournalFile:
    """The open file, for one process. `set_aside` is where a damaged one was moved to, None if there was none;
    `warning` tells a person what that means.

    Raises StateProblem when it cannot be opened or written, DiskFull when there is no room, and JournalDamaged when it
    is damaged and cannot be moved away.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE_NAME
        self.set_aside: Path | None = None
        self._lock = threading.RLock()
        try:
            try:
                self._open()
            except sqlite3.Error as error:
                if not _is_damage(error):
                    raise
                self.set_aside = self._move_away(error)
                self._open()
        except (OSError, sqlite3.Error) as error:
            raise self._not_opened(error) from error

    def _open(self) -> None:
        """Open the file, bring its format forward, and bring it in order."""
        os.close(os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600))
        self._db = sqlite3.connect(self.path, isolation_level=None, check_same_thread=False)
        try:
            self._db.row_factory = sqlite3.Row
            version = self._db.execute("PRAGMA user_version").fetchone()[0]
            if version > len(MIGRATIONS):
                raise StateProblem(f"The journal {self.path} was written by a newer Mailferry (format {version}, this "
                                   f"one knows {len(MIGRATIONS)}). Use the newer one.")
            found = self._db.execute("PRAGMA quick_check(1)").fetchone()[0]  # 0.2 s for 200,000 messages
            if found != "ok":
                raise _Damaged(found)
            if version < 1 and self._db.execute("SELECT 1 FROM sqlite_schema").fetchone() is not None:
                raise _Damaged("it is no journal")
            self._db.execute("PRAGMA journal_mode = WAL")
            self._db.execute("PRAGMA synchronous = FULL")
            self._db.execute("PRAGMA fullfsync = ON")  # macOS: through the memory of the disk too
            self._db.execute("PRAGMA foreign_keys = ON")
            for reached, script in enumerate(MIGRATIONS[version:], version + 1):
                self._db.executescript(f"BEGIN; {script} PRAGMA user_version = {reached}; COMMIT;")
            self._recover()
        except BaseException:
            self._db.close()
            raise

    def _recover(self) -> None:
        """After a crash: what had not reached the point of no return is queued again, the rest is doubtful."""
        self._db.execute("BEGIN IMMEDIATE")
        _give_up_what_is_under_way(self._db, None, CRASH_WAIT)
        self._db.execute("COMMIT")

    def take_up(self, account: str, wait: float) -> list[BatchId]:
        """What was under way for this account when there was no room to note its end: as after a crash.

        `wait` is how many seconds "none there" must hold from now. Returns the batches.
        """
        with self._transaction() as db:
            return _give_up_what_is_under_way(db, account, wait)

    @property
    def warning(self) -> JournalDamaged | None:
        """What a person must know, if a damaged journal was set aside."""
        if self.set_aside is None:
            return None
        return JournalDamaged(
            f"The journal was damaged. It was set aside as {self.set_aside}, and a new one has begun, so imports that "
            f"were under way are not known any more. Import their sources again: what has arrived is not brought in "
            f"twice. A mailbox on the server whose name begins with Mailferry and a number can be deleted.")

    def _not_opened(self, error: Exception) -> StateProblem:
        if _is_full(error) or self._has_no_room():
            return DiskFull(f"There is no room to open the journal in {self.path.parent}. Free some space, then start "
                            f"Mailferry again; nothing is lost.", detail=str(error))
        return StateProblem(f"The journal {self.path} cannot be opened: {error}. It was left as it is.",
                            detail=str(error))

    def _has_no_room(self) -> bool:
        """Whether too little is free for the log beside the journal, which SQLite tells as an I/O error."""
        with contextlib.suppress(OSError):
            return shutil.disk_usage(self.path.parent).free < _LITTLE
        return False

    def _move_away(self, error: sqlite3.Error) -> Path:
        """Give the damaged file another name, the log beside it too. The file first: a log alone means nothing."""
        kept = self.path.with_name(f"journal-damaged-{time.strftime('%Y%m%d-%H%M%S')}.sqlite")
        try:
            for suffix in ("", "-wal", "-shm"):
                part = self.path.with_name(self.path.name + suffix)
                if part.exists():
                    part.rename(kept.with_name(kept.name + suffix))
        except OSError as refused:
            raise JournalDamaged(f"The journal {self.path} is damaged, and cannot be moved away: "
                                 f"{refused.strerror or refused}. Move it away, and Mailferry begins a new one.",
                                 detail=str(error)) from refused
        return kept

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            try:
                self._db.execute("BEGIN IMMEDIATE")
                try:
                    yield self._db
                    self._db.execute("COMMIT")
                except BaseException:
                    if self._db.in_transaction:
                        self._db.execute("ROLLBACK")
                    raise
            except sqlite3.Error as error:
                if getattr(error, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR):
                    raise DiskFull(f"There is no room to note what happens in {self.path.parent}. Free some space, "
                                   f"then go on; nothing is lost.", detail=str(error)) from error
                raise StateProblem(f"The journal {self.path} cannot be written: {error}.",
                                   detail=str(error)) from error

    def close(self) -> None:
        """Close the file. Nothing may be called afterwards."""
        with self._lock:
            self._db.close()


def _give_up_what_is_under_way(db: sqlite3.Connection, account: str | None, wait: float) -> list[BatchId]:
    """Of one account, or of all if None. Returns the batches."""
    now = time.time()
    theirs = "account_id IN (SELECT id FROM accounts WHERE ?1 IS NULL OR name = ?1)"
    db.execute(f"UPDATE attempts SET ended = ?2, outcome = 'crashed' WHERE ended IS NULL AND batch_id IN (SELECT id "  # noqa: S608  # our own words
               f"FROM batches WHERE {theirs})", (account, now))
    # A command of several messages that its server did not see the end of: should that have died as well, what it had
    # of them can come back, so it is looked for late copies.
    db.execute(f"UPDATE batches SET late_from = coalesce(late_from, uidnext) WHERE state = 'sending' AND "  # noqa: S608
               f"delivery = 'multiappend' AND messages > 1 AND {theirs}", (account,))
    changed: list[BatchId] = []
    for under_way, state in AFTER_CRASH.items():
        changed += (row[0] for row in db.execute(
            f"UPDATE batches SET state = ?2, doubtful_since = ?3, doubtful_wait = ?4 WHERE state = ?5 AND {theirs} "  # noqa: S608
            f"RETURNING id", (account, state.value, now, wait, under_way.value)))
    return changed


class _Damaged(sqlite3.DatabaseError):
    """What the file holds cannot be a journal."""


def _is_damage(error: sqlite3.Error) -> bool:
    return isinstance(error, _Damaged) or getattr(error, "sqlite_errorcode", 0) & 0xFF in _DAMAGED


def _is_full(error: Exception) -> bool:
    if isinstance(error, OSError):
        return error.errno in (errno.ENOSPC, errno.EDQUOT)
    return getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_FULL
