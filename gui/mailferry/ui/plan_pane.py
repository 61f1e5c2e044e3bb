"""The plan of a drop, in place: what is there, where it goes, what will not pass and why; then Import or Cancel.

Nothing is sent before a person has seen it, unless small drops are to start at once. The sources are counted in a
thread of their own; Import need not wait for its end. Drops that come meanwhile wait for their turn.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QDate, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDateEdit,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from mailferry.mail.errors import printable
from mailferry.transfer.foresight import Foreseen, Foresight
from mailferry.transfer.survey import Survey, survey
from mailferry.transfer.values import AccountView, ImportOptions, Labels
from mailferry.ui import plan_words, words
from mailferry.ui.ahead import Ahead
from mailferry.ui.asks import Asks, Pages
from mailferry.ui.check_button import CheckBox
from mailferry.ui.plan_model import PlanModel
from mailferry.ui.plan_parts import SingleButton, table_of
from mailferry.ui.preferences import SMALL_MESSAGES, SMALL_OCTETS
from mailferry.ui.suggestions import own_mailboxes, suggestion
from mailferry.ui.targets import Drop
from mailferry.ui.views import scrolled

AT_ONCE_MS = 800
"""A small drop starts at once if it is counted within this time."""


@dataclass(frozen=True, slots=True)
class _Proposal:
    drop: Drop
    view: AccountView
    options: ImportOptions
    at_once: bool


class PlanPane(QFrame):
    """`wanted` carries a Drop and its ImportOptions; `unwanted` what was claimed for a drop that is not imported;
    `shown_changed` says that the pane opens or closes."""

    wanted = Signal(object, object)
    unwanted = Signal(str)
    shown_changed = Signal(bool)
    _counted = Signal(int, object)

    def __init__(self, pages: Pages, spool: Path, foresight: Callable[[Drop, ImportOptions], Foresight | None],
                 is_under_way: Callable[[str, Collection[str]], bool], parent: QWidget | None = None) -> None:
        """`foresight` is called in a thread. `is_under_way`: is mail of these sources on its way already?"""
        super().__init__(parent)
        self._foresight = foresight
        self._is_under_way = is_under_way
        self._ahead = Ahead(self)
        self._ahead.told.connect(self._take_foreseen)
        self._foreseen: Foreseen | None = None
        self._closing = threading.Event()
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self._pages = pages
        self._spool = spool
        self._asks = Asks("plan")
        self._number = 0  # of the counting; what an earlier one tells is dropped
        self._stop, self._enough = threading.Event(), threading.Event()
        self._waiting: deque[_Proposal] = deque()
        self._current: _Proposal | None = None
        self._survey = Survey()
        self._labels = ""  # chosen once, it holds for the next archives: the same mail in other mailboxes comes twice
        self._pace: float | None = None
        self._keyboard_before: QWidget | None = None
        self._hurry = QTimer(self, singleShot=True, interval=AT_ONCE_MS)
        self._hurry.timeout.connect(self._open)
        self._counted.connect(self._take, Qt.ConnectionType.QueuedConnection)
        self.model = PlanModel(self)
        self.heading = QLabel()
        self.heading.setTextFormat(Qt.TextFormat.PlainText)
        font = self.heading.font()
        font.setBold(True)
        self.heading.setFont(font)
        self.heading.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.table = table_of(self.model)
        self.table.setAccessibleName(self.tr("Folders and the mailboxes that they become"))
        self.facts = QLabel()
        self.facts.setTextFormat(Qt.TextFormat.PlainText)
        self.facts.setWordWrap(True)
        self.facts.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.facts.setAccessibleName(self.tr("What will happen"))
        self.mark_read = CheckBox(self.tr("All arrive as read"))
        self.mark_read.setToolTip(self.tr("Else each message is as read or unread as in its source"))
        self.leave_deleted = CheckBox(self.tr("Leave out what is marked as deleted"))
        self.own = CheckBox(self.tr("Sent, Drafts and the like go into the account's own"))
        self.labels_name, self.labels = QLabel(self.tr("&Labels of Google Takeout:")), QComboBox()
        self.labels_name.setBuddy(self.labels)
        for value, text in words.labels().items():
            self.labels.addItem(text, value)
        self.since_on, self.since = CheckBox(self.tr("Not before")), QDateEdit()
        self.until_on, self.until = CheckBox(self.tr("Not after")), QDateEdit()
        self.import_button = SingleButton(self.tr("Import"))
        self.import_button.setObjectName("import")
        self.cancel_button = SingleButton(self.tr("Cancel"))
        self._lay_out()
        self._connect()
        self.setVisible(False)

    def _lay_out(self) -> None:
        options = QGridLayout()
        options.setContentsMargins(0, 0, 0, 0)
        for row, check in enumerate((self.mark_read, self.leave_deleted, self.own)):
            options.addWidget(check, row, 0)
        today = QDate.currentDate()
        for row, (check, field, date) in enumerate(((self.since_on, self.since, today.addYears(-1)),
                                                    (self.until_on, self.until, today))):
            field.setCalendarPopup(True)
            field.setDate(date)
            field.setEnabled(False)
            field.setAccessibleName(check.text())
            options.addWidget(check, row, 1)
            options.addWidget(field, row, 2)
        options.addWidget(self.labels_name, 3, 0)
        options.addWidget(self.labels, 3, 1, 1, 2)
        options.setColumnStretch(0, 1)
        left = QVBoxLayout()
        left.addWidget(self.table, 1)
        left.addLayout(options)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.import_button)
        buttons.addWidget(self.cancel_button)
        right = QVBoxLayout()
        right.addWidget(scrolled(self.facts), 1)
        right.addLayout(buttons)
        across = QHBoxLayout()
        across.addLayout(left, 3)
        across.addLayout(right, 2)
        box = QVBoxLayout(self)
        box.setContentsMargins(8, 6, 8, 6)
        box.addWidget(self.heading)
        box.addLayout(across, 1)

    def _connect(self) -> None:
        for check, field in ((self.since_on, self.since), (self.until_on, self.until)):
            check.toggled.connect(field.setEnabled)
            check.toggled.connect(self._count)
            field.dateChanged.connect(self._count)
        self.leave_deleted.toggled.connect(self._count)
        self.labels.currentIndexChanged.connect(self._count)
        self.labels.activated.connect(self._keep_labels)
        self.mark_read.toggled.connect(self._show_facts)
        self.own.toggled.connect(self._suggest)
        self.model.changed.connect(self._look_ahead)
        self.import_button.clicked.connect(self.accept)
        self.cancel_button.clicked.connect(self.cancel)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return imports, Escape cancels; a key that is held down does so once, as the next drop may have its turn."""
        if event.isAutoRepeat():
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.accept()
        elif event.key() == Qt.Key.Key_Escape:
            self.cancel()
        else:
            super().keyPressEvent(event)

    # --- drops -------------------------------------------------------------------------------------------------------

    def propose(self, drop: Drop, view: AccountView, options: ImportOptions, *, at_once: bool = False) -> None:
        """Show the plan of a drop into that account, after those that wait. With `at_once` a small one is imported.
        Asked for once more while it is shown or waits, it is shown once."""
        known = [*self._waiting, *([self._current] if self._current is not None else [])]
        if any(one.drop.target == drop.target and one.drop.cargo.selections == drop.cargo.selections for one in known):
            self._offer()
            return
        self._waiting.append(_Proposal(drop, view, options, at_once))
        if self._current is None:
            self._next()
        else:
            self._show_facts()

    @Slot(str)
    def release(self, path: str) -> None:
        """What lies there is not wanted by others any more: a drop that was not decided on may keep it until it is."""
        undecided = [*([self._current] if self._current is not None else []), *self._waiting]
        for place, proposal in reversed(list(enumerate(undecided))):
            cargo = proposal.drop.cargo
            if not cargo.claimed and any(selection.path == path for selection in cargo.selections):
                undecided[place] = replace(proposal, drop=replace(proposal.drop, cargo=replace(cargo, claimed=path)))
                self._current, self._waiting = undecided[0], deque(undecided[1:])
                return
        self.unwanted.emit(path)

    def forget(self, account: str) -> None:
        """The account is gone: so are the plans for it."""
        gone = [proposal for proposal in self._waiting if proposal.drop.target.account == account]
        for proposal in gone:
            self._waiting.remove(proposal)
            if proposal.drop.cargo.claimed:
                self.unwanted.emit(proposal.drop.cargo.claimed)
        if self._current is not None and self._current.drop.target.account == account:
            self.cancel()
        elif gone:
            self._show_facts()

    @property
    def pending(self) -> int:
        """How many drops were not decided on."""
        return len(self._waiting) + (self._current is not None)

    @Slot()
    def accept(self) -> None:
        """Import as planned."""
        if self._current is not None and self.import_button.isEnabled():
            self.wanted.emit(self._current.drop, self._chosen_options())
            self._enough.set()  # an archive is unpacked to its end, for the import
            self._next()

    @Slot()
    def cancel(self) -> None:
        """Do nothing with this drop."""
        self._stop.set()
        if self._current is not None and self._current.drop.cargo.claimed:
            self.unwanted.emit(self._current.drop.cargo.claimed)
        self._next()

    def _next(self) -> None:
        self._number += 1
        self._enough.set()
        self._hurry.stop()
        self._ahead.stop()
        if not self._waiting:
            self._current = None
            if self.isVisible():
                self._give_keyboard_back()
                self.setVisible(False)
                self.shown_changed.emit(False)
            return
        self._current = self._waiting.popleft()
        drop, name = self._current.drop, self._current.view.name
        self._survey, self._pace, self._foreseen = Survey(), None, None
        self.import_button.setEnabled(True)
        self.model.begin(drop.target.path, facts.delimiter if (facts := self._current.view.facts) else None)
        for check in (self.since_on, self.until_on, self.own):
            check.setChecked(False)
        self.mark_read.setChecked(self._current.options.mark_read)
        self.leave_deleted.setChecked(self._current.options.leave_out_deleted)
        self.labels.setCurrentIndex(self.labels.findData(self._labels or self._current.options.labels.value))
        self.own.setVisible(False)
        self._ask_about_labels(wanted=False)
        self.heading.setText(self.tr("Import “{0}” into {1}?").format(drop.cargo.title, drop.target.full_name))
        self._pages.read(lambda reader: reader.pace(name), partial(self._take_pace, self._number))
        self._count()
        if self._current.at_once:
            self._hurry.start()
        else:
            self._open()

    @Slot()
    def _open(self) -> None:
        self._hurry.stop()
        self.setVisible(True)
        self.shown_changed.emit(True)
        self._offer()

    def _give_keyboard_back(self) -> None:
        """To where it was before the plan took it, not to what happens to be next."""
        before, self._keyboard_before = self._keyboard_before, None
        has = self.window().focusWidget()
        if before is not None and isValid(before) and before.isVisible() and self.isAncestorOf(has):
            before.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _keep_labels(self) -> None:
        self._labels = self.labels.currentData()

    def _offer(self) -> None:
        """Return imports, and the frame of the button shows it, also to who has used no key so far."""
        has = self.window().focusWidget()
        if not self.isAncestorOf(has):
            self._keyboard_before = has
        self.import_button.setFocus(Qt.FocusReason.TabFocusReason)
        self.window().setAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)
        self.import_button.update()

    # --- counting ----------------------------------------------------------------------------------------------------

    def _options(self) -> ImportOptions:
        if self._current is None:
            return ImportOptions()
        since = self.since.date().startOfDay().toSecsSinceEpoch() if self.since_on.isChecked() else None
        before = self.until.date().addDays(1).startOfDay().toSecsSinceEpoch() if self.until_on.isChecked() else None
        return replace(self._current.options, mark_read=self.mark_read.isChecked(), since=since, before=before,
                       leave_out_deleted=self.leave_deleted.isChecked(), labels=Labels(self.labels.currentData()))

    @Slot()
    def _count(self) -> None:
        if self._current is None:
            return
        drop, view = self._current.drop, self._current.view
        self._stop.set()
        self._number += 1
        self._stop, self._enough = stop, enough = threading.Event(), threading.Event()
        closing = self._closing
        number, options, spool = self._number, self._options(), self._spool
        limit = view.facts.append_limit if view.facts is not None else None

        def work() -> None:
            for known in survey(drop.cargo.selections, options, limit, spool,
                                lambda: stop.is_set() or closing.is_set(), enough=enough.is_set):
                self._counted.emit(number, known)

        self._asks.ask(work)
        self._look_ahead()
        self._show_facts()

    def _chosen_options(self) -> ImportOptions:
        return replace(self._options(), mailboxes=self.model.chosen())

    @Slot()
    def _look_ahead(self) -> None:
        """What is in the mailboxes already, and what another account holds."""
        if self._current is not None:
            self._foreseen = None
            self._ahead.look(partial(self._foresight, self._current.drop, self._chosen_options()))

    @Slot(object)
    def _take_foreseen(self, known: Foreseen) -> None:
        self._foreseen = known
        if known.folders:
            self.model.take((*self._survey.folders, *known.folders))
            self._suggest()
        self._show_facts()

    def _take_pace(self, number: int, pace: float | None) -> None:
        if self._current is not None and number <= self._number:
            self._pace = pace
            self._show_facts()

    @Slot(int, object)
    def _take(self, number: int, known: Survey) -> None:
        if number != self._number or self._current is None:
            return
        self._survey = known
        self.model.take((*known.folders, *(self._foreseen.folders if self._foreseen is not None else ())))
        if known.labelled:
            self._ask_about_labels(wanted=True)
        self._suggest()
        self._show_facts()
        if self._hurry.isActive():
            small = known.messages <= SMALL_MESSAGES and known.octets <= SMALL_OCTETS
            if known.complete and small and known.messages and not (known.too_large or known.unreadable):
                self.accept()
            elif known.complete or not small:
                self._open()

    def _ask_about_labels(self, *, wanted: bool) -> None:
        for widget in (self.labels_name, self.labels):
            widget.setVisible(wanted)

    @Slot()
    def _suggest(self) -> None:
        if self._current is None:
            return
        own = own_mailboxes(self._current.view)
        found = {folder: mailbox for folder in self.model.folders()
                 if (mailbox := suggestion(folder, own)) is not None and mailbox != self.model.usual(folder)}
        self.own.setVisible(bool(found))
        self.own.setToolTip(words.tip("\n".join(f"{printable('/'.join(folder))} → {words.mailbox_path(mailbox)}"
                                                for folder, mailbox in found.items())))
        self.model.suggest(found if self.own.isChecked() else {})

    @Slot()
    def _show_facts(self) -> None:
        if self._current is None:
            return
        view, cargo = self._current.view, self._current.drop.cargo
        known = plan_words.Known(view, cargo.note, self._options(), self._survey, self._foreseen, self._pace,
                                 len(self._waiting),
                                 self._is_under_way(view.name, {one.path for one in cargo.selections}),
                                 self._current.drop.target.path == ())
        self.facts.setText("\n".join(plan_words.lines(known)))
        self.import_button.setEnabled(known.messages > 0 or not known.complete or self._survey.accounts)

    # --- ending ------------------------------------------------------------------------------------------------------

    def close_thread(self) -> None:
        """Count no more, and propose nothing more. Does not wait."""
        self._waiting.clear()
        self._closing.set()
        self._next()
        self._asks.close()
        self._ahead.close_thread()

    def join(self) -> None:
        """After `close_thread`: wait until the thread has ended."""
        self._asks.join()
        self._ahead.join()
