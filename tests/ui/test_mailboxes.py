"""The right side: accounts and mailboxes, and dropping mail onto them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QModelIndex, QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot
from tests.ui.desk import drag, files
from tests.ui.made import ENDPOINT, FACTS, account, box

from mailferry.imap.values import Endpoint, Security
from mailferry.transfer.claimed import Claims
from mailferry.transfer.values import AccountState, Selection
from mailferry.ui.arrivals import Cargo
from mailferry.ui.dragging import Carrier
from mailferry.ui.mailboxes_pane import MailboxesPane
from mailferry.ui.targets import Drop, Target, path_of

CARGO = Cargo((Selection("/mail/takeout.mbox", ("Archive",)),), "Archive", 312)
BOXES = (box("INBOX"), box("Archive", selectable=False), box("Archive.2019"), box("Sent", "\\Sent"))
PREFIXED = replace(FACTS, prefix="INBOX.")


class Sealed(QMimeData):
    """Files as another program offers them: it notices when they are read."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path
        self.reads = 0

    def formats(self) -> list[str]:
        return ["text/uri-list"]

    def hasFormat(self, name: str) -> bool:
        return name == "text/uri-list"

    def retrieveData(self, name: str, kind: object) -> object:
        self.reads += 1
        return self._path.as_uri().encode()


@pytest.fixture
def carrier(tmp_path: Path) -> Carrier:
    return Carrier(Claims(tmp_path / "claimed"))


@pytest.fixture
def pane(qtbot: QtBot, carrier: Carrier) -> MailboxesPane:
    made = MailboxesPane(carrier)
    qtbot.addWidget(made)
    QAbstractItemModelTester(made.model, QAbstractItemModelTester.FailureReportingMode.Fatal, made)
    made.resize(300, 500)
    made.show()
    made.take(account(*BOXES))
    made.tree.expandAll()
    return made


def at(pane: MailboxesPane, *path: str) -> QPoint:
    index = pane.model.find(Target(ENDPOINT.name, path))
    assert index.isValid()
    return pane.tree.visualRect(index).center()


def names(pane: MailboxesPane, parent: QModelIndex) -> list[object]:
    model = pane.model
    return [model.data(model.index(row, 0, parent)) for row in range(model.rowCount(parent))]


@pytest.mark.parametrize(("name", "facts", "path"), [
    ("INBOX", FACTS, ()),
    ("inbox", PREFIXED, ()),
    ("Archive.2019", FACTS, ("Archive", "2019")),
    ("INBOX.Archive.2019", PREFIXED, ("Archive", "2019")),
    ("INBOX.Archive.2019", FACTS, ("INBOX", "Archive", "2019")),
    ("Shared.team", PREFIXED, None),
    ("50%", FACTS, None),
])
def test_where_a_mailbox_stands(name: str, facts: object, path: tuple[str, ...] | None) -> None:
    assert path_of(box(name), facts) == path  # type: ignore[arg-type]  # a parametrised value


def test_mailboxes_stand_in_their_hierarchy(pane: MailboxesPane) -> None:
    top = pane.model.account_index(ENDPOINT.name)
    assert names(pane, top) == ["Inbox", "Archive", "Sent"]
    assert names(pane, pane.model.index(1, 0, top)) == ["2019"]


def test_a_mailbox_of_an_odd_name_is_a_row_as_others(pane: MailboxesPane) -> None:
    pane.take(account(box("INBOX"), box("Old.a\nb\u202ec")))
    index = pane.model.rows(ENDPOINT.name)["Old", "a\nb\u202ec"]
    assert pane.model.data(index) == "a\ufffdb\ufffdc"


def test_a_parent_that_the_server_does_not_name_is_a_row_without_a_target(pane: MailboxesPane) -> None:
    pane.take(account(box("INBOX"), box("Projects.Boat.2020")))
    top = pane.model.account_index(ENDPOINT.name)
    projects = pane.model.index(1, 0, top)
    assert pane.model.data(projects) == "Projects"
    assert pane.model.target(projects) is None
    assert pane.model.find(Target(ENDPOINT.name, ("Projects", "Boat", "2020"))).isValid()


