"""What can go wrong between us and a server. Errors of socket, ssl, imaplib and imapclient become one of these once,
in imap/; nothing above this room sees a foreign error."""

from __future__ import annotations

import errno
import socket
import ssl

from mailferry.errors import Problem

NOT_NOW = frozenset({"UNAVAILABLE", "INUSE", "LIMIT", "THROTTLED", "SERVERBUG"})
"""Codes that say that what was asked for is refused for now, not for what it is (RFC 5530)."""


class ServerProblem(Problem):
    """Anything that stands between us and a stored message. `wait`: seconds before which it is not tried again."""

    title = "The mail server"
    wait = 0.0


class ConnectionProblem(ServerProblem):
    """No connection, or no longer one. Trying again later may help."""

    title = "No connection"


class HostUnknown(ConnectionProblem):
    title = "Server not found"


class NoAnswer(ConnectionProblem):
    title = "The server does not answer"


class ConnectionLost(ConnectionProblem):
    """The connection ended while we needed it. `bye` holds the server's words if it said goodbye (RFC 9051 7.1.5)."""

    title = "The connection broke"

    def __init__(self, sentence: str, *, detail: str = "", bye: str = "") -> None:
        super().__init__(sentence, detail=detail or bye)
        self.bye = bye


class NoSense(ConnectionProblem):
    """An answer that cannot be understood: this connection is worth nothing, another may be.

    Measured: Cyrus, asked for the STATUS of a mailbox that was deleted while an APPEND to it was under way.
    """

    title = "The mail server"


class NotNow(ConnectionProblem):
    """The server lets nobody in just now, or not one more (RFC 5530); that is no wrong password."""

    title = "The server lets us in later"


class Interrupted(ServerProblem):
    """We were asked to stop; the connection was given up."""

    title = "Stopped"


class SignInProblem(ServerProblem):
    """The server will not let us in as things are; trying again unchanged does not help."""

    title = "Sign-in did not work"


class SignInRefused(SignInProblem):
    """User or password is wrong, or this way of signing in is switched off. `code` as in CommandRefused."""

    def __init__(self, sentence: str, *, code: str = "", detail: str = "") -> None:
        super().__init__(sentence, detail=detail)
        self.code = code


class NotSafe(SignInProblem):
    """No protected connection can be made, so no password was sent."""

    title = "The connection is not safe"


class CertificateRefused(NotSafe):
    title = "The server's certificate is not trusted"


class CommandRefused(ServerProblem):
    """The server answered NO or BAD to a command.

    `status` is NO or BAD; `code` is the response code without brackets and arguments ("" if none), RFC 9051 7.1.
    """

    title = "The server refused"

    def __init__(self, sentence: str, *, status: str, code: str = "", detail: str = "") -> None:
        super().__init__(sentence, detail=detail)
        self.status = status
        self.code = code


class BodyMismatch(ServerProblem):
    """A message yielded other octets than were announced; the batch was given up before its last CRLF.

    `index` is its place in the batch, from 0.
    """

    title = "A message has changed"

    def __init__(self, sentence: str, *, index: int) -> None:
        super().__init__(sentence)
        self.index = index


def with_words(opening: str, words: str) -> str:
    """A sentence that ends in the server's words, if it said any."""
    text = f"{opening}: {words}" if words else opening
    return text if text.endswith((".", "!", "?")) else text + "."


def certificate_sentence(error: ssl.SSLCertVerificationError, host: str) -> str:
    """Why the certificate of `host` was refused, and what can be done."""
    # OpenSSL's X509_V_ERR_* numbers: verify_message is meant for people, the number for programs.
    reasons = {
        9: f"The certificate of {host} is not valid yet. Check this computer's date.",
        10: f"The certificate of {host} has expired. Its operator must renew it; also check this computer's date.",
        18: f"{host} shows a certificate that it signed itself. If you trust it, give its certificate "
            f"file.",
        19: f"The certificate of {host} was signed by an authority that this computer does not know. If you trust "
            f"it, give its certificate file.",
        20: f"The certificate of {host} was signed by an authority that this computer does not know. If you trust "
            f"it, give its certificate file.",
        62: f"The certificate belongs to another name than {host}. Check the server's name.",
        64: f"The certificate belongs to another address than {host}. Check the server's name.",
    }
    return reasons.get(error.verify_code, f"The certificate of {host} could not be verified.")


def from_connecting(error: OSError, host: str, port: int) -> ServerProblem:
    """Translate a failure to reach `host`, by TCP or TLS."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return CertificateRefused(certificate_sentence(error, host), detail=str(error))
    if isinstance(error, ssl.SSLError):
        return NotSafe(f"No protected connection to {host}, port {port}: the server does not speak TLS there, or only "
                       f"versions that are not safe any more (TLS 1.2 is needed). Check the port.", detail=str(error))
    if isinstance(error, socket.gaierror):
        return HostUnknown(f"There is no server named {host}. Check the spelling, and that you are online.",
                           detail=str(error))
    if isinstance(error, TimeoutError):
        return NoAnswer(f"{host}, port {port}, does not answer. Check the name and the port, and that you are online.",
                        detail=str(error))
    if error.errno == errno.ECONNREFUSED:
        return ConnectionProblem(f"{host} refuses connections to port {port}. Check the port, and that the server "
                                 f"runs.", detail=str(error))
    return ConnectionProblem(f"{host}, port {port}, could not be reached: {error.strerror or error}.",
                             detail=str(error))


def lost(error: OSError | None, host: str) -> ConnectionLost:
    """The connection to `host` ended under way."""
    return ConnectionLost(f"The connection to {host} broke.", detail="" if error is None else str(error))
