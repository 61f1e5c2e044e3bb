"""Programs that die, are stopped, or meet: a real child process, killed at a chosen octet, and `resume` afterwards.

Whatever happens, each message is in the mailbox exactly once at the end.
"""

from __future__ import annotations

import contextlib
import signal
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import pytest
from tests.servers.checker import as_multiset, read_mailbox, wait_until_stable
from tests.servers.common import Account, ImapServer, wait_until
from tests.servers.fault_proxy import FaultProxy
from tests.servers.faults import Fault, Stall, SwallowAnswer
from tests.servers.fixtures import NewDovecotAccount, NewFaultProxy
from tests.transfer.boxes import Mail, mails, write_mbox
from tests.transfer.command import Child, Finished, run, running, url
from tests.transfer.ferry import Real

from mailferry.transfer.journal_reader import JournalReader
from mailferry.transfer.values import BatchState

CONTENT = mails(9)
FIRST, SECOND = CONTENT[:3], CONTENT[3:6]


class Line:
    """A mailbox behind a proxy, and commands that bring CONTENT into it in batches of three."""

    def __init__(self, server: ImapServer, account: Account, proxy: FaultProxy, folder: Path) -> None:
        self.server, self.account, self.proxy, self.folder = server, account, proxy, folder
        self.source = write_mbox(folder / "box", CONTENT)

    def importing(self) -> contextlib.AbstractContextManager[Child]:
        return running("import", self.source, "--to", url(self.proxy.server, self.account), "--plaintext",
                       "--password-env", "SECRET", "--batch-messages", "3", "--json", folder=self.folder)

    def resume(self) -> Finished:
        return run("resume", "--password-env", "SECRET", "--json", folder=self.folder)

    def holds(self, content: Sequence[Mail]) -> bool:
        held = wait_until_stable(lambda: read_mailbox(self.server, self.account), patience=0.3)
        return as_multiset(held) == as_multiset(mail.stored for mail in content)

    def states(self) -> list[BatchState]:
        """Of the first import's batches, read beside the program."""
        with contextlib.closing(JournalReader(self.folder / "state" / "journal.sqlite")) as reader:
            return [batch.state for batch in reader.batches(1)]


class NewLine(Protocol):
    """Makes a line to one of the real servers, with these faults on it."""

    def __call__(self, *faults: Fault, hide: Sequence[str] = ()) -> Line: ...


@pytest.fixture
def new_line(real: Real, fault_proxy: NewFaultProxy, tmp_path: Path) -> NewLine:
    def make(*faults: Fault, hide: Sequence[str] = ()) -> Line:
        return Line(real.server, real.new_account(), fault_proxy(real.server, *faults, hide=hide), tmp_path)

    return make


@pytest.mark.parametrize("octets", [60, 400])
def test_killed_in_the_middle_of_a_batch(new_line: NewLine, octets: int) -> None:
    line = new_line(Stall(append=2, octets=octets))
    with line.importing() as child:
        line.proxy.wait_for(lambda: line.proxy.fired)
        child.kill()
    assert line.holds(FIRST), "nothing of the batch is stored"
    resumed = line.resume()
    assert (resumed.code, resumed.counts) == (0, (9, 0, 0, 0))
    assert line.holds(CONTENT)


def test_killed_when_the_answer_was_due(new_line: NewLine) -> None:
    line = new_line(SwallowAnswer(append=2, then_cut=False))
    with line.importing() as child:
        line.proxy.wait_for(lambda: line.proxy.fired)
        child.kill()
    assert line.states() == [BatchState.COMMITTED, BatchState.FINISHING, BatchState.QUEUED]
    assert line.holds([*FIRST, *SECOND]), "the server has it, and nobody knows"
    resumed = line.resume()
    assert (resumed.code, resumed.counts) == (0, (9, 0, 0, 0))
    assert line.holds(CONTENT)
    assert line.proxy.appends == 3


def test_killed_after_the_last_crlf_that_never_arrived(
        dovecot: ImapServer, dovecot_account: NewDovecotAccount, fault_proxy: NewFaultProxy, tmp_path: Path) -> None:
    line = Line(dovecot, dovecot_account(), fault_proxy(dovecot, Stall(append=2, octets=150)), tmp_path)
    with line.importing() as child:
        line.proxy.wait_for(lambda: line.proxy.fired)
        wait_until(lambda: BatchState.FINISHING in line.states())  # all has been handed over, and is held
        child.kill()
    assert line.holds(FIRST)
    resumed = line.resume()
    assert (resumed.code, resumed.counts) == (0, (9, 0, 0, 0))
    assert resumed.summary["seconds"] >= 5, "it looked long enough"
    assert line.holds(CONTENT)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_stopped_by_a_signal(new_line: NewLine, number: signal.Signals) -> None:
    line = new_line(Stall(append=2, octets=300), hide=["LITERAL+"])
    with line.importing() as child:
        line.proxy.wait_for(lambda: line.proxy.fired)
        wait_until(lambda: len(line.states()) == 3)
        child.send(number)
        stopped = child.end()
    assert stopped.code == 1
    assert stopped.counts == (3, 0, 0, 6)
    assert line.holds(FIRST)
    assert line.states() == [BatchState.COMMITTED, BatchState.QUEUED, BatchState.QUEUED]
    resumed = line.resume()
    assert (resumed.code, resumed.counts) == (0, (9, 0, 0, 0))
    assert line.holds(CONTENT)


def test_two_programs_in_one_state_folder(
        dovecot: ImapServer, dovecot_account: NewDovecotAccount, fault_proxy: NewFaultProxy, tmp_path: Path) -> None:
    line = Line(dovecot, dovecot_account(), fault_proxy(dovecot, Stall(append=2, octets=60)), tmp_path)
    with line.importing() as child:
        line.proxy.wait_for(lambda: line.proxy.fired)
        for second in (line.resume(), run("import", line.source, "--to", url(dovecot, line.account), "--plaintext",
                                          "--password-env", "SECRET", folder=tmp_path)):
            assert second.code == 2
            assert str(tmp_path / "state") in second.err
            assert "Another Mailferry" in second.err
        line.proxy.release()
        assert child.end().code == 0
    assert line.holds(CONTENT)


def test_nobody_listens_to_what_it_writes(
        dovecot: ImapServer, dovecot_account: NewDovecotAccount, fault_proxy: NewFaultProxy, tmp_path: Path) -> None:
    """As behind `| head -1`: the import goes on to its end."""
    line = Line(dovecot, dovecot_account(), fault_proxy(dovecot, Stall(append=1, octets=60)), tmp_path)
    with line.importing() as child:
        line.proxy.wait_for(lambda: line.proxy.fired)
        child.stop_listening()
        line.proxy.release()
        assert child.wait() == 0
    assert line.holds(CONTENT)
