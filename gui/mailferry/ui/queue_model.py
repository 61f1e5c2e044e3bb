"""How the rows of the queue come and change: they are loaded by pages when they are looked at, and kept up to date by
the engine's events, four times a second.

The pages come from the journal's reader thread. An event about a batch of a page that was not loaded is dropped, since
the page tells the same; while a page is under way such events wait for it. The first page below a row is asked for by
the view, when the row is unfolded. It would ask for all others too, each time that it lays its rows out, whatever is in
sight; so `row_widgets` asks for those.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from itertools import pairwise

from PySide6.QtCore import QModelIndex, QObject, QTimer, Signal, Slot

from mailferry.errors import Problem
from mailferry.transfer.precedence import goes_first
from mailferry.transfer.values import (
    AccountChanged,
    BatchChanged,
    BatchId,
    BatchState,
    BatchView,
    Event,
    ImportChanged,
    ImportForgotten,
    ImportId,
    ImportView,
    MessageView,
)
from mailferry.ui import words
from mailferry.ui.asks import Pages
from mailferry.ui.queue_data import COLUMNS
from mailferry.ui.queue_rows import PAGE, BatchRow, Filter, ImportRow, Page, order, read_page
from mailferry.ui.queue_search import Search
from mailferry.ui.queue_tree import ROOT, Index, QueueTree

REFRESH_MS = 250
_LIVE = 200
"""Batches of one import that are added live; more of them come by pages again, when somebody scrolls there. (The view
lays out every row anew when one is added.)"""


class QueueModel(QueueTree):
    """`changed` says that the totals of some import changed, `page_failed` that what lies below a row was not read."""

    changed = Signal()
    page_failed = Signal(QModelIndex)

    def __init__(self, pages: Pages, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pages = pages
        self._filter = Filter.ALL
        self._search = Search(pages, self)
        self._search.found.connect(self._show_anew)
        self._regroup = False  # what waits has gone from one filter to the other
        self._heard_imports: dict[ImportId, ImportView] = {}
        self._heard_batches: dict[BatchId, BatchView] = {}
        self._timer = QTimer(self, singleShot=True, interval=REFRESH_MS)
        self._timer.timeout.connect(self.flush)

    # --- what the pane asks ------------------------------------------------------------------------------------------

    def search(self, text: str) -> None:
        """Show only imports that have all of these words, see `queue_search`."""
        self._search.begin(text)
        self._show_anew()

    @Slot()
    def _show_anew(self) -> None:
        self.set_filter(self._filter)

    def _takes(self, view: ImportView) -> bool:
        return self._filter.takes_import(view, stuck=self.standing.is_stuck(view)) and self._search.takes(view)

    def _takes_batch(self, view: BatchView) -> bool:
        return self._filter.takes(view, stuck=self.standing.is_stuck(self.standing.imports[view.import_id]))

    def set_filter(self, chosen: Filter) -> None:
        """Show other batches."""
        self.beginResetModel()
        self._filter = chosen
        self._imports.clear()
        self._batches.clear()
        views = self.standing.imports
        self._top = [key for key in sorted(views, reverse=True) if self._takes(views[key])]
        self._imports = {key: ImportRow(views[key]) for key in self._top}
        self.endResetModel()

    # --- hearing -----------------------------------------------------------------------------------------------------

    @Slot(object)
    def hear(self, event: Event) -> None:
        """Take note of an event; the rows change a little later, many at once."""
        stuck = self.standing.stuck
        self.standing.hear(event)
        if isinstance(event, ImportForgotten):
            self._heard_imports.pop(event.import_id, None)
            if self.standing.imports.pop(event.import_id, None) is not None and event.import_id in self._imports:
                self._remove_import(event.import_id)
            self.changed.emit()
        elif isinstance(event, ImportChanged):
            self._heard_imports[event.view.id] = event.view
        elif isinstance(event, BatchChanged):
            self._heard_batches[event.view.id] = event.view
        elif isinstance(event, AccountChanged):
            for view in self.standing.imports.values():
                if view.account == event.view.name and view.totals.waiting:
                    self._heard_imports.setdefault(view.id, view)
                    self._regroup |= stuck != self.standing.stuck
        if (self._heard_imports or self._heard_batches) and not self._timer.isActive():
            self._timer.start()

    @Slot()
    @goes_first
    def flush(self) -> None:
        """Show what was heard."""
        imports, self._heard_imports = self._heard_imports, {}
        batches, self._heard_batches = self._heard_batches, {}
        self._take_imports(imports.values())
        self._take_batches(batches.values())
        if self._regroup:
            self._regroup = False
            if self._filter in (Filter.RUNNING, Filter.NEEDS_YOU):
                self._show_anew()

    def take_import(self, view: ImportView) -> None:
        """Show an import as it stands."""
        self.standing.imports[view.id] = view
        row = self._imports.get(view.id)
        if row is not None:
            row.view = view
            if self._takes(view):
                index = self._import_index(view.id)
                self.dataChanged.emit(index, index.siblingAtColumn(len(COLUMNS) - 1))
            else:
                self._remove_import(view.id)
        elif self._takes(view):
            place = next((place for place, key in enumerate(self._top) if key < view.id), len(self._top))
            self.beginInsertRows(ROOT, place, place)
            self._top.insert(place, view.id)
            self._imports[view.id] = ImportRow(view)
            self.endInsertRows()

    def _take_batches(self, views: Iterable[BatchView]) -> None:
        changed: dict[ImportId, list[int]] = {}
        new: dict[ImportId, list[BatchView]] = {}
        for view in sorted(views, key=lambda view: view.id):
            parent = self._imports.get(view.import_id)
            if parent is None or not parent.touched:
                continue
            if view.id in self._batches:
                if self._update_batch(parent, view):
                    changed.setdefault(view.import_id, []).append(view.id)
            elif parent.asked:
                parent.late.append(view)
            elif self._takes_batch(view):
                new.setdefault(view.import_id, []).append(view)
        for key, added in new.items():
            self._add(self._imports[key], added)
        for key, batches in changed.items():
            parent = self._imports[key]
            rows = sorted(parent.place(batch) for batch in batches if batch in self._batches)
            above = self._import_index(key)
            for first, last in _spans(rows):
                self.dataChanged.emit(self.index(first, 0, above), self.index(last, len(COLUMNS) - 1, above))

    def _update_batch(self, parent: ImportRow, view: BatchView) -> bool:
        """Returns whether its row is to be painted again."""
        batch = self._batches[view.id]
        before, batch.view = batch.view, view
        if not self._takes_batch(view):
            if -view.id in parent.rows[parent.place(view.id):parent.place(view.id) + 2]:
                self._remove_row(parent, -view.id)
            self._remove_row(parent, view.id)
            return False
        if bool(words.retries(before)) != bool(words.retries(view)):
            if words.retries(view):
                self._insert(parent, parent.place(view.id) + 1, [-view.id])
            else:
                self._remove_row(parent, -view.id)
        if before.state is not view.state and batch.messages:
            self._reread(view.id)
        return True

    def _add(self, parent: ImportRow, views: list[BatchView]) -> None:
        """New batches; those that follow one another at the end in one go, since each time the view is laid out."""
        run: list[BatchView] = []
        for view in views:
            last = run[-1] if run else self._last_batch(parent)
            if (parent.complete and len(parent.rows) + len(run) < _LIVE and view.parent not in self._batches
                    and (last is None or order(last) < order(view))):
                run.append(view)
                self._batches[view.id] = BatchRow(view)
            else:
                self._add_run(parent, run)
                run = []
                self._place_new(parent, view)
        self._add_run(parent, run)

    def _last_batch(self, parent: ImportRow) -> BatchView | None:
        return self._batches[abs(parent.rows[-1])].view if parent.rows else None

    def _add_run(self, parent: ImportRow, run: list[BatchView]) -> None:
        rows = [row for view in run for row in ((view.id, -view.id) if words.retries(view) else (view.id,))]
        if rows:
            self._insert(parent, len(parent.rows), rows)

    def _place_new(self, parent: ImportRow, view: BatchView) -> None:
        """A batch made of another stands after it and after the others made of it; the rest stands in its order."""
        place = len(parent.rows)
        while place and order(self._batches[abs(parent.rows[place - 1])].view) > order(view):
            place -= 1  # what a batch was cut to, since it was too long for the line, leaves a rest behind it
        if view.parent in self._batches:
            family = {view.parent}
            place = parent.place(view.parent) + 1
            while place < len(parent.rows):
                other = abs(parent.rows[place])
                if other not in family and self._batches[other].view.parent not in family:
                    break
                family.add(other)
                place += 1
        elif place == len(parent.rows):
            if not parent.complete and order(view) > parent.read_to:
                return  # it comes with its page
            if (last := self._last_batch(parent)) is not None and place >= _LIVE:
                parent.complete, parent.read_to = False, order(last)
                return
        self._batches[view.id] = BatchRow(view)
        self._insert(parent, place, [view.id, -view.id] if words.retries(view) else [view.id])

    # --- pages -------------------------------------------------------------------------------------------------------

    def load(self) -> None:
        """Read all imports of the journal."""
        self._pages.read(lambda reader: reader.imports(), self._take_read)

    def _take_read(self, views: list[ImportView]) -> None:
        # What was heard of since it was read is newer.
        self._take_imports([view for view in views if view.id not in self.standing.imports])

    def _take_imports(self, views: Iterable[ImportView]) -> None:
        for view in views:
            self.take_import(view)
        self.changed.emit()

    def canFetchMore(self, parent: Index) -> bool:
        row = self._row(parent)
        return row is not None and not (row.touched or row.failed)

    def fetchMore(self, parent: Index) -> None:
        if self.canFetchMore(parent):
            self.fetch_next(parent)

    def fetch_next(self, parent: Index, *, again: bool = False) -> None:
        """Ask for the next page below a row, unless all is loaded or that page is on its way. One that could not be
        read is asked for only `again`: else it would be each time that something changes."""
        row = self._row(parent)
        if row is None or row.complete or row.asked or (row.failed and not again):
            return
        row.asked, row.failed = True, False
        if isinstance(row, ImportRow):
            page = read_page(row.view.id, row.read_to, self._filter, stuck=self.standing.is_stuck(row.view))
            self._pages.read(page, partial(self._take_page, row), partial(self._fail, row))
        else:
            key, start = row.view.id, len(row.messages)
            self._pages.read(lambda reader: reader.messages(key, start, PAGE),
                             partial(self._take_messages, row, row.view.state), partial(self._fail, row))

    def _fail(self, row: ImportRow | BatchRow, problem: Problem) -> None:
        row.asked, row.failed = False, True
        if isinstance(row, BatchRow):
            if self._batches.get(row.view.id) is row:
                self.page_failed.emit(self._batch_index(row.view.id))
        elif self._imports.get(row.view.id) is row:
            self._take_late(row)
            self.page_failed.emit(self._import_index(row.view.id))
        self._pages.tell(problem)

    def _take_late(self, row: ImportRow) -> None:
        late, row.late = row.late, []
        self._take_batches(late)

    def _take_page(self, row: ImportRow, page: Page) -> None:
        key = row.view.id
        if self._imports.get(key) is not row:
            return  # asked for under another filter
        row.asked = False
        row.complete, row.read_to = page.end, page.read_to
        rows: list[int] = []
        for view in page.batches:
            if view.id not in self._batches:
                self._batches[view.id] = BatchRow(self.standing.as_heard(view))
                rows += [view.id, -view.id] if words.retries(view) else [view.id]
        if rows:
            self._insert(row, len(row.rows), rows)
        self._take_late(row)
        index = self._import_index(key)
        self.dataChanged.emit(index, index)

    def _take_messages(self, batch: BatchRow, state: BatchState, messages: list[MessageView]) -> None:
        key = batch.view.id
        if self._batches.get(key) is not batch:
            return
        batch.asked = False
        batch.complete = len(messages) < PAGE
        if messages:
            start = len(batch.messages)
            self.beginInsertRows(self._batch_index(key), start, start + len(messages) - 1)
            batch.messages += messages
            self.endInsertRows()
            if batch.view.state is not state:  # since they were asked for: they may be from before
                self._reread(key)

    def _reread(self, key: BatchId) -> None:
        """The batch was settled: its messages have UIDs or fates now."""
        batch = self._batches[key]
        count = len(batch.messages)

        def take(messages: list[MessageView]) -> None:
            if self._batches.get(key) is batch and len(messages) == count:
                batch.messages[:count] = messages
                above = self._batch_index(key)
                self.dataChanged.emit(self.index(0, 0, above), self.index(count - 1, len(COLUMNS) - 1, above))

        self._pages.read(lambda reader: reader.messages(key, 0, count), take)

def _spans(rows: list[int]) -> list[tuple[int, int]]:
    """First and last of the rows that lie together (with a row of buttons between them, too): to tell of each alone
    takes the window long. Many are told of as one."""
    ends = [place for place, (row, after) in enumerate(pairwise(rows), 1) if after > row + 2]
    if not rows or len(ends) > 10:
        return [(rows[0], rows[-1])] if rows else []
    return [(rows[first], rows[last - 1]) for first, last in pairwise([0, *ends, len(rows)])]
