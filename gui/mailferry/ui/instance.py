"""A second start while the window is there: the first one comes to the front and opens what the second was given.

The first listens on a local socket that is named after its state folder and open to its user only: in the user's
runtime folder (XDG base directory specification), else in the state folder itself; on Windows a named pipe
(https://doc.qt.io/qt-6/qlocalserver.html). It is sent one line of JSON, a _Wish, and answers with one octet when it has
done so.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypedDict, cast

from PySide6.QtCore import QObject
from PySide6.QtNetwork import QLocalServer, QLocalSocket

_PATIENCE_MS = 5_000
_LONGEST = 1 << 20
_SOCKET_OCTETS = 90  # unix(7): 108, on macOS 104, less what Qt adds while it makes it
_DONE = b"."
_PIPES = os.name == "nt"


class _Wish(TypedDict):
    open: list[str]
    token: str  # lets the window come to the front on Wayland


class Door(QObject):
    """Where later starts knock, until `close`. `come` is called with the files to open and the token, and says whether
    it did so. Where nobody can listen nothing is amiss, but that a second start is told that this one runs."""

    def __init__(self, folder: Path, come: Callable[[list[str], str], bool], parent: QObject) -> None:
        super().__init__(parent)
        self._come = come
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._answer)
        name = _name(folder)
        QLocalServer.removeServer(name)  # left by one that was killed: the folder is ours
        self._server.listen(name)

    def close(self) -> None:
        """Nobody is let in any more."""
        self._server.close()

    def _answer(self) -> None:
        while (guest := self._server.nextPendingConnection()) is not None:
            guest.readyRead.connect(lambda guest=guest: self._hear(guest))
            guest.disconnected.connect(guest.deleteLater)
            self._hear(guest)

    def _hear(self, guest: QLocalSocket) -> None:
        if not guest.canReadLine():
            if guest.bytesAvailable() > _LONGEST:
                guest.abort()
            return
        try:
            wish = cast(_Wish, json.loads(bytes(guest.readLine().data())))
            done = self._come([str(file) for file in wish["open"]], str(wish["token"]))
        except (ValueError, KeyError, TypeError, RecursionError):
            done = False
        if done:
            guest.write(_DONE)
        guest.disconnectFromServer()


def hand_over(folder: Path, files: Sequence[Path]) -> bool:
    """Let the window that works with this folder come to the front and open these files. False if there is none, or it
    does not answer."""
    knocking = QLocalSocket()
    knocking.connectToServer(_name(folder))
    if not knocking.waitForConnected(_PATIENCE_MS):
        return False
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.user32.AllowSetForegroundWindow(-1)  # who was started last may let another to the front
    wish = _Wish(open=[str(file.absolute()) for file in files], token=os.environ.get("XDG_ACTIVATION_TOKEN", ""))
    knocking.write(json.dumps(wish).encode() + b"\n")
    while knocking.bytesToWrite() and knocking.waitForBytesWritten(_PATIENCE_MS):
        pass
    while not knocking.bytesAvailable() and knocking.waitForReadyRead(_PATIENCE_MS):
        pass
    return bytes(knocking.readAll().data()) == _DONE


def _name(folder: Path) -> str:
    """The socket's path, on Windows the pipe's name; none, so that nobody listens, where the path is too long."""
    name = "mailferry-" + hashlib.sha256(os.fsencode(folder.resolve())).hexdigest()[:16]
    if _PIPES:
        return name
    runtime = os.environ.get("XDG_RUNTIME_DIR")
    place = str((Path(runtime) if runtime and _is_ours(runtime) else folder.resolve()) / name)
    return place if len(os.fsencode(place)) < _SOCKET_OCTETS else ""


def _is_ours(folder: str) -> bool:
    """Whether nobody else can put a socket there, as it must be: one could be told then what we open."""
    try:
        known = os.stat(folder)  # noqa: PTH116  # it may be no path at all
    except (OSError, ValueError):
        return False
    return known.st_uid == os.geteuid() and not known.st_mode & 0o022
