"""A tree in the spool that grows where it will stay, so that its first messages are seen before its last are read.

For sources that take long: a data file of Outlook may hold 50 GB. The places are those of `spool`. A tree is whole when
its record has its name, and that is given only when all is durable. Every reader of one source writes the same octets
into the same files, each under a name of its own first, so several at once do not disturb each other.
"""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Iterator

from mailferry.mail.errors import from_os_error
from mailferry.mail.files import files_below, remove_tree, settle
from mailferry.mail.spool import RECORD, Spool, Tree, Unpacked, begin, place

_readers: dict[str, set[object]] = {}
"""Who reads a source into a tree, or has left one that may be needed, by its place; in this process."""

_lock = threading.Lock()


def grown(source: str, spool: Spool) -> Unpacked | None:
    """The tree of a source if it is whole. Raises SourceVanished or SourceUnreadable."""
    found = _tree_of(source, spool)[1]
    return found if os.path.exists(found.record) else None  # noqa: PTH110


@contextlib.contextmanager
def growing(source: str, spool: Spool) -> Iterator[Tree]:
    """Read a source into its tree. What ends this too early leaves nothing behind, unless somebody else may need it:
    an import, now or of an earlier run, or another reader.

    Raises SourceVanished, SourceUnreadable, and what `spool.check` raises.
    """
    known, found = _tree_of(source, spool)
    begin(source, known, spool)
    where = os.path.dirname(found.root)  # noqa: PTH120
    me = object()
    work = f"{found.record}.{os.getpid()}-{id(me)}"
    with _lock:
        readers = _readers.setdefault(where, set())
        try:
            if not os.path.isdir(where):  # noqa: PTH112
                readers.clear()
            elif not readers:
                readers.add(object())  # for an import of an earlier run
            os.makedirs(found.root, mode=0o700, exist_ok=True)  # noqa: PTH103
            tree = Tree(spool, source, found.root, work, grows=True)
        except OSError as error:
            raise from_os_error(error, str(spool.directory)) from error
        readers.add(me)
    whole = False
    try:
        try:
            yield tree
        finally:
            tree.finish()
        settle(list(files_below(found.root)))
        settle([work])
        os.replace(work, found.record)  # noqa: PTH105
        whole = True
    except OSError as error:
        raise from_os_error(error, str(spool.directory)) from error
    finally:
        if not whole:
            with contextlib.suppress(OSError), _lock:
                os.unlink(work)  # noqa: PTH108
                if not spool.kept:
                    readers.discard(me)
                if not readers:
                    remove_tree(where)


def _tree_of(source: str, spool: Spool) -> tuple[os.stat_result, Unpacked]:
    try:
        known = os.stat(source)  # noqa: PTH116
    except OSError as error:
        raise from_os_error(error, source) from error
    root = f"{place(source, known, str(spool.directory))}{os.sep}{os.path.basename(source)}"  # noqa: PTH119
    return known, Unpacked(root, f"{root}{RECORD}")
