"""Drops onto the window beside its trees: into the mailbox that is chosen on the right. Without one the mail is opened
on the left."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QMainWindow

from mailferry.ui.arrivals import is_folder_of_thunderbird, nothing_of_a_folder
from mailferry.ui.dragging import MIME, can_carry
from mailferry.ui.mailbox_tree import offer
from mailferry.ui.mailboxes_pane import MailboxesPane
from mailferry.ui.sources_pane import SourcesPane


class DropWindow(QMainWindow):
    """A window that takes what is dropped where none of its parts takes it; `setAcceptDrops` once its panes are
    there. (A filter of events would cross into Python for each event of the window.)"""

    sources: SourcesPane
    mailboxes: MailboxesPane
    _is_folder = False

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self._take_drop(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self._take_drop(event)

    def dropEvent(self, event: QDropEvent) -> None:
        self._take_drop(event)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.mailboxes.say("")
        if self._is_folder:
            self.mailboxes.show_arrival(nothing_of_a_folder())
        self._is_folder = False

    def _take_drop(self, event: QDropEvent) -> None:
        data = event.mimeData()
        target = self.mailboxes.drop_target()
        self._is_folder = is_folder_of_thunderbird(data)
        if event.type() is QEvent.Type.DragEnter and self._is_folder:
            event.accept()  # else it is not heard of when it leaves
        elif self._is_folder or data.hasFormat(MIME) or not can_carry(data) or not self.mailboxes.isEnabled():
            event.ignore()
        else:
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
        if event.type() is not QEvent.Type.Drop:
            self.mailboxes.say(self._drop_words(event))
        elif event.isAccepted():
            self.mailboxes.say("")
            if target is not None:
                self.mailboxes.model.import_into(target, data)
            else:
                self.sources.take_data(data)

    def _drop_words(self, event: QDropEvent) -> str:
        data = event.mimeData()
        if self._is_folder:
            return nothing_of_a_folder().sentence
        if data.hasFormat(MIME):
            return self.tr("Drop it onto a mailbox, on the right.")
        if not can_carry(data):
            return self.tr("There are no files in what you drag, and no messages.")
        target = self.mailboxes.drop_target()
        return offer(None, target) if target is not None else self.tr(
            "Drop it to look into it. To import it, choose a mailbox on the right first.")
