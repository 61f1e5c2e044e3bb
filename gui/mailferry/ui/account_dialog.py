"""An account: where it is, how the connection is protected, who signs in. Not modal; it tests before it is trusted.

The password goes to the system's keyring, and nowhere else but memory. A machine without a keyring is told so in
the window, where it is also seen whether signing in worked; the account works all the same until the program ends.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from mailferry.errors import Problem
from mailferry.imap.values import Endpoint, Security
from mailferry.transfer.credentials import Passwords
from mailferry.transfer.probe import probe
from mailferry.transfer.values import DeliveryKind, ServerFacts
from mailferry.ui import words
from mailferry.ui.asks import Asks
from mailferry.ui.notices import Notices
from mailferry.ui.preferences import MOST_KILOBYTES
from mailferry.ui.providers import server_of

PORTS = {Security.TLS: 993, Security.STARTTLS: 143, Security.PLAINTEXT: 143}


class AccountDialog(QDialog):
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
        self._host_is_ours = endpoint is None
        self.host = QLineEdit()
        self.host.setPlaceholderText("imap.example.org")
        self.security = QComboBox()
        for security, label in ((Security.TLS, self.tr("TLS from the start (usual)")),
                                (Security.STARTTLS, self.tr("STARTTLS")),
                                (Security.PLAINTEXT, self.tr("None (this computer only)"))):
            self.security.addItem(label, security)
        self.port = QSpinBox(minimum=1, maximum=65535, value=993)
        self.user = QLineEdit()
        self.user.setPlaceholderText(self.tr("usually your mail address"))
        self.password = QLineEdit(echoMode=QLineEdit.EchoMode.Password)
        if endpoint is not None:
            self.password.setPlaceholderText(self.tr("leave empty to keep the one that is known"))
        self.ca_file = QLineEdit()
        self.ca_file.setPlaceholderText(self.tr("usually empty"))
        self.ca_file.setToolTip(self.tr("Only for a server with a certificate of its own: the file of the certificates "
                                        "to trust"))
        self.way = QComboBox()
        self.way.addItem(self.tr("the best way that the server offers"), None)
        for kind in DeliveryKind:
            self.way.addItem(words.delivery_in_full(kind), kind)
        self.way.setMinimumContentsLength(len(self.way.itemText(0)))
        self.way.setToolTip(self.tr("How a batch is kept whole. A way that the server does not offer is not taken."))
        self._way_before: DeliveryKind | None = None
        self.speed = QSpinBox(minimum=0, maximum=MOST_KILOBYTES, singleStep=100, suffix=self.tr(" kB/s"))
        self.speed.setSpecialValueText(self.tr("as the settings say"))
        self.speed.setGroupSeparatorShown(True)
        self.speed.setToolTip(self.tr("What is sent to this account at most. If the settings name a lower limit, that "
                                      "one holds."))
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
        self.security.currentIndexChanged.connect(self._security_chosen)
        for field in (self.host, self.user, self.password, self.ca_file):
            field.textChanged.connect(self._check)
        self.test_button.clicked.connect(self.test)
        self.save_button.clicked.connect(self.save)
        if endpoint is not None:
            self._fill(endpoint)
        self._check()
        self.user.textEdited.connect(self._suggest)
        self.host.textEdited.connect(self._host_typed)
        (self.user if endpoint is None else self.password).setFocus()

    def endpoint(self) -> Endpoint:
        """What the fields say."""
        return Endpoint(self.host.text().strip(), self.port.value(), Security(self.security.currentData()),
                        self.user.text().strip(), self.ca_file.text().strip() or None)

    def show_way(self, kind: DeliveryKind | None) -> None:
        """How the batches of the account are kept whole so far."""
        if not self._gone:
            self._way_before = kind
            self.way.setCurrentIndex(self.way.findData(kind))

    def show_speed(self, octets_per_second: int | None) -> None:
        """The account's own limit of speed so far."""
        if not self._gone:
            self._speed_before = (octets_per_second or 0) // 1000
            self.speed.setValue(self._speed_before)

    # --- testing and saving ------------------------------------------------------------------------------------------

    @Slot()
    def test(self) -> None:
        """Sign in with these settings, in a thread, and say what came of it."""
        endpoint, password, passwords = self.endpoint(), self.password.text(), self._passwords
        self.notices.remove("test")
        self._say(self.tr("Connecting to {0} ...").format(endpoint.host))
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
        self._check()

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
        kind = self.way.currentData()
        if kind != self._way_before:
            self.way_chosen.emit(endpoint.name, None if kind is None else DeliveryKind(kind))
        if self.speed.value() != self._speed_before:
            self.speed_chosen.emit(endpoint.name, self.speed.value() * 1000 or None)

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
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        certificate = QWidget()
        row = QHBoxLayout(certificate)
        row.setContentsMargins(0, 0, 0, 0)
        browse = QPushButton(self.tr("&Browse ..."))
        browse.setAccessibleName(self.tr("Choose the certificate file"))
        browse.clicked.connect(self._choose_certificate)
        row.addWidget(self.ca_file, 1)
        row.addWidget(browse)
        for label, field, widget in (
                (self.tr("&User:"), self.user, self.user), (self.tr("Pass&word:"), self.password, self.password),
                (self.tr("S&erver:"), self.host, self.host), (self.tr("Se&curity:"), self.security, self.security),
                (self.tr("&Port:"), self.port, self.port),
                (self.tr("Certificate &file:"), self.ca_file, certificate),
                (self.tr("Batc&hes:"), self.way, self.way), (self.tr("Spee&d, at most:"), self.speed, self.speed)):
            caption = QLabel(label)
            caption.setBuddy(field)
            field.setAccessibleName(label.replace("&", "").rstrip(":"))
            form.addRow(caption, widget)
        self._buttons = QDialogButtonBox()
        self._buttons.addButton(self.test_button, QDialogButtonBox.ButtonRole.ActionRole)
        self._buttons.addButton(self.save_button, QDialogButtonBox.ButtonRole.AcceptRole)
        self._buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        self._buttons.rejected.connect(self.close)
        box = QVBoxLayout(self)
        box.addLayout(form)
        box.addWidget(self.result_line)
        box.addWidget(self.notices)
        box.addStretch(1)
        box.addWidget(self._buttons)
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * 76)

    def _fill(self, endpoint: Endpoint) -> None:
        self.host.setText(endpoint.host)
        self.security.setCurrentIndex(self.security.findData(endpoint.security))
        self.port.setValue(endpoint.port)
        self.user.setText(endpoint.user)
        self.ca_file.setText(endpoint.ca_file or "")

    @Slot(str)
    def _suggest(self, user: str) -> None:
        """The server that goes with an address, until a person names one."""
        if self._host_is_ours:
            self.host.setText(server_of(user))

    @Slot(str)
    def _host_typed(self, host: str) -> None:
        self._host_is_ours = not host

    @Slot()
    def _security_chosen(self) -> None:
        if self.port.value() in PORTS.values():
            self.port.setValue(PORTS[Security(self.security.currentData())])

    @Slot()
    def _check(self) -> None:
        endpoint = self.endpoint()
        known = self._known is not None and self._known.name == endpoint.name
        ready = bool(endpoint.host and endpoint.user and (self.password.text() or known))
        self.save_button.setEnabled(ready)
        self.test_button.setEnabled(ready)

    @Slot()
    def _choose_certificate(self) -> None:
        dialog = QFileDialog(self, self.tr("Certificate file"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([self.tr("Certificates (*.pem *.crt *.cer)"), self.tr("All files (*)")])
        dialog.fileSelected.connect(self.ca_file.setText)
        dialog.show()
