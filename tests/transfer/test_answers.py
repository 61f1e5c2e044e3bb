"""Every answer of a server has its meaning: what is waited for, what asks a person, and what concerns a message."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.servers.fixtures import NewScriptedServer
from tests.servers.scripted import ScriptedServer
from tests.transfer.boxes import mails, write_mbox
from tests.transfer.conftest import NewFerry
from tests.transfer.ferry import Ferry, as_counts

from mailferry.imap.session import Session
from mailferry.imap.values import Quota
from mailferry.transfer import doubt
from mailferry.transfer.values import AccountChanged, AccountState, BatchState, Retry


@pytest.fixture
def refusing(scripted_server: NewScriptedServer, new_ferry: NewFerry,
             tmp_path: Path) -> Callable[[bytes], tuple[ScriptedServer, Ferry, int]]:
    """Imports four messages into a server that says this in place of the first `+` of each connection."""

    def start(answer: bytes) -> tuple[ScriptedServer, Ferry, int]:
        server = scripted_server(append=1, answer_at=30, answer=b"{tag} " + answer + b"\r\n", every_connection=True)
        ferry = new_ferry(server.server, server.account)
        view = ferry.bring(write_mbox(tmp_path / "box", mails(4)))
        return server, ferry, view.id

    return start


Refusing = Callable[[bytes], tuple[ScriptedServer, Ferry, int]]


@pytest.mark.parametrize(("code", "title"), [
    (b"EXPIRED", "The server wants you to sign in again"),
    (b"AUTHENTICATIONFAILED", "The server wants you to sign in again"),
])
def test_what_needs_the_user_pauses_the_account_and_loses_nothing(
        refusing: Refusing, code: bytes, title: str) -> None:
    _, ferry, import_id = refusing(b"NO [%s] so it is" % code)
    assert (ferry.account.state, ferry.account.title) == (AccountState.PAUSED, title)
    assert ferry.account.detail == "so it is"
    assert ferry.totals(import_id).waiting == 4
    ferry.engine.resume(ferry.name)  # on the same connection the server says it once
    ferry.rest()
    assert as_counts(ferry.totals(import_id)) == (4, 0, 0, 0)


def test_a_fault_of_the_server_is_tried_once_more_and_then_asked_about(
        scripted_server: NewScriptedServer, new_ferry: NewFerry, tmp_path: Path) -> None:
    server = scripted_server()
    server.mailboxes.fault = b"NO [SERVERBUG] Internal error"
    ferry = new_ferry(server.server, server.account)
    view = ferry.bring(write_mbox(tmp_path / "box", mails(2)))
    assert (ferry.account.state, ferry.account.title) == (AccountState.PAUSED, "The server reports a fault of its own")
    assert [batch.attempts for batch in ferry.batches(view.id)] == [2]
    assert view.totals.waiting == 2

    ferry.engine.resume(ferry.name)  # the person wants it tried: now what is not taken is named
    for _ in range(3):
        ferry.rest()
        ferry.engine.resume(ferry.name)
    ferry.rest()
    assert ferry.batches(view.id, BatchState.REJECTED)

    server.mailboxes.fault = None
    for batch in [batch for batch in ferry.batches(view.id, BatchState.REJECTED) if batch.current]:
        ferry.engine.retry(batch.id, Retry.AGAIN)
    ferry.engine.resume(ferry.name)
    ferry.rest()
    assert as_counts(ferry.totals(view.id)) == (2, 0, 0, 0)


def test_who_is_put_off_again_and_again_asks_and_refuses_nothing(
        scripted_server: NewScriptedServer, new_ferry: NewFerry, tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doubt, "LATER_TRIES", 3)
    server = scripted_server()
    server.mailboxes.fault = b"NO Request is throttled. Suggested Backoff Time: 20 milliseconds"
    ferry = new_ferry(server.server, server.account)
    view = ferry.bring(write_mbox(tmp_path / "box", mails(2)))
    assert (ferry.account.state, ferry.account.title) == (AccountState.PAUSED, "The server takes nothing now")
    waits = [event.view for event in ferry.told if isinstance(event, AccountChanged)
             and event.view.state is AccountState.WAITING]
    assert len(waits) == 2
    assert all(view.until is not None and "Backoff" in view.detail for view in waits)
    assert as_counts(view.totals) == (0, 0, 0, 2)
    server.mailboxes.fault = None
    ferry.engine.resume(ferry.name)
    ferry.rest()
    assert as_counts(ferry.totals(view.id)) == (2, 0, 0, 0)


def test_who_may_not_write_a_mailbox_is_told_at_once(refusing: Refusing) -> None:
    """No message is to blame, so the batch is not divided."""
    _, ferry, import_id = refusing(b"NO [NOPERM] Permission denied")
    [batch] = ferry.batches(import_id)
    assert (batch.state, batch.reason) == (BatchState.REJECTED, "You may not add mail to this mailbox.")
    assert as_counts(ferry.totals(import_id)) == (0, 4, 0, 0)


def test_a_no_without_any_reason_is_asked_about(
        scripted_server: NewScriptedServer, new_ferry: NewFerry, tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch) -> None:
    """Some servers say nothing but "APPEND failed" when there is no room."""
    monkeypatch.setattr(Session, "quota", lambda *_: Quota(1000, 1000))
    server = scripted_server()
    server.mailboxes.fault = b"NO APPEND failed"
    ferry = new_ferry(server.server, server.account)
    view = ferry.bring(write_mbox(tmp_path / "box", mails(6)), batch_messages=1)
    assert ferry.account.title == "The mailbox is full"
    assert as_counts(view.totals) == (0, 0, 0, 6)


def test_what_a_mailbox_does_not_take_can_go_to_another(
        scripted_server: NewScriptedServer, new_ferry: NewFerry, tmp_path: Path) -> None:
    server = scripted_server()
    server.mailboxes.fault = b"NO [NOPERM] Permission denied"
    ferry = new_ferry(server.server, server.account)
    view = ferry.bring(write_mbox(tmp_path / "box", mails(3)), target=("victim",))
    [batch] = ferry.batches(view.id)
    server.mailboxes.fault = None
    ferry.engine.retry_elsewhere(batch.id, ())
    ferry.rest()
    assert [message.mailbox for message in server.stored] == [b"INBOX"] * 3
    assert as_counts(ferry.totals(view.id)) == (3, 0, 0, 0)
    with ferry.reading() as reader:
        assert reader.mailbox_counts(view.id) == [("INBOX", 3)]
