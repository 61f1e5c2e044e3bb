"""What the engine says, in the language of the window.

The engine knows no Qt and speaks English; the journal keeps its sentences. Here they are taken apart by the patterns in
`texts_mail` and `texts_transfer`, and put together again by their translations. What has no pattern (a server's own
words, a file name) stays as it is.
"""

from __future__ import annotations

import re
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
    if (found := _with_end(text)) is not None:
        return found
    sentences = _SENTENCE.split(text)
    said: list[str] = []
    while sentences:
        for length in range(len(sentences), 0, -1):
            run = " ".join(sentences[:length])
            found = _with_end(run)
            if found is not None or length == 1:
                said.append(run if found is None else found)
                del sentences[:length]
                break
    return " ".join(said)


def _by_pattern(text: str) -> str | None:
    for pattern, english in _patterns():
        if match := pattern.fullmatch(text):
            subject = match.groupdict().get("subject") or ""
            gaps = [match[number] for number in range(2 if "subject" in pattern.groupindex else 1, pattern.groups + 1)]
            filled = [_SIZE.sub(_size, gap) if _SIZE.fullmatch(gap) else _NUMBER.sub(_number, _told(gap))
                      for gap in gaps]
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
    return None if found is None else f"{found}: {_told(rest)}"


def _number(match: re.Match[str]) -> str:
    """1,204 as the user writes it."""
    return number(int(match[0].replace(",", "")))


def _size(match: re.Match[str]) -> str:
    """1.2 MB as the user writes it."""
    return size(round(float(match[1].replace(",", "")) * 1000 ** ("kB", "MB", "GB").index(match[2]) * 1000))


@lru_cache(maxsize=1)
def _patterns() -> list[tuple[re.Pattern[str], str]]:
    """All patterns, those that say most themselves first."""
    texts = sorted(map(str, (*OF_MAIL, *OF_TRANSFER)), key=lambda text: -len(_GAP.sub("", text)))
    return [(re.compile(("(?P<subject>.+ )?" if _VERB.match(text) else "")
                        + "(.+)".join(map(re.escape, _GAP.split(text))), re.DOTALL), text) for text in texts]
