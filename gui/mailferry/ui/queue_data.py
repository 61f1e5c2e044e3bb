"""What each cell of the queue shows, by the kind of its row: words, pictures, progress, names for screen readers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QT_TRANSLATE_NOOP, Qt

from mailferry.mail.errors import printable
from mailferry.transfer.journal_reader import message_name
from mailferry.transfer.values import (
    AccountState,
    AccountView,
    BatchState,
    BatchView,
    ImportView,
    MessageView,
    ScanState,
)
from mailferry.ui import figures, words
from mailferry.ui.icons import account_icon, batch_icon, icon
from mailferry.ui.queue_rows import amiss, message_state

NAME, MESSAGES, SIZE, STATE, PROGRESS, CANCEL = range(6)
COLUMNS = (
    QT_TRANSLATE_NOOP("Words", "Import and batches"),
    QT_TRANSLATE_NOOP("Words", "Messages"),
    QT_TRANSLATE_NOOP("Words", "Size"),
    QT_TRANSLATE_NOOP("Words", "State"),
    QT_TRANSLATE_NOOP("Words", "Progress"),
    "",
)
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
PROGRESS_ROLE = Qt.ItemDataRole.UserRole + 1
"""(done, all) as whole numbers, or None where there is no bar."""

Role = Qt.ItemDataRole
ROLES = frozenset({int(Role.DisplayRole), int(Role.DecorationRole), int(Role.ToolTipRole), int(Role.TextAlignmentRole),
                   int(Role.AccessibleTextRole), PROGRESS_ROLE})


def named(cell: Callable[[int], object]) -> Callable[[int], object]:
    """The same cell with a name for screen readers in any case."""
    def answer(role: int) -> object:
        found = cell(role)
        if found is None and role == Role.AccessibleTextRole and not cell(Role.DisplayRole):
            return words.translate("Words", "empty")
        return found
    return answer


def import_data(view: ImportView, account: AccountView | None, column: int, role: int) -> object:
    """A cell of an import's row."""
    totals = view.totals
    waits = account is not None and totals.waiting > 0 and account.state in (AccountState.WAITING, AccountState.PAUSED)
    match column, role:
        case 0, Role.DisplayRole:
            return words.import_name(view)
        case 0, Role.ToolTipRole:
            return words.tip("\n".join([*map(printable, view.sources), words.account_title(view.account),
                                        words.import_state(view)]))
        case 1, Role.DisplayRole:
            return f"{figures.number(totals.committed + totals.present)} / {figures.number(totals.messages)}"
        case 2, Role.DisplayRole:
            return figures.size(totals.octets)
        case 3, Role.DisplayRole:
            return import_says(view, words.waits_for(account) if waits and account is not None else "")
        case 3, Role.ToolTipRole:
            return words.tip(f"{words.import_state(view)}\n{words.delivery_in_full(view.delivery)}")
        case 3, Role.DecorationRole:
            if waits and account is not None:
                return account_icon(account)
            if amiss(view):
                return icon("attention")
            if totals.waiting or view.scan is ScanState.RUNNING:
                return icon("sending")
            return icon(seen_there(view))
        case 4, _ if role == PROGRESS_ROLE and totals.waiting and view.scan is not ScanState.RUNNING:
            return totals.messages - totals.waiting, totals.messages
    return _common(column, role, lambda: words.import_name(view), lambda: words.import_state(view))


def import_says(view: ImportView, waits: str = "") -> str:
    """How an import stands, where the numbers of what arrived stand beside it and there is little room: the tool tip
    tells all of it. If it `waits`, that and how much is to go. While all goes well, how its batches are kept whole; at
    the end when it began, which tells imports of the same mail apart."""
    totals = view.totals
    parts = words.not_arrived(view)
    if waits:
        return " · ".join([waits, *parts[:1]])
    if totals.messages > 0 and view.scan is ScanState.DONE:
        if totals.committed == totals.messages:
            parts = [words.translate("Words", "All arrived"), *parts]
        elif totals.present == totals.messages:
            parts = [words.translate("Words", "All of it is in the mailbox already")]
        elif totals.undone == totals.messages:
            parts = [words.translate("Words", "All of it was taken back")]
    if not words.can_cancel(view):
        parts.append(figures.moment(view.created))
    elif len(parts) < 2:
        parts.append(words.delivery(view.delivery))
    return " · ".join(parts)


def seen_there(view: ImportView) -> str:
    """The picture of an import that has come to its end: nothing is green of which nothing is on the server, or
    of which a part was not even read; what was taken back has the picture that its batches have."""
    there = view.totals.committed or view.totals.present
    if view.totals.undone and not there:
        return "undone"
    return "arrived" if there and view.scan is not ScanState.STOPPED else "dealt-with"


def batch_data(view: BatchView, account: AccountView | None, column: int, role: int) -> object:
    """A cell of a batch's row."""
    match column, role:
        case 0, Role.DisplayRole:
            return words.batch_name(view, account)
        case 1, Role.DisplayRole:
            return figures.number(view.messages)
        case 2, Role.DisplayRole:
            return figures.size(view.octets)
        case 3, Role.DisplayRole:
            return batch_says(view)
        case 3, Role.DecorationRole:
            if view.failed:
                return icon("attention")
            return icon("dealt-with") if words.dealt_with(view) else batch_icon(view.state)
        case 4, _ if role == PROGRESS_ROLE and view.state is BatchState.SENDING:
            return view.sent_octets, view.octets
    return _common(column, role, lambda: words.batch_name(view, account), lambda: words.batch_state(view))


def batch_says(view: BatchView) -> str:
    """How a batch stands, where there is little room: without the file of the message that was refused, and without
    what it was before others took its messages over. The tool tip and the details tell both."""
    if words.dealt_with(view) and not (view.state is BatchState.CANCELLED and (view.reason or view.failed)):
        return words.translate("Words", "Went on in other batches, or was left out")
    return words.batch_state(replace(view, culprit=words.subject(view.culprit)) if view.culprit else view)


def buttons_data(view: BatchView, column: int, role: int) -> object:
    """The row beneath a batch: its buttons lie over it, screen readers and the keyboard find a name."""
    if column == NAME and role == Role.AccessibleTextRole:
        return words.translate("Words", "What to do with {0}").format(words.batch_name(view))
    return None


def message_data(batch: BatchView, view: MessageView, column: int, role: int) -> object:
    """A cell of a message's row."""
    name = view.subject or message_name("", view.path, view.offset)
    refused = batch.culprit != "" and message_name(view.subject, view.path, view.offset) == batch.culprit
    state = (words.translate("Words", "This message was refused") if refused and not view.fate
             else message_state(batch, view))
    match column, role:
        case 0, Role.DisplayRole:
            return name
        case 0, Role.DecorationRole:
            return icon("message")
        case 2, Role.DisplayRole:
            return figures.size(view.wire_size)
        case 3, Role.DisplayRole:
            return state
        case 3, Role.DecorationRole if refused:
            return batch_icon(BatchState.REJECTED)
    return _common(column, role, lambda: name, lambda: state)


def _common(column: int, role: int, name: Callable[[], str], state: Callable[[], str]) -> object:
    if role == Role.TextAlignmentRole and column in (MESSAGES, SIZE):
        return RIGHT
    if role == Role.AccessibleTextRole and column == NAME:
        return f"{name()}, {state()}"
    if role == Role.ToolTipRole and column == STATE:
        return words.tip(state())
    return None
