"""The list of a folder's messages: searching, sorting, a million rows; and the reading pane beneath it."""

from __future__ import annotations

import base64
import http.server
import re
import socket
import threading
import time
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QByteArray, QEvent, QIODevice, QItemSelectionModel, QPoint, Qt, QUrl
from PySide6.QtGui import QColor, QHelpEvent, QImage, QImageWriter, QTextDocument
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QLabel, QToolTip
from pytestqt.qtbot import QtBot
from tests.ui.made import letter, mbox

from mailferry.mail.message import Locator
from mailferry.mail.preview import Picture, Preview, preview
from mailferry.transfer.claimed import Claims
from mailferry.ui import figures, headers, reading_pane, words
from mailferry.ui.arranging import Arrangement, arranged
from mailferry.ui.dragging import Carrier
from mailferry.ui.messages_model import MessagesModel
from mailferry.ui.reading_pane import MailView
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


# --- searching and sorting -------------------------------------------------------------------------------------------


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


# --- the reading pane ------------------------------------------------------------------------------------------------


def picture() -> bytes:
    image = QImage(4, 3, QImage.Format.Format_RGB32)
    image.fill(QColor("red"))
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    assert QImageWriter(buffer, QByteArray(b"png")).write(image)
    return bytes(data.data())


def page(port: int) -> bytes:
    """A mail with a page that would like to be fetched from everywhere, a picture of its own, and an attachment."""
    return (f"From: Ben <ben@example.org>\nSubject: =?utf-8?Q?Gr=C3=BC=C3=9Fe?=\nTo: anna@example.org\n"
            "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/html; charset=utf-8\n\n"
            f"<link rel=stylesheet href=http://127.0.0.1:{port}/a.css><style>@import 'http://127.0.0.1:{port}/b'</style>"
            f"<body background=http://127.0.0.1:{port}/c><p style='background:url(http://127.0.0.1:{port}/d)'>Hello "
            f"<img src=http://127.0.0.1:{port}/e><img src=cid:red></p>\n--b\nContent-Type: image/png\n"
            f"Content-ID: <red>\nContent-Transfer-Encoding: base64\n\n{base64.b64encode(picture()).decode()}\n--b\n"
            "Content-Type: application/pdf\nContent-Disposition: attachment; filename=\"bill.pdf\"\n\n"
            "0123456789\n--b--\n").encode()


def test_the_date_of_a_message_is_told_as_the_window_tells_dates(pane: SourcesPane, qtbot: QtBot,
                                                                 tmp_path: Path) -> None:
    read(pane, qtbot, mbox(tmp_path / "a.mbox", [letter(1), letter(2).replace(b"Fri, 1 Mar", b"some day in")]), 2)
    reading = pane.list.reading
    shown = figures.moment(datetime(2019, 3, 1, 12, 1, tzinfo=UTC).timestamp(), to_the_second=True)
    for row, text, date in ((0, "number 1.", shown), (1, "number 2.", "some day in 2019 12:02:00 +0000")):
        pane.table.setCurrentIndex(pane.messages_model.index(row, 0))
        qtbot.waitUntil(partial(lambda words: words in reading.view.toPlainText(), text))
        assert date in [label.text() for label in reading.findChildren(QLabel) if label.isVisible()]


