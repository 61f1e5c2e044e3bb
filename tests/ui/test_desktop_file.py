"""The file by which a Linux desktop knows the program (https://specifications.freedesktop.org/desktop-entry-spec/)."""

from __future__ import annotations

import shutil
import subprocess
import tomllib
from configparser import ConfigParser
from pathlib import Path

import pytest

from mailferry.ui.app import APP_ID

ROOT = Path(__file__).resolve().parents[2]
FILE = ROOT / "resources" / "desktop" / f"{APP_ID}.desktop"


@pytest.mark.skipif(shutil.which("desktop-file-validate") is None, reason="desktop-file-utils are not installed")
def test_desktops_accept_it() -> None:
    checked = subprocess.run(["desktop-file-validate", "--warn-kde", FILE], capture_output=True, check=False, text=True)
    assert (checked.returncode, checked.stdout + checked.stderr) == (0, "")


def test_it_starts_the_window_with_files_and_its_icon_is_installed_under_its_name() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    entry = ConfigParser(interpolation=None)
    entry.read(FILE, "utf-8")
    command, files = entry["Desktop Entry"]["Exec"].split()
    assert command in project["project"]["gui-scripts"]
    assert files == "%F"
    assert entry["Desktop Entry"]["StartupWMClass"] == "Mailferry"  # the class that Qt gives windows on X11
    shared = project["tool"]["hatch"]["build"]["targets"]["wheel"]["shared-data"]
    icon = f"share/icons/hicolor/scalable/apps/{entry['Desktop Entry']['Icon']}.svg"
    assert {place: source for source, place in shared.items()} == {
        "share/applications": "resources/desktop", icon: "resources/icons/mailferry.svg"}
    assert all((ROOT / source).exists() for source in shared)


def test_it_takes_no_single_mails_from_the_mail_program_that_shows_them() -> None:
    """What is not asked of anybody else yet opens with the first program that names it."""
    entry = ConfigParser(interpolation=None)
    entry.read(FILE, "utf-8")
    assert entry["Desktop Entry"]["MimeType"] == "application/mbox;"
