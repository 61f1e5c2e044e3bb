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

from mailferry.mail import headers, marked, pegasus, separators, thebat

HEAD_OCTETS = 32 * 1024
"""How much of a file is needed to recognise it."""

_MAIL_SUFFIXES = frozenset({".eml", ".emlx", ".mbox", ".mbx", ".mbs", ".mail", ".mai", ".mime", ".rfc822", ".msg",
                            ".pst", ".ost", ".olm", ".pmm", ".cnm", ".tbb", ".msb",
                            ".box"})
_LINES = 60
_FIRST_LINE = re.compile(rb">*From |" + headers.HEADER_LINE.pattern)
_OF_EVERY_MAIL = frozenset({b"from", b"to", b"subject", b"date", b"message-id", b"received"})
_SPOILT = 3
_UTF16_OCTETS = 32
_UTF16_LE = re.compile(rb"(?:[\t\r\n -~]\0){8,}")
_UTF16_BE = re.compile(rb"(?:\0[\t\r\n -~]){8,}")
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
    (b"BABYL OPTIONS:", "it is a mailbox of Emacs (Babyl); let Emacs make an mbox file of it (M-x unrmail)"),
    (b"\x1f\x9d", "it is compressed by compress (.Z); unpack it first"),
    (b"\x04\x22\x4d\x18", "it is compressed by lz4; unpack it first"),
    (b"MSCF", "it is a cabinet archive; unpack it first"),
    (b"PK\x07\x08", "it is a part of a split archive; unpack it first, with all its parts beside it"),
)
_DBOX = re.compile(rb"2 M[0-9a-f]{1,4} C[0-9a-f]{1,8}[^\n]*\n\x01\x02")
_PART = re.compile(r"\.(?:z\d\d|zipx?\.\d{3}|part\d+\.rar)", re.IGNORECASE)

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # a compound file (MS-CFB)
_PFF = b"!BDN"  # MS-PST 2.2.2.6
_DBX = b"\xcf\xad\x12\xfe\xc5\xfd\x74\x6f"  # the messages of a folder of Outlook Express
_ARCHIVES = ((b"PK\x03\x04", "zip"), (b"PK\x05\x06", "zip"), (b"\x1f\x8b", "gzip"), (b"BZh", "bzip2"),
             (b"\xfd7zXZ", "xz"), (b"\x28\xb5\x2f\xfd", "zstandard"))
