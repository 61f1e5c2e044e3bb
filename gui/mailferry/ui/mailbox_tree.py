"""The tree of accounts and mailboxes, with what happens while a drag hovers: drops are always copies, the row that
would take it is marked, and `hovering` says what would happen, or why not.
"""

from __future__ import annotations

from PySide6.QtCore import QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView

from mailferry.ui import words
from mailferry.ui.arrivals import Cargo, folder_sentence, is_folder_of_thunderbird
from mailferry.ui.dragging import Carrier, can_carry
from mailferry.ui.mailboxes_model import MailboxesModel
from mailferry.ui.targets import Target
from mailferry.ui.views import DragTree, as_index


class MailboxTree(DragTree):
    """`hovering` carries the words for the status bar, "" when the drag has gone. `folder_refused`: a folder of
    Thunderbird was dragged here, of which nothing can be had."""

    hovering = Signal(str)
    folder_refused = Signal()

    def __init__(self, carrier: Carrier, model: MailboxesModel) -> None:
        super().__init__(carrier, lambda: model.cargo(self.currentIndex()))
        self._boxes = model
        self._before = QPersistentModelIndex()  # the current row before a drag came
        self._is_folder = False
        self.setUniformRowHeights(True)
        self.setIndentation(self.fontMetrics().height())  # mailboxes lie deep, and the pane may be narrow
        self.setModel(model)
        self.setAllColumnsShowFocus(True)
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.setAcceptDrops(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setDragDropOverwriteMode(True)  # onto a row, never between two
        self.setDropIndicatorShown(True)
        self.setAutoExpandDelay(600)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self._before = QPersistentModelIndex(self.currentIndex())
        self._is_folder = is_folder_of_thunderbird(event.mimeData())
        event.setDropAction(Qt.DropAction.CopyAction)  # a move from outside could delete the user's file
        super().dragEnterEvent(event)
        if can_carry(event.mimeData()) or self._is_folder:  # what is not accepted is not heard of again
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        event.setDropAction(Qt.DropAction.CopyAction)
        index = self.indexAt(event.position().toPoint())
        target = self._boxes.target(index)
        self.setDropIndicatorShown(target is not None)  # else Qt marks a place beside a row that takes nothing
        super().dragMoveEvent(event)
        if self._is_folder:
            event.ignore()
            self.hovering.emit(folder_sentence())
        elif target is None or not can_carry(event.mimeData()):
            event.ignore()
            self.hovering.emit(self._boxes.refusal(index))
        elif self._boxes.goes_round(event.mimeData(), target):
            event.ignore()
            self.hovering.emit(self.tr("A mailbox cannot be imported into itself."))
        else:
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self.setCurrentIndex(index.siblingAtColumn(0))
            self.hovering.emit(offer(self._carrier.hovering(event.mimeData()), target))

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        super().dragLeaveEvent(event)
        self.setCurrentIndex(as_index(self._before))
        self.hovering.emit("")
        if self._is_folder:
            self._is_folder = False
            self.folder_refused.emit()

    def dropEvent(self, event: QDropEvent) -> None:
        event.setDropAction(Qt.DropAction.CopyAction)
        super().dropEvent(event)
        if event.isAccepted():
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
        self.hovering.emit("")


def offer(cargo: Cargo | None, target: Target) -> str:
    """What a drop would do."""
    if cargo is None or cargo.messages is None:
        return words.translate("Words", "Import into {0}").format(target.name)
    return words.translate("Words", "Import {0} into {1}").format(words.messages(cargo.messages), target.name)
