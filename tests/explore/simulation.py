"""A server, a network, other clients and a clock that do whatever can happen, one choice at a time.

The simulated session stands where imap/session.py stands: what it is asked, it answers as a server might, or it loses
the connection, or the program crashes. All else (journal, attempts, look) is the real code. `budget` is how many
things may go wrong in one run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from tests.explore.chooser import Chooser

from mailferry.imap.append import Refused, Stored
from mailferry.imap.append_each import EachOutcome
from mailferry.imap.capabilities import Capabilities
from mailferry.imap.errors import CommandRefused, ConnectionLost, Interrupted, ServerProblem
from mailferry.imap.examined import StoredHead
from mailferry.imap.exchange import Exchange
from mailferry.imap.opened import Copied
from mailferry.imap.stored import Marks
from mailferry.imap.transmit import Watcher
from mailferry.imap.values import Mailbox, MailboxStatus, Quota
from mailferry.transfer.messages import QueuedMessage

LATE = 3.0
"""Seconds after which a commit shows that outlived its connection: within the wait of the design."""

VERY_LATE = 8.0
"""Beyond that wait, so that the batch was sent again; before the last look."""


class Crash(BaseException):
    """The program is killed here."""


@dataclass
class Clock:
    """The time of a run; it stands still unless somebody waits."""

    now: float = 1_000_000.0

    def time(self) -> float:
        return self.now


@dataclass(frozen=True)
class Mail:
    """One message on the server. `ours` tells the truth that no client can see, and `alone` that it was brought back
    without another of its batch."""

    octets: bytes
    flags: frozenset[str]
    date: int | None
    ours: bool = True
    uid: int = 0
    alone: bool = False

    @classmethod
    def of(cls, message: QueuedMessage) -> Mail:
        date = message.internal_date
        return cls(b"".join(message.chunks()), message.flags | message.keywords,
                   None if date is None else int(date.timestamp()))

    @property
    def of_a_client(self) -> Mail:
        """The same mail as a mail client puts it there: with a date and flags of its own."""
        return replace(self, flags=frozenset({"\\Flagged"}), date=1, ours=False)

    @property
    def of_another_mailferry(self) -> Mail:
        """The same mail from the same source: nothing tells it apart."""
        return replace(self, ours=False)


@dataclass
class Box:
    """A mailbox, and the commits to it that have not shown yet. `others` are the UIDs of what others put there.

    `orphans` were written by a process that died before its command had ended: the next APPEND that is ended brings
    them back, without their flags (measured: Dovecot, mdbox).
    """

    clock: Clock
    uidvalidity: int = 7
    uidnext: int = 5
    held: list[Mail] = field(default_factory=list)
    late: list[tuple[float, list[Mail]]] = field(default_factory=list)
    orphans: list[Mail] = field(default_factory=list)
    others: set[int] = field(default_factory=set)

    def store(self, mails: Sequence[Mail]) -> list[int]:
        first = self.uidnext
        self.held += [replace(mail, uid=uid) for uid, mail in enumerate(mails, first)]
        self.others |= {uid for uid, mail in enumerate(mails, first) if not mail.ours}
        self.uidnext += len(mails)
        return list(range(first, self.uidnext))

    def settle(self) -> None:
        """Let the commits show whose time has come."""
        due = [mails for when, mails in self.late if when <= self.clock.now]
        self.late = [(when, mails) for when, mails in self.late if when > self.clock.now]
        for mails in due:
            self.store(mails)

    def mend(self) -> None:
        """An APPEND has found what a dead process left."""
        orphans, self.orphans = self.orphans, []
        alone = len({mail.octets for mail in orphans}) == 1
        self.store([replace(mail, flags=frozenset(), alone=alone) for mail in orphans])

    def shown(self) -> list[Mail]:
        """What all clients can see, in order."""
        self.settle()
        return self.held


class World:
    """One run's choices, what may still go wrong, and the server's mailboxes."""

    def __init__(self, chooser: Chooser, budget: int, *, brings_back: bool) -> None:
        """`brings_back`: a server that dies inside a commit brings all of it back with the next APPEND. Only for those
        that let an APPEND be cancelled, as Dovecot does: it is made to do so before anything is sent again."""
        self.chooser = chooser
        self.budget = budget
        self.clock = Clock()
        self.boxes = {"Target": Box(self.clock)}
        self.cancelling = False
        self.made_anew = False
        self.both_died = False
        self.brings_back = brings_back

    @property
    def target(self) -> Box:
        return self.boxes["Target"]

    def may_fail(self, *ways: str) -> str:
        """"" if all goes well, else one of these troubles, which are paid from the budget."""
        if self.budget == 0:
            return ""
        chosen = self.chooser.choose(["", *ways])
        if chosen:
            self.budget -= 1
        return chosen

    def step(self, *ways: str) -> str:
        """Between any two steps the connection can be lost or the program be killed; or one of `ways` happens."""
        trouble = self.may_fail("lost", "killed", *ways)
        self.go_wrong(trouble)
        return trouble

    def go_wrong(self, trouble: str) -> None:
        """End the connection or the program, as the trouble says."""
        if trouble.startswith(("lost", "answer lost")):
            raise ConnectionLost("The connection broke.")
        if trouble.startswith("bye"):
            raise ConnectionLost("The server ended the connection.", bye="Enough.")
        if trouble.startswith("killed"):
            raise Crash
        if trouble.startswith("cancelled"):
            self.cancelling = True
            raise Interrupted("Cancelled.")

    def others_at_work(self, mails: Sequence[Mail], box: Box) -> None:
        """Perhaps other programs bring the same mail into the target just now."""
        if box is not self.target:
            return
        match self.may_fail("a client brings the first", "another Mailferry brings all"):
            case "a client brings the first":
                self.target.store([mails[0].of_a_client])
            case "another Mailferry brings all":
                self.target.store([mail.of_another_mailferry for mail in mails])

    def commit(self, box: Box, mails: Sequence[Mail]) -> tuple[str, list[int]]:
        """The server has all that it needs to store these: "" or "refused", and the UIDs."""
        self.others_at_work(mails, box)
        whole = ["all stored", "nothing stored", "all stored late", "all stored very late"]
        part = ["a part stored"] if len(mails) > 1 else []
        died = "answer lost, the server died, and brings all back with the next"
        trouble = self.may_fail("refused", "refused, all stored", *[died] * self.brings_back,
                                *(f"refused, {one}" for one in part),
                                *(f"answer lost, {one}" for one in [*whole, *part]),
                                *(f"killed, {one}" for one in [*whole, *part]))
        kept = list(mails)
        if trouble.endswith("a part stored"):
            kept = kept[:1]
        elif trouble in ("refused", died) or trouble.endswith("nothing stored"):
            kept = []
        if trouble.endswith("late"):
            box.late.append((self.clock.now + (VERY_LATE if "very" in trouble else LATE), kept))
            kept = []
        uids = box.store(kept)
        box.mend()
        if trouble == died:
            box.orphans = list(mails)
        self.go_wrong(trouble)
        return trouble[:len("refused")], uids


class SimulatedStored:
    """What the program asks of stored messages."""

    def __init__(self, world: World, box: Box) -> None:
        self._world = world
        self._box = box

    def marks(self, uids: Sequence[int]) -> dict[int, Marks]:
        self._world.step()
        return {mail.uid: Marks(len(mail.octets), mail.date, mail.flags) for mail in self._box.held if mail.uid in uids}

    def bodies(self, sizes: Mapping[int, int]) -> Iterator[tuple[int, Iterator[bytes]]]:
        self._world.step()
        for mail in self._box.held:
            if mail.uid in sizes:
                yield mail.uid, iter((mail.octets,))


class SimulatedMailbox:
    """What a delivery needs of an open mailbox."""

    def __init__(self, world: World, box: Box) -> None:
        self._world = world
        self._box = box
        self.uidvalidity = box.uidvalidity

    def copy(self, uids: Sequence[int], target: str) -> Copied:
        """All or nothing, as the standard demands; or not."""
        self._world.step()
        box = self._world.boxes[target]
        refused, new = self._world.commit(box, [mail for uid in uids for mail in self._box.held if mail.uid == uid])
        if refused:
            raise CommandRefused("No.", status="NO", detail="No.")
        return Copied(self._world.boxes[target].uidvalidity, tuple(new))

    def mark(self, uids: Sequence[int], flags: Iterable[str]) -> None:
        self._world.step()
        self._box.held = [replace(mail, flags=mail.flags | frozenset(flags)) if mail.uid in uids else mail
                          for mail in self._box.held]

    def remove(self, uids: Sequence[int]) -> None:
        self._world.step()
        self._box.held = [mail for mail in self._box.held if mail.uid not in uids]
        self._world.step()


class SimulatedExamined:
    """What a look needs of a mailbox."""

    def __init__(self, box: Box) -> None:
        self._box = box
        self.uidvalidity = box.uidvalidity

    def heads(self, uids: Sequence[int], octets: int) -> list[StoredHead]:
        return [StoredHead(mail.uid, len(mail.octets), mail.octets[:octets])
                for mail in self._box.shown() if mail.uid in uids]


class SimulatedSession:
    """What Attempts needs of a session."""

    def __init__(self, world: World, capabilities: frozenset[str]) -> None:
        self._world = world
        self.capabilities = Capabilities(capabilities)
        self.exchange = Exchange()
        self._open = world.target

    def status(self, mailbox: str) -> MailboxStatus | None:
        world = self._world
        if mailbox != "Target":
            world.step()
        elif world.step("the mailbox is made anew"):
            world.boxes["Target"] = Box(world.clock, world.target.uidvalidity + 1)
            world.made_anew = True
        box = world.boxes.get(mailbox)
        if box is None:
            return None
        box.settle()
        return MailboxStatus(box.uidvalidity, box.uidnext, len(box.held))

    def create(self, mailbox: str, *, subscribe: bool = True) -> None:
        self._world.step()
        self._world.boxes[mailbox] = Box(self._world.clock)

    def delete(self, mailbox: str) -> None:
        self._world.step()
        del self._world.boxes[mailbox]

    def list_mailboxes(self) -> list[Mailbox]:
        return [Mailbox(name, "/", selectable=True, attributes=frozenset()) for name in self._world.boxes]

    def quota(self, mailbox: str) -> Quota | None:
        return None

    def permanent_flags(self, mailbox: str) -> frozenset[str] | None:
        return None

    def heads_from(self, mailbox: str, first_uid: int, octets: int) -> tuple[int, list[StoredHead]]:
        self._world.step()
        box = self._world.boxes[mailbox]
        return box.uidvalidity, [StoredHead(mail.uid, len(mail.octets), mail.octets[:octets])
                                 for mail in box.shown() if mail.uid >= first_uid]

    def sizes_below(self, mailbox: str, uid: int, known: Mapping[int, int]) -> tuple[int, dict[int, int]]:
        self._world.step()
        box = self._world.boxes[mailbox]
        return box.uidvalidity, {mail.uid: len(mail.octets) for mail in box.shown() if mail.uid < uid}

    def heads_of(self, mailbox: str, uids: Sequence[int], octets: int) -> list[StoredHead]:
        return [head for head in self.heads_from(mailbox, 1, octets)[1] if head.uid in uids]

    @contextmanager
    def opened(self, mailbox: str) -> Iterator[SimulatedMailbox]:
        self._world.step()
        self._open = self._world.boxes[mailbox]
        yield SimulatedMailbox(self._world, self._open)

    @contextmanager
    def examined(self, mailbox: str) -> Iterator[SimulatedExamined]:
        self._world.step()
        self._open = self._world.boxes[mailbox]
        yield SimulatedExamined(self._open)

    @property
    def stored(self) -> SimulatedStored:
        return SimulatedStored(self._world, self._open)

    def append(self, mailbox: str, messages: Sequence[QueuedMessage], watcher: Watcher, *,
               careful: bool = False) -> Stored | Refused:
        mails = [Mail.of(message) for message in messages]
        died = ["lost, the server died with the first of it"] if len(mails) > 1 else []
        trouble = self._world.may_fail("lost", "killed", "bye", "cancelled", "refused in place of +",
                                       "refused for now", *died)
        if trouble in died or (trouble == "killed" and died):
            watcher.progress(1, len(mails[0].octets))
            self._world.boxes[mailbox].orphans = mails[:1]
            self._world.both_died = trouble == "killed"
        self._world.go_wrong(trouble)
        if trouble:
            code = "TOOBIG" if trouble.endswith("+") else "UNAVAILABLE"
            return Refused("NO", code, "No.", 0, committed=False, in_step=True)
        watcher.finishing()
        self._world.step()
        refused, uids = self._world.commit(self._world.boxes[mailbox], mails)
        if refused:
            return Refused("NO", "", "No.", None, committed=True, in_step=True)
        return self._stored(mailbox, uids)

    def begin_and_cancel(self, mailbox: str, message: QueuedMessage) -> None:
        self._world.step()
        self._world.boxes[mailbox].mend()
        self._world.step()

    def append_each(self, mailbox: str, messages: Sequence[QueuedMessage], watcher: Watcher, *,
                    careful: bool = False, broken: Callable[[EachOutcome], None] = lambda _: None) -> EachOutcome:
        verdicts: list[Stored | Refused] = []
        try:
            return self._append_each(mailbox, messages, watcher, verdicts)
        except ServerProblem:
            broken(EachOutcome(tuple(verdicts), in_step=False))
            raise

    def _append_each(self, mailbox: str, messages: Sequence[QueuedMessage], watcher: Watcher,
                     verdicts: list[Stored | Refused]) -> EachOutcome:
        for index, message in enumerate(messages):
            if self._world.step("refused in place of +"):
                verdicts.append(Refused("NO", "TOOBIG", "No.", index, committed=index > 0, in_step=True))
                break
            if index == 0:
                watcher.finishing()
            refused, uids = self._world.commit(self._world.boxes[mailbox], [Mail.of(message)])
            if refused:
                verdicts.append(Refused("NO", "", "No.", None, committed=True, in_step=True))
                break
            verdicts.append(self._stored(mailbox, uids))
        return EachOutcome(tuple(verdicts), in_step=True)

    def _stored(self, mailbox: str, uids: Sequence[int]) -> Stored:
        if not self.capabilities.uidplus:
            return Stored(None, None, "Done.")
        return Stored(self._world.boxes[mailbox].uidvalidity, tuple(uids), "Done.")

    def abort(self) -> None:
        """Nothing of ours is under way: what is stored late was stored by the server."""

    def interrupt(self) -> None:
        """Nobody waits."""
