"""MH folders, and those of Sylpheed and Claws: numbers, sequences, marks, deleted mails, trees."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.mail.mails import crlf, findings, folders, mail, messages, wire_octets, write

from mailferry.mail import mh
from mailferry.mail.layouts import Layout
from mailferry.mail.message import DateOrigin, Fate
from mailferry.mail.source import SourceKind, open_source


def make(root: Path, *numbers: int, sequences: str | None = None) -> Path:
    for number in numbers:
        write(root / str(number), mail(number), mtime=1_700_000_000)
    if sequences is not None:
        write(root / ".mh_sequences", sequences.encode())
    return root


def flags_by_number(root: Path) -> dict[str, frozenset[str]]:
    return {Path(message.locator.path).name: message.flags for message in messages(root)}


def test_sequences_are_flags(tmp_path: Path) -> None:
    root = make(tmp_path, 1, 2, 3, 9, 10, 11, 16, 17,
                sequences="cur: 8\nunseen: 2 10-16\nflagged: 2 17\nreplied: 1 3\nforwarded: 3\ntodo: 1-17\nfoo\n: 3\n")
    assert open_source(root).layout is Layout.MH
    assert flags_by_number(root) == {
        "1": {"\\Seen", "\\Answered"}, "2": {"\\Flagged"}, "3": {"\\Seen", "\\Answered"}, "9": {"\\Seen"},
        "10": set(), "11": set(), "16": set(), "17": {"\\Seen", "\\Flagged"}}
    assert [message.keywords for message in messages(root)][2] == {"$Forwarded"}


def test_mails_come_by_their_number_and_are_sent_as_they_are(tmp_path: Path) -> None:
    root = make(tmp_path, 10, 9, 100, 1, sequences="")
    assert [wire_octets(message) for message in messages(root)] == [crlf(mail(number)) for number in (1, 9, 10, 100)]
    assert {message.folder for message in messages(root)} == {()}
    assert {message.date_origin for message in messages(root)} == {DateOrigin.DATE}


def test_deleted_mails_and_records_are_left_out(tmp_path: Path) -> None:
    root = make(tmp_path, 1, sequences="unseen: 1\n")
    for name in (",6", "#7", ".xmhcache"):
        write(root / name, mail(6))
    assert len(messages(root)) == 1
    assert [(Path(finding.path).name, finding.fate) for finding in findings(root)] == [
        ("#7", Fate.IGNORED), (",6", Fate.IGNORED), (".mh_sequences", Fate.IGNORED), (".xmhcache", Fate.IGNORED)]
    assert "deleted mail" in findings(root)[0].sentence


def test_a_numbered_file_that_is_no_mail_fails(tmp_path: Path) -> None:
    root = make(tmp_path, 1, sequences="")
    write(root / "2", b"prose\n")
    write(root / "3", b"")
    assert [finding.fate for finding in findings(root)] == [Fate.FAILED, Fate.SKIPPED, Fate.IGNORED]


def test_a_tree_with_folders_that_have_no_sequences(tmp_path: Path) -> None:
    root = tmp_path / "Mail"
    write(root / "context", b"Current-Folder: inbox\n")
    make(root / "inbox", 1, 2, sequences="unseen: 2\n")
    make(root / "lists/cygwin", 1)
    source = open_source(root)
    assert (source.kind, source.layout) == (SourceKind.STORE, Layout.MH)
    assert [(message.folder, message.flags) for message in messages(root)] == [
        (("inbox",), {"\\Seen"}), (("inbox",), frozenset()), (("lists", "cygwin"), {"\\Seen"})]
    assert messages(tmp_path)[0].folder == (tmp_path.name, "Mail", "inbox")


def test_numbered_files_outside_of_mh_are_plain_mails(tmp_path: Path) -> None:
    root = make(tmp_path / "Foo", 1)
    [message] = messages(root)
    assert (message.folder, message.flags) == (("Foo",), frozenset())


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("name", [".sylpheed_mark", ".claws_mark"])
def test_marks_of_sylpheed_and_claws(tmp_path: Path, order: str, name: str) -> None:
    root = make(tmp_path, 1, 2, 3, 4, 5, 6, sequences="unseen: 1-6\n")
    marks = [(1, 0), (2, 3), (3, 4), (4, 8), (5, 16 | 32)]
    pairs = b"".join(struct.pack(f"{order}II", *mark) for mark in marks)
    write(root / name, struct.pack(f"{order}I", 2) + pairs + b"\0")
    assert flags_by_number(root) == {"1": {"\\Seen"}, "2": set(), "3": {"\\Seen", "\\Flagged"}, "4": {"\\Seen"},
                                     "5": {"\\Seen", "\\Answered"}, "6": set()}
    assert [message.deleted_in_source for message in messages(root)] == [False, False, False, True, False, False]
    assert messages(root)[4].keywords == {"$Forwarded"}


def test_an_empty_folder_of_a_tree_is_a_folder(tmp_path: Path) -> None:
    root = tmp_path / "Mail"
    make(root / "inbox", 1, sequences="")
    write(root / "sent/.sylpheed_mark", struct.pack("<I", 2))
    assert folders(root) == [("inbox",), ("sent",)]


def test_damaged_marks_leave_the_sequences(tmp_path: Path) -> None:
    root = make(tmp_path, 1, sequences="unseen: 1\n")
    write(root / ".sylpheed_mark", b"\x00\x01")
    assert flags_by_number(root) == {"1": set()}


@given(st.binary(max_size=200), st.binary(max_size=200))
def test_no_octets_in_the_records_do_harm(tmp_path_factory: pytest.TempPathFactory, marks: bytes,
                                          sequences: bytes) -> None:
    root = tmp_path_factory.getbasetemp() / "records"
    write(root / ".claws_mark", marks)
    write(root / ".mh_sequences", b"unseen: " + sequences)
    assert mh.Flags(str(root), [".claws_mark", ".mh_sequences"]).of("1").deleted in {True, False}


@given(st.sets(st.integers(1, 60)))
def test_ranges_mean_the_numbers_in_them(tmp_path_factory: pytest.TempPathFactory, unseen: set[int]) -> None:
    root = tmp_path_factory.getbasetemp() / "ranges"
    parts = []
    for number in sorted(unseen):
        if number - 1 not in unseen:
            last = number
            while last + 1 in unseen:
                last += 1
            parts.append(str(number) if last == number else f"{number}-{last}")
    write(root / ".mh_sequences", f"unseen: {' '.join(parts)}\n".encode())
    flags = mh.Flags(str(root), [".mh_sequences"])
    assert {number for number in range(1, 70) if "\\Seen" not in flags.of(str(number)).flags} == unseen


def claws(home: Path, order: str = "<", path: str = "Mail") -> None:
    """The settings of Claws, with tags for the mails 1 and 3 of inbox, and for 1 of inbox/Work."""
    write(home / ".claws-mail/folderlist.xml", (
        '<?xml version="1.0"?>\n<folderlist>\n'
        f'    <folder type="mh" collapsed="0" name="Mail &amp; more" path="{path}" sort="0">\n'
        '        <folderitem type="inbox" name="inbox" path="inbox" />\n    </folder>\n</folderlist>\n').encode())
    write(home / ".claws-mail/tagsrc", "max_id 3\n1\tto do\n2\tGröße\n3\tlater\n".encode())
    tags = home / ".claws-mail/tagsdb/#mh/Mail & more/inbox"
    write(tags / ".claws_tags", struct.pack(f"{order}9i", 1, 1, 1, 2, -1, 2, -1, 3, 3))
    write(tags / "Work/.claws_tags", struct.pack(f"{order}4i", 1, 1, 3, -1))


@pytest.mark.parametrize("order", ["<", ">"])
def test_tags_of_claws(tmp_path: Path, order: str) -> None:
    """They lie in its settings, which a home folder has beside the mail; what is cut off tells nothing."""
    claws(tmp_path, order)
    inbox = make(tmp_path / "Mail/inbox", 1, 2, 3)
    write(inbox / ".claws_mark", struct.pack("<7I", 2, 1, 4, 2, 0, 3, 0))
    make(tmp_path / "Mail/inbox/Work", 1, sequences="")
    for root in (tmp_path / "Mail", inbox):
        assert [(Path(message.locator.path).parent.name, set(message.keywords)) for message in messages(root)] == [
            ("inbox", {"to_do", "Gr&APYA3w-e"}), ("inbox", set()), ("inbox", set()), ("Work", {"later"})]
    assert messages(inbox)[0].flags == {"\\Seen", "\\Flagged"}


def test_tags_of_another_tree_are_not_taken(tmp_path: Path) -> None:
    claws(tmp_path, path="Other")
    assert not messages(make(tmp_path / "Mail/inbox", 1, sequences=""))[0].keywords


@pytest.mark.parametrize("damage", ["folderlist.xml", "tagsrc", "tagsdb/#mh/Mail & more/inbox/.claws_tags"])
def test_damaged_settings_of_claws_cost_the_tags_only(tmp_path: Path, damage: str) -> None:
    claws(tmp_path)
    write(tmp_path / ".claws-mail" / damage, b"\xff\x00<folder")
    found, = messages(make(tmp_path / "Mail/inbox", 1, sequences=""))
    assert found.flags == {"\\Seen"}
    assert not found.keywords


def test_spam_is_a_mark_of_claws_only(tmp_path: Path) -> None:
    for name, keywords in ((".claws_mark", {"$Junk", "$Forwarded"}), (".sylpheed_mark", {"$Forwarded"})):
        root = make(tmp_path / name[1:], 1)
        write(root / name, struct.pack("<3I", 2, 1, 1 << 13 | 1 << 5))
        assert [set(message.keywords) for message in messages(root)] == [keywords]
