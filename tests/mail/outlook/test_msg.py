"""Messages of Outlook (.msg) become mails: their header, bodies, attachments, flags, keywords and dates."""

from __future__ import annotations

import email
import email.policy
import io
import random
import struct
import sys
from email.message import EmailMessage
from pathlib import Path

import olefile
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.mail.archives import make_zip
from tests.mail.mails import findings, mail, messages, wire_octets, write
from tests.mail.outlook.made_msg import ARRIVED, Attached, Msg, Value

from mailferry.mail.errors import NotMail
from mailferry.mail.message import DateOrigin, Fate, Form
from mailferry.mail.outlook.compound import Tree, compound
from mailferry.mail.outlook.errors import OutlookPartMissing
from mailferry.mail.source import open_source
from mailferry.mail.spool import Spool
from mailferry.mail.wire import measure

CAME = ("Microsoft Mail Internet Headers Version 2.0\r\nReceived: from a.example.org\r\n\tby b.example.net; "
        "Fri, 13 Feb 2009 15:31:59 -0800\r\nfrom: Ada <ada@example.org>\r\nTo: bob@example.net\r\n"
        "subject:  two  spaces \r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed;\r\n\tboundary=\"x\"\r\n"
        "X-Odd:1\r\nContent-Transfer-Encoding: 7bit\r\n\r\n--x\r\nContent-Type: text/plain\r\n")

WHOLE = Msg(attached=[Attached(data=b"x" * 9000), Attached(message=Msg("inner", attached=[Attached()]))],
            categories=["a"], values={0x1013: b"<p>x</p>" * 600}).octets()


def read(path: Path, spool: Path) -> EmailMessage:
    """The one mail in a file, as the standard library reads it."""
    [message] = messages(path, spool)
    assert message.locator.form == Form.MADE
    return parsed(wire_octets(message))


def parsed(octets: bytes) -> EmailMessage:
    found = email.message_from_bytes(octets, policy=email.policy.default)
    assert isinstance(found, EmailMessage)
    assert not [part.defects for part in found.walk() if part.defects]
    return found


def types(message: EmailMessage) -> list[str]:
    return [part.get_content_type() for part in message.walk()]


def text(part: object) -> str:
    assert isinstance(part, EmailMessage)
    content = part.get_content()
    assert isinstance(content, str)
    return content.replace("\r\n", "\n")


def test_a_message_without_a_header_gets_one_of_its_properties(tmp_path: Path) -> None:
    path = Msg("Grüße an alle", "Guten Tag.\r\n", to=[("Bob", "bob@example.net"), ("", "eve@example.net")],
               cc=[("Zoë, K.", "zoe@example.net")], bcc=[("Mallory", "mallory@example.net")],
               values={0x1035: "<1@example.org>", 0x1042: "<0@example.org>", 0x0017: 2}).write(tmp_path / "a.msg")
    found = read(path, tmp_path / "spool")
    assert found["Subject"] == "Grüße an alle"
    assert found["From"] == "Ada <ada@example.org>"
    assert [address.addr_spec for address in found["To"].addresses] == ["bob@example.net", "eve@example.net"]
    assert [address.display_name for address in found["Cc"].addresses] == ["Zoë, K."]
    assert found["Bcc"] == "Mallory <mallory@example.net>"
    assert found["Date"] == "Fri, 13 Feb 2009 23:31:30 +0000"
    assert (found["Message-ID"], found["In-Reply-To"]) == ("<1@example.org>", "<0@example.org>")
    assert found["Importance"] == "High"
    assert types(found) == ["text/plain"]
    assert text(found) == "Guten Tag.\n"


def test_the_fields_of_the_header_that_it_came_with_stay_as_they_were(tmp_path: Path) -> None:
    path = Msg("other", headers=CAME, values={0x1035: "<other@example.org>"}).write(tmp_path / "a.msg")
    [message] = messages(path, tmp_path / "spool")
    octets = wire_octets(message)
    assert octets.startswith(
        b"Received: from a.example.org\r\n\tby b.example.net; Fri, 13 Feb 2009 15:31:59 -0800\r\n"
        b"from: Ada <ada@example.org>\r\nTo: bob@example.net\r\nsubject:  two  spaces \r\nX-Odd:1\r\n"
        b"Date: Fri, 13 Feb 2009 23:31:30 +0000\r\nMessage-ID: <other@example.org>\r\nMIME-Version: 1.0\r\n"
        b"Content-Type: text/plain")
    assert octets.count(b"MIME-Version") == 1


