"""What every error that reaches a person must be like."""

from __future__ import annotations

import re

import pytest

from mailferry.errors import Problem

PASSWORD = "s3cret-Passw0rd"


def logged(caplog: pytest.LogCaptureFixture) -> str:
    """What was logged, without the log of pymap, which runs in this process as a server."""
    return "\n".join(f"{record.name} {record.getMessage()} {record.exc_text}" for record in caplog.records
                     if not record.name.startswith("pymap"))


def fit_for_people(problem: Problem, *, password: str = PASSWORD) -> str:
    """Assert that the problem has a title and whole sentences, without our password and without a program's inner
    words. Returns the sentence."""
    assert re.fullmatch(r"[A-Z][^.]+", problem.title), problem.title
    assert re.fullmatch(r"\S.*[.!?]", problem.sentence), problem.sentence
    assert not re.search(r"\bb['\"]|Errno|Traceback|Error\b|<class|None|\{|\\x", problem.sentence), problem.sentence
    assert str(problem) == problem.sentence
    told = [problem.title, problem.sentence, problem.detail, repr(problem), repr(problem.args), repr(vars(problem))]
    assert all(password not in text for text in told)
    return problem.sentence
