"""Progress for those who look at another window: the title, and the icon in the dock, over a real session bus."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.ui.desk import Desk, files
from tests.ui.made import letter, mbox

from mailferry.sandbox import Sandbox
from mailferry.transfer.values import AccountState

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
