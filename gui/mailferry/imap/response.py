"""Reading what a server says: lines with their literals, and the status responses among them.

RFC 9051 section 7.1 (status responses and their codes), RFC 4315 section 3 (APPENDUID), RFC 3501 section 9 (grammar).
Only what an APPEND needs is understood; all else of a response is kept as text. No I/O.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

MAX_RESPONSE = 1024 * 1024
"""Octets that one response may have; a server that sends more is not talked to."""

_LITERAL = re.compile(rb"\{(\d{1,10})\}\r?\n\Z")
# The text of a status response, a tagged one above all, may end in anything: only data has literals.
_DATA = re.compile(rb"\* (?!(?:OK|NO|BAD|BYE|PREAUTH)\b)", re.IGNORECASE)
_NUMBER = re.compile(r"[1-9][0-9]{0,9}\Z")  # RFC 9051 nz-number, 32 bits
_STATUS = re.compile(r"(OK|NO|BAD|BYE|PREAUTH)(?: (?:\[([^\] ]+)(?: ([^\]]*))?\] ?)?(.*))?\Z",
                     re.IGNORECASE | re.DOTALL)


class ResponseTooLong(ValueError):
    """A response of more than MAX_RESPONSE octets."""


@dataclass(frozen=True, slots=True)
class Response:
    """One response. `tag` is "+" for a continuation request, "*" if untagged, else the command's tag.

    `status` is OK, NO, BAD, BYE or PREAUTH, or "" for data; `code` and `arguments` are those of a response code, in
    upper case and as sent; `text` is the rest, for people.
    """

    tag: str
    status: str
    code: str
    arguments: str
    text: str


def parse(line: bytes) -> Response:
    """Read one response. Never raises: what has no known form is untagged data."""
    text = line.decode("utf-8", "replace").rstrip("\r\n")
    if text[:1] == "+":
        return Response("+", "", "", "", text[1:].strip())
    tag, _, rest = text.partition(" ")
    match = _STATUS.match(rest)
    if match is None:
        return Response(tag if tag == "*" else "", "", "", "", rest)
    status, code, arguments, words = match.groups(default="")
    return Response(tag, status.upper(), code.upper(), arguments, words.strip())


class ResponseReader:
    """Cuts a stream of octets into responses; a literal inside a response belongs to it."""

    def __init__(self) -> None:
        self._line = bytearray()
        self._literal_left = 0

    def feed(self, line: bytes) -> Response | None:
        """Take one whole line (with its line end), or as much of a literal as `literal_left` says.

        Returns the response when it is complete, else None. Raises ResponseTooLong.
        """
        if len(self._line) + len(line) > MAX_RESPONSE:
            raise ResponseTooLong
        self._line += line
        if self._literal_left:
            self._literal_left -= len(line)
            return None
        literal = _LITERAL.search(line)
        if literal is not None and _DATA.match(self._line):
            self._literal_left = int(literal[1])
            if self._literal_left > MAX_RESPONSE:
                raise ResponseTooLong
            return None
        whole = bytes(self._line)
        self._line.clear()
        return parse(whole)

    @property
    def literal_left(self) -> int:
        """Octets of a literal that must come next, whatever lines they hold; 0 if a line is due."""
        return self._literal_left


def uid_set(text: str) -> tuple[int, ...] | None:
    """The UIDs of an APPENDUID set in the order of sending (RFC 4315: `12:10` means 10, 11, 12); None if it is none.

    A range names its UIDs in ascending order, whichever end comes first. More than a million are not believed, nor is
    one that is named twice.
    """
    uids: list[int] = []
    for part in text.split(","):
        first, colon, last = part.partition(":")
        if not colon:
            last = first
        if not (_NUMBER.match(first) and _NUMBER.match(last)):
            return None
        low, high = sorted((int(first), int(last)))
        if high - low + len(uids) >= 1_000_000:
            return None
        uids.extend(range(low, high + 1))
    return tuple(uids) if len(set(uids)) == len(uids) else None


def append_uid(response: Response) -> tuple[int, tuple[int, ...]] | None:
    """UIDVALIDITY and UIDs of an `APPENDUID` code (RFC 4315 section 3), or None where it has none."""
    if response.code != "APPENDUID":
        return None
    validity, _, uids_text = response.arguments.partition(" ")
    uids = uid_set(uids_text)
    if uids is None or not _NUMBER.match(validity):
        return None
    return int(validity), uids
