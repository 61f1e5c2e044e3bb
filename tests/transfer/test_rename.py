"""A mailbox that was renamed: what imports have brought there, and what waits for it, is known under its new name."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.servers.checker import as_multiset, list_mailboxes, read_mailbox
from tests.transfer.boxes import mails, write_mbox
from tests.transfer.conftest import NewFerry
from tests.transfer.ferry import Real
from tests.transfer.test_undo import taken_back

from mailferry.transfer.values import AccountState

CONTENT = mails(9)


@pytest.mark.parametrize("below", [(), ("2019",)])
def test_what_was_brought_is_taken_back_and_what_waits_arrives_under_the_new_name(
        real: Real, new_ferry: NewFerry, tmp_path: Path, below: tuple[str, ...]) -> None:
    account = real.new_account()
    ferry = new_ferry(real.server, account)
    facts = ferry.account.facts
    assert facts is not None

    def name(*path: str) -> str:
        return facts.prefix + (facts.delimiter or "").join(path)

    first = ferry.bring(write_mbox(tmp_path / "first", CONTENT[:4]), target=("Old", *below))
    other = ferry.bring(write_mbox(tmp_path / "other", CONTENT[4:5]), target=("Older",))
    ferry.engine.rename_mailbox(ferry.name, name("Old"), ("New",))
    ferry.wait_for(lambda: any(box.name == name("New") for box in ferry.account.mailboxes or ()) or below)
    ferry.rest()
    assert name("Old") not in list_mailboxes(real.server, account)
    assert {batch.mailbox for batch in ferry.batches(first.id)} == {name("New", *below)}
    assert {batch.mailbox for batch in ferry.batches(other.id)} == {name("Older")}
    second = ferry.bring(write_mbox(tmp_path / "second", CONTENT), target=("New", *below))
    assert (second.totals.committed, second.totals.skipped) == (5, 4)
    assert taken_back(ferry, first.id).removed == 4
    assert as_multiset(read_mailbox(real.server, account, name("New", *below))) == as_multiset(
        mail.stored for mail in CONTENT[4:])


def test_what_waits_goes_into_the_renamed_mailbox(real: Real, new_ferry: NewFerry, tmp_path: Path) -> None:
    account = real.new_account()
    ferry = new_ferry(real.server, account)
    facts = ferry.account.facts
    assert facts is not None
    ferry.bring(write_mbox(tmp_path / "first", CONTENT[:1]), target=("Old",))
    ferry.engine.pause(ferry.name)
    ferry.wait_for(lambda: ferry.account.state is AccountState.PAUSED)
    waiting = ferry.start(write_mbox(tmp_path / "box", CONTENT[1:]), target=("Old",))
    ferry.wait_for(lambda: ferry.batches(waiting))
    ferry.engine.rename_mailbox(ferry.name, f"{facts.prefix}Old", ("New",))
    ferry.engine.resume(ferry.name)
    ferry.wait_for(lambda: ferry.view(waiting).totals.committed == 8)
    ferry.rest()
    assert f"{facts.prefix}Old" not in list_mailboxes(real.server, account)
    assert as_multiset(read_mailbox(real.server, account, f"{facts.prefix}New")) == as_multiset(
        mail.stored for mail in CONTENT)
