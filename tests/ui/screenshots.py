"""Pictures of every window and state, to be looked at: light and dark, English and German, at 100 and 200 %.

    python -m tests.ui.screenshots DIRECTORY

Each theme, language and scale has its folder there; pictures.txt says in a line what each picture shows. --only takes
words of scenes (--list names them); --language, --theme, --scale and --right-to-left choose what is made, among that
the two palettes of high contrast. The window is the real one on a real engine, with the practice mailbox or a real
server (`tests/servers/install.sh`) behind a proxy that breaks things; only what no server can be brought to say is told
to the window as the engine would tell it. Without a screen (offscreen) Qt's own dark palette stands in for a dark
desktop. Reports are pictured as a browser shows them where there is a chromium.
"""

from __future__ import annotations

import argparse
import gc
import itertools
import json
import os
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import keyring
import keyring.backends.fail
from PySide6.QtCore import QLocale, Qt, qInstallMessageHandler
from PySide6.QtWidgets import QApplication
from tests.ui.pictures import accounts, after, dialogs, plans, queue, start
from tests.ui.pictures.album import Album, NotHere, Servers
from tests.ui.pictures.mail import make_mail
from tests.ui.pictures.themes import THEMES, dress

from mailferry.ui import language

ROOT = Path(__file__).resolve().parents[2]
SCREEN = {"name": "pictures", "x": 0, "y": 0, "width": 3840, "height": 2160, "dpr": 1, "logicalDpi": 96,
          "logicalBaseDpi": 96}
"""The screen that is not there: one of 4K, else windows would be no larger than 800 pixels at first."""
SCENES = {f"{module.__name__.rpartition('.')[2]} {scene.__name__}": scene
          for module in (start, plans, queue, accounts, after, dialogs) for scene in module.SCENES}


def take(folder: Path, names: Sequence[str], theme: str, speech: str, right_to_left: bool) -> int:
    """All pictures of one theme in one language, at the scale that Qt was started with; returns how many scenes
    failed."""
    folder.mkdir(parents=True, exist_ok=True)
    qInstallMessageHandler(lambda kind, context, text: None if "does not support" in text else print(text))
    app = QApplication(["screenshots"])
    app.setStyle("Fusion")
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedStates))
    language.speak(speech)
    if right_to_left:
        app.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    keyring.set_keyring(keyring.backends.fail.Keyring())  # type: ignore[no-untyped-call]  # keyring has none
    dress(app, theme)
    gc.disable()  # as in the program: what is left of Qt is not taken away by a thread of the engine
    failed = 0
    with ExitStack() as stack:
        place = stack.enter_context(tempfile.TemporaryDirectory(prefix="mailferry-"))
        (Path(place) / "tmp").mkdir()
        tempfile.tempdir = str(Path(place) / "tmp")  # else the mail would be claimed as another program's
        album = Album(folder, Servers(stack), make_mail(Path(place) / "mail"),
                      float(os.environ.get("QT_SCALE_FACTOR", "1")))
        for name in names:
            try:
                with album.scene():
                    SCENES[name](album)
            except NotHere as reason:
                print(f"not taken: {name}: {reason}")
            except Exception:  # noqa: BLE001  # the others are still wanted
                traceback.print_exc()
                print(f"FAILED in {folder.name}: {name}", flush=True)
                failed += 1
            app.clipboard().clear()  # what is left there crashes Qt at its end
            gc.collect()
    (folder / "pictures.txt").write_text("".join(f"{one.name}: {one.shows}\n" for one in album.kept), "utf-8")
    return failed


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="tests.ui.screenshots", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("directory", type=Path, nargs="?")
    parser.add_argument("--only", nargs="+", default=[], metavar="WORD")
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--language", nargs="+", default=language.LANGUAGES, choices=language.LANGUAGES)
    parser.add_argument("--theme", nargs="+", default=["light", "dark"], choices=THEMES)
    parser.add_argument("--scale", nargs="+", default=["100", "200"], metavar="PERCENT")
    parser.add_argument("--right-to-left", action="store_true")
    parser.add_argument("--jobs", type=int, default=4)
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


def main() -> int:
    """Each theme and scale in a process of its own: Qt takes the scale once, when it starts."""
    chosen = _arguments()
    names = [name for name in SCENES if not chosen.only or any(word in name for word in chosen.only)]
    if chosen.list or chosen.directory is None:
        print("\n".join(f"{name}: {(SCENES[name].__doc__ or '').strip()}" for name in names))
        return 0
    if chosen.here:
        return 1 if take(chosen.directory, names, chosen.theme[0], chosen.language[0], chosen.right_to_left) else 0

    chosen.directory.mkdir(parents=True, exist_ok=True)
    screen = chosen.directory.absolute() / "screen.json"
    screen.write_text(json.dumps({"screens": [SCREEN]}), "utf-8")
    platform = os.environ.get("QT_QPA_PLATFORM", "offscreen")
    if platform == "offscreen":  # as tests are run; by itself its screen is so small that windows are cut
        platform += f":configfile={screen}"

    def one(speech: str, theme: str, scale: str) -> int:
        way = " right-to-left" if chosen.right_to_left else ""
        folder = chosen.directory.absolute() / f"{speech} {theme} {scale}{way}"
        done = subprocess.run(
            [sys.executable, "-m", "tests.ui.screenshots", str(folder), "--here", "--theme", theme, "--language",
             speech, *(["--only", *chosen.only] if chosen.only else []),
             *(["--right-to-left"] if chosen.right_to_left else [])], check=False, cwd=ROOT,
            env=os.environ | {"QT_QPA_PLATFORM": platform, "QT_SCALE_FACTOR": f"{int(scale) / 100:g}"})
        print(f"{folder}{'' if not done.returncode else f': not all were taken ({done.returncode})'}", flush=True)
        return done.returncode

    with ThreadPoolExecutor(chosen.jobs) as pool:
        runs = list(pool.map(lambda run: one(*run), itertools.product(chosen.language, chosen.theme, chosen.scale)))
    screen.unlink()
    return max(map(abs, runs), default=0)


if __name__ == "__main__":
    sys.exit(main())
