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
        self._height = QPushButton("Wg").sizeHint().height() + 4

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(super().sizeHint(option, index).width(), self._height)

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        super().initStyleOption(option, index)
        if index.column() == NAME:  # the mailbox at the end tells more than the path to it
            option.textElideMode = Qt.TextElideMode.ElideMiddle

    def _end_of_state(self, index: QModelIndex | QPersistentModelIndex) -> int:
        """The last column that the words of the state may fill: they go on over empty cells."""
        if index.sibling(index.row(), PROGRESS).data(PROGRESS_ROLE) is not None:
            return STATE
        return CANCEL if self._view.indexWidget(index.sibling(index.row(), CANCEL)) is None else PROGRESS

    def _paint_part(self, painter: QPainter, option: QStyleOptionViewItem,
                    index: QModelIndex | QPersistentModelIndex, end: int) -> None:
        """The part of the state's words that lies in this cell: the view may ask for any of the cells alone."""
        painter.save()
        painter.setClipRect(option.rect, Qt.ClipOperation.IntersectClip)
        option.rect = self._across(STATE, option.rect).united(self._across(end, option.rect))
        super().paint(painter, option, index.sibling(index.row(), STATE))
        painter.restore()

    def _across(self, column: int, row: QRect) -> QRect:
        """Where a cell of the row lies. (The view's own visualRect looks for the row first, which takes longer.)"""
        return QRect(self._view.columnViewportPosition(column), row.y(), self._view.columnWidth(column), row.height())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem,
              index: QModelIndex | QPersistentModelIndex) -> None:
        if index.column() >= STATE and index.column() <= (end := self._end_of_state(index)):
            self._paint_part(painter, option, index, end)
            return
        super().paint(painter, option, index)
        progress = index.data(PROGRESS_ROLE) if index.column() == PROGRESS else None
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
