"""Scenes: the queue in each state that a batch can be in, the ways on from each, the details."""

from __future__ import annotations

import shutil
from dataclasses import replace

from PySide6.QtCore import QItemSelectionModel
from PySide6.QtWidgets import QPushButton
from tests.servers.checker import signed_in
from tests.servers.faults import SwallowAnswer
from tests.servers.scripted import ScriptedServer
from tests.ui.desk import Desk
from tests.ui.made import batch, imported
from tests.ui.pictures.album import LARGE, SKIP, SMALL, USUAL, Album, states

from mailferry.transfer.values import (
    AccountState,
    BatchChanged,
    BatchState,
    BatchView,
    ImportChanged,
    Retry,
    ScanState,
    Totals,
)
from mailferry.ui.inspector import ATTEMPTS, MESSAGES, OVERVIEW
from mailferry.ui.preferences import Preferences
from mailferry.ui.queue_rows import Filter

TOO_LARGE, IT_IS = "A message is larger than this server takes.", "It is larger than this server takes."
B = BatchState


def _paused(desk: Desk, name: str) -> bool:
    view = desk.account(name)
    return view is not None and view.state is AccountState.PAUSED


def sending(album: Album) -> None:
    """Waiting, sending and arrived; then each filter; then paused by a person."""
    desk = album.desk(Preferences(batch_messages=30, speed=1000))
    name = album.account(desk)
    desk.drop_on(name, (), album.files("Films.mbox"))
    desk.wait(lambda: states(desk)[:2] == [B.COMMITTED, B.SENDING] and len(states(desk)) > 3
              and desk.batches()[1].sent_messages > 3)
    album.window(desk, "queue 1 arrived, sending, waiting", "Batches that arrived, one that is sent, others that wait",
                 SMALL, USUAL, queue=6)
    desk.window.queue.filter_buttons[Filter.RUNNING].click()
    desk.wait(lambda: len(desk.batches()) > 1)
    album.window(desk, "queue 2 filter running", "Only what runs", SMALL, queue=6)
    desk.window.queue.filter_buttons[Filter.NEEDS_YOU].click()
    album.window(desk, "queue 3 nothing needs you", "The filter of what needs a person, with nothing in it", SMALL)
    desk.window.queue.filter_buttons[Filter.ALL].click()
    desk.window.commands.pause_all()
    desk.wait(lambda: _paused(desk, name))
    desk.wait(lambda: B.SENDING not in states(desk) and len(states(desk)) > 3)
    album.window(desk, "queue 4 paused by a person", "All is paused", SMALL, USUAL, queue=5)


def answer(album: Album) -> None:
    """All is sent and the answer has not come; then the connection breaks, and nothing can be reached."""
    desk = album.desk()
    proxy = album.proxy(SwallowAnswer(append=1, then_cut=False))
    name = album.account(desk, proxy=proxy)
    desk.drop_on(name, (), album.files("Photos.mbox"))
    desk.wait(lambda: states(desk) == [B.FINISHING, B.QUEUED])
    album.window(desk, "queue 5 waiting for the answer", "All is sent, the server has not answered", SMALL, queue=6)


def doubtful(album: Album) -> None:
    """The connection broke at the last moment, and the server cannot be reached."""
    desk = album.desk()
    proxy = album.proxy(SwallowAnswer(append=1))
    user = album.user()
    name = album.account(desk, ("Archive", "2019"), proxy=proxy, account=user)
    proxy.down_until = proxy._loop.time() + 600
    desk.drop_on(name, ("Archive", "2019"), album.files("Photos.mbox"))
    desk.wait(lambda: states(desk) == [B.DOUBTFUL, B.QUEUED])
    desk.wait(lambda: (view := desk.account(name)) is not None and view.state is AccountState.WAITING)
    album.window(desk, "queue 6 doubtful", "The connection broke at the last moment, and the server does not answer",
                 queue=5)
    desk.window.queue.view.setCurrentIndex(desk.window.queue.model.index(0, 0, desk.window.queue.model.index(0, 0)))
    desk.window.queue.details_button.setChecked(True)
    album.window(desk, "queue 7 doubtful, details", "What is known of a batch in doubt", queue=5)
    desk.window.queue.details_button.setChecked(False)
    with signed_in(album.servers.dovecot.server, user) as client:
        client.delete("Archive.2019")
    proxy.down_until = 0
    desk.window.commands.resume(name)
    desk.wait(lambda: states(desk)[0] is B.CONFLICT and album.settled(desk))
    desk.bar(desk.batches()[0])
    album.window(desk, "queue 7a needs you", "The mailbox is gone, so nobody can tell what had arrived", queue=5)


