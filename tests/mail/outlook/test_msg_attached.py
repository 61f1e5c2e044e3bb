"""What is attached to single messages of Outlook: files, pictures, messages, signatures, objects of other programs."""

from __future__ import annotations

import io
import struct
from pathlib import Path

import olefile
from tests.mail.mails import findings, mail, messages, wire_octets
from tests.mail.outlook.made_msg import Attached, Msg
from tests.mail.outlook.test_msg import parsed, read, types

from mailferry.mail.message import Fate
from mailferry.mail.outlook.compound import Tree

SHEET: Tree = {"Workbook": b"sheet" * 2000, "\x01CompObj": b"Excel", "Inner": {"small": b"1"}}


def test_attachments_are_octet_for_octet_what_they_were(tmp_path: Path) -> None:
    everything = bytes(range(256)) * 41
    path = Msg(attached=[
        Attached("übersicht \"1\".pdf", everything), Attached("empty.bin", b""), Attached("no extension", b"x\n"),
        Attached("mail.eml", mail(), values={0x370E: "message/rfc822"}),
        Attached("odd.bin", b"1", values={0x370E: "not a type\r\nX: y"})]).write(tmp_path / "a.msg")
    found = read(path, tmp_path / "spool")
    assert types(found) == ["multipart/mixed", "text/plain", "application/pdf", *["application/octet-stream"] * 2,
                            "message/rfc822", "text/plain", "application/octet-stream"]
    parts = list(found.iter_attachments())
    assert [part.get_payload(decode=True) for part in (*parts[:3], parts[4])] == [everything, b"", b"x\n", b"1"]
    assert mail().replace(b"\n", b"\r\n") in wire_octets(messages(path, tmp_path / "spool")[0])
    assert [part.get_filename() for part in parts] == [
        'übersicht "1".pdf', "empty.bin", "no extension", "mail.eml", "odd.bin"]
    assert found["X"] is None


def test_pictures_that_the_html_shows_lie_beside_it(tmp_path: Path) -> None:
    path = Msg(attached=[Attached("p.png", b"png", values={0x3712: "p@1"}), Attached("q.png", b"q")],
               values={0x1013: b"<img src=\"CID:p@1\">"}).write(tmp_path / "a.msg")
    found = read(path, tmp_path / "spool")
    assert types(found) == ["multipart/mixed", "multipart/related", "multipart/alternative", "text/plain", "text/html",
                            "image/png", "image/png"]
    shown, attached = list(found.walk())[5:]
    assert (shown["Content-ID"], shown.get_content_disposition()) == ("<p@1>", "inline")
    assert attached.get_content_disposition() == "attachment"


def test_pictures_that_the_html_shows_by_their_location(tmp_path: Path) -> None:
    """As in a page that was sent whole."""
    path = Msg(attached=[Attached("1.jpg", b"jpg", values={0x3713: "1.jpg"}),
                         Attached("2.jpg", b"2", values={0x3713: "http://example.org/ä b.jpg"})],
               values={0x1013: b"<td background='1.jpg'><a href=2.jpg>"}).write(tmp_path / "a.msg")
    found = read(path, tmp_path / "spool")
    assert types(found) == ["multipart/mixed", "multipart/related", "multipart/alternative", "text/plain", "text/html",
                            "image/jpeg", "image/jpeg"]
    assert [part["Content-Location"] for part in list(found.walk())[5:]] == [
        "1.jpg", "http://example.org/%C3%A4%20b.jpg"]


def test_a_message_in_a_message_is_whole(tmp_path: Path) -> None:
    inner = Msg("Höher", "inside\r\n", headers="From: x@example.org\r\nX-Raw: gr\u00fcn\r\n",
                attached=[Attached("deep.txt", b"deep")])
    path = Msg("outer", attached=[Attached(message=inner)]).write(tmp_path / "a.msg")
    found = read(path, tmp_path / "spool")
    assert types(found) == ["multipart/mixed", "text/plain", "message/rfc822", "multipart/mixed", "text/plain",
                            "text/plain"]
    [part] = found.iter_attachments()
    assert part["Content-Transfer-Encoding"] == "8bit"  # for its header
    embedded = part.get_content()
    assert (embedded["Subject"], embedded["From"]) == ("Höher", "x@example.org")
    assert [each.get_payload(decode=True) for each in embedded.iter_attachments()] == [b"deep"]


def test_what_was_signed_keeps_its_octets(tmp_path: Path) -> None:
    signed = (b'Content-Type: multipart/signed; micalg=sha-256; boundary="b"\r\n\r\n--b\r\nContent-Type: text/plain\r\n'
              b"\r\nsigned  \r\n--b\r\nContent-Type: application/pkcs7-signature\r\n\r\nMII=\r\n--b--\r\n")
    path = Msg(message_class="IPM.Note.SMIME.MultipartSigned", headers="From: ada@example.org\r\nMIME-Version: 1.0\r\n",
               attached=[Attached("smime.p7m", signed)]).write(tmp_path / "signed.msg")
    [message] = messages(path, tmp_path / "spool")
    assert wire_octets(message).endswith(b"MIME-Version: 1.0\r\n" + signed)
    path = Msg(message_class="IPM.Note.SMIME", attached=[Attached("smime.p7m", b"\x30\x80sealed")]).write(
        tmp_path / "sealed.msg")
    found = read(path, tmp_path / "spool")
    assert found.get_content_type() == "application/pkcs7-mime"
    assert found.get_payload(decode=True) == b"\x30\x80sealed"


