"""The command line at the door of a server: passwords, certificates, STARTTLS, and what is told when it stays shut.

Return code 2 always means that nothing was sent, and that there is a sentence to act on.
"""

from __future__ import annotations

import shlex
import signal
import threading
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from tests.servers.checker import as_multiset, read_mailbox
from tests.servers.common import EXPIRED_ADDRESS, WRONG_NAME_ADDRESS, Account, ImapServer, free_port
from tests.servers.cyrus import Cyrus
from tests.servers.cyrus import set_password as set_password_on_cyrus
from tests.servers.dovecot import Dovecot
from tests.servers.faults import Stall
from tests.servers.fixtures import NewFaultProxy
from tests.transfer.boxes import mails, write_mbox
from tests.transfer.child import PASSWORD_VARIABLE, SECONDS, Child, Ended, Program
from tests.transfer.conftest import NewProgram

CONTENT = mails(3)
# Long enough to be looked for in all that is said and kept.
PASSWORD = "Mellon friend %40"
WRONG = "Sesame-open-wide"


class Door:
    """A user with PASSWORD on a server, and a source of three mails."""

    def __init__(self, server: ImapServer, account: Account, new_program: NewProgram, folder: Path) -> None:
        self.server, self.account, self.folder = server, account, folder
        self.program: Program = new_program(account)
        self.source = write_mbox(folder / "box", CONTENT)

    def knock(self, url: str, *arguments: str | Path, password: bool = True, words: str | None = None) -> Ended:
        """Import; {plain} and {secure} in `url` are the ports of the server, {closed} is one of nobody."""
        url = url.format(user=self.account.user, plain=self.server.port, secure=self.server.tls_port,
                         closed=free_port())
        return self.program.run("import", self.source, "--to", url, *arguments, password=password, words=words)

    def plain(self, *arguments: str | Path, words: str | None = None) -> Ended:
        """Import to the plain port with these ways to give a password."""
        return self.knock("imap://{user}@127.0.0.1:{plain}/", "--plaintext", *arguments, password=False, words=words)

    def opened(self, ended: Ended) -> bool:
        """Whether all is well and all has arrived."""
        return (ended.code, ended.errors) == (0, "") and as_multiset(
            read_mailbox(self.server, self.account)) == as_multiset(mail.stored for mail in CONTENT)

    def stayed_shut(self, ended: Ended) -> str:
        """What was said; nothing else was, and nothing has arrived."""
        assert ended.code == 2
        assert ended.output == ""
        assert read_mailbox(self.server, self.account) == []
        return ended.errors


def on_dovecot(dovecot: Dovecot) -> tuple[ImapServer, Account]:
    account = dovecot.add_account()
    file = dovecot.directory / "users" / account.user
    file.write_text(file.read_text("utf-8").replace("{PLAIN}" + account.password, "{PLAIN}" + PASSWORD), "utf-8")
    return dovecot.server, replace(account, password=PASSWORD)


def on_cyrus(cyrus: Cyrus) -> tuple[ImapServer, Account]:
    account = replace(cyrus.add_account(), password=PASSWORD)
    set_password_on_cyrus(cyrus.directory, account)
    return cyrus.server, account


@pytest.fixture
def door(dovecot_process: Dovecot, new_program: NewProgram, tmp_path: Path) -> Door:
    return Door(*on_dovecot(dovecot_process), new_program, tmp_path)


@pytest.fixture(params=["dovecot", "cyrus"])
def each_door(request: pytest.FixtureRequest, new_program: NewProgram, tmp_path: Path) -> Door:
    process = request.getfixturevalue(f"{request.param}_process")
    place = on_dovecot(process) if request.param == "dovecot" else on_cyrus(process)
    return Door(*place, new_program, tmp_path)


# --- ways to give a password -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("end", ["", "\n", "\r\n"])
def test_a_password_file(door: Door, end: str) -> None:
    file = door.folder / "password"
    file.write_bytes((PASSWORD + end).encode())
    assert door.opened(door.plain("--password-file", file))


@pytest.mark.parametrize("end", ["", "\n", "\r\n"])
def test_a_password_from_standard_input(door: Door, end: str) -> None:
    assert door.opened(door.plain("--password-file", "-", words=PASSWORD + end))


def test_a_password_from_the_environment(each_door: Door) -> None:
    assert each_door.opened(each_door.plain("--password-env", PASSWORD_VARIABLE))


def test_no_password_at_all(door: Door) -> None:
    told = door.stayed_shut(door.plain())
    assert told.startswith("A password is needed: ")
    assert "--password-file" in told
    assert "--password-env" in told


def test_a_variable_that_is_not_set(door: Door) -> None:
    told = door.stayed_shut(door.plain("--password-env", "NOBODY_SET_THIS"))
    assert told.startswith("A password is needed: ")
    assert "NOBODY_SET_THIS" in told


@pytest.mark.parametrize("what", ["missing", "a folder", "not UTF-8"])
def test_a_password_file_that_cannot_be_read(door: Door, what: str) -> None:
    file = door.folder / "password"
    if what == "a folder":
        file.mkdir()
    elif what == "not UTF-8":
        file.write_bytes(b"Mellon-\xfc")
    told = door.stayed_shut(door.plain("--password-file", file))
    assert told.startswith("A password is needed: ")
    assert str(file) in told
    assert "Mellon" not in told


def test_a_password_of_two_lines_is_not_cut_to_one(door: Door) -> None:
    file = door.folder / "password"
    file.write_bytes(f"{PASSWORD}\n\n".encode())
    assert "line end" in door.stayed_shut(door.plain("--password-file", file))


# --- the server says no ----------------------------------------------------------------------------------------------


