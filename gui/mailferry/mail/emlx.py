"""Apple Mail's .emlx: a line with a number of octets, the mail with LF, and an XML property list.

Of the list the date of arrival (`date-received`, seconds since 1970) and `flags` count, whose bits are known from what
other programs found out: 0 read, 1 deleted, 2 answered, 4 flagged, 8 forwarded, 24 junk. Bit 6 is called draft, but is
set on ordinary answers, so it means nothing here. Where the number of octets does not lead to the list, the mail ends
at the last `<?xml`.

A .partial.emlx lacks its attachments; `partial` puts them back, or says which one is missing.
"""

from __future__ import annotations

import re

from mailferry.mail import dates, eml, partial
from mailferry.mail.files import Head, open_plain, read_octets
from mailferry.mail.message import Form, Message
from mailferry.mail.recognise import EMLX_COUNT
from mailferry.mail.status import Status

_LIST_OCTETS = 1024 * 1024
_LIST = b"<?xml"
_FLAGS = re.compile(rb"<key>flags</key>\s*<integer>(\d{1,20})</integer>")
_RECEIVED = re.compile(rb"<key>date-received</key>\s*<(?:integer|real)>(\d{1,12})(?:\.\d*)?<")

_FLAG_BITS = ((0, "\\Seen"), (2, "\\Answered"), (4, "\\Flagged"))
_KEYWORD_BITS = ((8, "$Forwarded"), (24, "$Junk"))
_DELETED_BIT = 1


def read(head: Head, folder: tuple[str, ...]) -> Message:
    """The mail in the file that begins with `head`.

    Raises SourceVanished or SourceUnreadable; of a partial one also if an attachment is not there.
    """
    count = EMLX_COUNT.match(head.octets)
    start = count.end() if count else 0
    end, properties = _end(head, start, int(count.group(1)) if count else 0)
    form = Form.PLAIN
    if is_partial(head.path) and partial.check(head.path, start, end - start):
        form = Form.APPLE_PARTIAL
    received = _RECEIVED.search(properties)
    return eml.message(head, folder, skipped=start, length=end - start, form=form, status=_status(properties),
                       own_date=dates.from_seconds(int(received.group(1))) if received else None)


def is_partial(path: str) -> bool:
    """Whether the attachments of a mail lie in files of their own."""
    return path.lower().endswith(".partial.emlx")


def _end(head: Head, start: int, count: int) -> tuple[int, bytes]:
    """Where the mail ends that begins at `start`, and the property list behind it, if there is one."""
    with open_plain(head.path) as file:
        end = start + count
        if end <= head.file_size:
            file.seek(end)
            rest = read_octets(file, head.path, _LIST_OCTETS)
            if not rest.strip() or rest.lstrip().startswith(_LIST):
                return end, rest
        begin = max(start, head.file_size - _LIST_OCTETS)
        file.seek(begin)
        rest = read_octets(file, head.path, _LIST_OCTETS)
    found = rest.rfind(_LIST)
    return (begin + found, rest[found:]) if found >= 0 else (max(start, head.file_size), b"")


def _status(properties: bytes) -> Status:
    found = _FLAGS.search(properties)
    bits = int(found.group(1)) if found else 0
    return Status(frozenset(flag for bit, flag in _FLAG_BITS if bits >> bit & 1),
                  frozenset(keyword for bit, keyword in _KEYWORD_BITS if bits >> bit & 1),
                  deleted=bool(bits >> _DELETED_BIT & 1), expunged=False)
