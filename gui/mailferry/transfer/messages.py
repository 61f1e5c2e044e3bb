"""A message as it is sent: planned from a source, kept in the journal, read again when its turn comes."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from mailferry.imap.append import sendable_date, sendable_keywords
from mailferry.mail.message import DateOrigin, Form, Locator, Measured, Message
from mailferry.mail.wire import read_wire


class Note(enum.IntFlag):
    """What the report tells of a message that is sent otherwise than its source has it. Stored in the journal."""

    NONE = 0
    DELETED_LEFT_OUT = 1  # marked \\Deleted in its source: arrives without that flag
    KEYWORDS_LEFT_OUT = 2  # flags or keywords that servers, or this mailbox, do not take
    NO_DATE = 4  # nothing tells a date that servers keep: the server sets the date of arrival
    DATE_FROM_FILE = 8  # only the file's own time was left as a date
    MADE = 16  # the source has no octets of its own: they were made of its parts
    OTHER_SIZE = 32  # the server that it was read from has announced another size
    NULS = 64  # there are NULs in it, which servers refuse or change; this alone makes no difference for the report


@dataclass(frozen=True, slots=True)
class Planned:
    """One message ready for the journal and the encoder. `keywords` and `internal_date` are what will be sent,
    `left_out` the flags and keywords that are not; `binary` asks for a literal8."""

    locator: Locator
    wire_size: int
    digest: bytes
    header_digest: bytes
    flags: frozenset[str]
    keywords: frozenset[str]
    internal_date: datetime | None
    notes: Note
    subject: str
    left_out: frozenset[str]
    binary: bool = field(default=False, kw_only=True)

    def chunks(self) -> Iterable[bytes]:
        """The wire octets, read from the source now. Raises SourceProblem."""
        return read_wire(self.locator)


@dataclass(frozen=True, slots=True)
class QueuedMessage(Planned):
    """A planned message that the journal knows as `id`. `uid` is its UID if it lies in the mailbox already; `found`
    tells that the server did not name it, but a look found it; `repair` says how it was repaired, "" if it was not."""

    id: int
    uid: int | None = None
    found: bool = False
    repair: str = ""


@dataclass(frozen=True, slots=True)
class Repaired:
    """What a message is after a repair: how its octets are read now, what they are, and in words what was done."""

    form: Form
    measured: Measured
    effect: str


@dataclass(frozen=True, slots=True)
class Remedy:
    """What was done about a message that was refused for what it is: it was kept in the file `aside`, or repaired, or
    it is to go in a literal8."""

    message_id: int
    aside: str = ""
    repaired: Repaired | None = None
    literal8: bool = False


def planned(message: Message, measured: Measured, subject: str, *, mark_read: bool = False) -> Planned:
    """Decide what is sent for a message of a source, and note every difference that nobody has asked for."""
    flags = message.flags - {"\\Deleted"} | ({"\\Seen"} if mark_read else frozenset())
    keywords = sendable_keywords(message.keywords)
    date = message.internal_date
    if date is not None and not sendable_date(date, datetime.now(UTC)):
        date = None
    notes = Note.NONE
    if message.deleted_in_source:
        notes |= Note.DELETED_LEFT_OUT
    if keywords != message.keywords:
        notes |= Note.KEYWORDS_LEFT_OUT
    if date is None:
        notes |= Note.NO_DATE
    elif message.date_origin is DateOrigin.FILE_TIME:
        notes |= Note.DATE_FROM_FILE
    if message.locator.form & Form.MADE:
        notes |= Note.MADE
    if message.announced_size is not None:
        notes |= Note.OTHER_SIZE
    if measured.has_nul:
        notes |= Note.NULS
    return Planned(locator=message.locator, wire_size=measured.wire_size, digest=measured.digest,
                   header_digest=measured.header_digest, flags=flags, keywords=keywords,
                   internal_date=date, notes=notes, subject=subject,
                   left_out=message.keywords - keywords)
