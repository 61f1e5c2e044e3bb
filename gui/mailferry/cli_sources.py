"""Sources of the command line: other accounts (imaps://USER@HOST[:PORT]/MAILBOX in the place of a file), and the list
of the mail on this computer."""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Sequence
from dataclasses import dataclass

from mailferry.cli_passwords import know_password
from mailferry.imap.values import Endpoint
from mailferry.mail.errors import printable
from mailferry.progress import tell
from mailferry.target import parse_source
from mailferry.transfer.account_mailboxes import survey
from mailferry.transfer.browse import mail_on_this_computer
from mailferry.transfer.credentials import Passwords
from mailferry.transfer.errors import NoPassword
from mailferry.transfer.values import Selection


@dataclass(frozen=True, slots=True)
class Source:
    """What one SOURCE means. `endpoint` is the account that is read, None for files."""

    selection: Selection
    endpoint: Endpoint | None = None


def add_password_options(parser: argparse.ArgumentParser) -> None:
    """The options that give the password of an account that is read."""
    secret = parser.add_mutually_exclusive_group()
    for name, value in (("file", "F"), ("env", "NAME")):
        secret.add_argument(f"--source-password-{name}", metavar=value,
                            help=f"as --password-{name}, for the account that mail is read from")


def add_connection_options(parser: argparse.ArgumentParser) -> None:
    """The options that tell how an account is reached that is read."""
    parser.add_argument("--source-ca-file", metavar="F", help="as --ca-file, for the account that mail is read from")
    parser.add_argument("--source-plaintext", action="store_true",
                        help="as --plaintext, for the account that mail is read from")


def sources(options: argparse.Namespace) -> list[Source]:
    """What the command names. Raises NotATarget."""
    return [_source(text, options) for text in options.sources]


def accounts(found: Sequence[Source]) -> list[Endpoint]:
    """The accounts among them, each once."""
    return list(dict.fromkeys(source.endpoint for source in found if source.endpoint is not None))


def know_passwords(passwords: Passwords, found: Sequence[Endpoint], options: argparse.Namespace) -> None:
    """Find the passwords of these accounts. Raises NoPassword."""
    file, variable = options.source_password_file, options.source_password_env
    if len(found) > 1 and (file or variable):
        raise NoPassword(f"One password was given, but mail is read from {len(found)} accounts: import from one after "
                         f"the other.")
    for endpoint in found:
        know_password(passwords, endpoint, file, variable, option="--source-password")


def check(found: Sequence[Source], passwords: Passwords) -> None:
    """Make sure that the accounts let us in, and have these mailboxes. Raises Problem."""
    for source in found:
        _survey(source, passwords)


def counted(source: Source, target: tuple[str, ...], passwords: Passwords) -> dict[tuple[str, ...], int]:
    """How many messages of an account would go to which mailboxes. Raises Problem."""
    top = () if source.selection.folder is None else ("INBOX",)
    return {(target or top) + folder: count for folder, count in _survey(source, passwords) if count}


def list_found(*, json_lines: bool) -> int:
    """`mailferry sources`: what was found, the name and the path on a line each; the return code."""
    found = mail_on_this_computer()
    for one in found:
        path = printable(one.path)
        tell(json.dumps({"event": "source", "name": one.name, "program": one.program.value, "path": path}) if json_lines
             else f"{one.name}\n    {path}")
    if not found and not json_lines:
        tell("No mail of a mail program was found. Any file or folder can be imported all the same.")
    return 0


def _survey(source: Source, passwords: Passwords) -> list[tuple[tuple[str, ...], int]]:
    if source.endpoint is None:
        return []
    return survey(source.endpoint, passwords.get(source.endpoint.name) or "", source.selection.folder)


def _source(text: str, options: argparse.Namespace) -> Source:
    if not text.lower().startswith(("imap://", "imaps://")):
        return Source(Selection(os.path.abspath(text)))  # noqa: PTH100  # keeps odd octets
    endpoint, mailbox = parse_source(text, plaintext=options.source_plaintext, ca_file=options.source_ca_file)
    shown = "/".join((endpoint.name, *(mailbox or ())))
    return Source(Selection(shown, mailbox, account=endpoint.name), endpoint)
