"""Looking into a mailbox for what may be of a batch, the waits before it, and what a person is told where a look does
not settle it. The comparison itself is in `look.py`.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from mailferry.imap.errors import BodyMismatch, CommandRefused, ConnectionLost
from mailferry.imap.examined import StoredHead
from mailferry.imap.opened import sequence_set
from mailferry.imap.session import Session
from mailferry.mail.errors import SourceProblem
from mailferry.mail.message import HEADER_DIGEST_LIMIT, Measured
from mailferry.mail.wire import check_unchanged
from mailferry.transfer.altered import Altered
from mailferry.transfer.errors import Asked
from mailferry.transfer.journal import Journal
from mailferry.transfer.journal_batches import BatchRecord
from mailferry.transfer.messages import QueuedMessage
from mailferry.transfer.traces import traces
from mailferry.transfer.values import BatchId, BatchState, MessageId, with_more

LOOPBACK_WAIT = 5.0
LOST_WAIT = 30.0
"""Seconds that "none there" must hold after our own abort: a commit can show late."""


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of a batch. `quota` tells that it stays refused for want of room (nothing was split off it); `wait`
    is how many seconds nothing should be sent, `ask` what a person must do before anything is."""

    state: BatchState
    quota: bool = False
    wait: float = 0.0
    words: str = ""
    ask: Asked | None = None


class Looking:
    """Looks for batches of one account. `changed` is told of each batch whose state has changed.

    Raises ServerProblem when the session is lost; the batch is then as it was.
    """

    def __init__(self, journal: Journal, session: Session, account: str, *, loopback: bool,
                 changed: Callable[[BatchId], None]) -> None:
        self._journal = journal
        self._session = session
        self._account = account
        self._loopback = loopback
        self._altered = Altered(journal, session, account)
        self._changed = changed

    def unclaimed(self, batch: BatchRecord, messages: Sequence[QueuedMessage],
                   first: int) -> tuple[int, list[StoredHead]]:
        """UIDVALIDITY, and what lies in the mailbox from this UID on and may be of the batch: it is no message that the
        journal knows, and its internal date is one that was sent, if this server keeps dates."""
        validity, heads = self._session.heads_from(batch.mailbox, first, HEADER_DIGEST_LIMIT)
        known = self._journal.recorded_uids(batch.mailbox, self._account, validity, first)
        heads = [head for head in heads if head.uid not in known]
        dates = {message.internal_date for message in messages}
        kept = self._journal.dates_sent(batch.mailbox, self._account, validity)
        if not heads or not kept or None in dates:
            return validity, heads
        with self._session.examined(batch.mailbox):
            marks = self._session.stored.marks(sorted({*kept, *(head.uid for head in heads)}))
        if any(marks[uid].date != date for uid, date in kept.items() if uid in marks):
            return validity, heads
        sent = {int(date.timestamp()) for date in dates if date is not None}
        return validity, [head for head in heads if head.uid not in marks or marks[head.uid].date in sent]

    def mended(self, batch: BatchRecord, messages: Sequence[QueuedMessage], uidnext: int) -> int | None:
        """Make a server that has crashed in the middle of a batch bring back what it still has of it, under UIDs from
        the returned one on; None if that cannot be done here. `uidnext` is that of the mailbox by now.

        What a process of Dovecot has written into an mdbox before it died, it shows no one, until the next APPEND finds
        the broken end of the file, or of the index, and rebuilds that: then what is sent again would be there twice. So
        an APPEND is begun, and cancelled. Raises ServerProblem.
        """
        if not messages or not self._session.capabilities.multiappend:
            return None  # nothing could be cancelled: some servers would store an empty message
        message = min(messages, key=lambda one: one.wire_size)
        try:
            check_unchanged(message.locator, Measured(message.wire_size, message.digest, message.header_digest))
        except SourceProblem:
            return None
        first = self._journal.note_mending(batch.id, uidnext)
        try:
            self._session.begin_and_cancel(batch.mailbox, message)
        except (SourceProblem, BodyMismatch) as error:
            self._session.abort()
            raise ConnectionLost("A message has changed while it was read.") from error
        return first

    def give_flags(self, batch: BatchRecord, messages: Sequence[QueuedMessage], found: Mapping[MessageId, int],
                   first: int) -> None:
        """Give messages that the server has brought back, under UIDs from `first` on, the flags that they were sent
        with: those that have none at all, but the internal date that was sent, and that stand in a run of the batch.
        One alone could be another client's, which has delivered the same mail: it is left as it is. Raises
        ServerProblem."""
        back = in_runs([found.get(message.id, 0) for message in messages], first)
        sent = {found[message.id]: message for message in messages if found.get(message.id, 0) in back
                and message.internal_date is not None and message.flags | message.keywords}
        if not sent:
            return
        try:
            with self._session.examined(batch.mailbox):
                marks = self._session.stored.marks(sorted(sent))
            bare: defaultdict[frozenset[str], list[int]] = defaultdict(list)
            for uid, message in sent.items():
                date = message.internal_date
                if uid in marks and not marks[uid].flags and date is not None and marks[uid].date == date.timestamp():
                    bare[message.flags | message.keywords].append(uid)
            if bare:
                with self._session.opened(batch.mailbox) as mailbox:
                    for flags, uids in bare.items():
                        if mailbox.uidvalidity == batch.uidvalidity:
                            mailbox.mark(uids, flags)
        except CommandRefused:
            pass  # they have arrived all the same; the comparison after the import names what differs

    def left(self, since: float, wait: float) -> float:
        """Seconds to wait before the next look; 0 if the time is over."""
        if self._loopback:
            wait = min(wait, LOOPBACK_WAIT)
        return max(0.0, min(wait, since + wait - time.time(), 1.0 if self._loopback else 5.0))

    def conflict(self, batch: BatchRecord, reason: str, found: Mapping[MessageId, int] | None = None, *,
                 looked: Sequence[StoredHead] | None = (), blurred: bool = False) -> Settled:
        """Nobody can tell, or set right, what became of it: a person is shown what was sent, and what was `found`.

        `looked` is what else came into the mailbox, None if nobody could look; `blurred` as in `traces`.
        """
        messages = self._journal.messages_of(batch.id)
        told = {message.id: message.uid for message in messages if message.uid is not None}
        there = told | dict(found or {})
        self._journal.settle_conflict(batch.id, with_more(reason, _both_sides(batch.mailbox, messages, there)),
                                      traces(messages, there | told, looked, blurred=blurred))
        self._changed(batch.id)
        return Settled(BatchState.CONFLICT)


