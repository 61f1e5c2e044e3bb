"""MH folders (nmh, exmh, mutt) and what Sylpheed and Claws make of them: one mail a file, a number as its name.

`.mh_sequences` has a line `NAME: 1 3-5` for each sequence: unseen, flagged, replied (or answered), forwarded; what is
not in unseen is seen, and a folder of an MH tree without that file has been seen. `,6` and `#6` are deleted mails
that nobody has cleared away.

Sylpheed and Claws keep the flags in `.sylpheed_mark` or `.claws_mark`: a version (2), then pairs of a number and flags,
each 32 bits in the octet order of the machine that wrote them. A mail that is not in there is new. Their own
`.mh_sequences` says less, so it does not count beside the marks. Tags of Claws: see `claws`.

The time of the file is not taken for the internal date before Received and Date: every copy of such a tree changes it.
"""

from __future__ import annotations

import bisect
import os
import re
import struct
from collections.abc import Collection, Mapping
from dataclasses import replace

from mailferry.mail.files import read_start
from mailferry.mail.status import Status

_SEQUENCES = ".mh_sequences"
_MARKS_OF_CLAWS = ".claws_mark"
_MARKS = (_MARKS_OF_CLAWS, ".sylpheed_mark")
_RECORDS = frozenset({_SEQUENCES, *_MARKS, ".mh_profile", ".sylpheed_cache", ".claws_cache", ".xmhcache"})
_LIMIT = 16 * 1024 * 1024

_NUMBER = re.compile(r"[1-9]\d{0,9}")
_DELETED = re.compile(r"[,#]\d+")
_RANGE = re.compile(r"(\d{1,10})(?:-(\d{1,10}))?")

_SEQUENCE_FLAGS = {"flagged": "\\Flagged", "replied": "\\Answered", "answered": "\\Answered"}
_NEW, _UNREAD, _MARKED, _DELETE, _REPLIED, _FORWARDED = (1 << bit for bit in range(6))
_SPAM = 1 << 13  # of Claws only

_SEEN = Status(frozenset({"\\Seen"}), frozenset(), deleted=False, expunged=False)
_UNSEEN = Status(frozenset(), frozenset(), deleted=False, expunged=False)


def is_store(files: Collection[str]) -> bool:
    """Whether files with these names are a folder of MH, Sylpheed or Claws, or the top of a tree of them."""
    return not _RECORDS.isdisjoint(files)


def is_message(name: str) -> bool:
    """Whether a file of this name in an MH folder is a mail."""
    return _NUMBER.fullmatch(name) is not None


def is_deleted(name: str) -> bool:
    """Whether a file of this name in an MH folder is a deleted mail."""
    return _DELETED.fullmatch(name) is not None


class Flags:
    """The flags of the mails in one folder, and its tags."""

    def __init__(self, directory: str, files: Collection[str],
                 tags: Mapping[int, frozenset[str]] | None = None) -> None:
        """`tags`: keywords by the numbers of mails, which are kept elsewhere. Raises SourceVanished or
        SourceUnreadable."""
        self._tags = tags or {}
        self._marks: Mapping[int, Status] | None = None
        self._sequences: dict[str, list[tuple[int, int]]] = {}
        for name in _MARKS:
            if name in files:
                self._marks = _marks(read_start(f"{directory}{os.sep}{name}", _LIMIT).octets,
                                     spam=_SPAM if name == _MARKS_OF_CLAWS else 0)
                if self._marks is not None:
                    return
        if _SEQUENCES in files:
            self._sequences = _sequences(read_start(f"{directory}{os.sep}{_SEQUENCES}", _LIMIT).octets)

    def of(self, name: str) -> Status:
        """The flags of the mail in the file `name`, a number."""
        number = int(name)
        status = self._marked(number)
        if number in self._tags:
            status = replace(status, keywords=status.keywords | self._tags[number])
        return status

    def _marked(self, number: int) -> Status:
        if self._marks is not None:
            return self._marks.get(number, _UNSEEN)
        if not self._sequences:
            return _SEEN
        member = {sequence for sequence, ranges in self._sequences.items() if _within(number, ranges)}
        flags = {flag for sequence, flag in _SEQUENCE_FLAGS.items() if sequence in member}
        if "unseen" not in member:
            flags.add("\\Seen")
        keywords = frozenset({"$Forwarded"}) if "forwarded" in member else frozenset[str]()
        return Status(frozenset(flags), keywords, deleted=False, expunged=False)


def _within(number: int, ranges: list[tuple[int, int]]) -> bool:
    """Whether a number is in one of the sorted ranges."""
    at = bisect.bisect(ranges, number, key=lambda bounds: bounds[0])
    return at > 0 and number <= ranges[at - 1][1]


def _sequences(octets: bytes) -> dict[str, list[tuple[int, int]]]:
    """The sequences that matter, as ranges; a wide one costs no more than a narrow one."""
    found: dict[str, list[tuple[int, int]]] = {}
    for line in octets.decode("ascii", "replace").replace("\n ", " ").replace("\n\t", " ").splitlines():
        name, _, members = line.partition(":")
        if (name := name.strip().lower()) in {"unseen", "forwarded", *_SEQUENCE_FLAGS}:
            found[name] = sorted((int(first), int(last or first)) for first, last in
                                 (part.groups() for part in map(_RANGE.fullmatch, members.split()) if part))
    return found


def _marks(octets: bytes, spam: int) -> Mapping[int, Status] | None:
    """The flags by number, or None if this is no file of marks."""
    order = next((order for order in "<>" if octets[:4] in {struct.pack(f"{order}I", version) for version in (1, 2)}),
                 None)
    if order is None:
        return None
    whole = len(octets) - (len(octets) - 4) % 8  # a pair that was cut off tells nothing
    return {number: _status(bits, spam) for number, bits in struct.iter_unpack(f"{order}II", octets[4:whole])}


def _status(bits: int, spam: int) -> Status:
    flags = set() if bits & (_NEW | _UNREAD) else {"\\Seen"}
    if bits & _MARKED:
        flags.add("\\Flagged")
    if bits & _REPLIED:
        flags.add("\\Answered")
    keywords = frozenset(keyword for bit, keyword in ((_FORWARDED, "$Forwarded"), (spam, "$Junk")) if bits & bit)
    return Status(frozenset(flags), keywords, deleted=bool(bits & _DELETE), expunged=False)
