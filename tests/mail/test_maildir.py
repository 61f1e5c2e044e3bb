"""Maildir folders as servers and programs keep them, and as copies on other systems look."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.mail.mails import crlf, findings, folders, mail, messages, wire_octets, write

from mailferry.mail import maildir
from mailferry.mail.message import DateOrigin, Fate
from mailferry.mail.source import SourceKind, open_source

NAMED = 1_111_903_221
NAMED_DATE = datetime.fromtimestamp(NAMED, UTC)


def make(root: Path, *names: str) -> Path:
    for part in ("cur", "new", "tmp"):
        (root / part).mkdir(parents=True, exist_ok=True)
    for number, name in enumerate(names):
        write(root / name, mail(number), mtime=NAMED)
    return root


def test_the_root_of_a_maildir_is_the_folder_itself(tmp_path: Path) -> None:
    root = make(tmp_path / "box", "cur/1111903221.M1.host:2,S", "new/1111903222.M2.host")
    assert open_source(root).kind is SourceKind.MAILDIR
    assert folders(root) == [()]
    assert [(wire_octets(message), message.flags) for message in messages(root)] == [
        (crlf(mail(0)), {"\\Seen"}), (crlf(mail(1)), frozenset())]


@pytest.mark.parametrize("separator", [":2,", "!2,", ";2,", "_2,", "-2,", "+2,", "%3A2%2C", "%3a2%2c", "\uf0222,",
                                       "\uf03a2,"])
def test_flags_behind_every_separator(tmp_path: Path, separator: str) -> None:
    root = make(tmp_path, f"cur/1111903221.M1.host,S=360{separator}FRS", f"cur/1111903222.M2.host{separator}")
    assert [message.flags for message in messages(root)] == [{"\\Flagged", "\\Answered", "\\Seen"}, frozenset()]


def test_passed_draft_and_trashed(tmp_path: Path) -> None:
    [message] = messages(make(tmp_path, "cur/1111903221.M1.host:2,DPT"))
    assert message.flags == {"\\Draft"}
    assert message.keywords == {"$Forwarded"}
    assert message.deleted_in_source


def test_letters_of_keywords_are_named_by_each_folder(tmp_path: Path) -> None:
    make(tmp_path, "cur/1111903221.M1.host:2,Sabz")
    make(tmp_path / ".Sub", "cur/1111903221.M1.host:2,a")
    write(tmp_path / "dovecot-keywords", b"0 $Forwarded\n1 Todo\nnonsense\n99 far\n")
    write(tmp_path / ".Sub/dovecot-keywords", b"0 Other\n")
    assert [(message.folder, message.keywords) for message in messages(tmp_path)] == [
        ((), frozenset({"$Forwarded", "Todo"})), (("Sub",), frozenset({"Other"}))]


def test_letters_without_a_name_are_no_keyword(tmp_path: Path) -> None:
    [message] = messages(make(tmp_path, "cur/special!2,Sabc"))
    assert message.flags == {"\\Seen"}
    assert not message.keywords


def test_flags_may_stand_on_names_in_new(tmp_path: Path) -> None:
    [message] = messages(make(tmp_path, "new/1111903221.M1.host:2,S"))
    assert message.flags == {"\\Seen"}


@pytest.mark.parametrize(("mtime", "expected"), [
    (NAMED + 5, NAMED + 5),  # a tool that keeps times
    (NAMED - 500_000_000, NAMED - 500_000_000),  # a mail stored later, with its old date
    (NAMED + 500_000_000, NAMED),  # a copy by git
    (315_532_800, NAMED),  # an archive without times: 1 January 1980
    (0, NAMED),
])
def test_the_time_of_the_file_counts_unless_a_copy_lost_it(tmp_path: Path, mtime: int, expected: int) -> None:
    make(tmp_path)
    write(tmp_path / f"cur/{NAMED}.M1.host:2,S", mail(1), mtime=mtime)
    [message] = messages(tmp_path)
    assert message.internal_date == datetime.fromtimestamp(expected, UTC)
    assert message.date_origin is DateOrigin.SOURCE


def test_a_name_without_seconds_leaves_the_date_to_the_mail(tmp_path: Path) -> None:
    [message] = messages(make(tmp_path, "cur/29:2,"))
    assert message.internal_date == datetime(2000, 7, 1, 19, 33, 2, tzinfo=UTC)
    assert message.date_origin is DateOrigin.DATE


def test_maildirplusplus_folders(tmp_path: Path) -> None:
    make(tmp_path, "cur/1111903221.M1.host:2,")
    for name in (".Sent", ".Work", ".Work.K&APw-che", ".Grüße", ".R&-D", ".A & B", ".R&D-x"):
        make(tmp_path / name, "cur/1111903221.M1.host:2,")
    write(tmp_path / ".Work/maildirfolder", b"")
    assert sorted(folders(tmp_path)) == [
        (), ("A & B",), ("Grüße",), ("R&D",), ("R&D-x",), ("Sent",), ("Work",), ("Work", "Küche")]
    assert len(messages(tmp_path)) == 8


def test_a_copy_without_the_empty_parts_of_the_root(tmp_path: Path) -> None:
    write(tmp_path / "copy/.Sent/cur/1111903221.M1.host:2,S", mail(1))
    write(tmp_path / "copy/.cache/x.eml", mail(2))
    assert [message.folder for message in messages(tmp_path / "copy")] == [("copy", "Sent")]


def test_nested_folders(tmp_path: Path) -> None:
    make(tmp_path, "cur/1111903221.M1.host:2,")
    make(tmp_path / "Archive", "cur/1111903221.M1.host:2,")
    make(tmp_path / "Archive/2004", "cur/1111903221.M1.host:2,")
    assert folders(tmp_path) == [(), ("Archive",), ("Archive", "2004")]


def test_kmail_keeps_the_children_beside_the_folder(tmp_path: Path) -> None:
    make(tmp_path / "inbox", "cur/1111903221.M1.host:2,")
    make(tmp_path / ".inbox.directory/child", "cur/1111903221.M1.host:2,")
    make(tmp_path / ".inbox.directory/.child.directory/grandchild", "cur/1111903221.M1.host:2,")
    assert folders(tmp_path / "inbox") == [(), ("child",), ("child", "grandchild")]
    above = tmp_path.name
    assert sorted(folders(tmp_path)) == [
        (above,), (above, "inbox"), (above, "inbox", "child"), (above, "inbox", "child", "grandchild")]


def test_what_is_no_mail_in_a_maildir(tmp_path: Path) -> None:
    make(tmp_path, "cur/1111903221.M1.host:2,")
    for name in ("cur/.keep", "tmp/.keep", "tmp/1111903222.M2.host", "dovecot-uidlist", "dovecot.index.cache",
                 "subscriptions", "courierimapuiddb", "maildirfolder"):
        write(tmp_path / name, mail(1))
    assert len(messages(tmp_path)) == 1
    assert {finding.fate for finding in findings(tmp_path)} == {Fate.IGNORED}
    assert any("unfinished deliveries (1)" in finding.sentence for finding in findings(tmp_path))


def test_new_or_tmp_may_be_missing(tmp_path: Path) -> None:
    write(tmp_path / "box/cur/1111903221.M1.host:2,S", mail(1))
    assert open_source(tmp_path / "box").kind is SourceKind.MAILDIR
    assert len(messages(tmp_path / "box")) == 1


def test_an_empty_maildir_is_a_folder_all_the_same(tmp_path: Path) -> None:
    make(tmp_path, "cur/1111903221.M1.host:2,")
    make(tmp_path / ".Empty")
    assert folders(tmp_path) == [(), ("Empty",)]


def test_an_empty_file_is_skipped_and_a_foreign_one_fails(tmp_path: Path) -> None:
    make(tmp_path)
    write(tmp_path / "cur/1111903221.M1.host:2,", b"")
    write(tmp_path / "cur/picture.png", b"\x89PNG\r\n\x1a\n\x00")
    assert sorted(finding.fate for finding in findings(tmp_path)) == [Fate.FAILED, Fate.SKIPPED]


def test_a_message_that_goes_while_the_folder_is_read_is_told(tmp_path: Path) -> None:
    make(tmp_path, "cur/1111903221.M1.host:2,")
    (tmp_path / "cur/1111903222.M2.host:2,").symlink_to(tmp_path / "nowhere")
    assert len(messages(tmp_path)) == 1
    [finding] = findings(tmp_path)
    assert finding.fate is Fate.FAILED
    assert "is not there any more" in finding.sentence


def test_a_stored_mail_with_a_broken_header_is_mail(tmp_path: Path) -> None:
    make(tmp_path)
    write(tmp_path / "cur/1111903221.M1.host:2,", b"prose only\n")
    assert [wire_octets(message) for message in messages(tmp_path)] == [b"prose only\r\n"]


def test_a_mail_with_cr_as_line_end_only(tmp_path: Path) -> None:
    make(tmp_path)
    write(tmp_path / "cur/1111903221.M1.host:2,", mail(1).replace(b"\n", b"\r"))
    assert [wire_octets(message) for message in messages(tmp_path)] == [crlf(mail(1))]


def test_messages_come_in_the_order_of_their_names_with_numbers_by_value(tmp_path: Path) -> None:
    make(tmp_path, "cur/999.a:2,", "cur/1111903221.M10.host:2,", "new/1111903221.M9.host", "cur/1111903221.M8.host:2,")
    assert [Path(message.locator.path).name[:14] for message in messages(tmp_path)] == [
        "999.a:2,", "1111903221.M8.", "1111903221.M9.", "1111903221.M10"]


@pytest.mark.parametrize(("name", "path"), [
    (".A.B", ("A", "B")), (".&AMQ-.&2DzfDQ-", ("Ä", "🌍")), (".&-", ("&",)), (".&AMQ", ("&AMQ",)), (".&!-", ("&!-",)),
    (".&2Dw-", ("&2Dw-",)), ("..A", ("A",)), (".", ()),
])
def test_names_of_maildirplusplus_folders(name: str, path: tuple[str, ...]) -> None:
    assert maildir.folder_path(name) == path


def test_keywords_of_courier(tmp_path: Path) -> None:
    """A list, and what has changed since: the latest counts, and may say that there is none."""
    for number in range(1, 6):
        write(tmp_path / f"cur/100000000{number}.M1.h:2,S", mail(number))
    write(tmp_path / "new/1000000006.M1.h", mail(6))
    kept = tmp_path / "courierimapkeywords"
    write(kept / ":list", b"Red\nto do\n$Forwarded\n\n1000000001.M1.h:0 2\n1000000002.M1.h:1\n1000000003.M1.h:0 99\n"
          b"1000000006.M1.h:1\n1999999999.M1.h:0\nbroken\n")
    write(kept / ".7.1000000003.M1.h", b"Old\n")
    write(kept / ".12.1000000003.M1.h", b"New\nRed\n")
    write(kept / ".12.1000000004.M1.h", b"Old\n")
    write(kept / "1000000004.M1.h", b"")
    assert [set(message.keywords) for message in messages(tmp_path)] == [
        {"Red", "$Forwarded"}, {"to do"}, {"New", "Red"}, set(), set(), {"to do"}]
    assert [Path(finding.path).name for finding in findings(tmp_path)] == ["courierimapkeywords"]
