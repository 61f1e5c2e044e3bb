"""Every way that a batch can go, walked with the real journal, attempts and look against a simulated server.

`explore` takes a batch through all choices of `simulation.py` and holds the promise at the end of each way: every
message is on the server as often as its batch says (once if committed, never if refused or cancelled), or the batch is
a conflict; and nothing that others put there is gone. A way that comes to a state of client and server which was
reached before ends there: what follows is known. `steps` are those that batches took, as the database itself saw them.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Hashable
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

from tests.explore.chooser import Chooser, all_runs
from tests.explore.simulation import Crash, Mail, SimulatedSession, World

from mailferry.imap.errors import ServerProblem
from mailferry.imap.session import Session
from mailferry.imap.values import Endpoint, Security
from mailferry.mail.message import Form, Locator, header_digest
from mailferry.transfer import doubt, journal_file, looking
from mailferry.transfer import journal as journal_of_batches
from mailferry.transfer.attempt import Attempts
from mailferry.transfer.journal import Journal
from mailferry.transfer.journal_batches import BatchRecord
from mailferry.transfer.journal_file import FILE_NAME
from mailferry.transfer.messages import Note, Planned
from mailferry.transfer.pace import Pace
from mailferry.transfer.values import (
    BatchState,
    DeliveryKind,
    ImportOptions,
    OnReject,
    Selection,
    ServerFacts,
)

MOST_STEPS = 200
ENDPOINT = Endpoint("imap.example.org", 993, Security.TLS, "me")
OTHER_MAIL = Mail(b"Subject: other\r\n\r\nNot ours.\r\n", frozenset(), 2, ours=False)
DATE = datetime(2020, 2, 29, tzinfo=UTC)

CAPABILITIES = {
    DeliveryKind.MULTIAPPEND: frozenset({"MULTIAPPEND", "UIDPLUS"}),
    DeliveryKind.STAGED: frozenset({"UIDPLUS"}),
    DeliveryKind.REVERSIBLE: frozenset({"UIDPLUS"}),
    DeliveryKind.SEPARATE: frozenset[str](),
}

WATCH = """
CREATE TABLE steps (before TEXT, after TEXT, PRIMARY KEY (before, after));
CREATE TRIGGER watch AFTER UPDATE OF state ON batches WHEN old.state <> new.state
BEGIN INSERT OR IGNORE INTO steps VALUES (old.state, new.state); END;
"""
"""The database notes each step that is taken, whoever takes it."""


Change = Callable[[object, str, object], None]

class MemoryJournal(Journal):
    """The real journal on a copy of a database in memory: no power fails in these runs."""

    def __init__(self, template: Path) -> None:
        self._template = template
        super().__init__(template.parent)

    def _open(self) -> None:
        self._db = sqlite3.connect(":memory:", isolation_level=None, cached_statements=1000)
        self._db.row_factory = sqlite3.Row
        with closing(sqlite3.connect(self._template)) as template:
            template.backup(self._db)
        tables = [row[0] for row in self._db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        self._content = {table: [tuple(row) for row in self._db.execute(f"SELECT * FROM {table}")] for table in tables}

    def begin_anew(self) -> None:
        """Let it be as the template is. Emptied and filled, since a new database knows none of its statements."""
        self._db.execute("PRAGMA foreign_keys = OFF")
        for table, rows in self._content.items():
            self._db.execute(f"DELETE FROM {table}")
            if rows:
                self._db.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(rows[0]))})", rows)
        self._db.execute("PRAGMA foreign_keys = ON")
        self.come_back()

    def come_back(self) -> None:
        """What the next start does after a crash."""
        self._recover()


class PromiseBroken(AssertionError):
    """A run whose end is not what was promised; its trace repeats it."""


@dataclass
class Found:
    """What an exploration saw."""

    runs: int = 0
    states: set[Hashable] = field(default_factory=set)
    steps: set[tuple[BatchState, BatchState]] = field(default_factory=set)


class Explorer:
    """Explorations of batches of `count` messages by one delivery, with `budget` troubles in each run."""

    def __init__(self, folder: Path, count: int, kind: DeliveryKind, *, budget: int,
                 on_reject: OnReject = OnReject.ISOLATE, change: Change = setattr) -> None:
        """`change` sets what the program must see in place of the world; for a test it is undone at its end."""
        self._folder = folder
        self._kind = kind
        self._budget = budget
        self._change = change
        change(doubt, "BUSY_WAIT", 0.0)  # there is chance in it
        self._on_reject = on_reject
        self._mails = [b"Subject: %d\r\n\r\nMail %d.\r\n" % (number, number) for number in range(count)]
        self._found = Found()
        self._before: list[Hashable] = []  # the states of the run before, step by step
        self._plan()
        self._journal = MemoryJournal(folder / FILE_NAME)

    def _plan(self) -> None:
        source = self._folder / "source"
        source.write_bytes(b"".join(self._mails))
        known = source.stat()
        planned, at = [], 0
        for mail in self._mails:
            locator = Locator(str(source), at, len(mail), Form.PLAIN, known.st_size, known.st_mtime_ns)
            planned.append(Planned(locator, len(mail), hashlib.sha256(mail).digest(), header_digest(mail),
                                   frozenset({"\\Seen"}), frozenset(), DATE, Note.NONE, "", frozenset()))
            at += len(mail)
        journal = Journal(self._folder)
        journal.keep_account(ENDPOINT)
        import_id = journal.add_import(ENDPOINT.name, ("Target",), [Selection(str(source))],
                                       ImportOptions(on_reject=self._on_reject), self._kind)
        mailbox_id = journal.add_mailbox(import_id, ("Target",), "Target", "")
        groups = [[one] for one in planned] if self._kind is DeliveryKind.SEPARATE else [planned]
        for group in groups:
            journal.add_batch(import_id, mailbox_id, self._kind, group)
        journal.close()
        with closing(sqlite3.connect(self._folder / FILE_NAME)) as db:
            db.executescript(WATCH)

    def explore(self) -> Found:
        """Take every way. Raises PromiseBroken at the first that ends badly."""
        with closing(self._journal):
            for chooser in all_runs():
                self.run(chooser)
                self._found.runs += 1
        return self._found

    def run(self, chooser: Chooser) -> None:
        """One way, to its end or to a state that is known."""
        world = World(chooser, self._budget, brings_back=self._kind is DeliveryKind.MULTIAPPEND)
        for module in (looking, journal_of_batches, journal_file):
            self._change(module, "time", world.clock)
        world.target.store([OTHER_MAIL])
        journal = self._journal
        journal.begin_anew()
        attempts: Attempts | None = None
        passed: list[Hashable] = []
        for step in range(MOST_STEPS):
            batch = journal.next_batch(ENDPOINT.name)
            if batch is None:
                break
            # As far as the choices are those of the run before, so are the states.
            state = self._state(world, journal, attempts) if chooser.is_new else self._before[step]
            if state in passed:
                raise PromiseBroken(f"no end: {chooser.names}")
            if chooser.is_new and state in self._found.states:
                break
            passed.append(state)
            self._found.states.add(state)
            try:
                if attempts is None or not attempts.usable:
                    attempts = self._attempts(world, journal)
                self._step(world, journal, attempts, batch)
            except ServerProblem:
                attempts = None
            except Crash:
                journal.come_back()
                attempts = None
            world.cancelling = False
        else:
            raise PromiseBroken(f"no end: {chooser.names}")
        self._before = passed
        self._found.steps |= {(BatchState(before), BatchState(after))
                              for before, after in journal._db.execute("SELECT * FROM steps")}
        if batch is None:
            self._check(world, journal, chooser)

    def _attempts(self, world: World, journal: Journal) -> Attempts:
        session = SimulatedSession(world, CAPABILITIES[self._kind])
        facts = ServerFacts("/", "", self._kind, None, session.capabilities.uidplus)
        return Attempts(journal, cast(Session, session), facts, ENDPOINT.name, pace=Pace(), loopback=True,
                        changed=lambda _: None, progress=lambda *_: None, cancelling=lambda: world.cancelling)

    def _step(self, world: World, journal: Journal, attempts: Attempts, batch: BatchRecord) -> None:
        """One batch goes one step on, as the uploader does it."""
        if batch.state is BatchState.QUEUED and not journal.has_landed(batch.id) and world.may_fail(
                "the user cancels it"):
            journal.settle_cancelled(batch.id, "")
            return
        world.clock.now += attempts.take(batch).wait

    def _state(self, world: World, journal: MemoryJournal, attempts: Attempts | None) -> Hashable:
        """All that what follows depends upon. Times count from now."""
        now = world.clock.now
        rows = tuple(tuple(map(tuple, journal._db.execute(query))) for query in (
            f"SELECT id, delivery, state, attempts, uidvalidity, uidnext, late_from, mended_from, status, code, "
            f"culprit_id, parent_id, CASE WHEN state = 'doubtful' THEN {now} - doubtful_since END, "
            f"CASE WHEN late_from IS NOT NULL THEN {now} - settled END FROM batches",
            "SELECT batch_id, message_id, uid, found FROM membership",
            "SELECT batch_id, fate, twin FROM messages", "SELECT uidvalidity, uidnext FROM mailboxes",
            "SELECT atomic, whole_copies FROM accounts", "SELECT name FROM stagings",
            "SELECT batch_id, count(*) FROM attempts WHERE outcome = 'bye' GROUP BY batch_id"))
        boxes = tuple((name, box.uidvalidity, box.uidnext, tuple(box.held), tuple(box.orphans), frozenset(box.others),
                       tuple((when - now, tuple(mails)) for when, mails in box.late))
                      for name, box in world.boxes.items())
        in_memory = None if attempts is None or not attempts.usable else bool(attempts.preparation._present)
        return rows, boxes, world.budget, world.made_anew, world.both_died, in_memory

    def _check(self, world: World, journal: MemoryJournal, chooser: Chooser) -> None:
        world.clock.now += 1000
        shown = world.target.shown()
        if world.target.others - {mail.uid for mail in shown} or (
                not world.made_anew and OTHER_MAIL.octets not in {mail.octets for mail in shown}):
            raise PromiseBroken(f"mail of others was removed: {chooser.names}")
        messages = journal._db.execute(
            "SELECT messages.id, state, fate, uid FROM messages JOIN batches ON batches.id = messages.batch_id JOIN "
            "membership ON membership.batch_id = batches.id AND message_id = messages.id").fetchall()
        if len(messages) != len(self._mails):
            raise PromiseBroken(f"the journal has lost a message: {chooser.names}")
        by_uid = {mail.uid: mail.octets for mail in shown}
        for number, state, fate, uid in messages:
            octets = self._mails[number - 1]
            ours = sum(mail.octets == octets and mail.ours for mail in shown)
            there = sum(mail.octets == octets for mail in shown)
            # Somebody else's copy of the same mail cannot be told from ours; what counts is that none is missing.
            right = {
                BatchState.COMMITTED: ours <= 1 and (there >= 1 or world.made_anew),
                BatchState.REJECTED: ours == 0, BatchState.CANCELLED: ours == 0, BatchState.CONFLICT: True,
            }.get(BatchState(state), False)
            if self._kind is DeliveryKind.MULTIAPPEND and state == BatchState.COMMITTED and there == ours and (
                    not world.both_died):  # elsewhere a server is not made to bring back what it had before it died
                # As they were sent; but what came back alone, or beside mail of another client, is left as it is: it
                # could be another client's.
                beside = any(not mail.ours and mail.octets != OTHER_MAIL.octets for mail in shown)
                right = right and (beside or all(mail.flags or mail.alone for mail in shown if mail.octets == octets))
            if fate == "skipped":
                right = ours == 0 and (there >= 1 or world.made_anew)
            if state == BatchState.COMMITTED and uid is not None and not world.made_anew:
                right = right and by_uid.get(uid) == octets
            if not right:
                raise PromiseBroken(f"message {number} is there {ours} times of us, {there} in all, and its batch "
                                    f"is {state}: {chooser.names}, trace {chooser.trace}")
