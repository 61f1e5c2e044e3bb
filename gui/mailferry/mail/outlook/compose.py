"""The octets of a mail for an item of Outlook, which has none of its own (RFC 5322, RFC 2045 to 2049, MS-OXCMAIL).

The fields of the header it came with are taken over as they are; what is missing is made of its properties. The body:

    multipart/mixed                     if something is attached
        multipart/related               if the HTML shows pictures that are attached
            multipart/alternative       if there is text and HTML, or text and RTF
        attachments; a message as message/rfc822

S/MIME that Outlook keeps in an attachment becomes the body again: what was signed then keeps its octets. So does what
is encrypted with OpenPGP, of which Outlook makes two attachments (RFC 3156 4).
Always the same octets of the same item: nothing in them is of the time, the machine or chance. Boundaries are numbered
and end with a digest of the header and the text; they hold `=_`, which neither base64 nor quoted-printable has.
"""

from __future__ import annotations

import hashlib
import itertools
import re
from collections.abc import Iterator, Mapping, Sequence

from mailferry.mail.outlook import fields, rtf
from mailferry.mail.outlook.item import Attachment, Item, Properties, Tag, code_page
from mailferry.mail.outlook.parts import Part, file, multipart, text_part

DEPTH = 20
"""How deep messages in messages are followed."""

_TO, _CC, _BCC = 1, 2, 3  # of RECIPIENT_TYPE
_IMPORTANCES = {0: "Low", 2: "High"}
_SENSITIVITIES = {1: "Personal", 2: "Private", 3: "Company-Confidential"}
_SMIME = "ipm.note.smime"
_OPENPGP = "application/pgp-encrypted"
_SIGNED = re.compile(rb"(?:[!-9;-~]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*content-type:\s*multipart/signed", re.IGNORECASE)


def mail(item: Item) -> Iterator[bytes]:
    """The octets of the mail, in pieces, with CRLF. Raises what reading the attachments raises."""
    yield from _message(item, itertools.count(1), 0).octets()


def _message(item: Item, numbers: Iterator[int], depth: int) -> Part:
    came = fields.transported(_header(item.properties))
    header = b"".join([field for field in came if not fields.of_the_body(field)]
                      + list(_made_fields(item, frozenset(map(fields.field_name, came)))))
    body = _smime(item, came) or _openpgp(item, header, numbers) or _body(item, header, numbers, depth)
    return Part(header + b"MIME-Version: 1.0\r\n" + body.fields, body.body, body.eight_bit or not header.isascii())


def _header(properties: Properties) -> bytes:
    value = properties.values.get(Tag.TRANSPORT_MESSAGE_HEADERS, b"")
    if isinstance(value, str):
        return value.rstrip("\0").encode("utf-8", "replace")
    return value.rstrip(b"\0") if isinstance(value, bytes) else b""


# --- the header ------------------------------------------------------------------------------------------------------


def _made_fields(item: Item, there: frozenset[bytes]) -> Iterator[bytes]:
    """The fields that the header lacks, of the properties."""
    properties, known = item.properties, item.known_addresses
    author = _person(properties, known, Tag.SENT_REPRESENTING_NAME, Tag.SENT_REPRESENTING_SMTP_ADDRESS,
                     Tag.SENT_REPRESENTING_EMAIL_ADDRESS)
    sender = _person(properties, known, Tag.SENDER_NAME, Tag.SENDER_SMTP_ADDRESS, Tag.SENDER_EMAIL_ADDRESS)
    if b"from" not in there and (author or sender):
        yield fields.addresses("From", [person for person in (author or sender,) if person])
        if author and sender and fields.is_address(sender[1]) and author[1].casefold() != sender[1].casefold():
            yield fields.addresses("Sender", [sender])
    for name, kind, shown in (("To", _TO, Tag.DISPLAY_TO), ("Cc", _CC, Tag.DISPLAY_CC),
                              ("Bcc", _BCC, Tag.DISPLAY_BCC)):
        people = _recipients(item, known, kind, shown)
        if people and name.lower().encode() not in there:
            yield fields.addresses(name, people)
    replies = [name.strip() for name in properties.text(Tag.REPLY_RECIPIENT_NAMES).split(";")]
    if b"reply-to" not in there and (replies := [name for name in replies if fields.is_address(name)]):
        yield fields.addresses("Reply-To", [("", name) for name in replies])
    if b"subject" not in there and item.subject:
        yield fields.unstructured("Subject", item.subject)
    sent = properties.moment(Tag.CLIENT_SUBMIT_TIME) or item.date
    if b"date" not in there and sent:
        yield fields.date("Date", sent)
    for name, tag in (("Message-ID", Tag.INTERNET_MESSAGE_ID), ("In-Reply-To", Tag.IN_REPLY_TO_ID),
                      ("References", Tag.INTERNET_REFERENCES)):
        if name.lower().encode() not in there and (text := properties.text(tag)):
            yield fields.message_ids(name, text)
    for name, tag, words in (("Importance", Tag.IMPORTANCE, _IMPORTANCES),
                             ("Sensitivity", Tag.SENSITIVITY, _SENSITIVITIES)):
        if name.lower().encode() not in there and (word := words.get(properties.number(tag, -1))):
            yield fields.verbatim(name, word)
    if b"keywords" not in there and properties.categories:
        yield fields.phrases("Keywords", properties.categories)


