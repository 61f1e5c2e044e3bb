"""The values that cross threads and rooms: what is asked of the engine, and what it tells. All frozen, no behaviour
beyond reading them. The words are those of the design: import, batch, attempt, delivery, outcome."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from mailferry.imap.values import Endpoint, Mailbox, Quota
from mailferry.transfer.values_after import Trace, UndoEnded, UndoPlanned, UndoProgress, VerificationChanged, Verify

ImportId = int
BatchId = int
MessageId = int


TOP = ("",)
"""The target of an import into an account itself: its folders become mailboxes beside INBOX, and what lies in no folder
goes into INBOX."""


class BatchState(enum.StrEnum):
    """Where a batch is on its way. Stored in the journal."""

    QUEUED = "queued"
    SENDING = "sending"
    FINISHING = "finishing"  # the point of no return is passed, or about to be
    DOUBTFUL = "doubtful"
    COMMITTED = "committed"
    REJECTED = "rejected"
    CANCELLED = "cancelled"
    CONFLICT = "conflict"
    UNDONE = "undone"

    @property
    def settled(self) -> bool:
        """Whether nothing more happens to the batch by itself."""
        return self in (BatchState.COMMITTED, BatchState.REJECTED, BatchState.CANCELLED, BatchState.CONFLICT,
                        BatchState.UNDONE)


class DeliveryKind(enum.StrEnum):
    """How a batch is made all-or-nothing. Stored in the journal."""

    MULTIAPPEND = "multiappend"
    STAGED = "staged"
    REVERSIBLE = "reversible"
    SEPARATE = "separate"


class OnReject(enum.StrEnum):
    """What follows a rejected batch by itself."""

    ISOLATE = "isolate"  # split until the refused messages stand alone; get the rest in
    SKIP = "skip"  # leave the batch out whole, go on with the next
    STOP = "stop"  # send nothing after it


class OnRefused(enum.StrEnum):
    """What is done by itself about a message that stands refused for what it is."""

    ASIDE = "aside"  # keep a copy in a folder, with the reason
    REPAIR = "repair"  # repair it as the server's words suggest and send it again; else as ASIDE
    REPORT = "report"  # only name it in the report


class Retry(enum.StrEnum):
    """What a person can ask for a rejected, cancelled or conflicting batch. Each but ACCEPT makes new batches with a
    parent."""

    AGAIN = "again"
    HALVES = "halves"
    ONE_BY_ONE = "one by one"
    WITHOUT = "without"  # without one chosen message
    SKIP = "skip"  # leave all of it out on purpose
    ACCEPT = "accept"  # only a conflict: all of it is there
    MISSING = "missing"  # only a conflict: what was not found is sent, the rest counts as arrived
    ASIDE = "aside"  # keep copies in a folder, and leave all of it out on purpose
    REPAIR = "repair"  # repair what may be the cause of the refusal, and send it again


@dataclass(frozen=True, slots=True)
class Selection:
    """What one drop names: a whole source (`folder` and `messages` None), a folder of it with what is below, or
    single messages of it by (path of the file, offset in octets).

    With `account`, the name of another account, it is that one's mailbox `folder` with what is below it, or all of its
    mailboxes; `path` is then for people only.
    """

    path: str
    folder: tuple[str, ...] | None = None
    messages: frozenset[tuple[str, int]] | None = None
    account: str | None = None


class Labels(enum.StrEnum):
    """What becomes of the labels of Google Takeout."""

    IGNORE = "ignore"  # they stay in the header only
    MAILBOX = "mailbox"  # each message goes into the mailbox of its first label
    MAILBOXES = "mailboxes"  # a copy of it into the mailbox of each label
    KEYWORDS = "keywords"


class Dates(enum.StrEnum):
    """Which date a message has in its mailbox."""

    SOURCE = "source"  # the one that its source keeps; where there is none, when it was received, its Date field ...
    FIELD = "field"  # the one of its Date field; where it has none that can be, as SOURCE


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """Limits of a batch, what follows a refusal, a way to deliver if not the best that the server allows, whether what
    lies in the mailbox already is imported all the same, what is done about a message that stands refused, and how
    closely is compared with the server afterwards.

    Of the messages only those are imported whose date is at or after `since` and before `before` (seconds since 1970,
    None: no bound), without those marked as deleted in their source if `leave_out_deleted`. `mark_read` makes all of
    them read. `mailboxes` names other mailboxes for some folders: pairs of the folder's path below the target, and the
    path of its mailbox. `labels`: what becomes of those of Google Takeout. `dates`: which date of a message counts.
    """

    batch_messages: int = 500
    batch_octets: int = 32 * 1024 * 1024
    on_reject: OnReject = OnReject.ISOLATE
    delivery: DeliveryKind | None = None
    keep_duplicates: bool = False
    on_refused: OnRefused = OnRefused.ASIDE
    verify: Verify = Verify.QUICK
    mark_read: bool = False
    since: float | None = None
    before: float | None = None
    leave_out_deleted: bool = False
    mailboxes: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = ()
    labels: Labels = Labels.IGNORE
    dates: Dates = Dates.SOURCE


@dataclass(frozen=True, slots=True)
class ServerFacts:
    """What planning must know of a server, asked after sign-in, or learnt. `append_limit` is the octets of one message
    that it takes, `save_limit` the messages and `command_limit` the octets of one command; None where it is not known.
    `ways` are those to deliver that it allows, `delivery` is the one that is taken unless an import asks for another.
    """

    delimiter: str | None
    prefix: str
    delivery: DeliveryKind
    append_limit: int | None
    uidplus: bool
    save_limit: int | None = None
    command_limit: int | None = None
    ways: frozenset[DeliveryKind] = frozenset(DeliveryKind)

    def shown(self, mailbox: str) -> str:
        """A mailbox as people are told of it: a path with slashes, from below the prefix."""
        return mailbox.removeprefix(self.prefix).replace(self.delimiter, "/") if self.delimiter else mailbox

    def way(self, wanted: DeliveryKind | None) -> DeliveryKind:
        """How batches are delivered that are wanted so: `delivery` where that is not possible."""
        return wanted if wanted is not None and wanted in self.ways else self.delivery


@dataclass(frozen=True, slots=True)
class Totals:
    """Messages of an import by fate, and octets on the wire. committed + rejected + skipped + failed = messages.

    `present`, what was in the mailbox already, and `undone`, what was taken back, are parts of `skipped`. `waiting` is
    the part of `failed` that is still queued or under way, `unclear` the part that nobody can tell of. `ignored` counts
    files that are no messages. `differing` of those that arrived are not as they were sent, says the last comparison.
    """

    messages: int = 0
    committed: int = 0
    rejected: int = 0
    skipped: int = 0
    failed: int = 0
    waiting: int = 0
    ignored: int = 0
    batches: int = 0
    octets: int = 0
    committed_octets: int = 0
    present: int = 0
    undone: int = 0
    unclear: int = 0
    differing: int = 0

    def __add__(self, other: Totals) -> Totals:
        return Totals(*(getattr(self, name) + getattr(other, name) for name in Totals.__slots__))


class ScanState(enum.StrEnum):
    """How far the reading of an import's sources is. Stored in the journal."""

    RUNNING = "running"
    DONE = "done"
    STOPPED = "stopped"  # on_reject=stop, or cancelled: nothing more is planned


