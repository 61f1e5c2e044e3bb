"""pymap inside the test process: the quick server for everyday tests, on every system.

It flatters the client (no quota, no NAMESPACE, the first UID is 101), so what the promise rests on is tested on
Dovecot and Cyrus too. One server has one user; a test that wants another user starts another server.
"""

from __future__ import annotations

import asyncio
import threading
from argparse import Namespace
from collections.abc import Iterator
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass

from proxyprotocol.reader import ProxyProtocolReader
from pymap.backend.dict import Config, DictBackend, Login
from pymap.config import BackendCapability
from pymap.imap import IMAPServer
from pymap.user import Passwords, UserMetadata
from pysasl.hashing import Cleartext
from tests.servers.common import JOIN_SECONDS, LOOPBACK, READY_SECONDS, Account, ImapServer

ACCOUNT = Account("user1", "pw")


@dataclass(frozen=True)
class Pymap:
    """The running server and its one user."""

    server: ImapServer
    account: Account


class _Config(Config):
    """The settings of the dict backend, with MULTIAPPEND as the test wants it."""

    multi_append = True

    @property
    def backend_capability(self) -> BackendCapability:
        return BackendCapability(idle=True, object_id=True, multi_append=self.multi_append)


@contextmanager
def run_pymap(*, max_append_len: int | None = 1_000_000_000, multi_append: bool = True) -> Iterator[Pymap]:
    """Serve an empty mailbox until the end of the block.

    max_append_len: octets of one message, shown as APPENDLIMIT (None: not shown); a larger literal gets BAD.
    multi_append: without it MULTIAPPEND is not offered and gets `NO [CANNOT]`.
    """
    arguments = Namespace(
        host=LOOPBACK,
        port=0,
        debug=False,
        cert=None,
        key=None,
        tls=False,
        proxy_protocol=None,
        inherited_sockets=None,
        passlib_cfg=None,
        demo_data=False,
        demo_user=ACCOUNT.user,
        demo_password=ACCOUNT.password,
    )
    ports: list[int] = []
    ready = threading.Event()
    loop = asyncio.new_event_loop()
    stopped = asyncio.Event()

    async def serve() -> None:
        # The default hash takes 0.15 s for each sign-in.
        config = _Config.from_args(arguments, max_append_len=max_append_len, hash_context=Cleartext())
        config.multi_append = multi_append
        login = Login(config)
        password = await Passwords(config).hash_password(ACCOUNT.password)
        await login.demo_user_identity.set(UserMetadata(config, ACCOUNT.user, password=password))
        backend = DictBackend(login, config)
        config.apply_context()
        async with AsyncExitStack() as stack:
            await backend.start(stack)
            imap = IMAPServer(backend.login, config)
            callback = ProxyProtocolReader(config.proxy_protocol).get_callback(imap)
            server = await asyncio.start_server(callback, LOOPBACK, 0)
            ports.append(server.sockets[0].getsockname()[1])
            ready.set()
            await stopped.wait()
            server.close()  # not wait_closed: it would wait for the clients, which the runner ends

    def run() -> None:
        with asyncio.Runner(loop_factory=lambda: loop) as runner:
            runner.run(serve())

    thread = threading.Thread(target=run, name="pymap")
    thread.start()
    try:
        if not ready.wait(READY_SECONDS):
            raise TimeoutError("pymap does not start")
        yield Pymap(ImapServer("pymap", LOOPBACK, ports[0]), ACCOUNT)
    finally:
        if thread.is_alive():
            loop.call_soon_threadsafe(stopped.set)
        thread.join(JOIN_SECONDS)
    assert not thread.is_alive(), "pymap does not stop"
