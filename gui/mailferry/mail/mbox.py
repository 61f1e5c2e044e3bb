"""mbox files of every kind (RFC 4155, mboxo, mboxrd, mboxcl, mboxcl2, Thunderbird, Takeout, c-client, Dovecot).

A file is read once, front to back, in pieces of 1 MiB (a search over more would keep other threads waiting for the
interpreter), and each message is yielded when its end is found; memory depends neither on the file nor on a message.

A message is what stands between its From_ line and the next separator (see `separators`), less one empty line, which
the format adds. Content-Length is believed only if it ends exactly at a separator or at the end of the file; then the
message has exactly that many octets, empty lines included.

`>From ` loses one '>' (mboxrd). Only mboxcl2 quotes nothing: a file is proven to be one by a message whose believed
Content-Length spans an unquoted line `From `. Where it matters (a message with a believed length has a quoted line),
the rest of the file is searched for such a proof before the message is yielded.
"""

from __future__ import annotations

import io
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass

from mailferry.mail import dates, headers, separators, status
from mailferry.mail.errors import printable
from mailferry.mail.files import open_plain, read_octets
from mailferry.mail.message import Fate, Finding, Form, Locator, Message

PIECE_OCTETS = 1024 * 1024
_AS_STORED = Form.MBOX_HEADERS
_QUOTING = Form.MBOX_HEADERS | Form.MBOX_UNQUOTE
_BLANK_OCTETS = 4096  # a message of more white space than this is sent as it is
_OVERLAP = 64  # octets of a piece that are looked at again with the next one
_NEXT_FROM = re.compile(rb"\nFrom ")  # quicker than bytes.find
_LINE_END = re.compile(rb"\r?\n|\Z")
_QUOTED = re.compile(rb"\n>+From ")
_INTERNAL_DATA = b"FOLDER INTERNAL DATA"


@dataclass(slots=True)
class _Record:
    """One From_ line and what belongs to it. Offsets are octets in the file; `next` is None after the last one."""

    from_line: bytes
    begin: int
    end: int
    next: int | None
    fields: dict[bytes, bytes]
    believed: bool  # its Content-Length was right
    quoted: bool = False  # it has a line `>From ` (told only of believed records)
    unquoted: bool = False  # it has a line `From ` (the same)


def read(path: str, folder: tuple[str, ...], first: int) -> Iterator[Message | Finding]:
    """The messages of the mbox file `path`, whose first From_ line begins at octet `first`.

    Raises SourceVanished or SourceUnreadable, at the start or on the way.
    """
    with open_plain(path) as file:
        known = os.fstat(file.fileno())
        cl2: bool | None = None  # whether the file is mboxcl2; None: not known yet
        for number, record in enumerate(_records(_Window(file, path, known.st_size, first)), 1):
            if record.unquoted:
                cl2 = True
            elif cl2 is None and record.quoted and record.next is not None:
                cl2 = _proven_cl2(path, record.next)
            locator = Locator(path, record.begin, record.end - record.begin, _AS_STORED if cl2 else _QUOTING,
                              known.st_size, known.st_mtime_ns)
            yield _message(record, number, locator, folder)


def holds_several(path: str, first: int) -> bool:
    """Whether more than one message is in the mbox file. Raises as `read`."""
    with open_plain(path) as file:
        size = os.fstat(file.fileno()).st_size
        return next(_records(_Window(file, path, size, first))).next is not None


def _proven_cl2(path: str, first: int) -> bool:
    with open_plain(path) as file:
        size = os.fstat(file.fileno()).st_size
        return any(record.unquoted for record in _records(_Window(file, path, size, first)))


def _message(record: _Record, number: int, locator: Locator, folder: tuple[str, ...]) -> Message | Finding:
    fields = record.fields
    if number == 1 and b"x-imap" in fields and _INTERNAL_DATA in fields.get(b"subject", b""):
        return Finding(locator.path, Fate.IGNORED,
                       f"The first record of {printable(locator.path)} is the mail program's own note.")
    if locator.length == 0 or (not fields and _is_blank(locator)):
        return Finding(locator.path, Fate.SKIPPED, f"Message {number} of {printable(locator.path)} is empty.")
    told = status.of_mbox(fields)
    if told.expunged:
        return Finding(locator.path, Fate.IGNORED,
                       f"Message {number} of {printable(locator.path)} was deleted in Thunderbird; only its octets "
                       "are still there.")
    from_date = dates.from_line_date(record.from_line)
    saved_only = record.from_line.startswith(b"From - ")  # Thunderbird: when it was saved, not when it came
    internal_date, origin = headers.internal_date(
        fields, locator.file_mtime_ns, own=None if saved_only else from_date,
        last_resort=from_date if saved_only else None)
    return Message(locator, folder, told.flags, told.keywords, internal_date, origin, headers.summary(fields),
                   told.deleted, labels=told.labels)


