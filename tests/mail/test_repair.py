"""Repairs of messages that a server refuses: what is found, what is offered, and that a repair does what it says and
nothing else, wherever the pieces are cut."""

from __future__ import annotations

import itertools
import re
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.mail.mails import crlf, locator_of, mail, wire_octets, write

from mailferry.mail.message import Form
from mailferry.mail.repair import REPAIRS, beyond_repair, diagnose, fitting, repaired, repairs

EACH = [Form.NUL_TO_SPACE, Form.NUL_REMOVED, Form.CR_TO_LINE, Form.HEADER_FIELDS, Form.HEADER_END, Form.HEADER_ENCODED]
HEADER = b"From: a@example.org\r\nSubject: s\r\n"


def mended(octets: bytes, form: Form) -> bytes:
    return b"".join(repaired([octets], form))


def offers(octets: bytes) -> dict[Form, str]:
    return {repair.form: repair.effect for repair in repairs(diagnose([octets]))}


@pytest.mark.parametrize(("octets", "form", "expected", "effect"), [
    (HEADER + b"\r\na\0b\0\0\r\n", Form.NUL_TO_SPACE, HEADER + b"\r\na b  \r\n", "3 NUL characters become spaces."),
    (HEADER + b"\r\na\0b\r\n", Form.NUL_REMOVED, HEADER + b"\r\nab\r\n", "1 NUL character is taken out."),
    (HEADER + b"\r\na\rb\r\r\nc\r", Form.CR_TO_LINE, HEADER + b"\r\na\r\nb\r\nc\r\n",
     "3 CRs without LF become line ends, or are taken out where a line end follows."),
    (HEADER + b"no field\r\n folded\r\nX-B: c\r\n\r\nno field\r\n", Form.HEADER_FIELDS,
     HEADER + b"X-Invalid-Header-Line: no field\r\n folded\r\nX-B: c\r\n\r\nno field\r\n",
     "1 header line that is no field becomes the text of a field X-Invalid-Header-Line."),
    (b"X-A : b\r\nX C: d\r\n: e\r\n" + HEADER + b"\r\n", Form.HEADER_FIELDS,
     b"X-A: b\r\nX-Invalid-Header-Line: X C: d\r\nX-Invalid-Header-Line: : e\r\n" + HEADER + b"\r\n",
     "2 header lines that are no field become the text of fields X-Invalid-Header-Line. White space before the colon "
     "of 1 header field is taken out."),
    (b">From a@example.org Sat\r\n" + HEADER + b"\r\nx\r\n", Form.HEADER_FIELDS,
     b"X-Invalid-Header-Line: >From a@example.org Sat\r\n" + HEADER + b"\r\nx\r\n",
     "1 header line that is no field becomes the text of a field X-Invalid-Header-Line."),
    (b"Just text.\r\n\r\nMore.\r\n", Form.HEADER_END, b"\r\nJust text.\r\n\r\nMore.\r\n",
     "An empty line is put before its first line: what follows is text."),
    (b" begins with a space\r\n", Form.HEADER_END, b"\r\n begins with a space\r\n",
     "An empty line is put before its first line: what follows is text."),
    (HEADER + b"Text follows\r\nat once.\r\n", Form.HEADER_END, HEADER + b"\r\nText follows\r\nat once.\r\n",
     "An empty line is put before the first line that is no header field: what follows is text."),
    (b"X-A: \xfc b \xe4\r\nX-B: \xfc\r\n\r\n\xfc\r\n", Form.HEADER_ENCODED,
     b"X-A: =?windows-1252?q?=FC?= b =?windows-1252?q?=E4?=\r\nX-B: =?windows-1252?q?=FC?=\r\n\r\n\xfc\r\n",
     "Octets over 127 in 2 header fields become encoded words (RFC 2047)."),
    (b"Subject: broken of", Form.HEADER_END, b"Subject: broken of\r\n",
     "A line end is put at its end, which is within its header."),
])
def test_a_repair_does_what_it_says(octets: bytes, form: Form, expected: bytes, effect: str) -> None:
    assert offers(octets)[form] == effect
    assert mended(octets, form) == expected
    assert form not in offers(expected)


