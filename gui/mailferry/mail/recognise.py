"""What a file is, by its first octets. Names lie: an mbox has any extension or none, an Outlook message is named .eml.

A file is mail if its first header block has a well-known field; of a file that was only found in a folder, and whose
extension does not say mail either, two are asked for, since `From: ...` begins a line in other texts too.
"""

from __future__ import annotations

import codecs
import enum
import itertools
import re
from dataclasses import dataclass
from pathlib import PurePath

from mailferry.mail import headers, pegasus, separators

HEAD_OCTETS = 32 * 1024
"""How much of a file is needed to recognise it."""

_MAIL_SUFFIXES = frozenset({".eml", ".emlx", ".mbox", ".mbx", ".mbs", ".mail", ".mai", ".mime", ".rfc822", ".msg",
                            ".pst", ".ost", ".olm", ".pmm", ".cnm"})
_LINES = 60
_UW_MBX = b"*mbx*\r\n"
_JMF = b"JMF6"

EMLX_COUNT = re.compile(rb"[ \t]*(\d{1,12})[ \t]*\r?\n")
"""The first line of an .emlx: how many octets the mail has."""

_FOREIGN = (
    (b"\x00\x05\x16\x07", "it is a companion file of macOS (AppleDouble) without mail in it"),
    (b"\x00\x05\x16\x00", "it is a companion file of macOS (AppleSingle)"),
    (b"7z\xbc\xaf", "it is a 7z archive; unpack it first"),
    (b"Rar!", "it is a rar archive; unpack it first"),
    (b"\xcf\xad\x12\xfe", "it is a record of Outlook Express, not its mail"),
    (b"// <!-- <mdb:mork", "it is an index of Thunderbird, not its mail"),
    (b"SQLite format 3", "it is a database, not mail"),
    (b"%PDF", "it is a PDF document"),
    (b"JMF", "it is an index of Outlook Express, not its mail"),
)

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # a compound file (MS-CFB)
_PFF = b"!BDN"  # MS-PST 2.2.2.6
_DBX = b"\xcf\xad\x12\xfe\xc5\xfd\x74\x6f"  # the messages of a folder of Outlook Express
_ARCHIVES = ((b"PK\x03\x04", "zip"), (b"PK\x05\x06", "zip"), (b"\x1f\x8b", "gzip"), (b"BZh", "bzip2"),
             (b"\xfd7zXZ", "xz"), (b"\x28\xb5\x2f\xfd", "zstandard"))
_TAR_MAGIC = slice(257, 262)
_ARCHIVE_SUFFIXES = (".tar.gz", ".tar.bz2", ".tar.xz", ".tar.zst", ".tgz", ".tbz", ".tbz2", ".txz", ".tzst",
                     ".tar", ".zip", ".gz", ".bz2", ".xz", ".zst", ".pst", ".ost", ".olm", ".dbx")


class Kind(enum.Enum):
    """What a file is."""

    MAIL = enum.auto()  # one message
    MBOX = enum.auto()
    EMLX = enum.auto()
    UW_MBX = enum.auto()
    JMF = enum.auto()  # Outlook Express 4
    PEGASUS = enum.auto()
    ARCHIVE = enum.auto()
    OUTLOOK_ITEM = enum.auto()  # or a document of Office: only what is in it tells
    OUTLOOK_STORE = enum.auto()
    OUTLOOK_ARCHIVE = enum.auto()  # a zip, told from others by what is in it
    OUTLOOK_EXPRESS = enum.auto()
    BLANK = enum.auto()  # nothing in it but white space
    FOREIGN = enum.auto()


MADE = frozenset({Kind.OUTLOOK_ITEM, Kind.OUTLOOK_STORE, Kind.OUTLOOK_ARCHIVE, Kind.OUTLOOK_EXPRESS})
"""Kinds whose messages do not lie in one piece as they are sent: these are made, or put together, in the spool."""


@dataclass(frozen=True, slots=True)
class Recognised:
    """What a file is, and the reason, the second half of a sentence; for an mbox the octet where its first From_ line
    begins."""

    kind: Kind
    first: int = 0
    reason: str = ""


