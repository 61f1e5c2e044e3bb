"""Comparing what the server holds with what was sent, after an import, by the UIDs that its messages got.

Quick: whether each is there, its size, INTERNALDATE and flags, by one FETCH for a thousand of them. Full, and of what
holds a NUL: every octet as well, by SHA-256 of the pieces that BODY.PEEK[]<o.n> brings (RFC 9051 6.4.5): memory does
not depend on a message's size. Nothing is changed on the server. Every difference goes into the journal; what a server
is known to alter is named as such, not hidden. What came into a mailbox since the import began, is not known to the
journal, and equals a message of the import by size and header, is there twice. Messages whose UIDs the server did not
tell cannot be checked.

The uploader calls it when it has nothing to send. Between pieces it gives way, and it goes on where it was.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import groupby

from mailferry.errors import Problem
from mailferry.imap.errors import CommandRefused, ConnectionProblem, Interrupted, NoSense, ServerProblem
from mailferry.imap.session import Session
from mailferry.imap.stored import Marks, StoredMessages
from mailferry.mail.errors import SourceProblem
from mailferry.mail.message import HEADER_DIGEST_LIMIT, header_digest
from mailferry.mail.wire import read_wire
from mailferry.transfer.errors import StateProblem
from mailferry.transfer.journal import Journal
from mailferry.transfer.journal_after import Brought, Difference, Likeness, VerificationRecord
from mailferry.transfer.values import Event, ImportChanged, ImportId
from mailferry.transfer.values_after import DifferenceKind, VerificationChanged, Verify

QUICK_PIECE = 2000
"""Messages that are compared before we look whether there is something else to do."""
FULL_PIECE = 100
FULL_PIECE_OCTETS = 32 * 1024 * 1024
_HEADS_AT_ONCE = 200
TRIES = 3
"""After so many lost connections a verification ends: it must not keep an account from working."""


class Verifier:
    """Verifies the imports of one account. `emit` hears how far it is."""

    def __init__(self, journal: Journal, account: str, emit: Callable[[Event], None]) -> None:
        self._journal = journal
        self._account = account
        self._emit = emit
        self._lost: Counter[ImportId] = Counter()

    def go_on(self, session: Session, import_id: ImportId, give_way: Callable[[], bool]) -> None:
        """Verify this import, from where it was left off, until it is through or `give_way` says so.

        Raises ConnectionProblem and Interrupted; what else the server would not do is noted.
        """
        record = self._journal.verification(import_id)
        try:
            while messages := self._next(record):
                noted = self._piece(session, record, messages)
                if noted is None:
                    return  # somebody has asked for it anew, and has woken us
                record = noted
                self._tell(import_id)
                if give_way():
                    return
            if not self._journal.end_verification(record, list(self._twice(session, import_id))):
                return
        except Interrupted:
            raise
        except ServerProblem as error:
            self._lost[import_id] += 1
            connected = not isinstance(error, ConnectionProblem)
            if ((connected or isinstance(error, NoSense) or self._lost[import_id] >= TRIES)
                    and self._journal.end_verification(record, problem=error.sentence)):
                self._tell(import_id)
            if not connected:
                raise
            return
        self._tell(import_id)

    def _piece(self, session: Session, record: VerificationRecord,
               messages: Sequence[Brought]) -> VerificationRecord | None:
        """Compare these. Returns where to go on; None if it is to begin anew."""
        checked, problem = 0, ""
        differences: list[Difference] = []
        for (mailbox, validity), group in groupby(messages, lambda one: (one.mailbox, one.uidvalidity)):
            part = list(group)
            try:
                differences += self._compared(session, mailbox, validity, part, record.depth)
                checked += len(part)
            except CommandRefused as error:
                if session.status(mailbox) is None:
                    differences += [_difference(one, DifferenceKind.MISSING, "", "its mailbox is gone") for one in part]
                    checked += len(part)
                else:
                    problem = error.sentence
        return self._journal.note_verified(record, messages[-1].place, checked, differences, problem)

    def _next(self, record: VerificationRecord) -> list[Brought]:
        full = record.depth is Verify.FULL
        messages = self._journal.to_verify(record.import_id, record.reached, FULL_PIECE if full else QUICK_PIECE)
        octets = 0
        for place, message in enumerate(messages):
            octets += message.wire_size
            if full and octets >= FULL_PIECE_OCTETS:
                return messages[:place + 1]
        return messages

    def _compared(self, session: Session, mailbox: str, validity: int | None, messages: Sequence[Brought],
                  depth: Verify) -> list[Difference]:
        with session.examined(mailbox) as box:
            if box.uidvalidity != validity:
                return [_difference(one, DifferenceKind.UNKNOWN, "", "the mailbox was made anew") for one in messages]
            marks = session.stored.marks([one.uid for one in messages])
            differences = [found for one in messages for found in _differences(one, marks.get(one.uid))]
            whole = [one for one in messages if one.uid in marks and (depth is Verify.FULL or one.has_nuls)]
            differences += [_explained(one, session.stored.body(one.uid, marks[one.uid].size))
                            for one in other_octets(session.stored, whole, marks)]
        return differences

    def _twice(self, session: Session, import_id: ImportId) -> Iterator[Difference]:
        sizes = self._journal.sizes(import_id)
        for mailbox, validity, baseline in self._journal.baselines(import_id):
            extra: dict[Likeness, list[int]] = defaultdict(list)
            try:
                with session.examined(mailbox) as box:
                    if box.uidvalidity != validity:
                        continue
                    known = self._journal.recorded_uids(mailbox, self._account, validity, baseline)
                    marks = session.stored.marks([uid for uid in box.uids(baseline) if uid not in known])
                    near = sorted(uid for uid, found in marks.items() if found.size in sizes)
                    for start in range(0, len(near), _HEADS_AT_ONCE):
                        for head in box.heads(near[start:start + _HEADS_AT_ONCE], HEADER_DIGEST_LIMIT):
                            extra[head.size, header_digest(head.head)].append(head.uid)
            except CommandRefused:
                continue  # all of it was told already: the mailbox is gone, or shows nothing
            for likeness, alike in self._journal.like(import_id, mailbox, extra).items():
                surplus = extra[likeness][alike.without_uid:]
                if surplus:
                    yield Difference(alike.message_id, DifferenceKind.TWICE, "",
                                     f"UID {', '.join(map(str, surplus))}, unknown to the journal")

    def _tell(self, import_id: ImportId) -> None:
        try:
            view = self._journal.verification_view(import_id)
            standing = None if view.ended is None else self._journal.import_view(import_id)
        except StateProblem:
            raise
        except Problem:
            return  # it was forgotten in this very moment
        self._emit(VerificationChanged(view))
        if standing is not None:
            self._emit(ImportChanged(standing))


def _differences(message: Brought, marks: Marks | None) -> Iterator[Difference]:
    """What FETCH tells otherwise than it was sent."""
    if marks is None:
        yield _difference(message, DifferenceKind.MISSING, "", "")
        return
    if marks.size != message.wire_size:
        yield _difference(message, DifferenceKind.SIZE, f"{message.wire_size:,} octets", f"{marks.size:,} octets")
    if message.date is not None and marks.date != message.date:
        yield _difference(message, DifferenceKind.DATE, _moment(message.date), _moment(marks.date))
    if {flag.casefold() for flag in message.flags} != {flag.casefold() for flag in marks.flags}:
        yield _difference(message, DifferenceKind.FLAGS, flag_words(message.flags), flag_words(marks.flags))


def other_octets(stored: StoredMessages, messages: Sequence[Brought], marks: dict[int, Marks]) -> list[Brought]:
    """Those whose octets are not the ones that were sent: all are fetched."""
    by_uid = {one.uid: one for one in messages}
    differing: list[Brought] = []
    for uid, pieces in stored.bodies({uid: marks[uid].size for uid in by_uid}):
        digest = hashlib.sha256()
        for piece in pieces:
            digest.update(piece)
        if digest.digest() != by_uid[uid].digest:
            differing.append(by_uid[uid])
    return differing


def _explained(message: Brought, stored: Iterator[bytes]) -> Difference:
    """In what way the octets differ: the source is read once more beside them."""
    try:
        walk = _Walk(read_wire(message.locator), stored)
    except SourceProblem:
        return _difference(message, DifferenceKind.OCTETS, "", "its source is not there any more to tell where")
    if walk.sent != message.digest:
        return _difference(message, DifferenceKind.OCTETS, "", "its source has changed since, so nobody can tell where")
    if walk.first is None:
        return _difference(message, DifferenceKind.OCTETS, "", "and when it was asked for again, the same octets")
    if walk.only_nul:
        return _difference(message, DifferenceKind.ALTERED, "NUL octets", "0x80 in their places")
    if walk.only_line_ends:
        return _difference(message, DifferenceKind.ALTERED, "", "other line ends")
    return _difference(message, DifferenceKind.OCTETS, "", f"other octets from octet {walk.first:,} on")


class _Walk:
    """Two streams side by side. `first` is where they differ first, from 0; `sent` the SHA-256 of the one."""

    def __init__(self, sent: Iterator[bytes], found: Iterator[bytes]) -> None:
        self.first: int | None = None
        self.only_nul = True
        digest, lines_sent, lines_found = hashlib.sha256(), hashlib.sha256(), hashlib.sha256()
        one = other = b""
        offset = 0
        ended = [False, False]
        while True:
            if not one and not ended[0]:
                one = next(sent, b"")
                ended[0] = not one
                digest.update(one)
                lines_sent.update(one.replace(b"\r", b""))
            if not other and not ended[1]:
                other = next(found, b"")
                ended[1] = not other
                lines_found.update(other.replace(b"\r", b""))
            if not one and not other:
                break
            octets = min(len(one), len(other)) or max(len(one), len(other))
            left, right = one[:octets], other[:octets]
            one, other = one[octets:], other[octets:]
            if left != right:
                self.only_nul = self.only_nul and left.replace(b"\0", b"\x80") == right
                if self.first is None:
                    short = min(len(left), len(right))
                    self.first = offset + next((place for place in range(short) if left[place] != right[place]), short)
            offset += octets
        self.sent = digest.digest()
        self.only_line_ends = lines_sent.digest() == lines_found.digest()


def flag_words(flags: frozenset[str]) -> str:
    """Flags in a fixed order, for people."""
    return " ".join(sorted(flags)) or "none"


def _difference(message: Brought, kind: DifferenceKind, sent: str, found: str) -> Difference:
    return Difference(message.place[1], kind, sent, found)


def _moment(seconds: int | None) -> str:
    return "none" if seconds is None else datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
