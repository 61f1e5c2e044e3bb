"""A hostile server: it answers in the middle of a command, and runs whatever it then takes for commands.

It follows Dovecot 2.3 (measured): on a syntax error in an APPEND, and likewise after a BAD that the test places,
it does not skip the literal that was announced, so each line of the mail behind it is run as a command. Every such
line is recorded. Its mailboxes live in memory and are real: a `DELETE victim` in a mail's text deletes the mailbox.

    server = scripted_server(answer_at=17, append=1, answer=b"{tag} BAD no\\r\\n")     # the fixture
    ...                                                              # the program under test, at server.server.port
    assert all(command.split()[1] in OURS for command in server.commands)
"""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Sequence
from contextlib import suppress
from typing import Self

from tests.servers.common import JOIN_SECONDS, LOOPBACK, Account, ImapServer
from tests.servers.scripted_mail import Commands, Mailboxes, StoredMessage, is_append, why_refused
from tests.servers.streams import ClientStream, Piece

CAPABILITIES = ("IMAP4rev1", "LITERAL+", "MULTIAPPEND", "UIDPLUS", "NAMESPACE")


class ScriptedServer:
    """Serves until the end of the `with` block. Any user and password sign in.

    answer_at: `answer` is sent when this many octets of a connection have arrived, or, with `append`, this many
    from the beginning of its APPEND number `append`. `{tag}` in it becomes the tag of the command under way. After
    a tagged answer that command is over: the rest of its literals is skipped, but taken for commands after BAD with
    `lost_sync`. After `* BYE` nothing more is said, and what comes is still recorded. every_connection: not only the
    first connection that comes so far. greeting: a whole line in place of `* OK [CAPABILITY ...] ready`. refused: a
    message that holds these octets gets a NO at the end of its command; those before it in the command are kept.
    """

    def __init__(
        self,
        *,
        capabilities: Sequence[str] = CAPABILITIES,
        greeting: bytes | None = None,
        answer_at: int | None = None,
        append: int | None = None,
        answer: bytes = b"",
        lost_sync: bool = True,
        every_connection: bool = False,
        refused: bytes | None = None,
    ) -> None:
        self.capabilities = " ".join(capabilities).encode("ascii")
        self.greeting = greeting or b"* OK [CAPABILITY %s] ready\r\n" % self.capabilities
        self.answer_at, self.append, self.answer = answer_at, append, answer
        self.lost_sync, self.every_connection, self.refused = lost_sync, every_connection, refused
        self.account = Account("user1", "pw")
        self.commands: list[bytes] = []
        """The lines that were taken for the beginning of a command, without line end, of all connections."""
        self.lines: list[bytes] = []
        """All lines outside of announced literals, with those that continue a command."""
        self.mailboxes = Mailboxes()
        self.octets_after_answer = 0
        self.answered = threading.Event()
        self._listener = socket.create_server((LOOPBACK, 0))
        self.server = ImapServer("scripted", LOOPBACK, self._listener.getsockname()[1])
        self._threads = [threading.Thread(target=self._accept, name="scripted server")]
        self._sockets: list[socket.socket] = []

    def __enter__(self) -> Self:
        self._threads[0].start()
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._threads[0].join(JOIN_SECONDS)
        for endpoint in self._sockets:
            with suppress(OSError):
                endpoint.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(JOIN_SECONDS)
            assert not thread.is_alive(), "the scripted server does not stop"

    @property
    def stored(self) -> list[StoredMessage]:
        """All messages that were stored, in their order."""
        with self.mailboxes.lock:
            boxes = self.mailboxes.boxes.values()
            return sorted((each for box in boxes for each in box), key=lambda each: each.uid)

    def _accept(self) -> None:
        while True:
            try:
                endpoint, _ = self._listener.accept()
            except OSError:
                return
            self._sockets.append(endpoint)
            thread = threading.Thread(target=_Conversation(self, endpoint).run, name="scripted connection")
            self._threads.append(thread)
            thread.start()


