"""Real drags: from a real file manager onto the running program, its mail into a real Dovecot. What arrived is read by
another client."""

from __future__ import annotations

from pathlib import Path

from tests.desktop.program import Program, file_manager, keep_picture, mail, stored
from tests.desktop.screen import Screen
from tests.servers.checker import as_multiset, list_mailboxes, read_mailbox
from tests.servers.common import Account, ImapServer, wait_until


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
        assert len(read_mailbox(dovecot, account, "INBOX")) == 1, "nothing is sent before the plan was seen"
        desktop.click(program.import_button())
        wait_until(lambda: len(read_mailbox(dovecot, account, "INBOX")) == 2, 30, every=0.2)

        desktop.drag((x, y), program.middle_of("Inbox"))
        assert program.dropped()["paths"] == [str(mails / "Ärger & Co")]
        desktop.click(program.import_button())
        wait_until(lambda: arrived_folder in list_mailboxes(dovecot, account)
                   and len(read_mailbox(dovecot, account, arrived_folder)) == 1, 30, every=0.2)
        program.middle_of("Inbox")
        keep_picture(desktop, "after")

    assert as_multiset(read_mailbox(dovecot, account, "INBOX")) == as_multiset([stored("First", 1), stored("Loose", 2)])
    assert as_multiset(read_mailbox(dovecot, account, arrived_folder)) == as_multiset([stored("In the folder", 3)])