def refused(album: Album) -> None:
    """A refused batch with its buttons, the menu of the rest of them, another mailbox, details with all pages."""
    desk = album.desk(SKIP)
    window = desk.window
    name = album.account(desk, ("Archive", "2019"), ("Sent",), account=album.user(max_mail_size=100_000))
    album.imported(desk, name, ("Archive", "2019"), "First too large.mbox")
    desk.bar(desk.batches()[0])
    album.window(desk, "queue 8 refused, the message is known", "Nothing was stored; which message it was is known",
                 queue=5)
    window.resize(*SMALL)
    window.queue.details_button.setChecked(True)  # else all of them find room
    album.rest()
    album.menu("queue 8a the other ways", "The buttons that found no room beside the details",
               desk.bar(desk.batches()[0]).menu())
    window.queue.details_button.setChecked(False)
    album.rest()
    album.menu("queue 8b the menu of a batch", "The menu of a refused batch",
               window.queue.menu_for(window.queue.model.index(0, 0, window.queue.model.index(0, 0))))
    desk.press(desk.bar(desk.batches()[0]), "elsewhere")
    album.window(desk, "queue 9 another mailbox", "Where to send a refused batch", queue=5)
    window.queue.elsewhere.leave.click()
    _pages(album, desk)


def _pages(album: Album, desk: Desk) -> None:
    queue = desk.window.queue
    queue.view.setCurrentIndex(queue.model.index(0, 0, queue.model.index(0, 0)))
    queue.details_button.setChecked(True)
    for page, number, name in ((OVERVIEW, 10, "overview"), (MESSAGES, 11, "messages"), (ATTEMPTS, 12, "attempts")):
        queue.inspector.setCurrentIndex(page)
        desk.wait(lambda page=page: page == OVERVIEW or not queue.inspector._stale & {page})  # type: ignore[misc]
        desk.wait(lambda page=page: page != MESSAGES or queue.inspector.model.rowCount() > 0)  # type: ignore[misc]
        desk.wait(lambda page=page: page != ATTEMPTS or queue.inspector.exchange.toPlainText())  # type: ignore[misc]
        album.window(desk, f"queue {number} details, {name}", f"A refused batch, the page {name}", queue=6)
    queue.inspector.setCurrentIndex(OVERVIEW)
    queue.view.setCurrentIndex(queue.model.index(0, 0))
    album.window(desk, "queue 13 details of an import", "What is known of an import", queue=6)


def unknown_culprit(album: Album) -> None:
    """Which message was refused is not known; then split by itself; then set aside and skipped."""
    desk = album.desk(SKIP)
    name = album.account(desk, account=album.user(max_mail_size=100_000))
    album.imported(desk, name, (), "Large.mbox")
    desk.bar(desk.batches()[0])
    album.window(desk, "queue 14 refused, the message is not known", "Nothing was stored; which it was is not known",
                 SMALL, queue=5)
    desk.press(desk.bar(desk.batches()[0]), Retry.HALVES.value)
    desk.wait(lambda: len(desk.batches()) > 2 and album.settled(desk))
    album.window(desk, "queue 15 split", "The batch was split once: half of it arrived, half was refused again",
                 SMALL, queue=6)
    halves = next(view for view in desk.batches() if view.state is B.REJECTED and view.current > 1)
    desk.press(desk.bar(halves), Retry.ONE_BY_ONE.value)
    desk.wait(lambda: desk.imports()[0].totals.rejected == 1 and album.settled(desk))
    alone = next(view for view in desk.batches() if view.state is B.REJECTED and view.current)
    desk.bar(alone)
    album.window(desk, "queue 16 one message is left", "All others arrived; the refused message stands alone",
                 SMALL, USUAL, queue=7)
    desk.press(desk.bar(alone), Retry.ASIDE.value)
    desk.wait(lambda: desk.imports()[0].totals.skipped == 1)
    album.window(desk, "queue 17 saved and skipped", "The refused message was set aside: all is done", SMALL, queue=6)


