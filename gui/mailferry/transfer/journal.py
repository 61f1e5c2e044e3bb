"""The journal: the one durable truth about imports, batches and outcomes. Its format is the docstring of `schema.py`.

Here are the operations that change it, each one transaction; a batch takes only the steps of `states.py`.
Accounts, imports and plans are in `journal_imports.py`, what follows an import is in `journal_after.py`; what is read
for the window is in `journal_reader.py`.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from mailferry.mail.message import Form, Locator
from mailferry.transfer.journal_forget import next_id
from mailferry.transfer.journal_imports import count_current, new_id
from mailferry.transfer.journal_present import PresentJournal
from mailferry.transfer.journal_reader import batch_view, import_view
from mailferry.transfer.journal_uids import note_uids
from mailferry.transfer.messages import Note, QueuedMessage, Remedy
from mailferry.transfer.states import states_before
from mailferry.transfer.values import (
    BatchId,
    BatchState,
    BatchView,
    DeliveryKind,
    ImportId,
    ImportView,
    MessageId,
)


@dataclass(frozen=True, slots=True)
class BatchRecord:
    """A batch whose turn it is. The marks are those of its latest attempt."""

    id: BatchId
    import_id: ImportId
    parent: BatchId | None
    mailbox_id: int
    mailbox: str
    delivery: DeliveryKind
    state: BatchState
    messages: int
    octets: int
    attempts: int
    uidvalidity: int | None
    uidnext: int | None
    doubtful_since: float
    doubtful_wait: float
    status: str
    code: str
    words: str
    culprit: MessageId | None
    late_from: int | None
    mended_from: int | None
    settled: float


class Journal(PresentJournal):
    """The writing side. Any thread may call it; one at a time is let in.

    Raises what JournalFile does.
    """

    # --- what was there before ---------------------------------------------------------------------------------------

    def note_twins(self, batch_id: BatchId, twins: Mapping[MessageId, int]) -> None:
        """These messages lie in the mailbox already, with these UIDs: they are left out on purpose."""
        with self._transaction() as db:
            _leave_out(db, batch_id, list(twins), "skipped", "It is in the mailbox already.")
            db.executemany("UPDATE messages SET twin = ? WHERE id = ?",
                           [(uid, message_id) for message_id, uid in twins.items()])

    # --- the queue ---------------------------------------------------------------------------------------------------

    def next_batch(self, account: str, held: frozenset[ImportId] = frozenset(),
                   before: BatchId | None = None) -> BatchRecord | None:
        """The batch of this account whose turn it is: doubtful ones first, then `before`, then in the scan's order;
        last those that are settled, but of which a late copy may have come.

        Imports in `held` are passed over. None if there is none.
        """
        marks = ", ".join("?" * len(held))
        with self._lock:
            row = self._db.execute(
                f"SELECT batches.*, mailboxes.name AS mailbox FROM batches "  # noqa: S608  # only question marks
                f"JOIN mailboxes ON mailboxes.id = mailbox_id WHERE account_id = (SELECT id FROM accounts WHERE "
                f"name = ?) AND (state IN ('doubtful', 'queued') OR (state IN ('committed', 'rejected', 'cancelled') "
                f"AND late_from IS NOT NULL AND current > 0)) AND batches.import_id NOT IN ({marks}) ORDER BY "
                f"state = 'doubtful' DESC, state = 'queued' DESC, batches.id IS NOT ?, batches.import_id, "
                f"first_message, batches.id LIMIT 1",
                (account, *held, before)).fetchone()
        if row is None:
            return None
        return _batch_record(row)

    def batch(self, batch_id: BatchId) -> BatchRecord:
        """This batch as it stands."""
        with self._lock:
            return _batch_record(self._db.execute(
                "SELECT batches.*, mailboxes.name AS mailbox FROM batches JOIN mailboxes ON mailboxes.id = mailbox_id "
                "WHERE batches.id = ?", (batch_id,)).fetchone())

    def messages_of(self, batch_id: BatchId) -> list[QueuedMessage]:
        """The messages whose latest batch this is, in order."""
        with self._lock:
            rows = self._db.execute(
                "SELECT messages.*, path, size, mtime_ns, uid, found FROM membership JOIN messages ON "
                "messages.id = message_id JOIN files ON files.id = file_id WHERE membership.batch_id = ?1 AND "
                "messages.batch_id = ?1 AND fate IS NULL ORDER BY messages.id", (batch_id,)).fetchall()
        return [_queued_message(row) for row in rows]

    def divide(self, batch_id: BatchId, rest: Sequence[Sequence[MessageId]]) -> list[BatchId]:
        """Take messages out of a batch that was never tried, into new ones of their own that follow it in the queue.

        Nothing was promised of its size yet, so this is no history that would have to be kept.
        """
        with self._transaction() as db:
            if db.execute("SELECT 1 FROM batches WHERE id = ? AND state = 'queued' AND attempts = 0",
                          (batch_id,)).fetchone() is None:
                raise sqlite3.IntegrityError(f"batch {batch_id} was tried already, or is settled")
            db.executemany("DELETE FROM membership WHERE batch_id = ? AND message_id = ?",
                           [(batch_id, message_id) for group in rest for message_id in group])
            made = _make_children(db, batch_id, rest)
            db.executemany("UPDATE batches SET parent_id = (SELECT parent_id FROM batches WHERE id = ?) WHERE id = ?",
                           [(batch_id, new) for new in made])
            db.execute("UPDATE batches SET (messages, octets, first_message) = (SELECT count(*), sum(wire_size), "
                       "min(id) FROM messages WHERE id IN (SELECT message_id FROM membership WHERE batch_id = ?1)) "
                       "WHERE id = ?1", (batch_id,))
            return made

    def note_flags(self, messages: Sequence[QueuedMessage]) -> None:
        """These messages are sent with these flags and keywords, and without those in `left_out`."""
        with self._transaction() as db:
            db.executemany("UPDATE messages SET flags = ?, keywords = ?, left_out = ?, notes = ? WHERE id = ?",
                           [(" ".join(sorted(message.flags)), " ".join(sorted(message.keywords)),
                             "\n".join(sorted(message.left_out)), int(message.notes), message.id)
                            for message in messages])

    def begin_attempt(self, batch_id: BatchId, uidvalidity: int, uidnext: int) -> None:
        """queued -> sending, with the marks that a look needs."""
        with self._transaction() as db:
            _move(db, batch_id, BatchState.SENDING,
                  "attempts = attempts + 1, late_from = CASE WHEN uidvalidity = ? THEN late_from END, "
                  "uidvalidity = ?, uidnext = ?, mended_from = NULL, status = '', code = '', words = ''",
                  uidvalidity, uidvalidity, uidnext)
            db.execute("INSERT INTO attempts (batch_id, number, started) SELECT id, attempts, ? FROM batches "
                       "WHERE id = ?", (time.time(), batch_id))

    def mark_finishing(self, batch_id: BatchId) -> None:
        """sending -> finishing: durable before the last CRLF."""
        with self._transaction() as db:
            _move(db, batch_id, BatchState.FINISHING)

    def settle_committed(self, batch_id: BatchId, uids: Mapping[MessageId, int], words: str, *,
                         found: bool = False) -> None:
        """finishing, doubtful or conflict -> committed, with the UIDs of those messages whose are known. `found`: by a
        look, the server did not tell them."""
        with self._transaction() as db:
            _move(db, batch_id, BatchState.COMMITTED,
                  "words = ?, reason = '', settled = ?", words, time.time())
            _end_attempt(db, batch_id, "committed", words)
            note_uids(db, batch_id, uids, found=found)

    def byes(self, batch_id: BatchId) -> int:
        """How many attempts at this batch the server has ended with a BYE."""
        with self._lock:
            return int(self._db.execute("SELECT count(*) FROM attempts WHERE batch_id = ? AND outcome = 'bye'",
                                        (batch_id,)).fetchone()[0])

    def set_delivery(self, batch_id: BatchId, kind: DeliveryKind) -> None:
        """This batch goes another way, since the server does not allow the planned one."""
        with self._transaction() as db:
            db.execute("UPDATE batches SET delivery = ? WHERE id = ?", (kind.value, batch_id))

    def settle_rejected(self, batch_id: BatchId, *, status: str, code: str, words: str, reason: str,
                        culprit: MessageId | None, groups: Sequence[Sequence[MessageId]] = (),
                        remedies: Sequence[Remedy] = (), offer: str = "",
                        kept: Mapping[MessageId, int] | None = None) -> list[BatchId]:
        """sending or doubtful -> rejected, and in the same transaction the batches that take its messages over.

        A message refused alone, or named as `culprit`, is noted with every batch it was refused with. `remedies` are
        what was done about refused messages; repaired ones are in one of the `groups`. `offer` says what a repair would
        do. What the server has `kept` all the same, with the UIDs that a look found, is a committed batch of its own.
        """
        with self._transaction() as db:
            _move(db, batch_id, BatchState.REJECTED,
                  "status = ?, code = ?, words = ?, reason = ?, culprit_id = ?, settled = ?, offer = ?",
                  status, code, words, reason, culprit, time.time(), offer)
            _end_attempt(db, batch_id, "rejected", words)
            if culprit is not None:
                db.execute("WITH RECURSIVE up(id) AS (SELECT parent_id FROM batches WHERE id = ?1 UNION SELECT "
                           "parent_id FROM batches JOIN up USING (id)) UPDATE batches SET culprit_id = ?2 "
                           "WHERE id IN up AND culprit_id IS NULL", (batch_id, culprit))
            _note_remedies(db, remedies)
            children = _make_children(db, batch_id, [list(kept)], BatchState.COMMITTED) if kept else []
            for child in children:
                db.execute("UPDATE batches SET settled = ?, reason = ? WHERE id = ?",
                           (time.time(), "The server has kept these messages of a batch that it refused.", child))
                note_uids(db, child, kept or {}, found=True)
            return children + _make_children(db, batch_id, groups)

    def requeue(self, batch_id: BatchId, outcome: str, words: str, *, may_come_late: bool = False) -> None:
        """sending or doubtful -> queued: nothing more of it is stored; it is tried again.

        `may_come_late`: the attempt was lost when it could be stored, and nothing proves that it never will be.
        """
        with self._transaction() as db:
            _move(db, batch_id, BatchState.QUEUED,
                  "late_from = coalesce(late_from, uidnext)" if may_come_late else "")
            _end_attempt(db, batch_id, outcome, words)

    def mark_doubtful(self, batch_id: BatchId, *, status: str, code: str, words: str, wait: float,
                      culprit: MessageId | None = None) -> None:
        """sending or finishing -> doubtful: the answer is not known, or is a refusal, believed only after a look.

        `wait` is how many seconds "none there" must hold from now.
        """
        with self._transaction() as db:
            _move(db, batch_id, BatchState.DOUBTFUL,
                  "status = ?, code = ?, words = ?, doubtful_since = ?, doubtful_wait = ?, culprit_id = ?",
                  status, code, words, time.time(), wait, culprit)

    def settle_conflict(self, batch_id: BatchId, reason: str) -> None:
        """doubtful, queued with a part there, or committed and there twice -> conflict: shown to the user, never sent
        again by itself."""
        with self._transaction() as db:
            _move(db, batch_id, BatchState.CONFLICT,
                  "reason = ?, settled = ?, late_from = NULL", reason, time.time())
            _end_attempt(db, batch_id, "conflict", reason)

    def settle_cancelled(self, batch_id: BatchId, reason: str,
                         groups: Sequence[Sequence[MessageId]] = ()) -> list[BatchId]:
        """queued or sending -> cancelled: nothing of it is stored. `groups` become new batches."""
        with self._transaction() as db:
            _move(db, batch_id, BatchState.CANCELLED,
                  "reason = ?, settled = ?", reason, time.time())
            _end_attempt(db, batch_id, "cancelled", reason)
            return _make_children(db, batch_id, groups)

    def retry(self, batch_id: BatchId, groups: Sequence[Sequence[MessageId]], *, skip: Sequence[MessageId] = (),
              reason: str = "", remedies: Sequence[Remedy] = (),
              mailbox_id: int | None = None) -> list[BatchId]:
        """Make new batches of a settled one, for another mailbox if one is given, and leave the messages in `skip` out
        on purpose; `remedies` as above."""
        with self._transaction() as db:
            _note_remedies(db, remedies)
            _leave_out(db, batch_id, skip, "skipped", reason)
            children = _make_children(db, batch_id, groups)
            if mailbox_id is not None:  # where its new mail begins is not known: no attempt before counts
                db.executemany("UPDATE batches SET mailbox_id = ?, uidvalidity = NULL, late_from = NULL WHERE id = ?",
                               [(mailbox_id, child) for child in children])
            return children

    def fail_messages(self, batch_id: BatchId, failed: Sequence[tuple[MessageId, str]],
                      places: Mapping[MessageId, int] | None = None) -> list[MessageId]:
        """These messages cannot be read from their source any more; each with the sentence. Returns them, but for those
        that do not lie at the offset in `places` any more: a new reading has found them elsewhere meanwhile."""
        with self._transaction() as db:
            there = [(message_id, sentence) for message_id, sentence in failed
                     if places is None or db.execute("SELECT 1 FROM messages WHERE id = ? AND offset = ?",
                                                     (message_id, places[message_id])).fetchone() is not None]
            for message_id, sentence in there:
                _leave_out(db, batch_id, [message_id], "failed", sentence)
        return [message_id for message_id, _ in there]

    def unsettled_batches(self, import_id: ImportId) -> list[BatchId]:
        """The batches of an import that wait or are under way."""
        with self._lock:
            return [row[0] for row in self._db.execute(
                "SELECT id FROM batches WHERE import_id = ? AND state IN ('queued', 'sending') "
                "ORDER BY first_message, id",
                (import_id,))]

    def waiting(self, account: str) -> int:
        """How many messages wait for this account."""
        with self._lock:
            return int(self._db.execute(
                "SELECT coalesce(sum(current), 0) FROM batches WHERE account_id = (SELECT id FROM accounts WHERE "
                "name = ?) AND state IN ('queued', 'sending', 'finishing', 'doubtful')", (account,)).fetchone()[0])

    def octets_to_send(self, account: str) -> int:
        """How many octets wait for this account."""
        with self._lock:
            return int(self._db.execute(
                "SELECT coalesce(sum(current_octets), 0) FROM batches WHERE account_id = (SELECT id FROM accounts "
                "WHERE name = ?) AND state IN ('queued', 'sending', 'finishing', 'doubtful')",
                (account,)).fetchone()[0])

    def smallest_queued(self, account: str, held: frozenset[ImportId]) -> tuple[BatchId, MessageId] | None:
        """The smallest message that waits for this account, and its batch. Imports in `held` are passed over, so are
        batches that lie in the mailbox in part."""
        marks = ", ".join("?" * len(held))
        with self._lock:
            row = self._db.execute(
                f"SELECT batch_id, messages.id FROM messages JOIN batches ON batches.id = batch_id "  # noqa: S608
                f"WHERE account_id = (SELECT id FROM accounts WHERE name = ?) AND state = 'queued' AND fate IS NULL "
                f"AND batches.import_id NOT IN ({marks}) AND NOT EXISTS (SELECT 1 FROM membership WHERE "
                f"membership.batch_id = batches.id AND uid IS NOT NULL) ORDER BY wire_size, messages.id LIMIT 1",
                (account, *held)).fetchone()
        return None if row is None else (row[0], row[1])

    # --- views, for events -------------------------------------------------------------------------------------------

    def batch_view(self, batch_id: BatchId) -> BatchView:
        """One batch as it stands."""
        with self._lock:
            return batch_view(self._db, batch_id)

    def import_view(self, import_id: ImportId) -> ImportView:
        """One import as it stands, with its totals."""
        with self._lock:
            return import_view(self._db, import_id)


def _batch_record(row: sqlite3.Row) -> BatchRecord:
    return BatchRecord(
        id=row["id"], import_id=row["import_id"], parent=row["parent_id"], mailbox_id=row["mailbox_id"],
        mailbox=row["mailbox"], delivery=DeliveryKind(row["delivery"]), state=BatchState(row["state"]),
        messages=row["messages"], octets=row["octets"], attempts=row["attempts"], uidvalidity=row["uidvalidity"],
        uidnext=row["uidnext"],
        doubtful_since=row["doubtful_since"] or 0.0, doubtful_wait=row["doubtful_wait"] or 0.0,
        status=row["status"], code=row["code"], words=row["words"], culprit=row["culprit_id"],
        late_from=row["late_from"], mended_from=row["mended_from"], settled=row["settled"] or 0.0)


def _move(db: sqlite3.Connection, batch_id: BatchId, after: BatchState, *also: str | float | None) -> None:
    """Take a step of the table; `also` is more of the SET clause, then its values. Raises IntegrityError for others."""
    more, *values = also or ("",)
    states = ", ".join(f"'{state.value}'" for state in states_before(after))
    moved = db.execute(f"UPDATE batches SET state = ?{f', {more}' if more else ''} "  # noqa: S608  # our own words
                       f"WHERE id = ? AND state IN ({states})", (after.value, *values, batch_id))
    if moved.rowcount != 1:
        raise sqlite3.IntegrityError(f"batch {batch_id} cannot become {after.value} from where it is")


def _end_attempt(db: sqlite3.Connection, batch_id: BatchId, outcome: str, words: str) -> None:
    db.execute("UPDATE attempts SET ended = ?, outcome = ?, words = ? WHERE batch_id = ? AND ended IS NULL",
               (time.time(), outcome, words, batch_id))


def _note_remedies(db: sqlite3.Connection, remedies: Sequence[Remedy]) -> None:
    for remedy in remedies:
        if remedy.aside:
            db.execute("UPDATE messages SET aside = ? WHERE id = ?", (remedy.aside, remedy.message_id))
        if remedy.literal8:
            db.execute("UPDATE messages SET literal8 = 1 WHERE id = ?", (remedy.message_id,))
        if remedy.repaired is not None:
            after = remedy.repaired.measured
            db.execute("UPDATE messages SET form = ?, wire_size = ?, origin_digest = coalesce(origin_digest, digest), "
                       "digest = ?, header_digest = ?, repair = ?, literal8 = literal8 AND ? WHERE id = ?",
                       (int(remedy.repaired.form), after.wire_size, after.digest, after.header_digest,
                        remedy.repaired.effect, after.has_nul, remedy.message_id))


def _make_children(db: sqlite3.Connection, parent: BatchId, groups: Sequence[Sequence[MessageId]],
                   state: BatchState = BatchState.QUEUED) -> list[BatchId]:
    children = []
    for group in groups:
        if not group:
            continue
        marks = ", ".join("?" * len(group))
        octets = db.execute(f"SELECT sum(wire_size) FROM messages WHERE id IN ({marks})",  # noqa: S608
                            tuple(group)).fetchone()[0]
        child = new_id(db.execute(
            f"INSERT INTO batches (id, import_id, account_id, parent_id, mailbox_id, delivery, state, first_message, "  # noqa: S608
            f"messages, octets, current, current_octets, uidvalidity, late_from) SELECT {next_id('batches')}, "
            "import_id, account_id, id, mailbox_id, delivery, ?5, ?1, ?2, ?3, ?2, ?3, uidvalidity, late_from "
            "FROM batches WHERE id = ?4", (min(group), len(group), octets, parent, state.value)))
        db.execute(f"UPDATE messages SET batch_id = ?, fate = NULL, reason = '' WHERE id IN ({marks})",  # noqa: S608
                   (child, *group))
        db.executemany("INSERT INTO membership (batch_id, message_id) VALUES (?, ?)",
                       [(child, message_id) for message_id in group])
        children.append(child)
    count_current(db, parent)
    return children


def _leave_out(db: sqlite3.Connection, batch_id: BatchId, messages: Sequence[MessageId], fate: str,
               reason: str) -> None:
    db.executemany("UPDATE messages SET fate = ?, reason = ? WHERE id = ? AND batch_id = ?",
                   [(fate, reason, message_id, batch_id) for message_id in messages])
    count_current(db, batch_id)


def _queued_message(row: sqlite3.Row) -> QueuedMessage:
    date = row["internal_date"]
    return QueuedMessage(
        id=row["id"],
        locator=Locator(os.fsdecode(row["path"]), row["offset"], row["length"], Form(row["form"]), row["size"],
                        row["mtime_ns"]),
        wire_size=row["wire_size"], digest=row["digest"], header_digest=row["header_digest"],
        flags=frozenset(row["flags"].split()), keywords=frozenset(row["keywords"].split()),
        internal_date=None if date is None else datetime.fromtimestamp(date, UTC),
        notes=Note(row["notes"]), subject=row["subject"], left_out=frozenset(row["left_out"].split("\n")) - {""},
        uid=row["uid"], found=bool(row["found"]), repair=row["repair"], binary=bool(row["literal8"]))
