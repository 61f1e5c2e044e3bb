"""The journal's part on what lies in mailboxes already, from before an import. The format is the docstring of
`schema.py`; how it is compared is in `present.py`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from mailferry.transfer.journal_attempts import AttemptJournal
from mailferry.transfer.present import Recorded
from mailferry.transfer.values import BatchId, MessageId

_RECORDED = """
    SELECT wanted.id AS message_id, uid, brought.wire_size AS wire_size, brought.repair <> '' AS repaired
    FROM messages AS wanted CROSS JOIN messages AS brought ON brought.{column} = wanted.digest
    JOIN batches ON batches.id = brought.batch_id JOIN mailboxes ON mailboxes.id = mailbox_id
    JOIN membership ON membership.batch_id = batches.id AND membership.message_id = brought.id
    WHERE wanted.batch_id = ?1 AND wanted.fate IS NULL AND brought.import_id <> wanted.import_id
    AND brought.fate IS NULL AND batches.state = 'committed' AND batches.uidvalidity = ?2 AND uid IS NOT NULL
    AND (batches.account_id, mailboxes.name) = (SELECT account_id, name FROM batches JOIN mailboxes ON
    mailboxes.id = mailbox_id WHERE batches.id = ?1)"""
_WHERE_TO_LOOK = f"{_RECORDED.format(column='digest')} UNION {_RECORDED.format(column='origin_digest')} ORDER BY uid"
_BROUGHT_BY = """
    SELECT uid, brought.wire_size AS wire_size, brought.repair <> '' AS repaired FROM messages AS brought
    JOIN batches ON batches.id = brought.batch_id JOIN mailboxes ON mailboxes.id = mailbox_id
    JOIN accounts ON accounts.id = batches.account_id
    JOIN membership ON membership.batch_id = batches.id AND membership.message_id = brought.id
    WHERE brought.{column} = ?1 AND brought.fate IS NULL AND batches.state = 'committed' AND uid IS NOT NULL
    AND accounts.name = ?2 AND mailboxes.name = ?3 AND batches.uidvalidity = ?4"""
_BROUGHT = f"{_BROUGHT_BY.format(column='digest')} UNION {_BROUGHT_BY.format(column='origin_digest')} ORDER BY uid"


class PresentJournal(AttemptJournal):
    """The writing side of it. Any thread may call it. Raises what JournalFile does."""

    def where_to_look(self, batch_id: BatchId, uidvalidity: int) -> dict[MessageId, list[Recorded]]:
        """To which UIDs of the batch's mailbox other imports have brought the same source octets, by message."""
        places: dict[MessageId, list[Recorded]] = defaultdict(list)
        with self._lock:
            for row in self._db.execute(_WHERE_TO_LOOK, (batch_id, uidvalidity)):
                places[row["message_id"]].append(Recorded(row["uid"], row["wire_size"], bool(row["repaired"])))
        return places

    def brought(self, account: str, mailbox: str, uidvalidity: int,
                digests: Sequence[bytes]) -> dict[bytes, list[Recorded]]:
        """To which UIDs of a mailbox imports have brought source octets of these digests, by digest."""
        places: dict[bytes, list[Recorded]] = defaultdict(list)
        with self._lock:
            for digest in dict.fromkeys(digests):
                for row in self._db.execute(_BROUGHT, (digest, account, mailbox, uidvalidity)):
                    places[digest].append(Recorded(row["uid"], row["wire_size"], bool(row["repaired"])))
        return places

    def rewrites(self, account: str) -> bool:
        """Whether this server has been seen to rewrite headers."""
        with self._lock:
            return bool(self._db.execute("SELECT rewrites FROM accounts WHERE name = ?", (account,)).fetchone()[0])

    def note_rewrites(self, account: str) -> None:
        """It has."""
        with self._transaction() as db:
            db.execute("UPDATE accounts SET rewrites = 1 WHERE name = ?", (account,))
