"""The table at the end of the fault matrix: runs by server, delivery and kind of fault, with what went wrong."""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Iterator

from tests.faults.marks import MARKS
from tests.faults.scenario import IN_PROCESS, KILLED, WAYS, Scenario
from tests.faults.verdict import Outcome


class Table:
    """Counts the runs as they end. A run in which no fault struck counts by itself, and must be well too."""

    def __init__(self) -> None:
        self._began = time.monotonic()
        self._cells: defaultdict[tuple[str, str, str], Counter[str]] = defaultdict(Counter)
        self._marks: Counter[tuple[str, bool]] = Counter()
        self.failed: list[int] = []

    def add(self, plan: Scenario, outcome: Outcome) -> None:
        """Count a run."""
        cell = self._cells[plan.server, plan.delivery, plan.kind]
        cell["runs"] += outcome.struck
        cell["quiet"] += not outcome.struck
        cell["failures"] += bool(outcome.failures)
        cell["conflicts"] += bool(outcome.conflicts)
        cell["kills"] += len(outcome.kills)
        self._marks.update((kill.mark, kill.before) for kill in outcome.kills if kill.mark)
        if outcome.failures:
            self.failed.append(plan.seed)

    def lines(self) -> Iterator[str]:
        """The table: in each cell the runs, then failures as `!n` and conflicts as `?n`, where there were any."""
        kinds = (*IN_PROCESS, *dict.fromkeys(KILLED))
        yield f"{'':22}" + "".join(f"{kind:>17}" for kind in kinds)
        for server, delivery in WAYS:
            cells = [self._cells[server, delivery, kind] for kind in kinds]
            yield f"{server + ' ' + delivery:22}" + "".join(f"{_words(cell):>17}" for cell in cells)
        totals: list[Counter[str]] = []
        for kind in kinds:
            totals.append(Counter())
            for (_, _, other), cell in self._cells.items():
                if other == kind:
                    totals[-1].update(cell)
        yield f"{'all':22}" + "".join(f"{_words(cell):>17}" for cell in totals)
        yield ""
        killed = sum(cell["runs"] for kind, cell in zip(kinds, totals, strict=True) if kind in KILLED)
        runs = sum(cell["runs"] for cell in totals)
        yield (f"{runs - killed} runs with faults in process, {killed} runs with kill -9 "
               f"({sum(cell['kills'] for cell in totals)} kills), {sum(cell['quiet'] for cell in totals)} in which "
               f"nothing struck; {sum(cell['failures'] for cell in totals)} failures, "
               f"{sum(cell['conflicts'] for cell in totals)} with a conflict; "
               f"{time.monotonic() - self._began:.0f} s")
        yield "killed before and after each mark: " + ", ".join(
            f"{mark} {self._marks[mark, True]} + {self._marks[mark, False]}" for mark in MARKS)
        if self.failed:
            yield f"failed seeds: {', '.join(map(str, sorted(self.failed)))}"


def _words(cell: Counter[str]) -> str:
    return (str(cell["runs"]) + (f" !{cell['failures']}" if cell["failures"] else "")
            + (f" ?{cell['conflicts']}" if cell["conflicts"] else ""))
