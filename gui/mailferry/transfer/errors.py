"""What can go wrong in moving mail, beyond the source (mail/errors.py) and the server (imap/errors.py).

Errors of sqlite, keyring and the state folder become one of these once, in transfer/.
"""

from __future__ import annotations

from mailferry.errors import Problem


class StateProblem(Problem):
    """The state folder or the journal in it cannot be used."""

    title = "Mailferry's own records"


class StateFolderInUse(StateProblem):
    """Another Mailferry works with this state folder."""

    title = "Mailferry is already running"


class JournalDamaged(StateProblem):
    """The journal is damaged."""

    title = "The journal is damaged"


class DiskFull(StateProblem):
    """The journal cannot be written because there is no room; nothing was sent that was not noted."""

    title = "No room on the disk"


class NoPassword(Problem):
    """No password is known for an account."""

    title = "A password is needed"


class KeyringProblem(Problem):
    """The system's password store does not work; the password is kept until Mailferry ends."""

    title = "The password could not be kept"


class Asked(Problem):
    """The account waits for a person: what the server says does not change by itself."""

    def __init__(self, title: str, sentence: str, *, detail: str = "") -> None:
        super().__init__(sentence, detail=detail)
        self.title = title
