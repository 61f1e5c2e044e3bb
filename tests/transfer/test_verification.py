"""After an import it is seen whether the server holds what was sent; each difference is named, and nothing is changed.

On Dovecot, Cyrus and Courier; what is amiss is made by other clients, or by a server that is known for it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from tests.servers.checker import quoted, read_mailbox, signed_in
from tests.servers.common import Account, ImapServer
from tests.servers.faults import Cut, ReplaceAnswer
from tests.servers.fixtures import NewDovecotAccount, NewFaultProxy
from tests.transfer.boxes import Mail, mails, write_mbox
from tests.transfer.conftest import NewFerry, NewProgram
from tests.transfer.ferry import Ferry

from mailferry.imap import stored
from mailferry.imap.session import Session
from mailferry.transfer import verification
from mailferry.transfer.journal_after import Brought, Difference, VerificationRecord
from mailferry.transfer.report import report_lines
from mailferry.transfer.values import AccountChanged, AccountState, ImportChanged, ImportId, Retry
from mailferry.transfer.values_after import DifferenceKind, VerificationChanged, VerificationView, Verify

CONTENT = mails(12)


@dataclass
class Port:
    """A server, a user, and what another mail program does to the mailbox Aa."""

    server: ImapServer
    account: Account
    new_ferry: NewFerry
    folder: Path
    prefix: str = ""

    @property
    def mailbox(self) -> str:
        return self.prefix + "Aa"

    def ferry(self, server: ImapServer | None = None) -> Ferry:
        return self.new_ferry(server or self.server, self.account)

    def bring(self, ferry: Ferry, content: Sequence[Mail] = CONTENT, **options: object) -> ImportId:
        return ferry.bring(write_mbox(self.folder / "box", content), target=("Aa",), batch_messages=5, **options).id

    def put(self, mail: Mail) -> None:
        with signed_in(self.server, self.account) as connection:
            assert connection.append(quoted(self.mailbox), "", "", mail.wire)[0] == "OK"

    def change(self, *commands: tuple[str, ...]) -> None:
        with signed_in(self.server, self.account) as connection:
            connection.select(quoted(self.mailbox))
            for command in commands:
                assert connection.uid(*command)[0] == "OK"


@pytest.fixture(params=["dovecot", "cyrus", "courier"])
def port(request: pytest.FixtureRequest, new_ferry: NewFerry, tmp_path: Path) -> Port:
    server: ImapServer = request.getfixturevalue(request.param)
    account: Account = request.getfixturevalue(f"{request.param}_account")()
    return Port(server, account, new_ferry, tmp_path, "INBOX." if request.param == "courier" else "")


@pytest.fixture
def on_dovecot(dovecot: ImapServer, dovecot_account: NewDovecotAccount, new_ferry: NewFerry, tmp_path: Path) -> Port:
    return Port(dovecot, dovecot_account(), new_ferry, tmp_path)


def verified(ferry: Ferry, import_id: ImportId) -> VerificationView:
    with ferry.reading() as reader:
        view = reader.verification(import_id)
    assert view is not None
    return view


def differences(ferry: Ferry, import_id: ImportId) -> list[tuple[str, DifferenceKind, str, str]]:
    with ferry.reading() as reader:
        return [(one.subject, one.kind, one.sent, one.found) for one in reader.differences(import_id)]


def verify(ferry: Ferry, import_id: ImportId, *, every_octet: bool = False) -> VerificationView:
    ferry.engine.verify(import_id, every_octet=every_octet)
    ferry.rest()
    return verified(ferry, import_id)


# --- all is well -----------------------------------------------------------------------------------------------------


def test_it_follows_each_import_by_itself(port: Port) -> None:
    ferry = port.ferry()
    import_id = port.bring(ferry)
    view = verified(ferry, import_id)
    assert (view.depth, view.arrived, view.checked, view.without_uid) == (Verify.QUICK, 12, 12, 0)
    assert (view.differing, view.problem) == (0, "")
    assert view.ended is not None
    assert [event.view for event in ferry.told if isinstance(event, VerificationChanged)][-1] == view
    with ferry.reading() as reader:
        assert "  All 12 were found as they were sent: size, date and flags." in report_lines(reader, [import_id], 1.0)


def test_every_octet_on_request(port: Port, monkeypatch: pytest.MonkeyPatch) -> None:
    """Among them an empty line less, long ones, and one that comes in many pieces."""
    monkeypatch.setattr(stored, "PIECE_OCTETS", 1000)
    ferry = port.ferry()
    import_id = port.bring(ferry, [*CONTENT, Mail(50, b"x" * 70 + b"\n" + (b"y" * 999 + b"\n") * 20), Mail(51, b""),
                                   Mail(52, b"z" * 890)])
    view = verify(ferry, import_id, every_octet=True)
    assert (view.depth, view.checked, view.differing) == (Verify.FULL, 15, 0)
    with ferry.reading() as reader:
        assert "  All 15 were found as they were sent, byte for byte." in report_lines(reader, [import_id], 1.0)


def test_it_changes_nothing(port: Port) -> None:
    ferry = port.ferry()
    import_id = port.bring(ferry, verify=Verify.NONE)
    before = read_mailbox(port.server, port.account, port.mailbox)
    verify(ferry, import_id, every_octet=True)
    assert read_mailbox(port.server, port.account, port.mailbox) == before


def test_it_can_be_left_out(on_dovecot: Port) -> None:
    ferry = on_dovecot.ferry()
    import_id = on_dovecot.bring(ferry, verify=Verify.NONE)
    with ferry.reading() as reader:
        assert reader.verification(import_id) is None
    assert verify(ferry, import_id).checked == 12


# --- differences -----------------------------------------------------------------------------------------------------


def test_each_difference_is_named(port: Port) -> None:
    ferry = port.ferry()
    import_id = port.bring(ferry)
    port.change(("STORE", "1", "+FLAGS", "(\\Flagged other)"), ("STORE", "6", "-FLAGS", "(work)"),
                ("STORE", "8", "+FLAGS", "(\\Deleted)"), ("EXPUNGE", "8"))
    port.put(CONTENT[3])
    port.put(Mail(70))
    view = verify(ferry, import_id)
    assert (view.checked, view.differing) == (12, 4)
    with ferry.reading() as reader:
        standing = reader.import_view(import_id)
    assert standing.totals.differing == 4
    assert [event.view for event in ferry.told if isinstance(event, ImportChanged)][-1] == standing
    found = differences(ferry, import_id)
    assert found[0] == ("number 0", DifferenceKind.FLAGS, "$Label1 work", "$Label1 \\Flagged other work")
    assert found[1:3] == [("number 3", DifferenceKind.TWICE, "", "UID 13, unknown to the journal"),
                          ("number 5", DifferenceKind.FLAGS, "$Label1 \\Seen work", "$Label1 \\Seen")]
    assert found[3:] == [("number 7", DifferenceKind.MISSING, "", "")]
    with ferry.reading() as reader:
        lines = list(report_lines(reader, [import_id], 1.0))
    assert any(line.startswith("  “number 7”") and line.endswith("is missing in " + port.mailbox + ".")
               for line in lines)


def test_what_was_sent_otherwise_than_the_journal_says(on_dovecot: Port) -> None:
    """As if the server had kept another size and date, and other octets: the journal is bent to it."""
    ferry = on_dovecot.ferry()
    import_id = on_dovecot.bring(ferry)
    ferry.engine.close()
    with closing(sqlite3.connect(on_dovecot.folder / "state" / "journal.sqlite")) as db:
        db.execute("UPDATE messages SET wire_size = 7, internal_date = internal_date + 3600 WHERE id = 2")
        db.execute("UPDATE messages SET digest = zeroblob(32) WHERE id = 3")
        db.commit()
    later = on_dovecot.ferry()
    verify(later, import_id, every_octet=True)
    date = CONTENT[1].date.strftime("%Y-%m-%d %H:%M:%S UTC")
    size = f"{len(CONTENT[1].wire):,} octets"
    found = differences(later, import_id)
    assert [(subject, kind) for subject, kind, _, _ in found] == [
        ("number 1", DifferenceKind.DATE), ("number 1", DifferenceKind.SIZE), ("number 2", DifferenceKind.OCTETS)]
    assert found[0][3] == date
    assert found[1][2:] == ("7 octets", size)
    assert found[2][3] == "its source has changed since, so nobody can tell where"


def test_what_a_server_is_known_to_alter_is_told_as_such(on_dovecot: Port) -> None:
    """Dovecot shows a NUL as 0x80."""
    ferry = on_dovecot.ferry()
    (on_dovecot.folder / "nul.eml").write_bytes(CONTENT[0].octets + b"a\0b\n")
    view = ferry.bring(on_dovecot.folder / "nul.eml", target=("Aa",))
    assert verified(ferry, view.id).differing == 1, "what holds a NUL is fetched in any case"
    assert differences(ferry, view.id) == [
        ("number 0", DifferenceKind.ALTERED, "NUL octets", "0x80 in their places")]


def test_other_octets_are_told_with_their_place(on_dovecot: Port) -> None:
    """The mailbox's own file of the message is changed behind the server's back."""
    ferry = on_dovecot.ferry()
    import_id = on_dovecot.bring(ferry, CONTENT[:3])
    changed = replace(CONTENT[1], body=CONTENT[1].body.replace(b"H", b"h"))
    write_mbox(on_dovecot.folder / "box", CONTENT[:3])
    with signed_in(on_dovecot.server, on_dovecot.account) as connection:
        connection.select("Aa")
        connection.append("Aa", "(\\Seen)", "", changed.wire)
    ferry.engine.close()
    with closing(sqlite3.connect(on_dovecot.folder / "state" / "journal.sqlite")) as db:
        db.execute("UPDATE membership SET uid = 4 WHERE message_id = 2")
        db.commit()
    later = on_dovecot.ferry()
    verify(later, import_id, every_octet=True)
    place = CONTENT[1].wire.index(b"Hello")
    assert ("number 1", DifferenceKind.OCTETS, "", f"other octets from octet {place:,} on") in differences(
        later, import_id)


def test_a_mailbox_that_is_gone_or_another_one(on_dovecot: Port) -> None:
    ferry = on_dovecot.ferry()
    import_id = on_dovecot.bring(ferry)
    with signed_in(on_dovecot.server, on_dovecot.account) as connection:
        assert connection.delete("Aa")[0] == "OK"
    assert verify(ferry, import_id).differing == 12
    assert {kind for _, kind, _, _ in differences(ferry, import_id)} == {DifferenceKind.MISSING}
    with signed_in(on_dovecot.server, on_dovecot.account) as connection:
        assert connection.create("Aa")[0] == "OK"
    assert verify(ferry, import_id).differing == 12
    assert {kind for _, kind, _, _ in differences(ferry, import_id)} == {DifferenceKind.UNKNOWN}


def test_messages_whose_uids_were_not_told_cannot_be_checked_and_this_is_said(
        on_dovecot: Port, fault_proxy: NewFaultProxy) -> None:
    proxy = fault_proxy(on_dovecot.server, hide=("UIDPLUS",))
    ferry = on_dovecot.ferry(proxy.server)
    import_id = on_dovecot.bring(ferry)
    view = verified(ferry, import_id)
    assert (view.arrived, view.checked, view.without_uid, view.differing) == (12, 0, 12, 0)
    with ferry.reading() as reader:
        assert "  12 cannot be checked: the server did not tell their numbers." in report_lines(
            reader, [import_id], 1.0)


# --- its place among other work --------------------------------------------------------------------------------------


def test_it_gives_way_and_goes_on(on_dovecot: Port, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verification, "QUICK_PIECE", 1)
    ferry = on_dovecot.ferry()
    first = ferry.start(write_mbox(on_dovecot.folder / "one", CONTENT), target=("Aa",))
    ferry.wait_for(lambda: any(isinstance(event, VerificationChanged) for event in ferry.told))
    second = ferry.start(write_mbox(on_dovecot.folder / "two", mails(5, first=40)), target=("Aa",))
    ferry.rest()
    assert (verified(ferry, first).checked, verified(ferry, second).checked) == (12, 5)


def test_after_a_restart_it_is_done_if_it_had_not_been(on_dovecot: Port, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verification, "QUICK_PIECE", 1)
    ferry = on_dovecot.ferry()
    import_id = ferry.start(write_mbox(on_dovecot.folder / "box", CONTENT), target=("Aa",))
    ferry.wait_for(lambda: any(isinstance(event, VerificationChanged) for event in ferry.told))
    ferry.engine.close()
    later = on_dovecot.ferry()
    later.rest()
    view = verified(later, import_id)
    assert view.checked == 12
    assert view.ended is not None


def test_a_lost_connection_does_not_end_it(on_dovecot: Port, fault_proxy: NewFaultProxy,
                                           monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verification, "QUICK_PIECE", 5)
    proxy = fault_proxy(on_dovecot.server)
    ferry = on_dovecot.ferry(proxy.server)
    import_id = on_dovecot.bring(ferry, verify=Verify.NONE)
    ferry.engine.close()
    proxy.faults = (Cut(octets=350),)
    later = on_dovecot.ferry(proxy.server)
    assert verify(later, import_id).checked == 12
    assert proxy.fired


def test_what_arrives_later_is_verified_too(on_dovecot: Port) -> None:
    """A batch that was cancelled, and is tried again after the import had come to its end."""
    ferry = on_dovecot.ferry()
    ferry.engine.pause(ferry.name)
    ferry.wait_for(lambda: ferry.account.state is AccountState.PAUSED)
    import_id = ferry.start(write_mbox(on_dovecot.folder / "box", CONTENT), target=("Aa",), batch_messages=5)
    ferry.wait_for(lambda: len(ferry.batches(import_id)) == 3)
    second = ferry.batches(import_id)[1]
    ferry.engine.cancel_batch(second.id)
    ferry.engine.resume(ferry.name)
    ferry.rest()
    assert verified(ferry, import_id).checked == 7
    ferry.engine.retry(second.id, Retry.AGAIN)
    ferry.rest()
    assert verified(ferry, import_id).checked == 12


@pytest.mark.parametrize("piece", [1, 3])
def test_asked_for_again_while_it_is_under_way_it_begins_anew(
        on_dovecot: Port, monkeypatch: pytest.MonkeyPatch, piece: int) -> None:
    """Who asks for every octet while the quick one runs is not told that every octet was compared when it was not; and
    what was found before is found again."""
    monkeypatch.setattr(verification, "QUICK_PIECE", 4)
    ferry = on_dovecot.ferry()
    import_id = on_dovecot.bring(ferry, verify=Verify.NONE)
    on_dovecot.change(("STORE", "1", "+FLAGS", "(other)"))
    pieces: list[tuple[Verify, int]] = []
    compare = verification.Verifier._piece

    def ask_again(self: verification.Verifier, session: Session, record: VerificationRecord,
                  messages: Sequence[Brought]) -> VerificationRecord | None:
        pieces.append((record.depth, len(messages)))
        if len(pieces) == piece:
            ferry.engine.verify(import_id, every_octet=True)
        return compare(self, session, record, messages)

    monkeypatch.setattr(verification.Verifier, "_piece", ask_again)
    view = verify(ferry, import_id)
    assert pieces == [*[(Verify.QUICK, 4)] * piece, (Verify.FULL, 12)]
    assert (view.depth, view.checked, view.differing) == (Verify.FULL, 12, 1)
    assert [subject for subject, *_ in differences(ferry, import_id)] == ["number 0"]


@pytest.mark.parametrize("ask", [True, False])
def test_asked_for_again_at_its_very_end_it_begins_anew(
        on_dovecot: Port, monkeypatch: pytest.MonkeyPatch, ask: bool) -> None:
    ferry = on_dovecot.ferry()
    import_id = on_dovecot.bring(ferry, verify=Verify.NONE)
    asked: list[bool] = []
    twice = verification.Verifier._twice

    def ask_again(self: verification.Verifier, session: Session, import_id: ImportId) -> Iterator[Difference]:
        if not asked:
            asked.append(ask)
            ferry.engine.verify(import_id, every_octet=ask)
        return twice(self, session, import_id)

    monkeypatch.setattr(verification.Verifier, "_twice", ask_again)
    view = verify(ferry, import_id)
    assert (view.depth, view.checked) == (Verify.FULL if ask else Verify.QUICK, 12)


def test_what_was_taken_back_does_not_count_as_different_any_more(on_dovecot: Port) -> None:
    """One that somebody has dealt with is left when the others are taken back: it alone is there, and is different."""
    ferry = on_dovecot.ferry()
    import_id = on_dovecot.bring(ferry)
    on_dovecot.change(("STORE", "1:3", "+FLAGS", "(\\Seen)"), ("STORE", "4", "+FLAGS", "(other)"),
                      ("STORE", "8", "+FLAGS", "(\\Deleted)"), ("EXPUNGE", "8"))
    before = verify(ferry, import_id).differing
    assert before > 2
    assert ferry.totals(import_id).differing == before
    ferry.engine.undo(import_id)
    ferry.rest()
    totals = ferry.totals(import_id)
    assert (totals.committed, totals.undone, totals.differing) == (1, 11, 1)


# --- a server that lies ----------------------------------------------------------------------------------------------


def test_what_is_missing_right_after_an_import_is_no_success(
        on_dovecot: Port, fault_proxy: NewFaultProxy, new_program: NewProgram) -> None:
    """A server that names another UID than the message has got: nothing is there, and a message that nobody knows."""
    account = on_dovecot.account
    with signed_in(on_dovecot.server, account) as connection:
        assert connection.create("Aa")[0] == "OK"
        status = connection.status("Aa", "(UIDVALIDITY)")[1][0]
    validity = status.split()[-1].rstrip(b")")
    proxy = fault_proxy(on_dovecot.server, ReplaceAnswer(append=1, text=b"OK [APPENDUID %s 99] done" % validity))
    program = new_program(account)
    source = write_mbox(on_dovecot.folder / "box", [Mail(1)])
    ended = program.run("import", source, *program.target(proxy.server, "Aa"), "--json")
    assert proxy.fired
    assert ended.summary["committed"] == 1
    [found] = [event for event in ended.events if event["event"] == "verification"]
    assert (found["checked"], found["differing"]) == (1, 1)
    assert ended.code == 1
    report = program.run("report", "1", password=False)
    name = "“number 1” (box at octet 46)"
    assert f"{name} is missing in Aa." in report.output
    assert f"{name} has an equal one in Aa (found: UID 1, unknown to the journal)." in report.output


def test_mailboxes_are_counted_before_what_came_is_verified(dovecot: ImapServer, dovecot_account: NewDovecotAccount,
                                                            new_ferry: NewFerry, tmp_path: Path) -> None:
    """A verification takes long; the number beside a mailbox was that of before the import until its end."""
    ferry = new_ferry(dovecot, dovecot_account())
    ferry.engine.count_messages()
    ferry.bring(write_mbox(tmp_path / "box", CONTENT), target=("Aa",), batch_messages=5)
    counted = next(place for place, event in enumerate(ferry.told)
                   if isinstance(event, AccountChanged) and ("Aa", len(CONTENT)) in event.view.counts)
    verified = next(place for place, event in enumerate(ferry.told) if isinstance(event, VerificationChanged))
    assert counted < verified
