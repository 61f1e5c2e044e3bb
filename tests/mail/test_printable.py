"""How people are told of files and names: on one line, by the names that they know, whatever a name holds."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.mail.archives import make_zip
from tests.mail.mails import findings, mail, messages, write

from mailferry.mail.dragged import Origin
from mailferry.mail.errors import one_line, printable
from mailferry.mail.message import Fate
from mailferry.transfer.claimed import Claims


def test_what_breaks_or_turns_a_line_is_shown_as_a_sign() -> None:
    assert one_line("a\nb\x07\u202ec\x1b[2J\u2066") == "a\ufffdb\ufffd\ufffdc\ufffd[2J\ufffd"
    assert one_line("K\udcfcche, שלום\u200f") == "K\ufffdche, שלום\u200f", "marks of right-to-left texts stay"


@given(st.text(st.characters(), max_size=40))
def test_whatever_a_name_holds_it_is_text_on_one_line(name: str) -> None:
    shown = printable(f"/home/me/{name}")
    shown.encode()
    assert len(shown.splitlines()) == 1
    assert shown.isprintable() or not name.isprintable()


@pytest.mark.parametrize(("path", "shown"), [
    ("/home/me/.local/state/mailferry/claimed/drag-a1_bcd3e/4 messages/1.eml", "4 messages/1.eml"),
    (f"C:\\Users\\me\\mailferry\\spool\\{'0a' * 16}\\takeout.zip\\In.mbox", "takeout.zip\\In.mbox"),
    (f"/tmp/mailferry-x8_k2abc/{'0a' * 16}/takeout.zip/In.mbox", "takeout.zip/In.mbox"),
    (f"/home/me/state/fetched/3/{'0a' * 16}/1700000000/77.eml", "77.eml"),
    ("/home/me/claimed/drag/1.eml", "/home/me/claimed/drag/1.eml"),
    ("/home/me/  /a b/ ", "/home/me/␣␣/a b/␣"), (" ", "␣"), (" a", " a"), ("", ""),
    ("/home/me/spool/1.eml", "/home/me/spool/1.eml"),
])
def test_a_file_of_ours_is_told_by_what_it_was_given_as(path: str, shown: str) -> None:
    assert printable(path) == shown


def test_a_sentence_about_a_dragged_file_names_what_was_dragged(tmp_path: Path) -> None:
    paths = [str(write(tmp_path / "a/photo.eml", b"\xff\xd8\xff")), str(write(tmp_path / "a/empty.eml", b"")),
             str(make_zip(tmp_path / "a/box.zip", {"x/photo.eml": b"\xff\xd8\xff", "../1.eml": mail(1)}))]
    claim = Claims(tmp_path / "state/claimed").take_files(paths, Origin.OTHER, "3 messages")
    told = findings(claim.path, tmp_path / "state/spool")
    assert [finding.sentence.split(" holds")[0].split(" is ")[0].split(" has")[0] for finding in told] == [
        f"3 messages{os.sep}photo.eml", f"3 messages{os.sep}empty.eml", f"3 messages{os.sep}box.zip/../1.eml",
        f"3 messages{os.sep}box.zip/x/photo.eml"]


def test_a_dragged_file_that_goes_is_told_by_its_name(tmp_path: Path) -> None:
    claims = Claims(tmp_path / "state/claimed")
    claim = claims.take_octets([mail(1)], "Thunderbird")
    os.unlink(f"{claim.path}/1.eml")  # noqa: PTH108
    [finding] = findings(claim.path)
    assert finding.sentence == f"Thunderbird{os.sep}1.eml is not there any more. Put it back, or leave its mail out."


def test_an_archive_with_a_name_that_is_in_the_sentence_is_named_once(tmp_path: Path) -> None:
    path = make_zip(tmp_path / "a", {"a.eml": b"\xff\xd8\xff", "b.eml": mail(1)})
    assert len(messages(path, tmp_path / "spool")) == 1
    [finding] = findings(path, tmp_path / "spool")
    assert finding.sentence.startswith(f"{path}/a.eml holds no mail: ")
    assert finding.sentence.count(str(tmp_path)) == 1


@pytest.mark.skipif(os.name == "nt", reason="no such names there")
def test_a_line_end_in_a_file_name_breaks_no_sentence(tmp_path: Path) -> None:
    write(tmp_path / "in\nner/photo\n2.eml", b"\xff\xd8\xff")
    [finding] = findings(tmp_path)
    assert finding.fate is Fate.FAILED
    assert finding.sentence.startswith(f"{tmp_path}/in\ufffdner/photo\ufffd2.eml holds no mail")
