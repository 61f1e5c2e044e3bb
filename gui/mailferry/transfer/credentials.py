"""Passwords: in memory while Mailferry runs, and in the system's keyring if it has one. Nowhere else.

A keyring may hang on a prompt that nobody answers, so each call has a time limit and its own thread; callers stay
off the GUI thread.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeVar

import keyring
import keyring.errors

from mailferry.transfer.errors import KeyringProblem

SERVICE = "Mailferry"
TIME_LIMIT = 10.0
"""Seconds that the keyring may take."""

Answer = TypeVar("Answer")


class Passwords:
    """The passwords of this run. Any thread may use it. `name` is the account's: USER@HOST[:PORT]."""

    def __init__(self) -> None:
        self._remembered: dict[str, str] = {}
        self._worked: dict[str, str] = {}
        self._lock = threading.Lock()

    def remember(self, name: str, password: str) -> None:
        """Keep it in memory until the program ends."""
        with self._lock:
            self._remembered[name] = password

    def get(self, name: str) -> str | None:
        """The password, from memory or else from the keyring; None if neither has it, or the keyring does not work."""
        with self._lock:
            known = self._remembered.get(name)
        if known is not None:
            return known
        try:
            password = _in_time(lambda: keyring.get_password(SERVICE, name))
        except KeyringProblem:
            return None
        if password is not None:
            self.remember(name, password)
        return password

    def store(self, name: str, password: str) -> None:
        """Keep it in memory and in the keyring. Raises KeyringProblem; memory has it even then."""
        self.remember(name, password)
        _in_time(lambda: keyring.set_password(SERVICE, name, password))

    def note_worked(self, name: str, password: str) -> None:
        """The server has taken this password."""
        with self._lock:
            self._worked[name] = password

    def has_worked(self, name: str, password: str) -> bool:
        """Whether the server has taken this password in this run, as the last one."""
        with self._lock:
            return self._worked.get(name) == password

    def doubt(self, name: str) -> None:
        """The server does not take the password any more."""
        with self._lock:
            self._worked.pop(name, None)

    def forget(self, name: str, *, kept: bool = True) -> None:
        """Remove it from memory and, if it may be `kept` there, from the keyring, which may ask to be unlocked for it;
        that it is not there, or that there is no keyring, is no error."""
        with self._lock:
            self._remembered.pop(name, None)
            self._worked.pop(name, None)
        if not kept:
            return
        try:
            _in_time(lambda: keyring.delete_password(SERVICE, name))
        except KeyringProblem:
            return


def _in_time(call: Callable[[], Answer]) -> Answer:
    """The answer of the keyring. Raises KeyringProblem if it refuses, fails or hangs."""
    answers: list[Answer] = []
    problems: list[Exception] = []

    def ask() -> None:
        try:
            answers.append(call())
        except Exception as error:  # noqa: BLE001  # backends raise whatever their system raises
            problems.append(error)

    # Daemonic, alone among our threads: a keyring that hangs on its prompt must not keep the program from ending.
    asker = threading.Thread(target=ask, name="keyring", daemon=True)
    asker.start()
    asker.join(TIME_LIMIT)
    if answers:
        return answers[0]
    if not problems:
        raise KeyringProblem("The system's password store does not answer. The password is kept until Mailferry ends.")
    error = problems[0]
    if isinstance(error, keyring.errors.NoKeyringError):
        raise KeyringProblem("This computer has no password store, so the password is kept only until Mailferry ends.",
                             detail=str(error)) from error
    if isinstance(error, keyring.errors.KeyringLocked):
        raise KeyringProblem("The system's password store is locked. Unlock it, then save the password again; until "
                             "then it is kept until Mailferry ends.", detail=str(error)) from error
    raise KeyringProblem("The system's password store did not take the password. It is kept until Mailferry ends.",
                         detail=type(error).__name__) from error
