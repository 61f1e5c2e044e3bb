"""Dialogs that fit the screen: as high as what is in them, and no higher than the screen, also one at 200 %."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QFrame, QLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget


class FittingDialog(QDialog):
    """What has no room is scrolled; the buttons stay in sight. It grows and shrinks with what is in it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._room = _Room()
        self._room.inside.rearranged.connect(self._fit)

    def lay_out(self, inside: QLayout, buttons: QWidget) -> None:
        """Put `inside` where it can be scrolled, and the buttons beneath. Called once."""
        inside.setContentsMargins(0, 0, 0, 0)
        self._room.inside.setLayout(inside)
        box = QVBoxLayout(self)
        box.addWidget(self._room, 1)
        box.addWidget(buttons)

    def bring_into_sight(self, widget: QWidget) -> None:
        """Scroll to something as soon as it has its place."""
        self._room.wanted = widget

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit()  # which Qt limits to two thirds of the screen

    @Slot()
    def _fit(self) -> None:
        if not self.isVisible():
            return
        self._room.updateGeometry()
        free, frame = self.screen().availableGeometry(), self.frameGeometry().size() - self.size()
        around = max(frame.height(), 2 * self.fontMetrics().height())
        self.resize(min(max(self.width(), self.sizeHint().width()), free.width() - frame.width()),
                    min(self.sizeHint().height(), free.height() - around))
        over = self.frameGeometry().bottom() - free.bottom()
        if over > 0:
            self.move(self.x(), max(free.top(), self.y() - over))


class _Inside(QWidget):
    """`rearranged` comes when what is in it wants another size."""

    rearranged = Signal()

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() is QEvent.Type.LayoutRequest:
            self.rearranged.emit()
        return done


class _Room(QScrollArea):
    """As high as what is in it, where there is room for that. What Tab goes to is scrolled to."""

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.inside = _Inside()
        self.setWidget(self.inside)
        self.wanted: QWidget | None = None
        self.verticalScrollBar().rangeChanged.connect(self._show_wanted)

    def sizeHint(self) -> QSize:
        inside = self.inside
        width = self.viewport().width() if self.isVisible() else inside.sizeHint().width()
        return QSize(inside.minimumSizeHint().width() + self.verticalScrollBar().sizeHint().width(),
                     inside.heightForWidth(width) if inside.hasHeightForWidth() else inside.sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        letter = self.fontMetrics()
        return QSize(min(self.sizeHint().width(), 60 * letter.averageCharWidth()), 4 * letter.height())

    @Slot(int, int)
    def _show_wanted(self) -> None:
        if self.wanted is not None:
            self.ensureWidgetVisible(self.wanted, 0, 0)
            self.wanted = None
