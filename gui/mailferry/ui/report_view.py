"""The report of an import in a window of its own, which blocks nothing: numbers that add up, drawn as well as told.

It can be saved as HTML and as CSV; those are written by the engine, in the thread of the journal's pages.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QPointF, QRectF, QSize, QStandardPaths, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette, QPolygonF
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFrame,
    QGridLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from mailferry.errors import Problem
from mailferry.mail.errors import printable
from mailferry.transfer.journal_reader import Arrival, JournalReader, message_name
from mailferry.transfer.journal_reading_after import DIFFERENCE_WORDS
from mailferry.transfer.report import FATE_WORDS
from mailferry.transfer.report_csv import save_csv
from mailferry.transfer.report_html import save_html
from mailferry.transfer.throughput import rates
from mailferry.transfer.values import AccountView, BatchState, BatchView, ImportId, ImportView
from mailferry.transfer.values_after import DifferenceView, VerificationView
from mailferry.ui import figures, words
from mailferry.ui.asks import Pages
from mailferry.ui.colours import readable
from mailferry.ui.engine_words import explained, told
from mailferry.ui.notices import Notices
from mailferry.ui.plain_label import PlainLabel
from mailferry.ui.queue_rows import PAGE
from mailferry.ui.texts_report import report_language

translate = words.translate

ARRIVED, REFUSED, LEFT_OUT, NOT_SENT = "#2e9e5b", "#c9302c", "#808890", "#d08a00"
"""The colours of the four fates, which are also told in words."""
_LETTERS = 40
"""The longest name of a mailbox that stands in one line."""
_LISTED = 500
_LEAST_WIDTH = 4.0
_NOT_IN_NAMES = re.compile(r'[\x00-\x1f<>:"/\\|?*\ufffd\s]+')
"""What some system takes in no name of a file."""


@dataclass(frozen=True, slots=True)
class ReportData:
    """All that a report shows, as one moment of the journal."""

    view: ImportView
    mailboxes: tuple[tuple[str, int], ...]
    there: int
    taken_back: int
    verification: VerificationView | None
    arrivals: tuple[Arrival, ...]
    lines: tuple[str, ...]


def _difference(one: DifferenceView) -> str:
    """Which message is not as it was sent, and in what."""
    parts = [translate("Report", "{0} {1}, in {2}").format(
        told(message_name(one.subject, one.path, one.offset)), told(DIFFERENCE_WORDS[one.kind]),
        words.mailbox_name(one.mailbox))]
    if one.sent:
        parts.append(translate("Report", "sent: {0}").format(told(one.sent)))
    if one.found:
        parts.append(translate("Report", "found: {0}").format(told(one.found)))
    return "; ".join(parts)


def read_report(import_id: ImportId) -> Callable[[JournalReader], ReportData]:
    """What the reader's thread does to fill a report."""
    def read(reader: JournalReader) -> ReportData:
        lines = _some([_difference(one) for one in reader.differences(import_id, limit=_LISTED + 1)])
        lines += [explained(words.batch_name(one), words.batch_state(one)) for one in _conflicts(reader, import_id)]
        lines += _some([explained(told(FATE_WORDS[one.fate]), explained(
            told(message_name(one.subject, one.path, one.offset)), told(one.reason)))
            for one in reader.left_out(import_id, _LISTED + 1)])
        lines += _some([explained(told(FATE_WORDS[one.fate]), told(one.sentence) if one.path in one.sentence
                                  else explained(one.path, told(one.sentence)))
                        for one in reader.findings(import_id, _LISTED + 1) if one.fate in FATE_WORDS])
        lines += [explained(name, told(note)) for name, note in reader.renamed_mailboxes(import_id)]
        return ReportData(reader.import_view(import_id), tuple(reader.mailbox_counts(import_id)),
                          reader.already_there(import_id), reader.taken_back(import_id),
                          reader.verification(import_id), tuple(reader.arrivals(import_id)), tuple(lines))

    return read


