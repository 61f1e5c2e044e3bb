"""Where a command gets a password from: its options, the keyring, a prompt. It is kept in memory only."""

from __future__ import annotations

import getpass
import os
import sys
from pathlib import Path

from mailferry.imap.values import Endpoint
from mailferry.transfer.credentials import Passwords
from mailferry.transfer.errors import NoPassword


def know_password(passwords: Passwords, endpoint: Endpoint, file: str | None, variable: str | None, *,
                  option: str = "--password") -> None:
    """Find the password of an account and remember it. Raises NoPassword if there is none.

    `file` (- is standard input) and `variable` are what `option`-file and `option`-env have named, if they were given.
    """
    name = endpoint.name
    if file == "-":
        passwords.remember(name, _line_of_input())
    elif file is not None:
        try:
            text = Path(file).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise NoPassword(f"The password file {file} cannot be read: {error}.") from None
        passwords.remember(name, text.removesuffix("\n").removesuffix("\r"))
    elif variable is not None:
        if variable not in os.environ:
            raise NoPassword(f"The environment variable {variable} is not set.")
        passwords.remember(name, os.environ[variable])
    elif passwords.get(name) is None:
        if not sys.stdin.isatty():
            raise NoPassword(f"The password of {name} is not known. Give it with {option}-file or {option}-env.")
        try:
            passwords.remember(name, getpass.getpass(f"Password of {name}: "))
        except EOFError:
            raise NoPassword(f"No password of {name} was given.") from None


def _line_of_input() -> str:
    """The next line of standard input, without its end. Raises NoPassword."""
    try:
        line = sys.stdin.buffer.readline().decode()  # whatever the terminal's encoding, as in a file
    except UnicodeDecodeError:
        raise NoPassword("The password on standard input is not UTF-8.") from None
    if not line:
        raise NoPassword("No password came on standard input.")
    return line.removesuffix("\n").removesuffix("\r")
