"""A source that is deleted while its mail waits, as a person sees it: what was not sent, why, and what can be done."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.servers.checker import as_multiset, read_mailbox
from tests.servers.common import ImapServer
from tests.servers.fixtures import NewDovecotAccount
from tests.transfer.boxes import mails, write_mbox
from tests.ui.desk import Desk, files

from mailferry.transfer.values import AccountState, Retry
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
