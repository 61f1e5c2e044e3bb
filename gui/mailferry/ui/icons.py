"""Our own icons: SVG files in resources/icons, in colours made as light or as dark as the desktop's own colours ask.

On the colour of a chosen row the outlines would drown, so there they take the colour of its text; shapes that carry a
sign of their own (the states of a batch) stay as they are. Drawn once for each size, so that nothing is drawn while a
list scrolls.
"""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray, QObject, QSize, Qt
from PySide6.QtGui import QAction, QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QListWidget, QToolButton

from mailferry import paths
from mailferry.transfer.values import AccountState, AccountView, BatchState
from mailferry.ui.colours import readable

_BATCH = {
    BatchState.QUEUED: "waiting",
    BatchState.SENDING: "sending",
    BatchState.FINISHING: "sending",
    BatchState.DOUBTFUL: "doubtful",
    BatchState.COMMITTED: "arrived",
    BatchState.REJECTED: "refused",
    BatchState.CANCELLED: "cancelled",
    BatchState.CONFLICT: "conflict",
    BatchState.UNDONE: "undone",
}
_ACCOUNT = {
    AccountState.OFFLINE: "offline",
    AccountState.CONNECTING: "waiting",
    AccountState.READY: "account",
    AccountState.WORKING: "sending",
    AccountState.WAITING: "waiting",
    AccountState.PAUSED: "attention",
}

_SIDES = (16, 20, 24, 32, 40, 48, 64, 96, 128)
_SIGNS = frozenset({*_BATCH.values(), "attention", "dealt-with", "help", "mailferry"}) - {
    "waiting", "cancelled", "undone", "doubtful", "dealt-with"}
"""Shapes with a sign on a ground of their own."""
_OUTLINES = ("#2f7fd6", "#808890", "#8a63d2", "#c98200")
_HUES = (*_OUTLINES, "#2e9a55", "#d8433f")
_NAME = "mailferry-icon"
_Wearer = QAction | QAbstractButton | QLabel | QListWidget
_WEARERS = (QAction, QAbstractButton, QLabel, QListWidget)


@cache
def icon(name: str) -> QIcon:
    """The icon of that file name, without its ending."""
    drawing = (paths.resources() / "icons" / f"{name}.svg").read_text("utf-8")
    palette = QGuiApplication.palette()
    chosen = drawing
    if name not in _SIGNS:
        for colour in _OUTLINES:
            chosen = chosen.replace(colour, palette.highlightedText().color().name())
    if name != "mailferry":
        for colour in _HUES:
            drawing = drawing.replace(colour, readable(colour, palette.base().color(), palette.window().color()).name())
    made = QIcon()
    for text, mode in ((drawing, QIcon.Mode.Normal), (chosen, QIcon.Mode.Selected)):
        renderer = QSvgRenderer(QByteArray(text.encode("utf-8")))
        for side in _SIDES:
            made.addPixmap(_drawn(renderer, side), mode)
    return made


def wear(owner: _Wearer, name: str) -> None:
    """Give an action, a button, a label (in the height of its text) or all entries of a list this icon, which is made
    anew for it when the colours of the desktop change (`renew`)."""
    owner.setProperty(_NAME, name)
    made = icon(name)
    if isinstance(owner, QLabel):
        side = owner.fontMetrics().height()
        owner.setPixmap(made.pixmap(QSize(side, side), owner.devicePixelRatioF()))
    elif isinstance(owner, QListWidget):
        for row in range(owner.count()):
            owner.item(row).setIcon(made)
    else:
        owner.setIcon(made)
        field = owner.parent()
        if isinstance(field, QLineEdit) and not field.text():
            for button in field.findChildren(QToolButton):
                button.setVisible(False)  # another icon has brought it out


def clearable(field: QLineEdit) -> None:
    """Give a field a button that empties it, and that can be seen on a dark desktop: Qt's own is dark grey on any."""
    field.setClearButtonEnabled(True)
    action = field.findChild(QAction, "_q_qlineeditclearaction")
    if isinstance(action, QAction):
        wear(action, "clear")


def renew(window: QObject) -> None:
    """The colours of the desktop have changed: all below this window that wears an icon wears it in the new ones."""
    forget()
    for owner in window.findChildren(QObject):
        if isinstance(owner, _WEARERS) and isinstance(name := owner.property(_NAME), str):
            wear(owner, name)


def forget() -> None:
    """Icons that are asked for from now on are drawn in the desktop's colours of now."""
    icon.cache_clear()


def _drawn(renderer: QSvgRenderer, side: int) -> QPixmap:
    pixmap = QPixmap(side, side)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    renderer.render(painter)
    painter.end()
    return pixmap


def batch_icon(state: BatchState) -> QIcon:
    """The picture of a batch's state; each state of the first level has its own shape."""
    return icon(_BATCH[state])


def account_icon(view: AccountView) -> QIcon:
    """The picture of what an account does; one that is paused on purpose needs no attention."""
    return icon("pause" if view.state is AccountState.PAUSED and not view.title else _ACCOUNT[view.state])
