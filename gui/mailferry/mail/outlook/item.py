"""An item of Outlook as its readers give it: properties, recipients, attachments (MS-OXCMSG, MS-OXPROPS).

Also what the properties say of a mail besides its octets: flags, keywords, date, and whether it is a mail at all.
"""

from __future__ import annotations

import codecs
import enum
import re
import struct
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

Value = str | int | bytes | datetime | list[str]

Pages = tuple[str, ...]
"""Codecs of strings that are not Unicode, the likeliest first."""

WESTERN = "cp1252"


class Tag(enum.IntEnum):
    """The properties that matter to a mail, by their ids (MS-OXPROPS calls them PidTag...)."""

    IMPORTANCE = 0x0017
    MESSAGE_CLASS = 0x001A
    SENSITIVITY = 0x0036
    SUBJECT = 0x0037
    CLIENT_SUBMIT_TIME = 0x0039
    SENT_REPRESENTING_NAME = 0x0042
    REPLY_RECIPIENT_NAMES = 0x0050
    SENT_REPRESENTING_EMAIL_ADDRESS = 0x0065
    RECEIVED_BY_EMAIL_ADDRESS = 0x0076
    RECEIVED_REPRESENTING_EMAIL_ADDRESS = 0x0078
    TRANSPORT_MESSAGE_HEADERS = 0x007D
    RECIPIENT_TYPE = 0x0C15
    SENDER_NAME = 0x0C1A
    SENDER_EMAIL_ADDRESS = 0x0C1F
    DISPLAY_BCC = 0x0E02
    DISPLAY_CC = 0x0E03
    DISPLAY_TO = 0x0E04
    MESSAGE_DELIVERY_TIME = 0x0E06
    MESSAGE_FLAGS = 0x0E07
    BODY = 0x1000
    REPORT_TEXT = 0x1001
    RTF_COMPRESSED = 0x1009
    HTML = 0x1013
    INTERNET_MESSAGE_ID = 0x1035
    INTERNET_REFERENCES = 0x1039
    IN_REPLY_TO_ID = 0x1042
    LAST_VERB_EXECUTED = 0x1081
    FLAG_STATUS = 0x1090
    DISPLAY_NAME = 0x3001
    EMAIL_ADDRESS = 0x3003
    CREATION_TIME = 0x3007
    LAST_MODIFICATION_TIME = 0x3008
    VALID_FOLDER_MASK = 0x35DF
    IPM_SUBTREE_ENTRY_ID = 0x35E0
    CONTAINER_CLASS = 0x3613
    ATTACH_DATA = 0x3701
    ATTACH_FILENAME = 0x3704
    ATTACH_METHOD = 0x3705
    ATTACH_LONG_FILENAME = 0x3707
    ATTACH_LONG_PATHNAME = 0x370D
    ATTACH_MIME_TAG = 0x370E
    ATTACH_CONTENT_ID = 0x3712
    ATTACH_CONTENT_LOCATION = 0x3713
    SMTP_ADDRESS = 0x39FE
    INTERNET_CODEPAGE = 0x3FDE
    MESSAGE_LOCALE = 0x3FF1
    MESSAGE_CODEPAGE = 0x3FFD
    CREATOR_EMAIL_ADDRESS = 0x4023
    LAST_MODIFIER_EMAIL_ADDRESS = 0x4025
    SENDER_SMTP_ADDRESS = 0x5D01
    SENT_REPRESENTING_SMTP_ADDRESS = 0x5D02
    RECEIVED_BY_SMTP_ADDRESS = 0x5D07
    RECEIVED_REPRESENTING_SMTP_ADDRESS = 0x5D08
    CREATOR_SMTP_ADDRESS = 0x5D0A
    LAST_MODIFIER_SMTP_ADDRESS = 0x5D0B
    PST_PASSWORD = 0x67FF


PUBLIC_STRINGS = bytes.fromhex("2903020000000000c000000000000046")
"""The set of named properties that `Keywords`, the categories, belongs to (PS_PUBLIC_STRINGS)."""

