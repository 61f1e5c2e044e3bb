"""Exports of Proton Mail: folders, labels, flags and dates from the files beside the mails."""

from __future__ import annotations

import json
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.mail.archives import make_zip
from tests.mail.mails import crlf, findings, mail, messages, wire_octets, write

TIME = 1_718_345_027
LABELS = [{"ID": "0", "Name": "Inbox", "ParentID": "", "Type": 3}, {"ID": "5", "Name": "All Mail", "Type": 1},
          {"ID": "f==", "Name": "Work/Home", "ParentID": "", "Type": 3, "Path": "Work"},
          {"ID": "g==", "Name": "Küche", "ParentID": "f==", "Type": 3}, {"ID": "l==", "Name": "to do", "Type": 1}]


def packed(payload: object) -> bytes:
    return json.dumps({"Version": 1, "Payload": payload}).encode()


def known(*ids: str, **more: Any) -> bytes:
    return packed({"LabelIDs": list(ids), "Time": TIME, "Unread": 0, "IsReplied": 0, "IsForwarded": 0, **more})


def export(top: Path, **metadata: bytes) -> Path:
    write(top / "labels.json", packed(LABELS))
    for number, (name, octets) in enumerate(metadata.items(), 1):
        write(top / f"{name}-x==.eml", mail(number))
        write(top / f"{name}-x==.metadata.json", octets)
    return top


def test_mails_are_in_their_folders_with_flags_and_dates(tmp_path: Path) -> None:
    top = export(tmp_path / "mail_20240614_060000", a=known("0", "5", "15", "l=="),
                 b=known("5", "g==", "10", IsRepliedAll=1), c=known("2", "7", "5", IsForwarded=1),
                 d=known("1", "8", "5", Unread=1))
    write(top / "e.eml", mail(5))
    found = messages(top)
    assert [wire_octets(message) for message in found] == [crlf(mail(number)) for number in range(1, 6)]
    assert [(message.folder[1:], set(message.flags), set(message.keywords)) for message in found] == [
        (("Inbox",), {"\\Seen"}, {"to_do"}), (("Work/Home", "Küche"), {"\\Seen", "\\Flagged", "\\Answered"}, set()),
        (("Sent",), {"\\Seen"}, {"$Forwarded"}), (("Drafts",), {"\\Draft"}, set()), ((), set(), set())]
    assert {message.internal_date for message in found[:4]} == {datetime.fromtimestamp(TIME, UTC)}
    assert not findings(top)


def test_an_export_in_a_zip(tmp_path: Path) -> None:
    top = export(tmp_path / "mail", a=known("6"))
    path = make_zip(tmp_path / "x.zip", {f"mail/{one.name}": one.read_bytes() for one in top.iterdir()})
    assert [message.folder for message in messages(path, tmp_path / "spool")] == [("mail", "Archive")]


@pytest.mark.parametrize("octets", [b"", b"{", b"[]", packed([]), packed({"LabelIDs": 5}), packed(None)])
def test_damaged_files_cost_what_they_tell(tmp_path: Path, octets: bytes) -> None:
    top = export(tmp_path / "mail", a=octets)
    assert [(message.folder, set(message.flags)) for message in messages(top)] == [(("mail",), set())]
    write(top / "labels.json", octets)
    assert len(messages(top)) == 1


def test_folders_that_lead_in_a_circle(tmp_path: Path) -> None:
    top = export(tmp_path / "mail", a=known("x"))
    write(top / "labels.json", packed([{"ID": "x", "Name": "X", "ParentID": "x", "Type": 3}]))
    assert len(messages(top)) == 1


VALUES = st.recursive(st.none() | st.integers() | st.text(max_size=5), lambda each: st.lists(each, max_size=3)
                      | st.dictionaries(st.sampled_from(["ID", "Name", "Type", "ParentID", "LabelIDs", "Time"]), each))


@given(VALUES, VALUES)
def test_any_json_is_survived(labels: object, metadata: object) -> None:
    with tempfile.TemporaryDirectory() as directory:
        top = export(Path(directory, "mail"), a=packed(metadata))
        write(top / "labels.json", packed(labels))
        assert len(messages(top)) == 1
