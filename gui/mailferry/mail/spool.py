"""Where archives are unpacked: a folder of the caller's, emptied when nothing in it is needed any more.

An archive is unpacked to `SPOOL/DIGEST/NAME-OF-THE-ARCHIVE/...`, and DIGEST is made of its path, size and time. So the
same archive always gives the same paths, sizes and times: a locator into the spool holds after a restart, and after
the spool was emptied and filled again. A tree appears whole or not at all (it is renamed into place), so two readers of
one archive do not disturb each other.

Nothing is written outside: names that lead out are refused, links are never made. What comes out of an archive is
limited, and room is left on the disk for the journal. What a plan has unpacked its import uses, also while that is
under way: one unpacks, the others wait.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
import re
import shutil
import tempfile
import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from mailferry.mail.errors import SourceProblem, SourceUnreadable, from_os_error, printable
from mailferry.mail.files import files_below, make_folders, remove_tree, settle
from mailferry.mail.message import Fate, Finding

DEPTH = 2
"""How many archives may lie in one another."""

FREE_OCTETS = 1024 * 1024 * 1024
RATIO = 100
"""What may come out of an archive: FREE_OCTETS, and RATIO times its size. Mail shrinks to a third or a tenth."""

RESERVE_OCTETS = 128 * 1024 * 1024
"""Room that is left on the disk of the spool."""

_TURN_SECONDS = 0.2
_MARKS = threading.Lock()
_UNDER_WAY: dict[str, threading.Lock] = {}  # of archives that were unpacked in this run, by their folders

_MEMBER_COST = 4096  # octets that a file takes from the limit at least
_CHECK_OCTETS = 16 * 1024 * 1024
RECORD = ".findings.jsonl"  # behind the name of the archive
_UNFINISHED = "unpacking".ljust(24, "-")  # with what mkdtemp adds as long as the digest, so that paths stay as long
_GROWING = ".unfinished"
_WRITE_FLAGS = (os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
                | getattr(os, "O_NOFOLLOW", 0))
_DRIVE = re.compile(r"[A-Za-z]:(?=/|\Z)")
_NOT_IN_WINDOWS_NAMES = str.maketrans(':<>"|?*', "!______")


class TooMuch(SourceProblem):
    """More comes out of an archive than can be mail."""

    title = "An archive is not what it seems"
    what = ("holds far more than its size can mean, so the rest of it was not unpacked. Unpack it yourself if you "
            "trust it")


def _go_on() -> None:
    pass


@dataclass(slots=True)
class Spool:
    """The folder for unpacked archives, as one scan uses it.

    `directory` is made if it is not there. `check` is called every few MiB while an archive is unpacked; what it raises
    ends the scan, and leaves nothing behind.
    """

    directory: Path
    check: Callable[[], None] = _go_on
    kept: bool = False  # whether what grew only in part stays, as its messages are being sent
    left: int = field(default=0, init=False)  # octets that may still come out of the archive that the user chose
    depth: int = field(default=0, init=False)  # how many archives we are in

    def clean(self, used: Iterable[str]) -> None:
        """Remove whatever holds none of the paths `used`; also what a crash left half unpacked."""
        found = {path.name for path in self.directory.iterdir()} if self.directory.is_dir() else set()
        self._remove(found - self._holding(used))

    def drop(self, paths: Iterable[str], used: Iterable[str]) -> None:
        """Remove what holds some of `paths` and none of the paths `used`."""
        self._remove(self._holding(paths) - self._holding(used))

    def _holding(self, paths: Iterable[str]) -> set[str]:
        top = f"{self.directory}{os.sep}"
        return {path.removeprefix(top).split(os.sep, 1)[0] for path in paths if path.startswith(top)}

    def _remove(self, names: Iterable[str]) -> None:
        for name in names:
            remove_tree(self.directory / name)


@dataclass(frozen=True, slots=True)
class Unpacked:
    """An archive in the spool: `root` is a folder, or a file if it held only that one, compressed."""

    root: str
    record: str

    def findings(self) -> Iterator[Finding]:
        """What was left out of it."""
        with open(self.record, encoding="ascii") as lines:  # noqa: PTH123
            for line in lines:
                path, fate, sentence = json.loads(line)
                yield Finding(path, Fate(fate), sentence)


class Tree:
    """An archive while it is unpacked. All names are relative to it."""

    def __init__(self, spool: Spool, archive: str, root: str, record: str, *, grows: bool = False) -> None:
        self.archive = archive
        self._spool = spool
        self._root = root
        self._grows = grows
        self._unchecked = _CHECK_OCTETS
        self._record = open(record, "x", encoding="ascii")  # noqa: PTH123, SIM115 - closed by `finish`

    def finish(self) -> None:
        """All was unpacked. Raises SourceUnreadable."""
        with self._writing():
            self._record.close()

    def finding(self, name: str, fate: Fate, what: str) -> Finding:
        """Note that a member is left out. `what`: a verb and the rest of the sentence without its full stop."""
        path = f"{self.archive}{os.sep}{name}" if name else self.archive
        found = Finding(path, fate, f"{printable(path)} {what}.")
        self.note((found.path, found.fate, found.sentence))
        return found

    def note(self, what: object) -> None:
        """A line for the record."""
        with self._writing():
            self._record.write(json.dumps(what) + "\n")

    def directory(self, parts: Sequence[str]) -> None:
        """Make a folder, which counts even when it is empty. Raises SourceUnreadable, TooMuch."""
        self.spend(_MEMBER_COST)
        with self._writing():
            make_folders(self.path(parts))

    def file(self, parts: Sequence[str], mtime_ns: int, pieces: Iterable[bytes]) -> str:
        """Write a file, under another name if there is one already, and return its path.

        Raises SourceUnreadable, TooMuch, and whatever `pieces` raises; then nothing is left of the file.
        """
        self.spend(_MEMBER_COST)
        with self._writing():
            make_folders(self.path(parts[:-1]))
            final = self.path(parts)
            path, descriptor = self._new_file(f"{final}{_GROWING}" if self._grows else final)
        whole = False
        try:
            with os.fdopen(descriptor, "wb", buffering=0) as file:
                for piece in pieces:
                    self.spend(len(piece))
                    with self._writing():
                        written = 0
                        while written < len(piece):
                            written += file.write(piece[written:])
            whole = True
        finally:
            if not whole:
                os.unlink(path)  # noqa: PTH108
        with self._writing():
            os.utime(path, ns=(mtime_ns, mtime_ns))
            return self._in_place(path, final) if self._grows else path

    @staticmethod
    def _in_place(path: str, final: str) -> str:
        try:
            os.replace(path, final)  # noqa: PTH105
        except PermissionError:  # on Windows, while somebody reads what another reader has put there
            if not os.path.exists(final):  # noqa: PTH110
                raise
            os.unlink(path)  # noqa: PTH108
        return final

    def path(self, parts: Sequence[str]) -> str:
        """Where the member with this name lies."""
        return os.sep.join((self._root, *parts)) if parts else self._root  # noqa: PTH118

    @staticmethod
    def _new_file(path: str) -> tuple[str, int]:
        stem, suffix = os.path.splitext(path)  # noqa: PTH122
        for number in range(1, 10_000):
            candidate = path if number == 1 else f"{stem}~{number}{suffix}"
            try:
                return candidate, os.open(candidate, _WRITE_FLAGS, 0o600)
            except FileExistsError:
                continue
        raise OSError(errno.EEXIST, "too many files of one name", path)

    def check(self) -> None:
        """Go on? Raises what the caller's check raises."""
        self._spool.check()

    def spend(self, octets: int) -> None:
        """Count what came out. Raises TooMuch, SourceUnreadable if there is no room left, and what the caller's check
        raises."""
        self._spool.left -= octets
        self._unchecked += octets
        if self._spool.left < 0:
            raise TooMuch(f"{printable(self.archive)} {TooMuch.what}.")
        if self._unchecked >= _CHECK_OCTETS:
            self._unchecked = 0
            self._spool.check()
            if shutil.disk_usage(self._spool.directory).free < RESERVE_OCTETS + _CHECK_OCTETS:
                raise self._no_room()

    def _no_room(self) -> SourceUnreadable:
        return SourceUnreadable(f"There is not enough room in {printable(self._spool.directory)} to unpack "
                                f"{printable(self.archive)}. Free some space, then try again.")

    def _writing(self) -> _Writing:
        return _Writing(self)

    def problem(self, error: OSError) -> SourceProblem:
        """What an error at writing means."""
        if error.errno in {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}:
            return self._no_room()
        if error.errno in {errno.ENAMETOOLONG, errno.ENOTDIR, errno.EEXIST, errno.EISDIR, errno.EINVAL, errno.EILSEQ}:
            return NameTaken(f"{printable(self.archive)} holds a name that cannot be a file here.", detail=str(error))
        return from_os_error(error, str(self._spool.directory))


