"""What a person asks for, given to the engine in the worker thread; what it cannot do is told in place.

No widget knows the engine: the panes say what is wanted, here it is asked, and the answer comes back as events.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Slot

from mailferry.errors import Problem
from mailferry.imap.values import Endpoint
from mailferry.transfer.engine import Engine
from mailferry.transfer.foresight import Foresight
from mailferry.transfer.journal_reader import JournalReader, message_name
from mailferry.transfer.values import (
    AccountView,
    BatchId,
    BatchState,
    BatchView,
    DeliveryKind,
    ImportId,
    ImportOptions,
    ImportView,
    MessageId,
    Retry,
)
from mailferry.ui.asks import Asks, Pages
from mailferry.ui.queue_rows import PAGE
from mailferry.ui.targets import Drop


class Commands(QObject):
    """`failed` is called with every Problem that an answer brings."""

    def __init__(self, engine: Engine, pages: Pages, asks: Asks, failed: Callable[[Problem], None],
                 parent: QObject) -> None:
        super().__init__(parent)
        self._engine = engine
        self._pages = pages
        self._asks = asks
        self._failed = failed

    def tell(self, problem: Problem) -> None:
        """Tell what could not be done."""
        self._failed(problem)

    # --- accounts ----------------------------------------------------------------------------------------------------

    def list_accounts(self, wanted: Callable[[AccountView], bool], done: Callable[[list[AccountView]], None]) -> None:
        """The accounts that the engine knows and that are wanted."""
        self._asks.ask(lambda: [view for view in self._engine.accounts() if wanted(view)], done, self._failed)

    def reopen_account(self, endpoint: Endpoint) -> None:
        """Connect to an account of an earlier run; its server is waited for."""
        self._asks.ask(lambda: self._engine.open_account(endpoint, patient=True), None, self._failed)

    @Slot(object)
    def open_account(self, endpoint: Endpoint) -> None:
        """Connect and go on with what waits; an open account tries again."""
        self._asks.ask(lambda: self._engine.open_account(endpoint), None, self._failed)

    @Slot(str)
    def resume(self, account: str) -> None:
        """Go on after a pause."""
        self._asks.ask(lambda: self._engine.resume(account), None, self._failed)

    @Slot(str)
    def pause(self, account: str) -> None:
        """Send nothing more after the batch under way."""
        self._asks.ask(lambda: self._engine.pause(account), None, self._failed)

    def pause_all(self) -> None:
        """Pause every account."""
        self._asks.ask(self._engine.pause_all, None, self._failed)

    def resume_all(self) -> None:
        """Go on with every account."""
        self._asks.ask(self._engine.resume_all, None, self._failed)

    @Slot(str)
    def refresh(self, account: str) -> None:
        """List the mailboxes again."""
        self._asks.ask(lambda: self._engine.refresh(account), None, self._failed)

    @Slot(str, object)
    def create_mailbox(self, account: str, path: tuple[str, ...]) -> None:
        """Create a mailbox."""
        self._asks.ask(lambda: self._engine.create_mailbox(account, path), None, self._failed)

    @Slot(str, str, object)
    def rename_mailbox(self, account: str, mailbox: str, path: tuple[str, ...]) -> None:
        """Give a mailbox another path."""
        self._asks.ask(lambda: self._engine.rename_mailbox(account, mailbox, path), None, self._failed)

    def limit_speed(self, accounts: Sequence[str], octets_per_second: int | None) -> None:
        """Send no more than that to each of these accounts, which are open."""
        for account in accounts:
            self._asks.ask(partial(self._engine.limit_speed, account, octets_per_second, keep=False), None, None)

    @Slot(str, object)
    def limit_account(self, account: str, octets_per_second: int | None) -> None:
        """Send no more than that to this account, from now on."""
        self._asks.ask(lambda: self._engine.limit_speed(account, octets_per_second), None, self._failed)

    def speed_limit_of(self, account: str, done: Callable[[int | None], None]) -> None:
        """The account's own limit."""
        self._asks.ask(lambda: self._engine.speed_limit_of(account), done, self._failed)

    @Slot(str, object)
    def choose_delivery(self, account: str, kind: DeliveryKind | None) -> None:
        """How batches of this account are kept whole from now on."""
        self._asks.ask(lambda: self._engine.choose_delivery(account, kind), None, self._failed)

    def delivery_of(self, account: str, done: Callable[[DeliveryKind | None], None]) -> None:
        """The way that was chosen for this account."""
        self._asks.ask(lambda: self._engine.delivery_of(account), done, self._failed)

    def forget(self, account: str, done: Callable[[], None]) -> None:
        """Forget an account and its password."""
        self._asks.ask(lambda: self._engine.forget_account(account), lambda _: done(), self._failed)

    # --- imports -----------------------------------------------------------------------------------------------------

    def start_import(self, drop: Drop, options: ImportOptions, refused: Callable[[], object]) -> None:
        """Import what was dropped; `refused` is called where that cannot be started."""
        def start() -> None:
            self._engine.start_import(drop.cargo.selections, drop.target.account, drop.target.path, options)
            self._engine.let_go(drop.cargo.claimed)

        self._asks.ask(start, None, self._failed_after(refused))

    def foresight(self, drop: Drop, options: ImportOptions) -> Foresight | None:
        """What the servers can tell of an import before it is started. For a thread: it reads the journal."""
        return self._engine.foresight(drop.cargo.selections, drop.target.account, drop.target.path, options)

    @Slot(str)
    def let_go(self, claimed: str) -> None:
        """What was claimed of another program's drag is not wanted."""
        self._asks.ask(lambda: self._engine.let_go(claimed), None, self._failed)

    @Slot(object, object, object)
    def retry(self, batch: BatchView, how: Retry, message: MessageId | None) -> None:
        """What follows a batch. WITHOUT needs its message: the refused one is looked up if none is named."""
        if how is Retry.WITHOUT and message is None:
            self._pages.read(lambda reader: culprit_of(reader, batch),
                             lambda found: self._retry(batch, how, found), self._failed)
        else:
            self._retry(batch, how, message)

    def _retry(self, batch: BatchView, how: Retry, message: MessageId | None) -> None:
        self._asks.ask(lambda: self._engine.retry(batch.id, how, message), None, self._failed)

    @Slot(object, object)
    def retry_elsewhere(self, batch: BatchView, path: tuple[str, ...]) -> None:
        """Send a batch into another mailbox."""
        self._asks.ask(lambda: self._engine.retry_elsewhere(batch.id, path), None, self._failed)

    def repairs_for(self, batch: BatchView, done: Callable[[list[str]], None], refused: Callable[[], object]) -> None:
        """What repairs would do to the messages of a batch; `refused` is called where they cannot be read."""
        self._asks.ask(lambda: self._engine.repairs_for(batch.id), done, self._failed_after(refused))

    def aside_folder(self, import_id: ImportId, done: Callable[[Path | None], None]) -> None:
        """The folder that keeps messages of an import that were set aside; None if there is none."""
        def look() -> Path | None:
            folder = self._engine.aside_folder(import_id)
            return folder if folder.is_dir() else None

        self._asks.ask(look, done, self._failed)

    @Slot(object)
    def cancel(self, view: BatchView | ImportView) -> None:
        """Cancel a batch, or what of an import has not arrived."""
        if isinstance(view, ImportView):
            self._asks.ask(lambda: self._engine.cancel_import(view.id), None, self._failed)
        else:
            self._asks.ask(lambda: self._engine.cancel_batch(view.id), None, self._failed)

    @Slot(object)
    def leave_out(self, view: ImportView) -> None:
        """Leave out what of an import could not be read."""
        self._asks.ask(lambda: self._engine.leave_out_not_sent(view.id), None, self._failed)

    @Slot(object)
    def forget_import(self, view: ImportView) -> None:
        """Remove what is kept of a past import."""
        self._asks.ask(lambda: self._engine.forget_import(view.id), None, self._failed)

    # --- after an import ---------------------------------------------------------------------------------------------

    def undo_plan(self, import_id: ImportId, refused: Callable[[], object]) -> None:
        """Ask what taking an import back would remove; `refused` is called where that cannot be asked."""
        self._asks.ask(lambda: self._engine.undo_plan(import_id), None, self._failed_after(refused))

    def undo(self, import_id: ImportId, refused: Callable[[], object]) -> None:
        """Take an import back."""
        self._asks.ask(lambda: self._engine.undo(import_id), None, self._failed_after(refused))

    def verify(self, import_id: ImportId, refused: Callable[[], object], *, every_octet: bool) -> None:
        """Compare what arrived with what was sent; `refused` is called where that cannot be asked."""
        self._asks.ask(lambda: self._engine.verify(import_id, every_octet=every_octet), None,
                       self._failed_after(refused))

    def _failed_after(self, refused: Callable[[], object]) -> Callable[[Problem], None]:
        def failed(problem: Problem) -> None:
            refused()
            self._failed(problem)

        return failed

    def retry_refused(self, imports: Sequence[ImportId]) -> None:
        """Send all refused batches of these imports once more, as they are."""
        def collect(reader: JournalReader) -> list[BatchId]:
            return [view.id for import_id in imports for view in _all_batches(reader, import_id)
                    if view.state is BatchState.REJECTED and view.current]

        def send(batches: list[BatchId]) -> None:
            for batch_id in batches:
                self._asks.ask(partial(self._engine.retry, batch_id, Retry.AGAIN), None, self._failed)

        self._pages.read(collect, send, self._failed)


def _all_batches(reader: JournalReader, import_id: ImportId) -> Iterator[BatchView]:
    offset = 0
    while page := reader.batches(import_id, offset, PAGE):
        yield from page
        offset += len(page)


def culprit_of(reader: JournalReader, batch: BatchView) -> MessageId | None:
    """The message that `batch.culprit` names, if it still belongs to the batch. For the reader's thread."""
    offset = 0
    while page := reader.messages(batch.id, offset, PAGE):
        for view in page:
            if view.batch == batch.id and message_name(view.subject, view.path, view.offset) == batch.culprit:
                return view.id
        offset += len(page)
    return None
