"""Accounts that answer oddly, and connections that break while they are read: all that can be had arrives, once."""

from __future__ import annotations

import hashlib
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack

import pytest
from tests.servers.checker import as_multiset, signed_in
from tests.servers.common import ImapServer
from tests.servers.faults import Cut, Stall
from tests.servers.fixtures import NewDovecotAccount, NewFaultProxy
from tests.transfer.accounts import SOURCE_PASSWORD, Home
from tests.transfer.boxes import Mail, mails
from tests.transfer.conftest import NewFerry, NewProgram
from tests.transfer.ferry import Ferry, as_counts
from tests.transfer.odd_source import USER, Odd, OddSource

from mailferry.imap.errors import ServerProblem
from mailferry.imap.values import Endpoint, Security
from mailferry.transfer import account_source, scanner
from mailferry.transfer.messages import Note
from mailferry.transfer.values import AccountState, FindingView, ImportId, ImportOptions, ScanState, Selection

MAILS = mails(7)
LARGE = [*MAILS[:2], Mail(50, b"0123456789" * 120_000 + b"\n"), *MAILS[2:]]


class Reading:
    """An engine that reads from one account into another on Dovecot."""

    def __init__(self, target: Home, ferry: Ferry) -> None:
        self.target, self.ferry = target, ferry

    def start(self, server: ImapServer, user: str, password: str, mailbox: tuple[str, ...] | None = ("INBOX",),
              batch_messages: int = 500) -> ImportId:
        endpoint = Endpoint(server.host, server.port, Security.PLAINTEXT, user)
        self.ferry.passwords.remember(endpoint.name, password)
        self.ferry.engine.know_account(endpoint)
        selection = Selection(f"{endpoint.name}/INBOX", mailbox, account=endpoint.name)
        return self.ferry.engine.start_import([selection], self.ferry.name, ("Old",), ImportOptions(batch_messages))

    def bring(self, odd: OddSource, batch_messages: int = 500) -> ImportId:
        import_id = self.start(odd.server, USER.user, USER.password, batch_messages=batch_messages)
        self.ferry.rest()
        return import_id

    def counts(self, import_id: ImportId) -> tuple[int, int, int, int]:
        return as_counts(self.ferry.totals(import_id))

    def findings(self, import_id: ImportId) -> list[FindingView]:
        with self.ferry.reading() as reader:
            return reader.findings(import_id)

    def has_arrived(self, content: Sequence[Mail]) -> bool:
        held = self.target.held("Old")
        return sorted(one.sha256 for one in held.elements()) == sorted(mail.stored.sha256 for mail in content)


@pytest.fixture
def reading(dovecot: ImapServer, dovecot_account: NewDovecotAccount, new_ferry: NewFerry) -> Reading:
    account = dovecot_account()
    return Reading(Home(dovecot, account), new_ferry(dovecot, account))


@pytest.fixture
def odd_source() -> Iterator[Callable[..., OddSource]]:
    """Starts one at each call; all stop with the test."""
    with ExitStack() as servers:
        def start(*messages: Odd, limit: int | None = None, all_mail: Sequence[Odd] = ()) -> OddSource:
            return servers.enter_context(OddSource(messages, limit, all_mail))
        yield start


def odds(content: Sequence[Mail]) -> list[Odd]:
    return [Odd(10 * mail.number + 10, mail.wire) for mail in content]


NewOdd = Callable[..., OddSource]


@pytest.mark.parametrize("limit", [None, 3])
def test_all_messages_of_a_server_with_a_limit(reading: Reading, odd_source: NewOdd, limit: int | None) -> None:
    """RFC 9738: it answers for three messages only, the newest first."""
    import_id = reading.bring(odd_source(*odds(MAILS), limit=limit))
    assert reading.counts(import_id) == (7, 0, 0, 0)
    assert reading.has_arrived(MAILS)


@pytest.mark.parametrize(("on_body", "words"), [
    ("gone", "does not give it any more"), ("nil", "does not give it any more"), ("no", "cannot read it"),
    ("bye", "ends the connection each time")])
def test_a_message_that_cannot_be_had_costs_no_other(
        reading: Reading, odd_source: NewOdd, on_body: str, words: str) -> None:
    bad = Odd(35, b"never", on_body=on_body)
    import_id = reading.bring(odd_source(*odds(MAILS[:3]), bad, *odds(MAILS[3:])))
    assert reading.counts(import_id) == (7, 0, 0, 1)
    assert reading.has_arrived(MAILS)
    [finding] = reading.findings(import_id)
    assert words in finding.sentence
    assert finding.path.endswith("/INBOX;UID=35")


