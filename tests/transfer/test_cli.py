"""The command line: what it writes, what it returns, and that it does what it was asked for and nothing else."""

from __future__ import annotations

import json
import os
import stat
from collections import Counter
from pathlib import Path

import pytest
from tests.servers.checker import Stored, as_multiset, list_mailboxes, read_mailbox
from tests.servers.common import Account, ImapServer
from tests.servers.fixtures import NewDovecotAccount
from tests.transfer.boxes import Mail, mails, write_mbox
from tests.transfer.child import Ended, Program
from tests.transfer.conftest import NewProgram

import mailferry

CONTENT = mails(10)


class Setting:
    """A new user on Dovecot, a program for it, and a source of ten mails."""

    def __init__(self, server: ImapServer, account: Account, program: Program, folder: Path) -> None:
        self.server, self.account, self.program, self.folder = server, account, program, folder
        self.source = write_mbox(folder / "box.mbox", CONTENT)

    def bring(self, *arguments: str | Path, mailbox: str = "") -> Ended:
        return self.program.run("import", *arguments, *self.program.target(self.server, mailbox))

    def held(self, mailbox: str = "INBOX") -> Counter[Stored]:
        return as_multiset(read_mailbox(self.server, self.account, mailbox))


@pytest.fixture
def setting(dovecot: ImapServer, dovecot_account: NewDovecotAccount, new_program: NewProgram,
            tmp_path: Path) -> Setting:
    account = dovecot_account(max_mail_size=20_000)
    return Setting(dovecot, account, new_program(account), tmp_path)


def counts(ended: Ended) -> tuple[int, int, int, int]:
    return (ended.summary["committed"], ended.summary["rejected"], ended.summary["skipped"], ended.summary["failed"])


def with_one_too_big() -> list[Mail]:
    return [*CONTENT[:5], Mail(77, b"x" * 30_000 + b"\n"), *CONTENT[5:]]


# --- what it says and returns ----------------------------------------------------------------------------------------


def test_all_arrived(setting: Setting) -> None:
    ended = setting.bring(setting.source)
    assert (ended.code, ended.errors) == (0, "")
    lines = ended.output.splitlines()
    assert lines[0] == "To INBOX on 127.0.0.1: whole batches, kept by the server."
    assert lines[1] == "       10 arrived in INBOX"
    numbers = [line.split()[0] for line in lines[lines.index("") + 1:-1]]
    assert numbers == ["10", "10", "0", "0", "0"]
    assert setting.held() == as_multiset(mail.stored for mail in CONTENT)


def test_as_json(setting: Setting) -> None:
    ended = setting.bring(setting.source, "--json", "--batch-messages", "4")
    assert (ended.code, ended.errors) == (0, "")
    assert counts(ended) == (10, 0, 0, 0)
    assert ended.summary["batches"] == 3
    assert ended.summary["octets"] == sum(len(mail.wire) for mail in CONTENT)
    assert {event["event"] for event in ended.events} == {"account", "batch", "verification", "summary"}
    for batch in (1, 2, 3):
        assert ended.states(batch) == ["queued", "sending", "finishing", "committed"]


def test_some_refused(setting: Setting) -> None:
    write_mbox(setting.source, with_one_too_big())
    ended = setting.bring(setting.source)
    assert ended.code == 1
    assert ended.errors == ""
    assert "Refused: “number 77” (box.mbox at octet" in ended.output
    assert "larger than this server takes" in ended.output
    assert setting.held() == as_multiset(mail.stored for mail in CONTENT)


@pytest.mark.parametrize(("on_reject", "numbers"), [
    ("isolate", (10, 1, 0, 0)), ("skip", (7, 4, 0, 0)), ("stop", (4, 4, 0, 3))])
def test_what_follows_a_refusal(setting: Setting, on_reject: str, numbers: tuple[int, int, int, int]) -> None:
    write_mbox(setting.source, with_one_too_big())
    ended = setting.bring(setting.source, "--json", "--batch-messages", "4", "--on-reject", on_reject)
    assert ended.code == 1
    assert counts(ended) == numbers
    assert len(read_mailbox(setting.server, setting.account)) == numbers[0]


def test_small_batches_by_octets(setting: Setting) -> None:
    size = len(CONTENT[0].wire)
    ended = setting.bring(setting.source, "--json", "--batch-bytes", str(2 * size + 10))
    assert ended.code == 0
    assert ended.summary["batches"] == 5


@pytest.mark.parametrize("what", ["missing", "no mail", "unreadable"])
def test_a_source_that_cannot_be_used_is_named_and_the_rest_arrives(setting: Setting, what: str) -> None:
    bad = setting.folder / "bad.eml"
    if what == "no mail":
        bad.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(200))
    elif what == "unreadable":
        bad = setting.folder / "socket"
        os.mkfifo(bad)
    ended = setting.bring(bad, setting.source, "--json")
    assert ended.code == 1
    assert counts(ended) == (10, 0, 0, 1)
    [finding] = [event for event in ended.events if event["event"] == "finding"]
    assert str(bad) in str(finding["sentence"])
    report = setting.bring(bad)
    assert report.code == 1
    assert f"Not sent: {bad} " in report.output


