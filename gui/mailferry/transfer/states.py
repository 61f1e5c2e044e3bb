"""The ways of a batch: every step that its state may take, in one table. The journal takes no other, and the explorer
(tests/explore) walks each of them.

A batch is born queued, or committed if a part that a server has kept becomes a batch of its own. Settled are committed,
rejected, cancelled and conflict: from there only what a person asks for, or what comes late, leads on. What is tried
again is a new batch, with this one as its parent.
"""

from __future__ import annotations

from mailferry.transfer.values import BatchState

_S = BatchState

STEPS: dict[tuple[BatchState, BatchState], str] = {
    (_S.QUEUED, _S.SENDING): "its turn has come; where new mail of the mailbox begins is noted",
    (_S.QUEUED, _S.CANCELLED): "the user cancels it, it is divided, or nothing of it is left to send",
    (_S.QUEUED, _S.CONFLICT): "a part of it lies in the mailbox, and the rest cannot follow",
    (_S.SENDING, _S.FINISHING): "the next octets can store something: from here on only the server knows",
    (_S.SENDING, _S.QUEUED): "lost, stopped, crashed, or refused for now, before anything could be stored",
    (_S.SENDING, _S.REJECTED): "refused before anything could be stored",
    (_S.SENDING, _S.CANCELLED): "the user cancels it, or a message of it cannot be read, before anything is stored",
    (_S.SENDING, _S.DOUBTFUL): "refused or unreadable while a part of it lies there from an attempt before",
    (_S.FINISHING, _S.COMMITTED): "the server says that it is stored",
    (_S.FINISHING, _S.DOUBTFUL): "lost, crashed or refused after something could be stored",
    (_S.DOUBTFUL, _S.COMMITTED): "a look finds all of it",
    (_S.DOUBTFUL, _S.QUEUED): "a look finds nothing of it, or a part, and the rest is sent",
    (_S.DOUBTFUL, _S.REJECTED): "it was refused, and nothing of it is there, not any more, or as a batch of its own",
    (_S.DOUBTFUL, _S.CONFLICT): "nobody can tell what is of this batch, or set it right",
    (_S.COMMITTED, _S.CONFLICT): "a copy of an attempt that was lost has come late, and none of the two may be removed",
    (_S.REJECTED, _S.CONFLICT): "a copy of an attempt that was lost has come late, though a later one was refused",
    (_S.CANCELLED, _S.CONFLICT): "a copy of an attempt that was lost has come late, though the batch was cancelled",
    (_S.CONFLICT, _S.COMMITTED): "the user says that all of it is there",
    (_S.COMMITTED, _S.UNDONE): "the user takes the import back, and nothing of the batch is left",
    (_S.CONFLICT, _S.UNDONE): "the same, with the part of it that lay there",
}
"""Each allowed step (from, to), with what it means."""

AFTER_CRASH = {_S.SENDING: _S.QUEUED, _S.FINISHING: _S.DOUBTFUL}
"""Where the next start finds a batch that was under way."""


def states_before(after: BatchState) -> tuple[BatchState, ...]:
    """The states from which a batch may come to this one."""
    return tuple(first for first, second in STEPS if second is after)
