"""What a mail says, for a reading pane: some header fields, its text, its HTML made harmless, its attachments.

MIME after RFC 2045, 2046 and 2183, read by Python's email package, which is used for nothing else here: what is sent
is never parsed. At most LIMIT_OCTETS of a message are looked at. Whatever the octets are, there is a preview.
"""

from __future__ import annotations

import email.message
import email.parser
import re
from collections.abc import Sequence
from dataclasses import dataclass

from mailferry.mail import headers
from mailferry.mail.message import Locator
from mailferry.mail.safe_html import safe_html
from mailferry.mail.wire import read_wire

LIMIT_OCTETS = 8 * 1024 * 1024
TEXT_LIMIT = 200_000
"""Characters of the text: a window lays out no more at once."""
FIELDS = ("From", "To", "Cc", "Bcc", "Reply-To", "Date", "Subject")
_FIELD_LIMIT = 10_000
_PARTS_LIMIT = 1000
_NO_CHARSETS = frozenset({"punycode", "idna", "unicode_escape", "unicode-escape", "raw_unicode_escape"})
"""Codecs of Python that no mail means; some take very long."""
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]+")
_BLANK = re.compile(r"[\x00-\x20\x7f-\x9f\u2028\u2029]+")


@dataclass(frozen=True, slots=True)
class Attachment:
    """A part that is not shown as text: its name for people, its media type, about how many octets it has decoded."""

    name: str
    media_type: str
    octets: int


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture in the mail that its HTML may show as `cid:` and this identifier (RFC 2392)."""

    content_id: str
    octets: bytes


@dataclass(frozen=True, slots=True)
class Preview:
    """One mail for people. `fields` are those of FIELDS that are there, in that order, decoded, each on one line.

    `html` is harmless (`safe_html`), "" if the mail has none; `text` is "" if it has only HTML. `elsewhere` counts the
    pictures of the HTML that would have to be fetched from elsewhere. `cut`: there is more than is shown.
    """

    fields: tuple[tuple[str, str], ...]
    text: str
    html: str
    pictures: tuple[Picture, ...]
    attachments: tuple[Attachment, ...]
    elsewhere: int
    cut: bool


def preview(locator: Locator) -> Preview:
    """Read a message and say what is in it. Raises as `wire.read_wire`, and nothing else."""
    chunks, size = [], 0
    for chunk in read_wire(locator):
        chunks.append(chunk)
        size += len(chunk)
        if size > LIMIT_OCTETS:
            break
    return preview_of(b"".join(chunks))


def preview_of(octets: bytes) -> Preview:
    """The preview of a mail's octets. Never fails."""
    cut = len(octets) > LIMIT_OCTETS
    octets = octets[:LIMIT_OCTETS]
    try:
        message = email.parser.BytesParser().parsebytes(octets)
        parts = _parts(message)
    except RecursionError:  # parts within parts within parts
        text = headers.text(octets[:TEXT_LIMIT])
        return Preview((), _CONTROLS.sub(" ", text).replace("\r\n", "\n"), "", (), (), 0, True)
    texts, pages, pictures, attachments = parts.texts, parts.pages, parts.pictures, parts.attachments
    text = "\n\n".join(texts)
    page = safe_html("<hr>".join(pages))
    return Preview(_fields(message), text[:TEXT_LIMIT], page.html if page.html.strip() else "", tuple(pictures),
                   tuple(attachments), page.elsewhere, cut or page.cut or len(text) > TEXT_LIMIT)


def _fields(message: email.message.Message) -> tuple[tuple[str, str], ...]:
    found: dict[str, str] = {}
    for name, value in message.raw_items():
        key = name.title()
        if key in FIELDS and key not in found:
            found[key] = _line(value)
    return tuple((name, found[name]) for name in FIELDS if name in found)


def _line(value: object) -> str:
    """A raw field value on one line, decoded."""
    octets = str(value)[:_FIELD_LIMIT].encode("utf-8", "surrogateescape")
    return _BLANK.sub(" ", headers.text(re.sub(rb"\r?\n(?=[ \t])", b"", octets))).strip()


class _Found:
    """What the parts of a mail are, in their order."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.pages: list[str] = []
        self.pictures: list[Picture] = []
        self.attachments: list[Attachment] = []


def _parts(message: email.message.Message) -> _Found:
    found = _Found()
    waiting = [message]
    for _ in range(_PARTS_LIMIT):
        if not waiting:
            break
        part = waiting.pop()
        payload = part.get_payload()
        kind = part.get_content_type()
        if kind == "message/rfc822" and isinstance(payload, list):
            found.attachments.append(_enclosed(part, payload))
        elif isinstance(payload, list):
            waiting += [inner for inner in reversed(payload) if isinstance(inner, email.message.Message)]
        else:
            _leaf(part, kind, found)
    return found


def _leaf(part: email.message.Message, kind: str, found: _Found) -> None:
    attached = part.get_content_disposition() == "attachment"
    name = _name(part)
    if kind == "text/html" and not attached:
        found.pages.append(_text(part))
    elif part.get_content_maintype() in ("text", "multipart") and not attached and not name:
        # A multipart here has no parts: its boundary is missing or damaged, and all of it is shown as it stands.
        found.texts.append(_text(part))
    else:
        content_id = _line(part.get("Content-ID", "")).strip("<> ")
        if content_id and part.get_content_maintype() == "image" and not attached:
            found.pictures.append(Picture(content_id, _decoded(part)))
        else:
            found.attachments.append(Attachment(name or kind, kind, _size(part)))


def _enclosed(part: email.message.Message, payload: Sequence[object]) -> Attachment:
    """A mail within a mail: named by its subject."""
    inner = payload[0] if payload else None
    if not isinstance(inner, email.message.Message):
        return Attachment(_name(part) or "message/rfc822", "message/rfc822", 0)
    return Attachment(_name(part) or _line(inner.get("Subject", "")) or "message/rfc822", "message/rfc822",
                      sum(map(_size, inner.walk())))


def _name(part: email.message.Message) -> str:
    return _line(part.get_filename() or "")


def _decoded(part: email.message.Message) -> bytes:
    try:
        octets = part.get_payload(decode=True)
    except ValueError:  # a broken uuencoded part
        octets = None
    return octets if isinstance(octets, bytes) else b""


def _size(part: email.message.Message) -> int:
    """About the decoded size; a large attachment is not decoded for it."""
    payload = part.get_payload()
    length = len(payload) if isinstance(payload, str) else 0
    coding = str(part.get("Content-Transfer-Encoding", "")).strip().lower()
    return length * 3 * 76 // (4 * 78) if coding == "base64" else length


def _text(part: email.message.Message) -> str:
    octets = _decoded(part)[:4 * TEXT_LIMIT]
    charset = part.get_content_charset("utf-8")
    try:
        if charset in _NO_CHARSETS:
            raise LookupError(charset)
        text = octets.decode(charset)
    except (LookupError, ValueError):  # an unknown charset, or octets that are none of it
        try:
            text = octets.decode("utf-8")
        except UnicodeDecodeError:
            text = octets.decode("cp1252", "replace")
    return _CONTROLS.sub(" ", text.replace("\r\n", "\n"))
