"""Where an import goes, or what account it reads, as the command line writes it: imaps://USER@HOST[:PORT]/MAILBOX;
imap:// means STARTTLS.

After RFC 5092, with two differences that people expect: USER ends at the last `@`, and `/` in MAILBOX is the hierarchy
whatever the server's delimiter.
"""

from __future__ import annotations

import re
from urllib.parse import unquote

from mailferry.errors import Problem
from mailferry.imap.values import Endpoint, Security

_PLACE = re.compile(r"(?:\[(?P<address>[^\[\]\s]+)\]|(?P<name>[^\[\]:\s]+))(?::(?P<port>[0-9]{1,5})?)?")


class NotATarget(Problem):
    """The address cannot be read."""

    title = "The target cannot be read"


def parse_target(url: str, *, plaintext: bool, ca_file: str | None) -> tuple[Endpoint, tuple[str, ...]]:
    """The account and the mailbox path, () for INBOX. Raises NotATarget."""
    endpoint, path = _parsed(url, plaintext=plaintext, ca_file=ca_file)
    return endpoint, () if len(path) == 1 and path[0].upper() == "INBOX" else path


def parse_source(url: str, *, plaintext: bool, ca_file: str | None) -> tuple[Endpoint, tuple[str, ...] | None]:
    """The account to read, and the path of a mailbox of it; None for all its mailboxes. Raises NotATarget."""
    endpoint, path = _parsed(url, plaintext=plaintext, ca_file=ca_file)
    return endpoint, path or None


def _parsed(url: str, *, plaintext: bool, ca_file: str | None) -> tuple[Endpoint, tuple[str, ...]]:
    scheme, separator, rest = url.partition("://")
    scheme = scheme.lower()
    authority, _, mailbox = rest.partition("/")
    user, _, place = authority.rpartition("@")
    if ":" in user:  # before any other complaint, which would repeat the password
        raise NotATarget("A password does not belong into the target: give it with --password-file or --password-env. "
                         "Write a colon in a user's name as %3A.")
    if not separator or scheme not in ("imap", "imaps"):
        raise NotATarget(f"{url} is no target. Write imaps://USER@HOST/MAILBOX, or imap:// for STARTTLS.")
    if scheme == "imaps" and plaintext:
        raise NotATarget("--plaintext goes with imap://, not with imaps://.")
    if not user:
        raise NotATarget(f"{url} names no user. Write {scheme}://USER@HOST/MAILBOX.")
    host, port = _host_and_port(place, url, 993 if scheme == "imaps" else 143)
    security = Security.TLS if scheme == "imaps" else Security.PLAINTEXT if plaintext else Security.STARTTLS
    return (Endpoint(host, port, security, unquote(user), ca_file),
            tuple(unquote(part) for part in mailbox.split("/") if part))


def _host_and_port(place: str, url: str, usual: int) -> tuple[str, int]:
    found = _PLACE.fullmatch(place)
    if found is None or not 0 < int(found["port"] or usual) < 65536:
        raise NotATarget(f"{url} names no server that can be reached: {place!r}.")
    return found["address"] or found["name"], int(found["port"] or usual)
