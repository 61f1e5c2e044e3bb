"""One mail in one file: .eml (RFC 5322), whatever its extension.

A byte order mark and a From_ line with a date at the start are no part of the mail and are left out; UTF-16, as editors
save it, becomes UTF-8. The rest is sent as it is, the X-Mozilla-* fields of a saved mail too.
"""

from __future__ import annotations

from datetime import datetime

from mailferry.mail import dates, headers, separators
from mailferry.mail.files import Head, open_plain, read_octets, read_start
from mailferry.mail.message import Form, Locator, Message
from mailferry.mail.recognise import as_lines, bom_octets, utf16_encoding
from mailferry.mail.status import Status, of_mbox

_SEARCH_OCTETS = 1024 * 1024


def read(head: Head, folder: tuple[str, ...], status: Status | None = None,
         own_date: datetime | None = None) -> Message:
    """The mail in the file that begins with `head`; `status` and `own_date` are what its folder tells, if it does.

    Raises SourceVanished or SourceUnreadable.
    """
    form = Form.PLAIN
    skipped = bom_octets(head.octets)
    if encoding := utf16_encoding(head.octets):
        form = Form.UTF16_LE if encoding == "utf-16-le" else Form.UTF16_BE
    else:
        skipped += _from_line_octets(head.octets[skipped:skipped + separators.LINE_LIMIT])
    return message(head, folder, skipped=skipped, form=form, status=status, own_date=own_date)


def message(head: Head, folder: tuple[str, ...], *, skipped: int = 0, length: int | None = None,
            form: Form = Form.PLAIN, status: Status | None = None, own_date: datetime | None = None,
            in_mozilla_store: bool = False) -> Message:
    """The mail that a file holds from octet `skipped` on, to its end or with `length` octets.

    `status` and `own_date` are the flags and the internal date that the source's format tells, if it does.
    `in_mozilla_store`: Thunderbird keeps the file in a store of its own, so X-Mozilla-* fields are flags and no mail.
    Raises SourceVanished or SourceUnreadable.
    """
    octets = head.octets
    if headers.block_end(as_lines(octets)) < 0 and len(octets) < min(head.file_size, headers.HEADER_LIMIT):
        octets = read_start(head.path, headers.HEADER_LIMIT).octets
    if b"\n" not in octets and _has_only_cr(head.path):
        form |= Form.CR_ONLY
    # A From_ line in front needs no care: it looks like no field.
    text = as_lines(octets)
    end = headers.block_end(text)
    fields = headers.parse(text[:end] if end >= 0 else text)
    internal_date, origin = headers.internal_date(fields, head.file_mtime_ns, own=own_date)
    if in_mozilla_store and b"x-mozilla-status" in fields:
        form |= Form.MBOX_HEADERS
        status = of_mbox(fields)
    if length is None:
        length = max(head.file_size - skipped, 0)
    locator = Locator(head.path, skipped, length, form, head.file_size, head.file_mtime_ns)
    return Message(locator, folder, status.flags if status else frozenset(),
                   status.keywords if status else frozenset(), internal_date, origin, headers.summary(fields),
                   status.deleted if status else False)


def _from_line_octets(start: bytes) -> int:
    """How long the From_ line is that the octets begin with, or 0: one with a date, which is no header field."""
    end = start.find(b"\n") + 1 or start.find(b"\r") + 1
    if start.startswith(b"From ") and end and dates.from_line_date(start[:end]):
        return end
    return 0


def _has_only_cr(path: str) -> bool:
    """Whether the lines of a file end with CR and none with LF. Reads until the first LF."""
    found = False
    with open_plain(path) as file:
        while octets := read_octets(file, path, _SEARCH_OCTETS):
            if b"\n" in octets:
                return False
            found = found or b"\r" in octets
    return found
