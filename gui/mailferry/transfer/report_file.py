"""Writing a report to a file that a person has named: whole, or not at all."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from mailferry.errors import Problem


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