def test_all_mail_of_a_whole_account_brings_only_what_lies_in_no_other_mailbox(
        reading: Reading, odd_source: NewOdd) -> None:
    """What was archived lies there alone. A header without Message-ID is no name, so that one comes along."""
    nameless = b"Subject: without a name\r\n\r\nHello.\r\n"
    source = odd_source(*odds(MAILS[:3]), Odd(900, nameless),
                        all_mail=[Odd(1000 - mail.number, mail.wire) for mail in MAILS] + [Odd(2000, nameless)])
    import_id = reading.start(source.server, USER.user, USER.password, None)
    reading.ferry.rest()
    assert reading.counts(import_id) == (9, 0, 3, 0)
    held = {name: sorted(one.sha256 for one in found.elements()) for name, found in reading.target.all_held().items()}
    without = hashlib.sha256(nameless).hexdigest()
    assert held == {"Old.INBOX": sorted([*(mail.stored.sha256 for mail in MAILS[:3]), without]),
                    "Old.All Mail": sorted([*(mail.stored.sha256 for mail in MAILS[3:]), without])}
    [finding] = reading.findings(import_id)
    assert (finding.path.partition("/")[2], finding.messages) == ("All Mail", 3)


def test_all_mail_by_itself_is_a_mailbox_like_another(reading: Reading, odd_source: NewOdd) -> None:
    source = odd_source(*odds(MAILS[:3]), all_mail=odds(MAILS))
    import_id = reading.start(source.server, USER.user, USER.password, ("All Mail",))
    reading.ferry.rest()
    assert reading.counts(import_id) == (7, 0, 0, 0)
    assert reading.has_arrived(MAILS)


def test_an_empty_message_is_left_out(reading: Reading, odd_source: NewOdd) -> None:
    import_id = reading.bring(odd_source(Odd(5, b""), *odds(MAILS)))
    assert reading.counts(import_id) == (7, 0, 1, 0)


def test_a_message_without_the_octets_that_were_announced(reading: Reading, odd_source: NewOdd) -> None:
    import_id = reading.bring(odd_source(Odd(5, b"", size=500), *odds(MAILS)))
    assert reading.counts(import_id) == (7, 0, 0, 1)
    assert reading.findings(import_id)[0].sentence == "The server announced 500 octets and gave none."


@pytest.mark.parametrize("size", [10, 100_000])
def test_a_size_that_was_only_estimated(reading: Reading, odd_source: NewOdd, size: int) -> None:
    """All octets that the server gives arrive, and the report tells that they were not what it had announced."""
    import_id = reading.bring(odd_source(Odd(5, LARGE[2].wire, size=size), *odds(MAILS)))
    assert reading.counts(import_id) == (8, 0, 0, 0)
    assert reading.has_arrived(LARGE)
    with reading.ferry.reading() as reader:
        assert reader.notes(import_id) == {Note.OTHER_SIZE: 1}


def test_a_mailbox_that_was_made_anew(reading: Reading, odd_source: NewOdd) -> None:
    """Its UIDs name other messages now: nothing is mixed up."""
    source = odd_source(*odds(MAILS[:3]), Odd(35, b"never", on_body="bye"), *odds(MAILS[3:]))
    import_id = reading.start(source.server, USER.user, USER.password, batch_messages=1)
    reading.ferry.wait_for(lambda: source.commands.count(b"LOGIN \"ada\" \"any\"") > 1)
    source.uidvalidity = 8
    reading.ferry.rest()
    assert any("made anew" in finding.sentence for finding in reading.findings(import_id))
    assert reading.counts(import_id)[0] == 3


def test_no_room_for_all_at_once(
        reading: Reading, odd_source: NewOdd, monkeypatch: pytest.MonkeyPatch) -> None:
    """So much may lie unsent; reading waits for the sending, and all arrives."""
    monkeypatch.setattr(scanner, "UNSENT_OCTETS", 1000)
    content = mails(40)
    source = odd_source(*odds(content))
    import_id = reading.bring(source, batch_messages=5)
    assert reading.counts(import_id) == (40, 0, 0, 0)
    assert reading.has_arrived(content)
    assert reading.ferry.view(import_id).scan is ScanState.DONE


@pytest.mark.parametrize("octets", [250, 320, 400, 500, 600])
def test_a_cut_while_a_mailbox_is_read(
        reading: Reading, dovecot: ImapServer, dovecot_account: NewDovecotAccount, fault_proxy: NewFaultProxy,
        octets: int) -> None:
    source = Home(dovecot, dovecot_account())
    source.fill("INBOX", LARGE)
    before = source.all_held()
    proxy = fault_proxy(dovecot, Cut(octets=octets))
    import_id = reading.start(proxy.server, source.account.user, source.account.password)
    reading.ferry.rest()
    assert proxy.fired
    assert reading.counts(import_id) == (8, 0, 0, 0)
    assert reading.target.held("Old") == as_multiset(mail.stored for mail in LARGE)
    assert source.all_held() == before


