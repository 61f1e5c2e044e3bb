"""Beside the queue: what is known of the chosen row, the messages of its batch, and its attempts with what was said to
the server. Read when it is looked at, again when the batch changes, or when it could not be read and is looked at anew.
"""

from __future__ import annotations

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Slot
from PySide6.QtGui import QFontDatabase, QTextCursor
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QPlainTextEdit, QTabWidget, QWidget

from mailferry.errors import Problem
from mailferry.transfer.journal_attempts import AttemptView
from mailferry.transfer.journal_reader import message_name
from mailferry.transfer.values import BatchState, BatchView, MessageView
from mailferry.ui import figures, words
from mailferry.ui.asks import Pages
from mailferry.ui.details import attempts_details, time_of
from mailferry.ui.engine_words import told
from mailferry.ui.queue_data import RIGHT
from mailferry.ui.queue_rows import PAGE, message_state
from mailferry.ui.views import Table
from mailferry.ui.words import translate

Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()
Role = Qt.ItemDataRole
MESSAGE, STATE, SIZE, DATE, FLAGS = range(5)
OVERVIEW, MESSAGES, ATTEMPTS = range(3)


class BatchMessages(QAbstractTableModel):
    """The messages of one batch, by pages."""

    def __init__(self, pages: Pages, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pages = pages
        self._batch: BatchView | None = None
        self._rows: list[MessageView] = []
        self._complete = True
        self._asked = self._failed = False

    def show_batch(self, view: BatchView | None) -> None:
        """Show these messages, or none."""
        self.beginResetModel()
        self._batch, self._rows = view, []
        self._complete, self._asked, self._failed = view is None, False, False
        self.endResetModel()
        self.fetchMore(ROOT)

    def canFetchMore(self, parent: Index) -> bool:
        return not (parent.isValid() or self._complete or self._asked or self._failed)

    def fetchMore(self, parent: Index) -> None:
        batch, start = self._batch, len(self._rows)
        if batch is None or not self.canFetchMore(parent):
            return
        self._asked = True
        self._pages.read(lambda reader: reader.messages(batch.id, start, PAGE), lambda page: self._take(batch, page),
                         lambda problem: self._fail(batch, problem))

    def ask_again(self) -> None:
        """Ask once more for a page that could not be read. (The view would, each time that anything changes.)"""
        if self._failed:
            self._failed = False
            self.fetchMore(ROOT)

    def _fail(self, batch: BatchView, problem: Problem) -> None:
        if batch is self._batch:
            self._asked, self._failed = False, True
        self._pages.tell(problem)

    def _take(self, batch: BatchView, page: list[MessageView]) -> None:
        if batch is not self._batch:
            return
        if page:
            self.beginInsertRows(ROOT, len(self._rows), len(self._rows) + len(page) - 1)
            self._rows += page
            self._asked, self._complete = False, len(page) < PAGE  # not before: a view may ask for more in between
            self.endInsertRows()
        else:
            self._asked, self._complete = False, True

    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else 5

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> object:
        if orientation is Qt.Orientation.Horizontal and role == Role.DisplayRole:
            conflict = self._batch is not None and self._batch.state is BatchState.CONFLICT
            return (translate("Inspector", "Message"),
                    translate("Inspector", "Found in the mailbox") if conflict else translate("Inspector", "State"),
                    translate("Inspector", "Size sent") if conflict else translate("Inspector", "Size"),
                    translate("Inspector", "Date"), translate("Inspector", "Flags"))[section]
        return None

    def data(self, index: Index, role: int = Role.DisplayRole) -> object:
        if not index.isValid() or self._batch is None:
            return None
        view = self._rows[index.row()]
        if role == Role.TextAlignmentRole and index.column() == SIZE:
            return RIGHT
        if role == Role.ToolTipRole:
            return words.tip(self._says(self._batch, view, index.column(), role))
        return self._says(self._batch, view, index.column(), role) if role == Role.DisplayRole else None

    def _says(self, batch: BatchView, view: MessageView, column: int, role: int) -> str:
        match column:
            case 0:
                name = message_name(view.subject, view.path, view.offset)
                return (view.subject or name) if role == Role.DisplayRole else name
            case 1:
                if role == Role.ToolTipRole and view.trace is not None:
                    return translate("Inspector", "Looked for: {0} octets with this header, among what came since.\n"
                                                  "Found: {1}").format(figures.number(view.wire_size),
                                                                       told(view.trace.words))
                return message_state(batch, view)
            case 2:
                return figures.size(view.wire_size)
            case 3:
                return time_of(view.date) if view.date is not None else ""
        return " ".join(view.flags)


class Inspector(QTabWidget):
    """Three pages; those of a batch are closed while no batch is chosen."""

    def __init__(self, pages: Pages, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pages = pages
        self._batch: BatchView | None = None
        self._stale: set[int] = set()
        self.setDocumentMode(True)
        self.setAccessibleName(self.tr("Details"))
        self.text = QPlainTextEdit(readOnly=True)
        self.text.setUndoRedoEnabled(False)
        self.text.setAccessibleName(self.tr("Details of the chosen row"))
        self.text.setPlaceholderText(self.tr("Choose a row to see all that is known of it."))
        self.model = BatchMessages(pages, self)
        self.table = Table()
        self.table.setAccessibleName(self.tr("Messages of the batch"))
        self.table.setModel(self.model)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setWordWrap(False)
        self.table.setTabKeyNavigation(False)
        self.table.setShowGrid(False)
        self.table.horizontalHeader().setHighlightSections(False)
        self.table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.table.verticalHeader().setVisible(False)
        self.table.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 8)
        letter = self.fontMetrics().averageCharWidth()
        for column, letters in ((MESSAGE, 22), (STATE, 38), (SIZE, 13), (DATE, 25), (FLAGS, 16)):
            self.table.horizontalHeader().resizeSection(column, letter * letters)
        fate = self.fontMetrics().horizontalAdvance(translate("Words", "Refused with its batch, not stored"))
        self.table.horizontalHeader().resizeSection(STATE, max(self.table.columnWidth(STATE), fate + 2 * letter))
        self.table.horizontalHeader().setSectionResizeMode(MESSAGE, QHeaderView.ResizeMode.Interactive)
        self.table.verticalScrollBar().valueChanged.connect(self._scrolled)
        self.exchange = QPlainTextEdit(readOnly=True)
        self.exchange.setAccessibleName(self.tr("Attempts, and what was said to the server"))
        self.exchange.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.addTab(self.text, self.tr("Overview"))
        self.addTab(self.table, self.tr("Messages"))
        self.addTab(self.exchange, self.tr("Attempts"))
        self.show_batch(None)
        self.currentChanged.connect(self._read)

    def show_text(self, text: str) -> None:
        """What is known of the chosen row."""
        before = self.text.toPlainText()
        if before == text:
            return
        if before.partition("\n")[0] == text.partition("\n")[0]:  # it is about the same as before
            _change(self.text, before.split("\n"), text.split("\n"))
        if self.text.toPlainText() != text:
            self.text.setPlainText(text)

    def show_batch(self, view: BatchView | None) -> None:
        """The batch that is chosen, or None; to be called again when it has changed."""
        before, self._batch = self._batch, view
        for page in (MESSAGES, ATTEMPTS):
            self.setTabEnabled(page, view is not None)
        if view is None:
            self._stale = set()
            self.model.show_batch(None)
            self.exchange.clear()
        elif before is None or _seen(before) != _seen(view):
            self._stale = {MESSAGES, ATTEMPTS}
            self._read()

    @Slot()
    def _read(self) -> None:
        """Read what the page in front shows, if that is not what is known."""
        batch, page = self._batch, self.currentIndex()
        if page == MESSAGES:
            self.model.ask_again()
        if batch is None or page not in self._stale:
            return
        self._stale.discard(page)
        if page == MESSAGES:
            self.model.show_batch(batch)
        else:
            self._pages.read(lambda reader: reader.attempts(batch.id), lambda found: self._show(batch, found),
                             lambda problem: self._fail(batch, problem))

    def _fail(self, batch: BatchView, problem: Problem) -> None:
        if self._batch is not None and self._batch.id == batch.id:
            self._stale.add(ATTEMPTS)
        self._pages.tell(problem)

    @Slot(int)
    def _scrolled(self, value: int) -> None:
        if value == self.table.verticalScrollBar().maximum():
            self.model.ask_again()

    def _show(self, batch: BatchView, attempts: list[AttemptView]) -> None:
        if self._batch is not None and self._batch.id == batch.id:
            text = attempts_details(attempts)
            if text != self.exchange.toPlainText():
                self.exchange.setPlainText(text)


def _change(edit: QPlainTextEdit, before: list[str], after: list[str]) -> None:
    """Write anew only the lines that differ, so that who reads the others keeps the place."""
    most = min(len(before), len(after)) - 1
    start = next((line for line in range(most) if before[line] != after[line]), most)
    end = next((line for line in range(most - start) if before[-1 - line] != after[-1 - line]), most - start)
    first, last = (edit.document().findBlockByNumber(line) for line in (start, len(before) - 1 - end))
    cursor = QTextCursor(first)
    cursor.setPosition(last.position() + last.length() - 1, QTextCursor.MoveMode.KeepAnchor)
    cursor.insertText("\n".join(after[start:len(after) - end]))


def _seen(view: BatchView) -> tuple[object, ...]:
    """What the pages depend on; progress is not among it."""
    return view.id, view.state, view.attempts, view.current, view.failed
