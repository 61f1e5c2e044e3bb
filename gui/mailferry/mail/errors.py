"""What can be wrong with a source. Errors of the file system become one of these, once, in mail/."""

from __future__ import annotations

import errno
import os
import re

from mailferry.errors import Problem

_OURS = re.compile(r"^.*[/\\](?:claimed[/\\]drag-[a-z0-9_]{8}|(?:spool|mailferry-[a-z0-9_]{8})[/\\][0-9a-f]{32}"
                   r"|fetched[/\\]\d+[/\\][0-9a-f]{32}[/\\]\d+)[/\\]", re.DOTALL)
"""Folders of our own, in which mail is kept under the name that a person knows it by."""

_SPACES = re.compile(r"(?:(?<=/)|\A)[ \u00a0]+(?=/|\Z)")
_NO_TEXT = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


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
    said = f"[Errno {error.errno}] {error.strerror}" if error.errno is not None else str(error)  # not the path
    if isinstance(error, FileNotFoundError):
        return SourceVanished(f"{name} is not there any more. Put it back, or leave its mail out.", detail=said)
    if isinstance(error, PermissionError):
        return SourceUnreadable(f"{name} may not be read by you. Change its permissions, then try again.",
                                detail=said)
    if error.errno == errno.ELOOP:
        return SourceUnreadable(f"{name} is a link that leads in a circle, so there is nothing to read.",
                                detail=said)
    if error.errno == errno.ENAMETOOLONG:
        return SourceUnreadable(f"{name} lies too deep to be read. Move it up in its folders, then try again.",
                                detail=said)
    return SourceUnreadable(f"{name} could not be read: {error.strerror or error}.", detail=said)


def printable(path: str | os.PathLike[str]) -> str:
    """A path or a name for people and logs, as `one_line`.

    What another program's drag, an archive or another account gave is told by its own name, without the folder of ours
    in which it is kept. Of a name that is nothing but spaces, these are shown.
    """
    return _SPACES.sub(lambda spaces: "\u2423" * len(spaces[0]), one_line(_OURS.sub("", os.fspath(path))))


def one_line(text: str) -> str:
    """A text of others for people and logs: what is no text (surrogates, PEP 383), or would break or turn the words
    beside it, becomes the replacement character."""
    return _NO_TEXT.sub("\ufffd", text)