def test_a_wrong_password(each_door: Door) -> None:
    right, each_door.program.account = each_door.account, replace(each_door.account, password=WRONG)
    refused = each_door.plain("--password-env", PASSWORD_VARIABLE)
    each_door.program.account = right
    told = each_door.stayed_shut(refused)
    assert told.startswith(f"Sign-in did not work: 127.0.0.1 did not accept the user {right.user} with this password. ")
    assert each_door.program.resume().summary["messages"] == 0
    assert each_door.opened(each_door.plain("--password-env", PASSWORD_VARIABLE))


def test_a_wrong_password_for_what_was_left(door: Door, fault_proxy: NewFaultProxy) -> None:
    proxy = fault_proxy(door.server, Stall(append=1))
    child = door.program.bring(proxy.server, "", door.source)
    proxy.wait_for(lambda: proxy.fired)
    assert child.end(signal.SIGINT).code == 1
    proxy.release()
    door.program.account = replace(door.account, password=WRONG)
    refused = door.program.resume()
    assert refused.code == 2
    assert "Sign-in did not work" in refused.errors
    door.program.account = door.account
    assert door.opened(door.program.resume())


@pytest.mark.parametrize(("url", "told"), [
    ("imaps://me@nowhere.invalid/", "Server not found: There is no server named nowhere.invalid."),
    ("imap://me@127.0.0.1:{closed}/", "No connection: 127.0.0.1 refuses connections to port"),
])
def test_no_server_there(door: Door, url: str, told: str) -> None:
    assert told in door.stayed_shut(door.knock(url))


# --- protection ------------------------------------------------------------------------------------------------------

WAYS = pytest.mark.parametrize(
    "url", ["imaps://{user}@%s:{secure}/", "imap://{user}@%s:{plain}/"], ids=["tls", "starttls"])


@WAYS
def test_a_certificate_that_nobody_vouches_for(each_door: Door, url: str) -> None:
    told = each_door.stayed_shut(each_door.knock(url % "127.0.0.1"))
    assert told.startswith("The server's certificate is not trusted: ")
    assert "--ca-file" in told


@WAYS
def test_a_certificate_that_the_given_file_vouches_for(each_door: Door, url: str) -> None:
    assert each_door.server.ca_file is not None
    assert each_door.opened(each_door.knock(url % "127.0.0.1", "--ca-file", each_door.server.ca_file))


@WAYS
@pytest.mark.parametrize(("host", "told"), [(EXPIRED_ADDRESS, "has expired"), (WRONG_NAME_ADDRESS, "another")])
def test_a_bad_certificate(door: Door, url: str, host: str, told: str) -> None:
    assert door.server.ca_file is not None
    assert told in door.stayed_shut(door.knock(url % host, "--ca-file", door.server.ca_file))


@pytest.mark.parametrize("content", [None, b"", b"no certificate"])
def test_a_ca_file_that_is_none(door: Door, content: bytes | None) -> None:
    file = door.folder / "ca.pem"
    if content is not None:
        file.write_bytes(content)
    assert str(file) in door.stayed_shut(door.knock("imaps://{user}@127.0.0.1:{secure}/", "--ca-file", file))


def test_no_starttls_offered(door: Door, fault_proxy: NewFaultProxy) -> None:
    proxy = fault_proxy(door.server, hide=["STARTTLS"])
    told = door.stayed_shut(door.knock(f"imap://{door.account.user}@127.0.0.1:{proxy.server.port}/"))
    assert told.startswith("The connection is not safe: ")
    assert "STARTTLS" in told


def test_no_tls_where_tls_is_expected(door: Door) -> None:
    assert "does not speak TLS" in door.stayed_shut(door.knock("imaps://{user}@127.0.0.1:{plain}/"))


def test_plaintext_is_for_this_computer_only(door: Door) -> None:
    told = door.stayed_shut(door.knock("imap://me@192.0.2.1/", "--plaintext"))  # RFC 5737: nobody's address
    assert told.startswith("The connection is not safe: 192.0.2.1 is another computer")


# --- the practice mailbox --------------------------------------------------------------------------------------------


def lines_of(child: Child, count: int) -> list[str]:
    """The first lines that a child writes; it is killed if they do not come."""
    assert child.process.stdout is not None
    timer = threading.Timer(SECONDS, child.process.kill)
    timer.start()
    try:
        return [child.process.stdout.readline() for _ in range(count)]
    finally:
        timer.cancel()
        timer.join()


def the_command(lines: Sequence[str], source: Path) -> list[str]:
    """The arguments of the printed command, with the source put in."""
    [command] = [shlex.split(line) for line in lines if line.strip().startswith("mailferry import ")]
    return [str(source) if argument == "SOURCE" else argument for argument in command[1:]]


def test_the_practice_mailbox_says_how_to_reach_it(new_program: NewProgram, tmp_path: Path) -> None:
    program = new_program(Account("practice", ""))
    serving = program.start("sandbox")
    arguments = the_command(lines_of(serving, 4), write_mbox(tmp_path / "my box", CONTENT))
    password_file = Path(arguments[arguments.index("--password-file") + 1])
    account = Account("practice", password_file.read_text("ascii").rstrip("\n"))
    program.account = account
    ended = program.run(arguments[0], *arguments[1:], "--json", password=False)
    assert (ended.code, ended.summary["committed"]) == (0, 3)
    port = int(arguments[arguments.index("--to") + 1].rpartition(":")[2].rstrip("/"))
    assert as_multiset(read_mailbox(ImapServer("practice", "127.0.0.1", port), account)) == as_multiset(
        mail.stored for mail in CONTENT)
    stopped = serving.end(signal.SIGTERM)
    assert (stopped.code, stopped.errors) == (0, "")
    assert not password_file.exists()
