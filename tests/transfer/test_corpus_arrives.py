"""Real mail into a real Dovecot: every entry of the corpus that has octets of its own, read back by the checker and
compared with the manifest. The engine's readers and the journal are not asked.

Each entry goes into a mailbox of its own. Compared are the folders, and of each message the octets, flags, keywords and
internal date, as multisets. What the manifest calls ambiguous, or counts otherwise than other programs, is told in a
table, with how it was read, and fails nothing. Dovecot itself shows a NUL as 0x80 (`nul_to_0x80`, or the size is
compared), and it makes CRCRLF a CRLF (measured; `crcrlf_repaired`). Entries of Outlook's formats have no octets of
their own; their tests are in tests/mail/outlook.
"""

from __future__ import annotations

import contextlib
import imaplib
import json
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from tests.mail.test_corpus import KINDS, NO_MAIL, OF_OUTLOOK, WRONG, moment
from tests.servers.checker import Stored, list_mailboxes, read_mailbox
from tests.servers.common import ImapServer
from tests.servers.fixtures import NewDovecotAccount
from tests.transfer.conftest import NewFerry

SYSTEM = {"\\Seen", "\\Answered", "\\Flagged", "\\Draft"}
BY_DOVECOT = ("crcrlf_repaired", "nul_to_0x80")


@dataclass
class Compared:
    """What became of one entry."""

    told: list[str] = field(default_factory=list)  # otherwise than the manifest says
    read_as: Counter[str] = field(default_factory=Counter)  # which of the manifest's hashes its messages have
    arrived: int = 0


def expected(entry: dict[str, Any]) -> dict[tuple[str, ...], list[dict[str, Any]]]:
    """The messages of an entry by the folder that they belong in."""
    found: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for folder in entry.get("folders") or []:  # one folder may be named twice: cur and new, say
        path = () if entry["kind"] == "pegasus" else tuple(folder["path"])  # the manifest names files, not folders
        path = () if entry["kind"] == "dbx" else path  # a single file: its folder is the target
        found.setdefault(path, []).extend(folder["messages"] or [])
    if entry["kind"] == "oe4-mbx" or entry["path"] in WRONG:  # not told there
        count = 3 if entry["path"] in WRONG else 1
        found[()] = [{"flags": None, "keywords": [], "internaldate": None}] * count
    return found


def match(message: dict[str, Any], left: list[Stored]) -> tuple[Stored, str] | None:
    """The stored message that this one became, and by which of its hashes it is known."""
    if "sha256" not in message:  # attachments were put back, or no octets are known
        return next(((one, "no hash is known") for one in left), None)
    alternatives = message.get("alt") or {}
    hashes = {message["sha256"]: "sha256", **{alternatives[name]: name for name in BY_DOVECOT if name in alternatives}}
    for one in left:
        if one.sha256 in hashes:
            return one, hashes[one.sha256]
    for one in left:  # a NUL, as Dovecot shows it
        if one.octets is not None and b"\x80" in one.octets and one.size == message.get("size"):
            return one, "NUL shown as 0x80"
    others = {digest: name for name, digest in alternatives.items()}
    return next(((one, f"alt.{others[one.sha256]}") for one in left if one.sha256 in others), None)


def compare(entry: dict[str, Any], stored: dict[tuple[str, ...], list[Stored]]) -> Compared:
    """One entry against what arrived of it, by folder."""
    result = Compared(arrived=sum(map(len, stored.values())))
    wanted = expected(entry)
    in_any_folder = entry["kind"] == "pegasus"
    if in_any_folder:
        stored = {(): [one for found in stored.values() for one in found]}
    result.told += [f"{'/'.join(path)}: {len(found)} messages that nobody expects"
                    for path, found in stored.items() if found and path not in wanted]
    for path, messages in wanted.items():
        left = list(stored.get(path, []))
        where = f"{'/'.join(path)}: " if path else ""
        if len(left) != len(messages) and not in_any_folder:  # its .pmm folders are not in the manifest
            result.told.append(f"{where}{len(left)} messages, expected {len(messages)}")
        for number, message in enumerate(sorted(messages, key=lambda one: "sha256" not in one), 1):
            found = match(message, left)
            if found is None:
                result.told.append(f"{where}message {number}: its octets have not arrived")
                continue
            one, by = found
            left.remove(one)
            result.read_as[by] += 1
            if by.startswith("alt."):
                result.told.append(f"{where}message {number}: read as {by}")
            result.told += [f"{where}message {number}: {what}" for what in metadata(entry, message, one)]
    return result


