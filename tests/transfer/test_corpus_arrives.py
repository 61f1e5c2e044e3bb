"""Real mail into a real Dovecot: every eml, mbox and Maildir entry of the corpus, read back by the checker and compared
with the manifest. The engine's readers and the journal are not asked.

Each entry goes into a mailbox of its own. Compared are the octets, flags and keywords and the internal date of each
message, as multisets. What the manifest calls ambiguous, or counts otherwise than other programs, is reported. Dovecot
itself shows a NUL as 0x80, so a message with a NUL is compared by its size; and it makes CRCRLF a CRLF (measured),
which the manifest knows as the alternative `crcrlf_repaired`.
"""

from __future__ import annotations

import json
import warnings
from collections import Counter
from datetime import datetime
from pathlib import Path

import pytest
from tests.servers.checker import Stored, list_mailboxes, read_mailbox
from tests.servers.common import ImapServer
from tests.servers.fixtures import NewDovecotAccount
from tests.transfer.conftest import NewFerry

KINDS = ("eml", "mbox", "maildir", "loose-tree", "mh", "emlx")
SYSTEM = {"\\Seen", "\\Answered", "\\Flagged", "\\Draft"}


def expected_messages(entry: dict[str, object]) -> dict[tuple[str, ...], list[dict[str, object]]]:
    """The messages of an entry by folder."""
    folders = entry.get("folders") or []
    assert isinstance(folders, list)
    found: dict[tuple[str, ...], list[dict[str, object]]] = {}
    for folder in folders:  # one folder may be named twice: cur and new, say
        found.setdefault(tuple(folder["path"]), []).extend(folder["messages"] or [])
    return found


def differences(wanted: list[dict[str, object]], found: list[Stored]) -> list[str]:
    """What arrived otherwise than the manifest says."""
    told = []
    if len(found) != len(wanted):
        told.append(f"{len(found)} messages, expected {len(wanted)}")
    left = list(found)
    for number, message in enumerate(wanted, 1):
        flags = message["flags"]
        keywords = message["keywords"]
        assert flags is None or isinstance(flags, list)
        assert isinstance(keywords, list)
        alternatives = message.get("alt") or {}
        assert isinstance(alternatives, dict)
        hashes = {message.get("sha256"), alternatives.get("crcrlf_repaired")}
        match = next((one for one in left if one.sha256 in hashes), None) or next(
            (one for one in left if one.octets is not None and b"\x80" in one.octets
             and one.size == message.get("size")), None)  # a NUL, as Dovecot shows it
        if match is None:
            told.append(f"message {number}: its octets have not arrived")
            continue
        left.remove(match)
        if match.flags != (set(flags or []) & SYSTEM) | set(keywords):
            told.append(f"message {number}: {sorted(match.flags)}, expected {flags} {keywords}")
        date = message.get("internaldate")
        note = str(message.get("internaldate_note", ""))
        if isinstance(date, str) and not note.startswith("Thunderbird") \
                and match.internal_date != datetime.fromisoformat(date):
            told.append(f"message {number}: {match.internal_date}, expected {date}")
    return told


@pytest.mark.corpus
def test_the_corpus_arrives_as_its_manifest_says(
        corpus: Path, dovecot: ImapServer, dovecot_account: NewDovecotAccount, new_ferry: NewFerry) -> None:
    entries = [entry for entry in json.loads((corpus / "manifest.json").read_text("utf-8"))["entries"]
               if entry["kind"] in KINDS and not entry["path"].endswith(".partial.emlx")]
    account = dovecot_account()
    ferry = new_ferry(dovecot, account)
    for number, entry in enumerate(entries):
        ferry.start(corpus / entry["path"], target=(f"E{number}",))
    ferry.rest(120)
    mailboxes = list_mailboxes(dovecot, account)

    told: list[str] = []
    opinions: list[str] = []
    counted: Counter[str] = Counter()
    for number, entry in enumerate(entries):
        for path, wanted in expected_messages(entry).items():
            mailbox = ".".join((f"E{number}", *path))
            found = read_mailbox(dovecot, account, mailbox, octets=True) if mailbox in mailboxes else []
            counted[entry["kind"]] += len(found)
            ambiguous = entry.get("ambiguous") or entry.get("counts_agree") is False
            (opinions if ambiguous else told).extend(
                f"{entry['path']} {'/'.join(path)}: {what}" for what in differences(wanted, found))
    print(f"arrived: {dict(counted)}; ambiguous: {opinions or 'all as the manifest reads them'}")
    if opinions:
        with warnings.catch_warnings():
            warnings.simplefilter("default")
            warnings.warn(f"opinions differ: {opinions}", stacklevel=1)
    assert not told, "\n".join(told)
    assert counted["eml"] >= 200
    assert counted["mbox"] >= 140
    assert counted["maildir"] >= 40
