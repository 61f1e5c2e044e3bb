"""Opening what the user chose: a mail, an mbox file, a Maildir, the store of a mail program, or a folder of these.

Folder paths: a single file and the top of a store (a Maildir, a Thunderbird profile, an MH tree) put what is in them
at (); a plain folder Foo is ("Foo",) with its tree below it: mails lying in it belong to ("Foo",), an mbox file in it
is ("Foo", its name without .mbox), a Maildir in it ("Foo", its name). KMail keeps the children of the Maildir X in
`.X.directory` beside it. What an archive holds is at (), as if it had been unpacked there; an archive found in a folder
is a folder called like it. What was dragged out of another program (`dragged`) is at (), too. Only mail is looked for:
the mailboxes of a Google Takeout are called like their files, and labels stay in the header.

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

from mailferry.mail import dragged, layouts
from mailferry.mail.errors import NotMail
from mailferry.mail.files import listing, read_start
from mailferry.mail.findings import no_mail_sentence
from mailferry.mail.layouts import Layout
from mailferry.mail.message import Fate, Finding
from mailferry.mail.order import folder_name
from mailferry.mail.outlook import msg, olm, pst
from mailferry.mail.recognise import HEAD_OCTETS, MADE, Kind, recognise
from mailferry.mail.spool import Spool
from mailferry.mail.walk import Item, Walk, is_box


class SourceKind(enum.StrEnum):
    """What was opened."""

    MAIL = "mail"
    MBOX = "mbox"
    MAILDIR = "Maildir"
    STORE = "mail of a mail program"
    FOLDER = "folder"
    ARCHIVE = "archive"
    OUTLOOK = "Outlook data file"
    DRAG = "messages dragged out of another program"


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
    spool: Spool | None = None

    def scan(self) -> Iterator[Item]:
        """Its folders, messages and findings, always in the same order; a folder comes before its messages.

        Raises no SourceProblem: what cannot be read is a finding. Raises what the spool's check raises.
        """
        walk = Walk(self.spool)
        if self.kind in {SourceKind.MAIL, SourceKind.MBOX, SourceKind.OUTLOOK}:
            yield from walk.file(self.path, (), self.name)
        elif self.kind is SourceKind.ARCHIVE:
            yield from walk.archive(self.path, ())
        elif self.kind is SourceKind.DRAG:
            yield from walk.dragged(self.path)
        elif self.kind is SourceKind.FOLDER:
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


def open_source(path: str | Path, spool: Spool | None = None) -> Source:
    """Look at what the user chose, and say what it holds and why.

    `spool`: where archives are unpacked; without it they are no mail. Its files must stay until the messages that lie
    in them are sent, and it is for this source only (the folder may be shared).

    Raises SourceVanished, SourceUnreadable, or NotMail for a file that is no mail. A folder without mail is found out
    only by its scan.
    """
    absolute = os.path.abspath(path)  # noqa: PTH100 - unlike Path.resolve it leaves links in the name
    name = folder_name(os.path.basename(absolute) or absolute)  # noqa: PTH119
    if os.path.isdir(absolute):  # noqa: PTH112
        return _folder(absolute, name, spool)
    recognised = recognise(read_start(absolute, HEAD_OCTETS).octets, name, chosen=True)
    if recognised.kind is Kind.ARCHIVE and spool:
        reason = "it is an archive of Outlook for Mac" if olm.is_olm(absolute) else recognised.reason
        return Source(absolute, name, SourceKind.ARCHIVE, reason, spool=spool)
    if recognised.kind in {Kind.FOREIGN, Kind.ARCHIVE} or (recognised.kind in MADE and not spool):
        raise NotMail(no_mail_sentence(absolute, recognised))
    if recognised.kind is Kind.OUTLOOK_ITEM:
        msg.check(absolute)
    if recognised.kind is Kind.OUTLOOK_EXPRESS:
        return Source(absolute, name, SourceKind.MBOX, recognised.reason, spool=spool)
    if recognised.kind is Kind.OUTLOOK_STORE:
        pst.check(absolute)
        return Source(absolute, name, SourceKind.OUTLOOK, recognised.reason, spool=spool)
    return Source(absolute, name, SourceKind.MBOX if is_box(recognised, absolute) else SourceKind.MAIL,
                  recognised.reason, spool=spool)


def _folder(directory: str, name: str, spool: Spool | None) -> Source:
    names = listing(directory)
    if dragged.LIST in names.files:
        return Source(directory, name, SourceKind.DRAG, "it holds messages that were dragged out of another program",
                      spool=spool)
    if layouts.is_maildir(directory):
        return Source(directory, name, SourceKind.MAILDIR, "it is a Maildir: cur, or new and tmp, are in it",
                      spool=spool)
    layout = layouts.store_layout(directory, names)
    if name.endswith(".sbd"):
        return Source(directory, name, SourceKind.FOLDER, Layout.BOXES.value, Layout.BOXES, spool)
    kind = SourceKind.STORE if layout in layouts.STORES else SourceKind.FOLDER
    return Source(directory, name, kind, layout.value, layout, spool)


def _rebuilt(path: str, count: int) -> Finding:
    return Finding(path, Fate.IGNORED, f"{count} of the messages had attachments in files of their own. These were put "
                   "back, so the messages are whole, but they need not be octet for octet what was sent.")
