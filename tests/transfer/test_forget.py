"""Forgetting a past import: its rows, what was unpacked for it and its set-aside mail go; what arrived stays."""

from __future__ import annotations

import contextlib
import json
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from tests.servers.checker import as_multiset, read_mailbox
from tests.servers.common import Account, ImapServer
from tests.servers.fixtures import NewDovecotAccount
from tests.transfer.boxes import mails, write_mbox
from tests.transfer.conftest import NewFerry, NewProgram
from tests.transfer.ferry import as_counts
from tests.transfer.made import ENDPOINT, ids, new_batch, new_import, planned_message
from tests.transfer.test_archives import zipped

from mailferry.errors import Problem
from mailferry.mail.message import Fate, Finding
from mailferry.transfer import aside
from mailferry.transfer.disk import settle_ours
from mailferry.transfer.journal import Journal
from mailferry.transfer.journal_after import Difference, VerificationRecord
from mailferry.transfer.values import (
    AccountState,
    BatchId,
    DeliveryKind,
    ImportChanged,
    ImportForgotten,
    ImportId,
    ScanState,
)
from mailferry.transfer.values_after import DifferenceKind, Trace, TraceKind, Verify

SECRET = "a subject that nobody else may read"


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    with contextlib.closing(Journal(tmp_path)) as opened:
        yield opened


def past_import(journal: Journal) -> tuple[ImportId, BatchId]:
    """An import that has rows in every table: it has arrived, was verified, and in part taken back."""
    import_id, mailbox_id = new_import(journal)
    batch = journal.add_batch(import_id, mailbox_id, DeliveryKind.MULTIAPPEND,
                              [replace(planned_message(number), subject=SECRET) for number in range(3)])
    journal.begin_attempt(batch, 77, 1)
    journal.mark_finishing(batch)
    journal.keep_exchange(batch, SECRET, looking=False)
    members = ids(journal, batch)
    journal.settle_committed(batch, dict(zip(members, (1, 2, 3), strict=True)), "")
    journal.settle_conflict(batch, "Another copy came late.", {members[0]: Trace(TraceKind.TWICE, (1, 9))})
    journal.settle_committed(batch, {}, "")
    journal.add_findings(import_id, [Finding("/mail/odd", Fate.IGNORED, "It is no mail.")])
    journal.end_scan(import_id, ScanState.DONE)
    journal.want_verification(import_id, Verify.QUICK)
    journal.end_verification(journal.verification(import_id), [Difference(members[0], DifferenceKind.FLAGS, "a", "b")])
    journal.begin_removal([(batch, members[1])])
    journal.note_removed([(batch, members[1])], "Taken back.")
    return import_id, batch


