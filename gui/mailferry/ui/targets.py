"""Where mail is dropped: an account, or a mailbox by its path below the personal namespace (RFC 2342), which is also
what an import names as its target; INBOX is the path ().
"""

from __future__ import annotations

from dataclasses import dataclass

from mailferry.imap.values import Mailbox
from mailferry.transfer.names import mailbox_name
from mailferry.transfer.values import TOP, ServerFacts
from mailferry.ui import words
from mailferry.ui.arrivals import Cargo
from mailferry.ui.words import translate


@dataclass(frozen=True, slots=True)
class Target:
    """A mailbox that takes mail, or an account (TOP): `path` as an import names it."""

    account: str
    path: tuple[str, ...]

    @property
    def name(self) -> str:
        """How people are told of it."""
        return words.account_title(self.account) if self.path == TOP else words.mailbox_path(self.path)

    @property
    def full_name(self) -> str:
        """The same with its account: others may have a mailbox of that name too."""
        if self.path == TOP:
            return self.name
        return translate("Words", "{0} of {1}").format(self.name, words.account_title(self.account))

    def for_cargo(self, cargo: Cargo) -> Target:
        """Where a cargo goes that is dropped here: a mailbox of another account becomes one of this account, as a
        folder does."""
        selection = cargo.selections[0]
        if self.path != TOP or selection.account is None or not selection.folder:
            return self
        name = selection.folder[-1:]
        return Target(self.account, () if name[0].upper() == "INBOX" else name)


@dataclass(frozen=True, slots=True)
class Drop:
    """What was dropped or pasted, and where."""

    target: Target
    cargo: Cargo


def path_of(mailbox: Mailbox, facts: ServerFacts) -> tuple[str, ...] | None:
    """The path of a mailbox below the personal namespace, () for INBOX; None for one that is not below it."""
    if mailbox.name.upper() == "INBOX":
        return ()
    rest = mailbox.name
    if facts.prefix:
        if rest[:len(facts.prefix)].upper() != facts.prefix.upper():
            return None
        rest = rest[len(facts.prefix):]
    path = tuple(rest.split(mailbox.delimiter)) if mailbox.delimiter else (rest,)
    return path if mailbox_name(path, facts) == mailbox.name else None
