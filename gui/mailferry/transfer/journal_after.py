"""The journal's part on what happens after an import: its verification, and taking it back. The format is the docstring
of `schema.py`; the batches' way there is in `journal.py`.

Taken back is only what is noted in `membership`: the UIDs that messages of the import got. A row in `removals` is there
before a message is removed: after a crash a message with our \\Deleted is not taken for one that the user has marked.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from mailferry.errors import Problem
from mailferry.mail.message import Form, Locator
from mailferry.transfer.journal_imports import ImportJournal, count_current
from mailferry.transfer.journal_reading_after import verification_view
from mailferry.transfer.messages import Note
from mailferry.transfer.states import states_before
from mailferry.transfer.values import BatchId, BatchState, ImportId, MessageId
from mailferry.transfer.values_after import DifferenceKind, VerificationView, Verify

_THROUGH = ("scan <> 'running' AND NOT EXISTS (SELECT 1 FROM batches WHERE batches.import_id = imports.id AND state IN "
            "('queued', 'sending', 'finishing', 'doubtful'))")
_BROUGHT = """
    SELECT messages.*, membership.batch_id AS holder, uid, batches.uidvalidity, mailboxes.name AS mailbox,
           found, files.path, size, mtime_ns, removals.done
    FROM membership CROSS JOIN batches ON batches.id = membership.batch_id
    CROSS JOIN messages ON messages.id = membership.message_id
    CROSS JOIN mailboxes ON mailboxes.id = mailbox_id CROSS JOIN files ON files.id = file_id
    LEFT JOIN removals ON removals.batch_id = membership.batch_id AND removals.message_id = membership.message_id
    WHERE batches.import_id = ? AND (membership.batch_id, membership.message_id) > (?, ?) AND uid IS NOT NULL AND {}
    ORDER BY membership.batch_id, membership.message_id LIMIT ?"""

_LIKE_AT_ONCE = 400

Place = tuple[BatchId, MessageId]
"""Where a message of an import is held, in the order in which all of them are gone through."""

Likeness = tuple[int, bytes]
"""Size and header digest."""


@dataclass(frozen=True, slots=True)
class Brought:
    """A message that an import has put into a mailbox, with what was sent. `date` is in seconds since 1970; `flags` are
    with keywords; `has_nuls` tells that servers may change it; `found` that a look found it, since the server did not
    tell its UID: it may be another program's; `removal_begun` that it is being taken back."""

    place: Place
    mailbox: str
    uidvalidity: int | None
    uid: int
    wire_size: int
    digest: bytes
    date: int | None
    flags: frozenset[str]
    subject: str
    locator: Locator
    has_nuls: bool
    found: bool
    removal_begun: bool


@dataclass(frozen=True, slots=True)
class Alike:
    """A message of an import, and how many that are like it the mailbox got without that their UIDs are known."""

    message_id: MessageId
    without_uid: int


@dataclass(frozen=True, slots=True)
class Difference:
    """A difference of a message, in words."""

    message_id: MessageId
    kind: DifferenceKind
    sent: str
    found: str


@dataclass(frozen=True, slots=True)
class VerificationRecord:
    """A verification that is to go on behind the message that it has `reached`."""

    import_id: ImportId
    depth: Verify
    reached: Place


