"""The computer is kept from falling asleep while mail is moved, and only then. A stand-in for systemd-inhibit writes
its life down: when it begins, and when the command that it is given has ended.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.servers.common import Account, ImapServer, wait_until
from tests.servers.faults import Stall
from tests.servers.fixtures import NewDovecotAccount, NewFaultProxy
from tests.transfer.boxes import mails, write_mbox
from tests.transfer.child import Program
from tests.transfer.conftest import NewProgram

from mailferry.awake import Awake
from mailferry.imap.values import Endpoint, Security
from mailferry.transfer.values import (
    AccountChanged,
    AccountState,
    AccountView,
    DeliveryKind,
    ImportChanged,
    ImportView,
    ScanState,
    Totals,
)

INHIBIT = """#!/bin/sh
echo "begins $*" >> "{log}"
for word; do :; done
"$word"
echo ends >> "{log}"
"""


class Life:
    """What the stand-in has written."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "programs"
        self.folder.mkdir()
        self._log = folder / "log"
        script = self.folder / "systemd-inhibit"
        script.write_text(INHIBIT.format(log=self._log))
        script.chmod(0o755)
        self.path = f"{self.folder}{os.pathsep}{os.environ['PATH']}"

    @property
    def lines(self) -> list[str]:
        text = self._log.read_text() if self._log.exists() else ""
        return [line.split()[0] for line in text.splitlines()]

    def is_held(self) -> bool:
        """Whether one runs now. Where the source was read before the first batch began, it is not the first one."""
        return self.lines.count("begins") == self.lines.count("ends") + 1

    def has_ended(self) -> bool:
        """Whether one ran, and none does any more."""
        return "begins" in self.lines and self.lines.count("begins") == self.lines.count("ends")

    @property
    def asked_for(self) -> str:
        return self._log.read_text().splitlines()[0]


@pytest.fixture
def life(tmp_path: Path) -> Life:
    return Life(tmp_path)


@pytest.fixture
def awake(life: Life, monkeypatch: pytest.MonkeyPatch) -> Iterator[Awake]:
    monkeypatch.setenv("PATH", life.path)
    hearer = Awake()
    yield hearer
    hearer.end()


def account(state: AccountState) -> AccountChanged:
    return AccountChanged(AccountView(Endpoint("mail.example.org", 993, Security.TLS, "me"), state))


def reading(scan: ScanState) -> ImportChanged:
    return ImportChanged(ImportView(1, "me@mail.example.org", (), ("/a",), 0.0, scan, DeliveryKind.MULTIAPPEND,
                                    Totals()))


def test_while_an_account_works(awake: Awake, life: Life) -> None:
    for state in (AccountState.CONNECTING, AccountState.READY):
        awake.hear(account(state))
    assert life.lines == []
    awake.hear(account(AccountState.WORKING))
    awake.hear(account(AccountState.WORKING))
    wait_until(lambda: life.lines == ["begins"])
    assert "--what=sleep:idle" in life.asked_for
    awake.hear(account(AccountState.READY))
    wait_until(lambda: life.lines == ["begins", "ends"])
    awake.hear(account(AccountState.WORKING))
    wait_until(lambda: life.lines == ["begins", "ends", "begins"])
    awake.end()
    wait_until(lambda: life.lines == ["begins", "ends", "begins", "ends"])


def test_while_mail_is_read_for_an_account_that_could_send_it(awake: Awake, life: Life) -> None:
    awake.hear(reading(ScanState.RUNNING))
    assert life.lines == []
    awake.hear(account(AccountState.READY))
    awake.hear(account(AccountState.WORKING))
    awake.hear(account(AccountState.READY))  # sent all that was read so far
    wait_until(lambda: life.lines == ["begins"])
    awake.hear(account(AccountState.WAITING))  # it is offline: there is nothing to be awake for
    wait_until(lambda: life.lines == ["begins", "ends"])
    awake.hear(account(AccountState.READY))
    awake.hear(reading(ScanState.DONE))
    wait_until(lambda: life.lines == ["begins", "ends", "begins", "ends"])


def test_where_nothing_can_do_it_nothing_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    hearer = Awake()
    hearer.hear(account(AccountState.WORKING))
    hearer.hear(account(AccountState.READY))
    hearer.end()


@pytest.fixture
def program(dovecot_account: NewDovecotAccount, new_program: NewProgram, life: Life) -> Program:
    made: Account = dovecot_account()
    program = new_program(made)
    program.variables["PATH"] = life.path
    return program


def test_for_as_long_as_an_import_runs(
        dovecot: ImapServer, fault_proxy: NewFaultProxy, program: Program, life: Life, tmp_path: Path) -> None:
    proxy = fault_proxy(dovecot, Stall(append=2))
    child = program.bring(proxy.server, "", write_mbox(tmp_path / "box", mails(9)), messages=3)
    proxy.wait_for(lambda: proxy.fired)
    wait_until(life.is_held)
    proxy.release()
    assert child.end().code == 0
    wait_until(life.has_ended)


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_however_the_program_ends(  # noqa: PLR0917
        dovecot: ImapServer, fault_proxy: NewFaultProxy, program: Program, life: Life, tmp_path: Path,
        number: signal.Signals) -> None:
    proxy = fault_proxy(dovecot, Stall(append=2))
    child = program.bring(proxy.server, "", write_mbox(tmp_path / "box", mails(9)), messages=3)
    proxy.wait_for(lambda: proxy.fired)
    wait_until(life.is_held)
    child.end(number)
    wait_until(life.has_ended)
