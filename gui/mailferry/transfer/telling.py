"""What the worker of an account tells: its own state, its batches, their progress, and the numbers of its imports."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import replace

from mailferry.imap.values import Endpoint
from mailferry.transfer.journal import Journal
from mailferry.transfer.values import (
    AccountChanged,
    AccountState,
    AccountView,
    BatchChanged,
    BatchId,
    BatchView,
    Event,
    ImportChanged,
    ImportId,
)

PROGRESS_EVERY = 0.1
"""Seconds between two tellings of the same batch's progress."""
TOTALS_EVERY = 0.5


class Teller:
    """One account's. `view` is the account as it was told last, or will be; only the worker's thread changes it."""

    def __init__(self, endpoint: Endpoint, journal: Journal, emit: Callable[[Event], None]) -> None:
        self.view = AccountView(endpoint, AccountState.OFFLINE)
        self._journal = journal
        self._emit = emit
        self._shown: BatchView | None = None
        self._last_progress = 0.0
        self._last_totals = 0.0
        self._untold: set[ImportId] = set()

    def show(self, state: AccountState, title: str = "", sentence: str = "", detail: str = "",
             until: float | None = None) -> None:
        """The account does this now."""
        self.tell_totals()
        self.view = replace(self.view, state=state, title=title, sentence=sentence, detail=detail, until=until)
        self._emit(AccountChanged(self.view))

    def changed(self, batch_id: BatchId) -> None:
        """A batch is another than it was."""
        self._shown = None
        view = self._journal.batch_view(batch_id)
        self._emit(BatchChanged(view))
        self._untold.add(view.import_id)
        if time.monotonic() - self._last_totals >= TOTALS_EVERY:
            self.tell_totals()

    def tell_totals(self, imports: Iterable[ImportId] = ()) -> None:
        """The numbers of these imports, and of those that have changed since they were told; they cost a query, so not
        each time."""
        self._untold |= set(imports)
        self._last_totals = time.monotonic()
        while self._untold:
            self._emit(ImportChanged(self._journal.import_view(self._untold.pop())))

    def progress(self, batch_id: BatchId, messages: int, octets: int) -> None:
        """So much of a batch is handed over."""
        now = time.monotonic()
        if now - self._last_progress < PROGRESS_EVERY:
            return
        if self._untold and now - self._last_totals >= TOTALS_EVERY:
            self.tell_totals()
        self._last_progress = now
        if self._shown is None or self._shown.id != batch_id:
            self._shown = self._journal.batch_view(batch_id)
        self._emit(BatchChanged(replace(self._shown, sent_messages=messages, sent_octets=octets)))