def _some(lines: list[str]) -> list[str]:
    """As many as are listed, and a word where there are more."""
    return lines if len(lines) <= _LISTED else [*lines[:_LISTED], _more()]


def _more() -> str:
    return translate("Report", "There are more. The report as CSV names each of them.")


def _conflicts(reader: JournalReader, import_id: ImportId) -> Iterator[BatchView]:
    """The batches that need a person, wherever in the import they stand."""
    totals, offset = reader.import_view(import_id).totals, 0
    while totals.failed > totals.waiting and (page := reader.batches(import_id, offset, PAGE)):
        yield from (one for one in page if one.state is BatchState.CONFLICT and one.current)
        offset += len(page)


class Bar(QWidget):
    """Parts of a whole as a bar. What it shows is told in words beside it, so it has no name of its own."""

    def __init__(self, parts: Sequence[tuple[int, str]], whole: int) -> None:
        super().__init__()
        self._parts = list(parts)
        self._whole = max(1, whole)
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * 20)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(200, self.fontMetrics().height())

    def _widths(self, room: float) -> list[float]:
        """How wide each part is; five of a million are seen all the same."""
        widths = [max(_LEAST_WIDTH, room * count / self._whole) if count else 0.0 for count, _ in self._parts]
        over = sum(widths) - room
        return [width - over if over > 0 and width == max(widths) else width for width in widths]

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self.isRightToLeft():  # it is read from the right, as the words are
            painter.translate(self.width(), 0)
            painter.scale(-1, 1)
        area = QRectF(self.rect()).adjusted(0, 2, 0, -2)
        painter.fillRect(area, self.palette().color(QPalette.ColorRole.AlternateBase))
        left = area.left()
        for (_, colour), width in zip(self._parts, self._widths(area.width()), strict=True):
            painter.fillRect(QRectF(left, area.top(), width, area.height()), fate_colour(colour, self.palette()))
            left += width
        painter.end()


class Chart(QWidget):
    """How many messages a second arrived, over the time of the import."""

    def __init__(self, rates: Sequence[float]) -> None:
        super().__init__()
        self._rates = list(rates)
        self.setMinimumHeight(self.fontMetrics().height() * 5)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect()).adjusted(0, 4, -1, -4)
        painter.fillRect(area, self.palette().color(QPalette.ColorRole.Base))
        top = max(self._rates, default=0.0) or 1.0
        step = area.width() / max(1, len(self._rates))
        line = QPolygonF([QPointF(area.left(), area.bottom())])
        for place, rate in enumerate(self._rates):
            height = area.bottom() - area.height() * 0.95 * rate / top
            line.append(QPointF(area.left() + place * step, height))
            line.append(QPointF(area.left() + (place + 1) * step, height))
        line.append(QPointF(area.right(), area.bottom()))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.palette().color(QPalette.ColorRole.Highlight))
        painter.drawPolygon(line)
        painter.end()


