"""The menus and the tool bar of the main window, with their shortcuts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QSizePolicy, QToolBar, QToolButton, QWidget

from mailferry.transfer.values import AccountState
from mailferry.ui.help_text import show_about, show_help, show_keys
from mailferry.ui.icons import wear

if TYPE_CHECKING:
    from mailferry.ui.main_window import MainWindow

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class Actions:
    """The actions that change with the state of the window."""

    pause: QAction
    retry: QAction


def build(window: MainWindow) -> Actions:
    """Fill the menu bar and the tool bar."""
    def action(text: str, key: QKeySequence.StandardKey | str | None, run: Callable[..., object],
               picture: str = "") -> QAction:
        made = QAction(text, window)
        if picture:
            wear(made, picture)
        if key is not None:
            made.setShortcut(QKeySequence(key))
        made.triggered.connect(run)
        return made

    sources, boxes, queue = window.sources, window.mailboxes, window.queue
    files = action(translate("Menus", "Add mail &files ..."), QKeySequence.StandardKey.Open, sources.choose_files,
                   "add-mail")
    folder = action(translate("Menus", "Add a f&older of mail ..."), "Ctrl+Shift+O", sources.choose_folder, "folder")
    find = action(translate("Menus", "&Search the messages"), QKeySequence.StandardKey.Find, sources.list.begin_search)
    close = action(translate("Menus", "&Close this source"), None, sources.remove_current)
    settings = action(translate("Menus", "S&ettings ..."), "Ctrl+,", window.show_settings)
    leave = action(translate("Menus", "&Quit"), "Ctrl+Q", window.close)
    add = action(translate("Menus", "&Add account ..."), QKeySequence.StandardKey.New, window.add_account,
                 "add-account")
    send = action(translate("Menus", "&Import into the chosen mailbox"), "Ctrl+I", boxes.import_chosen, "import")
    pause = action(translate("Menus", "&Pause all"), "Ctrl+P", window.pause_or_go_on, "pause")
    retry = action(translate("Menus", "Send &refused batches again"), "Ctrl+R", window.retry_refused, "go-on")
    retry.setEnabled(False)
    helping = action(translate("Menus", "Mailferry &help"), QKeySequence.StandardKey.HelpContents,
                     lambda: show_help(window), "help")
    steps = action(translate("Menus", "&First steps"), None, window.welcome.show_whole)
    keys = action(translate("Menus", "&Keyboard shortcuts"), "Ctrl+F1", lambda: show_keys(window))
    about = action(translate("Menus", "&About Mailferry"), None, lambda: show_about(window))

    bar = window.menuBar()
    mail = bar.addMenu(translate("Menus", "&Mail"))
    mail.addActions([files, folder, find, close])
    mail.addSeparator()
    mail.addAction(settings)
    mail.addSeparator()
    mail.addAction(leave)
    account = bar.addMenu(translate("Menus", "A&ccount"))
    account.addAction(add)
    account.addSeparator()
    account.addActions([boxes.new_action, boxes.rename_action, boxes.refresh_action])
    account.addSeparator()
    account.addActions([boxes.settings_action, boxes.forget_action])
    imports = bar.addMenu(translate("Menus", "&Import"))
    imports.addActions([send, pause, retry])
    view = bar.addMenu(translate("Menus", "&View"))
    for widget, text in ((sources, translate("Menus", "&From")), (boxes, translate("Menus", "&To")),
                         (queue, translate("Menus", "&Batches"))):
        view.addAction(_toggle(window, widget, text))
    helps = bar.addMenu(translate("Menus", "&Help"))
    helps.addActions([helping, steps, keys, about])

    for place in (sources.tree, sources.table):
        place.insertAction(place.actions()[0], send)
    for made, short in ((add, translate("Menus", "Add account")), (send, translate("Menus", "Import")),
                        (retry, translate("Menus", "Retry refused")),
                        (helping, translate("Menus", "Help"))):
        made.setIconText(short)
    _tool_bar(window, [files, folder], [add, send, pause, retry], helping)
    return Actions(pause, retry)


def show_pause(window: MainWindow) -> None:
    """The pause action says what it would do now."""
    views = window.mailboxes.model.views()
    running = any(view.state not in (AccountState.PAUSED, AccountState.OFFLINE) for view in views)
    action = window.actions_.pause
    action.setEnabled(bool(views))
    action.setText(translate("Menus", "&Pause all") if running or not views else translate("Menus", "&Go on"))
    wear(action, "pause" if running or not views else "go-on")


def close(window: MainWindow) -> None:
    """Nothing can be begun any more, by button, menu or key."""
    for bar in window.findChildren(QToolBar):
        bar.setEnabled(False)
    for menu in window.menuBar().actions():
        menu.setEnabled(False)


def _toggle(window: QWidget, widget: QWidget, text: str) -> QAction:
    made = QAction(text, window, checkable=True, checked=True)
    made.toggled.connect(widget.setVisible)
    return made


def _tool_bar(window: MainWindow, add: list[QAction], others: list[QAction], last: QAction) -> None:
    bar = QToolBar(translate("Menus", "Tool bar"), window)
    bar.setObjectName("tools")
    bar.setMovable(False)
    bar.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    button = QToolButton()
    button.setText(translate("Menus", "Add mail"))
    wear(button, "add-mail")
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    button.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)
    button.clicked.connect(add[0].trigger)
    button.setAccessibleName(translate("Menus", "Add mail"))
    menu = QMenu(button)
    menu.addActions(add)
    button.setMenu(menu)
    bar.addWidget(button)
    bar.addActions(others)
    space = QWidget()
    space.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    bar.addWidget(space)
    bar.addAction(last)
    window.addToolBar(bar)
    window.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)  # the tool bar stays where it is
