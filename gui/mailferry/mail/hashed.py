"""Folders of Thunderbird whose files cannot have their names: those end with a hash, and the name is in the index.

A name with `/`, `;`, `#`, letters that the system refuses, a dot in front, or of more than 55 letters is cut off there,
and eight hexadecimal digits follow. The index NAME.msf is in the format Mork, of which this much counts: `<...>`
defines names of columns, if it begins with `<(a=c)>`, or values, as `(A7=folderName)`; a cell is `(^A7^82)` with the
number of a value, or `(^A7=text)`. What comes later counts. `$E4` is an octet of UTF-8; a backslash takes the meaning
from what follows.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from mailferry.mail.errors import SourceProblem
from mailferry.mail.files import read_start

_LIMIT = 64 * 1024 * 1024
_HASHED = re.compile(r"(.*)[0-9a-f]{8}", re.DOTALL)
_COLUMNS = re.compile(rb"<\s*<\(a=c\)>[^>]*>")
_FOLDER_NAME = re.compile(rb"\(([0-9A-F]+)=folderName\)")
_VALUE = rb"((?:[^\\)]|\\.)*)\)"
_ESCAPED = re.compile(rb"\\\r?\n|\\(.)|\$([0-9A-Fa-f]{2})", re.DOTALL)


def called(directory: str, files: Collection[str], name: str) -> str:
    """What the folder is called that has the file, the directory or the .sbd folder `name` (without .sbd)."""
    hashed = _HASHED.fullmatch(name)
    if not hashed or f"{name}.msf" not in files:
        return name
    try:
        found = _name_in(read_start(f"{directory}/{name}.msf", _LIMIT).octets)
    except SourceProblem:
        return name
    return found if found.startswith(hashed.group(1)) and found.strip() else name


def _name_in(octets: bytes) -> str:
    """The value of the last cell in the column folderName; "" if there is none."""
    blocks = _COLUMNS.findall(octets)
    column = next((found.group(1) for block in blocks if (found := _FOLDER_NAME.search(block))), b"")
    if not column:
        return ""
    rest = _COLUMNS.sub(b"", octets)
    cells = re.findall(rb"\(\^" + column + rb"(?:\^([0-9A-F]+)\)|=" + _VALUE + rb")", rest, re.DOTALL)
    if not cells:
        return ""
    number, text = cells[-1]
    if number:
        values = re.findall(rb"\(" + number + rb"\s*=" + _VALUE, rest, re.DOTALL)
        text = values[-1] if values else b""
    return _ESCAPED.sub(_unescaped, text).decode("utf-8", "replace")


def _unescaped(found: re.Match[bytes]) -> bytes:
    letter, octet = found.groups()
    return bytes([int(octet, 16)]) if octet else letter or b""
