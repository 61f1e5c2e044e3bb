"""What another program hands over in a drag, kept until it has arrived.

Such a program writes its messages into files of its own that vanish soon after the drag, or hands over their octets.
Both are put below the state folder, inside the drop event (files by a hard link, else by a copy):

    CLAIMED/drag-XXXXXXXX/NAME/...      NAME says what it is; its format is that of `mail.dragged`

A file goes as soon as its message has arrived or was left out, once the window has let go of the drag, and the folder
with the last of them.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import stat
import tempfile
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from mailferry.mail.dragged import LIST, Origin, write_list
from mailferry.mail.errors import from_os_error

COPIED_OCTETS = 256 * 1024 * 1024
"""So much is copied at once of files that only may be another program's: larger ones are a person's own."""

_NAME_OCTETS = 120
_NOT_IN_NAMES = str.maketrans('/\\:<>"|?*\0', "_" * 10)
_CACHES = (".cache", ".claws-mail/tmp", ".sylpheed-2.0/tmp", "Library/Caches", "AppData/Local/Temp")


@dataclass(frozen=True, slots=True)
class Claim:
    """A drag that was taken: `path` opens as a source of `messages` files. `missing` files were not there, of which
    `refused` may not be read, or could not be kept."""

    path: str
    messages: int
    missing: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()


@dataclass(slots=True)
class Claims:
    """The folder of claimed drags. The window's thread takes, the engine's threads clear away."""

    folder: Path
    _held: set[str] = field(default_factory=set, init=False)  # the names of the drags that the window may still want
    _lock: threading.Lock = field(default_factory=threading.Lock, init=False)

    def take_files(self, paths: Sequence[str], origin: Origin, title: str) -> Claim:
        """Keep these files of another program, in this order, as a source called `title`. Raises SourceProblem."""
        try:
            target = self._begin(title)
            kept: list[str] = []
            missing: list[str] = []
            refused: list[str] = []
            for path in paths:
                name = _free_name(target, os.path.basename(path))  # noqa: PTH119  # surrogates
                try:
                    _link_or_copy(path, f"{target}{os.sep}{name}")
                except FileNotFoundError:
                    missing.append(path)
                except OSError:
                    refused.append(path)
                else:
                    kept.append(name)
            write_list(target, origin, kept)
        except OSError as error:
            raise from_os_error(error, str(self.folder)) from error
        return Claim(str(target), len(kept), tuple(missing), tuple(refused))

    def take_octets(self, messages: Sequence[bytes], title: str) -> Claim:
        """Keep these messages, whose octets came with the drag, as a source called `title`. Raises SourceProblem."""
        try:
            target = self._begin(title)
            names = [f"{number}.eml" for number in range(1, len(messages) + 1)]
            for name, octets in zip(names, messages, strict=True):
                with open(target / name, "xb", opener=_private) as file:
                    file.write(octets)
            write_list(target, Origin.OTHER, names)
        except OSError as error:
            raise from_os_error(error, str(self.folder)) from error
        return Claim(str(target), len(names))

    def holds(self, path: str) -> bool:
        """Whether a path lies in here."""
        return path.startswith(f"{self.folder}{os.sep}")

    def let_go(self, path: str, needed: Iterable[str]) -> None:
        """The window wants this drag no more: what no path in `needed` names goes. A path that is no drag does no
        harm."""
        name = self._drag_of(path)
        if name:
            with self._lock:
                self._held.discard(name)
            self.remove([path], needed)

    def remove(self, paths: Iterable[str], needed: Iterable[str]) -> None:
        """Of the drags in which these paths lie, remove what no path in `needed` names, unless the window holds them.
        The whole drag is needed where its top is."""
        drags = {name for path in paths if (name := self._drag_of(path))}
        with self._lock:
            drags -= self._held
        if drags:
            self._clear(drags, set(needed))

    def clean(self, needed: Iterable[str]) -> None:
        """Only while nobody takes: what is not needed goes, also of an earlier run."""
        if self.folder.is_dir():
            self._clear({path.name for path in self.folder.iterdir()}, set(needed))

    def _clear(self, drags: set[str], needed: set[str]) -> None:
        for drag in drags:
            top = f"{self.folder}{os.sep}{drag}"
            kept = {path for path in needed if path.startswith(f"{top}{os.sep}")}
            if not kept:
                shutil.rmtree(top, ignore_errors=True)
                continue
            for directory, _, names in os.walk(top):
                if directory in kept:
                    break
                for name in names:
                    if f"{directory}{os.sep}{name}" not in kept:
                        with contextlib.suppress(OSError):
                            os.unlink(f"{directory}{os.sep}{name}")  # noqa: PTH108

    def _begin(self, title: str) -> Path:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        drag = tempfile.mkdtemp(prefix="drag-", dir=self.folder)
        with self._lock:
            self._held.add(os.path.basename(drag))  # noqa: PTH119
        target = Path(drag) / _short(title)
        target.mkdir(mode=0o700)
        return target

    def _drag_of(self, path: str) -> str:
        return path.removeprefix(f"{self.folder}{os.sep}").split(os.sep, 1)[0] if self.holds(path) else ""


def are_temporary(paths: Sequence[str]) -> bool:
    """Whether these are files that another program may have written for a drag alone: plain files where temporary ones
    lie, and no more of them than can be copied at once."""
    places = tuple(place.rstrip(os.sep) + os.sep for place in _temporary_places())
    octets = 0
    for path in paths:
        if not path.startswith(places):
            return False
        try:
            known = os.stat(path)  # noqa: PTH116
        except OSError:
            return False
        if not stat.S_ISREG(known.st_mode):
            return False
        octets += known.st_size
    return octets <= COPIED_OCTETS


def _temporary_places() -> list[str]:
    home = Path.home()
    flatpaks = [str(place) for place in home.glob(".var/app/*/cache")]
    return [tempfile.gettempdir(), *(str(home / place) for place in _CACHES), *flatpaks,
            *filter(None, (os.environ.get("XDG_CACHE_HOME"), os.environ.get("XDG_RUNTIME_DIR")))]


def _link_or_copy(path: str, target: str) -> None:
    """Raises OSError; then nothing is left at `target`."""
    if not stat.S_ISREG(os.stat(path).st_mode):  # noqa: PTH116
        raise IsADirectoryError(path)
    try:
        os.link(os.path.realpath(path), target)
        return
    except FileNotFoundError:
        raise
    except OSError:
        pass  # another disk, or a system that does not let us
    try:
        shutil.copyfile(path, target)
        os.chmod(target, 0o600)  # noqa: PTH101
        shutil.copystat(path, target)
    except OSError:
        with contextlib.suppress(OSError):
            os.unlink(target)  # noqa: PTH108
        raise


def _free_name(folder: Path, name: str) -> str:
    stem, suffix = os.path.splitext(_short(name))  # noqa: PTH122
    number, candidate = 1, f"{stem}{suffix}"
    while candidate == LIST or os.path.lexists(f"{folder}{os.sep}{candidate}"):
        number += 1
        candidate = f"{stem}~{number}{suffix}"
    return candidate


def _short(name: str) -> str:
    """A name that can be one here: no separators in it, and not too long."""
    name = os.fsencode(name.translate(_NOT_IN_NAMES).strip(". ")).decode("utf-8", "replace") or "mail"
    stem, suffix = os.path.splitext(name)  # noqa: PTH122
    while len(os.fsencode(stem)) > _NAME_OCTETS:
        stem = stem[:-1]
    return stem + suffix[:20]


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
