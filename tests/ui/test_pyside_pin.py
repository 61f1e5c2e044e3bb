"""The pin in pyproject.toml: PySide6 6.12 loses references to True and None on Python 3.11, and aborts the process."""

from __future__ import annotations

import sys

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication


class _Speaker(QObject):
    said = Signal(bool)


def test_two_thousand_signals_leave_true_as_it_is(qapp: QApplication) -> None:
    speaker = _Speaker()
    heard: list[bool] = []
    speaker.said.connect(lambda value: heard.append(not value))
    before = sys.getrefcount(True)
    for _ in range(2000):
        speaker.said.emit(True)
    assert len(heard) == 2000
    assert sys.getrefcount(True) >= before - 10
