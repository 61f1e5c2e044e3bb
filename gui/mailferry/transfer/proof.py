"""Whether a message that a look found is surely what this batch sent: only then may it be removed, or stand for it.

The server did not name its UID, so it could be another client's. They are told apart by all that was sent (RFC 9051
2.3): octets, flags, keywords and internal date; and by the place, since what one command stores stands together and in
order.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence

from mailferry.imap.stored import Marks, StoredMessages
from mailferry.transfer.messages import QueuedMessage


def is_ours(stored: StoredMessages, messages: Sequence[QueuedMessage], uids: Sequence[int], *,
            one_run: bool = True) -> bool:
    """Whether the messages with these UIDs, in the order of `messages`, are one run of UIDs and equal what was sent,
    octet for octet, with flags and dates. `one_run` is False for what was sent by a command each. Raises the session's
    errors."""
    if not uids or (one_run and list(uids) != list(range(uids[0], uids[0] + len(uids)))):
        return False
    marks = stored.marks(uids)
    if not all(uid in marks and is_untouched(message, marks[uid])
               for message, uid in zip(messages, uids, strict=True)):
        return False
    sent = {uid: message.digest for message, uid in zip(messages, uids, strict=True)}
    return all(digest == sent[uid] for uid, digest in digests_of(stored, {uid: marks[uid].size for uid in uids}))


def digests_of(stored: StoredMessages, sizes: Mapping[int, int]) -> Iterator[tuple[int, bytes]]:
    """The SHA-256 of all octets of these messages of the open mailbox, by UID. Raises the session's errors."""
    for uid, pieces in stored.bodies(sizes):
        digest = hashlib.sha256()
        for piece in pieces:
            digest.update(piece)
        yield uid, digest.digest()


def is_untouched(message: QueuedMessage, marks: Marks) -> bool:
    """Whether it has the flags, keywords and internal date that it was sent with."""
    date = message.internal_date
    return (_folded(marks.flags) == _folded(message.flags | message.keywords)
            and (date is None or marks.date == int(date.timestamp())))


def _folded(flags: frozenset[str]) -> frozenset[str]:
    return frozenset(flag.lower() for flag in flags)


def removable(messages: Sequence[QueuedMessage]) -> dict[int, QueuedMessage]:
    """The messages that may be removed, by UID: those whose UIDs the server told us when it stored them.

    Nothing tells one that was found by a look from what another program has brought of the same source meanwhile.
    """
    return {message.uid: message for message in messages if message.uid is not None and not message.found}
