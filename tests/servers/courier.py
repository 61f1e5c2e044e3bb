"""Courier 5.0 as a server of the tests: no MULTIAPPEND, no LITERAL+, all mailboxes below `INBOX.`, but UIDPLUS.

Its imapd is only unpacked, since Debian lets one IMAP server be installed: tests/servers/install.sh puts it where
`unpacked` looks. The places of its users and of its authentication are compiled in (/etc/courier, /run/courier), so
only one Courier runs at a time: a lock makes other test processes wait. It starts within a tenth of a second.
"""

from __future__ import annotations

import fcntl
import itertools
import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.servers.common import (
    LOOPBACK,
    Account,
    ImapServer,
    ServerProcess,
    free_port,
    server_directory,
    wait_for_greeting,
    wait_until,
)

PASSWORD = "pw"
SETTINGS = Path("/etc/courier")
USERS = SETTINGS / "userdb"
USERS_READ = SETTINGS / "userdb.dat"
AUTHENTICATION = SETTINGS / "authdaemonrc"
KEPT = SETTINGS / "authdaemonrc.before-tests"
SOCKET = Path("/run/courier/authdaemon/socket")
LOCK = Path("/run/lock/mailferry-test-courier")
LOCK_SECONDS = 900.0

TCPD = "/usr/sbin/couriertcpd"
AUTHDAEMON = "/usr/lib/courier/courier-authlib/authdaemond"
MAKEUSERDB = "/usr/sbin/makeuserdb"
MAILDIRMAKE = "/usr/bin/maildirmake.courier"


def unpacked() -> Path:
    """Where the unpacked package is: $MAILFERRY_COURIER_IMAPD, else where install.sh puts it."""
    return Path(os.environ.get("MAILFERRY_COURIER_IMAPD", "/usr/lib/mailferry-test/courier"))


def why_not_here() -> str | None:
    """The reason why Courier cannot run on this machine, or None."""
    if os.name != "posix" or os.geteuid() != 0:
        return "Courier needs root: the places of its users are compiled in"
    parts = (unpacked() / "usr/bin/imapd", Path(TCPD), Path(AUTHDAEMON), Path(MAKEUSERDB), Path(MAILDIRMAKE))
    missing = [str(path) for path in parts if not path.is_file()]
    if missing:
        return f"Courier is not installed, {missing[0]} is missing (tests/servers/install.sh does it)"
    return None


@dataclass(frozen=True)
class Courier:
    """The running server, which takes new users."""

    server: ImapServer
    directory: Path
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def add_account(self, *, quota_kib: int | None = None) -> Account:
        """Make a user with an empty INBOX. quota_kib: over it APPEND gets a NO without a code for it."""
        number = next(self._numbers)
        account = Account(f"user{number}", PASSWORD)
        home = self.directory / "home" / account.user
        home.mkdir(parents=True)
        _run([MAILDIRMAKE, home / "Maildir"])
        if quota_kib is not None:
            _run([MAILDIRMAKE, "-q", f"{quota_kib * 1024}S", home / "Maildir"])
        for path in (home, *home.rglob("*")):
            shutil.chown(path, "mail", "mail")
        mail = home.stat()
        hashed = _run(["openssl", "passwd", "-1", PASSWORD]).strip()
        fields = f"home={home}|mail={home}/Maildir|uid={mail.st_uid}|gid={mail.st_gid}|systempw={hashed}"
        with USERS.open("a", encoding="ascii") as users:
            users.write(f"{account.user}\t{fields}\n")
        _run([MAKEUSERDB])
        # Measured: its daemon knows a new file by the second of its change and by its inode, which it asks for before
        # it opens the file. Of files that come within a second it may hold an old one for the newest, and then refuses
        # the new user ("Login failed."). So each file gets a time that no other one has.
        os.utime(USERS_READ, (number, number))
        return account


def _run(command: Sequence[str | Path]) -> str:
    """What the command says. Raises CalledProcessError."""
    return subprocess.run([str(part) for part in command], check=True, capture_output=True, text=True).stdout


def environment() -> dict[str, str]:
    """What couriertcpd and imapd are told: the package's settings, with ours."""
    source = (unpacked() / "etc/courier/imapd").read_text("utf-8")
    given = dict(re.findall(r'^([A-Z_]+)="?([^"\n]*)"?$', source, re.MULTILINE))
    return {**os.environ, **given, "AUTHMODULES": "authdaemond", "MAILDIRPATH": "Maildir", "IMAP_STARTTLS": "NO",
            "IMAP_EMPTYTRASH": ""}


@contextmanager
def _only_one() -> Iterator[None]:
    """Hold the lock of this machine's Courier; what was put into its settings is taken out at the end."""
    with LOCK.open("w") as lock:

        def taken() -> bool:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return False
            return True

        wait_until(taken, LOCK_SECONDS, every=0.02)  # or who has just had it may have it again and again
        if KEPT.exists():  # a run before this one was killed
            _put_back()
        assert not USERS.exists(), f"{USERS} is there: this machine has a Courier of its own"
        KEPT.write_bytes(AUTHENTICATION.read_bytes())
        AUTHENTICATION.write_text(f'authmodulelist="authuserdb"\ndaemons=3\nauthdaemonvar={SOCKET.parent}\n', "ascii")
        try:
            yield
        finally:
            _put_back()


def _put_back() -> None:
    AUTHENTICATION.write_bytes(KEPT.read_bytes())
    for made in ("userdb", "userdb.dat", "userdbshadow.dat", "userdb.lock"):
        (SETTINGS / made).unlink(missing_ok=True)
    KEPT.unlink()


@contextmanager
def run_courier() -> Iterator[Courier]:
    """Start the server, its users in a directory of their own; stop it at the end. Raises TimeoutError."""
    with _only_one(), server_directory("courier") as directory:
        USERS.touch(mode=0o600)
        _run([MAKEUSERDB])
        SOCKET.unlink(missing_ok=True)  # of a daemon that was killed
        server = ImapServer("courier", LOOPBACK, free_port())
        files = unpacked()
        listen = (f"-address={LOOPBACK}", "-maxprocs=60", "-maxperip=60", "-nodnslookup", "-noidentlookup",
                  str(server.port))
        serve = (files / "usr/lib/courier/courier/imaplogin", files / "usr/bin/imapd", "Maildir")
        with ServerProcess([AUTHDAEMON]):
            wait_until(SOCKET.exists)
            with ServerProcess([TCPD, *listen, *serve], environment=environment()):
                wait_for_greeting(server.host, server.port)
                yield Courier(server, directory)
