"""How fast an mbox file is scanned, beside the standard library's table of contents, and how much memory it takes.

    python tests/mail/bench_scan.py [MEGABYTES] [--measure] [--one-message] [--crlf]

Makes an mbox of that size in a temporary directory, scans it, and prints one line for each reader.
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


def write_mbox(path: Path, octets: int, *, one_message: bool, line_end: str) -> None:
    """Mails of about 10 KB with lines of text, or one mail as big as the file."""
    words = random.Random(1)
    known = ["lorem", "ipsum", "dolor", "sit", "amet", "consectetur", "From"]
    text = "".join(" ".join(words.choices(known, [9, 9, 9, 9, 9, 9, 1], k=12)) + "\n" for _ in range(150))
    body = ("Hello,\n" + text).replace("\nFrom ", "\n>From ").replace("\n", line_end).encode() + line_end.encode()
    with path.open("wb") as file:
        number = 0
        while file.tell() < octets:
            file.write(HEADER.format(n=number, m=number % 60).replace("\n", line_end).encode())
            file.write(body)
            while one_message and file.tell() < octets:
                file.write(body)
            number += 1


def report(what: str, seconds: float, octets: int, messages: int) -> None:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{what:34} {octets / 1e6 / seconds:8.0f} MB/s {messages / seconds:9.0f} mails/s "
          f"{messages:8} mails {seconds:7.2f} s, peak {peak:4.0f} MB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("megabytes", nargs="?", type=int, default=200)
    parser.add_argument("--measure", action="store_true", help="also read, convert and hash every message")
    parser.add_argument("--one-message", action="store_true")
    parser.add_argument("--crlf", action="store_true")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory, "bench.mbox")
        write_mbox(path, chosen.megabytes * 1_000_000, one_message=chosen.one_message,
                   line_end="\r\n" if chosen.crlf else "\n")
        octets = path.stat().st_size

        start = time.perf_counter()
        first = 0.0
        messages = 0
        for item in open_source(path).scan():
            messages += isinstance(item, Message)
            first = first or (time.perf_counter() - start if messages else 0.0)
        report("scan", time.perf_counter() - start, octets, messages)
        print(f"{'':34} first message after {first * 1000:.1f} ms")

        if chosen.measure:
            start = time.perf_counter()
            messages = 0
            for item in open_source(path).scan():
                if isinstance(item, Message):
                    measure(item)
                    messages += 1
            report("scan and measure", time.perf_counter() - start, octets, messages)

        start = time.perf_counter()
        box = mailbox.mbox(path, create=False)
        messages = len(box)
        box.close()
        report("mailbox.mbox table of contents", time.perf_counter() - start, octets, messages)


if __name__ == "__main__":
    main()
