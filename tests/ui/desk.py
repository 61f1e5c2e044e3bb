"""A person at the window, for tests: what they do with their hands, and waiting until the window shows something.

Drops are synthetic events as Qt delivers them; a drag of a real file manager has its own test.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from PySide6.QtCore import QDeadlineTimer, QEvent, QEventLoop, QMimeData, QModelIndex, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLabel, QPushButton
from tests.servers.common import Account, ImapServer

from mailferry.imap.transmit import Patience
from mailferry.imap.values import Endpoint, Security
from mailferry.sandbox import Sandbox
from mailferry.transfer.credentials import Passwords
from mailferry.transfer.engine import Engine
from mailferry.transfer.values import AccountState, AccountView, BatchState, BatchView, ImportView
from mailferry.ui.app import open_practice, window_settings
from mailferry.ui.bridge import Bridge
from mailferry.ui.main_window import MainWindow
from mailferry.ui.notices import Notice, Notices
from mailferry.ui.queue_data import STATE
from mailferry.ui.retry_bar import RetryBar
from mailferry.ui.targets import Target
from mailferry.ui.words import batch_name

SECONDS = 60


def files(paths: Sequence[Path]) -> QMimeData:
    """What a file manager hands over."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def drag(view: QAbstractItemView, data: QMimeData, where: QPoint, *, drop: bool = True,
         actions: Qt.DropAction = Qt.DropAction.CopyAction | Qt.DropAction.MoveAction,
         ) -> tuple[bool, bool, Qt.DropAction | None]:
    """Drag onto a point of a view's viewport. Whether the move and the drop were accepted, and the action told."""
    def arguments() -> tuple[Qt.DropAction, QMimeData, Qt.MouseButton, Qt.KeyboardModifier]:
        return actions, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier

    viewport = view.viewport()
    QApplication.sendEvent(viewport, QDragEnterEvent(where, *arguments()))
    move = QDragMoveEvent(where, *arguments())
    QApplication.sendEvent(viewport, move)
    if not drop or not move.isAccepted():
        QApplication.sendEvent(viewport, QDragLeaveEvent())
        return move.isAccepted(), False, None
    dropped = QDropEvent(QPointF(where), *arguments(), QEvent.Type.Drop)
    QApplication.sendEvent(viewport, dropped)
    return True, dropped.isAccepted(), dropped.dropAction()


