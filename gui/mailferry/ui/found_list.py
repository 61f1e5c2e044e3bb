"""Mail on this computer: a short list below the opened sources. An entry is opened by Enter or a click, or
dragged onto a mailbox as it is. It is hidden while nothing was found.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QVBoxLayout,
    QWidget,
)

from mailferry.mail.errors import printable
from mailferry.mail.found import Found
from mailferry.transfer.values import Selection
from mailferry.ui import words
from mailferry.ui.arrivals import Cargo
from mailferry.ui.dragging import Carrier
from mailferry.ui.icons import wear
from mailferry.ui.views import drag_out

_SHOWN = 5
"""So many entries are seen without scrolling."""


class _List(QListWidget):
    """The entries. What can be dragged is asked for when the drag begins."""

    def __init__(self, carrier: Carrier) -> None:
        super().__init__()
        self._carrier = carrier
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.setUniformItemSizes(True)
        side = self.style().pixelMetric(QStyle.PixelMetric.PM_SmallIconSize)  # as in the tree above
        self.setIconSize(QSize(side, side))

    def startDrag(self, actions: Qt.DropAction) -> None:
        drag_out(self, self._carrier, self.cargo())

    def cargo(self) -> Cargo | None:
        """The current entry as something to import, whole."""
        if self.currentRow() < 0:
            return None
        entry = self.currentItem()
        return Cargo((Selection(entry.data(Qt.ItemDataRole.UserRole)),), entry.text(), None)


class FoundList(QWidget):
    """`opened` carries the paths of what a person wants to look into."""

    opened = Signal(object)

    def __init__(self, carrier: Carrier, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        title = QLabel(self.tr("Mail on this computer"))
        self.list = _List(carrier)
        self.list.setAccessibleName(title.text())
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 4, 0, 0)
        box.setSpacing(2)
        box.addWidget(title)
        box.addWidget(self.list)
        self.list.itemActivated.connect(self._open)
        self.list.itemClicked.connect(self._open)  # a second click finds it open
        self.setVisible(False)

    def show_found(self, found: Sequence[Found]) -> None:
        """Show what was found."""
        self.list.clear()
        for one in found:
            entry = QListWidgetItem(one.name, self.list)
            entry.setData(Qt.ItemDataRole.UserRole, one.path)
            entry.setToolTip(words.tip(printable(one.path)))
        wear(self.list, "source")
        height = self.list.sizeHintForRow(0) * min(len(found), _SHOWN) + 2 * self.list.frameWidth()
        self.list.setFixedHeight(max(height, 1))
        self.setVisible(bool(found))

    @Slot(QListWidgetItem)
    def _open(self, entry: QListWidgetItem) -> None:
        self.opened.emit([entry.data(Qt.ItemDataRole.UserRole)])
