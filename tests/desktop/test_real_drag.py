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

        program.drag((x + 94, y), place)
        assert program.dropped()["paths"] == [str(mails / "zwei Größen.eml")]
        assert len(read_mailbox(dovecot, account, "INBOX")) == 1, "nothing is sent before the plan was seen"
        program.press_import()
        wait_until(lambda: len(read_mailbox(dovecot, account, "INBOX")) == 2, every=0.2)

        program.drag((x, y), program.middle_of("Inbox"))
        assert program.dropped()["paths"] == [str(mails / "Ärger & Co")]
        program.press_import()
        wait_until(lambda: arrived_folder in list_mailboxes(dovecot, account)
                   and len(read_mailbox(dovecot, account, arrived_folder)) == 1, every=0.2)
        program.middle_of("Inbox")
        keep_picture(desktop, "after")

    assert as_multiset(read_mailbox(dovecot, account, "INBOX")) == as_multiset([stored("First", 1), stored("Loose", 2)])
    assert as_multiset(read_mailbox(dovecot, account, arrived_folder)) == as_multiset([stored("In the folder", 3)])


def test_many_files_are_dragged_at_once(desktop: Screen, dovecot: ImapServer, account: Account, program: Program,
                                        tmp_path: Path) -> None:
    mails = tmp_path / "Some mail"
    mails.mkdir()
    names = ["1 Grüße aus Köln.eml", "2 a & b.eml", "3 100 %.eml", "4 Ελλάδα.eml"]
    for day, name in enumerate(names, 2):
        (mails / name).write_bytes(mail(name, day).replace(name.encode(), f"Letter {day}".encode()))
    with file_manager(desktop, mails) as icon:
        place = program.middle_of("Inbox")
        x, y = icon

        def others() -> list[bytes]:
            return [desktop.pixels(x + column * 94 - 16, y - 16, 32, 32) for column in (0, 2, 3)]

        before = others()

        def all_chosen() -> bool:
            """They look chosen; the key goes nowhere until the window has the focus."""
            desktop.call("xdotool", "key", "ctrl+a")
            return all(now != then for now, then in zip(others(), before, strict=True))

        desktop.click((x + 94, y))  # on another icon: a press where the click was would be a double click
        wait_until(all_chosen, every=0.2)
        program.drag(icon, place)
        assert sorted(program.dropped()["paths"]) == sorted(str(mails / name) for name in names)  # type: ignore[call-overload]  # JSON
        keep_picture(desktop, "many files")
        program.press_import()
        wait_until(lambda: len(read_mailbox(dovecot, account, "INBOX")) == 5, every=0.2)
    assert as_multiset(read_mailbox(dovecot, account, "INBOX")) == as_multiset([
        stored("First", 1), *(stored(f"Letter {day}", day) for day in range(2, 6))])
