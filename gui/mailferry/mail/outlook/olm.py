"""The archive of Outlook for Mac (.olm): a zip with an XML file for each message, its attachments beside it.

There is no specification. Messages lie in `.../com.microsoft.__Messages/FOLDER/...`, below `Local` or `Accounts/NAME`;
elements and attributes are called OPF... Times are UTC without saying so; truth is 1E0. OPFMessageCopySource, where it
is there, is the header that a message came with, and all of it where there is no body.
"""

from __future__ import annotations

import functools
import re
import struct
import unicodedata
import urllib.parse
import xml.parsers.expat
import zipfile
import zlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import IO
from xml.etree.ElementTree import Element, TreeBuilder, tostring

from mailferry.mail import zip_names
from mailferry.mail.errors import SourceProblem, from_os_error, printable
from mailferry.mail.files import open_plain
from mailferry.mail.made import Maker
from mailferry.mail.message import Fate
from mailferry.mail.order import folder_name, natural
from mailferry.mail.outlook.compose import mail
from mailferry.mail.outlook.item import Attachment, Item, Properties, Tag, Value
from mailferry.mail.spool import TooMuch

_MESSAGES = "com.microsoft.__Messages"
_ATTACHMENTS = "com.microsoft.__Attachments"
_XML_LIMIT = 256 * 1024 * 1024
_PIECE_OCTETS = 1024 * 1024
_DAMAGE = (zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, EOFError, NotImplementedError, ValueError, LookupError,
           struct.error, OverflowError, xml.parsers.expat.ExpatError, RuntimeError)
"""What zipfile and expat raise at damage; RuntimeError is for members that are encrypted."""

_PEOPLE = (("OPFMessageCopyToAddresses", 1), ("OPFMessageCopyCCAddresses", 2), ("OPFMessageCopyBCCAddresses", 3))
_TEXTS = {Tag.SUBJECT: "OPFMessageCopySubject", Tag.DISPLAY_TO: "OPFMessageCopyDisplayTo",
          Tag.DISPLAY_CC: "OPFMessageCopyDisplayCC", Tag.DISPLAY_BCC: "OPFMessageCopyDisplayBCC",
          Tag.INTERNET_MESSAGE_ID: "OPFMessageCopyMessageID", Tag.IN_REPLY_TO_ID: "OPFMessageCopyInReplyTo",
          Tag.INTERNET_REFERENCES: "OPFMessageCopyReferences"}
_TIMES = {Tag.CLIENT_SUBMIT_TIME: "OPFMessageCopySentTime", Tag.MESSAGE_DELIVERY_TIME: "OPFMessageCopyReceivedTime",
          Tag.LAST_MODIFICATION_TIME: "OPFMessageCopyModDate"}
_ELEMENT = re.compile(r"<(?:!doctype\b|[a-z][a-z0-9:]*(?:\s[^<>]*)?/?>)", re.IGNORECASE)
_STARTS_AS_HTML = re.compile(r"\s*" + _ELEMENT.pattern, re.IGNORECASE)
_READ, _UNSENT, _FLAGGED = 1, 8, 2  # as in MS-OXCMSG
_HIGH, _LOW = 2, 0


def is_olm(path: str) -> bool:
    """Whether a zip archive is one of Outlook for Mac. Raises SourceVanished or SourceUnreadable."""
    with open_plain(path) as file:
        try:
            with zipfile.ZipFile(file) as archive:
                return any(f"{_MESSAGES}/" in name for name in archive.namelist())
        except OSError as error:
            raise from_os_error(error, path) from error
        except _DAMAGE:
            return False


def unpack(path: str, maker: Maker) -> Iterator[None]:
    """Make the mails of an archive, folder by folder, with a stop behind each.

    Raises SourceVanished, SourceUnreadable, or SourceProblem if it is no archive.
    """
    with open_plain(path) as file:
        try:
            with zipfile.ZipFile(file) as archive:
                yield from _Reading(archive, maker).run()
        except TooMuch:
            maker.left_out("", Fate.FAILED, TooMuch.what)
        except OSError as error:
            raise from_os_error(error, path) from error
        except _DAMAGE as error:
            raise SourceProblem(f"{printable(path)} is damaged, so it was not read. Export it anew from Outlook.",
                                detail=str(error)) from error


