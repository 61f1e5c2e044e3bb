"""The journal of an older Mailferry is brought forward: all that stood in it is there, and it works."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

import pytest
from tests.transfer.made import ENDPOINT, planned_message

from mailferry.transfer import journal_file
from mailferry.transfer.errors import StateProblem
from mailferry.transfer.journal import Journal
from mailferry.transfer.values import BatchState, DeliveryKind, ImportOptions, OnReject, ScanState, Selection

VERSION_1 = """
CREATE TABLE accounts (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, host TEXT NOT NULL, port INTEGER NOT NULL,
    security TEXT NOT NULL, user TEXT NOT NULL, ca_file TEXT
);
CREATE TABLE imports (
    id INTEGER PRIMARY KEY, account_id INTEGER NOT NULL REFERENCES accounts, target TEXT NOT NULL,
    selections TEXT NOT NULL, options TEXT NOT NULL, created REAL NOT NULL, scan TEXT NOT NULL, delivery TEXT NOT NULL
);
CREATE TABLE mailboxes (
    id INTEGER PRIMARY KEY, import_id INTEGER NOT NULL REFERENCES imports, path TEXT NOT NULL, name TEXT NOT NULL,
    note TEXT NOT NULL DEFAULT '', UNIQUE (import_id, path)
);
CREATE TABLE files (
    id INTEGER PRIMARY KEY, import_id INTEGER NOT NULL REFERENCES imports, path BLOB NOT NULL,
    size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL, UNIQUE (import_id, path)
);
CREATE TABLE batches (
    id INTEGER PRIMARY KEY, import_id INTEGER NOT NULL REFERENCES imports, account_id INTEGER NOT NULL,
    parent_id INTEGER REFERENCES batches, mailbox_id INTEGER NOT NULL REFERENCES mailboxes, delivery TEXT NOT NULL,
    state TEXT NOT NULL, first_message INTEGER NOT NULL, messages INTEGER NOT NULL, octets INTEGER NOT NULL,
    current INTEGER NOT NULL, current_octets INTEGER NOT NULL, attempts INTEGER NOT NULL DEFAULT 0,
    uidvalidity INTEGER, uidnext INTEGER, doubtful_since REAL, doubtful_wait REAL,
    status TEXT NOT NULL DEFAULT '', code TEXT NOT NULL DEFAULT '', words TEXT NOT NULL DEFAULT '',
    reason TEXT NOT NULL DEFAULT '', culprit_id INTEGER, settled REAL
);
CREATE INDEX batches_queue ON batches (account_id, state, import_id, first_message);
CREATE INDEX batches_import ON batches (import_id, first_message);
CREATE INDEX batches_parent ON batches (parent_id);
CREATE TABLE messages (
    id INTEGER PRIMARY KEY, import_id INTEGER NOT NULL REFERENCES imports, file_id INTEGER NOT NULL REFERENCES files,
    offset INTEGER NOT NULL, length INTEGER NOT NULL, form INTEGER NOT NULL, wire_size INTEGER NOT NULL,
    digest BLOB NOT NULL, header_digest BLOB NOT NULL, flags TEXT NOT NULL, keywords TEXT NOT NULL,
    internal_date INTEGER, notes INTEGER NOT NULL, subject TEXT NOT NULL, batch_id INTEGER NOT NULL REFERENCES batches,
    fate TEXT, reason TEXT NOT NULL DEFAULT '', UNIQUE (file_id, offset)
);
CREATE INDEX messages_fate ON messages (import_id, fate) WHERE fate IS NOT NULL;
CREATE TABLE membership (
    batch_id INTEGER NOT NULL REFERENCES batches, message_id INTEGER NOT NULL REFERENCES messages, uid INTEGER,
    PRIMARY KEY (batch_id, message_id)
) WITHOUT ROWID;
CREATE TABLE attempts (
    batch_id INTEGER NOT NULL REFERENCES batches, number INTEGER NOT NULL, started REAL NOT NULL, ended REAL,
    outcome TEXT NOT NULL DEFAULT '', words TEXT NOT NULL DEFAULT '', PRIMARY KEY (batch_id, number)
) WITHOUT ROWID;
CREATE TABLE findings (
    id INTEGER PRIMARY KEY, import_id INTEGER NOT NULL REFERENCES imports, path BLOB NOT NULL, fate TEXT NOT NULL,
    sentence TEXT NOT NULL, UNIQUE (import_id, path, sentence)
);
PRAGMA user_version = 1;
"""
"""The format of the first Mailferry, kept here so that nobody changes it unseen."""

ROWS_1 = """
INSERT INTO accounts VALUES (1, 'me@mail.example.org', 'mail.example.org', 993, 'tls', 'me', NULL);
INSERT INTO imports VALUES (1, 1, '["Archive"]', '[{"path": "/mail/box.mbox", "folder": null, "messages": null}]',
    '{"batch_messages": 7, "batch_octets": 1000, "on_reject": "stop", "gone": 1}', 1.5, 'done', 'multiappend');
