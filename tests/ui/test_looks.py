"""What was wrong in pictures of the window once: numbers that lagged behind, words that were cut off or not to be
seen."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QTreeView, QWidget
from pytestqt.qtbot import QtBot
from tests.servers.checker import read_mailbox
from tests.servers.common import ImapServer
from tests.servers.fixtures import NewDovecotAccount
from tests.ui.desk import Desk, files
from tests.ui.made import account, box, imported, letter, mbox

from mailferry.imap.values import Quota
from mailferry.transfer.claimed import Claims
from mailferry.transfer.values import AccountState, BatchState, ImportChanged, Totals
from mailferry.ui.app import window_settings
from mailferry.ui.dragging import Carrier
from mailferry.ui.empty import EmptyHint
from mailferry.ui.mailboxes_pane import MailboxesPane
from mailferry.ui.preferences import Preferences, save
from mailferry.ui.queue_data import NAME, PROGRESS, seen_there
from mailferry.ui.report_view import ARRIVED, NOT_SENT, REFUSED, Bar
from mailferry.ui.targets import Target


def test_an_import_counts_what_has_arrived_while_the_next_batch_is_still_sent(
        desk: Desk, dovecot: ImapServer, dovecot_account: NewDovecotAccount, tmp_path: Path) -> None:
    save(window_settings(desk.state_dir), Preferences(batch_messages=3, speed=60))
    name = desk.connect_server(dovecot, dovecot_account())
    letters = [letter(number, octets=200_000 if number > 2 else 0) for number in range(6)]
    desk.drop_on(name, (), files([mbox(tmp_path / "a.mbox", letters)]))
    desk.wait(lambda: [batch.state for batch in desk.batches()] == [BatchState.COMMITTED, BatchState.SENDING]
              and desk.imports()[0].totals.committed == 3)
    desk.window.commands.cancel(desk.imports()[0])


def test_a_mailbox_that_is_full_shows_how_many_messages_came_in(
        desk: Desk, dovecot: ImapServer, dovecot_account: NewDovecotAccount, tmp_path: Path) -> None:
    save(window_settings(desk.state_dir), Preferences(batch_messages=5))
    user = dovecot_account(quota_kib=250)
    name = desk.connect_server(dovecot, user)
    desk.drop_on(name, (), files([mbox(tmp_path / "a.mbox", [letter(n, octets=30_000) for n in range(20)])]))
    desk.wait(lambda: (view := desk.account(name)) is not None and view.state is AccountState.PAUSED)
    there = len(list(read_mailbox(dovecot, user)))
    assert there > 0
    desk.wait(lambda: desk.mailbox(name).siblingAtColumn(1).data() == str(there))
    desk.wait(lambda: desk.window.pace.text() == f"The mailbox is full · {20 - there} messages to send")  # no rate


def test_an_account_has_its_row_for_its_name_alone_unless_a_number_stands_beside_it(qtbot: QtBot,
                                                                                    tmp_path: Path) -> None:
    pane = MailboxesPane(Carrier(Claims(tmp_path)))
    qtbot.addWidget(pane)
    view = account(box("INBOX"))
    pane.take(view)
    index = pane.model.find(Target(view.name, ())).parent()
    assert pane.tree.isFirstColumnSpanned(index.row(), index.parent())
    pane.take(replace(view, quota=Quota(10, 100)))
    assert not pane.tree.isFirstColumnSpanned(index.row(), index.parent())


def test_what_an_empty_pane_says_is_never_cut_off(qtbot: QtBot) -> None:
    view = QTreeView()
    qtbot.addWidget(view)
    view.setModel(QStandardItemModel())
    hint = EmptyHint(view, "Drop mail here.\n\nMailboxes, single mails, folders of mail programs, archives.")
    view.resize(200, 300)
    view.show()
    qtbot.waitUntil(lambda: "archives" in hint.text())
    view.resize(200, 100)
    qtbot.waitUntil(lambda: hint.text() == "Drop mail here.")
    assert "archives" in view.accessibleDescription()  # which needs no room
    view.resize(200, 300)
    qtbot.waitUntil(lambda: "archives" in hint.text())


def test_a_few_of_many_are_seen_in_the_bar_of_a_report(qtbot: QtBot) -> None:
    bar = Bar([(999_990, ARRIVED), (5, REFUSED), (5, NOT_SENT)], 1_000_000)
    qtbot.addWidget(bar)
    widths = bar._widths(400)
    assert min(widths) >= 3
    assert sum(widths) == 400


def test_the_bar_of_a_report_begins_where_reading_begins(qtbot: QtBot) -> None:
    for direction, near in ((Qt.LayoutDirection.LeftToRight, 10), (Qt.LayoutDirection.RightToLeft, 190)):
        holder = QWidget()
        qtbot.addWidget(holder)
        holder.setLayoutDirection(direction)
        bar = Bar([(1, REFUSED)], 2)
        bar.setParent(holder)
        bar.resize(200, 20)
        image = bar.grab().toImage()
        at = round(near * image.devicePixelRatio())
        other = image.width() - at
        assert image.pixelColor(at, image.height() // 2).red() > image.pixelColor(at, image.height() // 2).green() + 50
        assert image.pixelColor(other, image.height() // 2).saturation() < 40


def test_nothing_is_green_of_which_nothing_arrived(qtbot: QtBot) -> None:
    done = imported(totals=Totals(messages=7, committed=6, skipped=1))
    cancelled = imported(totals=Totals(messages=7, skipped=7))
    there = imported(totals=Totals(messages=7, skipped=7, present=7))
    undone = imported(totals=Totals(messages=7, skipped=7, undone=6))
    assert [seen_there(view) for view in (done, there, cancelled, undone)] == [
        "arrived", "arrived", "dealt-with", "undone"]


def test_a_narrow_queue_keeps_its_room_for_the_states(desk: Desk) -> None:
    queue, window = desk.window.queue, desk.window
    window.resize(1600, 900)
    desk.wait(lambda: not queue.view.isColumnHidden(PROGRESS))
    wide = queue.view.columnWidth(NAME)
    window.resize(1000, 650)
    queue.details_button.setChecked(True)
    desk.wait(lambda: queue.view.isColumnHidden(PROGRESS))
    assert queue.view.columnWidth(NAME) < wide
    queue.details_button.setChecked(False)
    window.resize(1600, 900)
    desk.wait(lambda: not queue.view.isColumnHidden(PROGRESS))
    assert queue.view.columnWidth(NAME) == wide


def test_the_notice_of_an_end_keeps_up_with_what_is_done_about_it(desk: Desk) -> None:
    """It names no message as refused that has been dealt with since."""
    window = desk.window

    def tell(totals: Totals) -> None:
        window._hear(ImportChanged(imported(1, totals=totals)))
        window.queue.model.flush()

    tell(Totals(messages=7, failed=7, waiting=7))
    tell(Totals(messages=7, committed=6, rejected=1))
    notice = window.queue.notices.notice("ended")
    assert notice is not None
    assert "1 refused" in notice.accessibleDescription()
    tell(Totals(messages=7, committed=6, skipped=1))
    notice = window.queue.notices.notice("ended")
    assert notice is not None
    assert notice.accessibleDescription() == "6 of 7 arrived · 1 left out"
    window.queue.notices.remove("ended")
    tell(Totals(messages=7, committed=7))
    assert window.queue.notices.notice("ended") is None, "what was put away stays away"
