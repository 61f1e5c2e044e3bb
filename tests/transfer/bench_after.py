"""A command: what follows a large import, in time and memory. `python -m tests.transfer.bench_after [FOLDER]`

200,000 tiny messages and one of 500 MB, imported into Dovecot (mdbox): then they are verified, verified octet for
octet, reported as CSV and HTML, and taken back, each by a command of its own. Returns 1 if one failed or took
150 MB or more.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.servers.common import Account, ImapServer, make_certificates, server_directory
from tests.servers.dovecot import run_dovecot
from tests.transfer.bench_memory import CHECKOUT, LIMIT_MB, big_message, many_messages


def measure(what: str, arguments: list[str], account: Account) -> bool:
    """Run a command and print how it went; whether all is well."""
    environment = os.environ | {"PYTHONPATH": str(CHECKOUT / "gui"), "BENCH_PASSWORD": account.password}
    began = time.monotonic()
    child = subprocess.Popen([sys.executable, "-m", "mailferry", *arguments], env=environment,
                             stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(child.pid, 0)
    code, megabytes = os.waitstatus_to_exitcode(status), used.ru_maxrss / 1024
    print(f"{what}: {time.monotonic() - began:.1f} s, {megabytes:.0f} MB of memory at most, code {code}", flush=True)
    return code == 0 and megabytes < LIMIT_MB


def follow(name: str, source: Path, server: ImapServer, account: Account) -> bool:
    """Import, and all that follows."""
    state = ["--state-dir", str(source.parent / f"{name}-state")]
    sign_in = [*state, "--password-env", "BENCH_PASSWORD"]
    url = f"imap://{account.user}@{server.host}:{server.port}/{name}"
    results = [
        measure(f"{name}: import alone", ["import", str(source), "--to", url, "--plaintext", "--verify", "none",
                                          *sign_in], account),
        measure(f"{name}: verify", ["verify", "1", *sign_in], account),
        measure(f"{name}: verify --every-octet", ["verify", "1", "--every-octet", *sign_in], account),
        measure(f"{name}: report", ["report", "1", "--csv", str(source.parent / "r.csv"), "--html",
                                    str(source.parent / "r.html"), *state], account),
        measure(f"{name}: undo", ["undo", "1", "--yes", *sign_in], account)]
    return all(results)


def main(arguments: list[str]) -> int:
    """Run both."""
    with server_directory("tls") as directory, run_dovecot(make_certificates(directory)) as dovecot, \
            tempfile.TemporaryDirectory(dir=arguments[0] if arguments else None) as folder:
        results = []
        for name, make in (("message", big_message), ("many", many_messages)):
            source = Path(folder) / name
            make(source)
            results.append(follow(name, source, dovecot.server, dovecot.add_account(storage="mdbox")))
            source.unlink()
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
