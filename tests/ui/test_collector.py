"""Garbage of Qt goes in the thread of the window, whichever thread makes the objects that call for it."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, QTimer
from pytestqt.qtbot import QtBot

from mailferry.ui.collector import Collector


@pytest.fixture
def collector(qtbot: QtBot) -> Iterator[Collector]:
    made = Collector()
    yield made
    made.end()


def test_what_is_left_of_a_window_is_taken_away_here_though_threads_make_objects(collector: Collector,
                                                                                 qtbot: QtBot) -> None:
    left, gone = QObject(), []
    left.itself = left  # type: ignore[attr-defined]  # a cycle, as a slot that is a lambda makes one
    QTimer(left).start(1000)
    left.destroyed.connect(lambda: gone.append(threading.current_thread()))
    del left
    made: list[list[object]] = []
    other = threading.Thread(target=lambda: made.extend([[]] for _ in range(200_000)))
    other.start()
    other.join()
    assert gone == [], "not in the other thread"
    qtbot.waitUntil(lambda: bool(gone), timeout=20_000)
    assert gone == [threading.main_thread()]


def test_python_runs_it_again_after_the_end(qtbot: QtBot) -> None:
    collector = Collector()
    assert not gc.isenabled()
    collector.end()
    assert gc.isenabled()
