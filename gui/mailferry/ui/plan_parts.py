"""Parts of the plan of a drop: its buttons, and the table of folders and their mailboxes."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QHeaderView, QPushButton, QTableView

from mailferry.ui.plan_model import MAILBOX, PlanModel
from mailferry.ui.views import Table


class SingleButton(QPushButton):
    """A double click is one click: after the first, the next drop may have its turn."""

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        event.accept()


class _Folders(Table):
    """F2 writes a mailbox wherever in its row the keyboard is: nothing else can be written."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F2:
            self.setCurrentIndex(self.currentIndex().siblingAtColumn(MAILBOX))
        super().keyPressEvent(event)


def table_of(model: PlanModel) -> QTableView:
    """The table, as wide as its place."""
    table = _Folders()
    table.setModel(model)
    table.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
    table.setShowGrid(False)
    table.setWordWrap(False)
    table.setTextElideMode(Qt.TextElideMode.ElideMiddle)  # the mailbox at the end tells more than the path to it
    table.setTabKeyNavigation(False)
    table.verticalHeader().setVisible(False)
    table.verticalHeader().setDefaultSectionSize(table.fontMetrics().height() + 8)
    header = table.horizontalHeader()
    header.setHighlightSections(False)
    for column in (0, 3):
        header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
    letter = table.fontMetrics().averageCharWidth()
    for column, letters in ((1, 13), (2, 12)):
        header.resizeSection(column, max(letter * letters, header.sectionSizeHint(column) + letter))
    return table
