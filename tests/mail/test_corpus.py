"""Real mail: every entry of the corpus whose kind is in KINDS against its manifest.

Expected are the first hash of each message (none of the alternatives that the manifest allows is needed), its size,
flags, keywords, internal date and folder. \\Deleted is told apart, since it is never sent. An entry that the manifest
calls ambiguous, or on whose count programs differ, is reported where it is not met; it fails nothing.
"""

from __future__ import annotations

import contextlib
import email
import json
import warnings
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import TypedDict

import pytest
from tests.conftest import CORPUS

from mailferry.mail.dates import field_date
from mailferry.mail.errors import NotMail
from mailferry.mail.message import Message
from mailferry.mail.source import open_source
from mailferry.mail.spool import Spool
from mailferry.mail.wire import measure, read_wire

KINDS = ("eml", "mbox", "maildir", "loose-tree", "thunderbird-profile", "mh", "emlx", "apple-mbox-package",
         "uw-mbx", "zip", "mbox.gz", "tar.gz", "tar-maildirpp", "tar-sbd", "tar-mh", "dbx", "oe4-mbx", "pegasus")
NO_MAIL = ("decoy", "tnef", "attachments", "expected")
OF_OUTLOOK = ("msg", "pst", "olm")  # in tests/mail/outlook
WRONG = ("other/kde-oe/test2.dbx",)
"""The manifest takes this one for an index without mail; it is a folder of Outlook Express 4 with three."""
THUNDERBIRD = "Thunderbird: time of saving"  # a date that the manifest notes but that is our last resort only


class Expected(TypedDict, total=False):
    sha256: str
    size: int
    flags: list[str] | None
    keywords: list[str]
    internaldate: str | None
    internaldate_note: str


class ExpectedFolder(TypedDict):
    path: list[str]
    count: int
    messages: list[Expected] | None


class Entry(TypedDict, total=False):
    path: str
    kind: str
    ambiguous: bool
    counts_agree: bool
    folders: list[ExpectedFolder] | None


def entries(*kinds: str) -> list[Entry]:
    manifest = CORPUS / "manifest.json"
    if not manifest.is_file():
        return [{"path": "absent", "kind": kinds[0]}]  # the fixture `corpus` skips it
    found: list[Entry] = json.loads(manifest.read_text("utf-8"))["entries"]
    return [entry for entry in found if entry["kind"] in kinds and entry["path"] not in WRONG]


def name(entry: Entry) -> str:
    return entry["path"]


def differences(entry: Entry, corpus: Path, spool: Path) -> list[str]:
    """What the reader says otherwise than the manifest, message by message, each folder as a multiset."""
    expected: dict[tuple[str, ...], list[Expected]] = {}
    for folder in entry.get("folders") or []:  # a single file of Outlook Express is the folder itself
        path = () if entry["kind"] == "dbx" else tuple(folder["path"])
        expected.setdefault(path, []).extend(folder["messages"] or [])
    found: dict[tuple[str, ...], list[Message]] = {}
    for item in open_source(corpus / entry["path"], Spool(spool)).scan():
        if isinstance(item, Message):
            found.setdefault(item.folder, []).append(item)

    told = []
    for path in sorted(expected.keys() | found.keys()):
        left = [(measure(message), message) for message in found.get(path, [])]
        wanted = expected.get(path, [])
        if len(left) != len(wanted):
            told.append(f"{path}: {len(left)} messages, expected {len(wanted)}")
        for number, message in enumerate(wanted, 1):
            # Where attachments are put back, nobody knows the octets: the next message is compared in the rest.
            match = next((pair for pair in left if message.get("sha256") in {pair[0].digest.hex(), None}), None)
            if not match:
                told.append(f"{path} {number}: no message has its octets")
                continue
            left.remove(match)
            if match[0].wire_size != message.get("size", match[0].wire_size):
                told.append(f"{path} {number}: size {match[0].wire_size}, expected {message['size']}")
            if message.get("flags", ()) is None and entry["kind"] == "tar-sbd":  # it does not look into X-Evolution
                message["flags"] = sorted(match[1].flags)
            told += [f"{path} {number}: {what}" for what in metadata_differences(match[1], message)]
    return told


def metadata_differences(message: Message, expected: Expected) -> list[str]:
    if "flags" not in expected:  # the manifest does not look into them
        return []
    flags = set(message.flags) | ({"\\Deleted"} if message.deleted_in_source else set())
    told = []
    if flags != set(expected["flags"] or []):
        told.append(f"flags {flags}, expected {expected['flags']}")
    if message.keywords != set(expected["keywords"]):
        told.append(f"keywords {set(message.keywords)}, expected {expected['keywords']}")
    date = expected["internaldate"]
    if date and not expected.get("internaldate_note", "").startswith(THUNDERBIRD) \
            and message.internal_date != moment(date):
        told.append(f"internal date {message.internal_date}, expected {date}")
    return told


def moment(date: str) -> datetime | None:
    """A date of the manifest: ISO 8601, or as IMAP writes it."""
    return datetime.fromisoformat(date) if date[0] in "12" and date[4] == "-" else field_date(date.encode())


