"""What the scripted server does with a whole command: mailboxes in memory, enough of RFC 3501 for a client's session.

The grammar of APPEND is strict (RFC 4466, flags of RFC 3501): what does not fit is a syntax error.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

DEFAULT_DATE = b"01-Jan-2020 00:00:00 +0000"
ERROR = b"BAD Error in IMAP command received by server."

_FLAG = rb"(?:\\(?:Answered|Deleted|Draft|Flagged|Seen)|[^\s(){%*\"\\\]\x00-\x1f\x7f-\xff]+)"
_DATE = rb'"[ \d]\d-[A-Z][a-z][a-z]-\d{4} \d\d:\d\d:\d\d [+-]\d{4}"'
_MESSAGE = re.compile(
    rb" (?:\((?P<flags>(?:%s(?: %s)*)?)\) )?(?:(?P<date>%s) )?~?\{(?P<octets>\d+)\+?\}\r\n" % (_FLAG, _FLAG, _DATE),
    re.IGNORECASE,
)
_NAME = re.compile(rb'(?:"((?:[^"\\\r\n]|\\["\\])*)"|([^\s"(){]+))')


@dataclass(frozen=True)
class StoredMessage:
    """A message that an APPEND brought, with its flags and date as they were written."""

    uid: int
    mailbox: bytes
    flags: frozenset[bytes]
    date: bytes
    octets: bytes


@dataclass
class Mailboxes:
    """The mailboxes of the one account; hold `lock` while looking at them.

    kept_flags: what PERMANENTFLAGS names. append_octets: of one message, and what STATUS says of APPENDLIMIT.
    command_octets: of all literals of one APPEND. command_messages: of one APPEND. fault: what each APPEND is
    refused with. alter: what becomes of the octets of a message. None: not so.
    """

    boxes: dict[bytes, list[StoredMessage]] = field(default_factory=lambda: {b"INBOX": [], b"victim": []})
    next_uid: int = 1
    lock: threading.RLock = field(default_factory=threading.RLock)
    kept_flags: bytes | None = None
    append_octets: int | None = None
    command_octets: int | None = None
    command_messages: int | None = None
    fault: bytes | None = None
    alter: Callable[[bytes], bytes] | None = None

    def store(self, mailbox: bytes, messages: Sequence[tuple[frozenset[bytes], bytes, bytes]]) -> list[int]:
        """Store all messages (flags, date, octets) and return their UIDs."""
        uids = list(range(self.next_uid, self.next_uid + len(messages)))
        self.next_uid += len(messages)
        new = [StoredMessage(uid, mailbox, *message) for uid, message in zip(uids, messages, strict=True)]
        self.boxes[mailbox].extend(new)
        return uids


def is_append(line: bytes) -> bool:
    return re.match(rb"\S+ APPEND\b", line, re.IGNORECASE) is not None


def name_in(arguments: bytes) -> bytes:
    """The mailbox name at the beginning of the arguments, or b""; INBOX in any case is INBOX."""
    found = _NAME.match(arguments)
    if found is None:
        return b""
    name: bytes = found[2] if found[1] is None else re.sub(rb"\\(.)", rb"\1", found[1])
    return b"INBOX" if name.upper() == b"INBOX" else name


def append_target(line: bytes) -> tuple[bytes, bytes] | None:
    """The mailbox of an APPEND's first line and what follows it; None where it is not well-formed."""
    words = line.split(b" ", 2)
    found = _NAME.match(words[2]) if len(words) == 3 else None
    return (name_in(words[2]), words[2][found.end() :]) if found is not None else None


def why_refused(mailboxes: Mailboxes, parts: Sequence[bytes]) -> bytes | None:
    """What is wrong with the last line of an APPEND under way, as an answer without tag, or None."""
    target = append_target(parts[0])
    message = _MESSAGE.fullmatch(parts[-1] if len(parts) > 1 else target[1]) if target is not None else None
    if target is None or message is None:
        return b"BAD Error in IMAP command APPEND: Invalid arguments."
    if target[0] not in mailboxes.boxes:
        return b"NO [TRYCREATE] Mailbox doesn't exist"
    if mailboxes.fault is not None:
        return mailboxes.fault
    octets = [int(size) for part in parts[::2] for size in re.findall(rb"\{(\d+)\+?\}\r\n\Z", part)]
    if octets[-1] > (mailboxes.append_octets or octets[-1]):
        return b"NO [TOOBIG] Message too large"
    if sum(octets) > (mailboxes.command_octets or sum(octets)):
        return b"NO [TOOBIG] Command too large"
    if len(octets) > (mailboxes.command_messages or len(octets)):
        return b"NO [MESSAGELIMIT %d] Too many messages" % (mailboxes.command_messages or 0)
    return b"NO Can't save a zero byte message" if octets[-1] == 0 else None


