"""Single APPENDs one after the other without waiting for each answer: for servers that take no batches. No I/O.

RFC 9051 5.5 (several commands in progress), RFC 7888 (literals). The commands are those of `append.py`; here is what
ties them together: the first literal of all is synchronising and proves mailbox and rights; the following ones are not,
where the server and the rules of `needs_continuation` allow it. After the first refusal no new command is begun, but
what was announced is still sent to its end. Each command's last CRLF stores its message; the first one is the point
of no return (`Commit`), the others come as plain octets.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from mailferry.imap.append import (
    Appendable,
    AppendRules,
    AwaitContinuation,
    AwaitReply,
    Body,
    Commit,
    EncodingError,
    Octets,
    Refused,
    Step,
    Stored,
    message_line,
    needs_continuation,
    quoted,
    synchronising_literal,
)
from mailferry.imap.response import Response, append_uid


@dataclass(frozen=True, slots=True)
class EachOutcome:
    """The verdict on each message that was begun, in order; None where none came. Fewer than the batch has if one was
    refused, and all Stored if none was.

    `in_step` tells that the connection can go on to be used.
    """

    verdicts: tuple[Stored | Refused | None, ...]
    in_step: bool

    @property
    def refusal(self) -> tuple[int, Refused] | None:
        """The first refused message, from 0, and what the server said."""
        return next(((index, verdict) for index, verdict in enumerate(self.verdicts) if isinstance(verdict, Refused)),
                    None)


class AppendEach:
    """One APPEND for each message. Driven like AppendCommand; `tags` are as many as there are messages.

    Raises EncodingError as AppendCommand does.
    """

    def __init__(self, tags: Sequence[bytes], mailbox: bytes, messages: Sequence[Appendable],
                 rules: AppendRules) -> None:
        if not messages or len(tags) != len(messages):
            raise EncodingError("as many tags as messages, and at least one")
        if len(set(tags)) != len(tags) or not all(re.fullmatch(rb"[A-Za-z0-9]+", tag) for tag in tags):
            raise EncodingError("a tag twice, or one that is not letters and digits")
        if any(message.wire_size <= 0 for message in messages):
            raise EncodingError("an empty message would be stored as such")
        self._tags = {tag.decode("ascii"): index for index, tag in enumerate(tags)}
        self._verdicts: dict[int, Stored | Refused] = {}
        self._begun = 0
        self._refused = False
        self._in_step = True
        self._steps = self._all_steps(tags, quoted(mailbox), messages, rules)
        self.committed = False
        self.outcome: EachOutcome | None = None
        self.step: Step = next(self._steps)

    def _all_steps(self, tags: Sequence[bytes], mailbox: bytes, messages: Sequence[Appendable],
                   rules: AppendRules) -> Iterator[Step]:
        now = datetime.now(UTC)
        since_continuation = 0
        for index, (tag, message) in enumerate(zip(tags, messages, strict=True)):
            if self._refused:
                break
            size = message.wire_size
            line = tag + b" APPEND " + mailbox + message_line(message, now)
            self._begun = index + 1
            if index == 0 or needs_continuation(message, since_continuation, rules):
                yield Octets(line + synchronising_literal(message, rules))
                yield AwaitContinuation(index)
                if index in self._verdicts:  # refused in place of `+`: its octets are not owed
                    break
                since_continuation = 0
            else:
                yield Octets(line + b"{%d+}\r\n" % size)
            yield Body(index, size)
            since_continuation += size
            yield Octets(b"\r\n") if self.committed else Commit()
        while len(self._verdicts) < self._begun:
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
        self._advance()

    def cancel(self) -> bool:
        """False: a command of one message cannot be cancelled, so the connection is to be aborted."""
        return False

    def received(self, response: Response) -> None:
        """Take a response; those that are not for these commands change nothing."""
        if self.outcome is not None:
            return
        step = self.step
        if response.tag == "+":
            # A `+` may only be taken for this command once all earlier ones were answered, or it is theirs.
            if isinstance(step, AwaitContinuation):
                self._advance()
            return
        index = self._tags.get(response.tag)
        if index is None or index in self._verdicts or index >= self._begun:
            return
        waits = isinstance(step, AwaitContinuation) and step.index == index
        early = index == self._begun - 1 and not isinstance(step, AwaitContinuation | AwaitReply)
        if response.status == "OK" and not early and not waits:
            self._verdicts[index] = self._stored(response)
        else:
            # An OK for what was not sent is a lie: nothing is known to be stored.
            self._refused = True
            self._in_step = self._in_step and response.status == "NO" and not early
            self._verdicts[index] = Refused(response.status or "BAD", response.code, response.text,
                                            at_message=index if waits else None, committed=self.committed,
                                            in_step=self._in_step, arguments=response.arguments)
        if isinstance(step, AwaitReply) or (waits and self._in_step):
            self._advance()
        elif not self._in_step:
            # The server may read as commands what is still owed: nothing more is sent.
            self._end()

    @staticmethod
    def _stored(response: Response) -> Stored:
        found = append_uid(response)
        if found is None or len(found[1]) != 1:
            return Stored(None, None, response.text)
        return Stored(found[0], found[1], response.text)

    def _advance(self) -> None:
        following = next(self._steps, None)
        if following is None:
            self._end()
        else:
            self.step = following

    @property
    def so_far(self) -> EachOutcome:
        """What is known by now, of a run that has perhaps not come to its end."""
        return EachOutcome(tuple(self._verdicts.get(index) for index in range(self._begun)), self._in_step)

    def _end(self) -> None:
        self.outcome = self.so_far
