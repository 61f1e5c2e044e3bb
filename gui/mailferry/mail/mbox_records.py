"""The records of an mbox file: each From_ line with what belongs to it, and where the mail after it begins and ends.

A file is read once, front to back, in pieces of 1 MiB (a search over more would keep other threads waiting for the
interpreter), and each record is yielded when its end is found; memory depends neither on the file nor on a message.

Nearly all records lie wholly in the piece that was read and stand between two From_ lines with a date. They are cut out
by a few searches (`_usual`). Any other goes the careful way (`_next_record`), which reads on where it must and judges
lines by all the rules; where both are possible, they tell the same.
"""

from __future__ import annotations

import io
import re
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from datetime import datetime

from mailferry.mail import dates, headers, separators
from mailferry.mail.files import read_octets

PIECE_OCTETS = 1024 * 1024
_OVERLAP = 64  # octets of a piece that are looked at again with the next one
_LF, _CR = b"\n\r"
_NEXT_FROM = re.compile(rb"\nFrom ")  # quicker than bytes.find
_EMPTY_LF = re.compile(rb"\n\n")  # found in two thirds of the time
_EMPTY_LINE = re.compile(rb"\n\r*\n")
_LINE_END = re.compile(rb"\r?\n|\Z")
_QUOTE = re.compile(rb">From ")
_QUOTED_LINE = re.compile(rb">+(From [^\n]*\n)")
_QUOTED = re.compile(rb"\n>+From ")


@dataclass(slots=True)
class Record:
    """One From_ line and what belongs to it. Offsets are octets in the file; `next` is None after the last one.

    `date` is that of the From_ line if it is plausible; `saved` tells that it is Thunderbird's: when the mail was
    saved, not when it came. `fields` may be without Received where the From_ line says when the mail came.
    """

    date: datetime | None
    saved: bool
    begin: int
    end: int
    next: int | None
    fields: dict[bytes, bytes]
    quoted: bool = False  # its Content-Length was right, and it has a line `>From `
    unquoted: bool = False  # the same, and a line `From `


class Window:
    """A view that slides over a file. Positions are octets in the file, not in the view; none is before the view.

    `wants_quoted`, `wants_unquoted`: whether records must tell these. Whoever knows enough sets them to False.
    `cr_only`: each CR ends a line, as on an old Mac; in the view it is a LF.
    """

    def __init__(self, file: io.FileIO, path: str, size: int, start: int, *, cr_only: bool = False) -> None:
        self.path = path
        self.size = size
        self.octets = b""
        self.base = self.end = start  # the view reaches from here to there
        self.wants_quoted = self.wants_unquoted = True
        self._file = file
        self._cr_only = cr_only
        self._at = start  # how far the file was read
        self._next_from = (start, -1)  # what the last search for a From_ line found: from here on, the first is there
        self.ended = False

    def more(self, keep: int) -> bool:
        """Read one more piece and forget what stands before `keep`. False at the end of the file."""
        if self.ended:
            return False
        if keep > self.end:  # a believed length leads over what need not be read
            self.octets, self._at = b"", keep
            self.base = self.end = keep
        piece = self._read(self._at, PIECE_OCTETS)
        self._at += len(piece)
        self.ended = not piece
        if keep > self.base:
            self.octets = self.octets[keep - self.base:] + piece
            self.base = keep
        else:
            self.octets += piece
        self.end = self.base + len(self.octets)
        return not self.ended

    def slice(self, start: int, end: int) -> bytes:
        return self.octets[start - self.base:end - self.base]

    def find(self, what: bytes, start: int) -> int:
        found = self.octets.find(what, start - self.base)
        return found + self.base if found >= 0 else -1

    def find_from(self, start: int) -> int:
        """The first LF before a `From ` at or after `start`, or -1. Header and body ask for the same one."""
        searched, found = self._next_from
        if not searched <= start <= found:
            match = _NEXT_FROM.search(self.octets, start - self.base)
            found = match.start() + self.base if match else -1
            self._next_from = (start, found)
        return found

    def peek(self, start: int, octets: int) -> bytes:
        """Octets from anywhere in the file; the view stays where it is."""
        if start >= self.base and (start + octets <= self.end or self.ended):
            return self.slice(start, start + octets)
        return self._read(start, octets)

    def _read(self, start: int, octets: int) -> bytes:
        self._file.seek(start)
        piece = read_octets(self._file, self.path, octets)
        return piece.replace(b"\r", b"\n") if self._cr_only else piece