def _person(properties: Properties, known: Mapping[str, str], name: int, smtp: int,
            otherwise: int) -> tuple[str, str] | None:
    mail = properties.text(smtp) or properties.text(otherwise)
    mail = known.get(mail.lower(), mail)
    shown = properties.text(name)
    if "@" not in mail:  # an address of Exchange, which means nothing outside
        mail = shown if fields.is_address(shown) else ""
    return (shown, mail) if shown or mail else None


def _recipients(item: Item, known: Mapping[str, str], kind: int, shown: int) -> list[tuple[str, str]]:
    people = [_person(recipient, known, Tag.DISPLAY_NAME, Tag.SMTP_ADDRESS, Tag.EMAIL_ADDRESS)
              for recipient in item.recipients if recipient.number(Tag.RECIPIENT_TYPE, _TO) & 15 == kind]
    if found := [person for person in people if person]:
        return found
    names = [name.strip() for name in item.properties.text(shown).split(";")]
    return [(name, name if "@" in name else "") for name in names if name]


# --- the body --------------------------------------------------------------------------------------------------------


def _smime(item: Item, came: Sequence[bytes]) -> Part | None:
    """The body that S/MIME had, if the item keeps it in its only attachment."""
    if not item.message_class.startswith(_SMIME) or len(item.attachments) != 1:
        return None
    data = item.attachments[0].data
    if data is None:
        return None
    octets = b"".join(data())
    if _SIGNED.match(octets):
        head, _, body = octets.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n").partition(b"\r\n\r\n")
        own = b"".join(field for field in fields.transported(head) if fields.field_name(field) != b"mime-version")
        return Part(own, iter((body,)), not octets.isascii())
    described = [field for field in came
                 if fields.field_name(field) == b"content-type" and b"pkcs7-mime" in field.lower()]
    kind = described[0] if described else fields.with_parameter("Content-Type", "application/pkcs7-mime", "name",
                                                                "smime.p7m")
    return Part(kind + b"Content-Transfer-Encoding: base64\r\n"
                 + fields.with_parameter("Content-Disposition", "attachment", "filename", "smime.p7m"),
                 fields.base64_lines(iter((octets,))))


def _openpgp(item: Item, header: bytes, numbers: Iterator[int]) -> Part | None:
    """The body that OpenPGP had, if the item has no text and its only attachments are the two parts of it."""
    mark, *rest = item.attachments or (Attachment(Properties({})),)
    if mark.properties.text(Tag.ATTACH_MIME_TAG).lower() != _OPENPGP or mark.data is None or len(rest) != 1 \
            or rest[0].data is None or any(octets.strip() for _, octets in _texts(item.properties)):
        return None
    version, sealed = (b"".join(data()).replace(b"\r\n", b"\n").strip() for data in (mark.data, rest[0].data))
    if version != b"Version: 1" or not sealed.startswith(b"-----BEGIN PGP MESSAGE-----") or not sealed.isascii():
        return None
    parts = [Part(f"Content-Type: {_OPENPGP}\r\n".encode(), iter((b"Version: 1\r\n",))),
             Part(b"Content-Type: application/octet-stream\r\n", iter((sealed.replace(b"\n", b"\r\n") + b"\r\n",)))]
    return multipart(f'encrypted; protocol="{_OPENPGP}"', parts, numbers, hashlib.sha256(header).hexdigest()[:24])


