"""The queue as a person sees and uses it: filters, buttons in place, the keyboard, and the details."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, QRect, QSettings, QSize, Qt, QTimer
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot
from tests.ui.made import Shelf, account, batch, box, imported

from mailferry.transfer.values import (
    AccountChanged,
    BatchChanged,
    BatchState,
    BatchView,
    FindingView,
    ImportChanged,
    Retry,
    Totals,
)
from mailferry.ui.asks import Pages
from mailferry.ui.queue_data import PROGRESS, SIZE, STATE
from mailferry.ui.queue_pane import QueuePane
from mailferry.ui.queue_rows import Filter

Make = Callable[..., QueuePane]
TOTALS = Totals(messages=20, committed=5, rejected=5, failed=10, waiting=10, batches=4, octets=100_000)
REFUSED = batch(2, BatchState.REJECTED, reason="A message is larger than this server takes.", culprit="“Invoice 4711”",
                words="[TOOBIG] Message too large", status="NO", code="TOOBIG")
ROWS = [batch(1, BatchState.COMMITTED), REFUSED, batch(3, BatchState.SENDING, sent=2), batch(4)]


@pytest.fixture
def make(qtbot: QtBot) -> Iterator[Make]:
    opened = []

    def pane(shelf: Shelf) -> QueuePane:
        pages = Pages(lambda: shelf)
        made = QueuePane(pages)
        opened.append(pages)
        qtbot.addWidget(made)
        made.resize(1000, 420)
        made.show()
        made.model.load()
        made.activateWindow()
        if shelf.held:
            top = made.model.index
            qtbot.waitUntil(lambda: made.model.rowCount() > 0 and made.model.rowCount(top(0, 0)) > 0)
        return made

    yield pane
    for pages in opened:
        pages.close()
        pages.join()


def row_of(pane: QueuePane, number: int) -> QModelIndex:
    model = pane.model
    above = model.index(0, 0)
    for row in range(model.rowCount(above)):
        view = model.item(model.index(row, 0, above))
        if isinstance(view, BatchView) and view.id == number:
            return model.index(row, 0, above)
    raise AssertionError(number)


def buttons(pane: QueuePane, number: int, qtbot: QtBot) -> dict[str, QPushButton]:
    qtbot.waitUntil(lambda: pane.rows.bar(number) is not None)
    bar = pane.rows.bar(number)
    assert bar is not None
    return {button.objectName(): button for button in bar.findChildren(QPushButton)}


def test_a_refused_batch_has_its_options_as_buttons_beneath_it(make: Make, qtbot: QtBot) -> None:
    pane = make(Shelf([imported(totals=TOTALS)], ROWS))
    found = buttons(pane, 2, qtbot)
    assert list(found) == ["without", "halves", "one by one", "again", "repair", "aside", "skip", "elsewhere", "more"]
    assert found.pop("more").isHidden()
    assert "“Invoice 4711”" in found["without"].toolTip()
    assert all(button.isVisible() and button.accessibleName() for button in found.values())
    row = pane.view.visualRect(row_of(pane, 2))
    bar = pane.rows.bar(2)
    assert bar is not None
    assert bar.geometry().top() == row.bottom() + 1
    assert all(button.height() <= bar.height() for button in found.values())
    del found["elsewhere"]
    for name, button in found.items():
        with qtbot.waitSignal(pane.retry_wanted) as wanted:
            QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        assert wanted.args == [REFUSED, Retry(name), None]


def test_the_keyboard_reaches_the_buttons(make: Make, qtbot: QtBot) -> None:
    pane = make(Shelf([imported(totals=TOTALS)], ROWS))
    found = buttons(pane, 2, qtbot)
    pane.view.setFocus()
    pane.view.setCurrentIndex(row_of(pane, 2))
    QTest.keyClick(pane.view, Qt.Key.Key_Return)
    assert found["without"].hasFocus()
    QTest.keyClick(found["without"], Qt.Key.Key_Tab)
    assert found["halves"].hasFocus()
    with qtbot.waitSignal(pane.retry_wanted) as wanted:
        QTest.keyClick(found["halves"], Qt.Key.Key_Space)
    assert wanted.args[1] is Retry.HALVES
    QTest.keyClick(found["halves"], Qt.Key.Key_Escape)
    assert pane.view.hasFocus()


def test_the_keyboard_stays_in_the_queue_when_what_was_pressed_takes_the_buttons_away(make: Make, qtbot: QtBot,
                                                                                      ) -> None:
    pane = make(Shelf([imported(totals=TOTALS)], ROWS))
    pane.view.setCurrentIndex(row_of(pane, 2))
    found = buttons(pane, 2, qtbot)["halves"]
    found.setFocus()
    assert found.hasFocus()
    pane.hear(BatchChanged(replace(REFUSED, current=0)))
    pane.model.flush()
    qtbot.waitUntil(lambda: pane.rows.bar(2) is None)
    assert pane.view.hasFocus()
    assert pane.view.currentIndex() == row_of(pane, 2)


def test_the_keyboard_reaches_buttons_that_are_out_of_sight(make: Make, qtbot: QtBot) -> None:
    pane = make(Shelf([imported(totals=TOTALS)], ROWS))
    buttons(pane, 2, qtbot)
    row = pane.view.visualRect(row_of(pane, 2))
    pane.resize(pane.width(), pane.height() - (pane.view.viewport().height() - row.bottom()))
    qtbot.waitUntil(lambda: pane.rows.bar(2) is None)
    pane.view.setFocus()
    pane.view.setCurrentIndex(row_of(pane, 2))
    QTest.keyClick(pane.view, Qt.Key.Key_Return)
    bar = pane.rows.bar(2)
    assert bar is not None
    assert bar.buttons[0].hasFocus()
    assert bar.geometry().bottom() <= pane.view.viewport().height()


def test_running_and_waiting_batches_can_be_cancelled_in_place_and_with_delete(make: Make, qtbot: QtBot) -> None:
    pane = make(Shelf([imported(totals=TOTALS)], ROWS))
    cancels: dict[str, QPushButton] = {}

    def there() -> bool:
        cancels.update({button.accessibleName(): button for button in pane.view.findChildren(QPushButton)
                        if button.text() == "Cancel"})
        return len(cancels) == 3 and all(button.width() < 200 for button in cancels.values())  # they have their places

    qtbot.waitUntil(there)
    assert sorted(cancels) == ["Cancel: Batch 3 → Archive.2019", "Cancel: Batch 4 → Archive.2019",
                               "Cancel: takeout.zip → Archive/2019"]
    with qtbot.waitSignal(pane.cancel_wanted) as wanted:
        QTest.mouseClick(cancels["Cancel: Batch 3 → Archive.2019"], Qt.MouseButton.LeftButton)
    assert wanted.args[0].id == 3
    pane.view.setFocus()
    pane.view.setCurrentIndex(row_of(pane, 4))
    with qtbot.waitSignal(pane.cancel_wanted) as wanted:
        QTest.keyClick(pane.view, Qt.Key.Key_Delete)
    assert wanted.args[0].id == 4


def test_buttons_go_when_the_batch_is_dealt_with(make: Make, qtbot: QtBot) -> None:
    pane = make(Shelf([imported(totals=TOTALS)], ROWS))
    buttons(pane, 2, qtbot)
    pane.hear(BatchChanged(batch(2, BatchState.REJECTED, current=0)))
    pane.hear(BatchChanged(batch(3, BatchState.COMMITTED)))
    qtbot.waitUntil(lambda: pane.rows.bar(2) is None)
    qtbot.waitUntil(lambda: row_of(pane, 3).siblingAtColumn(STATE).data() == "Arrived")
    qtbot.waitUntil(lambda: [button.accessibleName() for button in pane.view.findChildren(QPushButton)] == [
        "Cancel: takeout.zip → Archive/2019", "Cancel: Batch 4 → Archive.2019"])


def test_only_visible_rows_have_buttons(make: Make, qtbot: QtBot) -> None:
    rows = [batch(number, BatchState.REJECTED, culprit="“x”") for number in range(1, 501)]
    pane = make(Shelf([imported(totals=TOTALS)], rows))
    buttons(pane, 1, qtbot)
    assert len(pane.view.findChildren(QPushButton)) < 100
    pane.view.scrollToBottom()
    buttons(pane, 500, qtbot)
    qtbot.waitUntil(lambda: pane.rows.bar(1) is None)
    qtbot.waitUntil(lambda: len(pane.view.findChildren(QPushButton)) < 100)


def test_at_the_end_all_pages_were_read_each_once(make: Make, qtbot: QtBot) -> None:
    shelf = Shelf([imported(totals=TOTALS)], [batch(number, BatchState.COMMITTED) for number in range(1, 2501)])
    pane = make(shelf)
    top = pane.model.index(0, 0)

    def at_the_end() -> bool:
        pane.view.scrollToBottom()
        return pane.model.rowCount(top) == 2500

    qtbot.waitUntil(at_the_end, timeout=30_000)
    assert shelf.pages == 3


def test_the_filter_says_how_many_need_a_person(make: Make, qtbot: QtBot) -> None:
    pane = make(Shelf([imported(totals=TOTALS)], ROWS))
    pane.hear(ImportChanged(imported(totals=TOTALS)))
    needs = pane.filter_buttons[Filter.NEEDS_YOU]
    qtbot.waitUntil(lambda: needs.text() == "&Needs you 5")
    shown = {chosen: int(button.text().rpartition(" ")[2]) for chosen, button in pane.filter_buttons.items()
             if button.text()[-1].isdigit()}
    assert shown[Filter.ALL] == TOTALS.messages == sum(count for chosen, count in shown.items()
                                                       if chosen is not Filter.ALL)
    assert needs.accessibleName() == "Needs you: 5 messages"
    QTest.mouseClick(needs, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: pane.model.rowCount(pane.model.index(0, 0)) == 2)
    assert needs.isChecked()
    buttons(pane, 2, qtbot)


def test_what_is_imported_again_and_was_there_already_is_not_counted_twice(make: Make, qtbot: QtBot) -> None:
    first = imported(1, totals=Totals(messages=10, committed=9, skipped=1, batches=1))
    again = imported(2, totals=Totals(messages=10, skipped=10, present=9, batches=1))
    pane = make(Shelf([first, again], [batch(1, BatchState.COMMITTED), batch(2, BatchState.CANCELLED, import_id=2)]))
    done, every = pane.filter_buttons[Filter.DONE], pane.filter_buttons[Filter.ALL]
    qtbot.waitUntil(lambda: (done.text(), every.text()) == ("&Done 11", "&All 11"))
    assert done.toolTip() == every.toolTip() == done.accessibleDescription() == (
        "There already, not counted again: 9 messages")
    assert pane.filter_buttons[Filter.RUNNING].toolTip() == ""
    QTest.mouseClick(done, Qt.MouseButton.LeftButton)
    assert pane.model.rowCount() == 2, "the import that found it there is still shown, with what it found"


def test_an_empty_queue_says_what_to_do(make: Make, qtbot: QtBot) -> None:
    pane = make(Shelf([], []))
    assert pane.hint.isVisible()
    assert "Drag mail" in pane.hint.text()
    QTest.mouseClick(pane.filter_buttons[Filter.NEEDS_YOU], Qt.MouseButton.LeftButton)
    assert pane.hint.text() == "No message needs you."


def test_the_servers_own_words_are_one_click_deeper(make: Make, qtbot: QtBot) -> None:
    pane = make(Shelf([imported(totals=TOTALS)], ROWS, messages_each=5))
    pane.view.setCurrentIndex(row_of(pane, 2))
    assert not pane.inspector.text.isVisible()
    QTest.mouseClick(pane.details_button, Qt.MouseButton.LeftButton)
    assert pane.inspector.text.isVisible()
    said = pane.inspector.text.toPlainText()
    for words in ("Message too large", "NO [TOOBIG]", "“Invoice 4711”", "Attempts: 1"):
        assert words in said
    pane.view.setCurrentIndex(pane.model.index(0, 0))
    assert "= 20" in pane.inspector.text.toPlainText()
    qtbot.waitUntil(lambda: "It ends in the middle of a message." in pane.inspector.text.toPlainText())
    pane.view.expand(row_of(pane, 2))
    qtbot.waitUntil(lambda: pane.model.rowCount(row_of(pane, 2)) == 5)
    pane.view.setCurrentIndex(pane.model.index(0, 0, row_of(pane, 2)))
    assert "/mail/takeout.mbox" in pane.inspector.text.toPlainText()


def test_a_chosen_message_can_be_left_out(make: Make, qtbot: QtBot) -> None:
    pane = make(Shelf([imported(totals=TOTALS)], ROWS, messages_each=5))
    pane.view.expand(row_of(pane, 2))
    qtbot.waitUntil(lambda: pane.model.rowCount(row_of(pane, 2)) == 5)
    menu = pane.menu_for(pane.model.index(3, 0, row_of(pane, 2)))
    (action,) = menu.actions()
    with qtbot.waitSignal(pane.retry_wanted) as wanted:
        action.trigger()
    assert wanted.args == [REFUSED, Retry.WITHOUT, 2003]
    menu.deleteLater()


def test_the_context_menu_offers_what_the_buttons_offer(make: Make, qtbot: QtBot) -> None:
    pane = make(Shelf([imported(totals=TOTALS)], ROWS))
    menu = pane.menu_for(row_of(pane, 2))
    assert [action.text() for action in menu.actions()] == [
        "&Leave it out", "Split and &find the cause", "One b&y one", "&Try again", "&Repair and send",
        "Save and s&kip", "&Skip", "Use another mailbo&x"]
    menu.deleteLater()


def test_where_it_is_narrow_the_last_options_are_in_a_menu(make: Make, qtbot: QtBot) -> None:
    pane = make(Shelf([imported(totals=TOTALS)], ROWS))
    pane.resize(500, 420)
    found = buttons(pane, 2, qtbot)
    qtbot.waitUntil(found["more"].isVisible)
    bar = pane.rows.bar(2)
    assert bar is not None
    hidden = [button.text() for button in bar.buttons if button.isHidden()]
    menu = bar.menu()
    assert [action.text() for action in menu.actions()] == hidden
    assert "Use another mailbo&x" in hidden
    menu.actions()[-1].trigger()
    assert pane.elsewhere.isVisible()


@pytest.mark.qt_log_ignore("does not support", extend=True)  # the list that opens while a name is written
def test_another_mailbox_is_chosen_in_place_or_made_anew(make: Make, qtbot: QtBot) -> None:
    pane = make(Shelf([imported(totals=TOTALS)], ROWS))
    pane.hear(AccountChanged(account(box("INBOX"), box("Archive.2019"), box("Archive.2020"))))
    QTest.mouseClick(buttons(pane, 2, qtbot)["elsewhere"], Qt.MouseButton.LeftButton)
    bar = pane.elsewhere
    assert bar.isVisible()
    assert bar.boxes.hasFocus()
    assert [bar.boxes.itemText(place) for place in range(bar.boxes.count())] == ["INBOX", "Archive/2020"]
    assert not bar.send.isEnabled()
    for text, path in (("inbox", ()), ("Archive/2020", ("Archive", "2020")), ("New/Place", ("New", "Place"))):
        pane.elsewhere.offer(REFUSED, pane.model.standing.account_of(REFUSED), pane.view)
        QTest.keyClicks(bar.boxes, text)
        with qtbot.waitSignal(bar.wanted) as wanted:
            QTest.keyClick(bar.boxes, Qt.Key.Key_Return)
        assert wanted.args == [REFUSED, path]
        assert bar.isHidden()
    QTest.mouseClick(buttons(pane, 2, qtbot)["elsewhere"], Qt.MouseButton.LeftButton)
    QTest.keyClick(bar.boxes, Qt.Key.Key_Escape)
    assert bar.isHidden()
    assert pane.view.hasFocus()
    QTest.mouseClick(buttons(pane, 2, qtbot)["elsewhere"], Qt.MouseButton.LeftButton)
    pane.hear(BatchChanged(batch(2, BatchState.REJECTED, current=0)))
    assert bar.isHidden()


def test_what_was_set_aside_can_be_opened_from_its_row(make: Make, qtbot: QtBot) -> None:
    alone = replace(REFUSED, messages=1, current=1, aside="2000 Invoice 4711.eml")
    pane = make(Shelf([imported(totals=TOTALS)], [alone]))
    found = buttons(pane, 2, qtbot)
    assert "2000 Invoice 4711.eml" in found["folder"].toolTip()
    with qtbot.waitSignal(pane.folder_wanted) as wanted:
        QTest.mouseClick(found["folder"], Qt.MouseButton.LeftButton)
    assert wanted.args == [alone]


def test_the_pane_remembers_how_it_looked(make: Make, tmp_path_factory: pytest.TempPathFactory) -> None:
    settings = QSettings(str(tmp_path_factory.mktemp("settings") / "window.ini"), QSettings.Format.IniFormat)
    pane = make(Shelf([], []))
    pane.details_button.setChecked(True)
    pane.view.header().resizeSection(0, 321)
    pane.remember(settings)
    other = make(Shelf([], []))
    other.restore(settings)
    assert other.inspector.text.isVisible()
    assert other.view.header().sectionSize(0) == 321


def test_where_it_is_narrow_the_state_has_the_room_of_the_sizes(make: Make) -> None:
    pane = make(Shelf([], []))
    letter = pane.fontMetrics().averageCharWidth()
    for letters, hidden in ((200, False), (120, True), (200, False)):
        pane.resize(letter * letters, 400)
        assert pane.view.header().isSectionHidden(SIZE) is hidden


def test_long_words_go_on_over_the_empty_cells_after_them(make: Make) -> None:
    pane = make(Shelf([imported()], [batch(1, BatchState.COMMITTED), batch(2, BatchState.DOUBTFUL)]))
    pane.resize(pane.fontMetrics().averageCharWidth() * 130, 300)
    short, long = (pane.view.viewport().grab(pane.view.visualRect(row_of(pane, number).siblingAtColumn(PROGRESS)))
                   for number in (1, 2))
    assert short.toImage() != long.toImage(), "where the progress would stand, one is empty and one has words"


def test_past_imports_are_found_by_words(make: Make, qtbot: QtBot) -> None:
    done = Totals(messages=5, committed=5, batches=1, octets=5000)
    pane = make(Shelf([imported(1, totals=done, source="/mail/takeout.zip", target=("Archive", "2019")),
                       imported(2, totals=done, source="/mail/Boats.mbox", target=("Club",))],
                      [batch(1, BatchState.COMMITTED, import_id=2)]))
    qtbot.waitUntil(lambda: pane.model.rowCount() == 2)

    def shown() -> list[str]:
        return [str(pane.model.index(row, 0).data()) for row in range(pane.model.rowCount())]

    QTest.keyClicks(pane.search, "BOATS club")
    assert shown() == ["Boats.mbox → Club"]
    pane.model.take_import(imported(3, totals=done, source="/mail/more.zip"))
    assert shown() == ["Boats.mbox → Club"], "what comes meanwhile is looked through too"
    pane.search.setText("anna@example.org zip")
    assert shown() == ["more.zip → Archive/2019", "takeout.zip → Archive/2019"], "the account counts"
    pane.search.setText("zeppelin")
    assert shown() == []
    assert pane.hint.text() == "No import has all of these words."
    pane.search.clear()
    assert len(shown()) == 3
    assert pane.hint.text().startswith("Nothing here yet")
    pane.search.setText("zeppelin")
    QTest.mouseClick(pane.filter_buttons[Filter.ALL], Qt.MouseButton.LeftButton)
    assert pane.hint.text() == "No import has all of these words.", "it is still looked for"


def test_of_two_mailboxes_that_look_the_same_the_chosen_one_is_taken(make: Make) -> None:
    bar = make(Shelf([imported(totals=TOTALS)], ROWS)).elsewhere
    bar.offer(REFUSED, account(box("INBOX"), box("a.b"), box("a/b")), bar)
    bar.boxes.setCurrentIndex(2)
    assert (bar.boxes.currentText(), bar.path()) == ("a/b", ("a/b",))
    bar.boxes.setCurrentIndex(1)
    assert bar.path() == ("a", "b")
    bar.boxes.setEditText("a/c")
    assert bar.path() == ("a", "c")


def test_an_empty_list_says_why_while_words_are_looked_for(make: Make, qtbot: QtBot) -> None:
    pane = make(Shelf([imported(totals=Totals(messages=5, committed=5))], [batch(1, BatchState.COMMITTED)]))
    pane.search.setText("nowhere")
    assert pane.model.rowCount() == 0
    assert pane.hint.text() == "No import has all of these words."
    pane.filter_buttons[Filter.NEEDS_YOU].click()
    assert "Nothing of this kind has all of these words." in pane.hint.text()
    pane.search.setText("takeout")
    assert pane.model.rowCount() == 0
    assert "Choose All" in pane.hint.text(), "All has one with this word"
    pane.search.clear()
    assert pane.hint.text() == "No message needs you."


def test_buttons_and_details_follow_a_filter(make: Make, qtbot: QtBot) -> None:
    pane = make(Shelf([imported(1, totals=Totals(messages=5, committed=5)),
                       imported(2, totals=TOTALS, source="/mail/b.zip")],
                      [batch(1, BatchState.COMMITTED), batch(2, import_id=2)]))
    qtbot.waitUntil(lambda: pane.model.rowCount() == 2)
    pane.view.setCurrentIndex(pane.model.index(1, 0))
    pane.details_button.click()
    pane.filter_buttons[Filter.DONE].click()
    chosen = pane.chosen_import()
    assert chosen is not None
    assert chosen.id == 1, "it is still shown"
    pane.filter_buttons[Filter.RUNNING].click()
    assert pane.chosen_import() is None
    assert pane.inspector.text.toPlainText() == ""
    assert pane.bar.report.toolTip() == "Show the report of b.zip → Archive/2019", "the newest of those that are shown"


def test_who_reads_the_details_of_a_running_import_is_not_disturbed(make: Make, qtbot: QtBot) -> None:
    class Found(Shelf):
        def findings(self, import_id: int, limit: int = 1000) -> list[FindingView]:
            return [FindingView(f"/mail/{number}.mbox", "failed", "It is damaged.") for number in range(100)]

    pane = make(Found([imported(totals=TOTALS)], ROWS))
    pane.details_button.click()
    pane.view.setCurrentIndex(pane.model.index(0, 0))
    text, bar = pane.inspector.text, pane.inspector.text.verticalScrollBar()
    qtbot.waitUntil(lambda: "99.mbox" in text.toPlainText())
    bar.setValue(bar.maximum() // 2)
    at = bar.value()
    assert at > 0
    for arrived in range(6, 15):
        pane.hear(ImportChanged(imported(totals=replace(TOTALS, committed=arrived, failed=9, waiting=9))))
        pane.model.flush()
        assert f"{arrived} arrived" in text.toPlainText()
        assert "99.mbox" in text.toPlainText(), "while it is read again"
        assert bar.value() == at
    pane.view.setCurrentIndex(row_of(pane, 1))
    assert bar.value() == 0


def test_the_row_of_an_import_that_is_over_has_a_button_for_its_report(make: Make, qtbot: QtBot) -> None:
    """Where Cancel was; who has just pressed that does not press the next button by a second press."""
    running = imported(totals=Totals(messages=5, committed=0, waiting=5, batches=1))
    pane = make(Shelf([running], [batch(1, BatchState.COMMITTED)]))

    def button(name: str) -> QPushButton | None:
        return next((one for one in pane.view.findChildren(QPushButton)
                     if one.isVisible() and one.accessibleName() == f"{name}: takeout.zip → Archive/2019"), None)

    qtbot.waitUntil(lambda: (cancel := button("Cancel")) is not None and cancel.width() < 200)
    cancel = button("Cancel")
    assert cancel is not None
    cancel.setFocus()
    pane.hear(ImportChanged(replace(running, totals=Totals(messages=5, committed=5, batches=1))))
    qtbot.waitUntil(lambda: button("Cancel") is None and button("Report") is not None)
    assert pane.view.hasFocus()
    report = button("Report")
    assert report is not None
    QTest.keyClick(pane.view, Qt.Key.Key_Tab)
    qtbot.waitUntil(report.hasFocus)
    with qtbot.waitSignal(pane.report_wanted) as wanted:
        QTest.keyClick(report, Qt.Key.Key_Space)
    assert wanted.args[0].id == running.id
    pane.hear(ImportChanged(running))  # tried again
    qtbot.waitUntil(lambda: button("Cancel") is not None and button("Report") is None)


class PaintWatch(QObject):
    """Counts how often a widget was painted."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.times = 0
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.times += event.type() is QEvent.Type.Paint
        return False


