"""The journal's part on what lies in the mailboxes: UIDs that the server told, those that a look found, and where new
mail of a mailbox begins. The batches' way through the queue is in `journal.py`.

Each operation is one transaction. The format is the docstring of `schema.py`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

from mailferry.transfer.journal_after import AfterJournal
from mailferry.transfer.messages import Note
from mailferry.transfer.values import BatchId, MessageId


class UidJournal(AfterJournal):
    """The writing side of UIDs. Any thread may call it. Raises what JournalFile does."""

    def baseline(self, mailbox_id: int, uidvalidity: int, uidnext: int) -> int | None:
        """The UIDNEXT of this mailbox before the import's first batch, noted now if this is the first.

        None if the mailbox was made anew meanwhile: then nothing tells what is old.
        """
        with self._transaction() as db:
            db.execute("UPDATE mailboxes SET uidvalidity = ?, uidnext = ? WHERE id = ? AND uidnext IS NULL",
                       (uidvalidity, uidnext, mailbox_id))
            row = db.execute("SELECT uidvalidity, uidnext FROM mailboxes WHERE id = ?", (mailbox_id,)).fetchone()
            return int(row["uidnext"]) if row["uidvalidity"] == uidvalidity else None

    def twins(self, mailbox_id: int) -> frozenset[int]:
        """UIDs of this mailbox that a message of the import has been found equal to: each counts once."""
        with self._lock:
            return frozenset(row[0] for row in self._db.execute(
                "SELECT twin FROM messages JOIN batches ON batches.id = batch_id WHERE mailbox_id = ? AND "
                "twin IS NOT NULL", (mailbox_id,)))

    def recorded_uids(self, mailbox: str, account: str, uidvalidity: int, first_uid: int) -> frozenset[int]:
        """UIDs from `first_uid` on that messages got in this mailbox: a look never matches them again."""
        with self._lock:
            return frozenset(row[0] for row in self._db.execute(
                "SELECT uid FROM membership JOIN batches ON batches.id = batch_id JOIN mailboxes ON "
                "mailboxes.id = mailbox_id WHERE account_id = (SELECT id FROM accounts WHERE name = ?) AND "
                "mailboxes.name = ? AND batches.uidvalidity = ? AND uid >= ?",
                (account, mailbox, uidvalidity, first_uid)))

    def stored_without_uid(self, batch_id: BatchId) -> list[tuple[int, bytes]]:
        """Wire size and header digest of what other batches have brought into this batch's mailbox since it is watched
        for late copies, without being told the UIDs (no UIDPLUS)."""
        with self._lock:
            return [(row[0], row[1]) for row in self._db.execute(
                "SELECT wire_size, header_digest FROM batches AS watched JOIN mailboxes AS own ON "
                "own.id = watched.mailbox_id JOIN batches AS other ON other.account_id = watched.account_id AND "
                "other.id <> watched.id AND other.state = 'committed' AND other.uidnext >= watched.late_from "
                "JOIN mailboxes AS its ON its.id = other.mailbox_id AND its.name = own.name "
                "JOIN messages ON messages.batch_id = other.id AND fate IS NULL JOIN membership ON "
                "membership.batch_id = other.id AND message_id = messages.id AND uid IS NULL WHERE watched.id = ?",
                (batch_id,))]

    def told_lately(self, account: str) -> tuple[str, int, dict[int, tuple[int, bytes]]] | None:
        """Some messages whose UIDs the server told: their mailbox, its UIDVALIDITY, and wire size and header digest as
        they were sent, by UID. None if there are none."""
        with self._lock:
            rows = self._db.execute(
                "SELECT mailboxes.name, uidvalidity_of, uid, wire_size, header_digest FROM (SELECT mailbox_id, "
                "batches.uidvalidity AS uidvalidity_of, uid, message_id FROM membership JOIN batches ON batches.id = "
                "membership.batch_id WHERE account_id = (SELECT id FROM accounts WHERE name = ?) AND found = 0 AND "
                "uid IS NOT NULL ORDER BY batches.id DESC, uid DESC LIMIT 20) JOIN mailboxes ON mailboxes.id = "
                "mailbox_id JOIN messages ON messages.id = message_id WHERE notes & ? = 0",
                (account, int(Note.NULS))).fetchall()
        first = rows[0] if rows else None
        return None if first is None else (first[0], first[1], {
            row[2]: (row[3], row[4]) for row in rows if (row[0], row[1]) == (first[0], first[1])})

    def dates_sent(self, mailbox: str, account: str, uidvalidity: int) -> dict[int, int]:
        """The internal dates that some messages were sent with, by their UIDs in this mailbox."""
        with self._lock:
            return {row[0]: row[1] for row in self._db.execute(
                "SELECT uid, internal_date FROM membership JOIN batches ON batches.id = membership.batch_id JOIN "
                "mailboxes ON mailboxes.id = mailbox_id JOIN messages ON messages.id = message_id WHERE account_id = "
                "(SELECT id FROM accounts WHERE name = ?) AND mailboxes.name = ? AND batches.uidvalidity = ? AND "
                "found = 0 AND uid IS NOT NULL AND internal_date IS NOT NULL ORDER BY uid DESC LIMIT 5",
                (account, mailbox, uidvalidity))}

    def note_mending(self, batch_id: BatchId, uidnext: int) -> int:
        """The server is about to be made to bring back what is left of a doubtful batch: this is the UIDNEXT before
        that, unless it was noted before. Returns the first."""
        with self._transaction() as db:
            return int(db.execute("UPDATE batches SET mended_from = coalesce(mended_from, ?) WHERE id = ? RETURNING "
                                  "mended_from", (uidnext, batch_id)).fetchone()[0])

    def note_landed(self, batch_id: BatchId, uids: Mapping[MessageId, int], *, found: bool = False) -> None:
        """These messages of an unsettled batch lie in the mailbox: the others are still to come, or these to go."""
        with self._transaction() as db:
            note_uids(db, batch_id, uids, found=found)

    def has_landed(self, batch_id: BatchId) -> bool:
        """Whether messages of an unsettled batch lie in the mailbox: then it is too late to cancel it."""
        with self._lock:
            return self._db.execute("SELECT 1 FROM membership WHERE batch_id = ? AND uid IS NOT NULL",
                                    (batch_id,)).fetchone() is not None

    def note_taken_out(self, batch_id: BatchId) -> None:
        """Of an unsettled batch nothing lies in the mailbox any more but what was only found there."""
        with self._transaction() as db:
            db.execute("UPDATE membership SET uid = NULL WHERE batch_id = ? AND found = 0 AND batch_id NOT IN "
                       "(SELECT id FROM batches WHERE state = 'committed')", (batch_id,))

    def end_late_watch(self, batch_id: BatchId, uids: Mapping[MessageId, int]) -> None:
        """A look has told what came late of this settled batch: these UIDs, if any, are what stays of it."""
        with self._transaction() as db:
            db.execute("UPDATE batches SET late_from = NULL WHERE id = ?", (batch_id,))
            note_uids(db, batch_id, uids, found=True)


def note_uids(db: sqlite3.Connection, batch_id: BatchId, uids: Mapping[MessageId, int], *, found: bool) -> None:
    """Note these UIDs of messages of a batch; `found` by a look, not told."""
    db.executemany("UPDATE membership SET uid = ?, found = ? WHERE batch_id = ? AND message_id = ?",
                   [(uid, found, batch_id, message_id) for message_id, uid in uids.items()])
