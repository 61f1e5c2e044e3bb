"""The pane below: the queue with its filters, the retry buttons in place, and the details of the chosen row."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QModelIndex, QPoint, QRect, QSettings, Qt, Signal, Slot
from PySide6.QtGui import QAction, QKeySequence, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QMenu,
    QSplitter,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from mailferry.transfer.values import (
    BatchChanged,
    BatchView,
    Event,
    FindingAdded,
    FindingView,
    ImportForgotten,
    ImportId,
    ImportView,
    MessageView,
    Retry,
)
from mailferry.ui import words
from mailferry.ui.asks import Pages
from mailferry.ui.details import batch_details, import_details, message_details
from mailferry.ui.elsewhere import ElsewhereBar
from mailferry.ui.empty import EmptyHint
from mailferry.ui.inspector import Inspector
from mailferry.ui.notices import Notices
from mailferry.ui.preferences import restore_state
from mailferry.ui.queue_bar import QueueBar
from mailferry.ui.queue_data import CANCEL, MESSAGES, NAME, PROGRESS, SIZE, STATE
from mailferry.ui.queue_delegate import QueueDelegate
from mailferry.ui.queue_model import QueueModel
from mailferry.ui.queue_rows import Filter, Kind
from mailferry.ui.retry_bar import More, label, options
from mailferry.ui.row_widgets import RowWidgets
from mailferry.ui.views import Tree


class QueuePane(QWidget):
    """`retry_wanted` (BatchView, Retry, message id or None), `cancel_wanted` and `folder_wanted` (BatchView or
    ImportView), and `forget_wanted`, `leave_out_wanted`, `report_wanted`, `undo_wanted` (ImportView), `verify_wanted`
    (ImportView, every octet)."""

    retry_wanted = Signal(object, object, object)
    cancel_wanted = Signal(object)
    folder_wanted = Signal(object)
    forget_wanted = Signal(object)
    leave_out_wanted = Signal(object)
    report_wanted = Signal(object)
    undo_wanted = Signal(object)
    verify_wanted = Signal(object, bool)

    def __init__(self, pages: Pages, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pages = pages
        self._findings: tuple[int, list[FindingView]] | None = None
        self._more_found = False
        self._chosen: ImportId | None = None  # while the rows are made anew
        self.model = QueueModel(pages, self)
        self.notices = Notices(wide=True)
        self.elsewhere = ElsewhereBar()
        self.view = _view()
        self.view.setAccessibleName(self.tr("Imports and their batches"))
        self.view.setItemDelegate(QueueDelegate(self.view))
        self.view.setModel(self.model)
        _columns(self.view)
        self.rows = RowWidgets(self.view, self.model, self._choose, self.cancel_wanted.emit,
                               self.report_wanted.emit)
        self.hint = EmptyHint(self.view, self.tr(
            "Nothing here yet. Drag mail from the left, or files from your file manager, onto a mailbox on the right."))
        self.inspector = Inspector(pages)
        self.inspector.setVisible(False)
        self.bar = QueueBar()
        self.filter_buttons, self.search, self.details_button = (
            self.bar.filters, self.bar.search, self.bar.details_button)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.addWidget(self.view)
        self.splitter.addWidget(self.inspector)
        self.splitter.setStretchFactor(0, 2)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setChildrenCollapsible(False)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.bar)
        box.addWidget(self.notices)
        box.addWidget(self.elsewhere)
        box.addWidget(self.splitter, 1)
        self.model.rowsInserted.connect(self._inserted)
        self.model.modelAboutToBeReset.connect(self._note_chosen)
        self.model.modelReset.connect(self._expand_all)
        self.model.modelReset.connect(self._choose_again)
        self.model.dataChanged.connect(self._repaint_details)
        self.model.changed.connect(self._count)
        self.bar.chosen.connect(self._set_filter)
        self.bar.searched.connect(self._search)
        self.bar.details.connect(self.inspector.setVisible)
        self.bar.details.connect(self.show_details)
        self.bar.report_wanted.connect(self.report_wanted)
        self.bar.undo_wanted.connect(self.undo_wanted)
        self.view.selectionModel().currentChanged.connect(self.show_details)
        self.view.selectionModel().currentChanged.connect(self._offer)
        self.view.customContextMenuRequested.connect(self._menu)
        self.view.activated.connect(self._activated)
        self._stop = QAction(self.tr("Cancel the chosen import or batch"), self)
        self._stop.setShortcut(QKeySequence(Qt.Key.Key_Delete))
        self._stop.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self._stop.triggered.connect(self._cancel_current)
        self.view.addAction(self._stop)

    @Slot(object)
    def hear(self, event: Event) -> None:
        """Take note of an event of the engine."""
        if isinstance(event, FindingAdded):
            self._more_found = True
        else:
            self.model.hear(event)
        if isinstance(event, BatchChanged):
            self.elsewhere.look(event.view)
        elif isinstance(event, ImportForgotten):
            self.elsewhere.forget(event.import_id)

    def remember(self, settings: QSettings) -> None:
        """Write the state of the pane."""
        settings.setValue("queue/header", self.view.header().saveState())
        settings.setValue("queue/splitter", self.splitter.saveState())
        settings.setValue("queue/details", self.details_button.isChecked())

    def restore(self, settings: QSettings) -> None:
        """Take over the state of an earlier time."""
        for key, restore in (("header", self.view.header().restoreState), ("splitter", self.splitter.restoreState)):
            restore_state(settings, f"queue/{key}", restore)
        self.details_button.setChecked(settings.value("queue/details", False, bool) is True)

    # --- filters -----------------------------------------------------------------------------------------------------

    @Slot(str)
    def _search(self, text: str) -> None:
        self.hint.set_text(self._nothing(self.bar.filter()))
        self.model.search(text)

    @Slot(object)
    def _set_filter(self, chosen: Filter) -> None:
        self.hint.set_text(self._nothing(chosen))
        self.model.set_filter(chosen)

    def _nothing(self, chosen: Filter) -> str:
        """What is said where there is nothing to show."""
        if self.search.text().strip():
            return self.tr("No import has all of these words.") if chosen is Filter.ALL else self.tr(
                "Nothing of this kind has all of these words. Choose All to look through every import.")
        return {
            Filter.ALL: self.tr("Nothing here yet. Drag mail from the left, or files from your file manager, onto a "
                                "mailbox on the right."),
            Filter.RUNNING: self.tr("Nothing is under way."),
            Filter.NEEDS_YOU: self.tr("No message needs you."),
            Filter.DONE: self.tr("Nothing is done yet."),
        }[chosen]

    @Slot()
    def _note_chosen(self) -> None:
        view = self.chosen_import()
        self._chosen = None if view is None else view.id

    @Slot()
    def _choose_again(self) -> None:
        """Another filter or search has made the rows anew: what was chosen stays so, if it is still shown."""
        for row in range(self.model.rowCount() if self._chosen is not None else 0):
            view = self.model.item(index := self.model.index(row, 0))
            if isinstance(view, ImportView) and view.id == self._chosen:
                self.view.setCurrentIndex(index)
        self.show_details()
        self._offer()

    @Slot()
    def show_needing(self) -> None:
        """Show what needs a person: what was refused, and why, with its buttons."""
        self.search.clear()
        self.filter_buttons[Filter.NEEDS_YOU].setChecked(True)
        self._set_filter(Filter.NEEDS_YOU)
        self.view.scrollToTop()
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_next(self) -> None:
        """Have the place free where the next import comes: whatever is searched for or filtered, it is to be seen."""
        self.search.clear()
        if self.bar.filter() not in (Filter.ALL, Filter.RUNNING):
            self.filter_buttons[Filter.ALL].setChecked(True)
            self._set_filter(Filter.ALL)
        self.view.scrollToTop()

    @Slot()
    def _count(self) -> None:
        self.bar.count(self.model.standing)
        self._offer()

    @Slot()
    def _offer(self) -> None:
        """The buttons are about the chosen import; before one is chosen, about the newest."""
        view = self.chosen_import()
        if view is None and isinstance(newest := self.model.item(self.model.index(0, 0)), ImportView):
            view = newest
        self.bar.offer(view)

    # --- rows --------------------------------------------------------------------------------------------------------

    @Slot(QModelIndex, int, int)
    def _inserted(self, parent: QModelIndex, first: int, last: int) -> None:
        if not parent.isValid():
            for row in range(first, last + 1):
                index = self.model.index(row, 0)
                view = self.model.item(index)
                if isinstance(view, ImportView) and (words.can_cancel(view) or row == 0):
                    self.view.expand(index)

    @Slot()
    def _expand_all(self) -> None:
        for row in range(min(self.model.rowCount(), 20)):
            self.view.expand(self.model.index(row, 0))

    @Slot(QModelIndex)
    def _activated(self, index: QModelIndex) -> None:
        """Return on a row: into its buttons, or open the details."""
        batch = self.model.batch_of(index)
        below = index.sibling(index.row() + 1, 0)
        if below.isValid() and self.model.kind(index) is Kind.BATCH and self.model.kind(below) is Kind.BUTTONS:
            self.view.scrollTo(below)  # where the pane is low they may be out of sight
            self.rows.refresh()
        bar = self.rows.bar(batch.id) if batch is not None else None
        if bar is not None:
            bar.focus_first()
        else:
            self.details_button.setChecked(True)

    def _choose(self, view: BatchView, how: Retry | More) -> None:
        if isinstance(how, Retry):
            self.retry_wanted.emit(view, how, None)
        elif how is More.ELSEWHERE:
            self.elsewhere.offer(view, self.model.standing.account_of(view), self.view)
        else:
            self.folder_wanted.emit(view)

    @Slot()
    def _cancel_current(self) -> None:
        item = self.model.item(self.view.currentIndex())
        if isinstance(item, (ImportView, BatchView)) and words.can_cancel(item):
            self.cancel_wanted.emit(item)

    @Slot(QPoint)
    def _menu(self, where: QPoint) -> None:
        menu = self.menu_for(self.view.indexAt(where))
        if menu.actions():
            menu.popup(self.view.viewport().mapToGlobal(where))

    def menu_for(self, index: QModelIndex) -> QMenu:
        """All that can be done with a row."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        item, batch = self.model.item(index), self.model.batch_of(index)
        if isinstance(item, MessageView):
            if batch is not None and words.retries(batch) and batch.current > 1 and item.batch == batch.id:
                menu.addAction(self.tr("&Leave this message out and send the rest"),
                               lambda: self.retry_wanted.emit(batch, Retry.WITHOUT, item.id))
            return menu
        if batch is not None:
            for how in options(batch):
                menu.addAction(label(how), partial(self._choose, batch, how))
        if isinstance(item, ImportView):
            menu.addAction(self.tr("Show the &report"), lambda: self.report_wanted.emit(item))
            menu.addAction(self.tr("&Open the folder of messages set aside"), lambda: self.folder_wanted.emit(item))
            if words.not_sent(item):
                menu.addAction(self.tr("&Leave out what was not sent"), lambda: self.leave_out_wanted.emit(item))
        if isinstance(item, (ImportView, BatchView)) and words.can_cancel(item):
            menu.addAction(self.tr("&Cancel"), lambda: self.cancel_wanted.emit(item))
        elif isinstance(item, ImportView):
            menu.addAction(self.tr("&Take back what arrived ..."), lambda: self.undo_wanted.emit(item))
            menu.addAction(self.tr("Compare with the &server"), lambda: self.verify_wanted.emit(item, False))
            menu.addAction(self.tr("Compare every &byte with the server"),
                           lambda: self.verify_wanted.emit(item, True))
            menu.addSeparator()
            forget = menu.addAction(self.tr("&Forget this import"), lambda: self.forget_wanted.emit(item))
            forget.setToolTip(self.tr("Removes its report and the messages that were set aside. What arrived stays in "
                                      "its mailbox, and Mailferry cannot take it back any more."))
            menu.setToolTipsVisible(True)
        return menu

    def chosen_import(self) -> ImportView | None:
        """The import of the current row, also if that is one of its batches or messages."""
        index = self.view.currentIndex()
        while index.parent().isValid():
            index = index.parent()
        item = self.model.item(index)
        return item if isinstance(item, ImportView) else None

    # --- details -----------------------------------------------------------------------------------------------------

    @Slot()
    def show_details(self) -> None:
        """Show what is known of the current row."""
        if not self.details_button.isChecked():
            return
        index = self.view.currentIndex()
        item, batch = self.model.item(index), self.model.batch_of(index)
        self.inspector.show_batch(batch)
        if isinstance(item, ImportView):
            known = self._findings[1] if self._findings is not None and self._findings[0] == item.id else None
            self.inspector.show_text(import_details(item, known))
            if known is None or self._more_found:
                self._read_findings(item)
        elif isinstance(item, MessageView) and batch is not None:
            self.inspector.show_text(message_details(batch, item, self.model.standing.account_of(batch)))
        elif batch is not None:
            self.inspector.show_text(batch_details(batch, self.model.standing.account_of(batch)))
        else:
            self.inspector.show_text("")

    def _read_findings(self, view: ImportView) -> None:
        def take(findings: list[FindingView]) -> None:
            self._findings = view.id, findings
            item = self.model.item(self.view.currentIndex())
            if isinstance(item, ImportView) and item.id == view.id:
                self.inspector.show_text(import_details(item, findings))

        self._more_found = False
        self._pages.read(lambda reader: reader.findings(view.id), take)

    @Slot(QModelIndex, QModelIndex)
    def _repaint_details(self, first: QModelIndex, last: QModelIndex) -> None:
        current = self.view.currentIndex()
        if first.parent() == current.parent() and first.row() <= current.row() <= last.row():
            if self.model.kind(current) is Kind.IMPORT:
                self._more_found = True
            self.show_details()


