"""Messages in place, when what they have to say is long."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QPushButton, QToolButton
from pytestqt.qtbot import QtBot
from tests.ui.desk import Desk

from mailferry.transfer.values import JournalFailed
from mailferry.ui.notices import Action, Notice, Notices

NAME = "a" * 500 + ".mbox"


def show_details(notice: Notice | None) -> QPushButton:
    assert notice is not None
    button = next(button for button in notice.findChildren(QPushButton) if button.text() == "Details")
    button.click()
    return button


def test_a_long_name_does_not_make_the_window_wider(desk: Desk) -> None:
    desk.window.resize(1000, 650)
    for notices in (desk.window.notices, desk.window.queue.notices):
        notices.show_notice("long", NAME, f"{NAME} is not there any more.")
        notice = notices.notice("long")
        assert notice is not None
        desk.wait(lambda notice=notice: notice.height() > 5 * notice.fontMetrics().height())  # type: ignore[misc]
        assert (desk.window.width(), desk.window.height()) == (1000, 650)
        assert [label.text() for label in notice.findChildren(QLabel) if "a.mbox" in label.text()] == [
            NAME, f"{NAME} is not there any more."], "all of it can be read and copied"


def test_much_that_a_server_says_does_not_make_the_window_higher(desk: Desk) -> None:
    desk.window.resize(1000, 650)
    notices = desk.window.queue.notices
    notices.show_notice("long", "Refused", "It says much.", detail="\n".join(f"line {line}" for line in range(300)))
    show_details(notices.notice("long"))
    notice = notices.notice("long")
    desk.wait(lambda: notice is not None and notice.height() > 300 * notice.fontMetrics().height())
    assert desk.window.height() == 650
    assert notices.height() < 300, "the rest is scrolled to"


def test_the_newest_of_many_notices_is_in_sight(qtbot: QtBot) -> None:
    notices = Notices()
    qtbot.addWidget(notices)
    notices.resize(500, 100)
    notices.show()
    for number in range(30):
        notices.show_notice(str(number), f"Notice {number}", "It says something.")
    last = notices.notice("29")
    assert last is not None
    qtbot.waitUntil(lambda: not last.visibleRegion().isEmpty()
                    and last.visibleRegion().boundingRect().height() == last.height())


def test_a_short_notice_takes_the_room_that_it_needs(desk: Desk) -> None:
    notices = desk.window.queue.notices
    notices.show_notice("short", "Refused", "It is too large.")
    desk.wait(lambda: (notice := notices.notice("short")) is not None
              and notices.height() == notice.height() == notice.sizeHint().height())
    notices.remove("short")
    assert not notices.isVisible()


def test_the_buttons_of_a_notice_are_about_what_it_was_shown_for_last(qtbot: QtBot) -> None:
    notices, pressed = Notices(), []
    qtbot.addWidget(notices)
    for number in (1, 2):
        notices.show_notice("ended", "a.mbox → Inbox", "All arrived",
                            actions=[Action("Report", lambda number=number: pressed.append(number))])  # type: ignore[misc]
    notice = notices.notice("ended")
    assert notice is not None
    next(button for button in notice.findChildren(QPushButton) if button.text() == "Report").click()
    assert pressed == [2]


@pytest.mark.parametrize("wide", [True, False])
def test_the_sign_stands_beside_its_title_whatever_else_does(qtbot: QtBot, wide: bool) -> None:
    notices = Notices(wide=wide)
    qtbot.addWidget(notices)
    notices.resize(700, 200)
    notices.show()
    notices.show_notice("ended", "All arrived", "7 of 7", actions=[Action("Show the report", lambda: None)])
    notice = notices.notice("ended")
    assert notice is not None
    sign, title = notice.findChildren(QLabel)[:2]
    assert title.text() == "All arrived"
    qtbot.waitUntil(lambda: title.x() > sign.x() > 0)  # they have their places
    assert abs(sign.geometry().center().y() - title.geometry().center().y()) <= 1


def test_what_failed_in_our_own_records_need_not_be_looked_at_for_ever(desk: Desk) -> None:
    desk.window._hear(JournalFailed("No room on the disk", "There is no room.", "disk is full"))
    notice = desk.window.notices.notice("journal")
    assert notice is not None
    notice.findChildren(QToolButton)[0].click()
    assert desk.window.notices.notice("journal") is None


def test_tab_comes_to_the_buttons_of_messages_where_they_stand(desk: Desk) -> None:
    queue = desk.window.queue
    queue.notices.show_notice("first", "First", "It waits.", actions=[Action("Go on", lambda: None)])
    queue.notices.show_notice("second", "Second", "It waits, too.", actions=[Action("Go on there", lambda: None)])
    desk.wait(lambda: all(button.isVisible() for button in queue.notices.findChildren(QAbstractButton)))
    here, passed = queue.details_button.nextInFocusChain(), []
    while here is not queue.view:
        assert here is not None
        if here.isVisible() and here.focusPolicy() is not Qt.FocusPolicy.NoFocus:
            assert isinstance(here, QAbstractButton)
            passed.append(here.text())
        here = here.nextInFocusChain()
    assert passed == ["Go on", "✕", "Go on there", "✕"]
