"""Words to the desktop while the window is in the background: over a real session bus, to a small notification service.
"""

from __future__ import annotations

import os
import signal
import socket
import sys
import tempfile
import threading
from contextlib import ExitStack
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from tests.desktop.screen import read_line, running
from tests.imap.peers import read_until
from tests.ui.desk import Desk
from tests.ui.made import account

from mailferry.transfer.values import AccountChanged, AccountState
from mailferry.ui import notifications

SERVICE = """
import sys, threading
from PySide6.QtCore import ClassInfo, QCoreApplication, QObject, Signal, Slot
from PySide6.QtDBus import QDBusConnection

@ClassInfo({"D-Bus Interface": "org.freedesktop.Notifications"})
class Service(QObject):
    ActionInvoked = Signal("uint", str)

    @Slot(result="QStringList")
    def GetCapabilities(self):
        return ["body", "body-markup", "actions"]

    @Slot(str, "uint", str, str, str, "QStringList", "QVariantMap", int, result="uint")
    def Notify(self, program, replaces, icon, title, text, actions, hints, milliseconds):
        print("told:", program, replaces, title, "|", text, list(actions), hints["desktop-entry"], flush=True)
        if sys.argv[1] == "swallows":
            threading.Event().wait()
        return 7

    @Slot()
    def Click(self):
        self.ActionInvoked.emit(6, "default")
        print("clicked another", flush=True)
        self.ActionInvoked.emit(7, "default")

app, service, bus = QCoreApplication([]), Service(), QDBusConnection.sessionBus()
bus.registerObject("/org/freedesktop/Notifications", service,
                   QDBusConnection.RegisterOption.ExportAllSlots | QDBusConnection.RegisterOption.ExportAllSignals)
bus.registerService("org.freedesktop.Notifications")
print("ready", flush=True)
app.exec()
"""

PERSON = """
import contextlib, signal, sys
from pathlib import Path
from PySide6.QtDBus import QDBusConnection, QDBusMessage
from PySide6.QtWidgets import QApplication
import keyring
from tests.ui.conftest import MemoryKeyring
from tests.ui.desk import Desk
from mailferry.imap.values import Endpoint, Security
from mailferry.sandbox import Sandbox
from mailferry.ui.app import APP_ID

app = QApplication([])
app.setDesktopFileName(APP_ID)
keyring.set_keyring(MemoryKeyring())
with contextlib.ExitStack() as stack:
    sandbox = stack.enter_context(Sandbox())
    desk = Desk(Path(sys.argv[2]))
    stack.callback(desk.close)
    desktop, alerts = desk.window.after.desktop, []
    QApplication.alert = alerts.append
    desk.window.showMaximized()
    desk.window.showMinimized()
    desk.window.open_with_password(Endpoint(sandbox.host, sandbox.port, Security.PLAINTEXT, "anna<b>"), "wrong")
    desk.wait(lambda: alerts)
    if sys.argv[1] == "answers":
        desk.wait(lambda: 7 in desktop._service._shown)
        assert desk.window.isMinimized()
        name, path = "org.freedesktop.Notifications", "/org/freedesktop/Notifications"
        QDBusConnection.sessionBus().send(QDBusMessage.createMethodCall(name, path, name, "Click"))
        desk.wait(lambda: not desk.window.isMinimized())
        assert desk.window.isMaximized()
    elif sys.argv[1] == "without":
        desk.wait(lambda: not desktop._service._asked)
    ends = []
    signal.signal(signal.SIGTERM, lambda *_: ends.append(True))
    print("told", flush=True)
    desk.wait(lambda: ends)
"""


