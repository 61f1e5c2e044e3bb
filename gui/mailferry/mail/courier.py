"""Keywords that a Courier server keeps beside a Maildir, in its folder courierimapkeywords.

The file `:list` has the names of keywords, a line each, an empty line, and then for each message `NAME:0 3`: the part
of its file name before the flags, and which keywords it has. What has changed since lies in files `NAME` or, older,
`.N.NAME` (the highest N counts): one keyword a line, all that the message has. Source: Courier's README.imapkeywords.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping

from mailferry.mail.errors import SourceProblem
from mailferry.mail.files import read_start

FOLDER = "courierimapkeywords"

_LIST = ":list"
_LIMIT = 64 * 1024 * 1024
_UPDATE_LIMIT = 64 * 1024
_OLDER = re.compile(r"\.(\d{1,18})\.(.+)", re.DOTALL)
_LATEST = 1 << 62


def keywords(directory: str) -> Mapping[str, frozenset[str]]:
    """The keywords of the messages in a Maildir by the part of their names before the flags; none if there are none.
    What cannot be read is left out."""
    path = f"{directory}{os.sep}{FOLDER}"
    try:
        names = os.listdir(path)  # noqa: PTH208 - the path may hold octets of no encoding; it stays a str
    except OSError:  # as in nearly all Maildirs
        return {}
    found = dict(_listed(_lines(f"{path}{os.sep}{_LIST}", _LIMIT)))
    updates: dict[str, tuple[int, str]] = {}
    for name in names:
        older = _OLDER.fullmatch(name)
        number, base = (int(older.group(1)), older.group(2)) if older else (_LATEST, name)
        if name != _LIST and number >= updates.get(base, (0, ""))[0]:
            updates[base] = number, name
    for base, (_, name) in updates.items():
        found[base] = frozenset(filter(None, map(str.strip, _lines(f"{path}{os.sep}{name}", _UPDATE_LIMIT))))
    return found


def _listed(lines: list[str]) -> list[tuple[str, frozenset[str]]]:
    names = lines[:lines.index("")] if "" in lines else []
    found = []
    for line in lines[len(names) + 1:]:
        base, _, numbers = line.partition(":")
        found.append((base, frozenset(names[int(number)] for number in re.findall(r"\d{1,9}", numbers)
                                      if int(number) < len(names))))
    return found


def _lines(path: str, limit: int) -> list[str]:
    try:
        return os.fsdecode(read_start(path, limit).octets).split("\n")
    except SourceProblem:
        return []
