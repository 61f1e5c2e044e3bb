"""The journal's format: one SQLite file, `journal.sqlite`, version in `user_version`.

A new file runs all MIGRATIONS, an older one those that it has not seen. A script that was released is never changed.

    installation a number of this installation's own, for the names of its staging mailboxes.
    numbers      the highest ids of imports, mailboxes and batches that were forgotten: they are not given again, since
                 somebody may still think of them.
    accounts     one row for each server and user. No password. `atomic` is 0 once the server has kept a part of a batch
                 that it refused, `whole_copies` once a COPY has done so; `literal8` is 1 once it has taken a NUL in a
                 literal8 that it had refused in a plain one, `rewrites` once it was seen to rewrite headers. `paused`
                 is 1 while a person has paused it. `speed_limit` is the octets per second that may be sent to it.
    imports      what one drop asked for: account, target path, selections and options (JSON), how far its scan is.
    mailboxes    the names an import gives to the folders of its source; `note` says why a name is not the folder's.
                 UIDVALIDITY and UIDNEXT from before its first batch: what is older was there before the import.
                 `made` is 1 if the import has made the mailbox.
    files        the files that messages lie in, with size and mtime at the scan.
    messages     one row for each message, in the order of the scan: where it lies, wire size, digests, flags, date.
                 `twin` is the UID of an equal message that lay in the mailbox before: such a message is not sent.
                 `repair` says in which ways it was repaired, since it was refused as it was; its form, size and digests
                 are then those after the repair, and `origin_digest` is that of before. `aside` is the name of the file
                 that keeps it where a refused message is set aside (aside.py). `literal8` is 1 for one with a NUL that
                 was refused in a plain literal.
                 `batch_id` is its latest batch; `fate` is set when it follows no batch any more (skipped,
                 failed, undone).
    batches      one row for each batch: its state, verdict, and the marks of its latest attempt (UIDVALIDITY, UIDNEXT,
                 `doubtful_since`). A batch that is retried stays as it was; the new one names it as its parent.
                 `offer` says what a repair would do to the message that stands refused in it.
                 `current` counts the messages whose latest batch it is; `first_message` orders the queue. `late_from`
                 is the UIDNEXT of the first attempt that was lost and made again: while it is set, a late copy of that
                 attempt may still come. `mended_from` is the UIDNEXT of when the server was made to bring back what is
                 left of the latest attempt: what appears from there on is from before a crash of it.
    membership   which messages a batch holds or held, and the UID that each has in the mailbox, also while only a
                 part of the batch is there (a server that crashed, or appends one by one). `found` is 1 where the
                 server did not tell the UID, but a look found it: it may be another client's message. Else never
                 rewritten.
    attempts     one row for each try at a batch, with how it ended.
    exchanges    what was said to the server in the latest tries, and in the looks that followed them (`looking`),
                 without messages and secrets, for people only: UTF-8, compressed with zlib.
    traces       what a look found of each message of a batch that became a conflict: where, and how large (traces.py).
    stagings     the staging mailbox of an import that is delivered by way of one: only those named here are touched.
    findings     what a source held that is no message to send; `messages` is how many it stands for.
    verifications
                 how far the comparison of an import with what the server holds is: what stands in `membership` up to
                 what is `reached`, and how many messages differ. No row: nobody has asked for it.
    differences  in what a stored message differs from what was sent.
    removals     messages that were taken back: a row is there before the first is removed, `done` afterwards.

Marks are durable before what they announce: `sending` before the first octet, `finishing` before the last CRLF, the
verdict in one transaction with what follows from it. WAL, synchronous=FULL, one writing connection with its lock.
Paths are octets (os.fsencode); times are seconds since 1970; sizes are octets. No password and no message text, but
subjects (cut at 120 characters), so that the report can name a message.
"""

from __future__ import annotations

_VERSION_1 = """
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
"""

