"""A server that answers at every octet position of a batch never sees a line that is not ours.

The scripted server takes every line outside an announced literal for a command, and carries it out; after a BAD with
`lost_sync` it takes even the announced literal for commands, as Dovecot 2.3 does.
"""

from __future__ import annotations

import socket
from dataclasses import dataclass, field

import pytest
from tests.imap.mails import HOSTILE, SHORT, Mail
from tests.servers.scripted import ScriptedServer

from mailferry.imap.append import AppendCommand, AppendRules, Literals, Refused, Stored
from mailferry.imap.errors import ConnectionProblem
from mailferry.imap.transmit import Transmission, Watcher
from mailferry.imap.wire import Wire

BATCH = (Mail(b"zz0 DELETE victim\r\n" * 2, frozenset({"\\Seen"}), piece=7), Mail(HOSTILE, piece=50),
         Mail(b"zz9 DELETE INBOX\r\n"))
LITERALS = [Literals.PLUS, Literals.SYNCHRONISING]


@dataclass
class Run:
    """What came of one try."""

    outcome: Stored | Refused | None = None
    finishing: list[bool] = field(default_factory=list)
    lines: list[bytes] = field(default_factory=list)

    @property
    def in_step(self) -> bool:
        return isinstance(self.outcome, Stored) or (self.outcome is not None and self.outcome.in_step)


def first_line(literals: Literals) -> bytes:
    step = AppendCommand(b"T1", b"INBOX", BATCH, AppendRules(literals)).step
    data = getattr(step, "data", b"")
    assert isinstance(data, bytes)
    return data


def our_lines(literals: Literals) -> list[bytes]:
    """The lines of the whole command, without line ends."""
    lines = [first_line(literals).rstrip(b"\r\n")]
    plus = b"+" if literals is Literals.PLUS else b""
    lines += [b' () " 4-Mar-2019 04:06:07 +0000" {%d%s}' % (mail.wire_size, plus) for mail in BATCH[1:]]
    return [*lines, b""]


def length(literals: Literals) -> int:
    """The octets of the whole command."""
    return sum(len(line) + 2 for line in our_lines(literals)) + sum(mail.wire_size for mail in BATCH)


def attempt(server: ScriptedServer, literals: Literals) -> Run:
    """One try at the batch, as an uploader makes it; a connection in step is used for one more command."""
    run = Run()
    wire = Wire(socket.create_connection((server.server.host, server.server.port)), "scripted", silence=5)
    try:
        assert wire.readline(1000).startswith(b"* OK")
        command = AppendCommand(b"T1", b"INBOX", BATCH, AppendRules(literals))
        watcher = Watcher(lambda: run.finishing.append(True), lambda messages, octets: None)
        try:
            run.outcome = Transmission[Stored | Refused](wire, command, BATCH, watcher, SHORT).run()
        except ConnectionProblem:
            return run
        if run.in_step:
            wire.send(b"T2 NOOP\r\n")
            while not (line := wire.readline(1000)).startswith(b"T2 "):
                run.lines.append(line)
            assert line == b"T2 OK done\r\n"
            wire.close()
    finally:
        wire.abort()
    return run


def check(server: ScriptedServer, run: Run, literals: Literals, *, lies: bool = False) -> None:
    """Nothing but our own lines was taken for lines, and nothing is stored that is not known to be."""
    expected = our_lines(literals)
    lines = [line for line in server.lines if line != b"T2 NOOP"]
    assert lines == expected[:len(lines)]
    assert [line for line in server.commands if line != b"T2 NOOP"] == lines[:1]
    assert set(server.mailboxes.boxes) == {b"INBOX", b"victim"}
    stored = [message.octets for message in server.stored]
    if isinstance(run.outcome, Stored):
        assert run.finishing
        assert lies or stored == [mail.content for mail in BATCH]
    elif isinstance(run.outcome, Refused) or not run.finishing:
        assert stored == []
    if isinstance(run.outcome, Refused) and run.outcome.committed:
        assert run.finishing


@pytest.mark.parametrize("literals", LITERALS)
@pytest.mark.parametrize("answer", [b"{tag} NO [OVERQUOTA] no\r\n", b"{tag} BAD no\r\n", b"+ more\r\n",
                                    b"* BYE no\r\n", b"* OK hold on\r\n", b"{tag} OK done\r\n"])
def test_whatever_it_says_and_where(answer: bytes, literals: Literals) -> None:
    for place in range(1, length(literals) + 1):
        with ScriptedServer(answer_at=place, append=1, answer=answer, lost_sync=False) as server:
            run = attempt(server, literals)
        assert server.answered.is_set()
        # A server that says OK while our last octets are on their way to it cannot be told from an honest one.
        check(server, run, literals, lies=answer.startswith(b"{tag} OK"))
        if answer.startswith((b"+", b"* OK")):
            assert isinstance(run.outcome, Stored)
        elif answer.startswith(b"* BYE"):
            assert run.outcome is None
        else:
            assert isinstance(run.outcome, Refused) or answer.startswith(b"{tag} OK")


def test_a_bad_in_place_of_the_first_plus_sends_no_mail_even_to_a_server_that_loses_its_place() -> None:
    for place in range(1, len(first_line(Literals.PLUS)) + 1):
        with ScriptedServer(answer_at=place, append=1, answer=b"{tag} BAD no\r\n", lost_sync=True) as server:
            run = attempt(server, Literals.PLUS)
        assert isinstance(run.outcome, Refused)
        check(server, run, Literals.PLUS)


def test_where_every_literal_waits_a_server_that_loses_its_place_gets_no_mail() -> None:
    """In the middle of a literal it asked for, the rest of that piece is all that can still reach it."""
    lines = our_lines(Literals.SYNCHRONISING)
    place = 0
    for index, line in enumerate(lines[:-1]):
        place += len(line) + 2
        with ScriptedServer(answer_at=place, append=1, answer=b"{tag} BAD no\r\n", lost_sync=True) as server:
            run = attempt(server, Literals.SYNCHRONISING)
        assert run.outcome == Refused("BAD", "", "no", index, committed=False, in_step=False)
        check(server, run, Literals.SYNCHRONISING)
        place += BATCH[index].wire_size
