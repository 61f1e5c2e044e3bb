"""Dates as mail programs write them, and which of them are believed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from mailferry.mail import dates


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(("line", "expected"), [
    (b"From a@b.c Sat Jul  1 19:33:02 2000", "2000-07-01T19:33:02"),
    (b"From a@b.c  Sat Jul 01 19:33:02 2000\r\n", "2000-07-01T19:33:02"),
    (b"From 162842@xxx Tue Mar 19 09:13:51 +0000 2019", "2019-03-19T09:13:51"),
    (b"From 162842@xxx Tue Mar 19 09:13:51 -0730 2019", "2019-03-19T16:43:51"),
    (b"From m@v Sat Jul  1 19:33:02 2000 +0200", "2000-07-01T17:33:02"),
    (b"From m@v Sat Jul  1 19:33:02 MET 2000", "2000-07-01T18:33:02"),
    (b"From m@v Sat Jul  1 19:33:02 MET DST 2000", "2000-07-01T17:33:02"),
    (b"From m@v Sat Jul  1 19:33 2000", "2000-07-01T19:33:00"),
    (b"From m@v Sat Jul  1 19:33 EDT 2000 remote from host", "2000-07-01T23:33:00"),
    (b"From m@v Sat Jul  1 19:33:02 XYZ 2000", "2000-07-01T19:33:02"),
    (b"From - Tue Oct 02 00:26:47 2007", "2007-10-02T00:26:47"),
    (b"From a@b.c Sat Jul  1 23:59:60 2000", "2000-07-01T23:59:59"),
])
def test_from_lines(line: bytes, expected: str) -> None:
    assert dates.from_line_date(line) == utc(expected)


@pytest.mark.parametrize("line", [
    b"From Russia with love", b"From -", b"From ", b"From a@b.c", b"From a Sat Jul 1 2000",
    b"From a Jul  1 19:33:02 2000",
    b"From a Sat Feb 31 19:33:02 2000", b"From a Sat Jul  1 25:33:02 2000", b"From a Sat Jul  1 19:33:02 20000",
])
def test_from_lines_without_a_complete_date(line: bytes) -> None:
    assert dates.from_line_date(line) is None


@pytest.mark.parametrize(("value", "expected"), [
    (b"Sat, 01 Jul 2000 12:33:02 -0700", "2000-07-01T19:33:02"),
    (b"1 Jul 2000 12:33 GMT", "2000-07-01T12:33:00"),
    (b"Sat, 1 Jul 00 12:33:02 EST", "2000-07-01T17:33:02"),
    (b"Sat, 1 Jul 96 12:33:02 +0100 (MET)", "1996-07-01T11:33:02"),
    (b"Saturday, 01-Jul-2000 12:33:02 UT", "2000-07-01T12:33:02"),
    (b"Sat, 01 Jul 2000 12:33:02", "2000-07-01T12:33:02"),
    (b"Sat, 01 Jul 2000 12.33.02 +0000", "2000-07-01T12:33:02"),
    (b"Sat Jul  1 12:33:02 2000", "2000-07-01T12:33:02"),
    (b"Sat, 01 jul 2000 12:33:02 +0000", "2000-07-01T12:33:02"),
])
def test_date_fields(value: bytes, expected: str) -> None:
    assert dates.field_date(value) == utc(expected)


@pytest.mark.parametrize("value", [b"", b"yesterday", b"32 Jul 2000 12:00:00 +0000", b"\xff\xfe", b"01 Jul 2000"])
def test_date_fields_without_a_date(value: bytes) -> None:
    assert dates.field_date(value) is None


def test_the_date_of_a_received_field_is_behind_its_last_semicolon() -> None:
    value = b"from a (1 Jan 1999 00:00:00) by b; id 2; Sat, 1 Jul 2000 12:33:02 +0000"
    assert dates.received_date(value) == utc("2000-07-01T12:33:02")


@pytest.mark.parametrize(("moment", "believed"), [
    (utc("1969-12-31T23:59:59"), False),
    (utc("1970-01-01T00:00:00"), True),
    (utc("2038-01-01T00:00:00"), False),
    (datetime.now(UTC) - timedelta(minutes=1), True),
    (datetime.now(UTC) + timedelta(days=3), False),
])
def test_only_possible_dates_are_believed(moment: datetime, believed: bool) -> None:
    assert (dates.plausible(moment) == moment) is believed


@pytest.mark.parametrize("seconds", [-1e18, 1e18, float("nan"), float("inf"), 4e9])
def test_seconds_that_are_no_date(seconds: float) -> None:
    assert dates.from_seconds(seconds) is None


@pytest.mark.parametrize(("line", "expected"), [
    (b"From - Sat Apr 12 2025 15:59:28\n", "2025-04-12T15:59:28"),
    (b"From a@b.c Sat, 12 Apr 2025 15:59:28 +0200\r\n", "2025-04-12T13:59:28"),
    (b"From a@b.c Sat, 12 Apr 2025 15:59 EST", "2025-04-12T20:59:00"),
    (b"From a@b.c Sat Apr 12 2025 15:59:28 GMT+0200 (CEST)\n", "2025-04-12T13:59:28")])
def test_from_lines_with_the_year_before_the_time(line: bytes, expected: str) -> None:
    """As ImportExportTools, and programs that take the date of the mail, write them."""
    assert dates.from_line_date(line) == utc(expected)


def test_a_date_field_as_javascript_prints_it() -> None:
    assert dates.field_date(b" Fri Mar 10 2006 13:40:00 GMT+0100 (MEZ)") == utc("2006-03-10T12:40:00")
