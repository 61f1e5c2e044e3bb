"""The engine's part on accounts: one uploader for each that is open, its pauses, and the reading that waits for it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import replace

from mailferry.errors import Problem
from mailferry.imap.transmit import Patience
from mailferry.imap.values import Endpoint
from mailferry.transfer.credentials import Passwords
from mailferry.transfer.errors import DiskFull
from mailferry.transfer.journal import Journal
from mailferry.transfer.readers import Readers
from mailferry.transfer.uploader import Uploader, paused_view
from mailferry.transfer.values import (
    AccountChanged,
    AccountState,
    AccountView,
    DeliveryKind,
    Event,
    ImportId,
    ServerFacts,
)


class EngineAccounts(ABC):
    """What the engine does with accounts. The engine makes `_readers`."""

    _readers: Readers

    def __init__(self, journal: Journal, passwords: Passwords, patience: Patience) -> None:
        self._journal = journal
        self._passwords = passwords
        self._patience = patience
        self._uploaders: dict[str, Uploader] = {}
        self._counting = False
        self._halts: dict[str, AccountView] = {}  # accounts that are not open and cannot be read from

    @abstractmethod
    def _emit(self, event: Event) -> None:
        """Tell the listener."""

    @abstractmethod
    def _look_again(self) -> None:
        """Let those that wait for the end see whether it has come."""

    def accounts(self) -> list[AccountView]:
        """The accounts that are open, and those that the journal knows."""
        paused = self._journal.paused_accounts()
        views = {endpoint.name: paused_view(endpoint) if endpoint.name in paused
                 else AccountView(endpoint, AccountState.OFFLINE) for endpoint in self._journal.accounts()}
        views |= self._halts
        views |= {name: uploader.view for name, uploader in self._uploaders.items()}
        return [views[name] for name in sorted(views)]

    def open_account(self, endpoint: Endpoint, *, old_work: bool = True, patient: bool = False) -> None:
        """Connect, list the mailboxes, and go on with what is queued. Open already: try again what was paused.

        Without `old_work` only imports that are started from now on are worked on. `patient`: if mail was imported
        there before, the settings are right, and the server is waited for also if it is not there at first.
        """
        self._journal.keep_account(endpoint)
        name = endpoint.name
        if old_work:
            self._journal.note_paused(name, paused=False)
        known = self._uploaders.get(name)
        if known is not None and known.view.endpoint == endpoint:
            self.resume(name)
            return
        if known is not None:
            self.close_account(name)
        held = frozenset() if old_work else frozenset(
            [*self._journal.open_imports(name), *self._journal.unverified(name)])
        uploader = Uploader(endpoint, self._journal, self._passwords, emit=self._emit, ready=self._account_ready,
                            rested=self._look_again, patience=self._patience, held=held,
                            known=patient and self._journal.has_imports(name))
        self._uploaders[name] = uploader
        if self._counting:
            uploader.count_messages()
        uploader.start()
        self._read_on(name)

    def know_account(self, endpoint: Endpoint) -> None:
        """Note an account that mail is only read from: it need not be open for that."""
        self._journal.keep_account(endpoint)

    def source_accounts(self, import_id: ImportId) -> list[Endpoint]:
        """The accounts that this import reads from."""
        names = {selection.account for selection in self._journal.import_record(import_id).selections}
        return [endpoint for endpoint in self._journal.accounts() if endpoint.name in names]

    def close_account(self, name: str) -> None:
        """Stop working for this account; its queue stays in the journal."""
        uploader = self._uploaders.pop(name, None)
        if uploader is not None:
            uploader.stop()
            uploader.join()

    def forget_account(self, name: str, *, kept: bool = True) -> None:
        """Forget an account and its password, which may be `kept` in the system's keyring. Raises Problem while it has
        work, is read, or has past imports."""
        if self._journal.has_work(name):
            raise Problem(f"{name} still has mail waiting. Let it arrive, or cancel it, first.")
        if name in self._journal.unread_accounts():
            raise Problem(f"Mail of {name} is still being read for an import. Let it come to its end, or cancel it, "
                          f"first.")
        self.close_account(name)
        self._passwords.forget(name, kept=kept)
        if not self._journal.forget_account(name):
            for endpoint in self._journal.accounts():
                if endpoint.name == name:
                    self._emit(AccountChanged(AccountView(endpoint, AccountState.OFFLINE)))
            raise Problem(f"The password of {name} was removed. The account stays in the list because of its past "
                          f"imports.")

    def refresh(self, name: str) -> None:
        """List the mailboxes of an open account again."""
        self._uploader(name).refresh()

    def create_mailbox(self, name: str, path: tuple[str, ...]) -> None:
        """Create a mailbox on an open account."""
        self._uploader(name).create_mailbox(path)

    def rename_mailbox(self, name: str, mailbox: str, path: tuple[str, ...]) -> None:
        """Give a mailbox of an open account, named as its server does, another path; what is queued for it follows."""
        self._uploader(name).rename_mailbox(mailbox, path)

    def count_messages(self) -> None:
        """From now on tell how many messages the mailboxes of accounts hold; it costs commands."""
        self._counting = True
        for uploader in self._uploaders.values():
            uploader.count_messages()

    def pause(self, name: str) -> None:
        """Send nothing more for this account after the batch under way; it stays so, also in the next run."""
        self._journal.note_paused(name, paused=True)
        self._uploader(name).pause()

    def pause_all(self) -> None:
        """Pause every account that is open."""
        for name in list(self._uploaders):
            self.pause(name)

    def resume(self, name: str) -> None:
        """Go on with this account, whatever it was paused for; also with reading from it. Opens one that is known."""
        if name not in self._uploaders:
            for endpoint in self._journal.accounts():
                if endpoint.name == name:
                    self.open_account(endpoint)
                    return
        uploader = self._uploader(name)
        self._journal.note_paused(name, paused=False)
        uploader.resume()
        if uploader.view.facts is not None:
            self._account_ready(name, uploader.view.facts)  # reading, too, may have stopped for want of room
        self._read_on(name)
        self._readers.hurry(name)

    def resume_all(self) -> None:
        """Go on with every account that is open, or was paused."""
        for name in sorted({*self._uploaders, *self._journal.paused_accounts()}):
            self.resume(name)

    def choose_delivery(self, name: str, kind: DeliveryKind | None) -> None:
        """How batches of this account are kept whole from now on; None is the best that its server allows."""
        self._journal.choose_delivery(name, kind)
        if name in self._uploaders:
            self._uploaders[name].reconnect()

    def delivery_of(self, name: str) -> DeliveryKind | None:
        """The way that was chosen for this account; None for the best that its server allows."""
        return self._journal.delivery_of(name)

    def limit_speed(self, name: str, octets_per_second: int | None, *, keep: bool = True) -> None:
        """Send no more than so many octets of mail per second to this account, at once and from now on; None is no
        limit. With `keep` it is the account's own limit, else it holds beside that until this engine ends: the lower of
        the two counts. The account must be noted, or, without `keep`, open.
        """
        if keep:
            self._journal.limit_speed(name, octets_per_second)
        if name in self._uploaders:
            self._uploaders[name].limit_speed(octets_per_second, own=keep)

    def speed_limit_of(self, name: str) -> int | None:
        """The octets per second that were kept as this account's limit; None is no limit."""
        return self._journal.speed_limit_of(name)

    def has_work(self, name: str) -> bool:
        """Whether the journal holds unsettled batches or unread sources for this account."""
        return self._journal.has_work(name)

    def has_staging(self, name: str) -> bool:
        """Whether a broken run has left a staging mailbox on this account, which goes as soon as it is opened."""
        return bool(self._journal.idle_stagings(name))

    def unverified(self, name: str) -> list[ImportId]:
        """The imports of this account that are through, and whose verification is not."""
        return self._journal.unverified(name)

    def open_imports(self, name: str) -> list[ImportId]:
        """The imports of this account that have work left."""
        return self._journal.open_imports(name)

    def _uploader(self, name: str) -> Uploader:
        try:
            return self._uploaders[name]
        except KeyError:
            raise Problem(f"The account {name} is not open.") from None

    # --- what the uploaders and the readers call ---------------------------------------------------------------------

    def _wake(self, account: str) -> None:
        uploader = self._uploaders.get(account)
        if uploader is not None:
            uploader.wake()
        self._look_again()

    def _account_ready(self, name: str, facts: ServerFacts) -> None:
        uploader = self._uploaders.get(name)
        for import_id in self._journal.unread_imports(name):
            if uploader is not None and import_id not in uploader.held:
                self._readers.scan(import_id, facts)

    def _halted(self, name: str, problem: Problem, until: float | None) -> None:
        """An account cannot be read from. It is tried again at `until`, else only a person can mend that."""
        uploader = self._uploaders.get(name)
        if uploader is not None:
            if until is None:
                uploader.pause(problem)
            elif uploader.view.state is AccountState.READY:  # at work it shows what its own connection does
                self._emit(AccountChanged(replace(uploader.view, state=AccountState.WAITING, title=problem.title,
                                                  sentence=problem.sentence, detail=problem.detail, until=until)))
            return
        state = AccountState.PAUSED if until is None else AccountState.WAITING
        for endpoint in self._journal.accounts():
            if endpoint.name == name:
                view = AccountView(endpoint, state, title=problem.title, sentence=problem.sentence,
                                   detail=problem.detail, until=until)
                if until is None:
                    self._halts[name] = view
                self._emit(AccountChanged(view))

    def _reads_again(self, name: str) -> None:
        """The wait before an account was read on is over."""
        uploader = self._uploaders.get(name)
        if uploader is not None:
            self._emit(AccountChanged(uploader.view))

    def _read_on(self, name: str) -> None:
        """Go on with imports that could not be read on because of this account."""
        self._halts.pop(name, None)
        for import_id in self._readers.halted_by(name):
            target = self._uploaders.get(self._journal.import_record(import_id).account)
            if target is not None and target.view.facts is not None:
                self._readers.scan(import_id, target.view.facts)

    def _no_room(self, account: str, error: DiskFull) -> None:
        uploader = self._uploaders.get(account)
        if uploader is not None:
            uploader.pause(error)