def test_a_chosen_message_is_shown_and_nothing_is_fetched(pane: SourcesPane, qtbot: QtBot, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(60)
        read(pane, qtbot, mbox(tmp_path / "a.mbox", [letter(1), page(listener.getsockname()[1])]), 2)
        reading = pane.list.reading
        pane.table.setCurrentIndex(pane.messages_model.index(0, 0))
        qtbot.waitUntil(lambda: "This is letter number 1." in reading.view.toPlainText())
        assert not reading.attachments.isVisible()
        pane.table.setCurrentIndex(pane.messages_model.index(1, 0))
        qtbot.waitUntil(lambda: "Hello" in reading.view.toPlainText())
        said = " ".join(label.text() for label in reading.findChildren(QLabel) if label.isVisible())
        assert "Grüße" in said
        assert "bill.pdf" in said
        assert "not fetched" in said
        reading.view.grab()
        images = reading.view.document().resource(QTextDocument.ResourceType.ImageResource.value, QUrl("cid:red"))
        assert isinstance(images, QImage)
        assert images.width() == 4
        with socket.create_connection(listener.getsockname()) as ours:
            first, _ = listener.accept()
            assert first.getpeername() == ours.getsockname(), "nobody has come before"
            first.close()


class Asked(http.server.BaseHTTPRequestHandler):
    """Notes who asks for anything; a class of its own for each test."""

    paths: list[str]

    def handle_one_request(self) -> None:
        self.paths.append(self.rfile.readline(1000).decode("latin-1").rstrip())
        self.wfile.write(b"HTTP/1.0 204 No Content\r\n\r\n")
        self.close_connection = True


@pytest.fixture
def listening() -> Iterator[tuple[str, list[str]]]:
    """The address of a web server on this computer, and what was asked of it."""
    asked: list[str] = []
    handler = type("Handler", (Asked,), {"paths": asked})
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        serving = threading.Thread(target=server.serve_forever, args=(0.05,))
        serving.start()
        yield f"http://127.0.0.1:{server.server_port}", asked
        server.shutdown()
        serving.join()


WAYS_OUT = """<html manifest="@/0"><head><base href="@/"><link rel="stylesheet" href="@/1"><link rel=icon href=@/2>
<link rel=preload as=image href=@/3><link rel=dns-prefetch href=@/4><meta http-equiv="refresh" content="0;url=@/5">
<style>@import url(@/6); body { background: url("@/7") } @font-face { font-family: x; src: url(@/8) }
p::before { content: url(@/9) }</style><style><!-- @import '@/10'; --></style>
<script src="@/11"></script><script>new Image().src = "@/12"</script></head>
<body background="@/13" onload="fetch('@/14')" style="background-image: url(@/15); list-style: url(@/16)">
<img src="@/17"><img src="pixel.png"><img src=//127.0.0.1/18><img srcset="@/19 2x"><img src="cid:no" srcset="@/20">
<img lowsrc="@/21" dynsrc="@/22" longdesc="@/23"><picture><source srcset="@/25"><img src="@/26">
<table background="@/27"><tr background="@/28"><td background="@/29" style="background:url(@/30)"></table>
<svg><image href="@/31" xlink:href="@/32"/><use href="@/33"/><style>@import "@/34"</style></svg>
<math><mi xlink:href="@/35">x</mi></math><video src="@/36" poster="@/37" autoplay><source src="@/38"></video>
<audio src="@/39" autoplay></audio><track src="@/40"><object data="@/41" codebase="@/42"><embed src="@/43"></object>
<embed src="@/44"><applet code="@/45"></applet><iframe src="@/46" srcdoc="<img src=@/47>"></iframe>
<frameset><frame src="@/48"></frameset><form action="@/49"><input type=image src="@/50"><button formaction="@/51">
</button></form><a href="@/52" ping="@/53">link</a><area href="@/54"><blockquote cite="@/55">said</blockquote>
<del cite="@/56">x</del><q cite="@/57">y</q><layer src="@/58"></layer><bgsound src="@/59"><isindex action="@/60">
<img src="&#104;ttp&colon;//@@/61"><img src=" \n@/62"><IMG SRC="@/63" alt="a picture"><image src="@/64">
<div style="background:u\\rl(@/65);behavior:url(@/66);-moz-binding:url(@/67);cursor:url(@/68)">all of it is shown</div>
<noscript><img src="@/69"></noscript><!--[if mso]><img src="@/70"><v:fill src="@/71"/><![endif]-->
<v:imagedata src="@/72"/><xml><o:p src="@/73"/></xml><portal src="@/74"></portal><menuitem icon="@/75">
<ul style="list-style-image:url(@/76)"><li>item</ul><hr style="background:url(@/77)"><img src="data:image/svg+xml,
<svg xmlns='http://www.w3.org/2000/svg'><image href='@/78'/></svg>"></body></html>"""


def test_no_page_reaches_the_network(
        pane: SourcesPane, qtbot: QtBot, tmp_path: Path, listening: tuple[str, list[str]]) -> None:
    address, asked = listening
    page = WAYS_OUT.replace("@@", address.removeprefix("http://")).replace("@import", "\0").replace("@", address)
    page = page.replace("\0", "@import")
    drawn = f"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><image href='{address}/svg'/></svg>"
    mail = (f"From: Ben <ben@example.org>\nSubject: ways out\nContent-Type: multipart/related; boundary=b\n\n--b\n"
            f"Content-Type: text/html\n\n{page}<img src=cid:drawn>\n--b\nContent-Type: image/svg+xml\n"
            f"Content-ID: <drawn>\n\n{drawn}\n--b--\n").encode()
    read(pane, qtbot, mbox(tmp_path / "a.mbox", [mail]), 1)
    view = pane.list.reading.view
    pane.table.setCurrentIndex(pane.messages_model.index(0, 0))
    qtbot.waitUntil(lambda: "all of it is shown" in view.toPlainText())
    assert "link" in view.toPlainText()
    view.grab()
    assert not [word for word in ("/17", "@import", "fetch(") if word in view.toPlainText()]
    view.show_page(page, {})  # and had it not been made harmless, the view would fetch nothing either
    view.grab()
    answers: list[int] = []

    def ask() -> None:
        with urllib.request.urlopen(f"{address}/the-only-one") as answer:
            answers.append(answer.status)

    for _ in range(2):  # each goes out and comes back while the window lives: what it asked for would be there, too
        asking = threading.Thread(target=ask)
        asking.start()
        qtbot.waitUntil(lambda: not asking.is_alive())  # noqa: B023
    assert answers == [204, 204]
    assert asked == ["GET /the-only-one HTTP/1.1"] * 2


def test_a_mail_in_a_mail_is_named_among_the_attachments(pane: SourcesPane, qtbot: QtBot, tmp_path: Path) -> None:
    mail = (b"From: Ben <ben@example.org>\nSubject: outer\nContent-Type: multipart/mixed; boundary=b\n\n"
            b"--b\n\nSee below.\n--b\nContent-Type: message/rfc822\n\nSubject: =?utf-8?Q?Gr=C3=BC=C3=9Fe?= from within"
            b"\nContent-Type: text/html\n\n<p>inner</p>\n--b--\n")
    read(pane, qtbot, mbox(tmp_path / "a.mbox", [mail]), 1)
    pane.table.setCurrentIndex(pane.messages_model.index(0, 0))
    qtbot.waitUntil(pane.list.reading.attachments.isVisible)
    assert "Grüße from within" in pane.list.reading.attachments.text()
    assert "inner" not in pane.list.reading.view.toPlainText()


@pytest.mark.parametrize("url", ["http://127.0.0.1/x.png", "file:///etc/hostname", "/etc/hostname", "qrc:/x", "data:,x",
                                 "cid:unknown"])
def test_the_page_gets_nothing_that_is_not_in_the_mail(pane: SourcesPane, url: str) -> None:
    for kind in QTextDocument.ResourceType:
        found = pane.list.reading.view.loadResource(kind.value, QUrl(url))
        if kind is QTextDocument.ResourceType.ImageResource:
            assert isinstance(found, QImage)
            assert (found.width(), found.pixelColor(0, 0).alpha()) == (1, 0)
        else:
            assert found == QByteArray()


def test_a_message_that_cannot_be_read_says_why(pane: SourcesPane, qtbot: QtBot, tmp_path: Path) -> None:
    path = mbox(tmp_path / "a.mbox", [letter(1)])
    read(pane, qtbot, path, 1)
    path.unlink()
    pane.table.setCurrentIndex(pane.messages_model.index(0, 0))
    qtbot.waitUntil(lambda: "not there any more" in pane.list.reading.view.toPlainText())


def test_the_preview_can_be_put_away(pane: SourcesPane, qtbot: QtBot, tmp_path: Path) -> None:
    read(pane, qtbot, mbox(tmp_path / "a.mbox", [letter(1)]), 1)
    pane.list.preview_button.click()
    assert not pane.list.reading.isVisible()
    pane.table.setCurrentIndex(pane.messages_model.index(0, 0))
    pane.list.preview_button.click()
    qtbot.waitUntil(lambda: "letter number 1" in pane.list.reading.view.toPlainText())


def test_the_thread_of_the_window_reads_no_mail(pane: SourcesPane, qtbot: QtBot, tmp_path: Path,
                                                monkeypatch: pytest.MonkeyPatch) -> None:
    threads: list[threading.Thread] = []

    def noted(where: Locator) -> Preview:
        threads.append(threading.current_thread())
        return preview(where)

    monkeypatch.setattr(reading_pane, "preview", noted)
    read(pane, qtbot, mbox(tmp_path / "a.mbox", [letter(number) for number in range(30)]), 30)
    for place in range(30):
        pane.table.setCurrentIndex(pane.messages_model.index(place, 0))
    qtbot.waitUntil(lambda: "letter number 29" in pane.list.reading.view.toPlainText())
    assert threading.main_thread() not in threads
    assert len(threads) < 10, "who runs through the list has only the last one read"


# --- what stays chosen -----------------------------------------------------------------------------------------------


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


# --- tool tips -------------------------------------------------------------------------------------------------------


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


def test_the_pictures_of_a_mail_take_no_more_memory_than_there_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading_pane, "_MOST_PIXELS", 10_000)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    assert QImageWriter(buffer, QByteArray(b"png")).write(QImage(80, 80, QImage.Format.Format_Mono))
    octets = bytes(buffer.data().data())
    shown = reading_pane._images([Picture(str(number), octets) for number in range(50)])
    assert list(shown) == ["0"]


