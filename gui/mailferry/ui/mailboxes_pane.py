"""The right side: accounts with their mailboxes. Mail is dropped or pasted here, or sent here by a button.

A mailbox can be dragged or copied to one of another account. While a drag hovers, the status bar says what would
happen, or why not; the files of a drag from outside are not looked at before the drop (see `dragging`).
"""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QAction, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from mailferry.imap.errors import SignInProblem
from mailferry.imap.values import Endpoint
from mailferry.transfer.errors import NoPassword
from mailferry.transfer.values import AccountState, AccountView
from mailferry.ui import server_fields, words
from mailferry.ui.arrivals import Arrival, Cargo, folder_reason, folder_sentence, nothing_of_a_folder
from mailferry.ui.dragging import Carrier, copied
from mailferry.ui.empty import EmptyHint
from mailferry.ui.engine_words import explained, told
from mailferry.ui.mailbox_tree import MailboxTree, offer
from mailferry.ui.mailboxes_model import MailboxesModel, Node
from mailferry.ui.notices import Action, Notices, show_arrival
from mailferry.ui.targets import Target
from mailferry.ui.views import HoverWords

_SIGN_IN = frozenset(kind.title for kind in (SignInProblem, NoPassword))
_SETTINGS_MAY_HELP = _SIGN_IN | server_fields.PROBLEMS
"""What a person mends in the account's settings, by the titles that the engine tells."""

_FEW = 30
"""So many mailboxes are shown unfolded at first."""


