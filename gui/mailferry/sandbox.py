"""The practice mailbox: a real IMAP server inside this process, reachable from this machine only.

It is pymap's in-memory ("dict") backend behind a TCP port of 127.0.0.1. pymap's other backends re-serialise mail.
It is empty at each start, its password is new at each start, and it is gone at the end. Not here: the rooms of the
program (mail/, imap/, transfer/, ui/); a practice mailbox is an account like any other.

What is changed of pymap 0.36, each where its class is extended below:
- message octets are kept as they came and parsed when a program asks (the parse keeps twice the octets in memory);
- APPEND is refused as a whole with OVERQUOTA (RFC 5530) where the mail would pass the limit;
- if wanted it is strict as some servers are (Cyrus, by its words): APPEND is refused as a whole for a message with a
  NUL or a header line that is no field, so that a refusal can be practised;
- a command with literals is read in time linear in its size, and mail text is never searched for literals;
- mailboxes lie at most 100 levels deep;
- no certificate, proxy or host name is looked up in the environment or the network.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import re
import secrets
import shlex
import signal
import socket
import ssl
import tempfile
import threading
from argparse import Namespace
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from proxyprotocol.sock import SocketInfo
from pymap.backend.dict import Config, Login
from pymap.backend.dict.filter import FilterSet
from pymap.backend.dict.mailbox import LoadedMessage, MailboxData, MailboxSet, Message
from pymap.concurrent import Subsystem
from pymap.config import BackendCapability
from pymap.context import connection_exit
from pymap.exceptions import AppendFailure, NotSupportedError
from pymap.imap import IMAPConnection
from pymap.imap.state import ConnectionState
from pymap.mime import MessageContent
from pymap.parsing.command import Command
from pymap.parsing.command.auth import AppendCommand
from pymap.parsing.message import AppendMessage
from pymap.parsing.response import CommandResponse, ResponseCode, ResponseContinuation
from pymap.parsing.specials import FetchRequirement, ObjectId
from pymap.parsing.state import ExpectContinuation, ParsingInterrupt, ParsingState
from pymap.selected import SelectedMailbox
from pymap.user import UserMetadata
from pysasl.hashing import Cleartext

from mailferry.errors import Problem

# It writes what clients send into its log, LOGIN with its password too.
logging.getLogger("pymap").setLevel(logging.CRITICAL)

USER = "practice"
HOST = "127.0.0.1"

_ROUNDS = 5
"""So many rounds of the loop at most a connection that was accepted needs until it has its conversation; asyncio would
leave it open if its server were closed before."""

_LEVELS = 100  # pymap calls itself at each level when it lists mailboxes

LIMIT = 500_000_000
"""Octets of mail that the practice mailbox holds; they are in memory."""


class SandboxProblem(Problem):
    """The practice mailbox cannot be started."""

    title = "No practice mailbox"


class Sandbox:
    """A practice mailbox: `with Sandbox() as sandbox:` serves it, or `start()` and `stop()`, each once.

    `limit` is in octets. `strict`: it refuses what some servers refuse. After `start` it is reached at `host`:`port`
    without TLS, by `user` with `password`.
    """

    host = HOST
    user = USER

    def __init__(self, *, limit: int = LIMIT, strict: bool = False) -> None:
        self.password = secrets.token_urlsafe(18)
        self.port = 0
        self._mailboxes = _Mailboxes()
        self._limit = limit
        self._strict = strict
        self._runner = asyncio.Runner(loop_factory=asyncio.new_event_loop)
        self._stopping = asyncio.Event()
        self._writers: set[asyncio.StreamWriter] = set()
        self._thread: threading.Thread | None = None

    def start(self, port: int = 0) -> None:
        """Serve at `port`, 0 for any free one. Raises SandboxProblem if it cannot be had."""
        try:
            listener = socket.create_server((HOST, port))
        except (OSError, OverflowError) as error:
            raise SandboxProblem(
                f"The practice mailbox could not listen at port {port} of this machine. Another program may use the "
                "port: choose another, or none to take a free one.", detail=str(error)) from error
        self.port = listener.getsockname()[1]
        self._loop = self._runner.get_loop()
        self._thread = threading.Thread(target=self._run, args=(listener,), name="practice mailbox")
        self._thread.start()

    def stop(self) -> None:
        """End every connection and forget the mail. Does nothing if it does not run."""
        if self._thread is not None:
            self._loop.call_soon_threadsafe(self._stopping.set)
            self._thread.join()
            self._thread = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        self.stop()

    def _run(self, listener: socket.socket) -> None:
        with self._runner:
            # What goes wrong in one connection ends that connection; it has no place on the user's terminal.
            self._loop.set_exception_handler(lambda _loop, _context: None)
            self._runner.run(self._serve(listener))

    async def _serve(self, listener: socket.socket) -> None:
        config = _Config(_arguments(), host=HOST, port=self.port, tls_enabled=False, demo_data=False, demo_user=USER,
                         demo_password=self.password, hash_context=Cleartext(),
                         cpu_subsystem=Subsystem.for_asyncio(), max_append_len=self._limit,
                         ssl_context=ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER))
        config.set_cache[USER] = self._mailboxes, FilterSet()
        login = Login(config)
        await login.demo_user_identity.set(UserMetadata(config, USER, password=self.password))

        async def converse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            self._writers.add(writer)
            # asyncio sets it for sockets of its own making only; without it each answer in parts waits for 40 ms.
            writer.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            try:
                async with contextlib.AsyncExitStack() as stack:
                    connection_exit.set(stack)
                    connection = _Connection(config.commands, config, reader, writer, SocketInfo.get(writer, None))
                    stack.enter_context(contextlib.closing(connection))
                    await connection.run(_State(login, config, self._mailboxes, self._limit, strict=self._strict))
            finally:
                self._writers.discard(writer)

        server = await asyncio.start_server(converse, sock=listener, limit=1 << 20)
        await self._stopping.wait()
        with contextlib.suppress(NotImplementedError):  # asyncio for Windows accepts in another way
            self._loop.remove_reader(listener)
        for _ in range(_ROUNDS):
            await asyncio.sleep(0)
        server.close()
        await self._end_conversations()

    async def _end_conversations(self) -> None:
        """Say BYE to each client, and cut off those that do not listen: since Python 3.12 a server's own way of
        closing waits for its clients for ever."""
        writers = list(self._writers)
        conversations = asyncio.all_tasks() - {asyncio.current_task()}
        for conversation in conversations:
            conversation.cancel()
        if conversations:
            await asyncio.wait(conversations, timeout=1)
        for writer in writers:
            writer.transport.abort()


def serve(port: int, write: Callable[[str], object]) -> None:
    """Serve a practice mailbox until SIGINT or SIGTERM, as `mailferry sandbox` does; call it in the main thread.

    `write` gets each line for the user, without line end: among them the complete command that reaches the mailbox.
    Its password is in a file that only the user can read, which is removed at the end. Raises SandboxProblem.
    """
    sandbox = Sandbox(strict=True)
    with _until_signalled() as wait, tempfile.TemporaryDirectory(prefix="mailferry-") as folder:
        password_file = Path(folder, "password")
        password_file.touch(0o600, exist_ok=False)
        password_file.write_text(sandbox.password + "\n", encoding="ascii")
        sandbox.start(port)
        try:
            write("The practice mailbox is ready. It is empty at each start, and what it holds is gone at its end.")
            write("Put mail into it with:")
            write(f"  mailferry import SOURCE --to imap://{USER}@{HOST}:{sandbox.port}/ --plaintext"
                  f" --password-file {shlex.quote(str(password_file))}")
            write("Stop it with Ctrl+C.")
            wait()
        finally:
            sandbox.stop()


@contextlib.contextmanager
def _until_signalled() -> Iterator[Callable[[], None]]:
    """Take SIGINT and SIGTERM; what is yielded blocks until one came. It waits at a socket, which a signal wakes on
    every system: on Windows none interrupts a lock."""
    reader, writer = socket.socketpair()
    with reader, writer:
        writer.setblocking(False)
        numbers = (signal.SIGINT, signal.SIGTERM)
        handlers = [signal.signal(number, lambda _number, _frame: None) for number in numbers]
        wakeup = signal.set_wakeup_fd(writer.fileno())

        def wait() -> None:
            while reader.recv(1)[0] not in numbers:
                pass

        try:
            yield wait
        finally:
            signal.set_wakeup_fd(wakeup)
            for number, handler in zip(numbers, handlers, strict=True):
                signal.signal(number, handler)


def _arguments() -> Namespace:
    """What pymap reads of its own command line."""
    return Namespace(passlib_cfg=None, proxy_protocol=None)


class _Config(Config):
    """Answers without asking the environment or a name server."""

    @property
    def greeting(self) -> bytes:
        return b"Mailferry practice mailbox, empty at each start."

    @property
    def backend_capability(self) -> BackendCapability:
        return BackendCapability(idle=True, object_id=False, multi_append=True)


class _Message(Message):
    """Keeps the octets as they came, and parses them when something of their content is asked for."""

    __slots__ = ("octets",)

    def __init__(self, uid: int, appended: AppendMessage, *, recent: bool) -> None:
        super().__init__(uid, appended.when or datetime.now().astimezone(), appended.flag_set, recent=recent)
        self.octets = appended.literal

    async def load_content(self, requirement: FetchRequirement) -> LoadedMessage:
        if requirement.has_none(FetchRequirement.CONTENT):
            return LoadedMessage(self, requirement, None)
        try:
            content = MessageContent.parse(self.octets)
        except RecursionError:  # parts within parts, a thousand deep: its header is told, and its octets are
            content = MessageContent.parse(re.split(rb"(?<=\n)\r?\n", self.octets, maxsplit=1)[0] + b"\r\n")
        content._raw = memoryview(self.octets)  # pymap leaves out the last octet of a mail that is a header only
        return LoadedMessage(self, requirement, content)


class _Mailbox(MailboxData):
    """Counts the octets of its messages in `size`."""

    size = 0

    async def append(self, append_msg: AppendMessage, *, recent: bool = False) -> _Message:
        async with self.messages_lock.write_lock():
            self._max_uid += 1
            message = self._messages[self._max_uid] = _Message(self._max_uid, append_msg, recent=recent)
            self.size += len(message.octets)
            self._mod_sequences.update([message.uid])
            self._updated.set()
            return message

    async def copy(self, uid: int, destination: MailboxData, *, recent: bool = False) -> int | None:
        async with self.messages_lock.read_lock():
            message = self._messages.get(uid)
        if not isinstance(message, _Message):
            return None
        again = AppendMessage(message.octets, message.internal_date, message.permanent_flags)
        return (await destination.append(again, recent=recent)).uid

    async def move(self, uid: int, destination: MailboxData, *, recent: bool = False) -> int | None:
        moved = await self.copy(uid, destination, recent=recent)
        if moved is not None:
            await self.delete([uid])
        return moved

    async def delete(self, uids: Iterable[int]) -> None:
        async with self.messages_lock.write_lock():
            gone = [message for uid in uids if (message := self._messages.pop(uid, None)) is not None]
            self.size -= sum(len(message.octets) for message in gone if isinstance(message, _Message))
            self._mod_sequences.expunge([message.uid for message in gone])
            self._updated.set()


class _Mailboxes(MailboxSet):
    """Makes mailboxes of our kind; `size` is the octets of all messages."""

    def __init__(self) -> None:
        super().__init__()
        self._inbox = self._new()

    def _new(self) -> _Mailbox:
        return _Mailbox(self._content_cache, self._thread_cache)

    @property
    def size(self) -> int:
        return sum(mailbox.size for mailbox in (self._inbox, *self._set.values()) if isinstance(mailbox, _Mailbox))

    async def add_mailbox(self, name: str) -> ObjectId:
        self._check(name)
        await super().add_mailbox(name)
        mailbox = self._set[name] = self._new()
        return mailbox.mailbox_id

    async def rename_mailbox(self, before: str, after: str) -> None:
        self._check(after)
        await super().rename_mailbox(before, after)
        if not isinstance(self._inbox, _Mailbox):  # the INBOX was renamed, and pymap made another
            self._inbox = self._new()

    def _check(self, name: str) -> None:
        if name.count(self.delimiter) >= _LEVELS:
            raise NotSupportedError(f"This mailbox has no more than {_LEVELS} levels.")


class _Connection(IMAPConnection):
    """Reads commands. pymap's own way searches all that came so far for a literal, mail text too, and copies what is
    left of the command many times for each message. Here each literal reaches the parser apart, as if it had been
    announced as a synchronising one."""

    _announced = re.compile(rb"\{(\d+)\+\}(\r?\n)$")

    async def read_command(self, state: ConnectionState) -> Command:
        line, *literals = await self._pieces(b"")
        while True:
            params = self.params.copy(ParsingState(continuations=literals))
            try:
                command, _ = self.commands.parse(line, params)
            except ParsingInterrupt as interrupt:
                expected = interrupt.expected
                if not isinstance(expected, ExpectContinuation):
                    raise
                await self.write_response(ResponseContinuation(expected.message))
                literals += await self._pieces(await self.reader.readexactly(expected.literal_length))
            else:
                return command

    async def _pieces(self, literal: bytes) -> list[memoryview]:
        """The rest of a command's line after `literal`, and each literal that comes unasked with the line after it."""
        pieces = []
        while True:
            line = await self.reader.readline()
            if not line.endswith(b"\n"):
                raise EOFError
            announced = self._announced.search(line)
            if announced is None:
                pieces.append(memoryview(literal + line))
                return pieces
            pieces.append(memoryview(literal + self._announced.sub(rb"{\1}\2", line)))
            literal = await self.reader.readexactly(int(announced[1]))


