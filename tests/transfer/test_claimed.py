"""What other programs hand over in drags: kept inside the drop, and gone when it has arrived."""

from __future__ import annotations

import os
import tempfile
import threading
from collections import Counter
from pathlib import Path

import pytest
from tests.servers.checker import read_mailbox
from tests.servers.common import ImapServer
from tests.servers.fixtures import NewDovecotAccount
from tests.transfer.boxes import mails
from tests.transfer.conftest import NewFerry
from tests.transfer.ferry import Real

from mailferry.mail.dragged import LIST, Origin
from mailferry.mail.message import Message
from mailferry.mail.source import open_source
from mailferry.mail.wire import read_wire
from mailferry.transfer import claimed
from mailferry.transfer.claimed import Claims, are_temporary
from mailferry.transfer.report import report_lines
from mailferry.transfer.report_html import save_html
from mailferry.transfer.values import AccountState, ImportOptions, ScanState, Selection

MAIL = b"Subject: Boat\r\n\r\nIt leaves at ten.\r\n"


@pytest.fixture
def claims(tmp_path: Path) -> Claims:
    return Claims(tmp_path / "state" / "claimed")


def written(folder: Path, *names: str) -> list[str]:
    folder.mkdir(exist_ok=True)
    for name in names:
        (folder / name).write_bytes(MAIL)
    return [str(folder / name) for name in names]


def octets_of(path: str) -> list[bytes]:
    return [b"".join(read_wire(item.locator)) for item in open_source(path).scan() if isinstance(item, Message)]


def no_link(*_: object, **__: object) -> None:
    raise OSError(18, "Invalid cross-device link")


@pytest.mark.parametrize("other_disk", [False, True])
def test_files_stay_though_the_other_program_takes_them_away(claims: Claims, tmp_path: Path, *, other_disk: bool,
                                                             monkeypatch: pytest.MonkeyPatch) -> None:
    if other_disk:
        monkeypatch.setattr(os, "link", no_link)
    paths = [*written(tmp_path / "a", "Hello.eml", "Grüße & Co.eml"), *written(tmp_path / "b", "Hello.eml", LIST)]
    claim = claims.take_files(paths, Origin.OTHER, "4 messages")
    for path in paths:
        Path(path).unlink()
    assert (claim.messages, claim.missing, claim.refused) == (4, (), ())
    assert octets_of(claim.path) == [MAIL] * 4
    assert Path(claim.path).name == "4 messages"
    assert claims.folder.stat().st_mode & 0o77 == 0


def test_files_that_are_not_there_are_named(claims: Claims, tmp_path: Path) -> None:
    paths = [*written(tmp_path / "a", "one.eml"), "/nowhere/two.eml", str(tmp_path)]
    claim = claims.take_files(paths, Origin.THUNDERBIRD, "a/b\\c")
    assert (claim.messages, claim.missing, claim.refused) == (1, ("/nowhere/two.eml",), (str(tmp_path),))
    assert octets_of(claim.path) == [MAIL]


def test_octets_become_a_source(claims: Claims) -> None:
    claim = claims.take_octets([MAIL, MAIL + b"x\r\n"], "x" * 500)
    assert octets_of(claim.path) == [MAIL, MAIL + b"x\r\n"]


def test_what_nobody_needs_goes_and_the_rest_stays(claims: Claims, tmp_path: Path) -> None:
    claim = claims.take_files(written(tmp_path / "a", "1.eml", "2.eml"), Origin.OTHER, "two")
    second = f"{claim.path}/2.eml"
    claims.remove([claim.path], [])
    assert len(octets_of(claim.path)) == 2, "the window may want it still"
    claims.let_go(claim.path, [claim.path])
    assert len(octets_of(claim.path)) == 2, "an import is about to read it"
    claims.remove([claim.path], [second])
    assert [path.name for path in Path(claim.path).iterdir()] == ["2.eml"]
    claims.remove([second], [])
    assert list(claims.folder.iterdir()) == []
    claims.let_go("/home/anna/Mail", [])


def test_what_an_earlier_run_left_goes(claims: Claims, tmp_path: Path) -> None:
    kept = claims.take_files(written(tmp_path / "a", "1.eml"), Origin.OTHER, "kept")
    claims.take_files(written(tmp_path / "a", "1.eml"), Origin.OTHER, "left")
    again = Claims(claims.folder)
    again.clean([kept.path])
    assert [octets_of(kept.path), len(list(claims.folder.iterdir()))] == [[MAIL], 1]


def test_which_files_may_be_another_programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    cache = tmp_path / "home" / ".cache" / "evolution"
    cache.mkdir(parents=True)
    temporary = [*written(tmp_path / "tmp", "a.eml"), *written(cache, "b.eml")]
    own = written(tmp_path / "mine", "c.eml")
    assert are_temporary(temporary)
    assert not are_temporary([*temporary, *own])
    assert not are_temporary([str(tmp_path / "tmp")]), "a folder is a person's own"
    assert not are_temporary([str(tmp_path / "tmp" / "gone.eml")])
    monkeypatch.setattr(claimed, "COPIED_OCTETS", len(MAIL))
    assert not are_temporary(temporary), "too large to be copied at once"


