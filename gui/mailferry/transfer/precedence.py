"""The window's thread goes first: while it paints, the threads of the engine stand back.

All of them share one interpreter. Python hands it round in turns, so that a painting of 6 ms lasts 50 ms beside two
threads that read and send mail, and the window stutters (measured by `python -m tests.ui.beats`; the length of the
turns changes little). Standing back while it paints costs them less than the turns did.
"""

from __future__ import annotations

import functools
import threading
from collections.abc import Callable
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

AT_MOST = 0.03
_window = threading.Lock()


def goes_first(work: Callable[P, T]) -> Callable[P, T]:
    """For what the window's thread does in a moment, and often: painting, and taking over what it was told. Nothing
    that waits for a person."""
    @functools.wraps(work)
    def first(*args: P.args, **kwargs: P.kwargs) -> T:
        mine = _window.acquire(blocking=False)  # not if it is inside of such work already
        try:
            return work(*args, **kwargs)
        finally:
            if mine:
                _window.release()
    return first


def stand_back(at_most: float = AT_MOST) -> None:
    """Let the window's thread finish what it does; for loops that keep the interpreter busy, at each message. Waits
    `at_most` so many seconds: were the window stuck, mail would go on, if slowly."""
    if _window.locked() and _window.acquire(timeout=at_most):
        _window.release()
