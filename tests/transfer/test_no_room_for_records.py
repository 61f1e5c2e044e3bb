"""A full disk: Mailferry's own records cannot be written. It says so and stands still; a later run goes on."""

from __future__ import annotations

from pathlib import Path

from tests.servers.checker import as_multiset, read_mailbox
from tests.servers.common import ImapServer
from tests.servers.faults import Stall
from tests.servers.fixtures import NewDovecotAccount, NewFaultProxy
from tests.transfer.boxes import mails, write_mbox
from tests.transfer.conftest import NewFerry
from tests.transfer.ferry import Ferry, as_counts

from mailferry.transfer.values import JournalFailed


def fill_the_disk(ferry: Ferry) -> None:
    """The database may not grow any more, which SQLite tells as a full disk."""
    ferry.engine._journal._db.execute("PRAGMA max_page_count = 1")


def test_no_room_for_the_plan(
        dovecot: ImapServer, dovecot_account: NewDovecotAccount, new_ferry: NewFerry, tmp_path: Path) -> None:
    account = dovecot_account()
    content = mails(600)
    first, second = write_mbox(tmp_path / "a", content[:300]), write_mbox(tmp_path / "b", content[300:])
    ferry = new_ferry(dovecot, account)
    fill_the_disk(ferry)
    imports = [ferry.start(first), ferry.start(second)]
    ferry.rest()
    [failed] = [event for event in ferry.told if isinstance(event, JournalFailed)]
    assert failed.title == "No room on the disk"
    assert "Free some space" in failed.sentence
    assert read_mailbox(dovecot, account) == []
    ferry.engine.close()
    later = new_ferry(dovecot, account)
    later.rest()
    assert [as_counts(later.totals(import_id)) for import_id in imports] == [(300, 0, 0, 0), (300, 0, 0, 0)]
    assert as_multiset(read_mailbox(dovecot, account)) == as_multiset(mail.stored for mail in content)


def test_no_room_while_sending(
        dovecot: ImapServer, dovecot_account: NewDovecotAccount, fault_proxy: NewFaultProxy, new_ferry: NewFerry,
        tmp_path: Path) -> None:
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
    assert [event.title for event in ferry.told if isinstance(event, JournalFailed)] == ["No room on the disk"]
    assert ferry.account.title == "No room on the disk"
    arrived = len(read_mailbox(dovecot, account))
    assert arrived < 200
    ferry.engine.close()
    later = new_ferry(proxy.server, account)
    later.rest()
    assert as_counts(later.totals(import_id)) == (200, 0, 0, 0)
    assert as_multiset(read_mailbox(dovecot, account)) == as_multiset(mail.stored for mail in content)
