"""Python's collector of cyclic garbage, kept to the thread of the window.

It runs in whichever thread happens to make objects when its time has come. An object of Qt that it takes away in a
thread of the engine stops its timers there, and the program may crash. So it does not run by itself but
by a timer here, as often as it would.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer, Slot

EVERY_MS = 100


class Collector(QObject):
    """Runs the collector from now on, in the thread that makes it; `end` gives it back to Python."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        gc.collect()
        gc.freeze()  # what is there now stays: it need not be looked through each time, while the window waits
        self._timer = QTimer(self, interval=EVERY_MS)
        self._timer.timeout.connect(self.collect)
        self._timer.start()

    @Slot()
    def collect(self) -> None:
        """Take away garbage, if enough was made since the last time (by Python's own measure)."""
        for generation in (2, 1, 0):
            if gc.get_count()[generation] > gc.get_threshold()[generation]:
                gc.collect(generation)
                return

    def end(self) -> None:
        """Let Python run it again, in any thread."""
        self._timer.stop()
        gc.enable()
