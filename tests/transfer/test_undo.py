"""Taking an import back: exactly what it has brought goes, and whatever else lies in the mailbox stays as it is.

On Dovecot, Cyrus and Courier, read by the checker. RFC 4315.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from tests.servers.checker import Stored, quoted, read_mailbox, signed_in
from tests.servers.common import Account, ImapServer
from tests.servers.faults import Cut, SwallowAnswer
from tests.servers.fixtures import NewFaultProxy
from tests.transfer.boxes import Mail, mails, write_mbox
from tests.transfer.conftest import NewFerry
from tests.transfer.ferry import Ferry, as_counts

from mailferry.errors import Problem
from mailferry.transfer import undo
from mailferry.transfer.journal import Journal
from mailferry.transfer.values import AccountState, BatchState, ImportId
from mailferry.transfer.values_after import Stays, UndoEnded, UndoPlanned, UndoView

CONTENT = mails(12)
OTHERS = mails(3, first=90)


@dataclass
class Port:
    """A server, a user, and a mailbox that holds mail of others: some marked as deleted, one equal to imported mail."""

    server: ImapServer
    account: Account
    new_ferry: NewFerry
    folder: Path
    prefix: str
    before: list[Stored] = field(default_factory=list)

    def __post_init__(self) -> None:
        with signed_in(self.server, self.account) as connection:
            assert connection.create(quoted(self.mailbox))[0] == "OK"
        self.put(OTHERS[0], "(\\Flagged work)")
        self.put(OTHERS[1], "(\\Deleted \\Seen)")
        self.put(replace(CONTENT[0], date=OTHERS[2].date), "(\\Answered)")
        self.before = self.held()

    @property
    def mailbox(self) -> str:
        return self.prefix + "Aa"

    def put(self, mail: Mail, flags: str) -> None:
        """Store a mail directly."""
        with signed_in(self.server, self.account) as connection:
            assert connection.append(quoted(self.mailbox), flags, "", mail.wire)[0] == "OK"

    def mark(self, uids: Sequence[int], command: str, flags: str) -> None:
        """Change flags as another program does."""
        with signed_in(self.server, self.account) as connection:
            connection.select(quoted(self.mailbox))
            assert connection.uid("STORE", ",".join(map(str, uids)), command, flags)[0] == "OK"
            connection.unselect() if "UNSELECT" in connection.capabilities else connection.select(
                quoted(self.mailbox), readonly=True)

    def destroy(self, uids: Sequence[int]) -> None:
        """Delete messages as another program does."""
        with signed_in(self.server, self.account) as connection:
            connection.select(quoted(self.mailbox))
            connection.uid("STORE", ",".join(map(str, uids)), "+FLAGS", "(\\Deleted)")
            assert connection.uid("EXPUNGE", ",".join(map(str, uids)))[0] == "OK"

    def held(self) -> list[Stored]:
        return read_mailbox(self.server, self.account, self.mailbox)

    def ferry(self, server: ImapServer | None = None) -> Ferry:
        return self.new_ferry(server or self.server, self.account)

    def bring(self, ferry: Ferry, content: Sequence[Mail] = CONTENT) -> ImportId:
        """Import all of it, also what is there already; small batches."""
        view = ferry.bring(write_mbox(self.folder / "box", content), target=("Aa",), batch_messages=5,
                           keep_duplicates=True)
        assert as_counts(view.totals) == (len(content), 0, 0, 0)
        return view.id


@pytest.fixture(params=["dovecot", "cyrus", "courier"])
def port(request: pytest.FixtureRequest, new_ferry: NewFerry, tmp_path: Path) -> Port:
    server: ImapServer = request.getfixturevalue(request.param)
    account: Account = request.getfixturevalue(f"{request.param}_account")()
    return Port(server, account, new_ferry, tmp_path, "INBOX." if request.param == "courier" else "")


@pytest.fixture
def on_dovecot(dovecot: ImapServer, dovecot_account: object, new_ferry: NewFerry, tmp_path: Path) -> Port:
    return Port(dovecot, dovecot_account(), new_ferry, tmp_path, "")  # type: ignore[operator]  # a function


def planned(ferry: Ferry, import_id: ImportId) -> UndoView:
    ferry.engine.undo_plan(import_id)
    ferry.rest()
    return [event.view for event in ferry.told if isinstance(event, UndoPlanned)][-1]


def taken_back(ferry: Ferry, import_id: ImportId) -> UndoView:
    ferry.engine.undo(import_id)
    ferry.rest()
    return [event.view for event in ferry.told if isinstance(event, UndoEnded)][-1]


def uids(ferry: Ferry, import_id: ImportId) -> list[int]:
    """The UIDs that the import's messages got, in order."""
    found = [message.uid for batch in ferry.batches(import_id) for message in ferry.messages(batch)]
    assert None not in found
    return [uid for uid in found if uid is not None]


