"""The words of the window: states, deliveries, numbers, sizes and times, said in one place.

The words are those of the project's window sketch; they are translated here and nowhere else made up.
"""

from __future__ import annotations

import html
import re

from PySide6.QtCore import QCoreApplication, QDateTime
from PySide6.QtGui import Qt

from mailferry import paths
from mailferry.mail.errors import one_line, printable
from mailferry.transfer.values import (
    TOP,
    AccountState,
    AccountView,
    BatchState,
    BatchView,
    DeliveryKind,
    ImportView,
    Labels,
    Retry,
    ScanState,
    ServerFacts,
    with_more,
)
from mailferry.transfer.values_after import VerificationView, Verify
from mailferry.ui.engine_words import told
from mailferry.ui.figures import moment, number

translate = QCoreApplication.translate

_WINDOWS = re.compile(r"[A-Za-z]:\\|\\\\")  # elsewhere a name may have a backslash
_PROFILE = re.compile(r"thunderbird(/profiles)?/[0-9a-z]+\.default(-[a-z]+)?$", re.IGNORECASE)

RETRIES: dict[BatchState, tuple[Retry, ...]] = {
    BatchState.REJECTED: (Retry.WITHOUT, Retry.HALVES, Retry.ONE_BY_ONE, Retry.AGAIN, Retry.REPAIR, Retry.ASIDE,
                          Retry.SKIP),
    BatchState.CONFLICT: (Retry.ACCEPT, Retry.MISSING, Retry.AGAIN, Retry.SKIP),
    BatchState.CANCELLED: (Retry.AGAIN,),  # it is left out as it is
}
"""What a person may choose for a batch that still has messages of its own."""

_PLACE = re.compile(r" at octet [\d,]+(?=\)$)")
_FOLDERS = re.compile(r"^(?:/|[A-Za-z]:\\|\\\\)(?:[^/\\]+[/\\])*?(?=[^/\\]+ (?:is not|was changed|has|cannot|could)\b)")
"""The folders of a file whose path begins a sentence."""
_PRACTICE = re.compile(r"practice@127\.0\.0\.1:\d+")
"""The name of the practice mailbox's account, which gets another port at each start."""


def messages(count: int) -> str:
    """`1 message`, `1,204 messages`."""
    if count == 1:
        return translate("Words", "1 message")
    return translate("Words", "{0} messages").format(number(count))


def labels() -> dict[str, str]:
    """What may become of the labels of Google Takeout, by the value of `Labels`."""
    return {Labels.IGNORE.value: translate("Words", "stay inside the messages only"),
            Labels.MAILBOX.value: translate("Words", "make mailboxes, by the first label"),
            Labels.MAILBOXES.value: translate("Words", "make mailboxes, with a copy in each"),
            Labels.KEYWORDS.value: translate("Words", "become keywords")}


def mailbox_path(path: tuple[str, ...]) -> str:
    """`Archive/2019`, or Inbox for the path (); for TOP that it is the account itself."""
    if path == TOP:
        return translate("Words", "the account")
    return mailbox_name("/".join(path or ("INBOX",)))


def mailbox_name(name: str, facts: ServerFacts | None = None) -> str:
    """A mailbox as the server names it, but Inbox as in the tree; where the server is known, a path as in the tree."""
    if facts is not None:
        name = facts.shown(name)
    if name[:5].upper() == "INBOX" and name[5:6] in ("", ".", "/"):
        name = translate("Words", "Inbox") + name[5:]
    return one_line(name)


def is_practice(account: str) -> bool:
    """Whether an account, by its name, is a practice mailbox."""
    return _PRACTICE.fullmatch(account) is not None


def account_title(account: str) -> str:
    """How people are told of an account: by its mail address, if that is how it signs in."""
    user = account.rpartition("@")[0]
    return translate("Words", "Practice mailbox") if is_practice(account) else user if "@" in user else account


def account_and_server(account: str) -> str:
    """An account with its server, where both may matter."""
    title = account_title(account)
    return title if not account.startswith(f"{title}@") else translate("Words", "{0} on {1}").format(
        title, account.removeprefix(f"{title}@"))


def delivery(kind: DeliveryKind) -> str:
    """How the batches are kept whole on this server."""
    match kind:
        case DeliveryKind.MULTIAPPEND:
            return translate("Words", "whole batches, kept by the server")
        case DeliveryKind.STAGED:
            return translate("Words", "whole batches, by way of a staging mailbox")
        case DeliveryKind.REVERSIBLE:
            return translate("Words", "whole batches, taken back if one message fails")
        case DeliveryKind.SEPARATE:
            return translate("Words", "message by message: this server cannot do batches")


