"""The HTML of a mail in the reading pane: readable, and harmless."""

from __future__ import annotations

import html
import re
import time
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailferry.mail.safe_html import OUTPUT_LIMIT, safe_html

_ALLOWED_TAG = re.compile(r"</?[a-z][a-z0-9]*>|<img src=\"cid:[^\"<>]+\">|<a href=\"(?:https?://|mailto:)[^\"<>]+\">"
                          r"|<t[dh](?: (?:col|row)span=\"[0-9]{1,2}\")*>", re.IGNORECASE)


@pytest.mark.parametrize(("source", "shown"), [
    ("<p>Pay <b>now</b> &amp; smile &#x263A;", "<p>Pay <b>now</b> &amp; smile ☺</p>"),
    ("<script>alert('<p>')</script>a<STYLE>b{}</style >c<title>t</title>d", "acd"),
    ("<p onclick='x()' style='background:url(http://x/)' class=a>t</p>", "<p>t</p>"),
    ("<a href='javascript:x()'>t</a><a href=' https://example.org/?a=1&amp;b=2 '>u</a>",
     '<a>t</a><a href="https://example.org/?a=1&amp;b=2">u</a>'),
    ("<form action=x><input value=y><button>Send</button></form>", "<div>Send</div>"),
    ("<!-- <b> -->a<!doctype html>b<?php x ?>c", "abc"),
    ("<svg><a>x</a><svg></svg>y</svg>z<object><p>o</object>", "z"),
    ("1 < 2 <3 a<b", "1 &lt; 2 &lt;3 a"),
    ("<table><tr><td colspan=2 width=9>a<td>b<tr><td>c</table>",
     '<table><tr><td colspan="2">a</td><td>b</td></tr><tr><td>c</td></tr></table>'),
    ("<ul><li>a<li>b</ul></div></b>", "<ul><li>a</li><li>b</li></ul>"),
    ('<a title="</a><script>">x</a>', "<a>x</a>"),
    ("<iframe src=x><p>inside</iframe>out", "out"),
])
def test_what_is_kept(source: str, shown: str) -> None:
    assert safe_html(source).html == shown


def test_pictures_from_elsewhere_are_counted_and_those_of_the_mail_kept() -> None:
    found = safe_html("<img src='http://x/1.gif' alt='Our logo'><img src=//x/2><IMG SRC=CID:a%20b><img src=file:///e>"
                      "<img src='data:image/png;base64,AAAA'>")
    assert found.html == '[Our logo]<img src="cid:a%20b">'
    assert found.elsewhere == 4


def test_a_page_without_end_is_cut_and_still_closed() -> None:
    found = safe_html("<div><p>word word " * 20_000)
    assert found.cut
    assert len(found.html) < OUTPUT_LIMIT + 1000
    assert found.html.count("<div>") == found.html.count("</div>")


@pytest.mark.parametrize("piece", ["<a", "<!--", "<a href='", "<![CDATA[", "&#", "<style>", "<a b=", "<div>", "<table>",
                                   "<ul><li>", "<a x=\"y\" '", "<svg>"])
def test_what_is_meant_to_take_for_ever_does_not(piece: str) -> None:
    began = time.process_time()
    safe_html(piece * (400_000 // len(piece)))
    assert time.process_time() - began < 3


class _Depth(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.deepest = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in {"br", "hr", "img"}:
            self.open.append(tag)
            self.deepest = max(self.deepest, len(self.open))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


_PIECES = st.sampled_from([
    "<", ">", "</", "/>", "<p>", "<p ", "<b>", "</b>", "<table>", "<tr>", "<td>", "</table>", "<ul>", "<li>",
    "<script>", "</script>", "<img src=", "cid:x", "http://y", "'", '"', "=", "<!--", "-->",
    "<a href=\"https://z\" onclick=x>", "&lt;script&gt;", "&", "<style", "<svg>", "</svg>", "\0",
    "<div style=x>", "</div>", "<textarea>", "<form>"])


@settings(max_examples=300, deadline=None)
@given(st.lists(_PIECES | st.text(max_size=5), max_size=60).map("".join))
def test_only_what_is_on_the_list_comes_out_and_it_is_closed(source: str) -> None:
    shown = safe_html(source).html
    for tag in re.findall(r"<[^>]*>?", shown):
        assert _ALLOWED_TAG.fullmatch(tag), tag
    depth = _Depth()
    depth.feed(shown)
    depth.close()
    assert depth.open == []
    assert depth.deepest <= 25


@pytest.mark.parametrize("cell", ['<tr><td colspan="99" rowspan="99">x', '<tr><td colspan="99">x',
                                  '<tr><td rowspan="99">x', "<td>x", "<tr><td>" + "<td>x" * 300])
def test_tables_are_no_larger_than_can_be_laid_out(cell: str) -> None:
    """Qt needs minutes for 50 cells that span 99 rows and 99 columns."""
    wide = "<table><tr>" + "<td>x" * 300
    for source in (f"<table>{cell * 3000}", f"{wide}{cell * 3000}"):
        page = safe_html(source + "</table><p>the end</p>")
        rows, spans, width, widest = 0, list[tuple[int, int]](), 0, 0
        for tag, attributes in re.findall(r"<(tr|td)\b([^>]*)>", page.html):
            given = {name: int(count) for name, count in re.findall(r'(\w+)="(\d+)"', attributes)}
            if tag == "tr":
                rows += 1
                spans = [span for span in spans if span[0] >= rows]
                width = sum(columns for _, columns in spans)
            else:
                width += given.get("colspan", 1)
                widest = max(widest, width)
                if given.get("rowspan", 1) > 1:
                    spans.append((rows + given["rowspan"] - 1, given.get("colspan", 1)))
        assert rows * widest <= 10_000
        assert page.cut or "the end" in page.html


def test_a_large_table_as_people_send_it_stays_one() -> None:
    """With groups of rows that have one cell in common."""
    source = "<table>" + ('<tr><td rowspan="5">group<td>a<td>b' + "<tr><td>a<td>b" * 4) * 100 + "</table>"
    page = safe_html(source).html
    assert page.count("<tr>") == 500
    assert page.count('rowspan="5"') == 100


@pytest.mark.parametrize("text", ["word " * 50_000, "a & b " * 30_000, "&" * 150_000])
def test_of_one_long_text_the_beginning_is_shown(text: str) -> None:
    page = safe_html(f"<pre>{html.escape(text)}</pre>")
    assert page.cut
    assert OUTPUT_LIMIT - 20 < len(page.html) <= OUTPUT_LIMIT + len("</pre>")
    shown = html.unescape(re.sub("</?pre>", "", page.html))
    assert len(shown) > 15_000
    assert text.startswith(shown)
