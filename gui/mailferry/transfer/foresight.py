"""What servers tell of a drop before it is imported: what the other account holds, if it comes from one, and how much
of it lies in its mailboxes already.

Both are for the plan only: the import itself looks again. Each server is asked over a connection of its own, so that
nothing that is under way waits. Only messages that go into mailboxes which are not empty are read for it.
"""

from __future__ import annotations

import contextlib
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path

from mailferry.imap.errors import Interrupted, ServerProblem
from mailferry.imap.session import Session
from mailferry.imap.stopping import StopSignal
from mailferry.imap.transmit import Patience
from mailferry.imap.values import Endpoint
from mailferry.mail.errors import SourceProblem
from mailferry.mail.message import Message
from mailferry.mail.wire import measure
from mailferry.transfer.account_mailboxes import MailboxMissing, chosen_mailboxes
from mailferry.transfer.browse import browse
from mailferry.transfer.choosing import copies, mailbox_path, place, why_left_out
from mailferry.transfer.errors import NoPassword, StateProblem
from mailferry.transfer.messages import Planned, QueuedMessage, planned
from mailferry.transfer.names import mailbox_name
from mailferry.transfer.present import Contents, Present, Recorded
from mailferry.transfer.survey import FolderCount
from mailferry.transfer.values import ImportOptions, Selection, ServerFacts

_ALL = 2**32
"""Above any UID."""

Brought = Callable[[str, str, int, Sequence[bytes]], Mapping[bytes, Sequence[Recorded]]]

