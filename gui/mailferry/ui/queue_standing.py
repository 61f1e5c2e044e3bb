"""How all imports stand together: their totals, what is on the wire, and what the accounts wait for. Without rows."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from mailferry.transfer.values import (
    AccountChanged,
    AccountState,
    AccountView,
    BatchChanged,
    BatchId,
    BatchState,
    BatchView,
    Event,
    ImportId,
    ImportView,
    ScanState,
)
from mailferry.ui.queue_rows import Filter, needing


class Standing:
    """`imports` are all of the journal by their number, `accounts` those that were heard of by their name, `stuck` the
    names of those that send nothing until a person has done something."""

    def __init__(self) -> None:
        self.imports: dict[ImportId, ImportView] = {}
        self.accounts: dict[str, AccountView] = {}
        self._sending: dict[BatchId, BatchView] = {}
        self.stuck: frozenset[str] = frozenset()

    def hear(self, event: Event) -> None:
        """Take note of an event of the engine; imports are taken by who shows them."""
        if isinstance(event, BatchChanged):
            self._sending.pop(event.view.id, None)
            if event.view.state is BatchState.SENDING:
                self._sending[event.view.id] = event.view
            elif event.view.state is BatchState.FINISHING:  # all of it is sent
                self._sending[event.view.id] = replace(event.view, sent_messages=event.view.current)
        elif isinstance(event, AccountChanged):
            self.accounts[event.view.name] = event.view
            if event.view.state is AccountState.PAUSED and event.view.title:  # without one it is paused on purpose
                self.stuck |= {event.view.name}
            elif event.view.state is not AccountState.CONNECTING:  # whether that helps is not known yet
                self.stuck -= {event.view.name}

    def is_stuck(self, view: ImportView) -> bool:
        """Whether what waits of an import waits for a person: to make room, say, or for a password."""
        return view.account in self.stuck

    def as_heard(self, view: BatchView) -> BatchView:
        """A batch out of the journal, with what is known to be on the wire of it."""
        heard = self._sending.get(view.id)
        return heard if heard is not None and heard.state is view.state is BatchState.SENDING else view

    def needing(self) -> int:
        """How many messages need a person, also those that wait for one."""
        return sum(needing(view) + (view.totals.waiting if self.is_stuck(view) else 0)
                   for view in self.imports.values())

    def present(self) -> int:
        """How many messages were in their mailboxes already, as when the same mail is imported once more."""
        return sum(view.totals.present for view in self.imports.values())

    def count(self, chosen: Filter) -> int:
        """How many messages a filter of the queue has: those of the others together are all. Those that were there
        already are not counted again: twice as many as there are would look as if each had come twice."""
        waiting = sum(view.totals.waiting for view in self.imports.values() if not self.is_stuck(view))
        needing = self.needing()
        every = sum(view.totals.messages for view in self.imports.values()) - self.present()
        return {Filter.ALL: every, Filter.RUNNING: waiting, Filter.NEEDS_YOU: needing,
                Filter.DONE: every - waiting - needing}[chosen]

    def pace(self) -> tuple[int, int]:
        """How many messages have met their fate so far, and how many still wait; what is on the wire counts."""
        sent = sum(view.sent_messages for view in self._sending.values())
        waiting = sum(view.totals.waiting for view in self.imports.values())
        done = sum(view.totals.messages - view.totals.waiting for view in self.imports.values())
        return done + sent, max(0, waiting - sent)

    def under_way(self) -> tuple[int, int]:
        """Of the imports that have messages waiting, or are being read: how many messages have met their fate, and how
        many there are."""
        busy = [view for view in self.imports.values() if view.totals.waiting or view.scan is ScanState.RUNNING]
        sent = sum(view.sent_messages for view in self._sending.values())
        whole = sum(view.totals.messages for view in busy)
        return min(whole, sum(view.totals.messages - view.totals.waiting for view in busy) + sent), whole

    def is_under_way(self, account: str, sources: Collection[str]) -> bool:
        """Whether an import into that account still reads or sends mail of one of these sources."""
        return any((view.totals.waiting or view.scan is ScanState.RUNNING) and view.account == account
                   and not set(view.sources).isdisjoint(sources) for view in self.imports.values())

    def reading(self) -> bool:
        """Whether a source is being read, so that more messages may come."""
        return any(view.scan is ScanState.RUNNING for view in self.imports.values())

    def account_of(self, view: BatchView) -> AccountView | None:
        """The account that a batch goes to."""
        above = self.imports.get(view.import_id)
        return self.accounts.get(above.account) if above is not None else None

    def stands_still(self) -> bool:
        """Whether messages wait, and none of their accounts can send."""
        busy = {view.account for view in self.imports.values() if view.totals.waiting}
        return bool(busy) and busy <= {view.name for view in self.held_up()}

    def held_up(self) -> list[AccountView]:
        """The accounts that have messages to send, and wait for something or somebody."""
        busy = {view.account for view in self.imports.values() if view.totals.waiting}
        return [view for name, view in self.accounts.items()
                if name in busy and view.state in (AccountState.WAITING, AccountState.PAUSED, AccountState.OFFLINE)]
