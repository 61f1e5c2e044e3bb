"""Connecting: hosts, ports, greetings, certificates, STARTTLS. What is not safe sends no password."""

from __future__ import annotations

import contextlib
import socket
from dataclasses import replace
from pathlib import Path

import pytest
from tests.imap.accounts import Place
from tests.imap.peers import Running, Talker
from tests.imap.problems import PASSWORD, fit_for_people
from tests.imap.signing import QUICK, connect, sent_no_password, to
from tests.servers.common import (
    EXPIRED_ADDRESS,
    LOOPBACK,
    WRONG_NAME_ADDRESS,
    Certificates,
    free_port,
)
from tests.servers.fixtures import NewFaultProxy

from mailferry.imap.connecting import Resolved
from mailferry.imap.errors import (
    CertificateRefused,
    ConnectionLost,
    ConnectionProblem,
    HostUnknown,
    NoAnswer,
    NotSafe,
    ServerProblem,
)
from mailferry.imap.session import Session
from mailferry.imap.stopping import StopSignal
from mailferry.imap.values import Endpoint, Namespace, Security

# --- host, port, greeting --------------------------------------------------------------------------------------------


def test_an_unknown_host(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(HostUnknown) as caught:
        connect(Endpoint("mial.example.org", 993, Security.TLS, "me"))
    assert "no server named mial.example.org" in fit_for_people(caught.value)


@pytest.mark.parametrize("host", ["", "a" * 70 + ".example.org", "a..b", ".example.org", "\udcff.example.org"])
def test_a_name_that_can_be_no_host(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    real = socket.getaddrinfo

    def only_names_that_fail_by_themselves(name: str, *arguments: object, **options: object) -> object:
        name.encode("idna")  # as the real one does first; a name that passes must not go out to the network
        if name:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return real(name, None)

    monkeypatch.setattr(socket, "getaddrinfo", only_names_that_fail_by_themselves)
    with pytest.raises(HostUnknown) as caught:
        connect(Endpoint(host, 993, Security.TLS, "me"))
    fit_for_people(caught.value)


def test_a_port_where_nothing_listens() -> None:
    port = free_port()
    with pytest.raises(ConnectionProblem) as caught:
        connect(Endpoint(LOOPBACK, port, Security.PLAINTEXT, "me"))
    assert f"refuses connections to port {port}" in fit_for_people(caught.value)


@pytest.mark.parametrize("greeting", [
    b"HTTP/1.1 400 Bad Request\r\n{close}", b"SSH-2.0-OpenSSH_9.2\r\n", b"220 mail.example.org ESMTP\r\n",
    b"+OK POP3 ready\r\n", b"\x00\x01\x02\r\n", b"* 5 EXISTS\r\n", b"* OK no line end as in the standard\n",
    b"* NO not now\r\n", b"\r\n", "* OK Grüße\r\n* CAPABILITY ÜBER\r\n".encode()[:5] + b"\xff\r\n", b"\xff\xfe\r\n"])
def test_what_is_no_imap_server(greeting: bytes) -> None:
    answers = {b"CAPABILITY": b"{tag} BAD what\r\n"}
    with Talker(answers, greeting=greeting) as talker:
        with pytest.raises(ConnectionProblem) as caught:
            Session.connect(to(talker), PASSWORD, patience=QUICK)
        assert f"port {talker.port}, is not an IMAP server" in fit_for_people(caught.value)
        assert sent_no_password(talker)


@pytest.mark.parametrize("capability", [b"{tag} OK done\r\n", b"* CAPABILITY IMAP2\r\n{tag} OK done\r\n",
                                        b"* CAPABILITY \xff IMAP4rev1\r\n{tag} OK done\r\n", b"{tag} NO no\r\n",
                                        b"* CAPABILITY {5000000}\r\n", b"nonsense\r\n"])
def test_a_server_that_does_not_say_what_it_can_do(capability: bytes) -> None:
    with Talker({b"CAPABILITY": capability}) as talker:
        with pytest.raises(ConnectionProblem) as caught:
            connect(to(talker))
        assert "is not an IMAP server" in fit_for_people(caught.value)
        assert sent_no_password(talker)


def test_a_server_that_turns_us_away() -> None:
    with Talker(greeting=b"* BYE [UNAVAILABLE] Too many connections\r\n{close}") as talker:
        with pytest.raises(ConnectionLost) as caught:
            connect(to(talker))
        assert fit_for_people(caught.value) == f"{LOOPBACK} turned us away: Too many connections."
        assert caught.value.bye == "Too many connections"


def test_a_server_that_closes_at_once() -> None:
    with Talker(greeting=b"{close}") as talker:
        with pytest.raises(ConnectionLost) as caught:
            connect(to(talker))
        fit_for_people(caught.value)


def test_a_server_that_says_nothing() -> None:
    with Talker(greeting=b"") as talker:
        connecting = Running(lambda: Session.connect(to(talker), PASSWORD, patience=QUICK))
        with pytest.raises(NoAnswer) as caught:
            connecting.result()
    fit_for_people(caught.value)


def test_starttls_at_a_port_for_tls_ends_in_time(on_dovecot: Place) -> None:
    """The server waits for our handshake, we wait for its greeting."""
    endpoint = replace(on_dovecot.endpoint(Security.TLS), security=Security.STARTTLS)
    connecting = Running(lambda: Session.connect(endpoint, PASSWORD, patience=QUICK))
    with pytest.raises(NoAnswer):
        connecting.result()


# --- certificates ----------------------------------------------------------------------------------------------------


def test_an_expired_certificate(on_dovecot: Place) -> None:
    endpoint = replace(on_dovecot.endpoint(Security.TLS), host=EXPIRED_ADDRESS)
    with pytest.raises(CertificateRefused) as caught:
        connect(endpoint)
    assert "has expired" in fit_for_people(caught.value)


def test_a_certificate_of_another_address(on_dovecot: Place) -> None:
    endpoint = replace(on_dovecot.endpoint(Security.TLS), host=WRONG_NAME_ADDRESS)
    with pytest.raises(CertificateRefused) as caught:
        connect(endpoint)
    assert f"another address than {WRONG_NAME_ADDRESS}" in fit_for_people(caught.value)


def resolve_to(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> None:
    """Any host has these addresses."""
    def answer(host: str, port: int, *_: object, **__: object) -> list[tuple[object, ...]]:
        return [(socket.AF_INET6 if ":" in address else socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))
                for address in addresses]

    monkeypatch.setattr(socket, "getaddrinfo", answer)


@pytest.mark.parametrize("security", [Security.TLS, Security.STARTTLS])
def test_a_certificate_of_another_name(on_dovecot: Place, monkeypatch: pytest.MonkeyPatch, security: Security) -> None:
    resolve_to(monkeypatch, LOOPBACK)
    with pytest.raises(CertificateRefused) as caught:
        connect(replace(on_dovecot.endpoint(security), host="imap.example.org"))
    assert "another name than imap.example.org" in fit_for_people(caught.value)


@pytest.mark.parametrize("security", [Security.TLS, Security.STARTTLS])
@pytest.mark.parametrize("name", ["dovecot", "cyrus"])
def test_an_authority_that_nobody_knows(request: pytest.FixtureRequest, name: str, security: Security) -> None:
    place: Place = request.getfixturevalue(f"on_{name}")
    with pytest.raises(CertificateRefused) as caught:
        connect(replace(place.endpoint(security), ca_file=None))
    assert "does not know" in fit_for_people(caught.value)


def test_a_certificate_file_that_is_none(on_dovecot: Place, tmp_path: Path) -> None:
    (tmp_path / "empty.pem").write_bytes(b"")
    for file in (tmp_path / "missing.pem", tmp_path / "empty.pem", tmp_path):
        with pytest.raises(NotSafe) as caught:
            connect(replace(on_dovecot.endpoint(Security.TLS), ca_file=str(file)))
        assert str(file) in fit_for_people(caught.value)


def test_a_port_without_tls(on_dovecot: Place) -> None:
    endpoint = replace(on_dovecot.endpoint(Security.PLAINTEXT), security=Security.TLS)
    with pytest.raises(NotSafe) as caught:
        connect(endpoint)
    assert "does not speak TLS there" in fit_for_people(caught.value)


# --- no password before TLS ------------------------------------------------------------------------------------------


def test_no_starttls_offered(on_dovecot: Place, fault_proxy: NewFaultProxy) -> None:
    proxy = fault_proxy(on_dovecot.server, hide=["STARTTLS"])
    place = Place(replace(proxy.server, ca_file=on_dovecot.server.ca_file), on_dovecot.account)
    with pytest.raises(NotSafe) as caught:
        connect(place.endpoint(Security.STARTTLS))
    assert "no password was sent" in fit_for_people(caught.value)


STARTTLS_OFFERED = b"* CAPABILITY IMAP4rev1 STARTTLS AUTH=PLAIN\r\n{tag} OK done\r\n"


@pytest.mark.parametrize(("answers", "greeting"), [
    ({}, b"* OK ready\r\n"),
    ({b"CAPABILITY": STARTTLS_OFFERED, b"STARTTLS": b"{tag} NO not today\r\n"}, b"* OK ready\r\n"),
    ({b"CAPABILITY": STARTTLS_OFFERED, b"STARTTLS": b"{tag} BAD what\r\n"}, b"* OK ready\r\n"),
    ({b"CAPABILITY": STARTTLS_OFFERED}, b"* PREAUTH hello\r\n"),
    ({b"CAPABILITY": STARTTLS_OFFERED, b"STARTTLS": b"{tag} OK go\r\nno TLS at all\r\n"}, b"* OK ready\r\n"),
    ({b"CAPABILITY": STARTTLS_OFFERED, b"STARTTLS": b"{tag} OK go\r\n{close}"}, b"* OK ready\r\n"),
    ({b"CAPABILITY": STARTTLS_OFFERED, b"STARTTLS": b"* BYE no\r\n{close}"}, b"* OK ready\r\n"),
    ({b"CAPABILITY": STARTTLS_OFFERED, b"STARTTLS": b"nonsense\r\n"}, b"* OK ready\r\n"),
])
def test_where_starttls_fails_nothing_is_sent(answers: dict[bytes, bytes | list[bytes]], greeting: bytes) -> None:
    with Talker(answers, greeting=greeting) as talker:
        with pytest.raises((NotSafe, ConnectionProblem, ServerProblem)) as caught:
            connect(to(talker, Security.STARTTLS))
        fit_for_people(caught.value)
        assert sent_no_password(talker)
        assert {line.split()[1] for line in talker.lines if line.count(b" ") == 1} <= {b"CAPABILITY", b"STARTTLS"}


def test_octets_that_were_injected_before_tls_end_the_connection(tls: Certificates) -> None:
    """CVE-2011-0411 and its kin: what came unprotected must not be taken for protected."""
    injected = b"{tag} OK go\r\n* CAPABILITY IMAP4rev1 XINJECTED\r\n"
    answers: dict[bytes, bytes | list[bytes]] = {b"CAPABILITY": STARTTLS_OFFERED, b"STARTTLS": injected}
    with Talker(answers, certificates=tls) as talker:
        with pytest.raises(ConnectionLost) as caught:
            connect(to(talker, Security.STARTTLS, ca_file=tls.ca_file))
        assert "out of turn" in fit_for_people(caught.value)
        assert sent_no_password(talker)


def test_what_was_said_before_tls_is_forgotten(tls: Certificates) -> None:
    before = b"* CAPABILITY IMAP4rev1 STARTTLS LOGINDISABLED MULTIAPPEND\r\n{tag} OK done\r\n"
    after = b"* CAPABILITY IMAP4rev1 NAMESPACE\r\n{tag} OK done\r\n"
    injected = b'* CAPABILITY XINJECTED MULTIAPPEND\r\n* NAMESPACE (("injected/" "/")) NIL NIL\r\n{tag} OK go\r\n'
    answers: dict[bytes, bytes | list[bytes]] = {
        b"CAPABILITY": [before, before, after], b"STARTTLS": injected,
        b"NAMESPACE": b'* NAMESPACE (("" ".")) NIL NIL\r\n{tag} OK done\r\n'}
    with Talker(answers, certificates=tls) as talker:
        session = connect(to(talker, Security.STARTTLS, ca_file=tls.ca_file))
        assert set(session.capabilities) == {"IMAP4REV1", "NAMESPACE"}
        assert session.namespace() == Namespace("", ".")
        session.abort()


@pytest.mark.parametrize("addresses", [["192.0.2.1"], [LOOPBACK, "192.0.2.1"], ["::1", "2001:db8::1"], ["0.0.0.0"],
                                       ["::ffff:192.0.2.1"], ["fe80::1%lo"]])
def test_no_plaintext_to_another_computer(monkeypatch: pytest.MonkeyPatch, addresses: list[str]) -> None:
    resolve_to(monkeypatch, *addresses)
    with Talker() as talker:
        with pytest.raises(NotSafe) as caught:
            connect(to(talker, host="mail.example.org"))
        assert "mail.example.org is another computer" in fit_for_people(caught.value)
        assert talker.lines == []


@pytest.mark.parametrize("addresses", [[LOOPBACK], ["127.8.9.10"], ["::1"], [LOOPBACK, "::1"]])
def test_which_addresses_are_this_computer(monkeypatch: pytest.MonkeyPatch, addresses: list[str]) -> None:
    resolve_to(monkeypatch, *addresses)
    with contextlib.closing(StopSignal()) as stop:
        assert Resolved("localhost", 143, stop, seconds=5).loopback


@pytest.mark.parametrize("security", [Security.PLAINTEXT, Security.STARTTLS])
def test_a_server_that_takes_us_as_signed_in_without_protection(security: Security) -> None:
    with Talker(greeting=b"* PREAUTH hello\r\n") as talker:
        with pytest.raises(NotSafe) as caught:
            connect(to(talker, security))
        assert "nothing was sent" in fit_for_people(caught.value)
        assert sent_no_password(talker)


