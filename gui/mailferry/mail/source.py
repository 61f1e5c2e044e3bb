"""Opening what the user chose: a mail, an mbox file, a Maildir, or a folder tree of these.

Folder paths: a single file and the root of a Maildir put their messages into the folder (); a plain folder Foo is
("Foo",) with its tree below it: mails lying in it belong to ("Foo",), an mbox file in it is ("Foo", its name without
.mbox), a Maildir in it ("Foo", its name). KMail keeps the children of the Maildir X in `.X.directory` beside it.

Recognition is by content (`recognise`). A file that the user chose and that is no mail raises NotMail at once; found in
a folder it is a finding: failed if its name says mail, ignored if not. What cannot be read is a finding, and the rest
goes on.
"""

from __future__ import annotations

import enum
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from mailferry.mail import eml, maildir, mbox
from mailferry.mail.errors import NotMail, SourceProblem, from_os_error, printable
from mailferry.mail.files import read_start
from mailferry.mail.message import Fate, Finding, Folder, Message
from mailferry.mail.order import folder_name, natural, sort_naturally
from mailferry.mail.recognise import HEAD_OCTETS, Kind, Recognised, recognise, says_mail

Item = Folder | Message | Finding

_FOREIGN_NAMES = frozenset({"thumbs.db", "desktop.ini", "__macosx", "lost+found"})
_INDEX_SUFFIXES = (".msf", ".index", ".index.ids", ".index.sorted", ".ibex.index", ".ibex.index.data", ".ev-summary",
                   ".ev-summary-meta", ".cmeta")


class SourceKind(enum.StrEnum):
    """What was opened."""

    MAIL = "mail"
    MBOX = "mbox"
    MAILDIR = "Maildir"
    FOLDER = "folder"


@dataclass(frozen=True, slots=True)
class Source:
    """Something opened that yields mail. `path` is absolute; `name` is for people, and always text."""

    path: str
    name: str
    kind: SourceKind

    def scan(self) -> Iterator[Item]:
        """Its folders, messages and findings, always in the same order; a folder comes before its messages.

        Raises no SourceProblem: what cannot be read is a finding.
        """
        if self.kind in {SourceKind.MAIL, SourceKind.MBOX}:
            yield Folder(())
            yield from _single_file(self)
            return
        walk = _Walk()
        if self.kind is SourceKind.FOLDER:
            yield from walk.directory(self.path, (self.name,), announce=True)
            return
        yield from walk.directory(self.path, (), announce=True)
        parent, name = os.path.split(self.path)
        children = f"{parent}{os.sep}.{name}.directory"
        if os.path.isdir(children):  # noqa: PTH112
            yield from walk.directory(children, (), announce=False)


def open_source(path: str | Path) -> Source:
    """Look at what the user chose.

    Raises SourceVanished, SourceUnreadable, or NotMail for a file that is no mail. A folder without mail is found out
    only by its scan.
    """
    absolute = os.path.abspath(path)  # noqa: PTH100 - unlike Path.resolve it leaves links in the name
    name = folder_name(os.path.basename(absolute) or absolute)  # noqa: PTH119
    if os.path.isdir(absolute):  # noqa: PTH112
        _listing(absolute)
        return Source(absolute, name, SourceKind.MAILDIR if _is_maildir(absolute) else SourceKind.FOLDER)
    recognised = recognise(read_start(absolute, HEAD_OCTETS).octets, name, chosen=True)
    if recognised.kind is Kind.FOREIGN:
        raise NotMail(f"{printable(absolute)} holds no mail: {recognised.reason}.")
    return Source(absolute, name, SourceKind.MBOX if _is_mbox(recognised, absolute) else SourceKind.MAIL)


def _single_file(source: Source) -> Iterator[Item]:
    try:
        head = read_start(source.path, HEAD_OCTETS)
        recognised = recognise(head.octets, source.name, chosen=True)
        if recognised.kind is Kind.FOREIGN:
            yield Finding(source.path, Fate.FAILED, f"{printable(source.path)} holds no mail: {recognised.reason}.")
        elif _is_mbox(recognised, source.path):
            yield from _box(source.path, (), recognised)
        elif recognised.kind is Kind.BLANK:
            yield Finding(source.path, Fate.SKIPPED, f"{printable(source.path)} is empty.")
        else:
            yield eml.read(head, ())
    except SourceProblem as problem:
        yield Finding(source.path, Fate.FAILED, problem.sentence)


def _box(path: str, folder: tuple[str, ...], recognised: Recognised) -> Iterator[Item]:
    if recognised.kind is not Kind.BLANK:  # an empty file NAME.mbox is a folder without messages
        yield from mbox.read(path, folder, recognised.first)


def _is_mbox(recognised: Recognised, path: str) -> bool:
    """Whether to read a file by the rules for mbox. A single mail saved with its From_ line as .eml is no mbox."""
    if recognised.kind is not Kind.MBOX:
        return recognised.kind is Kind.BLANK and _is_named_mbox(path)
    return not path.lower().endswith(".eml") or mbox.holds_several(path, recognised.first)


def _is_maildir(directory: str) -> bool:
    parts = [part for part in maildir.PARTS if os.path.isdir(f"{directory}{os.sep}{part}")]  # noqa: PTH112
    return maildir.is_maildir(parts)


def _is_named_mbox(path: str) -> bool:
    return path.lower().endswith(".mbox")


