"""Archives of Outlook for Mac (.olm): an XML file for each message becomes a mail."""

from __future__ import annotations

import random
import unicodedata
from datetime import UTC, datetime
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

import pytest
from tests.mail.archives import make_zip
from tests.mail.mails import findings, folders, mail, messages, wire_octets, write
from tests.mail.outlook.test_msg import parsed, text, types

from mailferry.mail.message import Fate, Form
from mailferry.mail.source import open_source
from mailferry.mail.spool import Spool
from mailferry.mail.wire import measure

INBOX = "Accounts/me@example.net/com.microsoft.__Messages/Inbox"


def people(name: str, *found: tuple[str, str]) -> str:
    inner = "".join(f"<emailAddress OPFContactEmailAddressName={quoteattr(shown)} OPFContactEmailAddressAddress="
                    f"{quoteattr(address)}/>" for shown, address in found)
    return f"<{name}>{inner}</{name}>"


def xml(*, namespace: str = "", **elements: str) -> bytes:
    """An XML file with a message; elements by what follows OPFMessage, `raw` as it is."""
    raw = elements.pop("raw", "")
    values = {"CopySubject": "Hello", "CopyBody": "Hello.\n", "CopySentTime": "2009-02-13T23:31:30",
              "CopyReceivedTime": "2009-02-13T23:32:01", "GetIsRead": "1E0", **elements}
    inner = "".join(f"<OPFMessage{name}>{escape(value)}</OPFMessage{name}>" for name, value in values.items())
    return (f'<?xml version="1.0" encoding="UTF-8"?><emails{namespace}><email>{inner}{raw}</email></emails>').encode()


def olm(path: Path, members: dict[str, bytes]) -> Path:
    return make_zip(path, {"Categories.xml": b"<categories/>", **members})


def test_a_message_with_all_that_belongs_to_it(tmp_path: Path) -> None:
    attached = f"{INBOX}/com.microsoft.__Attachments/a 1"
    path = olm(tmp_path / "a.olm", {attached: b"png", f"{INBOX}/message_00001.xml": xml(
        CopySubject="Grüße & mehr", CopyHTMLBody='<p>Grüße <img src="cid:p@1"></p>', CopyMessageID="<1@example.org>",
        CopyInReplyTo="<0@example.org>", GetPriority="2E0", CopyGetFlagStatus="1E0",
        raw=people("OPFMessageCopyFromAddresses", ("Ada", "ada@example.org"))
        + people("OPFMessageCopyToAddresses", ("Bob, B.", "bob@example.net"), ("", "eve@example.net"))
        + people("OPFMessageCopyReplyToAddresses", ("List", "list@example.net"))
        + '<OPFMessageCopyCategoryList><category OPFCategoryCopyName="Red Category"/></OPFMessageCopyCategoryList>'
        + f'<OPFMessageCopyAttachmentList><messageAttachment OPFAttachmentName="p.png" OPFAttachmentURL="{attached}" '
          'OPFAttachmentContentID="p@1"/></OPFMessageCopyAttachmentList>')})
    assert open_source(path, Spool(tmp_path / "spool")).reason == "it is an archive of Outlook for Mac"
    [message] = messages(path, tmp_path / "spool")
    assert message.folder == ("Inbox",)
    assert (set(message.flags), set(message.keywords)) == ({"\\Seen", "\\Flagged"}, {"Red_Category"})
    assert message.internal_date == datetime(2009, 2, 13, 23, 32, 1, tzinfo=UTC)
    assert message.locator.form == Form.MADE
    found = parsed(wire_octets(message))
    assert (found["Subject"], found["From"], found["Message-ID"]) == (
        "Grüße & mehr", "Ada <ada@example.org>", "<1@example.org>")
    assert [address.addr_spec for address in found["To"].addresses] == ["bob@example.net", "eve@example.net"]
    assert (found["Date"], found["Importance"]) == ("Fri, 13 Feb 2009 23:31:30 +0000", "High")
    assert found["Reply-To"] == "list@example.net"
    assert types(found) == ["multipart/related", "multipart/alternative", "text/plain", "text/html", "image/png"]
    assert text(list(found.walk())[3]) == '<p>Grüße <img src="cid:p@1"></p>'
    assert list(found.walk())[4].get_payload(decode=True) == b"png"


