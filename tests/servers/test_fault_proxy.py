"""The fault proxy breaks what it is told to break, and what the servers hold afterwards is known.

Three batches of three messages, the fault at the second: the numbers were measured on Dovecot and on Cyrus.
"""

from __future__ import annotations

import imaplib
import re
import socket
import ssl
import struct
import threading
from contextlib import suppress

import pytest
from tests.servers.checker import read_mailbox, signed_in, wait_until_stable
from tests.servers.common import READY_SECONDS, Account, ImapServer, wait_until
from tests.servers.fault_proxy import FaultProxy
from tests.servers.faults import Crash, Cut, Fault, ReplaceAnswer, Stall, SwallowAnswer
from tests.servers.fixtures import NewDovecotAccount, NewFaultProxy
from tests.servers.raw_client import RawClient
from tests.servers.streams import ClientStream

# Mail text that looks like commands and literals, and must not be taken for them.
HOSTILE = b"zz1 APPEND INBOX () {7}\r\nzz2 LOGOUT\r\n{99}\r\n"


def batch(number: int) -> list[bytes]:
    return [
        b"From: a@example.org\r\nSubject: %d-%d\r\n\r\n%s" % (number, each, HOSTILE) for each in range(3)
    ]


def send_batches(server: ImapServer, account: Account, seconds: float = READY_SECONDS) -> list[bytes]:
    """Send three batches on one connection; the answers, up to where the connection failed."""
    answers = []
    with RawClient(server, account) as client:
        client.socket.settimeout(seconds)
        for number in range(3):
            try:
                answers.append(client.append(b"INBOX", batch(number)))
            except (ConnectionError, TimeoutError) as error:
                answers.append(type(error).__name__.encode())
                break
    return answers


def first_words(answers: list[bytes]) -> list[bytes]:
    return [answer.split()[0] for answer in answers]


@pytest.fixture(params=["dovecot", "cyrus"])
def real(request: pytest.FixtureRequest) -> tuple[ImapServer, Account]:
    """Each of the two real servers, with a new user."""
    return request.getfixturevalue(request.param), request.getfixturevalue(f"{request.param}_account")()


@pytest.fixture
def user(dovecot_account: NewDovecotAccount) -> Account:
    """A new user of Dovecot."""
    return dovecot_account()


def test_without_faults_nothing_is_changed(
    real: tuple[ImapServer, Account], fault_proxy: NewFaultProxy
) -> None:
    server, account = real
    proxy = fault_proxy(server)
    with RawClient(server) as direct, RawClient(proxy.server) as relayed:
        assert direct.greeting.split()[:2] == relayed.greeting.split()[:2]
    answers = send_batches(proxy.server, account)
    assert [answer[:14] for answer in answers] == [b"OK [APPENDUID "] * 3
    assert read_mailbox(proxy.server, account) == read_mailbox(server, account)
    assert len(read_mailbox(server, account)) == 9
    assert proxy.connections[1].appends == 3
    assert proxy.fired == []


@pytest.mark.parametrize(
    ("fault", "answers", "left"),
    [
        (Cut(append=2), [b"OK", b"ConnectionResetError"], 3),
        (Cut(append=2, octets=7), [b"OK", b"ConnectionResetError"], 3),
        (Cut(append=2, octets=150), [b"OK", b"ConnectionResetError"], 3),
        (SwallowAnswer(append=2), [b"OK", b"ConnectionResetError"], 6),
        (SwallowAnswer(append=2, then_cut=False), [b"OK", b"TimeoutError"], 6),
        (Cut(append=2, octets=150, reset=True), [b"OK", b"ConnectionResetError"], 3),
        (Crash(append=2, octets=150), [b"OK", b"ConnectionResetError"], 3),
        (Stall(append=2, octets=150), [b"OK", b"TimeoutError"], 3),
        (ReplaceAnswer(append=2, text=b"NO it lies"), [b"OK", b"NO", b"OK"], 9),
    ],
    ids=repr,
)
def test_what_is_stored_after_each_fault(
    real: tuple[ImapServer, Account],
    fault_proxy: NewFaultProxy,
    fault: Fault,
    answers: list[bytes],
    left: int,
) -> None:
    server, account = real
    proxy = fault_proxy(server, fault)
    silent = b"TimeoutError" in answers
    assert first_words(send_batches(proxy.server, account, seconds=2 if silent else READY_SECONDS)) == answers
    assert len(wait_until_stable(lambda: read_mailbox(server, account))) == left
    assert proxy.fired == [fault]
    # The fault was for once: the same work on a new connection goes through.
    assert first_words(send_batches(proxy.server, account)) == [b"OK"] * 3
    assert len(read_mailbox(server, account)) == left + 9


def test_a_cut_lets_exactly_its_octets_through(
    dovecot: ImapServer, fault_proxy: NewFaultProxy
) -> None:
    proxy = fault_proxy(dovecot, Cut(octets=333))
    with RawClient(proxy.server) as client:
        client.send(b"a NOOP\r\n" * 100)
        proxy.wait_for(lambda: proxy.connections[0].ended)
        with pytest.raises(ConnectionError):
            client.command(b"NOOP")
    assert proxy.connections[0].forwarded == 333
    assert proxy.connections[0].octets == 800


