"""The test servers as fixtures (a pytest plugin: `pytest_plugins = ["tests.servers.fixtures"]`).

    def test_one_message_arrives(dovecot: ImapServer, dovecot_account: NewDovecotAccount) -> None:
        account = dovecot_account(quota_kib=1024)
        ...                                                     # the program under test, at dovecot.port
        assert as_multiset(read_mailbox(dovecot, account, "INBOX")) == as_multiset([Stored.of(octets, (), date)])

Servers start once for each test process, when the first test asks for them; each call of an account fixture makes a
new user. Where a server cannot run its tests are skipped with the reason.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import Literal, Protocol

import pytest
from tests.servers import dovecot as dovecot_module
from tests.servers.common import Account, Certificates, ImapServer, make_certificates, server_directory
from tests.servers.dovecot import Dovecot, run_dovecot


class NewDovecotAccount(Protocol):
    """The options are those of `Dovecot.add_account`."""

    def __call__(
        self,
        *,
        quota_kib: int | None = None,
        max_mail_size: int | None = None,
        storage: Literal["maildir", "mdbox"] = "maildir",
        literal_minus: bool = False,
        separator: str = ".",
        prefix: str = "",
        user: str | None = None,
    ) -> Account: ...


@pytest.fixture(scope="session")
def tls() -> Iterator[Certificates]:
    """The throw-away authority and its good, expired and wrong-name certificates."""
    if shutil.which("openssl") is None:
        pytest.skip("the openssl command is not installed")
    with server_directory("tls") as directory:
        yield make_certificates(directory)


@pytest.fixture(scope="session")
def dovecot_process(tls: Certificates) -> Iterator[Dovecot]:
    """The running Dovecot itself: its directory, its log, its users."""
    reason = dovecot_module.why_not_here()
    if reason is not None:
        pytest.skip(reason)
    with run_dovecot(tls) as running:
        yield running


@pytest.fixture(scope="session")
def dovecot(dovecot_process: Dovecot) -> ImapServer:
    """Dovecot 2.3: plain, STARTTLS and imaps; at EXPIRED_ADDRESS and WRONG_NAME_ADDRESS with bad certificates."""
    return dovecot_process.server


@pytest.fixture
def dovecot_account(dovecot_process: Dovecot) -> NewDovecotAccount:
    """Makes a new user of Dovecot at each call."""
    return dovecot_process.add_account
