"""The left side: opened sources as a tree, and beside it the messages of the chosen folder. Both can be dragged.

Sources are opened by the [Add mail] menu, by dropping files onto the tree, by pasting copied files, and from the list
of the mail on this computer.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData, QModelIndex, QSettings, QStandardPaths, Qt, QTimer, Signal, Slot
from PySide6.QtGui import (
    QAction,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QGuiApplication,
    QKeySequence,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFileDialog,
    QHeaderView,
    QSplitter,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from mailferry.mail.found import Found, Program
from mailferry.transfer.precedence import goes_first
from mailferry.ui import figures
from mailferry.ui.arrivals import Arrival, Cargo, is_folder_of_thunderbird, local_paths
from mailferry.ui.dragging import MIME, Carrier, can_carry, copied
from mailferry.ui.empty import EmptyHint
from mailferry.ui.found_list import FoundList
from mailferry.ui.messages_pane import MessagesPane
from mailferry.ui.notices import Notices, show_arrival
from mailferry.ui.preferences import restore_state
from mailferry.ui.scanning import Ended, Lump, Scanner
from mailferry.ui.sources_model import Source, SourcesModel
from mailferry.ui.views import DragTree, HoverWords


class SourcesTree(DragTree):
    """Mail dropped onto the tree is opened, not imported: `came` carries the Arrival."""

    came = Signal(object)
    hovering = Signal(str)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self._judge(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self._judge(event)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        super().dragLeaveEvent(event)
        self.hovering.emit("")

    def dropEvent(self, event: QDropEvent) -> None:
        self._judge(event)
        self.hovering.emit("")
        if event.isAccepted():
            self.came.emit(self._carrier.received(event.mimeData()))

    def _judge(self, event: QDropEvent) -> None:
        data = event.mimeData()
        if (can_carry(data) and not data.hasFormat(MIME)) or is_folder_of_thunderbird(data):
            event.setDropAction(Qt.DropAction.CopyAction)  # a move could delete the user's file
            event.accept()
            self.hovering.emit(self.tr("Look into it: nothing is imported yet"))
        else:
            event.ignore()


_OPENED_AT_ONCE = 200
_FAILED_TOLD = 3
_SOON_MS = 50
"""What a source holds comes in many lumps; so often they are shown."""


class SourcesPane(QSplitter):
    """`chosen` carries the Cargo that "import" would take, or None, whenever it may have changed; `closed` the path of
    a source that is not shown any more."""

    chosen = Signal(object)
    closed = Signal(str)

    def __init__(self, carrier: Carrier, spool: Path, parent: QWidget | None = None) -> None:
        """`spool`: the folder that archives are unpacked into."""
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._carrier = carrier
        self._messages_last = False
        self._looked_in = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DownloadLocation)
        self._following: int | None = None  # the source that was just opened, until one of its folders is chosen
        self.model = SourcesModel(self)
        self.scanner = Scanner(spool, self)
        self.notices = Notices()
        self.tree = SourcesTree(carrier, self._chosen_folder)
        _set_up_tree(self.tree, self.model)
        self.tree.setAccessibleName(self.tr("Opened mail: sources and folders"))
        self.tree_hint = EmptyHint(self.tree, self.tr(
            "Drop mail files or folders here to look into them, or choose Add mail.\n\n"
            "Mailboxes (mbox), single mails (.eml), Maildir, the folders of mail programs, zip and tar archives, "
            "such as those of Google Takeout."))
        self.found = FoundList(carrier)
        self.list = MessagesPane(carrier)
        self.table, self.messages_model = self.list.table, self.list.model
        column = QWidget()
        box = QVBoxLayout(column)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self.notices)
        box.addWidget(self.tree, 1)
        box.addWidget(self.found)
        self.addWidget(column)
        self.addWidget(self.list)
        self.setChildrenCollapsible(False)
        self.setStretchFactor(0, 1)
        self.setStretchFactor(1, 2)
        self.setSizes([300, 600])
        self._to_open: deque[str] = deque()
        self._failed = 0  # sources that could not be read
        self._heard: list[Lump | Ended] = []
        self._soon = QTimer(self, singleShot=True, interval=_SOON_MS)
        self._soon.timeout.connect(self._take_heard)
        self.scanner.told.connect(self._hear)
        self.tree.came.connect(self.take)
        self.tree.hovering.connect(HoverWords(self.tree.viewport()).say)
        self.found.opened.connect(self.open)
        self.tree.selectionModel().currentChanged.connect(self._folder_chosen)
        self.tree.clicked.connect(lambda: self._tell_chosen(messages=False))
        self.list.chosen_changed.connect(lambda: self._tell_chosen(messages=True))
        self._make_actions()

    # --- opening -----------------------------------------------------------------------------------------------------

    @Slot(object)
    def open(self, paths: Sequence[str]) -> None:
        """Open sources and read what they hold; those that are open are only chosen, unless they could not be read. Of
        the first new one the first folder with messages is shown."""
        self._to_open += paths
        self._open_some(first=True)

    def _open_some(self, *, first: bool) -> None:
        """So many at once that the window goes on: thousands of files may be dropped."""
        for _ in range(min(_OPENED_AT_ONCE, len(self._to_open))):
            path = self._to_open.popleft()
            known = self.model.opened(path)
            if known is not None and known.problem is None:
                self.tree.setCurrentIndex(self.model.top(known))
                continue
            if known is not None:
                self._remove(known)
            number = self.model.add(path)
            self.scanner.scan(number, path)
            index = self.model.index(self.model.rowCount() - 1, 0)
            self.tree.setExpanded(index, True)
            if first:
                first = False
                self.tree.setCurrentIndex(index)
                self._following = number
        if self._to_open:
            QTimer.singleShot(0, self, lambda: self._open_some(first=first))

    def look_for_mail(self) -> None:
        """Offer the mail of mail programs on this computer, as soon as it was found."""
        self.scanner.look_for_mail(self.found.show_found)

    @Slot()
    def choose_files(self) -> None:
        """[Add mail]: files."""
        self._dialog(self.tr("Add mail files"), QFileDialog.FileMode.ExistingFiles)

    @Slot()
    def choose_folder(self) -> None:
        """[Add mail]: a folder."""
        self._dialog(self.tr("Add a folder of mail"), QFileDialog.FileMode.Directory)

    def _dialog(self, title: str, mode: QFileDialog.FileMode) -> None:
        folder = self._looked_in if Path(self._looked_in).is_dir() else str(Path.home())
        dialog = QFileDialog(self.window(), title, folder)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(mode)
        dialog.setModal(False)

        def take() -> None:
            self._looked_in = dialog.directory().absolutePath()
            self.open(local_paths(dialog.selectedUrls()))

        dialog.accepted.connect(take)  # urlsSelected never comes with PySide6 6.11
        dialog.show()

    @Slot()
    def paste(self) -> None:
        """Open copied files."""
        data = copied()
        if data is not None and can_carry(data) and not data.hasFormat(MIME):
            self.take_data(data)

    def take_data(self, data: QMimeData) -> None:
        """Open what is dropped or pasted."""
        self.take(self._carrier.received(data))

    @Slot(object)
    def take(self, arrival: Arrival) -> None:
        """Open what was dropped or pasted here."""
        show_arrival(self.notices, arrival, self.open_thunderbird)
        if arrival.cargo is not None:
            self.open([selection.path for selection in arrival.cargo.selections])

    @Slot()
    def open_thunderbird(self) -> None:
        """Open the mail of Thunderbird that lies on this computer, as soon as it was found."""
        def take(found: list[Found]) -> None:
            paths = [one.path for one in found if one.program is Program.THUNDERBIRD]
            self.open(paths)
            if not paths:
                self.notices.show_notice("profile", self.tr("No mail of Thunderbird was found"), self.tr(
                    "Its profile is not where it usually is. Choose Add mail, then a folder, and open the profile."))

        self.scanner.look_for_mail(take)

    @Slot()
    def remove_current(self) -> None:
        """Close the source of the current row; its files stay as they are."""
        node = self.model.node(self.tree.currentIndex())
        if node is None:
            return
        row = self._remove(node.source)
        if not self.tree.currentIndex().isValid() and self.model.rowCount():  # a folder of it was chosen
            self.tree.setCurrentIndex(self.model.index(min(row, self.model.rowCount() - 1), 0))
        self._tell_chosen(messages=False)
        self.closed.emit(node.source.path)

    def _remove(self, source: Source) -> int:
        self.scanner.drop(source.number)
        self.notices.remove(str(source.number))
        if source.problem is not None:
            self._failed -= 1
            if self._failed <= _FAILED_TOLD:
                self.notices.remove("more")
        shown = self.messages_model.node
        if shown is not None and shown.source is source:
            self.list.show_folder(None)
        return self.model.remove(source.number)

    # --- what is chosen ----------------------------------------------------------------------------------------------

    def cargo(self) -> Cargo | None:
        """What "import" takes: what was chosen last, messages or a folder."""
        messages = self.list.cargo() if self._messages_last else None
        return messages or self._chosen_folder()

    @Slot()
    def _copy_folder(self) -> None:
        """Copy a folder, to be pasted onto a mailbox."""
        cargo = self._chosen_folder()
        if cargo is not None:
            QGuiApplication.clipboard().setMimeData(self._carrier.pack(cargo))

    def close_threads(self) -> None:
        """Read no more. Does not wait."""
        self._to_open.clear()
        self.scanner.close()
        self.list.close_threads()

    def join(self) -> None:
        """After `close_threads`: wait until the threads have ended."""
        self.scanner.join()
        self.list.join()

    def remember(self, settings: QSettings) -> None:
        """Write the state of the pane."""
        settings.setValue("sources/splitter", self.saveState())
        self.list.remember(settings)

    def restore(self, settings: QSettings) -> None:
        """Take over the state of an earlier time."""
        restore_state(settings, "sources/splitter", self.restoreState)
        self.list.restore(settings)

    def _chosen_folder(self) -> Cargo | None:
        return self.model.cargo(self.tree.currentIndex())

    def _tell_chosen(self, *, messages: bool) -> None:
        self._messages_last = messages
        self.chosen.emit(self.cargo())

    @Slot(QModelIndex)
    def _folder_chosen(self, index: QModelIndex) -> None:
        self._following = None  # a person's choice stays
        self.list.show_folder(self.model.node(index))
        self._tell_chosen(messages=False)

    @Slot(object)
    def _hear(self, told: Lump | Ended) -> None:
        self._heard.append(told)
        if not self._soon.isActive():
            self._soon.start()

    @Slot()
    @goes_first
    def _take_heard(self) -> None:
        """Show what the scanner found since the last time."""
        heard, self._heard = self._heard, []
        self.model.hear(*heard)
        self.messages_model.grow()
        sources = {told.source for told in heard}
        if (self._following is not None and self._following in sources
                and (index := self.model.first_with_messages(self._following)).isValid()):
            self.tree.setCurrentIndex(index)
            self._following = None
        node = self.messages_model.node
        if node is not None and node.source.number in sources:
            self.list.show_title()
            self._tell_chosen(messages=self._messages_last)
        self._tell_failed([told for told in heard if isinstance(told, Ended) and told.problem is not None
                           and self.model.has(told.source)])

    def _tell_failed(self, ended: Sequence[Ended]) -> None:
        """A notice for each of the first few: thousands of files may be dropped that are no mail."""
        for told in ended:
            self._failed += 1
            if self._failed <= _FAILED_TOLD and told.problem is not None:
                self.notices.show_notice(str(told.source), told.problem.title, told.problem.sentence,
                                         detail=told.problem.detail)
        if ended and self._failed > _FAILED_TOLD:
            self.notices.show_notice("more", self.tr("Not read, too: {0} more").format(
                figures.number(self._failed - _FAILED_TOLD)), self.tr(
                "They are marked in the list below. Choose one to see why."))

    def _make_actions(self) -> None:
        for view, copy in ((self.tree, self._copy_folder), (self.table, self.list.copy)):
            for text, key, run in ((self.tr("Copy"), QKeySequence.StandardKey.Copy, copy),
                                   (self.tr("Paste"), QKeySequence.StandardKey.Paste, self.paste)):
                action = QAction(text, view)
                action.setShortcut(key)
                action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
                action.triggered.connect(run)
                view.addAction(action)
            view.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        close = QAction(self.tr("Close this source (its files stay)"), self.tree)
        close.setShortcut(QKeySequence(Qt.Key.Key_Delete))
        close.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        close.triggered.connect(self.remove_current)
        self.tree.addAction(close)


def _set_up_tree(tree: QTreeView, model: SourcesModel) -> None:
    tree.setUniformRowHeights(True)
    tree.setIndentation(tree.fontMetrics().height())  # folders lie deep, and the pane may be narrow
    tree.setModel(model)
    tree.setAllColumnsShowFocus(True)
    tree.setDragEnabled(True)
    tree.setAcceptDrops(True)
    tree.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
    tree.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    header = tree.header()
    header.setStretchLastSection(False)
    header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
    header.setSectionResizeMode(1, QHeaderView.ResizeMode.Fixed)  # measuring all rows at each lump takes long
    numbers = tree.fontMetrics().horizontalAdvance(figures.number(10_000_000))
    header.resizeSection(1, max(header.sectionSizeHint(1), numbers))
