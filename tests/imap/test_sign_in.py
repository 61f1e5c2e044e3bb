"""Signing in: what works, and refusals, each of them a sentence and without our password in any word."""

from __future__ import annotations

import base64
import logging
from dataclasses import replace

import pytest
from tests.imap.accounts import Place
from tests.imap.peers import Talker
from tests.imap.problems import PASSWORD, fit_for_people
from tests.imap.signing import PLAIN_OFFERED, connect, sent_no_password, to
from tests.servers.common import (
    Account,
    Certificates,
    ImapServer,
)
from tests.servers.cyrus import Cyrus, set_password
from tests.servers.dovecot import Dovecot
from tests.servers.fixtures import NewCyrusAccount, NewDovecotAccount, NewFaultProxy

from mailferry.imap.errors import (
    CommandRefused,
    NotNow,
    ServerProblem,
    SignInProblem,
    SignInRefused,
)
from mailferry.imap.values import Endpoint, Security

# --- it works --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("security", [Security.TLS, Security.STARTTLS, Security.PLAINTEXT])
@pytest.mark.parametrize("name", ["dovecot", "cyrus"])
def test_each_way_to_connect(request: pytest.FixtureRequest, name: str, security: Security) -> None:
    place: Place = request.getfixturevalue(f"on_{name}")
    with place.session(security) as session:
        assert session.capabilities.multiappend
        assert "UIDPLUS" in session.capabilities
        assert [mailbox.name for mailbox in session.list_mailboxes()] == ["INBOX"]


def test_capabilities_are_those_after_the_sign_in() -> None:
    before = b"* CAPABILITY IMAP4rev1 MULTIAPPEND LITERAL+ APPENDLIMIT=1\r\n{tag} OK done\r\n"
    after = b"* CAPABILITY IMAP4rev1 literal- Appendlimit=77\r\n* CAPABILITY more\r\n{tag} OK done\r\n"
    with Talker({b"CAPABILITY": [before, before, after]}) as talker:
        session = connect(to(talker))
        assert set(session.capabilities) == {"IMAP4REV1", "LITERAL-", "APPENDLIMIT=77", "MORE"}
        assert not session.capabilities.multiappend
        assert session.capabilities.append_limit == 77
        session.abort()


@pytest.mark.parametrize(("capabilities", "limit"), [
    (b"APPENDLIMIT", None), (b"APPENDLIMIT=", None), (b"APPENDLIMIT=x", None), (b"APPENDLIMIT=0", 0),
    (b"APPENDLIMIT=9223372036854775807", 9223372036854775807), (b"APPENDLIMIT=" + b"9" * 5000, None),
    ("APPENDLIMIT=²".encode(), None), (b"XAPPENDLIMIT=5", None)])
def test_a_limit_that_makes_sense_or_none(capabilities: bytes, limit: int | None) -> None:
    first = b"* CAPABILITY IMAP4rev1\r\n{tag} OK done\r\n"
    with Talker({b"CAPABILITY": [first, first, b"* CAPABILITY " + capabilities + b"\r\n{tag} OK done\r\n"]}) as talker:
        session = connect(to(talker))
        assert session.capabilities.append_limit == limit
        session.abort()


def test_a_password_with_other_than_ascii_characters_on_dovecot(dovecot: ImapServer, dovecot_process: Dovecot) -> None:
    user, password = "umlaut", "pässwörd €"
    line = f"{user}:{{PLAIN}}{password}::::::userdb_mail=maildir:~/Maildir\n"
    (dovecot_process.directory / "users" / user).write_text(line, "utf-8")
    with Place(dovecot, Account(user, password)).session(Security.TLS) as session:
        assert session.status("INBOX") is not None


def test_a_password_with_other_than_ascii_characters_on_cyrus(cyrus: ImapServer, cyrus_process: Cyrus,
                                                              cyrus_account: NewCyrusAccount) -> None:
    account = Account(cyrus_account().user, "pässwörd €")
    set_password(cyrus_process.directory, account)
    with Place(cyrus, account).session(Security.TLS) as session:
        assert session.status("INBOX") is not None


def test_without_auth_plain_login_is_used(dovecot: ImapServer, dovecot_account: NewDovecotAccount,
                                          fault_proxy: NewFaultProxy) -> None:
    account = dovecot_account()
    proxy = fault_proxy(dovecot, hide=["AUTH=PLAIN"])
    with Place(proxy.server, account).session() as session:
        assert session.status("INBOX") is not None