class ReportView(QDialog):
    """The report of one import."""

    def __init__(self, data: ReportData, pages: Pages, parent: QWidget, account: AccountView | None = None,
                 not_saved: Callable[[Problem], object] | None = None) -> None:
        """`account`: the one that the import went to, if it is known; `not_saved` hears what it is too late to say
        here, since the report was closed."""
        super().__init__(parent)
        self._not_saved = not_saved
        self._gone = False
        self._data = data
        self._facts = account.facts if account is not None else None
        self._pages = pages
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(translate("Report", "Report: {0}").format(words.import_name(data.view)))
        self.notices = Notices()
        body = QWidget()
        self._box = QVBoxLayout(body)
        self._heading()
        self._sums()
        self._mailboxes()
        self._pace()
        self._lines()
        self._box.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(body)
        area.setAccessibleName(self.windowTitle())
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.close)
        self.save_buttons: dict[str, QPushButton] = {}
        for ending, label in (("html", translate("Report", "Save as &HTML ...")),
                              ("csv", translate("Report", "Save as &CSV ..."))):
            button = buttons.addButton(label, QDialogButtonBox.ButtonRole.ActionRole)
            button.clicked.connect(lambda _=False, ending=ending: self._ask_where(ending))
            self.save_buttons[ending] = button
        box = QVBoxLayout(self)
        box.addWidget(self.notices)
        box.addWidget(area, 1)
        box.addWidget(buttons)
        letter, room = self.fontMetrics().averageCharWidth(), self.screen().availableSize()
        self.resize(min(letter * 105, room.width()), min(letter * 105, room.height()))

    def _heading(self) -> None:
        view = self._data.view
        self._box.addWidget(_heading(words.import_name(view)))
        self._box.addWidget(PlainLabel("\n".join([
            words.account_and_server(view.account),
            translate("Report", "Begun {0}").format(figures.moment(view.created)),
            *(translate("Report", "From {0}").format(printable(source)) for source in view.sources),
            translate("Report", "How: {0}").format(words.delivery_in_full(view.delivery))])))

    def _sums(self) -> None:
        totals, data = self._data.view.totals, self._data
        others = totals.skipped - data.there - data.taken_back
        why = ", ".join(text.format(figures.number(count)) for count, text in (
            (data.there, translate("Report", "{0} in the mailbox already")),
            (data.taken_back, translate("Report", "{0} taken back")),
            (others, translate("Report", "{0} empty, cancelled, or left out by you"))) if count)
        still = ", ".join(text.format(figures.number(count)) for count, text in (
            (totals.waiting, translate("Report", "{0} of them wait")),
            (totals.unclear, translate("Report", "{0} of them need you: nobody can tell whether they arrived")))
            if count)
        left_out, not_sent = translate("Report", "left out on purpose"), translate("Report", "not sent")
        rows = ((totals.committed, ARRIVED, translate("Report", "arrived")),
                (totals.rejected, REFUSED, translate("Report", "refused by the server")),
                (totals.skipped, LEFT_OUT, explained(left_out, why) if why else left_out),
                (totals.failed, NOT_SENT, explained(not_sent, still) if still else not_sent))
        self._box.addWidget(_heading(translate("Report", "Messages")))
        self._box.addWidget(Bar([(count, colour) for count, colour, _ in rows], totals.messages))
        grid = QGridLayout()
        grid.setColumnStretch(1, 1)
        for place, (count, colour, text) in enumerate(rows):
            grid.addWidget(_number(count, colour), place, 0)
            grid.addWidget(PlainLabel(text), place, 1)
        grid.addWidget(_number(totals.messages, ""), len(rows), 0)
        grid.addWidget(PlainLabel(translate("Report", "in all, {0}").format(figures.size(totals.octets))), len(rows), 1)
        self._box.addLayout(grid)
        if data.verification is not None:
            self._box.addWidget(PlainLabel(words.verification(data.verification)))

    def _mailboxes(self) -> None:
        if not self._data.mailboxes:
            return
        self._box.addWidget(_heading(translate("Report", "Arrived in")))
        grid = QGridLayout()
        grid.setColumnStretch(2, 1)
        most = max(count for _, count in self._data.mailboxes)
        for place, (name, count) in enumerate(self._data.mailboxes[:_LISTED]):
            grid.addWidget(_number(count, ""), place, 0)
            label = PlainLabel(words.mailbox_name(name, self._facts))
            label.setWordWrap(len(name) > _LETTERS)  # a short one stands in a line, a deep one may not widen the page
            if label.wordWrap():
                label.setMinimumWidth(label.fontMetrics().averageCharWidth() * _LETTERS)
            grid.addWidget(label, place, 1)
            grid.addWidget(Bar([(count, ARRIVED)], most), place, 2)
        self._box.addLayout(grid)
        if len(self._data.mailboxes) > _LISTED:
            self._box.addWidget(PlainLabel(_more()))

    def _pace(self) -> None:
        found = rates(self._data.arrivals)
        if not found:
            return
        began = min(one.began for one in self._data.arrivals)
        seconds = max(one.ended for one in self._data.arrivals) - began
        self._box.addWidget(_heading(translate("Report", "Pace")))
        chart = Chart(found)
        chart.setAccessibleName(translate("Report", "Messages a second over the time of the import"))
        said = translate("Report", "{0} in {1} s, at most {2} messages a second").format(
            words.messages(sum(one.messages for one in self._data.arrivals)), figures.decimal(seconds),
            figures.number(round(max(found))))
        chart.setAccessibleDescription(said)
        self._box.addWidget(chart)
        self._box.addWidget(PlainLabel(said))

    def _lines(self) -> None:
        if not self._data.lines:
            return
        self._box.addWidget(_heading(translate("Report", "Worth a look")))
        text = QPlainTextEdit(readOnly=True)
        text.setAccessibleName(translate("Report", "Worth a look"))
        text.setPlainText("\n".join(self._data.lines))
        text.setMinimumHeight(self.fontMetrics().height() * 8)
        self._box.addWidget(text)

    def _ask_where(self, ending: str) -> None:
        dialog = QFileDialog(self, translate("Report", "Save the report"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(ending)
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        dialog.setDirectory(documents if Path(documents).is_dir() else str(Path.home()))  # not where it was started
        dialog.selectFile(f"{file_name(self._data.view)}.{ending}")
        dialog.fileSelected.connect(lambda name: self.save(ending, Path(name)))
        dialog.open()

    def done(self, result: int) -> None:
        self._gone = True
        super().done(result)

    def save(self, ending: str, path: Path) -> None:
        """Write the report; where it cannot be written, that is said in place."""
        write = {"html": save_html, "csv": save_csv}[ending]
        number = self._data.view.id

        def done(_: None) -> None:
            if self._gone or not isValid(self):  # it was closed meanwhile, and all is well
                return
            self.notices.show_notice("saved", translate("Report", "The report was saved"), str(path),
                                     picture="arrived")

        def failed(problem: Problem) -> None:
            if self._gone or not isValid(self):
                if self._not_saved is not None:
                    self._not_saved(problem)
                return
            self.notices.show_notice("saved", problem.title, problem.sentence, detail=problem.detail)

        language = report_language(self._facts)
        self._pages.read(lambda reader: write(reader, number, path, language), done, failed)


def file_name(view: ImportView) -> str:
    """What a report is called as a file, without its ending: which import it was, what and when, on any system."""
    what = _NOT_IN_NAMES.sub(" ", words.import_sources(view))[:60].strip(" .")
    day = datetime.fromtimestamp(view.created).astimezone().strftime("%Y-%m-%d")
    return ", ".join(filter(None, (f"Mailferry import {view.id}", what, day)))


def _heading(text: str) -> QLabel:
    label = PlainLabel(text)
    font = label.font()
    font.setBold(True)
    label.setFont(font)
    label.setContentsMargins(0, 8, 0, 0)
    return label


def fate_colour(colour: str, palette: QPalette) -> QColor:
    """The colour of a fate on the grounds that it is shown on."""
    return readable(colour, palette.color(QPalette.ColorRole.Window), palette.color(QPalette.ColorRole.AlternateBase))


def _number(count: int, colour: str) -> QWidget:
    """A number, with a mark of the colour that it has in the bar."""
    label = QLabel(figures.number(count))
    label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
    label.setMinimumWidth(label.fontMetrics().averageCharWidth() * 12)
    if colour:
        mark = fate_colour(colour, label.palette()).name()
        label.setText(f'<span style="color:{mark}">■</span> {figures.number(count)}')
        label.setTextFormat(Qt.TextFormat.RichText)
    return label
