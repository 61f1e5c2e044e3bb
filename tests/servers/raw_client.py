"""A client of a few lines for tests of the servers themselves: it sends exactly the octets that it is told to."""

from __future__ import annotations

import socket
from collections.abc import Sequence
from typing import Self

from tests.servers.common import READY_SECONDS, Account, ImapServer


class RawClient:
    """A connection to the plain port, signed in where an account is given; closed with the `with` block.

    A read that takes longer than `seconds` raises TimeoutError.
    """

    def __init__(self, server: ImapServer, account: Account | None = None, seconds: float = READY_SECONDS) -> None:
        self.socket = socket.create_connection((server.host, server.port), timeout=seconds)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._lines = self.socket.makefile("rb")
        self._number = 0
        try:
            self.greeting = self.line()
            if account is not None:
                self.command(f"LOGIN {account.user} {account.password}".encode())
        except OSError:
            self.__exit__()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._lines.close()
        self.socket.close()

    def send(self, octets: bytes) -> None:
        self.socket.sendall(octets)

    def line(self) -> bytes:
        """The next line of the server without its end. Raises ConnectionError at the end of the stream."""
        line = self._lines.readline()
        if not line:
            raise ConnectionResetError("the server closed the connection")
        return line.rstrip(b"\r\n")

    def new_tag(self) -> bytes:
        self._number += 1
        return b"a%d" % self._number

    def answer(self, tag: bytes) -> bytes:
        """The tagged answer without its tag; what comes before it is dropped."""
        while not (line := self.line()).startswith(tag + b" "):
            pass
        return line[len(tag) + 1 :]

    def command(self, text: bytes) -> bytes:
        """Send a command of one line and return its tagged answer without the tag."""
        tag = self.new_tag()
        self.send(tag + b" " + text + b"\r\n")
        return self.answer(tag)

    def append(self, mailbox: bytes, messages: Sequence[bytes]) -> bytes:
        """APPEND all messages with one command (RFC 3502) and return the answer without its tag.

        The first literal waits for its `+`, the others do not; a tagged answer in its place ends the sending.
        """
        tag = self.new_tag()
        self.send(b"%s APPEND %s () {%d}\r\n" % (tag, mailbox, len(messages[0])))
        line = self.line()
        while line.startswith(b"* "):
            line = self.line()
        if not line.startswith(b"+"):
            return line[len(tag) + 1 :]
        rest = b"".join(b" () {%d+}\r\n%s" % (len(message), message) for message in messages[1:])
        self.send(messages[0] + rest + b"\r\n")
        return self.answer(tag)
