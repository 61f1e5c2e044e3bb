"""The left side: opening sources, looking into them, and carrying away what is chosen."""

from __future__ import annotations

import gc
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractItemModel, QItemSelection, QItemSelectionModel, QMimeData, QPoint, Qt, QUrl
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QLineEdit
from pytestqt.qtbot import QtBot
from tests.ui.desk import drag, files
from tests.ui.made import letter, mbox

from mailferry.mail.files import remove_tree
from mailferry.mail.message import Fate, Finding
from mailferry.transfer.claimed import Claims
from mailferry.transfer.values import Selection
from mailferry.ui.arrivals import Cargo
from mailferry.ui.dragging import MIME, Carrier
from mailferry.ui.messages_model import MessagesModel, chosen_rows
from mailferry.ui.notices import Notice
from mailferry.ui.scanning import Ended, Lump, Row
from mailferry.ui.sources_model import SourcesModel
from mailferry.ui.sources_pane import SourcesPane
from mailferry.ui.views import HoverWords


def watched(model: QAbstractItemModel) -> QAbstractItemModelTester:
    return QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)


def rows(count: int, start: int = 0) -> list[Row]:
    return [Row("/mail/a.mbox", number, 5000, 0, f"Letter {number}".encode(), b"Ben <b@example.org>", None)
            for number in range(start, start + count)]


@pytest.fixture
def pane(qtbot: QtBot, tmp_path: Path) -> Iterator[SourcesPane]:
    made = SourcesPane(Carrier(Claims(tmp_path / "claimed")), tmp_path / "spool")
    qtbot.addWidget(made)
    made.resize(900, 400)
    made.show()
    yield made
    made.close_threads()
    made.join()


def read(pane: SourcesPane, qtbot: QtBot, *paths: Path) -> None:
    """Open sources and wait until they were read."""
    pane.open([str(path) for path in paths])
    qtbot.waitUntil(lambda: all(not source.reading for source in pane.model._sources.values()))


def test_counts_grow_while_a_source_is_read(qtbot: QtBot) -> None:
    model = SourcesModel()
    watched(model)
    number = model.add("/mail/takeout")
    top = model.index(0, 0)
    model.hear(Lump(number, ((), ("Archive",)), ((("Archive", "2019"), rows(3)),), ()))
    model.hear(Lump(number, (), ((("Archive",), rows(2)),), (Finding("/mail/x", Fate.FAILED, "It is broken."),)))
    archive = model.index(0, 0, top)
    assert model.data(top) == "takeout"
    folders = (top, archive, model.index(0, 0, archive))
    assert [model.data(index.siblingAtColumn(1)) for index in folders] == ["5", "5", "3"]
    cargo = model.cargo(archive)
    assert cargo is not None
    assert cargo.messages is None, "the number is not known before it was read to its end"
    model.hear(Ended(number, None))
    cargo = model.cargo(archive)
    assert cargo is not None
    assert (cargo.selections, cargo.messages) == ((Selection("/mail/takeout", ("Archive",)),), 5)


def test_a_drag_over_the_left_side_is_told_what_it_would_do(pane: SourcesPane, tmp_path: Path) -> None:
    data, words = files([mbox(tmp_path / "old.mbox", [letter(1)])]), pane.tree.findChildren(HoverWords)[0]
    said: list[str] = []
    pane.tree.hovering.connect(said.append)
    assert drag(pane.tree, data, QPoint(20, 20), drop=False)[0]
    assert said == ["Look into it: nothing is imported yet"] * 2 + [""]
    assert not words.isVisible()
    drag(pane.tree, data, QPoint(20, 20))
    assert said[-1] == ""


@pytest.mark.parametrize("button", ["choose_files", "choose_folder"])
def test_what_is_chosen_in_the_dialog_is_opened(pane: SourcesPane, qtbot: QtBot, tmp_path: Path, button: str) -> None:
    """The dialog is used as a person does: a name is written, Return pressed."""
    folder = tmp_path / "Löschen?"
    folder.mkdir()
    mbox(folder / "old.mbox", [letter(1), letter(2)])
    chosen = folder / "old.mbox" if button == "choose_files" else folder
    getattr(pane, button)()
    dialog = pane.window().findChild(QFileDialog)
    assert isinstance(dialog, QFileDialog)
    name = dialog.findChild(QLineEdit, "fileNameEdit")
    assert isinstance(name, QLineEdit)
    name.setText(str(chosen))
    qtbot.waitUntil(lambda: dialog.selectedUrls() == [QUrl.fromLocalFile(str(chosen))])
    QTest.keyClick(name, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: pane.model.paths() == [str(chosen)])
    qtbot.waitUntil(lambda: pane.model.data(pane.model.index(0, 1)) == "2")


