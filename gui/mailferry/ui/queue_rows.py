"""What the queue's model is made of: its rows as plain values, its filters, and one page read from the journal."""

from __future__ import annotations

import enum
from collections.abc import Callable
from dataclasses import dataclass, field

from mailferry.transfer.journal_reader import JournalReader
from mailferry.transfer.values import (
    BatchId,
    BatchState,
    BatchView,
    ImportId,
    ImportView,
    MessageId,
    MessageView,
    ScanState,
)
from mailferry.ui import words
from mailferry.ui.engine_words import told

PAGE = 1000
"""Rows that are read at once."""


class Filter(enum.Enum):
    """Which batches the queue shows."""

    ALL = "all"
    RUNNING = "running"
    NEEDS_YOU = "needs you"
    DONE = "done"

    def takes(self, view: BatchView, *, stuck: bool) -> bool:
        """Whether a batch is shown. `stuck`: its account waits for a person, and so do the batches that it has left."""
        match self:
            case Filter.ALL:
                return True
            case Filter.RUNNING:
                return not (view.state.settled or stuck)
            case Filter.NEEDS_YOU:
                return words.needs_you(view) or (stuck and not view.state.settled)
            case Filter.DONE:
                return view.state.settled and not words.needs_you(view)

    def takes_import(self, view: ImportView, *, stuck: bool) -> bool:
        """Whether an import is shown: it may have batches of that kind."""
        totals = view.totals
        match self:
            case Filter.ALL:
                return True
            case Filter.RUNNING:
                return (totals.waiting > 0 and not stuck) or view.scan is ScanState.RUNNING
            case Filter.NEEDS_YOU:
                return needing(view) > 0 or (stuck and totals.waiting > 0)
            case Filter.DONE:
                return totals.messages > totals.waiting


def needing(view: ImportView) -> int:
    """How many messages of an import were refused, or are neither there nor on their way."""
    return view.totals.rejected + view.totals.failed - view.totals.waiting


def amiss(view: ImportView) -> bool:
    """Whether something of an import is not as it should be: it needs a person, or is not on the server as it was sent.
    """
    return needing(view) > 0 or view.totals.differing > 0


class Kind(enum.IntEnum):
    """What a row stands for: the lowest two bits of its index's number, the rest is the id in the journal."""

    IMPORT = 0
    BATCH = 1
    BUTTONS = 2  # beneath a batch that a person may decide on
    MESSAGE = 3  # the id is its batch's


Order = tuple[MessageId, BatchId]


def order(view: BatchView) -> Order:
    """By this the batches of an import are sorted, see `JournalReader.batches`."""
    return view.first_message, view.id


@dataclass(slots=True, kw_only=True)
class Below:
    """How far what lies below a row was loaded: all of it, or a page is on its way, or the last could not be read."""

    complete: bool = False
    asked: bool = False
    failed: bool = False


@dataclass(slots=True)
class ImportRow(Below):
    """An import with those of its batches that were loaded. In `rows` a batch's negative id is its row of buttons. Of
    the batches up to `read_to` those that the filter takes are there; what follows comes with its page."""

    view: ImportView
    rows: list[BatchId] = field(default_factory=list)
    read_to: Order = (0, 0)
    late: list[BatchView] = field(default_factory=list)  # heard of while a page was on its way
    places: dict[BatchId, int] | None = None

    def place(self, key: BatchId) -> int:
        """The row of a batch, or of its buttons (negative). Raises KeyError."""
        if self.places is None:
            self.places = {row: place for place, row in enumerate(self.rows)}
        return self.places[key]

    @property
    def touched(self) -> bool:
        """Whether its batches were ever asked for."""
        return self.asked or self.complete or self.read_to > (0, 0)


@dataclass(slots=True)
class BatchRow(Below):
    """A batch with those of its messages that were loaded."""

    view: BatchView
    messages: list[MessageView] = field(default_factory=list)

    @property
    def touched(self) -> bool:
        """Whether its messages were ever asked for."""
        return self.asked or self.complete or bool(self.messages)


@dataclass(frozen=True, slots=True)
class Page:
    """Batches that a filter takes, and up to where the journal was read for them. `end`: there are no more."""

    batches: list[BatchView]
    read_to: Order
    end: bool


def read_page(import_id: ImportId, after: Order, chosen: Filter, *, stuck: bool) -> Callable[[JournalReader], Page]:
    """What the reader thread does to fill a page: it passes over what the filter does not take."""

    def read(reader: JournalReader) -> Page:
        taken: list[BatchView] = []
        read_to = after
        while len(taken) < PAGE:
            part = reader.batches(import_id, limit=PAGE, after=read_to)
            taken += [view for view in part if chosen.takes(view, stuck=stuck)]
            read_to = order(part[-1]) if part else read_to
            if len(part) < PAGE:
                return Page(taken, read_to, True)
        return Page(taken, read_to, False)

    return read


def message_state(batch: BatchView, view: MessageView) -> str:
    """What a message says: it follows its batch until it has a fate of its own."""
    if view.fate or view.batch != batch.id:
        fates = {"skipped": words.translate("Words", "Left out"), "failed": words.translate("Words", "Not sent"),
                 "": words.translate("Words", "Went on in another batch")}
        word = fates.get(view.fate, view.fate)
        return words.translate("Words", "{0}: {1}").format(word, told(view.reason)) if view.reason else word
    if batch.state is BatchState.SENDING:
        return words.translate("Words", "Sending with its batch")
    if batch.state is BatchState.REJECTED:
        return words.translate("Words", "Refused with its batch, not stored")
    if batch.state is BatchState.CONFLICT:
        return told(view.trace.words) if view.trace is not None else words.translate("Words", "Needs you")
    return words.batch_state(batch)
