"""The encoder of single APPENDs in a row: what is sent, when it waits, and what it makes of each answer."""

from __future__ import annotations

import pytest
from tests.imap.grammar import read_appends
from tests.imap.mails import Mail
from tests.imap.sender import Sender, kinds, tags

from mailferry.imap.append import (
    AppendRules,
    AwaitContinuation,
    AwaitReply,
    Body,
    Commit,
    EncodingError,
    Literals,
    Octets,
    Refused,
    Step,
    Stored,
)
from mailferry.imap.append_each import AppendEach, EachOutcome
from mailferry.imap.response import parse

MIB = 1024 * 1024
PLUS = AppendRules(Literals.PLUS)
ONE, TWO, THREE = (Mail(b"Subject: %d\r\n\r\n" % number, internal_date=None) for number in (1, 2, 3))
SIZE = ONE.wire_size


def each(*messages: Mail, rules: AppendRules = PLUS, mailbox: bytes = b"INBOX") -> AppendEach:
    return AppendEach(tags(len(messages)), mailbox, messages, rules)


def sender(*messages: Mail, rules: AppendRules = PLUS) -> Sender:
    return Sender(each(*messages, rules=rules), messages)


def expect(encoder: AppendEach, step: Step) -> None:
    assert encoder.step == step


def outcome_of(encoder: AppendEach) -> EachOutcome:
    assert encoder.outcome is not None
    return encoder.outcome


# --- the ordinary way ------------------------------------------------------------------------------------------------


def test_the_steps_of_two_messages() -> None:
    encoder = each(ONE, TWO)
    expect(encoder, Octets(b'T0 APPEND "INBOX" () {%d}\r\n' % SIZE))
    encoder.sent()
    expect(encoder, AwaitContinuation(0))
    encoder.received(parse(b"+ OK\r\n"))
    expect(encoder, Body(0, SIZE))
    encoder.sent(SIZE)
    expect(encoder, Commit())
    was_committed = encoder.committed
    encoder.sent()
    assert (was_committed, encoder.committed) == (False, True)
    expect(encoder, Octets(b'T1 APPEND "INBOX" () {%d+}\r\n' % SIZE))
    encoder.sent()
    encoder.received(parse(b"T0 OK [APPENDUID 7 4] done\r\n"))
    expect(encoder, Body(1, SIZE))
    encoder.sent(SIZE)
    expect(encoder, Octets(b"\r\n"))
    encoder.sent()
    expect(encoder, AwaitReply())
    encoder.received(parse(b"T1 OK [APPENDUID 7 5] done\r\n"))
    assert encoder.outcome == EachOutcome((Stored(7, (4,), "done"), Stored(7, (5,), "done")), in_step=True)
    assert outcome_of(encoder).refusal is None


def test_without_literals_each_message_waits_but_no_answer_is_waited_for() -> None:
    run = sender(ONE, TWO, rules=AppendRules())
    run.send_all()
    run.answer(b"+")
    run.send_all()
    expect(run.encoder, AwaitContinuation(1))
    run.answer(b"T0 OK done", b"+")
    run.send_all()
    run.answer(b"T1 OK done")
    assert outcome_of(run.encoder) == EachOutcome((Stored(None, None, "done"),) * 2, in_step=True)


@pytest.mark.parametrize("code", [b"", b"[APPENDUID 7 4:5] ", b"[APPENDUID 7 *] ", b"[APPENDUID 0 4] ", b"[ALERT] "])
def test_stored_without_a_uid_that_can_be_believed(code: bytes) -> None:
    run = sender(ONE)
    run.send_all()
    run.answer(b"+")
    run.send_all()
    run.answer(b"T0 OK " + code + b"done")
    assert outcome_of(run.encoder).verdicts == (Stored(None, None, "done"),)