def test_a_mailbox_that_changes_while_the_connection_is_broken(
        reading: Reading, dovecot: ImapServer, dovecot_account: NewDovecotAccount, fault_proxy: NewFaultProxy,
        monkeypatch: pytest.MonkeyPatch) -> None:
    """What is removed is named, what is new comes too, and each of the others comes once."""
    source = Home(dovecot, dovecot_account())
    source.fill("INBOX", LARGE)
    new = mails(1, first=70)
    lose = account_source.AccountSource.lost

    def lost(self: account_source.AccountSource, error: ServerProblem) -> None:
        if source.held() == as_multiset(mail.stored for mail in LARGE):
            with signed_in(source.server, source.account) as other:
                other.select("INBOX")
                assert other.uid("STORE", "7", "+FLAGS", "(\\Deleted)")[0] == "OK"
                assert other.uid("EXPUNGE", "7")[0] == "OK"
            source.fill("INBOX", new)
        lose(self, error)

    monkeypatch.setattr(account_source.AccountSource, "lost", lost)
    proxy = fault_proxy(dovecot, Cut(octets=450))
    import_id = reading.start(proxy.server, source.account.user, source.account.password)
    reading.ferry.rest()
    assert proxy.fired
    assert reading.target.held("Old") == as_multiset(mail.stored for mail in [*LARGE[:6], *LARGE[7:], *new])
    [gone] = reading.findings(import_id)
    assert gone.path.endswith("/INBOX;UID=7")
    assert "was probably removed there" in gone.sentence


def test_a_server_that_is_gone_for_good(reading: Reading, odd_source: NewOdd, monkeypatch: pytest.MonkeyPatch) -> None:
    """The import stays unread, says why, and goes on when the account is opened."""
    monkeypatch.setattr(account_source, "FATAL_TRIES", account_source.BREAKS + 1)
    source = odd_source(*odds(MAILS[:3]), Odd(35, MAILS[3].wire, on_body="bye"), *odds(MAILS[4:]))
    import_id = reading.bring(source)
    assert reading.ferry.view(import_id).scan is ScanState.RUNNING
    assert reading.counts(import_id) == (3, 0, 0, 0)
    [halted] = [view for view in reading.ferry.engine.accounts() if view.state is AccountState.PAUSED]
    assert halted.name == f"ada@{source.server.host}:{source.server.port}"
    source.messages[35] = Odd(35, MAILS[3].wire)
    reading.ferry.engine.open_account(halted.endpoint)
    reading.ferry.wait_for(lambda: reading.ferry.view(import_id).scan is ScanState.DONE)
    reading.ferry.rest()
    assert reading.counts(import_id) == (7, 0, 0, 0)
    assert reading.has_arrived(MAILS)


@pytest.mark.parametrize("octets", [350, 450, 600])
def test_killed_while_a_mailbox_is_read(
        dovecot: ImapServer, dovecot_account: NewDovecotAccount, new_program: NewProgram, fault_proxy: NewFaultProxy,
        octets: int) -> None:
    source, target = Home(dovecot, dovecot_account()), Home(dovecot, dovecot_account())
    content = [*mails(150), *LARGE[2:3]]
    source.fill("INBOX", content)
    proxy = fault_proxy(dovecot, Stall(octets=octets))
    program = new_program(target.account, quick=True)
    program.variables[SOURCE_PASSWORD] = source.account.password
    # One connection looks whether the mailbox is there: the fault is for the second.
    child = program.start("import", source.url("INBOX", proxy.server), "--source-plaintext", "--source-password-env",
                          SOURCE_PASSWORD, *program.target(target.server, "Old"), "--batch-messages", "30", "--json")
    proxy.wait_for(lambda: proxy.fired)
    assert child.end(signal.SIGKILL).code == -signal.SIGKILL
    resumed = program.run("resume", "--json", "--source-password-env", SOURCE_PASSWORD)
    assert resumed.code == 0
    assert resumed.summary["committed"] == len(content)
    assert target.held("Old") == as_multiset(mail.stored for mail in content)
    assert list((program.state / "fetched").rglob("*")) == []


@pytest.mark.parametrize("octets", [300, 450, 600])
def test_a_network_that_is_gone_for_a_while_costs_no_message(
        reading: Reading, dovecot: ImapServer, dovecot_account: NewDovecotAccount, fault_proxy: NewFaultProxy,
        octets: int) -> None:
    """No connection can be made, again and again: that is no fault of the message under way."""
    source = Home(dovecot, dovecot_account())
    source.fill("INBOX", LARGE)
    proxy = fault_proxy(dovecot, Cut(octets=octets, down=1.0))
    import_id = reading.start(proxy.server, source.account.user, source.account.password)
    reading.ferry.rest()
    assert proxy.fired
    assert reading.findings(import_id) == []
    assert reading.target.held("Old") == as_multiset(mail.stored for mail in LARGE)
