"""Header fields, flags in header fields, and text for people."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from mailferry.mail import headers, labels, status
from mailferry.mail.message import DateOrigin


def test_the_topmost_field_counts_unfolded_and_raw() -> None:
    fields = headers.parse(b"Received: one;\r\n\tfolded\r\nSUBJECT : =?utf-8?Q?x?=\r\nreceived: two\r\nX-Other: 1\r\n")
    assert fields == {b"received": b"one;\tfolded", b"subject": b"=?utf-8?Q?x?="}


def test_the_summary_holds_no_more_of_a_field_than_a_list_needs() -> None:
    summary = headers.summary({b"subject": b"x" * 5000, b"from": b"a@b", b"date": b"d", b"message-id": b"<1@b>"})
    assert len(summary.subject) == headers.SUMMARY_LIMIT
    assert (summary.sender, summary.date, summary.message_id) == (b"a@b", b"d", b"<1@b>")


@pytest.mark.parametrize(("block", "end"), [
    (b"A: b\n\nbody", 5), (b"A: b\r\n\r\nbody", 6), (b"\nbody", 0), (b"\r\nbody", 0), (b"A: b\r\r\n\r\r\nbody", 7),
    (b"A: b\n", -1), (b"", -1), (b"\rA: b\n", -1),
])
def test_where_a_header_block_ends(block: bytes, end: int) -> None:
    assert headers.block_end(block) == end


OWN, RECEIVED, DATE = (datetime(2001, 1, day, tzinfo=UTC) for day in (1, 2, 3))
FIELDS = {b"received": b"by x; 2 Jan 2001 00:00:00 +0000", b"date": b"3 Jan 2001 00:00:00 +0000"}
FUTURE = datetime(2037, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(("fields", "own", "last_resort", "expected"), [
    (FIELDS, OWN, None, (OWN, DateOrigin.SOURCE)),
    (FIELDS, FUTURE, None, (RECEIVED, DateOrigin.RECEIVED)),
    (FIELDS, None, OWN, (RECEIVED, DateOrigin.RECEIVED)),
    (FIELDS | {b"received": b"by x; 2 Jan 2036 00:00:00 +0000"}, None, OWN, (DATE, DateOrigin.DATE)),
    ({b"date": b"never"}, None, OWN, (OWN, DateOrigin.SOURCE)),
    ({}, None, None, (datetime(1970, 1, 2, tzinfo=UTC), DateOrigin.FILE_TIME)),
])
def test_the_internal_date_comes_from_the_best_rule_with_a_possible_date(
        fields: dict[bytes, bytes], own: datetime | None, last_resort: datetime | None,
        expected: tuple[datetime, DateOrigin]) -> None:
    assert headers.internal_date(fields, 86400 * 10**9, own=own, last_resort=last_resort) == expected


def test_no_internal_date_where_nothing_tells_one() -> None:
    assert headers.internal_date({}, 4 * 10**18) == (None, DateOrigin.NONE)


@pytest.mark.parametrize(("value", "expected"), [
    (b"plain", "plain"),
    ("Grüße".encode(), "Grüße"),
    ("Grüße".encode("latin-1"), "Grüße"),
    (b"=?utf-8?Q?Gr=C3=BC=C3=9Fe_x?= y", "Grüße x y"),
    (b"=?UTF-8?B?R3LDvMOfZQ?=", "Grüße"),
    (b"=?iso-8859-1*de?q?Gr=FC?= =?utf-8?q?=C3=9Fe?=", "Grüße"),
    (b"=?no-such-charset?q?a?=", "=?no-such-charset?q?a?="),
    (b"=?utf-8?b?A?=", "=?utf-8?b?A?="),
    (b"=?utf-8?b?" + "ß".encode() + b"?=", "=?utf-8?b?ß?="),
    (b"=?idna?q?=FF=FE?=", None),
    (b"=?hex?q?zz?=", "=?hex?q?zz?="),
])
def test_fields_for_people(value: bytes, expected: str | None) -> None:
    shown = headers.text(value)
    assert expected is None or shown == expected


@pytest.mark.parametrize(("header", "flags", "keywords", "deleted"), [
    (b"Status: RO\n", {"\\Seen"}, set(), False),
    (b"Status: O\nX-Status: AF\n", {"\\Answered", "\\Flagged"}, set(), False),
    (b"X-Status: DT\n", {"\\Draft"}, set(), True),
    (b"Status: RD\n", {"\\Seen"}, set(), True),
    (b"X-Keywords: $Forwarded Todo                \n", set(), {"$Forwarded", "Todo"}, False),
    (b"X-Mozilla-Status: 0005\nX-Mozilla-Keys: work $label1          \n",
     {"\\Seen", "\\Flagged"}, {"work", "$label1"}, False),
    (b"X-Mozilla-Status: 1003\nX-Mozilla-Status2: 06000000\n",
     {"\\Seen", "\\Answered"}, {"$Forwarded", "$label3"}, False),
    (b"X-Mozilla-Status2: 00200000\n", set(), set(), True),
    (b"X-Mozilla-Status: zz\nX-Mozilla-Status2: \n", set(), set(), False),
    (b"X-Gmail-Labels: Inbox,Important\n", {"\\Seen"}, set(), False),
    (b"X-Gmail-Labels: Inbox,Unread\n", set(), set(), False),
    (b"X-Gmail-Labels: =?UTF-8?Q?Non_lus,Suivis?=\n", {"\\Flagged"}, set(), False),
    (b"X-Gmail-Labels: Posteingang,Ungelesen,Markiert\n", {"\\Flagged"}, set(), False),
    ("X-Gmail-Labels: Recibidos,No leídos\n".encode(), set(), set(), False),
    (b"X-Gmail-Labels: Ongelezen\n", set(), set(), False),
    (b"X-Gmail-Labels: =?UTF-8?Q?N=C3=A3o_lid?=\r\n =?UTF-8?Q?os,Com_estrela?=\n", {"\\Flagged"}, set(), False),
    (b"X-Gmail-Labels: Da leggere,Speciali\n", {"\\Flagged"}, set(), False),
    (b"Subject: nothing\n", set(), set(), False),
])
def test_flags_in_header_fields(header: bytes, flags: set[str], keywords: set[str], deleted: bool) -> None:
    told = status.of_mbox(headers.parse(header))
    assert told == status.Status(frozenset(flags), frozenset(keywords), deleted, expunged=False)


def test_a_record_that_thunderbird_has_not_cut_out_yet() -> None:
    assert status.of_mbox(headers.parse(b"X-Mozilla-Status: 0009\n")).expunged


def test_takeout_labels() -> None:
    value = b'=?UTF-8?Q?Archived,"Reisen/K=C3=B6ln,_2004",?= =?UTF-8?Q?Oma=5C\'s?='
    assert labels.parse(value) == ("Archived", "Reisen/Köln, 2004", "Oma\\'s")
    assert labels.parse(b"x" * 200_000) == ()  # more than a label can be
