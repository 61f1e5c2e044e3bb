"""The command line as a child process of a test, with an environment of its own and no keyring."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.servers.common import Account, ImapServer

GUI = Path(__file__).parents[2] / "gui"
SECONDS = 60.0
SUMMARY = {"event", "messages", "committed", "rejected", "skipped", "failed", "batches", "octets", "seconds"}


@dataclass(frozen=True)
class Finished:
    """A command that has ended: its return code and what it wrote."""

    code: int
    out: str
    err: str

    @property
    def summary(self) -> dict[str, int]:
        """The last line of `--json`."""
        last: dict[str, int] = json.loads(self.out.splitlines()[-1])
        assert last.keys() == SUMMARY
        assert str(last["event"]) == "summary"
        assert last["committed"] + last["rejected"] + last["skipped"] + last["failed"] == last["messages"]
        return last

    @property
    def counts(self) -> tuple[int, int, int, int]:
        """committed, rejected, skipped, failed of the summary."""
        return tuple(self.summary[name] for name in ("committed", "rejected", "skipped", "failed"))  # type: ignore[return-value]  # four names


def url(server: ImapServer, account: Account, mailbox: str = "") -> str:
    """The target of a plain connection to a test server."""
    return f"imap://{account.user}@{server.host}:{server.port}/{mailbox}"


class Child:
    """A command that runs. `end` waits for it."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def kill(self) -> None:
        """SIGKILL: nothing of the program runs any more."""
        self._process.kill()
        self._process.wait(SECONDS)

    def send(self, number: signal.Signals) -> None:
        self._process.send_signal(number)

    def stop_listening(self) -> None:
        """Close the reading ends of what it writes."""
        for stream in (self._process.stdout, self._process.stderr):
            assert stream is not None
            stream.close()

    def wait(self) -> int:
        """Wait for its end without reading; the return code."""
        return self._process.wait(SECONDS)

    def end(self) -> Finished:
        """Wait for its end."""
        out, err = self._process.communicate(timeout=SECONDS)
        assert "Traceback" not in err, err
        return Finished(self._process.returncode, out, err)


@contextmanager
def running(*arguments: str | Path, folder: Path, secret: str = "pw",
            variables: Mapping[str, str] | None = None) -> Iterator[Child]:
    """Run a command with the state folder `folder`/state; it is killed at the end of the block if it still runs.

    The password is given by the variable SECRET.
    """
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "PYTHONPATH": str(GUI), "SECRET": secret,
                   "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring", "LC_ALL": "C.UTF-8",
                   **(variables or {})}
    command = [sys.executable, "-m", "mailferry.cli", *map(str, arguments), "--state-dir", str(folder / "state")]
    with subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, text=True, encoding="utf-8") as process:
        try:
            yield Child(process)
        finally:
            if process.poll() is None:
                process.kill()
                process.communicate()


def run(*arguments: str | Path, folder: Path, secret: str = "pw",
        variables: Mapping[str, str] | None = None) -> Finished:
    """Run a command to its end."""
    with running(*arguments, folder=folder, secret=secret, variables=variables) as child:
        return child.end()
