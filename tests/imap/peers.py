"""The other end of a connection, played by the test: a bare TCP peer, and a server that answers as it is told.

Neither knows IMAP beyond lines, tags and literals; both are on the loopback interface and stop with the test.
"""

from __future__ import annotations

import re
import socket
import ssl
import struct
import threading
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.servers.common import JOIN_SECONDS, LOOPBACK, Certificates

from mailferry.imap.wire import Wire

SECONDS = 60.0
"""What ends is waited for so long: a busy machine takes its time."""

CAPABILITY = b"* CAPABILITY IMAP4rev1 LITERAL+ MULTIAPPEND UIDPLUS\r\n{tag} OK done\r\n"


@contextmanager
def wire_and_peer(*, silence: float = 30.0) -> Iterator[tuple[Wire, socket.socket]]:
    """A wire and the socket at its other end."""
    with socket.create_server((LOOPBACK, 0)) as listener:
        near = socket.create_connection(listener.getsockname())
        far, _ = listener.accept()
    far.settimeout(SECONDS)
    wire = Wire(near, "mail.example.org", silence=silence)
    try:
        yield wire, far
    finally:
        wire.close()
        far.close()


def reset(peer: socket.socket) -> None:
    """Close so that the other end gets a reset."""
    peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    peer.close()


def read_until(peer: socket.socket, end: bytes) -> bytes:
    """What comes, up to `end` and with it. Raises ConnectionError where the stream ends before."""
    octets = b""
    while not octets.endswith(end):
        piece = peer.recv(1)
        if not piece:
            raise ConnectionResetError(f"the stream ended after {octets!r}")
        octets += piece
    return octets


def read_exactly(peer: socket.socket, size: int) -> bytes:
    """The next `size` octets. Raises ConnectionError where the stream ends before."""
    octets = b""
    while len(octets) < size:
        piece = peer.recv(size - len(octets))
        if not piece:
            raise ConnectionResetError(f"the stream ended after {octets!r}")
        octets += piece
    return octets


def read_all(peer: socket.socket) -> bytes:
    """What comes until the stream ends or is reset."""
    octets = b""
    with suppress(ConnectionError):
        while piece := peer.recv(65536):
            octets += piece
    return octets


class Running(threading.Thread):
    """A function at work in a thread; `result` waits for it and gives what it returned, or raises what it raised."""

    def __init__(self, work: Callable[[], object]) -> None:
        super().__init__(name="test work")
        self._work = work
        self._result: object = None
        self._error: BaseException | None = None
        self.start()

    def run(self) -> None:
        try:
            self._result = self._work()
        except BaseException as error:  # noqa: BLE001  # raised again in `result`
            self._error = error

    def result(self) -> object:
        self.join(SECONDS)
        assert not self.is_alive(), "the work does not end"
        if self._error is not None:
            raise self._error
        return self._result


class Talker:
    """A server of one connection after the other that answers each command as told, else with OK.

    answers: what is said to a command, by its name in capitals; `{tag}` becomes its tag. An answer that ends in
    `{close}` closes the connection; b"{silence}" says nothing. A list gives one answer after the other. STARTTLS with
    an OK starts TLS where `certificates` are given; with `tls_first` it is spoken from the first octet.
    """

    def __init__(self, answers: Mapping[bytes, bytes | list[bytes]] | None = None, *,
                 greeting: bytes = b"* OK ready\r\n", certificates: Certificates | None = None,
                 tls_first: bool = False) -> None:
        self._answers: dict[bytes, bytes | list[bytes]] = {b"CAPABILITY": CAPABILITY, **(answers or {})}
        self._greeting = greeting
        self._tls_first = tls_first
        self._context: ssl.SSLContext | None = None
        if certificates is not None:
            self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self._context.load_cert_chain(certificates.good.certificate, certificates.good.key)
        self.lines: list[bytes] = []
        """All that was received, line by line, without line ends."""
        self._listener = socket.create_server((LOOPBACK, 0))
        self.port: int = self._listener.getsockname()[1]
        self._current: socket.socket | None = None
        self._thread = threading.Thread(target=self._serve, name="talker")

    def __enter__(self) -> Talker:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        with suppress(OSError):
            if self._current is not None:
                self._current.shutdown(socket.SHUT_RDWR)
        self._thread.join(JOIN_SECONDS)
        assert not self._thread.is_alive(), "the talker does not stop"

    def _serve(self) -> None:
        while True:
            try:
                self._current, _ = self._listener.accept()
            except OSError:
                return
            try:
                self._converse()
            except OSError:
                pass
            finally:
                self._current.close()  # it may have become another one, with TLS

    def _converse(self) -> None:
        connection = self._current
        assert connection is not None
        if self._tls_first:
            connection = self._protect(connection)
        connection.sendall(self._greeting.replace(b"{close}", b""))
        if self._greeting.endswith(b"{close}"):
            return
        lines = connection.makefile("rb")
        while line := lines.readline():
            self.lines.append(line.rstrip(b"\r\n"))
            words = re.match(rb"(\S+) (?:UID )?(\S+)", line)
            tag, name = (words[1], words[2].upper()) if words else (b"*", b"")
            answer = self._answers.get(name, b"{tag} OK done\r\n")
            if isinstance(answer, list):
                answer = answer.pop(0) if len(answer) > 1 else answer[0]
            if answer == b"{silence}":
                continue
            connection.sendall(answer.replace(b"{tag}", tag).replace(b"{line}", line.strip()).replace(b"{close}", b""))
            if answer.endswith(b"{close}"):
                return
            if name == b"STARTTLS" and self._context is not None:
                connection = self._protect(connection)
                lines = connection.makefile("rb")
            if answer.startswith(b"+"):  # what comes next is an answer to us
                self.lines.append(lines.readline().rstrip(b"\r\n"))
                connection.sendall(tag + b" " + self._after_plus() + b"\r\n")

    def _after_plus(self) -> bytes:
        answer = self._answers.get(b"+", b"OK done")
        assert isinstance(answer, bytes)
        return answer.replace(b"{line}", self.lines[-1])

    def _protect(self, connection: socket.socket) -> ssl.SSLSocket:
        assert self._context is not None
        try:
            self._current = protected = self._context.wrap_socket(connection, server_side=True)
        except OSError as error:
            for frame, _ in traceback.walk_tb(error.__traceback__):  # where the other end was faster, Python forgets it
                if isinstance(made := frame.f_locals.get("self"), ssl.SSLSocket):
                    made.close()
            raise
        return protected


def client_context(certificates: Certificates | Path) -> ssl.SSLContext:
    """A context that trusts the authority of the tests."""
    file = certificates.ca_file if isinstance(certificates, Certificates) else certificates
    return ssl.create_default_context(cafile=str(file))
