"""imaplib and imapclient over our own wire, with their errors made ours: what `session.py` builds on.

The only module that imports them (imapclient ships no types). RFC 9051; names of mailboxes RFC 3501 5.1.3.
"""

from __future__ import annotations

import base64
import contextlib
import imaplib
import logging
import re
from collections.abc import Iterator, Sequence

import imapclient
from imapclient.imap_utf7 import decode as decode_utf7
from imapclient.imap_utf7 import encode as encode_utf7
from imapclient.response_parser import parse_fetch_response, parse_response

from mailferry.imap import errors
from mailferry.imap.response import MAX_RESPONSE, parse
from mailferry.imap.wire import Wire

# Its remarks on what servers say (once more, undecodable) are not for people, and could hold names of mailboxes.
logging.getLogger("imapclient").setLevel(logging.CRITICAL)

_LONGEST_LINE = 16 * 1024 * 1024
"""Octets of one line that a server may send: a SEARCH answer names about two million UIDs in it."""

_STATUS_ITEM = re.compile(rb'((?:"(?:[^"\\]|\\.)*"|\S+)) \(MESSAGES (\d{1,19})\)', re.IGNORECASE)
_STATUS_VALUES = re.compile(rb" \(([^()\"]*)\)")
_LIST_ITEM = re.compile(rb'\(([^)]*)\) (?:NIL|"(\\?.)") (?:"((?:[^"\\]|\\.)*)"|([^\s"]\S*))\Z', re.DOTALL)


class Answered(Exception):
    """The server said NO or BAD, in these words."""

    def __init__(self, status: str, words: str) -> None:
        super().__init__(status)
        self.status = status
        self.words = words


class Imap(imaplib.IMAP4):
    """imaplib over our wire: the methods that its documentation names for overriding, and where it raises errors."""

    def __init__(self, wire: Wire, host: str, port: int) -> None:
        self._wire = wire
        self._secrets: tuple[str, ...] = ()
        super().__init__(host, port)

    # --- what imaplib calls --------------------------------------------------------------------------------------

    def open(self, host: str = "", port: int = 143, timeout: float | None = None) -> None:
        self.host = host
        self.port = port

    def read(self, size: int) -> bytes:
        if size > MAX_RESPONSE:  # the largest literal that we ask for is the head of a message
            raise ValueError(f"a literal of {size} octets")
        self._wire.exchange.answered_literal(size)
        return self._wire.read(size)

    def readline(self) -> bytes:
        line = self._wire.readline(_LONGEST_LINE)
        self._wire.exchange.answered(line)
        return line

    def send(self, data: bytes) -> None:  # type: ignore[override]  # imaplib gives it bytes only
        self._wire.exchange.sent(data)
        self._wire.send(data)

    def shutdown(self) -> None:
        self._wire.close()

    def _check_bye(self) -> None:
        """imaplib's: a BYE has come. Raises ConnectionLost with the server's words."""
        bye = self.untagged_responses.get("BYE")
        if bye and isinstance(bye[-1], bytes):
            words = self.words(parse(b"* BYE " + bye[-1]).text)
            raise errors.ConnectionLost(errors.with_words(f"{self.host} ended the connection", words), bye=words)

    def _command_complete(self, name: str, tag: bytes) -> tuple[str, list[bytes | None]]:
        """imaplib's, but NO and BAD raise Answered with the server's own words, which imaplib would bend."""
        is_logout = name == "LOGOUT"
        if not is_logout:
            self._check_bye()
        status, data = self._get_tagged_response(tag, expect_bye=is_logout)
        if status not in ("OK", "BYE"):
            raise Answered(status, said(data))
        if not is_logout:
            self._check_bye()
        return status, data

    # --- what session.py calls -----------------------------------------------------------------------------------

    def keep_secret(self, user: str, password: str) -> None:
        """Some servers repeat in a refusal what they were sent: from now on the password is struck out of words."""
        told = {password, password.replace("\\", "\\\\").replace('"', '\\"'),  # as it is, and as LOGIN has it
                base64.b64encode(f"\0{user}\0{password}".encode()).decode("ascii")}
        told |= {repr(b"'\"" + secret.encode())[5:-1] for secret in told}  # as errors of imaplib have it
        self._secrets = tuple(sorted(filter(None, told), key=len, reverse=True))  # one may be a part of another
        self._wire.exchange.words = self.words

    def words(self, text: str) -> str:
        """Words of the server for people, without our password."""
        for secret in self._secrets:
            text = text.replace(secret, "***")
        return text

    def new_tag(self) -> bytes:
        """A tag that imaplib has not used, for a command of ours."""
        tag: bytes = self._new_tag()
        del self.tagged_commands[tag]
        return tag

    def command(self, name: str, *arguments: bytes) -> str:
        """Run a command whose arguments are written out already; the words of its OK. Raises Answered."""
        _, data = self._simple_command(name, *(argument.decode("ascii") for argument in arguments))
        return said(data)

    def taken(self, name: str) -> list[bytes | tuple[bytes, bytes]]:
        """The untagged responses of this name, which are forgotten then."""
        return self.untagged_responses.pop(name, [])

    @contextlib.contextmanager
    def asked_to(self, what: str) -> Iterator[None]:
        """Around commands: foreign errors become CommandRefused, ConnectionLost or NoSense."""
        try:
            yield
        except Answered as answer:
            response = parse(f"* {answer.status} {answer.words}".encode())  # before words are struck out of it
            raise errors.CommandRefused(
                errors.with_words(f"{self.host} would not {what}", self.words(response.text)), status=answer.status,
                code=response.code, detail=self.words(answer.words)) from None
        except (imaplib.IMAP4.error, ValueError, LookupError, TypeError, AttributeError) as error:
            # imapclient fails in any of these ways on an answer without sense.
            raise errors.NoSense(f"{self.host} gave an answer that makes no sense when it was asked to {what}.",
                                 detail=self.words(str(error))[:200]) from None


