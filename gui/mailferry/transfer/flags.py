"""Which flags and keywords a mailbox gets: those that it keeps. RFC 9051 7.1 (PERMANENTFLAGS), RFC 5788 (keywords).

A mailbox may take no new keywords, or not even all system flags. What it does not take is sent by another name of the
same meaning, if it takes that; else it is left out, and listed: never a reason to refuse the message.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TypeVar

from mailferry.transfer.messages import Note, Planned

MessageT = TypeVar("MessageT", bound=Planned)

_SAME = (("$Junk", "Junk"), ("$NotJunk", "NotJunk", "NonJunk"), ("$Forwarded", "Forwarded"), ("$MDNSent", "MDNSent"),
         ("$Phishing", "Phishing"), ("$Important", "Important"))
"""Names that programs use for one thing, the registered one first."""


def fitted(message: MessageT, kept: frozenset[str]) -> MessageT:
    """The message with flags and keywords out of `kept`, as PERMANENTFLAGS names them; the same one if all are."""
    by_name = {name.lower(): name for name in kept}
    flags = frozenset(flag for flag in message.flags if flag.lower() in by_name)
    keywords = message.keywords
    if "\\*" not in kept:
        keywords = frozenset(_kept_as(message.keywords, by_name))
    if flags == message.flags and keywords == message.keywords:
        return message
    lost = (message.flags - flags) | frozenset(keyword for keyword in message.keywords
                                               if not keywords & frozenset(_kept_as([keyword], by_name)))
    return replace(message, flags=flags, keywords=keywords, left_out=message.left_out | lost,
                   notes=message.notes | (Note.KEYWORDS_LEFT_OUT if lost else Note.NONE))


def _kept_as(keywords: Iterable[str], by_name: dict[str, str]) -> Iterator[str]:
    """These keywords by the names that the mailbox has for them."""
    for keyword in keywords:
        names = next((names for names in _SAME if keyword.lower() in map(str.lower, names)), (keyword,))
        found = next((by_name[name.lower()] for name in (keyword, *names) if name.lower() in by_name), None)
        if found is not None:
            yield found
