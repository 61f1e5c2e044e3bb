"""A relay in front of a server's plain port that breaks connections at a chosen place.

It follows the client's commands and literals exactly (streams.py), so mail text is never taken for a command; TLS
is not looked into: after STARTTLS or COMPRESS everything is passed on as it is, and only octets are counted. What it
can break is in faults.py.

    proxy = fault_proxy(dovecot, SwallowAnswer(append=2))    # the fixture
    ...                                                      # the program under test, at proxy.server.port
    proxy.wait_for(lambda: proxy.fired)                      # and here the test may kill the program
    assert [connection.appends for connection in proxy.connections] == [2, 1]

A cut is a reset toward the client and (unless told otherwise) an orderly end toward the server, after all octets that
the fault lets through. Faults with `once` (the default) strike one connection only, so that a retry finds a clean
one. APPENDs are counted from 1 and client octets from the first, both for each connection anew.
"""

from __future__ import annotations

import asyncio
import re
import socket
import struct
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Self

from tests.servers.common import JOIN_SECONDS, LOOPBACK, READY_SECONDS, STOP_SECONDS, ImapServer
from tests.servers.crash import kill_peer
from tests.servers.faults import Connection, Crash, Cut, Fault, ReplaceAnswer, ResponseEdit, Stall, SwallowAnswer
from tests.servers.streams import ClientStream, Piece, ServerStream

PORTION = 65536
PORTIONS = 4
LINGER_SECONDS = 5.0  # after the client's end the server is listened to


