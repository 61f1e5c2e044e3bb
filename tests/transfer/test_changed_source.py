"""Sources that change between the scan and the sending: the message fails with a sentence, the rest arrives."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.servers.checker import as_multiset, read_mailbox
from tests.servers.common import Account, ImapServer
from tests.servers.faults import Stall
from tests.servers.fixtures import NewDovecotAccount, NewFaultProxy
from tests.transfer.boxes import Mail, mails, write_mbox
from tests.transfer.conftest import NewFerry
from tests.transfer.ferry import Ferry, as_counts

from mailferry.errors import Problem
from mailferry.transfer import pace
from mailferry.transfer.journal_file import FILE_NAME
from mailferry.transfer.values import AccountState, BatchState, ImportId, Retry

CONTENT = mails(6)


class Paused:
    """An import that is planned while its account is paused, so that a test can change the source before it is sent."""

    def __init__(self, server: ImapServer, account: Account, ferry: Ferry) -> None:
        self.server, self.account, self.ferry = server, account, ferry
        ferry.engine.pause(ferry.name)
        ferry.wait_for(lambda: ferry.account.state is AccountState.PAUSED)

    def plan(self, *sources: Path) -> ImportId:
        import_id = self.ferry.start(*sources)
        self.ferry.rest()
        return import_id

    def send(self) -> None:
        self.ferry.engine.resume(self.ferry.name)
        self.ferry.rest()

    def holds(self, *content: Mail) -> bool:
        return as_multiset(read_mailbox(self.server, self.account)) == as_multiset(mail.stored for mail in content)

    def failures(self, import_id: ImportId) -> dict[str, str]:
        with self.ferry.reading() as reader:
            return {message.subject: message.reason for message in reader.left_out(import_id)}


@pytest.fixture
def paused(dovecot: ImapServer, dovecot_account: NewDovecotAccount, new_ferry: NewFerry) -> Paused:
    account = dovecot_account()
    return Paused(dovecot, account, new_ferry(dovecot, account))


def files(folder: Path) -> list[Path]:
    folder.mkdir()
    paths = []
    for mail in CONTENT:
        path = folder / f"{mail.number}.eml"
        path.write_bytes(mail.octets)
        os.utime(path, (mail.date.timestamp(),) * 2)
        paths.append(path)
    return paths


def test_an_mbox_that_has_grown_loses_nothing(paused: Paused, tmp_path: Path) -> None:
    source = write_mbox(tmp_path / "box", CONTENT)
    import_id = paused.plan(source)
    with source.open("ab") as growing:
        growing.write(mails(1, first=6)[0].in_mbox)
    paused.send()
    assert as_counts(paused.ferry.totals(import_id)) == (6, 0, 0, 0)
    assert paused.holds(*CONTENT)


def test_a_message_that_has_changed_fails_and_the_others_arrive(paused: Paused, tmp_path: Path) -> None:
    source = write_mbox(tmp_path / "box", CONTENT)
    import_id = paused.plan(source)
    source.write_bytes(source.read_bytes().replace(b"Hello.\n3\n", b"Hallo.\n3\n"))
    paused.send()
    assert as_counts(paused.ferry.totals(import_id)) == (5, 0, 0, 1)
    assert paused.holds(*CONTENT[:3], *CONTENT[4:])
    [(subject, reason)] = paused.failures(import_id).items()
    assert subject == "number 3"
    assert "chang" in reason
    assert reason.endswith(".")


@pytest.mark.parametrize(("change", "told"), [
    (lambda path: path.unlink(), "is not there any more"),
    (lambda path: path.write_bytes(b""), "was changed"),
    (lambda path: path.write_bytes(path.read_bytes() + b"more\n"), "was changed"),
    (lambda path: (path.unlink(), path.mkdir()), "was changed"),
], ids=["gone", "emptied", "grown", "a folder"])
def test_a_file_that_is_gone_or_another(
        change: Callable[[Path], object], told: str, paused: Paused, tmp_path: Path) -> None:
    paths = files(tmp_path / "Mail")
    import_id = paused.plan(*paths)
    change(paths[2])
    paused.send()
    assert as_counts(paused.ferry.totals(import_id)) == (5, 0, 0, 1)
    assert {stored.sha256 for stored in read_mailbox(paused.server, paused.account)} == {
        mail.stored.sha256 for mail in (*CONTENT[:2], *CONTENT[3:])}
    [(subject, reason)] = paused.failures(import_id).items()
    assert subject == "number 2"
    assert told in reason
    assert str(paths[2]) in reason


def maildir(folder: Path, flags: str = "S") -> Path:
    """The mails as files of a Maildir; each second one bears these flags."""
    (folder / "cur").mkdir(parents=True)
    (folder / "new").mkdir()
    for mail in CONTENT:
        path = folder / "cur" / f"{1_500_000_000 + mail.number}.M1.host:2,{flags if mail.number % 2 else ''}"
        path.write_bytes(mail.octets)
        os.utime(path, (mail.date.timestamp(),) * 2)
    return folder


def rename_all(folder: Path) -> None:
    """As a mail program does when its user answers mail."""
    for path in list((folder / "cur").iterdir()):
        path.rename(path.with_name(path.name.partition(":")[0] + ":2,RS"))


def test_files_of_a_maildir_whose_flags_changed_are_found_again(paused: Paused, tmp_path: Path) -> None:
    folder = maildir(tmp_path / "Mail")
    import_id = paused.plan(folder)
    rename_all(folder)
    (next(folder.joinpath("cur").glob("*00003.*"))).write_bytes(b"Subject: another\n\nmail\n")
    paused.send()
    assert as_counts(paused.ferry.totals(import_id)) == (5, 0, 0, 1), "one is another mail now"
    assert {stored.sha256 for stored in read_mailbox(paused.server, paused.account)} == {
        mail.stored.sha256 for mail in CONTENT if mail.number != 3}


def test_a_whole_source_that_is_gone(paused: Paused, tmp_path: Path) -> None:
    source = write_mbox(tmp_path / "box", CONTENT)
    import_id = paused.plan(source)
    source.unlink()
    paused.send()
    assert as_counts(paused.ferry.totals(import_id)) == (0, 0, 0, 6)
    assert paused.ferry.account.state is AccountState.READY
    assert paused.holds()
    assert len(paused.failures(import_id)) == 6


def test_a_message_that_changes_while_it_is_sent_is_never_completed(
        dovecot: ImapServer, dovecot_account: NewDovecotAccount, fault_proxy: NewFaultProxy, new_ferry: NewFerry,
        *, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pace, "FIRST_OCTETS", 2**25)  # all in one batch
    large = Mail(100, b"0123456789\n" * 1_000_000)
    content = [*CONTENT, large]
    source = write_mbox(tmp_path / "box", content)
    account, proxy = dovecot_account(), fault_proxy(dovecot, Stall(append=1, octets=300))
    ferry = new_ferry(proxy.server, account)
    import_id = ferry.start(source)
    proxy.wait_for(lambda: proxy.fired)  # the source was checked; the literal of the large one waits for its `+`
    with source.open("r+b") as changing:
        changing.seek(-1000, os.SEEK_END)
        changing.write(b"!")
    proxy.release()
    ferry.rest()
    assert as_counts(ferry.totals(import_id)) == (6, 0, 0, 1)
    assert as_multiset(read_mailbox(dovecot, account)) == as_multiset(mail.stored for mail in CONTENT)
    [cancelled] = ferry.batches(import_id, BatchState.CANCELLED)
    assert "what it was" in cancelled.reason


@pytest.mark.parametrize("one_by_one", [True, False])
def test_what_could_not_be_read_is_tried_again_or_left_out(paused: Paused, tmp_path: Path, *, one_by_one: bool) -> None:
    sources = [write_mbox(tmp_path / name, CONTENT[start:start + 3]) for name, start in (("a", 0), ("b", 3))]
    import_id = paused.plan(*sources)
    kept = [source.read_bytes() for source in sources]
    for source in sources:
        source.unlink()
    paused.send()
    assert as_counts(paused.ferry.totals(import_id)) == (0, 0, 0, 6)
    assert paused.holds()
    first = paused.ferry.batches(import_id, BatchState.CANCELLED)
    assert sum(batch.failed for batch in first) == 6
    for batch in first:  # nothing is there yet: they fail once more, and are not lost by that
        paused.ferry.engine.retry(batch.id, Retry.AGAIN)
    paused.ferry.rest()
    assert as_counts(paused.ferry.totals(import_id)) == (0, 0, 0, 6)
    assert not any(batch.failed for batch in paused.ferry.batches(import_id) if batch.id in {one.id for one in first})
    sources[0].write_bytes(kept[0])
    for batch in paused.ferry.batches(import_id, BatchState.CANCELLED):
        if batch.failed:
            paused.ferry.engine.retry(batch.id, Retry.AGAIN)
    paused.ferry.rest()
    assert paused.holds(*CONTENT[:3])
    for batch in paused.ferry.batches(import_id, BatchState.CANCELLED):
        if batch.failed:
            if one_by_one:
                paused.ferry.engine.retry(batch.id, Retry.SKIP)
            else:
                paused.ferry.engine.leave_out_not_sent(import_id)
            with pytest.raises(Problem, match="nothing left"):
                paused.ferry.engine.retry(batch.id, Retry.AGAIN)
    assert as_counts(paused.ferry.totals(import_id)) == (3, 0, 3, 0)
    assert paused.holds(*CONTENT[:3])
    assert len(paused.failures(import_id)) == 3, "the report still names each, with the reason"


def test_a_crash_between_two_marks_loses_no_message(paused: Paused, tmp_path: Path) -> None:
    """Some messages were marked as changed, and then the program died before the rest had a batch of its own."""
    import_id = paused.plan(write_mbox(tmp_path / "box", CONTENT))
    [batch] = paused.ferry.batches(import_id)
    journal = paused.ferry.engine._journal
    journal.fail_messages(batch.id, [(paused.ferry.messages(batch)[1].id, "It has changed.")])
    paused.send()
    assert as_counts(paused.ferry.totals(import_id)) == (5, 0, 0, 1)
    assert paused.holds(CONTENT[0], *CONTENT[2:])
    assert [message.uid is None for message in paused.ferry.messages(batch)] == [False, True, *[False] * 4]


# --- a reading that was broken off, and a source that is another at the next start -----------------------------------


def reading_is_broken_off(state: Path) -> None:
    """As a crash leaves it just before the end of the reading is noted."""
    with contextlib.closing(sqlite3.connect(state / FILE_NAME)) as db, db:
        db.execute("UPDATE imports SET scan = 'running'")


def test_what_has_arrived_is_known_again_where_it_lies_now(dovecot: ImapServer, dovecot_account: NewDovecotAccount,
                                                           new_ferry: NewFerry, tmp_path: Path) -> None:
    """A mail program has taken out the first message of the file and added one; all others lie elsewhere now."""
    account = dovecot_account()
    box = write_mbox(tmp_path / "box", CONTENT)
    ferry = new_ferry(dovecot, account)
    import_id = ferry.bring(box).id
    ferry.engine.close()
    reading_is_broken_off(tmp_path / "state")
    new = Mail(77, b"New.\n")
    write_mbox(box, [*CONTENT[1:], new])
    later = new_ferry(dovecot, account)
    later.rest()
    assert as_counts(later.totals(import_id)) == (7, 0, 0, 0)
    assert as_multiset(read_mailbox(dovecot, account)) == as_multiset(mail.stored for mail in (*CONTENT, new))


def test_what_waits_is_sent_from_where_it_lies_now(paused: Paused, new_ferry: NewFerry, tmp_path: Path) -> None:
    box = write_mbox(tmp_path / "box", CONTENT)
    import_id = paused.plan(box)
    paused.ferry.engine.close()
    reading_is_broken_off(tmp_path / "state")
    write_mbox(box, CONTENT[1:])
    later = new_ferry(paused.server, paused.account)
    later.engine.resume(later.name)
    later.rest()
    assert paused.holds(*CONTENT[1:])
    assert as_counts(later.totals(import_id)) == (5, 0, 0, 1), "the one that is gone is named"


@pytest.mark.parametrize("arrived", [True, False])
def test_files_of_a_maildir_whose_flags_changed_are_not_brought_twice(
        paused: Paused, new_ferry: NewFerry, *, arrived: bool, tmp_path: Path) -> None:
    folder = maildir(tmp_path / "Mail")
    import_id = paused.plan(folder)
    if arrived:
        paused.send()
    paused.ferry.engine.close()
    reading_is_broken_off(tmp_path / "state")
    rename_all(folder)
    later = new_ferry(paused.server, paused.account)
    later.engine.resume(later.name)
    later.rest()
    assert as_counts(later.totals(import_id)) == (6, 0, 0, 0)
    assert sorted(stored.sha256 for stored in read_mailbox(paused.server, paused.account)) == sorted(
        mail.stored.sha256 for mail in CONTENT)
