"""One message of a file that holds several, when its format tells where each begins and how long it is; and the way
back to the next one where such a file is damaged."""

from __future__ import annotations

import io
import os
import re
from datetime import datetime

from mailferry.mail import headers
from mailferry.mail.files import read_octets
from mailferry.mail.message import Form, Locator, Message
from mailferry.mail.status import Status, of_mbox

HEAD_OCTETS = 32 * 1024
_PIECE_OCTETS = 1024 * 1024


def message(file: io.FileIO, path: str, folder: tuple[str, ...], begin: int, size: int, *, head: bytes = b"",
            status: Status | None = None, own_date: datetime | None = None,
            fetched: datetime | None = None, in_mbox_store: bool = False) -> Message:
    """The message of `size` octets that begins at `begin`.

    `head`: its first octets, where they were read already. `status` and `own_date` are what the format tells of it;
    `fetched` is when its program fetched it, which counts where the header has no date. `in_mbox_store`: Status and its
    like are flags and no mail, as in an mbox file.
    Raises SourceUnreadable.
    """
    known = os.fstat(file.fileno())
    text = head[:size]
    if headers.block_end(text) < 0 and len(text) < size:
        for octets in (HEAD_OCTETS, headers.HEADER_LIMIT):
            file.seek(begin)
            text = read_octets(file, path, min(size, octets))
            if headers.block_end(text) >= 0:
                break
    end = headers.block_end(text)
    fields = headers.parse(text[:end] if end >= 0 else text)
    date, origin = headers.internal_date(fields, known.st_mtime_ns, own=own_date, last_resort=fetched)
    if in_mbox_store:
        status = of_mbox(fields)
    form = Form.MBOX_HEADERS if in_mbox_store else Form.PLAIN
    return Message(Locator(path, begin, size, form, known.st_size, known.st_mtime_ns), folder,
                   status.flags if status else frozenset(), status.keywords if status else frozenset(), date, origin,
                   headers.summary(fields), deleted_in_source=status is not None and status.deleted)


def find(file: io.FileIO, path: str, pattern: re.Pattern[bytes], at: int, longest: int) -> int | None:
    """Where the first match of `pattern` (not longer than `longest` octets) begins at or behind `at`, or None.

    Raises SourceUnreadable.
    """
    held = b""
    file.seek(at)
    while piece := read_octets(file, path, _PIECE_OCTETS):
        octets = held + piece
        if found := pattern.search(octets):
            return at + found.start()
        held = octets[-longest:]
        at += len(octets) - len(held)
    return None
