"""Mail that lies on this computer already: where mail programs keep theirs, looked up below a home folder.

Looked at are names, a few small files that tell where mail is (profiles.ini and prefs.js of Thunderbird, folderlist.xml
of Claws and Sylpheed, the settings of KMail's Maildirs), and the first octets of what may be a mailbox. No mail is read
and nothing is written: what is found is opened like any other source, and changes of it are noticed there.

The places are those of Linux (also Flatpak and Snap), macOS and Windows; all are tried, whatever the system.
"""

from __future__ import annotations

import configparser
import enum
import html
import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from mailferry.mail import layouts
from mailferry.mail.errors import SourceProblem, printable
from mailferry.mail.files import read_start
from mailferry.mail.order import natural
from mailferry.mail.recognise import HEAD_OCTETS, Kind, recognise

_SETTINGS_OCTETS = 4 * 1024 * 1024
_LOOKED_AT = 200  # files of a folder, to see whether it holds mail

_THUNDERBIRD = (
    ".thunderbird", ".config/thunderbird", ".icedove", ".mozilla-thunderbird", ".mozilla/seamonkey",
    "snap/thunderbird/common/.thunderbird", ".var/app/org.mozilla.Thunderbird/.thunderbird",
    ".var/app/org.mozilla.thunderbird/.thunderbird", ".var/app/eu.betterbird.Betterbird/.thunderbird",
    "Library/Thunderbird", "Library/Application Support/SeaMonkey",
    "AppData/Roaming/Thunderbird", "AppData/Roaming/Mozilla/SeaMonkey",
    "AppData/Local/Packages/*Thunderbird*/LocalCache/Roaming/Thunderbird")
_EVOLUTION = (".local/share/evolution/mail/local", ".var/app/org.gnome.Evolution/data/evolution/mail/local",
              ".evolution/mail/local")
_KMAIL = (".local/share/local-mail", ".var/app/org.kde.kmail2/data/local-mail",
          ".var/app/org.kde.kontact/data/local-mail", ".local/share/apps/kmail/mail", ".kde/share/apps/kmail/mail",
          ".kde4/share/apps/kmail/mail")
_KMAIL_SETTINGS = (".config/akonadi_maildir_resource_*rc", ".config/akonadi_mixedmaildir_resource_*rc",
                   ".var/app/org.kde.*/config/akonadi_maildir_resource_*rc")
_CLAWS = (".claws-mail", ".var/app/org.claws_mail.Claws-Mail/.claws-mail",
          ".var/app/org.claws_mail.Claws-Mail/config/claws-mail", "AppData/Roaming/Claws-mail")
_SYLPHEED = (".sylpheed-2.0", ".sylpheed", "AppData/Roaming/Sylpheed")
_APPLE = ("Library/Mail", "Library/Containers/com.apple.mail/Data/Library/Mail")
_OUTLOOK = ("Documents/Outlook Files/*.pst", "AppData/Local/Microsoft/Outlook/*.pst",
            "AppData/Local/Microsoft/Outlook/*.ost")
_FOLDERS = ("Maildir", ".maildir", ".Maildir", "Mail", "mail", ".mail", "mbox")
_SPOOLS = ("var/mail", "var/spool/mail")

_DIRECTORY_PREF = re.compile(r'^user_pref\("mail\.server\.server\d+\.directory", "((?:[^"\\]|\\.)*)"\);', re.MULTILINE)
_MH_FOLDER = re.compile(r'<folder\b(?=[^>]*\btype="mh")[^>]*?\bpath="([^"]*)"')
_NO_MAIL = (".msf", ".dat", ".json", ".sqlite", ".html", ".txt", ".ini")


class Program(enum.StrEnum):
    """Whose mail it is."""

    THUNDERBIRD = "Thunderbird"
    EVOLUTION = "Evolution"
    KMAIL = "KMail"
    CLAWS = "Claws Mail"
    SYLPHEED = "Sylpheed"
    APPLE = "Apple Mail"
    OUTLOOK = "Outlook"
    FOLDER = "Mail folder"
    SYSTEM = "System mailbox"


