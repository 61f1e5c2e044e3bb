"""Messages dragged out of another program: read in the order of the drag, without the lines that Thunderbird adds."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from mailferry.mail.dragged import Origin, write_list
from mailferry.mail.message import DateOrigin, Finding, Message
from mailferry.mail.source import SourceKind, open_source
from mailferry.mail.wire import read_wire

MAIL = b"From: a@example.org\r\nSubject: Boat\r\nDate: 1 Mar 2019 10:00:00 +0000\r\n\r\nIt leaves at ten.\r\n"
UNIX = MAIL.replace(b"\r\n", b"\n")


def lines(status: str, status2: str = "00000000", keys: str | None = None) -> bytes:
    """What Thunderbird puts in front, with LF whatever comes below."""
    found = f"X-Mozilla-Status: {status}\nX-Mozilla-Status2: {status2}\n"
    return (found + (f"X-Mozilla-Keys: {keys:<80}\n" if keys is not None else "")).encode()


def read(folder: Path, origin: Origin, **files: bytes) -> list[Message]:
    for name, octets in files.items():
        (folder / f"{name}.eml").write_bytes(octets)
    write_list(folder, origin, [f"{name}.eml" for name in files])
    return [item for item in open_source(folder).scan() if isinstance(item, Message)]


@pytest.mark.parametrize(("above", "flags", "keywords"), [
    (lines("0000", keys=""), set(), set()),
    (lines("0001", keys=""), {"\\Seen"}, set()),
    (lines("0005", keys="$label1 boat"), {"\\Seen", "\\Flagged"}, {"$label1", "boat"}),
    (lines("0001", keys="") + lines("0000", keys="$label2"), {"\\Seen"}, set()),
    (b"", set(), set()),
])
@pytest.mark.parametrize("mail", [MAIL, UNIX])
def test_the_first_lines_of_a_local_message_are_its_flags_and_no_part_of_it(
        tmp_path: Path, mail: bytes, above: bytes, flags: set[str], keywords: set[str]) -> None:
    (message,) = read(tmp_path, Origin.THUNDERBIRD_LOCAL, one=above + mail)
    assert b"".join(read_wire(message.locator)) == MAIL
    assert message.flags == flags
    assert message.keywords == keywords
    assert message.folder == ()
    assert message.internal_date == datetime(2019, 3, 1, 10, tzinfo=UTC)
    assert message.summary.subject == b"Boat"


@pytest.mark.parametrize(("origin", "above", "mail", "flags"), [
    (Origin.THUNDERBIRD_IMAP, lines("0001"), UNIX, set()),
    (Origin.THUNDERBIRD, lines("0001"), MAIL, set()),  # as every message of an IMAP folder
    (Origin.THUNDERBIRD, lines("0001"), UNIX, {"\\Seen"}),
    (Origin.THUNDERBIRD, lines("0001", keys=""), MAIL, {"\\Seen"}),
    (Origin.THUNDERBIRD, lines("0005"), MAIL, {"\\Seen", "\\Flagged"}),
])
def test_what_thunderbird_says_of_messages_on_a_server_is_not_believed(tmp_path: Path, origin: Origin, above: bytes,
                                                                       mail: bytes, flags: set[str]) -> None:
    (message,) = read(tmp_path, origin, one=above + mail)
    assert message.flags == flags
    assert b"".join(read_wire(message.locator)) == MAIL


def test_messages_of_other_programs_are_left_as_they_are(tmp_path: Path) -> None:
    (message,) = read(tmp_path, Origin.OTHER, one=lines("0001").replace(b"\n", b"\r\n") + MAIL)
    assert b"".join(read_wire(message.locator)) == lines("0001").replace(b"\n", b"\r\n") + MAIL
    assert message.flags == set()


def test_the_order_is_that_of_the_drag_and_the_time_of_the_drag_is_no_date(tmp_path: Path) -> None:
    undated = b"Subject: none\r\n\r\nx\r\n"
    found = read(tmp_path, Origin.THUNDERBIRD, z=MAIL, b=undated, a=MAIL)
    assert [Path(message.locator.path).stem for message in found] == ["z", "b", "a"]
    assert (found[1].internal_date, found[1].date_origin) == (None, DateOrigin.NONE)
    assert open_source(tmp_path).kind is SourceKind.DRAG


def test_what_is_not_there_or_no_mail_is_told_and_the_rest_is_read(tmp_path: Path) -> None:
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")
    (tmp_path / "one.eml").write_bytes(MAIL)
    write_list(tmp_path, Origin.THUNDERBIRD, ["gone.eml", "picture.png", "one.eml"])
    found = list(open_source(tmp_path).scan())
    assert len([item for item in found if isinstance(item, Message)]) == 1
    sentences = [item.sentence for item in found if isinstance(item, Finding)]
    assert len(sentences) == 2
    assert "gone.eml is not there any more" in sentences[0]


def test_a_spoilt_list_has_its_sentence(tmp_path: Path) -> None:
    for octets in (b"{", b"[]", b'{"origin": "moon", "files": []}'):
        (tmp_path / "mailferry-drag.json").write_bytes(octets)
        (finding,) = open_source(tmp_path).scan()
        assert isinstance(finding, Finding)
        assert "is not the list of a drag" in finding.sentence