class QueueView(Tree):
    """Leaves away what it can where it is narrow: the state needs the room. The details have the sizes, the words have
    how far it is."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        letter, header = self.fontMetrics().averageCharWidth(), self.header()
        header.setSectionHidden(SIZE, event.size().width() < letter * 150)
        narrow = event.size().width() < letter * 120
        if narrow != header.isSectionHidden(PROGRESS):
            header.setSectionHidden(PROGRESS, narrow)
            header.resizeSection(NAME, letter * (34 if narrow else 46))
        super().resizeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Whole rows, since the words of a state go on over the cells after it."""
        part = event.rect()
        super().paintEvent(QPaintEvent(QRect(0, part.y(), self.viewport().width(), part.height())))


def _view() -> QTreeView:
    view = QueueView()
    view.setUniformRowHeights(True)  # before the model: else 100 changes among 100,000 rows take seconds
    view.setAllColumnsShowFocus(True)
    view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
    view.setTextElideMode(Qt.TextElideMode.ElideRight)
    return view


def _columns(view: QTreeView) -> None:
    header = view.header()
    header.setStretchLastSection(False)
    header.setSectionsMovable(False)  # the state goes on over the cells after it
    for column in (NAME, MESSAGES, SIZE, PROGRESS, CANCEL):
        header.setSectionResizeMode(column, QHeaderView.ResizeMode.Interactive)
    header.setSectionResizeMode(STATE, QHeaderView.ResizeMode.Stretch)
    letter = view.fontMetrics().averageCharWidth()
    for column, letters in ((NAME, 46), (MESSAGES, 18), (SIZE, 13), (PROGRESS, 13), (CANCEL, 14)):
        header.resizeSection(column, letter * letters)
