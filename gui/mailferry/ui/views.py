"""Item views that give drags away: what is carried is asked for when the drag begins, and only ever copied."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, Qt
from PySide6.QtGui import QDrag, QPainter, QPixmap
from PySide6.QtWidgets import QAbstractItemView, QTableView, QTreeView, QWidget

from mailferry.ui import words
from mailferry.ui.arrivals import Cargo
from mailferry.ui.dragging import Carrier

Chosen = Callable[[], Cargo | None]


class DragTree(QTreeView):
    """A tree whose chosen row can be dragged."""

    def __init__(self, carrier: Carrier, chosen: Chosen) -> None:
        super().__init__()
        self._carrier, self._chosen = carrier, chosen

    def startDrag(self, actions: Qt.DropAction) -> None:
        drag_out(self, self._carrier, self._chosen())


class DragTable(QTableView):
    """A table whose chosen rows can be dragged."""

    def __init__(self, carrier: Carrier, chosen: Chosen) -> None:
        super().__init__()
        self._carrier, self._chosen = carrier, chosen

    def startDrag(self, actions: Qt.DropAction) -> None:
        drag_out(self, self._carrier, self._chosen())


def as_index(index: QPersistentModelIndex) -> QModelIndex:
    """Where a persistent index points now."""
    return index.model().index(index.row(), index.column(), index.parent()) if index.isValid() else QModelIndex()


def drag_out(view: QAbstractItemView, carrier: Carrier, cargo: Cargo | None) -> None:
    """Drag `cargo` out of a view, with a picture that says what it is; returns at the drop."""
    if cargo is None:
        return
    drag = QDrag(view)
    drag.setMimeData(carrier.pack(cargo))
    text = cargo.title if cargo.messages is None else f"{cargo.title} ({words.messages(cargo.messages)})"
    drag.setPixmap(_picture(view, text))
    drag.setHotSpot(QPoint(-12, -8))
    drag.exec(Qt.DropAction.CopyAction, Qt.DropAction.CopyAction)


def _picture(widget: QWidget, text: str) -> QPixmap:
    """The text on the colour of a chosen row."""
    metrics, ratio = widget.fontMetrics(), widget.devicePixelRatioF()
    text = metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, metrics.averageCharWidth() * 40)
    width, height = metrics.horizontalAdvance(text) + 16, metrics.height() + 8
    pixmap = QPixmap(round(width * ratio), round(height * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(widget.palette().highlight().color())
    painter = QPainter(pixmap)
    painter.setFont(widget.font())
    painter.setPen(widget.palette().highlightedText().color())
    painter.drawText(8, 4 + metrics.ascent(), text)
    painter.end()
    return pixmap
