"""How mail programs lay out their folders: what a directory is, and what its sub directories are called as folders.

Told by the names in it alone:

- Thunderbird (and Seamonkey, Icedove): a profile holds `Mail/SERVER` and `ImapMail/SERVER`. In these, NAME is an mbox
  file or a Maildir, NAME.msf its index, `NAME.sbd` the folder of its children; a folder with children may have no NAME.
- Evolution 2: the same with NAME.cmeta and NAME.ev-summary. Evolution 1: `NAME/mbox`, children in `NAME/subfolders`.
- Evolution 3 keeps a Maildir++ with names of its own; see `maildir`.
- KMail keeps the children of X in `.X.directory` beside it; see `kmail` for its indexes.
- MH, Sylpheed, Claws: see `mh`.
- Apple Mail: `V*/ACCOUNT/X.mbox/[Y.mbox/]UUID/Data/[n/n/]Messages/N.emlx`; an exported mailbox is a folder X.mbox that
  holds a file `mbox`.
- Google Takeout: `Takeout/Mail/LABEL.mbox`, the middle name in the language of the account.
- Zimbra: see `zimbra`. The Bat!: see `thebat`. Proton Mail's exports: see `proton`.
"""

from __future__ import annotations

import enum
import os
import re
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import PurePath

from mailferry.mail import courier, maildir, mh, thebat, zimbra
from mailferry.mail.errors import SourceProblem
from mailferry.mail.files import Listing, listing


class Layout(enum.Enum):
    """By whose rules the names in a directory are read. The value says in words why."""

    PLAIN = "it is an ordinary folder"
    PROFILE = "it is a Thunderbird profile: the folders Mail or ImapMail are in it"
    ACCOUNTS = "it holds the accounts of a Thunderbird profile"
    BOXES = "it holds mailboxes with indexes or .sbd folders beside them, as Thunderbird and Evolution keep them"
    MH = "it holds numbered mails, as MH, Sylpheed and Claws keep them"
    APPLE = "it is the mail of Apple Mail: folders named .mbox are in it"
    PACKAGE = "it is a mailbox of Apple Mail"
    TAKEOUT = "it is a Google Takeout"
    TAKEOUT_MAIL = "it is the mail of a Google Takeout"


STORES = frozenset(Layout) - {Layout.PLAIN, Layout.PACKAGE}
"""Layouts of directories whose own name is no folder of mail: what is in them lies at the top."""

_HIDDEN_STORES = frozenset({".evolution", ".thunderbird", ".icedove", ".mozilla-thunderbird", ".claws-mail"})
_FOREIGN_NAMES = frozenset({courier.FOLDER, "thumbs.db", "desktop.ini", "__macosx", "lost+found", "nstmp"})
_INDEX_SUFFIXES = (".msf", ".cmeta", ".ev-summary", ".ev-summary-meta", ".ibex.index", ".ibex.index.data", ".index",
                   ".index.ids", ".index.sorted", ".mozmsgs", ".noindex", ".plist")
_BESIDE_MAILBOXES = (".msf", ".cmeta", ".ev-summary", ".ibex.index")
_EVOLUTION_1 = frozenset({"folder-metadata.xml", "local-metadata.xml", "mbox.ev-summary", "mbox.cmeta"})
_PACKAGES = (".mbox", ".imapmbox")
_WRAPPERS = 6  # .local/share/evolution/mail/local
_APPLE_PARTS = re.compile(r"[0-9A-F]{8}(?:-[0-9A-F]{4}){3}-[0-9A-F]{12}|Data|\d|Messages", re.IGNORECASE)
_APPLE_VERSION = re.compile(r"V\d+")


@dataclass(frozen=True, slots=True)
class Names:
    """The names in one directory, apart by what they are."""

    directory: str
    directories: Collection[str]
    files: Collection[str]