def test_a_new_list_keeps_the_current_mailbox(pane: MailboxesPane) -> None:
    pane.tree.setCurrentIndex(pane.model.find(Target(ENDPOINT.name, ("Archive", "2019"))))
    pane.take(account(*BOXES, box("Boat")))
    assert pane.model.target(pane.tree.currentIndex()) == Target(ENDPOINT.name, ("Archive", "2019"))


def test_new_mailboxes_are_unfolded_and_the_others_stay_as_they_were(pane: MailboxesPane) -> None:
    boxes = [box("INBOX"), box("Archive"), box("Archive.2019"), box("Lists"), box("Lists.Boats")]
    pane.take(account(*boxes))
    tree, model = pane.tree, pane.model
    tree.collapseAll()
    tree.expand(model.rows(ENDPOINT.name)["Archive",])
    pane.take(account(*boxes, box("New"), box("New.Folder")))
    rows = model.rows(ENDPOINT.name)
    assert {key[0]: tree.isExpanded(rows[key]) for key in rows if len(key) == 1} == {
        "INBOX": False, "Archive": True, "Lists": False, "New": True}


def test_the_practice_mailbox_is_called_so(pane: MailboxesPane) -> None:
    endpoint = Endpoint("127.0.0.1", 40123, Security.PLAINTEXT, "practice")
    pane.take(account(box("INBOX"), endpoint=endpoint))
    index = pane.model.account_index(endpoint.name)
    assert index.data() == "Practice mailbox"
    assert "practice@127.0.0.1:40123" in str(index.data(Qt.ItemDataRole.ToolTipRole))


def test_our_own_drag_says_how_many_messages_go_where(pane: MailboxesPane, carrier: Carrier, qtbot: QtBot) -> None:
    said: list[str] = []
    pane.status.connect(said.append)
    with qtbot.waitSignal(pane.import_wanted) as wanted:
        result = drag(pane.tree, carrier.pack(CARGO), at(pane, "Archive", "2019"))
    assert result == (True, True, Qt.DropAction.CopyAction)
    assert wanted.args == [Drop(Target(ENDPOINT.name, ("Archive", "2019")), CARGO)]
    assert said == ["Import 312 messages into Archive/2019", ""]
    assert pane.model.target(pane.tree.currentIndex()) == Target(ENDPOINT.name, ("Archive", "2019"))


def test_files_from_outside_are_taken_as_a_copy_even_if_a_move_is_offered(pane: MailboxesPane, qtbot: QtBot,
                                                                          tmp_path: Path) -> None:
    paths = [tmp_path / "a b.mbox", tmp_path / "Grüße"]
    said: list[str] = []
    pane.status.connect(said.append)
    with qtbot.waitSignal(pane.import_wanted) as wanted:
        result = drag(pane.tree, files(paths), at(pane),
                      actions=Qt.DropAction.CopyAction | Qt.DropAction.MoveAction | Qt.DropAction.LinkAction)
    assert result == (True, True, Qt.DropAction.CopyAction)
    (drop,) = wanted.args
    assert drop.target.path == ()
    assert drop.cargo.selections == tuple(Selection(str(path)) for path in paths)
    assert said[0] == "Import into Inbox"


def test_a_mailbox_is_dragged_with_those_below_it(pane: MailboxesPane) -> None:
    """Also a row that takes no mail itself; an account is none."""
    cargo = pane.model.cargo(pane.model.rows(ENDPOINT.name)["Archive",])
    selection = Selection(f"{ENDPOINT.name}/Archive", ("Archive",), account=ENDPOINT.name)
    assert cargo == Cargo((selection,), "Archive", None)
    assert pane.model.cargo(pane.model.account_index(ENDPOINT.name)) is None


