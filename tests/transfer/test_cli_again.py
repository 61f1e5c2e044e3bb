"""`mailferry resume` and `mailferry retry`: what was left, what was refused, and what was to be checked."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest
from tests.servers.checker import as_multiset, read_mailbox, signed_in
from tests.servers.common import Account, ImapServer
from tests.servers.faults import Stall
from tests.servers.fixtures import NewCyrusAccount, NewDovecotAccount, NewFaultProxy
from tests.transfer.boxes import mails, write_mbox
from tests.transfer.child import Program
from tests.transfer.conftest import NewFerry, NewProgram
from tests.transfer.ferry import as_counts
from tests.transfer.refusals import LARGE, SPACED, ordinary, write_maildir

from mailferry.transfer import verification
from mailferry.transfer.values import AccountState, BatchState
from mailferry.transfer.values_after import VerificationChanged

INVALID = b"X-Invalid-Header-Line: "


@pytest.fixture
def account(cyrus_account: NewCyrusAccount) -> Account:
    return cyrus_account()


def odd(server: ImapServer, account: Account, mailbox: str = "INBOX") -> list[bytes]:
    usual = {ordinary(number).replace(b"\n", b"\r\n") for number in range(20)}
    return sorted(message.octets for message in read_mailbox(server, account, mailbox, octets=True)
                  if message.octets is not None and message.octets not in usual)


def test_an_interrupted_verification_goes_on(dovecot: ImapServer, dovecot_account: NewDovecotAccount,
                                             new_ferry: NewFerry, monkeypatch: pytest.MonkeyPatch,
                                             tmp_path: Path) -> None:
    account = dovecot_account()
    monkeypatch.setattr(verification, "QUICK_PIECE", 1)
    ferry = new_ferry(dovecot, account)
    ferry.start(write_mbox(tmp_path / "box", mails(12)))
    ferry.wait_for(lambda: any(isinstance(event, VerificationChanged) for event in ferry.told))
    ferry.engine.close()
    program = Program(tmp_path / "state", account, lambda child: child)
    resumed = program.run("resume", "--plaintext")
    assert resumed.code == 0
    assert "All 12 were found as they were sent: size, date and flags." in resumed.output


def test_a_choice_about_refused_messages_at_resume(cyrus_limited: ImapServer, account: Account,
                                                   fault_proxy: NewFaultProxy, new_program: NewProgram,
                                                   tmp_path: Path) -> None:
    proxy = fault_proxy(cyrus_limited, Stall(append=1, octets=300))
    program = new_program(account)
    source = write_maildir(tmp_path / "mail", 6, (SPACED, LARGE))
    child = program.start("import", source, *program.target(proxy.server), "--on-refused", "report")
    proxy.wait_for(lambda: proxy.fired)
    assert child.end(signal.SIGTERM).code == 1
    proxy.release()
    ended = program.run("resume", "--on-refused", "repair")
    assert ended.code == 1, "what is too large cannot be repaired"
    assert "  Repaired: “a space in a field name”" in ended.output
    assert odd(cyrus_limited, account) == [INVALID + SPACED.wire]


def test_what_was_refused_is_repaired_later(cyrus_limited: ImapServer, account: Account,
                                            new_program: NewProgram, tmp_path: Path) -> None:
    program = new_program(account)
    source = write_maildir(tmp_path / "mail", 6, (SPACED, LARGE))
    first = program.run("import", source, *program.target(cyrus_limited))
    assert first.code == 1
    assert "2 refused messages are kept in" in first.output
    again = program.run("retry", "1", "--how", "repair")
    assert again.code == 1
    assert "Mailferry knows no repair for it" in again.errors
    assert "  Repaired: “a space in a field name”" in again.output
    assert odd(cyrus_limited, account) == [INVALID + SPACED.wire]
    assert program.run("resume").output == "Nothing is left to go on with.\n"
    left = program.run("retry", "1", "--how", "skip")
    assert left.code == 0
    nothing = program.run("retry", "1")
    assert nothing.code == 2
    assert "has no such batch that was refused" in nothing.errors


def forbid(server: ImapServer, account: Account, mailbox: str) -> None:
    """A mailbox of the user's that takes no mail."""
    with signed_in(server, account) as connection:
        assert connection.create(mailbox)[0] == "OK"
        assert connection.setacl(mailbox, account.user, "lrswa")[0] == "OK"


@pytest.mark.parametrize(("how", "there", "code"), [("again", 6, 0), ("again", 3, 1), ("skip", 0, 0)])
def test_what_could_not_be_read_is_tried_again_once_its_file_is_back(  # noqa: PLR0917
        dovecot: ImapServer, dovecot_account: NewDovecotAccount, new_ferry: NewFerry, tmp_path: Path, how: str,
        there: int, code: int) -> None:
    account, content = dovecot_account(), mails(6)
    ferry = new_ferry(dovecot, account)
    ferry.engine.pause(ferry.name)
    ferry.wait_for(lambda: ferry.account.state is AccountState.PAUSED)
    boxes = [write_mbox(tmp_path / name, content[start:start + 3]) for name, start in (("a", 0), ("b", 3))]
    import_id = ferry.start(*boxes)
    ferry.rest()
    kept = [box.read_bytes() for box in boxes]
    for box in boxes:
        box.unlink()
    ferry.engine.resume(ferry.name)
    ferry.rest()
    assert as_counts(ferry.totals(import_id)) == (0, 0, 0, 6)
    ferry.engine.close()
    for box, octets in list(zip(boxes, kept, strict=True))[:there // 3]:
        box.write_bytes(octets)
    program = Program(tmp_path / "state", account, lambda child: child)
    ended = program.run("retry", str(import_id), "--how", how, "--plaintext")
    assert ended.code == code, ended.output
    assert as_multiset(read_mailbox(dovecot, account)) == as_multiset(mail.stored for mail in content[:there])


def test_another_mailbox(cyrus: ImapServer, account: Account, new_ferry: NewFerry, tmp_path: Path) -> None:
    forbid(cyrus, account, "Shut")
    content = mails(5)
    ferry = new_ferry(cyrus, account)
    view = ferry.bring(write_mbox(tmp_path / "box", content), target=("Shut",))
    assert view.totals.committed == 0
    for batch in ferry.batches(view.id):
        if batch.current and batch.state is BatchState.REJECTED:
            ferry.engine.retry_elsewhere(batch.id, ("Open", "Here"))
    ferry.rest()
    assert as_counts(ferry.totals(view.id)) == (5, 0, 0, 0)
    assert as_multiset(read_mailbox(cyrus, account, "Open/Here")) == as_multiset(mail.stored for mail in content)
    assert read_mailbox(cyrus, account, "Shut") == []
    assert {batch.mailbox for batch in ferry.batches(view.id, BatchState.COMMITTED)} == {"Open/Here"}
    later = ferry.bring(tmp_path / "box", target=("Open", "Here"))
    assert as_counts(later.totals) == (0, 0, 5, 0), "it is known what was brought there"


def test_another_mailbox_by_the_command(cyrus: ImapServer, account: Account, new_program: NewProgram,
                                        tmp_path: Path) -> None:
    forbid(cyrus, account, "Shut")
    content = mails(5)
    program = new_program(account)
    assert program.run("import", write_mbox(tmp_path / "box", content), *program.target(cyrus, "Shut")).code == 1
    ended = program.run("retry", "1", "--into", "INBOX")
    assert (ended.code, ended.errors) == (0, "")
    assert "5 arrived in INBOX" in ended.output
    assert as_multiset(read_mailbox(cyrus, account)) == as_multiset(mail.stored for mail in content)
