"""The commands for what follows an import: `mailferry verify`, `undo` and `report`."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.servers.checker import read_mailbox, signed_in
from tests.servers.common import Account, ImapServer
from tests.servers.fault_proxy import FaultProxy
from tests.servers.faults import Stall
from tests.servers.fixtures import NewDovecotAccount, NewFaultProxy
from tests.transfer.boxes import mails, write_mbox
from tests.transfer.child import Ended, Program
from tests.transfer.conftest import NewProgram

from mailferry.transfer.credentials import Passwords
from mailferry.transfer.engine import Engine

CONTENT = mails(10)


class Setting:
    """A user on Dovecot with one flagged mail of before, and an import of ten mails that has arrived."""

    def __init__(self, server: ImapServer, account: Account, program: Program, folder: Path) -> None:
        self.server, self.account, self.program, self.folder = server, account, program, folder
        with signed_in(server, account) as connection:
            connection.append("INBOX", "(\\Flagged \\Deleted)", "", mails(1, first=90)[0].wire)
        source = write_mbox(folder / "box", CONTENT)
        assert program.run("import", source, *program.target(server), "--json").code == 0

    def run(self, command: str, *arguments: str | Path) -> Ended:
        return self.program.run(command, "1", *arguments, password=command != "report")

    def store(self, uids: str, command: str, flags: str) -> None:
        with signed_in(self.server, self.account) as connection:
            connection.select("INBOX")
            connection.uid("STORE", uids, command, flags)
            connection.unselect()

    def count(self) -> int:
        return len(read_mailbox(self.server, self.account))


@pytest.fixture
def setting(dovecot: ImapServer, dovecot_account: NewDovecotAccount, new_program: NewProgram,
            tmp_path: Path) -> Setting:
    account = dovecot_account()
    return Setting(dovecot, account, new_program(account), tmp_path)


def test_an_import_is_verified_without_being_asked(setting: Setting) -> None:
    ended = setting.run("report")
    assert (ended.code, ended.errors) == (0, "")
    assert "  All 10 were found as they were sent: size, date and flags." in ended.output.splitlines()


def test_verify_names_each_difference(setting: Setting) -> None:
    ended = setting.run("verify", "--every-octet")
    assert (ended.code, ended.errors) == (0, "")
    assert ended.output == "All 10 were found as they were sent, byte for byte.\n"
    setting.store("3", "+FLAGS", "(\\Answered)")
    ended = setting.run("verify")
    assert ended.code == 1
    assert ended.output.splitlines()[0] == "10 were checked; 1 of them are not as they were sent:"
    assert "“number 1”" in ended.output.splitlines()[1]
    assert "has other flags in INBOX (sent: \\Seen; found: \\Answered \\Seen)." in ended.output
    as_json = setting.run("verify", "--json")
    assert as_json.code == 1
    difference, summary = [event for event in as_json.events if event["event"] not in ("account", "batch")]
    assert (difference["event"], difference["kind"], difference["uid"]) == ("difference", "flags", 3)
    assert (summary["event"], summary["checked"], summary["differing"]) == ("verification", 10, 1)


def test_undo_shows_first_and_removes_only_when_told(setting: Setting) -> None:
    setting.store("4", "+FLAGS", "(\\Flagged)")
    shown = setting.run("undo")
    assert shown.code == 1
    assert shown.output.splitlines()[0] == "        9 would be removed from INBOX, 1 stay there"
    assert "Stays: “number 2”" in shown.output
    assert "was dealt with since" in shown.output
    assert shown.errors == "Nothing was removed. With --yes it is.\n"
    assert setting.count() == 11
    done = setting.run("undo", "--yes", "--json")
    assert done.code == 1, "one is left"
    told = [event for event in done.events if event["event"] == "undone"]
    assert [(event["removed"], event["left"]) for event in told] == [(9, 1)]
    assert [message.uid for message in read_mailbox(setting.server, setting.account)] == [1, 4]
    again = setting.run("undo", "--yes")
    assert (again.code, setting.count()) == (1, 2)


def test_undo_of_all(setting: Setting) -> None:
    done = setting.run("undo", "--yes")
    assert (done.code, done.errors) == (0, "")
    assert done.output.splitlines() == ["       10 would be removed from INBOX", "       10 were removed from INBOX"]
    assert setting.count() == 1
    assert setting.run("undo", "--yes").output == "Nothing of this import is there to be removed.\n"
    assert "       10 were taken back" in setting.run("report").output


def test_reports_are_saved(setting: Setting) -> None:
    page, table = setting.folder / "report.html", setting.folder / "report.csv"
    ended = setting.run("report", "--html", page, "--csv", table)
    assert (ended.code, ended.output, ended.errors) == (0, "", "")
    assert page.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert len(table.read_text(encoding="utf-8-sig").splitlines()) == 11
    ended = setting.run("report", "--html", setting.folder / "none" / "report.html")
    assert ended.code == 2
    assert "The report was not saved" in ended.errors


def test_a_report_while_another_mailferry_is_at_work(setting: Setting) -> None:
    with Engine(setting.program.state, lambda _: None, Passwords()):
        assert setting.run("verify").code == 2
        report = setting.run("report")
    assert (report.code, report.errors) == (0, "")
    assert report.output.startswith("       10 arrived in INBOX\n")


@pytest.fixture
def proxy(dovecot: ImapServer, fault_proxy: NewFaultProxy) -> FaultProxy:
    return fault_proxy(dovecot)


@pytest.fixture
def behind(proxy: FaultProxy, dovecot_account: NewDovecotAccount, new_program: NewProgram, tmp_path: Path) -> Setting:
    """The same, through a proxy."""
    account = dovecot_account()
    return Setting(proxy.server, account, new_program(account), tmp_path)


@pytest.mark.parametrize("octets", range(300, 590, 35))
def test_killed_in_the_middle_undo_goes_on_when_asked_again(behind: Setting, proxy: FaultProxy, octets: int) -> None:
    """At any octet of its connection, among them those of the marks and of the removal."""
    before = read_mailbox(proxy.target, behind.account)[:1]
    proxy.faults = (Stall(octets=octets),)
    child = behind.program.start("undo", "1", "--yes")
    proxy.wait_for(lambda: proxy.fired)
    child.process.kill()
    child.end()
    proxy.faults = ()
    proxy.release()
    assert behind.run("undo", "--yes").code == 0
    assert read_mailbox(proxy.target, behind.account) == before
    assert "       10 were taken back" in behind.run("report").output


@pytest.mark.parametrize("command", ["verify", "undo", "report"])
def test_an_import_that_is_not_known(setting: Setting, command: str) -> None:
    ended = setting.program.run(command, "7", password=command != "report")
    assert ended.code == 2
    assert "There is no import 7." in ended.errors