@pytest.mark.parametrize("octets", [
    crlf(mail()), HEADER, HEADER + b"\r\n", b"\r\n", b"\r\nonly text",
    HEADER + b"X-Long: a\r\n\tb\r\n \r\nX-C: d\r\n\r\nx", HEADER + b"\r\nno field here\r\nX A: b\r\nX-B : c",
])
def test_nothing_is_offered_for_a_message_in_order(octets: bytes) -> None:
    assert offers(octets) == {}
    assert mended(octets, REPAIRS) == octets


def test_what_is_likelier_stands_first() -> None:
    """Fields behind an odd line: it was meant as a header. None: the text has begun."""
    among_fields = repairs(diagnose([HEADER + b"odd\r\nX-A: b\r\n\r\nx\r\n"]))
    before_text = repairs(diagnose([HEADER + b"odd\r\nmore\r\n\r\nx\r\n"]))
    assert [one.form for one in among_fields] == [Form.HEADER_FIELDS, Form.HEADER_END]
    assert [one.form for one in before_text] == [Form.HEADER_END, Form.HEADER_FIELDS]


@pytest.mark.parametrize(("words", "chosen"), [
    ("Message contains NUL characters", [Form.NUL_TO_SPACE]),
    ("Message contains invalid header", [Form.HEADER_FIELDS]),
    ("Message contains bare newlines", [Form.CR_TO_LINE]),
    ("Message contains non-ASCII characters in headers", [Form.HEADER_FIELDS, Form.HEADER_ENCODED]),
    ("I do not like it", [Form.NUL_TO_SPACE, Form.CR_TO_LINE, Form.HEADER_FIELDS, Form.HEADER_ENCODED]),
])
def test_the_servers_words_choose(words: str, chosen: list[Form]) -> None:
    found = repairs(diagnose([HEADER + b"odd\0\r\nX-A: \xfc\r\n\r\nx\ry\r\n"]))
    assert [repair.form for repair in fitting(found, words)] == chosen


def test_long_lines_are_counted_and_not_repaired() -> None:
    octets = HEADER + b"\r\n" + b"x" * 998 + b"\r\n" + b"y" * 999 + b"\r\n" + b"z" * 5000
    found = diagnose([octets])
    assert repairs(found) == []
    assert beyond_repair(found) == "2 lines have more than 998 octets, and to break them would change the text."
    assert beyond_repair(diagnose([HEADER])) == ""


@pytest.mark.parametrize(("octets", "binary"), [
    (HEADER + b"Content-Transfer-Encoding: binary\r\n\r\nx", True),
    (HEADER + b"Content-transfer-encoding :\r\n\tBinary\r\n\r\nx", True),
    (HEADER + b"\r\n--part\r\nContent-Transfer-Encoding: binary\r\n\r\nx", True),
    (HEADER + b"Content-Transfer-Encoding: base64\r\nX-Binary: binary\r\n\r\nbinary", False),
    (HEADER + b"X-Content-Transfer-Encoding: binary\r\n\r\nx", False),
])
def test_a_named_binary_encoding_is_found(octets: bytes, binary: bool) -> None:
    for size in (1, 7, len(octets)):
        assert diagnose(pieces(octets, size)).binary is binary


def test_the_repaired_octets_are_those_that_are_read(tmp_path: Path) -> None:
    path = write(tmp_path / "m", b">From here\nSubject: a\0\nodd\nX-A: b\n\nText\r.\n")
    form = Form.MBOX_UNQUOTE | Form.NUL_TO_SPACE | Form.CR_TO_LINE | Form.HEADER_FIELDS
    assert wire_octets(locator_of(path, form)) == (
        b"X-Invalid-Header-Line: From here\r\nSubject: a \r\nX-Invalid-Header-Line: odd\r\nX-A: b\r\n\r\nText\r\n.\r\n")


