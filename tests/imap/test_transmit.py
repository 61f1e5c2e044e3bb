"""Sending one APPEND to peers that answer early or late, and that end."""

from __future__ import annotations

import socket
from collections.abc import Callable

import pytest
from tests.imap.grammar import read_append
from tests.imap.mails import HOSTILE, MadeUp, Mail, numbered
from tests.imap.peers import SECONDS, Running, read_all, read_exactly, read_until, reset, wire_and_peer
from tests.imap.sending import OK, TWO, Heard, accept_all, go_on, sending, transmission
from tests.servers.common import wait_until

from mailferry.imap.append import AppendRules, Refused, Stored
from mailferry.imap.errors import ConnectionLost


def test_a_batch_goes_out_and_its_uids_come_back() -> None:
    heard = Heard()
    with sending(TWO, heard) as (work, peer, _):
        octets = accept_all(peer)
        peer.sendall(b"* 2 EXISTS\r\n" + OK)
        assert work.result() == Stored(7, (1, 2), "done")
    assert [message.octets for message in read_append(octets).messages] == [mail.content for mail in TWO]
    assert heard.finishing == 1
    sizes = [len(mail.content) for mail in TWO]
    assert heard.progress == [(0, sizes[0]), (1, sizes[0]), (1, sum(sizes)), (2, sum(sizes))]


def test_finishing_is_told_before_the_last_octet_of_the_mail() -> None:
    """Courier stores a message whose literal is whole, even if its command never ends (measured)."""
    seen: list[bytes] = []
    with wire_and_peer() as (wire, peer):
        def note() -> None:
            octets = read_until(peer, HOSTILE[:-1])  # all that was sent before is there, and nothing more
            peer.settimeout(0.05)
            with pytest.raises(TimeoutError):
                peer.recv(1)
            seen.append(octets)

        running = Running(transmission(wire, [Mail(HOSTILE)], Heard(note).watcher).run)
        go_on(peer)
        wait_until(lambda: bool(seen))
        peer.settimeout(SECONDS)
        assert read_exactly(peer, 3) == HOSTILE[-1:] + b"\r\n"
        peer.sendall(OK)
        assert isinstance(running.result(), Stored)


def test_a_plus_that_comes_before_it_is_due_is_not_taken_for_a_later_one() -> None:
    with sending(TWO, rules=AppendRules()) as (work, peer, _):
        read_until(peer, b"}\r\n")
        peer.sendall(b"+ go on\r\n+ and again\r\n")
        octets = read_until(peer, b"{%d}\r\n" % len(HOSTILE))
        peer.settimeout(0.2)
        # Whether the second was there before our line, nobody can say; what counts is that each octet is announced.
        try:
            octets += peer.recv(1)
        except TimeoutError:
            peer.sendall(b"+ now\r\n")
        peer.settimeout(SECONDS)
        read_until(peer, b"\r\n\r\n")
        read_until(peer, b"zz5 STORE 1:* +FLAGS (\\Deleted)\r\n.\r\n\r\n")
        peer.sendall(OK)
        assert isinstance(work.result(), Stored)


# --- early answers ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("answer", [b"T1 NO [TRYCREATE] none\r\n", b"T1 BAD wrong\r\n", b"T1 OK really\r\n"])
def test_an_answer_in_place_of_the_plus_ends_it(answer: bytes) -> None:
    heard = Heard()
    with sending(TWO, heard) as (work, peer, wire):
        read_until(peer, b"}\r\n")
        peer.sendall(answer)
        refused = work.result()
        assert isinstance(refused, Refused)
        assert refused.at_message == 0
        assert not refused.committed
        assert refused.in_step is (refused.status == "NO")
        wire.close()
        assert read_all(peer) == b""
    assert (heard.finishing, heard.progress) == (0, [])


def test_an_answer_in_the_middle_of_a_small_message_stops_the_rest() -> None:
    """Small messages never block the sender: it has to listen all the same."""
    with wire_and_peer() as (wire, peer):
        def refuse() -> None:
            peer.sendall(b"T1 BAD wrong\r\n")
            wire.wait(write=False, seconds=SECONDS)

        asking = Running(lambda: go_on(peer))
        mails = [Mail(b"Subject: x\r\n\r\nzz1 DELETE victim\r\n", piece=1)] * 3
        refused = transmission(wire, mails, Heard(on_progress=refuse).watcher).run()
        assert refused == Refused("BAD", "", "wrong", None, committed=False, in_step=False)
        asking.result()
        wire.close()
        assert read_all(peer) == b"S"


