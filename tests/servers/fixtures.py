"""The test servers as fixtures (a pytest plugin: `pytest_plugins = ["tests.servers.fixtures"]`).

    def test_one_message_arrives(dovecot: ImapServer, dovecot_account: NewDovecotAccount) -> None:
        account = dovecot_account(quota_kib=1024)
        ...                                                     # the program under test, at dovecot.port
        assert as_multiset(read_mailbox(dovecot, account, "INBOX")) == as_multiset([Stored.of(octets, (), date)])

dovecot, cyrus, cyrus_limited       the servers (ImapServer): they start once for each test process, when asked for
courier                             a server (ImapServer) that starts for each test; one runs on a machine at a time
dovecot_account, cyrus_account,
courier_account                     functions that make a new user at each call, with the options of its server
pymap, new_pymap                    a new pymap with its user; the function that starts one with options
tls                                 the authority and certificates that the servers use (Certificates)
fault_proxy, scripted_server        functions that start a FaultProxy before a server, or a ScriptedServer

Where a server cannot run, its tests are skipped with the reason.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from typing import Literal, Protocol

import pytest
from tests.servers import courier as courier_module
from tests.servers import cyrus as cyrus_module
from tests.servers import dovecot as dovecot_module
from tests.servers.common import Account, Certificates, ImapServer, make_certificates, server_directory
from tests.servers.courier import Courier, run_courier
from tests.servers.cyrus import Cyrus, run_cyrus
from tests.servers.dovecot import Dovecot, run_dovecot
from tests.servers.fault_proxy import FaultProxy
from tests.servers.faults import Fault
from tests.servers.pymap_server import Pymap, run_pymap
from tests.servers.scripted import CAPABILITIES, ScriptedServer


class NewDovecotAccount(Protocol):
    """The options are those of `Dovecot.add_account`."""

    def __call__(
        self,
        *,
        quota_kib: int | None = None,
        max_mail_size: int | None = None,
        storage: Literal["maildir", "mdbox"] = "maildir",
        literal_minus: bool = False,
        separator: str = ".",
        prefix: str = "",
        user: str | None = None,
    ) -> Account: ...


class NewCyrusAccount(Protocol):
    """The option is that of `Cyrus.add_account`."""

    def __call__(self, *, quota_kib: int | None = None) -> Account: ...


class NewCourierAccount(Protocol):
    """The option is that of `Courier.add_account`."""

    def __call__(self, *, quota_kib: int | None = None) -> Account: ...


class NewPymap(Protocol):
    """The options are those of `run_pymap`."""

    def __call__(self, *, max_append_len: int | None = ..., multi_append: bool = True) -> Pymap: ...


class NewFaultProxy(Protocol):
    """The options are those of `FaultProxy`."""

    def __call__(
        self,
        target: ImapServer,
        *faults: Fault,
        hide: Iterable[str] = (),
        add: Iterable[str] = (),
        remove_codes: Iterable[str] = (),
    ) -> FaultProxy: ...


class NewScriptedServer(Protocol):
    """The options are those of `ScriptedServer`."""

    def __call__(
        self,
        *,
        capabilities: Sequence[str] = ...,
        greeting: bytes | None = None,
        answer_at: int | None = None,
        append: int | None = None,
        answer: bytes = b"",
        lost_sync: bool = True,
        every_connection: bool = False,
        refused: bytes | None = None,
    ) -> ScriptedServer: ...


@pytest.fixture(scope="session")
def tls() -> Iterator[Certificates]:
    """The throw-away authority and its good, expired and wrong-name certificates."""
    if shutil.which("openssl") is None:
        pytest.skip("the openssl command is not installed")
    with server_directory("tls") as directory:
        yield make_certificates(directory)


@pytest.fixture(scope="session")
def dovecot_process(tls: Certificates) -> Iterator[Dovecot]:
    """The running Dovecot itself: its directory, its log, its users."""
    reason = dovecot_module.why_not_here()
    if reason is not None:
        pytest.skip(reason)
    with run_dovecot(tls) as running:
        yield running


@pytest.fixture(scope="session")
def dovecot(dovecot_process: Dovecot) -> ImapServer:
    """Dovecot 2.3: plain, STARTTLS and imaps; at EXPIRED_ADDRESS and WRONG_NAME_ADDRESS with bad certificates."""
    return dovecot_process.server


@pytest.fixture
def dovecot_account(dovecot_process: Dovecot) -> NewDovecotAccount:
    """Makes a new user of Dovecot at each call."""
    return dovecot_process.add_account


@pytest.fixture(scope="session")
def cyrus_process(tls: Certificates) -> Iterator[Cyrus]:
    """The running Cyrus itself: its directory and its users."""
    reason = cyrus_module.why_not_here()
    if reason is not None:
        pytest.skip(reason)
    with run_cyrus(tls) as running:
        yield running


@pytest.fixture(scope="session")
def cyrus(cyrus_process: Cyrus) -> ImapServer:
    """Cyrus 3.6: plain, STARTTLS and imaps."""
    return cyrus_process.server


@pytest.fixture(scope="session")
def cyrus_limited(cyrus_process: Cyrus) -> ImapServer:
    """The same Cyrus with the same users on another port, which takes messages up to cyrus.LIMIT_OCTETS."""
    return cyrus_process.limited


@pytest.fixture
def cyrus_account(cyrus_process: Cyrus) -> NewCyrusAccount:
    """Makes a new user of Cyrus at each call."""
    return cyrus_process.add_account


@pytest.fixture
def courier_process() -> Iterator[Courier]:
    """The running Courier itself: its users."""
    reason = courier_module.why_not_here()
    if reason is not None:
        pytest.skip(reason)
    with run_courier() as running:
        yield running


@pytest.fixture
def courier(courier_process: Courier) -> ImapServer:
    """Courier 5.0: plain only."""
    return courier_process.server


@pytest.fixture
def courier_account(courier_process: Courier) -> NewCourierAccount:
    """Makes a new user of Courier at each call."""
    return courier_process.add_account


@pytest.fixture
def new_pymap() -> Iterator[NewPymap]:
    """Starts a new empty pymap at each call; all stop with the test."""
    with ExitStack() as servers:

        def start(*, max_append_len: int | None = 1_000_000_000, multi_append: bool = True) -> Pymap:
            return servers.enter_context(run_pymap(max_append_len=max_append_len, multi_append=multi_append))

        yield start


@pytest.fixture
def pymap(new_pymap: NewPymap) -> Pymap:
    """A new empty pymap in this process, with its one user."""
    return new_pymap()


@pytest.fixture
def fault_proxy() -> Iterator[NewFaultProxy]:
    """Starts a relay in front of a server at each call; all stop with the test."""
    with ExitStack() as proxies:

        def start(
            target: ImapServer,
            *faults: Fault,
            hide: Iterable[str] = (),
            add: Iterable[str] = (),
            remove_codes: Iterable[str] = (),
        ) -> FaultProxy:
            proxy = FaultProxy(target, *faults, hide=hide, add=add, remove_codes=remove_codes)
            return proxies.enter_context(proxy)

        yield start


@pytest.fixture
def scripted_server() -> Iterator[NewScriptedServer]:
    """Starts a scripted server at each call; all stop with the test."""
    with ExitStack() as servers:

        def start(
            *,
            capabilities: Sequence[str] = CAPABILITIES,
            greeting: bytes | None = None,
            answer_at: int | None = None,
            append: int | None = None,
            answer: bytes = b"",
            lost_sync: bool = True,
            every_connection: bool = False,
            refused: bytes | None = None,
        ) -> ScriptedServer:
            server = ScriptedServer(
                capabilities=capabilities,
                greeting=greeting,
                answer_at=answer_at,
                append=append,
                answer=answer,
                lost_sync=lost_sync,
                every_connection=every_connection,
                refused=refused,
            )
            return servers.enter_context(server)

        yield start
