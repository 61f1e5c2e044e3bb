"""Messages whose octets are made by us: the source (Outlook's formats) keeps none, only their parts. Or they are only
put together by us, where the source keeps them in pieces (Outlook Express).

They lie in the spool like what comes out of an archive, each in a file, beside one list that names their folders, flags
and dates. The same source gives the same files, so that a second import finds them in the mailbox.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Protocol

from mailferry.mail import eml
from mailferry.mail.errors import from_os_error
from mailferry.mail.files import read_start
from mailferry.mail.message import Fate, Folder, Form, Message
from mailferry.mail.recognise import HEAD_OCTETS
from mailferry.mail.spool import Spool, Tree, Unpacked, unpacked
from mailferry.mail.status import Status

_LIST = "messages.jsonl"
_FILES_IN_A_FOLDER = 1000


class Marks(Protocol):
    """What a source says of a message besides its octets."""

    @property
    def flags(self) -> frozenset[str]: ...
    @property
    def keywords(self) -> frozenset[str]: ...
    @property
    def date(self) -> datetime | None: ...


class Maker:
    """The messages of one source while they are made. Use as a context."""

    def __init__(self, tree: Tree, mtime_ns: int) -> None:
        self.tree = tree
        self.form = Form.MADE  # of the messages; a reader that only puts octets together says PLAIN
        self._mtime_ns = mtime_ns
        self._count = 0
        self._folder: tuple[str, ...] | None = None
        try:
            self._list = open(tree.path([_LIST]), "x", encoding="ascii")  # noqa: PTH123, SIM115 - closed by __exit__
        except OSError as error:
            raise tree.problem(error) from error

    def __enter__(self) -> Maker:
        return self

    def __exit__(self, *_: object) -> None:
        try:
            self._list.close()
        except OSError as error:
            raise self.tree.problem(error) from error

    def folder(self, path: tuple[str, ...]) -> None:
        """A folder, also when no message follows."""
        self._folder = path
        self._note({"folder": path})

    def message(self, folder: tuple[str, ...], pieces: Iterable[bytes], marks: Marks) -> None:
        """A message in a folder. `marks` are looked at when all pieces were taken.

        Raises SourceProblem if it cannot be written, and what `pieces` raises; then there is no such message.
        """
        name = f"{self._count // _FILES_IN_A_FOLDER:04}/{self._count:07}.eml"
        self.tree.file(name.split("/"), self._mtime_ns, pieces)
        self._count += 1
        self._note({"folder": folder, "file": name, "form": self.form, "flags": sorted(marks.flags),
                    "keywords": sorted(marks.keywords), "date": marks.date.isoformat() if marks.date else None})

    def left_out(self, name: str, fate: Fate, what: str) -> None:
        """Something that no message is made of. `what`: a verb and the rest of the sentence without its full stop."""
        self.tree.finding(name, fate, what)

    def _note(self, record: dict[str, object]) -> None:
        try:
            self._list.write(json.dumps(record) + "\n")
        except OSError as error:
            raise self.tree.problem(error) from error


def make(path: str, spool: Spool, reader: Callable[[str, Maker], None]) -> Unpacked:
    """The messages that `reader` makes of the source `path`, in the spool; not made again if they are there.

    Raises SourceVanished, SourceUnreadable, what `reader` raises, and what `spool.check` raises.
    """
    try:
        mtime_ns = os.stat(path).st_mtime_ns  # noqa: PTH116
    except OSError as error:
        raise from_os_error(error, path) from error

    def unpack(tree: Tree) -> None:
        with Maker(tree, mtime_ns) as maker:
            reader(path, maker)

    return unpacked(path, spool, unpack, single=None)


def read(found: Unpacked, folder: tuple[str, ...]) -> Iterator[Folder | Message]:
    """The folders and messages of a source that was made by a Maker; `folder` is the path of what it lies in.

    Raises SourceVanished or SourceUnreadable.
    """
    try:
        with open(f"{found.root}{os.sep}{_LIST}", encoding="ascii") as lines:  # noqa: PTH123
            for line in lines:
                record = json.loads(line)
                path = (*folder, *record["folder"])
                if "file" not in record:
                    yield Folder(path)
                    continue
                status = Status(frozenset(record["flags"]), frozenset(record["keywords"]), False, False)
                date = datetime.fromisoformat(record["date"]) if record["date"] else None
                file = os.sep.join((found.root, *record["file"].split("/")))  # noqa: PTH118
                yield eml.message(read_start(file, HEAD_OCTETS), path, form=Form(record["form"]), status=status,
                                  own_date=date)
    except OSError as error:
        raise from_os_error(error, found.root) from error