def rows(journal: Journal) -> dict[str, int]:
    """How many rows each table holds."""
    tables = [row[0] for row in journal._db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
    return {table: journal._db.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables}


def test_nothing_of_it_stays_in_any_table_and_others_stay(journal: Journal) -> None:
    first, _ = past_import(journal)
    before = rows(journal)
    assert {table for table, count in before.items() if not count} == {"stagings", "numbers"}
    second, _ = past_import(journal)
    journal.forget_import(second)
    assert rows(journal) == before | {"numbers": 3}
    assert journal._db.execute("PRAGMA foreign_key_check").fetchall() == []
    assert journal._db.execute("PRAGMA foreign_keys").fetchone()[0] == 1
    assert journal.import_view(first).totals.messages == 3
    journal.forget_import(first)
    assert {table for table, count in rows(journal).items() if count} == {"accounts", "installation", "numbers"}
    assert journal.forget_account(ENDPOINT.name)


def test_its_subjects_are_in_no_file_any_more(journal: Journal) -> None:
    import_id, _ = past_import(journal)
    folder = journal.path.parent
    assert any(SECRET.encode() in file.read_bytes() for file in folder.iterdir())
    journal.forget_import(import_id)
    assert not any(SECRET.encode() in file.read_bytes() for file in folder.iterdir())


def test_its_number_is_not_given_again(journal: Journal) -> None:
    """Somebody may still think of an import, a mailbox or a batch of that number."""
    first, _ = past_import(journal)
    second, batch = past_import(journal)
    [(last, _)] = journal.mailboxes(second).values()
    journal.forget_import(second)
    journal.forget_import(first)
    third, later = past_import(journal)
    [(mailbox, _)] = journal.mailboxes(third).values()
    assert (third, mailbox, later) == (second + 1, last + 1, batch + 1)


def test_not_while_it_has_work_left(journal: Journal) -> None:
    import_ = new_import(journal)
    batch = new_batch(journal, import_=import_)
    with pytest.raises(Problem, match="Let it arrive, or cancel it"):  # it is still being read
        journal.forget_import(import_[0])
    journal.end_scan(import_[0], ScanState.DONE)
    with pytest.raises(Problem, match="Let it arrive, or cancel it"):
        journal.forget_import(import_[0])
    journal.settle_cancelled(batch, "")
    name = journal.staging_name(import_[0], "")
    with pytest.raises(Problem, match=name):
        journal.forget_import(import_[0])
    journal.forget_staging(import_[0])
    journal.forget_import(import_[0])
    with pytest.raises(Problem, match=f"no import {import_[0]}"):
        journal.forget_import(import_[0])


def test_the_mail_that_arrived_stays_and_all_else_goes(
        dovecot: ImapServer, dovecot_account: NewDovecotAccount, new_ferry: NewFerry, tmp_path: Path) -> None:
    account, content = dovecot_account(), mails(5)
    source = zipped(tmp_path, 5)
    ferry = new_ferry(dovecot, account)
    import_id = ferry.bring(source, target=("Old",)).id
    state = tmp_path / "state"
    kept = aside.folder_of(state, import_id)
    kept.mkdir(parents=True)
    (kept / "0001 refused.eml").write_bytes(b"Subject: refused\r\n\r\n")
    assert list((state / "spool").iterdir())
    ferry.engine.forget_import(import_id)
    assert not kept.exists()
    assert not list((state / "spool").iterdir())
    assert [event for event in ferry.told if isinstance(event, ImportForgotten)] == [ImportForgotten(import_id)]
    with ferry.reading() as reader:
        assert reader.imports() == []
    held = as_multiset(mail.stored for mail in content)
    assert as_multiset(read_mailbox(dovecot, account, "Old.Letters.Summer")) == held
    again = ferry.bring(source, target=("Old",))
    assert (again.id, as_counts(again.totals)) == (import_id + 1, (0, 0, 5, 0))
    assert as_multiset(read_mailbox(dovecot, account, "Old.Letters.Summer")) == held


def test_what_was_unpacked_stays_while_another_import_of_the_archive_is_read(
        dovecot: ImapServer, dovecot_account: NewDovecotAccount, new_ferry: NewFerry, tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch) -> None:
    source = zipped(tmp_path, 5)
    ferry = new_ferry(dovecot, dovecot_account())
    first = ferry.bring(source, target=("Old",)).id
    spool = tmp_path / "state" / "spool"
    begun, go_on = threading.Event(), threading.Event()

    def held(paths: Iterable[str], folder: Path) -> None:
        begun.set()
        assert go_on.wait(60)
        settle_ours(paths, folder)

    monkeypatch.setattr("mailferry.transfer.scanner.settle_ours", held)
    second = ferry.start(source, target=("New",))
    assert begun.wait(60)
    ferry.engine.forget_import(first)
    go_on.set()
    ferry.rest()
    assert as_counts(ferry.totals(second)) == (5, 0, 0, 0)
    ferry.engine.close()
    assert not list(spool.iterdir())


def test_an_import_that_is_forgotten_just_when_it_was_compared_does_not_stop_its_account(
        dovecot: ImapServer, dovecot_account: NewDovecotAccount, new_ferry: NewFerry, tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch) -> None:
    """Before its end was told."""
    ferry = new_ferry(dovecot, dovecot_account())
    end = Journal.end_verification

    def end_and_forget(self: Journal, record: VerificationRecord, differences: Sequence[Difference] = (),
                       problem: str = "") -> bool:
        ended = end(self, record, differences, problem)
        ferry.engine.forget_import(record.import_id)
        return ended

    monkeypatch.setattr(Journal, "end_verification", end_and_forget)
    ferry.start(write_mbox(tmp_path / "box", mails(3)), target=("Aa",))
    ferry.rest()
    assert ferry.account.state is AccountState.READY
    assert isinstance([event for event in ferry.told if isinstance(event, ImportChanged | ImportForgotten)][-1],
                      ImportForgotten), "it does not come back into the window"


def test_mail_that_was_set_aside_under_a_lost_journal_is_not_mixed_with_that_of_a_new_one(
        dovecot: ImapServer, dovecot_account: NewDovecotAccount, new_ferry: NewFerry, tmp_path: Path) -> None:
    (tmp_path / "state" / "aside" / "41").mkdir(parents=True)
    (tmp_path / "state" / "aside" / "notes of mine").mkdir()
    ferry = new_ferry(dovecot, dovecot_account())
    assert ferry.bring(write_mbox(tmp_path / "box", mails(1))).id == 42


def test_on_the_command_line(
        dovecot: ImapServer, dovecot_account: NewDovecotAccount, new_program: NewProgram, tmp_path: Path) -> None:
    account: Account = dovecot_account()
    program = new_program(account)
    source = write_mbox(tmp_path / "box", mails(3))
    for _ in range(2):
        assert program.run("import", source, *program.target(dovecot, "Old/2019")).code == 0
    listed = program.run("history", password=False)
    assert (listed.code, listed.errors) == (0, "")
    first, second = listed.output.splitlines()
    assert first.split()[0] == "1"
    assert first.endswith(f"{account.user}@127.0.0.1:{dovecot.port}/Old/2019  3 of 3 arrived  {source}")
    assert "0 of 3 arrived, 3 left out" in second
    as_json = [json.loads(line) for line in program.run("history", "--json", password=False).output.splitlines()]
    assert [(line["import"], line["committed"], line["skipped"]) for line in as_json] == [(1, 3, 0), (2, 0, 3)]
    gone = program.run("forget", "1", password=False)
    assert (gone.code, gone.errors) == (0, "")
    assert "What arrived stays" in gone.output
    assert len(program.run("history", password=False).output.splitlines()) == 1
    missing = program.run("forget", "1", password=False)
    assert (missing.code, missing.output) == (2, "")
    assert "no import 1" in missing.errors
    with contextlib.closing(sqlite3.connect(program.state / "journal.sqlite")) as db:
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []
