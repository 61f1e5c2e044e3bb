"""From stored octets to wire octets: what IMAP APPEND carries.

The canonical octets:

1. CRLF stays; LF without CR becomes CRLF; CR without LF stays, unless the file has no LF at all (Form.CR_ONLY:
   each CR becomes CRLF). Nothing is added after a last line without line end.
2. Form.MBOX_UNQUOTE: a line `^>+From ` loses one '>' (mboxrd), in the header too.
3. Form.MBOX_HEADERS: the fields in STORE_FIELDS are dropped from the top header block, with their folded lines.
   The block ends at the first empty line, and only there, as in Dovecot.
4. Form.UTF16_LE, UTF16_BE: what an editor saved as UTF-16 becomes UTF-8.
5. Form.APPLE_PARTIAL: the attachments of a .partial.emlx are put back (`partial`).
6. Repairs that the user has chosen for a message that was refused (`repair`), on the octets that these rules give.

Each rule is a generator over chunks that holds back a few octets at most, so memory depends neither on the size of a
message nor on the length of a line, and the result does not depend on where the chunks are cut.
"""

from __future__ import annotations

import codecs
import hashlib
import itertools
import os
import re
from collections.abc import Iterator

from mailferry.mail import headers, partial, repair
from mailferry.mail.errors import SourceChanged, from_os_error, printable
from mailferry.mail.files import open_plain, read_octets
from mailferry.mail.message import HEADER_DIGEST_LIMIT, Form, Locator, Measured, Message, header_digest

PIECE_OCTETS = 256 * 1024

STORE_FIELDS = (b"Status", b"X-Status", b"X-Keywords", b"X-UID", b"X-IMAP", b"X-IMAPbase", b"Content-Length",
                b"X-Mozilla-Status", b"X-Mozilla-Status2", b"X-Mozilla-Keys")
"""Header fields that a local mbox store adds for itself; they are flags, not mail. Dovecot's list and Mozilla's."""

_STORE_FIELD = re.compile(rb"(?:" + b"|".join(STORE_FIELDS) + rb")[ \t]*:", re.IGNORECASE)
_WHOLE_STORE_FIELD = re.compile(rb"\n(?=[SXC])" + _STORE_FIELD.pattern + rb"[^\n]*(?:\n[ \t][^\n]*)*", re.IGNORECASE)
_DECIDING_OCTETS = 64  # enough of a line to know its field name, some white space included
_EMPTY_LINE = 2  # octets at the end of an mbox file that may stand behind its last message
_SEPARATOR = re.compile(rb"[\r\n]*(?:From |\x01{4}|F?r?o?m?\Z)")  # perhaps not written to its end yet
_SEPARATOR_OCTETS = 16
_QUOTE = re.compile(rb"\n>(?=>*From )")
_FIRST_QUOTE = re.compile(rb">(?=>*From )")
_UNDECIDED_QUOTE = re.compile(rb">+(?:F(?:r(?:om?)?)?)?")


def read_wire(locator: Locator) -> Iterator[bytes]:
    """The wire octets of one message in chunks of about PIECE_OCTETS, none of them empty.

    Raises SourceVanished, SourceUnreadable, or SourceChanged if the file holds fewer octets than were announced;
    by then octets may have been yielded.
    """
    form = locator.form
    chunks = _stored(locator)
    if form & (Form.UTF16_LE | Form.UTF16_BE):
        chunks = _utf8(chunks, "utf-16-le" if form & Form.UTF16_LE else "utf-16-be")
    chunks = _line_ends_of_cr(chunks) if form & Form.CR_ONLY else _line_ends(chunks)
    if form & Form.MBOX_UNQUOTE:
        chunks = _unquoted(chunks)
    if form & Form.MBOX_HEADERS:
        chunks = _without_store_fields(chunks)
    return repair.repaired(chunks, form) if form & repair.REPAIRS else chunks


def read_head(locator: Locator, octets: int) -> bytes:
    """The first `octets` of a message on the wire (all, if it is shorter). Raises as `read_wire`."""
    head = b""
    for chunk in read_wire(locator):
        head += chunk
        if len(head) >= octets:
            break
    return head[:octets]


def measure(of: Message | Locator) -> Measured:
    """Read all octets of a message once and say what they are. Raises as `read_wire`."""
    locator = of.locator if isinstance(of, Message) else of
    size = 0
    digest = hashlib.sha256()
    head = b""
    has_nul = False
    for chunk in read_wire(locator):
        size += len(chunk)
        digest.update(chunk)
        has_nul = has_nul or b"\0" in chunk
        if len(head) < HEADER_DIGEST_LIMIT:
            head += chunk[:HEADER_DIGEST_LIMIT - len(head)]
    return Measured(size, digest.digest(), header_digest(head), has_nul)


def check_unchanged(locator: Locator, measured: Measured) -> None:
    """Make sure that a message is still what was measured.

    Cheap while the file has the size and time that it had when it was scanned. Else the message is measured again, so
    that a mailbox which only grew at its end, by other messages, passes. Raises SourceChanged, SourceVanished or
    SourceUnreadable.
    """
    try:
        known = os.stat(locator.path)  # noqa: PTH116 - the path may hold octets of no encoding; it stays a str
    except OSError as error:
        raise from_os_error(error, locator.path) from error
    if (known.st_size, known.st_mtime_ns) == (locator.file_size, locator.file_mtime_ns):
        return
    if (known.st_size != locator.file_size and _goes_on(locator)) or measure(locator) != measured:
        raise _changed(locator)


