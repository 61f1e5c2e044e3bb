"""Real drags: from a real file manager onto the running program, its mail into a real Dovecot.

The program is started as a user starts it, without arguments; its account comes from an earlier import by command
line, and its password from the session's password store. What arrived is read by another client. With
MAILFERRY_PICTURES set to a folder, pictures of the screen are left there to be looked at.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.desktop.screen import PROGRAMS, Screen, read_line, screen
from tests.servers.checker import Stored, as_multiset, list_mailboxes, read_mailbox
from tests.servers.common import Account, ImapServer, wait_until
from tests.servers.fixtures import NewDovecotAccount

CHECKOUT = Path(__file__).resolve().parents[2]
WINDOW_SIZE = (920, 780)


def mail(subject: str, day: int) -> bytes:
    """A small mail with CRLF, dated by its Date field."""
    return (f"From: Boat club <club@example.org>\r\nSubject: {subject}\r\nDate: {day} Mar 2019 10:00:00 +0000\r\n"
            f"Message-ID: <{day}@example.org>\r\n\r\nThe boat leaves at ten.\r\n").encode()


def stored(subject: str, day: int) -> Stored:
    """That mail, as it should lie on the server."""
    return Stored.of(mail(subject, day), (), datetime(2019, 3, day, 10, tzinfo=UTC))


class Program:
    """The running program with its window beside the file manager's."""

    def __init__(self, on: Screen, process: subprocess.Popen[bytes]) -> None:
        self._screen = on
        self._process = process
        self._places: dict[str, tuple[int, int]] = {}
        window = on.window("^Mailferry")
        on.call("xdotool", "windowsize", "--sync", window, *map(str, WINDOW_SIZE))
        on.call("xdotool", "windowmove", window, "0", "20")

    def middle_of(self, mailbox: str) -> tuple[int, int]:
        """Where the row of this mailbox is now: the last place told, once the window has come to rest."""
        while True:
            try:
                self._take(json.loads(read_line(self._process, 2 if mailbox in self._places else 30)))
            except TimeoutError:
                if mailbox not in self._places:
                    raise
                return self._places[mailbox]

    def dropped(self) -> dict[str, object]:
        """The next drop that the program takes."""
        while True:
            told = json.loads(read_line(self._process))
            self._take(told)
            if "dropped" in told:
                result: dict[str, object] = told["dropped"]
                return result

    def _take(self, told: dict[str, dict[str, dict[str, list[int]]]]) -> None:
        for boxes in told.get("rows", {}).values():
            self._places = {name: (place[0], place[1]) for name, place in boxes.items()}


@contextmanager
def file_manager(on: Screen, folder: Path) -> Iterator[tuple[int, int]]:
    """A file manager that shows this folder, beside the program; the middle of its first icon."""
    on.start(["pcmanfm", "--no-desktop", str(folder)])
    window = on.window(f"^{folder.name}$")
    on.call("xdotool", "windowsize", "--sync", window, "640", "480")
    on.call("xdotool", "windowmove", window, "940", "60", "sleep", "1.5")  # the listing fills in the background
    yield 940 + 205, 60 + 96


@pytest.fixture
def desktop(tmp_path: Path) -> Iterator[Screen]:
    """The screen."""
    missing = [program for program in PROGRAMS if shutil.which(program) is None]
    if missing:
        pytest.skip(f"not installed: {', '.join(missing)}")
    (tmp_path / "home").mkdir()
    with screen(tmp_path / "home") as made:
        made.environment["PYTHONPATH"] = str(CHECKOUT / "gui")
        yield made


@pytest.fixture
def program(desktop: Screen, dovecot: ImapServer, account: Account) -> Program:
    """The program with an account on Dovecot."""
    url = f"imap://{account.user}@127.0.0.1:{dovecot.port}/"
    first = Path(desktop.environment["HOME"]) / "first.eml"
    first.write_bytes(mail("First", 1))
    os.utime(first, (0, 0))
    desktop.environment["TEST_PASSWORD"] = account.password
    desktop.call(sys.executable, "-m", "mailferry.cli", "import", str(first), "--to", url, "--plaintext",
                 "--password-env", "TEST_PASSWORD")
    desktop.call(sys.executable, "-c",
                 "import keyring, os; keyring.set_password('Mailferry', "
                 f"'{account.user}@127.0.0.1:{dovecot.port}', os.environ['TEST_PASSWORD'])")
    del desktop.environment["TEST_PASSWORD"]
    process = desktop.start([sys.executable, "-m", "mailferry.cli"], extra={"MAILFERRY_TEST_GEOMETRY": "1"})
    return Program(desktop, process)


@pytest.fixture
def account(dovecot_account: NewDovecotAccount) -> Account:
    """A fresh user."""
    return dovecot_account()


def keep_picture(on: Screen, name: str) -> None:
    """A picture for people, where they asked for it."""
    folder = os.environ.get("MAILFERRY_PICTURES")
    if folder:
        on.picture(Path(folder) / f"{name}.png")


def test_a_file_and_a_folder_dragged_from_a_file_manager_arrive(
        desktop: Screen, dovecot: ImapServer, account: Account, program: Program, tmp_path: Path) -> None:
    arrived_folder = "INBOX.Ärger & Co"
    mails = tmp_path / "Mail to move"
    (mails / "Ärger & Co").mkdir(parents=True)
    (mails / "Ärger & Co" / "one.eml").write_bytes(mail("In the folder", 3))
    (mails / "zwei Größen.eml").write_bytes(mail("Loose", 2))
    with file_manager(desktop, mails) as (x, y):
        keep_picture(desktop, "before")
        place = program.middle_of("Inbox")

        desktop.drag((x + 94, y), place)
        assert program.dropped()["paths"] == [str(mails / "zwei Größen.eml")]
        wait_until(lambda: len(read_mailbox(dovecot, account, "INBOX")) == 2, 30, every=0.2)

        desktop.drag((x, y), program.middle_of("Inbox"))
        assert program.dropped()["paths"] == [str(mails / "Ärger & Co")]
        wait_until(lambda: arrived_folder in list_mailboxes(dovecot, account)
                   and len(read_mailbox(dovecot, account, arrived_folder)) == 1, 30, every=0.2)
        program.middle_of("Inbox")
        keep_picture(desktop, "after")

    assert as_multiset(read_mailbox(dovecot, account, "INBOX")) == as_multiset([stored("First", 1), stored("Loose", 2)])
    assert as_multiset(read_mailbox(dovecot, account, arrived_folder)) == as_multiset([stored("In the folder", 3)])