@dataclass(frozen=True, slots=True)
class ImportView:
    """One import as it stands. `target` is the path of the mailbox that was dropped on, () for INBOX,
    TOP for the account."""

    id: ImportId
    account: str
    target: tuple[str, ...]
    sources: tuple[str, ...]
    created: float
    scan: ScanState
    delivery: DeliveryKind
    totals: Totals


@dataclass(frozen=True, slots=True)
class BatchView:
    """One batch as it stands. Times are seconds since 1970; `sent_messages` and `sent_octets` live only while sending.

    `status`, `code` and `words` are the server's verdict; `reason` is ours, a sentence for a person. `current` is how
    many of its messages no later batch has taken over; `first_message` orders the batches of an import. `culprit` names
    the message that was refused, if that is known; `offer` says what a repair would do to it, "" if none is known, and
    `aside` is the file that keeps a copy of it, "" if none does. `missing` is how many messages of a conflict a look
    did not find. `failed` is how many of a cancelled batch were not sent, since they could not be read any more.
    """

    id: BatchId
    import_id: ImportId
    parent: BatchId | None
    mailbox: str
    delivery: DeliveryKind
    state: BatchState
    messages: int
    octets: int
    current: int
    attempts: int
    status: str
    code: str
    words: str
    reason: str
    culprit: str
    settled: float | None
    first_message: MessageId
    sent_messages: int = 0
    sent_octets: int = 0
    offer: str = ""
    aside: str = ""
    missing: int = 0
    failed: int = 0


