"""The encoder of APPEND and MULTIAPPEND. No I/O: steps come out, replies go in, an outcome comes out.

RFC 3502 (MULTIAPPEND), RFC 4466 (its grammar), RFC 7888 (LITERAL+ and LITERAL-), RFC 3516 (literal8), RFC 4315
(APPENDUID), RFC 9051 6.3.12.

    append = tag SP "APPEND" SP mailbox 1*(SP flag-list SP [date-time SP] (literal / literal8)) CRLF

Why it is built so (measured, see the rules below): a server that finds a syntax error may answer BAD and go on to
read the mail behind it as commands. So

- flags, keywords and dates are made here from closed alphabets; what does not fit is left out, never escaped;
- the first literal is synchronising: it proves the mailbox, the rights and the syntax before any mail is sent; so is
  every literal that the server may refuse (see `needs_continuation`), and every literal8;
- `Commit`, the last CRLF, is a step of its own: it is the point of no return, and nothing before it changes the target;
- a tagged answer that comes while we send ends the sending at once; the connection is then worth nothing
  (`Refused.in_step` is False);
- the octets of each message are counted against what was announced, and a difference ends the command before Commit.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol

from mailferry.imap.response import Response, append_uid

LITERAL_MINUS_LIMIT = 4096  # RFC 7888 section 5
SYNCHRONISE_OVER = 1024 * 1024
SYNCHRONISE_AFTER = 16 * 1024 * 1024

_SYSTEM_FLAGS = ("\\Answered", "\\Deleted", "\\Draft", "\\Flagged", "\\Seen")
# Narrower than an atom: `]`, `*`, `%` and more than 50 characters (Dovecot) are refused, with the whole batch.
_KEYWORD = re.compile(r"[A-Za-z0-9$_][A-Za-z0-9$_.:+/&#@!~=-]{0,49}\Z")
_FIRST_DATE = datetime(1970, 1, 1, 0, 0, 1, tzinfo=UTC)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class Appendable(Protocol):
    """What the encoder asks of a message. `chunks` yields exactly `wire_size` octets with this SHA-256; with `binary`
    they go in a literal8 (RFC 3516), if the server takes those."""

    @property
    def wire_size(self) -> int: ...
    @property
    def digest(self) -> bytes: ...
    @property
    def flags(self) -> frozenset[str]: ...
    @property
    def keywords(self) -> frozenset[str]: ...
    @property
    def internal_date(self) -> datetime | None: ...
    @property
    def binary(self) -> bool: ...
    def chunks(self) -> Iterable[bytes]: ...


class Literals(enum.Enum):
    """What a server does with literals (RFC 7888)."""

    SYNCHRONISING = "neither"
    PLUS = "LITERAL+"
    MINUS = "LITERAL-"


@dataclass(frozen=True, slots=True)
class AppendRules:
    """What one server allows. `append_limit` is the octets of one message that it names (RFC 7889), or None;
    `multiappend` whether a command may hold several messages, and so be cancelled (RFC 3502); `binary` whether it takes
    a literal8 (RFC 3516)."""

    literals: Literals = Literals.SYNCHRONISING
    append_limit: int | None = None
    multiappend: bool = False
    binary: bool = False


# --- steps -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Octets:
    """Send these octets."""

    data: bytes


@dataclass(frozen=True, slots=True)
class Body:
    """Send the octets of message `index`, exactly `size` of them."""

    index: int
    size: int


@dataclass(frozen=True, slots=True)
class AwaitContinuation:
    """Send nothing until the server says `+` for message `index`."""

    index: int


@dataclass(frozen=True, slots=True)
class Commit:
    """Send these octets, the last CRLF: from here on the batch may be stored. Note it durably before."""

    data: bytes = b"\r\n"


@dataclass(frozen=True, slots=True)
class AwaitReply:
    """Everything is sent; wait for the tagged answer."""


Step = Octets | Body | AwaitContinuation | Commit | AwaitReply


# --- outcomes --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Stored:
    """The server said OK. `uidvalidity` and `uids` (in order) are None where it did not tell them, or told nonsense."""

    uidvalidity: int | None
    uids: tuple[int, ...] | None
    text: str


@dataclass(frozen=True, slots=True)
class Refused:
    """The server said NO or BAD.

    `at_message` is the message whose literal it refused in place of `+`, from 0, or None. `committed` tells that the
    last CRLF had been sent: the refusal is believed only after a look. `in_step` tells that the connection can go on
    to be used: everything announced had been sent when the answer came, and it was no BAD, after which some servers
    take mail for commands. `alone` tells that it stands for one message, whatever was sent with it; `arguments` are
    those of the response code.
    """

    status: str
    code: str
    text: str
    at_message: int | None
    committed: bool
    in_step: bool
    alone: bool = False
    arguments: str = ""


class EncodingError(ValueError):
    """The command cannot be written, or its caller broke its rules: a bug of ours, never the user's mail."""


