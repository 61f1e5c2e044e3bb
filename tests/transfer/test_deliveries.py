"""Batches on servers without MULTIAPPEND: by way of a staging mailbox, or reversibly, the target gets all or nothing.

Dovecot (both of its stores) and Cyrus with MULTIAPPEND hidden, and Courier, which has none. What arrived is read by
the checker on a direct connection.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from tests.servers.checker import Stored, as_multiset, list_mailboxes, quoted, read_mailbox, signed_in
from tests.servers.common import Account, ImapServer
from tests.servers.cyrus import LIMIT_OCTETS
from tests.servers.dovecot import Dovecot
from tests.servers.fault_proxy import FaultProxy
from tests.servers.faults import Cut, Fault, ReplaceAnswer, Stall, SwallowAnswer
from tests.servers.fixtures import NewFaultProxy
from tests.transfer.boxes import HOSTILE, Mail, mails, write_mbox
from tests.transfer.conftest import NewFerry
from tests.transfer.ferry import SHORT, Ferry, Real, as_counts

from mailferry.imap.transmit import Patience
from mailferry.transfer import looking
from mailferry.transfer.report import report_lines
from mailferry.transfer.values import BatchState, DeliveryKind, ImportView, OnReject

QUICK = replace(SHORT, command=2, commit=2, progress=2)
QUOTA_KIB = 100
STAGED, REVERSIBLE = DeliveryKind.STAGED, DeliveryKind.REVERSIBLE


@pytest.fixture(params=[STAGED, REVERSIBLE])
def kind(request: pytest.FixtureRequest) -> DeliveryKind:
    """Each way that holds a batch together without MULTIAPPEND."""
    asked: DeliveryKind = request.param
    return asked


@dataclass
class Port:
    """A server without MULTIAPPEND, a user, and a mailbox Aa that holds mail of others, some marked as deleted."""

    server: ImapServer
    account: Account
    new_proxy: NewFaultProxy
    new_ferry: NewFerry
    folder: Path
    prefix: str = ""
    hide: Sequence[str] = ("MULTIAPPEND",)
    before: list[Stored] = field(default_factory=list)

    def __post_init__(self) -> None:
        with signed_in(self.server, self.account) as connection:
            assert connection.create(quoted(self.mailbox))[0] == "OK"
        for number, flags in ((90, ""), (91, "(\\Deleted)")):
            self.put(self.mailbox, Mail(number, b"of others\n"), flags)
        self.before = read_mailbox(self.server, self.account, self.mailbox)

    @property
    def mailbox(self) -> str:
        return self.prefix + "Aa"

    def put(self, mailbox: str, mail: Mail, flags: str = "") -> None:
        """Store a mail directly."""
        with signed_in(self.server, self.account) as connection:
            assert connection.append(quoted(mailbox), flags, "", mail.wire)[0] == "OK"

    def ferry(self, *faults: Fault, patience: Patience = SHORT) -> tuple[Ferry, FaultProxy]:
        """An engine behind a proxy with these faults."""
        proxy = self.new_proxy(self.server, *faults, hide=self.hide)
        return self.new_ferry(proxy.server, self.account, patience), proxy

    def source(self, content: Sequence[Mail]) -> Path:
        return write_mbox(self.folder / "box", content)

    def arrived(self) -> list[Stored]:
        """What is there besides the mail of others, which must be untouched."""
        held = read_mailbox(self.server, self.account, self.mailbox)
        assert held[:len(self.before)] == self.before
        return held[len(self.before):]

    def staging(self) -> list[str]:
        """Staging mailboxes that are there."""
        return [name for name in list_mailboxes(self.server, self.account) if "Mailferry" in name]


NewPort = Callable[..., Port]


@pytest.fixture
def new_port(request: pytest.FixtureRequest, fault_proxy: NewFaultProxy, new_ferry: NewFerry, tmp_path: Path,
             monkeypatch: pytest.MonkeyPatch) -> NewPort:
    monkeypatch.setattr(looking, "LOOPBACK_WAIT", 0.4)

    def make(name: str, *, quota_kib: int | None = None, limited: bool = False) -> Port:
        family = {"maildir": "dovecot", "mdbox": "dovecot"}.get(name, name)
        options: dict[str, object] = {} if quota_kib is None else {"quota_kib": quota_kib}
        hide = ["MULTIAPPEND"]
        if family == "dovecot":
            options["storage"] = name
            if limited:
                options["max_mail_size"] = LIMIT_OCTETS
        elif limited:
            family, hide = "cyrus_limited", [*hide, "APPENDLIMIT"]
        server: ImapServer = request.getfixturevalue(family)
        account: Account = request.getfixturevalue(f"{family.removesuffix('_limited')}_account")(**options)
        return Port(server, account, fault_proxy, new_ferry, tmp_path, "INBOX." if name == "courier" else "",
                    hide)

    return make


@pytest.fixture(params=["maildir", "mdbox", "cyrus", "courier"])
def every(request: pytest.FixtureRequest, new_port: NewPort) -> Port:
    """Each server."""
    return new_port(request.param)


@pytest.fixture(params=["maildir", "cyrus"])
def port(request: pytest.FixtureRequest, new_port: NewPort) -> Port:
    """The two that are most unlike."""
    return new_port(request.param)


def holds_exactly(port: Port, ferry: Ferry, view: ImportView, content: Sequence[Mail]) -> bool:
    """All of it is there once, with its flags and dates, and its UIDs are known; nothing else is left behind."""
    assert as_counts(ferry.totals(view.id)) == (len(content), 0, 0, 0)
    arrived = port.arrived()
    known = [message.uid for batch in ferry.batches(view.id) for message in ferry.messages(batch)]
    assert sorted(uid or 0 for uid in known) == [message.uid for message in arrived]
    assert port.staging() == []
    return as_multiset(arrived) == as_multiset(mail.stored for mail in content)


# --- the ordinary way ------------------------------------------------------------------------------------------------


def test_content_flags_and_dates_are_exact(every: Port, kind: DeliveryKind) -> None:
    content = mails(7, body=HOSTILE)
    ferry, proxy = every.ferry()
    view = ferry.bring(every.source(content), target=("Aa",), batch_messages=3, delivery=kind)
    assert view.delivery is kind
    assert {batch.delivery for batch in ferry.batches(view.id)} == {kind}
    assert proxy.appends == 7
    assert holds_exactly(every, ferry, view, content)
    assert [message.sha256 for message in every.arrived()] == [mail.stored.sha256 for mail in content]


def test_the_staging_mailbox_is_not_subscribed_and_is_gone_at_the_end(every: Port) -> None:
    content = mails(3)
    ferry, proxy = every.ferry(Stall(copy=1, octets=3))
    assert ferry.account.facts is not None
    assert ferry.account.facts.delivery is STAGED, "it is chosen by itself"
    import_id = ferry.start(every.source(content), target=("Aa",))
    proxy.wait_for(lambda: proxy.fired)
    [staging] = every.staging()
    assert staging.startswith(every.prefix + "Mailferry ")
    assert len(read_mailbox(every.server, every.account, staging)) == 3
    assert every.arrived() == []
    with signed_in(every.server, every.account) as connection:
        assert "Mailferry" not in str(connection.lsub('""', "*"))
    proxy.release()
    ferry.rest()
    assert holds_exactly(every, ferry, ferry.view(import_id), content)


# --- refusals --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["maildir", "mdbox", "cyrus", "courier"])
def test_of_five_messages_with_the_third_over_quota_none_is_left(new_port: NewPort, name: str,
                                                                 kind: DeliveryKind) -> None:
    """The example of RFC 3502's introduction."""
    port = new_port(name, quota_kib=QUOTA_KIB)
    content = mails(5)
    content[2] = Mail(2, b"x" * 70 + b"\n" + b"y" * 1024 * QUOTA_KIB + b"\n")
    ferry, _ = port.ferry()
    view = ferry.bring(port.source(content), target=("Aa",), delivery=kind, on_reject=OnReject.SKIP)
    assert as_counts(view.totals) == (0, 5, 0, 0)
    [batch] = ferry.batches(view.id)
    assert (batch.state, batch.reason) == (BatchState.REJECTED, "There is no room for it in the mailbox.")
    assert port.arrived() == []
    assert port.staging() == []