def in_runs(uids: Sequence[int], first: int) -> set[int]:
    """Those of the UIDs, in the order of the batch, from `first` on that follow each other by one, two at least."""
    pairs = [pair for pair in pairwise(uids) if pair[0] >= first and pair[1] == pair[0] + 1]
    return {uid for pair in pairs for uid in pair}


_SUBJECTS = 3
"""So many messages are named."""


def _both_sides(mailbox: str, messages: Sequence[QueuedMessage], there: Mapping[MessageId, int | None]) -> str:
    """What was sent and what is there, for a person, and what he can do."""
    named = ", ".join(f"“{message.subject}”" if message.subject else "one without a subject"
                      for message in messages[:_SUBJECTS])
    more = ", …" if len(messages) > _SUBJECTS else ""
    sent = f"Sent: {_count(len(messages))} ({named}{more})."
    places = [str(place) for place, message in enumerate(messages, 1) if message.id in there]
    uids = sequence_set([uid for uid in there.values() if uid is not None]) if places else ""
    found = (f"There, in {mailbox}: {len(places)} of them, number {', '.join(places[:10])}"
             f"{', …' if len(places) > 10 else ''} of the batch (UID {uids})." if places
             else f"There, in {mailbox}: none that could be told.")
    return (f"{sent} {found} Look into the mailbox, then choose: try again, which sends all of it once more; send "
            f"only what is missing; leave it out; or count it as arrived, if all of it is there.")


def _count(messages: int) -> str:
    return f"{messages:,} message{'s' if messages != 1 else ''}"
