"""Cyrus and pymap are what the tests take them for."""

from __future__ import annotations

import imaplib
import socket
import ssl

import pytest
from tests.servers.checker import list_mailboxes, quoted, read_mailbox, signed_in
from tests.servers.common import Account, ImapServer
from tests.servers.cyrus import LIMIT_OCTETS
from tests.servers.fixtures import NewCyrusAccount, NewPymap
from tests.servers.pymap_server import Pymap, run_pymap
from tests.servers.test_servers import MAIL, append, capabilities


def test_cyrus_takes_a_message_for_a_new_user(cyrus: ImapServer, cyrus_account: NewCyrusAccount) -> None:
    first, second = cyrus_account(), cyrus_account()
    assert append(cyrus, first)[0] == "OK"
    assert len(read_mailbox(cyrus, first)) == 1
    assert read_mailbox(cyrus, second) == []


def test_cyrus_offers_what_the_program_needs(cyrus: ImapServer, cyrus_account: NewCyrusAccount) -> None:
    offered = capabilities(cyrus, cyrus_account())
    assert {"MULTIAPPEND", "LITERAL+", "UIDPLUS", "QUOTA", "CREATE-SPECIAL-USE"} <= offered


def test_cyrus_users_make_their_own_mailboxes(cyrus: ImapServer, cyrus_account: NewCyrusAccount) -> None:
    account = cyrus_account()
    with signed_in(cyrus, account) as connection:
        assert connection.create(quoted("Entwürfe"))[0] == "OK"
        assert connection.create(quoted("a/b"))[0] == "OK"
    assert set(list_mailboxes(cyrus, account)) >= {"INBOX", "Entwürfe", "a/b"}


def test_cyrus_refuses_over_quota_without_a_code(cyrus: ImapServer, cyrus_account: NewCyrusAccount) -> None:
    account = cyrus_account(quota_kib=10)
    assert append(cyrus, account)[0] == "OK"
    assert append(cyrus, account, MAIL + b"x" * 20_000 + b"\r\n") == ("NO", b"Over quota")


def test_cyrus_refuses_over_its_limit(
    cyrus: ImapServer, cyrus_limited: ImapServer, cyrus_account: NewCyrusAccount
) -> None:
    account = cyrus_account()
    large = MAIL + b"x" * LIMIT_OCTETS + b"\r\n"
    assert f"APPENDLIMIT={LIMIT_OCTETS}" in capabilities(cyrus_limited, account)
    answer, text = append(cyrus_limited, account, large)
    assert answer == "NO"
    assert b"[TOOBIG]" in text
    assert append(cyrus, account, large)[0] == "OK"


def test_cyrus_is_strict(cyrus: ImapServer, cyrus_account: NewCyrusAccount) -> None:
    assert append(cyrus, cyrus_account(), MAIL + b"\0\r\n") == ("NO", b"Message contains NUL characters")


def test_cyrus_refuses_a_wrong_password(cyrus: ImapServer, cyrus_account: NewCyrusAccount) -> None:
    account = Account(cyrus_account().user, "wrong")
    with pytest.raises(imaplib.IMAP4.error, match="Login failed"), signed_in(cyrus, account):
        pass


def test_cyrus_speaks_tls_at_once_and_by_starttls(cyrus: ImapServer, cyrus_account: NewCyrusAccount) -> None:
    account = cyrus_account()
    context = ssl.create_default_context(cafile=str(cyrus.ca_file))
    assert cyrus.tls_port is not None
    with imaplib.IMAP4_SSL("localhost", cyrus.tls_port, ssl_context=context, timeout=10) as connection:
        assert connection.login(account.user, account.password)[0] == "OK"
    with imaplib.IMAP4("localhost", cyrus.port, timeout=10) as connection:
        connection.starttls(context)
        assert connection.login(account.user, account.password)[0] == "OK"


def test_pymap_takes_a_message(pymap: Pymap) -> None:
    assert {"MULTIAPPEND", "LITERAL+", "UIDPLUS"} <= capabilities(pymap.server, pymap.account)
    assert append(pymap.server, pymap.account)[0] == "OK"
    assert len(read_mailbox(pymap.server, pymap.account)) == 1


def test_pymap_has_no_multiappend_where_told(new_pymap: NewPymap) -> None:
    server = new_pymap(multi_append=False)
    assert "MULTIAPPEND" not in capabilities(server.server, server.account)


def test_pymap_refuses_over_its_limit(new_pymap: NewPymap) -> None:
    server = new_pymap(max_append_len=1000)
    assert "APPENDLIMIT=1000" in capabilities(server.server, server.account)
    with pytest.raises(imaplib.IMAP4.error, match="BAD"):
        append(server.server, server.account, MAIL + b"x" * 1000)


def test_pymap_stops_while_a_client_is_there() -> None:
    with run_pymap() as running:
        client = socket.create_connection((running.server.host, running.server.port), timeout=10)
        assert client.recv(10_000).startswith(b"* OK ")
    with client:
        assert client.recv(10_000).startswith(b"* BYE ")
        assert client.recv(10_000) == b""
