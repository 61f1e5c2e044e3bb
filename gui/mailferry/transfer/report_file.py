"""Writing a report to a file that a person has named, whole or not at all, and in which language."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from mailferry.errors import Problem
from mailferry.transfer.values import size_words


def _as_it_is(text: str) -> str:
    return text


@dataclass(frozen=True, slots=True)
class Language:
    """How a report speaks: `code` names the language (BCP 47). `word` gives a text of the report itself, with gaps to
    be filled (`{0}`); `told` a whole text that the engine has made, such as the reason of a refusal. Numbers, and sizes
    in octets, are written as its readers do; accounts and mailboxes, given by their names, as its readers know them."""

    code: str = "en"
    word: Callable[[str], str] = _as_it_is
    told: Callable[[str], str] = _as_it_is
    number: Callable[[int], str] = "{:,}".format
    decimal: Callable[[float], str] = "{:,.1f}".format
    size: Callable[[int], str] = size_words
    account: Callable[[str], str] = _as_it_is
    mailbox: Callable[[str], str] = _as_it_is


ENGLISH = Language()


class ReportNotSaved(Problem):
    """The report could not be written."""

    title = "The report was not saved"


@contextlib.contextmanager
def report_file(path: Path, encoding: str) -> Iterator[TextIO]:
    """A file that takes its name when all of it is written. Line ends are left as they are. Raises ReportNotSaved."""
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name[:40]}-", dir=path.parent)
        part = Path(name)
        try:
            with os.fdopen(handle, "w", encoding=encoding, errors="replace", newline="") as file:
                yield file
            part.replace(path)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise ReportNotSaved(f"The report could not be written to {path}: {error.strerror or error}.",
                             detail=str(error)) from error
