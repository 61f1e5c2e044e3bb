"""Resources are found in a checkout and in a wheel; the records of one user are read by nobody else."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from mailferry import paths


@pytest.fixture
def state_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    home = tmp_path / "state"
    monkeypatch.setenv("XDG_STATE_HOME", str(home))
    return home


def test_a_checkout_finds_its_sample_mail() -> None:
    assert (paths.resources() / "sample" / "Letters.mbox").is_file()


def test_an_installed_program_finds_the_resources_inside_its_package(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "site-packages" / "mailferry"
    (package / "resources").mkdir(parents=True)
    monkeypatch.setattr(paths, "_PACKAGE", package)
    assert paths.resources() == package / "resources"


def test_the_state_folder_is_made_for_the_user_only(state_home: Path) -> None:
    folder = paths.state_folder()
    assert folder == state_home / "mailferry"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert paths.state_folder() == folder


def test_a_state_folder_that_others_can_read_is_closed_to_them(state_home: Path) -> None:
    (state_home / "mailferry").mkdir(parents=True, mode=0o755)
    assert stat.S_IMODE(paths.state_folder().stat().st_mode) == 0o700


def test_a_state_folder_that_cannot_be_made_is_a_sentence(state_home: Path) -> None:
    state_home.write_text("a file in its place")
    with pytest.raises(paths.NoStateFolder, match=r"cannot keep its records in .*Choose another folder"):
        paths.state_folder()
