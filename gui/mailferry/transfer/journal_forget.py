"""Forgetting a past import: which rows of the journal go with it. The format is the docstring of `schema.py`."""

from __future__ import annotations

import os
import sqlite3

from mailferry.errors import Problem
from mailferry.transfer.values import BatchState, ImportId, ScanState

NUMBERED = ("imports", "mailboxes", "batches")
_OF_BATCHES = ("membership", "attempts", "exchanges", "removals", "traces")
_OF_MESSAGES = ("differences",)
_OF_IMPORT = ("verifications", "messages", "batches", "files", "findings", "mailboxes")
"""Tables by the column that tells whose a row is: batch_id, message_id, import_id. In this order they are emptied."""


def forget(db: sqlite3.Connection, import_id: ImportId) -> list[str]:
    """Remove all that stands in the journal of an import; returns the files in which its messages lay.

    For a transaction without foreign keys: each row that goes would be looked for, without an index, in all tables that
    may refer to it. Raises Problem if there is no such import, if it has work left, or a staging mailbox.
    """
    _check(db, import_id)
    keep_numbers(db)
    files = [os.fsdecode(row[0]) for row in db.execute("SELECT path FROM files WHERE import_id = ?", (import_id,))]
    for tables, column, owner in ((_OF_BATCHES, "batch_id", "batches"), (_OF_MESSAGES, "message_id", "messages")):
        for table in tables:
            db.execute(f"DELETE FROM {table} WHERE {column} IN "  # noqa: S608  # our own words
                       f"(SELECT id FROM {owner} WHERE import_id = ?)", (import_id,))
    for table in _OF_IMPORT:
        db.execute(f"DELETE FROM {table} WHERE import_id = ?", (import_id,))  # noqa: S608
    db.execute("DELETE FROM imports WHERE id = ?", (import_id,))
    return files


def keep_numbers(db: sqlite3.Connection) -> None:
    """Before rows go: the ids that were given are not given again."""
    for table in NUMBERED:
        keep_number(db, table, db.execute(f"SELECT coalesce(max(id), 0) FROM {table}").fetchone()[0])  # noqa: S608


def keep_number(db: sqlite3.Connection, table: str, number: int) -> None:
    """Ids of this table to come are above this one."""
    db.execute("INSERT INTO numbers VALUES (?, ?) ON CONFLICT DO UPDATE SET last = max(last, excluded.last)",
               (table, number))


def next_id(table: str) -> str:
    """SQL for the id of a new row."""
    return (f"(SELECT max(coalesce(max(id), 0), (SELECT coalesce(max(last), 0) FROM numbers WHERE "  # noqa: S608
            f"of_table = '{table}')) + 1 FROM {table})")


def _check(db: sqlite3.Connection, import_id: ImportId) -> None:
    row = db.execute("SELECT scan FROM imports WHERE id = ?", (import_id,)).fetchone()
    if row is None:
        raise Problem(f"There is no import {import_id}.")
    states = {BatchState(found[0]) for found in db.execute("SELECT DISTINCT state FROM batches WHERE import_id = ?",
                                                           (import_id,))}
    if row["scan"] == ScanState.RUNNING.value or not all(state.settled for state in states):
        raise Problem("This import is not through yet. Let it arrive, or cancel it, before it is forgotten.")
    staging = db.execute("SELECT name FROM stagings WHERE import_id = ?", (import_id,)).fetchone()
    if staging is not None:
        raise Problem(f"The mailbox {staging['name']} that this import needed may still be on the server. It goes when "
                      f"Mailferry connects to the account again; forget the import after that.")
