"""Sending one APPEND to peers that answer early, late, or never, that end, and that are interrupted."""

from __future__ import annotations

import socket
import time
import tracemalloc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace

import pytest
from tests.imap.grammar import read_append
from tests.imap.mails import HOSTILE, SHORT, MadeUp, Mail, numbered, quiet
from tests.imap.peers import Running, read_all, read_exactly, read_until, reset, wire_and_peer
from tests.servers.common import wait_until

from mailferry.imap.append import Appendable, AppendCommand, AppendRules, Literals, Refused, Stored
from mailferry.imap.errors import BodyMismatch, ConnectionLost, Interrupted, NoAnswer
from mailferry.imap.response import MAX_RESPONSE
from mailferry.imap.transmit import Patience, Transmission, Watcher
from mailferry.imap.wire import Wire

PLUS = AppendRules(Literals.PLUS)
TWO = (Mail(numbered(1), keywords=frozenset({"Work"})), Mail(HOSTILE))
OK = b"T1 OK [APPENDUID 7 1:2] done\r\n"


class Heard:
    """What a watcher was told."""

    def __init__(self, on_finishing: Callable[[], None] = lambda: None,
                 on_progress: Callable[[], None] = lambda: None) -> None:
        self.finishing = 0
        self.progress: list[tuple[int, int]] = []
        self._on_finishing = on_finishing
        self._on_progress = on_progress

    @property
    def watcher(self) -> Watcher:
        def note_finishing() -> None:
            self.finishing += 1
            self._on_finishing()

        def note_progress(messages: int, octets: int) -> None:
            self.progress.append((messages, octets))
            self._on_progress()

        return Watcher(note_finishing, note_progress)


def transmission(wire: Wire, messages: Sequence[Appendable], watcher: Watcher | None = None, *,
                 rules: AppendRules = PLUS, patience: Patience = SHORT) -> Transmission[Stored | Refused]:
    command = AppendCommand(b"T1", b"INBOX", messages, rules)
    return Transmission(wire, command, messages, watcher or quiet(), patience)


@contextmanager
def sending(messages: Sequence[Appendable], heard: Heard | None = None, *, rules: AppendRules = PLUS,
            patience: Patience = SHORT) -> Iterator[tuple[Running, socket.socket, Wire]]:
    """A transmission at work in a thread, the peer that it talks to, and its wire."""
    with wire_and_peer() as (wire, peer):
        watcher = None if heard is None else heard.watcher
        work = Running(transmission(wire, messages, watcher, rules=rules, patience=patience).run)
        yield work, peer, wire
        wire.interrupt()
        work.join()


def go_on(peer: socket.socket) -> bytes:
    """Read up to the first literal, and say `+` to it."""
    line = read_until(peer, b"}\r\n")
    peer.sendall(b"+ go on\r\n")
    return line


def accept_all(peer: socket.socket) -> bytes:
    """Say `+` to each literal that waits for it; all octets up to the end of the command."""
    octets = b""
    while True:
        octets += read_until(peer, b"\r\n")
        if octets.endswith(b"}\r\n") and not octets.endswith(b"+}\r\n"):
            peer.sendall(b"+ go on\r\n")
        try:
            read_append(octets)
        except AssertionError:
            continue
        return octets


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


def test_finishing_is_told_before_the_last_line_end() -> None:
    seen: list[bytes] = []
    with wire_and_peer() as (wire, peer):
        def note() -> None:
            # All that was sent before is there, and the last line end is not.
            octets = read_until(peer, HOSTILE)
            peer.settimeout(0.05)
            with pytest.raises(TimeoutError):
                peer.recv(1)
            seen.append(octets)

        running = Running(transmission(wire, [Mail(HOSTILE)], Heard(note).watcher).run)
        go_on(peer)
        wait_until(lambda: bool(seen))
        peer.settimeout(5)
        assert read_until(peer, b"\n") == b"\r\n"
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
        peer.settimeout(5)
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
            wire.wait(write=False, seconds=5)

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
            wire.wait(write=False, seconds=5)

        asking = Running(lambda: go_on(peer))
        mail = Mail(numbered(1))
        heard = Heard(on_progress=lambda: refuse() if heard.progress[-1] == (1, 100) else None)
        assert transmission(wire, [mail], heard.watcher).run() == Refused("NO", "", "no", None, committed=False,
                                                                            in_step=False)
        assert heard.finishing == 0
        asking.result()
        wire.close()
        assert read_all(peer) == mail.content


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
    begun = time.monotonic()
    with sending(TWO, patience=replace(SHORT, command=0.1)) as (work, _, _), pytest.raises(NoAnswer):
        work.result()
    assert time.monotonic() - begun < 3


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
    """Each pause is within the patience, all together are not."""
    with sending([MadeUp(12_000_000)], patience=replace(SHORT, progress=1.0)) as (work, peer, _):
        begun = time.monotonic()
        go_on(peer)
        left = 12_000_002
        while left:
            work.join(0.1 if time.monotonic() - begun < 1.5 else 0)
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


def test_a_stop_while_finishing_is_noted_sends_no_last_line_end() -> None:
    with wire_and_peer() as (wire, peer):
        asking = Running(lambda: go_on(peer))
        with pytest.raises(Interrupted):
            transmission(wire, TWO, Heard(wire.interrupt).watcher).run()
        asking.result()
        wire.close()
        assert read_all(peer).endswith(HOSTILE)


def test_after_the_last_line_end_a_stop_still_hears_the_answer() -> None:
    with sending(TWO, patience=replace(SHORT, after_interrupt=5)) as (work, peer, wire):
        accept_all(peer)
        wire.interrupt()
        peer.sendall(b"* OK nearly\r\n")
        peer.sendall(OK)
        assert work.result() == Stored(7, (1, 2), "done")


def test_after_the_last_line_end_a_stop_does_not_wait_for_long() -> None:
    begun = time.monotonic()
    with sending(TWO, patience=replace(SHORT, commit=60)) as (work, peer, wire):
        accept_all(peer)
        wire.interrupt()
        with pytest.raises(Interrupted):
            work.result()
    assert time.monotonic() - begun < 5


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
