"""The program as a user starts it, without arguments, with an account on a real Dovecot.

The account comes from an earlier import by command line, and its password from the session's password store.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.desktop.program import Program, mail
from tests.desktop.screen import PROGRAMS, Screen, screen
from tests.servers.common import Account, ImapServer
from tests.servers.fixtures import NewDovecotAccount

CHECKOUT = Path(__file__).resolve().parents[2]


@pytest.fixture
def desktop(tmp_path: Path) -> Iterator[Screen]:
    """The screen."""
    missing = [program for program in PROGRAMS if shutil.which(program) is None]
    if missing:
        pytest.skip(f"not installed: {', '.join(missing)}")
    (tmp_path / "home" / "tmp").mkdir(parents=True)
    with screen(tmp_path / "home") as made:
        made.environment["PYTHONPATH"] = str(CHECKOUT / "gui")
        made.environment["TMPDIR"] = str(tmp_path / "home" / "tmp")  # else the tests' own files would be temporary ones
        yield made


@pytest.fixture
def way(dovecot: ImapServer) -> ImapServer:
    """Where the program finds Dovecot; a test may put a relay there."""
    return dovecot


@pytest.fixture
def program(desktop: Screen, way: ImapServer, account: Account) -> Program:
    """The program with an account on Dovecot."""
    url = f"imap://{account.user}@127.0.0.1:{way.port}/"
    first = Path(desktop.environment["HOME"]) / "first.eml"
    first.write_bytes(mail("First", 1))
    os.utime(first, (0, 0))
    desktop.environment["TEST_PASSWORD"] = account.password
    desktop.call(sys.executable, "-m", "mailferry.cli", "import", str(first), "--to", url, "--plaintext",
                 "--password-env", "TEST_PASSWORD")
    desktop.call(sys.executable, "-c",
                 "import keyring, os; keyring.set_password('Mailferry', "
                 f"'{account.user}@127.0.0.1:{way.port}', os.environ['TEST_PASSWORD'])")
    del desktop.environment["TEST_PASSWORD"]
    return Program(desktop)


@pytest.fixture
def account(dovecot_account: NewDovecotAccount) -> Account:
    """A fresh user."""
    return dovecot_account()
