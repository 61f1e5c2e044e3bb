"""What all tests share: where the corpus is, and that it may be absent."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from tests.servers.common import quick_folder

pytest_plugins = ["tests.servers.fixtures", "tests.strict_ci"]

# A machine with other work is no failure of ours.
settings.register_profile("busy", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("busy")

if folder := quick_folder():
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", folder)  # pytest's name for where `tmp_path` lies

os.umask(0o022)  # the servers read as other users what tests write for them
if os.environ.get("LC_ALL") in ("C", "POSIX"):
    os.environ["LC_ALL"] = "C.UTF-8"  # of the other Qt complains

# The program is started hundreds of times: what Python compiles is kept, even where the environment asks otherwise.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus"


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """What `-n auto` means: the tests wait for servers half of their time, so that a small machine can do more at once
    than it has processors."""
    processors = os.cpu_count() or 1
    return max(processors, min(2 * processors, 8))


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of real mail beside the checkout; tests that need it are skipped where it is absent."""
    if not (CORPUS / "manifest.json").is_file():
        pytest.skip("the corpus is not here")
    return CORPUS
