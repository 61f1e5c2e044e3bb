"""Looking into a source without importing it, for a list: what a scan yields, in lumps."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from mailferry.mail.message import Finding, Folder, Message
from mailferry.mail.source import open_source

LUMP = 500


def browse(path: str, cancelled: Callable[[], bool]) -> Iterator[tuple[Folder | Message | Finding, ...]]:
    """The folders, messages and findings of a source, at most LUMP at once; the first lump is small, to show soon.

    Ends early when `cancelled` says so. Raises SourceProblem if the source cannot be opened, or not to its end.
    """
    lump: list[Folder | Message | Finding] = []
    size = LUMP // 10
    for item in open_source(path).scan():
        if cancelled():
            return
        lump.append(item)
        if len(lump) >= size:
            yield tuple(lump)
            lump.clear()
            size = LUMP
    yield tuple(lump)
