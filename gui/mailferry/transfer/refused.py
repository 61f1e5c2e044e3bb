"""What is done about a message that stands refused for what it is: its octets or its size, not for want of room.

A NUL that this server refuses in a plain literal is tried once in a literal8 (RFC 3516), where no header names a binary
encoding: servers turn such parts into base64 (measured on Dovecot and Cyrus). After that the import's choice holds: a
copy is set aside (`aside.py`), or the message is repaired (mail/repair.py) as the server's words suggest, or it is only
named. The repairs that a person can choose are here too, and the search for what a batch was refused for.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from mailferry.imap.append import Refused
from mailferry.mail.errors import NotMail, SourceProblem
from mailferry.mail.repair import (
    REPAIRS,
    Repair,
    beyond_repair,
    diagnose,
    effects,
    fitting,
    is_named,
    names_a_cause,
    repairs,
)
from mailferry.mail.wire import measure, read_wire
from mailferry.transfer import aside, verdicts
from mailferry.transfer.journal import Journal
from mailferry.transfer.messages import Note, QueuedMessage, Remedy, Repaired
from mailferry.transfer.values import ImportId, MessageId, OnRefused, with_more


@dataclass(frozen=True, slots=True)
class NextStep:
    """What follows: `again` sends the message again, in a batch of its own. `trouble` is what else is to be said of it,
    "" if there is nothing. `offer` says what a repair would do, "" if none is known or one was done.
    """

    again: bool
    remedy: Remedy
    trouble: str = ""
    offer: str = ""


class Refusals:
    """The refused messages of one account. `binary`: whether its server takes a literal8."""

    def __init__(self, journal: Journal, account: str, *, binary: bool) -> None:
        self._journal = journal
        self._account = account
        self._binary = binary

    def prepared(self, messages: Sequence[QueuedMessage]) -> Sequence[QueuedMessage]:
        """The messages, those marked too that a literal8 will bring in. Raises SourceProblem."""
        if not any(Note.NULS in message.notes for message in messages) or not self._journal.literal8_helps(
                self._account):
            return messages
        return [replace(message, binary=message.binary or self._may_go_in_literal8(message)) for message in messages]

    def arrived(self, messages: Iterable[QueuedMessage]) -> None:
        """These are stored: what a literal8 has brought in once it will bring in again."""
        if any(message.binary for message in messages) and not self._journal.literal8_helps(self._account):
            self._journal.note_literal8_helps(self._account)

    def _may_go_in_literal8(self, message: QueuedMessage) -> bool:
        if not self._binary or Note.NULS not in message.notes:
            return False
        found = diagnose(read_wire(message.locator))
        return found.nuls > 0 and not found.binary

    def next_step(self, import_id: ImportId, message: QueuedMessage, refused: Refused, reason: str) -> NextStep:
        """What to do about this message. `reason` says why it was refused, with the server's words."""
        choice = self._journal.import_record(import_id).options.on_refused
        offer = trouble = ""
        try:
            if not verdicts.is_size(refused):
                if not message.binary and self._may_go_in_literal8(message):
                    return NextStep(again=True, remedy=Remedy(message.id, literal8=True))
                found = diagnose(read_wire(message.locator))
                if chosen := fitting(repairs(found), refused.text):
                    after = repaired(message, chosen)
                    if choice is OnRefused.REPAIR:
                        return NextStep(again=True, remedy=Remedy(message.id, repaired=after))
                    offer = after.effect
                else:
                    trouble = beyond_repair(found)
            kept = Remedy(message.id) if choice is OnRefused.REPORT else set_aside(
                self._journal.path.parent, import_id, message, with_more(reason, trouble))
            return NextStep(again=False, remedy=kept, trouble=trouble, offer=offer)
        except (SourceProblem, aside.NotKept) as error:
            return NextStep(again=False, remedy=Remedy(message.id), trouble=with_more(trouble, error.sentence),
                            offer=offer)


def suspects(messages: Iterable[QueuedMessage], words: str) -> list[MessageId]:
    """Those messages of a refused batch in which there is what the server's words name. Reading them costs less than
    to send the batch again and again in halves. What cannot be read is no suspect."""
    found: list[MessageId] = []
    if not names_a_cause(words):
        return found
    for message in messages:
        with contextlib.suppress(SourceProblem):
            if is_named(diagnose(read_wire(message.locator)), words):
                found.append(message.id)
    return found


def set_aside(state_dir: Path, import_id: ImportId, message: QueuedMessage, reason: str) -> Remedy:
    """Keep a copy of a message that a person leaves out. Raises NotKept."""
    return Remedy(message.id, aside=aside.keep(state_dir, import_id, message, reason))


def to_repair(messages: Iterable[QueuedMessage], words: str) -> list[Remedy]:
    """The repairs of those messages that can be repaired, as the server's words suggest. Raises SourceProblem."""
    remedies = []
    for message in messages:
        if chosen := fitting(repairs(diagnose(read_wire(message.locator))), words):
            remedies.append(Remedy(message.id, repaired=repaired(message, chosen)))
    return remedies


def repaired(message: QueuedMessage, chosen: Iterable[Repair]) -> Repaired:
    """What this message is with these repairs, besides those that it had before. Raises SourceProblem."""
    form = message.locator.form
    for repair in chosen:
        form |= repair.form
    measured = measure(message.locator._replace(form=form))
    if measured.wire_size == 0:
        raise NotMail("Nothing would be left of it.")
    unrepaired = message.locator._replace(form=form & ~REPAIRS)
    return Repaired(form, measured, effects(lambda: read_wire(unrepaired), form))
