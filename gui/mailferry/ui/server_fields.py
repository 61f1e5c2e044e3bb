"""The settings of an account that follow from its address, as a rule: for those who know better, and servers that are
not where one would look."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLayout,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QWidget,
)

from mailferry.imap.errors import CertificateRefused, ConnectionProblem, HostUnknown, NoAnswer, NotSafe
from mailferry.imap.values import Endpoint, Security
from mailferry.transfer.values import DeliveryKind
from mailferry.ui import words
from mailferry.ui.preferences import MOST_KILOBYTES
from mailferry.ui.providers import server_of

PROBLEMS = frozenset(kind.title for kind in (NotSafe, CertificateRefused, HostUnknown, NoAnswer, ConnectionProblem))
"""What a person mends in these fields, by the titles that the engine tells."""

_PORTS = {Security.TLS: 993, Security.STARTTLS: 143, Security.PLAINTEXT: 143}


class ServerFields(QWidget):
    """`changed` comes with each change of what an Endpoint needs. User name and server follow the address until a
    person names them."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._user_is_ours = self._host_is_ours = True
        self.user = QLineEdit()
        self.user.setPlaceholderText(self.tr("usually the mail address"))
        self.host = QLineEdit()
        self.host.setPlaceholderText("imap.example.org")
        self.security = QComboBox()
        for security, label in ((Security.TLS, self.tr("TLS from the start (usual)")),
                                (Security.STARTTLS, self.tr("STARTTLS")),
                                (Security.PLAINTEXT, self.tr("None (this computer only)"))):
            self.security.addItem(label, security)
        self.port = QSpinBox(minimum=1, maximum=65535, value=993)
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
        self.speed = QSpinBox(minimum=0, maximum=MOST_KILOBYTES, singleStep=100, suffix=self.tr(" kB/s"))
        self.speed.setSpecialValueText(self.tr("as the settings say"))
        self.speed.setGroupSeparatorShown(True)
        self.speed.setToolTip(self.tr("What is sent to this account at most. If the settings name a lower limit, that "
                                      "one holds."))
        self._lay_out()
        self.security.currentIndexChanged.connect(self._security_chosen)
        self.user.textEdited.connect(self._user_typed)
        self.host.textEdited.connect(self._host_typed)
        for field in (self.user, self.host, self.ca_file):
            field.textChanged.connect(self.changed)

    def _lay_out(self) -> None:
        browse = QPushButton(self.tr("&Browse ..."))
        browse.setAccessibleName(self.tr("Choose the certificate file"))
        browse.clicked.connect(self._choose_certificate)
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        self.captions = [
            add_field(form, self.tr("&User name:"), self.user),
            add_field(form, self.tr("S&erver:"), self.host),
            add_field(form, self.tr("Securit&y:"), self.security),
            add_field(form, self.tr("&Port:"), self.port),
            add_field(form, self.tr("Certificate &file:"), self.ca_file, beside=browse),
            add_field(form, self.tr("Batc&hes:"), self.way),
            add_field(form, self.tr("Spee&d, at most:"), self.speed),
        ]

    def endpoint(self) -> Endpoint:
        """What the fields say."""
        return Endpoint(self.host.text().strip(), self.port.value(), Security(self.security.currentData()),
                        self.user.text().strip(), self.ca_file.text().strip() or None)

    def fill(self, endpoint: Endpoint) -> None:
        """Show an account that is there."""
        self.host.setText(endpoint.host)
        self.security.setCurrentIndex(self.security.findData(endpoint.security))
        self.port.setValue(endpoint.port)
        self.user.setText(endpoint.user)
        self.ca_file.setText(endpoint.ca_file or "")
        self._user_is_ours = "@" in endpoint.user
        self._host_is_ours = endpoint.host == server_of(endpoint.user)

    def follow(self, address: str) -> None:
        """Fill in what goes with an address, as far as no person has."""
        if self._user_is_ours:
            self.user.setText(address.strip())
        if self._host_is_ours:
            self.host.setText(server_of(address))

    @Slot(str)
    def _user_typed(self, user: str) -> None:
        self._user_is_ours = not user

    @Slot(str)
    def _host_typed(self, host: str) -> None:
        self._host_is_ours = not host

    @Slot()
    def _security_chosen(self) -> None:
        if self.port.value() in _PORTS.values():
            self.port.setValue(_PORTS[Security(self.security.currentData())])

    @Slot()
    def _choose_certificate(self) -> None:
        dialog = QFileDialog(self, self.tr("Certificate file"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([self.tr("Certificates (*.pem *.crt *.cer)"), self.tr("All files (*)")])
        dialog.fileSelected.connect(self.ca_file.setText)
        dialog.show()


def is_by_hand(endpoint: Endpoint) -> bool:
    """Whether more than an address was needed to name it."""
    return endpoint != Endpoint(server_of(endpoint.user), _PORTS[Security.TLS], Security.TLS, endpoint.user)


def add_field(form: QFormLayout, label: str, field: QWidget, *, beside: QWidget | None = None) -> QLabel:
    """A row of a form, its field named by its caption; `beside` stands at the field's end. Returns the caption."""
    caption = QLabel(label)
    caption.setBuddy(field)
    field.setAccessibleName(label.replace("&", "").rstrip(":"))
    form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
    row: QWidget | QLayout = field
    if beside is not None:
        row = QHBoxLayout()
        row.addWidget(field, 1)
        row.addWidget(beside)
    form.addRow(caption, row)
    return caption
