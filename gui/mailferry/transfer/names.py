"""From the folders of a source to mailbox names of a server.

RFC 9051 5.1 (names), RFC 2342 (personal namespace). A folder path is a tuple of names; its parts are NFC; what cannot
stand inside a name (the server's delimiter, control characters, the wildcards `*` and `%`) becomes `_`. Names that
then collide get a number, what the server refuses gets another name, with a note for the report. "INBOX" in any
spelling is INBOX.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator

from mailferry.transfer.values import ServerFacts

_UNSAFE = re.compile(r"[\x00-\x1f\x7f-\x9f*%\ud800-\udfff]")
_PUNCTUATION = re.compile(r"[^\w -]")
_SHORT = 60  # letters
_LEVELS = 8
_NOT_PLAIN = re.compile(r"[^A-Za-z0-9 _-]")


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


def numbered(name: str, taken: Collection[str]) -> str:
    """`name`, or the first of `name 2`, `name 3` ... that is not taken."""
    number, candidate = 1, name
    while candidate in taken:
        number += 1
        candidate = f"{name} {number}"
    return candidate


def other_names(path: tuple[str, ...], facts: ServerFacts, taken: Collection[str]) -> Iterator[str]:
    """Other names for a path whose own the server refuses, the most faithful first.

    What lies below INBOX goes beside it; then without punctuation; then with the letters a to z only; then its long
    parts are cut, and at last, of very many levels, the first and the last are left.
    """
    inner = path[1:] if len(path) > 1 and path[0].upper() == "INBOX" else path
    if inner != path:
        yield numbered(mailbox_name(inner, facts), taken)
    for odd in (_PUNCTUATION, _NOT_PLAIN):
        name = mailbox_name(tuple(odd.sub("_", part) for part in inner), facts)
        yield numbered(name, {mailbox_name(path, facts), *taken})
    short = tuple(_NOT_PLAIN.sub("_", part)[:_SHORT] for part in inner)
    if any(len(part) > _SHORT for part in inner):
        yield numbered(mailbox_name(short, facts), taken)
    if len(inner) > _LEVELS:
        yield numbered(mailbox_name((short[0], short[-1]), facts), taken)