class NameTaken(SourceProblem):
    """A member of an archive cannot be written under its name; the others can."""


class _Writing:
    """Errors of writing, told as ours; those of reading the archive are not caught."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        if isinstance(error, OSError):
            raise self._tree.problem(error) from error


def unpacked(archive: str, spool: Spool, unpack: Callable[[Tree], None], *, single: str | None) -> Unpacked:
    """The tree of an archive, unpacked by `unpack` if it is not in the spool yet.

    `single`: the name of the only file in it, if it is just compressed. Raises SourceVanished, SourceUnreadable, and
    what `spool.check` raises.
    """
    try:
        known = os.stat(archive)  # noqa: PTH116
    except OSError as error:
        raise from_os_error(error, archive) from error
    name = begin(archive, known, spool)
    final = place(archive, known, str(spool.directory))
    found = Unpacked(os.sep.join((final, name, single) if single else (final, name)),  # noqa: PTH118
                     f"{final}{os.sep}{name}{RECORD}")
    with _turn(final, spool.check):
        if not os.path.isdir(final):  # noqa: PTH112
            _unpack(archive, spool, unpack, final)
    return found


@contextlib.contextmanager
def _turn(final: str, check: Callable[[], None]) -> Iterator[None]:
    """One thread unpacks an archive; the others wait for it, and use what it leaves. Raises what `check` raises."""
    with _MARKS:
        lock = _UNDER_WAY.setdefault(final, threading.Lock())
    while not lock.acquire(timeout=_TURN_SECONDS):
        check()
    try:
        yield
    finally:
        lock.release()


def _unpack(archive: str, spool: Spool, unpack: Callable[[Tree], None], final: str) -> None:
    """Unpack to the folder `final`. Raises as `unpacked`."""
    name = os.path.basename(archive)  # noqa: PTH119
    try:
        spool.directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        work = tempfile.mkdtemp(prefix=_UNFINISHED, dir=spool.directory)
    except OSError as error:
        raise from_os_error(error, str(spool.directory)) from error
    try:
        os.mkdir(f"{work}{os.sep}{name}", 0o700)  # noqa: PTH102
        tree = Tree(spool, archive, f"{work}{os.sep}{name}", f"{work}{os.sep}{name}{RECORD}")
        try:
            unpack(tree)
        finally:
            tree.finish()
        # A tree that is in its place is never unpacked again, so all of it must be there after a power failure, too.
        settle(list(files_below(work)))
        os.rename(work, final)  # noqa: PTH104
    except OSError as error:
        if not os.path.isdir(final):  # noqa: PTH112 - else another reader was quicker
            raise from_os_error(error, str(spool.directory)) from error
    finally:
        remove_tree(work)


def begin(archive: str, known: os.stat_result, spool: Spool) -> str:
    """Count from here what comes out of an archive; its name."""
    if spool.depth == 0:
        spool.left = FREE_OCTETS + RATIO * known.st_size
    return os.path.basename(archive)  # noqa: PTH119


def is_unpacked(archive: str, known: os.stat_result, directory: str) -> bool:
    """Whether an archive, as it is known to be, lies in the spool in this folder, whole."""
    return os.path.exists(  # noqa: PTH110
        f"{place(archive, known, directory)}{os.sep}{os.path.basename(archive)}{RECORD}")  # noqa: PTH119


def place(archive: str, known: os.stat_result, directory: str) -> str:
    mark = f"{known.st_size} {known.st_mtime_ns} ".encode() + os.fsencode(archive)
    return f"{directory}{os.sep}{hashlib.sha256(mark).hexdigest()[:32]}"


def safe_parts(name: str, separators: Collection[str] = ("/",)) -> list[str] | None:
    """The parts of a member's name, or None if it leads out of the archive. A name from the top of a disk on is taken
    from the top of the archive on, as tar and unzip do."""
    for separator in separators:
        name = name.replace(separator, "/")
    parts = [part for part in _DRIVE.sub("", name).split("/") if part not in {"", "."}]
    if ".." in parts or "\0" in name:
        return None
    if os.name == "nt":
        parts = [part.translate(_NOT_IN_WINDOWS_NAMES).rstrip(". ") or "_" for part in parts]
    return parts
