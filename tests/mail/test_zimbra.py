"""What Zimbra exported: mails with their marks in files beside them."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.mail.archives import tar_octets
from tests.mail.mails import crlf, findings, mail, messages, wire_octets, write

from mailferry.mail.message import DateOrigin, Fate, Message

ARRIVED = 1_234_567_890


def meta(letters: str = "", *, unread: int = 0, **more: object) -> bytes:
    return json.dumps({"id": 257, "type": 5, "date": ARRIVED, "unread": unread, "FlagStr": letters, "Ver": 10,
                       **more}).encode()


def pair(name: str, number: int, marks: bytes) -> dict[str, bytes]:
    return {f"{name}.eml.meta": marks, f"{name}.eml": mail(number)}


def by_number(found: list[Message]) -> dict[int, Message]:
    return {int(message.summary.subject.split()[1]): message for message in found}


def test_marks_beside_the_mail(tmp_path: Path) -> None:
    path = write(tmp_path / "me.tar", tar_octets({
        "Inbox.meta": meta(type=1),
        **pair("Inbox/0000000001-a", 1, meta("u", unread=1)), **pair("Inbox/0000000002-b", 2, meta("fr")),
        **pair("Inbox/0000000003-c", 3, meta("wd", TagNames=r"Red one:a\:b:\\x")), **pair("Sent/4", 4, b"{"),
        **pair("Sent/5", 5, meta("x")), "Sent/6.eml": mail(6)}))
    found = by_number(messages(path, tmp_path / "spool"))
    assert {number: set(message.flags) for number, message in found.items()} == {
        1: set(), 2: {"\\Seen", "\\Flagged", "\\Answered"}, 3: {"\\Seen", "\\Draft"}, 4: set(), 5: {"\\Seen"}, 6: set()}
    assert set(found[3].keywords) == {"Red_one", "a:b", "\\x", "$Forwarded"}
    assert [number for number, message in found.items() if message.deleted_in_source] == [5]
    assert found[1].internal_date == datetime(2009, 2, 13, 23, 31, 30, tzinfo=UTC)
    assert (found[1].date_origin, found[6].date_origin) == (DateOrigin.SOURCE, DateOrigin.DATE)
    assert found[2].folder == ("Inbox",)
    assert wire_octets(found[2]) == crlf(mail(2))
    assert [Path(finding.path).name for finding in findings(path, tmp_path / "spool")] == ["Inbox.meta"]


def test_a_large_folder_goes_on_in_others(tmp_path: Path) -> None:
    members: dict[str, bytes] = {}
    for number, folder in enumerate(("Inbox", "Inbox!1", "Inbox!2", "Inbox/Sub", "Inbox/Sub!1", "Alone!1"), 1):
        members |= pair(f"{folder}/{number}", number, meta())
    for name, octets in members.items():
        write(tmp_path / "me" / name, octets)
    write(tmp_path / "me/Plain/7.eml", mail(7))
    write(tmp_path / "me/Plain!1/8.eml", mail(8))
    found = by_number(messages(tmp_path / "me"))
    assert {number: message.folder[1:] for number, message in found.items()} == {
        1: ("Inbox",), 2: ("Inbox",), 3: ("Inbox",), 4: ("Inbox", "Sub"), 5: ("Inbox", "Sub"), 6: ("Alone!1",),
        7: ("Plain",), 8: ("Plain!1",)}


def test_what_is_no_mail_is_left_out_and_counted_once(tmp_path: Path) -> None:
    write(tmp_path / "me/Calendar/1.appt", mail(1))
    write(tmp_path / "me/Calendar/1.appt.meta", meta(type=11))
    [told] = findings(tmp_path / "me")
    assert (told.fate, messages(tmp_path / "me")) == (Fate.IGNORED, [])
    assert "no mail of Zimbra but an appointment" in told.sentence


@pytest.mark.parametrize("octets", [b"", b"[]", b"1", b'{"FlagStr": "f"}', b"\xff", b"[" * 100_000,
                                    b'{"Ver": 1, "date": "x", "FlagStr": 7, "TagNames": []}'])
def test_damaged_marks_cost_only_themselves(tmp_path: Path, octets: bytes) -> None:
    for name, content in pair("1", 1, octets).items():
        write(tmp_path / "me" / name, content)
    [found] = messages(tmp_path / "me")
    assert found.date_origin is DateOrigin.DATE
