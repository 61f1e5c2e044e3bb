"""What real files of Outlook say, read twice: by Mailferry, and by what shares nothing with it.

Of a message (.msg): the corpus' own list, the mail that another program made of it, and its streams as olefile gives
them. Of an archive of Outlook for Mac (.olm): its XML. Of data files (.pst): the list, and readpst, exactly.
"""

from __future__ import annotations

import email
import email.policy
import hashlib
import json
import re
import zipfile
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from typing import TypedDict
from xml.etree import ElementTree

import olefile
import pytest
from tests.conftest import CORPUS
from tests.mail.mails import findings, messages, wire_octets
from tests.mail.outlook.readpst import by_readpst, by_us

from mailferry.mail.errors import NotMail
from mailferry.mail.message import Fate

NO_MAIL = ("ipm.appointment", "ipm.contact", "ipm.stickynote", "ipm.distlist", "ipm.microsoft")
HEADER_SAYS_OTHERWISE = {"msg/outlook-message-parser/simple sent.msg": "BitDaddys Software"}
"""Another program has put its name before the subject, which the header it came with has unchanged."""


class ListedFolder(TypedDict, total=False):
    path: list[str]
    count: int
    items: int
    messages: list[dict[str, object]]


def entries(kind: str) -> list[tuple[str, list[ListedFolder]]]:
    manifest = CORPUS / "manifest.json"
    if not manifest.exists():
        return [("absent", [])]  # the fixture `corpus` skips it
    found = json.loads(manifest.read_text())["entries"]
    return [(entry["path"], entry.get("folders", [])) for entry in found if entry["kind"] == kind]


def one(path: Path, spool: Path) -> EmailMessage:
    [message] = messages(path, spool)
    return parsed(wire_octets(message))


def parsed(octets: bytes) -> EmailMessage:
    found = email.message_from_bytes(octets, policy=email.policy.default)
    assert isinstance(found, EmailMessage)
    assert not [part.defects for part in found.walk() if part.defects]
    return found


def words(text: object) -> str:
    return " ".join(str(text or "").replace("\0", "").split())


def leaves(message: EmailMessage) -> list[EmailMessage]:
    """The parts that are no multipart; of messages in it the whole."""
    if message.get_content_maintype() != "multipart":
        return [message]
    return [leaf for part in message.iter_parts() if isinstance(part, EmailMessage) for leaf in leaves(part)]


def content(part: EmailMessage) -> bytes:
    found = part.get_payload(decode=True)
    return found if isinstance(found, bytes) else b""


@pytest.mark.corpus
@pytest.mark.parametrize(("name", "listed"), entries("msg"))
def test_a_message_is_as_its_list_says(
        name: str, listed: Sequence[ListedFolder], corpus: Path, tmp_path: Path) -> None:
    if name == "absent":
        return
    told = listed[0]["messages"][0]
    kind = words(told["class"]).lower()
    if kind.startswith(NO_MAIL):
        with pytest.raises(NotMail, match="holds no mail but something else of Outlook"):
            messages(corpus / name, tmp_path)
        return
    found = one(corpus / name, tmp_path)
    if "cp932" not in name.lower():  # its list has it in the wrong code page
        assert words(found["Subject"]) == HEADER_SAYS_OTHERWISE.get(name, words(told["subject"]))
    assert words(found["Message-ID"]) == words(told["message_id"])
    assert len(found.get_all("Received", [])) == told["received_lines"]
    parts = leaves(found)
    assert sum(part.get_content_type() == "message/rfc822" and not part.get_filename()  # with a name it is a file
               for part in parts) == told["embedded_messages"]
    if kind.startswith("ipm.note.smime"):
        assert {"application/pkcs7-mime", "application/pkcs7-signature", "application/pgp-signature"} & {
            part.get_content_type() for part in parts}
        return
    assert len(parts) - len(bodies(parts)) == told["attachments"]
    assert findings(corpus / name, tmp_path) == []


def bodies(parts: Sequence[EmailMessage]) -> list[EmailMessage]:
    return [part for part in parts[:3] if part.get_content_maintype() == "text" and not part.get_filename()
            and part.get_content_disposition() is None and part.get_content_subtype() in {"plain", "html", "rtf"}]


