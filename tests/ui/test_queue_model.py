"""The queue's model: loaded by pages, kept up to date by events, sound under every filter, fluent at any size."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot
from tests.ui.made import ENDPOINT, Shelf, account, batch, imported

from mailferry.transfer.values import (
    AccountChanged,
    AccountState,
    BatchChanged,
    BatchState,
    BatchView,
    ImportChanged,
    ImportView,
    MessageView,
    ScanState,
    Totals,
)
from mailferry.ui import queue_data
from mailferry.ui.asks import Pages
from mailferry.ui.queue_data import PROGRESS, PROGRESS_ROLE, STATE
from mailferry.ui.queue_model import QueueModel
from mailferry.ui.queue_rows import PAGE, Filter, Kind

Make = Callable[..., QueueModel]


@pytest.fixture
def make(qtbot: QtBot) -> Iterator[Make]:
    opened: list[Pages] = []

    def model(shelf: Shelf, *, watched: bool = True) -> QueueModel:
        """`watched`: Qt's tester follows every change. It asks for each row of each page, so not with many."""
        pages = Pages(lambda: shelf)
        made = QueueModel(pages)
        opened.append(pages)
        if watched:
            QAbstractItemModelTester(made, QAbstractItemModelTester.FailureReportingMode.Fatal, made)
        made.load()
        qtbot.waitUntil(lambda: len(made.standing.imports) == len(shelf.held))
        return made

    yield model
    for pages in opened:
        pages.close()
        pages.join()


def fetch(model: QueueModel, parent: QModelIndex, qtbot: QtBot) -> None:
    """Load all pages below a row."""
    def complete() -> bool:
        model.fetch_next(parent)
        return not model.has_more(parent)

    qtbot.waitUntil(complete)


def ids(model: QueueModel, row: int = 0) -> list[int]:
    """The batches below an import; a row of buttons shows as the negative number of its batch."""
    above = model.index(row, 0)
    found = []
    for place in range(model.rowCount(above)):
        index = model.index(place, 0, above)
        view = model.item(index)
        assert isinstance(view, BatchView)
        found.append(view.id if model.kind(index) is Kind.BATCH else -view.id)
    return found


def hear(model: QueueModel, *views: BatchView | ImportView) -> None:
    for view in views:
        model.hear(BatchChanged(view) if isinstance(view, BatchView) else ImportChanged(view))
    model.flush()


def test_imports_stand_newest_first_and_their_batches_in_the_order_of_the_queue(make: Make, qtbot: QtBot) -> None:
    model = make(Shelf([imported(1), imported(2)], [batch(1), batch(2), batch(3, import_id=2)]))
    assert [view.id for row in range(2) if isinstance(view := model.item(model.index(row, 0)), ImportView)] == [2, 1]
    assert model.hasChildren(model.index(1, 0))
    fetch(model, model.index(1, 0), qtbot)
    assert ids(model, 1) == [1, 2]


def test_events_change_rows_add_batches_and_place_children_after_their_parent(make: Make, qtbot: QtBot) -> None:
    model = make(Shelf([imported()], [batch(1), batch(2)]))
    fetch(model, model.index(0, 0), qtbot)
    hear(model, batch(1, BatchState.REJECTED, current=0), batch(3, parent=1), batch(4, parent=1), batch(5))
    assert ids(model) == [1, 3, 4, 2, 5]
    hear(model, batch(3, BatchState.REJECTED, current=0, parent=1), batch(6, parent=3))
    assert ids(model) == [1, 3, 6, 4, 2, 5]


def test_a_refused_batch_gets_its_row_of_buttons_and_loses_it(make: Make, qtbot: QtBot) -> None:
    model = make(Shelf([imported()], [batch(1), batch(2, BatchState.REJECTED)]))
    fetch(model, model.index(0, 0), qtbot)
    assert ids(model) == [1, 2, -2]
    hear(model, batch(1, BatchState.REJECTED))
    assert ids(model) == [1, -1, 2, -2]
    hear(model, batch(1, BatchState.REJECTED, current=0), batch(2, BatchState.REJECTED, current=0))
    assert ids(model) == [1, 2]


def test_a_batch_that_is_heard_of_while_its_page_is_read_is_not_lost(make: Make, qtbot: QtBot) -> None:
    model = make(Shelf([imported()], [batch(1)]))
    model.fetchMore(model.index(0, 0))
    hear(model, batch(1, BatchState.COMMITTED), batch(2))
    qtbot.waitUntil(lambda: ids(model) == [1, 2])
    view = model.item(model.index(0, 0, model.index(0, 0)))
    assert isinstance(view, BatchView)
    assert view.state is BatchState.COMMITTED