def test_flags_keywords_and_dates(tmp_path: Path) -> None:
    for name, values, flags, keywords in (
            ("unread", {0x0E07: 0}, set(), set()),
            ("read", {0x0E07: 1}, {"\\Seen"}, set()),
            ("draft", {0x0E07: 8}, {"\\Draft"}, set()),
            ("flagged", {0x0E07: 1, 0x1090: 2}, {"\\Seen", "\\Flagged"}, set()),
            ("done", {0x1090: 1}, set(), set()),
            ("answered", {0x1081: 103}, {"\\Answered"}, set()),
            ("forwarded", {0x1081: 104}, set(), {"$Forwarded"})):
        [message] = messages(Msg(values=dict(values)).write(tmp_path / f"{name}.msg"), tmp_path / "spool")
        assert (set(message.flags), set(message.keywords)) == (flags, keywords), name
        assert (message.internal_date, message.date_origin) == (ARRIVED, DateOrigin.SOURCE)


def test_categories_are_keywords_and_stay_readable_in_the_header(tmp_path: Path) -> None:
    path = Msg(categories=["Red Category", "Küche", "work"]).write(tmp_path / "a.msg")
    [message] = messages(path, tmp_path / "spool")
    assert message.keywords == {"Red_Category", "Küche", "work"}
    assert parsed(wire_octets(message))["Keywords"] == "Red Category, Küche, work"


def test_strings_in_a_code_page(tmp_path: Path) -> None:
    path = Msg("Żółw", "Zażółć\r\n", narrow="cp1250", values={0x3FFD: 1250}).write(tmp_path / "a.msg")
    found = read(path, tmp_path / "spool")
    assert (found["Subject"], text(found)) == ("Żółw", "Zażółć\n")


@pytest.mark.parametrize(("octets_in", "values", "subject"), [
    ("cp932", {0x3FDE: 50220, 0x3FF1: 0x0411}, "日本語の件名"),  # as Outlook writes: ISO-2022-JP is for the Internet
    ("cp932", {0x3FDE: 50220}, "日本語の件名"),
    ("cp950", {0x3FF1: 0x0404, 0x3FDE: 65001}, "繁體中文的主旨"),
    ("utf-8", {0x3FF1: 0x0407, 0x3FDE: 65001}, "Grüße"),
    ("cp1252", {0x3FF1: 0x0407, 0x3FDE: 65001}, "Grüße"),
    ("cp1251", {0x3FF1: 0x0419, 0x3FDE: 20866}, "Привет"),
    ("cp1251", {0x3FDE: 20866}, "Привет"),
    ("cp1250", {0x3FF1: 0x0405}, "Žluťoučký kůň"),
    ("cp1252", {}, "Grüße"),
    ("cp949", {0x3FFD: 949, 0x3FF1: 0x0409, 0x3FDE: 1252}, "안녕하세요"),
])
def test_strings_in_a_code_page_that_only_the_language_tells(
        tmp_path: Path, octets_in: str, values: dict[int, Value], subject: str) -> None:
    found = read(Msg(subject, subject, narrow=octets_in, values=values).write(tmp_path / "a.msg"), tmp_path / "spool")
    assert (found["Subject"], text(found).rstrip()) == (subject, subject)


def test_html_keeps_its_octets_and_charset(tmp_path: Path) -> None:
    html = "<p>Žluťoučký kůň</p>".encode("cp1250")
    path = Msg(body="kun\r\n", values={0x1013: html, 0x3FDE: 1250}).write(tmp_path / "a.msg")
    found = read(path, tmp_path / "spool")
    assert types(found) == ["multipart/alternative", "text/plain", "text/html"]
    part = list(found.walk())[2]
    assert (part.get_content_charset(), part.get_payload(decode=True)) == ("windows-1250", html)


