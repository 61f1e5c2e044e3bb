"""What the messages of the open mailbox are like: size, date and flags of many at once, their octets piece by piece.

RFC 9051 6.4.5 (FETCH) and 7.5.2. imapclient takes ten times as long for the answers, and holds a message whole; here a
piece is never larger than PIECE_OCTETS.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass

from mailferry.imap.examined import Told
from mailferry.imap.opened import sequence_set

PIECE_OCTETS = 512 * 1024
_MARKS_AT_ONCE = 1000
"""UIDs in one FETCH: their sets may be long lines."""
_BODIES_AT_ONCE = 200

_UID = re.compile(rb"\bUID (\d+)")
_SIZE = re.compile(rb"\bRFC822\.SIZE (\d+)", re.IGNORECASE)
_FLAGS = re.compile(rb"\bFLAGS \(([^)]*)\)", re.IGNORECASE)
_DATE = re.compile(rb'\bINTERNALDATE "([ \d]\d)-(\w{3})-(\d{4}) (\d\d):(\d\d):(\d\d) ([+-])(\d\d)(\d\d)"',
                   re.IGNORECASE)
_SHORT_BODY = re.compile(rb'\bBODY\[\](?:<\d+>)? "((?:[^"\\]|\\.)*)"', re.IGNORECASE)
_MONTHS = {name: number for number, name in enumerate(
    (b"jan", b"feb", b"mar", b"apr", b"may", b"jun", b"jul", b"aug", b"sep", b"oct", b"nov", b"dec"), 1)}


@dataclass(frozen=True, slots=True)
class Marks:
    """What a server tells of a stored message. `date` is INTERNALDATE in seconds since 1970, None where it makes no
    sense; `flags` are without `\\Recent`, which is the server's own."""

    size: int
    date: int | None
    flags: frozenset[str]


class StoredMessages:
    """The messages of the mailbox that is open. Raises CommandRefused and the session's other errors."""

    def __init__(self, command: Callable[..., str], taken: Callable[[str], Told],
                 asked_to: Callable[[str], AbstractContextManager[None]], message_limit: int | None = None) -> None:
        self._command = command
        self._taken = taken
        self._asked_to = asked_to
        self._at_once = min(_MARKS_AT_ONCE, message_limit or _MARKS_AT_ONCE)  # RFC 9738

    def marks(self, uids: Sequence[int]) -> dict[int, Marks]:
        """Size, date and flags of these messages, by UID; those that are gone are left out."""
        found: dict[int, Marks] = {}
        for start in range(0, len(uids), self._at_once):
            part = uids[start:start + self._at_once]
            wanted = set(part)
            for attributes, _ in self._fetched(part, b"(UID FLAGS INTERNALDATE RFC822.SIZE)"):
                uid, size, flags = _UID.search(attributes), _SIZE.search(attributes), _FLAGS.search(attributes)
                if uid is None or size is None or flags is None or int(uid[1]) not in wanted:
                    continue  # told unasked: another client has changed flags
                words = frozenset(flags[1].decode("utf-8", "replace").split())
                found[int(uid[1])] = Marks(int(size[1]), _seconds(attributes),
                                           frozenset(word for word in words if word.lower() != "\\recent"))
        return found

    def bodies(self, sizes: Mapping[int, int]) -> Iterator[tuple[int, Iterator[bytes]]]:
        """All octets of these messages, one after the other: each UID with an iterator of pieces, which must be used
        up before the next is asked for. `sizes` are their RFC822.SIZE by UID: small ones are fetched together. A
        message that is gone meanwhile yields no octet.
        """
        for group in _groups(sizes, min(_BODIES_AT_ONCE, self._at_once)):
            if len(group) == 1:
                yield group[0], self.body(group[0], sizes[group[0]])
                continue
            bodies = self._pieces(group, 0)
            for uid in group:
                first = bodies.pop(uid, b"")
                if len(first) < PIECE_OCTETS:
                    yield uid, iter((first,) if first else ())
                else:  # larger than it was said to be
                    yield uid, self.body(uid, sizes[uid])

    def body(self, uid: int, size: int) -> Iterator[bytes]:
        """All octets of a message in pieces. `size` is its RFC822.SIZE: a piece that comes short before that is not
        taken for the last one."""
        offset = 0
        while True:
            piece = self._pieces([uid], offset).get(uid, b"")
            if piece:
                yield piece
            offset += len(piece)
            if not piece or (len(piece) < PIECE_OCTETS and offset >= size):
                return

    def _pieces(self, uids: Sequence[int], offset: int) -> dict[int, bytes]:
        """The octets of these messages from `offset` on, PIECE_OCTETS of each at most."""
        pieces: dict[int, bytes] = {}
        for attributes, octets in self._fetched(uids, b"(UID BODY.PEEK[]<%d.%d>)" % (offset, PIECE_OCTETS)):
            uid = _UID.search(attributes)
            if uid is None:
                continue
            short = _SHORT_BODY.search(attributes)
            if octets is not None:
                pieces[int(uid[1])] = octets
            elif short is not None:  # else flags, told unasked; or NIL
                pieces[int(uid[1])] = re.sub(rb"\\(.)", rb"\1", short[1])
        return pieces

    def _fetched(self, uids: Sequence[int], items: bytes) -> Iterator[tuple[bytes, bytes | None]]:
        """What is told of each message, and the literal, if there is one."""
        with self._asked_to("show the messages"):
            self._taken("FETCH")
            self._command("UID", b"FETCH", sequence_set(uids).encode("ascii"), items)
            told = self._taken("FETCH")
        before: tuple[bytes, bytes] | None = None
        for item in told:
            if isinstance(item, tuple):
                before = item
            elif before is not None:  # what stands behind a literal belongs to the same message
                yield before[0] + item, before[1]
                before = None
            else:
                yield item, None


def _groups(sizes: Mapping[int, int], at_once: int) -> Iterator[list[int]]:
    """UIDs that are fetched together: PIECE_OCTETS at most, or one message."""
    group: list[int] = []
    octets = 0
    for uid, size in sizes.items():
        if group and (octets + size > PIECE_OCTETS or len(group) == at_once):
            yield group
            group, octets = [], 0
        group.append(uid)
        octets += size
    if group:
        yield group


def _seconds(attributes: bytes) -> int | None:
    """INTERNALDATE as seconds since 1970."""
    found = _DATE.search(attributes)
    if found is None:
        return None
    month = _MONTHS.get(found[2].lower())
    if month is None:
        return None
    day, year, hour, minute, second, zone_hours, zone_minutes = map(int, found.group(1, 3, 4, 5, 6, 8, 9))
    zone = (zone_hours * 60 + zone_minutes) * (-60 if found[7] == b"-" else 60)
    return calendar.timegm((year, month, day, hour, minute, second)) - zone
