"""The scanner: one thread that reads the sources of imports, and commits their plan batch by batch.

It opens the sources, measures each message (wire size and digests), gives folders their mailbox names, and hands the
stream to the planner. Uploading begins while it still reads. A scan that was broken off is done again from the
start at the next run; what it had planned is known by file and offset, and is not planned twice.

Messages of another account are fetched into files first. While too much of them lies unsent, reading is put off, and
goes on when the uploader has made room (`look_again`); other imports are read meanwhile.
"""

from __future__ import annotations

import contextlib
import logging
import threading
from collections import Counter, deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from mailferry.errors import Problem
from mailferry.imap.errors import ServerProblem
from mailferry.mail.errors import SourceProblem, one_line, printable
from mailferry.mail.headers import text
from mailferry.mail.message import Fate, Finding, Folder, Locator, Message
from mailferry.mail.source import open_source
from mailferry.mail.spool import Spool
from mailferry.mail.wire import measure
from mailferry.transfer.account_mailboxes import MailboxMissing
from mailferry.transfer.account_source import AccountSource, NoRoomNow, Plan
from mailferry.transfer.account_views import mark
from mailferry.transfer.choosing import Labelled, LeftOut, copies, dated, mailbox_path, place, why_left_out
from mailferry.transfer.delivery import delivery
from mailferry.transfer.disk import check_room, settle_ours
from mailferry.transfer.errors import DiskFull, NoPassword, StateProblem
from mailferry.transfer.fetched import UNSENT_OCTETS, Fetched
from mailferry.transfer.journal import Journal
from mailferry.transfer.journal_imports import ImportRecord
from mailferry.transfer.messages import Planned, planned
from mailferry.transfer.names import mailbox_name, numbered
from mailferry.transfer.planner import cut
from mailferry.transfer.precedence import stand_back
from mailferry.transfer.reread import PlannedBefore
from mailferry.transfer.values import (
    BatchChanged,
    Event,
    FindingAdded,
    FindingView,
    ImportChanged,
    ImportId,
    JournalFailed,
    Labels,
    ScanState,
    Selection,
    ServerFacts,
)

LABELS_AT_ONCE = 100
"""So many mailboxes may have a batch begun while labels are made mailboxes: neighbours in the file are not in one."""

SUBJECT_LIMIT = 120
"""Characters of a subject that the journal keeps, to name the message by."""


class Stopped(Exception):
    """The scan is to end now, and to be done again later."""


@dataclass(frozen=True, slots=True)
class Accounts:
    """Other accounts as sources. `open_source` gives one to read; `fetched` is where its messages go; `failed` is told
    of an import that cannot be read on for now, of the account, and why."""

    open_source: Callable[[Selection], AccountSource]
    fetched: Fetched
    failed: Callable[[ImportId, str, Problem], None]