@dataclass(frozen=True, slots=True)
class Found:
    """Mail that was found. `name` is for people and tells it from the others; `path` opens as a source."""

    name: str
    path: str
    program: Program


def found(home: Path, environment: Mapping[str, str], root: Path = Path("/")) -> list[Found]:
    """The mail below `home`, and the system's mailbox of its user. Each place is named once. Raises nothing: what may
    not be looked at is left out, but for Apple Mail's folder, which macOS hides from programs until a person allows it.

    `environment` may move the usual places (XDG_DATA_HOME, XDG_CONFIG_HOME, APPDATA) and names the user.
    """
    known: dict[str, Found] = {}
    for program, detail, path in _everything(_Places(home, environment), environment, root):
        known.setdefault(os.path.realpath(path), Found(detail, str(path), program))
    counts = Counter(one.program for one in known.values())
    return [replace(one, name=f"{one.program}: {one.name}" if counts[one.program] > 1 or one.program in
                    {Program.FOLDER, Program.OUTLOOK} else one.program.value) for one in known.values()]


class _Places:
    """The usual places below a home folder, where the environment has them."""

    def __init__(self, home: Path, environment: Mapping[str, str]) -> None:
        self.home = home
        self._moved = [(usual, Path(environment[variable])) for usual, variable in (
            (".local/share/", "XDG_DATA_HOME"), (".config/", "XDG_CONFIG_HOME"), ("AppData/Roaming/", "APPDATA"),
            ("AppData/Local/", "LOCALAPPDATA")) if environment.get(variable)]

    def of(self, names: Iterable[str]) -> Iterator[Path]:
        """Those of these places that are there. A name may have wildcards."""
        for name in names:
            places = [self.home / name]
            places += [moved / name.removeprefix(usual) for usual, moved in self._moved if name.startswith(usual)]
            for place in dict.fromkeys(places):
                yield from _matching(place)

    def detail(self, path: Path) -> str:
        """A path for people, below the home folder if it lies there."""
        return printable(path.relative_to(self.home) if path.is_relative_to(self.home) else path)


Hit = tuple[Program, str, Path]


def _everything(places: _Places, environment: Mapping[str, str], root: Path) -> Iterator[Hit]:
    for place in places.of(_THUNDERBIRD):
        yield from _thunderbird(place)
    for program, usual in ((Program.EVOLUTION, _EVOLUTION), (Program.KMAIL, _KMAIL)):
        for place in places.of(usual):
            if _holds_mail(place):
                yield program, places.detail(place), place
    for settings in places.of(_KMAIL_SETTINGS):
        for place in _kmail_folders(settings, places.home):
            if _holds_mail(place):
                yield Program.KMAIL, places.detail(place), place
    for program, settings_of in ((Program.CLAWS, _CLAWS), (Program.SYLPHEED, _SYLPHEED)):
        for place in places.of(settings_of):
            for path in _MH_FOLDER.findall(_text(place / "folderlist.xml")):
                if (folder := places.home / html.unescape(path)).is_dir():
                    yield program, places.detail(folder), folder
    for place in places.of(_APPLE):
        yield from _apple(place, places)
    for place in places.of(_OUTLOOK):
        yield Program.OUTLOOK, printable(place.name), place
    for place in places.of(_FOLDERS):
        if _holds_mail(place):
            yield Program.FOLDER, places.detail(place), place
    user = environment.get("USER") or environment.get("LOGNAME") or ""
    for place in (root / spool / user for spool in _SPOOLS if user):
        if place.is_file() and _holds_mail(place):
            yield Program.SYSTEM, printable(place), place


