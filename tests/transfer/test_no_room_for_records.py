"""A full disk: Mailferry's own records cannot be written. The account pauses and says so, and goes on when told to."""

from __future__ import annotations

import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest
from tests.servers.checker import as_multiset, read_mailbox
from tests.servers.common import ImapServer
from tests.servers.faults import Stall
from tests.servers.fixtures import NewDovecotAccount, NewFaultProxy
from tests.transfer.boxes import mails, write_mbox
from tests.transfer.conftest import NewFerry
from tests.transfer.ferry import Ferry, as_counts
from tests.transfer.test_archives import zipped

from mailferry.transfer.errors import DiskFull
from mailferry.transfer.values import AccountState, ScanState


def fill_the_disk(ferry: Ferry) -> None:
    """The database may not grow any more, which SQLite tells as a full disk."""
    ferry.engine._journal._db.execute("PRAGMA max_page_count = 1")


def make_room(ferry: Ferry) -> None:
    ferry.engine._journal._db.execute("PRAGMA max_page_count = 1000000")


def test_no_room_for_the_plan(
        dovecot: ImapServer, dovecot_account: NewDovecotAccount, new_ferry: NewFerry, tmp_path: Path) -> None:
    account = dovecot_account()
    content = mails(600)
    first, second = write_mbox(tmp_path / "a", content[:300]), write_mbox(tmp_path / "b", content[300:])
    ferry = new_ferry(dovecot, account)
    fill_the_disk(ferry)
    imports = [ferry.start(first), ferry.start(second)]
    ferry.rest()
    assert (ferry.account.state, ferry.account.title) == (AccountState.PAUSED, "No room on the disk")
    assert "Free some space" in ferry.account.sentence
    assert read_mailbox(dovecot, account) == []
    ferry.engine.resume(ferry.name)  # there is no room yet
    ferry.rest()
    assert ferry.account.title == "No room on the disk"
    make_room(ferry)
    ferry.engine.resume(ferry.name)
    ferry.rest()
    assert [as_counts(ferry.totals(import_id)) for import_id in imports] == [(300, 0, 0, 0), (300, 0, 0, 0)]
    assert as_multiset(read_mailbox(dovecot, account)) == as_multiset(mail.stored for mail in content)


@pytest.mark.parametrize("restarted", [False, True])
def test_no_room_while_sending(
        dovecot: ImapServer, dovecot_account: NewDovecotAccount, fault_proxy: NewFaultProxy, new_ferry: NewFerry,
        tmp_path: Path, *, restarted: bool) -> None:
    """The marks of a batch cannot be written: it is given up before its last CRLF, or found by a look."""
    account, proxy = dovecot_account(), fault_proxy(dovecot, Stall(append=1, octets=30))
    content = mails(200)  # so many that what is free in the pages of the file cannot hold their attempts
    ferry = new_ferry(proxy.server, account)
    import_id = ferry.start(write_mbox(tmp_path / "a", content), batch_messages=1)
    proxy.wait_for(lambda: proxy.fired)
    ferry.wait_for(lambda: len(ferry.heard()) == 200)
    fill_the_disk(ferry)
    proxy.release()
    ferry.rest()
    assert (ferry.account.state, ferry.account.title) == (AccountState.PAUSED, "No room on the disk")
    arrived = len(read_mailbox(dovecot, account))
    assert arrived < 200
    if restarted:
        ferry.engine.close()
        ferry = new_ferry(proxy.server, account)
    else:
        make_room(ferry)
        ferry.engine.resume(ferry.name)
    ferry.rest()
    assert as_counts(ferry.totals(import_id)) == (200, 0, 0, 0)
    assert as_multiset(read_mailbox(dovecot, account)) == as_multiset(mail.stored for mail in content)


@pytest.mark.parametrize("mark", ["mark_finishing", "settle_committed"])
def test_no_room_for_the_mark_of_a_batch(  # noqa: PLR0917
        dovecot: ImapServer, dovecot_account: NewDovecotAccount, new_ferry: NewFerry, tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch, mark: str) -> None:
    """Before the last CRLF nothing of the batch is stored; after the server's answer it is found by a look."""
    account, content = dovecot_account(), mails(6)
    ferry = new_ferry(dovecot, account)
    journal = ferry.engine._journal
    real = getattr(journal, mark)

    def full(*_: object, **__: object) -> None:
        fill_the_disk(ferry)
        monkeypatch.setattr(journal, mark, real)
        raise DiskFull("There is no room.")

    monkeypatch.setattr(journal, mark, full)
    import_id = ferry.start(write_mbox(tmp_path / "a", content), batch_messages=3)
    ferry.rest()
    assert ferry.account.title == "No room on the disk"
    assert len(read_mailbox(dovecot, account)) == (3 if mark == "settle_committed" else 0)
    make_room(ferry)
    ferry.engine.resume(ferry.name)
    ferry.rest()
    assert as_counts(ferry.totals(import_id)) == (6, 0, 0, 0)
    assert as_multiset(read_mailbox(dovecot, account)) == as_multiset(mail.stored for mail in content)


def test_an_import_that_does_not_fit_waits_for_room_and_says_how_much_it_needs(
        dovecot: ImapServer, dovecot_account: NewDovecotAccount, new_ferry: NewFerry, tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch) -> None:
    account, free = dovecot_account(), [200_000_000]
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=free[0]))
    ferry = new_ferry(dovecot, account)
    source = zipped(tmp_path, 5)
    small = ferry.bring(write_mbox(tmp_path / "small", mails(2)))
    assert as_counts(small.totals) == (2, 0, 0, 0)
    free[0] = 20_000_000
    import_id = ferry.start(source)
    ferry.rest()
    assert (ferry.account.state, ferry.account.title) == (AccountState.PAUSED, "No room on the disk")
    assert str(source) in ferry.account.sentence
    assert "151.0 MB are needed to unpack it and for its records, and 20.0 MB are free" in ferry.account.sentence
    assert not ferry.engine.spool.exists()
    assert len(read_mailbox(dovecot, account)) == 2
    free[0] = 200_000_000
    ferry.engine.resume(ferry.name)
    ferry.rest()
    assert as_counts(ferry.totals(import_id)) == (5, 0, 0, 0)


def test_an_import_that_does_not_fit_can_be_cancelled(
        dovecot: ImapServer, dovecot_account: NewDovecotAccount, new_ferry: NewFerry, tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=0))
    ferry = new_ferry(dovecot, dovecot_account())
    import_id = ferry.start(write_mbox(tmp_path / "box", mails(2)))
    ferry.rest()
    assert "needed for its records, and 0 octets are free" in ferry.account.sentence
    ferry.engine.cancel_import(import_id)
    ferry.engine.resume(ferry.name)
    ferry.rest()
    assert ferry.account.state is AccountState.READY
    assert ferry.view(import_id).scan is ScanState.STOPPED
