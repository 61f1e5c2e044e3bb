"""The help page, the page of keys and the box about the program: in windows of their own that block nothing."""

from __future__ import annotations

import html
from importlib import metadata

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHBoxLayout, QLabel, QTextBrowser, QVBoxLayout, QWidget

from mailferry import __version__
from mailferry.ui.icons import icon
from mailferry.ui.words import translate

_LIBRARIES = (("PySide6-Essentials", "Qt, PySide6", "LGPL-3.0"), ("imapclient", "IMAPClient", "BSD-3-Clause"),
              ("keyring", "keyring", "MIT"), ("platformdirs", "platformdirs", "MIT"), ("pymap", "pymap", "MIT"),
              ("olefile", "olefile", "BSD-2-Clause"), ("libpff-python", "libpff", "LGPL-3.0"))
"""Packages, how people know them, their licences."""


def _steps() -> tuple[str, tuple[str, ...]]:
    return translate("Help", "Mail in three steps"), (
        translate("Help", "Add the account that the mail should go to: choose Add account. Or try it first with the "
                          "practice mailbox."),
        translate("Help", "Drag mail files or folders from your file manager onto a mailbox on the right. Or look "
                          "into them first: drop them on the left, then drag a folder or messages from there."),
        translate("Help", "Read the plan that appears, and press Import. Watch the batches below: each arrives whole "
                          "or not at all."))


def _topics() -> tuple[tuple[str, tuple[str, ...]], ...]:
    return (
        (translate("Help", "The plan"), (
            translate("Help", "A drop changes nothing by itself. The plan says how many messages there are, which "
                              "folder becomes which mailbox, what is too large for the server, and how the batches "
                              "are kept whole on it."),
            translate("Help", "Mailboxes in the plan can be changed: double-click, or press F2. You can leave out "
                              "what lies outside two dates, or what is marked as deleted, and let all arrive as read."),
            translate("Help", "What is in the mailbox already is not sent again, so the same import can be repeated "
                              "without harm."))),
        (translate("Help", "When the server refuses a batch"), (
            translate("Help", "Nothing of that batch was stored. By itself Mailferry then splits it until the refused "
                              "messages stand alone, and gets all others in."),
            translate("Help", "Leave it out: send the batch without the refused message."),
            translate("Help", "Split and find the cause: in halves, again and again."),
            translate("Help", "One by one: each message in a batch of its own."),
            translate("Help", "Try again: the same batch as it is, for example after you made room."),
            translate("Help", "Repair and send: the button says exactly what it would change in the message."),
            translate("Help", "Save and skip: a copy is kept as a file, with the reason, and the message is left out."),
            translate("Help", "Skip: leave all of it out."),
            translate("Help", "Details shows the server's own words."))),
        (translate("Help", "After an import"), (
            translate("Help", "By itself Mailferry compares what arrived with what was sent: number, size, date and "
                              "flags. Compare every byte fetches all of it again. Differences are named one by one."),
            translate("Help", "The report adds up: what arrived, what was there already, what was refused or left "
                              "out, and why. It can be saved as HTML and CSV."),
            translate("Help", "Take back what arrived removes just the messages that this import brought, after it "
                              "has shown what it would remove. What somebody has changed since then stays."))),
        (translate("Help", "Google Takeout"), (
            translate("Help", "Open the archive as it was downloaded, without unpacking it. Google knows labels, not "
                              "folders: the settings say whether they become mailboxes or keywords."),)),
        (translate("Help", "Passwords"), (
            translate("Help", "A password is kept in the password store of your system and nowhere else. Where there "
                              "is none, it is forgotten when Mailferry ends."),
            translate("Help", "It is sent to your mail server only, and only by a protected connection. Some "
                              "providers want an app password instead of your own: you make it on their web page."))),
        (translate("Help", "Closing the window"), (
            translate("Help", "What has not been sent stays in the queue and goes on at the next start. A batch that "
                              "was under way is sent again as a whole; nothing arrives twice."),
            translate("Help", "The practice mailbox ends with the window, and what it holds is gone."))),
        (translate("Help", "Without a mouse"), (
            translate("Help", "Copy files in your file manager, choose a mailbox, and paste (Ctrl+V). Or choose a "
                              "folder or messages on the left and a mailbox on the right, and press Ctrl+I."),
            translate("Help", "F6 goes from pane to pane. In the queue, Return on a refused batch goes to its buttons, "
                              "Delete cancels what still waits."),
            translate("Help", "All keys are listed in Help, Keyboard shortcuts."))))


