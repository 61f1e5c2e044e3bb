"""One click deeper: everything that is known of the chosen import, batch or message, as plain lines of text.

The server's own words stand here. Plain text on purpose: mail and servers write what they like.
"""

from __future__ import annotations

from collections.abc import Sequence

from mailferry.mail.errors import printable
from mailferry.transfer.journal_attempts import AttemptView
from mailferry.transfer.values import AccountView, BatchView, DeliveryKind, FindingView, ImportView, MessageView
from mailferry.ui import figures, words
from mailferry.ui.engine_words import explained, told
from mailferry.ui.queue_rows import message_state
from mailferry.ui.retry_bar import explanation, label, options

translate = words.translate


def import_details(view: ImportView, findings: Sequence[FindingView] | None) -> str:
    """Numbers that add up, and what in the sources was no message to send (None: not read yet)."""
    totals = view.totals
    lines = [
        words.import_name(view),
        translate("Details", "Account: {0}").format(words.account_and_server(view.account)),
        translate("Details", "Delivery: {0}").format(words.delivery_in_full(view.delivery)),
        translate("Details", "Begun: {0}").format(time_of(view.created)),
        *(translate("Details", "Source: {0}").format(printable(source)) for source in view.sources),
        "",
        translate("Details", "{0} in 1 batch, {1}:").format(
            words.messages(totals.messages), figures.size(totals.octets)) if totals.batches == 1 else
        translate("Details", "{0} in {1} batches, {2}:").format(
            words.messages(totals.messages), figures.number(totals.batches), figures.size(totals.octets)),
        translate("Details", "   {0} arrived").format(figures.number(totals.committed)),
        translate("Details", " + {0} refused by the server").format(figures.number(totals.rejected)),
        translate("Details", " + {0} left out on purpose").format(figures.number(totals.skipped)),
        translate("Details", " + {0} not sent, of which {1} still wait").format(
            figures.number(totals.failed), figures.number(totals.waiting)),
        *([translate("Details", "   ({0} of these are unclear: nobody can tell whether they arrived)").format(
            figures.number(totals.unclear))] if totals.unclear else []),
        translate("Details", " = {0}").format(figures.number(totals.messages)),
    ]
    if totals.ignored:
        lines.append(translate("Details", "Besides, 1 file was no mail.") if totals.ignored == 1 else translate(
            "Details", "Besides, {0} files were no mail.").format(figures.number(totals.ignored)))
    if findings:
        lines += ["", translate("Details", "Found in the sources:")]
        lines += [_found(finding) for finding in findings]
    return "\n".join(lines)


def _found(finding: FindingView) -> str:
    if finding.path in finding.sentence:
        return told(finding.sentence)
    where = finding.path if finding.messages == 1 else translate("Details", "{0} of {1}").format(
        words.messages(finding.messages), finding.path)
    return explained(where, told(finding.sentence))


def batch_details(view: BatchView, account: AccountView | None = None) -> str:
    """The verdict in the server's own words, and how it came to it."""
    facts = account.facts if account is not None else None
    lines = [
        words.batch_name(view, account),
        words.batch_state(view),
        "",
        translate("Details", "{0}, {1}").format(words.messages(view.messages), figures.size(view.octets)),
        translate("Details", "Mailbox: {0}").format(words.mailbox_name(view.mailbox, facts)),
        translate("Details", "Delivery: {0}").format(words.delivery_in_full(view.delivery)),
        _guarantee(view.delivery),
        translate("Details", "Attempts: {0}").format(figures.number(view.attempts)),
    ]
    if view.parent is not None:
        lines.append(translate("Details", "Made of batch {0}").format(view.parent))
    if view.settled is not None:
        lines.append(translate("Details", "Settled: {0}").format(time_of(view.settled)))
    if view.culprit:
        lines.append(translate("Details", "The refused message: {0}").format(told(view.culprit)))
    if view.state in words.RETRIES and (gone := view.messages - view.current - view.failed):
        lines.append(translate("Details", "{0} of its messages went on in other batches, or were left out.").format(
            figures.number(gone)))
    if choices := options(view):
        lines += ["", translate("Details", "What you can choose:")]
        lines += [explained(label(how).replace("&", ""), explanation(how, view)) for how in choices]
    said = " ".join(part for part in (view.status, f"[{view.code}]" if view.code else "", view.words) if part)
    if said:
        lines += ["", translate("Details", "The server's own words:") if view.status else translate(
            "Details", "What was said at last:"), said]
    return "\n".join(lines)


