"""Names in zip archives (APPNOTE 4.4.17, appendix D): UTF-8 where a member says so, else in an encoding nobody names.

APPNOTE means CP437, but programs take that of their system. Told by, in this order: the field 0x7075 of Info-ZIP, which
repeats a name in UTF-8; octets that are UTF-8; and, for all names of an archive together, an encoding in which they are
words: Shift-JIS with kana, CP437, CP866 and Windows-1251 with Cyrillic letters, GB 2312 with frequent characters,
Windows-1252.
"""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable

_UTF_8_FLAG = 0x800
_UNICODE_PATH = 0x7075


_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_LATIN = re.compile(r"[\x00-\x7f\u00c0-\u00ff]*")
_KANA = re.compile(r"[\u3041-\u30ff]")
_LONE = re.compile(r"(?<![^\x00-\x7f])[^\x00-\x7f](?![^\x00-\x7f])")  # in Japanese, a character seldom stands alone
_CYRILLIC = re.compile(r"(?:[\x00-\x7f]|(?<![a-zA-Z])[\u0400-\u04ff]+(?![a-zA-Z]))*")  # never in one word with Latin


def _is_japanese(text: str) -> bool:
    return _KANA.search(text) is not None and 2 * len(_LONE.findall(text)) <= len(_NOT_ASCII.findall(text))


def _is_chinese(text: str) -> bool:
    """Whether all its characters are of the more frequent half of GB 2312."""
    return all(b"\xb0" <= letter.encode("gb2312") < b"\xd8" for letter in _NOT_ASCII.findall(text))


_GUESSES: tuple[tuple[str, Callable[[str], object]], ...] = (
    ("cp932", _is_japanese), ("cp437", _LATIN.fullmatch), ("cp866", _CYRILLIC.fullmatch), ("gb2312", _is_chinese),
    ("cp1251", _CYRILLIC.fullmatch), ("cp1252", _LATIN.fullmatch))
"""Encodings, and what tells that a text is one of them."""


class Names:
    """The names of the members of one archive."""

    def __init__(self, members: Iterable[zipfile.ZipInfo]) -> None:
        self._encoding = _guess(b"\n".join(_octets(member) for member in members if not _told(member)))

    def of(self, member: zipfile.ZipInfo) -> str:
        """The name of a member, as it is meant."""
        return _told(member) or _octets(member).decode(self._encoding)


def _octets(member: zipfile.ZipInfo) -> bytes:
    return member.orig_filename.encode("cp437")


def _told(member: zipfile.ZipInfo) -> str:
    """The name of a member that says its encoding itself; "" if it does not."""
    if member.flag_bits & _UTF_8_FLAG or member.orig_filename.isascii():
        return member.orig_filename
    extra = member.extra
    while len(extra) >= 4:
        kind, size = struct.unpack_from("<HH", extra)
        if kind == _UNICODE_PATH and 5 < size <= len(extra) - 4 and (
                struct.unpack_from("<BI", extra, 4) == (1, zlib.crc32(_octets(member)))):
            return extra[9:4 + size].decode("utf-8", "replace")
        extra = extra[4 + size:]
    try:
        return _octets(member).decode("utf-8")
    except UnicodeDecodeError:
        return ""


def _guess(octets: bytes) -> str:
    for encoding, fits in _GUESSES:
        try:
            if fits(octets.decode(encoding)):
                return encoding
        except UnicodeDecodeError:
            continue
    return "cp437"
