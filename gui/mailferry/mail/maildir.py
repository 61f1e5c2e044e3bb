"""Maildir folders and what the programs make of them: Maildir++, LAYOUT=fs, KMail, notmuch, copies on other systems.

Messages lie in `cur` and `new`; `tmp` holds unfinished deliveries, names with a dot in front are no mail. Flags stand
at the end of the name after `:2,`; where a colon is not allowed in names, programs write `!2,` `;2,` `_2,` `-2,` `+2,`
or `%3A2%2C`, and systems put U+F022 (macOS) or U+F03A (Windows) in its place. Letters: P passed on ($Forwarded), R
replied, S seen, T trashed, D draft, F flagged, and a to z for the keywords in the folder's own dovecot-keywords; those
of Courier are in `courier`. What lies in `new` is unseen, unless its name has flags. Thunderbird calls the files N.eml,
gives them no flags, and keeps these in the X-Mozilla-* fields of the mail.

Internal date: the time of the file, as Dovecot keeps it there; but a copy by git, a zip archive or a cloud drive puts
the time of copying in its place. So the time of the file counts if it is at most SLACK later than the seconds with
which the name begins: a mail that came is named when it comes, and a mail that was stored with an old date has an
earlier time. Else the seconds in the name count. A name without seconds tells nothing of the history of the file, so
Received and Date go before its time.
"""

from __future__ import annotations

import base64
import os
import re
from collections.abc import Collection, Iterator
from datetime import UTC, datetime, timedelta

from mailferry.mail import courier, dates, eml
from mailferry.mail.errors import SourceProblem, from_os_error, printable
from mailferry.mail.files import Head, open_plain, read_octets, read_start
from mailferry.mail.message import Fate, Finding, Message
from mailferry.mail.order import natural
from mailferry.mail.recognise import HEAD_OCTETS, Kind, recognise
from mailferry.mail.status import Status

SLACK = timedelta(hours=1)

_INFO = re.compile(r"(?:[^\w.,=]|_|%3[Aa])2(?:,|%2[Cc])([A-Za-z]*)$")
_SECONDS = re.compile(r"(\d{9,10})[._]")
_DOS_EPOCH = datetime(1980, 1, 3, tzinfo=UTC)  # what an archive without times leaves; before it there was no Maildir
_LETTERS = {"R": "\\Answered", "S": "\\Seen", "T": "\\Deleted", "D": "\\Draft", "F": "\\Flagged"}
_KEYWORDS_OCTETS = 64 * 1024
_ESCAPED = re.compile(r"_([0-7][0-9A-Fa-f])")
EVOLUTION_MARK = "..maildir++"
"""A file that Evolution 3 keeps in the Maildirs whose folder names it writes in its own way."""
_SHIFTED = re.compile(r"&([A-Za-z0-9+,]*)-")

OWN_RECORDS = ("dovecot", "courier", "maildirfolder", "maildirsize", "subscriptions", "mailboxes.db")
"""What servers keep beside `cur`: how the names of such files begin."""

PARTS = ("cur", "new", "tmp")


def is_maildir(directories: Collection[str]) -> bool:
    """Whether a folder with these sub folders is a Maildir: `new` or `tmp` may be missing (git keeps no empty ones)."""
    return "cur" in directories or ("new" in directories and "tmp" in directories)


def read(directory: str, folder: tuple[str, ...]) -> Iterator[Message | Finding]:
    """The messages in `cur` and `new` of a Maildir, sorted by name. What cannot be read is a finding."""
    keywords = _keyword_names(directory)
    of_courier = courier.keywords(directory)
    names: list[str] = []
    for part in ("cur", "new"):
        try:
            with os.scandir(f"{directory}{os.sep}{part}") as entries:
                names += [f"{part}{os.sep}{entry.name}" for entry in entries]
        except FileNotFoundError:
            continue
        except OSError as error:
            yield Finding(f"{directory}{os.sep}{part}", Fate.FAILED, str(from_os_error(error, f"{directory}/{part}")))
    names.sort()
    names.sort(key=lambda name: natural(name[len("cur/"):]))
    for part_and_name in names:
        path, name = f"{directory}{os.sep}{part_and_name}", part_and_name[len("cur/"):]
        if name.startswith("."):
            yield Finding(path, Fate.IGNORED, f"{printable(path)} is hidden, so it is no message.")
            continue
        try:
            found = _one(read_start(path, HEAD_OCTETS), name, folder, keywords)
            if of_courier and isinstance(found, Message) and (named := of_courier.get(base_name(name))):
                found = found._replace(keywords=found.keywords | named)
            yield found
        except SourceProblem as problem:
            yield Finding(path, Fate.FAILED, problem.sentence)
    yield from _unfinished(directory)


def folder_path(name: str, *, of_evolution: bool = False) -> tuple[str, ...]:
    """The path in the name of a Maildir++ sub folder: `.Work.K&APw-che` is ("Work", "Küche").

    Names are in modified UTF-7 (RFC 3501 5.1.3), or plain UTF-8 in newer Dovecot. Evolution 3 writes UTF-8, and a dot
    or `_` in a name as `_2E`, `_5F`.
    """
    if of_evolution:
        return tuple(_ESCAPED.sub(lambda octet: chr(int(octet[1], 16)), part) for part in name.split(".") if part)
    return tuple(_from_utf7(part) for part in name.split(".") if part)


