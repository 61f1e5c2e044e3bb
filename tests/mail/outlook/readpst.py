"""What readpst (libpst) says of a data file: a reader that shares nothing with ours."""

from __future__ import annotations

import email
import email.policy
import subprocess
from collections import Counter
from email.message import EmailMessage
from pathlib import Path

import pytest
from tests.mail.mails import messages, wire_octets

Told = tuple[tuple[str, ...], str, str, str, tuple[bytes, ...]]
"""A mail: folder, subject, sender, text, attachments."""


def by_readpst(path: Path, into: Path) -> Counter[Told]:
    """The mails of a data file as readpst writes them. Its jobs at once would read each other's octets."""
    into.mkdir(parents=True)
    try:
        subprocess.run(["readpst", "-j", "0", "-e", "-D", "-q", "-t", "e", "-o", into, path], check=False, timeout=60,
                       capture_output=True)
    except FileNotFoundError:
        pytest.skip("readpst is not installed")
    return Counter(told(file.relative_to(into).parts[1:-1], file.read_bytes()) for file in into.rglob("*.eml"))


def by_us(path: Path, spool: Path) -> Counter[Told]:
    """The same mails as Mailferry makes them."""
    return Counter(told(message.folder, wire_octets(message)) for message in messages(path, spool))


def told(folder: tuple[str, ...], octets: bytes) -> Told:
    message = email.message_from_bytes(octets, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    texts, files = [], []
    for part in message.walk():
        if part.get_content_type() == "message/rfc822":
            break  # what is in it follows
        content = part.get_payload(decode=True)
        if not isinstance(content, bytes):
            continue
        if part.get_filename():
            files.append(content)
        elif part.get_content_type() == "text/plain":
            texts.append(content.decode(part.get_content_charset() or "ascii", "replace").strip())
    sender = message["From"].addresses[0].addr_spec if message["From"] and message["From"].addresses else ""
    text = "\n".join(" ".join(line.split()) for line in "\n".join(texts).splitlines())
    return folder, " ".join(str(message["Subject"] or "").split()), sender, text, tuple(sorted(files))
