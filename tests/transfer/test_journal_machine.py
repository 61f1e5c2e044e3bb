"""The journal under any sequence of operations: the totals always add up, and no message is in two live batches."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from tests.transfer.made import ENDPOINT, ids, new_import, planned_message

from mailferry.mail.message import Fate, Finding
from mailferry.transfer.journal import Journal
from mailferry.transfer.journal_reader import JournalReader
from mailferry.transfer.values import BatchId, BatchState, BatchView, DeliveryKind, MessageId
from mailferry.transfer.verdicts import halves

S = BatchState
LIVE = (S.QUEUED, S.SENDING, S.FINISHING, S.DOUBTFUL)
AFTER_A_CRASH = {S.SENDING: S.QUEUED, S.FINISHING: S.DOUBTFUL}


def any_in(*states: BatchState) -> Callable[[JournalMachine], bool]:
    """A rule's condition: there is a batch in one of these states."""
    return lambda machine: any(state in states for state in machine.states.values())


class JournalMachine(RuleBasedStateMachine):
    """Drives one import as the scanner, the uploader, the user and crashes do. `states` is what should be true."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="mf-journal-"))
        self.open()
        self.import_id, self.mailbox_id = new_import(self.journal)
        self.planned = 0
        self.found = dict.fromkeys(Fate, 0)
        self.states: dict[BatchId, BatchState] = {}
        self.left_out: set[MessageId] = set()

    def open(self) -> None:
        self.journal = Journal(self.folder)
        # That marks are durable is not what is tested here, and each fsync takes its time.
        self.journal._db.execute("PRAGMA synchronous = OFF")

    def teardown(self) -> None:
        self.journal.close()
        shutil.rmtree(self.folder)

    def pick(self, data: st.DataObject, *states: BatchState) -> BatchId:
        return data.draw(st.sampled_from([batch for batch, state in self.states.items() if state in states]))

    def pick_messages(self, data: st.DataObject, of: Sequence[MessageId]) -> set[MessageId]:
        return data.draw(st.sets(st.sampled_from(of))) if of else set()

    def queue(self, batches: Sequence[BatchId]) -> None:
        self.states |= dict.fromkeys(batches, S.QUEUED)

    # --- the scanner ---

    @initialize()
    def begin(self) -> None:
        self.plan(3)

    @rule(messages=st.integers(1, 5))
    def plan(self, messages: int) -> None:
        self.queue([self.journal.add_batch(self.import_id, self.mailbox_id, DeliveryKind.MULTIAPPEND, [
            planned_message(self.planned + number) for number in range(messages)])])
        self.planned += messages

    @rule(fate=st.sampled_from(Fate))
    def find(self, fate: Fate) -> None:
        self.found[fate] += 1
        place = f"/mail/{fate}/{self.found[fate]}"
        self.journal.add_findings(self.import_id, [Finding(place, fate, "It is no message to send.")])

    # --- the uploader ---

    @precondition(any_in(S.QUEUED))
    @rule(data=st.data())
    def send(self, data: st.DataObject) -> None:
        batch = self.pick(data, S.QUEUED)
        self.journal.begin_attempt(batch, 1, 1)
        self.states[batch] = S.SENDING

    @precondition(any_in(S.SENDING))
    @rule(data=st.data())
    def finish(self, data: st.DataObject) -> None:
        batch = self.pick(data, S.SENDING)
        self.journal.mark_finishing(batch)
        self.states[batch] = S.FINISHING

    @precondition(any_in(S.FINISHING))
    @rule(data=st.data(), status=st.sampled_from(["", "NO"]))
    def doubt(self, data: st.DataObject, status: str) -> None:
        batch = self.pick(data, S.FINISHING)
        self.journal.mark_doubtful(batch, status=status, code="", words="", wait=1.0)
        self.states[batch] = S.DOUBTFUL

    @precondition(any_in(S.FINISHING, S.DOUBTFUL))
    @rule(data=st.data(), knows_uids=st.booleans())
    def commit(self, data: st.DataObject, knows_uids: bool) -> None:
        batch = self.pick(data, S.FINISHING, S.DOUBTFUL)
        uids = {message: uid for uid, message in enumerate(ids(self.journal, batch), 1)} if knows_uids else {}
        self.journal.settle_committed(batch, uids, "done")
        self.states[batch] = S.COMMITTED

    @precondition(any_in(S.SENDING, S.DOUBTFUL))
    @rule(data=st.data())
    def lose(self, data: st.DataObject) -> None:
        batch = self.pick(data, S.SENDING, S.DOUBTFUL)
        self.journal.requeue(batch, "lost", "")
        self.states[batch] = S.QUEUED

    @precondition(any_in(S.SENDING, S.DOUBTFUL))
    @rule(data=st.data(), isolate=st.booleans())
    def refuse(self, data: st.DataObject, isolate: bool) -> None:
        batch = self.pick(data, S.SENDING, S.DOUBTFUL)
        mine = ids(self.journal, batch)
        groups = halves(mine) if isolate and len(mine) > 1 else []
        children = self.journal.settle_rejected(batch, status="NO", code="", words="", reason="",
                                                culprit=mine[0] if len(mine) == 1 else None, groups=groups)
        self.states[batch] = S.REJECTED
        self.queue(children)

    @precondition(any_in(S.DOUBTFUL))
    @rule(data=st.data())
    def see_a_part(self, data: st.DataObject) -> None:
        batch = self.pick(data, S.DOUBTFUL)
        self.journal.settle_conflict(batch, "a part is there")
        self.states[batch] = S.CONFLICT

    @precondition(any_in(S.QUEUED, S.SENDING))
    @rule(data=st.data())
    def find_some_changed(self, data: st.DataObject) -> None:
        batch = self.pick(data, S.QUEUED, S.SENDING)
        mine = ids(self.journal, batch)
        bad = self.pick_messages(data, mine)
        self.journal.fail_messages(batch, [(message, "It has changed.") for message in sorted(bad)])
        children = self.journal.settle_cancelled(batch, "changed", [[one for one in mine if one not in bad]])
        self.left_out |= bad
        self.states[batch] = S.CANCELLED
        self.queue(children)

    # --- the user ---

    @precondition(any_in(S.QUEUED, S.SENDING))
    @rule(data=st.data())
    def cancel(self, data: st.DataObject) -> None:
        batch = self.pick(data, S.QUEUED, S.SENDING)
        self.journal.settle_cancelled(batch, "")
        self.states[batch] = S.CANCELLED

    @precondition(any_in(S.REJECTED, S.CANCELLED, S.CONFLICT))
    @rule(data=st.data())
    def retry(self, data: st.DataObject) -> None:
        batch = self.pick(data, S.REJECTED, S.CANCELLED, S.CONFLICT)
        mine = ids(self.journal, batch)
        skip = self.pick_messages(data, mine)
        rest = [message for message in mine if message not in skip]
        groups = data.draw(st.sampled_from([[rest], [[one] for one in rest], halves(rest)]))
        self.queue(self.journal.retry(batch, groups, skip=sorted(skip), reason="Left out on purpose."))
        self.left_out |= skip

    # --- a crash ---

    @rule()
    def crash(self) -> None:
        self.journal.close()
        self.open()
        self.states = {batch: AFTER_A_CRASH.get(state, state) for batch, state in self.states.items()}

    # --- what always holds ---

    def batches(self) -> list[BatchView]:
        with contextlib.closing(JournalReader(self.journal.path)) as reader:
            return reader.batches(self.import_id)

    @invariant()
    def the_totals_add_up(self) -> None:
        totals = self.journal.import_view(self.import_id).totals
        assert totals.committed + totals.rejected + totals.skipped + totals.failed == totals.messages
        assert totals.messages == self.planned + self.found[Fate.SKIPPED] + self.found[Fate.FAILED]
        assert totals.octets == 100 * self.planned
        assert totals.ignored == self.found[Fate.IGNORED]

    @invariant()
    def each_batch_is_where_it_should_be(self) -> None:
        views = self.batches()
        assert {view.id: view.state for view in views} == self.states
        waiting = sum(view.current for view in views if view.state in LIVE)
        assert self.journal.import_view(self.import_id).totals.waiting == waiting == self.journal.waiting(ENDPOINT.name)

    @invariant()
    def each_message_has_one_batch_or_was_left_out(self) -> None:
        held: list[MessageId] = []
        for view in self.batches():
            mine = ids(self.journal, view.id)
            assert view.current == len(mine)
            held += mine
        assert len(held) == len(set(held)), "a message is in two batches"
        assert len(held) + len(self.left_out) == self.planned
        assert not self.left_out & set(held)


TestJournal = JournalMachine.TestCase
TestJournal.settings = settings(max_examples=40, stateful_step_count=30, deadline=None)
