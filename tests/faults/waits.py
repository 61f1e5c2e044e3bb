"""The waits for late commits, shortened to two seconds: here and only here, so that a thousand runs take their time in
minutes. What a run sends late comes well within them."""

from __future__ import annotations

from collections.abc import Callable

from mailferry.transfer import attempt, doubt, journal_file, looking, uploader

LATE = 2.0
"""Seconds that "none there" must hold."""

_CHANGES: dict[tuple[object, str], object] = {
    (looking, "LOOPBACK_WAIT"): LATE, (attempt, "LOST_WAIT"): LATE, (journal_file, "CRASH_WAIT"): LATE,
    (doubt, "BUSY_WAIT"): 0.05, (uploader, "WAITS"): (0.05, 0.1, 0.2, 0.4, 0.8)}


def shorten(change: Callable[[object, str, object], None] = setattr) -> None:
    """For this process, or as long as what `change` does holds."""
    for (module, name), value in _CHANGES.items():
        assert hasattr(module, name), f"{module} has no {name} any more"
        change(module, name, value)
