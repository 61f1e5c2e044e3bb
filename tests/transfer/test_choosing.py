"""Which messages an import takes, as what, and into which mailboxes: as a person chose it in the plan of a drop."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.servers.checker import as_multiset, list_mailboxes, read_mailbox
from tests.servers.common import ImapServer
from tests.servers.fixtures import NewDovecotAccount
from tests.transfer.boxes import FIRST_DATE, Mail, mails, write_mbox
from tests.transfer.conftest import NewFerry, NewProgram
from tests.transfer.ferry import as_counts

from mailferry import cli
from mailferry.transfer.report import report_lines
from mailferry.transfer.values import Dates

DELETED = Mail(100, flags=frozenset({"\\Deleted", "\\Flagged"}))


def test_all_arrive_as_read(dovecot: ImapServer, dovecot_account: NewDovecotAccount, new_ferry: NewFerry,
                            tmp_path: Path) -> None:
    account = dovecot_account()
    content = [*mails(8), DELETED]
    new_ferry(dovecot, account).bring(write_mbox(tmp_path / "box", content), mark_read=True)
    found = read_mailbox(dovecot, account)
    assert as_multiset(found) == as_multiset(
        Mail(mail.number, mail.body, mail.flags | {"\\Seen"}, mail.keywords, date=mail.date).stored for mail in content)


def test_only_what_is_between_two_dates_arrives_and_the_rest_is_counted(
        dovecot: ImapServer, dovecot_account: NewDovecotAccount, new_ferry: NewFerry, tmp_path: Path) -> None:
    account = dovecot_account()
    content = mails(10)
    ferry = new_ferry(dovecot, account)
    view = ferry.bring(write_mbox(tmp_path / "box", content), since=content[3].date.timestamp(),
                       before=content[6].date.timestamp(), batch_messages=2)
    assert as_counts(view.totals) == (3, 0, 7, 0)
    assert as_multiset(read_mailbox(dovecot, account)) == as_multiset(mail.stored for mail in content[3:6])
    with ferry.reading() as reader:
        assert "Left out: 7 messages of" in "\n".join(report_lines(reader, [view.id], 1.0))


WRITTEN = b"Date: Tue, 2 Jul 2019 22:00:00 +0200\n"
BY_FIELD = [Mail(0, header=WRITTEN), Mail(1), Mail(2, header=b"Date: Fri, 31 May 1901 22:00:00 +0200\n")]
"""With a Date field other than its From_ line; without one; with one that cannot be."""
FIELD_DATE = datetime(2019, 7, 2, 20, tzinfo=UTC)


def test_messages_are_dated_by_their_date_field_where_that_is_chosen(
        dovecot: ImapServer, dovecot_account: NewDovecotAccount, new_ferry: NewFerry, tmp_path: Path) -> None:
    account = dovecot_account()
    ferry = new_ferry(dovecot, account)
    source = write_mbox(tmp_path / "box", BY_FIELD)
    ferry.bring(source, target=("Source",))
    assert as_multiset(read_mailbox(dovecot, account, "Source")) == as_multiset(mail.stored for mail in BY_FIELD)
    ferry.bring(source, target=("Field",), dates=Dates.FIELD)
    assert as_multiset(read_mailbox(dovecot, account, "Field")) == as_multiset(
        replace(mail, date=date).stored
        for mail, date in zip(BY_FIELD, (FIELD_DATE, FIRST_DATE, FIRST_DATE), strict=True))
    day = FIELD_DATE.timestamp()
    view = ferry.bring(source, target=("Between",), dates=Dates.FIELD, since=day - 1, before=day + 1)
    assert as_counts(view.totals) == (1, 0, 2, 0), "that date counts for the bounds too"


def test_the_command_line_dates_by_the_field_too(
        dovecot: ImapServer, dovecot_account: NewDovecotAccount, new_program: NewProgram, tmp_path: Path) -> None:
    account = dovecot_account()
    program = new_program(account)
    source = write_mbox(tmp_path / "box", BY_FIELD[:1])
    assert program.run("import", source, "--dates", "field", *program.target(dovecot, "")).code == 0
    assert [message.internal_date for message in read_mailbox(dovecot, account)] == [FIELD_DATE]
    between: list[str | Path] = [source, "--since", "2019-07-01", "--before", "2019-07-04", "--dry-run"]
    for dates, count in (("field", 1), ("source", 0)):
        dry = program.run("import", *between, "--dates", dates, "--to", "imaps://me@nowhere.invalid/", password=False)
        assert f"{count} message" in dry.output, "what would be imported is counted by the same dates"


def test_what_is_marked_as_deleted_can_be_left_out(dovecot: ImapServer, dovecot_account: NewDovecotAccount,
                                                   new_ferry: NewFerry, tmp_path: Path) -> None:
    account = dovecot_account()
    content = mails(3)
    view = new_ferry(dovecot, account).bring(write_mbox(tmp_path / "box", [DELETED, *content]), leave_out_deleted=True)
    assert as_counts(view.totals) == (3, 0, 1, 0)
    assert as_multiset(read_mailbox(dovecot, account)) == as_multiset(mail.stored for mail in content)


def test_folders_go_into_the_mailboxes_that_were_chosen_for_them(
        dovecot: ImapServer, dovecot_account: NewDovecotAccount, new_ferry: NewFerry, tmp_path: Path) -> None:
    account = dovecot_account()
    content = mails(9)
    for name, part in (("Sent Items", content[:3]), ("Work/Old", content[3:6]), ("Letters", content[6:])):
        write_mbox(tmp_path / "Mail" / name, part)
    chosen = ((("Mail", "Sent Items"), ("Sent",)), (("Mail", "Letters"), ("Sent",)))
    view = new_ferry(dovecot, account).bring(tmp_path / "Mail", target=("In",), mailboxes=chosen)
    assert as_counts(view.totals) == (9, 0, 0, 0)
    assert as_multiset(read_mailbox(dovecot, account, "Sent")) == as_multiset(
        mail.stored for mail in content[:3] + content[6:])
    assert as_multiset(read_mailbox(dovecot, account, "In.Mail.Work.Old")) == as_multiset(
        mail.stored for mail in content[3:6])
    assert "In.Mail.Letters" not in list_mailboxes(dovecot, account)


def test_the_command_line_chooses_too(dovecot: ImapServer, dovecot_account: NewDovecotAccount, new_program: NewProgram,
                                      tmp_path: Path) -> None:
    account = dovecot_account()
    program = new_program(account)
    first = FIRST_DATE.astimezone().replace(hour=12)
    content = [Mail(number, date=first + timedelta(days=number)) for number in range(5)]
    source = write_mbox(tmp_path / "box", [DELETED, *content])
    days = [(first + timedelta(days=number)).strftime("%Y-%m-%d") for number in range(5)]
    arguments: list[str | Path] = [source, "--since", days[1], "--before", days[3], "--mark-read",
                                   "--leave-out-deleted"]
    dry = program.run("import", "--dry-run", *arguments, "--to", "imaps://me@nowhere.invalid/", password=False)
    assert "2 messages in all" in dry.output
    ended = program.run("import", *arguments, *program.target(dovecot, ""), "--json")
    assert ended.code == 0
    assert (ended.summary["committed"], ended.summary["skipped"], ended.summary["messages"]) == (2, 4, 6)
    assert as_multiset(read_mailbox(dovecot, account)) == as_multiset(
        Mail(mail.number, flags=frozenset({"\\Seen"}), date=mail.date).stored for mail in content[1:3])


@pytest.mark.parametrize("day", ["yesterday", "2019-13-01", "01.03.2019"])
def test_what_is_no_day_is_said_so(new_program: NewProgram, dovecot_account: NewDovecotAccount, day: str) -> None:
    ended = new_program(dovecot_account()).run("import", "box", "--to", "imaps://me@example.org/", "--since", day,
                                               password=False)
    assert ended.code == 2
    assert "is not a day such as" in ended.errors


def test_a_day_begins_at_midnight_here() -> None:
    assert datetime.fromtimestamp(cli._day("2019-03-01")).hour == 0
