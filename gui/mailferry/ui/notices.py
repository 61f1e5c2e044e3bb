"""Messages in place: a strip at the top of a pane with a sentence, and buttons for what can be done. Never modal."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from mailferry.ui.arrivals import Arrival
from mailferry.ui.engine_words import told
from mailferry.ui.icons import wear
from mailferry.ui.plain_label import PlainLabel
from mailferry.ui.words import translate

_ARRIVAL = "arrival"
"""The key of what is said of a drop."""
_LINES = 14
"""A strip takes the room of so many lines at most; what is more is scrolled."""


@dataclass(frozen=True, slots=True)
class Action:
    """A button of a notice."""

    label: str
    run: Callable[[], object]


class Notice(QFrame):
    """One message: `title` in bold, `sentence`, the words of the server or the system one click deeper. The buttons
    stand below, or if it is `wide` beside the title, which takes less height."""

    def __init__(self, title: str, sentence: str, *, picture: str, detail: str, actions: Sequence[Action],
                 dismissed: Callable[[], object] | None, wide: bool) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAccessibleName(title)
        self.setAccessibleDescription(sentence)
        sign = QLabel()
        wear(sign, picture)
        heading = PlainLabel(title)
        font = heading.font()
        font.setBold(True)
        heading.setFont(font)
        first = QHBoxLayout()
        first.addWidget(sign)  # in the middle of the title's height, whatever stands beside it
        first.addWidget(heading, 1)
        row = first if wide else QHBoxLayout()
        self.actions_ = actions
        for place, action in enumerate(actions):
            button = QPushButton(action.label)
            button.clicked.connect(lambda _=False, place=place: self.actions_[place].run())
            row.addWidget(button)
        if detail:
            more = QPushButton(self.tr("Details"))
            more.setCheckable(True)
            more.setToolTip(self.tr("Show the words of the server or the system"))
            row.addWidget(more)
        if dismissed is not None:
            close = QToolButton()
            close.setText("✕")
            close.setAutoRaise(True)
            close.setAccessibleName(self.tr("Dismiss"))
            close.setToolTip(self.tr("Dismiss"))
            close.clicked.connect(dismissed)
            first.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        box = QVBoxLayout(self)
        box.setContentsMargins(8, 6, 8, 6)
        box.setSpacing(4)
        box.addLayout(first)
        if sentence:
            box.addWidget(PlainLabel(sentence))
        self._detail = PlainLabel(detail)
        self._detail.setVisible(False)
        box.addWidget(self._detail)
        if detail:
            more.toggled.connect(self._detail.setVisible)
        if not wide and row.count() > 0:
            row.addStretch(1)
            box.addLayout(row)


class _Room(QScrollArea):
    """As high as what is in it, up to a limit: a server may say much, and the window must not outgrow the screen."""

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.inside = QWidget()
        self.setWidget(self.inside)
        self.inside.installEventFilter(self)
        self.newest: QWidget | None = None
        """What is to be in sight once it has its place."""
        self.verticalScrollBar().rangeChanged.connect(self._show_newest)

    @Slot(int, int)
    def _show_newest(self, _: int, most: int) -> None:
        if most > 0 and self.newest is not None:
            self.ensureWidgetVisible(self.newest, 0, 0)
            self.newest = None

    def sizeHint(self) -> QSize:
        inside, width = self.inside, self.viewport().width()
        height = inside.heightForWidth(width) if inside.hasHeightForWidth() else inside.sizeHint().height()
        return QSize(inside.sizeHint().width(), min(height, self.fontMetrics().lineSpacing() * _LINES))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.inside.minimumSizeHint().width(), self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)


class Notices(QWidget):
    """The strip: one notice for each key, in the order in which they came; takes no room while there are none. `wide`
    is for a strip that has the width of the window."""

    def __init__(self, parent: QWidget | None = None, *, wide: bool = False) -> None:
        super().__init__(parent)
        self._wide = wide
        self._shown: dict[str, tuple[tuple[str, str, str, tuple[str, ...]], Notice]] = {}
        self._room = _Room()
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(self._room)
        self._box = QVBoxLayout(self._room.inside)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(2)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.setVisible(False)

    def show_notice(self, key: str, title: str, sentence: str, *, detail: str = "", actions: Sequence[Action] = (),
                    picture: str = "attention", dismissable: bool = True) -> None:
        """Show a message, in place of an earlier one with that key."""
        title, sentence = told(title), told(sentence)
        words = (title, sentence, detail, tuple(action.label for action in actions))
        if key in self._shown and self._shown[key][0] == words:
            self._shown[key][1].actions_ = actions  # it may be about another import of the same name
            return
        self.remove(key)
        notice = Notice(title, sentence, picture=picture, detail=detail, actions=actions,
                        dismissed=(lambda: self.remove(key)) if dismissable else None, wide=self._wide)
        self._shown[key] = words, notice
        self._box.addWidget(notice)
        self._tab_in_place()
        self.setVisible(True)
        self._room.newest = notice

    def _tab_in_place(self) -> None:
        """Tab comes to the buttons where the strip is; to what is new it would come after all else."""
        last = self.previousInFocusChain()
        while last is not None and last is not self and last.focusPolicy() is Qt.FocusPolicy.NoFocus:
            last = last.previousInFocusChain()
        last = self if last is None else last
        for _, notice in self._shown.values():
            for button in notice.findChildren(QAbstractButton):
                QWidget.setTabOrder(last, button)
                last = button

    def remove(self, key: str) -> None:
        """Take a message away, if it is there."""
        if key in self._shown:
            notice = self._shown.pop(key)[1]
            self._room.newest = None
            self._box.removeWidget(notice)
            notice.hide()
            notice.deleteLater()
            self.setVisible(bool(self._shown))

    def notice(self, key: str) -> Notice | None:
        """The notice of that key."""
        return self._shown[key][1] if key in self._shown else None


def show_arrival(notices: Notices, arrival: Arrival, open_profile: Callable[[], object]) -> None:
    """Say what a person must know of what was dropped; `open_profile` opens the mail of Thunderbird."""
    notices.remove(_ARRIVAL)
    if not arrival.title:
        return

    def open_it() -> None:
        notices.remove(_ARRIVAL)
        open_profile()

    label = translate("Drop", "Open Thunderbird's mail")
    notices.show_notice(_ARRIVAL, arrival.title, arrival.sentence,
                        actions=[Action(label, open_it)] if arrival.wants_profile else [])

