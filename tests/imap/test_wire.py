"""The octets of a connection: reading and writing without blocking, waits that end, TLS, and giving it up."""

from __future__ import annotations

import socket
import ssl
import threading

import pytest
from tests.imap.peers import SECONDS, Running, client_context, read_all, read_until, reset, wire_and_peer
from tests.servers.common import LOOPBACK, Certificates, wait_until

from mailferry.imap.errors import (
    CertificateRefused,
    ConnectionLost,
    ConnectionProblem,
    Interrupted,
    NoAnswer,
    NotSafe,
)
from mailferry.imap.wire import Wire


def filled(wire: Wire, size: int) -> None:
    """Wait until so many octets have been taken in."""
    while wire.unread < size:
        wire.wait(write=False, seconds=SECONDS)
        wire.fill()


def test_lines_and_octets_are_read() -> None:
    with wire_and_peer() as (wire, peer):
        peer.sendall(b"one\r\ntwo\n\r\nrest")
        assert [wire.readline(100) for _ in range(3)] == [b"one\r\n", b"two\n", b"\r\n"]
        assert wire.read(4) == b"rest"
        assert wire.take_line() is None
        assert wire.take(5) == b""


def test_a_line_that_comes_in_pieces_is_waited_for() -> None:
    with wire_and_peer() as (wire, peer):
        peer.sendall(b"on")
        filled(wire, 2)
        reading = Running(lambda: wire.readline(100))
        peer.sendall(b"e\r\n")
        assert reading.result() == b"one\r\n"


def test_a_line_without_end_is_given_up() -> None:
    with wire_and_peer() as (wire, peer):
        sending = Running(lambda: peer.sendall(b"x" * 200_000))
        with pytest.raises(ConnectionLost, match="a line without end"):
            wire.readline(100_000)
        sending.result()


def test_one_look_takes_in_a_limited_amount() -> None:
    with wire_and_peer() as (wire, peer):
        sending = Running(lambda: peer.sendall(b"x" * 5_000_000))
        largest = 0
        total = 0
        while total < 5_000_000:
            wire.wait(write=False, seconds=SECONDS)
            assert wire.fill()
            largest = max(largest, wire.unread)
            total += len(wire.take(wire.unread))
        sending.result()
        assert largest <= 1024 * 1024 + 64 * 1024


def test_what_was_said_before_the_end_is_still_read() -> None:
    with wire_and_peer() as (wire, peer):
        peer.sendall(b"last words\r\nand a half")
        peer.close()
        assert wire.readline(100) == b"last words\r\n"
        with pytest.raises(ConnectionLost):
            wire.readline(100)
        with pytest.raises(ConnectionLost):  # and so it stays
            wire.readline(100)


def test_what_was_said_before_a_reset_is_still_read() -> None:
    with wire_and_peer() as (wire, peer):
        wire.send(b"unread, so that the end is a reset\r\n")
        peer.sendall(b"last words\r\n")
        filled(wire, 12)
        reset(peer)
        wire.wait(write=False, seconds=SECONDS)
        assert wire.fill() is False
        assert wire.take_line() == b"last words\r\n"
        with pytest.raises(ConnectionLost) as caught:
            wire.fill()
        assert "reset" in caught.value.detail


def test_silence_ends() -> None:
    with wire_and_peer(silence=0.1) as (wire, _):
        reading = Running(lambda: wire.readline(100))
        with pytest.raises(NoAnswer, match=r"mail\.example\.org has stopped answering"):
            reading.result()
        with pytest.raises(NoAnswer):
            wire.wait(write=False, seconds=-1)


def test_a_write_that_is_not_taken_ends() -> None:
    with wire_and_peer(silence=0.1) as (wire, _), pytest.raises(NoAnswer):
        wire.send(b"x" * 50_000_000)


def test_a_long_command_goes_out_whole_while_answers_come() -> None:
    with wire_and_peer() as (wire, peer):
        peer.sendall(b"* said meanwhile\r\n")
        sending = Running(lambda: wire.send(b"x" * 20_000_000))
        received = 0
        while received < 20_000_000:
            received += len(peer.recv(1_000_000))
        sending.result()
        assert wire.readline(100) == b"* said meanwhile\r\n"


def test_a_command_to_a_closed_connection_fails() -> None:
    with wire_and_peer() as (wire, peer):
        peer.close()
        with pytest.raises(ConnectionLost):
            wire.send(b"x" * 50_000_000)


def test_a_command_to_a_peer_that_said_its_end_fails() -> None:
    with wire_and_peer() as (wire, peer):
        peer.shutdown(socket.SHUT_WR)
        with pytest.raises(ConnectionLost):
            wire.send(b"x" * 50_000_000)


def test_a_wait_is_interrupted_from_another_thread() -> None:
    with wire_and_peer() as (wire, peer):
        reading = Running(lambda: wire.readline(100))
        wire.interrupt()
        with pytest.raises(Interrupted):
            reading.result()
        assert wire.interrupted
        peer.sendall(b"too late\r\n")
        with pytest.raises(Interrupted):  # now and later
            wire.readline(100)


def test_a_wait_that_does_not_heed_it_goes_on() -> None:
    with wire_and_peer() as (wire, peer):
        wire.interrupt()
        wire.interrupt()
        waiting = Running(lambda: wire.wait(write=False, seconds=SECONDS, heed_interrupt=False))
        peer.sendall(b"an answer\r\n")
        waiting.result()
        assert wire.fill()
        assert wire.take_line() == b"an answer\r\n"
        with pytest.raises(NoAnswer):
            wire.wait(write=False, seconds=0.05, heed_interrupt=False)