_VERSION_2 = """
CREATE TABLE installation (id TEXT NOT NULL);
INSERT INTO installation VALUES (lower(hex(randomblob(4))));
ALTER TABLE accounts ADD COLUMN atomic INTEGER NOT NULL DEFAULT 1;
ALTER TABLE accounts ADD COLUMN whole_copies INTEGER NOT NULL DEFAULT 1;
ALTER TABLE batches ADD COLUMN late_from INTEGER;
ALTER TABLE membership ADD COLUMN found INTEGER NOT NULL DEFAULT 0;
ALTER TABLE mailboxes ADD COLUMN uidvalidity INTEGER;
ALTER TABLE mailboxes ADD COLUMN uidnext INTEGER;
ALTER TABLE messages ADD COLUMN twin INTEGER;
ALTER TABLE messages ADD COLUMN repair TEXT NOT NULL DEFAULT '';
ALTER TABLE messages ADD COLUMN origin_digest BLOB;
ALTER TABLE messages ADD COLUMN aside TEXT NOT NULL DEFAULT '';
ALTER TABLE findings ADD COLUMN messages INTEGER NOT NULL DEFAULT 1;
ALTER TABLE batches ADD COLUMN offer TEXT NOT NULL DEFAULT '';
ALTER TABLE messages ADD COLUMN literal8 INTEGER NOT NULL DEFAULT 0;
ALTER TABLE accounts ADD COLUMN literal8 INTEGER NOT NULL DEFAULT 0;
ALTER TABLE accounts ADD COLUMN rewrites INTEGER NOT NULL DEFAULT 0;
CREATE INDEX messages_digest ON messages (digest);
CREATE INDEX messages_origin ON messages (origin_digest) WHERE origin_digest IS NOT NULL;
CREATE TABLE stagings (
    import_id INTEGER PRIMARY KEY REFERENCES imports, name TEXT NOT NULL
);
CREATE TABLE numbers (of_table TEXT PRIMARY KEY, last INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE verifications (
    import_id INTEGER PRIMARY KEY REFERENCES imports, depth TEXT NOT NULL, reached_batch INTEGER NOT NULL DEFAULT 0,
    reached_message INTEGER NOT NULL DEFAULT 0, checked INTEGER NOT NULL DEFAULT 0,
    without_uid INTEGER NOT NULL DEFAULT 0, differing INTEGER NOT NULL DEFAULT 0, ended REAL,
    problem TEXT NOT NULL DEFAULT ''
);
CREATE TABLE differences (
    message_id INTEGER NOT NULL REFERENCES messages, kind TEXT NOT NULL, sent TEXT NOT NULL, found TEXT NOT NULL,
    PRIMARY KEY (message_id, kind)
) WITHOUT ROWID;
CREATE TABLE removals (
    batch_id INTEGER NOT NULL REFERENCES batches, message_id INTEGER NOT NULL REFERENCES messages,
    done INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (batch_id, message_id)
) WITHOUT ROWID;
ALTER TABLE accounts ADD COLUMN paused INTEGER NOT NULL DEFAULT 0;
ALTER TABLE accounts ADD COLUMN save_limit INTEGER;
ALTER TABLE accounts ADD COLUMN command_limit INTEGER;
ALTER TABLE accounts ADD COLUMN delivery TEXT;
ALTER TABLE messages ADD COLUMN left_out TEXT NOT NULL DEFAULT '';
ALTER TABLE batches ADD COLUMN mended_from INTEGER;
"""

_VERSION_3 = """
ALTER TABLE mailboxes ADD COLUMN made INTEGER NOT NULL DEFAULT 0;
ALTER TABLE accounts ADD COLUMN speed_limit INTEGER;
"""

_VERSION_4 = """
CREATE TABLE exchanges (
    batch_id INTEGER NOT NULL REFERENCES batches, number INTEGER NOT NULL, looking INTEGER NOT NULL, text BLOB NOT NULL,
    PRIMARY KEY (batch_id, number, looking)
);
"""

_VERSION_5 = """
CREATE TABLE traces (
    batch_id INTEGER NOT NULL REFERENCES batches, message_id INTEGER NOT NULL REFERENCES messages, kind TEXT NOT NULL,
    uids TEXT NOT NULL, size INTEGER, PRIMARY KEY (batch_id, message_id)
) WITHOUT ROWID;
"""

MIGRATIONS = (_VERSION_1, _VERSION_2, _VERSION_3, _VERSION_4, _VERSION_5)
"""What leads from each version to the next, the first from an empty file to version 1."""
