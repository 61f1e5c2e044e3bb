"""The trial behind `dev.py try`, as a user without a display sees it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_the_trial_puts_the_sample_mail_into_the_practice_mailbox_and_leaves_nothing_behind(tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
    environment |= {"PYTHONPATH": str(ROOT / "gui"), "TMPDIR": str(tmp_path), "XDG_STATE_HOME": str(tmp_path / "state")}
    done = subprocess.run([sys.executable, ROOT / "packaging" / "try_it.py"], env=environment, check=False, timeout=60,
                          stdin=subprocess.DEVNULL, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    words = [line.split() for line in done.stdout.splitlines()]
    assert ["38", "messages"] in words
    assert ["35", "arrived", "in", "INBOX"] in words
    assert ["3", "arrived", "in", "INBOX/Boat", "club"] in words
    assert list(tmp_path.iterdir()) == []
