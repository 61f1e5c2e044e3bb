"""The reading pane: what the chosen message says, so that a person can tell what is about to be moved.

Read in a thread of its own; of a person who runs through the list only the last wish is done. The page can fetch
nothing: `loadResource` knows the pictures that lie in the mail itself, and gives nothing for anything else. Links are
shown, never followed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from urllib.parse import unquote

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSettings, Qt, QTimer, QUrl, Signal, Slot
from PySide6.QtGui import QImage, QImageReader, QTextDocument
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QSizePolicy, QTextBrowser, QVBoxLayout, QWidget

from mailferry.errors import Problem
from mailferry.mail.message import Locator
from mailferry.mail.preview import Attachment, Picture, Preview, preview
from mailferry.ui import figures, words
from mailferry.ui.asks import Asks
from mailferry.ui.check_button import CheckButton
from mailferry.ui.engine_words import told

_PAUSE_MS = 60
"""So long the choice must rest before its message is read."""
_FORMATS = (("png", rb"\x89PNG"), ("jpeg", rb"\xff\xd8\xff"), ("gif", rb"GIF8"), ("webp", rb"RIFF....WEBP"),
            ("bmp", rb"BM"))
"""Pictures that are shown, by how they begin. No reader is asked what it takes them for: that of SVG would read files
that a picture names."""
_MOST_PIXELS = 40_000_000
"""Of all pictures of a mail: a few kilobytes of it can ask for gigabytes of memory."""
_WIDEST = 1200
_FIELD_LETTERS = 300
_NAME_LETTERS = 80
"""Labels are as high as their text, and the window with them."""
_LONG_WORD = re.compile(r"\S{1000}")
_LISTED = 12


@dataclass(frozen=True, slots=True)
class _Page:
    """A preview with its pictures decoded."""

    preview: Preview
    images: dict[str, QImage]


class MailView(QTextBrowser):
    """Shows text or harmless HTML, and nothing that is not in the mail."""

    def __init__(self) -> None:
        super().__init__()
        self._images: dict[str, QImage] = {}
        self._point = QImage(1, 1, QImage.Format.Format_ARGB32)
        self._point.fill(Qt.GlobalColor.transparent)
        self.setOpenLinks(False)
        self.setAcceptDrops(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUndoRedoEnabled(False)

    def show_page(self, html: str, images: dict[str, QImage]) -> None:
        """Show harmless HTML with these pictures."""
        self._images = images
        self.setHtml(html)

    def show_text(self, text: str) -> None:
        """Show plain text. What has no blank may be broken all the same, else Qt takes seconds for it."""
        self._images = {}
        self.setPlainText(_LONG_WORD.sub("\\g<0>\u200b", text))

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """Only pictures that are in the mail (RFC 2392); everything else is nothing.

        Of other pictures that is a clear point: for no octets Qt looks for a file of that name.
        """
        if kind != QTextDocument.ResourceType.ImageResource.value:
            return QByteArray()
        url = QUrl(name)
        return (self._images.get(unquote(url.path())) if url.scheme() == "cid" else None) or self._point


class ReadingPane(QWidget):
    """`told` carries words for the status bar: where a link leads."""

    told = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._asks = Asks("reading pane")
        self._wanted: Locator | None = None
        self._shown: _Page | None = None
        self._soon = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._soon.timeout.connect(self._read)
        self.view = MailView()
        self.view.setAccessibleName(self.tr("The chosen message"))
        self.view.highlighted.connect(lambda url: self.told.emit(url.toDisplayString()))
        self._fields = QGridLayout()
        self._fields.setContentsMargins(8, 4, 8, 4)
        self._fields.setVerticalSpacing(0)
        self._fields.setColumnStretch(1, 1)
        self._labels: dict[str, tuple[QLabel, QLabel]] = {}
        self._head = QWidget()
        self._head.setLayout(self._fields)
        self.note = _label("")
        self.attachments = _label("")
        self.attachments.setAccessibleName(self.tr("Attachments"))
        self.plain = CheckButton(self.tr("Plain te&xt"))
        self.plain.setToolTip(self.tr("Show the plain text of this message instead of its laid-out page"))
        self.plain.toggled.connect(self._show_body)
        below = QHBoxLayout()
        below.setContentsMargins(8, 2, 4, 2)
        below.addWidget(self.note, 1)
        below.addWidget(self.plain, 0, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self._head)
        box.addWidget(self.view, 1)
        box.addWidget(self.attachments)
        box.addLayout(below)
        self.attachments.setContentsMargins(8, 2, 8, 2)
        self.show_message(None)

    def show_message(self, locator: Locator | None) -> None:
        """Show this message soon; None shows that none is chosen."""
        self._wanted = locator
        if locator is None:
            self._soon.stop()
            self._blank(self.tr("Choose a message to read it here."))
        else:
            self._soon.start()

    def close_thread(self) -> None:
        """Read no more. Does not wait."""
        self._soon.stop()
        self._asks.close()

    def join(self) -> None:
        """After `close_thread`: wait until the thread has ended."""
        self._asks.join()

    def remember(self, settings: QSettings) -> None:
        """Write the state of the pane."""
        settings.setValue("reading/plain", self.plain.isChecked())

    def restore(self, settings: QSettings) -> None:
        """Take over the state of an earlier time."""
        self.plain.setChecked(settings.value("reading/plain", False, bool) is True)

    @Slot()
    def _read(self) -> None:
        locator = self._wanted

        def work() -> _Page | None:
            if locator is None or locator is not self._wanted:
                return None  # another was chosen meanwhile
            found = preview(locator)
            return _Page(found, _images(found.pictures))

        def take(page: _Page | None) -> None:
            if page is not None and locator is self._wanted:
                self._show(page)

        def fail(problem: Problem) -> None:
            if locator is self._wanted:
                self._blank("")
                self.view.show_text(f"{told(problem.title)}\n\n{told(problem.sentence)}")  # a placeholder has one line

        self._asks.ask(work, take, fail)

    def _blank(self, sentence: str) -> None:
        self._shown = None
        self._show_fields(())
        self.view.show_text("")
        self.view.setPlaceholderText(sentence)
        for label in (self.note, self.attachments):
            label.setVisible(False)
        self.plain.setVisible(False)

    def _show(self, page: _Page) -> None:
        self._shown = page
        found = page.preview
        self._show_fields(found.fields)
        self.view.setPlaceholderText(self.tr("This message has no text."))
        self.plain.setVisible(bool(found.html and found.text))
        self._show_body()
        self.attachments.setText(self._attached(found.attachments))
        self.attachments.setVisible(bool(found.attachments))
        notes = []
        if found.elsewhere:
            notes.append(self.tr("Pictures that are not in the message itself are not fetched."))
        if found.cut:
            notes.append(self.tr("Only the beginning is shown. The whole message is imported."))
        self.note.setText(" ".join(notes))
        self.note.setVisible(bool(notes))

    @Slot()
    def _show_body(self) -> None:
        if self._shown is None:
            return
        found = self._shown.preview
        if found.html and not (found.text and self.plain.isChecked()):
            self.view.show_page(found.html, self._shown.images)
        else:
            self.view.show_text(found.text)

    def _attached(self, attachments: Sequence[Attachment]) -> str:
        named = [f"{_cut(part.name, _NAME_LETTERS)} ({figures.size(part.octets)})" for part in attachments[:_LISTED]]
        if len(attachments) > _LISTED:
            named.append(self.tr("{0} more").format(figures.number(len(attachments) - _LISTED)))
        return self.tr("Attachments: {0}").format(", ".join(named))

    def _show_fields(self, fields: Sequence[tuple[str, str]]) -> None:
        names = {"From": self.tr("From:"), "To": self.tr("To:"), "Cc": self.tr("Copy to:"),
                 "Bcc": self.tr("Blind copy to:"), "Reply-To": self.tr("Answer to:"), "Date": self.tr("Date:"),
                 "Subject": self.tr("Subject:")}
        given = dict(fields)
        for name, title in names.items():
            value = given.get(name, "")
            if value and name not in self._labels:
                pair = QLabel(title), _label("")
                row = list(names).index(name)
                self._fields.addWidget(pair[0], row, 0, Qt.AlignmentFlag.AlignTop)
                self._fields.addWidget(pair[1], row, 1)
                self._labels[name] = pair
            if name in self._labels:
                pair = self._labels[name]
                shown = _cut(value, _FIELD_LETTERS)
                pair[1].setText(_moment(value) or shown if name == "Date" else shown)
                pair[1].setToolTip(words.tip(shown) if name == "Date" else "")  # as the mail has it, with its zone
                for label in pair:
                    label.setVisible(bool(value))
        self._head.setVisible(bool(given))


def _moment(date: str) -> str:
    """A Date field (RFC 5322) in the words of the window and in local time; "" if it is none."""
    try:
        return figures.moment(parsedate_to_datetime(date).timestamp(), to_the_second=True)
    except (ValueError, TypeError, OverflowError, OSError):  # people and programs write what they like
        return ""


def _images(pictures: Sequence[Picture]) -> dict[str, QImage]:
    """The pictures that can be shown, no wider than a window."""
    found = {}
    room = _MOST_PIXELS
    for picture in pictures:
        buffer = QBuffer()
        buffer.setData(QByteArray(picture.octets))
        buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        kind = next((name for name, start in _FORMATS if re.match(start, picture.octets, re.DOTALL)), None)
        if kind is None:
            continue
        reader = QImageReader(buffer, QByteArray(kind.encode()))
        reader.setAutoDetectImageFormat(False)
        size = reader.size()
        if not size.isValid() or size.width() * size.height() > room:
            continue
        room -= size.width() * size.height()
        if size.width() > _WIDEST:
            reader.setScaledSize(size.scaled(_WIDEST, size.height(), Qt.AspectRatioMode.KeepAspectRatio))
        image = reader.read()
        if not image.isNull():
            found[picture.content_id] = image
    return found


def _cut(text: str, letters: int) -> str:
    return text if len(text) <= letters else text[:letters] + " ..."


def _label(text: str) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
    return label