def test_after_the_end_an_interruption_does_no_harm() -> None:
    with wire_and_peer() as (wire, _):
        wire.close()
        wire.interrupt()
        wire.close()
        wire.abort()


def test_an_aborted_connection_delivers_nothing_more() -> None:
    with wire_and_peer() as (wire, peer):
        written = 0
        data = memoryview(b"x" * 65536)
        while count := wire.write_some(data):
            written += count
        wire.abort()
        received = b""
        with pytest.raises(ConnectionResetError):
            received = whole_stream(peer)
        assert len(received) < written


def test_a_closed_connection_delivers_what_it_has() -> None:
    with wire_and_peer() as (wire, peer):
        wire.send(b"goodbye\r\n")
        wire.close()
        assert read_all(peer) == b"goodbye\r\n"


# --- TLS -------------------------------------------------------------------------------------------------------------


def server_side(peer: socket.socket, certificates: Certificates) -> socket.socket:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificates.good.certificate, certificates.good.key)
    return context.wrap_socket(peer, server_side=True)


def local_wire(near: socket.socket) -> Wire:
    return Wire(near, "localhost", silence=5)


def test_protected_octets_are_read_and_written(tls: Certificates) -> None:
    with socket.create_server((LOOPBACK, 0)) as listener:
        wire = local_wire(socket.create_connection(listener.getsockname()))
        far, _ = listener.accept()
    shaking = Running(lambda: server_side(far, tls))
    wire.start_tls(client_context(tls), 993, 5)
    peer = shaking.result()
    assert isinstance(peer, socket.socket)
    peer.settimeout(SECONDS)
    with peer:
        lines = [b"* line %d\r\n" % number + b"x" * 40_000 + b"\r\n" for number in range(20)]
        talking = Running(lambda: peer.sendall(b"".join(lines)))
        assert b"".join(wire.readline(100_000) for _ in range(40)) == b"".join(lines)
        talking.result()
        # Several records in one look: what the TLS library holds back is not seen by the selector.
        talking = Running(lambda: peer.sendall(b"y" * 3_000_000 + b"\r\n"))
        assert len(wire.readline(4_000_000)) == 3_000_002
        talking.result()
        sending = Running(lambda: wire.send(b"z" * 3_000_000 + b"\r\n"))
        assert len(read_until_large(peer)) == 3_000_002
        sending.result()
        wire.abort()


def whole_stream(peer: socket.socket) -> bytes:
    """All octets up to an orderly end. Raises ConnectionResetError for any other end."""
    octets = b""
    while piece := peer.recv(65536):
        octets += piece
    return octets


def read_until_large(peer: socket.socket) -> bytes:
    octets = bytearray()
    while not octets.endswith(b"\r\n"):
        octets += peer.recv(65536)
    return bytes(octets)


def test_a_protected_write_is_refused_after_the_end(tls: Certificates) -> None:
    with socket.create_server((LOOPBACK, 0)) as listener:
        wire = local_wire(socket.create_connection(listener.getsockname()))
        far, _ = listener.accept()
    shaking = Running(lambda: server_side(far, tls))
    wire.start_tls(client_context(tls), 993, 5)
    peer = shaking.result()
    assert isinstance(peer, socket.socket)
    peer.sendall(b"last words\r\n")
    peer.close()
    assert wire.readline(100) == b"last words\r\n"
    with pytest.raises(ConnectionLost):
        wire.readline(100)
    wire.close()


def test_octets_before_the_handshake_end_the_connection(tls: Certificates) -> None:
    with wire_and_peer() as (wire, peer):
        peer.sendall(b"A1 OK begin\r\nA2 OK injected\r\n")
        assert wire.readline(100) == b"A1 OK begin\r\n"
        with pytest.raises(ConnectionLost, match="out of turn"):
            wire.start_tls(client_context(tls), 143, 5)


def test_a_peer_without_tls_is_not_safe(tls: Certificates) -> None:
    with wire_and_peer() as (wire, peer):
        answering = Running(lambda: peer.sendall(b"* OK this is plain text\r\n"))
        with pytest.raises(NotSafe, match="does not speak TLS there"):
            wire.start_tls(client_context(tls), 993, 5)
        answering.result()


def test_a_peer_that_ends_in_the_handshake(tls: Certificates) -> None:
    with wire_and_peer() as (wire, peer):
        peer.close()
        with pytest.raises((NotSafe, ConnectionProblem)):
            wire.start_tls(client_context(tls), 993, 5)


def test_a_peer_that_says_nothing_in_the_handshake(tls: Certificates) -> None:
    with wire_and_peer() as (wire, _), pytest.raises(NoAnswer):
        wire.start_tls(client_context(tls), 993, 0.1)


def test_another_name_than_the_certificate_s(tls: Certificates) -> None:
    with wire_and_peer() as (wire, peer):
        def shake() -> None:
            with pytest.raises(OSError, match=r"(?i)alert|reset|eof|closed"):
                server_side(peer, tls).recv(1)

        shaking = Running(shake)
        with pytest.raises(CertificateRefused, match=r"another name than mail\.example\.org"):
            wire.start_tls(client_context(tls), 993, 5)
        wire.abort()
        shaking.result()


def test_a_thread_in_a_wait_is_not_needed_to_close() -> None:
    """`interrupt` is the way; the waiting thread itself closes."""
    with wire_and_peer() as (wire, peer):
        ended = threading.Event()

        def wait_and_abort() -> None:
            with pytest.raises(Interrupted):
                wire.readline(100)
            wire.abort()
            ended.set()

        working = Running(wait_and_abort)
        wire.interrupt()
        wait_until(ended.is_set)
        working.result()
        assert read_all(peer) == b""
        with pytest.raises(ConnectionError):
            read_until(peer, b"x")
