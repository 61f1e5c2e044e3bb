"""The main window: puts the panes together, and lets each hear the others and the engine. It is small on purpose."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QSettings, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QCloseEvent, QShortcut
from PySide6.QtWidgets import QLabel, QSplitter, QVBoxLayout, QWidget

from mailferry.errors import Problem
from mailferry.imap.values import Endpoint
from mailferry.transfer.credentials import Passwords
from mailferry.transfer.engine import Engine
from mailferry.transfer.values import (
    AccountChanged,
    AccountState,
    AccountView,
    Event,
    ImportOptions,
    JournalFailed,
)
from mailferry.ui import drop_report, ending, icons, menus, words
from mailferry.ui.account_dialogs import AccountDialogs
from mailferry.ui.after import AfterImport
from mailferry.ui.asks import Asks, Pages
from mailferry.ui.bridge import Bridge
from mailferry.ui.commands import Commands
from mailferry.ui.dragging import Carrier
from mailferry.ui.first_start import FirstStart, sample
from mailferry.ui.icons import icon
from mailferry.ui.looks import Looks
from mailferry.ui.mailboxes_pane import MailboxesPane
from mailferry.ui.notices import Notices
from mailferry.ui.other_ways import OtherWays
from mailferry.ui.plan_pane import PlanPane
from mailferry.ui.preferences import Preferences, load, restore_state
from mailferry.ui.queue_pane import QueuePane
from mailferry.ui.queue_rows import Filter
from mailferry.ui.rate import Rate
from mailferry.ui.report_view import ReportView
from mailferry.ui.settings_view import SettingsView
from mailferry.ui.sources_pane import SourcesPane
from mailferry.ui.targets import Drop
from mailferry.ui.taskbar import Progress
from mailferry.ui.welcome import Welcome
from mailferry.ui.window_drops import DropWindow


class MainWindow(DropWindow):
    """`ended` comes once, when everything has stopped after the window was closed; `failure` is what went wrong then.
    """

    ended = Signal()

    def __init__(self, engine: Engine, bridge: Bridge, passwords: Passwords, settings: QSettings) -> None:
        super().__init__()
        self._looks = Looks()
        self._mending = QTimer(self, singleShot=True, interval=0)
        self._mending.timeout.connect(self._looks.mend)
        self.setWindowTitle(self.tr("Mailferry"))
        self.setWindowIcon(icon("mailferry"))
        self.progress = Progress(self)
        self._engine = engine
        engine.count_messages()
        self._passwords = passwords
        self._settings = settings
        self._asks = Asks("engine calls")
        self._ending = Asks("ending")
        self._pages = Pages(engine.reader, self._tell)
        self._stopping = False
        self._stopped = False
        self.failure: Problem | None = None
        self.forget_at_end = ""
        self._rate = Rate()
        self.settings: SettingsView | None = None
        self._limited: set[str] = set()
        self.commands = Commands(engine, self._pages, self._asks, self._tell, self)
        self.accounts = AccountDialogs(self, passwords, self._asks, self.commands, self._not_kept)
        carrier = Carrier(engine.claims)
        self.notices = Notices()
        self.welcome = Welcome()
        self.first = FirstStart(self.welcome, settings, self._asks, self._open_practice, self._tell)
        self.sources = SourcesPane(carrier, engine.spool)
        self.mailboxes = MailboxesPane(carrier)
        self.queue = QueuePane(self._pages)
        self.after = AfterImport(self, self.queue.notices, self._pages, self.commands,
                                 views=lambda: list(self.queue.model.standing.imports.values()),
                                 accounts=self.queue.model.standing.accounts.get,
                                 notify=lambda: load(settings).notify, show_needing=self.queue.show_needing,
                                 needing_shown=self.queue.filter_buttons[Filter.NEEDS_YOU].isChecked)
        self.plan = PlanPane(self._pages, engine.spool, self.commands.foresight,
                             self.queue.model.standing.is_under_way)
        self._lay_out()
        self.actions_ = menus.build(self)
        self._connect(bridge)
        menus.show_pause(self)
        self._restore()
        if engine.warning is not None:
            self.notices.show_notice("damaged", engine.warning.title, engine.warning.sentence)
        self.setAcceptDrops(True)
        drop_report.watch(self, self.mailboxes, self.sources, self.plan)

    # --- starting ----------------------------------------------------------------------------------------------------

    def begin(self, wanted: Callable[[AccountView], bool]) -> None:
        """Show what the journal knows, and connect to the accounts that are wanted (asked in the worker thread)."""
        def take(views: list[AccountView]) -> None:
            if not views:
                self.first.offer()
            for view in views:
                self._take_account(view)
                if view.state is AccountState.OFFLINE:
                    self.commands.reopen_account(view.endpoint)
                elif view.state is AccountState.PAUSED:  # nothing more is heard of it until it goes on
                    self.queue.hear(AccountChanged(view))

        self.queue.model.load()
        self.commands.list_accounts(wanted, take)

    def _open_practice(self, endpoint: Endpoint, password: str) -> None:
        self.forget_at_end = endpoint.name
        self.open_with_password(endpoint, password)

    def open_with_password(self, endpoint: Endpoint, password: str) -> None:
        """Open an account whose password is not to be kept."""
        self._asks.ask(lambda: self._passwords.remember(endpoint.name, password))
        self.commands.open_account(endpoint)

    # --- the parts ---------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self.across = QSplitter(Qt.Orientation.Horizontal)
        self.across.addWidget(self.sources)
        self.across.addWidget(self.mailboxes)
        self.across.setStretchFactor(0, 3)
        self.across.setStretchFactor(1, 1)
        self.across.setSizes([900, 300])
        self.down = QSplitter(Qt.Orientation.Vertical)
        self.down.addWidget(self.across)
        self.down.addWidget(self.plan)
        self.down.addWidget(self.queue)
        self.down.setStretchFactor(0, 3)
        self.down.setStretchFactor(2, 2)
        for splitter in (self.across, self.down):
            splitter.setChildrenCollapsible(False)
        middle = QWidget()
        box = QVBoxLayout(middle)
        box.setContentsMargins(4, 4, 4, 0)
        box.addWidget(self.notices)
        box.addWidget(self.welcome)
        box.addWidget(self.down, 1)
        self.setCentralWidget(middle)
        self.pace = QLabel()
        self.pace.setTextFormat(Qt.TextFormat.PlainText)
        self.pace.setAccessibleName(self.tr("Rate and time left"))
        self.statusBar().addPermanentWidget(self.pace)
        self._clock = QTimer(self, interval=1000)
        self._clock.timeout.connect(self._show_pace)
        self._clock.start()

    def _connect(self, bridge: Bridge) -> None:
        bridge.told.connect(self._hear)
        self.sources.chosen.connect(self.mailboxes.set_chosen)
        self.accounts.saved.connect(self.mailboxes.expect)
        pane, commands = self.mailboxes, self.commands
        pane.import_wanted.connect(self._plan)
        pane.profile_wanted.connect(self.sources.open_thunderbird)
        self.plan.wanted.connect(self._import)
        self.plan.unwanted.connect(commands.let_go)
        self.sources.closed.connect(self.plan.release)
        self.sources.closed.connect(self._show_steps)
        pane.status.connect(self.statusBar().showMessage)
        self.sources.list.reading.told.connect(self.statusBar().showMessage)
        pane.account_wanted.connect(self.add_account)
        pane.sign_in_wanted.connect(self.change_account)
        pane.resume_wanted.connect(commands.resume)
        pane.refresh_wanted.connect(commands.refresh)
        pane.create_wanted.connect(commands.create_mailbox)
        pane.rename_wanted.connect(commands.rename_mailbox)
        pane.forget_wanted.connect(self._forget)
        self.ways = OtherWays(self.queue, commands)
        self.queue.cancel_wanted.connect(commands.cancel)
        self.queue.forget_wanted.connect(commands.forget_import)
        self.queue.leave_out_wanted.connect(commands.leave_out)
        self.queue.report_wanted.connect(self.after.show_report)
        self.queue.undo_wanted.connect(self.after.plan_undo)
        self.queue.verify_wanted.connect(self.after.verify)
        self.queue.model.changed.connect(self._imports_changed)
        welcome = self.welcome
        welcome.account_wanted.connect(self.add_account)
        welcome.files_wanted.connect(self.sources.choose_files)
        welcome.folder_wanted.connect(self.sources.choose_folder)
        welcome.sample_wanted.connect(lambda: self.sources.open([sample()]))
        self.sources.chosen.connect(self._show_steps)
        self.plan.shown_changed.connect(self.first.plan_shown)
        self.queue.model.changed.connect(self._show_pace)
        QShortcut(Qt.Key.Key_F6, self, self._next_pane)

    # --- hearing -----------------------------------------------------------------------------------------------------

    @Slot(object)
    def _hear(self, event: Event) -> None:
        if isinstance(event, AccountChanged):
            self._take_account(event.view)
        if isinstance(event, JournalFailed):
            self.notices.show_notice("journal", event.title, event.sentence, detail=event.detail)
        else:
            self.after.hear(event)
            self.queue.hear(event)

    def _take_account(self, view: AccountView) -> None:
        self.mailboxes.take(view)
        if view.state is AccountState.OFFLINE:
            self._limited.discard(view.name)  # opened again, it knows of no limit
        elif view.name not in self._limited:
            self._limited.add(view.name)
            if limit := load(self._settings).octets_per_second:
                self.commands.limit_speed([view.name], limit)
        menus.show_pause(self)
        self._show_steps()

    @Slot()
    def _show_steps(self) -> None:
        """Tick off the first steps that are done: an account that has told its mailboxes, and mail that is open."""
        self.welcome.show_done(any(view.mailboxes is not None for view in self.mailboxes.model.views()),
                               self.sources.model.rowCount() > 0)

    def _tell(self, problem: Problem) -> None:
        self.notices.show_notice("answer", problem.title, problem.sentence, detail=problem.detail)

    @Slot()
    def _show_pace(self) -> None:
        standing = self.queue.model.standing
        still = standing.stands_still()
        pace = self._rate.take(*standing.pace(), reading=standing.reading(), still=still)
        self.progress.show(*((0, 0, 0) if self._stopping else (*standing.under_way(), standing.needing())), still=still)
        waits = list(dict.fromkeys(map(words.waits_for, standing.held_up())))
        self.pace.setText("" if self._stopping else " · ".join([*waits, *([pace] if pace else [])]))

    # --- what a person does ------------------------------------------------------------------------------------------
    @Slot(object)
    def _plan(self, drop: Drop) -> None:
        view = self.mailboxes.model.view(drop.target.account)
        if view is not None:
            chosen = load(self._settings)
            self.plan.propose(drop, view, chosen.options(), at_once=chosen.at_once)

    @Slot(object, object)
    def _import(self, drop: Drop, options: ImportOptions) -> None:
        self.notices.remove("answer")
        said = self.tr("The import of {0} into {1} has begun.")  # true even if it has ended meanwhile
        self.statusBar().showMessage(said.format(drop.cargo.title, drop.target.name), 4_000)
        (self.first.rest if words.is_practice(drop.target.account) else self.first.end)()
        self.queue.show_next()
        self.commands.start_import(drop, options, lambda: self._plan_again(drop, options))

    def _plan_again(self, drop: Drop, options: ImportOptions) -> None:
        """It could not be started: what was dropped is not lost by that."""
        view = self.mailboxes.model.view(drop.target.account)
        if view is not None:
            self.plan.propose(drop, view, options)
        else:
            self.commands.let_go(drop.cargo.claimed)

    @Slot()
    def show_settings(self) -> None:
        """Open the settings, or bring them to the front."""
        if self.settings is None:
            self.settings = SettingsView(self._settings, self)
            self.settings.changed.connect(self._settings_changed)
            self.settings.finished.connect(self._settings_closed)
        self.settings.show()
        self.settings.activateWindow()

    @Slot(object)
    def _settings_changed(self, chosen: Preferences) -> None:
        self.commands.limit_speed(sorted(self._limited), chosen.octets_per_second)

    @Slot()
    def _settings_closed(self) -> None:
        self.settings = None

    @Slot()
    def add_account(self) -> None:
        """Open the dialog for a new account."""
        self.accounts.open(None)

    @Slot(str)
    def change_account(self, name: str) -> None:
        """Open the dialog for an account that is there."""
        view = self.mailboxes.model.view(name)
        endpoint, trouble = (None, "") if view is None else (view.endpoint, view.title)
        self.accounts.open(endpoint, trouble)

    def _not_kept(self, problem: Problem) -> None:
        self.notices.show_notice("keyring", problem.title, problem.sentence, detail=problem.detail)

    @Slot(str)
    def _forget(self, name: str) -> None:
        def forgotten() -> None:
            self.mailboxes.forget(name)
            self._limited.discard(name)
            menus.show_pause(self)
            self._show_steps()
            self.plan.forget(name)
            self.first.forget(name)

        self.commands.forget(name, forgotten)

    @Slot()
    def _imports_changed(self) -> None:
        views = list(self.queue.model.standing.imports.values())
        self.after.look(views)
        self.actions_.retry.setEnabled(any(view.totals.rejected for view in views))

    @Slot()
    def retry_refused(self) -> None:
        """Send what was refused once more: of the chosen import, else of all."""
        chosen = self.queue.chosen_import()
        views = self.queue.model.standing.imports.values() if chosen is None or not chosen.totals.rejected else [chosen]
        self.commands.retry_refused([view.id for view in views if view.totals.rejected])

    @Slot()
    def pause_or_go_on(self) -> None:
        """Pause all accounts; or, if none is at work, let all go on."""
        views = self.mailboxes.model.views()
        running = any(view.state not in (AccountState.PAUSED, AccountState.OFFLINE) for view in views)
        (self.commands.pause_all if running else self.commands.resume_all)()

    @Slot()
    def _next_pane(self) -> None:
        panes: list[QWidget] = [self.sources.tree, self.sources.table, self.mailboxes.tree, self.queue.view]
        if self.plan.isVisible():
            panes.insert(3, self.plan.table)
        at = next((place for place, pane in enumerate(panes) if pane.hasFocus()), -1)
        panes[(at + 1) % len(panes)].setFocus(Qt.FocusReason.TabFocusReason)

    # --- state and end -----------------------------------------------------------------------------------------------

    def _restore(self) -> None:
        room = self.screen().availableSize()
        self.resize(min(1280, room.width()), min(800, room.height()))
        for key, restore in (("geometry", self.restoreGeometry), ("state", self.restoreState),
                             ("across", self.across.restoreState), ("down", self.down.restoreState)):
            restore_state(self._settings, f"window/{key}", restore)
        self.sources.restore(self._settings)
        self.queue.restore(self._settings)

    def _remember(self) -> None:
        for key, state in (("geometry", self.saveGeometry()), ("state", self.saveState()),
                           ("across", self.across.saveState()), ("down", self.down.saveState())):
            self._settings.setValue(f"window/{key}", state)
        self.sources.remember(self._settings)
        self.queue.remember(self._settings)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.PaletteChange:
            icons.renew(self)
            self._mending.start()
        super().changeEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._stopped:
            event.accept()
            return
        event.ignore()
        if self._stopping:
            return
        self._stopping = True
        self._remember()
        for dialog in (self.settings, *self.findChildren(ReportView)):
            if dialog is not None:
                dialog.close()
        for pane in (self.sources, self.mailboxes, self.plan, self.queue):
            pane.setEnabled(False)
        menus.close(self)
        said = self.tr("The batch under way is given up, and nothing of it is stored, unless its answer comes in a "
                       "moment. What has not arrived stays in the queue and goes on at the next start.")
        self.notices.show_notice("stopping", self.tr("Stopping ..."),
                                 said if any(self.queue.model.standing.under_way()) else "", picture="waiting",
                                 dismissable=False)
        self.statusBar().showMessage(self.tr("Stopping ..."))
        self._clock.stop()
        self._show_pace()
        for part in (self.accounts, self._asks, self._pages, self.after.desktop):
            part.close()
        self.sources.close_threads()
        self.plan.close_thread()
        parts = (self._asks, self._pages, self.sources, self.plan)
        self._ending.ask(lambda: ending.stop(parts, self._engine, self._settings, self.first, self.forget_at_end),
                         self._end)

    def _end(self, failure: Problem | None) -> None:
        self.failure = failure
        self._stopped = True
        self._ending.close()
        self.close()
        self.ended.emit()