def test_an_answer_before_the_last_line_end_leaves_the_point_of_no_return_unmarked() -> None:
    with wire_and_peer() as (wire, peer):
        def refuse() -> None:
            peer.sendall(b"T1 NO no\r\n")
            wire.wait(write=False, seconds=SECONDS)

        asking = Running(lambda: go_on(peer))
        mail = Mail(numbered(1))
        heard = Heard(on_progress=lambda: refuse() if heard.progress[-1] == (1, 100) else None)
        assert transmission(wire, [mail], heard.watcher).run() == Refused("NO", "", "no", None, committed=False,
                                                                            in_step=False)
        assert heard.finishing == 0
        asking.result()
        wire.close()
        assert read_all(peer) == mail.content[:-1]


def test_a_refusal_after_the_last_line_end_is_a_late_one() -> None:
    with sending(TWO) as (work, peer, _):
        accept_all(peer)
        peer.sendall(b"* OK working\r\nT1 NO [OVERQUOTA] full\r\n")
        assert work.result() == Refused("NO", "OVERQUOTA", "full", None, committed=True, in_step=True)


# --- ends ------------------------------------------------------------------------------------------------------------


def test_the_last_words_of_a_server_that_closes_on_a_big_message_are_heard() -> None:
    """As Cyrus does: NO and BYE, then it closes with our octets unread, so that our write fails."""
    with sending([Mail(numbered(1)), *[MadeUp(1_000_000)] * 12]) as (work, peer, _):
        go_on(peer)
        read_until(peer, b"{1000000+}\r\n")
        peer.sendall(b"T1 NO [TOOBIG] Message too large\r\n* BYE [TOOBIG] Message too large\r\n")
        peer.close()
        assert work.result() == Refused("NO", "TOOBIG", "Message too large", None, committed=False, in_step=False)


def test_a_bye_alone_is_a_lost_connection_with_its_words() -> None:
    with sending([MadeUp(5_000_000)]) as (work, peer, _):
        go_on(peer)
        peer.recv(1000)
        peer.sendall(b"* BYE [TOOBIG] Too long argument\r\n")
        peer.close()
        with pytest.raises(ConnectionLost) as caught:
            work.result()
    assert caught.value.bye == "Too long argument"
    assert "Too long argument" in caught.value.sentence


@pytest.mark.parametrize("end", [socket.socket.close, reset])
@pytest.mark.parametrize("words", [b"", b"* BYE shutting down\r\n", b"T1 N"])
def test_an_end_after_the_last_line_end_is_a_lost_connection(end: Callable[[socket.socket], None],
                                                             words: bytes) -> None:
    heard = Heard()
    with sending(TWO, heard) as (work, peer, _):
        accept_all(peer)
        if words:
            peer.sendall(words)
        end(peer)
        with pytest.raises(ConnectionLost):
            work.result()
    assert heard.finishing == 1


def test_an_answer_and_then_the_end_is_an_answer() -> None:
    with sending(TWO) as (work, peer, _):
        accept_all(peer)
        peer.sendall(OK)
        peer.close()
        assert work.result() == Stored(7, (1, 2), "done")


def test_every_place_where_the_connection_may_end() -> None:
    """Closed or reset after each octet: a lost connection in time, marked as finishing only behind all messages."""
    with sending(TWO) as (work, peer, _):
        whole = accept_all(peer)
        peer.sendall(OK)
        work.result()
    first_line = whole.index(b"}\r\n") + 3
    for place in range(0, len(whole) + 1, 3):
        heard = Heard()
        with sending(TWO, heard) as (work, peer, _):
            if place < first_line:
                received = read_exactly(peer, place)
            else:
                received = go_on(peer)
                received += read_exactly(peer, place - first_line)
            assert received == whole[:place]
            (reset if place % 2 else socket.socket.close)(peer)
            with pytest.raises(ConnectionLost):
                work.result()
        assert place < len(whole) or heard.finishing == 1


