"""What the worker of an account does on its session besides batches: it lists the mailboxes, says when a mailbox seems
too small, takes staging mailboxes away, and verifies what has arrived.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Container
from dataclasses import replace

from mailferry.imap.session import Session
from mailferry.transfer.journal import Journal
from mailferry.transfer.journal_batches import BatchRecord
from mailferry.transfer.staging import Staging
from mailferry.transfer.telling import Teller
from mailferry.transfer.values import AccountState, Event, ImportId, ScanState, size_words
from mailferry.transfer.verification import Verifier

_COUNTED_ONE_BY_ONE = 200
"""So many mailboxes are asked one by one for the number of their messages, where that takes a command for each."""

KEEP_UP = 5.0
"""Seconds after which it is told again, while batches follow each other, how many messages have come."""
_KEPT_UP_ONE_BY_ONE = 20


class Chores:
    """One account's; all in the worker's thread. Raises ServerProblem when the session is lost."""

    def __init__(self, journal: Journal, teller: Teller, emit: Callable[[Event], None]) -> None:
        self._journal = journal
        self._teller = teller
        self._account = teller.view.name
        self._verifier = Verifier(journal, self._account, emit)
        self._weighed: set[ImportId] = set()
        self.counting = False
        """Whether anybody wants to know how many messages the mailboxes hold."""
        self._uncounted: set[str] = set()
        self._changed: set[str] = set()
        self._kept_up = time.monotonic()

    def list_mailboxes(self, session: Session) -> None:
        """What mailboxes there are."""
        self._list(session)
        self._teller.show(AccountState.READY)

    def _list(self, session: Session) -> None:
        mailboxes = tuple(session.list_mailboxes())
        self._uncounted = {mailbox.name for mailbox in mailboxes if mailbox.selectable}
        # One that goes and is made anew would show what it held before, until there is time to count.
        counts = tuple(count for count in self._teller.view.counts if count[0] in self._uncounted)
        self._teller.view = replace(self._teller.view, mailboxes=mailboxes, counts=counts)

    def changed(self, mailbox: str) -> None:
        """A mailbox may hold another number of messages than before."""
        self._uncounted.add(mailbox)
        self._changed.add(mailbox)

    def count(self, session: Session, busy: Callable[[], bool]) -> None:
        """Say how many messages those mailboxes hold that were not counted since they changed, and how full all are,
        while there is nothing else to do."""
        if not self.counting or not self._uncounted or busy():
            return
        before = dict(self._teller.view.counts)
        counts = session.counts() if len(self._uncounted) > 1 else None
        if counts is not None:
            self._uncounted.clear()
            self._changed.clear()
        else:
            counts = before
            first = sorted(self._uncounted, key=lambda name: (name not in self._changed, name))
            for mailbox in first[:_COUNTED_ONE_BY_ONE]:
                if busy():
                    break
                self._uncounted.discard(mailbox)
                self._changed.discard(mailbox)
                found = session.count(mailbox)
                if found is not None:
                    counts[mailbox] = found
            else:
                self._uncounted.clear()
        self._teller.view = replace(self._teller.view, counts=tuple(sorted(counts.items())),
                                    quota=session.quota("INBOX"))
        self._teller.show(AccountState.READY)

    def keep_up(self, session: Session, *, made_mailboxes: bool) -> bool:
        """Between two batches, if it was not done for a while: say what mailboxes were made, and how many messages
        those hold that batches went into. Returns whether it was said."""
        if not self.counting or time.monotonic() - self._kept_up < KEEP_UP:
            return False
        if made_mailboxes:
            self._list(session)
        counts = dict(self._teller.view.counts)
        for mailbox in sorted(self._changed)[:_KEPT_UP_ONE_BY_ONE]:
            self._changed.discard(mailbox)  # it stays among the uncounted: more of it may be under way
            found = session.count(mailbox)
            if found is not None:
                counts[mailbox] = found
        self._teller.view = replace(self._teller.view, counts=tuple(sorted(counts.items())))
        self._teller.show(AccountState.WORKING)
        self._kept_up = time.monotonic()
        return True

    def weigh(self, session: Session, batch: BatchRecord) -> None:
        """Say once for each import, when all of it is known, if the mailbox seems too small for what waits. No more
        than that: quotas are estimates (RFC 9208 5.1)."""
        if batch.import_id in self._weighed or self._journal.import_record(batch.import_id).scan is ScanState.RUNNING:
            return
        self._weighed.add(batch.import_id)
        quota = session.quota(batch.mailbox)
        waiting = self._journal.octets_to_send(self._account)
        if quota is not None and waiting > quota.room:
            self._teller.view = replace(self._teller.view, quota=quota)
            self._teller.show(AccountState.WORKING, "The mailbox may be too small",
                              f"{size_words(waiting)} are still to be sent, and the server says that there is room for "
                              f"{size_words(quota.room)}. What does not fit will wait.")

    def drop_stagings(self, session: Session) -> None:
        """Staging mailboxes are not left behind: those of imports that are through go, also of an earlier run."""
        facts = self._teller.view.facts
        for import_id, _ in self._journal.idle_stagings(self._account):
            Staging(self._journal, session, import_id, "" if facts is None else facts.prefix).drop()

    def verify(self, session: Session, held: Container[ImportId], busy: Callable[[], bool]) -> None:
        """Compare what has arrived with what was sent, while there is nothing else to do. Imports in `held` are not
        worked on."""
        for import_id in self._journal.unverified(self._account):
            if import_id not in held and not busy():
                self._verifier.go_on(session, import_id, busy)