def heard(folder: Path, kind: str) -> list[str]:
    """What a service of this kind heard until the program was told to end. That has ended then, too, while the service
    is still there; Qt's own way to wait for an answer would wait for 25 s."""
    with ExitStack() as stack:
        bus = stack.enter_context(running(["dbus-daemon", "--session", "--nofork", "--print-address"], {**os.environ}))
        environment = {**os.environ, "DBUS_SESSION_BUS_ADDRESS": read_line(bus), "QT_QPA_PLATFORM": "offscreen",
                       "PYTHONPATH": os.pathsep.join(sys.path)}
        said = []
        service = None
        if kind != "without":
            service = stack.enter_context(running([sys.executable, "-c", SERVICE, kind], environment))
            assert read_line(service) == "ready"
            if kind == "stopped":
                service.send_signal(signal.SIGSTOP)
                stack.callback(service.send_signal, signal.SIGCONT)
        person = stack.enter_context(running([sys.executable, "-c", PERSON, kind, str(folder)], environment))
        assert read_line(person) == "told"
        if service is not None and kind != "stopped":
            said.append(read_line(service))
        person.send_signal(signal.SIGTERM)
        assert person.wait(22) == 0
    return said


def test_an_account_that_needs_a_person_is_told_to_the_desktop_and_a_click_brings_the_window(tmp_path: Path) -> None:
    said = heard(tmp_path, "answers")
    assert said[0].startswith("told: Mailferry 0 anna<b>@127.0.0.1:")
    assert ": Sign-in did not work | 127.0.0.1 did not accept the user anna&lt;b&gt; with this password." in said[0]
    assert said[0].endswith("['default', 'Open'] org.mailferry.Mailferry")


def test_without_a_service_and_a_tray_nothing_happens(tmp_path: Path) -> None:
    assert heard(tmp_path, "without") == []


def test_a_service_that_takes_the_word_and_never_answers_does_not_hold_up_the_end(tmp_path: Path) -> None:
    said = heard(tmp_path, "swallows")
    assert said[0].startswith("told: Mailferry 0 anna<b>@127.0.0.1:")


def test_a_service_that_hangs_does_not_hold_up_the_end(tmp_path: Path) -> None:
    assert heard(tmp_path, "stopped") == []


class MuteBus(threading.Thread):
    """A bus that lets everybody in and then says nothing, until it is let go."""

    def __init__(self, place: Path) -> None:
        super().__init__(name="mute bus")
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(str(place))
        self._listener.listen()
        self.let_go = threading.Event()
        self.held_up = False
        self.start()

    def run(self) -> None:
        with self._listener, self._listener.accept()[0] as guest:
            read_until(guest, b"\r\n")
            guest.sendall(b"OK 0123456789abcdef\r\n")
            read_until(guest, b"BEGIN\r\n")
            self.held_up = not self.let_go.wait(30)


def test_a_bus_that_never_answers_does_not_hold_up_the_window(
        qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notifications, "_PATIENCE_MS", 50)
    with tempfile.TemporaryDirectory(prefix="mf-", dir="/tmp") as folder:
        bus = MuteBus(Path(folder) / "bus")
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={folder}/bus")
        failed: list[bool] = []
        parent = QObject()
        service = notifications.Notifications("org.example", parent)
        service.tell("All arrived", "7 of 7", "Open", lambda: failed.append(True))
        assert not bus.held_up
        qtbot.waitUntil(lambda: failed == [True], timeout=30_000)
        bus.let_go.set()
        bus.join()
        qtbot.waitUntil(lambda: service.lost, timeout=30_000)
        service.tell("All arrived", "7 of 7", "Open", lambda: failed.append(True))
        assert failed == [True, True]


def test_an_account_is_told_once_until_it_goes_on(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[object] = []
    monkeypatch.setattr(QApplication, "alert", told.append)
    monkeypatch.setattr(desk.window, "isActiveWindow", lambda: False)
    full = account(state=AccountState.PAUSED, title="The mailbox is full", sentence="Make room, then go on.")
    on_purpose = account(state=AccountState.PAUSED, sentence="Paused. Nothing is sent until you go on.")
    for view in (on_purpose, full, full):
        desk.window.after.hear(AccountChanged(view))
    assert len(told) == 1
    for view in (account(state=AccountState.CONNECTING), full, account(state=AccountState.WORKING), full):
        desk.window.after.hear(AccountChanged(view))
    assert len(told) == 2
