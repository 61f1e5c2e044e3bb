"""The one signal that crosses from the engine to the window.

The engine calls `tell` from its own threads; Qt wakes the thread of the window, which then hands out all that was told
meanwhile, one after the other: each time that Qt calls into Python it may have to wait for a thread of the engine, so
it is not done for each value. Slots that take a value carry `@Slot(object)`, without which PySide may call them in the
emitting thread (PYSIDE-3124).
"""

from __future__ import annotations

from collections import deque

from PySide6.QtCore import QObject, Qt, Signal, Slot

from mailferry.transfer.precedence import goes_first
from mailferry.transfer.values import Event


class Bridge(QObject):
    """Give `bridge.tell` to the engine as its listener, and connect `told`."""

    told = Signal(object)
    _arrived = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._events: deque[Event] = deque()
        self._called = False
        self._arrived.connect(self._hand_out, Qt.ConnectionType.QueuedConnection)

    def tell(self, event: Event) -> None:
        """Called by the engine from any thread; returns at once."""
        self._events.append(event)  # before the look: whoever takes the call back then finds it
        if not self._called:
            self._called = True
            self._arrived.emit()

    @Slot()
    @goes_first
    def _hand_out(self) -> None:
        self._called = False
        for _ in range(len(self._events)):
            self.told.emit(self._events.popleft())
