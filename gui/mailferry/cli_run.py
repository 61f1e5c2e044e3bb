"""One run of the engine for a command: its password, its connection, its signals, its end. Shared by all commands.

Return codes: 0 all arrived; 1 something was refused or not sent; 2 usage, sign-in, or no connection.
"""

from __future__ import annotations

import argparse
import signal
import threading
import time
from collections.abc import Sequence
from types import FrameType

from mailferry import cli_sources
from mailferry.awake import Awake
from mailferry.cli_passwords import know_password
from mailferry.errors import Problem
from mailferry.imap.values import Endpoint
from mailferry.paths import state_folder
from mailferry.progress import Progress, tell
from mailferry.transfer.credentials import Passwords
from mailferry.transfer.engine import Engine
from mailferry.transfer.errors import StateFolderInUse
from mailferry.transfer.report import DELIVERY_WORDS, report_lines
from mailferry.transfer.values import AccountState, AccountView, DeliveryKind, Event, ImportId, Totals

OK, NOT_ALL, NOT_STARTED = 0, 1, 2
_STOPPING = (signal.SIGINT, signal.SIGTERM)


class WrongUse(Problem):
    """The command cannot do what it was told."""

    title = "Nothing was done"


class Stop(Exception):
    """SIGINT or SIGTERM arrived."""


class Run:
    """One run of the engine for a command: its password, its signals, its end."""

    def __init__(self, options: argparse.Namespace, passwords: Passwords) -> None:
        self._options = options
        self._passwords = passwords
        self.progress = Progress(json_lines=options.json)
        self._awake = Awake()
        self.engine = Engine(options.state_dir or state_folder(), self._hear, passwords)
        if self.engine.warning is not None:
            complain(self.engine.warning)
        self._started = time.monotonic()
        self._handlers = {number: signal.signal(number, _stop) for number in _STOPPING} if _hears_signals() else {}

    def _hear(self, event: Event) -> None:
        self.progress.take(event)
        self._awake.hear(event)

    def know_password(self, endpoint: Endpoint) -> None:
        """Find the password of an account that is written to. Raises NoPassword."""
        know_password(self._passwords, endpoint, self._options.password_file, self._options.password_env)

    def know_sources(self, accounts: Sequence[Endpoint], others: Sequence[Endpoint]) -> list[Endpoint]:
        """Find the passwords of accounts that are read, `others` being known already; those that were asked for.

        Raises NoPassword, and WrongUse for one password and several accounts.
        """
        known = {endpoint.name for endpoint in others}
        asked = [endpoint for endpoint in accounts if endpoint.name not in known]
        cli_sources.know_passwords(self._passwords, asked, self._options)
        for endpoint in asked:
            self.engine.know_account(endpoint)
        return asked

    def open_account(self, endpoint: Endpoint, *, old_work: bool = True) -> None:
        """Let the engine connect to it, at no more than the speed that was asked for."""
        self.engine.open_account(endpoint, old_work=old_work)
        if self._options.speed_limit is not None:
            self.engine.limit_speed(endpoint.name, self._options.speed_limit, keep=False)

    def connected(self, endpoints: Sequence[Endpoint]) -> bool:
        """Wait until all accounts are connected. False, with the reasons told, if one cannot be."""
        names = {endpoint.name for endpoint in endpoints}
        try:
            self.progress.wait_for(lambda: all(self.progress.has_tried(name) for name in names))
        except Stop:
            return False
        failed = [view for view in self.engine.accounts()
                  if view.name in names and view.facts is None and view.state is AccountState.PAUSED]
        for view in failed:
            complain(view)
        return not failed

    def tell_way(self, endpoint: Endpoint, target: Sequence[str], chosen: DeliveryKind | None) -> None:
        """Say how batches are kept whole there, before the first is sent."""
        facts = next(view.facts for view in self.engine.accounts() if view.name == endpoint.name)
        if facts is None or self._options.json:
            return
        way = facts.way(chosen)
        instead = "" if chosen in (None, way) else f" ({chosen} cannot be had there)"
        tell(f"To {'/'.join(target) or 'INBOX'} on {endpoint.host}: {DELIVERY_WORDS[way]}{instead}.")

    def finish(self, imports: Sequence[ImportId], endpoints: Sequence[Endpoint]) -> int:
        """Wait for the end, print the summary, and say how it went."""
        stopped = False
        try:
            self.engine.wait_idle()
        except Stop:
            stopped = True
        self._stop_hearing()
        names = {endpoint.name for endpoint in endpoints}
        for view in self.engine.accounts():
            if view.name in names and view.state is AccountState.PAUSED:
                self.progress.clear()
                complain(view)
        if stopped:
            self.progress.clear()
            tell("Stopping ...", error=True)
        self.engine.stop()
        return self._summary(imports)

    def _summary(self, imports: Sequence[ImportId]) -> int:
        seconds = time.monotonic() - self._started
        reader = self.engine.reader()
        try:
            totals = sum((reader.import_view(import_id).totals for import_id in imports), Totals())
            unread = any(reader.import_view(import_id).scan == "running" for import_id in imports)
            missing = any(reader.missing(import_id) for import_id in imports)
            self.progress.clear()
            if self._options.json:
                for view in map(reader.verification, imports):
                    if view is not None:
                        self.progress.verification(view)
                self.progress.summary(totals, seconds)
            else:
                for line in report_lines(reader, list(imports), seconds):
                    tell(line)
        finally:
            reader.close()
        return NOT_ALL if totals.rejected or totals.failed or unread or missing else OK

    def close(self) -> None:
        """End the engine."""
        self._stop_hearing()
        self.engine.close()
        self._awake.end()
        for number, handler in self._handlers.items():
            signal.signal(number, handler)

    def _stop_hearing(self) -> None:
        """A second signal must not break what the first one has begun."""
        for number in self._handlers:
            signal.signal(number, signal.SIG_IGN)


def _hears_signals() -> bool:
    return threading.current_thread() is threading.main_thread()


def _stop(number: int, frame: FrameType | None) -> None:
    raise Stop


def complain(about: Problem | AccountView, before: str = "") -> None:
    """Tell what is wrong, on standard error."""
    more = ["--ca-file"] if about.sentence.endswith("give its certificate file.") else []
    more += ["or another folder: --state-dir"] if isinstance(about, StateFolderInUse) else []
    more += [about.detail] if about.detail else []
    tell(f"{before}{about.title}: {about.sentence}" + "".join(f" ({words})" for words in more), error=True)
