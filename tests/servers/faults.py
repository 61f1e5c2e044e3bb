"""What the fault proxy can do to a connection, and what it knows of one: values that a test hands to it, or reads.

Faults with `once` strike one connection only, so that a retry finds a clean one. APPENDs and UID COPYs are counted
from 1 and the client's octets from the first, each for each connection anew. A fault names one of them, or none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field


@dataclass(frozen=True)
class OfCommand:
    """A command of a connection: its APPEND number `append`, or its UID COPY number `copy`. `shut`: from then on new
    connections are taken and hear nothing, until the test lets them in: however slow it is, it acts before they do."""

    append: int | None = None
    copy: int | None = None
    once: bool = True
    shut: bool = False

    @property
    def command(self) -> tuple[bytes, int] | None:
        """The name and number of the command."""
        if self.append is not None:
            return b"APPEND", self.append
        return None if self.copy is None else (b"COPY", self.copy)


@dataclass(frozen=True)
class AtOctet(OfCommand):
    """A place in the client's stream: after `octets` of the connection, or of its command.

    With a command and 0 octets it is the moment when its first line arrives; nothing of it is passed on.
    """

    octets: int = 0


@dataclass(frozen=True)
class Cut(AtOctet):
    """The connection breaks there. `reset`: toward the server too, which may lose what it has not read; else it sees
    an orderly end. For `down` seconds new connections are refused."""

    reset: bool = False
    down: float = 0.0


@dataclass(frozen=True)
class Crash(AtOctet):
    """The process at the other end is killed, `seconds` after it was sent so much. `down` as for a cut."""

    seconds: float = 0.0
    down: float = 0.0


@dataclass(frozen=True)
class Stall(AtOctet):
    """Nothing more is passed on, for `seconds`, or (None) until `release`; the connection stays."""

    seconds: float | None = None


@dataclass(frozen=True)
class SwallowAnswer(OfCommand):
    """The server has done the command, its tagged answer is lost, and the connection unless told not."""

    then_cut: bool = True


@dataclass(frozen=True)
class ReplaceAnswer(OfCommand):
    """The tagged answer to the command becomes `text` (such as b"NO no") though it was carried out."""

    text: bytes = b"NO no"


Fault = Cut | Crash | Stall | SwallowAnswer | ReplaceAnswer


@dataclass
class Connection:
    """What is known of one connection of the client; `forwarded` octets have been passed on to the server."""

    octets: int = 0
    forwarded: int = 0
    appends: int = 0
    fired: list[Fault] = field(default_factory=list)
    ended: bool = False


@dataclass(frozen=True)
class ResponseEdit:
    """What is changed in the lines of a server, outside literals."""

    hide: frozenset[str]
    add: tuple[str, ...]
    remove_codes: frozenset[str]

    def apply(self, line: bytes) -> bytes:
        """The line as the client shall see it."""
        codes = self.remove_codes | ({"APPENDUID", "COPYUID"} if "UIDPLUS" in self.hide else set())
        for code in codes:
            line = re.sub(
                rb"(?i)^(\S+ (?:OK|NO|BAD|BYE|PREAUTH) )\[" + code.encode() + rb"(?: [^\]]*)?\] ?", rb"\1", line
            )
        if self.hide or self.add:
            line = re.sub(rb"(?i)^(\* CAPABILITY)([^\r\n]*)", self._capabilities, line)
            line = re.sub(rb"(?i)(\[CAPABILITY)([^\]]*)", self._capabilities, line)
        return line

    def _capabilities(self, found: re.Match[bytes]) -> bytes:
        names = [name.decode("ascii") for name in found[2].split()]
        kept = [name for name in names if not {name, name.partition("=")[0]} & self.hide]
        return b" ".join([found[1], *(name.encode("ascii") for name in (*kept, *self.add))])
