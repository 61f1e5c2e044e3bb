"""The folders of a drop and the mailboxes that they become, which can be edited."""

from __future__ import annotations

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from mailferry.mail.errors import printable
from mailferry.transfer.names import clean_part
from mailferry.transfer.survey import FolderCount
from mailferry.transfer.values import TOP
from mailferry.ui import figures, words
from mailferry.ui.icons import icon

Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
Role = Qt.ItemDataRole
Path = tuple[str, ...]
FOLDER, MESSAGES, SIZE, MAILBOX = range(4)


class PlanModel(QAbstractTableModel):
    """Columns: folder, messages, size, mailbox. A mailbox is written with `/` between its levels. `changed`: other
    mailboxes were chosen."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folders: tuple[FolderCount, ...] = ()
        self._target: Path = ()
        self._delimiter: str | None = None
        self._written: dict[Path, Path] = {}  # what a person wrote
        self._suggested: dict[Path, Path] = {}

    def begin(self, target: Path, delimiter: str | None = None) -> None:
        """Another drop, of which nothing is known yet. `delimiter`: what stands between levels on its server."""
        self.beginResetModel()
        self._delimiter = delimiter
        self._folders, self._target, self._written, self._suggested = (), target, {}, {}
        self.endResetModel()

    def take(self, folders: tuple[FolderCount, ...]) -> None:
        """Show what is known now. Folders come in the order of the source, so new ones are at the end."""
        known = {folder.folder for folder in self._folders}
        if [folder.folder for folder in folders[:len(known)]] != [folder.folder for folder in self._folders]:
            self.beginResetModel()
            self._folders = folders
            self.endResetModel()
            return
        if len(folders) > len(known):
            self.beginInsertRows(ROOT, len(known), len(folders) - 1)
            self._folders = folders
            self.endInsertRows()
        self._folders = folders
        self._repaint(SIZE)  # not the mailboxes: a person may be writing one

    def suggest(self, suggested: dict[Path, Path]) -> None:
        """Use these mailboxes for these folders, unless a person wrote another."""
        if suggested != self._suggested:
            self._suggested = suggested
            self._repaint(MAILBOX)
            self.changed.emit()

    def folders(self) -> list[Path]:
        """The folders that are known."""
        return [folder.folder for folder in self._folders]

    def usual(self, folder: Path) -> Path:
        """The mailbox of a folder if nothing else is chosen."""
        if self._target == TOP:
            return folder
        return (self._target or (("INBOX",) if folder else ())) + folder

    def mailbox(self, folder: Path) -> Path:
        """The mailbox of a folder."""
        return self._written.get(folder, self._suggested.get(folder, self.usual(folder)))

    def _named(self, folder: Path) -> Path:
        """The same as it will be there: some signs stand in no name of a mailbox."""
        return tuple(clean_part(part, self._delimiter) for part in self.mailbox(folder))

    def chosen(self) -> tuple[tuple[Path, Path], ...]:
        """The folders whose mailboxes are not the usual ones, each with its mailbox."""
        return tuple((folder.folder, mailbox) for folder in self._folders
                     if (mailbox := self.mailbox(folder.folder)) != self.usual(folder.folder))

    def _repaint(self, last: int) -> None:
        if self._folders:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._folders) - 1, last))

    # --- QAbstractTableModel -----------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self._folders)

    def columnCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else 4

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> object:
        if orientation is Qt.Orientation.Horizontal and role == Role.DisplayRole:
            return (self.tr("Folder"), self.tr("Messages"), self.tr("Size"),
                    self.tr("Mailbox (double-click to change)"))[section]
        if orientation is Qt.Orientation.Horizontal and role == Role.TextAlignmentRole:
            return RIGHT if section in (MESSAGES, SIZE) else Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if index.column() == MAILBOX else flags

    def data(self, index: Index, role: int = Role.DisplayRole) -> object:
        if not index.isValid():
            return None
        folder = self._folders[index.row()]
        match index.column(), role:
            case 0, Role.DisplayRole:
                return printable("/".join(folder.folder)) or self.tr("(in no folder)")
            case 0, Role.DecorationRole:
                return icon("folder" if folder.folder else "message")
            case 1, Role.DisplayRole:
                return figures.number(folder.messages)
            case 2, Role.DisplayRole:
                return figures.size(folder.octets)
            case 3, Role.DisplayRole:
                return words.mailbox_path(self._named(folder.folder))
            case 3, Role.EditRole:
                return printable("/".join(self._named(folder.folder) or ("INBOX",)))
            case 3, Role.DecorationRole:
                return icon("mailbox" if self.mailbox(folder.folder) else "inbox")
            case 0, Role.ToolTipRole:
                return words.tip(printable("/".join(folder.folder)))
            case 3, Role.ToolTipRole:
                how = self.tr("Double-click, or press F2, to write another mailbox: levels are divided by “/”")
                return words.tip(f"{words.mailbox_path(self._named(folder.folder))}\n{how}")
            case (1 | 2), Role.TextAlignmentRole:
                return RIGHT
        return None

    def setData(self, index: Index, value: object, role: int = Role.EditRole) -> bool:
        """Take what a person wrote; nothing means the usual mailbox."""
        if role != Role.EditRole or index.column() != MAILBOX:
            return False
        folder = self._folders[index.row()].folder
        if str(value) == self.data(index, Role.EditRole):
            return True
        path = tuple(part.strip() for part in str(value).split("/") if part.strip())
        if not path:
            self._written.pop(folder, None)
        else:
            self._written[folder] = () if len(path) == 1 and path[0].upper() == "INBOX" else path
        self.dataChanged.emit(index, index)
        self.changed.emit()
        return True
