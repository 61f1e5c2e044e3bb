"""A batch with a message that the server refuses: the mailbox is as it was, and what follows is what was asked for.

On Dovecot and Cyrus, with a limit for the size of a message and with a quota.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.servers.checker import as_multiset, read_mailbox
from tests.servers.common import Account, ImapServer
from tests.servers.fixtures import NewScriptedServer
from tests.transfer.boxes import Mail, mails, write_mbox
from tests.transfer.conftest import NewFerry
from tests.transfer.ferry import Ferry, Real, as_counts, subjects

from mailferry.errors import Problem
from mailferry.transfer.report import report_lines
from mailferry.transfer.values import BatchState, BatchView, ImportView, OnReject, Retry

TOO_BIG = 5
QUOTA_KIB = 100


@dataclass
class Refusing:
    """A server that refuses one of eight messages, number TOO_BIG; `says` is in its answer."""

    server: ImapServer
    account: Account
    content: list[Mail]
    says: str
    reason: str

    @property
    def others(self) -> object:
        return as_multiset(mail.stored for mail in self.content if mail.number != TOO_BIG)

    def holds(self) -> object:
        return as_multiset(read_mailbox(self.server, self.account))


@pytest.fixture(params=["size limit", "quota"])
def refusing(request: pytest.FixtureRequest, real: Real) -> Refusing:
    content = mails(8)
    if request.param == "quota":
        server, account, octets = real.server, real.new_account(quota_kib=QUOTA_KIB), 1024 * QUOTA_KIB
        says, reason = ("Quota" if server.name == "dovecot" else "Over quota"), "There is no room"
    else:
        server, account, octets = real.limited()
        says = "size" if server.name == "dovecot" else ""  # Cyrus names its limit, so the message is not even sent
        reason = "is larger than this server takes"
    content[TOO_BIG] = Mail(TOO_BIG, b"y" * 76 + b"\n" + b"x" * octets + b"\n")
    return Refusing(server, account, content, says, reason)


@pytest.fixture
def bring(refusing: Refusing, new_ferry: NewFerry, tmp_path: Path) -> Callable[[OnReject], tuple[Ferry, ImportView]]:
    """Imports the eight in batches of four, or fewer where the server's limit is known before."""

    def start(on_reject: OnReject) -> tuple[Ferry, ImportView]:
        ferry = new_ferry(refusing.server, refusing.account)
        return ferry, ferry.bring(write_mbox(tmp_path / "box", refusing.content), batch_messages=4,
                                  on_reject=on_reject)

    return start


Bring = Callable[[OnReject], tuple[Ferry, ImportView]]


def with_the_refused(ferry: Ferry, view: ImportView) -> BatchView:
    """The one rejected batch that still has messages."""
    [batch] = [batch for batch in ferry.batches(view.id, BatchState.REJECTED) if batch.current]
    return batch


def test_isolate_gets_all_the_others_in(refusing: Refusing, bring: Bring) -> None:
    ferry, view = bring(OnReject.ISOLATE)
    assert as_counts(view.totals) == (7, 1, 0, 0)
    assert refusing.holds() == refusing.others
    alone = with_the_refused(ferry, view)
    assert subjects(ferry.messages(alone)) == [f"number {TOO_BIG}"]
    assert refusing.says in alone.words
    assert refusing.reason in alone.reason
    for batch in ferry.batches(view.id, BatchState.REJECTED):
        assert batch.culprit.startswith(f"“number {TOO_BIG}” (box at octet ")
    with ferry.reading() as reader:
        report = "\n".join(report_lines(reader, [view.id], 1.0))
    assert f"Refused: “number {TOO_BIG}” (box at octet" in report
    assert refusing.says in report
    assert [line.split()[0] for line in report.splitlines()[-6:-1]] == ["8", "7", "1", "0", "0"]


def test_skip_leaves_the_batch_out_whole_and_goes_on(refusing: Refusing, bring: Bring) -> None:
    ferry, view = bring(OnReject.SKIP)
    batch = with_the_refused(ferry, view)
    refused = {message.subject for message in ferry.messages(batch)}
    assert f"number {TOO_BIG}" in refused
    assert as_counts(view.totals) == (8 - len(refused), len(refused), 0, 0)
    assert refusing.holds() == as_multiset(
        mail.stored for mail in refusing.content if f"number {mail.number}" not in refused)
    assert refusing.says in batch.words


def test_stop_sends_nothing_after_it(refusing: Refusing, bring: Bring) -> None:
    ferry, view = bring(OnReject.STOP)
    batch = with_the_refused(ferry, view)
    before = [mail for mail in refusing.content if f"number {mail.number}" not in subjects(ferry.messages(batch))
              and mail.number < TOO_BIG]
    assert as_counts(view.totals) == (len(before), batch.messages, 0, 8 - len(before) - batch.messages)
    assert refusing.holds() == as_multiset(mail.stored for mail in before)
    ferry.engine.resume(ferry.name)
    ferry.rest()
    assert as_counts(ferry.totals(view.id)) == (8 - batch.messages, batch.messages, 0, 0), "a person may go on"


# --- retries -------------------------------------------------------------------------------------------------------


@pytest.fixture
def refused(real: Real, new_ferry: NewFerry, tmp_path: Path) -> tuple[Ferry, ImportView, BatchView, Refusing]:
    """A batch of eight that was refused whole, because of number 5."""
    content = mails(8)
    account = real.new_account(quota_kib=QUOTA_KIB)
    content[TOO_BIG] = Mail(TOO_BIG, b"x" * 1024 * QUOTA_KIB + b"\n")
    ferry = new_ferry(real.server, account)
    view = ferry.bring(write_mbox(tmp_path / "box", content), on_reject=OnReject.SKIP)
    assert as_counts(view.totals) == (0, 8, 0, 0)
    assert read_mailbox(real.server, account) == []
    return ferry, view, with_the_refused(ferry, view), Refusing(real.server, account, content, "", "")


