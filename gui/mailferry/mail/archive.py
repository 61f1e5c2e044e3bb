"""Archives: zip, tar, tar with gz, bz2, xz or zst, and single files compressed by gzip, bzip2, xz or zstandard.

Each is read once, front to back, into the spool (see `spool`), and what is there is read as if it lay in a folder.
A member that is large and begins like no mail, such as the photographs in a Takeout, is not written. Members that are
damaged, encrypted, links or devices, and names that lead out of the archive are left out, each with its sentence; the
others are read. Where a tar is damaged, nothing behind the damage can be found.

Names in a zip: see `zip_names`. What is compressed but cut off is read as far as it goes.
"""

from __future__ import annotations

import bz2
import gzip
import itertools
import lzma
import os
import stat
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import PurePath
from typing import IO, Protocol, cast

from mailferry.mail import mh, zip_names, zst
from mailferry.mail.errors import SourceProblem, from_os_error, printable
from mailferry.mail.message import Fate
from mailferry.mail.recognise import HEAD_OCTETS, Kind, is_tar, recognise, says_mail
from mailferry.mail.spool import NameTaken, Spool, TooMuch, Tree, Unpacked, safe_parts, unpacked

_PIECE_OCTETS = 256 * 1024
_ALWAYS_KEPT_OCTETS = 256 * 1024  # smaller members are written whatever they are: indexes and marks are among them
_TAR_BLOCK = 512
_TAR_HEADER_LIMIT = 1024 * 1024  # of a long name or of extended attributes
_LATEST = 1 << 33  # seconds since 1970
_UNIX = 3  # the number of the system in a zip whose file modes are those of Unix
_KEPT_FOLDERS = frozenset({"cur", "new", "Attachments"})

_NO_GZIP = "Not a gzipped file"  # what Python says where no further member of a gzip file follows

_DAMAGE = (EOFError, zlib.error, lzma.LZMAError, tarfile.TarError, zipfile.BadZipFile, zipfile.LargeZipFile,
           NotImplementedError, ValueError, LookupError, struct.error, OverflowError)
"""What the readers of the standard library raise at damaged archives; OSError without a number is one more."""


def unpack(path: str, spool: Spool) -> Unpacked:
    """What the archive `path` holds, in the spool. Raises SourceVanished or SourceUnreadable, and what `spool.check`
    raises."""
    try:
        with open(path, "rb") as file:  # noqa: PTH123
            start = file.read(HEAD_OCTETS)
            if start.startswith(b"PK"):
                if os.path.exists(f"{os.path.splitext(path)[0]}.z01"):  # noqa: PTH110, PTH122
                    raise SourceProblem(f"{printable(path)} is the last part of a split archive. Unpack it with all "
                                        "its parts beside it, then import what was in it.")
                return unpacked(path, spool, lambda tree: _whole(tree, lambda: _zip(tree, file)), single=None)
            file.seek(0)
            opened = _decompressed(start, file, path)
            if is_tar(_first_block(opened) if opened is not file else start):
                file.seek(0)
                return unpacked(path, spool, lambda tree: _whole(tree, lambda: _tar(
                    tree, _decompressed(start, file, path))), single=None)
            file.seek(0)
            name = PurePath(path).stem
            mtime_ns = os.fstat(file.fileno()).st_mtime_ns
            return unpacked(path, spool, lambda tree: _whole(tree, lambda: tree.file(
                [name], mtime_ns, _pieces_of_single(tree, _decompressed(start, file, path)))), single=name)
    except OSError as error:
        if error.errno is None:
            raise SourceProblem(f"{printable(path)} {_damaged(error)}.") from error
        raise from_os_error(error, path) from error
    except _DAMAGE as error:
        raise SourceProblem(f"{printable(path)} {_damaged(error)}.") from error


def _whole(tree: Tree, read: Callable[[], object]) -> None:
    """Unpack, and note what ends it too early."""
    try:
        read()
    except TooMuch:
        tree.finding("", Fate.FAILED, TooMuch.what)
    except OSError as error:
        if error.errno is not None:
            raise from_os_error(error, tree.archive) from error
        tree.finding("", Fate.FAILED, _damaged(error))
    except _DAMAGE as error:
        tree.finding("", Fate.FAILED, _damaged(error))


def _damaged(error: Exception) -> str:
    return f"is damaged, so nothing behind the damage was read ({str(error) or type(error).__name__}). Get it once more"


class _Octets(Protocol):
    """What can be read front to back."""

    def read(self, octets: int, /) -> bytes:
        """Up to so many octets; b"" at the end."""


