"""One signed-in connection to a server: everything but the APPEND goes through imapclient, over our own wire.

RFC 9051, 8314 (TLS), 2595 (STARTTLS), 4616 (PLAIN), 2342 (NAMESPACE), 4315 (UIDPLUS). Rules: no password before TLS,
no fallback, TLS 1.2 at least, host names checked; a plain connection only where every address of the host is a
loopback address; CAPABILITY is asked again after login.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import TypeVar

from mailferry.imap import errors
from mailferry.imap.append import Appendable, AppendCommand, AppendRules, Literals, Refused, Stored, quoted
from mailferry.imap.append_each import AppendEach, EachOutcome
from mailferry.imap.capabilities import Capabilities
from mailferry.imap.client import (
    Client,
    greeted,
    list_item,
    other_prefixes,
    personal_namespace,
    status_item,
    wire_name,
)
from mailferry.imap.connecting import Resolved, connect
from mailferry.imap.examined import ExaminedMailbox, StoredHead
from mailferry.imap.opened import OpenMailbox
from mailferry.imap.reading import ReadMailbox
from mailferry.imap.signing_in import sign_in, start_tls
from mailferry.imap.stopping import StopSignal
from mailferry.imap.stored import StoredMessages
from mailferry.imap.throttle import Throttle
from mailferry.imap.tls import tls_context
from mailferry.imap.transmit import Patience, Transmission, Watcher
from mailferry.imap.values import Endpoint, Mailbox, MailboxStatus, Namespace, Quota, Security
from mailferry.imap.wire import Wire

_STORAGE = re.compile(rb"[( ]STORAGE (\d{1,19}) (\d{1,19})[ )]", re.IGNORECASE)
OutcomeT = TypeVar("OutcomeT")


class Session:
    """A signed-in connection. One thread uses it; `interrupt` may come from any. Make it by `Session.connect`."""

    def __init__(self, endpoint: Endpoint, wire: Wire, patience: Patience, throttle: Throttle | None = None) -> None:
        self.endpoint = endpoint
        self._wire = wire
        self._patience = patience
        self._throttle = throttle
        self._imap = greeted(wire, endpoint.host, endpoint.port)
        self._client = Client(self._imap)
        self.capabilities = Capabilities()
        self._transmission: Callable[[], None] | None = None
        self.exchange = wire.exchange
        """What is said on it, from its `begin` on."""
        self.loopback = False
        """Whether the server is on this computer."""

    @classmethod
    def connect(cls, endpoint: Endpoint, password: str, *, patience: Patience | None = None,
                stop: StopSignal | None = None, throttle: Throttle | None = None) -> Session:
        """Connect, protect, sign in, and ask what the server can do. `stop` ends it, and the session, at any time;
        `throttle` is asked before each piece of an APPEND goes out.

        Raises ConnectionProblem and its kinds, NotSafe, CertificateRefused, SignInRefused, Interrupted.
        """
        patience, stop = patience or Patience(), stop or StopSignal()
        with contextlib.ExitStack() as failed:
            failed.callback(stop.close)
            resolved = Resolved(endpoint.host, endpoint.port, stop, seconds=patience.connect)
            if endpoint.security is Security.PLAINTEXT and not resolved.loopback:
                raise errors.NotSafe(f"{endpoint.host} is another computer, so your password would cross the network "
                                     f"readable for everyone. Use a protected connection.")
            context = tls_context(endpoint.ca_file) if endpoint.security is not Security.PLAINTEXT else None
            sock = connect(resolved.addresses, endpoint.host, endpoint.port, stop, seconds=patience.connect)
            wire = Wire(sock, endpoint.host, silence=patience.connect, stop=stop)
            failed.callback(wire.abort)
            if context is not None and endpoint.security is Security.TLS:
                wire.start_tls(context, endpoint.port, patience.connect)
            session = cls(endpoint, wire, patience, throttle)
            session.loopback = resolved.loopback
            wire.silence = patience.command
            if context is not None and endpoint.security is Security.STARTTLS:
                start_tls(session._imap, wire, endpoint, context, patience.connect)
            session.capabilities = sign_in(session._imap, session._client, endpoint, password)
            failed.pop_all()
            return session

    # --- what the server can do ----------------------------------------------------------------------------------

    @property
    def append_rules(self) -> AppendRules:
        """What the encoder must know of this server."""
        offered = self.capabilities
        return AppendRules(offered.literals, offered.append_limit, offered.multiappend, offered.binary)

    def namespace(self) -> Namespace:
        """The personal namespace: by NAMESPACE, else by LIST."""
        if "NAMESPACE" in self.capabilities:
            with self._asked_to("name its mailboxes"):
                self._imap.taken("NAMESPACE")
                self._imap.command("NAMESPACE")
                answer = self._imap.taken("NAMESPACE")
                personal = personal_namespace(answer)
                if personal is not None:
                    return Namespace(*personal, tuple(other_prefixes(answer)))
        listed = self._list("")
        return Namespace("", listed[0][1] if listed else None)

    # --- mailboxes -----------------------------------------------------------------------------------------------

    def list_mailboxes(self) -> list[Mailbox]:
        """All mailboxes of the user, sorted by name, INBOX first."""
        boxes = []
        for attributes, delimiter, name in self._list("*"):
            lowered = {attribute.lower() for attribute in attributes}
            boxes.append(Mailbox(name, delimiter, not lowered & {"\\noselect", "\\nonexistent"}, attributes))
        return sorted(boxes, key=lambda box: (box.name.upper() != "INBOX", box.name.casefold()))

    def _list(self, pattern: str) -> list[tuple[frozenset[str], str | None, str]]:
        with self._asked_to("list its mailboxes"):
            self._imap.taken("LIST")
            self._imap.command("LIST", b'""', quoted(pattern.encode()))
        return [found for item in self._imap.taken("LIST") if (found := list_item(item)) is not None]

    def create(self, mailbox: str, *, subscribe: bool = True) -> bool:
        """Create a mailbox, and subscribe to it as mail programs do. That it exists already is no error.

        Returns whether it was made. Raises CommandRefused.
        """
        made = True
        try:
            with self._asked_to("create the mailbox"):
                self._client.create_folder(mailbox)
        except errors.CommandRefused as error:
            # Cyrus has no code for it.
            if error.code != "ALREADYEXISTS" and (error.code or self.status(mailbox) is None):
                raise
            made = False
        if subscribe:
            with contextlib.suppress(errors.CommandRefused), self._asked_to("subscribe"):
                self._client.subscribe_folder(mailbox)
        return made

    def status(self, mailbox: str) -> MailboxStatus | None:
        """STATUS of a mailbox, or None where the server does not give it: mostly because there is none."""
        try:
            with self._asked_to("look at the mailbox"):
                items = ["UIDVALIDITY", "UIDNEXT", "MESSAGES"]
                if self.capabilities.limits_by_mailbox:
                    items.append("APPENDLIMIT")
                found = self._client.folder_status(mailbox, items)
                limit = found.get(b"APPENDLIMIT")
                return MailboxStatus(int(found[b"UIDVALIDITY"]), int(found[b"UIDNEXT"]), int(found[b"MESSAGES"]),
                                     self.capabilities.append_limit if limit in (None, b"NIL") else int(limit))
        except errors.CommandRefused as error:
            if error.code in ("UNAVAILABLE", "INUSE", "SERVERBUG", "NOPERM"):
                raise
            return None

    def counts(self) -> dict[str, int] | None:
        """How many messages each mailbox holds, asked in one command (LIST-STATUS, RFC 5819); None where the server
        does not offer that."""
        if "LIST-STATUS" not in self.capabilities:
            return None
        with self._asked_to("count its messages"):
            self._imap.taken("LIST")
            self._imap.taken("STATUS")
            self._imap.command("LIST", b'""', b'"*"', b"RETURN (STATUS (MESSAGES))")
            self._imap.taken("LIST")
            return dict(found for item in self._imap.taken("STATUS") if (found := status_item(item)) is not None)

    def count(self, mailbox: str) -> int | None:
        """How many messages a mailbox holds; None where the server does not tell."""
        with contextlib.suppress(errors.CommandRefused), self._asked_to("count its messages"):
            return int(self._client.folder_status(mailbox, ["MESSAGES"])[b"MESSAGES"])
        return None

    def rename(self, old: str, new: str) -> None:
        """Rename a mailbox, and with it those below it. Raises CommandRefused."""
        with self._asked_to("rename the mailbox"):
            self._client.rename_folder(old, new)
        with contextlib.suppress(errors.CommandRefused), self._asked_to("subscribe"):
            self._client.unsubscribe_folder(old)
            self._client.subscribe_folder(new)

    def quota(self, mailbox: str) -> Quota | None:
        """How full the storage behind a mailbox is: that of its quota roots with the least room (RFC 9208). None where
        the server tells nothing."""
        if "QUOTA" not in self.capabilities and not any(word.startswith("QUOTA=") for word in self.capabilities):
            return None
        try:
            with self._asked_to("tell how full the mailbox is"):
                self._imap.taken("QUOTA")
                self._imap.command("GETQUOTAROOT", quoted(wire_name(mailbox)))
                found = [_STORAGE.search(item if isinstance(item, bytes) else item[1])
                         for item in self._imap.taken("QUOTA")]
                quotas = [Quota(int(storage[1]) * 1024, int(storage[2]) * 1024) for storage in found if storage]
        except errors.CommandRefused:
            return None
        return min(quotas, key=lambda quota: quota.room, default=None)

    def permanent_flags(self, mailbox: str) -> frozenset[str] | None:
        """The flags and keywords that a mailbox keeps; `\\*` among them says that it takes new keywords (RFC 9051 7.1).
        None if it does not say: then it takes all. Raises CommandRefused."""
        with self._asked_to("open the mailbox"):
            found = self._client.select_folder(mailbox).get(b"PERMANENTFLAGS")
            flags = None if found is None else frozenset(flag.decode("ascii", "replace") for flag in found)
        self._leave(mailbox)
        if flags and "UNSELECT" not in self.capabilities and all(flag.startswith("\\") for flag in flags):
            return None  # pymap names system flags only, but keeps all (measured)
        return flags

    def heads_from(self, mailbox: str, first_uid: int, octets: int) -> tuple[int, list[StoredHead]]:
        """UIDVALIDITY, and the first `octets` of each message from UID `first_uid` on, in UID order.

        Raises CommandRefused, and ServerProblem where the server shows a part only: nobody may take the rest for
        missing.
        """
        with self.examined(mailbox) as box:
            return box.uidvalidity, box.heads(box.uids(first_uid), octets)

    def heads_of(self, mailbox: str, uids: Sequence[int], octets: int) -> list[StoredHead]:
        """The first `octets` of these messages, in UID order; those that are gone are left out."""
        with self.examined(mailbox) as box:
            return box.heads(sorted(uids), octets)

    def sizes_below(self, mailbox: str, uid: int, known: Mapping[int, int]) -> tuple[int, dict[int, int]]:
        """UIDVALIDITY, and the RFC822.SIZE of each message with a lower UID than this one, by UID; of those in `known`
        the size is not asked again."""
        with self.examined(mailbox) as box:
            uids = box.uids(1, uid - 1)
            sizes = {one: known[one] for one in uids if one in known}
            return box.uidvalidity, sizes | box.sizes([one for one in uids if one not in known])

    def fields_of(self, mailbox: str, uids: Sequence[int], names: Sequence[str]) -> dict[int, bytes]:
        """The header fields of these names as a block of octets, by UID; messages that are gone are left out."""
        with self.examined(mailbox) as box:
            return box.fields(uids, names)

    def reading(self, mailbox: str) -> ReadMailbox:
        """Open a mailbox for reading messages out of it, until another command opens one. Raises CommandRefused."""
        with self._asked_to("open the mailbox"):
            validity = int(self._client.select_folder(mailbox, readonly=True)[b"UIDVALIDITY"])
            self._imap.taken("MESSAGELIMIT")
        return ReadMailbox(self._client, validity, self.capabilities.message_limit, self._imap.taken, self._asked_to)

    @contextlib.contextmanager
    def examined(self, mailbox: str) -> Iterator[ExaminedMailbox]:
        """A mailbox, open for looking only (EXAMINE). Raises CommandRefused."""
        with self._asked_to("look into the mailbox"):
            validity = int(self._client.select_folder(mailbox, readonly=True)[b"UIDVALIDITY"])
            self._imap.taken("MESSAGELIMIT")
            box = ExaminedMailbox(self._client, validity, self.capabilities.message_limit, self._imap.taken)
            yield box
            if box.is_cut:
                raise errors.ServerProblem(f"{self.endpoint.host} shows only a part of the mailbox at once.")
        with contextlib.suppress(errors.CommandRefused), self._asked_to("leave the mailbox"):
            self._client.close_folder()

    @property
    def stored(self) -> StoredMessages:
        """What the messages of the mailbox are like that is open, by `examined` or `opened`."""
        return StoredMessages(self._imap.command, self._imap.taken, self._asked_to, self.capabilities.message_limit)

    # --- the append ----------------------------------------------------------------------------------------------

    def append(self, mailbox: str, messages: Sequence[Appendable], watcher: Watcher, *,
               careful: bool = False) -> Stored | Refused:
        """APPEND these messages in one command. After a raised error, or an outcome not in step, abort the session.

        `careful`: ask the server before each message, also where that is not needed: some close the connection, without
        a word that can be heard, on a message that was sent unasked and is too large.

        Raises what Transmission.run does. `committed` of the error's batch is told by `watcher.finishing`.
        """
        command = AppendCommand(self._imap.new_tag(), wire_name(mailbox), messages, self._rules(careful=careful))
        return self._run(Transmission[Stored | Refused](self._wire, command, messages, watcher, self._patience,
                                                        throttle=self._throttle))

    def begin_and_cancel(self, mailbox: str, message: Appendable) -> None:
        """Begin an APPEND of this message, and cancel it (RFC 3502): nothing is stored. Only with MULTIAPPEND.

        A server that has crashed mends its store when the next APPEND begins, and may bring back then what it was sent
        before (measured: Dovecot, mdbox). Raises as `append`; what the server answers does not matter.
        """
        command = AppendCommand(self._imap.new_tag(), wire_name(mailbox), [message], self._rules(careful=True),
                                cancelled=True)
        quiet = Watcher(finishing=lambda: None, progress=lambda *_: None)
        self._run(Transmission[Stored | Refused](self._wire, command, [message], quiet, self._patience,
                                                 throttle=self._throttle))

    def append_each(self, mailbox: str, messages: Sequence[Appendable], watcher: Watcher, *,
                    careful: bool = False, broken: Callable[[EachOutcome], None] = lambda _: None) -> EachOutcome:
        """APPEND these messages one by one, pipelined where literals allow. After a raised error, or an outcome not
        in step, abort the session. `careful` as for `append`.

        `watcher.finishing` is called once, before the first message can be stored. Raises what Transmission.run does;
        before that `broken` is told what the server had said until then.
        """
        tags = [self._imap.new_tag() for _ in messages]
        command = AppendEach(tags, wire_name(mailbox), messages, self._rules(careful=careful))
        try:
            return self._run(Transmission[EachOutcome](self._wire, command, messages, watcher, self._patience,
                                                       throttle=self._throttle))
        except Exception:
            broken(command.so_far)
            raise

    def _run(self, transmission: Transmission[OutcomeT]) -> OutcomeT:
        self._transmission = transmission.cancel
        try:
            return transmission.run()
        finally:
            self._transmission = None

    def _rules(self, *, careful: bool) -> AppendRules:
        return replace(self.append_rules, literals=Literals.SYNCHRONISING) if careful else self.append_rules

    # --- copying and removing ------------------------------------------------------------------------------------

    @contextlib.contextmanager
    def opened(self, mailbox: str) -> Iterator[OpenMailbox]:
        """A mailbox, open for copying and removing; closed again without expunging anything. Raises CommandRefused."""
        with self._asked_to("open the mailbox"):
            validity = int(self._client.select_folder(mailbox)[b"UIDVALIDITY"])
        try:
            yield OpenMailbox(self._client, validity, self._imap.command, self._asked_to)
        except errors.CommandRefused:
            self._leave(mailbox)
            raise
        self._leave(mailbox)

    def _leave(self, mailbox: str) -> None:
        with self._asked_to("leave the mailbox"):
            if "UNSELECT" in self.capabilities:
                self._client.unselect_folder()
            else:  # CLOSE would expunge what the user has marked as deleted, but not after EXAMINE (RFC 9051 6.4.1)
                self._client.select_folder(mailbox, readonly=True)
                with contextlib.suppress(errors.CommandRefused), self._asked_to("leave the mailbox"):
                    self._client.close_folder()  # the practice mailbox refuses it after EXAMINE; it is harmless open

    def delete(self, mailbox: str) -> None:
        """Delete a mailbox, and its subscription. Raises CommandRefused."""
        if "UNSELECT" not in self.capabilities:  # it may be open still, and some servers end the connection for that
            with contextlib.suppress(errors.CommandRefused), self._asked_to("open the inbox"):
                self._client.select_folder("INBOX", readonly=True)
        with self._asked_to("delete the mailbox"):
            self._client.delete_folder(mailbox)
        with contextlib.suppress(errors.CommandRefused), self._asked_to("unsubscribe"):
            self._client.unsubscribe_folder(mailbox)

    # --- the end -------------------------------------------------------------------------------------------------

    def cancel(self) -> None:
        """End the append under way, if there is one: by a word to the server where that is possible, which keeps the
        connection; else, and whatever else is under way, every wait ends with Interrupted. From any thread."""
        cancel = self._transmission
        if cancel is None:
            self._wire.interrupt()
        else:
            cancel()

    def interrupt(self) -> None:
        """Make every wait end with Interrupted. From any thread."""
        self._wire.interrupt()

    def abort(self) -> None:
        """Give the connection up at once; nothing under way is delivered."""
        self._wire.abort()

    def close(self) -> None:
        """Say goodbye if the server listens, then close."""
        self._wire.silence = min(self._wire.silence, 2.0)
        with contextlib.suppress(errors.ServerProblem), self._asked_to("log out"):
            self._client.logout()
        self._wire.close()

    def _asked_to(self, what: str) -> AbstractContextManager[None]:
        return self._imap.asked_to(what)
