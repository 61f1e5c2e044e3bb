"""Whole stories in the window, on the practice mailbox: from the drop to the mailbox, and to the end of the program."""

from __future__ import annotations

import imaplib
import threading
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QMessageBox, QPushButton, QToolBar
from pytestqt.qtbot import QtBot
from tests.servers.common import free_port
from tests.ui.conftest import OpenDesk
from tests.ui.desk import Desk, drag, files
from tests.ui.made import letter, mbox

from mailferry.imap.values import Endpoint, Security
from mailferry.sandbox import Sandbox
from mailferry.transfer.errors import StateFolderInUse
from mailferry.transfer.report import report_lines
from mailferry.transfer.values import AccountState, BatchState
from mailferry.ui import app, language
from mailferry.ui.dragging import MIME
from mailferry.ui.drop_report import VARIABLE
from mailferry.ui.queue_rows import Filter
from mailferry.ui.report_view import read_report


def held(sandbox: Sandbox, mailbox: str = "INBOX") -> int:
    """How many messages the practice mailbox holds, asked by another client."""
    with imaplib.IMAP4(sandbox.host, sandbox.port) as client:
        client.login(sandbox.user, sandbox.password)
        status, data = client.select(mailbox, readonly=True)
        return int(data[0] or 0) if status == "OK" else 0


def test_a_file_dropped_onto_a_mailbox_arrives(desk: Desk, sandbox: Sandbox, tmp_path: Path) -> None:
    account = desk.connect_sandbox(sandbox)
    desk.drop_on(account, (), files([mbox(tmp_path / "a.mbox", [letter(number) for number in range(30)])]))
    desk.wait(desk.finished)
    (view,) = desk.imports()
    assert (view.totals.messages, view.totals.committed, view.totals.failed) == (30, 30, 0)
    desk.wait(lambda: [batch.state for batch in desk.batches()] == [BatchState.COMMITTED])
    assert held(sandbox) == 30


def test_an_import_that_is_begun_is_seen_whatever_was_searched_for_before(desk: Desk, sandbox: Sandbox,
                                                                          tmp_path: Path) -> None:
    account = desk.connect_sandbox(sandbox)
    queue = desk.window.queue

    def there(number: int) -> bool:
        return len(queue.model.standing.imports) == number and desk.finished()

    for number in range(6):
        desk.drop_on(account, (), files([mbox(tmp_path / f"{number}.mbox", [letter(number)])]))
        desk.wait(partial(there, number + 1))
    desk.wait(lambda: queue.view.verticalScrollBar().maximum() > 0)
    queue.view.scrollToBottom()
    for number, hide in enumerate((lambda: queue.search.setText("zeppelin"), queue.filter_buttons[Filter.DONE].click,
                                   queue.filter_buttons[Filter.NEEDS_YOU].click), 7):
        desk.only_drop_on(account, (), files([mbox(tmp_path / f"{number}.mbox", [letter(number)])]))
        hide()
        desk.accept_plan()
        desk.wait(partial(there, number))
        newest = queue.model.index(0, 0)
        assert newest.data() == f"{number}.mbox → Inbox"
        assert queue.view.viewport().rect().intersects(queue.view.visualRect(newest))


