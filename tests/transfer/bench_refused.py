"""A command: what refused messages cost. `python -m tests.transfer.bench_refused [MESSAGES [FOLDER]]`

Into Cyrus with a limit for the size of a message go, each in a child of its own: 10,000 ordinary messages, then as many
of which seven are refused for different reasons (`refusals.py`); and both once more. The times and the ratio of the
better ones are printed. Returns 1 unless all but the seven have arrived, and each of the seven is named and kept aside.
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
    source, state = folder / account.user / "mail", folder / account.user / "state"
    write_maildir(source, count, odd)
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
        runs = [(odd, *run(cyrus, Path(folder), count, odd)) for odd in ((), SEVEN, (), SEVEN)]
    clean = min(seconds for odd, seconds, _ in runs if not odd)
    refused = min(seconds for odd, seconds, _ in runs if odd)
    print(f"{refused / clean:.2f} times a clean run")
    return 0 if all(well for _, _, well in runs) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