def test_the_header_it_came_with_and_messages_that_are_kept_whole(tmp_path: Path) -> None:
    source = mail().decode()
    path = olm(tmp_path / "a.olm", {
        f"{INBOX}/1.xml": xml(CopySource="X-Odd: 1\nfrom: Ada <ada@example.org>\nContent-Type: image/png\n\nrest"),
        f"{INBOX}/2.xml": xml(CopyBody="", CopySource=source)})
    first, second = messages(path, tmp_path / "spool")
    assert wire_octets(first).startswith(b"X-Odd: 1\r\nfrom: Ada <ada@example.org>\r\nSubject: Hello\r\n")
    assert parsed(wire_octets(first)).get_content_type() == "text/plain"
    assert wire_octets(second) == mail().replace(b"\n", b"\r\n")


def test_folders_accounts_and_what_is_no_mail(tmp_path: Path) -> None:
    path = olm(tmp_path / "a.olm", {
        f"{INBOX}/1.xml": xml(), f"{INBOX}/Müller/Sub/1.xml": xml(), "Local/com.microsoft.__Messages/Archive/": b"",
        "Local/com.microsoft.__Messages/Archive/1.xml": xml(namespace=' xmlns="http://example.org/x"'),
        "Local/Calendar/Calendar.xml": b"<appointments/>", "Local/Address Book/Contacts.xml": b"<contacts/>"})
    assert {message.folder for message in messages(path, tmp_path / "spool")} == {
        ("me@example.net", "Inbox"), ("me@example.net", "Inbox", "Müller", "Sub"), ("Local", "Archive")}
    assert ("me@example.net", "Inbox", "Müller") in folders(path, tmp_path / "spool")
    told = findings(path, tmp_path / "spool")
    assert [finding.fate for finding in told] == [Fate.IGNORED] * 3
    assert "a calendar, contacts, notes or settings" in told[0].sentence
    write(tmp_path / "in/x.txt", b"x")
    path.rename(tmp_path / "in/Old mail.olm")
    assert ("in", "Old mail", "Local", "Archive") in {
        message.folder for message in messages(tmp_path / "in", tmp_path / "spool")}


def test_a_draft_and_an_unread_message(tmp_path: Path) -> None:
    path = olm(tmp_path / "a.olm", {f"{INBOX}/1.xml": xml(GetIsRead="0E0"),
                                    f"{INBOX}/2.xml": xml(IsOutgoing="1E0", GetWasSent="0E0", GetIsRead="true")})
    assert [set(message.flags) for message in messages(path, tmp_path / "spool")] == [set(), {"\\Seen", "\\Draft"}]


BOMB = b"""<?xml version="1.0"?><!DOCTYPE emails [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
<emails><email><OPFMessageCopySubject>&b;</OPFMessageCopySubject></email></emails>"""
OUTSIDE = b"""<?xml version="1.0"?><!DOCTYPE emails [<!ENTITY a SYSTEM "file:///etc/passwd">]>
<emails><email><OPFMessageCopySubject>&a;</OPFMessageCopySubject></email></emails>"""


@pytest.mark.parametrize("octets", [BOMB, OUTSIDE, b"<emails><email>", b"", b"\xff\xfe\x00", b"<emails/>",
                                    b"<x>" * 200_000])
def test_damaged_and_evil_xml_costs_only_itself(tmp_path: Path, octets: bytes) -> None:
    path = olm(tmp_path / "a.olm", {f"{INBOX}/1.xml": octets, f"{INBOX}/2.xml": xml()})
    assert len(messages(path, tmp_path / "spool")) == 1
    told = [finding for finding in findings(path, tmp_path / "spool") if finding.fate is Fate.FAILED]
    assert [Path(finding.path).name for finding in told] == ["1.xml"]
    assert "is damaged, so the message in it was not read" in told[0].sentence


