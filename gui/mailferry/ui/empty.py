"""A pane that is empty says what to do in it: a text over an item view that has no rows."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QLabel, QVBoxLayout


class EmptyHint(QLabel):
    """Lies over the view while its model has no rows; the mouse goes through it."""

    def __init__(self, view: QAbstractItemView, text: str) -> None:
        super().__init__(text, view.viewport())
        self._view = view
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setMargin(16)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._text = text
        self._empty: bool | None = None
        model = view.model()
        for signal in (model.rowsInserted, model.rowsRemoved, model.modelReset):
            signal.connect(self._look)
        box = QVBoxLayout(view.viewport())
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self)
        self.refresh()

    def set_text(self, text: str) -> None:
        """Say something else."""
        self._text = text
        self.refresh()

    @Slot()
    def _look(self) -> None:
        if (self._view.model().rowCount() == 0) is not self._empty:
            self.refresh()

    def refresh(self) -> None:
        """Show or hide."""
        self._empty = empty = self._view.model().rowCount() == 0
        self.setVisible(empty)
        self._view.setAccessibleDescription(self._text if empty else "")
        self._fit()

    def _fit(self) -> None:
        """Say no more than there is room for: the paragraphs after the first can be done without."""
        paragraphs = self._text.split("\n\n")
        while True:
            self.setText("\n\n".join(paragraphs))
            if len(paragraphs) == 1 or self.heightForWidth(self.width()) <= self.height():
                return
            paragraphs.pop()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
