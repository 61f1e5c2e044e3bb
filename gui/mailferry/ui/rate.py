"""How fast it goes and how long it takes: from what has been done at a few moments of the last seconds."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable

from mailferry.ui import figures, words

WINDOW = 10.0
"""Seconds that the rate looks back."""


class Rate:
    """Messages a second. Give it the counts about once a second."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._samples: deque[tuple[float, int]] = deque()

    def take(self, done: int, waiting: int, *, reading: bool = False, still: bool = False) -> str:
        """`41 messages/s · 3 min left`; "" while nothing waits. While sources are being read nobody knows the end;
        `still`: nothing is sent for now, so what it was before says nothing."""
        now = self._clock()
        if not waiting:
            self._samples.clear()
            return ""
        if still:
            self._samples.clear()
        self._samples.append((now, done))
        while len(self._samples) > 2 and now - self._samples[0][0] > WINDOW:
            self._samples.popleft()
        began, before = self._samples[0]
        left = words.translate("Words", "{0} to send").format(words.messages(waiting))
        if now - began < 1 or done <= before:
            return left
        speed = (done - before) / (now - began)
        pace = figures.number(round(speed)) if speed >= 10 else figures.decimal(speed)
        parts = [left, words.translate("Words", "{0} messages/s").format(pace)]
        return " · ".join(parts if reading else [*parts, words.time_left(waiting / speed)])
