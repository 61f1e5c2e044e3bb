"""A command: what refused messages cost. `python -m tests.transfer.bench_refused [MESSAGES [FOLDER]]`

Into Cyrus with a limit for the size of a message go, each in a child of its own: 10,000 ordinary messages, then as many
of which seven are refused for different reasons (`refusals.py`). Both times and their ratio are printed. Returns 1
unless all but the seven have arrived, and each of the seven is named and kept aside.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.servers.checker import signed_in
from tests.servers.common import make_certificates, server_directory
from tests.servers.cyrus import Cyrus, run_cyrus
from tests.transfer.refusals import SEVEN, Odd, write_maildir

CHECKOUT = Path(__file__).resolve().parents[2]


def run(cyrus: Cyrus, folder: Path, count: int, odd: tuple[Odd, ...]) -> tuple[float, bool]:
    """Import so many messages with these among them; the seconds it took, and whether all is as it must be."""
    account = cyrus.add_account()
    source = write_maildir(folder / f"mail-{len(odd)}", count, odd)
    state = folder / f"state-{len(odd)}"
    environment = os.environ | {"PYTHONPATH": str(CHECKOUT / "gui"), "BENCH_PASSWORD": account.password}
    began = time.monotonic()
    child = subprocess.run(
        [sys.executable, "-m", "mailferry", "import", str(source), "--to",
         f"imap://{account.user}@{cyrus.limited.host}:{cyrus.limited.port}/", "--plaintext", "--password-env",
         "BENCH_PASSWORD", "--state-dir", str(state)], env=environment, capture_output=True, text=True, check=False)
    seconds = time.monotonic() - began
    with signed_in(cyrus.server, account) as connection:
        arrived = int(connection.select("INBOX", readonly=True)[1][0] or 0)
    named = [line for line in child.stdout.splitlines() if line.startswith("  Refused: ")]
    aside = sorted(path.read_bytes() for path in state.glob("aside/*/*.eml"))
    print(f"{count:,} messages, {len(odd)} of them odd: {arrived:,} arrived, {len(named)} refused and named, "
          f"{len(aside)} kept aside, in {seconds:.1f} s", flush=True)
    for line in named:
        print(line)
    return seconds, (arrived == count - len(odd) and len(named) == len(odd)
                     and aside == sorted(one.wire for one in odd))


def main(arguments: list[str]) -> int:
    """Run both."""
    count = int(arguments[0]) if arguments else 10_000
    with server_directory("tls") as directory, run_cyrus(make_certificates(directory)) as cyrus, \
            tempfile.TemporaryDirectory(dir=arguments[1] if len(arguments) > 1 else None) as folder:
        clean, well = run(cyrus, Path(folder), count, ())
        odd, odd_well = run(cyrus, Path(folder), count, SEVEN)
    print(f"{odd / clean:.2f} times a clean run")
    return 0 if well and odd_well else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