def test_a_folder_dragged_from_the_left_side_arrives_below_the_mailbox(desk: Desk, sandbox: Sandbox,
                                                                       tmp_path: Path) -> None:
    account = desk.connect_sandbox(sandbox)
    mbox(tmp_path / "mail" / "Archive" / "2019.mbox", [letter(number) for number in range(4)])
    mbox(tmp_path / "mail" / "Inbox.mbox", [letter(number) for number in range(4, 6)])
    desk.window.sources.open([str(tmp_path / "mail")])
    model = desk.window.sources.model
    desk.wait(lambda: model.data(model.index(0, 1)) == "6")
    tree = desk.window.sources.tree
    top = model.index(0, 0)
    places = {model.data(model.index(row, 0, top)) for row in range(model.rowCount(top))}
    assert places == {"Archive", "Inbox"}
    tree.setCurrentIndex(top)
    tree.setFocus()
    QTest.keyClick(tree, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    data = QApplication.clipboard().mimeData()
    assert data.hasFormat(MIME)
    desk.drop_on(account, (), data)
    desk.wait(desk.finished)
    assert desk.imports()[0].totals.committed == desk.imports()[0].totals.messages == 6
    desk.wait(lambda: desk.mailbox(account, "INBOX", "mail", "Archive", "2019").isValid())
    right = desk.window.mailboxes.tree
    new = desk.mailbox(account, "INBOX", "mail", "Archive", "2019")
    assert not right.visualRect(new).isEmpty(), "what is new is unfolded"


def test_chosen_messages_are_imported_with_the_keyboard_alone(desk: Desk, sandbox: Sandbox, tmp_path: Path) -> None:
    account = desk.connect_sandbox(sandbox)
    window = desk.window
    window.sources.open([str(mbox(tmp_path / "a.mbox", [letter(number) for number in range(5)]))])
    table = window.sources.table
    desk.wait(lambda: window.sources.messages_model.rowCount() == 5)
    table.setFocus()
    table.selectRow(1)
    QTest.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    window.mailboxes.tree.setCurrentIndex(desk.mailbox(account))
    QTest.keyClick(window, Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier)
    desk.accept_plan()
    desk.wait(desk.finished)
    assert desk.imports()[0].totals.committed == 2
    assert held(sandbox) == 2


def test_a_file_that_is_no_mail_is_reported_by_name_and_the_rest_arrives(desk: Desk, sandbox: Sandbox,
                                                                         tmp_path: Path) -> None:
    account = desk.connect_sandbox(sandbox)
    mbox(tmp_path / "mail" / "good.mbox", [letter(1)])
    (tmp_path / "mail" / "empty.eml").write_bytes(b"")
    desk.drop_on(account, (), files([tmp_path / "mail"]))
    desk.wait(desk.finished)
    queue = desk.window.queue
    queue.details_button.click()
    queue.view.setCurrentIndex(queue.model.index(0, 0))
    desk.wait(lambda: "empty.eml" in queue.inspector.text.toPlainText())
    assert desk.imports()[0].totals.committed == 1
    with closing(desk.engine.reader()) as reader:
        number = desk.imports()[0].id
        for report in (read_report(number)(reader).lines, report_lines(reader, [number])):
            assert "\n".join(report).count("empty.eml") == 1, "the file is named once"


def test_a_wrong_password_says_what_to_do_and_the_dialog_mends_it(desk: Desk, sandbox: Sandbox) -> None:
    endpoint = Endpoint(sandbox.host, sandbox.port, Security.PLAINTEXT, sandbox.user)
    desk.window.open_with_password(endpoint, "wrong")
    notices = desk.window.mailboxes.notices
    desk.wait(lambda: notices.notice(endpoint.name) is not None)
    notice = notices.notice(endpoint.name)
    assert notice is not None
    said = " ".join(label.text() for label in notice.findChildren(QLabel))
    assert "Sign-in did not work" in said
    assert "Check both" in said
    desk.window.mailboxes.sign_in_wanted.emit(endpoint.name)
    dialog = desk.window.accounts.dialog
    assert dialog is not None
    assert not dialog.isModal()
    QTest.keyClicks(dialog.password, sandbox.password)
    QTest.mouseClick(dialog.save_button, Qt.MouseButton.LeftButton)
    desk.wait(lambda: (view := desk.account(endpoint.name)) is not None and view.state is AccountState.READY)
    assert notices.notice(endpoint.name) is None
    desk.wait(lambda: desk.window.accounts.dialog is None)


def test_a_server_that_is_gone_says_so_and_try_again_goes_on(desk: Desk, tmp_path: Path) -> None:
    port = free_port()
    name = f"practice@127.0.0.1:{port}"
    desk.window.open_with_password(Endpoint("127.0.0.1", port, Security.PLAINTEXT, "practice"), "x")
    desk.wait(lambda: desk.window.mailboxes.notices.notice(name) is not None)
    sandbox = Sandbox()
    sandbox.start(port)
    try:
        desk.passwords.remember(name, sandbox.password)
        desk.window.mailboxes.resume_wanted.emit(name)
        desk.wait(lambda: (view := desk.account(name)) is not None and view.state is AccountState.READY)
    finally:
        sandbox.stop()


def test_a_new_mailbox_appears_and_takes_mail(desk: Desk, sandbox: Sandbox, tmp_path: Path) -> None:
    account = desk.connect_sandbox(sandbox)
    desk.window.mailboxes.create_wanted.emit(account, ("Bücher", "2019"))
    desk.wait(lambda: desk.mailbox(account, "Bücher", "2019").isValid())
    desk.drop_on(account, ("Bücher", "2019"), files([mbox(tmp_path / "a.mbox", [letter(1)])]))
    desk.wait(desk.finished)
    assert held(sandbox, '"B&APw-cher/2019"') == 1


def test_what_waits_goes_on_at_the_next_start(open_desk: OpenDesk, sandbox: Sandbox, tmp_path: Path) -> None:
    first = open_desk()
    account = first.connect_sandbox(sandbox)
    first.window.commands.pause(account)
    first.wait(lambda: (view := first.account(account)) is not None and view.state is AccountState.PAUSED)
    first.drop_on(account, (), files([mbox(tmp_path / "a.mbox", [letter(number) for number in range(8)])]))
    first.wait(lambda: bool(first.imports()) and first.imports()[0].totals.waiting == 8)
    first.close()
    assert held(sandbox) == 0
    second = open_desk(first.state_dir)
    second.passwords.remember(account, sandbox.password)
    second.wait(lambda: second.account(account) is not None)
    second.window.commands.resume(account)
    second.wait(second.finished)
    assert held(sandbox) == 8


def test_closing_says_stopping_and_blocks_nothing(desk: Desk, sandbox: Sandbox, qapp: QApplication,
                                                  monkeypatch: pytest.MonkeyPatch) -> None:
    desk.connect_sandbox(sandbox)
    hold, close = threading.Event(), desk.engine.close

    def slow() -> None:
        hold.wait(60)
        close()

    monkeypatch.setattr(desk.engine, "close", slow)
    desk.window.close()
    assert desk.window.isVisible()
    assert desk.said(desk.window.notices, "stopping").strip() == "Stopping ...", "no batch is given up"
    assert not desk.window.sources.isEnabled()
    for bar in desk.window.findChildren(QToolBar):
        assert not bar.isEnabled(), "nothing can be begun any more"
    for key in (Qt.Key.Key_N, Qt.Key.Key_Comma):  # a new account, the settings
        QTest.keyClick(desk.window, key, Qt.KeyboardModifier.ControlModifier)
    qapp.processEvents()
    assert desk.window.accounts.dialog is None
    assert desk.window.settings is None
    assert not desk.ended
    hold.set()
    desk.wait(lambda: desk.ended)
    assert not desk.window.isVisible()


def test_the_window_comes_back_as_it_was(open_desk: OpenDesk) -> None:
    first = open_desk()
    first.window.resize(790, 666)  # the screen of the tests is 800 wide
    first.window.down.setSizes([200, 400])
    sizes = first.window.down.sizes()
    first.close()
    second = open_desk(first.state_dir)
    assert (second.window.width(), second.window.height()) == (790, 666)
    assert second.window.down.sizes() == sizes
    assert (first.state_dir / "window.ini").exists()


def test_it_is_useful_at_1000_by_650(desk: Desk) -> None:
    hint = desk.window.minimumSizeHint()
    assert hint.width() <= 1000
    assert hint.height() <= 650


def test_what_else_works_with_the_folder_keeps_the_window_away(
        desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[str] = []

    def look(box: QMessageBox) -> int:
        shown.append(f"{box.text()} {box.informativeText()}")
        return 0

    monkeypatch.setattr(QMessageBox, "exec", look)
    assert app.run(state_dir=desk.state_dir) == 2
    assert shown[0].startswith(StateFolderInUse.title)
    assert str(desk.state_dir) in shown[0]
    assert "--" not in shown[0], "options are for the command line"


def test_f6_goes_round_the_panes(desk: Desk) -> None:
    window = desk.window
    window.activateWindow()
    order = [window.sources.tree, window.sources.table, window.mailboxes.tree, window.queue.view]
    order[0].setFocus()
    for pane in [*order[1:], order[0]]:
        QTest.keyClick(window, Qt.Key.Key_F6)
        assert pane.hasFocus()


@pytest.fixture(params=language.LANGUAGES)
def spoken(request: pytest.FixtureRequest) -> Iterator[str]:
    """Each language of the window."""
    yield language.speak(request.param)
    language.speak("en")


def test_no_key_of_the_window_means_two_things(spoken: str, desk: Desk) -> None:
    labels = [action.text() for action in desk.window.menuBar().actions()]
    labels += [button.text() for button in desk.window.findChildren(QPushButton)]
    keys = [label[label.index("&") + 1].lower() for label in labels if "&" in label]
    assert sorted(keys) == sorted(set(keys))


def test_a_mailbox_is_made_with_its_key_wherever_the_keyboard_is(desk: Desk, sandbox: Sandbox) -> None:
    name = desk.connect_sandbox(sandbox)
    desk.window.mailboxes.tree.setCurrentIndex(desk.window.mailboxes.model.index(0, 0))
    desk.window.activateWindow()
    desk.window.queue.view.setFocus()
    QTest.keyClick(desk.window.windowHandle(), Qt.Key.Key_N,
                   Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    field = desk.window.focusWidget()
    assert isinstance(field, QLineEdit)
    QTest.keyClicks(field, "Boats")
    QTest.keyClick(field, Qt.Key.Key_Return)
    desk.wait(lambda: desk.mailbox(name, "Boats").isValid())


def test_nothing_that_can_be_used_is_without_a_name(desk: Desk, sandbox: Sandbox, tmp_path: Path) -> None:
    account = desk.connect_sandbox(sandbox)
    desk.window.sources.open([str(mbox(tmp_path / "a.mbox", [letter(1)]))])
    desk.drop_on(account, (), files([tmp_path / "a.mbox"]))
    desk.wait(desk.finished)
    desk.window.add_account()
    roles = QAccessible.Role
    named = {roles.Button, roles.ButtonMenu, roles.EditableText, roles.ComboBox, roles.SpinBox, roles.Tree, roles.Table,
             roles.MenuItem, roles.CheckBox}
    nameless: list[str] = []

    def walk(node: QAccessibleInterface, path: str) -> None:
        if node.role() in named and not node.text(QAccessible.Text.Name) and not node.state().invisible:
            nameless.append(f"{path}/{node.role()}")
        for place in range(min(node.childCount(), 200)):
            child = node.child(place)
            if child.isValid():
                walk(child, f"{path}/{node.role().name}")

    for widget in (desk.window, desk.window.accounts.dialog):
        assert widget is not None
        interface = QAccessible.queryAccessibleInterface(widget)
        walk(interface, type(widget).__name__)
    assert nameless == []


def test_the_test_mode_tells_rows_and_drops(monkeypatch: pytest.MonkeyPatch, open_desk: OpenDesk, sandbox: Sandbox,
                                            tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv(VARIABLE, "1")
    desk = open_desk()
    account = desk.connect_sandbox(sandbox)
    said: list[str] = []

    def told(part: str) -> bool:
        said.append(capsys.readouterr().out)
        return part in "".join(said)

    desk.wait(lambda: told('"Inbox": ['))
    desk.drop_on(account, (), files([mbox(tmp_path / "a.mbox", [letter(1)])]))
    desk.wait(lambda: told('"dropped"'))
    assert str(tmp_path / "a.mbox") in "".join(said)
    desk.wait(desk.finished)


def test_a_drag_over_the_window_leaves_no_words_behind(desk: Desk, sandbox: Sandbox, tmp_path: Path) -> None:
    account = desk.connect_sandbox(sandbox)
    tree = desk.window.mailboxes.tree
    where = desk.center(tree, desk.mailbox(account))
    said: list[str] = []
    desk.window.statusBar().messageChanged.connect(said.append)
    drag(tree, files([tmp_path]), where, drop=False)
    assert said[0] == "Import into Inbox"
    assert desk.window.statusBar().currentMessage() == ""
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_a_damaged_journal_is_told_in_the_window(open_desk: OpenDesk, tmp_path: Path) -> None:
    state = tmp_path / "state"
    state.mkdir()
    (state / "journal.sqlite").write_bytes(b"no database" * 1000)
    desk = open_desk(state)
    notice = desk.window.notices.notice("damaged")
    assert notice is not None
    assert notice.accessibleName() == "The journal is damaged"
    assert str(next(state.glob("journal-damaged-*.sqlite"))) in notice.accessibleDescription()


def test_a_past_import_is_forgotten_from_its_menu(desk: Desk, sandbox: Sandbox, tmp_path: Path) -> None:
    name = desk.connect_sandbox(sandbox)
    for number in range(2):
        desk.drop_on(name, (), files([mbox(tmp_path / f"{number}.mbox", [letter(number)])]))
    desk.wait(lambda: [view.totals.committed for view in desk.imports()] == [1, 1] and desk.finished())
    desk.wait(lambda: desk.imports()[1].scan.name == "DONE" and desk.engine.wait_idle(0))
    queue = desk.window.queue
    newest, oldest = (view.id for view in desk.imports())
    menu = queue.menu_for(queue.model.index(0, 0))
    [forget] = [action for action in menu.actions() if action.text() == "&Forget this import"]
    assert "What arrived stays" in forget.toolTip()
    forget.trigger()
    desk.wait(lambda: [view.id for view in desk.imports()] == [oldest])
    with closing(desk.engine.reader()) as reader:
        assert [view.id for view in reader.imports()] == [oldest]
    assert newest > oldest


def test_an_account_that_was_paused_is_so_when_the_window_opens_again(
        open_desk: OpenDesk, sandbox: Sandbox, tmp_path: Path) -> None:
    desk = open_desk()
    name = desk.connect_sandbox(sandbox)
    desk.window.pause_or_go_on()
    desk.wait(lambda: (view := desk.account(name)) is not None and view.state is AccountState.PAUSED)
    desk.drop_on(name, (), files([mbox(tmp_path / "box.mbox", [letter(1)])]))
    desk.wait(lambda: len(desk.batches()) == 1)
    desk.close()
    later = open_desk()
    later.wait(lambda: later.account(name) is not None)
    view, notice = later.account(name), later.window.mailboxes.notices.notice(name)
    assert view is not None
    assert view.state is AccountState.PAUSED
    assert notice is not None
    assert notice.accessibleName().endswith("Paused")
    later.wait(lambda: later.import_says().startswith("Paused"))
    later.wait(lambda: later.window.pace.text().startswith("Paused"))
    later.passwords.remember(name, sandbox.password)
    assert later.window.actions_.pause.text() == "&Go on"
    later.window.pause_or_go_on()
    later.wait(later.finished)
    assert later.imports()[0].totals.committed == 1
