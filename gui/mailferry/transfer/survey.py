"""What a drop holds, counted before anything is sent: by folder, how large, what will not pass, what is left out."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from mailferry.mail.errors import SourceProblem, printable
from mailferry.mail.message import Fate, Finding, Folder, Form, Message
from mailferry.transfer.browse import browse
from mailferry.transfer.choosing import copies, place, why_left_out
from mailferry.transfer.values import ImportOptions, Selection

TOLD_SECONDS = 0.2
_NAMED = 5


@dataclass(frozen=True, slots=True)
class FolderCount:
    """Messages of one folder, whose path is that below the target, and their octets as stored."""

    folder: tuple[str, ...]
    messages: int
    octets: int


@dataclass(frozen=True, slots=True)
class Survey:
    """What is known of a drop so far; all of it once `complete`.

    `too_large` messages are over the server's limit, `left_out` are not wanted by the options, `unread` and `deleted`
    are so marked in the source; `made` ones have no octets of their own, `labelled` ones have labels of Google Takeout.
    `unreadable` files or messages cannot be read, of which `problems` names the first. `empty` ones hold
    nothing to send. `accounts`: there is mail of another account among it, which is not counted here.
    """

    folders: tuple[FolderCount, ...] = ()
    too_large: int = 0
    left_out: int = 0
    unread: int = 0
    deleted: int = 0
    made: int = 0
    labelled: int = 0
    unreadable: int = 0
    problems: tuple[str, ...] = ()
    empty: int = 0
    accounts: bool = False
    complete: bool = False

    @property
    def messages(self) -> int:
        """How many messages would be imported."""
        return sum(folder.messages for folder in self.folders)

    @property
    def octets(self) -> int:
        """How large they are, as stored."""
        return sum(folder.octets for folder in self.folders)


def survey(selections: Sequence[Selection], options: ImportOptions, append_limit: int | None, spool: Path,
           cancelled: Callable[[], bool], *, enough: Callable[[], bool] = lambda: False) -> Iterator[Survey]:
    """Count what was dropped: what is known now and then, and at last all. Ends early when `cancelled` says so; also
    when `enough` does, but then an archive that is being unpacked is there as a whole, for the import.

    `spool` is the folder that archives are unpacked into. Raises nothing: what cannot be read is counted.
    """
    counting = _Counting(options, append_limit)
    told = time.monotonic()
    for selection in selections:
        if selection.account is not None:
            counting.accounts = True
            continue
        try:
            for lump in browse(selection.path, cancelled, spool):
                if cancelled() or enough():
                    return
                for item in lump:
                    counting.take(item, selection)
                if time.monotonic() - told > TOLD_SECONDS:
                    told = time.monotonic()
                    yield counting.survey(complete=False)
        except SourceProblem as error:
            counting.failed(error.sentence)
    if not cancelled() and not enough():
        yield counting.survey(complete=True)


class _Counting:
    def __init__(self, options: ImportOptions, append_limit: int | None) -> None:
        self._options = options
        self._limit = append_limit
        self._messages: Counter[tuple[str, ...]] = Counter()
        self._octets: Counter[tuple[str, ...]] = Counter()
        self._seen: set[tuple[str, int]] = set()
        self._too_large = self._left_out = self._unread = self._deleted = self._made = 0
        self._labelled = self._unreadable = self._empty = 0
        self._problems: list[str] = []
        self.accounts = False

    def take(self, item: Folder | Message | Finding, selection: Selection) -> None:
        """Count one item of a source."""
        if isinstance(item, Message):
            self._message(item, selection)
        elif isinstance(item, Finding) and item.fate is Fate.FAILED and selection.messages is None:
            path = printable(item.path)
            self.failed(item.sentence if path in item.sentence else f"{path}: {item.sentence}")

        elif isinstance(item, Finding) and item.fate is Fate.SKIPPED and selection.messages is None:
            self._empty += item.messages

    def failed(self, sentence: str) -> None:
        """Something cannot be read."""
        self._unreadable += 1
        if len(self._problems) < _NAMED:
            self._problems.append(sentence)

    def _message(self, message: Message, selection: Selection) -> None:
        folder = place(message, selection)
        where = (message.locator.path, message.locator.offset)
        if folder is None or where in self._seen:
            return
        self._seen.add(where)
        self._deleted += message.deleted_in_source
        if why_left_out(message, self._options) is not None:
            self._left_out += 1
            return
        for to, _ in copies(message, folder, self._options.labels):
            self._messages[to] += 1
            self._octets[to] += message.locator.length
        self._unread += "\\Seen" not in message.flags
        self._labelled += bool(message.labels)
        self._made += Form.MADE in message.locator.form
        self._too_large += self._limit is not None and message.locator.length > self._limit

    def survey(self, *, complete: bool) -> Survey:
        """What is known now."""
        return Survey(tuple(FolderCount(folder, count, self._octets[folder])
                            for folder, count in self._messages.items()),
                      self._too_large, self._left_out, self._unread, self._deleted, self._made,
                      self._labelled, self._unreadable, tuple(self._problems), self._empty, self.accounts, complete)