class AfterJournal(ImportJournal):
    """The writing side of what happens after an import. Any thread may call it. Raises what JournalFile does."""

    def account_of(self, import_id: ImportId) -> str | None:
        """The account of an import, None if there is no such import."""
        with self._lock:
            row = self._db.execute("SELECT name FROM imports JOIN accounts ON accounts.id = account_id WHERE "
                                   "imports.id = ?", (import_id,)).fetchone()
            return None if row is None else str(row[0])

    def is_through(self, import_id: ImportId) -> bool:
        """Whether an import is read to its end, and all of its batches are settled."""
        with self._lock:
            return self._db.execute(f"SELECT 1 FROM imports WHERE id = ? AND {_THROUGH}",  # noqa: S608  # our words
                                    (import_id,)).fetchone() is not None

    # --- verification ------------------------------------------------------------------------------------------------

    def want_verification(self, import_id: ImportId, depth: Verify) -> None:
        """Let an import be verified from its beginning when it is through; what was found before is forgotten."""
        with self._transaction() as db:
            _begin_verification(db, import_id, depth)

    def unverified(self, account: str) -> list[ImportId]:
        """Imports of this account that are through, and whose verification is not: in the order of the imports.

        One that was verified is verified again when more of it has arrived since.
        """
        with self._lock:
            return [row[0] for row in self._db.execute(
                f"SELECT imports.id FROM imports JOIN verifications ON import_id = imports.id "  # noqa: S608
                f"WHERE account_id = (SELECT id FROM accounts WHERE name = ?) AND {_THROUGH} AND (ended IS NULL OR "
                f"EXISTS (SELECT 1 FROM batches WHERE batches.import_id = imports.id AND state = 'committed' AND "
                f"settled > ended)) ORDER BY imports.id", (account,))]

    def verification(self, import_id: ImportId) -> VerificationRecord:
        """Where to go on. One that had come to its end begins anew."""
        with self._transaction() as db:
            row = db.execute("SELECT * FROM verifications WHERE import_id = ?", (import_id,)).fetchone()
            depth = Verify(row["depth"])
            if row["ended"] is not None:
                _begin_verification(db, import_id, depth)
                return VerificationRecord(import_id, depth, (0, 0))
            return VerificationRecord(import_id, depth, (row["reached_batch"], row["reached_message"]))

    def to_verify(self, import_id: ImportId, reached: Place, limit: int) -> list[Brought]:
        """The next messages that have arrived and were not taken back, with the UIDs that they got."""
        return self._brought("state = 'committed' AND messages.batch_id = batches.id AND fate IS NULL",
                             import_id, reached, limit)

    def note_verified(self, record: VerificationRecord, reached: Place, checked: int,
                      differences: Sequence[Difference], problem: str = "") -> VerificationRecord | None:
        """So many messages more were checked, up to this one; these differences were found, and `problem` is what the
        server would not show. Returns from where to go on; None, with nothing noted, if somebody has asked for it anew
        meanwhile: then it is to begin anew, and perhaps more closely."""
        with self._transaction() as db:
            if not _goes_on(db, record):
                return None
            db.execute("UPDATE verifications SET reached_batch = ?, reached_message = ?, checked = checked + ?, "
                       "differing = differing + ?, problem = iif(? = '', problem, ?) WHERE import_id = ?",
                       (*reached, checked, len({one.message_id for one in differences}), problem, problem,
                        record.import_id))
            _note_differences(db, differences)
            return replace(record, reached=reached)

    def end_verification(self, record: VerificationRecord, differences: Sequence[Difference] = (),
                         problem: str = "") -> bool:
        """All that can be checked was checked; these are the last differences. As for `note_verified`, nothing is noted
        if somebody has asked for it anew; returns whether it has ended."""
        with self._transaction() as db:
            if not _goes_on(db, record):
                return False
            _note_differences(db, differences)
            db.execute(
                "UPDATE verifications SET ended = ?1, problem = iif(?3 = '', problem, ?3), differing = (SELECT "
                "count(DISTINCT message_id) FROM differences CROSS JOIN messages ON messages.id = message_id WHERE "
                "import_id = ?2), without_uid = (SELECT count(*) FROM batches JOIN membership ON "
                "membership.batch_id = batches.id JOIN messages ON messages.id = message_id AND "
                "messages.batch_id = batches.id WHERE batches.import_id = ?2 AND state = 'committed' AND "
                "fate IS NULL AND uid IS NULL) WHERE import_id = ?2", (time.time(), record.import_id, problem))
            return True

    def verification_view(self, import_id: ImportId) -> VerificationView:
        """How far it is. Raises Problem if the import is forgotten."""
        with self._lock:
            view = verification_view(self._db, import_id)
        if view is None:
            raise Problem(f"There is no import {import_id}.")
        return view

    def baselines(self, import_id: ImportId) -> list[tuple[str, int, int]]:
        """The mailboxes of an import by name, with UIDVALIDITY and UIDNEXT of before its first batch."""
        with self._lock:
            return [(row[0], row[1], row[2]) for row in self._db.execute(
                "SELECT name, uidvalidity, uidnext FROM mailboxes WHERE import_id = ? AND uidnext IS NOT NULL "
                "ORDER BY id", (import_id,))]

    def sizes(self, import_id: ImportId) -> frozenset[int]:
        """The sizes that messages of the import have."""
        with self._lock:
            return frozenset(row[0] for row in self._db.execute(
                "SELECT DISTINCT wire_size FROM messages WHERE import_id = ?", (import_id,)))

    def like(self, import_id: ImportId, mailbox: str, wanted: Iterable[Likeness]) -> dict[Likeness, Alike]:
        """Messages with these sizes and header digests that this mailbox has got, of which one is of this import."""
        found: dict[Likeness, Alike] = {}
        pairs = sorted(set(wanted))
        for start in range(0, len(pairs), _LIKE_AT_ONCE):
            part = pairs[start:start + _LIKE_AT_ONCE]
            values = ", ".join(["(?, ?)"] * len(part))
            with self._lock:
                rows = self._db.execute(
                    f"SELECT wire_size, header_digest, min(iif(messages.import_id = ?1, messages.id, NULL)) AS one, "  # noqa: S608
                    f"sum(uid IS NULL) AS unknown FROM messages JOIN batches ON batches.id = messages.batch_id "
                    f"JOIN mailboxes ON mailboxes.id = mailbox_id JOIN membership ON membership.batch_id = batches.id "
                    f"AND message_id = messages.id WHERE account_id = (SELECT account_id FROM imports WHERE id = ?1) "
                    f"AND mailboxes.name = ?2 AND state = 'committed' AND fate IS NULL AND "
                    f"(wire_size, header_digest) IN (VALUES {values}) GROUP BY wire_size, header_digest",
                    (import_id, mailbox, *(value for one in part for value in one))).fetchall()
            found |= {(row["wire_size"], row["header_digest"]): Alike(row["one"], row["unknown"])
                      for row in rows if row["one"] is not None}
        return found

    # --- taking back -------------------------------------------------------------------------------------------------

    def to_take_back(self, import_id: ImportId, reached: Place, limit: int) -> list[Brought]:
        """The next messages that the import has put into mailboxes and that were not taken back, also those of a batch
        that is there in part only."""
        return self._brought("coalesce(done, 0) = 0", import_id, reached, limit)

    def without_uid(self, import_id: ImportId) -> list[tuple[MessageId, str, str, int, str]]:
        """The messages that have arrived without that the server told their UIDs: id, subject, path, offset, and the
        mailbox."""
        with self._lock:
            return [(row[0], row[1], os.fsdecode(row[2]), row[3], row[4]) for row in self._db.execute(
                "SELECT messages.id, subject, files.path, offset, mailboxes.name FROM messages JOIN batches ON "
                "batches.id = messages.batch_id JOIN membership ON membership.batch_id = batches.id AND "
                "message_id = messages.id JOIN mailboxes ON mailboxes.id = mailbox_id JOIN files ON "
                "files.id = file_id WHERE messages.import_id = ? AND state = 'committed' AND fate IS NULL AND "
                "uid IS NULL ORDER BY messages.id", (import_id,))]

    def begin_removal(self, places: Sequence[Place]) -> None:
        """These messages are about to be removed."""
        with self._transaction() as db:
            db.executemany("INSERT OR IGNORE INTO removals (batch_id, message_id) VALUES (?, ?)", places)

    def give_up_removal(self, places: Sequence[Place]) -> None:
        """These messages were not removed after all, and bear no mark of ours."""
        with self._transaction() as db:
            db.executemany("DELETE FROM removals WHERE batch_id = ? AND message_id = ?", places)

    def note_removed(self, places: Sequence[Place], reason: str) -> list[BatchId]:
        """These messages are not in their mailboxes any more. A batch of which none is left is undone.

        Returns the batches that have changed.
        """
        with self._transaction() as db:
            db.executemany("INSERT OR REPLACE INTO removals (batch_id, message_id, done) VALUES (?, ?, 1)", places)
            db.executemany("UPDATE messages SET fate = 'undone', reason = ? WHERE id = ? AND batch_id = ? AND "
                           "fate IS NULL", [(reason, message_id, batch_id) for batch_id, message_id in places])
            before = ", ".join(f"'{state.value}'" for state in states_before(BatchState.UNDONE))
            batches = list(dict.fromkeys(batch_id for batch_id, _ in places))
            for batch_id in batches:
                count_current(db, batch_id)
                db.execute(f"UPDATE batches SET state = 'undone', settled = ? WHERE id = ? AND current = 0 AND "  # noqa: S608
                           f"state IN ({before}) AND EXISTS (SELECT 1 FROM messages JOIN membership ON "
                           "message_id = messages.id WHERE membership.batch_id = batches.id AND "
                           "messages.batch_id = batches.id AND fate = 'undone')", (time.time(), batch_id))
            return batches

    def _brought(self, which: str, import_id: ImportId, reached: Place, limit: int) -> list[Brought]:
        with self._lock:
            return [_brought(row) for row in self._db.execute(_BROUGHT.format(which), (import_id, *reached, limit))]