# --- whatever the octets -------------------------------------------------------------------------------------------

_LINES = st.sampled_from([b"Subject: s", b"X-A : b", b"X A: b", b"no field", b" folded", b"\tfolded", b"", b"a\0b",
                          b"\0", b"c\rd", b"\r", b"\r\r", b"From me", b":", b"a:", b"x" * 999, b"y" * 1001 + b": z",
                          b"\xe4: b", b"X-E: \xe4"])


@st.composite
def odd_mail(draw: st.DrawFn) -> bytes:
    """Wire octets: each LF has a CR before it."""
    lines = draw(st.lists(_LINES, max_size=12))
    return b"\r\n".join(lines) + draw(st.sampled_from([b"", b"\r\n", b"\r\n\r\nText.\r\n"]))


def pieces(octets: bytes, size: int) -> list[bytes]:
    return [octets[start:start + size] for start in range(0, len(octets), size)]


@given(odd_mail(), st.sampled_from([*EACH, REPAIRS, Form.NUL_REMOVED | Form.CR_TO_LINE | Form.HEADER_FIELDS]),
       st.integers(1, 40))
@example(b"Subject: s\r\n\r\r\r\nX-E: \xe4", Form.HEADER_ENCODED, 1)
def test_pieces_make_no_difference_and_twice_is_once(octets: bytes, form: Form, size: int) -> None:
    once = mended(octets, form)
    chunks = list(repaired(pieces(octets, size), form))
    assert b"".join(chunks) == once
    assert all(chunks)
    if not form & (form - 1):
        assert mended(once, form) == once
    assert diagnose(pieces(octets, size)) == diagnose([octets])


@given(odd_mail())
def test_a_repair_is_offered_exactly_where_it_changes_something(octets: bytes) -> None:
    offered = offers(octets)
    for form in EACH:
        changes = mended(octets, form) != octets
        assert changes or form not in offered
        if form in (Form.NUL_TO_SPACE, Form.NUL_REMOVED, Form.CR_TO_LINE, Form.HEADER_END,
                    Form.HEADER_ENCODED):
            assert changes == (form in offered)
        if form in offered:
            assert form not in offers(mended(octets, form))


@given(odd_mail())
def test_a_repair_changes_nothing_else(octets: bytes) -> None:
    without_nul = octets.replace(b"\0", b"")
    assert mended(octets, Form.NUL_REMOVED) == without_nul
    assert mended(octets, Form.NUL_TO_SPACE) == octets.replace(b"\0", b" ")
    ended = mended(octets, Form.CR_TO_LINE)
    assert ended == re.sub(rb"\r+\n|\r", b"\r\n", octets)
    fields = mended(octets, Form.HEADER_FIELDS)
    header, end = _header_lines(octets)
    assert fields.endswith(octets[end:])
    for before, after in itertools.zip_longest(header, _header_lines(fields)[0]):
        assert after in (before, b"X-Invalid-Header-Line: " + before, re.sub(rb"\A([!-9;-~]+)[ \t]+:", rb"\1:", before))
    closed = mended(octets, Form.HEADER_END)
    added = len(closed) - len(octets)
    assert added in (0, 2)
    if added:
        places = [place for place in range(len(octets) + 1) if closed == octets[:place] + b"\r\n" + octets[place:]]
        assert places


def _header_lines(octets: bytes) -> tuple[list[bytes], int]:
    """The lines before the first empty one, and where they end."""
    lines, position = [], 0
    for line in re.findall(rb"[^\n]*\n|[^\n]+\Z", octets):
        if re.fullmatch(rb"\r*\n", line):
            break
        lines.append(line)
        position += len(line)
    return lines, position
