"""Connections that break, answers that are lost and answers that lie: every message arrives exactly once, or a person
is asked. On Dovecot and Cyrus, behind the fault proxy; read by the checker on a direct connection.
"""

from __future__ import annotations

import socket
from pathlib import Path

import pytest
from tests.servers.checker import as_multiset, read_mailbox, signed_in
from tests.servers.common import LOOPBACK, Account, ImapServer, free_port
from tests.servers.fault_proxy import FaultProxy
from tests.servers.faults import Cut, Fault, ReplaceAnswer, Stall, SwallowAnswer
from tests.servers.fixtures import NewDovecotAccount, NewFaultProxy
from tests.transfer.boxes import Mail, write_mbox
from tests.transfer.conftest import NewFerry
from tests.transfer.ferry import Ferry, Real, as_counts
from tests.transfer.voyage import CONTENT, FIRST, QUICK, SECOND, THIRD, Voyage, second

from mailferry.errors import Problem
from mailferry.transfer import looking
from mailferry.transfer.values import AccountChanged, AccountState, BatchChanged, BatchState, BatchView, Retry
from mailferry.transfer.values_after import Trace, TraceKind


def waits(ferry: Ferry) -> int:
    """How often the account has waited to connect again."""
    return sum(isinstance(event, AccountChanged) and event.view.state is AccountState.WAITING for event in ferry.told)


# --- before the last CRLF ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("fault", "appends"), [
    (Cut(append=2), 2), (Cut(append=2, octets=20), 2),
    (Cut(append=2, octets=300), 3)])  # with a whole message on its way, one APPEND is begun and cancelled before
def test_lost_before_the_last_crlf_it_is_sent_again(voyage: Voyage, fault: Fault, appends: int) -> None:
    ferry, proxy, import_id = voyage.start(fault)
    ferry.rest()
    assert proxy.fired == [fault]
    assert as_counts(ferry.totals(import_id)) == (9, 0, 0, 0)
    assert voyage.holds_all_once()
    assert [batch.attempts for batch in ferry.batches(import_id)] == [1, 2, 1]
    assert [connection.appends for connection in proxy.connections] == [2, appends]


def test_at_the_moment_of_the_break_nothing_of_the_batch_is_stored(voyage: Voyage) -> None:
    ferry, proxy, import_id = voyage.start(Cut(append=2, octets=400, shut=True))
    proxy.wait_for(lambda: proxy.fired)
    assert as_multiset(voyage.held()) == as_multiset(mail.stored for mail in FIRST)
    proxy.let_in()
    ferry.rest()
    assert as_counts(ferry.totals(import_id)) == (9, 0, 0, 0)
    assert voyage.holds_all_once()


def test_a_copy_in_the_source_is_no_late_copy(voyage: Voyage) -> None:
    """Without UIDPLUS nobody is told which is which."""
    place = voyage.last_crlf()
    ferry, _, import_id = voyage.start(Cut(octets=place), content=[*FIRST, *SECOND, *SECOND], hide=["UIDPLUS"])
    ferry.rest()
    assert as_counts(ferry.totals(import_id)) == (9, 0, 0, 0)
    assert as_multiset(voyage.held()) == as_multiset(mail.stored for mail in [*FIRST, *SECOND, *SECOND])


# --- after the last CRLF: doubtful -----------------------------------------------------------------------------------


@pytest.mark.parametrize("fault", [SwallowAnswer(append=2), SwallowAnswer(append=2, then_cut=False)])
def test_a_lost_answer_to_a_stored_batch_is_found_by_looking(voyage: Voyage, fault: Fault) -> None:
    ferry, proxy, import_id = voyage.start(fault, patience=QUICK)
    ferry.rest()
    assert as_counts(ferry.totals(import_id)) == (9, 0, 0, 0)
    assert voyage.holds_all_once()
    assert [batch.attempts for batch in ferry.batches(import_id)] == [1, 1, 1]
    assert proxy.appends == 3, "nothing was sent twice"
    assert [message.uid for message in ferry.messages(second(ferry, import_id))] == [
        message.uid for message in voyage.held()[3:6]]


