"""Who reads the sources of imports: one scanner for files, and one for other accounts, so that a slow server does not
hold up a folder. One account is read at a time, over one connection: servers count connections and octets.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

from mailferry.errors import Problem
from mailferry.imap.transmit import Patience
from mailferry.mail.spool import Spool
from mailferry.transfer.account_source import AccountSource
from mailferry.transfer.claimed import Claims
from mailferry.transfer.credentials import Passwords
from mailferry.transfer.errors import DiskFull, NoPassword
from mailferry.transfer.fetched import Fetched
from mailferry.transfer.journal import Journal
from mailferry.transfer.scanner import Accounts, Scanner
from mailferry.transfer.values import BatchView, Event, ImportId, ImportView, ScanState, Selection, ServerFacts


class Readers:
    """Both scanners, and the folders in which is kept what has no file of its own: what archives hold, what other
    accounts give, what other programs hand over in a drag. `halted` is told of an account that cannot be read on, why,
    and until when if it is tried again by itself; `again` of one that is read on after such a wait."""

    def __init__(self, journal: Journal, state_dir: Path, passwords: Passwords, patience: Patience, *,
                 emit: Callable[[Event], None], planned_for: Callable[[str], None],
                 no_room: Callable[[str, DiskFull], None],
                 halted: Callable[[str, Problem, float | None], None], again: Callable[[str], None]) -> None:
        self._journal = journal
        self._passwords = passwords
        self._patience = patience
        self._tell_halt = halted
        self._tell_again = again
        self._halted: dict[ImportId, str] = {}
        self.spool = state_dir / "spool"
        """The folder that archives are unpacked into."""
        self._fetched = Fetched(state_dir / "fetched")
        self.claims = Claims(state_dir / "claimed")
        self._drags: dict[ImportId, list[str]] = {}  # those that imports read, as far as anybody has asked
        self.clean()
        accounts = Accounts(self._open_source, self._fetched, self._halt)
        self._of_files, self._of_accounts = self._both = tuple(
            Scanner(journal, self.spool, accounts, emit=emit, planned_for=planned_for, no_room=no_room)
            for _ in range(2))
        for scanner in self._both:
            scanner.start()

    def scan(self, import_id: ImportId, facts: ServerFacts) -> None:
        """Read this import's sources, unless that is under way."""
        selections = self._journal.import_record(import_id).selections
        of_account = any(selection.account is not None for selection in selections)
        (self._of_accounts if of_account else self._of_files).scan(import_id, facts)

    def cancel(self, import_id: ImportId) -> None:
        """Plan nothing more for this import."""
        for scanner in self._both:
            scanner.cancel(import_id)

    def changed(self, view: BatchView) -> None:
        """A batch has changed: what it needs no more is removed, and reading that waited for room may go on."""
        if view.sent_messages == 0:
            self._fetched.remove(self._journal.settled_files_below(view.id, str(self._fetched.folder)))
            self._of_accounts.look_again(view.import_id)
            if self._drags_of(view.import_id) and (
                    self._journal.import_record(view.import_id).scan is not ScanState.RUNNING):
                self.claims.remove(self._drags_of(view.import_id), self._needed())

    def read(self, view: ImportView) -> None:
        """An import is read to its end: what has arrived of a drag goes."""
        if view.scan is not ScanState.RUNNING and self._drags_of(view.id):
            self.claims.remove(self._drags_of(view.id), self._needed())

    def let_go(self, path: str) -> None:
        """The window wants this drag no more; imports may. Raises StateProblem."""
        self.claims.let_go(path, self._needed())

    def _drags_of(self, import_id: ImportId) -> list[str]:
        if import_id not in self._drags:
            self._drags[import_id] = [selection.path for selection in self._journal.import_record(import_id).selections
                                      if self.claims.holds(selection.path)]
        return self._drags[import_id]

    def _needed(self) -> list[str]:
        """The files and sources that imports still need."""
        unread = self._journal.unread_sources()  # first: what is read to its end after this look is known by its files
        return [*unread, *self._journal.needed_files()]

    def halted_by(self, account: str) -> list[ImportId]:
        """The imports whose reading this account has halted: each is told once, to go on with it."""
        found = [import_id for import_id, name in self._halted.items() if name == account]
        for import_id in found:
            del self._halted[import_id]
        return found

    def hurry(self, account: str) -> None:
        """If there is a wait before this account is tried again, it is over."""
        for scanner in self._both:
            scanner.hurry(account)

    def stop(self) -> None:
        """End both soon. Does not wait for it."""
        for scanner in self._both:
            scanner.stop()

    def join(self) -> None:
        """Wait for the end of both."""
        for scanner in self._both:
            scanner.join()

    @property
    def at_rest(self) -> bool:
        """Whether nothing is read or waits to be; what is put off until there is room does not count."""
        return all(scanner.at_rest for scanner in self._both)

    def clean(self) -> None:
        """Only while nobody reads: what belongs to no unsettled message goes. Raises StateProblem."""
        folders = [folder for folder in (self.spool, self._fetched.folder, self.claims.folder) if folder.is_dir()]
        if folders:
            needed = self._journal.needed_files()
            Spool(self.spool).clean(needed)
            self._fetched.clean(needed)
            self.claims.clean(self._needed())

    def forget(self, import_id: ImportId, files: Iterable[str]) -> None:
        """An import is forgotten: what was unpacked or fetched for it goes, but what another import needs."""
        files = list(files)
        if not self._journal.unread_sources():  # one under way may read in the same folder, which goes at the end then
            Spool(self.spool).drop(files, self._journal.needed_files())
        self.claims.remove([*files, *self._drags.pop(import_id, [])], self._needed())
        shutil.rmtree(self._fetched.folder / str(import_id), ignore_errors=True)

    def _open_source(self, selection: Selection) -> AccountSource:
        endpoint = next((known for known in self._journal.accounts() if known.name == selection.account), None)
        if endpoint is None:
            raise NoPassword(f"The account {selection.account} is not known any more, so no mail can be read from it.")
        return AccountSource(endpoint, selection.folder, self._fetched, self._passwords, self._patience,
                             waiting=lambda problem, until: self._tell_halt(endpoint.name, problem, until),
                             again=lambda: self._tell_again(endpoint.name))

    def _halt(self, import_id: ImportId, account: str, problem: Problem) -> None:
        self._halted[import_id] = account
        self._tell_halt(account, problem, None)
