"""For tests with a real file manager: where each mailbox row is on the screen, and what was dropped.

With MAILFERRY_TEST_GEOMETRY set to anything, the window prints one JSON object a line to standard output:
  {"rows": {"ACCOUNT": {"MAILBOX/PATH": [x, y], ...}}, "sources": [x, y]}   when the tree has changed or the window
      was moved: the middle of each visible row that takes mail (INBOX is "Inbox") and of the sources pane, in global
      coordinates
  {"dropped": {"account": A, "mailbox": "Archive/2019", "paths": [...]}}     for each accepted drop
"""

from __future__ import annotations

import json
import os

from PySide6.QtCore import QEvent, QObject, QTimer, Slot
from PySide6.QtWidgets import QTreeView, QWidget

from mailferry.ui.mailboxes_model import Drop
from mailferry.ui.mailboxes_pane import MailboxesPane

VARIABLE = "MAILFERRY_TEST_GEOMETRY"


class DropReport(QObject):
    """Watches the panes and prints."""

    def __init__(self, window: QWidget, pane: MailboxesPane, sources: QTreeView) -> None:
        super().__init__(window)
        self._pane = pane
        self._sources = sources
        self._last = ""
        self._soon = QTimer(self, singleShot=True, interval=100)
        self._soon.timeout.connect(self._print_rows)
        pane.import_wanted.connect(self._print_drop)
        for signal in (pane.tree_changed, pane.tree.expanded, pane.tree.collapsed):
            signal.connect(lambda *_: self._soon.start())
        window.installEventFilter(self)
        pane.tree.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.WindowActivate):
            self._soon.start()
        return super().eventFilter(watched, event)

    @Slot()
    def _print_rows(self) -> None:
        tree = self._pane.tree
        rows: dict[str, dict[str, list[int]]] = {}
        for target, index in self._pane.model.targets():
            place = tree.visualRect(index)
            if not place.isEmpty() and tree.viewport().rect().contains(place.center()):
                point = tree.viewport().mapToGlobal(place.center())
                rows.setdefault(target.account, {})[target.name] = [point.x(), point.y()]
        middle = self._sources.viewport().mapToGlobal(self._sources.viewport().rect().center())
        line = json.dumps({"rows": rows, "sources": [middle.x(), middle.y()]})
        if line != self._last:
            self._last = line
            print(line, flush=True)

    @Slot(object)
    def _print_drop(self, drop: Drop) -> None:
        print(json.dumps({"dropped": {"account": drop.target.account, "mailbox": drop.target.name,
                                      "paths": [selection.path for selection in drop.cargo.selections]}}), flush=True)


def watch(window: QWidget, pane: MailboxesPane, sources: QTreeView) -> None:
    """Begin to print, if the environment asks for it."""
    if os.environ.get(VARIABLE):
        DropReport(window, pane, sources)
