"""The independent reader reads back from a real server exactly what plain imaplib put there."""

from __future__ import annotations

import imaplib
from datetime import datetime, timedelta, timezone

import pytest
from tests.servers import checker
from tests.servers.checker import (
    Stored,
    as_multiset,
    decode_mailbox,
    encode_mailbox,
    list_mailboxes,
    quoted,
    read_mailbox,
    signed_in,
    wait_until_stable,
)
from tests.servers.common import Account, ImapServer
from tests.servers.fixtures import NewDovecotAccount

DATE = datetime(2019, 3, 4, 5, 6, 7, tzinfo=timezone(timedelta(hours=-7)))
MAIL = b"Subject: one\r\n\r\n\xe4\xff octets\r\nzz1 LOGOUT\r\n"


def append(server: ImapServer, account: Account, mailbox: str, octets: bytes, flags: str = "") -> None:
    with signed_in(server, account) as connection:
        answer, data = connection.append(quoted(mailbox), f"({flags})", DATE, octets)
        assert answer == "OK", data


def test_a_message_is_read_with_its_octets_flags_and_date(
    dovecot: ImapServer, dovecot_account: NewDovecotAccount
) -> None:
    account = dovecot_account()
    append(dovecot, account, "INBOX", MAIL, r"\Seen $Forwarded")
    [stored] = read_mailbox(dovecot, account, octets=True)
    assert stored == Stored.of(MAIL, (r"\Seen", "$Forwarded"), DATE)
    assert stored.octets == MAIL
    assert stored.uid == 1


def test_looking_changes_no_flag(dovecot: ImapServer, dovecot_account: NewDovecotAccount) -> None:
    account = dovecot_account()
    append(dovecot, account, "INBOX", MAIL)
    assert read_mailbox(dovecot, account) == read_mailbox(dovecot, account)
    assert read_mailbox(dovecot, account)[0].flags == frozenset()


@pytest.mark.parametrize("change", ["octets", "flags", "date", "number"])
def test_multisets_tell_every_difference(change: str) -> None:
    wanted = [Stored.of(MAIL, (r"\Seen",), DATE), Stored.of(b"other", (), DATE)]
    found = {
        "octets": [Stored.of(MAIL + b"\n", (r"\Seen",), DATE), wanted[1]],
        "flags": [Stored.of(MAIL, (), DATE), wanted[1]],
        "date": [Stored.of(MAIL, (r"\Seen",), DATE + timedelta(seconds=1)), wanted[1]],
        "number": [*wanted, wanted[1]],
    }[change]
    assert as_multiset(found) != as_multiset(wanted)
    assert as_multiset(reversed(wanted)) == as_multiset(wanted)


def test_the_same_moment_in_another_zone_is_the_same_date() -> None:
    elsewhere = DATE.astimezone(timezone(timedelta(hours=5, minutes=30)))
    assert as_multiset([Stored.of(MAIL, (), elsewhere)]) == as_multiset([Stored.of(MAIL, (), DATE)])


def test_large_mailboxes_are_read_in_parts(
    dovecot: ImapServer, dovecot_account: NewDovecotAccount, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = dovecot_account()
    mails = [b"Subject: %d\r\n\r\n" % number + b"x" * 300 * number + b"\r\n" for number in range(6)]
    for mail in mails:
        append(dovecot, account, "INBOX", mail)
    monkeypatch.setattr(checker, "CHUNK_OCTETS", 700)
    monkeypatch.setattr(checker, "CHUNK_MESSAGES", 2)
    assert read_mailbox(dovecot, account) == [Stored.of(mail, (), DATE) for mail in mails]


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("Entwürfe & Notizen", b"Entw&APw-rfe &- Notizen"),
        ("台北/日本語", b"&U,BTFw-/&ZeVnLIqe-"),
        ("~peter/mail", b"~peter/mail"),
        ("😀", b"&2D3eAA-"),
    ],
)
def test_mailbox_names_in_modified_utf7(name: str, raw: bytes) -> None:
    assert encode_mailbox(name) == raw
    assert decode_mailbox(raw) == name


def test_mailboxes_are_listed_by_their_real_names(
    dovecot: ImapServer, dovecot_account: NewDovecotAccount
) -> None:
    account = dovecot_account(separator="/")
    names = ["Entwürfe", 'with "quotes" and \\', "a/b & c"]
    with signed_in(dovecot, account) as connection:
        for name in names:
            assert connection.create(quoted(name))[0] == "OK"
    append(dovecot, account, "Entwürfe", MAIL)
    assert set(list_mailboxes(dovecot, account)) >= {"INBOX", *names}
    assert len(read_mailbox(dovecot, account, "Entwürfe")) == 1


def test_a_missing_mailbox_is_an_error_not_an_empty_one(
    dovecot: ImapServer, dovecot_account: NewDovecotAccount
) -> None:
    with pytest.raises(imaplib.IMAP4.error, match="EXAMINE nowhere"):
        read_mailbox(dovecot, dovecot_account(), "nowhere")


def test_stable_means_that_the_last_changes_are_seen() -> None:
    values = iter([0, 1, 2])
    assert wait_until_stable(lambda: next(values, 3), patience=0.2) == 3


def test_what_never_settles_is_an_error() -> None:
    values = iter(range(10_000))
    with pytest.raises(TimeoutError):
        wait_until_stable(lambda: next(values), patience=0.1, seconds=0.3)