def repair(album: Album) -> None:
    """A server that refuses a broken header: what a repair would change."""
    desk = album.desk(SKIP)
    cyrus = album.servers.cyrus
    name = desk.connect_server(cyrus.server, cyrus.add_account())
    album.imported(desk, name, (), "Odd.mbox")
    desk.press(desk.bar(desk.batches()[0]), Retry.REPAIR.value)
    notices, key = desk.window.queue.notices, f"repair {desk.batches()[0].id}"
    desk.wait(lambda: (notice := notices.notice(key)) is not None and notice.findChildren(QPushButton))
    album.window(desk, "queue 18 what a repair would change", "What would be changed, before anything is sent", queue=6)
    notices.remove(key)
    desk.press(desk.bar(desk.batches()[0]), Retry.ONE_BY_ONE.value)
    desk.wait(lambda: desk.imports()[0].totals.rejected == 1 and album.settled(desk))
    alone = next(view for view in desk.batches() if view.state is B.REJECTED and view.current)
    desk.bar(alone)
    album.window(desk, "queue 19 one message that can be repaired", "A refused message alone, with its repair",
                 queue=7)


def cancelled(album: Album) -> None:
    """A batch that was cancelled; then taken back what arrived."""
    desk = album.desk()
    name = album.account(desk)
    desk.window.commands.pause(name)
    desk.wait(lambda: _paused(desk, name))
    desk.drop_on(name, (), album.files("Short.mbox"))
    desk.wait(lambda: states(desk) == [B.QUEUED])
    desk.window.queue.cancel_wanted.emit(desk.batches()[0])
    desk.wait(lambda: states(desk) == [B.CANCELLED])
    desk.window.commands.resume(name)
    desk.wait(desk.finished)
    desk.bar(desk.batches()[0])
    album.window(desk, "queue 20 cancelled", "A batch that was cancelled", SMALL, queue=5)


def server_waits(album: Album) -> None:
    """The server asks to wait."""
    desk = album.desk()
    server = album.stack.enter_context(ScriptedServer(
        answer_at=17, append=1, answer=b"{tag} NO [UNAVAILABLE] Try again in a while\r\n", every_connection=True))
    name = desk.connect_server(server.server, server.account)
    desk.drop_on(name, (), album.files("Short.mbox"))
    desk.wait(lambda: (view := desk.account(name)) is not None and view.state is AccountState.WAITING)
    album.window(desk, "queue 21 the server asks us to wait", "Paused by the server", queue=5)


def full(album: Album) -> None:
    """The mailbox is full."""
    desk = album.desk(Preferences(batch_messages=20))
    name = album.account(desk, account=album.user(quota_kib=800))
    desk.drop_on(name, (), album.files("Photos.mbox"))
    desk.wait(lambda: _paused(desk, name))
    desk.wait(lambda: desk.imports() and desk.imports()[0].scan is ScanState.DONE)
    album.window(desk, "queue 22 the mailbox is full", "Some arrived, the rest waits for room", queue=5)
    desk.window.queue.show_needing()
    desk.wait(lambda: desk.batches() and not any(view.state.settled for view in desk.batches()))
    album.window(desk, "queue 22a full, needs you", "What waits for room, found under Needs you", SMALL, queue=5)


def gone(album: Album) -> None:
    """The file was deleted while its mail waited."""
    desk = album.desk(Preferences(batch_messages=4))
    name = album.account(desk)
    desk.window.commands.pause(name)
    desk.wait(lambda: _paused(desk, name))
    shutil.copy(album.mail / "Short.mbox", album.mail / "Letters.mbox")
    desk.drop_on(name, (), album.files("Letters.mbox"))
    desk.wait(lambda: desk.imports() and desk.imports()[0].scan is ScanState.DONE)
    (album.mail / "Letters.mbox").unlink()
    desk.window.commands.resume(name)
    desk.wait(lambda: desk.finished() and all(view.failed for view in desk.batches()))
    desk.window.queue.show_needing()
    desk.wait(lambda: len(desk.batches()) == 2)
    album.window(desk, "queue 22b the file is gone", "What was not sent, and what can be done", queue=5)