def flags_in_name(name: str) -> str | None:
    """The letters after the separator in a file name, or None if the name has no such part."""
    found = _INFO.search(name)
    return found.group(1) if found else None


def base_of(path: str) -> tuple[str, str] | None:
    """The Maildir that a file lies in, and the part of its name that stays when its flags change. None for a file that
    lies in no Maildir."""
    above, name = os.path.split(path)
    directory, part = os.path.split(above)
    if part not in ("cur", "new"):
        return None
    return directory, base_name(name)


def base_name(name: str) -> str:
    """The part of the name of a message that stays when its flags change."""
    found = _INFO.search(name)
    return name[:found.start()] if found else name


class Renamed:
    """Where the files of Maildirs are now whose names a mail program has changed since: with a flag, the name changes.
    Each folder is listed once."""

    def __init__(self) -> None:
        self._names: dict[str, dict[str, list[str]]] = {}

    def now(self, path: str) -> str | None:
        """The file that has the base name of this one; None if there is none, or more than one."""
        base = base_of(path)
        if base is None:
            return None
        if base[0] not in self._names:
            self._names[base[0]] = _by_base(base[0])
        found = self._names[base[0]].get(base[1], [])
        return found[0] if len(found) == 1 else None


def _by_base(directory: str) -> dict[str, list[str]]:
    names: dict[str, list[str]] = {}
    for part in ("cur", "new"):
        above = f"{directory}{os.sep}{part}"
        try:
            for name in os.listdir(above):  # noqa: PTH208 - the path may hold octets of no encoding; it stays a str
                path = f"{above}{os.sep}{name}"
                base = base_of(path)
                names.setdefault(base[1] if base else name, []).append(path)
        except OSError:
            continue  # there is nothing to be found
    return names


def _one(head: Head, name: str, folder: tuple[str, ...], keywords: list[str]) -> Message | Finding:
    letters = flags_in_name(name)
    seconds = _SECONDS.match(name)
    recognised = recognise(head.octets, name, chosen=True)
    if recognised.kind is Kind.BLANK:
        return Finding(head.path, Fate.SKIPPED, f"{printable(head.path)} is empty.")
    if letters is None and not seconds and recognised.kind is Kind.FOREIGN:
        return Finding(head.path, Fate.FAILED, f"{printable(head.path)} holds no mail: {recognised.reason}.")
    own_date = _own_date(int(seconds.group(1)), head.file_mtime_ns) if seconds else None
    return eml.message(head, folder, status=_status(letters or "", keywords), own_date=own_date,
                       in_mozilla_store=letters is None and name.endswith(".eml"))


def _status(letters: str, keywords: list[str]) -> Status:
    flags = {_LETTERS[letter] for letter in letters if letter in _LETTERS}
    named = {keywords[ord(letter) - ord("a")] for letter in letters
             if "a" <= letter <= "z" and ord(letter) - ord("a") < len(keywords)} - {""}
    if "P" in letters:
        named.add("$Forwarded")
    return Status(frozenset(flags - {"\\Deleted"}), frozenset(named), deleted="\\Deleted" in flags, expunged=False)


def _own_date(seconds: int, mtime_ns: int) -> datetime | None:
    """The internal date of a message whose name begins with `seconds`; the rule is in the text of this module."""
    named = dates.from_seconds(seconds)
    of_file = dates.from_seconds(mtime_ns / 1e9)
    if named is None or of_file is None:
        return named or of_file
    return of_file if _DOS_EPOCH < of_file <= named + SLACK else named


def _keyword_names(directory: str) -> list[str]:
    """The names of the keywords a to z of a folder: the file dovecot-keywords has lines `NUMBER NAME`."""
    path = f"{directory}{os.sep}dovecot-keywords"
    try:
        with open_plain(path) as file:
            lines = read_octets(file, path, _KEYWORDS_OCTETS).decode("utf-8", "replace").splitlines()
    except SourceProblem:  # most folders have none
        return []
    names = [""] * 26
    for line in lines:
        number, _, name = line.partition(" ")
        if number.isascii() and number.isdigit() and int(number[:4]) < len(names):
            names[int(number[:4])] = name.strip()
    return names


def _unfinished(directory: str) -> Iterator[Finding]:
    path = f"{directory}{os.sep}tmp"
    try:
        with os.scandir(path) as entries:
            count = sum(not entry.name.startswith(".") for entry in entries)
    except OSError:
        return
    if count:
        yield Finding(path, Fate.IGNORED, f"{printable(path)} holds unfinished deliveries ({count}), no mail yet.")


def _from_utf7(name: str) -> str:
    try:
        return _SHIFTED.sub(_shifted, name)
    except ValueError:
        return name


def _shifted(found: re.Match[str]) -> str:
    coded = found.group(1)
    if not coded:
        return "&"
    octets = base64.b64decode(coded.replace(",", "/") + "=" * (-len(coded) % 4), validate=True)
    return octets.decode("utf-16-be")
