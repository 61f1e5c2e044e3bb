"""Plans of drops when things happen in an odd order: accounts and sources that go meanwhile, hasty hands."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QDropEvent, QKeyEvent, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from tests.ui.desk import Desk, files
from tests.ui.made import account, box, letter, mbox

from mailferry.sandbox import Sandbox
from mailferry.transfer.foresight import Foreseen
from mailferry.transfer.survey import FolderCount, Survey
from mailferry.transfer.values import AccountState, ImportOptions
from mailferry.ui.plan_model import MAILBOX
from mailferry.ui.plan_words import Known, lines


def counted(desk: Desk) -> bool:
    return "still counting" not in desk.window.plan.facts.text()


def two_drops(desk: Desk, name: str, tmp_path: Path) -> None:
    for number in (1, 2):
        desk.only_drop_on(name, (), files([mbox(tmp_path / f"{number}.mbox", [letter(number)])]))
    desk.wait(lambda: counted(desk))


def test_a_mailbox_that_is_being_written_is_left_alone_by_the_counting(desk: Desk, sandbox: Sandbox,
                                                                       tmp_path: Path) -> None:
    for folder in ("Sent", "Work"):
        mbox(tmp_path / "Mail" / folder, [letter(1)])
    name = desk.connect_sandbox(sandbox)
    desk.only_drop_on(name, (), files([tmp_path / "Mail"]))
    plan = desk.window.plan
    desk.wait(lambda: counted(desk) and plan.model.rowCount() == 2)
    index = plan.model.index(0, MAILBOX)
    plan.table.setCurrentIndex(index)
    plan.table.edit(index)
    editor = plan.table.findChild(QLineEdit)
    assert isinstance(editor, QLineEdit)
    editor.selectAll()
    QTest.keyClicks(editor, "Old/Se")
    folders = plan.model.folders()
    plan.model.take(tuple(FolderCount(folder, 9, 900) for folder in folders))
    assert editor.text() == "Old/Se"
    QTest.keyClicks(editor, "nt")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    desk.wait(lambda: plan.model.mailbox(folders[0]) == ("Old", "Sent"))
    assert plan.isVisible(), "Return ends the writing, and imports nothing yet"


def test_a_double_click_and_a_key_held_down_decide_on_one_drop(desk: Desk, sandbox: Sandbox, tmp_path: Path) -> None:
    name = desk.connect_sandbox(sandbox)
    plan = desk.window.plan
    for button in (plan.import_button, plan.cancel_button):
        two_drops(desk, name, tmp_path)
        where = QPointF(button.rect().center())
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        for kind in (QEvent.Type.MouseButtonDblClick, QEvent.Type.MouseButtonRelease):
            buttons = Qt.MouseButton.LeftButton if kind is QEvent.Type.MouseButtonDblClick else Qt.MouseButton.NoButton
            QApplication.sendEvent(button, QMouseEvent(kind, where, button.mapToGlobal(where),
                                                       Qt.MouseButton.LeftButton, buttons,
                                                       Qt.KeyboardModifier.NoModifier))
        assert plan.pending == 1, "nobody has seen the second one yet"
        plan.cancel()
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Escape):
        two_drops(desk, name, tmp_path)
        for again in (False, True, True):
            QApplication.sendEvent(plan.import_button, QKeyEvent(QEvent.Type.KeyPress, key,
                                                                 Qt.KeyboardModifier.NoModifier, "", again))
        assert plan.pending == 1
        plan.cancel()


def test_the_plans_of_a_forgotten_account_go_with_it(desk: Desk, sandbox: Sandbox, tmp_path: Path) -> None:
    name = desk.connect_sandbox(sandbox)
    two_drops(desk, name, tmp_path)
    desk.window.mailboxes.tree.setCurrentIndex(desk.window.mailboxes.model.account_index(name))
    desk.window.mailboxes.forget_action.trigger()
    desk.wait(lambda: desk.account(name) is None)
    assert not desk.window.plan.isVisible()
    assert desk.window.plan.pending == 0


def test_a_drop_whose_import_cannot_be_started_is_planned_again(desk: Desk, sandbox: Sandbox, tmp_path: Path) -> None:
    """The account is being opened anew, say, because its settings were changed meanwhile."""
    name = desk.connect_sandbox(sandbox)
    desk.only_drop_on(name, (), files([mbox(tmp_path / "1.mbox", [letter(1)])]))
    desk.wait(lambda: counted(desk))
    desk.engine.close_account(name)
    desk.accept_plan()
    desk.wait(lambda: "is not open" in desk.said(desk.window.notices, "answer"))
    assert desk.window.plan.isVisible()
    view = desk.account(name)
    assert view is not None
    desk.window.open_with_password(view.endpoint, sandbox.password)
    desk.wait(lambda: desk.account(name) is not view and desk.is_account(name, AccountState.READY))
    desk.accept_plan()
    desk.wait(desk.finished)
    assert desk.imports()[0].totals.committed == 1


@pytest.mark.parametrize("wanted", [True, False])
def test_a_source_that_is_closed_while_its_plan_is_shown_stays_for_the_import(
        desk: Desk, sandbox: Sandbox, tmp_path: Path, wanted: bool) -> None:
    """What another program handed over is kept as long as somebody may need it, and no longer."""
    name = desk.connect_sandbox(sandbox)
    window, claimed = desk.window, desk.engine.claims.folder
    window.sources.take_data(files([mbox(Path(tempfile.gettempdir()) / "dragged.mbox", [letter(1)])]))
    desk.wait(lambda: window.sources.messages_model.rowCount() == 1)
    window.mailboxes.tree.setCurrentIndex(desk.mailbox(name))
    window.mailboxes.import_chosen()
    desk.wait(lambda: window.plan.isVisible() and counted(desk))
    window.sources.remove_current()
    (window.plan.accept if wanted else window.plan.cancel)()
    desk.wait(lambda: not list(claimed.iterdir()))
    if wanted:
        desk.wait(desk.finished)
        assert desk.imports()[0].totals.committed == 1
    else:
        assert desk.imports() == []


def test_the_keyboard_goes_back_to_where_it_was_before_a_plan(desk: Desk, sandbox: Sandbox, tmp_path: Path) -> None:
    name = desk.connect_sandbox(sandbox)
    desk.window.sources.table.setFocus()
    two_drops(desk, name, tmp_path)
    for _ in range(2):
        assert desk.window.focusWidget() is desk.window.plan.import_button
        QTest.keyClick(desk.window.plan.import_button, Qt.Key.Key_Escape)
    assert desk.window.focusWidget() is desk.window.sources.table


def test_one_message_that_is_there_is_told_of_as_one() -> None:
    known = Known(account(box("INBOX")), "", ImportOptions(), Survey((FolderCount((), 5, 500),), complete=True),
                  Foreseen(present=1), None, 0)
    assert "1 of them is in the mailbox already, still comparing ..." in lines(known)


def test_a_window_that_stops_takes_no_drop(desk: Desk, sandbox: Sandbox, tmp_path: Path) -> None:
    name = desk.connect_sandbox(sandbox)
    desk.window.mailboxes.tree.setCurrentIndex(desk.mailbox(name))
    data = files([mbox(tmp_path / "1.mbox", [letter(1)])])
    drop = QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton,
                      Qt.KeyboardModifier.NoModifier, QEvent.Type.Drop)
    desk.window.close()
    QApplication.sendEvent(desk.window, drop)
    assert not drop.isAccepted()
    assert not desk.window.plan.isVisible()


def test_what_is_empty_is_told_beside_the_number_and_both_are_the_whole(desk: Desk, sandbox: Sandbox,
                                                                        tmp_path: Path) -> None:
    mbox(tmp_path / "Mail" / "Sent", [letter(1), letter(2)])
    (tmp_path / "Mail" / "empty.eml").touch()
    name = desk.connect_sandbox(sandbox)
    desk.only_drop_on(name, (), files([tmp_path / "Mail"]))
    said = desk.window.plan.facts
    desk.wait(lambda: counted(desk))
    assert "2 messages" in said.text()
    assert "1 more is empty and is left out" in said.text()
    desk.accept_plan()
    desk.wait(desk.finished)
    totals = desk.imports()[0].totals
    assert (totals.messages, totals.committed, totals.skipped) == (2 + 1, 2, 1)
