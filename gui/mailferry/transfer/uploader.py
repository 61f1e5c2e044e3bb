"""The uploader of one account: it owns its session and takes one batch after the other. Its thread is in `worker.py`.

What it does shows as an AccountView. A lost connection is made again, with growing waits, for as long as it takes: the
computer may have slept, or be offline. What only a person can mend pauses this account alone: a refused sign-in, an
untrusted certificate, no connection at the first try, one that breaks again and again (BREAKS times) before a batch is
through, a full mailbox (told from a message that is too big in `room.py`).
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import replace

from mailferry.imap.errors import (
    ConnectionProblem,
    Interrupted,
    ServerProblem,
    SignInProblem,
)
from mailferry.imap.session import Session
from mailferry.imap.stopping import StopSignal
from mailferry.imap.throttle import Throttle
from mailferry.imap.transmit import Patience
from mailferry.imap.values import Endpoint
from mailferry.transfer.attempt import Attempts, facts_of
from mailferry.transfer.chores import Chores
from mailferry.transfer.credentials import Passwords
from mailferry.transfer.delivery import best_way
from mailferry.transfer.errors import Asked, DiskFull, NoPassword
from mailferry.transfer.journal import Journal
from mailferry.transfer.journal_batches import BatchRecord
from mailferry.transfer.letting_in import Door
from mailferry.transfer.looking import LOST_WAIT, Settled
from mailferry.transfer.names import mailbox_name
from mailferry.transfer.pace import Pace
from mailferry.transfer.room import Room
from mailferry.transfer.telling import Teller
from mailferry.transfer.values import (
    AccountState,
    AccountView,
    BatchChanged,
    BatchId,
    BatchState,
    Event,
    ImportChanged,
    ImportId,
    OnReject,
    ServerFacts,
)
from mailferry.transfer.worker import PAUSED, Worker

WAITS = (1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 60.0)
"""Seconds before each new try to connect; the last one again and again. Each varies by JITTER."""

JITTER = 0.2
"""So much of a wait is left to chance: those whom a server has lost all at once do not come back all at once."""

BREAKS = 6

FULL = "The mailbox is full"
"""The title of a pause for want of room."""


def paused_view(endpoint: Endpoint) -> AccountView:
    """An account that a person has paused, and that is not open."""
    return AccountView(endpoint, AccountState.PAUSED, sentence=PAUSED)


class Uploader(Worker):
    """One account's worker. Any thread may call its public methods; they return at once."""

    def __init__(self, endpoint: Endpoint, journal: Journal, passwords: Passwords, *,
                 emit: Callable[[Event], None], ready: Callable[[str, ServerFacts], None],
                 rested: Callable[[], None], patience: Patience, held: frozenset[ImportId] = frozenset(),
                 known: bool = False) -> None:
        super().__init__(Teller(endpoint, journal, emit), emit, rested)
        self._chores = Chores(journal, self._teller, emit)
        self._journal = journal
        self._door = Door(endpoint, passwords, f"The password of {endpoint.title} is needed.")
        self._ready = ready
        self._patience = patience
        self.held = held
        """Imports that are not worked on in this run."""
        self._stopped: frozenset[ImportId] = frozenset()  # those of which nothing is sent after a refusal
        self._session: Session | None = None
        self._stop_connection: StopSignal | None = None
        self._attempts: Attempts | None = None
        self._current: BatchRecord | None = None
        self._cancelling = False
        self._unnoted = False  # there was no room to note what became of the batch under way
        self._ever_connected = known
        self._failures = 0  # tries to connect that did not work, in a row
        self._breaks = 0  # connections that broke before a batch was through, in a row
        self._pace = Pace()
        self._speed_limits = {True: journal.speed_limit_of(endpoint.name), False: None}
        self._throttle = Throttle(self._speed_limits[True])
        self._room = Room(journal, endpoint.name, self._teller.changed)

    # --- from any thread ---------------------------------------------------------------------------------------------

    def count_messages(self) -> None:
        """From now on tell how many messages the mailboxes hold."""
        self._chores.counting = True
        self.wake()

    def refresh(self) -> None:
        """List the mailboxes again."""
        self.ask(self._chores.list_mailboxes)

    def create_mailbox(self, path: tuple[str, ...]) -> None:
        """Create a mailbox of this path, then list the mailboxes again."""
        def create(session: Session) -> None:
            if self.view.facts is not None:
                session.create(mailbox_name(path, self.view.facts))
            self._chores.list_mailboxes(session)
        self.ask(create)

    def rename_mailbox(self, name: str, path: tuple[str, ...]) -> None:
        """Give a mailbox another path, and those below it; what is known of it stays known."""
        def rename(session: Session) -> None:
            facts = self.view.facts
            if facts is None:
                return
            new = mailbox_name(path, facts)
            session.rename(name, new)
            self._journal.note_renamed(self.view.name, name, new, facts.delimiter or "")
            self._drop_session(politely=True)  # it knows mailboxes by their names
            self._connected()
        self.ask(rename)

    def go_on_with(self, import_id: ImportId) -> None:
        """Work on this import again although a refusal has stopped it, or it was not to be worked on in this run."""
        with self._condition:
            self._stopped -= {import_id}
            self.held -= {import_id}
        self.wake()

    def forget_refusals(self) -> None:
        """Batches are forgotten: those that were refused for want of room do not count any more."""
        self._room.arrived()

    def cancel(self, batch_id: BatchId) -> None:
        """Cancel a batch that is queued, or under way before its last CRLF. After that, or while a part of it lies in
        the mailbox, it is too late."""
        with self._condition:
            if self._journal.has_landed(batch_id):
                return
            if self._current is not None and self._current.id == batch_id:
                attempts = self._attempts
                sending = attempts is not None and not attempts.finishing and self._current.state is BatchState.QUEUED
                if self._session is not None and sending:
                    self._cancelling = True
                    self._session.cancel()
                return
            if self._journal.batch(batch_id).state is not BatchState.QUEUED:
                return
            self._journal.settle_cancelled(batch_id, "")
        view = self._journal.batch_view(batch_id)
        self._emit(BatchChanged(view))
        self._emit(ImportChanged(self._journal.import_view(view.import_id)))
        if self.view.title == FULL and not self._journal.waiting(self.view.name):
            self.resume()  # nothing waits for room any more

    def limit_speed(self, octets_per_second: int | None, *, own: bool) -> None:
        """Send no more octets per second than that from now on, also of a batch under way; None is no limit. The
        account's own limit and that of this run hold beside each other."""
        self._speed_limits[own] = octets_per_second
        self._throttle.rate = min(filter(None, self._speed_limits.values()), default=None)

    def reconnect(self) -> None:
        """What was decided at sign-in is decided anew: the connection is made again."""
        def anew(_: Session) -> None:
            self._drop_session(politely=True)
            self._connected()
        self.ask(anew)

    # --- the thread --------------------------------------------------------------------------------------------------

    def _break_off(self, *, connected: bool) -> None:
        if self._stop_connection is not None and (connected or self._session is None):
            self._stop_connection.set()

    def _forget_failures(self) -> None:
        self._failures = self._breaks = 0
        self._stopped = frozenset()

    def _end(self) -> None:
        self._drop_session(politely=True)

    def _step(self) -> None:
        """One thing: a wait, a request, or a batch; and what follows when the connection fails."""
        try:
            if not self._wait_for_work():
                return
            if self._unnoted:
                changed = self._journal.take_up(self.view.name, LOST_WAIT)
                self._unnoted = False
                for batch_id in changed:
                    self._teller.changed(batch_id)
            self._connected()
            self._serve_requests(self._connected)
            self._next_batch()
        except Interrupted:
            self._drop_session()
        except (SignInProblem, NoPassword) as error:
            self._drop_session()
            self._pause_for(error)
        except DiskFull as error:
            self._drop_session()
            self._unnoted = True
            self._pause_for(error)
        except ServerProblem as error:
            was_connected = self._session is not None
            self._drop_session()
            self._try_again_later(error, was_connected=was_connected)

    def _connected(self) -> Session:
        """The session, made if there is none. Raises ServerProblem, NoPassword."""
        if self._session is not None:
            return self._session
        endpoint = self.view.endpoint
        self._teller.show(AccountState.CONNECTING)
        stop = StopSignal()
        with self._condition:
            self._stop_connection = stop
            if self._stopping or self._pause_asked:
                stop.set()
        session = self._door.session(patience=self._patience, stop=stop, throttle=self._throttle)
        with self._condition:
            self._session = session
        self._failures = 0
        facts = facts_of(session, best_way(self._journal, session, endpoint.name),
                         self._journal.learnt_limits(endpoint.name))
        self._attempts = Attempts(
            self._journal, session, facts, endpoint.name, pace=self._pace, loopback=session.loopback,
            changed=self._teller.changed, progress=self._teller.progress, cancelling=lambda: self._cancelling)
        self._teller.view = replace(self.view, facts=facts, quota=session.quota("INBOX"))
        self._chores.list_mailboxes(session)
        self._ever_connected = True
        self._ready(endpoint.name, facts)
        return session

    def _change_way(self, session: Session, attempts: Attempts) -> None:
        """If the server has kept a part of a batch that it refused, what waits goes another way, and that is shown."""
        facts, kind = attempts.preparation.facts, best_way(self._journal, session, self.view.name)
        if facts.delivery is kind:
            return
        attempts.preparation.facts = replace(facts, delivery=kind)
        self._teller.view = replace(self.view, facts=attempts.preparation.facts)
        self._teller.tell_totals(self._journal.deliver_otherwise(self.view.name, facts.delivery, kind))
        self._teller.show(self.view.state)

    def _next_batch(self) -> None:
        attempts = self._attempts
        with self._condition:
            self._awake = False  # before the look into the journal: a wake that comes now is not lost
            self._cancelling = False
            batch = self._journal.next_batch(self.view.name, self.held | self._stopped, self._room.probe)
            self._current = batch
            if batch is not None:
                self._awake = True
            if attempts is not None:
                attempts.finishing = False
        if batch is None or attempts is None:
            if attempts is not None and self._session is not None:
                self._chores.drop_stagings(self._session)
                if attempts.preparation.made_mailboxes:
                    attempts.preparation.made_mailboxes = False
                    self._chores.list_mailboxes(self._session)
            self._teller.show(AccountState.READY)
            if self._session is not None:
                self._chores.count(self._session, self._has_else_to_do)  # a verification may take long
                self._chores.verify(self._session, self.held, self._has_else_to_do)
            return
        if self.view.state is not AccountState.WORKING:
            self._teller.show(AccountState.WORKING)
        try:
            if self._session is not None and not batch.state.settled:
                self._chores.weigh(self._session, batch)
                if self._chores.keep_up(self._session, made_mailboxes=attempts.preparation.made_mailboxes):
                    attempts.preparation.made_mailboxes = False
            settled = attempts.take(batch)
        except Interrupted:
            if self._cancelling and self._journal.batch(batch.id).state is BatchState.QUEUED:  # it had not begun
                self._journal.settle_cancelled(batch.id, "")
                self._teller.changed(batch.id)
            raise
        finally:
            with self._condition:
                self._current = None
        self._chores.changed(batch.mailbox)
        self._teller.view = replace(self.view, facts=attempts.preparation.facts)
        if not attempts.usable:
            self._drop_session()
        elif self._session is not None:
            self._change_way(self._session, attempts)
        self._follow_up(batch, settled)

    def _follow_up(self, batch: BatchRecord, settled: Settled) -> None:
        """What a settled batch means for those that come after it."""
        if batch.state.settled:  # a look for what came late
            if settled.wait > 0:
                self._sleep(settled.wait)
        elif settled.state is BatchState.COMMITTED:
            self._breaks = 0
            self._room.arrived()
        elif settled.state is BatchState.REJECTED:
            self._breaks = 0
            if self._journal.import_record(batch.import_id).options.on_reject is OnReject.STOP:
                with self._condition:
                    self._stopped |= {batch.import_id}
            if not settled.quota:
                self._room.refused_otherwise(batch)
            elif self._room.refused(batch, self.held | self._stopped):
                if self._session is not None:  # what has come so far, since nothing more will for a while
                    self._chores.count(self._session, lambda: self._stopping)
                self._mailbox_is_full(settled.words)
        elif settled.ask is not None:
            self._pause_for(settled.ask)
        elif settled.wait > 0:
            if settled.state is BatchState.QUEUED:
                self._teller.show(AccountState.WAITING, "The server asks us to wait", "The server asks us to wait.",
                                  settled.words, until=time.time() + settled.wait)
            self._sleep(settled.wait)

    def _mailbox_is_full(self, words: str) -> None:
        waiting = self._journal.waiting(self.view.name)
        self._pause_for(Asked(FULL, f"The mailbox is full: {waiting:,} "
                              f"{'messages wait' if waiting != 1 else 'message waits'}. Make room, then go on.",
                              detail=words))

    # --- when it does not work ---------------------------------------------------------------------------------------

    def _try_again_later(self, error: ServerProblem, *, was_connected: bool) -> None:
        """No connection, or none any more. Before the first one there is no second try: the settings may be wrong."""
        if self._stopping:
            return
        self._breaks += was_connected
        if self._breaks >= BREAKS or not (self._ever_connected and isinstance(error, ConnectionProblem)):
            self._failures = self._breaks = 0
            self._pause_for(error)
            return
        step = max(self._failures, self._breaks - 1)
        wait = max(WAITS[min(step, len(WAITS) - 1)], error.wait)
        wait *= random.uniform(1 - JITTER, 1 + JITTER)  # noqa: S311  # no secret
        self._failures += 1
        self._teller.show(AccountState.WAITING, error.title, error.sentence, error.detail, until=time.time() + wait)
        self._sleep(wait)

    def _drop_session(self, *, politely: bool = False) -> None:
        with self._condition:
            session, self._session, self._attempts = self._session, None, None
        if session is None:
            return
        if politely and not self._stopping:
            session.close()
        else:
            session.abort()
