"""How far the work is, for those who look at another window: in the title, and on the program's icon, as a bar, with
the number of messages that need a person.

Docks of Linux hear both as the signal com.canonical.Unity.LauncherEntry.Update on the session bus (Plasma, Ubuntu's
dock, Budgie and others; https://wiki.ubuntu.com/Unity/LauncherAPI). Where nobody listens nothing happens. Elsewhere Qt
shows the number; Windows draws the bar (taskbar_windows.py), and for the Dock of macOS, which draws none, it is painted
onto the icon (tried in pictures, never on a Mac).
"""

from __future__ import annotations

import sys
from typing import NamedTuple

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QWidget

from mailferry.ui.icons import icon
from mailferry.ui.taskbar_windows import TaskbarButton

PATH = "/org/mailferry/Mailferry"
INTERFACE = "com.canonical.Unity.LauncherEntry"
_DOCK_SIDE = 128  # the largest that icons.py draws
_TRACK, _BAR = QColor(0, 0, 0, 200), QColor("#ffffff")


class Shown(NamedTuple):
    """What there is to see: no bar without `percent`; with `still` nothing goes on by itself."""

    percent: int | None = None
    needing: int = 0
    still: bool = False


class Progress:
    """The progress of `window`, told to the desktop of a system (as in `sys.platform`) when it changes."""

    def __init__(self, window: QWidget, system: str = sys.platform, button: TaskbarButton | None = None) -> None:
        self._window = window
        self._title = window.windowTitle()
        self._shown = Shown()
        self._system = system
        self._button = button or TaskbarButton() if system == "win32" else None

    def show(self, done: int, whole: int, needing: int = 0, *, still: bool = False) -> None:
        """So many of the messages of what is under way have met their fate; with a `whole` of 0 nothing is. `needing`
        messages wait for a person."""
        percent = done * 100 // whole if whole else None
        before, self._shown = self._shown, Shown(percent, needing, still)
        if self._button is not None and (self._shown != before or percent is not None):
            # Each time: a button that Windows makes later, or anew, shows only what it is told from then on.
            self._button.show(self._window.winId(), percent, still=still)
        if self._shown == before:
            return
        self._window.setWindowTitle(self._title if percent is None else f"{percent} % · {self._title}")
        if self._system == "linux":
            _tell_dock(self._shown)
        elif isinstance(app := QGuiApplication.instance(), QGuiApplication):
            app.setBadgeNumber(needing)
            if self._system == "darwin" and percent != before.percent:
                app.setWindowIcon(with_bar(icon("mailferry"), percent))


def with_bar(picture: QIcon, percent: int | None) -> QIcon:
    """The picture with a bar at its foot, for a Dock that draws none; as it is without `percent`."""
    if percent is None:
        return picture
    pixmap = QPixmap(_DOCK_SIDE, _DOCK_SIDE)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    picture.paint(painter, QRect(0, 0, _DOCK_SIDE, _DOCK_SIDE))
    painter.setPen(Qt.PenStyle.NoPen)
    track = QRectF(10, 96, _DOCK_SIDE - 20, 20)
    bar = track.adjusted(4, 4, -4, -4)
    bar.setWidth(max(bar.height(), bar.width() * percent / 100))  # a round end from the first
    for colour, part in ((_TRACK, track), (_BAR, bar)):
        painter.setBrush(colour)
        painter.drawRoundedRect(part, part.height() / 2, part.height() / 2)
    painter.end()
    return QIcon(pixmap)


def _tell_dock(shown: Shown) -> None:
    from PySide6.QtDBus import QDBusConnection, QDBusMessage

    bus = QDBusConnection.sessionBus()
    if not bus.isConnected():
        return
    signal = QDBusMessage.createSignal(PATH, INTERFACE, "Update")
    signal.setArguments([f"application://{QGuiApplication.desktopFileName()}.desktop",
                         {"progress": (shown.percent or 0) / 100, "progress-visible": shown.percent is not None,
                          "count": shown.needing, "count-visible": shown.needing > 0}])
    bus.send(signal)
