"""Outlook's .msg: one item in an OLE compound file (MS-OXMSG), read with olefile.

Every object is a storage: the message, its recipients, its attachments, and messages in attachments. Each has a stream
of properties of fixed size, and one stream for each property of variable size.
"""

from __future__ import annotations

import contextlib
import struct
from collections.abc import Iterator
from typing import TYPE_CHECKING

from mailferry.mail.errors import SourceProblem, from_os_error, printable
from mailferry.mail.files import open_plain
from mailferry.mail.made import Maker
from mailferry.mail.message import Fate
from mailferry.mail.outlook import objects
from mailferry.mail.outlook.compose import DEPTH, mail
from mailferry.mail.outlook.compound import Tree, compound
from mailferry.mail.outlook.errors import NoItem, OtherItem, OutlookPartMissing
from mailferry.mail.outlook.item import (
    WESTERN,
    Attachment,
    Item,
    Pages,
    Properties,
    Tag,
    Value,
    decoded,
    string_pages,
)
from mailferry.mail.outlook.names import categories_id

if TYPE_CHECKING:
    from olefile import OleFileIO

_FIXED = "__properties_version1.0"
_RECIPIENT, _ATTACHMENT = "__recip_version1.0_#", "__attach_version1.0_#"
_NAMES = "__nameid_version1.0"
_OBJECT = "__substg1.0_3701000D"
_HEADER, _EMBEDDED_HEADER, _PART_HEADER = 32, 24, 8  # octets before the properties of fixed size
_FIXED_TYPES = frozenset({0x0002, 0x0003, 0x000B, 0x0040})
_STRINGS8, _UNICODES = 0x101E, 0x101F
_VALUES_LIMIT = 10_000  # of one property
_DAMAGE = (ValueError, LookupError, struct.error, RecursionError, OverflowError, AttributeError, TypeError, MemoryError)
"""What olefile raises besides OSError: it believes what a damaged file says."""
_Path = tuple[str, ...]


def check(path: str) -> None:
    """Look whether a compound file is a mail of Outlook. Raises as `unpack`."""
    with _opened(path) as reader:
        reader.check(path)


def unpack(path: str, maker: Maker) -> Iterator[None]:
    """Make the mail of an .msg file.

    Raises SourceVanished, SourceUnreadable, NoItem if it is another compound file, OtherItem if the item is no mail,
    OutlookPartMissing, SourceProblem if it is damaged.
    """
    with _opened(path) as reader:
        reader.check(path)
        item = reader.item()
        maker.message((), mail(item), item)
        if not reader.is_sound:
            maker.left_out("", Fate.FAILED, "is damaged, so parts of the message in it may be missing or wrong. It was "
                           "read as far as possible")
        elif any(attachment.is_missing for attachment in item.attachments):
            maker.left_out("", Fate.FAILED, "has an attachment that is not in it; the rest of the message was read")
    yield


@contextlib.contextmanager
def _opened(path: str) -> Iterator[_Reader]:
    """The reader of a file; what it raises while it is used is told as ours."""
    try:
        import olefile
    except ImportError as error:
        raise OutlookPartMissing(path) from error
    with open_plain(path) as file:
        try:
            with olefile.OleFileIO(file) as ole:
                yield _Reader(path, ole)
        except OSError as error:
            if error.errno is not None:
                raise from_os_error(error, path) from error
            raise _damaged(path, error) from error
        except _DAMAGE as error:
            raise _damaged(path, error) from error


def _damaged(path: str, error: Exception) -> SourceProblem:
    return SourceProblem(f"{printable(path)} is damaged, so it was not read. Save it anew in Outlook.",
                         detail=f"{type(error).__name__}: {error}")


