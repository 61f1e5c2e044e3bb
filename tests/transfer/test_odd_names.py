"""Folders of odd names, onto real servers: every message arrives once, in a mailbox of its folder, or it is named."""

from __future__ import annotations

import contextlib
import imaplib
import os
import unicodedata
from collections import Counter
from pathlib import Path

import pytest
from tests.mail.archives import make_zip
from tests.servers.checker import list_mailboxes, read_mailbox
from tests.servers.common import Account
from tests.transfer.boxes import mails
from tests.transfer.conftest import NewFerry
from tests.transfer.ferry import Real, as_counts

NAMES = ("\u202egnp", "עברית\u200f", "\u2067x\u2069", "d" * 255, "d" * 254, "ü" * 127, "   ", "\t", " . ", "Case",
         "case", unicodedata.normalize("NFC", "é"), unicodedata.normalize("NFD", "é"), "a*b%c", "x.y", "INBOX", "inbox",
         "~home", "#news", "&AOk-", "&", '"q"\\', "{5}", "[2", "]", "(", "😀", "\udcfc", "line\nend", "\x7f", "^", "$",
         "a ", "a", "-", "NIL", "007", "''", "!", "?", "+")


@pytest.mark.skipif(os.name == "nt", reason="no such names there")
def test_mail_of_folders_of_any_name_arrives_once(real: Real, new_ferry: NewFerry, tmp_path: Path) -> None:
    content = mails(len(NAMES))
    for name, mail in zip(NAMES, content, strict=True):
        folder = tmp_path / "Mail" / name
        folder.mkdir(parents=True)
        (folder / "1.eml").write_bytes(mail.octets)
    account = real.new_account()
    view = new_ferry(real.server, account).bring(tmp_path / "Mail")
    assert as_counts(view.totals) == (len(NAMES), 0, 0, 0)
    assert everything(real, account) == Counter(mail.wire for mail in content)


@pytest.mark.skipif(os.name == "nt", reason="no path is as long there")
def test_mail_of_folders_deep_in_each_other_arrives_once(real: Real, new_ferry: NewFerry, tmp_path: Path) -> None:
    content = mails(3)
    path = make_zip(tmp_path / "x.zip", {"1.eml": content[0].octets, "d/" * 1100 + "2.eml": content[1].octets,
                                         "d/" * 1200 + "3.eml": content[2].octets})
    account = real.new_account()
    view = new_ferry(real.server, account).bring(path)
    assert as_counts(view.totals) == (3, 0, 0, 0)
    assert everything(real, account) == Counter(mail.wire for mail in content)


def everything(real: Real, account: Account) -> Counter[bytes | None]:
    """The messages of all mailboxes; some only stand above others."""
    held: Counter[bytes | None] = Counter()
    for mailbox in list_mailboxes(real.server, account):
        with contextlib.suppress(imaplib.IMAP4.error):
            held.update(stored.octets for stored in read_mailbox(real.server, account, mailbox, octets=True))
    return held