class Commands:
    """Runs whole commands of one connection; `say` sends octets to its client. `refused` octets in a message make it
    one that is not taken, though those before it in its command are kept."""

    def __init__(self, mailboxes: Mailboxes, capabilities: bytes, say: Callable[[bytes], None],
                 refused: bytes | None = None) -> None:
        self._mailboxes = mailboxes
        self._refused = refused
        self._capabilities = capabilities
        self._say = say
        self._selected = b""

    def run(self, parts: Sequence[bytes]) -> bytes:
        """Carry out a command, given as line, literal, line ...; the answer without its tag."""
        found = re.match(rb"\S+ (?:UID )?(\S+) ?", parts[0], re.IGNORECASE)
        if found is None:
            return ERROR
        rest = parts[0][found.end() :].rstrip(b"\r\n")
        commands: dict[bytes, Callable[[], bytes]] = {
            b"CAPABILITY": lambda: self._untagged(b"CAPABILITY " + self._capabilities),
            b"NOOP": lambda: b"OK done",
            b"ID": lambda: self._untagged(b"ID NIL"),
            b"LOGIN": lambda: b"OK [CAPABILITY %s] Logged in" % self._capabilities,
            b"NAMESPACE": lambda: self._untagged(b'NAMESPACE (("" "/")) NIL NIL'),
            b"LIST": lambda: self._list(rest),
            b"CREATE": lambda: self._create(rest),
            b"DELETE": lambda: self._delete(rest),
            b"SUBSCRIBE": lambda: b"OK done",
            b"STATUS": lambda: self._status(rest),
            b"SELECT": lambda: self._select(rest),
            b"EXAMINE": lambda: self._select(rest),
            b"CLOSE": lambda: b"OK done",
            b"UNSELECT": lambda: b"OK done",
            b"SEARCH": lambda: self._search(rest),
            b"FETCH": lambda: self._fetch(rest),
            b"APPEND": lambda: self._append(parts),
            b"COPY": lambda: self._copy(rest),
            b"STORE": lambda: self._store(rest),
            b"EXPUNGE": lambda: self._expunge(rest),
            b"LOGOUT": lambda: self._untagged(b"BYE Logging out"),
        }
        run = commands.get(found[1].upper())
        if run is None:
            return ERROR
        with self._mailboxes.lock:
            return run()

    def _untagged(self, text: bytes) -> bytes:
        self._say(b"* " + text + b"\r\n")
        return b"OK done"

    def _list(self, rest: bytes) -> bytes:
        if rest.endswith(b'""'):
            return self._untagged(rb'LIST (\Noselect) "/" ""')
        for name in sorted(self._mailboxes.boxes):
            self._untagged(b'LIST () "/" "%s"' % name)
        return b"OK done"

    def _create(self, rest: bytes) -> bytes:
        name = name_in(rest)
        if name in self._mailboxes.boxes:
            return b"NO [ALREADYEXISTS] Mailbox already exists"
        self._mailboxes.boxes[name] = []
        return b"OK done"

    def _delete(self, rest: bytes) -> bytes:
        known = self._mailboxes.boxes.pop(name_in(rest), None) is not None
        return b"OK done" if known else b"NO [NONEXISTENT] no such mailbox"

    def _status(self, rest: bytes) -> bytes:
        name = name_in(rest)
        if name not in self._mailboxes.boxes:
            return b"NO [NONEXISTENT] no such mailbox"
        counts = (name, len(self._mailboxes.boxes[name]), self._mailboxes.next_uid)
        limit = b" APPENDLIMIT %s" % (str(self._mailboxes.append_octets or "NIL").encode())
        return self._untagged(b'STATUS "%s" (MESSAGES %d UIDNEXT %d UIDVALIDITY 1%s)' % (
            *counts, limit if b"APPENDLIMIT" in rest else b""))

    def _select(self, rest: bytes) -> bytes:
        self._selected = name_in(rest)
        if self._selected not in self._mailboxes.boxes:
            return b"NO [NONEXISTENT] no such mailbox"
        self._untagged(b"%d EXISTS" % len(self._mailboxes.boxes[self._selected]))
        self._untagged(b"OK [UIDVALIDITY 1] fixed")
        if self._mailboxes.kept_flags is not None:
            self._untagged(b"OK [PERMANENTFLAGS (%s)] kept" % self._mailboxes.kept_flags)
        return self._untagged(b"OK [UIDNEXT %d] next" % self._mailboxes.next_uid)

    def _search(self, rest: bytes) -> bytes:
        first = re.search(rb"UID (\d+):\*", rest)
        uids = [each.uid for each in self._mailboxes.boxes.get(self._selected, [])]
        wanted = [b"%d" % uid for uid in uids if first is None or uid >= int(first[1])]
        return self._untagged(b" ".join([b"SEARCH", *wanted]))

    def _fetch(self, rest: bytes) -> bytes:
        uids, _, items = rest.partition(b" ")
        wanted = self._named(uids)
        part = re.search(rb"BODY(?:\.PEEK)?\[(HEADER)?\](?:<(\d+)\.(\d+)>)?", items)
        for number, each in enumerate(self._mailboxes.boxes.get(self._selected, []), start=1):
            if each not in wanted:
                continue
            said = b'* %d FETCH (UID %d FLAGS (%s) INTERNALDATE "%s" RFC822.SIZE %d' % (
                number,
                each.uid,
                b" ".join(sorted(each.flags)),
                each.date,
                len(each.octets),
            )
            if part is not None:
                octets = each.octets.partition(b"\r\n\r\n")[0] + b"\r\n\r\n" if part[1] else each.octets
                origin = b""
                if part[2]:
                    octets = octets[int(part[2]) : int(part[2]) + int(part[3])]
                    origin = b"<%s>" % part[2]
                said += b" BODY[%s]%s {%d}\r\n%s" % (part[1] or b"", origin, len(octets), octets)
            self._say(said + b")\r\n")
        return b"OK done"

    def _named(self, uids: bytes) -> list[StoredMessage]:
        """The messages of the open mailbox that a sequence-set of UIDs names."""
        ranges = [
            (int(first), int(last or first) if last != b"*" else self._mailboxes.next_uid)
            for first, last in re.findall(rb"(\d+)(?::(\d+|\*))?", uids)
        ]
        return [each for each in self._mailboxes.boxes.get(self._selected, [])
                if any(first <= each.uid <= last for first, last in ranges)]

    def _copy(self, rest: bytes) -> bytes:
        uids, _, name = rest.partition(b" ")
        if name_in(name) not in self._mailboxes.boxes:
            return b"NO [TRYCREATE] Mailbox doesn't exist"
        found = self._named(uids)
        new = self._mailboxes.store(name_in(name), [(each.flags, each.date, each.octets) for each in found])
        sets = b",".join(b"%d" % each.uid for each in found), b",".join(b"%d" % uid for uid in new)
        return b"OK [COPYUID 1 %s %s] done" % sets

    def _store(self, rest: bytes) -> bytes:
        uids, _, item = rest.partition(b" ")
        if not item.upper().startswith(b"+FLAGS"):
            return ERROR
        flags = frozenset(item[item.index(b"(") + 1 : -1].split())
        named = self._named(uids)
        self._mailboxes.boxes[self._selected] = [
            replace(each, flags=each.flags | flags) if each in named else each
            for each in self._mailboxes.boxes.get(self._selected, [])]
        return b"OK done"

    def _expunge(self, rest: bytes) -> bytes:
        gone = [each for each in self._named(rest) if rb"\Deleted" in each.flags]
        self._mailboxes.boxes[self._selected] = [
            each for each in self._mailboxes.boxes.get(self._selected, []) if each not in gone]
        return b"OK done"

    def _append(self, parts: Sequence[bytes]) -> bytes:
        target = append_target(parts[0])
        if target is None or len(parts) < 3 or parts[-1] != b"\r\n":
            return b"BAD Error in IMAP command APPEND: Invalid arguments."
        messages: list[tuple[frozenset[bytes], bytes, bytes]] = []
        for line, octets in zip((target[1], *parts[2:-1:2]), parts[1::2], strict=True):
            message = _MESSAGE.fullmatch(line)
            assert message is not None, "why_refused looked at it when it came"
            flags = frozenset((message["flags"] or b"").split())
            if self._refused is not None and self._refused in octets:
                self._mailboxes.store(target[0], messages)
                return b"NO Not this one"
            alter = self._mailboxes.alter or bytes
            messages.append((flags, (message["date"] or DEFAULT_DATE).strip(b'"'), alter(octets)))
        uids = self._mailboxes.store(target[0], messages)
        told = b"%d" % uids[0] if len(uids) == 1 else b"%d:%d" % (uids[0], uids[-1])
        return b"OK [APPENDUID 1 %s] done" % told