def reasons(view: UndoView) -> list[tuple[str, Stays]]:
    return [(one.subject, one.why) for one in view.left]


def test_other_mail_stays_and_its_flags_too(port: Port) -> None:
    ferry = port.ferry()
    import_id = port.bring(ferry)
    port.put(OTHERS[2], "(\\Deleted)")
    others = [message for message in port.held() if message.uid not in uids(ferry, import_id)]
    assert len(others) == 4
    plan = planned(ferry, import_id)
    assert [(box.mailbox, box.removed, box.left) for box in plan.mailboxes] == [(port.mailbox, 12, 0)]
    assert not plan.archives
    assert len(port.held()) == 16, "a plan changes nothing"
    assert taken_back(ferry, import_id) == plan
    assert port.held() == others
    assert [message.uid for message in port.held()] == [message.uid for message in others]
    assert as_counts(ferry.totals(import_id)) == (0, 0, 12, 0)
    assert {batch.state for batch in ferry.batches(import_id)} == {BatchState.UNDONE}
    assert set(ferry.heard().values()) == {BatchState.UNDONE}


def test_what_somebody_has_dealt_with_is_left_and_named(port: Port) -> None:
    """Read, or unread again, is not dealt with."""
    ferry = port.ferry()
    import_id = port.bring(ferry)
    numbers = uids(ferry, import_id)
    port.mark(numbers[0:1], "+FLAGS", "(\\Flagged)")
    port.mark(numbers[1:3], "+FLAGS", "(\\Deleted)")
    port.mark(numbers[5:6], "-FLAGS", "(work)")
    port.mark(numbers[4:5], "+FLAGS", "(\\Seen)")
    port.mark(numbers[6:7], "-FLAGS", "(\\Seen)")
    port.destroy(numbers[8:9])
    left = [message for message in port.held() if message.uid in {*numbers[:3], numbers[5]}]
    plan = planned(ferry, import_id)
    assert reasons(plan) == [("number 0", Stays.CHANGED), ("number 1", Stays.CHANGED), ("number 2", Stays.CHANGED),
                             ("number 5", Stays.CHANGED), ("number 8", Stays.GONE)]
    assert "\\Flagged" in plan.left[0].detail
    assert (plan.removed, plan.left_count) == (7, 5)
    assert taken_back(ferry, import_id) == plan
    assert port.held() == port.before + left
    assert as_counts(ferry.totals(import_id)) == (4, 0, 8, 0)
    assert [batch.state for batch in ferry.batches(import_id)] == [BatchState.COMMITTED, BatchState.COMMITTED,
                                                                   BatchState.UNDONE]
    again = planned(ferry, import_id)
    assert (again.removed, [why for _, why in reasons(again)]) == (0, [Stays.CHANGED] * 4)


def test_it_can_be_imported_again(port: Port) -> None:
    ferry = port.ferry()
    source = write_mbox(port.folder / "box", CONTENT[1:])
    first = ferry.bring(source, target=("Aa",))
    assert as_counts(ferry.bring(source, target=("Aa",)).totals) == (0, 0, 11, 0)
    assert taken_back(ferry, first.id).removed == 11
    assert port.held() == port.before
    again = ferry.bring(source, target=("Aa",))
    assert as_counts(again.totals) == (11, 0, 0, 0)
    assert sorted(port.held()[3:], key=lambda one: one.internal_date) == [mail.stored for mail in CONTENT[1:]]