def metadata(entry: dict[str, Any], message: dict[str, Any], one: Stored) -> list[str]:
    """Flags, keywords and internal date that are not the manifest's. Null there: the source does not define it."""
    told = []
    flags, keywords = message.get("flags"), message.get("keywords") or []
    known = entry["kind"] not in {"tar-sbd", "dbx", "pegasus"}  # of these it does not look into flags
    if known and one.flags != (set(flags or []) & SYSTEM) | set(keywords):
        told.append(f"{sorted(one.flags)}, expected {flags} {keywords}")
    date = message.get("internaldate")
    thunderbird = str(message.get("internaldate_note", "")).startswith("Thunderbird")  # when it was saved
    if isinstance(date, str) and not thunderbird and one.internal_date != moment(date):
        told.append(f"{one.internal_date}, expected {date}")
    return told


@pytest.mark.corpus
def test_the_corpus_arrives_as_its_manifest_says(
        corpus: Path, dovecot: ImapServer, dovecot_account: NewDovecotAccount, new_ferry: NewFerry,
        capsys: pytest.CaptureFixture[str]) -> None:
    everything = json.loads((corpus / "manifest.json").read_text("utf-8"))["entries"]
    entries = [entry for entry in everything if entry["kind"] in KINDS]
    left_out = Counter(entry["kind"] for entry in everything if entry["kind"] not in KINDS)
    assert not set(left_out) - set(NO_MAIL) - set(OF_OUTLOOK)
    account = dovecot_account()
    ferry = new_ferry(dovecot, account)
    for number, entry in enumerate(entries):
        ferry.start(corpus / entry["path"], target=(f"E{number}",))
    ferry.rest(240)

    stored: dict[int, dict[tuple[str, ...], list[Stored]]] = {}
    for mailbox in list_mailboxes(dovecot, account):
        top, *path = mailbox.split(".")
        if top.startswith("E"):
            with contextlib.suppress(imaplib.IMAP4.error):  # only there for those below it
                messages = read_mailbox(dovecot, account, mailbox, octets=True)
                stored.setdefault(int(top[1:]), {})[tuple(path)] = messages
    told: list[str] = []
    table: list[str] = []
    counted: Counter[str] = Counter()
    read_as: Counter[str] = Counter()
    for number, entry in enumerate(entries):
        for folder in entry.get("folders") or []:  # what this server cannot have in a name
            folder["path"] = [part.replace(".", "_") for part in folder["path"]]
        result = compare(entry, stored.get(number, {}))
        counted[entry["kind"]] += result.arrived
        read_as += result.read_as
        if entry.get("ambiguous") or entry.get("counts_agree") is False:
            others = ", ".join(f"{tool} {count}" for tool, count in (entry.get("tool_counts") or {}).items())
            table.append(f"{entry['path']:62} {result.arrived:3} {'; '.join(result.told) or 'as the manifest':20}"
                         f" {f'(others: {others})' if others else ''}")
        else:
            told += [f"{entry['path']}: {what}" for what in result.told]
    with capsys.disabled():
        print(f"\n{sum(counted.values())} messages of {len(entries)} entries: {dict(counted)}\n"
              f"by: {dict(read_as)}; not mail: {dict(left_out)}\nAmbiguous, how many arrived, and how it was read:\n"
              + "\n".join(table))
    assert not told, "\n".join(told)
    assert counted["eml"] >= 200
    assert counted["mbox"] >= 140
    assert counted["maildir"] >= 40
