"""What a screen reader finds in the running program, asked over AT-SPI as it asks: a name and a role for all that a
person can act on."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
from pathlib import Path
from typing import TypedDict

import pytest
from tests.desktop.program import Program
from tests.desktop.screen import Screen
from tests.servers.common import wait_until

SYSTEM_PYTHON = Path("/usr/bin/python3")
"""It has the bindings (gir1.2-atspi-2.0), which are no Python package."""

WALK = """
import json
import gi
gi.require_version("Atspi", "2.0")
from gi.repository import Atspi

def walk(node, path):
    states = node.get_state_set()
    path = path + [node.get_role_name()]
    yield {"role": node.get_role_name(), "name": node.get_name(), "path": path,
           "showing": states.contains(Atspi.StateType.SHOWING),
           "acts": states.contains(Atspi.StateType.FOCUSABLE) or bool(
               node.get_action_iface() and node.get_action_iface().get_n_actions())}
    for number in range(min(node.get_child_count(), 100)):
        child = node.get_child_at_index(number)
        if child is not None and len(path) < 30:
            yield from walk(child, path)

Atspi.init()
desktop = Atspi.get_desktop(0)
programs = [desktop.get_child_at_index(number) for number in range(desktop.get_child_count())]
print(json.dumps([node for program in programs if program is not None and program.get_name() == "Mailferry"
                  for node in walk(program, [])]))
"""
PANES = {"Accounts and mailboxes", "Imports and their batches", "Opened mail: sources and folders"}


class Node(TypedDict):
    """What is told of a node. `acts`: it takes the keyboard, or has an action."""

    role: str
    name: str
    path: list[str]
    showing: bool
    acts: bool


@pytest.fixture
def accessible(desktop: Screen) -> Screen:
    """The screen, where programs tell what they show."""
    desktop.environment["QT_LINUX_ACCESSIBILITY_ALWAYS_ON"] = "1"
    return desktop


def test_all_that_a_person_can_act_on_has_a_name_and_a_role(accessible: Screen, program: Program) -> None:
    program.middle_of("Inbox")
    environment = {name: value for name, value in accessible.environment.items() if name != "PYTHONPATH"}
    nodes: list[Node] = []
    errors: list[str] = []

    def read() -> bool:
        """Whether all of the window was read; it comes to the bus by and by."""
        told = subprocess.run([str(SYSTEM_PYTHON), "-c", WALK], check=False, capture_output=True, text=True,
                              timeout=120, env=environment)
        nodes[:] = json.loads(told.stdout) if told.returncode == 0 else []
        errors[:] = told.stderr.splitlines()
        return {node["name"] for node in nodes if node["showing"]} >= PANES

    with contextlib.suppress(TimeoutError):
        wait_until(read, every=0.2)
    folder = os.environ.get("MAILFERRY_PICTURES")
    if folder:
        Path(folder, "nodes.json").write_text(json.dumps(nodes, indent=1), "utf-8")
    showing = [node for node in nodes if node["showing"] and node["acts"]]
    assert len(showing) > 20, ("the tree of the window was not read", errors)
    nameless = [node["path"] for node in showing if not node["name"].strip()]
    assert not nameless, nameless
    assert not [node for node in showing if node["role"] in ("unknown", "invalid")]
    assert {node["name"] for node in showing} >= PANES
