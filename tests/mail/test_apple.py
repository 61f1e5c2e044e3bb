"""Apple Mail: .emlx, mails whose attachments lie beside them, exported mailboxes, and the tree of the program."""

from __future__ import annotations

import base64
import email
import email.policy
import quopri
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.mail.mails import FROM_LINE, crlf, findings, folders, mail, messages, wire_octets, write

from mailferry.mail import partial
from mailferry.mail.errors import SourceUnreadable
from mailferry.mail.layouts import Layout
from mailferry.mail.message import DateOrigin, Fate, Form
from mailferry.mail.source import SourceKind, open_source
from mailferry.mail.wire import check_unchanged, measure

RECEIVED = 1_112_335_281
UUID = "8A2F5C60-1B2C-4D3E-9F00-0123456789AB"


def emlx(octets: bytes, flags: int = 0, received: str = f"<integer>{RECEIVED}</integer>",
         count: int | None = None) -> bytes:
    plist = (f'<?xml version="1.0" encoding="UTF-8"?>\n<plist version="1.0">\n<dict>\n\t<key>date-received</key>\n'
             f"\t{received}\n\t<key>flags</key>\n\t<integer>{flags}</integer>\n</dict>\n</plist>\n").encode()
    return b"%-10d\n" % (len(octets) if count is None else count) + octets + plist


@pytest.mark.parametrize(("flags", "expected", "keywords", "deleted"), [
    (0, [], [], False), (1, ["\\Seen"], [], False), (1 | 4 | 16, ["\\Answered", "\\Flagged", "\\Seen"], [], False),
    (1 << 8, [], ["$Forwarded"], False), (1 << 24, [], ["$Junk"], False), (1 << 25, [], [], False),
    (1 | 2, ["\\Seen"], [], True), (1 << 6, [], [], False), (8623750272, [], [], False),
])
def test_flags(tmp_path: Path, flags: int, expected: list[str], keywords: list[str], deleted: bool) -> None:
    [message] = messages(write(tmp_path / "1.emlx", emlx(mail(1), flags)))
    assert sorted(message.flags) == expected
    assert sorted(message.keywords) == keywords
    assert message.deleted_in_source is deleted
    assert wire_octets(message) == crlf(mail(1))


@pytest.mark.parametrize(("received", "origin"), [
    (f"<integer>{RECEIVED}</integer>", DateOrigin.SOURCE), (f"<real>{RECEIVED}.5</real>", DateOrigin.SOURCE),
    ("<integer>0</integer>", DateOrigin.SOURCE), ("<integer>99999999999</integer>", DateOrigin.DATE),
    ("<string>now</string>", DateOrigin.DATE),
])
def test_the_date_of_arrival(tmp_path: Path, received: str, origin: DateOrigin) -> None:
    [message] = messages(write(tmp_path / "1.emlx", emlx(mail(1), received=received)))
    assert message.date_origin is origin
    if str(RECEIVED) in received:
        assert message.internal_date == datetime.fromtimestamp(RECEIVED, UTC)


@pytest.mark.parametrize("count", [0, 1, 5_000_000])
def test_a_wrong_number_of_octets(tmp_path: Path, count: int) -> None:
    octets = mail(1, body=b"it says <?xml here\n")
    [message] = messages(write(tmp_path / "1.emlx", emlx(octets, 1, count=count)))
    assert wire_octets(message) == crlf(octets)
    assert message.flags == {"\\Seen"}


def test_a_property_list_in_the_mail_ends_nothing(tmp_path: Path) -> None:
    octets = mail(1, body=b'<?xml version="1.0"?>\n<key>flags</key>\n<integer>1</integer>\n')
    [message] = messages(write(tmp_path / "1.emlx", emlx(octets)))
    assert wire_octets(message) == crlf(octets)
    assert message.flags == frozenset()


def test_no_property_list(tmp_path: Path) -> None:
    [message] = messages(write(tmp_path / "1.emlx", b"%d\n" % len(mail(1)) + mail(1)))
    assert wire_octets(message) == crlf(mail(1))
    [cut] = messages(write(tmp_path / "2.emlx", b"99999\n" + mail(2)))
    assert wire_octets(cut) == crlf(mail(2))


def test_what_is_no_emlx_whatever_its_name(tmp_path: Path) -> None:
    write(tmp_path / "a.emlx", b"12\nprose\n")
    write(tmp_path / "b.emlx", b"")
    write(tmp_path / "c.emlx", mail(3))
    assert [wire_octets(message) for message in messages(tmp_path)] == [crlf(mail(3))]
    assert [finding.fate for finding in findings(tmp_path)] == [Fate.FAILED, Fate.SKIPPED]