@pytest.mark.corpus
@pytest.mark.parametrize("entry", entries(*(set(KINDS) - {"oe4-mbx", "pegasus"})), ids=name)
def test_entry(entry: Entry, corpus: Path, tmp_path: Path) -> None:
    if any(folder["count"] for folder in entry.get("folders") or []):
        told = differences(entry, corpus, tmp_path)
    else:  # empty, or no mail at all
        with contextlib.suppress(NotMail):
            source = open_source(corpus / entry["path"], Spool(tmp_path))
            assert not [item for item in source.scan() if isinstance(item, Message)]
        return
    if told and (entry.get("ambiguous") or entry.get("counts_agree") is False):
        with warnings.catch_warnings():
            warnings.simplefilter("default")
            warnings.warn(f"{entry['path']}: opinions differ: {told}", stacklevel=1)
        return
    assert not told


@pytest.mark.corpus
def test_pegasus_mail(corpus: Path, tmp_path: Path) -> None:
    """The manifest knows the new mail and the folder in the format of Unix; folders are called as Pegasus does."""
    [entry] = entries("pegasus")
    found = [item for item in open_source(corpus / entry["path"], Spool(tmp_path)).scan() if isinstance(item, Message)]
    digests = {measure(message).digest.hex() for message in found}
    wanted = {message["sha256"] for folder in entry["folders"] or [] for message in folder["messages"] or []}
    assert wanted <= digests
    assert Counter(message.folder[1:] for message in found) == {
        (): 5, ("mailinglists", "ck-kernel"): 7, ("mailinglists", "HAL", "hal"): 6,
        ("mailinglists", "HAL", "hal-commit"): 7, ("kde-kmail-bugs",): 6, ("Main Folder",): 9, ("Copies to self",): 1,
        ("Junk or suspicious mail",): 1}


@pytest.mark.corpus
def test_outlook_express_4(corpus: Path) -> None:
    [entry] = entries("oe4-mbx")
    [message] = [item for item in open_source(corpus / entry["path"]).scan() if isinstance(item, Message)]
    assert message.summary.subject == b"TEST"
    assert next(read_wire(message.locator)).startswith(b"X-POP3-Rcpt:")


@pytest.mark.corpus
def test_outlook_express_4_with_wrong_sizes(corpus: Path) -> None:
    """Addresses in it were changed, so its sizes are wrong; the mails are there all the same."""
    found = [item for item in open_source(corpus / WRONG[0]).scan() if isinstance(item, Message)]
    assert [message.summary.subject for message in found] == [b"test", b"blah", b"test2"]
    for message in found:
        octets = b"".join(read_wire(message.locator))
        assert octets.startswith(b"From: ")
        assert octets.endswith((b"--\r\n\r\n", b"--\r\n"))


@pytest.mark.corpus
def test_no_kind_is_left_out(corpus: Path) -> None:
    kinds = {entry["kind"] for entry in json.loads((corpus / "manifest.json").read_text("utf-8"))["entries"]}
    assert kinds <= {*KINDS, *NO_MAIL, *OF_OUTLOOK}


@pytest.mark.corpus
@pytest.mark.parametrize("entry", entries("decoy", "tnef"), ids=name)
def test_decoys_are_no_mail(entry: Entry, corpus: Path) -> None:
    with pytest.raises(NotMail):
        open_source(corpus / entry["path"])


@pytest.mark.corpus
def test_how_much_was_compared(corpus: Path) -> None:
    counted = Counter(entry["kind"] for entry in entries(*KINDS, "decoy"))
    assert counted["eml"] >= 200
    assert counted["mbox"] >= 30
    assert counted["maildir"] >= 7


@pytest.mark.corpus
def test_a_whole_tree_of_the_corpus_is_walked(corpus: Path, tmp_path: Path) -> None:
    found = [item for item in open_source(corpus, Spool(tmp_path)).scan() if isinstance(item, Message)]
    assert len(found) > 690  # the messages of the entries above; the rest are mails beside other formats
    now = datetime.now(UTC)
    assert all(message.internal_date is None or message.internal_date <= now for message in found)


@pytest.mark.corpus
def test_attachments_of_apple_mail_are_those_beside_it(corpus: Path) -> None:
    root = corpus / "apple/partial-emlx-converter"
    for number, count in (("114892", 4), ("207046", 1), ("229417", 1)):
        [message] = [item for item in open_source(root / f"Messages/{number}.partial.emlx").scan()
                     if isinstance(item, Message)]
        octets = b"".join(read_wire(message.locator))
        assert b"X-Apple-Content-Length" not in octets
        payloads = {part.get_payload(decode=True) for part in email.message_from_bytes(octets).walk()}
        files = [file for file in (root / f"Attachments/{number}").rglob("*") if file.is_file()]
        assert len(files) == count
        for file in files:
            stored = file.read_bytes()
            assert not payloads.isdisjoint({stored, stored.replace(b"\n", b"\r\n")}), file