def test_after_a_fault_that_shuts_the_way_nobody_gets_through_until_let_in(
    dovecot: ImapServer, user: Account, fault_proxy: NewFaultProxy
) -> None:
    proxy = fault_proxy(dovecot, Cut(append=2, shut=True))
    assert send_batches(proxy.server, user)[1:] == [b"ConnectionResetError"]
    with socket.create_connection((proxy.server.host, proxy.server.port), timeout=0.2) as waiting:
        with pytest.raises(TimeoutError):
            waiting.recv(1)
        proxy.let_in()
        waiting.settimeout(READY_SECONDS)
        assert waiting.recv(1) == b"*"
    assert first_words(send_batches(proxy.server, user)) == [b"OK"] * 3


def test_a_proxy_stops_while_somebody_waits_to_be_let_in(dovecot: ImapServer) -> None:
    with FaultProxy(dovecot, Cut(octets=0, shut=True)) as proxy:
        with pytest.raises(ConnectionError), RawClient(proxy.server) as client:
            client.command(b"NOOP")
        waiting = socket.create_connection((proxy.server.host, proxy.server.port), timeout=READY_SECONDS)
        proxy.wait_for(lambda: len(proxy.connections) == 2)
    with waiting, suppress(ConnectionError):
        assert waiting.recv(1) == b""


def test_a_fault_that_is_not_for_once_strikes_each_connection(
    dovecot: ImapServer, user: Account, fault_proxy: NewFaultProxy
) -> None:
    proxy = fault_proxy(dovecot, Cut(append=2, once=False))
    for _ in range(2):
        assert send_batches(proxy.server, user)[1:] == [b"ConnectionResetError"]
    assert [connection.appends for connection in proxy.connections] == [2, 2]
    assert len(wait_until_stable(lambda: read_mailbox(dovecot, user))) == 6


def test_a_test_can_act_while_the_connection_stalls(
    dovecot: ImapServer, user: Account, fault_proxy: NewFaultProxy
) -> None:
    fault = Stall(append=1, octets=100)
    proxy = fault_proxy(dovecot, fault)
    answers: list[bytes] = []
    sender = threading.Thread(
        target=lambda: answers.extend(send_batches(proxy.server, user))
    )
    sender.start()
    try:
        proxy.wait_for(lambda: fault in proxy.fired)
        connection = proxy.connections[0]
        assert connection.appends == 1
        assert answers == []
        assert read_mailbox(dovecot, user) == []
    finally:
        proxy.release()
        sender.join(READY_SECONDS)
    assert first_words(answers) == [b"OK"] * 3
    assert connection.appends == 3


def test_a_stall_for_some_time_goes_on_by_itself(
    dovecot: ImapServer, user: Account, fault_proxy: NewFaultProxy
) -> None:
    proxy = fault_proxy(dovecot, Stall(append=2, octets=3, seconds=0.1))
    assert first_words(send_batches(proxy.server, user)) == [b"OK"] * 3
    assert proxy.connections[0].appends == 3


def test_hidden_capabilities_are_nowhere(
    real: tuple[ImapServer, Account], fault_proxy: NewFaultProxy
) -> None:
    server, account = real
    proxy = fault_proxy(server, hide=["UIDPLUS", "MULTIAPPEND", "AUTH"], add=["X-LIE"])
    with RawClient(proxy.server) as client:
        seen = [client.greeting]
        tag = client.new_tag()
        client.send(tag + b" LOGIN %s %s\r\n" % (account.user.encode(), account.password.encode()))
        seen.append(client.answer(tag))
        client.send(b"c CAPABILITY\r\n")
        seen.extend([client.line(), client.line()])
    assert all(b"X-LIE" in line.split(b"]")[0].split() for line in seen[:3])
    shown = {name.partition(b"=")[0] for line in seen for name in re.split(rb"[ \[\]]", line)}
    assert not shown & {b"UIDPLUS", b"MULTIAPPEND", b"AUTH"}
    assert not any(b"APPENDUID" in answer for answer in send_batches(proxy.server, account))
    assert len(read_mailbox(server, account)) == 9


def test_a_removed_response_code_leaves_the_rest(
    real: tuple[ImapServer, Account], fault_proxy: NewFaultProxy
) -> None:
    server, account = real
    proxy = fault_proxy(server, remove_codes=["TRYCREATE"])
    with RawClient(server, account) as direct, RawClient(proxy.server, account) as relayed:
        honest = direct.append(b"nowhere", batch(0))
        assert honest.startswith(b"NO [TRYCREATE] ")
        assert relayed.append(b"nowhere", batch(0))[:3] + b"[TRYCREATE] " == honest[:15]


