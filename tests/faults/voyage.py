"""One run: the import of a scenario with its faults or kills, until the program says that it is done.

What is asked of the program here is only whether it has something left to do, and what it says of each message; what
arrived is judged in verdict.py.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

from tests.faults.grounds import Grounds, Port
from tests.faults.program import KILL_VARIABLE
from tests.faults.scenario import PATIENCE, Kill, Scenario
from tests.faults.verdict import Outcome, in_part, judge, said_by
from tests.servers.checker import read_mailbox
from tests.servers.common import quick_folder
from tests.servers.fault_proxy import FaultProxy
from tests.servers.faults import Stall
from tests.transfer.boxes import write_mbox
from tests.transfer.child import Child, Program
from tests.transfer.ferry import Ferry

from mailferry.imap.transmit import Patience
from mailferry.transfer.values import ImportId

ROUNDS = 8
"""So often the program is asked to go on before a run counts as never done."""

BETWEEN = 0.1
"""Seconds before the second time, twice as long before the third, and so on."""

SECONDS = 60.0
SHORT = Patience(connect=5, command=PATIENCE, progress=PATIENCE, commit=PATIENCE, last_words=0.5, after_interrupt=0.5)
_CHECKOUT = Path(__file__).resolve().parents[2]


def sail(plan: Scenario, grounds: Grounds) -> Outcome:
    """Go through the run; what became of it. Raises nothing: what goes wrong is told in the outcome."""
    try:
        with tempfile.TemporaryDirectory(prefix="mf-faults-", dir=quick_folder()) as folder:
            return _sail(plan, grounds.port(plan), Path(folder))
    except Exception as error:  # noqa: BLE001  # one run of many: the others go on
        return Outcome([f"{type(error).__name__}: {error}"])


def _sail(plan: Scenario, port: Port, folder: Path) -> Outcome:
    if plan.exists or plan.there:
        port.create()
    for mail in plan.there:
        port.put(mail)
    before = read_mailbox(port.server, port.account, port.mailbox) if plan.there else []
    write_mbox(folder / "box", plan.mails)
    with FaultProxy(port.server, *plan.faults, hide=plan.hide, remove_codes=plan.codes) as proxy:
        with _other_client(plan, port, proxy) as delivered, _second_program(plan, port, folder):
            kills: list[Kill] = []
            parts: list[str] = []
            if plan.killed:
                kills, parts = _kill(plan, port, proxy, folder)
            else:
                _strike(plan, port, proxy, folder)
        said = said_by(folder / "state")
        if plan.again and not said.conflicts:
            with Ferry(folder / "state", port.server, port.account) as ferry:
                _begin(plan, ferry, folder)
                ferry.rest(SECONDS)
        outcome = judge(plan, port, before, delivered, said)
        outcome.failures += parts
        outcome.kills = kills
        outcome.struck = bool(kills if plan.killed else proxy.fired)
    return outcome


@contextlib.contextmanager
def _other_client(plan: Scenario, port: Port, proxy: FaultProxy) -> Iterator[dict[int, int]]:
    """Deliver the other client's mail once the first APPEND has begun; the number of each and its UID.

    If the import never gets there, it comes at the end.
    """
    delivered: dict[int, int] = {}
    ended = threading.Event()

    def deliver() -> None:
        with contextlib.suppress(TimeoutError):
            proxy.wait_for(lambda: proxy.appends or ended.is_set(), SECONDS)
        for mail in plan.others:
            delivered[mail.number] = port.put(mail)

    client = threading.Thread(target=deliver, name="another client")
    if plan.others:
        client.start()
    try:
        yield delivered
    finally:
        ended.set()
        proxy.changed()
        if plan.others:
            client.join()


@contextlib.contextmanager
def _second_program(plan: Scenario, port: Port, folder: Path) -> Iterator[None]:
    """Import the mail of a second program into the same mailbox meanwhile, without faults of its own."""
    if not plan.second:
        yield
        return
    write_mbox(folder / "second box", plan.second)
    with Ferry(folder / "second state", port.server, port.account) as ferry:
        ferry.connect().start(folder / "second box", target=("Aa",), batch_messages=2)
        yield
        ferry.rest(SECONDS)


# --- in process ------------------------------------------------------------------------------------------------------


def _strike(plan: Scenario, port: Port, proxy: FaultProxy, folder: Path) -> None:
    """The engine in this process, until it is done."""
    if plan.kind == "quit":
        with Ferry(folder / "state", proxy.server, port.account, SHORT) as ferry:
            _begin(plan, ferry, folder)
            with contextlib.suppress(TimeoutError):
                proxy.wait_for(lambda: proxy.fired or ferry.engine.wait_idle(0), 5)
    for tries in range(ROUNDS):
        threading.Event().wait(tries * BETWEEN)
        with Ferry(folder / "state", proxy.server, port.account, SHORT) as ferry:
            if said_by(folder / "state").imports == 0:
                _begin(plan, ferry, folder)
            else:
                ferry.connect()
            ferry.rest(SECONDS)
        if said_by(folder / "state").done:
            break


def _begin(plan: Scenario, ferry: Ferry, folder: Path) -> ImportId | None:
    """Start the import, as soon as there is a connection; None if there is none."""
    for tries in range(ROUNDS):
        threading.Event().wait(tries * BETWEEN)
        ferry.connect()
        if ferry.account.facts is not None:
            return ferry.start(folder / "box", target=("Aa",), batch_messages=plan.batch, delivery=plan.delivery)
    return None


# --- killed ----------------------------------------------------------------------------------------------------------


def _kill(plan: Scenario, port: Port, proxy: FaultProxy, folder: Path) -> tuple[list[Kill], list[str]]:
    """The real program, killed as the plan says, then resumed until it is done. Returns the kills that struck, and what
    was wrong right after them."""
    kills, parts = [], []
    with contextlib.ExitStack() as children:
        for kill in (*plan.kills, *[None] * ROUNDS):
            program = Program(folder / "state", port.account, children.enter_context, _variables(kill),
                              module="tests.faults.program")
            if said_by(folder / "state").imports == 0:
                child = program.start("import", folder / "box", *program.target(proxy.server, "Aa"),
                                      "--batch-messages", str(plan.batch), "--delivery", plan.delivery, "--json")
            else:
                child = program.start("resume", "--json")
            if kill is not None and not kill.mark:
                _wait_to_kill(kill, child, proxy)
            elif not _stalled(proxy):  # the place was never come to: nobody would wait there to kill
                proxy.release()
            if child.end().code == -signal.SIGKILL and kill is not None:
                kills.append(kill)
                parts += in_part(plan, port, folder / "state")
            if kill is None and said_by(folder / "state").done:
                break
    return kills, parts


def _variables(kill: Kill | None) -> dict[str, str]:
    variables = {"PYTHONPATH": os.pathsep.join((str(_CHECKOUT / "gui"), str(_CHECKOUT)))}
    if kill is not None and kill.mark:
        variables[KILL_VARIABLE] = f"{kill.mark} {kill.nth} {'before' if kill.before else 'after'}"
    return variables


def _wait_to_kill(kill: Kill, child: Child, proxy: FaultProxy) -> None:
    """Kill it; it may have ended before."""
    connections = len(proxy.connections)
    with contextlib.suppress(subprocess.TimeoutExpired, TimeoutError):
        if kill.after is None:
            proxy.wait_for(lambda: _stalled(proxy) or _all_ended(proxy, connections), 5)
        else:
            proxy.wait_for(lambda: len(proxy.connections) > connections, 5)
            child.process.wait(kill.after)
    if child.process.poll() is None:
        child.process.kill()


def _stalled(proxy: FaultProxy) -> bool:
    return any(isinstance(fault, Stall) for fault in proxy.fired)


def _all_ended(proxy: FaultProxy, before: int) -> bool:
    """Whether the connections of this child have come and gone."""
    own = proxy.connections[before:]
    return bool(own) and all(connection.ended for connection in own)
