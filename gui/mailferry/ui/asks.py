"""Work that may wait (engine calls, the keyring, the journal, a server) done in a thread of its own, in order.

The window asks and goes on; the answer arrives later in its own thread, as a call of `done` or `failed`. Only a
Problem is an answer. Any other error is a fault of ours: it is raised again in the window's thread, where the
interpreter's hook shows it, and the thread lives on.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot

from mailferry.errors import Problem
from mailferry.transfer.journal_reader import JournalReader

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Answer:
    deliver: Callable[[], None]


class Asks(QObject):
    """One thread, first come first served. Made and used in the window's thread; ended by `close`.

    It has no parent in Qt, so that it outlives a dialog whose question is still under way.
    """

    _answered = Signal(object)

    def __init__(self, name: str) -> None:
        super().__init__()
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix=name)
        self._waiting: dict[int, Callable[[], bool]] = {}  # how to cancel what was asked
        self._last = 0
        self._closed = False
        # Queued even from here: a call may end before its callback is added, and no answer may come inside `ask`.
        self._answered.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    @property
    def busy(self) -> bool:
        """Whether an answer is still to come."""
        return bool(self._waiting)

    def ask(self, call: Callable[[], T], done: Callable[[T], None] | None = None,
            failed: Callable[[Problem], None] | None = None) -> None:
        """Run `call` in the thread, then `done(result)` or `failed(problem)` here. Nothing after `close`."""
        if self._closed:
            return
        future = self._thread.submit(call)
        self._last = number = self._last + 1

        def deliver() -> None:
            self._waiting.pop(number, None)
            error = future.exception()
            if error is None:
                if done is not None:
                    done(future.result())
            elif isinstance(error, Problem) and failed is not None:
                failed(error)
            else:
                raise error

        self._waiting[number] = future.cancel
        future.add_done_callback(lambda _: self._answered.emit(_Answer(deliver)))

    def close(self, last: Callable[[], None] | None = None) -> None:
        """Drop what was not begun and deliver nothing any more; `last` still runs in the thread. Does not wait."""
        if self._closed:
            return
        self._closed = True
        for cancel in self._waiting.values():
            cancel()
        if last is not None:
            self._thread.submit(last)
        self._thread.shutdown(wait=False)

    def join(self) -> None:
        """After `close`: wait until the thread has ended."""
        self._thread.shutdown(wait=True)

    @Slot(object)
    def _deliver(self, answer: _Answer) -> None:
        if not self._closed:
            answer.deliver()


class Pages:
    """The journal's pages, read in a thread of their own through the reader that lives in it."""

    def __init__(self, open_reader: Callable[[], JournalReader],
                 failed: Callable[[Problem], None] | None = None) -> None:
        """`open_reader` is called once, in the thread. `failed` hears what is not told to somebody else."""
        self._open_reader = open_reader
        self._failed = failed
        self._reader: JournalReader | None = None  # only touched in the thread
        self._asks = Asks("journal pages")

    def read(self, call: Callable[[JournalReader], T], done: Callable[[T], None],
             failed: Callable[[Problem], None] | None = None) -> None:
        """Run `call` with the reader in the thread, then `done(result)` or `failed(problem)` here."""
        self._asks.ask(lambda: self._opened().read(call), done, failed or self._failed)

    def tell(self, problem: Problem) -> None:
        """For who takes a failure and leaves it to the same place to tell of it."""
        if self._failed is None:
            raise problem
        self._failed(problem)

    def close(self) -> None:
        """Drop what was not begun, close the reader and end the thread. Does not wait."""
        self._asks.close(self._end)

    def join(self) -> None:
        """After `close`: wait until the thread has ended."""
        self._asks.join()

    def _opened(self) -> JournalReader:
        if self._reader is None:
            self._reader = self._open_reader()
        return self._reader

    def _end(self) -> None:
        if self._reader is not None:
            self._reader.close()
