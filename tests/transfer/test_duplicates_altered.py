"""Importing again what servers have altered, or Mailferry has repaired: it is recognised by the UID that it got, and
what was deleted comes back. On Dovecot, Cyrus and Courier, read by the checker."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from tests.servers.checker import read_mailbox, signed_in
from tests.servers.common import Account, ImapServer
from tests.servers.fixtures import NewCyrusAccount, NewDovecotAccount
from tests.transfer.conftest import NewFerry
from tests.transfer.ferry import as_counts
from tests.transfer.refusals import NO_COLON, SPACED, write_maildir

from mailferry.transfer.values import ImportOptions, OnRefused, Selection
from mailferry.transfer.values_after import UndoEnded

DATE = b"Date: Sat, 2 Mar 2019 10:00:00 +0000\n"
ODD = (
    b"Subject: ordinary\n\nHello.\n",
    b"Subject: another\n\nHello again.\n",
    b"Subject: nul\n\nHel\0lo.\n",  # Dovecot shows it as 0x80
    b"Subject: crcrlf\n\nHello.\r\r\nAnd more.\r\n",  # Dovecot and Courier make one line end of it
    b"Subject: lone cr\n\nHel\rlo.\n",  # Courier drops it
    b"Subject: \xe4\xf6\xfc\n\nHello.\n",  # Cyrus puts X in place of each
    b"Subject: no end\n\nHello.",  # Courier adds one
    b"Subject: crcrlf above\r\r\nX-Note: a\r\r\n\r\nHello.\r\n",
)


def with_names(octets: Sequence[bytes]) -> list[bytes]:
    """Each with a Message-ID and a Date of its own at its top."""
    return [b"Message-ID: <%d@example.org>\n" % number + DATE + one for number, one in enumerate(octets)]


def write_folder(path: Path, content: Sequence[bytes]) -> Path:
    """A Maildir of these."""
    for name in ("cur", "new", "tmp"):
        (path / name).mkdir(parents=True)
    for number, octets in enumerate(content):
        (path / "cur" / f"{1_500_000_000 + number}.M{number}.host:2,").write_bytes(octets)
    return path


def message_ids(server: ImapServer, account: Account) -> list[bytes]:
    """What INBOX holds, by name."""
    stored = read_mailbox(server, account, octets=True)
    return sorted(name for message in stored if message.octets is not None
                  for name in re.findall(rb"(?m)^Message-ID: <([^>]+)>", message.octets))


@pytest.fixture(params=["dovecot", "cyrus", "courier"])
def place(request: pytest.FixtureRequest) -> tuple[ImapServer, Account]:
    return request.getfixturevalue(request.param), request.getfixturevalue(f"{request.param}_account")()


def test_exactly_the_deleted_half_comes_back_whatever_the_server_has_altered(
        place: tuple[ImapServer, Account], new_ferry: NewFerry, tmp_path: Path) -> None:
    server, account = place
    ferry = new_ferry(server, account)
    source = write_folder(tmp_path / "mail", with_names(ODD))
    assert as_counts(ferry.bring(source, batch_messages=5).totals) == (8, 0, 0, 0)
    everything = message_ids(server, account)
    assert len(everything) == 8
    assert as_counts(ferry.bring(source).totals) == (0, 0, 8, 0)
    with signed_in(server, account) as connection:
        connection.select("INBOX")
        connection.store("2,3,4,7", "+FLAGS", "(\\Deleted)")
        connection.expunge()
    left = message_ids(server, account)
    assert as_counts(ferry.bring(source, batch_messages=3).totals) == (4, 0, 4, 0)
    assert message_ids(server, account) == everything
    assert len(left) == 4


def test_an_import_that_was_taken_back_can_be_imported_again(
        place: tuple[ImapServer, Account], new_ferry: NewFerry, tmp_path: Path) -> None:
    server, account = place
    ferry = new_ferry(server, account)
    source = write_folder(tmp_path / "mail", with_names(ODD))
    first = ferry.bring(source)
    everything = message_ids(server, account)
    ferry.engine.undo(first.id)
    ferry.wait_for(lambda: any(isinstance(event, UndoEnded) for event in ferry.told))
    ferry.rest()
    assert message_ids(server, account) == []
    assert as_counts(ferry.bring(source).totals) == (8, 0, 0, 0)
    assert message_ids(server, account) == everything


def test_what_was_repaired_is_known_by_its_source(
        cyrus: ImapServer, cyrus_account: NewCyrusAccount, new_ferry: NewFerry, tmp_path: Path) -> None:
    account = cyrus_account()
    ferry = new_ferry(cyrus, account)
    source = write_maildir(tmp_path / "mail", 6, (NO_COLON, SPACED))
    assert as_counts(ferry.bring(source, on_refused=OnRefused.REPAIR).totals) == (6, 0, 0, 0)
    foresight = ferry.engine.foresight([Selection(str(source))], ferry.name, (), ImportOptions())
    assert foresight is not None
    assert list(foresight.look())[-1].present == 6, "a plan counts them as the import does"
    assert as_counts(ferry.bring(source, on_refused=OnRefused.REPAIR).totals) == (0, 0, 6, 0)
    with signed_in(cyrus, account) as connection:
        connection.select("INBOX")
        connection.store("1:*", "+FLAGS", "(\\Deleted)")
        connection.expunge()
    assert as_counts(ferry.bring(source, on_refused=OnRefused.REPAIR).totals) == (6, 0, 0, 0)


def test_where_headers_are_rewritten_message_id_and_date_are_enough(
        cyrus: ImapServer, cyrus_account: NewCyrusAccount, new_ferry: NewFerry, tmp_path: Path) -> None:
    """Cyrus puts X in place of 8-bit octets in a header. What another program has brought is known by its name then."""
    account = cyrus_account()
    content = with_names([b"Subject: \xe4 %d\n\nHello.\n" % number for number in range(4)])
    with signed_in(cyrus, account) as connection:
        for octets in content[:2]:
            assert connection.append("INBOX", "()", "", octets.replace(b"\n", b"\r\n"))[0] == "OK"
    ferry = new_ferry(cyrus, account)
    ours = write_folder(tmp_path / "ours", content[2:])
    assert as_counts(ferry.bring(ours).totals) == (2, 0, 0, 0)
    assert as_counts(ferry.bring(ours).totals) == (0, 0, 2, 0)
    everything = write_folder(tmp_path / "all", content)
    assert as_counts(ferry.bring(everything).totals) == (0, 0, 4, 0)
    assert message_ids(cyrus, account) == [b"0@example.org", b"1@example.org", b"2@example.org", b"3@example.org"]


def test_where_they_are_not_the_same_name_is_not_enough(
        dovecot: ImapServer, dovecot_account: NewDovecotAccount, new_ferry: NewFerry, tmp_path: Path) -> None:
    account = dovecot_account()
    ferry = new_ferry(dovecot, account)
    one = with_names([b"Subject: s\n\nHello.\r\r\n"])
    ferry.bring(write_folder(tmp_path / "one", one))
    ferry.bring(tmp_path / "one")
    assert as_counts(ferry.bring(write_folder(tmp_path / "other", [one[0] + b"And more.\n"])).totals) == (1, 0, 0, 0)


def test_what_is_known_is_not_asked_again_and_what_came_since_is(
        dovecot: ImapServer, dovecot_account: NewDovecotAccount, new_ferry: NewFerry, tmp_path: Path) -> None:
    """Within one session, over several imports."""
    account = dovecot_account()
    ferry = new_ferry(dovecot, account)
    content = with_names([b"Subject: %d\n\nHello.\n" % number for number in range(6)])
    with signed_in(dovecot, account) as connection:
        connection.append("INBOX", "()", "", content[0].replace(b"\n", b"\r\n"))
    assert as_counts(ferry.bring(write_folder(tmp_path / "a", content[:3])).totals) == (2, 0, 1, 0)
    with signed_in(dovecot, account) as connection:
        connection.append("INBOX", "()", "", content[3].replace(b"\n", b"\r\n"))
        connection.select("INBOX")
        connection.store("1", "+FLAGS", "(\\Deleted)")
        connection.expunge()
    assert as_counts(ferry.bring(write_folder(tmp_path / "b", content)).totals) == (3, 0, 3, 0)
    assert message_ids(dovecot, account) == [b"%d@example.org" % number for number in range(6)]