def all_states(album: Album) -> None:
    """All states at once, some of which no server can be brought to (told as the engine would)."""
    desk = album.desk()
    name = album.account(desk, ("Archive", "2019"))
    totals = Totals(messages=4021, committed=509, rejected=205, skipped=700, failed=2607, waiting=2107, unclear=500,
                    batches=12, octets=20_105_000, committed_octets=2_545_000)
    rows: list[BatchView] = [
        batch(91, B.COMMITTED, messages=500, import_id=90),
        batch(92, B.SENDING, messages=500, sent=291, import_id=90),
        batch(93, B.REJECTED, messages=204, reason=IT_IS, culprit="“Invoice 4711” (takeout.mbox)", status="NO",
              code="LIMIT", words="Mail size is larger than the maximum size allowed", import_id=90),
        batch(94, B.FINISHING, messages=500, sent=500, import_id=90),
        batch(95, B.DOUBTFUL, messages=500, import_id=90),
        batch(96, B.CONFLICT, messages=500, import_id=90,
              reason="The connection broke, and now messages of the batch are in Archive/2019 in another order, so "
                     "nobody can tell which of them are of this import."),
        batch(97, B.CANCELLED, messages=200, import_id=90),
        batch(98, B.UNDONE, messages=500, import_id=90),
        batch(99, B.REJECTED, messages=10, current=0, reason=TOO_LARGE, import_id=90),
        batch(100, B.REJECTED, messages=1, parent=99, reason=IT_IS, culprit="“Boat” (takeout.mbox)", import_id=90),
        batch(102, B.COMMITTED, messages=9, parent=99, import_id=90), batch(101, messages=607, import_id=90)]
    album.tell(desk, ImportChanged(replace(imported(90, totals=totals), account=name)))
    model, queue = desk.window.queue.model, desk.window.queue
    desk.wait(lambda: not model.has_more(model.index(0, 0)))
    album.tell(desk, *map(BatchChanged, rows))
    album.window(desk, "queue 23 every state", "Every state of a batch at once", SMALL, USUAL, LARGE, queue=8)
    album.size(desk, SMALL, queue=8)
    queue.view.verticalScrollBar().setValue(queue.view.verticalScrollBar().maximum())
    album.window(desk, "queue 24 every state, the end", "The same, scrolled to its end", SMALL, queue=8)
    queue.filter_buttons[Filter.NEEDS_YOU].click()
    desk.wait(lambda: not model.has_more(model.index(0, 0)))
    album.tell(desk, *map(BatchChanged, rows))
    album.window(desk, "queue 25 filter needs you", "Only what needs a person", SMALL, queue=7)
    queue.filter_buttons[Filter.ALL].click()
    desk.wait(lambda: not model.has_more(model.index(0, 0)))
    album.tell(desk, ImportChanged(replace(imported(90, totals=totals, scan=ScanState.RUNNING), account=name)),
               *map(BatchChanged, rows))
    for row in range(model.rowCount(model.index(0, 0))):
        index = model.index(row, 0, model.index(0, 0))
        view = model.item(index)
        if isinstance(view, BatchView) and view.state is B.CONFLICT:
            queue.view.setCurrentIndex(index)
            queue.view.selectionModel().select(index, QItemSelectionModel.SelectionFlag.ClearAndSelect
                                               | QItemSelectionModel.SelectionFlag.Rows)
            break
    queue.details_button.setChecked(True)
    album.window(desk, "queue 26 needs you, details", "A batch that cannot be told apart; the source is still read",
                 queue=7)


def message_rows(album: Album) -> None:
    """The messages of a batch, unfolded; one is chosen; its menu."""
    desk = album.desk(SKIP)
    name = album.account(desk, account=album.user(max_mail_size=100_000))
    album.imported(desk, name, (), "Large.mbox")
    queue = desk.window.queue
    above = queue.model.index(0, 0, queue.model.index(0, 0))
    queue.view.expand(above)
    desk.wait(lambda: queue.model.rowCount(above) == 7)
    queue.view.setCurrentIndex(queue.model.index(3, 0, above))
    queue.details_button.setChecked(True)
    album.window(desk, "queue 27 messages of a batch", "The messages of a refused batch, and one that is chosen",
                 queue=7)
    album.menu("queue 28 the menu of a message", "The menu of a message",
               queue.menu_for(queue.model.index(3, 0, above)))


SCENES = (sending, answer, doubtful, refused, unknown_culprit, repair, cancelled, server_waits, full, gone,
          all_states, message_rows)
