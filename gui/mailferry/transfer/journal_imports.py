"""The journal's part on imports and their plan; that on accounts is in `journal_accounts.py`. The batches' way through
the queue is in `journal.py`.

Each operation is one transaction. The format is the docstring of `schema.py`.
"""

from __future__ import annotations

import json
import os
import sqlite3
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields, replace

from mailferry.mail.message import Finding
from mailferry.transfer.account_views import mark
from mailferry.transfer.journal_forget import forget, keep_number, next_id
from mailferry.transfer.journal_places import PlaceJournal, free_place
from mailferry.transfer.messages import Planned
from mailferry.transfer.values import (
    BatchId,
    Dates,
    DeliveryKind,
    ImportId,
    ImportOptions,
    Labels,
    OnRefused,
    OnReject,
    ScanState,
    Selection,
)
from mailferry.transfer.values_after import Verify


@dataclass(frozen=True, slots=True)
class ImportRecord:
    """What an import asked for."""

    id: ImportId
    account: str
    target: tuple[str, ...]
    selections: tuple[Selection, ...]
    options: ImportOptions
    scan: ScanState
    delivery: DeliveryKind


class ImportJournal(PlaceJournal):
    """The writing side of imports and plans. Any thread may call it. Raises what JournalFile does."""

    def has_work(self, account: str) -> bool:
        """Whether batches of this account are not settled, or one of its imports is not read to its end."""
        return bool(self.open_imports(account))

    # --- imports -----------------------------------------------------------------------------------------------------

    def add_import(self, account: str, target: tuple[str, ...], selections: Sequence[Selection], options: ImportOptions,
                   delivery: DeliveryKind) -> ImportId:
        """Note an import, its scan still to come."""
        chosen = [{"path": selection.path, "folder": selection.folder,
                   "messages": sorted(selection.messages) if selection.messages is not None else None,
                   "account": selection.account}
                  for selection in selections]
        with self._transaction() as db:
            import_id = new_id(db.execute(
                f"INSERT INTO imports (id, account_id, target, selections, options, created, scan, delivery) VALUES "  # noqa: S608
                f"({next_id('imports')}, (SELECT id FROM accounts WHERE name = ?), ?, ?, ?, ?, 'running', ?)",
                (account, json.dumps(target), json.dumps(chosen), json.dumps(asdict(options)), time.time(),
                 delivery.value)))
            if options.verify is not Verify.NONE:
                db.execute("INSERT INTO verifications (import_id, depth) VALUES (?, ?)",
                           (import_id, options.verify.value))
            return import_id

    def import_record(self, import_id: ImportId) -> ImportRecord:
        """What this import asked for."""
        with self._lock:
            row = self._db.execute("SELECT imports.*, name FROM imports JOIN accounts ON accounts.id = account_id "
                                   "WHERE imports.id = ?", (import_id,)).fetchone()
        selections = tuple(
            Selection(item["path"], None if item["folder"] is None else tuple(item["folder"]),
                      None if item["messages"] is None
                      else frozenset((path, offset) for path, offset in item["messages"]), item.get("account"))
            for item in json.loads(row["selections"]))
        return ImportRecord(row["id"], row["name"], tuple(json.loads(row["target"])), selections,
                            _options(row["options"]),
                            ScanState(row["scan"]), DeliveryKind(row["delivery"]))

    def number_above(self, number: ImportId) -> None:
        """The imports to come get numbers above this one."""
        if number:
            with self._transaction() as db:
                keep_number(db, "imports", number)

    def forget_import(self, import_id: ImportId) -> list[str]:
        """Remove all that stands here of an import; returns the files in which its messages lay.

        Raises Problem if there is none of this number, if it has work left, or a staging mailbox.
        """
        with self._lock:
            self._db.execute("PRAGMA foreign_keys = OFF")
            self._db.execute("PRAGMA secure_delete = ON")  # subjects and paths do not stay in free pages
            try:
                with self._transaction() as db:
                    files = forget(db, import_id)
            finally:
                self._db.execute("PRAGMA secure_delete = OFF")
                self._db.execute("PRAGMA foreign_keys = ON")
            self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return files

    def unread_imports(self, account: str) -> list[ImportId]:
        """Imports of this account whose sources were not read to their end."""
        with self._lock:
            return [row[0] for row in self._db.execute(
                "SELECT imports.id FROM imports JOIN accounts ON accounts.id = account_id WHERE name = ? AND "
                "scan = 'running' ORDER BY imports.id", (account,))]

    def open_imports(self, account: str) -> list[ImportId]:
        """Imports of this account that are not read to their end, or have batches that are not settled."""
        with self._lock:
            return [row[0] for row in self._db.execute(
                "SELECT imports.id FROM imports JOIN accounts ON accounts.id = account_id WHERE name = ? AND "
                "(scan = 'running' OR EXISTS (SELECT 1 FROM batches WHERE import_id = imports.id AND "
                "state IN ('queued', 'sending', 'finishing', 'doubtful'))) ORDER BY imports.id", (account,))]

    def end_scan(self, import_id: ImportId, state: ScanState) -> None:
        """Note that nothing more will be planned for this import."""
        with self._transaction() as db:
            db.execute("UPDATE imports SET scan = ? WHERE id = ?", (state.value, import_id))

    def mailboxes(self, import_id: ImportId) -> dict[tuple[str, ...], tuple[int, str]]:
        """The mailbox rows and names given so far, by folder path."""
        with self._lock:
            rows = self._db.execute("SELECT id, path, name FROM mailboxes WHERE import_id = ?", (import_id,)).fetchall()
        return {tuple(json.loads(row["path"])): (row["id"], row["name"]) for row in rows}

    def add_mailbox(self, import_id: ImportId, path: tuple[str, ...], name: str, note: str) -> int:
        """Give a folder its mailbox name, unless it has one. `note` says why the name is another one ("" if it is
        not)."""
        with self._transaction() as db:
            known = db.execute("SELECT id FROM mailboxes WHERE import_id = ? AND path = ?",
                               (import_id, json.dumps(path))).fetchone()
            return int(known["id"]) if known is not None else new_id(db.execute(
                f"INSERT INTO mailboxes (id, import_id, path, name, note) VALUES "  # noqa: S608
                f"({next_id('mailboxes')}, ?, ?, ?, ?)", (import_id, json.dumps(path), name, note)))

    def rename_mailbox(self, mailbox_id: int, name: str, note: str) -> None:
        """The server refused the name: all batches for this folder go to another mailbox."""
        with self._transaction() as db:
            db.execute("UPDATE mailboxes SET name = ?, note = ? WHERE id = ?", (name, note, mailbox_id))

    def named_before(self, account: str, path: tuple[str, ...]) -> list[str]:
        """The name that an earlier import into this account gave a folder whose own name the server refused, if there
        was one: what is imported again belongs there, where it is known."""
        with self._lock:
            return [row[0] for row in self._db.execute(
                "SELECT mailboxes.name FROM mailboxes JOIN imports ON imports.id = import_id JOIN accounts ON "
                "accounts.id = account_id WHERE accounts.name = ? AND path = ? AND note LIKE 'The server refused the "
                "name %' ORDER BY mailboxes.id DESC LIMIT 1", (account, json.dumps(path)))]

    def note_made(self, mailbox_id: int) -> None:
        """The import has made this mailbox; what is in it is all new."""
        with self._transaction() as db:
            db.execute("UPDATE mailboxes SET made = 1, uidvalidity = NULL, uidnext = NULL WHERE id = ?",
                       (mailbox_id,))

    def made_mailboxes(self, import_id: ImportId) -> dict[str, int]:
        """The mailboxes that the import has made, with their UIDVALIDITY; but those that there is mail waiting for."""
        with self._lock:
            return {row[0]: row[1] for row in self._db.execute(
                "SELECT name, mailboxes.uidvalidity FROM mailboxes JOIN imports ON imports.id = import_id WHERE "
                "import_id = ? AND made AND mailboxes.uidvalidity IS NOT NULL AND NOT EXISTS (SELECT 1 FROM batches "
                "JOIN mailboxes AS theirs ON theirs.id = batches.mailbox_id WHERE batches.account_id = "
                "imports.account_id AND theirs.name = mailboxes.name AND state IN ('queued', 'sending', 'finishing', "
                "'doubtful'))", (import_id,))}

    def choose_on_refused(self, import_id: ImportId, choice: OnRefused) -> None:
        """What is done from now on about messages of this import that stand refused."""
        options = replace(self.import_record(import_id).options, on_refused=choice)
        with self._transaction() as db:
            db.execute("UPDATE imports SET options = ? WHERE id = ?", (json.dumps(asdict(options)), import_id))

    def add_findings(self, import_id: ImportId, findings: Sequence[Finding]) -> None:
        """Note what is no message to send. What a repeated scan finds again is not noted twice."""
        with self._transaction() as db:
            db.executemany("INSERT OR IGNORE INTO findings (import_id, path, fate, sentence, messages) "
                           "VALUES (?, ?, ?, ?, ?)",
                           [(import_id, os.fsencode(finding.path), finding.fate.value, finding.sentence,
                             finding.messages) for finding in findings])

    def leave_out_not_sent(self, import_id: ImportId) -> list[BatchId]:
        """What of an import could not be read, messages and files, is left out on purpose; each keeps its reason.
        Returns the batches that this has changed."""
        with self._transaction() as db:
            changed = [int(row[0]) for row in db.execute(
                "SELECT DISTINCT batch_id FROM messages WHERE import_id = ? AND fate = 'failed' ORDER BY batch_id",
                (import_id,))]
            for table in ("messages", "findings"):
                db.execute(f"UPDATE {table} SET fate = 'skipped' WHERE import_id = ? AND fate = 'failed'",  # noqa: S608
                           (import_id,))
        return changed

    def waiting_octets(self, import_id: ImportId) -> int:
        """The octets of this import that wait or are under way."""
        with self._lock:
            return int(self._db.execute(
                "SELECT coalesce(sum(current_octets), 0) FROM batches WHERE import_id = ? AND state IN "
                "('queued', 'sending', 'finishing', 'doubtful')", (import_id,)).fetchone()[0])

    # --- ways to deliver ---------------------------------------------------------------------------------------------

    def staging_name(self, import_id: ImportId, prefix: str) -> str:
        """The name of this import's staging mailbox, noted before it is made: by installation and import."""
        with self._transaction() as db:
            row = db.execute("SELECT name FROM stagings WHERE import_id = ?", (import_id,)).fetchone()
            if row is not None:
                return str(row[0])
            installation = db.execute("SELECT id FROM installation").fetchone()[0]
            name = f"{prefix}Mailferry {installation} {import_id}"
            db.execute("INSERT INTO stagings (import_id, name) VALUES (?, ?)", (import_id, name))
            return name

    def idle_stagings(self, account: str) -> list[tuple[ImportId, str]]:
        """Staging mailboxes of this account whose imports have nothing under way any more."""
        with self._lock:
            return [(row[0], row[1]) for row in self._db.execute(
                "SELECT import_id, stagings.name FROM stagings JOIN imports ON imports.id = import_id "
                "JOIN accounts ON accounts.id = account_id WHERE accounts.name = ? AND scan <> 'running' AND "
                "NOT EXISTS (SELECT 1 FROM batches WHERE batches.import_id = imports.id AND state IN "
                "('queued', 'sending', 'finishing', 'doubtful'))", (account,))]

    def forget_staging(self, import_id: ImportId) -> None:
        """The staging mailbox is gone, or must not be touched any more."""
        with self._transaction() as db:
            db.execute("DELETE FROM stagings WHERE import_id = ?", (import_id,))

    def digests_like(self, import_id: ImportId, wire_size: int, header_digest: bytes) -> list[bytes]:
        """The digests of the import's messages with this size and header digest."""
        with self._lock:
            return [row[0] for row in self._db.execute(
                "SELECT digest FROM messages WHERE import_id = ? AND wire_size = ? AND header_digest = ?",
                (import_id, wire_size, header_digest))]

    def marks(self, import_id: ImportId) -> set[bytes]:
        """What all messages of the import are known by (`account_views.mark`)."""
        with self._lock:
            return {mark(row[0], row[1]) for row in self._db.execute(
                "SELECT wire_size, header_digest FROM messages WHERE import_id = ?", (import_id,))}

    def deliver_otherwise(self, account: str, before: DeliveryKind, after: DeliveryKind) -> list[ImportId]:
        """What waits for this account goes another way from now on; the imports of which that is true."""
        with self._transaction() as db:
            db.execute("UPDATE batches SET delivery = ? WHERE state = 'queued' AND delivery = ? AND account_id = "
                       "(SELECT id FROM accounts WHERE name = ?)", (after.value, before.value, account))
            return [row[0] for row in db.execute(
                "UPDATE imports SET delivery = ? WHERE delivery = ? AND account_id = (SELECT id FROM accounts WHERE "
                "name = ?) AND (scan = 'running' OR EXISTS (SELECT 1 FROM batches WHERE import_id = imports.id AND "
                "state IN ('queued', 'sending', 'finishing', 'doubtful'))) RETURNING id",
                (after.value, before.value, account)).fetchall()]

    def note_renamed(self, account: str, old: str, new: str, delimiter: str) -> None:
        """A mailbox of this account, and with it those below it, are called otherwise now."""
        with self._transaction() as db:
            db.execute("UPDATE mailboxes SET name = ?1 || substr(name, length(?2) + 1) WHERE import_id IN (SELECT "
                       "imports.id FROM imports JOIN accounts ON accounts.id = account_id WHERE accounts.name = ?3) "
                       "AND (name = ?2 OR (?4 <> '' AND substr(name, 1, length(?2) + 1) = ?2 || ?4))",
                       (new, old, account, delimiter))

    def learn_command_limit(self, batch_id: BatchId) -> bool:
        """If the batch that this one was split off was refused for its size, and all its parts have arrived, then the
        server limits what one command may carry (some do, and do not say so): from now on as much as the larger part.

        Returns whether that was learnt now.
        """
        with self._transaction() as db:
            return db.execute(
                "WITH refused AS (SELECT parents.id, parents.account_id FROM batches AS parents JOIN batches ON "
                "batches.parent_id = parents.id WHERE batches.id = ? AND parents.state = 'rejected' AND "
                "parents.messages > 1 AND (parents.code IN ('TOOBIG', 'LIMIT') OR parents.status = 'BYE') AND NOT "
                "EXISTS (SELECT 1 FROM batches AS parts WHERE parts.parent_id = parents.id AND "
                "parts.state <> 'committed') AND NOT EXISTS (SELECT 1 FROM messages WHERE "
                "messages.batch_id = parents.id)), largest AS (SELECT refused.account_id, max(octets) AS octets FROM "
                "refused JOIN batches ON parent_id = refused.id) UPDATE accounts SET command_limit = (SELECT octets "
                "FROM largest) WHERE id = (SELECT account_id FROM largest) AND coalesce(command_limit, 1 << 62) > "
                "(SELECT octets FROM largest)", (batch_id,)).rowcount > 0

    # --- planning ----------------------------------------------------------------------------------------------------

    def add_batch(self, import_id: ImportId, mailbox_id: int, delivery: DeliveryKind,
                  messages: Sequence[Planned]) -> BatchId:
        """Commit the plan of one batch. From here a crash loses nothing."""
        octets = sum(message.wire_size for message in messages)
        with self._transaction() as db:
            batch_id = new_id(db.execute(
                f"INSERT INTO batches (id, import_id, account_id, mailbox_id, delivery, state, first_message, "  # noqa: S608
                f"messages, octets, current, current_octets) VALUES ({next_id('batches')}, ?1, (SELECT account_id FROM "
                "imports WHERE id = ?1), ?2, ?3, 'queued', (SELECT coalesce(max(id), 0) + 1 FROM messages), ?4, ?5, "
                "?4, ?5)",
                (import_id, mailbox_id, delivery.value, len(messages), octets)))
            files: dict[str, int] = {}
            for message in messages:
                where = message.locator
                file_id = files.get(where.path)
                if file_id is None:
                    file_id = files[where.path] = db.execute(
                        "INSERT INTO files (import_id, path, size, mtime_ns) VALUES (?, ?, ?, ?) ON CONFLICT "
                        "(import_id, path) DO UPDATE SET size = excluded.size RETURNING id",
                        (import_id, os.fsencode(where.path), where.file_size, where.file_mtime_ns)).fetchone()[0]
                free_place(db, file_id, where.offset)
                date = message.internal_date
                message_id = new_id(db.execute(
                    "INSERT INTO messages (import_id, file_id, offset, length, form, wire_size, digest, header_digest, "
                    "flags, keywords, internal_date, notes, subject, left_out, batch_id) "
                    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    (import_id, file_id, where.offset, where.length, int(where.form), message.wire_size, message.digest,
                     message.header_digest, " ".join(sorted(message.flags)), " ".join(sorted(message.keywords)),
                     None if date is None else int(date.timestamp()), int(message.notes), message.subject,
                     "\n".join(sorted(message.left_out)), batch_id)))
                db.execute("INSERT INTO membership (batch_id, message_id) VALUES (?, ?)", (batch_id, message_id))
            return batch_id


