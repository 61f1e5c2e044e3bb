"""What two hundred thousand messages in the queue cost the window's thread: 400 batches of 500, opened, followed, left.

    python -m tests.ui.bench_queue
"""

from __future__ import annotations

import os
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


def measured(what: str, run: Callable[[], object]) -> None:
    """Run it, and print how long it took."""
    began = time.perf_counter()
    run()
    print(f"{what:70} {(time.perf_counter() - began) * 1000:8.1f} ms")


def main() -> None:
    """Fill a journal, then do with it what the window does."""
    application = QApplication([])
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
