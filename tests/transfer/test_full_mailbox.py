"""A mailbox without room: the account pauses, everything waits, and goes on when there is room."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.servers.checker import as_multiset, quoted, read_mailbox, signed_in
from tests.servers.common import Account, ImapServer
from tests.transfer.boxes import Mail, mails, write_mbox
from tests.transfer.conftest import NewFerry
from tests.transfer.ferry import Real, as_counts, subjects

from mailferry.transfer.values import AccountState, BatchState, OnReject

QUOTA_KIB = 300
BODY = b"0123456789abcdef" * 5 + b"\n"


def fill(server: ImapServer, account: Account, kib: int) -> None:
    """Put so much into the mailbox Old."""
    with signed_in(server, account) as connection:
        assert connection.create("Old")[0] == "OK"
        for _ in range(kib // 50):
            octets = b"Subject: old\r\n\r\n" + b"x" * 50 * 1024
            assert connection.append(quoted("Old"), "", "", octets)[0] == "OK"


def make_room(server: ImapServer, account: Account) -> None:
    """Empty the mailbox Old."""
    with signed_in(server, account) as connection:
        assert connection.select("Old")[0] == "OK"
        assert connection.store("1:*", "+FLAGS", "\\Deleted")[0] == "OK"
        assert connection.expunge()[0] == "OK"


@pytest.mark.parametrize("on_reject", [OnReject.ISOLATE, OnReject.SKIP])
def test_a_full_mailbox_pauses_the_account_and_what_waits_arrives_once_there_is_room(
        on_reject: OnReject, real: Real, new_ferry: NewFerry, tmp_path: Path) -> None:
    account = real.new_account(quota_kib=QUOTA_KIB)
    fill(real.server, account, 200)
    content = mails(30, body=BODY * 100)  # 8 kB each, 240 in all, where about 100 are left
    ferry = new_ferry(real.server, account)
    view = ferry.bring(write_mbox(tmp_path / "box", content), batch_messages=4, on_reject=on_reject)
    assert ferry.account.state is AccountState.PAUSED
    assert ferry.account.title == "The mailbox is full"
    assert "quota" in ferry.account.detail.lower()
    arrived = view.totals.committed
    assert 4 <= arrived <= 13
    assert as_counts(view.totals) == (arrived, 0, 0, 30 - arrived)
    assert view.totals.waiting == 30 - arrived
    assert f"{30 - arrived} messages wait" in ferry.account.sentence
    assert len(read_mailbox(real.server, account)) == arrived
    assert ferry.heard() == {batch.id: batch.state for batch in ferry.batches(view.id)}

    ferry.engine.resume(ferry.name)  # too early
    ferry.rest()
    assert ferry.account.state is AccountState.PAUSED
    before = ferry.totals(view.id)
    assert before.committed + before.waiting == 30

    make_room(real.server, account)
    ferry.engine.resume(ferry.name)
    ferry.rest()
    assert as_counts(ferry.totals(view.id)) == (30, 0, 0, 0)
    assert as_multiset(read_mailbox(real.server, account)) == as_multiset(mail.stored for mail in content)


def test_once_nothing_waits_for_room_any_more_the_account_is_not_told_to_be_full(
        real: Real, new_ferry: NewFerry, tmp_path: Path) -> None:
    account = real.new_account(quota_kib=QUOTA_KIB)
    fill(real.server, account, 200)
    ferry = new_ferry(real.server, account)
    view = ferry.bring(write_mbox(tmp_path / "box", mails(30, body=BODY * 100)), batch_messages=4)
    assert ferry.account.state is AccountState.PAUSED
    waiting = [batch for batch in ferry.batches(view.id) if not batch.state.settled]
    ferry.engine.cancel_batch(waiting[0].id)
    ferry.rest()
    assert ferry.account.state is AccountState.PAUSED, "the others wait"
    ferry.engine.cancel_import(view.id)
    ferry.wait_for(lambda: ferry.account.state is AccountState.READY)
    assert ferry.totals(view.id).waiting == 0
    small = ferry.bring(write_mbox(tmp_path / "small", mails(1, first=100)))
    assert as_counts(small.totals) == (1, 0, 0, 0)


def test_some_large_messages_without_room_do_not_stop_the_small_ones(
        real: Real, new_ferry: NewFerry, tmp_path: Path) -> None:
    account = real.new_account(quota_kib=QUOTA_KIB)
    large = [Mail(number, b"x" * 400 * 1024 + b"\n") for number in range(4)]
    small = mails(6, first=4)
    ferry = new_ferry(real.server, account)
    view = ferry.bring(write_mbox(tmp_path / "box", [*large, *small]))
    assert ferry.account.state is AccountState.READY
    assert as_counts(view.totals) == (6, 4, 0, 0)
    assert as_multiset(read_mailbox(real.server, account)) == as_multiset(mail.stored for mail in small)


def test_refusals_with_arrivals_between_them_are_no_full_mailbox(
        real: Real, new_ferry: NewFerry, tmp_path: Path) -> None:
    account = real.new_account(quota_kib=QUOTA_KIB)
    content = mails(6)
    for number in (0, 2, 4, 5):
        content[number] = Mail(number, b"x" * 400 * 1024 + b"\n")
    ferry = new_ferry(real.server, account)
    view = ferry.bring(write_mbox(tmp_path / "box", content), batch_messages=1)
    assert ferry.account.state is AccountState.READY
    assert as_counts(view.totals) == (2, 4, 0, 0)


def test_the_smallest_is_tried_before_its_turn_and_nothing_else(
        real: Real, new_ferry: NewFerry, tmp_path: Path) -> None:
    account = real.new_account(quota_kib=QUOTA_KIB)
    fill(real.server, account, 250)
    content = [Mail(number, BODY * (1000 - number)) for number in range(24)]  # of 80 kB each, where 50 are left
    ferry = new_ferry(real.server, account)
    ferry.engine.pause(ferry.name)
    ferry.wait_for(lambda: ferry.account.state is AccountState.PAUSED)
    view = ferry.bring(write_mbox(tmp_path / "box", content), batch_messages=4, on_reject=OnReject.SKIP)
    ferry.engine.resume(ferry.name)
    ferry.rest()
    assert ferry.account.title == "The mailbox is full"
    tried = [batch for batch in ferry.batches(view.id) if batch.attempts]
    assert [batch.messages for batch in tried] == [4, 4, 4, 1]
    assert subjects(ferry.messages(tried[3])) == ["number 23"]


def test_a_resume_of_another_run_brings_in_what_waited(real: Real, new_ferry: NewFerry, tmp_path: Path) -> None:
    account = real.new_account(quota_kib=QUOTA_KIB)
    fill(real.server, account, 250)
    content = mails(10, body=BODY * 100)
    first = new_ferry(real.server, account)
    view = first.bring(write_mbox(tmp_path / "box", content), batch_messages=3)
    assert first.account.state is AccountState.PAUSED
    first.engine.close()
    make_room(real.server, account)
    second = new_ferry(real.server, account)
    second.rest()
    assert as_counts(second.totals(view.id)) == (10, 0, 0, 0)
    assert as_multiset(read_mailbox(real.server, account)) == as_multiset(mail.stored for mail in content)
    assert {batch.state for batch in second.batches(view.id) if batch.current} == {BatchState.COMMITTED}
