"""The state folder: one running Mailferry in it, readable for its user only (folder 0700, files 0600)."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import BinaryIO

from mailferry.transfer.errors import StateFolderInUse, StateProblem

if sys.platform == "win32":
    import msvcrt

    def _try_lock(file: BinaryIO) -> None:
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

    def _unlock(file: BinaryIO) -> None:
        msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)
else:
    import fcntl

    def _try_lock(file: BinaryIO) -> None:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _unlock(file: BinaryIO) -> None:
        fcntl.flock(file.fileno(), fcntl.LOCK_UN)


class StateFolder:
    """A state folder that is ours until `release`. The lock is the system's: it ends with the process.

    Raises StateFolderInUse, naming the folder, or StateProblem if it cannot be made or written.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            path.mkdir(mode=0o700, parents=True, exist_ok=True)
            descriptor = os.open(path / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise StateProblem(f"Mailferry cannot keep its records in {path}: {error.strerror or error}. Choose "
                               f"another folder with --state-dir, or free this one.", detail=str(error)) from error
        self._lock: BinaryIO = os.fdopen(descriptor, "r+b")
        try:
            _try_lock(self._lock)
        except OSError as error:
            self._lock.close()
            raise StateFolderInUse(f"Another Mailferry is working with {path}. Use that one, or close it "
                                   f"first.") from error

    def release(self) -> None:
        """Let another Mailferry have the folder. Twice does no harm."""
        if not self._lock.closed:
            _unlock(self._lock)  # closing it is not enough while a program that was started shares it
            self._lock.close()