def _decompressed(start: bytes, file: IO[bytes], path: str) -> _Octets:
    """A file for what is in a compressed one; all of it, if it has several members. Raises ZstdPartMissing."""
    if start.startswith(b"\x1f\x8b"):
        return gzip.GzipFile(fileobj=file, mode="rb")
    if start.startswith(b"BZh"):
        return bz2.BZ2File(file)
    if start.startswith(b"\xfd7zXZ"):
        return lzma.LZMAFile(file)
    if start.startswith(zst.MAGIC):
        return zst.opened(file, path)
    return file


def _pieces(file: _Octets) -> Iterator[bytes]:
    return iter(lambda: file.read(_PIECE_OCTETS), b"")


def _parts(file: _Octets) -> Iterator[bytes]:
    """What is in a file, as it comes: nothing that was read is held back when an error follows."""
    return iter(lambda: getattr(file, "read1", file.read)(_PIECE_OCTETS), b"")


def _first_block(file: _Octets) -> bytes:
    start = b""
    try:
        for part in _parts(file):
            start += part
            if len(start) >= _TAR_BLOCK:
                break
    except (EOFError, gzip.BadGzipFile):
        if not start:
            raise
    return start[:_TAR_BLOCK]


def _pieces_of_single(tree: Tree, file: _Octets) -> Iterator[bytes]:
    """What is in a file that is just compressed. Of a mailbox that is cut off, what comes before the cut is yielded;
    what stands behind the compressed octets is none of it, as for gzip."""
    start = b""
    try:
        for piece in _parts(file):
            start = start or piece
            yield piece
    except gzip.BadGzipFile as error:
        if not start or not str(error).startswith(_NO_GZIP):
            raise
    except EOFError:
        if recognise(start, "", chosen=True).kind is not Kind.MBOX:
            raise
        tree.finding("", Fate.FAILED, "is cut off, so what follows is missing and its last message may not be whole. "
                     "Get it once more")


def _member(tree: Tree, name: str, parts: list[str], pieces: Iterator[bytes], *, size: int, mtime_ns: int) -> None:
    """Write one member if it may be mail."""
    start = b""
    while len(start) < HEAD_OCTETS and (piece := next(pieces, b"")):
        start += piece
    if size > _ALWAYS_KEPT_OCTETS and _KEPT_FOLDERS.isdisjoint(parts) and not mh.is_message(parts[-1]):
        recognised = recognise(start, parts[-1], chosen=False)
        if recognised.kind is Kind.FOREIGN:
            tree.finding(name, Fate.FAILED if says_mail(parts[-1]) else Fate.IGNORED,
                         f"holds no mail: {recognised.reason}")
            return
    try:
        tree.file(parts, mtime_ns, itertools.chain((start,), pieces))
    except NameTaken:
        tree.finding(name, Fate.FAILED, "has a name that cannot be a file here, so it was not read")


def _folder(tree: Tree, name: str, parts: list[str]) -> None:
    """Make a folder, which is one of mail even when it is empty."""
    try:
        tree.directory(parts)
    except NameTaken:
        tree.finding(name, Fate.IGNORED, "has a name that cannot be a folder here")


def _leads_out(tree: Tree, name: str, *, is_folder: bool) -> None:
    """What is not looked at may be mail, whatever it is called."""
    tree.finding(name, Fate.IGNORED if is_folder else Fate.FAILED,
                 "has a name that leads out of the archive, so it was not read")


def _ns(seconds: float) -> int:
    """A time in ns; 0 for what no file system takes."""
    return int(seconds) * 1_000_000_000 if 0 <= seconds < _LATEST else 0


# --- zip -------------------------------------------------------------------------------------------------------------


def _zip(tree: Tree, file: IO[bytes]) -> None:
    archive_time = os.fstat(file.fileno()).st_mtime_ns
    with zipfile.ZipFile(file) as archive:
        names = zip_names.Names(archive.infolist())
        for member in archive.infolist():
            name = names.of(member)
            parts = safe_parts(name, ("\\",) if "/" not in name else ())
            if parts is None:
                _leads_out(tree, name, is_folder=member.is_dir())
            elif member.is_dir() or not parts or (name.endswith("\\") and not member.file_size):
                _folder(tree, name, parts)
            elif member.create_system == _UNIX and stat.S_IFMT(member.external_attr >> 16) not in {0, stat.S_IFREG}:
                tree.finding(name, Fate.IGNORED, "is a link or a device, which is not followed")
            elif member.flag_bits & 1:
                tree.finding(name, Fate.FAILED, "is encrypted. Unpack the archive with its password, then import "
                             "what was in it")
            else:
                try:
                    with archive.open(member) as opened:
                        _member(tree, name, parts, _pieces(opened), size=member.file_size,
                                mtime_ns=_zip_time(member, archive_time))
                except NotImplementedError as error:
                    tree.finding(name, Fate.FAILED, f"is compressed in a way that Mailferry cannot read ({error}). "
                                 "Unpack the archive, then import what was in it")
                except _DAMAGE as error:
                    tree.finding(name, Fate.FAILED, f"is damaged ({error}). Get the archive once more")


