"""Two Mailferry programs and a mail client at work in the same mailbox, one of the programs with a fault: each message
arrives, none twice by the same program, and what the client has there is as the client left it. On Dovecot and Cyrus.
"""

from __future__ import annotations

import re
import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.servers.checker import Stored, quoted, read_mailbox, signed_in
from tests.servers.common import Account, ImapServer
from tests.servers.faults import Cut, Fault, ReplaceAnswer, SwallowAnswer
from tests.servers.fixtures import NewFaultProxy
from tests.transfer.boxes import Mail, mails, write_mbox
from tests.transfer.ferry import Ferry, Real, as_counts

from mailferry.transfer.values import DeliveryKind, ImportId, OnReject

MAILBOX = "Aa"
OURS = mails(40)
THEIRS = mails(40, first=100)
MOST = 60
KINDS = [DeliveryKind.MULTIAPPEND, DeliveryKind.REVERSIBLE]
FAULTS: list[Fault] = [SwallowAnswer(append=3), Cut(append=3, octets=700), ReplaceAnswer(append=3, text=b"NO no"),
          ReplaceAnswer(append=3, text=b"BAD no")]
COPY_FAULTS: list[Fault] = [SwallowAnswer(copy=3), Cut(copy=3), ReplaceAnswer(copy=3, text=b"NO no")]


class MailClient:
    """Brings mail of its own and mail that the programs bring too, with flags of its own; flags and deletes some."""

    def __init__(self, server: ImapServer, account: Account) -> None:
        self._server = server
        self._account = account
        self._over = threading.Event()
        self.left: dict[int, tuple[str, frozenset[str]]] = {}
        """What it has left there: the octets and flags, by UID."""
        self.copied: Counter[str] = Counter()

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """In a thread of its own, until the block ends."""
        with ThreadPoolExecutor(1) as pool:
            work: Future[None] = pool.submit(self._work)
            try:
                yield
            finally:
                self._over.set()
            work.result()

    def _work(self) -> None:
        with signed_in(self._server, self._account) as connection:
            assert connection.select(MAILBOX)[0] == "OK"
            for number in range(MOST):
                if self._over.is_set():
                    break
                same = OURS[number % len(OURS)]
                mail = same if number % 3 == 0 else Mail(1000 + number)
                status, data = connection.append(quoted(MAILBOX), r"(\Draft)", "", mail.wire)
                told = re.search(rb"APPENDUID \d+ (\d+)", data[0])
                assert status == "OK"
                assert told is not None
                uid = int(told[1])
                if number % 4 == 1:
                    connection.uid("STORE", str(uid), "+FLAGS.SILENT", r"(\Deleted)")
                    assert connection.uid("EXPUNGE", str(uid))[0] == "OK"
                    continue
                flags = frozenset({"\\Draft"})
                if number % 4 == 2:
                    assert connection.uid("STORE", str(uid), "+FLAGS.SILENT", r"(\Flagged)")[0] == "OK"
                    flags |= {"\\Flagged"}
                self.left[uid] = mail.stored.sha256, flags
                self.copied[mail.stored.sha256] += 1


@dataclass(frozen=True)
class Course:
    """How the programs deliver, what goes wrong with one of them, and whether both bring the same."""

    kind: DeliveryKind
    fault: Fault
    same_source: bool


@pytest.mark.usefixtures("short_waits")
@pytest.mark.parametrize("course", [
    *(Course(kind, fault, same_source) for kind in KINDS for fault in FAULTS for same_source in (False, True)),
    *(Course(DeliveryKind.STAGED, fault, same_source) for fault in COPY_FAULTS for same_source in (False, True)),
], ids=str)
def test_the_results_are_the_same_and_no_mail_of_others_is_removed(
        real: Real, fault_proxy: NewFaultProxy, tmp_path: Path, course: Course) -> None:
    account = real.new_account()
    with signed_in(real.server, account) as connection:
        assert connection.create(MAILBOX)[0] == "OK"
    proxy = fault_proxy(real.server, course.fault)
    sources = [OURS, OURS if course.same_source else THEIRS]
    client = MailClient(real.server, account)
    with Ferry(tmp_path / "one", proxy.server, account) as one, Ferry(tmp_path / "two", real.server, account) as two:
        ferries = [one.connect(), two.connect()]
        with client.at_work():
            imports = [ferry.start(write_mbox(tmp_path / f"box {number}", content), target=(MAILBOX,),
                                   batch_messages=5, delivery=course.kind, keep_duplicates=True,
                                   on_reject=OnReject.SKIP)
                       for number, (ferry, content) in enumerate(zip(ferries, sources, strict=True))]
            for ferry in ferries:
                ferry.rest()
        held = read_mailbox(real.server, account, MAILBOX)
        assert proxy.fired == [course.fault]
        for ferry, import_id, content in zip(ferries, imports, sources, strict=True):
            assert as_counts(ferry.totals(import_id)) == (40, 0, 0, 0)
            assert told(ferry, import_id, held) == {mail.stored.sha256 for mail in content}
    there = {message.uid: (message.sha256, message.flags) for message in held if message.uid in client.left}
    assert there == client.left
    brought = Counter(message.sha256 for message in held if message.uid not in client.left)
    expected = Counter(mail.stored.sha256 for content in sources for mail in content)
    assert not brought - expected, "something was brought twice by one program"
    # What the client or the other program has brought meanwhile can stand for one of ours, in the batch that was lost.
    missing = expected - brought
    assert all(client.copied[sha256] + brought[sha256] >= 1 for sha256 in missing)
    assert missing.total() <= 5


def told(ferry: Ferry, import_id: ImportId, held: list[Stored]) -> set[str]:
    """What lies under the UIDs that a program has noted."""
    there = {message.uid: message.sha256 for message in held}
    return {there[message.uid or 0] for batch in ferry.batches(import_id) for message in ferry.messages(batch)}
