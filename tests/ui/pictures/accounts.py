"""Scenes: accounts that need a person or wait, the account dialog, new and renamed mailboxes."""

from __future__ import annotations

from tests.ui.desk import Desk
from tests.ui.made import ENDPOINT, FACTS, account, box
from tests.ui.pictures.album import SMALL, Album

from mailferry.imap.values import Endpoint, Security
from mailferry.transfer.values import AccountChanged, AccountState, JournalFailed
from mailferry.ui.account_dialog import AccountDialog

BOXES = (box("INBOX"), box("Archive", selectable=False), box("Archive.2019"), box("Drafts", "\\Drafts"),
         box("Junk", "\\Junk"), box("Sent", "\\Sent"), box("Trash", "\\Trash"))


def _stopped(desk: Desk, name: str) -> bool:
    view = desk.account(name)
    return view is not None and view.state in (AccountState.PAUSED, AccountState.WAITING)


def cannot_sign_in(album: Album) -> None:
    """A wrong password; a certificate that is not known, has expired, is of another name; a server that is not there;
    a server that is away for a while."""
    server, user = album.servers.dovecot.server, album.user()
    tls = server.tls_port or 0
    for number, endpoint, password, name, shows in (
            (1, Endpoint(server.host, server.port, Security.PLAINTEXT, user.user), "wrong", "wrong password",
             "A wrong password"),
            (2, Endpoint(server.host, tls, Security.TLS, user.user), user.password, "unknown certificate",
             "A certificate of an authority that is not known"),
            (3, Endpoint("127.0.0.2", tls, Security.TLS, user.user, str(server.ca_file)), user.password,
             "expired certificate", "A certificate that has expired"),
            (4, Endpoint("localhost", 9, Security.PLAINTEXT, user.user), user.password, "no answer",
             "Nothing answers at that port"),
            (5, Endpoint("imap.invalid", 993, Security.TLS, user.user), user.password, "unknown server",
             "A server whose name is not known")):
        with album.scene():
            desk = album.desk()
            desk.window.open_with_password(endpoint, password)
            desk.wait(lambda: _stopped(desk, endpoint.name))  # noqa: B023  # waited for at once
            album.window(desk, f"account {number} {name}", shows, *(() if number == 1 else (SMALL,)))


def states(album: Album) -> None:
    """What no server here can be brought to: our records fail, an account with every kind of mailbox."""
    desk = album.desk()
    window = desk.window
    album.tell(desk, AccountChanged(account(*BOXES, facts=FACTS)))
    window.mailboxes.tree.expandAll()
    album.window(desk, "account 6 kinds of mailboxes", "Mailboxes for special uses have their icons", SMALL)
    album.tell(desk, AccountChanged(account(*BOXES, state=AccountState.CONNECTING)))
    album.window(desk, "account 7 connecting", "An account while it connects", SMALL)
    said = ("No room on the disk", "There is no room to note what happens in /home/anna/.local/state/mailferry. Free "
            "some space, then go on; nothing is lost.", "database or disk is full")
    album.tell(desk, JournalFailed(*said), AccountChanged(account(
        *BOXES, state=AccountState.PAUSED, title=said[0], sentence=said[1], detail=said[2])))
    album.window(desk, "account 8 our own records fail", "There is no room for the journal", SMALL)


def mailboxes(album: Album) -> None:
    """A new mailbox, another name, a name that is taken, the menu."""
    desk = album.desk()
    pane = desk.window.mailboxes
    name = album.account(desk, ("Archive", "2019"), ("Archive", "2018"))
    pane.tree.setCurrentIndex(desk.mailbox(name, "Archive"))
    pane.new_action.trigger()
    album.window(desk, "mailbox 1 new", "The name of a new mailbox is asked for", SMALL)
    pane.tree.setCurrentIndex(desk.mailbox(name, "Archive", "2019"))
    pane.rename_action.trigger()
    album.window(desk, "mailbox 2 rename", "Another name is asked for", SMALL)
    pane._name.setText("2018")
    pane._create_named()
    desk.wait(pane.notices.isVisible)
    album.window(desk, "mailbox 3 the name is taken", "Another mailbox has the name", SMALL)
    from PySide6.QtWidgets import QMenu

    menu = QMenu()
    menu.addActions(pane.tree.actions())
    album.menu("mailbox 4 menu", "The menu of a mailbox", menu)
    menu.deleteLater()


def _fill(dialog: AccountDialog, endpoint: Endpoint, password: str) -> None:
    dialog.address.setText(endpoint.user)
    dialog.server.fill(endpoint)
    dialog.password.setText(password)


def dialog_states(album: Album) -> None:
    """The account dialog: empty, a suggestion, each error, success, no keyring, an account to change."""
    desk = album.desk()
    window = desk.window
    server, user = album.servers.dovecot.server, album.user()
    plain = Endpoint(server.host, server.port, Security.PLAINTEXT, user.user)
    window.add_account()
    dialog = window.accounts.dialog
    assert dialog is not None
    album.keep("dialog 1 account, empty", "A new account", dialog)
    dialog.address.setText("anna@gmail.com")
    dialog.address.textEdited.emit("anna@gmail.com")
    album.keep("dialog 2 account, the server is suggested", "The server follows from the address", dialog)
    dialog.unfold.setChecked(True)
    album.keep("dialog 16 account, unfolded", "The settings that follow from the address", dialog)
    dialog.unfold.setChecked(False)
    for number, endpoint, password, name in (
            (3, plain, "wrong", "wrong password"),
            (4, Endpoint(server.host, server.tls_port or 0, Security.TLS, user.user), user.password,
             "unknown certificate"),
            (5, Endpoint("imap.invalid", 993, Security.TLS, user.user), user.password, "unknown server"),
            (6, Endpoint("localhost", 9, Security.PLAINTEXT, user.user), user.password, "no answer")):
        _fill(dialog, endpoint, password)
        dialog.test()
        desk.wait(lambda: dialog.notices.notice("test") is not None)
        album.keep(f"dialog {number} account, {name}", f"Testing says: {name}", dialog)
    _fill(dialog, plain, user.password)
    dialog.test()
    desk.wait(lambda: "MULTIAPPEND" in dialog.result_line.text())
    album.keep("dialog 7 account, it works", "Testing says that it works", dialog)
    dialog.save()
    desk.wait(lambda: window.notices.notice("keyring") is not None)
    album.window(desk, "dialog 8 account, no keyring", "There is no password store, which is told in the window", SMALL)
    window.notices.remove("keyring")
    window.accounts.open(ENDPOINT)
    assert window.accounts.dialog is not None
    album.keep("dialog 9 account to change", "An account that is known", window.accounts.dialog)
    window.accounts.dialog.close()


SCENES = (cannot_sign_in, states, mailboxes, dialog_states)
