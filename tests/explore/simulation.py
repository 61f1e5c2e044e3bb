"""A server, a network and a clock that do whatever can happen, one choice at a time.

The simulated session stands where imap/session.py stands: what it is asked, it answers as a server might, or it loses
the connection, or the program crashes. All else (journal, attempts, look) is the real code. `budget` is how many
things may go wrong in one run.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from tests.explore.chooser import Chooser

from mailferry.imap.append import Refused, Stored
from mailferry.imap.errors import ConnectionLost
from mailferry.imap.session import Mailbox, MailboxStatus, StoredHead
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
class Server:
    """Mailboxes, and commits that have not shown yet."""

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
    """One run's choices, and what may still go wrong."""

    def __init__(self, chooser: Chooser, budget: int) -> None:
        self.chooser = chooser
        self.budget = budget
        self.clock = Clock()
        self.server = Server(self.clock)
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
        trouble = self.may_fail("lost", "killed")
        if trouble == "lost":
            raise ConnectionLost("The connection broke.")
        if trouble == "killed":
            raise Crash


class SimulatedSession:
    """What Attempts needs of a session."""

    capabilities = frozenset({"MULTIAPPEND", "UIDPLUS"})

    def __init__(self, world: World, mailbox: str, *, multiappend: bool) -> None:
        self._world = world
        self._server = world.server
        self._mailbox = mailbox
        self.multiappend = multiappend

    def status(self, mailbox: str) -> MailboxStatus:
        self._world.step()
        self._server.settle()
        return MailboxStatus(self._server.uidvalidity, self._server.uidnext, len(self._server.held))

    def create(self, mailbox: str) -> None:
        raise AssertionError("the mailbox is there")

    def list_mailboxes(self) -> list[Mailbox]:
        return [Mailbox(self._mailbox, "/", selectable=True, attributes=frozenset())]

    def heads_from(self, mailbox: str, first_uid: int, octets: int) -> tuple[int, list[StoredHead]]:
        self._world.step()
        self._server.settle()
        return self._server.uidvalidity, [StoredHead(held.uid, len(held.octets), held.octets[:octets])
                                          for held in self._server.held if held.uid >= first_uid]

    def append(self, mailbox: str, messages: Sequence[QueuedMessage], watcher: Watcher) -> Stored | Refused:
        octets = [b"".join(message.chunks()) for message in messages]
        self._world.step()
        if self._world.may_fail("refused in place of +"):
            return Refused("NO", "TOOBIG", "Too big.", 0, committed=False, in_step=True)
        self._world.step()
        watcher.finishing()
        if self._world.may_fail("killed before the last CRLF"):
            raise Crash
        return self._commit(octets)

    def _commit(self, octets: list[bytes]) -> Stored | Refused:
        """The last CRLF has gone out."""
        ways = ["answer lost, nothing stored", "answer lost, all stored", "answer lost, all stored late",
                "killed, nothing stored", "killed, all stored", "killed, all stored late",
                "refused", "refused, all kept", "the same mail comes from another program"]
        if len(octets) > 1:
            ways += ["answer lost, a part stored", "refused, a part kept", "killed, a part stored"]
        trouble = self._world.may_fail(*ways)
        if trouble.startswith("the same mail"):
            self._server.store(octets[:1], ours=False)
            return self._commit(octets)
        kept = octets if "all" in trouble or not trouble else octets[:1] if "a part" in trouble else []
        if trouble.endswith("late"):
            self._server.late.append((self._world.clock.now + COMMIT_DELAY, kept))
            kept = []
        uids = self._server.store(kept, ours=True)
        if trouble.startswith("answer lost"):
            raise ConnectionLost("The connection broke.")
        if trouble.startswith("killed"):
            raise Crash
        if trouble.startswith("refused"):
            return Refused("NO", "", "No.", None, committed=True, in_step=True)
        return Stored(self._server.uidvalidity, tuple(uids), "Done.")

    def abort(self) -> None:
        """Nothing of ours is under way: what is stored late was stored by the server."""

    def interrupt(self) -> None:
        """Nobody waits."""
