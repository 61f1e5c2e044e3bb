"""What may be wrong with a message that a server refuses, and what can be done about it: RFC 5322 2.1-2.3, 3.5, 4.5.

A repair is a bit of `Form`, so that it is stored with the message and `read_wire` gives the repaired octets. It works
on wire octets (lines end with CRLF), in chunks, holding back a few octets at most; it changes what its effect says and
nothing else, and done twice it does no more than done once. Nothing here is done unasked: a message is sent as it is
first, and only what was refused is repaired, by a choice of the user.

    NUL_TO_SPACE    each NUL becomes a space
    NUL_REMOVED     each NUL is taken out
    CR_TO_LINE      a CR without LF becomes a line end; of several before an LF one is left
    HEADER_FIELDS   a header line that is no field becomes the text of a field X-Invalid-Header-Line; white space
                    before the colon of a field is taken out
    HEADER_END      an empty line is put before the first header line that is no field; a header line that breaks off
                    gets its line end
    HEADER_ENCODED  octets over 127 in the header become encoded words (encoded_words.py)

For lines over 998 octets there is no honest repair: to wrap them changes the text, and breaks signatures.
"""

from __future__ import annotations

import enum
import functools
import operator
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from mailferry.mail.encoded_words import HEADER_LIMIT, count_encodable, encoded
from mailferry.mail.message import Form

_ORDER = (Form.NUL_TO_SPACE, Form.NUL_REMOVED, Form.CR_TO_LINE, Form.HEADER_FIELDS, Form.HEADER_END,
          Form.HEADER_ENCODED)
REPAIRS = functools.reduce(operator.or_, _ORDER)

LINE_LIMIT = 998  # RFC 5322 2.1.1, without CRLF
_INVALID = b"X-Invalid-Header-Line: "
_DECIDING_OCTETS = 1000
"""Octets of a line that tell whether it is a field."""
_REACH = 512  # octets within which the parts of a field that is looked for stand
_FIELD = re.compile(rb"[!-9;-~]+:")
_SPACED_FIELD = re.compile(rb"([!-9;-~]+)[ \t]+:")
_EMPTY = re.compile(rb"\r*\n")
_CR_RUN = re.compile(rb"(\r+)(\n?)")
_BINARY = re.compile(rb"(?:\A|\n)content-transfer-encoding[ \t]*:(?:[^\n]|\n[ \t]){0,200}?\bbinary\b")


class _Line(enum.Enum):
    FIELD = enum.auto()
    SPACED = enum.auto()  # white space before the colon (RFC 5322 4.5 calls it obsolete)
    CONTINUED = enum.auto()
    EMPTY = enum.auto()
    NO_FIELD = enum.auto()


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What is found in the wire octets of a message that a server may not take. The numbers count octets or lines.

    `fields_follow`: a field stands after the first header line that is no field. `ended`: an empty line ends the
    header. `broken_off`: the message ends within a header line. `binary`: a header of the message or of a part names
    the encoding "binary" (RFC 2045 6.2), or text looks like it. `encodable`: header fields with octets over 127 that
    can be encoded.
    """

    nuls: int = 0
    lone_crs: int = 0
    fields: int = 0
    spaced_fields: int = 0
    no_fields: int = 0
    fields_follow: bool = False
    ended: bool = False
    broken_off: bool = False
    long_lines: int = 0
    binary: bool = False
    encodable: int = 0


@dataclass(frozen=True, slots=True)
class Repair:
    """A repair that makes a difference to a message: its bit, and what exactly it does."""

    form: Form
    effect: str


def diagnose(chunks: Iterable[bytes]) -> Diagnosis:
    """Look through the wire octets of a message once."""
    header = _HeaderCounts()
    nuls = crs = lfs = long_lines = line = 0
    binary = False
    before = b""
    head = last = b""
    for chunk in _edited(chunks, header.take):
        if len(head) <= HEADER_LIMIT:
            head += chunk
        nuls += chunk.count(b"\0")
        crs += chunk.count(b"\r")
        lfs += chunk.count(b"\n")
        lengths = list(map(len, chunk.split(b"\n")))
        lengths[0] += line
        line = lengths.pop()
        if lengths and max(lengths) > LINE_LIMIT + 1:
            long_lines += sum(length > LINE_LIMIT + 1 for length in lengths)  # with its CR
        if not binary:
            window = (before + chunk).lower()
            binary = b"content-transfer-encoding" in window and _BINARY.search(window) is not None
            before = window[-_REACH:]
        last = chunk[-1:]
    return Diagnosis(
        nuls=nuls, lone_crs=max(0, crs - lfs), fields=header.fields, spaced_fields=header.spaced,
        no_fields=header.no_fields, fields_follow=header.fields_follow, ended=header.ended,
        broken_off=not header.ended and last not in (b"", b"\n"), long_lines=long_lines + (line > LINE_LIMIT),
        binary=binary, encodable=count_encodable(head))


def repairs(found: Diagnosis) -> list[Repair]:
    """The repairs that make a difference, the one that keeps more first where they are alternatives."""
    offered = []
    if found.nuls:
        what = _counted(found.nuls, "NUL character")
        becomes = "becomes a space" if found.nuls == 1 else "become spaces"
        offered += [Repair(Form.NUL_TO_SPACE, f"{what} {becomes}."),
                    Repair(Form.NUL_REMOVED, f"{what} {_are(found.nuls)} taken out.")]
    if found.lone_crs:
        becomes = "becomes a line end, or is" if found.lone_crs == 1 else "become line ends, or are"
        offered.append(Repair(Form.CR_TO_LINE, f"{_counted(found.lone_crs, 'CR')} without LF "
                              f"{becomes} taken out where a line end follows."))
    fields, end = _header_fields(found), _header_end(found)
    offered += [one for one in ((fields, end) if found.fields_follow else (end, fields)) if one is not None]
    if found.encodable:
        offered.append(Repair(Form.HEADER_ENCODED, f"Octets over 127 in "
                              f"{_counted(found.encodable, 'header field')} become encoded words (RFC 2047)."))
    return offered


def fitting(offered: Iterable[Repair], words: str) -> list[Repair]:
    """What answers the server's words best: the first of each kind that they name, or of every kind if they name none.

    Of alternatives (two for NULs, two for the header) only one is chosen.
    """
    first: dict[str, Repair] = {}
    for repair in offered:
        first.setdefault(_KINDS[repair.form], repair)
    named = [repair for kind, repair in first.items() if _WORDS[kind].search(words)]
    return named or list(first.values())


def beyond_repair(found: Diagnosis) -> str:
    """What may be the cause and has no repair, in a sentence; "" if there is no such thing."""
    if not found.long_lines:
        return ""
    return (f"{_counted(found.long_lines, 'line')} {'has' if found.long_lines == 1 else 'have'} more than {LINE_LIMIT} "
            f"octets, and to break {'it' if found.long_lines == 1 else 'them'} would change the text.")


def names_a_cause(words: str) -> bool:
    """Whether the server's words name something that can be looked for."""
    return any(pattern.search(words) for pattern in _WORDS.values())


