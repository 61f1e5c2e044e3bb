"""The program as a process that is killed, stopped and started again: each message arrives exactly once.

On Dovecot and Cyrus; a proxy tells the moment to strike at, and the checker reads on a direct connection.
"""

from __future__ import annotations

import signal
from collections.abc import Sequence
from pathlib import Path

import pytest
from tests.servers.checker import as_multiset, quoted, read_mailbox, signed_in, wait_until_stable
from tests.servers.fault_proxy import FaultProxy
from tests.servers.faults import Fault, Stall, SwallowAnswer
from tests.servers.fixtures import NewFaultProxy
from tests.transfer.boxes import HOSTILE, Mail, mails, write_mbox
from tests.transfer.child import SECONDS, Child, Program
from tests.transfer.conftest import NewProgram
from tests.transfer.ferry import Real

CONTENT = mails(9, body=HOSTILE)
FIRST, SECOND, THIRD = CONTENT[:3], CONTENT[3:6], CONTENT[6:]
# More than the system takes off the program's hands before the server has it: the batch is under way for certain.
LARGE = [*FIRST, *mails(1, first=3, body=(b"0123456789" * 99 + b"\n") * 12_000), *SECOND[1:], *THIRD]


class Passage:
    """An import in three batches of three by a child, through a proxy with a fault."""

    def __init__(self, real: Real, new_proxy: NewFaultProxy, new_program: NewProgram, folder: Path) -> None:
        self.server = real.server
        self.account = real.new_account()
        self.program: Program = new_program(self.account, quick=True)
        self.mailbox = "Aa"
        self._new_proxy = new_proxy
        self._new_program = new_program
        self._source = folder / "box"

    def start(self, *faults: Fault, content: Sequence[Mail] = CONTENT,
              hide: Sequence[str] = ()) -> tuple[Child, FaultProxy]:
        """Begin it."""
        write_mbox(self._source, content)
        with signed_in(self.server, self.account) as connection:
            assert connection.create(quoted(self.mailbox))[0] == "OK"
        # How full the mailbox is would be asked when all was read, be that before the first batch or after it.
        proxy = self._new_proxy(self.server, *faults, hide=[*hide, "QUOTA"])
        return self.program.bring(proxy.server, self.mailbox, self._source, messages=3), proxy

    def last_crlf(self) -> int:
        """The octet of the connection at which the last CR of the second batch has come, but not its LF.

        Found by a passage without fault to another mailbox, whose name is as long.
        """
        child, proxy = self.start(content=CONTENT[:6])
        assert child.end().code == 0
        self.mailbox, self.program = "Bb", self._new_program(self.account, quick=True)
        [connection] = proxy.connections
        return connection.octets - len("\n")

    def holds(self, *content: Mail) -> bool:
        """Whether the mailbox holds each of these once, and nothing else."""
        held = wait_until_stable(lambda: read_mailbox(self.server, self.account, self.mailbox), patience=0.3)
        return as_multiset(held) == as_multiset(mail.stored for mail in content)


@pytest.fixture
def passage(real: Real, fault_proxy: NewFaultProxy, new_program: NewProgram, tmp_path: Path) -> Passage:
    return Passage(real, fault_proxy, new_program, tmp_path)


@pytest.mark.parametrize(("content", "hide", "octets"), [
    (LARGE, [], 100_000), (CONTENT, ["LITERAL+"], 300)], ids=["large messages", "it waits for a +"])
def test_killed_in_the_middle_of_a_batch(
        passage: Passage, content: Sequence[Mail], hide: Sequence[str], octets: int) -> None:
    child, proxy = passage.start(Stall(append=2, octets=octets), content=content, hide=hide)
    proxy.wait_for(lambda: proxy.fired)
    assert child.end(signal.SIGKILL).code == -signal.SIGKILL
    assert passage.holds(*FIRST)
    proxy.release()
    proxy.wait_for(lambda: proxy.connections[0].ended)
    assert passage.holds(*FIRST)
    resumed = passage.program.resume()
    assert resumed.code == 0
    assert (resumed.summary["messages"], resumed.summary["committed"]) == (9, 9)
    assert passage.holds(*content)
    first, again = (connection.appends for connection in proxy.connections)
    assert (first, again) in ((2, 2), (2, 3))  # what was not begun may be cut: the next program does not know the line
    passage.program.keeps_no_password()