def test_names_in_no_encoding(setting: Setting) -> None:
    folder = setting.folder / os.fsdecode(b"M\xfcll")
    folder.mkdir()
    (folder / os.fsdecode(b"\xe4.eml")).write_bytes(CONTENT[0].octets)
    (folder / os.fsdecode(b"\xf6.eml")).write_bytes(b"")
    setting.program.variables["PYTHONIOENCODING"] = "ascii"
    ended = setting.bring(folder, mailbox="In")
    assert ended.code == 0
    assert "arrived in In.M\\xfcll" in ended.output
    assert [stored.sha256 for stored in read_mailbox(setting.server, setting.account, "In.Müll")] == [
        CONTENT[0].stored.sha256]
    assert setting.bring(folder, "--dry-run").code == 0
    assert setting.bring(folder, "--json").code == 0


# --- where it goes ---------------------------------------------------------------------------------------------------


def test_a_file_goes_into_the_mailbox_and_a_folder_beside_it(setting: Setting) -> None:
    write_mbox(setting.folder / "Mail" / "Work", CONTENT[:2])
    ended = setting.bring(setting.source, setting.folder / "Mail", mailbox="Old/K%C3%BCche%20%26%20Bad")
    assert ended.code == 0
    assert setting.held("Old.Küche & Bad") == as_multiset(mail.stored for mail in CONTENT)
    assert setting.held("Old.Küche & Bad.Mail.Work") == as_multiset(mail.stored for mail in CONTENT[:2])


@pytest.mark.skipif(os.name == "nt", reason="no such names there")
def test_no_name_steers_the_terminal_or_breaks_a_line(setting: Setting) -> None:
    folder = setting.folder / "Mail" / "in\nner\x1b[2J"
    folder.mkdir(parents=True)
    (folder / "no\nmail.eml").write_bytes(b"\xff\xd8\xff")
    write_mbox(folder / "b\tx", CONTENT[:2])
    large = Mail(2, b"x" * 30_000 + b"\n").octets.replace(b"number 2", b"=?utf-8?q?one=0Atwo=1B?=")
    (folder / "large\r.eml").write_bytes(large)
    planned, ended = setting.bring(folder, "--dry-run"), setting.bring(folder)
    assert (planned.code, ended.code) == (1, 1)
    told = planned.output + planned.errors + ended.output + ended.errors
    assert not {letter for letter in told if letter != "\n" and not letter.isprintable()}
    assert all(line.startswith(("  ", "To ")) or not line for line in ended.output.splitlines()), ended.output
    assert "2 messages to INBOX/in\ufffdner\ufffd[2J/b\ufffdx" in planned.output
    assert "in_ner_[2J" in ended.output
    assert "Refused: “one two\ufffd” (large\ufffd.eml):" in ended.output


def test_a_dry_run_asks_no_server_and_keeps_nothing(setting: Setting) -> None:
    write_mbox(setting.folder / "Mail" / "Work", CONTENT[:2])
    arguments: list[str | Path] = ["--dry-run", "--to", "imaps://me@nowhere.invalid/Old", setting.folder / "Mail",
                                   setting.source]
    ended = setting.program.run("import", *arguments, password=False)
    assert (ended.code, ended.errors) == (0, "")
    assert ended.output.splitlines() == ["        2 messages to Old/Mail/Work", "       10 messages to Old",
                                         "       12 messages in all; nothing was sent"]
    as_json = setting.program.run("import", "--json", *arguments, setting.folder / "gone", password=False)
    assert as_json.code == 1
    assert counts(as_json) == (0, 0, 12, 1)
    assert not setting.program.state.exists()
    assert list_mailboxes(setting.server, setting.account) == ["INBOX"]


# --- resume ----------------------------------------------------------------------------------------------------------


def test_resume_goes_on_and_import_does_only_its_own(setting: Setting) -> None:
    write_mbox(setting.source, with_one_too_big())
    stopped = setting.bring(setting.source, "--json", "--batch-messages", "4", "--on-reject", "stop")
    assert counts(stopped) == (4, 4, 0, 3)
    other = setting.bring(write_mbox(setting.folder / "other", mails(1, first=50)), "--json")
    assert (other.code, counts(other)) == (0, (1, 0, 0, 0))
    assert len(read_mailbox(setting.server, setting.account)) == 5, "the rest of the first still waits"
    resumed = setting.program.resume()
    assert resumed.code == 1
    assert counts(resumed) == (7, 4, 0, 0)
    assert len(read_mailbox(setting.server, setting.account)) == 8
    assert counts(setting.program.resume()) == (0, 0, 0, 0)


