"""Sending one APPEND: nonsense, silence, stops, messages that have changed, and memory."""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace

import pytest
from tests.imap.mails import HOSTILE, SHORT, MadeUp, Mail, numbered
from tests.imap.peers import Running, read_all, read_until, wire_and_peer
from tests.imap.sending import OK, TWO, Heard, accept_all, go_on, sending, transmission

from mailferry.imap.append import Stored
from mailferry.imap.errors import BodyMismatch, ConnectionLost, Interrupted, NoAnswer
from mailferry.imap.response import MAX_RESPONSE

# --- nonsense and silence --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("flood", [b"x" * 64, b"* LIST () {900000}\r\n" + b"y" * 900_000 + b" {900000}\r\n",
                                   b"* LIST () {99999999}\r\n"])
def test_an_answer_without_end_is_given_up(flood: bytes) -> None:
    with sending(TWO) as (work, peer, wire):
        def talk() -> None:
            with suppress(OSError):  # nobody reads any more
                for _ in range(MAX_RESPONSE):
                    peer.sendall(flood)

        talking = Running(talk)
        with pytest.raises(ConnectionLost, match="an answer without end"):
            work.result()
        assert wire.unread <= 3 * MAX_RESPONSE
        wire.abort()
        talking.result()


def test_silence_in_place_of_the_plus_ends_in_time() -> None:
    with sending(TWO, patience=replace(SHORT, command=0.1, progress=600)) as (work, _, _), pytest.raises(NoAnswer):
        work.result()


def test_silence_after_the_last_line_end_ends_in_time() -> None:
    heard = Heard()
    with sending(TWO, heard, patience=replace(SHORT, commit=0.2)) as (work, peer, _):
        accept_all(peer)
        peer.sendall(b"* OK still at work\r\n")
        with pytest.raises(NoAnswer):
            work.result()
    assert heard.finishing == 1


def test_a_server_that_takes_no_octets_ends_in_time() -> None:
    with sending([MadeUp(50_000_000)], patience=replace(SHORT, progress=0.2)) as (work, peer, _):
        go_on(peer)
        with pytest.raises(NoAnswer):
            work.result()


def test_a_slow_server_is_borne_while_it_takes_octets() -> None:
    """Each pause is within the patience, all together are not, even for octets that came from the source at once."""
    mail = Mail(numbered(1, 40_000_000), piece=40_000_000)
    with sending([mail], patience=replace(SHORT, progress=3.0)) as (work, peer, _):
        begun = time.monotonic()
        go_on(peer)
        left = 40_000_002
        while left:
            work.join(0.2 if time.monotonic() - begun < 4 else 0)
            left -= len(peer.recv(min(left, 500_000)))
        peer.sendall(OK)
        assert isinstance(work.result(), Stored)


# --- stopping --------------------------------------------------------------------------------------------------------


def test_a_stop_while_waiting_for_the_plus() -> None:
    with sending(TWO) as (work, peer, wire):
        read_until(peer, b"}\r\n")
        wire.interrupt()
        with pytest.raises(Interrupted):
            work.result()
        wire.abort()
        assert read_all(peer) == b""


def test_a_stop_while_the_server_takes_nothing() -> None:
    heard = Heard()
    with sending([MadeUp(50_000_000)], heard) as (work, peer, wire):
        go_on(peer)
        peer.recv(1)
        wire.interrupt()
        with pytest.raises(Interrupted):
            work.result()
        wire.abort()
        assert len(read_all(peer)) < 50_000_000
    assert heard.finishing == 0


def test_a_stop_is_heeded_though_the_server_takes_everything_at_once() -> None:
    """Cancel before the last line end leaves the mailbox untouched, also where no write ever has to wait."""
    with wire_and_peer() as (wire, peer):
        asking = Running(lambda: go_on(peer))
        heard = Heard(on_progress=lambda: wire.interrupt() if heard.progress[-1][0] == 2 else None)
        with pytest.raises(Interrupted):
            transmission(wire, TWO, heard.watcher).run()
        assert heard.finishing == 0
        asking.result()
        wire.abort()
        assert not read_all(peer).endswith(b".\r\n\r\n")


def test_a_stop_while_finishing_is_noted_sends_nothing_more() -> None:
    with wire_and_peer() as (wire, peer):
        asking = Running(lambda: go_on(peer))
        with pytest.raises(Interrupted):
            transmission(wire, TWO, Heard(wire.interrupt).watcher).run()
        asking.result()
        wire.close()
        assert read_all(peer).endswith(HOSTILE[:-1])


def test_after_the_last_line_end_a_stop_still_hears_the_answer() -> None:
    with sending(TWO, patience=replace(SHORT, after_interrupt=60)) as (work, peer, wire):
        accept_all(peer)
        wire.interrupt()
        peer.sendall(b"* OK nearly\r\n")
        peer.sendall(OK)
        assert work.result() == Stored(7, (1, 2), "done")


def test_after_the_last_line_end_a_stop_does_not_wait_for_long() -> None:
    with sending(TWO, patience=replace(SHORT, commit=600)) as (work, peer, wire):
        accept_all(peer)
        wire.interrupt()
        with pytest.raises(Interrupted):
            work.result()


# --- messages that are not what they were ----------------------------------------------------------------------------


WRONG = b"\x00" * 32
CHANGED = {
    "too few octets": Mail(numbered(1, 300), size=301),
    "far too few octets": Mail(b"", size=10),
    "too many octets": Mail(numbered(1, 300), size=299, piece=50),
    "too many octets at once": Mail(numbered(1, 300), size=100),
    "other octets": Mail(numbered(1, 300), sha256=WRONG),
    "other octets in pieces": Mail(numbered(1, 300), sha256=WRONG, piece=7),
    "the digest of a part": Mail(numbered(1, 300), size=300, sha256=Mail(numbered(1, 300)[:293]).digest, piece=7),
}


@pytest.mark.parametrize("name", CHANGED)
def test_a_changed_message_ends_the_batch_before_its_last_octet(name: str) -> None:
    heard = Heard()
    with sending([TWO[0], CHANGED[name]], heard) as (work, peer, wire):
        go_on(peer)
        with pytest.raises(BodyMismatch) as caught:
            work.result()
        assert caught.value.index == 1
        wire.close()
        body = read_all(peer).rpartition(b"+}\r\n")[2]
        assert len(body) < CHANGED[name].wire_size
        assert CHANGED[name].content.startswith(body)
    assert heard.finishing == 0


def test_an_error_of_the_source_passes_through() -> None:
    class Vanishing(Mail):
        def chunks(self) -> Iterator[bytes]:
            yield self.content[:10]
            raise FileNotFoundError("gone")

    with sending([Vanishing(HOSTILE)]) as (work, peer, _):
        go_on(peer)
        with pytest.raises(FileNotFoundError):
            work.result()


# --- size ------------------------------------------------------------------------------------------------------------


def test_memory_does_not_grow_with_the_message() -> None:
    mail = MadeUp(200_000_000)
    with wire_and_peer() as (wire, peer):
        def swallow() -> int:
            go_on(peer)
            room = bytearray(1_000_000)
            count = 0
            while count < mail.wire_size + 2:
                count += peer.recv_into(room)
            peer.sendall(OK)
            return count

        swallowing = Running(swallow)
        tracemalloc.start()
        try:
            assert isinstance(transmission(wire, [mail]).run(), Stored)
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
        assert swallowing.result() == mail.wire_size + 2
    assert peak < 4_000_000
