"""A limit for the octets per second that go out: a bucket that fills at that rate, and holds a moment's worth.

Whoever sends asks how many octets may go now, and waits for `seconds` where none may; what he does meanwhile (reading,
heeding a cancel) is his.
"""

from __future__ import annotations

import time

_FULL = 0.2
"""The bucket holds what goes out in so many seconds; after a pause no more than that comes at once."""
_LEAST = 0.05
"""So many seconds' worth goes out in one piece: fewer and the line carries more of headers than of mail."""


class Throttle:
    """The limit of one account's sending. Any thread may set `rate`; one thread sends."""

    def __init__(self, rate: int | None = None) -> None:
        self.rate = rate
        """Octets per second; None is no limit. A change holds at once, also for a batch under way."""
        self._held = 0.0
        self._seen = time.monotonic()

    def granted(self, wanted: int) -> int:
        """How many of `wanted` octets may go out now."""
        rate = self.rate
        now = time.monotonic()
        passed, self._seen = now - self._seen, now
        if not rate:
            self._held = 0.0
            return wanted
        # What went out while there was no limit is not paid for.
        self._held = min(max(self._held, 0.0) + passed * rate, max(1.0, rate * _FULL))
        return 0 if self._held < self._piece(rate, wanted) else min(wanted, int(self._held))

    def spend(self, octets: int) -> None:
        """So many went out."""
        self._held -= octets

    def seconds(self, wanted: int) -> float:
        """How long to wait before asking again, where nothing was granted."""
        rate = self.rate
        return (self._piece(rate, wanted) - self._held) / rate if rate else 0.0

    @staticmethod
    def _piece(rate: int, wanted: int) -> float:
        return min(wanted, max(1.0, rate * _LEAST))