PICTURE = bytes(range(256)) * 5
LETTER = "Grüße = …\nline\n" + "long " * 40 + "\n"
PARTS = b"""From: Ada <ada@example.org>
Subject: parts
Date: Sat, 01 Jul 2000 12:33:02 -0700
Content-Type: multipart/mixed; boundary="one"

--one
Content-Type: text/plain

Hello.
--one
Content-Type: multipart/related;
\tboundary=two

--two
Content-Type: text/html

<p>
--two
Content-Transfer-Encoding: base64
Content-Type: image/png
X-Apple-Content-Length: 1731


--two
Content-Transfer-Encoding: quoted-printable
X-Apple-Content-Length: 300
Content-Type: text/plain; charset=utf-8


--two--

--one
Content-Type: message/rfc822

Subject: inner
MIME-Version: 1.0
Content-Transfer-Encoding: 7bit
X-Apple-Content-Length: 3


--one--
"""


def parts(root: Path) -> Path:
    write(root / "Attachments/7/2.2/p.png", PICTURE)
    write(root / "Attachments/7/2.2/.DS_Store", b"x")
    write(root / "Attachments/7/2.3/letter.txt", LETTER.encode())
    write(root / "Attachments/7/3.1/inner.txt", b"in\n")
    return write(root / "Messages/7.partial.emlx", emlx(PARTS, 1))


def test_attachments_are_put_back(tmp_path: Path) -> None:
    path = parts(tmp_path)
    [message] = messages(path)
    assert message.locator.form is Form.APPLE_PARTIAL
    octets = wire_octets(message)
    assert b"X-Apple-Content-Length" not in octets
    assert octets.count(b"\r\n") == octets.count(b"\n")
    whole = email.message_from_bytes(octets, policy=email.policy.default)
    leaves = [part for part in whole.walk() if not part.is_multipart()]
    assert [part.get_content_type() for part in leaves] == ["text/plain", "text/html", "image/png", "text/plain",
                                                            "text/plain"]
    assert leaves[2].get_payload(decode=True) == PICTURE
    assert leaves[3].get_payload(decode=True) == crlf(LETTER.encode())
    assert leaves[4].get_payload(decode=True) == b"in\r\n"
    coded = base64.encodebytes(PICTURE).replace(b"\n", b"\r\n")
    assert b"\r\n\r\n" + coded + b"--two\r\n" in octets
    assert octets.startswith(crlf(PARTS)[:PARTS.index(b"X-Apple")])
    [finding] = findings(path)
    assert finding.fate is Fate.IGNORED
    assert "put back" in finding.sentence
    check_unchanged(message.locator, measure(message))


def test_a_missing_attachment_is_named_and_the_rest_goes_on(tmp_path: Path) -> None:
    path = parts(tmp_path)
    write(tmp_path / "Messages/8.emlx", emlx(mail(8)))
    [whole] = [message for message in messages(tmp_path / "Messages") if message.locator.form]
    (tmp_path / "Attachments/7/2.3/letter.txt").unlink()
    assert [wire_octets(message) for message in messages(tmp_path / "Messages")] == [crlf(mail(8))]
    [finding] = findings(path)
    assert finding.fate is Fate.FAILED
    assert "Attachment 2.3 of" in finding.sentence
    with pytest.raises(SourceUnreadable, match="is not on this computer"):
        measure(whole)


def test_an_encoding_that_nobody_can_write_is_told(tmp_path: Path) -> None:
    write(tmp_path / "Attachments/7/1/x", b"x")
    octets = mail(1, b"\n", b"Content-Transfer-Encoding: x-uuencode\nX-Apple-Content-Length: 3\n")
    [finding] = findings(write(tmp_path / "Messages/7.partial.emlx", emlx(octets)))
    assert "x-uuencode" in finding.sentence


def test_a_body_that_is_there_is_kept(tmp_path: Path) -> None:
    octets = mail(1, b"\nkept\n", b"X-Apple-Content-Length: 3\n")
    [message] = messages(write(tmp_path / "7.partial.emlx", emlx(octets)))
    assert wire_octets(message) == crlf(octets.replace(b"X-Apple-Content-Length: 3\n", b""))


