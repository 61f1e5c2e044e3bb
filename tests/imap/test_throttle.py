"""A speed limit: no more goes out than it allows, and neither an answer nor a cancel waits for it."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from tests.imap.mails import SHORT, MadeUp, Mail, numbered
from tests.imap.peers import Running, read_all, read_exactly, read_until, wire_and_peer
from tests.imap.sending import OK, TWO, Heard

from mailferry.imap.append import AppendCommand, AppendRules, Literals, Refused, Stored
from mailferry.imap.errors import Interrupted
from mailferry.imap.throttle import Throttle
from mailferry.imap.transmit import Transmission

RULES = AppendRules(Literals.PLUS, multiappend=True)


@pytest.mark.parametrize("rate", [1, 7, 1000, 30_000, 10_000_000])
def test_no_more_goes_than_the_limit_allows(rate: int, monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    throttle = Throttle(rate)
    sent = 0
    while now[0] < 130:
        granted = throttle.granted(65536)
        throttle.spend(granted)
        sent += granted
        if not granted:
            wait = throttle.seconds(65536)
            assert 0 < wait <= 1.01
            now[0] += wait + 0.001
    assert rate * 24 <= sent <= rate * 31


def test_a_pause_saves_nothing_up(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    throttle = Throttle(1000)
    now[0] += 3600
    assert throttle.granted(10**6) <= 1000


def test_without_a_limit_all_goes() -> None:
    assert Throttle().granted(10**9) == 10**9


def test_a_batch_takes_as_long_as_the_limit_says_and_arrives_whole() -> None:
    mails = [Mail(numbered(number, 20_000)) for number in range(3)]
    with wire_and_peer() as (wire, peer):
        # Longer than the server may be silent: that nothing is sent is no silence of the server's.
        patience = replace(SHORT, progress=0.2)
        began = time.monotonic()
        sender = Transmission(wire, AppendCommand(b"T1", b"INBOX", mails, RULES), mails, Heard().watcher, patience,
                              throttle=Throttle(100_000))
        running = Running(sender.run)
        read_until(peer, b"}\r\n")
        peer.sendall(b"+ go\r\n")
        octets = read_exactly(peer, sum(len(mail.content) for mail in mails))
        octets += read_until(peer, b"\r\n")
        assert time.monotonic() - began > 0.3
        assert all(mail.content in octets for mail in mails)
        peer.sendall(OK)
        assert isinstance(running.result(), Stored)


def test_an_answer_is_heard_while_nothing_may_go() -> None:
    with wire_and_peer() as (wire, peer):
        sender = Transmission(wire, AppendCommand(b"T1", b"INBOX", TWO, RULES), TWO, Heard().watcher, SHORT,
                              throttle=Throttle(1))
        running = Running(sender.run)
        peer.sendall(b"T1 NO [OVERQUOTA] full\r\n")
        refused = running.result()
        assert isinstance(refused, Refused)
        assert refused.code == "OVERQUOTA"
        wire.abort()
        assert len(read_all(peer)) < 10


def test_a_cancel_does_not_wait_for_the_limit() -> None:
    with wire_and_peer() as (wire, peer):
        mail, throttle = [MadeUp(1_000_000)], Throttle()
        sender = Transmission(wire, AppendCommand(b"T1", b"INBOX", mail, RULES), mail, Heard().watcher,
                              replace(SHORT, after_cancel=0.2), throttle=throttle)
        running = Running(sender.run)
        read_until(peer, b"}\r\n")
        throttle.rate = 1
        peer.sendall(b"+ go\r\n")
        read_exactly(peer, 1)
        sender.cancel()
        with pytest.raises(Interrupted):
            running.result()


def test_a_limit_that_is_taken_away_holds_no_longer() -> None:
    with wire_and_peer() as (wire, peer):
        mail, throttle = [MadeUp(1_000_000)], Throttle(10_000)
        sender = Transmission(wire, AppendCommand(b"T1", b"INBOX", mail, RULES), mail, Heard().watcher, SHORT,
                              throttle=throttle)
        running = Running(sender.run)
        read_until(peer, b"}\r\n")
        peer.sendall(b"+ go\r\n")
        read_exactly(peer, 1000)
        throttle.rate = None
        read_exactly(peer, 1_000_000 - 1000 + 2)
        peer.sendall(OK)
        assert isinstance(running.result(), Stored)
