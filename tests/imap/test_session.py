"""What a signed-in session asks for: mailboxes, their state, heads of messages; and answers that make no sense."""

from __future__ import annotations

import socket
from collections.abc import Callable

import pytest
from tests.imap.accounts import Place
from tests.imap.mails import HOSTILE, SHORT, Mail, numbered, quiet
from tests.imap.peers import CAPABILITY, Running, Talker
from tests.imap.problems import PASSWORD, fit_for_people
from tests.servers.checker import list_mailboxes, read_mailbox, signed_in
from tests.servers.common import LOOPBACK, ImapServer, wait_until
from tests.servers.fixtures import NewDovecotAccount, NewFaultProxy

from mailferry.imap.append import Stored
from mailferry.imap.errors import CommandRefused, ConnectionLost, Interrupted, NoAnswer, ServerProblem
from mailferry.imap.session import Session
from mailferry.imap.values import Endpoint, Mailbox, MailboxStatus, Namespace, Security

NAMES = ["007", "1", "Entwürfe & mehr", "日本語", "🦉", "a b", "NIL", "(x)", "x" * 200, "&", "&-", "A&AA8-", "tail "]
NAMES_THAT_CYRUS_REFUSES = ['quo"te', "back\\slash", "100%", "{5}"]


# --- mailboxes -------------------------------------------------------------------------------------------------------


def test_names_come_back_as_they_were_given(place: Place) -> None:
    names = NAMES + ([] if place.server.name == "cyrus" else NAMES_THAT_CYRUS_REFUSES)
    with place.session() as session:
        for name in names:
            session.create(name)
            assert isinstance(session.append(name, [Mail(numbered(1))], quiet()), Stored)
        assert {mailbox.name for mailbox in session.list_mailboxes()} == {"INBOX", *names}
        for name in names:
            status = session.status(name)
            assert status is not None
            assert status.messages == 1
    assert set(list_mailboxes(place.server, place.account)) == {"INBOX", *names}


def test_inbox_stands_first_then_the_alphabet(place: Place) -> None:
    with place.session() as session:
        for name in ("beta", "Alpha", "gamma"):
            session.create(name)
        assert [mailbox.name for mailbox in session.list_mailboxes()] == ["INBOX", "Alpha", "beta", "gamma"]


def test_a_mere_parent_takes_no_mail(dovecot: ImapServer, dovecot_account: NewDovecotAccount) -> None:
    with Place(dovecot, dovecot_account(separator="/")).session() as session:
        session.create("a/b")
        listed = {mailbox.name: mailbox for mailbox in session.list_mailboxes()}
        assert not listed["a"].selectable
        assert listed["a/b"].selectable
        assert listed["a/b"].delimiter == "/"


def test_creating_what_is_there_is_no_error_and_changes_nothing(place: Place) -> None:
    with place.session() as session:
        session.create("there")
        assert isinstance(session.append("there", [Mail(numbered(1))], quiet()), Stored)
        before = session.status("there")
        session.create("there")
        session.create("INBOX")
        assert session.status("there") == before


def test_a_new_mailbox_is_subscribed(on_dovecot: Place) -> None:
    with on_dovecot.session() as session:
        session.create("new")
    with signed_in(on_dovecot.server, on_dovecot.account) as connection:
        assert connection.lsub()[1] == [b'() "." new']


@pytest.mark.parametrize(("name", "mailbox"), [("cyrus", "100%"), ("cyrus", "Other Users/x"), ("dovecot", "~home"),
                                               ("dovecot", "n" * 300), ("dovecot", "a/b")])
def test_a_name_that_a_server_refuses(request: pytest.FixtureRequest, name: str, mailbox: str) -> None:
    place: Place = request.getfixturevalue(f"on_{name}")
    with place.session() as session:
        with pytest.raises(CommandRefused) as caught:
            session.create(mailbox)
        assert caught.value.status == "NO"
        assert caught.value.detail
        assert fit_for_people(caught.value).startswith(f"{LOOPBACK} would not create the mailbox: ")
        assert session.status("INBOX") is not None  # and the session goes on


