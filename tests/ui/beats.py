"""How smoothly the window runs while it works hard, as a command: `python -m tests.ui.beats [--import N] [--list N]`.

A list of a million messages is scrolled while 100,000 messages are imported into a real Dovecot. Meanwhile a watchdog
in the window's thread beats every 10 ms, and so does one in an idle Qt process beside it, whose late beats are the
machine's own. Told are the share of the window's beats that came within 50 ms of the one before, and each that came
after more than 250 ms while the idle process beat on. The exit code is 0 if the share is 99.9 % or more and there was
no such beat. `--stacks` adds where the window's thread was at late beats.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
import traceback
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEventLoop, Qt, QTimer
from PySide6.QtWidgets import QApplication
from tests.servers.common import make_certificates
from tests.servers.dovecot import run_dovecot
from tests.ui.desk import Desk, files

from mailferry.ui.app import SWITCH_SECONDS
from mailferry.ui.collector import Collector

BEAT_MS = 10
LATE_SECONDS = 0.050
STILL_SECONDS = 0.250
SHARE = 0.999
SCROLL_MS = 30

Gap = tuple[float, float]
"""From one beat to the next, in seconds of CLOCK_MONOTONIC, which all processes of a machine share."""


class Watchdog:
    """Beats in the thread that makes it, and keeps the gaps that are late."""

    def __init__(self) -> None:
        self.late: list[Gap] = []
        self.beats = 0
        self.last = time.monotonic()
        self._timer = QTimer(interval=BEAT_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._timer.start()

    def _beat(self) -> None:
        now = time.monotonic()
        self.beats += 1
        if now - self.last > LATE_SECONDS:
            self.late.append((self.last, now))
        self.last = now

    def begin(self) -> None:
        """Forget what was before."""
        self.late, self.beats, self.last = [], 0, time.monotonic()


class Stacks:
    """Notes where a thread is whenever its watchdog is late. It needs the interpreter itself, so what holds it is named
    only as the line that waits for it."""

    def __init__(self, dog: Watchdog) -> None:
        self.seen: Counter[str] = Counter()
        self._dog, self._thread = dog, threading.get_ident()
        self._end = threading.Event()
        self._watcher = threading.Thread(target=self._watch)
        self._watcher.start()

    def _watch(self) -> None:
        while not self._end.wait(0.005):
            if time.monotonic() - self._dog.last > LATE_SECONDS:
                for thread, frame in sys._current_frames().items():
                    if thread != threading.get_ident():
                        lines = traceback.extract_stack(frame)[-6:]
                        place = " < ".join(f"{Path(line.filename).name}:{line.lineno}" for line in reversed(lines))
                        self.seen["window " + place if thread == self._thread else "other  " + place] += 1

    def tell(self) -> None:
        """Print what was seen, and forget it."""
        print("\n".join(f"{count:6} {place}" for place, count in self.seen.most_common(40)))
        self.seen.clear()

    def close(self) -> None:
        """End the thread."""
        self._end.set()
        self._watcher.join()


def idle() -> None:
    """The process beside it: beats until its standard input ends, then prints its late gaps."""
    app = QCoreApplication([])
    dog = Watchdog()
    threading.Thread(target=lambda: (sys.stdin.read(), app.quit())).start()
    app.exec()
    print(json.dumps(dog.late))


def make_mail(path: Path, count: int, octets: int) -> None:
    """An mbox of so many messages, each of about so many octets."""
    body = "A line of a message.\n" * (octets // 21)
    with path.open("w", encoding="ascii") as mbox:
        for number in range(count):
            mbox.write(f"From anna@example.org Sat Jan  3 01:05:34 2009\nFrom: Anna <anna@example.org>\n"
                       f"Subject: Message {number} of many\nDate: Sat, 3 Jan 2009 01:05:34 +0000\n"
                       f"Message-ID: <{number}.{path.stem}@example.org>\n\n{body}\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, and tell."""
    parser = argparse.ArgumentParser(prog="python -m tests.ui.beats", description=__doc__)
    parser.add_argument("--import", type=int, default=100_000, dest="imported", help="messages to import (100,000)")
    parser.add_argument("--list", type=int, default=1_000_000, dest="listed", help="messages in the list (1,000,000)")
    parser.add_argument("--octets", type=int, default=1_500, help="octets of an imported message's body (1,500)")
    parser.add_argument("--stacks", action="store_true", help="tell where the threads were at late beats")
    parser.add_argument("--idle", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.idle:
        idle()
        return 0
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QApplication([])
    sys.setswitchinterval(SWITCH_SECONDS)
    collector = Collector()  # as in the program
    with tempfile.TemporaryDirectory(prefix="mailferry-beats-") as name:
        folder = Path(name)
        make_mail(folder / "list.mbox", options.listed, 0)
        make_mail(folder / "import.mbox", options.imported, options.octets)
        (folder / "certificates").mkdir()
        with run_dovecot(make_certificates(folder / "certificates")) as dovecot:
            desk = Desk(folder / "state")
            try:
                account = desk.connect_server(dovecot.server, dovecot.add_account(storage="mdbox"))
                return measure(desk, account, folder, options.listed, stacks=options.stacks)
            finally:
                desk.close()
                app.processEvents()
                collector.end()


def measure(desk: Desk, account: str, folder: Path, listed: int, *, stacks: bool) -> int:
    """Open the list, import, scroll, and tell of the beats; the exit code."""
    window = desk.window
    window.resize(1280, 800)
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    beside = subprocess.Popen([sys.executable, "-m", "tests.ui.beats", "--idle"], stdin=subprocess.PIPE,
                              stdout=subprocess.PIPE, text=True, env=environment)
    dog = Watchdog()
    watch = Stacks(dog) if stacks else None
    try:
        began = time.monotonic()
        window.sources.open([str(folder / "list.mbox")])
        table = window.sources.table
        desk.wait(lambda: table.model().rowCount() >= listed, 600)
        print(f"opened {listed:,} messages in {time.monotonic() - began:.1f} s; {told(dog)}", flush=True)
        opened = dog.late
        if watch is not None:
            watch.tell()
        scroller = scrolling(desk)
        began = time.monotonic()
        desk.drop_on(account, (), files([folder / "import.mbox"]))
        dog.begin()
        began, before = time.monotonic(), processor()
        wait_calmly(desk)
        taken = time.monotonic() - began
        worked, waited = (now - then for now, then in zip(processor(), before, strict=True))
        scroller.stop()
        late, beats = list(dog.late), dog.beats
    finally:
        if watch is not None:
            watch.close()
        theirs = json.loads(beside.communicate(timeout=60)[0])
    print(f"imported {desk.imports()[0].totals.messages:,} messages in {taken:.1f} s, of which the window's thread "
          f"worked {worked / taken:.0%} and waited for a processor {waited / taken:.0%}; {told(dog)}")
    share = 1 - len(late) / beats if beats else 0.0
    still = [gap for gap in opened + late if gap[1] - gap[0] > STILL_SECONDS and not shared(gap, theirs)]
    print(f"the idle process was late {len(theirs)} times")
    print(f"{share:.4%} of the beats while importing came within 50 ms; "
          f"{len(still)} over 250 ms that the idle process had not, the longest "
          f"{max((gap[1] - gap[0] for gap in still), default=0.0) * 1000:.0f} ms")
    if watch is not None:
        watch.tell()
    return 0 if share >= SHARE and not still else 1


def processor() -> tuple[float, float]:
    """For how many seconds this thread ran, and for how many it could have run but other work had the processors
    (proc(5), schedstat): on a loaded machine it is this that makes beats late."""
    ran, waited = Path(f"/proc/self/task/{threading.get_native_id()}/schedstat").read_text("ascii").split()[:2]
    return int(ran) / 1e9, int(waited) / 1e9


def wait_calmly(desk: Desk) -> None:
    """Until the import has ended, asking only now and then, since each question holds up the window."""
    loop = QEventLoop()
    tick = QTimer(interval=500)
    tick.timeout.connect(lambda: loop.quit() if desk.finished() else None)
    tick.start()
    loop.exec()
    tick.stop()


def told(dog: Watchdog) -> str:
    """A watchdog's beats in words."""
    longest = max((end - begin for begin, end in dog.late), default=0.0)
    return f"{dog.beats} beats, {len(dog.late)} late, the longest {longest * 1000:.0f} ms"


def shared(gap: Gap, theirs: Sequence[Sequence[float]]) -> bool:
    """Whether the idle process stood still for most of that time too."""
    return any(min(gap[1], end) - max(gap[0], begin) > (gap[1] - gap[0]) / 2 for begin, end in theirs)


def scrolling(desk: Desk) -> QTimer:
    """Scrolls the list by pages, to and fro, as fast as a person with a held key."""
    bar = desk.window.sources.table.verticalScrollBar()
    steps = {"by": bar.pageStep() * 7}

    def scroll() -> None:
        if not bar.minimum() < bar.value() + steps["by"] < bar.maximum():
            steps["by"] = -steps["by"]
        bar.setValue(bar.value() + steps["by"])

    timer = QTimer(desk.window, interval=SCROLL_MS)
    timer.timeout.connect(scroll)
    timer.start()
    return timer


if __name__ == "__main__":
    raise SystemExit(main())