def _options(text: str) -> ImportOptions:
    """Options as they were kept. What an older Mailferry did not know has its usual value; what is gone is dropped."""
    kept = json.loads(text)
    options = ImportOptions(**{field.name: kept[field.name] for field in fields(ImportOptions) if field.name in kept})
    return replace(options, on_reject=OnReject(options.on_reject), on_refused=OnRefused(options.on_refused),
                   verify=Verify(options.verify), labels=Labels(options.labels), dates=Dates(options.dates),
                   delivery=None if options.delivery is None else DeliveryKind(options.delivery),
                   mailboxes=tuple((tuple(folder), tuple(path)) for folder, path in options.mailboxes))



def new_id(cursor: sqlite3.Cursor) -> int:
    """The id of the row that was inserted last."""
    if cursor.lastrowid is None:
        raise sqlite3.InternalError("a row without id")
    return cursor.lastrowid


def count_current(db: sqlite3.Connection, batch_id: BatchId) -> None:
    """Count anew the messages that follow this batch, after some have left it."""
    db.execute("UPDATE batches SET (current, current_octets) = (SELECT count(*), coalesce(sum(wire_size), 0) FROM "
               "messages WHERE id IN (SELECT message_id FROM membership WHERE batch_id = ?1) AND batch_id = ?1 AND "
               "fate IS NULL) WHERE id = ?1", (batch_id,))
