"""The independent reader: what a mailbox holds, asked with the standard library's imaplib on a direct connection.

Nothing of the program under test is used here, so that a fault of its parsers cannot hide itself. Mailbox names
follow RFC 3501 5.1.3 (modified UTF-7). The mailbox is opened by EXAMINE and read with BODY.PEEK, so that looking
changes nothing; `\\Recent` is the server's own and is dropped.
"""

from __future__ import annotations

import base64
import hashlib
import imaplib
import re
import socket
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from tests.servers.common import Account, ImapServer, wait_until

SECONDS = 60.0
# The octets and messages of one FETCH: a mailbox of a gigabyte is never held in memory at once.
CHUNK_OCTETS = 8 * 1024 * 1024
CHUNK_MESSAGES = 500

T = TypeVar("T")


@dataclass(frozen=True)
class Stored:
    """One message as a server gives it back; equal when octets, flags and the moment of INTERNALDATE are equal."""

    sha256: str
    size: int
    flags: frozenset[str]
    internal_date: datetime
    octets: bytes | None = field(default=None, compare=False, repr=False)
    uid: int = field(default=0, compare=False)

    @classmethod
    def of(cls, octets: bytes, flags: Iterable[str], internal_date: datetime) -> Stored:
        """What a server should hold after an APPEND of `octets`."""
        return cls(hashlib.sha256(octets).hexdigest(), len(octets), frozenset(flags), internal_date, octets)


def as_multiset(messages: Iterable[Stored]) -> Counter[Stored]:
    """How often each message is there, for comparing mailboxes whatever their order."""
    return Counter(messages)


def encode_mailbox(name: str) -> bytes:
    """A mailbox name in modified UTF-7."""

    def encode(run: re.Match[str]) -> str:
        if run[0] == "&":
            return "&-"
        return "&" + base64.b64encode(run[0].encode("utf-16-be")).decode().rstrip("=").replace("/", ",") + "-"

    return re.sub(r"&|[^\x20-\x7e]+", encode, name).encode("ascii")


def decode_mailbox(name: bytes) -> str:
    """The name behind a modified UTF-7 one."""

    def decode(run: re.Match[str]) -> str:
        if not run[1]:
            return "&"
        packed = run[1].replace(",", "/")
        return base64.b64decode(packed + "=" * (-len(packed) % 4)).decode("utf-16-be")

    return re.sub(r"&([^-]*)-", decode, name.decode("ascii"))


def quoted(name: str) -> str:
    """A mailbox name as the quoted string of a command."""
    escaped = re.sub(r'(["\\])', r"\\\1", encode_mailbox(name).decode("ascii"))
    return f'"{escaped}"'


@contextmanager
def signed_in(server: ImapServer, account: Account) -> Iterator[imaplib.IMAP4]:
    """A plain imaplib connection with TCP_NODELAY, signed in; logged out and closed at the end."""
    connection = imaplib.IMAP4(server.host, server.port, timeout=SECONDS)
    try:
        connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection.login(account.user, account.password)
        yield connection
    finally:
        try:
            connection.logout()  # which also closes the socket
        except (imaplib.IMAP4.error, OSError):
            with suppress(OSError):
                connection.shutdown()


def read_mailbox(
    server: ImapServer, account: Account, mailbox: str = "INBOX", *, octets: bool = False
) -> list[Stored]:
    """All messages of a mailbox in the order of their UIDs; with their octets on request.

    Raises imaplib.IMAP4.error where the mailbox is not there, AssertionError where the server's RFC822.SIZE is
    not the number of octets that it sends.
    """
    with signed_in(server, account) as connection:
        answer, data = connection.select(quoted(mailbox), readonly=True)
        if answer != "OK":
            raise imaplib.IMAP4.error(f"EXAMINE {mailbox}: {data!r}")
        if data == [b"0"]:
            return []
        frames = [_frame(item) for item in _fetch(connection, "1:*", "(FLAGS INTERNALDATE RFC822.SIZE)")]
        frames.sort(key=lambda frame: frame.uid)
        stored = []
        for chunk in _chunks(frames):
            for frame, body in _bodies(connection, chunk):
                message = Stored.of(body, frame.flags, frame.internal_date)
                assert message.size == frame.size, f"RFC822.SIZE says {frame.size}, {message.size} were sent"
                kept = body if octets else None
                stored.append(
                    Stored(message.sha256, frame.size, frame.flags, frame.internal_date, kept, frame.uid)
                )
        return stored


