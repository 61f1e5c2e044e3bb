"""How fast an mbox file is scanned, beside the standard library's table of contents, and how much memory it takes.

    python tests/mail/bench_scan.py [FILE ...] [--megabytes N] [--rounds N] [--measure]

Without FILE it makes one of each size of mail and of each dialect in a temporary directory, and takes the larger mbox
files of the corpus beside the working copy, if it is there. A FILE smaller than N megabytes is repeated until it has
them. Both sides read each file in turns; the best time of each counts, and is that of the processor, so that other work
on the machine counts less. The time until the first message is that of the clock; the memory is the whole of a process
that does nothing but scan the file.
"""

from __future__ import annotations

import argparse
import itertools
import mailbox
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "gui"))

from mailferry.mail.message import Message
from mailferry.mail.source import open_source
from mailferry.mail.wire import measure

GOAL = 2.4
CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus" / "mbox"
CORPUS_FILES = ("gyb/takeout.mbox", "kde/cygwin.mbox", "generated/dovecot-INBOX.mbox", "generated/c-client-unix.mbox",
                "mimekit/content-length.mbox")

FROM_LINE = "From ada{n}@example.org Sat Jul  1 19:{m:02}:02 2000\n"
SMALL_HEADER = """Message-ID: <{n}.{m}@example.org>
Date: Sat, 01 Jul 2000 12:{m:02}:00 -0700
From: Ada Muster <ada{n}@example.org>
To: me@example.net
Subject: number {n}
"""
HEADER = """Return-Path: <ada{n}@example.org>
Delivered-To: me@example.net
Received: from relay.example.org (relay.example.org [192.0.2.{m}])
\tby mx.example.net (Postfix) with ESMTPS id 4F{n:08X}
\tfor <me@example.net>; Sat, 1 Jul 2000 21:{m:02}:02 +0200 (CEST)
Received: from [198.51.100.{m}] (helo=desk.example.org)
\tby relay.example.org with esmtp (Exim 4.80)
\tid 1{n:08X}-0004; Sat, 01 Jul 2000 12:{m:02}:01 -0700
Message-ID: <{n}.{m}@example.org>
Date: Sat, 01 Jul 2000 12:{m:02}:00 -0700
From: Ada Muster <ada{n}@example.org>
User-Agent: Mozilla/5.0 (X11; Linux x86_64)
MIME-Version: 1.0
To: me@example.net
Subject: =?utf-8?Q?Gr=C3=BC=C3=9Fe_und_Neues?= number {n},
 and what came of it
In-Reply-To: <{n}.0@example.org>
References: <{n}.1@example.org> <{n}.2@example.org>
 <{n}.3@example.org> <{n}.0@example.org>
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit
List-Id: Things and more things <things.example.org>
List-Unsubscribe: <mailto:leave@things.example.org>
X-Spam-Status: No, score=-1.9 required=5.0 tests=BAYES_00
"""
TAKEOUT_HEADER = """X-GM-THRID: 15{n:017}
X-Gmail-Labels: Inbox,Important,Label {m}
""" + HEADER
MOZILLA_HEADER = """X-Mozilla-Status: 0001
X-Mozilla-Status2: 00000000
X-Mozilla-Keys:{keys:>81}
""".format(keys="") + HEADER


def text_of(octets: int) -> str:
    """Text as people write it, about 42 octets in a line with the empty ones. One line in a hundred begins `From `."""
    words = random.Random(octets)
    known = ["lorem", "ipsum", "dolor", "sit", "amet", "consectetur", "adipiscing", "elit", "sed", "do", "eiusmod"]
    lines = ["Hello,\n", "\n"]
    size = 8
    while size < octets:
        kind = words.random()
        line = "" if kind < 0.2 else " ".join(words.choices(known, k=words.randint(2, 12)))
        line = "> " + line if kind > 0.8 else "From " + line if kind > 0.79 else line
        lines.append(line + "\n")
        size += len(line) + 1
    return "".join(lines)


def mails(octets: int, body_octets: int, header: str, from_line: str = FROM_LINE, *, quote: str = ">From ",
          length: bool = False) -> Iterator[bytes]:
    """Records of an mbox file with about so many octets of text in each mail."""
    bodies = [text_of(body_octets + extra).replace("\nFrom ", "\n" + quote).encode() for extra in range(-90, 91, 30)]
    number = 0
    while octets > 0:
        body = bodies[number % len(bodies)]
        counted = f"Content-Length: {len(body)}\n" if length else ""
        record = (from_line + header + counted + "\n").format(n=number, m=number % 60).encode() + body + b"\n"
        yield record
        octets -= len(record)
        number += 1


def crlf(records: Iterator[bytes]) -> Iterator[bytes]:
    return (record.replace(b"\n", b"\r\n") for record in records)


