"""No text of the window is cut off at 1000 × 650, in any language."""

from __future__ import annotations

import contextlib

from PySide6.QtCore import QDate, QDateTime, Qt, QTime
from PySide6.QtGui import QImage, QStandardItemModel
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QPushButton, QStyle, QToolButton, QTreeView, QWidget
from pytestqt.qtbot import QtBot
from tests.ui.conftest import OpenDesk
from tests.ui.desk import Desk
from tests.ui.made import ENDPOINT, account, batch, box, imported

from mailferry.sandbox import Sandbox
from mailferry.transfer.values import AccountChanged, AccountState, BatchChanged, BatchState, ImportChanged, Totals
from mailferry.ui.help_text import show_about
from mailferry.ui.plan_model import PlanModel
from mailferry.ui.plan_parts import table_of
from mailferry.ui.queue_data import CANCEL, PROGRESS, PROGRESS_ROLE, STATE
from mailferry.ui.views import Table

SIZE = (1000, 650)


def cut_off(window: QWidget) -> list[str]:
    """The texts that have less room than they need."""
    found = []
    for widget in window.findChildren(QWidget):
        if not widget.isVisible() or not isinstance(widget, QLabel | QPushButton | QToolButton | QCheckBox | QComboBox):
            continue
        if isinstance(widget, QLabel) and widget.wordWrap():
            needs_height = widget.heightForWidth(widget.width())
            if widget.height() < needs_height:
                found.append(f"{widget.text()!r} is {widget.height()} px high, and needs {needs_height}")
        elif widget.width() < _width(widget):
            text = widget.currentText() if isinstance(widget, QComboBox) else widget.text()
            found.append(f"{text!r} is {widget.width()} px wide, and needs {_width(widget)}")
        elif widget.height() < widget.minimumSizeHint().height():
            text = widget.currentText() if isinstance(widget, QComboBox) else widget.text()
            found.append(f"{text!r} is {widget.height()} px high, and needs {widget.minimumSizeHint().height()}")
        seen = widget.visibleRegion().boundingRect()
        if not seen.isEmpty() and seen.width() < widget.width():
            found.append(f"{widget.accessibleName() or widget} is {widget.width()} px wide, {seen.width()} are seen")
    return found


def _width(widget: QWidget) -> int:
    """What a widget needs for its text; a list for the one that is chosen, with its arrow."""
    if isinstance(widget, QComboBox):
        return widget.fontMetrics().horizontalAdvance(widget.currentText()) + 2 * widget.fontMetrics().height()
    return widget.sizeHint().width()


def whole(desk: Desk, window: QWidget) -> None:
    """Once it has come to rest, nothing is cut off."""
    with contextlib.suppress(TimeoutError):
        desk.wait(lambda: not cut_off(window), 30)
    assert cut_off(window) == []


def test_nothing_is_cut_off_in_the_window(open_desk: OpenDesk, spoken: str, sandbox: Sandbox) -> None:
    desk = open_desk()
    window = desk.window
    window.resize(*SIZE)
    desk.wait(window.welcome.isVisible)
    assert (window.width(), window.height()) == SIZE
    whole(desk, window)
    name = desk.connect_sandbox(sandbox)
    assert name
    window.mailboxes.take(account(box("INBOX"), box("Sent", "\\Sent")))
    window._hear(ImportChanged(imported(90, totals=Totals(messages=204, rejected=204, failed=204, batches=1))))
    window.queue.model.flush()
    model = window.queue.model
    desk.wait(lambda: not model.has_more(model.index(0, 0)))
    window._hear(BatchChanged(batch(93, BatchState.REJECTED, messages=204, culprit="“Boat” (a.mbox)", import_id=90)))
    model.flush()
    window.down.setSizes([250, 0, 350])
    window.queue.view.expandAll()
    desk.wait(lambda: window.queue.rows.bar(93) is not None)
    whole(desk, window)
    assert (window.width(), window.height()) == SIZE


def test_nothing_is_cut_off_in_the_dialogs(open_desk: OpenDesk, spoken: str) -> None:
    desk = open_desk()
    window = desk.window
    window.accounts.open(ENDPOINT)
    window.show_settings()
    about = show_about(window)
    assert window.accounts.dialog is not None
    assert window.settings is not None
    desk.wait(window.accounts.dialog.isVisible)
    whole(desk, window.accounts.dialog)
    window.accounts.dialog.unfold.click()
    for dialog in (window.accounts.dialog, window.settings, about):
        desk.wait(dialog.isVisible)
        assert dialog.width() <= SIZE[0]
        assert dialog.height() <= SIZE[1]
        whole(desk, dialog)
    about.close()


