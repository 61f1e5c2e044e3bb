"""What a reading that was broken off has planned, known again when the sources are read from the start once more.

By file and offset; in a file that was changed since, by the octets, and then the message is sent from where it lies
now. A file of a Maildir is known by the part of its name that stays when its flags change.
"""

from __future__ import annotations

import os
from dataclasses import replace

from mailferry.mail.errors import SourceProblem
from mailferry.mail.maildir import Renamed
from mailferry.mail.message import Locator
from mailferry.mail.wire import measure
from mailferry.transfer.journal import Journal
from mailferry.transfer.messages import QueuedMessage
from mailferry.transfer.values import ImportId, MessageId


class PlannedBefore:
    """The messages of one import that are planned already."""

    def __init__(self, journal: Journal, import_id: ImportId) -> None:
        self._journal = journal
        self._import_id = import_id
        self._changed: dict[str, dict[bytes, list[MessageId]]] = {}  # files, with their messages by digest

    def knows(self, locator: Locator) -> bool:
        """Whether this message is planned. Each that is planned stands for one that is read."""
        if locator.path not in self._changed:
            before = self._journal.planned_beside(self._import_id, locator.path)
            if before is not None and not os.path.lexists(before):
                self._journal.rename_file(self._import_id, before, locator.path)
            if not self._journal.is_changed(self._import_id, locator):
                return self._journal.is_planned(self._import_id, locator)
            self._changed[locator.path] = self._journal.planned_in(self._import_id, locator.path)
        try:
            known = self._changed[locator.path].get(measure(locator).digest)
        except SourceProblem:
            return False  # which is told when it is measured to be planned
        if not known:
            return False
        message_id = known.pop(0)
        failed_in = self._journal.relocate(message_id, locator)
        if failed_in is not None:  # its turn came before it was found again
            self._journal.retry(failed_in, [[message_id]])
        return True


def found_again(journal: Journal, import_id: ImportId, message: QueuedMessage,
                renamed: Renamed) -> QueuedMessage | None:
    """A message whose file is gone, with the file that it is in now: of a Maildir, under another name, and unchanged.
    None if it is not found."""
    where = message.locator
    path = renamed.now(where.path)
    if path is None or path == where.path:
        return None
    locator = where._replace(path=path)
    try:
        if measure(locator).digest != message.digest:
            return None
    except SourceProblem:
        return None
    journal.rename_file(import_id, where.path, path)
    return replace(message, locator=locator)
