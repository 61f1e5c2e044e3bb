"""The pages beside the queue: the messages of a batch, its attempts, and what was said to the server."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot
from tests.servers.checker import signed_in
from tests.servers.common import ImapServer
from tests.servers.fixtures import NewDovecotAccount, NewScriptedServer
from tests.ui.desk import Desk, files
from tests.ui.made import Shelf, account, batch, letter, mbox, message, wire

from mailferry.transfer.journal_attempts import AttemptView
from mailferry.transfer.values import BatchState
from mailferry.transfer.values_after import Trace, TraceKind
from mailferry.ui import inspector as inspector_module
from mailferry.ui.app import window_settings
from mailferry.ui.asks import Pages
from mailferry.ui.details import batch_details, message_details
from mailferry.ui.inspector import ATTEMPTS, DATE, FLAGS, MESSAGE, MESSAGES, OVERVIEW, SIZE, STATE, Inspector
from mailferry.ui.preferences import Preferences, save
from mailferry.ui.queue_rows import message_state
from mailferry.ui.words import translate

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


def test_the_fate_of_a_message_is_not_cut(spoken: str, inspector: Inspector, qtbot: QtBot) -> None:
    inspector.show_batch(batch(3, BatchState.REJECTED, messages=25))
    inspector.setCurrentIndex(MESSAGES)
    qtbot.waitUntil(lambda: inspector.model.rowCount() >= 10)
    assert inspector.model.index(0, STATE).data() == translate("Words", "Refused with its batch, not stored")
    assert inspector.table.sizeHintForColumn(STATE) <= inspector.table.columnWidth(STATE)


def test_the_messages_of_a_batch_come_by_pages(inspector: Inspector, qtbot: QtBot) -> None:
    inspector.show_batch(batch(3, BatchState.COMMITTED, messages=25))
    inspector.setCurrentIndex(MESSAGES)
    model = inspector.model
    qtbot.waitUntil(lambda: model.rowCount() >= 10)
    row = {column: model.index(0, column).data() for column in (MESSAGE, STATE, SIZE, DATE, FLAGS)}
    assert row[MESSAGE] == "Letter 3000"
    assert row[STATE] == "Arrived"
    assert row[SIZE] == "5.0 kB"
    assert row[DATE].startswith("7/14/17")
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
    with signed_in(dovecot, account) as other:
        other.create("INBOX.Boats")
    name = desk.connect_server(dovecot, account)
    mail = [letter(1), letter(2, octets=2 * LIMIT)]
    desk.drop_on(name, ("INBOX", "Boats"), files([mbox(tmp_path / "a.mbox", mail)]))
    desk.wait(lambda: [view.state for view in desk.batches()] == [BatchState.REJECTED])
    ((index, refused),) = desk.batch_rows()
    queue = desk.window.queue
    queue.details_button.click()
    queue.view.setCurrentIndex(index)
    queue.inspector.setCurrentIndex(ATTEMPTS)
    desk.wait(lambda: refused.words in queue.inspector.exchange.toPlainText())
    said = queue.inspector.exchange.toPlainText()
    assert 'APPEND "INBOX.Boats"' in said
    assert "[message, " in said
    assert account.password not in said
    assert "This is letter number" not in said
    assert "Mailbox: Inbox/Boats" in queue.inspector.text.toPlainText(), "as in the tree and in the row"
    queue.inspector.setCurrentIndex(MESSAGES)
    desk.wait(lambda: queue.inspector.model.rowCount() == 2)


@pytest.mark.parametrize(("found", "said"), [
    (Trace(TraceKind.TOLD, (7,)), "There: the server said so (UID 7)"),
    (Trace(TraceKind.FOUND, (7,)), "There, as it was sent (UID 7)"),
    (Trace(TraceKind.TWICE, (7, 12)), "There 2 times (UID 7, 12)"),
    (Trace(TraceKind.ELSEWHERE, (7,)), "There, but not in the order of the batch (UID 7)"),
    (Trace(TraceKind.ALTERED, (7,), 5200), "Perhaps there, changed by the server to 5,200 octets (UID 7)"),
    (Trace(TraceKind.MISSING), "Not there"),
    (Trace(TraceKind.UNKNOWN), "Nobody can tell"),
])
def test_what_was_found_of_a_message_is_told_in_words(found: Trace, said: str) -> None:
    one = replace(message(3001, 3), trace=found)
    conflict = batch(3, BatchState.CONFLICT)
    assert message_state(conflict, one) == said
    assert f"Found in Archive.2019 when it was looked for: {said}" in message_details(conflict, one)
    there = account()
    assert f"Found in Archive/2019 when it was looked for: {said}" in message_details(conflict, one, there)
    assert "Mailbox: Archive/2019" in batch_details(conflict, there)


def test_of_a_conflict_each_message_tells_what_is_there_and_the_rest_can_be_sent(
        desk: Desk, scripted_server: NewScriptedServer, tmp_path: Path) -> None:
    """The server keeps a part of what it refuses, and the import leaves out whole batches."""
    server = scripted_server(refused=b"Not to be taken.")
    save(window_settings(desk.state_dir), Preferences(on_reject="skip"))
    name = desk.connect_server(server.server, server.account)
    mail = [letter(1), letter(2), letter(3) + b"Not to be taken.\n", letter(4)]
    desk.drop_on(name, (), files([mbox(tmp_path / "a.mbox", mail)]))
    desk.wait(lambda: [view.state for view in desk.batches()] == [BatchState.CONFLICT])
    ((index, conflict),) = desk.batch_rows()
    queue = desk.window.queue
    queue.details_button.click()
    queue.view.setCurrentIndex(index)
    choices = queue.inspector.text.toPlainText()
    assert "Try again: Send the whole batch once more. What is there already will be there twice." in choices
    assert "Send what is missing: Send only what was not found there: 2 messages." in choices
    queue.inspector.setCurrentIndex(MESSAGES)
    model = queue.inspector.model
    desk.wait(lambda: model.rowCount() == 4)
    assert model.headerData(STATE, Qt.Orientation.Horizontal) == "Found in the mailbox"
    assert [model.index(row, STATE).data() for row in range(4)] == [
        "There, as it was sent (UID 1)", "There, as it was sent (UID 2)", "Not there", "Not there"]
    assert "Looked for: " in model.index(2, STATE).data(Qt.ItemDataRole.ToolTipRole)
    desk.press(desk.bar(conflict), "missing")
    desk.wait(lambda: [view.state for view in desk.batches()] == [
        BatchState.CONFLICT, BatchState.COMMITTED, BatchState.REJECTED])
    refused = desk.batches()[2]
    desk.press(desk.bar(refused), "without")
    desk.wait(lambda: (totals := desk.imports()[0].totals).committed == 3 and totals.skipped == 1)
    assert [each.octets for each in server.stored if each.mailbox == b"INBOX"] == [
        wire(one) for one in (mail[0], mail[1], mail[3])]
