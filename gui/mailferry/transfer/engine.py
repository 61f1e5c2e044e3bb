"""The engine: the facade that the window and the command line share. All that moves mail stands behind it.

It owns the journal, the readers of sources, and one uploader for each open account (`engine_accounts.py`). Its methods
return at once; what happens is told as events, from the engine's threads, to one listener.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from mailferry.errors import Problem
from mailferry.imap.transmit import Patience
from mailferry.imap.values import Endpoint
from mailferry.transfer import aside, refused, verdicts
from mailferry.transfer.credentials import Passwords
from mailferry.transfer.engine_accounts import EngineAccounts
from mailferry.transfer.errors import StateProblem
from mailferry.transfer.foresight import Foresight, Wish
from mailferry.transfer.journal import Journal
from mailferry.transfer.journal_batches import BatchRecord
from mailferry.transfer.journal_reader import JournalReader
from mailferry.transfer.messages import Remedy
from mailferry.transfer.names import mailbox_name
from mailferry.transfer.readers import Readers
from mailferry.transfer.state_folder import StateFolder
from mailferry.transfer.undo import Undo, without_uidplus
from mailferry.transfer.uploader import Uploader
from mailferry.transfer.values import (
    BatchChanged,
    BatchId,
    BatchState,
    Event,
    ImportChanged,
    ImportForgotten,
    ImportId,
    ImportOptions,
    MessageId,
    OnRefused,
    Retry,
    ScanState,
    Selection,
)
from mailferry.transfer.values_after import TraceKind, Verify

_RETRYABLE = (BatchState.REJECTED, BatchState.CANCELLED, BatchState.CONFLICT)


class Engine(EngineAccounts):
    """One engine for one state folder.

    Raises StateFolderInUse, JournalDamaged and StateProblem when it is made. `listener` is called from the engine's
    threads, one call at a time.
    """

    def __init__(self, state_dir: Path, listener: Callable[[Event], None], passwords: Passwords,
                 patience: Patience | None = None) -> None:
        self._folder = StateFolder(state_dir)
        try:
            self._journal = Journal(state_dir)
        except BaseException:
            self._folder.release()
            raise
        self._journal.number_above(aside.highest_number(state_dir))
        super().__init__(self._journal, passwords, patience or Patience())
        self._listener = listener
        self._telling = threading.Lock()
        self._changed = threading.Condition()
        self._readers = Readers(self._journal, state_dir, passwords, self._patience, emit=self._emit,
                                planned_for=self._wake, no_room=self._no_room, halted=self._halted,
                                again=self._reads_again)
        self.spool = self._readers.spool
        """The folder that archives are unpacked into; it holds what is not settled."""
        self.claims = self._readers.claims
        """What other programs hand over in drags."""
        self._closed = False

    @property
    def warning(self) -> Problem | None:
        """What a person must know of the start: that a damaged journal was set aside. None if all is well."""
        return self._journal.warning

    # --- imports -----------------------------------------------------------------------------------------------------

    def start_import(self, selections: Sequence[Selection], account: str, target: tuple[str, ...],
                     options: ImportOptions | None = None) -> ImportId:
        """Import what was dropped into the mailbox with this path on an open, connected account."""
        facts = self._uploader(account).view.facts
        if facts is None:
            raise Problem(f"{account} is not connected yet, so its mailboxes are not known.")
        options = options or ImportOptions()
        import_id = self._journal.add_import(account, target, selections, options, facts.way(options.delivery))
        self._tell_import(import_id)
        self._readers.scan(import_id, facts)
        return import_id

    def foresight(self, selections: Sequence[Selection], account: str, target: tuple[str, ...],
                  options: ImportOptions) -> Foresight | None:
        """What the servers can tell of such an import before it is started. None while the account is not connected."""
        uploader = self._uploaders.get(account)
        if uploader is None or uploader.view.facts is None:
            return None
        wish = Wish(selections, uploader.view.endpoint, uploader.view.facts, target, options,
                    self._journal.rewrites(account))
        sources = {endpoint.name: endpoint for endpoint in self._journal.accounts()}
        return Foresight(wish, sources, self._passwords.get, self._patience, spool=self.spool,
                         brought=self._journal.brought)

    def let_go(self, path: str) -> None:
        """The drag that was claimed as this source is wanted by imports alone from now on. Any other path does no harm.
        """
        self._readers.let_go(path)

    def retry(self, batch_id: BatchId, how: Retry, message: MessageId | None = None) -> None:
        """What a person wants done with a batch that was refused, cancelled or is a conflict; of one whose messages
        could not be read any more, they are tried again, or left out.

        To repair or to set aside reads the messages, and takes as long. Raises Problem where that does not go.
        """
        batch = self._journal.batch(batch_id)
        queued = self._journal.messages_of(batch_id)
        messages = [one.id for one in queued]
        if not messages and how in (Retry.AGAIN, Retry.SKIP):
            messages = self._journal.failed_of(batch_id)
        if batch.state not in _RETRYABLE or not messages:
            raise Problem("There is nothing left to do for this batch.")
        groups: list[list[MessageId]] = []
        skip: list[MessageId] = []
        remedies: list[Remedy] = []
        kept: dict[MessageId, int | None] = {}
        reason = "Left out on purpose."
        match how:
            case Retry.ACCEPT:
                if batch.state is not BatchState.CONFLICT:
                    raise Problem("Only what nobody could tell can be counted as arrived.")
                self._journal.settle_committed(batch_id, {}, batch.words)
            case Retry.MISSING:
                known = self._journal.traces(batch_id)
                missing = {one for one, trace in known.items() if trace.kind is TraceKind.MISSING}
                groups = [[one for one in messages if one in missing]]
                if batch.state is not BatchState.CONFLICT or not groups[0]:
                    raise Problem("No message of this batch is known to be missing.")
                kept = {one: known[one].uids[0] if one in known and known[one].kind.certain else None
                        for one in messages if one not in missing}
            case Retry.AGAIN:
                groups = [messages]
            case Retry.HALVES:
                groups = verdicts.halves(messages)
            case Retry.ONE_BY_ONE:
                groups = [[one] for one in messages]
            case Retry.WITHOUT:
                if message not in messages:
                    raise Problem("This message is not in the batch any more.")
                groups, skip = [[one for one in messages if one != message]], [message]
            case Retry.SKIP:
                skip = messages
            case Retry.ASIDE:
                skip = messages
                reason = self._journal.batch_view(batch_id).reason or reason
                remedies = [refused.set_aside(self._journal.path.parent, batch.import_id, one, reason)
                            for one in queued]
            case Retry.REPAIR:
                groups = [messages]
                remedies = refused.to_repair(queued, batch.words)
                if not remedies:
                    raise Problem("Mailferry knows no repair for it. Leave it out, or set it aside.")
        self._went_on(batch, self._journal.retry(batch_id, groups, skip=skip, reason=reason, remedies=remedies,
                                                kept=kept))

    def retry_elsewhere(self, batch_id: BatchId, path: tuple[str, ...]) -> None:
        """Send a batch that was refused, cancelled or is a conflict into the mailbox with this path instead; () is
        INBOX. Of a conflict all of it is sent: what lies in the first mailbox stays there. Raises Problem."""
        path = () if len(path) == 1 and path[0].upper() == "INBOX" else path
        batch = self._journal.batch(batch_id)
        messages = [queued.id for queued in self._journal.messages_of(batch_id)]
        facts = self._uploader(self._journal.import_record(batch.import_id).account).view.facts
        if batch.state not in _RETRYABLE or not messages or facts is None:
            raise Problem("There is nothing left to do for this batch." if facts is not None else
                          "The account is not connected yet, so its mailboxes are not known.")
        mailbox_id = self._journal.add_mailbox(batch.import_id, path, mailbox_name(path, facts), "")
        self._went_on(batch, self._journal.retry(batch_id, [messages], mailbox_id=mailbox_id))

    def leave_out_not_sent(self, import_id: ImportId) -> None:
        """A person has seen what of an import could not be read, and leaves it out."""
        for batch_id in self._journal.leave_out_not_sent(import_id):
            self._emit(BatchChanged(self._journal.batch_view(batch_id)))
        self._tell_import(import_id)

    def choose_on_refused(self, import_id: ImportId, choice: OnRefused) -> None:
        """What is done from now on about messages of this import that stand refused."""
        self._journal.choose_on_refused(import_id, choice)

    def _went_on(self, batch: BatchRecord, children: list[BatchId]) -> None:
        """These batches were made of another, which a person asked for."""
        batch_id = batch.id
        for changed in (batch_id, *children):
            self._emit(BatchChanged(self._journal.batch_view(changed)))
        self._tell_import(batch.import_id)
        account = self._journal.import_record(batch.import_id).account
        if account in self._uploaders:
            self._uploaders[account].go_on_with(batch.import_id)
        self._wake(account)

    def repairs_for(self, batch_id: BatchId) -> list[str]:
        """What Retry.REPAIR would do to the messages of a refused batch, in sentences; nothing if nothing can be
        repaired. Reads the messages. Raises Problem where one cannot be read."""
        batch = self._journal.batch(batch_id)
        return [remedy.repaired.effect for remedy in refused.to_repair(self._journal.messages_of(batch_id), batch.words)
                if remedy.repaired is not None]

    def aside_folder(self, import_id: ImportId) -> Path:
        """Where messages of this import are set aside; it may not be there."""
        return aside.folder_of(self._journal.path.parent, import_id)

    def cancel_batch(self, batch_id: BatchId) -> None:
        """Cancel a batch before its last CRLF: nothing of it is stored. Later it is too late, and goes on."""
        account = self._journal.import_record(self._journal.batch(batch_id).import_id).account
        uploader = self._uploaders.get(account)
        if uploader is not None:
            uploader.cancel(batch_id)
        elif self._journal.batch(batch_id).state is BatchState.QUEUED and not self._journal.has_landed(batch_id):
            self._journal.settle_cancelled(batch_id, "")
            self._emit(BatchChanged(self._journal.batch_view(batch_id)))

    def cancel_import(self, import_id: ImportId) -> None:
        """Cancel what of an import has not arrived."""
        self._end_reading(import_id)
        for batch_id in self._journal.unsettled_batches(import_id):
            self.cancel_batch(batch_id)
        self._tell_import(import_id)

    def give_up(self, account: str) -> None:
        """The server of an account is gone for good, as a practice mailbox is at its end: close the account, cancel
        what has not arrived there, also what nobody can be asked about any more, and leave out what was refused."""
        self.close_account(account)
        changed = set(self._journal.open_imports(account))
        for import_id in changed:
            self._end_reading(import_id)
        for batch_id in self._journal.give_up(account, "The practice mailbox has ended before it arrived."):
            view = self._journal.batch_view(batch_id)
            changed.add(view.import_id)
            self._emit(BatchChanged(view))
        for import_id in sorted(changed):
            self._tell_import(import_id)

    def _end_reading(self, import_id: ImportId) -> None:
        self._readers.cancel(import_id)
        if self._journal.import_record(import_id).scan is ScanState.RUNNING:
            self._journal.end_scan(import_id, ScanState.STOPPED)

    # --- after an import ---------------------------------------------------------------------------------------------

    def account_of(self, import_id: ImportId) -> Endpoint:
        """The account that an import goes to. Raises Problem where there is no such import."""
        name = self._journal.account_of(import_id)
        for endpoint in self._journal.accounts():
            if endpoint.name == name:
                return endpoint
        raise Problem(f"There is no import {import_id}.")

    def verify(self, import_id: ImportId, *, every_octet: bool = False) -> None:
        """Compare what the server holds with what was sent; told as VerificationChanged. Raises Problem where the
        import is not through, or its account not open, or paused."""
        uploader = self._at_work(self._through(import_id))
        self._journal.want_verification(import_id, Verify.FULL if every_octet else Verify.QUICK)
        uploader.go_on_with(import_id)

    def undo_plan(self, import_id: ImportId) -> None:
        """Ask the server what taking this import back would remove; told as UndoPlanned. Raises Problem where the
        import is not through, its account not open or paused, or its server cannot remove single messages."""
        self._undo(import_id, remove=False)

    def undo(self, import_id: ImportId) -> None:
        """Remove the messages that this import has brought, but those that `undo_plan` names as left; told as
        UndoProgress and UndoEnded. Asked for again after a crash, it goes on. Raises as `undo_plan`."""
        self._undo(import_id, remove=True)

    def _undo(self, import_id: ImportId, *, remove: bool) -> None:
        uploader = self._at_work(self._through(import_id))
        facts = uploader.view.facts
        if facts is not None and not facts.uidplus:
            raise Problem(without_uidplus(uploader.view.endpoint.host))
        uploader.ask(Undo(self._journal, import_id, remove=remove, emit=self._emit, again=uploader.ask,
                          emptied=uploader.refresh).work)

    def _at_work(self, account: str) -> Uploader:
        """The uploader of an account, which has to be open. Raises Problem where it stands still: nothing would come of
        what it is asked for."""
        uploader = self._uploader(account)
        if uploader.paused:
            raise Problem(f"{account} is paused, so its server is asked nothing. Let it go on first.",
                          detail=uploader.view.sentence)
        return uploader

    def _through(self, import_id: ImportId) -> str:
        """The account of an import that is through. Raises Problem."""
        account = self.account_of(import_id).name
        if not self._journal.is_through(import_id):
            raise Problem("This import is not through yet. Let it arrive, or cancel it, first.")
        return account

    def forget_import(self, import_id: ImportId) -> None:
        """Remove all that is kept of a past import: its rows, what was unpacked for it, the messages set aside.

        What arrived stays in its mailbox. Raises Problem while it has work left, or a staging mailbox.
        """
        account = self._journal.account_of(import_id)
        uploader = None if account is None else self._uploaders.get(account)
        if uploader is not None:
            if uploader.asked or (not uploader.at_rest and import_id in self._journal.unverified(uploader.view.name)):
                raise Problem("Mailferry is still checking what arrived, or taking it back. Wait until that is done.")
            uploader.forget_refusals()
        files = self._journal.forget_import(import_id)
        aside.drop(self._folder.path, import_id)
        self._readers.forget(import_id, files)
        self._emit(ImportForgotten(import_id))

    # --- reading, waiting, ending ------------------------------------------------------------------------------------

    def reader(self) -> JournalReader:
        """A reader of the journal, for the thread that asks."""
        return JournalReader(self._journal.path)

    def wait_idle(self, seconds: float | None = None) -> bool:
        """Wait until nothing moves any more: all is settled, or paused. False if `seconds` pass before."""
        with self._changed:
            return self._changed.wait_for(self._at_rest, seconds)

    def stop(self) -> None:
        """Stop working. What is under way stays in the journal; a batch whose answer is due gets 5 s for it."""
        self._readers.stop()
        for uploader in self._uploaders.values():
            uploader.stop()
        for uploader in self._uploaders.values():
            uploader.join()
        self._readers.join()

    def close(self) -> None:
        """Stop, close the journal, and let another Mailferry have the state folder. Twice does no harm."""
        if not self._closed:
            self._closed = True
            self.stop()
            with contextlib.suppress(StateProblem):
                self._readers.clean()
            self._journal.close()
            self._folder.release()

    def _at_rest(self) -> bool:
        # The readers first: what they planned last has woken its uploader before they came to rest; and an uploader has
        # woken a reader that waits for room before it comes to rest.
        return self._readers.at_rest and all(uploader.at_rest for uploader in list(self._uploaders.values()))

    def _look_again(self) -> None:
        """Let those that wait for the end see whether it has come."""
        with self._changed:
            self._changed.notify_all()

    def _tell_import(self, import_id: ImportId) -> None:
        self._emit(ImportChanged(self._journal.import_view(import_id)))

    def _emit(self, event: Event) -> None:
        if isinstance(event, BatchChanged):
            self._readers.changed(event.view)
        elif isinstance(event, ImportChanged):
            self._readers.read(event.view)
        with self._telling:
            self._listener(event)
        self._look_again()

    def __enter__(self) -> Engine:
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(StateProblem):
            self.close()