def test_login_quotes_user_and_password() -> None:
    with Talker() as talker:
        connect(to(talker, user='me (x) "y" \\z'), 'p "w" \\ {3}').close()
    [line] = [line for line in talker.lines if b" LOGIN " in line]
    assert line.partition(b" ")[2] == b'LOGIN "me (x) \\"y\\" \\\\z" "p \\"w\\" \\\\ {3}"'


def test_auth_plain_sends_user_and_password_in_base64() -> None:
    with Talker({b"CAPABILITY": PLAIN_OFFERED, b"AUTHENTICATE": b"+ \r\n"}) as talker:
        connect(to(talker)).close()
    assert base64.b64encode(f"\0me\0{PASSWORD}".encode()) in talker.lines


def test_the_log_of_imaplib_stays_closed_even_for_who_opens_it(caplog: pytest.LogCaptureFixture) -> None:
    """It would hold what is sent; imapclient opens it at each connection."""
    caplog.set_level(logging.DEBUG, logger="imapclient")
    with Talker() as talker:
        connect(to(talker)).close()
    assert [record for record in caplog.records if record.name == "imapclient.imaplib"] == []


def test_a_server_that_knows_us_already_through_tls(tls: Certificates) -> None:
    with Talker(greeting=b"* PREAUTH hello\r\n", certificates=tls, tls_first=True) as talker:
        connect(to(talker, Security.TLS, ca_file=tls.ca_file)).close()
        assert sent_no_password(talker)


# --- refusals --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("without_auth_plain", [False, True])
def test_a_wrong_password(place: Place, fault_proxy: NewFaultProxy,
                          without_auth_plain: bool) -> None:
    if without_auth_plain:
        place = Place(fault_proxy(place.server, hide=["AUTH=PLAIN"]).server, place.account)
    with pytest.raises(SignInRefused) as caught:
        connect(place.endpoint(), PASSWORD)
    sentence = fit_for_people(caught.value)
    assert f"did not accept the user {place.account.user}" in sentence
    assert caught.value.detail


def test_an_unknown_user(on_dovecot: Place) -> None:
    with pytest.raises(SignInRefused) as caught:
        connect(replace(on_dovecot.endpoint(), user="nobody"))
    fit_for_people(caught.value)


def test_signing_in_is_switched_off() -> None:
    with Talker({b"CAPABILITY": b"* CAPABILITY IMAP4rev1 LOGINDISABLED\r\n{tag} OK done\r\n"}) as talker:
        with pytest.raises(SignInProblem) as caught:
            connect(to(talker))
        assert "does not let anyone sign in with a password" in fit_for_people(caught.value)
        assert sent_no_password(talker)


def test_login_takes_ascii_only() -> None:
    with Talker() as talker:
        with pytest.raises(SignInProblem) as caught:
            connect(to(talker), "pässwörd")
        assert "ASCII" in fit_for_people(caught.value, password="pässwörd")
        assert not any(b"LOGIN" in line for line in talker.lines)


@pytest.mark.parametrize(("user", "password"), [
    ("me", "pass\r\nzz1 DELETE INBOX"), ("me\r\nzz1 DELETE INBOX", PASSWORD), ("me", "pass\n"),
    ("me", "\x00pass"), ("m\x7fe", PASSWORD), ("me", "\tpass")])
@pytest.mark.parametrize("offered", [PLAIN_OFFERED, b"* CAPABILITY IMAP4rev1\r\n{tag} OK done\r\n"])
def test_control_characters_never_reach_the_server(user: str, password: str, offered: bytes) -> None:
    with Talker({b"CAPABILITY": offered}) as talker:
        with pytest.raises(SignInProblem) as caught:
            connect(to(talker, user=user), password)
        assert "control character" in fit_for_people(caught.value, password=password)
        assert {line.partition(b" ")[2] for line in talker.lines} == {b"CAPABILITY"}


@pytest.mark.parametrize("code", [b"UNAVAILABLE", b"INUSE", b"LIMIT", b"THROTTLED", b"SERVERBUG"])
def test_a_server_that_cannot_let_us_in_just_now(code: bytes) -> None:
    """That is no wrong password, and may be tried again."""
    with Talker({b"LOGIN": b"{tag} NO [" + code + b"] Temporary authentication failure\r\n"}) as talker:
        with pytest.raises(NotNow) as caught:
            connect(to(talker))
        assert "Temporary authentication failure" in fit_for_people(caught.value)


