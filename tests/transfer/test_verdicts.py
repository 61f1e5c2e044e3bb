"""What a refusal means, and which messages are tried again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailferry.imap.append import Refused
from mailferry.transfer import verdicts
from mailferry.transfer.verdicts import Meaning


def refusal(code: str = "", text: str = "no", *, status: str = "NO", at_message: int | None = None) -> Refused:
    return Refused(status, code, text, at_message, committed=True, in_step=True)


@pytest.mark.parametrize(("code", "words"), [
    ("OVERQUOTA", "Quota exceeded (mailbox for user is full)"),  # Dovecot
    ("", "Over quota"),  # Cyrus
    ("ALERT", "You exceeded your mail quota."),  # Courier
])
def test_no_room(code: str, words: str) -> None:
    assert verdicts.is_quota(code, words)
    assert verdicts.sentence(refusal(code, words), None, None) == "There is no room for it in the mailbox."


@pytest.mark.parametrize(("code", "words"), [("TOOBIG", "Message too large"), ("", "quotation marks"), ("", "no"),
                                           ("ALERT", "The server goes down.")])
def test_not_for_want_of_room(code: str, words: str) -> None:
    assert not verdicts.is_quota(code, words)


@pytest.mark.parametrize(("refused", "told"), [
    (refusal("TOOBIG", "Message size exceeds the limit"), "A message is larger than this server takes."),
    (refusal("LIMIT", "Requested message size exceeds maximum"), "A message is larger than this server takes."),
    (refusal("LIMIT", "Too many keywords"), "The server says: Too many keywords"),
    (refusal("NOPERM"), "You may not add mail to this mailbox."),
    (refusal("READ-ONLY"), "You may not add mail to this mailbox."),
    (refusal("TRYCREATE"), "The mailbox does not exist, and could not be made."),
    (refusal("", "Message contains NUL characters"), "The server says: Message contains NUL characters"),
    (refusal("", ""), "The server gives no reason."),
])
def test_the_reason_in_plain_words(refused: Refused, told: str) -> None:
    assert verdicts.sentence(refused, None, None) == told


def test_the_sizes_are_named_where_they_are_known() -> None:
    told = verdicts.sentence(refusal("TOOBIG"), 30_000, 20_000)
    assert told == "It is larger than this server takes (30.0 kB of 20.0 kB)."


@pytest.mark.parametrize(("code", "words", "what"), [
    ("TRYCREATE", "Mailbox doesn't exist", Meaning.MAILBOX),
    ("UNAVAILABLE", "Server down", Meaning.LATER), ("INUSE", "Locked", Meaning.LATER),
    ("THROTTLED", "Slow down", Meaning.LATER),  # Gmail
    ("", "Request is throttled. Suggested Backoff Time: 299523 milliseconds", Meaning.LATER),  # Microsoft 365
    ("ALERT", "Too many simultaneous connections.", Meaning.LATER), ("LIMIT", "Rate limit reached", Meaning.LATER),
    ("SERVERBUG", "Internal error", Meaning.FAULT), ("CORRUPTION", "Index broken", Meaning.FAULT),
    ("CONTACTADMIN", "Ask", Meaning.FAULT),
    ("EXPIRED", "Password expired", Meaning.SIGN_IN), ("AUTHENTICATIONFAILED", "Who are you", Meaning.SIGN_IN),
    ("PRIVACYREQUIRED", "TLS", Meaning.SIGN_IN),
    ("OVERQUOTA", "Full", Meaning.FULL), ("", "Over quota", Meaning.FULL),
    ("MESSAGELIMIT", "Too many messages", Meaning.COUNT),
    ("NOPERM", "No", Meaning.FORBIDDEN), ("READ-ONLY", "No", Meaning.FORBIDDEN),
    ("TOOBIG", "Too big", Meaning.MESSAGE), ("LIMIT", "Too many keywords", Meaning.MESSAGE),
    ("CANNOT", "Bad keyword", Meaning.MESSAGE), ("", "Message contains NUL characters", Meaning.MESSAGE),
    ("XYZZY", "Something new", Meaning.MESSAGE),
])
def test_each_answer_has_its_meaning(code: str, words: str, what: Meaning) -> None:
    assert verdicts.meaning(refusal(code, words)) is what
    assert verdicts.meaning(refusal(code, words, status="BAD")) is Meaning.MESSAGE


def test_what_the_server_asks_us_to_wait_is_waited() -> None:
    asked = refusal("", "Request is throttled. Suggested Backoff Time: 299523 milliseconds")
    assert verdicts.wait_before(asked, 1, 2.0) == 299.523


@given(st.integers(1, 5000))
def test_waits_grow_up_to_a_limit_and_are_never_quite_the_same(tries: int) -> None:
    wait = verdicts.wait_before(refusal("INUSE"), tries, 2.0)
    usual = min(2.0 ** min(tries, 100), verdicts.LONGEST_WAIT)
    assert usual * 0.75 <= wait <= usual * 1.25


def test_after_which_refusals_the_connection_is_still_good() -> None:
    assert all(verdicts.keeps_in_step(refusal(code)) for code in ("OVERQUOTA", "TOOBIG", "LIMIT"))
    assert verdicts.keeps_in_step(refusal("", "Over quota"))
    assert not verdicts.keeps_in_step(refusal("", "System I/O error"))
    assert not verdicts.keeps_in_step(refusal("SERVERBUG"))


def test_which_message_was_refused() -> None:
    assert verdicts.culprit_place(refusal(), 1) == 0
    assert verdicts.culprit_place(refusal("TOOBIG", at_message=3), 5) == 3
    assert verdicts.culprit_place(refusal("LIMIT", at_message=0), 5) == 0
    assert verdicts.culprit_place(refusal("TOOBIG"), 5) is None, "at the end of a batch nothing tells which"
    assert verdicts.culprit_place(refusal("OVERQUOTA", at_message=3), 5) is None, "the last straw is no culprit"


@given(st.lists(st.integers(), min_size=2, max_size=30, unique=True))
def test_halves_hold_all_in_order(messages: list[int]) -> None:
    first, second = verdicts.halves(messages)
    assert first + second == messages
    assert abs(len(first) - len(second)) <= 1


@given(st.lists(st.integers(), min_size=1, max_size=30, unique=True), st.data())
def test_isolating_ends_with_the_refused_message_alone(messages: list[int], data: st.DataObject) -> None:
    poison = data.draw(st.sampled_from(messages))
    knows_place = data.draw(st.booleans())
    arrived, alone, waiting = [], [], [messages]
    while waiting:
        batch = waiting.pop(0)
        if poison not in batch:
            arrived += batch
            continue
        place = batch.index(poison) if knows_place or len(batch) == 1 else None
        groups = verdicts.isolating_groups(batch, place)
        if place is not None:
            alone.append(poison)
        waiting = groups + waiting
    assert alone == [poison]
    assert arrived == [message for message in messages if message != poison]
