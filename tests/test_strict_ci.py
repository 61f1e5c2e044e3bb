"""In CI a test that was left out fails the run. Each case runs a pytest of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

TESTS = """
import pytest

def test_runs(): pass

@pytest.mark.skip(reason="no server here")
def test_skipped(): pass

@pytest.mark.xfail(reason="not yet")
def test_expected(): assert False

def test_corpus(): pytest.skip("the corpus is not here")
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A checkout with the plugin and some tests, and no corpus beside it."""
    tests = tmp_path / "main" / "tests"
    tests.mkdir(parents=True)
    for name in ("strict_ci.py", "allowed_skips.txt"):
        (tests / name).write_bytes((ROOT / "tests" / name).read_bytes())
    (tests / "conftest.py").write_text('pytest_plugins = ["tests.strict_ci"]\n')
    (tests / "test_it.py").write_text(TESTS)
    (tmp_path / "main" / "pyproject.toml").write_text(
        '[tool.pytest.ini_options]\npythonpath = ["."]\naddopts = ["--import-mode=importlib"]\n')
    return tmp_path / "main"


def run(project: Path, *arguments: str, ci: bool = True) -> tuple[int, str]:
    environment = {name: value for name, value in os.environ.items() if name != "CI" and "PYTEST" not in name}
    if ci:
        environment["CI"] = "true"
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *arguments]
    done = subprocess.run(command, cwd=project, env=environment, check=False, capture_output=True, text=True)
    _, _, left_out = done.stdout.partition("left out without leave")
    return done.returncode, left_out


@pytest.mark.parametrize("workers", [[], ["-n", "2"]])
def test_skipped_expected_and_deselected_tests_fail_the_run(project: Path, workers: list[str]) -> None:
    code, left_out = run(project, *workers, "--deselect", "tests/test_it.py::test_runs")
    assert code == 1
    assert "tests/test_it.py::test_skipped: Skipped: no server here" in left_out
    assert "tests/test_it.py::test_expected: expected to fail: not yet" in left_out
    assert "tests/test_it.py::test_runs: deselected" in left_out
    assert "test_corpus" not in left_out


def test_a_module_that_skips_itself_fails_the_run(project: Path) -> None:
    (project / "tests" / "test_it.py").write_text("import pytest\npytest.importorskip('no_such_module')\n")
    (project / "tests" / "test_other.py").write_text("def test_runs(): pass\n")
    code, left_out = run(project, "-n", "2")
    assert code == 1
    assert "tests/test_it.py: Skipped: could not import 'no_such_module'" in left_out


def test_listed_tests_may_be_left_out(project: Path) -> None:
    with (project / "tests" / "allowed_skips.txt").open("a") as file:
        file.write("tests/test_it.py::test_sk*  the server is not packaged\ntests/test_it.py::test_expected why\n")
    assert run(project) == (0, "")


def test_a_listed_test_needs_a_reason(project: Path) -> None:
    (project / "tests" / "allowed_skips.txt").write_text("tests/test_it.py::test_skipped\n")
    assert run(project)[0] == pytest.ExitCode.USAGE_ERROR


def test_with_the_corpus_its_tests_must_run(project: Path) -> None:
    manifest = project.parent / "shared" / "corpus" / "manifest.json"
    manifest.parent.mkdir(parents=True)
    manifest.write_text("{}")
    code, left_out = run(project, "-k", "corpus")
    assert code == 1
    assert "tests/test_it.py::test_corpus" in left_out


def test_outside_ci_nothing_is_asked(project: Path) -> None:
    assert run(project, ci=False) == (0, "")
