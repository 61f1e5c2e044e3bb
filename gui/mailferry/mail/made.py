"""Messages whose octets are made by us: the source (Outlook's formats) keeps none, only their parts. Or they are only
put together by us, where the source keeps them in pieces (Outlook Express).

They lie in the spool, each in a file, beside one list that names their folders, flags and dates, and what was left out.
The same source gives the same files, so that a second import finds them in the mailbox. Each is told of as soon as it
is there (`growing`).
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from mailferry.mail import eml
from mailferry.mail.errors import from_os_error
from mailferry.mail.files import read_start
from mailferry.mail.growing import growing, grown
from mailferry.mail.message import Fate, Finding, Folder, Form, Message
from mailferry.mail.recognise import HEAD_OCTETS
from mailferry.mail.spool import Spool, Tree
from mailferry.mail.status import Status

_FILES_IN_A_FOLDER = 1000


class Marks(Protocol):
    """What a source says of a message besides its octets."""

    @property
    def flags(self) -> frozenset[str]: ...
    @property
    def keywords(self) -> frozenset[str]: ...
    @property
    def date(self) -> datetime | None: ...


@dataclass(frozen=True, slots=True)
class _Made:
    """A message that was made, and the file that it is in, below the tree."""

    folder: tuple[str, ...]
    file: str
    form: Form
    flags: frozenset[str]
    keywords: frozenset[str]
    date: datetime | None

    def message(self, root: str, above: tuple[str, ...]) -> Message:
        """Raises SourceVanished or SourceUnreadable."""
        file = os.sep.join((root, *self.file.split("/")))  # noqa: PTH118
        return eml.message(read_start(file, HEAD_OCTETS), (*above, *self.folder), form=self.form,
                           status=Status(self.flags, self.keywords, False, False), own_date=self.date)


class Maker:
    """The messages of one source while they are made."""

    def __init__(self, tree: Tree, mtime_ns: int) -> None:
        self.tree = tree
        self.form = Form.MADE  # of the messages; a reader that only puts octets together says PLAIN
        self._mtime_ns = mtime_ns
        self._count = 0
        self._new: list[_Made | Folder | Finding] = []

    def folder(self, path: tuple[str, ...]) -> None:
        """A folder, also when no message follows."""
        self.tree.note({"folder": path})
        self._new.append(Folder(path))

    def message(self, folder: tuple[str, ...], pieces: Iterable[bytes], marks: Marks) -> None:
        """A message in a folder. `marks` are looked at when all pieces were taken.

        Raises SourceProblem if it cannot be written, and what `pieces` raises; then there is no such message.
        """
        name = f"{self._count // _FILES_IN_A_FOLDER:04}/{self._count:07}.eml"
        self.tree.file(name.split("/"), self._mtime_ns, pieces)
        self._count += 1
        made = _Made(folder, name, self.form, marks.flags, marks.keywords, marks.date)
        self.tree.note({"folder": folder, "file": name, "form": made.form, "flags": sorted(made.flags),
                        "keywords": sorted(made.keywords), "date": made.date.isoformat() if made.date else None})
        self._new.append(made)

    def left_out(self, name: str, fate: Fate, what: str) -> None:
        """Something that no message is made of. `what`: a verb and the rest of the sentence without its full stop."""
        self._new.append(self.tree.finding(name, fate, what))

    def told(self, above: tuple[str, ...]) -> Iterator[Folder | Message | Finding]:
        """What there is since the last call; the source is in the folder `above`."""
        new, self._new = self._new, []
        return (_item(each, self.tree.path([]), above) for each in new)


def read(path: str, spool: Spool, reader: Callable[[str, Maker], Iterator[None]],
         folder: tuple[str, ...]) -> Iterator[Folder | Message | Finding]:
    """The folders, messages and findings of the source `path`, which is in the folder `folder`. They are made by
    `reader`, which stops for a moment after each, or were by an earlier one.

    Raises SourceVanished, SourceUnreadable, what `reader` raises, and what `spool.check` raises.
    """
    if known := grown(path, spool):
        try:
            with open(known.record, encoding="ascii") as lines:  # noqa: PTH123
                for line in lines:
                    yield _item(_noted(line), known.root, folder)
        except OSError as error:
            raise from_os_error(error, known.record) from error
        return
    try:
        mtime_ns = os.stat(path).st_mtime_ns  # noqa: PTH116
    except OSError as error:
        raise from_os_error(error, path) from error
    with growing(path, spool) as tree:
        maker = Maker(tree, mtime_ns)
        for _ in reader(path, maker):
            yield from maker.told(folder)
        yield from maker.told(folder)


def _noted(line: str) -> _Made | Folder | Finding:
    """What a line of the list stands for."""
    record = json.loads(line)
    if isinstance(record, list):
        return Finding(record[0], Fate(record[1]), record[2])
    folder = tuple(record["folder"])
    if "file" not in record:
        return Folder(folder)
    return _Made(folder, record["file"], Form(record["form"]), frozenset(record["flags"]),
                 frozenset(record["keywords"]), datetime.fromisoformat(record["date"]) if record["date"] else None)


def _item(each: _Made | Folder | Finding, root: str, above: tuple[str, ...]) -> Folder | Message | Finding:
    match each:
        case _Made():
            return each.message(root, above)
        case Folder():
            return Folder((*above, *each.path))
    return each
