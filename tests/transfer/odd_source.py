"""A server to read from that answers as it is told to: sizes that are wrong, messages that are gone or refused, answers
that are cut. RFC 9051 as far as reading needs it, RFC 9738 (MESSAGELIMIT). Plain, one mailbox, any password.
"""

from __future__ import annotations

import contextlib
import re
import socket
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Self

from tests.servers.common import JOIN_SECONDS, LOOPBACK, Account, ImapServer

USER = Account("ada", "any")
_FETCH = re.compile(rb"UID FETCH (\S+) \((.*)\)\Z")
_PART = re.compile(rb"BODY\.PEEK\[\]<(\d+)\.(\d+)>")


@dataclass(frozen=True)
class Odd:
    """A message. `size` is announced if it is another than that of the octets; `on_body` is what the server does when
    it is asked for octets: it gives none (gone), NIL, a NO, or the end of the connection (bye)."""

    uid: int
    octets: bytes
    size: int | None = None
    on_body: str = ""


class OddSource:
    """The running server, until the end of the `with` block. `commands` are those that it has got. With `all_mail` it
    has a mailbox that shows all, as Gmail does."""

    def __init__(self, messages: Sequence[Odd], limit: int | None = None, all_mail: Sequence[Odd] = ()) -> None:
        self.inbox = {message.uid: message for message in messages}
        self.messages = self.inbox  # those of the mailbox that was opened last; one connection at a time
        self.all_mail = {message.uid: message for message in all_mail}
        self.limit = limit
        self.uidvalidity = 7
        self.commands: list[bytes] = []
        self._listener = socket.create_server((LOOPBACK, 0))
        self.server = ImapServer("odd", LOOPBACK, self._listener.getsockname()[1])
        self._connections: list[socket.socket] = []
        self._threads = [threading.Thread(target=self._accept, name="odd source")]

    def __enter__(self) -> Self:
        self._threads[0].start()
        return self

    def __exit__(self, *_: object) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for connection in self._connections:
            with contextlib.suppress(OSError):  # it has ended
                connection.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(JOIN_SECONDS)
            assert not thread.is_alive()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self._connections.append(connection)
            thread = threading.Thread(target=self._serve, args=(connection,), name="odd source connection")
            self._threads.append(thread)
            thread.start()

    def _serve(self, connection: socket.socket) -> None:
        with connection, connection.makefile("rwb") as stream, contextlib.suppress(OSError):
            stream.write(b"* OK here\r\n")
            stream.flush()
            for line in stream:
                tag, _, command = line.strip().partition(b" ")
                self.commands.append(command)
                for answer in self._answers(tag, command):
                    stream.write(answer)
                stream.flush()
                if command == b"LOGOUT":
                    return

    def _answers(self, tag: bytes, command: bytes) -> Iterator[bytes]:
        done = b"OK done"
        if command == b"CAPABILITY":
            yield b"* CAPABILITY IMAP4rev1" + (b" MESSAGELIMIT=%d" % self.limit if self.limit else b"") + b"\r\n"
        elif command.startswith(b"LIST"):
            yield b'* LIST () "/" INBOX\r\n'
            if self.all_mail:
                yield b'* LIST (\\All \\HasNoChildren) "/" "All Mail"\r\n'
        elif command.startswith(b"EXAMINE"):
            self.messages = self.all_mail if b"All Mail" in command else self.inbox
            yield b"* %d EXISTS\r\n* OK [UIDVALIDITY %d] UIDs\r\n" % (len(self.messages), self.uidvalidity)
        elif command.startswith(b"UID SEARCH UID"):
            first, _, last = command.split()[-1].partition(b":")
            found = [uid for uid in self.messages if int(first) <= uid and (last == b"*" or uid <= int(last))]
            if self.limit and len(found) > self.limit:
                found = found[-self.limit:]
                done = b"OK [MESSAGELIMIT %d %d] a part" % (self.limit, found[0])
            yield b"* SEARCH" + b"".join(b" %d" % uid for uid in found) + b"\r\n"
        elif fetch := _FETCH.match(command):
            uids = [uid for part in fetch[1].split(b",") for uid in self._range(part)]
            if self.limit and len(uids) > self.limit:
                uids = uids[-self.limit:]
                done = b"OK [MESSAGELIMIT %d %d] a part" % (self.limit, uids[0])
            part = _PART.search(fetch[2])
            for message in (self.messages[uid] for uid in uids if uid in self.messages):
                if part is not None and message.on_body == "bye":
                    raise OSError("as it was told to")
                if part is not None and message.on_body == "no":
                    done = b"NO [CORRUPTION] cannot read it"
                elif part is None or message.on_body != "gone":
                    yield self._fetched(message, part)
        yield tag + b" " + done + b"\r\n"

    @staticmethod
    def _range(part: bytes) -> range:
        first, _, last = part.partition(b":")
        return range(int(first), int(last or first) + 1)

    def _fetched(self, message: Odd, part: re.Match[bytes] | None) -> bytes:
        number = sorted(self.messages).index(message.uid) + 1
        if part is None:
            size = len(message.octets) if message.size is None else message.size
            return (b'* %d FETCH (FLAGS (\\Seen \\Recent) INTERNALDATE "01-Jan-2020 10:00:00 +0100" RFC822.SIZE %d '
                    b"UID %d)\r\n" % (number, size, message.uid))
        if message.on_body == "nil":
            return b"* %d FETCH (UID %d BODY[]<%s> NIL)\r\n" % (number, message.uid, part[1])
        octets = message.octets[int(part[1]):int(part[1]) + int(part[2])]
        return b"* %d FETCH (UID %d BODY[]<%s> {%d}\r\n%s)\r\n" % (number, message.uid, part[1], len(octets), octets)
