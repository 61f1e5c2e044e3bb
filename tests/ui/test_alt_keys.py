"""Alt and a letter does one thing: none is taken twice in a menu, a dialog or the window, in any language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from PySide6.QtCore import QModelIndex
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QAbstractButton, QLabel, QMenu, QWidget
from tests.ui.conftest import OpenDesk
from tests.ui.desk import Desk
from tests.ui.made import ENDPOINT, account, batch, box, imported

from mailferry.imap.errors import HostUnknown, SignInProblem
from mailferry.transfer.values import AccountState, BatchChanged, BatchState, ImportChanged, Totals
from mailferry.ui.arrivals import Arrival
from mailferry.ui.help_text import show_about, show_help, show_keys
from mailferry.ui.notices import show_arrival
from mailferry.ui.retry_bar import RetryBar, label, options

SEVERAL = replace(batch(93, BatchState.REJECTED, culprit="“Boat” (a.mbox)", import_id=90), aside="/aside/1.eml")
UNCLEAR = replace(batch(94, BatchState.CONFLICT, import_id=90), missing=2)
ONE = replace(batch(95, BatchState.REJECTED, messages=1, import_id=90), offer="its date", aside="/aside/1.eml")
WAITING = batch(96, BatchState.QUEUED, import_id=90)


def twice(texts: Iterable[str]) -> list[str]:
    """The texts that share their key with another."""
    keys = [(QKeySequence.mnemonic(text).toString(), text) for text in texts]
    counts = Counter(key for key, _ in keys if key)
    return sorted(f"{key}: {text}" for key, text in keys if counts[key] > 1)


def texts_of(actions: Iterable[QAction]) -> list[str]:
    """What a menu says."""
    return [action.text() for action in actions]


def texts_shown(window: QWidget) -> list[str]:
    """What stands on all that is shown and may have a key. Not the buttons beneath the rows of batches: each row has
    the same."""
    return [widget.text() for widget in window.findChildren(QWidget)
            if isinstance(widget, QAbstractButton | QLabel) and widget.isVisible()
            and not isinstance(widget.parent(), RetryBar)
            and not (isinstance(widget, QLabel) and widget.buddy() is None)]


def test_a_key_that_is_taken_twice_is_found() -> None:
    assert twice(["&Mail", "A&ccount", "Fish && chips", "No key"]) == []
    assert twice(["&Mail", "s&mall", "&Other"]) == ["Alt+M: &Mail", "Alt+M: s&mall"]


def test_no_key_is_taken_twice_in_a_menu(open_desk: OpenDesk, spoken: str) -> None:
    window = open_desk().window
    for action in window.menuBar().actions():
        menu = action.menu()
        assert isinstance(menu, QMenu)
        assert len(menu.actions()) > 2
        assert twice(texts_of(menu.actions())) == []
    for widget in (window.mailboxes.tree, window.sources.tree, window.sources.table):
        assert len(widget.actions()) > 2
        assert twice(texts_of(widget.actions())) == []


def _with_rows(desk: Desk) -> None:
    """Show an import with a row for each kind of thing to do."""
    window, model = desk.window, desk.window.queue.model
    window._hear(ImportChanged(imported(90, totals=Totals(messages=16, rejected=6, failed=16, waiting=5, batches=4))))
    model.flush()
    desk.wait(lambda: not model.has_more(model.index(0, 0)))
    for view in (SEVERAL, UNCLEAR, ONE, WAITING):
        window._hear(BatchChanged(view))
    model.flush()
    window.queue.view.expandAll()


def test_no_key_is_taken_twice_in_a_menu_of_the_queue(open_desk: OpenDesk, spoken: str) -> None:
    desk = open_desk()
    queue, model = desk.window.queue, desk.window.queue.model
    _with_rows(desk)

    def menus(parent: QModelIndex) -> Iterator[list[str]]:
        for row in range(model.rowCount(parent)):
            index = model.index(row, 0, parent)
            menu = queue.menu_for(index)
            yield texts_of(menu.actions())
            menu.close()
            yield from menus(index)

    found = [*menus(QModelIndex())]
    desk.window._hear(ImportChanged(imported(90, totals=Totals(messages=16, committed=16, batches=4))))
    model.flush()
    found += menus(QModelIndex())
    assert max(map(len, found)) > 7
    assert [texts for texts in found if twice(texts)] == []


def test_no_key_of_a_rows_buttons_is_taken_twice_or_opens_a_menu(open_desk: OpenDesk, spoken: str) -> None:
    bar = texts_of(open_desk().window.menuBar().actions())
    for view in (SEVERAL, UNCLEAR, ONE):
        assert twice([*bar, *(label(how) for how in options(view))]) == []


def test_no_key_is_taken_twice_in_the_window(open_desk: OpenDesk, spoken: str) -> None:
    """All panes at once, with what they may say of an account and of a drop."""
    desk = open_desk()
    window = desk.window
    window.resize(1280, 800)
    _with_rows(desk)
    window.plan.setVisible(True)
    window.sources.list.reading.plain.setVisible(True)
    show_arrival(window.sources.notices, Arrival(None, "Thunderbird", wants_profile=True), lambda: None)
    for title in ("", SignInProblem.title, HostUnknown.title):
        window.mailboxes.take(account(box("INBOX"), state=AccountState.PAUSED, title=title))
        desk.wait(window.plan.labels_name.isVisible)
        shown = texts_shown(window)
        assert len(shown) > 12
        assert twice([*texts_of(window.menuBar().actions()), *shown]) == []


def test_no_key_is_taken_twice_in_a_dialog(open_desk: OpenDesk, spoken: str) -> None:
    window = open_desk().window
    window.accounts.open(ENDPOINT)
    window.show_settings()
    dialog = window.accounts.dialog
    assert dialog is not None
    assert window.settings is not None
    dialog.unfold.click()
    for shown in (dialog, window.settings, show_about(window), show_help(window), show_keys(window)):
        assert texts_shown(shown)
        assert twice(texts_shown(shown)) == []
        shown.close()
