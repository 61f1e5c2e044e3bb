"""Dialogs fit a screen of 1280 x 800 pixels at 200 %: what has no room is scrolled to, the buttons stay in sight."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from mailferry.ui import language

BEGIN = """
import json, sys
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QDialogButtonBox
from mailferry.imap.values import Endpoint, Security
from mailferry.transfer.credentials import Passwords
from mailferry.ui import language
from mailferry.ui.account_dialog import AccountDialog
from mailferry.ui.asks import Asks
from mailferry.ui.settings_view import SettingsView

app = QApplication(["test"])
app.setStyle("Fusion")
language.speak(sys.argv[1])
asks = Asks("test")
"""

ACCOUNT = """
dialog = AccountDialog(Passwords(), asks, asks, Endpoint("mail.example.org", 1993, Security.TLS, "anna@example.org"))
dialog.show()
dialog.notices.show_notice("test", "No connection", "The server does not answer. " * 12, detail="More. " * 200)
before, last = dialog.server.way, dialog.server.speed
"""

SETTINGS = """
dialog = SettingsView(QSettings(sys.argv[2], QSettings.Format.IniFormat))
dialog.show()
before, last = dialog.findChild(QComboBox, "dates"), dialog.findChild(QComboBox, "labels")
"""

END = """
for _ in range(20):
    app.processEvents()
before.setFocus()
QTest.keyClick(before, Qt.Key.Key_Tab)
assert dialog.focusWidget() is last
frame, free = dialog.frameGeometry(), dialog.screen().availableGeometry()
buttons = dialog.findChild(QDialogButtonBox)
print(json.dumps([[dialog.devicePixelRatio(), free.width(), free.height()], [frame.width(), frame.height()],
                  last.visibleRegion().boundingRect().height() == last.height(),
                  buttons.visibleRegion().boundingRect().size() == buttons.size()]))
dialog.close()
asks.close()
"""


@pytest.mark.parametrize("spoken", language.LANGUAGES)
@pytest.mark.parametrize("shown", [ACCOUNT, SETTINGS], ids=["account", "settings"])
def test_it_fits_a_small_screen_at_200_percent(tmp_path: Path, shown: str, spoken: str) -> None:
    """The account with all unfolded and a long message of an error."""
    screen = tmp_path / "screen.json"
    screen.write_text(json.dumps({"screens": [{
        "name": "small", "x": 0, "y": 0, "width": 1280, "height": 800, "dpr": 1, "logicalDpi": 96,
        "logicalBaseDpi": 96}]}), "utf-8")
    done = subprocess.run(
        [sys.executable, "-c", BEGIN + shown + END, spoken, str(tmp_path / "window.ini")], check=False,
        capture_output=True, text=True,
        env=os.environ | {"QT_QPA_PLATFORM": f"offscreen:configfile={screen}", "QT_SCALE_FACTOR": "2",
                          "PYTHONPATH": os.pathsep.join(sys.path)})
    assert done.returncode == 0, done.stderr
    there, (width, height), scrolled_to, buttons = json.loads(done.stdout)
    assert there == [2, 640, 400]
    assert (width <= 640, height <= 400) == (True, True), (width, height)
    assert scrolled_to
    assert buttons
