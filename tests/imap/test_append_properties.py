"""Whatever a message claims of itself, an independent reader finds one well-formed APPEND in what is sent for it."""

from __future__ import annotations

import string
from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.imap.grammar import ReadMessage, read_append
from tests.imap.mails import HOSTILE_LINES, Mail

from mailferry.imap.append import (
    AppendCommand,
    AppendRules,
    AwaitContinuation,
    AwaitReply,
    Body,
    Commit,
    EncodingError,
    Literals,
    Octets,
    Stored,
)
from mailferry.imap.response import parse

MIB = 1024 * 1024

hostile_text = st.one_of(
    st.text(max_size=80),
    st.text(alphabet=string.printable, max_size=20),
    st.text(alphabet=string.ascii_letters + string.digits + "$_.-", min_size=1, max_size=60),
    st.sampled_from(["zz1 DELETE INBOX", "\r\nzz1 DELETE INBOX\r\n", "a]b", "*", "%", "(", ")", "{5+}", "\\Seen",
                     "\\Recent", "\\Deleted", '"', "NIL", "ü", "\x00", "a\n", "k" * 300,
                     *map(bytes.decode, HOSTILE_LINES)]))
zones = st.one_of(st.integers(-1439, 1439).map(lambda minutes: timezone(timedelta(minutes=minutes))),
                  st.just(timezone(timedelta(hours=5, seconds=37))))
dates = st.one_of(st.none(), st.datetimes(), st.datetimes(timezones=zones),
                  st.datetimes(datetime(1969, 12, 31), datetime(2039, 1, 1), timezones=zones))
contents = st.one_of(st.binary(min_size=1, max_size=200),
                     st.sampled_from(HOSTILE_LINES).map(lambda line: line + b"\r\n"))


@st.composite
def mails(draw: st.DrawFn) -> Mail:
    return Mail(draw(contents), draw(st.frozensets(hostile_text, max_size=6)),
                draw(st.frozensets(hostile_text, max_size=6)), draw(dates), binary=draw(st.booleans()))


rules_of_servers = st.builds(AppendRules, st.sampled_from(Literals), st.none() | st.integers(0, 300), st.booleans())


def octets_of(encoder: AppendCommand, messages: list[Mail]) -> tuple[bytes, list[int]]:
    """Everything that is sent where the server says `+` when it is due; and at which message it waited."""
    sent = b""
    waited = []
    while not isinstance(encoder.step, AwaitReply):
        match encoder.step:
            case AwaitContinuation(index):
                assert sent.endswith(b"}\r\n")
                waited.append(index)
                encoder.received(parse(b"+ OK\r\n"))
            case Body(index, size):
                sent += messages[index].content
                encoder.sent(size)
            case Octets(data) | Commit(data):
                sent += data
                encoder.sent()
    return sent, waited


def expected_date(date: datetime | None) -> datetime | None:
    """The moment that must arrive, to the second; None where none may be sent. Written without the encoder's rules."""
    if date is None or date.tzinfo is None:
        return None
    epoch = datetime(1970, 1, 1, tzinfo=UTC)
    seconds = (date - epoch) // timedelta(seconds=1)
    if not 0 < seconds < 2_145_916_800 or date - datetime.now(UTC) > timedelta(hours=1):
        return None
    return epoch + timedelta(seconds=seconds)


KEYWORD_OCTETS = frozenset((string.ascii_letters + string.digits + "$_.:+/&#@!~=-").encode())


def is_modest(message: ReadMessage) -> bool:
    """No octet in a keyword that any known server refuses, nor more than 50 of them."""
    return all(len(flag) <= 50 and set(flag) <= KEYWORD_OCTETS for flag in message.flags if not flag.startswith(b"\\"))


@given(st.lists(mails(), min_size=1, max_size=5), rules_of_servers)
def test_what_is_sent_is_one_well_formed_command(messages: list[Mail], rules: AppendRules) -> None:
    octets, waited = octets_of(AppendCommand(b"AB12", b"a &- b", messages, rules), messages)
    read = read_append(octets)
    assert (read.tag, read.mailbox) == (b"AB12", b"a &- b")
    assert [message.octets for message in read.messages] == [message.content for message in messages]
    assert waited == [index for index, message in enumerate(read.messages) if message.synchronising]
    for message, arrived in zip(messages, read.messages, strict=True):
        assert arrived.binary == (message.binary and rules.binary)
        given_flags = {flag.encode("utf-8", "replace") for flag in message.flags | message.keywords}
        assert arrived.flags <= given_flags
        assert is_modest(arrived)
        for keyword in message.keywords:
            if keyword.isascii() and keyword.isalnum() and len(keyword) <= 50:
                assert keyword.encode() in arrived.flags
        assert arrived.date == expected_date(message.internal_date)


