"""The report of an import, for a terminal: what arrived where, what did not and why. Its sums add up."""

from __future__ import annotations

from collections.abc import Iterator

from mailferry.transfer.journal_reader import JournalReader, message_name
from mailferry.transfer.messages import Note
from mailferry.transfer.values import BatchState, DeliveryKind, ImportId, ScanState, Totals, size_words

DELIVERY_WORDS = {
    DeliveryKind.MULTIAPPEND: "whole batches, kept by the server",
    DeliveryKind.STAGED: "whole batches, by way of a staging mailbox",
    DeliveryKind.REVERSIBLE: "whole batches, taken back if one message fails",
    DeliveryKind.SEPARATE: "message by message: this server cannot do batches",
}
_LISTED = 20
"""So many messages of a kind are named; the others are counted."""

_NOTE_WORDS = {
    Note.DELETED_LEFT_OUT: "marked as deleted in the source: arrived without that mark",
    Note.KEYWORDS_LEFT_OUT: "with keywords that mail servers do not take: those were left out",
    Note.NO_DATE: "without any date that servers keep: they have the date of arrival",
    Note.DATE_FROM_FILE: "dated by the time of their file, as nothing else tells it",
    Note.MADE: "made of what Outlook keeps of a message, which is not its octets: whole, but not as they were sent",
}


def report_lines(reader: JournalReader, imports: list[ImportId], seconds: float) -> Iterator[str]:
    """The report of these imports, line by line. `seconds` is how long this run took."""
    views = [reader.import_view(import_id) for import_id in imports]
    for view in views:
        if len(views) > 1:
            yield f"Import {view.id}, {', '.join(view.sources)}:"
        yield from _arrived(reader, view.id)
        if there := reader.already_there(view.id):
            yield f"  {there:>7,} were in the mailbox already and were not sent again"
        yield from _not_arrived(reader, view.id)
        yield from _conflicts(reader, view.id)
        for name, note in reader.renamed_mailboxes(view.id):
            yield f"  Mailbox {name}: {note}"
        for bit, count in sorted(reader.notes(view.id).items()):
            yield f"  {count:,} {_NOTE_WORDS[Note(bit)]}."
        if view.totals.ignored:
            yield f"  {view.totals.ignored:,} files in the folders are no mail and were left out."
        if view.scan is ScanState.RUNNING:
            yield "  The source was not read to its end. `mailferry resume` goes on."
        if view.totals.messages:
            yield f"  How: {DELIVERY_WORDS[view.delivery]}."
    totals = sum((view.totals for view in views), Totals())
    yield ""
    yield f"{totals.messages:>9,} messages"
    yield f"{totals.committed:>9,} arrived ({size_words(totals.committed_octets)})"
    yield f"{totals.rejected:>9,} refused by the server"
    yield f"{totals.skipped:>9,} left out on purpose (there already, empty, cancelled)"
    yield f"{totals.failed:>9,} not sent" + (f", {totals.waiting:,} of them wait: `mailferry resume` goes on"
                                             if totals.waiting else "")
    yield f"          in {seconds:.1f} s, {totals.batches:,} batches"


def _arrived(reader: JournalReader, import_id: ImportId) -> Iterator[str]:
    for name, count in reader.mailbox_counts(import_id):
        yield f"  {count:>7,} arrived in {name}"


def _not_arrived(reader: JournalReader, import_id: ImportId) -> Iterator[str]:
    words = {"rejected": "Refused", "conflict": "Needs you", "skipped": "Left out", "failed": "Not sent"}
    messages = reader.left_out(import_id, _LISTED + 1)
    for message in messages[:_LISTED]:
        name = message_name(message.subject, message.path, message.offset)
        yield f"  {words[message.fate]}: {name}: {message.reason}"
    if len(messages) > _LISTED:
        yield "  ... and more: the window shows each of them."
    findings = [finding for finding in reader.findings(import_id, _LISTED + 1) if finding.fate != "ignored"]
    for finding in findings[:_LISTED]:
        yield f"  {words[finding.fate]}: {finding.path}: {finding.sentence}"
    if len(findings) > _LISTED:
        yield "  ... and more: the window shows each of them."


def _conflicts(reader: JournalReader, import_id: ImportId) -> Iterator[str]:
    """What a person must decide, and the batches that were refused first (their parts are named one by one above)."""
    for batch in reader.batches(import_id, limit=100_000):
        if batch.state is BatchState.CONFLICT:
            yield f"  Batch {batch.id} needs you: {batch.reason}"
        elif batch.state is BatchState.REJECTED and batch.messages > 1 and (batch.parent is None or batch.current):
            culprit = f", because of {batch.culprit}" if batch.culprit else ""
            yield f"  Batch {batch.id}, {batch.messages:,} messages, was refused and nothing of it stored{culprit}."
