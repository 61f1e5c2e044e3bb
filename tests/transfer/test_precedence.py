"""The engine's threads stand back while the window works, and never for ever."""

import threading

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from pytestqt.qtbot import QtBot

from mailferry.transfer import precedence
from mailferry.transfer.precedence import goes_first, stand_back
from mailferry.ui.views import Table

Index = QModelIndex | QPersistentModelIndex


def test_a_thread_of_the_engine_goes_on_when_the_window_has_done_its_work() -> None:
    order: list[str] = []
    begun = threading.Event()

    def engine() -> None:
        begun.set()
        stand_back(at_most=60)
        order.append("engine")

    thread = threading.Thread(target=engine)

    @goes_first
    def window() -> str:
        thread.start()
        assert begun.wait(60)
        within()
        order.append("window")
        return "done"

    @goes_first
    def within() -> None:
        """Work inside of other work does not end its precedence."""

    assert window() == "done"
    thread.join(60)
    assert order == ["window", "engine"]


def test_a_window_that_is_stuck_does_not_stop_the_engine() -> None:
    ended = threading.Event()

    def engine() -> None:
        for _ in range(3):
            stand_back()
        ended.set()

    @goes_first
    def stuck() -> None:
        thread = threading.Thread(target=engine)
        thread.start()
        assert ended.wait(60)
        thread.join(60)

    stuck()


def test_the_window_goes_first_also_after_work_that_failed() -> None:
    @goes_first
    def fails() -> None:
        raise ValueError

    for _ in range(2):
        try:
            fails()
        except ValueError:
            assert not precedence._window.locked()


def test_the_window_goes_first_while_it_paints_a_list(qtbot: QtBot) -> None:
    seen: list[bool] = []

    class Model(QAbstractTableModel):
        def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
            return 0 if parent.isValid() else 3

        def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
            return 0 if parent.isValid() else 2

        def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
            if role == Qt.ItemDataRole.DisplayRole:
                seen.append(precedence._window.locked())
            return None

    table, model = Table(), Model()
    qtbot.addWidget(table)
    table.setModel(model)
    table.grab()
    assert seen
    assert all(seen)
    assert not precedence._window.locked()
