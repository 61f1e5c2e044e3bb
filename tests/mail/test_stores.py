"""The trees of Thunderbird, Evolution and KMail: which files are folders, what they are called, and the decoys."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.mail.mails import FROM_LINE, crlf, findings, folders, mail, messages, wire_octets, write

from mailferry.mail.layouts import Layout
from mailferry.mail.message import DateOrigin, Fate
from mailferry.mail.source import SourceKind, open_source

MORK = b'// <!-- <mdb:mork:z v="1.4"/> -->\n'
SAVED = b"From - Sat Jul  1 19:33:02 2000\n"


def mozilla(status: str, number: int = 1, keys: str = "", status2: str = "00000000") -> bytes:
    return (f"X-Mozilla-Status: {status}\nX-Mozilla-Status2: {status2}\nX-Mozilla-Keys: {keys:<80}\n".encode()
            + mail(number))


def account(root: Path) -> Path:
    """An account of Thunderbird as the program leaves it on the disk."""
    write(root / "Inbox", SAVED + mozilla("0001") + b"\n" + SAVED + mozilla("0000", 2))
    write(root / "Inbox.sbd/Sub", SAVED + mozilla("0000", 3))
    write(root / "Inbox.sbd/Sub.sbd/Deep Straße", SAVED + mozilla("0000", 4))
    write(root / "Archives", b"")
    write(root / "Archives.sbd/2004", SAVED + mozilla("0000", 5))
    write(root / "Only index.sbd/Child", SAVED + mozilla("0000", 6))
    for name in ("Inbox", "Inbox.sbd/Sub", "Archives", "Archives.sbd/2004", "Only index", "Trash", "Gone"):
        write(root / f"{name}.msf", MORK)
    write(root / "Trash", b"")
    write(root / "msgFilterRules.dat", b'version="9"\nlogging="no"\nname="From: x"\n')
    write(root / "popstate.dat", b"# POP3 State File\n")
    write(root / "filterlog.html", b"<html></html>\n")
    write(root / "Inbox.mozmsgs/1.wdseml", mail(9))
    return root


ACCOUNT = [("Archives",), ("Archives", "2004"), ("Inbox",), ("Inbox", "Sub"), ("Inbox", "Sub", "Deep Straße"),
           ("Only index",), ("Only index", "Child"), ("Trash",)]


def test_an_account_of_thunderbird(tmp_path: Path) -> None:
    root = account(tmp_path / "Local Folders")
    source = open_source(root)
    assert (source.kind, source.layout) == (SourceKind.STORE, Layout.BOXES)
    assert ".sbd" in source.reason
    assert sorted(folders(root)) == ACCOUNT
    assert sorted((message.folder, wire_octets(message)) for message in messages(root)) == sorted([
        (("Inbox",), crlf(mail(1))), (("Inbox",), crlf(mail(2))), (("Inbox", "Sub"), crlf(mail(3))),
        (("Inbox", "Sub", "Deep Straße"), crlf(mail(4))), (("Archives", "2004"), crlf(mail(5))),
        (("Only index", "Child"), crlf(mail(6)))])
    found = findings(root)
    assert {finding.fate for finding in found} == {Fate.IGNORED}
    assert len(found) == 7 + 3 + 1  # the indexes, the records, the folder of copies for the system's search
    assert [Path(finding.path).name for finding in found if "its mail is not here" in finding.sentence] == ["Gone.msf"]


def test_a_profile_of_thunderbird_with_two_accounts(tmp_path: Path) -> None:
    profile = tmp_path / "abcd1234.default"
    account(profile / "Mail/Local Folders")
    write(profile / "ImapMail/imap.example.org/INBOX", SAVED + mail(7))
    write(profile / "ImapMail/imap.example.org/INBOX.msf", MORK)
    write(profile / "ImapMail/imap.example.org.msf", MORK)
    write(profile / "prefs.js", b'user_pref("mail.server.server2.type", "imap");\n')
    write(profile / "Mail/feeds.json", b"[]")
    write(profile / "storage/permanent/x.eml", mail(8))
    source = open_source(profile)
    assert (source.kind, source.layout) == (SourceKind.STORE, Layout.PROFILE)
    assert sorted(folders(profile)) == sorted([*ACCOUNT, ("imap.example.org", "INBOX")])
    assert len(messages(profile)) == 7
    assert {finding.fate for finding in findings(profile)} == {Fate.IGNORED}
    assert sorted(folders(profile / "Mail")) == ACCOUNT
    assert folders(profile / "ImapMail") == [("imap.example.org", "INBOX")]


def test_a_profile_inside_another_folder_keeps_the_names_above(tmp_path: Path) -> None:
    write(tmp_path / "Backup/.thunderbird/x.default/prefs.js", b"")
    write(tmp_path / "Backup/.thunderbird/x.default/Mail/Local Folders/Inbox", SAVED + mail(1))
    assert [message.folder for message in messages(tmp_path / "Backup")] == [
        ("Backup", ".thunderbird", "x.default", "Inbox")]


@pytest.mark.parametrize("name", ["Inbox.sbd", "Some.Name.sbd"])
def test_the_children_alone_keep_the_name_of_their_parent(tmp_path: Path, name: str) -> None:
    write(tmp_path / name / "Sub", SAVED + mail(1))
    write(tmp_path / name / "Sub.msf", MORK)
    assert [message.folder for message in messages(tmp_path / name)] == [(name[:-4], "Sub")]


def test_the_maildir_store_of_thunderbird_keeps_its_flags_in_the_mail(tmp_path: Path) -> None:
    root = tmp_path / "mail.example.org"
    write(root / "Inbox/cur/1112299276000.eml", mozilla("1007", keys="$label1 work"))
    write(root / "Inbox/cur/1112299276001.eml", mail(2))
    write(root / "Inbox/tmp/.keep", b"")
    write(root / "Inbox.msf", MORK)
    write(root / "Inbox.sbd/Sub/cur/1112299276002.eml", mozilla("0000", 3))
    assert open_source(root).layout is Layout.BOXES
    first, second, third = messages(root)
    assert wire_octets(first) == crlf(mail(1))
    assert first.flags == {"\\Seen", "\\Answered", "\\Flagged"}
    assert first.keywords == {"$Forwarded", "$label1", "work"}
    assert first.date_origin is DateOrigin.DATE
    assert (second.folder, second.flags, wire_octets(second)) == (("Inbox",), frozenset(), crlf(mail(2)))
    assert (third.folder, wire_octets(third)) == (("Inbox", "Sub"), crlf(mail(3)))


def test_a_single_mail_of_thunderbird_keeps_its_fields(tmp_path: Path) -> None:
    [message] = messages(write(tmp_path / "x.eml", mozilla("0001")))
    assert wire_octets(message) == crlf(mozilla("0001"))
    assert message.flags == frozenset()


def evolution(uid: int, flags: str, number: int = 1) -> bytes:
    return mail(number, fields=f"X-Evolution: {uid:08x}-{flags}\n".encode())


@pytest.mark.parametrize(("bits", "flags", "deleted"), [
    ("0010", {"\\Seen"}, False), ("0011", {"\\Seen", "\\Answered"}, False), ("001a", {"\\Seen", "\\Flagged"}, True),
    ("0004", {"\\Draft"}, False), ("0130", {"\\Seen"}, False), ("0000", set(), False), ("zzzz", set(), False),
])
def test_flags_of_evolution(tmp_path: Path, bits: str, flags: set[str], deleted: bool) -> None:
    [message] = messages(write(tmp_path / "Inbox", FROM_LINE + evolution(12, bits)))
    assert message.flags == flags
    assert message.deleted_in_source is deleted
    assert wire_octets(message) == crlf(evolution(12, bits))


def test_the_store_of_evolution_2(tmp_path: Path) -> None:
    root = tmp_path / ".evolution/mail/local"
    write(root / "Inbox", FROM_LINE + evolution(1, "0010"))
    write(root / "Inbox.sbd/Lists", FROM_LINE + evolution(2, "0000", 2))
    write(root / "Sent", b"")
    for name in ("Inbox", "Sent", "Inbox.sbd/Lists"):
        for suffix in ("cmeta", "ev-summary", "ibex.index", "ibex.index.data"):
            write(root / f"{name}.{suffix}", b"\x00\x00\x00\x01From: x\n")
    assert open_source(root).layout is Layout.BOXES
    assert folders(root) == [("Inbox",), ("Sent",), ("Inbox", "Lists")]
    assert [message.flags for message in messages(root)] == [{"\\Seen"}, frozenset()]
    assert len(findings(root)) == 12
    assert ("home", ".evolution", "mail", "local", "Inbox") not in folders(tmp_path)
    assert (tmp_path.name, ".evolution", "mail", "local", "Inbox") in folders(tmp_path)


def test_the_store_of_evolution_1(tmp_path: Path) -> None:
    root = tmp_path / "local"
    for folder, number in (("Inbox", 1), ("Inbox/subfolders/Lists", 2), ("Inbox/subfolders/Lists/subfolders/Deep", 3)):
        write(root / folder / "mbox", FROM_LINE + mail(number))
        write(root / folder / "mbox.ev-summary", b"\x00\x00\x00\x01")
        write(root / folder / "folder-metadata.xml", b"<?xml version='1.0'?>\n<efolder/>\n")
    assert [(message.folder, wire_octets(message)) for message in messages(root)] == [
        (("local", "Inbox"), crlf(mail(1))), (("local", "Inbox", "Lists"), crlf(mail(2))),
        (("local", "Inbox", "Lists", "Deep"), crlf(mail(3)))]


def test_a_mailbox_named_mbox_is_a_folder_elsewhere(tmp_path: Path) -> None:
    write(tmp_path / "home/mbox", FROM_LINE + mail(1))
    assert [message.folder for message in messages(tmp_path / "home")] == [("home", "mbox")]


def test_the_tree_of_kmail(tmp_path: Path) -> None:
    root = tmp_path / "mail"
    write(root / "inbox", FROM_LINE + mail(1))
    write(root / ".inbox.index", b"# KMail-Index V1506\n\x00")
    write(root / ".inbox.index.ids", b"# KMail-Index-IDs V1002\n\x00")
    write(root / ".inbox.directory/child", FROM_LINE + mail(2))
    write(root / ".inbox.directory/box/cur/29:2,S", mail(3))
    write(root / ".inbox.directory/.box.index", b"# KMail-Index V1506\n\x00")
    assert [(message.folder, wire_octets(message)) for message in messages(root)] == [
        (("mail", "inbox"), crlf(mail(1))), (("mail", "inbox", "child"), crlf(mail(2))),
        (("mail", "inbox", "box"), crlf(mail(3)))]
    assert len(findings(root)) == 3


def test_the_folder_names_of_evolution_3(tmp_path: Path) -> None:
    """UTF-8, with dots and low lines escaped, where its mark is in the Maildir."""
    for name in ("", ".Sent", ".v1_2E2.my_5Fbox", ".Gr\u00fc\u00dfe.A&B-C"):
        write(tmp_path / f"local/{name}/cur/1:2,S", mail(1))
        write(tmp_path / f"local/{name}/new/.keep", b"")
    plain = {message.folder for message in messages(tmp_path / "local")}
    assert ("v1_2E2", "my_5Fbox") in plain
    write(tmp_path / "local/..maildir++", b"maildir++ 1\n")
    assert {message.folder for message in messages(tmp_path / "local")} == {
        (), ("Sent",), ("v1.2", "my_box"), ("Gr\u00fc\u00dfe", "A&B-C")}
