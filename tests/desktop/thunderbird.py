"""Real drags out of a real Thunderbird onto the running program, into a real Dovecot: a command of its own.

    python -m tests.desktop.thunderbird        run it before a release, and whenever the code of drops has changed

It needs what the other tests of the desktop need, and Thunderbird. The mail is made here; what arrived is read by
another client. Thunderbird may leave messages out (see `mailferry.ui.arrivals`): that this is told is a part of it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.desktop.mail_program import Thunderbird, thunderbird
from tests.desktop.program import Program, keep_picture, mail, stored
from tests.desktop.screen import Screen
from tests.servers.checker import Stored, as_multiset, read_mailbox, signed_in
from tests.servers.common import Account, ImapServer, wait_until

if TYPE_CHECKING:
    from tests.servers.fixtures import NewDovecotAccount

FIRST = stored("First", 1)  # what the account has before


def entry(subject: str, day: int, status: str) -> bytes:
    """A message as Thunderbird keeps it in a local folder."""
    head = f"From - Fri Mar  1 10:00:00 2019\nX-Mozilla-Status: {status}\nX-Mozilla-Status2: 00000000\n"
    return head.encode() + f"X-Mozilla-Keys: {'':<80}\n".encode() + mail(subject, day).replace(b"\r\n", b"\n") + b"\n"


def flagged(subject: str, day: int, *flags: str) -> Stored:
    """That message, as it should lie on the server."""
    return Stored.of(mail(subject, day), flags, stored(subject, day).internal_date)


BOXES = {
    "Boats": b"".join(entry(f"Boat {day}", day, status) for day, status in
                      ((2, "0000"), (3, "0001"), (4, "0005"), (5, "0003"), (6, "0000"))),
    "Trap": entry("Re_ Hello", 10, "0001") + entry("Hello", 11, "0001") + entry("Third", 12, "0001"),
    "Many": b"".join(entry(f"Number {number}", number % 28 + 1, "0001").replace(
        f"<{number % 28 + 1}@".encode(), f"<many.{number}@".encode()) for number in range(300)),
}


@pytest.fixture
def mailer(desktop: Screen, tmp_path: Path) -> Iterator[Thunderbird]:
    """Thunderbird beside our program."""
    (tmp_path / "profile").mkdir()
    with thunderbird(desktop, tmp_path / "profile", BOXES) as running:
        yield running


def arrived(server: ImapServer, account: Account) -> object:
    return as_multiset(read_mailbox(server, account, "INBOX"))


def wait_for(server: ImapServer, account: Account, count: int) -> None:
    wait_until(lambda: len(read_mailbox(server, account, "INBOX")) == count, 60, every=0.3)


def test_one_message_and_several_arrive_with_their_flags(desktop: Screen, dovecot: ImapServer, account: Account,
                                                         program: Program, mailer: Thunderbird) -> None:
    assert mailer.show("Boats", 5) == [f"Boat {day}" for day in range(2, 7)]
    keep_picture(desktop, "thunderbird before")
    program.drag(mailer.choose([2]), program.middle_of("Inbox"), hold=0.5)
    assert program.dropped()["messages"] == 1
    keep_picture(desktop, "thunderbird one message")
    program.press_import()
    wait_for(dovecot, account, 2)
    assert arrived(dovecot, account) == as_multiset([FIRST, flagged("Boat 4", 4, "\\Seen", "\\Flagged")])

    program.drag(mailer.choose([0, 1, 3, 4]), program.middle_of("Inbox"), hold=0.5)
    assert program.dropped()["messages"] == 4
    keep_picture(desktop, "thunderbird several messages")
    program.press_import()
    wait_for(dovecot, account, 6)
    assert arrived(dovecot, account) == as_multiset([
        FIRST, flagged("Boat 2", 2), flagged("Boat 3", 3, "\\Seen"), flagged("Boat 4", 4, "\\Seen", "\\Flagged"),
        flagged("Boat 5", 5, "\\Seen", "\\Answered"), flagged("Boat 6", 6)])


def test_what_thunderbird_leaves_out_is_named_and_the_others_arrive(
        desktop: Screen, dovecot: ImapServer, account: Account, program: Program, mailer: Thunderbird) -> None:
    assert mailer.show("Trap", 3) == ["Re_ Hello", "Hello", "Third"]
    program.drag(mailer.choose([0, 1, 2]), program.middle_of("Inbox"), hold=0.5)
    said = program.said()
    print(f"\nsaid: {said}")
    assert said == ("Thunderbird left out 1 of 3 messages: number 2 of those selected, after “Re_ Hello.eml”. Drag it "
                    "alone.")
    keep_picture(desktop, "thunderbird left one out")
    program.press_import()
    wait_for(dovecot, account, 3)
    program.drag(mailer.choose([1]), program.middle_of("Inbox"), hold=0.5)
    program.press_import()
    wait_for(dovecot, account, 4)
    those = (("Re_ Hello", 10), ("Hello", 11), ("Third", 12))
    assert arrived(dovecot, account) == as_multiset([FIRST, *(flagged(*one, "\\Seen") for one in those)])


@pytest.fixture
def far(dovecot: ImapServer, dovecot_account: NewDovecotAccount, mailer: Thunderbird) -> None:
    """An account on a server in Thunderbird, with three messages."""
    other = dovecot_account()
    with signed_in(dovecot, other) as connection:
        for day, flags in ((20, ""), (21, "(\\Seen \\Flagged)"), (22, "")):
            connection.append("INBOX", flags, None, mail(f"Far {day}", day))
    mailer.add_account(dovecot, other)


@pytest.mark.usefixtures("far")
def test_messages_of_an_account_on_a_server_arrive_unread(desktop: Screen, dovecot: ImapServer, account: Account,
                                                          program: Program, mailer: Thunderbird) -> None:
    assert mailer.show_inbox(3) == ["Far 20", "Far 21", "Far 22"]
    for rows, count in (([0], 2), ([1, 2], 4)):
        program.drag(mailer.choose(rows), program.middle_of("Inbox"), hold=1)
        assert program.dropped()["messages"] == len(rows)
        keep_picture(desktop, f"thunderbird imap {count}")
        program.press_import()
        wait_for(dovecot, account, count)
    assert arrived(dovecot, account) == as_multiset([FIRST, *(stored(f"Far {day}", day) for day in (20, 21, 22))])


def test_a_folder_is_refused_in_words(desktop: Screen, program: Program, mailer: Thunderbird) -> None:
    mailer.show("Boats", 5)
    desktop.drag(mailer.folder("Boats"), program.middle_of("Inbox"), hold=0.5)
    said = program.said()
    print(f"\nsaid: {said}")
    keep_picture(desktop, "thunderbird folder")
    assert "does not hand folders to other programs" in said


def test_three_hundred_messages_come_in_one_drag(desktop: Screen, dovecot: ImapServer, account: Account,
                                                 program: Program, mailer: Thunderbird) -> None:
    mailer.show("Many", 300)
    program.drag(mailer.choose(range(300)), program.middle_of("Inbox"), hold=2)
    came = program.dropped()["messages"]
    print(f"\n{came} of 300 came")
    assert came == 300
    program.press_import()
    wait_for(dovecot, account, 301)


def main() -> int:
    """Run the drags; pictures are left where MAILFERRY_PICTURES says."""
    if not any(os.access(f"{folder}/thunderbird", os.X_OK) for folder in os.environ["PATH"].split(os.pathsep)):
        print("Thunderbird is not installed.", file=sys.stderr)
        return 2
    return int(pytest.main([__file__, "-v", "-s", "-p", "no:cacheprovider", "-p", "no:xdist"]))


if __name__ == "__main__":
    sys.exit(main())
