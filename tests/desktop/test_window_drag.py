"""Real drags inside the window: a folder comes from the file manager to the left side, and a message of it goes from
the list onto a mailbox, each by the mouse. What arrived is read by another client."""

from __future__ import annotations

from pathlib import Path

from tests.desktop.program import Program, file_manager, keep_picture, mail, stored
from tests.desktop.screen import Screen
from tests.servers.checker import as_multiset, read_mailbox
from tests.servers.common import Account, ImapServer, wait_until


def test_a_message_of_an_opened_folder_is_dragged_onto_a_mailbox(
        desktop: Screen, dovecot: ImapServer, account: Account, program: Program, tmp_path: Path) -> None:
    folder = tmp_path / "Mail to move" / "Boats"
    folder.mkdir(parents=True)
    (folder / "a.eml").write_bytes(mail("The one that is dragged", 2))
    (folder / "b.eml").write_bytes(mail("The one that stays", 3))
    with file_manager(desktop, folder.parent) as icon:
        program.drag(icon, program.sources())
        message = program.first_message()
    assert len(read_mailbox(dovecot, account, "INBOX")) == 1, "to look into a folder imports nothing"

    program.drag(message, program.middle_of("Inbox"))
    assert program.dropped()["mailbox"] == "Inbox"
    keep_picture(desktop, "the plan of a drop")
    program.press_import()
    wait_until(lambda: len(read_mailbox(dovecot, account, "INBOX")) == 2, every=0.2)
    program.middle_of("Inbox")
    keep_picture(desktop, "dragged inside the window")
    assert as_multiset(read_mailbox(dovecot, account, "INBOX")) == as_multiset([
        stored("First", 1), stored("The one that is dragged", 2)])
