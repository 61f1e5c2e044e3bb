"""The journal's file: opening it, bringing it in order after a crash, and one transaction at a time.

WAL, synchronous=FULL, one writing connection with its lock. Its format is the docstring of `schema.py`.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from mailferry.transfer.errors import DiskFull, JournalDamaged, StateProblem
from mailferry.transfer.schema import MIGRATIONS

FILE_NAME = "journal.sqlite"
CRASH_WAIT = 180.0
"""Seconds that "none there" must hold after a crash of ours: octets of a dead process may still be under way."""


class JournalFile:
    """The open file, for one process.

    Raises JournalDamaged when it cannot be read or is from a newer Mailferry, DiskFull and StateProblem when it cannot
    be written.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE_NAME
        self._lock = threading.RLock()
        try:
            os.close(os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600))
            self._db = sqlite3.connect(self.path, isolation_level=None, check_same_thread=False)
            try:
                self._db.row_factory = sqlite3.Row
                self._open()
            except BaseException:
                self._db.close()
                raise
        except (OSError, sqlite3.Error) as error:
            raise JournalDamaged(f"The journal {self.path} cannot be read. It was left as it is; move it away, and "
                                 f"Mailferry begins a new one.", detail=str(error)) from error

    def _open(self) -> None:
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = FULL")
        self._db.execute("PRAGMA foreign_keys = ON")
        version = self._db.execute("PRAGMA user_version").fetchone()[0]
        if version > len(MIGRATIONS):
            raise JournalDamaged(f"The journal {self.path} was written by a newer Mailferry (format {version}, this "
                                 f"one knows {len(MIGRATIONS)}). Use the newer one.")
        found = self._db.execute("PRAGMA quick_check(1)").fetchone()[0]  # 0.2 s for 200,000 messages
        if found != "ok":
            raise sqlite3.DatabaseError(found)
        for reached, script in enumerate(MIGRATIONS[version:], version + 1):
            self._db.executescript(f"BEGIN; {script} PRAGMA user_version = {reached}; COMMIT;")
        self._recover()

    def _recover(self) -> None:
        """After a crash: what had not reached the point of no return is queued again, the rest is doubtful."""
        with self._transaction() as db:
            now = time.time()
            db.execute("UPDATE attempts SET ended = ?, outcome = 'crashed' WHERE ended IS NULL", (now,))
            db.execute("UPDATE batches SET state = 'queued' WHERE state = 'sending'")
            db.execute("UPDATE batches SET state = 'doubtful', doubtful_since = ?, doubtful_wait = ? "
                       "WHERE state = 'finishing'", (now, CRASH_WAIT))

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
                if getattr(error, "sqlite_errorcode", 0) in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR):
                    raise DiskFull(f"There is no room to note what happens in {self.path.parent}. Free some space, "
                                   f"then go on; nothing is lost.", detail=str(error)) from error
                raise StateProblem(f"The journal {self.path} cannot be written: {error}.",
                                   detail=str(error)) from error

    def close(self) -> None:
        """Close the file. Nothing may be called afterwards."""
        with self._lock:
            self._db.close()
