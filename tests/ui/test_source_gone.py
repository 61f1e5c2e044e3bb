"""A source that is deleted while its mail waits, as a person sees it: what was not sent, why, and what can be done."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from tests.servers.checker import as_multiset, read_mailbox
from tests.servers.common import ImapServer
from tests.servers.fixtures import NewDovecotAccount
from tests.transfer.boxes import mails, write_mbox
from tests.ui.desk import Desk, files

from mailferry.transfer.report import report_lines
from mailferry.transfer.values import AccountState, Retry
from mailferry.ui import words
from mailferry.ui.app import window_settings
from mailferry.ui.preferences import Preferences, save
from mailferry.ui.queue_rows import Filter

CONTENT = mails(6)
GONE = "Not sent: Old mail.mbox is not there any more. Put it back, or leave its mail out."


@pytest.mark.parametrize("chosen", [Retry.AGAIN, Retry.SKIP])
def test_what_was_not_sent_since_its_file_was_deleted_can_be_sent_or_left_out_in_place(
        desk: Desk, dovecot: ImapServer, dovecot_account: NewDovecotAccount, tmp_path: Path, chosen: Retry) -> None:
    account, queue = dovecot_account(), desk.window.queue
    save(window_settings(desk.state_dir), Preferences(batch_messages=4))
    name = desk.connect_server(dovecot, account)
    desk.window.commands.pause(name)
    desk.wait(lambda: desk.is_account(name, AccountState.PAUSED))
    box = write_mbox(tmp_path / "Old mail.mbox", CONTENT)
    kept = box.read_bytes()
    desk.drop_on(name, (), files([box]))
    desk.wait(lambda: bool(desk.imports()) and desk.imports()[0].totals.waiting == len(CONTENT))
    box.unlink()
    desk.window.commands.resume(name)
    desk.wait(desk.finished)
    needs = queue.filter_buttons[Filter.NEEDS_YOU]
    desk.wait(lambda: needs.text() == "&Needs you 6")
    desk.click(needs)
    desk.wait(lambda: desk.states() == [GONE, GONE])
    if chosen is Retry.AGAIN:
        box.write_bytes(kept)
    for batch in desk.batches():
        desk.press(desk.bar(batch), chosen.value)
    desk.wait(lambda: needs.text() == "&Needs you")
    desk.click(queue.filter_buttons[Filter.ALL])
    sent = CONTENT if chosen is Retry.AGAIN else []
    desk.wait(lambda: desk.import_says().startswith("All arrived" if sent else "6 left out"))
    assert as_multiset(read_mailbox(dovecot, account)) == as_multiset(mail.stored for mail in sent)


@pytest.mark.parametrize("where", ["at the end", "in the menu"])
def test_a_file_that_cannot_be_read_counts_until_a_person_leaves_it_out(
        desk: Desk, dovecot: ImapServer, dovecot_account: NewDovecotAccount, tmp_path: Path, where: str) -> None:
    account, queue = dovecot_account(), desk.window.queue
    name = desk.connect_server(dovecot, account)
    folder = tmp_path / "Mail"
    folder.mkdir()
    write_mbox(folder / "good.mbox", CONTENT)
    (folder / "broken.zip").write_bytes(b"PK\x03\x04" + bytes(300))
    desk.drop_on(name, (), files([folder]))
    desk.wait(desk.finished)
    needs = queue.filter_buttons[Filter.NEEDS_YOU]
    desk.wait(lambda: needs.text() == "&Needs you 1")
    assert "1 not sent" in desk.import_says()
    if where == "at the end":
        desk.press_notice(queue.notices, "ended", "Leave out what was not sent")
    else:
        menu = queue.menu_for(queue.model.index(0, 0))
        next(action for action in menu.actions() if action.text() == "&Leave out what was not sent").trigger()
    desk.wait(lambda: needs.text() == "&Needs you")
    assert "1 left out" in desk.import_says()
    assert not words.not_sent(desk.imports()[0])
    assert not any("Leave out" in action.text() for action in queue.menu_for(queue.model.index(0, 0)).actions())
    with closing(desk.engine.reader()) as reader:
        assert any("broken.zip" in line for line in report_lines(reader, [desk.imports()[0].id])), "the report names it"
    desk.wait(lambda: "left out" in desk.said(queue.notices, "ended"))