def test_an_opened_folder_is_shown_once(qtbot: QtBot) -> None:
    model = SourcesModel()
    watched(model)
    number = model.add("/mail/More mail")
    model.hear(Lump(number, (("More mail",),), ((("More mail",), rows(2)), (("More mail", "Boats"), rows(3))), ()))
    model.hear(Ended(number, None))
    top = model.index(0, 0)
    assert [model.data(model.index(row, 0, top)) for row in range(model.rowCount(top))] == ["Boats"]
    assert model.data(top.siblingAtColumn(1)) == "5"
    cargo = model.cargo(top)
    assert cargo is not None
    assert (cargo.selections, cargo.messages) == ((Selection("/mail/More mail"),), 5)
    model.remove(number)
    assert model.rowCount() == 0


def test_a_closed_source_goes_and_what_was_still_coming_is_dropped(qtbot: QtBot) -> None:
    model = SourcesModel()
    watched(model)
    first, second = model.add("/mail/one"), model.add("/mail/two")
    model.hear(Lump(first, ((), ("A",)), ((("A",), rows(1)),), ()))
    model.remove(first)
    model.hear(Lump(first, (("B",),), (), ()))
    model.hear(Lump(second, (("C",),), (), ()))
    assert model.rowCount() == 1
    assert model.data(model.index(0, 0, model.index(0, 0))) == "C"


def test_the_table_grows_and_all_means_all(qtbot: QtBot) -> None:
    sources, table = SourcesModel(), MessagesModel()
    watched(table)
    number = sources.add("/mail/a.mbox")
    table.show(sources.node(sources.index(0, 0)))
    for start in range(0, 100_000, 500):
        sources.hear(Lump(number, (), (((), rows(500, start)),), ()))
    table.grow()
    assert table.rowCount() == 100_000
    selection = QItemSelection(table.index(0, 0), table.index(99_999, 3))
    began = time.thread_time()
    cargo = table.cargo(chosen_rows(selection))
    assert cargo is not None
    assert cargo.messages == 100_000
    assert time.thread_time() - began < 2, "of this thread, however busy the machine is"


def test_an_mbox_file_is_listed_with_decoded_headers(pane: SourcesPane, qtbot: QtBot, tmp_path: Path) -> None:
    path = mbox(tmp_path / "Briefe.mbox", [letter(1, subject="=?utf-8?Q?Gr=C3=BC=C3=9Fe?="), letter(2, octets=20_000)])
    read(pane, qtbot, path)
    table = pane.messages_model
    shown = [[table.data(table.index(row, column)) for column in range(4)] for row in range(table.rowCount())]
    assert [line[:2] for line in shown] == [["Grüße", "Ben Example"], ["Letter 2", "Ben Example"]]
    assert shown[1][3] == "19.9 kB"
    assert all("19" in str(line[2]) for line in shown)


def test_of_an_opened_source_the_first_folder_with_messages_is_shown(pane: SourcesPane, qtbot: QtBot,
                                                                      tmp_path: Path) -> None:
    mbox(tmp_path / "mail" / "Archive" / "2019.mbox", [letter(1)])
    mbox(tmp_path / "mail" / "Boats.mbox", [letter(2), letter(3)])
    read(pane, qtbot, tmp_path / "mail")
    assert pane.tree.currentIndex().data() == "Boats"
    assert pane.messages_model.rowCount() == 2
    pane.tree.setCurrentIndex(pane.model.index(0, 0))
    read(pane, qtbot, tmp_path / "mail")
    assert pane.tree.currentIndex().data() == "mail"


