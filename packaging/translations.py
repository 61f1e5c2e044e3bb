"""Brings the translations up to date: new texts of the window go into the .ts files, and the .qm files are made anew.

    python packaging/translations.py

Then fill in what is marked `unfinished` in resources/translations/*.ts, with Qt Linguist or any editor, and run it
again.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "resources" / "translations"
SOURCES = ROOT / "gui" / "mailferry" / "ui"


def tool(name: str) -> str:
    """A program of PySide6, beside the Python that runs."""
    return str(Path(sys.executable).parent / name)


def update(translation: Path) -> None:
    """Bring the texts of the code into a .ts file; those that are not in the code any more go."""
    sources = [str(path) for path in sorted(SOURCES.rglob("*.py"))]
    subprocess.run([tool("pyside6-lupdate"), "-silent", "-no-obsolete", "-locations", "none",
                    *sources, "-ts", str(translation)], check=True, cwd=ROOT)


def release(translation: Path, compiled: Path) -> None:
    """Make a .qm file of a .ts file."""
    subprocess.run([tool("pyside6-lrelease"), "-silent", str(translation), "-qm", str(compiled)], check=True)


def main() -> int:
    """All languages; returns 1 if texts wait for their translation."""
    waiting = 0
    for translation in sorted(FOLDER.glob("*.ts")):
        update(translation)
        release(translation, translation.with_suffix(".qm"))
        unfinished = translation.read_text("utf-8").count('type="unfinished"')
        print(f"{translation.relative_to(ROOT)}: {unfinished} texts wait for their translation")
        waiting += unfinished
    return int(waiting > 0)


if __name__ == "__main__":
    sys.exit(main())
