"""Data files of Outlook, made in each version and each way of encoding, as Mailferry and readpst read them."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from tests.mail.mails import findings, folders, messages, wire_octets, write
from tests.mail.outlook.made_msg import ARRIVED, Attached, Msg
from tests.mail.outlook.made_pst import (
    ANSI,
    CYCLIC,
    FIRST_LIST,
    FOLDER_LIST,
    LARGE,
    PERMUTED,
    PLAIN,
    UNICODE,
    Folder,
    Pst,
)
from tests.mail.outlook.readpst import by_readpst, by_us
from tests.mail.outlook.test_msg import parsed, text, types

from mailferry.mail.message import DateOrigin, Fate
from mailferry.mail.outlook.pst_cipher import cyclic
from mailferry.mail.wire import measure

VARIANTS = [pytest.param(version, way, id=name) for name, version, way in (
    ("ANSI", ANSI, PERMUTED), ("Unicode plain", UNICODE, PLAIN), ("Unicode", UNICODE, PERMUTED),
    ("Unicode cyclic", UNICODE, CYCLIC), ("large pages", LARGE, PLAIN))]


def pst(version: int, way: int) -> Pst:
    return Pst(version, way, narrow="cp1252" if version == ANSI else "")


@pytest.mark.parametrize(("version", "way"), VARIANTS)
def test_every_kind_of_file(tmp_path: Path, version: int, way: int) -> None:
    inner = Msg("Höher", "inside\r\n" * 2000, cc=[("Zoë", "zoe@example.net")],
                attached=[Attached("deep.bin", bytes(range(256)) * 100)])
    path = pst(version, way).write(
        tmp_path / "a.pst",
        Folder("Inbox", [Msg("Grüße", values={0x0E07: 1, 0x1090: 2}, categories=["Red Category", "work"]),
                         Msg("with others", "x" * 20_000, attached=[Attached("a.txt", b"short"),
                                                                   Attached("b.bin", b"long" * 9000),
                                                                   Attached(message=inner)])],
               [Folder("Müller", [Msg("below")]), Folder("empty")]),
        Folder("Calendar", [Msg(message_class="IPM.Appointment")] * 3, kind="IPF.Appointment"),
        Folder("Contacts", kind="IPF.Contact"), top=[Msg("top", body="")])
    assert folders(path, tmp_path / "spool") == [(), ("Inbox",), ("Inbox", "Müller"), ("Inbox", "empty")]
    [told] = findings(path, tmp_path / "spool")
    assert (told.fate, "Calendar holds 3 items that are no mail" in told.sentence) == (Fate.IGNORED, True)
    top, first, second, below = messages(path, tmp_path / "spool")
    assert [top.folder, first.folder, second.folder, below.folder] == [(), ("Inbox",), ("Inbox",), ("Inbox", "Müller")]
    assert (set(first.flags), set(first.keywords)) == ({"\\Seen", "\\Flagged"}, {"Red_Category", "work"})
    assert (first.internal_date, first.date_origin) == (ARRIVED, DateOrigin.SOURCE)
    assert parsed(wire_octets(first))["Subject"] == "Grüße"
    found = parsed(wire_octets(second))
    assert types(found) == ["multipart/mixed", "text/plain", "text/plain", "application/octet-stream", "message/rfc822",
                            "multipart/mixed", "text/plain", "application/octet-stream"]
    assert text(list(found.walk())[1]) == "x" * 20_000
    short, long, embedded = found.iter_attachments()
    assert (short.get_payload(decode=True), long.get_payload(decode=True)) == (b"short", b"long" * 9000)
    deep = embedded.get_content()
    assert (deep["Subject"], deep["Cc"]) == ("Höher", "Zoë <zoe@example.net>")
    assert text(list(deep.walk())[1]) == "inside\n" * 2000
    assert [part.get_payload(decode=True) for part in deep.iter_attachments()] == [bytes(range(256)) * 100]


@pytest.mark.parametrize(("version", "way"), VARIANTS)
def test_readpst_reads_the_same(tmp_path: Path, version: int, way: int) -> None:
    path = pst(version, way).write(
        tmp_path / "a.pst",
        Folder("Inbox", [Msg("one", "first\r\nsecond\r\n", attached=[Attached("a.bin", b"\0\1" * 5000)]), Msg("two")],
               [Folder("Sub", [Msg("three", sender=("Eve", "eve@example.com"))])]))
    theirs = by_readpst(path, tmp_path / "readpst")
    assert len(theirs) == 3
    assert by_us(path, tmp_path / "spool") == theirs


def test_an_item_whose_class_libpff_does_not_know_keeps_its_attachments(tmp_path: Path) -> None:
    path = Pst().write(tmp_path / "a.pst", Folder("Inbox", [
        Msg("odd", message_class="IPM.InfoPathForm", attached=[Attached()]), Msg("receipt", message_class="REPORT.X")]))
    odd, receipt = (parsed(wire_octets(message)) for message in messages(path, tmp_path / "spool"))
    assert [part.get_payload(decode=True) for part in odd.iter_attachments()] == [b"noted"]
    assert odd["To"] == receipt["To"] == "Bob <bob@example.net>"


def test_many_messages_and_the_same_octets_again(tmp_path: Path) -> None:
    octets = Pst().octets(Folder("Inbox", [Msg(f"number {number}") for number in range(700)]))
    first, second = (messages(write(tmp_path / name / "a.pst", octets), tmp_path / f"spool{name}")
                     for name in ("1", "2"))
    assert [message.summary.subject for message in first] == [b"number %d" % number for number in range(700)]
    assert list(map(measure, first)) == list(map(measure, second))


def test_a_message_in_a_message_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    path = Pst().write(tmp_path / "a.pst", Folder("Inbox", [
        Msg("outer", attached=[Attached("lost", b"no message", values={0x3705: 5}), Attached("a.txt")]), Msg("next")]))
    outer, after = messages(path, tmp_path / "spool")
    assert after.summary.subject == b"next"
    assert [part.get_payload(decode=True) for part in parsed(wire_octets(outer)).iter_attachments()] == [b"", b"noted"]
    [told] = findings(path, tmp_path / "spool")
    assert told.fate is Fate.FAILED
    assert "holds a message (number 1 of the file, “outer”) with an attachment that is not in it" in told.sentence


def test_a_password_keeps_nobody_out(tmp_path: Path) -> None:
    path = Pst(password=0x1234).write(tmp_path / "a.pst", Folder("Inbox", [Msg()]))
    assert len(messages(path, tmp_path / "spool")) == 1
    [told] = findings(path, tmp_path / "spool")
    assert "has a password for Outlook" in told.sentence


def test_an_old_file_is_in_the_code_page_of_its_messages(tmp_path: Path) -> None:
    """Folders name none, nor do some messages."""
    path = Pst(ANSI, narrow="cp1251").write(tmp_path / "a.pst", Folder("Входящие", [
        Msg("Первая", values={0x3FDE: 20866}), Msg("Вторая", values={0x3FF1: 0x0419}), Msg("Третья", "Привет\r\n"),
        Msg("latin", values={0x3FFD: 1252})], [Folder("Работа")]))
    found = [parsed(wire_octets(message)) for message in messages(path, tmp_path / "spool")]
    assert [each["Subject"] for each in found] == ["Первая", "Вторая", "Третья", "latin"]
    assert text(found[2]) == "Привет\n"
    assert folders(path, tmp_path / "spool") == [(), ("Входящие",), ("Входящие", "Работа")]


@pytest.mark.parametrize("version", [UNICODE, LARGE])
def test_an_offline_file_shows_the_folders_of_outlook_and_has_no_password(tmp_path: Path, version: int) -> None:
    path = Pst(version, PLAIN, offline=True).write(
        tmp_path / "a.ost", Folder("Inbox", [Msg("one")], [Folder("Sub", [Msg("two")])]),
        public=[Folder("Favourites", [Msg("three")])])
    assert [(message.folder, message.summary.subject) for message in messages(path, tmp_path / "spool")] == [
        (("Inbox",), b"one"), (("Inbox", "Sub"), b"two"), (("Public Folders", "Favourites"), b"three")]
    assert folders(path, tmp_path / "spool") == [
        (), ("Inbox",), ("Inbox", "Sub"), ("Public Folders", "Favourites")]
    assert findings(path, tmp_path / "spool") == []


@pytest.mark.parametrize("seed", range(12))
def test_random_damage_is_told_and_ends_nothing(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    octets = bytearray(Pst(*chance.choice(((UNICODE, PERMUTED), (ANSI, PLAIN), (LARGE, PLAIN)))).octets(
        Folder("Inbox", [Msg(f"{number}", attached=[Attached(message=Msg("inner"))]) for number in range(20)])))
    if seed % 3 == 0:
        del octets[chance.randrange(0x4400, len(octets)):]
    for _ in range(chance.choice((1, 20, 300))):
        octets[chance.randrange(0x4400 if seed % 2 else 600, len(octets))] = chance.randrange(256)
    path = write(tmp_path / "a.pst", bytes(octets))
    found = messages(path, tmp_path / "spool")
    assert found or findings(path, tmp_path / "spool")
    assert all(measure(message).wire_size for message in found)


@pytest.mark.parametrize("seed", range(8))
def test_a_damaged_message_takes_no_neighbour_along(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    octets = bytearray(Pst(chance.choice((UNICODE, ANSI)), PLAIN).octets(
        Folder("Inbox", [Msg(f"{number}", f"mark {number} " + "x" * 400) for number in range(12)])))
    whole = messages(write(tmp_path / "whole/a.pst", bytes(octets)), tmp_path / "spool")
    octets_of = {message.summary.subject: wire_octets(message) for message in whole}
    place = octets.index("mark 7 ".encode("utf-16-le"))
    for _ in range(40):
        octets[chance.randrange(place - 40, place + 600)] = chance.randrange(256)
    path = write(tmp_path / "a.pst", bytes(octets))
    found = {message.summary.subject: wire_octets(message) for message in messages(path, tmp_path / "spool")}
    assert {subject for subject in octets_of if found.get(subject) == octets_of[subject]} >= {
        b"%d" % number for number in range(12) if number != 7}
    assert len(found) == 12 or findings(path, tmp_path / "spool")


@pytest.mark.parametrize("version", [ANSI, UNICODE])
def test_damage_that_can_be_read_over_is_told_with_the_subject(tmp_path: Path, version: int) -> None:
    """The text of a message, or what is attached to it, does not have its checksum."""
    narrow = "cp1252" if version == ANSI else ""
    octets = bytearray(Pst(version, PLAIN, narrow=narrow).octets(Folder("Inbox", [
        Msg("before"), Msg("wrong", "A word that is changed."), Msg("after"),
        Msg("file", attached=[Attached("a.bin", b"another word that is changed" * 900)]), Msg("last")])))
    for word in ("A word that is changed.".encode(narrow or "utf-16-le"), b"another word that is changed"):
        octets[octets.index(word) + 2] ^= 1
    path = write(tmp_path / "a.pst", bytes(octets))
    assert [message.summary.subject for message in messages(path, tmp_path / "spool")] == [
        b"before", b"wrong", b"after", b"file", b"last"]
    told = findings(path, tmp_path / "spool")
    assert [finding.sentence.partition("holds ")[2] for finding in told] == [
        f"a message that is damaged (number {number} of the file, “{subject}”), so parts of it may be missing or "
        "wrong. It was read as far as possible." for number, subject in ((2, "wrong"), (4, "file"))]
    assert {(finding.fate, Path(finding.path).name) for finding in told} == {(Fate.FAILED, "Inbox")}


@pytest.mark.parametrize("version", [ANSI, UNICODE, LARGE])
def test_a_damaged_index_or_list_is_told(tmp_path: Path, version: int) -> None:
    """Here their checksums alone, so that all can be read."""
    narrow = "cp1252" if version == ANSI else ""
    made = Pst(version, PLAIN, narrow=narrow)
    octets = bytearray(made.octets(Folder("Inbox", [Msg("one"), Msg("two")]), Folder("Later", [Msg("three")])))
    for place in made.checksums(FIRST_LIST):
        octets[place] ^= 1
    path = write(tmp_path / "a.pst", bytes(octets))
    assert len(messages(path, tmp_path / "spool")) == 3
    told = findings(path, tmp_path / "spool")
    assert ["has a list of messages that is damaged" in told[0].sentence, Path(told[0].path).name] == [True, "Inbox"]
    assert "has an index that is damaged, so messages may be missing" in told[1].sentence
    assert [finding.fate for finding in told] == [Fate.FAILED] * 2


@pytest.mark.parametrize("version", [ANSI, UNICODE, LARGE])
@pytest.mark.parametrize("damaged", [[FIRST_LIST], [FOLDER_LIST], [FIRST_LIST, FOLDER_LIST]])
def test_what_a_damaged_list_named_is_found_without_it(
        tmp_path: Path, version: int, damaged: list[int]) -> None:
    """The list is overwritten. The messages and folders are as they were, with flags and categories."""
    made = Pst(version, PLAIN, narrow="cp1252" if version == ANSI else "")
    octets = bytearray(made.octets(
        Folder("Inbox", [Msg("one", values={0x0E07: 1}, categories=["red"]), Msg("two", attached=[Attached()])],
               [Folder("Sub", [Msg("three")])]),
        Folder("Calendar", [Msg(message_class="IPM.Appointment")], kind="IPF.Appointment"),
        Folder("Later", [Msg("four")]), Folder("Empty")))
    path = write(tmp_path / "a.pst", bytes(octets))
    before = [(message.folder, wire_octets(message), message.flags, message.keywords)
              for message in messages(path, tmp_path / "spool")]
    assert len(before) == 4
    for node in damaged:
        offset, size = made.block(node)
        octets[offset:offset + size] = random.Random(node).randbytes(size)
    path = write(tmp_path / "b.pst", bytes(octets))
    assert [(message.folder, wire_octets(message), message.flags, message.keywords)
            for message in messages(path, tmp_path / "spool")] == before
    assert sorted(folders(path, tmp_path / "spool")) == [
        (), ("Empty",), ("Inbox",), ("Inbox", "Sub"), ("Later",)]
    told = [finding.sentence.rpartition("/")[2] for finding in findings(path, tmp_path / "spool")]
    assert told[0].startswith("b.pst has a list of folders" if FOLDER_LIST in damaged else "Inbox has a list of mess")
    assert "that is damaged. They were found without it, so some may be missing" in told[0]
    assert told[1:] == ["Calendar holds 1 item that is no mail and was left out (appointments)."]


@pytest.mark.parametrize("version", [UNICODE, LARGE])
def test_a_file_that_libpff_refuses_is_read_without_it(tmp_path: Path, version: int) -> None:
    """Its head does not have its checksum."""
    octets = bytearray(Pst(version, PLAIN).octets(
        Folder("Inbox", [Msg("one", categories=["red"])], [Folder("Sub", [Msg("two")])]), top=[Msg("top")]))
    octets[40] ^= 1
    path = write(tmp_path / "a.pst", bytes(octets))
    assert [(message.folder, message.summary.subject, message.keywords)
            for message in messages(path, tmp_path / "spool")] == [
        ((), b"top", frozenset()), (("Inbox",), b"one", frozenset({"red"})),
        (("Inbox", "Sub"), b"two", frozenset())]
    [told] = findings(path, tmp_path / "spool")
    assert "has an index that is damaged, so messages may be missing" in told.sentence


def test_an_item_that_libpff_refuses_is_read(tmp_path: Path) -> None:
    """A property of no type, as some programs write it."""
    inner = Msg("inner", values={0x0E1D: None})
    path = Pst().write(tmp_path / "a.pst", Folder("Inbox", [
        Msg("one"), Msg("odd", "Hello.\r\n", values={0x0E1D: None}, attached=[Attached(), Attached(message=inner)]),
        Msg(message_class="IPM.Contact", values={0x0E1D: None}), Msg("two")]))
    found = messages(path, tmp_path / "spool")
    assert [message.summary.subject for message in found] == [b"one", b"odd", b"two"]
    odd = parsed(wire_octets(found[1]))
    assert types(odd) == ["multipart/mixed", "text/plain", "text/plain", "message/rfc822", "text/plain"]
    assert (odd["To"], text(list(odd.walk())[1])) == ("Bob <bob@example.net>", "Hello.\n")
    [told] = findings(path, tmp_path / "spool")
    assert "holds 1 item that is no mail and was left out (contacts)" in told.sentence


def test_the_cyclic_way_is_its_own_inverse() -> None:
    octets = bytes(range(256)) * 300
    assert cyclic(cyclic(octets, 0x12345678), 0x12345678) == octets
    assert cyclic(octets, 1) != cyclic(octets, 2)
