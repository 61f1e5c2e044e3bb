"""Mail that Zimbra exported (tgz or zip): .eml files in folders, each with its marks in a file NAME.eml.meta beside it.

The marks are JSON, as Zimbra's ItemData writes them: `FlagStr` has a letter for each flag, `unread` a number, `date`
the arrival in seconds since 1970, `TagNames` the tags with `:` between. From the 500th mail on a folder goes on in a
directory NAME!1, then NAME!2.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import datetime

from mailferry.mail import dates
from mailferry.mail.errors import SourceProblem
from mailferry.mail.files import read_start
from mailferry.mail.status import Status

SUFFIX = ".meta"
"""What the name of a file with marks has behind that of its mail."""

_LIMIT = 4 * 1024 * 1024
_LETTERS = {"f": "\\Flagged", "r": "\\Answered", "d": "\\Draft", "x": "\\Deleted"}
_FORWARDED = "w"
_BATCH = re.compile(r"(.+)!\d+", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Marks:
    """What a file of marks says of its mail."""

    status: Status
    date: datetime | None


def marks(path: str) -> Marks | None:
    """The marks in a file; None if it holds none, or is damaged: the mail is read all the same."""
    try:
        told = json.loads(read_start(path, _LIMIT).octets)
    except (SourceProblem, ValueError, RecursionError):
        return None
    if not isinstance(told, dict) or "Ver" not in told:
        return None
    letters = str(told.get("FlagStr") or "")
    flags = {flag for letter, flag in _LETTERS.items() if letter in letters}
    if not told.get("unread") and "u" not in letters:
        flags.add("\\Seen")
    keywords = {re.sub(r"\s+", "_", tag.strip()) for tag in _tags(str(told.get("TagNames") or ""))}
    if _FORWARDED in letters:
        keywords.add("$Forwarded")
    seconds = told.get("date")
    return Marks(Status(frozenset(flags - {"\\Deleted"}), frozenset(keywords - {""}), "\\Deleted" in flags, False),
                 dates.from_seconds(seconds) if isinstance(seconds, int | float) else None)


def folder_of_batch(name: str) -> str:
    """The folder that a directory of this name may be more of; "" if the name says nothing of the kind."""
    found = _BATCH.fullmatch(name)
    return found.group(1) if found else ""


def _tags(listed: str) -> list[str]:
    """Names with `:` between; a backslash takes the meaning from what follows it."""
    return [re.sub(r"\\(.)", r"\1", tag) for tag in re.findall(r"(?:\\.|[^:\\])+", listed)]
