"""What the first steps do: the practice mailbox inside the window's own process, sample mail, and when they go."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSettings

from mailferry import paths
from mailferry.imap.values import Endpoint, Security
from mailferry.ui import preferences
from mailferry.ui.asks import Asks
from mailferry.ui.welcome import Welcome

if TYPE_CHECKING:
    from mailferry.errors import Problem
    from mailferry.sandbox import Sandbox


class FirstStart(QObject):
    """`opened` is called with the practice mailbox's account and its password once it runs."""

    def __init__(self, welcome: Welcome, settings: QSettings, asks: Asks, opened: Callable[[Endpoint, str], None],
                 failed: Callable[[Problem], None]) -> None:
        super().__init__(welcome)
        self._welcome = welcome
        self._settings = settings
        self._asks = asks
        self._opened = opened
        self._failed = failed
        self._running: Sandbox | None = None
        self._account = ""
        self._waits = False
        welcome.practice_wanted.connect(self._practise)
        welcome.closed.connect(self.end)

    def offer(self) -> None:
        """Show the steps, unless they were closed or followed before."""
        if not preferences.load(self._settings).welcomed:
            self._welcome.setVisible(True)
            self._welcome.add.setFocus()  # the window is there before, and its keyboard would be in an empty list

    def end(self) -> None:
        """They were followed, or closed: not shown by themselves again."""
        if self.rest():
            preferences.set_one(self._settings, "welcomed", True)

    def rest(self) -> bool:
        """They were followed for practice: the next start may show them again. Whether they were shown."""
        shown = self._waits or not self._welcome.isHidden()
        self._waits = False
        self._welcome.setVisible(False)
        return shown

    def plan_shown(self, shown: bool) -> None:
        """The plan says what comes next, and needs the room."""
        if shown and not self._welcome.isHidden():
            self._welcome.setVisible(False)
            self._waits = True
        elif not shown and self._waits:
            self._welcome.setVisible(True)
            self._waits = False

    def _practise(self) -> None:
        self._asks.ask(self._run, self._started, self._not_started)

    def _not_started(self, problem: Problem) -> None:
        self._welcome.practice.setEnabled(True)
        self._failed(problem)

    def forget(self, account: str) -> None:
        """An account was forgotten: if it was the practice mailbox, that can be had again."""
        if account == self._account:
            self._welcome.practice.setEnabled(True)

    def _run(self) -> Sandbox:
        """In a thread: what the server needs takes some time to load. Raises SandboxProblem."""
        from mailferry.sandbox import Sandbox

        if self._running is not None:
            return self._running
        sandbox = Sandbox(strict=True)
        sandbox.start()
        self._running = sandbox
        return sandbox

    def _started(self, sandbox: Sandbox) -> None:
        endpoint = Endpoint(sandbox.host, sandbox.port, Security.PLAINTEXT, sandbox.user)
        self._account = endpoint.name
        self._opened(endpoint, sandbox.password)

    def stop(self) -> None:
        """At the end, in a thread: the practice mailbox goes."""
        if self._running is not None:
            self._running.stop()


def sample() -> str:
    """The mail to practise with."""
    return str(paths.resources() / "sample")
