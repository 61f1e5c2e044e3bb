"""Adding an account: tested against a real server, kept in a real keyring's interface, and on machines without one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit
from pytestqt.qtbot import QtBot
from tests.ui.conftest import MemoryKeyring
from tests.ui.desk import Desk

from mailferry.errors import Problem
from mailferry.imap.values import Endpoint, Security
from mailferry.sandbox import Sandbox
from mailferry.transfer.credentials import Passwords
from mailferry.transfer.values import DeliveryKind
from mailferry.ui.account_dialog import AccountDialog
from mailferry.ui.asks import Asks


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
    return made


def fill(dialog: AccountDialog, sandbox: Sandbox, password: str | None = None) -> None:
    """Type what a person types, from field to field with the keyboard."""
    QTest.keyClicks(dialog.host, sandbox.host)
    dialog.security.setCurrentIndex(dialog.security.findData(Security.PLAINTEXT))
    dialog.port.setValue(sandbox.port)
    QTest.keyClicks(dialog.user, sandbox.user)
    QTest.keyClicks(dialog.password, sandbox.password if password is None else password)


def words_of(dialog: AccountDialog, key: str) -> str:
    notice = dialog.notices.notice(key)
    return "" if notice is None else " ".join(label.text() for label in notice.findChildren(QLabel))


def test_the_port_follows_the_security_until_it_is_chosen(dialog: AccountDialog) -> None:
    assert dialog.port.value() == 993
    dialog.security.setCurrentIndex(dialog.security.findData(Security.STARTTLS))
    assert dialog.port.value() == 143
    dialog.port.setValue(1143)
    dialog.security.setCurrentIndex(dialog.security.findData(Security.TLS))
    assert dialog.port.value() == 1143


def test_nothing_can_be_saved_before_it_is_complete(dialog: AccountDialog) -> None:
    assert not dialog.save_button.isEnabled()
    QTest.keyClicks(dialog.host, "imap.example.org")
    QTest.keyClicks(dialog.user, "anna@example.org")
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
    assert len(labels) == 8
    keys = [label.text()[label.text().index("&") + 1].lower() for label in labels]
    keys += [button.text()[button.text().index("&") + 1].lower() for button in (dialog.test_button, dialog.save_button)]
    assert len(set(keys)) == len(keys)
    assert all(label.buddy().accessibleName() for label in labels)


def test_how_batches_are_kept_whole_can_be_chosen(qtbot: QtBot, asks: Asks, passwords: Passwords) -> None:
    endpoint = Endpoint("imap.example.org", 993, Security.TLS, "anna@example.org")
    made = AccountDialog(passwords, asks, asks, endpoint)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(made)
    made.show_way(DeliveryKind.STAGED)
    assert made.way.currentText() == "whole batches, by way of a staging mailbox"
    made.way.setCurrentIndex(made.way.findData(DeliveryKind.REVERSIBLE))
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
    QTest.keyClicks(dialog.user, "anna@gmx.de")
    assert dialog.host.text() == "imap.gmx.net"
    dialog.user.clear()
    QTest.keyClicks(dialog.user, "anna@example.org")
    assert dialog.host.text() == "imap.example.org"
    dialog.host.clear()
    QTest.keyClicks(dialog.host, "mail.example.org")
    QTest.keyClicks(dialog.user, ".net")
    assert dialog.host.text() == "mail.example.org"
