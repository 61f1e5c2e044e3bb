"""The planner: a pure function that cuts a stream of messages into batches.

A batch holds messages of one mailbox, at most so many and so many octets; one larger message goes alone. A message
over the size that the server names goes alone too, so that its refusal costs the others nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol, TypeVar


class Sized(Protocol):
    """What the planner asks of a message."""

    @property
    def wire_size(self) -> int: ...


Item = TypeVar("Item", bound=Sized)
Key = TypeVar("Key")


@dataclass(frozen=True, slots=True)
class Limits:
    """At most `messages` and `octets` in a batch; a message of more than `alone_over` octets goes alone."""

    messages: int
    octets: int
    alone_over: int | None = None


def cut(items: Iterable[tuple[Key, Item]], limits: Limits) -> Iterator[tuple[Key, list[Item]]]:
    """Cut (mailbox, message) pairs into batches, keeping their order. Each batch is yielded as soon as it is full."""
    mailbox: Key | None = None
    batch: list[Item] = []
    octets = 0
    for key, item in items:
        size = item.wire_size
        alone = limits.alone_over is not None and size > limits.alone_over
        if batch and mailbox is not None and (
                key != mailbox or len(batch) >= limits.messages or octets + size > limits.octets or alone):
            yield mailbox, batch
            batch, octets = [], 0
        mailbox = key
        batch.append(item)
        octets += size
        if alone:
            yield mailbox, batch
            batch, octets = [], 0
    if batch and mailbox is not None:
        yield mailbox, batch
