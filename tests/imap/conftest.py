"""Fixtures of the tests of imap/."""

from __future__ import annotations

import pytest
from tests.imap.accounts import Place, new_place


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
