"""The first minute: three steps, the practice mailbox, and pages that tell how it goes on."""

from __future__ import annotations

import imaplib
from pathlib import Path

import keyring
import keyring.errors
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QTextBrowser, QToolButton
from tests.ui.conftest import MemoryKeyring, OpenDesk
from tests.ui.desk import Desk, files
from tests.ui.made import letter, mbox

from mailferry import __version__
from mailferry.sandbox import Sandbox, SandboxProblem
from mailferry.transfer.values import AccountState
from mailferry.ui import words
from mailferry.ui.account_dialog import AccountDialog
from mailferry.ui.first_start import sample
from mailferry.ui.help_text import help_html, show_about, show_help, show_keys


def button(desk: Desk, text: str) -> QPushButton:
    """A button of the first steps."""
    return next(one for one in desk.window.welcome.findChildren(QPushButton) if one.text() == text)


def act(desk: Desk, text: str) -> None:
    """Choose in the menus."""
    next(one for one in desk.window.findChildren(QAction) if one.text() == text).trigger()


def test_a_first_start_shows_three_steps_that_go_with_the_first_import(
        open_desk: OpenDesk, sandbox: Sandbox, tmp_path: Path) -> None:
    desk = open_desk()
    welcome = desk.window.welcome
    desk.wait(welcome.isVisible)
    assert desk.window.focusWidget() is welcome.add, "Return, or Tab and Return, is all that the first step needs"
    name = desk.connect_sandbox(sandbox)
    assert welcome.account._sign.isVisible()
    assert not welcome.mail._sign.isVisible()
    desk.drop_on(name, (), files([mbox(tmp_path / "a.mbox", [letter(1)])]))
    desk.wait(desk.finished)
    assert not welcome.isVisible()
    desk.close()
    again = open_desk()
    again.wait(again.window.welcome.isVisible)  # it was for practice only
    QTest.mouseClick(again.window.welcome.findChildren(QToolButton)[0], Qt.MouseButton.LeftButton)
    again.close()
    third = open_desk()
    third.wait(lambda: bool(third.imports()))
    assert not third.window.welcome.isVisible()


def test_import_without_an_account_asks_for_one_and_what_was_missing_is_not_said_for_ever(
        open_desk: OpenDesk, sandbox: Sandbox, tmp_path: Path) -> None:
    desk = open_desk()
    window = desk.window
    act(desk, "&Import into the chosen mailbox")
    desk.wait(lambda: window.accounts.dialog is not None and window.accounts.dialog.isVisible())
    assert "First add the account" in window.statusBar().currentMessage()
    dialog = window.accounts.dialog
    assert dialog is not None
    dialog.close()
    desk.wait(lambda: not window.findChildren(AccountDialog))
    desk.connect_sandbox(sandbox)
    desk.wait(lambda: window.statusBar().currentMessage() == "")
    window.mailboxes.import_chosen()
    assert window.statusBar().currentMessage() == "Choose what to import on the left."
    assert not window.findChildren(AccountDialog)
    window.sources.open([str(mbox(tmp_path / "a.mbox", [letter(1)]))])
    desk.wait(lambda: window.statusBar().currentMessage() == "")
    window.mailboxes.import_chosen()
    desk.wait(window.plan.isVisible)


def test_the_steps_can_be_closed_and_shown_again(open_desk: OpenDesk) -> None:
    desk = open_desk()
    desk.wait(desk.window.welcome.isVisible)
    [close] = desk.window.welcome.findChildren(QToolButton)
    close.click()
    assert not desk.window.welcome.isVisible()
    desk.close()
    again = open_desk()
    act(again, "&First steps")
    assert again.window.welcome.isVisible()


def test_the_practice_mailbox_runs_inside_the_window(desk: Desk) -> None:
    """Sample mail goes into it by the keyboard alone, and is there."""
    desk.wait(desk.window.welcome.isVisible)
    QTest.keyClick(button(desk, "Practice mailbox"), Qt.Key.Key_Space)
    boxes = desk.window.mailboxes
    desk.wait(lambda: any(view.state is AccountState.READY and view.mailboxes for view in boxes.model.views()))
    QTest.keyClick(button(desk, "Sample"), Qt.Key.Key_Space)
    sources = desk.window.sources
    desk.wait(lambda: sources.model.rowCount() == 1 and sources.tree.currentIndex().isValid())
    assert Path(sample()).is_dir()
    [view] = boxes.model.views()
    boxes.tree.setCurrentIndex(desk.mailbox(view.name))
    desk.wait(boxes.import_button.isEnabled)
    act(desk, "&Import into the chosen mailbox")
    desk.accept_plan()
    desk.wait(desk.finished)
    running = desk.window.first._running
    assert running is not None
    with imaplib.IMAP4(running.host, running.port) as client:
        client.login(running.user, running.password)
        assert len(client.list()[1]) > 1


def test_the_help_tells_of_all_that_a_person_asks(desk: Desk) -> None:
    shown = show_help(desk.window)
    page = shown.findChild(QTextBrowser)
    assert page is not None
    text = page.toPlainText()
    for word in ("plan", "Take back", "Compare every byte", "report", "password store", "Takeout", "Repair and send"):
        assert word in text, word
    assert "</" not in text
    assert help_html().count("<h3>") == 8
    shown.close()


def test_every_key_is_listed_once(desk: Desk) -> None:
    shown = show_keys(desk.window)
    page = shown.findChild(QTextBrowser)
    assert page is not None
    lines = page.toPlainText().splitlines()
    keys = [one.shortcut().toString() for one in desk.window.findChildren(QAction) if not one.shortcut().isEmpty()]
    assert {"Ctrl+O", "Ctrl+I", "Ctrl+,"} <= set(keys)
    for key in keys:
        assert any(key in line for line in lines), key
    shown.close()


