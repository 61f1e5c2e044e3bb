"""What can be wrong with a source. Errors of the file system become one of these, once, in mail/."""

from __future__ import annotations

import os

from mailferry.errors import Problem


class SourceProblem(Problem):
    """A source, or one message of it, cannot be read as it should."""

    title = "The mail could not be read"


class SourceVanished(SourceProblem):
    """The file is not there any more."""

    title = "A file has gone"


class SourceChanged(SourceProblem):
    """The file holds something else than when it was read first."""

    title = "A file has changed"


class SourceUnreadable(SourceProblem):
    """The system refuses to read the file (rights, a broken disk, not a plain file)."""

    title = "A file could not be read"


class NotMail(SourceProblem):
    """The file or folder holds no mail that Mailferry knows."""

    title = "No mail in it"


def from_os_error(error: OSError, path: str) -> SourceProblem:
    """Translate what the system said about `path`."""
    name = printable(path)
    if isinstance(error, FileNotFoundError):
        return SourceVanished(f"{name} is not there any more. Put it back, or leave its mail out.", detail=str(error))
    if isinstance(error, PermissionError):
        return SourceUnreadable(f"{name} may not be read by you. Change its permissions, then try again.",
                                detail=str(error))
    return SourceUnreadable(f"{name} could not be read: {error.strerror or error}.", detail=str(error))


def printable(path: str | os.PathLike[str]) -> str:
    """A path for people and logs: octets that are no text (surrogates) become the replacement character."""
    return os.fsencode(path).decode("utf-8", "replace")
