"""What two hundred thousand messages in the queue cost the window's thread: 400 batches of 500, opened, followed, left;
and what it costs to open an import of a hundred thousand batches, in time and memory.

    python -m tests.ui.bench_queue
"""

from __future__ import annotations

import os
import sqlite3
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication
from tests.transfer.made import new_import, planned_message

from mailferry.transfer.journal import Journal
from mailferry.transfer.journal_reader import JournalReader
from mailferry.transfer.values import BatchChanged, DeliveryKind, ImportChanged
from mailferry.ui.asks import Pages
from mailferry.ui.queue_pane import QueuePane

BATCHES, EACH = 400, 500
MANY = 100_000


def measured(what: str, run: Callable[[], object]) -> None:
    """Run it, and print how long it took."""
    began = time.perf_counter()
    run()
    print(f"{what:70} {(time.perf_counter() - began) * 1000:8.1f} ms")


def memory() -> float:
    """What this process holds in memory, in MB. (Linux.)"""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def very_many(application: QApplication) -> None:
    """Open an import of `MANY` batches, and wait until nothing more comes of it."""
    with tempfile.TemporaryDirectory() as folder, closing(Journal(Path(folder))) as journal:
        import_id, mailbox = new_import(journal)
        journal.add_batch(import_id, mailbox, DeliveryKind.MULTIAPPEND, [planned_message(1)])
        with closing(sqlite3.connect(journal.path)) as other, other:  # by the journal itself it would take minutes
            columns = [row[1] for row in other.execute("PRAGMA table_info(batches)")][1:]
            copied = ", ".join("numbers.number" if column == "first_message" else column for column in columns)
            other.execute(
                f"WITH RECURSIVE numbers (number) AS (SELECT 2 UNION ALL SELECT number + 1 FROM numbers LIMIT ?) "
                f"INSERT INTO batches ({', '.join(columns)}) SELECT {copied} FROM batches, numbers "
                "WHERE batches.id = 1", (MANY - 1,))
        pages = Pages(lambda: JournalReader(journal.path))
        pane = QueuePane(pages)
        pane.resize(1200, 500)
        pane.show()
        before = memory()
        pane.model.load()

        def rows() -> int:
            return pane.model.rowCount(pane.model.index(0, 0))

        def rest() -> None:
            since = 0
            while since < 10:
                loaded, answered = rows(), list[bool]()
                pane.view.doItemsLayout()
                pages.read(lambda _: True, answered.append)  # after whatever else was asked for
                while not answered:
                    application.processEvents()
                since = since + 1 if rows() == loaded > 0 else 0

        measured(f"an import of {MANY:,} batches is opened and at rest", rest)
        print(f"{rows():,} rows were loaded, with {memory() - before:.0f} MB")
        pane.close()
        pages.close()
        pages.join()


def main() -> None:
    """Fill a journal, then do with it what the window does."""
    application = QApplication([])
    very_many(application)
    with tempfile.TemporaryDirectory() as folder, closing(Journal(Path(folder))) as journal:
        import_id, mailbox = new_import(journal)
        batches = [journal.add_batch(import_id, mailbox, DeliveryKind.MULTIAPPEND,
                                     [planned_message(number * EACH + place) for place in range(EACH)])
                   for number in range(BATCHES)]
        pages = Pages(lambda: JournalReader(journal.path))
        pane = QueuePane(pages)
        pane.resize(1200, 500)
        pane.show()
        model = pane.model

        def until(condition: Callable[[], bool]) -> None:
            while not condition():
                application.processEvents()

        def events() -> None:
            for batch_id in batches:
                pane.hear(BatchChanged(journal.batch_view(batch_id)))
            model.flush()

        def numbers() -> None:
            for _ in range(10):
                pane.hear(ImportChanged(journal.import_view(import_id)))
                model.flush()

        model.load()
        measured("the import and all its batches are shown", lambda: until(
            lambda: model.rowCount() == 1 and model.rowCount(model.index(0, 0)) == BATCHES))
        above = model.index(0, 0)
        pane.view.expand(model.index(7, 0, above))
        measured("the messages of one batch are shown", lambda: until(
            lambda: model.rowCount(model.index(7, 0, above)) == EACH))
        measured(f"{BATCHES} batches change at once", events)
        measured("the numbers of the import are told ten times", numbers)
        pane.view.scrollToBottom()
        measured("the view is painted at its end", pane.grab)
        pane.details_button.click()
        pane.view.setCurrentIndex(model.index(9, 0, above))
        pane.inspector.setCurrentIndex(1)
        measured("the messages of another batch beside it", lambda: until(
            lambda: pane.inspector.model.rowCount() == EACH))
        pane.close()
        pages.close()
        pages.join()


if __name__ == "__main__":
    main()
