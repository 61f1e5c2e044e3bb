"""A button that stays down."""

from __future__ import annotations

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QPushButton, QStyleOptionButton


class CheckButton(QPushButton):
    """In the colour of what is chosen while it is down: pressed alone is hard to see on a dark desktop."""

    def __init__(self, label: str) -> None:
        super().__init__(label)
        self.setCheckable(True)

    def initStyleOption(self, option: QStyleOptionButton) -> None:
        super().initStyleOption(option)
        if self.isChecked() and self.isEnabled():
            palette = option.palette
            palette.setColor(QPalette.ColorRole.Button, palette.highlight().color().darker(120))
            palette.setColor(QPalette.ColorRole.ButtonText, palette.highlightedText().color())
            option.palette = palette
