"""Outlook's data files (.pst, .ost; MS-PST), read by libpff in a process of its own (`pst_child`).

A file that ends that process, or keeps it busy without a word, costs the item at which that happened: a new process
goes on behind it. What cannot be read is a sentence each.
"""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import IO

from mailferry.mail.errors import SourceProblem, printable
from mailferry.mail.files import open_plain, read_octets
from mailferry.mail.made import Maker
from mailferry.mail.message import Fate
from mailferry.mail.order import folder_name
from mailferry.mail.outlook.errors import OutlookPartMissing
from mailferry.mail.outlook.fields import clean
from mailferry.mail.outlook.pst_child import FRAME
from mailferry.mail.spool import TooMuch

PATIENCE_SECONDS = 120.0
"""How long the process may say nothing."""

DEATHS = 50
"""How many items may be fatal before the rest of the file is given up."""

_LIST_DAMAGED = {
    "messages": "has a list of messages that is damaged. They were found without it, so some may be missing, and some "
                "that had been deleted may be there again",
    "folders": "has a list of folders that is damaged. They were found without it, so some may be missing, and some "
               "that had been deleted may be there again"}
_INDEX_DAMAGED = ("has an index that is damaged, so messages may be missing. Let Outlook repair the file "
                  "(scanpst.exe), then try again")
_SUBJECT_CHARACTERS = 80
_FRAME_LIMIT = 64 * 1024 * 1024
_PROTECTED = 37  # the version of files that Windows Information Protection encrypts (MS-PST 2.2.2.6)
_VERSION = slice(10, 12)
_PACKAGES = Path(__file__).resolve().parents[3]
_PROGRAM = ("import sys; sys.path.insert(0, sys.argv[1]); from mailferry.mail.outlook.pst_child import main; "
            "main(int(sys.argv[2]))")

READER_ARGUMENT = "--pst-reader"
"""What the program is started with to be that process, before the number of the first item (`cli.main`)."""


def check(path: str) -> None:
    """Look whether a data file can be read here. Raises as `unpack`."""
    try:
        found = importlib.util.find_spec("pypff")  # only looked for: it is loaded where it may do harm
    except ValueError:
        found = None
    if found is None:
        raise OutlookPartMissing(path)
    with open_plain(path) as file:
        if int.from_bytes(read_octets(file, path, 512)[_VERSION], "little") == _PROTECTED:
            raise SourceProblem(f"{printable(path)} is encrypted by Windows Information Protection. Let Outlook export "
                                "its mail into a new data file, then import that.")


def unpack(path: str, maker: Maker) -> Iterator[None]:
    """Make the mails of a data file, folder by folder, with a stop behind each.

    Raises SourceVanished, SourceUnreadable, OutlookPartMissing, or SourceProblem if nothing in it can be read.
    """
    check(path)
    reading = _Reading(path, maker)
    try:
        yield from reading.run()
    except TooMuch:
        maker.left_out("", Fate.FAILED, TooMuch.what)
    reading.tell_others()


class _ItemLost(Exception):
    """The item that is read cannot be read to its end."""


class _ProcessLost(Exception):
    """The process has ended without saying that all was read."""


class _Reading:
    """One data file, however many processes it takes."""

    def __init__(self, path: str, maker: Maker) -> None:
        self._path = path
        self._maker = maker
        self._folder: tuple[str, ...] = ()
        self._folders: set[tuple[str, ...]] = set()
        self._others: dict[tuple[str, ...], Counter[str]] = {}  # what is no mail, by folder and class
        self._next = 0  # the number of the first item that no process has begun
        self._password = False
        self._damaged: set[tuple[str, str]] = set()  # folders, and of what their list is

    def run(self) -> Iterator[None]:
        """Read the file to its end. Raises SourceProblem if its first process finds nothing."""
        for _ in range(DEATHS):
            begun = self._next
            with _Process(self._path, self._next) as process:
                try:
                    yield from self._read(process)
                    return
                except _ProcessLost:
                    pass
            if self._next == begun:
                break
        if not self._next:
            raise SourceProblem(f"{printable(self._path)} is damaged, so nothing in it was read. Let Outlook repair it "
                                "(scanpst.exe), then try again.")
        self._maker.left_out("", Fate.FAILED, "is damaged, so the rest of it was not read. Let Outlook repair it "
                             "(scanpst.exe), then try again")

    def _read(self, process: _Process) -> Iterator[None]:
        """Make mails of what a process says, to the end. Raises _ProcessLost."""
        while True:
            kind, content = process.frame()
            if kind == b"E":
                if not json.loads(content):
                    self._maker.left_out("", Fate.FAILED, _INDEX_DAMAGED)
                return
            if kind == b"P":
                self._has_password()
            elif kind == b"F":
                self._enter(content)
            elif kind == b"W":
                self._list_is_damaged(*json.loads(content))
            elif kind == b"I":
                self._next = json.loads(content) + 1
                self._maker.tree.check()
                try:
                    self._item(process)
                except _ItemLost:
                    self._lost()
                except _ProcessLost:
                    self._lost()
                    raise
            yield

    def _enter(self, content: bytes) -> None:
        told = json.loads(content)
        self._folder = tuple(folder_name(name) for name in told["path"])
        if told["mail"] and self._folder not in self._folders:
            self._folders.add(self._folder)
            self._maker.folder(self._folder)

    def _item(self, process: _Process) -> None:
        """Make the mail of one item. Raises _ItemLost, _ProcessLost."""
        kind, content = process.frame()
        if kind == b"N":
            self._others.setdefault(self._folder, Counter())[str(json.loads(content))] += 1
        elif kind == b"D":
            octets = _Octets(process, content)
            self._maker.message(self._folder, octets, octets)
            if not octets.sound:
                self._tell(f"holds a message that is damaged (number {self._next} of the file, “{octets.subject}”), so "
                           "parts of it may be missing or wrong. It was read as far as possible")
            elif octets.lost:
                self._tell(f"holds a message (number {self._next} of the file, “{octets.subject}”) with an attachment "
                           "that is not in it or cannot be read; the rest was")
        else:
            raise _ItemLost

    def _lost(self) -> None:
        self._tell(f"holds a message that is damaged and was not read (number {self._next} of the file)")

    def _list_is_damaged(self, of: str, folder: Sequence[str]) -> None:
        name = "/".join(map(folder_name, folder))
        if (name, of) not in self._damaged:  # another process says it again
            self._damaged.add((name, of))
            self._maker.left_out(name, Fate.FAILED, _LIST_DAMAGED[of])

    def _tell(self, what: str) -> None:
        """Of the folder that is read: what is wrong in it."""
        self._maker.left_out("/".join(self._folder), Fate.FAILED, what)

    def _has_password(self) -> None:
        if not self._password:
            self._password = True
            self._maker.left_out("", Fate.IGNORED, "has a password for Outlook. It encrypts nothing, so the mail could "
                                 "be read without it")

    def tell_others(self) -> None:
        """Name what was no mail, folder by folder."""
        for folder, classes in self._others.items():
            count = sum(classes.values())
            what = ", ".join(sorted({_what(name) for name in classes}))
            self._maker.left_out("/".join(folder), Fate.IGNORED,
                                 f"holds {count:,} items that are no mail and were left out ({what})" if count > 1
                                 else f"holds 1 item that is no mail and was left out ({what})")