def _zip_time(member: zipfile.ZipInfo, otherwise: int) -> int:
    """When the file was changed, in ns: the extended timestamp (0x5455) if there is one, else the local time of whoever
    packed it, taken as UTC."""
    extra = member.extra
    while len(extra) >= 4:
        kind, size = struct.unpack("<HH", extra[:4])
        if kind == 0x5455 and size >= 5 and len(extra) >= 9 and extra[4] & 1:
            return _ns(struct.unpack("<i", extra[5:9])[0])
        extra = extra[4 + size:]
    try:
        return _ns(datetime(*member.date_time, tzinfo=UTC).timestamp())
    except ValueError:
        return otherwise


# --- tar -------------------------------------------------------------------------------------------------------------


class _Forward:
    """A file that is only read forwards, for tarfile: it never asks for what was before."""

    def __init__(self, tree: Tree, file: _Octets) -> None:
        self._tree = tree  # what is passed over counts, too: to get there takes as long
        self._file = file
        self._at = 0
        self.last = b""

    def tell(self) -> int:
        return self._at

    def seek(self, to: int) -> int:
        while self._at < to and (piece := self._file.read(min(_PIECE_OCTETS, to - self._at))):
            self._at += len(piece)
            self._tree.spend(len(piece))
        return self._at

    def read(self, octets: int) -> bytes:
        if octets > _TAR_HEADER_LIMIT:  # tarfile reads names at once, however long they say they are
            raise tarfile.ReadError("a name in it is longer than any name can be")
        self.last = self._file.read(octets)
        while len(self.last) < octets and (more := self._file.read(octets - len(self.last))):
            self.last += more
        self._at += len(self.last)
        self._tree.spend(len(self.last))
        return self.last


class _Tar(tarfile.TarFile):
    """The list of members is emptied on the way: it would grow with the archive."""

    members: list[tarfile.TarInfo]


def _tar(tree: Tree, file: _Octets) -> None:
    reader = _Forward(tree, file)
    with _Tar(fileobj=cast(IO[bytes], reader), errors="surrogateescape", encoding="utf-8") as archive:
        while member := archive.next():
            archive.members = []
            _tar_member(tree, archive, member)
    if reader.last.strip(b"\0"):  # tarfile takes a header that it cannot read for the end
        raise tarfile.ReadError("there is no header where one should be")
    if not reader.last:
        raise tarfile.ReadError("the mark at its end is missing")
    while piece := reader.read(_PIECE_OCTETS):
        if piece.strip(b"\0"):
            tree.finding("", Fate.FAILED, "goes on behind its end: another archive was put behind it, which was not "
                         "read. Unpack it with `tar --ignore-zeros`, then import what was in it")
            return


def _tar_member(tree: Tree, archive: tarfile.TarFile, member: tarfile.TarInfo) -> None:
    parts = safe_parts(member.name)
    if parts is None:
        _leads_out(tree, member.name, is_folder=member.isdir())
    elif member.isdir() or not parts:
        _folder(tree, member.name, parts)
    elif member.isreg() and (opened := archive.extractfile(member)):
        _member(tree, member.name, parts, _pieces(opened), size=member.size, mtime_ns=_ns(member.mtime))
    elif member.islnk():  # repeats the content of a member before it
        source = safe_parts(member.linkname)
        if not source or not os.path.isfile(tree.path(source)):  # noqa: PTH113
            tree.finding(member.name, Fate.FAILED, "repeats a file of the archive that could not be read")
            return
        with open(tree.path(source), "rb") as same:  # noqa: PTH123
            known = os.fstat(same.fileno())
            _member(tree, member.name, parts, _pieces(same), size=known.st_size, mtime_ns=known.st_mtime_ns)
    else:
        tree.finding(member.name, Fate.IGNORED, "is a link or a device, which is not followed")
