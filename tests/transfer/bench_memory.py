"""A command: how much memory the program takes for large imports. `python -m tests.transfer.bench_memory [FOLDER]`

A child without a window imports into Dovecot (a) an mbox of 1 GB, (b) one message of 500 MB, (c) 200,000 tiny messages.
Printed are its largest resident memory and its time; the files lie in FOLDER (a temporary one) and are removed.
Returns 1 if one took 150 MB or more, or did not arrive whole. (mdbox, since a maildir of 200,000 files takes Dovecot
seven times as long.)
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tests.servers.checker import signed_in
from tests.servers.common import Account, ImapServer, make_certificates, server_directory
from tests.servers.dovecot import run_dovecot

LIMIT_MB = 150
CHECKOUT = Path(__file__).resolve().parents[2]


def big_box(path: Path) -> int:
    """1 GB in messages of 20 kB; how many."""
    count = 50_000
    body = (b"0123456789" * 7 + b"\n") * 281
    with path.open("wb") as file:
        for number in range(count):
            file.write(b"From club@example.org Sat Mar  2 10:00:00 2019\nSubject: number %d\n\n%s\n" % (number, body))
    return count


def big_message(path: Path) -> int:
    """One message of 500 MB."""
    line = b"0123456789" * 7 + b"\r\n"
    with path.open("wb") as file:
        file.write(b"Subject: large\r\n\r\n")
        for _ in range(7000):
            file.write(line * 1000)
    return 1


def many_messages(path: Path) -> int:
    """200,000 messages of 100 octets; how many."""
    count = 200_000
    with path.open("wb") as file:
        for number in range(count):
            file.write(b"From club@example.org Sat Mar  2 10:00:00 2019\nSubject: number %d\n\nShort.\n\n" % number)
    return count


def measure(name: str, make: Callable[[Path], int], folder: Path, server: ImapServer, account: Account) -> bool:
    """Import it and print how it went; whether all is well."""
    source = folder / name
    count = make(source)
    size = source.stat().st_size
    state = folder / f"{name}-state"
    environment = os.environ | {"PYTHONPATH": str(CHECKOUT / "gui"), "BENCH_PASSWORD": account.password}
    began = time.monotonic()
    child = subprocess.Popen(
        [sys.executable, "-m", "mailferry", "import", str(source), "--to",
         f"imap://{account.user}@{server.host}:{server.port}/{name}", "--plaintext", "--password-env", "BENCH_PASSWORD",
         "--state-dir", str(state)], env=environment, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(child.pid, 0)
    seconds = time.monotonic() - began
    source.unlink()
    with signed_in(server, account) as connection:
        arrived = int(connection.select(name, readonly=True)[1][0] or 0)
    megabytes = used.ru_maxrss / 1024
    print(f"{name}: {size / 1e6:,.0f} MB, {arrived:,} of {count:,} arrived in {seconds:.0f} s, {megabytes:.0f} MB of "
          f"memory at most, code {os.waitstatus_to_exitcode(status)}", flush=True)
    return arrived == count and megabytes < LIMIT_MB


def main(arguments: list[str]) -> int:
    """Run all three."""
    with server_directory("tls") as directory, run_dovecot(make_certificates(directory)) as dovecot, \
            tempfile.TemporaryDirectory(dir=arguments[0] if arguments else None) as folder:
        results = [measure(name, make, Path(folder), dovecot.server, dovecot.add_account(storage="mdbox"))
                   for name, make in (("box", big_box), ("message", big_message), ("many", many_messages))]
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
