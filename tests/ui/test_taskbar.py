"""Progress for those who look at another window: the title, and the icon in the dock of each system.

Docks of Linux hear it over a real session bus. Windows' own list of buttons is stood in for by a table of functions in
memory, as COM has one, since the numbers and the places in the table are what can be wrong here.
"""

from __future__ import annotations

import ctypes
import functools
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from tests.ui.desk import Desk, files
from tests.ui.made import letter, mbox

from mailferry.sandbox import Sandbox
from mailferry.transfer.values import AccountState
from mailferry.ui.icons import icon
from mailferry.ui.taskbar import Progress
from mailferry.ui.taskbar_windows import TaskbarButton

LISTENED = """
import subprocess, sys
from PySide6.QtWidgets import QApplication, QWidget
from mailferry.ui.app import APP_ID
from mailferry.ui.taskbar import Progress
monitor = subprocess.Popen(["dbus-monitor", "--session", "interface='com.canonical.Unity.LauncherEntry'"],
                           stdout=subprocess.PIPE, text=True)
while "NameAcquired" not in monitor.stdout.readline():
    pass
app = QApplication([])
app.setDesktopFileName(APP_ID)
progress = Progress(QWidget())
progress.show(1, 4)
progress.show(1, 4, 3)
progress.show(0, 0)
ended, updates = False, 0
while not ended:
    line = monitor.stdout.readline()
    updates += "member=Update" in line
    ended = updates == 3 and "progress-visible" in line
    print(line, end="")
print(monitor.stdout.readline())
monitor.terminate()
"""


def test_the_title_tells_how_far_what_waits_has_come(desk: Desk, sandbox: Sandbox, tmp_path: Path) -> None:
    name = desk.connect_sandbox(sandbox)
    desk.window.commands.pause_all()
    desk.wait(lambda: (view := desk.account(name)) is not None and view.state is AccountState.PAUSED)
    desk.drop_on(name, (), files([mbox(tmp_path / "a.mbox", [letter(number) for number in range(4)])]))
    desk.wait(lambda: desk.window.windowTitle() == "0 % · Mailferry")
    desk.window.commands.resume_all()
    desk.wait(desk.finished)
    desk.wait(lambda: desk.window.windowTitle() == "Mailferry")


@pytest.mark.skipif(shutil.which("dbus-monitor") is None, reason="dbus-monitor is not installed")
def test_the_dock_hears_it_and_when_it_is_over() -> None:
    heard = subprocess.run(["dbus-run-session", "--", sys.executable, "-c", LISTENED], capture_output=True, text=True,
                           check=True, timeout=60, env={**os.environ, "QT_QPA_PLATFORM": "offscreen",
                                                        "PYTHONPATH": os.pathsep.join(sys.path)}).stdout
    assert 'string "application://org.mailferry.Mailferry.desktop"' in heard
    first, second, third = ("".join(update.split()) for update in heard.split("member=Update")[1:])
    assert '"progress"variantdouble0.25' in first
    assert '"progress-visible"variantbooleantrue' in first
    assert '"count-visible"variantbooleanfalse' in first
    assert '"count"variantint323' in second
    assert '"count-visible"variantbooleantrue' in second
    assert '"progress-visible"variantbooleanfalse' in third
    assert '"count-visible"variantbooleanfalse' in third


class TaskbarList:
    """An ITaskbarList3 in memory: a pointer to a table of functions, each told the object first. `heard` is what was
    called, by its place in the table."""

    def __init__(self, init: int = 0) -> None:
        self.heard: list[tuple[int, ...]] = []
        number, pointer = ctypes.c_ulonglong, ctypes.c_void_p
        kinds = {place: ctypes.CFUNCTYPE(ctypes.c_long, pointer) for place in range(21)} | {
            9: ctypes.CFUNCTYPE(ctypes.c_long, pointer, pointer, number, number),
            10: ctypes.CFUNCTYPE(ctypes.c_long, pointer, pointer, ctypes.c_int)}

        def hear(place: int, *arguments: int) -> int:
            assert arguments[0] == self.pointer.value
            self.heard.append((place, *arguments[1:]))
            return init if place == 3 else 0

        self._functions = [kind(functools.partial(hear, place)) for place, kind in sorted(kinds.items())]
        self._table = (pointer * len(kinds))(*(ctypes.cast(one, pointer).value for one in self._functions))
        self._object = ctypes.c_void_p(ctypes.addressof(self._table))
        self.pointer = ctypes.c_void_p(ctypes.addressof(self._object))


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    window = QWidget()
    window.setWindowTitle("Mailferry")
    qtbot.addWidget(window)
    return window


def test_the_button_of_windows_shows_a_bar_that_turns_yellow_when_nothing_goes_on(window: QWidget) -> None:
    system = TaskbarList()
    progress = Progress(window, "win32", TaskbarButton(system.pointer))
    assert system.heard == [(3,)]
    system.heard.clear()
    number = window.winId()
    progress.show(1, 4)
    assert system.heard == [(10, number, 2), (9, number, 25, 100)]
    progress.show(3, 4, still=True)
    assert system.heard[2:] == [(10, number, 8), (9, number, 75, 100)]
    progress.show(0, 0)
    progress.show(0, 0)
    assert system.heard[4:] == [(10, number, 0)]
    assert window.windowTitle() == "Mailferry"


def test_a_button_that_windows_makes_late_is_told_what_it_missed(window: QWidget) -> None:
    system = TaskbarList()
    progress = Progress(window, "win32", TaskbarButton(system.pointer))
    progress.show(1, 4)
    before = system.heard[1:]
    progress.show(1, 4)
    assert system.heard[1 + len(before):] == before


def test_a_task_bar_that_cannot_begin_is_left_alone(window: QWidget) -> None:
    system = TaskbarList(init=-2147467259)  # E_FAIL
    Progress(window, "win32", TaskbarButton(system.pointer)).show(1, 4)
    assert system.heard == [(3,)]
    assert window.windowTitle() == "25 % · Mailferry"


def test_without_a_task_bar_the_title_tells_it(window: QWidget) -> None:
    Progress(window, "win32", TaskbarButton(ctypes.c_void_p())).show(1, 4)
    assert window.windowTitle() == "25 % · Mailferry"


def test_the_dock_of_macos_shows_the_bar_on_the_icon_and_the_number_beside_it(
        window: QWidget, monkeypatch: pytest.MonkeyPatch) -> None:
    numbers: list[int] = []
    monkeypatch.setattr(QGuiApplication, "setBadgeNumber", lambda _, number: numbers.append(number))
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    before = app.windowIcon()
    progress = Progress(window, "darwin")

    def white() -> int:
        """How much of the middle of the bar is white."""
        picture = app.windowIcon().pixmap(128, 128).toImage()
        return sum(picture.pixelColor(x, 106).lightness() > 240 for x in range(picture.width()))

    try:
        lengths = []
        for percent in (0, 25, 50, 100):
            progress.show(percent, 100, needing=percent // 25)
            lengths.append(white())
        assert lengths == sorted(set(lengths))
        assert lengths[-1] == pytest.approx(2 * lengths[-2], abs=4)
        progress.show(0, 0)
        assert app.windowIcon().pixmap(128, 128).toImage() == icon("mailferry").pixmap(128, 128).toImage()
        assert numbers == [0, 1, 2, 4, 0]
    finally:
        app.setWindowIcon(before)
