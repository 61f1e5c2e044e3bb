"""Which mailboxes of another account are read, and as which folders.

RFC 9051 5.1 (names), RFC 2342 (namespaces). A mailbox is called like its path below the personal namespace, INBOX like
that. Of a whole account only the personal mailboxes are read, not those that others share, and last those that show
what lies in others (`account_views`).
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from mailferry.errors import Problem
from mailferry.imap.session import Session
from mailferry.imap.values import Endpoint
from mailferry.transfer.account_views import is_view


class MailboxMissing(Problem):
    """The mailbox to be read is not there."""

    title = "No such mailbox"


@dataclass(frozen=True, slots=True)
class Chosen:
    """A mailbox to read: its name on its server, and the folder that it stands for. Of a `view` only that is read which
    no other mailbox has brought."""

    name: str
    folder: tuple[str, ...]
    view: bool = False


def chosen_mailboxes(session: Session, mailbox: tuple[str, ...] | None) -> list[Chosen]:
    """The mailbox with this path and those below it, as folders below it; or all that are personal, by their paths.

    Raises MailboxMissing, ServerProblem.
    """
    namespace = session.namespace()
    found = []
    wanted = None if mailbox is None else _comparable(mailbox)
    for box in session.list_mailboxes():
        path = folder_path(box.name, box.delimiter, namespace.prefix)
        if wanted is None:
            is_personal = (box.name.startswith(namespace.prefix) or path == ("INBOX",)) and not any(
                box.name.startswith(other) for other in namespace.others)
            below = path if is_personal else None
        else:
            below = next((way[len(wanted):] for way in (path, folder_path(box.name, box.delimiter, ""))
                          if _comparable(way)[:len(wanted)] == wanted), None)
        if below is not None and box.selectable:
            found.append(Chosen(box.name, below, view=wanted is None and is_view(box.attributes)))
    if not found:
        raise MailboxMissing(f"{session.endpoint.name} has no mailbox {'/'.join(mailbox or ())} that can be read. "
                             f"Check how it is spelled.")
    return sorted(found, key=lambda chosen: chosen.view)  # views last


def folder_path(name: str, delimiter: str | None, prefix: str) -> tuple[str, ...]:
    """The path of a mailbox below the personal namespace. "INBOX" in any spelling is INBOX."""
    if prefix and name.startswith(prefix) and len(name) > len(prefix):
        name = name[len(prefix):]
    parts = [part for part in name.split(delimiter) if part] if delimiter else [name]
    if parts[:1] and parts[0].upper() == "INBOX":
        parts[0] = "INBOX"
    return tuple(parts)


def _comparable(path: tuple[str, ...]) -> tuple[str, ...]:
    parts = [unicodedata.normalize("NFC", part) for part in path]
    return ("INBOX", *parts[1:]) if parts and parts[0].upper() == "INBOX" else tuple(parts)


def survey(endpoint: Endpoint, password: str, mailbox: tuple[str, ...] | None) -> list[tuple[tuple[str, ...], int]]:
    """What would be read: the folders, and how many messages each holds. Raises ServerProblem, MailboxMissing."""
    session = Session.connect(endpoint, password)
    try:
        found = []
        for chosen in chosen_mailboxes(session, mailbox):
            status = session.status(chosen.name)
            found.append((chosen.folder, 0 if status is None else status.messages))
        return found
    finally:
        session.close()