def test_an_attachment_that_is_missing_is_told(tmp_path: Path) -> None:
    path = olm(tmp_path / "a.olm", {f"{INBOX}/1.xml": xml(
        raw='<messageAttachment OPFAttachmentName="a.txt" OPFAttachmentURL="../../etc/passwd"/>')})
    assert len(messages(path, tmp_path / "spool")) == 1
    [told] = [finding for finding in findings(path, tmp_path / "spool") if finding.fate is Fate.FAILED]
    assert "an attachment that is damaged or not in the archive" in told.sentence


def test_html_in_both_bodies_is_html_and_text_in_both_is_text(tmp_path: Path) -> None:
    html = "<html><body><p>Hello.</p></body></html>"
    path = olm(tmp_path / "a.olm", {
        f"{INBOX}/1.xml": xml(CopyBody=html, CopyHTMLBody=f"{html}\n", GetHasHTML="1E0"),
        f"{INBOX}/2.xml": xml(CopyBody="a < b\n", CopyHTMLBody="a < b\n", GetHasHTML="1E0"),
        f"{INBOX}/3.xml": xml(CopyBody=html, GetHasHTML="1E0"),
        f"{INBOX}/4.xml": xml(CopyBody="<p> is a tag\n", GetHasHTML="0E0")})
    found = [parsed(wire_octets(message)) for message in messages(path, tmp_path / "spool")]
    assert [types(each) for each in found] == [["text/html"], ["text/plain"], ["text/html"], ["text/plain"]]
    assert [text(each).strip() for each in found] == [html, "a < b", html, "<p> is a tag"]


def test_message_ids_get_their_brackets(tmp_path: Path) -> None:
    path = olm(tmp_path / "a.olm", {f"{INBOX}/1.xml": xml(
        CopyMessageID="1@example.org", CopyInReplyTo="<0@example.org>", CopyReferences="0@example.org, 9@example.org")})
    [message] = messages(path, tmp_path / "spool")
    found = parsed(wire_octets(message))
    assert (found["Message-ID"], found["In-Reply-To"], found["References"]) == (
        "<1@example.org>", "<0@example.org>", "<0@example.org> <9@example.org>")


def attached(name: str, kind: str, url: str) -> str:
    return (f'<messageAttachment OPFAttachmentName="{name}" OPFAttachmentContentType="{kind}" '
            f"OPFAttachmentURL={quoteattr(url)}/>")


def test_attached_mails_are_messages_where_they_can_be(tmp_path: Path) -> None:
    whole = mail(2, "Grüße.\n".encode()).replace(b"\n", b"\r\n")
    kept = [mail(3, b"x" * 2000 + b"\n"), b"no mail at all", mail(4, b"\0"), mail(5, b"a\rb\n")]
    names = [f"{INBOX}/com.microsoft.__Attachments/1_{number:04}" for number in range(7)]
    path = olm(tmp_path / "a.olm", {
        f"{INBOX}/1.xml": xml(raw=attached("a.eml", "message/rfc822", names[0])
                              + attached("b.eml", "application/octet-stream", names[1])
                              + attached("details.txt", "message/delivery-status", names[2])
                              + "".join(attached("c.eml", "message/rfc822", each) for each in names[3:])),
        **dict(zip(names, [whole, mail(1), b"Reporting-MTA: dns; example.org\n", *kept], strict=True))})
    [message] = messages(path, tmp_path / "spool")
    octets = wire_octets(message)
    assert whole in octets
    found = list(parsed(octets).iter_attachments())
    assert [part.get_content_type() for part in found] == [
        "message/rfc822", "message/rfc822", "message/delivery-status", *["application/octet-stream"] * 4]
    assert [part.get_filename() for part in found] == ["a.eml", "b.eml", "details.txt", *["c.eml"] * 4]
    assert [part.get_content()["Subject"] for part in found[:2]] == ["number 2", "number 1"]
    assert [part.get_payload(decode=True) for part in found[3:]] == kept


