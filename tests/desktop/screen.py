"""A screen of the tests' own: Xvfb with a window manager, a session bus with a password store, a file manager.

All of it real: the X server and XTEST input (xdotool) move what a person's mouse would. Each program runs in its own
process group and ends with its `with` block; homes and caches are private.
"""

from __future__ import annotations

import os
import select
import signal
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.servers.common import wait_until

PROGRAMS = ("Xvfb", "openbox", "xdotool", "xprop", "pcmanfm", "dbus-daemon", "gnome-keyring-daemon", "import")
"""What must be installed; tests/servers/install.sh does it."""
SECONDS = 60.0


class Screen:
    """A running screen. `environment` is for programs that are to show themselves on it."""

    def __init__(self, environment: dict[str, str], stack: ExitStack) -> None:
        self.environment = environment
        self._stack = stack

    def start(self, command: Sequence[str], *, stdin: bytes | None = None,
              extra: dict[str, str] | None = None) -> subprocess.Popen[bytes]:
        """Start a program on the screen; it ends with the screen."""
        return self._stack.enter_context(running(command, self.environment | (extra or {}), stdin=stdin))

    def call(self, *command: str) -> str:
        """Run a short program, and what it prints. Raises CalledProcessError."""
        return subprocess.run(command, env=self.environment, capture_output=True, check=True, text=True,
                              timeout=SECONDS).stdout

    def window(self, title: str) -> str:
        """The id of the visible window with this title (a regular expression), as soon as it is there."""
        found: list[str] = []

        def look() -> bool:
            result = subprocess.run(["xdotool", "search", "--onlyvisible", "--name", title], env=self.environment,
                                    capture_output=True, check=False, text=True, timeout=SECONDS)
            found[:] = result.stdout.split()
            return bool(found)

        wait_until(look, SECONDS, every=0.1)
        return found[-1]

    def drag(self, start: tuple[int, int], end: tuple[int, int], hold: float = 0.3,
             seen: Callable[[], object] = lambda: None) -> None:
        """Press, move and release the mouse as a person does; each step waits until the pointer is there. At the end it
        is held until `seen` returns, and then for so many seconds."""
        x, y = start
        self._point(start)
        self.call("xdotool", "mousedown", "1", "sleep", "0.1")
        steps = ["xdotool"]
        for step in range(1, 11):
            steps += ["mousemove", "--sync", str(x + (end[0] - x) * step // 10), str(y + (end[1] - y) * step // 10),
                      "sleep", "0.02"]
        steps += ["mousemove", "--sync", str(end[0] + 1), str(end[1])]
        self.call(*steps)
        try:
            seen()
        finally:
            self.call("xdotool", "sleep", str(hold), "mouseup", "1")

    def click(self, place: tuple[int, int]) -> None:
        """Press and release the mouse there."""
        self._point(place)
        self.call("xdotool", "click", "1")

    def _point(self, place: tuple[int, int]) -> None:
        """Move the pointer there, by way of another place: if it need not move, xdotool waits for that a long time."""
        x, y = map(str, place)
        self.call("xdotool", "mousemove", str(place[0] + 3), y, "mousemove", "--sync", x, y, "sleep", "0.1")

    def picture(self, file: Path) -> None:
        """Save what the screen shows."""
        self.call("import", "-window", "root", str(file))

    def pixels(self, left: int, top: int, width: int, height: int) -> bytes:
        """What a part of the screen shows, three octets a pixel."""
        return subprocess.run(["import", "-window", "root", "-crop", f"{width}x{height}+{left}+{top}", "-depth", "8",
                               "rgb:-"], env=self.environment, capture_output=True, check=True, timeout=SECONDS).stdout


@contextmanager
def running(command: Sequence[str], environment: dict[str, str], *, stdin: bytes | None = None,
            pass_fds: Sequence[int] = ()) -> Iterator[subprocess.Popen[bytes]]:
    """A program in its own process group, ended by its id."""
    process = subprocess.Popen(command, env=environment, stdin=subprocess.PIPE if stdin is not None else
                               subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                               start_new_session=True, pass_fds=pass_fds, bufsize=0)
    try:
        if stdin is not None and process.stdin is not None:
            process.stdin.write(stdin)
            process.stdin.close()
        yield process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGTERM)
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        if process.stdout is not None:
            process.stdout.close()


@contextmanager
def screen(home: Path) -> Iterator[Screen]:
    """A screen with window manager, session bus and an unlocked password store; `home` is the user's for it."""
    environment = {name: value for name, value in os.environ.items()
                   if name not in ("WAYLAND_DISPLAY", "XDG_SESSION_TYPE", "DBUS_SESSION_BUS_ADDRESS", "DISPLAY",
                                   "QT_QPA_PLATFORM")}
    environment |= {"HOME": str(home), "QT_QPA_PLATFORM": "xcb", "GDK_BACKEND": "x11", "NO_AT_BRIDGE": "1",
                    "LC_ALL": "C.UTF-8"}
    for name in ("CONFIG_HOME", "CACHE_HOME", "DATA_HOME", "STATE_HOME", "RUNTIME_DIR"):
        folder = home / name.lower()
        folder.mkdir(mode=0o700)
        environment[f"XDG_{name}"] = str(folder)
    with ExitStack() as stack:
        environment["DISPLAY"] = f":{stack.enter_context(_x_server(environment))}"
        result = Screen(environment, stack)
        result.start(["openbox"])
        wait_until(lambda: "window id" in _root_property(environment), SECONDS, every=0.1)
        bus = result.start(["dbus-daemon", "--session", "--nofork", "--print-address"])
        environment["DBUS_SESSION_BUS_ADDRESS"] = read_line(bus)
        result.start(["gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets"], stdin=b"test")
        yield result


def read_line(process: subprocess.Popen[bytes], seconds: float = SECONDS) -> str:
    """The next line that a program prints. Raises TimeoutError, or EOFError if it has ended."""
    if process.stdout is None:
        raise EOFError
    if not select.select([process.stdout], [], [], seconds)[0]:
        raise TimeoutError(f"{process.args!r} says nothing")
    line = process.stdout.readline()
    if not line:
        raise EOFError(f"{process.args!r} has ended")
    return line.decode().strip()


@contextmanager
def _x_server(environment: dict[str, str]) -> Iterator[str]:
    reader, writer = os.pipe()
    try:
        with running(["Xvfb", "-displayfd", str(writer), "-screen", "0", "1600x900x24", "-nolisten", "tcp",
                      "-noreset"], environment, pass_fds=[writer]):
            os.close(writer)
            with os.fdopen(reader, "rb", buffering=0, closefd=False) as pipe:
                yield pipe.readline().decode().strip()  # the number comes when the server is ready
    finally:
        os.close(reader)


def _root_property(environment: dict[str, str]) -> str:
    return subprocess.run(["xprop", "-root", "_NET_SUPPORTING_WM_CHECK"], env=environment, capture_output=True,
                          check=False, text=True, timeout=SECONDS).stdout
