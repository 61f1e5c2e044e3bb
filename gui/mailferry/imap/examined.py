"""A mailbox that is open for looking only (EXAMINE): its UIDs, the sizes and first octets of its messages. No flag of
any message changes by it.

RFC 9051 6.4.4 (SEARCH), 6.4.5 (FETCH), RFC 9738 (servers that answer for some messages only). What the session calls
is said by `Client`; the session gives imapclient.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

_HEADS_AT_ONCE = 200
"""Messages in one FETCH of heads: bounds the memory of a look."""
_SIZES_AT_ONCE = 1000

Told = list[bytes | tuple[bytes, bytes]]
"""Untagged responses, or the arguments of response codes, as the session's client keeps them."""


class Client(Protocol):
    """The part of imapclient that is used here."""

    def search(self, criteria: Sequence[str]) -> Iterable[int]: ...
    def fetch(self, messages: Sequence[int], data: Sequence[str]) -> Mapping[int, Mapping[bytes, bytes]]: ...


@dataclass(frozen=True, slots=True)
class StoredHead:
    """A stored message: its UID, RFC822.SIZE and first octets."""

    uid: int
    size: int
    head: bytes


class ExaminedMailbox:
    """The mailbox that a session looks into. Raises the session's errors.

    `is_cut` turns True when the server has left something out, and did not say how to get the rest.
    """

    def __init__(self, client: Client, uidvalidity: int, message_limit: int | None,
                 taken: Callable[[str], Told]) -> None:
        self._client = client
        self.uidvalidity = uidvalidity
        self._message_limit = message_limit
        self._taken = taken
        self.is_cut = False

    def uids(self, first: int, last: int | None = None) -> list[int]:
        """The UIDs from `first` to `last` (None: to the end), ascending.

        `n:*` always names the last message, even where its UID is lower. A server with MESSAGELIMIT answers for the
        newest messages only and names the lowest UID that it got to; the rest is asked for then (RFC 9738 section 3).
        """
        uids: set[int] = set()
        while last is None or first <= last:
            found = self._client.search(["UID", f"{first}:{'*' if last is None else last}"])
            uids |= {uid for uid in found if first <= uid <= (uid if last is None else last)}
            cut = self._taken("MESSAGELIMIT")
            lowest = _lowest_searched(cut)
            if lowest is None or (last is not None and lowest > last):
                self.is_cut = self.is_cut or bool(cut)
                break
            last = lowest - 1
        return sorted(uids)

    def sizes(self, uids: Sequence[int]) -> dict[int, int]:
        """The RFC822.SIZE of these messages, by UID; those that are gone are left out."""
        wanted = set(uids)
        return {uid: int(data[b"RFC822.SIZE"]) for uid, data in self._fetched(uids, _SIZES_AT_ONCE, "RFC822.SIZE")
                if uid in wanted}

    def heads(self, uids: Sequence[int], octets: int) -> list[StoredHead]:
        """The first `octets` of these messages, in UID order; those that are gone are left out."""
        part = f"BODY.PEEK[]<0.{octets}>"
        heads = [StoredHead(uid, int(data[b"RFC822.SIZE"]), bytes(data[b"BODY[]<0>"] or b""))
                 for uid, data in self._fetched(uids, _HEADS_AT_ONCE, "RFC822.SIZE", part)]
        return sorted(heads, key=lambda head: head.uid)

    def fields(self, uids: Sequence[int], names: Sequence[str]) -> dict[int, bytes]:
        """The header fields of these names (RFC 9051 6.4.5, HEADER.FIELDS) of these messages, by UID."""
        part = f"BODY.PEEK[HEADER.FIELDS ({' '.join(names)})]"
        key = part.replace(".PEEK", "").encode()
        wanted = set(uids)
        return {uid: bytes(data[key] or b"") for uid, data in self._fetched(uids, _SIZES_AT_ONCE, part)
                if uid in wanted and key in data}

    def _fetched(self, uids: Sequence[int], at_once: int, *items: str) -> Iterator[tuple[int, Mapping[bytes, bytes]]]:
        at_once = min(at_once, self._message_limit or at_once)
        for start in range(0, len(uids), at_once):
            yield from self._client.fetch(uids[start:start + at_once], ["UID", *items]).items()
            self.is_cut = self.is_cut or bool(self._taken("MESSAGELIMIT"))


def _lowest_searched(told: Told) -> int | None:
    """The UID out of `[MESSAGELIMIT n uid]`, None if there is none."""
    for data in told:
        words = data.split() if isinstance(data, bytes) else []
        if len(words) == 2 and words[1].isdigit():
            return int(words[1])
    return None
