"""Reading the journal for people: values in pages, over a connection that cannot write.

A reader belongs to the thread that makes it. The functions below serve the writing side too, so that what an event
tells and what a page shows are the same.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple, Self, TypeVar

from mailferry.errors import Problem
from mailferry.mail.errors import printable
from mailferry.transfer.aside import folder_of
from mailferry.transfer.errors import StateProblem
from mailferry.transfer.journal_attempts import AttemptReader
from mailferry.transfer.journal_places import GONE
from mailferry.transfer.journal_reading_after import AfterReader, why_not
from mailferry.transfer.messages import Note
from mailferry.transfer.values import (
    BatchId,
    BatchState,
    BatchView,
    DeliveryKind,
    FindingView,
    ImportId,
    ImportView,
    MessageId,
    MessageView,
    ScanState,
    Totals,
)
from mailferry.transfer.values_after import Trace, TraceKind

T = TypeVar("T")

_BATCH = ("SELECT batches.*, mailboxes.name AS mailbox, culprit.subject AS culprit_subject, "
          "files.path AS culprit_path, culprit.offset AS culprit_offset, culprit.aside AS culprit_aside, "
          "(SELECT count(*) FROM traces JOIN messages AS lost ON lost.id = message_id WHERE traces.batch_id = "
          "batches.id AND kind = 'missing' AND lost.batch_id = batches.id AND fate IS NULL) AS missing, "
          "CASE state WHEN 'cancelled' THEN (SELECT count(*) FROM membership JOIN messages AS bad ON bad.id = "
          "message_id WHERE membership.batch_id = batches.id AND bad.batch_id = batches.id AND bad.fate = 'failed') "
          "ELSE 0 END AS failed FROM batches "
          "JOIN mailboxes ON mailboxes.id = mailbox_id "
          "LEFT JOIN messages AS culprit ON culprit.id = culprit_id LEFT JOIN files ON files.id = culprit.file_id ")

ENOUGH_OCTETS = 1_000_000
ENOUGH_SECONDS = 10
"""What must have arrived, or how long it must have taken, before the pace of an account can be told."""


_LITERAL = str.maketrans({"!": "!!", "%": "!%", "_": "!_"})
"""What stands for itself in a pattern of LIKE."""


class Arrival(NamedTuple):
    """A batch that arrived: from when to when (seconds since 1970), its messages and octets."""

    began: float
    ended: float
    messages: int
    octets: int


def message_name(subject: str, path: str, offset: int) -> str:
    """How a person is told which message is meant: its subject, and the file it lies in."""
    where = printable(os.path.basename(path)) + (f" at octet {offset:,}" if 0 < offset < GONE else "")  # noqa: PTH119  # surrogates
    return f"“{subject}” ({where})" if subject else where


def totals(db: sqlite3.Connection, import_id: ImportId) -> Totals:
    """The messages of an import by fate. The sums add up by construction: each message has one batch or one fate."""
    by_state: dict[BatchState, tuple[int, int, int]] = {
        BatchState(row[0]): (row[1], row[2], row[3]) for row in db.execute(
            "SELECT state, count(*), sum(current), sum(current_octets) FROM batches WHERE import_id = ? GROUP BY state",
            (import_id,))}
    left_out = {row[0]: (row[1], row[2], row[3]) for row in db.execute(
        "SELECT fate, count(*), sum(wire_size), sum(twin IS NOT NULL) FROM messages WHERE import_id = ? AND "
        "fate IS NOT NULL GROUP BY fate", (import_id,))}
    found = {row[0]: row[1] for row in db.execute(
        "SELECT fate, sum(messages) FROM findings WHERE import_id = ? GROUP BY fate", (import_id,))}

    def count(*states: BatchState) -> int:
        return sum(by_state.get(state, (0, 0, 0))[1] for state in states)

    waiting = count(BatchState.QUEUED, BatchState.SENDING, BatchState.FINISHING, BatchState.DOUBTFUL)
    committed = count(BatchState.COMMITTED)
    rejected = count(BatchState.REJECTED)
    nothing = (0, 0, 0)
    undone = count(BatchState.UNDONE) + left_out.get("undone", nothing)[0]
    left, _, present = left_out.get("skipped", nothing)
    skipped = count(BatchState.CANCELLED) + left + undone + found.get("skipped", 0)
    unclear = count(BatchState.CONFLICT)
    failed = waiting + unclear + left_out.get("failed", nothing)[0] + found.get("failed", 0)
    return Totals(messages=committed + rejected + skipped + failed, committed=committed, rejected=rejected,
                  skipped=skipped, failed=failed, waiting=waiting, ignored=found.get("ignored", 0),
                  batches=sum(state[0] for state in by_state.values()),
                  octets=sum(state[2] for state in by_state.values()) + sum(part[1] for part in left_out.values()),
                  committed_octets=by_state.get(BatchState.COMMITTED, (0, 0, 0))[2], present=present, undone=undone,
                  unclear=unclear, differing=_differing(db, import_id, undone) if committed else 0)


def _differing(db: sqlite3.Connection, import_id: ImportId, undone: int) -> int:
    """How many messages the last comparison found to be different, but for those that were taken back since."""
    row = db.execute("SELECT differing FROM verifications WHERE import_id = ? AND ended IS NOT NULL",
                     (import_id,)).fetchone()
    if row is not None and row[0] and undone:
        row = db.execute("SELECT count(DISTINCT message_id) FROM differences CROSS JOIN messages ON "
                         "messages.id = message_id WHERE import_id = ? AND fate IS NULL", (import_id,)).fetchone()
    return 0 if row is None else int(row[0])


def import_view(db: sqlite3.Connection, import_id: ImportId) -> ImportView:
    """One import as it stands. Raises Problem if there is none of this number."""
    row = db.execute("SELECT imports.*, name FROM imports JOIN accounts ON accounts.id = account_id "
                     "WHERE imports.id = ?", (import_id,)).fetchone()
    if row is None:
        raise Problem(f"There is no import {import_id}.")
    return ImportView(row["id"], row["name"], tuple(json.loads(row["target"])),
                      tuple(dict.fromkeys(item["path"] for item in json.loads(row["selections"]))),
                      row["created"], ScanState(row["scan"]), DeliveryKind(row["delivery"]), totals(db, import_id))


def batch_view(db: sqlite3.Connection, batch_id: BatchId) -> BatchView:
    """One batch as it stands."""
    return _batch_view(db.execute(_BATCH + "WHERE batches.id = ?", (batch_id,)).fetchone())


def _batch_view(row: sqlite3.Row) -> BatchView:
    culprit = "" if row["culprit_path"] is None else message_name(
        row["culprit_subject"], os.fsdecode(row["culprit_path"]), row["culprit_offset"])
    return BatchView(row["id"], row["import_id"], row["parent_id"], row["mailbox"], DeliveryKind(row["delivery"]),
                     BatchState(row["state"]), row["messages"], row["octets"], row["current"], row["attempts"],
                     row["status"], row["code"], row["words"], row["reason"], culprit, row["settled"],
                     row["first_message"], offer=row["offer"], aside=row["culprit_aside"] or "", missing=row["missing"],
                     failed=row["failed"])


def traces(db: sqlite3.Connection, batch_id: BatchId) -> dict[MessageId, Trace]:
    """What a look found of each message of a conflict."""
    return {row["message_id"]: Trace(TraceKind(row["kind"]), tuple(map(int, row["uids"].split())), row["size"])
            for row in db.execute("SELECT * FROM traces WHERE batch_id = ?", (batch_id,))}


def _not_read(path: Path, error: sqlite3.Error) -> StateProblem:
    return StateProblem(f"The journal {path} cannot be read: {error}.", detail=str(error))


class JournalReader(AfterReader, AttemptReader):
    """Pages of the journal. Raises StateProblem where it cannot be opened, and by way of `read` where it cannot be
    read."""

    def __init__(self, path: Path) -> None:
        try:
            self._db = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
        except sqlite3.Error as error:
            raise _not_read(path, error) from error
        self._db.row_factory = sqlite3.Row
        self._path, self._state_dir = path, path.parent

    def read(self, call: Callable[[Self], T]) -> T:
        """What `call` makes of this reader's answers. Raises StateProblem where the journal cannot be read."""
        try:
            return call(self)
        except sqlite3.Error as error:
            raise _not_read(self._path, error) from error

    def imports(self) -> list[ImportView]:
        """All imports, oldest first."""
        ids = self._db.execute("SELECT id FROM imports ORDER BY id").fetchall()
        return [import_view(self._db, row[0]) for row in ids]

    def imports_with(self, word: str) -> frozenset[ImportId]:
        """The imports with a message whose subject has this word in it, or with a mailbox that has it in its name."""
        forms = {word, word.lower(), word.upper(), word.capitalize()}  # LIKE knows upper and lower case of ASCII only
        patterns = [f"%{form.translate(_LITERAL)}%" for form in sorted(forms)]
        like = " OR ".join(["{0} LIKE ? ESCAPE '!'"] * len(patterns))
        return frozenset(row[0] for row in self._db.execute(
            f"SELECT import_id FROM messages WHERE {like.format('subject')} UNION "  # noqa: S608  # only question marks
            f"SELECT import_id FROM mailboxes WHERE {like.format('name')}", patterns * 2))

    def import_view(self, import_id: ImportId) -> ImportView:
        """One import as it stands."""
        return import_view(self._db, import_id)

    def batches(self, import_id: ImportId, offset: int = 0, limit: int = 1000, *,
                after: tuple[MessageId, BatchId] = (0, 0)) -> list[BatchView]:
        """A page of an import's batches, in the order of the queue: by their first message and number, so that a new
        batch stands after its parent. `after`: only those that follow there; an offset would not hold while new batches
        come in between."""
        return [_batch_view(row) for row in self._db.execute(
            _BATCH + "WHERE batches.import_id = ? AND (first_message, batches.id) > (?, ?) "
            "ORDER BY first_message, batches.id LIMIT ? OFFSET ?", (import_id, *after, limit, offset))]

    def messages(self, batch_id: BatchId, offset: int = 0, limit: int = 1000) -> list[MessageView]:
        """A page of the messages that a batch holds or held, in order."""
        found = traces(self._db, batch_id)
        return [MessageView(row["id"], row["subject"], printable(os.fsdecode(row["path"])), row["offset"],
                            row["wire_size"], row["internal_date"],
                            tuple((row["flags"] + " " + row["keywords"]).split()), row["uid"],
                            row["fate"] or "", row["reason"], row["batch_id"], row["repair"], row["aside"],
                            found.get(row["id"]))
                for row in self._db.execute(
                    "SELECT messages.*, path, uid FROM membership JOIN messages ON messages.id = message_id "
                    "JOIN files ON files.id = file_id WHERE membership.batch_id = ? ORDER BY messages.id "
                    "LIMIT ? OFFSET ?", (batch_id, limit, offset))]

    def findings(self, import_id: ImportId, limit: int = 1000) -> list[FindingView]:
        """What the sources held that was no message to send: failures first."""
        return [FindingView(printable(os.fsdecode(row["path"])), row["fate"], row["sentence"], row["messages"])
                for row in self._db.execute("SELECT * FROM findings WHERE import_id = ? ORDER BY fate, id LIMIT ?",
                                            (import_id, limit))]

    def other_ways(self, import_id: ImportId) -> list[tuple[DeliveryKind, int]]:
        """How many batches of an import have arrived in another way than was planned, by this way."""
        return [(DeliveryKind(row[0]), row[1]) for row in self._db.execute(
            "SELECT batches.delivery, count(*) FROM batches JOIN imports ON imports.id = import_id WHERE import_id = ? "
            "AND state = 'committed' AND batches.delivery <> imports.delivery GROUP BY 1 ORDER BY 1", (import_id,))]

    def renamed_mailboxes(self, import_id: ImportId) -> list[tuple[str, str]]:
        """Mailboxes whose names are not their folders', each with the reason."""
        return [(row["name"], row["note"]) for row in self._db.execute(
            "SELECT name, note FROM mailboxes WHERE import_id = ? AND note <> '' ORDER BY id", (import_id,))]

    def mailbox_counts(self, import_id: ImportId) -> list[tuple[str, int]]:
        """How many messages each mailbox got."""
        return [(row["name"], row["arrived"]) for row in self._db.execute(
            "SELECT name, sum(current) AS arrived FROM batches JOIN mailboxes ON mailboxes.id = mailbox_id "
            "WHERE batches.import_id = ? AND state = 'committed' GROUP BY name ORDER BY min(batches.first_message)",
            (import_id,))]

    def left_out(self, import_id: ImportId, limit: int = 1000) -> list[MessageView]:
        """The messages of refused batches, of those that need a person, and those that follow no batch; less those that
        were there already, and those that were taken back."""
        return [MessageView(row["id"], row["subject"], printable(os.fsdecode(row["path"])), row["offset"],
                            row["wire_size"], row["internal_date"], (), None,
                            row["fate"] or row["state"], row["reason"] or why_not(row), row["batch_id"],
                            row["repair"], row["aside"])
                for row in self._db.execute(
                    "SELECT messages.*, path, state, traces.kind AS trace_kind, traces.uids AS trace_uids, "
                    "traces.size AS trace_size, code, words, offer, batches.reason AS batch_reason FROM messages "
                    "JOIN files ON files.id = file_id JOIN batches ON batches.id = messages.batch_id LEFT JOIN traces "
                    "ON traces.batch_id = batches.id AND traces.message_id = messages.id WHERE "
                    "messages.import_id = ? AND twin IS NULL AND (fate <> 'undone' OR fate IS NULL AND state IN "
                    "('rejected', 'conflict')) ORDER BY messages.id LIMIT ?",
                    (import_id, limit))]

    def repaired(self, import_id: ImportId, limit: int = 1000) -> list[MessageView]:
        """The messages that have arrived repaired."""
        return [MessageView(row["id"], row["subject"], printable(os.fsdecode(row["path"])), row["offset"],
                            row["wire_size"], row["internal_date"], (), None, "", "", row["batch_id"], row["repair"])
                for row in self._db.execute(
                    "SELECT messages.*, path FROM messages JOIN files ON files.id = file_id JOIN batches ON "
                    "batches.id = batch_id WHERE messages.import_id = ? AND repair <> '' AND fate IS NULL AND "
                    "state = 'committed' ORDER BY messages.id LIMIT ?", (import_id, limit))]

    def kept_aside(self, import_id: ImportId) -> tuple[int, str]:
        """How many messages of an import are kept aside, and in which folder."""
        count = self._db.execute("SELECT count(*) FROM messages WHERE import_id = ? AND aside <> ''",
                                 (import_id,)).fetchone()[0]
        return int(count), printable(folder_of(self._state_dir, import_id))

    def already_there(self, import_id: ImportId) -> int:
        """How many messages were not sent because they lay in their mailbox before the import."""
        return int(self._db.execute("SELECT count(*) FROM messages WHERE import_id = ? AND twin IS NOT NULL",
                                    (import_id,)).fetchone()[0])

    def notes(self, import_id: ImportId) -> dict[int, int]:
        """How many messages carry each note bit (messages.Note)."""
        counts: dict[int, int] = {}
        for notes, count in self._db.execute(
                "SELECT notes, count(*) FROM messages WHERE import_id = ? AND notes <> 0 GROUP BY notes", (import_id,)):
            for bit in Note:
                if notes & bit & ~Note.NULS:  # what became of NULs is told elsewhere
                    counts[bit] = counts.get(bit, 0) + count
        return counts

    def left_out_names(self, import_id: ImportId) -> list[tuple[str, int]]:
        """The flags and keywords that messages arrived without, each with the number of messages; the most first."""
        counts: Counter[str] = Counter()
        for names, count in self._db.execute(
                "SELECT left_out, count(*) FROM messages WHERE import_id = ? AND left_out <> '' GROUP BY left_out",
                (import_id,)):
            counts.update(dict.fromkeys(names.split("\n"), count))
        return counts.most_common()

    def pace(self, account: str) -> float | None:
        """How many octets a second the latest batches of this account took, all in all; None if too few have arrived to
        tell: with a few small messages nearly all of the time is waiting for answers."""
        row = self._db.execute(
            "SELECT sum(octets), sum(seconds) FROM (SELECT octets, ended - started AS seconds FROM batches "
            "JOIN attempts ON batch_id = batches.id AND number = attempts JOIN accounts ON accounts.id = account_id "
            "WHERE accounts.name = ? AND state = 'committed' AND ended > started ORDER BY batches.id DESC LIMIT 50)",
            (account,)).fetchone()
        return row[0] / row[1] if row[0] and row[1] and (row[0] >= ENOUGH_OCTETS or row[1] >= ENOUGH_SECONDS) else None

    def arrivals(self, import_id: ImportId) -> list[Arrival]:
        """When each batch that arrived was under way, in the order of its end."""
        return [Arrival(*row) for row in self._db.execute(
            "SELECT started, ended, messages, octets FROM batches JOIN attempts ON batch_id = batches.id AND "
            "number = attempts WHERE import_id = ? AND state = 'committed' AND ended IS NOT NULL ORDER BY ended",
            (import_id,))]

    def close(self) -> None:
        """Close the connection."""
        self._db.close()
