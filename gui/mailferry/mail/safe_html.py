"""The HTML of a mail made harmless: what is not on a closed list is left out, and nothing is ever fetched for it.

Kept are the elements that shape text, http(s) and mailto addresses of links, and pictures that lie in the mail itself
(`cid:`, RFC 2392). Scripts, styles, forms, frames, and pictures from elsewhere go; the text in unknown elements stays.
Colours go too, so that a mail is readable on light and on dark ground. What comes out is closed in the order in which
it was opened and is not deep: Qt takes a minute and a half to lay out 40,000 elements within each other.

Tags are told apart as the HTML standard says (its chapter on tokenization), each character looked at once: Python's
html.parser needs minutes for 400 kB of `<a<a<a`.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field

INPUT_LIMIT = 400_000
OUTPUT_LIMIT = 100_000
"""Characters that are looked at, and that are kept: a window lays out no more at once."""

_INLINE = frozenset({"a", "abbr", "b", "big", "cite", "code", "dfn", "em", "i", "kbd", "s", "samp", "small", "span",
                     "strike", "strong", "sub", "sup", "tt", "u", "var"})
_TABLE = frozenset({"table", "tbody", "td", "tfoot", "th", "thead", "tr"})
_VOID = frozenset({"br", "hr", "img"})
_KEPT = _INLINE | _TABLE | _VOID | {"address", "blockquote", "center", "dd", "div", "dl", "dt", "h1", "h2", "h3", "h4",
                                    "h5", "h6", "li", "ol", "p", "pre", "ul"}
_LINES = frozenset({"article", "aside", "caption", "fieldset", "figure", "footer", "form", "header", "main", "nav",
                    "option", "section"})
"""Elements that are not kept but stand on lines of their own."""
_TEXT_DROPPED = frozenset({"script", "style", "title", "iframe", "noembed", "noframes", "textarea", "xmp"})
"""Elements without elements in them: they end at their end tag, and at nothing else."""
_WHOLE_DROPPED = frozenset({"object", "applet", "svg", "math", "template", "select"})
_DEEPEST = 24
_DEEPEST_TABLE = 2
"""Elements within elements; what is deeper is laid out line by line."""
_PLACES = 10_000
"""Rows times columns of all tables; what comes after is laid out line by line, too. Qt needs a minute for 300,000, and
a mail of 2 kB can ask for millions."""
_ENDS = {"p": {"p"}, "li": {"li", "p"}, "dt": {"dt", "dd", "p"}, "dd": {"dt", "dd", "p"}, "td": {"td", "th", "p"},
         "th": {"td", "th", "p"}, "tr": {"tr", "td", "th", "p"}}
"""What an element ends that begins while that is still open."""
_LINK = re.compile(r"(?:https?://|mailto:)[^\s\x00-\x1f]+", re.IGNORECASE)
_CONTENT_ID = re.compile(r"cid:([^\s\x00-\x1f]+)", re.IGNORECASE)
_SPAN = re.compile(r"[1-9]\d?")

_TAG = re.compile(r"/?([a-zA-Z][^\s/>]*)")
_BEFORE_NAME = re.compile(r"[\s/]*")
_NAME = re.compile(r"[^>\s/][^>\s/=]*")
_EQUALS = re.compile(r"\s*=\s*")
_UNQUOTED = re.compile(r"[^>\s]*")


@dataclass(frozen=True, slots=True)
class SafeHtml:
    """`elsewhere` counts the pictures that were left out because they would have been fetched; `cut`: it went on."""

    html: str
    elsewhere: int
    cut: bool


def safe_html(source: str) -> SafeHtml:
    """Make the HTML of a mail harmless. Never fails, whatever it is."""
    cleaner = _Cleaner(source[:INPUT_LIMIT])
    cleaner.run()
    return SafeHtml("".join(cleaner.kept), cleaner.elsewhere, cleaner.cut or len(source) > INPUT_LIMIT)


@dataclass(slots=True)
class _Grid:
    """How large a table is. A cell that spans rows pushes the cells of those rows aside."""

    rows: int = 0
    width: int = 0
    widest: int = 0
    spans: list[tuple[int, int]] = field(default_factory=list)  # from rows before: the last row, and how many columns

    def take(self, tag: str, across: int, down: int) -> None:
        """A row begins, or a cell."""
        if tag == "tr":
            self.rows += 1
            self.spans = [span for span in self.spans if span[0] >= self.rows]
            self.width = sum(columns for _, columns in self.spans)
        else:
            self.width += across
            self.widest = max(self.widest, self.width)
            if down > 1:
                self.spans.append((self.rows + down - 1, across))

    @property
    def places(self) -> int:
        """Rows times columns."""
        return max(1, self.rows) * self.widest


class _Cleaner:
    def __init__(self, source: str) -> None:
        self.kept: list[str] = []
        self.elsewhere = 0
        self.cut = False
        self._source = source
        self._folded = "".join(char.lower() if char.isascii() else char for char in source)
        self._length = 0
        self._dropping = ""  # the element that is dropped with all that is in it
        self._within = 0  # how often that element is open within itself
        self._tables = 0
        self._grids: list[_Grid] = []  # of the tables that are open
        self._places = 0  # of those that were closed
        self._open: list[str] = []  # the elements that were kept and not closed yet

    def run(self) -> None:
        """Go through the source once."""
        at, end = 0, len(self._source)
        while at < end and not self.cut:
            opening = self._source.find("<", at)
            self._text(self._source[at:opening if opening >= 0 else end])
            at = self._markup(opening + 1) if opening >= 0 else end
        while self._open:
            self.kept.append(f"</{self._open.pop()}>")

    def _markup(self, at: int) -> int:
        """What begins with the `<` before `at`; returns where the text after it begins."""
        source = self._source
        if source.startswith("!--", at):
            return self._after("-->", at + 3)
        if source.startswith(("!", "?"), at):
            return self._after(">", at)
        tag = _TAG.match(source, at)
        if tag is None:
            if not source.startswith("/", at):
                self._text("<")
                return at
            return self._after(">", at)
        name = tag.group(1).lower()
        attributes, at = self._attributes(tag.end())
        if at > len(source):
            return at  # it does not end
        if tag.group().startswith("/"):
            self._end(name)
        else:
            self._start(name, attributes)
            if name in _TEXT_DROPPED:
                found = self._folded.find(f"</{name}", at)
                return found if found >= 0 else len(source)
        return at

    def _after(self, text: str, at: int) -> int:
        found = self._folded.find(text, at)
        return found + len(text) if found >= 0 else len(self._source)

    def _attributes(self, at: int) -> tuple[dict[str, str], int]:
        """The attributes from `at` on, the first of each name, and where the tag ends; beyond the source if nowhere."""
        source, nowhere = self._source, len(self._source) + 1
        found: dict[str, str] = {}
        while True:
            at = _match(_BEFORE_NAME, source, at)
            if source.startswith(">", at):
                return found, at + 1
            name = _NAME.match(source, at)
            if name is None:
                return found, nowhere
            at = name.end()
            value = ""
            if equals := _EQUALS.match(source, at):
                at = equals.end()
                quote = source[at:at + 1]
                if quote in {'"', "'"}:
                    closing = source.find(quote, at + 1)
                    if closing < 0:
                        return found, nowhere
                    value, at = source[at + 1:closing], closing + 1
                else:
                    begin, at = at, _match(_UNQUOTED, source, at)
                    value = source[begin:at]
            found.setdefault(name.group().lower(), html.unescape(value))

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        if self._dropping:
            self._within += tag == self._dropping
        elif tag in _WHOLE_DROPPED:
            self._dropping, self._within = tag, 1
        elif tag == "img":
            self._picture(attributes)
        elif tag in _KEPT or tag in _LINES:
            self._keep_start(tag if tag in _KEPT else "div", attributes)

    def _keep_start(self, tag: str, attributes: dict[str, str]) -> None:
        self._tables += tag == "table"
        spans = _spans(attributes) if tag in {"td", "th"} else {}
        if tag in {"tr", "td", "th"} and self._grids:
            self._grids[-1].take(tag, spans.get("colspan", 1), spans.get("rowspan", 1))
            if self._places + sum(grid.places for grid in self._grids) > _PLACES:
                self._close(self._open.index("table"))
                self._places = _PLACES
        if len(self._open) >= _DEEPEST or (tag in _TABLE and self._flat):
            self._keep(" " if tag in _INLINE or tag in {"td", "th"} else "<br>")
            return
        ended = _ENDS.get(tag, set())
        place = len(self._open)
        while place and self._open[place - 1] in ended | _INLINE:
            place -= 1
        inner = self._open[place:]
        if ended.intersection(inner):
            self._close(place + next(at for at, name in enumerate(inner) if name in ended))
        if self._keep(f"<{tag}{_kept_attributes(tag, attributes, spans)}>") and tag not in _VOID:
            self._open.append(tag)
            if tag == "table":
                self._grids.append(_Grid())

    def _close(self, place: int) -> None:
        """Close what is open from that place on."""
        while len(self._open) > place:
            closed = self._open.pop()
            self._keep(f"</{closed}>")
            if closed == "table":
                self._places += self._grids.pop().places

    @property
    def _flat(self) -> bool:
        return self._tables > _DEEPEST_TABLE or self._places >= _PLACES

    def _end(self, tag: str) -> None:
        if self._dropping:
            self._within -= tag == self._dropping
            if not self._within:
                self._dropping = ""
        elif tag in _TABLE and self._flat:
            self._tables -= tag == "table" and self._tables > 0
        else:
            self._tables -= tag == "table" and self._tables > 0
            kept = "div" if tag in _LINES else tag
            if kept in self._open:
                self._close(len(self._open) - 1 - self._open[::-1].index(kept))

    def _text(self, text: str) -> None:
        if not text or self._dropping:
            return
        room = OUTPUT_LIMIT - self._length
        shown = html.escape(html.unescape(text))
        if len(shown) > room:  # the beginning of it is shown, and no half of an `&amp;`
            self._keep(re.sub(r"&[^;]{0,5}\Z", "", shown[:room]))
            self.cut = True
        else:
            self._keep(shown)

    def _picture(self, attributes: dict[str, str]) -> None:
        source = attributes.get("src", "").strip()
        own = _CONTENT_ID.fullmatch(source)
        if own:
            self._keep(f'<img src="cid:{html.escape(own.group(1))}">')
            return
        self.elsewhere += bool(source)
        words = attributes.get("alt", "").strip()
        if words:
            self._keep(f"[{html.escape(words)}]")

    def _keep(self, piece: str) -> bool:
        """Returns whether there was room for it."""
        if self._length + len(piece) > OUTPUT_LIMIT:
            self.cut = True
            return False
        self._length += len(piece)
        self.kept.append(piece)
        return True


def _match(pattern: re.Pattern[str], source: str, at: int) -> int:
    """Where a pattern that always matches ends."""
    found = pattern.match(source, at)
    return at if found is None else found.end()


def _spans(given: dict[str, str]) -> dict[str, int]:
    return {name: int(given[name]) for name in ("colspan", "rowspan") if _SPAN.fullmatch(given.get(name, ""))}


def _kept_attributes(tag: str, given: dict[str, str], spans: dict[str, int]) -> str:
    kept = []
    if tag == "a" and (link := _LINK.fullmatch(given.get("href", "").strip())):
        kept.append(f' href="{html.escape(link.group())}"')
    kept += [f' {name}="{count}"' for name, count in spans.items()]
    return "".join(kept)
