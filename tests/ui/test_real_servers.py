"""Whole stories in the window against real servers: what they refuse, and each way on. The mailbox is read afterwards
by another client, and compared with what the test wrote."""

from __future__ import annotations

import imaplib
from collections.abc import Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from tests.servers.checker import Stored, as_multiset, read_mailbox, signed_in
from tests.servers.common import Account, ImapServer
from tests.servers.fixtures import NewCyrusAccount, NewDovecotAccount
from tests.ui.desk import Desk, files
from tests.ui.made import FROM_LINE_DATE, letter, mbox, wire

from mailferry.imap.values import Endpoint, Security
from mailferry.transfer.values import AccountState, BatchState, OnReject, Retry
from mailferry.ui.app import window_settings
from mailferry.ui.dragging import copied
from mailferry.ui.preferences import Preferences, save
from mailferry.ui.queue_rows import Filter

LIMIT = 100_000
SMALL = [letter(number) for number in range(6)]
LARGE = letter(99, octets=2 * LIMIT, subject="Invoice 4711")


def expected(letters: list[bytes]) -> object:
    return as_multiset(Stored.of(wire(mail), (), FROM_LINE_DATE) for mail in letters)


def found(server: ImapServer, account: Account) -> object:
    return as_multiset(read_mailbox(server, account, "INBOX"))


@pytest.fixture
def limited(dovecot_account: NewDovecotAccount) -> Account:
    """A user of Dovecot who can store no message over LIMIT octets."""
    return dovecot_account(max_mail_size=LIMIT)


def refuse(desk: Desk, server: ImapServer, account: Account, tmp_path: Path, choice: OnReject,  # noqa: PLR0917
           letters: Sequence[bytes] = (*SMALL[:3], LARGE, *SMALL[3:])) -> None:
    """Drop six small letters with a large one between them, and wait until the server has refused."""
    save(window_settings(desk.state_dir), Preferences(on_reject=choice.value))
    name = desk.connect_server(server, account)
    desk.drop_on(name, (), files([mbox(tmp_path / "a.mbox", letters)]))
    desk.wait(desk.finished)


def test_dropped_mail_arrives_octet_for_octet(desk: Desk, dovecot: ImapServer, dovecot_account: NewDovecotAccount,
                                              tmp_path: Path) -> None:
    account = dovecot_account()
    name = desk.connect_server(dovecot, account)
    desk.drop_on(name, (), files([mbox(tmp_path / "Grüße 2019.mbox", SMALL)]))
    desk.wait(desk.settled)
    assert desk.imports()[0].totals.committed == len(SMALL)
    assert found(dovecot, account) == expected(SMALL)


def test_by_itself_a_refused_batch_is_split_and_all_others_arrive(desk: Desk, dovecot: ImapServer, limited: Account,
                                                                  tmp_path: Path) -> None:
    refuse(desk, dovecot, limited, tmp_path, OnReject.ISOLATE)
    desk.wait(desk.settled)
    totals = desk.imports()[0].totals
    assert (totals.messages, totals.committed, totals.rejected) == (7, 6, 1)
    assert found(dovecot, limited) == expected(SMALL)
    desk.window.queue.filter_buttons[Filter.NEEDS_YOU].click()
    desk.wait(lambda: len(desk.batches()) == 1)
    (refused,) = desk.batches()
    assert "Invoice 4711" in refused.culprit
    desk.press(desk.bar(refused), Retry.SKIP.value)
    desk.wait(lambda: not desk.batches())
    desk.window.queue.filter_buttons[Filter.ALL].click()
    desk.wait(lambda: bool(desk.imports()) and desk.imports()[0].totals.skipped == 1)
    assert found(dovecot, limited) == expected(SMALL)


def test_a_refused_batch_leaves_the_mailbox_as_it_was_and_says_why(desk: Desk, dovecot: ImapServer, limited: Account,
                                                                   tmp_path: Path) -> None:
    refuse(desk, dovecot, limited, tmp_path, OnReject.SKIP)
    desk.wait(lambda: [batch.state for batch in desk.batches()] == [BatchState.REJECTED])
    (refused,) = desk.batches()
    assert found(dovecot, limited) == expected([])
    queue = desk.window.queue
    ((index, _),) = desk.batch_rows()
    assert str(index.siblingAtColumn(3).data()).startswith("Refused, nothing was stored: ")
    queue.view.setCurrentIndex(index)
    queue.details_button.click()
    assert refused.words in queue.inspector.text.toPlainText()


