"""Words to the desktop while the window is in the background: over a real session bus, to a small notification service.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from tests.ui.desk import Desk
from tests.ui.made import account

from mailferry.transfer.values import AccountChanged, AccountState

SERVICE = """
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
import contextlib, subprocess, sys
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
    if sys.argv[1] == "with":
        service = subprocess.Popen([sys.executable, "-c", sys.argv[3]], stdout=subprocess.PIPE, text=True)
        stack.enter_context(service)
        stack.callback(service.terminate)
        assert service.stdout.readline() == "ready\\n"
    sandbox = stack.enter_context(Sandbox())
    desk = Desk(Path(sys.argv[2]))
    stack.callback(desk.close)
    desktop = desk.window.after.desktop
    desk.window.showMinimized()
    desk.window.open_with_password(Endpoint(sandbox.host, sandbox.port, Security.PLAINTEXT, "anna<b>"), "wrong")
    if sys.argv[1] == "with":
        desk.wait(lambda: 7 in desktop._numbers)
        print(service.stdout.readline(), end="")
        assert desk.window.isMinimized()
        name, path = "org.freedesktop.Notifications", "/org/freedesktop/Notifications"
        QDBusConnection.sessionBus().send(QDBusMessage.createMethodCall(name, path, name, "Click"))
        desk.wait(lambda: not desk.window.isMinimized())
        print("raised")
    else:
        desk.wait(lambda: desktop._asks is not None and not desktop._asks.busy)
        print("nobody answers")
"""


def heard(folder: Path, service: str) -> str:
    """What the service heard, and what became of the window, in a session of its own."""
    ended = subprocess.run(
        ["dbus-run-session", "--", sys.executable, "-c", PERSON, service, str(folder), SERVICE], capture_output=True,
        text=True, check=False, timeout=120,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": os.pathsep.join(sys.path)})
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


def test_an_account_that_needs_a_person_is_told_to_the_desktop_and_a_click_brings_the_window(tmp_path: Path) -> None:
    said = heard(tmp_path, "with").splitlines()
    assert said[0].startswith("told: Mailferry 0 anna<b>@127.0.0.1:")
    assert ": Sign-in did not work | 127.0.0.1 did not accept the user anna&lt;b&gt; with this password." in said[0]
    assert said[0].endswith("['default', 'Open'] org.mailferry.Mailferry")
    assert said[1:] == ["raised"]


def test_without_a_service_and_a_tray_nothing_happens(tmp_path: Path) -> None:
    assert heard(tmp_path, "without") == "nobody answers\n"


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
