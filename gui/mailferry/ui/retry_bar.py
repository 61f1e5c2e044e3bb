"""What a person can do with a batch that stands still, as buttons in its row; those that find no room are in a menu."""

from __future__ import annotations

import enum
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLayout, QMenu, QPushButton, QWidget

from mailferry.transfer.values import BatchState, BatchView, Retry
from mailferry.ui import words
from mailferry.ui.engine_words import told
from mailferry.ui.words import translate

_SPACE = 6


class More(enum.StrEnum):
    """What can be done besides a Retry."""

    ELSEWHERE = "elsewhere"
    FOLDER = "folder"


Choose = Callable[[BatchView, Retry | More], object]


def options(view: BatchView) -> tuple[Retry | More, ...]:
    """All that can be done with a batch, the most useful first."""
    retries = words.retries(view)
    if not retries:
        return ()
    return (*retries, *((More.ELSEWHERE,) if view.current else ()), *((More.FOLDER,) if view.aside else ()))


def label(how: Retry | More) -> str:
    """The label of an option, with its key (Alt+letter)."""
    if isinstance(how, Retry):
        return retry_label(how)
    if how is More.ELSEWHERE:
        return translate("Retry", "Use another mailbo&x")
    return translate("Retry", "Open the folder")


def explanation(how: Retry | More, view: BatchView) -> str:
    """What an option does, to this batch."""
    if how is More.ELSEWHERE:
        return translate("Retry", "Send the batch into another mailbox of this account.")
    if how is More.FOLDER:
        return translate("Retry", "Show the copy that was set aside: {0}").format(view.aside)
    said = retry_help(how)
    if how is Retry.AGAIN and view.state is BatchState.CONFLICT:
        said = translate("Retry", "Send the whole batch once more. What is there already will be there twice.")
    elif how is Retry.AGAIN and view.failed:
        said = translate("Retry", "Read the messages from their file once more, and send them.")
    elif how is Retry.MISSING:
        said = said.format(words.messages(view.missing))
    more = told(view.culprit) if how is Retry.WITHOUT else told(view.offer) if how is Retry.REPAIR else ""
    return f"{said}\n{more}" if more else said


class RetryBar(QWidget):
    """The options of one batch as buttons. Escape gives the keyboard back to `owner`."""

    def __init__(self, view: BatchView, choose: Choose, owner: QWidget) -> None:
        super().__init__()
        self._owner = owner
        self._choose = choose
        self.batch = view
        self.buttons: list[QPushButton] = []
        row = QHBoxLayout(self)
        row.setContentsMargins(4, 1, 4, 1)
        row.setSpacing(_SPACE)
        row.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self._options = options(view)
        for how in self._options:
            text = label(how)
            button = QPushButton(text)
            button.setObjectName(how.value)
            button.setAccessibleName(f"{text.replace('&', '')}: {words.batch_name(view)}")
            button.setToolTip(words.tip(explanation(how, view)))
            button.clicked.connect(lambda _=False, how=how: choose(self.batch, how))
            row.addWidget(button)
            self.buttons.append(button)
        self.more = QPushButton(translate("Retry", "More ..."))
        self.more.setObjectName("more")
        self.more.setAccessibleName(translate("Retry", "More to do with {0}").format(words.batch_name(view)))
        self.more.clicked.connect(self._open_menu)
        self.more.setVisible(False)
        row.addWidget(self.more)
        row.addStretch(1)

    def minimumSizeHint(self) -> QSize:
        """None: the buttons take the room that the row has."""
        return QSize(0, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        room = event.size().width() - 2 * _SPACE
        widths = [button.sizeHint().width() + _SPACE for button in self.buttons]
        fitting = len(widths)
        if sum(widths) > room:
            room -= self.more.sizeHint().width() + _SPACE
            while fitting > 1 and sum(widths[:fitting]) > room:
                fitting -= 1
        for place, button in enumerate(self.buttons):
            button.setVisible(place < fitting)
        self.more.setVisible(fitting < len(self.buttons))

    def _open_menu(self) -> None:
        menu = self.menu()
        menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    def menu(self) -> QMenu:
        """The options whose buttons found no room."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setToolTipsVisible(True)
        for how, button in zip(self._options, self.buttons, strict=True):
            if button.isHidden():
                action = menu.addAction(label(how), partial(self._choose, self.batch, how))
                action.setToolTip(words.tip(explanation(how, self.batch)))
        return menu

    def focus_first(self) -> None:
        """Put the keyboard on the first button."""
        self.buttons[0].setFocus(Qt.FocusReason.TabFocusReason)

    def hideEvent(self, event: QHideEvent) -> None:
        """What was pressed may take the bar away: the keyboard stays in the queue, and does not go where Tab would."""
        if not event.spontaneous() and self.isAncestorOf(self.window().focusWidget()):
            self._owner.setFocus(Qt.FocusReason.OtherFocusReason)
        super().hideEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._owner.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            super().keyPressEvent(event)


def retry_label(how: Retry) -> str:
    """The label of a retry option, with its key (Alt+letter)."""
    return {
        Retry.WITHOUT: translate("Words", "&Leave it out"),
        Retry.HALVES: translate("Words", "Split and &find the cause"),
        Retry.ONE_BY_ONE: translate("Words", "One b&y one"),
        Retry.AGAIN: translate("Words", "&Try again"),
        Retry.SKIP: translate("Words", "&Skip"),
        Retry.ACCEPT: translate("Words", "It is a&ll there"),
        Retry.MISSING: translate("Words", "Send &what is missing"),
        Retry.REPAIR: translate("Words", "&Repair and send"),
        Retry.ASIDE: translate("Words", "Save and s&kip"),
    }[how]


def retry_help(how: Retry) -> str:
    """What a retry option does, in a sentence."""
    return {
        Retry.WITHOUT: translate("Words", "Send the batch again without the refused message."),
        Retry.HALVES: translate("Words", "Send the batch in two halves, and split again what is refused, until the "
                                         "refused messages stand alone."),
        Retry.ONE_BY_ONE: translate("Words", "Send each message in a batch of its own."),
        Retry.AGAIN: translate("Words", "Send the whole batch once more, as it is."),
        Retry.SKIP: translate("Words", "Leave all messages of this batch out."),
        Retry.REPAIR: translate("Words", "Send it again, changed so that the server may take it."),
        Retry.ASIDE: translate("Words", "Keep a copy in Mailferry's folder of messages set aside, and leave it out."),
        Retry.ACCEPT: translate("Words", "Count the batch as arrived: you have seen all of it in the mailbox."),
        Retry.MISSING: translate("Words", "Send only what was not found there: {0}. The others count as arrived."),
    }[how]
