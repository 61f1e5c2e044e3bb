"""Walking a tree of folders: every mail in it with the path of its folder, and a reason for whatever is left out.

Mails that lie in a directory belong to its folder, an mbox file in it is a folder of its own, and so is a Maildir. What
names mean to the program that made the tree is in `layouts`. A directory is read once, however many links lead to
it. What cannot be read is a finding, and the rest goes on.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass

from mailferry.mail import (
    archive,
    claws,
    dbx,
    dragged,
    eml,
    emlx,
    eudora,
    hashed,
    jmf,
    kmail,
    layouts,
    made,
    maildir,
    marked,
    mbox,
    mh,
    pegasus,
    proton,
    thebat,
    uwmbx,
    zimbra,
)
from mailferry.mail.errors import NotMail, SourceProblem, from_os_error, printable
from mailferry.mail.files import Head, listing, read_start
from mailferry.mail.findings import ignored, named_after, no_mail
from mailferry.mail.layouts import Layout, Names
from mailferry.mail.message import Fate, Finding, Folder, Form, Message
from mailferry.mail.order import folder_name, natural
from mailferry.mail.outlook import msg, olm, pst
from mailferry.mail.outlook.errors import OtherItem
from mailferry.mail.recognise import HEAD_OCTETS, MADE, Kind, Recognised, archive_stem, recognise, says_mail
from mailferry.mail.spool import DEPTH, Spool

Item = Folder | Message | Finding

_READERS = {Kind.OUTLOOK_ITEM: msg.unpack, Kind.OUTLOOK_STORE: pst.unpack, Kind.OUTLOOK_ARCHIVE: olm.unpack,
            Kind.OUTLOOK_EXPRESS: dbx.unpack}
_BOXES = {Kind.UW_MBX: uwmbx.read, Kind.JMF: jmf.read, Kind.PEGASUS: pegasus.read,
          Kind.THE_BAT: thebat.read, Kind.MMDF: marked.read_mmdf, Kind.FOXMAIL: marked.read_foxmail}


@dataclass(frozen=True, slots=True)
class _Place:
    """A directory on the way: what is in it, the path of its folder, and by whose rules it is read."""

    names: Names
    folder: tuple[str, ...]
    layout: Layout
    is_maildir: bool

    def path(self, name: str) -> str:
        return f"{self.names.directory}{os.sep}{name}"

    def called(self, name: str) -> str:
        """A name in the directory as the part of a folder path."""
        return folder_name(hashed.called(self.names.directory, self.names.files, name))


@dataclass(frozen=True, slots=True)
class _Below:
    """A directory to be read. `layout`: of the directory above, as far as it reaches down here. `announce`: yield its
    Folder even if no mail lies directly in it. `unwrap`: a single directory in it that leads to a store is no folder,
    only a way to it."""

    directory: str
    folder: tuple[str, ...]
    layout: Layout
    announce: bool
    unwrap: bool = False


class Walk:
    """One walk over a tree. Remembers which directories it has been in, since links can lead in circles."""

    def __init__(self, spool: Spool | None = None) -> None:
        """`spool`: where archives are unpacked; without it they are left out."""
        self._spool = spool
        self._tags = claws.Tags()
        self._been_in: set[tuple[int, int]] = set()
        self._announced: set[tuple[str, ...]] = set()
        self.rebuilt = 0  # mails of Apple Mail whose attachments were put back

    def file(self, path: str, folder: tuple[str, ...], name: str) -> Iterator[Item]:
        """What a single file holds that the user chose; its folder comes first."""
        yield from self._announce(folder)
        try:
            head = read_start(path, HEAD_OCTETS)
            recognised = recognise(head.octets, name, chosen=True)
            if is_box(recognised, path):
                yield from read_box(path, folder, recognised)
            elif recognised.kind in {Kind.MAIL, Kind.MBOX, Kind.EMLX}:
                found = read_mail(head, folder, recognised)
                self.rebuilt += found.locator.form & Form.APPLE_PARTIAL > 0
                yield found
            elif recognised.kind in MADE:
                yield from self.made(path, folder, recognised, should_be=True)
            else:
                yield no_mail(path, recognised, should_be=True)
        except SourceProblem as problem:
            yield Finding(path, Fate.FAILED, problem.sentence)

    def dragged(self, directory: str) -> Iterator[Item]:
        """What was dragged out of another program, in the order of the drag. Raises what the spool's check raises."""
        try:
            origin, names = dragged.read_list(directory)
        except SourceProblem as problem:
            yield Finding(directory, Fate.FAILED, problem.sentence)
            return
        yield from self._announce(())
        for name in names:
            path = f"{directory}{os.sep}{name}"
            try:
                head = read_start(path, HEAD_OCTETS)
                recognised = recognise(head.octets, name, chosen=True)
                if recognised.kind in {Kind.MAIL, Kind.MBOX} and not is_box(recognised, path):
                    yield dragged.read(head, origin)
                elif recognised.kind is Kind.ARCHIVE:
                    yield from self.archive(path, ())
                else:
                    yield from self.file(path, (), name)
            except SourceProblem as problem:
                yield Finding(path, Fate.FAILED, problem.sentence)

    def archive(self, path: str, folder: tuple[str, ...]) -> Iterator[Item]:
        """What an archive holds. Locators lead into the spool; findings name the archive, as if it were a folder.

        Raises what the spool's check raises.
        """
        if not self._spool or self._spool.depth >= DEPTH:
            yield Finding(path, Fate.FAILED, f"{printable(path)} is an archive inside of others; unpack it first.")
            return
        try:
            if olm.is_olm(path):
                yield from self.made(path, folder, Recognised(Kind.OUTLOOK_ARCHIVE), should_be=True)
                return
            unpacked = archive.unpack(path, self._spool)
        except SourceProblem as problem:
            yield Finding(path, Fate.FAILED, problem.sentence)
            return
        yield from unpacked.findings()
        self._spool.depth += 1
        try:
            if os.path.isdir(unpacked.root):  # noqa: PTH112
                layout = layouts.store_layout(unpacked.root, layouts.names_in(unpacked.root))
                items = self.directory(unpacked.root, folder, layout, announce=False, unwrap=True)
            elif os.path.exists(unpacked.root):  # noqa: PTH110 - it does not if it was damaged, which was told
                items = self.file(unpacked.root, folder, folder_name(os.path.basename(unpacked.root)))  # noqa: PTH119
            else:
                return
            for item in items:
                yield named_after(item, unpacked.root, path) if isinstance(item, Finding) else item
        finally:
            self._spool.depth -= 1

    def made(self, path: str, folder: tuple[str, ...], recognised: Recognised, *, should_be: bool) -> Iterator[Item]:
        """The messages that are made of a file of Outlook. `should_be`: it is told as failed if there are none.

        Raises what the spool's check raises.
        """
        if not self._spool:
            yield no_mail(path, recognised, should_be=should_be)
            return
        try:
            for item in made.read(path, self._spool, _READERS[recognised.kind], folder):
                if not isinstance(item, Finding):
                    yield from self._announce(item.folder if isinstance(item, Message) else item.path)
                if not isinstance(item, Folder):
                    yield item
        except OtherItem as problem:
            yield Finding(path, Fate.IGNORED, problem.sentence)
        except NotMail as problem:
            yield Finding(path, Fate.FAILED if should_be else Fate.IGNORED, problem.sentence)
        except SourceProblem as problem:
            yield Finding(path, Fate.FAILED, problem.sentence)

    def directory(self, directory: str, folder: tuple[str, ...], layout: Layout = Layout.PLAIN, *, announce: bool,
                  unwrap: bool = False) -> Iterator[Item]:
        """What a directory and its tree hold, however deep it is."""
        ways = [self._directory(_Below(directory, folder, layout, announce, unwrap))]
        while ways:
            match next(ways[-1], None):
                case None:
                    ways.pop()
                case _Below() as below:
                    ways.append(self._directory(below))
                case item:
                    yield item

    def _directory(self, below: _Below) -> Iterator[Item | _Below]:
        """What lies in a directory, and, each in its place, the directories in it that are to be read."""
        directory, folder = below.directory, below.folder
        try:
            place_on_disk = os.stat(directory)  # noqa: PTH116
            if (place_on_disk.st_dev, place_on_disk.st_ino) in self._been_in:
                yield ignored(directory, "is a link to a folder that was read already")
                return
            self._been_in.add((place_on_disk.st_dev, place_on_disk.st_ino))
            names = listing(directory)
        except OSError as error:
            yield Finding(directory, Fate.FAILED, from_os_error(error, directory).sentence)
            return
        except SourceProblem as problem:
            yield Finding(directory, Fate.FAILED, problem.sentence)
            return
        names.sort()
        for name in names.others:
            path = f"{directory}{os.sep}{name}"
            try:
                os.stat(path)  # noqa: PTH116
                yield ignored(path, "is not a plain file")
            except OSError as error:
                yield Finding(path, Fate.FAILED, from_os_error(error, path).sentence)

        directories, files = names.directories, names.files
        found = Names(directory, frozenset(directories), frozenset(files))
        place = _Place(found, folder, layouts.layout_of(found, below.layout), maildir.is_maildir(directories))
        if below.announce or place.is_maildir or (folder and mh.is_store(files)):
            yield from self._announce(folder)
        if place.is_maildir:
            known = kmail.read_maildir_index(directory)
            yield from known.applied(maildir.read(directory, folder)) if known else maildir.read(directory, folder)
            directories = [name for name in directories if name not in maildir.PARTS]
        yield from self._files(place, files)
        yield from self._directories(place, directories, unwrap=below.unwrap)

    def _announce(self, folder: tuple[str, ...]) -> Iterator[Folder]:
        if folder not in self._announced:
            self._announced.add(folder)
            yield Folder(folder)

    def _files(self, place: _Place, names: list[str]) -> Iterator[Item]:
        """The mails that lie directly in a directory, then its mbox files, each of which is a folder."""
        boxes: list[tuple[str, Recognised]] = []
        archives: list[tuple[str, Recognised]] = []
        flags: mh.Flags | None = None
        if place.layout is Layout.MH or mh.is_store(names):
            try:
                flags = mh.Flags(place.names.directory, place.names.files, self._tags.of(place.names.directory))
            except SourceProblem as problem:
                yield Finding(place.names.directory, Fate.FAILED, problem.sentence)
        export = proton.read(place.names.directory, place.names.files)
        for name in names:
            path = place.path(name)
            if export and (name == proton.LABELS or name.endswith(proton.SUFFIX)):
                continue  # read with the mails
            if flags and mh.is_deleted(name):
                yield ignored(path, "is a deleted mail that MH has not cleared away")
                continue
            if layouts.is_index_without_mail(name, place.names):
                yield ignored(path, "is only the index of a folder; its mail is not here")
                continue
            if layouts.is_foreign_name(name) or (place.is_maildir and name.startswith(maildir.OWN_RECORDS)):
                yield ignored(path, "is not mail but a record that a program keeps beside it")
                continue
            if name.removesuffix(zimbra.SUFFIX) != name and name.removesuffix(zimbra.SUFFIX) in place.names.files:
                continue  # read with its mail
            has_marks = f"{name}{zimbra.SUFFIX}" in place.names.files
            if has_marks and not name.lower().endswith(".eml"):
                yield ignored(path, "is no mail of Zimbra but an appointment, a contact or a task")
                continue
            numbered = flags if flags and mh.is_message(name) else None
            try:
                head = read_start(path, HEAD_OCTETS)
                recognised = recognise(head.octets, name, chosen=numbered is not None)
                if numbered and recognised.kind in {Kind.MAIL, Kind.MBOX}:
                    yield from self._announce(place.folder)
                    yield eml.read(head, place.folder, numbered.of(name))
                elif is_box(recognised, path) or (recognised.kind is Kind.BLANK and layouts.is_empty_mailbox(
                        name, place.names, place.layout)):
                    boxes.append((name, recognised))
                elif recognised.kind in {Kind.MAIL, Kind.MBOX, Kind.EMLX}:
                    marks = zimbra.marks(path + zimbra.SUFFIX) if has_marks else None
                    below, marks = export.of(name) if export else ((), marks)
                    found = read_mail(head, (*place.folder, *below), recognised, marks)
                    self.rebuilt += found.locator.form & Form.APPLE_PARTIAL > 0
                    yield from self._announce(found.folder)
                    yield found
                elif recognised.kind is Kind.OUTLOOK_ITEM:
                    yield from self.made(path, place.folder, recognised, should_be=says_mail(name))
                elif recognised.kind in {Kind.OUTLOOK_STORE, Kind.OUTLOOK_EXPRESS} or (
                        recognised.kind is Kind.ARCHIVE and self._spool and archive_stem(name)):
                    archives.append((name, recognised))
                else:
                    yield no_mail(path, recognised, should_be=says_mail(name) or numbered is not None)
            except SourceProblem as problem:
                yield Finding(path, Fate.FAILED, problem.sentence)
        named = self._named(place, names)
        of_place = {name for name, _ in boxes if layouts.is_own_mailbox(name, place.names, place.layout)}
        boxes.sort(key=lambda box: box[0] not in of_place)
        for name, recognised in boxes:
            folder = place.folder
            if name not in of_place:
                folder = (*folder, *named.get(name.rpartition(".")[0].lower(),
                                              (place.called(layouts.without_suffix(name)),)))
            yield from self._announce(folder)
            try:
                items = read_box(place.path(name), folder, recognised)
                index = kmail.read_index(place.path(kmail.index_name(name)), place.path(name)) if (
                    kmail.index_name(name) in place.names.files) else None
                contents = eudora.read_contents(place.path(toc), place.path(name)) if (
                    toc := eudora.contents_name(name, place.names.files)) else None
                known = index or contents
                yield from known.applied(items) if known else items
            except SourceProblem as problem:
                yield Finding(place.path(name), Fate.FAILED, problem.sentence)
        express = self._express(place, names) if any(
            recognised.kind is Kind.OUTLOOK_EXPRESS for _, recognised in archives) else {}
        for name, recognised in archives:
            own = (folder_name(layouts.without_suffix(archive_stem(name) or name)),)
            folder = (*place.folder, *express.get(name.lower(), own))
            if recognised.kind in MADE:
                yield from self._announce(folder)
                yield from self.made(place.path(name), folder, recognised, should_be=True)
            else:
                yield from self.archive(place.path(name), folder)

    @staticmethod
    def _named(place: _Place, names: list[str]) -> dict[str, tuple[str, ...]]:
        """The paths that the folders of Pegasus Mail or Eudora in a directory have, by the names of their files."""
        try:
            told = eudora.folder_names(place.names.directory, names)
            return pegasus.folder_paths(place.names.directory, names) or {
                name.rpartition(".")[0]: (folder_name(called),) for name, called in told.items()}
        except SourceProblem:  # told when it is looked at like any other file
            return {}

    @staticmethod
    def _express(place: _Place, names: list[str]) -> dict[str, tuple[str, ...]]:
        """The paths of the folders of Outlook Express in a directory, by the names of their files."""
        for name in names:
            if name.lower() == dbx.FOLDERS:
                try:
                    return dbx.folder_paths(place.path(name))
                except SourceProblem:  # told when it is looked at like any other file
                    break
        return {}

    def _directories(self, place: _Place, names: list[str], *, unwrap: bool) -> Iterator[Item | _Below]:
        if unwrap and place.layout is Layout.PLAIN and place.folder not in self._announced:
            ways = [name for name in names if not layouts.is_foreign_name(name) or name.startswith(".")]
            if len(ways) == 1 and layouts.leads_to_store(place.path(ways[0])):
                path = place.path(ways[0])
                layout = layouts.store_layout(path, layouts.names_in(path))
                yield _Below(path, place.folder, layout, announce=False, unwrap=True)
                names = [name for name in names if name != ways[0]]
        children = []
        for name in names:
            if child := layouts.child(name, place.names, place.layout, in_maildir=place.is_maildir):
                children.append((name, child))
            else:
                yield ignored(place.path(name), "is hidden or holds no mail of yours, so it was not looked into")
        # What belongs to this folder itself comes before its sub folders; KMail's `.X.directory` right behind X.
        children.sort(key=lambda pair: (bool(pair[1].path), natural(layouts.kmail_parent(pair[0]) or pair[0]),
                                        bool(layouts.kmail_parent(pair[0]))))
        called = self._named(place, list(place.names.files)) if children else {}
        for name, child in children:
            own = called.get(name.rpartition(".")[0].lower()) if name.lower().endswith(eudora.FOLDER) else None
            folder = (*place.folder, *(own or map(place.called, child.path)))
            yield _Below(place.path(name), folder, child.layout, announce=child.is_folder)


