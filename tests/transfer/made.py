"""Journals and messages made for tests: what the scanner would have planned, without any file behind it."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

from mailferry.imap.values import Endpoint, Security
from mailferry.mail.message import Form, Locator
from mailferry.transfer.journal import Journal
from mailferry.transfer.messages import Note, Planned
from mailferry.transfer.values import BatchId, DeliveryKind, ImportId, ImportOptions, MessageId, Selection

ENDPOINT = Endpoint("mail.example.org", 993, Security.TLS, "me")
DATE = datetime(2020, 2, 29, 12, 30, tzinfo=UTC)


def planned_message(number: int, *, path: str = "/mail/box.mbox", size: int = 100) -> Planned:
    """A message at its own place in a file."""
    return Planned(
        locator=Locator(path, number * 1000, size, Form.MBOX_UNQUOTE | Form.MBOX_HEADERS, 10**6, 1_600_000_000),
        wire_size=size, digest=hashlib.sha256(b"%d" % number).digest(), header_digest=hashlib.sha256(b"h").digest(),
        flags=frozenset({"\\Seen"}), keywords=frozenset({"$Label1", "work"}), internal_date=DATE,
        notes=Note.DELETED_LEFT_OUT, subject=f"number {number}", left_out=frozenset())


def new_import(journal: Journal, *, endpoint: Endpoint = ENDPOINT) -> tuple[ImportId, int]:
    """An import into INBOX and the row of its mailbox."""
    journal.keep_account(endpoint)
    import_id = journal.add_import(endpoint.name, (), [Selection("/mail/box.mbox")], ImportOptions(),
                                   DeliveryKind.MULTIAPPEND)
    return import_id, journal.add_mailbox(import_id, (), "INBOX", "")


def new_batch(journal: Journal, messages: int = 3, *, import_: tuple[ImportId, int] | None = None,
              first: int = 0) -> BatchId:
    """A queued batch of so many messages, of a new import unless one is given."""
    import_id, mailbox_id = import_ or new_import(journal)
    return journal.add_batch(import_id, mailbox_id, DeliveryKind.MULTIAPPEND,
                             [planned_message(first + number) for number in range(messages)])


def ids(journal: Journal, batch_id: BatchId) -> list[MessageId]:
    """The messages whose latest batch this is."""
    return [message.id for message in journal.messages_of(batch_id)]