@pytest.mark.parametrize(("how", "arrived", "rejected", "skipped"), [
    (Retry.AGAIN, [], 7, 0),
    (Retry.HALVES, SMALL[3:], 4, 0),  # the large one is the fourth of seven: the second half arrives
    (Retry.ONE_BY_ONE, SMALL, 1, 0),
    (Retry.SKIP, [], 0, 7),
])
def test_each_way_on_from_a_refusal(desk: Desk, dovecot: ImapServer, limited: Account,  # noqa: PLR0917
                                    tmp_path: Path, how: Retry, arrived: list[bytes], rejected: int,
                                    skipped: int) -> None:
    refuse(desk, dovecot, limited, tmp_path, OnReject.SKIP)
    desk.wait(lambda: len(desk.batches()) == 1)
    desk.press(desk.bar(desk.batches()[0]), how.value)
    desk.wait(lambda: len(desk.batches()) > 1 or desk.imports()[0].totals.skipped == 7)
    desk.wait(desk.settled)
    totals = desk.imports()[0].totals
    assert (totals.messages, totals.failed) == (7, 0)
    assert (totals.committed, totals.rejected, totals.skipped) == (len(arrived), rejected, skipped)
    assert found(dovecot, limited) == expected(arrived)


def test_leave_it_out_sends_the_batch_without_the_refused_message(desk: Desk, dovecot: ImapServer, limited: Account,
                                                                  tmp_path: Path) -> None:
    # The size of the first message is refused before its octets are sent: so it is known which one it was.
    refuse(desk, dovecot, limited, tmp_path, OnReject.SKIP, [LARGE, *SMALL])
    desk.wait(lambda: [batch.state for batch in desk.batches()] == [BatchState.REJECTED])
    (refused,) = desk.batches()
    assert "Invoice 4711" in refused.culprit
    desk.press(desk.bar(refused), Retry.WITHOUT.value)
    desk.wait(lambda: len(desk.batches()) == 2)
    desk.wait(desk.settled)
    totals = desk.imports()[0].totals
    assert (totals.committed, totals.rejected, totals.skipped) == (6, 0, 1)
    assert found(dovecot, limited) == expected(SMALL)


@pytest.mark.qt_log_ignore("does not support", extend=True)  # the list that opens while a name is written
def test_a_refused_batch_goes_into_another_mailbox_that_takes_it(desk: Desk, cyrus: ImapServer,
                                                                 cyrus_account: NewCyrusAccount,
                                                                 tmp_path: Path) -> None:
    account = cyrus_account()
    with signed_in(cyrus, account) as client:
        for box, rights in (("Shut", "lrswa"), ("Open", "lrswipkxtea")):  # "i" is the right to put mail into it
            assert client.create(box)[0] == "OK"
            assert client.setacl(box, account.user, rights)[0] == "OK"
    save(window_settings(desk.state_dir), Preferences(on_reject=OnReject.SKIP.value))
    name = desk.connect_server(cyrus, account)
    desk.drop_on(name, ("Shut",), files([mbox(tmp_path / "a.mbox", SMALL)]))
    desk.wait(lambda: [batch.state for batch in desk.batches()] == [BatchState.REJECTED])
    desk.press(desk.bar(desk.batches()[0]), "elsewhere")
    chooser = desk.window.queue.elsewhere
    assert chooser.boxes.hasFocus()
    QTest.keyClicks(chooser.boxes, "Open")
    QTest.keyClick(chooser.boxes, Qt.Key.Key_Return)
    desk.wait(lambda: len(desk.batches()) == 2 and desk.settled())
    assert as_multiset(read_mailbox(cyrus, account, "Open")) == expected(SMALL)
    assert read_mailbox(cyrus, account, "Shut") == []
    assert desk.imports()[0].totals.committed == len(SMALL)


