"""Doubtful batches on a server that rewrites headers, as Exchange does: size and header tell nothing there.

On the scripted server behind the fault proxy.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from tests.servers.common import wait_until
from tests.servers.faults import Cut, Fault, Stall, SwallowAnswer
from tests.servers.fixtures import NewFaultProxy, NewScriptedServer
from tests.servers.scripted import ScriptedServer
from tests.transfer.boxes import Mail, mails, write_mbox
from tests.transfer.conftest import NewFerry
from tests.transfer.ferry import Ferry, as_counts
from tests.transfer.voyage import QUICK, hold_the_last_look

from mailferry.transfer import looking
from mailferry.transfer.values import BatchState, ImportId
from mailferry.transfer.values_after import Trace, TraceKind, Verify

CONTENT = [replace(mail, header=b"Date: Fri, 31 May 2019 22:%02d:00 +0000\n" % mail.number) for mail in mails(6)]
APPENDED = b"X-Server: was here\r\n"


def rewritten(octets: bytes) -> bytes:
    """As the server stores it: with a field more, and a name if it has none."""
    named = b"" if b"Message-ID:" in octets else b"Message-ID: <%d@server>\r\n" % len(octets)
    return APPENDED + named + octets


def numbers(server: ScriptedServer) -> list[int]:
    """Which mails INBOX holds, by their subjects."""
    return sorted(int(found[1]) for each in server.stored if each.mailbox == b"INBOX"
                  and (found := re.search(rb"Subject: number (\d+)", each.octets)))


@pytest.fixture
def begin(scripted_server: NewScriptedServer, fault_proxy: NewFaultProxy, new_ferry: NewFerry, tmp_path: Path,
          monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[ScriptedServer, Ferry, ImportId]]:
    """Imports mail in batches of three through these faults. `meanwhile` is done when the first has struck."""
    monkeypatch.setattr(looking, "LOOPBACK_WAIT", 0.5)

    def run(*faults: Fault, content: Sequence[Mail] = CONTENT, alter: Callable[[bytes], bytes] | None = rewritten,
            meanwhile: Callable[[ScriptedServer], None] = lambda _: None) -> tuple[ScriptedServer, Ferry, ImportId]:
        server = scripted_server()
        server.mailboxes.alter = alter
        proxy = fault_proxy(server.server, *faults)
        ferry = new_ferry(proxy.server, server.account)
        import_id = ferry.start(write_mbox(tmp_path / "box", content), batch_messages=3)
        proxy.wait_for(lambda: proxy.fired)
        meanwhile(server)
        proxy.release()
        ferry.rest()
        return server, ferry, import_id

    return run


Begin = Callable[..., tuple[ScriptedServer, Ferry, ImportId]]


def test_what_the_server_has_rewritten_is_found_by_name(begin: Begin) -> None:
    """The first batch has told how it stores."""
    server, ferry, import_id = begin(SwallowAnswer(append=2))
    assert as_counts(ferry.totals(import_id)) == (6, 0, 0, 0)
    assert numbers(server) == [0, 1, 2, 3, 4, 5]


def test_while_nothing_tells_that_it_rewrites_the_batch_is_a_conflict(begin: Begin) -> None:
    server, ferry, import_id = begin(SwallowAnswer(append=1))
    [batch] = ferry.batches(import_id, BatchState.CONFLICT)
    assert "changed by the server, or another program's" in batch.reason
    assert "There, in INBOX: 3 of them" in batch.reason
    sizes = [len(rewritten(mail.wire)) for mail in CONTENT[:3]]
    assert [message.trace for message in ferry.messages(batch)] == [
        Trace(TraceKind.ALTERED, (uid,), size) for uid, size in enumerate(sizes, 1)]
    assert numbers(server) == [0, 1, 2, 3, 4, 5], "nothing was sent again"


def test_on_a_server_that_keeps_all_as_it_is_a_name_is_no_proof(begin: Begin) -> None:
    """Another program brings other versions of the same mails meanwhile."""
    def deliver(server: ScriptedServer) -> None:
        with server.mailboxes.lock:
            server.mailboxes.store(b"INBOX", [
                (frozenset(), b"01-Jan-2020 00:00:00 +0000", rewritten(mail.wire)) for mail in CONTENT[3:]])

    octets = sum(len(mail.wire) + 80 for mail in CONTENT[3:5])
    server, ferry, import_id = begin(Stall(append=2, octets=octets), alter=None, meanwhile=deliver)
    assert as_counts(ferry.totals(import_id)) == (6, 0, 0, 0)
    assert numbers(server) == [0, 1, 2, 3, 3, 4, 4, 5, 5]


def test_a_message_without_a_name_may_be_any_of_its_date(begin: Begin) -> None:
    nameless = [replace(mail, header=b"") for mail in CONTENT]  # without Date
    server, ferry, import_id = begin(SwallowAnswer(append=2), content=nameless)
    [batch] = ferry.batches(import_id, BatchState.CONFLICT)
    assert batch.messages == 3
    assert [message.trace for message in ferry.messages(batch)] == [Trace(TraceKind.UNKNOWN)] * 3
    assert numbers(server) == [0, 1, 2, 3, 4, 5], "nothing was sent again"


def test_what_is_not_there_is_sent_again(begin: Begin) -> None:
    octets = sum(len(mail.wire) + 80 for mail in CONTENT[3:5])
    server, ferry, import_id = begin(Cut(append=2, octets=octets))
    assert as_counts(ferry.totals(import_id)) == (6, 0, 0, 0)
    assert numbers(server) == [0, 1, 2, 3, 4, 5]


def test_a_late_copy_is_shown_and_both_are_kept(
        scripted_server: NewScriptedServer, fault_proxy: NewFaultProxy, new_ferry: NewFerry, tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch) -> None:
    """What the server has made of the octets cannot be compared with what was sent: nothing is removed."""
    come = hold_the_last_look(monkeypatch)
    source = write_mbox(tmp_path / "box", CONTENT)
    trial = scripted_server()
    proxy = fault_proxy(trial.server)
    ferry = new_ferry(proxy.server, trial.account)
    ferry.start(source, batch_messages=3, verify=Verify.NONE)
    ferry.rest()
    last_crlf = proxy.connections[0].octets - 1
    ferry.engine.close()

    server = scripted_server()
    server.mailboxes.alter = rewritten
    proxy = fault_proxy(server.server, Stall(octets=last_crlf))
    ferry = new_ferry(proxy.server, server.account, QUICK)
    import_id = ferry.start(source, batch_messages=3, verify=Verify.NONE)
    ferry.wait_for(lambda: len(ferry.batches(import_id, BatchState.COMMITTED)) == 2)
    proxy.release()
    wait_until(lambda: len(server.stored) == 9)
    come.set()
    ferry.rest()
    [batch] = ferry.batches(import_id, BatchState.CONFLICT)
    assert "there is more of it than was sent" in batch.reason
    assert [message.trace.kind for message in ferry.messages(batch) if message.trace is not None] == [
        TraceKind.TWICE] * 3
    assert numbers(server) == [0, 1, 2, 3, 3, 4, 4, 5, 5]
