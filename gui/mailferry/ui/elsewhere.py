"""Choosing another mailbox for a batch, in place above the queue: one of those that are there, or a new one."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QComboBox, QCompleter, QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from mailferry.transfer.values import AccountView, BatchView, ImportId
from mailferry.ui import words
from mailferry.ui.targets import path_of


class ElsewhereBar(QFrame):
    """`wanted` carries the batch and the path of the mailbox that was chosen; () is INBOX. Hidden while not needed."""

    wanted = Signal(object, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self._batch: BatchView | None = None
        self._back: QWidget | None = None
        self._title = QLabel()
        self._title.setTextFormat(Qt.TextFormat.PlainText)
        self.boxes = QComboBox(editable=True, insertPolicy=QComboBox.InsertPolicy.NoInsert)
        self.boxes.setAccessibleName(self.tr("Mailbox to send it to"))
        self.boxes.setMinimumContentsLength(24)
        self.boxes.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        completer = QCompleter(self.boxes.model(), self.boxes)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        self.boxes.setCompleter(completer)
        self.boxes.setToolTip(self.tr("A name that is not in the list becomes a new mailbox; / leads one level down."))
        self.send = QPushButton(self.tr("Send it there"))
        self.leave = QPushButton(self.tr("Not now"))
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 6, 8, 6)
        for widget in (self._title, self.boxes, self.send, self.leave):
            row.addWidget(widget)
        row.addStretch(1)
        self.send.clicked.connect(self._send)
        self.leave.clicked.connect(self._close)
        self.boxes.editTextChanged.connect(self._check)
        if (line := self.boxes.lineEdit()) is not None:
            line.setPlaceholderText(self.tr("Choose or type a mailbox"))
            line.returnPressed.connect(self._send)
        self.setVisible(False)

    def offer(self, batch: BatchView, account: AccountView | None, back: QWidget) -> None:
        """Ask where to send a batch; `back` has the keyboard afterwards."""
        self._batch, self._back = batch, back
        self._title.setText(self.tr("Send {0} of {1} into").format(
            words.messages(batch.current), self.tr("batch {0}").format(batch.id)))
        self.boxes.clear()
        facts = account.facts if account is not None else None
        for mailbox in (account.mailboxes or ()) if account is not None else ():
            path = path_of(mailbox, facts) if facts is not None and mailbox.selectable else None
            if path is not None and mailbox.name != batch.mailbox:
                self.boxes.addItem("INBOX" if not path else "/".join(path), path)
        self.boxes.setCurrentIndex(-1)
        self.boxes.clearEditText()
        self._check()
        self.setVisible(True)
        self.boxes.setFocus(Qt.FocusReason.OtherFocusReason)

    def look(self, batch: BatchView) -> None:
        """A batch has changed: the question goes where nothing of it is left."""
        if self._batch is not None and batch.id == self._batch.id and not words.retries(batch):
            self._close()

    def forget(self, import_id: ImportId) -> None:
        """An import is forgotten, and its batches with it."""
        if self._batch is not None and self._batch.import_id == import_id:
            self._close()

    def path(self) -> tuple[str, ...] | None:
        """What is chosen or written now; None if that is nothing."""
        text, chosen = self.boxes.currentText(), self.boxes.currentIndex()
        if chosen >= 0 and self.boxes.itemText(chosen) == text:  # two may look the same: a/b, and b in a
            return tuple(self.boxes.itemData(chosen))
        place = self.boxes.findText(text, Qt.MatchFlag.MatchExactly | Qt.MatchFlag.MatchCaseSensitive)
        if place >= 0:
            return tuple(self.boxes.itemData(place))
        path = tuple(part.strip() for part in text.split("/") if part.strip())
        return (() if len(path) == 1 and path[0].upper() == "INBOX" else path) if path else None

    @Slot()
    def _check(self) -> None:
        self.send.setEnabled(self.path() is not None)

    @Slot()
    def _send(self) -> None:
        path = self.path()
        if path is not None and self._batch is not None:
            batch = self._batch
            self._close()
            self.wanted.emit(batch, path)

    @Slot()
    def _close(self) -> None:
        focused = QApplication.focusWidget()
        had_keyboard = focused is not None and self.isAncestorOf(focused)
        self._batch = None
        self.setVisible(False)
        if had_keyboard and self._back is not None:
            self._back.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._close()
        else:
            super().keyPressEvent(event)
