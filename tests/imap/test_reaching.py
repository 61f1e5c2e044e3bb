"""From a name to a connected socket: addresses are tried in turn, and every wait ends, by itself or from outside."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator

import pytest
from tests.imap.peers import SECONDS, Running
from tests.imap.signing import QUICK
from tests.servers.common import LOOPBACK, free_port

from mailferry.imap.connecting import connect
from mailferry.imap.errors import ConnectionLost, ConnectionProblem, Interrupted, NoAnswer
from mailferry.imap.session import Session
from mailferry.imap.stopping import StopSignal
from mailferry.imap.values import Endpoint, Security


@pytest.fixture
def stop() -> Iterator[StopSignal]:
    with contextlib.closing(StopSignal()) as signal:
        yield signal


@pytest.fixture
def deaf() -> Iterator[int]:
    """A port that takes no connection and refuses none, as behind a firewall: its queue is full."""
    with contextlib.ExitStack() as open_, socket.create_server((LOOPBACK, 0), backlog=0) as listener:
        port: int = listener.getsockname()[1]
        for _ in range(3):
            waiting = open_.enter_context(socket.socket())
            waiting.setblocking(False)
            waiting.connect_ex((LOOPBACK, port))
        yield port


def test_the_next_address_is_tried(stop: StopSignal) -> None:
    with socket.create_server((LOOPBACK, 0)) as listener:
        port: int = listener.getsockname()[1]
        addresses = [(socket.AF_INET, (LOOPBACK, free_port())), (socket.AF_INET, (LOOPBACK, port))]
        with connect(addresses, "x", port, stop, seconds=SECONDS) as sock:
            assert sock.getpeername() == (LOOPBACK, port)


def test_a_refused_port_is_named(stop: StopSignal) -> None:
    port = free_port()
    with pytest.raises(ConnectionProblem, match=f"mail.example.org refuses connections to port {port}"):
        connect([(socket.AF_INET, (LOOPBACK, port))], "mail.example.org", port, stop, seconds=SECONDS)
    with pytest.raises(ConnectionLost, match="has no address"):
        connect([], "mail.example.org", port, stop, seconds=SECONDS)


def test_an_address_that_cannot_be_reached_is_told(stop: StopSignal) -> None:
    with pytest.raises(ConnectionProblem, match="could not be reached"):
        connect([(socket.AF_INET, ("255.255.255.255", 993))], "mail.example.org", 993, stop, seconds=SECONDS)


def test_a_port_that_does_not_answer_is_given_up(deaf: int, stop: StopSignal) -> None:
    with pytest.raises(NoAnswer, match="does not answer"):
        connect([(socket.AF_INET, (LOOPBACK, deaf))], "mail.example.org", deaf, stop, seconds=0.1)


def test_connecting_is_stopped_at_once(deaf: int, stop: StopSignal) -> None:
    trying = Running(lambda: connect([(socket.AF_INET, (LOOPBACK, deaf))], "x", deaf, stop, seconds=10 * SECONDS))
    stop.set()
    with pytest.raises(Interrupted):
        trying.result()
    with pytest.raises(Interrupted):  # and so it stays
        connect([(socket.AF_INET, (LOOPBACK, deaf))], "x", deaf, stop, seconds=10 * SECONDS)


@pytest.fixture
def slow_names(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], bool]]:
    """The look-up of a name takes as long as the test. Tells, waiting for it, that one is under way."""
    begun, end = threading.Event(), threading.Event()

    def look_up(*_: object, **__: object) -> list[object]:
        begun.set()
        end.wait(2 * SECONDS)
        return []

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    yield lambda: begun.wait(SECONDS)
    end.set()


def test_the_look_up_of_a_name_is_stopped_at_once(slow_names: Callable[[], bool], stop: StopSignal) -> None:
    endpoint = Endpoint("mail.example.org", 993, Security.TLS, "me")
    trying = Running(lambda: Session.connect(endpoint, "secret", stop=stop))
    assert slow_names()
    stop.set()
    with pytest.raises(Interrupted):
        trying.result()


@pytest.mark.usefixtures("slow_names")
def test_the_look_up_of_a_name_ends_by_itself() -> None:
    with pytest.raises(NoAnswer, match="Check the name and the port, and that you are online"):
        Session.connect(Endpoint("mail.example.org", 993, Security.TLS, "me"), "secret", patience=QUICK)


def test_a_connection_that_dies_unseen_is_known_to_be_dead_after_two_minutes(stop: StopSignal) -> None:
    with socket.create_server((LOOPBACK, 0)) as listener:
        address: tuple[str, int] = listener.getsockname()
        with connect([(socket.AF_INET, address)], "x", address[1], stop, seconds=SECONDS) as sock:
            assert sock.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE)
            if hasattr(socket, "TCP_KEEPIDLE"):  # not macOS
                idle, every, tries = (sock.getsockopt(socket.IPPROTO_TCP, option) for option in (
                    socket.TCP_KEEPIDLE, socket.TCP_KEEPINTVL, socket.TCP_KEEPCNT))
                assert idle + every * tries <= 120
