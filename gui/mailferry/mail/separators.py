"""Which lines of an mbox file begin a message.

There is no quoting that all writers agree on, so a line `From ...` counts only if what is around it says so, too:

- it holds weekday, month, day, time and year, and the next line looks like a header field (or an empty line is before
  it and after it: a message without header);
- or an empty line is before it and the next line is a well-known header field;
- or it is just `From -` (old Thunderbird) or `From ADDRESS` and the next line is a well-known header field.

The first line of a file, after a byte order mark and lines of white space, needs less: it counts if it has a date or
the next line looks like a header field.
"""

from __future__ import annotations

import re
from datetime import datetime

from mailferry.mail import dates, headers

LINE_LIMIT = 1000
"""Octets that a From_ line may have; a longer line is text."""

CONTEXT = LINE_LIMIT + 200
"""Octets from the start of a line that are enough to tell what it is."""

_USUAL = re.compile(rb"From \S{1,600}(?: at \S{1,300})? {0,9}" + dates.ASCTIME + rb"\r?\n(?=[!-9;-~]{1,100}[ \t]?:)")
_ANY_LINE = re.compile(rb"From [^\n]{0,990}\n(?=[!-9;-~]{1,100}[ \t]?:)")
_ADDRESS_ONLY = re.compile(rb"From (?:-|[^\s@]+@[^\s@]+)?[ \t]*\r?\n?")
_LINE_END = re.compile(rb"\r?\n|\Z")
_HEADER_OR_QUOTED = re.compile(headers.HEADER_LINE.pattern + rb"|>+From ")
_BEFORE_FIRST = re.compile(rb"(?:\xef\xbb\xbf)?(?:[ \t]*\r?\n)*")


def is_separator(here: bytes, after_empty: bool) -> bool:
    """Whether the line that `here` begins with separates messages.

    `here`: CONTEXT octets of the file from the start of the line on, less only at the end of the file.
    `after_empty`: whether the line before is empty.
    """
    if not here.startswith(b"From "):
        return False
    end = here.find(b"\n") + 1
    if not end:
        end = len(here)
    if end > LINE_LIMIT:
        return False
    known = headers.header_line_name(here, end) in headers.WELL_KNOWN
    if known and (after_empty or _ADDRESS_ONLY.fullmatch(here, 0, end)):
        return True
    return ((_HEADER_OR_QUOTED.match(here, end) is not None or (after_empty and _LINE_END.match(here, end) is not None))
            and dates.is_dated(here[:end]))


def dated_line(octets: bytes, start: int) -> tuple[int, datetime] | None:
    """Where the From_ line at `start` ends and its date, if it has one and a header field follows: then it separates
    messages, whatever is before it. None: ask `is_separator`. At least CONTEXT octets stand after `start`."""
    usual = _USUAL.match(octets, start)
    if usual and (date := dates.of_asctime(usual)):
        return usual.end(), date
    if (line := _ANY_LINE.match(octets, start)) and (date := dates.from_line_date(line.group())):
        return line.end(), date
    return None


def first_separator(head: bytes) -> int:
    """Where the first From_ line begins in a file that starts with `head`, or -1 if it is no mbox file."""
    found = _BEFORE_FIRST.match(head)
    start = found.end() if found else 0
    here = head[start:start + CONTEXT]
    if not here.startswith(b"From "):
        return -1
    end = here.find(b"\n") + 1 or len(here)
    if end > LINE_LIMIT:
        return -1
    if headers.HEADER_LINE.match(here, end) or dates.is_dated(here[:end]):
        return start
    return -1
