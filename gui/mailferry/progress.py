"""What a command shows while it works: a line that is written over on a terminal, or JSON objects a line each."""

from __future__ import annotations

import contextlib
import json
import os
import sys
import threading
from collections.abc import Callable

from mailferry.mail.errors import one_line
from mailferry.transfer.values import (
    AccountChanged,
    AccountState,
    BatchChanged,
    Event,
    FindingAdded,
    ImportChanged,
    JournalFailed,
    Totals,
)
from mailferry.transfer.values_after import (
    UndoEnded,
    UndoPlanned,
    UndoProgress,
    UndoView,
    VerificationChanged,
    VerificationView,
)

_BAR = 30


def tell(text: str, *, error: bool = False, end: str = "\n") -> None:
    """A line on standard output, or on standard error. What a server or a file name says cannot steer the
    terminal. That nobody reads it any more is no reason to stop the work."""
    stream = sys.stderr if error else sys.stdout
    try:
        print("\n".join(map(one_line, text.split("\n"))), file=stream, end=end, flush=True)
    except BrokenPipeError:
        with contextlib.suppress(OSError, ValueError):
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, stream.fileno())
            os.close(nowhere)


class Progress:
    """The listener of a command. Called from the engine's threads, one call at a time."""

    def __init__(self, *, json_lines: bool) -> None:
        self._json = json_lines
        self._terminal = not json_lines and sys.stderr.isatty()
        self._condition = threading.Condition()
        self._tried: set[str] = set()
        self._waiting: dict[str, str] = {}
        self._line = ""
        self.plan: UndoView | None = None
        """What taking an import back would remove, once that was told."""
        self.undone: UndoView | None = None
        """What it has removed."""

    def take(self, event: Event) -> None:
        """Show an event."""
        match event:
            case AccountChanged(view):
                with self._condition:
                    if (view.facts is not None and view.mailboxes is not None) or view.state is AccountState.PAUSED:
                        self._tried.add(view.name)
                    self._condition.notify_all()
                if view.state is AccountState.WAITING:
                    if self._waiting.get(view.name) != view.sentence:  # it may wait for hours: said once
                        self.say(f"{view.sentence} Trying again ...")
                    self._waiting[view.name] = view.sentence
                elif view.state is AccountState.WORKING and view.sentence:
                    self.say(view.sentence)
                elif view.state is not AccountState.CONNECTING:
                    self._waiting.pop(view.name, None)
                if self._json:
                    self.write({"event": "account", "account": view.name, "state": view.state.value,
                                "sentence": view.sentence, "detail": view.detail})
            case ImportChanged(view):
                totals = view.totals
                if self._terminal and totals.messages:
                    done = totals.messages - totals.waiting
                    bar = "=" * (_BAR * done // totals.messages)
                    self._draw(f"[{bar:<{_BAR}}] {done:,} of {totals.messages:,}"
                               + ("" if view.scan == "done" else " (still reading)"))
            case BatchChanged(view):
                if self._json and view.sent_messages == 0:
                    self.write({"event": "batch", "batch": view.id, "parent": view.parent, "mailbox": view.mailbox,
                                "delivery": view.delivery.value,
                                "state": view.state.value, "messages": view.messages, "octets": view.octets,
                                "code": view.code, "words": view.words, "reason": view.reason,
                                "culprit": view.culprit})
            case FindingAdded(_, view):
                if self._json:
                    self.write({"event": "finding", "path": view.path, "fate": view.fate, "sentence": view.sentence,
                                "messages": view.messages})
            case VerificationChanged(view):
                if self._terminal and view.ended is None and view.arrived:
                    self._draw(f"{view.checked:,} of {view.arrived:,} checked")
            case UndoProgress(_, removed):
                if self._terminal:
                    self._draw(f"{removed:,} removed")
            case UndoPlanned(undo):
                self.plan = undo
            case UndoEnded(undo):
                self.undone = undo
            case JournalFailed(title, sentence, _):
                self.say(f"{title}: {sentence}")

    def has_tried(self, name: str) -> bool:
        """Whether the first try to connect this account has ended, one way or the other."""
        return name in self._tried

    def wait_for(self, predicate: Callable[[], bool]) -> None:
        """Wait until this is true of what was told so far."""
        with self._condition:
            self._condition.wait_for(predicate)

    def write(self, value: dict[str, str | int | float | None]) -> None:
        """One JSON object on a line of standard output."""
        tell(json.dumps(value))

    def summary(self, totals: Totals, seconds: float) -> None:
        """The last line of JSON: committed + rejected + skipped + failed = messages."""
        self.write({"event": "summary", "messages": totals.messages, "committed": totals.committed,
                    "rejected": totals.rejected, "skipped": totals.skipped, "failed": totals.failed,
                    "batches": totals.batches, "octets": totals.committed_octets, "seconds": round(seconds, 3)})

    def verification(self, view: VerificationView) -> None:
        """How the comparison of an import with what the server holds went."""
        self.write({"event": "verification", "import": view.import_id, "depth": view.depth.value,
                    "arrived": view.arrived, "checked": view.checked, "differing": view.differing,
                    "without_uid": view.without_uid, "problem": view.problem})

    def clear(self) -> None:
        """Take the progress line away."""
        if self._terminal and self._line:
            tell(" " * len(self._line), error=True, end="\r")
            self._line = ""

    def say(self, sentence: str) -> None:
        """A line for people, on standard error."""
        self.clear()
        tell(sentence, error=True)

    def _draw(self, line: str) -> None:
        tell(line.ljust(len(self._line)), error=True, end="\r")
        self._line = line
