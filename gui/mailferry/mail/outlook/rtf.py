"""The RTF body of an Outlook item: compressed (MS-OXRTFCP), and often HTML or text in disguise (MS-OXRTFEX).

Where RTF was made of HTML, the original stands in it piece by piece in `\\*\\htmltag` groups, and what `\\htmlrtf`
encloses was added for readers of RTF. Read leniently: what is damaged gives less text, never an error.
"""

from __future__ import annotations

import enum
import re
import struct
from dataclasses import dataclass, replace

from mailferry.mail.outlook.item import code_page

_DICTIONARY = (rb"{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript \fdecor "
               rb"MS Sans SerifSymbolArialTimes New RomanCourier{\colortbl\red0\green0\blue0" b"\r\n"
               rb"\par \pard\plain\f0\fs20\b\i\u\tab\tx")
_WINDOW = 4096
_COMPRESSED, _PLAIN = b"LZFu", b"MELA"

_TOKEN = re.compile(rb"\\(?:([A-Za-z]{1,32})(-?\d{1,10})? ?|'([0-9A-Fa-f]{2})|([^A-Za-z]))|([{}])|([^\\{}\r\n]+)"
                    rb"|[\r\n]+|\\", re.DOTALL)
_FROM_HTML = re.compile(rb"\\fromhtml1?(?!\d)")
_FROM_TEXT = re.compile(rb"\\fromtext(?![a-z])")
_START_OCTETS = 1024  # the mark of what it was made of is among the first words

_CHARSETS = {0: 1252, 77: 10000, 128: 932, 129: 949, 130: 1361, 134: 936, 136: 950, 161: 1253, 162: 1254, 163: 1258,
             177: 1255, 178: 1256, 186: 1257, 204: 1251, 222: 874, 238: 1250, 254: 437, 255: 850}
_CHARACTERS = {b"lquote": "\u2018", b"rquote": "\u2019", b"ldblquote": "\u201c", b"rdblquote": "\u201d",
               b"bullet": "\u2022", b"endash": "\u2013", b"emdash": "\u2014", b"tab": "\t", b"cell": "\t",
               b"par": "\r\n", b"line": "\r\n", b"row": "\r\n", b"sect": "\r\n", b"page": "\r\n",
               b"emspace": "\u2003", b"enspace": "\u2002", b"zwj": "\u200d", b"zwnj": "\u200c"}
_ENTITIES = {"\u2018": "&lsquo;", "\u2019": "&rsquo;", "\u201c": "&ldquo;", "\u201d": "&rdquo;", "\u2022": "&bull;",
             "\u2013": "&ndash;", "\u2014": "&mdash;", "\xa0": "&nbsp;", "\xad": "&shy;"}
_SYMBOLS = {b"~": "\xa0", b"_": "\xad", b"\r": "\r\n", b"\n": "\r\n"}
_IGNORED = frozenset({b"colortbl", b"stylesheet", b"info", b"pict", b"object", b"header", b"headerl", b"headerr",
                      b"headerf", b"footer", b"footerl", b"footerr", b"footerf", b"filetbl", b"revtbl", b"listtable",
                      b"generator"})


class Kind(enum.Enum):
    """What an RTF body was made of."""

    HTML = enum.auto()
    TEXT = enum.auto()
    RTF = enum.auto()  # nothing else: it was written as RTF


def decompressed(octets: bytes) -> bytes:
    """The RTF in the property RTF_COMPRESSED; as much of it as there is, if it is damaged."""
    if len(octets) < 16:
        return b""
    raw_size, magic = struct.unpack_from("<I4s", octets, 4)
    if magic == _PLAIN:
        return octets[16:16 + raw_size]
    if magic != _COMPRESSED:
        return octets if octets.startswith(b"{\\rtf") else b""
    window = bytearray(_DICTIONARY.ljust(_WINDOW, b"\0"))
    write = len(_DICTIONARY)
    out = bytearray()
    position = 16
    while position < len(octets) and len(out) < raw_size:
        control = octets[position]
        position += 1
        for bit in range(8):
            if control >> bit & 1:
                if position + 2 > len(octets):
                    return bytes(out)
                reference = octets[position] << 8 | octets[position + 1]
                position += 2
                offset = reference >> 4
                if offset == write % _WINDOW:
                    return bytes(out)
                for step in range((reference & 15) + 2):
                    octet = window[(offset + step) % _WINDOW]
                    out.append(octet)
                    window[write % _WINDOW] = octet
                    write += 1
            else:
                if position >= len(octets):
                    return bytes(out)
                octet = octets[position]
                position += 1
                out.append(octet)
                window[write % _WINDOW] = octet
                write += 1
    return bytes(out[:raw_size])


