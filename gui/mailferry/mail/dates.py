"""Dates in mail: the From_ line of an mbox, Date and Received fields (RFC 5322 and older), and which are believed.

All functions return UTC. A date without zone, or with a zone name that nobody knows, is taken as UTC: RFC 4155, Dovecot
and current Thunderbird write From_ lines so; older programs wrote local time, and nothing in the file tells which.
"""

from __future__ import annotations

import functools
import re
from datetime import UTC, datetime, timedelta

_MONTHS = {form(name): number for number, name in enumerate(
    (b"jan", b"feb", b"mar", b"apr", b"may", b"jun", b"jul", b"aug", b"sep", b"oct", b"nov", b"dec"), 1)
    for form in (bytes.lower, bytes.title, bytes.upper)}
_NUMBERS = {form % number: number for number in range(100) for form in (b"%d", b"%02d", b"%2d")}  # quicker than int
_SECONDS: dict[bytes | None, int] = {octets: min(number, 59) for octets, number in _NUMBERS.items()}  # a leap second
_SECONDS[None] = 0
_YEARS = {b"%d" % year: year for year in range(1970, 2038)}
_YEARS |= {b"%02d" % year: year + (2000 if year < 50 else 1900) for year in range(100)}  # RFC 5322 4.3
_MONTH = rb"(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*"

_ZONE_HOURS = {
    b"EST": -5, b"EDT": -4, b"CST": -6, b"CDT": -5, b"MST": -7, b"MDT": -6, b"PST": -8, b"PDT": -7,  # RFC 5322 4.3
    b"WET": 0, b"WEST": 1, b"BST": 1, b"MET": 1, b"CET": 1, b"MEZ": 1, b"MEST": 2, b"CEST": 2, b"MESZ": 2,
    b"MET DST": 2, b"EET": 2, b"EEST": 3, b"MSK": 3, b"JST": 9, b"KST": 9,
    b"AEST": 10, b"AEDT": 11, b"NZST": 12, b"NZDT": 13,
}

_ZONE = rb"[+-]\d{4}|MET DST|[A-Z]{1,5}"

_FROM_DATE = re.compile(
    rb"\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,? +" + _MONTH + rb" +(\d{1,2}) +(\d{1,2}):(\d\d)(?::(\d\d))?"
    rb"(?: +(" + _ZONE + rb"))? +(\d{4})(?![\d:])(?: +(" + _ZONE + rb")(?![\w]))?")

ASCTIME = (rb" (?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) ([A-Z][a-z]{2}) ([ \d]\d) (\d\d):(\d\d):(\d\d) "
           rb"(?:([+-]\d{4}) )?(\d{4})")
"""The usual date of a From_ line, as a regular expression for `of_asctime`. Takeout has a zone in it."""

_ASCTIME = re.compile(ASCTIME + rb"\r?\n?\Z")
_ASCTIME_OCTETS = 33  # the usual form at the end of a line, in a third of the time
_USUAL_FIELD_DATE = re.compile(  # of what the next one finds, nearly all, in a third of the time
    rb"[ \t]*(?:[A-Z][a-z]{2}, )? ?(\d{1,2}) ([A-Z][a-z]{2}) (\d{4}) "
    rb"(\d\d):(\d\d):(\d\d) ([+-]\d{4})")
_OTHER_FROM_DATE = re.compile(
    rb"\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,? +(?:" + _MONTH + rb" +(\d{1,2})|(\d{1,2}) +" + _MONTH + rb"),?"
    rb" +(\d{4}) +(\d{1,2}):(\d\d)(?::(\d\d))?(?: +(?:GMT(?=[+-]))?(" + _ZONE + rb"))?[ \t]*(?:\([^)]*\))?\s*\Z")
_FIELD_DATE = re.compile(
    rb"(?<!\d)(\d{1,2})[ \t-]+" + _MONTH + rb"[ \t-]+(\d{4}|\d\d)[,]?\s+(\d{1,2})[:.](\d\d)(?:[:.](\d\d))?"
    rb"(?:[ \t]*(" + _ZONE + rb"))?", re.IGNORECASE)

_EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)
_LATEST = datetime(2038, 1, 1, tzinfo=UTC)
_CLOCK_SLACK = timedelta(days=1)
_STARTED = min(datetime.now(UTC), _LATEST - timedelta(seconds=1))  # what is older needs no look at the clock


