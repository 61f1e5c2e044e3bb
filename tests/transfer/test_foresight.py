"""What the servers tell before an import: how much is there already, and what another account holds."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path

import pytest
from tests.servers.checker import signed_in
from tests.servers.common import Account
from tests.transfer.boxes import mails, write_mbox
from tests.transfer.conftest import NewFerry
from tests.transfer.ferry import Ferry, Real

from mailferry.transfer.foresight import Foreseen
from mailferry.transfer.values import TOP, ImportOptions, Selection

CONTENT = mails(30)


@pytest.fixture
def account(real: Real) -> Account:
    return real.new_account()


@pytest.fixture
def ferry(real: Real, account: Account, new_ferry: NewFerry) -> Ferry:
    return new_ferry(real.server, account)


def foreseen(ferry: Ferry, selections: Sequence[Selection], target: tuple[str, ...] = (),
             options: ImportOptions | None = None) -> Foreseen:
    foresight = ferry.engine.foresight(selections, ferry.name, target, options or ImportOptions())
    assert foresight is not None
    told = list(foresight.look())
    assert told[-1].complete
    return told[-1]


def test_what_is_there_already_is_counted_and_what_was_deleted_is_not(real: Real, account: Account, ferry: Ferry,
                                                                      tmp_path: Path) -> None:
    source = write_mbox(tmp_path / "box", CONTENT)
    chosen = [Selection(str(source))]
    assert foreseen(ferry, chosen).present == 0
    ferry.bring(write_mbox(tmp_path / "half", CONTENT[:20]))
    assert foreseen(ferry, chosen).present == 20
    with signed_in(real.server, account) as connection:
        connection.select("INBOX")
        connection.store("1:5", "+FLAGS", "(\\Deleted)")
        connection.expunge()
    assert foreseen(ferry, chosen).present == 15
    assert foreseen(ferry, chosen, ("Elsewhere",)).present == 0
    assert foreseen(ferry, chosen, ("Elsewhere",), ImportOptions(mailboxes=(((), ()),))).present == 15
    assert ferry.bring(source).totals.skipped == 15, "the import finds the same"


def test_copies_are_counted_as_the_import_counts_them(ferry: Ferry, tmp_path: Path) -> None:
    ferry.bring(write_mbox(tmp_path / "one", CONTENT[:1]))
    double = write_mbox(tmp_path / "two", [CONTENT[0], CONTENT[0]])
    assert foreseen(ferry, [Selection(str(double))]).present == 1


def test_folders_are_looked_up_in_the_mailboxes_that_they_become(ferry: Ferry, tmp_path: Path) -> None:
    write_mbox(tmp_path / "Mail" / "Work", CONTENT[:6])
    write_mbox(tmp_path / "Mail" / "Boats", CONTENT[6:10])
    chosen = [Selection(str(tmp_path / "Mail"))]
    ferry.bring(tmp_path / "Mail", target=("Old",))
    assert foreseen(ferry, chosen, ("Old",)).present == 10
    assert foreseen(ferry, chosen, TOP).present == 0


def test_another_account_is_counted_with_sizes_and_nothing_is_said_of_what_is_there(
        real: Real, ferry: Ferry, tmp_path: Path) -> None:
    other = real.new_account()
    with Ferry(tmp_path / "other", real.server, other) as source:
        source.connect()
        source.bring(write_mbox(tmp_path / "box", CONTENT[:7]), target=("Old",))
        source.bring(write_mbox(tmp_path / "second", CONTENT[7:9]), target=("Old", "2019"))
    ferry.engine.know_account(source.endpoint)
    ferry.passwords.remember(source.name, other.password)
    found = foreseen(ferry, [Selection("x", ("Old",), account=source.name)])
    assert sorted((folder.folder, folder.messages) for folder in found.folders) == [((), 7), (("2019",), 2)]
    assert sum(folder.octets for folder in found.folders) == sum(len(mail.wire) for mail in CONTENT[:9])
    assert (found.present, found.problem) == (None, "")
    missing = foreseen(ferry, [Selection("x", ("Nowhere",), account=source.name)])
    assert "has no mailbox Nowhere" in missing.problem


def test_it_ends_when_it_is_stopped(ferry: Ferry, tmp_path: Path) -> None:
    ferry.bring(write_mbox(tmp_path / "box", CONTENT))
    foresight = ferry.engine.foresight([Selection(str(tmp_path / "box"))], ferry.name, (), ImportOptions())
    assert foresight is not None
    foresight.stop()
    assert list(foresight.look()) == []
    again = ferry.engine.foresight([Selection(str(tmp_path / "box"))], ferry.name, (), ImportOptions())
    assert again is not None
    thread = threading.Thread(target=lambda: list(again.look()))
    thread.start()
    again.stop()
    thread.join(30)
    assert not thread.is_alive()


def test_nothing_is_foreseen_of_an_account_that_is_not_open(ferry: Ferry) -> None:
    assert ferry.engine.foresight([], "nobody@example.org", (), ImportOptions()) is None
