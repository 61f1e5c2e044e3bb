"""What a server's refusal means: words for a person, and what to do next. Codes: RFC 5530, 4469, 7889, 9208, 3502.

Pure functions over what the server said (imap/append.py `Refused`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from mailferry.imap.append import Refused
from mailferry.transfer.values import MessageId, size_words

# Cyrus says "Over quota" without a code, and Courier "[ALERT] You exceeded your mail quota."
_QUOTA_WORDS = re.compile(r"\bquota\b", re.IGNORECASE)
_TRANSIENT_CODES = frozenset({"UNAVAILABLE", "INUSE", "SERVERBUG", "LIMIT-RATE", "THROTTLED"})
_SIZE_CODES = frozenset({"TOOBIG", "LIMIT"})


def is_quota(code: str, words: str) -> bool:
    """Whether there was no room for it."""
    return code == "OVERQUOTA" or (code in ("", "ALERT") and _QUOTA_WORDS.search(words) is not None)


def is_transient(refused: Refused) -> bool:
    """Whether the same batch may well be taken a little later."""
    return refused.status == "NO" and refused.code in _TRANSIENT_CODES


def keeps_in_step(refused: Refused) -> bool:
    """Whether the server is known to have read the whole command before it refused it, so that the connection is good.

    Measured for want of room and for sizes. Not so when a mailbox is deleted meanwhile: Cyrus says NO and takes what
    is left of the mail for commands.
    """
    return is_quota(refused.code, refused.text) or refused.code in _SIZE_CODES


def wants_mailbox(refused: Refused) -> bool:
    """Whether the mailbox has to be created first (RFC 3502, RFC 9051 6.3.12)."""
    return refused.status == "NO" and refused.code == "TRYCREATE"


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
    if is_quota(refused.code, refused.text):
        return "There is no room for it in the mailbox."
    if refused.code == "TOOBIG" or (refused.code == "LIMIT" and "size" in refused.text.lower()):
        what = "It is larger" if size is not None else "A message is larger"
        known = append_limit is not None and size is not None and size > append_limit
        return f"{what} than this server takes" + (
            f" ({size_words(size or 0)} of {size_words(append_limit or 0)})." if known else ".")
    if refused.code in ("NOPERM", "READ-ONLY"):
        return "You may not add mail to this mailbox."
    if refused.code == "TRYCREATE":
        return "The mailbox does not exist, and could not be made."
    if refused.status == "BYE":
        return f"The server ends the connection when it is sent, and says: {refused.text}"
    return f"The server says: {refused.text}" if refused.text else "The server gives no reason."


def halves(messages: Sequence[MessageId]) -> list[list[MessageId]]:
    """The messages in two groups."""
    middle = (len(messages) + 1) // 2
    return [list(messages[:middle]), list(messages[middle:])]


def isolating_groups(messages: Sequence[MessageId], culprit: int | None) -> list[list[MessageId]]:
    """The next groups on the way to the refused messages; none if the refused message stands alone.

    With a known culprit all but that one are sent again, in their order.
    """
    if len(messages) <= 1:
        return []
    if culprit is None:
        return halves(messages)
    return [group for group in (list(messages[:culprit]), list(messages[culprit + 1:])) if group]