def test_killed_while_the_answer_to_a_stored_batch_is_due(passage: Passage) -> None:
    child, proxy = passage.start(SwallowAnswer(append=2, then_cut=False))
    proxy.wait_for(lambda: proxy.fired)
    killed = child.end(signal.SIGKILL)
    second = killed.events[-1]["batch"]
    assert killed.states(second)[-1] == "finishing"
    assert passage.holds(*FIRST, *SECOND)
    resumed = passage.program.resume()
    assert resumed.code == 0
    assert resumed.summary["committed"] == 9
    assert resumed.states(second) == ["committed"]  # by looking; it was not sent again
    assert passage.holds(*CONTENT)
    assert [connection.appends for connection in proxy.connections] == [2, 1]


def test_killed_before_the_last_crlf_had_left_this_computer(passage: Passage) -> None:
    """Nothing of the batch is there. After a crash nobody knows until a look has found nothing for a while."""
    child, proxy = passage.start(Stall(octets=passage.last_crlf()))
    proxy.wait_for(lambda: proxy.fired)
    killed = child.end(signal.SIGKILL)
    second = killed.events[-1]["batch"]
    assert killed.states(second)[-1] == "finishing"
    resumed = passage.program.resume()
    assert resumed.code == 0
    assert resumed.summary["committed"] == 9
    assert resumed.states(second) == ["queued", "sending", "finishing", "committed"]
    assert passage.holds(*CONTENT)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_stopped_in_the_middle_of_a_batch(passage: Passage, number: signal.Signals) -> None:
    child, proxy = passage.start(Stall(append=2, octets=100_000), content=LARGE)
    proxy.wait_for(lambda: proxy.fired)
    stopped = child.end(number)
    assert stopped.code == 1
    assert stopped.errors.splitlines() == ["Stopping ..."]
    assert (stopped.summary["messages"], stopped.summary["committed"], stopped.summary["failed"]) == (9, 3, 6)
    proxy.release()
    assert passage.holds(*FIRST)
    resumed = passage.program.resume()
    assert resumed.code == 0
    assert resumed.summary["committed"] == 9
    assert passage.holds(*LARGE)
    assert passage.program.resume().summary["messages"] == 0  # nothing is left


@pytest.mark.parametrize("real", ["dovecot"], indirect=True)  # the 5 s that it waits are its own, not the server's
def test_stopped_while_the_answer_to_a_stored_batch_is_due(passage: Passage) -> None:
    child, proxy = passage.start(SwallowAnswer(append=2, then_cut=False))
    proxy.wait_for(lambda: proxy.fired)
    stopped = child.end(signal.SIGTERM)
    assert stopped.code == 1
    assert (stopped.summary["committed"], stopped.summary["failed"]) == (3, 6)  # doubtful is not committed
    assert passage.program.resume().code == 0
    assert passage.holds(*CONTENT)
    assert proxy.appends == 3


def test_a_second_program_on_the_same_state_folder(passage: Passage) -> None:
    child, proxy = passage.start(Stall(append=2))
    proxy.wait_for(lambda: proxy.fired)
    for second in (passage.program.bring(proxy.server, passage.mailbox, Path(__file__)).end(),
                   passage.program.resume()):
        assert second.code == 2
        assert second.output == ""
        assert str(passage.program.state) in second.errors
        assert "Another Mailferry" in second.errors
        assert "--state-dir" in second.errors
    proxy.release()
    assert child.end().code == 0
    assert passage.holds(*CONTENT)


def test_nobody_listens_any_more(passage: Passage) -> None:
    """As behind `| head -1`: the import goes on to its end."""
    child, proxy = passage.start(Stall(append=1, octets=60))
    proxy.wait_for(lambda: proxy.fired)
    for stream in (child.process.stdin, child.process.stdout, child.process.stderr):
        assert stream is not None
        stream.close()
    proxy.release()
    assert child.process.wait(SECONDS) == 0
    assert passage.holds(*CONTENT)
