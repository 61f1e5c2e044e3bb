"""What the stories of the engine share: an engine at a time, the two real servers, and short waits."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Protocol

import pytest
from tests.servers.common import Account, ImapServer
from tests.servers.cyrus import LIMIT_OCTETS
from tests.servers.fixtures import NewFaultProxy
from tests.transfer.child import Program, quick_program
from tests.transfer.ferry import SHORT, Ferry, Real
from tests.transfer.voyage import Voyage

from mailferry.imap.transmit import Patience
from mailferry.transfer import account_source, doubt, looking, uploader


class NewFerry(Protocol):
    """Starts an engine on the test's state folder, connected to this account."""

    def __call__(self, server: ImapServer, account: Account, patience: Patience = ...,
                 *, connect: bool = ...) -> Ferry: ...


class NewProgram(Protocol):
    """Gives a state folder of its own to the commands for this account. `quick`: their waits for what comes late are
    short, as in the fault matrix."""

    def __call__(self, account: Account, *, quick: bool = False) -> Program: ...


@pytest.fixture
def short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reconnect at once, and believe an empty mailbox after a second."""
    monkeypatch.setattr(uploader, "WAITS", (0.02, 0.02, 0.02, 0.02, 0.02))
    monkeypatch.setattr(account_source, "WAITS", (0.02, 0.02, 0.02, 0.02, 0.02))
    monkeypatch.setattr(looking, "LOOPBACK_WAIT", 1.0)
    monkeypatch.setattr(doubt, "BUSY_WAIT", 0.05)


@pytest.fixture
def new_ferry(tmp_path: Path, short_waits: None) -> Iterator[NewFerry]:
    """Starts an engine at each call; all end with the test. One at a time may have the state folder."""
    with ExitStack() as ferries:

        def start(server: ImapServer, account: Account, patience: Patience = SHORT, *, connect: bool = True) -> Ferry:
            ferry = ferries.enter_context(Ferry(tmp_path / "state", server, account, patience))
            return ferry.connect() if connect else ferry

        yield start


@pytest.fixture
def new_program(tmp_path: Path) -> Iterator[NewProgram]:
    """Children of the commands, each call with another state folder; all end with the test."""
    with ExitStack() as children:

        def new(account: Account, *, quick: bool = False) -> Program:
            state = Path(tempfile.mkdtemp(prefix="home-", dir=tmp_path)) / "state"
            return quick_program(state, account, children.enter_context) if quick else Program(
                state, account, children.enter_context)

        yield new


@pytest.fixture(params=["dovecot", "cyrus"])
def real(request: pytest.FixtureRequest) -> Real:
    """Each of the two real servers."""
    server: ImapServer = request.getfixturevalue(request.param)
    new_account = request.getfixturevalue(f"{request.param}_account")

    def limited() -> tuple[ImapServer, Account, int]:
        if request.param == "dovecot":
            return server, new_account(max_mail_size=LIMIT_OCTETS), LIMIT_OCTETS
        return request.getfixturevalue("cyrus_limited"), new_account(), LIMIT_OCTETS

    return Real(server, new_account, limited)


@pytest.fixture
def voyage(real: Real, fault_proxy: NewFaultProxy, new_ferry: NewFerry, tmp_path: Path) -> Voyage:
    """An import of three batches on each of the two real servers."""
    return Voyage(real, fault_proxy, new_ferry, tmp_path)
