"""The one dialog about an account that may be open, and what it is told and tells."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from mailferry.errors import Problem
from mailferry.imap.values import Endpoint
from mailferry.transfer.credentials import Passwords
from mailferry.ui.account_dialog import AccountDialog
from mailferry.ui.asks import Asks
from mailferry.ui.commands import Commands


class AccountDialogs(QObject):
    """`dialog` is None while none is open; `not_kept` is told why a password could not be kept. `saved` carries the
    Endpoint of an account that is added or changed."""

    saved = Signal(object)

    def __init__(self, window: QWidget, passwords: Passwords, asks: Asks, commands: Commands,
                 not_kept: Callable[[Problem], None]) -> None:
        super().__init__(window)
        self.dialog: AccountDialog | None = None
        self._window = window
        self._passwords = passwords
        self._asks = asks
        self._keyring = Asks("keyring")
        self._commands = commands
        self._not_kept = not_kept

    def open(self, endpoint: Endpoint | None, trouble: str = "") -> None:
        """Ask for an account, or for changes to the one that is there, in place of a dialog that may be open. `trouble`
        is the title of what it suffers from, if anything."""
        if self.dialog is not None:
            self.dialog.close()
        dialog = AccountDialog(self._passwords, self._asks, self._keyring, endpoint, self._window)
        dialog.saved.connect(self.saved)
        dialog.saved.connect(self._commands.open_account)
        dialog.way_chosen.connect(self._commands.choose_delivery)
        dialog.speed_chosen.connect(self._commands.limit_account)
        dialog.not_kept.connect(self._not_kept)
        if endpoint is not None:
            self._commands.delivery_of(endpoint.name, dialog.show_way)
            self._commands.speed_limit_of(endpoint.name, dialog.show_speed)
        dialog.show_trouble(trouble)
        dialog.finished.connect(self._closed)
        self.dialog = dialog
        dialog.show()

    def close(self) -> None:
        """Open none any more. Does not wait for the keyring."""
        if self.dialog is not None:
            self.dialog.close()
        self._keyring.close()

    @Slot()
    def _closed(self) -> None:
        self.dialog = None
