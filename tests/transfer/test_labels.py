"""Labels of Google Takeout on their way into a real mailbox: in the header only, as mailboxes, as keywords."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.servers.common import ImapServer
from tests.servers.fixtures import NewDovecotAccount
from tests.transfer.accounts import Home
from tests.transfer.boxes import Mail
from tests.transfer.conftest import NewFerry
from tests.transfer.ferry import Ferry, as_counts

from mailferry.transfer.values import Labels

CONTENT = [Mail(number, header=b"X-GM-THRID: 1\nX-Gmail-Labels: " + labels + b"\n") for number, labels in enumerate((
    b"Inbox,Opened,Work", b'=?UTF-8?Q?Archived,"Reisen/K=C3=B6ln,_2004"?=', b"Archived,Unread", b"Sent,Starred",
    b"Inbox,Unread"))]
PLACES = {"Mail": [0, 4], "Mail.Reisen.Köln, 2004": [1], "Mail.Archived": [2], "Mail.Sent": [3]}
READ = {0: {"\\Seen"}, 1: {"\\Seen"}, 2: set(), 3: {"\\Seen", "\\Flagged"}, 4: set()}


@pytest.fixture
def target(dovecot: ImapServer, dovecot_account: NewDovecotAccount) -> Home:
    return Home(dovecot, dovecot_account())


@pytest.fixture
def takeout(tmp_path: Path) -> Path:
    path = tmp_path / "Takeout/Mail/Alle Nachrichten.mbox"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"".join(mail.in_mbox for mail in CONTENT))
    return path


@pytest.fixture
def bring(new_ferry: NewFerry, target: Home) -> Callable[[Path, Labels], Ferry]:
    def run(source: Path, labels: Labels) -> Ferry:
        ferry = new_ferry(target.server, target.account)
        view = ferry.bring(source, target=("Mail",), labels=labels)
        copies = 6 if labels is Labels.MAILBOXES else 5
        assert as_counts(view.totals) == (copies, 0, 0, 0)
        return ferry
    return run


Bring = Callable[[Path, Labels], Ferry]


def held(target: Home) -> dict[str, list[int]]:
    """The numbers of the mails in each mailbox; they are octet for octet what they were."""
    numbers = {mail.stored.sha256: mail.number for mail in CONTENT}
    return {name: sorted(numbers[one.sha256] for one in found.elements()) for name, found in target.all_held().items()}


def test_labels_stay_in_the_header(bring: Bring, target: Home, takeout: Path) -> None:
    bring(takeout, Labels.IGNORE)
    assert held(target) == {"Mail": [0, 1, 2, 3, 4]}
    numbers = {mail.stored.sha256: mail.number for mail in CONTENT}
    assert {numbers[one.sha256]: set(one.flags) for one in target.held("Mail").elements()} == READ


@pytest.mark.parametrize("above", [0, 2])
def test_each_message_once_into_the_mailbox_of_its_first_label(
        bring: Bring, target: Home, takeout: Path, above: int) -> None:
    """From the file itself or from the folder of the Takeout: that one's name is no mailbox."""
    bring([takeout, *takeout.parents][above], Labels.MAILBOX)
    assert held(target) == PLACES


def test_a_copy_into_the_mailbox_of_each_label(bring: Bring, target: Home, takeout: Path) -> None:
    bring(takeout, Labels.MAILBOXES)
    assert held(target) == PLACES | {"Mail.Work": [0]}


def test_labels_as_keywords(bring: Bring, target: Home, takeout: Path) -> None:
    bring(takeout, Labels.KEYWORDS)
    numbers = {mail.stored.sha256: mail.number for mail in CONTENT}
    assert {numbers[one.sha256]: set(one.flags) for one in target.held("Mail").elements()} == {
        0: {"\\Seen", "Inbox", "Opened", "Work"}, 1: {"\\Seen", "Archived", "Reisen/K&APY-ln__2004"}, 2: {"Archived"},
        3: {"\\Seen", "\\Flagged", "Sent"}, 4: {"Inbox"}}


@pytest.fixture
def by_label(tmp_path: Path) -> Path:
    """A Takeout of single labels: a file for each, and a message in each file of its labels. Mail 4 is there twice."""
    folder = tmp_path / "Takeout/Mail"
    folder.mkdir(parents=True)
    for name, numbers in {"Inbox": [0, 4, 4], "Work": [0], "Reisen_Köln": [1], "Archived": [1, 2], "Sent": [3]}.items():
        (folder / f"{name}.mbox").write_bytes(b"".join(CONTENT[number].in_mbox for number in numbers))
    return tmp_path / "Takeout"


@pytest.mark.parametrize(("labels", "expected"), [
    (Labels.IGNORE, {"Mail.Inbox": [0, 4, 4], "Mail.Work": [0], "Mail.Reisen_Köln": [1], "Mail.Archived": [1, 2],
                     "Mail.Sent": [3]}),
    (Labels.MAILBOX, {"Mail": [0, 4, 4], "Mail.Reisen.Köln, 2004": [1], "Mail.Archived": [2], "Mail.Sent": [3]}),
    (Labels.MAILBOXES, {"Mail": [0, 4, 4], "Mail.Work": [0], "Mail.Reisen.Köln, 2004": [1], "Mail.Archived": [2],
                        "Mail.Sent": [3]}),
    (Labels.KEYWORDS, {"Mail.Archived": [1, 2], "Mail.Inbox": [0, 4, 4], "Mail.Sent": [3]}),
])
def test_a_message_in_the_files_of_several_labels(
        new_ferry: NewFerry, target: Home, by_label: Path, labels: Labels, expected: dict[str, list[int]]) -> None:
    """Once, or once for each label; what lies twice in one file is two messages. The same when it is read again."""
    ferry = new_ferry(target.server, target.account)
    view = ferry.bring(by_label, target=("Mail",), labels=labels)
    found = {name: numbers for name, numbers in held(target).items() if numbers}
    assert found == expected
    ferry.engine.close()
    with contextlib.closing(sqlite3.connect(by_label.parent / "state/journal.sqlite")) as journal, journal:
        journal.execute("UPDATE imports SET scan = 'running'")
    again = new_ferry(target.server, target.account)
    again.rest()
    assert {name: numbers for name, numbers in held(target).items() if numbers} == expected
    assert again.view(view.id).totals.committed == sum(map(len, expected.values()))


def test_a_copy_for_each_label_is_known_after_a_restart(
        bring: Bring, target: Home, takeout: Path, new_ferry: NewFerry, tmp_path: Path) -> None:
    """A scan that is repeated plans none of the copies again."""
    ferry = bring(takeout, Labels.MAILBOXES)
    before = target.all_held()
    with ferry.reading() as reader:
        [view] = reader.imports()
    ferry.engine.close()
    with contextlib.closing(sqlite3.connect(tmp_path / "state/journal.sqlite")) as journal, journal:
        journal.execute("UPDATE imports SET scan = 'running'")
    again = new_ferry(target.server, target.account)
    again.rest()
    assert as_counts(again.view(view.id).totals) == (6, 0, 0, 0)
    assert target.all_held() == before
