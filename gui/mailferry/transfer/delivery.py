"""How a batch is made all-or-nothing on a server. One small class for each way, behind one interface; whoever drives
them does not know which it has.

    multiappend  one APPEND carries the whole batch, and the server keeps it together (RFC 3502)
    staged       APPENDs into a staging mailbox of ours, one UID COPY to the target (all or nothing, RFC 9051 6.4.7)
    reversible   APPENDs to the target; if one is refused, those that are stored are removed again (RFC 4315)
    separate     one message is one batch

What a delivery stores in the target before it is complete, it notes as landed in the journal.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from mailferry.imap.append import Refused, Stored
from mailferry.imap.append_each import EachOutcome
from mailferry.imap.errors import CommandRefused, ConnectionLost
from mailferry.imap.session import Session
from mailferry.imap.transmit import Watcher
from mailferry.transfer.journal import Journal
from mailferry.transfer.journal_batches import BatchRecord
from mailferry.transfer.messages import QueuedMessage
from mailferry.transfer.planner import Limits
from mailferry.transfer.staging import Staging
from mailferry.transfer.values import DeliveryKind, ImportOptions, ServerFacts

LOST_BEFORE_CARE = 2
"""After so many attempts without a verdict the server is asked before each message."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What a delivery works with: the session, the batch and its staging mailbox, and the journal's marks."""

    session: Session
    journal: Journal
    batch: BatchRecord
    staging: Staging

    @property
    def careful(self) -> bool:
        """Whether the batch was lost so often that something in it may be the cause."""
        return self.batch.attempts > LOST_BEFORE_CARE


class Delivery(Protocol):
    """A way to deliver."""

    def limits(self, options: ImportOptions, facts: ServerFacts) -> Limits:
        """How batches are cut for it: by what is asked for, and what the server takes."""
        ...

    def deliver(self, ground: Ground, messages: Sequence[QueuedMessage], watcher: Watcher) -> Stored | Refused:
        """One attempt. Raises what Session.append does; from `watcher.finishing` on the target may have changed."""
        ...


class MultiAppend:
    """One command with all messages."""

    def limits(self, options: ImportOptions, facts: ServerFacts) -> Limits:
        return Limits(min(options.batch_messages, facts.save_limit or options.batch_messages),
                      min(options.batch_octets, facts.command_limit or options.batch_octets), facts.append_limit)

    def deliver(self, ground: Ground, messages: Sequence[QueuedMessage], watcher: Watcher) -> Stored | Refused:
        return ground.session.append(ground.batch.mailbox, messages, watcher, careful=ground.careful)


class Separate(MultiAppend):
    """For servers that can do nothing better."""

    def limits(self, options: ImportOptions, facts: ServerFacts) -> Limits:
        return Limits(1, options.batch_octets, facts.append_limit)


class Staged(MultiAppend):
    """By way of a staging mailbox: filling it changes no target, and one COPY does or does not."""

    def deliver(self, ground: Ground, messages: Sequence[QueuedMessage], watcher: Watcher) -> Stored | Refused:
        staging = ground.staging
        staging.prepare()
        filled = ground.session.append_each(staging.name, messages, Watcher(lambda: None, watcher.progress),
                                            careful=ground.careful)
        refused = _refusal(filled, committed=False)
        if refused is not None:
            if filled.in_step:
                staging.remove([uid for uid in _uids(filled) if uid is not None])
            return refused
        uids = staging.uids_of(messages, _uids(filled))
        if uids is None:
            return Refused("NO", "", "The staging mailbox does not hold what was put into it.", None, committed=False,
                           in_step=True)
        watcher.finishing()
        try:
            with ground.session.opened(staging.name) as mailbox:
                copied = mailbox.copy(uids, ground.batch.mailbox)
        except CommandRefused as error:
            staging.remove(uids)  # it takes up room, and is put together anew if it is tried again
            return Refused(error.status, error.code, error.detail, None, committed=True, in_step=True)
        return Stored(None, None, "") if copied is None else Stored(copied.uidvalidity, copied.uids, "")


