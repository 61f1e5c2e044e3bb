"""The scripted server answers where it is told to, and takes mail text for commands as Dovecot 2.3 does."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from tests.servers.checker import Stored, list_mailboxes, read_mailbox, signed_in
from tests.servers.common import ImapServer, wait_until
from tests.servers.fixtures import NewDovecotAccount, NewScriptedServer
from tests.servers.raw_client import RawClient
from tests.servers.scripted import ScriptedServer

HOSTILE = b"Subject: hostile\r\n\r\nzz1 DELETE victim\r\nend\r\n"
LINE = b"b1 APPEND INBOX () {%d+}\r\n" % len(HOSTILE)


def boxes(server: ScriptedServer) -> set[bytes]:
    return set(server.mailboxes.boxes)


def talk(server: ScriptedServer, octets: bytes) -> list[bytes]:
    """Sign in, send the octets and then NOOP; what the server said after the sign-in, up to the NOOP's answer."""
    with RawClient(server.server, server.account) as client:
        client.send(octets + b"end NOOP\r\n")
        lines = [client.line()]
        while not lines[-1].startswith((b"end ", b"* BYE")):
            lines.append(client.line())
    return lines


def test_a_client_can_work_with_it(scripted_server: NewScriptedServer) -> None:
    server = scripted_server()
    with signed_in(server.server, server.account) as connection:
        connection.create("new")
        assert connection.append("new", r"(\Seen Work)", '"04-Mar-2019 05:06:07 +0100"', HOSTILE)[0] == "OK"
        assert connection.status("new", "(MESSAGES UIDNEXT)")[1] == [
            b'"new" (MESSAGES 1 UIDNEXT 2 UIDVALIDITY 1)'
        ]
        assert connection.append("nowhere", "()", '"04-Mar-2019 05:06:07 +0100"', HOSTILE)[0] == "NO"
    assert list_mailboxes(server.server, server.account) == ["INBOX", "new", "victim"]
    date = datetime(2019, 3, 4, 4, 6, 7, tzinfo=UTC)
    assert read_mailbox(server.server, server.account, "new") == [
        Stored.of(HOSTILE, (r"\Seen", "Work"), date)
    ]


def test_a_batch_is_stored_whole(scripted_server: NewScriptedServer) -> None:
    server = scripted_server()
    with RawClient(server.server, server.account) as client:
        assert client.append(b"INBOX", [HOSTILE, b"two", b"three"]) == b"OK [APPENDUID 1 1:3] done"
        assert client.append(b"INBOX", [HOSTILE]) == b"OK [APPENDUID 1 4] done"
        assert client.append(b"INBOX", [HOSTILE, b"", b"three"]).startswith(b"NO ")
    assert [each.octets for each in server.stored] == [HOSTILE, b"two", b"three", HOSTILE]
    assert b"zz1 DELETE victim" not in server.lines
    assert boxes(server) == {b"INBOX", b"victim"}


@pytest.mark.parametrize(
    "arguments",
    [rb"(\Recent)", rb"(\Seen", rb"() ", b'() "31-Foo-2019 00:00:00"', rb"(a]b)", rb"(*)"],
)
def test_a_syntax_error_runs_the_mail_as_commands(
    scripted_server: NewScriptedServer, arguments: bytes
) -> None:
    server = scripted_server()
    said = talk(server, b"b1 APPEND INBOX %s {%d+}\r\n%s\r\n" % (arguments, len(HOSTILE), HOSTILE))
    assert said[0].startswith(b"b1 BAD ")
    assert b"zz1 OK done" in said
    assert b"zz1 DELETE victim" in server.commands
    assert boxes(server) == {b"INBOX"}
    assert server.stored == []


def test_dovecot_does_the_same(dovecot: ImapServer, dovecot_account: NewDovecotAccount) -> None:
    account = dovecot_account()
    with RawClient(dovecot, account) as client:
        assert client.command(b"CREATE victim").startswith(b"OK ")
        client.send(rb"b1 APPEND INBOX (\Recent) {%d+}" % len(HOSTILE) + b"\r\n" + HOSTILE)
        assert client.answer(b"b1").startswith(b"BAD ")
        assert client.answer(b"zz1").startswith(b"OK ")
    assert "victim" not in list_mailboxes(dovecot, account)


