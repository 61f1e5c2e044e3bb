"""The words on the first level are those of the project's window sketch."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from tests.ui.made import account, batch, imported

from mailferry.transfer.values import (
    AccountState,
    BatchState,
    BatchView,
    DeliveryKind,
    Retry,
    ScanState,
    ServerFacts,
    Totals,
)
from mailferry.transfer.values_after import VerificationView, Verify
from mailferry.ui import figures, language, retry_bar, words
from mailferry.ui.details import import_details
from mailferry.ui.first_start import sample
from mailferry.ui.headers import line, sender
from mailferry.ui.queue_data import batch_says, import_says, seen_there
from mailferry.ui.rate import Rate


def _unread(failed: int, reason: str) -> BatchView:
    return replace(batch(1, BatchState.CANCELLED, current=0, reason=reason), failed=failed)


@pytest.mark.parametrize(("view", "said"), [
    (batch(1), "Waiting"),
    (batch(1, BatchState.SENDING, messages=500, sent=291), "Sending, 291 of 500"),
    (batch(1, BatchState.FINISHING), "Waiting for the server's answer"),
    (batch(1, BatchState.COMMITTED), "Arrived"),
    (batch(1, BatchState.REJECTED, reason="A message is larger than this server takes."),
     "Refused, nothing was stored: A message is larger than this server takes."),
    (batch(1, BatchState.REJECTED, reason="A message is larger than this server takes.", culprit="“Boat” (a.mbox)"),
     "Refused, nothing was stored: “Boat” (a.mbox). A message is larger than this server takes."),
    (batch(1, BatchState.REJECTED, reason="It is too large.", culprit="“Boat” (a.mbox at octet 1,234)"),
     "Refused, nothing was stored: “Boat” (a.mbox). It is too large."),
    (batch(1, BatchState.REJECTED, messages=35, current=1, reason="It is too large.", culprit="“Boat” (a.mbox)"),
     "1 of 35 refused, the others went on: “Boat” (a.mbox). It is too large."),
    (batch(1, BatchState.REJECTED, current=0, reason="No room."),
     "Went on in other batches, or was left out. Before: Refused, nothing was stored: No room."),
    (batch(1, BatchState.DOUBTFUL), "The connection broke at the last moment. Checking what arrived ..."),
    (batch(1, BatchState.CONFLICT, reason="3 of 5 are there."), "Needs you: 3 of 5 are there."),
    (batch(1, BatchState.CANCELLED), "Cancelled, nothing was stored"),
    (batch(1, BatchState.CANCELLED, current=0, reason="All of it is in the mailbox already."),
     "All of it is in the mailbox already."),
    (_unread(5, "/home/what is new/a/Old mail.mbox is not there any more. Put it back, or leave its mail out."),
     "Not sent: Old mail.mbox is not there any more. Put it back, or leave its mail out."),
    (_unread(2, r"C:\Users\Anna\a.mbox cannot be read: Input/output error."),
     "2 of 5 not sent, the others went on: a.mbox cannot be read: Input/output error."),
    (batch(1, BatchState.UNDONE), "Taken back"),
])
def test_what_a_batch_says(view: object, said: str) -> None:
    assert words.batch_state(view) == said  # type: ignore[arg-type]  # a parametrised value


def test_a_name_never_breaks_or_turns_the_line_that_it_stands_in() -> None:
    odd = "a\nb\u202ec\x1b"
    assert words.batch_name(replace(batch(3), mailbox=odd)) == "Batch 3 → a\ufffdb\ufffdc\ufffd"
    assert words.mailbox_path(("Old", odd)) == "Old/a\ufffdb\ufffdc\ufffd"
    assert words.import_name(imported(source=f"/mail/{odd}")) == "a\ufffdb\ufffdc\ufffd → Archive/2019"


@pytest.mark.parametrize(("mailbox", "said"), [
    ("INBOX", "Batch 3 → Inbox"), ("inbox", "Batch 3 → Inbox"), ("INBOX.Boats", "Batch 3 → Inbox.Boats"),
    ("Inboxes", "Batch 3 → Inboxes"), ("Archive/2019", "Batch 3 → Archive/2019"),
])
def test_the_inbox_is_called_as_in_the_tree(mailbox: str, said: str) -> None:
    assert words.batch_name(replace(batch(3), mailbox=mailbox)) == said


def test_a_mailbox_is_written_as_its_place_in_the_tree_once_its_server_is_known() -> None:
    dots, prefixed = ServerFacts(".", "", DeliveryKind.MULTIAPPEND, None, True), ServerFacts(
        ".", "INBOX.", DeliveryKind.MULTIAPPEND, None, True)
    assert words.mailbox_name("Archive.2019", dots) == "Archive/2019"
    assert words.mailbox_name("INBOX.Boats", dots) == "Inbox/Boats"
    assert words.mailbox_name("INBOX.Archive.2019", prefixed) == "Archive/2019"
    assert words.mailbox_name("INBOX", prefixed) == "Inbox"
    assert words.batch_name(replace(batch(3), mailbox="Archive.2019"), account(facts=dots)) == "Batch 3 → Archive/2019"


@pytest.mark.parametrize(("path", "name"), [
    ("/home/anna/.thunderbird/x7k2m9qa.default-release", "Thunderbird"),
    ("/home/anna/.thunderbird/x7k2m9qa.default/", "Thunderbird"),
    ("C:\\Users\\Anna\\AppData\\Roaming\\Thunderbird\\Profiles\\x7k2m9qa.default-esr", "Thunderbird"),
    ("/home/anna/.thunderbird/x7k2m9qa.work", "x7k2m9qa.work"), ("/backup/x7k2m9qa.default", "x7k2m9qa.default"),
    ("/home/anna/takeout.zip", "takeout.zip"), ("/mail/a\\b.mbox", "a\\b.mbox"), ("C:\\mail\\a.pst", "a.pst"),
    ("/", "/"),
])
def test_a_source_is_called_by_what_people_know(path: str, name: str) -> None:
    assert words.source_name(path) == name


def test_sample_mail_is_called_so_in_the_language_of_the_window() -> None:
    assert words.source_name(sample()) == "Sample mail"
    assert words.source_name("/home/anna/sample") == "sample"
    language.speak("de")
    try:
        assert words.source_name(sample()) == "Beispiel-E-Mails"
        assert words.source_name(f"{sample()}/More mail to drag") == "Mehr E-Mails zum Ziehen"
    finally:
        language.speak("en")


def test_an_import_of_yesterday_is_found_by_that_word() -> None:
    noon = datetime.now().astimezone().replace(hour=12)
    said = [words.import_search(replace(imported(), created=(noon - timedelta(days=ago)).timestamp()))
            for ago in range(3)]
    assert ["today" in one for one in said] == [True, False, False]
    assert ["yesterday" in one for one in said] == [False, True, False]


def test_only_the_practice_mailbox_has_a_title_of_its_own() -> None:
    assert words.account_title("practice@127.0.0.1:40123") == "Practice mailbox"
    for name in ("practice@127.0.0.1", "practice@example.org"):
        assert words.account_title(name) == name


def test_an_account_is_called_by_its_mail_address_and_its_server_is_told_where_it_matters() -> None:
    name = "anna@example.org@imap.example.org:1143"
    assert words.account_title(name) == "anna@example.org"
    assert words.account_and_server(name) == "anna@example.org on imap.example.org:1143"
    assert words.account_and_server("anna@imap.example.org") == "anna@imap.example.org"


def test_the_numbers_of_an_import_add_up() -> None:
    totals = Totals(messages=100, committed=60, rejected=3, skipped=7, failed=30, waiting=25, batches=9, octets=1)
    assert words.import_state(imported(totals=totals)) == (
        "60 of 100 arrived · 25 to go · 3 refused · 7 left out · 5 not sent")
    conflict = imported(totals=replace(totals, unclear=3))
    assert words.import_state(conflict).endswith("3 unclear · 2 not sent"), "what may be there is not said to be unsent"
    running = imported(totals=totals, scan=ScanState.RUNNING)
    assert words.import_state(running).endswith("still reading")
    assert import_says(running) == "25 to go · 3 refused · 7 left out · 5 not sent · still reading"


def test_how_batches_are_kept_whole_stands_in_the_row_while_all_goes_well() -> None:
    view = imported(totals=Totals(messages=100, committed=60, failed=40, waiting=40, batches=9, octets=1))
    assert import_says(view) == "40 to go · whole batches, kept by the server"
    assert import_says(view, "The mailbox is full") == "The mailbox is full · 40 to go"


@pytest.mark.parametrize(("view", "said"), [
    (batch(1, BatchState.REJECTED, reason="It is too large.", culprit="“Boat” (a.mbox at octet 1,234)"),
     "Refused, nothing was stored: “Boat”. It is too large."),
    (batch(1, BatchState.REJECTED, current=0, reason="No room."), "Went on in other batches, or was left out"),
    (batch(1, BatchState.CANCELLED, current=0), "Went on in other batches, or was left out"),
    (batch(1, BatchState.CANCELLED, current=0, reason="All of it is in the mailbox already."),
     "All of it is in the mailbox already."),
    (batch(1, BatchState.COMMITTED), "Arrived"),
])
def test_a_row_says_what_counts_now(view: BatchView, said: str) -> None:
    assert batch_says(view) == said


@pytest.mark.parametrize(("totals", "cell", "state"), [
    (Totals(messages=7, committed=7), "All arrived · ", "7 of 7 arrived"),
    (Totals(messages=7, committed=7, differing=2), "All arrived · not as sent: 2 · ",
     "7 of 7 arrived · not as sent: 2"),
    (Totals(messages=7, skipped=7, present=7), "All of it is in the mailbox already · ",
     "All 7 are in the mailbox already: nothing was sent"),
    (Totals(messages=7, skipped=7, undone=7), "All of it was taken back · ", "0 of 7 arrived · 7 taken back"),
    (Totals(messages=7, committed=1, skipped=6, present=3, undone=2),
     "3 there already · 2 taken back · 1 left out · ", "1 of 7 arrived · 3 there already · 2 taken back · 1 left out"),
])
def test_an_import_that_is_through_says_what_became_of_its_messages(totals: Totals, cell: str, state: str) -> None:
    view = imported(totals=totals)
    assert import_says(view) == cell + figures.moment(view.created), "imports of the same mail are told apart"
    assert words.import_state(view) == state


def test_nothing_says_that_all_is_there_before_all_was_read() -> None:
    so_far = Totals(messages=7, committed=7)
    assert import_says(imported(totals=so_far, scan=ScanState.RUNNING)).startswith("still reading · ")
    stopped = imported(totals=so_far, scan=ScanState.STOPPED)
    assert import_says(stopped).startswith("the rest was not read · ")
    assert words.import_state(stopped) == "7 of 7 arrived · the rest was not read"
    assert seen_there(stopped) != seen_there(imported(totals=so_far))
    there = imported(totals=Totals(messages=7, skipped=7, present=7), scan=ScanState.RUNNING)
    assert words.import_state(there) == "0 of 7 arrived · 7 there already · still reading"


def test_a_message_that_stands_refused_is_named_in_its_row() -> None:
    alone = batch(1, BatchState.REJECTED, messages=1, culprit="“Boat (old)” (a.mbox at octet 512)",
                  reason="The server says: NUL characters")
    alone = replace(alone, offer="1 NUL becomes a space.")
    assert words.batch_name(alone) == "“Boat (old)” → Archive.2019"
    assert words.batch_state(alone) == ("Refused: The server says: NUL characters. It can be repaired: 1 NUL becomes a "
                                        "space.")


def test_the_deliveries_in_plain_words() -> None:
    assert words.delivery(DeliveryKind.MULTIAPPEND) == "whole batches, kept by the server"
    assert words.delivery_in_full(DeliveryKind.MULTIAPPEND) == "whole batches, kept by the server (MULTIAPPEND)"
    assert words.delivery(DeliveryKind.STAGED) == "whole batches, by way of a staging mailbox"
    assert words.delivery(DeliveryKind.REVERSIBLE) == "whole batches, taken back if one message fails"
    assert words.delivery(DeliveryKind.SEPARATE) == "message by message: this server cannot do batches"


def test_the_options_that_are_offered_make_sense() -> None:
    refused = batch(1, BatchState.REJECTED)
    assert words.retries(refused) == (
        Retry.HALVES, Retry.ONE_BY_ONE, Retry.AGAIN, Retry.REPAIR, Retry.ASIDE, Retry.SKIP)
    assert words.retries(replace(refused, culprit="“Invoice”"))[0] is Retry.WITHOUT
    alone = replace(refused, messages=1, current=1)
    assert words.retries(alone) == (Retry.AGAIN, Retry.ASIDE, Retry.SKIP)
    repairable = replace(alone, offer="1 NUL character becomes a space.")
    assert words.retries(repairable) == (Retry.REPAIR, Retry.AGAIN, Retry.ASIDE, Retry.SKIP)
    assert "It can be repaired: 1 NUL character becomes a space." in words.batch_state(repairable)
    assert words.retries(replace(refused, current=0)) == ()
    assert words.retries(batch(1, BatchState.CANCELLED)) == (Retry.AGAIN,), "it is left out as it is"
    gone = replace(batch(1, BatchState.CANCELLED, current=0), failed=5)
    assert retry_bar.options(gone) == (Retry.AGAIN, Retry.SKIP), "what cannot be read can go nowhere else"
    assert words.retries(batch(1, BatchState.CONFLICT)) == (Retry.ACCEPT, Retry.AGAIN, Retry.SKIP)
    assert Retry.MISSING in words.retries(replace(batch(1, BatchState.CONFLICT), missing=2))
    assert Retry.MISSING not in words.retries(replace(batch(1, BatchState.CONFLICT), missing=5)), "that is all of it"
    for state in (BatchState.QUEUED, BatchState.SENDING, BatchState.DOUBTFUL, BatchState.COMMITTED):
        assert words.retries(batch(1, state)) == ()


def test_what_an_account_says() -> None:
    assert words.account_state(account(state=AccountState.READY)) == "Ready"
    full = account(state=AccountState.PAUSED, title="The mailbox is full")
    assert words.account_state(full) == "The mailbox is full"
    assert words.account_state(account(state=AccountState.PAUSED)) == "Paused"
    waiting = words.account_state(account(state=AccountState.WAITING, until=0.0))
    assert waiting.startswith("Tries again at ")


def test_what_an_account_waits_for() -> None:
    waiting = account(state=AccountState.WAITING, title="The server asks us to wait", until=0.0)
    assert words.waits_for(waiting) == f"The server asks us to wait until {figures.moment(0.0)}"
    lost = account(state=AccountState.WAITING, title="No connection", until=0.0)
    assert words.waits_for(lost) == f"No connection: next try at {figures.moment(0.0)}"
    assert words.waits_for(account(state=AccountState.PAUSED, title="The mailbox is full")) == "The mailbox is full"
    assert words.waits_for(account(state=AccountState.OFFLINE)) == "Not connected"


@pytest.mark.parametrize(("raw", "shown"), [
    (b"plain", "plain"),
    (b"=?utf-8?Q?Gr=C3=BC=C3=9Fe?=\r\n =?utf-8?Q?_dort?=", "Grüße dort"),
    (b"=?x-unknown?Q?caf=E9?=", "=?x-unknown?Q?caf=E9?="),
    (b"=?utf-8?B?broken", "=?utf-8?B?broken"),
    ("schön".encode(), "schön"),
    ("schön".encode("latin-1"), "schön"),
    (b"a\x00b\nc\x1b[31m", "a b c [31m"),
    (b"", ""),
])
def test_a_header_gets_one_line_whatever_stands_in_it(raw: bytes, shown: str) -> None:
    assert line(raw) == shown


@pytest.mark.parametrize(("raw", "shown"), [
    (b"Ben Example <ben@example.org>", "Ben Example"),
    (b"=?utf-8?Q?M=C3=BCller=2C_Ben?= <ben@example.org>", "Müller, Ben"),
    (b"<ben@example.org>", "ben@example.org"),
    (b"nobody at all", "nobody at all"),
    (b"", ""),
])
def test_a_sender_is_shown_by_name(raw: bytes, shown: str) -> None:
    assert sender(raw) == shown


def test_the_rate_and_the_time_left() -> None:
    time = 100.0
    rate = Rate(lambda: time)
    assert rate.take(0, 1000) == "1,000 messages to send"
    time += 5
    assert rate.take(200, 800) == "800 messages to send · 40 messages/s · less than a minute left"
    assert rate.take(200, 800, reading=True) == "800 messages to send · 40 messages/s"
    assert rate.take(200, 0) == ""
    assert rate.take(200, 50) == "50 messages to send"


def test_no_rate_is_told_while_nothing_can_be_sent() -> None:
    time = 0.0
    rate = Rate(lambda: time)
    rate.take(0, 100)
    time = 2.0
    assert "messages/s" in rate.take(40, 60)
    time = 3.0
    assert rate.take(50, 50, still=True) == "50 messages to send"
    time = 300.0
    assert rate.take(50, 50) == "50 messages to send"


def test_one_is_not_told_of_as_many() -> None:
    def compared(checked: int, differing: int = 0, depth: Verify = Verify.QUICK) -> str:
        return words.verification(VerificationView(1, depth, 1, checked, 0, differing, 1.0, ""))

    assert compared(1) == "The message was found as it was sent: size, date and flags."
    assert compared(1, depth=Verify.FULL) == "The message was found as it was sent, byte for byte."
    assert compared(1, 1) == "The message was compared with the server, and is not as it was sent."
    assert compared(0) == "The message that arrived could not be compared with the server."
    there = imported(totals=Totals(messages=1, skipped=1, present=1, batches=1, ignored=1))
    assert words.import_state(there) == "The message is in the mailbox already: nothing was sent"
    details = import_details(there, [])
    assert "1 message in 1 batch, " in details
    assert "Besides, 1 file was no mail." in details
