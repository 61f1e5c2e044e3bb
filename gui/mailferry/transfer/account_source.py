"""Another account as a source: what a scan of it yields is what a scan of files yields, and is treated the same.

RFC 9051. One connection, opened by EXAMINE and read with BODY.PEEK in pieces of modest size, so reading changes nothing
there and memory does not grow with a message. Each message goes into a file (`fetched`), byte for byte as it comes. A
connection that breaks is made again, and reading goes on where it was, inside of a message too: a UID names the same.
What one message cannot give is a finding, and the rest goes on; what no message can is raised after a few tries.
"""

from __future__ import annotations

import os
import threading
import time
from array import array
from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from mailferry.errors import Problem
from mailferry.imap.errors import NOT_NOW, CommandRefused, ConnectionProblem, Interrupted, ServerProblem
from mailferry.imap.reading import Frame, ReadMailbox
from mailferry.imap.session import Session
from mailferry.imap.stopping import StopSignal
from mailferry.imap.transmit import Patience
from mailferry.imap.values import Endpoint
from mailferry.mail import headers
from mailferry.mail.errors import SourceProblem, from_os_error
from mailferry.mail.files import read_start
from mailferry.mail.message import Fate, Finding, Folder, Form, Locator, Message
from mailferry.transfer.account_groups import PIECE_OCTETS, all_frames, groups
from mailferry.transfer.account_mailboxes import Chosen, chosen_mailboxes
from mailferry.transfer.account_views import not_brought
from mailferry.transfer.credentials import Passwords
from mailferry.transfer.fetched import Fetched, uid_of
from mailferry.transfer.letting_in import Door
from mailferry.transfer.values import ImportId

GROUP_MESSAGES = 100
WAITS = (1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 60.0)
"""Seconds before each new try to connect; the last one again and again."""

BREAKS = 5
"""So often the connection may break in a row while nothing comes, until the account is given up for now."""

FATAL_TRIES = 3
"""So often the connection may break at one and the same octet of a message, until that message is left out."""

_HEAD_OCTETS = 64 * 1024
_NO_FILE_TIME = -10**9  # before 1970: the time of our own file tells nothing of a message

Item = Folder | Message | Finding
Answer = TypeVar("Answer")


class NoRoomNow(Exception):
    """So much lies unsent that reading is put off until less than `unsent` octets do."""

    def __init__(self, unsent: int) -> None:
        super().__init__(unsent)
        self.unsent = unsent


@dataclass(frozen=True, slots=True)
class Plan:
    """What a source asks of the scan that it belongs to.

    `planned` gives the files below a folder that are planned already. `make_room` is told how many octets are about to
    be fetched, and raises NoRoomNow, or returns whether there is room. `check` is called often; it raises to end.
    `brought` gives the marks of all messages that the scan has yielded (`account_views`).
    """

    import_id: ImportId
    planned: Callable[[str], Sequence[str]]
    make_room: Callable[[int], bool]
    check: Callable[[], None]
    brought: Callable[[], Container[bytes]]