def test_what_was_encrypted_with_openpgp_is_the_body_again(tmp_path: Path) -> None:
    sealed = b"-----BEGIN PGP MESSAGE-----\n\nhQEMA\n-----END PGP MESSAGE-----\n"
    mark = Attached("a.pgp-encrypted", b"Version: 1\n", values={0x370E: "application/pgp-encrypted"})
    message = Msg(body="\r\n", headers="From: ada@example.org\r\nContent-Type: multipart/mixed\r\n",
                  attached=[mark, Attached("encrypted.asc", sealed)])
    found = read(message.write(tmp_path / "a.msg"), tmp_path / "spool")
    assert (found.get_content_type(), found.get_param("protocol")) == (
        "multipart/encrypted", "application/pgp-encrypted")
    assert [part.get_payload(decode=True) for part in found.iter_parts()] == [
        b"Version: 1\r\n", sealed.replace(b"\n", b"\r\n")]
    message.body = "Only text is lost if this were left out.\r\n"
    found = read(message.write(tmp_path / "b.msg"), tmp_path / "spool")
    assert types(found)[0] == "multipart/mixed"


def test_long_names_of_files_keep_lines_short(tmp_path: Path) -> None:
    names = ["ä" * 251 + ".txt", "日本" * 120 + ".pdf", "a" * 996 + ".txt", "Rechnung für März.pdf", "x" * 240 + ".doc"]
    path = Msg(attached=[Attached(name) for name in names]).write(tmp_path / "a.msg")
    [message] = messages(path, tmp_path / "spool")
    assert [part.get_filename() for part in parsed(wire_octets(message)).iter_attachments()] == names
    assert max(map(len, wire_octets(message).split(b"\r\n"))) <= 998


def native(label: str, file: bytes) -> bytes:
    """A stream Ole10Native with a file that has this name."""
    path = f"C:\\{label}"
    narrow = (struct.pack("<H", 2) + f"{label}\0{path}\0".encode("cp1252") + struct.pack("<HHI", 0, 3, len(path) + 1)
              + f"{path}\0".encode("cp1252") + struct.pack("<I", len(file)) + file)
    wide = b"".join(struct.pack("<I", len(text)) + text.encode("utf-16-le") for text in (path, label, path))
    return struct.pack("<I", len(narrow + wide)) + narrow + wide


def test_objects_of_other_programs_are_files_that_can_be_opened(tmp_path: Path) -> None:
    stored = [({"CONTENTS": b"BMpicture", "\x03MailStream": b""}, "Picture (Device Independent Bitmap)"),
              ({"\x01Ole10Native": native("Übersicht.txt", b"data"), "\x02OlePres000": b"icon"}, "OLE Package"),
              ({"Package": b"PK\3\4", "\x01Ole": b""}, "Sheet.xlsx"), (SHEET, "Sheet"),
              ({"\x01Ole10Native": b"\4\0\0\0drawing"}, "Drawing")]
    message = Msg(attached=[Attached(name, storage=tree) for tree, name in stored])
    parts = list(read(message.write(tmp_path / "a.msg"), tmp_path / "spool").iter_attachments())
    assert [part.get_filename() for part in parts] == [
        "Picture (Device Independent Bitmap).bmp", "Übersicht.txt", "Sheet.xlsx", "Sheet", "Drawing"]
    assert [part.get_content_type() for part in parts[:2]] == ["image/bmp", "text/plain"]
    files = [part.get_payload(decode=True) for part in parts]
    assert files[:3] == [b"BMpicture", b"data", b"PK\3\4"]
    assert isinstance(files[3], bytes)
    with olefile.OleFileIO(io.BytesIO(files[3])) as ole:
        assert ole.openstream("Workbook").read() == b"sheet" * 2000
        assert ole.openstream("Inner/small").read() == b"1"


def test_a_place_on_the_web_stays_one(tmp_path: Path) -> None:
    path = Msg(attached=[Attached("plan.docx", None, values={0x3705: 7, 0x370D: "https://example.org/a b"})])
    [part] = read(path.write(tmp_path / "a.msg"), tmp_path / "spool").iter_attachments()
    assert part.get_content_type() == "message/external-body"
    assert part.get_param("url") == "https://example.org/ab"


def test_an_attachment_that_is_only_referred_to_is_told(tmp_path: Path) -> None:
    path = Msg(attached=[Attached("plan.doc", None, values={0x3705: 2, 0x370D: "C:\\plan.doc"}),
                         Attached("", None, values={0x3705: 0})]).write(tmp_path / "a.msg")
    assert types(read(path, tmp_path / "spool")) == ["multipart/mixed", "text/plain", "application/msword"]
    [told] = findings(path, tmp_path / "spool")
    assert (told.fate, "has an attachment that is not in it" in told.sentence) == (Fate.FAILED, True)