@dataclass(frozen=True, slots=True)
class Child:
    """A sub directory: the part of the folder path that it stands for (none: its mail belongs to the folder above), by
    whose rules it is read, and whether it is a folder even when it holds nothing."""

    path: tuple[str, ...]
    layout: Layout
    is_folder: bool = False


def layout_of(names: Names, above: Layout) -> Layout:
    """By whose rules to read a directory that was found in one of layout `above`."""
    if above is not Layout.PLAIN:
        return above
    name = PurePath(names.directory).name
    if name == "Takeout" and names.directories:
        return Layout.TAKEOUT
    if _APPLE_VERSION.fullmatch(name) and any(is_package(child, names.directory) or "@" in child or child == "MailData"
                                              for child in names.directories):
        return Layout.APPLE
    if is_package(name, os.path.dirname(names.directory)):  # noqa: PTH120 - names may hold octets of no encoding
        return Layout.PACKAGE
    if "prefs.js" in names.files and not {"Mail", "ImapMail"}.isdisjoint(names.directories):
        return Layout.PROFILE
    if name in {"Mail", "ImapMail"} and "Local Folders" in names.directories:
        return Layout.ACCOUNTS
    if _has_boxes(names):
        return Layout.ACCOUNTS if name == "ImapMail" else Layout.BOXES
    return Layout.MH if mh.is_store(names.files) else Layout.PLAIN


def store_layout(directory: str, names: Listing) -> Layout:
    """By whose rules to read a directory that holds `names`, if it is the top of a store; it looks one level deep."""
    found = Names(directory, frozenset(names.directories), frozenset(names.files))
    layout = layout_of(found, Layout.PLAIN)
    if layout is Layout.PLAIN and any(mh.is_store(names_in(f"{directory}{os.sep}{name}").files)
                                      for name in names.directories):
        return Layout.MH
    return layout


def leads_to_store(directory: str) -> bool:
    """Whether a directory is the top of a store, or holds nothing but a directory that leads to one."""
    for _ in range(_WRAPPERS):
        names = names_in(directory)
        if is_maildir(directory) or store_layout(directory, names) in STORES:
            return True
        below = [name for name in names.directories if name.lower() not in _FOREIGN_NAMES]
        if len(below) != 1:
            return False
        directory = f"{directory}{os.sep}{below[0]}"
    return False


def child(name: str, names: Names, layout: Layout, *, in_maildir: bool) -> Child | None:
    """What the sub directory `name` stands for, or None if no mail of the user is in there."""
    path = f"{names.directory}{os.sep}{name}"
    if parent := kmail_parent(name):
        return Child((parent,), Layout.PLAIN)
    if name.startswith(".") and (in_maildir or is_maildir(path)) and (
            parts := maildir.folder_path(name, of_evolution=maildir.EVOLUTION_MARK in names.files)):
        return Child(parts, Layout.PLAIN)
    if name.endswith(".sbd"):
        return Child((name[:-len(".sbd")],), Layout.BOXES, is_folder=True)
    if (is_foreign_name(name) and name not in _HIDDEN_STORES) or (
            name == "Attachments" and "Messages" in names.directories):  # of Apple Mail, put back into its mails
        return None
    if layout is Layout.PROFILE:
        return Child((), Layout.ACCOUNTS) if name in {"Mail", "ImapMail"} else None
    if layout is Layout.ACCOUNTS:
        return Child(() if name == "Local Folders" else (name,), Layout.BOXES)
    if layout is Layout.TAKEOUT:
        return Child((), Layout.TAKEOUT_MAIL)
    if layout is Layout.APPLE and name == "MailData":
        return None
    if is_package(name, names.directory):
        return Child((without_suffix(name),), Layout.PACKAGE, is_folder=True)
    if layout is Layout.PACKAGE:
        return Child(() if _APPLE_PARTS.fullmatch(name) else (name,), layout)
    if layout is Layout.APPLE:  # an account; the name of the only one says nothing
        accounts = [other for other in names.directories if other != "MailData" and not is_foreign_name(other)]
        return Child((name,) if len(accounts) > 1 else (), layout)
    if name == "subfolders" and has_own_mbox(names, layout):
        return Child((), Layout.PLAIN)
    if (whole := zimbra.folder_of_batch(name)) in names.directories and any(
            each.endswith(zimbra.SUFFIX) for each in names_in(path).files):
        return Child((whole,), Layout.PLAIN)
    return Child((name,), layout if layout in {Layout.BOXES, Layout.MH} else Layout.PLAIN)