def is_named(found: Diagnosis, words: str) -> bool:
    """Whether the server's words name something that was found."""
    return any(_WORDS[_KINDS[repair.form]].search(words) for repair in repairs(found))


_KINDS = {Form.NUL_TO_SPACE: "nul", Form.NUL_REMOVED: "nul", Form.CR_TO_LINE: "cr", Form.HEADER_FIELDS: "header",
          Form.HEADER_END: "header", Form.HEADER_ENCODED: "8bit"}
_WORDS = {"nul": re.compile(r"\b(?:NULs?|null)\b", re.IGNORECASE),
          "cr": re.compile(r"\bCR\b|carriage return|newline|line (?:end|break)", re.IGNORECASE),
          "8bit": re.compile(r"8.?bit|non.?ascii|utf-?8|charset", re.IGNORECASE),
          "header": re.compile(r"header|field", re.IGNORECASE)}


def repaired(chunks: Iterable[bytes], form: Form) -> Iterator[bytes]:
    """The wire octets with the repairs that `form` names, in chunks, none of them empty."""
    if form & Form.NUL_TO_SPACE:
        chunks = _replaced(chunks, b" ")
    elif form & Form.NUL_REMOVED:
        chunks = _replaced(chunks, b"")
    if form & Form.CR_TO_LINE:
        chunks = _line_ends(chunks)
    if form & Form.HEADER_FIELDS:
        chunks = _edited(chunks, _as_field)
    if form & Form.HEADER_END:
        chunks = _edited(_whole_last_line(chunks), _before_text)
    if form & Form.HEADER_ENCODED:
        chunks = encoded(chunks)
    yield from chunks


def effects(read: Callable[[], Iterable[bytes]], form: Form) -> str:
    """What the repairs in `form` do to a message, in sentences. `read` gives its octets anew at each call."""
    done = Form.PLAIN
    said = []
    for bit in _ORDER:
        if form & bit:
            said += [one.effect for one in repairs(diagnose(repaired(read(), done))) if one.form == bit]
            done |= bit
    return " ".join(said)


# --- the offers ------------------------------------------------------------------------------------------------------


def _header_fields(found: Diagnosis) -> Repair | None:
    if not found.spaced_fields and not (found.no_fields and found.fields):
        return None
    effects = []
    if found.no_fields:
        one = found.no_fields == 1
        effects.append(f"{_counted(found.no_fields, 'header line')} that {_are(found.no_fields)} no field "
                       f"{'becomes' if one else 'become'} the text of {'a field' if one else 'fields'} "
                       f"X-Invalid-Header-Line.")
    if found.spaced_fields:
        effects.append(f"White space before the colon of {_counted(found.spaced_fields, 'header field')} is taken out.")
    return Repair(Form.HEADER_FIELDS, " ".join(effects))