def test_namespaces(dovecot: ImapServer, dovecot_account: NewDovecotAccount, fault_proxy: NewFaultProxy) -> None:
    for separator, prefix in ((".", ""), ("/", ""), (".", "INBOX."), ("/", "INBOX/"), ("/", "Mä&/")):
        account = dovecot_account(separator=separator, prefix=prefix)
        expected = Namespace(prefix, separator)
        with Place(dovecot, account).session() as session:
            assert session.namespace() == expected
        if not prefix:
            proxy = fault_proxy(dovecot, hide=["NAMESPACE"])
            with Place(proxy.server, account).session() as session:
                assert session.namespace() == expected


def test_the_namespace_of_cyrus_and_pymap(place: Place) -> None:
    with place.session() as session:
        found = session.namespace()
    assert (found.prefix, found.delimiter) == ("", "." if place.server.name == "dovecot" else "/")
    assert found.others == (("Other Users/", "Shared Folders/") if place.server.name == "cyrus" else ())


@pytest.mark.parametrize(("answer", "namespace"), [
    (b'* LIST (\\Noselect) NIL ""\r\n{tag} OK done\r\n', Namespace("", None)),
    (b'* LIST (\\Noselect) "\\\\" ""\r\n{tag} OK done\r\n', Namespace("", "\\")),
    (b"{tag} OK done\r\n", Namespace("", None)),
])
def test_a_namespace_by_list(answer: bytes, namespace: Namespace) -> None:
    with Talker({b"LIST": answer}) as talker:
        session = connected(talker)
        assert session.namespace() == namespace
        session.abort()


@pytest.mark.parametrize(("answer", "namespace"), [
    (b'* NAMESPACE (("INBOX." ".")) NIL NIL\r\n{tag} OK done\r\n', Namespace("INBOX.", ".")),
    (b'* NAMESPACE (("" NIL)) NIL NIL\r\n{tag} OK done\r\n', Namespace("", None)),
    (b'* NAMESPACE NIL NIL (("Shared/" "/"))\r\n{tag} OK done\r\n', Namespace("", "/")),  # by LIST then
])
def test_a_namespace_as_the_server_tells_it(answer: bytes, namespace: Namespace) -> None:
    capabilities = CAPABILITY.replace(b"UIDPLUS", b"NAMESPACE")
    listed = b'* LIST (\\Noselect) "/" ""\r\n{tag} OK done\r\n'
    with Talker({b"CAPABILITY": capabilities, b"NAMESPACE": answer, b"LIST": listed}) as talker:
        session = connected(talker)
        assert session.namespace() == namespace
        session.abort()


def test_lists_in_all_their_forms() -> None:
    listed = (b'* LIST (\\HasNoChildren) "/" 0123\r\n'
              b'* LIST () "/" {9}\r\nlite"ral \r\n'
              b'* LIST (\\Sent \\NoSelect) "\\\\" "quo\\"ted\\\\"\r\n'
              b"* LIST () NIL flat\r\n"
              b'* LIST (\\NonExistent) "/" "gone"\r\n'
              b'* LIST () "/" "&AOQ-"\r\n'
              b'* LIST () "/" "&broken"\r\n'  # none of these can be named back, so nobody could choose them
              b'* LIST () "/" "&2D0-"\r\n'
              b'* LIST () "/" "raw \xc3\xa4"\r\n'
              b"* LIST nonsense\r\n"
              b"{tag} OK done\r\n")
    with Talker({b"LIST": listed}) as talker:
        session = connected(talker)
        assert session.list_mailboxes() == [
            Mailbox("0123", "/", True, frozenset({"\\HasNoChildren"})),
            Mailbox("flat", None, True, frozenset()),
            Mailbox("gone", "/", False, frozenset({"\\NonExistent"})),
            Mailbox('lite"ral ', "/", True, frozenset()),
            Mailbox('quo"ted\\', "\\", False, frozenset({"\\Sent", "\\NoSelect"})),
            Mailbox("ä", "/", True, frozenset()),
        ]
        session.abort()