def _goes_on(locator: Locator) -> bool:
    """Whether what was added to a file belongs to this message, as it was the last one. A mail in a file of its own
    goes to the end of that; one in an mbox or MMDF file to the next separator: half of it may have been there so far.
    """
    end = locator.offset + locator.length
    if not locator.form & Form.MBOX_HEADERS:
        return end == locator.file_size
    if end + _EMPTY_LINE < locator.file_size:
        return False
    with open_plain(locator.path) as file:
        file.seek(end)
        return _SEPARATOR.match(read_octets(file, locator.path, _SEPARATOR_OCTETS)) is None


def _changed(locator: Locator) -> SourceChanged:
    return SourceChanged(f"{printable(locator.path)} was changed since it was read. Open it again, so that its mail is "
                         "read anew.", detail=f"message of {locator.length} octets at {locator.offset}")


def _stored(locator: Locator) -> Iterator[bytes]:
    if locator.form & Form.APPLE_PARTIAL:
        yield from partial.composed(locator.path, locator.offset, locator.length)
        return
    if locator.offset > locator.file_size:  # as a journal notes what lies nowhere any more
        raise _changed(locator)
    with open_plain(locator.path) as file:
        file.seek(locator.offset)
        left = locator.length
        while left:
            piece = read_octets(file, locator.path, min(PIECE_OCTETS, left))
            if not piece:
                raise _changed(locator)
            left -= len(piece)
            yield piece


def _utf8(chunks: Iterator[bytes], encoding: str) -> Iterator[bytes]:
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    for chunk in chunks:
        if text := decoder.decode(chunk):
            yield text.encode()
    if text := decoder.decode(b"", final=True):
        yield text.encode()


def _line_ends(chunks: Iterator[bytes]) -> Iterator[bytes]:
    held = b""  # a CR whose LF may come with the next chunk
    for stored in chunks:
        chunk = held + stored if held else stored
        held = b""
        if chunk.endswith(b"\r"):
            chunk, held = chunk[:-1], b"\r"
        if b"\r" not in chunk:  # counting is much cheaper than replacing
            chunk = chunk.replace(b"\n", b"\r\n")
        elif chunk.count(b"\n") != chunk.count(b"\r\n"):
            chunk = chunk.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
        if chunk:
            yield chunk
    if held:
        yield held


def _line_ends_of_cr(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """Each CR ends a line; and each LF, should there be some all the same."""
    for chunk in _line_ends(chunks):
        yield chunk.replace(b"\r\n", b"\n").replace(b"\r", b"\n").replace(b"\n", b"\r\n")


def _unquoted(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """Take one '>' from each line `^>+From `. Lines end with LF here.

    Of a line that is not decided at the end of a chunk, the last '>' and what follows it are held back; the '>' before
    it stay in any case. So a line of many thousand '>' needs no memory.
    """
    held = b""
    at_start = True  # the chunk begins at the start of a line, or among the '>' with which a line starts
    for chunk in chunks:
        buffer = held + chunk if held else chunk
        held = b""
        last = buffer.rfind(b"\n") + 1
        if (last or at_start) and (undecided := _UNDECIDED_QUOTE.fullmatch(buffer, last)):
            cut = buffer.rfind(b">", last, undecided.end())
            held = buffer[cut:]
            rest = buffer[:cut]
        else:
            rest = buffer
        if b"\n>" in buffer:
            # The lookahead sees the held octets, which decide nothing: no "From " is among them.
            rest = _QUOTE.sub(b"\n", rest)
        if at_start and (quote := _FIRST_QUOTE.match(buffer)):
            rest = rest[quote.end():]
        at_start = bool(held) or buffer.endswith(b"\n")
        if rest:
            yield rest
    if held:
        yield held


def _without_store_fields(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """Drop STORE_FIELDS from the top header block. Lines end with LF here."""
    first = next(chunks, b"")
    end = headers.block_end(first)
    if end >= 0:  # the whole block is here, as nearly always
        found = _WHOLE_STORE_FIELD.sub(b"", b"\n" + first[:end])[1:] + first[end:]
        if found:
            yield found
        yield from chunks
    else:
        yield from _without_store_fields_of_long_block(itertools.chain((first,), chunks))


def _without_store_fields_of_long_block(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """The same for a block that may not end within the first chunk, line by line."""
    held = b""
    dropping = False  # whether the field that the current line belongs to is dropped
    at_start = True  # whether the buffer begins at the start of a line
    for chunk in chunks:
        buffer = held + chunk
        kept = []
        run = 0  # where the octets begin that are kept next
        position = 0
        in_header = True
        while position < len(buffer):
            end = buffer.find(b"\n", position) + 1
            if at_start:
                if not end and len(buffer) - position < _DECIDING_OCTETS:
                    break
                line = buffer[position:position + _DECIDING_OCTETS]
                if line.lstrip(b"\r").startswith(b"\n"):
                    in_header = False
                    position = len(buffer)
                    break
                if line[0] not in b" \t":
                    dropping = _STORE_FIELD.match(line) is not None
            at_start = bool(end)
            if dropping:
                kept.append(buffer[run:position])
                run = end or len(buffer)
            position = end or len(buffer)
        kept.append(buffer[run:position])
        held = buffer[position:]
        if found := b"".join(kept):
            yield found
        if not in_header:
            yield from chunks
            return
    if held and not (dropping if held[0] in b" \t" else _STORE_FIELD.match(held)):
        yield held