def delivery_in_full(kind: DeliveryKind) -> str:
    """The same one click deeper, with the standard's name where it has one."""
    if kind is DeliveryKind.MULTIAPPEND:
        return translate("Words", "{0} (MULTIAPPEND)").format(delivery(kind))
    return delivery(kind)


def needs_you(view: BatchView) -> bool:
    """Whether it stands still until a person chooses what follows."""
    return (view.state in (BatchState.REJECTED, BatchState.CONFLICT) and view.current > 0) or view.failed > 0


def retries(view: BatchView) -> tuple[Retry, ...]:
    """The options that make sense for a batch: a single message cannot be split, and to leave out "it", the refused
    message, it must be known which one that is."""
    if view.failed and not view.current:
        return (Retry.AGAIN, Retry.SKIP)
    options = RETRIES.get(view.state, ()) if view.current else ()
    if not 0 < view.missing < view.current:
        options = tuple(how for how in options if how is not Retry.MISSING)
    if view.current == 1 and view.state is BatchState.REJECTED:
        return (*((Retry.REPAIR,) if view.offer else ()), Retry.AGAIN, Retry.ASIDE, Retry.SKIP)
    if view.current == 1:
        return tuple(how for how in options if how in (Retry.ACCEPT, Retry.AGAIN, Retry.SKIP))
    return options if view.culprit else tuple(how for how in options if how is not Retry.WITHOUT)


def can_cancel(view: BatchView | ImportView) -> bool:
    """Whether something of it can still be kept from being stored."""
    if isinstance(view, ImportView):
        return view.totals.waiting > 0 or view.scan is ScanState.RUNNING
    return view.state in (BatchState.QUEUED, BatchState.SENDING)


def dealt_with(view: BatchView) -> bool:
    """Whether it did not arrive and has no message left: others took them over, or they were left out."""
    return view.state in RETRIES and view.current == view.failed == 0


def batch_state(view: BatchView) -> str:
    """What a batch says on the first level."""
    match view.state:
        case BatchState.QUEUED:
            return translate("Words", "Waiting")
        case BatchState.SENDING:
            return translate("Words", "Sending, {0} of {1}").format(number(view.sent_messages), number(view.messages))
        case BatchState.FINISHING:
            return translate("Words", "Waiting for the server's answer")
        case BatchState.COMMITTED:
            return translate("Words", "Arrived")
        case BatchState.REJECTED:
            return _with(_refused(view), view)
        case BatchState.DOUBTFUL:
            return translate("Words", "The connection broke at the last moment. Checking what arrived ...")
        case BatchState.CONFLICT:
            return _with(translate("Words", "Needs you"), view)
        case BatchState.CANCELLED:
            reason = told(_FOLDERS.sub("", view.reason))
            if view.failed:
                said = translate("Words", "Not sent") if view.failed == view.messages else translate(
                    "Words", "{0} of {1} not sent, the others went on").format(
                        number(view.failed), number(view.messages))
                return translate("Words", "{0}: {1}").format(said, reason)
            # With a reason nobody has cancelled it: all was there already, say, or a source has changed.
            return reason or _dealt_with(translate("Words", "Cancelled, nothing was stored"), view)
        case BatchState.UNDONE:
            return translate("Words", "Taken back")


def _refused(view: BatchView) -> str:
    if _alone(view):
        return translate("Words", "Refused")
    if 0 < view.current < view.messages:  # the refused ones were looked for
        return translate("Words", "{0} of {1} refused, the others went on").format(
            number(view.current), number(view.messages))
    return translate("Words", "Refused, nothing was stored")


def _with(state: str, view: BatchView) -> str:
    offer = told(view.offer) if view.current else ""
    offer = translate("Words", "It can be repaired: {0}").format(offer) if offer else ""
    why = with_more(told(view.reason) or view.words, offer)
    culprit = "" if _alone(view) else _PLACE.sub("", view.culprit)  # where in its file it begins is told by the details
    reason = " ".join(part for part in (f"{told(culprit)}." if culprit else "", why) if part)
    return _dealt_with(translate("Words", "{0}: {1}").format(state, reason) if reason else state, view)