INSERT INTO mailboxes VALUES (1, 1, '[]', 'Archive', '');
INSERT INTO files VALUES (1, 1, CAST('/mail/box.mbox' AS BLOB), 1000000, 1600000000);
INSERT INTO batches (id, import_id, account_id, mailbox_id, delivery, state, first_message, messages, octets, current,
    current_octets, attempts, uidvalidity, uidnext) VALUES
    (1, 1, 1, 1, 'multiappend', 'committed', 1, 1, 100, 1, 100, 1, 77, 5),
    (2, 1, 1, 1, 'multiappend', 'finishing', 2, 1, 200, 1, 200, 1, 77, 6),
    (3, 1, 1, 1, 'multiappend', 'queued', 3, 1, 300, 1, 300, 0, NULL, NULL);
INSERT INTO messages VALUES
    (1, 1, 1, 0, 100, 0, 100, x'01', x'11', '\\Seen', 'work', 1582979400, 0, 'arrived', 1, NULL, ''),
    (2, 1, 1, 100, 200, 0, 200, x'02', x'12', '', '', NULL, 0, 'under way', 2, NULL, ''),
    (3, 1, 1, 300, 300, 0, 300, x'03', x'13', '', '', NULL, 0, 'waits', 3, NULL, '');
INSERT INTO membership VALUES (1, 1, 5), (2, 2, NULL), (3, 3, NULL);
INSERT INTO attempts VALUES (1, 1, 2.0, 3.0, 'committed', ''), (2, 1, 4.0, NULL, '', '');
INSERT INTO findings VALUES (1, 1, CAST('/mail/broken.eml' AS BLOB), 'failed', 'It cannot be read.');
"""


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A state folder with the journal of the first Mailferry, one batch of which was under way when it ended."""
    with contextlib.closing(sqlite3.connect(tmp_path / "journal.sqlite")) as db:
        db.executescript(VERSION_1 + ROWS_1)
    return tmp_path


def shape(folder: Path) -> dict[str, set[tuple[object, ...]]]:
    """The tables and their columns: name, type, whether it may be null, default."""
    with contextlib.closing(sqlite3.connect(folder / "journal.sqlite")) as db:
        tables = [row[0] for row in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        return {table: {row[1:5] for row in db.execute(f"PRAGMA table_info({table})")} for table in tables}


def test_all_that_stood_in_an_old_journal_is_there(old: Path) -> None:
    with contextlib.closing(Journal(old)) as journal:
        assert journal.accounts() == [ENDPOINT]
        record = journal.import_record(1)
        assert record.options == ImportOptions(7, 1000, OnReject.STOP)
        assert (record.selections, record.target) == ((Selection("/mail/box.mbox"),), ("Archive",))
        assert record.scan is ScanState.DONE
        totals = journal.import_view(1).totals
        assert (totals.messages, totals.committed, totals.waiting, totals.octets) == (4, 1, 2, 600)
        assert journal.recorded_uids("Archive", ENDPOINT.name, 77, 1) == {5}
        assert [message.subject for message in journal.messages_of(1)] == ["arrived"]


def test_an_import_goes_on_in_an_old_journal(old: Path) -> None:
    with contextlib.closing(Journal(old)) as journal:
        doubtful = journal.next_batch(ENDPOINT.name)
        assert doubtful is not None
        assert (doubtful.id, doubtful.state) == (2, BatchState.DOUBTFUL)
        journal.settle_committed(2, {2: 6}, "")
        waiting = journal.next_batch(ENDPOINT.name)
        assert waiting is not None
        assert waiting.id == 3
        assert journal.baseline(waiting.mailbox_id, 77, 7) == 7
        journal.begin_attempt(3, 77, 7)
        journal.mark_finishing(3)
        journal.settle_committed(3, {3: 7}, "")
        journal.add_batch(1, 1, DeliveryKind.STAGED, [planned_message(9)])
        assert journal.is_atomic(ENDPOINT.name)
        assert journal.staging_name(1, "INBOX.").startswith("INBOX.Mailferry ")
    with contextlib.closing(Journal(old)) as journal:
        assert journal.import_view(1).totals.committed == 3


def test_an_old_journal_gets_the_format_of_a_new_one(old: Path, tmp_path: Path) -> None:
    new = tmp_path / "new"
    new.mkdir()
    Journal(old).close()
    Journal(new).close()
    assert shape(old) == shape(new)


def test_a_format_is_reached_whole_or_not_at_all(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = shape(old)
    with monkeypatch.context() as patched:
        patched.setattr(journal_file, "MIGRATIONS", (VERSION_1, "CREATE TABLE half (id INTEGER); no such command;"))
        with pytest.raises(StateProblem):
            Journal(old)
    assert shape(old) == before
    with contextlib.closing(Journal(old)) as journal:
        assert journal.import_view(1).totals.messages == 4