def _listing(directory: str) -> list[str]:
    """The names in a directory, sorted. Raises SourceVanished or SourceUnreadable."""
    try:
        names = os.listdir(directory)  # noqa: PTH208
    except OSError as error:
        raise from_os_error(error, directory) from error
    sort_naturally(names)
    return names


class _Walk:
    """One walk over a tree. Remembers which directories it has been in, since links can lead in circles."""

    def __init__(self) -> None:
        self._been_in: set[tuple[int, int]] = set()

    def directory(self, directory: str, folder: tuple[str, ...], *, announce: bool) -> Iterator[Item]:
        """What a directory and its tree hold. `announce`: yield its Folder even if no mail lies directly in it."""
        try:
            known = os.stat(directory)  # noqa: PTH116
            names = _listing(directory)
        except OSError as error:
            yield Finding(directory, Fate.FAILED, from_os_error(error, directory).sentence)
            return
        except SourceProblem as problem:
            yield Finding(directory, Fate.FAILED, problem.sentence)
            return
        if (known.st_dev, known.st_ino) in self._been_in:
            yield _ignored(directory, "is a link to a folder that was read already")
            return
        self._been_in.add((known.st_dev, known.st_ino))

        directories, files = [], []
        for name in names:
            path = f"{directory}{os.sep}{name}"
            try:
                mode = os.stat(path).st_mode  # noqa: PTH116
            except OSError as error:
                yield Finding(path, Fate.FAILED, from_os_error(error, path).sentence)
                continue
            if stat.S_ISDIR(mode):
                directories.append(name)
            elif stat.S_ISREG(mode):
                files.append(name)
            else:
                yield _ignored(path, "is not a plain file")

        is_maildir = maildir.is_maildir(directories)
        if announce or is_maildir:
            yield Folder(folder)
        if is_maildir:
            yield from maildir.read(directory, folder)
            directories = [name for name in directories if name not in maildir.PARTS]
        yield from self._files(directory, files, folder, is_maildir=is_maildir, announced=announce or is_maildir)
        for name in sorted(directories, key=_place):
            yield from self._sub_directory(f"{directory}{os.sep}{name}", name, folder, is_maildir)

    def _files(self, directory: str, names: list[str], folder: tuple[str, ...], *, is_maildir: bool,
               announced: bool) -> Iterator[Item]:
        """The mails that lie directly in a directory, then its mbox files, each of which is a folder."""
        boxes: list[tuple[str, Recognised]] = []
        for name in names:
            path = f"{directory}{os.sep}{name}"
            if _is_foreign_name(name) or (is_maildir and name.startswith(maildir.OWN_RECORDS)):
                yield _ignored(path, "is not mail but a record that a program keeps beside it")
                continue
            try:
                head = read_start(path, HEAD_OCTETS)
                recognised = recognise(head.octets, name, chosen=False)
                if _is_mbox(recognised, path):
                    boxes.append((name, recognised))
                elif recognised.kind is Kind.MAIL or recognised.kind is Kind.MBOX:
                    found = eml.read(head, folder)
                    if not announced:
                        announced = True
                        yield Folder(folder)
                    yield found
                else:
                    yield _no_mail(path, name, recognised)
            except SourceProblem as problem:
                yield Finding(path, Fate.FAILED, problem.sentence)
        for name, recognised in boxes:
            path = f"{directory}{os.sep}{name}"
            box = (*folder, folder_name(name[:-len(".mbox")] if _is_named_mbox(name) else name))
            yield Folder(box)
            try:
                yield from _box(path, box, recognised)
            except SourceProblem as problem:
                yield Finding(path, Fate.FAILED, problem.sentence)

    def _sub_directory(self, path: str, name: str, folder: tuple[str, ...], in_maildir: bool) -> Iterator[Item]:
        if kmail_parent := _kmail_parent(name):
            below = (*folder, folder_name(kmail_parent))
        elif name.startswith(".") and (in_maildir or _is_maildir(path)) and maildir.folder_path(name):
            below = (*folder, *(folder_name(part) for part in maildir.folder_path(name)))
        elif name.startswith(".") or name.lower() in _FOREIGN_NAMES:
            yield _ignored(path, "is hidden or belongs to the system, so it was not looked into")
            return
        else:
            below = (*folder, folder_name(name))
        yield from self.directory(path, below, announce=False)


def _kmail_parent(name: str) -> str:
    """X, if the name is `.X.directory`, else nothing."""
    found = name.removeprefix(".").removesuffix(".directory")
    return found if name == f".{found}.directory" else ""


def _place(name: str) -> tuple[str, bool]:
    """A sort key for sub folders: KMail's `.X.directory` comes right behind X."""
    parent = _kmail_parent(name)
    return natural(parent or name), bool(parent)


def _is_foreign_name(name: str) -> bool:
    return name.startswith(".") or name.lower() in _FOREIGN_NAMES or name.lower().endswith(_INDEX_SUFFIXES)


def _ignored(path: str, what: str) -> Finding:
    return Finding(path, Fate.IGNORED, f"{printable(path)} {what}.")


def _no_mail(path: str, name: str, recognised: Recognised) -> Finding:
    if recognised.kind is Kind.BLANK:
        return Finding(path, Fate.SKIPPED if says_mail(name) else Fate.IGNORED, f"{printable(path)} is empty.")
    fate = Fate.FAILED if says_mail(name) else Fate.IGNORED
    return Finding(path, fate, f"{printable(path)} holds no mail: {recognised.reason}.")