def test_resume_of_several_accounts(setting: Setting, dovecot_account: NewDovecotAccount) -> None:
    write_mbox(setting.source, with_one_too_big())
    names = []
    for account in (setting.account, dovecot_account(max_mail_size=20_000)):
        setting.program.account = account
        setting.bring(setting.source, "--batch-messages", "4", "--on-reject", "stop")
        names.append(f"{account.user}@{setting.server.host}:{setting.server.port}")
    ambiguous = setting.program.resume()
    assert ambiguous.code == 2
    assert "--account" in ambiguous.errors
    assert setting.program.run("resume", "--account", "nobody@example.org").code == 2
    chosen = setting.program.run("resume", "--account", names[1], "--json")
    assert counts(chosen) == (7, 4, 0, 0)
    rest = setting.program.resume()
    assert counts(rest) == (7, 4, 0, 0)


def test_resume_with_nothing_to_do(setting: Setting) -> None:
    ended = setting.program.resume()
    assert (ended.code, ended.errors) == (0, "")
    assert ended.summary["messages"] == 0


# --- usage and the state folder --------------------------------------------------------------------------------------


@pytest.mark.parametrize("arguments", [
    ["import"],
    ["import", "box"],
    ["import", "--to", "imaps://me@example.org/"],
    ["import", "box", "--to", "example.org/INBOX"],
    ["import", "box", "--to", "imaps://example.org/INBOX"],
    ["import", "box", "--to", "imaps://me@example.org/", "--plaintext"],
    ["import", "box", "--to", "imaps://me@example.org/", "--batch-messages", "0"],
    ["import", "box", "--to", "imaps://me@example.org/", "--batch-bytes", "many"],
    ["import", "box", "--to", "imaps://me@example.org/", "--on-reject", "perhaps"],
    ["import", "box", "--to", "imaps://me@example.org/", "--password-env", "A", "--password-file", "b"],
    ["resume", "box"],
])
def test_wrong_usage(new_program: NewProgram, arguments: list[str]) -> None:
    ended = new_program(Account("me", "pw")).run(arguments[0], *arguments[1:], password=False)
    assert ended.code == 2
    assert ended.output == ""
    assert ended.errors


def test_its_version(new_program: NewProgram) -> None:
    ended = new_program(Account("me", "pw")).start("--version", password=False).end()
    assert (ended.code, ended.output.split()) == (0, ["mailferry", mailferry.__version__])


def test_a_state_folder_that_cannot_be_used(setting: Setting) -> None:
    setting.program.state.parent.joinpath("file").write_text("in the way")
    setting.program.state = setting.program.state.parent / "file" / "state"
    ended = setting.bring(setting.source)
    assert ended.code == 2
    assert str(setting.program.state) in ended.errors


def test_a_damaged_journal_is_set_aside_and_the_same_source_is_not_imported_twice(setting: Setting) -> None:
    assert setting.bring(setting.source).code == 0
    journal = setting.program.state / "journal.sqlite"
    journal.write_bytes(b"no database" * 1000)
    ended = setting.bring(setting.source, "--json")
    [kept] = setting.program.state.glob("journal-damaged-*.sqlite")
    assert kept.read_bytes() == b"no database" * 1000
    assert str(kept) in ended.errors
    assert "not known any more" in ended.errors
    assert (ended.code, counts(ended)) == (0, (0, 0, 10, 0))
    assert setting.held() == as_multiset(mail.stored for mail in CONTENT)
    assert setting.bring(setting.source).errors == ""


def test_without_a_state_dir_the_records_are_in_the_users_own_place(setting: Setting) -> None:
    home = setting.program.state.parent
    setting.program.state = home / "mailferry"
    child = setting.program.start("import", setting.source, *setting.program.target(setting.server))
    assert "--state-dir" in child.process.args  # type: ignore[operator]  # a list
    assert child.end().code == 0
    setting.program.state = home / "unused"
    assert stat.S_IMODE((home / "mailferry").stat().st_mode) == 0o700
    assert json.loads(setting.program.resume().output.splitlines()[-1])["messages"] == 0


# --- mail on this computer -------------------------------------------------------------------------------------------


def test_the_mail_on_this_computer_is_listed(setting: Setting) -> None:
    home = setting.program.state.parent
    nothing = setting.program.run("sources", password=False)
    assert (nothing.code, "No mail of a mail program was found" in nothing.output) == (0, True)
    write_mbox(home / ".thunderbird/abc.default/Mail/Local Folders/Inbox", CONTENT)
    (home / ".thunderbird/abc.default/prefs.js").touch()
    listed = setting.program.run("sources", password=False)
    assert listed.output.splitlines() == ["Thunderbird", f"    {home}/.thunderbird/abc.default"]
    [told] = setting.program.run("sources", "--json", password=False).events
    assert told == {"event": "source", "name": "Thunderbird", "program": "Thunderbird",
                    "path": f"{home}/.thunderbird/abc.default"}
    assert setting.bring(str(told["path"])).code == 0
    assert setting.held("INBOX.Inbox") == as_multiset(mail.stored for mail in CONTENT)
