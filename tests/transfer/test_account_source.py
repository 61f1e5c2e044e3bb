"""Mail from another account: mailbox to mailbox, and whole accounts, between real servers.

What arrived is read by imaplib on both sides, and must be equal in octets, flags, keywords and dates; the account that
was read must be as it was.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.servers.checker import as_multiset
from tests.servers.fixtures import NewDovecotAccount
from tests.transfer.accounts import SOURCE_PASSWORD, Home, stored
from tests.transfer.boxes import HOSTILE, Mail, mails
from tests.transfer.child import Ended, Program
from tests.transfer.conftest import NewProgram

CONTENT = mails(12, body=HOSTILE)


class Move:
    """A user here and a user there, and the program between them."""

    def __init__(self, source: Home, target: Home, program: Program) -> None:
        self.source, self.target, self.program = source, target, program
        program.variables[SOURCE_PASSWORD] = source.account.password

    def bring(self, mailbox: str = "", to: str = "", *arguments: str | Path) -> Ended:
        return self.program.run("import", self.source.url(mailbox), "--source-plaintext", "--source-password-env",
                                SOURCE_PASSWORD, *self.program.target(self.target.server, to), *arguments)


@pytest.fixture(params=["dovecot to cyrus", "cyrus to dovecot", "courier to dovecot"])
def move(request: pytest.FixtureRequest, new_program: NewProgram) -> Move:
    """From each of the real servers to another."""
    def home(name: str) -> Home:
        return Home(request.getfixturevalue(name), request.getfixturevalue(f"{name}_account")())

    source, _, target = request.param.partition(" to ")
    there = home(target)
    return Move(home(source), there, new_program(there.account))


@pytest.fixture
def in_dovecot(request: pytest.FixtureRequest, new_program: NewProgram) -> Move:
    """From one user of Dovecot, whose mailboxes are divided by `/`, to another."""
    new_account: NewDovecotAccount = request.getfixturevalue("dovecot_account")
    server = request.getfixturevalue("dovecot")
    there = Home(server, new_account())
    return Move(Home(server, new_account(storage="mdbox", separator="/")), there, new_program(there.account))


def test_a_mailbox_arrives_as_it_was(move: Move) -> None:
    old = datetime(2001, 2, 3, 4, 5, 6, tzinfo=UTC)
    content = [*CONTENT, Mail(90, flags=frozenset({"\\Seen", "\\Deleted"}), date=old),
               Mail(91, body=b"From the start\n" + b"x" * 700_000 + b"\n", flags=frozenset({"\\Draft"}))]
    move.source.fill("INBOX", content)
    before = move.source.all_held()
    ended = move.bring("INBOX", "Old")
    assert (ended.code, ended.errors) == (0, "")
    assert "1 marked as deleted in the source" in ended.output
    assert move.target.held("Old") == as_multiset(mail.stored for mail in content)
    assert move.source.all_held() == before
    assert list((move.program.state / "fetched").rglob("*.eml")) == []


def test_a_whole_account_keeps_its_mailboxes(in_dovecot: Move) -> None:
    content = {"INBOX": CONTENT[:2], "Entwürfe & Größe": CONTENT[2:4], "Archiv/2019": CONTENT[4:7],
               "Archiv/2019/v1.2": CONTENT[7:9], "日本": CONTENT[9:10]}
    for mailbox, mail in content.items():
        in_dovecot.source.fill(mailbox, mail)
    before = in_dovecot.source.all_held()
    ended = in_dovecot.bring()
    assert (ended.code, ended.errors) == (0, "")
    assert in_dovecot.target.all_held() == stored({
        "INBOX": CONTENT[:2], "Entwürfe & Größe": CONTENT[2:4], "Archiv.2019": CONTENT[4:7],
        "Archiv.2019.v1_2": CONTENT[7:9], "日本": CONTENT[9:10]})
    assert in_dovecot.source.all_held() == before


def test_a_mailbox_takes_those_below_it_along(in_dovecot: Move) -> None:
    content = {"INBOX": CONTENT[:1], "Old": CONTENT[1:2], "Old/Ä/b": CONTENT[2:4], "Older": CONTENT[4:6]}
    for mailbox, mail in content.items():
        in_dovecot.source.fill(mailbox, mail)
    assert in_dovecot.bring("Old", "Kept/here").code == 0
    assert in_dovecot.target.all_held() == stored({"Kept.here": CONTENT[1:2], "Kept.here.Ä.b": CONTENT[2:4]})


def test_a_whole_account_below_a_mailbox(in_dovecot: Move) -> None:
    in_dovecot.source.fill("INBOX", CONTENT[:1])
    in_dovecot.source.fill("Sent", CONTENT[1:2])
    assert in_dovecot.bring("", "From work").code == 0
    assert in_dovecot.target.all_held() == stored({"From work.INBOX": CONTENT[:1], "From work.Sent": CONTENT[1:2]})


def test_a_mailbox_that_is_not_there(in_dovecot: Move) -> None:
    ended = in_dovecot.bring("Nowhere", "Old")
    assert ended.code == 2
    assert "has no mailbox Nowhere" in ended.errors
    assert in_dovecot.target.all_held() == {}


def test_the_wrong_password_of_the_account_to_read(in_dovecot: Move) -> None:
    in_dovecot.program.variables[SOURCE_PASSWORD] = "wrong password"
    ended = in_dovecot.bring("", "Old")
    assert ended.code == 2
    assert "did not accept the user" in ended.errors


def test_only_said_what_would_be_brought(in_dovecot: Move) -> None:
    in_dovecot.source.fill("Old", CONTENT[:3])
    ended = in_dovecot.bring("", "Kept", "--dry-run")
    assert (ended.code, ended.output.splitlines()[0].split()) == (0, ["3", "messages", "to", "Kept/Old"])
    assert in_dovecot.target.all_held() == {}


def test_a_second_time_brings_nothing_twice(in_dovecot: Move) -> None:
    in_dovecot.source.fill("INBOX", CONTENT)
    assert in_dovecot.bring("INBOX", "Old").code == 0
    ended = in_dovecot.bring("INBOX", "Old", "--json")
    assert (ended.summary["committed"], ended.summary["skipped"]) == (0, len(CONTENT))
    assert in_dovecot.target.held("Old") == as_multiset(mail.stored for mail in CONTENT)
    assert list((in_dovecot.program.state / "fetched").rglob("*.eml")) == []


def test_what_came_from_an_account_is_verified_and_taken_back(in_dovecot: Move) -> None:
    """All of it is compared and removed again although nothing of it lies on this computer any more."""
    in_dovecot.source.fill("INBOX", CONTENT)
    before = in_dovecot.source.all_held()
    assert in_dovecot.bring("INBOX", "Old", "--verify", "full").code == 0
    verified = in_dovecot.program.run("verify", "1", "--every-octet")
    assert (verified.code, verified.errors) == (0, "")
    assert in_dovecot.program.run("undo", "1", "--yes").code == 0
    assert in_dovecot.target.all_held() == {}
    assert in_dovecot.source.all_held() == before
