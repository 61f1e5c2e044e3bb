"""Stores of programs that few use any more, into a real Dovecot: octets, flags, keywords and folders, read back by the
checker and compared with what was written."""

from __future__ import annotations

import contextlib
import imaplib
import struct
from pathlib import Path

from tests.mail.mails import FROM_LINE, crlf, mail, write
from tests.mail.test_eudora import BOX, MAILS, OFFSETS, toc
from tests.mail.test_marked import FOXMAIL, mmdf
from tests.mail.test_mh import claws, make
from tests.mail.test_thebat import record, tbb
from tests.servers.checker import list_mailboxes, read_mailbox
from tests.servers.common import ImapServer
from tests.servers.fixtures import NewDovecotAccount
from tests.transfer.conftest import NewFerry

FIRST, SECOND = crlf(mail(1, b"From here\n")), crlf(mail(2, b"\n"))


def build(top: Path) -> None:
    write(top / "Bat/Inbox/MESSAGES.TBB", tbb(record(FIRST, 2), record(SECOND, 0x86)))
    write(top / "Eudora/descmap.pce", "Eingänge,In.mbx,S,N\r\n".encode("cp1252"))
    write(top / "Eudora/In.mbx", BOX)
    write(top / "Eudora/In.toc", toc([(OFFSETS[0], 2), (OFFSETS[1], 0), (OFFSETS[2], 1)]))
    write(top / "Foxmail/Work.box", FOXMAIL + FIRST + FOXMAIL + SECOND)
    write(top / "mmdf", mmdf(mail(1, b"From here\n"), mail(2, b"\n", fields=b"Status: RO\n")))
    write(top / "old mac", (FROM_LINE + mail(1, b">From here\n") + b"\n" + FROM_LINE + mail(2, b"\n") + b"\n").replace(
        b"\n", b"\r"))
    claws(top, path="Claws")
    write(make(top / "Claws/inbox", 1, 3) / ".claws_mark", struct.pack("<5I", 2, 1, 4, 3, 0))
    write(top / "Courier/cur/1000000001.M1.h:2,S", mail(1))
    write(top / "Courier/courierimapkeywords/:list", b"Red\n$Forwarded\n\n1000000001.M1.h:0 1\n")


def test_old_stores_arrive_octet_for_octet(
        tmp_path: Path, dovecot: ImapServer, dovecot_account: NewDovecotAccount, new_ferry: NewFerry) -> None:
    top = tmp_path / "Old"
    build(top)
    account = dovecot_account()
    ferry = new_ferry(dovecot, account)
    ferry.start(top, target=("All",))
    ferry.rest(120)
    found = {}
    for mailbox in list_mailboxes(dovecot, account):
        with contextlib.suppress(imaplib.IMAP4.error):  # only there for those below it
            if messages := read_mailbox(dovecot, account, mailbox, octets=True):
                found[mailbox] = [(one.octets, set(one.flags)) for one in messages]
    seen = "\\Seen"
    assert found == {
        "All.Old.Bat.Inbox": [(FIRST, {seen}), (SECOND, {seen, "\\Answered", "$Forwarded"})],
        "All.Old.Eudora.Eingänge": [(MAILS[0], {seen, "\\Answered"}), (MAILS[1], set()), (MAILS[2], {seen})],
        "All.Old.Foxmail.Work": [(FIRST, set()), (SECOND, set())],
        "All.Old.mmdf": [(FIRST, set()), (SECOND, {seen})],
        "All.Old.old mac": [(FIRST, set()), (SECOND, set())],
        "All.Old.Claws.inbox": [(crlf(mail(1)), {seen, "\\Flagged", "to_do", "Gr&APYA3w-e"}), (crlf(mail(3)), {seen})],
        "All.Old.Courier": [(crlf(mail(1)), {seen, "Red", "$Forwarded"})]}
