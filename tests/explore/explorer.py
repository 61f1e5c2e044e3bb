"""Every way that a batch can go, walked with the real journal, attempts and look against a simulated server.

`explore` runs a batch through all choices of `simulation.py` and holds the promise in each: at the end every message
is on the server as often as its batch says (once if committed, never if refused), or the batch is a conflict.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from tests.explore.chooser import Chooser, all_runs
from tests.explore.simulation import Clock, Crash, SimulatedSession, World

from mailferry.imap.errors import ServerProblem
from mailferry.imap.session import Endpoint, Security, Session
from mailferry.mail.message import Form, Locator, header_digest
from mailferry.transfer.attempt import Attempts
from mailferry.transfer.journal import Journal
from mailferry.transfer.journal_file import FILE_NAME
from mailferry.transfer.journal_reader import JournalReader
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

MOST_STEPS = 60
ENDPOINT = Endpoint("imap.example.org", 993, Security.TLS, "me")
OTHER_MAIL = b"Subject: other\r\n\r\nNot ours.\r\n"


class PromiseBroken(AssertionError):
    """A run whose end is not what was promised; its trace repeats it."""


@dataclass
class Found:
    """What an exploration saw."""

    runs: int
    states: int


class Explorer:
    """Explorations of batches of `count` messages by one delivery."""

    def __init__(self, folder: Path, count: int, kind: DeliveryKind, *, budget: int,
                 set_clock: Callable[[Clock], None]) -> None:
        self._folder = folder
        self._kind = kind
        self._budget = budget
        self._set_clock = set_clock
        self._mails = [b"Subject: %d\r\n\r\nMail %d.\r\n" % (number, number) for number in range(count)]
        self._template = folder / "template"
        self._template.mkdir()
        self._plan(count)

    def _plan(self, count: int) -> None:
        source = self._folder / "source"
        planned = []
        at = 0
        with source.open("wb") as file:
            for mail in self._mails:
                file.write(mail)
        known = source.stat()
        for mail in self._mails:
            locator = Locator(str(source), at, len(mail), Form.PLAIN, known.st_size, known.st_mtime_ns)
            planned.append(Planned(locator, len(mail), hashlib.sha256(mail).digest(), header_digest(mail),
                                   frozenset(), frozenset(), None, Note.NO_DATE, "", frozenset()))
            at += len(mail)
        journal = Journal(self._template)
        journal.keep_account(ENDPOINT)
        import_id = journal.add_import(ENDPOINT.name, ("Target",), [Selection(str(source))],
                                       ImportOptions(on_reject=OnReject.ISOLATE), self._kind)
        mailbox_id = journal.add_mailbox(import_id, ("Target",), "Target", "")
        groups = [[one] for one in planned] if self._kind is DeliveryKind.SEPARATE else [planned]
        for group in groups:
            journal.add_batch(import_id, mailbox_id, self._kind, group)
        journal.close()

    def explore(self) -> Found:
        """Take every way. Raises PromiseBroken at the first that ends badly."""
        runs, states = 0, set[object]()
        for chooser in all_runs():
            states |= self.run(chooser)
            runs += 1
        return Found(runs, len(states))

    def run(self, chooser: Chooser) -> set[object]:
        """One way; the states that it passed."""
        world = World(chooser, self._budget)
        self._set_clock(world.clock)
        world.target.store([OTHER_MAIL], ours=False)
        shutil.copyfile(self._template / FILE_NAME, self._folder / FILE_NAME)
        journal = Journal(self._folder)
        try:
            attempts: Attempts | None = None
            for _ in range(MOST_STEPS):
                try:
                    if attempts is None or not attempts.usable:
                        attempts = self._attempts(world, journal)
                    if not self._step(world, journal, attempts):
                        break
                except ServerProblem:
                    attempts = None
                except Crash:
                    journal.close()
                    journal = Journal(self._folder)
                    attempts = None
            else:
                raise PromiseBroken(f"no end: {chooser.names}")
            world.clock.now += 1000
            self._check(world, chooser)
        finally:
            journal.close()
        return world.seen

    def _attempts(self, world: World, journal: Journal) -> Attempts:
        session = SimulatedSession(world, multiappend=self._kind is DeliveryKind.MULTIAPPEND)
        facts = ServerFacts("/", "", self._kind, None, uidplus=True)
        return Attempts(journal, cast(Session, session), facts, ENDPOINT.name, pace=Pace(), loopback=True,
                        changed=lambda _: None, progress=lambda *_: None, cancelling=lambda: False)

    def _step(self, world: World, journal: Journal, attempts: Attempts) -> bool:
        """One batch goes one step on. False at the end."""
        batch = journal.next_batch(ENDPOINT.name)
        if batch is None:
            return False
        world.seen.add((batch.id, batch.state, batch.delivery, batch.attempts, world.budget, tuple(
            (name, tuple(box.contents()), tuple(when - world.clock.now for when, _ in box.late))
            for name, box in world.boxes.items())))
        settled = attempts.doubt.settle(batch) if batch.state is BatchState.DOUBTFUL else attempts.send(batch)
        world.clock.now += settled.wait
        return True

    def _check(self, world: World, chooser: Chooser) -> None:
        contents = world.target.contents()
        ours = [held.octets for held in world.target.held if held.ours]
        reader = JournalReader(self._folder / FILE_NAME)
        try:
            import_id = reader.imports()[0].id
            batches = {batch.id: batch for batch in reader.batches(import_id)}
            messages = {message.id: message for batch in batches.values() for message in reader.messages(batch.id)}
        finally:
            reader.close()
        if OTHER_MAIL not in contents or "mail of others was removed" in world.seen:
            raise PromiseBroken(f"mail of others is gone: {chooser.names}")
        for message in messages.values():
            batch = batches[message.batch or 0]
            octets = self._mails[message.id - 1]
            expected = {BatchState.COMMITTED: 1, BatchState.REJECTED: 0}.get(batch.state)
            if batch.state is BatchState.CONFLICT:
                continue
            there = ours.count(octets)
            # Somebody else's copy of the same mail cannot be told from ours; what counts is that none is missing.
            others = contents.count(octets) - there
            if expected is None or there > 1 or (expected == 1 and there + others < 1) or there > expected:
                raise PromiseBroken(f"message {message.id} is there {there} times and its batch is {batch.state}: "
                                    f"{chooser.names}, trace {chooser.trace}")
