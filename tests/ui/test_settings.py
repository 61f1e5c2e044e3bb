"""The settings: what is changed holds for the next import, and for the next start."""

from __future__ import annotations

import imaplib
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QSpinBox
from tests.ui.conftest import OpenDesk
from tests.ui.desk import Desk, files
from tests.ui.made import letter, mbox

from mailferry.sandbox import Sandbox
from mailferry.transfer.values import AccountState, Dates, Labels, OnReject
from mailferry.ui.app import window_settings
from mailferry.ui.preferences import Preferences, load
from mailferry.ui.settings_view import SettingsView


def opened(desk: Desk) -> SettingsView:
    """The settings, by their shortcut."""
    [action] = [action for action in desk.window.findChildren(QAction) if action.shortcut().toString() == "Ctrl+,"]
    action.trigger()
    assert desk.window.settings is not None
    assert not desk.window.settings.isModal()
    return desk.window.settings


def choose(view: SettingsView, name: str, value: object) -> None:
    """Choose in a list."""
    combo = view.findChild(QComboBox, name)
    assert combo is not None
    combo.setCurrentIndex(combo.findData(value))


def test_what_is_changed_is_kept_at_once(desk: Desk) -> None:
    view = opened(desk)
    small = view.findChild(QCheckBox, "at_once")
    assert small is not None
    QTest.keyClick(small, Qt.Key.Key_Space)
    number = view.findChild(QSpinBox, "batch_messages")
    assert number is not None
    number.setValue(50)
    choose(view, "labels", Labels.MAILBOX.value)
    choose(view, "on_reject", OnReject.STOP.value)
    choose(view, "dates", Dates.FIELD.value)
    chosen = load(window_settings(desk.state_dir))
    assert chosen == Preferences(at_once=True, batch_messages=50, labels="mailbox", on_reject="stop", dates="field")
    assert chosen.options().labels is Labels.MAILBOX
    assert chosen.options().dates is Dates.FIELD
    assert small.text().endswith("(up to 50 messages and 10 MB)")


def test_the_settings_are_shown_as_they_were_left(open_desk: OpenDesk) -> None:
    desk = open_desk()
    choose(opened(desk), "keep_duplicates", True)
    desk.close()
    combo = opened(open_desk()).findChild(QComboBox, "keep_duplicates")
    assert combo is not None
    assert combo.currentData() is True


def test_a_new_language_is_said_to_come_with_the_next_start(desk: Desk) -> None:
    view = opened(desk)
    assert not view.later.isVisible()
    choose(view, "language", "de")
    assert view.later.isVisible()
    assert load(window_settings(desk.state_dir)).language == "de"


def test_mail_arrives_as_read_where_that_is_chosen(desk: Desk, sandbox: Sandbox, tmp_path: Path) -> None:
    view = opened(desk)
    check = view.findChild(QCheckBox, "mark_read")
    assert check is not None
    check.click()
    view.close()
    name = desk.connect_sandbox(sandbox)
    desk.drop_on(name, (), files([mbox(tmp_path / "a.mbox", [letter(1), letter(2)])]))
    desk.wait(desk.finished)
    with imaplib.IMAP4(sandbox.host, sandbox.port) as client:
        client.login(sandbox.user, sandbox.password)
        client.select("INBOX", readonly=True)
        assert client.search(None, "SEEN")[1] == [b"1 2"]


def test_a_speed_limit_holds_for_accounts_that_are_open(desk: Desk, sandbox: Sandbox) -> None:
    name = desk.connect_sandbox(sandbox)
    number = opened(desk).findChild(QSpinBox, "speed")
    assert number is not None
    assert number.text() == "as fast as it goes"
    number.setValue(500)
    desk.wait(lambda: desk.engine._uploaders[name]._throttle.rate == 500_000)


def counts_now(desk: Desk, account: str, octets_per_second: int) -> bool:
    """Whether so many octets a second are sent to the account at most."""
    return desk.engine._uploaders[account]._throttle.rate == octets_per_second


def test_an_accounts_own_lower_limit_outlives_that_of_the_settings(open_desk: OpenDesk, sandbox: Sandbox) -> None:
    def limit(desk: Desk, kilobytes: int) -> None:
        desk.window.change_account(name)
        dialog = desk.window.accounts.dialog
        assert dialog is not None
        dialog.password.setText(sandbox.password)
        dialog.server.speed.setValue(kilobytes)
        dialog.save()
        desk.wait(lambda: desk.window.accounts.dialog is None)

    desk = open_desk()
    name = desk.connect_sandbox(sandbox)
    limit(desk, 200)
    desk.wait(lambda: desk.engine.speed_limit_of(name) == 200_000)
    number = opened(desk).findChild(QSpinBox, "speed")
    assert number is not None
    for setting, counts in ((500, 200_000), (100, 100_000), (0, 200_000)):
        number.setValue(setting)
        desk.wait(partial(counts_now, desk, name, counts))
    desk.close()
    again = open_desk()
    again.connect_sandbox(sandbox)
    desk.wait(lambda: again.engine._uploaders[name]._throttle.rate == 200_000)
    again.window.change_account(name)
    dialog = again.window.accounts.dialog
    assert dialog is not None
    again.wait(lambda: dialog.server.speed.text() == "200 kB/s")


def test_every_field_has_a_label(desk: Desk) -> None:
    view = opened(desk)
    labels = {label.buddy() for label in view.findChildren(QLabel)}
    assert {*view.findChildren(QComboBox), *view.findChildren(QSpinBox)} <= labels


DAMAGED = """[window]
geometry=here
state=1, 2
across=@Invalid()
down=7
[sources]
splitter=x
[messages]
splitter=x
header=x
preview=perhaps
[queue]
header=x
splitter=x
details=perhaps
[preferences]
batch_messages=many
notify=perhaps
speed=99999999999999999999
verify=@ByteArray(x)
"""


def test_what_is_kept_of_the_window_may_be_damaged(open_desk: OpenDesk, tmp_path: Path) -> None:
    (tmp_path / "state").mkdir(mode=0o700)
    (tmp_path / "state" / "window.ini").write_text(DAMAGED)
    desk = open_desk()
    assert desk.window.isVisible()
    assert load(desk.window._settings) == Preferences()


def test_an_account_that_is_opened_again_keeps_the_speed_limit(desk: Desk, sandbox: Sandbox, tmp_path: Path) -> None:
    number = opened(desk).findChild(QSpinBox, "speed")
    assert number is not None
    number.setValue(50)
    name = desk.connect_sandbox(sandbox)
    desk.wait(partial(counts_now, desk, name, 50_000))
    desk.drop_on(name, (), files([mbox(tmp_path / "a.mbox", [letter(1)])]))
    desk.wait(desk.finished)
    desk.wait(lambda: not desk.engine.unverified(name))
    desk.window._forget(name)
    desk.wait(lambda: desk.is_account(name, AccountState.OFFLINE))  # its past imports keep it in the list
    desk.connect_sandbox(sandbox)
    desk.wait(partial(counts_now, desk, name, 50_000))


def test_without_accounts_nothing_can_be_paused(desk: Desk, sandbox: Sandbox) -> None:
    name = desk.connect_sandbox(sandbox)
    assert desk.window.actions_.pause.isEnabled()
    desk.window._forget(name)
    desk.wait(lambda: desk.account(name) is None)
    assert not desk.window.actions_.pause.isEnabled()
