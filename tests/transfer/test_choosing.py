"""Which messages an import takes, as what, and into which mailboxes: as a person chose it in the plan of a drop."""

from __future__ import annotations

from datetime import datetime, timedelta
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
