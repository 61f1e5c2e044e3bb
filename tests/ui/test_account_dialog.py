"""Adding an account: tested against a real server, kept in a real keyring's interface, and on machines without one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit
from pytestqt.qtbot import QtBot
from tests.ui.conftest import MemoryKeyring
from tests.ui.desk import Desk
from tests.ui.made import ENDPOINT, account

from mailferry.errors import Problem
from mailferry.imap.errors import CertificateRefused, HostUnknown, SignInProblem
from mailferry.imap.values import Endpoint, Security
from mailferry.sandbox import Sandbox
from mailferry.transfer.credentials import Passwords
from mailferry.transfer.values import AccountState, DeliveryKind
from mailferry.ui.account_dialog import AccountDialog
from mailferry.ui.asks import Asks
from mailferry.ui.targets import Target


@pytest.fixture
def asks() -> Iterator[Asks]:
    made = Asks("test")
    yield made
    made.close()
    made.join()


@pytest.fixture
def passwords() -> Passwords:
    return Passwords()


@pytest.fixture
def dialog(qtbot: QtBot, asks: Asks, passwords: Passwords) -> AccountDialog:
    made = AccountDialog(passwords, asks, asks)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(lambda: made.focusWidget() is made.address)
    return made


def fill(dialog: AccountDialog, sandbox: Sandbox, password: str | None = None) -> None:
    """Type what a person types, from field to field with the keyboard."""
    QTest.mouseClick(dialog.unfold, Qt.MouseButton.LeftButton)
    QTest.keyClicks(dialog.server.host, sandbox.host)
    dialog.server.security.setCurrentIndex(dialog.server.security.findData(Security.PLAINTEXT))
    dialog.server.port.setValue(sandbox.port)
    QTest.keyClicks(dialog.server.user, sandbox.user)
    QTest.keyClicks(dialog.password, sandbox.password if password is None else password)


def words_of(dialog: AccountDialog, key: str) -> str:
    notice = dialog.notices.notice(key)
    return "" if notice is None else " ".join(label.text() for label in notice.findChildren(QLabel))


def test_the_port_follows_the_security_until_it_is_chosen(dialog: AccountDialog) -> None:
    assert dialog.server.port.value() == 993
    dialog.server.security.setCurrentIndex(dialog.server.security.findData(Security.STARTTLS))
    assert dialog.server.port.value() == 143
    dialog.server.port.setValue(1143)
    dialog.server.security.setCurrentIndex(dialog.server.security.findData(Security.TLS))
    assert dialog.server.port.value() == 1143


def test_nothing_can_be_saved_before_it_is_complete(dialog: AccountDialog) -> None:
    assert not dialog.save_button.isEnabled()
    QTest.keyClicks(dialog.address, "anna@example.org")
    assert not dialog.save_button.isEnabled()
    QTest.keyClicks(dialog.password, "secret")
    assert dialog.save_button.isEnabled()
    assert dialog.test_button.isEnabled()
    assert dialog.endpoint() == Endpoint("imap.example.org", 993, Security.TLS, "anna@example.org")
    assert dialog.password.echoMode() is QLineEdit.EchoMode.Password


def test_a_test_that_works_says_how_mail_is_kept_whole(dialog: AccountDialog, sandbox: Sandbox, qtbot: QtBot) -> None:
    fill(dialog, sandbox)
    QTest.mouseClick(dialog.test_button, Qt.MouseButton.LeftButton)
    assert "Connecting" in dialog.result_line.text()
    qtbot.waitUntil(lambda: "It works" in dialog.result_line.text(), timeout=20_000)
    assert "whole batches, kept by the server" in dialog.result_line.text()


def test_after_a_test_the_return_key_saves_and_does_not_cancel(dialog: AccountDialog, sandbox: Sandbox, qtbot: QtBot,
                                                              ) -> None:
    fill(dialog, sandbox, "wrong")
    dialog.test_button.setFocus()
    QTest.keyClick(dialog.test_button, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: words_of(dialog, "test") != "", timeout=20_000)
    assert dialog.focusWidget() is dialog.save_button
    assert dialog.test_button.isEnabled()


def test_a_wrong_password_is_told_in_place(dialog: AccountDialog, sandbox: Sandbox, qtbot: QtBot) -> None:
    fill(dialog, sandbox, "wrong")
    QTest.mouseClick(dialog.test_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: words_of(dialog, "test") != "", timeout=20_000)
    assert "did not accept the user practice with this password" in words_of(dialog, "test")
    assert dialog.test_button.isEnabled()


def test_a_port_where_nothing_listens_is_told_in_place(dialog: AccountDialog, sandbox: Sandbox, qtbot: QtBot) -> None:
    fill(dialog, sandbox)
    port = sandbox.port
    sandbox.stop()
    QTest.mouseClick(dialog.test_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: words_of(dialog, "test") != "", timeout=20_000)
    assert f"refuses connections to port {port}" in words_of(dialog, "test")


def test_saving_keeps_the_password_in_the_keyring_only(dialog: AccountDialog, sandbox: Sandbox, qtbot: QtBot,
                                                       memory_keyring: MemoryKeyring) -> None:
    fill(dialog, sandbox)
    with qtbot.waitSignal(dialog.saved) as saved:
        QTest.mouseClick(dialog.save_button, Qt.MouseButton.LeftButton)
    (endpoint,) = saved.args
    qtbot.waitUntil(lambda: not dialog.isVisible(), timeout=20_000)
    assert memory_keyring.kept == {("Mailferry", endpoint.name): sandbox.password}
    assert sandbox.password not in repr(endpoint)


def test_without_a_keyring_the_account_opens_all_the_same(dialog: AccountDialog, sandbox: Sandbox, qtbot: QtBot,
                                                          passwords: Passwords, no_keyring: None) -> None:
    told: list[Problem] = []
    dialog.not_kept.connect(told.append)
    fill(dialog, sandbox)
    with qtbot.waitSignal(dialog.saved) as saved:
        QTest.keyClick(dialog.password, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not dialog.isVisible(), timeout=20_000)
    (problem,) = told
    assert "no password store" in problem.sentence
    assert "until Mailferry ends" in problem.sentence
    assert passwords.get(saved.args[0].name) == sandbox.password


def test_an_account_that_is_there_is_changed_without_typing_its_password_again(qtbot: QtBot, asks: Asks,
                                                                               passwords: Passwords) -> None:
    endpoint = Endpoint("imap.example.org", 1993, Security.STARTTLS, "anna@example.org", "/etc/ca.pem")
    dialog = AccountDialog(passwords, asks, asks, endpoint)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.endpoint() == endpoint
    assert dialog.save_button.isEnabled()
    with qtbot.waitSignal(dialog.saved) as saved:
        QTest.mouseClick(dialog.save_button, Qt.MouseButton.LeftButton)
    assert saved.args == [endpoint]
    assert not dialog.isVisible()


def test_an_address_is_not_given_a_second_server(qtbot: QtBot, asks: Asks, passwords: Passwords) -> None:
    dialog = AccountDialog(passwords, asks, asks, Endpoint("imap.example.org", 993, Security.TLS, "anna@example.org"))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialog)
    assert dialog.windowTitle() == "Account anna@example.org"


def test_every_field_has_a_name_and_a_key(dialog: AccountDialog) -> None:
    labels = [label for label in dialog.findChildren(QLabel) if label.buddy() is not None]
    assert len(labels) == 9
    assert all("&" in label.text() and label.buddy().accessibleName() for label in labels)


def test_how_batches_are_kept_whole_can_be_chosen(qtbot: QtBot, asks: Asks, passwords: Passwords) -> None:
    endpoint = Endpoint("imap.example.org", 993, Security.TLS, "anna@example.org")
    made = AccountDialog(passwords, asks, asks, endpoint)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(made)
    made.show_way(DeliveryKind.STAGED)
    assert made.server.way.currentText() == "whole batches, by way of a staging mailbox"
    made.server.way.setCurrentIndex(made.server.way.findData(DeliveryKind.REVERSIBLE))
    with qtbot.waitSignal(made.way_chosen) as told:
        made.save()
    assert told.args == [endpoint.name, DeliveryKind.REVERSIBLE]


def test_what_was_not_chosen_anew_is_not_told(qtbot: QtBot, asks: Asks, passwords: Passwords) -> None:
    made = AccountDialog(passwords, asks, asks, Endpoint("imap.example.org", 993, Security.TLS, "anna@example.org"))
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(made)
    made.show_way(None)
    with qtbot.assertNotEmitted(made.way_chosen):
        made.save()


def test_the_server_is_suggested_from_the_address_until_a_person_names_one(desk: Desk) -> None:
    desk.window.add_account()
    dialog = desk.window.accounts.dialog
    assert dialog is not None
    QTest.keyClicks(dialog.address, "anna@gmx.de")
    assert dialog.summary.text() == dialog.server.host.text() == "imap.gmx.net"
    dialog.address.clear()
    QTest.keyClicks(dialog.address, "anna@example.org")
    assert dialog.server.host.text() == "imap.example.org"
    dialog.unfold.click()
    dialog.server.host.clear()
    QTest.keyClicks(dialog.server.host, "mail.example.org")
    dialog.server.user.clear()
    QTest.keyClicks(dialog.server.user, "anna")
    QTest.keyClicks(dialog.address, ".net")
    assert dialog.endpoint() == Endpoint("mail.example.org", 993, Security.TLS, "anna")


# --- what few people need -------------------------------------------------------------------------------------------

def fields_seen(dialog: AccountDialog) -> list[str]:
    """The names of the fields that are shown."""
    return [label.buddy().accessibleName() for label in dialog.findChildren(QLabel)
            if label.buddy() is not None and label.buddy().isVisible()]


FIRST = ["Mail address", "Password"]
ALL = [*FIRST, "User name", "Server", "Security", "Port", "Certificate file", "Batches", "Speed, at most"]


def open_for(endpoint: Endpoint, qtbot: QtBot, passwords: Passwords, asks: Asks) -> AccountDialog:
    made = AccountDialog(passwords, asks, asks, endpoint)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(made)
    made.show()
    return made


def test_an_address_and_a_password_are_asked_for_and_the_rest_can_be_unfolded_by_the_keyboard(
        dialog: AccountDialog, qtbot: QtBot) -> None:
    assert fields_seen(dialog) == FIRST
    low = dialog.height()
    QTest.keyClick(dialog.address, Qt.Key.Key_Tab)
    QTest.keyClicks(dialog.password, "secret")
    QTest.keyClick(dialog.password, Qt.Key.Key_Tab)
    assert dialog.focusWidget() is dialog.unfold
    told = QAccessible.queryAccessibleInterface(dialog.unfold)
    assert told.text(QAccessible.Text.Name) == "Server settings"
    assert not told.state().checked
    for key in (Qt.Key.Key_Space, Qt.Key.Key_Return):
        QTest.keyClick(dialog.unfold, key)
        assert fields_seen(dialog) == ALL
        qtbot.waitUntil(lambda: dialog.height() > low, timeout=20_000)
        QTest.keyClick(dialog.unfold, key)
        assert fields_seen(dialog) == FIRST
        qtbot.waitUntil(lambda: dialog.height() == low, timeout=20_000)
    dialog.unfold.click()
    assert told.state().checked
    QTest.keyClick(dialog.unfold, Qt.Key.Key_Tab)
    assert dialog.focusWidget() is dialog.server.user
    dialog.unfold.click()
    assert dialog.focusWidget() is dialog.unfold, "the keyboard is on what was folded away, or on what comes after it"


def test_what_was_unfolded_is_folded_the_next_time(desk: Desk) -> None:
    for _ in range(2):
        desk.window.add_account()
        dialog = desk.window.accounts.dialog
        assert dialog is not None
        assert fields_seen(dialog) == FIRST
        dialog.unfold.click()
        assert fields_seen(dialog) == ALL


def test_where_no_server_follows_from_the_address_it_is_asked_for(dialog: AccountDialog) -> None:
    QTest.keyClicks(dialog.address, "anna")
    assert fields_seen(dialog) == FIRST
    QTest.keyClick(dialog.address, Qt.Key.Key_Tab)
    assert fields_seen(dialog) == ALL
    assert dialog.focusWidget() is dialog.password
    assert "server is not known" in dialog.summary.text()
    dialog.unfold.click()
    assert "server is not known" in dialog.summary.text()
    dialog.unfold.click()
    QTest.keyClicks(dialog.server.host, "mail.example.org")
    assert dialog.summary.text() == ""


@pytest.mark.parametrize(("endpoint", "shown"), [
    (Endpoint("imap.gmx.net", 993, Security.TLS, "anna@gmx.de"), FIRST),
    (Endpoint("mail.gmx.net", 993, Security.TLS, "anna@gmx.de"), ALL),
    (Endpoint("imap.gmx.net", 143, Security.STARTTLS, "anna@gmx.de"), ALL),
    (Endpoint("imap.gmx.net", 993, Security.TLS, "anna@gmx.de", "/etc/ca.pem"), ALL),
    (Endpoint("imap.gmx.net", 993, Security.TLS, "anna"), ALL[1:])])
def test_settings_made_by_hand_are_shown(endpoint: Endpoint, shown: list[str], qtbot: QtBot, asks: Asks,
                                         passwords: Passwords) -> None:
    dialog = open_for(endpoint, qtbot, passwords, asks)
    assert fields_seen(dialog) == shown
    assert dialog.endpoint() == endpoint


def test_a_way_or_a_speed_that_was_chosen_is_shown(qtbot: QtBot, asks: Asks, passwords: Passwords) -> None:
    dialog = open_for(ENDPOINT, qtbot, passwords, asks)
    dialog.show_way(None)
    dialog.show_speed(None)
    assert fields_seen(dialog) == FIRST
    dialog.show_speed(500_000)
    assert fields_seen(dialog) == ALL
    dialog = open_for(ENDPOINT, qtbot, passwords, asks)
    dialog.show_way(DeliveryKind.SEPARATE)
    assert fields_seen(dialog) == ALL


def test_a_server_that_is_not_there_unfolds_its_settings_and_a_wrong_password_does_not(
        dialog: AccountDialog, sandbox: Sandbox, qtbot: QtBot) -> None:
    fill(dialog, sandbox, "wrong")
    dialog.unfold.click()
    dialog.test_button.click()
    qtbot.waitUntil(lambda: words_of(dialog, "test") != "", timeout=20_000)
    assert fields_seen(dialog) == FIRST
    sandbox.stop()
    dialog.test_button.click()
    qtbot.waitUntil(lambda: "refuses connections" in words_of(dialog, "test"), timeout=20_000)
    assert fields_seen(dialog) == ALL


@pytest.mark.parametrize(("title", "shown"), [
    (HostUnknown.title, ALL), (CertificateRefused.title, ALL), (SignInProblem.title, FIRST), ("", FIRST)])
def test_an_account_whose_server_was_not_found_is_opened_unfolded(desk: Desk, title: str, shown: list[str]) -> None:
    desk.window.mailboxes.take(account(state=AccountState.PAUSED, title=title))
    desk.window.change_account(ENDPOINT.name)
    dialog = desk.window.accounts.dialog
    assert dialog is not None
    assert fields_seen(dialog) == shown


def test_an_account_that_is_added_is_where_mail_goes_from_then_on(
        desk: Desk, sandbox: Sandbox, memory_keyring: MemoryKeyring) -> None:
    pane = desk.window.mailboxes
    desk.wait(desk.window.welcome.isVisible)
    desk.window.welcome.practice.click()
    desk.wait(lambda: pane.tree.currentIndex().isValid())
    desk.window.add_account()
    dialog = desk.window.accounts.dialog
    assert dialog is not None
    fill(dialog, sandbox)
    name = dialog.endpoint().name
    dialog.save()
    desk.wait(lambda: pane.model.find(Target(name, ())).isValid())
    assert pane.tree.currentIndex() == pane.model.find(Target(name, ()))