@pytest.mark.parametrize("name", ["maildir", "mdbox", "cyrus"])
def test_a_message_that_is_too_large_is_named_and_the_others_arrive(new_port: NewPort, name: str,
                                                                    kind: DeliveryKind) -> None:
    port = new_port(name, limited=True)
    content = mails(5)
    content[2] = Mail(2, b"x" * 70 + b"\n" + b"y" * LIMIT_OCTETS + b"\n")
    ferry, _ = port.ferry()
    view = ferry.bring(port.source(content), target=("Aa",), delivery=kind, on_reject=OnReject.ISOLATE)
    assert as_counts(view.totals) == (4, 1, 0, 0)
    rejected = ferry.batches(view.id, BatchState.REJECTED)
    # Cyrus has been sent the message unasked, and closes the connection; whether its words are still heard is chance.
    assert all("“number 2”" in batch.culprit for batch in rejected)
    assert any("is larger than this server takes" in batch.reason for batch in rejected)
    assert as_multiset(port.arrived()) == as_multiset(mail.stored for mail in content if mail.number != 2)
    assert port.staging() == []


def test_a_server_that_stores_and_says_no_is_not_believed(port: Port, kind: DeliveryKind) -> None:
    content = mails(6)
    fault = ReplaceAnswer(copy=2) if kind is STAGED else ReplaceAnswer(append=6)
    ferry, proxy = port.ferry(fault)
    view = ferry.bring(port.source(content), target=("Aa",), batch_messages=3, delivery=kind,
                       on_reject=OnReject.SKIP)
    assert proxy.fired == [fault]
    assert holds_exactly(port, ferry, view, content)


