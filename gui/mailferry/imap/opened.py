"""A mailbox that is open for reading and removing: COPY, and removal of known UIDs. RFC 4315 (UIDPLUS), 9051 6.4.

Nothing here removes by anything but UID EXPUNGE of UIDs that were given: a plain EXPUNGE or a CLOSE would destroy what
the user has marked as deleted. What the session calls is said by `Client`; the session gives imapclient.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from mailferry.imap.append import quoted
from mailferry.imap.client import wire_name
from mailferry.imap.response import parse, uid_set

_AT_ONCE = 1000
"""UIDs in one STORE or EXPUNGE: their sets may be long lines."""


class Client(Protocol):
    """The part of imapclient that is used here."""

    def add_flags(self, messages: str, flags: Sequence[bytes], silent: bool = False) -> object: ...
    def remove_flags(self, messages: str, flags: Sequence[bytes], silent: bool = False) -> object: ...
    def uid_expunge(self, messages: str) -> object: ...
    def search(self, criteria: Sequence[str]) -> Iterable[int]: ...


@dataclass(frozen=True, slots=True)
class Copied:
    """What COPYUID says: the target's UIDVALIDITY, and the UIDs that the copies got, in the order asked for."""

    uidvalidity: int
    uids: tuple[int, ...]


class OpenMailbox:
    """The mailbox that a session has open. Raises CommandRefused and the session's other errors."""

    def __init__(self, client: Client, uidvalidity: int, command: Callable[..., str],
                 asked_to: Callable[[str], AbstractContextManager[None]]) -> None:
        self._client = client
        self.uidvalidity = uidvalidity
        self._command = command  # imapclient and imaplib lose the words of an OK to UID COPY
        self._asked_to = asked_to

    def copy(self, uids: Sequence[int], target: str) -> Copied | None:
        """UID COPY, all or nothing (RFC 9051 6.4.7). None if the server does not tell the new UIDs of all."""
        with self._asked_to("copy the batch into its mailbox"):
            words = self._command("UID", b"COPY", sequence_set(uids).encode("ascii"), quoted(wire_name(target)))
        response = parse(f"* OK {words}".encode())
        validity, _, sets = response.arguments.partition(" ")
        before, _, after = sets.partition(" ")
        sources, copies = uid_set(before), uid_set(after)
        if response.code != "COPYUID" or not validity.isdigit() or sources is None or copies is None:
            return None
        new = dict(zip(sources, copies, strict=False))
        if len(sources) != len(copies) or set(new) != set(uids):
            return None
        return Copied(int(validity), tuple(new[uid] for uid in uids))

    def remove(self, uids: Sequence[int]) -> None:
        """Take these messages out, and no other. UIDs that are not there do no harm."""
        for start in range(0, len(uids), _AT_ONCE):
            part = sequence_set(uids[start:start + _AT_ONCE])
            with self._asked_to("remove messages"):
                self._client.add_flags(part, [b"\\Deleted"], silent=True)
                self._client.uid_expunge(part)

    def mark(self, uids: Sequence[int], flags: Iterable[str]) -> None:
        """Add these flags and keywords, from closed alphabets, to these messages."""
        with self._asked_to("mark messages"):
            for start in range(0, len(uids), _AT_ONCE):
                self._client.add_flags(sequence_set(uids[start:start + _AT_ONCE]),
                                       [flag.encode("ascii") for flag in sorted(flags)], silent=True)

    def spare(self, uids: Sequence[int]) -> None:
        """Take \\Deleted off these messages: those that `remove` has marked and the server would not let go."""
        for start in range(0, len(uids), _AT_ONCE):
            with self._asked_to("take a mark off messages"):
                self._client.remove_flags(sequence_set(uids[start:start + _AT_ONCE]), [b"\\Deleted"], silent=True)

    def uids_from(self, first: int) -> list[int]:
        """The UIDs from `first` on, ascending (`n:*` always names the last message, whatever its UID)."""
        with self._asked_to("look into the mailbox"):
            return sorted(uid for uid in self._client.search(["UID", f"{first}:*"]) if uid >= first)


def sequence_set(uids: Sequence[int]) -> str:
    """A sequence-set of these UIDs (RFC 9051 9), runs as ranges. For none an error of ours."""
    if not uids:
        raise ValueError("a set without UIDs")
    return ",".join(f"{first}:{last}" if first != last else str(first) for first, last in _runs(sorted(set(uids))))


def _runs(uids: Sequence[int]) -> Iterator[tuple[int, int]]:
    first = last = uids[0]
    for uid in uids[1:]:
        if uid != last + 1:
            yield first, last
            first = uid
        last = uid
    yield first, last