@pytest.mark.corpus
@pytest.mark.parametrize(("name", "listed"), entries("msg"))
def test_the_text_and_the_attachments_of_a_message_are_those_in_its_streams(
        name: str, listed: Sequence[ListedFolder], corpus: Path, tmp_path: Path) -> None:
    if name == "absent" or words(listed[0]["messages"][0]["class"]).lower().startswith((*NO_MAIL, "ipm.note.smime")):
        return
    found = one(corpus / name, tmp_path)
    parts = leaves(found)
    with olefile.OleFileIO(str(corpus / name)) as ole:
        streams = {"/".join(path): ole.openstream(path).read() for path in ole.listdir()}
    text = streams.get("__substg1.0_1000001F")
    if text is not None:
        own = [part for part in bodies(parts) if part.get_content_subtype() == "plain"]
        assert own or not text.decode("utf-16-le").strip("\0")
        assert not own or words(own[0].get_content()) == words(text.decode("utf-16-le"))
    page = streams.get("__substg1.0_10130102")
    if page is not None:
        [own_page] = [part for part in bodies(parts) if part.get_content_subtype() == "html"]
        assert words(content(own_page).decode("latin-1")) == words(page.decode("latin-1"))
    attached = [value for path, value in streams.items()
                if re.fullmatch("__attach_version1.0_#[0-9A-Fa-f]{8}/__substg1.0_37010102", path)]
    assert not Counter(map(hashed, attached)) - files(wire_octets(messages(corpus / name, tmp_path)[0]), attached)
    header = streams.get("__substg1.0_007D001F")
    if header is not None:
        theirs = parsed_header(header.decode("utf-16-le"))
        for field in ("From", "To", "Subject", "Date", "Message-ID", "Received", "Reply-To", "DKIM-Signature"):
            assert [words(value) for value in found.get_all(field, [])][:len(theirs.get_all(field, []))] == [
                words(value) for value in theirs.get_all(field, [])], field


def hashed(octets: bytes) -> str:
    """Of text, line ends do not count: a part of text has those of mail."""
    return hashlib.sha256(octets.replace(b"\r\n", b"\n")).hexdigest()


def files(mail: bytes, attached: Sequence[bytes]) -> Counter[str]:
    """Digests of the files in a mail: of its parts, and of attached messages, which stand in it as they are."""
    found = Counter(hashed(content(part)) for part in leaves(parsed(mail)))
    found.update(hashed(file) for file in attached if re.match(rb"[!-9;-~]+:", file)
                 and file.replace(b"\r\n", b"\n") in mail.replace(b"\r\n", b"\n"))
    return found


def parsed_header(text: str) -> EmailMessage:
    first = text.find("\n") + 1 if text.startswith("Microsoft Mail Internet Headers") else 0
    found = email.message_from_bytes(text[first:].encode(), policy=email.policy.default)
    assert isinstance(found, EmailMessage)
    return found


@pytest.mark.corpus
@pytest.mark.parametrize("name", sorted(
    path.relative_to(CORPUS).as_posix() for path in CORPUS.glob("msg/email-outlook-message/*.msg")) or ["absent"])
def test_another_program_makes_the_same_mail(name: str, corpus: Path, tmp_path: Path) -> None:
    if name == "absent":
        return
    ours = one(corpus / name, tmp_path)
    theirs = email.message_from_bytes((corpus / name).with_suffix(".eml").read_bytes(), policy=email.policy.default)
    fields = {"To", "Cc", "Subject", "Message-ID", "Reply-To", "In-Reply-To", "References"}
    if theirs["From"] is not None:  # unsent: it gives no sender, and the time of the last change for a date
        fields |= {"From", "Date"}
    assert {field: words(ours[field]) for field in fields} == {field: words(theirs[field]) for field in fields}
    texts = [content(part).replace(b"\r\n", b"\n").rstrip() for part in leaves(ours)]
    first = leaves(theirs)[0]
    text = first.get_content().replace("\r\n", "\n").rstrip()
    if "charset" not in name:  # says us-ascii of octets that are not
        assert texts[0].decode() == text
    attached = [content(part) for part in leaves(theirs) if part.get_filename()]
    assert not [file for file in attached if file not in [content(part) for part in leaves(ours)]]


