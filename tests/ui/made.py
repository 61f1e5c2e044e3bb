"""Values, mail and files that the tests of the window make for themselves."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

from mailferry.imap.values import Endpoint, Mailbox, Security
from mailferry.transfer.journal_reader import JournalReader
from mailferry.transfer.values import (
    AccountState,
    AccountView,
    BatchState,
    BatchView,
    DeliveryKind,
    FindingView,
    ImportView,
    MessageView,
    ScanState,
    ServerFacts,
    Totals,
)
from mailferry.ui.queue_rows import order

ENDPOINT = Endpoint("imap.example.org", 993, Security.TLS, "anna@example.org")
FACTS = ServerFacts(".", "", DeliveryKind.MULTIAPPEND, None, True)


def box(name: str, *attributes: str, selectable: bool = True, delimiter: str = ".") -> Mailbox:
    """A mailbox as LIST names it."""
    return Mailbox(name, delimiter, selectable, frozenset(attributes))


def account(*mailboxes: Mailbox, state: AccountState = AccountState.READY, facts: ServerFacts = FACTS,
            endpoint: Endpoint = ENDPOINT, title: str = "", sentence: str = "", detail: str = "",
            until: float | None = None) -> AccountView:
    """An account as the engine tells of it."""
    return AccountView(endpoint, state, mailboxes, facts, None, title, sentence, detail, until)


def imported(number: int = 1, *, totals: Totals | None = None, source: str = "/mail/takeout.zip",
             target: tuple[str, ...] = ("Archive", "2019"), scan: ScanState = ScanState.DONE,
             delivery: DeliveryKind = DeliveryKind.MULTIAPPEND) -> ImportView:
    """An import as the journal holds it."""
    return ImportView(number, ENDPOINT.name, target, (source,), 1_700_000_000.0, scan, delivery,
                      totals or Totals(messages=10, failed=10, waiting=10, batches=2, octets=50_000))


def batch(number: int, state: BatchState = BatchState.QUEUED, *, messages: int = 5, current: int | None = None,
          parent: int | None = None, reason: str = "", words: str = "", culprit: str = "", sent: int = 0,
          import_id: int = 1, status: str = "", code: str = "") -> BatchView:
    """A batch as the journal holds it."""
    settled = 1_700_000_100.0 if state.settled else None
    return BatchView(number, import_id, parent, "Archive.2019", DeliveryKind.MULTIAPPEND, state, messages,
                     messages * 5000, messages if current is None else current, 1, status, code, words, reason, culprit,
                     settled, number * 1000, sent, sent * 5000)


def message(number: int, batch_id: int, *, subject: str = "", fate: str = "", reason: str = "") -> MessageView:
    """A message as the journal holds it."""
    return MessageView(number, subject or f"Letter {number}", "/mail/takeout.mbox", number * 5000, 5000, 1_500_000_000,
                       ("\\Seen",), None, fate, reason, batch_id)


class Shelf(JournalReader):
    """A journal of any size without a file: for what the window does with very many rows."""

    def __init__(self, imports: Sequence[ImportView], batches: Sequence[BatchView], messages_each: int = 0) -> None:
        self.held = list(imports)
        self.rows = list(batches)
        self.messages_each = messages_each
        self.pages = 0

    def imports(self) -> list[ImportView]:
        return list(self.held)

    def imports_with(self, word: str) -> frozenset[int]:
        return frozenset()

    def batches(self, import_id: int, offset: int = 0, limit: int = 1000, *,
                after: tuple[int, int] = (0, 0)) -> list[BatchView]:
        self.pages += 1
        start = bisect_right(self.rows, after, key=order)
        found = (view for view in islice(self.rows, start, None) if view.import_id == import_id)
        return list(islice(found, offset, offset + limit))

    def messages(self, batch_id: int, offset: int = 0, limit: int = 1000) -> list[MessageView]:
        return [message(batch_id * 1000 + number, batch_id) for number in range(self.messages_each)][
            offset:offset + limit]

    def findings(self, import_id: int, limit: int = 1000) -> list[FindingView]:
        return [FindingView("/mail/broken.mbox", "failed", "It ends in the middle of a message.")]

    def close(self) -> None:
        pass


def letter(number: int, *, octets: int = 0, subject: str = "") -> bytes:
    """A mail with LF line ends, filled up to about `octets`."""
    head = (f"From: Ben Example <ben{number}@example.org>\nTo: anna@example.org\n"
            f"Subject: {subject or f'Letter {number}'}\nDate: Fri, 1 Mar 2019 12:{number % 60:02}:00 +0000\n"
            f"Message-ID: <letter.{number}@example.org>\n\n").encode()
    body = f"This is letter number {number}.\n".encode()
    return head + body + (b"x" * 75 + b"\n") * (max(0, octets - len(head) - len(body)) // 76)


def mbox(path: Path, letters: Sequence[bytes]) -> Path:
    """Write an mbox file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"".join(b"From ben@example.org Fri Mar  1 12:00:00 2019\n" + mail + b"\n" for mail in letters))
    return path


def wire(mail: bytes) -> bytes:
    """The octets that should arrive."""
    return mail.replace(b"\n", b"\r\n")


FROM_LINE_DATE = datetime(2019, 3, 1, 12, 0, 0, tzinfo=UTC)
"""What the From_ lines of `mbox` say."""
