"""Which messages of a source an import takes, and in which folder below its target each belongs."""

from __future__ import annotations

import enum

from mailferry.mail.message import Message
from mailferry.transfer.values import ImportOptions, Selection


class LeftOut(enum.Enum):
    """Why a message that was dropped is not imported, since a person chose so: a sentence for the report."""

    DATE = "Not between the dates that were chosen."
    NO_DATE = "Without a date, so nobody knows whether it is between the dates that were chosen."
    DELETED = "Marked as deleted in its source."


def why_left_out(message: Message, options: ImportOptions) -> LeftOut | None:
    """Why a message is not imported; None if it is."""
    if options.leave_out_deleted and message.deleted_in_source:
        return LeftOut.DELETED
    if options.since is None and options.before is None:
        return None
    if message.internal_date is None:
        return LeftOut.NO_DATE
    seconds = message.internal_date.timestamp()
    if (options.since is not None and seconds < options.since) or (
            options.before is not None and seconds >= options.before):
        return LeftOut.DATE
    return None


def place(message: Message, selection: Selection) -> tuple[str, ...] | None:
    """The folder below the target for this message, or None if it was not chosen.

    Single messages go into the target itself; a folder takes its own name and what is below it along. The folders of an
    account are told as they are to be.
    """
    if selection.account is not None:
        return message.folder
    if selection.messages is not None:
        return () if (message.locator.path, message.locator.offset) in selection.messages else None
    if not selection.folder:
        return message.folder
    depth = len(selection.folder)
    return message.folder[depth - 1:] if message.folder[:depth] == selection.folder else None
