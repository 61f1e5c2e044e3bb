"""What a look found of each message of a batch that nobody could settle, so that a person sees both sides: what was
sent, and what is in the mailbox. It decides nothing; the journal keeps it beside the conflict.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from mailferry.imap.examined import StoredHead
from mailferry.mail.message import header_digest
from mailferry.transfer.messages import QueuedMessage
from mailferry.transfer.present import head_of, name_of
from mailferry.transfer.values import MessageId
from mailferry.transfer.values_after import Trace, TraceKind


def traces(messages: Sequence[QueuedMessage], there: Mapping[MessageId, int], looked: Sequence[StoredHead] | None, *,
           blurred: bool = False) -> dict[MessageId, Trace]:
    """What is known of each message. `there`: the UIDs that were told, or found in their places; `looked`: what came
    into the mailbox since, None if nobody could look; `blurred`: what has no name may be any of it."""
    if looked is None:
        return {message.id: Trace(TraceKind.UNKNOWN, (there[message.id],) if message.id in there else ())
                for message in messages}
    heads = {head.uid: head for head in looked}
    marks = {head.uid: (head.size, header_digest(head.head)) for head in looked}
    equal: dict[tuple[int, bytes], list[int]] = defaultdict(list)
    named: dict[bytes, list[int]] = defaultdict(list)
    for head in looked:
        if head.uid not in there.values():
            equal[marks[head.uid]].append(head.uid)
            if name := name_of(head.head):
                named[name].append(head.uid)
    known: dict[MessageId, Trace] = {}
    for message in messages:
        mark = (message.wire_size, message.header_digest)
        own, others = there.get(message.id), equal.get(mark, [])
        if own is not None and own not in heads and not others and named:  # it was told, and what came late is altered
            others = named.get(name_of(head_of(message)), [])
        if own is not None and others:
            known[message.id] = Trace(TraceKind.TWICE, (own, *others))
        elif own is not None and marks.get(own, mark) != mark:
            known[message.id] = Trace(TraceKind.ALTERED, (own,), heads[own].size)
        elif own is not None:
            told = message.uid is not None and not message.found
            known[message.id] = Trace(TraceKind.TOLD if told else TraceKind.FOUND, (own,))
        elif others:
            known[message.id] = Trace(TraceKind.ELSEWHERE, tuple(others))
        else:
            known[message.id] = _by_name(message, named, heads, blurred=blurred)
    return known


def _by_name(message: QueuedMessage, named: Mapping[bytes, Sequence[int]], heads: Mapping[int, StoredHead], *,
             blurred: bool) -> Trace:
    """What is known of a message whose size and header are not among what came."""
    name = name_of(head_of(message)) if named or blurred else b""
    uids = named.get(name, ()) if name else ()
    if uids:
        return Trace(TraceKind.ALTERED, tuple(uids), heads[uids[0]].size)
    return Trace(TraceKind.UNKNOWN if blurred and not name else TraceKind.MISSING)
