"""Ways to sign in to a talker, and what it must not have seen then."""

from __future__ import annotations

import base64
from dataclasses import replace
from pathlib import Path

from tests.imap.mails import SHORT
from tests.imap.peers import Talker
from tests.imap.problems import PASSWORD
from tests.servers.common import LOOPBACK

from mailferry.imap.session import Session
from mailferry.imap.values import Endpoint, Security

QUICK = replace(SHORT, connect=1, command=1)
"""For servers that say nothing."""
PLAIN_OFFERED = b"* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\n{tag} OK done\r\n"


def to(talker: Talker, security: Security = Security.PLAINTEXT, *, user: str = "me", host: str = LOOPBACK,
       ca_file: Path | None = None) -> Endpoint:
    return Endpoint(host, talker.port, security, user, None if ca_file is None else str(ca_file))


def connect(endpoint: Endpoint, password: str = PASSWORD) -> Session:
    return Session.connect(endpoint, password, patience=SHORT)


def sent_no_password(talker: Talker, password: str = PASSWORD) -> bool:
    everything = b"\n".join(talker.lines)
    packed = base64.b64encode(f"\0me\0{password}".encode())
    return password.encode() not in everything and packed not in everything