Refused = tuple[Ferry, ImportView, BatchView, Refusing]


def retried(refused: Refused, how: Retry, message: int | None = None) -> list[tuple[BatchState, int]]:
    """Ask for it; the new batches as (state, messages), whose parent the old one must be."""
    ferry, view, batch, _ = refused
    chosen = None if message is None else ferry.messages(batch)[message].id
    ferry.engine.retry(batch.id, how, chosen)
    ferry.rest()
    children = [each for each in ferry.batches(view.id) if each.id != batch.id]
    assert {child.parent for child in children} <= {batch.id}
    again = next(each for each in ferry.batches(view.id) if each.id == batch.id)
    assert (again.state, again.messages, again.words) == (BatchState.REJECTED, 8, batch.words), "history stays"
    assert again.current == 0
    return [(child.state, child.messages) for child in children]


def test_again_as_it_is(refused: Refused) -> None:
    ferry, view, _, refusing = refused
    assert retried(refused, Retry.AGAIN) == [(BatchState.REJECTED, 8)]
    assert as_counts(ferry.totals(view.id)) == (0, 8, 0, 0)
    assert not refusing.holds()


def test_again_in_halves(refused: Refused) -> None:
    ferry, view, _, refusing = refused
    assert retried(refused, Retry.HALVES) == [(BatchState.COMMITTED, 4), (BatchState.REJECTED, 4)]
    assert as_counts(ferry.totals(view.id)) == (4, 4, 0, 0)
    assert refusing.holds() == as_multiset(mail.stored for mail in refusing.content[:4])


def test_again_one_by_one(refused: Refused) -> None:
    ferry, view, _, refusing = refused
    states = [BatchState.REJECTED if number == TOO_BIG else BatchState.COMMITTED for number in range(8)]
    assert retried(refused, Retry.ONE_BY_ONE) == [(state, 1) for state in states]
    assert as_counts(ferry.totals(view.id)) == (7, 1, 0, 0)
    assert refusing.holds() == refusing.others


def test_again_without_a_chosen_message(refused: Refused) -> None:
    ferry, view, _, refusing = refused
    assert retried(refused, Retry.WITHOUT, TOO_BIG) == [(BatchState.COMMITTED, 7)]
    assert as_counts(ferry.totals(view.id)) == (7, 0, 1, 0)
    assert refusing.holds() == refusing.others


def test_left_out_on_purpose(refused: Refused) -> None:
    ferry, view, batch, refusing = refused
    assert retried(refused, Retry.SKIP) == []
    assert as_counts(ferry.totals(view.id)) == (0, 0, 8, 0)
    assert not refusing.holds()
    with pytest.raises(Problem, match="nothing left to do"):
        ferry.engine.retry(batch.id, Retry.AGAIN)


def test_a_batch_of_an_import_that_was_to_stop_can_be_retried(refusing: Refusing, bring: Bring) -> None:
    ferry, view = bring(OnReject.STOP)
    batch = with_the_refused(ferry, view)
    ferry.engine.retry(batch.id, Retry.SKIP)
    ferry.rest()
    assert as_counts(ferry.totals(view.id)) == (8 - batch.messages, 0, batch.messages, 0)


# --- refusals that ask for something else ----------------------------------------------------------------------------


def test_a_server_that_is_busy_is_asked_again(
        scripted_server: NewScriptedServer, new_ferry: NewFerry, tmp_path: Path) -> None:
    server = scripted_server(append=1, answer_at=30, answer=b"{tag} NO [UNAVAILABLE] not now\r\n")
    content = mails(4)
    ferry = new_ferry(server.server, server.account)
    view = ferry.bring(write_mbox(tmp_path / "box", content))
    assert as_counts(view.totals) == (4, 0, 0, 0)
    assert [message.octets for message in server.stored] == [mail.wire for mail in content]
    assert [batch.attempts for batch in ferry.batches(view.id)] == [2]


def octets_of_append(lines: list[bytes], content: list[Mail]) -> int:
    """How many octets the APPEND had that a scripted server has heard of."""
    first = next(number for number, line in enumerate(lines) if b" APPEND " in line)
    last = lines.index(b"", first)
    return sum(len(line) + 2 for line in lines[first:last + 1]) + sum(len(mail.wire) for mail in content)


@pytest.mark.parametrize(("answer", "attempts"), [(b"NO [UNAVAILABLE] not now", [2]), (b"NO no", [1, 1, 1])])
def test_a_refusal_of_the_whole_batch_is_believed_after_a_look(
        scripted_server: NewScriptedServer, new_ferry: NewFerry, tmp_path: Path, answer: bytes,
        attempts: list[int]) -> None:
    """What the server may do later is tried again as it is; else the batch is divided."""
    content = mails(4)
    source = write_mbox(tmp_path / "box", content)
    rehearsal = scripted_server()
    first = new_ferry(rehearsal.server, rehearsal.account)
    first.bring(source)
    first.engine.close()
    server = scripted_server(append=1, answer_at=octets_of_append(rehearsal.lines, content),
                             answer=b"{tag} " + answer + b"\r\n", lost_sync=False)
    ferry = new_ferry(server.server, server.account)
    view = ferry.bring(source)
    assert server.answered.is_set()
    assert as_counts(view.totals) == (4, 0, 0, 0)
    assert [message.octets for message in server.stored] == [mail.wire for mail in content]
    assert [batch.attempts for batch in ferry.batches(view.id)] == attempts