def help_html() -> str:
    """The help page."""
    title, steps = _steps()
    parts = [f"<h3>{title}</h3><ol>{''.join(f'<li>{line}</li>' for line in steps)}</ol>"]
    for title, lines in _topics():
        parts.append(f"<h3>{title}</h3><ul>{''.join(f'<li>{line}</li>' for line in lines)}</ul>")
    return "".join(parts)


def keys_html(window: QWidget) -> str:
    """All keys: those of the window's actions, and those that the panes know."""
    rows = {}
    for action in window.findChildren(QAction):
        if not action.shortcut().isEmpty():
            keys = ", ".join(key.toString(QKeySequence.SequenceFormat.NativeText) for key in action.shortcuts())
            rows[keys] = action.text().replace("&", "").removesuffix(" ...")
    rows |= {_key("F6"): translate("Help", "Go to the next pane"),
             _key("Tab"): translate("Help", "Go to the next field or button"),
             translate("Help", "Return"): translate("Help", "Queue: go to the buttons of a refused batch; lists: open"),
             _key("Del"): translate("Help", "Queue: cancel what still waits"),
             _key("Ctrl+A"): translate("Help", "Messages: choose all"),
             _key("Alt"): translate("Help", "The menus; with an underlined letter, that button")}
    lines = "".join(f"<tr><td><b>{html.escape(keys)}</b>&nbsp;&nbsp;&nbsp;</td><td>{html.escape(text)}</td></tr>"
                    for keys, text in rows.items())
    return f"<table cellpadding='3'>{lines}</table>"


def about_html() -> str:
    """Version, licences and libraries."""
    used = "".join(f"<li>{name} {version}: {licence}</li>" for package, name, licence in _LIBRARIES
                   if (version := _version(package)))
    return translate("Help", "<h3>Mailferry {0}</h3><p>Drag mail from files into an IMAP mailbox: whole batches, every "
                             "message once, byte for byte.</p><p>Apache License 2.0</p><p>It uses:</p>"
                     ).format(__version__) + f"<ul>{used}</ul>"


def show_help(parent: QWidget) -> QDialog:
    """Open the help page."""
    return _page(parent, translate("Help", "Mailferry help"), help_html(), 95, 85)


def show_keys(parent: QWidget) -> QDialog:
    """Open the page of keys."""
    return _page(parent, translate("Help", "Keyboard shortcuts"), keys_html(parent), 85, 102)


def show_about(parent: QWidget) -> QDialog:
    """Open the box about the program."""
    dialog = _dialog(parent, translate("Help", "About Mailferry"))
    body = QWidget()
    row = QHBoxLayout(body)
    picture = QLabel()
    picture.setPixmap(icon("mailferry").pixmap(64, 64))
    row.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
    text = QLabel(about_html())
    text.setWordWrap(True)
    text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    text.setMinimumWidth(text.fontMetrics().averageCharWidth() * 50)
    row.addWidget(text, 1)
    _finish(dialog, body)
    return dialog


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return ""


def _key(name: str) -> str:
    return QKeySequence(name).toString(QKeySequence.SequenceFormat.NativeText) if name != "Alt" else name


def _page(parent: QWidget, title: str, text: str, columns: int, rows: int) -> QDialog:
    dialog = _dialog(parent, title)
    page = QTextBrowser()
    page.setAccessibleName(title)
    page.setHtml(text)
    _finish(dialog, page)
    letter = dialog.fontMetrics().averageCharWidth()
    room = dialog.screen().availableSize()
    dialog.resize(min(letter * columns, room.width()), min(letter * rows, room.height()))
    return dialog


def _dialog(parent: QWidget, title: str) -> QDialog:
    dialog = QDialog(parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setWindowTitle(title)
    return dialog


def _finish(dialog: QDialog, body: QWidget) -> None:
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
    buttons.rejected.connect(dialog.close)
    box = QVBoxLayout(dialog)
    box.addWidget(body, 1)
    box.addWidget(buttons)
    dialog.show()
