"""What must be true after each run, read by imaplib on a direct connection and compared with what the test wrote."""

from __future__ import annotations

import contextlib
import imaplib
import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.faults.grounds import Port
from tests.faults.scenario import Kill, Scenario
from tests.servers.checker import Stored, as_multiset, list_mailboxes, read_mailbox, wait_until_stable
from tests.servers.faults import Crash
from tests.transfer.boxes import Mail

from mailferry.transfer.values import DeliveryKind


@dataclass
class Outcome:
    """What became of a run: sentences on what is wrong (none if all is well), and what else is counted."""

    failures: list[str] = field(default_factory=list)
    conflicts: list[str] = field(default_factory=list)
    struck: bool = False
    kills: list[Kill] = field(default_factory=list)


@dataclass(frozen=True)
class Said:
    """What the program's journal says: how many imports it knows, whether all is settled, and each message's fate by
    its batch (`state`, or the message's own), the UID that was noted, and the conflicts' reasons."""

    imports: int = 0
    done: bool = False
    fates: tuple[tuple[int, str, int | None], ...] = ()
    conflicts: tuple[str, ...] = ()

    def numbers(self, *fates: str) -> set[int]:
        """The numbers of the mails with one of these fates."""
        return {number for number, fate, _ in self.fates if fate in fates}


def said_by(state: Path) -> Said:
    """Read the journal, which may not be there yet."""
    with contextlib.suppress(sqlite3.OperationalError), _opened(state / "journal.sqlite") as db:
        scans = [row[0] for row in db.execute("SELECT scan FROM imports")]
        states = [row[0] for row in db.execute("SELECT state FROM batches")]
        fates = db.execute(
            "SELECT subject, coalesce(fate, state), uid FROM messages JOIN batches ON batches.id = messages.batch_id "
            "LEFT JOIN membership ON membership.batch_id = batches.id AND message_id = messages.id").fetchall()
        conflicts = [row[0] for row in db.execute("SELECT reason FROM batches WHERE state = 'conflict'")]
        under_way = {"queued", "sending", "finishing", "doubtful"} & set(states)
        return Said(len(scans), bool(scans) and "running" not in scans and not under_way,
                    tuple((int(subject.split()[-1]), fate, uid) for subject, fate, uid in fates), tuple(conflicts))
    return Said()


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    with contextlib.closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as db:
        yield db


def judge(plan: Scenario, port: Port, before: Sequence[Stored], delivered: Mapping[int, int], said: Said) -> Outcome:
    """Compare what the mailbox holds with what was there before, what another client delivered, and the source."""
    held = wait_until_stable(lambda: read_mailbox(port.server, port.account, port.mailbox), patience=0.2)
    outcome = Outcome(conflicts=list(said.conflicts))
    wrong = outcome.failures
    if not said.done:
        wrong.append(f"the program never got done: {sorted(Counter(fate for _, fate, _ in said.fates).items())}")
    by_uid = {message.uid: message for message in held}
    if any(by_uid.get(message.uid) != message for message in before):
        wrong.append("mail that was there before is gone or changed")
    for mail in plan.others:
        found = by_uid.get(delivered.get(mail.number, 0))
        if found is None or found != Stored.of(mail.wire, mail.flags, mail.date):
            wrong.append(f"number {mail.number}, which another client delivered, is gone or changed")
    refused = said.numbers("rejected")
    may_be_refused = {plan.too_big}
    if plan.lied_to and plan.delivery is DeliveryKind.STAGED:  # a NO to what goes into our own mailbox is believed
        may_be_refused |= {mail.number for mail in plan.mails}
    wrong += _compare(plan, held, before, said.numbers("conflict"), refused)
    if not refused <= may_be_refused:
        wrong.append(f"{refused} were refused, for no reason")
    if plan.too_big is not None and plan.too_big not in said.numbers("rejected", "conflict"):
        wrong.append(f"number {plan.too_big} is too big, and is not named")
    if said.conflicts and not plan.undecidable:
        wrong.append(f"a conflict without need: {said.conflicts[0]}")
    wrong += [f"UID {uid} is not number {number}, as the journal says" for number, fate, uid in said.fates
              if fate == "committed" and uid is not None and not _is(plan, number, by_uid.get(uid))]
    left = [name for name in list_mailboxes(port.server, port.account) if "Mailferry" in name]
    if left:
        wrong.append(f"staging mailboxes are left: {left}")
    return outcome


