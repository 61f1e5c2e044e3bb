"""A second start while the window is there, each in a process of its own as a desktop starts them."""

from __future__ import annotations

import functools
import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtNetwork import QLocalSocket
from PySide6.QtWidgets import QMessageBox
from tests.ui.desk import Desk
from tests.ui.made import letter, mbox

from mailferry.transfer.errors import StateFolderInUse
from mailferry.ui.app import come_forward, failure_box
from mailferry.ui.instance import Door, hand_over

raises = pytest.mark.qt_log_ignore("does not support", extend=True)  # to raise a window, where there is no other

START = "import sys; from mailferry.cli import window; sys.exit(window())"


@pytest.fixture(autouse=True)
def runtime(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where sockets are; the folders of tests have longer names than a socket may have."""
    with tempfile.TemporaryDirectory(prefix="mf-", dir="/tmp") as folder:
        monkeypatch.setenv("XDG_RUNTIME_DIR", folder)
        yield Path(folder)


@pytest.fixture
def door(desk: Desk) -> Door:
    return Door(desk.state_dir, functools.partial(come_forward, desk.window), desk.window)


def start(desk: Desk, *arguments: str, **environment: str) -> subprocess.Popen[str]:
    """A start of the program by the desktop, in the state folder of the window that is there."""
    state_home = desk.state_dir.parent / "state"
    state_home.mkdir(exist_ok=True)
    (state_home / "mailferry").symlink_to(desk.state_dir, target_is_directory=True)
    return subprocess.Popen([sys.executable, "-c", START, *arguments], cwd=desk.state_dir.parent, text=True,
                            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                            env={**os.environ, "XDG_STATE_HOME": str(state_home), "QT_QPA_PLATFORM": "offscreen",
                                 "PYTHONPATH": os.pathsep.join(sys.path), **environment})


@raises
def test_a_second_start_brings_the_window_to_the_front_and_opens_its_files_there(
        desk: Desk, door: Door, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_ACTIVATION_TOKEN", "")
    file = mbox(desk.state_dir.parent / "Grüße an alle.mbox", [letter(1)])
    desk.window.showMinimized()
    second = start(desk, file.name, XDG_ACTIVATION_TOKEN="from-the-launcher")
    try:
        desk.wait(lambda: second.poll() is not None)
        assert (second.returncode, second.communicate()[0]) == (0, "")
    finally:
        second.kill()
    assert not desk.window.isMinimized()
    assert os.environ["XDG_ACTIVATION_TOKEN"] == "from-the-launcher"
    desk.wait(lambda: desk.window.sources.model.opened(str(file)))


@raises
def test_what_one_that_was_killed_has_left_is_no_hindrance(desk: Desk, door: Door, runtime: Path) -> None:
    place = next(runtime.iterdir())
    door.close()
    with socket.socket(socket.AF_UNIX) as left:
        left.bind(str(place))
    Door(desk.state_dir, functools.partial(come_forward, desk.window), desk.window)
    desk.window.showMinimized()
    second = start(desk)
    try:
        desk.wait(lambda: second.poll() is not None)
        assert (second.returncode, second.communicate()[0]) == (0, "")
    finally:
        second.kill()
    assert not desk.window.isMinimized()


def test_nonsense_at_the_door_is_sent_away(desk: Desk, door: Door, runtime: Path) -> None:
    guest = QLocalSocket()

    def gone() -> bool:
        return guest.state() is QLocalSocket.LocalSocketState.UnconnectedState

    desk.window.showMinimized()
    for nonsense in (b"hello\n", b"[]\n", b'{"open": 1, "token": ""}\n', b'{"open": []}\n', b"[" * 100_000 + b"\n",
                     b"x" * (1 << 21)):
        guest.connectToServer(str(next(runtime.iterdir())))
        guest.write(nonsense)
        desk.wait(gone)
        assert guest.readAll().isEmpty()
    assert desk.window.isMinimized()


def test_a_window_that_is_ending_does_not_come_back(desk: Desk) -> None:
    desk.close()
    assert not come_forward(desk.window, [], "")


def test_a_second_start_that_finds_no_window_is_told_of_as_nothing_that_went_wrong(desk: Desk) -> None:
    told = failure_box(StateFolderInUse("Another Mailferry is working with /x. Use that one, or close it first."))
    assert told.icon() is QMessageBox.Icon.Information
    assert told.text() == "Mailferry is already running"
    told.deleteLater()


def test_where_others_could_stand_at_the_door_nobody_listens_or_knocks(desk: Desk, runtime: Path) -> None:
    runtime.chmod(0o777)
    with tempfile.TemporaryDirectory(prefix="mf-", dir="/tmp") as folder:
        door = Door(Path(folder), lambda *_: True, desk.window)
        assert list(runtime.iterdir()) == []
        [place] = Path(folder).iterdir()
        assert place.is_socket()
        door.close()


def test_the_door_is_for_its_user_and_the_end_shuts_it(desk: Desk, door: Door, runtime: Path) -> None:
    assert next(runtime.iterdir()).stat().st_mode & 0o077 == 0
    door.close()
    assert list(runtime.iterdir()) == []
    assert not hand_over(desk.state_dir, [])