class _Reading:
    """One archive."""

    def __init__(self, archive: zipfile.ZipFile, maker: Maker) -> None:
        self._archive = archive
        self._maker = maker
        names = zip_names.Names(archive.infolist())
        self._members = [(_composed(names.of(member)), member) for member in archive.infolist()]
        self._by_name = dict(self._members)
        self._unreadable: set[str] = set()  # attachments that are damaged
        roots = {name.partition(f"{_MESSAGES}/")[0] for name in self._by_name if f"{_MESSAGES}/" in name}
        self._several = len(roots) > 1  # accounts, each of which is a folder then

    def run(self) -> Iterator[None]:
        folders: set[tuple[str, ...]] = set()
        for name, member in sorted(self._members, key=lambda each: natural(each[0])):
            root, found, below = name.partition(f"{_MESSAGES}/")
            if not found:
                if not name.endswith("/") and f"{_ATTACHMENTS}/" not in name:
                    self._maker.left_out(name, Fate.IGNORED, "is no mail but a calendar, contacts, notes or settings")
                continue
            *parts, file = below.split("/")
            if _ATTACHMENTS in parts:
                continue
            path = tuple(folder_name(part) for part in parts if part)
            if self._several:
                path = (folder_name(root.strip("/").rpartition("/")[2]), *path)
            for depth in range(1, len(path) + 1):
                if path[:depth] not in folders:
                    folders.add(path[:depth])
                    self._maker.folder(path[:depth])
            if file.lower().endswith(".xml"):
                self._file(name, member, path)
            yield

    def _file(self, name: str, member: zipfile.ZipInfo, folder: tuple[str, ...]) -> None:
        """The messages in an XML file."""
        self._maker.tree.check()
        try:
            if member.file_size > _XML_LIMIT:
                raise ValueError("too large")
            with self._archive.open(member) as file:
                emails = list(_parsed(file, self._maker.tree.spend).iter("email"))
        except OSError as error:
            if error.errno is not None:
                raise
            emails = []
        except _DAMAGE:
            emails = []
        if not emails:
            self._maker.left_out(name, Fate.FAILED, "is damaged, so the message in it was not read")
        for email in emails:
            while not self._message(name, folder, email):
                pass  # once more, without the attachment that turned out to be damaged

    def _message(self, name: str, folder: tuple[str, ...], email: Element) -> bool:
        """Make a message; False if one of its attachments turns out to be damaged."""
        known = len(self._unreadable)
        try:
            item = self._item(email, name.rpartition("/")[0])
            source = _text(email, "OPFMessageCopySource")
            whole = source and not item.properties.text(Tag.BODY) and Tag.HTML not in item.properties.values \
                and not item.attachments
            octets = iter((source.encode("utf-8", "replace"),)) if whole else mail(item)
            self._maker.message(folder, octets, item)
        except (OSError, *_DAMAGE) as error:
            if isinstance(error, OSError) and error.errno is not None:
                raise
            if len(self._unreadable) > known:
                return False
            self._maker.left_out(name, Fate.FAILED, "is damaged, so the message in it was not read")
            return True
        if any(attachment.is_missing for attachment in item.attachments):
            self._maker.left_out(name, Fate.FAILED, "has an attachment that is damaged or not in the archive; the rest "
                                 "of the message was read")
        return True

    def _item(self, email: Element, folder: str) -> Item:
        values: dict[int, Value] = {tag: text for tag, name in _TEXTS.items() if (text := _text(email, name))}
        values |= {tag: moment for tag, name in _TIMES.items() if (moment := _moment(_text(email, name)))}
        values |= _texts(email)
        if source := _text(email, "OPFMessageCopySource"):
            values[Tag.TRANSPORT_MESSAGE_HEADERS] = source
        for name, tags in (("OPFMessageCopyFromAddresses", (Tag.SENT_REPRESENTING_NAME,
                                                            Tag.SENT_REPRESENTING_EMAIL_ADDRESS)),
                           ("OPFMessageCopySenderAddress", (Tag.SENDER_NAME, Tag.SENDER_EMAIL_ADDRESS))):
            if people := _people(email, name):
                values[tags[0]], values[tags[1]] = people[0]
        if people := _people(email, "OPFMessageCopyReplyToAddresses"):
            values[Tag.REPLY_RECIPIENT_NAMES] = ";".join(address for _, address in people)
        priority = _number(email, "OPFMessageGetPriority")
        if priority in {1, 2, 4, 5}:  # 3 is the usual one
            values[Tag.IMPORTANCE] = _HIGH if priority < 3 else _LOW
        unsent = _number(email, "OPFMessageIsOutgoing") == 1 and _number(email, "OPFMessageGetWasSent") == 0
        values[Tag.MESSAGE_FLAGS] = _READ * (_number(email, "OPFMessageGetIsRead") == 1) | _UNSENT * unsent
        values[Tag.FLAG_STATUS] = _FLAGGED * (_number(email, "OPFMessageCopyGetFlagStatus") == 1)
        categories = [_either(category, "OPFCategoryCopyName").strip()
                      for listed in email.iter("OPFMessageCopyCategoryList") for category in listed.iter("category")]
        recipients = [Properties({Tag.RECIPIENT_TYPE: kind, Tag.DISPLAY_NAME: name, Tag.EMAIL_ADDRESS: address})
                      for listed, kind in _PEOPLE for name, address in _people(email, listed)]
        attachments = [self._attachment(each, folder) for each in email.iter("messageAttachment")]
        if (meeting := _composed(_text(email, "OPFMessageCopyMeetingData").strip())) in self._by_name:
            attachments.append(Attachment(Properties({Tag.ATTACH_LONG_FILENAME: "meeting.ics"}),
                                          functools.partial(self._data, meeting)))
        return Item(Properties(values, tuple(filter(None, categories))), tuple(recipients), tuple(attachments))

    def _attachment(self, element: Element, folder: str) -> Attachment:
        properties = Properties({
            Tag.ATTACH_LONG_FILENAME: _either(element, "OPFAttachmentName"),
            Tag.ATTACH_MIME_TAG: _either(element, "OPFAttachmentContentType"),
            Tag.ATTACH_CONTENT_ID: _either(element, "OPFAttachmentContentID")})
        url = _either(element, "OPFAttachmentURL")
        urls = [_composed(each) for each in (url, urllib.parse.unquote(url))]
        beside = [f"{folder}/{_ATTACHMENTS}/{each.rpartition('/')[2]}" for each in urls]  # where all of a folder lie
        name = next((each for each in (*urls, *beside) if each in self._by_name and each not in self._unreadable), None)
        return Attachment(properties, functools.partial(self._data, name) if name else None)

    def _data(self, name: str) -> Iterator[bytes]:
        try:
            with self._archive.open(self._by_name[name]) as file:
                while piece := file.read(_PIECE_OCTETS):
                    yield piece
        except (OSError, *_DAMAGE):
            self._unreadable.add(name)
            raise