def has_own_mbox(names: Names, layout: Layout) -> bool:
    """Whether the file `mbox` in a directory is the mail of that directory's own folder (Apple, Evolution 1)."""
    return ("mbox" in names.files and (layout is Layout.PACKAGE or not _EVOLUTION_1.isdisjoint(names.files))) or (
        "subfolders" in names.directories and not _EVOLUTION_1.isdisjoint(names.files))


def is_own_mailbox(name: str, names: Names, layout: Layout) -> bool:
    """Whether a mailbox file in a directory is the mail of that directory's own folder."""
    return name.lower() == thebat.BOX or (name == "mbox" and has_own_mbox(names, layout))


def is_empty_mailbox(name: str, names: Names, layout: Layout) -> bool:
    """Whether an empty file is a folder without messages, and not just an empty file."""
    if name.lower().endswith(".mbox"):
        return True
    return layout is Layout.BOXES and ("." not in name or f"{name}.sbd" in names.directories
                                       or any(f"{name}{suffix}" in names.files for suffix in _BESIDE_MAILBOXES))


def is_index_without_mail(name: str, names: Names) -> bool:
    """Whether a file is Thunderbird's index of a folder whose mail is not here."""
    owner = name.removesuffix(".msf")
    return owner != name and owner not in names.files and owner not in names.directories \
        and f"{owner}.sbd" not in names.directories


def is_maildir(directory: str) -> bool:
    """Whether a directory is a Maildir, if it is one at all."""
    return maildir.is_maildir([part for part in maildir.PARTS if os.path.isdir(f"{directory}{os.sep}{part}")])  # noqa: PTH112


def is_package(name: str, parent: str) -> bool:
    """Whether a name is that of a mailbox of Apple Mail: a directory, but no Maildir."""
    return name.lower().endswith(_PACKAGES) and not is_maildir(f"{parent}{os.sep}{name}")


def is_foreign_name(name: str) -> bool:
    """Whether a name belongs to the system, to an index, or is hidden."""
    return name.startswith(".") or name.lower() in _FOREIGN_NAMES or name.lower().endswith(_INDEX_SUFFIXES)


def kmail_parent(name: str) -> str:
    """X, if the name is `.X.directory`, else nothing."""
    found = name.removeprefix(".").removesuffix(".directory")
    return found if name == f".{found}.directory" else ""


def without_suffix(name: str) -> str:
    """The name of a folder whose file, or package, is called NAME.mbox, NAME.mbx and so on."""
    for suffix in (*_PACKAGES, ".mbx", ".pmm", ".tbb", ".msb", ".box"):
        if name.lower().endswith(suffix) and len(name) > len(suffix):
            return name[:-len(suffix)]
    return name


def names_in(directory: str) -> Listing:
    """What is in a directory, nothing if it cannot be read: the walk tells that."""
    try:
        return listing(directory)
    except SourceProblem:
        return Listing([], [], [])


def _has_boxes(names: Names) -> bool:
    if any(name.endswith(".sbd") for name in names.directories):
        return True
    for name in names.files:
        for suffix in _BESIDE_MAILBOXES:
            owner = name.removesuffix(suffix)
            if owner != name and (owner in names.files or owner in names.directories):
                return not (owner == "mbox" and suffix != ".msf")  # Evolution 1
    return False
