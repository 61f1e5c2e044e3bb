"""Starting and ending the window."""

from __future__ import annotations

import contextlib
import signal
import socket
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QSettings, QSocketNotifier
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QMessageBox

from mailferry import paths
from mailferry.awake import Awake
from mailferry.errors import Problem
from mailferry.imap.values import Endpoint, Security
from mailferry.transfer.credentials import Passwords
from mailferry.transfer.engine import Engine
from mailferry.transfer.errors import StateFolderInUse
from mailferry.transfer.values import AccountView
from mailferry.ui import words
from mailferry.ui.bridge import Bridge
from mailferry.ui.collector import Collector
from mailferry.ui.engine_words import told
from mailferry.ui.icons import icon
from mailferry.ui.instance import Door, hand_over
from mailferry.ui.language import SYSTEM, speak
from mailferry.ui.main_window import MainWindow
from mailferry.ui.preferences import load

if TYPE_CHECKING:
    from mailferry.sandbox import Sandbox

APP_ID = "org.mailferry.Mailferry"
SWITCH_SECONDS = 0.002
"""How long a thread of the engine may keep the interpreter while the window waits for it, where it does not go first
(`precedence`). With Python's own 5 ms the window stood still for up to 0.4 s when a long list was read."""


def run(practice: Sandbox | None = None, offer: Sequence[Path] = (), state_dir: Path | None = None) -> int:
    """Show the window until it is closed; the exit code (2 if it could not begin). One that is there already comes to
    the front instead, and opens what is offered.

    `practice` is a practice mailbox that runs; it is added as an account. `offer` is opened on the left, ready to
    drag. `state_dir` is where the journal is, the user's own state folder if None.
    """
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1])
    sys.setswitchinterval(SWITCH_SECONDS)
    app.setApplicationName("Mailferry")
    app.setOrganizationDomain("mailferry.org")
    QGuiApplication.setDesktopFileName(APP_ID)
    app.setWindowIcon(icon("mailferry"))
    bridge, passwords = Bridge(), Passwords()
    speak(SYSTEM)
    try:
        folder = state_dir or paths.state_folder()
        settings = window_settings(folder)
        speak(load(settings).language)
        engine = Engine(folder, bridge.tell, passwords)
    except Problem as problem:
        if isinstance(problem, StateFolderInUse) and hand_over(folder, offer):
            return 0
        failure_box(problem).exec()  # nothing runs yet that it could block
        return 2
    awake = Awake()
    bridge.told.connect(awake.hear)
    window = MainWindow(engine, bridge, passwords, settings)
    open_practice(window, engine, practice)
    window.sources.look_for_mail()
    window.sources.open([str(path.absolute()) for path in offer])
    window.show()
    door = Door(folder, lambda files, token: come_forward(window, files, token), window)
    collector = Collector()
    with _closed_by_signals(window):
        app.setQuitOnLastWindowClosed(False)
        window.ended.connect(app.quit)
        code = app.exec()
        door.close()
        awake.end()
        collector.end()
    if window.failure is not None:
        failure_box(window.failure).exec()  # nothing runs any more
    return code


def come_forward(window: MainWindow, files: list[str], token: str) -> bool:
    """Bring the window to the front (see desktop.bring_to_front), and open these files; False if its end has begun."""
    if not window.after.desktop.bring(token):
        return False
    window.sources.open(files)
    return True


def window_settings(folder: Path) -> QSettings:
    """Where the state of the window is kept."""
    return QSettings(str(folder / "window.ini"), QSettings.Format.IniFormat)


def open_practice(window: MainWindow, engine: Engine, practice: Sandbox | None) -> None:
    """Begin, with the practice mailbox as an account if there is one. Those of earlier runs are gone, but for one that
    `mailferry sandbox` serves: what a run that was killed has left for them is cancelled, and they are not shown."""
    endpoint = None
    if practice is not None:
        endpoint = Endpoint(practice.host, practice.port, Security.PLAINTEXT, practice.user)

    def wanted(view: AccountView) -> bool:
        if view.endpoint == endpoint or not words.is_practice(view.name):
            return True
        try:
            socket.create_connection((view.endpoint.host, view.endpoint.port), timeout=5).close()
        except OSError:
            engine.give_up(view.name)
            return False
        return engine.has_work(view.name)

    window.begin(wanted)
    if practice is not None and endpoint is not None:
        window.forget_at_end = endpoint.name
        window.open_with_password(endpoint, practice.password)


def failure_box(problem: Problem) -> QMessageBox:
    """Why the window cannot begin, or what went wrong at its end."""
    kind = QMessageBox.Icon.Information if isinstance(problem, StateFolderInUse) else QMessageBox.Icon.Critical
    box = QMessageBox(kind, QCoreApplication.translate("App", "Mailferry"), told(problem.title))
    box.setInformativeText(told(problem.sentence))
    if problem.detail:
        box.setDetailedText(problem.detail)
    return box


@contextlib.contextmanager
def _closed_by_signals(window: MainWindow) -> Iterator[None]:
    """SIGINT and SIGTERM close the window as its button does. Python's handlers run only when its code runs, so the
    signal's number is written to a socket that Qt watches."""
    reader, writer = socket.socketpair()
    with reader, writer:
        reader.setblocking(False)
        writer.setblocking(False)
        numbers = (signal.SIGINT, signal.SIGTERM)
        before = [signal.signal(number, lambda *_: None) for number in numbers]
        wakeup = signal.set_wakeup_fd(writer.fileno())
        notifier = QSocketNotifier(reader.fileno(), QSocketNotifier.Type.Read)

        def close() -> None:
            with contextlib.suppress(BlockingIOError):
                if reader.recv(1)[0] in numbers:
                    window.close()

        notifier.activated.connect(lambda *_: close())
        try:
            yield
        finally:
            notifier.setEnabled(False)
            signal.set_wakeup_fd(wakeup)
            for number, handler in zip(numbers, before, strict=True):
                signal.signal(number, handler)
