"""Reading the journal on what happens after an import: verification, what was taken back, all messages for a report.

Part of `JournalReader`, whose connection it uses; the functions serve the writing side too.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from mailferry.mail.errors import printable
from mailferry.transfer.values import with_more
from mailferry.transfer.values_after import DifferenceKind, DifferenceView, Trace, TraceKind, VerificationView, Verify

DIFFERENCE_WORDS = {
    DifferenceKind.MISSING: "is missing",
    DifferenceKind.TWICE: "has an equal one",
    DifferenceKind.SIZE: "has another size",
    DifferenceKind.OCTETS: "has other octets",
    DifferenceKind.ALTERED: "was altered by the server",
    DifferenceKind.DATE: "has another date",
    DifferenceKind.FLAGS: "has other flags",
    DifferenceKind.UNKNOWN: "cannot be checked",
}


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One message of an import for a report, or a file that is none, or `messages` of it. `date` is in seconds since
    1970. `state` is that of its batch, or its own fate; `mailbox` and what follows are empty for what never got there.
    `differences`: in what it is not as it was sent, what was sent, and what is there."""

    subject: str
    path: str
    offset: int
    size: int
    date: int | None
    flags: str
    mailbox: str
    state: str
    uid: int | None
    uidvalidity: int | None
    reason: str
    differences: tuple[tuple[DifferenceKind, str, str], ...] = ()
    messages: int = 1


class AfterReader:
    """The part of `JournalReader` on what happens after an import."""

    _db: sqlite3.Connection

    def has_import(self, import_id: int) -> bool:
        """Whether there is an import of this number."""
        return self._db.execute("SELECT 1 FROM imports WHERE id = ?", (import_id,)).fetchone() is not None

    def verification(self, import_id: int) -> VerificationView | None:
        """How far the verification of an import is; None if nobody has asked for one."""
        return verification_view(self._db, import_id)

    def differences(self, import_id: int, offset: int = 0, limit: int = 1000) -> list[DifferenceView]:
        """A page of the differences between what was sent and what is there, in the order of the messages."""
        return [DifferenceView(row["message_id"], row["subject"], printable(os.fsdecode(row["path"])), row["offset"],
                               row["mailbox"], row["uid"], DifferenceKind(row["kind"]), row["sent"], row["found"])
                for row in self._db.execute(
                    "SELECT differences.*, subject, files.path, offset, mailboxes.name AS mailbox, uid FROM "
                    "differences CROSS JOIN messages ON messages.id = differences.message_id JOIN files ON "
                    "files.id = file_id JOIN batches ON batches.id = messages.batch_id JOIN mailboxes ON "
                    "mailboxes.id = mailbox_id LEFT JOIN membership ON membership.batch_id = batches.id AND "
                    "membership.message_id = messages.id WHERE messages.import_id = ? "
                    "ORDER BY messages.id, kind LIMIT ? OFFSET ?", (import_id, limit, offset))]

    def missing(self, import_id: int) -> int:
        """How many messages that had arrived were not there any more when that was verified."""
        return int(self._db.execute(
            "SELECT count(*) FROM differences CROSS JOIN messages ON messages.id = message_id WHERE import_id = ? AND "
            "kind = 'missing' AND fate IS NULL", (import_id,)).fetchone()[0])

    def taken_back(self, import_id: int) -> int:
        """How many messages of an import were taken back."""
        return int(self._db.execute("SELECT count(*) FROM messages WHERE import_id = ? AND fate = 'undone'",
                                    (import_id,)).fetchone()[0])

    def report_rows(self, import_id: int) -> Iterator[ReportRow]:
        """Every message of an import, in the order of the scan, then what the sources held that is none. Memory does
        not grow with their number."""
        for row in self._db.execute(
                "SELECT messages.*, files.path, mailboxes.name AS mailbox, state, uid, batches.uidvalidity, "
                "traces.kind AS trace_kind, traces.uids AS trace_uids, traces.size AS trace_size, code, words, offer, "
                "batches.reason AS batch_reason, (SELECT group_concat(kind || char(31) || sent || char(31) || found, "
                "char(30)) FROM differences WHERE differences.message_id = messages.id) AS "
                "differences FROM messages "
                "CROSS JOIN files ON files.id = file_id CROSS JOIN batches ON batches.id = messages.batch_id "
                "CROSS JOIN mailboxes ON mailboxes.id = mailbox_id LEFT JOIN membership ON "
                "membership.batch_id = batches.id AND membership.message_id = messages.id "
                "LEFT JOIN traces ON traces.batch_id = batches.id AND traces.message_id = messages.id "
                "WHERE messages.import_id = ? ORDER BY messages.id", (import_id,)):
            refused = row["fate"] is None and row["state"] in ("rejected", "conflict", "cancelled")
            yield ReportRow(row["subject"], printable(os.fsdecode(row["path"])), row["offset"], row["wire_size"],
                            row["internal_date"], (row["flags"] + " " + row["keywords"]).strip(), row["mailbox"],
                            row["fate"] or row["state"], row["uid"], None if row["uid"] is None else row["uidvalidity"],
                            row["reason"] or (why_not(row) if refused else ""),
                            tuple(_differences(row["differences"] or "")))
        for row in self._db.execute("SELECT * FROM findings WHERE import_id = ? ORDER BY fate, id", (import_id,)):
            yield ReportRow("", printable(os.fsdecode(row["path"])), 0, 0, None, "", "", row["fate"], None, None,
                            row["sentence"], messages=row["messages"])


def _differences(joined: str) -> Iterator[tuple[DifferenceKind, str, str]]:
    for one in filter(None, joined.split("\x1e")):
        kind, sent, found = one.split("\x1f")
        yield DifferenceKind(kind), sent, found


def verification_view(db: sqlite3.Connection, import_id: int) -> VerificationView | None:
    """How far the verification of an import is; None if nobody has asked for one."""
    row = db.execute("SELECT * FROM verifications WHERE import_id = ?", (import_id,)).fetchone()
    if row is None:
        return None
    arrived = db.execute("SELECT coalesce(sum(current), 0) FROM batches WHERE import_id = ? AND state = 'committed'",
                         (import_id,)).fetchone()[0]
    return VerificationView(import_id, Verify(row["depth"]), arrived, row["checked"], row["without_uid"],
                            row["differing"], row["ended"], row["problem"])


def trace(row: sqlite3.Row) -> Trace | None:
    """What a look found of a message; `row` has `trace_kind`, `trace_uids` and `trace_size`."""
    if row["trace_kind"] is None:
        return None
    return Trace(TraceKind(row["trace_kind"]), tuple(map(int, row["trace_uids"].split())), row["trace_size"])


def why_not(row: sqlite3.Row) -> str:
    """Why a message of a batch did not arrive: what a look found of it, where nobody could settle the batch, else what
    is to be said of the batch. `row` is as for `trace` and `with_words`, with `state`."""
    found = trace(row) if row["state"] == "conflict" else None
    return with_words(row) if found is None else found.words


def with_words(row: sqlite3.Row) -> str:
    """Why a batch was refused: our sentence, the server's own words unless it holds them, and what a repair would do.
    `row` has `batch_reason`, `code`, `words` and `offer`."""
    reason, words = str(row["batch_reason"]), str(row["words"])
    if words and words not in reason:
        reason = f"{reason} The server's words: {row['code'] + ' ' if row['code'] else ''}{words}".strip()
    return with_more(reason, f"It can be repaired: {row['offer']}" if row["offer"] else "")