class Reversible(MultiAppend):
    """Into the target one by one; what of a refused batch is there is noted, to be taken out."""

    def deliver(self, ground: Ground, messages: Sequence[QueuedMessage], watcher: Watcher) -> Stored | Refused:
        sent = ground.session.append_each(ground.batch.mailbox, messages, watcher, careful=ground.careful,
                                          broken=lambda so_far: self._note_told(ground, messages, so_far))
        refused = _refusal(sent, committed=True)
        if refused is None:
            known = [uid for uid in _uids(sent) if uid is not None]
            validities = _validities(sent)
            whole = len(known) == len(messages) and len(validities) == 1
            return Stored(validities.pop(), tuple(known), "") if whole else Stored(None, None, "")
        self._note_told(ground, messages, sent)
        if None in sent.verdicts:
            raise ConnectionLost("The server did not answer for each message.", detail=refused.text)
        return refused

    @staticmethod
    def _note_told(ground: Ground, messages: Sequence[QueuedMessage], sent: EachOutcome) -> None:
        """What the server has told of a batch that is not all there: those UIDs are ours, whatever comes."""
        told = {message.id: uid for message, uid in zip(messages, _uids(sent), strict=False) if uid is not None}
        if told and _validities(sent) <= {ground.batch.uidvalidity}:
            ground.journal.note_landed(ground.batch.id, told)


def delivery(kind: DeliveryKind) -> Delivery:
    """The way of this name."""
    match kind:
        case DeliveryKind.MULTIAPPEND:
            return MultiAppend()
        case DeliveryKind.STAGED:
            return Staged()
        case DeliveryKind.REVERSIBLE:
            return Reversible()
        case DeliveryKind.SEPARATE:
            return Separate()


def possible(kind: DeliveryKind, session: Session) -> bool:
    """Whether this server offers what the way needs."""
    match kind:
        case DeliveryKind.MULTIAPPEND:
            return session.capabilities.multiappend
        case DeliveryKind.STAGED | DeliveryKind.REVERSIBLE:
            return session.capabilities.uidplus
        case DeliveryKind.SEPARATE:
            return True


def best_way(journal: Journal, session: Session, account: str) -> DeliveryKind:
    """How this account is best delivered to, for all that is known by now of it and of its server."""
    return best_for(session, atomic=journal.is_atomic(account), copies=journal.is_atomic(account, DeliveryKind.STAGED),
                    chosen=journal.delivery_of(account))


def best_for(session: Session, *, atomic: bool = True, copies: bool = True,
             chosen: DeliveryKind | None = None) -> DeliveryKind:
    """The way that holds a batch together best on this server; `atomic` and `copies`: it has kept no part of a batch so
    far, when that was one command, or one COPY. One that a person has `chosen` comes before, if it is possible."""
    broken = {DeliveryKind.MULTIAPPEND} if not atomic else set()
    if not copies:
        broken.add(DeliveryKind.STAGED)
    if chosen is not None and possible(chosen, session) and chosen not in broken:
        return chosen
    if session.capabilities.multiappend and atomic:
        return DeliveryKind.MULTIAPPEND
    if not session.capabilities.uidplus:
        return DeliveryKind.SEPARATE
    return DeliveryKind.STAGED if copies else DeliveryKind.REVERSIBLE


def _uids(outcome: EachOutcome) -> list[int | None]:
    """The UID of each message that was sent; None for one that was refused, or whose UID was not told."""
    return [verdict.uids[0] if isinstance(verdict, Stored) and verdict.uids else None for verdict in outcome.verdicts]


def _validities(outcome: EachOutcome) -> set[int | None]:
    """Under which UIDVALIDITY messages were stored; None where it was not told."""
    return {verdict.uidvalidity for verdict in outcome.verdicts if isinstance(verdict, Stored)}


def _refusal(outcome: EachOutcome, *, committed: bool) -> Refused | None:
    if outcome.refusal is None:
        return None
    index, refused = outcome.refusal
    return replace(refused, at_message=index, committed=committed, in_step=outcome.in_step, alone=True)
