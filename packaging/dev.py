#!/usr/bin/env python3
"""Set up a checkout and do one of two jobs in it: `python3 packaging/dev.py try`, `python3 packaging/dev.py test`.

try   puts the sample mail into a practice mailbox, prints the report and, where there is a display, opens the window
test  runs ruff, mypy and pytest; further arguments go to pytest

Before the job, and each only where it is needed: the system libraries of Qt (Debian, Ubuntu: by apt), `.venv` with the
project and its tools (by uv if it is there, else venv and pip). Nothing outside `.venv` but those system packages
is changed. Standard library only, in the syntax of Python 3.9, so that an older Python ends with a sentence.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
STAMP = VENV / "mailferry-setup"

PYTHONS = ((3, 11), (3, 13))
"""The first and the last Python that the project runs on."""

QT_LIBRARIES = (
    # what every Qt program loads, also without a display
    "libgl1", "libegl1", "libxkbcommon0", "libdbus-1-3", "libfontconfig1", "libglib2.0-0",
    # what a window on X11 needs besides
    "libxcb-cursor0", "libxcb-icccm4", "libxcb-keysyms1", "libxcb-shape0", "libxkbcommon-x11-0",
)


def main(arguments: list[str]) -> int:
    """Returns the exit code of the job; 1 if the set-up cannot go on, 2 if this is no job or no Python for it."""
    if not PYTHONS[0] <= sys.version_info[:2] <= PYTHONS[1]:
        return refuse_python()
    if not arguments or arguments[0] not in ("try", "test") or (arguments[0] == "try" and arguments[1:]):
        say(__doc__.strip())
        return 2
    try:
        install_system_packages()
        set_up()
        return try_it() if arguments[0] == "try" else test(arguments[1:])
    except SetUpError as error:
        say(str(error))
        return 1
    except KeyboardInterrupt:
        return 130


class SetUpError(Exception):
    """The set-up cannot go on; the text tells the user why and what to do."""


def say(text: str) -> None:
    print(text, flush=True)


def refuse_python() -> int:
    """Say which Python is needed, and name one that is here."""
    (major, first), (_, last) = PYTHONS
    wanted = [f"python{major}.{minor}" for minor in range(last, first - 1, -1)]
    here = [name for name in wanted if shutil.which(name)]
    again = " ".join(map(shlex.quote, [here[0] if here else wanted[-1], *sys.argv]))
    say(f"Mailferry needs Python {major}.{first} to {major}.{last}, and this is Python {sys.version.split()[0]}"
        f" ({sys.executable}).")
    say(f"Run this instead:  {again}" if here else f"Install one of them, then run it on this, for example:  {again}")
    return 2


def run(command: list[str], *, failure: str) -> None:
    """Run a step of the set-up in the checkout. Raises SetUpError with the sentence `failure` if it fails."""
    if subprocess.run(command, cwd=ROOT, check=False).returncode:
        raise SetUpError(f"{failure}\nThis failed:  {shlex.join(command)}")


def install_system_packages() -> None:
    """Install by apt what is missing of Qt's libraries and of Python's venv."""
    if not (shutil.which("dpkg-query") and shutil.which("apt-get")):
        return
    missing = missing_packages(QT_LIBRARIES)
    if not shutil.which("uv") and importlib.util.find_spec("ensurepip") is None:
        missing.append(f"python{sys.version_info[0]}.{sys.version_info[1]}-venv")
    if not missing:
        return
    if os.geteuid() == 0:
        as_root = []
    elif shutil.which("sudo") and succeeds(["sudo", "-n", "true"]):
        as_root = ["sudo", "-n"]
    else:
        raise SetUpError("Mailferry needs some system packages. Install them with this line, then run this again:\n\n"
                         "  sudo apt-get update && sudo apt-get install -y --no-install-recommends "
                         + shlex.join(missing))
    apt = [*as_root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-o", "DPkg::Lock::Timeout=300"]
    say("Installing system packages: " + " ".join(missing))
    run([*apt, "update"], failure="The list of packages could not be read. Is there a network?")
    run([*apt, "install", "-y", "--no-install-recommends", *missing],
        failure="The system packages could not be installed.")


def succeeds(command: list[str]) -> bool:
    return subprocess.run(command, check=False, capture_output=True).returncode == 0


def missing_packages(names: tuple[str, ...]) -> list[str]:
    """Those of `names` that dpkg does not know as installed. Debian 13 and Ubuntu 24.04 add t64 to some names."""
    query = ["dpkg-query", "-W", "-f=${db:Status-Status} ${Package}\n", *names, *(name + "t64" for name in names)]
    listed = subprocess.run(query, check=False, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, encoding="utf-8")
    installed = {line.split()[1] for line in listed.stdout.splitlines() if line.startswith("installed ")}
    return [name for name in names if not {name, name + "t64"} & installed]


def set_up() -> None:
    """Make `.venv` hold the project, editable, and its tools, unless it does already."""
    uv = shutil.which("uv")
    wanted = hashlib.sha256((ROOT / "pyproject.toml").read_bytes() + os.fsencode(ROOT)).hexdigest()
    usable = works(uv)
    if usable and STAMP.is_file() and STAMP.read_text() == wanted:
        return
    say(f"Setting up {VENV}; this is done once and takes a minute or two.")
    if not usable:
        shutil.rmtree(VENV, ignore_errors=True)
        make = [uv, "venv", "--python", sys.executable] if uv else [sys.executable, "-m", "venv"]
        run([*make, str(VENV)], failure=f"The folder {VENV} could not be made.")
    STAMP.unlink(missing_ok=True)
    if uv:
        install = [uv, "pip", "install", "--quiet", "--python", str(PYTHON)]
    else:
        install = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        run([*install, "--upgrade", "pip"], failure="pip could not be renewed. Is there a network?")
    run([*install, "--group", "dev", "--editable", "."],
        failure="The project could not be installed. Is there a network?")
    STAMP.write_text(wanted)


def works(uv: str | None) -> bool:
    """Whether `.venv` has a running Python of our version and what installs into it."""
    if not PYTHON.exists():
        return False
    check = f"import sys; assert sys.version_info[:2] == {sys.version_info[:2]}" + ("" if uv else "; import pip")
    try:
        return succeeds([str(PYTHON), "-c", check])
    except OSError:  # the Python that it was made of has gone
        return False


def try_it() -> int:
    """The main job: see try_it.py."""
    return subprocess.run([str(PYTHON), str(ROOT / "packaging" / "try_it.py")], check=False).returncode


def test(arguments: list[str]) -> int:
    """All checks, also after one that fails; returns the first code that is not 0."""
    environment = dict(os.environ)
    environment.setdefault("QT_QPA_PLATFORM", "offscreen")  # no windows on the screen of who runs the tests
    codes = []
    side_by_side = ["-n", "auto", "--dist", "worksteal"]  # a worker that has no test left takes some from another
    for check in (["ruff", "check"], ["mypy", "gui", "tests", "packaging"], ["pytest", *side_by_side, *arguments]):
        say("== " + " ".join(check))
        codes.append(subprocess.run([str(PYTHON), "-m", *check], cwd=ROOT, env=environment, check=False).returncode)
    return next((code for code in codes if code), 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
