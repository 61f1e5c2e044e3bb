"""What one run of the fault matrix is to go through, made from its seed alone: the same seed is the same run.

Even seeds are runs with faults in process, odd ones kill the real program with SIGKILL. Servers, deliveries and marks
go round with the seed, so that a row of seeds meets all of them; everything else is drawn.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from datetime import timedelta

from tests.faults.marks import MARKS
from tests.faults.waits import LATE
from tests.servers.faults import Crash, Cut, Fault, ReplaceAnswer, Stall, SwallowAnswer
from tests.transfer.boxes import FIRST_DATE, HOSTILE, Mail, mails

from mailferry.transfer.values import DeliveryKind

SERVERS = ("maildir", "mdbox", "cyrus", "courier")
WAYS = [(server, delivery) for server in SERVERS for delivery in DeliveryKind
        if (server, delivery) != ("courier", DeliveryKind.MULTIAPPEND)]
EACH = (DeliveryKind.STAGED, DeliveryKind.REVERSIBLE)
MULTIAPPEND, STAGED, REVERSIBLE, SEPARATE = DeliveryKind

TOO_LATE = "too late"
IN_PROCESS = ("cut", "stall", "answer lost", "false no", "late", TOO_LATE, "crash", "quit")
AT_MARK, AT_PLACE, AT_INSTANT = "kill at mark", "kill at place", "kill at instant"
KILLED = (AT_MARK,) * 3 + (AT_PLACE,) * 2 + (AT_INSTANT,) * 2

QUOTA_KIB = 100
PATIENCE = 1.5
"""How long the engine in process bears silence, in seconds."""


@dataclass(frozen=True)
class Kill:
    """One SIGKILL of the program: at the `nth` time of a mark, before or after it; or `after` seconds from the first
    connection; or, with neither, where the proxy stalls."""

    mark: str = ""
    nth: int = 1
    before: bool = False
    after: float | None = None


@dataclass(frozen=True)
class Scenario:
    """A run. `mails` are the source, in order; `there` lie in the target before; another client delivers `others`
    once the first APPEND has begun, and a second program imports `second` meanwhile. `too_big` is the number of a
    message that the server refuses. `codes` are response codes that the proxy takes out of answers. `again`: in the
    end the same source is imported once more."""

    seed: int
    server: str
    delivery: DeliveryKind
    kind: str
    mails: tuple[Mail, ...] = ()
    batch: int = 3
    there: tuple[Mail, ...] = ()
    others: tuple[Mail, ...] = ()
    second: tuple[Mail, ...] = ()
    too_big: int | None = None
    hide: frozenset[str] = frozenset()
    codes: frozenset[str] = frozenset()
    again: bool = False
    exists: bool = True
    faults: tuple[Fault, ...] = ()
    kills: tuple[Kill, ...] = ()

    @property
    def killed(self) -> bool:
        """Whether it is the real program, and is killed."""
        return self.seed % 2 == 1

    @property
    def lied_to(self) -> bool:
        """Whether the server seems to say NO to what it has stored."""
        return any(isinstance(fault, ReplaceAnswer) for fault in self.faults)

    @property
    def twins(self) -> set[int]:
        """The numbers of those mails that another client delivers too."""
        return {mail.number for mail in self.mails} & {mail.number for mail in self.others}

    @property
    def undecidable(self) -> bool:
        """Whether it may come to a point where nobody can tell whose a message is, or which of two may go.

        Where the answer to the second attempt was lost as well, two copies were found by a look, and none was told by
        the server: either could be another program's. What a dead process of Dovecot had written into an mdbox comes
        back with the next APPEND, without its flags; only where that can be cancelled it is found before.
        """
        brought_back = self.server == "mdbox" and "MULTIAPPEND" in self.hide and any(
            isinstance(fault, Crash) for fault in self.faults)
        unnamed = "UIDPLUS" in self.hide or bool(self.codes) or len(self.faults) > 1
        return self.lied_to or bool(self.twins) or brought_back or (self.kind == TOO_LATE and unnamed)

    def __str__(self) -> str:
        source = ", ".join(f"{mail.number} ({len(mail.wire)} octets)" for mail in self.mails)
        lines = [f"seed {self.seed}: {self.kind}, {self.server}, {self.delivery}, batches of {self.batch}",
                 f"source: {source}", f"there: {[mail.number for mail in self.there]}{'' if self.exists else ' (new)'}",
                 f"another client: {[mail.number for mail in self.others]}", f"too big: {self.too_big}",
                 f"second program: {[mail.number for mail in self.second]}, imported again: {self.again}",
                 f"hidden: {' '.join(sorted(self.hide | self.codes))}"]
        return "\n    ".join([*lines, *map(repr, self.faults), *map(repr, self.kills)])


def scenario(seed: int) -> Scenario:
    """The run of this seed."""
    draw = random.Random(seed)
    number = seed // 2
    server, delivery = WAYS[number % len(WAYS)]
    kind = KILLED[number % len(KILLED)] if seed % 2 else draw.choice(IN_PROCESS)
    plan = Scenario(seed, server, delivery, kind, batch=draw.choice((1, 2, 3, 3, 4, 6)), exists=draw.random() < 0.8)
    plan = replace(plan, hide=_hidden(plan, draw), codes=draw.choice([frozenset()] * 8 + [
        frozenset({"APPENDUID"}), frozenset({"COPYUID"})]), again=draw.random() < 0.15)
    plan = _with_mail(plan, draw)
    if not plan.killed:
        return replace(plan, faults=_faults(plan, draw))
    return _with_kills(plan, draw, number // len(KILLED) * KILLED.count(AT_MARK) + number % len(KILLED))


def _hidden(plan: Scenario, draw: random.Random) -> frozenset[str]:
    """What the proxy hides of the server's capabilities. An asked-for delivery stays possible."""
    hide = {"APPENDLIMIT"}
    if plan.delivery is not MULTIAPPEND and draw.random() < 0.7:
        hide.add("MULTIAPPEND")
    if plan.delivery not in EACH and draw.random() < 0.3:
        hide.add("UIDPLUS")
    if draw.random() < 0.4:
        hide |= {"LITERAL+", "LITERAL-"}
    if draw.random() < 0.2:
        hide.add("UNSELECT")
    return frozenset(hide)


