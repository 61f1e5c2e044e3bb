"""One mail in one file, as programs and editors save it."""

from __future__ import annotations

import codecs
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.mail.mails import FROM_LINE, crlf, findings, folders, mail, messages, wire_octets, write

from mailferry.mail.errors import NotMail
from mailferry.mail.message import DateOrigin, Fate, Form
from mailferry.mail.source import SourceKind, open_source


def only(path: Path) -> bytes:
    [message] = messages(path)
    return wire_octets(message)


@pytest.mark.parametrize(("stored", "sent"), [
    (mail(1), crlf(mail(1))),
    (crlf(mail(1)), crlf(mail(1))),
    (codecs.BOM_UTF8 + mail(1), crlf(mail(1))),
    (FROM_LINE + mail(1), crlf(mail(1))),
    (codecs.BOM_UTF8 + crlf(FROM_LINE + mail(1)), crlf(mail(1))),
    (b"From - Sat Jul  1 19:33:02 2000\r\n" + crlf(mail(1)), crlf(mail(1))),
    (FROM_LINE + mail(1, fields=b"Status: RO\n"), crlf(mail(1, fields=b"Status: RO\n"))),
    (b"\n\n" + mail(1), crlf(b"\n\n" + mail(1))),
    (mail(1).replace(b"\n", b"\r"), crlf(mail(1))),
    (codecs.BOM_UTF16_LE + mail(1).decode().encode("utf-16-le"), crlf(mail(1))),
    (codecs.BOM_UTF16_BE + crlf(mail(1)).decode().encode("utf-16-be"), crlf(mail(1))),
    (codecs.BOM_UTF16_LE + mail(1).replace(b"\n", b"\r").decode().encode("utf-16-le"), crlf(mail(1))),
    (b"Subject: no body", b"Subject: no body"),
    (mail(1) + b"\x1a", crlf(mail(1)) + b"\x1a"),
    (mail(1, b">From x\n\nFrom y\n.\n..\n"), crlf(mail(1, b">From x\n\nFrom y\n.\n..\n"))),
])
def test_what_is_sent_of_a_file(tmp_path: Path, stored: bytes, sent: bytes) -> None:
    path = write(tmp_path / "one.eml", stored)
    assert only(path) == sent
    assert open_source(path).kind is SourceKind.MAIL
    assert folders(path) == [()]


def test_cr_as_line_end_is_only_told_when_no_lf_comes_at_all(tmp_path: Path) -> None:
    stored = b"Subject: x\r\r" + b"line\r" * 300_000
    path = write(tmp_path / "one.eml", stored)
    assert messages(path)[0].locator.form == Form.CR_ONLY
    path = write(tmp_path / "two.eml", stored + b"\n")
    assert messages(path)[0].locator.form == Form.PLAIN


def test_a_file_with_several_mails_is_an_mbox_whatever_its_extension(tmp_path: Path) -> None:
    path = write(tmp_path / "several.eml", FROM_LINE + mail(1) + b"\n" + FROM_LINE + mail(2))
    assert [wire_octets(message) for message in messages(path)] == [crlf(mail(1)), crlf(mail(2))]


def test_an_mbox_in_a_mail_stays_in_it(tmp_path: Path) -> None:
    stored = mail(1, b"attached:\n\n" + FROM_LINE + mail(2))
    assert only(write(tmp_path / "one.eml", stored)) == crlf(stored)


@pytest.mark.parametrize("stored", [b"", b"\n", b"\r\n \r\n\n", b"\x00" * 100])
def test_an_empty_file_is_skipped_and_told(tmp_path: Path, stored: bytes) -> None:
    path = write(tmp_path / "none.eml", stored)
    assert messages(path) == []
    assert [finding.fate for finding in findings(path)] == [Fate.SKIPPED]


@pytest.mark.parametrize(("stored", "reason"), [
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "an Outlook message"),
    (b"\x00\x05\x16\x07\x00\x02\x00\x00Mac OS X" + b"\x00" * 100, "AppleDouble"),
    (b"PK\x03\x04" + b"x" * 100, "a zip archive"),
    (b"\x89PNG\r\n\x1a\n" + b"\x00" * 100, "does not begin as a mail"),
    (b"Just prose, and more of it.\n" * 20, "does not begin as a mail"),
    (b"From here on it is prose.\nAnd more.\n", "does not begin as a mail"),
    (b"Note: prose may have a colon\nhttp://example.org\n", "does not begin as a mail"),
    (b"prose\n\nSubject: only in a later block\n", "does not begin as a mail"),
    (b"\x00" * 40_000 + mail(1), "nothing but empty lines or zero octets"),
    (b"From a@b Sat Jul  1 19:33:02 2000 " + b"x" * 40_000, "does not begin as a mail"),
])
def test_a_chosen_file_that_is_no_mail_says_why(tmp_path: Path, stored: bytes, reason: str) -> None:
    path = write(tmp_path / "x.eml", stored)
    with pytest.raises(NotMail, match=r"x\.eml holds no mail: .*" + reason):
        open_source(path)


