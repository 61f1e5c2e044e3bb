"""Named properties: which id a file gives to a name (MS-OXMSG 2.2.3; MS-PST 2.4.7 keeps the same three lists)."""

from __future__ import annotations

import struct

from mailferry.mail.outlook.item import CATEGORIES, PUBLIC_STRINGS

_FIRST = 0x8000


def categories_id(guids: bytes, entries: bytes, strings: bytes) -> int:
    """The id of the property that holds the categories; -1 if the file has none."""
    return _named(guids, entries, strings, CATEGORIES, PUBLIC_STRINGS)


def _named(guids: bytes, entries: bytes, strings: bytes, name: str, guid: bytes) -> int:
    """`guids`: sets of names; `entries`: what each name is; `strings`: names, each behind its length in octets."""
    for start in range(0, len(entries) - 7, 8):
        offset, which, number = struct.unpack_from("<IHH", entries, start)
        if not which & 1:  # a number, not a string
            continue
        index = which >> 1
        own = guids[(index - 3) * 16:(index - 2) * 16] if index >= 3 else (PUBLIC_STRINGS if index == 2 else b"")
        length = int.from_bytes(strings[offset:offset + 4], "little")
        if own == guid and strings[offset + 4:offset + 4 + length] == name.encode("utf-16-le"):
            return _FIRST + int(number)
    return -1
