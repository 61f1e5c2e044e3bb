"""The report of an import, for a terminal: what arrived where, what did not and why. Its sums add up."""

from __future__ import annotations

from collections.abc import Iterator

from mailferry.mail.errors import printable
from mailferry.transfer.journal_reader import JournalReader, message_name
from mailferry.transfer.journal_reading_after import DIFFERENCE_WORDS
from mailferry.transfer.messages import Note
from mailferry.transfer.report_file import ENGLISH, Language
from mailferry.transfer.values import BatchState, DeliveryKind, ImportId, ScanState, Totals, size_words
from mailferry.transfer.values_after import DifferenceView, VerificationView, Verify

DELIVERY_WORDS = {
    DeliveryKind.MULTIAPPEND: "whole batches, kept by the server",
    DeliveryKind.STAGED: "whole batches, by way of a staging mailbox",
    DeliveryKind.REVERSIBLE: "whole batches, taken back if one message fails",
    DeliveryKind.SEPARATE: "message by message: this server cannot do batches",
}
_LISTED = 20
"""So many messages of a kind are named; the others are counted."""

FATE_WORDS = {"rejected": "Refused", "conflict": "Needs you", "skipped": "Left out", "failed": "Not sent"}

NOTE_WORDS = {
    Note.DELETED_LEFT_OUT: "marked as deleted in the source: arrived without that mark",
    Note.KEYWORDS_LEFT_OUT: "with flags or keywords that mail servers or this mailbox do not take: they were left out",
    Note.NO_DATE: "without any date that servers keep: they have the date of arrival",
    Note.DATE_FROM_FILE: "dated by the time of their file, as nothing else tells it",
    Note.MADE: "made of what Outlook keeps of a message, which is not its octets: whole, but not as they were sent",
    Note.OTHER_SIZE: "given by the server that they were read from with another number of octets than it announced: "
                     "they arrived as given",
}


def report_lines(reader: JournalReader, imports: list[ImportId], seconds: float | None = None) -> Iterator[str]:
    """The report of these imports, line by line. `seconds` is how long this run took, None for an old one."""
    views = [reader.import_view(import_id) for import_id in imports]
    for view in views:
        if len(views) > 1:
            yield f"Import {view.id}, {', '.join(map(printable, view.sources))}:"
        yield from _arrived(reader, view.id)
        if there := reader.already_there(view.id):
            yield f"  {there:>7,} were in the mailbox already and were not sent again"
        if back := reader.taken_back(view.id):
            yield f"  {back:>7,} were taken back"
        yield from verification_lines(reader, view.id)
        yield from _not_arrived(reader, view.id)
        yield from _repaired(reader, view.id)
        yield from _conflicts(reader, view.id)
        for name, note in reader.renamed_mailboxes(view.id):
            yield f"  Mailbox {name}: {note}"
        for bit, count in sorted(reader.notes(view.id).items()):
            yield f"  {count:,} {NOTE_WORDS[Note(bit)]}."
            if bit == Note.KEYWORDS_LEFT_OUT:
                names = reader.left_out_names(view.id)
                yield "    " + ", ".join(f"{name} ({count:,})" for name, count in names[:_LISTED]) + (
                    " and more" if len(names) > _LISTED else "")
        if view.totals.ignored:
            yield (f"  {view.totals.ignored:,} files in the folders are no mail and were left out."
                   if view.totals.ignored > 1 else "  One file in the folders is no mail and was left out.")
        if view.scan is ScanState.RUNNING:
            yield "  The source was not read to its end. `mailferry resume` goes on."
        if view.totals.messages:
            yield f"  How: {DELIVERY_WORDS[view.delivery]}."
            for kind, count in reader.other_ways(view.id):
                yield f"    {count:,} of the batches went otherwise: {DELIVERY_WORDS[kind]}."
    totals = sum((view.totals for view in views), Totals())
    yield ""
    yield f"{totals.messages:>9,} messages"
    yield f"{totals.committed:>9,} arrived ({size_words(totals.committed_octets)})"
    yield f"{totals.rejected:>9,} refused by the server"
    yield f"{totals.skipped:>9,} left out on purpose (there already, empty, cancelled, taken back)"
    yield f"{totals.failed:>9,} not sent" + (f", {totals.waiting:,} of them wait: `mailferry resume` goes on"
                                             if totals.waiting else "")
    time = "" if seconds is None else f"{seconds:.1f} s, "
    yield f"          in {time}{totals.batches:,} batches"