def _with_mail(plan: Scenario, draw: random.Random) -> Scenario:
    """The mail of the source, of the target, and of another client."""
    count = draw.randint(1, 4) if plan.delivery is SEPARATE else draw.randint(1, 13)
    if plan.kind == "crash" and plan.delivery is not SEPARATE and draw.random() < 0.3:
        count = draw.choice((60, 150))  # a commit that takes some time
        plan = replace(plan, batch=count)
    filler = b"0123456789" * 7 + b"\n"
    source = []
    for mail in mails(count, body=HOSTILE):
        lines = draw.choices((0, 10, 120, 1500), (6, 3, 2, 0.5))[0]
        source.append(replace(mail, body=filler * lines + mail.body))
    too_big = None
    if draw.random() < 0.2:
        too_big = draw.randrange(count)
        source = [mail if len(mail.body) < 1000 else replace(mail, body=HOSTILE) for mail in source]
        source[too_big] = replace(source[too_big], body=filler * (QUOTA_KIB * 1024 // len(filler) + 99))
    if draw.random() < 0.2 and too_big is None:  # copies of one message in the source
        source.insert(draw.randrange(count), source[draw.randrange(count)])
    there = [_foreign(number) for number in range(draw.randint(0, 2))]
    if draw.random() < 0.2:
        there += [mail for mail in source if mail.number != too_big and draw.random() < 0.4]
    others = [_foreign(10 + number) for number in range(draw.choice((0, 0, 0, 1, 3)))]
    if draw.random() < 0.1 and too_big is None:
        others.append(replace(draw.choice(source), flags=frozenset(), keywords=frozenset()))
    second = mails(draw.choice((0, 0, 0, 0, 0, 5)), first=8000)
    return replace(plan, mails=tuple(source), there=tuple(there), others=tuple(others), second=tuple(second),
                   too_big=too_big)


def _foreign(number: int) -> Mail:
    """Mail that is none of the import's. Some of it is marked as deleted, and must be there all the same."""
    flags = frozenset({"\\Deleted"}) if number % 2 else frozenset({"\\Seen"})
    return Mail(9000 + number, b"Of others.\n", flags, date=FIRST_DATE + timedelta(days=number))


# --- places ----------------------------------------------------------------------------------------------------------


def _append(plan: Scenario, draw: random.Random) -> tuple[int, int]:
    """One of the APPENDs of an undisturbed import, from 1, and how many octets it has, give or take a few."""
    mailbox = len("Mailferry 01234567 1") if plan.delivery is STAGED else len("Aa")
    command = len('ABCD12 APPEND ""') + mailbox + (len("INBOX.") if plan.server == "courier" else 0)
    sizes = [len(mail.wire) + len(f' ({" ".join(mail.flags | mail.keywords)}) "31-May-2019 22:58:07 +0000" '
                                  f'{{{len(mail.wire)}+}}\r\n') for mail in plan.mails]
    batch = plan.batch if plan.delivery is MULTIAPPEND else 1
    sizes = [command + sum(sizes[first:first + batch]) + len("\r\n") for first in range(0, len(sizes), batch)]
    place = draw.randrange(len(sizes))
    return place + 1, sizes[place]


def _octets(size: int, draw: random.Random) -> int:
    """A place in a command of about this size: anywhere, in its first line, near its end, at its end."""
    return draw.choice((draw.randrange(size), draw.randrange(60), size - draw.randrange(80), size - draw.randrange(6)))


def _in_copy(plan: Scenario, draw: random.Random) -> int | None:
    """The number of a UID COPY, or None where the fault shall be at an APPEND."""
    if plan.delivery is not STAGED or draw.random() < 0.5:
        return None
    return draw.randint(1, -(-len(plan.mails) // plan.batch))


def _cut(plan: Scenario, draw: random.Random) -> Cut:
    cut = Cut(reset=draw.random() < 0.3, down=draw.choice((0.0, 0.0, 0.3)))
    if draw.random() < 0.15:
        return replace(cut, octets=draw.randrange(400))
    copy = _in_copy(plan, draw)
    if copy is not None:
        return replace(cut, copy=copy, octets=draw.randrange(40))
    append, size = _append(plan, draw)
    return replace(cut, append=append, octets=_octets(size, draw))


def _stall(plan: Scenario, draw: random.Random, seconds: float | None) -> Stall:
    copy = _in_copy(plan, draw)
    if copy is not None:
        return Stall(copy=copy, octets=draw.randrange(40), seconds=seconds)
    append, size = _append(plan, draw)
    return Stall(append=append, octets=_octets(size, draw), seconds=seconds)


def _lost_answer(plan: Scenario, draw: random.Random, *, silent: bool) -> SwallowAnswer:
    copy = _in_copy(plan, draw)
    append = None if copy is not None else _append(plan, draw)[0]
    return SwallowAnswer(append=append, copy=copy, then_cut=not silent)


def _false_no(plan: Scenario, draw: random.Random) -> ReplaceAnswer:
    copy = _in_copy(plan, draw)
    append = None if copy is not None else _append(plan, draw)[0]
    return ReplaceAnswer(append=append, copy=copy, text=draw.choice((b"NO no", b"NO [INUSE] busy")))


def _crash(plan: Scenario, draw: random.Random) -> Crash:
    copy = _in_copy(plan, draw)
    seconds, down = draw.choice((0.0, 0.001, 0.003, 0.01, 0.03)), draw.choice((0.0, 0.0, 0.3))
    if copy is not None:
        return Crash(copy=copy, octets=draw.randrange(40), seconds=seconds, down=down)
    append, size = _append(plan, draw)
    return Crash(append=append, octets=_octets(size, draw), seconds=seconds, down=down)


def _faults(plan: Scenario, draw: random.Random) -> tuple[Fault, ...]:
    """The fault that the run is named by, and sometimes more of them."""
    more: list[Fault] = [_cut(plan, draw) for _ in range(draw.choice((0, 0, 0, 1, 2)))]
    more += [_lost_answer(plan, draw, silent=False) for _ in range(draw.choice((0, 0, 0, 1)))]
    return _named_fault(plan, draw), *more


def _named_fault(plan: Scenario, draw: random.Random) -> Fault:
    match plan.kind:
        case "cut":
            return _cut(plan, draw)
        case "stall":
            return _stall(plan, draw, None)
        case "answer lost":
            return _lost_answer(plan, draw, silent=draw.random() < 0.5)
        case "false no":
            return _false_no(plan, draw)
        case "late":
            return _stall(plan, draw, PATIENCE + draw.uniform(0.2, 1.2))
        case kind if kind == TOO_LATE:
            return _stall(plan, draw, PATIENCE + LATE + draw.uniform(0.3, 0.8))
        case "crash":
            return _crash(plan, draw)
        case _:
            return _stall(plan, draw, draw.choice((None, 0.5, 1.5)))


# --- kills -----------------------------------------------------------------------------------------------------------


def _with_kills(plan: Scenario, draw: random.Random, turn: int) -> Scenario:
    """The kills, and a fault before them now and then. The program is patient: its faults end connections.

    `turn` numbers the kills at marks, which go round before and after all of them.
    """
    faults: list[Fault] = []
    if draw.random() < 0.3:
        faults.append(draw.choice((_cut, _crash))(plan, draw))
    if draw.random() < 0.2:
        faults.append(_lost_answer(plan, draw, silent=False))
    kills = []
    if plan.kind == AT_MARK:
        mark = MARKS[turn // 2 % len(MARKS)]
        plan = _comes_to(plan, mark)
        faults = _before(plan, mark, draw) or faults
        again = mark.partition(".")[2] in _OFTEN and draw.random() < 0.4
        kills.append(Kill(mark, 2 if again else 1, before=turn % 2 == 0))
    elif plan.kind == AT_PLACE:
        faults.append(_stall(plan, draw, draw.choice((None, 0.5, 1.2))))
        kills.append(Kill())
    for _ in range(draw.choice((1, 1, 1, 2, 3)) - len(kills)):
        kills.append(Kill(after=draw.uniform(0.0, 0.5)) if draw.random() < 0.5
                     else Kill(draw.choice(MARKS), draw.choice((1, 1, 2)), before=draw.random() < 0.5))
    return replace(plan, faults=tuple(faults), kills=tuple(kills))


_OFTEN = {"add_batch", "begin_attempt", "mark_finishing", "settle_committed", "append", "copy", "remove",
          "staging_name"}
"""Marks that an import comes to more than once."""

def _before(plan: Scenario, mark: str, draw: random.Random) -> list[Fault]:
    """What must go wrong for this mark to be made."""
    match mark:
        case "Journal.requeue":
            return [Cut(append=1, octets=20)]
        case "Journal.note_landed":
            return [Cut(append=2, octets=100)]
        case "Journal.mark_doubtful":
            return [SwallowAnswer(append=1)]
        case "Journal.note_mending" | "Session.begin_and_cancel":  # one message is whole, the next is not
            return [Cut(append=1, octets=350)]
        case "Journal.end_late_watch":  # the mark is made, but not all of the batch has gone out
            return [Cut(append=1, octets=_append(plan, draw)[1] - 2)]
        case _:
            return []


def _comes_to(plan: Scenario, mark: str) -> Scenario:
    """The run so changed that it comes to this mark."""
    name = mark.partition(".")[2]
    small = tuple(mails(5, body=HOSTILE))
    big = (*small[:2], replace(small[2], body=b"x" * 70 + b"\n" + b"y" * 1024 * QUOTA_KIB + b"\n"), *small[3:])
    several = replace(plan, mails=small, batch=3, too_big=None, there=(), delivery=plan.delivery, exists=True)
    match name:
        case "note_landed":
            return replace(several, delivery=REVERSIBLE, hide=plan.hide - {"UIDPLUS"})
        case "note_taken_out":
            return replace(several, delivery=REVERSIBLE, hide=plan.hide - {"UIDPLUS"}, mails=big, too_big=2)
        case "settle_rejected":
            return replace(several, mails=big, too_big=2)
        case "settle_cancelled":
            return replace(several, there=small)
        case "note_twins":
            return replace(several, there=small[1:3])
        case "staging_name" | "forget_staging" | "copy" | "remove" | "delete" | "append_each":
            return replace(several, delivery=STAGED, hide=plan.hide - {"UIDPLUS"})
        case "create" | "note_made":
            return replace(plan, exists=False, there=())
        case "append":
            return replace(several, delivery=SEPARATE)
        case "add_batch" | "begin_attempt" | "mark_finishing" | "settle_committed":
            return several
        case "requeue" | "mark_doubtful":
            return replace(several, delivery=SEPARATE)
        case "note_mending" | "begin_and_cancel":
            return replace(several, delivery=MULTIAPPEND, hide=plan.hide - {"MULTIAPPEND"},
                           server="mdbox" if plan.server == "courier" else plan.server)
        case "end_late_watch":
            return replace(several, delivery=SEPARATE, mails=small[:1], second=(), others=())
        case _:
            return plan
