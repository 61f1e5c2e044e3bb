"""Which messages of a folder the list shows, and in which order: for a worker thread, a million rows at once.

Everything is done in small portions, since sorting a whole list is one step for the interpreter, during which the
window would stand still.
"""

from __future__ import annotations

import heapq
import unicodedata
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from mailferry.transfer.precedence import stand_back
from mailferry.ui import headers
from mailferry.ui.scanning import Row

_PORTION = 5000

Key = str | float


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Rows whose subject or sender holds `text` (all of its words, in any case), sorted by a column; -1 leaves them in
    the order of the source."""

    text: str = ""
    column: int = -1
    descending: bool = False


class _Stopped(Exception):
    """Nobody wants it any more."""


def arranged(rows: Sequence[Row], count: int, wish: Arrangement, stopped: Callable[[], bool]) -> array[int] | None:
    """The numbers of those among the first `count` rows that are shown, in their order. None if it was stopped."""
    def checked(numbers: Iterable[int]) -> Iterator[int]:
        for place, number in enumerate(numbers):
            stand_back()
            if place % _PORTION == 0 and stopped():
                raise _Stopped
            yield number

    try:
        found: Sequence[int] = range(count)
        if wanted := [_plain(word) for word in _folded(wish.text).split()]:
            found = [number for number in checked(found) if _holds(rows[number], wanted)]
        if wish.column < 0:
            return array("I", found)
        return array("I", checked(_sorted(found, rows, wish)))
    except _Stopped:
        return None


def _folded(text: str) -> str:
    """In one case, and an accented letter as one sign: Apple writes two (NFD)."""
    return unicodedata.normalize("NFC", text.casefold())


def _plain(word: str) -> tuple[str, bytes]:
    """A word, and its octets to look for where a header is not coded."""
    return word, word.encode("utf-8")


def _holds(row: Row, wanted: list[tuple[str, bytes]]) -> bool:
    raw = row.subject + b"\n" + row.sender
    if raw.isascii() and b"=?" not in raw:  # nearly all; decoding takes five times as long
        lower = raw.lower()
        return all(octets in lower for _, octets in wanted)
    where = _folded(f"{headers.line(row.subject)}\n{headers.line(row.sender)}")
    return all(word in where for word, _ in wanted)


def _sorted(numbers: Sequence[int], rows: Sequence[Row], wish: Arrangement) -> Iterator[int]:
    key = _key(wish.column)
    portions = []
    for start in range(0, len(numbers), _PORTION):
        pairs = [(key(rows[number]), number) for number in numbers[start:start + _PORTION]]
        # In each direction equal rows keep the order of the source.
        portions.append(sorted(pairs, key=lambda pair: pair[0], reverse=wish.descending))
    merged = heapq.merge(*portions, key=lambda pair: pair[0], reverse=wish.descending)
    return (number for _, number in merged)


def _key(column: int) -> Callable[[Row], Key]:
    match column:
        case 0:
            return lambda row: headers.line(row.subject).casefold()
        case 1:
            known: dict[bytes, str] = {}  # few people write many mails, and telling a name takes long

            def sender(row: Row) -> str:
                if row.sender not in known:
                    known[row.sender] = headers.sender(row.sender).casefold()
                return known[row.sender]

            return sender
        case 2:
            return _date
    return lambda row: row.length


def _date(row: Row) -> Key:
    try:
        return row.date.timestamp() if row.date is not None else float("-inf")
    except (OverflowError, ValueError):
        return float("-inf")
