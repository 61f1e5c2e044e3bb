"""Header fields of a mail that we make: RFC 5322 folded, RFC 2047 words, RFC 2231 parameters; and those it came with.

Outlook keeps the header of a received mail as text. Its fields are taken over as they are but for those that describe
the body, which is not kept as it was.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator, Sequence
from datetime import datetime

from mailferry.mail.headers import HEADER_LINE

_LINE = 76
_WORD_OCTETS = 42  # of UTF-8 in one coded word: 75 characters with what stands around it
_ATOM = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]+")
_ADDRESS = re.compile(r"[^\s<>()\[\]:;,\\\"\x00-\x1f\x7f]+@[^\s<>()\\\",;:\x00-\x1f\x7f]+")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]+")
_TOKEN = re.compile(r"[A-Za-z0-9!#$&^_.+-]+")
_UNSTRUCTURED = re.compile(r"[ -~]*")
_OF_THE_BODY = re.compile(rb"(?:content-[!-9;-~]*|mime-version)[ \t]*:", re.IGNORECASE)
_STARTS_ITSELF = b"microsoft mail internet headers"
_CHARSET = "utf-8''"
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def transported(header: bytes) -> list[bytes]:
    """The fields of a header as it came, each with its folded lines and CRLF; lines that are no field are left out."""
    fields: list[bytes] = []
    keeping = False
    header = header.replace(b"\0", b"").replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    for number, line in enumerate(header.split(b"\n")):
        if not number and line.lower().startswith(_STARTS_ITSELF):
            continue
        if not line.strip():
            if fields or keeping:
                break
            continue
        if line[:1] in {b" ", b"\t"}:
            if keeping:
                fields[-1] += line + b"\r\n"
            continue
        keeping = HEADER_LINE.match(line) is not None
        if keeping:
            fields.append(line + b"\r\n")
    return fields


def of_the_body(field: bytes) -> bool:
    """Whether a field describes the body as it was sent: Content-... or MIME-Version."""
    return _OF_THE_BODY.match(field) is not None


def field_name(field: bytes) -> bytes:
    """The name of a field in lower case."""
    return field.partition(b":")[0].strip().lower()


def unstructured(name: str, text: str) -> bytes:
    """A field of free text, such as Subject."""
    text = clean(text)
    if not _UNSTRUCTURED.fullmatch(text) or "=?" in text or max(map(len, text.split(" "))) > 900:
        return _folded(name, _coded(text), "")
    return _folded(name, text.split(" "), "")


def verbatim(name: str, text: str) -> bytes:
    """A field whose text has the form of the field already, such as Message-ID."""
    return _folded(name, clean(text).split(), "")


def message_ids(name: str, text: str) -> bytes:
    """A field of message ids (RFC 5322 3.6.4), in angle brackets, which some programs keep them without."""
    text = clean(text)
    if "<" not in text:
        text = " ".join(f"<{word}>" if "@" in word else word for word in re.split(r"[\s,;]+", text))
    return verbatim(name, text)


def addresses(name: str, people: Sequence[tuple[str, str]]) -> bytes:
    """A field of addresses, of (display name, address). A name without an address becomes an empty group."""
    return _folded(name, [_person(*person) for person in people], ",")


def phrases(name: str, texts: Sequence[str]) -> bytes:
    """A field of phrases with commas between, such as Keywords."""
    return _folded(name, [_phrase(clean(text)) for text in texts], ",")


def date(name: str, moment: datetime) -> bytes:
    """A field with a moment (in UTC)."""
    return (f"{name}: {_DAYS[moment.weekday()]}, {moment.day:02} {_MONTHS[moment.month - 1]} {moment.year:04} "
            f"{moment:%H:%M:%S} +0000\r\n").encode()


def with_parameter(name: str, value: str, parameter: str, text: str) -> bytes:
    """A MIME field with one parameter (RFC 2231 if its text is not plain ASCII); none if the text is empty."""
    text = clean(text)
    if not text:
        return f"{name}: {value}\r\n".encode()
    if _UNSTRUCTURED.fullmatch(text) and len(text) < 900:
        quoted = text if _TOKEN.fullmatch(text) else '"' + re.sub(r'(["\\])', r"\\\1", text) + '"'
        return f"{name}: {value};\r\n {parameter}={quoted}\r\n".encode()
    coded = [chr(octet) if chr(octet).isascii() and _TOKEN.fullmatch(chr(octet)) else f"%{octet:02X}"
             for octet in text.encode()]
    if len(coded) < 200:
        return f"{name}: {value};\r\n {parameter}*=utf-8''{''.join(coded)}\r\n".encode()
    parts = ["".join(coded[at:at + 60]) for at in range(0, len(coded), 60)]  # RFC 2231 3: a line has an end
    lines = "".join(f";\r\n {parameter}*{number}*={'' if number else _CHARSET}{part}"
                    for number, part in enumerate(parts))
    return f"{name}: {value}{lines}\r\n".encode()


def clean(text: str) -> str:
    """A text without line ends and other control characters, so that it cannot become a field of its own."""
    return _CONTROLS.sub(" ", text).strip()


def is_address(text: str) -> bool:
    """Whether a text has the form local@domain."""
    return _ADDRESS.fullmatch(text) is not None


def _person(name: str, mail: str) -> str:
    name, mail = clean(name), clean(mail).strip("'<> ")
    if not is_address(mail):
        return f"{_phrase(name or mail)}:;" if name or mail else "undisclosed-recipients:;"
    if not name or name.strip("'\" ").casefold() == mail.casefold():
        return f"<{mail}>" if name else mail
    return f"{_phrase(name)} <{mail}>"


def _phrase(text: str) -> str:
    if _ATOM.fullmatch(text) and "=?" not in text:
        return text
    if _UNSTRUCTURED.fullmatch(text) and "=?" not in text:
        return '"' + re.sub(r'(["\\])', r"\\\1", text) + '"'
    return " ".join(_coded(text))


def _coded(text: str) -> list[str]:
    """RFC 2047 words for a text: UTF-8, base64, no character cut in two."""
    words = []
    octets = b""
    for character in text:
        encoded = character.encode()
        if len(octets) + len(encoded) > _WORD_OCTETS:
            words.append(octets)
            octets = b""
        octets += encoded
    return [f"=?utf-8?B?{base64.b64encode(word).decode()}?=" for word in (*words, octets)]


def _folded(name: str, parts: Sequence[str], separator: str) -> bytes:
    """The field with a line break between parts where a line would become too long."""
    lines = []
    line = f"{name}:"
    for number, part in enumerate(parts):
        text = part + (separator if number < len(parts) - 1 else "")
        # A line of nothing but white space is no continuation (RFC 5322 3.2.2), so empty parts never begin one.
        if len(line) + 1 + len(text) > _LINE and line.strip() != f"{name}:" and text.strip():
            lines.append(line)
            line = ""
        line += f" {text}"
    lines.append(line)
    return "\r\n".join(lines).encode() + b"\r\n"


def base64_lines(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Octets in base64, in lines of 76 characters, whatever pieces they come in."""
    held = b""
    for piece in pieces:
        octets = held + piece
        whole = len(octets) // 57 * 57
        held = octets[whole:]
        if whole:
            yield b"".join(binascii.b2a_base64(octets[at:at + 57], newline=False) + b"\r\n"
                           for at in range(0, whole, 57))
    if held:
        yield binascii.b2a_base64(held, newline=False) + b"\r\n"