class MailboxesPane(QWidget):
    """Signals carry what the person wants: `import_wanted` a Drop, `profile_wanted` nothing (the mail of Thunderbird is
    to be opened), nor `account_wanted` (there is none yet), the others an account's name (and more)."""

    import_wanted = Signal(object)
    status = Signal(str)
    said = Signal(str)
    sign_in_wanted = Signal(str)
    resume_wanted = Signal(str)
    refresh_wanted = Signal(str)
    create_wanted = Signal(str, object)
    rename_wanted = Signal(str, str, object)
    forget_wanted = Signal(str)
    profile_wanted = Signal()
    account_wanted = Signal()
    tree_changed = Signal()

    def __init__(self, carrier: Carrier, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._carrier = carrier
        self._chosen: Cargo | None = None
        self._missing = ""  # what was said to be missing when an import was asked for
        self._renamed: Node | None = None  # the mailbox whose new name is asked for
        self.model = MailboxesModel(carrier, self)
        self.tree = MailboxTree(carrier, self.model)
        self.tree.setAccessibleName(self.tr("Accounts and mailboxes"))
        self.hover_words = HoverWords(self.tree.viewport())
        self.notices = Notices()
        self.hint = EmptyHint(self.tree, self.tr("Add the account that the mail should go to: choose Add account."))
        self.import_button = QPushButton(self.tr("Im&port into this mailbox"))
        self._expected = ""
        self._name = QLineEdit()
        self._name.setAccessibleName(self.tr("Name of the new mailbox"))
        self._create = QPushButton(self.tr("Create"))
        cancel = QPushButton(self.tr("Cancel"))
        self._new_row = QWidget()
        rows = QVBoxLayout(self._new_row)
        rows.setContentsMargins(0, 2, 0, 2)
        row = QHBoxLayout()
        rows.addWidget(self._name)
        rows.addLayout(row)
        for button in (self._create, cancel):
            row.addWidget(button)
        self._new_row.setVisible(False)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(2)
        box.addWidget(self.notices)
        box.addWidget(self.tree, 1)
        box.addWidget(self._new_row)
        box.addWidget(self.import_button)
        self.model.dropped.connect(self.import_wanted)
        self.model.came.connect(self.show_arrival)
        self.tree.folder_refused.connect(lambda: self.show_arrival(nothing_of_a_folder()))
        self.tree.hovering.connect(self.say)
        self.tree.selectionModel().currentChanged.connect(self._update_button)
        self.import_button.clicked.connect(self.import_chosen)
        self._create.clicked.connect(self._create_named)
        self._name.returnPressed.connect(self._create_named)
        cancel.clicked.connect(self._end_naming)
        self._make_actions()
        self._update_button()

    # --- accounts ----------------------------------------------------------------------------------------------------

    @Slot(object)
    def expect(self, endpoint: Endpoint) -> None:
        """An account was added: its Inbox is chosen as soon as it is shown."""
        if not self.model.account_index(endpoint.name).isValid():
            self._expected = endpoint.name

    def take(self, view: AccountView) -> None:
        """Show an account as it stands. Mailboxes that are new are unfolded, the others stay as they were."""
        current = self.model.node(self.tree.currentIndex())
        first = not self.model.account_index(view.name).isValid()
        unfolded = {key: self.tree.isExpanded(index) for key, index in self.model.rows(view.name).items()
                    } if self.model.differs(view) else {}
        if self.model.take(view):
            self.tree.expand(self.model.account_index(view.name))
            rows = self.model.rows(view.name)
            way = set[int]()
            for key, index in rows.items():
                if unfolded.get(key) or (not unfolded and len(rows) <= _FEW):
                    self.tree.expand(index)
                elif unfolded and key not in unfolded:
                    self._unfold_to(index, way)
            if view.name == self._expected:
                self._expected = ""
                self.tree.setCurrentIndex(self.model.find(Target(view.name, ())))
            elif current is not None and current.account == view.name:
                self.tree.setCurrentIndex(rows.get(current.key, QModelIndex()) if current.key
                                          else self.model.account_index(view.name))
            elif not self.tree.currentIndex().isValid():
                self.tree.setCurrentIndex(self.model.find(Target(view.name, ())))
            self.tree_changed.emit()
        elif first:
            self.tree.expand(self.model.account_index(view.name))
        # A name may be long, and has the whole row while there is no number beside it.
        self.tree.setFirstColumnSpanned(self.model.account_index(view.name).row(), QModelIndex(), view.quota is None)
        self._update_notice(view)
        self._update_button()

    def _unfold_to(self, index: QModelIndex, way: set[int]) -> None:
        """Unfold what lies above. `way`: the rows that are unfolded so already, and what lies above them; new ones are
        added."""
        while (index := index.parent()).isValid() and index.internalId() not in way:
            way.add(index.internalId())
            self.tree.expand(index)

    def forget(self, name: str) -> None:
        """Take an account away."""
        self.model.forget(name)
        self.notices.remove(name)
        self._update_button()

    def _update_notice(self, view: AccountView) -> None:
        name, title = view.name, words.account_title(view.name)
        go_on = Action(self.tr("&Try again"), lambda: self.resume_wanted.emit(name))
        settings = Action(self.tr("&Sign in ...") if view.title in _SIGN_IN else self.tr("Acco&unt settings ..."),
                          lambda: self.sign_in_wanted.emit(name))
        if view.state is AccountState.PAUSED:
            self.notices.remove(f"{name} request")  # that a mailbox may be too small, say, which is full now
            actions = [settings, go_on] if view.title in _SETTINGS_MAY_HELP else [Action(self.tr("&Go on"), go_on.run)]
            self.notices.show_notice(name, self.tr("{0}: {1}").format(title, told(view.title) or self.tr("Paused")),
                                     view.sentence, detail=view.detail, actions=actions,
                                     picture="attention" if view.title else "pause", dismissable=False)
        elif view.state is AccountState.WAITING:
            self.notices.show_notice(name, explained(title, words.account_state(view)), view.sentence,
                                     detail=view.detail, actions=[go_on], picture="waiting", dismissable=False)
        else:
            self.notices.remove(name)
            if view.title:  # a request of ours was refused; the account itself is well
                self.notices.show_notice(f"{name} request", view.title, view.sentence, detail=view.detail)

    # --- importing ---------------------------------------------------------------------------------------------------

    @Slot(object)
    def set_chosen(self, cargo: Cargo | None) -> None:
        """What the button would import."""
        self._chosen = cargo
        self._update_button()

    def drop_target(self) -> Target | None:
        """Where mail goes that is dropped beside the tree: into the current mailbox."""
        return self.model.target(self.tree.currentIndex())

    @Slot(str)
    def say(self, sentence: str) -> None:
        """What a drag that hovers would do, or why nothing can be dropped there; "" when it has gone."""
        self.hover_words.say(sentence)
        self.status.emit(folder_reason() if sentence == folder_sentence() else sentence)

    @Slot()
    def import_chosen(self) -> None:
        """Import what is chosen on the left into the current mailbox."""
        target = self.model.target(self.tree.currentIndex())
        if target is not None and self._chosen is not None:
            self.model.drop(target, self._chosen)
            return
        none_yet = not self.model.views()
        self._missing = self.tr("First add the account that the mail should go to.") if none_yet else (
            self.import_button.accessibleDescription())
        self.status.emit(self._missing)
        if none_yet:
            self.account_wanted.emit()

    @Slot()
    def copy(self) -> None:
        """Copy the current mailbox, to paste it into one of another account."""
        cargo = self.model.cargo(self.tree.currentIndex())
        if cargo is not None:
            QGuiApplication.clipboard().setMimeData(self._carrier.pack(cargo))

    @Slot()
    def paste(self) -> None:
        """Import what was copied (files, or a choice of the left side) into the current mailbox."""
        target = self.model.target(self.tree.currentIndex())
        data = copied()
        if target is None:
            self.status.emit(self.model.refusal(self.tree.currentIndex()))
        elif data is not None:
            self.model.import_into(target, data)

    @Slot()
    def _update_button(self) -> None:
        target = self.model.target(self.tree.currentIndex())
        ready = self._chosen is not None and self._chosen.messages != 0
        self.import_button.setEnabled(target is not None and ready)
        if target is None:
            tip = self.tr("Choose a mailbox that takes mail.")
        elif self._chosen is None or not ready:
            tip = self.tr("Choose what to import on the left.")
        else:
            tip = offer(self._chosen, target)
        many = self._chosen.messages if self._chosen is not None and target is not None else None
        self.import_button.setText(self.tr("Im&port into this mailbox") if not many
                                   else self.tr("Im&port {0} here").format(words.messages(many)))
        self.import_button.setToolTip(words.tip(tip))
        self.import_button.setAccessibleDescription(tip)
        if self._missing and tip != self._missing:
            self._missing = ""
            self.status.emit("")
        above = self._above_new()
        self._name.setPlaceholderText(self.tr("New mailbox in {0}").format(words.mailbox_path(above)) if above
                                      else self.tr("Name of the new mailbox"))

    @Slot(object)
    def show_arrival(self, arrival: Arrival) -> None:
        """Say what a person must know of a drop."""
        show_arrival(self.notices, arrival, self.profile_wanted.emit)
        if arrival.title:
            self.said.emit(told(arrival.sentence))

    # --- mailboxes ---------------------------------------------------------------------------------------------------

    def current_account(self) -> str | None:
        """The account of the current row, else the only one there is."""
        node = self.model.node(self.tree.currentIndex())
        if node is not None:
            return node.account
        views = self.model.views()
        return views[0].name if len(views) == 1 else None

    @Slot()
    def new_mailbox(self) -> None:
        """Ask for a name, in place."""
        if self.current_account() is None:
            return
        self._renamed = None
        self._ask_name("", self.tr("Create"))

    @Slot()
    def rename_mailbox(self) -> None:
        """Ask for another name of the current mailbox, in place."""
        node = self.model.node(self.tree.currentIndex())
        if node is None or not _can_be_renamed(node):
            self.status.emit(self.tr("Only mailboxes can be renamed, and not Inbox."))
            return
        self._renamed = node
        self._ask_name(node.label, self.tr("Rename"))

    def _ask_name(self, name: str, button: str) -> None:
        self._create.setText(button)
        self._new_row.setVisible(True)
        self._name.setText(name)
        self._name.selectAll()
        self._name.setFocus()

    def _above_new(self) -> tuple[str, ...]:
        """Where a new mailbox would stand: below the current one."""
        node = self.model.node(self.tree.currentIndex())
        return node.path if node is not None and node.parent is not None and node.path else ()

    @Slot()
    def _create_named(self) -> None:
        name, renamed = self._name.text().strip(), self._renamed
        account = self.current_account()
        if not name or account is None:
            return
        if renamed is not None and name == renamed.label:
            self._end_naming()
            return
        account = account if renamed is None else renamed.account
        path = (*(self._above_new() if renamed is None else (renamed.path or ())[:-1]), name)
        if self.model.find(Target(account, path)).isValid():  # the server would say no, in its own words
            self.notices.show_notice(f"{account} request", self.tr("The name is taken"), self.tr(
                "There is a mailbox {0} already. Choose another name.").format("/".join(path)))
            self._name.selectAll()
            return
        self.notices.remove(f"{account} request")
        if renamed is None:
            self.create_wanted.emit(account, path)
        else:
            self.rename_wanted.emit(account, renamed.name, path)
        self._end_naming()

    @Slot()
    def _end_naming(self) -> None:
        self._new_row.setVisible(False)
        self.tree.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape asks for no name any more."""
        if event.key() == Qt.Key.Key_Escape and self._new_row.isVisible():
            self._end_naming()
        else:
            super().keyPressEvent(event)

    @Slot()
    def _refresh(self) -> None:
        account = self.current_account()
        if account is not None:
            self.refresh_wanted.emit(account)

    @Slot()
    def _settings(self) -> None:
        account = self.current_account()
        if account is not None:
            self.sign_in_wanted.emit(account)

    @Slot()
    def _forget(self) -> None:
        account = self.current_account()
        if account is not None:
            self.forget_wanted.emit(account)

    def _make_actions(self) -> None:
        self._action(self.tr("&Copy this mailbox"), QKeySequence.StandardKey.Copy, self.copy)
        self.paste_action = self._action(self.tr("&Paste here"), QKeySequence.StandardKey.Paste, self.paste)
        self.new_action = self._action(self.tr("&New mailbox ..."), "Ctrl+Shift+N", self.new_mailbox)
        self.rename_action = self._action(self.tr("Rena&me mailbox ..."), "F2", self.rename_mailbox)
        self.refresh_action = self._action(self.tr("&Refresh mailboxes"), "F5", self._refresh)
        self.settings_action = self._action(self.tr("Account &settings ..."), None, self._settings)
        self.forget_action = self._action(self.tr("&Forget this account"), None, self._forget)
        for action in (self.new_action, self.refresh_action):  # nothing else has their keys
            action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)

    def _action(self, text: str, key: QKeySequence.StandardKey | str | None, run: object) -> QAction:
        action = QAction(text, self.tree)
        if key is not None:
            action.setShortcut(QKeySequence(key))
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.triggered.connect(run)
        self.tree.addAction(action)
        return action


def _can_be_renamed(node: Node) -> bool:
    return node.parent is not None and bool(node.path) and bool(node.name)
