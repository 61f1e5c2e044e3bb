"""Taking an import back: exactly the messages that it has put into mailboxes are removed, by the UIDs that they got.

RFC 4315 (UID EXPUNGE): without UIDPLUS nothing can be removed without what others have marked as deleted, so it is not
offered. A message is left where it is, and named with the reason, if its UID is gone or was never told (one that was
found by a look must be surely ours), if the mailbox is another one now (UIDVALIDITY), or if its flags are not those
that were sent: somebody has dealt with it. `\\Seen` and `\\Recent` do not count, nor do flags that the mailbox does not
keep (PERMANENTFLAGS, RFC 9051 7.1).

A mailbox that the import has made goes too, if it is empty then and has none below it.

The uploader of the account works on it piece by piece, so that a pause or an end comes soon. Before a piece is removed
the journal notes it: after a crash the same is asked for again, and what bears our \\Deleted by then is ours.
"""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Callable, Container, Sequence
from itertools import groupby

from mailferry.imap.errors import CommandRefused, ConnectionProblem, Interrupted, ServerProblem
from mailferry.imap.opened import OpenMailbox
from mailferry.imap.session import Session
from mailferry.imap.stored import Marks, StoredMessages
from mailferry.mail.errors import printable
from mailferry.transfer.errors import DiskFull
from mailferry.transfer.journal import Journal
from mailferry.transfer.journal_after import Brought, Place
from mailferry.transfer.values import BatchChanged, Event, ImportChanged, ImportId
from mailferry.transfer.values_after import (
    LEFT_NAMED,
    LeftThere,
    Stays,
    UndoEnded,
    UndoMailbox,
    UndoPlanned,
    UndoProgress,
    UndoView,
)
from mailferry.transfer.verification import flag_words, other_octets

PIECE = 1000
_TAKEN_BACK = "Taken back."
_WAS_GONE = "Taken back; it was not in its mailbox any more."


