"""Cyrus 3.6 as a server of the tests: one master for a whole test run, a fresh user for each test.

The strict one: it refuses NUL, bare LF, wrong dates, and any space too many. Its imapd is only unpacked, since
Debian lets one IMAP server be installed: tests/servers/install.sh puts it where `imapd_path` looks. A second
service of the same master, on its own port, has a limit for the size of a message (APPENDLIMIT, RFC 7889), and refuses
octets over 127 in a header.
"""

from __future__ import annotations

import imaplib
import itertools
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.servers.checker import signed_in
from tests.servers.common import (
    LOOPBACK,
    Account,
    Certificates,
    ImapServer,
    ServerProcess,
    free_port,
    server_directory,
    wait_for_greeting,
)

PASSWORD = "pw"
ADMIN = Account("cyrus", PASSWORD)
REALM = "lab"
# The largest message, in octets, that the service with a limit takes.
LIMIT_OCTETS = 20_000

MASTER = "/usr/sbin/cyrmaster"
SASLPASSWD = "/usr/sbin/saslpasswd2"

SETTINGS = """
configdirectory: {directory}/conf
partition-default: {directory}/spool
defaultpartition: default
proc_path: {directory}/proc
mboxname_lockpath: {directory}/lock
idlesocket: {directory}/socket/idle
lmtpsocket: {directory}/socket/lmtp
admins: cyrus
servername: {realm}
defaultdomain: {realm}
sasl_pwcheck_method: auxprop
sasl_auxprop_plugin: sasldb
sasl_sasldb_path: {directory}/sasldb2
sasl_mech_list: PLAIN LOGIN
allowplaintext: yes
failedloginpause: 0
altnamespace: yes
unixhierarchysep: yes
tls_server_cert: {certificates.good.certificate}
tls_server_key: {certificates.good.key}
maxmessagesize: {max_message_size}
reject8bit: {reject_8bit}
"""

SERVICES = """
START {{
  recover cmd="/usr/lib/cyrus/bin/ctl_cyrusdb -C {settings} -r"
}}
SERVICES {{
  imap cmd="{imapd} -C {settings}" listen="{host}:{port}" proto="tcp4" prefork=1
  imaps cmd="{imapd} -C {settings} -s" listen="{host}:{tls_port}" proto="tcp4" prefork=0
  imaplimit cmd="{imapd} -C {limited}" listen="{host}:{limited_port}" proto="tcp4" prefork=0
}}
EVENTS {{
}}
"""


def imapd_path() -> Path:
    """Where the unpacked imapd is: below $MAILFERRY_CYRUS_IMAPD, else where install.sh puts it."""
    unpacked = os.environ.get("MAILFERRY_CYRUS_IMAPD", "/usr/lib/mailferry-test/cyrus")
    return Path(unpacked) / "usr/lib/cyrus/bin/imapd"


def why_not_here() -> str | None:
    """The reason why Cyrus cannot run on this machine, or None."""
    if os.name != "posix" or os.geteuid() != 0:
        return "Cyrus' master needs root, which changes to its own user"
    missing = [str(path) for path in (imapd_path(), Path(MASTER), Path(SASLPASSWD)) if not path.is_file()]
    if missing:
        return f"Cyrus is not installed, {missing[0]} is missing (tests/servers/install.sh does it)"
    return None


@dataclass(frozen=True)
class Cyrus:
    """The running server, which takes new users. `limited` is the same server with LIMIT_OCTETS for a message."""

    server: ImapServer
    limited: ImapServer
    directory: Path
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def add_account(self, *, quota_kib: int | None = None) -> Account:
        """Make a user with an empty INBOX. quota_kib: over it APPEND gets a NO without a response code."""
        account = Account(f"user{next(self._numbers)}", PASSWORD)
        set_password(self.directory, account)
        with signed_in(self.server, ADMIN) as admin:
            _expect_ok(admin.create(f"user/{account.user}"))
            if quota_kib is not None:
                _expect_ok(admin.setquota(f"user/{account.user}", f"(STORAGE {quota_kib})"))
        return account


def _expect_ok(answer: tuple[str, list[bytes]] | tuple[str, list[bytes | tuple[bytes, bytes]]]) -> None:
    if answer[0] != "OK":
        raise imaplib.IMAP4.error(f"Cyrus' administrator was refused: {answer[1]!r}")


def set_password(directory: Path, account: Account) -> None:
    """Give a user its password; it is known at the next sign-in. Raises CalledProcessError."""
    subprocess.run(
        [SASLPASSWD, "-p", "-c", "-f", str(directory / "sasldb2"), "-u", REALM, account.user],
        input=account.password.encode(),
        check=True,
        capture_output=True,
    )


@contextmanager
def run_cyrus(certificates: Certificates) -> Iterator[Cyrus]:
    """Start the server in a directory of its own; stop it at the end. Raises TimeoutError."""
    with server_directory("cyrus") as directory:
        for name in ("conf", "spool", "proc", "lock", "socket"):
            (directory / name).mkdir()
        server = ImapServer("cyrus", LOOPBACK, free_port(), free_port(), certificates.ca_file)
        limited = ImapServer("cyrus with a limit", LOOPBACK, free_port())
        settings, limited_settings = directory / "imapd.conf", directory / "limited.conf"
        for path, octets in ((settings, 0), (limited_settings, LIMIT_OCTETS)):
            text = SETTINGS.format(
                directory=directory,
                realm=REALM,
                certificates=certificates,
                max_message_size=octets,
                reject_8bit="yes" if octets else "no",
            )
            path.write_text(text, "utf-8")
        services = directory / "cyrus.conf"
        services.write_text(
            SERVICES.format(
                imapd=imapd_path(),
                host=server.host,
                port=server.port,
                tls_port=server.tls_port,
                limited_port=limited.port,
                settings=settings,
                limited=limited_settings,
            ),
            "utf-8",
        )
        set_password(directory, ADMIN)
        for path in (directory, *directory.rglob("*")):
            shutil.chown(path, "cyrus", "mail")
        files = ("-C", settings, "-M", services, "-p", directory / "master.pid", "-L", directory / "log")
        with ServerProcess([MASTER, *files]):
            try:
                wait_for_greeting(server.host, server.port)
            except TimeoutError as error:
                log = (directory / "log").read_text("utf-8", "replace")
                raise TimeoutError(f"Cyrus does not answer; its output was:\n{log}") from error
            yield Cyrus(server, limited, directory)
