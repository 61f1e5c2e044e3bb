"""What a screen reader finds in the running program, asked over AT-SPI as it asks: a name and a role for all that a
person can act on."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import TypedDict

import pytest
from tests.desktop.program import Program
from tests.desktop.screen import Screen

SYSTEM_PYTHON = Path("/usr/bin/python3")
"""It has the bindings (gir1.2-atspi-2.0), which are no Python package."""

WALK = """
import json, sys, time
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
end = time.monotonic() + 60
while time.monotonic() < end:
    desktop = Atspi.get_desktop(0)
    for number in range(desktop.get_child_count()):
        program = desktop.get_child_at_index(number)
        if program is not None and program.get_name() == "Mailferry" and program.get_child_count():
            print(json.dumps(list(walk(program, []))))
            sys.exit(0)
    time.sleep(0.2)
sys.exit("the program is not on the bus")
"""


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
    told = subprocess.run([str(SYSTEM_PYTHON), "-c", WALK], check=False, capture_output=True, text=True, timeout=120,
                          env={name: value for name, value in accessible.environment.items() if name != "PYTHONPATH"})
    assert told.returncode == 0, told.stderr
    nodes: list[Node] = json.loads(told.stdout)
    folder = os.environ.get("MAILFERRY_PICTURES")
    if folder:
        Path(folder, "nodes.json").write_text(json.dumps(nodes, indent=1), "utf-8")
    showing = [node for node in nodes if node["showing"] and node["acts"]]
    assert len(showing) > 20, "the tree of the window was not read"
    nameless = [node["path"] for node in showing if not node["name"].strip()]
    assert not nameless, nameless
    assert not [node for node in showing if node["role"] in ("unknown", "invalid")]
    names = {node["name"] for node in showing}
    assert {"Accounts and mailboxes", "Imports and their batches", "Opened mail: sources and folders"} <= names