def made_files(octets: int) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Names and records of files of about so many octets."""
    for size in (1000, 2500, 5000, 12_000, 75_000):
        header = SMALL_HEADER if size == 1000 else HEADER
        taken = len((FROM_LINE + header).format(n=1, m=1)) + 1
        yield f"{size / 1000:g} kB", mails(octets, size - taken, header)
    body = 1500
    yield "2.5 kB, CRLF", crlf(mails(octets, body, HEADER))
    yield "2.5 kB, From not quoted", mails(octets, body, HEADER, quote="From ")
    yield "2.5 kB, list archive", mails(
        octets, 2250, SMALL_HEADER, "From ada{n} at example.org  Sat Jul  1 19:{m:02}:02 2000\n")
    yield "2.5 kB, Takeout", crlf(mails(
        octets, body, TAKEOUT_HEADER, "From 15{n:017}@xxx Sat Jul 01 19:{m:02}:02 +0000 2000\n"))
    yield "2.5 kB, Thunderbird", mails(octets, body, MOZILLA_HEADER, "From - Sat Jul  1 19:{m:02}:02 2000\n")
    yield "2.5 kB, Status", mails(octets, body, HEADER + "Status: RO\nX-Status: A\nX-Keywords: Todo\n")
    yield "2.5 kB, mboxcl", mails(octets, body, HEADER, length=True)
    yield "2.5 kB, mboxcl2", mails(octets, body, HEADER, quote="From ", length=True)
    yield "2.5 kB, Content-Length, no quotes", mails(octets, body, HEADER, quote="from ", length=True)
    yield "5 kB, mboxcl", mails(octets, 4000, HEADER, length=True)


def repeated(path: Path, octets: int) -> Iterator[bytes]:
    """A file again and again, at least once."""
    return itertools.repeat(path.read_bytes(), octets // path.stat().st_size + 1)


def report(what: str, path: Path, rounds: int, *, also_measure: bool) -> None:
    """Compare both sides on a file and print a line."""
    scanning = listing = first = float("inf")
    messages = counted = 0
    for _ in range(rounds):
        start, clock, found = time.process_time(), time.perf_counter(), 0
        for item in open_source(path).scan():
            if isinstance(item, Message):
                if not found:
                    first = min(first, time.perf_counter() - clock)
                found += 1
        scanning, messages = min(scanning, time.process_time() - start), found

        start = time.process_time()
        box = mailbox.mbox(path, create=False)
        counted = len(box)
        listing = min(listing, time.process_time() - start)
        box.close()
    octets = path.stat().st_size
    peak = subprocess.run([sys.executable, __file__, "--peak", str(path)], check=True, capture_output=True, text=True)
    ratio = listing / scanning
    print(f"{what:34}{octets // messages:7}{messages:8}{counted:8}{scanning / messages * 1e6:8.1f}"
          f"{listing / messages * 1e6:9.1f}{octets / 1e6 / scanning:7.0f}{first * 1000:8.1f}{peak.stdout.strip():>5}"
          f"{ratio:7.2f}{'' if ratio >= GOAL else '  below ' + str(GOAL)}", flush=True)
    if also_measure:
        start = time.process_time()
        for item in open_source(path).scan():
            if isinstance(item, Message):
                measure(item)
        print(f"    scan, and read, convert and hash every message: "
              f"{octets / 1e6 / (time.process_time() - start):.0f} MB/s")


def print_peak(path: Path) -> None:
    for _ in open_source(path).scan():
        pass
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--megabytes", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", default="", help="only files with this in their name")
    parser.add_argument("--measure", action="store_true", help="also read, convert and hash every message")
    parser.add_argument("--peak", type=Path, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.peak:
        print_peak(chosen.peak)
        return
    octets = chosen.megabytes * 1_000_000
    real: list[Path] = chosen.files or [path for name in CORPUS_FILES if (path := CORPUS / name).exists()]
    files = itertools.chain(() if chosen.files else made_files(octets),
                            ((path.name, repeated(path, octets)) for path in real))
    print(f"{'':34}{'octets':>7}{'':8}{'mailbox':>8}{'scan':>8}{'mailbox':>9}{'scan':>7}{'first':>8}{'peak':>5}"
          f"{'times as':>9}\n{'':34}{'a mail':>7}{'mails':>8}{'counts':>8}{'us/mail':>8}{'us/mail':>9}{'MB/s':>7}"
          f"{'ms':>8}{'MB':>5}{'fast':>7}")
    for what, records in files:
        if chosen.only not in what:
            continue
        with tempfile.TemporaryDirectory() as directory:
            path = Path(directory, "bench.mbox")
            with path.open("wb") as file:
                file.writelines(records)
            report(what, path, chosen.rounds, also_measure=chosen.measure)


if __name__ == "__main__":
    main()
