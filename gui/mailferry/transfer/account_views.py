"""Mailboxes that show once more what lies in others of the same account, such as All Mail of Gmail.

RFC 6154 (\\All, \\Flagged), RFC 8457 (\\Important). With a whole account they are read last, and only what no other
mailbox has brought: a mail that was archived lies in All Mail alone. A message counts as brought if one of its size and
header digest belongs to the import and its header names a Message-ID; without one nobody can tell, and it comes along.
"""

from __future__ import annotations

import re
from collections.abc import Container, Sequence

from mailferry.imap.errors import CommandRefused
from mailferry.imap.reading import Frame, ReadMailbox
from mailferry.mail.message import HEADER_DIGEST_LIMIT, header_digest

_VIEWS = frozenset({"\\all", "\\flagged", "\\important"})
_MESSAGE_ID = re.compile(rb"(?:\A|\r\n)Message-ID[ \t]*:", re.IGNORECASE)


def is_view(attributes: frozenset[str]) -> bool:
    """Whether a mailbox with these attributes shows what lies in others."""
    return not _VIEWS.isdisjoint(attribute.lower() for attribute in attributes)


def mark(size: int, digest: bytes) -> bytes:
    """What a message is known by: its size in octets and header digest, kept short since there may be many."""
    return size.to_bytes(8, "big") + digest[:16]


def not_brought(opened: ReadMailbox, group: Sequence[Frame], brought: Container[bytes]) -> list[Frame]:
    """Those of these messages that no other mailbox has brought. A server that would not give their headers is believed
    in nothing: all come along. Raises ServerProblem."""
    try:
        heads = opened.pieces([frame.uid for frame in group], 0, HEADER_DIGEST_LIMIT)
    except CommandRefused:
        return list(group)
    return [frame for frame in group if not _was_brought(frame, heads.get(frame.uid, b""), brought)]


def _was_brought(frame: Frame, head: bytes, brought: Container[bytes]) -> bool:
    header = head.partition(b"\r\n\r\n")[0]
    return _MESSAGE_ID.search(header) is not None and mark(frame.size, header_digest(head)) in brought