def records(window: Window) -> Iterator[Record]:
    """All records from where the window starts, which is at a From_ line. Raises as `read_octets`."""
    start: int | None = window.base
    while start is not None:
        start = yield from _usual(window, start)
        record = _next_record(window, start)
        yield record
        start = record.next


def _usual(window: Window, start: int) -> Generator[Record, None, int]:
    """The records from `start` on, up to one that does not lie wholly in the view, or is no usual one; where that
    starts."""
    octets, base = window.octets, window.base
    limit = len(octets) - separators.CONTEXT
    at = start - base
    line = separators.dated_line(octets, at) if at < limit else None
    while line:
        begin, date = line
        candidate = _NEXT_FROM.search(octets, begin - 1, limit)
        if not candidate:
            return base + at
        header = _EMPTY_LF.search(octets, begin - 1, candidate.end() - 5) if octets[begin - 2] != _CR else None
        if not header or octets.find(b"\r", begin, header.start()) >= 0:
            header = _EMPTY_LINE.search(octets, begin - 1, candidate.end() - 5)
        if not header:
            return base + at
        own = dates.plausible(date)
        saved = octets.startswith(b"From - ", at)
        fields = headers.parse_between(octets, begin - 1, header.start() + 1, received=saved or own is None)

        line = None
        quoted = unquoted = False
        if (length := fields.get(b"content-length")) and length.isdigit() and len(length) <= 18:
            if (counted := header.end() + int(length)) > limit or header.end() > header.start() + 3:
                return base + at
            if ends := _line_after(octets, counted):
                end, following = ends
                if line := separators.dated_line(octets, following):
                    unquoted = candidate.end() <= end
                    quoted = window.wants_quoted and _has_quoted(octets, begin - 1, end)
                elif separators.is_separator(octets[following:following + separators.CONTEXT], following > end):
                    return base + at
        while not line:
            following = candidate.end() - 5
            line = separators.dated_line(octets, following)
            if line:
                end = following
                if octets[following - 2] == _LF:  # the empty line that the format adds
                    end -= 1
                elif octets[following - 2] == _CR and octets[following - 3] == _LF:
                    end -= 2
                continue
            candidate = _NEXT_FROM.search(octets, following, limit)
            if not candidate or separators.is_separator(octets[following:following + separators.CONTEXT],
                                                        _ends_empty(octets[following - 3:following])):
                return base + at
        yield Record(own, saved, base + begin, base + end, base + following, fields, quoted, unquoted)
        at = following
    return base + at


def _next_record(window: Window, start: int) -> Record:
    """The record whose From_ line begins at `start`."""
    while (line_end := window.find(b"\n", start)) < 0:
        if not window.more(keep=start):
            return _begun(window.slice(start, window.end), window.end, {})
    begin = line_end + 1
    line = window.slice(start, begin)
    begin = _after_quoted_line(window, begin)
    header_end = _header_end(window, begin)
    record = _begun(line, begin, headers.parse(window.slice(begin, header_end)))
    if not _believed(window, record, header_end):
        record.end, record.next = _find_separator(window, begin)
    return record


def _after_quoted_line(window: Window, begin: int) -> int:
    """Where the mail begins: behind a quoted From_ line, if it has one in front. Some exports put that there, which had
    been its own."""
    start = window.peek(begin, separators.LINE_LIMIT)
    if start.startswith(b">") and (quoted := _QUOTED_LINE.match(start)) and dates.is_dated(quoted.group(1)):
        return begin + quoted.end()
    return begin


def _begun(line: bytes, begin: int, fields: dict[bytes, bytes]) -> Record:
    return Record(dates.plausible(dates.from_line_date(line)), line.startswith(b"From - "), begin, begin, None, fields)


def _header_end(window: Window, begin: int) -> int:
    """Where the header block ends that begins at `begin`: at the first empty line, or at the next separator, or after
    headers.HEADER_LIMIT octets."""
    searched = begin
    at = begin - 1
    while True:
        candidate = window.find_from(at)
        stop = window.end if candidate < 0 else candidate + 2
        base = window.base
        if (found := headers.block_end(window.octets, begin - base, stop - base, searched - base)) >= 0:
            return found + base
        searched = max(begin, stop - 16)
        if candidate >= 0:
            if _is_separator(window, candidate, begin, keep=begin - 3):
                return candidate + 1
            at = candidate + 1
        else:
            at = max(at, window.end - 5)
            if window.end - begin > headers.HEADER_LIMIT or not window.more(keep=begin - 3):
                return window.end


