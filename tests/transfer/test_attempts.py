"""What the journal tells of the tries at a batch, and that no word of a letter or of a sign-in is in it."""

from __future__ import annotations

import contextlib
import re
from pathlib import Path

import pytest
from tests.servers.common import ImapServer
from tests.servers.faults import SwallowAnswer
from tests.servers.fixtures import NewDovecotAccount, NewFaultProxy
from tests.transfer.boxes import mails, write_mbox
from tests.transfer.conftest import NewFerry
from tests.transfer.made import new_batch

from mailferry.transfer.journal import Journal
from mailferry.transfer.journal_reader import JournalReader
from mailferry.transfer.values import BatchState, DeliveryKind, OnReject

SECRET = b"Xylophone-in-the-letter.\n"


@pytest.mark.parametrize("kind", list(DeliveryKind))
def test_the_exchange_has_the_commands_but_no_letter_and_no_password(
        dovecot: ImapServer, dovecot_account: NewDovecotAccount, new_ferry: NewFerry, tmp_path: Path,
        kind: DeliveryKind) -> None:
    account = dovecot_account()
    ferry = new_ferry(dovecot, account)
    view = ferry.bring(write_mbox(tmp_path / "box", mails(5, body=SECRET)), delivery=kind, keep_duplicates=False)
    assert view.totals.committed == 5
    with ferry.reading() as reader:
        for batch in ferry.batches(view.id, BatchState.COMMITTED):
            (attempt,) = reader.attempts(batch.id)
            assert attempt.outcome == "committed"
            assert attempt.ended is not None
            assert attempt.ended >= attempt.started
            assert "APPEND" in attempt.sent
            assert "[message, " in attempt.sent
            assert re.search(r"S: \S+ OK ", attempt.sent)
            assert "Xylophone" not in attempt.sent
            assert account.password not in attempt.sent
            assert not re.search("C: .*(LOGIN|AUTHENTICATE)", attempt.sent)
    ferry.engine.close()
    for file in tmp_path.rglob("journal.sqlite*"):
        assert b"Xylophone" not in file.read_bytes()
        assert file.stat().st_mode & 0o777 == 0o600


def test_a_refusal_is_there_in_the_servers_own_words_and_is_forgotten_with_its_import(
        dovecot: ImapServer, dovecot_account: NewDovecotAccount, new_ferry: NewFerry, tmp_path: Path) -> None:
    account = dovecot_account(max_mail_size=20_000)
    ferry = new_ferry(dovecot, account)
    large = write_mbox(tmp_path / "box", [*mails(3, body=SECRET), *mails(1, first=9, body=SECRET * 2_000)])
    view = ferry.bring(large, on_reject=OnReject.SKIP)
    [refused] = ferry.batches(view.id, BatchState.REJECTED)
    with ferry.reading() as reader:
        attempts = reader.attempts(refused.id)
    assert attempts[-1].outcome == "rejected"
    assert refused.words in attempts[-1].sent
    assert all("Xylophone" not in one.sent + one.looked and account.password not in one.sent for one in attempts)
    ferry.engine.forget_import(view.id)
    with ferry.reading() as reader:
        assert reader.attempts(refused.id) == []


def test_a_lost_answer_leaves_what_was_sent_and_the_look_that_settled_it(
        dovecot: ImapServer, dovecot_account: NewDovecotAccount, fault_proxy: NewFaultProxy, new_ferry: NewFerry,
        tmp_path: Path) -> None:
    account = dovecot_account()
    ferry = new_ferry(fault_proxy(dovecot, SwallowAnswer(append=1)).server, account)
    view = ferry.bring(write_mbox(tmp_path / "box", mails(3, body=SECRET)))
    assert view.totals.committed == 3
    [batch] = ferry.batches(view.id)
    with ferry.reading() as reader:
        [attempt] = reader.attempts(batch.id)
    assert "APPEND" in attempt.sent
    assert "FETCH" in attempt.looked
    assert "Xylophone" not in attempt.looked
    assert account.password not in attempt.looked


def test_of_very_many_tries_the_latest_are_kept(tmp_path: Path) -> None:
    with contextlib.closing(Journal(tmp_path)) as journal:
        batch_id = new_batch(journal)
        for number in range(1, 9):
            journal.begin_attempt(batch_id, 1, 1)
            journal.keep_exchange(batch_id, f"try {number}", looking=False)
            journal.requeue(batch_id, "lost", "")
        with contextlib.closing(JournalReader(journal.path)) as reader:
            assert [one.sent for one in reader.attempts(batch_id)] == [
                "", "", "", *(f"try {number}" for number in range(4, 9))]
