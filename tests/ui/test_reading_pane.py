"""The reading pane beneath the list of messages: what a mail shows, and that it reaches for nothing outside."""

from __future__ import annotations

import base64
import http.server
import re
import socket
import threading
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QUrl
from PySide6.QtGui import QColor, QImage, QImageWriter, QTextDocument
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot
from tests.ui.made import letter, mbox

from mailferry.mail.message import Locator
from mailferry.mail.preview import Picture, Preview, preview
from mailferry.transfer.claimed import Claims
from mailferry.ui import figures, reading_pane
from mailferry.ui.dragging import Carrier
from mailferry.ui.reading_pane import MailView
from mailferry.ui.sources_pane import SourcesPane


@pytest.fixture
def pane(qtbot: QtBot, tmp_path: Path) -> Iterator[SourcesPane]:
    made = SourcesPane(Carrier(Claims(tmp_path / "claimed")), tmp_path / "spool")
    qtbot.addWidget(made)
    made.resize(1000, 600)
    made.show()
    yield made
    made.close_threads()
    made.join()


def read(pane: SourcesPane, qtbot: QtBot, path: Path, count: int) -> None:
    pane.open([str(path)])
    qtbot.waitUntil(lambda: pane.messages_model.rowCount() == count)


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


def test_the_pictures_of_a_mail_take_no_more_memory_than_there_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading_pane, "_MOST_PIXELS", 10_000)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    assert QImageWriter(buffer, QByteArray(b"png")).write(QImage(80, 80, QImage.Format.Format_Mono))
    octets = bytes(buffer.data().data())
    shown = reading_pane._images([Picture(str(number), octets) for number in range(50)])
    assert list(shown) == ["0"]


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