def test_html_that_hides_in_rtf_comes_out_again(tmp_path: Path) -> None:
    rtf = (rb"{\rtf1\ansi\ansicpg1252\fromhtml1 \deff0{\fonttbl{\f0\fswiss Arial;}{\f1\fcharset238 Arial CE;}}"
           rb"{\*\htmltag64 <p class=\'22a\'22>}\htmlrtf {\htmlrtf0 Sch\'f6n \f1 \'e8\f0  \u26085?{\*\htmltag84 &lt;}"
           rb"\htmlrtf <\htmlrtf0 \ldblquote x\rdblquote{\*\mhtmltag8 nothing}\htmlrtf\par}\htmlrtf0" b"\r\n"
           rb"{\*\htmltag72 </p>}}")
    path = Msg(body="", values={0x1009: packed(rtf)}).write(tmp_path / "a.msg")
    found = read(path, tmp_path / "spool")
    assert types(found) == ["text/html"]
    assert text(found).rstrip() == '<p class="a">Schön č 日&lt;&ldquo;x&rdquo;</p>'


def test_corner_cases_of_html_in_rtf(tmp_path: Path) -> None:
    """Code pages of fonts hold for text alone; what stands in for Unicode is left out; binary data is passed over."""
    for rtf, html in (
            (rb"\f1 \'e8{\*\htmltag84 <i title='\'e8'>}\'e8", "č<i title='è'>č"),
            (rb"\uc2\u8364 EU{\uc0\u8364 }\uc1\u-4051?x", "€€\uf02dx"),
            (rb"{\pict\bin6 }}}}}}}a{\*\unknown b}c", "ac"),
            (rb"a\htmlrtf1 no{\htmlrtf0 b\htmlrtf c}\htmlrtf0 d", "abd"),
            (rb"{\*\mhtmltag64 <img src=x>}{\*\htmltag64 <img>}", "<img>"),
            (rb"{\f2 \'93\'fa}\'93\~\_\-{\field{\*\fldinst no}{\fldrslt e}}", "日“&nbsp;&shy;e"),
            (rb"\f9 \'e9\par\tab\{\}\\", "é\r\n\t{}\\")):
        whole = (rb"{\rtf1\ansi\ansicpg1252\fromhtml1 \deff0{\fonttbl{\f0 A;}{\f1\fcharset238 B;}{\f2\fcharset128 C;}}"
                 + rtf + b"}")
        found = read(Msg(body="", values={0x1009: packed(whole)}).write(tmp_path / "a.msg"), tmp_path / "spool")
        assert text(found).rstrip("\n") == html.replace("\r\n", "\n"), rtf
        (tmp_path / "a.msg").unlink()


def test_text_that_hides_in_rtf_and_rtf_that_was_written_so(tmp_path: Path) -> None:
    plain = Msg(body="", values={0x1009: packed(rb"{\rtf1\ansi\fromtext one\par two\{}")})
    found = read(plain.write(tmp_path / "text.msg"), tmp_path / "spool")
    assert types(found) == ["text/plain"]
    assert text(found) == "one\ntwo{"
    rtf = rb"{\rtf1\ansi\ansicpg932 \deff0{\fonttbl{\f0 x;}}\'93\'fa\'96\'7b\par \{x\}\tab y}"
    written = read(Msg(body="", values={0x1009: packed(rtf)}).write(tmp_path / "rtf.msg"), tmp_path / "spool")
    assert types(written) == ["multipart/alternative", "text/plain", "text/rtf"]
    assert text(list(written.walk())[1]) == "日本\n{x}\ty"
    assert list(written.walk())[2].get_payload(decode=True) == rtf


def packed(rtf: bytes) -> bytes:
    """RTF as the property keeps it, without compression (MS-OXRTFCP 2.1.3.1)."""
    return struct.pack("<II4sI", len(rtf) + 12, len(rtf), b"MELA", 0) + rtf


