"""How a batch is made all-or-nothing on a server. One small class for each way, behind one interface; whoever drives
them does not know which it has. Two of the design's four exist: `staged` and `reversible` are to come."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from mailferry.imap.append import Refused, Stored
from mailferry.imap.session import Session
from mailferry.imap.transmit import Watcher
from mailferry.transfer.messages import QueuedMessage
from mailferry.transfer.planner import Limits
from mailferry.transfer.values import DeliveryKind, ImportOptions


class Delivery(Protocol):
    """A way to deliver."""

    def limits(self, options: ImportOptions, append_limit: int | None) -> Limits:
        """How batches are cut for it."""
        ...

    def deliver(self, session: Session, mailbox: str, messages: Sequence[QueuedMessage],
                watcher: Watcher) -> Stored | Refused:
        """One attempt. Raises what Session.append does; from `watcher.finishing` on the target may have changed."""
        ...


class MultiAppend:
    """One APPEND carries the whole batch, and the server keeps it together (RFC 3502)."""

    def limits(self, options: ImportOptions, append_limit: int | None) -> Limits:
        return Limits(options.batch_messages, options.batch_octets, append_limit)

    def deliver(self, session: Session, mailbox: str, messages: Sequence[QueuedMessage],
                watcher: Watcher) -> Stored | Refused:
        return session.append(mailbox, messages, watcher)


class Separate:
    """One message is one batch: for servers that can do nothing better."""

    def limits(self, options: ImportOptions, append_limit: int | None) -> Limits:
        return Limits(1, options.batch_octets, append_limit)

    def deliver(self, session: Session, mailbox: str, messages: Sequence[QueuedMessage],
                watcher: Watcher) -> Stored | Refused:
        return session.append(mailbox, messages, watcher)


def delivery(kind: DeliveryKind) -> Delivery:
    """The way of this name."""
    match kind:
        case DeliveryKind.MULTIAPPEND:
            return MultiAppend()
        case DeliveryKind.SEPARATE:
            return Separate()


def best_for(session: Session) -> DeliveryKind:
    """The way that holds a batch together best on this server."""
    return DeliveryKind.MULTIAPPEND if session.multiappend else DeliveryKind.SEPARATE
