"""The disk of the state folder: whether it has room for an import (its rows in the journal and what is unpacked), and
that it has what the journal says is there."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from mailferry.mail.errors import printable
from mailferry.mail.extent import Extent, extent_of
from mailferry.mail.files import settle
from mailferry.mail.spool import RECORD, RESERVE_OCTETS
from mailferry.transfer.errors import DiskFull
from mailferry.transfer.values import Selection, size_words

RECORD_OCTETS = 1024
"""Octets of the journal for a message, at most: measured 264 for messages of one file, 516 for those in files of their
own; more where batches were divided again and again."""

LOG_OCTETS = 16 * 1024 * 1024
"""Octets of the journal's log, beside the journal."""


def check_room(selections: Iterable[Selection], spool: Path, check: Callable[[], None]) -> None:
    """Raises DiskFull if an import of these does not fit beside `spool`, and what `check` raises, which is called now
    and then. Other accounts are not asked: their reading looks for room by itself."""
    chosen = {selection.path: selection for selection in selections if selection.account is None}
    extent = Extent()
    for path, selection in chosen.items():
        found = extent_of(path, os.fspath(spool), check)
        if selection.messages is not None:
            found = replace(found, messages=len(selection.messages))
        extent += found
    needed = LOG_OCTETS + extent.messages * RECORD_OCTETS + extent.unpacked
    if extent.unpacked:
        needed += RESERVE_OCTETS
    try:
        free = shutil.disk_usage(spool.parent).free
    except OSError:
        return  # a file system that does not tell: writing will
    if free < needed:
        what = "to unpack it and for its records" if extent.unpacked else "for its records"
        raise DiskFull(f"There is not enough room in {spool.parent} to import {', '.join(map(printable, chosen))}: "
                       f"about {size_words(needed)} are needed {what}, and {size_words(free)} are free. Free some "
                       f"space, then go on, or cancel this import.")


def settle_ours(paths: Iterable[str], spool: Path) -> None:
    """Wait until those of these files that Mailferry has written itself are on the disk: the journal is about to name
    them, and after a power failure it must find them. A whole tree in `spool` was settled when it was made.

    Raises DiskFull.
    """
    state = f"{spool.parent}{os.sep}"
    whole: dict[str, bool] = {}  # trees in the spool, by their roots

    def settled(path: str) -> bool:
        if not path.startswith(f"{spool}{os.sep}"):
            return False
        digest, _, below = path.removeprefix(f"{spool}{os.sep}").partition(os.sep)
        root = f"{spool}{os.sep}{digest}{os.sep}{below.partition(os.sep)[0]}"
        if root not in whole:
            whole[root] = os.path.exists(f"{root}{RECORD}")  # noqa: PTH110
        return whole[root]

    try:
        settle({path for path in paths if path.startswith(state) and not settled(path)})
    except OSError as error:
        raise DiskFull(f"What was read from the source could not be written to {spool.parent}: {error.strerror}. Look "
                       "after the disk, then go on.") from error
