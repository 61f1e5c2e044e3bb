"""A sign-in that is refused after the same password has worked: a server's bad moment, or a password that was changed.
The import waits and goes on by itself; only what lasts is a person's business."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.servers.checker import as_multiset, read_mailbox
from tests.servers.common import Account
from tests.servers.dovecot import Dovecot
from tests.servers.fault_proxy import FaultProxy
from tests.servers.faults import Cut
from tests.servers.fixtures import NewFaultProxy
from tests.transfer.accounts import Home
from tests.transfer.boxes import mails, write_mbox
from tests.transfer.conftest import NewFerry
from tests.transfer.ferry import Ferry, as_counts

from mailferry.imap.errors import ConnectionLost, ServerProblem
from mailferry.imap.values import Endpoint, Security
from mailferry.transfer import account_source, letting_in
from mailferry.transfer.values import AccountChanged, AccountState, AccountView, ImportId, Selection

CONTENT = mails(6)


class Refusing:
    """A user whose connection breaks in the first batch, and an engine that has signed in before."""

    def __init__(self, dovecot: Dovecot, proxy: FaultProxy, account: Account, ferry: Ferry, source: Path) -> None:
        self.dovecot, self.proxy, self.account, self.ferry = dovecot, proxy, account, ferry
        self.source = write_mbox(source, CONTENT)

    def start(self) -> ImportId:
        return self.ferry.start(self.source, batch_messages=3)

    def refuse(self) -> None:
        self.dovecot.set_password(self.account, "another one")

    def take_again(self) -> None:
        self.dovecot.set_password(self.account, self.account.password)

    def arrived(self) -> bool:
        return as_multiset(read_mailbox(self.dovecot.server, self.account)) == as_multiset(
            mail.stored for mail in CONTENT)

    def refusals(self) -> list[AccountView]:
        return [event.view for event in self.ferry.told if isinstance(event, AccountChanged)
                and event.view.title == "Sign-in did not work"]

    @property
    def tries(self) -> int:
        return len(self.proxy.connections)


@pytest.fixture
def refusing(dovecot_process: Dovecot, fault_proxy: NewFaultProxy, new_ferry: NewFerry, tmp_path: Path,
             monkeypatch: pytest.MonkeyPatch) -> Refusing:
    monkeypatch.setattr(letting_in, "WAITS", (0.1, 0.1, 0.1))
    account = dovecot_process.add_account()
    proxy = fault_proxy(dovecot_process.server, Cut(append=1, octets=100))
    return Refusing(dovecot_process, proxy, account, new_ferry(proxy.server, account), tmp_path / "box")


def test_one_refusal_of_a_password_that_worked_is_waited_out(refusing: Refusing,
                                                             monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(letting_in, "WAITS", (2.0, 2.0, 2.0))
    refusing.refuse()
    import_id = refusing.start()
    refusing.ferry.wait_for(refusing.refusals)
    first = refusing.refusals()[0]
    assert first.state is AccountState.WAITING
    assert first.until is not None
    assert "in with this password before, but refuses it now. It is tried again." in first.sentence
    refusing.take_again()
    refusing.ferry.rest()
    assert as_counts(refusing.ferry.totals(import_id)) == (6, 0, 0, 0)
    assert refusing.arrived()


def test_a_password_that_is_refused_again_and_again_is_a_persons_business(refusing: Refusing) -> None:
    refusing.refuse()
    import_id = refusing.start()
    refusing.ferry.wait_for(lambda: refusing.ferry.account.state is AccountState.PAUSED)
    view = refusing.ferry.account
    assert (view.title, view.sentence.partition(" in with")[2]) == (
        "Sign-in did not work", " this password before, but does not any more. Sign in again, or try again later.")
    assert [view.state for view in refusing.refusals()] == [AccountState.WAITING] * 3 + [AccountState.PAUSED]
    tries = refusing.tries
    assert tries == 5, "one connection that broke, one refusal, three more tries: a server may count them"
    refusing.ferry.engine.resume(refusing.ferry.name)
    refusing.ferry.wait_for(lambda: len(refusing.refusals()) == 5)
    refusing.ferry.rest()
    assert refusing.tries == tries + 1, "it has not worked of late, so once is enough"
    assert "did not accept the user" in refusing.ferry.account.sentence
    refusing.ferry.passwords.remember(refusing.ferry.name, "another one")
    refusing.ferry.engine.open_account(refusing.ferry.endpoint)
    refusing.ferry.wait_for(lambda: refusing.ferry.totals(import_id).committed == 6)
    refusing.take_again()
    assert refusing.arrived()


def test_another_password_that_is_refused_is_not_tried_again(refusing: Refusing) -> None:
    """Only the one that has worked is."""
    refusing.ferry.passwords.remember(refusing.ferry.name, "a slip of the fingers")
    refusing.start()
    refusing.ferry.wait_for(refusing.refusals)
    refusing.ferry.rest()
    assert [view.state for view in refusing.refusals()] == [AccountState.PAUSED]


def test_the_account_that_is_read_is_waited_for_too(
        dovecot_process: Dovecot, monkeypatch: pytest.MonkeyPatch, fault_proxy: NewFaultProxy,
        new_ferry: NewFerry) -> None:
    monkeypatch.setattr(letting_in, "WAITS", (0.1, 0.1, 0.1))
    source, target = (Home(dovecot_process.server, dovecot_process.add_account()) for _ in range(2))
    source.fill("INBOX", CONTENT)
    lose, errors = account_source.AccountSource.lost, list[ServerProblem]()

    def lost(self: account_source.AccountSource, error: ServerProblem) -> None:
        """Nobody is let in after the connection broke, until one was refused."""
        errors.append(error)
        dovecot_process.set_password(source.account, "another one" if len(errors) == 1 else source.account.password)
        lose(self, error)

    monkeypatch.setattr(account_source.AccountSource, "lost", lost)
    ferry = new_ferry(target.server, target.account)
    proxy = fault_proxy(dovecot_process.server, Cut(octets=300))
    endpoint = Endpoint(proxy.server.host, proxy.server.port, Security.PLAINTEXT, source.account.user)
    ferry.passwords.remember(endpoint.name, source.account.password)
    ferry.engine.know_account(endpoint)
    ferry.engine.start_import([Selection("source", ("INBOX",), account=endpoint.name)], ferry.name, ("Old",))
    ferry.rest()
    assert [type(error) for error in errors] == [ConnectionLost, letting_in.RefusedAgain]
    assert target.held("Old") == as_multiset(mail.stored for mail in CONTENT)