def _header_end(found: Diagnosis) -> Repair | None:
    if found.no_fields:
        what = "its first line" if not found.fields else "the first line that is no header field"
        effect = f"An empty line is put before {what}: what follows is text."
    elif found.broken_off:
        effect = "A line end is put at its end, which is within its header."
    else:
        return None
    return Repair(Form.HEADER_END, effect)


def _counted(number: int, what: str) -> str:
    return f"{number:,} {what}" + ("" if number == 1 else "s")


def _are(number: int) -> str:
    return "is" if number == 1 else "are"


# --- octets ----------------------------------------------------------------------------------------------------------


def _replaced(chunks: Iterable[bytes], by: bytes) -> Iterator[bytes]:
    for chunk in chunks:
        if kept := chunk.replace(b"\0", by):
            yield kept


def _line_ends(chunks: Iterable[bytes]) -> Iterator[bytes]:
    held = 0  # CRs at the end of what has been seen, of which the next octets decide
    for chunk in chunks:
        text = chunk.lstrip(b"\r")
        held += len(chunk) - len(text)
        if not text:
            continue
        if held and text.startswith(b"\n"):
            yield b"\r\n"
            text = text[1:]
        else:
            yield from _ends(held)
        whole = text.rstrip(b"\r")
        held = len(text) - len(whole)
        if whole:
            yield _CR_RUN.sub(lambda run: b"\r\n" if run[2] else b"\r\n" * len(run[1]), whole)
    yield from _ends(held)


def _ends(count: int) -> Iterator[bytes]:
    """So many line ends, in pieces."""
    while count > 0:
        yield b"\r\n" * min(count, 100_000)
        count -= 100_000


def _whole_last_line(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """A message that ends within its header gets the line end that is missing."""
    header = _HeaderCounts()
    last = b""
    for chunk in _edited(chunks, header.take):
        last = chunk[-1:]
        yield chunk
    if not header.ended and not header.no_fields and last not in (b"", b"\n"):
        yield b"\r\n"


# --- the header, line by line ----------------------------------------------------------------------------------------


def _edited(chunks: Iterable[bytes], edit: Callable[[bytes, _Line], tuple[bytes, bool]]) -> Iterator[bytes]:
    """Let `edit` change the beginning of each header line, up to the empty line that ends the header.

    `edit` gets up to _DECIDING_OCTETS of a line, and gives what is to stand in their place, and whether the header ends
    there: then it is not asked again.
    """
    stream = iter(chunks)
    held = b""
    first = within = True
    inside = False  # in a line whose beginning has been edited

    def line(start: bytes) -> bytes:
        nonlocal first, within
        kind = _kind(start, first=first)
        first = False
        changed, ends = edit(start, kind)
        within = not ends and kind is not _Line.EMPTY
        return changed

    for chunk in stream:
        buffer = held + chunk
        held = b""
        position = 0
        out = []
        while within and position < len(buffer):
            end = buffer.find(b"\n", position) + 1 or len(buffer)
            if not inside:
                start = buffer[position:min(end, position + _DECIDING_OCTETS)]
                if not start.endswith(b"\n") and len(start) < _DECIDING_OCTETS:
                    held = buffer[position:]
                    break
                out.append(line(start))
                position += len(start)
            out.append(buffer[position:end])
            position = end
            inside = not buffer.endswith(b"\n", 0, end)
        if not held:
            out.append(buffer[position:])
        if found := b"".join(out):
            yield found
        if not within:
            break
    if held:
        yield line(held)
    yield from stream


def _kind(start: bytes, *, first: bool) -> _Line:
    if _EMPTY.match(start):
        return _Line.EMPTY
    if start[:1] in (b" ", b"\t"):
        return _Line.NO_FIELD if first else _Line.CONTINUED
    if _FIELD.match(start):
        return _Line.FIELD
    return _Line.SPACED if _SPACED_FIELD.match(start) else _Line.NO_FIELD


def _as_field(start: bytes, kind: _Line) -> tuple[bytes, bool]:
    if kind is _Line.NO_FIELD:
        return _INVALID + start, False
    return _SPACED_FIELD.sub(rb"\1:", start, count=1) if kind is _Line.SPACED else start, False


def _before_text(start: bytes, kind: _Line) -> tuple[bytes, bool]:
    return (b"\r\n" + start, True) if kind is _Line.NO_FIELD else (start, False)


class _HeaderCounts:
    """Counts the lines of a header that passes by unchanged."""

    def __init__(self) -> None:
        self.fields = self.spaced = self.no_fields = 0
        self.fields_follow = self.ended = False

    def take(self, start: bytes, kind: _Line) -> tuple[bytes, bool]:
        """One line."""
        self.ended = kind is _Line.EMPTY
        is_field = kind in (_Line.FIELD, _Line.SPACED)
        self.fields += is_field
        self.spaced += kind is _Line.SPACED
        self.no_fields += kind is _Line.NO_FIELD
        self.fields_follow = self.fields_follow or (is_field and self.no_fields > 0)
        return start, False