def test_a_partial_mail_that_lacks_nothing_is_sent_as_it_is(tmp_path: Path) -> None:
    """Mail calls some so that are whole; then there is nothing to be told of them."""
    path = write(tmp_path / "Messages/7.partial.emlx", emlx(mail(1)))
    assert [wire_octets(message) for message in messages(path)] == [crlf(mail(1))]
    assert not findings(path)


def test_a_mail_with_one_part_and_no_empty_line(tmp_path: Path) -> None:
    write(tmp_path / "Attachments/7/1/x", b"body\n")
    [message] = messages(write(tmp_path / "7.partial.emlx", emlx(b"From: a\nSubject: b\nX-Apple-Content-Length: 3\n")))
    assert wire_octets(message) == b"From: a\r\nSubject: b\r\n\r\nbody\r\n"


@given(st.binary(max_size=400), st.sampled_from([1, 3, 57, 100]))
def test_base64_is_that_of_one_piece(octets: bytes, size: int) -> None:
    pieces = (octets[at:at + size] for at in range(0, len(octets), size))
    assert b"".join(partial._base64(pieces)) == base64.encodebytes(octets).removesuffix(b"\n")


@given(st.binary(max_size=400), st.sampled_from([1, 3, 100]), st.booleans())
def test_quoted_printable_decodes_to_what_was_there(octets: bytes, size: int, is_text: bool) -> None:
    pieces = (octets[at:at + size] for at in range(0, len(octets), size))
    coded = b"".join(partial._quoted_printable(pieces, is_text=is_text))
    decoded = quopri.decodestring(coded)
    if is_text:  # line ends of a text become those of the mail
        octets, decoded = octets.replace(b"\r\n", b"\n"), decoded.replace(b"\r\n", b"\n")
    assert decoded == octets


LINES = (b"--one\n", b"--two\n", b"--one--\n", b"--two--\n", b"\n", b"text\n", b" folded\n", b"--", b"Subject: x\n",
         b"Content-Type: multipart/mixed; boundary=one\n", b"Content-Type: multipart/x;\n boundary=\"two\"\n",
         b"Content-Type: message/rfc822\n")


@given(st.lists(st.sampled_from(LINES), max_size=25))
def test_without_the_mark_no_octet_changes(tmp_path_factory: pytest.TempPathFactory, lines: list[bytes]) -> None:
    octets = b"From: a\n" + b"".join(lines)
    path = write(tmp_path_factory.getbasetemp() / "lines.partial.emlx", octets)
    assert b"".join(partial.composed(str(path), 0, len(octets))) == octets


def test_an_exported_mailbox(tmp_path: Path) -> None:
    write(tmp_path / "Projects.mbox/mbox", FROM_LINE + mail(1))
    write(tmp_path / "Projects.mbox/table_of_contents", b"\x00\x01\x02")
    source = open_source(tmp_path / "Projects.mbox")
    assert (source.kind, source.layout) == (SourceKind.FOLDER, Layout.PACKAGE)
    assert [message.folder for message in messages(tmp_path / "Projects.mbox")] == [("Projects",)]
    assert [message.folder for message in messages(tmp_path)] == [(tmp_path.name, "Projects")]
    assert [finding.fate for finding in findings(tmp_path)] == [Fate.IGNORED]


def apple_tree(root: Path, account: str) -> None:
    inbox = root / account / "INBOX.mbox"
    parts(inbox / UUID / "Data/3/1")
    write(inbox / UUID / "Data/Messages/1.emlx", emlx(mail(1)))
    write(inbox / "Info.plist", b"<?xml version='1.0'?>")
    write(root / account / "Work.mbox/2004.mbox" / UUID / "Data/Messages/2.emlx", emlx(mail(2), 1))
    write(root / "MailData/Envelope Index", b"SQLite format 3\x00")


def test_the_tree_of_apple_mail(tmp_path: Path) -> None:
    apple_tree(tmp_path / "V10", UUID)
    source = open_source(tmp_path / "V10")
    assert (source.kind, source.layout) == (SourceKind.STORE, Layout.APPLE)
    assert folders(tmp_path / "V10") == [("INBOX",), ("Work",), ("Work", "2004")]
    assert [message.folder for message in messages(tmp_path / "V10")] == [("INBOX",), ("INBOX",), ("Work", "2004")]
    assert {finding.fate for finding in findings(tmp_path / "V10")} == {Fate.IGNORED}
    apple_tree(tmp_path / "V10", "IMAP-ada@example.org")
    assert ("IMAP-ada@example.org", "Work", "2004") in folders(tmp_path / "V10")
    assert (UUID, "INBOX") in folders(tmp_path / "V10")
