"""What a server takes at once is known before it is sent, or learnt once and remembered: RFC 7889, 9738, 9208."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.servers.checker import as_multiset, read_mailbox
from tests.servers.fixtures import NewFaultProxy, NewScriptedServer
from tests.servers.scripted import CAPABILITIES, ScriptedServer
from tests.transfer.boxes import Mail, mails, write_mbox
from tests.transfer.conftest import NewFerry
from tests.transfer.ferry import Real, as_counts, subjects

from mailferry.transfer.report import report_lines
from mailferry.transfer.values import AccountChanged, AccountState, BatchState, OnReject, Retry


def appended(server: ScriptedServer) -> list[int]:
    """How many messages each APPEND had that was carried out."""
    lines = server.lines
    counts = []
    for number, line in enumerate(lines):
        if b" APPEND " in line:
            end = next(place for place in range(number, len(lines)) if lines[place] == b"" or (
                place > number and b" APPEND " in lines[place]))
            counts.append(end - number)
    return counts


def test_no_more_messages_at_once_than_the_server_names(
        scripted_server: NewScriptedServer, new_ferry: NewFerry, tmp_path: Path) -> None:
    server = scripted_server(capabilities=(*CAPABILITIES, "MESSAGELIMIT=100", "SAVELIMIT=3"))
    server.mailboxes.command_messages = 3
    ferry = new_ferry(server.server, server.account)
    view = ferry.bring(write_mbox(tmp_path / "box", mails(10)))
    assert as_counts(view.totals) == (10, 0, 0, 0)
    assert [batch.messages for batch in ferry.batches(view.id)] == [3, 3, 3, 1]
    assert all(batch.attempts == 1 for batch in ferry.batches(view.id))


def test_how_many_messages_are_taken_at_once_is_learnt_from_a_refusal_and_remembered(
        scripted_server: NewScriptedServer, new_ferry: NewFerry, tmp_path: Path) -> None:
    server = scripted_server()
    server.mailboxes.command_messages = 4
    ferry = new_ferry(server.server, server.account)
    view = ferry.bring(write_mbox(tmp_path / "box", mails(10)))
    assert as_counts(view.totals) == (10, 0, 0, 0)
    assert [batch.messages for batch in ferry.batches(view.id)] == [10, 4, 4, 2]
    ferry.engine.close()

    again = new_ferry(server.server, server.account)
    later = again.bring(write_mbox(tmp_path / "more", mails(10, first=10)))
    assert [batch.messages for batch in again.batches(later.id)] == [4, 4, 2]
    assert len(server.stored) == 20


def test_what_one_command_may_carry_is_learnt_and_remembered(
        scripted_server: NewScriptedServer, new_ferry: NewFerry, tmp_path: Path) -> None:
    """Some servers count all octets of a command, and do not say so."""
    server = scripted_server()
    content = mails(8, body=b"x" * 70 + b"\n")
    server.mailboxes.command_octets = sum(len(mail.wire) for mail in content) * 3 // 5
    ferry = new_ferry(server.server, server.account)
    view = ferry.bring(write_mbox(tmp_path / "box", content))
    assert as_counts(view.totals) == (8, 0, 0, 0)
    assert [batch.messages for batch in ferry.batches(view.id, BatchState.COMMITTED)] == [4, 4]
    ferry.engine.close()

    again = new_ferry(server.server, server.account)
    later = again.bring(write_mbox(tmp_path / "more", mails(8, first=8, body=b"x" * 70 + b"\n")))
    assert not again.batches(later.id, BatchState.REJECTED)
    assert len(server.stored) == 16


def test_one_message_that_is_too_large_teaches_nothing_of_the_others(
        scripted_server: NewScriptedServer, new_ferry: NewFerry, tmp_path: Path) -> None:
    server = scripted_server()
    server.mailboxes.append_octets = 2000
    content = [*mails(4), Mail(4, b"x" * 70 * 40 + b"\n")]
    ferry = new_ferry(server.server, server.account)
    view = ferry.bring(write_mbox(tmp_path / "box", content))
    assert as_counts(view.totals) == (4, 1, 0, 0)
    later = ferry.bring(write_mbox(tmp_path / "more", mails(8, first=8, body=b"y" * 70 + b"\n")))
    assert [batch.messages for batch in ferry.batches(later.id)] == [8]


@pytest.mark.parametrize("on_reject", list(OnReject))
def test_a_message_over_the_limit_of_its_mailbox_is_named_and_not_sent(
        scripted_server: NewScriptedServer, new_ferry: NewFerry, tmp_path: Path, on_reject: OnReject) -> None:
    server = scripted_server(capabilities=(*CAPABILITIES, "APPENDLIMIT"))
    server.mailboxes.append_octets = 2000
    large = Mail(9, b"x" * 70 * 40 + b"\n")
    ferry = new_ferry(server.server, server.account)
    view = ferry.bring(write_mbox(tmp_path / "box", [*mails(3), large]), on_reject=on_reject)
    assert as_counts(view.totals) == (3, 1, 0, 0)
    [batch] = ferry.batches(view.id, BatchState.REJECTED)
    assert subjects(ferry.messages(batch)) == ["number 9"]
    assert batch.reason == "It is larger than this server takes (2.9 kB of 2.0 kB)."
    assert not any(b"{%d" % len(large.wire) in line for line in server.lines)

    ferry.engine.retry(batch.id, Retry.AGAIN)  # whoever knows better: now the server's answer counts
    ferry.rest()
    assert any(b"{%d" % len(large.wire) in line for line in server.lines)
    assert as_counts(ferry.totals(view.id)) == (3, 1, 0, 0)
    assert "Message too large" in ferry.batches(view.id, BatchState.REJECTED)[-1].words


def test_a_limit_of_nothing_is_not_believed(
        scripted_server: NewScriptedServer, new_ferry: NewFerry, tmp_path: Path) -> None:
    """Servers name 0 by mistake."""
    server = scripted_server(capabilities=(*CAPABILITIES, "APPENDLIMIT=0"))
    ferry = new_ferry(server.server, server.account)
    assert as_counts(ferry.bring(write_mbox(tmp_path / "box", mails(3))).totals) == (3, 0, 0, 0)


def test_a_mailbox_that_may_be_too_small_is_told_and_filled_all_the_same(
        real: Real, new_ferry: NewFerry, tmp_path: Path) -> None:
    """RFC 9208 5.1: quotas are estimates, so nothing is refused because of them."""
    account = real.new_account(quota_kib=300)
    content = mails(30, body=b"0123456789abcdef" * 500 + b"\n")
    ferry = new_ferry(real.server, account)
    quota = ferry.account.quota
    assert quota is not None
    assert quota.limit == 300 * 1024
    view = ferry.bring(write_mbox(tmp_path / "box", [*content, *mails(20, first=30, body=b"0123456789abcdef" * 500
                                                                    + b"\n")]), batch_messages=5)
    told = [event.view for event in ferry.told if isinstance(event, AccountChanged)]
    warned = [view for view in told if view.title == "The mailbox may be too small"]
    assert [view.state for view in warned] == [AccountState.WORKING]
    assert "kB are still to be sent" in warned[0].sentence
    assert view.totals.committed >= 25
    assert ferry.account.title == "The mailbox is full"


def test_a_slow_line_gets_small_batches(
        real: Real, fault_proxy: NewFaultProxy, new_ferry: NewFerry, tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch) -> None:
    """The batch that was planned for a fast line is cut; all of it arrives, in order and once."""
    monkeypatch.setattr("mailferry.transfer.pace.FIRST_MESSAGES", 4)
    account, content = real.new_account(), mails(30)
    ferry = new_ferry(real.server, account)
    view = ferry.bring(write_mbox(tmp_path / "box", content))
    batches = ferry.batches(view.id)
    assert batches[0].messages == 4
    assert len(batches) < 6
    assert [batch.first_message for batch in batches] == sorted(batch.first_message for batch in batches)
    assert as_counts(view.totals) == (30, 0, 0, 0)
    assert ferry.heard() == {batch.id: BatchState.COMMITTED for batch in batches}
    assert as_multiset(read_mailbox(real.server, account)) == as_multiset(mail.stored for mail in content)


# --- flags -----------------------------------------------------------------------------------------------------------


def test_flags_that_a_mailbox_does_not_keep_are_left_out_and_listed(
        scripted_server: NewScriptedServer, new_ferry: NewFerry, tmp_path: Path) -> None:
    server = scripted_server()
    server.mailboxes.kept_flags = rb"\Seen \Answered \Flagged \Draft \Deleted $Label1"
    content = [Mail(0, keywords=frozenset({"work", "$label1"}), flags=frozenset({"\\Seen"})), Mail(1),
               Mail(2, keywords=frozenset({"work"}))]
    ferry = new_ferry(server.server, server.account)
    view = ferry.bring(write_mbox(tmp_path / "box", content))
    assert [message.flags for message in server.stored] == [
        frozenset({b"\\Seen", b"$Label1"}), frozenset(), frozenset()]
    with ferry.reading() as reader:
        report = "\n".join(report_lines(reader, [view.id], 1.0))
    assert "2 with flags or keywords that mail servers or this mailbox do not take: they were left out." in report
    assert "work (2)" in report
    assert as_counts(view.totals) == (3, 0, 0, 0)
