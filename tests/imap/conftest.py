"""Fixtures of the tests of imap/."""

from __future__ import annotations

import base64
import logging
from collections.abc import Iterator

import pytest
from tests.imap.accounts import Place, new_place
from tests.imap.problems import PASSWORD, logged


@pytest.fixture(params=["dovecot", "cyrus", "pymap"])
def place(request: pytest.FixtureRequest) -> Place:
    """A fresh user on each server in turn."""
    return new_place(request.param, request)


@pytest.fixture
def on_dovecot(request: pytest.FixtureRequest) -> Place:
    """A fresh user on Dovecot."""
    return new_place("dovecot", request)


@pytest.fixture
def on_cyrus(request: pytest.FixtureRequest) -> Place:
    """A fresh user on Cyrus."""
    return new_place("cyrus", request)


@pytest.fixture(autouse=True)
def _no_password_is_logged(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """All loggers at DEBUG; whatever is logged in any test holds no password."""
    caplog.set_level(logging.DEBUG)
    yield
    assert PASSWORD not in logged(caplog)
    assert base64.b64encode(f"\0me\0{PASSWORD}".encode()).decode() not in logged(caplog)
