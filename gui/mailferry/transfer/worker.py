"""The thread of one account: it blocks on a condition while there is nothing to do, and never polls; it can be woken,
paused, asked for something, and ended, from any other thread. What its work is, is in `uploader.py`.
"""

from __future__ import annotations

import logging
import threading
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Callable

from mailferry.errors import Problem
from mailferry.imap.errors import CommandRefused
from mailferry.imap.session import Session
from mailferry.transfer.errors import StateProblem
from mailferry.transfer.telling import Teller
from mailferry.transfer.values import AccountState, AccountView, Event, JournalFailed

PAUSED = "Paused. Nothing is sent until you go on."


class Worker(ABC):
    """A thread that does one `_step` after the other while it has something to do. Its public methods return at once.

    `rested` is called each time that it has come to rest.
    """

    def __init__(self, teller: Teller, emit: Callable[[Event], None], rested: Callable[[], None]) -> None:
        self._teller = teller
        self._emit = emit
        self._rested = rested
        self._condition = threading.Condition()
        self._requests: deque[Callable[[Session], None]] = deque()
        self._serving = False
        self._stopping = False
        self._paused = False
        self._pause_asked = False
        self._pause_reason: Problem | None = None
        self._hurried = False
        self._busy = False
        self._awake = True
        self._thread = threading.Thread(target=self._run, name=f"uploader {teller.view.name}")

    @property
    def view(self) -> AccountView:
        """The account as it stands."""
        return self._teller.view

    # --- from any thread ---------------------------------------------------------------------------------------------

    def start(self) -> None:
        """Begin to work: connect, then go on with what the journal holds."""
        self._thread.start()

    def wake(self) -> None:
        """There may be something to do."""
        with self._condition:
            self._awake = True
            self._condition.notify_all()

    def ask(self, request: Callable[[Session], None]) -> None:
        """Let the worker do this with its session when it has one."""
        with self._condition:
            self._requests.append(request)
            self._awake = True
            self._condition.notify_all()

    def pause(self, reason: Problem | None = None) -> None:
        """Send no more after the batch under way. `reason` is shown, if no person asked for it."""
        with self._condition:
            self._pause_asked = True
            self._pause_reason = reason
            self._awake = True
            self._break_off(connected=False)
            self._condition.notify_all()

    def resume(self) -> None:
        """Go on, also after a pause that waited for a person."""
        with self._condition:
            self._paused = self._pause_asked = False
            self._forget_failures()
            self._awake = self._hurried = True
            self._condition.notify_all()

    @property
    def asked(self) -> bool:
        """Whether something that was asked for is still to be done, or under way."""
        with self._condition:
            return self._serving or bool(self._requests)

    @property
    def paused(self) -> bool:
        """Whether it does nothing, or is about to, until somebody lets it go on."""
        with self._condition:
            return self._paused or self._pause_asked

    def stop(self) -> None:
        """Give up what is under way (it stays in the journal) and end the thread. Does not wait for it."""
        with self._condition:
            self._stopping = True
            self._break_off(connected=True)
            self._condition.notify_all()

    def join(self) -> None:
        """Wait for the thread's end."""
        if self._thread.ident is not None:
            self._thread.join()

    @property
    def at_rest(self) -> bool:
        """Whether nothing happens until somebody asks for it."""
        with self._condition:
            return not self._busy and (self._paused or not self._wanted)

    # --- what its work is --------------------------------------------------------------------------------------------

    @abstractmethod
    def _step(self) -> None:
        """One thing, after `_wait_for_work`. Raises StateProblem only."""

    @abstractmethod
    def _end(self) -> None:
        """The thread ends."""

    @abstractmethod
    def _break_off(self, *, connected: bool) -> None:
        """End the wait for a connection that is being made, and with `connected` every wait for a server."""

    @abstractmethod
    def _forget_failures(self) -> None:
        """A person wants it tried again, whatever was before."""

    # --- the thread --------------------------------------------------------------------------------------------------

    @property
    def _wanted(self) -> bool:
        """Whether there may be something to do. What is asked for while a batch is looked for must not be lost."""
        return self._awake or self._pause_asked or bool(self._requests)

    def _run(self) -> None:
        try:
            while not self._stopping:
                self._step()
        except StateProblem as error:
            self._emit(JournalFailed(error.title, error.sentence, error.detail))
            self._pause_for(error)
        except Exception as error:
            # A bug of ours must not look like work that goes on for ever: the account stops, and says so.
            logging.getLogger(__name__).exception("the uploader of an account has failed")
            self._pause_for(Problem("Something in Mailferry itself failed. Nothing is lost: what was under way is in "
                                    "the journal. Start Mailferry again to go on.", detail=type(error).__name__))
        finally:
            with self._condition:
                self._awake = False
            self._rest()
            self._end()

    def _wait_for_work(self) -> bool:
        """Block until there may be something to do. False if it turned out to be a pause or the end."""
        self._rest()
        with self._condition:
            while not self._stopping and (self._paused or not self._wanted):
                self._condition.wait()
            if self._pause_asked and not self._stopping:
                self._pause_asked = False
                self._paused = True
            self._busy = True
        if self._stopping:
            return False
        if self._paused:
            if self._pause_reason is not None:
                self._pause_for(self._pause_reason)
            else:
                self._teller.show(AccountState.PAUSED, "", PAUSED)
            return False
        return True

    def _rest(self) -> None:
        """What was begun is done, and told: only now may somebody who waits for us look."""
        with self._condition:
            self._busy = False
        self._rested()

    def _serve_requests(self, connected: Callable[[], Session]) -> None:
        """`connected` gives the session, which a request may have made anew."""
        while True:
            with self._condition:
                request = self._requests.popleft() if self._requests and not self._pause_asked else None
                self._serving = request is not None
            if request is None:
                return
            try:
                request(connected())
            except CommandRefused as error:
                self._teller.show(self.view.state, error.title, error.sentence, error.detail)
            finally:
                with self._condition:
                    self._serving = False

    def _has_else_to_do(self) -> bool:
        with self._condition:
            return self._stopping or self._wanted

    def _pause_for(self, error: Problem) -> None:
        with self._condition:
            self._paused = True
        self._teller.show(AccountState.PAUSED, error.title, error.sentence, error.detail)

    def _sleep(self, seconds: float) -> None:
        """Wait, unless we are told to stop or to go on."""
        with self._condition:
            self._hurried = False
            self._condition.wait_for(lambda: self._stopping or self._pause_asked or self._hurried, seconds)
            self._awake = True
