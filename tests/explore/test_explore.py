"""The promise holds in every state that client and server can reach together; and the search finds what breaks it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from tests.explore.explorer import Explorer, PromiseBroken
from tests.explore.simulation import Mail, SimulatedSession

from mailferry.imap.append import Refused, Stored
from mailferry.imap.transmit import Watcher
from mailferry.transfer import doubt, journal, late, looking
from mailferry.transfer.journal_batches import BatchRecord
from mailferry.transfer.messages import QueuedMessage
from mailferry.transfer.states import STEPS
from mailferry.transfer.values import BatchState, DeliveryKind, OnReject

M, T, R, P = DeliveryKind.MULTIAPPEND, DeliveryKind.STAGED, DeliveryKind.REVERSIBLE, DeliveryKind.SEPARATE

NOT_WALKED = {
    (BatchState.CONFLICT, BatchState.COMMITTED): "a person says so, tests/transfer/test_doubt.py",
    (BatchState.COMMITTED, BatchState.UNDONE): "a person asks for it, tests/transfer/test_undo.py",
    (BatchState.CONFLICT, BatchState.UNDONE): "a person asks for it, tests/transfer/test_undo.py",
}
"""Steps of the table that no server and no crash leads to."""

NewExplorer = Callable[..., Explorer]


@pytest.fixture
def new_explorer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> NewExplorer:
    """Makes an explorer of batches of so many messages, by this delivery, with so many troubles in a run."""

    def new(count: int, kind: DeliveryKind, budget: int, on_reject: OnReject = OnReject.ISOLATE) -> Explorer:
        folder = tmp_path / f"{count}{kind}{budget}{on_reject}"
        folder.mkdir()
        return Explorer(folder, count, kind, budget=budget, on_reject=on_reject, change=monkeypatch.setattr)

    return new


@pytest.mark.parametrize(("count", "kind", "budget", "on_reject"), [
    (1, M, 3, OnReject.ISOLATE), (2, M, 2, OnReject.ISOLATE), (3, M, 2, OnReject.ISOLATE), (2, M, 2, OnReject.SKIP),
    (1, P, 2, OnReject.ISOLATE), (2, P, 2, OnReject.ISOLATE),
    (1, T, 2, OnReject.ISOLATE), (2, T, 2, OnReject.ISOLATE), (3, T, 2, OnReject.SKIP),
    (1, R, 2, OnReject.ISOLATE), (2, R, 2, OnReject.ISOLATE), (3, R, 2, OnReject.SKIP),
])
def test_the_promise_holds_wherever_it_breaks(new_explorer: NewExplorer, count: int, kind: DeliveryKind, budget: int,
                                              on_reject: OnReject) -> None:
    found = new_explorer(count, kind, budget, on_reject).explore()
    print(f"{kind.value}, {count} messages, {budget} troubles, {on_reject.value}: "
          f"{found.runs:,} runs, {len(found.states):,} states")
    assert found.steps <= set(STEPS)
    assert len(found.states) > 10


def test_every_step_of_the_table_is_taken_and_no_other(new_explorer: NewExplorer) -> None:
    """The steps that only a person asks for are named, each with its reason."""
    taken = set[tuple[BatchState, BatchState]]()
    for count, kind, budget in ((1, M, 2), (2, M, 2)):
        taken |= new_explorer(count, kind, budget).explore().steps
    assert taken == set(STEPS) - set(NOT_WALKED)


# --- each rule is needed ---------------------------------------------------------------------------------------------


def test_without_a_wait_before_sending_again_late_commits_double(new_explorer: NewExplorer,
                                                                 monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looking, "LOOPBACK_WAIT", 0.0)
    with pytest.raises(PromiseBroken):
        new_explorer(1, M, 1).explore()


def test_without_a_last_look_a_very_late_commit_doubles(new_explorer: NewExplorer,
                                                        monkeypatch: pytest.MonkeyPatch) -> None:
    real = journal.Journal.requeue
    monkeypatch.setattr(journal.Journal, "requeue",
                        lambda self, batch, outcome, words, **_: real(self, batch, outcome, words))
    with pytest.raises(PromiseBroken, match="2 times of us"):
        new_explorer(1, M, 1).explore()


def test_a_server_that_is_not_made_to_mend_its_store_doubles(new_explorer: NewExplorer,
                                                             monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(SimulatedSession, "begin_and_cancel", lambda *_: None)
    with pytest.raises(PromiseBroken, match="2 times of us"):
        new_explorer(2, M, 1).explore()


def test_a_mark_that_is_written_too_late_doubles(new_explorer: NewExplorer, monkeypatch: pytest.MonkeyPatch) -> None:
    def append(self: SimulatedSession, mailbox: str, messages: Sequence[QueuedMessage],
               watcher: Watcher, *, careful: bool = False) -> Stored | Refused:
        box = self._world.boxes[mailbox]
        _, uids = self._world.commit(box, [Mail.of(message) for message in messages])
        watcher.finishing()
        return Stored(box.uidvalidity, tuple(uids), "")

    monkeypatch.setattr(SimulatedSession, "append", append)
    with pytest.raises(PromiseBroken):
        new_explorer(1, M, 1).explore()


def test_if_what_was_only_found_is_removed_mail_of_others_is_lost(new_explorer: NewExplorer,
                                                                  monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (doubt, late):
        monkeypatch.setattr(module, "removable", lambda messages: {
            message.uid: message for message in messages if message.uid is not None})
    with pytest.raises(PromiseBroken):
        new_explorer(2, R, 2).explore()


def test_if_a_refusal_is_believed_without_a_look_a_kept_message_doubles(new_explorer: NewExplorer,
                                                                        monkeypatch: pytest.MonkeyPatch) -> None:
    def settle(self: doubt.Doubt, batch: BatchRecord) -> looking.Settled:
        refused = Refused(batch.status, batch.code, batch.words, None, committed=False, in_step=True)
        return self.believed(batch, self._journal.messages_of(batch.id), refused, batch.attempts)

    real = doubt.Doubt.settle
    monkeypatch.setattr(doubt.Doubt, "settle", lambda self, batch: (settle if batch.status else real)(self, batch))
    with pytest.raises(PromiseBroken):
        new_explorer(2, M, 1).explore()
