"""The octets of one connection: a socket that never blocks for good, with TLS where asked.

All reading and writing of a session goes through here, so that an APPEND can read while it writes, any wait can be
interrupted from another thread, and a connection can be given up without its kernel buffer still being delivered
(SO_LINGER 1, 0; after a plain close megabytes would still arrive, measured).
TCP_NODELAY is on: without it Cyrus costs 44 ms a message (measured).
"""

from __future__ import annotations

import contextlib
import selectors
import socket
import ssl
import struct
import sys
import time

from mailferry.imap.errors import ConnectionLost, NoAnswer, from_connecting, lost
from mailferry.imap.exchange import Exchange
from mailferry.imap.stopping import StopSignal

_PIECE = 64 * 1024  # larger than a TLS record: none is left in the TLS library, where the selector would not see it
_AT_ONCE = 16 * _PIECE
_NO_LINGER = struct.pack("hh" if sys.platform == "win32" else "ii", 1, 0)


class Wire:
    """A connected stream to `host`. Its owner is one thread; only `interrupt` may be called from others.

    Raises ConnectionLost, NoAnswer (silence for longer than allowed) and Interrupted.
    """

    def __init__(self, sock: socket.socket, host: str, *, silence: float, stop: StopSignal | None = None) -> None:
        sock.setblocking(False)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._sock = sock
        self._host = host
        self._buffer = bytearray()
        self._ended = False
        self._error: OSError | None = None
        self._closed = False
        self.silence = silence
        """Seconds that a server may say nothing where an answer is due."""
        self.exchange = Exchange()
        """What is said over it, noted by those who know what the octets mean."""
        self._stop = stop or StopSignal()
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._sock, selectors.EVENT_READ)
        self._selector.register(self._stop, selectors.EVENT_READ)

    # --- waiting -------------------------------------------------------------------------------------------------

    def interrupt(self) -> None:
        """Make every wait of this connection, now and later, end with Interrupted. From any thread."""
        self._stop.set()

    def nudge(self) -> None:
        """Make the wait under way return, as if something could be read. From any thread."""
        self._stop.nudge()

    @property
    def interrupted(self) -> bool:
        """Whether `interrupt` was called."""
        return self._stop.is_set

    def wait(self, *, write: bool, seconds: float, heed_interrupt: bool = True) -> None:
        """Wait until something can be read (or written, if `write`). Raises NoAnswer after `seconds`, Interrupted."""
        deadline = time.monotonic() + seconds
        events = selectors.EVENT_READ | (selectors.EVENT_WRITE if write else 0)
        self._selector.modify(self._sock, events)
        while True:
            if heed_interrupt:
                self._stop.check()
            left = deadline - time.monotonic()
            if left <= 0:
                raise NoAnswer(f"{self._host} has stopped answering. Check that you are online, or try again later.")
            for key, _ in self._selector.select(left):
                if key.fileobj is self._sock:
                    return
                if not self._stop.is_set:  # nudged: whoever waits is to look around
                    self._stop.consume()
                    return
                if not heed_interrupt:  # wake up once, then wait for the socket alone
                    self._stop.consume()

    # --- reading -------------------------------------------------------------------------------------------------

    def fill(self) -> bool:
        """Take in some of what has arrived, without waiting. Returns False once the server has ended the stream.

        Raises ConnectionLost, but not before what had come was taken.
        """
        room = _AT_ONCE  # a server that talks faster than we read must not keep us here
        while room > 0 and not self._ended:
            try:
                piece = self._sock.recv(_PIECE)
            except (BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError):
                return True
            except OSError as error:
                self._error = error
                piece = b""
            if not piece:
                self._ended = True
            self._buffer += piece
            room -= len(piece)
            if 0 < len(piece) < _PIECE and not isinstance(self._sock, ssl.SSLSocket):
                return True
        if self._ended and self._error is not None and not self._buffer:
            raise lost(self._error, self._host) from self._error
        return not self._ended

    def take_line(self) -> bytes | None:
        """A whole line that has arrived, with its line end, or None."""
        end = self._buffer.find(b"\n") + 1
        return self.take(end) if end else None

    def take(self, size: int) -> bytes:
        """At most `size` octets that have arrived."""
        data = bytes(self._buffer[:size])
        del self._buffer[:size]
        return data

    @property
    def unread(self) -> int:
        """Octets that have arrived and that nobody took."""
        return len(self._buffer)

    def readline(self, limit: int) -> bytes:
        """Wait for a line of at most `limit` octets. Raises ConnectionLost, also for a longer line."""
        while (line := self.take_line()) is None:
            if len(self._buffer) > limit:
                raise ConnectionLost(f"{self._host} sent a line without end.")
            self._wait_and_fill()
        return line

    def read(self, size: int) -> bytes:
        """Wait for exactly `size` octets."""
        while len(self._buffer) < size:
            self._wait_and_fill()
        return self.take(size)

    def _wait_and_fill(self) -> None:
        if self._ended:
            raise lost(self._error, self._host)
        self.wait(write=False, seconds=self.silence)
        self.fill()

    # --- writing -------------------------------------------------------------------------------------------------

    def write_some(self, data: memoryview) -> int:
        """Hand over as many octets as go without waiting; 0 if none. Raises ConnectionLost."""
        try:
            return self._sock.send(data[:_PIECE])
        except (BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError):
            return 0
        except OSError as error:
            raise lost(error, self._host) from error

    def send(self, data: bytes) -> None:
        """Hand over a short command, reading what comes meanwhile."""
        view = memoryview(data)
        while view:
            count = self.write_some(view)
            view = view[count:]
            if view and not count:
                self.wait(write=True, seconds=self.silence)
                if not self.fill():
                    raise lost(None, self._host)

    # --- TLS and the end -----------------------------------------------------------------------------------------

    def start_tls(self, context: ssl.SSLContext, port: int, seconds: float) -> None:
        """Make the connection a protected one. Octets that came before are not trusted: they end it.

        Raises NotSafe, CertificateRefused, ConnectionLost, NoAnswer.
        """
        if self._buffer:
            raise ConnectionLost(f"{self._host} spoke out of turn before the protected connection began.")
        try:
            protected = context.wrap_socket(self._sock, server_hostname=self._host, do_handshake_on_connect=False)
        except OSError as error:
            raise from_connecting(error, self._host, port) from error
        self._selector.unregister(self._sock)
        self._sock = protected
        self._selector.register(self._sock, selectors.EVENT_READ)
        while True:
            try:
                protected.do_handshake()
            except ssl.SSLWantReadError:
                self.wait(write=False, seconds=seconds)
            except ssl.SSLWantWriteError:
                self.wait(write=True, seconds=seconds)
            except OSError as error:
                raise from_connecting(error, self._host, port) from error
            else:
                return

    def abort(self) -> None:
        """Give the connection up: nothing that the kernel still holds is delivered."""
        if not self._closed:
            with contextlib.suppress(OSError):
                self._sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _NO_LINGER)
            self.close()

    def close(self) -> None:
        """Close the socket. Twice does no harm."""
        if self._closed:
            return
        self._closed = True
        self._ended = True
        self._selector.close()
        self._sock.close()
        self._stop.close()