class Scanner:
    """The thread and its queue. From it, `planned_for` is called with the account of each new batch, and `no_room` with
    that of an import which waits until it is scanned again."""

    def __init__(self, journal: Journal, spool: Path, accounts: Accounts, *, emit: Callable[[Event], None],
                 planned_for: Callable[[str], None], no_room: Callable[[str, DiskFull], None]) -> None:
        self._journal = journal
        self.spool = spool
        """The folder that archives are unpacked into."""
        self.accounts = accounts
        self._emit = emit
        self._planned_for = planned_for
        self._no_room = no_room
        self._condition = threading.Condition()
        self._jobs: deque[tuple[ImportId, ServerFacts]] = deque()
        self._current: ImportId | None = None
        self._cancelled: set[ImportId] = set()
        self._put_off: dict[ImportId, tuple[ServerFacts, int]] = {}  # until less than so many octets lie unsent
        self._account: AccountSource | None = None
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name="scanner")

    def start(self) -> None:
        """Begin to work."""
        self._thread.start()

    def scan(self, import_id: ImportId, facts: ServerFacts) -> None:
        """Read this import's sources, unless that is under way."""
        with self._condition:
            if not self._stopping and import_id != self._current and all(import_id != job for job, _ in self._jobs):
                self._put_off.pop(import_id, None)
                self._jobs.append((import_id, facts))
                self._condition.notify_all()

    def look_again(self, import_id: ImportId) -> None:
        """Something of this import may have been sent: if its reading was put off for want of room, go on with it."""
        with self._condition:
            facts, unsent = self._put_off.get(import_id, (None, 0))
            if facts is not None and self._journal.waiting_octets(import_id) < unsent:
                self.scan(import_id, facts)

    def cancel(self, import_id: ImportId) -> None:
        """Plan nothing more for this import."""
        with self._condition:
            self._cancelled.add(import_id)
            self._put_off.pop(import_id, None)
            if self._account is not None and import_id == self._current:
                self._account.interrupt()

    def hurry(self, account: str) -> None:
        """If there is a wait before this account is tried again, it is over."""
        with self._condition:
            if self._account is not None and self._account.endpoint.name == account:
                self._account.hurry()

    def stop(self) -> None:
        """End the thread soon. Does not wait for it."""
        with self._condition:
            self._stopping = True
            if self._account is not None:
                self._account.interrupt()
            self._condition.notify_all()

    def join(self) -> None:
        """Wait for the thread's end."""
        if self._thread.ident is not None:
            self._thread.join()

    @property
    def at_rest(self) -> bool:
        """Whether nothing is read or waits to be."""
        with self._condition:
            return self._current is None and not self._jobs

    def _run(self) -> None:
        while True:
            with self._condition:
                while not self._jobs and not self._stopping:
                    self._condition.wait()
                if self._stopping:
                    return
                import_id, facts = self._jobs.popleft()
                self._current = import_id
            account = ""
            unsent: int | None = None
            try:
                record = self._journal.import_record(import_id)
                account = record.account
                unsent = self._scan(record, facts)
            except Stopped:
                pass
            except DiskFull as error:
                self._no_room(account, error)
            except StateProblem as error:
                with self._condition:  # nothing more can be noted, so nothing more is read
                    self._stopping = True
                    self._jobs.clear()
                self._emit(JournalFailed(error.title, error.sentence, error.detail))
                return
            except Exception as error:
                logging.getLogger(__name__).exception("reading a source has failed")
                self._journal.add_findings(import_id, [Finding("", Fate.FAILED, f"Something in Mailferry itself failed "
                                                               f"({type(error).__name__}). The rest was not read.")])
            finally:
                with self._condition:
                    self._current = None
                    if unsent is not None and import_id not in self._cancelled:
                        self._put_off[import_id] = (facts, unsent)
                        self.look_again(import_id)
                self._planned_for(account)

    def _scan(self, record: ImportRecord, facts: ServerFacts) -> int | None:
        """Read the sources. If that is put off, the octets below which what lies unsent must be to go on."""
        way = delivery(record.delivery)
        reading = _Reading(self, self._journal, record, facts)
        limits = way.limits(record.options, facts)
        begun = LABELS_AT_ONCE if record.options.labels in (Labels.MAILBOX, Labels.MAILBOXES) else 1
        try:
            if not reading.repeated:
                check_room(record.selections, self.spool, lambda: self.check(record.id))
            for mailbox_id, messages in cut(reading.messages(), limits, begun):
                settle_ours((message.locator.path for message in messages), self.spool)
                batch_id = self._journal.add_batch(record.id, mailbox_id, record.delivery, messages)
                if record.id in self._cancelled:
                    self._journal.settle_cancelled(batch_id, "")
                self._emit(BatchChanged(self._journal.batch_view(batch_id)))
                self._emit(ImportChanged(self._journal.import_view(record.id)))
                self._planned_for(record.account)
        except Stopped:
            if record.id in self._cancelled:
                self._journal.end_scan(record.id, ScanState.STOPPED)
            raise
        if reading.to_its_end:
            self._journal.end_scan(record.id, ScanState.DONE)
            self._emit(ImportChanged(self._journal.import_view(record.id)))
        return reading.unsent

    @contextlib.contextmanager
    def reading_account(self, source: AccountSource) -> Iterator[None]:
        """While a source is read: whoever stops or cancels interrupts it."""
        with self._condition:
            self._account = source
            if self._stopping:
                source.interrupt()
        try:
            yield
        finally:
            with self._condition:
                self._account = None

    def check(self, import_id: ImportId) -> None:
        """Asked at each message. Raises Stopped if this scan is to end."""
        stand_back()
        if self._stopping or import_id in self._cancelled:
            raise Stopped

    def found(self, import_id: ImportId, finding: Finding) -> None:
        """Note something that is no message to send."""
        self._journal.add_findings(import_id, [finding])
        self._emit(FindingAdded(import_id, FindingView(printable(finding.path), finding.fate.value, finding.sentence,
                                                        finding.messages)))


