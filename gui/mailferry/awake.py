"""Keeps the computer from falling asleep while mail is moved, and only then. Closing its lid still puts it to sleep.

Linux: systemd-inhibit or elogind-inhibit (https://systemd.io/INHIBITOR_LOCKS/); macOS: caffeinate; both hold their lock
as long as the command runs that they are given. That is `cat` on a pipe from us, so the lock ends with us, however we
end. Windows: SetThreadExecutionState. Elsewhere, and where that is refused, nothing is done.
"""

from __future__ import annotations

import contextlib
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable

from mailferry.transfer.values import AccountChanged, AccountState, Event, ImportChanged, ImportId, ScanState

_COMMANDS = (
    ("systemd-inhibit", "--what=sleep:idle", "--mode=block", "--who=Mailferry", "--why=Mail is being imported"),
    ("elogind-inhibit", "--what=sleep:idle", "--mode=block", "--who=Mailferry", "--why=Mail is being imported"),
    ("caffeinate", "-i"),
)
_END_SECONDS = 30.0
_AT_WORK = (AccountState.CONNECTING, AccountState.READY, AccountState.WORKING)


class Awake:
    """Hears the engine's events, in one thread at a time, and holds the lock while an account works, or mail is read
    for one that could."""

    def __init__(self) -> None:
        self._accounts: dict[str, AccountState] = {}
        self._reading: dict[ImportId, str] = {}  # the accounts of imports whose sources are being read
        self._release: Callable[[], None] | None = None

    def hear(self, event: Event) -> None:
        """Take note of an event."""
        if isinstance(event, AccountChanged):
            self._accounts[event.view.name] = event.view.state
        elif isinstance(event, ImportChanged) and event.view.scan is ScanState.RUNNING:
            self._reading[event.view.id] = event.view.account
        elif isinstance(event, ImportChanged):
            self._reading.pop(event.view.id, None)
        else:
            return
        working = AccountState.WORKING in self._accounts.values() or any(
            self._accounts.get(account) in _AT_WORK for account in self._reading.values())
        if working and self._release is None:
            self._release = _hold()
        elif not working:
            self.end()

    def end(self) -> None:
        """Nothing is under way any more."""
        release, self._release = self._release, None
        if release is not None:
            release()


if sys.platform == "win32":
    import ctypes

    _CONTINUOUS, _SYSTEM_REQUIRED = 0x80000000, 0x00000001

    def _hold() -> Callable[[], None]:
        """Take the lock; what gives it back. It belongs to the thread that asks for it, and ends with that."""
        done = threading.Event()

        def hold() -> None:
            ctypes.windll.kernel32.SetThreadExecutionState(_CONTINUOUS | _SYSTEM_REQUIRED)
            done.wait()

        threading.Thread(target=hold, name="awake", daemon=True).start()
        return done.set
else:
    def _hold() -> Callable[[], None]:
        """Take the lock; what gives it back."""
        for command in _COMMANDS:
            if shutil.which(command[0]) is not None:
                with contextlib.suppress(OSError):
                    return _hold_by((*command, "cat"))
        return lambda: None

    def _hold_by(command: tuple[str, ...]) -> Callable[[], None]:
        # A session of its own: Ctrl+C in the terminal is for us, and we end in order.
        holder = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                  start_new_session=True)

        def end() -> None:
            try:
                holder.wait(_END_SECONDS)
            except subprocess.TimeoutExpired:
                holder.kill()
                holder.wait()

        def release() -> None:
            if holder.stdin is not None:
                holder.stdin.close()
            # Whoever tells us that an account has come to rest does not wait until the command has ended.
            threading.Thread(target=end, name="awake").start()

        return release
