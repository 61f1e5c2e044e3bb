"""Drops onto the window beside its trees: into the mailbox that is chosen on the right. Without one the mail is opened
on the left."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QWidget

from mailferry.ui.arrivals import is_folder_of_thunderbird, nothing_of_a_folder
from mailferry.ui.dragging import MIME, can_carry
from mailferry.ui.mailbox_tree import offer
from mailferry.ui.mailboxes_pane import MailboxesPane
from mailferry.ui.sources_pane import SourcesPane


class WindowDrops(QObject):
    """Takes what is dropped onto `window` where none of its parts takes it."""

    def __init__(self, window: QWidget, sources: SourcesPane, mailboxes: MailboxesPane) -> None:
        super().__init__(window)
        self._sources = sources
        self._mailboxes = mailboxes
        self._is_folder = False
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.DragLeave:
            self._mailboxes.say("")
            if self._is_folder:
                self._mailboxes.show_arrival(nothing_of_a_folder())
            self._is_folder = False
            return True
        if not isinstance(event, QDropEvent):
            return super().eventFilter(watched, event)
        data = event.mimeData()
        target = self._mailboxes.drop_target()
        self._is_folder = is_folder_of_thunderbird(data)
        if event.type() is QEvent.Type.DragEnter and self._is_folder:
            event.accept()  # else it is not heard of when it leaves
        elif self._is_folder or data.hasFormat(MIME) or not can_carry(data):
            event.ignore()
        else:
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
        if event.type() is not QEvent.Type.Drop:
            self._mailboxes.say(self._words(event))
        elif event.isAccepted():
            self._mailboxes.say("")
            if target is not None:
                self._mailboxes.model.import_into(target, data)
            else:
                self._sources.take_data(data)
        return True

    def _words(self, event: QDropEvent) -> str:
        data = event.mimeData()
        if self._is_folder:
            return nothing_of_a_folder().sentence
        if data.hasFormat(MIME):
            return self.tr("Drop it onto a mailbox, on the right.")
        if not can_carry(data):
            return self.tr("There are no files in what you drag, and no messages.")
        target = self._mailboxes.drop_target()
        return offer(None, target) if target is not None else self.tr(
            "Drop it to look into it. To import it, choose a mailbox on the right first.")
