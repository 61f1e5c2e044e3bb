"""Drops beside a mailbox: on an account, whose mailboxes folders become, and anywhere else on the window."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication
from tests.servers.checker import list_mailboxes, read_mailbox
from tests.servers.common import ImapServer
from tests.servers.fixtures import NewDovecotAccount
from tests.ui.desk import Desk, drag, files
from tests.ui.made import letter, mbox

from mailferry.sandbox import Sandbox
from mailferry.transfer.values import TOP
from mailferry.ui.plan_model import MAILBOX
from mailferry.ui.targets import Target


def on_window(desk: Desk, data: QMimeData, *, drop: bool = True) -> bool:
    """Drag something onto the window where none of its parts takes it. Whether the drop was taken."""
    window, where = desk.window, QPoint(5, 5)
    rest = (Qt.DropAction.CopyAction | Qt.DropAction.MoveAction, data, Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(window, QDragEnterEvent(where, *rest))
    move = QDragMoveEvent(where, *rest)
    QApplication.sendEvent(window, move)
    if not drop or not move.isAccepted():
        QApplication.sendEvent(window, QDragLeaveEvent())
        return False
    dropped = QDropEvent(QPointF(where), *rest, QEvent.Type.Drop)
    QApplication.sendEvent(window, dropped)
    assert dropped.dropAction() is Qt.DropAction.CopyAction
    return dropped.isAccepted()


def test_folders_dropped_on_an_account_become_its_mailboxes(desk: Desk, dovecot: ImapServer,
                                                            dovecot_account: NewDovecotAccount, tmp_path: Path) -> None:
    user = dovecot_account()
    name = desk.connect_server(dovecot, user)
    mbox(tmp_path / "Mail" / "Work", [letter(1), letter(2)])
    (tmp_path / "Mail" / "Work.sbd").mkdir()
    mbox(tmp_path / "Mail" / "Work.sbd" / "Old", [letter(3)])
    (tmp_path / "loose.eml").write_bytes(letter(4))
    tree = desk.window.mailboxes.tree
    said: list[str] = []
    desk.window.mailboxes.status.connect(said.append)
    account = desk.window.mailboxes.model.account_index(name)
    assert drag(tree, files([tmp_path / "Mail", tmp_path / "loose.eml"]), desk.center(tree, account))[1]
    assert said[0] == f"Import into {name}"
    plan = desk.window.plan
    desk.wait(lambda: "still counting" not in plan.facts.text() and plan.model.rowCount() == 3)
    assert {plan.model.data(plan.model.index(row, MAILBOX)) for row in range(3)} == {"Work", "Work/Old", "Inbox"}
    desk.accept_plan()
    desk.wait(desk.finished)
    assert desk.imports()[0].target == TOP
    assert str(desk.window.queue.model.index(0, 0).data()).endswith(f"→ {name}")
    assert {box: len(list(read_mailbox(dovecot, user, box))) for box in list_mailboxes(dovecot, user)} == {
        "INBOX": 1, "Work": 2, "Work.Old": 1}


def test_a_mailbox_dropped_on_another_account_becomes_one_there(desk: Desk, dovecot: ImapServer, sandbox: Sandbox,
                                                                dovecot_account: NewDovecotAccount) -> None:
    there = desk.connect_server(dovecot, dovecot_account())
    here = desk.connect_sandbox(sandbox)
    desk.window.commands.create_mailbox(here, ("Old", "2019"))
    desk.wait(lambda: desk.mailbox(here, "Old", "2019").isValid())
    for path, expected in ((("Old", "2019"), ("2019",)), ((), ())):
        cargo = desk.window.mailboxes.model.cargo(desk.mailbox(here, *path))
        assert cargo is not None
        dropped: list[object] = []
        desk.window.mailboxes.model.dropped.connect(dropped.append)
        desk.window.mailboxes.model.drop(Target(there, TOP), cargo)
        assert dropped[0].target == Target(there, expected)  # type: ignore[attr-defined]  # a Drop
        desk.window.mailboxes.model.dropped.disconnect(dropped.append)


def test_a_drop_on_the_window_goes_into_the_chosen_mailbox(desk: Desk, sandbox: Sandbox, tmp_path: Path) -> None:
    name = desk.connect_sandbox(sandbox)
    desk.window.commands.create_mailbox(name, ("Boats",))
    desk.wait(lambda: desk.mailbox(name, "Boats").isValid())
    desk.window.mailboxes.tree.setCurrentIndex(desk.mailbox(name, "Boats"))
    said: list[str] = []
    desk.window.mailboxes.status.connect(said.append)
    data = files([mbox(tmp_path / "a.mbox", [letter(1)])])
    assert not on_window(desk, data, drop=False)
    assert said == ["Import into Boats", "Import into Boats", ""]
    assert on_window(desk, data)
    assert "into Boats" in desk.window.plan.heading.text()
    desk.accept_plan()
    desk.wait(desk.finished)


def test_without_a_mailbox_a_drop_on_the_window_is_looked_into(desk: Desk, tmp_path: Path) -> None:
    assert on_window(desk, files([mbox(tmp_path / "a.mbox", [letter(1)])]))
    desk.wait(lambda: desk.window.sources.messages_model.rowCount() == 1)


def test_what_is_no_mail_is_refused_with_the_reason(desk: Desk) -> None:
    said: list[str] = []
    desk.window.mailboxes.status.connect(said.append)
    text = QMimeData()
    text.setText("hello")
    assert not on_window(desk, text)
    assert said[0] == "There are no files in what you drag, and no messages."
    words = desk.window.mailboxes.hover_words
    assert not words.isVisible()


def test_the_words_lie_over_the_tree_while_a_drag_hovers(desk: Desk, sandbox: Sandbox, tmp_path: Path) -> None:
    name = desk.connect_sandbox(sandbox)
    tree, words = desk.window.mailboxes.tree, desk.window.mailboxes.hover_words
    drag(tree, files([tmp_path]), desk.center(tree, desk.mailbox(name)), drop=False)
    assert not words.isVisible()
    desk.window.mailboxes.say("Import into Boats")
    assert words.isVisible()
    assert words.text() == "Import into Boats"
    assert tree.viewport().rect().contains(words.geometry())
