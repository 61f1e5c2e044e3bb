"""Opening what the user chose: a mail, an mbox file, a Maildir, the store of a mail program, or a folder of these.

Folder paths: a single file and the top of a store (a Maildir, a Thunderbird profile, an MH tree) put what is in them
at (); a plain folder Foo is ("Foo",) with its tree below it: mails lying in it belong to ("Foo",), an mbox file in it
is ("Foo", its name without .mbox), a Maildir in it ("Foo", its name). KMail keeps the children of the Maildir X in
`.X.directory` beside it.

Recognition is by content (`recognise`, `layouts`). A file that the user chose and that is no mail raises NotMail at
once; found in a folder it is a finding: failed if its name says mail, ignored if not. What cannot be read is a
finding, and the rest goes on.
"""

from __future__ import annotations

import enum
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from mailferry.mail import layouts, mh
from mailferry.mail.errors import NotMail, SourceProblem, printable
from mailferry.mail.files import read_start
from mailferry.mail.layouts import Layout, Names
from mailferry.mail.message import Fate, Finding, Folder, Form
from mailferry.mail.order import folder_name
from mailferry.mail.recognise import HEAD_OCTETS, Kind, recognise
from mailferry.mail.walk import Item, Walk, is_box, listing, read_box, read_mail


class SourceKind(enum.StrEnum):
    """What was opened."""

    MAIL = "mail"
    MBOX = "mbox"
    MAILDIR = "Maildir"
    STORE = "mail of a mail program"
    FOLDER = "folder"


@dataclass(frozen=True, slots=True)
class Source:
    """Something opened that yields mail. `path` is absolute; `name` is for people, and always text.

    `reason` says why it was taken for what it is: a sentence's second half ("it is ...").
    """

    path: str
    name: str
    kind: SourceKind
    reason: str
    layout: Layout = Layout.PLAIN

    def scan(self) -> Iterator[Item]:
        """Its folders, messages and findings, always in the same order; a folder comes before its messages.

        Raises no SourceProblem: what cannot be read is a finding.
        """
        if self.kind in {SourceKind.MAIL, SourceKind.MBOX}:
            yield Folder(())
            yield from _single_file(self)
            return
        walk = Walk()
        if self.kind is SourceKind.FOLDER:
            name = self.name.removesuffix(".sbd") if self.layout is Layout.BOXES else layouts.without_suffix(self.name)
            yield from walk.directory(self.path, (name,), self.layout, announce=True)
        else:
            yield from self._store(walk)
        if walk.rebuilt:
            yield _rebuilt(self.path, walk.rebuilt)

    def _store(self, walk: Walk) -> Iterator[Item]:
        yield from walk.directory(self.path, (), self.layout, announce=self.kind is SourceKind.MAILDIR)
        parent, name = os.path.split(self.path)
        children = f"{parent}{os.sep}.{name}.directory"
        if os.path.isdir(children):  # noqa: PTH112
            yield from walk.directory(children, (), announce=False)


def open_source(path: str | Path) -> Source:
    """Look at what the user chose, and say what it holds and why.

    Raises SourceVanished, SourceUnreadable, or NotMail for a file that is no mail. A folder without mail is found out
    only by its scan.
    """
    absolute = os.path.abspath(path)  # noqa: PTH100 - unlike Path.resolve it leaves links in the name
    name = folder_name(os.path.basename(absolute) or absolute)  # noqa: PTH119
    if os.path.isdir(absolute):  # noqa: PTH112
        return _folder(absolute, name)
    recognised = recognise(read_start(absolute, HEAD_OCTETS).octets, name, chosen=True)
    if recognised.kind is Kind.FOREIGN:
        raise NotMail(f"{printable(absolute)} holds no mail: {recognised.reason}.")
    return Source(absolute, name, SourceKind.MBOX if is_box(recognised, absolute) else SourceKind.MAIL,
                  recognised.reason)


def _folder(directory: str, name: str) -> Source:
    names = listing(directory)
    if layouts.is_maildir(directory):
        return Source(directory, name, SourceKind.MAILDIR, "it is a Maildir: cur, or new and tmp, are in it")
    layout = store_layout(directory, names)
    if name.endswith(".sbd"):
        return Source(directory, name, SourceKind.FOLDER, Layout.BOXES.value, Layout.BOXES)
    kind = SourceKind.STORE if layout in layouts.STORES else SourceKind.FOLDER
    return Source(directory, name, kind, layout.value, layout)


def store_layout(directory: str, names: list[str]) -> Layout:
    """By whose rules to read a directory that holds `names`, if it is the top of a store; it looks one level deep."""
    directories = [name for name in names if os.path.isdir(f"{directory}{os.sep}{name}")]  # noqa: PTH112
    found = Names(directory, frozenset(directories), frozenset(names) - frozenset(directories))
    layout = layouts.layout_of(found, Layout.PLAIN)
    if layout is Layout.PLAIN and any(mh.is_store(_names(f"{directory}{os.sep}{name}")) for name in directories):
        return Layout.MH
    return layout


def _names(directory: str) -> list[str]:
    try:
        return listing(directory)
    except SourceProblem:  # the walk tells it
        return []


def _single_file(source: Source) -> Iterator[Item]:
    try:
        head = read_start(source.path, HEAD_OCTETS)
        recognised = recognise(head.octets, source.name, chosen=True)
        if recognised.kind is Kind.FOREIGN:
            yield Finding(source.path, Fate.FAILED, f"{printable(source.path)} holds no mail: {recognised.reason}.")
        elif is_box(recognised, source.path):
            yield from read_box(source.path, (), recognised)
        elif recognised.kind is Kind.BLANK:
            yield Finding(source.path, Fate.SKIPPED, f"{printable(source.path)} is empty.")
        else:
            found = read_mail(head, (), recognised)
            yield found
            if found.locator.form & Form.APPLE_PARTIAL:
                yield _rebuilt(source.path, 1)
    except SourceProblem as problem:
        yield Finding(source.path, Fate.FAILED, problem.sentence)


def _rebuilt(path: str, count: int) -> Finding:
    return Finding(path, Fate.IGNORED, f"{count} of the messages had attachments in files of their own. These were put "
                   "back, so the messages are whole, but they need not be octet for octet what was sent.")
