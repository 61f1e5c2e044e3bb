"""The way from a greeting to a signed-in connection: STARTTLS, the password, and what the server can do afterwards.

RFC 2595 (STARTTLS), 4616 (PLAIN), 9051 6.2. Rules: no password before TLS, no fallback, and CAPABILITY is asked again
after login.
"""

from __future__ import annotations

import ssl

from mailferry.imap import errors
from mailferry.imap.append import quoted
from mailferry.imap.capabilities import Capabilities
from mailferry.imap.client import Client, Imap
from mailferry.imap.values import Endpoint, Security
from mailferry.imap.wire import Wire

_CONTROL = frozenset(map(chr, (*range(0x20), 0x7F)))


def start_tls(imap: Imap, wire: Wire, endpoint: Endpoint, context: ssl.SSLContext, seconds: float) -> None:
    """Protect the connection (RFC 2595), or raise NotSafe: no password goes out before. `seconds` for the handshake."""
    host = endpoint.host
    if imap.state != "NONAUTH":
        raise errors.NotSafe(f"{host} takes us as signed in before the connection is protected. That is not safe, "
                             f"so nothing was sent.")
    if "STARTTLS" not in ask_capabilities(imap):
        raise errors.NotSafe(f"{host}, port {endpoint.port}, offers no protected connection (STARTTLS), so no "
                             f"password was sent. Try imaps:// (port 993).")
    try:
        with imap.asked_to("begin a protected connection"):
            imap.command("STARTTLS")
    except errors.CommandRefused as error:
        raise errors.NotSafe(f"{host} refused to begin a protected connection, so no password was sent.",
                             detail=error.detail) from None
    wire.start_tls(context, endpoint.port, seconds)
    imap.untagged_responses.clear()  # what was said unprotected does not count (RFC 9051 6.2.1)


def sign_in(imap: Imap, client: Client, endpoint: Endpoint, password: str) -> Capabilities:
    """Sign in (RFC 4616, else LOGIN); what the server can do then. Raises SignInProblem, SignInRefused, NotNow,
    NotSafe."""
    if imap.state == "AUTH":
        if endpoint.security is not Security.TLS:
            raise errors.NotSafe(f"{endpoint.host} takes us as signed in without asking who we are. That is not "
                                 f"safe, so nothing was sent.")
    else:
        offered = ask_capabilities(imap)
        if "AUTH=PLAIN" not in offered and "LOGINDISABLED" in offered:
            raise errors.SignInProblem(f"{endpoint.host} does not let anyone sign in with a password on this "
                                       f"connection.")
        if _CONTROL & set(endpoint.user + password):
            raise errors.SignInProblem("The user name or the password holds a control character, such as a line "
                                       "end. Type it anew.")
        if "AUTH=PLAIN" not in offered and not (endpoint.user + password).isascii():
            raise errors.SignInProblem(f"{endpoint.host} takes no user name or password with other than ASCII "
                                       f"characters.")
        imap.keep_secret(endpoint.user, password)
        try:
            with imap.asked_to("let us in"):
                if "AUTH=PLAIN" in offered:
                    client.plain_login(endpoint.user, password)
                else:  # imaplib and imapclient send the user's name as it is
                    imap.command("LOGIN", quoted(endpoint.user.encode()), quoted(password.encode()))
        except errors.CommandRefused as error:
            if error.code in errors.NOT_NOW:
                raise errors.NotNow(error.sentence, detail=error.detail) from None
            raise errors.SignInRefused(
                f"{endpoint.host} did not accept the user {endpoint.user} with this password. Check both; some "
                f"providers want an app password.", code=error.code, detail=error.detail) from None
        imap.state = "AUTH"
    return ask_capabilities(imap)


def ask_capabilities(imap: Imap) -> Capabilities:
    """What the server says that it can do. Raises CommandRefused."""
    with imap.asked_to("say what it can do"):
        imap.taken("CAPABILITY")
        imap.command("CAPABILITY")
    return Capabilities.of(imap.taken("CAPABILITY"))
