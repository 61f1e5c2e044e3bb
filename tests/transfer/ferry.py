"""An engine as the stories use it: one account, all that it told, and the short ways to what became of an import."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from tests.servers.common import Account, ImapServer

from mailferry.imap.transmit import Patience
from mailferry.imap.values import Endpoint, Security
from mailferry.transfer.credentials import Passwords
from mailferry.transfer.engine import Engine
from mailferry.transfer.journal_reader import JournalReader
from mailferry.transfer.values import (
    AccountState,
    AccountView,
    BatchChanged,
    BatchState,
    BatchView,
    Event,
    ImportId,
    ImportOptions,
    ImportView,
    MessageView,
    Selection,
    Totals,
)

SECONDS = 90.0
SHORT = Patience(connect=60, command=60, progress=60, commit=60, last_words=0.5, after_interrupt=1)
"""Long enough for a server and a test on a busy machine. Silence that is to be waited out has a patience of its own."""


@dataclass(frozen=True)
class Real:
    """One of the real servers, and how to get users on it. `limited` makes one with a limit for a message's size:
    its server, its user, and the limit in octets."""

    server: ImapServer
    new_account: Callable[..., Account]
    limited: Callable[[], tuple[ImapServer, Account, int]]


class Ferry:
    """An engine with one account; it ends with the `with` block."""

    def __init__(self, state: Path, server: ImapServer, account: Account, patience: Patience = SHORT) -> None:
        self.told: list[Event] = []
        self._changed = threading.Condition()
        self.endpoint = Endpoint(server.host, server.port, Security.PLAINTEXT, account.user)
        self.name = self.endpoint.name
        self.passwords = Passwords()
        self.passwords.remember(self.name, account.password)
        self.engine = Engine(state, self._take, self.passwords, patience)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.engine.close()

    def _take(self, event: Event) -> None:
        with self._changed:
            self.told.append(event)
            self._changed.notify_all()

    def wait_for(self, condition: Callable[[], object], seconds: float = SECONDS) -> None:
        """Wait until `condition` is true; it is asked at each event. Raises TimeoutError."""
        with self._changed:
            if not self._changed.wait_for(lambda: bool(condition()), seconds):
                raise TimeoutError(f"not within {seconds} s; told last: {self.told[-5:]}")

    # --- the account ---

    @property
    def account(self) -> AccountView:
        return next(view for view in self.engine.accounts() if view.name == self.name)

    def connect(self, *, old_work: bool = True) -> Self:
        """Open the account and wait until it is connected, or cannot be."""
        self.engine.open_account(self.endpoint, old_work=old_work)
        self.wait_for(lambda: self.account.mailboxes is not None or self.account.state is AccountState.PAUSED)
        return self

    # --- imports ---

    def start(self, *sources: Path, target: tuple[str, ...] = (), **options: object) -> ImportId:
        """Begin an import."""
        return self.engine.start_import([Selection(str(source)) for source in sources], self.name, target,
                                        ImportOptions(**options))  # type: ignore[arg-type]  # by their names

    def bring(self, *sources: Path, target: tuple[str, ...] = (), **options: object) -> ImportView:
        """Import and wait until all is at rest."""
        import_id = self.start(*sources, target=target, **options)
        self.rest()
        return self.view(import_id)

    def rest(self, seconds: float = SECONDS) -> None:
        """Wait until nothing moves any more."""
        assert self.engine.wait_idle(seconds), f"still moving after {seconds} s; told last: {self.told[-5:]}"

    @contextlib.contextmanager
    def reading(self) -> Iterator[JournalReader]:
        with contextlib.closing(self.engine.reader()) as reader:
            yield reader

    def view(self, import_id: ImportId) -> ImportView:
        with self.reading() as reader:
            return reader.import_view(import_id)

    def totals(self, import_id: ImportId) -> Totals:
        return self.view(import_id).totals

    def batches(self, import_id: ImportId, *states: BatchState) -> list[BatchView]:
        """The batches in the order of the queue, all or those in these states."""
        with self.reading() as reader:
            return [batch for batch in reader.batches(import_id) if not states or batch.state in states]

    def messages(self, batch: BatchView) -> list[MessageView]:
        with self.reading() as reader:
            return reader.messages(batch.id)

    def heard(self) -> dict[int, BatchState]:
        """The latest state of each batch, as the events told it."""
        return {event.view.id: event.view.state for event in self.told if isinstance(event, BatchChanged)}


def as_counts(totals: Totals) -> tuple[int, int, int, int]:
    """committed, rejected, skipped, failed; whose sum is the number of messages."""
    counts = (totals.committed, totals.rejected, totals.skipped, totals.failed)
    assert sum(counts) == totals.messages
    return counts


def subjects(messages: Sequence[MessageView]) -> list[str]:
    return [message.subject for message in messages]