def _alone(view: BatchView) -> bool:
    """Whether a batch is one message that stands refused: its row is then about the message."""
    return view.state is BatchState.REJECTED and view.messages == view.current == 1 and view.culprit != ""


def subject(culprit: str) -> str:
    """`“Invoice”` of `“Invoice” (old.mbox at octet 512)`: where it lies is told one click deeper."""
    end = culprit.rfind("” (")
    if not culprit.startswith("“") or end <= 0:
        return told(culprit)
    return translate("Words", "“{0}”").format(culprit[1:end])


def _dealt_with(state: str, view: BatchView) -> str:
    if not dealt_with(view):
        return state
    return translate("Words", "Went on in other batches, or was left out. Before: {0}").format(state)


def import_state(view: ImportView) -> str:
    """How an import stands, in numbers that add up."""
    totals = view.totals
    if totals.present == totals.messages > 0 and view.scan is ScanState.DONE:
        if totals.messages == 1:
            return translate("Words", "The message is in the mailbox already: nothing was sent")
        return translate("Words", "All {0} are in the mailbox already: nothing was sent").format(
            number(totals.messages))
    arrived = translate("Words", "{0} of {1} arrived").format(number(totals.committed), number(totals.messages))
    return " · ".join([arrived, *not_arrived(view)])


def not_sent(view: ImportView) -> int:
    """How much of an import could not be read, and waits for a person to say what becomes of it."""
    return view.totals.failed - view.totals.waiting - view.totals.unclear


def not_arrived(view: ImportView) -> list[str]:
    """What became of the messages of an import that have not arrived, and how far it was read."""
    totals = view.totals
    parts = []
    if totals.waiting:
        parts.append(translate("Words", "{0} to go").format(number(totals.waiting)))
    if totals.rejected:
        parts.append(translate("Words", "{0} refused").format(number(totals.rejected)))
    if totals.present:
        parts.append(translate("Words", "{0} there already").format(number(totals.present)))
    if totals.undone:
        parts.append(translate("Words", "{0} taken back").format(number(totals.undone)))
    if left_out := totals.skipped - totals.present - totals.undone:
        parts.append(translate("Words", "{0} left out").format(number(left_out)))
    if totals.unclear:  # they may be there
        parts.append(translate("Words", "{0} unclear").format(number(totals.unclear)))
    if unread := not_sent(view):
        parts.append(translate("Words", "{0} not sent").format(number(unread)))
    if totals.differing:  # of those that arrived
        parts.append(translate("Words", "not as sent: {0}").format(number(totals.differing)))
    if view.scan is ScanState.RUNNING:
        parts.append(translate("Words", "still reading"))
    elif view.scan is ScanState.STOPPED:
        parts.append(translate("Words", "the rest was not read"))
    return parts


def batch_name(view: BatchView, account: AccountView | None = None) -> str:
    """`Batch 3 → Archive/2019`; one that was made of another says so, and a message that stands refused is named."""
    mailbox = mailbox_name(view.mailbox, account.facts if account is not None else None)
    if _alone(view):
        return translate("Words", "{0} → {1}").format(subject(view.culprit), mailbox)
    if view.parent is None:
        return translate("Words", "Batch {0} → {1}").format(view.id, mailbox)
    return translate("Words", "Batch {0}, out of batch {1} → {2}").format(view.id, view.parent, mailbox)


def source_name(source: str) -> str:
    """How people are told of a source: by the last part of its path; but by the program where that part is what
    Thunderbird made up for its own profile, as `x7k2m9qa.default-release`. The mail to practise with is called so."""
    path = (source.replace("\\", "/") if _WINDOWS.match(source) else source).rstrip("/")
    if path.endswith("/sample") and source == str(paths.resources() / "sample"):
        return translate("Words", "Sample mail")
    if path.endswith("/sample/More mail to drag") and source.startswith(str(paths.resources())):
        return translate("Words", "More mail to drag")
    return "Thunderbird" if _PROFILE.search(path) else path.rpartition("/")[2] or source


def import_name(view: ImportView) -> str:
    """`takeout.zip → Archive/2019`."""
    target = account_title(view.account) if view.target == TOP else mailbox_path(view.target)
    return translate("Words", "{0} → {1}").format(import_sources(view), target)


def import_sources(view: ImportView) -> str:
    """`takeout.zip`, or `a.mbox, b.mbox`."""
    names = [source_name(source) for source in view.sources]
    if len(names) > 2:
        name = translate("Words", "{0} and {1} more").format(names[0], number(len(names) - 1))
    else:
        name = ", ".join(names)
    return printable(name)


