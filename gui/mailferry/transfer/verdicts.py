"""What a server's refusal means: words for a person, and what to do next. Codes: RFC 5530, 4469, 7889, 9208, 3502.

Pure functions over what the server said (imap/append.py `Refused`).
"""

from __future__ import annotations

import enum
import random
import re
from collections.abc import Sequence

from mailferry.imap.append import Refused
from mailferry.transfer.values import MessageId, size_words

# Cyrus says "Over quota" without a code, and Courier "[ALERT] You exceeded your mail quota."
_QUOTA_WORDS = re.compile(r"\bquota\b", re.IGNORECASE)
_LATER_WORDS = re.compile(r"throttl|rate.?limit|too many (?:requests|commands|connections|simultaneous)|back.?off|"
                          r"try (?:again )?later|temporar", re.IGNORECASE)
# Microsoft 365: "Suggested Backoff Time: 299523 milliseconds"
_BACKOFF = re.compile(r"Backoff Time:\s*(\d{1,9})\s*milliseconds", re.IGNORECASE)
_SIZE_CODES = frozenset({"TOOBIG", "LIMIT"})

LONGEST_WAIT = 300.0
"""Seconds between two tries, unless the server names more."""


class Meaning(enum.Enum):
    """What a refusal is about, and so what to do next."""

    MAILBOX = "the mailbox is to be made first"
    LATER = "not now: the same batch may well be taken a little later"
    FAULT = "the server reports a fault of its own: one more try, then a person is asked"
    SIGN_IN = "the server wants us to sign in again"
    FULL = "there is no room"
    COUNT = "so many messages at once are not taken"
    FORBIDDEN = "this mailbox may not be written, whatever the message"
    MESSAGE = "a message is not taken; which, is to be found out"


_MEANINGS = {
    "TRYCREATE": Meaning.MAILBOX,  # RFC 3502, RFC 9051 6.3.12
    "UNAVAILABLE": Meaning.LATER, "INUSE": Meaning.LATER,  # RFC 5530
    "LIMIT-RATE": Meaning.LATER, "THROTTLED": Meaning.LATER,  # seen on hosted services, in no standard
    "SERVERBUG": Meaning.FAULT, "CORRUPTION": Meaning.FAULT, "CONTACTADMIN": Meaning.FAULT,  # RFC 5530
    "EXPIRED": Meaning.SIGN_IN, "AUTHENTICATIONFAILED": Meaning.SIGN_IN, "AUTHORIZATIONFAILED": Meaning.SIGN_IN,
    "PRIVACYREQUIRED": Meaning.SIGN_IN,  # RFC 5530
    "OVERQUOTA": Meaning.FULL,  # RFC 5530, 9208
    "MESSAGELIMIT": Meaning.COUNT,  # RFC 9738
    "NOPERM": Meaning.FORBIDDEN, "READ-ONLY": Meaning.FORBIDDEN,  # RFC 5530, 9051
}


def meaning(refused: Refused) -> Meaning:
    """What a refusal is about: by its code, else by words that servers are known to use without one."""
    if refused.status != "NO":
        return Meaning.MESSAGE  # our fault, or a message that the server cannot read
    if is_quota(refused.code, refused.text):
        return Meaning.FULL
    if refused.code in ("", "ALERT", "LIMIT") and _LATER_WORDS.search(refused.text):
        return Meaning.LATER
    return _MEANINGS.get(refused.code, Meaning.MESSAGE)


FEW_SUSPECTS = 8
"""So many messages that may be the cause of a refusal are sent one by one."""


def is_quota(code: str, words: str) -> bool:
    """Whether there was no room for it."""
    return code == "OVERQUOTA" or (code in ("", "ALERT") and _QUOTA_WORDS.search(words) is not None)


def wait_before(refused: Refused, tries: int, first: float) -> float:
    """Seconds to wait after so many tries: what the server asks for, else `first` and twice as long each time, with
    some chance in it so that many programs do not come back at once."""
    asked = _BACKOFF.search(refused.text)
    if asked is not None:
        return int(asked[1]) / 1000
    return min(first * 2.0 ** min(tries - 1, 60), LONGEST_WAIT) * random.uniform(0.75, 1.25)  # noqa: S311  # no secret


def is_size(refused: Refused) -> bool:
    """Whether it was too large."""
    return refused.code in _SIZE_CODES


def keeps_in_step(refused: Refused) -> bool:
    """Whether the server is known to have read the whole command before it refused it, so that the connection is good.

    Measured for want of room and for sizes. Not so when a mailbox is deleted meanwhile: Cyrus says NO and takes what
    is left of the mail for commands.
    """
    return is_quota(refused.code, refused.text) or refused.code in _SIZE_CODES


def culprit_place(refused: Refused, messages: int) -> int | None:
    """Which message of the batch the server refused, from 0, if that is certain.

    It is, if it was the only one, or if a size was refused in place of its `+`; a full mailbox shows at the message
    that no longer fits, whatever stands before it, so that is no proof.
    """
    if messages == 1:
        return 0
    if refused.at_message is not None and (refused.code in _SIZE_CODES or (
            refused.alone and not is_quota(refused.code, refused.text))):
        return refused.at_message
    return None


def sentence(refused: Refused, size: int | None, append_limit: int | None) -> str:
    """Why nothing was stored, for a person. `size` is the culprit's, in octets, where it is known."""
    what = meaning(refused)
    if what is Meaning.FULL:
        return "There is no room for it in the mailbox."
    if what is Meaning.COUNT:
        return "The server takes fewer messages at once."
    if refused.code == "TOOBIG" or (refused.code == "LIMIT" and "size" in refused.text.lower()):
        opening = "It is larger" if size is not None else "A message is larger"
        known = append_limit is not None and size is not None and size > append_limit
        return f"{opening} than this server takes" + (
            f" ({size_words(size or 0)} of {size_words(append_limit or 0)})." if known else ".")
    if what is Meaning.FORBIDDEN:
        return "You may not add mail to this mailbox."
    if what is Meaning.MAILBOX:
        return "The mailbox does not exist, and could not be made."
    if refused.status == "BYE":
        return f"The server ends the connection when it is sent, and says: {refused.text}"
    return f"The server says: {refused.text}" if refused.text else "The server gives no reason."


def chunks(messages: Sequence[MessageId], size: int) -> list[list[MessageId]]:
    """The messages in groups of at most `size`."""
    return [list(messages[start:start + size]) for start in range(0, len(messages), max(1, size))]


def halves(messages: Sequence[MessageId]) -> list[list[MessageId]]:
    """The messages in two groups."""
    middle = (len(messages) + 1) // 2
    return [list(messages[:middle]), list(messages[middle:])]


def isolating_groups(messages: Sequence[MessageId], culprit: int | None,
                     suspects: Sequence[MessageId] = ()) -> list[list[MessageId]]:
    """The next groups on the way to the refused messages; none if the refused message stands alone.

    With a known culprit all but that one are sent again, in their order. Else the suspects are sent apart, each alone
    if they are few, after the others.
    """
    if len(messages) <= 1:
        return []
    if culprit is None:
        if not 0 < len(suspects) < len(messages):
            return halves(messages)
        others = [message for message in messages if message not in set(suspects)]
        return [others, *([one] for one in suspects)] if len(suspects) <= FEW_SUSPECTS else [others, list(suspects)]
    return [group for group in (list(messages[:culprit]), list(messages[culprit + 1:])) if group]
