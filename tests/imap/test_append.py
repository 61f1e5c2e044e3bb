"""The encoder of APPEND, step by step: what is sent, when it waits, and what it makes of each answer."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone, tzinfo

import pytest
from tests.imap.grammar import read_append
from tests.imap.mails import Mail

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
    Refused,
    Step,
    Stored,
    date_time,
    flag_list,
    needs_continuation,
    quoted,
    sendable_date,
    sendable_keywords,
)
from mailferry.imap.response import parse

MIB = 1024 * 1024
NOW = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)
PLUS = AppendRules(Literals.PLUS)
ONE = Mail(b"Subject: 1\r\n\r\n", frozenset({"\\Seen"}), frozenset({"Work"}))
TWO = Mail(b"Subject: 22\r\n\r\n", internal_date=None)


def command(*messages: Mail, rules: AppendRules = PLUS, mailbox: bytes = b"INBOX") -> AppendCommand:
    return AppendCommand(b"A1", mailbox, messages, rules)


def run_until(encoder: AppendCommand, kind: type) -> None:
    """Send, and let the server say `+`, up to the first step of this kind."""
    while not isinstance(encoder.step, kind):
        match encoder.step:
            case AwaitContinuation():
                encoder.received(parse(b"+ go on\r\n"))
            case Body(_, size):
                encoder.sent(size)
            case _:
                encoder.sent()


def expect(encoder: AppendCommand, step: Step) -> None:
    assert encoder.step == step


def test_the_steps_of_a_batch() -> None:
    encoder = command(ONE, TWO)
    expect(encoder, Octets(b'A1 APPEND "INBOX" (\\Seen Work) " 4-Mar-2019 04:06:07 +0000" {14}\r\n'))
    encoder.sent()
    expect(encoder, AwaitContinuation(0))
    encoder.received(parse(b"+ OK\r\n"))
    expect(encoder, Body(0, 14))
    encoder.sent(14)
    expect(encoder, Octets(b" () {15+}\r\n"))
    encoder.sent()
    expect(encoder, Body(1, 15))
    encoder.sent(15)
    expect(encoder, Commit(b"\r\n"))
    was_committed = encoder.committed
    encoder.sent()
    assert (was_committed, encoder.committed) == (False, True)
    expect(encoder, AwaitReply())
    encoder.received(parse(b"A1 OK [APPENDUID 7 5:4] Append completed.\r\n"))
    assert encoder.outcome == Stored(7, (4, 5), "Append completed.")


@pytest.mark.parametrize("answer", [b"A1 OK done", b"A1 OK [APPENDUID 7 4] done", b"A1 OK [APPENDUID 7 4:6] done",
                                    b"A1 OK [APPENDUID 7 1:*] done", b"A1 OK [READ-ONLY] done"])
def test_stored_without_uids_that_can_be_believed(answer: bytes) -> None:
    encoder = command(ONE, TWO)
    run_until(encoder, AwaitReply)
    encoder.received(parse(answer))
    assert encoder.outcome == Stored(None, None, "done")


def test_what_is_not_for_us_changes_nothing() -> None:
    encoder = command(ONE)
    encoder.received(parse(b"+ not due yet"))
    encoder.sent()
    step = encoder.step
    for line in (b"* 3 EXISTS", b"* BYE", b"* OK still here", b"a1 OK other", b"A11 NO other", b"A1 WHAT", b"nonsense"):
        encoder.received(parse(line))
    assert encoder.step == step == AwaitContinuation(0)
    assert encoder.outcome is None


@pytest.mark.parametrize("status", ["NO", "BAD"])
def test_refused_in_place_of_the_first_literal(status: str) -> None:
    encoder = command(ONE, TWO)
    encoder.sent()
    encoder.received(parse(f"A1 {status} [TRYCREATE] none".encode()))
    assert encoder.outcome == Refused(status, "TRYCREATE", "none", 0, committed=False, in_step=status == "NO")
    with pytest.raises(EncodingError):
        encoder.sent()
    encoder.received(parse(b"A1 OK"))  # a second answer changes nothing
    assert isinstance(encoder.outcome, Refused)


def test_refused_in_place_of_a_later_literal() -> None:
    encoder = command(ONE, TWO, rules=AppendRules())
    encoder.sent()
    encoder.received(parse(b"+"))
    encoder.sent(14)
    encoder.sent()
    encoder.received(parse(b"A1 NO [LIMIT] too big"))
    assert encoder.outcome == Refused("NO", "LIMIT", "too big", 1, committed=False, in_step=True)


@pytest.mark.parametrize("kind", [Octets, Body, Commit])
@pytest.mark.parametrize("answer", [b"A1 NO no", b"A1 BAD no", b"A1 OK [APPENDUID 7 4] yes"])
def test_an_early_answer_ends_the_command_and_the_connection(kind: type, answer: bytes) -> None:
    encoder = command(ONE)
    run_until(encoder, kind)
    encoder.received(parse(answer))
    outcome = encoder.outcome
    assert isinstance(outcome, Refused)
    assert (outcome.committed, outcome.in_step, outcome.at_message) == (False, False, None)
    with pytest.raises(EncodingError):
        encoder.sent(14)


def test_ok_in_place_of_a_literal_is_no_success() -> None:
    encoder = command(ONE)
    encoder.sent()
    encoder.received(parse(b"A1 OK [APPENDUID 7 4] yes"))
    assert encoder.outcome == Refused("OK", "APPENDUID", "yes", 0, committed=False, in_step=False, arguments="7 4")


@pytest.mark.parametrize(("status", "in_step"), [("NO", True), ("BAD", False)])
def test_refused_after_the_point_of_no_return(status: str, in_step: bool) -> None:
    encoder = command(ONE)
    run_until(encoder, AwaitReply)
    encoder.received(parse(f"A1 {status} Over quota".encode()))
    assert encoder.outcome == Refused(status, "", "Over quota", None, committed=True, in_step=in_step)


def test_rules_of_its_caller_are_held() -> None:
    encoder = command(ONE)
    encoder.sent()
    with pytest.raises(EncodingError):
        encoder.sent()
    encoder.received(parse(b"+"))
    for octets in (None, 0, 13, 15):
        with pytest.raises(EncodingError):
            encoder.sent(octets)
    encoder.sent(14)
    encoder.sent()
    with pytest.raises(EncodingError):
        encoder.sent()


def test_what_cannot_be_written() -> None:
    with pytest.raises(EncodingError):
        command()
    for size in (0, -1):
        with pytest.raises(EncodingError):
            command(ONE, Mail(b"", size=size))
    for tag in (b"", b"A 1", b"A\r\n", b"+", b"*", b"A1\n"):
        with pytest.raises(EncodingError):
            AppendCommand(tag, b"INBOX", [ONE], PLUS)
    for mailbox in (b"a\r\nzz1 DELETE INBOX", b"\x00", b"\x7f", "ü".encode()):
        with pytest.raises(EncodingError):
            command(ONE, mailbox=mailbox)


def test_where_no_batches_are_taken_none_is_cancelled_in_its_middle() -> None:
    """A server without MULTIAPPEND would store what is cancelled (measured: Courier)."""
    with pytest.raises(EncodingError):
        AppendCommand(b"A1", b"INBOX", [ONE], PLUS, cancelled=True)


def test_a_mailbox_name_is_quoted() -> None:
    assert quoted(b'a "b" \\c') == b'"a \\"b\\" \\\\c"'
    assert quoted(b"") == b'""'


@pytest.mark.parametrize(("flags", "keywords", "written"), [
    ([], [], b"()"),
    (["\\Seen", "\\Answered", "\\Flagged", "\\Draft", "\\Deleted"], [],
     b"(\\Answered \\Deleted \\Draft \\Flagged \\Seen)"),
    (["\\Recent", "\\Junk", "Seen", "\\seen", "\\Seen)", "\\Seen\r\n", ""], [], b"()"),
    (["\\Seen"], ["$Forwarded", "NonJunk", "a.b:c+d/e&f#g@h!i~j=k-l_m"],
     b"(\\Seen $Forwarded NonJunk a.b:c+d/e&f#g@h!i~j=k-l_m)"),
    ([], ["a b", "a)", "(a", "a]", "[a", "a{1}", "a*", "a%", 'a"', "a\\", "\\Seen", "ü", "a\r\n", "a\n", "a\x00", "",
          "a\x7f", "zz1 DELETE INBOX", "\r\nzz1 DELETE INBOX\r\n", "a'", "-a", ".a"], b"()"),
    ([], ["k" * 50], b"(" + b"k" * 50 + b")"),
    ([], ["k" * 51], b"()"),  # Dovecot refuses the whole batch for it
])
def test_a_flag_list(flags: list[str], keywords: list[str], written: bytes) -> None:
    assert flag_list(flags, keywords) == written
    sent = written.strip(b"()").decode().split()
    assert sendable_keywords(keywords) == {word for word in sent if not word.startswith("\\")}


class Broken(tzinfo):
    """A zone that knows no offset."""

    def utcoffset(self, moment: datetime | None, /) -> timedelta | None:
        return None

    def tzname(self, moment: datetime | None, /) -> str | None:
        return None

    def dst(self, moment: datetime | None, /) -> timedelta | None:
        return None


EAST = timezone(timedelta(hours=14))
WEST = timezone(-timedelta(hours=12))


@pytest.mark.parametrize(("date", "sendable"), [
    (None, False),
    (datetime(2020, 1, 1), False),  # a date without zone is what is tested
    (datetime(2020, 1, 1, tzinfo=Broken()), False),
    (datetime(2020, 1, 1, tzinfo=EAST), True),
    (datetime(1970, 1, 1, tzinfo=UTC), False),  # Cyrus takes it for "now"
    (datetime(1970, 1, 1, 0, 0, 0, 999_999, tzinfo=UTC), False),
    (datetime(1970, 1, 1, 0, 0, 1, tzinfo=UTC), True),
    (datetime(1970, 1, 1, 13, 59, tzinfo=EAST), False),
    (datetime(1969, 12, 31, 23, 59, tzinfo=WEST), True),
    (datetime(1960, 1, 1, tzinfo=UTC), False),
    (NOW, True),
    (NOW + timedelta(hours=1), True),
    (NOW + timedelta(hours=1, seconds=1), False),
    (datetime.min.replace(tzinfo=EAST), False),
    (datetime.max.replace(tzinfo=WEST), False),
])
def test_which_dates_are_sent(date: datetime | None, sendable: bool) -> None:
    assert sendable_date(date, NOW) is sendable


def test_no_date_after_2037_even_then() -> None:
    then = datetime(2040, 1, 1, tzinfo=UTC)
    assert sendable_date(datetime(2037, 12, 31, 23, 59, 59, tzinfo=UTC), then)
    assert not sendable_date(datetime(2038, 1, 1, tzinfo=UTC), then)
    assert not sendable_date(datetime(2037, 12, 31, 23, tzinfo=WEST), then)


def test_a_date_is_written_in_utc() -> None:
    assert date_time(datetime(2019, 3, 4, 5, 6, 7, 999_999, tzinfo=timezone(timedelta(hours=1)))) == (
        b'" 4-Mar-2019 04:06:07 +0000"')
    assert date_time(datetime(2019, 12, 31, 23, 0, 0, tzinfo=WEST)) == b'" 1-Jan-2020 11:00:00 +0000"'
    with pytest.raises(EncodingError):
        date_time(datetime(2020, 1, 1))  # a date without zone is what is tested


def test_a_date_that_no_server_keeps_is_left_out() -> None:
    encoder = command(Mail(b"x", internal_date=datetime(1960, 1, 1, tzinfo=UTC)))
    assert encoder.step == Octets(b'A1 APPEND "INBOX" () {1}\r\n')


@pytest.mark.parametrize(("rules", "size", "since", "waits"), [
    (AppendRules(), 1, 0, True),
    (PLUS, 1, 0, False),
    (PLUS, MIB, 0, False),
    (PLUS, MIB + 1, 0, True),
    (PLUS, 1000, 16 * MIB - 1000, False),
    (PLUS, 1000, 16 * MIB - 999, True),
    (AppendRules(Literals.PLUS, append_limit=1000), 1000, 0, False),
    (AppendRules(Literals.PLUS, append_limit=1000), 1001, 0, True),
    (AppendRules(Literals.PLUS, append_limit=0), 1, 0, True),  # maddy names 0 by mistake
    (AppendRules(Literals.MINUS), 4096, 0, False),
    (AppendRules(Literals.MINUS), 4097, 0, True),
    (AppendRules(Literals.MINUS, append_limit=10), 11, 0, True),
])
def test_which_literals_wait(rules: AppendRules, size: int, since: int, waits: bool) -> None:
    assert needs_continuation(Mail(b"", size=size), since, rules) is waits


def test_a_literal8_waits_wherever_it_stands_and_is_one_only_where_the_server_takes_it() -> None:
    """RFC 3516 4.4: "~{" number "}" CRLF *OCTET."""
    nul = Mail(b"a\0b", internal_date=None, binary=True)
    encoder = command(nul, TWO, nul, rules=AppendRules(Literals.PLUS, binary=True))
    sent = []
    while not isinstance(encoder.step, Commit):
        if isinstance(encoder.step, Octets):
            sent.append(encoder.step.data)
        run_until(encoder, type(encoder.step))
        match encoder.step:
            case AwaitContinuation():
                encoder.received(parse(b"+"))
            case Body(_, size):
                encoder.sent(size)
            case _:
                encoder.sent()
    assert sent == [b'A1 APPEND "INBOX" () ~{3}\r\n', b" () {15+}\r\n", b" () ~{3}\r\n"]
    assert command(nul, rules=PLUS).step == Octets(b'A1 APPEND "INBOX" () {3}\r\n')


def test_sixteen_mebibytes_are_counted_from_the_last_continuation() -> None:
    encoder = command(*[Mail(b"", size=MIB)] * 40)
    waits = []
    while not isinstance(encoder.step, Commit):
        if isinstance(encoder.step, AwaitContinuation):
            waits.append(encoder.step.index)
        run_until(encoder, type(encoder.step))
        match encoder.step:
            case AwaitContinuation():
                encoder.received(parse(b"+"))
            case Body(_, size):
                encoder.sent(size)
            case _:
                encoder.sent()
    assert waits == [0, 16, 32]


def test_the_independent_reader_reads_it() -> None:
    octets = (b'A1 APPEND "a \\"b\\"" () {3}\r\n\r\n{ (\\Seen x) " 4-Mar-2019 04:06:07 +0000" {1+}\r\n)\r\n')
    read = read_append(octets)
    assert (read.tag, read.mailbox) == (b"A1", b'a "b"')
    assert [message.octets for message in read.messages] == [b"\r\n{", b")"]
    for wrong in (octets + b"x", octets[:-2], octets.replace(b" () ", b"  () "), octets.replace(b"{1+}", b"{0+}"),
                  octets.replace(b"()", b"(\\Recent)"), octets.replace(b" +0000", b""), octets.replace(b"x)", b"x x)"),
                  octets.replace(b"{3}", b"{4}")):
        with pytest.raises(AssertionError):
            read_append(wrong)
