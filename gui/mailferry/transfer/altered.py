"""A look for messages on a server that stores them otherwise than they were sent, as Exchange does: size and header are
others there, so they are known by Message-ID and Date (RFC 5322 3.6), where the server is known to rewrite.

Whether it rewrites show messages whose UIDs it has told: they are ours for sure. Where there are none, and names say
that messages of the batch may be there, nobody can tell: they could be another program's. What has no name may be any
message of the same internal date.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import replace

from mailferry.imap.errors import CommandRefused
from mailferry.imap.examined import StoredHead
from mailferry.imap.session import Session
from mailferry.mail.message import HEADER_DIGEST_LIMIT, header_digest
from mailferry.transfer.journal import Journal
from mailferry.transfer.journal_batches import BatchRecord
from mailferry.transfer.look import Seen, compare, compare_by
from mailferry.transfer.messages import QueuedMessage
from mailferry.transfer.present import head_of, name_of


class Altered:
    """Looks on one account. Raises ServerProblem when the session is lost."""

    def __init__(self, journal: Journal, session: Session, account: str) -> None:
        self._journal = journal
        self._session = session
        self._account = account
        self._alters: bool | None = None

    def see(self, batch: BatchRecord, messages: Sequence[QueuedMessage], heads: Sequence[StoredHead]) -> Seen:
        """What of the batch is among these, as `compare`; `unsure` if nobody can tell whether it is of the batch."""
        seen = compare(messages, heads)
        found = set(seen.uids.values())
        if len(found) == len(messages) or len(found) == len(heads) or self.alters() is False:
            return seen
        wanted: list[Hashable] = [name_of(head_of(message)) or (message.wire_size, message.header_digest)
                                  for message in messages]
        there: list[tuple[int, Hashable]] = [(head.uid, name_of(head.head) or (head.size, header_digest(head.head)))
                                             for head in heads]
        named = compare_by(wanted, there)
        if named.found <= seen.found and not named.astray:
            named = seen
        nameless = [message for place, message in enumerate(messages)
                    if place not in named.uids and not isinstance(wanted[place], bytes)]
        rest = [head.uid for head in heads if head.uid not in named.uids.values()]
        unsure = (named is not seen and self.alters() is None) or self._may_be(batch, nameless, rest)
        return replace(named, unsure=unsure)

    def _may_be(self, batch: BatchRecord, nameless: Sequence[QueuedMessage], uids: Sequence[int]) -> bool:
        """Whether one of these may be a message without a name: by the date that it was sent with, or without."""
        if not nameless or not uids:
            return False
        dates = {None if message.internal_date is None else int(message.internal_date.timestamp())
                 for message in nameless}
        with self._session.examined(batch.mailbox):
            there = {mark.date for mark in self._session.stored.marks(uids).values()}
        return bool(dates & there) or (None in dates and self.alters() is True)

    def alters(self) -> bool | None:
        """Whether this server stores messages otherwise than they were sent; None if nobody can tell. Asked once."""
        if self._alters is None:
            self._alters = self._journal.rewrites(self._account) or self._seen_to_alter()
        return self._alters

    def _seen_to_alter(self) -> bool | None:
        told = self._journal.told_lately(self._account)
        if told is None:
            return None
        mailbox, validity, messages = told
        try:
            with self._session.examined(mailbox) as box:
                heads = box.heads(sorted(messages), HEADER_DIGEST_LIMIT) if box.uidvalidity == validity else []
        except CommandRefused:
            return None
        if any(header_digest(head.head) != messages[head.uid][1] for head in heads):
            self._journal.note_rewrites(self._account)
            return True
        return any(head.size != messages[head.uid][0] for head in heads) if heads else None