def test_repair_and_send_shows_first_what_it_would_change(desk: Desk, cyrus: ImapServer,
                                                          cyrus_account: NewCyrusAccount, tmp_path: Path) -> None:
    account = cyrus_account()
    odd = SMALL[2].replace(b"To: anna", b"this line is no field\nTo: anna")
    refuse(desk, cyrus, account, tmp_path, OnReject.SKIP, [*SMALL[:2], odd, *SMALL[3:]])
    desk.wait(lambda: len(desk.batches()) == 1)
    desk.press(desk.bar(desk.batches()[0]), Retry.REPAIR.value)
    notices = desk.window.queue.notices
    key = f"repair {desk.batches()[0].id}"
    desk.wait(lambda: (notice := notices.notice(key)) is not None and notice.findChildren(QPushButton))
    notice = notices.notice(key)
    assert notice is not None
    assert "1 of its messages would be changed" in notice.accessibleDescription()
    assert "X-Invalid-Header-Line" in notice.accessibleDescription()
    assert found(cyrus, account) == expected([])
    (button,) = notice.findChildren(QPushButton)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    desk.wait(lambda: len(desk.batches()) == 2 and desk.settled())
    mended = odd.replace(b"this line", b"X-Invalid-Header-Line: this line")
    assert found(cyrus, account) == expected([*SMALL[:2], mended, *SMALL[3:]])
    assert notices.notice(key) is None


