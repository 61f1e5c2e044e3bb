"""What is asked of an account at once while it is read: the frames of its messages, and groups of their octets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mailferry.imap.errors import NOT_NOW, CommandRefused
from mailferry.imap.reading import Frame, ReadMailbox

PIECE_OCTETS = 256 * 1024
GROUP_OCTETS = 1024 * 1024


def groups(frames: Sequence[Frame], most: int, alone_up_to: int) -> Iterator[list[Frame]]:
    """Messages that are asked for at once: small ones together, at most so many; larger ones, and those up to this UID,
    alone."""
    group: list[Frame] = []
    octets = 0
    for frame in frames:
        alone = frame.size > PIECE_OCTETS or frame.uid <= alone_up_to
        if group and (alone or len(group) >= most or octets + frame.size > GROUP_OCTETS):
            yield group
            group, octets = [], 0
        group.append(frame)
        octets += frame.size
        if alone:
            yield group
            group, octets = [], 0
    if group:
        yield group


def all_frames(opened: ReadMailbox, uids: Sequence[int]) -> list[Frame]:
    """What is told of these messages, as far as there are any. An answer that was cut, or refused because of one
    message, is asked for again in smaller parts."""
    try:
        found = opened.frames(uids)
    except CommandRefused as error:
        if error.code in NOT_NOW:
            raise
        found = []
    told = {frame.uid for frame in found}
    missing = [uid for uid in uids if uid not in told]
    if not missing or len(uids) == 1:
        return found
    if found:
        return found + all_frames(opened, missing)
    middle = len(uids) // 2
    return all_frames(opened, uids[:middle]) + all_frames(opened, uids[middle:])
