"""APPEND against real servers: what arrives is read back by the independent checker."""

from __future__ import annotations

import string
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from tests.imap.accounts import Place, new_place
from tests.imap.mails import HOSTILE, HOSTILE_LINES, SHORT, MadeUp, Mail, numbered, quiet
from tests.servers import cyrus as cyrus_module
from tests.servers.checker import Stored as Kept
from tests.servers.checker import as_multiset, list_mailboxes, read_mailbox, signed_in, wait_until_stable
from tests.servers.common import ImapServer
from tests.servers.fixtures import NewCyrusAccount, NewDovecotAccount, NewFaultProxy

from mailferry.imap.append import Refused, Stored
from mailferry.imap.capabilities import Capabilities
from mailferry.imap.errors import BodyMismatch, Interrupted
from mailferry.imap.transmit import Watcher
from mailferry.imap.values import Security

EVERY_KEYWORD_OCTET = string.ascii_letters[:20] + "5" + "$_.:+/&#@!~=-"
MAILS = (
    Mail(numbered(1), frozenset({"\\Seen", "\\Flagged"}), frozenset({"Work", "$Forwarded"})),
    Mail(HOSTILE, internal_date=datetime(1999, 12, 31, 23, 59, 59, tzinfo=timezone(timedelta(hours=-8)))),
    Mail(b"Subject: two\r\n\r\n" + bytes(range(0x80, 0x100)) + b"\r\n", frozenset({"\\Answered", "\\Draft"})),
)


def kept(mail: Mail) -> Kept:
    """What a server should hold of a message whose flags and date can be sent."""
    assert mail.internal_date is not None
    return Kept.of(mail.content, mail.flags | mail.keywords, mail.internal_date)


def boxes(place: Place) -> list[str]:
    return list_mailboxes(place.server, place.account)


def there(place: Place, mailbox: str = "INBOX") -> list[Kept]:
    return read_mailbox(place.server, place.account, mailbox)


@pytest.mark.parametrize("security", Security)
def test_octets_flags_keywords_and_dates_arrive(place: Place, security: Security) -> None:
    if security is not Security.PLAINTEXT and place.server.ca_file is None:
        security = Security.PLAINTEXT  # pymap speaks nothing else here
    with place.session(security) as session:
        stored = session.append("INBOX", MAILS, quiet())
        assert isinstance(stored, Stored)
    arrived = there(place)
    assert as_multiset(arrived) == as_multiset(kept(mail) for mail in MAILS)
    assert stored.uids == tuple(message.uid for message in arrived)
    assert [message.sha256 for message in arrived] == [kept(mail).sha256 for mail in MAILS]


def test_what_the_encoder_lets_through_no_server_refuses(place: Place) -> None:
    """The edges of the closed alphabets, in one batch: a single bad one would have it refused."""
    edges = [Mail(numbered(1), frozenset({"\\Answered", "\\Deleted", "\\Draft", "\\Flagged", "\\Seen"})),
             Mail(numbered(2), keywords=frozenset({EVERY_KEYWORD_OCTET})),
             Mail(numbered(3), keywords=frozenset({"k" * 50, "NIL", "1", "Seen"})),
             *(Mail(numbered(4 + index), keywords=frozenset({first + "x"})) for index, first in enumerate("$_09")),
             Mail(numbered(10), internal_date=datetime(1970, 1, 1, 0, 0, 1, tzinfo=UTC)),
             Mail(numbered(11), internal_date=datetime.now(UTC).replace(microsecond=0) + timedelta(minutes=55))]
    with place.session() as session:
        assert isinstance(session.append("INBOX", edges, quiet()), Stored)
    assert as_multiset(there(place)) == as_multiset(kept(mail) for mail in edges)


def test_keywords_in_two_spellings_do_no_harm(place: Place) -> None:
    with place.session() as session:
        assert isinstance(session.append("INBOX", [Mail(numbered(1), keywords=frozenset({"Work", "work"}))], quiet()),
                          Stored)


HOSTILE_WORDS = frozenset({"zz1 DELETE INBOX", "\r\nzz1 DELETE victim\r\n", ") {3}\r\nabc", "\\Recent", "\\*", "a]b",
                           "*", "%", "ü", "\x00", "k" * 300, "", '"', "a1 LOGOUT", "(", "{100+}", "~{5}"})
HOSTILE_DATES = (None, datetime(2020, 1, 1), datetime(1960, 1, 1, tzinfo=UTC), datetime.min.replace(tzinfo=UTC),
                 datetime.max.replace(tzinfo=timezone(timedelta(hours=-23))), datetime(2110, 1, 1, tzinfo=UTC),
                 datetime(1970, 1, 1, tzinfo=UTC))