def test_the_arrow_that_says_how_a_list_is_sorted_does_not_lie_on_the_heading(qtbot: QtBot) -> None:
    table, model = Table(), QStandardItemModel(0, 1)
    qtbot.addWidget(table)
    table.setModel(model)
    table.setSortingEnabled(True)
    header = table.horizontalHeader()

    def painted(heading: str, *, sorted_by_it: bool) -> QImage:
        model.setHorizontalHeaderLabels([heading])
        model.setHeaderData(0, Qt.Orientation.Horizontal, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
                            Qt.ItemDataRole.TextAlignmentRole)
        header.setSortIndicator(0 if sorted_by_it else -1, Qt.SortOrder.DescendingOrder)
        return header.grab().toImage()

    def columns(one: QImage, other: QImage) -> list[int]:
        return [x for x in range(one.width())
                if any(one.pixel(x, y) != other.pixel(x, y) for y in range(one.height()))]

    bare = painted("", sorted_by_it=True)
    arrow = columns(bare, painted("", sorted_by_it=False))
    text = columns(bare, painted("Size", sorted_by_it=True))
    assert arrow
    assert text
    assert max(text) < min(arrow)


def cut_rows(view: QTreeView) -> list[str]:
    """The states in rows of the queue that have less room than they need; they go on over empty cells."""
    style, found, seen = view.style(), [], 0
    around = 2 * (style.pixelMetric(QStyle.PixelMetric.PM_FocusFrameHMargin) + 1)
    sign = style.pixelMetric(QStyle.PixelMetric.PM_SmallIconSize) + around
    index = view.model().index(0, STATE)
    while index.isValid():
        text = str(index.data() or "")
        free = index.siblingAtColumn(PROGRESS).data(PROGRESS_ROLE) is None
        last = STATE if not free else CANCEL if view.indexWidget(index.siblingAtColumn(CANCEL)) is None else PROGRESS
        room = view.columnViewportPosition(last) + view.columnWidth(last) - view.columnViewportPosition(STATE)
        needs = sign + view.fontMetrics().horizontalAdvance(text) + around
        if room < needs:
            found.append(f"{text!r} has {room} px, and needs {needs}")
        seen += bool(text)
        index = view.indexBelow(index).siblingAtColumn(STATE)
    assert seen > 4
    return found


def test_the_rows_of_the_queue_can_be_read(open_desk: OpenDesk, spoken: str) -> None:
    """What a batch was refused for, what a person must wait for and what became of the others stand there whole."""
    desk = open_desk()
    window, queue = desk.window, desk.window.queue
    window.resize(*SIZE)
    window.down.setSizes([150, 0, 450])
    totals = Totals(messages=2_204, committed=1_040, rejected=204, skipped=100, failed=860, waiting=860, batches=4)
    window._hear(ImportChanged(imported(90, totals=totals)))
    queue.model.flush()
    desk.wait(lambda: not queue.model.has_more(queue.model.index(0, 0)))
    too_large = "It is larger than this server takes."
    for view in (batch(93, BatchState.REJECTED, messages=204, reason=too_large, import_id=90,
                       culprit="“Invoice 4711” (First too large.mbox)"),
                 batch(94, BatchState.REJECTED, messages=204, current=0, reason=too_large, import_id=90),
                 batch(95, BatchState.REJECTED, reason="A message is larger than this server takes.", import_id=90),
                 batch(96, BatchState.DOUBTFUL, import_id=90), batch(97, BatchState.SENDING, import_id=90)):
        window._hear(BatchChanged(view))
    queue.model.flush()
    queue.view.expandAll()
    desk.wait(lambda: queue.rows.bar(93) is not None)
    later = QDateTime(QDate.currentDate(), QTime(12, 34)).toSecsSinceEpoch()  # as long as any time of this day
    for title in ("", "The mailbox is full", "The server asks us to wait", "The connection broke"):
        state, until = (AccountState.PAUSED, None) if title == "The mailbox is full" else (
            AccountState.WAITING, later) if title else (AccountState.WORKING, None)
        window._hear(AccountChanged(account(box("INBOX"), state=state, title=title, until=until)))
        queue.model.flush()
        with contextlib.suppress(TimeoutError):
            desk.wait(lambda: not cut_rows(queue.view), 10)
        assert cut_rows(queue.view) == []


def test_the_headings_of_numbers_in_a_plan_are_whole(qtbot: QtBot, spoken: str) -> None:
    model = PlanModel()
    table = table_of(model)
    qtbot.addWidget(table)
    header = table.horizontalHeader()
    for column in (1, 2):
        heading = str(model.headerData(column, Qt.Orientation.Horizontal))
        needs = header.fontMetrics().horizontalAdvance(f"{heading}\u00a0") + 2 * header.style().pixelMetric(
            QStyle.PixelMetric.PM_HeaderMargin, None, header)
        assert header.sectionSize(column) >= needs, heading
