"""The power fails: whatever of the journal's log had reached the disk, no mark that was made is lost.

A run is recorded: after each change the length of the log, which is on the disk then (synchronous=FULL). Later the log
is cut, or ends in rubbish, at each page, at its edges and in its middle: what is found is the last change before it.
"""

from __future__ import annotations

import contextlib
import sqlite3
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.transfer.made import ENDPOINT, ids, new_batch, new_import

from mailferry.transfer.journal import Journal
from mailferry.transfer.values import BatchState

HEADER, FRAME = 32, 24 + 4096  # of SQLite's log: https://www.sqlite.org/fileformat2.html#the_write_ahead_log
Marks = tuple[tuple[int, str, int, int], ...]


def marks(db: sqlite3.Connection) -> Marks:
    """Each batch with its state, how many messages it holds, and how many of them have a UID."""
    return tuple(tuple(row) for row in db.execute(
        "SELECT id, state, (SELECT count(*) FROM membership WHERE batch_id = id), (SELECT count(uid) FROM membership "
        "WHERE batch_id = id) FROM batches ORDER BY id"))


def as_found(before: Marks) -> Marks:
    """What the next run makes of these marks."""
    after = {"sending": "queued", "finishing": "doubtful"}
    return tuple((batch, after.get(state, state), messages, uids) for batch, state, messages, uids in before)


@dataclass
class Recorded:
    """The file as it was before the run, the whole log, and the marks that stood at each length of it."""

    file: bytes
    log: bytes
    steps: list[tuple[int, Marks]]

    def standing(self, length: int) -> list[Marks]:
        """The marks that were on the disk at this length, and those after them, which are no loss if they show."""
        last = max(number for number, (end, _) in enumerate(self.steps) if end <= length)
        return [marks for _, marks in self.steps[last:]]


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Recorded:
    """Three batches: one arrives, one is divided, one is under way at the end."""
    folder = tmp_path_factory.mktemp("recorded")
    with contextlib.closing(Journal(folder)) as journal:
        import_ = new_import(journal)
    file, log = folder / "journal.sqlite", folder / "journal.sqlite-wal"
    before = file.read_bytes()
    steps: list[tuple[int, Marks]] = [(0, ())]
    with contextlib.closing(Journal(folder)) as journal:
        def note() -> None:
            steps.append((log.stat().st_size, marks(journal._db)))

        for first in (0, 40, 80):
            new_batch(journal, 40, import_=import_, first=first)
            note()
        for batch in (1, 2, 3):
            journal.begin_attempt(batch, 77, 1)
            note()
            journal.mark_finishing(batch)
            note()
            members = ids(journal, batch)
            if batch == 1:
                journal.settle_committed(batch, dict(zip(members, range(1, 41), strict=True)), "")
            elif batch == 2:
                journal.mark_doubtful(batch, status="NO", code="", words="no", wait=1)
                note()
                journal.settle_rejected(batch, status="NO", code="", words="no", reason="", culprit=None,
                                        groups=[members[:20], members[20:]])
            note()
        content = log.read_bytes()
    assert len(content) == steps[-1][0]  # no page was moved into the file meanwhile
    return Recorded(before, content, steps)


def places(log: bytes) -> list[int]:
    """The begin, the middle and the end of each page of the log."""
    frames = range(HEADER, len(log), FRAME)
    return [0, HEADER // 2, *(place + inside for place in frames for inside in (0, FRAME // 2, FRAME - 1)), len(log)]


@pytest.mark.parametrize("rubbish", [False, True])
def test_no_mark_is_lost_wherever_the_log_ends(recorded: Recorded, tmp_path: Path, *, rubbish: bool) -> None:
    file, log = tmp_path / "journal.sqlite", tmp_path / "journal.sqlite-wal"
    opened = 0
    for place in places(recorded.log):
        file.write_bytes(recorded.file)
        log.write_bytes(recorded.log[:place] + (recorded.log[:place][::-1] if rubbish else b""))
        with contextlib.closing(Journal(tmp_path)) as journal:
            assert journal.set_aside is None
            found = marks(journal._db)
        standing = [as_found(marks) for marks in recorded.standing(place)]
        assert found in standing if rubbish else found == standing[0], place
        opened += 1
    assert opened > 50


def test_the_run_goes_on_after_the_power_failed_in_its_middle(recorded: Recorded, tmp_path: Path) -> None:
    (tmp_path / "journal.sqlite").write_bytes(recorded.file)
    (tmp_path / "journal.sqlite-wal").write_bytes(recorded.log)
    with contextlib.closing(Journal(tmp_path)) as journal:
        doubtful = journal.next_batch(ENDPOINT.name)
        assert doubtful is not None
        assert (doubtful.id, doubtful.state) == (3, BatchState.DOUBTFUL)
        journal.settle_committed(3, {}, "")
        assert journal.import_view(doubtful.import_id).totals.committed == 80


def test_the_log_is_on_the_disk_when_a_change_is_made(tmp_path: Path) -> None:
    with contextlib.closing(Journal(tmp_path)) as journal:
        assert journal._db.execute("PRAGMA synchronous").fetchone()[0] == 2  # FULL
        assert journal._db.execute("PRAGMA fullfsync").fetchone()[0] == 1  # macOS: through the disk's own memory too
        assert journal._db.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
