"""The help page and the box about the program: small, and in windows of their own that block nothing."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHBoxLayout, QLabel, QTextBrowser, QVBoxLayout, QWidget

from mailferry import __version__
from mailferry.ui.icons import icon
from mailferry.ui.words import translate


def help_html() -> str:
    """The help page."""
    parts = (
        (translate("Help", "Mail in three steps"), (
            translate("Help", "Add the account that the mail should go to: choose Add account."),
            translate("Help", "Drag mail files or folders from your file manager onto a mailbox on the right. Or look "
                              "into them first: drop them on the left, then drag a folder or messages from there."),
            translate("Help", "Watch the batches below. Each arrives whole or not at all."))),
        (translate("Help", "Without a mouse"), (
            translate("Help", "Copy files in your file manager, choose a mailbox, and paste (Ctrl+V). Or choose a "
                              "folder or messages on the left and a mailbox on the right, and press Ctrl+I."),
            translate("Help", "F6 goes from pane to pane. In the queue, Return on a refused batch goes to its buttons, "
                              "Delete cancels what still waits."))),
        (translate("Help", "When the server refuses a batch"), (
            translate("Help", "Nothing of that batch was stored. By itself Mailferry then splits it until the refused "
                              "messages stand alone, and gets all others in."),
            translate("Help", "Leave it out: send the batch without the refused message."),
            translate("Help", "Split and find the cause: in halves, again and again."),
            translate("Help", "One by one: each message in a batch of its own."),
            translate("Help", "Try again: the same batch as it is, for example after you made room."),
            translate("Help", "Skip: leave all of it out."),
            translate("Help", "Details shows the server's own words."))),
        (translate("Help", "Closing the window"), (
            translate("Help", "What has not been sent stays in the queue and goes on at the next start. A batch that "
                              "was under way is sent again as a whole; nothing arrives twice."),)),
    )
    return "".join(f"<h3>{title}</h3><{kind}>{''.join(f'<li>{line}</li>' for line in lines)}</{kind}>"
                   for kind, (title, lines) in zip(("ol", "ul", "ul", "ul"), parts, strict=True))


def show_help(parent: QWidget) -> QDialog:
    """Open the help page."""
    dialog = _dialog(parent, translate("Help", "Mailferry help"))
    page = QTextBrowser()
    page.setAccessibleName(translate("Help", "Help"))
    page.setHtml(help_html())
    _finish(dialog, page)
    letter = dialog.fontMetrics().averageCharWidth()
    dialog.resize(letter * 95, letter * 85)
    return dialog


def show_about(parent: QWidget) -> QDialog:
    """Open the box about the program."""
    dialog = _dialog(parent, translate("Help", "About Mailferry"))
    body = QWidget()
    row = QHBoxLayout(body)
    picture = QLabel()
    picture.setPixmap(icon("mailferry").pixmap(64, 64))
    row.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
    text = QLabel(translate("Help", "<h3>Mailferry {0}</h3><p>Drag mail from files into an IMAP mailbox: whole "
                                    "batches, every message once, byte for byte.</p><p>Apache License 2.0</p>"
                            ).format(__version__))
    text.setWordWrap(True)
    text.setMinimumWidth(text.fontMetrics().averageCharWidth() * 50)
    row.addWidget(text, 1)
    _finish(dialog, body)
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
