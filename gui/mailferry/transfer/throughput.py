"""How fast an import went, over its time: for the charts of its report."""

from __future__ import annotations

from collections.abc import Sequence

from mailferry.transfer.journal_reader import Arrival

_STEPS = 60


def rates(arrivals: Sequence[Arrival]) -> list[float]:
    """Messages a second in equal parts of the time from the first batch to the last: each batch's messages are spread
    over the time that it took."""
    if not arrivals:
        return []
    began, ended = min(one.began for one in arrivals), max(one.ended for one in arrivals)
    step = max(ended - began, 0.001) / _STEPS
    counts = [0.0] * _STEPS
    for one in arrivals:
        first, last = (one.began - began) / step, max((one.ended - began) / step, (one.began - began) / step + 1e-6)
        for place in range(int(first), min(_STEPS, int(last) + 1)):
            shared = min(last, place + 1) - max(first, place)
            counts[place] += one.messages * max(0.0, shared) / (last - first)
    return [count / step for count in counts]
