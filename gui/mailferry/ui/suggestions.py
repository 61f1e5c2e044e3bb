"""Which mailbox of an account a folder of a mail program means: *Sent Items* is its *Sent*. RFC 6154 (special-use)."""

from __future__ import annotations

from mailferry.transfer.values import AccountView
from mailferry.ui.targets import path_of

_NAMES = {
    "\\sent": ("sent", "sent items", "sent messages", "sent mail", "sent-mail", "gesendet", "gesendete objekte",
               "gesendete elemente", "gesendete nachrichten", "envoyés", "éléments envoyés", "messages envoyés",
               "enviados", "inviata", "posta inviata"),
    "\\drafts": ("drafts", "draft", "entwürfe", "brouillons", "borradores", "bozze"),
    "\\trash": ("trash", "bin", "deleted items", "deleted messages", "papierkorb", "gelöschte objekte",
                "gelöschte elemente", "corbeille", "éléments supprimés", "papelera", "cestino"),
    "\\junk": ("junk", "spam", "junk e-mail", "junk mail", "junk email", "bulk mail", "unerwünscht",
               "courrier indésirable", "indésirables", "correo no deseado"),
    "\\archive": ("archive", "archives", "archiv"),
}
_INBOX = ("inbox", "posteingang", "eingang", "boîte de réception", "bandeja de entrada", "posta in arrivo")


def own_mailboxes(view: AccountView) -> dict[str, tuple[str, ...]]:
    """The account's mailboxes with a special use, by that use: as the server marks them, else by their usual names."""
    found: dict[str, tuple[str, ...]] = {}
    if view.facts is None:
        return found
    named: dict[str, tuple[str, ...]] = {}
    for mailbox in view.mailboxes or ():
        path = path_of(mailbox, view.facts)
        if path is None or not mailbox.selectable:
            continue
        for use, names in _NAMES.items():
            if use in {attribute.lower() for attribute in mailbox.attributes}:
                found.setdefault(use, path)
            elif len(path) == 1 and path[0].casefold() in names:
                named.setdefault(use, path)
    return named | found


def suggestion(folder: tuple[str, ...], own: dict[str, tuple[str, ...]]) -> tuple[str, ...] | None:
    """The account's own mailbox that a folder means by its name; None if it means none."""
    name = folder[-1].casefold() if folder else ""
    if name in _INBOX:
        return ()
    return next((own[use] for use, names in _NAMES.items() if name in names and use in own), None)
