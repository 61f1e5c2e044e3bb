"""What the engine says, in the language of the window.

The engine knows no Qt and speaks English; the journal keeps its sentences. Here they are taken apart by the patterns in
`texts_mail` and `texts_transfer`, and put together again by their translations. What has no pattern (a server's own
words, a file name) stays as it is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QCoreApplication

from mailferry.ui.figures import number, size
from mailferry.ui.texts_mail import TEXTS as OF_MAIL
from mailferry.ui.texts_transfer import TEXTS as OF_TRANSFER

_GAP = re.compile(r"\{\d+\}")
_SENTENCE = re.compile(r"(?<=[.!?]) ")
_VERB = re.compile(r"(?:is|has|holds|names|repeats) ")
"""So begins what is said of a file that is named before it, or apart from it."""
_NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+")
_RUN = 6
"""Sentences that are taken together at most; no text of the engine has more."""
_FOREIGN = 20
"""Sentences in a row that are not the engine's, after which the rest is not either."""
_MUCH = 2000
"""Characters. What goes on behind them is what a server or a file says."""

_SIZE = re.compile(r"([\d,]+(?:\.\d)?) (kB|MB|GB)")


def told(text: str) -> str:
    """A text of the engine in the window's language; in English, the text itself."""
    return _told(text) if text and QCoreApplication.translate("Engine", "No connection") != "No connection" else text


def forget() -> None:
    """The language has changed."""
    _told.cache_clear()


@lru_cache(maxsize=4096)
def _told(text: str) -> str:
    """The whole text if there is a pattern for it, else run of sentences by run of sentences, the longest first."""
    if len(text) > _MUCH:
        end = text.rfind(" ", 0, _MUCH) + 1 or _MUCH
        return _told(text[:end].rstrip()) + text[len(text[:end].rstrip()):]
    if (found := _with_end(text)) is not None:
        return found
    sentences = _SENTENCE.split(text)
    said: list[str] = []
    foreign = 0
    while sentences and foreign < _FOREIGN:
        for length in range(min(_RUN, len(sentences)), 0, -1):
            run = " ".join(sentences[:length])
            found = _with_end(run)
            if found is not None or length == 1:
                said.append(run if found is None else found)
                foreign = foreign + 1 if found is None else 0
                del sentences[:length]
                break
    return " ".join([*said, *sentences])


def _by_pattern(text: str) -> str | None:
    for one in _patterns():
        if all(part in text for part in one.parts) and (match := one.pattern.fullmatch(text)):
            pattern, english = one.pattern, one.english
            subject = match.groupdict().get("subject") or ""
            gaps = [match[number] for number in range(2 if "subject" in pattern.groupindex else 1, pattern.groups + 1)]
            filled = [gap if quoted else _SIZE.sub(_size, gap) if _SIZE.fullmatch(gap)
                      else _NUMBER.sub(_number, _told(gap))
                      for gap, quoted in zip(gaps, one.quoted, strict=True)]
            return subject + QCoreApplication.translate("Engine", english).format(*filled)
    return None


def _with_end(text: str) -> str | None:
    """By a pattern, or by one for what stands before a full stop or before the words of a server."""
    if (found := _by_pattern(text)) is not None:
        return found
    if text.endswith(".") and (found := _with_end(text[:-1])) is not None:
        return found + "."
    head, colon, rest = text.partition(": ")
    found = _by_pattern(head) if colon else None
    return None if found is None else explained(found, _told(rest))


def explained(head: str, what: str) -> str:
    """`head: what` as the user's language writes it: French has a space before the colon."""
    return QCoreApplication.translate("Words", "{0}: {1}").format(head, what)


def _number(match: re.Match[str]) -> str:
    """1,204 as the user writes it."""
    return number(int(match[0].replace(",", "")))


def _size(match: re.Match[str]) -> str:
    """1.2 MB as the user writes it."""
    return size(round(float(match[1].replace(",", "")) * 1000 ** ("kB", "MB", "GB").index(match[2]) * 1000))


@dataclass(frozen=True, slots=True)
class _Pattern:
    """A text with gaps. `parts` are what stands between them; `quoted` says of each gap whether it holds the words of
    somebody else, as the subject of a message: they stay as they are."""

    pattern: re.Pattern[str]
    english: str
    parts: tuple[str, ...]
    quoted: tuple[bool, ...]


@lru_cache(maxsize=1)
def _patterns() -> list[_Pattern]:
    """All patterns, those that say most themselves first."""
    texts = sorted(map(str, (*OF_MAIL, *OF_TRANSFER)), key=lambda text: -len(_GAP.sub("", text)))
    return [_pattern(text, _GAP.split(text)) for text in texts]


def _pattern(text: str, parts: list[str]) -> _Pattern:
    pattern = ("(?P<subject>.+ )?" if _VERB.match(text) else "") + "(.+)".join(map(re.escape, parts))
    return _Pattern(re.compile(pattern, re.DOTALL), text, tuple(filter(None, parts)),
                    tuple(part.endswith("“") for part in parts[:-1]))
