"""The running program on a real screen, a real file manager beside it, and mail to drag.

With MAILFERRY_PICTURES set to a folder, pictures of the screen are left there to be looked at.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TypedDict

from tests.desktop.screen import SECONDS, Screen, read_line
from tests.servers.checker import Stored
from tests.servers.common import wait_until

Place = tuple[int, int]
WINDOW_SIZE = (920, 780)


class Told(TypedDict, total=False):
    """A line that the program prints in its test mode."""

    rows: dict[str, dict[str, list[int]]]
    places: dict[str, list[int]]
    dropped: dict[str, object]
    over: str
    said: str


def mail(subject: str, day: int) -> bytes:
    """A small mail with CRLF, dated by its Date field."""
    return (f"From: Boat club <club@example.org>\r\nSubject: {subject}\r\nDate: {day} Mar 2019 10:00:00 +0000\r\n"
            f"Message-ID: <{day}@example.org>\r\n\r\nThe boat leaves at ten.\r\n").encode()


def stored(subject: str, day: int) -> Stored:
    """That mail, as it should lie on the server."""
    return Stored.of(mail(subject, day), (), datetime(2019, 3, day, 10, tzinfo=UTC))


class Program:
    """The running program with its window beside the file manager's."""

    def __init__(self, on: Screen) -> None:
        self._screen = on
        self._process = on.start([sys.executable, "-m", "mailferry.cli"], extra={"MAILFERRY_TEST_GEOMETRY": "1"})
        self._mailboxes: dict[str, Place] = {}
        self._others: dict[str, Place] = {}
        window = on.window("^Mailferry")
        on.call("xdotool", "windowsize", "--sync", window, *map(str, WINDOW_SIZE))
        on.call("xdotool", "windowmove", window, "0", "20")

    def kill(self) -> None:
        """As a crash, or a power cut, ends it."""
        self._process.kill()
        self._process.wait()

    def middle_of(self, mailbox: str) -> Place:
        """Where the row of this mailbox is, once the window has come to rest."""
        return self._at_rest(lambda: self._mailboxes.get(mailbox))

    def sources(self) -> Place:
        """The middle of the tree on the left."""
        return self._at_rest(lambda: self._others.get("sources"))

    def first_message(self) -> Place:
        """Where the first message of the list is."""
        return self._at_rest(lambda: self._others.get("messages"))

    def import_button(self) -> Place:
        """Where the button is that starts a planned import."""
        return self._at_rest(lambda: self._others.get("import"))

    def drag(self, start: Place, end: Place, hold: float = 0.3) -> None:
        """Drag something onto the program, and release it once the program has said that it would take it."""
        self._screen.drag(start, end, hold, self._would_take)

    def _would_take(self) -> None:
        while True:
            told: Told = json.loads(read_line(self._process))
            self._take(told)
            if told.get("over", "").startswith(("Import ", "Look into it")):
                return

    def press_import(self) -> None:
        """Click the button that starts a planned import until it has gone: what is counted meanwhile may move it."""
        self._screen.click(self.import_button())
        while "import" in self._others:
            try:
                self._take(json.loads(read_line(self._process, 10)))
            except TimeoutError:
                self._screen.click(self._others["import"])

    def _at_rest(self, find: Callable[[], Place | None]) -> Place:
        """The last place told, as soon as nothing more is told for a while."""
        while True:
            found = find()
            try:
                self._take(json.loads(read_line(self._process, SECONDS if found is None else 2)))
            except TimeoutError:
                if found is None:
                    raise
                return found

    def dropped(self) -> dict[str, object]:
        """The next drop that the program takes."""
        while True:
            told: Told = json.loads(read_line(self._process))
            self._take(told)
            if "dropped" in told:
                return told["dropped"]

    def said(self) -> str:
        """What the program says next of a drop."""
        while True:
            told: Told = json.loads(read_line(self._process))
            self._take(told)
            if "said" in told:
                return told["said"]

    def _take(self, told: Told) -> None:
        for boxes in told.get("rows", {}).values():
            self._mailboxes = {name: (place[0], place[1]) for name, place in boxes.items()}
        for name, place in told.get("places", {}).items():
            self._others[name] = place[0], place[1]
        if "places" in told and "import" not in told["places"]:
            self._others.pop("import", None)


@contextmanager
def file_manager(on: Screen, folder: Path) -> Iterator[tuple[int, int]]:
    """A file manager that shows this folder, beside the program; the middle of its first icon."""
    on.start(["pcmanfm", "--no-desktop", str(folder)])
    window = on.window(f"^{folder.name}$")
    on.call("xdotool", "windowsize", "--sync", window, "640", "480")
    on.call("xdotool", "windowmove", window, "940", "60")
    shown: list[bytes] = []

    def filled() -> bool:
        """Whether there is something where the first icon comes, and all has stayed as it is: it fills by and by."""
        icon = on.pixels(940 + 205 - 16, 60 + 96 - 16, 32, 32)
        shown.append(on.pixels(940, 60, 640, 480))
        return len({icon[place:place + 3] for place in range(0, len(icon), 3)}) > 1 and shown[-3:] == [shown[-1]] * 3

    wait_until(filled, every=0.4)
    yield 940 + 205, 60 + 96


def keep_picture(on: Screen, name: str) -> None:
    """A picture for people, where they asked for it."""
    folder = os.environ.get("MAILFERRY_PICTURES")
    if folder:
        on.picture(Path(folder) / f"{name}.png")
