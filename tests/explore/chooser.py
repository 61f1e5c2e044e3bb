"""Depth-first search over the choices of a program that is run again and again (stateless model checking).

A run asks `choose` wherever more than one thing can happen; each run takes another way, until all were taken. The
choices of a run are its trace: given back, they repeat it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence


class Chooser:
    """The choices of one run: those of `prefix` first, then always the first way."""

    def __init__(self, prefix: Sequence[int] = ()) -> None:
        self._prefix = prefix
        self.trace: list[int] = []
        self.ways: list[int] = []
        self.names: list[str] = []

    @property
    def is_new(self) -> bool:
        """Whether the choices that were given are all taken, so that this run goes where none has been."""
        return len(self.trace) >= len(self._prefix)

    def choose(self, ways: Sequence[str]) -> str:
        """One of these. The first is the ordinary one."""
        place = len(self.trace)
        taken = self._prefix[place] if place < len(self._prefix) else 0
        self.trace.append(taken)
        self.ways.append(len(ways))
        self.names.append(ways[taken])
        return ways[taken]


def all_runs() -> Iterator[Chooser]:
    """A Chooser for each run. The run must be over when the next one is asked for."""
    prefix: list[int] = []
    while True:
        chooser = Chooser(prefix)
        yield chooser
        trace, ways = chooser.trace, chooser.ways
        while trace and trace[-1] + 1 == ways[len(trace) - 1]:
            trace.pop()
        if not trace:
            return
        prefix = [*trace[:-1], trace[-1] + 1]