def _thunderbird(directory: Path) -> Iterator[Hit]:
    profiles: dict[Path, str] = {}
    settings = configparser.ConfigParser(interpolation=None, strict=False)
    try:
        settings.read_string(_text(directory / "profiles.ini"))
    except configparser.Error:
        settings.clear()  # a damaged file: the folders beside it are looked at all the same
    for section in settings.values():
        if section.name.startswith("Profile") and (path := section.get("Path")):
            relative = section.get("IsRelative", "1").strip() != "0"
            profiles[directory / path if relative else Path(path)] = section.get("Name", "") or Path(path).name
    for prefs in (*_matching(directory / "*/prefs.js"), *_matching(directory / "Profiles/*/prefs.js")):
        profiles.setdefault(prefs.parent, prefs.parent.name)
    for profile, name in profiles.items():
        if any(_has_boxes(account) for kind in ("Mail", "ImapMail") for account in _matching(profile / kind / "*")):
            yield Program.THUNDERBIRD, name, profile
        for escaped in _DIRECTORY_PREF.findall(_text(profile / "prefs.js")):
            elsewhere = Path(re.sub(r"\\(.)", r"\1", escaped))
            if elsewhere.is_absolute() and not elsewhere.is_relative_to(profile) and _has_boxes(elsewhere):
                yield Program.THUNDERBIRD, f"{name}, {elsewhere.name}", elsewhere


def _has_boxes(account: Path) -> bool:
    """Whether a folder of Thunderbird holds more than indexes and settings."""
    try:
        return any(entry.is_dir() or (not entry.name.endswith(_NO_MAIL) and entry.stat().st_size > 0)
                   for entry in list(account.iterdir()))
    except OSError:
        return False


def _kmail_folders(settings: Path, home: Path) -> Iterator[Path]:
    """`Path[$e]=$HOME/Mail`, in the settings of one resource of Akonadi."""
    for line in _text(settings).splitlines():
        name, _, value = line.partition("=")
        if name in {"Path", "Path[$e]"} and value:
            yield Path(value.replace("$HOME", str(home)))


def _apple(directory: Path, places: _Places) -> Iterator[Hit]:
    try:
        versions = [entry.name for entry in list(directory.iterdir()) if re.fullmatch(r"V\d+", entry.name)]
    except PermissionError:
        yield Program.APPLE, places.detail(directory), directory
        return
    except OSError:
        return
    if versions:  # older ones are what an update of macOS has left behind
        newest = directory / max(versions, key=natural)
        yield Program.APPLE, places.detail(newest), newest


def _holds_mail(place: Path) -> bool:
    """Whether a folder is a store of mail, or has mailboxes in it; or whether a file is a mailbox."""
    directory = str(place)
    try:
        if not place.is_dir():
            return recognise(read_start(directory, HEAD_OCTETS).octets, place.name, chosen=True).kind is Kind.MBOX
        names = layouts.names_in(directory)
        if layouts.is_maildir(directory) or layouts.store_layout(directory, names) in layouts.STORES:
            return True
        names.sort()
        if any(layouts.is_maildir(f"{directory}{os.sep}{name}") for name in names.directories[:_LOOKED_AT]):
            return True
        for name in names.files[:_LOOKED_AT]:
            octets = read_start(f"{directory}{os.sep}{name}", HEAD_OCTETS).octets
            if recognise(octets, name, chosen=False).kind is Kind.MBOX:
                return True
    except (OSError, SourceProblem):
        return False
    return False


def _matching(place: Path) -> list[Path]:
    """The paths that a path with wildcards in its parts stands for, sorted, without those that may not be looked at."""
    pattern = next((number for number, part in enumerate(place.parts) if "*" in part), None)
    try:
        if pattern is None:
            return [place] if place.exists() else []
        return sorted(Path(*place.parts[:pattern]).glob(str(Path(*place.parts[pattern:]))))
    except OSError:
        return []


def _text(path: Path) -> str:
    """A small file of settings; "" if it cannot be read."""
    try:
        return read_start(str(path), _SETTINGS_OCTETS).octets.decode("utf-8", "replace")
    except SourceProblem:
        return ""
