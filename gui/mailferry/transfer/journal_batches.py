"""The rows of batches and their messages: what they say as values, and the steps that several operations of the journal
share. Each is part of the transaction of who calls it. The format is the docstring of `schema.py`.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from mailferry.mail.message import Form, Locator
from mailferry.transfer.journal_forget import next_id
from mailferry.transfer.journal_imports import count_current, new_id
from mailferry.transfer.messages import Note, QueuedMessage, Remedy
from mailferry.transfer.states import states_before
from mailferry.transfer.values import BatchId, BatchState, DeliveryKind, ImportId, MessageId


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


def batch_record(row: sqlite3.Row) -> BatchRecord:
    """A batch out of its row, with the name of its `mailbox`."""
    return BatchRecord(
        id=row["id"], import_id=row["import_id"], parent=row["parent_id"], mailbox_id=row["mailbox_id"],
        mailbox=row["mailbox"], delivery=DeliveryKind(row["delivery"]), state=BatchState(row["state"]),
        messages=row["messages"], octets=row["octets"], attempts=row["attempts"], uidvalidity=row["uidvalidity"],
        uidnext=row["uidnext"],
        doubtful_since=row["doubtful_since"] or 0.0, doubtful_wait=row["doubtful_wait"] or 0.0,
        status=row["status"], code=row["code"], words=row["words"], culprit=row["culprit_id"],
        late_from=row["late_from"], mended_from=row["mended_from"], settled=row["settled"] or 0.0)


def move(db: sqlite3.Connection, batch_id: BatchId, after: BatchState, *also: str | float | None) -> None:
    """Take a step of the table; `also` is more of the SET clause, then its values. Raises IntegrityError for others."""
    more, *values = also or ("",)
    states = ", ".join(f"'{state.value}'" for state in states_before(after))
    moved = db.execute(f"UPDATE batches SET state = ?{f', {more}' if more else ''} "  # noqa: S608  # our own words
                       f"WHERE id = ? AND state IN ({states})", (after.value, *values, batch_id))
    if moved.rowcount != 1:
        raise sqlite3.IntegrityError(f"batch {batch_id} cannot become {after.value} from where it is")


def end_attempt(db: sqlite3.Connection, batch_id: BatchId, outcome: str, words: str) -> None:
    """Note how the attempt under way has ended."""
    db.execute("UPDATE attempts SET ended = ?, outcome = ?, words = ? WHERE batch_id = ? AND ended IS NULL",
               (time.time(), outcome, words, batch_id))


def note_remedies(db: sqlite3.Connection, remedies: Sequence[Remedy]) -> None:
    """Note what was done about messages that were refused."""
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


def make_children(db: sqlite3.Connection, parent: BatchId, groups: Sequence[Sequence[MessageId]],
                  state: BatchState = BatchState.QUEUED) -> list[BatchId]:
    """Make a batch of each group of messages of another one; their numbers."""
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


def leave_out(db: sqlite3.Connection, batch_id: BatchId, messages: Sequence[MessageId], fate: str,
              reason: str) -> None:
    """These messages of a batch follow it no more."""
    db.executemany("UPDATE messages SET fate = ?, reason = ? WHERE id = ? AND batch_id = ?",
                   [(fate, reason, message_id, batch_id) for message_id in messages])
    count_current(db, batch_id)


def queued_message(row: sqlite3.Row) -> QueuedMessage:
    """A message out of its row, with its file's, and its UID of `membership`."""
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
