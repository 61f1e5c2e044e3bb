"""Reading what a source holds, for the left pane: in a thread of its own, told in lumps.

The thread makes the small rows that the list keeps; a `Message` is five times as large.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple, overload

from PySide6.QtCore import QObject, Signal

from mailferry.errors import Problem
from mailferry.mail.found import Found
from mailferry.mail.message import Finding, Folder, Message
from mailferry.transfer.browse import browse, mail_on_this_computer
from mailferry.ui.asks import Asks


class Row(NamedTuple):
    """One message in the list: where it lies, as in a Locator, and raw header fields, decoded when they become visible.
    `length` is in octets as stored."""

    path: str
    offset: int
    length: int
    form: int
    subject: bytes
    sender: bytes
    date: datetime | None


Fields = tuple[str, int, int, int, bytes, bytes, datetime | None]


class Rows(Sequence[Row]):
    """The rows of a folder; they may become a million. What is kept are plain tuples of plain values: the collector of
    cyclic garbage leaves those out, while a million of objects would let the window stand still each time it runs."""

    def __init__(self) -> None:
        self._fields: list[Fields] = []

    def __len__(self) -> int:
        return len(self._fields)

    @overload
    def __getitem__(self, at: int) -> Row: ...
    @overload
    def __getitem__(self, at: slice) -> list[Row]: ...
    def __getitem__(self, at: int | slice) -> Row | list[Row]:
        if isinstance(at, slice):
            return [Row(*fields) for fields in self._fields[at]]
        return Row(*self._fields[at])

    def add(self, lump: Sequence[Fields]) -> None:
        """Add rows at the end."""
        self._fields += lump

    def places(self, numbers: Iterable[int]) -> frozenset[tuple[str, int]]:
        """Where these messages lie, by file and octet. It may be a million of them: no step of it is one of Python."""
        return frozenset(map(itemgetter(0, 1), map(self._fields.__getitem__, numbers)))


@dataclass(frozen=True, slots=True)
class Lump:
    """Some of what a source holds, in order: folders, and rows by folder."""

    source: int
    folders: tuple[tuple[str, ...], ...]
    rows: tuple[tuple[tuple[str, ...], Sequence[Fields]], ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Ended:
    """A source was read to its end, or as far as `problem` let us."""

    source: int
    problem: Problem | None


class Scanner(QObject):
    """Reads sources one after the other. `told` carries Lump and Ended; connect it with @Slot(object)."""

    told = Signal(object)

    def __init__(self, spool: Path, parent: QObject | None = None) -> None:
        """`spool`: the folder that archives are unpacked into."""
        super().__init__(parent)
        self._spool = spool
        self._asks = Asks("sources")
        self._stopping = threading.Event()
        self._dropped: set[int] = set()

    def scan(self, source: int, path: str) -> None:
        """Begin to read `path` as the source of that number."""
        self._asks.ask(lambda: self._read(source, path), lambda _: self.told.emit(Ended(source, None)),
                       lambda problem: self.told.emit(Ended(source, problem)))

    def look_for_mail(self, done: Callable[[list[Found]], None]) -> None:
        """Look where mail programs of this computer keep their mail, after what is read now."""
        self._asks.ask(mail_on_this_computer, done)

    def drop(self, source: int) -> None:
        """Read no more of a source."""
        self._dropped.add(source)

    def close(self) -> None:
        """Stop reading and end the thread, after at most one lump. Does not wait."""
        self._stopping.set()
        self._asks.close()

    def join(self) -> None:
        """After `close`: wait until the thread has ended."""
        self._asks.join()

    def _read(self, source: int, path: str) -> None:
        def stopped() -> bool:
            return self._stopping.is_set() or source in self._dropped

        for items in browse(path, stopped, self._spool):
            if stopped():
                return
            self.told.emit(_lump(source, items))


def _lump(source: int, items: tuple[Folder | Message | Finding, ...]) -> Lump:
    folders: list[tuple[str, ...]] = []
    findings: list[Finding] = []
    rows: dict[tuple[str, ...], list[Fields]] = {}
    for item in items:
        if isinstance(item, Folder):
            folders.append(item.path)
        elif isinstance(item, Finding):
            findings.append(item)
        else:
            summary, where = item.summary, item.locator
            rows.setdefault(item.folder, []).append((
                where.path, where.offset, where.length, int(where.form), summary.subject, summary.sender,
                item.internal_date))
    return Lump(source, tuple(folders), tuple(rows.items()), tuple(findings))