class _State(ConnectionState):
    """Refuses what would pass the limit, and what a strict server does not take, before anything of it is stored."""

    def __init__(self, login: Login, config: Config, mailboxes: _Mailboxes, limit: int, *, strict: bool) -> None:
        super().__init__(login, config)
        self._mailboxes = mailboxes
        self._limit = limit
        self._strict = strict

    async def do_append(self, cmd: AppendCommand) -> tuple[CommandResponse, SelectedMailbox | None]:
        if self._mailboxes.size + sum(len(message.literal) for message in cmd.messages) > self._limit:
            raise AppendFailure(
                cmd.mailbox, f"The practice mailbox holds {self._limit / 1_000_000:g} MB at most.".encode("ascii"),
                ResponseCode.of(b"OVERQUOTA"))
        for message in cmd.messages if self._strict else ():
            if fault := _fault(message.literal):
                raise AppendFailure(cmd.mailbox, fault)
        return await super().do_append(cmd)


_HEADER_LINE = re.compile(rb"[!-9;-~]+[ \t]*:|[ \t]")


def _fault(octets: bytes) -> bytes:
    """Why a strict server refuses a message; empty if it does not. RFC 5322 2.2, 3.6 and 4.5."""
    if b"\0" in octets:
        return b"Message contains NUL characters"
    at = 0
    while at < len(octets) and not octets.startswith((b"\r\n", b"\n"), at):
        if not _HEADER_LINE.match(octets, at):
            return b"Message contains invalid header"
        at = octets.find(b"\n", at) + 1 or len(octets)
    return b""