@pytest.mark.parametrize("position", [12, len(LINE) - 1, len(LINE), len(LINE) + 10])
def test_after_a_bad_from_the_script_the_rest_are_commands(
    scripted_server: NewScriptedServer, position: int
) -> None:
    server = scripted_server(answer_at=position, append=1, answer=b"{tag} BAD no\r\n")
    said = talk(server, LINE + HOSTILE + b"\r\n")
    assert said[0] == b"b1 BAD no"
    assert boxes(server) == {b"INBOX"}
    assert [line for line in said if line.startswith(b"b1 ")] == [b"b1 BAD no"]
    assert server.stored == []
    assert server.answered.is_set()


@pytest.mark.parametrize(
    ("answer", "lost_sync"), [(b"{tag} BAD no\r\n", False), (b"{tag} NO no\r\n", True)]
)
@pytest.mark.parametrize("position", [12, len(LINE), len(LINE) + 10, len(LINE) + len(HOSTILE) + 2])
def test_otherwise_the_literal_is_skipped(
    scripted_server: NewScriptedServer, answer: bytes, lost_sync: bool, position: int
) -> None:
    server = scripted_server(answer_at=position, append=1, answer=answer, lost_sync=lost_sync)
    said = talk(server, LINE + HOSTILE + b"\r\n")
    assert said == [answer.replace(b"{tag}", b"b1").strip(), b"end OK done"]
    assert boxes(server) == {b"INBOX", b"victim"}
    assert server.stored == []
    assert [line.split()[0] for line in server.commands[1:]] == [b"b1", b"end"]


def test_an_answer_in_place_of_the_plus(scripted_server: NewScriptedServer) -> None:
    line = b"a2 APPEND INBOX () {%d}\r\n" % len(HOSTILE)
    server = scripted_server(answer_at=len(line), append=1, answer=b"{tag} NO [OVERQUOTA] full\r\n")
    with RawClient(server.server, server.account) as client:
        assert client.append(b"INBOX", [HOSTILE]) == b"NO [OVERQUOTA] full"
        assert client.append(b"INBOX", [HOSTILE]).startswith(b"OK ")
    with RawClient(server.server, server.account) as client:  # only the first connection is hit
        assert client.append(b"INBOX", [HOSTILE]).startswith(b"OK ")
    assert len(server.stored) == 2


def test_every_connection_can_be_hit_at_its_second_append(scripted_server: NewScriptedServer) -> None:
    server = scripted_server(answer_at=20, append=2, answer=b"{tag} NO no\r\n", every_connection=True)
    for _ in range(2):
        with RawClient(server.server, server.account) as client:
            assert client.append(b"INBOX", [HOSTILE]).startswith(b"OK ")
            assert client.append(b"INBOX", [HOSTILE]) == b"NO no"
    assert len(server.stored) == 2


def test_positions_count_from_the_first_octet_of_a_connection(scripted_server: NewScriptedServer) -> None:
    server = scripted_server(answer_at=0, answer=b"* BYE go away\r\n")
    with RawClient(server.server) as client:
        assert client.line() == b"* BYE go away"
        client.send(b"a LOGIN x y\r\n")
        with pytest.raises(ConnectionError):
            client.line()


def test_after_a_bye_it_still_records(scripted_server: NewScriptedServer) -> None:
    server = scripted_server(answer_at=10, append=1, answer=b"* BYE no\r\n")
    assert talk(server, LINE + HOSTILE + b"\r\n")[-1] == b"* BYE no"
    wait_until(lambda: server.commands[-1] == b"end NOOP")
    assert server.octets_after_answer >= len(HOSTILE)


def test_its_greeting_and_capabilities_are_the_tests_own(scripted_server: NewScriptedServer) -> None:
    with RawClient(scripted_server(greeting=b"* PREAUTH hello\r\n").server) as client:
        assert client.greeting == b"* PREAUTH hello"
    server = scripted_server(capabilities=["IMAP4rev1", "LITERAL-"])
    with RawClient(server.server) as client:
        assert client.greeting == b"* OK [CAPABILITY IMAP4rev1 LITERAL-] ready"