class AccountSource:
    """An account that is read for one import. One thread uses it; `interrupt` may come from any.

    `mailbox` is the path of the mailbox to read with those below it, None for the whole account. `waiting` is told why
    there is a wait before the next try, and until when (seconds since 1970); `again` that it is over.
    """

    def __init__(self, endpoint: Endpoint, mailbox: tuple[str, ...] | None, fetched: Fetched, passwords: Passwords,
                 patience: Patience, *, waiting: Callable[[Problem, float], None],
                 again: Callable[[], None]) -> None:
        self.endpoint = endpoint
        self._mailbox = mailbox
        self.fetched = fetched
        self._door = Door(endpoint, passwords, f"The password of {endpoint.title} is needed, to read mail from there.")
        self._patience = patience
        self._waiting = waiting
        self._again = again
        self._waits = False
        self._wake = threading.Event()  # ends a wait
        self._lock = threading.Lock()
        self._session: Session | None = None
        self._stop_connection: StopSignal | None = None
        self._interrupted = threading.Event()
        self._ever_connected = False
        self._failures = 0  # tries to connect in a row that did not work
        self._breaks = 0  # connections in a row that broke before anything came

    def interrupt(self) -> None:
        """Make every wait end with Interrupted. From any thread."""
        self._interrupted.set()
        self._wake.set()
        with self._lock:
            if self._stop_connection is not None:
                self._stop_connection.set()

    def hurry(self) -> None:
        """Try again at once. From any thread."""
        self._wake.set()

    def scan(self, plan: Plan) -> Iterator[Item]:
        """Its folders, messages and findings; a folder comes before its messages.

        Raises ServerProblem, NoPassword, MailboxMissing, NoRoomNow, and what the plan's functions raise.
        """
        try:
            for chosen in self._again_and_again(lambda: chosen_mailboxes(self.connected(), self._mailbox)):
                yield Folder(chosen.folder)
                yield from _Reading(self, plan, chosen).items()
        finally:
            self.close()

    def close(self) -> None:
        """Leave the server."""
        self._wait_is_over()
        session, self._session = self._session, None
        if session is not None:
            if self._interrupted.is_set():
                session.abort()
            else:
                session.close()

    # --- the connection ----------------------------------------------------------------------------------------------

    def connected(self) -> Session:
        """The session, made if there is none. Raises ServerProblem, NoPassword."""
        if self._session is not None:
            return self._session
        stop = StopSignal()
        with self._lock:
            self._stop_connection = stop
            if self._interrupted.is_set():
                stop.set()
        self._session = self._door.session(patience=self._patience, stop=stop)
        self._ever_connected = True
        self._failures = 0
        self._wait_is_over()
        return self._session

    def _wait_is_over(self) -> None:
        if self._waits:
            self._waits = False
            self._again()

    def _again_and_again(self, ask: Callable[[], Answer]) -> Answer:
        while True:
            try:
                return ask()
            except ConnectionProblem as error:
                self.lost(error)

    def lost(self, error: ServerProblem) -> None:
        """The connection broke, or is of no use: wait a while before a new one, for as long as it takes.

        Raises the error before the first connection, as the settings may be wrong; and after BREAKS.
        """
        session, self._session = self._session, None
        if session is not None:
            session.abort()
            self._breaks += 1
        if self._breaks >= BREAKS or not self._ever_connected:
            raise error
        wait = max(WAITS[min(max(self._failures, self._breaks - 1), len(WAITS) - 1)], error.wait)
        self._failures += 1
        self._waits = True
        self._wake.clear()
        self._waiting(error, time.time() + wait)
        if not self._interrupted.is_set():
            self._wake.wait(wait)
        if self._interrupted.is_set():
            raise Interrupted("Stopped before everything was read.")

    def works(self) -> None:
        """Something was read: what broke before is over."""
        self._breaks = 0


