"""The notification service of a Linux desktop, over the session bus (org.freedesktop.Notifications,
https://specifications.freedesktop.org/notification-spec/latest/).

Words are sent, and answers heard when they come, in the window's thread: a service, or a bus, that never answers holds
up nothing, least of all the end. By jeepney, as keyring speaks to the bus, but without its connection, which waits for
the bus: PySide can send a number without a sign, which this service wants, only by calls that wait.
"""

from __future__ import annotations

import socket
from collections.abc import Callable
from html import escape
from itertools import count

from jeepney import DBusAddress, MatchRule, Message, MessageFlag, MessageType, Parser, message_bus, new_method_call
from jeepney.bus import get_bus
from jeepney.io.blocking import prep_socket
from jeepney.low_level import HeaderFields
from PySide6.QtCore import QObject, QSocketNotifier, QTimer, Signal, Slot

NAME = "org.freedesktop.Notifications"
_SERVICE = DBusAddress("/org/freedesktop/Notifications", bus_name=NAME, interface=NAME)
_PATIENCE_MS = 5_000
_CONNECT_SECONDS = 1.0
"""So long the bus may take to let us in, which it does in less than a thousandth of that."""

Answer = Callable[[tuple[object, ...] | None], None]
"""Called with what was answered; with None if it was an error, or nothing came in time."""


class Notifications(QObject):
    """Raises OSError if there is no session bus. `clicked` comes with what lets the window come to the front on Wayland
    (https://wayland.app/protocols/xdg-activation-v1), or an empty text."""

    clicked = Signal(str)

    def __init__(self, program: str, parent: QObject) -> None:
        """`program` is the name of its desktop file, without its ending, and of its icon."""
        super().__init__(parent)
        self._program = program
        try:
            self._bus: socket.socket = prep_socket(get_bus("SESSION"), timeout=_CONNECT_SECONDS)
        except (KeyError, RuntimeError, ValueError) as error:  # no address, or one of another kind
            raise OSError(f"no session bus: {error}") from error
        self._bus.setblocking(False)
        self._parser = Parser()
        self._serials = count(1)
        self._ears = QSocketNotifier(self._bus.fileno(), QSocketNotifier.Type.Read, self)
        self._ears.activated.connect(self._hear)
        self._asked: dict[int, Answer] = {}
        self._shown: set[int] = set()
        self._token = ""
        self.lost = False
        self._send(message_bus.Hello())
        self._send(message_bus.AddMatch(MatchRule(type="signal", sender=NAME, interface=NAME)))

    def tell(self, title: str, text: str, action: str, failed: Callable[[], None]) -> None:
        """Show this, with a button for `action`. `failed` is called, later or at once, if nobody takes it; not after
        `close`."""
        def ask(known: tuple[object, ...] | None) -> None:
            if known is None:
                failed()
                return
            marked = bool(known) and isinstance(known[0], list) and "body-markup" in known[0]
            call = new_method_call(_SERVICE, "Notify", "susssasa{sv}i", (
                "Mailferry", 0, self._program, title, escape(text) if marked else text, ["default", action],
                {"desktop-entry": ("s", self._program)}, -1))
            self._send(call, shown)

        def shown(answer: tuple[object, ...] | None) -> None:
            if answer is None:
                failed()
            elif answer and isinstance(answer[0], int):
                self._shown.add(answer[0])

        if self.lost:
            failed()
        else:
            self._send(new_method_call(_SERVICE, "GetCapabilities"), ask)

    def close(self) -> None:
        """Nothing is told or heard any more. Does not wait."""
        if not self.lost:
            self.lost = True
            self._ears.setEnabled(False)
            self._asked.clear()
            self._bus.close()

    def _send(self, call: Message, answer: Answer | None = None) -> None:
        number = next(self._serials)
        if answer is None:
            call.header.flags |= MessageFlag.no_reply_expected
        else:
            self._asked[number] = answer
            QTimer.singleShot(_PATIENCE_MS, self, lambda: self._answer(number, None))
        try:
            self._bus.sendall(call.serialise(serial=number))
        except OSError:
            self._lost()

    def _answer(self, number: int, answer: tuple[object, ...] | None) -> None:
        asked = self._asked.pop(number, None)
        if asked is not None:
            asked(answer)

    @Slot()
    def _hear(self) -> None:
        try:
            heard = self._bus.recv(65536)
        except BlockingIOError:
            return
        except OSError:
            heard = b""
        if not heard:
            self._lost()
        self._parser.add_data(heard)
        while not self.lost and (message := self._parser.get_next_message()) is not None:
            self._take(message)

    def _take(self, message: Message) -> None:
        fields, kind = message.header.fields, message.header.message_type
        if kind in (MessageType.method_return, MessageType.error):
            self._answer(fields.get(HeaderFields.reply_serial, 0), message.body if kind is MessageType.method_return
                         else None)
        elif kind is MessageType.signal and message.body and message.body[0] in self._shown:
            match fields.get(HeaderFields.member):
                case "ActivationToken":  # comes before the click
                    self._token = message.body[1]
                case "ActionInvoked":
                    token, self._token = self._token, ""
                    self.clicked.emit(token)

    def _lost(self) -> None:
        """The bus has gone: whatever waits is told so."""
        asked = list(self._asked.values())
        self.close()
        for answer in asked:
            answer(None)