@given(st.lists(mails(), min_size=1, max_size=5), rules_of_servers)
def test_outside_of_mail_line_ends_are_only_where_a_literal_or_the_command_begins_or_ends(
        messages: list[Mail], rules: AppendRules) -> None:
    octets, _ = octets_of(AppendCommand(b"AB12", b"INBOX", messages, rules), messages)
    lines = read_append(octets).outside.split(b"\r\n")
    assert lines[-2:] == [b"", b""]
    assert len(lines) == len(messages) + 2
    assert all(line.endswith(b"}") for line in lines[:-2])
    assert not any({0x0A, 0x0D, 0x00} & set(line) or max(line, default=0) > 0x7E for line in lines)


def must_wait(sizes: list[int], rules: AppendRules, binary: frozenset[int] = frozenset()) -> list[int]:
    """Which literals are synchronising, told once more after the words of the design. `binary` are to be literal8s."""
    waits, since = [], 0
    for index, size in enumerate(sizes):
        allowed = {Literals.SYNCHRONISING: 0, Literals.MINUS: 4096, Literals.PLUS: MIB}[rules.literals]
        if rules.append_limit is not None:
            allowed = min(allowed, rules.append_limit)
        if index == 0 or size > allowed or since + size > 16 * MIB or (rules.binary and index in binary):
            waits.append(index)
            since = 0
        since += size
    return waits


@given(st.lists(st.one_of(st.integers(1, 5000), st.integers(1, 3 * MIB), st.sampled_from([4096, 4097, MIB, MIB + 1])),
                min_size=1, max_size=40),
       st.builds(AppendRules, st.sampled_from(Literals), st.none() | st.integers(0, 2 * MIB)))
def test_literals_wait_exactly_where_the_design_says(sizes: list[int], rules: AppendRules) -> None:
    encoder = AppendCommand(b"T", b"INBOX", [Mail(b"", size=size) for size in sizes], rules)
    waits: list[int] = []
    announced: list[int] = []
    while not isinstance(encoder.step, Commit):
        match encoder.step:
            case AwaitContinuation(index):
                waits.append(index)
                encoder.received(parse(b"+"))
            case Body(index, size):
                assert (index, size) == (len(announced), sizes[index])
                announced.append(size)
                encoder.sent(size)
            case Octets(data):
                plus = b"" if len(announced) in must_wait(sizes, rules) else b"+"
                assert data.endswith(b"{%d%s}\r\n" % (sizes[len(announced)], plus))
                encoder.sent()
    assert waits == must_wait(sizes, rules)
    assert announced == sizes


LINES = st.sampled_from([b"+ go", b"+", b"T OK done", b"T OK [APPENDUID 1 1:2] x", b"T NO no", b"T BAD no",
                         b"T NO [LIMIT] x", b"* BYE", b"* OK", b"* 1 EXISTS", b"t OK", b"T1 OK", b"T", b"T WHAT", b"",
                         b"TT NO", b"* T OK x"])


@settings(max_examples=300)
@given(st.lists(mails(), min_size=1, max_size=3), rules_of_servers, st.lists(st.none() | LINES, max_size=40))
def test_replies_in_any_order_never_make_it_send_after_an_outcome(
        messages: list[Mail], rules: AppendRules, script: list[bytes | None]) -> None:
    """None in the script: we send, if something is due to be sent."""
    encoder = AppendCommand(b"T", b"INBOX", messages, rules)
    asked = 0
    for entry in script:
        due = isinstance(encoder.step, AwaitContinuation)
        if entry is None:
            was_commit = isinstance(encoder.step, Commit)
            size = encoder.step.size if isinstance(encoder.step, Body) else None
            may_send = encoder.outcome is None and not isinstance(encoder.step, AwaitContinuation | AwaitReply)
            try:
                encoder.sent(size)
            except EncodingError:
                assert not may_send
            else:
                assert may_send
                assert encoder.committed or not was_commit
            continue
        outcome = encoder.outcome
        encoder.received(parse(entry))
        if outcome is not None:
            assert encoder.outcome is outcome
        asked += due and entry.startswith(b"+")
        if isinstance(encoder.outcome, Stored):
            assert encoder.committed
            assert entry.startswith(b"T OK") or outcome is not None
        elif encoder.outcome is not None:
            assert encoder.outcome.committed is encoder.committed
            assert not (encoder.outcome.in_step and encoder.outcome.status != "NO")
    assert encoder.outcome is None or not isinstance(encoder.step, AwaitReply) or encoder.committed


@given(st.binary(max_size=30), st.binary(max_size=30))
def test_no_tag_and_no_name_can_break_out_of_the_line(tag: bytes, mailbox: bytes) -> None:
    try:
        encoder = AppendCommand(tag, mailbox, [Mail(b"x")], AppendRules())
    except EncodingError:
        return
    read = read_append(octets_of(encoder, [Mail(b"x")])[0])
    assert (read.tag, read.mailbox) == (tag, mailbox)
