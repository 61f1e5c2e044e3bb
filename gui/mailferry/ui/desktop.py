"""A word to the desktop, for those who look at another window.

On Linux it is told to the notification service of the desktop (org.freedesktop.Notifications,
https://specifications.freedesktop.org/notification-spec/1.2/), which needs no tray; elsewhere, and where that does not
answer, by an icon in the tray, if there is one. The window asks for attention all the same. A click brings it back.
"""

from __future__ import annotations

import sys
from html import escape
from typing import cast

from PySide6.QtCore import Q_ARG, Q_RETURN_ARG, SLOT, QMetaObject, QObject, Qt, QTimer, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QSystemTrayIcon, QWidget

from mailferry.errors import Problem
from mailferry.ui.asks import Asks
from mailferry.ui.icons import icon
from mailferry.ui.words import translate

SERVICE = INTERFACE = "org.freedesktop.Notifications"
PATH = "/org/freedesktop/Notifications"
_TOLD_MS = 30_000
"""So long the icon stays that a word by the tray belongs to."""
_PATIENCE_MS = 5_000


class Desktop(QObject):
    """Words to the desktop about `window`."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._tray: QSystemTrayIcon | None = None
        self._asks: Asks | None = None
        self._numbers: set[int] = set()
        self._closed = False

    def tell(self, title: str, text: str) -> None:
        """Tell this, unless the window is in front. Does not wait for the desktop."""
        if self._closed or (self._window.isActiveWindow() and not self._window.isMinimized()):
            return
        QApplication.alert(self._window)
        if sys.platform == "linux" and self._listens():
            asks = self._asks = self._asks or Asks("notifications")
            action, program = translate("Desktop", "Open"), QGuiApplication.desktopFileName()
            asks.ask(lambda: _notify(title, text, action, program), self._numbers.add,
                     lambda _: self._by_tray(title, text))
        else:
            self._by_tray(title, text)

    def close(self) -> None:
        """Nothing is told any more."""
        self._closed = True
        if self._asks is not None:
            self._asks.close()

    def _listens(self) -> bool:
        """Whether there is a session bus; a click will be heard."""
        from PySide6.QtDBus import QDBusConnection

        bus = QDBusConnection.sessionBus()
        if bus.isConnected() and self._asks is None:
            slot = cast("bytes", SLOT("_acted(uint,QString)"))  # its own text is what connect takes
            bus.connect(SERVICE, PATH, INTERFACE, "ActionInvoked", self, slot)
        return bus.isConnected()

    @Slot("uint", str)
    def _acted(self, number: int, _: str) -> None:
        if number in self._numbers:
            self._raise()

    @Slot()
    def _raise(self) -> None:
        self._window.showNormal() if self._window.isMinimized() else self._window.show()
        self._window.raise_()
        self._window.activateWindow()

    def _by_tray(self, title: str, text: str) -> None:
        if not QSystemTrayIcon.isSystemTrayAvailable():
            return
        if self._tray is None:
            self._tray = QSystemTrayIcon(icon("mailferry"), self)
            self._tray.messageClicked.connect(self._raise)
        self._tray.show()
        QTimer.singleShot(_TOLD_MS, self._tray.hide)
        self._tray.showMessage(title, text, icon("mailferry"))


def _notify(title: str, text: str, action: str, program: str) -> int:
    """Tell the service, in a thread, since it is asked and may not answer. Returns the number of the notification.

    Raises Problem. The call goes by the method that the service names, since PySide has no other way to send a number
    without a sign.
    """
    from PySide6.QtDBus import QDBusConnection, QDBusInterface

    service = QDBusInterface(SERVICE, PATH, INTERFACE, QDBusConnection.sessionBus())
    service.setTimeout(_PATIENCE_MS)
    if not service.isValid():
        raise Problem(f"No notification service answers: {service.lastError().message()}.")
    known = service.call("GetCapabilities").arguments()
    marked = bool(known) and "body-markup" in known[0]
    try:
        number = QMetaObject.invokeMethod(
            service, "Notify", Qt.ConnectionType.DirectConnection, Q_RETURN_ARG("uint"), Q_ARG(str, "Mailferry"),
            Q_ARG("uint", 0), Q_ARG(str, "mailferry"), Q_ARG(str, title), Q_ARG(str, escape(text) if marked else text),
            Q_ARG("QStringList", ["default", action]), Q_ARG("QVariantMap", {"desktop-entry": program}), Q_ARG(int, -1))
    except RuntimeError as error:
        raise Problem(f"The notification service has no such method: {error}.") from error
    if not isinstance(number, int):
        raise Problem("The notification service gives no number.")
    return number
