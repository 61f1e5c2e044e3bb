"""Apple Mail's .partial.emlx with its attachments put back.

A part that Mail keeps in a file of its own has a field X-Apple-Content-Length and no body. The file is
`../Attachments/N/PART/NAME`, N the number of the mail, PART that of the part as IMAP counts (RFC 3501 6.4.5). It holds
the decoded body, which is coded again here after its Content-Transfer-Encoding, and the field is dropped. So the mail
is whole again, but not for certain octet for octet: nothing tells how its sender broke the lines of the base64.

Read line by line, so memory depends neither on the mail nor on an attachment.
"""

from __future__ import annotations

import base64
import binascii
import enum
import io
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from mailferry.mail.errors import SourceUnreadable, printable
from mailferry.mail.files import open_plain, read_octets

_PIECE_OCTETS = 57 * 4096  # whole lines of base64
_LINE_LIMIT = 64 * 1024
_HEADER_LIMIT = 1024 * 1024
_AWAY = re.compile(rb"^X-Apple-Content-Length[ \t]*:[^\n]*\n(?:[ \t]+[^\n]*\n)*", re.IGNORECASE | re.MULTILINE)
_TYPE = re.compile(rb"^Content-Type[ \t]*:\s*([^\s;]+)(.*(?:\n[ \t].*)*)", re.IGNORECASE | re.MULTILINE)
_ENCODING = re.compile(rb"^Content-Transfer-Encoding[ \t]*:\s*([^\s;]+)", re.IGNORECASE | re.MULTILINE)
_BOUNDARY = re.compile(rb";\s*boundary\s*=\s*(?:\"([^\"]*)\"|([^\s;]+))", re.IGNORECASE)


class _At(enum.Enum):
    """Where in a mail a line stands."""

    HEADER = enum.auto()
    BODY = enum.auto()
    ABSENT = enum.auto()  # where the body would be that lies in a file


@dataclass(slots=True)
class _Multipart:
    """A multipart that is open, and how many of its parts have begun."""

    boundary: bytes
    number: tuple[int, ...]
    parts: int = 0


@dataclass(slots=True)
class _Reader:
    """What is known at one line of a mail. `insert` yields the body of a part that lies in a file."""

    insert: Callable[[tuple[int, ...], bytes], Iterator[bytes]]
    at: _At = _At.HEADER
    number: tuple[int, ...] = ()
    is_message: bool = True  # the header is that of a mail, whose own parts begin at 1
    open: list[_Multipart] = field(default_factory=list)
    header: list[bytes] = field(default_factory=list)
    header_octets: int = 0
    held: list[bytes] = field(default_factory=list)  # empty lines where a body would be
    any_away: bool = False

    def line(self, line: bytes, *, whole: bool) -> Iterator[bytes]:
        """One line, or a piece of a very long one (not `whole`)."""
        if whole and line.startswith(b"--") and self._delimiter(line.rstrip()):
            yield from self.end(before_delimiter=True)
            self._next_part(line.rstrip())
            yield line
        elif self.at is _At.HEADER:
            self.header.append(line)
            self.header_octets += len(line)
            if not line.strip():
                yield from self._header_ended()
            elif self.header_octets > _HEADER_LIMIT:
                yield from self.header
                self.header, self.at = [], _At.BODY
        elif self.at is _At.ABSENT and not line.strip():
            self.held.append(line)
        else:
            yield from self.held  # the body is there after all
            self.held, self.at = [], _At.BODY
            yield line

    def end(self, *, before_delimiter: bool = False) -> Iterator[bytes]:
        """What is left when a part ends."""
        if self.header and self.at is _At.HEADER:
            yield from self._header_ended(empty_line=b"\n")
        if self.at is _At.ABSENT:
            yield from self.insert(self.number, self.header[0])
            if before_delimiter:
                yield b"\n"
        self.header, self.held, self.at = [], [], _At.BODY

    def _delimiter(self, line: bytes) -> bool:
        return any(line in {b"--" + part.boundary, b"--" + part.boundary + b"--"} for part in self.open)

    def _next_part(self, line: bytes) -> None:
        while line not in {b"--" + self.open[-1].boundary, b"--" + self.open[-1].boundary + b"--"}:
            self.open.pop()
        if line == b"--" + self.open[-1].boundary:
            part = self.open[-1]
            part.parts += 1
            self.number, self.is_message, self.at = (*part.number, part.parts), False, _At.HEADER
        else:
            self.open.pop()

    def _header_ended(self, empty_line: bytes = b"") -> Iterator[bytes]:
        """`empty_line`: what must follow the header before a body, if the mail lacks it."""
        block = b"".join(self.header)
        self.header, self.header_octets, self.at = [], 0, _At.BODY
        kind = _TYPE.search(block)
        name = kind.group(1).lower() if kind else b""
        boundary = _BOUNDARY.search(kind.group(2)) if kind else None
        if name.startswith(b"multipart/") and boundary:
            yield block
            self.open.append(_Multipart(boundary.group(1) or boundary.group(2) or b"", self.number))
            return
        if name == b"message/rfc822" and not _AWAY.search(block):
            yield block
            self.is_message, self.at = True, _At.HEADER
            return
        if self.is_message:
            self.number = (*self.number, 1)
        if _AWAY.search(block):
            self.at = _At.ABSENT
            self.any_away = True
            self.header = [block]
            block = _AWAY.sub(b"", block) + empty_line
        yield block


