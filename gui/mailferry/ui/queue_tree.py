"""The rows of the queue as Qt asks for them: imports, their batches, beneath each what it can be helped by, and
messages. How they come here and change is in `queue_model`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from mailferry.transfer.values import BatchId, BatchView, ImportId, ImportView, MessageView
from mailferry.ui import words
from mailferry.ui.queue_data import COLUMNS, RIGHT, ROLES, batch_data, buttons_data, import_data, message_data, named
from mailferry.ui.queue_rows import BatchRow, ImportRow, Kind
from mailferry.ui.queue_standing import Standing
from mailferry.ui.roles import Span, fill

Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()
Role = Qt.ItemDataRole

_KINDS = tuple(Kind)


class QueueTree(QAbstractItemModel):
    """Imports, the newest first, with those of their batches and messages that were loaded."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.standing = Standing()
        self._top: list[ImportId] = []
        self._imports: dict[ImportId, ImportRow] = {}
        self._batches: dict[BatchId, BatchRow] = {}

    # --- what a row is -----------------------------------------------------------------------------------------------

    def item(self, index: Index) -> ImportView | BatchView | MessageView | None:
        """What a row shows; for a row of buttons its batch."""
        if not index.isValid():
            return None
        kind, key = self._key(index)
        if kind is Kind.IMPORT:
            return self._imports[key].view
        batch = self._batches[key]
        return batch.messages[index.row()] if kind is Kind.MESSAGE else batch.view

    def kind(self, index: Index) -> Kind:
        """What a valid index stands for."""
        return self._key(index)[0]

    def batch_of(self, index: Index) -> BatchView | None:
        """The batch at an index or, for a message, above it."""
        if not index.isValid() or self.kind(index) is Kind.IMPORT:
            return None
        return self._batches[self._key(index)[1]].view

    def _row(self, parent: Index) -> ImportRow | BatchRow | None:
        """The row that batches or messages may lie below."""
        if not parent.isValid() or parent.column() > 0:
            return None
        kind, key = self._key(parent)
        return self._imports[key] if kind is Kind.IMPORT else self._batches[key] if kind is Kind.BATCH else None

    # --- rows that come and go ---------------------------------------------------------------------------------------

    def _remove_import(self, key: ImportId) -> None:
        place = self._top.index(key)
        self.beginRemoveRows(ROOT, place, place)
        del self._top[place]
        for batch in self._imports.pop(key).rows:
            self._batches.pop(abs(batch), None)
        self.endRemoveRows()

    def _insert(self, parent: ImportRow, place: int, rows: list[int]) -> None:
        self.beginInsertRows(self._import_index(parent.view.id), place, place + len(rows) - 1)
        parent.rows[place:place] = rows
        parent.places = None
        self.endInsertRows()

    def _remove_row(self, parent: ImportRow, key: int) -> None:
        place = parent.place(key)
        self.beginRemoveRows(self._import_index(parent.view.id), place, place)
        del parent.rows[place]
        parent.places = None
        if key > 0:
            del self._batches[key]
        self.endRemoveRows()

    # --- QAbstractItemModel ------------------------------------------------------------------------------------------

    def _key(self, index: Index) -> tuple[Kind, int]:
        number = index.internalId()
        return _KINDS[number & 3], number >> 2

    def _import_index(self, key: ImportId) -> QModelIndex:
        return self.createIndex(self._top.index(key), 0, key << 2 | Kind.IMPORT)

    def _batch_index(self, key: BatchId) -> QModelIndex:
        place = self._imports[self._batches[key].view.import_id].place(key)
        return self.createIndex(place, 0, key << 2 | Kind.BATCH)

    def index(self, row: int, column: int, parent: Index = ROOT) -> QModelIndex:
        if not 0 <= row < self.rowCount(parent) or not 0 <= column < len(COLUMNS):
            return QModelIndex()
        if not parent.isValid():
            return self.createIndex(row, column, self._top[row] << 2 | Kind.IMPORT)
        kind, key = self._key(parent)
        if kind is Kind.BATCH:
            return self.createIndex(row, column, key << 2 | Kind.MESSAGE)
        batch = self._imports[key].rows[row]
        return self.createIndex(row, column, abs(batch) << 2 | (Kind.BATCH if batch > 0 else Kind.BUTTONS))

    def parent(self, index: Index) -> QModelIndex:  # type: ignore[override]  # the stub also has QObject.parent()
        if not index.isValid():
            return QModelIndex()
        kind, key = self._key(index)
        if kind is Kind.IMPORT or key not in self._batches:
            return QModelIndex()
        return self._batch_index(key) if kind is Kind.MESSAGE else self._import_index(self._batches[key].view.import_id)

    def rowCount(self, parent: Index = ROOT) -> int:
        if not parent.isValid():
            return len(self._top)
        row = self._row(parent)
        return 0 if row is None else len(row.rows if isinstance(row, ImportRow) else row.messages)

    def hasChildren(self, parent: Index = ROOT) -> bool:
        return self.rowCount(parent) > 0 or self.has_more(parent)

    def has_more(self, parent: Index) -> bool:
        """Whether more may lie below a row than was loaded."""
        row = self._row(parent)
        return row is not None and not row.complete

    def columnCount(self, parent: Index = ROOT) -> int:
        return len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> object:
        if orientation is Qt.Orientation.Horizontal and role == Role.DisplayRole:
            return words.translate("Words", str(COLUMNS[section]))
        return RIGHT if role == Role.TextAlignmentRole and section in (1, 2) else None

    def sibling(self, row: int, column: int, index: Index) -> QModelIndex:
        if row == index.row() and index.isValid():  # asked for at each painting: no need to look above
            return self.createIndex(row, column, index.internalId())
        return self.index(row, column, index.parent())

    def multiData(self, index: Index, span: Span) -> None:
        fill(self._cell(index), ROLES, span)

    def data(self, index: Index, role: int = Role.DisplayRole) -> object:
        return self._cell(index)(role) if index.isValid() else None

    def _cell(self, index: Index) -> Callable[[int], object]:
        """What the cell answers by role."""
        (kind, key), column = self._key(index), index.column()
        if kind is Kind.IMPORT:
            view = self._imports[key].view
            return named(partial(import_data, view, self.standing.accounts.get(view.account), column))
        batch = self._batches[key]
        if kind is Kind.MESSAGE:
            return named(partial(message_data, batch.view, batch.messages[index.row()], column))
        if kind is Kind.BUTTONS:
            return named(partial(buttons_data, batch.view, column))
        return named(partial(batch_data, batch.view, self.standing.account_of(batch.view), column))
