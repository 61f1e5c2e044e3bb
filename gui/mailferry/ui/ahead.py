"""What the servers tell of a drop while its plan is shown, asked in a thread of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from mailferry.transfer.foresight import Foreseen, Foresight
from mailferry.ui.asks import Asks

_SOON_MS = 300
"""A plan is often changed twice in a row."""


class Ahead(QObject):
    """`told` carries what is Foreseen for the latest question."""

    told = Signal(object)
    _came = Signal(int, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._asks = Asks("plan servers")
        self._lock = threading.Lock()
        self._number = 0  # of the question
        self._foresight: Foresight | None = None
        self._make: Callable[[], Foresight | None] = lambda: None
        self._soon = QTimer(self, singleShot=True, interval=_SOON_MS)
        self._soon.timeout.connect(self._begin)
        self._came.connect(self._take, Qt.ConnectionType.QueuedConnection)

    def look(self, make: Callable[[], Foresight | None]) -> None:
        """Ask soon, in place of what is asked now. `make` is called in the thread."""
        self.stop()
        self._make = make
        self._soon.start()

    def stop(self) -> None:
        """Ask no more."""
        self._soon.stop()
        with self._lock:
            self._number += 1
            if self._foresight is not None:
                self._foresight.stop()
            self._foresight = None

    def close_thread(self) -> None:
        """Ask nothing any more. Does not wait."""
        self.stop()
        self._asks.close()

    def join(self) -> None:
        """After `close_thread`: wait until the thread has ended."""
        self._asks.join()

    @Slot()
    def _begin(self) -> None:
        number, make = self._number, self._make

        def work() -> None:
            foresight = make()
            with self._lock:
                if foresight is None or number != self._number:
                    return
                self._foresight = foresight
            for known in foresight.look():
                self._came.emit(number, known)

        self._asks.ask(work)

    @Slot(int, object)
    def _take(self, number: int, known: Foreseen) -> None:
        if number == self._number:
            self.told.emit(known)
