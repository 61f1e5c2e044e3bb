"""How large a batch may be on this line: so large that it takes a few seconds. Then progress, cancel and retry stay
fine-grained where the line is slow, and the cost of a batch vanishes where it is fast.

The first batch is small; what follows grows or shrinks by the time that the last one took. A limit grows only if it
was the one that bound: a batch of few large messages tells nothing of how many small ones would do.
"""

from __future__ import annotations

AIM = 4.0
"""Seconds that a batch should take."""
FIRST_MESSAGES = 100
FIRST_OCTETS = 1024 * 1024
LEAST_OCTETS = 64 * 1024
_GROWTH = 4.0
_BINDING = 0.5
"""The part of a limit from which on a batch counts as bound by it: messages have sizes, so batches end below it."""


class Pace:
    """The limits of the next batch, in messages and octets. One thread's."""

    def __init__(self) -> None:
        self.messages = FIRST_MESSAGES
        self.octets = FIRST_OCTETS

    def took(self, messages: int, octets: int, seconds: float) -> None:
        """A batch of this size has arrived in this time."""
        factor = min(AIM / max(seconds, 0.001), _GROWTH)
        if factor < 1:
            # The batch itself tells what the line can do; what bound it does not matter.
            self.messages = max(1, int(messages * factor))
            self.octets = max(LEAST_OCTETS, int(octets * factor))
            return
        if messages >= self.messages * _BINDING:
            self.messages = int(self.messages * factor)
        if octets >= self.octets * _BINDING:
            self.octets = int(self.octets * factor)

    def failed(self, octets: int) -> None:
        """The connection broke while a batch of this size was under way: the next try is smaller."""
        self.octets = max(LEAST_OCTETS, min(self.octets, octets) // 2)
