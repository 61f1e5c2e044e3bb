"""The journal: what it keeps, which ways a batch can take, and what it makes of a crash."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from tests.transfer.made import ENDPOINT, ids, new_batch, new_import, planned_message

from mailferry.imap.values import Endpoint, Security
from mailferry.mail.message import Fate, Finding, Form, Measured
from mailferry.transfer.errors import DiskFull, StateProblem
from mailferry.transfer.journal import Journal
from mailferry.transfer.journal_file import CRASH_WAIT
from mailferry.transfer.journal_reader import JournalReader
from mailferry.transfer.messages import Remedy, Repaired
from mailferry.transfer.values import (
    BatchId,
    BatchState,
    DeliveryKind,
    ImportOptions,
    OnReject,
    ScanState,
    Selection,
    Totals,
)


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    with contextlib.closing(Journal(tmp_path)) as opened:
        yield opened


def again(journal: Journal) -> Journal:
    """The journal as the next run of the program finds it."""
    journal.close()
    return Journal(journal.path.parent)


# --- what it keeps -------------------------------------------------------------------------------------------------


def test_an_import_comes_back_as_it_was_asked_for(journal: Journal) -> None:
    journal.keep_account(ENDPOINT)
    selections = [Selection("/mail/\udcff.mbox"), Selection("/tree", ("tree", "Ünder")),
                  Selection("/box", None, frozenset({("/box", 0), ("/box", 512)}))]
    options = ImportOptions(7, 1000, OnReject.STOP)
    import_id = journal.add_import(ENDPOINT.name, ("Archive", "2019"), selections, options, DeliveryKind.SEPARATE)
    with contextlib.closing(again(journal)) as later:
        record = later.import_record(import_id)
        assert later.accounts() == [ENDPOINT]
    assert record.selections == tuple(selections)
    assert record.options == options
    assert (record.account, record.target) == (ENDPOINT.name, ("Archive", "2019"))
    assert (record.scan, record.delivery) == (ScanState.RUNNING, DeliveryKind.SEPARATE)


def test_a_message_comes_back_as_it_was_planned(journal: Journal) -> None:
    first, second = planned_message(1, path="/a/\udcff.mbox"), planned_message(2)
    second = replace(second, internal_date=None, flags=frozenset(), keywords=frozenset())
    import_id, mailbox_id = new_import(journal)
    batch_id = journal.add_batch(import_id, mailbox_id, DeliveryKind.MULTIAPPEND, [first, second])
    with contextlib.closing(again(journal)) as later:
        found = later.messages_of(batch_id)
    for want, got in zip([first, second], found, strict=True):
        for name in type(want).__slots__:
            assert getattr(got, name) == getattr(want, name)


def test_no_account_is_noted_twice_and_the_latest_way_to_it_counts(journal: Journal) -> None:
    journal.keep_account(ENDPOINT)
    other = Endpoint(ENDPOINT.host, 143, Security.STARTTLS, ENDPOINT.user, "/ca.pem")
    assert other.name == ENDPOINT.name
    journal.keep_account(other)
    assert journal.accounts() == [other]


def test_an_account_with_imports_is_not_forgotten(journal: Journal) -> None:
    new_import(journal)
    other = Endpoint("other.example.org", 993, Security.TLS, "me")
    journal.keep_account(other)
    assert not journal.forget_account(ENDPOINT.name)
    assert journal.forget_account(other.name)
    assert journal.accounts() == [ENDPOINT]


def test_a_repeated_scan_plans_and_finds_nothing_twice(journal: Journal) -> None:
    import_ = new_import(journal)
    new_batch(journal, 2, import_=import_)
    finding = Finding("/mail/broken.eml", Fate.FAILED, "It cannot be read.")
    journal.add_findings(import_[0], [finding])
    journal.add_findings(import_[0], [finding])
    assert journal.is_planned(import_[0], planned_message(0).locator)
    assert journal.is_planned(import_[0], planned_message(1).locator)
    assert not journal.is_planned(import_[0], planned_message(2).locator)
    assert not journal.is_planned(import_[0], planned_message(0, path="/mail/other.mbox").locator)
    assert journal.import_view(import_[0]).totals.failed == 3


def test_the_queue_has_the_order_of_the_scan_and_children_keep_the_place_of_their_parent(journal: Journal) -> None:
    import_ = new_import(journal)
    first, second = new_batch(journal, 4, import_=import_), new_batch(journal, 2, import_=import_, first=4)
    journal.begin_attempt(first, 1, 1)
    mine = ids(journal, first)
    left, right = journal.settle_rejected(first, status="NO", code="", words="no", reason="", culprit=None,
                                          groups=[mine[:2], mine[2:]])
    order = []
    while (batch := journal.next_batch(ENDPOINT.name)) is not None:
        order.append(batch.id)
        journal.settle_cancelled(batch.id, "")
    assert order == [left, right, second]


def test_a_doubtful_batch_comes_first(journal: Journal) -> None:
    import_ = new_import(journal)
    new_batch(journal, 1, import_=import_)
    doubtful = new_batch(journal, 1, import_=import_, first=1)
    brought_to(journal, doubtful, BatchState.DOUBTFUL)
    found = journal.next_batch(ENDPOINT.name)
    assert found is not None
    assert (found.id, found.state) == (doubtful, BatchState.DOUBTFUL)


def test_held_imports_are_passed_over(journal: Journal) -> None:
    held = new_import(journal)
    new_batch(journal, 1, import_=held)
    other = new_batch(journal, 1, import_=new_import(journal))
    found = journal.next_batch(ENDPOINT.name, frozenset({held[0]}))
    assert found is not None
    assert found.id == other


def test_uids_of_committed_batches_are_known_and_no_others(journal: Journal) -> None:
    import_ = new_import(journal)
    batch = new_batch(journal, 3, import_=import_)
    journal.begin_attempt(batch, 77, 10)
    journal.mark_finishing(batch)
    journal.settle_committed(batch, dict(zip(ids(journal, batch), [10, 11, 15], strict=True)), "done")
    unknown = new_batch(journal, 1, import_=import_, first=3)
    brought_to(journal, unknown, BatchState.COMMITTED)
    assert journal.recorded_uids("INBOX", ENDPOINT.name, 77, 11) == {11, 15}
    assert journal.recorded_uids("INBOX", ENDPOINT.name, 78, 1) == frozenset()
    assert journal.recorded_uids("Archive", ENDPOINT.name, 77, 1) == frozenset()
    with contextlib.closing(JournalReader(journal.path)) as reader:
        assert [message.uid for message in reader.messages(batch)] == [10, 11, 15]
        assert [message.uid for message in reader.messages(unknown)] == [None]


def test_a_batch_of_which_a_part_has_landed(journal: Journal) -> None:
    batch = new_batch(journal, 3)
    first, _, last = ids(journal, batch)
    assert journal.smallest_queued(ENDPOINT.name, frozenset()) is not None
    journal.begin_attempt(batch, 77, 10)
    journal.mark_finishing(batch)
    journal.mark_doubtful(batch, status="", code="", words="", wait=1.0)
    journal.note_landed(batch, {first: 10, last: 11})
    journal.requeue(batch, "there in part", "")
    assert journal.has_landed(batch)
    assert [message.uid for message in journal.messages_of(batch)] == [10, None, 11]
    assert journal.recorded_uids("INBOX", ENDPOINT.name, 77, 1) == {10, 11}
    assert journal.smallest_queued(ENDPOINT.name, frozenset()) is None, "it is not divided"
    journal.note_taken_out(batch)
    assert not journal.has_landed(batch)
    assert journal.smallest_queued(ENDPOINT.name, frozenset()) is not None


def test_uids_go_to_the_messages_that_were_sent(journal: Journal) -> None:
    """One message of the batch was found changed at the last moment, and the others went without it."""
    batch = new_batch(journal, 3)
    first, gone, last = ids(journal, batch)
    journal.fail_messages(batch, [(gone, "It has changed.")])
    journal.begin_attempt(batch, 77, 10)
    journal.mark_finishing(batch)
    journal.settle_committed(batch, {first: 10, last: 11}, "done")
    with contextlib.closing(JournalReader(journal.path)) as reader:
        assert {message.id: message.uid for message in reader.messages(batch)} == {first: 10, gone: None, last: 11}
    totals = journal.import_view(journal.batch(batch).import_id).totals
    assert (totals.messages, totals.committed, totals.failed) == (3, 2, 1)


def test_a_culprit_is_named_with_every_batch_it_was_refused_with(journal: Journal) -> None:
    parent = new_batch(journal, 4)
    mine = ids(journal, parent)
    journal.begin_attempt(parent, 1, 1)
    left, right = journal.settle_rejected(parent, status="NO", code="", words="no", reason="", culprit=None,
                                          groups=[mine[:2], mine[2:]])
    journal.begin_attempt(right, 1, 1)
    alone, rest = journal.settle_rejected(right, status="NO", code="", words="no", reason="", culprit=None,
                                          groups=[[mine[2]], [mine[3]]])
    assert journal.batch_view(parent).culprit == ""
    journal.begin_attempt(alone, 1, 1)
    journal.settle_rejected(alone, status="NO", code="", words="no", reason="", culprit=mine[2])
    told = "“number 2” (box.mbox at octet 2,000)"
    assert [journal.batch_view(batch).culprit for batch in (parent, left, right, alone, rest)] == [
        told, "", told, told, ""]


# --- the ways of a batch -------------------------------------------------------------------------------------------

WAYS: dict[BatchState, list[str]] = {
    BatchState.QUEUED: [],
    BatchState.SENDING: ["begin"],
    BatchState.FINISHING: ["begin", "finish"],
    BatchState.DOUBTFUL: ["begin", "finish", "doubt"],
    BatchState.COMMITTED: ["begin", "finish", "commit"],
    BatchState.REJECTED: ["begin", "reject"],
    BatchState.CANCELLED: ["cancel"],
    BatchState.CONFLICT: ["begin", "finish", "doubt", "conflict"],
}

STEPS: dict[str, tuple[Callable[[Journal, BatchId], object], set[BatchState], BatchState]] = {
    "begin": (lambda journal, batch: journal.begin_attempt(batch, 1, 1), {BatchState.QUEUED}, BatchState.SENDING),
    "finish": (lambda journal, batch: journal.mark_finishing(batch), {BatchState.SENDING}, BatchState.FINISHING),
    "commit": (lambda journal, batch: journal.settle_committed(batch, {}, ""),
               {BatchState.FINISHING, BatchState.DOUBTFUL, BatchState.CONFLICT}, BatchState.COMMITTED),
    "reject": (lambda journal, batch: journal.settle_rejected(batch, status="NO", code="", words="", reason="",
                                                              culprit=None),
               {BatchState.SENDING, BatchState.DOUBTFUL}, BatchState.REJECTED),
    "requeue": (lambda journal, batch: journal.requeue(batch, "lost", ""),
                {BatchState.SENDING, BatchState.DOUBTFUL}, BatchState.QUEUED),
    "doubt": (lambda journal, batch: journal.mark_doubtful(batch, status="", code="", words="", wait=1.0),
              {BatchState.SENDING, BatchState.FINISHING}, BatchState.DOUBTFUL),
    "conflict": (lambda journal, batch: journal.settle_conflict(batch, "unclear"),
                 {BatchState.DOUBTFUL, BatchState.QUEUED, BatchState.COMMITTED, BatchState.REJECTED,
                  BatchState.CANCELLED}, BatchState.CONFLICT),
    "cancel": (lambda journal, batch: journal.settle_cancelled(batch, ""), {BatchState.QUEUED, BatchState.SENDING},
               BatchState.CANCELLED),
}


def brought_to(journal: Journal, batch: BatchId, state: BatchState) -> None:
    for step in WAYS[state]:
        STEPS[step][0](journal, batch)
    assert journal.batch(batch).state is state


@pytest.mark.parametrize("before", WAYS)
def test_a_batch_goes_the_ways_of_the_design_and_no_other(journal: Journal, before: BatchState) -> None:
    import_ = new_import(journal)
    for number, (act, allowed, after) in enumerate(STEPS.values()):
        batch = new_batch(journal, import_=import_, first=10 * number)
        brought_to(journal, batch, before)
        if before in allowed:
            act(journal, batch)
            assert journal.batch(batch).state is after
        else:
            with pytest.raises(StateProblem):
                act(journal, batch)
            assert journal.batch(batch).state is before


# --- crashes and damage --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("before", WAYS)
def test_after_a_crash_what_may_be_stored_is_doubtful_and_what_cannot_be_is_queued(
        journal: Journal, before: BatchState) -> None:
    batch = new_batch(journal)
    brought_to(journal, batch, before)
    with contextlib.closing(again(journal)) as later:
        found = later.batch(batch)
        assert found.messages == 3
        after = {BatchState.SENDING: BatchState.QUEUED, BatchState.FINISHING: BatchState.DOUBTFUL}
        assert found.state is after.get(before, before)
        if before is BatchState.FINISHING:
            assert found.doubtful_wait == CRASH_WAIT
        assert later.has_work(ENDPOINT.name), "its scan was not ended"
        later.end_scan(found.import_id, ScanState.DONE)
        assert later.has_work(ENDPOINT.name) is not found.state.settled


def test_an_old_refusal_is_forgotten_when_the_batch_is_sent_again(journal: Journal) -> None:
    """Else the look after a crash would take it for the verdict on the new attempt."""
    batch = new_batch(journal)
    journal.begin_attempt(batch, 1, 1)
    journal.mark_finishing(batch)
    journal.mark_doubtful(batch, status="NO", code="UNAVAILABLE", words="later", wait=1.0)
    journal.requeue(batch, "refused for now", "later")
    journal.begin_attempt(batch, 1, 1)
    journal.mark_finishing(batch)
    with contextlib.closing(again(journal)) as later:
        found = later.batch(batch)
    assert found.state is BatchState.DOUBTFUL
    assert (found.status, found.code, found.words) == ("", "", "")


def test_a_change_is_there_whole_or_not_at_all(journal: Journal) -> None:
    batch = new_batch(journal, 2)
    journal.begin_attempt(batch, 1, 1)
    nobody = 10**6
    with pytest.raises(StateProblem):
        journal.settle_rejected(batch, status="NO", code="", words="", reason="", culprit=None,
                                groups=[ids(journal, batch), [nobody]])
    assert journal.batch(batch).state is BatchState.SENDING
    assert len(ids(journal, batch)) == 2
    assert journal.import_view(journal.batch(batch).import_id).totals.batches == 1


def test_a_full_disk_is_told_and_changes_nothing(journal: Journal) -> None:
    batch = new_batch(journal)
    journal._db.execute("PRAGMA max_page_count = 1")  # the database may not grow any more
    with pytest.raises(DiskFull, match="Free some space"):
        new_batch(journal, 5000, import_=(journal.batch(batch).import_id, journal.batch(batch).mailbox_id), first=10)
    assert journal.import_view(journal.batch(batch).import_id).totals == Totals(
        messages=3, failed=3, waiting=3, batches=1, octets=300)


def test_pages_of_batches_hold_each_once_though_new_ones_come_in_between(journal: Journal) -> None:
    first = new_batch(journal, 6)
    one, *others = ids(journal, first)
    batches = [first, *journal.divide(first, [others[:2], others[2:4], others[4:]])]
    with contextlib.closing(JournalReader(journal.path)) as reader:
        page = reader.batches(1, limit=2)
        assert [view.id for view in page] == batches[:2]
        (half,) = journal.divide(batches[1], [others[1:2]])
        rest = reader.batches(1, limit=10, after=(page[-1].first_message, page[-1].id))
        assert [view.id for view in rest] == [half, *batches[2:]]
        assert reader.batches(1, after=(rest[-1].first_message, rest[-1].id)) == []
        assert [view.id for view in reader.batches(1)] == [*batches[:2], half, *batches[2:]]
    assert ids(journal, first) == [one]


def test_a_reader_cannot_write(journal: Journal) -> None:
    new_batch(journal)
    with contextlib.closing(JournalReader(journal.path)) as reader:
        assert len(reader.imports()) == 1
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            reader._db.execute("DELETE FROM batches")


# --- refused messages ------------------------------------------------------------------------------------------------


def test_a_repaired_message_goes_in_a_new_batch_and_the_refused_one_stays_as_it_was(journal: Journal) -> None:
    batch = new_batch(journal, 1)
    [message] = journal.messages_of(batch)
    journal.begin_attempt(batch, 1, 1)
    after = Measured(120, b"d" * 32, b"h" * 32)
    form = message.locator.form | Form.NUL_TO_SPACE
    [child] = journal.settle_rejected(
        batch, status="NO", code="", words="no NULs", reason="", culprit=message.id, groups=[[message.id]],
        remedies=[Remedy(message.id, repaired=Repaired(form, after, "2 NUL characters become spaces."))])
    [repaired] = journal.messages_of(child)
    assert (repaired.locator.form, repaired.wire_size, repaired.digest, repaired.header_digest, repaired.repair) == (
        form, 120, after.digest, after.header_digest, "2 NUL characters become spaces.")
    refused = journal.batch_view(batch)
    assert (refused.state, refused.messages, refused.octets, refused.current) == (BatchState.REJECTED, 1, 100, 0)
    assert (journal.batch_view(child).parent, journal.batch_view(child).octets) == (batch, 120)


def test_a_message_that_is_set_aside_stays_refused_and_names_its_file(journal: Journal) -> None:
    batch = new_batch(journal, 1)
    [message] = journal.messages_of(batch)
    journal.begin_attempt(batch, 1, 1)
    journal.settle_rejected(batch, status="NO", code="", words="no", reason="", culprit=message.id,
                            remedies=[Remedy(message.id, aside="0001 a.eml")])
    with contextlib.closing(JournalReader(journal.path)) as reader:
        [view] = reader.left_out(journal.batch(batch).import_id)
        assert (view.fate, view.aside) == ("rejected", "0001 a.eml")


def test_what_is_not_settled_can_be_given_up_from_wherever_it_is(journal: Journal) -> None:
    """The server is gone for good, so nobody can be asked what has become of a batch."""
    import_id, mailbox_id = new_import(journal)
    queued, sending, finishing, doubtful, refused, arrived = batches = [
        journal.add_batch(import_id, mailbox_id, DeliveryKind.MULTIAPPEND, [planned_message(number)])
        for number in range(6)]
    for batch in batches[1:]:
        journal.begin_attempt(batch, 77, 10)
    journal.settle_rejected(refused, status="NO", code="", words="no", reason="", culprit=None)
    for batch in (finishing, doubtful, arrived):
        journal.mark_finishing(batch)
    journal.mark_doubtful(doubtful, status="", code="", words="", wait=1.0)
    journal.settle_committed(arrived, {}, "OK")
    assert journal.give_up(ENDPOINT.name, "It is gone.") == [queued, sending, finishing, doubtful, refused]
    views = [journal.batch_view(batch) for batch in batches]
    assert [view.state for view in views] == [BatchState.CANCELLED] * 4 + [BatchState.REJECTED, BatchState.COMMITTED]
    assert {view.reason for view in views[:4]} == {"It is gone."}
    totals = journal.import_view(import_id).totals
    assert (totals.committed, totals.skipped, totals.rejected, totals.failed) == (1, 5, 0, 0), "nothing needs anybody"
    assert journal.give_up(ENDPOINT.name, "It is gone.") == []