def _arrived(reader: JournalReader, import_id: ImportId) -> Iterator[str]:
    for name, count in reader.mailbox_counts(import_id):
        yield f"  {count:>7,} arrived in {name}"


def verification_lines(reader: JournalReader, import_id: ImportId) -> Iterator[str]:
    """What the comparison of what arrived with what was sent has found."""
    view = reader.verification(import_id)
    if view is None or not view.arrived:
        return
    yield "  " + verification_sentence(view)
    if view.without_uid:
        yield f"  {view.without_uid:,} cannot be checked: the server did not tell their numbers."
    if view.problem:
        yield f"  Not all could be checked: {view.problem}"
    found = reader.differences(import_id, limit=_LISTED + 1)
    for one in found[:_LISTED]:
        yield f"  {difference_sentence(one)}"
    if len(found) > _LISTED:
        yield "  ... and more: `mailferry report --csv` names each of them."


def verification_sentence(view: VerificationView, language: Language = ENGLISH) -> str:
    """How far what arrived was compared with what was sent, and whether it is the same."""
    word, number = language.word, language.number
    if view.ended is None:
        return word("Not checked to its end: {0} of {1} so far. `mailferry verify` goes on.").format(
            number(view.checked), number(view.arrived))
    if not view.arrived and not view.checked:
        return word("This import stored no message, so there was nothing to compare with the server.")
    if view.differing:
        return word("{0} were checked; {1} of them are not as they were sent:").format(
            number(view.checked), number(view.differing))
    if view.checked < view.arrived:
        return word("{0} of {1} were checked, and are as they were sent.").format(
            number(view.checked), number(view.arrived))
    said = (word("All {0} were found as they were sent, byte for byte.") if view.depth is Verify.FULL
            else word("All {0} were found as they were sent: size, date and flags."))
    return said.format(number(view.checked))


def difference_sentence(one: DifferenceView) -> str:
    """A difference as a sentence: which message, what was sent, what is there."""
    details = "; ".join(f"{word}: {text}" for word, text in (("sent", one.sent), ("found", one.found)) if text)
    return (f"{message_name(one.subject, one.path, one.offset)} {DIFFERENCE_WORDS[one.kind]} in {one.mailbox}"
            f"{f' ({details})' if details else ''}.")


def _not_arrived(reader: JournalReader, import_id: ImportId) -> Iterator[str]:
    messages = reader.left_out(import_id, _LISTED + 1)
    for message in messages[:_LISTED]:
        name = message_name(message.subject, message.path, message.offset)
        yield f"  {FATE_WORDS[message.fate]}: {name}: {message.reason}"
    if len(messages) > _LISTED:
        yield "  ... and more: the window shows each of them."
    findings = [finding for finding in reader.findings(import_id, _LISTED + 1) if finding.fate != "ignored"]
    for finding in findings[:_LISTED]:
        many = f"{finding.messages:,} messages of " if finding.messages > 1 else ""
        named = finding.path in finding.sentence and not many
        where = "" if named else f"{many}{finding.path}: "
        yield f"  {FATE_WORDS[finding.fate]}: {where}{finding.sentence}"
    if len(findings) > _LISTED:
        yield "  ... and more: the window shows each of them."


def _repaired(reader: JournalReader, import_id: ImportId) -> Iterator[str]:
    """What was sent otherwise than its source has it, since it was refused so; and where copies are."""
    messages = reader.repaired(import_id, _LISTED + 1)
    for message in messages[:_LISTED]:
        yield f"  Repaired: {message_name(message.subject, message.path, message.offset)}: {message.repair}"
    if len(messages) > _LISTED:
        yield "  ... and more: the window shows each of them."
    count, folder = reader.kept_aside(import_id)
    if count:
        yield f"  {count:>7,} refused {'messages are' if count != 1 else 'message is'} kept in {folder}"


def _conflicts(reader: JournalReader, import_id: ImportId) -> Iterator[str]:
    """What a person must decide, and the batches that were refused first (their parts are named one by one above)."""
    for batch in reader.batches(import_id, limit=100_000):
        if batch.state is BatchState.CONFLICT:
            yield f"  Batch {batch.id} needs you: {batch.reason}"
        elif batch.state is BatchState.REJECTED and batch.messages > 1 and (batch.parent is None or batch.current):
            culprit = f", because of {batch.culprit}" if batch.culprit else ""
            yield f"  Batch {batch.id}, {batch.messages:,} messages, was refused and nothing of it stored{culprit}."