CATEGORIES = "Keywords"

_ADDRESSES = (
    (Tag.SENT_REPRESENTING_EMAIL_ADDRESS, Tag.SENT_REPRESENTING_SMTP_ADDRESS),
    (Tag.SENDER_EMAIL_ADDRESS, Tag.SENDER_SMTP_ADDRESS), (Tag.EMAIL_ADDRESS, Tag.SMTP_ADDRESS),
    (Tag.RECEIVED_BY_EMAIL_ADDRESS, Tag.RECEIVED_BY_SMTP_ADDRESS),
    (Tag.RECEIVED_REPRESENTING_EMAIL_ADDRESS, Tag.RECEIVED_REPRESENTING_SMTP_ADDRESS),
    (Tag.CREATOR_EMAIL_ADDRESS, Tag.CREATOR_SMTP_ADDRESS),
    (Tag.LAST_MODIFIER_EMAIL_ADDRESS, Tag.LAST_MODIFIER_SMTP_ADDRESS))
"""Of whom an item keeps an address, often Exchange's, and the one on the Internet."""

_READ, _UNSENT = 1, 8  # bits of MESSAGE_FLAGS
_FLAGGED = 2  # a FLAG_STATUS; 1 is one that was done
_REPLIED, _REPLIED_TO_ALL, _FORWARDED = 102, 103, 104  # of LAST_VERB_EXECUTED

_NO_MAIL = ("ipm.appointment", "ipm.contact", "ipm.distlist", "ipm.task", "ipm.stickynote", "ipm.activity",
            "ipm.configuration", "ipm.microsoft", "ipm.ole", "ipm.rule", "ipm.extendedrule", "ipm.abchperson")
_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)

_CODE_PAGES = {
    932: ("cp932", "shift_jis"), 936: ("gb18030", "gb18030"), 949: ("cp949", "euc-kr"), 950: ("cp950", "big5"),
    874: ("cp874", "windows-874"), 1361: ("johab", "johab"), 10000: ("mac-roman", "macintosh"),
    20127: ("cp1252", "windows-1252"), 20866: ("koi8-r", "koi8-r"), 21866: ("koi8-u", "koi8-u"),
    50220: ("iso2022_jp", "iso-2022-jp"), 50221: ("iso2022_jp_ext", "iso-2022-jp"),
    50222: ("iso2022_jp_ext", "iso-2022-jp"), 50225: ("iso2022_kr", "iso-2022-kr"), 51932: ("euc_jp", "euc-jp"),
    51949: ("euc_kr", "euc-kr"), 52936: ("hz", "hz-gb-2312"), 54936: ("gb18030", "gb18030"),
    65000: ("utf-7", "utf-7"), 65001: ("utf-8", "utf-8"), 1200: ("utf-16-le", "utf-8"), 1201: ("utf-16-be", "utf-8"),
}


_FAMILIES = {50220: 932, 50221: 932, 50222: 932, 51932: 932, 20932: 932, 50225: 949, 51949: 949, 52936: 936,
             54936: 936, 20866: 1251, 21866: 1251, 28591: 1252, 28592: 1250, 28595: 1251, 28597: 1253, 28598: 1255,
             28599: 1254, 28603: 1257, 28605: 1252, 38598: 1255, 28596: 1256, 28594: 1257, 28593: 1254}
"""Of a code page for the Internet, the one of Windows for the same letters."""

_LANGUAGES = {
    0x01: 1256, 0x02: 1251, 0x04: 936, 0x05: 1250, 0x08: 1253, 0x0D: 1255, 0x0E: 1250, 0x11: 932, 0x12: 949,
    0x15: 1250, 0x18: 1250, 0x19: 1251, 0x1A: 1250, 0x1B: 1250, 0x1C: 1250, 0x1E: 874, 0x1F: 1254, 0x20: 1256,
    0x22: 1251, 0x23: 1251, 0x24: 1250, 0x25: 1257, 0x26: 1257, 0x27: 1257, 0x29: 1256, 0x2A: 1258, 0x2C: 1254,
    0x2F: 1251, 0x3F: 1251, 0x40: 1251, 0x44: 1251, 0x50: 1251, 0x0404: 950, 0x0C04: 950, 0x1404: 950, 0x0C1A: 1251,
    0x1C1A: 1251, 0x201A: 1251, 0x082C: 1251, 0x0843: 1251}
