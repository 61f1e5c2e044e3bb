"""Dovecot 2.3 as a server of the tests: one process for a whole test run, a fresh user for each test.

The options that a test wants (storage, quota, size limit, LITERAL-, separator) belong to the user, not to the
server: Dovecot takes any setting from the fields of its user database (`userdb_SETTING=VALUE`). Each user has a
password file of its own, so that a new user is known at once; one shared file is read again only each second.
"""

from __future__ import annotations

import imaplib
import itertools
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from tests.servers.common import (
    EXPIRED_ADDRESS,
    LOOPBACK,
    READY_SECONDS,
    WRONG_NAME_ADDRESS,
    Account,
    Certificates,
    ImapServer,
    ServerProcess,
    free_port,
    server_directory,
    wait_for_greeting,
    wait_until,
)

PASSWORD = "pw"

CONFIGURATION = """
base_dir = {directory}/run
state_dir = {directory}/state
log_path = {directory}/log
protocols = imap
listen = {loopback}, {expired_address}, {wrong_name_address}
ssl = yes
ssl_cert = <{good.certificate}
ssl_key = <{good.key}
local {expired_address} {{
  ssl_cert = <{expired.certificate}
  ssl_key = <{expired.key}
}}
local {wrong_name_address} {{
  ssl_cert = <{wrong_name.certificate}
  ssl_key = <{wrong_name.key}
}}
disable_plaintext_auth = no
auth_failure_delay = 0
first_valid_uid = 1
mail_location = maildir:~/Maildir
mail_uid = mail
mail_gid = mail
mail_plugins = quota
mail_max_userip_connections = 50
protocol imap {{
  mail_plugins = quota imap_quota
}}
plugin {{
  quota = count:User quota
  quota_vsizes = yes
  quota_grace = 0
}}
namespace inbox {{
  inbox = yes
  mailbox Sent {{
    special_use = \\Sent
  }}
  mailbox Trash {{
    special_use = \\Trash
  }}
}}
passdb {{
  driver = passwd-file
  args = {directory}/users/%u
}}
userdb {{
  driver = passwd-file
  args = {directory}/users/%u
  override_fields = home={directory}/home/%u
}}
service anvil {{
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service imap {{
  process_limit = 64
}}
service imap-login {{
  service_count = 0
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {tls_port}
    ssl = yes
  }}
}}
"""


def why_not_here() -> str | None:
    """The reason why Dovecot cannot run on this machine, or None."""
    if os.name != "posix" or os.geteuid() != 0:
        return "Dovecot's server needs root, which changes to its own users"
    if shutil.which("dovecot", path="/usr/sbin:/usr/bin") is None:
        return "dovecot is not installed (tests/servers/install.sh does it)"
    return None


@dataclass(frozen=True)
class Dovecot:
    """The running server, which takes new users."""

    server: ImapServer
    directory: Path
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def add_account(
        self,
        *,
        quota_kib: int | None = None,
        max_mail_size: int | None = None,
        storage: Literal["maildir", "mdbox"] = "maildir",
        literal_minus: bool = False,
        separator: str = ".",
        prefix: str = "",
        user: str | None = None,
    ) -> Account:
        """Make a user with empty mailboxes.

        quota_kib: over it APPEND gets `NO [OVERQUOTA]`. max_mail_size: octets of one message, over it `NO [LIMIT]`.
        literal_minus: LITERAL- is offered in place of LITERAL+. separator, prefix: of the personal namespace;
        a prefix ends with the separator. user: a name to use in place of a made-up one; it must be new.
        """
        name = user if user is not None else f"user{next(self._numbers)}"
        locations = {"maildir": "maildir:~/Maildir", "mdbox": "mdbox:~/mdbox"}
        fields = [f"userdb_mail={locations[storage]}", f"userdb_namespace/inbox/separator={separator}"]
        if prefix:
            fields.append(f"userdb_namespace/inbox/prefix={prefix}")
        if quota_kib is not None:
            fields.append(f"userdb_quota_rule=*:storage={quota_kib}K")
        if max_mail_size is not None:
            fields.append(f"userdb_quota_max_mail_size={max_mail_size}")
        if literal_minus:
            fields.append("userdb_imap_literal_minus=yes")
        line = f"{name}:{{PLAIN}}{PASSWORD}::::::{' '.join(fields)}\n"
        with (self.directory / "users" / name).open("x", encoding="utf-8") as users:
            users.write(line)
        return Account(name, PASSWORD)

    def set_password(self, account: Account, password: str) -> None:
        """From now on the user signs in with this password; connections that are there stay. Takes a second."""
        users = self.directory / "users" / account.user
        fields = users.read_text("utf-8").partition("::::::")[2]
        users.write_text(f"{account.user}:{{PLAIN}}{password}::::::{fields}", "utf-8")

        def known() -> bool:
            connection = imaplib.IMAP4(self.server.host, self.server.port, timeout=READY_SECONDS)
            try:
                return connection.login(account.user, password)[0] == "OK"
            except imaplib.IMAP4.error:
                return False
            finally:
                connection.logout()

        wait_until(known, every=0.1)

    def set_limits(self, account: Account, *, max_mail_size: int) -> None:
        """From now on, after a second at most, the user's connections that begin have this limit. The password too is
        written anew, so that it can be waited for."""
        users = self.directory / "users" / account.user
        old = users.read_text("utf-8")
        users.write_text(re.sub(r"(userdb_quota_max_mail_size)=\d+", rf"\1={max_mail_size}", old), "utf-8")
        self.set_password(account, f"{account.password} for a moment")
        self.set_password(account, account.password)

    def log(self) -> str:
        """What the server wrote to its log until now."""
        log = self.directory / "log"
        return log.read_text("utf-8", "replace") if log.exists() else ""


@contextmanager
def run_dovecot(certificates: Certificates) -> Iterator[Dovecot]:
    """Start the server in a directory of its own; stop it at the end. Raises TimeoutError with its log."""
    with server_directory("dovecot") as directory:
        (directory / "users").mkdir(mode=0o755)
        home = directory / "home"
        home.mkdir(mode=0o755)
        shutil.chown(home, "mail", "mail")
        server = ImapServer("dovecot", LOOPBACK, free_port(), free_port(), certificates.ca_file)
        configuration = directory / "dovecot.conf"
        configuration.write_text(
            CONFIGURATION.format(
                directory=directory,
                loopback=LOOPBACK,
                expired_address=EXPIRED_ADDRESS,
                wrong_name_address=WRONG_NAME_ADDRESS,
                good=certificates.good,
                expired=certificates.expired,
                wrong_name=certificates.wrong_name,
                port=server.port,
                tls_port=server.tls_port,
            ),
            "utf-8",
        )
        dovecot = Dovecot(server, directory)
        with ServerProcess(["/usr/sbin/dovecot", "-F", "-c", configuration]):
            try:
                wait_for_greeting(server.host, server.port)
            except TimeoutError as error:
                raise TimeoutError(f"Dovecot does not answer; its log says:\n{dovecot.log()}") from error
            yield dovecot
