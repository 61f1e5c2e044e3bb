"""Courier is what the tests take it for: all that it lacks."""

from __future__ import annotations

import fcntl

import pytest
from tests.servers import courier as courier_module
from tests.servers.checker import list_mailboxes, read_mailbox, signed_in
from tests.servers.common import ImapServer
from tests.servers.courier import KEPT, LOCK, USERS, USERS_READ
from tests.servers.fixtures import NewCourierAccount
from tests.servers.test_servers import MAIL, append, capabilities


def test_courier_takes_a_message_for_a_new_user(courier: ImapServer, courier_account: NewCourierAccount) -> None:
    first, second = courier_account(), courier_account()
    answer, text = append(courier, first)
    assert (answer, text.partition(b" ")[0]) == ("OK", b"[APPENDUID")
    assert len(read_mailbox(courier, first)) == 1
    assert read_mailbox(courier, second) == []


def test_a_new_user_is_told_from_the_one_before_in_the_same_second(
        courier: ImapServer, courier_account: NewCourierAccount) -> None:
    """Courier's daemon knows a new file of users by its time in seconds, and by an inode that may come again."""
    times = set()
    for _ in range(3):
        courier_account()
        times.add(int(USERS_READ.stat().st_mtime))
    assert len(times) == 3


def test_courier_offers_uidplus_and_no_batches(courier: ImapServer, courier_account: NewCourierAccount) -> None:
    offered = capabilities(courier, courier_account())
    assert {"UIDPLUS", "NAMESPACE", "QUOTA"} <= offered
    assert not {"MULTIAPPEND", "LITERAL+", "LITERAL-", "UNSELECT"} & offered


def test_courier_has_all_mailboxes_below_inbox(courier: ImapServer, courier_account: NewCourierAccount) -> None:
    account = courier_account()
    with signed_in(courier, account) as connection:
        assert connection.create("Aa")[0] == "NO"
        assert connection.create("INBOX.Aa")[0] == "OK"
    assert list_mailboxes(courier, account) == ["INBOX", "INBOX.Aa"]


def test_courier_refuses_over_quota_without_a_code(courier: ImapServer, courier_account: NewCourierAccount) -> None:
    account = courier_account(quota_kib=10)
    assert append(courier, account)[0] == "OK"
    assert append(courier, account, MAIL + b"x" * 20_000 + b"\r\n") == (
        "NO", b"[ALERT] You exceeded your mail quota.")


def test_courier_leaves_nothing_in_its_settings() -> None:
    if courier_module.why_not_here() is not None:
        pytest.skip(str(courier_module.why_not_here()))
    with LOCK.open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        before = courier_module.AUTHENTICATION.read_bytes()
    with courier_module.run_courier() as running:
        running.add_account()
        assert USERS.exists()
        with LOCK.open() as lock, pytest.raises(BlockingIOError):
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    with LOCK.open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert not USERS.exists()
        assert not KEPT.exists()
        assert courier_module.AUTHENTICATION.read_bytes() == before
