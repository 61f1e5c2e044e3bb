"""The servers that all runs share: one process of each for the whole matrix, a new user for each run."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from tests.faults.scenario import QUOTA_KIB, Scenario
from tests.servers.checker import quoted, signed_in
from tests.servers.common import Account, ImapServer, make_certificates, server_directory
from tests.servers.courier import Courier, run_courier
from tests.servers.cyrus import LIMIT_OCTETS as CYRUS_LIMIT
from tests.servers.cyrus import Cyrus, run_cyrus
from tests.servers.dovecot import Dovecot, run_dovecot
from tests.transfer.boxes import Mail


@dataclass(frozen=True)
class Port:
    """Where a run goes to: its server, its user, and its mailbox by the server's name for it."""

    server: ImapServer
    account: Account
    mailbox: str

    def put(self, mail: Mail) -> int:
        """Deliver a mail as another client does; its UID."""
        with signed_in(self.server, self.account) as connection:
            flags = " ".join(sorted(mail.flags | mail.keywords))
            date = mail.date.strftime('"%d-%b-%Y %H:%M:%S +0000"')
            answer, words = connection.append(quoted(self.mailbox), f"({flags})", date, mail.wire)
            assert answer == "OK", words
            return int(words[0].partition(b"]")[0].rpartition(b" ")[2])

    def create(self) -> None:
        """Make the mailbox."""
        with signed_in(self.server, self.account) as connection:
            assert connection.create(quoted(self.mailbox))[0] == "OK"


class Grounds:
    """The running servers."""

    def __init__(self, dovecot: Dovecot | None, cyrus: Cyrus | None, courier: Courier | None) -> None:
        self._dovecot = dovecot
        self._cyrus = cyrus
        self._courier = courier
        self._lock = threading.Lock()

    def port(self, plan: Scenario) -> Port:
        """A new user with what the run wants of its server."""
        refuses = plan.too_big is not None
        with self._lock:
            match plan.server:
                case "cyrus":
                    assert self._cyrus is not None
                    server = self._cyrus.limited if refuses else self._cyrus.server
                    return Port(server, self._cyrus.add_account(), "Aa")
                case "courier":
                    assert self._courier is not None
                    account = self._courier.add_account(quota_kib=QUOTA_KIB if refuses else None)
                    return Port(self._courier.server, account, "INBOX.Aa")
                case _:
                    assert self._dovecot is not None
                    account = self._dovecot.add_account(
                        storage="mdbox" if plan.server == "mdbox" else "maildir",
                        max_mail_size=CYRUS_LIMIT if refuses and plan.seed % 3 == 0 else None,
                        quota_kib=QUOTA_KIB if refuses and plan.seed % 3 else None)
                    return Port(self._dovecot.server, account, "Aa")


@contextmanager
def run_grounds(names: frozenset[str]) -> Iterator[Grounds]:
    """Start the servers of these names; all stop at the end."""
    with ExitStack() as servers:
        tls = make_certificates(servers.enter_context(server_directory("tls")))
        dovecot = servers.enter_context(run_dovecot(tls)) if names & {"maildir", "mdbox"} else None
        cyrus = servers.enter_context(run_cyrus(tls)) if "cyrus" in names else None
        courier = servers.enter_context(run_courier()) if "courier" in names else None
        yield Grounds(dovecot, cyrus, courier)