def test_what_a_lying_no_kept_from_being_sent_follows(port: Port) -> None:
    """Where each message is asked for, its answer is seen before the next is sent."""
    content = mails(4)
    fault = ReplaceAnswer(append=2)
    port.hide = ["MULTIAPPEND", "LITERAL+"]
    ferry, proxy = port.ferry(fault)
    view = ferry.bring(port.source(content), target=("Aa",), delivery=REVERSIBLE, on_reject=OnReject.SKIP)
    assert proxy.fired == [fault]
    assert holds_exactly(port, ferry, view, content)


# --- lost connections ------------------------------------------------------------------------------------------------

FAULTS: dict[str, Fault] = {
    "cut before the first APPEND": Cut(append=1),
    "cut in the first literal": Cut(append=1, octets=120),
    "cut before the second APPEND": Cut(append=2),
    "cut in the last APPEND": Cut(append=3, octets=120),
    "answer to the first APPEND lost": SwallowAnswer(append=1),
    "answer to the last APPEND lost": SwallowAnswer(append=3),
    "answer to the second APPEND never comes": SwallowAnswer(append=2, then_cut=False),
    "stall in the second APPEND": Stall(append=2, octets=60),
    "cut before the COPY": Cut(copy=1),
    "cut in the COPY": Cut(copy=1, octets=12),
    "stall in the COPY": Stall(copy=1, octets=12),
    "answer to the COPY lost": SwallowAnswer(copy=1),
    "answer to the COPY never comes": SwallowAnswer(copy=1, then_cut=False),
}


@pytest.mark.parametrize(("kind", "fault"), [
    *((STAGED, fault) for fault in FAULTS), *((REVERSIBLE, fault) for fault in FAULTS if "COPY" not in fault)])
def test_after_a_fault_all_is_there_once(port: Port, kind: DeliveryKind, fault: str) -> None:
    content = mails(6)
    ferry, proxy = port.ferry(FAULTS[fault], patience=QUICK if "stall" in fault or "never" in fault else SHORT)
    view = ferry.bring(port.source(content), target=("Aa",), batch_messages=3, delivery=kind)
    assert proxy.fired == [FAULTS[fault]]
    assert holds_exactly(port, ferry, view, content)