_TAR_BLOCK = 512
_TAR_MAGIC = slice(257, 262)
_TAR_SUM_AT = 148
_TAR_SUM = re.compile(rb" *([0-7]{2,7})[ \0]")
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
    THE_BAT = enum.auto()
    MMDF = enum.auto()
    FOXMAIL = enum.auto()
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
    begins, and whether its lines end with CR."""

    kind: Kind
    first: int = 0
    reason: str = ""
    cr_only: bool = False


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
    if _PART.fullmatch("".join(PurePath(name).suffixes[-2:])) or _PART.fullmatch(PurePath(name).suffix):
        return Recognised(Kind.FOREIGN, reason="it is a part of a split archive; unpack it first, with all its parts "
                          "beside it")
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
    if head.startswith(thebat.MAGIC):
        return Recognised(Kind.THE_BAT, reason="it is a folder of The Bat!")
    if marked.MMDF.match(head):
        return Recognised(Kind.MMDF, reason="it is an MMDF file: four octets 1 stand between its messages")
    if marked.FOXMAIL.match(head):
        return Recognised(Kind.FOXMAIL, reason="it is a folder of Foxmail")
    if _DBOX.match(head):
        return Recognised(Kind.FOREIGN, reason="it is of the store of a Dovecot server (dbox), which keeps flags and "
                          "folders elsewhere; let Dovecot give the mail out, by IMAP or with doveadm backup")
    wanted = 1 if chosen or says_mail(name) else 2
    if (count := EMLX_COUNT.match(head)) and len(_known_names(head[count.end():])) >= wanted:
        return Recognised(Kind.EMLX, reason="it is a mail of Apple Mail: it begins with a number of octets")
    if b"\n" in head:
        first = separators.first_separator(head)
        if first >= 0:
            return Recognised(Kind.MBOX, first, "it is an mbox file: it begins with a From_ line")
    elif b"\r" in head and (first := separators.first_separator(head.replace(b"\r", b"\n"))) >= 0:
        return Recognised(Kind.MBOX, first, "it is an mbox file with the line ends of an old Mac: it begins with a "
                          "From_ line", cr_only=True)
    if len(_known_names(as_lines(head), spoilt=_SPOILT if wanted > 1 or not _is_sure(name) else 1)) >= wanted:
        return Recognised(Kind.MAIL, reason="it is one mail: it begins with the header of one")
    if PurePath(name).suffix.lower() == ".zip":
        return Recognised(Kind.FOREIGN, reason="it does not begin like a zip archive: it is damaged, or the last part "
                          "of a split one")
    return Recognised(Kind.FOREIGN, reason="it does not begin as a mail does")


def says_mail(name: str) -> bool:
    """Whether a file name says that the file holds mail."""
    return PurePath(name).suffix.lower() in _MAIL_SUFFIXES


def is_tar(head: bytes) -> bool:
    """Whether a file that begins so is a tar archive: POSIX or GNU, or an older one, told by the sum in its first
    header."""
    if head[_TAR_MAGIC] == b"ustar":
        return True
    told = _TAR_SUM.match(head, _TAR_SUM_AT)
    return told is not None and len(head) >= _TAR_BLOCK and int(told.group(1), 8) == (
        sum(head[:_TAR_SUM_AT]) + sum(head[_TAR_SUM_AT + 8:_TAR_BLOCK]) + 8 * ord(" "))


def archive_stem(name: str) -> str:
    """The name of an archive without what says that it is one; "" if nothing does: documents are zip files, too."""
    suffix = next((suffix for suffix in _ARCHIVE_SUFFIXES if name.lower().endswith(suffix)), "")
    return name[:-len(suffix)] if suffix else ""


def utf16_encoding(head: bytes) -> str | None:
    """The codec of a file in UTF-16, else None. Told by its byte order mark; without one, by letters of ASCII that have
    an octet 0 before or behind each of them."""
    start = head[:_UTF16_OCTETS]
    if start.startswith(codecs.BOM_UTF16_LE) or _UTF16_LE.fullmatch(start):
        return "utf-16-le"
    return "utf-16-be" if start.startswith(codecs.BOM_UTF16_BE) or _UTF16_BE.fullmatch(start) else None


def bom_octets(head: bytes) -> int:
    """How long the byte order mark is that a file begins with; 0 if there is none."""
    return next((len(mark) for mark in (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
                 if head.startswith(mark)), 0)


def as_lines(head: bytes) -> bytes:
    """The start of a mail without its byte order mark, in ASCII or a superset, and with LF in its line ends."""
    encoding = utf16_encoding(head)
    head = head[bom_octets(head):]
    if encoding:
        head = head.decode(encoding, "replace").encode()
    return head if b"\n" in head else head.replace(b"\r", b"\n")


def _is_sure(name: str) -> bool:
    """Whether a file name leaves no doubt that a mail is meant: its extension, or a number alone, as in MH."""
    return says_mail(name) or name.isdigit()


def _known_names(text: bytes, spoilt: int = _SPOILT) -> frozenset[bytes]:
    """The well-known names of fields in the first block of lines. If that begins with something else, it may be a mail
    that was spoilt, if at least `spoilt` of the names tell so that every mail has; not if it is no text."""
    lines = text.lstrip(b" \t\r\n").split(b"\n", _LINES)[:_LINES]
    block = itertools.takewhile(bytes.strip, lines)
    found = headers.WELL_KNOWN.intersection(map(headers.header_line_name, block))
    if _FIRST_LINE.match(lines[0]) or (b"\0" not in lines[0] and len(found & _OF_EVERY_MAIL) >= spoilt):
        return found
    return frozenset()
