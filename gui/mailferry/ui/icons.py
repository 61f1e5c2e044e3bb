"""Our own icons: SVG files in resources/icons, in colours that are readable on light and on dark ground."""

from __future__ import annotations

from functools import cache

from PySide6.QtGui import QIcon

from mailferry import paths
from mailferry.transfer.values import AccountState, BatchState

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


@cache
def icon(name: str) -> QIcon:
    """The icon of that file name, without its ending."""
    return QIcon(str(paths.resources() / "icons" / f"{name}.svg"))


def batch_icon(state: BatchState) -> QIcon:
    """The picture of a batch's state; each state of the first level has its own shape."""
    return icon(_BATCH[state])


def account_icon(state: AccountState) -> QIcon:
    """The picture of what an account does."""
    return icon(_ACCOUNT[state])
