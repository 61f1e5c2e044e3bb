"""Refused messages are kept as files that the user can open, whole or not at all, with the reason beside them."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest
from tests.mail.mails import locator_of

from mailferry.mail.message import Form
from mailferry.mail.wire import measure
from mailferry.transfer.aside import INDEX, NotKept, folder_of, keep
from mailferry.transfer.messages import Note, QueuedMessage

OCTETS = b"Subject: odd\n\nHel\0lo.\n"
REASON = "The server says: Message contains NUL characters"


def queued(folder: Path, subject: str = "odd", number: int = 7, form: Form = Form.PLAIN) -> QueuedMessage:
    """A message in a file of its own."""
    path = folder / "odd.eml"
    path.write_bytes(OCTETS)
    locator = locator_of(path, form)
    measured = measure(locator)
    return QueuedMessage(
        locator=locator, wire_size=measured.wire_size, digest=measured.digest, header_digest=measured.header_digest,
        flags=frozenset(), keywords=frozenset(), internal_date=None, notes=Note.NONE, subject=subject,
        left_out=frozenset(), id=number)


def files(tmp_path: Path) -> list[str]:
    return sorted(path.name for path in folder_of(tmp_path, 3).iterdir())


def test_the_octets_as_sent_and_the_reason(tmp_path: Path) -> None:
    message = queued(tmp_path)
    name = keep(tmp_path, 3, message, REASON)
    assert (folder_of(tmp_path, 3) / name).read_bytes() == OCTETS.replace(b"\n", b"\r\n")
    assert files(tmp_path) == ["0007 odd.eml", INDEX]
    lines = (folder_of(tmp_path, 3) / INDEX).read_text("utf-8").splitlines()
    assert lines[-3:] == ["0007 odd.eml", f"    {REASON}", f"    From {message.locator.path}"]


def test_once_more_after_a_crash_says_it_once(tmp_path: Path) -> None:
    message = queued(tmp_path)
    first = keep(tmp_path, 3, message, REASON)
    index = (folder_of(tmp_path, 3) / INDEX).read_text("utf-8")
    assert keep(tmp_path, 3, message, REASON) == first
    assert (folder_of(tmp_path, 3) / INDEX).read_text("utf-8") == index
    (folder_of(tmp_path, 3) / INDEX).unlink()
    keep(tmp_path, 3, message, REASON)
    assert (folder_of(tmp_path, 3) / INDEX).read_text("utf-8") == index


def test_a_repaired_message_does_not_take_the_place_of_the_refused_one(tmp_path: Path) -> None:
    keep(tmp_path, 3, queued(tmp_path), REASON)
    repaired = replace(queued(tmp_path, form=Form.NUL_TO_SPACE), repair="1 NUL character becomes a space.")
    name = keep(tmp_path, 3, repaired, "Still not.")
    assert name == "0007 odd (repaired).eml"
    assert files(tmp_path) == ["0007 odd (repaired).eml", "0007 odd.eml", INDEX]


@pytest.mark.parametrize(("subject", "name"), [
    ("", "0007.eml"),
    ("../../etc/passwd", "0007 etc passwd.eml"),
    ("a/b\\c:d*e?f\"g<h>i|j\0k\nl", "0007 a b c d e f g h i j k l.eml"),
    ("Grüße, 你好 (2)", "0007 Grüße, 你好 (2).eml"),
    ("ends with dots ...", "0007 ends with dots.eml"),
    ("\u202emoc.elpmaxe", "0007 moc.elpmaxe.eml"),
    ("x" * 200, "0007 " + "x" * 60 + ".eml"),
])
def test_names_that_every_system_takes(tmp_path: Path, subject: str, name: str) -> None:
    assert keep(tmp_path, 3, queued(tmp_path, subject), REASON) == name
    assert (folder_of(tmp_path, 3) / name).is_file()


def test_a_message_that_was_changed_meanwhile_is_not_kept(tmp_path: Path) -> None:
    message = queued(tmp_path)
    Path(message.locator.path).write_bytes(OCTETS.replace(b"l", b"L"))
    with pytest.raises(NotKept, match="was changed since it was read"):
        keep(tmp_path, 3, message, REASON)
    assert files(tmp_path) == []


def test_no_room_is_told_and_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    message = queued(tmp_path)

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(NotKept, match=r"No space left on device\. It is still in its source"):
        keep(tmp_path, 3, message, REASON)
    assert files(tmp_path) == []
