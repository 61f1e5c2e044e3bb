"""An album of pictures: opens the window on a real engine for each scene, starts real servers where one is wanted, and
keeps each picture with a line that says what it shows."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from tests.servers import cyrus as cyrus_module
from tests.servers import dovecot as dovecot_module
from tests.servers.common import Account, Certificates, ImapServer, make_certificates, server_directory
from tests.servers.cyrus import Cyrus, run_cyrus
from tests.servers.dovecot import Dovecot, run_dovecot
from tests.servers.fault_proxy import FaultProxy
from tests.ui.desk import Desk, drag, files

from mailferry.sandbox import Sandbox
from mailferry.transfer.values import BatchState, Event, OnReject
from mailferry.ui.app import window_settings
from mailferry.ui.preferences import Preferences, save

SMALL, USUAL, LARGE = (1000, 650), (1280, 800), (3840, 2160)
"""Sizes of the window: the smallest that is useful, the usual one, and a screen of 4K (in pixels of that screen)."""


class NotHere(Exception):
    """What a scene needs cannot run on this machine."""


class Servers:
    """The servers that the scenes share; each starts when it is asked for."""

    def __init__(self, stack: ExitStack) -> None:
        self._stack = stack

    @cached_property
    def _certificates(self) -> Certificates:
        return make_certificates(self._stack.enter_context(server_directory("tls")))

    @cached_property
    def dovecot(self) -> Dovecot:
        if reason := dovecot_module.why_not_here():
            raise NotHere(reason)
        return self._stack.enter_context(run_dovecot(self._certificates))

    @cached_property
    def cyrus(self) -> Cyrus:
        if reason := cyrus_module.why_not_here():
            raise NotHere(reason)
        return self._stack.enter_context(run_cyrus(self._certificates))


@dataclass(frozen=True)
class Kept:
    """A picture, and what it shows."""

    name: str
    shows: str


class Album:
    """Takes the pictures of one run; `scale` is that of Qt, `mail` holds what `make_mail` wrote."""

    def __init__(self, folder: Path, servers: Servers, mail: Path, scale: float) -> None:
        self._folder = folder
        self.scale = scale
        self.servers = servers
        self.kept: list[Kept] = []
        self.mail = mail
        self._users = 0
        self.stack = ExitStack()
        """What a scene opens, and is closed after it."""
        self.place = folder
        """A folder of the scene's own."""

    @contextmanager
    def scene(self) -> Iterator[None]:
        """All that a scene opens goes at its end."""
        with tempfile.TemporaryDirectory(prefix="mailferry-") as name, ExitStack() as self.stack:
            self.place = Path(name)
            yield

    # --- opening -----------------------------------------------------------------------------------------------------

    def desk(self, chosen: Preferences | None = None, *, first: bool = False) -> Desk:
        """The window on a fresh state folder; `first`: as at a first start."""
        state = self.place / "state"
        state.mkdir(mode=0o700, exist_ok=True)
        save(window_settings(state), replace(chosen or Preferences(), welcomed=not first))
        desk = Desk(state)
        desk.window.resize(*USUAL)
        self.stack.callback(desk.close)
        return desk

    def practice(self, desk: Desk, *mailboxes: tuple[str, ...]) -> str:
        """The practice mailbox as an account, with these mailboxes; returns its name."""
        name = desk.connect_sandbox(self.stack.enter_context(Sandbox()))
        self._make(desk, name, mailboxes)
        return name

    def account(self, desk: Desk, *mailboxes: tuple[str, ...], proxy: FaultProxy | None = None,
                account: Account | None = None) -> str:
        """An account of Dovecot, by way of a proxy if there is one; returns its name."""
        server = self.servers.dovecot.server if proxy is None else proxy.server
        name = desk.connect_server(server, account or self.user())
        self._make(desk, name, mailboxes)
        return name

    def user(self, name: str = "anna@example.org", **options: int) -> Account:
        """A user of Dovecot. The name is new each time, and always as long."""
        self._users += 1
        return self.servers.dovecot.add_account(user=name.replace("@", f".{self._users}@"), **options)  # type: ignore[arg-type]

    def proxy(self, *faults: object, server: ImapServer | None = None, **edits: Sequence[str]) -> FaultProxy:
        """A proxy before Dovecot, or before another server."""
        made = FaultProxy(server or self.servers.dovecot.server, *faults, **edits)  # type: ignore[arg-type]
        return self.stack.enter_context(made)

    def _make(self, desk: Desk, account: str, mailboxes: Sequence[tuple[str, ...]]) -> None:
        for path in mailboxes:
            desk.window.commands.create_mailbox(account, path)
        if mailboxes:
            desk.wait(lambda: all(desk.mailbox(account, *path).isValid() for path in mailboxes))
        desk.window.mailboxes.tree.expandAll()

    def settled(self, desk: Desk) -> bool:
        """Whether nothing is under way any more."""
        return desk.finished() and bool(desk.batches()) and all(view.state.settled for view in desk.batches())

    def imported(self, desk: Desk, name: str, path: tuple[str, ...], *sources: str) -> None:
        """Import these, and wait for the end."""
        before = len(desk.imports())
        desk.drop_on(name, path, self.files(*sources))
        desk.wait(lambda: len(desk.imports()) > before and self.settled(desk))

    def files(self, *names: str) -> QMimeData:
        """Files of the made mail, as a file manager hands them over."""
        return files([self.mail / name for name in names])

    def tell(self, desk: Desk, *events: Event) -> None:
        """As the engine tells."""
        for event in events:
            desk.window._hear(event)
        desk.window.queue.model.flush()

    # --- keeping -----------------------------------------------------------------------------------------------------

    def keep(self, name: str, shows: str, widget: QWidget) -> None:
        """Let the widget come to rest, then keep its picture."""
        self.rest()
        self.grab(name, shows, widget)

    def grab(self, name: str, shows: str, widget: QWidget) -> None:
        """Keep the picture of a widget as it is."""
        widget.grab().save(str(self.path(name)))
        self.note(name, shows)

    def path(self, name: str) -> Path:
        """Where a picture is kept."""
        return self._folder / f"{name}.png"

    def note(self, name: str, shows: str) -> None:
        """Keep what a picture shows."""
        self.kept.append(Kept(name, shows))

    def rest(self) -> None:
        """Let all that is under way in the window come to its end."""
        for _ in range(20):
            QApplication.processEvents()
        for window in QApplication.topLevelWidgets():
            if (queue := getattr(window, "queue", None)) is not None:
                queue.model.flush()
        for _ in range(20):
            QApplication.processEvents()

    def window(self, desk: Desk, name: str, shows: str, *sizes: tuple[int, int], queue: int = 0) -> None:
        """The main window, in the smallest and the usual size if none is named; with that many parts of ten for the
        queue, if it is the queue that is looked at."""
        for size in sizes or (SMALL, USUAL):
            self.size(desk, size, queue)
            self.keep(f"{name}, {'4K' if size == LARGE else size[0]}", shows, desk.window)

    def size(self, desk: Desk, size: tuple[int, int], queue: int = 0) -> None:
        """Make the window as large as for a picture."""
        scale = self.scale if size == LARGE else 1
        desk.window.resize(round(size[0] / scale), round(size[1] / scale))
        if queue:
            above = 0 if desk.window.plan.isHidden() else 250
            desk.window.down.setSizes([1000 - 100 * queue, above, 100 * queue])
        self.rest()

    def menu(self, name: str, shows: str, menu: QMenu) -> None:
        """A menu, which opens."""
        menu.popup(QPoint(0, 0))
        self.keep(name, shows, menu)
        menu.close()

    def hover(self, desk: Desk, name: str, shows: str, data: QMimeData, where: Callable[[], QPoint]) -> None:
        """A drag that hovers over the right side."""
        for size in (SMALL, USUAL):
            self._hover(desk, name, shows, data, where, size)

    def _hover(self, desk: Desk, name: str, shows: str, data: QMimeData, where: Callable[[], QPoint],  # noqa: PLR0917
               size: tuple[int, int]) -> None:
        tree = desk.window.mailboxes.tree
        desk.window.resize(*size)
        self.rest()
        taken: list[str] = []

        def look(text: str) -> None:
            if text and not taken:
                taken.append(text)
                self.window(desk, name, shows, size)

        tree.hovering.connect(look)
        drag(tree, data, where(), drop=False)
        tree.hovering.disconnect(look)


SKIP = Preferences(on_reject=OnReject.SKIP.value)
"""A refused batch is left as it is, for a person to decide on."""


def states(desk: Desk) -> list[BatchState]:
    """Those of the batches of the newest import."""
    return [view.state for view in desk.batches()]
