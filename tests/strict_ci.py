"""In CI a test that did not run fails the run: skipped, failed as expected, or deselected.

Exceptions stand in allowed_skips.txt, one a line: a node id (`*` stands for anything), white space, the reason.
Tests of the corpus may be skipped where it is absent. Loaded by conftest.py; does nothing unless CI is set. Under
pytest-xdist the reports come together in the controlling process; what the workers deselected comes at their end.
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path

import pytest

ALLOWED = Path(__file__).with_name("allowed_skips.txt")
CORPUS_ABSENT = "the corpus is not here"  # the words of the fixture `corpus`


def read_allowed(text: str) -> list[re.Pattern[str]]:
    """The node ids that may be missing. Raises UsageError if a line gives no reason."""
    allowed = []
    for line in text.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        pattern, _, reason = line.partition(" ")
        if not reason.strip():
            raise pytest.UsageError(f"{ALLOWED.name}: no reason given for {pattern}")
        allowed.append(re.compile(".*".join(map(re.escape, pattern.split("*")))))
    return allowed


class NothingLeftOut:
    """Collects the tests that did not run, and fails the run if one of them had to."""

    def __init__(self, config: pytest.Config, allowed: list[re.Pattern[str]], *, corpus_is_here: bool) -> None:
        self.allowed = allowed
        self.corpus_is_here = corpus_is_here
        self.left_out: dict[str, str] = {}
        self.deselected: set[str] = set()
        self.worker_output: dict[str, object] | None = getattr(config, "workeroutput", None)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self._look_at(report, getattr(report, "wasxfail", None))

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        self._look_at(report, None)

    def _look_at(self, report: pytest.TestReport | pytest.CollectReport, expected_failure: str | None) -> None:
        if not report.skipped:
            return
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        if expected_failure is not None:
            reason = f"expected to fail: {expected_failure}"
        if CORPUS_ABSENT in reason and not self.corpus_is_here:
            return
        self.left_out[report.nodeid] = reason

    def pytest_deselected(self, items: Sequence[pytest.Item]) -> None:
        self.deselected |= {item.nodeid for item in items}

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: object) -> None:
        self.deselected |= set(getattr(node, "workeroutput", {}).get("deselected", ()))

    def _wrong(self) -> dict[str, str]:
        everything = self.left_out | dict.fromkeys(self.deselected, "deselected")
        return {node: reason for node, reason in sorted(everything.items())
                if not any(pattern.fullmatch(node) for pattern in self.allowed)}

    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        if self.worker_output is not None:
            self.worker_output["deselected"] = sorted(self.deselected)
        elif exitstatus == pytest.ExitCode.OK and self._wrong():
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        wrong = self._wrong()
        if wrong:
            terminalreporter.section(f"left out without leave ({ALLOWED.name})", red=True)
            for node, reason in wrong.items():
                terminalreporter.line(f"{node}: {reason}")


def pytest_configure(config: pytest.Config) -> None:
    if os.environ.get("CI"):
        corpus = Path(__file__).resolve().parents[2] / "shared" / "corpus" / "manifest.json"
        allowed = read_allowed(ALLOWED.read_text(encoding="utf-8"))
        config.pluginmanager.register(NothingLeftOut(config, allowed, corpus_is_here=corpus.is_file()), "left-out")