def _composed(name: str) -> str:
    """A name in one form: macOS takes letters with accents apart in some names and not in others."""
    return unicodedata.normalize("NFC", name)


def _parsed(file: IO[bytes], spend: Callable[[int], None]) -> Element:
    """The tree of an XML file, names without their prefix. Raises ValueError if it declares a document type."""
    builder = TreeBuilder()
    parser = xml.parsers.expat.ParserCreate()
    parser.buffer_text = True

    def start(name: str, attributes: dict[str, str]) -> None:
        builder.start(name.rpartition(":")[2], {key.rpartition(":")[2]: value for key, value in attributes.items()})

    def end(name: str) -> None:
        builder.end(name.rpartition(":")[2])

    def refuse(*_: object) -> None:
        raise ValueError("it declares a document type")

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = builder.data
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    read = 0
    while piece := file.read(_PIECE_OCTETS):
        spend(len(piece))
        read += len(piece)
        if read > _XML_LIMIT:
            raise ValueError("it is too large")
        parser.Parse(piece, False)
    parser.Parse(b"", True)
    return builder.close()


def _text(email: Element, name: str) -> str:
    found = email.find(f".//{name}")
    return "".join(found.itertext()) if found is not None else ""


def _markup(email: Element, name: str) -> str:
    """The text of an element; with its elements, if it holds any."""
    found = email.find(f".//{name}")
    if found is None or not len(found):
        return _text(email, name)
    return (found.text or "") + "".join(tostring(child, "unicode") for child in found)


def _texts(email: Element) -> dict[int, Value]:
    """The body. Outlook puts HTML into both of its elements, and text into both where there is no HTML."""
    text, html = _markup(email, "OPFMessageCopyBody"), _markup(email, "OPFMessageCopyHTMLBody")
    if not html and _number(email, "OPFMessageGetHasHTML") == 1 and _STARTS_AS_HTML.match(text):
        html = text
    if text.split() == html.split():
        text, html = ("", html) if _ELEMENT.search(html) else (text, "")
    return {tag: value for tag, value in ((Tag.BODY, text), (Tag.HTML, html)) if value}


def _number(email: Element, name: str) -> int:
    """A number, such as 1E0; -1 if there is none."""
    text = _text(email, name).strip().lower()
    if text in {"true", "false"}:
        return int(text == "true")
    try:
        return int(float(text))
    except (ValueError, OverflowError):
        return -1


def _moment(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    found = found.replace(tzinfo=found.tzinfo or UTC, microsecond=0)
    try:
        return found.astimezone(UTC)
    except OverflowError:
        return None


def _people(email: Element, name: str) -> list[tuple[str, str]]:
    """Names and addresses in a list."""
    return [(_either(person, "OPFContactEmailAddressName"), _either(person, "OPFContactEmailAddressAddress"))
            for listed in email.iter(name) for person in listed.iter("emailAddress")]


def _either(element: Element, name: str) -> str:
    """An attribute, or the text of an element of that name."""
    return element.get(name) or _text(element, name)