def _body(item: Item, header: bytes, numbers: Iterator[int], depth: int) -> Part:
    texts = list(_texts(item.properties))
    seed = hashlib.sha256(b"\0".join((header, *(octets for _, octets in texts)))).hexdigest()[:24]
    pages = [octets for part, octets in texts if b"text/html" in part.fields]
    shown: list[Part] = []
    attached: list[Part] = []
    for attachment in item.attachments:
        if attachment.is_nothing or (attachment.item and depth >= DEPTH):
            continue
        inline = attachment.data is not None and any(_shows(page, attachment) for page in pages)
        (shown if inline else attached).append(_attachment(attachment, numbers, depth, inline=inline))
    body = multipart("alternative", [part for part, _ in texts], numbers, seed)
    body = multipart("related", [body, *shown], numbers, seed)
    return multipart("mixed", [body, *attached], numbers, seed)


def _texts(properties: Properties) -> Iterator[tuple[Part, bytes]]:
    """The body as text, then as HTML, or as RTF where it was written so; each with its octets."""
    text = properties.text(Tag.BODY) or properties.text(Tag.REPORT_TEXT)
    html, charset = _html(properties)
    written = b""
    if not html and (octets := rtf.decompressed(properties.octets(Tag.RTF_COMPRESSED))):
        kind, inner = rtf.content(octets)
        if kind is rtf.Kind.HTML:
            html, charset = inner.encode(), "utf-8"
        else:
            text = text or inner
            written = octets.rstrip(b"\0") if kind is rtf.Kind.RTF else b""
    if text or not html:
        yield text_part("plain", "us-ascii" if text.isascii() else "utf-8", text.encode("utf-8", "replace"))
    if html:
        yield text_part("html", charset, html)
    elif written:
        yield text_part("rtf", "", written)


def _html(properties: Properties) -> tuple[bytes, str]:
    """The HTML body and its charset."""
    value = properties.values.get(Tag.HTML, b"")
    if isinstance(value, str):
        return value.rstrip("\0").encode("utf-8", "replace"), "utf-8"
    octets = value if isinstance(value, bytes) else b""
    found = code_page(properties.number(Tag.INTERNET_CODEPAGE))
    if found is None:
        found = ("utf-8", "utf-8") if _is_utf8(octets) else ("cp1252", "windows-1252")
    codec, charset = found
    if codec.startswith("utf-16"):
        octets = octets.decode(codec, "replace").encode()
    return octets.rstrip(b"\0"), charset


def _is_utf8(octets: bytes) -> bool:
    try:
        octets.decode()
    except UnicodeDecodeError:
        return False
    return True


# --- attachments -----------------------------------------------------------------------------------------------------


def _shows(page: bytes, attachment: Attachment) -> bool:
    """Whether a page of HTML shows an attachment, by its Content-ID (RFC 2392) or its Content-Location (RFC 2557)."""
    content_id = attachment.properties.text(Tag.ATTACH_CONTENT_ID).strip("<> ")
    if content_id and b"cid:" + content_id.encode("utf-8", "replace").lower() in page.lower():
        return True
    location = attachment.properties.text(Tag.ATTACH_CONTENT_LOCATION).strip().encode("utf-8", "replace")
    return bool(location) and any(b"=" + quote + location + quote in page for quote in (b'"', b"'"))


def _attachment(attachment: Attachment, numbers: Iterator[int], depth: int, *, inline: bool) -> Part:
    if not attachment.item:
        return file(attachment, inline=inline)
    inner = _message(attachment.item, numbers, depth + 1)
    eight_bit = b"Content-Transfer-Encoding: 8bit\r\n" if inner.eight_bit else b""
    return Part(b"Content-Type: message/rfc822\r\n" + eight_bit + b"Content-Disposition: attachment\r\n",
                inner.octets(), inner.eight_bit)
