"""What a drag or a copy carries: a kind of our own for drags inside the window, and what other programs offer.

While a drag hovers nothing of it is read: some programs write all their mail to disk each time that they are asked
(measured with Thunderbird). `can_carry` looks at the names of the formats only; `received` is for the drop itself.
"""

from __future__ import annotations

import os
from collections import OrderedDict

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

from mailferry.transfer.claimed import Claims
from mailferry.ui import arrivals
from mailferry.ui.arrivals import FILES, MESSAGE, Arrival, Cargo

MIME = "application/x-mailferry-selection"
_KEPT = 8
"""How many drags and copies are remembered: a paste may come long after the copy."""


class Carrier:
    """Packs the selections of this window into drags, and knows them again at the drop."""

    def __init__(self, claims: Claims) -> None:
        """`claims`: where is put what other programs keep only for the time of the drag."""
        self._claims = claims
        self._packed: OrderedDict[bytes, Cargo] = OrderedDict()
        self._number = 0

    def pack(self, cargo: Cargo) -> QMimeData:
        """Data for a drag or the clipboard. It holds a number only: a selection may name 100,000 messages."""
        self._number += 1
        key = f"{os.getpid()}.{self._number}".encode("ascii")
        self._packed[key] = cargo
        while len(self._packed) > _KEPT:
            self._packed.popitem(last=False)
        data = QMimeData()
        data.setData(MIME, key)
        return data

    def hovering(self, data: QMimeData) -> Cargo | None:
        """The cargo of a drag of our own; None for one from outside, which is not read."""
        return self._packed.get(bytes(data.data(MIME).data())) if data.hasFormat(MIME) else None

    def received(self, data: QMimeData) -> Arrival:
        """What was dropped or pasted. Only for the drop itself: it reads, and claims what would vanish."""
        if data.hasFormat(MIME):
            cargo = self.hovering(data)
            return arrivals.nothing() if cargo is None else Arrival(cargo)
        return arrivals.received(data, self._claims)


def copied() -> QMimeData | None:
    """What lies on the clipboard; None if it is empty, whatever the stub says."""
    return QGuiApplication.clipboard().mimeData()


def can_carry(data: QMimeData) -> bool:
    """Whether a drag may hold mail, by the names of its formats alone."""
    return any(data.hasFormat(name) for name in (MIME, FILES, MESSAGE))
