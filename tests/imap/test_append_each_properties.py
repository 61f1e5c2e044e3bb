"""Whatever messages claim and servers answer: one well-formed APPEND for each message, and no success that is none."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.imap.grammar import read_appends
from tests.imap.mails import Mail
from tests.imap.sender import Sender, kinds, tags
from tests.imap.test_append_properties import mails, must_wait, rules_of_servers

from mailferry.imap.append import (
    AppendRules,
    AwaitContinuation,
    AwaitReply,
    Commit,
    EncodingError,
    Octets,
    Refused,
    Step,
    Stored,
)
from mailferry.imap.append_each import AppendEach, EachOutcome


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
    assert waited == must_wait([message.wire_size for message in messages], rules,
                               frozenset(index for index, message in enumerate(messages) if message.binary))
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
