"""What a newcomer lives through with the practice mailbox: two messages are refused, and he gets them in."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QPushButton
from tests.ui.desk import Desk, files
from tests.ui.made import letter, mbox

from mailferry.sandbox import Sandbox
from mailferry.transfer.values import Retry
from mailferry.ui import words
from mailferry.ui.notices import Notice
from mailferry.ui.queue_data import STATE
from mailferry.ui.queue_rows import Filter


@pytest.fixture
def strict() -> Iterator[Sandbox]:
    """The practice mailbox as the window starts it."""
    with Sandbox(strict=True) as running:
        yield running


def takeout(folder: Path) -> Path:
    """An archive of Google Takeout with twelve mails; two of them are not what mails should be."""
    mails = [letter(number) for number in range(10)]
    mails.insert(3, letter(20, subject="Scan").replace(b"\n\n", b"\n\n\0", 1))
    mails.insert(7, letter(21, subject="Newsletter").replace(b"To: ", b"sent by hand\nTo: ", 1))
    with zipfile.ZipFile(folder / "takeout-1.zip", "w") as archive:
        archive.write(mbox(folder / "all.mbox", mails), "Takeout/Mail/All mail.mbox")
    return folder / "takeout-1.zip"


def said(notice: Notice | None) -> str:
    return " ".join(label.text() for label in notice.findChildren(QLabel)) if notice is not None else ""


def press(notice: Notice | None, text: str) -> None:
    assert notice is not None
    next(button for button in notice.findChildren(QPushButton) if button.text() == text).click()


def test_two_messages_are_refused_and_get_in(desk: Desk, strict: Sandbox, tmp_path: Path) -> None:
    name = desk.connect_sandbox(strict)
    notices, queue = desk.window.queue.notices, desk.window.queue
    archive = takeout(tmp_path)
    desk.drop_on(name, (), files([archive]))
    desk.wait(lambda: "10 of 12 arrived · 2 refused" in said(notices.notice("ended")))
    press(notices.notice("ended"), "Show what was refused")
    assert notices.notice("ended") is None, "the rows need its room"
    assert queue.filter_buttons[Filter.NEEDS_YOU].isChecked()
    desk.wait(lambda: len(desk.batches()) == 2)
    rows = {words.batch_name(batch).split(" → ")[0]: words.batch_state(batch) for batch in desk.batches()}
    assert set(rows) == {"“Scan”", "“Newsletter”"}
    assert rows["“Scan”"] == ("Refused: The server says: Message contains NUL characters. It can be repaired: 1 NUL "
                              "character becomes a space.")
    assert "invalid header" in rows["“Newsletter”"]
    first, second = desk.batches()
    desk.press(desk.bar(first), Retry.REPAIR.value)
    desk.wait(lambda: desk.imports()[0].totals.committed == 11 and desk.finished())
    assert notices.notice("ended") is None, "nothing pushes the other buttons away from under the mouse"
    desk.press(desk.bar(second), Retry.REPAIR.value)
    desk.wait(lambda: "12 of 12 arrived" in said(notices.notice("ended")))

    desk.only_drop_on(name, (), files([archive]))
    desk.wait(lambda: "of them are in the mailbox already" in desk.window.plan.facts.text())
    desk.accept_plan()
    desk.wait(lambda: "All 12 are in the mailbox already: nothing was sent" in said(notices.notice("ended")))
    queue.filter_buttons[Filter.ALL].click()
    desk.wait(lambda: str(queue.model.index(0, STATE).data()).startswith("All of it is in the mailbox already"))
    press(notices.notice("ended"), "Show the report")
    desk.wait(lambda: desk.window.after.report is not None)