def test_a_drag_stays_though_its_import_is_read_to_its_end_while_it_is_let_go(
        dovecot: ImapServer, dovecot_account: NewDovecotAccount, new_ferry: NewFerry, tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch) -> None:
    """It was lost if all was read between two questions to the journal."""
    ferry = new_ferry(dovecot, dovecot_account())
    ferry.engine.pause(ferry.name)
    ferry.wait_for(lambda: ferry.account.state is AccountState.PAUSED)
    journal, asked = ferry.engine._journal, threading.Event()
    add_batch, needed_files = journal.add_batch, journal.needed_files

    def plan(*arguments: object) -> int:
        assert asked.wait(60)
        return add_batch(*arguments)  # type: ignore[arg-type]  # as they came

    def needed() -> list[str]:
        found = needed_files()
        asked.set()
        ferry.wait_for(lambda: ferry.view(import_id).scan is ScanState.DONE)
        return found

    claim = ferry.engine.claims.take_octets([mails(1)[0].wire], "1 message")
    monkeypatch.setattr(journal, "add_batch", plan)
    monkeypatch.setattr(journal, "needed_files", needed)
    import_id = ferry.engine.start_import([Selection(claim.path)], ferry.name, (), ImportOptions())
    ferry.engine.let_go(claim.path)
    ferry.engine.resume(ferry.name)
    ferry.rest()
    assert ferry.totals(import_id).committed == 1
    assert list(ferry.engine.claims.folder.iterdir()) == []


def test_a_drag_waits_for_its_turn_over_a_restart_and_goes_when_it_has_arrived(
        real: Real, new_ferry: NewFerry, tmp_path: Path) -> None:
    account = real.new_account()
    ferry = new_ferry(real.server, account)
    content = mails(4)
    for mail in content:
        (tmp_path / f"{mail.number}.eml").write_bytes(mail.octets)
    ferry.engine.pause(ferry.name)
    ferry.wait_for(lambda: ferry.account.state is AccountState.PAUSED)
    claim = ferry.engine.claims.take_files([str(tmp_path / f"{mail.number}.eml") for mail in content],
                                           Origin.THUNDERBIRD, "4 messages")
    unwanted = ferry.engine.claims.take_octets([MAIL], "never imported")
    import_id = ferry.engine.start_import([Selection(claim.path)], ferry.name, (), ImportOptions())
    ferry.engine.let_go(claim.path)
    ferry.wait_for(lambda: ferry.batches(import_id))
    for mail in content:
        (tmp_path / f"{mail.number}.eml").unlink()
    ferry.engine.close()

    again = new_ferry(real.server, account, connect=False)
    assert Path(claim.path).is_dir()
    assert not Path(unwanted.path).exists()
    again.engine.resume(again.name)
    again.wait_for(lambda: again.view(import_id).totals.committed == 4)
    again.rest()
    assert Counter(stored.octets for stored in read_mailbox(real.server, account, octets=True)) == Counter(
        mail.wire for mail in content)
    assert list(again.engine.claims.folder.iterdir()) == []
    with again.reading() as reader:
        rows, lines = list(reader.report_rows(import_id)), list(report_lines(reader, [import_id]))
        save_html(reader, import_id, tmp_path / "report.html")
    assert [row.path for row in rows] == [str(Path("4 messages") / f"{mail.number}.eml") for mail in content]
    told = "\n".join([*lines, (tmp_path / "report.html").read_text("utf-8")])
    assert "4 messages" in told
    assert "drag-" not in told, "the place where a drag was kept is nothing to a person"


def test_what_went_wrong_with_a_dragged_message_is_told_by_its_name(real: Real, new_ferry: NewFerry,
                                                                    tmp_path: Path) -> None:
    ferry = new_ferry(real.server, real.new_account())
    ferry.engine.pause(ferry.name)
    ferry.wait_for(lambda: ferry.account.state is AccountState.PAUSED)
    photo = tmp_path / "photo.eml"
    photo.write_bytes(b"\xff\xd8\xff")
    claim = ferry.engine.claims.take_files([*written(tmp_path / "a", "1.eml"), str(photo)], Origin.OTHER, "2 messages")
    import_id = ferry.engine.start_import([Selection(claim.path)], ferry.name, (), ImportOptions())
    ferry.wait_for(lambda: ferry.batches(import_id))
    Path(claim.path, "1.eml").unlink()
    ferry.engine.resume(ferry.name)
    ferry.rest()
    with ferry.reading() as reader:
        told = "\n".join([*report_lines(reader, [import_id]), *(row.reason for row in reader.report_rows(import_id)),
                          *(f"{batch.reason} {batch.words}" for batch in reader.batches(import_id)),
                          *(message.reason for message in reader.left_out(import_id)),
                          *(finding.sentence for finding in reader.findings(import_id))])
    assert f"2 messages{os.sep}1.eml is not there any more" in told
    assert f"2 messages{os.sep}photo.eml holds no mail" in told
    assert "drag-" not in told
    assert str(tmp_path) not in told