def _compare(plan: Scenario, held: Sequence[Stored], before: Sequence[Stored], undecided: set[int],
             refused: set[int]) -> Iterator[str]:
    """Every mail of the source once, less what was there before.

    Only those of conflicts or with a refusal may be missing, or those that another client delivered too; only those of
    conflicts may be there twice.
    """
    there = Counter(message.sha256 for message in before)
    wanted: list[Mail] = []
    for mail in plan.mails:
        if there[mail.stored.sha256] > 0:
            there[mail.stored.sha256] -= 1
        elif mail.number != plan.too_big:
            wanted.append(mail)
    expected = as_multiset([*before, *(mail.stored for mail in (*wanted, *plan.second)),
                            *(Stored.of(mail.wire, mail.flags, mail.date) for mail in plan.others)])
    found = as_multiset(held)
    if plan.server == "mdbox" and any(isinstance(fault, Crash) for fault in plan.faults):
        _forgive_bare(expected, found)
    numbers = {mail.stored.sha256: mail.number for mail in (*plan.mails, *plan.there, *plan.others, *plan.second)}
    for message, count in (found - expected).items():
        if numbers.get(message.sha256) not in undecided:
            number = numbers.get(message.sha256)
            yield f"{count} too many of number {number}, {message.size} octets, {set(message.flags)}"
    for message, count in (expected - found).items():
        number = numbers[message.sha256]
        if number not in undecided | refused and not (number in plan.twins and count == 1):
            yield f"{count} missing of number {number}, {message.size} octets, {set(message.flags)}"


def _forgive_bare(expected: Counter[Stored], found: Counter[Stored]) -> None:
    """A dead process of Dovecot's mdbox leaves mail that comes back without its flags. They are given again, but not to
    one message alone, which could be another client's: one of a run may be bare."""
    for message in list((found - expected).keys()):
        for meant in list((expected - found).keys()):
            if not message.flags and (meant.sha256, meant.internal_date) == (
                    message.sha256, message.internal_date):
                found[message] -= 1
                found[meant] += 1
                return


def in_part(plan: Scenario, port: Port, state: Path) -> list[str]:
    """Batches of which a part is there at this moment, as after a kill: there must be none by a way that never shows a
    part. Asked only where no server crashes, and no copies blur what is whose."""
    alone = Counter(mail.number for mail in (*plan.mails, *plan.there, *plan.others)).most_common(1)[0][1] == 1
    if not alone or any(isinstance(fault, Crash) for fault in plan.faults) or not (state / "journal.sqlite").exists():
        return []
    with _opened(state / "journal.sqlite") as db:
        if db.execute("SELECT 1 FROM sqlite_schema WHERE name = 'batches'").fetchone() is None:
            return []  # it was killed before the journal was made
        rows = db.execute("SELECT batches.id, subject FROM messages JOIN batches ON batches.id = messages.batch_id "
                          "WHERE delivery IN ('multiappend', 'staged') AND batches.messages > 1 AND fate IS NULL"
                          ).fetchall()
    digests = {mail.number: mail.stored.sha256 for mail in plan.mails}
    held: set[str] = set()
    with contextlib.suppress(imaplib.IMAP4.error):  # the mailbox may not be there yet
        held = {message.sha256 for message in read_mailbox(port.server, port.account, port.mailbox)}
    there: dict[int, set[bool]] = {}
    for batch, subject in rows:
        there.setdefault(batch, set()).add(digests[int(subject.split()[-1])] in held)
    return [f"a part of batch {batch} is there after a kill" for batch, seen in there.items() if len(seen) > 1]


def _is(plan: Scenario, number: int, found: Stored | None) -> bool:
    return found is not None and any(
        mail.number == number and mail.stored.sha256 == found.sha256 for mail in plan.mails)
