"""The values of an account and its mailboxes: where a server is, and what it says of mailboxes. All frozen.

RFC 8314 (TLS), 2595 (STARTTLS), 2342 (NAMESPACE), 9051 7.3 (LIST, STATUS), 7889 (APPENDLIMIT), 9208 (QUOTA).
"""

from __future__ import annotations

import enum
from dataclasses import dataclass


class Security(enum.StrEnum):
    """How the connection is protected."""

    TLS = "tls"
    STARTTLS = "starttls"
    PLAINTEXT = "plaintext"  # loopback only


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A server and a user on it. `ca_file` names a file of certificates to trust instead of the system's."""

    host: str
    port: int
    security: Security
    user: str
    ca_file: str | None = None

    @property
    def name(self) -> str:
        """USER@HOST, with the port where it is not the usual one."""
        usual = {Security.TLS: 993}.get(self.security, 143)
        return f"{self.user}@{self.host}" + ("" if self.port == usual else f":{self.port}")

    @property
    def title(self) -> str:
        """How people are told of it: by its mail address, if that is how it signs in, else by its name."""
        return self.user if "@" in self.user else self.name


@dataclass(frozen=True, slots=True)
class Namespace:
    """The personal namespace: names begin with `prefix` ("" or such as "INBOX."); `delimiter` is None if flat. Names
    that begin with one of `others` are other people's, or shared."""

    prefix: str
    delimiter: str | None
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mailbox:
    """A mailbox that LIST names. `selectable` is False for a mere parent. `attributes` as sent (`\\Sent` ...)."""

    name: str
    delimiter: str | None
    selectable: bool
    attributes: frozenset[str]


@dataclass(frozen=True, slots=True)
class MailboxStatus:
    """What STATUS says. `append_limit` is the octets of one message that the mailbox takes (RFC 7889), None if it does
    not say."""

    uidvalidity: int
    uidnext: int
    messages: int
    append_limit: int | None = None


@dataclass(frozen=True, slots=True)
class Quota:
    """How full the storage behind a mailbox is, in octets: an estimate of the server's (RFC 9208 5.1)."""

    used: int
    limit: int

    @property
    def room(self) -> int:
        """Octets that are left, 0 at least."""
        return max(0, self.limit - self.used)
