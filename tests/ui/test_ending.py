"""The end of the window when something fails then: it goes all the same, and what it was is told."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.ui.desk import Desk

from mailferry.transfer.errors import StateProblem

PROGRAM = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMessageBox
from mailferry.transfer.engine import Engine
from mailferry.ui import app
from mailferry.ui.main_window import MainWindow

close = Engine.close

def fail(engine):
    close(engine)
    raise RuntimeError("no words for a person")

def look(box):
    print(box.text(), box.informativeText(), box.detailedText(), sep="|", flush=True)
    return 0

def leave():
    for window in program.topLevelWidgets():
        if isinstance(window, MainWindow):
            window.close()

Engine.close, QMessageBox.exec = fail, look
program = QApplication([])
clock = QTimer(interval=50)
clock.timeout.connect(leave)
clock.start()
sys.exit(app.run(state_dir=Path(sys.argv[1])))
"""


@pytest.mark.parametrize(("error", "said"), [
    (StateProblem("The disk is gone."), "The disk is gone."),
    (RuntimeError("a fault of ours"), "Something in Mailferry itself failed while it stopped. Nothing is lost: what "
                                      "has not arrived goes on at the next start.")])
def test_the_window_goes_whatever_fails_at_its_end(
        desk: Desk, monkeypatch: pytest.MonkeyPatch, error: Exception, said: str) -> None:
    close = desk.engine.close

    def fail() -> None:
        close()
        raise error

    monkeypatch.setattr(desk.engine, "close", fail)
    desk.window.close()
    desk.wait(lambda: desk.ended)
    assert not desk.window.isVisible()
    assert desk.window.failure is not None
    assert desk.window.failure.sentence == said


def test_what_failed_at_the_end_is_told_when_the_window_has_gone(tmp_path: Path) -> None:
    state = tmp_path / "state"
    state.mkdir(mode=0o700)
    ended = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(state)], capture_output=True, text=True, check=False, timeout=200,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "QT_QPA_PLATFORM": "offscreen", "LC_ALL": "C",
             "HOME": str(tmp_path)})
    assert ended.returncode == 0, ended.stderr
    title, sentence, detail = ended.stdout.strip().split("|")
    assert title == "Something went wrong"
    assert "Nothing is lost" in sentence
    assert detail == "RuntimeError"