@pytest.mark.parametrize(("chosen", "left"), [
    (Filter.ALL, [1, 2, -2, 3, 4, -4, 5]), (Filter.RUNNING, [1]), (Filter.NEEDS_YOU, [2, -2]),
    (Filter.DONE, [3, 4, -4, 5]),
])
def test_filters(make: Make, qtbot: QtBot, chosen: Filter, left: Sequence[int]) -> None:
    totals = Totals(messages=25, committed=5, rejected=5, skipped=10, failed=5, waiting=5, batches=5)
    model = make(Shelf([imported(totals=totals)], [
        batch(1, BatchState.SENDING), batch(2, BatchState.REJECTED), batch(3, BatchState.COMMITTED),
        batch(4, BatchState.CANCELLED), batch(5, BatchState.REJECTED, current=0)]))
    model.set_filter(chosen)
    fetch(model, model.index(0, 0), qtbot)
    assert ids(model) == left


def test_under_a_filter_batches_come_and_go(make: Make, qtbot: QtBot) -> None:
    totals = Totals(messages=10, failed=10, waiting=10, batches=2)
    model = make(Shelf([imported(totals=totals)], [batch(1), batch(2)]))
    model.set_filter(Filter.RUNNING)
    fetch(model, model.index(0, 0), qtbot)
    hear(model, batch(1, BatchState.COMMITTED), batch(3))
    assert ids(model) == [2, 3]
    hear(model, imported(totals=replace(totals, committed=10, failed=0, waiting=0)))
    assert model.rowCount() == 0
    assert len(model.standing.imports) == 1


@pytest.mark.parametrize("title", ["The mailbox is full", "Sign-in did not work", "A password is needed"])
def test_what_waits_for_a_person_is_found_where_people_look_for_it_until_it_goes_on(
        make: Make, qtbot: QtBot, title: str) -> None:
    arrived, waits = batch(1, BatchState.COMMITTED), batch(2)
    totals = Totals(messages=10, committed=5, failed=5, waiting=5, batches=2)
    model = make(Shelf([imported(totals=totals)], [arrived, waits]))

    def shown(chosen: Filter) -> list[int]:
        model.set_filter(chosen)
        if not model.rowCount():
            return []
        fetch(model, model.index(0, 0), qtbot)
        return ids(model)

    def counts() -> list[int]:
        return [model.standing.count(chosen) for chosen in (Filter.RUNNING, Filter.NEEDS_YOU, Filter.DONE, Filter.ALL)]

    def tell(state: AccountState, title: str = "") -> None:
        model.hear(AccountChanged(account(state=state, title=title)))
        model.flush()

    assert (shown(Filter.NEEDS_YOU), shown(Filter.RUNNING)) == ([], [2])
    tell(AccountState.PAUSED, title)  # the filter Running is chosen: it goes from there
    assert model.rowCount() == 0
    assert (shown(Filter.RUNNING), shown(Filter.NEEDS_YOU)) == ([], [2])
    assert counts() == [0, 5, 5, 10]
    assert model.standing.needing() == 5
    tell(AccountState.CONNECTING)
    assert (counts(), model.rowCount()) == ([0, 5, 5, 10], 1), "nobody knows yet whether it goes on"
    hear(model, batch(3))
    assert ids(model) == [2, 3], "what is read meanwhile waits, too"
    tell(AccountState.WORKING)
    assert (counts(), model.rowCount()) == ([5, 0, 5, 10], 0)
    assert shown(Filter.RUNNING) == [2]
    tell(AccountState.PAUSED)
    assert (counts(), shown(Filter.NEEDS_YOU)) == ([5, 0, 5, 10], []), "paused on purpose: a person has seen to it"


def test_beside_what_was_refused_stands_what_waits_for_a_person(make: Make, qtbot: QtBot) -> None:
    totals = Totals(messages=10, rejected=5, failed=5, waiting=5, batches=2)
    model = make(Shelf([imported(totals=totals)], [batch(1, BatchState.REJECTED), batch(2)]))
    model.set_filter(Filter.NEEDS_YOU)
    fetch(model, model.index(0, 0), qtbot)
    assert ids(model) == [1, -1]
    for state, title, left in ((AccountState.PAUSED, "The mailbox is full", [1, -1, 2]),
                               (AccountState.READY, "", [1, -1])):
        model.hear(AccountChanged(account(state=state, title=title)))
        model.flush()
        fetch(model, model.index(0, 0), qtbot)
        assert ids(model) == left


def test_messages_are_loaded_when_a_batch_is_opened_and_read_again_when_it_is_settled(make: Make,
                                                                                      qtbot: QtBot) -> None:
    shelf = Shelf([imported()], [batch(1)], messages_each=5)
    model = make(shelf, watched=False)  # Qt's tester would load them at once
    fetch(model, model.index(0, 0), qtbot)
    first = model.index(0, 0, model.index(0, 0))
    assert model.rowCount(first) == 0
    fetch(model, first, qtbot)
    message = model.index(4, 0, first)
    view = model.item(message)
    assert isinstance(view, MessageView)
    assert model.parent(message) == first
    assert message.siblingAtColumn(STATE).data() == "Waiting"
    with qtbot.waitSignal(model.dataChanged, check_params_cb=lambda top, *_: top.parent() == first):
        hear(model, batch(1, BatchState.COMMITTED))
    assert message.siblingAtColumn(STATE).data() == "Arrived"


