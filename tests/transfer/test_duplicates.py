"""The same source imported again brings nothing in twice, and loses nothing: what is in the mailbox now decides. On
Dovecot and Cyrus, read by the checker."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tests.servers.checker import as_multiset, read_mailbox, signed_in
from tests.servers.common import Account
from tests.transfer.boxes import Mail, mails, write_mbox
from tests.transfer.conftest import NewFerry
from tests.transfer.ferry import Real, as_counts

from mailferry.transfer.report import report_lines

CONTENT = mails(30)


def holds(real: Real, account: Account, *content: Mail) -> bool:
    return as_multiset(read_mailbox(real.server, account)) == as_multiset(mail.stored for mail in content)


def remove(real: Real, account: Account, numbers: Sequence[int]) -> None:
    """Delete these messages, by their places in the mailbox from 1, as another program does."""
    with signed_in(real.server, account) as connection:
        connection.select("INBOX")
        connection.store(",".join(map(str, numbers)), "+FLAGS", "(\\Deleted)")
        connection.expunge()


def test_a_second_import_brings_nothing_and_says_how_many_were_there(
        real: Real, new_ferry: NewFerry, tmp_path: Path) -> None:
    account = real.new_account()
    ferry = new_ferry(real.server, account)
    source = write_mbox(tmp_path / "box", CONTENT)
    assert as_counts(ferry.bring(source, batch_messages=7).totals) == (30, 0, 0, 0)
    again = ferry.bring(source, batch_messages=11)
    assert as_counts(again.totals) == (0, 0, 30, 0)
    assert holds(real, account, *CONTENT)
    with ferry.reading() as reader:
        assert reader.already_there(again.id) == 30
        assert "       30 were in the mailbox already and were not sent again" in "\n".join(
            report_lines(reader, [again.id], 1.0))


def test_what_was_deleted_comes_back_and_no_more(real: Real, new_ferry: NewFerry, tmp_path: Path) -> None:
    account = real.new_account()
    ferry = new_ferry(real.server, account)
    source = write_mbox(tmp_path / "box", CONTENT)
    ferry.bring(source)
    remove(real, account, range(1, 31, 2))
    assert as_counts(ferry.bring(source).totals) == (15, 0, 15, 0)
    assert holds(real, account, *CONTENT)


def test_copies_are_counted(real: Real, new_ferry: NewFerry, tmp_path: Path) -> None:
    account = real.new_account()
    ferry = new_ferry(real.server, account)
    one = CONTENT[0]
    ferry.bring(write_mbox(tmp_path / "once", [one]))
    view = ferry.bring(write_mbox(tmp_path / "twice", [one, CONTENT[1], one]), batch_messages=2)
    assert as_counts(view.totals) == (2, 0, 1, 0)
    assert holds(real, account, one, one, CONTENT[1])


def test_copies_within_one_source_all_arrive(real: Real, new_ferry: NewFerry, tmp_path: Path) -> None:
    account = real.new_account()
    ferry = new_ferry(real.server, account)
    view = ferry.bring(write_mbox(tmp_path / "box", [CONTENT[0]] * 5), batch_messages=2)
    assert as_counts(view.totals) == (5, 0, 0, 0)
    assert holds(real, account, *[CONTENT[0]] * 5)


def test_they_can_be_imported_all_the_same(real: Real, new_ferry: NewFerry, tmp_path: Path) -> None:
    account = real.new_account()
    ferry = new_ferry(real.server, account)
    source = write_mbox(tmp_path / "box", CONTENT[:3])
    ferry.bring(source)
    assert as_counts(ferry.bring(source, keep_duplicates=True).totals) == (3, 0, 0, 0)
    assert holds(real, account, *CONTENT[:3], *CONTENT[:3])


def test_another_body_below_the_same_header_without_a_name_is_another_message(
        real: Real, new_ferry: NewFerry, tmp_path: Path) -> None:
    account = real.new_account()
    ferry = new_ferry(real.server, account)
    header = b"From: club@example.org\nSubject: The boat\nDate: Sat, 2 Mar 2019 10:00:00 +0000\n\n"
    bodies = (b"It leaves at ten.\n", b"It leaves at two.\n", b"x" * 79 + b"\n" + b"y" * 20_000 + b"\n",
              b"x" * 79 + b"\n" + b"z" * 20_000 + b"\n")
    for number, body in enumerate(bodies):
        (tmp_path / f"{number}.eml").write_bytes(header + body)
    for number in range(len(bodies)):
        assert as_counts(ferry.bring(tmp_path / f"{number}.eml").totals) == (1, 0, 0, 0)
    assert len({message.sha256 for message in read_mailbox(real.server, account)}) == len(bodies)
    assert as_counts(ferry.bring(tmp_path / "0.eml").totals) == (0, 0, 1, 0)


def test_a_next_run_knows_what_the_broken_one_found(real: Real, new_ferry: NewFerry, tmp_path: Path) -> None:
    """One copy in the mailbox, two in the source, and a new session between the two."""
    account = real.new_account()
    ferry = new_ferry(real.server, account)
    one = CONTENT[0]
    ferry.bring(write_mbox(tmp_path / "once", [one]))
    import_id = ferry.start(write_mbox(tmp_path / "twice", [one, one]), batch_messages=1)
    ferry.engine.close()
    later = new_ferry(real.server, account)
    later.rest()
    assert as_counts(later.totals(import_id)) == (1, 0, 1, 0)
    assert holds(real, account, one, one)