def _find_separator(window: Window, begin: int) -> tuple[int, int | None]:
    """Where the message that begins at `begin` ends, and where the next From_ line begins."""
    at = begin - 1  # the line end of the From_ line
    while True:
        found = window.find_from(at)
        if found >= 0:
            if _is_separator(window, found, begin, keep=found - 3):
                return _less_empty_line(window, begin, found + 1), found + 1
            at = found + 1
        else:
            at = max(at, window.end - 5)
            if not window.more(keep=at - 3):
                return _less_empty_line(window, begin, window.end), None


def _is_separator(window: Window, found: int, begin: int, keep: int) -> bool:
    """Whether the line after the LF at `found` separates messages; the one that it would end begins at `begin`."""
    line = found + 1
    while window.end < line + separators.CONTEXT and window.more(keep):
        pass
    octets, start = window.octets, line - window.base
    after_empty = found >= begin and _ends_empty(octets[start - 3:start])
    return separators.is_separator(octets[start:start + separators.CONTEXT], after_empty)


def _ends_empty(last: bytes) -> bool:
    """Whether the line that ends with the three octets `last` is empty."""
    return last.endswith(b"\n\n") or last == b"\n\r\n"


def _less_empty_line(window: Window, begin: int, end: int) -> int:
    """`end`, less the empty line that the format adds, if it is there. The From_ line's own end counts before it."""
    start = max(end - 3, begin - 1)
    if start < window.base or end > window.end:
        last = window.peek(start, end - start)
    else:
        last = window.octets[start - window.base:end - window.base]
    if last.endswith(b"\n\n"):
        return end - 1
    return end - 2 if last == b"\n\r\n" else end


def _believed(window: Window, record: Record, header_end: int) -> bool:
    """Let the record end as its Content-Length says, if that ends at a separator or at the end of the file; else
    False."""
    length = record.fields.get(b"content-length", b"")
    gap = window.peek(header_end, 2) if length else b""
    body = header_end + (1 if gap.startswith(b"\n") else 2 if gap == b"\r\n" else 0)
    if body == header_end or not length.isdigit() or len(length) > 18:
        return False
    counted = body + int(length)
    if counted > window.size:
        return False
    around = window.peek(counted - 1, separators.CONTEXT + 5)
    if not (ends := _line_after(around, 1)):
        return False
    end, following = ends
    rest = around[following:]
    if rest and not separators.is_separator(rest, following > end):
        return False
    record.end = counted - 1 + end
    record.next = counted - 1 + following if rest else None
    if window.wants_quoted or window.wants_unquoted:
        record.quoted, record.unquoted = _from_lines(window, record.begin - 1, record.end)
    return True


def _line_after(octets: bytes, counted: int) -> tuple[int, int] | None:
    """Where a mail ends whose octets are counted up to there, and where the next From_ line must begin then: after one
    empty line or none. Some writers do not count the last line end. None if no line ends there."""
    end = counted
    if octets[counted - 1] != _LF:
        if not (line_end := _LINE_END.match(octets, counted)):
            return None
        end = line_end.end()
    if octets.startswith(b"\n", end):
        return end, end + 1
    return end, end + 2 if octets.startswith(b"\r\n", end) else end


def _from_lines(window: Window, start: int, end: int) -> tuple[bool, bool]:
    """Whether a quoted and whether an unquoted `From ` begins a line between two places of the file."""
    quoted = unquoted = False
    while start < end:
        piece = window.peek(start, min(max(PIECE_OCTETS, 2 * _OVERLAP), end - start))
        if not piece:
            break
        unquoted = unquoted or b"\nFrom " in piece
        quoted = quoted or _has_quoted(piece, 0, len(piece))
        start += len(piece) if start + len(piece) >= end else max(len(piece) - _OVERLAP, 1)
    return quoted, unquoted


def _has_quoted(octets: bytes, start: int, end: int) -> bool:
    return _QUOTE.search(octets, start, end) is not None and _QUOTED.search(octets, start, end) is not None
