"""The planner: a pure function that cuts a stream of messages into batches.

A batch holds messages of one mailbox, at most so many and so many octets; one larger message goes alone. A message
over the size that the server names goes alone too, so that its refusal costs the others nothing.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar


class Sized(Protocol):
    """What the planner asks of a message."""

    @property
    def wire_size(self) -> int: ...


Item = TypeVar("Item", bound=Sized)
Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Limits:
    """At most `messages` and `octets` in a batch; a message of more than `alone_over` octets goes alone."""

    messages: int
    octets: int
    alone_over: int | None = None


class _Batch(Generic[Item]):
    """A batch that is not full yet."""

    def __init__(self) -> None:
        self.items: list[Item] = []
        self.octets = 0


def cut(items: Iterable[tuple[Key, Item]], limits: Limits, begun: int = 1) -> Iterator[tuple[Key, list[Item]]]:
    """Cut (mailbox, message) pairs into batches, keeping the order in each mailbox. Each is yielded as soon as it is
    full.

    So many mailboxes may have a batch begun at a time: with one, a batch ends where the next message belongs elsewhere.
    """
    batches: OrderedDict[Key, _Batch[Item]] = OrderedDict()  # the one that was added to last is the last
    for key, item in items:
        size = item.wire_size
        alone = limits.alone_over is not None and size > limits.alone_over
        batch = batches.get(key)
        if batch is not None and (len(batch.items) >= limits.messages or batch.octets + size > limits.octets or alone):
            yield key, batches.pop(key).items
            batch = None
        if batch is None:
            if len(batches) >= begun:
                oldest, other = batches.popitem(last=False)
                yield oldest, other.items
            batch = batches[key] = _Batch()
        batch.items.append(item)
        batch.octets += size
        batches.move_to_end(key)
        if alone:
            yield key, batches.pop(key).items
    for key, batch in batches.items():
        yield key, batch.items
