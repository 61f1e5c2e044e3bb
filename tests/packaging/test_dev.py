"""The bootstrap behind the README's two commands, short of downloading anything."""

from __future__ import annotations

import ast
import importlib.util
import os
import shutil
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "packaging" / "dev.py"


@pytest.fixture
def dev() -> ModuleType:
    """packaging/dev.py, loaded anew: it is a script, not a module of a package."""
    spec = importlib.util.spec_from_file_location("dev_script", SOURCE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def checkout(dev: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout of nothing but pyproject.toml, for a machine without uv."""
    (tmp_path / "pyproject.toml").write_text("[project]\n")
    monkeypatch.setattr(dev, "ROOT", tmp_path)
    monkeypatch.setattr(dev, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(dev, "PYTHON", tmp_path / ".venv" / dev.PYTHON.relative_to(ROOT / ".venv"))
    monkeypatch.setattr(dev, "STAMP", tmp_path / ".venv" / dev.STAMP.name)
    which = shutil.which
    monkeypatch.setattr(shutil, "which", lambda name: None if name in ("uv", "sudo") else which(name))
    return tmp_path


@pytest.fixture
def steps(dev: ModuleType, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What would be run. The folder of the environment is really made; nothing is downloaded or installed."""
    commands: list[str] = []
    really = dev.run

    def run(command: list[str], *, failure: str) -> None:
        commands.append(" ".join(command))
        if "venv" in command:
            really(command, failure=failure)

    monkeypatch.setattr(dev, "run", run)
    return commands


def test_it_needs_the_standard_library_only_and_python_3_9_can_read_it() -> None:
    tree = ast.parse(SOURCE.read_text(encoding="utf-8"), feature_version=(3, 9))
    imported = {name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}
    imported |= {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name.partition(".")[0] for name in imported} <= sys.stdlib_module_names


@pytest.mark.parametrize("version", [(3, 9, 18), (3, 10, 13), (3, 14, 0)])
def test_another_python_is_refused_with_a_sentence(
        dev: ModuleType, version: tuple[int, int, int], monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "version_info", version)
    assert dev.main(["test"]) == 2
    assert "Mailferry needs Python 3.11 to 3.13, and this is Python" in capsys.readouterr().out


def test_python_versions_are_those_of_the_project(dev: ModuleType) -> None:
    (major, first), (_, last) = dev.PYTHONS
    wanted = f'requires-python = ">={major}.{first},<{major}.{last + 1}"'
    assert wanted in (ROOT / "pyproject.toml").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("arguments", [[], ["tests"], ["try", "it"]])
def test_an_unknown_job_shows_the_two(
        dev: ModuleType, arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert dev.main(arguments) == 2
    out = capsys.readouterr().out
    assert "dev.py try" in out
    assert "dev.py test" in out


def test_packages_that_dpkg_does_not_list_as_installed_are_missing(
        dev: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    query = tmp_path / "dpkg-query"
    query.write_text("#!/bin/sh\nprintf 'installed libone\\nconfig-files libtwo\\ninstalled libthreet64\\n'\nexit 1\n")
    query.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    assert dev.missing_packages(("libone", "libtwo", "libthree", "libfour")) == ["libtwo", "libfour"]


def test_without_root_it_prints_the_line_to_run(
        dev: ModuleType, checkout: Path, steps: list[str], monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(dev, "missing_packages", lambda names: ["libegl1", "libxcb-cursor0"])
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(shutil, "which", lambda name: name if name in ("apt-get", "dpkg-query") else None)
    assert dev.main(["try"]) == 1
    assert ("  sudo apt-get update && sudo apt-get install -y --no-install-recommends libegl1 libxcb-cursor0\n"
            in capsys.readouterr().out)
    assert steps == []


def test_with_root_it_installs_what_is_missing(
        dev: ModuleType, checkout: Path, steps: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dev, "missing_packages", lambda names: ["libegl1"])
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")
    dev.install_system_packages()
    assert [step.partition("apt-get ")[2].split()[2] for step in steps] == ["update", "install"]
    assert steps[1].endswith(" libegl1")


def test_set_up_is_done_once_and_again_when_the_project_changes(
        dev: ModuleType, checkout: Path, steps: list[str]) -> None:
    dev.set_up()
    assert [step.split(" -m ")[1].split()[0] for step in steps] == ["venv", "pip", "pip"]
    assert steps[2].endswith("--group dev --editable .")
    steps.clear()
    dev.set_up()
    assert steps == []
    (checkout / "pyproject.toml").write_text("[project]\nname = 'changed'\n")
    dev.set_up()
    assert [step.split(" -m ")[1].split()[0] for step in steps] == ["pip", "pip"]


def test_an_environment_that_does_not_run_is_made_anew(dev: ModuleType, checkout: Path, steps: list[str]) -> None:
    broken: Path = dev.PYTHON
    broken.parent.mkdir(parents=True)
    broken.write_text("no program")
    dev.set_up()
    assert " -m venv " in steps[0]


def test_a_step_that_fails_is_told_with_its_command(dev: ModuleType) -> None:
    with pytest.raises(dev.SetUpError, match=r"^It did not work\.\nThis failed:  false 'one word'$"):
        dev.run(["false", "one word"], failure="It did not work.")
