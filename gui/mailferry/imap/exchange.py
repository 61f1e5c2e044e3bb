"""What client and server said to each other, kept for people: commands and answers with their times (RFC 9051 2.2.1).

Nothing is kept before `begin`, so no sign-in is. Of literals only the size is kept, of the messages that are sent too;
quoted text in answers to FETCH, which can be a part of a message, goes the same way, and so does a line of a server
that has no form of an answer. The password is struck out besides. At most LIMIT characters are kept: the first quarter,
and the last three.
"""

from __future__ import annotations

import re
import time
from collections import deque
from collections.abc import Callable

LIMIT = 64 * 1024
_HEAD = LIMIT // 4
_LINE = 1000
"""Characters of one line: an answer to SEARCH may name a million numbers."""

_ANNOUNCED = re.compile(rb"\{\d+\+?\}\r?\n?\Z")
_ANSWER = re.compile(rb"(?:\* |\+|[A-Z]{1,8}\d+ (?:OK|NO|BAD)\b)", re.IGNORECASE)
_FETCH = re.compile(rb"\* \d+ FETCH\b", re.IGNORECASE)
_QUOTED = re.compile(rb'(INTERNALDATE )?"((?:[^"\\]|\\.)*)("|\Z)', re.IGNORECASE)


class Exchange:
    """The latest of one connection. One thread uses it; `words` strikes out secrets."""

    def __init__(self) -> None:
        self.words: Callable[[str], str] = str
        self._on = False
        self._head: list[str] = []
        self._tail: deque[str] = deque()
        self._room = _HEAD
        self._in_tail = 0
        self._dropped = 0
        self._literal_due = False
        self._goes_on = False  # the answer under way has a literal, and more follows
        self._fetch = False

    def begin(self) -> None:
        """Keep what is said from now on, and nothing of before."""
        self._on = True
        self._head.clear()
        self._tail.clear()
        self._room, self._in_tail, self._dropped = _HEAD, 0, 0

    def sent(self, data: bytes) -> None:
        """These octets are a command, a part of one, or the literal that it has announced."""
        if not self._on:
            return
        if self._literal_due:
            self._literal_due = False
            self._note("C", f"[{len(data):,} octets]")
        elif line := data.rstrip(b"\r\n"):
            self._literal_due = _ANNOUNCED.search(data) is not None
            self._note("C", _shown(line))

    def sent_message(self, octets: int) -> None:
        """A message of this size goes out, in a literal."""
        if self._on:
            self._literal_due = False
            self._note("C", f"[message, {octets:,} octets]")

    def answered(self, line: bytes) -> None:
        """A line of the server, with its line end."""
        if not self._on:
            return
        goes_on, self._goes_on = self._goes_on, _ANNOUNCED.search(line) is not None
        if not goes_on:
            self._fetch = _FETCH.match(line) is not None
            if not _ANSWER.match(line):
                self._note("S", f"[a line of {len(line):,} octets]")
                return
        text = line.rstrip(b"\r\n")
        if self._fetch:
            text = _QUOTED.sub(lambda found: found[0] if found[1] else b'"[%d octets]"' % len(found[2]), text)
        if text:
            self._note("S", _shown(text))

    def answered_literal(self, octets: int) -> None:
        """A literal of the server."""
        if self._on:
            self._note("S", f"[{octets:,} octets]")

    def _note(self, who: str, text: str) -> None:
        now = time.time()
        line = f"{time.strftime('%H:%M:%S', time.localtime(now))}.{int(now * 1000) % 1000:03} {who}: {self.words(text)}"
        if len(line) < self._room and not self._tail:
            self._room -= len(line) + 1
            self._head.append(line)
            return
        self._tail.append(line)
        self._in_tail += len(line) + 1
        while self._in_tail > LIMIT - _HEAD:
            self._in_tail -= len(self._tail.popleft()) + 1
            self._dropped += 1

    def text(self) -> str:
        """What is kept, a line each: time of day, C (client) or S (server), and what it said."""
        left_out = [f"[{self._dropped:,} lines left out]"] if self._dropped else []
        return "\n".join([*self._head, *left_out, *self._tail])


def _shown(line: bytes) -> str:
    cut = line[:_LINE].decode("utf-8", "replace")
    return cut if len(line) <= _LINE else f"{cut} [{len(line):,} octets]"
