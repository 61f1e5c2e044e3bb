"""Data files of Outlook: whatever becomes of the process that reads them, the rest is read and the user is told."""

from __future__ import annotations

import random
import shlex
import sys
from collections.abc import Callable, Generator, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.mail.mails import crlf, findings, folders, mail, messages, wire_octets, write
from tests.mail.outlook.made_msg import Msg
from tests.mail.outlook.made_pst import Folder, Pst

from mailferry.mail.errors import NotMail, SourceProblem
from mailferry.mail.message import Fate, Form, Message
from mailferry.mail.outlook import pst
from mailferry.mail.outlook.errors import OutlookPartMissing
from mailferry.mail.source import SourceKind, open_source
from mailferry.mail.spool import Spool

HEAD = b"!BDN" + bytes(4) + b"SM\x17\x00" + bytes(600)

SPEAKING = """
import json, os, sys, time
from mailferry.mail.outlook.pst_child import FRAME
first = int(sys.argv[2])
def say(kind, content=b""):
    octets = content if isinstance(content, bytes) else json.dumps(content).encode()
    sys.stdout.buffer.write(FRAME.pack(kind, len(octets)) + octets)
    sys.stdout.buffer.flush()
def item(number):
    if number >= first:
        say(b"I", number)
    return number >= first
def mail(number, lost=0):
    say(b"D", b"Subject: %d\\r\\n" % number)
    say(b"D", b"\\r\\nHello.\\r\\n")
    say(b"M", {"flags": ["\\\\Seen"], "keywords": ["red"], "date": "2009-02-13T23:31:30+00:00", "lost": lost,
              "subject": "%d" % number, "sound": True})
say(b"F", {"path": ["Inbox"], "mail": True})
"""
"""The start of a program that stands for libpff's, and says what it would, until something happens to it."""

THREE = """
for number in range(3):
    if item(number):
        {}
        mail(number)
say(b"F", {{"path": ["Later"], "mail": True}})
say(b"E", True)
"""