@pytest.mark.corpus
@pytest.mark.parametrize(("name", "listed"), entries("pst"))
def test_a_data_file_is_as_its_list_and_readpst_say(
        name: str, listed: Sequence[ListedFolder], corpus: Path, tmp_path: Path) -> None:
    if name == "absent":
        return
    found, told = messages(corpus / name, tmp_path / "spool"), findings(corpus / name, tmp_path / "spool")
    if "AddingBulk" in name:
        assert found == []
        assert [finding.fate for finding in told] == [Fate.FAILED]
        assert "is damaged, so nothing in it was read. Let Outlook repair it" in told[0].sentence
        return
    wanted = Counter((tuple(folder["path"][1:]), words(each["subject"]), str(each["delivery_time"])[:19])
                     for folder in listed for each in folder["messages"]
                     if words(each["class"]).lower().startswith(("ipm.note", "report.")))
    assert Counter((message.folder, words(parsed(wire_octets(message))["Subject"]),
                    f"{message.internal_date:%Y-%m-%d %H:%M:%S}") for message in found) == wanted
    others = {folder["path"][-1]: folder["items"] for folder in listed
              if folder["count"] == 0 and folder.get("items") and folder["path"][0].startswith("Top of")}
    assert {finding.path.rpartition("/")[2]: int(count[1]) for finding in told
            if (count := re.search("holds ([0-9]+) item", finding.sentence))} == others
    assert by_us(corpus / name, tmp_path / "spool") == by_readpst(corpus / name, tmp_path / "readpst")


@pytest.mark.corpus
@pytest.mark.parametrize(("name", "listed"), entries("olm"))
def test_an_archive_of_outlook_for_mac_is_as_its_xml_says(
        name: str, listed: Sequence[ListedFolder], corpus: Path, tmp_path: Path) -> None:
    if name == "absent":
        return
    found = messages(corpus / name, tmp_path)
    assert Counter(message.folder for message in found) == {
        tuple(folder["path"]): folder["count"] for folder in listed}
    wanted: Counter[Told] = Counter()
    with zipfile.ZipFile(corpus / name) as archive:
        for member in archive.namelist():
            if "com.microsoft.__Messages" in member and member.endswith(".xml"):
                wanted.update(in_xml(archive, each) for each in ElementTree.fromstring(archive.read(member)))
        attached = [archive.read(member) for member in archive.namelist() if "com.microsoft.__Attachments/" in member]
    assert Counter(of_mail(wire_octets(message), message.internal_date, message.flags, attached)
                   for message in found) == wanted


Told = tuple[str, str, str, bool, tuple[str, ...]]


def in_xml(archive: zipfile.ZipFile, element: ElementTree.Element) -> Told:
    """Subject, sender, time of arrival, whether it was read, and digests of the attachments."""
    sender = element.find("OPFMessageCopyFromAddresses/emailAddress")
    assert sender is not None
    files = [each.get("OPFAttachmentURL", "") for each in element.iter("messageAttachment")]
    return (words(element.findtext("OPFMessageCopySubject")), sender.get("OPFContactEmailAddressAddress", ""),
            str(element.findtext("OPFMessageCopyReceivedTime")),
            float(element.findtext("OPFMessageGetIsRead") or 0) == 1,
            tuple(sorted(hashed(archive.read(file)) for file in files)))


def of_mail(octets: bytes, date: datetime | None, flags: frozenset[str], attached: Sequence[bytes]) -> Told:
    assert date is not None
    message = parsed(octets)
    own = [part for part in leaves(message) if part.get_filename()]
    digests = [hashed(content(part)) for part in own if part.get_content_type() != "message/rfc822"]
    mails = {file for file in attached if b"\nMessage-ID:" in file and file in octets}
    assert len(mails) == len(own) - len(digests)
    return (words(message["Subject"]), message["From"].addresses[0].addr_spec,
            f"{date.astimezone(UTC):%Y-%m-%dT%H:%M:%S}", "\\Seen" in flags,
            tuple(sorted([*digests, *map(hashed, mails)])))