class _Conversation:
    """One connection."""

    def __init__(self, server: ScriptedServer, endpoint: socket.socket) -> None:
        self._server = server
        self._socket = endpoint
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._stream = ClientStream()
        self._octets = 0
        self._appends = 0
        self._place = server.answer_at if server.append is None else None
        # Whether the scripted answer is still to come on this connection.
        self._armed = server.answer_at is not None and (
            server.every_connection or not server.answered.is_set()
        )
        self._answered = False
        self._silent = False
        self._commands = Commands(server.mailboxes, server.capabilities, self._say, server.refused)
        self._tag = b"*"
        self._over = b""  # the tag of a command that was answered before its end
        self._lost = False  # that answer was a BAD after which what follows is taken for commands
        self._parts: list[bytes] = []  # of the command under way: a line, a literal, a line ...

    def run(self) -> None:
        with self._socket, suppress(OSError):
            self._say(self._server.greeting)
            self._answer_if_due()
            while octets := self._socket.recv(65536):
                while octets:
                    portion = octets[: self._next_portion()]
                    octets = octets[len(portion) :]
                    self._take(portion)

    def _say(self, octets: bytes) -> None:
        if not self._silent:
            self._socket.sendall(octets)

    def _next_portion(self) -> int | None:
        """How many octets may be taken at once, so that the answer comes at its place; None for all."""
        if not self._armed:
            return None
        if self._place is None:
            return 1  # the APPEND from which the place is counted has not begun
        return max(1, self._place - self._octets)

    def _take(self, octets: bytes) -> None:
        position = self._octets - len(self._stream.held)
        self._octets += len(octets)
        if self._answered:
            self._server.octets_after_answer += len(octets)
        for piece in self._stream.feed(octets):
            self._appends += piece.command == b"APPEND"
            position += len(piece.octets)
            self._take_piece(piece, is_at_place=position == self._place)
        self._find_place()
        self._answer_if_due()

    def _find_place(self) -> None:
        """See that the APPEND begins from which the place is counted, as soon as its line can be told."""
        script, held = self._server, self._stream.held
        if not self._armed or self._place is not None or self._appends + 1 != script.append:
            return
        if is_append(held) and not self._stream.in_command and script.answer_at is not None:
            self._place = self._octets - len(held) + script.answer_at

    def _answer_if_due(self) -> None:
        script = self._server
        if not self._armed or self._place is None or self._place > self._octets:
            return
        self._armed, self._answered = False, True
        begun = re.match(rb"(\S+) ", self._stream.held)
        if begun is not None and not self._stream.in_command:
            self._tag = begun[1]
        self._say(script.answer.replace(b"{tag}", self._tag))
        if script.answer.startswith(b"* BYE"):
            self._silent = True
            with suppress(OSError):
                self._socket.shutdown(socket.SHUT_WR)
        elif script.answer.startswith(b"{tag} "):
            self._finish_early(is_bad=script.answer.startswith(b"{tag} BAD"))
        script.answered.set()

    def _finish_early(self, *, is_bad: bool) -> None:
        """The command under way has its answer, before its end."""
        self._over = self._tag
        self._lost = is_bad and self._server.lost_sync
        self._skip_rest()

    def _skip_rest(self) -> None:
        if self._lost:
            self._stream.forget_literal()
        else:
            self._stream.refused(self._tag)

    def _take_piece(self, piece: Piece, *, is_at_place: bool) -> None:
        if piece.is_literal:
            self._parts[-1] += piece.octets
            return
        line = piece.octets.rstrip(b"\r\n")
        with self._server.mailboxes.lock:
            self._server.lines.append(line)
            if piece.starts:
                self._server.commands.append(line)
        if piece.starts:
            self._parts, self._tag = [], piece.tag or b"*"
        self._parts.append(piece.octets)
        if is_at_place:
            self._answer_if_due()  # before the answer that this line would get
        literal = re.search(rb"\{\d+(\+?)\}\r?\n\Z", piece.octets)
        if literal is not None:
            self._announce(is_synchronising=not literal[1])
        else:
            parts, self._parts = self._parts, []
            if self._tag != self._over:
                self._run(parts)

    def _announce(self, *, is_synchronising: bool) -> None:
        """A literal comes next: ask for it, or refuse it where the line already shows why."""
        if self._tag == self._over:
            self._skip_rest()
        elif is_append(self._parts[0]) and (why := why_refused(self._server.mailboxes, self._parts)):
            self._say(self._tag + b" " + why + b"\r\n")
            self._finish_early(is_bad=why.startswith(b"BAD"))
        elif is_synchronising:
            self._say(b"+ go on\r\n")
        if self._stream.in_command:
            self._parts.append(b"")

    def _run(self, parts: list[bytes]) -> None:
        answer = self._commands.run(parts)
        self._say(self._tag + b" " + answer + b"\r\n")
        if re.match(rb"\S+ LOGOUT\r?\n", parts[0], re.IGNORECASE):
            self._silent = True
            self._socket.shutdown(socket.SHUT_WR)
