"""The fault matrix as a command: `python -m tests.faults [--runs N] [--kill-runs N] [--seconds S] [--workers N]`.

Runs side by side, each in a mailbox of its own on Dovecot (Maildir and mdbox), Cyrus or Courier, with all four
deliveries; half of them break connections and answers around an engine in this process, the others kill the real
program with SIGKILL. Only runs in which a fault has struck count. The seed of a run that fails is printed, and
`--seed N` repeats it. The exit code is 0 if all was well.
"""

from __future__ import annotations

import argparse
import itertools
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait

from tests.faults.grounds import Grounds, run_grounds
from tests.faults.scenario import SERVERS, Scenario, scenario
from tests.faults.table import Table
from tests.faults.verdict import Outcome
from tests.faults.voyage import sail
from tests.faults.waits import shorten


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the matrix; 1 if a run failed or too few were made in the time."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--runs", type=int, default=700, help="runs with faults in process (700)")
    parser.add_argument("--kill-runs", type=int, default=300, help="runs with kill -9 (300)")
    parser.add_argument("--seconds", type=float, default=2700.0, help="begin no run after so many seconds (2700)")
    parser.add_argument("--workers", type=int, default=8, help="runs side by side (8)")
    parser.add_argument("--first", type=int, default=int(time.time()) % 1_000_000 * 2, help="the first seed")
    parser.add_argument("--seed", type=int, help="only the run of this seed, told in full")
    options = parser.parse_args(arguments)
    shorten()
    if options.seed is not None:
        return _one(options.seed)
    print(f"first seed {options.first}", flush=True)
    with run_grounds(frozenset(SERVERS)) as grounds:
        matrix = Matrix(grounds, options.workers, time.monotonic() + options.seconds)
        complete = matrix.run(options.first, [options.runs, options.kill_runs])
    print("\n".join(matrix.table.lines()))
    return 0 if complete and not matrix.table.failed else 1


def _one(seed: int) -> int:
    plan = scenario(seed)
    print(plan)
    with run_grounds(frozenset({plan.server})) as grounds:
        outcome = sail(plan, grounds)
    print(outcome)
    return 1 if outcome.failures else 0


class Matrix:
    """Runs side by side until `until` (of time.monotonic); after that no new one begins."""

    def __init__(self, grounds: Grounds, workers: int, until: float) -> None:
        self.table = Table()
        self._grounds = grounds
        self._workers = workers
        self._until = until
        self._under_way: dict[Future[Outcome], Scenario] = {}

    def run(self, first: int, missing: list[int]) -> bool:
        """Runs from this seed on until so many of each sort have struck: in process, and killed. False if the time was
        over before."""
        seeds = [itertools.count(first + first % 2, 2), itertools.count(first + first % 2 + 1, 2)]
        with ThreadPoolExecutor(self._workers) as pool:
            while any(count > 0 for count in missing) or self._under_way:
                for sort in self._due(missing):
                    plan = scenario(next(seeds[sort]))
                    self._under_way[pool.submit(sail, plan, self._grounds)] = plan
                if not self._under_way:
                    return False
                done, _ = wait(self._under_way, return_when=FIRST_COMPLETED)
                for future in done:
                    plan, outcome = self._under_way.pop(future), future.result()
                    missing[plan.killed] -= outcome.struck
                    self._tell(plan, outcome)
        return True

    def _due(self, missing: Sequence[int]) -> Iterator[int]:
        """The sorts of the runs to begin now, so that all workers are busy and both sorts come to their end at once."""
        going = [sum(plan.killed == bool(sort) for plan in self._under_way.values()) for sort in (0, 1)]
        while sum(going) < self._workers and time.monotonic() < self._until:
            left = [missing[sort] - going[sort] for sort in (0, 1)]
            if max(left) <= 0:
                return
            sort = int(left[1] * (going[0] + 1) > left[0] * (going[1] + 1))
            going[sort] += 1
            yield sort

    def _tell(self, plan: Scenario, outcome: Outcome) -> None:
        self.table.add(plan, outcome)
        for failure in outcome.failures:
            print(f"seed {plan.seed} failed: {failure}", flush=True)
        for conflict in outcome.conflicts:
            print(f"seed {plan.seed} conflict: {conflict}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
