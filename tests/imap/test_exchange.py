"""What is kept of a conversation with a server: every command and answer, never a message, never a secret."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from mailferry.imap.exchange import LIMIT, Exchange


def begun() -> Exchange:
    exchange = Exchange()
    exchange.begin()
    return exchange


def said(exchange: Exchange) -> list[str]:
    """Without the times of day."""
    return [re.sub(r"\A\d\d:\d\d:\d\d\.\d{3} ", "", line) for line in exchange.text().splitlines()]


def test_commands_and_answers_with_the_sizes_of_literals() -> None:
    exchange = begun()
    exchange.sent(b'A1 APPEND "INBOX" (\\Seen) {2000}\r\n')
    exchange.answered(b"+ go on\r\n")
    exchange.sent_message(2000)
    exchange.sent(b"\r\n")
    exchange.answered(b"A1 OK [APPENDUID 7 12] done\r\n")
    assert said(exchange) == ['C: A1 APPEND "INBOX" (\\Seen) {2000}', "S: + go on", "C: [message, 2,000 octets]",
                              "S: A1 OK [APPENDUID 7 12] done"]


def test_nothing_is_kept_before_it_begins() -> None:
    exchange = Exchange()
    exchange.sent(b"A1 LOGIN anna opensesame\r\n")
    exchange.answered(b"A1 OK in\r\n")
    exchange.begin()
    assert exchange.text() == ""


def test_the_password_is_struck_out_of_what_a_server_repeats() -> None:
    exchange = begun()
    exchange.words = lambda text: text.replace("opensesame", "***")
    exchange.answered(b"A1 BAD what is opensesame?\r\n")
    assert said(exchange) == ["S: A1 BAD what is ***?"]


def test_parts_of_messages_in_answers_are_left_out() -> None:
    exchange = begun()
    exchange.answered(b'* 3 FETCH (UID 9 INTERNALDATE "01-Mar-2019 12:00:00 +0000" '
                      b'BODY[HEADER] "Subject: se\\"cret"\r\n')
    exchange.answered(b"* 4 FETCH (UID 10 BODY[HEADER] {15}\r\n")
    exchange.answered_literal(15)
    exchange.answered(b' BODY[TEXT] "a secret")\r\n')
    exchange.answered(b"secret words of a server that is out of step\r\n")
    assert said(exchange) == [
        'S: * 3 FETCH (UID 9 INTERNALDATE "01-Mar-2019 12:00:00 +0000" BODY[HEADER] "[17 octets]"',
        "S: * 4 FETCH (UID 10 BODY[HEADER] {15}", "S: [15 octets]", 'S:  BODY[TEXT] "[8 octets]")',
        "S: [a line of 46 octets]"]


def test_of_a_long_one_the_beginning_and_the_end_are_kept() -> None:
    exchange = begun()
    for number in range(10_000):
        exchange.sent(b"A%d NOOP\r\n" % number)
    lines = said(exchange)
    assert lines[0] == "C: A0 NOOP"
    assert lines[-1] == "C: A9999 NOOP"
    (gap,) = [line for line in lines if line.startswith("[")]
    assert int(gap.split()[0].strip("[").replace(",", "")) == 10_000 - (len(lines) - 1)
    assert len(exchange.text()) < LIMIT + 100
    exchange.begin()
    exchange.answered(b"* SEARCH " + b"1234567 " * 10_000 + b"\r\n")
    assert len(exchange.text()) < 1_100


@given(st.lists(st.one_of(
    st.tuples(st.just("sent"), st.binary(max_size=40)), st.tuples(st.just("answered"), st.binary(max_size=40)))))
def test_a_message_never_shows_whatever_was_said_before(before: list[tuple[str, bytes]]) -> None:
    exchange = begun()
    for who, octets in before:
        (exchange.sent if who == "sent" else exchange.answered)(octets)
    exchange.sent(b"B7 APPEND x {24}\r\n")
    exchange.sent_message(24)
    exchange.sent(b"B8 SEARCH TEXT {24}\r\n")
    exchange.sent(b"the secret of the letter")
    exchange.answered(b"B8 OK\r\n")
    exchange.answered(b'* 1 FETCH (BODY[] "the secret of the letter" X "the secret of the letter\r\n')
    assert "secret" not in exchange.text()