def test_a_mailbox_that_was_made_anew_is_not_touched(port: Port) -> None:
    ferry = port.ferry()
    import_id = port.bring(ferry)
    with signed_in(port.server, port.account) as connection:
        assert connection.delete(quoted(port.mailbox))[0] == "OK"
    gone = planned(ferry, import_id)
    assert (gone.removed, {one.why for one in gone.left}) == (0, {Stays.ANEW})
    with signed_in(port.server, port.account) as connection:
        assert connection.create(quoted(port.mailbox))[0] == "OK"
    for mail in CONTENT:
        port.put(mail, "")
    held = port.held()
    view = taken_back(ferry, import_id)
    assert (view.removed, view.left_count, {one.why for one in view.left}) == (0, 12, {Stays.ANEW})
    assert port.held() == held
    assert as_counts(ferry.totals(import_id)) == (12, 0, 0, 0)


def test_what_was_there_before_is_not_taken_back(port: Port) -> None:
    """It was left out as there already, so the import has not brought it."""
    ferry = port.ferry()
    view = ferry.bring(write_mbox(port.folder / "box", CONTENT[:4]), target=("Aa",))
    assert as_counts(view.totals) == (3, 0, 1, 0)
    assert taken_back(ferry, view.id).removed == 3
    assert port.held() == port.before


@pytest.mark.parametrize("marked", [False, True])
def test_after_a_crash_in_the_middle_it_goes_on(on_dovecot: Port, monkeypatch: pytest.MonkeyPatch,
                                                marked: bool) -> None:
    """The crash comes after the marks, or after the removal, and before either is known to have happened."""
    port = on_dovecot
    monkeypatch.setattr(undo, "PIECE", 5)
    ferry = port.ferry()
    import_id = port.bring(ferry)
    numbers = uids(ferry, import_id)
    ferry.engine.close()
    journal = Journal(port.folder / "state")
    journal.begin_removal([one.place for one in journal.to_take_back(import_id, (0, 0), 5)])
    journal.close()
    port.mark(numbers[:5], "+FLAGS", "(\\Deleted)")
    if not marked:
        port.destroy(numbers[:3])
    later = port.ferry()
    view = taken_back(later, import_id)
    assert (view.removed, view.left_count) == (12, 0)
    assert port.held() == port.before
    assert as_counts(later.totals(import_id)) == (0, 0, 12, 0)


def test_a_mark_of_the_user_is_not_taken_for_ours(on_dovecot: Port) -> None:
    ferry = on_dovecot.ferry()
    import_id = on_dovecot.bring(ferry)
    on_dovecot.mark(uids(ferry, import_id)[:1], "+FLAGS", "(\\Deleted)")
    assert taken_back(ferry, import_id).removed == 11
    assert len(on_dovecot.held()) == 4