# --- the parts of a message -------------------------------------------------------------------------------------------


def sendable_keywords(keywords: Iterable[str]) -> frozenset[str]:
    """Those keywords that can be sent to any server; the caller lists the others as left out."""
    return frozenset(keyword for keyword in keywords if _KEYWORD.match(keyword))


def flag_list(flags: Iterable[str], keywords: Iterable[str]) -> bytes:
    """A flag list, RFC 9051 `"(" [flag *(SP flag)] ")"`, always written, also empty.

    Only the five system flags and sendable keywords get in, whatever is given.
    """
    given = frozenset(flags)
    system = [flag for flag in _SYSTEM_FLAGS if flag in given]
    return f"({' '.join(system + sorted(sendable_keywords(keywords)))})".encode("ascii")


def sendable_date(date: datetime | None, now: datetime) -> bool:
    """Whether servers keep this date: aware, from the second after the beginning of 1970 to 2037 in UTC, and not in
    the future.

    Outside this they refuse it, or turn it into "now" or another year without a word (measured).
    """
    if date is None or date.utcoffset() is None:
        return False
    try:
        utc = date.astimezone(UTC)
        return _FIRST_DATE <= utc <= now + timedelta(hours=1) and utc.year <= 2037
    except OverflowError:
        return False


def date_time(date: datetime) -> bytes:
    """A date-time, RFC 9051 `DQUOTE date-day-fixed "-" date-month "-" date-year SP time SP zone DQUOTE`, in UTC.

    Raises EncodingError for a naive date.
    """
    if date.utcoffset() is None:
        raise EncodingError("a date without zone")
    utc = date.astimezone(UTC)
    return (f'"{utc.day:2d}-{_MONTHS[utc.month - 1]}-{utc.year:04d} '
            f'{utc.hour:02d}:{utc.minute:02d}:{utc.second:02d} +0000"').encode("ascii")


def quoted(name: bytes) -> bytes:
    """A mailbox name, already in modified UTF-7, as a quoted string. Raises EncodingError unless printable ASCII."""
    if not all(0x20 <= octet < 0x7F for octet in name):
        raise EncodingError("a mailbox name that is not printable ASCII")
    return b'"' + name.replace(b"\\", b"\\\\").replace(b'"', b'\\"') + b'"'


def message_line(message: Appendable, now: datetime) -> bytes:
    """What stands before the literal of a message: ` SP flag-list SP [date-time SP]`."""
    line = b" " + flag_list(message.flags, message.keywords) + b" "
    if message.internal_date is not None and sendable_date(message.internal_date, now):
        line += date_time(message.internal_date) + b" "
    return line


# --- the command -----------------------------------------------------------------------------------------------------