def _begin_verification(db: sqlite3.Connection, import_id: ImportId, depth: Verify) -> None:
    db.execute("DELETE FROM differences WHERE message_id IN (SELECT id FROM messages WHERE import_id = ?)",
               (import_id,))
    db.execute("INSERT OR REPLACE INTO verifications (import_id, depth) VALUES (?, ?)", (import_id, depth.value))


def _goes_on(db: sqlite3.Connection, record: VerificationRecord) -> bool:
    """Whether a verification stands where this record says."""
    return db.execute("SELECT 1 FROM verifications WHERE import_id = ? AND depth = ? AND reached_batch = ? AND "
                      "reached_message = ? AND ended IS NULL",
                      (record.import_id, record.depth.value, *record.reached)).fetchone() is not None


def _note_differences(db: sqlite3.Connection, differences: Iterable[Difference]) -> None:
    db.executemany("INSERT OR REPLACE INTO differences VALUES (?, ?, ?, ?)",
                   [(one.message_id, one.kind.value, one.sent, one.found) for one in differences])


def _brought(row: sqlite3.Row) -> Brought:
    return Brought(
        place=(row["holder"], row["id"]), mailbox=row["mailbox"], uidvalidity=row["uidvalidity"], uid=row["uid"],
        wire_size=row["wire_size"], digest=row["digest"], date=row["internal_date"],
        flags=frozenset((row["flags"] + " " + row["keywords"]).split()), subject=row["subject"],
        locator=Locator(os.fsdecode(row["path"]), row["offset"], row["length"], Form(row["form"]), row["size"],
                        row["mtime_ns"]),
        has_nuls=Note.NULS in Note(row["notes"]), found=bool(row["found"]), removal_begun=row["done"] is not None)
