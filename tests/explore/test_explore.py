"""The promise holds in every state that client and server can reach together; and the search finds what breaks it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from tests.explore.explorer import Explorer, PromiseBroken
from tests.explore.simulation import Clock, SimulatedSession

from mailferry.imap.append import Refused, Stored
from mailferry.imap.transmit import Watcher
from mailferry.transfer import doubt, journal, journal_file
from mailferry.transfer.messages import QueuedMessage
from mailferry.transfer.values import DeliveryKind


@pytest.fixture
def fast_journal(monkeypatch: pytest.MonkeyPatch) -> None:
    """No power fails in these runs: the journal need not wait for the disk."""
    real = journal.Journal._open

    def open_fast(self: journal.Journal) -> None:
        real(self)
        self._db.execute("PRAGMA synchronous = OFF")

    monkeypatch.setattr(journal.Journal, "_open", open_fast)


def explorer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, count: int, kind: DeliveryKind, budget: int) -> Explorer:
    def set_clock(clock: Clock) -> None:
        monkeypatch.setattr(doubt, "time", clock)
        monkeypatch.setattr(journal, "time", clock)
        monkeypatch.setattr(journal_file, "time", clock)

    return Explorer(tmp_path, count, kind, budget=budget, set_clock=set_clock)


@pytest.mark.usefixtures("fast_journal")
@pytest.mark.parametrize(("count", "kind", "budget"), [
    (1, DeliveryKind.MULTIAPPEND, 2), (2, DeliveryKind.MULTIAPPEND, 2), (3, DeliveryKind.MULTIAPPEND, 1),
    (1, DeliveryKind.SEPARATE, 2), (2, DeliveryKind.SEPARATE, 1), (1, DeliveryKind.STAGED, 2),
    (2, DeliveryKind.STAGED, 2), (3, DeliveryKind.STAGED, 1), (2, DeliveryKind.REVERSIBLE, 2),
    (3, DeliveryKind.REVERSIBLE, 1)])
def test_the_promise_holds_wherever_it_breaks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, count: int,
                                              kind: DeliveryKind, budget: int) -> None:
    found = explorer(tmp_path, monkeypatch, count, kind, budget).explore()
    print(f"{kind.value}, {count} messages, {budget} troubles: {found.runs} runs, {found.states} states")
    assert found.runs > 10


@pytest.mark.usefixtures("fast_journal")
def test_without_a_wait_before_sending_again_a_late_commit_doubles(tmp_path: Path,
                                                                   monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doubt, "LOOPBACK_WAIT", 0.0)
    with pytest.raises(PromiseBroken):
        explorer(tmp_path, monkeypatch, 1, DeliveryKind.MULTIAPPEND, 1).explore()


@pytest.mark.usefixtures("fast_journal")
def test_a_mark_that_is_written_too_late_doubles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def append(self: SimulatedSession, mailbox: str, messages: Sequence[QueuedMessage],
               watcher: Watcher, *, careful: bool = False) -> Stored | Refused:
        outcome = self._commit(self._world.boxes[mailbox], [b"".join(message.chunks()) for message in messages])
        watcher.finishing()
        return outcome

    monkeypatch.setattr(SimulatedSession, "append", append)
    with pytest.raises(PromiseBroken):
        explorer(tmp_path, monkeypatch, 1, DeliveryKind.MULTIAPPEND, 1).explore()
