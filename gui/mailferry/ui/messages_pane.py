"""The messages of the chosen folder: a search field, the list, which can be dragged from, and the reading pane."""

from __future__ import annotations

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QSettings, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QSizePolicy,
    QSplitter,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from mailferry.mail.errors import printable
from mailferry.mail.message import Form
from mailferry.ui import figures, words
from mailferry.ui.arrivals import Cargo
from mailferry.ui.check_button import CheckButton
from mailferry.ui.dragging import Carrier
from mailferry.ui.empty import EmptyHint
from mailferry.ui.engine_words import explained, told
from mailferry.ui.icons import clearable
from mailferry.ui.messages_model import MessagesModel, chosen_rows
from mailferry.ui.preferences import restore_state
from mailferry.ui.reading_pane import ReadingPane
from mailferry.ui.sources_model import Node
from mailferry.ui.views import DragTable

_TYPING_MS = 250
_MOST_PARTS = 2000
"""Rows chosen here and there stay chosen in another order, unless that tears them into more pieces."""


class SearchField(QLineEdit):
    """Escape empties it."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)


class MessagesPane(QSplitter):
    """`chosen_changed` says that other messages are chosen."""

    chosen_changed = Signal()

    def __init__(self, carrier: Carrier, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self._carrier = carrier
        self._current: int | None = None  # the number of the current row, while the rows are arranged anew
        self._chosen: list[int] = []  # the numbers of the chosen rows, likewise
        self._cargo: Cargo | None = None  # of the chosen messages, as long as no others are chosen: they may be many
        self.model = MessagesModel(self)
        self.table = DragTable(carrier, self.cargo)
        _set_up_table(self.table, self.model)
        self.table.setAccessibleName(self.tr("Messages of the chosen folder"))
        self.search = SearchField()
        self.search.setPlaceholderText(self.tr("Search"))
        self.search.setAccessibleName(self.tr("Search the messages of this folder"))
        clearable(self.search)
        self._typing = QTimer(self, singleShot=True, interval=_TYPING_MS)
        self._typing.timeout.connect(lambda: self.model.search(self.search.text()))
        self.search.textChanged.connect(lambda _: self._typing.start())
        self.search.returnPressed.connect(self._to_list)
        self._title = QLabel()
        self._title.setTextFormat(Qt.TextFormat.PlainText)
        self._title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.hint = EmptyHint(self.table, "")
        self.reading = ReadingPane()
        self.preview_button = CheckButton(self.tr("Previe&w"))
        self.preview_button.setToolTip(self.tr("Show what the chosen message says"))
        self.preview_button.setChecked(True)
        self.preview_button.toggled.connect(self._show_reading)
        self._lay_out()
        self.table.selectionModel().selectionChanged.connect(self._other_chosen)
        self.table.selectionModel().currentChanged.connect(self._read_current)
        self.model.modelAboutToBeReset.connect(self._note_current)
        self.model.arranged.connect(self._take_arranged)
        self.show_title()

    def _lay_out(self) -> None:
        column = QWidget()
        box = QVBoxLayout(column)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(2)
        head = QHBoxLayout()
        head.setContentsMargins(4, 0, 0, 0)
        head.addWidget(self._title, 2)
        head.addWidget(self.search, 1)
        head.addWidget(self.preview_button)
        box.addLayout(head)
        box.addWidget(self.table, 1)
        self.addWidget(column)
        self.addWidget(self.reading)
        self.setChildrenCollapsible(False)
        self.setStretchFactor(0, 3)
        self.setStretchFactor(1, 2)

    # --- what is shown -----------------------------------------------------------------------------------------------

    def show_folder(self, node: Node | None) -> None:
        """Show the messages of a folder."""
        self._current, self._chosen, self._cargo = None, [], None
        self.table.selectionModel().reset()  # else the row with the same number would be chosen
        self.model.show(node)
        self.reading.show_message(None)
        self.show_title()

    @Slot()
    def show_title(self) -> None:
        """Say again what is shown: more may have been read."""
        node = self.model.node
        if node is None:
            self._title.setText(self.tr("No folder chosen"))
            self.hint.set_text(self.tr("Choose a folder on the left to see its messages."))
            return
        self._title.setText(self._words(node))
        parts = [self._words(node)]
        if _is_made(node):
            parts.append(self.tr("Outlook does not keep the message itself, only its texts, attachments and "
                                 "properties. A mail is made of them: it is whole, but not as it was sent."))
        parts += [explained(printable(finding.path), told(finding.sentence)) for finding in node.source.findings[:20]]
        self._title.setToolTip(words.tip("\n".join(parts)))
        self.hint.set_text(self._why_empty(node))

    def _words(self, node: Node) -> str:
        name = printable(node.name)
        if self.model.wish.text:
            text = self.tr("{0} of {1} in “{2}”").format(figures.number(self.model.rowCount()),
                                                         words.messages(len(node.rows)), name)
        elif node.rows or not node.children:
            text = self.tr("{0} in “{1}”").format(words.messages(len(node.rows)), name)
        else:
            text = self.tr("“{0}”: {1} in its folders").format(name, words.messages(node.total))
        if node.source.reading:
            text += self.tr(" · still reading ...")
        elif node.source.findings:
            text += self.tr(" · {0} could not be read").format(figures.number(len(node.source.findings)))
        if _is_made(node):
            text += self.tr(" · made of what Outlook keeps")
        return text

    def _why_empty(self, node: Node) -> str:
        if self.model.working:
            return self.tr("Looking ...")
        if node.source.reading and not node.rows:
            return self.tr("Reading ...")
        if self.model.wish.text and node.rows:
            return self.tr("No message has these words in its subject or sender.")
        if node.source.problem is not None:
            return told(node.source.problem.sentence)
        if node.children:
            return self.tr("No messages in this folder itself. Choose one of the folders below it, or drag it with all "
                           "that is below it.")
        return self.tr("There are no messages here.")

    @Slot()
    def _note_current(self) -> None:
        number = self.model.number(self.table.currentIndex())
        if number is not None:
            self._current = number
        self._chosen = self.model.numbers(chosen_rows(self.table.selectionModel().selection()))

    @Slot()
    def _other_chosen(self) -> None:
        self._cargo = None
        self.chosen_changed.emit()

    @Slot()
    def _take_arranged(self) -> None:
        """Other rows are shown, or the same in another order: the current message stays the current one, and those of
        the chosen ones that are still shown stay chosen."""
        self.show_title()
        index = self.model.find(self._current) if self._current is not None else self.table.currentIndex()
        chosen = self.model.rows_of(self._chosen) if self._chosen else []
        if chosen and len(chosen) <= _MOST_PARTS:
            self._choose(index, chosen)
        elif index.isValid():
            self.table.setCurrentIndex(index)
        elif self._current is not None:
            self.reading.show_message(None)
        self._other_chosen()

    def _choose(self, current: QModelIndex, rows: list[range]) -> None:
        selection = QItemSelection()
        for part in rows:
            selection.select(self.model.index(part[0], 0), self.model.index(part[-1], self.model.columnCount() - 1))
        model = self.table.selectionModel()
        model.select(selection, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        if current.isValid():
            model.setCurrentIndex(current, QItemSelectionModel.SelectionFlag.NoUpdate)

    @Slot()
    def _to_list(self) -> None:
        """Return in the search field goes to what was found."""
        self._typing.stop()
        self.model.search(self.search.text())
        self.table.setFocus()

    @Slot()
    def begin_search(self) -> None:
        """Put the keyboard into the search field."""
        self.search.setFocus()
        self.search.selectAll()

    # --- reading -----------------------------------------------------------------------------------------------------

    @Slot()
    def _read_current(self) -> None:
        if self.preview_button.isChecked():
            self.reading.show_message(self.model.locator(self.table.currentIndex()))

    @Slot(bool)
    def _show_reading(self, shown: bool) -> None:
        self.reading.setVisible(shown)
        self._read_current()

    # --- what is chosen ----------------------------------------------------------------------------------------------

    def cargo(self) -> Cargo | None:
        """The chosen messages."""
        if self._cargo is None:
            self._cargo = self.model.cargo(chosen_rows(self.table.selectionModel().selection()))
        return self._cargo

    @Slot()
    def copy(self) -> None:
        """Copy the chosen messages, to be pasted onto a mailbox."""
        cargo = self.cargo()
        if cargo is not None:
            QGuiApplication.clipboard().setMimeData(self._carrier.pack(cargo))

    # --- beginning and ending ----------------------------------------------------------------------------------------

    def close_threads(self) -> None:
        """Read and arrange no more. Does not wait."""
        self.model.close_thread()
        self.reading.close_thread()

    def join(self) -> None:
        """After `close_threads`: wait until the threads have ended."""
        self.model.join()
        self.reading.join()

    def remember(self, settings: QSettings) -> None:
        """Write the state of the pane."""
        settings.setValue("messages/splitter", self.saveState())
        settings.setValue("messages/header", self.table.horizontalHeader().saveState())
        settings.setValue("messages/preview", self.preview_button.isChecked())
        self.reading.remember(settings)

    def restore(self, settings: QSettings) -> None:
        """Take over the state of an earlier time; not the order, which would surprise."""
        for key, restore in (("splitter", self.restoreState), ("header", self.table.horizontalHeader().restoreState)):
            restore_state(settings, f"messages/{key}", restore)
        self.table.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.preview_button.setChecked(settings.value("messages/preview", True, bool) is True)
        self.reading.restore(settings)


def _set_up_table(table: QTableView, model: MessagesModel) -> None:
    table.setModel(model)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setDragEnabled(True)
    table.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
    table.setShowGrid(False)
    table.setWordWrap(False)
    table.setTabKeyNavigation(False)
    table.verticalHeader().setVisible(False)
    table.verticalHeader().setDefaultSectionSize(table.fontMetrics().height() + 6)
    table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    header = table.horizontalHeader()
    header.setHighlightSections(False)
    header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
    header.setSortIndicatorClearable(True)
    header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
    table.setSortingEnabled(True)
    letter = table.fontMetrics().averageCharWidth()
    for column, letters in ((1, 22), (2, 14), (3, 13)):
        header.resizeSection(column, letter * letters)


def _is_made(node: Node) -> bool:
    """Whether the messages of a folder have no octets of their own; the last one read stands for all."""
    return bool(node.rows) and bool(node.rows[-1].form & Form.MADE)