def test_answers_may_come_in_any_order() -> None:
    run = sender(ONE, TWO, THREE)
    run.send_all()
    run.answer(b"+")
    run.send_all()
    run.answer(b"T2 OK [APPENDUID 7 6] c", b"T0 OK [APPENDUID 7 4] a")
    assert run.encoder.outcome is None
    run.answer(b"T1 OK [APPENDUID 7 5] b")
    assert outcome_of(run.encoder).verdicts == (Stored(7, (4,), "a"), Stored(7, (5,), "b"), Stored(7, (6,), "c"))


def test_what_is_not_for_us_changes_nothing() -> None:
    run = sender(ONE, TWO)
    run.answer(b"+ not due", b"T1 OK not begun", b"* 3 EXISTS", b"T9 NO other", b"t0 NO other", b"T0 WHAT", b"", b"T")
    expect(run.encoder, Octets(b'T0 APPEND "INBOX" () {%d}\r\n' % SIZE))
    run.send_all()
    run.answer(b"+")
    run.send_all()
    run.answer(b"T0 OK a", b"T0 NO once more", b"+ not due", b"* BYE", b"T1 OK b", b"T1 NO once more")
    assert kinds(outcome_of(run.encoder)) == "SS"


# --- refusals --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("status", "in_step"), [("NO", True), ("BAD", False)])
def test_refused_in_place_of_the_first_literal_nothing_is_sent(status: str, in_step: bool) -> None:
    run = sender(ONE, TWO)
    run.send_all()
    run.answer(f"T0 {status} [TRYCREATE] none".encode())
    refused = Refused(status, "TRYCREATE", "none", 0, committed=False, in_step=in_step)
    assert run.encoder.outcome == EachOutcome((refused,), in_step)
    assert outcome_of(run.encoder).refusal == (0, refused)
    assert run.begun == 1
    with pytest.raises(EncodingError):
        run.encoder.sent()


def test_after_a_refusal_what_was_announced_is_sent_and_no_new_command_begun() -> None:
    run = sender(ONE, TWO, THREE, ONE)
    run.send_before(Body, 1)
    run.answer(b"T0 NO [OVERQUOTA] full")
    expect(run.encoder, Body(1, SIZE))
    run.send_all()
    expect(run.encoder, AwaitReply())
    assert [command.messages[0].octets for command in read_appends(run.sent)] == [ONE.content, TWO.content]
    run.answer(b"T1 OK [APPENDUID 7 4] done")
    assert kinds(outcome_of(run.encoder)) == "RS"
    assert outcome_of(run.encoder).in_step


def test_after_a_refusal_a_literal_that_the_server_asks_for_is_still_sent() -> None:
    run = sender(ONE, TWO, THREE, rules=AppendRules())
    run.send_before(AwaitContinuation, 1)
    run.answer(b"T0 NO full")
    expect(run.encoder, AwaitContinuation(1))
    run.answer(b"+")
    run.send_all()
    run.answer(b"T1 OK done")
    assert (kinds(outcome_of(run.encoder)), run.begun) == ("RS", 2)


def test_a_later_literal_that_is_refused_is_not_sent_and_the_answers_before_are_waited_for() -> None:
    run = sender(ONE, TWO, THREE, rules=AppendRules())
    run.send_before(AwaitContinuation, 1)
    run.answer(b"T1 NO [TOOBIG] too big")
    expect(run.encoder, AwaitReply())
    run.answer(b"T0 OK [APPENDUID 7 4] done")
    outcome = outcome_of(run.encoder)
    assert outcome.refusal == (1, Refused("NO", "TOOBIG", "too big", 1, committed=True, in_step=True))
    assert (kinds(outcome), outcome.in_step, run.begun) == ("SR", True, 2)


@pytest.mark.parametrize("kind", [Octets, Body])
@pytest.mark.parametrize("answer", [b"T1 NO no", b"T1 BAD no", b"T1 OK [APPENDUID 7 4] yes"])
def test_an_early_answer_ends_it_and_the_connection(kind: type, answer: bytes) -> None:
    run = sender(ONE, TWO, THREE)
    run.send_before(Body, 1)
    if kind is Octets:
        run.send()
        expect(run.encoder, Octets(b"\r\n"))
    run.answer(answer)
    outcome = outcome_of(run.encoder)
    assert (kinds(outcome), outcome.in_step) == ("-R", False)
    assert outcome.refusal is not None
    assert outcome.refusal[0] == 1
    with pytest.raises(EncodingError):
        run.encoder.sent(SIZE)