def test_a_damaged_attachment_costs_only_itself(tmp_path: Path) -> None:
    inner = f"{INBOX}/com.microsoft.__Attachments"
    first, second, third = (random.Random(seed).randbytes(4000) for seed in range(3))  # which no zip makes smaller
    path = olm(tmp_path / "a.olm", {
        f"{inner}/1_0000": first, f"{inner}/1_0001": second, f"{inner}/1_0002": third,
        f"{INBOX}/1.xml": xml(raw="".join(attached(f"{number}.bin", "", f"{inner}/1_000{number}")
                                          for number in range(3)))})
    octets = bytearray(path.read_bytes())
    for data in (first, third):
        octets[octets.index(data[100:200])] ^= 1
    [message] = messages(write(path, bytes(octets)), tmp_path / "spool")
    assert [part.get_payload(decode=True) for part in parsed(wire_octets(message)).iter_attachments()] == [
        b"", second, b""]
    [told] = [finding for finding in findings(path, tmp_path / "spool") if finding.fate is Fate.FAILED]
    assert "an attachment that is damaged or not in the archive" in told.sentence


def test_recipients_by_name_alone_and_the_calendar_of_an_invitation(tmp_path: Path) -> None:
    """Outlook for Mac often keeps no addresses of recipients, and never the calendar among the attachments."""
    calendar = b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"
    path = olm(tmp_path / "a.olm", {
        f"{INBOX}/com.microsoft.__Attachments/m.ics": calendar,
        f"{INBOX}/1.xml": xml(
            CopyDisplayTo="Müller, Hans; bob@example.net", CopyMeetingData=f"{INBOX}/com.microsoft.__Attachments/m.ics",
            raw=people("OPFMessageCopyCCAddresses", ("Eve", "eve@example.net")))})
    [message] = messages(path, tmp_path / "spool")
    found = parsed(wire_octets(message))
    assert [group.display_name for group in found["To"].groups] == ["Müller, Hans", None]
    assert [address.addr_spec for address in found["To"].addresses] == ["bob@example.net"]
    assert found["Cc"] == "Eve <eve@example.net>"
    [part] = found.iter_attachments()
    assert (part.get_content_type(), part.get_payload(decode=True)) == ("text/calendar", calendar)


def test_names_in_the_forms_of_macos(tmp_path: Path) -> None:
    """Accents apart from their letters in the archive, and UTF-8 that does not say that it is."""
    folder = f"{INBOX}/{unicodedata.normalize('NFD', 'Gelöscht')}"
    path = olm(tmp_path / "a.olm", {
        f"{folder}/com.microsoft.__Attachments/ä_0000": b"data",
        f"{folder}/1.xml": xml(raw=attached("a", "", f"{INBOX}/Gelöscht/com.microsoft.__Attachments/ä_0000")),
        f"{folder}/2.xml": xml(raw=attached("a", "", "ä_0000"))})
    octets = bytearray(path.read_bytes())
    for mark, at in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        place = octets.find(mark)
        while place >= 0:
            octets[place + at + 1] &= ~8
            place = octets.find(mark, place + 4)
    path = write(path, bytes(octets))
    found = messages(path, tmp_path / "spool")
    assert [message.folder for message in found] == [("Inbox", "Gelöscht")] * 2
    for message in found:
        assert [part.get_payload(decode=True) for part in parsed(wire_octets(message)).iter_attachments()] == [b"data"]


def test_the_same_octets_each_time(tmp_path: Path) -> None:
    path = olm(tmp_path / "a.olm", {f"{INBOX}/{number}.xml": xml(CopyHTMLBody="<p>x</p>") for number in range(12)})
    assert list(map(measure, messages(path, tmp_path / "1"))) == list(map(measure, messages(path, tmp_path / "2")))


@pytest.mark.parametrize("seed", range(40))
def test_random_damage_is_told_and_ends_nothing(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    octets = bytearray(olm(tmp_path / "a.olm", {f"{INBOX}/{number}.xml": xml(CopyBody=str(number) * 500)
                                                for number in range(5)}).read_bytes())
    for _ in range(chance.choice((1, 3, 30))):
        octets[chance.randrange(4, len(octets))] = chance.randrange(256)
    path = write(tmp_path / "in/b.olm", bytes(octets))
    found = messages(path.parent, tmp_path / "spool")
    assert len(found) + len(findings(path.parent, tmp_path / "spool")) > 0
    assert all(measure(message).wire_size for message in found)
