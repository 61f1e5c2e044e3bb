"""The right pane's model: accounts with their mailboxes as a tree, how much is in them, and where mail can be dropped.

A mailbox can be dragged, too: onto one of another account, which then gets its mail with what is below it.

Filled from AccountView values only. A mailbox's place in the tree is its path below the personal namespace
(RFC 2342), which is also what an import names as its target; INBOX is the path (). While a drag hovers nothing of it
is read: see `dragging`.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtCore import QAbstractItemModel, QMimeData, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from mailferry.mail.errors import one_line
from mailferry.transfer.values import TOP, AccountState, AccountView, Selection
from mailferry.ui import figures, words
from mailferry.ui.arrivals import FILES, MESSAGE, Cargo
from mailferry.ui.dragging import MIME, Carrier, can_carry
from mailferry.ui.engine_words import told
from mailferry.ui.icons import account_icon, icon
from mailferry.ui.targets import Drop, Target, path_of

Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()
Role = Qt.ItemDataRole
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter

_SPECIAL = {"\\sent": "sent", "\\trash": "trash", "\\junk": "junk", "\\drafts": "drafts", "\\archive": "archive",
            "\\all": "archive"}
"""Special-use attributes (RFC 6154) that have a picture of their own."""


@dataclass(slots=True)
class Node:
    """An account (`parent` None) or a mailbox of it. `path` is the target, None where nothing can be dropped;
    `name` is the mailbox as the server calls it."""

    number: int
    label: str
    parent: Node | None
    row: int
    account: str
    key: tuple[str, ...] = ()
    path: tuple[str, ...] | None = None
    picture: str = "mailbox"
    name: str = ""
    children: list[Node] = field(default_factory=list)


class MailboxesModel(QAbstractItemModel):
    """Accounts, with their state beside the name, and mailboxes; in the second column how full an account is, and the
    number of a mailbox's messages. `dropped` carries a Drop, `came` the Arrival of each
    drop from outside."""

    dropped = Signal(object)
    came = Signal(object)

    def __init__(self, carrier: Carrier, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._carrier = carrier
        self._nodes: dict[int, Node] = {}
        self._top: list[Node] = []
        self._views: dict[str, AccountView] = {}
        self._counts: dict[str, dict[str, int]] = {}
        self._last = 0

    # --- what the pane asks --------------------------------------------------------------------------------------

    def views(self) -> list[AccountView]:
        """The accounts in the order of the tree."""
        return [self._views[node.account] for node in self._top]

    def view(self, name: str) -> AccountView | None:
        """An account as it was told of last."""
        return self._views.get(name)

    def node(self, index: Index) -> Node | None:
        """What an index stands for."""
        return self._nodes.get(index.internalId()) if index.isValid() else None

    def target(self, index: Index) -> Target | None:
        """The mailbox at an index, if it takes mail."""
        node = self.node(index)
        if node is None or (node.parent is None and self._views[node.account].mailboxes is None):
            return None
        path = TOP if node.parent is None else node.path
        return None if path is None else Target(node.account, path)

    def cargo(self, index: Index) -> Cargo | None:
        """The mailbox at an index with those below it, as something to import; None for an account."""
        node = self.node(index)
        if node is None or node.parent is None:
            return None
        selection = Selection("/".join((node.account, *node.key)), node.key, account=node.account)
        return Cargo((selection,), node.label, None)

    def goes_round(self, data: QMimeData, target: Target) -> bool:
        """Whether a mailbox of ours would be put into itself."""
        cargo = self._carrier.hovering(data)
        return cargo is not None and any(
            (selection.account, selection.folder) == (target.account, target.path or ("INBOX",))
            for selection in cargo.selections)

    def refusal(self, index: Index) -> str:
        """Why nothing can be dropped there, in a sentence."""
        node = self.node(index)
        if node is None:
            return self.tr("Drop mail onto a mailbox.")
        if node.parent is None:
            return self.tr("The mailboxes of {0} are not known yet.").format(node.label)
        return self.tr("{0} takes no mail itself. Drop onto another mailbox.").format(node.label)

    def find(self, target: Target) -> QModelIndex:
        """Where a mailbox, or an account, stands; invalid if it is not there."""
        if target.path == TOP:
            return self.account_index(target.account)
        for node in self._nodes.values():
            if node.parent is not None and node.account == target.account and node.path == target.path:
                return self._index(node)
        return QModelIndex()

    def account_index(self, name: str) -> QModelIndex:
        """Where an account stands; invalid if it is not there."""
        return next((self._index(node) for node in self._top if node.account == name), QModelIndex())

    def targets(self) -> list[tuple[Target, QModelIndex]]:
        """All mailboxes that take mail."""
        return [(Target(node.account, node.path), self._index(node)) for node in self._nodes.values()
                if node.parent is not None and node.path is not None]

    def rows(self, account: str) -> dict[tuple[str, ...], QModelIndex]:
        """All mailboxes of an account by their place in the tree."""
        return {node.key: self._index(node) for node in self._nodes.values()
                if node.parent is not None and node.account == account}

    # --- filling ---------------------------------------------------------------------------------------------------

    def differs(self, view: AccountView) -> bool:
        """Whether a view has other mailboxes than are shown."""
        before = self._views.get(view.name)
        return view.mailboxes is not None and (
            before is None or (before.mailboxes, before.facts) != (view.mailboxes, view.facts))

    def take(self, view: AccountView) -> bool:
        """Take over an account's view. Returns whether its mailboxes changed."""
        before, changed = self._views.get(view.name), self.differs(view)
        self._views[view.name] = view
        if before is None:
            row = len(self._top)
            self.beginInsertRows(ROOT, row, row)
            self._top.append(self._node(words.account_title(view.name), None, row, view.name))
            self.endInsertRows()
            self._name_accounts()
        account = next(node for node in self._top if node.account == view.name)
        if changed:
            self._replace_mailboxes(account, view)
        self.dataChanged.emit(self._index(account), self._index(account, 1))
        if before is None or before.counts != view.counts:
            self._take_counts(view.name, dict(view.counts))
        return changed

    def _take_counts(self, account: str, counts: dict[str, int]) -> None:
        """Tell of whole families: there may be thousands of mailboxes, and most counts stay as they were."""
        before, self._counts[account] = self._counts.get(account, {}), counts
        above = {node.parent.number: node.parent for node in self._nodes.values() if node.parent is not None
                 and node.account == account and before.get(node.name) != counts.get(node.name)}
        for parent in above.values():
            self.dataChanged.emit(self._index(parent.children[0], 1), self._index(parent.children[-1], 1))

    def forget(self, name: str) -> None:
        """Take an account out of the tree."""
        row = next((node.row for node in self._top if node.account == name), None)
        if row is None:
            return
        self.beginRemoveRows(ROOT, row, row)
        self._drop_nodes(self._top.pop(row))
        for later in self._top[row:]:
            later.row -= 1
        del self._views[name]
        self._counts.pop(name, None)
        self.endRemoveRows()
        self._name_accounts()

    def _name_accounts(self) -> None:
        """A user who is a mail address stands for the account, as long as no other account has the same."""
        users = [node.account.rpartition("@")[0] for node in self._top]
        for node, user in zip(self._top, users, strict=True):
            several = users.count(user) > 1 and not words.is_practice(node.account)
            label = node.account if several else words.account_title(node.account)
            if label != node.label:
                node.label = label
                self.dataChanged.emit(self._index(node), self._index(node))

    def _node(self, label: str, parent: Node | None, row: int, account: str, key: tuple[str, ...] = ()) -> Node:
        self._last += 1
        node = self._nodes[self._last] = Node(self._last, one_line(label), parent, row, account, key)
        return node

    def _drop_nodes(self, node: Node) -> None:
        waiting = [node]
        while waiting:
            node = waiting.pop()
            del self._nodes[node.number]
            waiting += node.children

    def _replace_mailboxes(self, account: Node, view: AccountView) -> None:
        if account.children:
            self.beginRemoveRows(self._index(account), 0, len(account.children) - 1)
            for child in account.children:
                self._drop_nodes(child)
            account.children = []
            self.endRemoveRows()
        made = self._tree(account, view)
        if made:
            self.beginInsertRows(self._index(account), 0, len(made) - 1)
            account.children = made
            self.endInsertRows()

    def _tree(self, account: Node, view: AccountView) -> list[Node]:
        """The mailboxes as nodes; a parent that the server does not name becomes a row that takes no mail."""
        top: list[Node] = []
        known: dict[tuple[str, ...], Node] = {}

        def place(key: tuple[str, ...]) -> Node:
            depth = len(key)
            while depth and key[:depth] not in known:
                depth -= 1
            for end in range(depth + 1, len(key) + 1):  # a server may name more levels than calls can be deep
                parent = known[key[:end - 1]] if end > 1 else account
                siblings = top if parent is account else parent.children
                known[key[:end]] = self._node(key[end - 1], parent, len(siblings), view.name, key[:end])
                siblings.append(known[key[:end]])
            return known[key]

        for mailbox in view.mailboxes or ():
            path = path_of(mailbox, view.facts) if view.facts is not None else None
            if path == ():
                key: tuple[str, ...] = ("INBOX",)
            elif path is None:
                key = tuple(mailbox.name.split(mailbox.delimiter)) if mailbox.delimiter else (mailbox.name,)
            else:
                key = ("INBOX", *path[1:]) if path[0].upper() == "INBOX" else path
            node = place(key)
            node.name = mailbox.name
            if path == ():
                node.label, node.picture = words.mailbox_path(()), "inbox"
            node.path = path if mailbox.selectable else None
            special = {attribute.lower() for attribute in mailbox.attributes} & set(_SPECIAL)
            if special:
                node.picture = _SPECIAL[min(special)]
        return top

    def _index(self, node: Node, column: int = 0) -> QModelIndex:
        return self.createIndex(node.row, column, node.number)

    # --- QAbstractItemModel ----------------------------------------------------------------------------------------

    def index(self, row: int, column: int, parent: Index = ROOT) -> QModelIndex:
        above = self.node(parent)
        nodes = self._top if above is None else above.children
        return self._index(nodes[row], column) if 0 <= row < len(nodes) and column in (0, 1) else QModelIndex()

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

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> object:
        if orientation is Qt.Orientation.Horizontal and role == Role.DisplayRole:
            return (self.tr("To"), self.tr("Messages"))[section]
        if orientation is Qt.Orientation.Horizontal and role == Role.TextAlignmentRole and section == 1:
            return RIGHT
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        node = self.node(index)
        if node is not None and node.parent is not None:
            flags |= Qt.ItemFlag.ItemIsDragEnabled
        return flags | Qt.ItemFlag.ItemIsDropEnabled if self.target(index) is not None else flags

    def data(self, index: Index, role: int = Role.DisplayRole) -> object:
        node = self.node(index)
        if node is None:
            return None
        view = self._views[node.account]
        if index.column() == 1:
            amount = self._amount(node, view, role)
            return self.tr("not known") if amount is None and role == Role.AccessibleTextRole else amount
        match role:
            case Role.DisplayRole | Role.AccessibleTextRole:
                if node.parent is None:
                    if view.state is AccountState.READY:
                        return node.label
                    return self.tr("{0} · {1}").format(node.label, words.account_state(view))
                return node.label
            case Role.DecorationRole:
                return account_icon(view) if node.parent is None else icon(node.picture)
            case Role.ToolTipRole:
                if node.parent is None:
                    return words.tip(f"{node.account}\n{told(view.sentence) or words.account_state(view)}")
                return words.tip(node.label if node.path is not None else self.refusal(index))
        return None

    def _amount(self, node: Node, view: AccountView, role: int) -> object:
        if role == Role.TextAlignmentRole:
            return RIGHT
        if node.parent is not None:
            count = self._counts.get(node.account, {}).get(node.name)
            if count is None:
                return None
            return figures.number(count) if role == Role.DisplayRole else (
                words.messages(count) if role in (Role.ToolTipRole, Role.AccessibleTextRole) else None)
        quota = view.quota
        if quota is None or quota.limit <= 0:
            return None
        if role == Role.DisplayRole:
            return self.tr("{0} % full").format(figures.number(min(100, 100 * quota.used // quota.limit)))
        if role in (Role.ToolTipRole, Role.AccessibleTextRole):
            return self.tr("{0} of {1} are used, says the server").format(figures.size(quota.used),
                                                                         figures.size(quota.limit))
        return None

    # --- drops -------------------------------------------------------------------------------------------------------

    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.CopyAction

    def mimeTypes(self) -> list[str]:
        return [MIME, FILES, MESSAGE]

    def canDropMimeData(self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index) -> bool:
        target = self.target(parent)
        return target is not None and can_carry(data) and not self.goes_round(data, target)

    def dropMimeData(self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index) -> bool:
        target = self.target(parent)
        if target is None:
            return False
        return self.import_into(target, data)

    def import_into(self, target: Target, data: QMimeData) -> bool:
        """Take what was dropped or pasted, and tell of it. Returns whether there was something to take."""
        if self.goes_round(data, target):
            return False
        arrival = self._carrier.received(data)
        self.came.emit(arrival)
        if arrival.cargo is None:
            return False
        self.drop(target, arrival.cargo)
        return True

    def drop(self, target: Target, cargo: Cargo) -> None:
        """Something is to be imported there."""
        self.dropped.emit(Drop(target.for_cargo(cargo), cargo))
