"""What servers may answer a signed-in session: the odd but right, the refusing, the silent, and the goodbye.

A scripted peer says most of it; what real servers say has its tests in test_session.py.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

import pytest
from tests.imap.accounts import Place
from tests.imap.mails import SHORT, Mail, numbered, quiet
from tests.imap.peers import CAPABILITY, SECONDS, Running, Talker
from tests.imap.problems import PASSWORD, fit_for_people
from tests.servers.checker import Stored as Kept
from tests.servers.checker import list_mailboxes, read_mailbox
from tests.servers.common import LOOPBACK

from mailferry.imap.append import Refused, Stored
from mailferry.imap.errors import CommandRefused, ConnectionLost, Interrupted, NoAnswer, ServerProblem
from mailferry.imap.examined import StoredHead
from mailferry.imap.session import Session
from mailferry.imap.values import Endpoint, Mailbox, MailboxStatus, Namespace, Quota, Security

Answers = Mapping[bytes, bytes | list[bytes]]


@contextmanager
def talking(answers: Answers, *, seconds: float = SECONDS) -> Iterator[tuple[Session, Talker]]:
    """A session with a server that answers as told, and whose silence is borne for `seconds` after the sign-in."""
    with Talker(answers) as talker:
        endpoint = Endpoint(LOOPBACK, talker.port, Security.PLAINTEXT, "me")
        session = Session.connect(endpoint, PASSWORD, patience=SHORT)
        session._wire.silence = seconds
        try:
            yield session, talker
        finally:
            session.abort()


def sent(talker: Talker) -> list[bytes]:
    """The commands after the sign-in, without their tags and without questions for capabilities."""
    commands = [line.partition(b" ")[2] for line in talker.lines]
    signed_in = next(place for place, line in enumerate(commands) if line.startswith(b"LOGIN "))
    return [line for line in commands[signed_in + 1:] if line != b"CAPABILITY"]


# --- odd, but right --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("said", "namespace"), [
    (b'(("INBOX." ".")("#mh/" "/")) (("~" "/")) NIL', Namespace("INBOX.", ".", ("~",))),
    (b'(("" "\\\\")) NIL NIL', Namespace("", "\\")),
    (b'(("007" "/")) NIL NIL', Namespace("007", "/")),
    (b'(("&AMQ-/" "/")) NIL NIL', Namespace("Ä/", "/")),
    (b'(({3}\r\na"/ "/")) NIL NIL', Namespace('a"/', "/")),
    (b'(("" "/" "X-PARAM" ("FLAG1" "FLAG2"))) NIL NIL', Namespace("", "/")),
    (b'(("" "/" "X" ("a"))("b/" "/")) (("c/" "/" "X" ("Y"))) NIL', Namespace("", "/", ("c/",))),
    (b"NIL NIL NIL", Namespace("", "|")),  # then LIST is asked
])
def test_what_namespaces_a_server_may_name(said: bytes, namespace: Namespace) -> None:
    with talking({b"CAPABILITY": b"* CAPABILITY IMAP4rev1 NAMESPACE\r\n{tag} OK done\r\n",
                  b"NAMESPACE": b"* NAMESPACE " + said + b"\r\n{tag} OK done\r\n",
                  b"LIST": b'* LIST (\\Noselect) "|" ""\r\n{tag} OK done\r\n'}) as (session, _):
        assert session.namespace() == namespace


@pytest.mark.parametrize("item", [b'() "/" "open', b'() "/" "a" "b"', b'() "/"', b'() "/" "&Jjo!-"', b'() "/" "&AGE-"'])
def test_what_cannot_be_named_back_is_not_listed(item: bytes) -> None:
    """A name that is no modified UTF-7, or another writing of it, would not reach its mailbox again."""
    answer = b"* LIST " + item + b'\r\n* LIST () "/" INBOX\r\n{tag} OK done\r\n'
    with talking({b"LIST": answer}) as (session, _):
        assert session.list_mailboxes() == [Mailbox("INBOX", "/", True, frozenset())]


def head_answers(fetched: bytes, found: bytes = b"5 7") -> Answers:
    return {b"EXAMINE": b"* 2 EXISTS\r\n* OK [UIDVALIDITY 9] fixed\r\n{tag} OK done\r\n",
            b"SEARCH": b"* SEARCH " + found + b"\r\n{tag} OK done\r\n",
            b"FETCH": fetched + b"{tag} OK done\r\n"}


FIVE = b"* 1 FETCH (UID 5 RFC822.SIZE 50 BODY[]<0> {3}\r\nfiv)\r\n"
SEVEN = b'* 2 FETCH (BODY[]<0> "sev" RFC822.SIZE 70 UID 7)\r\n'
HEADS = [StoredHead(5, 50, b"fiv"), StoredHead(7, 70, b"sev")]


@pytest.mark.parametrize(("fetched", "heads"), [
    (SEVEN + FIVE, HEADS),
    (FIVE + b"* 1 FETCH (UID 5 FLAGS (\\Seen))\r\n" + SEVEN, HEADS),
    (FIVE + b"* 3 FETCH (UID 8 FLAGS ())\r\n* 3 EXISTS\r\n" + SEVEN, HEADS),
    (FIVE + SEVEN + b"* 7 FETCH (FLAGS (\\Seen))\r\n", HEADS),
    (b"* 1 EXPUNGE\r\n" + SEVEN, HEADS[1:]),  # deleted meanwhile by another client
    (b"* 1 FETCH (UID 5 RFC822.SIZE 0 BODY[]<0> NIL)\r\n" + SEVEN, [StoredHead(5, 0, b""), HEADS[1]]),
])
def test_what_a_server_may_say_to_a_fetch(fetched: bytes, heads: list[StoredHead]) -> None:
    with talking(head_answers(fetched)) as (session, talker):
        assert session.heads_from("x", 5, 3) == (9, heads)
        assert sent(talker) == [b'EXAMINE "x"', b"UID SEARCH UID 5:*",
                                b"UID FETCH 5,7 (UID RFC822.SIZE BODY.PEEK[]<0.3>)", b"CLOSE"]


def test_where_only_lower_uids_are_found_nothing_is_fetched() -> None:
    with talking(head_answers(b"", found=b"4")) as (session, talker):
        assert session.heads_from("x", 5, 3) == (9, [])
        assert not any(b"FETCH" in line for line in talker.lines)


@pytest.mark.parametrize(("cut", "code"), [(b"SEARCH", b"MESSAGELIMIT 1"), (b"FETCH", b"MESSAGELIMIT 1 5")])
def test_a_look_that_is_cut_short_is_none(cut: bytes, code: bytes) -> None:
    """RFC 9738: the answer is an OK, and lacks messages; who believed it would send them again."""
    answers = dict(head_answers(FIVE))
    said = answers[cut]
    assert isinstance(said, bytes)
    answers[cut] = said.replace(b"{tag} OK", b"{tag} OK [%s]" % code)
    with talking(answers) as (session, _):
        with pytest.raises(ServerProblem) as caught:
            session.heads_from("x", 5, 3)
        assert "only a part of the mailbox" in fit_for_people(caught.value)
        session.list_mailboxes()


def test_what_a_search_leaves_out_is_asked_for_until_all_is_seen() -> None:
    """RFC 9738: a server with MESSAGELIMIT answers for the newest messages, and names the lowest UID it got to."""
    answers = dict(head_answers(FIVE)) | {
        b"CAPABILITY": b"* CAPABILITY IMAP4rev1 MESSAGELIMIT=2\r\n{tag} OK done\r\n",
        b"SEARCH": [b"* SEARCH 8 9\r\n{tag} OK [MESSAGELIMIT 2 8] more\r\n",
                    b"* SEARCH 6 7\r\n{tag} OK [MESSAGELIMIT 2 6] more\r\n", b"* SEARCH 5\r\n{tag} OK done\r\n"],
        b"FETCH": [b"".join(b"* %d FETCH (UID %d RFC822.SIZE 9 BODY[]<0> {1}\r\na)\r\n" % (uid, uid) for uid in uids)
                   + b"{tag} OK done\r\n" for uids in ((5, 6), (7, 8), (9,))]}
    with talking(answers) as (session, talker):
        assert [head.uid for head in session.heads_from("x", 5, 1)[1]] == [5, 6, 7, 8, 9]
        assert [line.split(b" ", 3)[3] for line in talker.lines if b"SEARCH" in line] == [
            b"UID 5:*", b"UID 5:7", b"UID 5:5"]


# --- limits ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("offered", "said", "limit"), [
    (b"APPENDLIMIT", b"APPENDLIMIT 1000", 1000), (b"APPENDLIMIT", b"APPENDLIMIT NIL", None),
    (b"APPENDLIMIT", b"APPENDLIMIT 0", 0), (b"APPENDLIMIT=77", b"MESSAGES 0", 77), (b"IDLE", b"MESSAGES 0", None)])
def test_how_large_a_message_a_mailbox_takes(offered: bytes, said: bytes, limit: int | None) -> None:
    """RFC 7889: for all mailboxes at once, or by STATUS of each."""
    with talking({b"CAPABILITY": b"* CAPABILITY IMAP4rev1 %s\r\n{tag} OK done\r\n" % offered,
                  b"STATUS": b"* STATUS x (UIDVALIDITY 1 UIDNEXT 2 MESSAGES 0 %s)\r\n{tag} OK done\r\n" % said,
                  }) as (session, talker):
        status = session.status("x")
        assert status is not None
        assert status.append_limit == limit
        assert any(b"APPENDLIMIT" in line for line in talker.lines) == (offered == b"APPENDLIMIT")


@pytest.mark.parametrize(("words", "most"), [
    (b"SAVELIMIT=100 MESSAGELIMIT=1000", 100), (b"SAVELIMIT=1000 MESSAGELIMIT=100", 100), (b"MESSAGELIMIT=7", 7),
    (b"SAVELIMIT=7", 7), (b"SAVELIMIT=x MESSAGELIMIT=0", None), (b"IDLE", None)])
def test_how_many_messages_one_append_may_carry(words: bytes, most: int | None) -> None:
    """RFC 9738."""
    with talking({b"CAPABILITY": b"* CAPABILITY IMAP4rev1 %s\r\n{tag} OK done\r\n" % words}) as (session, _):
        assert session.capabilities.save_limit == most


QUOTA = b"* CAPABILITY IMAP4rev1 QUOTA\r\n{tag} OK done\r\n"


@pytest.mark.parametrize(("offered", "said", "quota"), [
    (QUOTA, b'* QUOTAROOT x root\r\n* QUOTA root (STORAGE 10 512 MESSAGE 3 100)\r\n{tag} OK done\r\n',
     Quota(10 * 1024, 512 * 1024)),
    (QUOTA, b'* QUOTAROOT x a b\r\n* QUOTA a (STORAGE 10 512)\r\n* QUOTA b (STORAGE 90 100)\r\n{tag} OK done\r\n',
     Quota(90 * 1024, 100 * 1024)),
    (QUOTA, b'* QUOTAROOT x root\r\n* QUOTA root (MESSAGE 3 100)\r\n{tag} OK done\r\n', None),
    (QUOTA, b"* QUOTAROOT x\r\n{tag} OK done\r\n", None), (QUOTA, b"{tag} NO no\r\n", None),
    (CAPABILITY, b"{tag} BAD what\r\n", None)])
def test_how_full_a_mailbox_is(offered: bytes, said: bytes, quota: Quota | None) -> None:
    """RFC 9208; in octets, though the server counts in units of 1024."""
    with talking({b"CAPABILITY": offered, b"GETQUOTAROOT": said}) as (session, _):
        assert session.quota("x") == quota
    assert quota is None or quota.room == quota.limit - quota.used


@pytest.mark.parametrize(("said", "flags"), [
    (b"* OK [PERMANENTFLAGS (\\Seen $Junk \\*)] kept\r\n", frozenset({"\\Seen", "$Junk", "\\*"})),
    (b"* OK [PERMANENTFLAGS ()] none\r\n", frozenset()), (b"", None)])
def test_which_flags_a_mailbox_keeps(said: bytes, flags: frozenset[str] | None) -> None:
    with talking({b"SELECT": b"* 0 EXISTS\r\n* OK [UIDVALIDITY 9] fixed\r\n" + said + b"{tag} OK done\r\n"}) as (
            session, _):
        assert session.permanent_flags("x") == flags


# --- creating --------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("name", [b"a[2", b"[Gmail]/All", b'"a [b"', b'"a (MESSAGES 9)"', b'"a\\" (b"',
                                  b"{4}\r\nx[ (", b"{3}\r\n)\xff\""])
def test_a_mailbox_may_have_any_name_in_what_is_told_of_it(name: bytes) -> None:
    answer = b"* STATUS " + name + b" (MESSAGES 3 UIDNEXT 5 uidvalidity 7)\r\n{tag} OK done\r\n"
    with talking({b"STATUS": answer}) as (session, _):
        assert session.status("a[2") == MailboxStatus(7, 5, 3, None)
        assert session.count("a[2") == 3


STATUS = b"* STATUS x (UIDVALIDITY 1 UIDNEXT 2 MESSAGES 0)\r\n{tag} OK done\r\n"


@pytest.mark.parametrize(("created", "status"), [
    (b"{tag} NO [ALREADYEXISTS] there\r\n", b"{tag} NO no\r\n"), (b"{tag} NO Mailbox already exists\r\n", STATUS),
    (b"{tag} OK done\r\n", STATUS)])
@pytest.mark.parametrize("subscribed", [b"{tag} OK done\r\n", b"{tag} NO no\r\n", b"{tag} BAD what\r\n"])
def test_a_mailbox_that_is_there_afterwards(created: bytes, status: bytes, subscribed: bytes) -> None:
    with talking({b"CREATE": created, b"STATUS": status, b"SUBSCRIBE": subscribed}) as (session, talker):
        session.create("x")
        assert sent(talker)[-1] == b'SUBSCRIBE "x"'


@pytest.mark.parametrize(("created", "status", "code"), [
    (b"{tag} NO [CANNOT] Bad name\r\n", STATUS, "CANNOT"), (b"{tag} NO Bad name\r\n", b"{tag} NO none\r\n", ""),
    (b"{tag} BAD Bad name\r\n", b"{tag} BAD what\r\n", "")])
def test_a_mailbox_that_cannot_be_made(created: bytes, status: bytes, code: str) -> None:
    with talking({b"CREATE": created, b"STATUS": status}) as (session, talker):
        with pytest.raises(CommandRefused) as caught:
            session.create("x")
        assert caught.value.code == code
        assert fit_for_people(caught.value) == f"{LOOPBACK} would not create the mailbox: Bad name."
        assert not any(line.startswith(b"SUBSCRIBE") for line in sent(talker))


HOSTILE_NAMES = ['victim" zz1 DELETE victim', 'x" {3+}', "{3}", "{3+}", "x\\", '"', "\\", "%", "*", "", " ", "&", "()",
                 "a" * 2000, "../../victim", "~", "#news", "\x85", "\u2028zz1 DELETE victim", "\u202e"]


def test_a_hostile_name_is_a_name_or_refused(place: Place) -> None:
    """What stands in it is never run, and what is made by that name is found by it."""
    mail = Mail(numbered(1))
    with place.session() as session:
        session.create("victim")
        assert isinstance(session.append("victim", [mail], quiet()), Stored)
        for name in HOSTILE_NAMES:
            try:
                session.create(name)
            except CommandRefused as refused:
                fit_for_people(refused)
            else:
                assert session.status(name) is not None, name
    for name in HOSTILE_NAMES:
        with place.session() as session:  # a BAD leaves no usable session
            outcome = session.append(name, [Mail(numbered(2))], quiet())
            assert isinstance(outcome, Stored | Refused)
            session.abort()
    assert "victim" in list_mailboxes(place.server, place.account)
    assert mail.internal_date is not None
    assert read_mailbox(place.server, place.account, "victim") == [Kept.of(mail.content, (), mail.internal_date)]


# --- senseless, silent, gone -----------------------------------------------------------------------------------------

QUESTIONS: dict[bytes, Callable[[Session], object]] = {
    b"LIST": lambda session: session.list_mailboxes(),
    b"CREATE": lambda session: session.create("x"),
    b"STATUS": lambda session: session.status("x"),
    b"EXAMINE": lambda session: session.heads_from("x", 1, 10),
    b"SEARCH": lambda session: session.heads_from("x", 1, 10),
    b"FETCH": lambda session: session.heads_from("x", 1, 10),
    b"NAMESPACE": lambda session: session.namespace(),
}
ENOUGH = {**head_answers(FIVE), b"CAPABILITY": b"* CAPABILITY IMAP4rev1 NAMESPACE\r\n{tag} OK done\r\n"}


@pytest.mark.parametrize("name", QUESTIONS)
@pytest.mark.parametrize("nonsense", [
    b"nonsense\r\n", b"* \r\n\r\n* {99999999}\r\n", b"* {name} {99999999}\r\n", b"+ go on\r\n", b"T999 OK done\r\n"])
def test_nonsense_ends_in_a_sentence(name: bytes, nonsense: bytes) -> None:
    """Also where it is followed by silence."""
    with talking({**ENOUGH, name: nonsense.replace(b"{name}", name)}, seconds=0.1) as (session, _):
        with pytest.raises(ServerProblem) as caught:
            QUESTIONS[name](session)
        fit_for_people(caught.value)


@pytest.mark.parametrize("name", [b"SEARCH", b"FETCH"])
@pytest.mark.parametrize(("answer", "bye"), [(b"* BYE [UNAVAILABLE] Shutting down\r\n{close}", "Shutting down"),
                                             (b"{close}", "")])
def test_a_server_that_goes_away_in_the_middle_of_a_look(name: bytes, answer: bytes, bye: str) -> None:
    with talking({**ENOUGH, name: answer}) as (session, _):
        with pytest.raises(ConnectionLost) as caught:
            QUESTIONS[name](session)
        assert caught.value.bye == bye
        assert bye in fit_for_people(caught.value)


@pytest.mark.parametrize("name", QUESTIONS)
def test_silence_at_any_question_ends_in_time(name: bytes) -> None:
    with talking({**ENOUGH, name: b"{silence}"}, seconds=0.1) as (session, _):
        asking = Running(lambda: QUESTIONS[name](session))
        with pytest.raises(NoAnswer) as caught:
            asking.result()
        fit_for_people(caught.value)


# --- the end ---------------------------------------------------------------------------------------------------------


def test_the_end_is_said_to_the_server_once() -> None:
    with talking({b"LOGOUT": b"* BYE see you\r\n{tag} OK done\r\n{close}"}) as (session, talker):
        session.close()
        session.close()
        session.abort()
        assert sent(talker) == [b"LOGOUT"]


@pytest.mark.parametrize("answer", [b"{close}", b"nonsense\r\n{close}", b"* BYE\r\n{close}", b"{tag} NO stay\r\n",
                                    b"{tag} BAD what\r\n"])
def test_whatever_a_server_says_to_a_goodbye_we_go(answer: bytes) -> None:
    with talking({b"LOGOUT": answer}, seconds=600) as (session, _):
        Running(session.close).result()


def test_a_session_that_was_stopped_asks_nothing_more_and_closes_at_once() -> None:
    def closed_after() -> float:
        with talking({b"LOGOUT": b"{silence}"}) as (session, _):
            session.interrupt()
            with pytest.raises(Interrupted):
                session.list_mailboxes()
            begun = time.monotonic()
            session.close()
            return time.monotonic() - begun

    assert min(closed_after() for _ in range(5)) < 1, "for an answer it would wait two seconds each time"