@pytest.fixture
def program(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    def set_to(text: str) -> None:
        monkeypatch.setattr(pst, "_PROGRAM", "import sys; sys.path.insert(0, sys.argv[1])\n" + SPEAKING + text)
    return set_to


def subjects(path: Path, spool: Path) -> list[bytes]:
    return [message.summary.subject for message in messages(path, spool)]


def test_folders_flags_keywords_and_dates(tmp_path: Path, program: Callable[[str], None]) -> None:
    program(THREE.format("pass"))
    path = write(tmp_path / "a.pst", HEAD)
    assert open_source(path, Spool(tmp_path / "spool")).kind is SourceKind.OUTLOOK
    found = messages(path, tmp_path / "spool")
    assert [wire_octets(message) for message in found] == [
        b"Subject: %d\r\n\r\nHello.\r\n" % number for number in range(3)]
    assert {message.folder for message in found} == {("Inbox",)}
    first = found[0]
    assert (set(first.flags), set(first.keywords), first.locator.form) == ({"\\Seen"}, {"red"}, Form.MADE)
    assert first.internal_date == datetime(2009, 2, 13, 23, 31, 30, tzinfo=UTC)
    assert folders(path, tmp_path / "spool") == [(), ("Inbox",), ("Later",)]
    assert findings(path, tmp_path / "spool") == []


@pytest.mark.parametrize("what", [
    "if number == 1: os.abort()",
    "if number == 1: say(b'D', b'Subject: half'); os.abort()",
    "if number == 1: say(b'D', b'Subject: half'); say(b'S'); continue",
    "if number == 1: say(b'S'); continue",
    "if number == 1: sys.stdout.buffer.write(b'D' + bytes([255] * 4)); sys.exit()",
    "if number == 1: bytearray(1 << 50)",
])
def test_an_item_that_is_fatal_costs_only_itself(tmp_path: Path, program: Callable[[str], None], what: str) -> None:
    program(THREE.format(what))
    path = write(tmp_path / "a.pst", HEAD)
    assert subjects(path, tmp_path / "spool") == [b"0", b"2"]
    [finding] = findings(path, tmp_path / "spool")
    assert finding.fate is Fate.FAILED
    assert "Inbox holds a message that is damaged and was not read (number 2 of the file)" in finding.sentence


def test_a_message_without_all_that_was_attached_is_told(tmp_path: Path, program: Callable[[str], None]) -> None:
    program(THREE.format("if number == 1: mail(1, lost=1); continue"))
    path = write(tmp_path / "a.pst", HEAD)
    assert subjects(path, tmp_path / "spool") == [b"0", b"1", b"2"]
    [finding] = findings(path, tmp_path / "spool")
    assert "(number 2 of the file, “1”) with an attachment that is not in it or cannot be read" in finding.sentence


def test_a_process_that_says_nothing_any_more_is_ended(
        tmp_path: Path, program: Callable[[str], None], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pst, "PATIENCE_SECONDS", 8.0)  # a busy machine takes its time to start one
    program(THREE.format("if number == 1: time.sleep(600)"))
    assert subjects(write(tmp_path / "a.pst", HEAD), tmp_path / "spool") == [b"0", b"2"]


def test_a_file_on_which_every_process_dies_is_given_up(
        tmp_path: Path, program: Callable[[str], None], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pst, "DEATHS", 2)
    program(THREE.format("os.abort()"))
    path = write(tmp_path / "a.pst", HEAD)
    assert subjects(path, tmp_path / "spool") == []
    assert "the rest of it was not read" in findings(path, tmp_path / "spool")[-1].sentence


def test_what_is_no_mail_is_counted_and_a_password_told(tmp_path: Path, program: Callable[[str], None]) -> None:
    program("""
say(b"P")
say(b"F", {"path": ["Calendar"], "mail": False})
for number in range(3):
    if item(number):
        say(b"N", "ipm.appointment")
say(b"E", True)
""")
    path = write(tmp_path / "a.pst", HEAD)
    assert folders(path, tmp_path / "spool") == [(), ("Inbox",)]
    told = findings(path, tmp_path / "spool")
    assert {finding.fate for finding in told} == {Fate.IGNORED}
    assert "has a password" in told[0].sentence
    assert "Calendar holds 3 items that are no mail and were left out (appointments)" in told[1].sentence


WAITING = """
import time
if item(0): mail(0)
if item(1): mail(1)
sys.stdout.buffer.flush()
while not os.path.exists({!r}): time.sleep(0.01)
if item(2): mail(2)
say(b"E", True)
"""


def test_the_first_messages_come_while_the_file_is_still_read(tmp_path: Path, program: Callable[[str], None]) -> None:
    program(WAITING.format(str(tmp_path / "go on")))
    path = write(tmp_path / "a.pst", HEAD)
    coming = messages_of(open_source(path, Spool(tmp_path / "spool")).scan())
    first = next(coming)
    assert wire_octets(first) == b"Subject: 0\r\n\r\nHello.\r\n"
    assert [message.summary.subject for message in (first, next(coming))] == [b"0", b"1"]
    (tmp_path / "go on").touch()
    assert [message.summary.subject for message in coming] == [b"2"]
    program("raise SystemExit")  # all is there, and not read again
    assert subjects(path, tmp_path / "spool") == [b"0", b"1", b"2"]


def test_two_readers_of_a_file_at_once_give_the_same(tmp_path: Path, program: Callable[[str], None]) -> None:
    program(THREE.format("pass"))
    path = write(tmp_path / "a.pst", HEAD)
    one, two = (messages_of(open_source(path, Spool(tmp_path / "spool")).scan()) for _ in range(2))
    both = list(zip(one, two, strict=True))
    assert [left == right for left, right in both] == [True] * 3
    assert [wire_octets(left) for left, _ in both] == [b"Subject: %d\r\n\r\nHello.\r\n" % n for n in range(3)]
    assert [each for each in (tmp_path / "spool").rglob("*") if ".unfinished" in each.name] == []


@pytest.mark.parametrize("kept", [True, False])
def test_what_was_begun_and_left_stays_only_where_it_is_sent_from(
        tmp_path: Path, program: Callable[[str], None], kept: bool) -> None:
    program(THREE.format("pass"))
    path = write(tmp_path / "a.pst", HEAD)
    spool = Spool(tmp_path / "spool", kept=kept)
    coming = messages_of(open_source(path, spool).scan())
    first = next(coming)
    beside = messages_of(open_source(path, Spool(tmp_path / "spool")).scan())  # somebody looks, and goes
    next(beside)
    beside.close()
    assert wire_octets(first)
    coming.close()
    assert Path(first.locator.path).exists() is kept
    assert subjects(path, tmp_path / "spool") == [b"0", b"1", b"2"]
    assert wire_octets(first)  # read anew, it is where it was, and the same


def messages_of(items: Iterator[object]) -> Generator[Message, None, None]:
    for item in items:
        if isinstance(item, Message):
            yield item


@pytest.mark.skipif(sys.platform == "win32", reason="the program that stands for a frozen one is a script")
def test_a_frozen_program_reads_data_files_by_starting_itself(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = Pst().write(tmp_path / "a.pst", Folder("Inbox", [Msg("one"), Msg("two")]))
    frozen = tmp_path / "mailferry"
    program = (f"import sys; sys.path[:0] = {sys.path!r}; sys.frozen = True; from mailferry.cli import main; "
               "code = main(); assert not any('PySide6' in name for name in sys.modules); sys.exit(code)")
    frozen.write_text(f"#!/bin/sh\nexec {shlex.quote(sys.executable)} -c {shlex.quote(program)} \"$@\"\n")
    frozen.chmod(0o755)
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(frozen))
    monkeypatch.setattr(pst, "_PROGRAM", "raise SystemExit(9)")
    assert subjects(path, tmp_path / "spool") == [b"one", b"two"]


def test_it_stops_when_it_is_told_to(tmp_path: Path, program: Callable[[str], None]) -> None:
    class Enough(Exception):
        pass

    asked = []

    def check() -> None:
        asked.append(1)
        if len(asked) > 2:
            raise Enough

    program(THREE.format("pass"))
    path = write(tmp_path / "a.pst", HEAD)
    with pytest.raises(Enough):
        list(open_source(path, Spool(tmp_path / "spool", check)).scan())
    assert list((tmp_path / "spool").iterdir()) == []


def test_a_folder_with_data_files(tmp_path: Path, program: Callable[[str], None]) -> None:
    program(THREE.format("pass"))
    write(tmp_path / "in/Old mail.pst", HEAD)
    write(tmp_path / "in/1.eml", mail())
    found = messages(tmp_path / "in", tmp_path / "spool")
    assert [message.folder for message in found] == [("in",)] + [("in", "Old mail", "Inbox")] * 3
    assert wire_octets(found[0]) == crlf(mail())


@pytest.mark.parametrize("seed", range(6))
def test_a_file_of_chance_octets_is_a_sentence(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    octets = HEAD[:512] + chance.randbytes(chance.choice((0, 100, 5000, 300_000)))
    path = write(tmp_path / "a.pst", octets)
    assert messages(path, tmp_path / "spool") == []
    [finding] = findings(path, tmp_path / "spool")
    assert (finding.fate, "is damaged" in finding.sentence) == (Fate.FAILED, True)


def test_what_cannot_be_read_here_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path / "a.pst", HEAD.replace(b"SM\x17", b"SM\x25"))
    with pytest.raises(SourceProblem, match="encrypted by Windows Information Protection"):
        open_source(path, Spool(tmp_path / "spool"))
    with pytest.raises(NotMail):
        open_source(path)
    monkeypatch.setitem(sys.modules, "pypff", None)
    with pytest.raises(OutlookPartMissing, match=r"mailferry\[outlook\]"):
        open_source(path, Spool(tmp_path / "spool"))
