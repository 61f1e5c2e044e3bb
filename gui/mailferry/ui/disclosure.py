"""A button that unfolds a part of a dialog which few people need, and folds it again. It remembers nothing."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStyle, QStyleOptionToolButton, QToolButton, QWidget


class Disclosure(QToolButton):
    """Worked by the mouse, the space bar, Return and the key in its label; a screen reader tells whether it is down."""

    def __init__(self, label: str, part: QWidget) -> None:
        super().__init__()
        self._part = part
        self.setText(label)
        self.setAccessibleName(label.replace("&", ""))
        self.setCheckable(True)
        self.setAutoRaise(True)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.toggled.connect(self._unfold)
        self._unfold(False)

    @Slot(bool)
    def _unfold(self, down: bool) -> None:
        ahead = Qt.ArrowType.LeftArrow if self.isRightToLeft() else Qt.ArrowType.RightArrow
        self.setArrowType(Qt.ArrowType.DownArrow if down else ahead)
        if not down and self._part.isAncestorOf(self.window().focusWidget()):
            self.setFocus(Qt.FocusReason.OtherFocusReason)  # not on whatever comes after the part
        self._part.setVisible(down)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()  # not the button that the dialog has for Return
        else:
            super().keyPressEvent(event)

    def initStyleOption(self, option: QStyleOptionToolButton) -> None:
        super().initStyleOption(option)
        if not self.isDown():  # the arrow says that it is unfolded, no frame does
            option.state &= ~QStyle.StateFlag.State_On
            option.state &= ~QStyle.StateFlag.State_Sunken