# --- staging mailboxes of broken runs --------------------------------------------------------------------------------


@pytest.mark.parametrize("foreign", [False, True])
def test_a_staging_mailbox_of_a_broken_run_is_cleaned_at_the_next(port: Port, foreign: bool) -> None:
    """And deleted, unless somebody has put mail of his own into it: that stays."""
    content = mails(3)
    ferry, proxy = port.ferry(Stall(copy=1, octets=3))
    import_id = ferry.start(port.source(content), target=("Aa",), delivery=STAGED)
    proxy.wait_for(lambda: proxy.fired)
    [staging] = port.staging()
    other = replace(content[0], body=content[0].body.replace(b"Hello", b"Jello"))  # of the same header and size
    if foreign:
        port.put(staging, other)
    ferry.engine.close()
    assert len(read_mailbox(port.server, port.account, staging)) == 3 + foreign
    later = port.new_ferry(proxy.server, port.account)
    later.rest()
    assert as_counts(later.totals(import_id)) == (3, 0, 0, 0)
    assert as_multiset(port.arrived()) == as_multiset(mail.stored for mail in content)
    assert port.staging() == ([staging] if foreign else [])
    if foreign:
        [left] = read_mailbox(port.server, port.account, staging)
        assert left.sha256 == other.stored.sha256


def test_where_no_mailbox_can_be_made_it_goes_reversibly(dovecot_process: Dovecot, new_port: NewPort) -> None:
    port = new_port("maildir")
    content = mails(5)
    ferry, _ = port.ferry()
    maildir = dovecot_process.directory / "home" / port.account.user / "Maildir"
    maildir.chmod(0o555)
    try:
        view = ferry.bring(port.source(content), target=("Aa",), batch_messages=3, delivery=STAGED)
    finally:
        maildir.chmod(0o755)
    assert {batch.delivery for batch in ferry.batches(view.id)} == {REVERSIBLE}
    assert holds_exactly(port, ferry, view, content)


def test_without_uidplus_each_message_is_a_batch(port: Port, kind: DeliveryKind) -> None:
    content = mails(4)
    port.hide = ["MULTIAPPEND", "UIDPLUS"]
    ferry, _ = port.ferry()
    view = ferry.bring(port.source(content), target=("Aa",), delivery=kind)
    assert as_counts(view.totals) == (4, 0, 0, 0)
    committed = ferry.batches(view.id, BatchState.COMMITTED)
    assert [(batch.messages, batch.delivery) for batch in committed] == [(1, DeliveryKind.SEPARATE)] * 4
    assert as_multiset(port.arrived()) == as_multiset(mail.stored for mail in content)


@pytest.mark.parametrize("hidden", [True, False])
@pytest.mark.parametrize("name", ["maildir", "mdbox", "cyrus", "courier"])
def test_a_batch_that_has_room_once_but_not_twice_goes_straight_into_its_target(
        new_port: NewPort, name: str, *, hidden: bool) -> None:
    """For a moment a staged batch is there twice."""
    port = new_port(name, quota_kib=QUOTA_KIB)
    if hidden:
        port.hide = [*port.hide, "QUOTA"]
    content = mails(3, body=b"x" * 70 + b"\n" + b"y" * 200 * QUOTA_KIB + b"\n")
    ferry, proxy = port.ferry()
    view = ferry.bring(port.source(content), target=("Aa",), delivery=STAGED)
    assert [(batch.state, batch.delivery) for batch in ferry.batches(view.id)] == [(BatchState.COMMITTED, REVERSIBLE)]
    assert holds_exactly(port, ferry, view, content)
    assert proxy.appends == (6 if hidden else 3), "it was known before, where the server tells how full it is"
    with ferry.reading() as reader:
        assert ("    1 of the batches went otherwise: whole batches, taken back if one message fails."
                in report_lines(reader, [view.id]))


# --- a server that does not keep a MULTIAPPEND together --------------------------------------------------------------


