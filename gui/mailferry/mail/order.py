"""The order of names in folders: the same on every run and every system, and 9 before 10."""

from __future__ import annotations

import re
import unicodedata

_NUMBER = re.compile(r"0*(\d+)")


def natural(name: str) -> str:
    """A sort key: numbers inside of names by their value. One string, since a folder may have 200,000 names."""
    return _NUMBER.sub(lambda number: chr(len(number.group(1))) + number.group(1), name.casefold())


def sort_naturally(names: list[str]) -> None:
    """Sort names in place; those that differ only in case or in zeros in front keep a fixed order, too."""
    names.sort()
    names.sort(key=natural)


def folder_name(name: str) -> str:
    """A file's name as a part of a folder path: NFC, and octets that are no UTF-8 taken as Latin-1."""
    try:
        name.encode()
    except UnicodeEncodeError:  # surrogates: octets of another encoding (PEP 383)
        name = name.encode("utf-8", "surrogateescape").decode("latin-1")
    return unicodedata.normalize("NFC", name)