@dataclass(frozen=True, slots=True)
class MessageView:
    """One message of a batch. `uid` is None until it is committed and told. `fate` is "" while it follows its batch.

    `repair` says how it was repaired, `aside` which file keeps it; both are "" if nothing was done. `trace` is what a
    look found of it, where the batch became a conflict."""

    id: MessageId
    subject: str
    path: str
    offset: int
    wire_size: int
    date: int | None
    flags: tuple[str, ...]
    uid: int | None
    fate: str
    reason: str
    batch: BatchId | None
    repair: str = ""
    aside: str = ""
    trace: Trace | None = None


@dataclass(frozen=True, slots=True)
class FindingView:
    """Something in a source that was no message to send, or `messages` of them with the same reason."""

    path: str
    fate: str
    sentence: str
    messages: int = 1


class AccountState(enum.StrEnum):
    """What the worker of an account does."""

    OFFLINE = "offline"  # not connected, nothing to do
    CONNECTING = "connecting"
    READY = "ready"
    WORKING = "working"
    WAITING = "waiting"  # tries again by itself at `until`
    PAUSED = "paused"  # a person must act: full mailbox, wrong password, no connection, or paused on purpose


@dataclass(frozen=True, slots=True)
class AccountView:
    """One account as it stands. `mailboxes` is None until they were listed. `title` and `sentence` say what is wrong
    or awaited, `detail` the server's words; `until` is when it is tried again (seconds since 1970). `quota` is how full
    the storage behind INBOX is, where the server tells; `counts` how many messages each mailbox held when it was looked
    at last, by its name."""

    endpoint: Endpoint
    state: AccountState
    mailboxes: tuple[Mailbox, ...] | None = None
    facts: ServerFacts | None = None
    quota: Quota | None = None
    title: str = ""
    sentence: str = ""
    detail: str = ""
    until: float | None = None
    counts: tuple[tuple[str, int], ...] = ()

    @property
    def name(self) -> str:
        """USER@HOST[:PORT], the account's key."""
        return self.endpoint.name


@dataclass(frozen=True, slots=True)
class ImportChanged:
    """An import was added or its numbers changed."""

    view: ImportView


@dataclass(frozen=True, slots=True)
class BatchChanged:
    """A batch was added, changed its state, or made progress (at most about ten times a second)."""

    view: BatchView


@dataclass(frozen=True, slots=True)
class AccountChanged:
    """An account's worker changed what it does."""

    view: AccountView


@dataclass(frozen=True, slots=True)
class FindingAdded:
    """A source held something that is no message to send."""

    import_id: ImportId
    view: FindingView


@dataclass(frozen=True, slots=True)
class ImportForgotten:
    """Nothing is known of this import any more."""

    import_id: ImportId


@dataclass(frozen=True, slots=True)
class JournalFailed:
    """The journal cannot be written: everything stands still until the program is started again."""

    title: str
    sentence: str
    detail: str


Event = (ImportChanged | BatchChanged | AccountChanged | FindingAdded | ImportForgotten | JournalFailed
         | VerificationChanged | UndoPlanned | UndoProgress | UndoEnded)


def with_more(reason: str, more: str) -> str:
    """A reason, and what else is to be said."""
    if not reason or not more:
        return reason or more
    return f"{reason.rstrip()}{'' if reason.rstrip().endswith(('.', '!', '?')) else '.'} {more}"


def size_words(octets: int) -> str:
    """A size for people, in decimal units."""
    if octets < 1000:
        return f"{octets} octets"
    for unit, power in (("kB", 1000), ("MB", 1000**2)):
        if octets < power * 1000:
            return f"{octets / power:,.1f} {unit}"
    return f"{octets / 1000**3:,.1f} GB"