# --- state and heads -------------------------------------------------------------------------------------------------


def test_the_status_of_a_mailbox(place: Place) -> None:
    with place.session() as session:
        assert session.status("none") is None
        before = session.status("INBOX")
        assert before is not None
        stored = session.append("INBOX", [Mail(numbered(1)), Mail(numbered(2))], quiet())
        assert isinstance(stored, Stored)
        assert stored.uids is not None
        assert session.status("INBOX") == MailboxStatus(before.uidvalidity, stored.uids[-1] + 1, 2,
                                                          session.capabilities.append_limit)
        assert stored.uidvalidity == before.uidvalidity


@pytest.mark.parametrize("code", [b"UNAVAILABLE", b"INUSE", b"SERVERBUG", b"NOPERM"])
def test_a_status_that_is_not_given_just_now_is_not_a_missing_mailbox(code: bytes) -> None:
    with Talker({b"STATUS": b"{tag} NO [%s] sorry\r\n" % code}) as talker:
        session = connected(talker)
        with pytest.raises(CommandRefused) as caught:
            session.status("INBOX")
        assert caught.value.code == code.decode()
        fit_for_people(caught.value)
        session.abort()


def test_heads_from_a_uid_on(place: Place) -> None:
    mails = [Mail(numbered(number, 100 + number)) for number in range(5)]
    with place.session() as session:
        stored = session.append("INBOX", mails, quiet())
        assert isinstance(stored, Stored)
        assert stored.uids is not None
        validity, heads = session.heads_from("INBOX", stored.uids[3], 20)
        assert validity == stored.uidvalidity
        assert [(head.uid, head.size, head.head) for head in heads] == [
            (uid, mail.wire_size, mail.content[:20]) for uid, mail in list(zip(stored.uids, mails, strict=True))[3:]]
        # `n:*` names the last message, whatever its UID.
        assert session.heads_from("INBOX", stored.uids[-1] + 1, 20) == (validity, [])
        assert session.heads_from("INBOX", stored.uids[-1] + 500, 20) == (validity, [])
        # Looking changes nothing, and the session can go on.
        assert isinstance(session.append("INBOX", [Mail(HOSTILE)], quiet()), Stored)
        assert len(session.heads_from("INBOX", 1, 200_000)[1]) == 6
    assert all(not message.flags for message in read_mailbox(place.server, place.account))


def test_heads_of_an_empty_or_missing_mailbox(place: Place) -> None:
    with place.session() as session:
        assert session.heads_from("INBOX", 1, 20)[1] == []
        with pytest.raises(CommandRefused) as caught:
            session.heads_from("none", 1, 20)
        fit_for_people(caught.value)


def test_heads_of_more_messages_than_one_fetch_asks_for(place: Place) -> None:
    mails = [Mail(numbered(number)) for number in range(450)]
    with place.session() as session:
        stored = session.append("INBOX", mails, quiet())
        assert isinstance(stored, Stored)
        heads = session.heads_from("INBOX", 1, 30)[1]
    assert tuple(head.uid for head in heads) == stored.uids
    assert [head.head for head in heads] == [mail.content[:30] for mail in mails]


def test_a_head_with_lines_that_look_like_answers(place: Place) -> None:
    content = b"Subject: x\r\n\r\n)\r\n* 1 FETCH (UID 99 RFC822.SIZE 1)\r\nA1 OK done\r\n* BYE\r\n\r\n\xff{5}\r\n"
    with place.session() as session:
        assert isinstance(session.append("INBOX", [Mail(content)], quiet()), Stored)
        [head] = session.heads_from("INBOX", 1, 1000)[1]
        assert (head.size, head.head) == (len(content), content)