def test_hostile_mail_flags_and_dates_do_nothing_but_arrive(place: Place) -> None:
    mails = [Mail(HOSTILE + line + b"\r\n", HOSTILE_WORDS | {"\\Seen"}, HOSTILE_WORDS | {"Kept"}, date)
             for line in HOSTILE_LINES for date in HOSTILE_DATES]
    with place.session() as session:
        session.create("victim")
        assert isinstance(session.append("victim", [Mail(numbered(0))], quiet()), Stored)
        begun = datetime.now(UTC) - timedelta(seconds=2)
        stored = session.append("INBOX", mails, quiet())
        assert isinstance(stored, Stored)
        assert session.status("victim") is not None
    assert boxes(place) == ["INBOX", "victim"]
    assert as_multiset(there(place, "victim")) == as_multiset([kept(Mail(numbered(0)))])
    arrived = there(place)
    assert [message.sha256 for message in arrived] == [Kept.of(mail.content, (), begun).sha256 for mail in mails]
    assert all(message.flags == {"\\Seen", "Kept"} for message in arrived)
    assert all(begun <= message.internal_date <= datetime.now(UTC) for message in arrived)


def test_a_nul_arrives_in_a_literal8_where_the_server_refuses_it_in_a_plain_one(
        cyrus: ImapServer, cyrus_account: NewCyrusAccount) -> None:
    place = Place(cyrus, cyrus_account())
    nul = Mail(b"Subject: nul\r\n\r\na\0b\r\n")
    with place.session() as session:
        assert isinstance(session.append("INBOX", [Mail(numbered(1)), nul], quiet()), Refused)
        session.abort()
    mails = [Mail(numbered(1)), replace(nul, binary=True), Mail(numbered(2))]
    with place.session() as session:
        assert isinstance(session.append("INBOX", mails, quiet()), Stored)
        assert isinstance(session.append_each("INBOX", mails, quiet()).verdicts[1], Stored)
    assert as_multiset(there(place)) == as_multiset(kept(mail) for mail in mails * 2)


@pytest.mark.parametrize("literals", ["LITERAL-", "neither"])
def test_servers_with_fewer_literals(dovecot: ImapServer, dovecot_account: NewDovecotAccount,
                                     fault_proxy: NewFaultProxy, literals: str) -> None:
    account = dovecot_account(literal_minus=literals == "LITERAL-")
    proxy = fault_proxy(dovecot, hide=["LITERAL+"] if literals == "neither" else [])
    mails = [Mail(numbered(number, size)) for number, size in enumerate([100, 4096, 4097, 50, 100_000, 60])]
    with Place(proxy.server, account).session() as session:
        assert session.append_rules.literals.value == literals
        assert isinstance(session.append("INBOX", mails, quiet()), Stored)
    assert as_multiset(there(Place(dovecot, account))) == as_multiset(kept(mail) for mail in mails)


def test_thirty_megabytes_through_tls(on_dovecot: Place) -> None:
    mails = [MadeUp(size) for size in (12_000_000, 100, 900_000, 17_000_000)]
    heard: list[int] = []
    with on_dovecot.session(Security.TLS) as session:
        stored = session.append("INBOX", mails, Watcher(lambda: None, lambda messages, octets: heard.append(octets)))
        assert isinstance(stored, Stored)
    assert [message.size for message in there(on_dovecot)] == [mail.wire_size for mail in mails]
    assert heard[-1] == sum(mail.wire_size for mail in mails)
    assert heard == sorted(heard)


# --- nothing of a batch that did not end well ------------------------------------------------------------------------


@pytest.mark.parametrize("changed", [
    Mail(numbered(2, 300), size=310),
    Mail(numbered(2, 300), size=290, piece=100),
    Mail(numbered(2, 300), sha256=b"\x00" * 32),
], ids=["too few octets", "too many octets", "other octets"])
def test_a_changed_message_stores_nothing(place: Place, changed: Mail) -> None:
    with place.session() as session:
        with pytest.raises(BodyMismatch) as caught:
            session.append("INBOX", [Mail(numbered(1)), changed, Mail(numbered(3))], quiet())
        assert caught.value.index == 1
        session.abort()
    assert wait_until_stable(lambda: there(place), patience=0.3) == []


def test_a_stop_in_the_middle_stores_nothing(place: Place) -> None:
    with place.session() as session:
        stop = Watcher(lambda: None, lambda messages, octets: session.interrupt() if messages == 2 else None)
        with pytest.raises(Interrupted):
            session.append("INBOX", [Mail(numbered(number)) for number in range(5)], stop)
        session.abort()
    assert wait_until_stable(lambda: there(place), patience=0.3) == []


@pytest.mark.parametrize("name", ["dovecot", "cyrus", "courier", "pymap"])
def test_a_stop_before_the_last_octet_stores_nothing(name: str, request: pytest.FixtureRequest) -> None:
    """Courier stores what has a whole literal, even if the command never ends."""
    place = new_place(name, request)
    mails = MAILS[:1] if name == "courier" else MAILS
    with place.session() as session:
        with pytest.raises(Interrupted):
            session.append("INBOX", mails, replace(quiet(), finishing=session.interrupt))
        session.abort()
    assert wait_until_stable(lambda: there(place), patience=0.3) == []


# --- refusals --------------------------------------------------------------------------------------------------------


