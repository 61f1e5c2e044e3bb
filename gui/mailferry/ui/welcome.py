"""What a first start shows: three steps with a picture, above the panes and never in the way.

It goes when the first import begins, or when a person closes it; Help, First steps brings it back.
"""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from mailferry import paths
from mailferry.ui.icons import wear


class Welcome(QFrame):
    """The signals are its buttons."""

    account_wanted = Signal()
    practice_wanted = Signal()
    files_wanted = Signal()
    folder_wanted = Signal()
    sample_wanted = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.setAccessibleName(self.tr("First steps"))
        self.setVisible(False)
        self._whole = False
        self._done = False, False
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(8, 6, 4, 6)
        row.setSpacing(14)
        self._picture = _Picture(self.tr("Mail goes from files, by way of Mailferry, into your mailbox"))
        row.addWidget(self._picture)
        self.account = _Step(self.tr("1. Where the mail goes"), self.tr(
            "Your account, by its address and password. Or try it first where nothing can go wrong."))
        self.mail = _Step(self.tr("2. The mail"), self.tr(
            "Mail found on this computer is listed on the left. Or open a file, a folder, or an archive, such as one "
            "of Google Takeout."))
        self.drag = _Step(self.tr("3. Drag it over"), self.tr(
            "Drag a folder, or messages, onto a mailbox on the right. First you see what will happen; nothing is sent "
            "before you press Import."))
        for step in (self.account, self.mail, self.drag):
            row.addWidget(step, 1)
        self.add = self.account.add_button(self.tr("Add account ..."))
        self.add.clicked.connect(self.account_wanted)
        self.practice = self.account.add_button(self.tr("Practice mailbox"))
        self.practice.setToolTip(self.tr("A mailbox inside this program: nothing leaves this computer, and at the end "
                                         "what it holds is gone"))
        self.practice.clicked.connect(self._practise)
        self.mail.add_button(self.tr("Files ...")).clicked.connect(self.files_wanted)
        self.mail.add_button(self.tr("Folder ...")).clicked.connect(self.folder_wanted)
        sample = self.mail.add_button(self.tr("Sample"))
        sample.setToolTip(self.tr("Mail to practise with"))
        sample.clicked.connect(self.sample_wanted)
        close = QToolButton()
        close.setText("✕")
        close.setAutoRaise(True)
        close.setAccessibleName(self.tr("Close the first steps"))
        close.setToolTip(self.tr("Close; Help, First steps shows them again"))
        close.clicked.connect(self.closed)
        row.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)

    @Slot()
    def _practise(self) -> None:
        self.practice.setEnabled(False)
        self.practice_wanted.emit()

    @Slot()
    def show_whole(self) -> None:
        """Somebody asks for the steps: all three, whatever is done."""
        self._whole = True
        self.show_done(*self._done)
        self.setVisible(True)

    def hideEvent(self, event: QHideEvent) -> None:
        """What was asked for was seen."""
        self._whole = False
        super().hideEvent(event)

    def show_done(self, account: bool, mail: bool) -> None:
        """Which of the first two steps are done. After both only the third is shown, in little room."""
        self._done = account, mail
        small = account and mail and not self._whole
        for part in (self._picture, self.account, self.mail):
            part.setVisible(not small)
        self._row.setContentsMargins(8, 1 if small else 6, 4, 1 if small else 6)
        self.drag.set_small(small)
        self.account.set_done(account)
        self.mail.set_done(mail)


class _Step(QWidget):
    """A step: what to do, and its buttons."""

    def __init__(self, title: str, text: str) -> None:
        super().__init__()
        self._sign = QLabel()
        self._sign.setVisible(False)
        wear(self._sign, "arrived")
        self._sign.setAccessibleName(self.tr("Done"))
        heading = QLabel(title)
        font = heading.font()
        font.setBold(True)
        heading.setFont(font)
        first = QHBoxLayout()
        first.addWidget(self._sign)
        first.addWidget(heading, 1)
        body = QLabel(text)
        body.setWordWrap(True)
        body.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(4)
        self._buttons.addStretch(1)
        self._box = box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4)
        box.addLayout(first)
        box.addWidget(body, 1)
        box.addLayout(self._buttons)

    def add_button(self, text: str) -> QPushButton:
        """A button of this step, right of those before."""
        button = QPushButton(text)
        self._buttons.insertWidget(self._buttons.count() - 1, button)
        return button

    def set_small(self, small: bool) -> None:
        """Take as little room as the words need."""
        self._box.setSpacing(0 if small else 4)

    def set_done(self, done: bool) -> None:
        """Tick it off."""
        self._sign.setVisible(done)


class _Picture(QWidget):
    """The drawing, as large as the panel is high."""

    def __init__(self, description: str) -> None:
        super().__init__()
        self._drawing = QSvgRenderer(str(paths.resources() / "icons" / "first-steps.svg"), self)
        self.setAccessibleName(description)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)

    def sizeHint(self) -> QSize:
        height = self.fontMetrics().height() * 5
        return self._drawing.defaultSize().scaled(height * 4, height, Qt.AspectRatioMode.KeepAspectRatio)

    def paintEvent(self, event: QPaintEvent) -> None:
        size = self._drawing.defaultSize().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        painter = QPainter(self)
        if self.isRightToLeft():  # it goes the way that the words are read
            painter.translate(self.width(), 0)
            painter.scale(-1, 1)
        self._drawing.render(painter, QRectF((self.width() - size.width()) / 2, (self.height() - size.height()) / 2,
                                             size.width(), size.height()))
        painter.end()