def import_search(view: ImportView) -> str:
    """What a search for an import looks through, without regard to case."""
    return " ".join([import_name(view), *map(printable, view.sources), account_title(view.account),
                     moment(view.created), _day(view.created), import_state(view)]).casefold()


def _day(seconds: float) -> str:
    """How people call the day, if it is not long ago."""
    ago = QDateTime.fromSecsSinceEpoch(int(seconds)).daysTo(QDateTime.currentDateTime())
    return {0: translate("Words", "today"), 1: translate("Words", "yesterday")}.get(ago, "")


def tip(text: str) -> str:
    """What a tool tip is given that names mail, files or mailboxes: Qt would lay out the HTML of a subject there, and
    read the pictures that it names."""
    return f"<p style='white-space: pre-wrap'>{html.escape(text)}</p>" if Qt.mightBeRichText(text) else text


def account_state(view: AccountView) -> str:
    """What an account does, in a few words."""
    match view.state:
        case AccountState.OFFLINE:
            return translate("Words", "Not connected")
        case AccountState.CONNECTING:
            return translate("Words", "Connecting ...")
        case AccountState.READY:
            return translate("Words", "Ready")
        case AccountState.WORKING:
            return translate("Words", "Sending")
        case AccountState.WAITING:
            until = moment(view.until) if view.until is not None else ""
            return translate("Words", "Tries again at {0}").format(until) if until else translate("Words", "Waiting")
        case AccountState.PAUSED:
            return told(view.title) or translate("Words", "Paused")


def waits_for(view: AccountView) -> str:
    """What keeps an account from sending: "The server asks us to wait until 14:05", "The mailbox is full"."""
    if view.state is not AccountState.WAITING or view.until is None or not view.title:
        return account_state(view)
    if view.title == "The server asks us to wait":
        return translate("Words", "The server asks us to wait until {0}").format(moment(view.until))
    return translate("Words", "{0}: next try at {1}").format(told(view.title), moment(view.until))


def verification(view: VerificationView) -> str:
    """How far what arrived was compared with what was sent, and whether it is the same."""
    checked = number(view.checked)
    if view.ended is None:
        said = translate("Words", "Compared with the server so far: {0} of {1}").format(checked, number(view.arrived))
    elif not view.arrived and not view.checked:
        said = translate("Words", "This import stored no message, so there was nothing to compare with the server")
    elif view.arrived == 1:
        said = _one_compared(view)
    elif view.differing:
        said = translate("Words", "{0} were compared with the server; {1} of them are not as they were sent").format(
            checked, number(view.differing))
    elif view.checked == 0 < view.arrived:
        said = translate("Words", "None of the {0} that arrived could be compared with the server").format(
            number(view.arrived))
    elif view.checked < view.arrived:
        said = translate("Words", "{0} of {1} were compared with the server, and are as they were sent").format(
            checked, number(view.arrived))
    elif view.depth is Verify.FULL:
        said = translate("Words", "All {0} were found as they were sent, byte for byte").format(checked)
    else:
        said = translate("Words", "All {0} were found as they were sent: size, date and flags").format(checked)
    return f"{said}. {told(view.problem)}".rstrip() if view.problem else f"{said}."


def _one_compared(view: VerificationView) -> str:
    if view.differing:
        return translate("Words", "The message was compared with the server, and is not as it was sent")
    if not view.checked:
        return translate("Words", "The message that arrived could not be compared with the server")
    if view.depth is Verify.FULL:
        return translate("Words", "The message was found as it was sent, byte for byte")
    return translate("Words", "The message was found as it was sent: size, date and flags")


def duration(seconds: float) -> str:
    """`about 3 min`."""
    if seconds < 60:
        return translate("Words", "less than a minute")
    if seconds < 3600 * 2:
        return translate("Words", "about {0} min").format(number(round(seconds / 60)))
    return translate("Words", "about {0} h").format(number(round(seconds / 3600)))


def time_left(seconds: float) -> str:
    """`3 min left`."""
    if seconds < 60:
        return translate("Words", "less than a minute left")
    if seconds < 3600 * 2:
        return translate("Words", "{0} min left").format(number(round(seconds / 60)))
    return translate("Words", "{0} h left").format(number(round(seconds / 3600)))
