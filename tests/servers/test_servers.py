"""The real servers are what the tests take them for: reached as told, with the options that were asked for."""

from __future__ import annotations

import imaplib
import os
import random
import socket
import ssl
import subprocess
import sys

import pytest
from tests.servers.checker import read_mailbox, signed_in
from tests.servers.common import (
    EXPIRED_ADDRESS,
    WRONG_NAME_ADDRESS,
    Account,
    Certificates,
    ImapServer,
    ServerProcess,
    free_port,
    wait_for_greeting,
)
from tests.servers.fixtures import NewDovecotAccount

MAIL = b"From: a@example.org\r\nSubject: one\r\n\r\ntext\r\n"


def capabilities(server: ImapServer, account: Account) -> set[str]:
    with signed_in(server, account) as connection:
        _, lines = connection.capability()  # the one that came with the sign-in may stand before it
        return set(lines[-1].decode("ascii").split())


def append(server: ImapServer, account: Account, octets: bytes = MAIL) -> tuple[str, bytes]:
    """Append one message to INBOX and return the answer; a NO in place of `+` is an answer too."""
    with signed_in(server, account) as connection:
        try:
            answer, [text] = connection.append("INBOX", "()", "", octets)
        except imaplib.IMAP4.abort as error:
            return "NO", str(error).encode()
        return answer, text


def tls_error(server: ImapServer, host: str, ca_file: str | None) -> str:
    context = ssl.create_default_context(cafile=ca_file)
    assert server.tls_port is not None
    with (
        socket.create_connection((host, server.tls_port), timeout=10) as plain,
        pytest.raises(ssl.SSLCertVerificationError) as caught,
    ):
        context.wrap_socket(plain, server_hostname=host)
    return str(caught.value)


def test_dovecot_takes_a_message_in_each_storage(
    dovecot: ImapServer, dovecot_account: NewDovecotAccount
) -> None:
    for account in (dovecot_account(storage="maildir"), dovecot_account(storage="mdbox")):
        assert append(dovecot, account)[0] == "OK"
        assert len(read_mailbox(dovecot, account)) == 1


def test_each_dovecot_user_is_new(dovecot: ImapServer, dovecot_account: NewDovecotAccount) -> None:
    first, second = dovecot_account(), dovecot_account()
    append(dovecot, first)
    assert read_mailbox(dovecot, second) == []


def test_dovecot_offers_what_the_program_needs(
    dovecot: ImapServer, dovecot_account: NewDovecotAccount
) -> None:
    assert {"MULTIAPPEND", "LITERAL+", "UIDPLUS", "QUOTA"} <= capabilities(dovecot, dovecot_account())
    minus = capabilities(dovecot, dovecot_account(literal_minus=True))
    assert "LITERAL-" in minus
    assert "LITERAL+" not in minus


def test_dovecot_refuses_over_quota_and_over_size(
    dovecot: ImapServer, dovecot_account: NewDovecotAccount
) -> None:
    for storage in ("maildir", "mdbox"):
        account = dovecot_account(quota_kib=10, storage=storage)
        assert append(dovecot, account)[0] == "OK"
        answer, text = append(dovecot, account, MAIL + b"x" * 20_000 + b"\r\n")
        assert answer == "NO"
        assert b"[OVERQUOTA]" in text
    answer, text = append(dovecot, dovecot_account(max_mail_size=1000), MAIL + b"x" * 2000 + b"\r\n")
    assert answer == "NO"
    assert b"[LIMIT]" in text


def test_dovecot_names_its_namespace(dovecot: ImapServer, dovecot_account: NewDovecotAccount) -> None:
    with signed_in(dovecot, dovecot_account(prefix="INBOX.")) as connection:
        assert connection.namespace()[1][0].startswith(b'(("INBOX." "."))')
    with signed_in(dovecot, dovecot_account(separator="/")) as connection:
        assert connection.namespace()[1][0].startswith(b'(("" "/"))')


def test_dovecot_refuses_a_wrong_password_and_an_unknown_user(
    dovecot: ImapServer, dovecot_account: NewDovecotAccount
) -> None:
    for account in (Account(dovecot_account().user, "wrong"), Account("nobody-here", "pw")):
        with pytest.raises(imaplib.IMAP4.error, match="AUTHENTICATIONFAILED"), signed_in(dovecot, account):
            pass


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_dovecot_speaks_tls_at_once_and_by_starttls(
    dovecot: ImapServer, dovecot_account: NewDovecotAccount, host: str
) -> None:
    account = dovecot_account()
    context = ssl.create_default_context(cafile=str(dovecot.ca_file))
    assert dovecot.tls_port is not None
    with imaplib.IMAP4_SSL(host, dovecot.tls_port, ssl_context=context, timeout=10) as connection:
        assert connection.login(account.user, account.password)[0] == "OK"
    with imaplib.IMAP4(host, dovecot.port, timeout=10) as connection:
        connection.starttls(context)
        assert connection.login(account.user, account.password)[0] == "OK"


def test_bad_certificates_are_refused(dovecot: ImapServer, tls: Certificates) -> None:
    authority = str(tls.ca_file)
    assert "self-signed certificate in certificate chain" in tls_error(dovecot, dovecot.host, None) or (
        "unable to get local issuer certificate" in tls_error(dovecot, dovecot.host, None)
    )
    assert "has expired" in tls_error(dovecot, EXPIRED_ADDRESS, authority)
    assert "IP address mismatch" in tls_error(dovecot, WRONG_NAME_ADDRESS, authority)


def test_a_server_that_does_not_answer_is_not_ready() -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        with pytest.raises(TimeoutError):
            wait_for_greeting("127.0.0.1", silent.getsockname()[1], seconds=0.2)
    with pytest.raises(TimeoutError):
        wait_for_greeting("127.0.0.1", free_port(), seconds=0.2)


def test_a_process_ends_with_its_block() -> None:
    with ServerProcess(["/bin/cat", "/dev/zero"]) as process:
        assert not process.has_ended()
    assert process.has_ended()


def test_a_port_is_given_to_one_process_of_the_tests_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Though nothing listens on it yet: two that start their servers at once do not get the same one."""
    program = ("import sys\nfrom tests.servers.common import free_port\nprint(free_port(), flush=True)\n"
               "sys.stdin.read()")
    with subprocess.Popen([sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                          env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}) as other:
        assert other.stdout is not None
        theirs = int(other.stdout.readline())
        numbers = iter([theirs, theirs])
        draw = random.SystemRandom.randrange
        monkeypatch.setattr(random.SystemRandom, "randrange",
                            lambda self, *between: next(numbers, None) or draw(self, *between))
        assert free_port() != theirs
        assert next(numbers, None) is None, "it was drawn twice"
        other.communicate()
