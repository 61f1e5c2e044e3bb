"""The state folder belongs to one Mailferry and is readable for its user only."""

from __future__ import annotations

import stat
import subprocess
import sys
from pathlib import Path

import pytest

from mailferry.transfer.credentials import Passwords
from mailferry.transfer.engine import Engine
from mailferry.transfer.errors import StateFolderInUse, StateProblem
from mailferry.transfer.state_folder import StateFolder

HOLDER = """
import sys
from pathlib import Path
from mailferry.transfer.state_folder import StateFolder
folder = StateFolder(Path(sys.argv[1]))
print("held", flush=True)
sys.stdin.read()
"""


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_second_one_in_the_same_process_is_refused_and_told_which_folder(tmp_path: Path) -> None:
    first = StateFolder(tmp_path / "state")
    with pytest.raises(StateFolderInUse) as refused:
        StateFolder(tmp_path / "state")
    assert str(tmp_path / "state") in refused.value.sentence
    first.release()
    first.release()
    StateFolder(tmp_path / "state").release()


def test_another_process_is_refused_until_the_first_has_ended(tmp_path: Path) -> None:
    gui = Path(__file__).parents[2] / "gui"
    with subprocess.Popen([sys.executable, "-c", HOLDER, str(tmp_path)], env={"PYTHONPATH": str(gui)},
                          stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(StateFolderInUse, match=str(tmp_path)):
            Engine(tmp_path, lambda _: None, Passwords())
        holder.kill()  # even so its lock ends
    Engine(tmp_path, lambda _: None, Passwords()).close()


def test_folder_and_files_are_for_the_user_only(tmp_path: Path) -> None:
    with Engine(tmp_path / "deep" / "state", lambda _: None, Passwords()):
        assert mode(tmp_path / "deep" / "state") == 0o700
        files = list((tmp_path / "deep" / "state").iterdir())
        assert {file.name for file in files} >= {"lock", "journal.sqlite", "journal.sqlite-wal"}
        assert {mode(file) for file in files} == {0o600}


def test_in_a_folder_of_the_users_choice_only_the_files_are_ours(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    with Engine(tmp_path, lambda _: None, Passwords()):
        assert {mode(file) for file in tmp_path.iterdir()} == {0o600}
    assert mode(tmp_path) == 0o755


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StateProblem, match="--state-dir") as refused:
        StateFolder(tmp_path / "file" / "state")
    assert not isinstance(refused.value, StateFolderInUse)
