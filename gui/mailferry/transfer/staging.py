"""The staging mailbox of an import: where a batch is put together before one COPY brings it to its target.

It carries this installation's and the import's number, is not subscribed, and is noted in the journal before it is
made; no other mailbox is ever treated so. Only messages that belong to the import are removed from it: those whose
UIDs the server told, and after a broken attempt those whose octets are the import's. It is deleted only when it is
empty. So mail that somebody else puts there stays.
"""

from __future__ import annotations

from collections.abc import Sequence

from mailferry.imap.errors import CommandRefused
from mailferry.imap.session import Session
from mailferry.mail.message import HEADER_DIGEST_LIMIT, header_digest
from mailferry.transfer.journal import Journal
from mailferry.transfer.look import Sight, compare
from mailferry.transfer.messages import QueuedMessage
from mailferry.transfer.proof import digests_of
from mailferry.transfer.values import ImportId


class Staging:
    """The staging mailbox of one import, on a session."""

    def __init__(self, journal: Journal, session: Session, import_id: ImportId, prefix: str) -> None:
        self._journal = journal
        self._session = session
        self._import_id = import_id
        self._prefix = prefix
        self._name = ""
        self._told: list[int] | None = None  # what lies in it now, if the server has told all of it

    @property
    def name(self) -> str:
        """Its name; noted in the journal from the first time it is asked for."""
        if not self._name:
            self._name = self._journal.staging_name(self._import_id, self._prefix)
        return self._name

    def prepare(self) -> None:
        """Make it if it is not there, and clear it of what a broken attempt left. Raises CommandRefused."""
        status = self._session.status(self.name)
        if status is None:
            self._session.create(self.name, subscribe=False)
        elif status.messages:
            self.clear()

    def empty(self) -> None:
        """Take out what was put into it."""
        if self._told is None:
            self.clear()
        else:
            self.remove(self._told)

    def clear(self) -> None:
        """Take out all that equals a message of the import, octet for octet: what a broken attempt has left."""
        _, heads = self._session.heads_from(self.name, 1, HEADER_DIGEST_LIMIT)
        digests = {head.uid: self._journal.digests_like(self._import_id, head.size, header_digest(head.head))
                   for head in heads}
        sizes = {head.uid: head.size for head in heads if digests[head.uid]}
        if not sizes:
            return
        with self._session.opened(self.name) as mailbox:
            ours = [uid for uid, octets in digests_of(self._session.stored, sizes) if octets in digests[uid]]
            mailbox.remove(ours)

    def remove(self, uids: Sequence[int]) -> None:
        """Take these messages out."""
        if uids:
            with self._session.opened(self.name) as mailbox:
                mailbox.remove(uids)

    def uids_of(self, messages: Sequence[QueuedMessage], told: Sequence[int | None]) -> list[int] | None:
        """The UIDs of the messages in it: as the server told them, else found by a look. None if they are not there."""
        known = [uid for uid in told if uid is not None]
        if len(known) == len(messages):
            self._told = known
            return known
        _, heads = self._session.heads_from(self.name, 1, HEADER_DIGEST_LIMIT)
        seen = compare(messages, heads)
        return [seen.uids[index] for index in range(len(messages))] if seen.sight is Sight.ALL else None

    def drop(self) -> None:
        """Clear it, and delete it if it is empty then; it is not touched any more. Raises CommandRefused never."""
        try:
            if self._session.status(self.name) is not None:
                self.clear()
                status = self._session.status(self.name)
                if status is not None and status.messages == 0:
                    self._session.delete(self.name)
        except CommandRefused:
            pass  # it is left as it is: an empty mailbox does no harm
        self._journal.forget_staging(self._import_id)
