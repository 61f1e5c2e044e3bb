"""Buttons that stay down, and boxes with a tick, which can be told from the ground on a dark desktop too."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QCheckBox, QPushButton, QStyle, QStyleOptionButton

from mailferry.ui.colours import blend, ground_for


class CheckButton(QPushButton):
    """In the colour of what is chosen while it is down: pressed alone is hard to see on a dark desktop."""

    def __init__(self, label: str) -> None:
        super().__init__(label)
        self.setCheckable(True)

    def initStyleOption(self, option: QStyleOptionButton) -> None:
        super().initStyleOption(option)
        if self.isChecked() and self.isEnabled():
            palette = option.palette
            ground, text = ground_for(palette)
            palette.setColor(QPalette.ColorRole.Button, ground)
            palette.setColor(QPalette.ColorRole.ButtonText, text)
            option.palette = palette


class CheckBox(QCheckBox):
    """With a frame that can be seen: the one of Qt's own style is as dark as a dark window."""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.style().name() != "fusion":
            return  # the styles of the systems have their own
        option = QStyleOptionButton()
        self.initStyleOption(option)
        box = self.style().subElementRect(QStyle.SubElement.SE_CheckBoxIndicator, option, self)
        painter = QPainter(self)
        draw_frame(painter, box, self.palette())
        painter.end()


def draw_frame(painter: QPainter, box: QRect, palette: QPalette) -> None:
    """A line within the box, whole at any scale."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(frame_colour(palette), 1))
    painter.drawRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5))


def frame_colour(palette: QPalette) -> QColor:
    """Of a box, enabled or not."""
    return blend(palette.color(QPalette.ColorRole.WindowText), palette.color(QPalette.ColorRole.Window), 0.6)
