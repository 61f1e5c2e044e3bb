"""A server, a network and a clock that do whatever can happen, one choice at a time.

The simulated session stands where imap/session.py stands: what it is asked, it answers as a server might, or it loses
the connection, or the program crashes. All else (journal, attempts, look) is the real code. `budget` is how many
things may go wrong in one run.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from tests.explore.chooser import Chooser

from mailferry.imap.append import Refused, Stored
from mailferry.imap.append_each import EachOutcome
from mailferry.imap.capabilities import Capabilities
from mailferry.imap.errors import CommandRefused, ConnectionLost
from mailferry.imap.examined import StoredHead
from mailferry.imap.opened import Copied
from mailferry.imap.session import Mailbox, MailboxStatus, Quota
from mailferry.imap.transmit import Watcher
from mailferry.transfer.messages import QueuedMessage

COMMIT_DELAY = 3.0
"""Seconds after which a commit shows that outlived its connection: within the wait of the design."""


class Crash(BaseException):
    """The program is killed here."""


@dataclass
class Clock:
    """The time of a run; it stands still unless somebody waits."""

    now: float = 1_000_000.0

    def time(self) -> float:
        return self.now


@dataclass
class Held:
    """One message on the server. `ours` tells the truth that no client can see."""

    uid: int
    octets: bytes
    ours: bool


@dataclass
class Box:
    """A mailbox, and the commits to it that have not shown yet."""

    clock: Clock
    uidvalidity: int = 7
    uidnext: int = 5
    held: list[Held] = field(default_factory=list)
    late: list[tuple[float, list[bytes]]] = field(default_factory=list)

    def store(self, octets: Iterable[bytes], *, ours: bool) -> list[int]:
        uids = []
        for one in octets:
            self.held.append(Held(self.uidnext, one, ours))
            uids.append(self.uidnext)
            self.uidnext += 1
        return uids

    def settle(self) -> None:
        """Let the commits show whose time has come."""
        due = [octets for when, octets in self.late if when <= self.clock.now]
        self.late = [(when, octets) for when, octets in self.late if when > self.clock.now]
        for octets in due:
            self.store(octets, ours=True)

    def contents(self) -> list[bytes]:
        """What all clients can see, in order."""
        self.settle()
        return [held.octets for held in self.held]


class World:
    """One run's choices, what may still go wrong, and the server's mailboxes."""

    def __init__(self, chooser: Chooser, budget: int) -> None:
        self.chooser = chooser
        self.budget = budget
        self.clock = Clock()
        self.target = Box(self.clock)
        self.boxes = {"Target": self.target}
        self.seen: set[object] = set()

    def may_fail(self, *ways: str) -> str:
        """"" if all goes well, else one of these troubles, which are paid from the budget."""
        if self.budget == 0:
            return ""
        chosen = self.chooser.choose(["", *ways])
        if chosen:
            self.budget -= 1
        return chosen

    def step(self) -> None:
        """Between any two steps the connection can be lost or the program be killed."""
        self.go_wrong(self.may_fail("lost", "killed"))

    def go_wrong(self, trouble: str) -> None:
        """End the connection or the program, as the trouble says."""
        if trouble.startswith(("lost", "answer lost")):
            raise ConnectionLost("The connection broke.")
        if trouble.startswith("killed"):
            raise Crash


class SimulatedMailbox:
    """What a delivery needs of an open mailbox."""

    def __init__(self, world: World, box: Box) -> None:
        self._world = world
        self._box = box
        self.uidvalidity = box.uidvalidity

    def copy(self, uids: Sequence[int], target: str) -> Copied:
        """All or nothing, as the standard demands; its answer can be lost, and it can show late."""
        self._world.step()
        octets = [held.octets for uid in uids for held in self._box.held if held.uid == uid]
        box = self._world.boxes[target]
        trouble = self._world.may_fail("answer lost, nothing copied", "answer lost, all copied", "refused",
                                       "answer lost, all copied late", "killed, nothing copied", "killed, all copied",
                                       "the same mail comes from another program")
        if trouble.startswith("the same mail"):
            box.store(octets[:1], ours=False)
            return self.copy(uids, target)
        if trouble == "refused":
            raise CommandRefused("No.", status="NO", detail="No.")
        if trouble.endswith("late"):
            box.late.append((self._world.clock.now + COMMIT_DELAY, octets))
            raise ConnectionLost("The connection broke.")
        new = box.store(octets if "nothing" not in trouble else [], ours=True)
        self._world.go_wrong(trouble)
        return Copied(box.uidvalidity, tuple(new))

    def remove(self, uids: Sequence[int]) -> None:
        self._world.step()
        for held in [held for held in self._box.held if held.uid in uids]:
            if not held.ours:
                self._world.seen.add("mail of others was removed")
            self._box.held.remove(held)
        self._world.step()


class SimulatedSession:
    """What Attempts needs of a session."""

    capabilities = frozenset({"MULTIAPPEND", "UIDPLUS"})

    def __init__(self, world: World, *, multiappend: bool) -> None:
        self._world = world
        self.capabilities = Capabilities({"UIDPLUS", "MULTIAPPEND"} if multiappend else {"UIDPLUS"})

    def status(self, mailbox: str) -> MailboxStatus | None:
        self._world.step()
        box = self._world.boxes.get(mailbox)
        if box is None:
            return None
        box.settle()
        return MailboxStatus(box.uidvalidity, box.uidnext, len(box.held))

    def quota(self, mailbox: str) -> Quota | None:
        return None

    def create(self, mailbox: str, *, subscribe: bool = True) -> None:
        self._world.step()
        self._world.boxes[mailbox] = Box(self._world.clock)

    def delete(self, mailbox: str) -> None:
        self._world.step()
        del self._world.boxes[mailbox]

    def list_mailboxes(self) -> list[Mailbox]:
        return [Mailbox(name, "/", selectable=True, attributes=frozenset()) for name in self._world.boxes]

    def heads_from(self, mailbox: str, first_uid: int, octets: int) -> tuple[int, list[StoredHead]]:
        self._world.step()
        box = self._world.boxes[mailbox]
        box.settle()
        return box.uidvalidity, [StoredHead(held.uid, len(held.octets), held.octets[:octets])
                                 for held in box.held if held.uid >= first_uid]

    def sizes_below(self, mailbox: str, uid: int) -> tuple[int, dict[int, int]]:
        self._world.step()
        box = self._world.boxes[mailbox]
        box.settle()
        return box.uidvalidity, {held.uid: len(held.octets) for held in box.held if held.uid < uid}

    def heads_of(self, mailbox: str, uids: Sequence[int], octets: int) -> list[StoredHead]:
        return [head for head in self.heads_from(mailbox, 1, octets)[1] if head.uid in uids]

    @contextmanager
    def opened(self, mailbox: str) -> Iterator[SimulatedMailbox]:
        self._world.step()
        yield SimulatedMailbox(self._world, self._world.boxes[mailbox])

    def append(self, mailbox: str, messages: Sequence[QueuedMessage], watcher: Watcher, *,
               careful: bool = False) -> Stored | Refused:
        octets = [b"".join(message.chunks()) for message in messages]
        self._world.step()
        if self._world.may_fail("refused in place of +"):
            return Refused("NO", "TOOBIG", "Too big.", 0, committed=False, in_step=True)
        self._world.step()
        watcher.finishing()
        if self._world.may_fail("killed before the last CRLF"):
            raise Crash
        return self._commit(self._world.boxes[mailbox], octets)

    def append_each(self, mailbox: str, messages: Sequence[QueuedMessage], watcher: Watcher, *,
                    careful: bool = False) -> EachOutcome:
        box = self._world.boxes[mailbox]
        verdicts: list[Stored | Refused] = []
        for index, message in enumerate(messages):
            self._world.step()
            if index == 0:
                watcher.finishing()
            ways = ["refused", "answer lost, stored", "killed, stored", "killed, stored late"]
            if box is self._world.target:
                ways.append("the same mail comes from another program")
            trouble = self._world.may_fail(*ways)
            octets = b"".join(message.chunks())
            if trouble == "refused":
                verdicts.append(Refused("NO", "TOOBIG", "Too big.", None, committed=True, in_step=True))
                break
            if trouble.startswith("the same mail"):
                box.store([octets], ours=False)
            if trouble.endswith("late"):
                box.late.append((self._world.clock.now + COMMIT_DELAY, [octets]))
                raise Crash
            uids = box.store([octets], ours=True)
            self._world.go_wrong(trouble)
            verdicts.append(Stored(box.uidvalidity, tuple(uids), "Done."))
        return EachOutcome(tuple(verdicts), in_step=True)

    def _commit(self, box: Box, octets: list[bytes]) -> Stored | Refused:
        """The last CRLF has gone out."""
        ways = ["answer lost, nothing stored", "answer lost, all stored", "answer lost, all stored late",
                "killed, nothing stored", "killed, all stored", "killed, all stored late",
                "refused", "refused, all kept", "the same mail comes from another program"]
        if len(octets) > 1:
            ways += ["answer lost, a part stored", "refused, a part kept", "killed, a part stored"]
        trouble = self._world.may_fail(*ways)
        if trouble.startswith("the same mail"):
            box.store(octets[:1], ours=False)
            return self._commit(box, octets)
        kept = octets if "all" in trouble or not trouble else octets[:1] if "a part" in trouble else []
        if trouble.endswith("late"):
            box.late.append((self._world.clock.now + COMMIT_DELAY, kept))
            kept = []
        uids = box.store(kept, ours=True)
        self._world.go_wrong(trouble)
        if trouble.startswith("refused"):
            return Refused("NO", "", "No.", None, committed=True, in_step=True)
        return Stored(box.uidvalidity, tuple(uids), "Done.")

    def abort(self) -> None:
        """Nothing of ours is under way: what is stored late was stored by the server."""

    def interrupt(self) -> None:
        """Nobody waits."""
