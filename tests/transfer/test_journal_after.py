"""The journal on what follows an import: what is to be verified and taken back, and that the sums stay right."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.transfer.ferry import as_counts
from tests.transfer.made import ENDPOINT, ids, new_batch, new_import

from mailferry.transfer.journal import Journal
from mailferry.transfer.journal_after import Difference
from mailferry.transfer.journal_reader import JournalReader
from mailferry.transfer.values import BatchId, BatchState, ImportId, ScanState
from mailferry.transfer.values_after import DifferenceKind, Verify


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    with contextlib.closing(Journal(tmp_path)) as open_journal:
        yield open_journal


def committed(journal: Journal, batch: BatchId, first_uid: int = 1) -> BatchId:
    """Bring it to its mailbox."""
    journal.begin_attempt(batch, 7, first_uid)
    journal.mark_finishing(batch)
    journal.settle_committed(batch, {message: first_uid + place for place, message in enumerate(ids(journal, batch))},
                             "")
    return batch


def import_of(journal: Journal, batch: BatchId) -> ImportId:
    return journal.batch(batch).import_id


def brought(journal: Journal, import_id: ImportId) -> list[int]:
    return [one.uid for one in journal.to_take_back(import_id, (0, 0), 100)]


def test_a_batch_of_which_nothing_is_left_is_undone_and_the_sums_add_up(journal: Journal) -> None:
    import_ = new_import(journal)
    first = committed(journal, new_batch(journal, import_=import_))
    second = committed(journal, new_batch(journal, import_=import_, first=10), 4)
    import_id = import_[0]
    assert brought(journal, import_id) == [1, 2, 3, 4, 5, 6]
    places = [one.place for one in journal.to_take_back(import_id, (0, 0), 100)]
    journal.begin_removal(places)
    assert as_counts(journal.import_view(import_id).totals) == (6, 0, 0, 0), "nothing is known to be gone"
    assert all(one.removal_begun for one in journal.to_take_back(import_id, (0, 0), 100))
    assert journal.note_removed(places[:4], "Taken back.") == [first, second]
    assert as_counts(journal.import_view(import_id).totals) == (2, 0, 4, 0)
    assert (journal.batch(first).state, journal.batch(second).state) == (BatchState.UNDONE, BatchState.COMMITTED)
    assert brought(journal, import_id) == [5, 6]
    journal.give_up_removal(places[4:])
    assert not any(one.removal_begun for one in journal.to_take_back(import_id, (0, 0), 100))


def test_what_lies_there_of_a_conflict_is_taken_back_too(journal: Journal) -> None:
    """And of a batch that was tried again after it, what came twice."""
    import_ = new_import(journal)
    batch = new_batch(journal, import_=import_)
    messages = ids(journal, batch)
    journal.begin_attempt(batch, 7, 1)
    journal.mark_finishing(batch)
    journal.mark_doubtful(batch, status="", code="", words="", wait=1.0)
    journal.note_landed(batch, {messages[0]: 1})
    journal.settle_conflict(batch, "unclear")
    [again] = journal.retry(batch, [messages])
    committed(journal, again, 11)
    assert brought(journal, import_[0]) == [1, 11, 12, 13]
    places = [one.place for one in journal.to_take_back(import_[0], (0, 0), 100)]
    journal.note_removed(places[:1], "Taken back.")
    assert as_counts(journal.import_view(import_[0]).totals) == (3, 0, 0, 0), "it has come by the other batch"
    assert journal.batch(batch).state is BatchState.CONFLICT
    journal.note_removed(places[1:], "Taken back.")
    assert as_counts(journal.import_view(import_[0]).totals) == (0, 0, 3, 0)
    assert journal.batch(again).state is BatchState.UNDONE


def test_pieces_go_on_where_the_last_one_ended(journal: Journal) -> None:
    import_ = new_import(journal)
    for number in range(3):
        committed(journal, new_batch(journal, import_=import_, first=10 * number), 10 * number + 1)
    other = committed(journal, new_batch(journal), 77)
    uids: list[int] = []
    reached = (0, 0)
    while piece := journal.to_verify(import_[0], reached, 2):
        assert len(piece) <= 2
        uids += [one.uid for one in piece]
        reached = piece[-1].place
    assert uids == [1, 2, 3, 11, 12, 13, 21, 22, 23]
    assert brought(journal, import_of(journal, other)) == [77, 78, 79]


def test_an_import_is_due_for_verification_when_it_is_through_and_once(journal: Journal) -> None:
    batch = new_batch(journal)
    import_id = import_of(journal, batch)
    journal.end_scan(import_id, ScanState.DONE)
    assert journal.unverified(ENDPOINT.name) == []
    committed(journal, batch)
    assert journal.unverified(ENDPOINT.name) == [import_id]
    messages = ids(journal, batch)
    record = journal.note_verified(journal.verification(import_id), (batch, messages[1]), 2, [
        Difference(messages[0], DifferenceKind.FLAGS, "a", "b"),
        Difference(messages[0], DifferenceKind.DATE, "c", "d")])
    assert journal.verification(import_id).reached == (batch, messages[1])
    assert journal.verification_view(import_id).differing == 1
    assert record is not None
    assert journal.end_verification(record, [Difference(messages[2], DifferenceKind.TWICE, "", "UID 9")])
    assert journal.verification_view(import_id).differing == 2
    assert journal.unverified(ENDPOINT.name) == []
    journal.want_verification(import_id, Verify.FULL)
    assert journal.unverified(ENDPOINT.name) == [import_id]
    view = journal.verification_view(import_id)
    assert (view.depth, view.checked, view.differing, view.ended) == (Verify.FULL, 0, 0, None)
    with contextlib.closing(JournalReader(journal.path)) as reader:
        assert reader.differences(import_id) == []