def test_flags_and_keywords_are_not_told_by_a_loose_mail(tmp_path: Path) -> None:
    [message] = messages(write(tmp_path / "x.eml", mail(1, fields=b"Status: RO\nX-Mozilla-Status: 0005\n")))
    assert (message.flags, message.keywords, message.deleted_in_source) == (frozenset(), frozenset(), False)


def test_the_date_is_that_of_the_delivery_then_of_the_writing_then_of_the_file(tmp_path: Path) -> None:
    received = b"Received: by x;\n\tSun, 2 Jul 2000 00:00:00 +0000\n"
    [message] = messages(write(tmp_path / "1.eml", mail(1, fields=received)))
    assert (message.internal_date, message.date_origin) == (datetime(2000, 7, 2, tzinfo=UTC), DateOrigin.RECEIVED)
    [message] = messages(write(tmp_path / "2.eml", mail(1)))
    assert message.date_origin is DateOrigin.DATE
    [message] = messages(write(tmp_path / "3.eml", b"Subject: x\n\n", mtime=962_409_600))
    assert (message.internal_date, message.date_origin) == (datetime(2000, 7, 1, tzinfo=UTC), DateOrigin.FILE_TIME)


@pytest.mark.parametrize("coding", ["utf-8", "utf-16-le"])
def test_the_summary_of_a_mail_in_any_form(tmp_path: Path, coding: str) -> None:
    mark = {"utf-8": codecs.BOM_UTF8, "utf-16-le": codecs.BOM_UTF16_LE}[coding]
    [message] = messages(write(tmp_path / "x.eml", mark + mail(7).replace(b"\n", b"\r").decode().encode(coding)))
    assert (message.summary.subject, message.summary.message_id) == (b"number 7", b"<7@example.org>")


def test_fields_behind_a_header_of_a_megabyte_are_found(tmp_path: Path) -> None:
    field = b"Cc: a@example.org" + b",\n\tb@example.org" * 70_000 + b"\n"
    [message] = messages(write(tmp_path / "x.eml", field + mail(3)))
    assert message.summary.subject == b"number 3"


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_byte_order_mark(tmp_path: Path, encoding: str) -> None:
    """As some programs save a text."""
    path = write(tmp_path / "x.eml", crlf(mail(1, "Grüße\n".encode())).decode().encode(encoding))
    assert [wire_octets(message) for message in messages(path)] == [crlf(mail(1, "Grüße\n".encode()))]
    assert messages(path)[0].summary.subject == b"number 1"


def test_a_binary_file_with_a_mail_in_it_is_no_mail(tmp_path: Path) -> None:
    """Else the whole of a store that nobody knows would be one message."""
    path = write(tmp_path / "store.dat", b"\x51\x07\0\0\x0c\x08\0\0" + mail(1) + b"\0\0\1" + mail(2))
    with pytest.raises(NotMail):
        open_source(path)


@pytest.mark.parametrize(("stored", "word"), [
    (b"2 M1e C60c47a8d\n\x01\x02N                000000000000009B\n" + mail(1), "Dovecot"),
    (b"BABYL OPTIONS: -*- rmail -*-\nVersion: 5\n\x1f\x0c\n1,,\n*** EOOH ***\n" + mail(1), "unrmail"),
    (b"---\nlayout: post\nsubject: no mail\ndate: today\n---\n", "does not begin as a mail"),
    (b"HTTP/1.1 200 OK\nDate: Sat, 01 Jul 2000 12:33:02 -0700\nContent-Type: text/html\n\n<p>\n",
     "does not begin as a mail")])
def test_files_with_fields_that_are_no_mail(tmp_path: Path, stored: bytes, word: str) -> None:
    with pytest.raises(NotMail, match=word):
        open_source(write(tmp_path / "x", stored))


def test_a_mail_with_a_spoilt_first_line_is_one(tmp_path: Path) -> None:
    """The line is sent as it is: what was there is nobody's to judge."""
    path = write(tmp_path / "x.eml", b"*** this is\n" + mail(1))
    assert [wire_octets(message) for message in messages(path)] == [b"*** this is\r\n" + crlf(mail(1))]


def test_a_name_that_says_mail_is_believed(tmp_path: Path) -> None:
    stored = b"Mail content:\nFrom: ada@example.org\n\nHello.\n"
    assert len(messages(write(tmp_path / "x.eml", stored))) == 1
    with pytest.raises(NotMail):
        open_source(write(tmp_path / "x.txt", stored))
