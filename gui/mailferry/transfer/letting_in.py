"""Coming back to a server that has let us in before: one refusal does not make the password wrong.

A server that has too much to do, or sees too many connections, may refuse a sign-in in the words that it has for a
wrong password. Who imports overnight does not want to find in the morning that it stood still since one such answer. So
a password that has worked in this run is tried again a few times, with waits long enough for a server that counts
attempts.
"""

from __future__ import annotations

from mailferry.imap.errors import ConnectionProblem, SignInRefused
from mailferry.imap.session import Session
from mailferry.imap.stopping import StopSignal
from mailferry.imap.throttle import Throttle
from mailferry.imap.transmit import Patience
from mailferry.imap.values import Endpoint
from mailferry.transfer.credentials import Passwords
from mailferry.transfer.errors import NoPassword

WAITS = (5.0, 30.0, 120.0)
"""Seconds before each new try with a password that has worked."""

_FINAL = frozenset({"EXPIRED", "AUTHORIZATIONFAILED", "CONTACTADMIN", "PRIVACYREQUIRED", "NOPERM"})
"""What says that another try cannot help (RFC 5530)."""


class RefusedAgain(ConnectionProblem):
    """A password that has worked before is refused; it is tried again after `wait` seconds."""

    title = "Sign-in did not work"


class Door:
    """The way into one account. One thread uses it. `needed` is said where no password is known."""

    def __init__(self, endpoint: Endpoint, passwords: Passwords, needed: str) -> None:
        self._endpoint = endpoint
        self._passwords = passwords
        self._needed = needed
        self._refusals = 0

    def session(self, *, patience: Patience, stop: StopSignal, throttle: Throttle | None = None) -> Session:
        """Connect and sign in; `stop` ends it, and the session. Raises as `Session.connect`, RefusedAgain, NoPassword.
        """
        endpoint = self._endpoint
        password = self._passwords.get(endpoint.name)
        if password is None:
            stop.close()
            raise NoPassword(self._needed)
        try:
            session = Session.connect(endpoint, password, patience=patience, stop=stop, throttle=throttle)
        except SignInRefused as error:
            if not self._passwords.has_worked(endpoint.name, password) or error.code in _FINAL:
                raise
            if self._refusals == len(WAITS):
                self._refusals = 0
                self._passwords.doubt(endpoint.name)
                raise SignInRefused(
                    f"{endpoint.host} has let {endpoint.user} in with this password before, but does not any more. "
                    f"Sign in again, or try again later.", code=error.code, detail=error.detail) from None
            problem = RefusedAgain(f"{endpoint.host} has let {endpoint.user} in with this password before, but refuses"
                                   f" it now. It is tried again.", detail=error.detail)
            problem.wait = WAITS[self._refusals]
            self._refusals += 1
            raise problem from None
        self._refusals = 0
        self._passwords.note_worked(endpoint.name, password)
        return session