def test_a_lost_answer_is_found_among_mail_that_others_put_there_meanwhile(voyage: Voyage) -> None:
    ferry, proxy, import_id = voyage.start(Stall(append=2, octets=30), SwallowAnswer(append=2))
    proxy.wait_for(lambda: proxy.fired)
    foreign = Mail(77, b"from another program\n")
    voyage.put(foreign)
    proxy.release()
    ferry.rest()
    assert as_counts(ferry.totals(import_id)) == (9, 0, 0, 0)
    assert proxy.appends == 3
    held = voyage.held()
    assert as_multiset(message for message in held if message.sha256 != foreign.stored.sha256) == as_multiset(
        mail.stored for mail in CONTENT)
    assert len(held) == 10


def test_a_last_crlf_that_never_arrived_is_found_by_looking_and_the_batch_sent_again(voyage: Voyage) -> None:
    ferry, proxy, import_id = voyage.start(Cut(octets=voyage.last_crlf()))
    ferry.rest()
    doubts = {event.view.id for event in ferry.told
              if isinstance(event, BatchChanged) and event.view.state is BatchState.DOUBTFUL}
    assert doubts == {second(ferry, import_id).id}
    assert as_counts(ferry.totals(import_id)) == (9, 0, 0, 0)
    assert voyage.holds_all_once()
    assert [batch.attempts for batch in ferry.batches(import_id)] == [1, 2, 1]
    assert proxy.appends == 5  # one was begun and cancelled, so that a server that had died mends its store


def test_a_batch_that_shows_late_is_not_sent_twice(voyage: Voyage, monkeypatch: pytest.MonkeyPatch) -> None:
    """We give up, look, and see nothing; only then the last octet of the batch arrives at the server."""
    stall = Stall(octets=voyage.last_crlf(), seconds=QUICK.commit + 1)
    monkeypatch.setattr(looking, "LOOPBACK_WAIT", 20.0)  # it ends when the batch shows
    ferry, proxy, import_id = voyage.start(stall, patience=QUICK)
    ferry.rest()
    assert as_counts(ferry.totals(import_id)) == (9, 0, 0, 0)
    assert voyage.holds_all_once()
    assert proxy.appends == 3


@pytest.mark.parametrize("answer", [b"NO no", b"BAD [UNAVAILABLE] no", b"NO [OVERQUOTA] full"])
def test_a_server_that_stores_and_says_no_is_not_believed(voyage: Voyage, answer: bytes) -> None:
    ferry, proxy, import_id = voyage.start(ReplaceAnswer(append=2, text=answer))
    ferry.rest()
    assert as_counts(ferry.totals(import_id)) == (9, 0, 0, 0)
    assert voyage.holds_all_once()
    assert proxy.appends == 3
    assert second(ferry, import_id).state is BatchState.COMMITTED


def test_a_part_that_is_there_is_made_whole(voyage: Voyage) -> None:
    """As a server leaves it that has crashed inside its commit; only the missing message is sent."""
    ferry, proxy, import_id = voyage.start(Cut(octets=voyage.last_crlf(), shut=True))
    proxy.wait_for(lambda: proxy.fired)
    voyage.put(SECOND[0], SECOND[2])
    proxy.let_in()
    ferry.rest()
    assert as_counts(ferry.totals(import_id)) == (9, 0, 0, 0)
    assert proxy.appends == 5  # one was cancelled
    held = voyage.held()
    assert [message.sha256 for message in held] == [
        mail.stored.sha256 for mail in (*FIRST, SECOND[0], SECOND[2], SECOND[1], *THIRD)]
    assert [message.uid for message in ferry.messages(second(ferry, import_id))] == [
        held[place].uid for place in (3, 5, 4)]


def traces(ferry: Ferry, batch: BatchView) -> list[Trace | None]:
    """What the journal tells of each message of a conflict."""
    return [message.trace for message in ferry.messages(batch)]


def test_of_a_conflict_only_what_is_missing_can_be_sent(voyage: Voyage) -> None:
    ferry, proxy, import_id = voyage.start(Cut(octets=voyage.last_crlf(), shut=True))
    proxy.wait_for(lambda: proxy.fired)
    voyage.put(SECOND[2], SECOND[0])
    proxy.let_in()
    ferry.rest()
    batch = second(ferry, import_id)
    assert batch.missing == 1
    ferry.engine.retry(batch.id, Retry.MISSING)
    ferry.rest()
    assert as_counts(ferry.totals(import_id)) == (9, 0, 0, 0)
    held = voyage.held()
    assert [message.sha256 for message in held] == [
        mail.stored.sha256 for mail in (*FIRST, SECOND[2], SECOND[0], *THIRD, SECOND[1])]
    known = {message.subject: message.uid for one in ferry.batches(import_id, BatchState.COMMITTED)
             for message in ferry.messages(one) if message.batch == one.id}
    assert known["number 3"] == held[4].uid, "in its place: its UID is certain"
    assert known["number 4"] == held[-1].uid, "told by the server"
    assert known["number 5"] is None, "elsewhere: it may be another program's"
    with pytest.raises(Problem):
        ferry.engine.retry(batch.id, Retry.MISSING)


