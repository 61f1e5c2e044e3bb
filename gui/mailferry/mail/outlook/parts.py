"""MIME entities (RFC 2045 to 2049) for what is in an item of Outlook: texts, files, several in one.

What is attached is in base64 and octet for octet what it was, but for messages, which must not be (RFC 2046 5.2.1): a
mail, a delivery status and their like stand as they are, with CRLF, where they can; else they are only files.
"""

from __future__ import annotations

import binascii
import itertools
import re
import urllib.parse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mailferry.mail.headers import HEADER_LINE
from mailferry.mail.outlook import fields
from mailferry.mail.outlook.item import Attachment, Tag

_MIME_TYPE = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]*/[a-z0-9][a-z0-9!#$&^_.+-]*")
_ANY = "application/octet-stream"
_MAIL = ("message/rfc822", "message/global")
_MAIL_LIMIT = 32 * 1024 * 1024  # of an attached mail: it is looked at as a whole
_LONG_LINE = re.compile(rb"[^\n]{999}")  # RFC 5322 2.1.1: without CRLF
_TYPES = {
    "bmp": "image/bmp", "csv": "text/csv", "doc": "application/msword", "gif": "image/gif", "htm": "text/html",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "html": "text/html",
    "ics": "text/calendar", "jpeg": "image/jpeg", "jpg": "image/jpeg", "mp3": "audio/mpeg", "mp4": "video/mp4",
    "odt": "application/vnd.oasis.opendocument.text", "pdf": "application/pdf", "png": "image/png",
    "ppt": "application/vnd.ms-powerpoint", "rtf": "text/rtf", "svg": "image/svg+xml", "tif": "image/tiff",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation", "tiff": "image/tiff",
    "txt": "text/plain", "vcf": "text/vcard", "xls": "application/vnd.ms-excel", "xml": "text/xml",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "zip": "application/zip",
}


@dataclass(frozen=True, slots=True)
class Part:
    """A MIME entity: its own fields, and its body as it goes on the wire."""

    fields: bytes
    body: Iterator[bytes]
    eight_bit: bool = False  # an octet above 127 is in it, which all that enclose it must say

    def octets(self) -> Iterator[bytes]:
        """The fields, an empty line, the body."""
        yield self.fields + b"\r\n"
        yield from self.body


def multipart(kind: str, parts: Sequence[Part], numbers: Iterator[int], seed: str) -> Part:
    """The parts in one; a single one as it is."""
    if len(parts) == 1:
        return parts[0]
    boundary = f"=_{next(numbers)}_{seed}".encode()
    eight_bit = any(part.eight_bit for part in parts)
    what = b"Content-Type: multipart/" + kind.encode() + b';\r\n boundary="' + boundary + b'"\r\n'
    return Part(what + (b"Content-Transfer-Encoding: 8bit\r\n" if eight_bit else b""), _joined(parts, boundary),
                 eight_bit)


def _joined(parts: Sequence[Part], boundary: bytes) -> Iterator[bytes]:
    for part in parts:
        yield b"--" + boundary + b"\r\n"
        yield from part.octets()
        yield b"\r\n"
    yield b"--" + boundary + b"--\r\n"


def text_part(kind: str, charset: str, octets: bytes) -> tuple[Part, bytes]:
    """A part of text, in quoted-printable or base64, whichever is shorter."""
    octets = octets.replace(b"\r\n", b"\n").replace(b"\r", b"\n").replace(b"\n", b"\r\n")
    quoted = binascii.b2a_qp(octets).replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    named = f"Content-Type: text/{kind}" + (f"; charset={charset}\r\n" if charset else "\r\n")
    if len(quoted) <= len(octets) * 4 // 3 + 64:
        coding, lines = b"quoted-printable", iter((quoted,))
    else:
        coding, lines = b"base64", fields.base64_lines(iter((octets,)))
    return Part(named.encode() + b"Content-Transfer-Encoding: " + coding + b"\r\n", lines), octets


def file(attachment: Attachment, *, inline: bool) -> Part:
    """What is attached that is no item of Outlook. Raises what reading it raises."""
    properties = attachment.properties
    name = next((text for tag in (Tag.ATTACH_LONG_FILENAME, Tag.ATTACH_FILENAME, Tag.DISPLAY_NAME)
                 if (text := fields.clean(properties.text(tag)))), "")
    where = fields.clean(properties.text(Tag.ATTACH_LONG_PATHNAME))
    if attachment.data is None and "://" in where:  # it lies on the web, and only its place is known (RFC 2017)
        url = re.sub(r"[^!-~]|[\"\\]", "", where)
        return Part(fields.with_parameter("Content-Type", f'message/external-body; access-type=URL; URL="{url}"',
                                          "name", name), iter((b"Content-Type: application/octet-stream\r\n\r\n",)))
    kind = properties.text(Tag.ATTACH_MIME_TAG).strip().lower()
    if not _MIME_TYPE.fullmatch(kind):
        kind = _TYPES.get(name.rpartition(".")[2].lower(), _ANY) if "." in name else _ANY
    if kind == _ANY and name.lower().endswith(".eml"):
        kind = _MAIL[0]
    data = attachment.data() if attachment.data else iter(())
    described = fields.with_parameter("Content-Disposition", "inline" if inline else "attachment", "filename", name)
    if content_id := fields.clean(properties.text(Tag.ATTACH_CONTENT_ID)).strip("<> "):
        described += fields.verbatim("Content-ID", f"<{content_id}>")
    if location := fields.clean(properties.text(Tag.ATTACH_CONTENT_LOCATION)):
        described += fields.verbatim("Content-Location", urllib.parse.quote(location, safe="/:?#[]@!$&'()*+,;=%~"))
    if kind.startswith("message/"):
        octets, data = _start(data, _MAIL_LIMIT)
        message = _as_message(kind, octets) if len(octets) <= _MAIL_LIMIT else None
        if message is not None:
            eight_bit = not message.isascii()
            coding = b"Content-Transfer-Encoding: 8bit\r\n" if eight_bit else b""
            return Part(fields.with_parameter("Content-Type", kind, "name", name) + coding + described,
                        iter((message,)), eight_bit)
    if kind.startswith(("message/", "multipart/")):  # these must not be in base64
        kind = _ANY
    return Part(fields.with_parameter("Content-Type", kind, "name", name)
                + b"Content-Transfer-Encoding: base64\r\n" + described, fields.base64_lines(data))


def _start(pieces: Iterator[bytes], octets: int) -> tuple[bytes, Iterator[bytes]]:
    """More than so many octets if there are, else all; and all pieces again."""
    taken: list[bytes] = []
    for piece in pieces:
        taken.append(piece)
        octets -= len(piece)
        if octets < 0:
            break
    return b"".join(taken), itertools.chain(taken, pieces)


def _as_message(kind: str, octets: bytes) -> bytes | None:
    """The octets with CRLF if they are what their type says and can stand as they are."""
    lines = octets.replace(b"\r\n", b"\n")
    if b"\n" not in lines:
        lines = lines.replace(b"\r", b"\n")
    is_mail = kind in _MAIL
    if b"\r" in lines or b"\0" in lines or _LONG_LINE.search(lines) or not HEADER_LINE.match(lines) \
            or not (is_mail or lines.isascii()):
        return None
    return lines.replace(b"\n", b"\r\n")