@pytest.mark.parametrize("path", [(), ("Archive", "2019")])
def test_a_mailbox_is_not_put_into_itself(pane: MailboxesPane, carrier: Carrier, path: tuple[str, ...]) -> None:
    cargo = pane.model.cargo(pane.model.find(Target(ENDPOINT.name, path)))
    assert cargo is not None
    said: list[str] = []
    pane.status.connect(said.append)
    assert drag(pane.tree, carrier.pack(cargo), at(pane, *path)) == (False, False, None)
    assert said[0] == "A mailbox cannot be imported into itself."
    assert drag(pane.tree, carrier.pack(cargo), at(pane, "Sent"))[1]


def test_nothing_is_read_before_the_drop(pane: MailboxesPane, tmp_path: Path) -> None:
    data = Sealed(tmp_path / "a.mbox")
    for path in ((), ("Sent",), ("Archive", "2019")):
        assert drag(pane.tree, data, at(pane, *path), drop=False)[0]
    assert data.reads == 0
    drag(pane.tree, data, at(pane))
    assert data.reads == 1, "each reading makes Thunderbird write all its messages once more"


@pytest.mark.parametrize(("where", "reason"), [
    ("account", "The mailboxes of anna@example.org are not known yet."),
    ("parent", "Archive takes no mail itself. Drop onto another mailbox."),
    ("outside", "Drop mail onto a mailbox."),
])
def test_a_drop_elsewhere_is_refused_with_the_reason(pane: MailboxesPane, tmp_path: Path, where: str,
                                                     reason: str) -> None:
    top = pane.model.account_index(ENDPOINT.name)
    if where == "account":
        pane.forget(ENDPOINT.name)
        pane.take(replace(account(), mailboxes=None))
        top = pane.model.account_index(ENDPOINT.name)
    points = {"account": pane.tree.visualRect(top).center(), "outside": QPoint(50, 400),
              "parent": pane.tree.visualRect(pane.model.index(1, 0, top)).center()}
    said: list[str] = []
    pane.status.connect(said.append)
    assert drag(pane.tree, files([tmp_path]), points[where]) == (False, False, None)
    assert said == [reason, ""]


def test_a_drag_that_leaves_gives_the_current_row_back(pane: MailboxesPane, carrier: Carrier) -> None:
    pane.tree.setCurrentIndex(pane.model.find(Target(ENDPOINT.name, ("Sent",))))
    drag(pane.tree, carrier.pack(CARGO), at(pane), drop=False)
    assert pane.model.target(pane.tree.currentIndex()) == Target(ENDPOINT.name, ("Sent",))


def test_links_dropped_are_refused_in_words(pane: MailboxesPane) -> None:
    data = QMimeData()
    data.setData("text/uri-list", b"https://example.org/mail.eml\r\n")
    drag(pane.tree, data, at(pane))
    notice = pane.notices.notice("arrival")
    assert notice is not None
    assert "no file on this computer" in " ".join(label.text() for label in notice.findChildren(QLabel))