class _Reader:
    """One compound file. `_children` are the names in each storage, as they are written.

    `is_sound`: whether all streams that were read so far are as long as they say.
    """

    def __init__(self, path: str, ole: OleFileIO[str]) -> None:
        self._ole = ole
        self.is_sound = True
        self._children: dict[_Path, list[str]] = {}
        self._storages = {tuple(parts) for parts in ole.listdir(streams=False, storages=True)}
        for parts in ole.listdir(streams=True, storages=True):
            self._children.setdefault(tuple(parts[:-1]), []).append(parts[-1])
        if _FIXED not in self._children.get((), ()):
            raise NoItem(f"{printable(path)} holds no mail: it is a file of Office, not an Outlook message.")
        self._categories = self._categories_id()

    def check(self, path: str) -> None:
        """Raises OtherItem if the item in the file `path` is no mail."""
        if not Item(self._properties((), _HEADER, (WESTERN,))).is_mail:
            raise OtherItem(f"{printable(path)} holds no mail but something else of Outlook: an appointment, "
                            "a contact, a task or a note.")

    def item(self, path: _Path = (), pages: Pages = (WESTERN,), depth: int = 0) -> Item:
        """The item in a storage."""
        header = _EMBEDDED_HEADER if path else _HEADER
        pages = string_pages(Properties(self._fixed(path, header)), pages)
        properties = self._properties(path, header, pages)
        recipients = [self._properties((*path, name), _PART_HEADER, pages)
                      for name in self._named_like(path, _RECIPIENT)]
        attachments = [self._attachment((*path, name), pages, depth) for name in self._named_like(path, _ATTACHMENT)]
        return Item(properties, tuple(recipients), tuple(attachments))

    def _named_like(self, path: _Path, start: str) -> list[str]:
        return sorted(name for name in self._children.get(path, ()) if name.lower().startswith(start))

    def _attachment(self, path: _Path, pages: Pages, depth: int) -> Attachment:
        properties = self._properties(path, _PART_HEADER, pages)
        method = properties.number(Tag.ATTACH_METHOD)
        inner = (*path, _OBJECT)
        if _FIXED in self._children.get(inner, ()) and method != objects.METHOD:
            embedded = self.item(inner, pages, depth + 1) if depth < DEPTH else Item(properties)
            return Attachment(properties, item=embedded)
        if inner in self._storages:
            return objects.attachment(properties, self._children.get(inner, ()),
                                      lambda name: self._stream((*inner, name)), lambda: compound(self._tree(inner)))
        if isinstance(properties.values.get(Tag.ATTACH_DATA), bytes):
            return Attachment(properties, lambda: iter((properties.octets(Tag.ATTACH_DATA),)))
        return Attachment(properties)

    def _tree(self, path: _Path) -> Tree:
        """What is in a storage."""
        return {name: self._tree((*path, name)) if (*path, name) in self._storages else self._stream((*path, name))
                for name in self._children.get(path, ())}

    def _properties(self, path: _Path, header: int, pages: Pages) -> Properties:
        values = self._fixed(path, header)
        several: dict[int, list[str]] = {}
        for name in sorted(self._children.get(path, ())):
            if not name.startswith("__substg1.0_") or len(name) < 20:
                continue
            tag, kind = int(name[12:16], 16), int(name[16:20], 16)
            if kind in {_STRINGS8, _UNICODES}:
                if len(name) > 20 and len(several.setdefault(tag, [])) < _VALUES_LIMIT:
                    several[tag].append(str(decoded(kind & 0xFFF, self._stream((*path, name)), pages)).rstrip("\0"))
            elif kind in {0x001E, 0x001F, 0x0102} \
                    and (value := decoded(kind, self._stream((*path, name)), pages)) is not None:
                values[tag] = value
        return Properties(values, tuple(several.get(self._categories, ())))

    def _fixed(self, path: _Path, header: int) -> dict[int, Value]:
        """The properties of fixed size in a storage."""
        values: dict[int, Value] = {}
        octets = self._stream((*path, _FIXED)) if _FIXED in self._children.get(path, ()) else b""
        for start in range(header, len(octets) - 15, 16):
            kind, tag = struct.unpack_from("<HH", octets, start)
            if kind in _FIXED_TYPES and (value := decoded(kind, octets[start + 8:start + 16], ())) is not None:
                values[tag] = value
        return values

    def _stream(self, path: _Path) -> bytes:
        """The octets of a stream; as many of them as there are, if it is damaged (olefile says nothing then)."""
        found = b""
        try:
            with self._ole.openstream(list(path)) as stream:
                found = bytes(stream.read())
            whole = len(found) >= self._ole.get_size(list(path))
        except OSError as error:
            if error.errno is not None:
                raise
            whole = False
        except _DAMAGE:
            whole = False
        self.is_sound = self.is_sound and whole
        return found

    def _categories_id(self) -> int:
        lists = [self._stream((_NAMES, name)) if name in self._children.get((_NAMES,), ()) else b""
                 for name in ("__substg1.0_00020102", "__substg1.0_00030102", "__substg1.0_00040102")]
        return categories_id(*lists)