def test_a_batch_that_no_repair_helps_says_so_and_can_be_saved_and_skipped(
        desk: Desk, dovecot: ImapServer, limited: Account, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []

    def show(url: QUrl) -> bool:
        opened.append(url.toLocalFile())
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", show)
    refuse(desk, dovecot, limited, tmp_path, OnReject.SKIP)
    desk.wait(lambda: len(desk.batches()) == 1)
    (refused,) = desk.batches()
    desk.press(desk.bar(refused), Retry.REPAIR.value)
    notices = desk.window.queue.notices
    desk.wait(lambda: (notice := notices.notice(f"repair {refused.id}")) is not None
              and "knows no repair" in notice.accessibleDescription())
    desk.press(desk.bar(refused), Retry.ASIDE.value)
    desk.wait(lambda: desk.imports()[0].totals.skipped == 7)
    assert found(dovecot, limited) == expected([])
    desk.window.queue.folder_wanted.emit(desk.imports()[0])
    desk.wait(lambda: opened)
    kept = sorted(path.read_bytes() for path in Path(opened[0]).glob("*.eml"))
    assert kept == sorted(wire(mail) for mail in (*SMALL, LARGE))


def test_a_message_over_the_limit_that_the_server_names_is_refused_alone(desk: Desk, cyrus_limited: ImapServer,
                                                                         cyrus_account: NewCyrusAccount,
                                                                         tmp_path: Path) -> None:
    account = cyrus_account()
    refuse(desk, cyrus_limited, account, tmp_path, OnReject.ISOLATE)
    desk.wait(desk.settled)
    totals = desk.imports()[0].totals
    assert (totals.committed, totals.rejected) == (6, 1)
    assert found(cyrus_limited, account) == expected(SMALL)
    (refused,) = [batch for batch in desk.batches() if batch.state is BatchState.REJECTED]
    desk.press(desk.bar(refused), Retry.SKIP.value)
    desk.wait(lambda: desk.imports()[0].totals.skipped == 1)
    assert desk.imports()[0].totals.rejected == 0


def test_a_chosen_message_is_left_out_where_the_refused_one_is_not_known(desk: Desk, dovecot: ImapServer,
                                                                         dovecot_account: NewDovecotAccount,
                                                                         tmp_path: Path) -> None:
    account = dovecot_account(quota_kib=100)
    refuse(desk, dovecot, account, tmp_path, OnReject.SKIP)
    desk.wait(lambda: len(desk.batches()) == 1)
    queue = desk.window.queue
    ((index, refused),) = desk.batch_rows()
    assert "no room" in refused.reason
    assert refused.culprit == ""
    queue.view.expand(index)
    desk.wait(lambda: queue.model.rowCount(index) == 7)
    menu = queue.menu_for(queue.model.index(3, 0, index))
    menu.actions()[0].trigger()
    menu.deleteLater()
    desk.wait(lambda: len(desk.batches()) == 2)
    desk.wait(desk.settled)
    assert desk.imports()[0].totals.skipped == 1
    assert found(dovecot, account) == expected(SMALL)


def test_a_full_mailbox_pauses_the_account_and_says_what_waits(desk: Desk, cyrus: ImapServer,
                                                               cyrus_account: NewCyrusAccount, tmp_path: Path) -> None:
    account = cyrus_account(quota_kib=20)
    name = desk.connect_server(cyrus, account)
    letters = [letter(number, octets=30_000) for number in range(12)]
    desk.drop_on(name, (), files([mbox(tmp_path / "a.mbox", letters)]))
    desk.wait(lambda: (view := desk.account(name)) is not None and view.state is AccountState.PAUSED)
    assert desk.window.mailboxes.notices.notice(name) is not None
    model = desk.window.queue.model
    desk.wait(lambda: str(model.index(0, 3).data()).startswith("The mailbox is full"))
    assert found(cyrus, account) == expected([])
    assert desk.imports()[0].totals.waiting > 0


def test_a_cancelled_batch_leaves_nothing_and_can_be_sent_after_all(desk: Desk, dovecot: ImapServer,
                                                                    dovecot_account: NewDovecotAccount,
                                                                    tmp_path: Path) -> None:
    account = dovecot_account()
    name = desk.connect_server(dovecot, account)
    desk.window.commands.pause(name)
    desk.wait(lambda: (view := desk.account(name)) is not None and view.state is AccountState.PAUSED)
    desk.drop_on(name, (), files([mbox(tmp_path / "a.mbox", SMALL)]))
    desk.wait(lambda: [batch.state for batch in desk.batches()] == [BatchState.QUEUED])
    desk.window.queue.cancel_wanted.emit(desk.batches()[0])
    desk.wait(lambda: [batch.state for batch in desk.batches()] == [BatchState.CANCELLED])
    desk.window.commands.resume(name)
    desk.wait(desk.finished)
    assert desk.imports()[0].totals.skipped == len(SMALL)
    assert found(dovecot, account) == expected([])
    desk.press(desk.bar(desk.batches()[0]), Retry.AGAIN.value)
    desk.wait(lambda: desk.settled() and desk.imports()[0].totals.committed == len(SMALL))
    assert found(dovecot, account) == expected(SMALL)


def test_an_import_is_cancelled_as_a_whole(desk: Desk, dovecot: ImapServer, dovecot_account: NewDovecotAccount,
                                           tmp_path: Path) -> None:
    account = dovecot_account()
    name = desk.connect_server(dovecot, account)
    desk.window.commands.pause(name)
    desk.wait(lambda: (view := desk.account(name)) is not None and view.state is AccountState.PAUSED)
    for folder in ("one", "two"):
        mbox(tmp_path / "mail" / f"{folder}.mbox", SMALL)
    desk.drop_on(name, (), files([tmp_path / "mail"]))
    desk.wait(lambda: len(desk.batches()) == 2)
    desk.window.queue.cancel_wanted.emit(desk.imports()[0])
    desk.wait(lambda: {batch.state for batch in desk.batches()} == {BatchState.CANCELLED})
    desk.wait(lambda: desk.imports()[0].totals.waiting == 0)
    assert found(dovecot, account) == expected([])


def test_a_wrong_password_and_no_password_store_stop_nobody(desk: Desk, dovecot: ImapServer,
                                                            dovecot_account: NewDovecotAccount, no_keyring: None,
                                                            tmp_path: Path) -> None:
    account = dovecot_account()
    desk.window.add_account()
    dialog = desk.window.accounts.dialog
    assert dialog is not None
    dialog.server.host.setText(dovecot.host)
    dialog.server.security.setCurrentIndex(dialog.server.security.findData(Security.PLAINTEXT))
    dialog.server.port.setValue(dovecot.port)
    dialog.server.user.setText(account.user)
    dialog.password.setText("wrong")
    dialog.test_button.click()
    desk.wait(lambda: dialog.notices.notice("test") is not None)
    dialog.password.setText(account.password)
    dialog.test_button.click()
    desk.wait(lambda: "whole batches" in dialog.result_line.text())
    dialog.save_button.click()
    name = dialog.endpoint().name
    desk.wait(lambda: desk.window.accounts.dialog is None)
    desk.wait(lambda: "only until Mailferry ends" in desk.said(desk.window.notices, "keyring"))
    desk.wait(lambda: desk.mailbox(name).isValid())
    desk.drop_on(name, (), files([mbox(tmp_path / "a.mbox", SMALL)]))
    desk.wait(desk.settled)
    assert found(dovecot, account) == expected(SMALL)


@pytest.mark.usefixtures("no_keyring")
def test_a_wrong_password_that_is_saved_is_told_of_where_it_is_seen(desk: Desk, dovecot: ImapServer,
                                                                   dovecot_account: NewDovecotAccount) -> None:
    account = dovecot_account()
    desk.window.add_account()
    dialog = desk.window.accounts.dialog
    assert dialog is not None
    dialog.server.host.setText(dovecot.host)
    dialog.server.security.setCurrentIndex(dialog.server.security.findData(Security.PLAINTEXT))
    dialog.server.port.setValue(dovecot.port)
    dialog.server.user.setText(account.user)
    dialog.password.setText("wrong")
    endpoint = dialog.endpoint()
    name = endpoint.name
    dialog.save_button.click()
    desk.wait(lambda: desk.window.accounts.dialog is None)
    desk.wait(lambda: desk.is_account(name, AccountState.PAUSED))
    desk.wait(lambda: "did not accept the user" in desk.said(desk.window.mailboxes.notices, name))
    assert not desk.window.welcome.account._sign.isVisible()
    desk.window.open_with_password(endpoint, account.password)
    desk.wait(lambda: desk.mailbox(name).isValid() and desk.said(desk.window.mailboxes.notices, name) == "")


def test_a_certificate_that_cannot_be_trusted_is_told_in_words(desk: Desk, dovecot: ImapServer,
                                                               dovecot_account: NewDovecotAccount) -> None:
    account = dovecot_account()
    assert dovecot.tls_port is not None
    endpoint = Endpoint(dovecot.host, dovecot.tls_port, Security.TLS, account.user)
    desk.window.open_with_password(endpoint, account.password)
    desk.wait(lambda: (view := desk.account(endpoint.name)) is not None and view.state is AccountState.PAUSED)
    view = desk.account(endpoint.name)
    assert view is not None
    assert view.title == "The server's certificate is not trusted"
    trusted = Endpoint(dovecot.host, dovecot.tls_port, Security.TLS, account.user, str(dovecot.ca_file))
    desk.connect(trusted, account.password)


def test_a_mailbox_is_dragged_to_another_account(
        desk: Desk, dovecot: ImapServer, dovecot_account: NewDovecotAccount, cyrus: ImapServer,
        cyrus_account: NewCyrusAccount) -> None:
    """By the same drag as from the left side, with what is below it; the account that is read stays as it was."""
    source, target = dovecot_account(), cyrus_account()
    with signed_in(dovecot, source) as connection:
        for mailbox, letters in (("Old", SMALL[:2]), ("Old.2019", SMALL[2:5])):
            connection.create(mailbox)
            for mail in letters:
                connection.append(mailbox, "(\\Flagged)", imaplib.Time2Internaldate(FROM_LINE_DATE), wire(mail))
    before = read_mailbox(dovecot, source, "Old")
    here, there = desk.connect_server(dovecot, source), desk.connect_server(cyrus, target)
    desk.window.mailboxes.tree.setCurrentIndex(desk.mailbox(here, "Old"))
    desk.window.mailboxes.copy()
    data = copied()
    assert data is not None
    desk.drop_on(there, (), data)
    desk.wait(desk.settled)
    arrived = {name: as_multiset(read_mailbox(cyrus, target, name)) for name in ("INBOX", "INBOX/2019")}
    assert arrived == {"INBOX": as_multiset(Stored.of(wire(mail), ["\\Flagged"], FROM_LINE_DATE) for mail in SMALL[:2]),
                       "INBOX/2019": as_multiset(Stored.of(wire(mail), ["\\Flagged"], FROM_LINE_DATE)
                                                 for mail in SMALL[2:5])}
    assert read_mailbox(dovecot, source, "Old") == before