class AppendCommand:
    """One APPEND of one or more messages.

    Ask `step`; when its octets have been sent call `sent()` (for a Body: `sent(octets)`); give every response to
    `received()`; stop as soon as `outcome` is not None. Raises EncodingError if there is no message, if one is empty
    (a zero-length literal cancels, RFC 3502), or if the rules of the steps are broken. `cancelled`: it is ended so
    after its first message, whatever comes then.
    """

    def __init__(self, tag: bytes, mailbox: bytes, messages: Sequence[Appendable], rules: AppendRules, *,
                 cancelled: bool = False) -> None:
        if not messages:
            raise EncodingError("an APPEND without messages")
        if cancelled and not rules.multiappend:
            raise EncodingError("a server that takes no batches would store what is cancelled")
        if any(message.wire_size <= 0 for message in messages):
            raise EncodingError("an empty message would cancel the command")
        if not re.fullmatch(rb"[A-Za-z0-9]+", tag):
            raise EncodingError("a tag that is not letters and digits")
        self._tag = tag.decode("ascii")
        self._count = len(messages)
        self._whole = 0  # messages that were handed over whole
        self._may_cancel = rules.multiappend
        self._cancelled = cancelled
        now = datetime.now(UTC)
        self._steps = self._all_steps(tag + b" APPEND " + quoted(mailbox), messages, rules, now)
        self.committed = False
        self.outcome: Stored | Refused | None = None
        self.step: Step = next(self._steps)

    @staticmethod
    def _all_steps(opening: bytes, messages: Sequence[Appendable], rules: AppendRules, now: datetime) -> Iterator[Step]:
        since_continuation = 0
        for index, message in enumerate(messages):
            size = message.wire_size
            line = opening + message_line(message, now)
            opening = b""
            if index == 0 or needs_continuation(message, since_continuation, rules):
                yield Octets(line + synchronising_literal(message, rules))
                yield AwaitContinuation(index)
                since_continuation = 0
            else:
                yield Octets(line + b"{%d+}\r\n" % size)
            yield Body(index, size)
            since_continuation += size
        yield Commit()
        yield AwaitReply()

    def sent(self, octets: int | None = None) -> None:
        """The octets of this step have been handed over whole. For a Body say how many there were."""
        step = self.step
        if self.outcome is not None or isinstance(step, AwaitContinuation | AwaitReply):
            raise EncodingError("octets were sent while an answer was due")
        if isinstance(step, Body) and octets != step.size:
            raise EncodingError(f"message {step.index} had {octets} octets where {step.size} were announced")
        if isinstance(step, Commit):
            self.committed = True
        self._whole += isinstance(step, Body)
        if isinstance(step, Body) and self._cancelled:
            self._steps = self._cancelling_steps()
        self.step = next(self._steps)

    def cancel(self) -> bool:
        """End the command at the next boundary of a message by a zero-length literal: the server MUST refuse all of it
        then (RFC 3502). Call it between two steps.

        Returns False where that cannot be: the server takes no batches (some would store an empty message), no message
        is whole or under way, or the last CRLF is out. Then the connection is to be aborted, or the answer awaited.
        """
        if not self._may_cancel or self.committed or not (self._whole or isinstance(self.step, Body)):
            return False
        self._cancelled = True
        if isinstance(self.step, Octets | Commit):
            self._steps = self._cancelling_steps()
            self.step = next(self._steps)
        return True

    def _cancelling_steps(self) -> Iterator[Step]:
        yield Octets(b" {0}\r\n")
        yield AwaitContinuation(self._whole)
        # The server has to refuse it; but should it take it for the end of a batch, that must have been noted.
        yield Commit()
        yield AwaitReply()

    def received(self, response: Response) -> None:
        """Take a response. Untagged ones and those of other tags change nothing, nor does a `+` that is not due."""
        if self.outcome is not None:
            return
        if response.tag == "+":
            if isinstance(self.step, AwaitContinuation):
                self.step = next(self._steps)
            return
        if response.tag != self._tag:
            return
        waited = isinstance(self.step, AwaitContinuation | AwaitReply)
        if response.status == "OK" and self.committed and not self._cancelled:
            self.outcome = self._stored(response)
            return
        # OK before Commit, or to what was cancelled, is a lie about messages that were never sent: nothing is known to
        # be stored.
        self.outcome = Refused(
            status=response.status, code=response.code, text=response.text,
            at_message=self.step.index if isinstance(self.step, AwaitContinuation) and not self._cancelled else None,
            committed=self.committed, in_step=waited and response.status == "NO", arguments=response.arguments)

    def _stored(self, response: Response) -> Stored:
        found = append_uid(response)
        if found is None or len(found[1]) != self._count:
            return Stored(None, None, response.text)
        return Stored(found[0], found[1], response.text)


def synchronising_literal(message: Appendable, rules: AppendRules) -> bytes:
    """What announces the octets of a message that wait for `+`: a literal, or a literal8."""
    return b"%s{%d}\r\n" % (b"~" if message.binary and rules.binary else b"", message.wire_size)


def needs_continuation(message: Appendable, since_continuation: int, rules: AppendRules) -> bool:
    """Whether the literal of a message that follows `since_continuation` octets must wait for `+`.

    A literal that may be refused is not sent unasked: a literal8, over 1 MiB, over the limit the server names, or
    carrying the command past 16 MiB since the last `+`.
    """
    size = message.wire_size
    if message.binary and rules.binary:
        return True
    if rules.literals is Literals.SYNCHRONISING:
        return True
    if rules.literals is Literals.MINUS and size > LITERAL_MINUS_LIMIT:
        return True
    if rules.append_limit is not None and size > rules.append_limit:
        return True
    return size > SYNCHRONISE_OVER or since_continuation + size > SYNCHRONISE_AFTER
