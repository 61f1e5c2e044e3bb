"""The command that makes the pictures: each scene says what it shows, and one of them is made, right to left too."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from PySide6.QtGui import QImage
from tests.ui.screenshots import ROOT, SCENES


def test_each_scene_says_what_it_shows() -> None:
    assert [name for name, scene in SCENES.items() if not scene.__doc__] == []


def test_pictures_are_made_with_a_line_for_each(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-m", "tests.ui.screenshots", str(tmp_path), "--only", "dialogs settings",
                    "empty_panes", "--language", "de", "--theme", "contrast-dark", "--scale", "150", "--right-to-left"],
                   cwd=ROOT, check=True, timeout=120, capture_output=True,
                   env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)})
    folder = tmp_path / "de contrast-dark 150 right-to-left"
    told = (folder / "pictures.txt").read_text("utf-8").splitlines()
    assert sorted(line.partition(": ")[0] for line in told) == sorted(path.stem for path in folder.glob("*.png"))
    assert "dialog 10 settings: The settings" in told
    assert QImage(str(folder / "start 5 empty panes, 1000.png")).size().toTuple() == (1500, 975)