def test_addresses_of_exchange_alone_are_names_without_one(tmp_path: Path) -> None:
    exchange = "/o=Org/ou=First/cn=Recipients/cn=bob"
    path = Msg(sender=("Ada", f"{exchange}2"), to=[("Bob", exchange), ("eve@example.net", exchange)],
               values={0x5D02: "ada@example.org"}).write(tmp_path / "a.msg")
    octets = wire_octets(messages(path, tmp_path / "spool")[0])
    assert b"From: Ada <ada@example.org>\r\nTo: Bob:;, <eve@example.net>\r\n" in octets


def test_an_address_of_exchange_that_the_message_translates_elsewhere(tmp_path: Path) -> None:
    """In a file of an Exchange account the sender of what one sent oneself is known as the one who made it."""
    own, eve = "/o=Org/ou=First/cn=Recipients/cn=ada", "/O=ORG/CN=EVE"
    path = Msg(sender=("Ada", own.upper()), to=[("Eve", eve), ("Ada", own)],
               values={0x4023: own, 0x5D0A: "ada@example.org", 0x0076: eve.lower(), 0x5D07: "eve@example.net"})
    octets = wire_octets(messages(path.write(tmp_path / "a.msg"), tmp_path / "spool")[0])
    assert b"From: Ada <ada@example.org>\r\nTo: Eve <eve@example.net>, Ada <ada@example.org>\r\n" in octets


def test_a_header_with_zeros_in_it_loses_these(tmp_path: Path) -> None:
    path = Msg(headers="From: a\0da@example.org\r\nX-Odd: \0\0b\r\n").write(tmp_path / "a.msg")
    [message] = messages(path, tmp_path / "spool")
    assert wire_octets(message).startswith(b"From: ada@example.org\r\nX-Odd: b\r\n")


def test_a_name_cannot_become_a_field(tmp_path: Path) -> None:
    path = Msg("a\r\nBcc: all@example.net\r\n\r\nbody", sender=("x\nY: z", "ada@example.org")).write(tmp_path / "a.msg")
    found = read(path, tmp_path / "spool")
    assert found["Bcc"] is None
    assert found["Y"] is None
    assert text(found) == "Hello.\n"


@pytest.mark.parametrize("cut", [False, True])
def test_what_is_missing_of_a_damaged_message_is_told(tmp_path: Path, cut: bool) -> None:
    octets = bytearray(Msg(attached=[Attached("a.bin", b"a" * 9000), Attached("b.bin", b"b" * 9000)]).octets())
    entry = octets.index("__substg1.0_37010102".encode("utf-16-le"))
    if cut:
        octets[entry + 120:entry + 124] = struct.pack("<I", 1 << 20)  # it says to be longer than what there is of it
    else:
        octets[entry + 116:entry + 120] = struct.pack("<I", 1 << 24)  # where no sector is
    path = write(tmp_path / "a.msg", bytes(octets))
    found = read(path, tmp_path / "spool")
    assert found["Subject"] == "Hello"
    assert text(list(found.walk())[1]) == "Hello.\n"
    sizes = [len(part.get_payload(decode=True) or b"") for part in found.iter_attachments()]
    assert len(sizes) == 2
    assert sizes[1] == 9000
    [told] = findings(path, tmp_path / "spool")
    assert told.fate is Fate.FAILED
    assert "is damaged, so parts of the message in it may be missing or wrong" in told.sentence


TREES = st.recursive(st.binary(max_size=300) | st.integers(4000, 9000).map(bytes),
                     lambda inner: st.dictionaries(st.text("abXY\u00e9_", min_size=1, max_size=9), inner, max_size=5),
                     max_leaves=20).filter(lambda tree: isinstance(tree, dict))


@given(TREES)
@settings(deadline=None)
def test_what_is_in_a_compound_file_is_read_back(tree: Tree) -> None:
    """By olefile; names that differ only in case are one to it, so they are left out."""
    with olefile.OleFileIO(io.BytesIO(compound(tree))) as ole:

        def check(tree: Tree, path: list[str]) -> None:
            for name, content in tree.items():
                if sum(each.lower() == name.lower() for each in tree) > 1:
                    continue
                if isinstance(content, bytes):
                    assert ole.openstream([*path, name]).read() == content
                else:
                    check(content, [*path, name])
        check(tree, [])


