"""Where the messages of another account lie from when they were fetched until they have arrived.

A message that is read from a server has no file to be sent from, so it gets one below the state folder:

    FETCHED/IMPORT/MAILBOX/UIDVALIDITY/UID.eml      MAILBOX is a digest of the account and the mailbox's name

The path is made of what names a message for ever on its server (RFC 9051 2.3.1.1). The journal keeps paths, so a scan
that is repeated after a crash knows by them what it has planned. A file is written as `UID.part` and appears whole.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
from collections.abc import Iterable
from pathlib import Path

from mailferry.transfer.values import ImportId

UNSENT_OCTETS = 512 * 1024 * 1024
"""So much of an import may lie here unsent; then reading waits until half of it is left."""

RESERVE_OCTETS = 128 * 1024 * 1024
"""Room that is left on the disk, for the journal above all."""


def uid_of(path: str) -> int:
    """The UID of the message that a file holds."""
    return int(path.rpartition(os.sep)[2].removesuffix(".eml"))


class Fetched:
    """The folder of fetched messages."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def mailbox(self, import_id: ImportId, account: str, mailbox: str) -> str:
        """The folder for what this import fetches from a mailbox, whatever its UIDVALIDITY."""
        digest = hashlib.sha256(f"{account}\0{mailbox}".encode("utf-8", "surrogatepass")).hexdigest()[:32]
        return f"{self.folder}{os.sep}{import_id}{os.sep}{digest}"

    def has_room(self, octets: int) -> bool:
        """Whether so many more octets leave enough of the disk free."""
        with contextlib.suppress(OSError):
            return shutil.disk_usage(self.folder.parent).free >= RESERVE_OCTETS + octets
        return True  # a file system that does not tell: writing will

    def remove(self, paths: Iterable[str]) -> None:
        """Remove files that are not needed any more; that one is gone already is no error."""
        for path in paths:
            with contextlib.suppress(OSError):
                os.unlink(path)  # noqa: PTH108

    def clean(self, needed: Iterable[str]) -> None:
        """Remove all files but those that are needed, and the folders that are empty then. Only while nobody reads."""
        top = f"{self.folder}{os.sep}"
        kept = {path for path in needed if path.startswith(top)}
        for directory, _, names in os.walk(self.folder, topdown=False):
            self.remove(path for name in names if (path := f"{directory}{os.sep}{name}") not in kept)
            with contextlib.suppress(OSError):
                os.rmdir(directory)  # noqa: PTH106
