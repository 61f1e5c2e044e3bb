"""The encoder of single APPENDs in a row: what is sent, when it waits, and what it makes of each answer."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.imap.grammar import read_appends
from tests.imap.mails import Mail
from tests.imap.test_append_properties import mails, must_wait, rules_of_servers

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


def tags(count: int) -> list[bytes]:
    return [b"T%d" % number for number in range(count)]


def each(*messages: Mail, rules: AppendRules = PLUS, mailbox: bytes = b"INBOX") -> AppendEach:
    return AppendEach(tags(len(messages)), mailbox, messages, rules)


class Sender:
    """Hands over what is due, and keeps it."""

    def __init__(self, encoder: AppendEach, messages: Sequence[Mail]) -> None:
        self.encoder = encoder
        self.messages = messages
        self.sent = b""
        self.begun = 0
        """How many commands were begun."""

    def may_send(self) -> bool:
        return self.encoder.outcome is None and not isinstance(self.encoder.step, AwaitContinuation | AwaitReply)

    def send(self) -> None:
        match self.encoder.step:
            case Octets(data) | Commit(data):
                self.sent += data
                self.begun += data != b"\r\n"
                self.encoder.sent()
            case Body(index, size):
                self.sent += self.messages[index].content
                self.encoder.sent(size)

    def send_all(self) -> None:
        """Up to where an answer is due."""
        while self.may_send():
            self.send()

    def send_before(self, kind: type, index: int) -> None:
        """Up to the step of this kind that belongs to this message."""
        while not (isinstance(self.encoder.step, kind) and self.begun == index + 1):
            self.send() if self.may_send() else self.answer(b"+ go on")

    def answer(self, *lines: bytes) -> None:
        for line in lines:
            self.encoder.received(parse(line + b"\r\n"))


def sender(*messages: Mail, rules: AppendRules = PLUS) -> Sender:
    return Sender(each(*messages, rules=rules), messages)


def expect(encoder: AppendEach, step: Step) -> None:
    assert encoder.step == step


def outcome_of(encoder: AppendEach) -> EachOutcome:
    assert encoder.outcome is not None
    return encoder.outcome


def kinds(outcome: EachOutcome) -> str:
    """A letter for each message: Stored, Refused, or unknown."""
    return "".join({Stored: "S", Refused: "R", type(None): "-"}[type(verdict)] for verdict in outcome.verdicts)


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
        (Refused("OK", "APPENDUID", "yes", 0, committed=False, in_step=False),), in_step=False)


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


# --- whatever is sent and answered -----------------------------------------------------------------------------------


@given(st.lists(mails(), min_size=1, max_size=5), rules_of_servers)
def test_what_is_sent_is_one_well_formed_append_for_each_message(messages: list[Mail], rules: AppendRules) -> None:
    run = Sender(AppendEach(tags(len(messages)), b"a &- b", messages, rules), messages)
    waited = []
    while not isinstance(run.encoder.step, AwaitReply):
        if isinstance(run.encoder.step, AwaitContinuation):
            assert run.sent.endswith(b"}\r\n")
            waited.append(run.encoder.step.index)
            run.answer(b"+")
        run.send()
    read = read_appends(run.sent)
    assert [command.tag for command in read] == tags(len(messages))
    assert {command.mailbox for command in read} == {b"a &- b"}
    assert [[message.octets for message in command.messages] for command in read] == [
        [message.content] for message in messages]
    assert waited == [index for index, command in enumerate(read) if command.messages[0].synchronising]
    assert waited == must_wait([message.wire_size for message in messages], rules)
    for command in read:
        first, last, nothing = command.outside.split(b"\r\n")
        assert (first.endswith(b"}"), last, nothing) == (True, b"", b"")


LINES = st.one_of(
    st.sampled_from([b"+ go", b"+", b"* BYE", b"* OK", b"* 1 EXISTS", b"t0 OK", b"T9 OK", b"T", b"", b"T0 WHAT"]),
    st.builds(lambda number, verdict: b"T%d %s" % (number, verdict), st.integers(0, 3),
              st.sampled_from([b"OK done", b"OK [APPENDUID 1 1] x", b"OK [APPENDUID 1 1:2] x", b"NO no", b"BAD no",
                               b"NO [TOOBIG] x"])))


@settings(max_examples=500)
@given(st.lists(mails(), min_size=1, max_size=4), rules_of_servers, st.lists(st.none() | LINES, max_size=60))
def test_replies_in_any_order(messages: list[Mail], rules: AppendRules, script: list[bytes | None]) -> None:
    """None in the script: we send, if something is due to be sent."""
    run = Sender(AppendEach(tags(len(messages)), b"INBOX", messages, rules), messages)
    whole_at: dict[int, int] = {}  # for each command that was sent to its end: the place in the script
    said: dict[int, tuple[int, bytes]] = {}  # the first answer to each begun command
    refused_with: Step | None = None  # what was handed out to be sent when the first refusal came
    for place, entry in enumerate(script):
        if entry is None:
            if not run.may_send():
                with pytest.raises(EncodingError):
                    run.encoder.sent()
                continue
            begun, step = run.begun, run.encoder.step
            run.send()
            if isinstance(step, Commit | Octets) and step.data == b"\r\n":
                whole_at[begun - 1] = place
                assert run.encoder.committed
            if run.begun > begun and refused_with is not None:
                assert refused_with is step, "a command was begun after a refusal"
            continue
        outcome = run.encoder.outcome
        run.answer(entry)
        if outcome is not None:
            assert run.encoder.outcome is outcome, "an outcome is final"
            continue
        found = re.match(rb"T(\d) (OK|NO|BAD)\b", entry)
        if found and int(found[1]) < run.begun + is_line(run.encoder.step):
            said.setdefault(int(found[1]), (place, found[2]))
            if found[2] != b"OK" and refused_with is None:
                refused_with = run.encoder.step
    outcome = run.encoder.outcome
    if outcome is None:
        return
    for index, verdict in enumerate(outcome.verdicts):
        if isinstance(verdict, Stored):
            assert said[index][1] == b"OK"
            assert index in whole_at, "an OK for what was not sent is no success"
            assert whole_at[index] < said[index][0]
        elif isinstance(verdict, Refused):
            assert index in said
    if outcome.refusal is None:
        assert kinds(outcome) == "S" * len(messages)
    if outcome.in_step:
        assert None not in outcome.verdicts
        assert all(word != b"BAD" for _, word in said.values())
        read_what_was_sent(run.sent, outcome)


def is_line(step: Step) -> bool:
    """Whether this begins a command."""
    return isinstance(step, Octets) and step.data != b"\r\n"


def read_what_was_sent(sent: bytes, outcome: EachOutcome) -> None:
    """The server can read it as commands, the last of which may end at a literal that it has refused."""
    last = outcome.verdicts[-1]
    if isinstance(last, Refused) and last.at_message is not None:
        assert sent.endswith(b"}\r\n")
        sent = sent[:sent.rindex(b"T%d APPEND" % last.at_message)]
        assert len(read_appends(sent)) == last.at_message
    else:
        assert len(read_appends(sent)) == len(outcome.verdicts)