@pytest.mark.parametrize("answer", [
    b"{tag} NO [AUTHENTICATIONFAILED] you said {line}\r\n", b"{tag} BAD what is {line}?\r\n",
    b"{tag} NO [UNAVAILABLE] cannot do {line}\r\n", b"* BYE cannot do {line}\r\n{close}", b"{line}\r\n",
    b"* OK [ALERT] {line}\r\n{tag} NO no\r\n", b"* CAPABILITY {line}\r\n{tag} BAD {line}\r\n"])
@pytest.mark.parametrize("offered", [PLAIN_OFFERED, b"* CAPABILITY IMAP4rev1\r\n{tag} OK done\r\n"])
def test_a_server_that_repeats_our_password(answer: bytes, offered: bytes) -> None:
    after_plus = answer.replace(b"{tag} ", b"").replace(b"\r\n", b"") if answer.startswith(b"{tag}") else b"NO {line}"
    with Talker({b"CAPABILITY": offered, b"LOGIN": answer, b"AUTHENTICATE": b"+ \r\n", b"+": after_plus}) as talker:
        with pytest.raises(ServerProblem) as caught:
            connect(to(talker))
        packed = base64.b64encode(f"\0me\0{PASSWORD}".encode()).decode()
        fit_for_people(caught.value)
        fit_for_people(caught.value, password=packed)


@pytest.mark.parametrize(("password", "offered", "secrets"), [
    ('pa"ss wörd {3+} \\', PLAIN_OFFERED, ["ss wörd"]),
    ("two \"words\" it's \\ {3+}", b"* CAPABILITY IMAP4rev1\r\n{tag} OK done\r\n", ["words", "it's", "{3+}"]),
    ("AG", PLAIN_OFFERED, ["1lAE"])])  # which is a part of its own base64
@pytest.mark.parametrize("answer", [b"NO [AUTHENTICATIONFAILED] you said {line}", b"BAD what is {line}?", b"?? {line}"])
def test_an_odd_password_is_not_told_either(
        password: str, offered: bytes, secrets: list[str], answer: bytes) -> None:
    with Talker({b"CAPABILITY": offered, b"LOGIN": b"{tag} " + answer + b"\r\n", b"AUTHENTICATE": b"+ \r\n",
                 b"+": answer}) as talker, pytest.raises(ServerProblem) as caught:
        connect(to(talker), password)
    told = caught.value.sentence + caught.value.detail
    assert "***" in told
    packed = base64.b64encode(f"\0me\0{password}".encode()).decode()
    for secret in (*secrets, packed):
        assert secret not in told


@pytest.mark.parametrize("password", ["it's \"ours\"", "wörds"])
def test_a_line_without_sense_that_has_our_password_is_not_told(password: str) -> None:
    """imaplib quotes it in its error, as Python writes octets."""
    offered = b"* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\n{tag} OK done\r\n"
    answers = {b"CAPABILITY": offered, b"AUTHENTICATE": f"?? {password}\r\n".encode()}
    with Talker(answers) as talker, pytest.raises(ServerProblem) as caught:
        connect(to(talker), password)
    assert "***" in caught.value.detail


def test_a_password_that_is_a_part_of_what_servers_say_changes_nothing_but_the_words() -> None:
    answers = {b"CREATE": b"{tag} NO [ALREADYEXISTS] EXISTS here\r\n", b"RENAME": b"{tag} NO [NOPERM] EXISTS\r\n"}
    with Talker(answers) as talker:
        session = connect(to(talker), "EXISTS")
        assert not session.create("Aa", subscribe=False)
        with pytest.raises(CommandRefused) as caught:
            session.rename("Aa", "Bb")
        assert "EXISTS" not in caught.value.sentence + caught.value.detail
        session.close()


def test_an_endpoint_names_itself_without_the_usual_port() -> None:
    assert Endpoint("h", 993, Security.TLS, "me@x").name == "me@x@h"
    assert Endpoint("h", 143, Security.STARTTLS, "me").name == "me@h"
    assert Endpoint("h", 143, Security.TLS, "me").name == "me@h:143"
    assert Endpoint("h", 993, Security.PLAINTEXT, "me").name == "me@h:993"
