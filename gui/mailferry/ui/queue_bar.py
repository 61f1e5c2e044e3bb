"""Above the queue: its filters with their numbers, the search, and what can be done with the chosen import."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QLineEdit, QPushButton, QWidget

from mailferry.transfer.values import ImportView
from mailferry.ui import figures, words
from mailferry.ui.check_button import CheckButton
from mailferry.ui.icons import clearable
from mailferry.ui.queue_rows import Filter
from mailferry.ui.queue_standing import Standing


class QueueBar(QWidget):
    """`chosen` carries a Filter, `searched` what is looked for, `details` whether they are wanted; `report_wanted` and
    `undo_wanted` carry the ImportView that `offer` has named."""

    chosen = Signal(object)
    searched = Signal(str)
    details = Signal(bool)
    report_wanted = Signal(object)
    undo_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._import: ImportView | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(4, 2, 4, 0)
        title = QLabel(self.tr("Batches"))
        font = title.font()
        font.setBold(True)
        title.setFont(font)
        row.addWidget(title)
        self._group = QButtonGroup(self)
        self._labels = {Filter.ALL: self.tr("&All"), Filter.RUNNING: self.tr("&Running"),
                        Filter.NEEDS_YOU: self.tr("&Needs you"), Filter.DONE: self.tr("&Done")}
        self.filters: dict[Filter, QPushButton] = {}
        for chosen, text in self._labels.items():
            button = CheckButton(text)
            button.setChecked(chosen is Filter.ALL)
            button.clicked.connect(lambda _=False, chosen=chosen: self.chosen.emit(chosen))
            self._group.addButton(button)
            self.filters[chosen] = button
            row.addWidget(button)
        row.addStretch(1)
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Search"))
        self.search.setAccessibleName(self.tr("Search imports"))
        self.search.setToolTip(self.tr("By what was imported, into which mailbox or account, on which day, how it "
                                       "stands, or by the subject of a message"))
        clearable(self.search)
        self.search.setMaximumWidth(self.search.fontMetrics().averageCharWidth() * 30)
        self.search.textChanged.connect(self.searched)
        row.addWidget(self.search, 1)
        self.report = QPushButton(self.tr("Rep&ort"))
        self.report.clicked.connect(lambda: self.report_wanted.emit(self._import))
        self.undo = QPushButton(self.tr("Take &back ..."))
        self.undo.clicked.connect(lambda: self.undo_wanted.emit(self._import))
        self.details_button = CheckButton(self.tr("D&etails"))
        self.details_button.setToolTip(self.tr("Show all that is known of the chosen row, and the server's own words"))
        self.details_button.toggled.connect(self.details)
        for widget in (self.report, self.undo, self.details_button):
            row.addWidget(widget)
        self.offer(None)

    def filter(self) -> Filter:
        """Which is chosen."""
        return next(chosen for chosen, button in self.filters.items() if button.isChecked())

    def count(self, standing: Standing) -> None:
        """Show how many messages each filter has."""
        present = standing.present()
        tip = self.tr("There already, not counted again: {0}").format(
            words.messages(present)) if present else ""
        for chosen in (Filter.ALL, Filter.DONE):
            self.filters[chosen].setToolTip(tip)
            self.filters[chosen].setAccessibleDescription(tip)
        for chosen, button in self.filters.items():
            messages = standing.count(chosen)
            text = self._labels[chosen]
            text = f"{text} {figures.number(messages)}" if messages else text
            if text != button.text():
                button.setText(text)
                button.setAccessibleName(self.tr("{0}: {1}").format(
                    self._labels[chosen].replace("&", ""), words.messages(messages)))

    def offer(self, view: ImportView | None) -> None:
        """This is the import that the buttons are about."""
        self._import = view
        name = "" if view is None else words.import_name(view)
        for button, possible, text in (
                (self.report, view is not None, self.tr("Show the report of {0}")),
                (self.undo, view is not None and not words.can_cancel(view) and view.totals.committed > 0,
                 self.tr("Take back what arrived of {0}; first it is said what would be removed"))):
            button.setEnabled(possible)
            said = text.format(name) if view is not None else self.tr("Choose an import first")
            button.setToolTip(words.tip(said))
            button.setAccessibleDescription(said)
