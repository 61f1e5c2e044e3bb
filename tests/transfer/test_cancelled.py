"""Batches and imports that are cancelled: before they begin, under way, too late. On Dovecot and Cyrus."""

from __future__ import annotations

from dataclasses import replace

from tests.servers.checker import as_multiset
from tests.servers.faults import Stall
from tests.transfer.boxes import Mail
from tests.transfer.conftest import NewFerry
from tests.transfer.ferry import SHORT, Real, as_counts
from tests.transfer.voyage import FIRST, SECOND, THIRD, Voyage, second

from mailferry.transfer.values import BatchState, Retry


def test_a_batch_that_is_cancelled_while_it_is_sent_leaves_the_mailbox_untouched(voyage: Voyage) -> None:
    ferry, proxy, import_id = voyage.start(Stall(append=2, octets=300), hide=["LITERAL+"])  # it waits for a `+`
    proxy.wait_for(lambda: proxy.fired)
    batch = second(ferry, import_id)
    assert batch.state is BatchState.SENDING
    ferry.engine.cancel_batch(batch.id)
    ferry.rest()
    assert second(ferry, import_id).state is BatchState.CANCELLED
    assert as_counts(ferry.totals(import_id)) == (6, 0, 3, 0)
    assert as_multiset(voyage.held()) == as_multiset(mail.stored for mail in (*FIRST, *THIRD))
    ferry.engine.retry(batch.id, Retry.AGAIN)
    ferry.rest()
    assert voyage.holds_all_once()


def test_where_the_server_can_be_told_a_cancelled_batch_does_not_cost_the_connection(voyage: Voyage) -> None:
    """RFC 3502: a zero-length literal cancels."""
    ferry, proxy, import_id = voyage.start(Stall(append=2, octets=300), hide=["LITERAL+"],
                                           patience=replace(SHORT, after_cancel=60))
    proxy.wait_for(lambda: proxy.fired)
    batch = second(ferry, import_id)
    ferry.engine.cancel_batch(batch.id)
    proxy.release()
    ferry.rest()
    assert second(ferry, import_id).state is BatchState.CANCELLED
    assert as_counts(ferry.totals(import_id)) == (6, 0, 3, 0)
    assert len(proxy.connections) == 1
    assert as_multiset(voyage.held()) == as_multiset(mail.stored for mail in (*FIRST, *THIRD))


def test_a_large_message_is_cancelled_in_its_middle(voyage: Voyage) -> None:
    large = Mail(50, b"x" * 99 + b"\n" + b"0123456789\n" * 2_000_000)
    ferry, proxy, import_id = voyage.start(Stall(append=1, octets=4_000_000), content=[large])
    proxy.wait_for(lambda: proxy.fired)
    ferry.engine.cancel_batch(ferry.batches(import_id)[0].id)
    ferry.rest()
    assert as_counts(ferry.totals(import_id)) == (0, 0, 1, 0)
    assert voyage.held() == []


def test_an_import_that_is_cancelled_sends_nothing_more(voyage: Voyage) -> None:
    ferry, proxy, import_id = voyage.start(Stall(append=2, octets=300), hide=["LITERAL+"])
    proxy.wait_for(lambda: proxy.fired)
    ferry.wait_for(lambda: len(ferry.heard()) == 3)
    ferry.engine.cancel_import(import_id)
    ferry.rest()
    assert as_counts(ferry.totals(import_id)) == (3, 0, 6, 0)
    assert as_multiset(voyage.held()) == as_multiset(mail.stored for mail in FIRST)


def test_a_queued_batch_can_be_cancelled_meanwhile(voyage: Voyage) -> None:
    ferry, proxy, import_id = voyage.start(Stall(append=2, octets=300))
    proxy.wait_for(lambda: proxy.fired)
    ferry.wait_for(lambda: len(ferry.heard()) == 3)
    ferry.engine.cancel_batch(ferry.batches(import_id)[2].id)
    proxy.release()
    ferry.rest()
    assert as_counts(ferry.totals(import_id)) == (6, 0, 3, 0)
    assert as_multiset(voyage.held()) == as_multiset(mail.stored for mail in (*FIRST, *SECOND))


def test_after_the_last_crlf_it_is_too_late_to_cancel(voyage: Voyage) -> None:
    ferry, proxy, import_id = voyage.start(Stall(octets=voyage.last_crlf()))
    proxy.wait_for(lambda: proxy.fired)
    ferry.wait_for(lambda: second(ferry, import_id).state is BatchState.FINISHING)
    ferry.engine.cancel_batch(second(ferry, import_id).id)
    proxy.release()
    ferry.rest()
    assert as_counts(ferry.totals(import_id)) == (9, 0, 0, 0)
    assert voyage.holds_all_once()


def test_what_is_cancelled_before_it_begins_is_never_sent(voyage: Voyage) -> None:
    """The cancel comes while the worker asks for the mailbox, before the first octet of the batch."""
    ferry, proxy, import_id = voyage.start(Stall(octets=voyage.last_crlf() + len("\nABCD10 STATUS")))
    proxy.wait_for(lambda: proxy.fired)
    ferry.wait_for(lambda: list(ferry.heard().values()).count(BatchState.COMMITTED) == 2)
    third = ferry.batches(import_id)[2]
    assert third.state is BatchState.QUEUED
    ferry.engine.cancel_batch(third.id)
    ferry.rest()
    assert as_counts(ferry.totals(import_id)) == (6, 0, 3, 0)
    assert as_multiset(voyage.held()) == as_multiset(mail.stored for mail in (*FIRST, *SECOND))


def test_what_is_under_way_when_the_program_ends_is_sent_by_the_next(
        voyage: Voyage, real: Real, new_ferry: NewFerry) -> None:
    ferry, proxy, import_id = voyage.start(Stall(append=2, octets=300))
    proxy.wait_for(lambda: proxy.fired)
    ferry.wait_for(lambda: len(ferry.heard()) == 3)
    ferry.engine.close()
    proxy.release()
    later = new_ferry(proxy.server, voyage.account)
    later.rest()
    assert as_counts(later.totals(import_id)) == (9, 0, 0, 0)
    assert voyage.holds_all_once()
