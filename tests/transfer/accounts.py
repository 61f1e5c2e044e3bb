"""Accounts filled for the stories in which mail is read from one server and brought to another."""

from __future__ import annotations

import contextlib
import imaplib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tests.servers.checker import Stored, as_multiset, list_mailboxes, quoted, read_mailbox, signed_in
from tests.servers.common import Account, ImapServer
from tests.transfer.boxes import Mail

SOURCE_PASSWORD = "SOURCE_FERRY_PASSWORD"


@dataclass(frozen=True)
class Home:
    """A user on a server of the tests."""

    server: ImapServer
    account: Account

    @property
    def name(self) -> str:
        """As the program calls the account."""
        return f"{self.account.user}@{self.server.host}:{self.server.port}"

    def url(self, mailbox: str = "", server: ImapServer | None = None) -> str:
        """As the command line writes it; `server` is one that stands before it."""
        there = server or self.server
        return f"imap://{self.account.user}@{there.host}:{there.port}/{mailbox}"

    def fill(self, mailbox: str, content: Iterable[Mail]) -> None:
        """Put mail into a mailbox, which is made if it is not there; \\Deleted included."""
        with signed_in(self.server, self.account) as connection:
            if connection.status(quoted(mailbox), "(MESSAGES)")[0] != "OK":
                assert connection.create(quoted(mailbox))[0] == "OK"
            offered = connection.capability()[1][0].split()
            if {b"MULTIAPPEND", b"LITERAL+"} <= set(offered):
                _append_all(connection, mailbox, content)
                return
            for mail in content:
                flags = " ".join(sorted(mail.flags | mail.keywords))
                date = imaplib.Time2Internaldate(mail.date)
                answer = connection.append(quoted(mailbox), f"({flags})", date, mail.wire)
                assert answer[0] == "OK", answer

    def held(self, mailbox: str = "INBOX") -> Counter[Stored]:
        """What a mailbox holds."""
        return as_multiset(read_mailbox(self.server, self.account, mailbox))

    def all_held(self) -> dict[str, Counter[Stored]]:
        """What each mailbox holds that is not empty."""
        found = {}
        for name in list_mailboxes(self.server, self.account):
            with contextlib.suppress(imaplib.IMAP4.error):  # the name of a mere parent
                found[name] = self.held(name)
        return {name: held for name, held in found.items() if held}


def _append_all(connection: imaplib.IMAP4, mailbox: str, content: Iterable[Mail]) -> None:
    """In commands of many messages (RFC 3502, 7888), which imaplib knows nothing of."""
    waiting = list(content)
    while waiting:
        now, waiting = waiting[:500], waiting[500:]
        messages = [b' (%s) %s {%d+}\r\n%s' % (" ".join(sorted(mail.flags | mail.keywords)).encode(),
                                              imaplib.Time2Internaldate(mail.date).encode(), len(mail.wire), mail.wire)
                    for mail in now]
        connection.send(b"ferry APPEND " + quoted(mailbox).encode() + b"".join(messages) + b"\r\n")
        while not (line := connection.readline()).startswith(b"ferry "):
            assert line
        assert line.startswith(b"ferry OK"), line


def stored(content: Mapping[str, Iterable[Mail]]) -> dict[str, Counter[Stored]]:
    """What mailboxes must hold."""
    return {name: as_multiset(mail.stored for mail in mails) for name, mails in content.items()}
