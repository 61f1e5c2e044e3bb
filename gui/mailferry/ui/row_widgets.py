"""Real buttons inside the queue: made for the rows that can be seen, taken away when they scroll out.

A queue may hold a hundred thousand batches, so there can be no widget for each. Also here, since it needs the same
walk over the visible rows: the next page is asked for when the end of what is loaded below a row comes into sight. If
it could not be read, it is asked for again when that end comes into sight once more, or the row is unfolded anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QPoint, QTimer, Slot
from PySide6.QtWidgets import QApplication, QPushButton, QTreeView, QWidget

from mailferry.transfer.precedence import goes_first
from mailferry.transfer.values import BatchView, ImportView
from mailferry.ui import words
from mailferry.ui.queue_data import CANCEL, NAME
from mailferry.ui.queue_model import QueueModel
from mailferry.ui.queue_rows import Kind
from mailferry.ui.retry_bar import Choose, RetryBar, options
from mailferry.ui.views import as_index

Cancel = Callable[[BatchView | ImportView], object]
Report = Callable[[ImportView], object]


class RowWidgets(QObject):
    """Keeps the buttons of the visible rows."""

    def __init__(self, view: QTreeView, model: QueueModel, choose: Choose, cancel: Cancel, report: Report) -> None:
        super().__init__(view)
        self._view = view
        self._model = model
        self._choose = choose
        self._cancel = cancel
        self._report = report
        self._widgets: dict[tuple[object, ...], tuple[QPersistentModelIndex, QWidget]] = {}
        self._ends: set[int] = set()  # the rows (by their numbers) below which the end of what is loaded was in sight
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self.refresh)
        for signal in (model.rowsInserted, model.rowsRemoved, model.dataChanged, model.modelReset,
                       view.verticalScrollBar().valueChanged, view.verticalScrollBar().rangeChanged,
                       view.expanded, view.collapsed):
            signal.connect(self._schedule)
        view.expanded.connect(self._unfolded)
        model.page_failed.connect(self._not_read)
        view.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Show):
            self._soon.start()
        return super().eventFilter(watched, event)

    def bar(self, batch: int) -> RetryBar | None:
        """The visible buttons of a batch."""
        for _, widget in self._widgets.values():
            if isinstance(widget, RetryBar) and widget.batch.id == batch:
                return widget
        return None

    def _schedule(self, *_: object) -> None:
        """Once for all that happens in one go. (Connected to the timer itself, a scroll bar's value would set it.)"""
        self._soon.start()

    @Slot(QModelIndex)
    def _unfolded(self, index: QModelIndex) -> None:
        self._ends.discard(index.internalId())

    @Slot(QModelIndex)
    def _not_read(self, index: QModelIndex) -> None:
        """It may have been asked for before its place was seen here; if that is out of sight, the next look tells."""
        self._ends.add(index.internalId())
        self._soon.start()

    @Slot()
    @goes_first
    def refresh(self) -> None:
        """Make and remove widgets for what can be seen now, and ask for what follows its ends."""
        wanted: dict[tuple[object, ...], tuple[QModelIndex, Callable[[], QWidget]]] = {}
        ends: dict[int, QModelIndex] = {}
        for index in self._visible():
            self._want(index, wanted)
            ends.update((parent.internalId(), parent) for parent in self._ended_by(index))
        for key, (place, widget) in list(self._widgets.items()):
            if not place.isValid():
                del self._widgets[key]  # its row is gone, and Qt has removed it
            elif key not in wanted and (("report", *key[1:]) in wanted or (
                    not widget.isAncestorOf(self._focus()) and widget is not self._focus())):
                if widget is self._focus():
                    self._view.setFocus()  # not on to some other button, where a second press would do harm
                del self._widgets[key]
                widget.hide()
                self._view.setIndexWidget(as_index(place), None)  # type: ignore[arg-type]  # Qt takes null
                self._paint_again(as_index(place))
        for key, (index, make) in wanted.items():
            if key not in self._widgets:
                widget = make()
                self._view.setIndexWidget(index, widget)
                self._widgets[key] = QPersistentModelIndex(index), widget
                self._paint_again(index)
        before, self._ends = self._ends, set(ends)
        for number, parent in ends.items():
            self._model.fetch_next(parent, again=number not in before)

    def _paint_again(self, index: QModelIndex) -> None:
        """The whole row: where its words end depends on its button, and Qt paints but the place of that again."""
        row = self._view.visualRect(index)
        self._view.viewport().update(0, row.y(), self._view.viewport().width(), row.height())

    def _ended_by(self, index: QModelIndex) -> Iterator[QModelIndex]:
        """The rows below which nothing is loaded that stands after this one: where the messages of a batch end, there
        the batches may end too."""
        if self._view.isExpanded(index) and not self._model.rowCount(index):
            yield index
        while index.row() == self._model.rowCount(parent := index.parent()) - 1 and parent.isValid():
            yield parent
            index = parent

    def _focus(self) -> QWidget:
        focused = QApplication.focusWidget()
        return self._view if focused is None else focused

    def _visible(self) -> Iterator[QModelIndex]:
        height = self._view.viewport().height()
        index = self._view.indexAt(QPoint(0, 0)).siblingAtColumn(NAME)
        while index.isValid() and self._view.visualRect(index).top() < height:
            yield index
            index = self._view.indexBelow(index)

    def _want(self, index: QModelIndex, wanted: dict[tuple[object, ...], tuple[QModelIndex, Callable[[], QWidget]]],
              ) -> None:
        item = self._model.item(index)
        kind = self._model.kind(index)
        if kind is Kind.BUTTONS and isinstance(item, BatchView):
            if not self._view.isFirstColumnSpanned(index.row(), index.parent()):
                self._view.setFirstColumnSpanned(index.row(), index.parent(), True)
            wanted["retry", item.id, options(item)] = (
                index.siblingAtColumn(NAME), lambda view=item: RetryBar(view, self._choose, self._view))  # type: ignore[misc]
        elif isinstance(item, (BatchView, ImportView)) and kind is not Kind.BUTTONS and words.can_cancel(item):
            wanted["cancel", kind, item.id] = (
                index.siblingAtColumn(CANCEL), lambda view=item: self._cancel_button(view))  # type: ignore[misc]
        elif isinstance(item, ImportView):
            wanted["report", kind, item.id] = (
                index.siblingAtColumn(CANCEL), lambda view=item: self._report_button(view))  # type: ignore[misc]

    def _report_button(self, view: ImportView) -> QWidget:
        button = QPushButton(self.tr("Report"))
        button.setAccessibleName(self.tr("Report: {0}").format(words.import_name(view)))
        button.clicked.connect(lambda: self._report(self._model.standing.imports.get(view.id, view)))
        return button

    def _cancel_button(self, view: BatchView | ImportView) -> QWidget:
        button = QPushButton(self.tr("Cancel"))
        name = words.import_name(view) if isinstance(view, ImportView) else words.batch_name(view)
        button.setAccessibleName(self.tr("Cancel: {0}").format(name))
        button.clicked.connect(lambda: self._cancel(view))
        return button
