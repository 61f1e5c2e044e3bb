"""The one signal that crosses from the engine to the window.

The engine calls `tell` from its own threads; Qt queues the value and hands it out in the thread of the window. Slots
that take it carry `@Slot(object)`, without which PySide may call them in the emitting thread (PYSIDE-3124).
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from mailferry.transfer.values import Event


class Bridge(QObject):
    """Give `bridge.tell` to the engine as its listener, and connect `told`."""

    told = Signal(object)

    def tell(self, event: Event) -> None:
        """Called by the engine from any thread; returns at once."""
        self.told.emit(event)
