"""The messages of one folder as a table, all of them or those that a search finds, in a chosen order.

Messages number in the hundred thousands: the table shares the folder's list and decodes a row when it is shown. What
is shown in another order or by a search is worked out in a thread of its own (`arranging`).
"""

from __future__ import annotations

from array import array
from collections.abc import Collection, Sequence
from functools import partial
from itertools import chain, compress, count

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelection,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
    Slot,
)

from mailferry.mail.message import Form, Locator
from mailferry.transfer.values import Selection
from mailferry.ui import figures, headers, words
from mailferry.ui.arranging import Arrangement, arranged
from mailferry.ui.arrivals import Cargo
from mailferry.ui.asks import Asks
from mailferry.ui.roles import Span, fill
from mailferry.ui.scanning import Row
from mailferry.ui.sources_model import Node

Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
Role = Qt.ItemDataRole
ROLES = frozenset({int(Role.DisplayRole), int(Role.ToolTipRole), int(Role.TextAlignmentRole)})
DRAGGABLE = (Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemNeverHasChildren
             | Qt.ItemFlag.ItemIsDragEnabled)

_AGAIN_MS = 500
"""While a source is read, so long passes before its new rows are found or sorted too."""


class MessagesModel(QAbstractTableModel):
    """All rows are there at once, so that "select all" means all of them. `arranged` says that the rows that were
    wished for are shown."""

    arranged = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._node: Node | None = None
        self._shown = 0  # rows of the folder that are shown, or were looked at for `_order`
        self._order: Sequence[int] | None = None  # None: the rows as they are
        self._wish = Arrangement()
        self._number = 0  # of the wish; an answer to an earlier one is dropped
        self._working = False
        self._asks = Asks("message list")
        self._again = QTimer(self, singleShot=True, interval=_AGAIN_MS)
        self._again.timeout.connect(self._arrange)

    @property
    def node(self) -> Node | None:
        """The folder that is shown."""
        return self._node

    @property
    def working(self) -> bool:
        """Whether a search or a sorting is under way."""
        return self._working

    @property
    def wish(self) -> Arrangement:
        """What is shown, or will be soon."""
        return self._wish

    def show(self, node: Node | None) -> None:
        """Show another folder, or none."""
        self.beginResetModel()
        self._node = node
        self._shown = 0 if node is None else len(node.rows)
        self._order = None if self._wish == Arrangement() else ()
        self.endResetModel()
        self._arrange()

    def search(self, text: str) -> None:
        """Show only what holds these words in its subject or sender; all if there are none."""
        self._set_wish(Arrangement(" ".join(text.split()), self._wish.column, self._wish.descending))

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; -1 is the order of the source."""
        self._set_wish(Arrangement(self._wish.text, column, column >= 0 and order is Qt.SortOrder.DescendingOrder))

    def close_thread(self) -> None:
        """Arrange no more. Does not wait."""
        self._number += 1
        self._again.stop()
        self._asks.close()

    def join(self) -> None:
        """After `close_thread`: wait until the thread has ended."""
        self._asks.join()

    @Slot()
    def grow(self) -> None:
        """Show the rows that came since."""
        if self._node is None or len(self._node.rows) <= self._shown:
            return
        if self._wish == Arrangement():
            self.beginInsertRows(ROOT, self._shown, len(self._node.rows) - 1)
            self._shown = len(self._node.rows)
            self.endInsertRows()
        elif not self._working and not self._again.isActive():
            self._again.start()

    def _set_wish(self, wish: Arrangement) -> None:
        if wish != self._wish:
            self._wish = wish
            self._arrange()

    @Slot()
    def _arrange(self) -> None:
        self._number += 1
        node, wish, number = self._node, self._wish, self._number
        if node is None or wish == Arrangement():
            self._take(None, 0 if node is None else len(node.rows))
            return
        self._working = True
        rows, count = node.rows, len(node.rows)

        def take(order: array[int] | None) -> None:
            if order is not None and number == self._number:
                self._take(order, count)
                self.grow()

        self._asks.ask(lambda: arranged(rows, count, wish, lambda: number != self._number), take)

    def _take(self, order: array[int] | None, count: int) -> None:
        self._working = False
        self.beginResetModel()
        self._order, self._shown = order, count
        self.endResetModel()
        self.arranged.emit()

    # --- what is chosen ----------------------------------------------------------------------------------------------

    def number(self, index: Index) -> int | None:
        """The number of the row within its folder, whatever the order; None for no row."""
        if not index.isValid():
            return None
        return index.row() if self._order is None else self._order[index.row()]

    def find(self, number: int) -> QModelIndex:
        """Where that row of the folder is shown; invalid if it is not."""
        try:
            return self.index(number if self._order is None else self._order.index(number), 0)
        except ValueError:
            return QModelIndex()

    def locator(self, index: Index) -> Locator | None:
        """Where the message of a row lies."""
        number = self.number(index)
        if number is None or self._node is None:
            return None
        row = self._node.rows[number]
        return Locator(row.path, row.offset, row.length, Form(row.form), row.offset + row.length, 0)

    def numbers(self, chosen: Sequence[range]) -> list[int]:
        """The numbers of these rows within the folder."""
        rows = chain.from_iterable(chosen)
        return list(rows if self._order is None else map(self._order.__getitem__, rows))

    def rows_of(self, numbers: Collection[int]) -> list[range]:
        """Where those of these rows of the folder stand that are shown."""
        wanted = set(numbers)
        order = range(self._shown) if self._order is None else self._order
        found: list[range] = []
        for row in compress(count(), map(wanted.__contains__, order)):
            if found and found[-1].stop == row:
                found[-1] = range(found[-1].start, row + 1)
            else:
                found.append(range(row, row + 1))
        return found

    def cargo(self, chosen: Sequence[range]) -> Cargo | None:
        """The chosen rows, to be imported."""
        node, numbers = self._node, self.numbers(chosen)
        if node is None or not numbers:
            return None
        title = headers.line(node.rows[numbers[0]].subject) if len(numbers) == 1 else node.name
        return Cargo((Selection(node.source.path, None, node.rows.places(numbers)),), title, len(numbers))

    # --- QAbstractTableModel -----------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = ROOT) -> int:
        if parent.isValid():
            return 0
        return self._shown if self._order is None else len(self._order)

    def columnCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else 4

    def flags(self, index: Index) -> Qt.ItemFlag:
        return DRAGGABLE if index.isValid() else Qt.ItemFlag.NoItemFlags

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> object:
        if orientation is Qt.Orientation.Horizontal and role == Role.DisplayRole:
            return (self.tr("Subject"), self.tr("From"), self.tr("Date"), self.tr("Size"))[section]
        if role == Role.TextAlignmentRole and orientation is Qt.Orientation.Horizontal:
            return RIGHT if section == 3 else Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    def index(self, row: int, column: int, parent: Index = ROOT) -> QModelIndex:  # else Qt asks for both counts
        inside = 0 <= row < self.rowCount(parent) and 0 <= column < 4
        return self.createIndex(row, column) if inside else QModelIndex()

    def multiData(self, index: Index, span: Span) -> None:
        fill(partial(self.data, index), ROLES, span)

    def data(self, index: Index, role: int = Role.DisplayRole) -> object:
        if role == Role.TextAlignmentRole:
            return RIGHT if index.column() == 3 else None
        if role not in ROLES or self._node is None or (number := self.number(index)) is None:
            return None
        said = self._words(self._node.rows[number], index.column())
        return words.tip(said) if role == Role.ToolTipRole else said

    def _words(self, row: Row, column: int) -> str:
        match column:
            case 0:
                return headers.line(row.subject) or self.tr("(no subject)")
            case 1:
                return headers.sender(row.sender)
            case 2:
                return figures.date(row.date) if row.date is not None else self.tr("no date")
        return figures.size(row.length)


def chosen_rows(selection: QItemSelection) -> list[range]:
    """The rows of a selection of whole rows, as ranges: asking for each row alone takes seconds at 100,000."""
    parts = {(selection.at(place).top(), selection.at(place).bottom()) for place in range(selection.count())}
    return [range(top, bottom + 1) for top, bottom in sorted(parts)]
