"""An account: where it is, how the connection is protected, who signs in. Not modal; it tests before it is trusted.

The password goes to the system's keyring, and nowhere else but memory. A machine without a keyring is told so in
the window, where it is also seen whether signing in worked; the account works all the same until the program ends.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from mailferry.errors import Problem
from mailferry.imap.values import Endpoint
from mailferry.transfer.credentials import Passwords
from mailferry.transfer.probe import probe
from mailferry.transfer.values import DeliveryKind, ServerFacts
from mailferry.ui import server_fields, words
from mailferry.ui.asks import Asks
from mailferry.ui.disclosure import Disclosure
from mailferry.ui.fitting import FittingDialog
from mailferry.ui.notices import Notices
from mailferry.ui.plain_label import PlainLabel
from mailferry.ui.server_fields import ServerFields, add_field


class AccountDialog(FittingDialog):
    """`saved` carries the Endpoint; its password is remembered by then. `way_chosen` carries the account's name and how
    its batches are to be kept whole (None: as the server does it best), `speed_chosen` its own limit of speed (octets a
    second, or None). `not_kept` carries the Problem of a password that the keyring did not take. `endpoint` is an
    account to change."""

    saved = Signal(object)
    way_chosen = Signal(str, object)
    speed_chosen = Signal(str, object)
    not_kept = Signal(object)

    def __init__(self, passwords: Passwords, asks: Asks, keyring: Asks, endpoint: Endpoint | None = None,
                 parent: QWidget | None = None) -> None:
        """`asks` is the thread that opens accounts, `keyring` one that may hang on the keyring's own prompt."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Account") if endpoint is None else self.tr("Account {0}").format(endpoint.title))
        self._passwords = passwords
        self._asks = asks
        self._keyring = keyring
        self._tests = Asks("connection test")
        self._gone = False
        self._known = endpoint
        self.address = QLineEdit()
        self.address.setPlaceholderText("anna@example.org")
        self.password = QLineEdit(echoMode=QLineEdit.EchoMode.Password)
        if endpoint is not None:
            self.password.setPlaceholderText(self.tr("leave empty to keep the one that is known"))
        self.server = ServerFields()
        self.unfold = Disclosure(self.tr("Server settin&gs"), self.server)
        self.summary = PlainLabel()
        self._server_is_missing = False
        self._way_before: DeliveryKind | None = None
        self._speed_before = 0
        self.notices = Notices()
        self.result_line = QLabel()
        self.result_line.setWordWrap(True)
        self.result_line.setTextFormat(Qt.TextFormat.PlainText)
        self.result_line.setVisible(False)
        self.test_button = QPushButton(self.tr("&Test connection"))
        self.save_button = QPushButton(self.tr("&Save and connect"))
        self._lay_out()
        self.save_button.setDefault(True)
        self.password.textChanged.connect(self._check)
        self.server.changed.connect(self._check)
        self.unfold.toggled.connect(self._check)
        self.test_button.clicked.connect(self.test)
        self.save_button.clicked.connect(self.save)
        if endpoint is not None:
            self._fill(endpoint)
        self._check()
        self.address.textEdited.connect(self.server.follow)
        self.address.editingFinished.connect(self._look_for_server)
        (self.address if endpoint is None else self.password).setFocus()

    def endpoint(self) -> Endpoint:
        """What the fields say."""
        return self.server.endpoint()

    def show_way(self, kind: DeliveryKind | None) -> None:
        """How the batches of the account are kept whole so far."""
        if not self._gone:
            self._way_before = kind
            self.server.way.setCurrentIndex(self.server.way.findData(kind))
            self._unfold_if(kind is not None)

    def show_speed(self, octets_per_second: int | None) -> None:
        """The account's own limit of speed so far."""
        if not self._gone:
            self._speed_before = (octets_per_second or 0) // 1000
            self.server.speed.setValue(self._speed_before)
            self._unfold_if(self._speed_before > 0)

    def show_trouble(self, title: str) -> None:
        """Unfold what can mend it, if `title` names a problem of the server's settings."""
        self._unfold_if(title in server_fields.PROBLEMS)

    # --- testing and saving ------------------------------------------------------------------------------------------

    @Slot()
    def test(self) -> None:
        """Sign in with these settings, in a thread, and say what came of it."""
        endpoint, password, passwords = self.endpoint(), self.password.text(), self._passwords
        self.notices.remove("test")
        self._say(self.tr("Connecting to {0} ...").format(endpoint.host))
        if self.test_button.hasFocus():
            self.save_button.setFocus()  # a button that is disabled hands the focus on to Cancel
        self.test_button.setEnabled(False)
        self._tests.ask(lambda: probe(endpoint, password or passwords.get(endpoint.name) or ""),
                        self._test_passed, self._test_failed)

    def _say(self, text: str) -> None:
        self.result_line.setText(text)
        self.result_line.setVisible(bool(text))

    def _test_passed(self, facts: ServerFacts) -> None:
        self._say(self.tr("It works. How mail is kept whole on this server: {0}.").format(
            words.delivery_in_full(facts.delivery)))
        self._check()

    def _test_failed(self, problem: Problem) -> None:
        self._say("")
        self.notices.show_notice("test", problem.title, problem.sentence, detail=problem.detail)
        self.show_trouble(problem.title)
        self._check()
        self.bring_into_sight(self.notices)

    @Slot()
    def save(self) -> None:
        """Remember the password, connect, and keep the password in the keyring."""
        endpoint, password, passwords = self.endpoint(), self.password.text(), self._passwords
        if not password:
            self._tell_saved(endpoint)
            self.close()
            return
        self.save_button.setEnabled(False)
        self._asks.ask(lambda: passwords.remember(endpoint.name, password))
        self._tell_saved(endpoint)  # connects after that, by the same thread
        self._say(self.tr("Saving the password ..."))
        self._keyring.ask(lambda: passwords.store(endpoint.name, password), lambda _: self._stored(), self._not_stored)

    def _tell_saved(self, endpoint: Endpoint) -> None:
        self.saved.emit(endpoint)
        kind = self.server.way.currentData()
        if kind != self._way_before:
            self.way_chosen.emit(endpoint.name, None if kind is None else DeliveryKind(kind))
        if self.server.speed.value() != self._speed_before:
            self.speed_chosen.emit(endpoint.name, self.server.speed.value() * 1000 or None)

    def _stored(self) -> None:
        if not self._gone:
            self.close()

    def _not_stored(self, problem: Problem) -> None:
        if not self._gone:
            self.not_kept.emit(problem)
            self.close()

    def done(self, result: int) -> None:
        self._gone = True
        self._tests.close()
        super().done(result)

    # --- fields ------------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        form = QFormLayout()
        self._address_caption = add_field(form, self.tr("&Mail address:"), self.address)
        captions = [self._address_caption, add_field(form, self.tr("Pass&word:"), self.password), *self.server.captions]
        widest = max(caption.sizeHint().width() for caption in captions)
        for caption in captions:
            caption.setMinimumWidth(widest)  # the fields of both parts begin at one line
        further = QHBoxLayout()
        further.addWidget(self.unfold)
        further.addWidget(self.summary, 1)
        buttons = QDialogButtonBox()
        buttons.addButton(self.test_button, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.addButton(self.save_button, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        buttons.rejected.connect(self.close)
        box = QVBoxLayout()
        box.addLayout(form)
        box.addLayout(further)
        box.addWidget(self.server)
        box.addWidget(self.result_line)
        box.addWidget(self.notices)
        box.addStretch(1)
        self.lay_out(box, buttons)
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * 76)

    def _fill(self, endpoint: Endpoint) -> None:
        self.server.fill(endpoint)
        if "@" in endpoint.user:
            self.address.setText(endpoint.user)
        else:
            self.address.setVisible(False)
            self._address_caption.setVisible(False)
        self._unfold_if(server_fields.is_by_hand(endpoint))

    def _unfold_if(self, wanted: bool) -> None:
        if wanted:
            self.unfold.setChecked(True)

    @Slot()
    def _look_for_server(self) -> None:
        """Where no server follows from what was typed, it must be named."""
        self._server_is_missing = bool(self.address.text().strip()) and not self.endpoint().host
        self._unfold_if(self._server_is_missing)
        self._check()

    @Slot()
    def _check(self) -> None:
        endpoint = self.endpoint()
        known = self._known is not None and self._known.name == endpoint.name
        ready = bool(endpoint.host and endpoint.user and (self.password.text() or known))
        self.save_button.setEnabled(ready)
        self.test_button.setEnabled(ready)
        if endpoint.host:
            self._server_is_missing = False
        if self._server_is_missing:
            self.summary.setText(self.tr("The server is not known: fill in its name."))
        else:
            self.summary.setText("" if self.unfold.isChecked() else endpoint.host)
