"""From the folders of a source to mailbox names of a server.

RFC 9051 5.1 (names), RFC 2342 (personal namespace). A folder path is a tuple of names; its parts are NFC; what cannot
stand inside a name (the server's delimiter, control characters, the wildcards `*` and `%`) becomes `_`. Names that
then collide, or that the server refuses, get a number, with a note for the report. "INBOX" in any spelling is INBOX.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container

from mailferry.transfer.values import ServerFacts

_UNSAFE = re.compile(r"[\x00-\x1f\x7f-\x9f*%\ud800-\udfff]")
_ODD = re.compile(r"[^A-Za-z0-9 _-]")


def clean_part(part: str, delimiter: str | None) -> str:
    """One level of a mailbox name."""
    part = _UNSAFE.sub("_", unicodedata.normalize("NFC", part)).strip()
    if delimiter:
        part = part.replace(delimiter, "_")
    return part or "_"


def mailbox_name(path: tuple[str, ...], facts: ServerFacts) -> str:
    """The mailbox for a path below the personal namespace; () is INBOX."""
    if not path:
        return "INBOX"
    parts = [clean_part(part, facts.delimiter) for part in path]
    delimiter = facts.delimiter or "_"  # a server without hierarchy: one flat name
    if parts[0].upper() == "INBOX":
        return delimiter.join(["INBOX", *parts[1:]])
    return facts.prefix + delimiter.join(parts)


def numbered(name: str, taken: Container[str]) -> str:
    """`name`, or the first of `name 2`, `name 3` ... that is not taken."""
    number, candidate = 1, name
    while candidate in taken:
        number += 1
        candidate = f"{name} {number}"
    return candidate


def plain_name(path: tuple[str, ...], facts: ServerFacts, taken: Container[str]) -> str:
    """Another name, for a path whose own the server refuses: below no INBOX, letters, digits and a number only."""
    inner = path[1:] if len(path) > 1 and path[0].upper() == "INBOX" else path
    parts = tuple(_ODD.sub("_", part) for part in inner)
    name = mailbox_name(parts, facts)
    return name if parts == inner and inner != path and name not in taken else numbered(f"{name} 2", taken)