def _guarantee(kind: DeliveryKind) -> str:
    match kind:
        case DeliveryKind.MULTIAPPEND:
            return translate("Details", "The server takes the whole batch in one command, or nothing of it.")
        case DeliveryKind.STAGED:
            return translate("Details", "The batch goes into a mailbox of its own first, and is copied from there in "
                                        "one step: all of it, or nothing.")
        case DeliveryKind.REVERSIBLE:
            return translate("Details", "The messages are stored one after the other; if one fails, those before it "
                                        "are removed again.")
        case DeliveryKind.SEPARATE:
            return translate("Details", "Each message is a batch of its own: this server can do no more.")


def attempts_details(attempts: Sequence[AttemptView]) -> str:
    """Each try at a batch: when, how it ended, and what was said."""
    outcomes = {
        "committed": translate("Details", "arrived"), "rejected": translate("Details", "refused"),
        "lost": translate("Details", "the connection was lost"),
        "bye": translate("Details", "the server ended the connection"),
        "stopped": translate("Details", "stopped, since Mailferry was closed"),
        "crashed": translate("Details", "broken off, since Mailferry or the computer stopped"),
        "cancelled": translate("Details", "cancelled"), "not there": translate("Details", "nothing had arrived"),
        "there in part": translate("Details", "a part had arrived"),
        "refused for now": translate("Details", "refused for now"),
        "renamed": translate("Details", "a file had another name"),
        "no staging": translate("Details", "no staging mailbox"), "conflict": translate("Details", "nobody could tell"),
        "": translate("Details", "under way"),
    }
    lines: list[str] = []
    for one in attempts:
        lines.append(translate("Details", "Attempt {0}: {1}").format(
            figures.number(one.number), outcomes.get(one.outcome, one.outcome)))
        lines.append(translate("Details", "Begun: {0}").format(time_of(one.started)))
        if one.ended is not None:
            lines.append(translate("Details", "Ended: {0}, after {1} s").format(
                time_of(one.ended), figures.decimal(one.ended - one.started)))
        if one.words:
            lines.append(told(one.words))
        for text, title in ((one.sent, translate("Details", "C is what Mailferry said, S what the server said; "
                                                            "messages are left out:")),
                            (one.looked, translate("Details", "When it was looked for what had arrived:"))):
            if text:
                lines += ["", title, text]
        lines.append("")
    return "\n".join(lines).rstrip() or translate("Details", "There was no attempt yet.")


def message_details(batch: BatchView, view: MessageView, account: AccountView | None = None) -> str:
    """Where a message lies, what is sent of it, and what became of it."""
    mailbox = words.mailbox_name(batch.mailbox, account.facts if account is not None else None)
    lines = [
        view.subject or translate("Details", "(no subject)"),
        message_state(batch, view),
        "",
        translate("Details", "File: {0}, from byte {1}").format(
            printable(view.path), figures.number(view.offset)),
        translate("Details", "Size: {0} bytes as sent").format(figures.number(view.wire_size)),
        translate("Details", "Date: {0}").format(
            time_of(view.date) if view.date is not None else translate("Details", "none, the server sets it")),
        translate("Details", "Flags: {0}").format(" ".join(view.flags) or translate("Details", "none")),
    ]
    if view.trace is not None:
        lines.append(translate("Details", "Found in {0} when it was looked for: {1}").format(
            mailbox, told(view.trace.words)))
    if view.uid is not None:
        lines.append(translate("Details", "UID in {0}: {1}").format(mailbox, view.uid))
    return "\n".join(lines)


def time_of(seconds: float) -> str:
    """A moment of local time, to the second."""
    return figures.moment(seconds, to_the_second=True)
