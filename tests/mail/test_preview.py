"""What the reading pane is told of a mail, whatever its octets are."""

from __future__ import annotations

import email.message
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.mail.mails import locator_of, write

from mailferry.mail.errors import SourceVanished
from mailferry.mail.preview import LIMIT_OCTETS, TEXT_LIMIT, Attachment, preview, preview_of

PIXEL = b"\x89PNG\r\n\x1a\n and what follows"


def test_text_is_told_with_its_fields_decoded() -> None:
    found = preview_of(b"From: =?utf-8?Q?J=C3=BCrgen?= <j@example.org>\r\nReceived: by a\r\nsubject: One\r\n two\r\n"
                       b"Date: Fri, 1 Mar 2019 12:00:00 +0000\r\nContent-Type: text/plain; charset=iso-8859-1\r\n\r\n"
                       b"Gr\xfc\xdfe\r\n\r\nzwei\r\n")
    assert found.fields == (("From", "Jürgen <j@example.org>"), ("Date", "Fri, 1 Mar 2019 12:00:00 +0000"),
                            ("Subject", "One two"))
    assert (found.text, found.html, found.attachments, found.cut) == ("Grüße\n\nzwei\n", "", (), False)


def test_octets_of_another_charset_than_told_are_still_readable() -> None:
    head = b"Content-Type: text/plain; charset=%s\r\n\r\n"
    assert preview_of(head % b"x-unknown" + "Grüße".encode()).text == "Grüße"
    assert preview_of(head % b"utf-8" + b"Gr\xfc\xdfe").text == "Grüße"
    assert preview_of(head % b"punycode" + b"abc").text == "abc"


def test_a_page_its_pictures_and_its_attachments_are_told_apart() -> None:
    mail = email.message.EmailMessage()
    mail["Subject"] = "Invoice"
    mail.set_content("In short: pay.")
    mail.add_alternative("<p>Pay <b>now</b><img src='cid:logo@x'><img src='http://example.org/spy.png'></p>", "html")
    page = list(mail.iter_parts())[1]
    assert isinstance(page, email.message.EmailMessage)
    page.add_related(PIXEL, "image", "png", cid="<logo@x>")
    mail.add_attachment(b"x" * 30_000, "application", "pdf", filename="Rechnung März.pdf")
    inner = email.message.EmailMessage()
    inner["Subject"] = "The first offer"
    inner.set_content("hello")
    mail.add_attachment(inner)
    found = preview_of(mail.as_bytes())
    assert found.text == "In short: pay.\n"
    assert "<b>now</b>" in found.html
    assert "example.org" not in found.html
    assert found.elsewhere == 1
    assert [(picture.content_id, picture.octets) for picture in found.pictures] == [("logo@x", PIXEL)]
    pdf, offer = found.attachments
    assert (pdf.name, pdf.media_type) == ("Rechnung März.pdf", "application/pdf")
    assert abs(pdf.octets - 30_000) < 600
    assert (offer.name, offer.media_type) == ("The first offer", "message/rfc822")


def test_of_a_mail_whose_parts_cannot_be_told_apart_all_is_shown() -> None:
    seen = preview_of(b"Content-Type: multipart/mixed; boundary=never\n\n--other\nContent-Type: text/plain\n\n"
                      b"Hello Anna,\n")
    assert "Hello Anna," in seen.text
    assert seen.attachments == ()


def test_an_attached_page_is_an_attachment_not_the_text() -> None:
    found = preview_of(b'Content-Type: text/html\r\nContent-Disposition: attachment; filename="a.html"\r\n\r\n<b>x</b>')
    assert (found.html, found.attachments) == ("", (Attachment("a.html", "text/html", 8),))


def test_of_a_very_large_mail_only_the_beginning_is_looked_at(tmp_path: Path) -> None:
    path = write(tmp_path / "large.eml", b"Subject: large\n\n" + b"line of text\n" * (LIMIT_OCTETS // 10))
    found = preview(locator_of(path))
    assert (found.fields, found.cut, len(found.text)) == ((("Subject", "large"),), True, TEXT_LIMIT)


def test_a_file_that_has_gone_is_told_as_such(tmp_path: Path) -> None:
    path = write(tmp_path / "a.eml", b"Subject: x\n\ny\n")
    where = locator_of(path)
    path.unlink()
    with pytest.raises(SourceVanished):
        preview(where)


MULTIPART = b"Content-Type: multipart/mixed; boundary=b\r\n\r\n"


@pytest.mark.parametrize("nasty", [
    MULTIPART + (b"--b\r\n" + MULTIPART) * 3000,
    b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(3000)),
    b"Content-Type: message/rfc822\r\n\r\n" * 3000,
    b"Content-Type: text/html\r\n\r\n" + b"<a" * 200_000,
    b"Content-Type: text/plain; " + b"a*0=x; " * 20_000 + b"\r\n\r\nx",
    b"Subject: " + b"=?utf-8?q?=" * 100_000 + b"\r\n\r\nx",
    b"Content-Type: text/plain\r\nContent-Transfer-Encoding: x-uuencode\r\n\r\nbegin 644 a\r\n!!!!\xff\r\nend\r\n",
], ids=["same boundary", "deep", "mails in mails", "tags", "parameters", "coded words", "uuencode"])
def test_what_is_meant_to_stop_a_reader_does_not(nasty: bytes) -> None:
    began = time.process_time()
    preview_of(nasty)
    assert time.process_time() - began < 5


_PIECES = st.sampled_from([
    b"Content-Type: multipart/mixed; boundary=b\r\n", b"Content-Type: text/html; charset=utf-16\r\n", b"\r\n",
    b"--b\r\n", b"--b--\r\n", b"Content-Transfer-Encoding: base64\r\n", b"Content-Transfer-Encoding: uuencode\r\n",
    b"begin 666 x\r\n", b"Content-Disposition: attachment; filename*0*=utf-8''%ff; filename*1=\"\r\n",
    b"Content-Type: message/rfc822\r\n", b"Content-ID: <a\xff>\r\n", b"Content-Type: image/png\r\n",
    b"Subject: =?utf-8?b?////?=\r\n", b"<p><img src=cid:a>", b"Content-Type: \xff\xfe; charset=\xe4\r\n",
    b"Content-Type: message/partial; a=\x00\r\n", b"\xff\x00\r", b"="])


@settings(max_examples=150, deadline=None)
@given(st.lists(_PIECES | st.binary(max_size=20), max_size=25).map(b"".join))
def test_any_octets_have_a_preview(octets: bytes) -> None:
    found = preview_of(octets)
    assert "\0" not in found.text + found.html
    assert all("\n" not in value for _, value in found.fields)
