"""Header fields as the list shows them: on one line, decoded only when they become visible."""

from __future__ import annotations

import email.utils
import re
from functools import lru_cache

from mailferry.mail.headers import text

_BLANK = re.compile(r"[\x00-\x20\x7f-\x9f\u2028-\u202e\u2066-\u2069]+")
"""Also the signs that turn the words after them round, beyond the field (UAX 9)."""


def line(raw: bytes) -> str:
    """A field value on one line, without control characters."""
    words = text(raw)
    if words.isprintable() and "  " not in words:
        return words.strip()
    return _BLANK.sub(" ", words).strip()


@lru_cache(2_000)
def sender(raw: bytes) -> str:
    """The name in a From field (RFC 5322 3.6.2), else its address, else what stands there."""
    field = _BLANK.sub(" ", raw.decode("utf-8", "replace")).strip()  # the comma in a coded name is no separator
    try:
        name, address = email.utils.parseaddr(field)
    except RecursionError:  # comments within comments within comments
        name = address = ""
    if not name and "@" not in address:
        return line(raw)
    return line((name or address).encode("utf-8"))
