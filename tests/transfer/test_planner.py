"""How a stream of messages is cut into batches."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from mailferry.transfer.planner import Limits, cut


@dataclass(frozen=True)
class Mail:
    number: int
    wire_size: int


def batches(sizes: list[int], limits: Limits, mailboxes: list[str] | None = None) -> list[tuple[str, list[int]]]:
    """The batches as (mailbox, numbers of their messages)."""
    names = mailboxes or ["INBOX"] * len(sizes)
    stream = ((name, Mail(number, size)) for number, (name, size) in enumerate(zip(names, sizes, strict=True)))
    return [(name, [mail.number for mail in batch]) for name, batch in cut(stream, limits)]


def test_a_batch_is_full_at_so_many_messages() -> None:
    assert batches([1] * 5, Limits(2, 100)) == [("INBOX", [0, 1]), ("INBOX", [2, 3]), ("INBOX", [4])]


def test_a_batch_is_full_at_so_many_octets() -> None:
    assert batches([40, 60, 1, 99, 2], Limits(10, 100)) == [("INBOX", [0, 1]), ("INBOX", [2, 3]), ("INBOX", [4])]


def test_a_message_larger_than_a_batch_goes_alone() -> None:
    assert batches([1, 500, 1], Limits(10, 100)) == [("INBOX", [0]), ("INBOX", [1]), ("INBOX", [2])]


def test_a_message_over_the_servers_limit_goes_alone_so_that_its_refusal_costs_nothing() -> None:
    assert batches([1, 1, 51, 1, 50], Limits(10, 100, alone_over=50)) == [
        ("INBOX", [0, 1]), ("INBOX", [2]), ("INBOX", [3, 4])]


def test_each_mailbox_has_batches_of_its_own() -> None:
    assert batches([1, 1, 1, 1], Limits(10, 100), ["A", "A", "B", "A"]) == [("A", [0, 1]), ("B", [2]), ("A", [3])]


def test_several_mailboxes_may_have_a_batch_begun() -> None:
    """As with labels: neighbours are for different mailboxes. The one that waited longest makes room for another."""
    stream = [("A", 0), ("B", 1), ("A", 2), ("B", 3), ("A", 4), ("C", 5), ("B", 6)]
    found = [(name, [mail.number for mail in batch]) for name, batch in cut(
        ((name, Mail(number, 1)) for name, number in stream), Limits(2, 100), begun=2)]
    assert found == [("A", [0, 2]), ("B", [1, 3]), ("A", [4]), ("C", [5]), ("B", [6])]


def test_nothing_gives_nothing() -> None:
    assert batches([], Limits(10, 100)) == []


def test_a_batch_is_yielded_before_more_is_read() -> None:
    """Uploading begins while the scan still runs."""
    taken = []

    def stream() -> Iterator[tuple[str, Mail]]:
        for number in range(1000):
            taken.append(number)
            yield "INBOX", Mail(number, 1)

    first = next(cut(stream(), Limits(10, 100)))
    assert len(first[1]) == 10
    assert len(taken) == 11


@given(st.lists(st.tuples(st.sampled_from("AB"), st.integers(1, 200))), st.integers(1, 7), st.integers(1, 300),
       st.none() | st.integers(0, 200))
def test_nothing_is_lost_the_order_is_kept_and_the_limits_hold(
        mails: list[tuple[str, int]], messages: int, octets: int, alone_over: int | None) -> None:
    sizes = [size for _, size in mails]
    names = [name for name, _ in mails]
    found = batches(sizes, Limits(messages, octets, alone_over), names)
    assert [number for _, batch in found for number in batch] == list(range(len(mails)))
    for name, batch in found:
        assert {names[number] for number in batch} == {name}
        assert 1 <= len(batch) <= messages
        assert sum(sizes[number] for number in batch) <= octets or len(batch) == 1
        assert alone_over is None or len(batch) == 1 or all(sizes[number] <= alone_over for number in batch)
