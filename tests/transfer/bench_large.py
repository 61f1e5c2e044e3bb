"""A command: how soon very large sources are open. `python -m tests.transfer.bench_large [FOLDER] [GIGABYTES] [FILES]`

Made in FOLDER (a temporary one) are an mbox of 10 GB and a folder with 200,000 mails. Printed is when the first message
of each was there, and when a running engine had brought the first batch into Dovecot, while the rest was still read;
then the import is cancelled, and what arrived is read by another client. Returns 1 if something arrived that should
not, or twice. All files are removed.
"""

from __future__ import annotations

import sys
import tempfile
import time
from itertools import islice
from pathlib import Path

from tests.servers.checker import read_mailbox
from tests.servers.common import Account, ImapServer, make_certificates, server_directory
from tests.servers.dovecot import run_dovecot
from tests.transfer.ferry import Ferry

from mailferry.mail.message import Message
from mailferry.mail.source import open_source
from mailferry.transfer.values import BatchState, ScanState

HEAD = (b"Message-ID: <%d@example.org>\nDate: Sat, 01 Jul 2000 12:33:02 -0700\nFrom: Ada <ada@example.org>\n"
        b"To: me@example.net\nSubject: number %d\n\n")
LINE = b"Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod te.\n"


def make_box(path: Path, octets: int) -> Path:
    """Mails of 20 kB."""
    with path.open("wb", buffering=1 << 20) as file:
        number = 0
        while file.tell() < octets:
            file.write(b"From ada@example.org Sat Jul  1 19:33:02 2000\n" + HEAD % (number, number))
            file.write(LINE * 260 + b"\n")
            number += 1
    return path


def make_folder(path: Path, count: int) -> Path:
    """Small mails in a folder."""
    path.mkdir()
    for number in range(count):
        (path / f"{number}.eml").write_bytes(HEAD % (number, number) + b"Hello.\n")
    return path


def first_messages(path: Path) -> float:
    """Seconds until the first screenful of messages was there."""
    began = time.perf_counter()
    found = list(islice((item for item in open_source(path).scan() if isinstance(item, Message)), 50))
    assert len(found) == 50
    return time.perf_counter() - began


def bring_a_part(path: Path, state: Path, server: ImapServer, account: Account) -> bool:
    """Import until three batches have arrived, cancel, and print how it went; whether it is right."""
    with Ferry(state, server, account) as ferry:
        ferry.connect()
        began = time.perf_counter()
        import_id = ferry.start(path, target=("Large",))
        ferry.wait_for(lambda: BatchState.COMMITTED in ferry.heard().values(), 300)
        first = time.perf_counter() - began
        ferry.wait_for(lambda: list(ferry.heard().values()).count(BatchState.COMMITTED) >= 3, 300)
        still_reading = ferry.view(import_id).scan is not ScanState.DONE
        ferry.engine.cancel_import(import_id)
        ferry.rest(300)
        committed = ferry.totals(import_id).committed
    mailbox = f"Large.{path.name}" if path.is_dir() else "Large"
    stored = read_mailbox(server, account, mailbox, octets=True)
    right = len(stored) == committed and len({one.sha256 for one in stored}) == committed
    reading = "was still read" if still_reading else "had been read"
    print(f"{path.name}: first batch arrived after {first:.1f} s, the rest {reading}; "
          f"{len(stored):,} messages there after the cancel, {committed:,} in the journal"
          f"{'' if right else ': WRONG'}", flush=True)
    return right


def main(arguments: list[str]) -> int:
    """Both sources."""
    gigabytes = int(arguments[1]) if len(arguments) > 1 else 10
    files = int(arguments[2]) if len(arguments) > 2 else 200_000
    results = []
    with server_directory("tls") as directory, run_dovecot(make_certificates(directory)) as dovecot, \
            tempfile.TemporaryDirectory(dir=arguments[0] if arguments else None) as folder:
        for name in ("box", "many"):
            path = Path(folder, name)
            if name == "box":
                make_box(path, gigabytes * 1_000_000_000)
            else:
                make_folder(path, files)
            size = f"{path.stat().st_size / 1e9:.1f} GB" if path.is_file() else f"{files:,} files"
            print(f"{path.name}, {size}: 50 messages after {first_messages(path) * 1000:.0f} ms", flush=True)
            results.append(bring_a_part(path, Path(folder, f"state-{path.name}"), dovecot.server,
                                        dovecot.add_account(storage="mdbox")))
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
