"""A transmission at work against a peer that the test plays."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from tests.imap.grammar import read_append
from tests.imap.mails import HOSTILE, SHORT, Mail, numbered, quiet
from tests.imap.peers import Running, read_until, wire_and_peer

from mailferry.imap.append import Appendable, AppendCommand, AppendRules, Literals, Refused, Stored
from mailferry.imap.transmit import Patience, Transmission, Watcher
from mailferry.imap.wire import Wire

PLUS = AppendRules(Literals.PLUS)
TWO = (Mail(numbered(1), keywords=frozenset({"Work"})), Mail(HOSTILE))
OK = b"T1 OK [APPENDUID 7 1:2] done\r\n"


class Heard:
    """What a watcher was told."""

    def __init__(self, on_finishing: Callable[[], None] = lambda: None,
                 on_progress: Callable[[], None] = lambda: None) -> None:
        self.finishing = 0
        self.progress: list[tuple[int, int]] = []
        self._on_finishing = on_finishing
        self._on_progress = on_progress

    @property
    def watcher(self) -> Watcher:
        def note_finishing() -> None:
            self.finishing += 1
            self._on_finishing()

        def note_progress(messages: int, octets: int) -> None:
            self.progress.append((messages, octets))
            self._on_progress()

        return Watcher(note_finishing, note_progress)


def transmission(wire: Wire, messages: Sequence[Appendable], watcher: Watcher | None = None, *,
                 rules: AppendRules = PLUS, patience: Patience = SHORT) -> Transmission[Stored | Refused]:
    command = AppendCommand(b"T1", b"INBOX", messages, rules)
    return Transmission(wire, command, messages, watcher or quiet(), patience)


@contextmanager
def sending(messages: Sequence[Appendable], heard: Heard | None = None, *, rules: AppendRules = PLUS,
            patience: Patience = SHORT) -> Iterator[tuple[Running, socket.socket, Wire]]:
    """A transmission at work in a thread, the peer that it talks to, and its wire."""
    with wire_and_peer() as (wire, peer):
        watcher = None if heard is None else heard.watcher
        work = Running(transmission(wire, messages, watcher, rules=rules, patience=patience).run)
        yield work, peer, wire
        wire.interrupt()
        work.join()


def go_on(peer: socket.socket) -> bytes:
    """Read up to the first literal, and say `+` to it."""
    line = read_until(peer, b"}\r\n")
    peer.sendall(b"+ go on\r\n")
    return line


def accept_all(peer: socket.socket) -> bytes:
    """Say `+` to each literal that waits for it; all octets up to the end of the command."""
    octets = b""
    while True:
        octets += read_until(peer, b"\r\n")
        if octets.endswith(b"}\r\n") and not octets.endswith(b"+}\r\n"):
            peer.sendall(b"+ go on\r\n")
        try:
            read_append(octets)
        except AssertionError:
            continue
        return octets
