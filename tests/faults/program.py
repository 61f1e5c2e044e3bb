"""The real program with two changes: the waits for late commits are short, and it may kill itself at a mark.

`python -m tests.faults.program ARGUMENTS` is `python -m mailferry ARGUMENTS` then. MAILFERRY_KILL holds the mark, how
often it is come to, and `before` or `after`; see marks.py.
"""

from __future__ import annotations

import os
import sys

from tests.faults.marks import kill_at
from tests.faults.waits import shorten

from mailferry.cli import main

KILL_VARIABLE = "MAILFERRY_KILL"

if __name__ == "__main__":
    shorten()
    if KILL_VARIABLE in os.environ:
        mark, nth, when = os.environ[KILL_VARIABLE].split()
        kill_at(mark, int(nth), before=when == "before")
    sys.exit(main())