# --- servers that make no sense --------------------------------------------------------------------------------------


def connected(talker: Talker) -> Session:
    endpoint = Endpoint(LOOPBACK, talker.port, Security.PLAINTEXT, "me")
    return Session.connect(endpoint, PASSWORD, patience=SHORT)


Ask = Callable[[Session], object]
STATUS = b'* STATUS INBOX (UIDVALIDITY 1 UIDNEXT 2 MESSAGES 3)\r\n'
OPENED = b"* 3 EXISTS\r\n* OK [UIDVALIDITY 7] x\r\n{tag} OK done\r\n"


def status(session: Session) -> object:
    return session.status("INBOX")


def heads(session: Session) -> object:
    return session.heads_from("INBOX", 1, 20)


@pytest.mark.parametrize(("ask", "answers"), [
    (status, {b"STATUS": b"{tag} OK done\r\n"}),
    (status, {b"STATUS": b"* STATUS INBOX\r\n{tag} OK done\r\n"}),
    (status, {b"STATUS": b"* STATUS INBOX (UIDNEXT)\r\n{tag} OK done\r\n"}),
    (status, {b"STATUS": b"* STATUS INBOX (UIDVALIDITY x UIDNEXT y MESSAGES z)\r\n{tag} OK done\r\n"}),
    (status, {b"STATUS": b"* STATUS INBOX (UIDVALIDITY 1 UIDNEXT 2\r\n{tag} OK done\r\n"}),
    (status, {b"STATUS": b"* STATUS INBOX {99999999}\r\n"}),
    (status, {b"STATUS": b"\xff\xfe\r\n"}),
    (status, {b"STATUS": b"only a line feed\n"}),
    (status, {b"STATUS": b"{tag} MAYBE\r\n"}),
    (heads, {b"EXAMINE": b"{tag} OK done\r\n"}),
    (heads, {b"EXAMINE": b"* OK [UIDVALIDITY x] y\r\n{tag} OK done\r\n"}),
    (heads, {b"EXAMINE": OPENED, b"SEARCH": b"* SEARCH one two\r\n{tag} OK done\r\n"}),
    (heads, {b"EXAMINE": OPENED, b"SEARCH": b"* SEARCH 5\r\n{tag} OK done\r\n",
             b"FETCH": b"* 1 FETCH (UID 5)\r\n{tag} OK done\r\n"}),
    (heads, {b"EXAMINE": OPENED, b"SEARCH": b"* SEARCH 5\r\n{tag} OK done\r\n",
             b"FETCH": b"* 1 FETCH (UID 5 RFC822.SIZE x BODY[]<0> NIL)\r\n{tag} OK done\r\n"}),
    (heads, {b"EXAMINE": OPENED, b"SEARCH": b"* SEARCH 5\r\n{tag} OK done\r\n",
             b"FETCH": b"* 1 FETCH (UID 5 BODY[]<0> {50000000}\r\n"}),
    (heads, {b"EXAMINE": OPENED, b"SEARCH": b"* SEARCH 5\r\n{tag} OK done\r\n",
             b"FETCH": b"* 1 FETCH\r\n{tag} OK x\r\n"}),
    (Session.namespace, {b"NAMESPACE": b"* NAMESPACE (((\r\n{tag} OK done\r\n"}),
    (Session.namespace, {b"NAMESPACE": b"{tag} OK done\r\n"}),
    (Session.namespace, {b"NAMESPACE": b"* NAMESPACE NIL\r\n{tag} OK done\r\n"}),
    (Session.list_mailboxes, {b"LIST": b"* LIST () {99999999}\r\n"}),
])
def test_an_answer_without_sense_is_told_as_such(ask: Ask, answers: dict[bytes, bytes | list[bytes]]) -> None:
    capabilities = CAPABILITY.replace(b"UIDPLUS", b"NAMESPACE")
    with Talker({b"CAPABILITY": capabilities, **answers}) as talker:
        session = connected(talker)
        with pytest.raises(ServerProblem) as caught:
            ask(session)
        assert not isinstance(caught.value, CommandRefused)
        assert "makes no sense" in fit_for_people(caught.value)
        assert len(caught.value.detail) <= 200
        session.abort()


