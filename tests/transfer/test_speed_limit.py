"""A speed limit of an account: kept by the journal, changed while a batch is under way, or given with a command."""

from __future__ import annotations

import time
from pathlib import Path

from tests.servers.checker import as_multiset, read_mailbox
from tests.servers.common import ImapServer
from tests.servers.fixtures import NewDovecotAccount
from tests.transfer.boxes import Mail, mails, write_mbox
from tests.transfer.conftest import NewFerry, NewProgram
from tests.transfer.ferry import Ferry

from mailferry.transfer.values import BatchChanged, BatchState

LARGE = [Mail(number, b"y" * 70 + b"\n" + b"x" * 70 + b"\n") for number in range(3000)]


def under_way(ferry: Ferry) -> bool:
    """Whether some of a batch was sent, and the rest was not."""
    return any(isinstance(event, BatchChanged) and event.view.state is BatchState.SENDING and event.view.sent_octets
               for event in ferry.told)


def test_a_limit_is_kept_and_is_lifted_while_a_batch_is_under_way(
        dovecot: ImapServer, dovecot_account: NewDovecotAccount, new_ferry: NewFerry, tmp_path: Path) -> None:
    account = dovecot_account()
    ferry = new_ferry(dovecot, account).connect()
    ferry.engine.limit_speed(ferry.name, 2000)
    ferry.engine.close()

    again = new_ferry(dovecot, account).connect()
    assert again.engine.speed_limit_of(again.name) == 2000
    import_id = again.start(write_mbox(tmp_path / "box.mbox", LARGE))
    again.wait_for(lambda: under_way(again))
    assert again.totals(import_id).committed == 0
    again.engine.limit_speed(again.name, None)
    again.rest()
    assert again.totals(import_id).committed == len(LARGE)
    assert again.engine.speed_limit_of(again.name) is None
    assert as_multiset(read_mailbox(dovecot, account)) == as_multiset(mail.stored for mail in LARGE)


def test_a_batch_under_way_is_cancelled_whatever_the_limit(
        dovecot: ImapServer, dovecot_account: NewDovecotAccount, new_ferry: NewFerry, tmp_path: Path) -> None:
    account = dovecot_account()
    ferry = new_ferry(dovecot, account).connect()
    ferry.engine.limit_speed(ferry.name, 100, keep=False)
    import_id = ferry.start(write_mbox(tmp_path / "box.mbox", LARGE))
    ferry.wait_for(lambda: under_way(ferry))
    ferry.engine.cancel_import(import_id)
    ferry.rest()
    assert ferry.totals(import_id).skipped == len(LARGE)
    assert read_mailbox(dovecot, account) == []
    assert ferry.engine.speed_limit_of(ferry.name) is None


def test_a_run_of_the_command_is_as_slow_as_it_was_told(
        dovecot: ImapServer, dovecot_account: NewDovecotAccount, new_program: NewProgram, tmp_path: Path) -> None:
    content = mails(100)
    octets = sum(len(mail.wire) for mail in content)
    program = new_program(dovecot_account())
    source = write_mbox(tmp_path / "box.mbox", content)
    began = time.monotonic()
    ended = program.run("import", source, "--speed-limit", str(octets // 2), *program.target(dovecot))
    assert ended.code == 0
    assert time.monotonic() - began >= 1.5
    wrong = program.run("import", source, "--speed-limit", "fast", *program.target(dovecot))
    assert wrong.code == 2
    assert "fast is not a number of octets such as 500k" in wrong.errors