def test_without_a_mouse_paste_and_the_button_do_the_same(pane: MailboxesPane, carrier: Carrier, qtbot: QtBot,
                                                          qapp: QApplication, tmp_path: Path) -> None:
    pane.tree.setFocus()
    pane.tree.setCurrentIndex(pane.model.find(Target(ENDPOINT.name, ("Sent",))))
    qapp.clipboard().setMimeData(files([tmp_path / "a.mbox"]))
    with qtbot.waitSignal(pane.import_wanted) as wanted:
        QTest.keyClick(pane.tree, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert wanted.args[0].cargo.selections == (Selection(str(tmp_path / "a.mbox")),)
    assert not pane.import_button.isEnabled()
    pane.set_chosen(CARGO)
    assert pane.import_button.isEnabled()
    assert pane.import_button.text() == "Im&port 312 messages here", "a message or its whole folder: the number tells"
    assert pane.import_button.toolTip() == "Import 312 messages into Sent"
    pane.set_chosen(replace(CARGO, messages=0))
    assert not pane.import_button.isEnabled(), "of a file without mail there is nothing to import"
    assert pane.import_button.text() == "Im&port into this mailbox"
    pane.set_chosen(CARGO)
    with qtbot.waitSignal(pane.import_wanted) as wanted:
        QTest.keyClick(pane.import_button, Qt.Key.Key_Space)
    assert wanted.args == [Drop(Target(ENDPOINT.name, ("Sent",)), CARGO)]


def test_an_account_that_needs_a_person_says_what_to_do(pane: MailboxesPane, qtbot: QtBot) -> None:
    pane.take(account(*BOXES, state=AccountState.PAUSED, title="Sign-in did not work", sentence="Check the password.",
                      detail="NO [AUTHENTICATIONFAILED]"))
    notice = pane.notices.notice(ENDPOINT.name)
    assert notice is not None
    buttons = {button.text().replace("&", ""): button for button in notice.findChildren(QPushButton)}
    with qtbot.waitSignal(pane.sign_in_wanted) as wanted:
        QTest.keyClick(buttons["Sign in ..."], Qt.Key.Key_Space)
    assert wanted.args == [ENDPOINT.name]
    with qtbot.waitSignal(pane.resume_wanted):
        QTest.keyClick(buttons["Try again"], Qt.Key.Key_Space)
    pane.take(account(*BOXES))
    assert pane.notices.notice(ENDPOINT.name) is None


@pytest.mark.parametrize("title", ["Server not found", "The server's certificate is not trusted", "No connection"])
def test_what_no_password_mends_leads_to_the_account_settings(pane: MailboxesPane, qtbot: QtBot, title: str) -> None:
    pane.take(account(*BOXES, state=AccountState.PAUSED, title=title, sentence="Check the spelling."))
    notice = pane.notices.notice(ENDPOINT.name)
    assert notice is not None
    buttons = {button.text().replace("&", ""): button for button in notice.findChildren(QPushButton)}
    assert list(buttons) == ["Account settings ...", "Try again"]
    with qtbot.waitSignal(pane.sign_in_wanted):
        QTest.keyClick(buttons["Account settings ..."], Qt.Key.Key_Space)


def test_a_full_mailbox_offers_to_go_on_and_no_settings(pane: MailboxesPane) -> None:
    pane.take(account(*BOXES, state=AccountState.PAUSED, title="The mailbox is full", sentence="204 messages wait."))
    notice = pane.notices.notice(ENDPOINT.name)
    assert notice is not None
    assert [button.text() for button in notice.findChildren(QPushButton)] == ["&Go on"], "the word of its sentence"


def test_an_account_that_waits_says_until_when(pane: MailboxesPane) -> None:
    pane.take(account(*BOXES, state=AccountState.WAITING, sentence="The server asks us to wait.", until=1.0))
    said = pane.model.data(pane.model.account_index(ENDPOINT.name))
    assert str(said).startswith("anna@example.org · Tries again at")


def test_two_accounts_of_one_user_are_told_apart(pane: MailboxesPane) -> None:
    assert pane.model.account_index(ENDPOINT.name).data() == "anna@example.org"
    other = replace(ENDPOINT, host="mail.example.net")
    pane.take(account(*BOXES, endpoint=other))
    for name in (ENDPOINT.name, other.name):
        assert pane.model.account_index(name).data() == name


def test_a_name_that_is_taken_is_told_before_the_server_is_asked(pane: MailboxesPane, qtbot: QtBot) -> None:
    pane.take(account(*BOXES, box("Archive.2018")))
    pane.tree.setCurrentIndex(pane.model.find(Target(ENDPOINT.name, ("Archive", "2019"))))
    pane.rename_action.trigger()
    pane._name.setText("2018")
    with qtbot.assertNotEmitted(pane.rename_wanted):
        QTest.keyClick(pane._name, Qt.Key.Key_Return)
    notice = pane.notices.notice(f"{ENDPOINT.name} request")
    assert notice is not None
    assert "There is a mailbox Archive/2018 already. Choose another name." in [
        label.text() for label in notice.findChildren(QLabel)]
    assert pane._name.isVisibleTo(pane), "the name can be mended where it stands"
    pane._name.setText("2017")
    with qtbot.waitSignal(pane.rename_wanted) as wanted:
        QTest.keyClick(pane._name, Qt.Key.Key_Return)
    assert wanted.args == [ENDPOINT.name, "Archive.2019", ("Archive", "2017")]
    assert pane.notices.notice(f"{ENDPOINT.name} request") is None


def test_a_new_mailbox_is_named_in_place(pane: MailboxesPane, qtbot: QtBot) -> None:
    pane.tree.setFocus()
    pane.tree.setCurrentIndex(pane.model.find(Target(ENDPOINT.name, ("Archive", "2019"))))
    pane.new_action.trigger()
    field = pane.findChild(QLineEdit)
    assert field is not None
    assert field.hasFocus()
    QTest.keyClicks(field, "Boat")
    with qtbot.waitSignal(pane.create_wanted) as wanted:
        QTest.keyClick(field, Qt.Key.Key_Return)
    assert wanted.args == [ENDPOINT.name, ("Archive", "2019", "Boat")]


def test_without_an_account_the_pane_says_what_to_do(qtbot: QtBot, carrier: Carrier) -> None:
    empty = MailboxesPane(carrier)
    qtbot.addWidget(empty)
    empty.show()
    assert empty.hint.isVisible()
    empty.take(account(*BOXES))
    assert not empty.hint.isVisible()
    empty.forget(ENDPOINT.name)
    assert empty.hint.isVisible()


@pytest.mark.parametrize("how", ["Escape", "Cancel"])
def test_a_name_that_is_not_wanted_gives_the_keyboard_back(pane: MailboxesPane, qtbot: QtBot, how: str) -> None:
    pane.tree.setCurrentIndex(pane.model.find(Target(ENDPOINT.name, ())))
    pane.new_action.trigger()
    field = next(field for field in pane.findChildren(QLineEdit) if field.isVisible())
    if how == "Escape":
        QTest.keyClick(field, Qt.Key.Key_Escape)
    else:
        next(button for button in pane.findChildren(QPushButton) if button.text() == "Cancel").click()
    assert not field.isVisible()
    assert pane.focusWidget() is pane.tree


def test_mailboxes_may_lie_deep_within_each_other(pane: MailboxesPane) -> None:
    path = ("a",) * 1100  # deeper than Python calls
    pane.take(account(box("INBOX"), box(".".join(path))))
    assert pane.model.find(Target(ENDPOINT.name, path)).isValid()
    pane.take(account(box("INBOX")))
    assert len(pane.model.targets()) == 1


def test_a_new_list_keeps_a_row_that_takes_no_mail_and_loses_one_that_is_gone(pane: MailboxesPane) -> None:
    archive = pane.model.rows(ENDPOINT.name)[("Archive",)]
    assert pane.model.target(archive) is None
    pane.tree.setCurrentIndex(archive)
    pane.take(account(*BOXES, box("New")))
    assert pane.tree.currentIndex().data() == "Archive"
    pane.take(account(box("INBOX"), box("Archive2"), box("Archive2.2019")))
    assert pane.drop_target() is None, "somebody has renamed it: nothing goes elsewhere by itself"


def test_of_many_mailboxes_only_those_with_other_numbers_are_painted(pane: MailboxesPane) -> None:
    boxes = [box("INBOX"), *(box(f"A{top}.b{below}") for top in range(5) for below in range(50))]
    known = account(*boxes)
    counts = {one.name: 5 for one in boxes}
    pane.take(replace(known, counts=tuple(counts.items())))
    told: list[QModelIndex] = []
    pane.model.dataChanged.connect(lambda first, *_: told.append(first))
    pane.take(replace(known, counts=tuple((counts | {"A3.b7": 6, "INBOX": 9}).items())))
    found = {("A3", "b7"): "6", ("A3", "b8"): "5", ("INBOX",): "9"}
    assert {key: pane.model.rows(ENDPOINT.name)[key].siblingAtColumn(1).data() for key in found} == found
    assert len(told) <= 4, "the account, its own children, and those of A3"