class FaultProxy:
    """Relay connections to `target` until the end of the `with` block.

    hide, add: names taken out of, or put into, what the server says of its capabilities; `hide=["APPENDLIMIT"]`
    takes APPENDLIMIT=n too, and hiding UIDPLUS removes its response codes. remove_codes: response codes that are
    taken out of answers. port: where it listens, as one before it did; a free one if 0.
    """

    def __init__(
        self,
        target: ImapServer,
        *faults: Fault,
        hide: Iterable[str] = (),
        add: Iterable[str] = (),
        remove_codes: Iterable[str] = (),
        port: int = 0,
    ) -> None:
        self.target = target
        self.faults = faults
        self._port = port
        self.connections: list[Connection] = []
        self.server = ImapServer(f"{target.name} behind a fault proxy", LOOPBACK, 0)
        self.edit = ResponseEdit(frozenset(hide), tuple(add), frozenset(remove_codes))
        self._changed = threading.Condition()
        self._spent: set[int] = set()
        self.down_until = 0.0
        self._loop = asyncio.new_event_loop()
        self._stop = asyncio.Event()
        self.released = asyncio.Event()
        self._open = asyncio.Event()
        self._open.set()
        self._relays: set[_Relay] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._thread = threading.Thread(target=self._run, name="fault proxy")

    def __enter__(self) -> Self:
        self._thread.start()
        self.wait_for(lambda: self.server.port)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(JOIN_SECONDS)
        assert not self._thread.is_alive(), "the fault proxy does not stop"

    @property
    def appends(self) -> int:
        """All APPEND commands."""
        return sum(connection.appends for connection in self.connections)

    @property
    def fired(self) -> list[Fault]:
        return [fault for connection in self.connections for fault in connection.fired]

    def wait_for(self, condition: Callable[[], object], seconds: float = READY_SECONDS) -> None:
        """Wait until `condition` is true; it is asked at each event, without polling. Raises TimeoutError."""
        with self._changed:
            if not self._changed.wait_for(lambda: bool(condition()), seconds):
                raise TimeoutError(f"the proxy did not see it within {seconds} s: {self.connections}")

    def release(self) -> None:
        """End all stalls, those to come too."""
        self._loop.call_soon_threadsafe(self.released.set)

    def let_in(self) -> None:
        """Let the connections in that a fault with `shut` keeps waiting, and all to come."""
        self._loop.call_soon_threadsafe(self._open.set)

    # The rest runs in the proxy's thread.

    def changed(self) -> None:
        """Wake those who wait."""
        with self._changed:
            self._changed.notify_all()

    def strike(self, fault: Fault, connection: Connection) -> None:
        """Note that the fault has struck this connection."""
        if isinstance(fault, Cut | Crash):
            self.down_until = self._loop.time() + fault.down
        if fault.shut:
            self._open.clear()
        with self._changed:
            connection.fired.append(fault)
            if fault.once:
                self._spent.add(id(fault))
            self._changed.notify_all()

    def armed(self, connection: Connection) -> list[Fault]:
        """The faults that may still strike this connection."""
        return [
            fault for fault in self.faults if id(fault) not in self._spent and fault not in connection.fired
        ]

    def _run(self) -> None:
        with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
            runner.run(self._serve())

    async def _serve(self) -> None:
        listener = await asyncio.start_server(self._accept, LOOPBACK, self._port)
        port: int = listener.sockets[0].getsockname()[1]
        with self._changed:
            self.server = ImapServer(self.server.name, LOOPBACK, port)
            self._changed.notify_all()
        await self._stop.wait()
        listener.close()
        for relay in list(self._relays):
            relay.abort()
        self.released.set()  # what it lets go finds its connection gone
        self._open.set()
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=STOP_SECONDS)

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = self._loop.create_task(self._relay(reader, writer))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _relay(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connection = Connection()
        with self._changed:
            self.connections.append(connection)
        try:
            await self._open.wait()
            if self._stop.is_set() or self._loop.time() < self.down_until:
                raise ConnectionRefusedError
            server_reader, server_writer = await asyncio.open_connection(self.target.host, self.target.port)
        except OSError:
            writer.transport.abort()
            connection.ended = True
            return
        relay = _Relay(self, connection, (reader, writer), (server_reader, server_writer))
        self._relays.add(relay)
        try:
            await relay.run()
        finally:
            await relay.finish()
            self._relays.discard(relay)
            connection.ended = True
            self.changed()


class _CutNow(Exception):
    """The connection is to be cut here."""

    def __init__(self, cut: Cut) -> None:
        super().__init__()
        self.cut = cut


class _Relay:
    """One connection: two tasks, one for each direction."""

    def __init__(
        self,
        proxy: FaultProxy,
        connection: Connection,
        client: tuple[asyncio.StreamReader, asyncio.StreamWriter],
        server: tuple[asyncio.StreamReader, asyncio.StreamWriter],
    ) -> None:
        self._proxy = proxy
        self._connection = connection
        self._from_client, self._to_client = client
        self._from_server, self._to_server = server
        self._client_stream, self._server_stream = ClientStream(), ServerStream()
        self._heard: asyncio.Queue[bytes] = asyncio.Queue(PORTIONS)
        self._opaque = False
        self._ahead = 0  # octets of the held line that were passed on before its end came
        self._copies = 0
        self._begun: dict[tuple[bytes, int], int] = {}  # the octet at which each APPEND and UID COPY began
        self._pending: dict[bytes, tuple[bytes, int]] = {}  # those without answer, by their tags
        for writer in (self._to_client, self._to_server):
            endpoint: socket.socket = writer.get_extra_info("socket")
            endpoint.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    async def run(self) -> None:
        tasks = {upward := asyncio.create_task(self._client_to_server()),
                 downward := asyncio.create_task(self._server_to_client())}
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            cuts = [error.cut for task in done if isinstance(error := task.exception(), _CutNow)]
            if cuts:
                self._reset(self._to_client)
                upward.cancel()
                if cuts[0].reset:
                    self._reset(self._to_server)
                else:
                    await self._end_server(downward)
            elif upward in done:
                await self._end_server(downward)
            else:
                with suppress(OSError, RuntimeError):
                    self._to_client.write_eof()
                await asyncio.wait({upward}, timeout=LINGER_SECONDS)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    def abort(self) -> None:
        """Drop both connections at once."""
        self._to_client.transport.abort()
        self._to_server.transport.abort()

    async def finish(self) -> None:
        """Close both connections, after what was written has gone out."""
        for writer in (self._to_client, self._to_server):
            writer.close()
            with suppress(OSError, TimeoutError):
                await asyncio.wait_for(writer.wait_closed(), 1.0)
        self.abort()

    @staticmethod
    def _reset(writer: asyncio.StreamWriter) -> None:
        endpoint: socket.socket = writer.get_extra_info("socket")
        with suppress(OSError):  # it may be closed already
            endpoint.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        writer.transport.abort()

    async def _end_server(self, downward: asyncio.Task[None]) -> None:
        """Say the end to the server and hear what it still says."""
        with suppress(OSError, RuntimeError):
            self._to_server.write_eof()
        if downward.done():  # the cut came from there: read on, for the server may still be at work
            downward = asyncio.create_task(self._drain_server())
        await asyncio.wait({downward}, timeout=LINGER_SECONDS)
        downward.cancel()

    async def _drain_server(self) -> None:
        with suppress(OSError):
            while await self._from_server.read(PORTION):
                pass

    # Client to server.

    async def _client_to_server(self) -> None:
        listening = asyncio.create_task(self._listen())
        try:
            with suppress(OSError):
                while octets := await self._heard.get():
                    await self._take(octets)
                await self._forward_held()
        finally:
            listening.cancel()

    async def _listen(self) -> None:
        """Hear the client also while nothing is passed on: what it sent before its end is not lost with it."""
        with suppress(OSError):  # the client's reset is an end like any other
            while octets := await self._from_client.read(PORTION):
                self._connection.octets += len(octets)
                self._proxy.changed()
                await self._heard.put(octets)
        await self._heard.put(b"")

    async def _take(self, octets: bytes) -> None:
        if self._opaque:
            await self._forward(octets)
            return
        for piece in self._client_stream.feed(octets):
            self._note(piece)
            rest = piece.octets[self._ahead :]
            self._ahead = 0
            await self._forward(rest)
        # A place inside a line that has not ended yet is reached as soon as its octet is there.
        place = self._next_place()
        line_begins = self._connection.forwarded - self._ahead
        if place is not None and place[0] <= line_begins + len(self._client_stream.held):
            await self._forward_held()

    async def _forward_held(self) -> None:
        held = self._client_stream.held[self._ahead :]
        self._ahead += len(held)
        await self._forward(held)

    def _note(self, piece: Piece) -> None:
        if piece.command == b"APPEND":
            self._connection.appends += 1
            self._begin(piece, (b"APPEND", self._connection.appends))
        elif re.match(rb"\S+ UID COPY ", piece.octets, re.IGNORECASE) and piece.starts:
            self._copies += 1
            self._begin(piece, (b"COPY", self._copies))
        elif piece.command in {b"STARTTLS", b"COMPRESS"}:
            self._opaque = True

    def _begin(self, piece: Piece, command: tuple[bytes, int]) -> None:
        self._begun[command] = self._connection.forwarded - self._ahead
        self._pending[piece.tag] = command
        self._proxy.changed()

    def _next_place(self) -> tuple[int, Cut | Crash | Stall] | None:
        """The next place in the client's stream where something is to happen."""
        places = []
        for fault in self._proxy.armed(self._connection):
            if isinstance(fault, Cut | Crash | Stall):
                begun = 0 if fault.command is None else self._begun.get(fault.command)
                if begun is not None:
                    places.append((begun + fault.octets, fault))
        return min(places, key=lambda place: place[0], default=None)

    async def _forward(self, octets: bytes) -> None:
        while (place := self._next_place()) is not None:
            position, fault = place
            before = max(0, position - self._connection.forwarded)
            if before > len(octets):
                break
            await self._pass_on(octets[:before])
            octets = octets[before:]
            self._proxy.strike(fault, self._connection)
            if isinstance(fault, Cut):
                raise _CutNow(fault)
            if isinstance(fault, Crash):
                ports = self._to_server.get_extra_info("peername")[1], self._to_server.get_extra_info("sockname")[1]
                if fault.seconds:
                    asyncio.get_running_loop().call_later(fault.seconds, kill_peer, *ports)
                else:
                    kill_peer(*ports)
                continue
            with suppress(TimeoutError):
                await asyncio.wait_for(self._proxy.released.wait(), fault.seconds)
        await self._pass_on(octets)

    async def _pass_on(self, octets: bytes) -> None:
        if octets:
            self._to_server.write(octets)
            await self._to_server.drain()
            self._connection.forwarded += len(octets)
            self._proxy.changed()

    # Server to client.

    async def _server_to_client(self) -> None:
        try:
            while octets := await self._from_server.read(PORTION):
                if self._opaque:
                    await self._say(octets)
                    continue
                for piece in self._server_stream.feed(octets):
                    await self._say(self._answer(piece))
            await self._say(self._server_stream.held)
        except OSError:  # the client is gone: hear the server out all the same
            await self._drain_server()

    def _answer(self, piece: Piece) -> bytes:
        if not piece.tag:
            return piece.octets
        self._client_stream.refused(piece.tag)
        command = self._pending.pop(piece.tag, None)
        for fault in self._proxy.armed(self._connection):
            if isinstance(fault, ReplaceAnswer) and fault.command == command is not None:
                self._proxy.strike(fault, self._connection)
                return piece.tag + b" " + fault.text + b"\r\n"
            if isinstance(fault, SwallowAnswer) and fault.command == command is not None:
                self._proxy.strike(fault, self._connection)
                if fault.then_cut:
                    raise _CutNow(Cut())
                return b""
        return self._proxy.edit.apply(piece.octets)

    async def _say(self, octets: bytes) -> None:
        if octets:
            self._to_client.write(octets)
            await self._to_client.drain()
