"""A whole account moves from Dovecot to Cyrus, as one story: thousands of messages in mailboxes with odd names, other
separators, special-use mailboxes, flags, keywords and dates; both connections break on the way, and the program is
killed. Both sides are read by imaplib in the end: what was there is still there, and all of it is on the other side,
once."""

from __future__ import annotations

import signal
from collections.abc import Callable
from dataclasses import replace

import pytest
from tests.servers.common import ImapServer
from tests.servers.fault_proxy import FaultProxy
from tests.servers.faults import Cut, Fault, Stall, SwallowAnswer
from tests.servers.fixtures import NewCyrusAccount, NewDovecotAccount, NewFaultProxy
from tests.transfer.accounts import SOURCE_PASSWORD, Home, stored
from tests.transfer.boxes import HOSTILE, Mail, mails
from tests.transfer.conftest import NewFerry, NewProgram
from tests.transfer.ferry import SHORT, as_counts

from mailferry.imap.values import Endpoint, Security
from mailferry.transfer import scanner
from mailferry.transfer.values import ImportOptions, Selection

ODD = [*mails(5, first=9_000, body=HOSTILE),
       Mail(9_010, b"0123456789" * 60_000 + b"\n", frozenset({"\\Seen", "\\Flagged", "\\Answered"})),
       Mail(9_011, flags=frozenset({"\\Draft"}), keywords=frozenset({"$Forwarded", "NonJunk", "$label4"})),
       Mail(9_012, flags=frozenset({"\\Seen", "\\Deleted"}))]
NAMES = {"INBOX": "INBOX", "Archiv.2019": "Archiv/2019", "Sent": "Sent", "Trash": "Trash",
         "Entwürfe & Größe": "Entwürfe & Größe", 'Say "hello" now': "Say _hello_ now", "日本.東京": "日本/東京",
         "Privat.2019.März.Woche 1.Montag früh": "Privat/2019/März/Woche 1/Montag früh"}
"""The mailboxes in Dovecot, and what they are called in Cyrus, which has no quotes in a name."""

Faults = tuple[Fault, ...]


class Move:
    """Two users, the relays before them, and what is to move."""

    def __init__(self, source: Home, target: Home, reading: FaultProxy, writing: FaultProxy, large: int) -> None:
        self.source, self.target, self.reading, self.writing = source, target, reading, writing
        self.content, first = {"Odd": ODD}, 0
        for name in NAMES:
            count = large if name in ("INBOX", "Archiv.2019") else 10
            self.content[name] = mails(count, first=first)
            first += count
        for name, content in self.content.items():
            source.fill(name, content)
        self.count = sum(map(len, self.content.values()))
        self._before = source.all_held()

    def judge(self) -> None:
        """All is there, once, and nothing was taken away or changed."""
        assert self.target.all_held() == stored({NAMES.get(name, name): held for name, held in self.content.items()})
        assert self.source.all_held() == self._before


NewMove = Callable[[int, Faults, Faults], Move]


@pytest.fixture
def new_move(dovecot: ImapServer, dovecot_account: NewDovecotAccount, cyrus: ImapServer, cyrus_account: NewCyrusAccount,
             fault_proxy: NewFaultProxy) -> NewMove:
    """Begins one: so many messages in each of the two large mailboxes, the faults of reading, those of writing."""
    def new(large: int, reading: Faults, writing: Faults) -> Move:
        return Move(Home(dovecot, dovecot_account()), Home(cyrus, cyrus_account()),
                    fault_proxy(dovecot, *reading), fault_proxy(cyrus, *writing), large)

    return new


def test_thousands_of_messages_through_lost_connections_and_a_kill(new_move: NewMove, new_program: NewProgram) -> None:
    """By the command line. The first of its connections to the source only looks whether it is there."""
    move = new_move(1_000, (Cut(octets=1_000), Cut(octets=2_000, reset=True)),
                    (Cut(append=2, octets=9_000), SwallowAnswer(append=2), Stall(append=3, octets=4_000)))
    program = new_program(move.target.account, quick=True)
    program.variables[SOURCE_PASSWORD] = move.source.account.password
    child = program.start("import", move.source.url(server=move.reading.server), "--source-plaintext",
                          "--source-password-env", SOURCE_PASSWORD, *program.target(move.writing.server), "--json",
                          "--batch-messages", "150")
    move.writing.wait_for(lambda: len(move.writing.fired) == 3)
    assert child.end(signal.SIGKILL).code == -signal.SIGKILL
    move.writing.release()
    resumed = program.run("resume", "--json", "--source-password-env", SOURCE_PASSWORD)
    assert resumed.code == 0
    assert set(resumed.errors.splitlines()) <= {"The connection to 127.0.0.1 broke. Trying again ..."}
    assert len(move.reading.fired) == 2
    assert resumed.summary["committed"] == resumed.summary["messages"] == move.count
    move.judge()
    assert list((program.state / "fetched").rglob("*.eml")) == []


def test_reading_waits_for_sending_while_both_connections_break(new_move: NewMove, new_ferry: NewFerry,
                                                                monkeypatch: pytest.MonkeyPatch) -> None:
    """As the window begins it. So little may lie unsent that reading stops and goes on again and again."""
    monkeypatch.setattr(scanner, "UNSENT_OCTETS", 20_000)
    move = new_move(150, (Cut(octets=700), Cut(octets=500, reset=True), Cut(octets=300, down=0.3)),
                    (Cut(append=2, octets=900), SwallowAnswer(append=3), Cut(append=1, octets=20, down=0.3)))
    ferry = new_ferry(move.writing.server, move.target.account, replace(SHORT, commit=10, progress=10))
    server = move.reading.server
    endpoint = Endpoint(server.host, server.port, Security.PLAINTEXT, move.source.account.user)
    ferry.passwords.remember(endpoint.name, move.source.account.password)
    ferry.engine.know_account(endpoint)
    import_id = ferry.engine.start_import([Selection(endpoint.name, None, account=endpoint.name)], ferry.name, (),
                                          ImportOptions(batch_messages=20))
    ferry.rest()
    assert (len(move.reading.fired), len(move.writing.fired)) == (3, 3)
    assert as_counts(ferry.totals(import_id)) == (move.count, 0, 0, 0)
    move.judge()
    assert list((ferry.engine.spool.parent / "fetched").rglob("*.eml")) == []