class _Reading:
    """The reading of one mailbox."""

    def __init__(self, source: AccountSource, plan: Plan, chosen: Chosen) -> None:
        self._source = source
        self._plan = plan
        self._chosen = chosen
        self._path = f"{source.endpoint.name}/{chosen.name}"
        self._after = 0  # the UID up to which all is done
        self._elsewhere = 0  # messages of a view that other mailboxes have brought, up to the UID `_counted`
        self._counted = 0
        self._uidvalidity: int | None = None
        self._directory = ""
        self._planned: frozenset[int] = frozenset()
        self._begun: tuple[int, int] = (0, 0)  # the message under way, and how many of its octets are in its file
        self._broke_at: tuple[int, int] | None = None
        self._breaks = 0  # so often in a row there
        self._listed = array("L")  # the UIDs that the mailbox had when the connection was made
        self._named: set[int] = set()  # the UIDs that were told to be gone
        self._alone_up_to = 0  # messages up to this UID are asked for one by one: one of them may break the connection

    def items(self) -> Iterator[Message | Finding]:
        """What is in the mailbox. Raises as `AccountSource.scan`."""
        while True:
            try:
                opened = self._source.connected().reading(self._chosen.name)
                if not self._is_the_same(opened):
                    yield self._finding(Fate.FAILED, "It was made anew on its server while it was read, so the rest of "
                                                     "it was not read. Import it again: what has arrived is known.")
                    return
                yield from self._all(opened)
                if self._elsewhere:
                    yield Finding(self._path, Fate.SKIPPED,
                                  "In another mailbox of the account as well, and read there.", self._elsewhere)
                return
            except CommandRefused as error:
                if error.code not in NOT_NOW:
                    yield self._finding(Fate.FAILED, error.sentence)
                    return
                self._source.lost(error)
            except ConnectionProblem as error:
                self._source.lost(error)

    def _is_the_same(self, opened: ReadMailbox) -> bool:
        """Whether the mailbox has the UIDs that are known of it. The first time, ask what is known."""
        if self._uidvalidity is None:
            base = self._source.fetched.mailbox(self._plan.import_id, self._source.endpoint.name, self._chosen.name)
            self._uidvalidity = opened.uidvalidity
            self._directory = f"{base}{os.sep}{opened.uidvalidity}"
            planned = self._plan.planned(base)
            if not all(path.startswith(f"{self._directory}{os.sep}") for path in planned):
                return False
            self._planned = frozenset(uid_of(path) for path in planned)
        return self._uidvalidity == opened.uidvalidity

    def _all(self, opened: ReadMailbox) -> Iterator[Message | Finding]:
        brought = self._plan.brought() if self._chosen.view else None
        uids = [uid for uid in opened.uids_above(self._after) if uid not in self._planned]
        lost = set(self._listed).difference(uids, self._named)
        yield from (self._gone(uid) for uid in sorted(lost) if uid > self._after)
        self._listed = array("L", uids)
        for start in range(0, len(uids), opened.at_once):
            lump = uids[start:start + opened.at_once]
            frames = {frame.uid: frame for frame in all_frames(opened, lump)}
            for uid in lump:
                if uid not in frames:
                    yield self._gone(uid)
            told = [frames[uid] for uid in lump if uid in frames]
            for group in groups(told, min(GROUP_MESSAGES, opened.at_once), self._alone_up_to):
                self._plan.check()
                if brought is not None:
                    group = self._not_brought(opened, group, brought)  # noqa: PLW2901
                if not self._plan.make_room(sum(frame.size for frame in group)):
                    for frame in group:
                        yield self._finding(Fate.FAILED, f"There is not enough room in {self._source.fetched.folder} "
                                                         f"for it. Free some space, then import it again.", frame.uid)
                    continue
                yield from self._group(opened, group)

    def _not_brought(self, opened: ReadMailbox, group: list[Frame], brought: Container[bytes]) -> list[Frame]:
        """Those that no other mailbox has brought; the others are counted, once."""
        rest = not_brought(opened, group, brought)
        left = {frame.uid for frame in group} - {frame.uid for frame in rest}
        self._elsewhere += sum(uid > self._counted for uid in left)
        self._counted = max(self._counted, group[-1].uid)
        return rest

    def _group(self, opened: ReadMailbox, group: Sequence[Frame]) -> Iterator[Message | Finding]:
        first: dict[int, bytes] = {}
        if len(group) > 1:
            self._begun = (group[-1].uid, -1)
            try:
                first = self._pieces(opened, [frame.uid for frame in group], 0)
            except CommandRefused as error:  # because of one of them, which asking one by one will tell
                if error.code in NOT_NOW:
                    raise
        for frame in group:
            yield self._one(opened, frame, first.pop(frame.uid, None))
            self._after = frame.uid

    def _one(self, opened: ReadMailbox, frame: Frame, first: bytes | None) -> Message | Finding:
        uid = frame.uid
        if self._breaks >= FATAL_TRIES and self._broke_at is not None and self._broke_at[0] == uid:
            self._breaks = 0
            return self._finding(Fate.FAILED, "The server ends the connection each time it is to give this message.",
                                 uid)
        part = f"{self._directory}{os.sep}{uid}.part"
        if self._begun[0] != uid or self._begun[1] < 0:
            self._begun = (uid, 0)
        try:
            complete = self._written(opened, frame, first, part)
        except CommandRefused as error:
            if error.code in NOT_NOW:
                raise
            return self._finding(Fate.FAILED, f"The server would not give this message: {error.detail}", uid)
        except OSError as error:
            return self._finding(Fate.FAILED, from_os_error(error, self._directory).sentence, uid)
        if not complete:
            return self._gone(uid)
        if self._begun[1] == 0:
            fate = Fate.SKIPPED if frame.size == 0 else Fate.FAILED
            return self._finding(fate, "It is empty: there is nothing to send." if frame.size == 0 else
                                 f"The server announced {frame.size:,} octets and gave none.", uid)
        try:
            return self._message(frame, part)
        except SourceProblem as problem:
            return self._finding(Fate.FAILED, problem.sentence, uid)

    def _written(self, opened: ReadMailbox, frame: Frame, piece: bytes | None, part: str) -> bool:
        """Whether all octets that the server gives of a message are in its file; False if it gives the message no more.

        A short piece is not taken for the end unless the announced size is reached. Raises ServerProblem, OSError.
        """
        os.makedirs(self._directory, mode=0o700, exist_ok=True)  # noqa: PTH103
        flags = os.O_WRONLY | os.O_CREAT | getattr(os, "O_BINARY", 0) | (os.O_TRUNC if self._begun[1] == 0 else 0)
        with os.fdopen(os.open(part, flags, 0o600), "wb") as file:
            offset = self._begun[1]
            file.truncate(offset)
            file.seek(offset)
            while True:
                if piece is None:
                    self._plan.check()
                    piece = self._pieces(opened, [frame.uid], offset).get(frame.uid)
                if piece is None and (offset == 0 or not opened.frames([frame.uid])):
                    return False
                if not piece:
                    return True
                file.write(piece)
                file.flush()
                offset += len(piece)
                self._begun = (frame.uid, offset)
                self._source.works()
                if offset == frame.size:
                    return True
                piece = None

    def _message(self, frame: Frame, part: str) -> Message:
        path = f"{self._directory}{os.sep}{frame.uid}.eml"
        os.replace(part, path)  # noqa: PTH105
        head = read_start(path, _HEAD_OCTETS)
        end = headers.block_end(head.octets)
        fields = headers.parse(head.octets[:end] if end >= 0 else head.octets)
        date, origin = headers.internal_date(fields, _NO_FILE_TIME, own=frame.internal_date)
        locator = Locator(path, 0, head.file_size, Form.PLAIN, head.file_size, head.file_mtime_ns)
        return Message(locator, self._chosen.folder, frame.flags - {"\\Deleted"}, frame.keywords, date, origin,
                       headers.summary(fields), deleted_in_source="\\Deleted" in frame.flags,
                       announced_size=frame.size if frame.size != head.file_size else None)

    def _pieces(self, opened: ReadMailbox, uids: Sequence[int], offset: int) -> dict[int, bytes]:
        try:
            return opened.pieces(uids, offset, PIECE_OCTETS)
        except ConnectionProblem:
            self._note_break()
            raise

    def _note_break(self) -> None:
        """The connection broke over octets of a message. At the same ones again and again it may be its fault."""
        if self._begun == self._broke_at:
            self._breaks += 1
        else:
            self._broke_at, self._breaks = self._begun, 1
        if self._begun[1] < 0:
            self._alone_up_to = self._begun[0]

    def _gone(self, uid: int) -> Finding:
        self._named.add(uid)
        return self._finding(Fate.FAILED, "The server does not give it any more: it was probably removed there while "
                                          "the mailbox was read.", uid)

    def _finding(self, fate: Fate, sentence: str, uid: int | None = None) -> Finding:
        return Finding(self._path if uid is None else f"{self._path};UID={uid}", fate, sentence)
