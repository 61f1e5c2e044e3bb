"""Settling a doubtful batch by looking, never by guessing.

What has come into the mailbox since the noted UIDNEXT is compared with the batch, in order, by size and header digest
(RFC 4315 names the same way). What the caller makes of it: all there is committed; none there, and still none after the
wait, was not stored; a part there, and not more after the wait, is made whole; what is astray is a conflict.
"""

from __future__ import annotations

import enum
from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from mailferry.imap.examined import StoredHead
from mailferry.mail.message import header_digest


class Expected(Protocol):
    """What is looked for."""

    @property
    def wire_size(self) -> int: ...
    @property
    def header_digest(self) -> bytes: ...


class Sight(enum.Enum):
    """What was seen."""

    ALL = "all"
    NONE = "none"
    SOME = "some"


@dataclass(frozen=True, slots=True)
class Seen:
    """The result of a look: the UIDs of the messages that were found, by their place in the batch.

    `astray`: one that was not found in its place lies elsewhere, so that nobody can tell whether it is missing.
    `spare`: what was found lies there once more, so that nobody can tell which of the two is of this batch.
    `unsure`: nobody can tell whether what was found, or what else is there, is of the batch (altered.py).
    """

    sight: Sight
    uids: dict[int, int]
    expected: int
    astray: bool = False
    spare: bool = False
    unsure: bool = False

    @property
    def found(self) -> int:
        """How many of the batch are there."""
        return len(self.uids)


def compare(expected: Sequence[Expected], stored: Sequence[StoredHead]) -> Seen:
    """Look for the batch, in order, among what was stored since. Other clients' messages may lie between.

    `stored` is in UID order. A batch that is there wholly but in another order counts as SOME.
    """
    return compare_by([(message.wire_size, message.header_digest) for message in expected],
                      [(head.uid, (head.size, header_digest(head.head))) for head in stored])


def compare_by(wanted: Sequence[Hashable], heads: Sequence[tuple[int, Hashable]]) -> Seen:
    """The same, with marks of any kind: those of the batch in order, and of what was stored by UID."""
    uids: dict[int, int] = {}
    position = 0
    for index, want in enumerate(wanted):
        for place in range(position, len(heads)):
            if heads[place][1] == want:
                uids[index] = heads[place][0]
                position = place + 1
                break
    found = set(uids.values())
    rest = {head for uid, head in heads if uid not in found}
    spare = any(wanted[index] in rest for index in uids)
    if len(uids) == len(wanted):
        return Seen(Sight.ALL, uids, len(wanted), spare=spare)
    if not any(head in wanted for _, head in heads):
        return Seen(Sight.NONE, {}, len(wanted))
    astray = any(want in rest for index, want in enumerate(wanted) if index not in uids)
    return Seen(Sight.SOME, uids, len(wanted), astray, spare)


def less(stored: Sequence[StoredHead], known: Iterable[tuple[int, bytes]]) -> list[StoredHead]:
    """What was stored, less one for each of these sizes and header digests."""
    left = Counter(known)
    rest = []
    for head in stored:
        mark = (head.size, header_digest(head.head))
        if left[mark] > 0:
            left[mark] -= 1
        else:
            rest.append(head)
    return rest