def test_after_a_refused_literal_commands_are_followed_again(
    dovecot: ImapServer, user: Account, fault_proxy: NewFaultProxy
) -> None:
    proxy = fault_proxy(dovecot)
    with RawClient(proxy.server, user) as client:
        assert client.append(b"nowhere", batch(0)).startswith(b"NO ")
        assert client.append(b"INBOX", batch(0)).startswith(b"OK ")
    assert proxy.connections[0].appends == 2


def test_tls_passes_through(
    dovecot: ImapServer, user: Account, fault_proxy: NewFaultProxy
) -> None:
    context = ssl.create_default_context(cafile=str(dovecot.ca_file))
    proxy = fault_proxy(dovecot, hide=["UIDPLUS"])
    with imaplib.IMAP4(proxy.server.host, proxy.server.port, timeout=10) as connection:
        connection.starttls(context)
        connection.login(user.user, user.password)
        assert connection.append("INBOX", "()", "", batch(0)[0])[0] == "OK"
    assert len(read_mailbox(dovecot, user)) == 1


def test_large_literals_pass_through_exactly(
    dovecot: ImapServer, user: Account, fault_proxy: NewFaultProxy
) -> None:
    mail = b"Subject: large\r\n\r\n" + HOSTILE * 100_000
    proxy = fault_proxy(dovecot)
    with signed_in(proxy.server, user) as connection:
        assert connection.append("INBOX", "()", "", mail)[0] == "OK"
    [message] = read_mailbox(proxy.server, user, octets=True)
    assert message.octets == mail
    assert proxy.appends == 1


def test_a_server_that_is_not_there_is_a_closed_connection(fault_proxy: NewFaultProxy) -> None:
    proxy = fault_proxy(ImapServer("nothing", "127.0.0.1", 9))
    with pytest.raises(ConnectionError):
        RawClient(proxy.server)


def test_a_stopped_proxy_leaves_no_client_waiting(dovecot: ImapServer) -> None:
    with FaultProxy(dovecot, Stall(octets=0)) as proxy:
        client = RawClient(proxy.server)
        client.send(b"a NOOP\r\n")
        proxy.wait_for(lambda: proxy.fired)
    with client, pytest.raises(ConnectionError):
        client.line()


@pytest.mark.parametrize("portion", [1, 7, 1000])
def test_commands_are_found_whatever_the_portions(portion: int) -> None:
    octets = b"a1 append x () {4}\r\nb Q\n () {3+}\r\n{9\r\na2 NOOP\r\na3 uid copy 1 y\r\nunfinished"
    stream = ClientStream()
    pieces = [
        piece
        for start in range(0, len(octets), portion)
        for piece in stream.feed(octets[start : start + portion])
    ]
    assert [(piece.tag, piece.command) for piece in pieces if piece.tag] == [
        (b"a1", b"APPEND"),
        (b"a2", b"NOOP"),
        (b"a3", b"UID"),
    ]
    assert b"".join(piece.octets for piece in pieces) + stream.held == octets
    assert stream.held == b"unfinished"


def test_after_a_cut_the_server_may_be_down_for_a_while(
    dovecot: ImapServer, user: Account, fault_proxy: NewFaultProxy
) -> None:
    proxy = fault_proxy(dovecot, Cut(append=1, down=0.4))
    assert first_words(send_batches(proxy.server, user)) == [b"ConnectionResetError"]
    with pytest.raises(ConnectionError), RawClient(proxy.server, user):
        pass
    wait_until(lambda: answers(proxy.server, user), 5.0, every=0.1)
    assert len(proxy.connections) > 2


def answers(server: ImapServer, account: Account) -> bool:
    """Whether the server lets us in."""
    try:
        with RawClient(server, account):
            return True
    except ConnectionError:
        return False


def test_a_crash_ends_one_connection_only(
    real: tuple[ImapServer, Account], fault_proxy: NewFaultProxy
) -> None:
    server, account = real
    proxy = fault_proxy(server, Crash(append=2, octets=10))
    with RawClient(server, account) as other:
        assert first_words(send_batches(proxy.server, account))[0] == b"OK"
        proxy.wait_for(lambda: proxy.fired and proxy.connections[0].ended)
        assert other.append(b"INBOX", batch(9)).startswith(b"OK")
    assert len(read_mailbox(server, account)) == 6


def test_what_the_client_sent_before_it_broke_off_comes_late(
    dovecot: ImapServer, user: Account, fault_proxy: NewFaultProxy
) -> None:
    proxy = fault_proxy(dovecot, Stall(append=1, octets=60, seconds=0.5))
    command = b"a APPEND INBOX {%d+}\r\n%s\r\n" % (len(batch(1)[0]), batch(1)[0])
    with RawClient(proxy.server, user) as client:
        before = proxy.connections[0].octets
        client.send(command)
        proxy.wait_for(lambda: proxy.fired and proxy.connections[0].octets == before + len(command))
        client.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    assert read_mailbox(dovecot, user) == []
    wait_until(lambda: len(read_mailbox(dovecot, user)) == 1, 5.0, every=0.05)