@pytest.mark.parametrize("octets", range(320, 900, 40))
def test_a_lost_connection_does_not_end_it(on_dovecot: Port, fault_proxy: NewFaultProxy, octets: int,
                                           monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(undo, "PIECE", 5)
    proxy = fault_proxy(on_dovecot.server)
    ferry = on_dovecot.ferry(proxy.server)
    import_id = on_dovecot.bring(ferry)
    ferry.engine.close()
    proxy.wait_for(lambda: all(connection.ended for connection in proxy.connections))  # the fault is for the next one
    proxy.faults = (Cut(octets=octets),)
    later = on_dovecot.ferry(proxy.server)
    assert later.account.facts is not None
    assert not proxy.fired
    assert taken_back(later, import_id).removed == 12
    assert proxy.fired
    assert on_dovecot.held() == on_dovecot.before


def test_without_any_connection_it_waits_until_told_to_go_on(on_dovecot: Port, fault_proxy: NewFaultProxy) -> None:
    proxy = fault_proxy(on_dovecot.server)
    ferry = on_dovecot.ferry(proxy.server)
    import_id = on_dovecot.bring(ferry)
    ferry.engine.close()
    proxy.faults = (Cut(octets=320, once=False),)
    later = on_dovecot.ferry(proxy.server)
    later.engine.undo(import_id)
    later.rest()
    assert later.account.state is AccountState.PAUSED
    assert not any(isinstance(event, UndoEnded) for event in later.told)
    proxy.faults = ()
    later.engine.resume(later.name)
    later.rest()
    assert [event.view.removed for event in later.told if isinstance(event, UndoEnded)] == [12]
    assert on_dovecot.held() == on_dovecot.before


def test_without_uidplus_it_is_not_offered(on_dovecot: Port, fault_proxy: NewFaultProxy) -> None:
    proxy = fault_proxy(on_dovecot.server, hide=("UIDPLUS",))
    ferry = on_dovecot.ferry(proxy.server)
    import_id = on_dovecot.bring(ferry)
    for ask in (ferry.engine.undo_plan, ferry.engine.undo):
        with pytest.raises(Problem, match="cannot remove single messages"):
            ask(import_id)
    assert len(on_dovecot.held()) == 15


def test_messages_whose_uids_were_not_told_are_left(on_dovecot: Port, fault_proxy: NewFaultProxy) -> None:
    proxy = fault_proxy(on_dovecot.server, remove_codes=("APPENDUID",))
    ferry = on_dovecot.ferry(proxy.server)
    view = ferry.bring(write_mbox(on_dovecot.folder / "box", CONTENT[1:4]), target=("Aa",))
    result = taken_back(ferry, view.id)
    assert reasons(result) == [(f"number {number}", Stays.UNKNOWN) for number in (1, 2, 3)]
    assert len(on_dovecot.held()) == 6
    assert as_counts(ferry.totals(view.id)) == (3, 0, 0, 0)


def test_what_a_look_has_found_is_taken_back_if_it_is_surely_ours(on_dovecot: Port, fault_proxy: NewFaultProxy) -> None:
    """The answer to the second batch was lost; one of its messages is not, by its octets, the one that was sent."""
    proxy = fault_proxy(on_dovecot.server, SwallowAnswer(append=2))
    ferry = on_dovecot.ferry(proxy.server)
    import_id = on_dovecot.bring(ferry)
    assert proxy.fired
    assert planned(ferry, import_id).removed == 12
    ferry.engine.close()
    with closing(sqlite3.connect(on_dovecot.folder / "state" / "journal.sqlite")) as db:
        assert db.execute("SELECT count(*) FROM membership WHERE found = 1").fetchone() == (5,)
        db.execute("UPDATE messages SET digest = zeroblob(32) WHERE id = 7")
        db.commit()
    later = on_dovecot.ferry(proxy.server)
    result = taken_back(later, import_id)
    assert (result.removed, reasons(result)) == (11, [("number 6", Stays.FOUND)])
    assert len(on_dovecot.held()) == 4


def test_on_gmail_the_plan_says_that_removal_may_only_archive(on_dovecot: Port, fault_proxy: NewFaultProxy) -> None:
    proxy = fault_proxy(on_dovecot.server, add=("X-GM-EXT-1",))
    ferry = on_dovecot.ferry(proxy.server)
    assert planned(ferry, on_dovecot.bring(ferry)).archives


def test_an_import_that_is_not_through_cannot_be_taken_back(on_dovecot: Port) -> None:
    ferry = on_dovecot.ferry()
    ferry.engine.pause(ferry.name)
    import_id = ferry.start(write_mbox(on_dovecot.folder / "box", CONTENT), target=("Aa",))
    with pytest.raises(Problem, match="not through"):
        ferry.engine.undo(import_id)
    with pytest.raises(Problem, match="no import"):
        ferry.engine.undo(import_id + 1)
