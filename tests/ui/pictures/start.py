"""Scenes: the first minute, opened mail, reading, and drags."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent
from PySide6.QtWidgets import QApplication
from tests.ui.desk import Desk
from tests.ui.made import account, box
from tests.ui.pictures.album import LARGE, SMALL, USUAL, Album

from mailferry.mail.found import Found, Program
from mailferry.ui.arrivals import MOZILLA_FOLDER


def first_start(album: Album) -> None:
    """The first start; with found mail; with the practice mailbox and the sample opened."""
    desk = album.desk(first=True)
    window = desk.window
    desk.wait(window.welcome.isVisible)
    album.window(desk, "start 1 first start", "The first start: three steps", SMALL, USUAL, LARGE)
    window.sources.found.show_found([
        Found("Thunderbird: default-release", "/home/anna/.thunderbird/abc.default-release", Program.THUNDERBIRD),
        Found("Evolution", "/home/anna/.local/share/evolution/mail/local", Program.EVOLUTION)])
    album.window(desk, "start 2 mail on this computer", "The mail of programs on this computer was found")
    window.welcome.practice.click()
    desk.wait(lambda: window.mailboxes.model.rowCount() > 0)
    desk.wait(lambda: window.mailboxes.model.views()[0].state.name != "CONNECTING")
    album.window(desk, "start 3 practice mailbox", "The practice mailbox runs: the first step is done")
    window.welcome.sample_wanted.emit()
    desk.wait(lambda: window.sources.model.rowCount() > 0)
    desk.wait(lambda: window.sources.table.model().rowCount() > 0)
    album.window(desk, "start 4 only dragging is left", "Mail is open too: only dragging is left")


def empty_panes(album: Album) -> None:
    """No account, no mail, no import, and the first steps closed."""
    desk = album.desk()
    album.window(desk, "start 5 empty panes", "Each pane says what to do in it")


def opened(album: Album) -> None:
    """Opened mail and an account; what is no mail."""
    desk = _opened(album)
    window = desk.window
    album.window(desk, "sources 1 mail and mailboxes", "Opened mail on the left, mailboxes on the right", SMALL, USUAL,
                 LARGE)
    window.sources.open([str(album.mail / "picture.png")])
    desk.wait(window.sources.notices.isVisible)
    album.window(desk, "sources 2 no mail", "A file that is no mail was opened")
    window.sources.open([str(album.mail / "nowhere.mbox")])
    desk.wait(lambda: len(window.sources.notices._shown) == 2)
    album.window(desk, "sources 3 not there", "A file that is not there was opened, too", SMALL)


def _opened(album: Album) -> Desk:
    desk = album.desk()
    window = desk.window
    album.practice(desk, ("Archive", "2018"), ("Archive", "2019"), ("Sent",))
    window.sources.open([str(album.mail / "Letters.mbox"), str(album.mail / "Old mail")])
    model, tree = window.sources.model, window.sources.tree
    desk.wait(lambda: model.data(model.index(1, 1)) == "507")
    tree.expandAll()
    tree.setCurrentIndex(model.index(0, 0))
    desk.wait(lambda: window.sources.list.model.rowCount() == 400)
    return desk


def reading(album: Album) -> None:
    """The reading pane with each kind of message, a search, a list in another order."""
    desk = _opened(album)
    window = desk.window
    pane, tree = window.sources.list, window.sources.tree
    window.down.setSizes([700, 0, 100])
    pane.setSizes([150, 450])
    pane.table.setCurrentIndex(pane.model.index(2, 0))
    desk.wait(lambda: "Hello Anna" in pane.reading.view.toPlainText())
    album.window(desk, "reading 1 page with attachments", "A page with a picture that is not fetched, and attachments")
    window.sources.open([str(album.mail / "Kinds.mbox"), str(album.mail / "Gone.eml")])
    tree.setCurrentIndex(window.sources.model.index(2, 0))
    desk.wait(lambda: pane.model.rowCount() == 5)
    for row, name, words, shows in ((0, "2 text", "This is letter", "A message of text"),
                                    (2, "3 coloured page", "Black words", "A page that names colours for white paper"),
                                    (3, "4 no text", "", "A message without text"),
                                    (4, "5 damaged", "", "A message whose parts and characters are broken")):
        pane.table.setCurrentIndex(pane.model.index(row, 0))
        desk.wait(lambda words=words, row=row: words in pane.reading.view.toPlainText()  # type: ignore[misc]
                  and _subject(desk) == pane.model.index(row, 0).data())
        album.window(desk, f"reading {name}", shows, SMALL)
    tree.setCurrentIndex(window.sources.model.index(3, 0))
    desk.wait(lambda: pane.model.rowCount() == 1)
    (album.mail / "Gone.eml").unlink()
    pane.table.setCurrentIndex(pane.model.index(0, 0))
    desk.wait(lambda: "\n" in pane.reading.view.toPlainText() and _subject(desk) == "")
    album.window(desk, "reading 6 file is gone", "A message whose file has gone since it was listed", SMALL)
    tree.setCurrentIndex(window.sources.model.index(0, 0))
    desk.wait(lambda: pane.model.rowCount() == 400)
    window.down.setSizes([500, 0, 300])
    pane.setSizes([350, 250])
    pane.search.setText("boat")
    desk.wait(lambda: pane.model.rowCount() == 67)
    pane.table.sortByColumn(3, Qt.SortOrder.DescendingOrder)
    desk.wait(lambda: not pane.model.working)
    pane.table.setCurrentIndex(pane.model.index(0, 0))
    desk.wait(lambda: "This is letter" in pane.reading.view.toPlainText())
    album.window(desk, "reading 7 search", "A search, the largest message first")
    pane.search.setText("nobody")
    desk.wait(lambda: pane.model.rowCount() == 0)
    album.window(desk, "reading 8 search without a hit", "A search that finds nothing", SMALL)


def _subject(desk: Desk) -> str:
    labels = desk.window.sources.list.reading._labels
    return labels["Subject"][1].text() if "Subject" in labels else ""


def drags(album: Album) -> None:
    """What a drag is told: over a mailbox, the account, a name that takes no mail, the window, a Thunderbird folder."""
    desk = _opened(album)
    tree, data = desk.window.mailboxes.tree, album.files("Letters.mbox")
    name = desk.window.mailboxes.model.views()[0].name
    album.hover(desk, "drag 1 over a mailbox", "A drag of a file hovers over a mailbox", data,
                lambda: desk.center(tree, desk.mailbox(name, "Archive", "2019")))
    album.hover(desk, "drag 2 over the account", "A drag hovers over the account", data,
                lambda: desk.center(tree, desk.window.mailboxes.model.account_index(name)))
    desk.window.mailboxes.take(account(box("INBOX"), box("Public", selectable=False), box("Public.Forum")))
    tree.expandAll()
    album.hover(desk, "drag 3 over a name that takes no mail", "A drag hovers over a name that can hold no mail", data,
                lambda: _row_of(desk, "Public"))
    folder = QMimeData()
    folder.setData(MOZILLA_FOLDER, b"mailbox://nobody@Local%20Folders/Inbox")
    album.hover(desk, "drag 4 a folder of Thunderbird", "A folder of Thunderbird hovers, which hands no mail over",
                folder, lambda: desk.center(tree, desk.mailbox(name, "Archive", "2019")))
    album.window(desk, "drag 5 a folder of Thunderbird has gone", "What is said when the drag of that folder has gone",
                 SMALL)
    desk.window.mailboxes.tree.setCurrentIndex(desk.mailbox(name, "Archive", "2018"))
    _over_window(album, desk, data)


def _row_of(desk: Desk, label: str) -> QPoint:
    model, tree = desk.window.mailboxes.model, desk.window.mailboxes.tree
    (index, *_) = model.match(model.index(0, 0), Qt.ItemDataRole.DisplayRole, label, 1,
                              Qt.MatchFlag.MatchRecursive | Qt.MatchFlag.MatchExactly)
    return desk.center(tree, index)


def _over_window(album: Album, desk: Desk, data: QMimeData) -> None:
    def arguments() -> tuple[QPoint, Qt.DropAction, QMimeData, Qt.MouseButton, Qt.KeyboardModifier]:
        return (QPoint(300, 600), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton,
                Qt.KeyboardModifier.NoModifier)

    QApplication.sendEvent(desk.window, QDragEnterEvent(*arguments()))
    QApplication.sendEvent(desk.window, QDragMoveEvent(*arguments()))
    album.window(desk, "drag 6 over the window", "A drag hovers over the queue: it goes into the chosen mailbox", SMALL)
    QApplication.sendEvent(desk.window, QDragLeaveEvent())


SCENES = (first_start, empty_panes, opened, reading, drags)
