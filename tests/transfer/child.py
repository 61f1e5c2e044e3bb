"""The program as a child process, as a script starts it: `python -m mailferry import ...`, on its own state folder.

Whatever it says is checked: no traceback, and no password in its words or in what it leaves behind. It has no keyring,
no terminal, and a time limit. (The password of most users of the test servers is too short to be looked for.)
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from tests.servers.common import Account, ImapServer

SECONDS = 120.0
PASSWORD_VARIABLE = "FERRY_PASSWORD"
_SOURCE = Path(__file__).resolve().parents[2] / "gui"


@dataclass(frozen=True)
class Ended:
    """What a child has said, and its return code (minus the number of the signal that killed it)."""

    code: int
    output: str
    errors: str

    @property
    def events(self) -> list[dict[str, object]]:
        """The objects that `--json` has written. Raises ValueError if a line is none."""
        return [dict(json.loads(line)) for line in self.output.splitlines()]

    @property
    def summary(self) -> dict[str, int]:
        """The last of them; its sums add up. Raises AssertionError if it is another one, or its sums do not."""
        last = self.events[-1]
        assert last.pop("event") == "summary"
        assert last.keys() == {"messages", "committed", "rejected", "skipped", "failed", "batches", "octets", "seconds"}
        counts = {name: value for name, value in last.items() if isinstance(value, int)}
        assert counts["messages"] == sum(counts[name] for name in ("committed", "rejected", "skipped", "failed"))
        return counts

    def states(self, batch: object) -> list[object]:
        """The states that a batch went through."""
        states = [event["state"] for event in self.events if event["event"] == "batch" and event["batch"] == batch]
        return [state for place, state in enumerate(states) if place == 0 or state != states[place - 1]]


class Child:
    """A running command; killed at the end of the `with` block if it runs still."""

    def __init__(self, arguments: Sequence[str | Path], environment: dict[str, str], secrets: Sequence[str],
                 module: str = "mailferry") -> None:
        self._secrets = secrets
        self.process = subprocess.Popen(
            [sys.executable, "-W", "error", "-m", module, *map(str, arguments)], env=environment, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.communicate(timeout=SECONDS)

    def end(self, number: signal.Signals | None = None, *, words: str | None = None) -> Ended:
        """Send it a signal, if one is named, and wait for its end. `words` go to its standard input."""
        if number is not None:
            self.process.send_signal(number)
        output, errors = self.process.communicate(words, timeout=SECONDS)
        assert "Traceback" not in output + errors, errors
        assert not any(secret in output + errors for secret in self._secrets), output + errors
        return Ended(self.process.returncode, output, errors)


@dataclass
class Program:
    """Starts children on one state folder for one account. `module` is what stands in for the program's own."""

    state: Path
    account: Account
    children: Callable[[Child], Child]
    variables: dict[str, str] = field(default_factory=dict)
    module: str = "mailferry"

    def start(self, command: str, *arguments: str | Path, password: bool = True) -> Child:
        """Begin a command. `password` gives it the account's in an environment variable."""
        home = str(self.state.parent)
        environment = {name: value for name, value in os.environ.items()
                       if name not in ("DISPLAY", "WAYLAND_DISPLAY", "PYTHONPATH")}
        environment |= {"PYTHONPATH": str(_SOURCE), "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
                        "PYTHONIOENCODING": "utf-8", "HOME": home, "XDG_STATE_HOME": home,
                        PASSWORD_VARIABLE: self.account.password} | self.variables
        more: list[str | Path] = ["--state-dir", self.state] if command not in {"sandbox", "sources"} else []
        if password and command != "sandbox":
            more += ["--password-env", PASSWORD_VARIABLE]
        return self.children(Child([command, *arguments, *more], environment, self._secrets, self.module))

    def run(self, command: str, *arguments: str | Path, password: bool = True, words: str | None = None) -> Ended:
        """A command from its begin to its end."""
        ended = self.start(command, *arguments, password=password).end(words=words)
        self.keeps_no_password()
        return ended

    def target(self, server: ImapServer, mailbox: str = "") -> list[str | Path]:
        """The options for the plain port of a server of the tests."""
        return ["--to", f"imap://{self.account.user}@{server.host}:{server.port}/{mailbox}", "--plaintext"]

    def bring(self, server: ImapServer, mailbox: str, *sources: Path, messages: int = 500) -> Child:
        """Begin an import that tells its events, without a verification: the octets of its connection are counted."""
        return self.start("import", *sources, *self.target(server, mailbox), "--batch-messages", str(messages),
                          "--verify", "none", "--json")

    def resume(self) -> Ended:
        """Go on, telling the events."""
        return self.run("resume", "--json")

    def keeps_no_password(self) -> None:
        """Raises AssertionError if a file of the state folder holds the password."""
        for file in self.state.rglob("*"):
            assert not file.is_file() or not any(secret.encode() in file.read_bytes() for secret in self._secrets), file

    @property
    def _secrets(self) -> list[str]:
        return [self.account.password] if len(self.account.password) > 8 else []


def quick_program(state: Path, account: Account, children: Callable[[Child], Child]) -> Program:
    """One whose waits for late commits are short: see tests/faults/program.py."""
    path = os.pathsep.join((str(_SOURCE), str(_SOURCE.parent)))
    return Program(state, account, children, {"PYTHONPATH": path}, module="tests.faults.program")