_LUMP = 200
_TOLD_SECONDS = 0.3


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What is known so far; all of it once `complete`. `folders` are those of other accounts. `present` messages lie in
    their mailboxes already, None if that cannot be known; `problem` says why something is not known."""

    folders: tuple[FolderCount, ...] = ()
    present: int | None = 0
    problem: str = ""
    complete: bool = False


@dataclass(frozen=True, slots=True)
class Wish:
    """The drop: what is to be imported, into which account and mailbox, and how."""

    selections: Sequence[Selection]
    endpoint: Endpoint
    facts: ServerFacts
    target: tuple[str, ...]
    options: ImportOptions
    by_name: bool
    """Whether this server was seen to rewrite headers."""


class Foresight:
    """One look ahead. One thread calls `look`, any may call `stop`."""

    def __init__(self, wish: Wish, sources: dict[str, Endpoint], password: Callable[[str], str | None],
                 patience: Patience, *, spool: Path, brought: Brought) -> None:
        """`sources` are the accounts that are read from, by name; `password` gives that of an account; `brought` tells
        where imports have brought messages, as `PresentJournal.brought` does."""
        self._wish = wish
        self._sources = sources
        self._password = password
        self._patience = patience
        self._spool = spool
        self._brought = brought
        self._stopped = threading.Event()
        self._lock = threading.Lock()
        self._signal: StopSignal | None = None

    def stop(self) -> None:
        """End it soon."""
        self._stopped.set()
        with self._lock:
            if self._signal is not None:
                self._signal.set()

    def look(self) -> Iterator[Foreseen]:
        """What is known, now and then, and at last all. Ends early when it is stopped. Raises nothing."""
        known = Foreseen()
        for step in (self._of_accounts, self._of_mailbox):
            try:
                for more in step(known):
                    if self._stopped.is_set():
                        return
                    known = more
                    yield known
            except Interrupted:
                return
            except (ServerProblem, NoPassword, MailboxMissing, StateProblem) as problem:
                known = replace(known, present=None, problem=problem.sentence)
        if not self._stopped.is_set():
            yield replace(known, complete=True)

    @contextlib.contextmanager
    def _session(self, endpoint: Endpoint) -> Iterator[Session]:
        password = self._password(endpoint.name)
        if password is None:
            raise NoPassword(f"The password of {endpoint.title} is needed.")
        signal = StopSignal()
        with self._lock:
            self._signal = signal
            if self._stopped.is_set():
                signal.set()
        session = Session.connect(endpoint, password, patience=self._patience, stop=signal)
        try:
            yield session
        except BaseException:
            session.abort()
            raise
        session.close()

    def _of_accounts(self, known: Foreseen) -> Iterator[Foreseen]:
        """What other accounts hold, mailbox by mailbox."""
        for selection in self._wish.selections:
            endpoint = self._sources.get(selection.account or "")
            if endpoint is None:
                continue
            with self._session(endpoint) as session:
                for chosen in chosen_mailboxes(session, selection.folder):
                    if chosen.view:
                        continue  # what lies in other mailboxes as well comes once
                    _, sizes = session.sizes_below(chosen.name, _ALL, {})
                    folder = FolderCount(chosen.folder, len(sizes), sum(sizes.values()))
                    known = replace(known, folders=(*known.folders, folder))
                    yield known

    def _of_mailbox(self, known: Foreseen) -> Iterator[Foreseen]:
        """How much lies in the mailboxes already."""
        wish = self._wish
        if any(selection.account is not None for selection in wish.selections):
            yield replace(known, present=None)
            return
        with self._session(wish.endpoint) as session:
            there = _There(session, wish.endpoint.name, self._brought, by_name=wish.by_name)
            waiting: defaultdict[str, list[QueuedMessage]] = defaultdict(list)
            told = time.monotonic()
            for mailbox, message in self._messages(there):
                waiting[mailbox].append(message)
                if len(waiting[mailbox]) >= _LUMP:
                    there.look(mailbox, waiting.pop(mailbox))
                    if time.monotonic() - told > _TOLD_SECONDS:
                        told = time.monotonic()
                        yield replace(known, present=there.found)
            for mailbox, messages in waiting.items():
                there.look(mailbox, messages)
            yield replace(known, present=there.found)

    def _messages(self, there: _There) -> Iterator[tuple[str, QueuedMessage]]:
        """The messages that go into mailboxes which are not empty."""
        wish, number = self._wish, 0
        seen: set[tuple[str, int]] = set()
        for selection in wish.selections:
            with contextlib.suppress(SourceProblem):
                for lump in browse(selection.path, self._stopped.is_set, self._spool):
                    if self._stopped.is_set():
                        raise Interrupted("Stopped.")
                    for item in lump:
                        folder = place(item, selection) if isinstance(item, Message) else None
                        if not isinstance(item, Message) or folder is None or (
                                (where := (item.locator.path, item.locator.offset)) in seen):
                            continue
                        seen.add(where)
                        if why_left_out(item, wish.options) is not None:
                            continue
                        for to, copy in copies(item, folder, wish.options.labels):
                            path = mailbox_path(to, selection, wish.target, wish.options)
                            mailbox = mailbox_name(path, wish.facts)
                            if there.may_hold(mailbox):
                                with contextlib.suppress(SourceProblem):
                                    number += 1
                                    yield mailbox, _numbered(planned(copy, measure(copy), ""), number)


class _There:
    """What lies in the mailboxes of the target."""

    def __init__(self, session: Session, account: str, brought: Brought, *, by_name: bool) -> None:
        self._session = session
        self._account = account
        self._brought = brought
        self._by_name = by_name
        self._names = {"INBOX" if box.name.upper() == "INBOX" else box.name for box in session.list_mailboxes()
                       if box.selectable}
        self._present: dict[str, tuple[Present, Contents] | None] = {}
        self.found = 0

    def may_hold(self, mailbox: str) -> bool:
        """Whether a mailbox is there, and not empty."""
        if mailbox not in self._present:
            self._present[mailbox] = None
            if mailbox in self._names and self._session.count(mailbox):
                contents = Contents(self._session, mailbox)
                self._present[mailbox] = Present(contents, _ALL, ()), contents
        return self._present[mailbox] is not None

    def look(self, mailbox: str, messages: Sequence[QueuedMessage]) -> None:
        """Count those that are there."""
        known = self._present[mailbox]
        if known is None:
            return
        present, contents = known
        places = self._brought(self._account, mailbox, contents.uidvalidity, [message.digest for message in messages])
        found = set(present.recorded(messages, {message.id: places.get(message.digest, ()) for message in messages}))
        found |= set(present.like([message for message in messages if message.id not in found]))
        if self._by_name:
            found |= set(present.named([message for message in messages if message.id not in found]))
        self.found += len(found)


def _numbered(message: Planned, number: int) -> QueuedMessage:
    return QueuedMessage(**{one.name: getattr(message, one.name) for one in fields(message)}, id=number)
