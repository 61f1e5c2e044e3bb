"""The values of what happens after an import: verification, taking an import back, and what is known of messages that
nobody could settle. All frozen, told as events or read in pages."""

from __future__ import annotations

import enum
from dataclasses import dataclass


class Verify(enum.StrEnum):
    """How closely an import is compared with what the server holds. Stored in the journal."""

    NONE = "none"
    QUICK = "quick"  # is it there, its size, date and flags
    FULL = "full"  # the same, and every octet


class DifferenceKind(enum.StrEnum):
    """In what a message that was stored differs from what was sent. Stored in the journal."""

    MISSING = "missing"
    TWICE = "twice"
    SIZE = "size"
    OCTETS = "octets"
    ALTERED = "altered"  # other octets, in a way that is known of servers
    DATE = "date"
    FLAGS = "flags"
    UNKNOWN = "unknown"  # nobody can tell: its number in the mailbox means nothing any more


@dataclass(frozen=True, slots=True)
class DifferenceView:
    """One difference of one message: what was sent, and what is there, in words. `path` is the file it lies in."""

    message_id: int
    subject: str
    path: str
    offset: int
    mailbox: str
    uid: int | None
    kind: DifferenceKind
    sent: str
    found: str


@dataclass(frozen=True, slots=True)
class VerificationView:
    """How far the verification of an import is. `ended` is when it came to its end (seconds since 1970), or None.

    `arrived` messages are to be checked, `checked` were; of `without_uid` the server did not tell the numbers, so that
    they cannot be. `differing` messages have differences. `problem` says what the server would not show.
    """

    import_id: int
    depth: Verify
    arrived: int
    checked: int
    without_uid: int
    differing: int
    ended: float | None
    problem: str


class Stays(enum.StrEnum):
    """Why a message of an import is not taken back."""

    GONE = "gone"
    CHANGED = "changed"
    ANEW = "anew"  # the mailbox is another one: its numbers mean other messages
    UNKNOWN = "unknown"  # the server did not tell its number
    FOUND = "found"  # nor this one's; one that was found by a look is not surely the one that was sent
    REFUSED = "refused"  # the server would not remove it


@dataclass(frozen=True, slots=True)
class LeftThere:
    """A message that is not taken back, and why; `detail` says more, such as its flags now."""

    message_id: int
    subject: str
    path: str
    offset: int
    mailbox: str
    why: Stays
    detail: str


@dataclass(frozen=True, slots=True)
class UndoMailbox:
    """What taking an import back does in one mailbox: how many messages are (to be) removed, how many are left. `goes`:
    the import has made the mailbox, nothing else is in it, and it is (to be) removed as well."""

    mailbox: str
    removed: int
    left: int
    goes: bool = False


@dataclass(frozen=True, slots=True)
class UndoView:
    """What taking an import back would remove, or has removed. `left` names the messages that are not removed, the
    first LEFT_NAMED of them; `archives` says that the server may only move what is removed to its archive (Gmail).
    `problem` says why it came to no end, "" if it did.
    """

    import_id: int
    mailboxes: tuple[UndoMailbox, ...]
    left: tuple[LeftThere, ...]
    archives: bool = False
    problem: str = ""

    @property
    def removed(self) -> int:
        """How many messages are (to be) removed."""
        return sum(mailbox.removed for mailbox in self.mailboxes)

    @property
    def left_count(self) -> int:
        """How many messages are not removed."""
        return sum(mailbox.left for mailbox in self.mailboxes)


LEFT_NAMED = 1000


@dataclass(frozen=True, slots=True)
class VerificationChanged:
    """A verification has begun, gone on, or ended."""

    view: VerificationView


@dataclass(frozen=True, slots=True)
class UndoPlanned:
    """What was asked for by `Engine.undo_plan`."""

    view: UndoView


@dataclass(frozen=True, slots=True)
class UndoProgress:
    """An import is being taken back: so many messages were removed so far."""

    import_id: int
    removed: int


@dataclass(frozen=True, slots=True)
class UndoEnded:
    """What was asked for by `Engine.undo` is done, as far as it could be."""

    view: UndoView


class TraceKind(enum.StrEnum):
    """What is known of a message in its mailbox. Stored in the journal."""

    TOLD = "told"  # the server told its UID when it was stored
    FOUND = "found"  # one of its size and header, in its place
    TWICE = "twice"
    ELSEWHERE = "elsewhere"  # one of its size and header, but not in the order of the batch
    ALTERED = "altered"  # one of its Message-ID and Date, with another size or header
    MISSING = "missing"
    UNKNOWN = "unknown"

    @property
    def certain(self) -> bool:
        """Whether its UID is that of the message."""
        return self in (TraceKind.TOLD, TraceKind.FOUND)


@dataclass(frozen=True, slots=True)
class Trace:
    """What was found of one message: where, and how large (octets) if it is not as it was sent."""

    kind: TraceKind
    uids: tuple[int, ...] = ()
    size: int | None = None

    @property
    def words(self) -> str:
        """What was found, for a person."""
        uids = ", ".join(map(str, self.uids))
        return {TraceKind.TOLD: f"There: the server said so (UID {uids})",
                TraceKind.FOUND: f"There, as it was sent (UID {uids})",
                TraceKind.TWICE: f"There {len(self.uids)} times (UID {uids})",
                TraceKind.ELSEWHERE: f"There, but not in the order of the batch (UID {uids})",
                TraceKind.ALTERED: f"Perhaps there, changed by the server to {self.size or 0:,} octets (UID {uids})",
                TraceKind.MISSING: "Not there", TraceKind.UNKNOWN: "Nobody can tell"}[self.kind]
