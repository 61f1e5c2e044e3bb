"""A batch that is cancelled under way: by a word to the server, or by giving the connection up; nothing is stored."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.imap.accounts import Place
from tests.imap.mails import SHORT, MadeUp, Mail, numbered
from tests.imap.peers import Running, read_until, wire_and_peer
from tests.imap.sending import Heard, go_on, transmission
from tests.imap.test_real_append import kept, there
from tests.servers.checker import as_multiset

from mailferry.imap.append import AppendRules, Literals, Refused, Stored
from mailferry.imap.errors import Interrupted
from mailferry.imap.session import Session
from mailferry.imap.transmit import Watcher

TEN = [Mail(numbered(number, 3000)) for number in range(10)]


def cancelling(session: Session, *, at_message: int) -> Watcher:
    """Cancels when so many messages were handed over."""
    def progress(messages: int, _: int) -> None:
        if messages == at_message:
            session.cancel()

    return Watcher(lambda: None, progress)


@pytest.mark.parametrize("at_message", [1, 5, 10])
def test_what_is_cancelled_is_refused_and_the_connection_goes_on(place: Place, at_message: int) -> None:
    with place.session() as session:
        refused = session.append("INBOX", TEN, cancelling(session, at_message=at_message))
        assert isinstance(refused, Refused)
        assert refused.status in ("NO", "BAD")
        if refused.in_step:
            assert isinstance(session.append("INBOX", TEN[:1], Watcher(lambda: None, lambda *_: None)), Stored)
        else:
            assert place.server.name == "pymap"  # it says BAD where the literal is not the last thing
            session.abort()
    assert as_multiset(there(place)) == as_multiset(kept(mail) for mail in TEN[:refused.in_step])


def test_dovecot_and_cyrus_keep_the_connection(place: Place) -> None:
    if place.server.name == "pymap":
        return
    with place.session() as session:
        refused = session.append("INBOX", TEN, cancelling(session, at_message=3))
        assert isinstance(refused, Refused)
        assert refused.in_step


def test_in_the_middle_of_a_large_message_the_connection_is_given_up_in_time() -> None:
    with wire_and_peer() as (wire, peer):
        heard = Heard()
        sender = transmission(wire, [MadeUp(50_000_000)], heard.watcher,
                              patience=replace(SHORT, progress=600, after_cancel=0.3),
                              rules=AppendRules(Literals.PLUS, multiappend=True))
        work = Running(sender.run)
        go_on(peer)
        sender.cancel()
        with pytest.raises(Interrupted):
            work.result()
        assert heard.finishing == 0


def test_before_the_first_message_the_connection_is_given_up_at_once() -> None:
    with wire_and_peer() as (wire, peer):
        sender = transmission(wire, TEN, rules=AppendRules(Literals.PLUS, multiappend=True))
        work = Running(sender.run)
        read_until(peer, b"}\r\n")
        sender.cancel()
        with pytest.raises(Interrupted):
            work.result()


def test_a_server_that_does_not_answer_a_cancelled_batch_is_given_up() -> None:
    with wire_and_peer() as (wire, peer):
        sender = transmission(wire, TEN, rules=AppendRules(Literals.SYNCHRONISING, multiappend=True),
                              patience=replace(SHORT, after_cancel=0.3))
        work = Running(sender.run)
        go_on(peer)
        read_until(peer, b"}\r\n")
        sender.cancel()
        peer.sendall(b"+ go on\r\n")
        read_until(peer, b" {0}\r\n")
        with pytest.raises(Interrupted):
            work.result()


def test_after_the_last_line_end_the_answer_counts() -> None:
    with wire_and_peer() as (wire, peer):
        heard = Heard()
        sender = transmission(wire, TEN[:1], heard.watcher, rules=AppendRules(Literals.PLUS, multiappend=True))
        work = Running(sender.run)
        go_on(peer)
        read_until(peer, TEN[0].content + b"\r\n")
        sender.cancel()
        peer.sendall(b"T1 OK [APPENDUID 7 1] done\r\n")
        assert work.result() == Stored(7, (1,), "done")
