"""What all tests share: where the corpus is, and that it may be absent."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings
from tests.servers.common import quick_folder

pytest_plugins = ["tests.servers.fixtures", "tests.strict_ci"]

settings.register_profile("busy", deadline=None)  # a machine with other work is no failure of ours
settings.load_profile("busy")

if folder := quick_folder():
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", folder)  # pytest's name for where `tmp_path` lies

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus"


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of real mail beside the checkout; tests that need it are skipped where it is absent."""
    if not (CORPUS / "manifest.json").is_file():
        pytest.skip("the corpus is not here")
    return CORPUS
