"""Octets over 127 in a header become encoded words that say the same, where they may, and nothing else changes."""

from __future__ import annotations

import email
import email.policy
from email.header import decode_header, make_header

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailferry.mail.encoded_words import HEADER_LIMIT, count_encodable, encoded

BODY = b"\r\nText \xe4\xf6.\r\n"


def whole(octets: bytes) -> bytes:
    return b"".join(encoded([octets]))


@pytest.mark.parametrize(("field", "expected"), [
    (b"Subject: Gr\xc3\xbc\xc3\x9fe an alle", b"Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?= an alle"),
    (b"Subject: an Gr\xfc\xdfe \xe4 b", b"Subject: an =?windows-1252?q?Gr=FC=DFe_=E4?= b"),
    (b"Subject: \x81", b"Subject: =?iso-8859-1?q?=81?="),
    (b"Subject: =?utf-8?q?a?= \xfc =?utf-8?q?b?=", b"Subject: =?utf-8?q?a?= =?windows-1252?q?_=FC_?= =?utf-8?q?b?="),
    (b"Subject: \xfc\r\n \xe4", b"Subject: =?windows-1252?q?=FC_=E4?="),
    (b"X-Note : \xfc", b"X-Note : =?windows-1252?q?=FC?="),
    (b"From: J\xc3\xb6rg M\xc3\xbcller <j@example.org>",
     b"From: =?utf-8?q?J=C3=B6rg_M=C3=BCller?= <j@example.org>"),
    (b'To: "M\xfcller, \\"J\\"" <j@example.org>, Ada <a@example.org>',
     b"To: =?windows-1252?q?M=FCller=2C_=22J=22?= <j@example.org>, Ada <a@example.org>"),
    (b"Cc: j@example.org (J\xf6rg)", b"Cc: j@example.org (=?windows-1252?q?J=F6rg?=)"),
    (b"To: j\xf6rg@example.org, <\xfc@example.org>, a@\xfc.example", None),
    (b'Content-Type: text/plain; name="\xc3\xbc b.txt"; charset=utf-8',
     b"Content-Type: text/plain; name*=utf-8''%C3%BC%20b%2Etxt; charset=utf-8"),
    (b"Content-Disposition: inline; filename=\xfc", b"Content-Disposition: inline; filename*=windows-1252''%FC"),
    (b"Message-ID: <\xfc@example.org>", None),
    (b"Received: from \xfc", None),
    (b"no field \xfc", None),
    (b"Subject: plain", None),
])
def test_each_kind_of_field(field: bytes, expected: bytes | None) -> None:
    octets = b"X-A: b\r\n" + field + b"\r\n" + BODY
    after = whole(octets)
    assert after == b"X-A: b\r\n" + (expected or field) + b"\r\n" + BODY
    assert count_encodable(octets) == (expected is not None)
    assert count_encodable(after) == 0


def test_a_header_that_is_very_long_is_left_alone() -> None:
    octets = b"Subject: \xfc\r\n" + b"X-A: b\r\n" * (HEADER_LIMIT // 8) + BODY
    assert whole(octets) == octets
    assert count_encodable(octets) == 0


_TEXT = st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=20)
_VALUES = st.lists(_TEXT | st.just("plain") | st.just("=?x"), min_size=1, max_size=30).map(" ".join)


@given(_VALUES)
def test_a_subject_says_the_same(subject: str) -> None:
    """Read by the standard library. Words that look coded before are not asked for."""
    if "=?" in subject:
        return
    after = whole(b"Subject: " + subject.encode() + b"\r\n" + BODY)
    value = email.message_from_bytes(after, policy=email.policy.compat32)["Subject"]
    assert after.partition(b"\r\n\r\n")[0].isascii()
    assert str(make_header(decode_header(value))) == subject
    assert all(len(word) <= 75 for word in after.split() if word.startswith(b"=?"))


_FIELDS = st.sampled_from([b"Subject: \xfc x \xe4\xe4", b"From: \xfc \"\xe4 b\" <a@\xe4>, \xfc", b" \xfc fold", b"\xfc",
                           b"Content-Type: a/b; n=\xfc; m=\"", b"To: \"\xfc", b"To: (\xfc <\xfc> \xfc@b \xfc)"])


@given(st.lists(_FIELDS, max_size=8), st.integers(1, 30))
def test_pieces_make_no_difference_and_twice_is_once(fields: list[bytes], size: int) -> None:
    octets = b"\r\n".join(fields) + b"\r\n" + BODY
    once = whole(octets)
    chunks = list(encoded(octets[start:start + size] for start in range(0, len(octets), size)))
    assert b"".join(chunks) == once
    assert all(chunks)
    assert whole(once) == once
    assert once.endswith(BODY)
    assert (count_encodable(octets) > 0) == (once != octets)