def test_an_early_answer_before_the_point_of_no_return() -> None:
    run = sender(ONE, TWO)
    run.send_before(Commit, 0)
    run.answer(b"T0 NO no")
    assert outcome_of(run.encoder) == EachOutcome(
        (Refused("NO", "", "no", None, committed=False, in_step=False),), in_step=False)
    assert not run.encoder.committed


def test_ok_in_place_of_a_literal_is_no_success() -> None:
    run = sender(ONE, TWO)
    run.send_all()
    run.answer(b"T0 OK [APPENDUID 7 4] yes")
    assert outcome_of(run.encoder) == EachOutcome(
        (Refused("OK", "APPENDUID", "yes", 0, committed=False, in_step=False, arguments="7 4"),), in_step=False)


def test_bad_for_what_was_sent_stops_the_sending_at_once() -> None:
    """A server that answers BAD may take the mail behind it for commands."""
    run = sender(ONE, TWO, THREE)
    run.send_before(Body, 1)
    run.answer(b"T0 BAD syntax")
    assert (kinds(outcome_of(run.encoder)), outcome_of(run.encoder).in_step) == ("R-", False)


def test_bad_when_all_is_sent_waits_for_the_other_answers() -> None:
    run = sender(ONE, TWO, THREE)
    run.send_all()
    run.answer(b"+")
    run.send_all()
    run.answer(b"T1 BAD syntax")
    assert run.encoder.outcome is None
    run.answer(b"T0 OK a", b"T2 OK c")
    assert (kinds(outcome_of(run.encoder)), outcome_of(run.encoder).in_step) == ("SRS", False)


def test_several_refusals_and_the_first_message_counts() -> None:
    run = sender(ONE, TWO, THREE)
    run.send_all()
    run.answer(b"+")
    run.send_all()
    run.answer(b"T2 NO c", b"T1 NO b", b"T0 OK a")
    assert kinds(outcome_of(run.encoder)) == "SRR"
    refusal = outcome_of(run.encoder).refusal
    assert refusal is not None
    assert (refusal[0], refusal[1].text) == (1, "b")


# --- rules of the caller ---------------------------------------------------------------------------------------------


def test_rules_of_its_caller_are_held() -> None:
    encoder = each(ONE)
    encoder.sent()
    with pytest.raises(EncodingError):
        encoder.sent()
    encoder.received(parse(b"+"))
    for octets in (None, 0, SIZE - 1, SIZE + 1):
        with pytest.raises(EncodingError):
            encoder.sent(octets)
    encoder.sent(SIZE)
    encoder.sent()
    with pytest.raises(EncodingError):
        encoder.sent()


def test_what_cannot_be_written() -> None:
    for given_tags, messages in ([], []), ([b"T0"], []), ([b"T0"], [ONE, TWO]), ([b"T0", b"T0"], [ONE, TWO]), (
            [b"T0", b"T 1"], [ONE, TWO]), ([b"\xff"], [ONE]), ([b""], [ONE]), ([b"T0"], [Mail(b"", size=0)]):
        with pytest.raises(EncodingError):
            AppendEach(given_tags, b"INBOX", messages, PLUS)
    with pytest.raises(EncodingError):
        each(ONE, mailbox=b"a\r\nzz1 DELETE INBOX")


def test_literals_wait_again_after_sixteen_mebibytes() -> None:
    encoder = each(*[Mail(b"", size=MIB)] * 40)
    waits = []
    while not isinstance(encoder.step, AwaitReply):
        match encoder.step:
            case AwaitContinuation(index):
                waits.append(index)
                encoder.received(parse(b"+"))
            case Body(_, size):
                encoder.sent(size)
            case _:
                encoder.sent()
    assert waits == [0, 16, 32]
