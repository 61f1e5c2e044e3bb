"""A word to the desktop, for those who look at another window.

On Linux it is told to the notification service of the desktop (notifications.py), which needs no tray; elsewhere, and
where that does not answer, by an icon in the tray, if there is one. The window asks for attention all the same. A click
brings it back.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QSystemTrayIcon, QWidget

from mailferry.ui.icons import icon
from mailferry.ui.words import translate

if TYPE_CHECKING:
    from mailferry.ui.notifications import Notifications

_TOLD_MS = 30_000
"""So long the icon stays that a word by the tray belongs to."""


class Desktop(QObject):
    """Words to the desktop about `window`."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._tray: QSystemTrayIcon | None = None
        self._service: Notifications | None = None
        self._closed = False

    def tell(self, title: str, text: str) -> None:
        """Tell this, unless the window is in front. Does not wait for the desktop."""
        if self._closed or (self._window.isActiveWindow() and not self._window.isMinimized()):
            return
        QApplication.alert(self._window)
        service = self._listening()
        if service is not None:
            service.tell(title, text, translate("Desktop", "Open"), lambda: self._by_tray(title, text))
        else:
            self._by_tray(title, text)

    def close(self) -> None:
        """Nothing is told any more. Does not wait."""
        self._closed = True
        if self._service is not None:
            self._service.close()

    def _listening(self) -> Notifications | None:
        """The notification service, if there is a session bus."""
        if sys.platform == "linux" and (self._service is None or self._service.lost):
            from mailferry.ui.notifications import Notifications

            try:
                self._service = Notifications(QGuiApplication.desktopFileName(), self)
            except OSError:
                return None
            self._service.clicked.connect(self.bring)
        return self._service

    @Slot(str)
    def bring(self, token: str = "") -> bool:
        """Bring the window to the front, as large as it was; False after `close`. On Wayland that needs the token of
        whoever was asked to: Qt looks for it in the environment (https://wayland.app/protocols/xdg-activation-v1)."""
        if self._closed:
            return False
        if token:
            os.environ["XDG_ACTIVATION_TOKEN"] = token
        window = self._window
        window.setWindowState((window.windowState() & ~Qt.WindowState.WindowMinimized) | Qt.WindowState.WindowActive)
        window.show()
        window.raise_()
        window.activateWindow()
        return True

    def _by_tray(self, title: str, text: str) -> None:
        if self._closed or not QSystemTrayIcon.isSystemTrayAvailable():
            return
        if self._tray is None:
            self._tray = QSystemTrayIcon(icon("mailferry"), self)
            self._tray.messageClicked.connect(self.bring)
        self._tray.show()
        QTimer.singleShot(_TOLD_MS, self._tray.hide)
        self._tray.showMessage(title, text, icon("mailferry"))
