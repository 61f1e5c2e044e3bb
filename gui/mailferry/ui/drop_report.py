"""For tests with a real file manager: where each mailbox row is on the screen, and what was dropped.

With MAILFERRY_TEST_GEOMETRY set to anything, the window prints one JSON object a line to standard output:
  {"rows": {"ACCOUNT": {"MAILBOX/PATH": [x, y], ...}}, "places": {"sources": [x, y], ...}}   when something has
      changed or the window was moved: the middle of each visible row that takes mail (INBOX is "Inbox"), of the tree
      on the left ("sources"), of the first message of the list if there is one ("messages"), and of the button of a
      plan that is shown ("import"), in global coordinates
  {"dropped": {"account": A, "mailbox": "Archive/2019", "paths": [...], "messages": 5}}     for each accepted drop
  {"over": "Import into Inbox"}     while a drag hovers: what would happen, or why not; "" when it has gone
  {"said": "..."}       for what a person must know of a drop
"""

from __future__ import annotations

import json
import os

from PySide6.QtCore import QEvent, QObject, QTimer, Slot
from PySide6.QtWidgets import QWidget

from mailferry.ui.mailboxes_pane import MailboxesPane
from mailferry.ui.plan_pane import PlanPane
from mailferry.ui.sources_pane import SourcesPane
from mailferry.ui.targets import Drop

VARIABLE = "MAILFERRY_TEST_GEOMETRY"


class DropReport(QObject):
    """Watches the panes and prints."""

    def __init__(self, window: QWidget, pane: MailboxesPane, sources: SourcesPane, plan: PlanPane) -> None:
        super().__init__(window)
        self._pane = pane
        self._sources = sources
        self._plan = plan
        self._last = ""
        self._soon = QTimer(self, singleShot=True, interval=100)
        self._soon.timeout.connect(self._print_rows)
        pane.import_wanted.connect(self._print_drop)
        pane.said.connect(self._print_said)
        for tree in (pane.tree, sources.tree):
            tree.hovering.connect(self._print_over)
        for signal in (pane.tree_changed, pane.tree.expanded, pane.tree.collapsed, sources.messages_model.rowsInserted,
                       sources.messages_model.modelReset, plan.shown_changed):
            signal.connect(lambda *_: self._soon.start())
        window.installEventFilter(self)
        for watched in (pane.tree.viewport(), plan):
            watched.installEventFilter(self)

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
        left = self._sources.tree.viewport()
        places = {"sources": left.mapToGlobal(left.rect().center())}
        if self._sources.messages_model.rowCount():
            table = self._sources.table
            first = table.visualRect(self._sources.messages_model.index(0, 0)).center()
            places["messages"] = table.viewport().mapToGlobal(first)
        if self._plan.isVisible():
            button = self._plan.import_button
            places["import"] = button.mapToGlobal(button.rect().center())
        line = json.dumps({"rows": rows, "places": {name: [place.x(), place.y()] for name, place in places.items()}})
        if line != self._last:
            self._last = line
            print(line, flush=True)

    @Slot(object)
    def _print_drop(self, drop: Drop) -> None:
        print(json.dumps({"dropped": {"account": drop.target.account, "mailbox": drop.target.name,
                                      "paths": [selection.path for selection in drop.cargo.selections],
                                      "messages": drop.cargo.messages}}), flush=True)

    @Slot(str)
    def _print_over(self, sentence: str) -> None:
        print(json.dumps({"over": sentence}), flush=True)

    @Slot(str)
    def _print_said(self, sentence: str) -> None:
        print(json.dumps({"said": sentence}), flush=True)


def watch(window: QWidget, pane: MailboxesPane, sources: SourcesPane, plan: PlanPane) -> None:
    """Begin to print, if the environment asks for it."""
    if os.environ.get(VARIABLE):
        DropReport(window, pane, sources, plan)