def test_a_filter_does_not_forget_how_much_is_sent(make: Make, qtbot: QtBot) -> None:
    model = make(Shelf([imported()], [batch(1, BatchState.SENDING), batch(2)]))
    fetch(model, model.index(0, 0), qtbot)
    hear(model, batch(1, BatchState.SENDING, sent=3))
    model.set_filter(Filter.RUNNING)
    top = model.index(0, 0)
    fetch(model, top, qtbot)
    assert model.index(0, STATE, top).data() == "Sending, 3 of 5"


def test_progress_and_what_the_account_waits_for(make: Make, qtbot: QtBot) -> None:
    model = make(Shelf([imported(scan=ScanState.RUNNING)], [batch(1)]))
    top = model.index(0, 0)
    fetch(model, top, qtbot)
    hear(model, batch(1, BatchState.SENDING, sent=3))
    assert model.index(0, PROGRESS, top).data(PROGRESS_ROLE) == (15_000, 25_000)
    assert model.standing.pace() == (3, 7)
    hear(model, batch(1, BatchState.FINISHING))
    assert model.standing.pace() == (5, 5), "while the server answers, nothing of it is to be sent again"
    hear(model, batch(1, BatchState.DOUBTFUL))
    assert model.standing.pace() == (0, 10)
    assert model.standing.reading()
    assert top.siblingAtColumn(PROGRESS).data(PROGRESS_ROLE) is None, "the whole is not known yet"
    model.hear(AccountChanged(account(state=AccountState.PAUSED, title="The mailbox is full")))
    model.flush()
    assert top.siblingAtColumn(STATE).data() == "The mailbox is full · 10 to go"
    assert "still reading" in str(top.siblingAtColumn(STATE).data(Qt.ItemDataRole.ToolTipRole))
    assert [view.title for view in model.standing.held_up()] == ["The mailbox is full"]
    assert imported().account == ENDPOINT.name
    model.hear(ImportChanged(imported(totals=Totals(messages=10, committed=4, failed=6, waiting=6))))
    model.flush()
    assert not model.standing.reading()
    assert model.index(0, PROGRESS).data(PROGRESS_ROLE) == (4, 10)


def test_two_hundred_thousand_batches_do_not_freeze_the_window(make: Make, qtbot: QtBot) -> None:
    many = [batch(number, BatchState.COMMITTED) for number in range(1, 200_001)]
    shelf = Shelf([imported(totals=Totals(messages=1_000_000, committed=1_000_000, batches=200_000))], many)
    model = make(shelf, watched=False)
    top = model.index(0, 0)
    began = time.thread_time()
    model.fetchMore(top)
    qtbot.waitUntil(lambda: model.rowCount(top) == PAGE)
    assert shelf.pages == 1, "only what is looked at is read"
    for number in range(1, 5001):
        model.hear(BatchChanged(batch(number, BatchState.COMMITTED)))
    model.flush()
    assert time.thread_time() - began < 2, "of this thread, however busy the machine is"


def test_batches_that_come_live_stop_being_added_at_some_size_and_come_by_pages_again(make: Make,
                                                                                     qtbot: QtBot) -> None:
    shelf = Shelf([imported(totals=Totals())], [])
    model = make(shelf, watched=False)
    top = model.index(0, 0)
    fetch(model, top, qtbot)
    views = [batch(number) for number in range(1, 8001)]
    shelf.rows = views
    for start in range(0, 8000, 500):
        hear(model, *views[start:start + 500])
    assert 200 <= model.rowCount(top) < 8000
    fetch(model, top, qtbot)
    assert ids(model) == list(range(1, 8001))


def test_what_was_heard_is_newer_than_what_was_being_read(qtbot: QtBot) -> None:
    class Slow(Shelf):
        go_on = threading.Event()

        def imports(self) -> list[ImportView]:
            self.go_on.wait(30)
            return super().imports()

    shelf = Slow([imported(1, totals=Totals(messages=5, failed=5, waiting=5)), imported(2)], [])
    pages = Pages(lambda: shelf)
    model = QueueModel(pages)
    model.load()
    model.hear(ImportChanged(imported(1, totals=Totals(messages=5, committed=5))))
    model.flush()
    shelf.go_on.set()
    qtbot.waitUntil(lambda: model.rowCount() == 2)
    assert model.standing.imports[1].totals.committed == 5
    pages.close()
    pages.join()


@pytest.mark.parametrize(("totals", "scan", "picture"), [
    (Totals(), ScanState.STOPPED, "dealt-with"), (Totals(), ScanState.DONE, "dealt-with"),
    (Totals(), ScanState.RUNNING, "sending"), (Totals(messages=5, committed=5), ScanState.RUNNING, "sending"),
    (Totals(messages=5, committed=5), ScanState.DONE, "arrived")])
def test_the_picture_of_an_import_says_no_more_than_is_so(totals: Totals, scan: ScanState, picture: str,
                                                         monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queue_data, "icon", lambda name: name)
    view = imported(totals=totals, scan=scan)
    assert queue_data.import_data(view, None, STATE, Qt.ItemDataRole.DecorationRole) == picture
