"""The driver of a run of single APPENDs, played by a test: it hands over what is due and gives the answers."""

from __future__ import annotations

from collections.abc import Sequence

from tests.imap.mails import Mail

from mailferry.imap.append import AwaitContinuation, AwaitReply, Body, Commit, Octets, Refused, Stored
from mailferry.imap.append_each import AppendEach, EachOutcome
from mailferry.imap.response import parse


def tags(count: int) -> list[bytes]:
    return [b"T%d" % number for number in range(count)]


class Sender:
    """Hands over what is due, and keeps it."""

    def __init__(self, encoder: AppendEach, messages: Sequence[Mail]) -> None:
        self.encoder = encoder
        self.messages = messages
        self.sent = b""
        self.begun = 0
        """How many commands were begun."""

    def may_send(self) -> bool:
        return self.encoder.outcome is None and not isinstance(self.encoder.step, AwaitContinuation | AwaitReply)

    def send(self) -> None:
        match self.encoder.step:
            case Octets(data) | Commit(data):
                self.sent += data
                self.begun += data != b"\r\n"
                self.encoder.sent()
            case Body(index, size):
                self.sent += self.messages[index].content
                self.encoder.sent(size)

    def send_all(self) -> None:
        """Up to where an answer is due."""
        while self.may_send():
            self.send()

    def send_before(self, kind: type, index: int) -> None:
        """Up to the step of this kind that belongs to this message."""
        while not (isinstance(self.encoder.step, kind) and self.begun == index + 1):
            self.send() if self.may_send() else self.answer(b"+ go on")

    def answer(self, *lines: bytes) -> None:
        for line in lines:
            self.encoder.received(parse(line + b"\r\n"))


def kinds(outcome: EachOutcome) -> str:
    """A letter for each message: Stored, Refused, or unknown."""
    return "".join({Stored: "S", Refused: "R", type(None): "-"}[type(verdict)] for verdict in outcome.verdicts)
