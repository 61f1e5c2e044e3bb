"""What can be wrong with a file of Outlook besides what can be wrong with any source."""

from __future__ import annotations

from mailferry.mail.errors import NotMail, SourceProblem, printable


class OutlookPartMissing(SourceProblem):
    """A library that reads files of Outlook is not installed."""

    title = "A part of Mailferry is not installed"

    def __init__(self, path: str) -> None:
        super().__init__(f"{printable(path)} is a file of Outlook. To read it, install Mailferry with its part for "
                         "Outlook, as mailferry[outlook].")


class NoItem(NotMail):
    """A compound file that is no item of Outlook: a document of Office, or one that is damaged."""


class OtherItem(NotMail):
    """An item of Outlook that is no mail: an appointment, a contact, a task, a note."""
