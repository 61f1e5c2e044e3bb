"""Scenes: settings, help, keys, About, the menus, what is said before the window can begin, and its end."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QMenu
from tests.ui.pictures.album import SMALL, Album

from mailferry.transfer.errors import StateFolderInUse
from mailferry.ui.app import failure_box
from mailferry.ui.help_text import show_about, show_help, show_keys


def settings(album: Album) -> None:
    """The settings."""
    desk = album.desk()
    desk.window.show_settings()
    assert desk.window.settings is not None
    album.keep("dialog 10 settings", "The settings", desk.window.settings)
    desk.window.settings.close()


def pages(album: Album) -> None:
    """Help, keys, About."""
    desk = album.desk()
    for name, shows, show in (("dialog 11 help", "The help page", show_help),
                              ("dialog 12 keys", "The page of keys", show_keys),
                              ("dialog 13 about", "About the program", show_about)):
        shown = show(desk.window)
        album.keep(name, shows, shown)
        shown.close()


def menus(album: Album) -> None:
    """Each menu of the menu bar."""
    desk = album.desk()
    album.practice(desk)
    for number, action in enumerate(desk.window.menuBar().actions(), 1):
        menu = action.menu()
        assert isinstance(menu, QMenu)
        album.menu(f"menu {number}", "A menu of the menu bar", menu)


def beginning(album: Album) -> None:
    """A second start."""
    album.desk()
    failure = failure_box(StateFolderInUse(
        "Another Mailferry is working with /home/anna/.local/state/mailferry. Use that one, or close it "
        "first."))
    failure.show()
    album.keep("dialog 14 already running", "The program runs already", failure)
    failure.close()


def ending(album: Album) -> None:
    """The window while it ends."""
    desk = album.desk()
    album.practice(desk)
    desk.window.resize(*SMALL)
    QApplication.processEvents()
    desk.window.close()
    album.grab("dialog 15 ending", "The window while it ends", desk.window)
    desk.wait(lambda: desk.ended)


SCENES = (settings, pages, menus, beginning, ending)