@pytest.mark.parametrize("sender", [b"(" * 1000, b"(" * 900 + b"a@example.org", b"=?utf-8?q?" + b"(" * 900,
                                    b"a@" * 400])
def test_a_sender_that_nobody_can_read_is_shown_and_sorted_all_the_same(sender: bytes) -> None:
    assert headers.sender(sender)
    assert list(arranged([row(0, b"x", sender), row(1, b"y")], 2, Arrangement("", 1), lambda: False) or ()) == [0, 1]


def test_long_names_of_attachments_take_little_room(pane: SourcesPane, qtbot: QtBot, tmp_path: Path) -> None:
    name = "part of a name " * 600
    parts = "".join(f'--b\r\nContent-Type: application/pdf; name="{name}"\r\n\r\nx\r\n' for _ in range(12))
    mail = f"Subject: x\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n{parts}--b--\r\n"
    (tmp_path / "long.eml").write_bytes(mail.encode())
    read(pane, qtbot, tmp_path / "long.eml", 1)
    pane.table.selectRow(0)
    qtbot.waitUntil(pane.list.reading.attachments.isVisible)
    assert "part of a name" in pane.list.reading.attachments.text()
    assert pane.list.reading.attachments.heightForWidth(600) < 400, "once the window was 17,000 pixels high"
    assert pane.minimumSizeHint().height() < 600


def test_a_text_without_a_single_blank_is_shown_at_once(qtbot: QtBot) -> None:
    """Qt needs four seconds for 200,000 letters that it may break nowhere."""
    view = MailView()
    qtbot.addWidget(view)
    text = "x" * 150_000 + " end"
    view.show_text(text)
    assert view.toPlainText().replace("\u200b", "") == text
    assert max(map(len, re.split("[\u200b ]", view.toPlainText()))) <= 1000


def test_signs_that_turn_words_round_do_no_harm_to_the_words_beside_them() -> None:
    assert headers.line("photo\u202egnp.exe \u2067x".encode()) == "photo gnp.exe x"
    assert headers.sender("\u202enna <anna@example.org>".encode()) == "nna"
    assert headers.line("שלום\u200f Anna".encode()) == "שלום\u200f Anna", "marks of right-to-left texts stay"
