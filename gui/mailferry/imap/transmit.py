"""Sending one APPEND: drives the encoder's steps over a wire, reading what the server says while it writes.

The order of things is the encoder's (`append.py`); here is only what needs a socket, a clock or a digest.
"""

from __future__ import annotations

import contextlib
import hashlib
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from mailferry.imap.append import (
    Appendable,
    AwaitContinuation,
    AwaitReply,
    Body,
    Commit,
    Octets,
    Step,
)
from mailferry.imap.errors import BodyMismatch, ConnectionLost, Interrupted, NoAnswer, with_words
from mailferry.imap.response import MAX_RESPONSE, Response, ResponseReader, ResponseTooLong
from mailferry.imap.throttle import Throttle
from mailferry.imap.wire import Wire

OutcomeT_co = TypeVar("OutcomeT_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Patience:
    """How long silence is borne, in seconds."""

    connect: float = 30.0
    command: float = 120.0  # an answer to a short command, or the `+` for a literal
    progress: float = 300.0  # the server takes no octets and says nothing
    after_cancel: float = 2.0  # a cancelled command: then the connection is given up
    commit: float = 900.0  # after the last CRLF: a big batch may take minutes to be stored
    last_words: float = 2.0  # what is still in the socket after a failed write
    after_interrupt: float = 5.0  # a stop was asked for while the answer to a whole batch is due


@dataclass(frozen=True, slots=True)
class Watcher:
    """What the caller wants to hear.

    `finishing` is called before the last octet of the last message, the point of no return, and must not return before
    that is noted durably. `progress(messages, octets)` tells what has been handed over so far, after each piece.
    """

    finishing: Callable[[], None]
    progress: Callable[[int, int], None]


class Command(Protocol[OutcomeT_co]):
    """What is sent: AppendCommand, or AppendEach."""

    @property
    def step(self) -> Step: ...
    @property
    def outcome(self) -> OutcomeT_co | None: ...
    def sent(self, octets: int | None = None) -> None: ...
    def received(self, response: Response) -> None: ...
    def cancel(self) -> bool: ...


class Transmission(Generic[OutcomeT_co]):
    """One command, or a run of commands, on its way."""

    def __init__(self, wire: Wire, command: Command[OutcomeT_co], messages: Sequence[Appendable], watcher: Watcher,
                 patience: Patience, *, throttle: Throttle | None = None) -> None:
        self._wire = wire
        self._command = command
        self._messages = messages
        self._watcher = watcher
        self._patience = patience
        self._throttle = throttle or Throttle()
        self._reader = ResponseReader()
        self._octets = 0
        self._held = b""  # the last octet of a message goes out with the line that follows it
        self._bye = ""
        self._cancel_asked = False
        self._cancelling = False
        self._cancel_until: float | None = None

    def cancel(self) -> None:
        """End the command: by a word to the server where its encoder can, within `patience.after_cancel`; else `run`
        raises Interrupted. From any thread."""
        self._cancel_asked = True
        self._wire.nudge()

    def run(self) -> OutcomeT_co:
        """Send the command to its end.

        Returns the server's verdict. Raises ConnectionLost, NoAnswer, Interrupted, BodyMismatch, and whatever the
        messages raise when they are read; unless `command.committed`, nothing is stored then, provided that the
        caller aborts the wire.
        """
        try:
            while (outcome := self._command.outcome) is None:
                self._heed_cancel(between_steps=True)
                self._take_step()
        except ConnectionLost as error:
            return self._last_words(error)
        return outcome

    def _heed_cancel(self, *, between_steps: bool) -> None:
        """Asked wherever time passes. A line that is half written cannot be taken back, so it is ended first.

        Raises Interrupted where the connection is to be given up.
        """
        step = self._command.step
        if isinstance(step, AwaitReply) and not self._cancelling:
            self._cancel_asked, self._cancel_until = False, None  # the last CRLF is out: the answer counts
        if not self._cancel_asked:
            return
        now = time.monotonic()
        if self._cancel_until is None:
            self._cancel_until = now + self._patience.after_cancel
        if not self._cancelling and (between_steps or isinstance(step, Body | AwaitContinuation)):
            self._cancelling = self._command.cancel()
            if not self._cancelling:
                raise Interrupted("Cancelled before the server had everything.")
        if now >= self._cancel_until:
            raise Interrupted("Cancelled before the server had everything.")

    def _wait(self, *, write: bool, seconds: float, heed_interrupt: bool = True) -> None:
        """Raises NoAnswer, Interrupted."""
        self._heed_cancel(between_steps=False)
        until = self._cancel_until
        left = seconds if until is None else min(seconds, until - time.monotonic())
        try:
            self._wire.wait(write=write, seconds=left, heed_interrupt=heed_interrupt)
        except NoAnswer:
            if left == seconds:
                raise

    def _take_step(self) -> None:
        command = self._command
        match command.step:
            case Octets(data):
                self._wire.exchange.sent(data)
                if self._write_with_held(data):
                    command.sent()
            case Body(index, size):
                self._send_body(index, size)
            case Commit(data):
                if self._must_stop():
                    return
                self._watcher.finishing()
                self._wire.exchange.sent(data)
                # The mark is made: if we stop now the batch counts as doubtful, which a look settles.
                if self._write_with_held(data):
                    command.sent()
            case AwaitContinuation():
                self._await_response(self._patience.command)
            case AwaitReply():
                self._await_verdict()

    def _send_body(self, index: int, size: int) -> None:
        message = self._messages[index]
        digest = hashlib.sha256()
        count = 0
        self._wire.exchange.sent_message(size)
        for chunk in message.chunks():
            count += len(chunk)
            digest.update(chunk)
            # Never let out more than was announced, nor the last octet of what is not the announced message.
            if count > size or (count == size and digest.digest() != message.digest):
                break
            self._octets += len(chunk)
            if count == size and chunk:
                # A literal that is whole may be stored, even if its command never ends (measured: Courier). So the last
                # octet waits for what follows, which for the last message comes after the mark.
                self._held, chunk = chunk[-1:], chunk[:-1]  # noqa: PLW2901
            if not self._write(chunk):
                return
            self._watcher.progress(index, self._octets)
        if count != size or digest.digest() != message.digest:
            raise BodyMismatch("A message is not what it was when it was read first. Import it again, so that it is "
                               "read anew.", index=index)
        self._command.sent(count)
        self._watcher.progress(index + 1, self._octets)

    def _write_with_held(self, data: bytes) -> bool:
        data, self._held = self._held + data, b""
        return self._write(data)

    def _write(self, data: bytes) -> bool:
        """Hand over `data` while listening. False if the server gave its verdict meanwhile: then stop."""
        view = memoryview(data)
        last_progress = time.monotonic()
        while view:
            if self._must_stop():
                return False
            granted = self._throttle.granted(len(view))
            if not granted:
                self._pause(self._throttle.seconds(len(view)))
                last_progress = time.monotonic()  # this silence is ours
                continue
            count = self._wire.write_some(view[:granted])
            self._throttle.spend(count)
            view = view[count:]
            if count:
                last_progress = time.monotonic()
            else:
                left = last_progress + self._patience.progress - time.monotonic()
                self._wait(write=True, seconds=left)
        return True

    def _pause(self, seconds: float) -> None:
        """Send nothing for so long, but listen. Raises Interrupted."""
        with contextlib.suppress(NoAnswer):
            self._wait(write=False, seconds=seconds)

    def _must_stop(self) -> bool:
        """Asked before octets go out: whether the verdict is there already. Raises Interrupted, ConnectionLost."""
        self._listen()
        if self._command.outcome is None and self._wire.interrupted:
            raise Interrupted("Stopped before the server had everything.")
        if self._command.outcome is None:
            self._heed_cancel(between_steps=False)
        return self._command.outcome is not None

    def _listen(self) -> None:
        """Take in what has arrived. Raises ConnectionLost if the server has ended the stream."""
        alive = self._wire.fill()
        self._take_responses()
        if not alive and self._command.outcome is None:
            raise self._ended()

    def _take_responses(self) -> None:
        try:
            while self._command.outcome is None:
                left = self._reader.literal_left
                line = self._wire.take(left) if left else self._wire.take_line()
                if not line:
                    if self._wire.unread > MAX_RESPONSE:
                        raise ResponseTooLong
                    return
                if left:
                    self._wire.exchange.answered_literal(len(line))
                else:
                    self._wire.exchange.answered(line)
                response = self._reader.feed(line)
                if response is not None:
                    if response.tag == "*" and response.status == "BYE":
                        self._bye = response.text
                    self._command.received(response)
        except ResponseTooLong:
            raise ConnectionLost("The server sent an answer without end.") from None

    def _last_words(self, error: ConnectionLost) -> OutcomeT_co:
        """A write failed or the stream ended: a tagged answer may still lie in the socket. Raises an error if none."""
        deadline = time.monotonic() + self._patience.last_words
        with contextlib.suppress(ConnectionLost, NoAnswer):
            self._listen()
            while self._command.outcome is None:
                self._wire.wait(write=False, seconds=deadline - time.monotonic())
                self._listen()
        outcome = self._command.outcome
        if outcome is None:
            raise self._ended() if self._bye else error
        return outcome

    def _ended(self) -> ConnectionLost:
        return ConnectionLost(with_words("The server ended the connection", self._bye), bye=self._bye)

    def _await_response(self, seconds: float, *, heed_interrupt: bool = True) -> None:
        step = self._command.step
        deadline = time.monotonic() + seconds
        self._listen()
        while self._command.outcome is None and self._command.step is step:
            self._wait(write=False, seconds=deadline - time.monotonic(), heed_interrupt=heed_interrupt)
            self._listen()

    def _await_verdict(self) -> None:
        """After the last CRLF: a stop no longer helps, so the answer gets some time even then."""
        try:
            self._await_response(self._patience.commit)
        except Interrupted as stop:
            try:
                self._await_response(self._patience.after_interrupt, heed_interrupt=False)
            except NoAnswer:
                raise stop from None