def list_mailboxes(server: ImapServer, account: Account) -> list[str]:
    """The names of all mailboxes of the account, sorted, with the server's own delimiter."""
    with signed_in(server, account) as connection:
        _, data = connection.list('""', "*")
    names = []
    for item in data:
        if isinstance(item, tuple):  # the name came as a literal
            names.append(decode_mailbox(item[1]))
        elif item:
            found = re.fullmatch(rb'\([^)]*\) (?:NIL|"\\?.") (?:"((?:[^"\\]|\\.)*)"|(\S+))', item)
            assert found is not None, f"not a LIST answer: {item!r}"
            raw = found[2] if found[1] is None else re.sub(rb"\\(.)", rb"\1", found[1])
            names.append(decode_mailbox(raw))
    return sorted(names)


def wait_until_stable(read: Callable[[], T], patience: float = 0.5, seconds: float = 30.0) -> T:
    """Read until the same comes back for `patience` seconds: a commit shows late, after its connection is gone.

    Raises TimeoutError where it still changes after `seconds`.
    """
    results = [read()]
    quiet = threading.Event()
    timer = threading.Timer(patience, quiet.set)
    timer.start()

    def settled() -> bool:
        nonlocal timer
        was_quiet = quiet.is_set()
        results.append(read())
        if results[-1] == results[-2]:
            return was_quiet
        timer.cancel()
        quiet.clear()
        timer = threading.Timer(patience, quiet.set)
        timer.start()
        return False

    try:
        wait_until(settled, seconds, every=0.05)
    finally:
        timer.cancel()
        timer.join()
    return results[-1]


@dataclass(frozen=True)
class _Frame:
    uid: int
    size: int
    flags: frozenset[str]
    internal_date: datetime


_Item = tuple[bytes, bytes]


def _fetch(connection: imaplib.IMAP4, uids: str, items: str) -> list[_Item]:
    """The attributes and the literal (if any) of each message; what other clients changed meanwhile is left out."""
    answer, data = connection.uid("FETCH", uids, items)
    assert answer == "OK", f"UID FETCH {uids} {items}: {data!r}"
    pairs: list[_Item] = []
    for item in data:
        if isinstance(item, tuple):
            pairs.append((item[0], item[1]))
        elif item == b")" or not item:
            continue
        elif pairs and not re.match(rb"\d+ \(", item):  # what follows the literal belongs to the same message
            pairs[-1] = (pairs[-1][0] + item, pairs[-1][1])
        else:
            pairs.append((item, b""))
    return [pair for pair in pairs if re.search(rb"\bUID \d+", pair[0])]


def _found(pattern: bytes, attributes: bytes) -> bytes:
    match = re.search(pattern, attributes)
    assert match is not None, f"no {pattern!r} in {attributes!r}"
    group = match[1]
    assert isinstance(group, bytes)
    return group


def _uid(attributes: bytes) -> int:
    return int(_found(rb"\bUID (\d+)", attributes))


def _frame(item: _Item) -> _Frame:
    attributes = item[0]
    date = _found(rb'INTERNALDATE "([^"]*)"', attributes).decode("ascii").strip()
    flags = frozenset(_found(rb"FLAGS \(([^)]*)\)", attributes).decode("ascii").split())
    return _Frame(
        uid=_uid(attributes),
        size=int(_found(rb"RFC822\.SIZE (\d+)", attributes)),
        flags=flags - {"\\Recent"},
        internal_date=datetime.strptime(date, "%d-%b-%Y %H:%M:%S %z"),
    )


def _chunks(frames: list[_Frame]) -> Iterator[list[_Frame]]:
    chunk: list[_Frame] = []
    octets = 0
    for frame in frames:
        if chunk and (octets + frame.size > CHUNK_OCTETS or len(chunk) == CHUNK_MESSAGES):
            yield chunk
            chunk, octets = [], 0
        chunk.append(frame)
        octets += frame.size
    if chunk:
        yield chunk


def _bodies(connection: imaplib.IMAP4, chunk: list[_Frame]) -> Iterator[tuple[_Frame, bytes]]:
    if len(chunk) == 1 and chunk[0].size > CHUNK_OCTETS:
        uid = str(chunk[0].uid)
        parts = []
        for start in range(0, chunk[0].size, CHUNK_OCTETS):
            pairs = _fetch(connection, uid, f"(UID BODY.PEEK[]<{start}.{CHUNK_OCTETS}>)")
            parts.append(pairs[0][1])
        yield chunk[0], b"".join(parts)
        return
    uids = ",".join(str(frame.uid) for frame in chunk)
    bodies = {_uid(attributes): body for attributes, body in _fetch(connection, uids, "(UID BODY.PEEK[])")}
    for frame in chunk:
        yield frame, bodies[frame.uid]
