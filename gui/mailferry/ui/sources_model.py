"""The left pane's model: sources with their folders as a tree. The messages of a folder are in `messages_model`.

Plain values; filled from the lumps of `scanning`. Nodes have numbers, so that an index that Qt keeps can never point
at a node that is gone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import (
    QAbstractItemModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Slot,
)

from mailferry.errors import Problem
from mailferry.mail.errors import printable
from mailferry.mail.message import Fate, Finding
from mailferry.transfer.values import Selection
from mailferry.ui import figures, words
from mailferry.ui.arrivals import Cargo
from mailferry.ui.engine_words import told
from mailferry.ui.icons import icon
from mailferry.ui.scanning import Ended, Fields, Lump, Rows

Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
Role = Qt.ItemDataRole


@dataclass(slots=True)
class Node:
    """A source (`parent` None) or a folder of it. `total` counts the messages of the node and of all below."""

    number: int
    name: str
    parent: Node | None
    row: int
    source: Source
    path: tuple[str, ...] = ()
    children: list[Node] = field(default_factory=list)
    rows: Rows = field(default_factory=Rows)
    total: int = 0


@dataclass(slots=True)
class Source:
    """One opened source. `findings` are what it holds that is no message to send."""

    number: int
    path: str
    folders: dict[tuple[str, ...], Node] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    reading: bool = True
    problem: Problem | None = None


class SourcesModel(QAbstractItemModel):
    """Sources and folders with the number of their messages. Columns: name, messages."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._nodes: dict[int, Node] = {}
        self._top: list[Node] = []
        self._sources: dict[int, Source] = {}
        self._by_path: dict[str, Source] = {}
        self._stale: dict[int, Node] = {}  # nodes to be painted again, by number
        self._last = 0

    # --- what the pane asks --------------------------------------------------------------------------------------

    def add(self, path: str) -> int:
        """Show a new source, of which nothing is known yet. Returns its number."""
        source = Source(self._last + 1, path)
        name = printable(words.source_name(path))
        self.beginInsertRows(ROOT, len(self._top), len(self._top))
        node = self._node(name, None, len(self._top), source, ())
        self._top.append(node)
        self._sources[source.number] = self._by_path[path] = source
        source.folders[()] = node
        self.endInsertRows()
        return source.number

    def remove(self, number: int) -> int:
        """Forget a source. Returns the row where it stood."""
        source = self._sources.pop(number)
        del self._by_path[source.path]
        row = source.folders[()].row
        self.beginRemoveRows(ROOT, row, row)
        del self._top[row]
        for later in self._top[row:]:
            later.row -= 1
        for node in source.folders.values():
            self._nodes.pop(node.number, None)  # the top may be there twice
        self.endRemoveRows()
        return row

    def paths(self) -> list[str]:
        """The opened sources."""
        return [source.path for source in self._sources.values()]

    def opened(self, path: str) -> Source | None:
        """The opened source of that path."""
        return self._by_path.get(path)

    def has(self, number: int) -> bool:
        """Whether that source is still open."""
        return number in self._sources

    def top(self, source: Source) -> QModelIndex:
        """Where a source stands."""
        return self._index(source.folders[()])

    def node(self, index: Index) -> Node | None:
        """What an index stands for."""
        return self._nodes.get(index.internalId()) if index.isValid() else None

    def first_with_messages(self, number: int) -> QModelIndex:
        """The first folder of a source that has messages itself; invalid if there is none yet."""
        found = _first_with_messages(self._sources[number].folders[()]) if number in self._sources else None
        return QModelIndex() if found is None else self._index(found)

    def cargo(self, index: Index) -> Cargo | None:
        """A source or a folder, with all that is below it, to be imported."""
        node = self.node(index)
        if node is None:
            return None
        folder = node.path or None
        return Cargo((Selection(node.source.path, folder),), node.name, None if node.source.reading else node.total)

    @Slot(object)
    def hear(self, *lumps: Lump | Ended) -> None:
        """Take over what the scanner found."""
        for lump in lumps:
            source = self._sources.get(lump.source)
            if source is not None:
                self._take(source, lump)
        changed, self._stale = self._stale, {}
        for node in changed.values():
            self.dataChanged.emit(self._index(node), self._index(node, 1))

    def _take(self, source: Source, lump: Lump | Ended) -> None:
        if isinstance(lump, Ended):
            source.reading = False
            source.problem = lump.problem
        else:
            for path in lump.folders:
                self._folder(source, path)
            for path, rows in lump.rows:
                self._take_rows(self._folder(source, path), rows)
            source.findings += (finding for finding in lump.findings if finding.fate is not Fate.IGNORED)
        self._stale[source.folders[()].number] = source.folders[()]

    # --- filling ---------------------------------------------------------------------------------------------------

    def _node(self, name: str, parent: Node | None, row: int, source: Source, path: tuple[str, ...]) -> Node:
        self._last += 1
        node = self._nodes[self._last] = Node(self._last, name, parent, row, source, path)
        return node

    def _folder(self, source: Source, path: tuple[str, ...]) -> Node:
        depth = len(path)
        while path[:depth] not in source.folders:
            depth -= 1
        for end in range(depth + 1, len(path) + 1):  # folders may lie in each other deeper than calls can
            self._add_folder(source, path[:end])
        return source.folders[path]

    def _add_folder(self, source: Source, path: tuple[str, ...]) -> None:
        top = source.folders[()]
        if path == (top.name,) and len(source.folders) == 1 and not top.rows:
            source.folders[path] = top  # an opened folder is the one folder at the top of what it holds: shown once
            return
        parent = source.folders[path[:-1]]
        row = len(parent.children)
        self.beginInsertRows(self._index(parent), row, row)
        node = source.folders[path] = self._node(path[-1], parent, row, source, path)
        parent.children.append(node)
        self.endInsertRows()

    def _take_rows(self, node: Node, rows: Sequence[Fields]) -> None:
        node.rows.add(rows)
        above: Node | None = node
        while above is not None:
            above.total += len(rows)
            self._stale[above.number] = above
            above = above.parent

    def _index(self, node: Node, column: int = 0) -> QModelIndex:
        return self.createIndex(node.row, column, node.number)

    # --- QAbstractItemModel ----------------------------------------------------------------------------------------

    def index(self, row: int, column: int, parent: Index = ROOT) -> QModelIndex:
        above = self.node(parent)
        nodes = self._top if above is None else above.children
        if parent.column() > 0 or not (0 <= row < len(nodes) and 0 <= column < 2):
            return QModelIndex()
        return self._index(nodes[row], column)

    def parent(self, index: Index) -> QModelIndex:  # type: ignore[override]  # the stub also has QObject.parent()
        node = self.node(index)
        return QModelIndex() if node is None or node.parent is None else self._index(node.parent)

    def rowCount(self, parent: Index = ROOT) -> int:
        if parent.column() > 0:
            return 0
        above = self.node(parent)
        return len(self._top if above is None else above.children)

    def columnCount(self, parent: Index = ROOT) -> int:
        return 2

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsDragEnabled if index.isValid() else flags

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> object:
        if orientation is Qt.Orientation.Horizontal and role == Role.DisplayRole:
            return self.tr("Messages") if section else self.tr("From")
        return RIGHT if section and role == Role.TextAlignmentRole else None

    def data(self, index: Index, role: int = Role.DisplayRole) -> object:
        node = self.node(index)
        if node is None:
            return None
        if index.column() == 1:
            if role == Role.DisplayRole:
                return figures.number(node.total)
            return RIGHT if role == Role.TextAlignmentRole else None
        match role:
            case Role.DisplayRole:
                return printable(node.name)
            case Role.DecorationRole:
                if node.parent is None:
                    return icon("attention" if node.source.problem else "source")
                return icon("folder")
            case Role.ToolTipRole:
                return words.tip(self._story(node))
            case Role.AccessibleTextRole:
                return self.tr("{0}, {1}").format(printable(node.name), words.messages(node.total))
        return None

    def _story(self, node: Node) -> str:
        source = node.source
        if node.parent is not None:
            return printable("/".join(node.path))
        if source.problem is not None:
            return told(source.problem.sentence)
        return printable(source.path)


def _first_with_messages(node: Node) -> Node | None:
    waiting = [node]
    while waiting:
        node = waiting.pop()
        if node.rows:
            return node
        waiting += reversed(node.children)
    return None
