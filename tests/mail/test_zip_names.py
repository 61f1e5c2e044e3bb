"""Names in a zip that does not say their encoding: the folders are called as they were where it was made."""

from __future__ import annotations

import struct
import zipfile
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.mail.archives import BOX
from tests.mail.mails import findings, folders, mail, messages

from mailferry.mail.zip_names import Names


def write_zip(path: Path, *members: tuple[bytes, bytes], extra: bytes = b"") -> Path:
    """A zip whose names are these octets, with no word on their encoding, as old programs write it."""
    octets = directory = b""
    for name, content in members:
        known = struct.pack("<HHHHIIIHH", 0, 0, 0x6000, 0x5000, zlib.crc32(content), len(content), len(content),
                            len(name), len(extra))
        directory += struct.pack("<IHH", 0x02014B50, 20, 20) + known + struct.pack(
            "<HHHII", 0, 0, 0, 0x20, len(octets)) + name + extra
        octets += struct.pack("<IH", 0x04034B50, 20) + known + name + extra + content
    path.write_bytes(octets + directory + struct.pack(
        "<IHHHHIIH", 0x06054B50, 0, 0, len(members), len(members), len(directory), len(octets), 0))
    return path


@pytest.mark.parametrize(("name", "encoding"), [
    ("Grüße/Ärger", "utf-8"), ("Grüße/Ärger", "cp437"), ("Grüße/Ärger", "cp1252"), ("Réunion/été", "cp437"),
    ("Réunion/été", "cp1252"), ("Pâques", "cp437"), ("メール/受信箱", "cp932"), ("表示/ソ", "cp932"),
    ("Входящие", "cp866"), ("Входящие/Работа", "cp1251"), ("邮件/收件箱", "gb2312"), ("Letters", "ascii")])
def test_the_encoding_is_found(tmp_path: Path, name: str, encoding: str) -> None:
    path = write_zip(tmp_path / "x.zip", (f"{name}.mbox".encode(encoding), BOX))
    assert folders(path, tmp_path / "spool") == [tuple(name.split("/"))]
    assert len(messages(path, tmp_path / "spool")) == 2


def test_a_backslash_within_a_letter_of_japan_leads_into_no_folder(tmp_path: Path) -> None:
    """In Shift-JIS, the second octet of a letter may be that of a backslash."""
    path = write_zip(tmp_path / "x.zip", ("表示\\ソ.mbox".encode("cp932"), BOX))
    assert folders(path, tmp_path / "spool") == [("表示", "ソ")]


def test_a_folder_that_ends_with_a_backslash_is_no_file(tmp_path: Path) -> None:
    """As Windows writes it; a file of its name would leave no room for the folder."""
    path = write_zip(tmp_path / "x.zip", (b"Mail\\Inbox\\", b""), (b"Mail\\Inbox\\1.eml", mail()))
    assert [message.folder for message in messages(path, tmp_path / "spool")] == [("Mail", "Inbox")]
    assert not findings(path, tmp_path / "spool")


def test_the_field_of_info_zip_goes_before_all(tmp_path: Path) -> None:
    name = "Zürich.mbox".encode("cp437")
    told = struct.pack("<BI", 1, zlib.crc32(name)) + "Cyriak Ω.mbox".encode()
    extra = struct.pack("<HH", 0x7075, len(told)) + told
    assert folders(write_zip(tmp_path / "x.zip", (name, BOX), extra=extra), tmp_path / "spool") == [("Cyriak Ω",)]
    stale = extra.replace(struct.pack("<I", zlib.crc32(name)), b"\0\0\0\0")
    assert folders(write_zip(tmp_path / "y.zip", (name, BOX), extra=stale), tmp_path / "spool") == [("Zürich",)]


@given(st.lists(st.binary(min_size=1, max_size=30).map(lambda name: name.replace(b"\0", b"x")), max_size=4),
       st.binary(max_size=40))
def test_any_name_has_a_reading(names: list[bytes], extra: bytes) -> None:
    members = []
    for name in names:
        member = zipfile.ZipInfo(name.decode("cp437"))
        member.orig_filename, member.extra = name.decode("cp437"), extra
        members.append(member)
    read = Names(members)
    assert all(isinstance(read.of(member), str) for member in members)