def composed(path: str, offset: int, length: int) -> Iterator[bytes]:
    """The mail of a .partial.emlx with its attachments, in chunks; its own octets lie at `offset`.

    Raises SourceVanished or SourceUnreadable, also when an attachment is not there.
    """
    reader = _Reader(lambda number, block: _coded(_attachment(path, number), path, block))
    for line, whole in _lines(path, offset, length):
        yield from reader.line(line, whole=whole)
    yield from reader.end()


def check(path: str, offset: int, length: int) -> bool:
    """Make sure that every attachment is there; whether the mail says of any that it lies in a file of its own.

    Raises as `composed`.
    """
    def look(number: tuple[int, ...], block: bytes) -> Iterator[bytes]:
        _encoding(path, block)
        _attachment(path, number)
        yield b""

    reader = _Reader(look)
    for line, whole in _lines(path, offset, length):
        for _ in reader.line(line, whole=whole):
            pass
    for _ in reader.end():
        pass
    return reader.any_away


def _lines(path: str, offset: int, length: int) -> Iterator[tuple[bytes, bool]]:
    """The lines with their ends, and whether each begins at the start of a line and is not cut."""
    with open_plain(path) as raw, io.BufferedReader(raw) as file:
        file.seek(offset)
        start = True
        while length > 0 and (line := file.readline(min(_LINE_LIMIT, length))):
            length -= len(line)
            yield line, start
            start = line.endswith(b"\n")


def _attachment(path: str, number: tuple[int, ...]) -> str:
    """The file of a part. Raises SourceUnreadable if it is not there."""
    folder, name = os.path.split(path)
    mail = name[:-len(".partial.emlx")]
    part = ".".join(map(str, number))
    for above in (os.path.dirname(folder), folder):  # noqa: PTH120 - the path may hold octets of no encoding
        directory = f"{above}{os.sep}Attachments{os.sep}{mail}{os.sep}{part}"
        try:
            names = sorted(found for found in os.listdir(directory) if not found.startswith("."))  # noqa: PTH208
        except OSError:
            continue
        for found in names:
            if os.path.isfile(f"{directory}{os.sep}{found}"):  # noqa: PTH113
                return f"{directory}{os.sep}{found}"
    raise SourceUnreadable(f"Attachment {part} of {printable(path)} is not on this computer. Let Mail load the whole "
                           "message, then try again.")


def _encoding(path: str, block: bytes) -> bytes:
    found = _ENCODING.search(block)
    encoding = found.group(1).lower() if found else b"7bit"
    if encoding not in {b"7bit", b"8bit", b"binary", b"base64", b"quoted-printable"}:
        raise SourceUnreadable(f"{printable(path)} has an attachment whose encoding Mailferry cannot write: "
                               f"{encoding.decode('ascii', 'replace')}.")
    return encoding


def _coded(attachment: str, path: str, block: bytes) -> Iterator[bytes]:
    encoding = _encoding(path, block)
    with open_plain(attachment) as file:
        pieces = iter(lambda: read_octets(file, attachment, _PIECE_OCTETS), b"")
        if encoding == b"base64":
            yield from _base64(pieces)
        elif encoding == b"quoted-printable":
            kind = _TYPE.search(block)
            yield from _quoted_printable(pieces, is_text=kind is None or kind.group(1).lower().startswith(b"text/"))
        else:
            yield from pieces


def _base64(pieces: Iterator[bytes]) -> Iterator[bytes]:
    held = b""
    separator = b""
    for piece in pieces:
        octets = held + piece
        whole = len(octets) - len(octets) % 57
        held = octets[whole:]
        if whole:
            yield separator + base64.encodebytes(octets[:whole]).removesuffix(b"\n")
            separator = b"\n"
    if held:
        yield separator + binascii.b2a_base64(held, newline=False)


def _quoted_printable(pieces: Iterator[bytes], *, is_text: bool) -> Iterator[bytes]:
    held = b""
    for piece in pieces:
        octets = held + piece
        end = octets.rfind(b"\n") + 1 if is_text else 0
        held = octets[end:]
        if end:
            yield binascii.b2a_qp(octets[:end])
        if len(held) > _PIECE_OCTETS:  # a line without end: a soft break may stand anywhere
            yield binascii.b2a_qp(held[:-1], istext=is_text) + b"=\n"
            held = held[-1:]
    if held:
        yield binascii.b2a_qp(held, istext=is_text)
