"""Work beside the window: in order, off its thread, and every answer back in it."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mailferry.errors import Problem
from mailferry.transfer.values import FindingAdded, FindingView
from mailferry.ui.asks import Asks
from mailferry.ui.bridge import Bridge


def test_calls_run_in_order_elsewhere_and_answers_come_back_here(qtbot: QtBot) -> None:
    asks = Asks("test")
    ran: list[tuple[int, bool]] = []
    answers: list[tuple[int, bool]] = []
    here = threading.current_thread()
    for number in range(50):
        def call(number: int = number) -> int:
            ran.append((number, threading.current_thread() is here))
            return number
        asks.ask(call, lambda number: answers.append((number, threading.current_thread() is here)))
    qtbot.waitUntil(lambda: len(answers) == 50)
    asks.close()
    asks.join()
    assert ran == [(number, False) for number in range(50)]
    assert answers == [(number, True) for number in range(50)]


def test_no_answer_comes_before_the_question_was_put(qtbot: QtBot) -> None:
    asks = Asks("test")
    answers: list[int] = []
    for number in range(200):
        asks.ask(lambda number=number: number, answers.append)  # type: ignore[misc]  # a default argument
        assert answers == []
    qtbot.waitUntil(lambda: len(answers) == 200)
    asks.close()
    asks.join()


def test_a_problem_is_an_answer(qtbot: QtBot) -> None:
    asks = Asks("test")
    problems: list[Problem] = []

    def call() -> None:
        raise Problem("It rains.", detail="much")

    asks.ask(call, lambda _: pytest.fail("there is no result"), problems.append)
    qtbot.waitUntil(lambda: bool(problems))
    asks.close()
    asks.join()
    assert [(problem.sentence, problem.detail) for problem in problems] == [("It rains.", "much")]


def test_a_fault_of_ours_is_not_hidden_and_the_thread_goes_on(qtbot: QtBot) -> None:
    asks = Asks("test")
    answers: list[int] = []

    def fault() -> None:
        raise ZeroDivisionError

    with qtbot.captureExceptions() as faults:
        asks.ask(fault, None, lambda _: pytest.fail("this is no Problem"))
        asks.ask(lambda: 7, answers.append)
        qtbot.waitUntil(lambda: bool(answers))
    asks.close()
    asks.join()
    assert [fault[0] for fault in faults] == [ZeroDivisionError]


def test_after_close_nothing_is_answered_but_the_last_call_runs(qtbot: QtBot, qapp: QApplication) -> None:
    asks, ran = Asks("test"), threading.Event()
    answers: list[int | None] = []
    hold, held = threading.Event(), threading.Event()

    def long() -> None:
        held.set()
        hold.wait(60)

    asks.ask(long, answers.append)
    asks.ask(lambda: 2, answers.append)
    assert held.wait(60)
    asks.close(ran.set)
    hold.set()
    asks.join()
    qapp.processEvents()
    assert ran.is_set()
    assert answers == []


def test_events_of_other_threads_arrive_in_order_in_the_window(qtbot: QtBot) -> None:
    bridge = Bridge()
    heard: list[tuple[int, bool]] = []
    here = threading.current_thread()
    bridge.told.connect(lambda event: heard.append((event.import_id, threading.current_thread() is here)))
    view = FindingView("/mail/x", "failed", "It cannot be read.")

    def engine() -> None:
        for number in range(2000):
            bridge.tell(FindingAdded(number, view))

    thread = threading.Thread(target=engine)
    thread.start()
    qtbot.waitUntil(lambda: len(heard) == 2000)
    thread.join()
    assert heard == [(number, True) for number in range(2000)]
