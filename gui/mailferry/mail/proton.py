"""What the export tool of Proton Mail writes: all mails in one folder, and beside each a file of what is known of it.

    labels.json          {"Version": 1, "Payload": [{"ID", "Name", "ParentID", "Type"}]}: type 1 is a label, 3 a folder
    ID.eml
    ID.metadata.json     {"Version": 1, "Payload": {"LabelIDs", "Time", "Unread", "IsReplied", "IsRepliedAll",
                         "IsForwarded"}}

A mail is in one folder; the system's have numbers (0 inbox, 3 trash, 4 spam, 6 archive, 7 sent, 8 drafts, 9 outbox).
The other numbers are views of several folders, but 10 is the star. Source: Proton's export tool and go-proton-api.
"""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from mailferry.mail import dates, labels
from mailferry.mail.errors import SourceProblem
from mailferry.mail.files import read_start
from mailferry.mail.order import folder_name
from mailferry.mail.status import Status
from mailferry.mail.zimbra import Marks

LABELS = "labels.json"
SUFFIX = ".metadata.json"

_LIMIT = 16 * 1024 * 1024
_FOLDERS = {"0": "Inbox", "3": "Trash", "4": "Spam", "6": "Archive", "7": "Sent", "8": "Drafts", "9": "Outbox"}
_DRAFTS, _STARRED = "8", "10"
_TYPE_LABEL, _TYPE_FOLDER = 1, 3
_DEPTH = 32


@dataclass(frozen=True, slots=True)
class Export:
    """One export: its folders and labels by their IDs."""

    directory: str
    folders: Mapping[str, tuple[str, ...]]
    labels: Mapping[str, str]

    def of(self, name: str) -> tuple[tuple[str, ...], Marks | None]:
        """The folder of the mail in the file `name`, and its marks; () and None if nothing is known of it."""
        told = _payload(f"{self.directory}{os.sep}{name.removesuffix('.eml')}{SUFFIX}")
        if not isinstance(told, dict) or not isinstance(told.get("LabelIDs"), list):
            return (), None
        ids = [str(each) for each in told["LabelIDs"]]
        flags = {flag for flag, is_set in (
            ("\\Seen", not told.get("Unread")), ("\\Answered", told.get("IsReplied") or told.get("IsRepliedAll")),
            ("\\Flagged", _STARRED in ids), ("\\Draft", _DRAFTS in ids)) if is_set}
        keywords = {labels.keyword(self.labels[each]) for each in ids if each in self.labels}
        if told.get("IsForwarded"):
            keywords.add("$Forwarded")
        seconds = told.get("Time")
        folder = next((self.folders[each] for each in ids if each in self.folders), ())
        return folder, Marks(Status(frozenset(flags), frozenset(keywords - {""}), deleted=False, expunged=False),
                             dates.from_seconds(seconds) if isinstance(seconds, int | float) else None)


def read(directory: str, files: Collection[str]) -> Export | None:
    """The export in a directory with these files; None if there is none, or its list is damaged."""
    if LABELS not in files:
        return None
    listed = _payload(f"{directory}{os.sep}{LABELS}")
    if not isinstance(listed, list):
        return None
    known = {str(each["ID"]): each for each in listed if isinstance(each, dict) and "ID" in each}
    folders: dict[str, tuple[str, ...]] = {each: (name,) for each, name in _FOLDERS.items()}
    tags: dict[str, str] = {}
    for each, label in known.items():
        if not each.isdigit() and label.get("Type") == _TYPE_FOLDER:
            folders[each] = _path(each, known)
        elif not each.isdigit() and label.get("Type") == _TYPE_LABEL:
            tags[each] = str(label.get("Name") or "")
    return Export(directory, folders, tags)


def _path(each: str, known: Mapping[str, Mapping[str, object]]) -> tuple[str, ...]:
    parts: list[str] = []
    while each in known and len(parts) < _DEPTH:
        parts.insert(0, folder_name(str(known[each].get("Name") or each)))
        each = str(known[each].get("ParentID") or "")
    return tuple(parts)


def _payload(path: str) -> object:
    try:
        told = json.loads(read_start(path, _LIMIT).octets)
    except (SourceProblem, ValueError, RecursionError):
        return None
    return told.get("Payload") if isinstance(told, dict) else None
