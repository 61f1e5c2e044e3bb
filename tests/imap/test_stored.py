"""What the messages of an open mailbox are like, in all the ways in which servers may say so. RFC 9051 7.5.2.

Real servers answer in tests/transfer/test_verification.py; here are the forms that they do not choose.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from tests.imap.peers import Talker

from mailferry.imap import stored
from mailferry.imap.errors import CommandRefused
from mailferry.imap.session import Session
from mailferry.imap.stored import Marks, StoredMessages
from mailferry.imap.values import Endpoint, Security


@contextmanager
def told(*answers: bytes) -> Iterator[StoredMessages]:
    """The messages of a mailbox whose server gives these answers to FETCH, one after the other."""
    said = [b"".join(line + b"\r\n" for line in answer.split(b"|")) + b"{tag} OK done\r\n" for answer in answers]
    with Talker({b"SELECT": b"* OK [UIDVALIDITY 7] x\r\n{tag} OK done\r\n", b"FETCH": said}) as talker:
        session = Session.connect(Endpoint("127.0.0.1", talker.port, Security.PLAINTEXT, "me"), "secret")
        try:
            with session.opened("Box"):
                yield session.stored
        finally:
            session.abort()


MOMENT = 1_559_343_487  # 2019-05-31 22:58:07 UTC


def test_marks_in_any_order_and_what_is_told_unasked() -> None:
    answer = (b'* 1 FETCH (UID 4 FLAGS (\\Seen \\Recent $Label1) INTERNALDATE "31-May-2019 22:58:07 +0000" '
              b'RFC822.SIZE 10)|'
              b"* 9 FETCH (FLAGS (\\Deleted))|"
              b'* 2 FETCH (INTERNALDATE " 1-jun-2019 00:58:07 +0200" rfc822.size 20 FLAGS () UID 5)|'
              b'* 3 FETCH (UID 77 FLAGS () INTERNALDATE "31-May-2019 22:58:07 +0000" RFC822.SIZE 30)|'
              b'* 4 FETCH (UID 6 FLAGS (\\recent) INTERNALDATE "31-Mai-2019 22:58:07 +0000" RFC822.SIZE 40)')
    with told(answer) as messages:
        assert messages.marks([4, 5, 6, 8]) == {
            4: Marks(10, MOMENT, frozenset({"\\Seen", "$Label1"})),
            5: Marks(20, MOMENT, frozenset()),
            6: Marks(40, None, frozenset())}


def test_so_many_at_once_as_the_server_answers_for() -> None:
    one = b'* 1 FETCH (UID %d FLAGS () INTERNALDATE "31-May-2019 22:58:07 -0100" RFC822.SIZE 1)'
    with told(one % 1, one % 2, one % 3) as messages:
        limited = StoredMessages(messages._command, messages._taken, messages._asked_to, 1)
        assert [marks.date for marks in limited.marks([1, 2, 3]).values()] == [MOMENT + 3600] * 3


@pytest.mark.parametrize(("answer", "octets"), [
    (b"* 1 FETCH (UID 4 BODY[]<0> {5}|a\n(UI)", b"a\n(UI"),
    (b"* 1 FETCH (BODY[]<0> {5}|abcde UID 4)", b"abcde"),
    (b'* 1 FETCH (UID 4 BODY[]<0> "a\\"b\\\\c")', b'a"b\\c'),
    (b"* 8 FETCH (FLAGS (\\Seen))|* 1 FETCH (UID 4 FLAGS (\\Seen) BODY[]<0> {3}|abc)", b"abc"),
    (b'* 1 FETCH (UID 4 BODY[]<0> "")', b""),
    (b"* 1 FETCH (UID 4 BODY[]<0> NIL)", b""),
    (b"* 2 EXISTS", b""),
])
def test_a_body_in_any_form(answer: bytes, octets: bytes) -> None:
    with told(answer) as messages:
        assert b"".join(messages.body(4, len(octets))) == octets


def test_a_body_comes_in_pieces_that_may_be_short(monkeypatch: pytest.MonkeyPatch) -> None:
    """A piece that is shorter than asked for is the last one only if all of the message has come."""
    monkeypatch.setattr(stored, "PIECE_OCTETS", 4)
    pieces = (b"abcd", b"efg", b"hijk", b"l")
    answers = [b"* 1 FETCH (UID 4 BODY[]<0> {%d}|%s)" % (len(piece), piece) for piece in pieces]
    with told(*answers) as messages:
        assert list(messages.body(4, 12)) == list(pieces)


def test_small_bodies_come_together_and_each_is_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """The second is larger than its size says, the third is gone."""
    monkeypatch.setattr(stored, "PIECE_OCTETS", 6)
    together = b"* 1 FETCH (UID 1 BODY[]<0> {2}|ab)|* 2 FETCH (BODY[]<0> {6}|cdefgh UID 2)"
    with told(together, b"* 2 FETCH (UID 2 BODY[]<0> {6}|cdefgh)", b"* 2 FETCH (UID 2 BODY[]<6> {1}|i)") as messages:
        found = {uid: b"".join(pieces) for uid, pieces in messages.bodies({1: 2, 2: 2, 3: 2})}
    assert found == {1: b"ab", 2: b"cdefghi", 3: b""}


def test_a_refusal_is_one() -> None:
    answers = {b"SELECT": b"* OK [UIDVALIDITY 7] x\r\n{tag} OK done\r\n", b"FETCH": b"{tag} NO not now\r\n"}
    with Talker(answers) as talker:
        session = Session.connect(Endpoint("127.0.0.1", talker.port, Security.PLAINTEXT, "me"), "secret")
        try:
            with pytest.raises(CommandRefused, match="would not show the messages: not now"), session.opened("Box"):
                session.stored.marks([1])
        finally:
            session.abort()
