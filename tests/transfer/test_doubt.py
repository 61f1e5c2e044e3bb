"""What becomes of batches that no server has plainly accepted: parts that were kept, copies that come late, and what a
person can say to a conflict. On Dovecot and Cyrus behind the fault proxy, and on a scripted server that keeps parts.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from tests.servers.checker import as_multiset, read_mailbox
from tests.servers.common import wait_until
from tests.servers.dovecot import Dovecot
from tests.servers.faults import Crash, Cut, Stall
from tests.servers.fixtures import NewFaultProxy, NewScriptedServer
from tests.servers.scripted import ScriptedServer
from tests.transfer.accounts import Home
from tests.transfer.boxes import Mail, mails, write_mbox
from tests.transfer.conftest import NewFerry
from tests.transfer.ferry import as_counts
from tests.transfer.voyage import CONTENT, FIRST, QUICK, SECOND, THIRD, Voyage, hold_the_last_look, second

from mailferry.errors import Problem
from mailferry.transfer.looking import in_runs
from mailferry.transfer.report import report_lines
from mailferry.transfer.values import BatchState, DeliveryKind, OnReject, Retry
from mailferry.transfer.values_after import Trace, TraceKind

REFUSED = b"Not to be taken."


def bodies(server: ScriptedServer, mailbox: bytes = b"INBOX") -> list[bytes]:
    """What lies in a mailbox of the scripted server, in its order."""
    return [message.octets for message in server.stored if message.mailbox == mailbox]


# --- a server that takes a batch message by message, and keeps what it took ------------------------------------------


def test_what_was_kept_of_a_refused_batch_counts_and_the_rest_goes_by_staging(
        scripted_server: NewScriptedServer, new_ferry: NewFerry, tmp_path: Path) -> None:
    server = scripted_server(refused=REFUSED)
    content = mails(6)
    content[2] = Mail(2, REFUSED + b"\n")
    ferry = new_ferry(server.server, server.account)
    view = ferry.bring(write_mbox(tmp_path / "box", content))
    assert as_counts(view.totals) == (5, 1, 0, 0)
    assert sorted(bodies(server)) == sorted(mail.wire for mail in content if mail.number != 2)
    assert [message.subject for batch in ferry.batches(view.id, BatchState.REJECTED)
            for message in ferry.messages(batch) if message.batch == batch.id] == ["number 2"]
    assert set(server.mailboxes.boxes) == {b"INBOX", b"victim"}, "the staging mailbox is gone"
    facts = ferry.account.facts
    assert facts is not None
    assert facts.delivery is DeliveryKind.STAGED
    again = ferry.bring(write_mbox(tmp_path / "more", mails(3, first=20)))
    assert as_counts(again.totals) == (3, 0, 0, 0)
    assert again.delivery is DeliveryKind.STAGED


def test_a_batch_that_is_to_be_left_out_whole_is_a_conflict_where_a_part_was_kept(
        scripted_server: NewScriptedServer, new_ferry: NewFerry, tmp_path: Path) -> None:
    """The part was not told by the server, only found, and so it is not removed: it could be another program's."""
    server = scripted_server(refused=REFUSED)
    content = mails(4)
    content[2] = Mail(2, REFUSED + b"\n")
    ferry = new_ferry(server.server, server.account)
    view = ferry.bring(write_mbox(tmp_path / "box", content), on_reject=OnReject.SKIP)
    [batch] = ferry.batches(view.id)
    assert batch.state is BatchState.CONFLICT
    assert "Sent: 4 messages (“number 0”, “number 1”, “number 2”, …)." in batch.reason
    assert "There, in INBOX: 2 of them, number 1, 2 of the batch (UID 1:2)." in batch.reason
    assert bodies(server) == [mail.wire for mail in content[:2]]
    assert [message.trace for message in ferry.messages(batch)] == [
        Trace(TraceKind.FOUND, (1,)), Trace(TraceKind.FOUND, (2,)), Trace(TraceKind.MISSING),
        Trace(TraceKind.MISSING)]
    with ferry.reading() as reader:
        report = "\n".join(report_lines(reader, [view.id]))
        reasons = [row.reason for row in reader.report_rows(view.id)]
    assert reasons == ["There, as it was sent (UID 1)", "There, as it was sent (UID 2)", "Not there", "Not there"]
    assert "Needs you: “number 3” (box at octet" in report
    assert report.count("There, in INBOX: 2 of them") == 1, "that of the batch is told once"
    ferry.engine.retry(batch.id, Retry.SKIP)
    assert as_counts(ferry.totals(view.id)) == (0, 0, 4, 0)