"""The code page of a language, by its whole number (MS-LCID) or the language in it; those left out are Western."""


def code_page(number: int) -> tuple[str, str] | None:
    """The codec and the MIME name of a Windows code page; None if it has none here."""
    if found := _CODE_PAGES.get(number):
        return found
    if 28591 <= number <= 28605:
        return f"iso8859-{number - 28590}", f"iso-8859-{number - 28590}"
    try:
        codecs.lookup(f"cp{number}")
    except LookupError:
        return None
    return f"cp{number}", f"windows-{number}" if 1250 <= number <= 1258 else f"cp{number}"


def string_pages(properties: Properties, otherwise: Pages) -> Pages:
    """The code pages that an item's strings may be in, the likeliest first (MS-OXMSG 2.1.1.1, MS-OXCMSG 2.2.1.4).

    Outlook names it, or else writes in that of the item's language; the page of the mail on the Internet is another
    thing, and tells only of which family the letters are. UTF-8 is believed where octets are UTF-8.
    """
    own, internet = properties.number(Tag.MESSAGE_CODEPAGE), properties.number(Tag.INTERNET_CODEPAGE)
    language = properties.number(Tag.MESSAGE_LOCALE)
    found = [65001] if 65001 in {own, internet} else []
    found += [own, _LANGUAGES.get(language & 0xFFFF) or _LANGUAGES.get(language & 0x3FF, 0),
              _FAMILIES.get(internet, internet)]
    named = [page[0] for number in found if (page := code_page(number))]
    return tuple(dict.fromkeys([*named, *otherwise, WESTERN]))


@dataclass(frozen=True, slots=True)
class Properties:
    """The properties of a message, a recipient or an attachment, by id. `categories` is the named property Keywords."""

    values: Mapping[int, Value]
    categories: tuple[str, ...] = ()

    def text(self, tag: int) -> str:
        """A string; "" if there is none."""
        value = self.values.get(tag)
        return value.rstrip("\0") if isinstance(value, str) else ""

    def number(self, tag: int, otherwise: int = 0) -> int:
        """An integer or a truth value."""
        value = self.values.get(tag)
        return value if isinstance(value, int) else otherwise

    def moment(self, tag: int) -> datetime | None:
        """A time, in UTC."""
        value = self.values.get(tag)
        return value if isinstance(value, datetime) else None

    def octets(self, tag: int) -> bytes:
        """Binary data; b"" if there is none."""
        value = self.values.get(tag)
        return value if isinstance(value, bytes) else b""


@dataclass(frozen=True, slots=True)
class Attachment:
    """What is attached: `data` in pieces (None if it is not here, only referred to), or another item."""

    properties: Properties
    data: Callable[[], Iterator[bytes]] | None = None
    item: Item | None = None

    @property
    def is_nothing(self) -> bool:
        """Whether there is a name for an attachment and nothing attached."""
        return self.data is None and self.item is None and self.properties.number(Tag.ATTACH_METHOD, 1) == 0

    @property
    def is_missing(self) -> bool:
        """Whether it is only referred to, by the name of a file somewhere; not a place on the web, which is kept."""
        return self.data is None and self.item is None and not self.is_nothing \
            and "://" not in self.properties.text(Tag.ATTACH_LONG_PATHNAME)