def content(octets: bytes) -> tuple[Kind, str]:
    """What was put into RTF, and its text: HTML, or plain text."""
    start = octets[:_START_OCTETS]
    if _FROM_HTML.search(start):
        return Kind.HTML, _Reader(octets, html=True).text()
    return Kind.TEXT if _FROM_TEXT.search(start) else Kind.RTF, _Reader(octets, html=False).text()


@dataclass(frozen=True, slots=True)
class _Group:
    """What holds until a group ends."""

    ignored: bool = False
    fonts: bool = False  # we are in the table of fonts
    tag: bool = False  # we are in an htmltag
    for_rtf: bool = False  # \htmlrtf: for readers of RTF only
    font: int = -1
    skipped: int = 1  # how many characters stand in for one \u


class _Reader:
    """One reading of an RTF document. Groups are kept in a list, so no depth of theirs exhausts the stack."""

    def __init__(self, octets: bytes, *, html: bool) -> None:
        self._octets = octets
        self._html = html
        self._out: list[str] = []
        self._pending = bytearray()  # characters of the code page that holds now; two octets may be one of them
        self._group = _Group()
        self._groups: list[_Group] = []
        self._default = "cp1252"
        self._default_font = -1
        self._codecs: dict[int, str] = {}
        self._skip = 0
        self._starred = False  # the word after \* names a destination that need not be known

    def text(self) -> str:
        """The whole text."""
        position = 0
        while found := _TOKEN.match(self._octets, position):
            position = found.end()
            word, number, octet, symbol, brace, characters = found.groups()
            if word:
                position += self._word(word, int(number) if number is not None else None)
            elif octet:
                self._character(bytes((int(octet, 16),)))
            elif symbol:
                self._symbol(symbol)
            elif brace:
                self._brace(brace)
            elif characters:
                self._characters(characters)
        self._flush()
        return "".join(self._out).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")

    def _brace(self, brace: bytes) -> None:
        self._flush()
        self._skip = 0
        self._starred = False
        if brace == b"{":
            self._groups.append(self._group)
        elif self._groups:
            self._group = self._groups.pop()

    def _symbol(self, symbol: bytes) -> None:
        if symbol == b"*":
            self._starred = True
        elif symbol in b"\\{}":
            self._character(symbol)
        elif self._skip:
            self._skip -= 1
        elif symbol in _SYMBOLS:
            self._say(_SYMBOLS[symbol])

    def _characters(self, characters: bytes) -> None:
        if self._skip:
            skipped = min(self._skip, len(characters))
            self._skip -= skipped
            characters = characters[skipped:]
        if self._shown:
            self._pending += characters

    def _character(self, octet: bytes) -> None:
        if self._skip:
            self._skip -= 1
        elif self._shown:
            self._pending += octet

    def _word(self, word: bytes, number: int | None) -> int:
        """Do what a control word says; returns how many octets of data behind it are to be passed over."""
        starred, self._starred = self._starred, False
        if word == b"bin":
            return max(number or 0, 0)
        if self._skip and word != b"u":
            self._skip -= 1
            return 0
        group = self._group
        if word == b"u" and number is not None:
            self._skip = 0
            self._say(chr(number & 0xFFFF))
            self._skip = group.skipped
        elif word in _CHARACTERS:
            self._say(_CHARACTERS[word])
        elif word == b"htmlrtf":
            self._change(replace(group, for_rtf=number != 0))
        elif word == b"htmltag":
            self._change(replace(group, tag=self._html, ignored=group.ignored or not self._html))
        elif word == b"fonttbl":
            self._change(replace(group, fonts=True))
        elif starred or word in _IGNORED:
            self._change(replace(group, ignored=True))
        elif word == b"uc":
            self._change(replace(group, skipped=max(number or 0, 0)))
        elif word in {b"f", b"plain"}:
            self._change(replace(group, font=self._default_font if word == b"plain" else number or 0))
        elif word == b"deff":
            self._default_font = number or 0
        elif word == b"ansicpg":
            if number and (found := code_page(number)):
                self._default = found[0]
        elif word in {b"fcharset", b"cpg"} and group.fonts:
            page = _CHARSETS.get(number or 0) if word == b"fcharset" else number
            if page and (found := code_page(page)):
                self._codecs[group.font] = found[0]
        return 0

    @property
    def _shown(self) -> bool:
        group = self._group
        return not group.ignored and not group.fonts and (group.tag or not (self._html and group.for_rtf))

    def _change(self, group: _Group) -> None:
        self._flush()
        self._group = group

    def _say(self, text: str) -> None:
        if self._shown:
            self._flush()
            self._out.append(_ENTITIES.get(text, text) if self._html and not self._group.tag else text)

    def _flush(self) -> None:
        if self._pending:
            codec = self._codecs.get(self._group.font, self._default)
            if self._group.tag:  # tags are in the page of the whole (MS-OXRTFEX 2.2.3.2)
                codec = self._default
            self._out.append(self._pending.decode(codec, "replace"))
            self._pending.clear()