# --- a server that dies -----------------------------------------------------------------------------------------------


def test_what_a_dead_process_had_written_is_brought_back_and_counts(
        dovecot_process: Dovecot, fault_proxy: NewFaultProxy, new_ferry: NewFerry, tmp_path: Path) -> None:
    """A process of Dovecot dies in the middle of a batch. What it had written into the mdbox, no look shows: the next
    APPEND finds it, and puts it into the mailbox, without its flags."""
    dovecot, account = dovecot_process.server, dovecot_process.add_account(storage="mdbox")
    Home(dovecot, account).fill("INBOX", mails(1, first=90))  # so that the file is there that is found to be broken
    content = [replace(mail, flags=mail.flags | {"\\Seen"}) for mail in mails(12)]
    content[9] = replace(content[9], body=b"0123456789" * 7 + b"\n" + b"x" * 100_000 + b"\n")
    octets = sum(len(mail.wire) + 80 for mail in content[:9]) + 60_000
    proxy = fault_proxy(dovecot, Stall(append=1, octets=octets, seconds=0.5),  # it has written that much
                        Crash(append=1, octets=octets + 1))
    ferry = new_ferry(proxy.server, account)
    view = ferry.bring(write_mbox(tmp_path / "box", content))
    assert f"/{account.user}/mdbox/storage: rebuilding indexes" in dovecot_process.log()
    assert as_multiset(read_mailbox(dovecot, account)) == as_multiset(
        mail.stored for mail in (*mails(1, first=90), *content))
    assert as_counts(view.totals) == (12, 0, 0, 0)
    [batch] = ferry.batches(view.id)
    assert batch.state is BatchState.COMMITTED


@pytest.mark.parametrize(("uids", "back"), [
    ([7, 8, 9], {7, 8, 9}),
    ([7, 0, 9], set()),  # the one in the middle is not there: each of the others could be another client's
    ([9], set()),
    ([7, 8, 0, 12], {7, 8}),
    ([9, 8, 7], set()),  # not in the order of the batch
    ([4, 5, 6, 7], {5, 6, 7}),  # 4 was there before the server mended its store
])
def test_only_what_came_back_as_a_run_of_the_batch_is_taken_for_ours_and_gets_its_flags(
        uids: list[int], back: set[int]) -> None:
    assert in_runs(uids, 5) == back


# --- copies that come late -------------------------------------------------------------------------------------------


def test_a_copy_that_comes_after_the_batch_was_sent_again_is_there_once_in_the_end(
        voyage: Voyage, monkeypatch: pytest.MonkeyPatch) -> None:
    come = hold_the_last_look(monkeypatch)
    place = voyage.last_crlf()
    ferry, proxy, import_id = voyage.start(Stall(octets=place), patience=QUICK)
    ferry.wait_for(lambda: len(ferry.batches(import_id, BatchState.COMMITTED)) >= 2)
    there = len(voyage.held())
    proxy.release()
    wait_until(lambda: len(voyage.held()) >= there + len(SECOND))
    come.set()
    ferry.rest()
    assert proxy.appends == 5, "it was sent twice; one was begun and cancelled before that"
    assert voyage.holds_all_once()
    assert as_counts(ferry.totals(import_id)) == (9, 0, 0, 0)
    known = [message.uid for batch in ferry.batches(import_id) for message in ferry.messages(batch)]
    assert sorted(uid or 0 for uid in known) == [message.uid for message in voyage.held()]