def test_the_words_of_a_row_stand_whole_on_the_screen_when_its_button_goes(make: Make, qtbot: QtBot) -> None:
    """The screen shows what a painting of everything shows, though Qt paints but the place of the button again."""
    pane = make(Shelf([imported(totals=TOTALS)], [batch(1, BatchState.SENDING)]))
    pane.resize(600, 420)
    cancel = "Cancel: Batch 1 → Archive.2019"
    qtbot.waitUntil(lambda: cancel in [one.accessibleName() for one in pane.view.findChildren(QPushButton)])
    painted = PaintWatch(pane.view.viewport())
    [soon] = pane.rows.findChildren(QTimer)
    soon.blockSignals(True)  # the row is painted before its button goes
    pane.model.hear(BatchChanged(batch(1, BatchState.DOUBTFUL)))
    pane.model.flush()
    qtbot.waitUntil(lambda: painted.times > 0)
    soon.blockSignals(False)
    pane.rows.refresh()
    qtbot.waitUntil(lambda: cancel not in [one.accessibleName() for one in pane.view.findChildren(QPushButton)])
    row, viewport = pane.view.visualRect(row_of(pane, 1)), pane.view.viewport()
    place = QRect(viewport.mapTo(pane, QPoint(0, row.y())), QSize(viewport.width(), row.height()))

    def on_screen() -> QImage:
        return pane.screen().grabWindow(pane.winId()).toImage().copy(place)

    qtbot.waitUntil(lambda: on_screen() == pane.grab(place).toImage().convertToFormat(on_screen().format()))
