"""Ending the waits of one connection from another thread, from the look-up of its host's name to its last answer."""

from __future__ import annotations

import contextlib
import selectors
import socket
import time

from mailferry.imap.errors import Interrupted


class StopSignal:
    """Belongs to one connection, also while it is still being made. `set` may be called from any thread, for good."""

    def __init__(self) -> None:
        self._receiver, self._sender = socket.socketpair()
        self._sender.setblocking(False)
        self.is_set = False

    def set(self) -> None:
        """Make every wait, now and later, end with Interrupted."""
        self.is_set = True
        with contextlib.suppress(OSError):
            self._sender.send(b"!")

    def nudge(self) -> None:
        """Make the wait under way look around once. From any thread."""
        with contextlib.suppress(OSError):
            self._sender.send(b"!")

    def check(self) -> None:
        """Raises Interrupted once it is set."""
        if self.is_set:
            raise Interrupted("Stopped before the server had everything.")

    def wait(self, sock: socket.socket, events: int, seconds: float) -> bool:
        """Wait until `sock` is ready. False after `seconds`. Raises Interrupted."""
        deadline = time.monotonic() + seconds
        with selectors.DefaultSelector() as selector:
            selector.register(self, selectors.EVENT_READ)
            selector.register(sock, events)
            while (left := deadline - time.monotonic()) > 0:
                self.check()
                if any(key.fileobj is sock for key, _ in selector.select(left)):
                    return True
        return False

    def fileno(self) -> int:
        """For a selector: readable once it is set, or nudged."""
        return self._receiver.fileno()

    def consume(self) -> None:
        """Be readable no more: for a nudge that was felt, and for a wait that does not heed it."""
        self._receiver.recv(64)

    def close(self) -> None:
        """Nobody waits any more. `set` does no harm afterwards."""
        self._receiver.close()
        self._sender.close()
