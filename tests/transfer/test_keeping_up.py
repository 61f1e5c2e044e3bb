"""While a long import runs, the tree of its account follows it: new mailboxes, and how many messages have come."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.servers.common import ImapServer
from tests.servers.fixtures import NewDovecotAccount
from tests.transfer.boxes import mails, write_mbox
from tests.transfer.conftest import NewFerry

from mailferry.transfer import chores
from mailferry.transfer.values import AccountChanged, BatchChanged, BatchState


def test_numbers_and_mailboxes_are_told_between_batches(
        dovecot: ImapServer, dovecot_account: NewDovecotAccount, new_ferry: NewFerry, tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chores, "KEEP_UP", 0.0)
    ferry = new_ferry(dovecot, dovecot_account())
    ferry.engine.count_messages()
    ferry.bring(write_mbox(tmp_path / "box", mails(20)), target=("Aa",), batch_messages=5)
    committed, told = 0, []
    for event in ferry.told:
        if isinstance(event, BatchChanged) and event.view.state is BatchState.COMMITTED:
            committed += event.view.messages
        elif isinstance(event, AccountChanged) and "Aa" in [box.name for box in event.view.mailboxes or ()]:
            told.append((dict(event.view.counts).get("Aa"), committed))
    assert {(5, 5), (10, 10), (15, 15), (20, 20)} <= set(told)
