"""What a drop holds, counted before anything is sent."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from tests.mail.outlook.made_msg import Msg
from tests.transfer.boxes import Mail, mails, write_mbox

from mailferry.transfer.survey import FolderCount, Survey, survey
from mailferry.transfer.values import ImportOptions, Selection


def count(tmp_path: Path, *selections: Selection, limit: int | None = None,
          options: ImportOptions | None = None) -> Survey:
    told = list(survey(selections, options or ImportOptions(), limit, tmp_path / "spool", lambda: False))
    assert told[-1].complete
    return told[-1]


def test_messages_are_counted_by_folder_with_what_will_not_pass(tmp_path: Path) -> None:
    content = mails(6)
    large = Mail(50, b"x" * 5000 + b"\n")
    write_mbox(tmp_path / "Mail" / "Work" / "2019", content[:4])
    write_mbox(tmp_path / "Mail" / "Letters", [large, *content[4:], Mail(60, flags=frozenset({"\\Deleted"}))])
    (tmp_path / "Mail" / "broken.mbox").symlink_to(tmp_path / "nowhere")
    (tmp_path / "Mail" / "empty.eml").touch()
    found = count(tmp_path, Selection(str(tmp_path / "Mail")), limit=4000)
    assert {folder.folder: folder.messages for folder in found.folders} == {
        ("Mail", "Work", "2019"): 4, ("Mail", "Letters"): 4}
    assert (found.messages, found.too_large, found.deleted, found.left_out, found.empty) == (8, 1, 1, 0, 1)
    assert found.unread == sum("\\Seen" not in mail.flags for mail in [*content, large, large])
    assert found.octets > 5000
    assert found.unreadable == len(found.problems)


def test_what_has_no_octets_of_its_own_is_counted(tmp_path: Path) -> None:
    write_mbox(tmp_path / "Mail" / "box", mails(2))
    Msg().write(tmp_path / "Mail" / "a.msg")
    found = count(tmp_path, Selection(str(tmp_path / "Mail")))
    assert (found.messages, found.made) == (3, 1)


def test_what_the_options_leave_out_is_counted_apart(tmp_path: Path) -> None:
    content = mails(10)
    path = write_mbox(tmp_path / "box", content)
    options = ImportOptions(since=content[3].date.timestamp(), before=content[6].date.timestamp())
    found = count(tmp_path, Selection(str(path)), options=options)
    assert (found.messages, found.left_out) == (3, 7)


def test_what_was_dropped_twice_counts_once_and_chosen_messages_alone(tmp_path: Path) -> None:
    path = write_mbox(tmp_path / "Mail" / "box", mails(5))
    both = count(tmp_path, Selection(str(path)), Selection(str(tmp_path / "Mail")))
    assert both.messages == 5
    chosen = count(tmp_path, Selection(str(path), None, frozenset({(str(path), 0)})))
    assert chosen.messages <= 1
    folder = count(tmp_path, Selection(str(tmp_path / "Mail"), ("Mail", "box")))
    assert [(part.folder, part.messages) for part in folder.folders] == [(("box",), 5)]
    assert isinstance(folder.folders[0], FolderCount)


def test_what_is_gone_is_a_sentence_and_another_account_is_not_counted(tmp_path: Path) -> None:
    found = count(tmp_path, Selection(str(tmp_path / "gone.mbox")), Selection("a/b", ("b",), account="me@example.org"))
    assert (found.messages, found.unreadable, found.accounts) == (0, 1, True)
    assert "gone.mbox" in found.problems[0]


def test_a_survey_that_nobody_wants_any_more_ends(tmp_path: Path) -> None:
    path = write_mbox(tmp_path / "box", mails(5))
    assert list(survey([Selection(str(path))], ImportOptions(), None, tmp_path / "spool", lambda: True)) == []


@pytest.mark.skipif(os.name == "nt", reason="no such names there")
def test_each_problem_is_one_line_whatever_a_file_is_called(tmp_path: Path) -> None:
    folder = tmp_path / "Mail" / "in\nner"
    folder.mkdir(parents=True)
    (folder / "a\x1b[2J\u202e.eml").write_bytes(b"\xff\xd8\xff")
    (folder / "gone\n.eml").symlink_to(tmp_path / "nowhere")
    found = count(tmp_path, Selection(str(tmp_path / "Mail")))
    assert [problem.split(" holds")[0].split(" is")[0] for problem in found.problems] == [
        f"{tmp_path}/Mail/in\ufffdner/gone\ufffd.eml", f"{tmp_path}/Mail/in\ufffdner/a\ufffd[2J\ufffd.eml"]
