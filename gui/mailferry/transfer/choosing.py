"""Which messages of a source an import takes, with which date, and in which folder below its target each belongs."""

from __future__ import annotations

import enum
import os

from mailferry.mail import labels
from mailferry.mail.dates import field_date, plausible
from mailferry.mail.message import DateOrigin, Message
from mailferry.transfer.values import TOP, Dates, ImportOptions, Labels, Selection

_KNOWN_BY = 16  # octets of a digest


class LeftOut(enum.Enum):
    """Why a message that was dropped is not imported, since a person chose so: a sentence for the report."""

    DATE = "Not between the dates that were chosen."
    NO_DATE = "Without a date, so nobody knows whether it is between the dates that were chosen."
    DELETED = "Marked as deleted in its source."
    REPEATED = "Also in the file of another label, and imported from there."


def dated(message: Message, options: ImportOptions) -> Message:
    """The message with the date that was chosen: its own, or that of its Date field, if that can be one."""
    if options.dates is Dates.SOURCE or message.date_origin is DateOrigin.DATE:
        return message
    found = plausible(field_date(message.summary.date))
    return message if found is None else message._replace(internal_date=found, date_origin=DateOrigin.DATE)


def why_left_out(message: Message, options: ImportOptions) -> LeftOut | None:
    """Why a message is not imported; None if it is."""
    if options.leave_out_deleted and message.deleted_in_source:
        return LeftOut.DELETED
    if options.since is None and options.before is None:
        return None
    date = dated(message, options).internal_date
    if date is None:
        return LeftOut.NO_DATE
    seconds = date.timestamp()
    if (options.since is not None and seconds < options.since) or (
            options.before is not None and seconds >= options.before):
        return LeftOut.DATE
    return None


class Labelled:
    """Which messages with labels an import has met. Google Takeout writes a file for each label, and a message into
    each of the files of its labels; so what is to come once, or once for each label, would come as often as that."""

    def __init__(self) -> None:
        self._met: dict[tuple[str, ...] | None, dict[bytes, str]] = {}

    def first_of(self, wanted: list[tuple[tuple[str, ...], Message]], message: Message, digest: bytes,
                 chosen: Labels) -> list[tuple[tuple[str, ...], Message]]:
        """Those of the copies `wanted` of a message with this digest that have not come from another file."""
        if chosen is Labels.IGNORE or not message.labels:
            return wanted
        path = message.locator.path
        return [(to, copy) for to, copy in wanted if self._met.setdefault(
            None if chosen is Labels.KEYWORDS else to, {}).setdefault(digest[:_KNOWN_BY], path) == path]


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


def mailbox_path(folder: tuple[str, ...], selection: Selection, target: tuple[str, ...],
                 options: ImportOptions) -> tuple[str, ...]:
    """The path of the mailbox for a folder of an import into `target`, as `place` and `copies` tell it; () is INBOX.

    What is brought to INBOX lies below it, but the mailboxes of a whole account keep their own places.
    """
    path = dict(options.mailboxes).get(folder)
    if path is None:
        below_inbox = folder and not (selection.account is not None and selection.folder is None)
        path = folder if target == TOP else (target or (("INBOX",) if below_inbox else ())) + folder
    return () if path == ("INBOX",) else path


def copies(message: Message, folder: tuple[str, ...], wanted: Labels) -> list[tuple[tuple[str, ...], Message]]:
    """What is imported of a message that belongs to a folder, each with the folder that it goes to: the message itself,
    or what the labels of Google Takeout make of it.

    With labels as mailboxes the folder of the mbox file itself, called "All mail" in the account's language, is none.
    The label of the inbox stands for the mailbox that the file is imported into, each other for one below it.
    """
    if wanted is Labels.IGNORE or not message.labels:
        return [(folder, message)]
    if wanted is Labels.KEYWORDS:
        return [(folder, message._replace(keywords=message.keywords | labels.keywords(message.labels)))]
    above = folder[:-1]
    found = dict.fromkeys(above if labels.is_inbox(label) else (*above, *labels.folder_path(label))
                          for label in labels.places(message.labels)) or {above: None}
    if wanted is Labels.MAILBOX:
        return [(next(iter(found)), message)]
    return [(path, _copy(message, number)) for number, path in enumerate(found)]


def _copy(message: Message, number: int) -> Message:
    """One of several copies of a message, which the journal tells apart by where they lie: each has its own way of
    naming the file (`/mail/./box` for the second)."""
    directory, name = os.path.split(message.locator.path)
    path = os.sep.join((directory, *["."] * number, name))  # noqa: PTH118  # Path would take the dots out
    return message._replace(locator=message.locator._replace(path=path))
