"""Mail made for tests, and the short ways from a file to what the readers say of it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from mailferry.mail import mbox_records, wire
from mailferry.mail.message import Finding, Folder, Form, Locator, Message
from mailferry.mail.source import open_source
from mailferry.mail.spool import Spool

FROM_LINE = b"From ada@example.org Sat Jul  1 19:33:02 2000\n"


def mail(number: int = 1, body: bytes = b"Hello.\n", fields: bytes = b"") -> bytes:
    """A small mail with LF."""
    return (b"From: Ada <ada@example.org>\nTo: me@example.net\nSubject: number %d\n"
            b"Date: Sat, 01 Jul 2000 12:33:02 -0700\nMessage-ID: <%d@example.org>\n" % (number, number)
            + fields + b"\n" + body)


def crlf(octets: bytes) -> bytes:
    return octets.replace(b"\n", b"\r\n")


def locator_of(path: Path, form: Form = Form.PLAIN, offset: int = 0, length: int | None = None) -> Locator:
    known = path.stat()
    return Locator(str(path), offset, known.st_size - offset if length is None else length, form, known.st_size,
                   known.st_mtime_ns)


def wire_octets(message: Message | Locator) -> bytes:
    return b"".join(wire.read_wire(message.locator if isinstance(message, Message) else message))


def scan(path: Path | str, spool: Path | None = None) -> list[Folder | Message | Finding]:
    return list(open_source(path, Spool(spool) if spool else None).scan())


def messages(path: Path | str, spool: Path | None = None) -> list[Message]:
    return [item for item in scan(path, spool) if isinstance(item, Message)]


def findings(path: Path | str, spool: Path | None = None) -> list[Finding]:
    return [item for item in scan(path, spool) if isinstance(item, Finding)]


def folders(path: Path | str, spool: Path | None = None) -> list[tuple[str, ...]]:
    return [item.path for item in scan(path, spool) if isinstance(item, Folder)]


def write(path: Path, octets: bytes, mtime: float | None = None) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(octets)
    if mtime is not None:
        os.utime(path, (mtime, mtime))
    return path


@contextmanager
def pieces_of(octets: int) -> Iterator[None]:
    """Let the readers read so many octets at a time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(wire, "PIECE_OCTETS", octets)
        patch.setattr(mbox_records, "PIECE_OCTETS", octets)
        yield