def test_the_box_about_the_program_names_version_licence_and_libraries(desk: Desk) -> None:
    shown = show_about(desk.window)
    text = "".join(label.text() for label in shown.findChildren(QLabel))
    assert __version__ in text
    assert "Apache" in text
    for library in ("PySide6", "IMAPClient", "keyring", "pymap"):
        assert library in text
    shown.close()


def test_all_steps_are_shown_when_they_are_asked_for(desk: Desk, sandbox: Sandbox, tmp_path: Path) -> None:
    """Sample mail and practice are reached at any time, also after mail was opened and closed again."""
    desk.wait(desk.window.welcome.isVisible)
    desk.connect_sandbox(sandbox)
    desk.window.sources.open([str(mbox(tmp_path / "a.mbox", [letter(1)]))])
    desk.wait(lambda: not button(desk, "Sample").isVisible())
    act(desk, "&First steps")
    assert button(desk, "Sample").isVisible()
    assert button(desk, "Practice mailbox").isVisible()
    [close] = desk.window.welcome.findChildren(QToolButton)
    close.click()
    desk.window.welcome.show()
    desk.window._show_steps()
    assert not button(desk, "Sample").isVisible()
    desk.window.sources.remove_current()
    assert button(desk, "Sample").isVisible()


def test_what_waits_for_the_practice_mailbox_ends_with_the_window(open_desk: OpenDesk, tmp_path: Path) -> None:
    """The mailbox is gone then: the next start asks for no password of it, and waits for nothing."""
    desk = open_desk()
    QTest.keyClick(button(desk, "Practice mailbox"), Qt.Key.Key_Space)
    desk.wait(lambda: any(view.state is AccountState.READY and view.mailboxes
                          for view in desk.window.mailboxes.model.views()))
    [view] = desk.window.mailboxes.model.views()
    desk.window.pause_or_go_on()
    desk.wait(lambda: desk.window.mailboxes.model.views()[0].state is AccountState.PAUSED)
    desk.drop_on(view.name, (), files([mbox(tmp_path / "a.mbox", [letter(1), letter(2)])]))
    desk.wait(lambda: bool(desk.imports()) and desk.imports()[0].totals.waiting == 2)
    desk.close()
    shows_what_is_over(open_desk(desk.state_dir))


def test_what_a_killed_run_left_for_its_practice_mailbox_is_over(open_desk: OpenDesk, tmp_path: Path) -> None:
    desk = open_desk()
    with Sandbox() as sandbox:
        name = desk.connect_sandbox(sandbox)
        desk.window.pause_or_go_on()
        desk.wait(lambda: desk.window.mailboxes.model.views()[0].state is AccountState.PAUSED)
        desk.drop_on(name, (), files([mbox(tmp_path / "a.mbox", [letter(1), letter(2)])]))
        desk.wait(lambda: bool(desk.imports()) and desk.imports()[0].totals.waiting == 2)
        desk.close()
        again = open_desk(desk.state_dir)
        again.wait(lambda: bool(again.window.mailboxes.model.views()))  # `mailferry sandbox` may serve it
        again.close()
    shows_what_is_over(open_desk(desk.state_dir))


def shows_what_is_over(desk: Desk) -> None:
    """No account, and an import that says why it did not arrive."""
    desk.wait(lambda: bool(desk.imports()) and desk.imports()[0].totals.waiting == 0)
    assert desk.window.mailboxes.model.views() == []
    assert desk.window.pace.text() == ""
    model = desk.window.queue.model
    above = model.index(0, 0)
    desk.window.queue.view.expand(above)
    desk.wait(lambda: bool(desk.batches()))
    assert [words.batch_state(batch) for batch in desk.batches()] == [
        "The practice mailbox has ended before it arrived."]


def test_the_practice_mailbox_can_be_had_again_after_it_failed_or_was_forgotten(
        desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    window = desk.window

    def no_port(_: Sandbox) -> None:
        raise SandboxProblem("There is no port for it.")

    with monkeypatch.context() as broken:
        broken.setattr(Sandbox, "start", no_port)
        window.welcome.practice.click()
        desk.wait(lambda: "no port" in desk.said(window.notices, "answer"))
    for _ in range(2):
        assert window.welcome.practice.isEnabled()
        window.welcome.practice.click()
        desk.wait(lambda: any(view.state is AccountState.READY for view in window.mailboxes.model.views()))
        assert not window.welcome.practice.isEnabled()
        window.mailboxes.forget_action.trigger()
        desk.wait(lambda: not window.mailboxes.model.views())


def test_the_end_of_practice_does_not_ask_the_password_store(
        open_desk: OpenDesk, memory_keyring: MemoryKeyring) -> None:
    """It never had the password, and may want to be unlocked."""
    asked = []

    class Locked(MemoryKeyring):
        def delete_password(self, service: str, username: str) -> None:
            asked.append(username)
            raise keyring.errors.KeyringLocked

    keyring.set_keyring(Locked())  # what was set before is put back by the fixture
    desk = open_desk()
    desk.wait(desk.window.welcome.isVisible)
    desk.window.welcome.practice.click()
    desk.wait(lambda: [view.state for view in desk.window.mailboxes.model.views()] == [AccountState.READY])
    desk.close()
    assert asked == []
    assert open_desk().window.mailboxes.model.views() == []
