"""The pages beside the queue: the messages of a batch, its attempts, and what was said to the server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot
from tests.servers.common import ImapServer
from tests.servers.fixtures import NewDovecotAccount
from tests.ui.desk import Desk, files
from tests.ui.made import Shelf, batch, letter, mbox

from mailferry.transfer.journal_attempts import AttemptView
from mailferry.transfer.values import BatchState
from mailferry.ui import inspector as inspector_module
from mailferry.ui.app import window_settings
from mailferry.ui.asks import Pages
from mailferry.ui.inspector import ATTEMPTS, DATE, FLAGS, MESSAGE, MESSAGES, OVERVIEW, SIZE, STATE, Inspector
from mailferry.ui.preferences import Preferences, save

LIMIT = 100_000


class Diary(Shelf):
    """A journal with attempts."""

    def __init__(self, attempts: list[AttemptView], messages_each: int) -> None:
        super().__init__([], [], messages_each)
        self.tries = attempts
        self.asked = 0

    def attempts(self, batch_id: int) -> list[AttemptView]:
        self.asked += 1
        return self.tries


LOST = AttemptView(1, 1_700_000_000.0, 1_700_000_004.5, "lost", "The server ended the connection.", "C: A1 APPEND", "")
REFUSED = AttemptView(2, 1_700_000_010.0, 1_700_000_011.0, "rejected", "Too large", "C: A1 APPEND\nS: A1 NO", "")


@pytest.fixture
def diary() -> Diary:
    return Diary([LOST], 25)


@pytest.fixture
def inspector(qtbot: QtBot, diary: Diary, monkeypatch: pytest.MonkeyPatch) -> Iterator[Inspector]:
    monkeypatch.setattr(inspector_module, "PAGE", 10)  # the tester of models asks for each row of each page
    pages = Pages(lambda: diary)
    made = Inspector(pages)
    qtbot.addWidget(made)
    QAbstractItemModelTester(made.model, QAbstractItemModelTester.FailureReportingMode.Fatal, made)
    made.resize(600, 150)
    made.show()
    yield made
    pages.close()
    pages.join()


def test_the_messages_of_a_batch_come_by_pages(inspector: Inspector, qtbot: QtBot) -> None:
    inspector.show_batch(batch(3, BatchState.COMMITTED, messages=25))
    inspector.setCurrentIndex(MESSAGES)
    model = inspector.model
    qtbot.waitUntil(lambda: model.rowCount() >= 10)
    row = {column: model.index(0, column).data() for column in (MESSAGE, STATE, SIZE, DATE, FLAGS)}
    assert row[MESSAGE] == "Letter 3000"
    assert row[STATE] == "Arrived"
    assert row[SIZE] == "5.0 kB"
    assert row[DATE].startswith("2017-07-14")
    assert row[FLAGS] == "\\Seen"

    def at_the_end() -> bool:
        inspector.table.scrollToBottom()
        return model.rowCount() == 25

    qtbot.waitUntil(at_the_end)


def test_attempts_are_read_when_they_are_looked_at_and_again_when_the_batch_changes(
        inspector: Inspector, diary: Diary, qtbot: QtBot) -> None:
    inspector.show_batch(batch(3))
    assert diary.asked == 0
    inspector.setCurrentIndex(ATTEMPTS)
    qtbot.waitUntil(lambda: "Attempt 1: the connection was lost" in inspector.exchange.toPlainText())
    said = inspector.exchange.toPlainText()
    assert "after 4.5 s" in said
    assert "C: A1 APPEND" in said
    inspector.show_batch(batch(3))
    diary.tries = [LOST, REFUSED]
    inspector.show_batch(batch(3, BatchState.REJECTED))
    qtbot.waitUntil(lambda: "Attempt 2: refused" in inspector.exchange.toPlainText())
    assert "S: A1 NO" in inspector.exchange.toPlainText()
    assert diary.asked == 2


def test_without_a_batch_only_the_overview_is_open(inspector: Inspector) -> None:
    inspector.show_batch(batch(3))
    inspector.setCurrentIndex(MESSAGES)
    inspector.show_batch(None)
    assert inspector.currentIndex() == OVERVIEW
    assert not inspector.isTabEnabled(MESSAGES)
    assert not inspector.isTabEnabled(ATTEMPTS)


def test_a_refusal_of_dovecot_can_be_followed_to_its_command(desk: Desk, dovecot: ImapServer,
                                                             dovecot_account: NewDovecotAccount,
                                                             tmp_path: Path) -> None:
    account = dovecot_account(max_mail_size=LIMIT)
    save(window_settings(desk.state_dir), Preferences(on_reject="skip"))
    name = desk.connect_server(dovecot, account)
    mail = [letter(1), letter(2, octets=2 * LIMIT)]
    desk.drop_on(name, (), files([mbox(tmp_path / "a.mbox", mail)]))
    desk.wait(lambda: [view.state for view in desk.batches()] == [BatchState.REJECTED])
    ((index, refused),) = desk.batch_rows()
    queue = desk.window.queue
    queue.details_button.click()
    queue.view.setCurrentIndex(index)
    queue.inspector.setCurrentIndex(ATTEMPTS)
    desk.wait(lambda: refused.words in queue.inspector.exchange.toPlainText())
    said = queue.inspector.exchange.toPlainText()
    assert 'APPEND "INBOX"' in said or "APPEND INBOX" in said
    assert "[message, " in said
    assert account.password not in said
    assert "This is letter number" not in said
    queue.inspector.setCurrentIndex(MESSAGES)
    desk.wait(lambda: queue.inspector.model.rowCount() == 2)