def _is_blank(locator: Locator) -> bool:
    if locator.length > _BLANK_OCTETS:
        return False
    with open_plain(locator.path) as file:
        file.seek(locator.offset)
        return not read_octets(file, locator.path, locator.length).strip()


class _Window:
    """A view that slides over a file. Positions are octets in the file, not in the view; none is before the view."""

    def __init__(self, file: io.FileIO, path: str, size: int, start: int) -> None:
        self.path = path
        self.size = size
        self.octets = b""
        self.base = self.end = start  # the view reaches from here to there
        self._file = file
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
        self._file.seek(self._at)
        piece = read_octets(self._file, self.path, PIECE_OCTETS)
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
        self._file.seek(start)
        return read_octets(self._file, self.path, octets)


def _records(window: _Window) -> Iterator[_Record]:
    start: int | None = window.base
    while start is not None:
        record = _next_record(window, start)
        yield record
        start = record.next


def _next_record(window: _Window, start: int) -> _Record:
    """The record whose From_ line begins at `start`."""
    while (line_end := window.find(b"\n", start)) < 0:
        if not window.more(keep=start):
            return _Record(window.slice(start, window.end), window.end, window.end, None, {}, believed=False)
    begin = line_end + 1
    from_line = window.slice(start, begin)
    header_end = _header_end(window, begin)
    fields = headers.parse(window.slice(begin, header_end))
    if length := fields.get(b"content-length"):
        record = _believed(window, from_line, begin, header_end, length)
        if record:
            record.fields = fields
            return record

    end, following = _find_separator(window, begin)
    return _Record(from_line, begin, end, following, fields, believed=False)


def _header_end(window: _Window, begin: int) -> int:
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


def _find_separator(window: _Window, begin: int) -> tuple[int, int | None]:
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


def _is_separator(window: _Window, found: int, begin: int, keep: int) -> bool:
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


def _less_empty_line(window: _Window, begin: int, end: int) -> int:
    """`end`, less the empty line that the format adds, if it is there. The From_ line's own end counts before it."""
    start = max(end - 3, begin - 1)
    if start < window.base or end > window.end:
        last = window.peek(start, end - start)
    else:
        last = window.octets[start - window.base:end - window.base]
    if last.endswith(b"\n\n"):
        return end - 1
    return end - 2 if last == b"\n\r\n" else end


def _believed(window: _Window, from_line: bytes, begin: int, header_end: int, length: bytes) -> _Record | None:
    """The record as its Content-Length says, if that ends at a separator or at the end of the file; else None."""
    gap = window.peek(header_end, 2)
    body = header_end + (1 if gap.startswith(b"\n") else 2 if gap == b"\r\n" else 0)
    if body == header_end or not length.isdigit() or len(length) > 18:
        return None
    end = body + int(length)
    if end > window.size:
        return None
    around = window.peek(end - 1, separators.CONTEXT + 5)
    if around[:1] != b"\n":  # some writers do not count the last line end
        line_end = _LINE_END.match(around, 1)
        if not line_end:
            return None
        end += line_end.end() - 1
        around = around[line_end.end() - 1:]
    gap = around[1:3]
    skipped = 1 if gap.startswith(b"\n") else 2 if gap == b"\r\n" else 0
    rest = around[1 + skipped:]
    if rest and not separators.is_separator(rest, after_empty=skipped > 0):
        return None
    following = end + skipped if rest else None
    quoted, unquoted = _from_lines(window, begin - 1, end)
    return _Record(from_line, begin, end, following, {}, True, quoted, unquoted)


def _from_lines(window: _Window, start: int, end: int) -> tuple[bool, bool]:
    """Whether a quoted and whether an unquoted `From ` begins a line between two places of the file."""
    quoted = unquoted = False
    while start < end:
        piece = window.peek(start, min(max(PIECE_OCTETS, 2 * _OVERLAP), end - start))
        if not piece:
            break
        unquoted = unquoted or b"\nFrom " in piece
        quoted = quoted or (b"\n>" in piece and _QUOTED.search(piece) is not None)
        start += len(piece) if start + len(piece) >= end else max(len(piece) - _OVERLAP, 1)
    return quoted, unquoted
