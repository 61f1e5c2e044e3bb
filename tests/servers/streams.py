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

    starts: a command or a response begins here; tag and command (in upper case) are told then, where the line has
    two words at least. A tag may be `*` or `+`.
    """

    octets: bytes
    is_literal: bool = False
    starts: bool = False
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
    def in_command(self) -> bool:
        """Whether what comes next belongs to the command or response whose literal was announced last."""
        return self._continues

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
        starts, announced = not self._continues, self._announced(line)
        self._continues = announced is not None
        self._literal = announced or 0
        words = _COMMAND.match(line) if starts else None
        if words is None:
            return Piece(line, starts=starts)
        return Piece(line, starts=True, tag=words[1], command=words[2].upper())

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
