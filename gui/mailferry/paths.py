"""Where the program finds what it reads, and where it keeps its records.

Layouts: a wheel and a frozen program have `resources/` inside the package; a checkout has it beside `gui/`.
The state folder is the system's own place for such things (on Linux the XDG base directory specification).
"""

from __future__ import annotations

import sys
from pathlib import Path

import platformdirs

from mailferry.errors import Problem

_PACKAGE = Path(__file__).resolve().parent


class NoStateFolder(Problem):
    """The user's state folder cannot be made."""

    title = "No place for records"


def resources() -> Path:
    """The folder of icons, style, translations and sample mail."""
    inside = _PACKAGE / "resources"
    return inside if inside.is_dir() else _PACKAGE.parents[1] / "resources"


def state_folder() -> Path:
    """The user's own state folder, made if it is not there; only the user can read it. Raises NoStateFolder."""
    folder = Path(platformdirs.user_state_dir("mailferry", appauthor=False))
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if sys.platform != "win32" and folder.stat().st_mode & 0o077:
            folder.chmod(0o700)
    except OSError as error:
        raise NoStateFolder(f"Mailferry cannot keep its records in {folder}: {error.strerror or error}. Choose another "
                            "folder with --state-dir, or free this one.", detail=str(error)) from error
    return folder
