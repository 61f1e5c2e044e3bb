"""The journal: the one durable truth about imports, batches and outcomes. Its format is the docstring of `schema.py`.

Here are the operations that change it, each one transaction; a batch takes only the steps of `states.py`.
Accounts, imports and plans are in `journal_imports.py`, what follows an import is in `journal_after.py`; what is read
for the window is in `journal_reader.py`.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Mapping, Sequence

from mailferry.transfer.journal_batches import (
    BatchRecord,
    batch_record,
    end_attempt,
    leave_out,
    make_children,
    move,
    note_remedies,
    queued_message,
)
from mailferry.transfer.journal_present import PresentJournal
from mailferry.transfer.journal_reader import batch_view, import_view, traces
from mailferry.transfer.journal_uids import note_uids
from mailferry.transfer.messages import QueuedMessage, Remedy
from mailferry.transfer.values import (
    BatchId,
    BatchState,
    BatchView,
    DeliveryKind,
    ImportId,
    ImportView,
    MessageId,
)
from mailferry.transfer.values_after import Trace


class Journal(PresentJournal):
    """The writing side. Any thread may call it; one at a time is let in.

    Raises what JournalFile does.
    """

    # --- what was there before ---------------------------------------------------------------------------------------

    def note_twins(self, batch_id: BatchId, twins: Mapping[MessageId, int]) -> None:
        """These messages lie in the mailbox already, with these UIDs: they are left out on purpose."""
        with self._transaction() as db:
            leave_out(db, batch_id, list(twins), "skipped", "It is in the mailbox already.")
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
        return batch_record(row)

    def batch(self, batch_id: BatchId) -> BatchRecord:
        """This batch as it stands."""
        with self._lock:
            return batch_record(self._db.execute(
                "SELECT batches.*, mailboxes.name AS mailbox FROM batches JOIN mailboxes ON mailboxes.id = mailbox_id "
                "WHERE batches.id = ?", (batch_id,)).fetchone())

    def messages_of(self, batch_id: BatchId) -> list[QueuedMessage]:
        """The messages whose latest batch this is, in order."""
        with self._lock:
            rows = self._db.execute(
                "SELECT messages.*, path, size, mtime_ns, uid, found FROM membership JOIN messages ON "
                "messages.id = message_id JOIN files ON files.id = file_id WHERE membership.batch_id = ?1 AND "
                "messages.batch_id = ?1 AND fate IS NULL ORDER BY messages.id", (batch_id,)).fetchall()
        return [queued_message(row) for row in rows]

    def failed_of(self, batch_id: BatchId) -> list[MessageId]:
        """The messages of a cancelled batch that were not sent, since they could not be read any more, in order."""
        with self._lock:
            return [row[0] for row in self._db.execute(
                "SELECT message_id FROM membership JOIN messages ON messages.id = message_id JOIN batches ON "
                "batches.id = messages.batch_id WHERE membership.batch_id = ?1 AND messages.batch_id = ?1 AND "
                "fate = 'failed' AND state = 'cancelled' ORDER BY message_id", (batch_id,))]

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
            made = make_children(db, batch_id, rest)
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
            move(db, batch_id, BatchState.SENDING,
                  "attempts = attempts + 1, late_from = CASE WHEN uidvalidity = ? THEN late_from END, "
                  "uidvalidity = ?, uidnext = ?, mended_from = NULL, status = '', code = '', words = ''",
                  uidvalidity, uidvalidity, uidnext)
            db.execute("INSERT INTO attempts (batch_id, number, started) SELECT id, attempts, ? FROM batches "
                       "WHERE id = ?", (time.time(), batch_id))

    def mark_finishing(self, batch_id: BatchId) -> None:
        """sending -> finishing: durable before the last CRLF."""
        with self._transaction() as db:
            move(db, batch_id, BatchState.FINISHING)

    def settle_committed(self, batch_id: BatchId, uids: Mapping[MessageId, int], words: str, *,
                         found: bool = False) -> None:
        """finishing, doubtful or conflict -> committed, with the UIDs of those messages whose are known. `found`: by a
        look, the server did not tell them."""
        with self._transaction() as db:
            move(db, batch_id, BatchState.COMMITTED,
                  "words = ?, reason = '', settled = ?", words, time.time())
            end_attempt(db, batch_id, "committed", words)
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
            move(db, batch_id, BatchState.REJECTED,
                  "status = ?, code = ?, words = ?, reason = ?, culprit_id = ?, settled = ?, offer = ?",
                  status, code, words, reason, culprit, time.time(), offer)
            end_attempt(db, batch_id, "rejected", words)
            if culprit is not None:
                db.execute("WITH RECURSIVE up(id) AS (SELECT parent_id FROM batches WHERE id = ?1 UNION SELECT "
                           "parent_id FROM batches JOIN up USING (id)) UPDATE batches SET culprit_id = ?2 "
                           "WHERE id IN up AND culprit_id IS NULL", (batch_id, culprit))
            note_remedies(db, remedies)
            children = _kept(db, batch_id, kept or {}, "The server has kept these messages of a batch that it refused.")
            return children + make_children(db, batch_id, groups)

    def requeue(self, batch_id: BatchId, outcome: str, words: str, *, may_come_late: bool = False) -> None:
        """sending or doubtful -> queued: nothing more of it is stored; it is tried again.

        `may_come_late`: the attempt was lost when it could be stored, and nothing proves that it never will be.
        """
        with self._transaction() as db:
            move(db, batch_id, BatchState.QUEUED,
                  "late_from = coalesce(late_from, uidnext)" if may_come_late else "")
            end_attempt(db, batch_id, outcome, words)

    def mark_doubtful(self, batch_id: BatchId, *, status: str, code: str, words: str, wait: float,
                      culprit: MessageId | None = None) -> None:
        """sending or finishing -> doubtful: the answer is not known, or is a refusal, believed only after a look.

        `wait` is how many seconds "none there" must hold from now.
        """
        with self._transaction() as db:
            move(db, batch_id, BatchState.DOUBTFUL,
                  "status = ?, code = ?, words = ?, doubtful_since = ?, doubtful_wait = ?, culprit_id = ?",
                  status, code, words, time.time(), wait, culprit)

    def settle_conflict(self, batch_id: BatchId, reason: str, found: Mapping[MessageId, Trace] | None = None) -> None:
        """doubtful, queued with a part there, or committed and there twice -> conflict: shown to the user, with what
        was `found` of each message, never sent again by itself."""
        with self._transaction() as db:
            move(db, batch_id, BatchState.CONFLICT,
                  "reason = ?, settled = ?, late_from = NULL", reason, time.time())
            end_attempt(db, batch_id, "conflict", reason)
            db.executemany("INSERT OR REPLACE INTO traces VALUES (?, ?, ?, ?, ?)",
                           [(batch_id, message_id, trace.kind.value, " ".join(map(str, trace.uids)), trace.size)
                            for message_id, trace in (found or {}).items()])

    def settle_cancelled(self, batch_id: BatchId, reason: str,
                         groups: Sequence[Sequence[MessageId]] = ()) -> list[BatchId]:
        """queued or sending -> cancelled: nothing of it is stored. `groups` become new batches."""
        with self._transaction() as db:
            move(db, batch_id, BatchState.CANCELLED,
                  "reason = ?, settled = ?", reason, time.time())
            end_attempt(db, batch_id, "cancelled", reason)
            return make_children(db, batch_id, groups)

    def retry(self, batch_id: BatchId, groups: Sequence[Sequence[MessageId]], *, skip: Sequence[MessageId] = (),
              reason: str = "", remedies: Sequence[Remedy] = (), mailbox_id: int | None = None,
              kept: Mapping[MessageId, int | None] | None = None) -> list[BatchId]:
        """Make new batches of a settled one, for another mailbox if one is given, and leave the messages in `skip` out
        on purpose; `remedies` as above. What a person takes for `kept` by the server, with the UIDs that are certain,
        is a committed batch of its own."""
        with self._transaction() as db:
            note_remedies(db, remedies)
            leave_out(db, batch_id, skip, "skipped", reason)
            there = _kept(db, batch_id, kept or {}, "Counted as arrived.")
            children = make_children(db, batch_id, groups)
            if mailbox_id is not None:  # where its new mail begins is not known: no attempt before counts
                db.executemany("UPDATE batches SET mailbox_id = ?, uidvalidity = NULL, late_from = NULL WHERE id = ?",
                               [(mailbox_id, child) for child in children])
            return there + children

    def fail_messages(self, batch_id: BatchId, failed: Sequence[tuple[MessageId, str]],
                      places: Mapping[MessageId, int] | None = None) -> list[MessageId]:
        """These messages cannot be read from their source any more; each with the sentence. Returns them, but for those
        that do not lie at the offset in `places` any more: a new reading has found them elsewhere meanwhile."""
        with self._transaction() as db:
            there = [(message_id, sentence) for message_id, sentence in failed
                     if places is None or db.execute("SELECT 1 FROM messages WHERE id = ? AND offset = ?",
                                                     (message_id, places[message_id])).fetchone() is not None]
            for message_id, sentence in there:
                leave_out(db, batch_id, [message_id], "failed", sentence)
        return [message_id for message_id, _ in there]

    def unsettled_batches(self, import_id: ImportId) -> list[BatchId]:
        """The batches of an import that wait or are under way."""
        with self._lock:
            return [row[0] for row in self._db.execute(
                "SELECT id FROM batches WHERE import_id = ? AND state IN ('queued', 'sending') "
                "ORDER BY first_message, id",
                (import_id,))]

    def give_up(self, account: str, reason: str) -> list[BatchId]:
        """The server of an account is gone for good, for the `reason`: what is not settled is cancelled, and what stood
        refused or in conflict is left out. Returns the batches that this has changed."""
        with self._transaction() as db:
            found = [(row[0], BatchState(row[1])) for row in db.execute(
                "SELECT id, state FROM batches WHERE account_id = (SELECT id FROM accounts WHERE name = ?) AND (state "
                "IN ('queued', 'sending', 'finishing', 'doubtful') OR state IN ('rejected', 'conflict') AND "
                "current > 0) ORDER BY id", (account,))]
            for batch_id, state in found:
                if state in (BatchState.REJECTED, BatchState.CONFLICT):
                    left = db.execute("SELECT id FROM messages WHERE batch_id = ? AND fate IS NULL", (batch_id,))
                    leave_out(db, batch_id, [row[0] for row in left.fetchall()], "skipped", reason)
                    continue
                if state is BatchState.FINISHING:
                    move(db, batch_id, BatchState.DOUBTFUL)
                if state in (BatchState.FINISHING, BatchState.DOUBTFUL):
                    move(db, batch_id, BatchState.QUEUED)
                move(db, batch_id, BatchState.CANCELLED, "reason = ?, settled = ?", reason, time.time())
                end_attempt(db, batch_id, "cancelled", reason)
            return [batch_id for batch_id, _ in found]

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

    def traces(self, batch_id: BatchId) -> dict[MessageId, Trace]:
        """What a look found of each message of a conflict."""
        with self._lock:
            return traces(self._db, batch_id)

    # --- views, for events -------------------------------------------------------------------------------------------

    def batch_view(self, batch_id: BatchId) -> BatchView:
        """One batch as it stands."""
        with self._lock:
            return batch_view(self._db, batch_id)

    def import_view(self, import_id: ImportId) -> ImportView:
        """One import as it stands, with its totals."""
        with self._lock:
            return import_view(self._db, import_id)


def _kept(db: sqlite3.Connection, parent: BatchId, kept: Mapping[MessageId, int | None], reason: str) -> list[BatchId]:
    """The committed batch of what a server has kept of another one, with the UIDs that are known; none of nothing."""
    children = make_children(db, parent, [list(kept)], BatchState.COMMITTED)
    for child in children:
        db.execute("UPDATE batches SET settled = ?, reason = ? WHERE id = ?", (time.time(), reason, child))
        note_uids(db, child, {one: uid for one, uid in kept.items() if uid is not None}, found=True)
        db.execute("UPDATE membership SET found = 0 WHERE batch_id = ?1 AND EXISTS (SELECT 1 FROM membership AS before "
                   "WHERE before.batch_id = ?2 AND before.message_id = membership.message_id AND before.uid = "
                   "membership.uid AND before.found = 0)", (child, parent))
    return children