def _what(message_class: str) -> str:
    words = {"ipm.appointment": "appointments", "ipm.contact": "contacts", "ipm.distlist": "lists of contacts",
             "ipm.task": "tasks", "ipm.stickynote": "notes", "ipm.activity": "journal entries"}
    return next((word for start, word in words.items() if message_class.startswith(start)), "records of Outlook")


class _Octets:
    """The octets of a mail as the process sends them; what it says at the end is known when all were taken."""

    def __init__(self, process: _Process, first: bytes) -> None:
        self._process = process
        self._first = first
        self.flags: frozenset[str] = frozenset()
        self.keywords: frozenset[str] = frozenset()
        self.date: datetime | None = None
        self.subject = ""
        self.lost = 0
        self.sound = True

    def __iter__(self) -> Iterator[bytes]:
        kind, content = b"D", self._first
        while kind == b"D":
            yield content
            kind, content = self._process.frame()
        if kind != b"M":
            raise _ItemLost
        told = json.loads(content)
        self.flags, self.keywords = frozenset(told["flags"]), frozenset(told["keywords"])
        self.date = datetime.fromisoformat(told["date"]) if told["date"] else None
        self.subject = clean(told["subject"])[:_SUBJECT_CHARACTERS]
        self.lost, self.sound = told["lost"], told["sound"]


def _command(first: int) -> list[str]:
    """How the process is started. A frozen program has no Python that could be asked, so it starts itself."""
    if getattr(sys, "frozen", False):  # as PyInstaller and cx_Freeze set it
        return [sys.executable, READER_ARGUMENT, str(first)]
    return [sys.executable, "-c", _PROGRAM, str(_PACKAGES), str(first)]


class _Process:
    """A process that reads the file from one item on. It is ended when it says nothing for too long."""

    def __init__(self, path: str, first: int) -> None:
        with open_plain(path) as file:
            self._process = subprocess.Popen(
                _command(first), stdin=file, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                start_new_session=True, creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0))
        if self._process.stdout is None:
            raise _ProcessLost
        self._out: IO[bytes] = self._process.stdout
        self._waiting_since: float | None = None
        self._ended = threading.Event()
        self._watch = threading.Thread(target=self._watching, name="watching libpff", daemon=True)
        self._watch.start()

    def __enter__(self) -> _Process:
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._process.kill()
        self._process.wait()
        self._out.close()
        self._watch.join()

    def frame(self) -> tuple[bytes, bytes]:
        """The next frame. Raises _ProcessLost."""
        self._waiting_since = time.monotonic()
        kind, length = FRAME.unpack(self._take(FRAME.size))
        if length > _FRAME_LIMIT:
            raise _ProcessLost
        content = self._take(length)
        self._waiting_since = None
        return kind, content

    def _take(self, octets: int) -> bytes:
        found = self._out.read(octets) if octets else b""
        if len(found) < octets:
            raise _ProcessLost
        return found

    def _watching(self) -> None:
        while not self._ended.wait(min(PATIENCE_SECONDS / 4, 5)):
            since = self._waiting_since
            if since is not None and time.monotonic() - since > PATIENCE_SECONDS:
                self._process.kill()
                return
