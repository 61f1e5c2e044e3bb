"""The two octet streams of an IMAP connection, cut into lines and literals, without I/O (RFC 3501 4.3, 7888).

The test servers and the fault proxy follow with it what is a command and what is mail text: the octets of a
literal are skipped exactly, whatever they look like.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_LITERAL = re.compile(rb"~?\{(\d+)(\+?)\}\r?\n\Z")
_COMMAND = re.compile(rb"(\S+) (\S+)")


@dataclass(frozen=True)
class Piece:
    """A whole line with its line end, or some octets of a literal.

    tag, command: only where a command or a response begins, the command in upper case; a tag may be `*` or `+`.
    """

    octets: bytes
    is_literal: bool = False
    tag: bytes = b""
    command: bytes = b""


class _Stream:
    """Feed it octets in any portions; lines come out whole, literals as they arrive."""

    def __init__(self) -> None:
        self._line = bytearray()
        self._literal = 0
        self._continues = False

    @property
    def held(self) -> bytes:
        """The beginning of a line whose end has not arrived yet."""
        return bytes(self._line)

    @property
    def literal_octets_due(self) -> int:
        """How many octets of the announced literal have not arrived yet."""
        return self._literal

    def feed(self, octets: bytes) -> Iterator[Piece]:
        """The pieces that are complete now, in order; ask for one after the other, the next may depend on it."""
        start = 0
        while start < len(octets):
            if self._literal:
                part = octets[start : start + self._literal]
                self._literal -= len(part)
                start += len(part)
                yield Piece(part, is_literal=True)
                continue
            end = octets.find(b"\n", start) + 1
            self._line += octets[start : end or len(octets)]
            if not end:
                return
            start = end
            line = bytes(self._line)
            self._line.clear()
            yield self._whole(line)

    def _whole(self, line: bytes) -> Piece:
        starts = None if self._continues else _COMMAND.match(line)
        announced = self._announced(line)
        self._continues = announced is not None
        self._literal = announced or 0
        if starts is None:
            return Piece(line)
        return Piece(line, tag=starts[1], command=starts[2].upper())

    def _announced(self, line: bytes) -> int | None:
        found = _LITERAL.search(line)
        return int(found[1]) if found else None


class ClientStream(_Stream):
    """What a client sends. After `refused` the announced literal is not expected any more."""

    def __init__(self) -> None:
        super().__init__()
        self._tag = b""
        self._waits = False

    def _whole(self, line: bytes) -> Piece:
        piece = super()._whole(line)
        self._tag = piece.tag or self._tag
        found = _LITERAL.search(line)
        self._waits = found is not None and not found[2]
        return piece

    def feed(self, octets: bytes) -> Iterator[Piece]:
        for piece in super().feed(octets):
            self._waits = self._waits and not piece.is_literal
            yield piece

    def refused(self, tag: bytes) -> None:
        """The server answered this command. A synchronising literal whose `+` never came is not sent then."""
        if self._waits and tag == self._tag:
            self._literal, self._continues, self._waits = 0, False, False

    def forget_literal(self) -> None:
        """Take what follows as a command, as a server does that has lost its place."""
        self._literal, self._continues, self._waits = 0, False, False


class ServerStream(_Stream):
    """What a server sends. Only untagged data has literals."""

    def _announced(self, line: bytes) -> int | None:
        return super()._announced(line) if self._continues or line.startswith(b"* ") else None