def recognise(head: bytes, name: str, *, chosen: bool) -> Recognised:
    """Tell what the file `name` is that begins with the octets `head` (HEAD_OCTETS of them, or all).

    `chosen`: the user named this file, it was not only found in a folder.
    """
    if not head.strip(b" \t\r\n\0\xef\xbb\xbf\xff\xfe"):
        if len(head) < HEAD_OCTETS:
            return Recognised(Kind.BLANK, reason="it is empty")
        return Recognised(Kind.FOREIGN, reason="it begins with nothing but empty lines or zero octets")
    if head.startswith(_DBX):
        return Recognised(Kind.OUTLOOK_EXPRESS, reason="it is a folder of Outlook Express")
    if head.startswith(_JMF):
        return Recognised(Kind.JMF, reason="it is a folder of Outlook Express 4: it begins with JMF6")
    for magic, reason in _FOREIGN:
        if head.startswith(magic):
            return Recognised(Kind.FOREIGN, reason=reason)
    if head.startswith(_OLE):
        return Recognised(Kind.OUTLOOK_ITEM, reason="it is an Outlook message or a file of Office")
    if head.startswith(_PFF):
        return Recognised(Kind.OUTLOOK_STORE, reason="it is an Outlook data file: it begins with !BDN")
    for magic, archive in _ARCHIVES:
        if head.startswith(magic):
            return Recognised(Kind.ARCHIVE, reason=f"it is a {archive} archive")
    if is_tar(head):
        return Recognised(Kind.ARCHIVE, reason="it is a tar archive")
    if head.startswith(_UW_MBX):
        return Recognised(Kind.UW_MBX, reason="it is a UW mbx file: it begins with *mbx*")
    if pegasus.is_folder(head):
        return Recognised(Kind.PEGASUS, reason="it is a folder of Pegasus Mail")
    wanted = 1 if chosen or says_mail(name) else 2
    if (count := EMLX_COUNT.match(head)) and len(_known_names(head[count.end():])) >= wanted:
        return Recognised(Kind.EMLX, reason="it is a mail of Apple Mail: it begins with a number of octets")
    if b"\n" in head:
        first = separators.first_separator(head)
        if first >= 0:
            return Recognised(Kind.MBOX, first, "it is an mbox file: it begins with a From_ line")
    elif head.startswith(b"From ") and b"\rFrom " in head:
        return Recognised(Kind.FOREIGN, reason="it is a mailbox with the line ends of an old Mac; convert them first")
    if len(_known_names(as_lines(head))) >= wanted:
        return Recognised(Kind.MAIL, reason="it is one mail: it begins with the header of one")
    return Recognised(Kind.FOREIGN, reason="no header field of a mail stands at its start")


def says_mail(name: str) -> bool:
    """Whether a file name says that the file holds mail."""
    return PurePath(name).suffix.lower() in _MAIL_SUFFIXES


def is_tar(head: bytes) -> bool:
    """Whether a file that begins so is a tar archive (POSIX or GNU)."""
    return head[_TAR_MAGIC] == b"ustar"


def archive_stem(name: str) -> str:
    """The name of an archive without what says that it is one; "" if nothing does: documents are zip files, too."""
    suffix = next((suffix for suffix in _ARCHIVE_SUFFIXES if name.lower().endswith(suffix)), "")
    return name[:-len(suffix)] if suffix else ""


def utf16_encoding(head: bytes) -> str | None:
    """The codec of a file that begins with a byte order mark of UTF-16, else None."""
    if head.startswith(codecs.BOM_UTF16_LE):
        return "utf-16-le"
    return "utf-16-be" if head.startswith(codecs.BOM_UTF16_BE) else None


def as_lines(head: bytes) -> bytes:
    """The start of a mail without its byte order mark, in ASCII or a superset, and with LF in its line ends."""
    if encoding := utf16_encoding(head):
        head = head[2:].decode(encoding, "replace").encode()
    head = head.removeprefix(codecs.BOM_UTF8)
    return head if b"\n" in head else head.replace(b"\r", b"\n")


def _known_names(text: bytes) -> frozenset[bytes]:
    """The well-known names of fields in the first block of lines."""
    lines = text.lstrip(b" \t\r\n").split(b"\n", _LINES)[:_LINES]
    block = itertools.takewhile(bytes.strip, lines)
    return headers.WELL_KNOWN.intersection(map(headers.header_line_name, block))
