"""Header fields, read from the octets of a header block (RFC 5322 2.2), never by parsing a whole mail.

Values stay raw octets, still coded after RFC 2047: decoding costs ten times as much as finding the field, and only
what is shown needs it (`text`).
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Mapping
from datetime import datetime

from mailferry.mail import dates
from mailferry.mail.message import DateOrigin, Summary

HEADER_LIMIT = 2 * 1024 * 1024
"""Octets of a header block that are looked at for flags, dates and the list. What is behind is sent all the same."""

SUMMARY_LIMIT = 1000
"""Octets of a field that the list keeps: 200,000 messages must fit into memory."""

Fields = Mapping[bytes, bytes]
"""The topmost field of each name that matters here: the name in lower case, the unfolded value."""

_LISTED = b"|".join(letter + b"(?i:" + rest + b")" for first, rest in (  # most lines are refused by their first letter
    (b"S", b"ubject|tatus"), (b"F", b"rom"), (b"D", b"ate"), (b"M", b"essage-id"), (b"C", b"ontent-length"),
    (b"X", b"-status|-keywords|-imap|-evolution|-gmail-labels|-gm-thrid|-mozilla-(?:status2?|keys)"),
) for letter in (first, first.lower()))
_VALUE = rb"[ \t]*:([^\n]*(?:\n[ \t][^\n]*)*+)"
_LISTED_FIELD = re.compile(rb"\n(" + _LISTED + rb")" + _VALUE)
_RECEIVED = re.compile(rb"\n[Rr](?i:eceived)" + _VALUE)  # only the topmost one matters
_LF = 10  # as a number it is found in octets in a fifth of the time
_EMPTY_LINE = re.compile(rb"\n\r*\n")
_EMPTY_FIRST_LINE = re.compile(rb"\r*\n")
_CODED_WORD = re.compile(r"=\?([^?\s]+)\?([BbQq])\?([^?\s]*)\?=")
_BETWEEN_CODED_WORDS = re.compile(r"(=\?[^?\s]+\?[BbQq]\?[^?\s]*\?=)\s+(?==\?[^?\s]+\?[BbQq]\?[^?\s]*\?=)")

HEADER_LINE = re.compile(rb"[!-9;-~]+[ \t]*:")
"""What a header field looks like at the start of a line."""

WELL_KNOWN = frozenset(
    b"return-path received delivered-to delivery-date envelope-to envelope-from x-original-to from sender reply-to to "
    b"cc bcc subject date message-id in-reply-to references mime-version content-type content-transfer-encoding "
    b"content-disposition content-length content-class resent-from resent-to resent-date resent-message-id comments "
    b"keywords importance priority precedence organization user-agent list-id list-unsubscribe errors-to newsgroups "
    b"path lines status x-status x-keywords x-uid x-uidl x-imap x-imapbase x-mailer x-priority x-mozilla-status "
    b"x-mozilla-status2 x-mozilla-keys x-account-key x-gm-thrid x-gmail-labels x-evolution x-envelope-from "
    b"x-envelope-to x-apparently-to x-received x-spam-status x-spam-checker-version x-virus-scanned x-mimeole "
    b"x-msmail-priority x-originating-ip x-sender dkim-signature domainkey-signature authentication-results "
    b"arc-seal arc-message-signature arc-authentication-results received-spf disposition-notification-to "
    b"return-receipt-to thread-topic thread-index autocrypt auto-submitted".split())
"""Field names that make a line the start of a mail rather than prose with a colon."""


def header_line_name(octets: bytes, start: int = 0) -> bytes:
    """The field name in lower case that the line at `start` begins with, or b"" if it looks like no header field."""
    found = HEADER_LINE.match(octets, start)
    return found.group()[:-1].rstrip().lower() if found else b""


def block_end(octets: bytes, start: int = 0, stop: int | None = None, searched: int = 0) -> int:
    """Where the header block that begins at `start` ends: at the start of the first empty line before `stop`, or -1.

    CR alone does not fill a line, so the empty line of a mail with doubled CR is one too. No empty line is looked for
    before `searched`.
    """
    if stop is None:
        stop = len(octets)
    if searched <= start and octets[start:start + 1] in {b"\n", b"\r"} and _EMPTY_FIRST_LINE.match(octets, start, stop):
        return start
    found = _EMPTY_LINE.search(octets, max(start, searched), stop)
    return found.start() + 1 if found else -1


def parse(block: bytes) -> dict[bytes, bytes]:
    """The Fields of a header block (with LF or CRLF)."""
    return parse_between(b"\n" + block, 0, len(block) + 1, received=True)


def parse_between(octets: bytes, line_end: int, end: int, *, received: bool) -> dict[bytes, bytes]:
    """The same for the header block in `octets` that begins after the LF at `line_end`; if `received` is False without
    Received, which few need."""
    found: list[tuple[bytes, bytes]] = _LISTED_FIELD.findall(octets, line_end, end)
    if received and (topmost := _RECEIVED.search(octets, line_end, end)):
        found.append((b"received", topmost.group(1)))
    fields = {}
    for name, value in reversed(found):  # the topmost one stays
        unfolded = value
        if _LF in value:  # white space follows each line end inside of a field, and stays (RFC 5322 2.2.3)
            unfolded = value.replace(b"\r\n", b"").replace(b"\n", b"")
        fields[name.lower()] = unfolded.strip()
    return fields


def summary(fields: Fields) -> Summary:
    """What the list shows of a message."""
    return Summary(fields.get(b"subject", b"")[:SUMMARY_LIMIT], fields.get(b"from", b"")[:SUMMARY_LIMIT],
                   fields.get(b"date", b"")[:SUMMARY_LIMIT], fields.get(b"message-id", b"")[:SUMMARY_LIMIT])


def internal_date(fields: Fields, file_mtime_ns: int, *, own: datetime | None = None,
                  last_resort: datetime | None = None) -> tuple[datetime | None, DateOrigin]:
    """The internal date by the best rule that gives a plausible one, and which rule it was.

    In this order: `own`, the date that the source's format itself defines; the topmost Received field; the Date
    field; `last_resort`, a date of the source that means something else; the time of the file.
    """
    if found := dates.plausible(own):
        return found, DateOrigin.SOURCE
    if (value := fields.get(b"received")) and (found := dates.plausible(dates.received_date(value))):
        return found, DateOrigin.RECEIVED
    if (value := fields.get(b"date")) and (found := dates.plausible(dates.field_date(value))):
        return found, DateOrigin.DATE
    if found := dates.plausible(last_resort):
        return found, DateOrigin.SOURCE
    if found := dates.from_seconds(file_mtime_ns / 1e9):
        return found, DateOrigin.FILE_TIME
    return None, DateOrigin.NONE


def text(value: bytes) -> str:
    """A field for people: RFC 2047 words decoded, octets of no encoding taken as Latin-1. Never fails."""
    try:
        raw = value.decode("utf-8")
    except UnicodeDecodeError:
        raw = value.decode("latin-1")
    if "=?" not in raw:
        return raw
    return _CODED_WORD.sub(_decoded_word, _BETWEEN_CODED_WORDS.sub(r"\1", raw))


def _decoded_word(word: re.Match[str]) -> str:
    charset, coding, coded = word.groups()
    try:
        if coding in "Bb":
            octets = binascii.a2b_base64(coded + "=" * (-len(coded) % 4))
        else:
            octets = binascii.a2b_qp(coded.encode(), header=True)
        return octets.decode(charset.partition("*")[0], "replace")  # RFC 2231 may add *language
    except (LookupError, ValueError):  # an unknown charset, broken base64, letters that are no ASCII
        return word.group()
