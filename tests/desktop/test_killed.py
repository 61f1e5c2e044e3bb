"""The program is killed in the middle of a batch, as by a crash, and started again; and once more before it has heard
that a batch is stored. It goes on by itself, and each message is there once, read by another client."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.desktop.program import Program, file_manager, keep_picture, mail, stored
from tests.desktop.screen import Screen
from tests.servers.checker import as_multiset, wait_until_stable
from tests.servers.common import Account, ImapServer, wait_until
from tests.servers.fault_proxy import FaultProxy
from tests.servers.faults import Stall, SwallowAnswer
from tests.servers.fixtures import NewFaultProxy
from tests.transfer.accounts import Home

FOLDERS = {"Boats": range(2, 5), "Cars": range(5, 8), "Trains": range(8, 11)}
"""A batch each; by their days."""


@pytest.fixture
def relay(dovecot: ImapServer, fault_proxy: NewFaultProxy) -> FaultProxy:
    """It stands still in the second batch of the first run, and keeps back the second answer of the next."""
    return fault_proxy(dovecot, Stall(append=2, octets=300), SwallowAnswer(append=2, then_cut=False))


@pytest.fixture
def way(relay: FaultProxy) -> ImapServer:
    return relay.server


def test_killed_in_a_batch_it_goes_on_at_the_next_start(desktop: Screen, dovecot: ImapServer, account: Account,  # noqa: PLR0917
                                                        relay: FaultProxy, program: Program, tmp_path: Path) -> None:
    top = tmp_path / "Mail to move" / "Travel"
    for name, days in FOLDERS.items():
        (top / name).mkdir(parents=True)
        for day in days:
            (top / name / f"{day}.eml").write_bytes(mail(f"Letter {day}", day))
    with file_manager(desktop, top.parent) as icon:
        program.drag(icon, program.middle_of("Inbox"))
    program.dropped()
    program.press_import()
    relay.wait_for(lambda: len(relay.fired) == 1)
    keep_picture(desktop, "before it is killed")
    program.kill()
    relay.release()
    again = Program(desktop)
    relay.wait_for(lambda: len(relay.fired) == 2)
    again.kill()
    last = Program(desktop)

    home = Home(dovecot, account)
    wait_until(lambda: len(home.all_held()) == len(FOLDERS) + 1, every=0.2)
    last.middle_of("Inbox")
    keep_picture(desktop, "after the last start")
    assert wait_until_stable(home.all_held, 1.0) == {"INBOX": as_multiset([stored("First", 1)])} | {
        f"INBOX.Travel.{name}": as_multiset(stored(f"Letter {day}", day) for day in days)
        for name, days in FOLDERS.items()}