def test_a_large_compound_file_is_read_back() -> None:
    """Its sectors are too many for the list in its head."""
    large = random.Random(1).randbytes(1 << 20) * 17
    with olefile.OleFileIO(io.BytesIO(compound({"large": large, "small": b"s", "other": large[:9000]}))) as ole:
        assert ole.openstream("large").read() == large
        assert (ole.openstream("small").read(), ole.openstream("other").read()) == (b"s", large[:9000])


def test_the_same_file_gives_the_same_octets_wherever_it_lies(tmp_path: Path) -> None:
    octets = Msg(attached=[Attached()], values={0x1013: b"<p>x</p>"}).octets()
    first, second = (messages(write(tmp_path / name / "a.msg", octets), tmp_path / f"spool{name}")[0]
                     for name in ("1", "2"))
    assert measure(first) == measure(second)
    assert first.locator.path != second.locator.path


def test_messages_in_folders_and_archives(tmp_path: Path) -> None:
    msg = Msg().octets()
    write(tmp_path / "in/Letters/one.msg", msg)
    write(tmp_path / "in/Letters/two.eml", mail())
    write(tmp_path / "in/Letters/no name", msg)
    archive = make_zip(tmp_path / "in.zip", {"Letters/one.msg": msg, "Letters/two.eml": mail()})
    found = messages(tmp_path / "in", tmp_path / "spool")
    assert [message.folder for message in found] == [("in", "Letters")] * 3
    assert {message.folder for message in messages(archive, tmp_path / "spool")} == {("Letters",)}
    assert len(messages(archive, tmp_path / "spool")) == 2


def test_documents_of_office_and_other_items_are_no_mail(tmp_path: Path) -> None:
    write(tmp_path / "in/letter.doc", compound({"WordDocument": b"x" * 5000, "1Table": b""}))
    write(tmp_path / "in/false.msg", compound({"Workbook": b"x"}))
    Msg(message_class="IPM.Contact").write(tmp_path / "in/contact.msg")
    found = {Path(finding.path).name: finding for finding in findings(tmp_path / "in", tmp_path / "spool")}
    assert {name: finding.fate for name, finding in found.items()} == {
        "letter.doc": Fate.IGNORED, "false.msg": Fate.FAILED, "contact.msg": Fate.IGNORED}
    assert "it is a file of Office" in found["letter.doc"].sentence
    assert "a contact" in found["contact.msg"].sentence
    assert messages(tmp_path / "in", tmp_path / "spool") == []
    for name, words in (("letter.doc", "file of Office"), ("contact.msg", "a contact")):
        with pytest.raises(NotMail, match=words):
            open_source(tmp_path / "in" / name, Spool(tmp_path / "spool"))


def test_without_olefile_the_sentence_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = Msg().write(tmp_path / "a.msg")
    monkeypatch.setitem(sys.modules, "olefile", None)
    with pytest.raises(OutlookPartMissing, match=r"mailferry\[outlook\]"):
        open_source(path, Spool(tmp_path / "spool"))
    [finding] = findings(tmp_path, tmp_path / "spool")
    assert finding.fate is Fate.FAILED
    assert "mailferry[outlook]" in finding.sentence


def test_without_a_spool_it_is_no_mail(tmp_path: Path) -> None:
    with pytest.raises(NotMail):
        open_source(Msg().write(tmp_path / "a.msg"))


@given(seed=st.integers(0, 1 << 32), cut=st.booleans(), count=st.integers(1, 60))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_damage_is_a_sentence_and_never_an_end(tmp_path: Path, seed: int, cut: bool, count: int) -> None:
    chance = random.Random(seed)
    octets = bytearray(WHOLE)
    if cut:
        del octets[chance.randrange(8, len(octets)):]
    for _ in range(count):
        octets[chance.randrange(8, len(octets))] = chance.choice((0, 1, 0x7F, 0xFE, 0xFF, chance.randrange(256)))
    spool = tmp_path / str(seed)
    path = write(spool / "in/a.msg", bytes(octets))
    found = messages(path.parent, spool / "spool")
    assert len(found) <= 1
    assert found or findings(path.parent, spool / "spool")
    assert all(measure(message).wire_size for message in found)
