"""Octets over 127 in a header as encoded words: RFC 2047, in the places where it allows them; parameters by RFC 2231.

    Subject and fields of no known structure    each run of words that hold such octets
    From, To and other fields of addresses      display names, quoted or not, and comments; never an address itself
    Content-Type, Content-Disposition           the value of a parameter

The octets in an encoded word are those that stood there, named as UTF-8 where they are that, else as Windows-1252: most
such mail was written in it. What may not be encoded stays as it is, and so does a header over HEADER_LIMIT octets.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from mailferry.mail import headers

HEADER_LIMIT = 256 * 1024
_WORD_LIMIT = 75  # RFC 2047 section 2
_HIGH = re.compile(rb"[\x80-\xff]")
_FIELDS = re.compile(rb"(?<=\n)(?![ \t])")
_NAME = re.compile(rb"([!-9;-~]+)[ \t]*:")
_FOLD = re.compile(rb"\r*\n")
_WORDS = re.compile(rb"[^\s\x80-\xff]*[\x80-\xff]\S*(?:\s+[^\s\x80-\xff]*[\x80-\xff]\S*)*")
_TOKENS = re.compile(rb'"(?:[^"\\]|\\.)*"|[^\s()<>\[\]:;@,"\\]+|\s+|.', re.DOTALL)
_WORD_TOKEN = re.compile(rb'"|[^\s()<>\[\]:;@,\\]')
_PARAMETER = re.compile(rb'([!#$&+\-.0-9A-Z^_`a-z{|}~]+)=("(?:[^"\\]|\\.)*"|[^\s;"]+)')
_ESCAPE = re.compile(rb"\\(.)", re.DOTALL)
_ADDRESSES = frozenset(b"from sender reply-to to cc bcc resent-from resent-sender resent-to resent-cc resent-bcc "
                       b"return-path delivered-to disposition-notification-to errors-to".split())
_PARAMETERS = frozenset({b"content-type", b"content-disposition"})
_UNTOUCHED = frozenset(b"message-id in-reply-to references date resent-date resent-message-id mime-version received "
                       b"content-transfer-encoding content-id dkim-signature list-id".split())
"""Fields in which no encoded word may stand."""
_SAFE = frozenset(b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")


def encoded(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The wire octets of a message with its header encoded, in chunks."""
    stream = iter(chunks)
    head = b""
    end = -1
    for chunk in stream:
        searched = max(0, len(head.rstrip(b"\r")) - 1)  # any number of CRs may stand in the empty line
        head += chunk
        end = headers.block_end(head, searched=searched)
        if end >= 0 or len(head) > HEADER_LIMIT:
            break
    if end < 0:
        end = len(head)
    if end > HEADER_LIMIT:
        end = 0
    if whole := b"".join(map(_encoded_field, _FIELDS.split(head[:end]))) + head[end:]:
        yield whole
    yield from stream


def count_encodable(head: bytes) -> int:
    """How many fields `encoded` would change, of a message that begins so (more than HEADER_LIMIT octets, or all)."""
    end = headers.block_end(head)
    end = len(head) if end < 0 else end
    if end > HEADER_LIMIT or not _HIGH.search(head, 0, end):
        return 0
    return sum(_encoded_field(field) != field for field in _FIELDS.split(head[:end]))


def _encoded_field(field: bytes) -> bytes:
    name = _NAME.match(field)
    if name is None or not _HIGH.search(field):
        return field
    value = field[name.end():]
    kind = name[1].lower()
    if kind in _UNTOUCHED:
        return field
    if kind in _PARAMETERS:
        return name[0] + _PARAMETER.sub(_encoded_parameter, value)
    if kind in _ADDRESSES:
        return name[0] + b"".join(_encoded_names(_TOKENS.findall(value)))
    return name[0] + _WORDS.sub(lambda run: _words(_FOLD.sub(b"", run[0]), run.string[:run.start()],
                                                   run.string[run.end():]), value)


def _encoded_parameter(parameter: re.Match[bytes]) -> bytes:
    name, value = parameter.groups()
    if not _HIGH.search(value):
        return parameter[0]
    octets = _FOLD.sub(b"", _unquoted(value))
    return b"%s*=%s''%s" % (name, _charset(octets).encode(), b"".join(
        bytes([octet]) if octet in _SAFE else b"%%%02X" % octet for octet in octets))


def _encoded_names(tokens: list[bytes]) -> Iterator[bytes]:
    """The tokens of a field of addresses with its display names encoded."""
    place = 0
    in_address = False
    while place < len(tokens):
        token = tokens[place]
        in_address = token == b"<" or (in_address and token != b">")
        end = place
        words = []
        if not in_address and _is_high_name(tokens, place):
            words, end = [_unquoted(token)], place + 1
            while _is_high_name(tokens, end + 1) and tokens[end].isspace():
                words.append(_unquoted(tokens[end + 1]))
                end += 2
        if words:
            yield _words(_FOLD.sub(b"", b" ".join(words)), b"".join(tokens[max(0, place - 2):place]),
                         b"".join(tokens[end:end + 2]))
            place = end
        else:
            yield token
            place += 1


def _is_high_name(tokens: list[bytes], place: int) -> bool:
    """Whether this is a word with octets over 127 that is no part of an address."""
    if place >= len(tokens) or not _WORD_TOKEN.match(tokens[place]) or not _HIGH.search(tokens[place]):
        return False
    return b"@" not in tokens[max(0, place - 1):place + 2]


def _unquoted(word: bytes) -> bytes:
    return _ESCAPE.sub(rb"\1", word[1:-1]) if word.startswith(b'"') and word.endswith(b'"') and len(word) > 1 else word


def _words(octets: bytes, before: bytes, after: bytes) -> bytes:
    """Encoded words for these octets. A space between encoded words is none for a reader: next to others it goes in."""
    octets = (b" " if before.rstrip().endswith(b"?=") else b"") + octets
    octets += b" " if after.lstrip().startswith(b"=?") else b""
    charset = _charset(octets)
    opening = b"=?%s?q?" % charset.encode()
    words = [opening]
    for letter in octets.decode(charset):
        coded = b"".join(bytes([octet]) if octet in _SAFE else b"_" if octet == 0x20 else b"=%02X" % octet
                         for octet in letter.encode(charset))
        if len(words[-1]) + len(coded) + 2 > _WORD_LIMIT:
            words[-1] += b"?="
            words.append(opening)
        words[-1] += coded
    return b"\r\n ".join(words) + b"?="


def _charset(octets: bytes) -> str:
    """UTF-8, else Windows-1252, else (a few octets mean nothing there) ISO 8859-1."""
    for charset in ("utf-8", "windows-1252"):
        try:
            octets.decode(charset)
        except UnicodeDecodeError:
            continue
        return charset
    return "iso-8859-1"