def test_a_late_copy_of_a_message_that_was_flagged_meanwhile_is_a_conflict(
        voyage: Voyage, monkeypatch: pytest.MonkeyPatch) -> None:
    """Which of the two is to stay only its reader knows."""
    come = hold_the_last_look(monkeypatch)
    place = voyage.last_crlf()
    ferry, proxy, import_id = voyage.start(Stall(octets=place), patience=QUICK)
    ferry.wait_for(lambda: len(ferry.batches(import_id, BatchState.COMMITTED)) >= 2)
    uid = ferry.messages(second(ferry, import_id))[1].uid  # the first one is flagged already
    assert uid is not None
    voyage.flag(uid)
    there = len(voyage.held())
    proxy.release()
    wait_until(lambda: len(voyage.held()) >= there + len(SECOND))
    come.set()
    ferry.rest()
    batch = second(ferry, import_id)
    assert batch.state is BatchState.CONFLICT
    assert "there is more of it than was sent" in batch.reason
    assert len(voyage.held()) == len(CONTENT) + len(SECOND)
    found = [message.trace for message in ferry.messages(batch)]
    assert [one.kind for one in found if one is not None] == [TraceKind.TWICE] * 3
    assert {uid for one in found if one is not None for uid in one.uids} == {
        message.uid for message in voyage.held() if message.sha256 in {mail.stored.sha256 for mail in SECOND}}
    assert as_counts(ferry.totals(import_id)) == (6, 0, 0, 3)
    ferry.engine.retry(batch.id, Retry.ACCEPT)
    assert as_counts(ferry.totals(import_id)) == (9, 0, 0, 0)


# --- what a person can say -------------------------------------------------------------------------------------------


def test_a_conflict_can_be_counted_as_arrived(voyage: Voyage) -> None:
    ferry, proxy, import_id = voyage.start(Cut(octets=voyage.last_crlf(), shut=True))
    proxy.wait_for(lambda: proxy.fired)
    voyage.put(SECOND[2], SECOND[0], SECOND[1])
    proxy.let_in()
    ferry.rest()
    batch = second(ferry, import_id)
    assert batch.state is BatchState.CONFLICT
    ferry.engine.retry(batch.id, Retry.ACCEPT)
    ferry.rest()
    assert second(ferry, import_id).state is BatchState.COMMITTED
    assert as_counts(ferry.totals(import_id)) == (9, 0, 0, 0)
    assert [message.sha256 for message in voyage.held()] == [
        mail.stored.sha256 for mail in (*FIRST, SECOND[2], SECOND[0], SECOND[1], *THIRD)]


def test_only_a_conflict_can_be_counted_as_arrived(scripted_server: NewScriptedServer, new_ferry: NewFerry,
                                                   tmp_path: Path) -> None:
    server = scripted_server(refused=REFUSED)
    ferry = new_ferry(server.server, server.account)
    view = ferry.bring(write_mbox(tmp_path / "box", [Mail(1, REFUSED + b"\n")]))
    [batch] = ferry.batches(view.id)
    assert batch.state is BatchState.REJECTED
    with pytest.raises(Problem):
        ferry.engine.retry(batch.id, Retry.ACCEPT)


# --- a server that ends the connection -------------------------------------------------------------------------------


def test_a_broken_connection_is_not_taken_for_a_server_that_wants_to_end_it(
        scripted_server: NewScriptedServer, fault_proxy: NewFaultProxy, new_ferry: NewFerry, tmp_path: Path) -> None:
    """The batch is lost by the network once, then the server says goodbye once: neither is a refusal."""
    server = scripted_server(append=1, answer_at=200, answer=b"* BYE Back in a moment.\r\n")
    proxy = fault_proxy(server.server, Cut(append=1, octets=20), hide=["LITERAL+"])
    ferry = new_ferry(proxy.server, server.account)
    view = ferry.bring(write_mbox(tmp_path / "box", mails(3)))
    assert server.answered.is_set()
    assert as_counts(view.totals) == (3, 0, 0, 0)
    assert [batch.attempts for batch in ferry.batches(view.id)] == [3]
