"""A mailbox that is open for reading messages out of it: EXAMINE and BODY.PEEK, so looking changes nothing.

RFC 9051 6.4.5 (FETCH, partial), 7.5.2 (its answer); RFC 9738 (an answer may be cut). Octets come in pieces, so memory
does not grow with a message. What the session calls is said by `Client`; the session gives our imapclient.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from mailferry.imap.errors import ServerProblem
from mailferry.imap.examined import Client as LookingClient
from mailferry.imap.examined import ExaminedMailbox, Told
from mailferry.imap.opened import sequence_set

FRAMES_AT_ONCE = 500
_SYSTEM_FLAGS = {flag.lower(): flag for flag in ("\\Seen", "\\Answered", "\\Flagged", "\\Draft", "\\Deleted")}


class Client(LookingClient, Protocol):
    """The part of our imapclient that is used here."""

    def fetched(self, uids: str, items: str) -> Mapping[int, Mapping[bytes, object]]: ...


@dataclass(frozen=True, slots=True)
class Frame:
    """What a server tells of a message before its octets. `size` is RFC822.SIZE, which some servers only estimate.

    `flags` are system flags in their usual spelling, without \\Recent, which is the session's; `keywords` are all the
    others that do not begin with a backslash. `internal_date` is aware, or None where it makes no sense.
    """

    uid: int
    size: int
    flags: frozenset[str]
    keywords: frozenset[str]
    internal_date: datetime | None


class ReadMailbox(ExaminedMailbox):
    """The mailbox that a session has open for reading. Raises CommandRefused and the session's other errors."""

    def __init__(self, client: Client, uidvalidity: int, message_limit: int | None, taken: Callable[[str], Told],
                 asked_to: Callable[[str], AbstractContextManager[None]]) -> None:
        super().__init__(client, uidvalidity, message_limit, taken)
        self._fetch = client.fetched
        self._asked_to = asked_to
        self.at_once = min(FRAMES_AT_ONCE, message_limit or FRAMES_AT_ONCE)
        """Messages that are asked for at once, at most."""

    def uids_above(self, uid: int) -> list[int]:
        """The UIDs of all messages above this one, ascending. Raises ServerProblem if the server names a part only."""
        with self._asked_to("say which messages there are"):
            found = self.uids(uid + 1)
        if self.is_cut:
            raise ServerProblem("The server shows only a part of the mailbox at once.")
        return found

    def frames(self, uids: Sequence[int]) -> list[Frame]:
        """What is told of these messages, in UID order. Those that the answer lacks are left out."""
        with self._asked_to("describe its messages"):
            answer = self._fetch(sequence_set(uids), "(UID FLAGS INTERNALDATE RFC822.SIZE)")
            wanted = set(uids)
            return [_frame(uid, answer[uid]) for uid in sorted(answer)
                    if uid in wanted and b"RFC822.SIZE" in answer[uid] and b"FLAGS" in answer[uid]]

    def pieces(self, uids: Sequence[int], offset: int, octets: int) -> dict[int, bytes]:
        """At most `octets` from `offset` on of each of these messages, by UID; b"" behind the end of one.

        Those that the answer lacks, or names without octets (NIL), are left out. `octets` stay below the limit of a
        response (`response.MAX_RESPONSE`).
        """
        with self._asked_to("give its messages"):
            answer = self._fetch(sequence_set(uids), f"(UID BODY.PEEK[]<{offset}.{octets}>)")
            wanted = set(uids)
            return {uid: body for uid, data in answer.items() if uid in wanted and (body := _body(data)) is not None}


def _frame(uid: int, data: Mapping[bytes, object]) -> Frame:
    size, date, flags = data[b"RFC822.SIZE"], data.get(b"INTERNALDATE"), data[b"FLAGS"]
    if not isinstance(size, int) or not isinstance(flags, tuple):
        raise TypeError("no size, or no flags")
    # imapclient takes a keyword of digits for a number
    words = [flag.decode("ascii", "replace") if isinstance(flag, bytes) else str(flag) for flag in flags]
    return Frame(uid, size, frozenset(_SYSTEM_FLAGS[word.lower()] for word in words if word.lower() in _SYSTEM_FLAGS),
                 frozenset(word for word in words if not word.startswith("\\")),
                 date if isinstance(date, datetime) and date.tzinfo is not None else None)


def _body(data: Mapping[bytes, object]) -> bytes | None:
    body = next((value for key, value in data.items() if key.startswith(b"BODY[")), None)
    if isinstance(body, int):  # imapclient takes an atom of digits for a number; no server sends one
        raise TypeError("a body without quotes")
    return body if isinstance(body, bytes) else None