def of_asctime(found: re.Match[bytes]) -> datetime | None:
    """What ASCTIME found, as a date. None if there is no such day or time."""
    month, day, hour, minute, second, zone, year = found.groups()
    return _moment((year, month, day), (hour, minute, second), zone)


@functools.lru_cache(maxsize=16)  # asked when the line is recognised, and again for the message after it
def from_line_date(line: bytes) -> datetime | None:
    """The date in an mbox From_ line: asctime, with or without seconds, with a zone before the year (Takeout), after it
    (c-client) or none. None if there is no complete one (weekday, month, day, time, year)."""
    usual = _ASCTIME.search(line, max(0, len(line) - _ASCTIME_OCTETS))
    if usual and (moment := of_asctime(usual)):
        return moment
    found = _FROM_DATE.search(line)
    if not found:
        return _other_from_date(line)
    month, day, hour, minute, second, zone_before, year, zone_after = found.groups()
    return _moment((year, month, day), (hour, minute, second), zone_before or zone_after)


def _other_from_date(line: bytes) -> datetime | None:
    """A date at the end of a From_ line with the year before the time, as some exports write it: `Sat Apr 12 2025
    15:59:28`, `Sat, 12 Apr 2025 15:59:28 +0200`."""
    found = _OTHER_FROM_DATE.search(line)
    if not found:
        return None
    month, day, day_first, month_after, year, hour, minute, second, zone = found.groups()
    return _moment((year, month or month_after, day or day_first), (hour, minute, second), zone)


def is_dated(line: bytes) -> bool:
    """Whether a From_ line has a complete date, be it one that no calendar has: `Mon Jan 00 00:00:00 0000`."""
    return from_line_date(line) is not None or _FROM_DATE.search(line) is not None


def field_date(value: bytes) -> datetime | None:
    """The date in a Date field, or after the last ';' of a Received field. None if there is none."""
    usual = _USUAL_FIELD_DATE.match(value)
    if usual and (moment := _of_field(usual)):
        return moment
    found = _FIELD_DATE.search(value)
    return _of_field(found) if found else from_line_date(value)  # asctime, as some programs write it


def _of_field(found: re.Match[bytes]) -> datetime | None:
    day, month, year, hour, minute, second, zone = found.groups()
    return _moment((year, month, day), (hour, minute, second), zone)


def received_date(value: bytes) -> datetime | None:
    """The date of a Received field: it stands after the last ';' (RFC 5321 4.4)."""
    return field_date(value[value.rfind(b";") + 1:])


def plausible(moment: datetime | None) -> datetime | None:
    """The moment itself if it can be the date of a mail: 1970 to 2037, and not in the future. Else None."""
    if moment is None or moment < _EARLIEST:
        return None
    if moment <= _STARTED:
        return moment
    return moment if moment < _LATEST and moment <= datetime.now(UTC) + _CLOCK_SLACK else None


def from_seconds(seconds: float) -> datetime | None:
    """Seconds since 1970 as a plausible date, else None."""
    try:
        return plausible(datetime.fromtimestamp(seconds, UTC).replace(microsecond=0))
    except (OverflowError, OSError, ValueError):
        return None


def _moment(day: tuple[bytes, bytes, bytes], clock: tuple[bytes, bytes, bytes | None],
            zone: bytes | None) -> datetime | None:
    year, month, day_of_month = day
    hour, minute, second = clock
    try:
        local = datetime(_YEARS.get(year) or int(year), _MONTHS.get(month) or _MONTHS[month.lower()],
                         _NUMBERS[day_of_month], _NUMBERS[hour], _NUMBERS[minute], _SECONDS[second], 0, UTC)
        return local - _offset(zone) if zone else local
    except (ValueError, OverflowError, KeyError):  # the 31st of February; the year 1 less an hour; no such month
        return None


@functools.lru_cache(maxsize=64)
def _offset(zone: bytes) -> timedelta:
    if zone[:1] in {b"+", b"-"}:
        offset = timedelta(hours=int(zone[1:3]), minutes=int(zone[3:5]))
        return -offset if zone[:1] == b"-" else offset
    return timedelta(hours=_ZONE_HOURS.get(zone.upper(), 0))
