"""Item views that give drags away: what is carried is asked for when the drag begins, and only ever copied; and the
words over a view while a drag hovers."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, Qt, Slot
from PySide6.QtGui import QDrag, QPainter, QPaintEvent, QPalette, QPixmap
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QLabel,
    QScrollArea,
    QStyleOptionHeader,
    QTableView,
    QTreeView,
    QWidget,
)

from mailferry.transfer.precedence import goes_first
from mailferry.ui import words
from mailferry.ui.arrivals import Cargo
from mailferry.ui.colours import ground_for
from mailferry.ui.dragging import Carrier

Chosen = Callable[[], Cargo | None]


class Tree(QTreeView):
    """A tree whose painting goes before the work of the engine's threads. Beside them it would wait for the interpreter
    at each of its some hundred questions to the model."""

    def __init__(self) -> None:
        super().__init__()
        self.setHeader(_Header())

    @goes_first
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)


class Table(QTableView):
    """A table that paints as `Tree` does."""

    def __init__(self) -> None:
        super().__init__()
        header = _Header()
        header.setSectionsClickable(True)
        header.setHighlightSections(True)
        self.setHorizontalHeader(header)

    @goes_first
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)


class _Header(QHeaderView):
    """The names of the columns, painted as `Tree` paints."""

    def __init__(self) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

    def initStyleOptionForIndex(self, option: QStyleOptionHeader, section: int) -> None:
        """A heading on the right keeps clear of the line beside it, and of the arrow that says how is sorted."""
        super().initStyleOptionForIndex(option, section)
        if option.textAlignment & Qt.AlignmentFlag.AlignRight:
            option.text += "\u00a0"

    @goes_first
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)


class DragTree(Tree):
    """A tree whose chosen row can be dragged."""

    def __init__(self, carrier: Carrier, chosen: Chosen) -> None:
        super().__init__()
        self._carrier, self._chosen = carrier, chosen

    def startDrag(self, actions: Qt.DropAction) -> None:
        drag_out(self, self._carrier, self._chosen())


class DragTable(Table):
    """A table whose chosen rows can be dragged."""

    def __init__(self, carrier: Carrier, chosen: Chosen) -> None:
        super().__init__()
        self._carrier, self._chosen = carrier, chosen

    def startDrag(self, actions: Qt.DropAction) -> None:
        drag_out(self, self._carrier, self._chosen())


class HoverWords(QLabel):
    """Lies at the bottom of a widget, over what is there, as long as there is something to say."""

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self._over = over
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setMargin(6)
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.ToolTipBase)
        self.setForegroundRole(QPalette.ColorRole.ToolTipText)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setVisible(False)

    @Slot(str)
    def say(self, sentence: str) -> None:
        """Show this; nothing hides it."""
        self.setText(sentence)
        self.setVisible(bool(sentence))
        if sentence:
            height = self.heightForWidth(self._over.width())
            self.setGeometry(0, self._over.height() - height, self._over.width(), height)


def scrolled(label: QLabel) -> QScrollArea:
    """Room for a text that may be long, which is scrolled by the wheel and by keys."""
    area = QScrollArea()
    area.setWidget(label)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setMinimumHeight(label.fontMetrics().height() * 5)
    area.setAccessibleName(label.accessibleName())
    return area


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
    ground, colour = ground_for(widget.palette())
    pixmap.fill(ground)
    painter = QPainter(pixmap)
    painter.setFont(widget.font())
    painter.setPen(colour)
    painter.drawText(8, 4 + metrics.ascent(), text)
    painter.end()
    return pixmap
