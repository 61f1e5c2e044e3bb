"""What a drag or a copy carries: a kind of our own for drags inside the window, and files from outside.

While a drag hovers nothing of it is read: some programs write all their mail to disk each time that they are asked
(measured with Thunderbird). `can_carry` looks at the names of the formats only; `received` is for the drop itself.
The list of files is text/uri-list (RFC 2483), file URLs after RFC 8089.
"""

from __future__ import annotations

import os
import sys
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QGuiApplication

from mailferry.mail.errors import printable
from mailferry.transfer.values import Selection

MIME = "application/x-mailferry-selection"
FILES = "text/uri-list"
_KEPT = 8
"""How many drags and copies are remembered: a paste may come long after the copy."""


@dataclass(frozen=True, slots=True)
class Cargo:
    """What is to be imported. `messages` is None where it is not known before the source was read."""

    selections: tuple[Selection, ...]
    title: str
    messages: int | None


class Carrier:
    """Packs the selections of this window into drags, and knows them again at the drop."""

    def __init__(self) -> None:
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

    def received(self, data: QMimeData) -> Cargo | None:
        """What was dropped or pasted; None if nothing of it can be imported."""
        if data.hasFormat(MIME):
            return self.hovering(data)
        return cargo_of_paths(local_paths(data.urls())) if data.hasFormat(FILES) else None


def copied() -> QMimeData | None:
    """What lies on the clipboard; None if it is empty, whatever the stub says."""
    return QGuiApplication.clipboard().mimeData()


def can_carry(data: QMimeData) -> bool:
    """Whether a drag may hold mail, by the names of its formats alone."""
    return data.hasFormat(MIME) or data.hasFormat(FILES)


def cargo_of_paths(paths: Sequence[str]) -> Cargo | None:
    """Whole files and folders as a cargo; None if there are none."""
    if not paths:
        return None
    names = [printable(os.path.basename(path.rstrip("/\\"))) or path for path in paths]  # noqa: PTH119  # surrogates
    return Cargo(tuple(Selection(path) for path in paths), ", ".join(names[:3]) + (" ..." if len(names) > 3 else ""),
                 None)


def local_paths(urls: Sequence[QUrl]) -> list[str]:
    """The files on this computer among `urls`, each once. Names in no valid encoding keep their octets."""
    found: dict[str, None] = {}
    for url in urls:
        if not url.isLocalFile():
            continue
        if sys.platform == "win32":
            path = url.toLocalFile()
        else:
            encoded = url.path(QUrl.ComponentFormattingOption.FullyEncoded)
            path = os.fsdecode(unquote_to_bytes(encoded))
        if path:
            found[path if path == "/" else path.rstrip("/")] = None
    return list(found)
