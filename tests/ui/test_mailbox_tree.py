"""The tree of mailboxes on real servers: counts, how full it is, renaming, and what is known of a renamed one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from tests.servers.checker import list_mailboxes, read_mailbox, signed_in
from tests.servers.common import Account, ImapServer
from tests.servers.fixtures import NewCyrusAccount, NewDovecotAccount
from tests.ui.desk import Desk, files
from tests.ui.made import account, box, letter, mbox

from mailferry.imap.values import Quota
from mailferry.sandbox import Sandbox


def count(desk: Desk, name: str, *path: str) -> object:
    return desk.mailbox(name, *path).siblingAtColumn(1).data()


def rename(desk: Desk, name: str, path: tuple[str, ...], new: str) -> None:
    """As a person does: F2, type, Return."""
    pane = desk.window.mailboxes
    pane.tree.setFocus()
    pane.tree.setCurrentIndex(desk.mailbox(name, *path))
    QTest.keyClick(pane.tree, Qt.Key.Key_F2)
    field = pane.findChild(QLineEdit)
    assert field is not None
    assert field.text() == path[-1]
    QTest.keyClicks(field, new)
    QTest.keyClick(field, Qt.Key.Key_Return)


def test_the_tree_shows_how_many_messages_there_are_and_follows_an_import(
        desk: Desk, dovecot: ImapServer, dovecot_account: NewDovecotAccount, tmp_path: Path) -> None:
    user = dovecot_account()
    with signed_in(dovecot, user) as connection:
        connection.create("Boats")
        for number in range(3):
            connection.append("Boats", "", None, letter(number).replace(b"\n", b"\r\n"))
    name = desk.connect_server(dovecot, user)
    desk.wait(lambda: count(desk, name, "Boats") == "3" and count(desk, name) == "0")
    desk.drop_on(name, ("Boats",), files([mbox(tmp_path / "a.mbox", [letter(number) for number in range(10, 15)])]))
    desk.wait(lambda: count(desk, name, "Boats") == "8")
    assert desk.mailbox(name, "Boats").siblingAtColumn(1).data(Qt.ItemDataRole.ToolTipRole) == "8 messages"


def test_servers_without_list_status_are_asked_one_by_one(desk: Desk, sandbox: Sandbox, tmp_path: Path) -> None:
    name = desk.connect_sandbox(sandbox)
    desk.drop_on(name, (), files([mbox(tmp_path / "a.mbox", [letter(1), letter(2)])]))
    desk.wait(desk.finished)
    before = int(str(count(desk, name) or 0))
    desk.wait(lambda: int(str(count(desk, name) or 0)) >= max(before, 2))


def test_how_full_the_account_is_stands_beside_it(desk: Desk, cyrus: ImapServer, cyrus_account: NewCyrusAccount,
                                                  tmp_path: Path) -> None:
    user = cyrus_account(quota_kib=100)
    name = desk.connect_server(cyrus, user)
    index = desk.window.mailboxes.model.account_index(name).siblingAtColumn(1)
    desk.wait(lambda: index.data() == "0 % full")
    desk.drop_on(name, (), files([mbox(tmp_path / "a.mbox", [letter(1, octets=50_000)])]))
    desk.wait(lambda: index.data() in ("48 % full", "49 % full", "50 % full"))
    assert "of 102.4 kB are used" in str(index.data(Qt.ItemDataRole.ToolTipRole))


def test_a_mailbox_is_renamed_and_what_is_known_of_it_follows(desk: Desk, dovecot: ImapServer,
                                                            dovecot_account: NewDovecotAccount, tmp_path: Path) -> None:
    user = dovecot_account()
    with signed_in(dovecot, user) as connection:
        connection.create("Old")
        connection.create("Old.2019")
        connection.create("Older")
    name = desk.connect_server(dovecot, user)
    desk.drop_on(name, ("Old", "2019"), files([mbox(tmp_path / "a.mbox", [letter(1)])]))
    desk.wait(desk.finished)
    rename(desk, name, ("Old",), "New & old")
    desk.wait(lambda: desk.mailbox(name, "New & old", "2019").isValid())
    assert sorted(list_mailboxes(dovecot, user)) == ["INBOX", "New & old", "New & old.2019", "Older"]
    assert len(read_mailbox(dovecot, user, "New & old.2019")) == 1
    # What an import has brought is found again under the new name.
    desk.drop_on(name, ("New & old", "2019"), files([tmp_path / "a.mbox"]))
    desk.wait(lambda: len(desk.imports()) == 2 and desk.finished())
    assert (desk.imports()[0].totals.committed, desk.imports()[0].totals.skipped) == (0, 1)
    first = desk.imports()[1]
    pages: list[str] = []
    desk.window._pages.read(lambda reader: [batch.mailbox for batch in reader.batches(first.id, 0, 10)], pages.extend)
    desk.wait(lambda: bool(pages))
    assert pages == ["New & old.2019"]


def test_a_rename_that_the_server_refuses_is_told(desk: Desk, dovecot: ImapServer, account_of_two: Account) -> None:
    name = desk.connect_server(dovecot, account_of_two)
    rename(desk, name, ("One",), "Two")
    pane = desk.window.mailboxes
    desk.wait(lambda: pane.notices.notice(f"{name} request") is not None)
    assert sorted(list_mailboxes(dovecot, account_of_two)) == ["INBOX", "One", "Two"]


@pytest.fixture
def account_of_two(dovecot: ImapServer, dovecot_account: NewDovecotAccount) -> Account:
    user = dovecot_account()
    with signed_in(dovecot, user) as connection:
        connection.create("One")
        connection.create("Two")
    return user


def test_inbox_and_accounts_are_not_renamed(desk: Desk, sandbox: Sandbox) -> None:
    name = desk.connect_sandbox(sandbox)
    pane = desk.window.mailboxes
    said: list[str] = []
    pane.status.connect(said.append)
    for index in (desk.mailbox(name), pane.model.account_index(name)):
        pane.tree.setCurrentIndex(index)
        pane.rename_action.trigger()
    assert said == ["Only mailboxes can be renamed, and not Inbox."] * 2


def test_mailboxes_with_a_use_have_their_pictures_and_an_unknown_number_is_left_empty(desk: Desk) -> None:
    view = replace(account(box("INBOX"), box("Sent", "\\Sent"), box("All", "\\All"), box("Boats")),
                   counts=(("INBOX", 1204), ("Sent", 1)), quota=Quota(50, 200))
    pane = desk.window.mailboxes
    pane.take(view)
    model = pane.model
    assert [model.node(desk.mailbox(view.name, *path)).picture for path in ((), ("Sent",), ("All",), ("Boats",))] == [  # type: ignore[union-attr]
        "inbox", "sent", "archive", "mailbox"]
    assert [count(desk, view.name, *path) for path in ((), ("Sent",), ("Boats",))] == ["1,204", "1", None]
    assert model.account_index(view.name).siblingAtColumn(1).data() == "25 % full"


def test_numbers_that_mean_no_limit_are_shown(desk: Desk) -> None:
    """Some servers name the largest number that they know as the limit, in units of 1,024 octets (RFC 9208)."""
    view = replace(account(box("INBOX")), counts=(("INBOX", 10**19 - 1),), quota=Quota(2048, (2**63 - 1) * 1024))
    pane = desk.window.mailboxes
    pane.take(view)
    cell = pane.model.account_index(view.name).siblingAtColumn(1)
    assert cell.data() == "0 % full"
    assert cell.data(Qt.ItemDataRole.ToolTipRole) == "2.0 kB of 9 EB are used, says the server"
    assert count(desk, view.name) == "9,223,372,036,854,775,807"
