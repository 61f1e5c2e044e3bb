"""What is asked of an account at an awkward moment is not lost."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from tests.imap.peers import Running
from tests.servers.checker import list_mailboxes
from tests.servers.common import LOOPBACK, Account, ImapServer
from tests.servers.fixtures import NewDovecotAccount
from tests.transfer.boxes import mails, write_mbox
from tests.transfer.conftest import NewFerry
from tests.transfer.ferry import SHORT, Ferry, as_counts

from mailferry.imap.values import Endpoint, Security
from mailferry.transfer.credentials import Passwords
from mailferry.transfer.engine import Engine
from mailferry.transfer.values import AccountChanged, AccountState, Event


@pytest.fixture
def account(dovecot_account: NewDovecotAccount) -> Account:
    return dovecot_account()


@pytest.fixture
def deaf_server() -> Iterator[ImapServer]:
    """It takes connections and never says a word."""
    with socket.create_server((LOOPBACK, 0)) as listener:
        yield ImapServer("deaf", LOOPBACK, listener.getsockname()[1])


def test_the_end_and_a_pause_do_not_wait_for_a_server_that_does_not_answer(
        deaf_server: ImapServer, tmp_path: Path) -> None:
    with Ferry(tmp_path / "state", deaf_server, Account("me", "secret"), replace(SHORT, connect=300)) as ferry:
        ferry.engine.open_account(ferry.endpoint)
        ferry.wait_for(lambda: ferry.account.state is AccountState.CONNECTING)
        ferry.engine.pause(ferry.name)
        ferry.wait_for(lambda: ferry.account.state is AccountState.PAUSED)
        assert ferry.account.sentence.startswith("Paused.")
        ferry.engine.resume(ferry.name)
        ferry.wait_for(lambda: ferry.account.state is AccountState.CONNECTING)
        ending = Running(ferry.engine.close)
        ending.result()  # within seconds, or TimeoutError


@pytest.mark.parametrize("what", ["pause", "create"])
def test_asked_in_the_moment_that_the_account_is_ready(
        dovecot: ImapServer, account: Account, tmp_path: Path, what: str) -> None:
    """The event comes from the worker itself, just before it looks whether there is anything to do."""
    endpoint = Endpoint(dovecot.host, dovecot.port, Security.PLAINTEXT, account.user)
    passwords = Passwords()
    passwords.remember(endpoint.name, account.password)
    asked, done = threading.Event(), threading.Event()

    def listen(event: Event) -> None:
        if not isinstance(event, AccountChanged):
            return
        if event.view.state is AccountState.READY and not asked.is_set():
            asked.set()
            if what == "pause":
                engine.pause(endpoint.name)
            else:
                engine.create_mailbox(endpoint.name, ("New",))
        names = {mailbox.name for mailbox in event.view.mailboxes or ()}
        if event.view.state is AccountState.PAUSED or "New" in names:
            done.set()

    with Engine(tmp_path / "state", listen, passwords) as engine:
        engine.open_account(endpoint)
        assert done.wait(60)
    assert ("New" in list_mailboxes(dovecot, account)) is (what == "create")


def test_an_account_that_a_person_has_paused_is_so_at_the_next_start(
        dovecot: ImapServer, account: Account, new_ferry: NewFerry, tmp_path: Path) -> None:
    ferry = new_ferry(dovecot, account)
    ferry.engine.pause_all()
    ferry.wait_for(lambda: ferry.account.state is AccountState.PAUSED)
    import_id = ferry.start(write_mbox(tmp_path / "box", mails(3)))
    ferry.rest()
    assert as_counts(ferry.totals(import_id)) == (0, 0, 0, 3)
    ferry.engine.close()
    later = new_ferry(dovecot, account, connect=False)
    assert (later.account.state, later.account.title) == (AccountState.PAUSED, "")
    assert "until you go on" in later.account.sentence
    later.engine.resume_all()
    later.wait_for(lambda: later.account.mailboxes is not None)
    later.rest()
    assert as_counts(later.totals(import_id)) == (3, 0, 0, 0)
    later.engine.close()
    assert new_ferry(dovecot, account, connect=False).account.state is AccountState.OFFLINE


def test_a_pause_for_another_reason_is_tried_again_at_the_next_start(
        dovecot: ImapServer, account: Account, new_ferry: NewFerry) -> None:
    wrong = new_ferry(dovecot, replace(account, password="wrong"))
    assert wrong.account.state is AccountState.PAUSED
    wrong.engine.close()
    assert new_ferry(dovecot, account, connect=False).account.state is AccountState.OFFLINE