def test_a_mailbox_that_is_not_there(place: Place) -> None:
    with place.session() as session:
        refused = session.append("none", MAILS, quiet())
        assert isinstance(refused, Refused)
        assert (refused.status, refused.code, refused.in_step) == ("NO", "TRYCREATE", True)
        assert (refused.at_message, refused.committed) == ((None, True) if place.server.name == "pymap" else (0, False))
        session.create("none")
        assert isinstance(session.append("none", MAILS, quiet()), Stored)
    assert len(there(place, "none")) == 3


def test_over_dovecot_s_quota(dovecot: ImapServer, dovecot_account: NewDovecotAccount) -> None:
    place = Place(dovecot, dovecot_account(quota_kib=100))
    with place.session() as session:
        refused = session.append("INBOX", [Mail(numbered(1)), Mail(numbered(2, 200_000))], quiet())
        assert isinstance(refused, Refused)
        assert (refused.status, refused.code, refused.at_message) == ("NO", "OVERQUOTA", None)
        # It says so when the second literal begins; whether we hear that before our last line end, nobody can say.
        assert refused.committed is refused.in_step
        session.abort()
    assert wait_until_stable(lambda: there(place), patience=0.3) == []
    with place.session() as session:
        assert isinstance(session.append("INBOX", [Mail(numbered(3))], quiet()), Stored)
    assert as_multiset(there(place)) == as_multiset([kept(Mail(numbered(3)))])


def test_over_cyrus_quota(cyrus: ImapServer, cyrus_account: NewCyrusAccount) -> None:
    place = Place(cyrus, cyrus_account(quota_kib=100))
    with place.session() as session:
        refused = session.append("INBOX", [Mail(numbered(1)), Mail(numbered(2, 200_000))], quiet())
        assert refused == Refused("NO", "", "Over quota", None, committed=True, in_step=True)
        assert isinstance(session.append("INBOX", [Mail(numbered(3))], quiet()), Stored)
    assert as_multiset(there(place)) == as_multiset([kept(Mail(numbered(3)))])


def test_over_dovecot_s_size_limit(dovecot: ImapServer, dovecot_account: NewDovecotAccount) -> None:
    place = Place(dovecot, dovecot_account(max_mail_size=1_100_000))
    with place.session() as session:
        refused = session.append("INBOX", [Mail(numbered(1)), Mail(numbered(2, 1_200_000)), Mail(numbered(3))], quiet())
        # Over a mebibyte every literal waits, so the refusal names its message and costs nothing.
        assert refused == Refused("NO", "LIMIT", refused.text, 1, committed=False, in_step=True)
        assert isinstance(session.append("INBOX", [Mail(numbered(3))], quiet()), Stored)
    assert as_multiset(there(place)) == as_multiset([kept(Mail(numbered(3)))])


def test_over_cyrus_size_limit(cyrus_limited: ImapServer, cyrus_account: NewCyrusAccount) -> None:
    account = cyrus_account()
    place = Place(cyrus_limited, account)
    with place.session() as session:
        assert session.capabilities.append_limit == cyrus_module.LIMIT_OCTETS
        refused = session.append("INBOX", [Mail(numbered(1)), Mail(numbered(2, 30_000)), Mail(numbered(3))], quiet())
        assert refused == Refused("NO", "TOOBIG", refused.text, 1, committed=False, in_step=True)
        assert isinstance(session.append("INBOX", [Mail(numbered(3))], quiet()), Stored)
    assert as_multiset(there(place)) == as_multiset([kept(Mail(numbered(3)))])


def test_cyrus_last_words_over_a_limit_that_it_did_not_name(cyrus_limited: ImapServer,
                                                            cyrus_account: NewCyrusAccount) -> None:
    """It says NO and BYE and closes while we still write: the code is heard all the same."""
    place = Place(cyrus_limited, cyrus_account())
    with place.session(patience=replace(SHORT, last_words=5)) as session:
        session.capabilities = Capabilities(name for name in session.capabilities
                                            if not name.startswith("APPENDLIMIT"))
        big = [Mail(numbered(number, 1_000_000)) for number in range(2, 14)]
        refused = session.append("INBOX", [Mail(numbered(1)), *big], quiet())
        assert isinstance(refused, Refused)
        assert (refused.status, refused.code, refused.in_step) == ("NO", "TOOBIG", False)
        session.abort()
    assert wait_until_stable(lambda: there(place), patience=0.3) == []


def test_a_mailbox_that_vanishes_meanwhile(on_dovecot: Place) -> None:
    def delete() -> None:
        with signed_in(on_dovecot.server, on_dovecot.account) as connection:
            assert connection.delete("gone")[0] == "OK"

    with on_dovecot.session() as session:
        session.create("gone")
        refused = session.append("gone", MAILS, replace(quiet(), finishing=delete))
        assert isinstance(refused, Refused)
        assert (refused.status, refused.committed) == ("NO", True)
    assert boxes(on_dovecot) == ["INBOX"]


def test_a_thousand_small_messages_in_one_command(place: Place) -> None:
    mails = [Mail(numbered(number)) for number in range(1000)]
    with place.session() as session:
        stored = session.append("INBOX", mails, quiet())
        assert isinstance(stored, Stored)
        assert stored.uids is not None
        assert len(stored.uids) == 1000
    assert [message.sha256 for message in there(place)] == [kept(mail).sha256 for mail in mails]