def test_what_holds_no_mail_says_so_in_place(pane: SourcesPane, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "picture.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    read(pane, qtbot, path)
    notices = pane.notices.findChildren(Notice)
    assert len(notices) == 1
    said = " ".join(label.text() for label in notices[0].findChildren(QLabel))
    assert "picture.png" in said
    assert pane.list.hint.isVisible()


def test_files_dropped_onto_the_tree_are_opened(pane: SourcesPane, qtbot: QtBot, tmp_path: Path) -> None:
    path = mbox(tmp_path / "a b.mbox", [letter(1)])
    result = drag(pane.tree, files([path]), QPoint(40, 60))
    assert result == (True, True, Qt.DropAction.CopyAction)
    qtbot.waitUntil(lambda: pane.messages_model.rowCount() == 1)
    drag(pane.tree, files([path]), QPoint(40, 60))
    assert pane.model.rowCount() == 1, "opened once"


def test_our_own_drag_and_text_are_not_taken_by_the_tree(pane: SourcesPane) -> None:
    own, text = QMimeData(), QMimeData()
    own.setData(MIME, b"1")
    text.setText("hello")
    for data in (own, text):
        assert drag(pane.tree, data, QPoint(40, 60)) == (False, False, None)


def test_paste_opens_copied_files(pane: SourcesPane, qtbot: QtBot, tmp_path: Path, qapp: QApplication) -> None:
    path = mbox(tmp_path / "a.mbox", [letter(1)])
    qapp.clipboard().setMimeData(files([path]))
    pane.tree.setFocus()
    QTest.keyClick(pane.tree, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: pane.messages_model.rowCount() == 1)


def test_chosen_messages_are_copied_with_the_keyboard(pane: SourcesPane, qtbot: QtBot, tmp_path: Path,
                                                      qapp: QApplication) -> None:
    path = mbox(tmp_path / "a.mbox", [letter(number) for number in range(5)])
    read(pane, qtbot, path)
    pane.table.setFocus()
    pane.table.selectRow(1)
    flags = QItemSelectionModel.SelectionFlag
    pane.table.selectionModel().select(pane.messages_model.index(3, 0), flags.Select | flags.Rows)
    QTest.keyClick(pane.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    data = qapp.clipboard().mimeData()
    assert data.hasFormat(MIME)
    cargo = pane.cargo()
    assert cargo is not None
    (selection,) = cargo.selections
    assert selection.messages is not None
    assert len(selection.messages) == 2
    assert {path for path, _ in selection.messages} == {str(path)}


def test_a_source_is_closed_with_delete(pane: SourcesPane, qtbot: QtBot, tmp_path: Path) -> None:
    read(pane, qtbot, mbox(tmp_path / "a.mbox", [letter(1)]))
    pane.tree.setFocus()
    QTest.keyClick(pane.tree, Qt.Key.Key_Delete)
    assert pane.model.rowCount() == 0
    assert pane.messages_model.rowCount() == 0
    assert pane.tree_hint.isVisible()
    assert (tmp_path / "a.mbox").exists()


def test_the_model_of_a_real_folder_is_sound(pane: SourcesPane, qtbot: QtBot, tmp_path: Path) -> None:
    watched(pane.model)
    watched(pane.messages_model)
    for name in ("Inbox", "Archive/2018", "Archive/2019"):
        mbox(tmp_path / "mail" / f"{name}.mbox", [letter(number) for number in range(7)])
    read(pane, qtbot, tmp_path / "mail")
    assert pane.model.data(pane.model.index(0, 1)) == "21"




def test_mail_on_this_computer_is_offered(
        pane: SourcesPane, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Found in the thread that reads, opened by Enter, and dragged as it is."""
    monkeypatch.setenv("HOME", str(tmp_path))
    profile = tmp_path / ".thunderbird/abc.default"
    mbox(profile / "Mail/Local Folders/Inbox", [letter(1), letter(2)])
    (profile / "prefs.js").touch()
    assert not pane.found.isVisible()
    pane.look_for_mail()
    qtbot.waitUntil(pane.found.isVisible)
    entries = pane.found.list
    assert [entries.item(row).text() for row in range(entries.count())] == ["Thunderbird"]
    assert entries.cargo() is None
    entries.setCurrentRow(0)
    cargo = entries.cargo()
    assert cargo is not None
    assert (cargo.selections, cargo.title) == ((Selection(str(profile)),), "Thunderbird")
    entries.setFocus()
    QTest.keyClick(entries, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: pane.model.data(pane.model.index(0, 1)) == "2")
    assert pane.model.paths() == [str(profile)]


def test_one_click_looks_into_mail_on_this_computer_and_a_second_opens_it_no_second_time(
        pane: SourcesPane, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    mbox(tmp_path / ".thunderbird/abc.default/Mail/Local Folders/Inbox", [letter(1), letter(2)])
    (tmp_path / ".thunderbird/abc.default/prefs.js").touch()
    pane.look_for_mail()
    qtbot.waitUntil(pane.found.isVisible)
    entries = pane.found.list
    where = entries.visualItemRect(entries.item(0)).center()
    QTest.mouseClick(entries.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, where)
    qtbot.waitUntil(lambda: pane.model.data(pane.model.index(0, 1)) == "2")
    assert pane.model.data(pane.model.index(0, 0)) == "Thunderbird"
    QTest.mouseDClick(entries.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, where)
    assert len(pane.model.paths()) == 1


def test_nothing_is_offered_where_no_mail_was_found(
        pane: SourcesPane, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    told: list[object] = []
    pane.scanner.look_for_mail(told.append)
    qtbot.waitUntil(lambda: told == [[]])
    pane.found.show_found([])
    assert not pane.found.isVisible()


def test_the_collector_of_garbage_leaves_the_rows_of_a_long_list_out(pane: SourcesPane, qtbot: QtBot,
                                                                     tmp_path: Path) -> None:
    # With a million rows to look through it would stop the window for a third of a second, again and again.
    read(pane, qtbot, mbox(tmp_path / "many.mbox", [letter(number) for number in range(1000)]))
    node = pane.model.node(pane.model.first_with_messages(1))
    assert node is not None
    assert len(node.rows) == 1000
    gc.collect()
    assert not any(map(gc.is_tracked, node.rows._fields))


def test_of_a_closed_source_nothing_stays_chosen(pane: SourcesPane, qtbot: QtBot, tmp_path: Path) -> None:
    """Also if one of its folders was the current row, of which Qt tells nothing when it goes."""
    mbox(tmp_path / "Mail" / "Work.mbox", [letter(1)])
    told: list[Cargo | None] = []
    pane.chosen.connect(told.append)
    read(pane, qtbot, tmp_path / "Mail", mbox(tmp_path / "other.mbox", [letter(2)]))
    pane.tree.setCurrentIndex(pane.model.index(0, 0, pane.model.index(0, 0)))
    assert told[-1] is not None
    assert told[-1].title == "Work"
    pane.remove_current()
    assert told[-1] is not None
    assert told[-1].title == "other.mbox", "the next source is the current row"
    pane.remove_current()
    assert pane.model.rowCount() == 0
    assert told[-1] is None


def test_what_could_not_be_read_is_read_again_when_it_is_opened_again(pane: SourcesPane, qtbot: QtBot,
                                                                     tmp_path: Path) -> None:
    path = tmp_path / "old.mbox"
    path.write_bytes(b"\x00\x01 no mail" * 100)
    other = mbox(tmp_path / "other.mbox", [letter(3)])
    read(pane, qtbot, path, other)
    assert pane.notices.isVisible()
    mbox(path, [letter(1), letter(2)])
    read(pane, qtbot, path)
    assert not pane.notices.isVisible()
    assert pane.model.paths() == [str(other), str(path)]
    qtbot.waitUntil(lambda: pane.messages_model.rowCount() == 2)


def test_folders_may_lie_deep_within_each_other(pane: SourcesPane, qtbot: QtBot, tmp_path: Path) -> None:
    archive = tmp_path / "deep.zip"
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("a/" * 1200 + "old.mbox", letter(1))
    number = pane.model.add("/mail/deep")
    pane.model.hear(Lump(number, (("a",) * 1200,), ((("a",) * 1500, rows(1)),), ()))
    assert pane.model.first_with_messages(number).isValid()
    assert pane.model.data(pane.model.index(0, 1)) == "1"
    pane.model.remove(number)
    try:
        read(pane, qtbot, archive)
        assert pane.model.data(pane.model.index(0, 1)) == "1"
        assert pane.model.data(pane.model.index(0, 0), Qt.ItemDataRole.ToolTipRole) == str(archive)
    finally:
        remove_tree(tmp_path / "spool")  # deeper than pytest can remove it


def test_thousands_of_files_are_opened_while_the_window_lives(pane: SourcesPane, qtbot: QtBot, tmp_path: Path) -> None:
    pane.take_data(files([tmp_path / f"{number}.eml" for number in range(3000)]))
    assert 0 < pane.model.rowCount() < 3000, "not all in one step"
    qtbot.waitUntil(lambda: pane.model.rowCount() == 3000, timeout=30_000)
    assert pane.tree.currentIndex().row() == 0, "the first one is shown"

    def shown() -> list[str]:
        return sorted(notice.accessibleName() for notice in pane.notices.findChildren(Notice) if notice.isVisible())

    qtbot.waitUntil(lambda: shown() == ["A file has gone"] * 3 + ["Not read, too: 2,997 more"], timeout=30_000)


def test_of_a_source_that_was_closed_nothing_is_told(pane: SourcesPane, qtbot: QtBot, tmp_path: Path) -> None:
    pane.open([str(tmp_path / "gone.mbox")])
    pane.remove_current()
    read(pane, qtbot, mbox(tmp_path / "old.mbox", [letter(1)]))
    qtbot.waitUntil(lambda: pane.messages_model.rowCount() == 1)
    assert not pane.notices.isVisible()
