"""What the stories of the window begin with: a person, mail in a file, and a way to Dovecot that has faults."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from tests.servers.checker import as_multiset, read_mailbox
from tests.servers.common import Account, ImapServer
from tests.servers.dovecot import Dovecot
from tests.servers.fault_proxy import FaultProxy
from tests.servers.faults import Fault
from tests.servers.fixtures import NewFaultProxy
from tests.transfer.boxes import Mail, mails, write_mbox
from tests.transfer.ferry import SHORT
from tests.ui.conftest import OpenDesk
from tests.ui.desk import Desk, files

from mailferry.imap.transmit import Patience
from mailferry.imap.values import Endpoint, Security
from mailferry.transfer.values import OnReject
from mailferry.ui.app import window_settings
from mailferry.ui.preferences import Preferences, save
from mailferry.ui.queue_rows import Filter

CONTENT = mails(12)
BATCH = 4
FIRST, SECOND, THIRD = CONTENT[:4], CONTENT[4:8], CONTENT[8:]
ASKED_FOR = ("LITERAL+", "LITERAL-")
"""Hidden: then each message is asked for, and a batch that stands still has not gone out."""
LOOKING = "The connection broke at the last moment. Checking what arrived ..."
QUICK = replace(SHORT, commit=2, progress=2, command=2)
"""For a server that falls silent: a busy one answers in that time all the same."""


class Story:
    """A person with twelve mails in a file, to be sent in three batches, and a way to Dovecot with these faults."""

    def __init__(self, open_desk: OpenDesk, proxy: FaultProxy, dovecot: ImapServer, account: Account,  # noqa: PLR0917
                 folder: Path, patience: Patience) -> None:
        self._open_desk = open_desk
        self.proxy, self.server, self.account, self.patience = proxy, dovecot, account, patience
        self.box = write_mbox(folder / "Old mail.mbox", CONTENT)
        self.desk = open_desk(None, patience)
        self.endpoint = Endpoint(proxy.server.host, proxy.server.port, Security.PLAINTEXT, account.user)
        self.name = self.endpoint.name

    def drop(self, on_reject: OnReject = OnReject.ISOLATE) -> None:
        """Connect, drop the file on the inbox, and press Import."""
        save(window_settings(self.desk.state_dir), Preferences(batch_messages=BATCH, on_reject=on_reject.value))
        self.desk.connect(self.endpoint, self.account.password)
        self.desk.drop_on(self.name, (), files([self.box]))

    def until_struck(self) -> None:
        """Wait for the fault, while the window lives and shows the three batches."""
        self.desk.wait(lambda: self.proxy.fired and len(self.desk.states()) == 3)

    def start_again(self) -> Desk:
        """Start the program anew on what it has noted."""
        self.desk = self._open_desk(None, self.patience)
        return self.desk

    def holds(self, content: Sequence[Mail]) -> bool:
        """Whether Dovecot has these and nothing else, each once."""
        return as_multiset(read_mailbox(self.server, self.account)) == as_multiset(mail.stored for mail in content)

    def row(self, number: int) -> str:
        """What the row of a batch says, the first one being 1."""
        states = self.desk.states()
        return states[number - 1] if len(states) >= number else ""

    def notice(self) -> str:
        """What is said of the account, in place."""
        return self.desk.said(self.desk.window.mailboxes.notices, self.name)

    def press_in_notice(self, label: str) -> None:
        """Click a button there."""
        self.desk.press_notice(self.desk.window.mailboxes.notices, self.name, label)

    def needs_you(self) -> str:
        """What the filter for what needs a person says, its number included."""
        return self.desk.window.queue.filter_buttons[Filter.NEEDS_YOU].text()

    def all_arrive(self) -> None:
        """In the end all is there once, and every row says so."""
        self.desk.wait(self.desk.settled)
        self.desk.wait(lambda: self.desk.import_says().startswith("All arrived"))
        assert self.desk.imports()[0].totals.committed == len(CONTENT)
        assert self.holds(CONTENT)


class NewStory:
    """Begins a story; `patience` is how long silence is borne."""

    def __init__(self, open_desk: OpenDesk, dovecot: Dovecot, new_proxy: NewFaultProxy, folder: Path) -> None:
        self._open_desk, self._dovecot = open_desk, dovecot
        self._new_proxy, self._folder = new_proxy, folder

    def __call__(self, *faults: Fault, patience: Patience = SHORT, hide: Sequence[str] = (),
                 quota_kib: int | None = None, max_mail_size: int | None = None) -> Story:
        account = self._dovecot.add_account(quota_kib=quota_kib, max_mail_size=max_mail_size)
        proxy = self._new_proxy(self._dovecot.server, *faults, hide=hide)
        return Story(self._open_desk, proxy, self._dovecot.server, account, self._folder, patience)