class Client(imapclient.IMAPClient):  # type: ignore[misc]  # imapclient has no types
    """imapclient over our wire."""

    def __init__(self, imap: Imap) -> None:
        self._ready = imap
        super().__init__(imap.host, imap.port, ssl=False)
        self.normalise_times = False
        imap.debug = 0  # imapclient sets 5: imaplib's debug log would hold the LOGIN line

    def fetched(self, uids: str, items: str) -> dict[int, dict[bytes, object]]:
        """UID FETCH: what was told of each message, by UID.

        Not imapclient's `fetch`, which takes the number of a message that another client has just changed for a UID.
        """
        self._ready.taken("FETCH")
        self._ready.command("UID", b"FETCH", uids.encode("ascii"), items.encode("ascii"))
        told = parse_fetch_response(self._ready.taken("FETCH"), normalise_times=False, uid_is_key=False)
        return {data[b"UID"]: data for data in told.values() if b"UID" in data}

    def folder_status(self, mailbox: str, items: Sequence[str]) -> dict[bytes, bytes]:
        """STATUS: the values of these items that the server gives.

        Not imapclient's, which cannot read a name with an open bracket in it.
        """
        self._ready.taken("STATUS")
        self._ready.command("STATUS", self._normalise_folder(mailbox), f"({' '.join(items)})".encode("ascii"))
        told = b" ".join(part if isinstance(part, bytes) else b"name" for part in self._ready.taken("STATUS"))
        words = _STATUS_VALUES.findall(told)[-1].split()
        return dict(zip((name.upper() for name in words[::2]), words[1::2], strict=True))

    def _create_IMAP4(self) -> Imap:  # noqa: N802  # imapclient's hook
        return self._ready

    def _set_read_timeout(self) -> None:
        """The wire has its own patience."""


def greeted(wire: Wire, host: str, port: int) -> Imap:
    """Hear the greeting. Raises ConnectionProblem where it is none of an IMAP server, ConnectionLost, NoAnswer."""
    try:
        return Imap(wire, host, port)
    except (imaplib.IMAP4.error, Answered, ValueError) as error:
        greeting = error.args[0] if error.args and isinstance(error.args[0], bytes) else b""
        response = parse(greeting)
        if response.status == "BYE":
            raise errors.ConnectionLost(errors.with_words(f"{host} turned us away", response.text),
                                        bye=response.text) from None
        raise errors.ConnectionProblem(f"What answers at {host}, port {port}, is not an IMAP server. Check the name "
                                       f"and the port.", detail=str(error)[:200]) from None


def said(data: Sequence[bytes | None]) -> str:
    """The text of an answer."""
    return " ".join(part.decode("utf-8", "replace") for part in data if part)


def wire_name(mailbox: str) -> bytes:
    """A mailbox name in modified UTF-7. Raises UnicodeEncodeError for half a surrogate pair."""
    encoded: bytes = encode_utf7(mailbox)
    return encoded


def other_prefixes(answer: Sequence[bytes | tuple[bytes, bytes]]) -> list[str]:
    """The prefixes of other users' and shared namespaces out of an untagged NAMESPACE. Raises as the next one."""
    _, others, shared = parse_response(answer)
    return [decode_utf7(space[0]) for spaces in (others, shared) for space in spaces or () if space[0]]


def personal_namespace(answer: Sequence[bytes | tuple[bytes, bytes]]) -> tuple[str, str | None] | None:
    """Prefix and delimiter of the first personal namespace out of an untagged NAMESPACE; None if there is none.

    Not imapclient's, which fails on extensions behind the delimiter (RFC 2342 section 6). Raises ValueError, TypeError
    or LookupError for nonsense.
    """
    personal, _, _ = parse_response(answer)
    if personal is None:
        return None
    prefix, delimiter = personal[0][:2]
    return decode_utf7(prefix), None if delimiter is None else delimiter.decode("ascii")


def list_item(item: bytes | tuple[bytes, bytes]) -> tuple[frozenset[str], str | None, str] | None:
    """Attributes, delimiter and name out of an untagged LIST (RFC 9051 7.3.1); None if it is none, or if its name
    cannot be named back to the server.

    Not imapclient's, which takes a name such as 007 for a number.
    """
    head, literal = item if isinstance(item, tuple) else (item, None)
    if literal is not None:  # (attributes) delimiter {octets}, and the name apart
        head = re.sub(rb"\{\d+\}\Z", b"literal", head)
    found = _LIST_ITEM.match(head)
    if found is None:
        return None
    attributes, delimiter, in_quotes, atom = found.groups()
    name = literal if literal is not None else atom if in_quotes is None else re.sub(rb"\\(.)", rb"\1", in_quotes)
    try:
        text: str = decode_utf7(name)
        if wire_name(text) != name:
            return None
    except UnicodeError:
        return None
    return (frozenset(attributes.decode("ascii", "replace").split()),
            None if delimiter is None else delimiter[-1:].decode("ascii", "replace"), text)


def status_item(item: bytes | tuple[bytes, bytes]) -> tuple[str, int] | None:
    """The name and the number of messages out of an untagged STATUS with MESSAGES alone (RFC 9051 7.3.4); None if it is
    none. A name in a literal is left out."""
    found = _STATUS_ITEM.match(item) if isinstance(item, bytes) else None
    listed = list_item(b"() NIL " + found[1]) if found is not None else None
    return (listed[2], int(found[2])) if found is not None and listed is not None else None
