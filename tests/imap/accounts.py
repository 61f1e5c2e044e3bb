"""The real servers as a session sees them: an endpoint for each way to connect, and sessions that end with a test."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from tests.imap.mails import SHORT
from tests.servers.common import Account, ImapServer
from tests.servers.fixtures import NewCourierAccount, NewCyrusAccount, NewDovecotAccount, NewPymap

from mailferry.imap.session import Session
from mailferry.imap.transmit import Patience
from mailferry.imap.values import Endpoint, Security


@dataclass(frozen=True)
class Place:
    """A server and a fresh user on it."""

    server: ImapServer
    account: Account

    def endpoint(self, security: Security = Security.PLAINTEXT) -> Endpoint:
        port = self.server.tls_port if security is Security.TLS else self.server.port
        assert port is not None
        ca_file = None if self.server.ca_file is None else str(self.server.ca_file)
        return Endpoint(self.server.host, port, security, self.account.user, ca_file)

    @contextmanager
    def session(self, security: Security = Security.PLAINTEXT, *, patience: Patience = SHORT) -> Iterator[Session]:
        session = Session.connect(self.endpoint(security), self.account.password, patience=patience)
        try:
            yield session
            session.close()
        finally:
            session.abort()


def new_place(name: str, request: pytest.FixtureRequest) -> Place:
    """A fresh user on the server of this name: dovecot, cyrus, courier or pymap."""
    if name == "pymap":
        new_pymap: NewPymap = request.getfixturevalue("new_pymap")
        pymap = new_pymap()
        return Place(pymap.server, pymap.account)
    server: ImapServer = request.getfixturevalue(name)
    new_account: NewDovecotAccount | NewCyrusAccount | NewCourierAccount = request.getfixturevalue(f"{name}_account")
    return Place(server, new_account())