def is_box(recognised: Recognised, path: str) -> bool:
    """Whether a file is a folder of messages. A single mail saved with its From_ line as .eml is none.

    Raises SourceVanished or SourceUnreadable.
    """
    if recognised.kind is Kind.MBOX:
        return not path.lower().endswith(".eml") or mbox.holds_several(path, recognised.first,
                                                                                    cr_only=recognised.cr_only)
    return recognised.kind in _BOXES or (recognised.kind is Kind.BLANK and path.lower().endswith(".mbox"))


def read_box(path: str, folder: tuple[str, ...], recognised: Recognised) -> Iterator[Message | Finding]:
    """The messages of a file that is a folder; none if it is empty. Raises SourceVanished or SourceUnreadable."""
    if recognised.kind is Kind.MBOX:
        yield from mbox.read(path, folder, recognised.first, cr_only=recognised.cr_only)
    elif recognised.kind in _BOXES:
        yield from _BOXES[recognised.kind](path, folder)


def read_mail(head: Head, folder: tuple[str, ...], recognised: Recognised,
              marks: zimbra.Marks | None = None) -> Message:
    """The mail in a file that holds one. Raises SourceVanished or SourceUnreadable."""
    if recognised.kind is Kind.EMLX:
        return emlx.read(head, folder)
    return eml.read(head, folder, marks.status, marks.date) if marks else eml.read(head, folder)
