"""Batches take a few seconds each, whatever the line."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailferry.transfer.pace import AIM, FIRST_MESSAGES, FIRST_OCTETS, LEAST_OCTETS, Pace


@dataclass(frozen=True)
class Line:
    """A line and the server behind it."""

    octets_per_second: float
    messages_per_second: float = 1000.0
    seconds_per_batch: float = 0.05

    def seconds(self, messages: int, octets: int) -> float:
        return self.seconds_per_batch + octets / self.octets_per_second + messages / self.messages_per_second


def sent(line: Line, sizes: list[int]) -> list[float]:
    """The seconds that the batches of these messages take."""
    pace, times, place = Pace(), [], 0
    while place < len(sizes):
        count = octets = 0
        while place < len(sizes) and count < min(pace.messages, 500) and (
                not count or octets + sizes[place] <= min(pace.octets, 32 * 1024 * 1024)):
            octets += sizes[place]
            count, place = count + 1, place + 1
        times.append(line.seconds(count, octets))
        pace.took(count, octets, times[-1])
    return times


def test_on_a_slow_line_a_batch_takes_a_few_seconds() -> None:
    """1 Mbit/s, messages of 50 kB: a batch of 32 MiB would take more than four minutes."""
    times = sent(Line(125_000), [50_000] * 2000)
    assert times[0] < 10
    assert all(AIM / 4 < seconds < AIM * 2 for seconds in times[1:-1])


def test_on_a_fast_line_batches_are_as_large_as_allowed_after_few() -> None:
    times = sent(Line(100_000_000, 10_000), [5_000] * 20_000)
    assert len(times) < 20_000 / 500 + 4


def test_a_server_that_is_slow_for_each_message_gets_few_at_once() -> None:
    times = sent(Line(100_000_000, 10), [2_000] * 1000)
    assert all(seconds < AIM * 2 for seconds in times[1:])


def test_a_few_large_messages_do_not_make_batches_of_small_ones_slow() -> None:
    times = sent(Line(1_000_000, 100), [3_000_000] * 20 + [2_000] * 5000)
    assert all(seconds < AIM * 3 for seconds in times[1:])


def test_after_a_broken_connection_the_next_try_is_smaller() -> None:
    pace = Pace()
    pace.failed(FIRST_OCTETS)
    assert pace.octets == FIRST_OCTETS // 2
    for _ in range(50):
        pace.failed(FIRST_OCTETS)
    assert pace.octets == LEAST_OCTETS


@given(st.lists(st.tuples(st.integers(1, 10_000), st.integers(1, 10**10), st.floats(0, 10**5)), max_size=50))
def test_the_limits_always_allow_something(batches: list[tuple[int, int, float]]) -> None:
    pace = Pace()
    for batch in batches:
        pace.took(*batch)
        assert pace.messages >= 1
        assert pace.octets >= LEAST_OCTETS


@pytest.mark.parametrize("seconds", [0.0, 0.01])
def test_no_time_at_all_is_no_trouble(seconds: float) -> None:
    pace = Pace()
    pace.took(FIRST_MESSAGES, FIRST_OCTETS, seconds)
    assert (pace.messages, pace.octets) == (4 * FIRST_MESSAGES, 4 * FIRST_OCTETS)
