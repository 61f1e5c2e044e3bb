"""The fault matrix in short: a few runs on each server, always the same. The whole is `python -m tests.faults`."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest
from tests.faults.grounds import Grounds
from tests.faults.scenario import AT_MARK, SERVERS, Kill, Scenario, scenario
from tests.faults.voyage import sail
from tests.faults.waits import shorten
from tests.servers.courier import Courier
from tests.servers.cyrus import Cyrus
from tests.servers.dovecot import Dovecot
from tests.transfer.boxes import mails

from mailferry.transfer import looking
from mailferry.transfer.values import DeliveryKind

WORKERS = 6
RUNS, KILLED = 6, 3


@pytest.fixture(autouse=True)
def short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    shorten(monkeypatch.setattr)


@pytest.fixture
def grounds(request: pytest.FixtureRequest) -> Grounds:
    """The server that the test names."""
    dovecot: Dovecot | None = None
    cyrus: Cyrus | None = None
    courier: Courier | None = None
    match request.param:
        case "cyrus":
            cyrus = request.getfixturevalue("cyrus_process")
        case "courier":
            courier = request.getfixturevalue("courier_process")
        case _:
            dovecot = request.getfixturevalue("dovecot_process")
    return Grounds(dovecot, cyrus, courier)


def plans(server: str, *, killed: bool, count: int) -> list[Scenario]:
    """The first runs of the matrix on this server."""
    found = (plan for seed in itertools.count(int(killed), 2) if (plan := scenario(seed)).server == server)
    return list(itertools.islice(found, count))


@pytest.mark.parametrize(("grounds", "server"), [(server, server) for server in SERVERS], indirect=["grounds"])
def test_after_faults_and_kills_each_message_is_there_once(grounds: Grounds, server: str) -> None:
    runs = [*plans(server, killed=False, count=RUNS), *plans(server, killed=True, count=KILLED)]
    with ThreadPoolExecutor(WORKERS) as pool:
        outcomes = list(pool.map(lambda plan: sail(plan, grounds), runs))
    assert {plan.seed: outcome.failures for plan, outcome in zip(runs, outcomes, strict=True) if outcome.failures} == {}
    assert sum(outcome.struck for outcome in outcomes) > len(runs) // 2


@pytest.mark.parametrize("grounds", ["maildir"], indirect=True)
def test_the_matrix_sees_what_comes_of_a_resend_without_a_wait(
        grounds: Grounds, monkeypatch: pytest.MonkeyPatch) -> None:
    """A late commit, and a look that believes at once that nothing is there: the message is there twice."""
    late = [plan for plan in map(scenario, range(0, 4000, 2)) if (plan.server, plan.kind) == ("maildir", "late")]
    monkeypatch.setattr(looking, "LOOPBACK_WAIT", 0.0)

    def doubled(plans: Sequence[Scenario]) -> bool:
        with ThreadPoolExecutor(WORKERS) as pool:
            outcomes = list(pool.map(lambda plan: sail(plan, grounds), plans))
        return any("too many of number" in failure for outcome in outcomes for failure in outcome.failures)

    # Most late copies are found and taken back, so it is a few runs of many that show it.
    assert any(doubled(late[start:start + WORKERS]) for start in range(0, len(late), WORKERS))


@pytest.mark.parametrize("grounds", ["maildir"], indirect=True)
def test_resume_takes_away_the_staging_mailbox_of_a_run_that_was_killed_at_its_end(grounds: Grounds) -> None:
    plan = Scenario(1, "maildir", DeliveryKind.STAGED, AT_MARK, tuple(mails(3)),
                    kills=(Kill("Session.delete", before=True),))
    outcome = sail(plan, grounds)
    assert outcome.struck
    assert outcome.failures == []
