"""How far the work is, for those who look at another window: in the title, and on the program's icon, as a bar where
the desktop draws one, with the number of messages that need a person.

Docks of Linux hear both as the signal com.canonical.Unity.LauncherEntry.Update on the session bus (Plasma, Ubuntu's
dock, Budgie and others; https://wiki.ubuntu.com/Unity/LauncherAPI). Where nobody listens nothing happens. macOS and
Windows get the number by Qt, which has no bar for them.
"""

from __future__ import annotations

import sys

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

PATH = "/org/mailferry/Mailferry"
INTERFACE = "com.canonical.Unity.LauncherEntry"


class Progress:
    """The progress of `window`, told when it changes."""

    def __init__(self, window: QWidget) -> None:
        self._window = window
        self._title = window.windowTitle()
        self._shown: tuple[int | None, int] = None, 0

    def show(self, done: int, whole: int, needing: int = 0) -> None:
        """So many of the messages of what is under way have met their fate; with a `whole` of 0 nothing is. `needing`
        messages wait for a person."""
        percent = done * 100 // whole if whole else None
        if (percent, needing) == self._shown:
            return
        self._shown = percent, needing
        self._window.setWindowTitle(self._title if percent is None else f"{percent} % · {self._title}")
        if sys.platform == "linux":
            _tell_dock(percent, needing)
        elif isinstance(app := QGuiApplication.instance(), QGuiApplication):
            app.setBadgeNumber(needing)


def _tell_dock(percent: int | None, needing: int) -> None:
    from PySide6.QtDBus import QDBusConnection, QDBusMessage

    bus = QDBusConnection.sessionBus()
    if not bus.isConnected():
        return
    signal = QDBusMessage.createSignal(PATH, INTERFACE, "Update")
    signal.setArguments([f"application://{QGuiApplication.desktopFileName()}.desktop",
                         {"progress": (percent or 0) / 100, "progress-visible": percent is not None,
                          "count": needing, "count-visible": needing > 0}])
    bus.send(signal)