@pytest.mark.parametrize("on_reject", [OnReject.ISOLATE, OnReject.SKIP])
@pytest.mark.parametrize("name", ["maildir", "cyrus"])
def test_after_a_part_of_a_refused_batch_was_kept_the_account_goes_by_staging(new_port: NewPort, name: str,
                                                                              on_reject: OnReject) -> None:
    """The part is put there by the test, while the batch that is refused is under way."""
    port = new_port(name, quota_kib=QUOTA_KIB)
    port.hide = []
    content = mails(4)
    content[1] = Mail(1, b"x" * 70 + b"\n" + b"y" * 1024 * QUOTA_KIB + b"\n")
    ferry, proxy = port.ferry(Stall(append=1, octets=120))
    import_id = ferry.start(port.source(content), target=("Aa",), batch_messages=2, on_reject=on_reject)
    proxy.wait_for(lambda: proxy.fired)
    ferry.wait_for(lambda: BatchState.FINISHING in ferry.heard().values())  # a refusal before that needs no look
    port.put(port.mailbox, content[0])
    proxy.release()
    ferry.rest()
    if on_reject is OnReject.ISOLATE:
        first, kept, second = ferry.batches(import_id)
        assert (first.state, first.current) == (BatchState.REJECTED, 1), "the refused message alone"
        assert (kept.state, kept.parent, kept.current) == (BatchState.COMMITTED, first.id, 1)
        assert as_counts(ferry.totals(import_id)) == (3, 1, 0, 0)
    else:
        first, second = ferry.batches(import_id)
        assert first.state is BatchState.CONFLICT
        assert "Sent: 2 messages (“" in first.reason
        assert f"There, in {port.mailbox}: 1 of them, number 1 of the batch (UID " in first.reason
    assert (second.state, second.delivery) == (BatchState.COMMITTED, STAGED)
    assert ferry.account.facts is not None
    assert ferry.account.facts.delivery is STAGED
    assert [message.sha256 for message in port.arrived()] == [
        content[place].stored.sha256 for place in (0, 2, 3)]
    again = ferry.bring(write_mbox(port.folder / "more", mails(2, first=20)), target=("Aa",))
    assert {batch.delivery for batch in ferry.batches(again.id)} == {STAGED}


def test_a_way_that_was_chosen_for_an_account_is_taken_from_then_on(
        real: Real, new_ferry: NewFerry, tmp_path: Path) -> None:
    account, content = real.new_account(), mails(6)
    ferry = new_ferry(real.server, account)
    ferry.engine.choose_delivery(ferry.name, DeliveryKind.STAGED)
    ferry.wait_for(lambda: ferry.account.facts is not None and ferry.account.facts.delivery is DeliveryKind.STAGED)
    view = ferry.bring(write_mbox(tmp_path / "box", content[:3]))
    assert view.delivery is DeliveryKind.STAGED
    ferry.engine.close()

    again = new_ferry(real.server, account)
    assert again.engine.delivery_of(again.name) is DeliveryKind.STAGED
    assert again.bring(write_mbox(tmp_path / "more", content[3:])).delivery is DeliveryKind.STAGED
    again.engine.choose_delivery(again.name, None)
    again.wait_for(lambda: again.account.facts is not None
                   and again.account.facts.delivery is DeliveryKind.MULTIAPPEND)
    assert as_multiset(read_mailbox(real.server, account)) == as_multiset(mail.stored for mail in content)


def test_a_new_inbox_of_courier_tells_uids_that_stay(courier: ImapServer, courier_account: Callable[[], Account],
                                                     fault_proxy: NewFaultProxy, new_ferry: NewFerry,
                                                     tmp_path: Path) -> None:
    """Until it is opened for the first time it has another UIDVALIDITY each second."""
    account = courier_account()
    proxy = fault_proxy(courier, Stall(append=1, seconds=1.2))
    ferry = new_ferry(proxy.server, account)
    view = ferry.bring(write_mbox(tmp_path / "box", [Mail(number) for number in range(3)]), delivery=REVERSIBLE)
    assert as_counts(view.totals) == (3, 0, 0, 0)
    known = [message.uid for batch in ferry.batches(view.id) for message in ferry.messages(batch)]
    assert known == [message.uid for message in read_mailbox(courier, account)]
