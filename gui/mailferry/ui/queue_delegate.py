"""Painting the queue: rows tall enough for buttons, and the bar of what runs."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QPushButton,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionProgressBar,
    QStyleOptionViewItem,
    QTreeView,
)

from mailferry.ui.check_button import draw_frame
from mailferry.ui.queue_data import CANCEL, NAME, PROGRESS, PROGRESS_ROLE, STATE


class QueueDelegate(QStyledItemDelegate):
    """All rows have the height of a button, since all rows must have one height."""

    def __init__(self, view: QTreeView) -> None:
        super().__init__(view)
        self._view = view
        self._row: tuple[int, int] | None = None  # of which the end of the state is known
        self._end = STATE
        self._height = QPushButton("Wg").sizeHint().height() + 4

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        if option.rect.width() < 0:  # the tree asks so at each change, and only for the height
            return QSize(0, self._height)
        return QSize(super().sizeHint(option, index).width(), self._height)

    def _end_of_state(self, index: QModelIndex | QPersistentModelIndex) -> int:
        """The last column that the words of the state may fill: they go on over empty cells."""
        row = index.row(), index.internalId()
        if index.column() == STATE or row != self._row:
            self._row = row
            if index.sibling(row[0], PROGRESS).data(PROGRESS_ROLE) is not None:
                self._end = STATE
            else:
                self._end = CANCEL if self._view.indexWidget(index.sibling(row[0], CANCEL)) is None else PROGRESS
        return self._end

    def _across(self, column: int, row: QRect) -> QRect:
        """Where a cell of the row lies. (The view's own visualRect looks for the row first, which takes longer.)"""
        return QRect(self._view.columnViewportPosition(column), row.y(), self._view.columnWidth(column), row.height())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem,
              index: QModelIndex | QPersistentModelIndex) -> None:
        column = index.column()
        if column >= STATE and column <= (end := self._end_of_state(index)):
            if column > STATE:
                return  # painted with the state, since `QueueView` paints whole rows
            if end > STATE:
                option.rect = self._across(STATE, option.rect).united(self._across(end, option.rect))
        # The mailbox at the end of a name tells more than the path to it. (The option is the same for all cells.)
        option.textElideMode = Qt.TextElideMode.ElideMiddle if column == NAME else Qt.TextElideMode.ElideRight
        super().paint(painter, option, index)
        if column != PROGRESS:
            return
        progress = index.data(PROGRESS_ROLE)
        if progress is None:
            return
        done, whole = progress
        bar = QStyleOptionProgressBar()
        bar.initFrom(option.widget)
        bar.rect = option.rect.adjusted(4, 6, -4, -6)
        bar.minimum, bar.maximum = 0, 1000  # octets may be more than a C int holds
        bar.progress = min(1000, done * 1000 // whole) if whole else 0
        bar.textVisible = False  # its end would cross the text; the numbers stand in the cells beside it
        bar.state |= QStyle.StateFlag.State_Horizontal
        option.widget.style().drawControl(QStyle.ControlElement.CE_ProgressBar, bar, painter)
        if option.widget.style().name() == "fusion":  # whose own frame is as dark as a dark list
            painter.save()
            draw_frame(painter, bar.rect, option.palette)
            painter.restore()
