"""The journal's part on tries at batches: when each began and ended, how, and what was said to the server meanwhile.

The exchange (imap/exchange.py) holds no message and no password. It is for people alone: nothing is decided by it, so
it need not outlive a power cut, and it costs no wait for the disk. Of one batch the latest KEPT tries have it. The
format is the docstring of `schema.py`.
"""

from __future__ import annotations

import contextlib
import sqlite3
import zlib
from collections.abc import Callable
from dataclasses import dataclass

from mailferry.imap.exchange import Exchange
from mailferry.transfer.errors import StateProblem
from mailferry.transfer.journal_uids import UidJournal
from mailferry.transfer.values import BatchId

KEPT = 5


@dataclass(frozen=True, slots=True)
class AttemptView:
    """One try at a batch. Times are seconds since 1970; `ended` is None while it is under way. `outcome` is one of the
    journal's words (committed, rejected, lost, crashed ...), `words` are the server's or ours. `sent` is what was said
    while it was sent, `looked` while what arrived was looked for; "" where nothing is kept."""

    number: int
    started: float
    ended: float | None
    outcome: str
    words: str
    sent: str
    looked: str


class AttemptJournal(UidJournal):
    """The writing side. Any thread may call it. Raises what JournalFile does."""

    def keep_exchange(self, batch_id: BatchId, text: str, *, looking: bool) -> None:
        """What was said in the latest try at this batch, in place of what was kept of it before."""
        packed = zlib.compress(text.encode(), 1)
        with self._lock:
            self._db.execute("PRAGMA synchronous = NORMAL")  # no wait for the disk
            try:
                with self._transaction() as db:
                    db.execute("INSERT OR REPLACE INTO exchanges SELECT id, attempts, ?, ? FROM batches WHERE id = ?",
                               (looking, packed, batch_id))
                    db.execute("DELETE FROM exchanges WHERE batch_id = ?1 AND number <= (SELECT attempts - ?2 FROM "
                               "batches WHERE id = ?1)", (batch_id, KEPT))
            finally:
                self._db.execute("PRAGMA synchronous = FULL")


class AttemptReader:
    """The part of `JournalReader` on tries."""

    _db: sqlite3.Connection

    def attempts(self, batch_id: BatchId) -> list[AttemptView]:
        """All tries at a batch, the first first."""
        said = {(row[0], row[1]): zlib.decompress(row[2]).decode() for row in self._db.execute(
            "SELECT number, looking, text FROM exchanges WHERE batch_id = ?", (batch_id,))}
        return [AttemptView(row["number"], row["started"], row["ended"], row["outcome"], row["words"],
                            said.get((row["number"], 0), ""), said.get((row["number"], 1), ""))
                for row in self._db.execute("SELECT * FROM attempts WHERE batch_id = ? ORDER BY number", (batch_id,))]


class ExchangeKeeper:
    """Puts what is said on a connection into the journal, before others hear that its batch has changed."""

    def __init__(self, journal: AttemptJournal, exchange: Exchange, changed: Callable[[BatchId], None]) -> None:
        self._journal = journal
        self._exchange = exchange
        self._changed = changed
        self._batch: BatchId | None = None
        self._looking = False

    def begin(self, batch_id: BatchId, *, looking: bool) -> None:
        """A batch has its turn."""
        self._batch, self._looking = batch_id, looking
        self._exchange.begin()

    def changed(self, batch_id: BatchId) -> None:
        """A batch has come to something: what was said is kept, then it is told."""
        if batch_id == self._batch:
            with contextlib.suppress(StateProblem):  # a full disk is told by what matters
                self._journal.keep_exchange(batch_id, self._exchange.text(), looking=self._looking)
        self._changed(batch_id)
