"""The judge of the fault matrix finds what it is there to find. On Dovecot, whose mailbox the test fills itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from tests.faults.grounds import Port
from tests.faults.scenario import Scenario
from tests.faults.verdict import Said, judge
from tests.servers.checker import quoted, read_mailbox, signed_in
from tests.servers.common import ImapServer
from tests.servers.faults import ReplaceAnswer
from tests.servers.fixtures import NewDovecotAccount
from tests.transfer.boxes import Mail, mails

from mailferry.transfer.values import DeliveryKind

SOURCE = tuple(mails(3))
OTHER = Mail(9010, b"Of others.\n")
PLAN = Scenario(0, "maildir", DeliveryKind.REVERSIBLE, "cut", SOURCE)
DONE = Said(1, True, tuple((mail.number, "committed", None) for mail in SOURCE))


@pytest.fixture
def port(dovecot: ImapServer, dovecot_account: NewDovecotAccount) -> Port:
    new = Port(dovecot, dovecot_account(), "Aa")
    new.create()
    return new


def verdict(port: Port, *held: Mail, plan: Scenario = PLAN, said: Said = DONE) -> Sequence[str]:
    """What the judge says of a mailbox that holds these."""
    for mail in held:
        port.put(mail)
    return judge(plan, port, [], {}, said).failures


def test_all_there_once(port: Port) -> None:
    assert verdict(port, *SOURCE) == []


def test_copies_in_the_source_count(port: Port) -> None:
    plan = replace(PLAN, mails=(*SOURCE, SOURCE[0]))
    [failure] = verdict(port, *SOURCE, plan=plan)
    assert "1 missing of number 0" in failure
    assert verdict(port, SOURCE[0], plan=plan) == []


def test_one_twice(port: Port) -> None:
    [failure] = verdict(port, *SOURCE, SOURCE[1])
    assert "1 too many of number 1" in failure


def test_one_lost(port: Port) -> None:
    [failure] = verdict(port, *SOURCE[1:])
    assert "1 missing of number 0" in failure


def test_one_lost_that_a_conflict_names(port: Port) -> None:
    lied = replace(PLAN, faults=(ReplaceAnswer(append=1),))
    said = Said(1, True, ((0, "conflict", None), *DONE.fates[1:]), ("Nobody can tell.",))
    assert verdict(port, *SOURCE[1:], plan=lied, said=said) == []
    [failure] = verdict(port, said=said)
    assert failure == "a conflict without need: Nobody can tell."


@pytest.mark.parametrize("changed", [
    replace(SOURCE[2], flags=frozenset()), replace(SOURCE[2], body=b"Hallo.\n2\n"),
    replace(SOURCE[2], date=SOURCE[1].date)], ids=["flags", "octets", "date"])
def test_one_changed(port: Port, changed: Mail) -> None:
    assert len(verdict(port, *SOURCE[:2], changed)) == 2  # one too many, one missing


def test_mail_of_others_is_gone(port: Port) -> None:
    uid = port.put(OTHER)
    plan = replace(PLAN, others=(OTHER,), there=(OTHER,))
    before = read_mailbox(port.server, port.account, "Aa")
    with signed_in(port.server, port.account) as connection:
        connection.select(quoted("Aa"))
        connection.uid("STORE", str(uid), "+FLAGS", "\\Deleted")
        connection.expunge()
    failures = judge(plan, port, before, {OTHER.number: uid}, DONE).failures
    assert "mail that was there before is gone or changed" in failures
    assert "number 9010, which another client delivered, is gone or changed" in failures


def test_a_wrong_uid_in_the_journal(port: Port) -> None:
    uids = [port.put(mail) for mail in SOURCE]
    said = replace(DONE, fates=((0, "committed", uids[1]), (1, "committed", uids[1]), (2, "committed", 99)))
    assert verdict(port, said=said) == ["UID 2 is not number 0, as the journal says",
                                        "UID 99 is not number 2, as the journal says"]


def test_a_staging_mailbox_that_is_left(port: Port) -> None:
    replace(port, mailbox="Mailferry 1 1").create()
    assert verdict(port, *SOURCE) == ["staging mailboxes are left: ['Mailferry 1 1']"]


def test_not_done_and_refused_for_no_reason(port: Port) -> None:
    waiting = Said(1, False, ((0, "queued", None), *DONE.fates[1:]))
    assert any("never got done" in failure for failure in verdict(port, *SOURCE[1:], said=waiting))
    refused = Said(1, True, ((0, "rejected", None), *DONE.fates[1:]))
    assert verdict(port, said=refused) == ["{0} were refused, for no reason"]