class _Reading:
    """One import's sources as a stream of (mailbox row, message)."""

    def __init__(self, scanner: Scanner, journal: Journal, record: ImportRecord, facts: ServerFacts) -> None:
        self._scanner = scanner
        self._journal = journal
        self._record = record
        self._facts = facts
        self._mailboxes = {path: mailbox_id for path, (mailbox_id, _) in journal.mailboxes(record.id).items()}
        self._names = {name for _, name in journal.mailboxes(record.id).values()}
        self.repeated = bool(self._mailboxes)
        # A file and its folder may both have been dropped. Only kept where that can be: it is big for 200,000 messages.
        self._seen: set[tuple[str, int]] | None = set() if len(record.selections) > 1 else None
        self._labelled = Labelled()
        self._planned_before = PlannedBefore(journal, record.id)
        self._given = False  # whether messages came, which the planner may still hold
        self._latest: deque[bytes] = deque(maxlen=record.options.batch_messages)  # the marks of those of accounts
        self.to_its_end = False
        self.unsent: int | None = None
        """If reading is put off: the octets below which what lies unsent must be to go on."""

    def messages(self) -> Iterator[tuple[int, Planned]]:
        """The messages. They end early where an account cannot be read on for now; then `to_its_end` stays False."""
        for selection in self._record.selections:
            left_out: Counter[LeftOut] = Counter()
            try:
                for item in self._items(selection):
                    self._scanner.check(self._record.id)
                    match item:
                        case Message():
                            yield from self._message(item, selection, left_out)
                        case Finding():
                            if selection.account or (selection.folder is None and selection.messages is None):
                                self._scanner.found(self._record.id, item)
                        case Folder():
                            pass
            except (SourceProblem, MailboxMissing) as error:
                self._scanner.found(self._record.id, Finding(selection.path, Fate.FAILED, error.sentence))
            except NoRoomNow as full:
                self.unsent = full.unsent
                return
            except (ServerProblem, NoPassword) as error:
                self._scanner.check(self._record.id)
                self._scanner.accounts.failed(self._record.id, selection.account or "", error)
                return
            for reason, count in left_out.items():
                self._scanner.found(self._record.id, Finding(selection.path, Fate.SKIPPED, reason.value, count))
        self.to_its_end = True

    def _items(self, selection: Selection) -> Iterator[Folder | Message | Finding]:
        def check() -> None:
            self._scanner.check(self._record.id)

        if selection.account is None:
            yield from open_source(selection.path, Spool(self._scanner.spool, check, kept=True)).scan()
            return
        source = self._scanner.accounts.open_source(selection)
        plan = Plan(self._record.id, lambda folder: self._journal.files_below(self._record.id, folder),
                    self._make_room, check, self._brought)
        with self._scanner.reading_account(source):
            yield from source.scan(plan)

    def _brought(self) -> set[bytes]:
        """The marks of all messages that this import has planned, or is about to."""
        return self._journal.marks(self._record.id) | set(self._latest)

    def _make_room(self, octets: int) -> bool:
        """Whether there is room for so many octets more. Raises NoRoomNow if there will be when some have been sent."""
        waiting = self._journal.waiting_octets(self._record.id)
        if waiting > UNSENT_OCTETS:
            raise NoRoomNow(UNSENT_OCTETS // 2)
        if self._scanner.accounts.fetched.has_room(octets):
            return True
        if waiting or self._given:
            raise NoRoomNow(max(waiting, 1))
        return False

    def _message(self, message: Message, selection: Selection,
                 left_out: Counter[LeftOut]) -> Iterator[tuple[int, Planned]]:
        folder = place(message, selection)
        if folder is None or self._was_seen(message.locator):
            return
        if reason := why_left_out(message, self._record.options):
            left_out[reason] += 1
            if selection.account is not None:
                self._scanner.accounts.fetched.remove([message.locator.path])
            return
        message = dated(message, self._record.options)
        labels = self._record.options.labels
        everything = copies(message, folder, labels)
        wanted = [(to, copy) for to, copy in everything
                  if not (self.repeated and self._planned_before.knows(copy.locator))]
        if not wanted and (labels is Labels.IGNORE or not message.labels):  # else it must be known by its octets
            return
        try:
            measured = measure(message)
        except SourceProblem as error:
            self._scanner.found(self._record.id, Finding(message.locator.path, Fate.FAILED, error.sentence))
            return
        if measured.wire_size == 0:
            self._scanner.found(self._record.id, Finding(message.locator.path, Fate.SKIPPED,
                                                         "It is empty: there is nothing to send."))
            return
        everything = self._labelled.first_of(everything, message, measured.digest, labels)
        wanted = [pair for pair in wanted if pair in everything]
        if not everything:
            left_out[LeftOut.REPEATED] += 1
        if not wanted:
            return
        self._given = True
        if selection.account is not None:
            self._latest.append(mark(measured.wire_size, measured.header_digest))
        for to, copy in wanted:
            yield (self._mailbox(to, selection),
                   planned(copy, measured, " ".join(text(message.summary.subject).split())[:SUBJECT_LIMIT],
                           mark_read=self._record.options.mark_read))

    def _was_seen(self, locator: Locator) -> bool:
        """Whether another selection of this import has named this message before."""
        place = (locator.path, locator.offset)
        if self._seen is None or place in self._seen:
            return self._seen is not None
        self._seen.add(place)
        return False

    def _mailbox(self, folder: tuple[str, ...], selection: Selection) -> int:
        """The journal's row for the mailbox of this folder; equal paths share one."""
        path = mailbox_path(folder, selection, self._record.target, self._record.options)
        mailbox_id = self._mailboxes.get(path)
        if mailbox_id is None:
            wanted = mailbox_name(path, self._facts)
            name = numbered(wanted, self._names)
            note = "" if name == wanted else f"Another folder has the name {wanted} already."
            if wanted != (plain := mailbox_name_as_written(path, self._facts)):
                note = (note + " " if note else "") + f"The server cannot have the name {one_line(plain)}."
            mailbox_id = self._mailboxes[path] = self._journal.add_mailbox(self._record.id, path, name, note)
            self._names.add(name)
        return mailbox_id


def mailbox_name_as_written(path: tuple[str, ...], facts: ServerFacts) -> str:
    """The name as its folders are called, for comparison: what differs from it was changed."""
    delimiter = facts.delimiter or "_"
    if not path:
        return "INBOX"
    if path[0].upper() == "INBOX":
        return delimiter.join(["INBOX", *path[1:]])
    return facts.prefix + delimiter.join(path)
