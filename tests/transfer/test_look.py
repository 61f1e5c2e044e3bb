"""What a look into the mailbox says of a batch whose answer was lost."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from mailferry.imap.examined import StoredHead
from mailferry.mail.message import header_digest
from mailferry.transfer.look import Seen, Sight, compare, less


@dataclass(frozen=True)
class Sent:
    wire_size: int
    header_digest: bytes


def head_of(name: str) -> bytes:
    return f"Subject: {name}\r\n\r\nbody".encode()


def look(sent: str, stored: str, first_uid: int = 10) -> Seen:
    """Each letter is a message."""
    return compare([Sent(ord(name), header_digest(head_of(name))) for name in sent],
                   [StoredHead(uid, ord(name), head_of(name)) for uid, name in enumerate(stored, first_uid)])


def test_all_there() -> None:
    assert look("abc", "abc") == Seen(Sight.ALL, {0: 10, 1: 11, 2: 12}, 3)


def test_all_there_among_mail_of_others() -> None:
    assert look("abc", "xaybxcz") == Seen(Sight.ALL, {0: 11, 1: 13, 2: 15}, 3)


def test_none_there() -> None:
    assert look("abc", "") == Seen(Sight.NONE, {}, 3)
    assert look("abc", "xyz") == Seen(Sight.NONE, {}, 3)


def test_a_part_is_there() -> None:
    seen = look("abcd", "xacz")
    assert (seen.sight, seen.uids, seen.found, seen.expected) == (Sight.SOME, {0: 11, 2: 12}, 2, 4)


def test_all_there_in_another_order_is_not_taken_for_the_batch() -> None:
    seen = look("abc", "cab")
    assert (seen.sight, seen.astray) == (Sight.SOME, True)
    assert not look("abc", "ac").astray
    assert not look("aab", "ab").astray
    assert not look("abc", "xaab").astray


def test_equal_messages_in_a_batch_must_all_be_there() -> None:
    assert look("aab", "aab") == Seen(Sight.ALL, {0: 10, 1: 11, 2: 12}, 3)
    assert look("aab", "ab").sight is Sight.SOME
    assert look("aa", "a").sight is Sight.SOME


def test_size_and_header_must_both_agree() -> None:
    sent = [Sent(100, header_digest(head_of("a")))]
    assert compare(sent, [StoredHead(1, 101, head_of("a"))]).sight is Sight.NONE
    assert compare(sent, [StoredHead(1, 100, head_of("b"))]).sight is Sight.NONE
    assert compare(sent, [StoredHead(1, 100, head_of("a"))]).sight is Sight.ALL


def is_within(part: str, whole: str) -> bool:
    letters = iter(whole)
    return all(letter in letters for letter in part)


@given(st.text("abcd", min_size=1, max_size=6), st.text("abcde", max_size=12))
def test_the_batch_is_there_exactly_if_it_lies_in_order_in_what_came(sent: str, stored: str) -> None:
    seen = look(sent, stored)
    if is_within(sent, stored):
        assert seen.sight is Sight.ALL
        assert list(seen.uids) == list(range(len(sent)))
        assert "".join(stored[uid - 10] for uid in seen.uids.values()) == sent
        assert list(seen.uids.values()) == sorted(set(seen.uids.values()))
    elif set(sent) & set(stored):
        assert seen.sight is Sight.SOME
        assert seen.found < seen.expected
        missing = [letter for place, letter in enumerate(sent) if place not in seen.uids]
        others = [letter for place, letter in enumerate(stored) if place + 10 not in seen.uids.values()]
        assert seen.astray == bool(set(missing) & set(others))
    else:
        assert seen.sight is Sight.NONE


def test_what_is_known_counts_no_more() -> None:
    stored = [StoredHead(uid, ord(name), head_of(name)) for uid, name in enumerate("abab", 10)]
    known = [(ord(name), header_digest(head_of(name))) for name in "baac"]
    assert [head.uid for head in less(stored, known)] == [13]
    assert less(stored, []) == stored