@dataclass(frozen=True, slots=True)
class Item:
    """A message, or something else that Outlook keeps like one."""

    properties: Properties
    recipients: tuple[Properties, ...] = ()
    attachments: tuple[Attachment, ...] = field(default=())

    @property
    def message_class(self) -> str:
        """Its class in lower case, such as ipm.note; without one it is taken for a mail."""
        return self.properties.text(Tag.MESSAGE_CLASS).lower() or "ipm.note"

    @property
    def subject(self) -> str:
        """Its subject, without the mark of how long "Re: " is that some have (MS-PST 2.5.3.1.1.1)."""
        subject = self.properties.text(Tag.SUBJECT)
        return subject[2:] if subject.startswith("\1") else subject

    @property
    def known_addresses(self) -> dict[str, str]:
        """The address on the Internet of each of Exchange, in lower case, that the item says of anybody. Outlook leaves
        out that of the sender where it says it of the one who made the message, who is the same."""
        return {own.lower(): smtp for properties in (self.properties, *self.recipients) for tag, other in _ADDRESSES
                if (own := properties.text(tag)) and (smtp := properties.text(other))}

    @property
    def is_mail(self) -> bool:
        """Whether it is a mail and no appointment, contact, task or note."""
        return not self.message_class.startswith(_NO_MAIL)

    @property
    def flags(self) -> frozenset[str]:
        """Its flags as IMAP names them."""
        properties = self.properties
        flags = set()
        if properties.number(Tag.MESSAGE_FLAGS) & _READ:
            flags.add("\\Seen")
        if properties.number(Tag.MESSAGE_FLAGS) & _UNSENT:
            flags.add("\\Draft")
        if properties.number(Tag.FLAG_STATUS) == _FLAGGED:
            flags.add("\\Flagged")
        if properties.number(Tag.LAST_VERB_EXECUTED) in {_REPLIED, _REPLIED_TO_ALL}:
            flags.add("\\Answered")
        return frozenset(flags)

    @property
    def keywords(self) -> frozenset[str]:
        """Its categories, white space in them as `_`, since no IMAP keyword has any; and $Forwarded."""
        keywords = {re.sub(r"\s+", "_", category.strip()) for category in self.properties.categories}
        if self.properties.number(Tag.LAST_VERB_EXECUTED) == _FORWARDED:
            keywords.add("$Forwarded")
        return frozenset(keywords - {""})

    @property
    def date(self) -> datetime | None:
        """When it arrived, was sent, or was made, the first that is known."""
        tags = (Tag.MESSAGE_DELIVERY_TIME, Tag.CLIENT_SUBMIT_TIME, Tag.CREATION_TIME, Tag.LAST_MODIFICATION_TIME)
        return next((moment for tag in tags if (moment := self.properties.moment(tag))), None)


def decoded(kind: int, octets: bytes, pages: Pages) -> Value | None:
    """The value of a property of the type `kind` (MS-OXCDATA 2.11.1) with these octets, little-endian; None if the type
    matters to no mail. `pages`: of strings that are not Unicode; the first that fits. Octets that fit in none become
    U+FFFD."""
    match kind:
        case 0x001F:
            return octets[:len(octets) & ~1].decode("utf-16-le", "replace")
        case 0x001E:
            return _in_a_page(octets, pages)
        case 0x0102:
            return octets
        case 0x0002 if len(octets) >= 2:
            return int.from_bytes(octets[:2], "little", signed=True)
        case 0x0003 if len(octets) >= 4:
            return int.from_bytes(octets[:4], "little", signed=True)
        case 0x000B if octets:
            return int(octets[0] != 0)
        case 0x0040 if len(octets) >= 8:
            return moment_of(struct.unpack("<Q", octets[:8])[0])
    return None


def _in_a_page(octets: bytes, pages: Pages) -> str:
    for page in pages:
        try:
            return octets.decode(page)
        except UnicodeDecodeError:
            continue
    return octets.decode(pages[0] if pages else WESTERN, "replace")


def moment_of(filetime: int) -> datetime | None:
    """A FILETIME (100 ns since 1601, UTC) in whole seconds; None for 0 and for what no calendar has."""
    try:
        return _EPOCH + timedelta(seconds=filetime // 10_000_000) if filetime else None
    except OverflowError:
        return None
