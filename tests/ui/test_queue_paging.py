"""Of what lies in the journal, the queue loads the pages that somebody looks at, each once, and asks again for one that
could not be read."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QModelIndex, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from tests.transfer.made import new_import, planned_message

from mailferry.errors import Problem
from mailferry.transfer.journal import Journal
from mailferry.transfer.journal_reader import JournalReader
from mailferry.transfer.values import BatchChanged, BatchId, BatchView, DeliveryKind, ImportId, MessageView
from mailferry.ui.asks import Pages
from mailferry.ui.inspector import ATTEMPTS, MESSAGES, OVERVIEW
from mailferry.ui.queue_pane import QueuePane
from mailferry.ui.queue_rows import PAGE, Kind

BATCHES = 2500


class Opened:
    """The pane over a journal."""

    def __init__(self, journal: Journal, qtbot: QtBot, spoilt: str) -> None:
        """`spoilt` names a table that cannot be read yet."""
        self.journal, self.qtbot = journal, qtbot
        if spoilt:
            self.spoil(spoilt)
        self.problems: list[Problem] = []
        self.pages = Pages(lambda: JournalReader(journal.path), self.problems.append)
        self.pane = QueuePane(self.pages)
        self.model, self.view = self.pane.model, self.pane.view
        qtbot.addWidget(self.pane)
        self.pane.resize(1000, 420)
        self.pane.show()
        self.pane.activateWindow()
        self.model.load()
        self.until(lambda: self.model.rowCount() > 0)

    def until(self, condition: Callable[[], object], do: Callable[[], object] = lambda: None) -> None:
        """Do this again and again, until something is so."""
        def holds() -> bool:
            do()
            return bool(condition())

        self.qtbot.waitUntil(holds)

    @property
    def top(self) -> QModelIndex:
        return self.model.index(0, 0)

    def rest(self) -> None:
        """Let all come that would come by itself: after each layout what was asked for is answered, and again."""
        for _ in range(6):
            answered: list[bool] = []
            self.view.doItemsLayout()
            self.pane.grab()
            QApplication.processEvents()
            self.pages.read(lambda _: True, answered.append)  # after whatever else is asked for
            self.until(answered.copy)

    def shown(self, above: QModelIndex | None = None) -> list[int]:
        """The numbers of the batches below the import, or of the messages below a batch."""
        above = self.top if above is None else above
        indexes = [self.model.index(row, 0, above) for row in range(self.model.rowCount(above))]
        return [view.id for index in indexes if self.model.kind(index) is not Kind.BUTTONS
                and isinstance(view := self.model.item(index), (BatchView, MessageView))]

    def key(self, key: Qt.Key) -> None:
        QTest.keyClick(self.view, key)
        QApplication.processEvents()

    def spoil(self, table: str, *, mend: bool = False) -> None:
        """A table of the journal cannot be read any more; or it can be again."""
        with closing(sqlite3.connect(self.journal.path)) as other:
            other.execute("PRAGMA legacy_alter_table = ON")
            names = (f"no_{table}", table) if mend else (table, f"no_{table}")
            other.execute("ALTER TABLE {} RENAME TO {}".format(*names))


def fill(journal: Journal, batches: int, each: int = 1) -> tuple[ImportId, list[BatchId]]:
    """An import of so many batches; the last holds `each` messages, the others one."""
    import_id, mailbox = new_import(journal)
    first = journal.add_batch(import_id, mailbox, DeliveryKind.MULTIAPPEND,
                              [planned_message(number) for number in range(batches - 1 + each)])
    messages = [message.id for message in journal.messages_of(first)]
    groups = [[message] for message in messages[:batches - 1]] + [messages[batches - 1:]]
    return import_id, [first, *journal.divide(first, groups[1:])]


def refuse(journal: Journal, batches: list[BatchId]) -> None:
    """These batches were refused. (An attempt for each would take the test long.)"""
    with closing(sqlite3.connect(journal.path)) as other, other:
        other.executemany("UPDATE batches SET state = 'rejected' WHERE id = ?", [(batch,) for batch in batches])


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    with closing(Journal(tmp_path)) as made:
        yield made


@pytest.fixture
def open_pane(journal: Journal, qtbot: QtBot) -> Iterator[Callable[..., Opened]]:
    made: list[Opened] = []

    def opened(*, spoilt: str = "") -> Opened:
        made.append(Opened(journal, qtbot, spoilt))
        return made[-1]

    yield opened
    for one in made:
        one.pages.close()
        one.pages.join()


Open = Callable[..., Opened]


def test_of_an_import_only_the_batches_that_are_looked_at_are_loaded(journal: Journal, open_pane: Open) -> None:
    _, batches = fill(journal, BATCHES)
    queue = open_pane()
    queue.until(lambda: queue.model.rowCount(queue.top) > 0)
    queue.rest()
    assert queue.shown() == batches[:PAGE]


def test_at_the_end_all_batches_have_come_each_once(journal: Journal, open_pane: Open) -> None:
    _, batches = fill(journal, BATCHES)
    queue = open_pane()
    queue.until(lambda: len(queue.shown()) == BATCHES, queue.view.scrollToBottom)
    queue.rest()
    assert queue.shown() == batches


@pytest.mark.parametrize("key", [Qt.Key.Key_End, Qt.Key.Key_PageDown, Qt.Key.Key_Down])
def test_the_keyboard_comes_to_the_end_too(key: Qt.Key, journal: Journal, open_pane: Open) -> None:
    _, batches = fill(journal, PAGE + 5)
    queue = open_pane()
    queue.until(lambda: len(queue.shown()) == PAGE)
    queue.view.setFocus()
    queue.view.setCurrentIndex(queue.model.index(PAGE - 15, 0, queue.top))
    queue.until(lambda: queue.view.currentIndex().row() == PAGE + 4, lambda: queue.key(key))
    assert queue.shown() == batches


def test_who_walks_the_rows_without_scrolling_comes_to_the_end_too(journal: Journal, open_pane: Open) -> None:
    """As a screen reader makes one row after the other the current one."""
    _, batches = fill(journal, PAGE + 30)
    queue = open_pane()
    queue.until(lambda: len(queue.shown()) == PAGE)
    queue.view.setCurrentIndex(queue.model.index(PAGE - 1, 0, queue.top))
    queue.until(lambda: len(queue.shown()) == PAGE + 30)
    assert queue.shown() == batches


def test_the_messages_of_a_batch_are_loaded_where_they_are_looked_at(journal: Journal, open_pane: Open) -> None:
    """The batch is the last of the first page: behind its messages more batches come."""
    import_id, mailbox = new_import(journal)
    first = journal.add_batch(import_id, mailbox, DeliveryKind.MULTIAPPEND,
                              [planned_message(number) for number in range(PAGE + BATCHES + 5)])
    ids = [message.id for message in journal.messages_of(first)]
    large = ids[PAGE - 1:PAGE - 1 + BATCHES]
    groups = [[message] for message in ids[1:PAGE - 1]] + [large] + [
        [message] for message in ids[PAGE - 1 + BATCHES:]]
    batches = [first, *journal.divide(first, groups)]
    queue = open_pane()
    queue.until(lambda: len(queue.shown()) == PAGE)
    above = queue.model.index(PAGE - 1, 0, queue.top)
    queue.view.expand(above)
    queue.until(lambda: queue.model.rowCount(above) > 0)
    queue.rest()
    assert queue.shown(above) == large[:PAGE]
    assert queue.shown() == batches[:PAGE]

    queue.until(lambda: len(queue.shown(above)) == BATCHES,
                lambda: queue.view.scrollTo(queue.model.index(queue.model.rowCount(above) - 1, 0, above)))
    queue.until(lambda: len(queue.shown()) == len(batches), queue.view.scrollToBottom)
    queue.rest()
    assert queue.shown(above) == large
    assert queue.shown() == batches


def test_beside_the_queue_only_the_messages_that_are_looked_at_are_loaded(journal: Journal, open_pane: Open) -> None:
    fill(journal, 1, BATCHES)
    queue = open_pane()
    queue.until(lambda: len(queue.shown()) == 1)
    queue.pane.details_button.click()
    queue.view.setCurrentIndex(queue.model.index(0, 0, queue.top))
    inspector = queue.pane.inspector
    inspector.setCurrentIndex(MESSAGES)
    queue.until(lambda: inspector.model.rowCount() > 0)
    queue.rest()
    assert inspector.model.rowCount() == PAGE
    queue.until(lambda: inspector.model.rowCount() == BATCHES, inspector.table.scrollToBottom)


def test_messages_and_attempts_that_could_not_be_read_come_when_their_page_is_opened_anew(journal: Journal,
                                                                                           open_pane: Open) -> None:
    _, (batch,) = fill(journal, 1, 7)
    journal.begin_attempt(batch, 1, 1)
    queue = open_pane()
    queue.until(lambda: len(queue.shown()) == 1)
    queue.pane.details_button.click()
    queue.view.setCurrentIndex(queue.model.index(0, 0, queue.top))
    inspector = queue.pane.inspector
    for count, (page, table) in enumerate(((MESSAGES, "membership"), (ATTEMPTS, "attempts")), 1):
        queue.spoil(table)
        inspector.setCurrentIndex(page)
        queue.until(lambda count=count: len(queue.problems) == count)  # type: ignore[misc]
        queue.rest()
        assert len(queue.problems) == count, "it is not asked for again by itself"
        queue.spoil(table, mend=True)
        inspector.setCurrentIndex(OVERVIEW)
        inspector.setCurrentIndex(page)
        queue.until(lambda page=page: inspector.model.rowCount() == 7 if page == MESSAGES  # type: ignore[misc]
                    else "Attempt 1" in inspector.exchange.toPlainText())
    assert len(queue.problems) == 2


def test_beside_the_queue_a_page_that_could_not_be_read_comes_when_it_is_scrolled_to_again(journal: Journal,
                                                                                         open_pane: Open) -> None:
    fill(journal, 1, PAGE + 7)
    queue = open_pane()
    queue.until(lambda: len(queue.shown()) == 1)
    queue.pane.details_button.click()
    queue.view.setCurrentIndex(queue.model.index(0, 0, queue.top))
    inspector = queue.pane.inspector
    inspector.setCurrentIndex(MESSAGES)
    queue.until(lambda: inspector.model.rowCount() == PAGE)
    queue.spoil("membership")
    inspector.table.scrollToBottom()
    queue.until(lambda: queue.problems)
    queue.rest()
    assert len(queue.problems) == 1
    queue.spoil("membership", mend=True)
    inspector.table.scrollToTop()
    inspector.table.scrollToBottom()
    queue.until(lambda: inspector.model.rowCount() == PAGE + 7)


def test_a_first_page_that_could_not_be_read_comes_when_the_import_is_unfolded_anew(journal: Journal,
                                                                                    open_pane: Open) -> None:
    _, batches = fill(journal, 5)
    queue = open_pane(spoilt="mailboxes")
    queue.until(lambda: queue.problems)
    queue.rest()
    assert len(queue.problems) == 1, "it is not asked for again by itself"
    assert queue.problems[0].sentence.startswith("The journal ")
    queue.spoil("mailboxes", mend=True)
    queue.view.collapse(queue.top)
    assert queue.model.hasChildren(queue.top)
    queue.view.expand(queue.top)
    queue.until(lambda: queue.shown() == batches)
    assert len(queue.problems) == 1


def test_a_page_that_could_not_be_read_comes_when_it_is_looked_at_again(journal: Journal, open_pane: Open) -> None:
    _, batches = fill(journal, BATCHES)
    queue = open_pane()
    queue.until(lambda: len(queue.shown()) == PAGE)
    queue.spoil("mailboxes")
    queue.until(lambda: queue.problems, queue.view.scrollToBottom)
    queue.rest()
    assert len(queue.problems) == 1, "it is not asked for again while its place is in sight"
    assert queue.shown() == batches[:PAGE]
    queue.view.scrollToTop()
    queue.rest()
    queue.view.scrollToBottom()
    queue.until(lambda: len(queue.problems) == 2)
    queue.spoil("mailboxes", mend=True)
    queue.view.scrollToTop()
    queue.rest()
    queue.until(lambda: len(queue.shown()) == BATCHES, queue.view.scrollToBottom)
    assert queue.shown() == batches
    assert len(queue.problems) == 2


def test_messages_that_could_not_be_read_come_when_their_batch_is_unfolded_anew(journal: Journal,
                                                                               open_pane: Open) -> None:
    fill(journal, 2, 7)
    queue = open_pane()
    queue.until(lambda: len(queue.shown()) == 2)
    queue.spoil("membership")
    above = queue.model.index(1, 0, queue.top)
    queue.view.expand(above)
    queue.until(lambda: queue.problems)
    queue.rest()
    assert len(queue.problems) == 1
    queue.spoil("membership", mend=True)
    queue.view.collapse(above)
    queue.view.expand(above)
    queue.until(lambda: queue.model.rowCount(above) == 7)


def test_a_failure_that_comes_before_the_window_has_painted_is_told_once(journal: Journal, open_pane: Open) -> None:
    fill(journal, 2, 7)
    queue = open_pane()
    queue.until(lambda: len(queue.shown()) == 2)
    queue.spoil("membership")
    queue.rest()
    queue.view.expand(queue.model.index(1, 0, queue.top))
    queue.pages._asks._thread.submit(int).result()  # the thread has failed to read
    QCoreApplication.sendPostedEvents(queue.pages._asks)  # and that is heard before all else
    assert len(queue.problems) == 1
    queue.rest()
    assert len(queue.problems) == 1


def test_what_is_heard_while_a_page_cannot_be_read_is_not_lost(journal: Journal, open_pane: Open) -> None:
    _, batches = fill(journal, PAGE + 5)
    queue = open_pane()
    queue.until(lambda: len(queue.shown()) == PAGE)
    queue.spoil("mailboxes")
    view = queue.model.item(queue.model.index(0, 0, queue.top))
    assert isinstance(view, BatchView)
    half = replace(view, id=batches[-1] + 1, parent=view.id)
    queue.model.fetch_next(queue.top)
    queue.model.hear(BatchChanged(half))
    queue.model.flush()
    queue.until(lambda: queue.problems)
    assert queue.shown()[:3] == [batches[0], half.id, batches[1]]


def test_messages_that_were_read_just_before_their_batch_was_settled_are_read_again(journal: Journal,
                                                                                   open_pane: Open) -> None:
    _, (batch,) = fill(journal, 1, 3)
    journal.begin_attempt(batch, 1, 1)
    journal.mark_finishing(batch)
    queue = open_pane()
    queue.until(lambda: len(queue.shown()) == 1)
    above = queue.model.index(0, 0, queue.top)
    queue.model.fetch_next(above)
    queue.pages._asks._thread.submit(int).result()  # they were read, and are not here yet
    journal.settle_committed(batch, {message.id: 40 + message.id for message in journal.messages_of(batch)}, "")
    queue.model.hear(BatchChanged(journal.batch_view(batch)))
    queue.model.flush()

    def uids() -> list[int | None]:
        rows = (queue.model.item(queue.model.index(row, 0, above)) for row in range(queue.model.rowCount(above)))
        return [view.uid for view in rows if isinstance(view, MessageView)]

    queue.until(lambda: uids() == [41, 42, 43])


def test_what_a_batch_was_cut_to_is_shown_though_not_all_pages_were_read(journal: Journal, open_pane: Open) -> None:
    """It is no longer part of a page that is still to come."""
    import_id, mailbox = new_import(journal)
    first = journal.add_batch(import_id, mailbox, DeliveryKind.MULTIAPPEND,
                              [planned_message(number) for number in range(PAGE + 20)])
    ids = [message.id for message in journal.messages_of(first)]
    batches = [first, *journal.divide(first, [ids[2:4], *([one] for one in ids[4:])])]
    queue = open_pane()
    queue.until(lambda: len(queue.shown()) == PAGE)
    for batch, rest in ((first, ids[1:2]), (batches[1], ids[3:4])):
        (made,) = journal.divide(batch, [rest])
        for changed in (batch, made):
            queue.model.hear(BatchChanged(journal.batch_view(changed)))
        batches.insert(batches.index(batch) + 1, made)
    queue.model.flush()
    assert queue.shown() == batches[:PAGE + 2]
    queue.until(lambda: len(queue.shown()) == len(batches), queue.view.scrollToBottom)
    assert queue.shown() == batches


def test_a_filter_finds_all_by_pages_and_what_comes_to_it_meanwhile(journal: Journal, open_pane: Open) -> None:
    _, batches = fill(journal, BATCHES)
    taken = batches[::2]
    refuse(journal, taken)
    queue = open_pane()
    queue.pane.show_needing()
    queue.until(lambda: len(queue.shown()) >= PAGE)
    queue.rest()
    assert queue.shown() == taken[:PAGE]
    more = [batches[1], batches[2 * PAGE - 1], batches[-1]]  # amid what is shown, after it, and where nothing was read
    refuse(journal, more)
    for changed in more:
        queue.model.hear(BatchChanged(journal.batch_view(changed)))
    queue.model.flush()
    queue.until(lambda: len(queue.shown()) == len(taken) + 3, queue.view.scrollToBottom)
    assert queue.shown() == sorted([*taken, *more])
