"""Opening the user's files: only plain files, never waiting, and every error of the system told as ours.

A name may be a FIFO, a device or a socket; opening one of them for reading can wait for ever. So files are opened
with O_NONBLOCK where the system has it, and are looked at before the first octet is read. Names in no valid
encoding travel as surrogates (PEP 383).
"""

from __future__ import annotations

import contextlib
import errno
import io
import os
import stat
import sys
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from mailferry.mail.errors import SourceUnreadable, from_os_error, printable
from mailferry.mail.order import sort_naturally

_READ_FLAGS = (os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)
               | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOCTTY", 0))
_SYNCED_ONE_BY_ONE = 100


def open_plain(path: str) -> io.FileIO:
    """Open a plain file for reading, unbuffered.

    Raises SourceVanished, or SourceUnreadable if the system refuses or it is no plain file.
    """
    try:
        descriptor = os.open(path, _READ_FLAGS)
    except OSError as error:
        if error.errno == errno.ENXIO:  # a socket
            raise _not_plain(path) from error
        raise from_os_error(error, path) from error
    except ValueError as error:  # a NUL in the name
        raise SourceUnreadable(f"{printable(path)} is no name of a file.", detail=str(error)) from error
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise _not_plain(path)
    return io.FileIO(descriptor, "r")


def _not_plain(path: str) -> SourceUnreadable:
    return SourceUnreadable(f"{printable(path)} is not a plain file, so no mail can be read from it.")


def read_octets(file: io.FileIO, path: str, octets: int) -> bytes:
    """Up to `octets` from where `file` stands; b"" only at the end. Raises SourceUnreadable."""
    try:
        found = file.read(octets)
    except OSError as error:
        raise from_os_error(error, path) from error
    if found is None:  # only a file system that would have us wait
        raise SourceUnreadable(f"{printable(path)} did not answer. Check the drive or the network, then try again.")
    return found


@dataclass(frozen=True, slots=True)
class Listing:
    """The names in a directory, apart by what they are once links are followed; `others` are neither."""

    directories: list[str]
    files: list[str]
    others: list[str]

    def sort(self) -> None:
        """The same order each time."""
        for names in (self.directories, self.files, self.others):
            sort_naturally(names)


def listing(directory: str) -> Listing:
    """What is in a directory, in no order. Raises SourceVanished or SourceUnreadable."""
    found = Listing([], [], [])
    try:
        with os.scandir(directory) as entries:  # tells the kind of nearly all names without a look at each
            for entry in entries:
                kind = found.others
                with contextlib.suppress(OSError):  # links in a circle, and what may not be looked at
                    kind = found.files if entry.is_file() else found.directories if entry.is_dir() else found.others
                kind.append(entry.name)
    except OSError as error:
        raise from_os_error(error, directory) from error
    return found


@dataclass(frozen=True, slots=True)
class Head:
    """The first octets of a file, with what tells whether it is still the same file later."""

    path: str
    octets: bytes
    file_size: int
    file_mtime_ns: int


def read_start(path: str, octets: int) -> Head:
    """The first `octets` of a plain file (less only if it is shorter). Raises as `open_plain`."""
    with open_plain(path) as file:
        known = os.fstat(file.fileno())
        pieces = []
        left = octets
        while left and (piece := read_octets(file, path, left)):
            pieces.append(piece)
            left -= len(piece)
    if pieces and not known.st_size:  # as in /proc: nobody could tell when a message has come to its end
        raise SourceUnreadable(f"{printable(path)} is not empty, though its size is given as 0. Copy it to another "
                               "folder, then try again.")
    return Head(path, b"".join(pieces), known.st_size, known.st_mtime_ns)


def files_below(directory: str) -> Iterator[str]:
    """The files in a tree, in no order, however deep it is (os.walk calls itself at each level). Links are not
    followed, and what cannot be read is passed over."""
    folders = [directory]
    while folders:
        with contextlib.suppress(OSError), os.scandir(folders.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    folders.append(entry.path)
                else:
                    yield entry.path


def make_folders(path: str) -> None:
    """Make a folder of ours with all above it that are not there, however many. Raises OSError."""
    missing = [path]
    while missing:
        try:
            os.mkdir(missing[-1], 0o700)  # noqa: PTH102
        except FileNotFoundError:
            missing.append(os.path.dirname(missing[-1]))  # noqa: PTH120
            continue
        except FileExistsError:
            if not os.path.isdir(missing[-1]):  # noqa: PTH112
                raise
        missing.pop()


def remove_tree(directory: str | os.PathLike[str]) -> None:
    """Remove a folder with what is in it, however deep it is; what the system keeps stays."""
    folders = [os.fspath(directory)]
    for folder in folders:  # more are added on the way
        with contextlib.suppress(OSError), os.scandir(folder) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    folders.append(entry.path)
                else:
                    with contextlib.suppress(OSError):
                        os.unlink(entry.path)  # noqa: PTH108
    for folder in reversed(folders):
        with contextlib.suppress(OSError):
            os.rmdir(folder)  # noqa: PTH106


def settle(paths: Collection[str]) -> None:
    """Wait until what is in these files of ours is on the disk, so that a crash of the system cannot take it away.

    Many are settled by one sync of everything, where the system waits for it. Raises OSError; that a file is gone is
    none.
    """
    if sys.platform == "linux" and len(paths) > _SYNCED_ONE_BY_ONE:  # sync(2): others may return before all is written
        os.sync()
        return
    flags = (os.O_RDONLY if os.name == "posix" else os.O_RDWR) | getattr(os, "O_BINARY", 0)  # Windows wants the right
    for path in paths:
        try:
            descriptor = os.open(path, flags)
        except FileNotFoundError:
            continue
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
