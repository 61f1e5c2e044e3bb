"""What a view asks of a cell when it paints it, answered in one go.

Qt asks for the text, the icon, the colours and so on of a cell one after the other, and each time crosses from C++ into
Python, where it may wait for a thread of the engine. `multiData` (Qt 6.0) is one such crossing for all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import cast

from PySide6.QtCore import QModelRoleData, QModelRoleDataSpan

Span = QModelRoleDataSpan | QModelRoleData


def fill(data: Callable[[int], object], known: Collection[int], span: Span) -> None:
    """The whole of a `multiData`: answer the roles of `span` with what `data` says of those of the cell that are
    `known`, and with nothing for the others."""
    parts = (span,) if isinstance(span, QModelRoleData) else cast("Iterable[QModelRoleData]", span)
    for part in parts:
        role = part.role()
        found = data(role) if role in known else None
        if found is None:
            part.clearData()
        else:
            part.setData(found)
