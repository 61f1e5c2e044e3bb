"""Looking for imports by words: in what the window knows of each at once, in the subjects of their messages and the
names of their mailboxes a moment later, since the journal is asked for those."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from mailferry.transfer.values import ImportId, ImportView
from mailferry.ui import words
from mailferry.ui.asks import Pages

WAIT_MS = 250
"""The journal is asked when nobody has typed for so long."""
LEAST = 2
"""Words with fewer letters are in nearly every subject."""


class Search(QObject):
    """`found` tells that the journal has named more imports."""

    found = Signal()

    def __init__(self, pages: Pages, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pages = pages
        self._words: tuple[str, ...] = ()
        self._named: dict[str, frozenset[ImportId]] = {}
        self._soon = QTimer(self, singleShot=True, interval=WAIT_MS)
        self._soon.timeout.connect(self._ask)

    def begin(self, text: str) -> None:
        """Look for these words from now on; for nothing if there are none."""
        self._words = tuple(dict.fromkeys(text.lower().split()))
        self._named = {}
        self._soon.stop()
        if any(len(word) >= LEAST for word in self._words):
            self._soon.start()

    def takes(self, view: ImportView) -> bool:
        """Whether an import has all words, as far as is known."""
        return not self._words or all(
            word.casefold() in words.import_search(view) or view.id in self._named.get(word, ())
            for word in self._words)

    @Slot()
    def _ask(self) -> None:
        asked = tuple(word for word in self._words if len(word) >= LEAST)
        for_all = self._words

        def take(named: dict[str, frozenset[ImportId]]) -> None:
            if self._words == for_all and any(named.values()):
                self._named = named
                self.found.emit()

        self._pages.read(lambda reader: {word: reader.imports_with(word) for word in asked}, take)
