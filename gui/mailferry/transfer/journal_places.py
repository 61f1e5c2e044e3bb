"""The journal's part on where messages lie in files, also where a file has changed between two readings.

Each operation is one transaction. The format is the docstring of `schema.py`.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections import defaultdict

from mailferry.mail.maildir import base_of
from mailferry.mail.message import Locator
from mailferry.transfer.journal_accounts import AccountJournal
from mailferry.transfer.values import BatchId, ImportId, MessageId

GONE = 2**50
"""From here on an offset is no place: the message lay where another lies now, and was not found again."""


class PlaceJournal(AccountJournal):
    """The writing side of places. Any thread may call it. Raises what JournalFile does."""

    def needed_files(self) -> list[str]:
        """The files in which messages lie that have not arrived and were not left out."""
        with self._lock:
            return [os.fsdecode(row[0]) for row in self._db.execute(
                "SELECT path FROM files WHERE EXISTS (SELECT 1 FROM messages JOIN batches ON batches.id = batch_id "
                "WHERE file_id = files.id AND fate IS NULL AND state <> 'committed')")]

    def unread_sources(self) -> list[str]:
        """The sources of imports that were not read to their end."""
        return [str(item["path"]) for item in self._unread()]

    def unread_accounts(self) -> set[str]:
        """The accounts among them."""
        return {str(account) for item in self._unread() if (account := item.get("account")) is not None}

    def _unread(self) -> list[dict[str, object]]:
        with self._lock:
            return [dict(item) for row in self._db.execute("SELECT selections FROM imports WHERE scan = 'running'")
                    for item in json.loads(row[0])]

    def files_below(self, import_id: ImportId, folder: str) -> list[str]:
        """The files below a folder that this import has planned messages of."""
        with self._lock:
            return [os.fsdecode(row[0]) for row in self._db.execute(
                "SELECT path FROM files WHERE import_id = ? AND path >= ? AND path < ?",
                (import_id, *_below(folder)))]

    def settled_files_below(self, batch_id: BatchId, folder: str) -> list[str]:
        """The files below a folder in which messages of this batch lie that have arrived or were left out."""
        with self._lock:
            return [os.fsdecode(row[0]) for row in self._db.execute(
                "SELECT path FROM membership JOIN messages ON messages.id = message_id "
                "JOIN files ON files.id = file_id JOIN batches ON batches.id = membership.batch_id "
                "WHERE membership.batch_id = ? AND "
                "messages.batch_id = membership.batch_id AND (fate IS NOT NULL OR state = 'committed') AND path >= ? "
                "AND path < ?", (batch_id, *_below(folder)))]

    def is_planned(self, import_id: ImportId, locator: Locator) -> bool:
        """Whether a scan that is repeated after a crash has planned this message before."""
        with self._lock:
            return self._db.execute(
                "SELECT 1 FROM files JOIN messages ON file_id = files.id WHERE files.import_id = ? AND path = ? AND "
                "offset = ?", (import_id, os.fsencode(locator.path), locator.offset)).fetchone() is not None

    def is_changed(self, import_id: ImportId, locator: Locator) -> bool:
        """Whether the file of a message is another than when this import read it before: then offsets mean nothing."""
        with self._lock:
            row = self._db.execute("SELECT size, mtime_ns FROM files WHERE import_id = ? AND path = ?",
                                   (import_id, os.fsencode(locator.path))).fetchone()
        return row is not None and tuple(row) != (locator.file_size, locator.file_mtime_ns)

    def planned_in(self, import_id: ImportId, path: str) -> dict[bytes, list[MessageId]]:
        """The messages of this file that are planned, by the digest of what lay there, in their order."""
        found: dict[bytes, list[MessageId]] = defaultdict(list)
        with self._lock:
            for digest, message_id in self._db.execute(
                    "SELECT coalesce(origin_digest, digest), messages.id FROM messages JOIN files ON "
                    "files.id = file_id WHERE files.import_id = ? AND path = ? ORDER BY messages.id",
                    (import_id, os.fsencode(path))):
                found[digest].append(message_id)
        return found

    def planned_beside(self, import_id: ImportId, path: str) -> str | None:
        """The file that messages of this import were planned of, and that has this name now, in a Maildir: another with
        the same base name. None if there is none, or not one."""
        base = base_of(path)
        if base is None:
            return None
        found = []
        for part in ("cur", "new"):
            start = os.fsencode(os.path.join(base[0], part, base[1]))  # noqa: PTH118 - octets of no encoding
            with self._lock:
                found += [os.fsdecode(row[0]) for row in self._db.execute(
                    "SELECT path FROM files WHERE import_id = ? AND path >= ? AND path < ?",
                    (import_id, start, start + b"\xff"))]
        same = [known for known in found if base_of(known) == base and known != path]
        return same[0] if len(same) == 1 else None

    def rename_file(self, import_id: ImportId, before: str, after: str) -> None:
        """A file has another name now."""
        with self._transaction() as db:
            db.execute("UPDATE OR IGNORE files SET path = ? WHERE import_id = ? AND path = ?",
                       (os.fsencode(after), import_id, os.fsencode(before)))

    def relocate(self, message_id: MessageId, locator: Locator) -> BatchId | None:
        """A message lies elsewhere in its file now. The batch that it was in, if it could not be read for that."""
        with self._transaction() as db:
            file_id, batch_id, fate = db.execute("SELECT file_id, batch_id, fate FROM messages WHERE id = ?",
                                                 (message_id,)).fetchone()
            free_place(db, file_id, locator.offset)
            db.execute("UPDATE messages SET offset = ?, length = ? WHERE id = ?",
                       (locator.offset, locator.length, message_id))
            return int(batch_id) if fate == "failed" else None


def free_place(db: sqlite3.Connection, file_id: int, offset: int) -> None:
    """What lay here before the file was changed lies nowhere that is known."""
    db.execute("UPDATE messages SET offset = ? + id WHERE file_id = ? AND offset = ?", (GONE, file_id, offset))


def _below(folder: str) -> tuple[bytes, bytes]:
    """Between which octets the paths below a folder lie."""
    start = os.fsencode(f"{folder}{os.sep}")
    return start, start[:-1] + bytes([start[-1] + 1])