class Undo:
    """One import, taken back, or only looked at for what would be removed (`remove` False).

    `again` lets the uploader do something with its session when its turn comes; `emit` hears how it goes. `emptied` is
    called when mailboxes were removed.
    """

    def __init__(self, journal: Journal, import_id: ImportId, *, remove: bool, emit: Callable[[Event], None],
                 again: Callable[[Callable[[Session], None]], None], emptied: Callable[[], None]) -> None:
        self._journal = journal
        self._import_id = import_id
        self._remove = remove
        self._emit = emit
        self._again = again
        self._emptied = emptied
        self._reached: Place = (0, 0)
        self._removed: Counter[str] = Counter()
        self._left: Counter[str] = Counter()
        self._named: list[LeftThere] = []
        self._kept: dict[str, frozenset[str] | None] = {}
        self._gone: set[str] = set()
        self._going: set[str] = set()  # the server was asked to delete them, and its answer may be lost
        self._archives = False
        self._begun = False

    def work(self, session: Session) -> None:
        """One piece; then the uploader is asked for the next. Raises ConnectionProblem and DiskFull; it goes on when
        there is another connection, or room."""
        try:
            if self._piece(session):
                self._end("")
            else:
                self._again(self.work)
        except Interrupted:
            raise
        except (ConnectionProblem, DiskFull):
            self._again(self.work)
            raise
        except ServerProblem as error:
            self._end(error.sentence)

    def _piece(self, session: Session) -> bool:
        """Returns whether all pieces are done."""
        if not session.capabilities.uidplus:
            raise ServerProblem(without_uidplus(session.endpoint.host))
        if not self._begun:
            self._begun = True
            self._archives = "X-GM-EXT-1" in session.capabilities
            for message_id, subject, path, offset, mailbox in self._journal.without_uid(self._import_id):
                self._leave(LeftThere(message_id, subject, printable(path), offset, mailbox, Stays.UNKNOWN, ""))
        limit = session.capabilities.message_limit
        messages = self._journal.to_take_back(self._import_id, self._reached, min(PIECE, limit or PIECE))
        for (mailbox, validity), group in groupby(messages, lambda one: (one.mailbox, one.uidvalidity)):
            part = list(group)
            for one in self._in_mailbox(session, mailbox, validity, part):
                self._leave(one)
            self._reached = part[-1].place
        if not messages:
            self._take_mailboxes(session)
            return True
        if self._remove:
            self._emit(UndoProgress(self._import_id, self._removed.total()))
        return False

    def _in_mailbox(self, session: Session, mailbox: str, validity: int | None,
                    messages: Sequence[Brought]) -> list[LeftThere]:
        """Returns those that are left. What is gone is counted when the journal notes it: it is not met again when this
        is begun anew on another connection."""
        try:
            if mailbox not in self._kept:
                self._kept[mailbox] = session.permanent_flags(mailbox)
            with session.opened(mailbox) as box:
                if box.uidvalidity != validity:
                    return [_left(one, Stays.ANEW) for one in messages]
                marks = session.stored.marks([one.uid for one in messages])
                wanted, left = self._sorted(messages, marks, _not_surely_ours(session.stored, messages, marks))
                if self._remove:
                    left += self._take_out(session, box, wanted)
        except CommandRefused:
            if session.status(mailbox) is not None:
                raise
            return [_left(one, Stays.ANEW, "The mailbox is not there any more.") for one in messages]
        if not self._remove:
            self._removed[mailbox] += len(wanted)
        return left

    def _sorted(self, messages: Sequence[Brought], marks: dict[int, Marks],
                doubtful: Container[Place]) -> tuple[list[Brought], list[LeftThere]]:
        """Those that are to be removed, and those that are left."""
        wanted: list[Brought] = []
        left: list[LeftThere] = []
        gone: list[Brought] = []
        for one in messages:
            found = marks.get(one.uid)
            if found is None and not one.removal_begun:
                gone.append(one)
            elif found is not None and not _is_as_sent(one, found, self._kept[one.mailbox]):
                left.append(_left(one, Stays.CHANGED,
                                  f"Flags now: {flag_words(found.flags)}; sent: {flag_words(one.flags)}."))
            elif one.place in doubtful:
                left.append(_left(one, Stays.FOUND))
            else:
                wanted.append(one)
        if not self._remove:
            return wanted, [*left, *(_left(one, Stays.GONE) for one in gone)]
        self._note_removed(gone, _WAS_GONE)
        for one in gone:
            self._leave(_left(one, Stays.GONE))
        return wanted, left

    def _take_out(self, session: Session, box: OpenMailbox, messages: list[Brought]) -> list[LeftThere]:
        """Remove these, of which some may be gone since an undo that was broken off; returns those that stay."""
        if not messages:
            return []
        uids = [one.uid for one in messages]
        words = ""
        self._journal.begin_removal([one.place for one in messages])
        try:
            box.remove(uids)
        except CommandRefused as error:
            words = error.sentence
        there = session.stored.marks(uids)
        stayed = [one for one in messages if one.uid in there]
        if stayed:
            with contextlib.suppress(CommandRefused):
                box.spare([one.uid for one in stayed])
            self._journal.give_up_removal([one.place for one in stayed])
        removed = [one for one in messages if one.uid not in there]
        self._note_removed(removed, _TAKEN_BACK)
        self._removed[messages[0].mailbox] += len(removed)
        return [_left(one, Stays.REFUSED, words) for one in stayed]

    def _take_mailboxes(self, session: Session) -> None:
        """Remove the mailboxes that the import has made and that are empty now, or see which would be."""
        made = self._journal.made_mailboxes(self._import_id)
        if not made:
            return
        there = {mailbox.name: mailbox for mailbox in session.list_mailboxes()}
        self._gone |= self._going - there.keys()
        for name in sorted((name for name in made if name in there), key=len, reverse=True):  # those below come first
            below = f"{name}{there[name].delimiter}"
            status = session.status(name)
            if (status is None or status.uidvalidity != made[name] or any(
                    other.startswith(below) for other in there if there[name].delimiter and other not in self._gone)):
                continue
            if status.messages == (0 if self._remove else self._removed[name]):
                if self._remove:
                    self._going.add(name)
                    try:
                        session.delete(name)
                    except CommandRefused:
                        continue  # it is left as it is: an empty mailbox does no harm
                self._removed[name] += 0
                self._gone.add(name)
        if self._remove and self._gone:
            self._emptied()

    def _note_removed(self, messages: Sequence[Brought], reason: str) -> None:
        if messages:
            for batch_id in self._journal.note_removed([one.place for one in messages], reason):
                self._emit(BatchChanged(self._journal.batch_view(batch_id)))

    def _leave(self, one: LeftThere) -> None:
        self._left[one.mailbox] += 1
        self._removed[one.mailbox] += 0
        if len(self._named) < LEFT_NAMED:
            self._named.append(one)

    def _end(self, problem: str) -> None:
        mailboxes = tuple(UndoMailbox(name, count, self._left[name], name in self._gone)
                          for name, count in self._removed.items())
        left = tuple(sorted(self._named, key=lambda one: one.message_id))
        view = UndoView(self._import_id, mailboxes, left, self._archives, problem)
        if self._remove:
            self._emit(ImportChanged(self._journal.import_view(self._import_id)))
        self._emit(UndoEnded(view) if self._remove else UndoPlanned(view))


def without_uidplus(host: str) -> str:
    """Why an import cannot be taken back on this server."""
    return (f"{host} cannot remove single messages (UIDPLUS): all that is marked as deleted would go with them. So "
            f"nothing can be taken back there.")


def _left(one: Brought, why: Stays, detail: str = "") -> LeftThere:
    return LeftThere(one.place[1], one.subject, printable(one.locator.path), one.locator.offset, one.mailbox, why,
                     detail)


def _not_surely_ours(stored: StoredMessages, messages: Sequence[Brought], marks: dict[int, Marks]) -> set[Place]:
    """Of those that a look found, since the server did not tell their UIDs, the ones that another program could have
    brought. What one batch stored stands together, in order, with the dates and octets that were sent (proof.py)."""
    doubtful: set[Place] = set()
    for _, group in groupby((one for one in messages if one.found), lambda one: one.place[0]):
        batch = list(group)
        there = [one for one in batch if one.uid in marks]
        uids = [one.uid for one in batch]
        together = uids == list(range(uids[0], uids[0] + len(uids)))
        others = [one for one in there if not together or one.date not in (None, marks[one.uid].date)]
        doubtful |= {one.place for one in others or other_octets(stored, there, marks)}
    return doubtful


def _is_as_sent(message: Brought, found: Marks, kept: frozenset[str] | None) -> bool:
    """Whether nobody has dealt with a message since, but perhaps read it."""
    sent = {flag.casefold() for flag in message.flags}
    if kept is not None:
        names = {flag.casefold() for flag in kept}
        sent = {flag for flag in sent if flag in names or ("\\*" in names and not flag.startswith("\\"))}
    now = {flag.casefold() for flag in found.flags}
    allowed = {"\\seen"} | ({"\\deleted"} if message.removal_begun else set())
    return now - allowed == sent - {"\\seen"}
