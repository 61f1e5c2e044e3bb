"""A label for words that others have written: names of files and mailboxes, subjects, what a server says."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLabel, QWidget

_LONG = re.compile(r"[^\s/\\-]{60}")
_BREAK = "\u200b"
"""A line may be broken here (ZERO WIDTH SPACE)."""


class PlainLabel(QLabel):
    """Plain text over several lines that can be chosen and copied. A name that nothing divides is broken all the same:
    it would make its window as wide as itself."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setText(text)

    def setText(self, text: str) -> None:
        self._text = text
        super().setText(_LONG.sub(lambda found: found[0] + _BREAK, text))

    def text(self) -> str:
        return self._text

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText(self.selectedText().replace(_BREAK, ""))
        else:
            super().keyPressEvent(event)
