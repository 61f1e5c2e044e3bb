"""What happens after an import, told in place above the queue: checking what arrived, taking it back, its report, and a
word to the desktop when all is done, or when an account needs a person first."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from mailferry.transfer.values import (
    AccountChanged,
    AccountState,
    AccountView,
    Event,
    ImportChanged,
    ImportForgotten,
    ImportId,
    ImportView,
    ScanState,
)
from mailferry.transfer.values_after import (
    Stays,
    UndoEnded,
    UndoPlanned,
    UndoProgress,
    UndoView,
    VerificationChanged,
    VerificationView,
)
from mailferry.ui import figures, words
from mailferry.ui.asks import Pages
from mailferry.ui.commands import Commands
from mailferry.ui.desktop import Desktop
from mailferry.ui.engine_words import explained, told
from mailferry.ui.notices import Action, Notices
from mailferry.ui.queue_data import seen_there
from mailferry.ui.queue_rows import amiss
from mailferry.ui.report_view import ReportData, ReportView, read_report

_NAMED = 20
_BOXES = 2


class AfterImport(QObject):
    """`views` gives the imports as they stand; `notify` says whether the desktop is to be told; `show_needing` shows
    what needs a person, `needing_shown` says whether just that is shown."""

    def __init__(self, window: QWidget, notices: Notices, pages: Pages, commands: Commands,
                 *, views: Callable[[], list[ImportView]], accounts: Callable[[str], AccountView | None],
                 notify: Callable[[], bool], show_needing: Callable[[], object],
                 needing_shown: Callable[[], bool]) -> None:
        super().__init__(window)
        self._window = window
        self._notices = notices
        self._pages = pages
        self._commands = commands
        self._views = views
        self._accounts = accounts
        self._notify = notify
        self._show_needing, self._needing_shown = show_needing, needing_shown
        self._done: set[str] = set()  # the keys of notices about what is over
        self._busy: set[ImportId] = set()
        self._ended: ImportId | None = None  # whose end is told above the queue, until that is put away
        self._stuck: set[str] = set()
        self.desktop = Desktop(window)
        self.verifications: dict[ImportId, VerificationView] = {}
        self._asked: dict[ImportId, ImportView] = {}  # which a person has asked to compare
        self.report: ReportView | None = None

    # --- what a person asks for --------------------------------------------------------------------------------------

    @Slot(object)
    def show_report(self, view: ImportView) -> None:
        """Open the report of an import."""
        def show(data: ReportData) -> None:
            self.report = ReportView(data, self._pages, self._window, self._account_of(view), self._commands.tell)
            self.report.destroyed.connect(self._report_closed)
            self.report.show()

        self._pages.read(read_report(view.id), show)

    @Slot()
    def _report_closed(self) -> None:
        self.report = None

    @Slot(object)
    def plan_undo(self, view: ImportView) -> None:
        """Ask the server what taking an import back would remove."""
        self._notices.show_notice(_key(view.id), self._title(view.id), self.tr("Asking the server what is there ..."),
                                  picture="waiting")
        self._commands.undo_plan(view.id, lambda: self._notices.remove(_key(view.id)))

    @Slot(object, bool)
    def verify(self, view: ImportView, every_octet: bool) -> None:
        """Compare what arrived with what was sent; who asks for it is told how it goes, and that all is well, too."""
        key = _verified(view.id)
        self._asked[view.id] = view
        self._notices.show_notice(key, words.import_name(view), self.tr("Asking the server what is there ..."),
                                  picture="waiting")
        self._commands.verify(view.id, lambda: self._notices.remove(key), every_octet=every_octet)

    # --- hearing -----------------------------------------------------------------------------------------------------

    def hear(self, event: Event) -> None:
        """Take note of an event of the engine."""
        match event:
            case UndoPlanned():
                self._show_plan(event.view)
            case UndoProgress():
                self._notices.show_notice(
                    _key(event.import_id), self._title(event.import_id),
                    self.tr("Removed so far: {0}").format(words.messages(event.removed)), picture="waiting",
                    dismissable=False)
            case UndoEnded():
                self._show_end(event.view)
            case VerificationChanged():
                self._show_verification(event.view)
            case ImportForgotten():
                self._forget(event.import_id)
            case AccountChanged():
                self._look_at_account(event.view)
            case ImportChanged() if _busy(event.view):
                self._begin(event.view.id)  # `look` sees it later, when a short one may be over

    def _forget(self, import_id: ImportId) -> None:
        for key in (_key(import_id), _verified(import_id), *(["ended"] if self._ended == import_id else [])):
            self._notices.remove(key)
        self.verifications.pop(import_id, None)
        self._asked.pop(import_id, None)

    def _account_of(self, view: ImportView | None) -> AccountView | None:
        return self._accounts(view.account) if view is not None else None

    def _view_of(self, import_id: ImportId) -> ImportView | None:
        return next((view for view in self._views() if view.id == import_id), None)

    def _title(self, import_id: ImportId) -> str:
        view = self._view_of(import_id)
        return self.tr("Take back: {0}").format(words.import_name(view) if view is not None else import_id)

    def _show_plan(self, found: UndoView) -> None:
        key = _key(found.import_id)

        def go() -> None:
            self._notices.show_notice(key, self._title(found.import_id), self.tr("Taking back ..."), picture="waiting",
                                      dismissable=False)
            self._commands.undo(found.import_id, lambda: self._notices.remove(key))

        account = self._account_of(self._view_of(found.import_id))
        facts = account.facts if account is not None else None
        boxes = [self.tr("{0} from {1}").format(figures.number(box.removed), words.mailbox_name(box.mailbox, facts))
                 for box in found.mailboxes if box.removed]
        if len(boxes) > _BOXES:  # the details name all
            boxes = [self.tr("from {0} mailboxes").format(figures.number(len(boxes)))]
        where = ", ".join(boxes)
        parts = [self.tr("{0} would be removed on the server: {1}.").format(words.messages(found.removed), where)
                 if found.removed else told(found.problem) or self.tr("There is nothing to remove.")]
        if found.archives:
            parts.append(self.tr("This server may only move them to its archive."))
        mailboxes = sum(box.goes for box in found.mailboxes)
        if mailboxes == 1:
            parts.append(self.tr("1 mailbox that the import made, and that is empty then, goes too."))
        elif mailboxes:
            parts.append(self.tr("{0} mailboxes that the import made, and that are empty then, go too.").format(
                figures.number(mailboxes)))
        if found.removed:
            parts.append(self.tr("Your files on this computer stay as they are."))
        actions = [Action(self.tr("Take them back"), go)] if found.removed or mailboxes else []
        self._notices.show_notice(key, self._title(found.import_id), " ".join([*parts, *self._left(found)]),
                                  detail=_names(found), actions=actions, picture="undone")

    def _show_end(self, found: UndoView) -> None:
        many = self.tr("{0} were taken back.").format(words.messages(found.removed))
        parts = [self.tr("1 message was taken back.") if found.removed == 1 else many, *self._left(found)]
        if found.problem:
            parts.append(told(found.problem))
        self._done.add(_key(found.import_id))
        self._notices.show_notice(_key(found.import_id), self._title(found.import_id), " ".join(parts),
                                  detail=_names(found), picture="attention" if found.problem else "undone")

    def _left(self, found: UndoView) -> list[str]:
        return [self.tr("Left in place: {0}.").format(words.messages(found.left_count))] if found.left else []

    def _show_verification(self, found: VerificationView) -> None:
        self.verifications[found.import_id] = found
        asked = self._asked.get(found.import_id)
        if found.ended is None or not (found.differing or found.problem):
            if asked is None:
                self._notices.remove(_verified(found.import_id))  # what an earlier one has found is not so any more
                return
            self._notices.show_notice(_verified(found.import_id), words.import_name(asked), words.verification(found),
                                      picture="waiting" if found.ended is None else "arrived")
            if found.ended is not None:
                self._done.add(_verified(found.import_id))
                del self._asked[found.import_id]
            return
        self._asked.pop(found.import_id, None)
        view = self._view_of(found.import_id)
        actions = [Action(self.tr("Show the report"), lambda: self.show_report(view))] if view is not None else []
        title = self.tr("Not all is as it was sent") if found.differing else self.tr("Not all could be compared")
        if view is not None:  # there may be many imports
            title = self.tr("{0}: {1}").format(words.import_name(view), title)
        self._notices.show_notice(_verified(found.import_id), title, words.verification(found), actions=actions)

    # --- the desktop -------------------------------------------------------------------------------------------------

    def look(self, views: list[ImportView]) -> None:
        """Tell of imports that have come to their end: here, with their report, and on the desktop if the window is not
        in front."""
        for view in views:
            if _busy(view):
                self._begin(view.id)
            elif view.id in self._busy:
                self._busy.discard(view.id)
                self._ended = view.id
                self._show_import_end(view)
                self._tell(words.import_name(view), words.import_state(view))
            elif view.id == self._ended and self._notices.notice("ended") is not None:
                self._show_import_end(view)  # what was refused may have been dealt with since

    def _begin(self, import_id: ImportId) -> None:
        if import_id not in self._busy:
            self._tidy_up()
        self._busy.add(import_id)

    def _show_refused(self) -> None:
        self._notices.remove("ended")  # it has said what it had to, and the rows need its room
        self._show_needing()

    def _tidy_up(self) -> None:
        """What is said of earlier imports gives room when another begins, so that nobody takes it for the new one's."""
        for key in ("ended", *self._done):
            self._notices.remove(key)
        self._done.clear()

    def _show_import_end(self, view: ImportView) -> None:
        if not view.totals.messages or (view.totals.rejected and self._needing_shown()):
            return  # what is refused is being dealt with: the buttons there stay where they are
        actions = [Action(self.tr("Show the report"), lambda: self.show_report(view))]
        if view.totals.rejected:
            actions.insert(0, Action(self.tr("Show what was refused"), self._show_refused))
        if words.not_sent(view):
            actions.append(Action(self.tr("Leave out what was not sent"), lambda: self._commands.leave_out(view)))
        self._notices.show_notice("ended", words.import_name(view), words.import_state(view), actions=actions,
                                  picture="attention" if amiss(view) else seen_there(view))

    def _look_at_account(self, view: AccountView) -> None:
        """Tell once that nothing goes on by itself; what was paused on purpose has no title."""
        if view.state is not AccountState.PAUSED or not view.title:
            if view.state in (AccountState.WORKING, AccountState.READY):
                self._stuck.discard(view.name)
        elif view.name not in self._stuck:
            self._stuck.add(view.name)
            self._tell(self.tr("{0}: {1}").format(words.account_title(view.name), told(view.title)),
                       told(view.sentence))

    def _tell(self, title: str, text: str) -> None:
        if self._notify():
            self.desktop.tell(title, text)


def _busy(view: ImportView) -> bool:
    return view.totals.waiting > 0 or view.scan is ScanState.RUNNING


def _key(import_id: ImportId) -> str:
    return f"undo {import_id}"


def _verified(import_id: ImportId) -> str:
    return f"verified {import_id}"


def _names(found: UndoView) -> str:
    """The mailboxes, if they are many, and the messages that stay, each with the reason."""
    why = {
        Stays.GONE: words.translate("After", "not in its mailbox any more"),
        Stays.CHANGED: words.translate("After", "somebody has dealt with it since"),
        Stays.ANEW: words.translate("After", "the mailbox is another one now"),
        Stays.UNKNOWN: words.translate("After", "the server did not tell its number"),
        Stays.REFUSED: words.translate("After", "the server would not remove it"),
    }
    lines = [explained(words.mailbox_name(box.mailbox), figures.number(box.removed)) for box in found.mailboxes] if len(
        found.mailboxes) > _BOXES else []
    lines += [f"“{one.subject}”, {words.mailbox_name(one.mailbox)}: {why[one.why]} {one.detail}".rstrip()
              for one in found.left[:_NAMED]]
    if found.left_count > _NAMED:
        lines.append("...")
    return "\n".join(lines)
