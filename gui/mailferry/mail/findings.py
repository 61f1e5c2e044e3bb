"""How a walk tells of what is no message: the sentences of findings."""

from __future__ import annotations

from mailferry.mail.errors import printable
from mailferry.mail.message import Fate, Finding
from mailferry.mail.recognise import Kind, Recognised


def ignored(path: str, what: str) -> Finding:
    """What is no mail, as was to be expected. `what`: a verb and the rest of the sentence without its full stop."""
    return Finding(path, Fate.IGNORED, f"{printable(path)} {what}.")


def named_after(finding: Finding, root: str, archive: str) -> Finding:
    """A finding below `root`, where `archive` was unpacked, told of the archive, as if that were a folder."""
    path = finding.path.replace(root, archive, 1)
    return Finding(path, finding.fate, finding.sentence.replace(printable(finding.path), printable(path), 1))


def no_mail(path: str, recognised: Recognised, *, should_be: bool) -> Finding:
    """A file without mail. `should_be`: it was chosen, or its name says mail, so that this is told."""
    if recognised.kind is Kind.BLANK:
        return Finding(path, Fate.SKIPPED if should_be else Fate.IGNORED, f"{printable(path)} is empty.")
    fate = Fate.FAILED if should_be else Fate.IGNORED
    return Finding(path, fate, no_mail_sentence(path, recognised))


def no_mail_sentence(path: str, recognised: Recognised) -> str:
    """Why no mail is read from a file."""
    todo = "; unpack it first" if recognised.kind is Kind.ARCHIVE else ""
    return f"{printable(path)} holds no mail: {recognised.reason}{todo}."