def test_messages_in_another_order_are_a_conflict_and_nothing_is_sent_again(voyage: Voyage) -> None:
    ferry, proxy, import_id = voyage.start(Cut(octets=voyage.last_crlf(), shut=True))
    proxy.wait_for(lambda: proxy.fired)
    voyage.put(SECOND[2], SECOND[0])
    proxy.let_in()
    ferry.rest()
    batch = second(ferry, import_id)
    assert batch.state is BatchState.CONFLICT
    assert "in another order" in batch.reason
    held = voyage.held()
    assert traces(ferry, batch) == [Trace(TraceKind.FOUND, (held[4].uid,)), Trace(TraceKind.MISSING),
                                    Trace(TraceKind.ELSEWHERE, (held[3].uid,))]
    assert as_counts(ferry.totals(import_id)) == (6, 0, 0, 3)
    assert ferry.totals(import_id).waiting == 0
    assert proxy.appends == 3
    assert [message.sha256 for message in voyage.held()] == [
        mail.stored.sha256 for mail in (*FIRST, SECOND[2], SECOND[0], *THIRD)]
    ferry.engine.retry(batch.id, Retry.SKIP)
    ferry.rest()
    assert as_counts(ferry.totals(import_id)) == (6, 0, 3, 0)


def test_a_mailbox_that_was_made_anew_meanwhile_is_a_conflict(voyage: Voyage) -> None:
    ferry, proxy, import_id = voyage.start(Cut(octets=voyage.last_crlf(), shut=True))
    proxy.wait_for(lambda: proxy.fired)
    voyage.make_anew()
    proxy.let_in()
    ferry.rest()
    batch = second(ferry, import_id)
    assert batch.state is BatchState.CONFLICT
    assert "made anew" in batch.reason
    assert traces(ferry, batch) == [Trace(TraceKind.UNKNOWN)] * 3
    assert as_counts(ferry.totals(import_id)) == (6, 0, 0, 3)
    assert as_multiset(voyage.held()) == as_multiset(mail.stored for mail in THIRD)


def test_a_mailbox_that_is_gone_is_a_conflict(voyage: Voyage) -> None:
    ferry, proxy, import_id = voyage.start(Cut(octets=voyage.last_crlf(), shut=True))
    proxy.wait_for(lambda: proxy.fired)
    with signed_in(voyage.server, voyage.account) as connection:
        assert connection.delete(voyage.mailbox)[0] == "OK"
    proxy.let_in()
    ferry.rest()
    batch = second(ferry, import_id)
    assert batch.state is BatchState.CONFLICT
    assert "is gone" in batch.reason
    assert "." not in batch.reason.partition(" is gone")[0], "told as a path with slashes"
    assert as_counts(ferry.totals(import_id)) == (6, 0, 0, 3)
    assert ferry.totals(import_id).unclear == 3, "which is not to say that they were not sent"


def test_equal_messages_are_told_apart_by_their_batches(voyage: Voyage) -> None:
    """The third batch is lost, and the first, equal to it, is not taken for it."""
    content = [*FIRST, *FIRST, *FIRST]
    ferry, proxy, import_id = voyage.start(Cut(append=3, octets=300), content=content)
    ferry.rest()
    assert as_counts(ferry.totals(import_id)) == (9, 0, 0, 0)
    assert as_multiset(voyage.held()) == as_multiset(mail.stored for mail in content)
    assert proxy.appends == 5  # one was cancelled


