"""The HTML of a mail in the reading pane: readable, and harmless."""

from __future__ import annotations

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
