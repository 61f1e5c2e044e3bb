"""One mail: where it lies, how its stored octets become wire octets, its flags and its internal date.

No message text is kept here. A reader (`eml`, `mbox`, `maildir`) yields `Message` values; the octets are read when
they are measured and when they are sent, in chunks, by `wire.py`. Rules: the canonical octets in its docstring.
"""

from __future__ import annotations

import enum
import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

SYSTEM_FLAGS = frozenset({"\\Seen", "\\Answered", "\\Flagged", "\\Draft", "\\Deleted"})

HEADER_DIGEST_LIMIT = 16 * 1024
"""Octets from the start of a message that the header digest looks at."""


class Form(enum.IntFlag):
    """How the stored octets become wire octets. Line ends become CRLF in every form. Stored in the journal."""

    PLAIN = 0
    MBOX_UNQUOTE = 1  # '>From ' loses one '>' (mboxrd)
    MBOX_HEADERS = 2  # the local store's own header fields are dropped
    CR_ONLY = 4  # no LF at all: each CR ends a line (old Mac)
    UTF16_LE = 8  # saved as UTF-16 by an editor: becomes UTF-8
    UTF16_BE = 16
    APPLE_PARTIAL = 32  # attachments lie in files of their own and are put back
    MADE = 64  # the source has no octets of its own: these were made of its parts (Outlook)
    # Repairs of what a server refused as it was, each defined in repair.py:
    NUL_TO_SPACE = 1 << 16
    NUL_REMOVED = 1 << 17
    CR_TO_LINE = 1 << 18
    HEADER_FIELDS = 1 << 19
    HEADER_END = 1 << 20
    HEADER_ENCODED = 1 << 21


class DateOrigin(enum.StrEnum):
    """Which rule gave the internal date."""

    SOURCE = "source"  # the From_ line, the Maildir name or the file time that the format itself defines
    RECEIVED = "received"
    DATE = "date"
    FILE_TIME = "file time"
    NONE = "none"


class Locator(NamedTuple):
    """Where the stored octets of one message lie: enough to read them again after a restart.

    `path` is absolute; names in no valid encoding keep their octets as surrogates (os.fsencode gives them back).
    `offset` and `length` are octets in the file. `file_size` and `file_mtime_ns` are the file's when it was scanned.
    """

    path: str
    offset: int
    length: int
    form: Form
    file_size: int
    file_mtime_ns: int


class Summary(NamedTuple):
    """Raw header fields for a list, as stored (still RFC 2047 coded, unfolded): decode only what is shown."""

    subject: bytes = b""
    sender: bytes = b""
    date: bytes = b""
    message_id: bytes = b""


class Message(NamedTuple):
    """One mail of a source. `folder` is the path below the source, () for the source itself.

    `flags` are of SYSTEM_FLAGS without \\Deleted: a message deleted in its source says so in
    `deleted_in_source`, since the next program's EXPUNGE would destroy it. `keywords` are as the source names them;
    imap/ leaves out what no server could take. `internal_date` is aware, or None if nothing tells it.
    `announced_size` is the octets that the source has named, if it then gave another number of them. `labels` are those
    of Google Takeout, as written there.
    """

    locator: Locator
    folder: tuple[str, ...]
    flags: frozenset[str]
    keywords: frozenset[str]
    internal_date: datetime | None
    date_origin: DateOrigin
    summary: Summary
    deleted_in_source: bool = False
    announced_size: int | None = None
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Measured:
    """What is known of a message once all its octets were read: its size on the wire in octets, the SHA-256 of the
    wire octets, and the header digest; and whether there is a NUL among them, which does not count in comparisons."""

    wire_size: int
    digest: bytes
    header_digest: bytes
    has_nul: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder of a source: yielded before its messages, also when it is empty."""

    path: tuple[str, ...]


class Fate(enum.StrEnum):
    """How a finding counts in the report."""

    SKIPPED = "skipped"  # a message that is not sent on purpose (empty)
    FAILED = "failed"  # a message, or a file that should hold some, that cannot be read
    IGNORED = "ignored"  # no message at all: an index, a folder's own record, a foreign file in a folder


@dataclass(frozen=True, slots=True)
class Finding:
    """Something in a source that is no message to send, with the reason in a sentence. It may stand for many."""

    path: str
    fate: Fate
    sentence: str
    messages: int = 1


def header_digest(head: bytes) -> bytes:
    """SHA-256 of the header of a message whose first wire octets (at least HEADER_DIGEST_LIMIT, or all) are `head`.

    The header is what stands before the first empty line, at most HEADER_DIGEST_LIMIT octets. It depends on octets
    only, not on any server's idea of a header, so it can be made of what FETCH BODY.PEEK[]<0.n> returns. A NUL counts
    as 0x80, as Dovecot shows it: else a stored message would not be recognised, and sent twice.
    """
    head = head[:HEADER_DIGEST_LIMIT].replace(b"\0", b"\x80")
    end = head.find(b"\r\n\r\n")
    return hashlib.sha256(head if end < 0 else head[:end]).digest()