def test_a_header_with_a_nul_is_recognised_as_dovecot_shows_it(
        dovecot: ImapServer, dovecot_account: NewDovecotAccount, fault_proxy: NewFaultProxy, new_ferry: NewFerry,
        tmp_path: Path) -> None:
    account, proxy = dovecot_account(), fault_proxy(dovecot, SwallowAnswer(append=1))
    ferry = new_ferry(proxy.server, account)
    view = ferry.bring(write_mbox(tmp_path / "box", [Mail(1, header=b"X-Odd: a\0b\n")]))
    assert as_counts(view.totals) == (1, 0, 0, 0)
    assert proxy.appends == len(read_mailbox(dovecot, account)) == 1


# --- no way through --------------------------------------------------------------------------------------------------


def test_after_five_more_tries_the_account_pauses_and_all_waits(voyage: Voyage) -> None:
    ferry, proxy, import_id = voyage.start(Cut(append=1, octets=40, once=False))
    ferry.rest()
    assert ferry.account.state is AccountState.PAUSED
    assert ferry.account.title == "The connection broke"
    assert waits(ferry) == 5
    assert len(proxy.connections) == 6
    assert as_counts(ferry.totals(import_id)) == (0, 0, 0, 9)
    assert ferry.totals(import_id).waiting == 9
    assert voyage.held() == []
    ferry.engine.resume(ferry.name)
    ferry.rest()
    assert len(proxy.connections) == 12


def test_a_server_that_has_gone_and_comes_back(real: Real, new_ferry: NewFerry, tmp_path: Path) -> None:
    """However long it takes: a computer that has slept, or was offline, goes on by itself."""
    account, port = real.new_account(), free_port()
    with FaultProxy(real.server, port=port) as proxy:
        ferry = new_ferry(proxy.server, account)
        ferry.engine.pause(ferry.name)
        ferry.wait_for(lambda: ferry.account.state is AccountState.PAUSED)
        import_id = ferry.start(write_mbox(tmp_path / "box", CONTENT))
    begun = len(ferry.told)
    ferry.engine.resume(ferry.name)
    ferry.wait_for(lambda: waits(ferry) >= 12)
    later = [event.view for event in ferry.told[begun:] if isinstance(event, AccountChanged)]
    assert AccountState.PAUSED not in {view.state for view in later}
    waiting = [view for view in later if view.state is AccountState.WAITING]
    assert all(f"refuses connections to port {port}" in view.sentence and view.until for view in waiting[1:])
    with FaultProxy(real.server, port=port):
        ferry.rest()
    assert as_counts(ferry.totals(import_id)) == (9, 0, 0, 0)


@pytest.mark.parametrize("real", ["dovecot"], indirect=True)  # it is not there
def test_a_server_that_is_not_there_at_the_start_is_waited_for_if_it_is_known(
        real: Real, new_ferry: NewFerry, tmp_path: Path) -> None:
    account, port = real.new_account(), free_port()
    with FaultProxy(real.server, port=port) as proxy:
        ferry = new_ferry(proxy.server, account)
        import_id = ferry.bring(write_mbox(tmp_path / "box", CONTENT)).id
        ferry.engine.close()
    stranger = new_ferry(ImapServer("gone", LOOPBACK, port), Account("another", "pw"))
    assert stranger.account.state is AccountState.PAUSED
    stranger.engine.close()
    later = new_ferry(ImapServer("gone", LOOPBACK, port), account, connect=False)
    later.engine.open_account(later.endpoint, patient=True)
    later.wait_for(lambda: waits(later) >= 8)
    with FaultProxy(real.server, port=port):
        later.wait_for(lambda: later.account.state is AccountState.READY)
    assert as_counts(later.totals(import_id)) == (9, 0, 0, 0)


@pytest.mark.parametrize("real", ["dovecot"], indirect=True)  # the network's doing, not the server's
def test_another_network_without_names_at_first(voyage: Voyage, monkeypatch: pytest.MonkeyPatch) -> None:
    """The connection is reset under way, and for a time the server's name is not found."""
    look_up, found = socket.getaddrinfo, iter([True] + 12 * [False])

    def fail_for_a_time(*arguments: str, **options: int) -> object:
        if next(found, True):
            return look_up(*arguments, **options)  # type: ignore[arg-type]  # as they came
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")

    monkeypatch.setattr(socket, "getaddrinfo", fail_for_a_time)
    ferry, _, import_id = voyage.start(Cut(append=2, octets=40))
    ferry.rest()
    assert waits(ferry) == 13
    assert as_counts(ferry.totals(import_id)) == (9, 0, 0, 0)
    assert voyage.holds_all_once()
