"""A strict little reader of APPEND commands, out of the octets that went over the wire, or would go.

Written after RFC 9051 section 9 and RFC 4466, for the tests alone: nothing of the program is used. It takes what the
grammar allows and no octet more; all else raises AssertionError.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

TAG = re.compile(rb"[A-Za-z0-9]+")
MAILBOX = re.compile(rb'"((?:[\x20\x21\x23-\x5b\x5d-\x7e]|\\["\\])*)"')
ATOM = rb'[!#$&\'+,\-./0-9:;<=>?@A-Z\[^_`a-z|}~]+'  # any CHAR but atom-specials
FLAGS = re.compile(rb"\(((?:\\?%s(?: \\?%s)*)?)\)" % (ATOM, ATOM))
MONTH = rb"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
DATE = re.compile(rb'"([ 1-3]\d-%s-\d{4} \d\d:\d\d:\d\d [+-]\d{4})"' % MONTH)
LITERAL = re.compile(rb"(~?)\{([1-9]\d*)(\+?)\}\r\n")
SYSTEM_FLAGS = {b"\\Answered", b"\\Deleted", b"\\Draft", b"\\Flagged", b"\\Seen"}


@dataclass(frozen=True)
class ReadMessage:
    """One message of a command; `synchronising` if its literal waits for the server's `+`; `binary` if it is a literal8
    (RFC 3516)."""

    flags: frozenset[bytes]
    date: datetime | None
    synchronising: bool
    octets: bytes
    binary: bool


@dataclass(frozen=True)
class ReadCommand:
    tag: bytes
    mailbox: bytes
    messages: tuple[ReadMessage, ...]
    outside: bytes
    """All octets that are in no literal."""


class _Octets:
    def __init__(self, octets: bytes) -> None:
        self._octets = octets
        self._place = 0
        self.outside = b""

    def take(self, pattern: re.Pattern[bytes]) -> re.Match[bytes]:
        found = pattern.match(self._octets, self._place)
        assert found is not None, f"no {pattern.pattern!r} at {self._octets[self._place:self._place + 60]!r}"
        self._place = found.end()
        self.outside += found[0]
        return found

    def take_exactly(self, expected: bytes) -> None:
        self.take(re.compile(re.escape(expected)))

    def has(self, expected: bytes) -> bool:
        return self._octets.startswith(expected, self._place)

    def take_literal(self, size: int) -> bytes:
        octets = self._octets[self._place:self._place + size]
        assert len(octets) == size, "the command ends inside a literal"
        self._place += size
        return octets

    def at_end(self) -> bool:
        return self._place == len(self._octets)


def read_append(octets: bytes) -> ReadCommand:
    """Read the octets as exactly one APPEND. Raises AssertionError where they are anything else."""
    commands = read_appends(octets)
    assert len(commands) == 1, f"{len(commands)} commands"
    return commands[0]


def read_appends(octets: bytes) -> list[ReadCommand]:
    """Read the octets as APPENDs one after the other. Raises AssertionError where they are anything else."""
    source = _Octets(octets)
    commands = []
    while not source.at_end():
        commands.append(_command(source))
    return commands


def _command(source: _Octets) -> ReadCommand:
    source.outside = b""
    tag = source.take(TAG)[0]
    source.take_exactly(b" APPEND ")
    mailbox = re.sub(rb"\\(.)", rb"\1", source.take(MAILBOX)[1])
    messages = [_message(source)]
    while not source.has(b"\r\n"):
        messages.append(_message(source))
    source.take_exactly(b"\r\n")
    return ReadCommand(tag, mailbox, tuple(messages), source.outside)


def _message(source: _Octets) -> ReadMessage:
    source.take_exactly(b" ")
    flags = source.take(FLAGS)[1].split(b" ")
    names = frozenset(flags) - {b""}
    assert len(flags) == 1 or len(names) == len(flags), "a flag twice"
    assert {name for name in names if name.startswith(b"\\")} <= SYSTEM_FLAGS
    source.take_exactly(b" ")
    date = None
    if source.has(b'"'):
        text = source.take(DATE)[1].decode("ascii")
        date = datetime.strptime(text.strip(), "%d-%b-%Y %H:%M:%S %z")
        source.take_exactly(b" ")
    literal = source.take(LITERAL)
    return ReadMessage(names, date, not literal[3], source.take_literal(int(literal[2])), bool(literal[1]))
