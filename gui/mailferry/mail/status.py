"""Flags that a store keeps in header fields: c-client and Dovecot, Thunderbird, Evolution, Google Takeout."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from mailferry.mail import labels
from mailferry.mail.headers import Fields

_EXPUNGED = 0x0008
_FORWARDED = 0x1000
_IMAP_DELETED = 0x00200000
_MOZILLA_FLAGS = ((0x0001, "\\Seen"), (0x0002, "\\Answered"), (0x0004, "\\Flagged"))
_EVOLUTION_FLAGS = ((0x01, "\\Answered"), (0x02, "\\Deleted"), (0x04, "\\Draft"), (0x08, "\\Flagged"),
                    (0x10, "\\Seen"))
_STATUS_LETTERS = {"R": "\\Seen", "D": "\\Deleted"}
_X_STATUS_LETTERS = {"A": "\\Answered", "F": "\\Flagged", "D": "\\Deleted", "T": "\\Draft"}
_EVOLUTION = re.compile(rb"[0-9A-Fa-f]{8}-([0-9A-Fa-f]{4,8})")  # UID-FLAGS; only the second repeats
_HEX = re.compile(rb"[0-9A-Fa-f]{1,8}")


@dataclass(frozen=True, slots=True)
class Status:
    """What the fields of a store say. `flags` are without \\Deleted; `expunged`: thrown away, only not yet cut out.
    `labels` are those of Google Takeout, in their order."""

    flags: frozenset[str]
    keywords: frozenset[str]
    deleted: bool
    expunged: bool
    labels: tuple[str, ...] = ()


_STORE_NAMES = (b"status", b"x-status", b"x-keywords", b"x-mozilla-status", b"x-mozilla-status2", b"x-mozilla-keys",
                b"x-gmail-labels")
_NAMES = frozenset((*_STORE_NAMES, b"x-evolution"))
_NOTHING = Status(frozenset(), frozenset(), deleted=False, expunged=False)


def of_mbox(fields: Fields) -> Status:
    """The flags and keywords in the header fields of a message in an mbox file.

    Status, X-Status and X-Keywords as c-client and Dovecot write them, X-Mozilla-*, X-Evolution (UID-FLAGS in hex), and
    Takeout's X-Gmail-Labels, where only the want of the label Unread tells that a mail was read.
    """
    if _NAMES.isdisjoint(fields):
        return _NOTHING
    evolution = _EVOLUTION.fullmatch(fields[b"x-evolution"]) if b"x-evolution" in fields else None
    return _status(tuple(map(fields.get, _STORE_NAMES)), evolution.group(1) if evolution else None,
                   b"x-gm-thrid" in fields)


@functools.lru_cache(maxsize=4096)  # a mailbox has few combinations; equal ones share their sets
def _status(values: tuple[bytes | None, ...], evolution: bytes | None, from_takeout: bool) -> Status:
    status, x_status, x_keywords, mozilla_status, mozilla_status2, mozilla_keys, gmail_labels = values
    flags = {_STATUS_LETTERS[letter] for letter in _text(status) if letter in _STATUS_LETTERS}
    flags |= {_X_STATUS_LETTERS[letter] for letter in _text(x_status) if letter in _X_STATUS_LETTERS}
    keywords = set(_text(x_keywords).split()) | set(_text(mozilla_keys).split())

    bits, bits2 = _number(mozilla_status), _number(mozilla_status2)
    flags |= {flag for bit, flag in _MOZILLA_FLAGS if bits & bit}
    if bits & _FORWARDED:
        keywords.add("$Forwarded")
    if 1 <= (label := bits2 >> 25 & 7) <= 5:
        keywords.add(f"$label{label}")
    if bits2 & _IMAP_DELETED:
        flags.add("\\Deleted")

    evolution_bits = _number(evolution)
    flags |= {flag for bit, flag in _EVOLUTION_FLAGS if evolution_bits & bit}

    told: tuple[str, ...] = ()
    if gmail_labels is not None:
        told = labels.parse(gmail_labels)
        names = {label.casefold() for label in told}
        if names.isdisjoint(labels.UNREAD):
            flags.add("\\Seen")
        if not names.isdisjoint(labels.STARRED):
            flags.add("\\Flagged")
    return Status(frozenset(flags - {"\\Deleted"}), frozenset(keywords), deleted="\\Deleted" in flags,
                  expunged=bool(bits & _EXPUNGED), labels=told if from_takeout else ())


def _text(value: bytes | None) -> str:
    return value.decode("utf-8", "replace") if value else ""


def _number(value: bytes | None) -> int:
    return int(value, 16) if value and _HEX.fullmatch(value) else 0
