"""Whole stories in the window on a real Dovecot, in which something goes wrong on the way: the network, the program,
the password, the room. At the end another client reads the mailbox: octets, flags, dates and number are those of the
test.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from tests.servers.checker import signed_in
from tests.servers.common import EXPIRED_ADDRESS, ImapServer
from tests.servers.dovecot import Dovecot
from tests.servers.faults import Cut, Fault, Stall, SwallowAnswer
from tests.servers.fixtures import NewCyrusAccount, NewFaultProxy
from tests.transfer.accounts import Home, stored
from tests.transfer.boxes import Mail, write_mbox
from tests.transfer.ferry import SHORT
from tests.ui.conftest import OpenDesk
from tests.ui.desk import files
from tests.ui.story import ASKED_FOR, CONTENT, FIRST, LOOKING, QUICK, SECOND, THIRD, NewStory

from mailferry.imap.values import Endpoint, Security
from mailferry.transfer import account_source, letting_in, looking, uploader
from mailferry.transfer.values import AccountState, OnReject, Retry
from mailferry.ui.dragging import copied
from mailferry.ui.queue_data import NAME, STATE
from mailferry.ui.queue_rows import Filter


@pytest.fixture
def story(open_desk: OpenDesk, dovecot_process: Dovecot, fault_proxy: NewFaultProxy, tmp_path: Path,
          monkeypatch: pytest.MonkeyPatch) -> NewStory:
    monkeypatch.setattr(uploader, "WAITS", (0.5, 0.5, 0.5))
    monkeypatch.setattr(looking, "LOOPBACK_WAIT", 1.0)
    return NewStory(open_desk, dovecot_process, fault_proxy, tmp_path)


# --- the network -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("fault", [
    pytest.param(Cut(append=2, octets=300), id="broken in the batch"),
    pytest.param(Cut(append=2, octets=300, reset=True, down=4.5), id="broken, and nobody there for a while"),
    pytest.param(Stall(append=2, octets=300), id="silent in the batch")])
def test_the_network_goes_in_the_middle_of_a_batch_and_comes_back(story: NewStory, fault: Fault,
                                                                  monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploader, "WAITS", (3.0, 0.5, 0.5))  # it is shown for so long
    told = story(fault, patience=QUICK if isinstance(fault, Stall) else SHORT, hide=ASKED_FOR)
    told.drop()
    told.desk.wait(lambda: told.desk.is_account(told.name, AccountState.WAITING) and "Tries again at" in told.notice()
                   and "next try at" in told.desk.import_says() and told.row(1) == "Arrived"
                   and told.row(2) in {"Waiting", LOOKING})
    told.all_arrive()
    assert told.desk.states() == ["Arrived"] * 3
    assert told.notice() == ""


@pytest.mark.parametrize("fault", [
    pytest.param(SwallowAnswer(append=2, shut=True), id="answer lost"),
    pytest.param(SwallowAnswer(append=2, then_cut=False, shut=True), id="silent after all was sent")])
def test_the_network_goes_before_the_answer_and_nothing_comes_twice(story: NewStory, fault: SwallowAnswer) -> None:
    """The server has stored the batch and said so, and nobody heard it."""
    told = story(fault, patience=SHORT if fault.then_cut else QUICK)
    told.drop()
    told.desk.wait(lambda: told.row(2) == LOOKING)
    told.proxy.let_in()
    told.all_arrive()
    assert told.proxy.appends == 3, "what arrived is not sent again"


def test_no_network_at_all_is_waited_out_and_try_again_does_not_wait(
        story: NewStory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploader, "WAITS", (600.0,))
    told = story(Cut(append=2, octets=100))
    told.drop()
    told.desk.wait(lambda: told.desk.is_account(told.name, AccountState.WAITING))
    told.press_in_notice("Try again")
    told.all_arrive()


# --- quit, killed, paused, cancelled ---------------------------------------------------------------------------------


def test_quit_in_the_middle_of_a_batch_and_go_on_at_the_next_start(story: NewStory) -> None:
    told = story(Stall(append=2, octets=300), hide=ASKED_FOR)
    told.drop()
    told.until_struck()
    told.desk.wait(lambda: told.row(2).startswith("Sending, "))
    [leave] = [action for action in told.desk.window.findChildren(QAction) if action.text() == "&Quit"]
    leave.trigger()
    told.desk.wait(lambda: told.desk.ended)
    assert told.holds(FIRST)
    again = told.start_again()
    again.passwords.remember(told.name, told.account.password)
    again.wait(lambda: bool(again.imports()))
    told.all_arrive()
    assert again.states() == ["Arrived"] * 3


def test_quit_before_the_answer_and_nothing_comes_twice(story: NewStory) -> None:
    """All octets of the batch are with the server, and its answer is not heard before the end."""
    told = story(SwallowAnswer(append=2, then_cut=False), patience=replace(SHORT, after_interrupt=0.2))
    told.drop()
    told.desk.wait(lambda: told.row(2) == "Waiting for the server's answer")
    told.until_struck()
    told.desk.window.close()
    assert "goes on at the next start" in told.desk.said(told.desk.window.notices, "stopping")
    told.desk.wait(lambda: told.desk.ended)
    again = told.start_again()
    again.passwords.remember(told.name, told.account.password)
    again.wait(lambda: bool(again.imports()))
    told.all_arrive()
    assert told.proxy.appends == 3, "what arrived is not sent again"


def test_pause_all_and_go_on(story: NewStory) -> None:
    told = story(Stall(append=2, octets=300), hide=ASKED_FOR)
    told.drop()
    told.until_struck()
    pause = told.desk.window.actions_.pause
    assert pause.text() == "&Pause all"
    QTest.keyClick(told.desk.window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    told.proxy.release()
    told.desk.wait(lambda: told.desk.is_account(told.name, AccountState.PAUSED))
    assert "Nothing is sent until you go on" in told.notice()
    told.desk.wait(lambda: told.desk.import_says().startswith("Paused"))
    told.desk.wait(lambda: told.desk.states() == ["Arrived", "Arrived", "Waiting"])
    assert told.holds(FIRST + SECOND), "the batch under way was sent to its end"
    assert pause.text() == "&Go on"
    QTest.keyClick(told.desk.window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    told.all_arrive()


def test_a_batch_is_cancelled_while_it_is_sent_and_sent_after_all(story: NewStory) -> None:
    told = story(Stall(append=2, octets=300), hide=ASKED_FOR, patience=replace(SHORT, after_cancel=0.2))
    told.drop()
    told.until_struck()
    told.desk.click(told.desk.cancel_button(told.desk.batches()[1]))
    told.desk.wait(lambda: told.row(2) == "Cancelled, nothing was stored")
    told.desk.wait(told.desk.finished)
    assert told.holds(FIRST + THIRD)
    told.desk.wait(lambda: "4 left out" in told.desk.import_says())
    told.desk.press(told.desk.bar(told.desk.batches()[1]), Retry.AGAIN.value)
    told.desk.wait(lambda: told.desk.imports()[0].totals.committed == len(CONTENT))
    told.desk.wait(lambda: told.row(2) == "Went on in other batches, or was left out")
    told.all_arrive()


# --- passwords and certificates --------------------------------------------------------------------------------------


@pytest.mark.usefixtures("no_keyring")
def test_without_a_password_store_the_next_start_asks_in_place(story: NewStory) -> None:
    told = story(Stall(append=2, octets=300), hide=ASKED_FOR)
    told.drop()
    told.until_struck()
    told.desk.close()
    again = told.start_again()
    again.wait(lambda: "A password is needed" in told.notice())
    again.wait(lambda: again.import_says().startswith("A password is needed"))
    told.press_in_notice("Sign in ...")
    dialog = again.window.accounts.dialog
    assert dialog is not None
    assert dialog.password.text() == ""
    QTest.keyClicks(dialog.password, told.account.password)
    again.click(dialog.save_button)
    again.wait(lambda: "only until Mailferry ends" in again.said(again.window.notices, "keyring"))
    told.all_arrive()


def test_a_password_that_was_changed_on_the_way_is_mended_in_place(
        story: NewStory, dovecot_process: Dovecot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(letting_in, "WAITS", (0.3,))
    told = story(Stall(append=2, octets=300), hide=ASKED_FOR, patience=QUICK)
    told.drop()
    told.until_struck()
    dovecot_process.set_password(told.account, "the new one")
    told.desk.wait(lambda: "Sign-in did not work" in told.notice()
                   and told.desk.is_account(told.name, AccountState.PAUSED))
    assert "does not any more" in told.notice()
    told.desk.wait(lambda: told.desk.import_says().startswith("Sign-in did not work"))
    told.desk.wait(lambda: told.needs_you() == "&Needs you 8")
    told.press_in_notice("Sign in ...")
    dialog = told.desk.window.accounts.dialog
    assert dialog is not None
    QTest.keyClicks(dialog.password, "the new one")
    QTest.keyClick(dialog.password, Qt.Key.Key_Return)
    told.desk.wait(told.desk.settled)
    told.desk.wait(lambda: told.needs_you() == "&Needs you")
    dovecot_process.set_password(told.account, told.account.password)
    told.all_arrive()


def test_an_expired_certificate_is_told_and_an_unknown_one_can_be_trusted_in_place(
        story: NewStory, dovecot: ImapServer) -> None:
    told = story()
    desk = told.desk
    assert dovecot.tls_port is not None
    expired = Endpoint(EXPIRED_ADDRESS, dovecot.tls_port, Security.TLS, told.account.user, str(dovecot.ca_file))
    desk.window.open_with_password(expired, told.account.password)
    notices = desk.window.mailboxes.notices
    desk.wait(lambda: "has expired" in desk.said(notices, expired.name))
    assert "The server's certificate is not trusted" in desk.said(notices, expired.name)
    assert "Its operator must renew it" in desk.said(notices, expired.name)
    unknown = Endpoint(dovecot.host, dovecot.tls_port, Security.TLS, told.account.user)
    desk.window.open_with_password(unknown, told.account.password)
    desk.wait(lambda: "does not know" in desk.said(notices, unknown.name))
    assert "--ca-file" not in desk.said(notices, unknown.name), "that is for the command line"
    desk.press_notice(notices, unknown.name, "Account settings ...")
    dialog = desk.window.accounts.dialog
    assert dialog is not None
    assert dialog.server.ca_file.isVisible(), "what can mend it is not shown"
    QTest.keyClicks(dialog.server.ca_file, str(dovecot.ca_file))
    QTest.keyClick(dialog.server.ca_file, Qt.Key.Key_Return)
    desk.wait(lambda: desk.is_account(unknown.name, AccountState.READY))
    desk.drop_on(unknown.name, (), files([told.box]))
    told.all_arrive()


# --- room, refusals --------------------------------------------------------------------------------------------------


def test_a_full_mailbox_is_emptied_and_the_rest_arrives(story: NewStory) -> None:
    told = story(quota_kib=60)
    room = sum(len(mail.wire) for mail in CONTENT[:5])
    old = Mail(500)
    old = replace(old, body=b"y" * (60 * 1024 - room - len(old.wire)) + b"\n")
    Home(told.server, told.account).fill("INBOX", [old])
    told.drop()
    told.desk.wait(lambda: told.desk.is_account(told.name, AccountState.PAUSED))
    assert "The mailbox is full" in told.notice()
    assert "messages wait. Make room, then go on." in told.notice()
    told.desk.wait(lambda: told.desk.import_says().startswith("The mailbox is full"))
    told.desk.wait(lambda: told.row(1) == "Arrived")
    told.desk.wait(lambda: told.needs_you() == f"&Needs you {told.desk.imports()[0].totals.waiting}")
    told.desk.click(told.desk.window.queue.filter_buttons[Filter.NEEDS_YOU])
    told.desk.wait(lambda: sum(batch.messages for batch in told.desk.batches())
                   == told.desk.imports()[0].totals.waiting > 0)
    told.desk.wait(lambda: set(told.desk.states()) == {"Waiting"})
    with signed_in(told.server, told.account) as other:
        other.select("INBOX")
        other.uid("STORE", "1", "+FLAGS", "(\\Deleted)")
        other.uid("EXPUNGE", "1")
    told.press_in_notice("Go on")
    told.desk.wait(lambda: not told.desk.imports())  # it needs nobody any more
    told.desk.click(told.desk.window.queue.filter_buttons[Filter.ALL])
    told.desk.wait(lambda: told.desk.imports()[0].totals.waiting == 0)
    told.all_arrive()
    assert told.needs_you() == "&Needs you"


def test_what_was_refused_for_its_size_arrives_once_the_limit_is_gone(story: NewStory,
                                                                      dovecot_process: Dovecot) -> None:
    told = story(max_mail_size=20_000)
    large = Mail(99, b"z" * 70 + b"\n" + b"y" * 40_000 + b"\n")
    content = [*FIRST[:2], large, FIRST[2]]
    write_mbox(told.box, content)
    told.drop(OnReject.SKIP)
    told.desk.wait(told.desk.finished)
    told.desk.wait(lambda: told.row(1).startswith("Refused, nothing was stored: "))
    assert told.holds([])
    told.desk.press(told.desk.bar(told.desk.batches()[0]), Retry.ONE_BY_ONE.value)
    told.desk.wait(lambda: told.desk.imports()[0].totals.committed == 3 and told.desk.settled())
    assert [str(index.siblingAtColumn(NAME).data()) for index, _ in told.desk.batch_rows()
            if str(index.siblingAtColumn(STATE).data()).startswith("Refused: ")] == ["“number 99” → Inbox"]
    assert told.holds([*FIRST[:3]])
    told.desk.close()
    dovecot_process.set_limits(told.account, max_mail_size=0)
    again = told.start_again()
    again.passwords.remember(told.name, told.account.password)
    again.wait(lambda: bool(again.imports()) and again.is_account(told.name, AccountState.READY))
    QTest.keyClick(again.window, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    again.wait(lambda: again.imports()[0].totals.committed == 4)
    again.wait(lambda: again.import_says().startswith("All arrived"))
    assert told.holds(content)


# --- accounts that go ------------------------------------------------------------------------------------------------


def test_an_account_with_mail_waiting_is_not_forgotten_and_without_it_keeps_its_past(story: NewStory) -> None:
    told = story(Stall(append=2, octets=300), hide=ASKED_FOR, patience=replace(SHORT, after_cancel=0.2))
    told.drop()
    told.until_struck()
    window = told.desk.window
    window.mailboxes.tree.setCurrentIndex(told.desk.mailbox(told.name))
    window.mailboxes.forget_action.trigger()
    told.desk.wait(lambda: "still has mail waiting. Let it arrive, or cancel it, first." in told.desk.said(
        window.notices, "answer"))
    assert told.desk.account(told.name) is not None
    window.queue.view.setFocus()
    window.queue.view.setCurrentIndex(window.queue.model.index(0, 0))
    QTest.keyClick(window.queue.view, Qt.Key.Key_Delete)
    told.desk.wait(lambda: told.desk.imports()[0].totals.waiting == 0)
    assert told.holds(FIRST)
    window.mailboxes.forget_action.trigger()
    told.desk.wait(lambda: "The account stays in the list because of its past imports." in told.desk.said(
        window.notices, "answer"))
    assert told.desk.import_says().startswith("8 left out")


def test_the_account_that_mail_is_read_from_is_forgotten_on_the_way(
        story: NewStory, dovecot_process: Dovecot, fault_proxy: NewFaultProxy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(account_source, "GROUP_MESSAGES", 1)  # each is asked for, so the stall comes in the middle
    told = story()
    source = Home(dovecot_process.server, dovecot_process.add_account())
    source.fill("Old", CONTENT)
    proxy = fault_proxy(source.server, Stall(octets=700))
    desk = told.desk
    here = Endpoint(proxy.server.host, proxy.server.port, Security.PLAINTEXT, source.account.user)
    desk.connect(here, source.account.password)
    desk.connect(told.endpoint, told.account.password)
    desk.window.mailboxes.tree.setCurrentIndex(desk.mailbox(here.name, "Old"))
    desk.window.mailboxes.copy()
    data = copied()
    assert data is not None
    desk.drop_on(told.name, (), data)
    desk.wait(lambda: len(proxy.fired) == 1)
    desk.window.mailboxes.tree.setCurrentIndex(desk.mailbox(here.name))
    desk.window.mailboxes.forget_action.trigger()
    desk.wait(lambda: "is still being read for an import. Let it come to its end, or cancel it, first." in desk.said(
        desk.window.notices, "answer"))
    proxy.release()
    told.all_arrive()
    desk.window.mailboxes.forget_action.trigger()
    desk.wait(lambda: desk.account(here.name) is None)


# --- from account to account -----------------------------------------------------------------------------------------


def test_mailboxes_are_dragged_to_another_account_while_both_connections_break(  # noqa: PLR0917
        story: NewStory, dovecot_process: Dovecot, cyrus: ImapServer, cyrus_account: NewCyrusAccount,
        fault_proxy: NewFaultProxy, monkeypatch: pytest.MonkeyPatch) -> None:
    """The account that is read says in place that it is waited for; nothing comes twice, and it stays as it was."""
    monkeypatch.setattr(account_source, "GROUP_MESSAGES", 2)
    monkeypatch.setattr(account_source, "WAITS", (600.0,))
    desk = story().desk
    source = Home(dovecot_process.server, dovecot_process.add_account())
    target = Home(cyrus, cyrus_account())
    boxes = {"Alt": CONTENT[:5], "Alt.Entwürfe & Größe": CONTENT[5:10], "Alt.2019.März": CONTENT[10:]}
    for name, content in boxes.items():
        source.fill(name, content)
    before = source.all_held()
    reading = fault_proxy(source.server, Cut(octets=500))
    writing = fault_proxy(target.server, SwallowAnswer(append=2))
    here, there = (Endpoint(proxy.server.host, proxy.server.port, Security.PLAINTEXT, home.account.user)
                   for proxy, home in ((reading, source), (writing, target)))
    desk.connect(here, source.account.password)
    desk.connect(there, target.account.password)
    desk.window.mailboxes.tree.setCurrentIndex(desk.mailbox(here.name, "Alt"))
    desk.window.mailboxes.copy()
    data = copied()
    assert data is not None
    desk.drop_on(there.name, (), data)
    notices = desk.window.mailboxes.notices
    desk.wait(lambda: "Tries again at" in desk.said(notices, here.name))
    assert "The connection to 127.0.0.1 broke." in desk.said(notices, here.name)
    desk.press_notice(notices, here.name, "Try again")
    desk.wait(desk.settled)
    assert reading.fired
    assert writing.fired
    desk.wait(lambda: desk.said(notices, here.name) == "")
    assert desk.imports()[0].totals.committed == len(CONTENT)
    assert target.all_held() == stored({"INBOX": CONTENT[:5], "INBOX/Entwürfe & Größe": CONTENT[5:10],
                                        "INBOX/2019/März": CONTENT[10:]})
    assert source.all_held() == before
