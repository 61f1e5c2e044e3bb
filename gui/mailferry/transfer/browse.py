"""Looking into a source without importing it, for a list: what a scan yields, in lumps; and looking for sources."""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from mailferry.errors import Problem
from mailferry.mail.errors import SourceProblem
from mailferry.mail.found import Found, found
from mailferry.mail.message import Finding, Folder, Message
from mailferry.mail.source import open_source
from mailferry.mail.spool import Spool
from mailferry.transfer.precedence import stand_back

LUMP = 500
LUMP_SECONDS = 0.5


def mail_on_this_computer() -> list[Found]:
    """Where mail programs keep the mail of this user. Reads a few small files; not for the window's thread."""
    return found(Path.home(), os.environ)


class _Cancelled(Exception):
    """While an archive was unpacked."""


def browse(path: str, cancelled: Callable[[], bool],
           spool: Path) -> Iterator[tuple[Folder | Message | Finding, ...]]:
    """The folders, messages and findings of a source, at most LUMP at once; the first lump is small, to show soon,
    and so are those that come slowly.

    Archives are unpacked into the folder `spool`. Ends early when `cancelled` says so. Raises SourceProblem if the
    source cannot be opened, or not to its end.
    """
    def check() -> None:
        if cancelled():
            raise _Cancelled

    try:
        yield from _lumps(path, cancelled, Spool(spool, check))
    except _Cancelled:
        return
    except Problem:
        raise
    except Exception as error:  # a window that waits for the end would wait for ever
        logging.getLogger(__name__).exception("looking into a source has failed")
        raise SourceProblem(f"Something in Mailferry itself failed ({type(error).__name__}). The rest was not "
                            f"read.") from error


def _lumps(path: str, cancelled: Callable[[], bool],
           spool: Spool) -> Iterator[tuple[Folder | Message | Finding, ...]]:
    lump: list[Folder | Message | Finding] = []
    size = LUMP // 10
    told = time.monotonic()
    for item in open_source(path, spool).scan():
        stand_back()
        if cancelled():
            return
        lump.append(item)
        if len(lump) >= size or time.monotonic() - told > LUMP_SECONDS:
            yield tuple(lump)
            lump.clear()
            size = LUMP
            told = time.monotonic()
    yield tuple(lump)
