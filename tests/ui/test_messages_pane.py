"""The list of a folder's messages: searching, sorting, a million rows, what stays chosen, tool tips."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QItemSelectionModel, QPoint, Qt
from PySide6.QtGui import QHelpEvent, QImage, QTextDocument
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QLabel, QToolTip
from pytestqt.qtbot import QtBot
from tests.ui.made import letter, mbox

from mailferry.transfer.claimed import Claims
from mailferry.ui import headers, words
from mailferry.ui.arranging import Arrangement, arranged
from mailferry.ui.dragging import Carrier
from mailferry.ui.messages_model import MessagesModel
from mailferry.ui.scanning import Lump, Row
from mailferry.ui.sources_model import SourcesModel
from mailferry.ui.sources_pane import SourcesPane


@pytest.fixture
def pane(qtbot: QtBot, tmp_path: Path) -> Iterator[SourcesPane]:
    made = SourcesPane(Carrier(Claims(tmp_path / "claimed")), tmp_path / "spool")
    qtbot.addWidget(made)
    made.resize(1000, 600)
    made.show()
    QAbstractItemModelTester(made.messages_model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    yield made
    made.close_threads()
    made.join()


def read(pane: SourcesPane, qtbot: QtBot, path: Path, count: int) -> None:
    pane.open([str(path)])
    qtbot.waitUntil(lambda: pane.messages_model.rowCount() == count)


def subjects(model: MessagesModel) -> list[str]:
    return [str(model.data(model.index(row, 0))) for row in range(model.rowCount())]


def shows(model: MessagesModel, expected: list[str]) -> bool:
    return subjects(model) == expected


def row(number: int, subject: bytes, sender: bytes = b"Ben <b@example.org>", day: int | None = None) -> Row:
    date = None if day is None else datetime(2019, 3, day, tzinfo=UTC)
    return Row("/mail/a.mbox", number * 100, 100 + number, 0, subject, sender, date)


# --- searching and sorting --------------------------------------------------------------------------------------------


def test_a_search_finds_subject_and_sender_whatever_their_coding_and_case() -> None:
    rows = [row(0, b"Invoice 4711"), row(1, b"=?utf-8?Q?Gr=C3=BC=C3=9Fe?="),
            row(2, b"x", b"=?utf-8?B?SsO8cmdlbg==?= <a@b>"), row(3, "Grüße roh".encode()),
            row(4, b"Re: invoice", b"anna@example.org")]

    def found(text: str) -> list[int] | None:
        order = arranged(rows, 5, Arrangement(text), lambda: False)
        return None if order is None else list(order)

    assert found("INVOICE") == [0, 4]
    assert found("grüße") == [1, 3]
    assert found("jürgen") == [2]
    assert found("gru\u0308\u00dfe") == [1, 3], "as some keyboards write it"
    assert list(arranged([row(0, "Gru\u0308\u00dfe".encode())], 1, Arrangement("grüße"), lambda: False) or ()) == [0]
    assert found("anna invoice") == [4]
    assert found("utf-8") == [], "the coding is not what a person sees"
    assert found("nothing") == []


def test_sorting_keeps_the_order_of_equals_in_both_directions() -> None:
    rows = [row(number, b"b" if number % 2 else b"A", day=1 + number % 3) for number in range(6)]

    def order(column: int, *, descending: bool = False) -> list[int]:
        return list(arranged(rows, 6, Arrangement("", column, descending), lambda: False) or ())

    assert order(0) == [0, 2, 4, 1, 3, 5]
    assert order(0, descending=True) == [1, 3, 5, 0, 2, 4]
    assert order(2) == [0, 3, 1, 4, 2, 5]
    assert order(3, descending=True) == [5, 4, 3, 2, 1, 0]
    assert list(arranged([row(0, b"x", day=2), row(1, b"y")], 2, Arrangement("", 2), lambda: False) or ()) == [1, 0]


def test_a_search_that_nobody_wants_any_more_ends() -> None:
    rows = [row(number, b"x") for number in range(50)] * 1000
    assert arranged(rows, len(rows), Arrangement("x"), lambda: True) is None


def test_the_search_field_filters_the_list_and_what_is_found_is_imported(pane: SourcesPane, qtbot: QtBot,
                                                                        tmp_path: Path) -> None:
    read(pane, qtbot, mbox(tmp_path / "a.mbox", [letter(number) for number in range(40)]), 40)
    pane.list.search.setFocus()
    QTest.keyClicks(pane.list.search, "letter 3")
    qtbot.waitUntil(lambda: pane.messages_model.rowCount() == 13)
    assert "13 of 40 messages" in pane.list._title.text()
    pane.table.selectAll()
    cargo = pane.cargo()
    assert cargo is not None
    assert cargo.messages == 13
    pane.list.search.setText("nobody wrote this")
    qtbot.waitUntil(lambda: pane.messages_model.rowCount() == 0 and not pane.messages_model.working)
    assert pane.list.hint.isVisible()
    pane.list.search.clear()
    qtbot.waitUntil(lambda: pane.messages_model.rowCount() == 40)


def test_a_click_on_a_heading_sorts_and_the_chosen_message_stays_chosen(pane: SourcesPane, qtbot: QtBot,
                                                                       tmp_path: Path) -> None:
    read(pane, qtbot, mbox(tmp_path / "a.mbox", [letter(1, subject=name) for name in ("c", "a", "b")]), 3)
    model, header = pane.messages_model, pane.table.horizontalHeader()
    pane.table.setCurrentIndex(model.index(0, 0))
    for expected in (["a", "b", "c"], ["c", "b", "a"], ["c", "a", "b"]):
        QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(20, 5))
        qtbot.waitUntil(partial(shows, model, expected))
        assert pane.table.currentIndex().data() == "c"


def test_messages_that_are_read_later_are_found_too(qtbot: QtBot) -> None:
    sources, table = SourcesModel(), MessagesModel()
    number = sources.add("/mail/a.mbox")
    sources.hear(Lump(number, (), (((), [row(0, b"one"), row(1, b"two")]),), ()))
    table.show(sources.node(sources.index(0, 0)))
    table.search("two")
    qtbot.waitUntil(lambda: table.rowCount() == 1)
    sources.hear(Lump(number, (), (((), [row(2, b"two again")]),), ()))
    table.grow()
    qtbot.waitUntil(lambda: table.rowCount() == 2)
    table.close_thread()
    table.join()


def test_a_million_messages_are_listed_and_searched_while_the_window_lives(qtbot: QtBot) -> None:
    sources, table = SourcesModel(), MessagesModel()
    number = sources.add("/mail/a.mbox")
    rows = [row(place, b"Letter %d" % (place % 5000)) for place in range(10_000)] * 100
    sources.hear(Lump(number, (), (((), rows),), ()))
    began = time.thread_time()
    table.show(sources.node(sources.index(0, 0)))
    assert table.rowCount() == 1_000_000
    table.search("Letter 4321")
    assert time.thread_time() - began < 1, "neither looks at a million rows"
    assert table.rowCount() == 1_000_000, "nor waits for who does"
    qtbot.waitUntil(lambda: table.rowCount() == 200)
    table.close_thread()
    table.join()


# --- what stays chosen ------------------------------------------------------------------------------------------------


def lump(number: int, rows: list[Row]) -> Lump:
    return Lump(number, (), (((), rows),), ())


def choose(pane: SourcesPane, *rows: int) -> None:
    """With Ctrl and the mouse."""
    flags = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
    for number in rows:
        pane.table.selectionModel().select(pane.messages_model.index(number, 0), flags)


def chosen_subjects(pane: SourcesPane) -> list[str]:
    rows = pane.table.selectionModel().selectedRows()
    return sorted(str(index.data()) for index in rows)


def test_in_another_folder_no_message_is_chosen(pane: SourcesPane, qtbot: QtBot, tmp_path: Path) -> None:
    read(pane, qtbot, mbox(tmp_path / "a.mbox", [letter(number) for number in range(6)]), 6)
    read(pane, qtbot, mbox(tmp_path / "b.mbox", [letter(number) for number in range(9)]), 9)
    pane.table.selectRow(3)
    pane.tree.setCurrentIndex(pane.model.index(0, 0))
    qtbot.waitUntil(lambda: pane.messages_model.rowCount() == 6)
    assert pane.list.cargo() is None
    assert not pane.table.currentIndex().isValid()


def test_what_is_chosen_stays_so_while_the_sorted_list_grows_and_in_another_order(pane: SourcesPane,
                                                                                 qtbot: QtBot) -> None:
    source = pane.model.add("/mail/a.mbox")
    pane.model.hear(lump(source, [row(number, f"Letter {number:02}".encode()) for number in range(20)]))
    pane.tree.setCurrentIndex(pane.model.index(0, 0))
    pane.table.sortByColumn(0, Qt.SortOrder.DescendingOrder)
    qtbot.waitUntil(lambda: pane.messages_model.data(pane.messages_model.index(0, 0)) == "Letter 19")
    choose(pane, 2, 5, 6)
    before = pane.list.cargo()
    assert before is not None
    pane.scanner.told.emit(lump(source, [row(number, f"Letter {number:02}".encode()) for number in range(20, 25)]))
    qtbot.waitUntil(lambda: pane.messages_model.rowCount() == 25)
    assert chosen_subjects(pane) == ["Letter 13", "Letter 14", "Letter 17"]
    pane.table.sortByColumn(3, Qt.SortOrder.AscendingOrder)
    qtbot.waitUntil(lambda: pane.messages_model.data(pane.messages_model.index(0, 0)) == "Letter 00")
    assert chosen_subjects(pane) == ["Letter 13", "Letter 14", "Letter 17"]
    assert pane.list.cargo() == before, "exactly these are imported"
    pane.list.search.setText("14")
    qtbot.waitUntil(lambda: pane.messages_model.rowCount() == 1)
    assert chosen_subjects(pane) == ["Letter 14"], "what the search hides is not chosen any more"


def test_what_many_chosen_messages_are_is_worked_out_once(pane: SourcesPane, qtbot: QtBot) -> None:
    """At a million it takes half a second, and the list may grow twenty times in that."""
    source = pane.model.add("/mail/a.mbox")
    pane.model.hear(lump(source, [row(number, b"Letter") for number in range(5000)]))
    pane.tree.setCurrentIndex(pane.model.index(0, 0))
    pane.table.selectAll()
    before = pane.list.cargo()
    assert before is not None
    assert before.messages == 5000
    pane.scanner.told.emit(lump(source, [row(number, b"Letter") for number in range(5000, 6000)]))
    qtbot.waitUntil(lambda: pane.messages_model.rowCount() == 6000)
    assert pane.list.cargo() is before
    pane.table.selectAll()
    after = pane.list.cargo()
    assert after is not None
    assert after.messages == 6000


# --- tool tips --------------------------------------------------------------------------------------------------------


@pytest.mark.qt_log_ignore("does not support")
def test_a_tool_tip_is_never_laid_out_as_a_page(pane: SourcesPane, qtbot: QtBot, tmp_path: Path) -> None:
    """A subject that is HTML would be shown so, with a picture that it names; on Windows that may lie on a server."""
    picture = tmp_path / "tall.png"
    image = QImage(20, 900, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)
    assert image.save(str(picture))
    subject = f'<img src="{picture.as_uri()}"> a & b'
    source = pane.model.add(f"/mail/{subject}")
    pane.model.hear(lump(source, [row(0, subject.encode())]))
    pane.tree.setCurrentIndex(pane.model.index(0, 0))
    for view, index in ((pane.table, pane.messages_model.index(0, 0)), (pane.tree, pane.model.index(0, 0))):
        QToolTip.hideText()
        where = view.visualRect(index).center()
        QApplication.sendEvent(view.viewport(), QHelpEvent(QEvent.Type.ToolTip, where,
                                                           view.viewport().mapToGlobal(where)))
        assert QToolTip.isVisible()
        shown = [widget for widget in QApplication.topLevelWidgets() if isinstance(widget, QLabel)
                 and widget.text() == QToolTip.text()]
        assert shown
        assert all(label.height() < 300 for label in shown), "the picture is not there"
        page = QTextDocument()
        page.setHtml(QToolTip.text())
        assert subject in page.toPlainText()
    QToolTip.hideText()


@pytest.mark.parametrize("text", ["<b>bold</b>", "a <i>b</i>\nc", "&lt;"])
def test_words_for_a_tool_tip_are_shown_as_they_are(text: str) -> None:
    page = QTextDocument()
    page.setHtml(words.tip(text))
    assert page.toPlainText().replace("\u2028", "\n") == text
    assert words.tip("Invoice 4711 <anna@example.org>") == "Invoice 4711 <anna@example.org>"


@pytest.mark.parametrize("sender", [b"(" * 1000, b"(" * 900 + b"a@example.org", b"=?utf-8?q?" + b"(" * 900,
                                    b"a@" * 400])
def test_a_sender_that_nobody_can_read_is_shown_and_sorted_all_the_same(sender: bytes) -> None:
    assert headers.sender(sender)
    assert list(arranged([row(0, b"x", sender), row(1, b"y")], 2, Arrangement("", 1), lambda: False) or ()) == [0, 1]


def test_signs_that_turn_words_round_do_no_harm_to_the_words_beside_them() -> None:
    assert headers.line("photo\u202egnp.exe \u2067x".encode()) == "photo gnp.exe x"
    assert headers.sender("\u202enna <anna@example.org>".encode()) == "nna"
    assert headers.line("שלום\u200f Anna".encode()) == "שלום\u200f Anna", "marks of right-to-left texts stay"