class Desk:
    """The window with its engine, which bears silence as long as `patience` says."""

    def __init__(self, state_dir: Path, patience: Patience | None = None) -> None:
        state_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.state_dir = state_dir
        bridge, self.passwords = Bridge(), Passwords()
        self.engine = Engine(state_dir, bridge.tell, self.passwords, patience)
        self.window = MainWindow(self.engine, bridge, self.passwords, window_settings(state_dir))
        self.ended = False
        self.window.ended.connect(self._note_end)
        open_practice(self.window, self.engine, None)
        self.window.show()

    def _note_end(self) -> None:
        self.ended = True

    def close(self) -> None:
        """Close the window, and wait until all has stopped."""
        if not self.ended:
            self.window.close()
            self.wait(lambda: self.ended)
            self.window.deleteLater()
            # Now, and here: what is left to the collector of garbage may be taken away in another thread.
            QApplication.sendPostedEvents(self.window, QEvent.Type.DeferredDelete)

    def wait(self, condition: Callable[[], object], seconds: float = SECONDS) -> None:
        """Let the window work until something is so. Raises TimeoutError, which tells where the accounts stand, and
        what is said in place."""
        if condition():
            return
        loop, tick, deadline = QEventLoop(), QTimer(interval=10), QDeadlineTimer(round(seconds * 1000))
        tick.timeout.connect(lambda: loop.quit() if condition() or deadline.hasExpired() else None)
        tick.start()
        loop.exec()
        tick.stop()
        if not condition():
            stand = "; ".join(f"{view.name}: {view.state}, {view.title} {view.sentence} {view.detail}"
                              for view in self.window.mailboxes.model.views())
            said = [f"{notice.accessibleName()} | {notice.accessibleDescription()}"
                    for notice in self.window.findChildren(Notice)]
            raise TimeoutError(f"not so within {seconds} s ({stand}; {said})")

    # --- accounts ----------------------------------------------------------------------------------------------------

    def connect_sandbox(self, sandbox: Sandbox) -> str:
        """Add the practice mailbox; returns the account's name."""
        endpoint = Endpoint(sandbox.host, sandbox.port, Security.PLAINTEXT, sandbox.user)
        return self.connect(endpoint, sandbox.password)

    def connect_server(self, server: ImapServer, account: Account) -> str:
        """Add an account of a test server; returns its name."""
        return self.connect(Endpoint(server.host, server.port, Security.PLAINTEXT, account.user), account.password)

    def connect(self, endpoint: Endpoint, password: str) -> str:
        """Add an account and wait for its mailboxes."""
        self.window.open_with_password(endpoint, password)
        self.wait(lambda: (view := self.account(endpoint.name)) is not None and view.state is AccountState.READY
                  and view.mailboxes is not None)
        return endpoint.name

    def is_account(self, name: str, *states: AccountState) -> bool:
        """Whether the window shows the account in one of these states."""
        view = self.account(name)
        return view is not None and view.state in states

    def account(self, name: str) -> AccountView | None:
        """How the window knows an account."""
        return next((view for view in self.window.mailboxes.model.views() if view.name == name), None)

    def mailbox(self, account: str, *path: str) -> QModelIndex:
        """The row of a mailbox."""
        return self.window.mailboxes.model.find(Target(account, path))

    def center(self, view: QAbstractItemView, index: QModelIndex) -> QPoint:
        """The middle of a row."""
        view.scrollTo(index)
        return view.visualRect(index).center()

    def drop_on(self, account: str, path: tuple[str, ...], data: QMimeData) -> None:
        """Drop something onto a mailbox, which must be taken as a copy, and import it as planned."""
        self.only_drop_on(account, path, data)
        self.accept_plan()

    def only_drop_on(self, account: str, path: tuple[str, ...], data: QMimeData) -> None:
        """Drop something onto a mailbox, which must be taken as a copy: its plan is shown."""
        tree = self.window.mailboxes.tree
        taken = drag(tree, data, self.center(tree, self.mailbox(account, *path)))
        assert taken == (True, True, Qt.DropAction.CopyAction)

    def accept_plan(self) -> None:
        """Press Import in the plan that is shown."""
        self.wait(self.window.plan.isVisible)
        assert self.window.focusWidget() is self.window.plan.import_button
        QTest.keyClick(self.window.plan.import_button, Qt.Key.Key_Return)

    # --- what is said in place, and its buttons ----------------------------------------------------------------------

    def said(self, notices: Notices, key: str) -> str:
        """All that a notice says, "" if it is not there."""
        notice = notices.notice(key)
        return "" if notice is None else " ".join(label.text() for label in notice.findChildren(QLabel))

    def press_notice(self, notices: Notices, key: str, label: str) -> None:
        """Click a button of a notice, once it is there."""
        def found() -> QPushButton | None:
            notice = notices.notice(key)
            buttons = [] if notice is None else notice.findChildren(QPushButton)
            return next((button for button in buttons if button.isVisible()
                         and button.text().replace("&", "") == label), None)

        self.wait(found)
        button = found()
        assert button is not None
        self.click(button)

    def click(self, button: QPushButton) -> None:
        """Click a button that can be used, with the mouse."""
        assert button.isEnabled()
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    # --- the queue ---------------------------------------------------------------------------------------------------

    def imports(self) -> list[ImportView]:
        """The imports that the window shows, newest first."""
        model = self.window.queue.model
        return [view for row in range(model.rowCount()) if isinstance(view := model.item(model.index(row, 0)),
                                                                      ImportView)]

    def batch_rows(self) -> Iterator[tuple[QModelIndex, BatchView]]:
        """The batches that the window shows under its newest import, with their rows."""
        model = self.window.queue.model
        above = model.index(0, 0)
        for row in range(model.rowCount(above)):
            index = model.index(row, 0, above)
            view = model.item(index)
            if isinstance(view, BatchView) and model.kind(index).name == "BATCH":
                yield index, view

    def batches(self) -> list[BatchView]:
        """The batches that the window shows under its newest import."""
        return [view for _, view in self.batch_rows()]

    def states(self) -> list[str]:
        """What the rows of the batches say in the column State."""
        return [str(index.siblingAtColumn(STATE).data()) for index, _ in self.batch_rows()]

    def import_says(self) -> str:
        """What the row of the newest import says there."""
        return str(self.window.queue.model.index(0, STATE).data())

    def settled(self) -> bool:
        """Whether all of the newest import has come to rest, and the window shows it."""
        return self.finished() and all(batch.state.settled for batch in self.batches()) and (
            sum(batch.current for batch in self.batches() if batch.state is BatchState.COMMITTED)
            == self.imports()[0].totals.committed)

    def cancel_button(self, batch: BatchView) -> QPushButton:
        """The button of a row that cancels it, once it is there."""
        def found() -> QPushButton | None:
            buttons = self.window.queue.view.findChildren(QPushButton)
            return next((button for button in buttons if button.isVisible()
                         and button.accessibleName() == f"Cancel: {batch_name(batch)}"), None)

        self.wait(found)
        button = found()
        assert button is not None
        return button

    def finished(self) -> bool:
        """Whether the newest import was read to its end and nothing of it waits."""
        views = self.imports()
        return bool(views) and views[0].totals.messages > 0 and not views[0].totals.waiting and (
            views[0].scan.name == "DONE")

    def bar(self, batch: BatchView) -> RetryBar:
        """The retry buttons beneath a batch, once it is scrolled to and they are there."""
        view = self.window.queue.view
        view.scrollTo(next(view.indexBelow(index) for index, shown in self.batch_rows() if shown.id == batch.id))
        self.wait(lambda: self.window.queue.rows.bar(batch.id) is not None)
        bar = self.window.queue.rows.bar(batch.id)
        assert bar is not None
        return bar

    def press(self, bar: RetryBar, name: str) -> None:
        """Press a button of a row by the keyboard: focus, then the space bar. One that found no room is in a menu."""
        button = next(button for button in bar.findChildren(QPushButton) if button.objectName() == name)
        if button.isHidden():
            next(action for action in bar.menu().actions() if action.text() == button.text()).trigger()
            return
        button.setFocus()
        assert button.hasFocus()
        QTest.keyClick(button, Qt.Key.Key_Space)