@pytest.mark.parametrize("ask", [status, heads, Session.list_mailboxes, Session.namespace,
                                 lambda session: session.create("x")])
@pytest.mark.parametrize("end", [b"* BYE Autologout; idle for too long\r\n{close}", b"{close}",
                                 b"* BYE {5}\r\n{close}"])
def test_a_server_that_goes_away(ask: Ask, end: bytes) -> None:
    capabilities = CAPABILITY.replace(b"UIDPLUS", b"NAMESPACE")
    names = (b"STATUS", b"EXAMINE", b"LIST", b"NAMESPACE", b"CREATE")
    with Talker({b"CAPABILITY": capabilities, **dict.fromkeys(names, end)}) as talker:
        session = connected(talker)
        with pytest.raises(ServerProblem) as caught:
            ask(session)
        sentence = fit_for_people(caught.value)
        if b"Autologout" in end:
            assert isinstance(caught.value, ConnectionLost)
            assert caught.value.bye == "Autologout; idle for too long"
            assert sentence.endswith("Autologout; idle for too long.")
        session.close()
        session.close()


def test_words_with_other_than_ascii_characters_are_kept() -> None:
    answers = {b"CREATE": b"{tag} NO [CANNOT] Postfach \xc3\xbcber 'Limit' \xff\r\n",
               b"EXAMINE": b"{tag} BAD it's \xc3\xa4rgerlich\r\n"}
    with Talker(answers) as talker:
        session = connected(talker)
        with pytest.raises(CommandRefused) as caught:
            session.create("x")
        assert caught.value.code == "CANNOT"
        assert "Postfach über 'Limit' �" in fit_for_people(caught.value)
        with pytest.raises(CommandRefused) as caught:
            session.heads_from("x", 1, 1)
        assert (caught.value.status, caught.value.detail) == ("BAD", "it's ärgerlich")
        session.abort()


def test_silence_ends_a_command() -> None:
    with Talker({b"STATUS": b"{silence}"}) as talker:
        session = connected(talker)
        session._wire.silence = 0.2
        with pytest.raises(NoAnswer) as caught:
            session.status("INBOX")
        fit_for_people(caught.value)
        session.abort()


def test_a_command_is_interrupted_from_another_thread() -> None:
    with Talker({b"STATUS": b"{silence}"}) as talker:
        session = connected(talker)
        asking = Running(lambda: session.status("INBOX"))
        wait_until(lambda: any(b"STATUS" in line for line in talker.lines))
        session.interrupt()
        with pytest.raises(Interrupted) as caught:
            asking.result()
        fit_for_people(caught.value)
        session.abort()
        session.interrupt()


def test_a_goodbye_that_is_not_answered_takes_no_time() -> None:
    with Talker({b"LOGOUT": b"{silence}"}) as talker:
        session = connected(talker)
        session._wire.silence = 600
        Running(session.close).result()


def test_an_append_among_other_commands_keeps_them_in_step(on_dovecot: Place) -> None:
    """What the server says besides, and the answers of other clients' doings, belong to whoever reads them."""
    with on_dovecot.session() as session, on_dovecot.session() as other:
        for number in range(20):
            assert isinstance(session.append("INBOX", [Mail(numbered(number))], quiet()), Stored)
            status = other.status("INBOX")
            assert status is not None
            assert status.messages == number + 1
            session.create(f"box{number}")
            assert len(session.list_mailboxes()) == number + 2


def test_it_delays_nothing_by_waiting_for_full_packets(on_cyrus: Place) -> None:
    """TCP_NODELAY: without it Cyrus costs 44 ms a message."""
    with on_cyrus.session() as session:
        assert session._wire._sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
