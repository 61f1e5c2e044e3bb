"""An APPEND that is cancelled: a zero-length literal (RFC 3502), or the end of the connection."""

from __future__ import annotations

from tests.imap.test_append import ONE, TWO, command, expect, run_until

from mailferry.imap.append import (
    AppendCommand,
    AppendRules,
    AwaitContinuation,
    AwaitReply,
    Body,
    Commit,
    Literals,
    Octets,
    Refused,
    Stored,
)
from mailferry.imap.response import parse

BATCHES = AppendRules(Literals.PLUS, multiappend=True)


def at_zero_literal(encoder: AppendCommand, whole: int) -> None:
    """The encoder stands where it ends the command."""
    expect(encoder, Octets(b" {0}\r\n"))
    encoder.sent()
    expect(encoder, AwaitContinuation(whole))


def test_before_a_message_is_whole_or_under_way_nothing_can_be_cancelled() -> None:
    encoder = command(ONE, TWO, rules=BATCHES)
    assert not encoder.cancel()
    encoder.sent()
    assert not encoder.cancel()
    expect(encoder, AwaitContinuation(0))


def test_a_server_without_batches_gets_no_empty_literal() -> None:
    """Courier would store an empty message."""
    encoder = command(ONE)
    run_until(encoder, Commit)
    assert not encoder.cancel()
    expect(encoder, Commit())


def test_cancelled_in_a_message_the_command_ends_behind_it() -> None:
    encoder = command(ONE, TWO, rules=BATCHES)
    run_until(encoder, Body)
    assert encoder.cancel()
    expect(encoder, Body(0, 14))
    encoder.sent(14)
    at_zero_literal(encoder, 1)
    encoder.received(parse(b"A1 NO cancelled"))
    assert encoder.outcome == Refused("NO", "", "cancelled", None, committed=False, in_step=True)


def test_cancelled_between_two_messages_the_second_is_not_announced() -> None:
    encoder = command(ONE, TWO, rules=BATCHES)
    run_until(encoder, Body)
    encoder.sent(14)
    assert isinstance(encoder.step, Octets)
    assert encoder.cancel()
    at_zero_literal(encoder, 1)


def test_cancelled_while_a_plus_is_due_the_message_that_was_announced_follows() -> None:
    encoder = command(ONE, TWO, rules=AppendRules(multiappend=True))
    run_until(encoder, Body)
    encoder.sent(14)
    encoder.sent()
    expect(encoder, AwaitContinuation(1))
    assert encoder.cancel()
    encoder.received(parse(b"+ go on"))
    encoder.sent(15)
    at_zero_literal(encoder, 2)


def test_cancelled_before_the_last_line_end_nothing_is_stored() -> None:
    encoder = command(ONE, TWO, rules=BATCHES)
    run_until(encoder, Commit)
    assert encoder.cancel()
    at_zero_literal(encoder, 2)
    encoder.received(parse(b"+ go on"))
    expect(encoder, Commit())
    encoder.sent()
    expect(encoder, AwaitReply())
    encoder.received(parse(b"A1 NO an empty message"))
    assert encoder.outcome == Refused("NO", "", "an empty message", None, committed=True, in_step=True)


def test_a_server_that_takes_what_was_cancelled_is_not_believed() -> None:
    encoder = command(ONE, TWO, rules=BATCHES)
    run_until(encoder, Commit)
    encoder.cancel()
    run_until(encoder, AwaitReply)
    encoder.received(parse(b"A1 OK [APPENDUID 7 4:5] done"))
    assert encoder.outcome == Refused("OK", "APPENDUID", "done", None, committed=True, in_step=False, arguments="7 4:5")


def test_after_the_last_line_end_it_is_too_late() -> None:
    encoder = command(ONE, TWO, rules=BATCHES)
    run_until(encoder, AwaitReply)
    assert not encoder.cancel()
    encoder.received(parse(b"A1 OK done"))
    assert isinstance(encoder.outcome, Stored)
