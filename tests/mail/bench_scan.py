"""How fast an mbox file is scanned, beside the standard library's table of contents, and how much memory it takes.

    python tests/mail/bench_scan.py [MEGABYTES] [--lines N ...] [--measure] [--one-message] [--crlf] [--small-header]

For each number of lines in a body, it makes an mbox of that size in a temporary directory, reads it by both in turns,
prints one line for each with its best time, and how many times as fast the scan is. Times are those of the processor,
so that other work on the machine counts less; the time until the first message is that of the clock.
"""

from __future__ import annotations

import argparse
import mailbox
import random
import resource
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "gui"))

from mailferry.mail.message import Message
from mailferry.mail.source import open_source
from mailferry.mail.wire import measure

SMALL_HEADER = """From ada{n}@example.org Sat Jul  1 19:{m:02}:02 2000
Message-ID: <{n}.{m}@example.org>
Date: Sat, 01 Jul 2000 12:{m:02}:00 -0700
From: Ada Muster <ada{n}@example.org>
To: me@example.net
Subject: number {n}

"""

HEADER = """From ada{n}@example.org Sat Jul  1 19:{m:02}:02 2000
Return-Path: <ada{n}@example.org>
Received: from relay.example.org (relay.example.org [192.0.2.{m}])
\tby mx.example.net (Postfix) with ESMTPS id 4F{n:08X}
\tfor <me@example.net>; Sat, 1 Jul 2000 21:{m:02}:02 +0200 (CEST)
Message-ID: <{n}.{m}@example.org>
Date: Sat, 01 Jul 2000 12:{m:02}:00 -0700
From: Ada Muster <ada{n}@example.org>
To: me@example.net
Subject: =?utf-8?Q?Gr=C3=BC=C3=9Fe_und_Neues?= number {n}
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit
Status: RO
X-Status: A

"""


def write_mbox(path: Path, octets: int, *, header: str, lines: int, one_message: bool, line_end: str) -> None:
    """Mails with so many lines of text of about 75 octets, or one mail as big as the file."""
    words = random.Random(1)
    known = ["lorem", "ipsum", "dolor", "sit", "amet", "consectetur", "From"]
    text = "".join(" ".join(words.choices(known, [9, 9, 9, 9, 9, 9, 1], k=12)) + "\n" for _ in range(lines))
    body = ("Hello,\n" + text).replace("\nFrom ", "\n>From ").replace("\n", line_end).encode() + line_end.encode()
    with path.open("wb") as file:
        number = 0
        while file.tell() < octets:
            file.write(header.format(n=number, m=number % 60).replace("\n", line_end).encode())
            file.write(body)
            while one_message and file.tell() < octets:
                file.write(body)
            number += 1


def report(what: str, seconds: float, octets: int, messages: int) -> None:
    print(f"{what:34} {octets / 1e6 / seconds:8.0f} MB/s {messages / seconds:9.0f} mails/s "
          f"{messages:8} mails {seconds:7.2f} s")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("megabytes", nargs="?", type=int, default=200)
    parser.add_argument("--measure", action="store_true", help="also read, convert and hash every message")
    parser.add_argument("--one-message", action="store_true")
    parser.add_argument("--crlf", action="store_true")
    parser.add_argument("--lines", type=int, nargs="+", default=[3, 150, 1500])
    parser.add_argument("--small-header", action="store_true", help="six lines, as in mails that no server has touched")
    parser.add_argument("--rounds", type=int, default=3)
    chosen = parser.parse_args()
    for lines in chosen.lines:
        with tempfile.TemporaryDirectory() as directory:
            path = Path(directory, "bench.mbox")
            write_mbox(path, chosen.megabytes * 1_000_000, header=SMALL_HEADER if chosen.small_header else HEADER,
                       lines=lines, one_message=chosen.one_message, line_end="\r\n" if chosen.crlf else "\n")
            compare(path, chosen.rounds, also_measure=chosen.measure)


def compare(path: Path, rounds: int, *, also_measure: bool) -> None:
    octets = path.stat().st_size
    best = {"scan": float("inf"), "mailbox.mbox table of contents": float("inf"), "first message": float("inf")}
    messages = 0
    for _ in range(rounds):
        start = time.process_time()
        clock = time.perf_counter()
        first = 0.0
        messages = 0
        for item in open_source(path).scan():
            if isinstance(item, Message):
                messages += 1
                first = first or time.perf_counter() - clock
        best["scan"] = min(best["scan"], time.process_time() - start)
        best["first message"] = min(best["first message"], first)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024

        start = time.process_time()
        box = mailbox.mbox(path, create=False)
        counted = len(box)
        box.close()
        name = "mailbox.mbox table of contents"
        best[name] = min(best[name], time.process_time() - start)
    if also_measure:
        start = time.process_time()
        for item in open_source(path).scan():
            if isinstance(item, Message):
                measure(item)
        report("scan and measure", time.process_time() - start, octets, messages)
    report("scan", best["scan"], octets, messages)
    report("mailbox.mbox table of contents", best["mailbox.mbox table of contents"], octets, counted)
    print(f"mails of {octets // messages} octets: {best['mailbox.mbox table of contents'] / best['scan']:.2f} times as "
          f"fast; first message after {best['first message'] * 1000:.1f} ms; peak {peak:.0f} MB\n")


if __name__ == "__main__":
    main()
