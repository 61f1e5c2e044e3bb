"""An import of three batches into one mailbox of a real server, through a proxy that has a fault for the second."""

from __future__ import annotations

import imaplib
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from tests.servers.checker import Stored, as_multiset, quoted, read_mailbox, signed_in, wait_until_stable
from tests.servers.common import wait_until
from tests.servers.fault_proxy import FaultProxy
from tests.servers.faults import Fault
from tests.servers.fixtures import NewFaultProxy
from tests.transfer.boxes import HOSTILE, Mail, mails, write_mbox
from tests.transfer.ferry import SHORT, Ferry, Real, as_counts

from mailferry.imap.transmit import Patience
from mailferry.transfer.journal_batches import BatchRecord
from mailferry.transfer.late import LateCopies
from mailferry.transfer.looking import Settled
from mailferry.transfer.values import BatchView, ImportId
from mailferry.transfer.values_after import Verify

CONTENT = mails(9, body=HOSTILE)  # three batches of three; the fault is at the second
FIRST, SECOND, THIRD = CONTENT[:3], CONTENT[3:6], CONTENT[6:]
QUICK = replace(SHORT, commit=2, progress=2)
"""For a server that falls silent: a busy one answers in that time all the same."""


class Voyage:
    """An import of CONTENT into one mailbox, in three batches, through a proxy."""

    def __init__(self, real: Real, new_proxy: NewFaultProxy, new_ferry: Callable[..., Ferry], folder: Path) -> None:
        self.server = real.server
        self.account = real.new_account()
        self.mailbox = "Aa"
        self._new_proxy = new_proxy
        self._new_ferry = new_ferry
        self._source = folder / "box"
        self._make_mailbox()

    def start(self, *faults: Fault, content: Sequence[Mail] = CONTENT, hide: Sequence[str] = (),
              patience: Patience = SHORT) -> tuple[Ferry, FaultProxy, ImportId]:
        """Begin the import behind a proxy with these faults."""
        # How full the mailbox is would be asked when all was read, be that before the first batch or after it.
        proxy = self._new_proxy(self.server, *faults, hide=[*hide, "QUOTA"])
        ferry = self._new_ferry(proxy.server, self.account, patience)
        write_mbox(self._source, content)
        return ferry, proxy, ferry.start(self._source, target=(self.mailbox,), batch_messages=3,
                                        verify=Verify.NONE)  # the octets of the connection are counted

    def last_crlf(self) -> int:
        """The octet of the first connection at which the last CR of the second batch has come, but not its LF.

        Found by a voyage without fault to another mailbox, whose name is as long.
        """
        ferry, proxy, import_id = self.start(content=CONTENT[:6])
        ferry.rest()
        assert as_counts(ferry.totals(import_id)) == (6, 0, 0, 0)
        [connection] = proxy.connections
        place = connection.octets - len("\n")
        ferry.engine.close()
        self.mailbox = "Bb"
        self._make_mailbox()
        return place

    def _make_mailbox(self) -> None:
        with signed_in(self.server, self.account) as connection:
            assert connection.create(self.mailbox)[0] == "OK"

    def make_anew(self) -> None:
        """Delete the mailbox and make it again, as another program might, with another UIDVALIDITY."""
        with signed_in(self.server, self.account) as connection:
            assert connection.delete(self.mailbox)[0] == "OK"
            wait_until(lambda: connection.create(self.mailbox)[0] == "OK", every=0.25)  # Cyrus wants some time

    def put(self, *content: Mail) -> None:
        """Store these directly, one by one, with their dates."""
        with signed_in(self.server, self.account) as connection:
            for mail in content:
                date = imaplib.Time2Internaldate(mail.date)
                assert connection.append(quoted(self.mailbox), "", date, mail.wire)[0] == "OK"

    def flag(self, uid: int) -> None:
        """Flag a message, as its reader might."""
        with signed_in(self.server, self.account) as connection:
            assert connection.select(quoted(self.mailbox))[0] == "OK"
            assert connection.uid("STORE", str(uid), "+FLAGS.SILENT", r"(\Flagged)")[0] == "OK"

    def held(self) -> list[Stored]:
        return wait_until_stable(lambda: read_mailbox(self.server, self.account, self.mailbox), patience=0.3)

    def holds_all_once(self) -> bool:
        return as_multiset(self.held()) == as_multiset(mail.stored for mail in CONTENT)


def hold_the_last_look(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Until this is set, no look for a late copy of a batch begins: the copy comes before it, however slow the test."""
    come, look = threading.Event(), LateCopies.look

    def held(self: LateCopies, batch: BatchRecord) -> Settled:
        assert come.wait(60)
        return look(self, batch)

    monkeypatch.setattr(LateCopies, "look", held)
    return come


def second(ferry: Ferry, import_id: ImportId) -> BatchView:
    return ferry.batches(import_id)[1]
