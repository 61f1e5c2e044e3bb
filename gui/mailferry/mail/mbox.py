"""mbox files of every kind (RFC 4155, mboxo, mboxrd, mboxcl, mboxcl2, Thunderbird, Takeout, c-client, Dovecot).

A message is what stands between its From_ line and the next separator (see `separators`), less one empty line, which
the format adds. Content-Length is believed only if it ends exactly at a separator or at the end of the file; then the
message has exactly that many octets, empty lines included.

`>From ` loses one '>' (mboxrd). Only mboxcl2 quotes nothing: a file is proven to be one by a message whose believed
Content-Length spans an unquoted line `From `. From the first message on where it matters (a message with a believed
length has a quoted line), messages are held back until that proof or the end of the file is met; after HELD_MESSAGES
the rest of the file is searched for it beforehand.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

from mailferry.mail import headers, status
from mailferry.mail.errors import printable
from mailferry.mail.files import open_plain, read_octets
from mailferry.mail.mbox_records import Record, Window, records
from mailferry.mail.message import DateOrigin, Fate, Finding, Form, Locator, Message

_AS_STORED = Form.MBOX_HEADERS
_QUOTING = Form.MBOX_HEADERS | Form.MBOX_UNQUOTE
HELD_MESSAGES = 20_000
"""How many messages are held back for a proof that may still come: some 20 MB, read in less than a second."""

_BLANK_OCTETS = 4096  # a message of more white space than this is sent as it is
_SOURCE = DateOrigin.SOURCE  # asking the enum takes ten times as long
_INTERNAL_DATA = b"FOLDER INTERNAL DATA"


def read(path: str, folder: tuple[str, ...], first: int, *, cr_only: bool = False) -> Iterator[Message | Finding]:
    """The messages of the mbox file `path`, whose first From_ line begins at octet `first`. `cr_only`: its lines end
    with CR, as on an old Mac.

    Raises SourceVanished or SourceUnreadable, at the start or on the way.
    """
    with open_plain(path) as file:
        known = os.fstat(file.fileno())
        window = Window(file, path, known.st_size, first, cr_only=cr_only)
        line_ends = Form.CR_ONLY if cr_only else Form.PLAIN
        form = _QUOTING | line_ends
        held: list[Message | Finding] = []  # from the first quoted line on, until it is known what to do with it
        for number, record in enumerate(records(window), 1):
            if window.wants_unquoted and record.unquoted:
                window.wants_quoted = window.wants_unquoted = False
                form = _AS_STORED | line_ends
                yield from map(_as_stored, held)
                held.clear()
            locator = Locator(path, record.begin, record.end - record.begin, form, known.st_size, known.st_mtime_ns)
            message = _message(record, number, locator, folder)
            if held or (window.wants_quoted and record.quoted and record.next is not None):
                window.wants_quoted = False
                held.append(message)
                if len(held) >= HELD_MESSAGES and record.next is not None:
                    window.wants_unquoted = False
                    if _proven_cl2(path, record.next, cr_only=cr_only):
                        form = _AS_STORED | line_ends
                        held = list(map(_as_stored, held))
                    yield from held
                    held = []
            else:
                yield message
        yield from held


def _as_stored(message: Message | Finding) -> Message | Finding:
    if isinstance(message, Finding):
        return message
    where = message.locator
    return message._replace(locator=where._replace(form=where.form & ~Form.MBOX_UNQUOTE))


def holds_several(path: str, first: int, *, cr_only: bool = False) -> bool:
    """Whether more than one message is in the mbox file. Raises as `read`."""
    with open_plain(path) as file:
        size = os.fstat(file.fileno()).st_size
        return next(records(Window(file, path, size, first, cr_only=cr_only))).next is not None


def _proven_cl2(path: str, first: int, *, cr_only: bool) -> bool:
    with open_plain(path) as file:
        size = os.fstat(file.fileno()).st_size
        window = Window(file, path, size, first, cr_only=cr_only)
        window.wants_quoted = False
        return any(record.unquoted for record in records(window))


def _message(record: Record, number: int, locator: Locator, folder: tuple[str, ...]) -> Message | Finding:
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
    internal_date, origin = record.date, _SOURCE
    if not internal_date or record.saved:
        internal_date, origin = headers.internal_date(fields, locator.file_mtime_ns, own=None, last_resort=record.date)
    return Message(locator, folder, told.flags, told.keywords, internal_date, origin, headers.summary(fields),
                   told.deleted, None, told.labels)


def _is_blank(locator: Locator) -> bool:
    if locator.length > _BLANK_OCTETS:
        return False
    with open_plain(locator.path) as file:
        file.seek(locator.offset)
        return not read_octets(file, locator.path, locator.length).strip()
